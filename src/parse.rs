//! One manuscript, in one language: its sources become a paper.
//!
//! In: the sources of a manuscript. Out: a [`Paper`], and what is wrong with it. Never: files, the clock, or anything
//! about other papers.

mod addresses;
mod anchors;
mod charts;
mod conflicts;
mod files;
pub mod front_matter;
mod levels;
mod markdown;
mod names;
mod notes;
mod numbering;
mod pull_quotes;
pub mod pullquote;
mod sections;
mod slug;
pub mod typography;
mod walk;
pub mod words;

use std::sync::Arc;

use crate::diagnostic::{Checked, Diagnostic};
use crate::paper::{
    Alias, Anchor, AnchorKind, Block, BlockKind, Body, BoxKind, ChartRecord, Inline, Kind, Pages, Paper,
    Record, SectionRecord, SectionText, phrase,
};
use crate::source::{Manuscript, Source};

use addresses::{Named, Naming};
use anchors::Scope;
use files::Pools;
use names::Names;
use pullquote::{Corpus, RunningText};
use sections::{Arranged, Draft};
use walk::{Go, Quotes};

/// How a site wants its texts to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Whether `$…$` is mathematics.
    pub math: bool,
    /// Whether HTML beyond FORMAT's list passes through as written.
    pub raw_html: bool,
    /// Whether quotes and dashes are set by the language's rules.
    pub smart: bool,
}

/// Reads one manuscript.
pub fn paper(manuscript: &Manuscript, sources: &[Source], settings: &Settings) -> Checked<Paper> {
    let mut problems = Vec::new();
    let paths: Vec<Arc<str>> = sources.iter().map(|source| source.path.clone()).collect();
    let texts: Vec<Arc<str>> = sources.iter().map(|source| source.text.clone()).collect();
    let files::Files { mut meta, parts, mut pools } =
        files::read(manuscript, sources, settings, &mut problems);
    let mut arranged = sections::arrange(manuscript.kind, &meta.title, sources, parts, &mut problems);
    judge_quotes(&mut arranged, &mut pools, (&texts, &paths), &mut problems);
    let mut figures = number(&mut arranged, &paths, &mut problems);
    let charts = charts(&mut arranged, &mut figures);
    let slug = manuscript.key.rsplit('/').next().unwrap_or_default();
    let naming = Naming { slug, pages: meta.pages, figures: &figures, texts: &texts, files: &paths };
    let mut section_names = Names::default();
    let named = naming.name(&arranged.sections, &mut section_names, &mut problems);
    let anchors = anchors(&mut arranged, &named, [&figures, &section_names], (&texts, &paths), &mut problems);
    let notes = number_notes(&mut arranged, &mut pools, &paths, &mut problems);
    let Pools { mut references, codes, .. } = pools;
    for reference in &mut references {
        reference.section = arranged.bounds.section(reference.span);
    }
    let Arranged { mut opening, sections: drafts, .. } = arranged;
    let opening_words = count(&opening);
    let mut has_findings = has_findings(&mut opening);
    let mut sections = Vec::with_capacity(drafts.len());
    let mut records = Vec::with_capacity(drafts.len());
    let on_one_page = meta.pages == Pages::Single;
    for (index, (mut draft, mut named)) in (0..).zip(drafts.into_iter().zip(named)) {
        has_findings = has_findings || self::has_findings(&mut draft.blocks);
        meta.aliases.extend(old_pages(manuscript, index, &draft, &named, on_one_page));
        named.old_ids.retain(|id| *id != named.id);
        let (text, record) = section(draft, named);
        sections.push(text);
        records.push(record);
    }
    let record = Record {
        kind: manuscript.kind,
        key: manuscript.key.clone(),
        collection: manuscript.collection.clone(),
        lang: manuscript.lang.clone(),
        address: manuscript.address.clone(),
        files: paths,
        single: manuscript.kind != Kind::Paper || on_one_page || records.is_empty(),
        meta,
        words: records.iter().fold(opening_words, |words, section| words.saturating_add(section.words)),
        sections: records,
        anchors,
        has_findings,
        references,
        charts,
        notes: u32::try_from(notes.len()).unwrap_or(u32::MAX),
        opening_words,
    };
    Checked::new(Paper { record, body: Body { opening, sections, notes, codes } }, problems)
}

/// Holds the pull quotes, if there are any, against the whole text.
fn judge_quotes(
    arranged: &mut Arranged,
    pools: &mut Pools,
    (texts, paths): (&[Arc<str>], &[Arc<str>]),
    problems: &mut Vec<Diagnostic>,
) {
    let Arranged { opening, sections, .. } = arranged;
    let notes = &mut pools.definitions;
    let any = pull_quotes::any(opening)
        || sections.iter_mut().any(|draft| pull_quotes::any(&mut draft.blocks))
        || notes.iter_mut().any(|note| pull_quotes::any(&mut note.blocks));
    if !any {
        return;
    }
    let mut running = RunningText::with_capacity(texts.iter().map(|text| text.len()).sum());
    pull_quotes::gather(opening, &mut running);
    for draft in sections.iter() {
        pull_quotes::gather_phrase(&draft.title, &mut running);
        pull_quotes::gather(&draft.blocks, &mut running);
    }
    notes.iter().for_each(|note| pull_quotes::gather(&note.blocks, &mut running));
    let corpus = Corpus::new(running);
    let mut judge = |blocks| pull_quotes::judge(blocks, &corpus, paths, problems);
    judge(opening);
    sections.iter_mut().for_each(|draft| judge(&mut draft.blocks));
    notes.iter_mut().for_each(|note| judge(&mut note.blocks));
}

/// Numbers figures and tables; their ids.
fn number(arranged: &mut Arranged, paths: &[Arc<str>], problems: &mut Vec<Diagnostic>) -> Names {
    let mut numbers = numbering::Numbers::default();
    numbers.text(&mut arranged.opening, paths, problems);
    arranged.sections.iter_mut().for_each(|draft| numbers.text(&mut draft.blocks, paths, problems));
    numbers.name(&mut arranged.opening);
    arranged.sections.iter_mut().for_each(|draft| numbers.name(&mut draft.blocks));
    numbers.ids
}

/// The charts; those that have no id of their own take one that no figure has.
fn charts(arranged: &mut Arranged, figures: &mut Names) -> Vec<ChartRecord> {
    let mut records = Vec::new();
    charts::gather(&mut arranged.opening, figures, &mut records);
    arranged.sections.iter_mut().for_each(|draft| charts::gather(&mut draft.blocks, figures, &mut records));
    records
}

/// Gives headings their ids; everything that can be pointed to.
fn anchors(
    arranged: &mut Arranged,
    named: &[Named],
    [figures, sections]: [&Names; 2],
    (texts, files): (&[Arc<str>], &[Arc<str>]),
    problems: &mut Vec<Diagnostic>,
) -> Vec<Anchor> {
    let mut anchors = Vec::new();
    let others = [figures, sections];
    let mut scope =
        Scope { section: None, level: 1, others, names: Names::default(), headings: 0, texts, files };
    scope.text(&mut arranged.opening, &mut anchors, problems);
    let nothing = Names::default();
    for (index, (draft, named)) in (0_u16..).zip(arranged.sections.iter_mut().zip(named)) {
        let section = Some(index);
        let (id, span) = (named.heading_id.clone(), draft.title_span);
        let mut names = Names::default();
        names.insert(&id, span);
        named.old_heading_ids.iter().for_each(|id| {
            names.insert(id, span);
        });
        anchors.push(Anchor { section, id, kind: AnchorKind::Section, span });
        let mut scope =
            Scope { section, level: 2, others: [figures, &nothing], names, headings: 0, texts, files };
        scope.text(&mut draft.blocks, &mut anchors, problems);
    }
    anchors
}

/// Numbers the notes: those of the text, then those that only notes cite, then those that only pull quotes cite.
fn number_notes(
    arranged: &mut Arranged,
    pools: &mut Pools,
    paths: &[Arc<str>],
    problems: &mut Vec<Diagnostic>,
) -> Vec<crate::paper::Note> {
    let definitions = std::mem::take(&mut pools.definitions);
    let citations = std::mem::take(&mut pools.citations);
    let (mut numbering, duplicates) = notes::Numbering::new(definitions, citations, paths, problems);
    numbering.text(&mut arranged.opening);
    for draft in &mut arranged.sections {
        numbering.phrase(&mut draft.title);
        numbering.text(&mut draft.blocks);
    }
    let done = numbering.notes(0);
    numbering.pull_quotes(&mut arranged.opening);
    arranged.sections.iter_mut().for_each(|draft| numbering.pull_quotes(&mut draft.blocks));
    numbering.notes(done);
    numbering.finish(&duplicates, paths, problems)
}

/// The addresses at which the page of a section used to be. On a paper of one page, it may be that of its own id.
fn old_pages(
    manuscript: &Manuscript,
    index: u16,
    draft: &Draft,
    named: &Named,
    on_one_page: bool,
) -> Vec<Alias> {
    let old = named.old_ids.iter().map(|id| &**id).filter(|id| on_one_page || **id != *named.id);
    let alias = |id: &str| Alias {
        address: format!("{}{id}/", manuscript.address).into(),
        section: Some(index),
        span: draft.title_span,
    };
    old.map(alias).collect()
}

fn section(draft: Draft, named: Named) -> (SectionText, SectionRecord) {
    let Named { id, heading_id, old_ids, old_heading_ids } = named;
    let title = pull_quotes::without_marks(&draft.title);
    let record = SectionRecord {
        id: id.clone(),
        heading_id,
        title_text: phrase::plain(&title).trim().into(),
        title,
        summary: draft.summary,
        words: count_phrase(&draft.title, &mut String::new()).saturating_add(count(&draft.blocks)),
        old_ids: old_ids.into(),
        old_heading_ids: old_heading_ids.into(),
        span: draft.title_span,
    };
    let text = SectionText { id, title: draft.title, title_span: draft.title_span, blocks: draft.blocks };
    (text, record)
}

/// Words as a reader counts them: notes, repeated pull quotes and code left out.
fn count(blocks: &[Block]) -> u32 {
    let mut total = 0_u32;
    let mut line = String::new();
    walk::phrases(blocks, Quotes::Judged, &mut |phrase| {
        total = total.saturating_add(count_phrase(phrase, &mut line));
    });
    total
}

/// Words of a phrase; `line` is room to write them out.
fn count_phrase(phrase: &[Inline], line: &mut String) -> u32 {
    line.clear();
    phrase::write_plain(phrase, line);
    u32::try_from(words::count(line)).unwrap_or(u32::MAX)
}

fn has_findings(blocks: &mut [Block]) -> bool {
    let mut found = false;
    walk::blocks(blocks, &mut |block| {
        found |= matches!(&block.kind, BlockKind::Box(text_box) if text_box.kind == BoxKind::Findings);
        if found { Go::Past } else { Go::In }
    });
    found
}
