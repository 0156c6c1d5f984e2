//! The files of one theme, from the binary or from the site's folder.
//!
//! In: embedded folders, a folder on disk. Out: [`Files`], in the order of their names. Never: what is in a file.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use crate::diagnostic::rules::reading;
use crate::diagnostic::{Diagnostic, Place};

/// The built-in themes.
static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// Folders deeper than this below a theme are not read: a folder that holds itself by a link would never end.
const DEEPEST: usize = 8;

/// A file of a theme.
#[derive(Clone, Debug)]
pub(super) struct File {
    /// For diagnostics.
    pub(super) path: Arc<str>,
    pub(super) bytes: Arc<[u8]>,
}

impl File {
    /// The file as text, a byte-order mark left out.
    pub(super) fn text(&self, problems: &mut Vec<Diagnostic>) -> Option<Arc<str>> {
        match std::str::from_utf8(&self.bytes) {
            Ok(text) => Some(text.strip_prefix('\u{feff}').unwrap_or(text).into()),
            Err(error) => {
                let at = error.valid_up_to();
                problems.push(
                    Diagnostic::new(&reading::FILE_NOT_UTF8, format!("`{}` is not UTF-8", self.path))
                        .at(Place::new(self.path.clone(), at..at + 1)),
                );
                None
            }
        }
    }
}

/// The files of a theme by path below its folder.
#[derive(Clone, Debug, Default)]
pub(super) struct Files(BTreeMap<Box<str>, File>);

impl Files {
    /// A file by its path below the theme's folder.
    pub(super) fn get(&self, path: &str) -> Option<&File> {
        self.0.get(path)
    }

    /// The files below a folder, whose name ends in `/`, with their names in it.
    pub(super) fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a File)> {
        self.0.iter().filter_map(move |(path, file)| Some((path.strip_prefix(folder)?, file)))
    }
}

/// The names of the built-in themes.
pub(super) fn built_in_names() -> Vec<Box<str>> {
    let mut names: Vec<Box<str>> = BUILT_IN.dirs().map(|dir| name_of(dir.path()).into()).collect();
    names.sort();
    names
}

/// The files of a built-in theme.
pub(super) fn built_in(name: &str) -> Option<Files> {
    let dir = BUILT_IN.get_dir(name)?;
    let mut files = BTreeMap::new();
    embed(dir, name, &mut files);
    Some(Files(files))
}

fn embed(dir: &'static Dir<'static>, theme: &str, files: &mut BTreeMap<Box<str>, File>) {
    for file in dir.files() {
        let parts: Vec<String> = file
            .path()
            .components()
            .skip(1)
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect();
        let path = parts.join("/");
        let shown = format!("(built-in)/themes/{theme}/{path}");
        files.insert(path.into(), File { path: shown.into(), bytes: file.contents().into() });
    }
    for below in dir.dirs() {
        embed(below, theme, files);
    }
}

/// The names of the folders in the site's `themes/`; none if there is no such folder.
pub(super) fn site_names(site_dir: &Path) -> io::Result<Vec<Box<str>>> {
    let themes = site_dir.join("themes");
    if !themes.is_dir() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(themes)? {
        let path = entry?.path();
        if path.is_dir() {
            names.push(name_of(&path).into());
        }
    }
    names.sort();
    Ok(names)
}

/// The files of a theme in the site's `themes/`.
pub(super) fn of_site(site_dir: &Path, name: &str) -> io::Result<Files> {
    let mut files = BTreeMap::new();
    read(&site_dir.join("themes").join(name), "", &format!("themes/{name}"), DEEPEST, &mut files)?;
    Ok(Files(files))
}

/// Reads a folder with all below it, and leaves out what is hidden, as editors' and systems' own files are.
fn read(
    folder: &Path,
    below: &str,
    shown: &str,
    depth: usize,
    files: &mut BTreeMap<Box<str>, File>,
) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = name_of(&path).to_owned();
        if name.starts_with('.') || name.ends_with('~') {
            continue;
        }
        let inside = format!("{below}{name}");
        if path.is_dir() {
            if depth > 0 {
                read(&path, &format!("{inside}/"), shown, depth - 1, files)?;
            }
        } else if path.is_file() {
            let file = File { path: format!("{shown}/{inside}").into(), bytes: fs::read(&path)?.into() };
            files.insert(inside.into(), file);
        }
    }
    Ok(())
}

fn name_of(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}
