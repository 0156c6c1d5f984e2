//! The files that a theme publishes.
//!
//! In: the `assets/` folders of a chain of themes. Out: each file under an address with its content's hash in it, one
//! stylesheet, `site.css`, and one script, `site.js`, made of the theme's. Never: a file that another site would have to
//! serve.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::chain::Layer;
use super::files::File;
use super::manifest::Manifest;
use super::{AssetFile, css, script};
use crate::diagnostic::rules::theme as rules;
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::fields::At;

/// A file that pages link to and that is made of a theme's files.
struct Joined {
    /// What its parts are called.
    part: &'static str,
    /// Its name.
    name: &'static str,
    /// A part that is added to the others, whatever theme of the chain has it.
    extra: Option<&'static str>,
    /// The parts that a theme lists.
    listed: fn(&Manifest) -> Option<&Names>,
}

/// Names of files as a theme lists them.
type Names = Vec<At<Box<str>>>;

const STYLES: Joined = Joined {
    part: "stylesheet",
    name: "site.css",
    extra: Some("extra.css"),
    listed: |manifest| manifest.stylesheets.as_ref(),
};

const SCRIPTS: Joined = Joined {
    part: "script",
    name: "site.js",
    extra: Some("extra.js"),
    listed: |manifest| manifest.scripts.as_ref(),
};

const FIGURE_STYLES: Joined = Joined {
    part: "stylesheet",
    name: "figures.css",
    extra: None,
    listed: |manifest| manifest.figure_stylesheets.as_ref(),
};

const FIGURE_SCRIPTS: Joined = Joined {
    part: "script",
    name: "figures.js",
    extra: None,
    listed: |manifest| manifest.figure_scripts.as_ref(),
};

/// Published files by address, and the addresses of files by name.
pub(super) type Addressed = (BTreeMap<Box<str>, AssetFile>, BTreeMap<Box<str>, Box<str>>);

/// What a theme publishes, stylesheets and listed scripts left out until their order is known.
#[derive(Debug, Default)]
pub(super) struct Published {
    assets: BTreeMap<Box<str>, AssetFile>,
    names: BTreeMap<Box<str>, Box<str>>,
    /// The nearest theme's file of each name, stylesheets included.
    files: BTreeMap<Box<str>, File>,
}

/// The files of all `assets/` folders: a theme's file replaces its parents' file of the same path.
pub(super) fn overlay(layers: &[Layer]) -> Published {
    let mut published = Published::default();
    for layer in layers.iter().rev() {
        for (name, file) in layer.files.below("assets/") {
            published.files.insert(name.into(), file.clone());
        }
    }
    let plain: Vec<(Box<str>, File)> = published.files.iter().map(|(n, f)| (n.clone(), f.clone())).collect();
    for (name, file) in plain.into_iter().filter(|(name, _)| !is_part(name, layers) && !is_about(name)) {
        published.add(&name, file.bytes);
    }
    published
}

/// Whether a file is published within another: every stylesheet, and each script that a theme lists. Any other script is
/// a file like any.
fn is_part(name: &str, layers: &[Layer]) -> bool {
    let manifests = || layers.iter().map(|layer| &layer.manifest);
    name.ends_with(".css")
        || [SCRIPTS, FIGURE_SCRIPTS].iter().any(|joined| {
            let mut listed = manifests().filter_map(joined.listed).flatten();
            name == joined.name || joined.extra == Some(name) || listed.any(|part| *part.value == *name)
        })
}

/// Whether a file is for whoever works on the theme.
fn is_about(name: &str) -> bool {
    name.rsplit('/').next().is_some_and(|name| name.eq_ignore_ascii_case("readme.md"))
}

impl Published {
    /// The names of the files.
    pub(super) fn names(&self) -> BTreeSet<Box<str>> {
        self.names.keys().cloned().collect()
    }

    /// The files by address, and the addresses by name.
    pub(super) fn finish(self) -> Addressed {
        (self.assets, self.names)
    }

    /// Adds a file, and says its address.
    pub(super) fn add(&mut self, name: &str, bytes: Arc<[u8]>) -> Box<str> {
        let address: Box<str> = format!("/assets/{}", hashed(name, &bytes)).into();
        self.names.insert(name.into(), address.clone());
        self.assets.insert(address.clone(), AssetFile { bytes });
        address
    }

    /// Makes `site.css`: the options, the theme's stylesheets in its order but for needless ones, and every theme's `extra.css`.
    pub(super) fn add_stylesheet(
        &mut self,
        layers: &[Layer],
        (options, needless): (&str, &BTreeSet<Box<str>>),
        problems: &mut Vec<Diagnostic>,
    ) {
        let mut sheets = self.parts(&STYLES, layers, problems);
        sheets.retain(|(name, _)| !needless.contains(name));
        let all = self.styles(sheets, options.to_owned(), problems);
        self.add(STYLES.name, all.into_bytes().into());
    }

    /// Makes `site.js` of the theme's scripts in its order, and every theme's `extra.js`; and what only pages with figures or
    /// tables load, `figures.css` and `figures.js`. A theme has of these what it lists.
    pub(super) fn add_listed(&mut self, layers: &[Layer], problems: &mut Vec<Diagnostic>) {
        let sheets = self.parts(&FIGURE_STYLES, layers, problems);
        let made = [
            (FIGURE_STYLES.name, self.styles(sheets, String::new(), problems)),
            (SCRIPTS.name, self.scripts(&SCRIPTS, layers, problems)),
            (FIGURE_SCRIPTS.name, self.scripts(&FIGURE_SCRIPTS, layers, problems)),
        ];
        for (name, text) in made.into_iter().filter(|(_, text)| !text.is_empty()) {
            self.add(name, text.into_bytes().into());
        }
    }

    /// Stylesheets behind what stands before them, the files that they name by their published names.
    fn styles(
        &self,
        sheets: Vec<(Box<str>, File)>,
        mut all: String,
        problems: &mut Vec<Diagnostic>,
    ) -> String {
        for (name, file) in sheets {
            if let Some(text) = file.text(problems) {
                let sheet = Sheet { name: &name, path: &file.path, names: &self.names };
                all.push_str(&css::minify(&text, |address, range| {
                    sheet.rename(address, range).map_err(|problem| problems.push(problem)).unwrap_or_default()
                }));
            }
        }
        all
    }

    fn scripts(&self, joined: &Joined, layers: &[Layer], problems: &mut Vec<Diagnostic>) -> String {
        let mut all = String::new();
        for (_, file) in self.parts(joined, layers, problems) {
            if let Some(text) = file.text(problems) {
                script::join(&text, &mut all);
            }
        }
        all
    }

    /// The parts that the nearest theme with a list of them names, each from the nearest theme that has the file, and what
    /// themes add to them.
    fn parts(
        &self,
        joined: &Joined,
        layers: &[Layer],
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<(Box<str>, File)> {
        let mut parts = self.listed(joined, layers, problems);
        if let Some(extra) = joined.extra {
            let of_layer = |layer: &Layer| layer.files.get(&format!("assets/{extra}")).cloned();
            parts.extend(layers.iter().rev().filter_map(of_layer).map(|file| (extra.into(), file)));
        }
        parts
    }

    fn listed(
        &self,
        joined: &Joined,
        layers: &[Layer],
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<(Box<str>, File)> {
        let whole = self.files.get(joined.name).map(|file| (joined.name.into(), file.clone()));
        let mut all = layers.iter().enumerate();
        let listed = all.find_map(|(at, layer)| Some((at, layer, (joined.listed)(&layer.manifest)?)));
        let Some((nearer, layer, listed)) = listed else {
            return whole.into_iter().collect();
        };
        let mut parts = Vec::new();
        for name in listed {
            match self.files.get(&name.value) {
                Some(file) => parts.push((name.value.clone(), file.clone())),
                None => problems.push(
                    Diagnostic::new(
                        &rules::THEME_ASSET_MISSING,
                        format!("the theme has no {} `{}` in `assets/`", joined.part, name.value),
                    )
                    .at(layer.manifest.fields.place(name.span))
                    .did_you_mean(nearest(&name.value, self.files.keys().map(|name| &**name))),
                ),
            }
        }
        // A theme that has the whole file of its own replaces all that it did not list.
        let whole_name = format!("assets/{}", joined.name);
        let own = layers.iter().take(nearer).any(|near| near.files.get(&whole_name).is_some());
        match whole {
            Some(whole) if own => vec![whole],
            _ => parts,
        }
    }
}

/// `fonts/x.woff2` with eight digits of its content's hash: `fonts/x.0f1e2d3c.woff2`.
fn hashed(name: &str, bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_hex();
    let hash = hash.get(..8).unwrap_or_default();
    let file = name.rfind('/').map_or(0, |slash| slash + 1);
    match name.rfind('.').filter(|dot| *dot > file) {
        Some(dot) => {
            format!("{}.{hash}{}", name.get(..dot).unwrap_or(name), name.get(dot..).unwrap_or_default())
        }
        None => format!("{name}.{hash}"),
    }
}

/// A stylesheet whose addresses are to be renamed.
struct Sheet<'a> {
    name: &'a str,
    path: &'a Arc<str>,
    names: &'a BTreeMap<Box<str>, Box<str>>,
}

impl Sheet<'_> {
    /// The published name of a file that the stylesheet names, as seen from `site.css`; none for what is no file.
    fn rename(&self, address: &str, range: std::ops::Range<usize>) -> Result<Option<String>, Diagnostic> {
        if address.starts_with('#') || address.starts_with("data:") {
            return Ok(None);
        }
        let place = Place::new(self.path.clone(), range);
        if address.starts_with("//") || address.split('/').next().is_some_and(|first| first.contains(':')) {
            let message = format!("the stylesheet would fetch `{address}` from another site");
            return Err(Diagnostic::new(&rules::THEME_THIRD_PARTY, message).at(place));
        }
        let end = address.find(['#', '?']).unwrap_or(address.len());
        let (file, rest) = (address.get(..end).unwrap_or(address), address.get(end..).unwrap_or_default());
        let name = join(self.name, file);
        match self.names.get(&*name) {
            Some(published) => {
                let relative = published.strip_prefix("/assets/").unwrap_or(published);
                Ok(Some(format!("{relative}{rest}")))
            }
            None if name.ends_with(".css") => Err(Diagnostic::new(
                &rules::THEME_ASSET_MISSING,
                format!("stylesheets are published as one, without a file `{name}`"),
            )
            .at(place)
            .hint("name it in `stylesheets` in theme.toml instead of importing it")),
            None => Err(Diagnostic::new(
                &rules::THEME_ASSET_MISSING,
                format!("the theme has no file `{name}` in `assets/`"),
            )
            .at(place)
            .did_you_mean(nearest(&name, self.names.keys().map(|name| &**name)))),
        }
    }
}

/// The name of a file that is named from a stylesheet, with `..` followed.
fn join(sheet: &str, file: &str) -> String {
    let folder = sheet.rfind('/').map_or("", |slash| sheet.get(..slash).unwrap_or_default());
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in file.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}
