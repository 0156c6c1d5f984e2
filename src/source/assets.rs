//! Files that texts use, and files published as they are.
//!
//! In: paths. Out: [`Asset`]s and [`StaticFile`]s, in parallel, by path. Never: more of a file than its kind needs.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use super::walk::Found;
use super::{Asset, AssetKind, STATIC, StaticFile, csv_table, picture, shown, text};
use crate::diagnostic::rules::reading;
use crate::diagnostic::{Checked, Diagnostic, Place};

/// Looks at files that texts may use.
pub(super) fn assets(files: Vec<Found>, widths: &[u32]) -> Checked<BTreeMap<Box<str>, Asset>> {
    collect(files.into_par_iter().map(|file| {
        let mut problems = Vec::new();
        let shown = shown(&file.path);
        let asset = asset(&file, &shown, widths, &mut problems).unwrap_or_else(|error| {
            problems.push(text::unreadable(&shown, &error));
            None
        });
        (asset.map(|asset| (file.path.into(), asset)), problems)
    }))
}

/// Looks at files that are published as they are.
pub(super) fn statics(files: Vec<Found>) -> Checked<BTreeMap<Box<str>, StaticFile>> {
    collect(files.into_par_iter().map(|file| match std::fs::metadata(&file.disk) {
        Ok(metadata) => {
            let address = format!("/{}", file.path.strip_prefix(STATIC).unwrap_or(&file.path));
            (Some((address.into(), StaticFile { disk: file.disk, len: metadata.len() })), Vec::new())
        }
        Err(error) => (None, vec![text::unreadable(&shown(&file.path), &error)]),
    }))
}

type Looked<T> = (Option<(Box<str>, T)>, Vec<Diagnostic>);

fn collect<T: Send>(
    looked: impl IndexedParallelIterator<Item = Looked<T>>,
) -> Checked<BTreeMap<Box<str>, T>> {
    let mut problems = Vec::new();
    let mut found = BTreeMap::new();
    for (one, its) in looked.collect::<Vec<_>>() {
        found.extend(one);
        problems.extend(its);
    }
    Checked::new(found, problems)
}

fn asset(
    file: &Found,
    shown: &Arc<str>,
    widths: &[u32],
    problems: &mut Vec<Diagnostic>,
) -> io::Result<Option<Asset>> {
    let name = file.path.rsplit('/').next().unwrap_or_default();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let (kind, len) = if picture::is_image(extension) {
        let open = File::open(&file.disk)?;
        let len = open.metadata()?.len();
        let picture = picture::read(open, extension, widths);
        if picture.is_none() {
            let problem = Diagnostic::new(&reading::IMAGE_UNREADABLE, "the size of the image can't be read");
            problems.push(problem.at(Place::file(shown.clone())));
        }
        (AssetKind::Image(picture), len)
    } else if extension.eq_ignore_ascii_case("csv") {
        let Some(bytes) = text::bytes(&file.disk, text::LARGEST)? else {
            problems.push(text::too_large(shown, text::LARGEST));
            return Ok(None);
        };
        let len = bytes.len() as u64;
        let text = text::decode(bytes, shown, problems);
        (AssetKind::Data(Arc::new(csv_table::read(&text, shown, problems))), len)
    } else {
        (AssetKind::Other, std::fs::metadata(&file.disk)?.len())
    };
    Ok(Some(Asset { disk: file.disk.clone(), len, kind }))
}
