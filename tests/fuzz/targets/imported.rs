//! What must be true of every import.

use offprint::import::{Import, Input, Options, read};

use super::paper_driver::render;

/// Imports a file: it is refused in words that name it, or every word of it is accounted for and its manuscript can be read.
pub(crate) fn check(name: &str, bytes: &[u8]) {
    let input = Input { name: name.to_owned(), bytes: bytes.to_vec() };
    match read(&[input], &Options::default()) {
        Ok(import) => {
            assert!(import.report.balance.is_even(), "{:?}\n{}", import.report.balance, import.manuscript);
            remarks(&import);
            render("imported", &[("index.md".to_owned(), import.manuscript)]);
        }
        Err(refusal) => {
            assert!(refusal.message.contains(name), "{refusal}: names no file");
            assert!(!refusal.hints.is_empty(), "{refusal}: says not what to do");
        }
    }
}

/// Each remark stands on a line of the manuscript.
fn remarks(import: &Import) {
    let lines = import.manuscript.lines().count().max(1);
    for placed in &import.report.remarks {
        let line = placed.line.unwrap_or(1);
        assert!((1..=lines).contains(&line), "{placed:?}: the manuscript has {lines} lines");
    }
    import.report.lines(&import.file);
}
