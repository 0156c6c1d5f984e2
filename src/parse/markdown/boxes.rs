//! Boxes: `:::name … :::`, and the alerts of GitHub.
//!
//! In: a box of the parser's, whose fence is read again from the source. Out: pull quotes, boxes, figures, and
//! problems. Never: a lost word. The content of a box that can't be read stays where it is.

use std::ops::Range;

use comrak::nodes::{AlertType, Node, NodeAlert, NodeBlockDirective, NodeValue};

use super::{Lowerer, attributes};
use crate::diagnostic::nearest;
use crate::diagnostic::rules::manuscript as rules;
use crate::paper::{Attributes, Block, BlockKind, BoxKind, PullQuote, TextBox, Verdict};

/// The names of boxes.
const NAMES: [&str; 5] = ["pullquote", "figure", "findings", "note", "case"];

impl<'t> Lowerer<'_, 't> {
    /// A box of any name.
    pub(super) fn directive(
        &mut self,
        node: Node<'t>,
        directive: &NodeBlockDirective,
        range: Range<usize>,
        out: &mut Vec<Block>,
    ) {
        let fence = range.start..self.places.line_end(range.start);
        let (name, given) = self.fence(fence.clone());
        let known = self.known(&name, fence.clone());
        let closed = self.is_closed(node, directive, &range);
        if known && !closed {
            let problem = self.problem(
                &rules::BOX_UNCLOSED,
                format!("this `:::{name}` is never closed"),
                fence.clone(),
            );
            problem
                .hints
                .push(format!("end it with a line of `{}`", ":".repeat(directive.fence_length.min(40))));
        }
        if known {
            self.nested(node, directive, &name, fence);
        }
        if !known || !closed {
            out.extend(self.blocks(node));
            return;
        }
        let kind = match &*name {
            "pullquote" => self.pull_quote(node, given, range.clone()),
            "figure" => BlockKind::Figure(self.figure_box(node, &given, range.clone())),
            "findings" => self.text_box(node, BoxKind::Findings, given, range.clone()),
            "case" => self.text_box(node, BoxKind::Case, given, range.clone()),
            _ => self.text_box(node, BoxKind::Note, given, range.clone()),
        };
        self.add(kind, range, out);
    }

    /// The name and attributes on the line of a fence.
    fn fence(&mut self, line: Range<usize>) -> (Box<str>, Attributes) {
        let written = self.places.slice(line.clone());
        let info = written.trim_start_matches(':');
        let start = line.start + (written.len() - info.len());
        let open = info.find('{').unwrap_or(info.len());
        let name = info.get(..open).unwrap_or("").trim();
        if open == info.len() {
            return (name.into(), Attributes::default());
        }
        let (mut given, after) = match attributes::parse(self.places.raw, start + open) {
            Ok((given, close)) if close <= line.end => (given, close),
            Ok(_) => (Attributes::default(), line.end),
            Err(fault) => {
                let message = format!("the attributes of this box can't be read: {}", fault.what);
                let range = fault.range.start.min(line.end)..fault.range.end.min(line.end);
                self.problem(&rules::ATTRIBUTES_UNREAD, message, range);
                (Attributes::default(), line.end)
            }
        };
        if !self.places.slice(after..line.end).trim().is_empty() {
            self.problem(
                &rules::ATTRIBUTES_UNREAD,
                "nothing may follow the attributes of a box",
                after..line.end,
            );
        }
        // `::: {.note}` is Pandoc's way to write the name.
        if name.is_empty() && !given.classes.is_empty() {
            let name = given.classes.remove(0);
            return (name, given);
        }
        (name.into(), given)
    }

    /// Whether the name is a box's; a missing and an unknown one are problems.
    fn known(&mut self, name: &str, fence: Range<usize>) -> bool {
        if NAMES.contains(&name) {
            return true;
        }
        if name.is_empty() {
            let problem = self.problem(&rules::BOX_STRAY, "this line of colons closes no box", fence);
            problem.hints.push("an outer box needs more colons than those inside it".to_owned());
            return false;
        }
        let near = nearest(name, NAMES).map(|near| format!("did you mean `{near}`?"));
        let problem = self.problem(&rules::BOX_UNKNOWN, format!("there is no box named `{name}`"), fence);
        match near {
            Some(near) => problem.hints.push(near),
            None => problem.hints.push(format!("the boxes are {}", NAMES.join(", "))),
        }
        false
    }

    /// Whether a box was closed: by its own fence, or by one that closed a box around it too.
    fn is_closed(&self, node: Node<'t>, directive: &NodeBlockDirective, range: &Range<usize>) -> bool {
        self.ends_in_fence(directive, range)
            || node.ancestors().skip(1).any(|outer| match &outer.data().value {
                NodeValue::BlockDirective(outer_fence)
                    if outer_fence.fence_length <= directive.fence_length =>
                {
                    self.ends_in_fence(outer_fence, &self.block_range(outer))
                }
                _ => false,
            })
    }

    /// Whether the last line of a box is a fence that closes it.
    fn ends_in_fence(&self, directive: &NodeBlockDirective, range: &Range<usize>) -> bool {
        let first_end = self.places.line_end(range.start);
        if range.end <= first_end {
            return false;
        }
        let last =
            self.places.slice(self.places.line_start(range.end)..self.places.line_end(range.end)).trim_end();
        let fence = last.len() - last.trim_end_matches(':').len();
        let before = last.get(..last.len() - fence).unwrap_or("");
        fence >= directive.fence_length && before.chars().all(|c| matches!(c, ' ' | '\t' | '>'))
    }

    /// A box inside one of as many colons was closed by a line that closed the outer one too.
    fn nested(&mut self, node: Node<'t>, directive: &NodeBlockDirective, name: &str, fence: Range<usize>) {
        let outer = node.ancestors().skip(1).find_map(|outer| match &outer.data().value {
            NodeValue::BlockDirective(d)
                if d.fence_length <= directive.fence_length && !d.info.is_empty() =>
            {
                Some(self.block_range(outer).start)
            }
            _ => None,
        });
        if let Some(start) = outer {
            let outer = start..self.places.line_end(start);
            let message = format!("this `:::{name}` stands in a box of no more colons");
            let place = crate::diagnostic::Place::new(self.input.path.clone(), self.places.problem(outer));
            let problem = self.problem(&rules::BOX_NESTED, message, fence);
            problem.related.push((place, "the outer box begins here".to_owned()));
            problem.hints.push("give the outer box more colons, or close it before this one".to_owned());
        }
    }

    fn pull_quote(&mut self, node: Node<'t>, given: Attributes, range: Range<usize>) -> BlockKind {
        let fence = range.start..self.places.line_end(range.start);
        self.check_keys(&given, "a pull quote", &["by"], &["edited"], fence);
        let by = given.get("by").filter(|by| !by.trim().is_empty()).map(|by| self.plain_text(by));
        let edited = given.has_class("edited") || by.is_some();
        let verdict = if edited { Verdict::Edited(0.0) } else { Verdict::NotFound };
        BlockKind::PullQuote(PullQuote { blocks: self.blocks(node), verdict, by })
    }

    fn text_box(
        &mut self,
        node: Node<'t>,
        kind: BoxKind,
        given: Attributes,
        range: Range<usize>,
    ) -> BlockKind {
        let fence = range.start..self.places.line_end(range.start);
        self.check_keys(&given, "this box", &["id", "title"], &[], fence.clone());
        let title = given.get("title").map(|title| self.plain_inlines(title, fence));
        BlockKind::Box(TextBox { kind, id: given.id, title, blocks: self.blocks(node) })
    }

    /// `> [!NOTE]`
    pub(super) fn alert(&mut self, node: Node<'t>, alert: &NodeAlert, range: Range<usize>) -> BlockKind {
        let kind = match alert.alert_type {
            AlertType::Note => BoxKind::Note,
            AlertType::Tip => BoxKind::Tip,
            AlertType::Important => BoxKind::Important,
            AlertType::Warning => BoxKind::Warning,
            AlertType::Caution => BoxKind::Caution,
        };
        let line = range.start..self.places.line_end(range.start);
        let title = alert.title.as_deref().map(|title| self.plain_inlines(title, line));
        BlockKind::Box(TextBox { kind, id: None, title, blocks: self.blocks(node) })
    }

    /// A quotation that begins like an alert but is none.
    pub(super) fn unknown_alert(&mut self, node: Node<'t>) {
        let Some(first) = node.first_child() else { return };
        let range = self.block_range(first);
        let Some(rest) = self.places.slice(range.clone()).strip_prefix("[!") else { return };
        let Some(word) = rest.split(']').next().filter(|word| word.len() < rest.len()) else { return };
        if word.is_empty() || !word.chars().all(|c| c.is_alphabetic() || c == '-') {
            return;
        }
        let near = nearest(word, ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"]);
        let near = near.map(|near| format!("did you mean `{near}`?"));
        let place = range.start..range.start + word.len() + 3;
        let message = format!("`[!{word}]` is no kind of alert; this stays a quotation");
        self.problem(&rules::ALERT_UNKNOWN, message, place).hints.extend(near);
    }
}
