//! The program, run as a person would: what it prints, what it writes, and how it ends.

#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_offprint"));
    command.current_dir(folder).args(arguments).env_remove("SOURCE_DATE_EPOCH").env_remove("NO_COLOR");
    command
}

/// Exit code, standard output, standard error.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    ended(program(folder, arguments).output().unwrap())
}

fn ended(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// The site that `offprint new` makes, in a folder of its own.
fn new_site() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (code, _, error) = run(folder.path(), &["new", "site"]);
    assert_eq!((code, error.as_str()), (0, ""));
    let site = folder.path().join("site");
    (folder, site)
}

fn append(path: &Path, text: &str) {
    let before = fs::read_to_string(path).unwrap();
    fs::write(path, before + text).unwrap();
}

/// Every file below a folder, with its bytes.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

#[test]
fn a_new_site_builds_clean() {
    let (_folder, site) = new_site();
    let (code, said, problems) = run(&site, &["build", "--deny", "warnings"]);
    assert_eq!((code, problems.as_str()), (0, ""), "{said}");
    assert!(said.contains("0 errors, 0 warnings, 0 hints") && said.contains("wrote public/"), "{said}");
    let built = tree(&site.join("public"));
    assert!(built.contains_key(Path::new("papers/first-paper/full/index.html")), "{:?}", built.keys());
    let (code, said, _) = run(&site, &["build"]);
    assert!(code == 0 && said.contains("nothing changed in public/"), "{said}");
    assert_eq!(tree(&site.join("public")), built);
    assert_eq!(run(&site, &["new", "."]).0, 2);
}

#[test]
fn the_same_input_is_the_same_bytes_elsewhere() {
    let (_folders, sites): (Vec<_>, Vec<_>) = (0..2).map(|_| new_site()).unzip();
    for (site, (zone, threads)) in sites.iter().zip([("Asia/Tokyo", "1"), ("America/Lima", "4")]) {
        let built =
            program(site, &["build"]).env("TZ", zone).env("RAYON_NUM_THREADS", threads).output().unwrap();
        assert!(built.status.success());
    }
    assert_eq!(tree(&sites[0].join("public")), tree(&sites[1].join("public")));
}

#[test]
fn an_error_leaves_the_published_site_as_it_was() {
    let (_folder, site) = new_site();
    assert_eq!(run(&site, &["build"]).0, 0);
    let before = tree(&site.join("public"));
    append(&site.join("content/about.md"), "\n[Nowhere](nowhere.md)\n");
    let (code, said, problems) = run(&site, &["build"]);
    assert_eq!(code, 1, "{said}{problems}");
    assert!(
        problems.contains("error[link-missing]") && problems.contains("--> content/about.md:12:"),
        "{problems}"
    );
    assert!(
        said.contains("1 error,")
            && said.contains("nothing was written, for the errors above\n")
            && said.ends_with("`offprint explain link-missing` says why and how\n"),
        "{said}"
    );
    assert_eq!(tree(&site.join("public")), before);
}

#[test]
fn every_format_says_the_same() {
    let (_folder, site) = new_site();
    append(&site.join("content/about.md"), "\n[Nowhere](nowhere.md)\n");
    let (code, said, problems) = run(&site, &["check", "--format", "short"]);
    assert!(code == 1 && problems.starts_with("content/about.md:12:"), "{problems}");
    assert_eq!((problems.lines().count(), said.lines().count()), (1, 2), "{said}");
    let (code, problems, said) = run(&site, &["check", "--format", "json"]);
    assert!(code == 1 && said.contains("1 error,"), "{said}");
    let document: serde_json::Value = serde_json::from_str(&problems).unwrap();
    let found = &document["problems"][0];
    assert_eq!((&found["code"], &found["place"]["start"]["line"]), (&"link-missing".into(), &12.into()));
    let (_, said, problems) = run(&site, &["check", "--quiet"]);
    assert!(said.is_empty() && problems.contains("error[link-missing]"), "{said}");
}

#[test]
fn colours_come_only_when_they_are_asked_for() {
    let (_folder, site) = new_site();
    append(&site.join("content/about.md"), "\n[Nowhere](nowhere.md)\n");
    let has_colours = |arguments: &[&str]| run(&site, arguments).2.contains('\u{1b}');
    assert!(!has_colours(&["check"]) && !has_colours(&["check", "--color", "never"]));
    assert!(has_colours(&["check", "--color", "always"]));
}

#[test]
fn a_check_writes_no_site() {
    let (_folder, site) = new_site();
    let (code, said, _) = run(&site, &["check"]);
    assert!(code == 0 && !said.contains("wrote"), "{said}");
    assert!(!site.join("public").exists());
}

#[test]
fn what_cannot_run_says_why() {
    let (folder, site) = new_site();
    fs::create_dir(site.join("public")).unwrap();
    fs::write(site.join("public/thesis.txt"), "ten years").unwrap();
    let cases: [(&[&str], &str); 6] = [
        (&["build"], "holds files that offprint did not write"),
        (&["build", "--out", "content"], "the site is made from files there"),
        (&["build", "nowhere"], "there is no folder `nowhere/content`"),
        (&["build", "--now", "soon"], "neither a date"),
        (&["explain", "link-mising"], "did you mean `link-missing`?"),
        (&["print"], "unrecognized subcommand"),
    ];
    for (arguments, expected) in cases {
        let (code, said, problems) = run(&site, arguments);
        assert!(code == 2 && problems.contains(expected), "{arguments:?}: {code}: {said}{problems}");
    }
    assert_eq!(fs::read_to_string(site.join("public/thesis.txt")).unwrap(), "ten years");
    let epoch =
        program(folder.path(), &["check", "site"]).env("SOURCE_DATE_EPOCH", "today").output().unwrap();
    assert!(ended(epoch).2.contains("SOURCE_DATE_EPOCH is `today`"));
}

#[test]
fn a_reader_that_goes_away_is_no_trouble() {
    let mut child =
        program(Path::new("."), &["explain"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn help_and_explanations_are_printed() {
    let here = Path::new(".");
    let (code, said, _) = run(here, &["explain", "error[link-missing]:"]);
    assert!(code == 0 && said.starts_with("error[link-missing]: ") && said.lines().count() > 3, "{said}");
    for command in ["build", "check", "new", "explain"] {
        let (code, said, _) = run(here, &[command, "--help"]);
        assert!(code == 0 && said.contains("Examples:"), "{said}");
    }
    assert_eq!(run(here, &["--version"]).1, format!("offprint {}\n", env!("CARGO_PKG_VERSION")));
}

/// Killed at any moment, a build leaves the site as it was, or as it was to become.
#[test]
fn a_killed_build_leaves_a_whole_site() {
    let (_folder, site) = new_site();
    let settings = site.join("content/site.toml");
    let texts = ["Old", "New"].map(|title| {
        format!(
            "{}\n[menu.en]\nfooter = [{{ title = \"{title}\", link = \"about.md\" }}]\n",
            fs::read_to_string(&settings).unwrap()
        )
    });
    let whole = ["old", "new"].map(|out| {
        fs::write(&settings, &texts[usize::from(out == "new")]).unwrap();
        let (code, _, problems) = run(&site, &["build", "--out", out]);
        assert_eq!(code, 0, "{problems}");
        tree(&site.join(out))
    });
    assert_ne!(whole[0], whole[1]);
    assert_eq!(run(&site, &["build"]).0, 0);
    for pause in (0..180).step_by(3) {
        fs::write(&settings, &texts[pause % 2]).unwrap();
        let mut build = program(&site, &["build", "--quiet"]).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(pause as u64));
        build.kill().unwrap();
        build.wait().unwrap();
        assert!(whole.contains(&tree(&site.join("public"))), "after {pause} ms");
    }
    fs::write(&settings, &texts[1]).unwrap();
    assert_eq!(run(&site, &["build"]).0, 0);
    assert_eq!(tree(&site.join("public")), whole[1]);
    let left: Vec<_> = fs::read_dir(&site).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("offprint-")), "{left:?}");
}

/// A site whose paper has two problems of one kind.
fn old_site() -> (tempfile::TempDir, PathBuf) {
    let (folder, site) = new_site();
    let paper = "+++\ntitle = \"Old\"\ndate = 1999-05-01\n+++\nSee [one](one.md).\n\nSee [two](two.md).\n";
    fs::write(site.join("content/papers/old.md"), paper).unwrap();
    (folder, site)
}

#[test]
fn known_problems_fail_nothing_and_new_ones_do() {
    let (_folder, site) = old_site();
    let (paper, baseline) = (site.join("content/papers/old.md"), site.join("content/baseline.toml"));
    let check = |arguments: &[&str]| run(&site, &[&["check"], arguments].concat());
    assert_eq!(check(&[]).0, 1);
    let (code, said, error) = check(&["--baseline", "prune"]);
    assert_eq!((code, said.as_str()), (2, ""));
    assert!(error.contains("--baseline write"), "{error}");

    let (code, said, error) = check(&["--baseline", "write"]);
    assert_eq!((code, error.as_str()), (0, ""));
    assert!(
        said.starts_with("wrote content/baseline.toml: 2 known problems, of which 2 new in it\n"),
        "{said}"
    );
    let written = fs::read_to_string(&baseline).unwrap();
    check(&["--baseline", "write"]);
    assert_eq!(fs::read_to_string(&baseline).unwrap(), written);
    for arguments in [["check", "--deny", "warnings"], ["build", "--deny", "warnings"]] {
        let (code, said, error) = run(&site, &arguments);
        assert_eq!((code, error.as_str()), (0, ""), "{arguments:?}");
        assert!(said.contains("\n2 known problems in content/baseline.toml"), "{said}");
    }

    // Edits elsewhere bring none back, whatever they do to the numbers of lines.
    let text = fs::read_to_string(&paper).unwrap();
    fs::write(&paper, text.replace("+++\nSee", "+++\nNew words.\n\nMore of them.\n\nSee")).unwrap();
    assert_eq!(check(&[]).0, 0);
    // An equal problem on another line is one more.
    append(&paper, "\n> See [one](one.md).\n\nSee [one](one.md).\n");
    let (code, _, error) = check(&["--format", "short"]);
    assert_eq!((code, error.lines().count()), (1, 2), "{error}");
    assert!(error.contains("old.md:13:7: error[link-missing]"), "{error}");
    assert!(error.contains("old.md:15:5: error[link-missing]"), "{error}");
}

#[test]
fn a_known_pull_quote_excuses_no_other() {
    let (_folder, site) = old_site();
    let paper = site.join("content/papers/old.md");
    let text = "+++\ntitle = \"Old\"\ndate = 1999-05-01\n+++\nThe cameras cost more than they saved.\n\n";
    let quote = |words: &str| format!("{text}:::pullquote\n{words}\n:::\n");
    fs::write(&paper, quote("Nobody has ever said such a thing.")).unwrap();
    assert_eq!(run(&site, &["check", "--baseline", "write"]).0, 0);
    assert_eq!(run(&site, &["check", "--deny", "warnings"]).0, 0);
    fs::write(&paper, quote("Crime fell by half wherever they stand.")).unwrap();
    let (code, _, error) = run(&site, &["check", "--deny", "warnings", "--format", "short"]);
    assert!(code == 1 && error.contains("[pull-quote-not-found]"), "{error}");
}

#[test]
fn a_baseline_that_cannot_be_read_is_not_pruned() {
    let (_folder, site) = old_site();
    let baseline = site.join("content/baseline.toml");
    run(&site, &["check", "--baseline", "write"]);
    let good = fs::read_to_string(&baseline).unwrap();
    for damaged in [
        format!("<<<<<<< HEAD\n{good}=======\n>>>>>>> other\n"),
        good.replace("version = 1", "version = 2"),
        good.replace("= [", "= "),
        String::new(),
    ] {
        fs::write(&baseline, &damaged).unwrap();
        let (code, said, error) = run(&site, &["check", "--baseline", "prune"]);
        assert_eq!((code, said.as_str()), (2, ""), "{damaged}");
        assert!(error.contains("can't be read whole"), "{error}");
        assert_eq!(fs::read_to_string(&baseline).unwrap(), damaged);
    }
}

#[test]
fn writing_a_baseline_takes_no_format() {
    let (_folder, site) = old_site();
    for more in [["--format", "json"], ["--report", "json=report.json"]] {
        let (code, said, error) = run(&site, &[&["check", "--baseline", "write"][..], &more].concat());
        assert_eq!((code, said.as_str()), (2, ""), "{more:?}");
        assert!(error.contains("--format"), "{error}");
        assert!(!site.join("content/baseline.toml").exists());
    }
}

#[test]
fn mended_problems_leave_the_baseline() {
    let (_folder, site) = old_site();
    let (paper, baseline) = (site.join("content/papers/old.md"), site.join("content/baseline.toml"));
    let check = |arguments: &[&str]| run(&site, &[&["check"], arguments].concat());
    check(&["--baseline", "write"]);
    let text = fs::read_to_string(&paper).unwrap();
    fs::write(&paper, text.replace("See [two](two.md).", "See [three](three.md).")).unwrap();
    let (code, _, error) = check(&["--format", "short"]);
    assert_eq!((code, error.lines().count()), (1, 2), "{error}");
    assert!(error.contains("hint[baseline-fixed]") && error.contains("error[link-missing]"), "{error}");
    let (code, said, _) = check(&["--baseline", "prune"]);
    assert_eq!(code, 0);
    assert!(said.contains("1 known problem; 1 problem not in it"), "{said}");
    let pruned = fs::read_to_string(&baseline).unwrap();
    assert!(
        pruned.contains("one.md") && !pruned.contains("two.md") && !pruned.contains("three.md"),
        "{pruned}"
    );

    fs::write(&paper, text.replace("See [one](one.md).", "See.").replace("See [two](two.md).", "See."))
        .unwrap();
    let (code, _, error) = check(&["--format", "short"]);
    assert_eq!(code, 0);
    assert!(error.contains("content/baseline.toml") && error.contains("hint[baseline-fixed]"), "{error}");
    let (_, said, _) = check(&["--baseline", "prune"]);
    assert_eq!(said, "nothing is known to be wrong any more: content/baseline.toml is removed\n");
    assert!(!baseline.exists());

    // What a draft may still have stays, since a check without drafts can't see it.
    fs::write(&paper, text.replace("+++\nSee", "draft = true\n+++\nSee")).unwrap();
    check(&["--drafts", "--baseline", "write"]);
    assert_eq!(check(&["--deny", "warnings"]).2, "");
    check(&["--baseline", "prune"]);
    assert_eq!(check(&["--drafts", "--deny", "warnings"]).0, 0);
}

/// As many pages as one file of a sitemap may list, and some more.
#[test]
fn a_sitemap_too_long_for_one_file_lists_each_page_once() {
    if std::env::var_os("OFFPRINT_LONG").is_none() {
        println!("passed over: it builds 20,000 pages, which is for a long run");
        return;
    }
    let (_folder, site) = new_site();
    let sections: String = (0..290).map(|n| format!("## S{n}\n\nWords.\n\n")).collect();
    for n in 0..70 {
        let text = format!("+++\ntitle = \"Paper {n}\"\ndate = 1999-05-01\n+++\n\n{sections}");
        fs::write(site.join(format!("content/papers/long-{n}.md")), text).unwrap();
    }
    assert_eq!(run(&site, &["build"]).0, 0);
    let read = |name: &str| fs::read_to_string(site.join("public").join(name)).unwrap();
    let listed = |text: &str| -> Vec<String> {
        let urls = text.split("<loc>").skip(1).filter_map(|rest| rest.split("</loc>").next());
        urls.map(str::to_owned).collect()
    };
    let parts = listed(&read("sitemap.xml"));
    assert_eq!(parts.len(), 2);
    let each: Vec<String> = (1..=2).flat_map(|n| listed(&read(&format!("sitemap-{n}.xml")))).collect();
    let once: std::collections::BTreeSet<&String> = each.iter().collect();
    assert!(each.len() == once.len() && each.len() > 20_300, "{} of {}", once.len(), each.len());
    assert!(each.is_sorted());
    for n in 0..70 {
        assert!(each.iter().any(|url| url.ends_with(&format!("/papers/long-{n}/s289/"))), "{n}");
    }
}

/// A site with a paper that is embargoed until 2900, and a folder to publish it to.
fn embargoed_site() -> (tempfile::TempDir, PathBuf) {
    let (folder, site) = new_site();
    let paper = "+++\ntitle = \"Later\"\ndate = 1999-05-01\nembargo = 2900-01-01T09:00:00Z\n+++\nWords.\n";
    fs::write(site.join("content/papers/later.md"), paper).unwrap();
    (folder, site)
}

#[test]
fn what_was_built_for_a_time_to_come_is_not_sent() {
    let (_folder, site) = embargoed_site();
    let send = || run(&site, &["publish", "www", "--no-build"]);
    assert_eq!(run(&site, &["build", "--now", "2900-02-01"]).0, 0);
    let (code, _, error) = send();
    assert!(code == 2 && error.contains("has what is embargoed until 2900-01-01T09:00:00Z"), "{error}");
    assert!(!site.join("www").exists());
    assert_eq!(run(&site, &["build"]).0, 0);
    assert_eq!(send().0, 0);
    assert!(site.join("www/index.html").exists() && !site.join("www/papers/later").exists());
}

#[test]
fn sending_what_was_built_takes_no_option_of_a_build() {
    let (_folder, site) = new_site();
    assert_eq!(run(&site, &["build"]).0, 0);
    for option in [
        &["--now", "2900-01-01"][..],
        &["--deny", "warnings"],
        &["--locked"],
        &["--base-url", "https://example.net/"],
        &["--manifest", "sums"],
        &["--report", "json=report.json"],
    ] {
        let (code, said, error) = run(&site, &[&["publish", "www", "--no-build"], option].concat());
        assert_eq!((code, said.as_str()), (2, ""), "{option:?}");
        assert!(error.contains(&format!("`{}` has no meaning with `--no-build`", option[0])), "{error}");
    }
    assert!(!site.join("www").exists());
}
