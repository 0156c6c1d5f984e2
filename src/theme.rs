//! The theme: templates, assets, words and options; a site's own laid over the built-in one, file by file.
//!
//! In: embedded themes, the site's `themes/` folder, the options of `site.toml`. Out: [`Theme`]. Never: a page.

mod assets;
mod chain;
mod color;
mod contrast;
mod css;
mod files;
mod fonts;
mod manifest;
mod options;
mod script;
mod words;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::{Checked, Diagnostic};
use chain::Layer;
use manifest::Manifest;

pub use words::{Word, Words, fill};

/// All that a theme gives to a site, its parents' files filled in.
#[derive(Clone, Debug)]
pub struct Theme {
    /// The name by which the site chose it.
    pub name: Box<str>,
    /// Templates by the name that `extends` and `include` use: `page.html` is the nearest theme's file,
    /// `institute:page.html` the one that the theme `institute` sees.
    pub templates: BTreeMap<Box<str>, TemplateFile>,
    /// The files to publish, by address: `/assets/site.0f1e2d3c.css`.
    pub assets: BTreeMap<Box<str>, AssetFile>,
    /// The addresses of the assets by name: `site.css`, `fonts/x.woff2`.
    pub asset_names: Arc<BTreeMap<Box<str>, Box<str>>>,
    /// The words, by language of the site; each has every key that English has.
    pub words: BTreeMap<Arc<str>, Arc<Words>>,
    /// The options, checked and with their defaults.
    pub options: Arc<serde_json::Value>,
    /// How wide images of texts are shown: the value of `sizes`, from the nearest theme that says so.
    pub image_sizes: Arc<str>,
    /// How wide the pictures of covers are shown, likewise.
    pub cover_sizes: Arc<str>,
    /// A hash of all of it, for fingerprints of pages.
    pub fingerprint: Box<str>,
}

impl Theme {
    /// The words of a language; those of the site's first language for one that the site does not name.
    pub fn words(&self, lang: &str) -> Arc<Words> {
        self.words.get(lang).or_else(|| self.words.values().next()).cloned().unwrap_or_default()
    }

    /// The texts of the templates by their files, for printing what is wrong in them.
    pub fn texts(&self) -> BTreeMap<Arc<str>, Arc<str>> {
        self.templates.values().map(|file| (file.path.clone(), file.text.clone())).collect()
    }
}

/// The text of a template, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateFile {
    /// The template.
    pub text: Arc<str>,
    /// The file, for diagnostics: `themes/mine/templates/page.html`.
    pub path: Arc<str>,
}

/// A file to publish.
#[derive(Clone, PartialEq, Eq)]
pub struct AssetFile {
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

impl std::fmt::Debug for AssetFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AssetFile({} bytes)", self.bytes.len())
    }
}

/// Reads the theme that the site chose, with all that it extends, and checks the site's options for it.
///
/// Fails only where the disk does; a theme that cannot be found is a problem, and the default theme stands in for it.
pub fn load(site_dir: &Path, config: &Config) -> io::Result<Checked<Theme>> {
    let mut problems = Vec::new();
    let layers = chain::layers(site_dir, config, &mut problems)?;
    let declared = options::declared(&layers, &mut problems);
    let mut published = assets::overlay(&layers);
    let fonts = fonts::chosen(site_dir, &declared, config, &mut published, &mut problems)?;
    let options = options::check(&declared, &layers, config, (&published.names(), &fonts), &mut problems);
    let head = options::stylesheet(&declared, &options, &fonts);
    published.add_stylesheet(&layers, (&head, &options::needless(&declared, &fonts)), &mut problems);
    published.add_listed(&layers, &mut problems);
    let (assets, asset_names) = published.finish();
    let mut theme = Theme {
        name: config.theme.name.clone(),
        templates: templates(&layers, &mut problems),
        assets,
        asset_names: Arc::new(asset_names),
        words: words::of_site(&layers, config, &mut problems),
        options: Arc::new(options),
        image_sizes: sizes(&layers, |manifest| manifest.image_sizes.as_deref()),
        cover_sizes: sizes(&layers, |manifest| manifest.cover_sizes.as_deref()),
        fingerprint: Box::default(),
    };
    theme.fingerprint = fingerprint(&theme);
    Ok(Checked::new(theme, problems))
}

/// The themes that a site can choose or extend: the built-in ones, and those of its `themes/` folder.
pub fn names(site_dir: &Path) -> io::Result<Vec<Box<str>>> {
    let mut names = files::built_in_names();
    names.extend(files::site_names(site_dir)?);
    names.sort();
    names.dedup();
    Ok(names)
}

/// Each template under its plain name and under the name of every theme that has it or inherits it.
///
/// A later layer of the same name wins: when a site's `institute` stands over the built-in one, `institute:page.html`
/// means the built-in file, since the site's own is `page.html`.
fn templates(layers: &[Layer], problems: &mut Vec<Diagnostic>) -> BTreeMap<Box<str>, TemplateFile> {
    let mut templates = BTreeMap::new();
    let mut seen: BTreeMap<Box<str>, TemplateFile> = BTreeMap::new();
    let mut named: Vec<BTreeMap<Box<str>, TemplateFile>> = Vec::new();
    for layer in layers.iter().rev() {
        for (name, file) in layer.files.below("templates/") {
            if let Some(text) = file.text(problems) {
                seen.insert(name.into(), TemplateFile { text, path: file.path.clone() });
            }
        }
        named.push(seen.clone());
    }
    for (layer, files) in layers.iter().zip(named.into_iter().rev()) {
        for (name, file) in files {
            templates.insert(format!("{}:{name}", layer.name).into(), file);
        }
    }
    templates.extend(seen);
    templates
}

/// What the nearest theme says of how wide it shows images; all of the window if none does.
fn sizes(layers: &[Layer], said: impl Fn(&Manifest) -> Option<&str>) -> Arc<str> {
    layers.iter().find_map(|layer| said(&layer.manifest)).unwrap_or("100vw").into()
}

fn fingerprint(theme: &Theme) -> Box<str> {
    let mut hasher = blake3::Hasher::new();
    for (name, file) in &theme.templates {
        hasher.update(name.as_bytes()).update(b"\0").update(file.text.as_bytes()).update(b"\0");
    }
    for address in theme.assets.keys() {
        hasher.update(address.as_bytes()).update(b"\0");
    }
    for (lang, words) in &theme.words {
        hasher.update(lang.as_bytes()).update(format!("{words:?}").as_bytes());
    }
    hasher.update(theme.options.to_string().as_bytes()).update(b"\0");
    hasher.update(theme.image_sizes.as_bytes()).update(b"\0").update(theme.cover_sizes.as_bytes());
    hasher.finalize().to_hex().as_str().into()
}

#[cfg(test)]
mod tests;
