//! A text in a few signs, made of a transcript and of what is read again, so that both can be compared.

use std::collections::BTreeMap;

use crate::import::transcript::{self as t, Transcript};
use crate::paper::{self as p, Paper};

/// A character or something else in a line, with its styles and the address that it links to.
#[derive(Clone, Debug, PartialEq)]
struct Sign {
    what: String,
    styles: String,
    link: String,
}

fn is_space(what: &str) -> bool {
    what.chars().all(|c| c.is_whitespace() || c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))
}

/// A line in signs: white space is one space and has no style, none stands at an end or at a break.
fn line(signs: Vec<Sign>, styles: bool) -> String {
    let mut out = String::new();
    let mut set = String::new();
    let mut signs: Vec<Sign> = signs.into_iter().filter(|sign| sign.what != "\u{feff}").collect();
    for sign in &mut signs {
        if is_space(&sign.what) {
            let is_fixed = sign.what == "\u{a0}";
            // One in code is a part of it, wherever it stands.
            let is_code = sign.styles.contains('c');
            sign.what = if is_fixed { if is_code { "⍽" } else { "\u{a0}" } } else { " " }.into();
        }
    }
    // A style may leave out the marks of punctuation at its ends.
    unlink(&mut signs);
    let bare = |sign: &Sign| {
        is_space(&sign.what)
            || sign.what.starts_with('⟨')
            || sign.what.chars().all(|c| !c.is_alphanumeric()) && sign.styles != "c"
    };
    for (at, sign) in signs.iter().enumerate() {
        if is_space(&sign.what) && (out.is_empty() || out.ends_with('⏎'))
            || sign.what == " " && out.ends_with(' ')
        {
            continue;
        }
        if sign.what == "⏎" {
            out = out.trim_end_matches([' ', '\u{a0}']).to_owned();
            if out.is_empty() || out.ends_with('⏎') {
                continue;
            }
        }
        let now = if bare(sign) && sign.link.is_empty() {
            set.clone()
        } else {
            format!("{}{}", sign.styles, sign.link)
        };
        if now != set && styles && !bare(sign) && sign.what != "⏎" {
            out.push_str(&format!("‹{now}›"));
            set = now;
        }
        out.push_str(&sign.what);
        let _ = at;
    }
    out.trim_end_matches([' ', '⏎', '\u{a0}']).to_owned()
}

fn letters(text: &str, styles: &str, link: &str, out: &mut Vec<Sign>) {
    out.extend(text.chars().map(|c| Sign { what: c.to_string(), styles: styles.into(), link: link.into() }));
}

pub(super) fn one(text: &str) -> String {
    let mut signs = Vec::new();
    letters(text, "", "", &mut signs);
    line(signs, false)
}

/// Takes links away that show their own address.
fn unlink(signs: &mut [Sign]) {
    for group in signs.chunk_by_mut(|a, b| a.link == b.link) {
        let words: String = group.iter().map(|sign| sign.what.as_str()).collect();
        let url = group.first().map_or("", |sign| sign.link.trim_start_matches('→')).to_owned();
        if is_made(&url, words.trim()) {
            group.iter_mut().for_each(|sign| sign.link.clear());
        }
    }
}

/// Whether a link shows its own address.
fn is_made(url: &str, words: &str) -> bool {
    ["", "http://", "mailto:"].iter().filter_map(|scheme| url.strip_prefix(scheme)).any(|shown| {
        // Two addresses may follow each other.
        !shown.is_empty() && !words.is_empty() && words.replace(shown, "").is_empty()
    })
}

/// A text of an attribute, in which every white space is one space.
fn plain(text: &str) -> String {
    one(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn add(styles: &str, style: char) -> String {
    let mut all: Vec<char> = styles.chars().chain([style]).collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter().collect()
}

// What is meant.

struct Meant {
    numbers: BTreeMap<usize, usize>,
    notes: usize,
    closed: bool,
}

/// The sketch of a transcript.
pub(super) fn meant(transcript: &Transcript) -> String {
    let mut meant = Meant { numbers: BTreeMap::new(), notes: transcript.notes.len(), closed: true };
    let summary = meant.blocks(&transcript.front.summary, 1);
    meant.closed = false;
    let mut out = format!("{summary}\n---\n{}", meant.blocks(&transcript.blocks, 0));
    let mut number = 0;
    while let Some(note) = meant.numbers.iter().find(|(_, n)| **n == number + 1).map(|(note, _)| *note) {
        number += 1;
        let text = meant.blocks(&transcript.notes[note].blocks, 1);
        out.push_str(&format!("\n^{number}: {text}"));
    }
    out
}

impl Meant {
    fn blocks(&mut self, blocks: &[t::Block], depth: usize) -> String {
        let all: Vec<String> =
            blocks.iter().map(|block| self.block(&block.kind, depth)).filter(|s| !s.is_empty()).collect();
        all.join("\n")
    }

    fn mark(&mut self, note: usize) -> Option<usize> {
        if note >= self.notes || self.closed {
            return None;
        }
        let next = self.numbers.len() + 1;
        Some(*self.numbers.entry(note).or_insert(next))
    }

    fn signs(&mut self, inlines: &[t::Inline], styles: &str, link: &str, out: &mut Vec<Sign>) {
        for inline in inlines {
            let sign = |what: String| Sign { what, styles: styles.into(), link: link.into() };
            match inline {
                t::Inline::Text(text) | t::Inline::Citation(text) => letters(text, styles, link, out),
                t::Inline::Break => out.push(sign("⏎".into())),
                t::Inline::Code(code) if !one(code).is_empty() => letters(code, &add(styles, 'c'), link, out),
                t::Inline::Math(tex) => out.extend([
                    sign(" ".into()),
                    sign(format!("${}$", tex.trim_start_matches("{}"))),
                    sign(" ".into()),
                ]),
                t::Inline::Image(image) => out.push(sign(format!("▣{}⦗{}⦘", plain(&image.alt), image.path))),
                t::Inline::NoteMark(note) => {
                    if let Some(number) = self.mark(*note) {
                        let mark =
                            Sign {
                                what: format!("⟨{number}⟩"), styles: String::new(), link: String::new()
                            };
                        out.push(mark);
                    }
                }
                t::Inline::Styled { style, content } => {
                    let style = match style {
                        t::Style::Emphasis => 'e',
                        t::Style::Strong => 's',
                        t::Style::Strikethrough => 'd',
                        t::Style::Subscript => 'u',
                        t::Style::Superscript => 'o',
                        t::Style::Mark => 'm',
                    };
                    self.signs(content, &add(styles, style), link, out);
                }
                t::Inline::Link { url, content } => {
                    let target = if link.is_empty() { format!("→{url}") } else { link.to_owned() };
                    self.signs(content, styles, &target, out);
                }
                t::Inline::Code(blank) => letters(blank, "", "", out),
                t::Inline::Comment(_) => {}
            }
        }
    }

    fn all(&mut self, inlines: &[t::Inline]) -> Vec<Sign> {
        let mut out = Vec::new();
        self.signs(inlines, "", "", &mut out);
        out
    }

    fn phrase(&mut self, inlines: &[t::Inline]) -> String {
        line(self.all(inlines), true)
    }

    /// A phrase that is one line: its breaks are spaces.
    fn flat(&mut self, inlines: &[t::Inline]) -> String {
        self.phrase(inlines).replace('⏎', " ")
    }

    fn block(&mut self, kind: &t::BlockKind, depth: usize) -> String {
        let wrap =
            |name: &str, inner: String| if inner.is_empty() { inner } else { format!("{name}[{inner}]") };
        match kind {
            t::BlockKind::Heading { level, text, .. } => {
                let name = if depth == 0 { format!("h{level}") } else { "h".into() };
                wrap(&name, self.flat(text))
            }
            t::BlockKind::Paragraph(inlines) => paragraph(&self.phrase(inlines)),
            t::BlockKind::List { start, items } => {
                let items: Vec<String> = items.iter().map(|item| self.blocks(item, depth + 1)).collect();
                let inner = if items.concat().is_empty() {
                    String::new()
                } else {
                    format!("* {}", items.join("\n* "))
                };
                wrap(&format!("list{start:?}"), inner)
            }
            t::BlockKind::Quote(inner) => wrap("quote", self.blocks(inner, depth + 1)),
            t::BlockKind::Code { text, .. } => {
                let is_kept = |c: char| matches!(c, '\n' | '\t') || !(c.is_control() || c == '\u{fffe}');
                let text: String = text.chars().map(|c| if is_kept(c) { c } else { ' ' }).collect();
                format!("code[{}]", text.trim_end_matches('\n'))
            }
            t::BlockKind::Math(tex) => format!("math[{}]", one(tex)),
            t::BlockKind::Table(table) => self.table(table),
            t::BlockKind::Figure(figure) => {
                let caption = self.flat(&figure.caption);
                let images: Vec<String> = figure
                    .images
                    .iter()
                    .map(|image| format!("▣{}⦗{}⦘", plain(&image.alt), image.path))
                    .collect();
                if images.is_empty() {
                    paragraph(&caption)
                } else {
                    format!("figure[{}{caption}]", images.concat())
                }
            }
            t::BlockKind::PullQuote { blocks, by, .. } => {
                let by = by.as_deref().map(plain).filter(|by| !by.trim().is_empty());
                let outer = std::mem::replace(&mut self.closed, true);
                let inner = self.blocks(blocks, depth + 1);
                self.closed = outer;
                if by.is_some() { format!("pull{by:?}[{inner}]") } else { wrap("pullNone", inner) }
            }
            t::BlockKind::Box { kind, title, blocks } => {
                let title = title.as_deref().map(plain).filter(|title| !title.trim().is_empty());
                let inner = self.blocks(blocks, depth + 1);
                if title.is_some() {
                    format!("{kind}{title:?}[{inner}]")
                } else {
                    wrap(&format!("{kind}None"), inner)
                }
            }
            t::BlockKind::Rule => "rule".into(),
            t::BlockKind::Comment(_) => String::new(),
        }
    }

    fn table(&mut self, table: &t::Table) -> String {
        let cells = || table.rows.iter().flatten();
        if cells().next().is_none() {
            let caption = self.phrase(&table.caption);
            return paragraph(&caption);
        }
        let caption = self.flat(&table.caption);
        let is_plain = table.head == 1 && cells().all(|cell| cell.columns == 1 && cell.rows == 1);
        let is_rich = cells().any(|cell| is_rich(&cell.content));
        let mut out = String::from("table[");
        for row in &table.rows {
            for cell in row {
                let mut signs = self.all(&cell.content);
                if !is_plain && !is_rich {
                    signs.iter_mut().for_each(|sign| sign.styles.retain(|style| matches!(style, 'u' | 'o')));
                }
                let cell = line(signs, true);
                out.push_str(&if cell.is_empty() { cell } else { format!("({cell})") });
            }
            out.push('/');
        }
        format!("{}{}]", rows(&out), caption)
    }
}

/// Rows of cells, empty ones left out.
fn rows(cells: &str) -> String {
    let mut rows = cells.replace("[/", "[");
    while rows.contains("//") || rows.contains("[/") {
        rows = rows.replace("//", "/").replace("[/", "[");
    }
    rows.trim_end_matches('/').to_owned()
}

/// A paragraph; one that is a picture alone is a figure.
fn paragraph(line: &str) -> String {
    match line {
        "" => String::new(),
        line if is_lone_image(line) => format!("figure[{line}]"),
        line => format!("p[{line}]"),
    }
}

fn is_lone_image(line: &str) -> bool {
    line.starts_with('▣') && line.ends_with('⦘') && line.matches('▣').count() == 1
}

fn is_rich(inlines: &[t::Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        t::Inline::Link { content, .. } => has_substance(content),
        t::Inline::Math(_) | t::Inline::Image(_) => true,
        t::Inline::Styled { content, .. } => is_rich(content),
        _ => false,
    })
}

fn has_substance(inlines: &[t::Inline]) -> bool {
    is_printed(inlines, 0)
}

/// Whether anything of a text is printed, in a transcript with so many notes.
pub(super) fn is_printed(inlines: &[t::Inline], notes: usize) -> bool {
    let mut meant = Meant { numbers: BTreeMap::new(), notes, closed: false };
    !meant.phrase(inlines).is_empty()
}

// What was read again.

/// The sketch of a paper.
pub(super) fn got(paper: &Paper) -> String {
    let got = Got(paper);
    let mut parts: Vec<String> = vec![got.blocks(&paper.body.opening, 0)];
    for section in &paper.body.sections {
        parts.push(format!("h2[{}]", got.phrase(&section.title)));
        parts.push(got.blocks(&section.blocks, 0));
    }
    parts.retain(|part| !part.is_empty());
    let mut out = format!("{}\n---\n{}", got.blocks(&paper.record.meta.summary, 1), parts.join("\n"));
    let mut notes: Vec<&p::Note> = paper.body.notes.iter().collect();
    notes.sort_by_key(|note| note.label.parse::<usize>().unwrap_or(0));
    for note in notes {
        out.push_str(&format!("\n^{}: {}", note.label, got.blocks(&note.blocks, 1)));
    }
    out
}

struct Got<'a>(&'a Paper);

impl Got<'_> {
    fn blocks(&self, blocks: &[p::Block], depth: usize) -> String {
        let all: Vec<String> = blocks.iter().map(|block| self.block(&block.kind, depth)).collect();
        all.join("\n")
    }

    fn target(&self, reference: p::ReferenceId) -> String {
        match self.0.record.references.get(reference.0 as usize).map(|reference| &reference.target) {
            Some(p::Target::Url(url)) => url.to_string(),
            Some(p::Target::Anchor(id)) => format!("#{id}"),
            Some(p::Target::File(file)) => file.written.to_string(),
            other => format!("{other:?}"),
        }
    }

    fn image(&self, image: &p::ImageText) -> String {
        format!("▣{}⦗{}⦘", plain(&image.alt), self.target(image.reference))
    }

    fn signs(&self, inlines: &[p::Inline], styles: &str, link: &str, out: &mut Vec<Sign>) {
        for inline in inlines {
            let sign = |what: String| Sign { what, styles: styles.into(), link: link.into() };
            match inline {
                p::Inline::Text { text, .. } => letters(text, styles, link, out),
                p::Inline::SoftBreak => out.push(sign(" ".into())),
                p::Inline::HardBreak => out.push(sign("⏎".into())),
                p::Inline::Styled { style, content } => {
                    let style = match style {
                        p::Style::Emphasis => 'e',
                        p::Style::Strong => 's',
                        p::Style::Strikethrough => 'd',
                        p::Style::Subscript => 'u',
                        p::Style::Superscript => 'o',
                        p::Style::Mark => 'm',
                        _ => '?',
                    };
                    self.signs(content, &add(styles, style), link, out);
                }
                p::Inline::Code { text, .. } => letters(text, &add(styles, 'c'), link, out),
                p::Inline::Math(math) => out.extend([
                    sign(" ".into()),
                    sign(format!("${}$", math.tex.trim_start_matches("{}"))),
                    sign(" ".into()),
                ]),
                p::Inline::Image(image) => out.push(sign(self.image(image))),
                p::Inline::Link { reference, content, .. } => {
                    let target = self.target(*reference);
                    let target = format!("→{target}");
                    self.signs(content, styles, &target, out);
                }
                p::Inline::NoteMark { note, .. } => {
                    let label = self.0.body.notes.get(*note as usize).map_or("?", |note| &note.label);
                    out.push(Sign {
                        what: format!("⟨{label}⟩"), styles: String::new(), link: String::new()
                    });
                }
                p::Inline::CrossReference { .. } | p::Inline::Html(_) => out.push(sign("??".into())),
            }
        }
    }

    fn phrase(&self, inlines: &[p::Inline]) -> String {
        let mut out = Vec::new();
        self.signs(inlines, "", "", &mut out);
        line(out, true)
    }

    fn block(&self, kind: &p::BlockKind, depth: usize) -> String {
        match kind {
            p::BlockKind::Heading { level, title, .. } if depth == 0 => {
                format!("h{level}[{}]", self.phrase(title))
            }
            p::BlockKind::Heading { title, .. } => format!("h[{}]", self.phrase(title)),
            p::BlockKind::Paragraph(inlines) => paragraph(&self.phrase(inlines)),
            p::BlockKind::List { start, items, .. } => {
                let items: Vec<String> =
                    items.iter().map(|item| format!("* {}", self.blocks(&item.blocks, depth + 1))).collect();
                format!("list{start:?}[{}]", items.join("\n"))
            }
            p::BlockKind::Quote(inner) => format!("quote[{}]", self.blocks(inner, depth + 1)),
            p::BlockKind::Code(code) => {
                format!("code[{}]", self.0.body.codes[*code as usize].text.trim_end_matches('\n'))
            }
            p::BlockKind::Math(math) => format!("math[{}]", one(&math.tex)),
            p::BlockKind::Table(table) => self.table(table),
            p::BlockKind::Figure(figure) => {
                let images: String = match &figure.content {
                    p::FigureContent::Images(images) => {
                        images.iter().map(|image| self.image(image)).collect()
                    }
                    other => format!("{other:?}"),
                };
                format!("figure[{images}{}]", self.phrase(&figure.caption.text))
            }
            p::BlockKind::PullQuote(quote) => {
                format!("pull{:?}[{}]", quote.by, self.blocks(&quote.blocks, depth + 1))
            }
            p::BlockKind::Box(text_box) => {
                let title = text_box.title.as_ref().map(|title| plain(&self.phrase(title)));
                format!("{}{title:?}[{}]", text_box.kind.name(), self.blocks(&text_box.blocks, depth + 1))
            }
            p::BlockKind::Rule => "rule".into(),
            p::BlockKind::Html(html) => format!("html[{html}]"),
        }
    }

    fn table(&self, table: &p::Table) -> String {
        let mut out = String::from("table[");
        for row in table.head.iter().chain(&table.rows) {
            for cell in row {
                let cell = self.phrase(&cell.content);
                out.push_str(&if cell.is_empty() { cell } else { format!("({cell})") });
            }
            out.push('/');
        }
        let caption = table.caption.as_ref().map(|caption| self.phrase(&caption.text)).unwrap_or_default();
        let rows = rows(&out);
        format!("{rows}{caption}]")
    }
}

/// A sketch without its styles.
pub(super) fn unstyled(sketch: &str) -> String {
    let mut out = String::new();
    for piece in sketch.split('‹') {
        out.push_str(piece.split_once('›').map_or(piece, |(_, rest)| rest));
    }
    out.replace('⏎', " ")
}
