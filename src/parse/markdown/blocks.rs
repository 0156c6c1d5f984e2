//! Blocks: headings, paragraphs, lists, quotations, code, and where the other kinds are told apart.
//!
//! In: the children of a node of the parser's tree. Out: blocks, and the definitions of notes found among them.
//! Never: what stands in a line, and what a box or table is.

use std::ops::Range;

use comrak::nodes::{ListType, Node, NodeCodeBlock, NodeHeading, NodeList, NodeValue};

use super::math::Display;
use super::plain::printable;
use super::text::Run;
use super::{Definition, Lowerer, MAX_DEPTH, attributes, figures};
use crate::diagnostic::nearest;
use crate::diagnostic::rules::apparatus::HEADING_EMPTY;
use crate::diagnostic::rules::manuscript as rules;
use crate::diagnostic::rules::reading::ALIAS_INVALID;
use crate::paper::{Attributes, Block, BlockKind, CodeText, Inline, ListItem, phrase};

impl<'t> Lowerer<'_, 't> {
    /// Lowers the children of a block.
    pub(super) fn blocks(&mut self, parent: Node<'t>) -> Vec<Block> {
        self.blocks_from(parent.first_child(), None)
    }

    /// Lowers a block and those after it, up to but without the last one.
    pub(super) fn blocks_from(&mut self, first: Option<Node<'t>>, last: Option<Node<'t>>) -> Vec<Block> {
        // Most items and notes are one paragraph, and a vector makes room for four blocks, a kilobyte.
        let is_alone = first.is_some_and(|node| node.next_sibling().is_none());
        let mut out = Vec::with_capacity(usize::from(is_alone));
        let mut next = first;
        if self.depth >= MAX_DEPTH {
            while let Some(node) = next {
                self.flat_block(node, &mut out);
                next = node.next_sibling();
            }
            return out;
        }
        self.depth += 1;
        while let Some(node) = next.filter(|node| !last.is_some_and(|last| last.same_node(node))) {
            next = self.block(node, &mut out);
        }
        self.depth -= 1;
        out
    }

    /// Lowers one block; the next one to lower is the result.
    fn block(&mut self, node: Node<'t>, out: &mut Vec<Block>) -> Option<Node<'t>> {
        let range = self.block_range(node);
        let data = node.data();
        match &data.value {
            NodeValue::Paragraph => self.paragraph(node, range, out),
            NodeValue::Heading(heading) => {
                let kind = self.heading(node, *heading, range.clone());
                self.add(kind, range, out);
            }
            NodeValue::List(list) => {
                let kind = self.list(node, list);
                self.add(kind, range, out);
            }
            NodeValue::BlockQuote => {
                self.unknown_alert(node);
                let blocks = self.blocks(node);
                self.add(BlockKind::Quote(blocks), range, out);
            }
            NodeValue::Alert(alert) => {
                let kind = self.alert(node, alert, range.clone());
                self.add(kind, range, out);
            }
            NodeValue::BlockDirective(directive) => self.directive(node, directive, range, out),
            NodeValue::CodeBlock(code) => {
                let closed = self.closed_code(node, code);
                let kind = self.code_block(closed.as_ref().unwrap_or(code), range.clone());
                self.add(kind, range, out);
            }
            NodeValue::ThematicBreak => self.add(BlockKind::Rule, range, out),
            NodeValue::Table(table) => {
                let table = self.table(node, table);
                self.add(BlockKind::Table(table), range, out);
            }
            NodeValue::HtmlBlock(html) => {
                let lines = if html.literal.is_empty() { self.lines_of_open(node) } else { None };
                let lines = lines.map(|lines| lines.join("\n"));
                return self.html_block(node, lines.as_ref().unwrap_or(&html.literal), range, out);
            }
            NodeValue::FootnoteDefinition(definition) => self.definition(node, &definition.name, range),
            _ => out.extend(self.blocks(node)),
        }
        node.next_sibling()
    }

    /// Adds a block that stands at `range`.
    pub(super) fn add(&mut self, kind: BlockKind, range: Range<usize>, out: &mut Vec<Block>) {
        let span = self.span(range);
        out.push(Block { kind, span });
    }

    fn paragraph(&mut self, node: Node<'t>, range: Range<usize>, out: &mut Vec<Block>) {
        if let Some(BlockKind::Table(table)) = out.last_mut().map(|block| &mut block.kind)
            && table.caption.is_none()
            && let Some(prefix) = figures::caption_prefix(self.places.slice(range.clone()))
        {
            let caption = self.table_caption(node, range, prefix);
            table.caption = Some(caption);
            return;
        }
        if !self.in_figure
            && let Some(figure) = self.lone_image(node, &range)
        {
            return self.add(BlockKind::Figure(figure), range, out);
        }
        let inlines = self.line(node, range.clone());
        if let [Inline::Math(math)] = inlines.as_slice()
            && self.places.slice(range.clone()).starts_with("$$")
        {
            let math = math.clone();
            return self.add(BlockKind::Math(math), range, out);
        }
        if !inlines.is_empty() {
            self.add(BlockKind::Paragraph(inlines), range, out);
        }
    }

    fn heading(&mut self, node: Node<'t>, heading: NodeHeading, range: Range<usize>) -> BlockKind {
        let mut words = self.places.slice(range.start..self.places.line_end(range.end));
        if heading.setext {
            words = words.get(..words.trim_end().rfind(['\n', '\r']).unwrap_or(words.len())).unwrap_or("");
        } else if heading.closed {
            words = words.trim_end().trim_end_matches('#');
        }
        let (title, id, aliases) = match attributes::at_end(words) {
            Some((open, given)) => {
                let end = words.get(..open).map_or(open, |before| before.trim_end().len());
                let shown = range.start..range.start + end;
                let place = range.start + open..range.start + words.trim_end().len();
                let title = self.line_within(node, range.clone(), shown);
                self.check_keys(&given, "a heading", &["id", "alias"], &[], place.clone());
                let aliases = self.aliases(&given, place);
                (title, given.id, aliases)
            }
            None => (self.line(node, range.clone()), None, Box::default()),
        };
        if phrase::plain(&title).trim().is_empty() {
            let line = range.start..self.places.line_end(range.start);
            let problem = self.problem(&HEADING_EMPTY, "a heading without words", line);
            problem.hints.push("write its words, or delete the line".to_owned());
        }
        BlockKind::Heading { level: heading.level, id: id.unwrap_or_default(), aliases, title }
    }

    /// The ids that a heading used to have: `alias=cost`, `alias="cost price"`.
    fn aliases(&mut self, given: &Attributes, range: Range<usize>) -> Box<[Box<str>]> {
        let mut aliases = Vec::new();
        let written = given.pairs.iter().filter(|(key, _)| **key == *"alias");
        for alias in written.flat_map(|(_, value)| value.split_whitespace()) {
            if attributes::is_old_id(alias.strip_prefix('#').unwrap_or(alias)) {
                aliases.push(alias.into());
                continue;
            }
            let problem = format!("`{alias}` can't be the old id of a heading");
            let hint = "give what stood behind the `#` of the old address, or the last part of a section's";
            self.problem(&ALIAS_INVALID, problem, range.clone()).hints.push(hint.to_owned());
        }
        aliases.into()
    }

    fn list(&mut self, node: Node<'t>, list: &NodeList) -> BlockKind {
        let items = node.children().map(|item| {
            let range = self.block_range(item);
            let task = match &item.data().value {
                NodeValue::TaskItem(task) => Some(task.symbol.is_some()),
                _ => None,
            };
            let blocks = self.blocks(item);
            ListItem { task, blocks, span: self.span(range) }
        });
        let items = items.collect();
        let start = (list.list_type == ListType::Ordered).then(|| u64::try_from(list.start).unwrap_or(1));
        BlockKind::List { start, tight: list.tight, items }
    }

    fn code_block(&mut self, code: &NodeCodeBlock, range: Range<usize>) -> BlockKind {
        let text = self.masks.lift(&code.literal).replace("\r\n", "\n");
        let info = if code.fenced { self.masks.lift(&code.info).into_owned() } else { String::new() };
        let written = info.split_whitespace().next().filter(|word| !word.starts_with('{'));
        let mut language = written.map(|word| word.split('{').next().unwrap_or(word).into());
        let line = range.start..self.places.line_end(range.start);
        let braces = self.places.slice(line.clone()).find('{').filter(|_| code.fenced);
        if let Some(open) = braces.map(|at| range.start + at) {
            let given = self.fence_attributes(open, line.end);
            language = language.or_else(|| given.classes.first().cloned());
        }
        if self.input.math && language.as_deref() == Some("math") {
            let tex = text.trim();
            if let Some(math) = self.formula(tex, Display::Block, range) {
                return BlockKind::Math(math);
            }
        }
        let index = u32::try_from(self.out.codes.len()).unwrap_or(u32::MAX);
        self.out.codes.push(CodeText { language, text: printable(&text) });
        BlockKind::Code(index)
    }

    /// The attributes on the line of a code fence: its first class may be the language.
    fn fence_attributes(&mut self, open: usize, end: usize) -> Attributes {
        match attributes::parse(self.places.raw, open) {
            Ok((given, close)) if close <= end => {
                let classes: Vec<String> = given.classes.iter().map(ToString::to_string).collect();
                let classes: Vec<&str> = classes.iter().map(String::as_str).collect();
                self.check_keys(&given, "a code block", &[], &classes, open..close);
                given
            }
            Ok(_) => Attributes::default(),
            Err(fault) => {
                let message = format!("these attributes can't be read: {}", fault.what);
                self.problem(
                    &rules::ATTRIBUTES_UNREAD,
                    message,
                    fault.range.start.min(end)..fault.range.end.min(end),
                );
                Attributes::default()
            }
        }
    }

    fn definition(&mut self, node: Node<'t>, name: &str, range: Range<usize>) {
        if super::inline_number(name).is_some() && !self.places.slice(range.clone()).starts_with("[^") {
            return;
        }
        let blocks = self.blocks(node);
        let span = self.span(range);
        let name: Vec<&str> = name.split_whitespace().collect();
        let label = self.masks.lift(&name.join(" ")).into();
        self.out.definitions.push(Definition { label, blocks, span });
    }

    /// The words of a block that is nested too deep.
    fn flat_block(&mut self, node: Node<'t>, out: &mut Vec<Block>) {
        let range = self.block_range(node);
        self.run = Run { cursor: range.start, limit: self.places.line_end(range.end), ..Run::default() };
        for inner in node.descendants() {
            if let NodeValue::Table(table) = &inner.data().value {
                self.long_rows(inner, table.num_columns);
            }
        }
        let mut inlines = Vec::new();
        self.flat_inlines(node, &mut inlines);
        self.add(BlockKind::Paragraph(inlines), range, out);
    }

    /// Checks attributes against those that an element reads.
    pub(super) fn check_keys(
        &mut self,
        given: &Attributes,
        element: &str,
        keys: &[&str],
        classes: &[&str],
        range: Range<usize>,
    ) {
        if let Some(id) = &given.id {
            if !keys.contains(&"id") {
                self.problem(
                    &rules::ATTRIBUTE_UNKNOWN,
                    format!("the id `#{id}` has no effect on {element}"),
                    range.clone(),
                );
            } else if !attributes::is_id(id) {
                let problem =
                    self.problem(&rules::ID_INVALID, format!("`{id}` can't be an id"), range.clone());
                problem.hints.push(
                    "an id begins with a letter, and goes on with letters, digits, `_`, `.` and `-`"
                        .to_owned(),
                );
            }
        }
        for class in given.classes.iter().filter(|class| !classes.contains(&&***class)) {
            let message = format!("the class `.{class}` has no effect on {element}");
            let near = nearest(class, classes.iter().copied()).map(|near| format!("did you mean `.{near}`?"));
            self.problem(&rules::ATTRIBUTE_UNKNOWN, message, range.clone()).hints.extend(near);
        }
        for (key, _) in given.pairs.iter().filter(|(key, _)| !keys.contains(&&**key)) {
            let message = format!("`{key}` has no effect on {element}");
            let near = nearest(key, keys.iter().copied()).map(|near| format!("did you mean `{near}`?"));
            self.problem(&rules::ATTRIBUTE_UNKNOWN, message, range.clone()).hints.extend(near);
        }
    }
}
