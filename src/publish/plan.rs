//! What has to be sent and deleted.
//!
//! In: the built site, what was sent before, and what is there now. Out: [`Plan`]. Never: a write.

use std::collections::{BTreeMap, BTreeSet};

use super::local::{self, Local, Rank};
use super::manifest::{Manifest, Record};
use super::room::{self, Group, Obstacle};
use super::store::{Kept, Store};
use super::{Order, Reason, Step, crew};
use crate::report::{Failure, Progress};
use crate::shown::Shown;
use crate::write::Edition;

/// Foreign files that a message names.
const NAMED: usize = 3;

/// The home page, and how its compressed forms begin.
const HOME: &str = "index.html";

/// All that is to be done at a destination.
pub struct Plan {
    pub(super) store: Store,
    /// What is to be sent, in groups: each is whole before the next begins.
    pub(super) groups: Vec<Group>,
    /// What is to be deleted after that, in groups.
    pub(super) deletions: Vec<Vec<String>>,
    /// What was published once, is no more part of the site, and was since changed by somebody else.
    pub(super) left: Vec<String>,
    /// What is there and stays.
    pub(super) records: BTreeMap<String, Record>,
    /// Of the site.
    pub(super) files: usize,
    pub(super) edition: Edition,
    pub(super) kept: Option<Kept>,
}

/// What is to become of one file.
enum Fate {
    Stays(Record),
    Sent(Reason),
    /// Somebody else's file is at its place.
    Foreign,
}

/// Compares the site with what is at the destination.
pub(super) fn plan(order: &Order<'_>, progress: &dyn Progress) -> Result<Plan, Failure> {
    let store = Store::open(order.destination, order.endpoint)?;
    let locals = local::list(order.built, store.form(order.compress)?, progress)?;
    progress.stage("looking at the destination", 0);
    let kept = store.manifest()?;
    let before = known(kept.as_ref(), order)?;
    let paths: BTreeSet<&str> =
        locals.iter().map(|local| &*local.path).chain(before.files.keys().map(|path| &**path)).collect();
    let versions = store.versions(&paths)?;
    progress.stage("comparing", locals.len());
    let fates = crew::each(store.workers(), &locals, |local| {
        let fate = fate(local, &before, versions.get(&local.path), &store);
        progress.step();
        fate
    })?;
    let files = locals.len();
    let obstacles = obstacles(&locals, &versions, &store)?;
    let (mut deleted, mut left) = gone(&before, &locals, &versions, &store)?;
    let mut foreign = room::foreign(&obstacles, &before, &mut left);
    if order.take_over {
        deleted.append(&mut foreign);
    }
    let (mut records, mut sends) = (BTreeMap::new(), Vec::new());
    for (local, fate) in locals.into_iter().zip(fates) {
        match fate {
            Fate::Stays(record) => {
                records.insert(local.path, record);
            }
            Fate::Sent(reason) => sends.push((reason, local)),
            Fate::Foreign if order.take_over => sends.push((Reason::TakenOver, local)),
            Fate::Foreign => foreign.push(local.path),
        }
    }
    if !foreign.is_empty() {
        foreign.sort_unstable();
        return Err(occupied(order, &foreign));
    }
    let groups = room::grouped(grouped(sends), &obstacles, &mut deleted);
    // An older offprint may not have said which site it built; what is known of the destination stays known.
    let site = if order.edition.site.is_empty() { before.edition.site } else { order.edition.site.clone() };
    let edition = Edition { site, ..order.edition.clone() };
    Ok(Plan { store, groups, deletions: deletions(deleted), left, records, files, edition, kept })
}

/// What keeps files from their places, by the path of each.
fn obstacles(
    locals: &[Local],
    versions: &BTreeMap<String, String>,
    store: &Store,
) -> Result<BTreeMap<String, Obstacle>, Failure> {
    let absent: Vec<&str> =
        locals.iter().map(|local| &*local.path).filter(|path| !versions.contains_key(*path)).collect();
    let found = crew::each(store.workers(), &absent, |path| {
        Ok(store.obstacle(path)?.map(|obstacle| ((*path).to_owned(), obstacle)))
    })?;
    Ok(found.into_iter().flatten().collect())
}

/// What was published and is no more part of the site: what is to be deleted, and what is left since somebody changed it.
fn gone(
    before: &Manifest,
    locals: &[Local],
    versions: &BTreeMap<String, String>,
    store: &Store,
) -> Result<(Vec<String>, Vec<String>), Failure> {
    let present: BTreeSet<&str> = locals.iter().map(|local| &*local.path).collect();
    let gone: Vec<(&String, &Option<Record>)> = before
        .files
        .iter()
        .filter(|(path, _)| !present.contains(&***path) && versions.contains_key(*path))
        .collect();
    let own = crew::each(store.workers(), &gone, |(path, record)| {
        is_as_sent(path, record.as_ref(), versions.get(*path), store)
    })?;
    let (mut deleted, mut left) = (Vec::new(), Vec::new());
    for ((path, _), own) in gone.into_iter().zip(own) {
        if own { deleted.push(path.clone()) } else { left.push(path.clone()) }
    }
    Ok((deleted, left))
}

/// What was sent before, unless this must not take its place.
fn known(kept: Option<&Kept>, order: &Order<'_>) -> Result<Manifest, Failure> {
    let Some(kept) = kept else { return Ok(Manifest::default()) };
    let there = order.destination;
    let before = Manifest::read(&kept.bytes).map_err(|why| {
        Failure::new(format!("can't understand what was published to {there} before: {why}"))
            .hint("use the newest offprint; if the file `.offprint-published` there is damaged, remove it and add `--take-over`")
    })?;
    match conflict(order, &before) {
        Some(failure) if !order.take_over => {
            Err(failure.hint("`--take-over` replaces the one that is there"))
        }
        _ => Ok(before),
    }
}

/// Why this must not take the place of what is there, unless somebody says that it shall.
fn conflict(order: &Order<'_>, before: &Manifest) -> Option<Failure> {
    let (there, site, drafts) = (order.destination, &order.edition.site, order.edition.drafts);
    let known = &before.edition.site;
    if drafts && before.is_public() {
        let message = format!("{there} holds a build without drafts of {known}, and this one shows drafts");
        return Some(
            Failure::new(message).hint("leave `--drafts` out, or publish drafts to a place of their own"),
        );
    }
    if known.is_empty() || known == site {
        return None;
    }
    if site.is_empty() {
        let built = order.built.shown();
        let message = format!(
            "{there} holds {known}, and an older offprint built `{built}` and did not say which site it is"
        );
        return Some(Failure::new(message).hint("build it again, or leave `--no-build` out"));
    }
    let failure = Failure::new(format!("{there} holds another site, {known}"));
    Some(failure.hint(format!("this one is {site}; check the destination")))
}

fn fate(local: &Local, before: &Manifest, version: Option<&String>, store: &Store) -> Result<Fate, Failure> {
    let known = before.files.get(&local.path);
    let Some(version) = version else {
        return Ok(Fate::Sent(match known {
            Some(Some(record)) if record.print() == local.print => Reason::Missing,
            Some(Some(_)) => Reason::Changed,
            _ => Reason::New,
        }));
    };
    let record = known.and_then(Option::as_ref);
    if let Some(record) = record.filter(|record| record.version() == version) {
        let is_same = record.print() == local.print;
        return Ok(if is_same { Fate::Stays(record.clone()) } else { Fate::Sent(Reason::Changed) });
    }
    // Its version is not the one that is written down: what it holds decides.
    let mark = store.mark(&local.path)?;
    let expected = store.mark_of(local)?;
    if mark.as_ref() == Some(&expected) {
        let mark = if expected == local.print { String::new() } else { expected };
        return Ok(Fate::Stays(Record(local.print.clone(), mark, version.clone())));
    }
    let is_ours = known.is_some() || (mark.is_some() && store.marks_are_own());
    Ok(match record {
        Some(record) if record.print() == local.print => Fate::Sent(Reason::Disturbed),
        _ if is_ours => Fate::Sent(Reason::Changed),
        _ => Fate::Foreign,
    })
}

/// Whether what is there is still what was sent.
fn is_as_sent(
    path: &str,
    record: Option<&Record>,
    version: Option<&String>,
    store: &Store,
) -> Result<bool, Failure> {
    let Some(record) = record else { return Ok(true) };
    if version.is_some_and(|version| version == record.version()) {
        return Ok(true);
    }
    Ok(store.mark(path)?.as_deref() == Some(record.mark()))
}

fn occupied(order: &Order<'_>, foreign: &[String]) -> Failure {
    let named: Vec<String> = foreign.iter().take(NAMED).map(|path| format!("`{path}`")).collect();
    let more = if foreign.len() > NAMED { ", …" } else { "" };
    let (number, files) = (
        foreign.len(),
        if foreign.len() == 1 {
            "file that offprint did not send stands"
        } else {
            "files that offprint did not send stand"
        },
    );
    Failure::new(format!("{number} {files} in the way at {}: {}{more}", order.destination, named.join(", ")))
        .hint("check the destination")
        .hint("`--take-over` replaces them with the site's own")
}

/// Files in the order in which they are sent: no page is there before what it loads, and none is led to before it is there.
fn grouped(mut sends: Vec<(Reason, Local)>) -> Vec<Vec<(Reason, Local)>> {
    sends.sort_by(|a, b| {
        let key =
            |(reason, local): &(Reason, Local)| (turn(*reason, local), std::cmp::Reverse(local.depth()));
        key(a).cmp(&key(b)).then_with(|| a.1.path.cmp(&b.1.path))
    });
    let mut groups: Vec<Vec<(Reason, Local)>> = Vec::new();
    for send in sends {
        let is_next = |last: &(Reason, Local)| turn(last.0, &last.1) == turn(send.0, &send.1);
        match groups.last_mut() {
            Some(group) if group.last().is_some_and(is_next) => group.push(send),
            _ => groups.push(vec![send]),
        }
    }
    groups
}

/// When a file's turn is. New pages come before changed ones, which lead to them, and those at the root when all others are there.
/// A new page at the root is led to as any other; only the home page itself leads to all.
fn turn(reason: Reason, local: &Local) -> (Rank, bool, bool) {
    let leads = local.rank == Rank::Page && reason != Reason::New;
    let is_last = local.rank == Rank::Page && local.depth() == 0 && (leads || local.path.starts_with(HOME));
    (local.rank, is_last, leads && !is_last)
}

/// Deletions in the other order: what leads to a page goes before it, and what it loads after it.
fn deletions(paths: Vec<String>) -> Vec<Vec<String>> {
    let mut ranked: BTreeMap<std::cmp::Reverse<Rank>, Vec<String>> = BTreeMap::new();
    for path in paths {
        let plain = path.strip_suffix(".gz").or(path.strip_suffix(".br")).unwrap_or(&path);
        ranked.entry(std::cmp::Reverse(local::rank(plain))).or_default().push(path);
    }
    ranked.into_values().collect()
}

impl Plan {
    /// Everything that is to be done, in its order.
    pub fn steps(&self) -> impl Iterator<Item = Step<'_>> {
        fn delete(path: &String) -> Step<'_> {
            Step::Delete { path }
        }
        let sends = self.groups.iter().flat_map(|group| {
            let sends = group.sends.iter().map(|(reason, local)| Step::Send {
                reason: *reason,
                path: &local.path,
                bytes: local.size,
            });
            group.cleared.iter().map(delete).chain(sends)
        });
        let deletions = self.deletions.iter().flatten().map(delete);
        sends.chain(deletions).chain(self.left.iter().map(|path| Step::Leave { path }))
    }

    /// How many files the destination will hold of the site.
    pub fn files(&self) -> usize {
        self.files
    }
}
