//! The text block by block.
//!
//! In: lines. Out: changes. Never: what stands in a line of words.

use super::document::Document;
use super::headings::Heading;
use super::lines::{Kind, item_mark};

impl Document<'_> {
    /// Deals with the whole text; the lines of the title are left alone.
    pub(super) fn blocks(&mut self, title: Option<&Heading>) {
        let mut index = 0;
        while let Some(line) = self.lines.get(index) {
            if let Some(title) = title.filter(|title| title.first == index) {
                index = title.last + 1;
                continue;
            }
            if self.taken.contains(&index) {
                index += 1;
                continue;
            }
            index = match line.kind {
                Kind::Blank | Kind::Code | Kind::Comment => index + 1,
                Kind::Fence => self.fence(index),
                Kind::Text => self.text_block(index).max(index + 1),
            };
        }
    }

    /// A block that begins with words; the line after it is the result.
    fn text_block(&mut self, index: usize) -> usize {
        if let Some(heading) = self.heading_at(index) {
            self.heading(&heading);
            self.heading_line(&heading);
            return index + 1;
        }
        if self.fences.contains_key(&index) {
            return self.div(index);
        }
        if let Some(after) = self.table(index) {
            return after;
        }
        let foreign = self
            .verse(index)
            .or_else(|| self.headless_pipes(index))
            .or_else(|| self.html_figure(index))
            .or_else(|| self.contents(index))
            .or_else(|| self.definitions(index));
        self.abbreviation(index);
        foreign.unwrap_or_else(|| self.paragraph(index))
    }

    /// Whether a table with dashes or bars begins within a paragraph, which only one with pipes can.
    fn begins_table(&self, index: usize) -> bool {
        let words = self.words(index);
        words.starts_with('|')
            && super::tables::is_delimiter(self.words(index + 1))
            && self.words(index + 1).contains('|')
    }

    /// Whether a line of words goes on with the paragraph before it.
    fn continues(&self, index: usize, quotes: usize) -> bool {
        let Some(line) = self.lines.get(index) else { return false };
        let words = self.words(index);
        line.kind == Kind::Text
            && line.quotes == quotes
            && self.heading_at(index).is_none()
            && !self.fences.contains_key(&index)
            && item_mark(words).is_none()
            && !(self.is_pandoc && (words.starts_with("(@") || words.starts_with("#. ")))
            && !self.begins_table(index)
    }

    /// A paragraph, or an underlined heading.
    fn paragraph(&mut self, index: usize) -> usize {
        let Some(line) = self.lines.get(index).cloned() else { return index + 1 };
        let numbered = if self.is_pandoc { self.number_mark(index) } else { None };
        let mark = numbered.or_else(|| item_mark(self.words(index))).unwrap_or(0);
        let mut after = index + 1;
        while self.continues(after, line.quotes) {
            if mark == 0
                && let Some(heading) = self.underlined(index, after)
            {
                self.heading(&heading);
                self.heading_line(&heading);
                return after + 1;
            }
            after += 1;
        }
        let end = self.lines.get(after - 1).map_or(line.end, |last| last.end);
        let prefix: String = self
            .slice(line.start..line.body + mark)
            .chars()
            .map(|c| if c == '>' { c } else { ' ' })
            .collect();
        self.inlines(line.body + mark..end, prefix);
        after
    }
}
