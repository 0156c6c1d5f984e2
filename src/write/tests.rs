//! Publishing, tried on real folders.

use std::os::unix::fs::MetadataExt;

use super::*;

/// A site's folder in a folder of its own.
struct Case(tempfile::TempDir);

impl Case {
    fn new() -> Self {
        let case = Self(tempfile::tempdir().unwrap());
        fs::create_dir(case.0.path().join("content")).unwrap();
        case
    }

    fn out(&self) -> PathBuf {
        self.0.path().join("public")
    }

    fn begin(&self) -> Result<Staging, WriteError> {
        self.begin_for(false)
    }

    fn begin_for(&self, drafts: bool) -> Result<Staging, WriteError> {
        let edition = Edition { site: "https://example.org".to_owned(), drafts, embargo: None };
        Staging::begin(&self.out(), self.0.path(), &edition)
    }

    fn publish(&self, files: &[(&str, &str)]) -> Published {
        let staging = self.begin().unwrap();
        for (address, text) in files {
            staging.put(address, text.as_bytes()).unwrap();
        }
        staging.publish().unwrap()
    }

    fn read(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.out().join(path)).ok()
    }

    fn identity(&self, path: &str) -> (u64, i64, i64) {
        let metadata = fs::metadata(self.out().join(path)).unwrap();
        (metadata.ino(), metadata.mtime(), metadata.mtime_nsec())
    }

    /// Everything beside the output folder but the sources.
    fn left(&self) -> Vec<String> {
        let names =
            fs::read_dir(self.0.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> =
            names.filter(|name| !["content", "public"].contains(&name.as_str())).collect();
        names.sort();
        names
    }
}

#[test]
fn a_first_build_writes_everything() {
    let case = Case::new();
    let published = case.publish(&[("/", "home"), ("/a/", "a"), ("/a/b.css", "css")]);
    assert_eq!(published, Published { files: 3, bytes: 8, changed: 3, removed: 0 });
    assert_eq!(case.read("a/index.html").as_deref(), Some("a"));
    assert_eq!(case.read("a/b.css").as_deref(), Some("css"));
    assert!(case.left().is_empty(), "{:?}", case.left());
}

#[test]
fn unchanged_files_stay_the_same_files() {
    let case = Case::new();
    case.publish(&[("/", "home"), ("/a/", "one"), ("/b/", "gone")]);
    let before = case.identity("index.html");
    let changed_before = case.identity("a/index.html");
    let published = case.publish(&[("/", "home"), ("/a/", "two")]);
    assert_eq!((published.files, published.changed, published.removed), (2, 1, 1));
    assert_eq!(case.identity("index.html"), before);
    assert_ne!(case.identity("a/index.html"), changed_before);
    assert_eq!(case.read("a/index.html").as_deref(), Some("two"));
    assert!(!case.out().join("b").exists());
    assert!(case.left().is_empty(), "{:?}", case.left());
}

#[test]
fn nothing_changed_swaps_nothing() {
    let case = Case::new();
    case.publish(&[("/", "home"), ("/a/", "one")]);
    let folder = fs::metadata(case.out()).unwrap().ino();
    let published = case.publish(&[("/", "home"), ("/a/", "one")]);
    assert_eq!((published.changed, published.removed), (0, 0));
    assert_eq!(fs::metadata(case.out()).unwrap().ino(), folder);
    assert!(case.left().is_empty());
}

#[test]
fn the_marker_says_what_was_built_even_where_nothing_else_differs() {
    let case = Case::new();
    case.publish(&[("/", "home")]);
    let before = case.identity("index.html");
    assert_eq!(edition(&case.out()).map(|edition| edition.drafts), Some(false));
    let staging = case.begin_for(true).unwrap();
    staging.put("/", b"home").unwrap();
    assert_eq!(staging.publish().unwrap().changed, 0);
    let expected = Edition { site: "https://example.org".to_owned(), drafts: true, embargo: None };
    assert_eq!(edition(&case.out()), Some(expected));
    assert_eq!(case.identity("index.html"), before);
    // One that an older offprint left says nothing, and the next build mends that.
    fs::write(
        case.out().join(MARKER),
        "offprint wrote this folder and replaces it whole at each build\nformat 1\n",
    )
    .unwrap();
    case.publish(&[("/", "home")]);
    assert_eq!(edition(&case.out()).map(|edition| edition.drafts), Some(false));
    assert!(case.left().is_empty(), "{:?}", case.left());
}

#[test]
fn removing_alone_is_a_change() {
    let case = Case::new();
    case.publish(&[("/", "home"), ("/a/", "one")]);
    let published = case.publish(&[("/", "home")]);
    assert_eq!((published.files, published.changed, published.removed), (1, 0, 1));
    assert!(!case.out().join("a").exists());
}

#[test]
fn a_strange_file_in_the_folder_is_removed() {
    let case = Case::new();
    case.publish(&[("/", "home")]);
    fs::write(case.out().join("strange"), "x").unwrap();
    assert_eq!(case.publish(&[("/", "home")]).removed, 1);
    assert_eq!(case.read("strange"), None);
}

#[test]
fn files_and_folders_take_each_others_place() {
    let case = Case::new();
    case.publish(&[("/a", "file"), ("/b/", "page"), ("/b/c", "more")]);
    let published = case.publish(&[("/a/", "page"), ("/b", "file")]);
    assert_eq!((published.files, published.changed, published.removed), (2, 2, 3));
    assert_eq!(case.read("a/index.html").as_deref(), Some("page"));
    assert_eq!(case.read("b").as_deref(), Some("file"));
}

#[test]
fn a_folder_of_somebody_else_is_refused() {
    let case = Case::new();
    fs::create_dir(case.out()).unwrap();
    fs::write(case.out().join("thesis.txt"), "ten years").unwrap();
    assert!(matches!(case.begin(), Err(WriteError::Foreign { .. })));
    assert_eq!(case.read("thesis.txt").as_deref(), Some("ten years"));
    // A file of the marker's name that says something else is no marker.
    fs::write(case.out().join(MARKER), "mine").unwrap();
    assert!(matches!(case.begin(), Err(WriteError::Foreign { .. })));
    assert!(case.left().is_empty(), "{:?}", case.left());
}

#[test]
fn an_empty_folder_is_taken() {
    let case = Case::new();
    fs::create_dir(case.out()).unwrap();
    case.publish(&[("/", "home")]);
    assert_eq!(case.read("index.html").as_deref(), Some("home"));
    // Even a site without any file marks its folder.
    case.publish(&[]);
    assert!(case.out().join(MARKER).exists());
}

#[test]
fn files_links_and_sources_are_refused() {
    let case = Case::new();
    fs::write(case.out(), "x").unwrap();
    assert!(matches!(case.begin(), Err(WriteError::File { .. })));
    fs::remove_file(case.out()).unwrap();
    std::os::unix::fs::symlink("content", case.out()).unwrap();
    assert!(matches!(case.begin(), Err(WriteError::Symlink { .. })));
    let site = case.0.path();
    for out in ["", "content", "content/public", "themes/x", ".."] {
        let found = Staging::begin(&site.join(out), site, &Edition::default());
        assert!(
            matches!(found, Err(WriteError::Source { .. } | WriteError::Foreign { .. })),
            "{out}: {found:?}"
        );
    }
}

#[test]
fn one_build_at_a_time() {
    let case = Case::new();
    let first = case.begin().unwrap();
    assert!(matches!(case.begin(), Err(WriteError::Busy { .. })));
    drop(first);
    assert!(case.begin().is_ok());
    assert!(case.left().is_empty(), "{:?}", case.left());
}

#[test]
fn a_tree_not_published_leaves_no_trace() {
    let case = Case::new();
    case.publish(&[("/", "home")]);
    let staging = case.begin().unwrap();
    staging.put("/", b"other").unwrap();
    assert_eq!(case.left(), [".public.offprint-lock", ".public.offprint-new"]);
    drop(staging);
    assert!(case.left().is_empty());
    assert_eq!(case.read("index.html").as_deref(), Some("home"));
}

#[test]
fn a_killed_build_is_cleared_away() {
    let case = Case::new();
    case.publish(&[("/", "home")]);
    let staging = case.begin().unwrap();
    staging.put("/", b"other").unwrap();
    staging.put("/stale/", b"half").unwrap();
    // As if the process were gone: the lock is let go by the system and nothing is cleaned.
    fs::rename(case.0.path().join(".public.offprint-new"), case.0.path().join("rescued")).unwrap();
    drop(staging);
    fs::rename(case.0.path().join("rescued"), case.0.path().join(".public.offprint-new")).unwrap();
    fs::write(case.0.path().join(".public.offprint-lock"), "").unwrap();
    case.publish(&[("/", "home"), ("/a/", "a")]);
    assert!(!case.out().join("stale").exists());
    assert_eq!(case.read("index.html").as_deref(), Some("home"));
    assert!(case.left().is_empty(), "{:?}", case.left());
}

#[test]
fn a_build_killed_between_two_renames_is_undone() {
    let case = Case::new();
    case.publish(&[("/", "home")]);
    fs::rename(case.out(), case.0.path().join(".public.offprint-old")).unwrap();
    fs::create_dir(case.0.path().join(".public.offprint-new")).unwrap();
    drop(case.begin().unwrap());
    assert_eq!(case.read("index.html").as_deref(), Some("home"));
    assert!(case.left().is_empty(), "{:?}", case.left());
}

#[test]
fn the_folder_is_there_at_every_moment() {
    let case = Case::new();
    case.publish(&[("/", "0")]);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let mut seen = 0;
            while !done.load(Relaxed) {
                assert!(case.read("index.html").is_some_and(|text| !text.is_empty()));
                seen += 1;
            }
            seen
        });
        for n in 1..100 {
            case.publish(&[("/", &n.to_string())]);
        }
        done.store(true, Relaxed);
        assert!(watch.join().unwrap() > 0);
    });
}

#[test]
fn many_threads_put() {
    let case = Case::new();
    let put = |staging: &Staging| {
        (0..500)
            .into_par_iter()
            .for_each(|n| staging.put(&format!("/{}/{n}/", n % 7), format!("page {n}").as_bytes()).unwrap());
    };
    for changed in [500, 0] {
        let staging = case.begin().unwrap();
        put(&staging);
        let published = staging.publish().unwrap();
        assert_eq!((published.files, published.changed), (500, changed));
    }
    assert_eq!(case.read("3/10/index.html").as_deref(), Some("page 10"));
}

#[test]
fn copies_compare_whole_files() {
    let case = Case::new();
    let from = case.0.path().join("content/a.bin");
    let mut bytes = vec![7; 3 * CHUNK];
    fs::write(&from, &bytes).unwrap();
    let publish = || {
        let staging = case.begin().unwrap();
        staging.copy("/a.bin", &from).unwrap();
        staging.publish().unwrap().changed
    };
    assert_eq!((publish(), publish()), (1, 0));
    *bytes.last_mut().unwrap() = 8;
    fs::write(&from, &bytes).unwrap();
    assert_eq!((publish(), publish()), (1, 0));
    assert_eq!(fs::read(case.out().join("a.bin")).unwrap(), bytes);
    assert_ne!(fs::metadata(&from).unwrap().ino(), fs::metadata(case.out().join("a.bin")).unwrap().ino());
}

#[test]
fn a_file_that_was_just_saved_rests_before_it_is_published() {
    let case = Case::new();
    let from = case.0.path().join("content/a.bin");
    fs::write(&from, "half").unwrap();
    let saved = fs::metadata(&from).unwrap().modified().unwrap();
    let staging = case.begin().unwrap();
    staging.copy("/a.bin", &from).unwrap();
    staging.publish().unwrap();
    assert!(SystemTime::now() >= saved + PAUSE, "more of it may have come");
    let staging = case.begin().unwrap();
    staging.copy("/a.bin", &from).unwrap();
    fs::write(&from, "the whole").unwrap();
    assert!(matches!(staging.publish(), Err(WriteError::Changed { .. })));
    assert_eq!(case.read("a.bin").as_deref(), Some("half"));
}

#[test]
fn an_address_is_written_once() {
    let case = Case::new();
    for _ in 0..2 {
        let staging = case.begin().unwrap();
        staging.put("/a/", b"x").unwrap();
        let again = staging.put("/a/index.html", b"x").and_then(|()| staging.publish().map(|_| ()));
        assert!(matches!(again, Err(WriteError::Address { .. })), "{again:?}");
        case.publish(&[("/a/", "x")]);
    }
    let staging = case.begin().unwrap();
    staging.put("/n", b"x").unwrap();
    let found = staging.put("/n/", b"x").unwrap_err().to_string();
    assert!(found.contains("a file and a folder"), "{found}");
}

#[test]
fn a_link_in_the_published_folder_is_never_followed() {
    let case = Case::new();
    case.publish(&[("/a", "text")]);
    let outside = case.0.path().join("content/outside");
    fs::write(&outside, "text").unwrap();
    fs::remove_file(case.out().join("a")).unwrap();
    std::os::unix::fs::symlink(&outside, case.out().join("a")).unwrap();
    assert_eq!(case.publish(&[("/a", "text")]).changed, 1);
    assert!(fs::symlink_metadata(case.out().join("a")).unwrap().is_file());
}

#[test]
fn parts_are_compared_and_not_only_starts() {
    assert!(same(&b""[..], &b""[..]).unwrap());
    assert!(!same(&b"ab"[..], &b"abc"[..]).unwrap());
    let long = vec![1; 2 * CHUNK];
    assert!(same(&long[..], &long[..]).unwrap());
    assert!(!same(&long[..], &long[..CHUNK]).unwrap());
}
