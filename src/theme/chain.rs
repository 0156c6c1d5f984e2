//! Which themes lie over which.
//!
//! In: the theme that the site chose, the site's `themes/` folder, the built-in themes. Out: [`Layer`]s, the nearest
//! first, the last of them built in. Never: what the files of a theme say, but for `extends` in `theme.toml`.

use std::io;
use std::path::Path;

use super::files::{self, Files};
use super::manifest::{self, Manifest};
use crate::config::Config;
use crate::diagnostic::rules::theme as rules;
use crate::diagnostic::{Diagnostic, Place, nearest};

/// The theme that stands in when no other can be found, and that a site's theme extends unless it says otherwise.
const DEFAULT: &str = "institute";

/// One theme of a chain.
#[derive(Clone, Debug)]
pub(super) struct Layer {
    pub(super) name: Box<str>,
    pub(super) files: Files,
    pub(super) manifest: Manifest,
}

/// A theme that is wanted, and where it is named.
struct Wanted {
    name: Box<str>,
    place: Option<Place>,
}

/// The themes of a site, the nearest first.
///
/// A name means the site's folder first and the built-in theme after it, so that a site's `institute` lies over the
/// built-in one of that name. A name that comes round again is a cycle, unless a built-in theme has it.
pub(super) fn layers(
    site_dir: &Path,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> io::Result<Vec<Layer>> {
    let of_site = files::site_names(site_dir)?;
    let mut layers: Vec<Layer> = Vec::new();
    let span = config.theme.span;
    let mut wanted = Wanted {
        name: config.theme.name.clone(),
        place: Some(Place::new(config.path.clone(), span.start as usize..span.end as usize)),
    };
    loop {
        let used = layers.iter().any(|layer| layer.name == wanted.name);
        if of_site.contains(&wanted.name) && !used {
            let layer = layer(&wanted.name, files::of_site(site_dir, &wanted.name)?, problems);
            wanted = parent(&layer);
            layers.push(layer);
            continue;
        }
        let known = of_site.iter().cloned().chain(files::built_in_names()).collect::<Vec<_>>();
        let files = files::built_in(&wanted.name);
        if files.is_none() {
            problems.push(missing(&wanted, used, &known));
            wanted.name = DEFAULT.into();
        }
        let Some(files) = files.or_else(|| files::built_in(DEFAULT)) else { return Ok(layers) };
        let layer = layer(&wanted.name, files, problems);
        let root = layer.manifest.extends.is_none();
        wanted = parent(&layer);
        layers.push(layer);
        if root {
            return Ok(layers);
        }
    }
}

fn layer(name: &str, files: Files, problems: &mut Vec<Diagnostic>) -> Layer {
    let manifest = files.get("theme.toml").and_then(|file| {
        let text = file.text(problems)?;
        Some(manifest::parse(&text, &file.path, problems))
    });
    Layer { name: name.into(), files, manifest: manifest.unwrap_or_default() }
}

/// What a theme extends: what it says, the built-in theme of its own name, or the default.
fn parent(layer: &Layer) -> Wanted {
    match &layer.manifest.extends {
        Some(named) => {
            let place = layer.manifest.fields.place(named.span);
            Wanted { name: named.value.clone(), place: Some(place) }
        }
        None if files::built_in_names().contains(&layer.name) => {
            Wanted { name: layer.name.clone(), place: None }
        }
        None => Wanted { name: DEFAULT.into(), place: None },
    }
}

fn missing(wanted: &Wanted, used: bool, known: &[Box<str>]) -> Diagnostic {
    let problem = if used {
        let message = format!("the theme `{}` extends itself", wanted.name);
        Diagnostic::new(&rules::THEME_CYCLE, message).hint(format!("let one of them extend `{DEFAULT}`"))
    } else {
        let message = format!("there is no theme `{}`", wanted.name);
        Diagnostic::new(&rules::THEME_UNKNOWN, message)
            .did_you_mean(nearest(&wanted.name, known.iter().map(|name| &**name)))
            .hint(format!("the themes here are {}", list(known)))
    };
    match &wanted.place {
        Some(place) => problem.at(place.clone()),
        None => problem,
    }
}

fn list(names: &[Box<str>]) -> String {
    let mut quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.dedup();
    quoted.join(", ")
}
