//! The names of everything that a path may have meant.
//!
//! In: the paths of a site. Out: what each folder holds, and names but for their case and folder. Never: made before
//! some path leads nowhere.

use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The names of a site's files, made once for all paths that lead nowhere: a site may have as many of them as files.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// What is directly in each folder below `content/`.
    folders: BTreeMap<Box<str>, Folder>,
    /// The first file of each name.
    files: HashMap<Box<str>, Box<str>>,
    /// The first address of `static/` for each in small letters.
    statics: HashMap<Box<str>, Box<str>>,
}

/// What is directly in a folder.
#[derive(Debug, Default)]
pub(super) struct Folder {
    pub(super) names: BTreeSet<Box<str>>,
    /// The first name for each in small letters.
    small: HashMap<Box<str>, Box<str>>,
}

impl Folder {
    /// The name that differs from this in nothing but capitals and small letters.
    pub(super) fn but_for_case(&self, name: &str) -> Option<&str> {
        self.small.get(name.to_lowercase().as_str()).map(|name| &**name)
    }
}

impl Names {
    /// The names of these files below `content/`, and of these addresses.
    pub(super) fn new<'a>(
        paths: impl Iterator<Item = &'a str>,
        statics: impl Iterator<Item = &'a str>,
    ) -> Self {
        let mut names = Self::default();
        for path in paths {
            names.add(path);
        }
        for folder in names.folders.values_mut() {
            for name in &folder.names {
                folder.small.entry(name.to_lowercase().into()).or_insert_with(|| name.clone());
            }
        }
        for address in statics {
            let address = address.trim_start_matches('/');
            names.statics.entry(address.to_lowercase().into()).or_insert_with(|| address.into());
        }
        names
    }

    fn add(&mut self, path: &str) {
        let name = path.rsplit('/').next().unwrap_or(path);
        self.files.entry(name.into()).or_insert_with(|| path.into());
        let mut rest = path;
        // Where a folder has a name, all those around it have theirs.
        loop {
            let (folder, name) = rest.rsplit_once('/').unwrap_or(("", rest));
            if !self.folders.entry(folder.into()).or_default().names.insert(name.into()) || folder.is_empty()
            {
                return;
            }
            rest = folder;
        }
    }

    /// What is directly in a folder below `content/`.
    pub(super) fn folder(&self, folder: &str) -> Option<&Folder> {
        self.folders.get(folder)
    }

    /// The first file of this name, in whatever folder.
    pub(super) fn file(&self, name: &str) -> Option<&str> {
        self.files.get(name).map(|path| &**path)
    }

    /// The address of `static/` that differs from this in nothing but capitals and small letters.
    pub(super) fn static_file(&self, address: &str) -> Option<&str> {
        self.statics.get(address.to_lowercase().as_str()).map(|address| &**address)
    }
}
