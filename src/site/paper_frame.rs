//! The frame of a paper, which all its pages share, and the entry by which lists show it.
//!
//! In: the site (catalog, links, settings). Out: [`PaperFrame`], [`EntryFrame`], [`AuthorFrame`]. Never: a paper's text.

use std::sync::Arc;

use super::Site;
use super::frame::{
    AuthorFrame, AuthorKind, CiteFrame, ContentsEntry, CorrectionFrame, DateFrame, DownloadFrame, EntryFrame,
    ImageFrame, LinkFrame, NumberedFrame, PaperFrame,
};
use crate::catalog::ResolvedAuthor;
use crate::language::Language;
use crate::paper::{Anchor, AnchorKind, Dated, Inline, Kind, Name, Person, Record, ReferenceId, phrase};
use crate::resolve::{Label, Link};
use crate::theme::Words;

/// Words that a reader reads in a minute: silent reading of English non-fiction, the mean of 190 studies
/// (Brysbaert 2019, "How many words do we read per minute?", Journal of Memory and Language 109).
const WORDS_A_MINUTE: u32 = 238;

/// Minutes to read so many words; at least one.
pub fn minutes(words: u32) -> u32 {
    ((words + WORDS_A_MINUTE / 2) / WORDS_A_MINUTE).max(1)
}

impl Site {
    /// The frame that the pages of a paper share.
    pub fn paper(&self, index: u32) -> Option<Arc<PaperFrame>> {
        let record = self.record(index)?;
        (record.kind == Kind::Paper).then(|| Arc::new(self.paper_frame(index, record)))
    }

    fn paper_frame(&self, index: u32, record: &Record) -> PaperFrame {
        let meta = &record.meta;
        let language = self.language(&record.lang);
        let owned = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
        PaperFrame {
            title: meta.title.to_string(),
            subtitle: owned(&meta.subtitle),
            summary: meta.summary_text.to_string(),
            authors: self.authors(index),
            date: meta.date.as_ref().map(|date| date_frame(date, language)),
            updated: meta.updated.as_ref().map(|date| date_frame(date, language)),
            series: self.series_link(index, record),
            number: owned(&meta.number),
            collection: self.collection_link(record),
            topics: self.topic_links(index, record),
            license: meta.license.as_deref().map(license),
            doi: meta
                .doi
                .as_deref()
                .map(|doi| LinkFrame { title: doi.to_owned(), href: format!("https://doi.org/{doi}") }),
            cover: meta.cover.and_then(|cover| self.image(index, cover, meta.cover_alt.as_deref())),
            corrections: corrections(record, language),
            href: self.href(&record.address),
            full: (!record.single).then(|| self.href(&format!("{}full/", record.address))),
            contents: self.contents(record),
            figures: self.numbered(index, record, numbered_figure),
            tables: self.numbered(index, record, numbered_table),
            downloads: self.downloads(index, record, language),
            cite: self.cite_frame(index, record),
            words: record.words,
            minutes: minutes(record.words),
            draft: meta.draft,
        }
    }

    /// The authors of a record, with links to their pages.
    pub(super) fn authors(&self, index: u32) -> Vec<AuthorFrame> {
        let authors = self.catalog.authors.get(index as usize);
        authors.into_iter().flatten().map(|author| self.author(author)).collect()
    }

    fn author(&self, author: &ResolvedAuthor) -> AuthorFrame {
        let page = author.record.and_then(|record| self.record(record));
        Self::person(&author.person, page.map(|record| self.href(&record.address)))
    }

    /// A person, whose page is at `href`.
    pub(super) fn person(person: &Person, href: Option<String>) -> AuthorFrame {
        let owned = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
        AuthorFrame {
            name: person.name.to_string(),
            kind: match person.parts() {
                Name::Personal { .. } => AuthorKind::Person,
                Name::Whole(_) => AuthorKind::Organization,
            },
            href,
            role: owned(&person.role),
            orcid: owned(&person.orcid),
            affiliation: owned(&person.affiliation),
            email: owned(&person.email),
            url: owned(&person.url),
        }
    }

    fn contents(&self, record: &Record) -> Vec<ContentsEntry> {
        let entry = |section: &crate::paper::SectionRecord| ContentsEntry {
            title_html: phrase::html(&section.title),
            title: section.title_text.to_string(),
            href: if record.single {
                format!("{}#{}", self.href(&record.address), section.id)
            } else {
                self.href(&format!("{}{}/", record.address, section.id))
            },
            anchor: format!("#{}", section.id),
            summary: section.summary.as_deref().map(str::to_owned),
            minutes: minutes(section.words),
        };
        record.sections.iter().map(entry).collect()
    }

    fn numbered(
        &self,
        index: u32,
        record: &Record,
        pick: fn(&Anchor) -> Option<Numbered<'_>>,
    ) -> Vec<NumberedFrame> {
        let words = &self.site_frame(&record.lang).words;
        let frame = |anchor: &Anchor| {
            let found = pick(anchor)?;
            Some(NumberedFrame {
                label: format!("{} {}", words.text(found.word), found.number),
                caption: phrase::plain_with(found.caption, &|reference| self.label(index, reference, words)),
                href: self.anchor_href(record, anchor),
            })
        };
        record.anchors.iter().filter_map(frame).collect()
    }

    /// What a cross-reference prints.
    fn label(&self, index: u32, reference: ReferenceId, words: &Words) -> String {
        match self.link(index, reference) {
            Some(Link::Inside { label: Some(Label::Figure(number)), .. }) => {
                format!("{} {number}", words.text("figure"))
            }
            Some(Link::Inside { label: Some(Label::Table(number)), .. }) => {
                format!("{} {number}", words.text("table"))
            }
            Some(Link::Inside { label: Some(Label::Section(title)), .. }) => title.to_string(),
            _ => String::new(),
        }
    }

    /// Where a figure or table stands.
    fn anchor_href(&self, record: &Record, anchor: &Anchor) -> String {
        let section = anchor.section.and_then(|at| record.sections.get(usize::from(at)));
        match section {
            Some(section) if !record.single => {
                format!("{}#{}", self.href(&format!("{}{}/", record.address, section.id)), anchor.id)
            }
            _ => format!("{}#{}", self.href(&record.address), anchor.id),
        }
    }

    fn downloads(&self, index: u32, record: &Record, language: &Language) -> Vec<DownloadFrame> {
        let frame = |download: &crate::paper::Download| match self.link(index, download.reference)? {
            Link::Asset(file) => Some(DownloadFrame {
                title: download.title.to_string(),
                href: self.href(&file.address),
                kind: file.address.rsplit('.').next().unwrap_or_default().to_uppercase(),
                size: language.file_size(file.len),
            }),
            _ => None,
        };
        record.meta.downloads.iter().filter_map(frame).collect()
    }

    pub(super) fn image(&self, index: u32, reference: ReferenceId, alt: Option<&str>) -> Option<ImageFrame> {
        match self.link(index, reference)? {
            Link::Asset(file) => {
                let alt = alt.unwrap_or_default();
                Some(ImageFrame::new(&file.address, file.picture.as_ref(), alt, &self.config.base))
            }
            _ => None,
        }
    }

    fn cite_frame(&self, index: u32, record: &Record) -> Option<CiteFrame> {
        let citation = self.citation(index)?;
        let href = |format: &str| self.href(&format!("{}cite.{format}", record.address));
        Some(CiteFrame {
            text: super::cited::text(&citation, self.language(&record.lang)),
            bib: href("bib"),
            ris: href("ris"),
            json: href("json"),
        })
    }

    /// The entry by which lists show a paper; made once, however many lists show it.
    pub(super) fn entry(&self, index: u32) -> Option<Arc<EntryFrame>> {
        let record = self.record(index)?;
        let slot = self.entry_frames.get(index as usize)?;
        Some(slot.get_or_init(|| Arc::new(self.entry_frame(index, record))).clone())
    }

    fn entry_frame(&self, index: u32, record: &Record) -> EntryFrame {
        let meta = &record.meta;
        let series = meta.series.as_deref().map(|series| match &meta.number {
            Some(number) => format!("{series} {number}"),
            None => series.to_owned(),
        });
        EntryFrame {
            title: meta.title.to_string(),
            subtitle: meta.subtitle.as_deref().map(str::to_owned),
            href: self.href(&record.address),
            authors: self.authors(index),
            date: meta.date.as_ref().map(|date| date_frame(date, self.language(&record.lang))),
            summary: meta.summary_text.to_string(),
            series,
            minutes: minutes(record.words),
            draft: meta.draft,
        }
    }
}

/// A date for readers and machines.
pub(super) fn date_frame(date: &Dated, language: &Language) -> DateFrame {
    DateFrame { iso: crate::language::iso(date), text: language.date(date) }
}

fn corrections(record: &Record, language: &Language) -> Vec<CorrectionFrame> {
    let frame = |correction: &crate::paper::Correction| CorrectionFrame {
        date: date_frame(&correction.date, language),
        text_html: phrase::html(&correction.text),
    };
    record.meta.corrections.iter().map(frame).collect()
}

struct Numbered<'a> {
    word: &'static str,
    number: &'a str,
    caption: &'a [Inline],
}

fn numbered_figure(anchor: &Anchor) -> Option<Numbered<'_>> {
    match &anchor.kind {
        AnchorKind::Figure { number: Some(number), caption } => {
            Some(Numbered { word: "figure", number, caption })
        }
        _ => None,
    }
}

fn numbered_table(anchor: &Anchor) -> Option<Numbered<'_>> {
    match &anchor.kind {
        AnchorKind::Table { number: Some(number), caption } => {
            Some(Numbered { word: "table", number, caption })
        }
        _ => None,
    }
}

/// A licence by the name that authors give it; its URL when the name is a Creative Commons one (their SPDX ids work too).
fn license(written: &str) -> LinkFrame {
    if written.starts_with("http://") || written.starts_with("https://") {
        return LinkFrame { title: written.to_owned(), href: written.to_owned() };
    }
    LinkFrame { title: written.to_owned(), href: creative_commons(written).unwrap_or_default() }
}

fn creative_commons(written: &str) -> Option<String> {
    let lower = written.to_lowercase().replace(' ', "-");
    if lower.starts_with("cc0") {
        return Some("https://creativecommons.org/publicdomain/zero/1.0/".to_owned());
    }
    let (kind, version) = lower.strip_prefix("cc-")?.rsplit_once('-')?;
    let known = ["by", "by-sa", "by-nd", "by-nc", "by-nc-sa", "by-nc-nd"].contains(&kind);
    let numbered =
        version.split('.').all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()));
    (known && numbered).then(|| format!("https://creativecommons.org/licenses/{kind}/{version}/"))
}
