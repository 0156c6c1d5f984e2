//! The manifest of a build: it is what `sha256sum` checks, and it finds what was tampered with.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::site::{fail, identities, names, offprint, site, succeed, tree};

/// What `sha256sum --check` says in a folder, and whether all is as the manifest says.
fn verified(folder: &Path, manifest: &str) -> (bool, String) {
    let mut command = Command::new("sha256sum");
    let output =
        command.args(["--check", "--strict", "--quiet", manifest]).current_dir(folder).output().unwrap();
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn a_manifest_lists_every_file_and_finds_what_was_changed() {
    let folder = site(3);
    let site = folder.path();
    fs::create_dir_all(site.join("content/static/.well-known")).unwrap();
    fs::write(site.join("content/static/.well-known/a b ś.txt"), "text").unwrap();
    let said = succeed(site, &["build", "--manifest", "site.sha256"]);
    let text = fs::read_to_string(site.join("site.sha256")).unwrap();
    let files = tree(&site.join("public"));
    assert_eq!(text.lines().count(), files.len() - 1, "each file, the marker aside");
    assert!(
        said.contains(&format!("wrote site.sha256 (the SHA-256 of {} files)", files.len() - 1)),
        "{said}"
    );
    let paths: Vec<&str> = text.lines().map(|line| line.split_once("  ").unwrap().1).collect();
    assert!(paths.is_sorted() && paths.contains(&".well-known/a b ś.txt"), "{paths:?}");
    let public = site.join("public");
    assert_eq!(verified(&public, "../site.sha256"), (true, String::new()));
    let page = public.join("papers/p000/index.html");
    let good = fs::read(&page).unwrap();
    fs::write(&page, [&good[..], b" "].concat()).unwrap();
    assert_eq!(verified(&public, "../site.sha256"), (false, "papers/p000/index.html: FAILED\n".to_owned()));
    fs::write(&page, good).unwrap();
    assert!(verified(&public, "../site.sha256").0);
    fs::remove_file(public.join("404.html")).unwrap();
    assert!(!verified(&public, "../site.sha256").0);
}

#[test]
fn the_same_site_has_the_same_manifest() {
    let (one, other) = (site(4), site(4));
    for folder in [&one, &other] {
        succeed(folder.path(), &["build", "--quiet", "--now", "2026-01-01", "--manifest", "m"]);
    }
    let read = |folder: &tempfile::TempDir| fs::read(folder.path().join("m")).unwrap();
    assert_eq!(read(&one), read(&other));
    let before = identities(one.path())[Path::new("m")];
    succeed(one.path(), &["build", "--now", "2026-01-01", "--manifest", "m"]);
    assert_eq!(
        before,
        identities(one.path())[Path::new("m")],
        "nothing changed, so neither did the manifest"
    );
}

#[test]
fn a_manifest_is_never_of_another_site() {
    let folder = site(2);
    let site = folder.path();
    succeed(site, &["build", "--manifest", "m"]);
    let before = fs::read(site.join("m")).unwrap();
    let page = site.join("content/papers/p001/index.md");
    fs::write(&page, "+++\ntitle = \"T\"\n+++\n[gone](gone.md)\n").unwrap();
    fail(site, &["build", "--manifest", "m"], 1);
    assert_eq!(
        before,
        fs::read(site.join("m")).unwrap(),
        "nothing was published, so there is nothing new to list"
    );
    let said = fail(site, &["build", "--manifest", "nowhere/m"], 2);
    assert!(said.contains("nowhere"), "{said}");
    for wrong in ["public/m", "content/m", "content/papers/m", "content"] {
        let said = fail(site, &["build", "--manifest", wrong], 2);
        assert!(said.contains("the manifest can't be written to") && said.contains("help: "), "{said}");
    }
    assert_eq!(names(site), [".offprint", "content", "m", "public"]);
}

#[test]
fn what_programs_read_is_problems_alone() {
    let folder = site(1);
    let output = offprint(folder.path(), &["build", "--format", "json", "--manifest", "m"]).output().unwrap();
    assert!(output.status.success());
    assert!(!String::from_utf8_lossy(&output.stdout).contains("wrote"));
    assert!(String::from_utf8_lossy(&output.stderr).contains("wrote m "));
}
