//! The copies of an image: read once, however many there are.
//!
//! In: entries that are copies of one image. Out: their bytes, from the cache where it has them. Never: a copy that differs from
//! what making it would give.

use std::fs;

use super::Ready;
use super::render::{Output, Sink};
use crate::cache;
use crate::diagnostic::rules::reading;
use crate::diagnostic::{Diagnostic, Place};
use crate::rendition;
use crate::report::Failure;
use crate::shown::Shown;
use crate::site::{Entry, Rendition};

/// The folder of the cache, and how its files are made: another way of making them needs another name.
const KIND: &str = "images-1";

/// Whether two entries are copies of one image, so that it need be read only once for both.
pub(super) fn are_of_one_image(one: &Entry, other: &Entry) -> bool {
    matches!((one, other), (Entry::Rendition(one), Entry::Rendition(other)) if one.disk == other.disk)
}

/// Writes copies of one image.
pub(super) fn write(
    ready: &Ready,
    entries: &[(&str, &Entry)],
    sink: Sink<'_>,
) -> Result<Option<Diagnostic>, Failure> {
    let wanted: Vec<(&str, &Rendition)> = entries
        .iter()
        .filter_map(|(address, entry)| match entry {
            Entry::Rendition(rendition) => Some((*address, rendition)),
            _ => None,
        })
        .collect();
    let Some((_, first)) = wanted.first() else { return Ok(None) };
    let unread =
        |error: std::io::Error| Failure::new(format!("can't read `{}`: {error}", first.disk.shown()));
    let file = fs::read(&first.disk).map_err(unread)?;
    let hash = blake3::hash(&file);
    let mut missing = Vec::new();
    for (address, rendition) in wanted {
        let key = cache::key(&[hash.as_bytes(), &rendition.width.to_le_bytes(), &[rendition.quality]]);
        match ready.cache.kept(KIND, &key) {
            Some(bytes) => sink(address, Output::Bytes(&bytes))?,
            None => missing.push((address, rendition, key)),
        }
    }
    let Some((_, Rendition { of, quality, .. }, _)) = missing.first() else { return Ok(None) };
    let widths: Vec<u32> = missing.iter().map(|(_, rendition, _)| rendition.width).collect();
    let made = match rendition::copies(&file, &widths, *quality) {
        Ok(made) => made,
        Err(error) => {
            let message = format!("the image can't be read: {error}");
            let problem = Diagnostic::new(&reading::IMAGE_DAMAGED, message);
            let hint = "restore it, or open it in an image editor and save it again";
            return Ok(Some(problem.at(Place::file(format!("content{of}"))).hint(hint)));
        }
    };
    for ((address, _, key), bytes) in missing.iter().zip(&made) {
        ready.cache.keep(KIND, key, bytes);
        sink(address, Output::Bytes(bytes))?;
    }
    Ok(None)
}
