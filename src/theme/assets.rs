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
    extra: &'static str,
    /// The parts that a theme lists.
    listed: fn(&Manifest) -> Option<&Names>,
}

/// Names of files as a theme lists them.
type Names = Vec<At<Box<str>>>;

const STYLES: Joined = Joined {
    part: "stylesheet",
    name: "site.css",
    extra: "extra.css",
    listed: |manifest| manifest.stylesheets.as_ref(),
};

const SCRIPTS: Joined = Joined {
    part: "script",
    name: "site.js",
    extra: "extra.js",
    listed: |manifest| manifest.scripts.as_ref(),
};

/// Stylesheets that are published each by itself.
const PAGE_STYLES: Joined = Joined {
    part: "stylesheet",
    name: "",
    extra: "",
    listed: |manifest| manifest.page_stylesheets.as_ref(),
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
    let mut listed = layers.iter().filter_map(|layer| (SCRIPTS.listed)(&layer.manifest)).flatten();
    name.ends_with(".css")
        || name == SCRIPTS.name
        || name == SCRIPTS.extra
        || listed.any(|part| *part.value == *name)
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
        if sheets.iter().all(|(name, _)| **name != *STYLES.name) {
            self.add_page_stylesheets(layers, problems);
        }
        let mut all = options.to_owned();
        for (name, file) in sheets {
            all.push_str(&self.minified(&name, &file, "", problems));
        }
        self.add(STYLES.name, all.into_bytes().into());
    }

    /// Publishes the stylesheets that only some pages need. A theme whose `site.css` is in the place of all others has none.
    fn add_page_stylesheets(&mut self, layers: &[Layer], problems: &mut Vec<Diagnostic>) {
        for (name, file) in self.listed(&PAGE_STYLES, layers, problems) {
            let up = "../".repeat(name.matches('/').count());
            let text = self.minified(&name, &file, &up, problems);
            self.add(&name, text.into_bytes().into());
        }
    }

    /// A stylesheet's text with the published names of the files that it names; `up` leads from it to `/assets/`.
    fn minified(&self, name: &str, file: &File, up: &str, problems: &mut Vec<Diagnostic>) -> String {
        let Some(text) = file.text(problems) else { return String::new() };
        let sheet = Sheet { name, path: &file.path, names: &self.names };
        css::minify(&text, |address, range| {
            let renamed = sheet.rename(address, range).map_err(|problem| problems.push(problem));
            renamed.unwrap_or_default().map(|address| format!("{up}{address}"))
        })
    }

    /// Makes `site.js` of the theme's scripts in its order, and every theme's `extra.js`; a theme without scripts has none.
    pub(super) fn add_script(&mut self, layers: &[Layer], problems: &mut Vec<Diagnostic>) {
        let mut all = String::new();
        for (_, file) in self.parts(&SCRIPTS, layers, problems) {
            if let Some(text) = file.text(problems) {
                script::join(&text, &mut all);
            }
        }
        if !all.is_empty() {
            self.add(SCRIPTS.name, all.into_bytes().into());
        }
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
        for layer in layers.iter().rev() {
            let extra = layer.files.get(&format!("assets/{}", joined.extra));
            parts.extend(extra.map(|file| (joined.extra.into(), file.clone())));
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
