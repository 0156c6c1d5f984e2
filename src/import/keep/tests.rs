//! Folders that were imported into, edited, and imported into again.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::super::ledger::Balance;
use super::super::report::Report;
use super::super::transcript::Attachment;
use super::*;

/// A folder to be, in one that is there.
fn place() -> (tempfile::TempDir, PathBuf) {
    let above = tempfile::tempdir().unwrap();
    let folder = above.path().join("papers/cities");
    (above, folder)
}

fn import(manuscript: &str, files: &[(&str, &str)]) -> Import {
    Import {
        file: "index.md".into(),
        manuscript: manuscript.into(),
        attachments: files
            .iter()
            .map(|(path, text)| Attachment { path: (*path).into(), bytes: text.as_bytes().to_vec() })
            .collect(),
        report: Report::new(vec!["paper.docx".into()], Vec::new(), Balance::default()),
    }
}

/// Every file below a folder, the record of imports left out.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if !name.starts_with(KEPT) {
                files.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    files
}

fn state(outcome: &Outcome, path: &str) -> State {
    outcome.files.iter().find(|(name, _)| name == path).unwrap().1.clone()
}

const FIRST: &str = "# One\n\nTen cameras.\n\nA second paragraph.\n";

#[test]
fn a_first_import_is_written_and_kept() {
    let (_above, folder) = place();
    let outcome = keep(&import(FIRST, &[("figures/a.png", "a")]), &folder).unwrap();
    assert_eq!((state(&outcome, "index.md"), state(&outcome, "figures/a.png")), (State::New, State::New));
    assert_eq!(
        tree(&folder),
        BTreeMap::from([("figures/a.png".into(), "a".into()), ("index.md".into(), FIRST.into())])
    );
    assert_eq!(fs::read_to_string(folder.join(".import/index.md")).unwrap(), FIRST);
    assert_eq!(outcome.lines, [1, 2, 3, 4, 5].map(Some));
    let again = keep(&import(FIRST, &[("figures/a.png", "a")]), &folder).unwrap();
    assert!(again.files.iter().all(|(_, state)| *state == State::Unchanged), "{:?}", again.files);
}

#[test]
fn a_revised_document_is_merged_with_what_was_edited() {
    let (_above, folder) = place();
    keep(&import(FIRST, &[]), &folder).unwrap();
    let edited = FIRST.replace("A second", "The second");
    fs::write(folder.join("index.md"), &edited).unwrap();
    let revised = FIRST.replace("Ten", "Twelve").replace("# One\n", "# One\n\nA new beginning.\n");
    let outcome = keep(&import(&revised, &[]), &folder).unwrap();
    assert_eq!(state(&outcome, "index.md"), State::Merged);
    assert_eq!(
        tree(&folder)["index.md"],
        "# One\n\nA new beginning.\n\nTwelve cameras.\n\nThe second paragraph.\n"
    );
    assert_eq!(fs::read_to_string(folder.join(".import/index.md.edited")).unwrap(), edited);
    assert!(outcome.conflicts.is_empty());
    // The line that the hand changed has no line of its own in the import any more.
    assert_eq!(outcome.lines, [Some(1), Some(2), Some(3), Some(4), Some(5), Some(6), None]);
}

#[test]
fn conflicts_are_marked_and_must_be_resolved_before_the_next_import() {
    let (_above, folder) = place();
    keep(&import(FIRST, &[]), &folder).unwrap();
    fs::write(folder.join("index.md"), FIRST.replace("Ten", "Eleven")).unwrap();
    let revised = import(&FIRST.replace("Ten", "Twelve"), &[]);
    let outcome = keep(&revised, &folder).unwrap();
    assert_eq!(outcome.conflicts, [3]);
    let marked = tree(&folder)["index.md"].clone();
    assert!(marked.contains("Eleven cameras.") && marked.contains("Twelve cameras."), "{marked}");
    assert!(keep(&revised, &folder).unwrap_err().message.contains("conflicts of an import before"));
    assert_eq!(tree(&folder)["index.md"], marked);
}

#[test]
fn pictures_of_the_hand_stay() {
    let (_above, folder) = place();
    let files = [
        ("figures/a.png", "a"),
        ("figures/b.png", "b"),
        ("figures/c.png", "c"),
        ("figures/d.png", "d"),
        ("figures/e.png", "e"),
    ];
    keep(&import(FIRST, &files), &folder).unwrap();
    fs::write(folder.join("figures/a.png"), "a by hand").unwrap();
    fs::write(folder.join("figures/b.png"), "b by hand").unwrap();
    fs::remove_file(folder.join("figures/c.png")).unwrap();
    let files =
        [("figures/a.png", "a"), ("figures/b.png", "b2"), ("figures/c.png", "c"), ("figures/d.png", "d2")];
    let outcome = keep(&import(FIRST, &files), &folder).unwrap();
    let expected = [
        ("figures/a.png", State::KeptAsEdited),
        ("figures/b.png", State::Beside("figures/b.imported.png".into())),
        ("figures/c.png", State::StaysDeleted),
        ("figures/d.png", State::Replaced),
        ("figures/e.png", State::NoLongerUsed),
    ];
    for (path, expected) in expected {
        assert_eq!(state(&outcome, path), expected, "{path}");
    }
    let files = tree(&folder);
    assert_eq!(
        (files["figures/a.png"].as_str(), files["figures/b.png"].as_str()),
        ("a by hand", "b by hand")
    );
    assert_eq!((files["figures/b.imported.png"].as_str(), files["figures/d.png"].as_str()), ("b2", "d2"));
    assert!(!files.contains_key("figures/c.png") && files["figures/e.png"] == "e");
}

#[test]
fn somebodys_work_is_never_written_over() {
    let (_above, folder) = place();
    fs::create_dir_all(folder.join("figures")).unwrap();
    let refused = |files: &[(&str, &str)]| {
        let before = tree(&folder);
        let refusal = keep(&import(FIRST, files), &folder).unwrap_err();
        assert_eq!(tree(&folder), before);
        assert!(!folder.join(KEPT).exists());
        refusal.message
    };
    fs::write(folder.join("figures/a.png"), "mine").unwrap();
    assert!(refused(&[("figures/a.png", "a")]).contains("`figures/a.png` is there already"));
    fs::write(folder.join("01-opening.md"), "mine").unwrap();
    assert!(refused(&[]).contains("holds a paper already: `01-opening.md`"));
    fs::write(folder.join("index.md"), "mine").unwrap();
    assert!(refused(&[]).contains("`index.md` is there already"));
    assert!(refused(&[("../a.png", "a")]).contains("no safe name"));
    assert!(keep(&import(FIRST, &[]), &folder.join("index.md")).unwrap_err().message.contains("no folder"));
}

#[test]
fn a_manuscript_that_was_moved_away_is_told_of() {
    let (_above, folder) = place();
    keep(&import(FIRST, &[]), &folder).unwrap();
    fs::rename(folder.join("index.md"), folder.join("01-all.md")).unwrap();
    assert!(keep(&import(FIRST, &[]), &folder).unwrap_err().message.contains("is not there any more"));
}

#[test]
fn what_cannot_be_written_leaves_everything_as_it_was() {
    let (above, folder) = place();
    keep(&import(FIRST, &[("figures/a.png", "a")]), &folder).unwrap();
    let before = tree(above.path());
    // A folder stands where a file has to go, which root can't write over either.
    fs::create_dir_all(folder.join("figures/b.png/in")).unwrap();
    let next = import("# Two\n", &[("figures/a.png", "a2"), ("figures/b.png", "b")]);
    let refusal = keep(&next, &folder).unwrap_err();
    assert!(refusal.hints.iter().any(|hint| hint == "nothing was imported"), "{refusal:?}");
    assert_eq!(tree(above.path()), before);
    assert_eq!(fs::read_to_string(folder.join(".import/index.md")).unwrap(), FIRST);
}

#[test]
fn a_folder_that_cannot_be_written_is_told_of() {
    let (above, folder) = place();
    fs::set_permissions(above.path(), fs::Permissions::from_mode(0o500)).unwrap();
    let is_obeyed = fs::write(above.path().join("probe"), "").is_err();
    let result = keep(&import(FIRST, &[]), &folder);
    fs::set_permissions(above.path(), fs::Permissions::from_mode(0o700)).unwrap();
    // Root writes into any folder.
    if is_obeyed {
        assert!(result.unwrap_err().message.contains("can't write"));
        assert!(!above.path().join("papers").exists());
    }
}

#[test]
fn a_translation_has_a_file_of_its_own() {
    let (_above, folder) = place();
    keep(&import(FIRST, &[]), &folder).unwrap();
    let polish = Import { file: "index.pl.md".into(), ..import("# Jeden\n", &[]) };
    keep(&polish, &folder).unwrap();
    assert_eq!(tree(&folder).keys().collect::<Vec<_>>(), ["index.md", "index.pl.md"]);
    assert_eq!(fs::read_to_string(folder.join(".import/index.pl.md")).unwrap(), "# Jeden\n");
}

#[test]
fn the_site_tells_its_languages() {
    let (above, folder) = place();
    fs::write(
        above.path().join("site.toml"),
        "title = \"S\"\nbase_url = \"https://example.org/\"\nlanguages = [\"en\", \"pl\"]\n",
    )
    .unwrap();
    assert_eq!(site_languages(&folder), ["en", "pl"]);
    assert_eq!(content_of(&folder), Some(std::path::absolute(above.path()).unwrap()));
    let (_above, elsewhere) = place();
    assert!(site_languages(&elsewhere).is_empty());
}
