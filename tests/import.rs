//! `offprint import`, run as a person would: a document comes, is edited, and comes again.

#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

const HARBOUR: &str = include_str!("import/command/harbour.txt");

fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_offprint"));
    command.current_dir(folder).args(arguments).env_remove("SOURCE_DATE_EPOCH");
    command
}

/// Exit code, standard output, standard error.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = program(folder, arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// A new site, with a document beside it.
fn site() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(folder.path(), &["new", "site"]).0, 0);
    let site = folder.path().join("site");
    fs::write(site.join("harbour.txt"), HARBOUR).unwrap();
    (folder, site)
}

const INTO: &str = "content/papers/harbour";

fn import(site: &Path, more: &[&str]) -> (i32, String, String) {
    run(site, &[&["import", "harbour.txt", "--into", INTO], more].concat())
}

fn manuscript(site: &Path) -> String {
    fs::read_to_string(site.join(INTO).join("index.md")).unwrap()
}

#[test]
fn a_document_becomes_a_paper_that_checks_clean() {
    let (_folder, site) = site();
    let (code, said, error) = import(&site, &["--report", "report.json"]);
    assert_eq!((code, error.as_str()), (0, ""), "{said}");
    for line in [
        "imported harbour.txt into content/papers/harbour\n",
        "  index.md  written\n",
        "  lifted out as pull quotes and boxes (1)\n    content/papers/harbour/index.md:",
        " in the source ",
        "next: read content/papers/harbour/index.md, then `offprint check` and `offprint serve`\n",
    ] {
        assert!(said.contains(line), "{line}\nis not in\n{said}");
    }
    let text = manuscript(&site);
    for part in [
        "\nauthors = [\"Ada Example\"]\n",
        "\ndate = \"2024-03\"\n",
        "\n## Four leases\n",
        "\n:::pullquote\nWhoever holds",
    ] {
        assert!(text.contains(part), "{part}\nis not in\n{text}");
    }
    let (code, said, problems) = run(&site, &["check", "--deny", "warnings"]);
    assert_eq!((code, problems.as_str()), (0, ""), "{said}");
}

#[test]
fn the_report_is_for_programs_too() {
    let (_folder, site) = site();
    assert_eq!(import(&site, &["--report", "report.json"]).0, 0);
    let report: serde_json::Value =
        serde_json::from_slice(&fs::read(site.join("report.json")).unwrap()).unwrap();
    assert_eq!((&report["schema"], &report["sources"][0]), (&1.into(), &"harbour.txt".into()));
    let balance = &report["balance"];
    assert!(
        balance["missing"].as_object().unwrap().is_empty()
            && balance["added"].as_object().unwrap().is_empty()
    );
    let [source, from, to, manuscript] =
        ["source", "from", "to", "manuscript"].map(|key| balance[key].as_u64().unwrap());
    assert!(source > 100 && source + to == manuscript + from, "{balance}");
    let lifted =
        report["remarks"].as_array().unwrap().iter().find(|remark| remark["kind"] == "lifted").unwrap();
    let line = usize::try_from(lifted["line"].as_u64().unwrap()).unwrap();
    assert_eq!(self::manuscript(&site).lines().nth(line - 1), Some(":::pullquote"));
    assert_eq!(report["files"][0], serde_json::json!(["index.md", "new"]));
}

#[test]
fn a_revision_is_merged_with_what_was_edited() {
    let (_folder, site) = site();
    assert_eq!(import(&site, &[]).0, 0);
    let path = site.join(INTO).join("index.md");
    fs::write(&path, manuscript(&site).replace("runs for thirty years", "runs for 30 years")).unwrap();
    fs::write(
        site.join("harbour.txt"),
        HARBOUR.replace("signed in 2011", "signed in 2012").replace("one day", "one Friday"),
    )
    .unwrap();
    let (code, said, error) = import(&site, &[]);
    assert_eq!((code, error.as_str()), (0, ""), "{said}");
    assert!(
        said.contains("index.md  merged with what you edited") && said.contains("it has both: read it"),
        "{said}"
    );
    let text = manuscript(&site);
    assert!(text.contains("signed in 2012 and runs for 30 years") && text.contains("one Friday"), "{text}");
    let (code, said, _) = import(&site, &[]);
    assert!(code == 0 && said.contains("index.md  as it was") && !said.contains("next:"), "{said}");
    assert_eq!(manuscript(&site), text);
}

#[test]
fn a_conflict_is_marked_and_found_by_the_check() {
    let (_folder, site) = site();
    assert_eq!(import(&site, &[]).0, 0);
    let path = site.join(INTO).join("index.md");
    fs::write(&path, manuscript(&site).replace("signed in 2011", "signed in 2013")).unwrap();
    fs::write(site.join("harbour.txt"), HARBOUR.replace("signed in 2011", "signed in 2012")).unwrap();
    let (code, said, _) = import(&site, &[]);
    assert!(code == 1 && said.contains("conflict: you and the author changed the same words"), "{said}");
    let text = manuscript(&site);
    assert!(text.contains("signed in 2013") && text.contains("signed in 2012"), "{text}");
    let (code, _, problems) = run(&site, &["check"]);
    assert!(code == 1 && problems.contains("error[merge-conflict]"), "{problems}");
    let (code, _, error) = import(&site, &[]);
    assert!(code == 2 && error.contains("has conflicts of an import before"), "{error}");
    assert_eq!(manuscript(&site), text);
}

#[test]
fn a_translation_stands_beside_the_paper() {
    let (_folder, site) = site();
    assert_eq!(import(&site, &[]).0, 0);
    fs::write(site.join("port.txt"), "KTO RZĄDZI PORTEM?\n\nAda Example\n\nmarzec 2024\n\nWSTĘP\n\nCzterech operatorów dzierżawi porty nad cieśniną. Miasta mogą niewiele.\n").unwrap();
    let (code, said, error) = run(&site, &["import", "port.txt", "--into", INTO, "--lang", "pl"]);
    assert_eq!((code, error.as_str()), (0, ""), "{said}");
    let text = fs::read_to_string(site.join(INTO).join("index.pl.md")).unwrap();
    assert!(text.contains("date = \"2024-03\"") && text.contains("## Wstęp"), "{text}");
    assert!(manuscript(&site).contains("Four leases"));
}

#[test]
fn what_cannot_be_imported_says_why_and_writes_nothing() {
    let (_folder, site) = site();
    fs::write(site.join("old.doc"), [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0; 600]].concat())
        .unwrap();
    fs::write(site.join("broken.docx"), "PK\x03\x04 and no more").unwrap();
    fs::write(site.join("letter.odt"), "an office file").unwrap();
    fs::write(site.join("binary.txt"), [0_u8; 64]).unwrap();
    let cases = [
        ("nowhere.docx", "can't read `nowhere.docx`"),
        ("content", "is a folder"),
        ("old.doc", "`old.doc`"),
        ("broken.docx", "`broken.docx`"),
        ("letter.odt", "is of a kind that can't be imported"),
        ("binary.txt", "`binary.txt`"),
    ];
    for (file, message) in cases {
        let (code, said, error) = run(&site, &["import", file, "--into", "content/papers/new"]);
        assert_eq!((code, said.as_str()), (2, ""), "{file}: {error}");
        assert!(
            error.contains(message) && error.contains("\nhelp: ") || file == "nowhere.docx",
            "{file}: {error}"
        );
        assert!(!site.join("content/papers/new").exists(), "{file}");
    }
    let (code, _, error) = run(&site, &["import", "harbour.txt", "--into", "content/papers/first-paper"]);
    assert!(code == 2 && error.contains("is there already, and no import wrote it"), "{error}");
    let (code, _, error) = import(&site, &["--lang", "polish!"]);
    assert!(code == 2 && error.contains("no language tag"), "{error}");
}

#[test]
fn a_program_that_is_killed_leaves_a_whole_manuscript() {
    let (_folder, site) = site();
    assert_eq!(import(&site, &[]).0, 0);
    let before = manuscript(&site);
    let revised = HARBOUR.replace("2011", "2012");
    fs::write(site.join("harbour.txt"), &revised).unwrap();
    let after = before.replace("2011", "2012");
    for delay in 0..24 {
        let mut child = program(&site, &["import", "harbour.txt", "--into", INTO])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(delay * 3));
        let _ = child.kill();
        child.wait().unwrap();
        let now = manuscript(&site);
        assert!(now == before || now == after, "{now}");
        fs::write(site.join(INTO).join("index.md"), &before).unwrap();
        fs::write(site.join(INTO).join(".import/index.md"), &before).unwrap();
    }
    assert_eq!(import(&site, &[]).0, 0);
    assert_eq!(manuscript(&site), after);
}

#[test]
fn the_first_paper_of_the_centre_is_imported_and_checks_clean() {
    let Some(papers) = std::env::var_os("OFFPRINT_PAPERS") else {
        println!("passed over: OFFPRINT_PAPERS is not set");
        return;
    };
    let (_folder, site) = site();
    let text = Path::new(&papers).join("safe-cities.txt");
    let (code, said, error) =
        run(&site, &["import", text.to_str().unwrap(), "--into", "content/papers/safe-cities"]);
    assert_eq!((code, error.as_str()), (0, ""), "{said}");
    assert!(said.contains("words seem to be missing in the source (1)"), "{said}");
    let (code, said, problems) = run(&site, &["build", "--deny", "warnings"]);
    assert_eq!((code, problems.as_str()), (0, ""), "{said}");
    for section in [
        "introduction",
        "the-digital-china-model-in-the-time-of-covid-19",
        "chinas-technological-expansion-and-the-american-responses",
        "huawei-safe-city-as-a-perfect-tool-to-fight-the-pandemic",
        "conclusions",
    ] {
        assert!(
            site.join("public/papers/safe-cities").join(section).join("index.html").is_file(),
            "{section}"
        );
    }
}
