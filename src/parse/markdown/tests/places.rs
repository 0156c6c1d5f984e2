//! Every word's place is the word.

use proptest::prelude::*;

use super::{HTML, Lowered, MATH, PLAIN, Reading, SMART, read, read_from};
use crate::paper::{Block, BlockKind, Cell, FigureContent, Inline, Span};

/// Every text with its place.
pub(super) fn texts(lowered: &Lowered) -> Vec<(&str, Span)> {
    let mut out = Vec::new();
    blocks(&lowered.blocks, &mut out);
    for definition in &lowered.definitions {
        blocks(&definition.blocks, &mut out);
    }
    out
}

fn blocks<'a>(all: &'a [Block], out: &mut Vec<(&'a str, Span)>) {
    for block in all {
        match &block.kind {
            BlockKind::Heading { title, .. } => inlines(title, out),
            BlockKind::Paragraph(content) => inlines(content, out),
            BlockKind::List { items, .. } => items.iter().for_each(|item| blocks(&item.blocks, out)),
            BlockKind::Quote(content) => blocks(content, out),
            BlockKind::PullQuote(quote) => blocks(&quote.blocks, out),
            BlockKind::Box(text) => {
                text.title.iter().for_each(|title| inlines(title, out));
                blocks(&text.blocks, out);
            }
            BlockKind::Table(table) => {
                table.caption.iter().for_each(|caption| inlines(&caption.text, out));
                let cells = table.head.iter().chain(&table.rows).flatten();
                cells.for_each(|Cell { content, .. }| inlines(content, out));
            }
            BlockKind::Figure(figure) => {
                inlines(&figure.caption.text, out);
                if let FigureContent::Blocks(content) = &figure.content {
                    blocks(content, out);
                }
            }
            BlockKind::Code(_) | BlockKind::Math(_) | BlockKind::Rule | BlockKind::Html(_) => {}
        }
    }
}

fn inlines<'a>(all: &'a [Inline], out: &mut Vec<(&'a str, Span)>) {
    for inline in all {
        match inline {
            Inline::Text { text, span } => out.push((text, *span)),
            Inline::Styled { content, .. } | Inline::Link { content, .. } => inlines(content, out),
            _ => {}
        }
    }
}

/// What is printed for these bytes, if no punctuation is set.
fn decoded(source: &str) -> String {
    let decoded = match source.strip_prefix('&') {
        Some(rest) if rest.ends_with(';') => super::super::places::decode(source).map(String::from),
        _ => None,
    };
    decoded.unwrap_or_else(|| source.replace('\0', "\u{fffd}"))
}

/// Letters and digits: what smart punctuation leaves as it is.
fn words(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn check(text: &str, reading: Reading) -> Result<(), TestCaseError> {
    let lowered = read(text, reading);
    for (words_of, span) in texts(&lowered) {
        if span.start == span.end {
            continue;
        }
        let source = text.get(span.start as usize..span.end as usize);
        prop_assert!(source.is_some(), "{span:?} is no part of {text:?}");
        let source = decoded(source.unwrap());
        if reading.smart {
            prop_assert_eq!(words(&source), words(words_of), "{:?} in {:?}", span, text);
        } else {
            prop_assert_eq!(&source, words_of, "{:?} in {:?}", span, text);
        }
    }
    for problem in &lowered.problems {
        let range = problem.place.as_ref().and_then(|place| place.range.clone()).unwrap();
        prop_assert!(text.get(range.clone()).is_some(), "{} at {range:?} of {text:?}", problem.rule.code);
    }
    Ok(())
}

/// Bits of Markdown that get in each other's way.
#[rustfmt::skip]
const BITS: &[&str] = &[
    "a", "word", "é", "漢", " ", "  ", "\n", "\n\n", "\r\n", "\r", "\t", "\0", "\u{feff}", "*",
    "**", "_", "`", "``", "~", "~~", "^", "==", "\\", "[", "]", "(", ")", "!", "![", "[^", "[^a]",
    "\n[^a]: ", "^[", "@fig-x", "@", "[@k]", "{#x", "{.x}", "{a=\"b\"}", "}", "\"", "'", "...",
    "--", "$", "$$", "$5", "|", "\\|", "\n|-|-|\n", "\n|---|\n", "a|b", "Table: ", ": ", "> ",
    "\n> ", "> [!NOTE] t", "- ", "\n- ", "1. ", "- [x] ", "\n    ", "# ", "\n## ", "\n===\n",
    "\n---\n", "```", "\n```\n", ":::", "\n:::\n", "\n:::note\n", "\n::::figure {a=b:c}\n",
    "&amp;", "&#64;", "&fjlig;", "&nbsp", "<", ">", "<br>", "<b>", "</b>", "<sub>", "</sub>",
    "<!-- c -->", "<!--", "\n<table>", "<tr><td>", "</td></table>\n", "<a\nb>", "https://x.org/a",
    "www.x.org", "me@x.org", "<me@x.org>", "](u)", "](u \"t\")", "](javascript:x)", "](a.csv)",
    "{chart=bar}", "\n[a]: u\n", "[a]",
];

fn bits() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(BITS), 0..24).prop_map(|bits| bits.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_place_is_its_word_in_markup(text in bits()) {
        check(&text, PLAIN)?;
        check(&text, MATH)?;
        check(&text, SMART)?;
        check(&text, HTML)?;
    }

    #[test]
    fn a_place_is_its_word_in_anything(text in any::<String>()) {
        check(&text, PLAIN)?;
        check(&text, SMART)?;
    }

    #[test]
    fn a_body_may_begin_anywhere(text in bits(), before in "[a-zé\n]{0,9}") {
        let whole = format!("{before}{text}");
        let lowered = read_from(&whole, before.len(), PLAIN);
        for (words, span) in texts(&lowered) {
            if span.start < span.end {
                let source = whole.get(span.start as usize..span.end as usize).unwrap();
                prop_assert_eq!(decoded(source), words);
            }
        }
    }
}

/// The texts that have no place.
fn unplaced(text: &str) -> Vec<String> {
    let lowered = read(text, PLAIN);
    texts(&lowered)
        .into_iter()
        .filter(|(_, span)| span.start == span.end)
        .map(|(text, _)| text.to_owned())
        .collect()
}

#[test]
fn places_hold_where_the_parser_miscounts() {
    let texts = [
        "> one\nlazy *two*\n> > three\nlazy",
        "a ^[note *with\nlines*] and `code` *after*",
        "- a ^[x *y*\n  z *w*] b *c*\n",
        "[l]: /u\n[m]: /v\nwords *after* [l]\n",
        "| a \\| b *c* | d |\n|---|---|\n| e \\| f *g* | **h** |\n",
        "a\r\n*b*\r\n\r\nc *d*\r\n",
        "\u{feff}a *b*",
        "a\0b *c*",
        "-\ta *b*\n\n\tc *d*\n",
        "AT&amp;T *x* &lt;b&gt;",
        "![i](u \"t\"){#x\n.c} *after*",
        "Setext *a*\nmore *b*\n===\n",
        "- [x] done *a*\n",
        "a ^[b ^[c *d*] e] f *g*",
    ];
    for text in texts {
        assert_eq!(unplaced(text), Vec::<String>::new(), "{text:?}");
        check(text, PLAIN).unwrap();
    }
}

#[test]
fn every_word_of_the_papers_has_its_place() {
    let Some(folder) = std::env::var_os("OFFPRINT_PAPERS") else {
        println!("passed over: OFFPRINT_PAPERS is not set");
        return;
    };
    let mut folders = vec![std::path::PathBuf::from(folder)];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("OFFPRINT_PAPERS names a folder") {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                let text = std::fs::read_to_string(&path).unwrap();
                assert_eq!(unplaced(&text), Vec::<String>::new(), "{}", path.display());
                check(&text, PLAIN).unwrap();
                check(&text, SMART).unwrap();
                files += 1;
            }
        }
    }
    assert!(files > 0, "OFFPRINT_PAPERS has no Markdown");
}
