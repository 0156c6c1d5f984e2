//! Word files that are broken, that lie, or that are made to do harm, through the front door.
//!
//! Each is refused with a message that names the file, or imported, within bounded time and memory. The measured part runs as a
//! process of its own, so that the memory of other tests does not count.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test that can't go on has failed"
)]

use std::process::Command;
use std::time::Instant;

use offprint::import::{Import, Input, Options, read};
use offprint::report::Failure;
use proptest::prelude::*;

#[path = "import_hostile/archives.rs"]
mod archives;
#[path = "import_hostile/documents.rs"]
mod documents;

use archives::{archive, bomb, document, encrypted, lying, overlapping};

/// The most memory that any of these may take, in kilobytes.
const MOST_MEMORY: u64 = 600_000;
/// Set in the process that is measured.
const MEASURED: &str = "OFFPRINT_TEST_MEASURED";

fn import(bytes: Vec<u8>) -> Result<Import, Failure> {
    let result = read(&[Input { name: "paper.docx".into(), bytes }], &Options::default());
    if let Err(refusal) = &result {
        assert!(refusal.message.contains("paper.docx"), "{refusal}: names no file");
        assert!(!refusal.hints.is_empty(), "{refusal}: says not what to do");
    }
    result
}

fn refused(bytes: Vec<u8>) -> String {
    match import(bytes) {
        Ok(import) => panic!("it was imported:\n{}", import.manuscript.chars().take(500).collect::<String>()),
        Err(refusal) => refusal.message,
    }
}

/// What is refused, with words of the reason.
fn hostile() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let laughs = r#"<!DOCTYPE a [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>"#;
    let outside = r#"<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>"#;
    let deep = "<w:p>".repeat(2_000_000);
    let wide = format!("<a>{}</a>", "<b/>".repeat(5_000_000));
    let attributes = format!("<a {}/>", (0..4_000_000).map(|n| format!("a{n}='' ")).collect::<String>());
    let plain = document("<w:p><w:r><w:t>Words.</w:t></w:r></w:p>");
    let with =
        |path: &str, text: &str| archive(&[("word/document.xml", plain.as_bytes()), (path, text.as_bytes())]);
    let body = |text: &str| archive(&[("word/document.xml", text.as_bytes())]);
    vec![
        ("ten gigabytes in ten megabytes", bomb("word/document.xml", 10 << 30), "larger than 64 MB"),
        (
            "a part that says that it is small",
            lying(&bomb("word/document.xml", 50 << 20)),
            "can't be unpacked",
        ),
        ("fifty megabytes in fifty kilobytes", bomb("word/document.xml", 50 << 20), "times its size"),
        ("a picture that is a bomb", bomb("word/media/image1.png", 10 << 30), "larger than 256 MB"),
        ("one part under two hundred names", overlapping(200, 50 << 20), ""),
        ("entities that multiply", body(laughs), "DOCTYPE"),
        ("an entity that reads a file", body(outside), "DOCTYPE"),
        ("entities in the styles", documents::with(&[("word/styles.xml", laughs.to_owned())]), "DOCTYPE"),
        ("entities in the relations", with("word/_rels/document.xml.rels", laughs), "DOCTYPE"),
        ("two million elements deep", body(&deep), "deep"),
        ("five million elements", body(&wide), "elements"),
        ("four million attributes", body(&attributes), "elements"),
        ("a path that climbs out", with("../../../etc/cron.d/x.xml", "<a/>"), "outside the document"),
        ("a path from the root of a drive", with("C:\\Windows\\x.xml", "<a/>"), "outside the document"),
        ("an encrypted archive", encrypted(&with("word/styles.xml", "<a/>")), "with a password"),
        ("a document in zeros", body("\0\0\0\0"), "XML"),
        ("no document", archive(&[("word/other.xml", b"<a/>")]), "no Word document"),
        ("only the sign of an archive", b"PK\x03\x04".to_vec(), "can't be unpacked"),
    ]
}

#[test]
fn harm_is_refused_in_bounds() {
    if std::env::var_os(MEASURED).is_some() {
        all(hostile().into_iter().map(|(name, bytes, reason)| {
            let check = move || {
                let message = refused(bytes);
                assert!(message.contains(reason), "{message}");
            };
            (name, check)
        }));
        println!("peak: {} kB", peak());
        return;
    }
    let peak = measure("harm_is_refused_in_bounds");
    assert!(peak < MOST_MEMORY, "{peak} kB of memory");
}

#[test]
fn what_is_odd_is_imported_in_bounds() {
    if std::env::var_os(MEASURED).is_some() {
        all(documents::odd().into_iter().map(|(name, bytes)| {
            let check = move || {
                let import = import(bytes).unwrap();
                assert!(import.manuscript.contains("Last words"), "{:.600}", import.manuscript);
                assert!(import.report.balance.is_even(), "{:.600}", format!("{:?}", import.report.balance));
            };
            (name, check)
        }));
        println!("peak: {} kB", peak());
        return;
    }
    let peak = measure("what_is_odd_is_imported_in_bounds");
    assert!(peak < MOST_MEMORY, "{peak} kB of memory");
}

/// Checks all of them, then fails with the names of those that failed.
fn all(checks: impl Iterator<Item = (&'static str, impl FnOnce() + std::panic::UnwindSafe)>) {
    let mut failed = Vec::new();
    for (name, check) in checks {
        let began = Instant::now();
        if std::panic::catch_unwind(check).is_err() {
            failed.push(name);
        }
        println!("{name}: {:?}, {} kB", began.elapsed(), peak());
    }
    assert!(failed.is_empty(), "failed: {failed:#?}");
}

/// The most memory that a test took in a process of its own, in kilobytes.
fn measure(test: &str) -> u64 {
    let own = std::env::current_exe().unwrap();
    let run = Command::new(own).args([test, "--exact", "--nocapture"]).env(MEASURED, "1").output().unwrap();
    let out = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(run.status.success(), "{out}\n{}", String::from_utf8_lossy(&run.stderr));
    let peak = out.split_once("peak: ").expect("a peak").1.split_once(' ').unwrap().0;
    peak.parse().unwrap()
}

/// The most memory of this process so far, in kilobytes; 0 where the system doesn't tell.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or(0, |line| line.trim().trim_end_matches(" kB").parse().unwrap())
}

#[test]
fn a_file_may_end_anywhere() {
    let whole = documents::ordinary();
    import(whole.clone()).unwrap();
    for length in (0..whole.len()).step_by(97) {
        refused(whole[..length].to_vec());
    }
}

/// What this thread has cost so far, in seconds, whatever else the machine does; 0 where the system doesn't tell.
fn processor_time() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split(' ').next().and_then(|time| time.parse::<f64>().ok()).unwrap_or_default() / 1e9
}

#[test]
fn time_grows_with_the_text_and_no_faster() {
    let time = |paragraphs: usize| {
        let bytes = documents::long(paragraphs);
        let began = processor_time();
        let import = read(&[Input { name: "paper.docx".into(), bytes }], &Options::default()).unwrap();
        assert!(import.report.balance.is_even());
        assert_eq!(import.manuscript.matches("The harbour of").count(), paragraphs);
        processor_time() - began
    };
    time(1000);
    let (short, long) = (time(10_000), time(100_000));
    assert!(long < short * 25.0 + 1.0, "{short:.3} s, and {long:.3} s for ten times as much");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn bytes_of_an_archive_may_be_any(flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
        let mut bytes = documents::ordinary();
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = import(bytes);
    }

    #[test]
    fn bytes_of_a_part_may_be_any(
        part in 0_usize..6,
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut parts = documents::ordinary_parts();
        let part = part % parts.len();
        for (at, byte) in flips {
            let at = at.index(parts[part].1.len());
            parts[part].1[at] = byte;
        }
        let borrowed: Vec<(&str, &[u8])> = parts.iter().map(|(path, bytes)| (*path, bytes.as_slice())).collect();
        let _ = import(archive(&borrowed));
    }

    #[test]
    fn elements_of_a_text_may_be_in_any_order(seed in prop::collection::vec(any::<prop::sample::Index>(), 2..40)) {
        let text = documents::shuffled(&seed);
        // Words where no words may stand may unbalance the count, which then refuses the import; nothing else may happen.
        let _ = import(archive(&[("word/document.xml", text.as_bytes())]));
    }
}
