//! A manuscript is read again as the site will read it, to count its words and to find what is wrong with it.
//!
//! In: the text of a manuscript. Out: a paper with its problems, and a [`Census`]. Never: what it was made from.

use super::ledger::Census;
use crate::diagnostic::Checked;
use crate::paper::{
    Author, Block, BlockKind, Body, Caption, CodeText, Figure, FigureContent, ImageText, Inline, Kind, Meta,
    Paper, PullQuote, Style, Table,
};
use crate::parse::{self, Settings};
use crate::source::{Manuscript, Role, Source};

/// A manuscript as the site reads it in a language: alone, and with its punctuation as it is written.
pub(super) fn paper(text: &str, lang: &str, math: bool) -> Checked<Paper> {
    let manuscript = Manuscript {
        kind: Kind::Paper,
        key: "papers/x".into(),
        collection: Some("papers".into()),
        lang: lang.into(),
        address: "/papers/x/".into(),
        files: Vec::new(),
    };
    let source = Source { path: "content/papers/x/index.md".into(), role: Role::Main, text: text.into() };
    parse::paper(&manuscript, &[source], &Settings { math, raw_html: false, smart: false })
}

/// Counts the words of a manuscript: of its front matter those of title, subtitle, summary, authors, series and topics.
pub(super) fn census(text: &str, math: bool) -> Census {
    let paper = paper(text, "en", math).value;
    let mut count = Count { codes: &paper.body.codes, census: Census::default() };
    count.front(&paper.record.meta);
    count.body(&paper.body);
    count.census
}

/// What was counted so far.
struct Count<'a> {
    codes: &'a [CodeText],
    census: Census,
}

impl Count<'_> {
    fn add(&mut self, text: &str) {
        self.census.add(text);
    }

    fn all<'t>(&mut self, texts: impl IntoIterator<Item = &'t Box<str>>) {
        texts.into_iter().for_each(|text| self.add(text));
    }

    fn front(&mut self, meta: &Meta) {
        self.add(&meta.title);
        self.all([&meta.subtitle, &meta.series, &meta.number, &meta.license].into_iter().flatten());
        self.all(&meta.topics);
        for author in &meta.authors {
            match author {
                Author::Written { text, .. } => self.add(text),
                Author::Described(person) => {
                    self.add(&person.name);
                    self.all([&person.affiliation, &person.email].into_iter().flatten());
                }
            }
        }
        self.blocks(&meta.summary);
    }

    fn body(&mut self, body: &Body) {
        self.blocks(&body.opening);
        for section in &body.sections {
            self.phrase(&section.title);
            self.blocks(&section.blocks);
        }
        for note in &body.notes {
            self.blocks(&note.blocks);
        }
        self.census.notes += body.notes.len();
    }

    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(&block.kind));
    }

    fn block(&mut self, kind: &BlockKind) {
        match kind {
            BlockKind::Heading { title, .. } => self.phrase(title),
            BlockKind::Paragraph(inlines) => self.phrase(inlines),
            BlockKind::List { items, .. } => items.iter().for_each(|item| self.blocks(&item.blocks)),
            BlockKind::Quote(inner) => self.blocks(inner),
            BlockKind::Code(index) => {
                let code = usize::try_from(*index).ok().and_then(|index| self.codes.get(index));
                self.all(code.map(|code| &code.text));
            }
            BlockKind::Math(math) => {
                self.add(&math.tex);
                self.census.formulae += 1;
            }
            BlockKind::Table(table) => self.table(table),
            BlockKind::Figure(figure) => self.figure(figure),
            BlockKind::PullQuote(PullQuote { blocks: inner, by, .. }) => {
                self.blocks(inner);
                self.all(by);
            }
            BlockKind::Box(text_box) => {
                text_box.title.iter().for_each(|title| self.phrase(title));
                self.blocks(&text_box.blocks);
            }
            BlockKind::Html(html) => self.add(html),
            BlockKind::Rule => {}
        }
    }

    fn figure(&mut self, figure: &Figure) {
        let mut told = false;
        match &figure.content {
            FigureContent::Images(images) => {
                // A picture without a description of its own has been given the figure's.
                told = images.iter().any(|image| Some(&image.alt) == figure.alt.as_ref());
                images.iter().for_each(|image| self.image(image));
            }
            FigureContent::Data(_) => self.census.images += 1,
            FigureContent::Blocks(inner) => self.blocks(inner),
        }
        if !told {
            self.all(&figure.alt);
        }
        self.caption(&figure.caption);
    }

    fn table(&mut self, table: &Table) {
        self.census.tables += 1;
        table.caption.iter().for_each(|caption| self.caption(caption));
        for cell in table.head.iter().chain(&table.rows).flatten() {
            self.phrase(&cell.content);
            self.all(&cell.title);
        }
    }

    fn caption(&mut self, caption: &Caption) {
        self.phrase(&caption.text);
        self.all([&caption.source, &caption.credit].into_iter().flatten());
    }

    fn image(&mut self, image: &ImageText) {
        self.census.images += 1;
        self.add(&image.alt);
        self.all(&image.title);
    }

    /// A phrase is one text, so that a word of which only a part is set apart stays one word.
    fn phrase(&mut self, inlines: &[Inline]) {
        let mut text = String::new();
        self.write(inlines, &mut text);
        self.add(&text);
    }

    fn write(&mut self, inlines: &[Inline], text: &mut String) {
        for inline in inlines {
            match inline {
                Inline::Text { text: words, .. } | Inline::Code { text: words, .. } => text.push_str(words),
                Inline::SoftBreak | Inline::HardBreak => text.push(' '),
                Inline::Styled { style, content } => {
                    if let Style::Abbreviation(title) | Style::Span { title, .. } = style {
                        self.all(title);
                    }
                    self.write(content, text);
                }
                Inline::Link { title, content, .. } => {
                    self.all(title);
                    self.write(content, text);
                }
                Inline::Math(math) => {
                    self.census.formulae += 1;
                    text.push(' ');
                    text.push_str(&math.tex);
                    text.push(' ');
                }
                Inline::Image(image) => {
                    self.image(image);
                    text.push(' ');
                }
                Inline::NoteMark { .. } => text.push(' '),
                Inline::CrossReference { .. } | Inline::Html(_) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> Census {
        census(&format!("+++\ntitle = \"T\"\n+++\n\n{text}"), true)
    }

    /// Every word of a manuscript's text stands in its census, and as often as the numbers say.
    fn holds(text: &str, words: &str, [notes, images, tables, formulae]: [usize; 4]) {
        let mut expected = Census { notes, images, tables, formulae, ..Census::default() };
        expected.add("T");
        expected.add(words);
        assert_eq!(count(text), expected, "{text}");
    }

    #[test]
    fn notes_count_once_and_only_if_they_are_cited() {
        holds("one[^a] two[^a][^b]\n\n[^a]: aye\n\n[^b]: bee\n", "one two aye bee", [2, 0, 0, 0]);
        holds("one\n\n[^a]: aye\n\n    ```\n    code\n    ```\n", "one", [0, 0, 0, 0]);
        holds("one^[inline]", "one inline", [1, 0, 0, 0]);
    }

    #[test]
    fn pictures_count_their_descriptions_and_captions_once() {
        holds("![alt words](a.png \"cap\")", "alt words cap", [0, 1, 0, 0]);
        holds("![](a.png){alt=\"other\" source=\"src\" credit=\"who\"}", "other src who", [0, 1, 0, 0]);
        holds("in ![alt](a.png \"tip\") line", "in alt tip line", [0, 1, 0, 0]);
        holds(
            ":::figure {alt=\"whole\"}\n![a](a.png)\n![b](b.png)\n\nThe *cap*\n:::",
            "whole a b The cap",
            [0, 2, 0, 0],
        );
        holds("![alt](a.csv \"cap\"){chart=bar}", "alt cap", [0, 1, 0, 0]);
    }

    #[test]
    fn tables_count_cells_and_captions_once() {
        holds("| h | i |\n|---|---|\n| `c` | *d* |\n\nTable: cap {#tbl-x}\n", "h i c d cap", [0, 0, 1, 0]);
        let html = "<table>\n<tr><th colspan=\"2\" title=\"tip\">h</th></tr>\n<tr><td>a[^1]</td><td>b &amp; c</td></tr>\n</table>\n";
        holds(&format!("{html}\n[^1]: note\n"), "h tip a b c note", [1, 0, 1, 0]);
    }

    #[test]
    fn boxes_and_pull_quotes_count_their_titles_and_texts_once() {
        holds(":::findings\n- one\n- two\n:::", "one two", [0; 4]);
        holds(":::case {title=\"Case: a\"}\nbody\n:::", "Case a body", [0; 4]);
        holds("The words.\n\n:::pullquote\nThe words.\n:::", "The words The words", [0; 4]);
        holds(":::pullquote {by=\"A Name\"}\nSaid.\n:::", "A Name Said", [0; 4]);
        holds("> [!NOTE] Title\n> body", "Title body", [0; 4]);
    }

    #[test]
    fn code_formulae_and_titles_of_links_count_once() {
        holds("a `b`\n\n```rust\nlet c\n```\n", "a b let c", [0; 4]);
        holds("x $y$ z\n\n$$w$$\n", "x y z w", [0, 0, 0, 2]);
        holds("[a](b.md \"tip\") <abbr title=\"long\">s</abbr>", "a tip long s", [0; 4]);
        holds("un**believ**able <!-- not this -->\n", "unbelievable", [0; 4]);
    }

    #[test]
    fn front_matter_counts_what_is_printed() {
        let text = "+++\ntitle = \"One two\"\nsubtitle = \"three\"\nsummary = \"four *five*\"\nauthors = [\"Six\", { name = \"Seven\", affiliation = \"Eight\", email = \"a@b.org\" }]\ndate = 2020-10-05\nseries = \"Nine\"\nnumber = 10\ntopics = [\"eleven\"]\nlicense = \"CC BY\"\n+++\n\n## Twelve\n";
        let mut expected = Census::default();
        expected.add("One two three four five Six Seven Eight a b org Nine 10 eleven CC BY Twelve");
        assert_eq!(census(text, false), expected);
    }
}
