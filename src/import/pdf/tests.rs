//! Every file in `tests/import/pdf` is a case: `NAME.pdf`, and `NAME.pieces`, what is read out of it.
//!
//! `OFFPRINT_BLESS=1` writes the second anew. Without poppler's programs the cases are passed over.

use std::fs;
use std::path::{Path, PathBuf};

use super::super::Input;
use super::super::text::piece::{
    EMPHASIS, EMPHASIS_END, Looks, MARK, MARK_END, Piece, STRONG, STRONG_END, raw,
};
use super::super::{ledger, remark::Remark};
use super::{document, poppler, words};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/pdf")
}

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> =
        fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| {
        path.extension().is_some_and(|end| end == "pdf") && path.with_extension("pieces").exists()
    });
    cases.sort();
    cases
}

fn input(path: &Path) -> Input {
    Input { name: path.file_name().unwrap().to_string_lossy().into_owned(), bytes: fs::read(path).unwrap() }
}

/// Whether the programs are there, which is said if they aren't.
fn can_read() -> bool {
    let there = std::process::Command::new("pdftotext").arg("-v").output().is_ok();
    if !there {
        println!("passed over: pdftotext isn't installed");
    }
    there
}

fn shown(pieces: &[Piece], remarks: &[Remark]) -> String {
    let mut out = String::new();
    for piece in pieces {
        let looks = match &piece.looks {
            Looks::Heading(level) => format!("heading {level}"),
            Looks::Note(number) => format!("note {number}"),
            Looks::Furniture(why) => format!("furniture: {why}"),
            other => format!("{other:?}").to_lowercase(),
        };
        let text: String = piece.text.chars().map(visible).collect();
        out.push_str(&format!("[{}, {looks}]\n{text}\n\n", piece.place));
    }
    for remark in remarks {
        out.push_str(&format!("* {:?}: {} [{}] [{}]\n", remark.kind, remark.message, remark.from, remark.to));
    }
    out
}

fn visible(c: char) -> char {
    match c {
        MARK => '⟦',
        MARK_END => '⟧',
        EMPHASIS => '⟨',
        EMPHASIS_END => '⟩',
        STRONG => '⟪',
        STRONG_END => '⟫',
        c => c,
    }
}

#[test]
fn cases_are_read_as_expected() {
    if !can_read() {
        return;
    }
    let bless = std::env::var_os("OFFPRINT_BLESS").is_some();
    let mut wrong = Vec::new();
    let cases = cases();
    assert!(!cases.is_empty());
    for path in cases {
        let read = document::read(&poppler::dump(&input(&path)).unwrap());
        let found = shown(&read.pieces, &read.remarks);
        let expected = path.with_extension("pieces");
        if bless {
            fs::write(&expected, &found).unwrap();
        } else if fs::read_to_string(&expected).unwrap() != found {
            wrong.push(format!("{}:\n{found}", expected.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The words of the pieces are those of the independent list, but for what remarks tell and the numbers of notes.
#[test]
fn no_word_is_lost_on_the_way_to_pieces() {
    if !can_read() {
        return;
    }
    for path in cases() {
        let dump = poppler::dump(&input(&path)).unwrap();
        let read = document::read(&dump);
        let mut source: Vec<String> =
            words::listed(&dump.words).iter().flat_map(|word| ledger::words(word)).collect();
        let mut found: Vec<String> = Vec::new();
        for piece in &read.pieces {
            found.extend(ledger::words(&raw(&piece.text)));
            if let Looks::Note(number) = &piece.looks {
                found.extend(ledger::words(number));
            }
        }
        for remark in &read.remarks {
            source.extend(ledger::words(&remark.to));
            found.extend(ledger::words(&remark.from));
        }
        source.sort();
        found.sort();
        assert_eq!(source, found, "{}", path.display());
    }
}
