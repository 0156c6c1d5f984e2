//! Files that nothing uses.
//!
//! In: all records, published or not, the files of the content folder, and the names that settings give. Out: a hint for each file
//! of a kind that readers see and that none of them names. Never: a file that only a draft uses; an author's working files.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::rules::links;
use crate::diagnostic::{Diagnostic, Place};
use crate::fields::{Fields, Value};
use crate::paper::{Record, Target};
use crate::source::{Asset, AssetKind};

/// Files that are for readers, beside images and tables. Others (`.xlsx`, `.docx`, `.bib`, `.R`) lie beside a text as what it was
/// made of, and are meant to stay unpublished.
const FOR_READERS: [&str; 8] = ["pdf", "epub", "mp3", "mp4", "m4a", "ogg", "webm", "woff2"];

/// Finds the files that nothing uses.
pub fn unused(
    records: &[Arc<Record>],
    assets: &BTreeMap<Box<str>, Asset>,
    config: &Config,
) -> Vec<Diagnostic> {
    let candidates = || assets.iter().filter(|(path, asset)| is_for_readers(path, asset));
    if candidates().next().is_none() {
        return Vec::new();
    }
    let mut used = named_by_settings(config);
    for reference in records.iter().flat_map(|record| &record.references) {
        if let Target::File(file) = &reference.target {
            used.insert(&file.path);
        }
    }
    candidates().filter(|(path, _)| !used.contains(&***path)).map(|(path, _)| problem(path)).collect()
}

fn is_for_readers(path: &str, asset: &Asset) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    asset.kind != AssetKind::Other || FOR_READERS.iter().any(|name| extension.eq_ignore_ascii_case(name))
}

fn problem(path: &str) -> Diagnostic {
    let name = path.rsplit('/').next().unwrap_or(path);
    Diagnostic::new(&links::FILE_UNUSED, format!("nothing uses `{name}`, so it is not published"))
        .at(Place::file(format!("content/{path}")))
        .hint("show it, link to it, move it to `content/static/`, or delete it")
}

/// The files that settings name: logos, and whatever an option of the theme says.
fn named_by_settings(config: &Config) -> HashSet<&str> {
    let publisher = &config.publisher;
    let logos = [&publisher.logo, &publisher.logo_dark].into_iter().flatten().map(|(path, _)| &**path);
    let mut used: HashSet<&str> = logos.map(without_slash).collect();
    texts(&config.theme.options, &mut used);
    used
}

fn texts<'a>(fields: &'a Fields, into: &mut HashSet<&'a str>) {
    for field in fields.entries() {
        let values = match &field.value.value {
            Value::List(values) => values.as_slice(),
            _ => std::slice::from_ref(&field.value),
        };
        for value in values {
            match &value.value {
                Value::String(text) => drop(into.insert(without_slash(text))),
                Value::Table(inner) => texts(inner, into),
                _ => {}
            }
        }
    }
}

fn without_slash(path: &str) -> &str {
    path.trim_start_matches('/')
}
