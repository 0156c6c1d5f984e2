//! What stands within a line.
//!
//! In: inlines. Out: text and elements of phrases. Never: a link inside a link.

use super::{Voice, Writer};
use crate::paper::phrase::{self, escape};
use crate::paper::{Inline, ReferenceId, Target};
use crate::resolve::{Label, Link};

impl<'a> Writer<'a> {
    pub(super) fn inlines(&mut self, inlines: &'a [Inline]) {
        inlines.iter().for_each(|inline| self.inline(inline));
    }

    fn inline(&mut self, inline: &'a Inline) {
        match inline {
            Inline::Text { text, .. } => escape(text, &mut self.out),
            Inline::SoftBreak => self.push("\n"),
            Inline::HardBreak => self.push("<br>\n"),
            Inline::Styled { style, content } => {
                phrase::open(style, &mut self.out);
                self.inlines(content);
                phrase::close(style, &mut self.out);
            }
            Inline::Code { text, .. } => {
                self.push("<code>");
                escape(text, &mut self.out);
                self.push("</code>");
            }
            Inline::Math(math) => self.push(&math.mathml),
            Inline::Link { reference, title, content } => {
                let class = self.shows_its_address(*reference, content).then_some("url");
                self.anchor(*reference, title.as_deref(), class, |writer| writer.inlines(content));
            }
            Inline::Image(image) => self.image(image),
            Inline::NoteMark { note, .. } => self.note_mark(*note),
            Inline::Html(html) => self.html(html),
            Inline::CrossReference { reference, .. } => {
                self.anchor(*reference, None, Some("cross-reference"), |writer| writer.label(*reference));
            }
        }
    }

    /// HTML of the author's own. What it holds is unknown, so that a text for the eye alone goes without.
    pub(super) fn html(&mut self, html: &str) {
        if self.voice != Voice::Eye {
            self.push(html);
        }
    }

    /// A link, or only its words where no link can stand or where it leads nowhere.
    pub(super) fn anchor(
        &mut self,
        reference: ReferenceId,
        title: Option<&str>,
        class: Option<&str>,
        write: impl FnOnce(&mut Self),
    ) {
        let place = match self.place(reference) {
            Some(place) if !self.in_link && self.voice != Voice::Eye => place,
            _ => return write(self),
        };
        self.push("<a href=\"");
        self.href(&place);
        for (name, value) in [("\" class=\"", class), ("\" title=\"", title)] {
            if let Some(value) = value {
                self.push(name);
                escape(value, &mut self.out);
            }
        }
        self.push("\">");
        self.in_link = true;
        write(self);
        self.in_link = false;
        self.push("</a>");
        for note in std::mem::take(&mut self.waiting) {
            self.note_mark(note);
        }
    }

    /// Whether the words of a link are its address, so that print need not spell it out behind them.
    fn shows_its_address(&self, reference: ReferenceId, content: &[Inline]) -> bool {
        match (self.text.links.get(reference.0 as usize), content) {
            (Some(Link::External(url)), [Inline::Text { text, .. }]) => url.contains(&**text),
            _ => false,
        }
    }

    /// What a cross-reference says: "Figure 2".
    fn label(&mut self, reference: ReferenceId) {
        let label = match self.text.links.get(reference.0 as usize) {
            Some(Link::Inside { label, .. }) => label.as_ref(),
            _ => None,
        };
        match label {
            Some(Label::Figure(number)) => self.numbered("figure", number),
            Some(Label::Table(number)) => self.numbered("table", number),
            Some(Label::Section(title)) => escape(title, &mut self.out),
            None => self.as_written(reference),
        }
    }

    /// The words of a cross-reference that came to nothing.
    fn as_written(&mut self, reference: ReferenceId) {
        let target = self.text.record.references.get(reference.0 as usize).map(|reference| &reference.target);
        let (mark, words) = match target {
            Some(Target::Anchor(id)) => ("@", id),
            Some(Target::Url(words) | Target::Unusable(words)) => ("", words),
            Some(Target::File(file)) => ("", &file.written),
            None => return,
        };
        self.push(mark);
        escape(words, &mut self.out);
    }

    /// "Figure 2", never parted at a line's end.
    pub(super) fn numbered(&mut self, word: &'static str, number: &str) {
        self.word(word);
        self.push("\u{a0}");
        escape(number, &mut self.out);
    }
}
