//! What is to be written, decided from what is there.
//!
//! In: an import, the last one, and what is in the folder now. Out: files to write and what to say of them. Never: files themselves.

use std::collections::{BTreeMap, HashMap};

use super::files::Found;
use super::{KEPT, Outcome, State};
use crate::import::merge::{self, Merged, Names};
use crate::import::transcript::Attachment;
use crate::import::{Failure, Import};

/// A file to write, by its path below the paper's folder.
pub(super) type Write = (String, Vec<u8>);

/// What is to be done.
pub(super) struct Plan {
    /// In this order; the manuscript comes after what it uses, and the record of the import last.
    pub(super) writes: Vec<Write>,
    /// What will have become of each file.
    pub(super) outcome: Outcome,
}

/// Decides.
pub(super) fn plan(import: &Import, found: &Found, names: Names<'_>) -> Result<Plan, Failure> {
    let merged = manuscript(import, found, names)?;
    if found.base.is_none() {
        check_pictures(import, found)?;
    }
    let mut writes = Vec::new();
    let mut files = Vec::new();
    for attachment in &import.attachments {
        let state = attachment_state(attachment, found);
        match &state {
            State::New | State::Replaced => writes.push((attachment.path.clone(), attachment.bytes.clone())),
            State::Beside(path) => writes.push((path.clone(), attachment.bytes.clone())),
            _ => {}
        }
        files.push((attachment.path.clone(), state));
    }
    let is_used = |path: &str| import.attachments.iter().any(|attachment| attachment.path == path);
    let unused = found.hashes.keys().filter(|path| !is_used(path) && found.files.contains_key(*path));
    files.extend(unused.map(|path| (path.clone(), State::NoLongerUsed)));
    let state = match (&found.manuscript, &found.base) {
        (None, _) => State::New,
        (Some(now), _) if *now == merged.text => State::Unchanged,
        (Some(now), Some(base)) if now == base => State::Replaced,
        _ => State::Merged,
    };
    if state != State::Unchanged {
        writes.push((import.file.clone(), merged.text.clone().into_bytes()));
    }
    files.push((import.file.clone(), state));
    writes.extend(record(import, found, &merged.text));
    let lines = lines(&import.manuscript, &merged.text);
    let Merged { conflicts, woven, .. } = merged;
    Ok(Plan { writes, outcome: Outcome { files, conflicts, woven, lines } })
}

/// The manuscript to write.
fn manuscript(import: &Import, found: &Found, names: Names<'_>) -> Result<Merged, Failure> {
    let file = &import.file;
    match (&found.manuscript, &found.base) {
        (None, None) => Ok(Merged { text: import.manuscript.clone(), ..Merged::default() }),
        (Some(_), None) => Err(Failure::new(format!("`{file}` is there already, and no import wrote it"))
            .hint("name another folder with `--into`, or move that file away first")),
        (None, Some(_)) => Err(Failure::new(format!(
            "`{file}` was imported before, and is not there any more"
        ))
        .hint(format!(
            "put it back (the last import is `{KEPT}/{file}`), or delete the folder `{KEPT}` to begin anew"
        ))),
        (Some(now), Some(_)) if merge::has_conflict(now) => {
            Err(Failure::new(format!("`{file}` has conflicts of an import before"))
                .hint("resolve them first: look for the lines that begin with `<<<<<<<`"))
        }
        (Some(now), Some(base)) => Ok(merge::merge(base, now, &import.manuscript, names)),
    }
}

/// In a folder without an import, a file of the same name is another one, and the manuscript would show it.
fn check_pictures(import: &Import, found: &Found) -> Result<(), Failure> {
    let differs = |attachment: &&Attachment| {
        found.files.get(&attachment.path).is_some_and(|now| *now != hash(&attachment.bytes))
    };
    match import.attachments.iter().find(differs) {
        Some(attachment) => {
            Err(Failure::new(format!("`{}` is there already, and is another file", attachment.path))
                .hint("name another folder with `--into`, or move that file away first"))
        }
        None => Ok(()),
    }
}

/// What is to become of a picture or another file.
fn attachment_state(attachment: &Attachment, found: &Found) -> State {
    let new = hash(&attachment.bytes);
    let base = found.hashes.get(&attachment.path);
    match (found.files.get(&attachment.path), base) {
        (None, Some(base)) if *base == new => State::StaysDeleted,
        (None, _) => State::New,
        (Some(now), _) if *now == new => State::Unchanged,
        (Some(now), Some(base)) if now == base => State::Replaced,
        (Some(_), Some(base)) if *base == new => State::KeptAsEdited,
        (Some(_), _) => State::Beside(beside(&attachment.path, found)),
    }
}

/// A name beside a file's own that nothing has: `figures/map.imported.png`.
fn beside(path: &str, found: &Found) -> String {
    let (stem, end) = path.rsplit_once('.').unwrap_or((path, ""));
    let name = |count: usize| match count {
        1 => format!("{stem}.imported.{end}"),
        _ => format!("{stem}.imported-{count}.{end}"),
    };
    (1..).map(name).find(|name| !found.files.contains_key(name)).unwrap_or_default()
}

/// What is kept of an import, so that the next one can tell what the hand changed.
fn record(import: &Import, found: &Found, merged: &str) -> Vec<Write> {
    let file = &import.file;
    let hashes: BTreeMap<&str, String> = import
        .attachments
        .iter()
        .map(|attachment| (attachment.path.as_str(), hash(&attachment.bytes)))
        .collect();
    let json = |value: &serde_json::Value| format!("{value:#}\n").into_bytes();
    let report = serde_json::to_value(&import.report).unwrap_or_default();
    let mut writes = vec![
        (format!("{KEPT}/{file}"), import.manuscript.clone().into_bytes()),
        (format!("{KEPT}/{file}.files.json"), json(&serde_json::json!(hashes))),
        (format!("{KEPT}/{file}.report.json"), json(&report)),
    ];
    let edited = found.manuscript.as_ref().filter(|now| Some(*now) != found.base.as_ref() && *now != merged);
    writes.extend(edited.map(|now| (format!("{KEPT}/{file}.edited"), now.clone().into_bytes())));
    writes
}

/// The fingerprint of a file.
pub(super) fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// For each line of a text the line of another where the same words stand, the order kept.
fn lines(imported: &str, written: &str) -> Vec<Option<usize>> {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, line) in written.lines().enumerate() {
        places.entry(line).or_default().push(index + 1);
    }
    let mut last = 0;
    imported
        .lines()
        .map(|line| {
            let places = places.get(line.trim_end_matches('\r'))?;
            let at = places.partition_point(|place| *place <= last);
            let place = *places.get(at)?;
            // A blank line stands anywhere; only words tell how far the texts have come together.
            if !line.trim().is_empty() {
                last = place;
            }
            Some(place)
        })
        .collect()
}
