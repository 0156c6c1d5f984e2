//! Markdown of other tools (Pandoc, Quarto, Jekyll, Hugo) becomes a manuscript.
//!
//! In: the bytes of a file. Out: an [`Import`] that keeps the author's text as it is, except where its meaning would
//! change. Never: a word less.

mod attributes;
mod blocks;
mod check;
mod code;
mod divs;
mod document;
mod edits;
mod front;
mod headings;
mod html;
mod html_figures;
mod images;
mod inlines;
mod kramdown;
mod lines;
mod links;
mod lists;
mod marks;
mod name;
mod shortcodes;
mod tables;
mod tags;

use super::ledger::{Absent, Census, balance};
use super::report::Report;
use super::{Failure, Import, Input, Options, Written, check_size};
use document::Document;

/// Makes a manuscript of a Markdown file.
///
/// # Errors
/// If the file is no text, or would be a manuscript that is too large.
pub fn import(input: &Input, options: &Options) -> Result<Import, Failure> {
    let text = decoded(input)?;
    check_size(&input.name, &text)?;
    let source = text.replace("\r\n", "\n");
    let (written, lang) = converted(&source, input, options);
    let (source_words, manuscript_words) = (census(&source), census(&written.text));
    let remarks = written.remarks.iter().map(|(_, remark)| remark);
    let balance = balance(&source_words, &manuscript_words, remarks, Absent::default());
    let manuscript = if text.contains("\r\n") { written.text.replace('\n', "\r\n") } else { written.text };
    check_size(&input.name, &manuscript)?;
    let report = Report::new(vec![input.name.clone()], written.remarks, balance);
    Ok(Import { file: options.file(lang.as_deref()), manuscript, attachments: Vec::new(), report })
}

fn census(text: &str) -> Census {
    let mut census = Census::default();
    census.add(text);
    census
}

/// The text of a file.
fn decoded(input: &Input) -> Result<String, Failure> {
    let bytes = input.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&input.bytes);
    let refusal = || {
        Failure::new(format!("`{}` is no text in UTF-8", input.name)).hint("save it as UTF-8 in your editor")
    };
    let text = std::str::from_utf8(bytes).map_err(|_| refusal())?;
    if text.contains('\0') { Err(refusal()) } else { Ok(text.to_owned()) }
}

/// The source as a manuscript, and its language.
fn converted(source: &str, input: &Input, options: &Options) -> (Written, Option<String>) {
    let front = front::read(source);
    let is_pandoc = front.is_pandoc() || name::is_pandoc(&input.name);
    let mut document = Document::new(source, front.body(), is_pandoc);
    document.is_single = front.is_single();
    let planned = document.plan(front.title());
    let outside = name::outside(&input.name, planned.as_ref().map(|(title, _)| title.clone()), &document);
    let title = planned.as_ref().map(|(_, heading)| heading);
    if let Some(heading) = title {
        document.lift_title(heading);
    }
    document.blocks(title);
    let start = front.body();
    let (mut written, lang) = front.write(source, options, outside);
    let body = written.text.matches('\n').count();
    let text = document.finish().apply(source, start);
    written.text.push_str(&text.text);
    written
        .remarks
        .extend(text.remarks.into_iter().map(|(line, remark)| (line.map(|line| line + body), remark)));
    written.remarks.extend(check::errors(&written.text, lang.as_deref()));
    // What stood after the last line is spoken of at that line.
    let last = written.text.lines().count().max(1);
    written.remarks.iter_mut().for_each(|(line, _)| *line = line.map(|line| line.min(last)));
    (written, lang)
}
