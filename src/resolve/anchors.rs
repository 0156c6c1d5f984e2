//! Places within a paper: what `#id` and `@id` mean.
//!
//! In: a record and an id. Out: an [`Anchor`], or what is wrong with the id. Never: a guess between several places.

use super::ids::Ids;
use super::{Label, Link};
use crate::diagnostic::rules::links;
use crate::diagnostic::{Diagnostic, nearest};
use crate::paper::{Anchor, AnchorKind, Record};

/// The id that the section of an anchor has in addresses.
fn section_id<'a>(record: &'a Record, anchor: &Anchor) -> Option<&'a str> {
    record.sections.get(usize::from(anchor.section?)).map(|section| &*section.id)
}

/// The place of an id: in `own` section (`None` is the opening) if it is there, else in the whole paper. `section:id`, as the page
/// of the whole paper has it, says in which section.
pub(super) fn find<'a>(ids: &Ids<'a>, own: Option<u16>, id: &str) -> Result<&'a Anchor, Diagnostic> {
    let mut elsewhere = None;
    let mut several = false;
    for anchor in ids.with(id) {
        if anchor.section == own {
            return Ok(anchor);
        }
        several |= elsewhere.is_some();
        elsewhere = elsewhere.or(Some(anchor));
    }
    match elsewhere {
        Some(anchor) if !several => Ok(anchor),
        Some(_) => Err(ambiguous(ids.record, id, ids.with(id))),
        None => ids.with_any(id).next().ok_or_else(|| missing(ids.record, id)),
    }
}

/// The place of an id on a page that a link names: a section's, else the paper's.
pub(super) fn on_page<'a>(ids: &Ids<'a>, section: Option<u16>, id: &str) -> Result<&'a Anchor, Diagnostic> {
    let Some(at) = section else { return find(ids, None, id) };
    let record = ids.record;
    let there = |anchor: &&Anchor| anchor.section == Some(at);
    if let Some(anchor) = ids.with_any(id).find(there) {
        return Ok(anchor);
    }
    let near = nearest(id, record.anchors.iter().filter(there).map(|anchor| &*anchor.id));
    let title =
        record.sections.get(usize::from(at)).map_or(&*record.meta.title, |section| &section.title_text);
    let problem = Diagnostic::new(&links::ANCHOR_MISSING, format!("nothing in `{title}` has the id `{id}`"))
        .did_you_mean(near.map(|near| format!("#{near}")).as_deref());
    let elsewhere = ids.with_any(id).next();
    Err(elsewhere.iter().fold(problem, |problem, anchor| {
        problem.related(anchor.span.place(&record.files), "another section of this paper has that id")
    }))
}

fn ambiguous<'a>(record: &Record, id: &str, anchors: impl Iterator<Item = &'a Anchor>) -> Diagnostic {
    let message = format!("several places have the id `{id}`");
    let problem = Diagnostic::new(&links::ANCHOR_AMBIGUOUS, message)
        .hint(format!("give the one that is meant an id of its own, such as `{{#{id}-2}}`"));
    anchors.fold(problem, |problem, anchor| {
        let section = anchor.section.and_then(|at| record.sections.get(usize::from(at)));
        let label = match section {
            Some(section) => {
                format!("`#{}` is in the section `{}`", on_whole_page(record, anchor), section.title_text)
            }
            None => "one is before the first section".to_owned(),
        };
        problem.related(anchor.span.place(&record.files), label)
    })
}

fn missing(record: &Record, id: &str) -> Diagnostic {
    let ids = record.anchors.iter().map(|anchor| &*anchor.id);
    let sections = record.sections.iter().map(|section| &*section.id);
    let near = nearest(id, ids.chain(sections)).map(|near| format!("#{near}"));
    Diagnostic::new(&links::ANCHOR_MISSING, format!("nothing in `{}` has the id `{id}`", record.meta.title))
        .did_you_mean(near.as_deref())
}

/// A place in the paper that the link itself is in.
pub(super) fn inside(anchor: &Anchor, label: Option<Label>) -> Link {
    let is_section = anchor.kind == AnchorKind::Section;
    Link::Inside {
        section: anchor.section,
        id: (!is_section).then(|| anchor.id.clone()),
        global: is_global(anchor),
        label,
    }
}

fn is_global(anchor: &Anchor) -> bool {
    matches!(anchor.kind, AnchorKind::Figure { .. } | AnchorKind::Table { .. })
}

/// The fragment that an anchor has on the page of its section; none for the section itself.
pub(super) fn on_section_page(anchor: &Anchor) -> Option<Box<str>> {
    (anchor.kind != AnchorKind::Section).then(|| anchor.id.clone())
}

/// The fragment that an anchor has on a page that holds the whole paper.
pub(super) fn on_whole_page(record: &Record, anchor: &Anchor) -> Box<str> {
    match section_id(record, anchor) {
        Some(section) if anchor.kind == AnchorKind::Section => section.into(),
        Some(section) if !is_global(anchor) => format!("{section}:{}", anchor.id).into(),
        _ => anchor.id.clone(),
    }
}

/// What `@id` stands for, and what it prints.
pub(super) fn cross_reference<'a>(ids: &Ids<'a>, id: &str) -> Result<(&'a Anchor, Label), Diagnostic> {
    let record = ids.record;
    if let Some(short) = id.strip_prefix("sec-") {
        return section(ids, id, if ids.with(id).any(is_heading) { id } else { short });
    }
    let found = ids.with(id).find(|anchor| is_global(anchor) && *anchor.id == *id);
    let label = found.and_then(|anchor| match &anchor.kind {
        AnchorKind::Figure { number, .. } => Some((anchor, Label::Figure(number.clone()?))),
        AnchorKind::Table { number, .. } => Some((anchor, Label::Table(number.clone()?))),
        _ => None,
    });
    label.ok_or_else(|| match found {
        Some(anchor) => {
            Diagnostic::new(&links::REFERENCE_MISSING, format!("`{id}` has no number to refer to"))
                .related(anchor.span.place(&record.files), "it is here")
        }
        None => {
            unknown(id, record.anchors.iter().filter(|anchor| is_global(anchor)).map(|anchor| &*anchor.id))
        }
    })
}

fn is_heading(anchor: &Anchor) -> bool {
    matches!(anchor.kind, AnchorKind::Section | AnchorKind::Heading { .. })
}

/// A section by its id, else a heading in one.
fn section<'a>(ids: &Ids<'a>, written: &str, id: &str) -> Result<(&'a Anchor, Label), Diagnostic> {
    let record = ids.record;
    let all = || ids.with(id).filter(|anchor| is_heading(anchor));
    let sections: Vec<&Anchor> = all().filter(|anchor| anchor.kind == AnchorKind::Section).collect();
    let found = if sections.is_empty() { all().collect() } else { sections };
    match found.as_slice() {
        [] => {
            let named = |id: &str| if id.starts_with("sec-") { id.to_owned() } else { format!("sec-{id}") };
            let ids: Vec<String> = record.sections.iter().map(|section| named(&section.id)).collect();
            Err(unknown(written, ids.iter().map(String::as_str)))
        }
        [anchor] => Ok((anchor, Label::Section(title(record, anchor)))),
        several => Err(ambiguous(record, id, several.iter().copied())),
    }
}

fn title(record: &Record, anchor: &Anchor) -> Box<str> {
    match &anchor.kind {
        AnchorKind::Heading { text, .. } => text.clone(),
        _ => anchor
            .section
            .and_then(|at| record.sections.get(usize::from(at)))
            .map(|section| section.title_text.clone())
            .unwrap_or_default(),
    }
}

fn unknown<'a>(id: &str, names: impl Iterator<Item = &'a str>) -> Diagnostic {
    let near = nearest(id, names).map(|near| format!("@{near}"));
    let what = match id.split_once('-') {
        Some(("fig", _)) => "figure",
        Some(("tbl", _)) => "table",
        _ => "section",
    };
    Diagnostic::new(&links::REFERENCE_MISSING, format!("there is no {what} `{id}`"))
        .did_you_mean(near.as_deref())
}
