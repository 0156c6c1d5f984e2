//! What each fuzzing target does with the bytes that it is given.
//!
//! In: any bytes. Out: nothing, or a panic where the program did what it never may. Never: what makes the bytes; that is
//! libFuzzer (`tests/fuzz/run`), or the files of inputs that once failed (`tests/fuzz_found.rs`).

pub mod data;
pub mod docx;
pub mod front_matter;
mod imported;
pub mod manuscript;
pub mod markdown;
mod places;
pub mod settings;
mod site;
pub mod template;
pub mod text;
mod xml;

#[expect(dead_code, reason = "what it says in words is for tests/papers.rs")]
#[path = "../../paper_driver/mod.rs"]
mod paper_driver;

/// A target by the name that its folder of inputs has.
pub fn target(name: &str) -> Option<fn(&[u8])> {
    Some(match name {
        "data" => data::run,
        "docx" => docx::run,
        "front_matter" => front_matter::run,
        "manuscript" => manuscript::run,
        "markdown" => markdown::run,
        "settings" => settings::run,
        "template" => template::run,
        "text" => text::run,
        _ => return None,
    })
}

/// Splits an input at lines such as `=== templates/page.html` into named parts; what stands before the first is called "".
fn parts(text: &str) -> Vec<(&str, &str)> {
    let mut parts = Vec::new();
    let (mut name, mut start, mut at) = ("", 0, 0);
    for line in text.split_inclusive('\n') {
        if let Some(next) = line.strip_prefix("=== ") {
            parts.push((name, &text[start..at]));
            (name, start) = (next.trim(), at + line.len());
        }
        at += line.len();
    }
    parts.push((name, &text[start..]));
    parts
}
