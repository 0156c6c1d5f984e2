//! A document that an author has becomes a manuscript.
//!
//! In: the bytes of files (text taken out of a PDF, Word, PDF, Markdown of other tools). Out: an [`Import`]: the
//! manuscript in the format that offprint builds from, the files beside it, and a report that accounts for every word of
//! the source. Never: the folder that it is written to, which is [`keep`]'s; never a word dropped without a remark.
//!
//! ```
//! use offprint::import::{Input, Options, read};
//!
//! let bytes = b"A SHORT NOTE\n\nJane Doe\n\nMay 2026\n\nOPENING\n\nAll is well in the harbour.\n".to_vec();
//! let import = read(&[Input { name: "note.txt".into(), bytes }], &Options::default())?;
//! assert!(import.manuscript.contains("\n## Opening\n\nAll is well in the harbour.\n"));
//! assert!(import.report.balance.is_even());
//! # Ok::<(), offprint::report::Failure>(())
//! ```

pub mod compose;
mod dates;
pub mod docx;
mod joined;
pub mod keep;
pub mod ledger;
pub mod markdown;
pub mod merge;
pub mod pdf;
pub mod remark;
pub mod report;
mod reread;
pub mod text;
pub mod transcript;

use ledger::{Absent, balance};
use remark::{Kind, Remark};
use report::Report;
use transcript::{Attachment, Transcript};

use crate::report::Failure;
use crate::source::LARGEST_MANUSCRIPT;

/// A file to import.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name, without folders: `paper.docx`. Its end says what it is.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// How a manuscript is to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// BCP 47; `None`: what the document says of itself, else a guess from its words.
    pub lang: Option<String>,
    /// Where lines of a paragraph end.
    pub wrap: Wrap,
    /// The languages of the site, its default first; empty if they are not known. A paper in one of the others is a translation, which
    /// has a file name and figures of its own.
    pub languages: Vec<String>,
}

impl Options {
    /// The name of the manuscript's file, by its language: `index.md`, or `index.pl.md` for a translation.
    pub fn file(&self, lang: Option<&str>) -> String {
        match self.translation(lang) {
            Some(lang) => format!("index.{lang}.md"),
            None => "index.md".to_owned(),
        }
    }

    /// The language, if it is one of the site's and not its default.
    fn translation(&self, lang: Option<&str>) -> Option<&str> {
        let others = self.languages.get(1..).unwrap_or_default();
        others
            .iter()
            .find(|other| lang.is_some_and(|lang| lang.eq_ignore_ascii_case(other)))
            .map(String::as_str)
    }
}

/// Where the lines of a paragraph end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wrap {
    /// A paragraph is one line.
    #[default]
    Paragraphs,
    /// Each sentence begins a line ("semantic line breaks").
    Sentences,
}

/// What came of an import.
#[derive(Clone, Debug)]
pub struct Import {
    /// The name of the manuscript's file: `index.md`, `index.pl.md`.
    pub file: String,
    /// The text of it.
    pub manuscript: String,
    /// The files beside it.
    pub attachments: Vec<Attachment>,
    /// What was done, and the count of words.
    pub report: Report,
}

/// A manuscript as a reader or [`compose`] wrote it, with its remarks on their lines, before the words are counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Written {
    /// The text of `index.md`.
    pub text: String,
    /// Each remark with the line (from 1) that it speaks of; `None`: it has no place in the manuscript.
    pub remarks: Vec<(Option<usize>, Remark)>,
    /// Notes, pictures and formulae that could not be written, each with a remark that says why.
    pub absent: Absent,
}

/// Makes one manuscript of one or more files, in their order.
///
/// # Errors
/// If a file is none that can be read: broken, encrypted, too large, of a kind that is not known, or one for which a
/// program is missing.
pub fn read(inputs: &[Input], options: &Options) -> Result<Import, Failure> {
    let [first, rest @ ..] = inputs else {
        return Err(Failure::new("no file to import was named"));
    };
    if let ([], Format::Markdown) = (rest, format(first)?) {
        return markdown::import(first, options);
    }
    let mut whole = transcript(first, options)?;
    for input in rest {
        whole = joined::joined(whole, transcript(input, options)?);
    }
    if let Some(lang) = &options.lang {
        whole.front.lang = Some(lang.clone());
    }
    if whole.front.math {
        let message =
            "the paper has formulae, which print as they are written unless site.toml says `math = true`";
        whole.remarks.push(Remark::new(Kind::Unsupported, message));
    }
    let lang = whole.front.lang.clone();
    if let Some(lang) = options.translation(lang.as_deref()) {
        joined::translate(&mut whole, lang);
    }
    let written = compose::compose(&whole, options.wrap);
    check_size(&first.name, &written.text)?;
    let read_again = reread::census(&written.text, whole.front.math);
    let remarks = written.remarks.iter().map(|(_, remark)| remark);
    let balance = balance(&whole.source, &read_again, remarks, whole.absent.and(written.absent));
    let sources = inputs.iter().map(|input| input.name.clone()).collect();
    Ok(Import {
        file: options.file(lang.as_deref()),
        manuscript: written.text,
        attachments: whole.attachments,
        report: Report::new(sources, written.remarks, balance),
    })
}

/// Nothing is made that a build would refuse.
fn check_size(source: &str, manuscript: &str) -> Result<(), Failure> {
    if manuscript.len() as u64 <= LARGEST_MANUSCRIPT {
        return Ok(());
    }
    Err(Failure::new(format!(
        "the manuscript of `{source}` would be larger than {} MB",
        LARGEST_MANUSCRIPT >> 20
    ))
    .hint("split the document, and import each part as a paper of its own"))
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Text,
    Word,
    Pdf,
    Markdown,
}

/// What a file is, by how it begins and by its name.
fn format(input: &Input) -> Result<Format, Failure> {
    let end = input.name.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default();
    if input.bytes.starts_with(b"%PDF-") {
        return Ok(Format::Pdf);
    }
    if input.bytes.starts_with(b"PK\x03\x04") || input.bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Ok(Format::Word);
    }
    match end.as_str() {
        "txt" | "text" => Ok(Format::Text),
        "docx" | "docm" | "dotx" => Ok(Format::Word),
        "pdf" => Ok(Format::Pdf),
        "md" | "markdown" | "qmd" | "rmd" => Ok(Format::Markdown),
        end => Err(Failure::new(format!("`{}` is of a kind that can't be imported", input.name)).hint(
            match end {
                "odt" | "rtf" | "doc" | "pages" | "wps" | "wpd" => {
                    "open it in Word, LibreOffice or Pages, save it as .docx, and import that"
                }
                "html" | "htm" | "tex" | "rst" | "adoc" | "epub" => {
                    "convert it first: `pandoc FILE -o paper.docx`, and import that"
                }
                _ => "files that can: .docx, .pdf, .md, .qmd and .txt; save or convert it to one of them",
            },
        )),
    }
}

fn transcript(input: &Input, options: &Options) -> Result<Transcript, Failure> {
    match format(input)? {
        Format::Text => text::transcript(input, options),
        Format::Word => docx::transcript(input, options),
        Format::Pdf => pdf::transcript(input, options),
        Format::Markdown => Err(Failure::new(format!("`{}` can't be joined with other files", input.name))
            .hint("import Markdown files one at a time")),
    }
}
