//! Transcripts of all kinds, full of what Markdown reads as marks.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::sketch;
use crate::import::Wrap;
use crate::import::transcript::*;

const PIECES: [&str; 100] = [
    "a",
    "word",
    "Then",
    "2020",
    "x",
    "snake_case",
    "5 * 3 * 2",
    "*",
    "**",
    "_",
    "__",
    "~",
    "~~",
    "~~~",
    "^",
    "=",
    "==",
    "===",
    "[",
    "]",
    "(",
    ")",
    "[x]",
    "[ ] ",
    "[^1]",
    "[a](b)",
    "](",
    "][",
    "<b>",
    "</b>",
    "<",
    "<!-- x -->",
    ">",
    "&copy;",
    "&",
    "&#65;",
    "\\",
    "\\*",
    "C:\\dir",
    "`",
    "``",
    "```",
    "$",
    "$x$",
    "|",
    "||",
    "---",
    "-",
    " - ",
    "+ ",
    "1. ",
    "1) ",
    "12.",
    "# ",
    "## ",
    "#",
    ":::",
    ":::note",
    ":",
    "{#id}",
    "{.a}",
    "{",
    "}",
    "{a=b}",
    "!",
    "![",
    "@fig-a",
    "@key",
    "[@key]",
    "a@b.org",
    "https://a.org/x_y*z*",
    "http://a.b",
    "www.a.org/x_",
    "ftp://a.b",
    ".",
    "? ",
    " ",
    " ",
    " ",
    " ",
    "\u{a0}",
    "\n",
    "\t",
    "  ",
    "é",
    "中文",
    "“q”",
    "Table: ",
    "Table:",
    "\"",
    "'",
    "\u{1}",
    "\u{fffe}",
    "\u{ad}",
    "Hello!",
    "[!NOTE]",
    "^[",
    "[^a]: b",
    "%",
    "…",
];

/// Any words.
pub(super) fn words() -> BoxedStrategy<String> {
    vec(select(&PIECES[..]), 0..9).prop_map(|pieces| pieces.concat()).boxed()
}

/// Words of a text that is no riddle.
fn calm() -> BoxedStrategy<String> {
    vec(
        select(
            &[
                "The", "port", "of", "trade.", "In", "2020,", "e.g.", "(see", "it)", "Art. 7", "- x", "1.",
                "p. ex.", "ends!",
            ][..],
        ),
        1..12,
    )
    .prop_map(|pieces| pieces.join(" "))
    .boxed()
}

pub(super) fn wrap() -> impl Strategy<Value = Wrap> {
    select(&[Wrap::Paragraphs, Wrap::Sentences][..])
}

fn style() -> impl Strategy<Value = Style> {
    use Style::*;
    select(&[Emphasis, Strong, Strikethrough, Subscript, Superscript, Mark][..])
}

pub(super) fn image() -> impl Strategy<Value = Image> {
    (select(&["figures/a.png", "figures/b-2.jpg"][..]), words())
        .prop_map(|(path, alt)| Image { path: path.into(), alt })
}

/// Any inlines; formulae only if the site sets them.
pub(super) fn inlines(math: bool) -> BoxedStrategy<Vec<Inline>> {
    let url = select(
        &[
            "https://example.org/a b(c)",
            "https://example.org/x_y",
            "#id",
            "mailto:c@d.org",
            "https://a.b/?a=1&copy;=2",
        ][..],
    );
    let tex = select(&["x", "x^2", "\\frac{1}{2}", "a_b", "5 x", "a|b"][..]);
    let leaf = prop_oneof![
        8 => words().prop_map(Inline::Text),
        4 => calm().prop_map(Inline::Text),
        1 => Just(Inline::Break),
        1 => words().prop_map(Inline::Code),
        1 => tex.prop_map(move |tex| if math { Inline::Math(tex.into()) } else { Inline::Text(tex.into()) }),
        1 => image().prop_map(Inline::Image),
        2 => (0_usize..4).prop_map(Inline::NoteMark),
        1 => words().prop_map(Inline::Comment),
        1 => Just(Inline::Citation("[@key, p. 3]".into())),
    ];
    let inline = leaf.prop_recursive(3, 12, 4, move |inner| {
        prop_oneof![
            3 => (style(), vec(inner.clone(), 0..4)).prop_map(|(style, content)| Inline::Styled { style, content }),
            1 => (url.clone(), vec(inner, 0..4)).prop_map(|(url, content)| Inline::Link { url: url.into(), content }),
        ]
    });
    vec(inline, 0..6).boxed()
}

pub(super) fn paragraph(inlines: Vec<Inline>) -> Block {
    Block::new(BlockKind::Paragraph(inlines))
}

fn table(math: bool) -> impl Strategy<Value = Table> {
    let span = || prop_oneof![12 => Just(1_usize), 1 => Just(2), 1 => Just(3)];
    let cell =
        (inlines(math), span(), span()).prop_map(|(content, columns, rows)| Cell { content, columns, rows });
    let plain = inlines(math).prop_map(|content| Cell { content, columns: 1, rows: 1 });
    let align = vec(select(&[Align::Start, Align::Center, Align::End][..]), 0..4);
    let rows = prop_oneof![vec(vec(cell, 0..4), 0..4), vec(vec(plain, 1..4), 1..4)];
    (inlines(math), any::<bool>(), 0_usize..3, rows, align).prop_map(|(caption, id, head, rows, align)| {
        let id = id.then(|| "tbl-x".to_owned());
        Table { caption, id, head, rows, align }
    })
}

fn figure(math: bool) -> impl Strategy<Value = Figure> {
    let caption = prop_oneof![words().prop_map(|words| vec![Inline::Text(words)]), inlines(math)];
    (vec(image(), 0..3), caption, option::of(Just("7".to_owned())))
        .prop_map(|(images, caption, number)| Figure { images, caption, id: None, number })
}

fn block(math: bool) -> BoxedStrategy<Block> {
    let leaf = prop_oneof![
        6 => inlines(math).prop_map(BlockKind::Paragraph),
        2 => calm().prop_map(|words| BlockKind::Paragraph(vec![Inline::Text(words)])),
        2 => (2_u8..7, inlines(math)).prop_map(|(level, text)| BlockKind::Heading { level, id: None, text }),
        1 => (option::of(select(&["rust", "sh", "a b`{"][..])), words()).prop_map(|(language, text)| BlockKind::Code { language: language.map(str::to_owned), text }),
        1 => select(&["x", "= x", "- x\n+ y", "\\frac{1}{2}"][..]).prop_map(move |tex| if math { BlockKind::Math(tex.into()) } else { BlockKind::Rule }),
        2 => table(math).prop_map(BlockKind::Table),
        1 => figure(math).prop_map(BlockKind::Figure),
        1 => Just(BlockKind::Rule),
        1 => words().prop_map(BlockKind::Comment),
    ];
    let kind = leaf.prop_recursive(3, 16, 4, |inner| {
        let blocks = || vec(inner.clone().prop_map(Block::new), 0..4);
        prop_oneof![
            3 => (option::of(0_u64..12), vec(blocks(), 0..4)).prop_map(|(start, items)| BlockKind::List { start, items }),
            1 => blocks().prop_map(BlockKind::Quote),
            1 => (words(), option::of(words()), any::<bool>()).prop_map(|(text, by, edited)| BlockKind::PullQuote {
                blocks: vec![paragraph(vec![Inline::Text(text)])],
                by,
                edited,
            }),
            1 => (select(&["findings", "note", "case"][..]), option::of(words()), blocks()).prop_map(|(kind, title, blocks)| BlockKind::Box { kind, title, blocks }),
        ]
    });
    kind.prop_map(Block::new).boxed()
}

/// A transcript of these blocks, with notes.
pub(super) fn of(blocks: Vec<Block>, math: bool) -> Transcript {
    let note = |words: &str| Note { blocks: vec![paragraph(vec![Inline::Text(words.into())])] };
    Transcript {
        front: Front { title: Some("Title".into()), math, ..Front::default() },
        blocks,
        notes: vec![note("First."), note("Second."), note("Third."), note("Fourth.")],
        ..Transcript::default()
    }
}

fn front() -> impl Strategy<Value = Front> {
    let author = (words(), option::of(words())).prop_map(|(name, affiliation)| Author {
        name,
        affiliation,
        ..Author::default()
    });
    let texts = (option::of(words()), option::of(words()), option::of(words()));
    (texts, vec(author, 0..3), vec(words(), 0..3), vec(words(), 0..2)).prop_map(
        |((title, subtitle, series), authors, topics, summary)| {
            let summary = summary.into_iter().map(|words| paragraph(vec![Inline::Text(words)])).collect();
            Front { title, subtitle, series, authors, topics, summary, ..Front::default() }
        },
    )
}

/// Any transcript.
pub(super) fn transcript() -> BoxedStrategy<Transcript> {
    any::<bool>()
        .prop_flat_map(|math| (Just(math), front(), vec(block(math), 0..6), vec(vec(block(math), 0..3), 4)))
        .prop_map(|(math, front, blocks, notes)| {
            let notes = notes.into_iter().map(|blocks| Note { blocks }).collect();
            let mut transcript =
                Transcript { front: Front { math, ..front }, blocks, notes, ..Transcript::default() };
            // Headings that leave out a level are printed as if they did not; those without words are not written.
            let mut above = 1;
            for block in &mut transcript.blocks {
                if let BlockKind::Heading { level, text, .. } = &mut block.kind
                    && sketch::is_printed(text, transcript.notes.len())
                {
                    *level = (*level).min(above + 1);
                    above = *level;
                }
            }
            transcript
        })
        .boxed()
}
