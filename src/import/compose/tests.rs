//! Transcripts that are written and read again.

use super::*;
use crate::import::remark::Kind;
use crate::import::reread;
use crate::import::transcript::*;

fn text(words: &str) -> Inline {
    Inline::Text(words.to_owned())
}

fn styled(style: Style, words: &str) -> Inline {
    Inline::Styled { style, content: vec![text(words)] }
}

fn paragraph(inlines: Vec<Inline>) -> Block {
    Block::new(BlockKind::Paragraph(inlines))
}

fn say(words: &str) -> Block {
    paragraph(vec![text(words)])
}

/// The text of a manuscript with one paragraph.
fn one(inlines: Vec<Inline>) -> String {
    let transcript = Transcript { blocks: vec![paragraph(inlines)], ..Transcript::default() };
    let written = compose(&transcript, Wrap::Paragraphs).text;
    written.split("+++\n\n").nth(1).unwrap_or("").trim_end().to_owned()
}

#[test]
fn text_is_escaped_where_it_must_be_and_nowhere_else() {
    for (words, written) in [
        ("snake_case and 5 * 3 * 2", "snake_case and 5 * 3 * 2"),
        ("a|b, C:\\dir, USD $15m or $3", "a|b, C:\\dir, USD $15m or $3"),
        ("[sic] and enabl[ing] […]", "[sic] and enabl[ing] […]"),
        ("[a](b)", "[a\\](b)"),
        ("<b> &copy; & R&D < 5", "\\<b> \\&copy; & R&D < 5"),
        ("~50 and ~60", "\\~50 and \\~60"),
        ("~50 only, p < 0.05*", "~50 only, p < 0.05*"),
        ("1. first", "1\\. first"),
        ("@key and @fig-a", "@key and \\@fig-a"),
        (":::note", "\\:::note"),
        ("https://a.org/b_c(d)_e, then", "<https://a.org/b_c(d)_e>, then"),
        ("https://a.org/b-c.", "https://a.org/b-c."),
        ("-a\u{a0}b\t c", "-a\u{a0}b c"),
    ] {
        assert_eq!(one(vec![text(words)]), written);
    }
}

/// The lines of a paragraph, each sentence on its own.
fn sentences(words: &str) -> Vec<String> {
    let transcript = Transcript { blocks: vec![say(words)], ..Transcript::default() };
    let written = compose(&transcript, Wrap::Sentences).text;
    written.split("+++\n\n").nth(1).unwrap_or("").lines().map(str::to_owned).collect()
}

#[test]
fn each_sentence_begins_a_line() {
    for (words, lines) in [
        ("One. Two! Three? Four… Five", 5),
        ("He said \"no.\" Then he left. (So they say.) It rained.", 4),
        ("It is \"safe\". In the end it is (so far). Then", 3),
        ("In 2020. Then 5 more. 3 ships came.", 3),
        // None of these stops ends a sentence.
        ("See e.g. Smith, Dr. Nowak, J. R. Kowal and Art. 7 of the law, vol. 3, p. 12.", 1),
        ("Ustawa z dnia 3. maja 1791 r. o rządzie, tj. Dz.U. z 2020 r. poz. 5, np. Art. 2.", 1),
        ("Il en va ainsi, p. ex. Paris ou M. Durand, cf. Chap. 3.", 1),
        ("Version 2.0 is v. 3 at example.org. yes", 1),
        // A line would begin like a list, a heading or a quotation.
        ("Then this. 1. Not a list.", 1),
        ("That was 1990. 2. Not a list. It goes on.", 2),
    ] {
        assert_eq!(sentences(words).len(), lines, "{:#?}", sentences(words));
    }
    assert_eq!(sentences("So it is. 12. is a number."), ["So it is. 12. is a number."]);
}

#[test]
fn marks_and_links_stand_where_they_stood() {
    let link = |words: &str, url: &str| Inline::Link { url: url.into(), content: vec![text(words)] };
    assert_eq!(one(vec![link("a@b.org", "mailto:a@b.org"), text(".")]), "<a@b.org>.");
    assert_eq!(one(vec![link("https://a.org/", "https://a.org/")]), "<https://a.org/>");
    assert_eq!(one(vec![text("“https://a.org/b”")]), "“<https://a.org/b>”");
    assert_eq!(one(vec![text("Stop!"), link("x", "y z")]), "Stop\\![x](<y z>)");
    assert_eq!(one(vec![styled(Style::Strong, "Note:"), text("this")]), "**Note**:this");
    assert_eq!(one(vec![Inline::Comment("here".into()), text("Words.")]), "<!-- here -->\n\nWords.");
}

#[test]
fn styles_are_made_whole() {
    let bold = |words| styled(Style::Strong, words);
    assert_eq!(one(vec![bold("one "), bold("two"), text(" "), bold("three")]), "**one two three**");
    assert_eq!(one(vec![text("a"), bold(" b "), text("c")]), "a **b** c");
    assert_eq!(one(vec![bold(" ")]), "");
    assert_eq!(
        one(vec![
            text("CO"),
            styled(Style::Subscript, "2"),
            text(" m"),
            styled(Style::Superscript, "2 (net)")
        ]),
        "CO~2~ m<sup>2 (net)</sup>"
    );
}

fn cell(words: &str) -> Cell {
    Cell { content: vec![text(words)], columns: 1, rows: 1 }
}

fn front() -> Front {
    let author = |name: &str| Author { name: name.into(), ..Author::default() };
    Front {
        title: Some("Ports and \"power\"".into()),
        authors: vec![
            Author { email: Some("ada@example.org".into()), ..author("Ada Nowak") },
            author("Jan Lis"),
        ],
        date: Some("2021-03-05".into()),
        summary: vec![say("Short."), say("Second paragraph.")],
        topics: vec!["Trade".into(), "Trade".into()],
        ..Front::default()
    }
}

fn lists() -> Vec<BlockKind> {
    let deep = Block::new(BlockKind::List { start: Some(1), items: vec![vec![say("deep")]] });
    let link = Inline::Link { url: "https://example.org/a b".into(), content: vec![text("the report")] };
    vec![
        BlockKind::Paragraph(vec![text("Opening.")]),
        BlockKind::Heading { level: 2, id: Some("intro".into()), text: vec![text("Introduction")] },
        BlockKind::Paragraph(vec![
            text("See "),
            link,
            Inline::NoteMark(1),
            text(" and more"),
            Inline::NoteMark(0),
            text("."),
        ]),
        BlockKind::List { start: None, items: vec![vec![say("one")], vec![say("two"), deep]] },
        BlockKind::List { start: None, items: vec![vec![say("another"), say("loose")]] },
    ]
}

fn tables() -> Vec<BlockKind> {
    let bold = Cell { content: vec![styled(Style::Strong, "x"), Inline::NoteMark(0)], columns: 1, rows: 1 };
    vec![
        BlockKind::Table(Table {
            caption: vec![text("Trade, 2020")],
            id: Some("tbl-trade".into()),
            head: 1,
            rows: vec![vec![cell("Port"), cell("Tonnes")], vec![cell("A|B"), cell("120")]],
            align: vec![Align::Start, Align::End],
        }),
        BlockKind::Table(Table {
            head: 1,
            rows: vec![vec![Cell { columns: 2, ..cell("Both") }], vec![cell("a <b>"), bold]],
            ..Table::default()
        }),
        BlockKind::Paragraph(vec![text("Table: none")]),
    ]
}

fn figures() -> Vec<BlockKind> {
    let image = |alt: &str| Image { path: "figures/map.png".into(), alt: alt.into() };
    vec![
        BlockKind::Figure(Figure {
            images: vec![image("A [map]")],
            caption: vec![text("A \"map\"")],
            id: Some("fig-map".into()),
            number: None,
        }),
        BlockKind::Figure(Figure {
            images: vec![image("a"), image("b")],
            caption: vec![text("Two "), styled(Style::Emphasis, "maps")],
            id: None,
            number: Some("7".into()),
        }),
    ]
}

fn boxes() -> Vec<BlockKind> {
    let inner = Block::new(BlockKind::Box { kind: "note", title: None, blocks: vec![say("inner")] });
    vec![
        BlockKind::PullQuote { blocks: vec![say("Opening.")], by: None, edited: false },
        BlockKind::Box {
            kind: "case",
            title: Some("Case: a \"port\"".into()),
            blocks: vec![say("In a box."), inner],
        },
        BlockKind::Quote(vec![say("Said."), say("Twice.")]),
        BlockKind::Code { language: Some("sh".into()), text: "a\n```\nb\n".into() },
    ]
}

#[test]
fn a_whole_manuscript_reads_well() {
    let kinds = [lists(), tables(), figures(), boxes()].concat();
    let gap = Remark::new(Kind::Gap, "words seem to be missing");
    let ends =
        [Block::new(BlockKind::Comment("check -- this".into())).remark(gap), Block::new(BlockKind::Rule)];
    let note = |blocks: &[&str]| Note { blocks: blocks.iter().map(|words| say(words)).collect() };
    let transcript = Transcript {
        front: front(),
        blocks: kinds.into_iter().map(Block::new).chain(ends).collect(),
        notes: vec![
            note(&["First note.", "More of it."]),
            note(&["Second note."]),
            note(&["Nobody cites me."]),
        ],
        ..Transcript::default()
    };
    let written = compose(&transcript, Wrap::Paragraphs);
    assert_eq!(written.text, include_str!("tests/whole.md"));
    let told: Vec<_> = written.remarks.iter().map(|(line, remark)| (*line, remark.kind)).collect();
    let expected =
        [(Some(10), Kind::Dropped), (Some(33), Kind::Unsupported), (Some(75), Kind::Gap), (None, Kind::Lost)];
    assert_eq!(told, expected);
    let census = reread::census(&written.text, false);
    assert_eq!((census.notes, census.images, census.tables), (2, 3, 2));
}
