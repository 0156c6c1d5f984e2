//! What stands around the papers: settings, theme, and the list of files.
//!
//! In: what to look at. Out: the same as it is now, or as it was last good. Never: the text of a paper.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::rest;
use super::{Look, News, Parsed, Seen, Store, first};
use crate::addresses;
use crate::diagnostic::has_errors;
use crate::pipeline;
use crate::shown::Shown;
use crate::source::{self, Listing};

impl Store {
    pub(super) fn look_at_settings(&mut self, look: &mut Look, news: &mut News) {
        let path = self.folder.join("content/site.toml");
        let mut problems = Vec::new();
        let read = pipeline::settings(&self.folder, self.base_url.as_deref());
        let config = read.ok().and_then(|checked| checked.take(&mut problems));
        let is_faulty = has_errors(&problems);
        if is_faulty && let Some(left) = rest::left([path.as_path()]) {
            return news.wait(left);
        }
        let mut is_new = self.settings.problems != problems;
        self.settings.problems = problems;
        if let Some(config) = config.filter(|config| !is_faulty && *config != self.settings.value) {
            let alike = pipeline::parse_settings(&config) == pipeline::parse_settings(&self.settings.value);
            self.settings.value = config;
            if !alike {
                self.papers.clear();
            }
            self.index();
            (look.list, look.theme) = (true, true);
            is_new = true;
        }
        if is_new {
            news.is_outer = true;
            news.files.insert("content/site.toml".to_owned());
        }
    }

    pub(super) fn look_at_theme(&mut self, look: &Look, news: &mut News) {
        // A folder that can't be read is being written; it will be looked at again.
        let Ok(seen) = pipeline::themed(&self.folder, &self.settings.value) else {
            return news.wait(rest::REST);
        };
        let is_new = seen.value.theme.fingerprint != self.theme.value.theme.fingerprint;
        let is_faulty = has_errors(&seen.problems);
        if is_faulty && let Some(left) = rest::left(look.theme_paths.iter().map(PathBuf::as_path)) {
            return news.wait(left);
        }
        if is_new || seen.problems != self.theme.problems {
            news.is_theme = true;
            news.files.extend(look.theme_paths.iter().map(|path| relative(&self.folder, path)));
        }
        self.theme.problems = seen.problems;
        if is_new && !is_faulty {
            self.theme.value = seen.value;
        }
    }

    pub(super) fn look_at_list(&mut self, news: &mut News) {
        let Ok(checked) = source::list(&self.folder, &self.settings.value) else {
            return news.wait(rest::REST);
        };
        let mut problems = Vec::new();
        let listing = checked.take(&mut problems);
        if listing == *self.listing.value && problems == self.listing.problems {
            return;
        }
        news.is_outer = true;
        name_changed(&self.listing.value, &listing, news);
        let listed: std::collections::BTreeMap<_, _> =
            listing.manuscripts.iter().filter_map(|m| Some((first(m)?.clone(), m))).collect();
        let is_kept = |file: &Arc<str>, parsed: &mut Parsed| {
            listed.get(file).is_some_and(|manuscript| **manuscript == *parsed.manuscript)
        };
        let gone = self.papers.extract_if(.., |file, parsed| !is_kept(file, parsed));
        for (file, parsed) in gone {
            news.papers.insert(file);
            news.gone.push(parsed);
        }
        self.listing = Seen { value: Arc::new(listing), problems };
        self.index();
    }

    pub(super) fn look_at_addresses(&mut self, news: &mut News) {
        let seen = pipeline::addresses(&self.folder);
        if seen.value != self.addresses.value || seen.problems != self.addresses.problems {
            self.addresses = Seen { value: seen.value, problems: seen.problems };
            news.is_outer = true;
            news.files.insert(addresses::PATH.to_owned());
        }
    }

    /// Finds the files whose content is another one. What a file held before it was first named is not known: it counts as changed.
    pub(super) fn look_at_assets(&mut self, files: &[PathBuf], news: &mut News) {
        for file in files {
            let mut hasher = blake3::Hasher::new();
            // A file that is gone again is found by the list.
            if File::open(file).and_then(|open| hasher.update_reader(open).map(|_| ())).is_err() {
                continue;
            }
            let hash = hasher.finalize();
            if self.hashes.insert(file.clone(), hash) != Some(hash) {
                news.replaced.insert(file.clone());
                news.files.insert(relative(&self.folder, file));
            }
        }
    }

    /// Pairs manuscripts that are gone with those that are new: by file, by content, or because there is one of each.
    pub(super) fn pair(&self, news: &mut News) {
        let lone = news.gone.len() == 1 && news.fresh.len() == 1;
        let gone = std::mem::take(&mut news.gone);
        for old in gone {
            let file = first(&old.manuscript);
            let follows = |new: &&Parsed| first(&new.manuscript) == file || new.hash == old.hash || lone;
            let new = news.fresh.iter().filter_map(|file| self.papers.get(file)).find(follows);
            if let Some(new) = new {
                news.pairs.push((old.record, new.record.clone()));
            }
        }
    }
}

/// Names the files that came, went or changed outside manuscripts.
fn name_changed(old: &Listing, new: &Listing, news: &mut News) {
    for (one, other) in [(old, new), (new, old)] {
        let assets = one.assets.iter().filter(|(path, asset)| other.assets.get(*path) != Some(asset));
        news.files.extend(assets.map(|(path, _)| format!("content/{path}")));
        let statics = one.statics.iter().filter(|(path, file)| other.statics.get(*path) != Some(file));
        news.files.extend(statics.map(|(path, _)| format!("content/static{path}")));
        let known: std::collections::BTreeSet<_> = other.manuscripts.iter().filter_map(first).collect();
        let manuscripts = one.manuscripts.iter().filter_map(first).filter(|file| !known.contains(file));
        news.files.extend(manuscripts.map(ToString::to_string));
    }
}

fn relative(folder: &Path, path: &Path) -> String {
    path.strip_prefix(folder).unwrap_or(path).shown().to_string()
}
