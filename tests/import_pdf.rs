//! PDFs are imported: what of them reaches the manuscript, and what is said of those that can't be read.
//!
//! The cases of `tests/import/pdf` were made of the `.html` and `.md` files beside them, by Chromium and LibreOffice. They
//! need poppler's `pdftotext`, and are passed over without it. How columns, headings and notes are found is tested where
//! that is done, on the pieces of the text.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that can't go on has failed, and one passed over says so"
)]

use std::fs;
use std::path::{Path, PathBuf};

use offprint::import::{Input, Options, pdf, read};
use offprint::report::Failure;

fn folder() -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/import/pdf")).to_path_buf()
}

fn input(name: &str) -> Input {
    Input { name: name.into(), bytes: fs::read(folder().join(name)).expect("the case is there") }
}

/// Whether the program is there, which is said if it isn't.
fn can_read() -> bool {
    let there = std::process::Command::new("pdftotext").arg("-v").output().is_ok();
    if !there {
        println!("passed over: pdftotext isn't installed");
    }
    there
}

fn refused(name: &str, bytes: Vec<u8>) -> Failure {
    let input = Input { name: name.into(), bytes };
    pdf::transcript(&input, &Options::default()).expect_err("it can't be read")
}

#[test]
fn every_word_is_accounted_for() {
    if !can_read() {
        return;
    }
    for name in ["letters.pdf", "links.pdf", "ports.pdf", "rzeki.pdf"] {
        let import = read(&[input(name)], &Options::default()).expect("it can be read");
        let balance = &import.report.balance;
        assert!(balance.is_even(), "{name}: {balance:?}\n{}", import.manuscript);
    }
}

/// What an author would look for first in each manuscript.
#[test]
fn manuscripts_have_what_the_pages_show() {
    if !can_read() {
        return;
    }
    let expected: [(&str, &[&str]); 3] = [
        (
            "letters.pdf",
            &[
                "title = \"Letters from the second shift\"",
                "## The night desk",
                "### What is counted",
                "1. four hundred spoke of heating, which is the ministry’s business;",
                "| A daughter |      27 |    40 |",
                "A ministry can shorten a wait, or it can make it speak.",
                "[^1]: The desk’s own count for 2022, which leaves out cards and parcels.",
            ],
        ),
        (
            "ports.pdf",
            &[
                "title = \"The Quiet Harbours: Who Pays for the Baltic’s Second Fleet?\"",
                "authors = [\"Ines Varga\", \"Tomasz Roj\"]",
                "## Where the money goes",
                "### Time",
                "- Hardening of quays took 22 million.",
                "[^3]: Ministry of Infrastructure, *Reports on the Upkeep of Fairways*, 2016 to 2023. The sums are in prices of 2022.",
            ],
        ),
        (
            "rzeki.pdf",
            &[
                "subtitle = \"Jak trzy państwa uczą się dzielić jedną wodą\"",
                "## Cztery urzędy, jedna rzeka",
                "### Kto pyta",
                ":::pullquote",
                "Woda nie czeka na pieczęć, a mimo to każdy pomiar musi ją dostać",
                "[^2]: Instrukcja zamykania przeprawy, § 4, w brzmieniu z 2009 roku. Próg podano w niej w odniesieniu do zera, którego od 2015 roku nikt już nie używa, o czym informuje ogłoszenie na tablicy przed mostem, w trzech językach.",
            ],
        ),
    ];
    for (name, lines) in expected {
        let import = read(&[input(name)], &Options::default()).expect("it can be read");
        for line in lines {
            assert!(
                import.manuscript.lines().any(|found| found == *line),
                "{name}: {line}\n{}",
                import.manuscript
            );
        }
    }
}

/// The words of a link are on the page, its address is not: unless the words are the address.
#[test]
fn addresses_that_are_not_printed_are_told() {
    if !can_read() {
        return;
    }
    let import = read(&[input("links.pdf")], &Options::default()).expect("it can be read");
    let told: Vec<&str> = import.report.remarks.iter().map(|placed| &*placed.remark.message).collect();
    assert!(
        told.contains(
            &"the addresses of 2 links were not taken over; put them to their words: `https://example.org/ferries/2024` \
              (page 1), `https://example.org/islands` (page 1)"
        ),
        "{told:?}"
    );
}

#[test]
fn a_locked_file_is_said_to_be_locked() {
    if !can_read() {
        return;
    }
    let refusal = refused("minutes of May.pdf", input("locked.pdf").bytes);
    assert_eq!(refusal.message, "`minutes of May.pdf` is locked with a password");
    assert!(refusal.hints.concat().contains("print it to a new PDF"));
}

#[test]
fn a_scanned_file_is_said_to_need_its_text_recognised() {
    if !can_read() {
        return;
    }
    let refusal = refused("scan.pdf", input("scan.pdf").bytes);
    assert_eq!(refusal.message, "`scan.pdf` has no text, only pictures: its pages were probably scanned");
    assert!(refusal.hints.concat().contains("ocrmypdf"));
}

#[test]
fn broken_files_are_said_to_be_broken() {
    if !can_read() {
        return;
    }
    let whole = input("ports.pdf").bytes;
    let cut = whole.get(..200).map(<[u8]>::to_vec).unwrap_or_default();
    for (name, bytes) in
        [("-layout.pdf", Vec::new()), ("junk.pdf", b"%PDF-1.7\nhello".to_vec()), ("cut.pdf", cut)]
    {
        let refusal = refused(name, bytes);
        assert_eq!(refusal.message, format!("`{name}` is broken: `pdftotext` can't read it"));
    }
}

#[test]
fn a_name_is_never_taken_for_an_option() {
    if !can_read() {
        return;
    }
    let named = Input { name: "-q two words.pdf".into(), ..input("ports.pdf") };
    let transcript = pdf::transcript(&named, &Options::default()).expect("it can be read");
    assert!(transcript.front.title.is_some_and(|title| title.starts_with("The Quiet Harbours")));
}
