//! Text taken out of PDFs is imported, each case a file.
//!
//! `tests/import/text/NAME.txt` has `NAME.expected`, the manuscript and the remarks, which `OFFPRINT_BLESS=1` writes anew, and
//! `NAME.truth`, which is written by hand: what the paper has, a line for each thing. What is there and was not found is a
//! miss, what was found and is not there a false alarm; both are counted over all cases.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that can't go on has failed"
)]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;
use std::time::Instant;

use offprint::import::remark::{Kind, Remark};
use offprint::import::transcript::{Block, BlockKind, Inline};
use offprint::import::{Import, Input, Options, read, text};
use proptest::prelude::*;

fn cases() -> Vec<(String, PathBuf)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/import/text");
    let mut cases: Vec<(String, PathBuf)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), path))
        .collect();
    cases.sort();
    cases
}

fn input(path: &PathBuf) -> Input {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    Input { name, bytes: std::fs::read(path).unwrap() }
}

fn import(name: &str, bytes: Vec<u8>) -> Import {
    let input = Input { name: name.to_owned(), bytes };
    read(&[input], &Options::default()).unwrap_or_else(|refusal| panic!("{name}: {refusal}"))
}

fn kinds(import: &Import, kind: Kind) -> usize {
    import.report.remarks.iter().filter(|placed| placed.remark.kind == kind).count()
}

fn shown(import: &Import) -> String {
    let mut shown = format!("{}==== remarks\n", import.manuscript);
    for placed in &import.report.remarks {
        let Remark { kind, message, from, to, place, confidence } = &placed.remark;
        let line = placed.line.map_or("-".to_owned(), |line| line.to_string());
        write!(shown, "{line} {kind:?}: {message}").unwrap();
        if !from.is_empty() || !to.is_empty() {
            write!(shown, " [{from} -> {to}]").unwrap();
        }
        confidence.iter().for_each(|sure| write!(shown, " {sure:.2}").unwrap());
        place.iter().for_each(|place| write!(shown, " ({place})").unwrap());
        shown.push('\n');
    }
    shown
}

#[test]
fn every_case_reads_as_it_did() {
    for (name, path) in cases() {
        let import = read(&[input(&path)], &Options::default()).unwrap();
        assert!(import.report.balance.is_even(), "{name}: {:?}\n{}", import.report.balance, shown(&import));
        let expected = path.with_extension("expected");
        if std::env::var_os("OFFPRINT_BLESS").is_some() {
            std::fs::write(&expected, shown(&import)).unwrap();
        }
        assert_eq!(shown(&import), std::fs::read_to_string(&expected).unwrap_or_default(), "{name}");
    }
}

/// What was found in a text, in the form of the lines of `NAME.truth`.
fn facts(path: &PathBuf) -> Vec<String> {
    let transcript = text::transcript(&input(path), &Options::default()).unwrap();
    let front = &transcript.front;
    let mut facts = vec![format!("title: {}", front.title.as_deref().unwrap_or_default())];
    facts.extend(front.subtitle.iter().map(|text| format!("subtitle: {text}")));
    facts.extend(front.authors.iter().map(|author| format!("author: {}", author.name)));
    facts.extend(front.date.iter().map(|date| format!("date: {date}")));
    facts.extend(front.lang.iter().filter(|lang| *lang != "en").map(|lang| format!("lang: {lang}")));
    facts.extend(
        front.series.iter().map(|name| format!("series: {name} {}", front.number.unwrap_or_default())),
    );
    facts.extend(front.topics.iter().map(|topic| format!("topic: {topic}")));
    facts.extend(front.summary.first().map(|block| format!("summary: {}", first_words(block))));
    facts.extend(transcript.notes.iter().map(|note| format!("note: {}", first_words(&note.blocks[0]))));
    let mut gap = false;
    for block in &transcript.blocks {
        if gap {
            facts.push(format!("gap: {}", first_words(block)));
        }
        gap = matches!(block.kind, BlockKind::Comment(_));
        match &block.kind {
            BlockKind::Heading { level, text, .. } => {
                facts.push(format!("{} {}", "#".repeat((*level).into()), words(text)))
            }
            BlockKind::PullQuote { blocks, edited, .. } => {
                let edited = if *edited { " edited" } else { "" };
                facts.push(format!("quote{edited}: {}", first_words(&blocks[0])));
            }
            BlockKind::List { items, .. } => facts.push(format!("list: {}", items.len())),
            _ => {}
        }
    }
    let inner = transcript.blocks.iter().chain(&front.summary).flat_map(|block| &block.remarks);
    let remarks: Vec<&Remark> = inner.chain(&transcript.remarks).collect();
    facts.extend(remarks.iter().filter_map(|remark| told(remark)));
    let lost = remarks.iter().filter(|remark| remark.kind == Kind::Lost && !remark.from.is_empty()).count();
    facts.extend((lost > 0).then(|| format!("lost: {lost}")));
    facts
}

fn told(remark: &Remark) -> Option<String> {
    match remark.kind {
        Kind::SetAside => Some(format!("aside: {}", remark.from)),
        Kind::Healed => Some(format!("healed: {}", remark.to)),
        Kind::Dropped => Some(format!("dropped: {}", remark.from)),
        Kind::Joined => {
            let after = remark.message.split(" | ").nth(1).unwrap_or_default();
            Some(format!(
                "joined: {}",
                after.trim_end_matches('"').split_whitespace().take(3).collect::<Vec<_>>().join(" ")
            ))
        }
        _ => None,
    }
}

fn words(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) => text.clone(),
            Inline::Styled { content, .. } | Inline::Link { content, .. } => words(content),
            _ => String::new(),
        })
        .collect()
}

fn first_words(block: &Block) -> String {
    let text = match &block.kind {
        BlockKind::Paragraph(inlines) => words(inlines),
        BlockKind::List { items, .. } => return first_words(&items[0][0]),
        _ => String::new(),
    };
    text.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}

#[test]
fn misses_and_false_alarms_are_counted() {
    let (mut things, mut misses, mut alarms) = (0, Vec::new(), Vec::new());
    for (name, path) in cases() {
        let truth = std::fs::read_to_string(path.with_extension("truth")).unwrap();
        let mut counts: BTreeMap<String, i32> = BTreeMap::new();
        for line in truth.lines() {
            things += 1;
            *counts.entry(line.to_owned()).or_default() += 1;
        }
        facts(&path).into_iter().for_each(|fact| *counts.entry(fact).or_default() -= 1);
        for (fact, count) in counts {
            let list = if count > 0 { &mut misses } else { &mut alarms };
            list.extend((0..count.abs()).map(|_| format!("{name}: {fact}")));
        }
    }
    assert!(
        misses.is_empty() && alarms.is_empty(),
        "of {things}:\nmissed {misses:#?}\nfalse alarms {alarms:#?}"
    );
    assert!(things > 100);
}

/// What any text is made of, with all that decides how it is read.
const FRAGMENTS: &[&str] = &[
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    "\u{c}",
    " ",
    "THE HARBOUR",
    "Introduction",
    "SUMMARY",
    "Abstract: ",
    "Notes",
    "1",
    "2",
    "3",
    "1. ",
    "2. ",
    "3 ",
    "• ",
    "- ",
    "– ",
    "a) ",
    "(b) ",
    "word.1 ",
    "word.2 ",
    "law3 ",
    "x² ",
    "inter-",
    "national ",
    "pan-\ndemic ",
    "We shall build it again and we shall build it better than before. ",
    "the harbour of Lisse ",
    "May 2020",
    "Ada Brink",
    "By Ada Brink and Jan Morga",
    "*so*",
    "**so ",
    "\\$15 ",
    "www.lisse.example",
    "ul. Portowa 8",
    "University of Lisse",
    "Keywords: salt; sea",
    "Policy Paper 12",
    "10.1234/ab.5",
    "a@b.example",
    "iPhone ",
    "since the war. ",
    "It ends, ",
    "e.g. ",
    "\u{ad}",
    "ﬁrst ",
    "``odd'' ",
    "co\u{ad}op ",
    "\u{e000}",
    "\u{200b}",
    "e\u{301}",
    "Figure 3: Ships",
    "About us",
    "[1] ",
    "Page 3 of 9",
    "…… 7",
    "# ",
    "> ",
    "```",
    ":::",
    "<b>",
    "&amp; ",
    "| a |",
    "+++",
    "[^1]",
    "@fig-a ",
    "~~",
    "$x$ ",
    "http://a.b/\nc ",
    "²",
    "12",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_word_of_any_text_is_unaccounted_for(picks in prop::collection::vec(0..FRAGMENTS.len(), 1..120)) {
        let text: String = picks.into_iter().map(|pick| FRAGMENTS[pick]).collect();
        let import = import("a.txt", text.clone().into_bytes());
        prop_assert!(import.report.balance.is_even(), "{text:?}\n{:?}\n{}", import.report.balance, shown(&import));
    }
}

/// A quadratic step would take minutes here, which nobody would wait for.
#[test]
fn large_texts_are_read() {
    let paragraph = "The harbour of Lisse moves fewer boxes than before, and nobody asks why it does. ";
    let refrain = "We shall build it again and we shall build it better than it was.\n\n";
    let lines: String =
        (0..6_000).map(|n| format!("Line {n} of a text that goes on and on with-\nout an end.\n")).collect();
    for (name, text) in [
        ("one line", paragraph.repeat(10_000)),
        ("a refrain", refrain.repeat(4_000)),
        ("capitals", "THE HARBOUR OF LISSE\n\n".repeat(15_000)),
        ("numbers", "1\n\n".repeat(40_000)),
        ("stars", "*a **b ".repeat(40_000)),
        ("lines", lines),
        ("feeds", "\u{c}".repeat(1 << 20)),
    ] {
        let start = Instant::now();
        let input = Input { name: "a.txt".into(), bytes: text.into_bytes() };
        let transcript = text::transcript(&input, &Options::default()).unwrap();
        assert!(transcript.front.title.is_some());
        println!("{name}: {:?}", start.elapsed());
    }
}

/// A real paper of a think tank, which may be read but not copied here.
#[test]
fn a_real_paper_comes_out_whole() {
    let Ok(folder) = std::env::var("OFFPRINT_PAPERS") else {
        println!("passed over: OFFPRINT_PAPERS doesn't name the folder of safe-cities.txt");
        return;
    };
    let import =
        import("safe-cities.txt", std::fs::read(PathBuf::from(folder).join("safe-cities.txt")).unwrap());
    let text = &import.manuscript;
    assert!(import.report.balance.is_even(), "{:?}", import.report.balance);
    assert!(
        text.contains(
            "title = \"Pandemic, China-US rivalry and Huawei's 'Safe Cities' in Southeast Asia\"\n"
        )
    );
    assert!(text.contains("authors = [\"Mateusz Chatys\"]\ndate = \"2020-10\"\n"));
    assert!(text.contains("summary = \"\"\"\nThe coronavirus pandemic has made"));
    let headings: Vec<&str> = text.lines().filter(|line| line.starts_with('#')).collect();
    assert_eq!(
        headings,
        [
            "## Introduction",
            "## The digital China model in the time of COVID-19",
            "## China's technological expansion and the American responses",
            "## Huawei 'Safe City' as a perfect tool to fight the pandemic?",
            "## Conclusions",
        ]
    );
    let quotes: Vec<&str> = text.lines().filter(|line| line.starts_with(":::pullquote")).collect();
    assert_eq!(quotes, [":::pullquote {.edited}", ":::pullquote", ":::pullquote", ":::pullquote"]);
    for whole in [
        "the division of the world into different industrial blocs.",
        "should be used on a permanent basis.",
        "setting up innovation centers and technology hubs",
        "especially since, in countries such as Indonesia",
        "often the main reason for cooperation with companies",
        "They help governments reduce crime rates",
        "In addition to the Safe Philippines Project",
    ] {
        assert!(text.contains(whole), "{whole}");
    }
    assert!(text.contains("the Counter-Espionage law") || text.contains("2014 Counter-Espionage law"));
    assert!(text.contains("(*anquan chengshi*)") && text.contains("USD $15 million"));
    assert!(text.contains(
        "here: the next paragraph begins in the middle of a sentence. -->\n\ncountries in terms of"
    ));
    assert_eq!(
        (kinds(&import, Kind::Gap), kinds(&import, Kind::Lifted), kinds(&import, Kind::Joined)),
        (1, 4, 7)
    );
    let aside = import.report.remarks.iter().filter(|placed| placed.remark.kind == Kind::SetAside);
    let aside: Vec<&str> = aside.map(|placed| placed.remark.from.as_str()).collect();
    assert!(
        aside.first() == Some(&"CENTRE FOR ASIAN AFFAIRS") && aside.last() == Some(&"www.osa.uni.lodz.pl")
    );
}
