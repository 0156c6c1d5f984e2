//! What a reader and a publisher may rely on: the same bytes from the same content, whole sites at every moment, and
//! nobody else's files touched.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that can't go on has failed")]

#[path = "trust/cache.rs"]
mod cache;
#[path = "trust/disturbed.rs"]
mod disturbed;
#[path = "trust/embargo.rs"]
mod embargo;
#[path = "trust/faults.rs"]
mod faults;
#[path = "trust/manifest.rs"]
mod manifest;
#[path = "trust/reproducible.rs"]
mod reproducible;
#[path = "trust/site.rs"]
mod site;

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::time::{Duration, Instant};

use site::{
    Dice, assert_same, drawing, fail, identities, names, offprint, paper, papers, run, settings, site,
    succeed, times, tree, write,
};

/// The files of the repository's own site, which shows every feature.
fn own_site() -> site::Tree {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let content = tree(&repository.join("content"));
    let code = "+++\ntitle = \"Code\"\ndate = \"2020\"\n+++\n```rust\nfn main() {}\n```\n";
    let mut files: site::Tree =
        content.into_iter().map(|(path, bytes)| (Path::new("content").join(path), bytes)).collect();
    files.insert("content/papers/code.md".into(), code.into());
    files
}

#[test]
fn the_same_content_makes_the_same_bytes() {
    let files = own_site();
    let root = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let (near, far) = (root.path().join("a"), root.path().join("a/deeper/Ścieżka with spaces"));
    write(&near, &files);
    write(&far, files.iter().rev());
    let build = |site: &Path, variables: &[(&str, &str)]| {
        let mut command = offprint(site, &["build", "--now", "2026-01-01"]);
        command.envs(variables.iter().copied());
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        tree(&site.join("public"))
    };
    let first = build(&near, &[("TZ", "UTC"), ("LANG", "C"), ("RAYON_NUM_THREADS", "1")]);
    assert!(first.len() > 50, "a site of {} files", first.len());
    let other = [
        ("TZ", "Asia/Tokyo"),
        ("LANG", "pl_PL.UTF-8"),
        ("LC_ALL", "pl_PL.UTF-8"),
        ("RAYON_NUM_THREADS", "4"),
    ];
    assert_same(&first, &build(&far, &other), "another folder, zone, language, order and number of threads");
    fs::remove_dir_all(far.join(".offprint")).unwrap();
    fs::remove_dir_all(far.join("public")).unwrap();
    assert_same(&first, &build(&far, &other), "without the cache");
    fs::remove_dir_all(far.join("public")).unwrap();
    assert_same(&first, &build(&far, &other), "with the cache");
}

#[test]
fn a_build_after_edits_is_a_build_from_nothing() {
    let folder = site(8);
    let site = folder.path();
    let mut dice = Dice(20_261_124);
    let mut next = 8;
    succeed(site, &["build"]);
    for step in 0..14 {
        let done = edit(site, &mut dice, &mut next);
        let (before, stood) = (tree(&site.join("public")), identities(&site.join("public")));
        succeed(site, &["build"]);
        let (after, stand) = (tree(&site.join("public")), identities(&site.join("public")));
        succeed(site, &["build", "--out", "clean"]);
        assert_same(&after, &tree(&site.join("clean")), &format!("step {step}: {done}"));
        fs::remove_dir_all(site.join("clean")).unwrap();
        for (path, _) in before.iter().filter(|(path, bytes)| after.get(*path) == Some(bytes)) {
            assert_eq!(stood[path], stand[path], "{} did not change with: {done}", path.display());
        }
        let folder_before = fs::metadata(site.join("public")).unwrap().ino();
        let said = succeed(site, &["build"]);
        assert!(said.contains("nothing changed in public/"), "{said}");
        assert_eq!(
            folder_before,
            fs::metadata(site.join("public")).unwrap().ino(),
            "nothing changed, no swap"
        );
        assert_eq!(stand, identities(&site.join("public")));
    }
}

/// Changes one thing; the first paper, which all link to, keeps its place.
fn edit(site: &Path, dice: &mut Dice, next: &mut usize) -> String {
    let shelf = site.join("content/papers");
    let all = names(&shelf);
    let chosen = &all[1 + dice.below(all.len() - 1)];
    let folder = shelf.join(chosen);
    let number = *next;
    *next += 1;
    match dice.below(7) {
        0 => {
            fs::create_dir(shelf.join(format!("p{number:03}"))).unwrap();
            fs::write(shelf.join(format!("p{number:03}/index.md")), paper(number, "new")).unwrap();
            fs::write(shelf.join(format!("p{number:03}/bar.svg")), drawing(number)).unwrap();
            format!("add p{number:03}")
        }
        1 if all.len() > 4 => {
            fs::remove_dir_all(folder).unwrap();
            format!("remove {chosen}")
        }
        2 => {
            fs::rename(folder, shelf.join(format!("renamed-{number}"))).unwrap();
            format!("rename {chosen}")
        }
        3 => {
            fs::write(folder.join("bar.svg"), drawing(number)).unwrap();
            format!("draw {chosen} again")
        }
        4 => {
            let text = fs::read_to_string(folder.join("index.md")).unwrap();
            let draft = text.replace("draft = true\n", "").replacen("+++\n", "+++\ndraft = true\n", 1);
            fs::write(folder.join("index.md"), draft).unwrap();
            fs::rename(&folder, shelf.join(format!("withdrawn-{number}"))).unwrap();
            format!("withdraw {chosen}")
        }
        5 => {
            fs::write(site.join("content/site.toml"), settings(&format!("Institute {number}"))).unwrap();
            "name the site anew".to_owned()
        }
        _ => {
            fs::write(folder.join("index.md"), paper(number, "as it is now")).unwrap();
            format!("write {chosen} anew")
        }
    }
}

/// A build of a site of so many papers, killed so many times at moments all over its course.
fn kill_builds(count: usize, kills: usize) {
    let folder = site(count);
    let site = folder.path();
    let title = |title: &str| fs::write(site.join("content/site.toml"), settings(title)).unwrap();
    let titles = ["One", "Two"];
    let wholes = titles.map(|each| {
        title(each);
        succeed(site, &["build", "--out", each]);
        tree(&site.join(each))
    });
    assert_ne!(wholes[0], wholes[1]);
    let began = Instant::now();
    succeed(site, &["build"]);
    let took = began.elapsed();
    let mut published = 1;
    let (mut old, mut new) = (0, 0);
    let mut dice = Dice(count as u64);
    for kill in 0..kills {
        let wanted = 1 - published;
        title(titles[wanted]);
        let mut build = offprint(site, &["build"]).spawn().unwrap();
        std::thread::sleep(moment(site, took, kill, &mut dice));
        build.kill().unwrap();
        build.wait().unwrap();
        let there = tree(&site.join("public"));
        if there == wholes[wanted] {
            new += 1;
        } else {
            assert_same(&wholes[published], &there, &format!("kill {kill} of {count} papers"));
            old += 1;
        }
        succeed(site, &["build"]);
        assert_same(&wholes[wanted], &tree(&site.join("public")), "the build after the kill");
        assert_eq!(names(site), [".offprint", "One", "Two", "content", "public"]);
        published = wanted;
    }
    assert_eq!(old + new, kills);
    assert!(old > 0, "no build of {count} papers was killed before it was done");
}

/// How long to wait until the kill: any part of a build, or, every other time, a moment after the new tree was begun.
fn moment(site: &Path, took: Duration, kill: usize, dice: &mut Dice) -> Duration {
    let part = |dice: &mut Dice| u32::try_from(dice.below(1100)).unwrap();
    if kill.is_multiple_of(2) {
        return took * part(dice) / 1000;
    }
    let begun = Instant::now();
    while !site.join(".public.offprint-new").exists() && begun.elapsed() < took * 2 {
        std::thread::sleep(Duration::from_micros(200));
    }
    took * part(dice) / 4000
}

#[test]
fn a_killed_build_leaves_a_whole_site_of_few_papers() {
    kill_builds(3, times(16, 300));
}

#[test]
fn a_killed_build_leaves_a_whole_site_of_some_papers() {
    kill_builds(30, times(10, 200));
}

#[test]
fn a_killed_build_leaves_a_whole_site_of_many_papers() {
    kill_builds(200, times(4, 60));
}

#[test]
fn what_a_stopped_build_left_is_mended() {
    let folder = site(2);
    let site = folder.path();
    succeed(site, &["build"]);
    let whole = tree(&site.join("public"));
    // As if a build had been stopped between its two renames, where a file system can't exchange folders.
    fs::rename(site.join("public"), site.join(".public.offprint-old")).unwrap();
    fs::create_dir(site.join(".public.offprint-new")).unwrap();
    fs::write(site.join(".public.offprint-new/index.html"), "half").unwrap();
    fs::write(site.join(".public.offprint-lock"), "").unwrap();
    let said = succeed(site, &["build"]);
    assert!(said.contains("nothing changed in public/"), "{said}");
    assert_same(&whole, &tree(&site.join("public")), "mended");
    assert_eq!(names(site), [".offprint", "content", "public"]);
}

#[test]
fn what_others_wrote_is_never_touched() {
    let folder = site(1);
    let site = folder.path();
    let refused = |out: &str, because: &str| {
        let said = fail(site, &["build", "--out", out], 2);
        assert!(said.contains(because), "{said}");
        assert!(said.contains("help: "), "{said}");
    };
    for (out, file) in [("public", "thesis.txt"), ("other", ".hidden"), ("third", "index.html")] {
        fs::create_dir(site.join(out)).unwrap();
        fs::write(site.join(out).join(file), "mine").unwrap();
        let before = identities(&site.join(out));
        refused(out, "holds files that offprint did not write");
        assert_eq!(before, identities(&site.join(out)));
    }
    fs::write(site.join("file"), "mine").unwrap();
    refused("file", "it is a file");
    assert_eq!(fs::read(site.join("file")).unwrap(), b"mine");
    let below = fail(site, &["build", "--out", "file/public"], 2);
    assert!(below.contains("file"), "{below}");
    fs::create_dir(site.join("elsewhere")).unwrap();
    std::os::unix::fs::symlink("elsewhere", site.join("link")).unwrap();
    refused("link", "it is a symbolic link");
    assert!(names(&site.join("elsewhere")).is_empty());
    for source in [".", "content", "content/papers", "themes/public", ".."] {
        refused(source, "");
    }
    assert_same(&papers(1), &tree_of_sources(site), "the sources");
    fs::create_dir(site.join("empty")).unwrap();
    succeed(site, &["build", "--out", "empty"]);
    let left: Vec<String> = names(site).into_iter().filter(|name| name.contains("offprint-")).collect();
    assert!(left.is_empty(), "left behind: {left:?}");
}

fn tree_of_sources(site: &Path) -> site::Tree {
    tree(&site.join("content"))
        .into_iter()
        .map(|(path, bytes)| (Path::new("content").join(path), bytes))
        .collect()
}

#[test]
fn a_folder_that_can_not_be_written_is_named() {
    let folder = site(1);
    let site = folder.path();
    let shut = site.join("shut");
    fs::create_dir(&shut).unwrap();
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(shut.join("probe"), "").is_ok() {
        eprintln!("passed over: this user may write to a folder that nobody may write to");
        return;
    }
    let said = fail(site, &["build", "--out", "shut/public"], 2);
    assert!(said.contains("shut/") && said.contains("check who may write there"), "{said}");
    assert!(names(&shut).is_empty());
}

#[test]
fn two_builds_at_once_do_not_disturb_each_other() {
    let folder = site(30);
    let site = folder.path();
    succeed(site, &["build", "--out", "clean"]);
    let builds: Vec<_> =
        ["public", "public", "public", "other"].map(|out| offprint(site, &["build", "--out", out])).into();
    let running: Vec<_> = builds.into_iter().map(|mut build| build.spawn().unwrap()).collect();
    let ended: Vec<_> = running.into_iter().map(|build| build.wait_with_output().unwrap()).collect();
    let codes: Vec<_> = ended.iter().map(|output| output.status.code()).collect();
    for output in ended.iter().filter(|output| output.status.code() != Some(0)) {
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("another build is writing"), "{said}");
    }
    assert!(codes[..3].contains(&Some(0)), "{codes:?}");
    assert_eq!(codes[3], Some(0), "another folder is not in the way");
    for out in ["public", "other"] {
        assert_same(&tree(&site.join("clean")), &tree(&site.join(out)), out);
    }
    assert_eq!(names(site), [".offprint", "clean", "content", "other", "public"]);
}

#[test]
fn errors_leave_the_site_as_it_was() {
    let folder = site(3);
    let site = folder.path();
    succeed(site, &["build"]);
    let (before, number) =
        (identities(&site.join("public")), fs::metadata(site.join("public")).unwrap().ino());
    let untouched = || {
        assert_eq!(before, identities(&site.join("public")));
        assert_eq!(number, fs::metadata(site.join("public")).unwrap().ino());
        assert_eq!(names(site), [".offprint", "content", "public"]);
    };
    let page = site.join("content/papers/p001/index.md");
    let good = fs::read_to_string(&page).unwrap();
    fs::write(&page, format!("{good}\n[gone](gone.md)\n")).unwrap();
    assert!(fail(site, &["build"], 1).contains("link-missing"));
    untouched();
    fail(site, &["check"], 1);
    fs::write(&page, format!("{good}\n[^2]: Never cited.\n")).unwrap();
    assert!(fail(site, &["build", "--deny", "warnings"], 1).contains("note-unused"));
    untouched();
    succeed(site, &["check"]);
    untouched();
    fail(site, &["build", "nowhere"], 2);
    fail(site, &["build", "--no-such-option"], 2);
    fail(site, &["build", "--now", "tomorrow"], 2);
    fail(site, &["build", "--base-url", "x"], 2);
    untouched();
    fs::write(&page, good.replace("as it was", "as it is now")).unwrap();
    succeed(site, &["build"]);
    assert_ne!(before, identities(&site.join("public")));
    assert!(run(site, &["--help"]).status.success());
}

#[test]
fn a_paper_of_too_many_sections_loses_none_of_them() {
    use offprint::paper::Kind;
    use offprint::parse::{self, Settings};
    use offprint::source::{Manuscript, Role, Source};
    let text: String = (1..=2010).map(|number| format!("## Heading {number}\n\nText.\n\n")).collect();
    let path = "content/papers/many.md";
    let source = Source {
        path: path.into(),
        role: Role::Main,
        text: format!("+++\ntitle = \"T\"\n+++\n{text}").into(),
    };
    let manuscript = Manuscript {
        kind: Kind::Paper,
        key: "papers/many".into(),
        collection: Some("papers".into()),
        lang: "en".into(),
        address: "/papers/many/".into(),
        files: Vec::new(),
    };
    let settings = Settings { math: false, raw_html: false, smart: true };
    let checked = parse::paper(&manuscript, &[source], &settings);
    let of_rule = |code| checked.problems.iter().filter(|problem| problem.rule.code == code).count();
    assert_eq!(of_rule("too-many-sections"), 1, "said once");
    assert_eq!(checked.value.record.sections.len(), 300);
    assert_eq!(checked.value.record.words, 2010 * 3);
}
