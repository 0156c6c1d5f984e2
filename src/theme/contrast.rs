//! Colours that must be readable one on the other, options and what the stylesheets mix of them.
//!
//! In: options with their values, `[mixes]` of a chain of themes. Out: a diagnostic for each option that makes a pair which
//! fails WCAG AA, with the nearest value that makes none. Never: a pair that no `against` declares.

use std::collections::BTreeMap;

use serde_json::Map;

use super::chain::Layer;
use super::color::Color;
use super::manifest::Mix;
use super::options::Declared;
use crate::config::Config;
use crate::diagnostic::rules::theme as rules;
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::fields::At;

/// What WCAG 2.2 asks of text (1.4.3, level AA).
const NEEDED: f64 = 4.5;

/// How many further pairs a problem names.
const NAMED: usize = 2;

/// Mixtures of mixtures end here, should they go round in a circle.
const DEEPEST: usize = 8;

/// All colours of a theme, by name.
struct Palette<'a> {
    options: &'a BTreeMap<Box<str>, Declared>,
    values: &'a Map<String, serde_json::Value>,
    mixes: BTreeMap<&'a str, &'a Mix>,
}

/// A colour on its ground.
#[derive(Clone, Copy)]
struct Pair<'a> {
    text: &'a str,
    ground: &'a str,
}

/// Every option that makes a pair of colours which cannot be read, one on the other.
pub(super) fn problems(
    options: &BTreeMap<Box<str>, Declared>,
    values: &Map<String, serde_json::Value>,
    layers: &[Layer],
    config: &Config,
) -> Vec<Diagnostic> {
    let all = layers.iter().rev().flat_map(|layer| &layer.manifest.mixes);
    let mixes = all.map(|mix| (&*mix.name.value, mix)).collect();
    let palette = Palette { options, values, mixes };
    let mut found = palette.unknown(layers);
    found.extend(options.iter().filter_map(|(name, option)| palette.problem(name, option, config)));
    found
}

impl<'a> Palette<'a> {
    /// A colour by its name, `name` being `instead` for once.
    fn color(&self, wanted: &str, instead: Option<(&str, Color)>, depth: usize) -> Option<Color> {
        if wanted.starts_with('#') {
            return Color::parse(wanted);
        }
        if let Some((_, color)) = instead.filter(|(name, _)| *name == wanted) {
            return Some(color);
        }
        if let Some(value) = self.values.get(wanted) {
            return Color::parse(value.as_str()?);
        }
        let mix = self.mixes.get(wanted).filter(|_| depth < DEEPEST)?;
        let of = self.color(&mix.of.value, instead, depth + 1)?;
        Some(of.mix(mix.share, self.color(&mix.with.value, instead, depth + 1)?))
    }

    fn ratio(&self, pair: Pair<'_>, instead: Option<(&str, Color)>) -> Option<f64> {
        Some(self.color(pair.text, instead, 0)?.contrast(self.color(pair.ground, instead, 0)?))
    }

    /// Whether what a colour needs is not switched off.
    fn is_used(&self, when: Option<&str>) -> bool {
        when.and_then(|when| self.values.get(when)?.as_bool()).unwrap_or(true)
    }

    /// The pairs whose text is an option, or mostly made of it; those of the option itself first.
    fn pairs(&self, name: &'a str, option: &'a Declared) -> Vec<Pair<'a>> {
        let own = option.against.iter().filter(|_| self.is_used(option.when.as_deref()));
        let mut pairs: Vec<Pair<'a>> = own.map(|ground| Pair { text: name, ground: &ground.value }).collect();
        for mix in self.mixes.values().filter(|mix| self.is_used(mix.when.as_deref())) {
            if *mix.of.value == *name {
                let grounds = mix.against.iter();
                pairs.extend(grounds.map(|ground| Pair { text: &mix.name.value, ground: &ground.value }));
            }
        }
        pairs
    }

    /// What is wrong with the pairs of an option: one problem, for they all have one remedy.
    fn problem(&self, name: &'a str, option: &'a Declared, config: &Config) -> Option<Diagnostic> {
        let pairs = self.pairs(name, option);
        let fails = |pair: &&Pair<'_>| self.ratio(**pair, None).is_some_and(|ratio| ratio < NEEDED);
        let failing: Vec<&Pair<'_>> = pairs.iter().filter(fails).collect();
        let (first, others) = failing.split_first()?;
        let message = format!(
            "{} has a contrast of {} to 1, and {NEEDED} is needed",
            self.named(**first),
            shown(self.ratio(**first, None)?)
        );
        let mut problem =
            Diagnostic::new(&rules::THEME_CONTRAST, message).at(self.place(**first, name, config)?);
        let passes = |color: Color| {
            let ratio = |pair: &Pair<'_>| self.ratio(*pair, Some((name, color))).unwrap_or(NEEDED);
            pairs.iter().all(|pair| ratio(pair) >= NEEDED)
        };
        if let Some(better) = self.color(name, None, 0)?.nearest(passes) {
            problem = problem.hint(format!("the nearest that passes is `{name} = \"{}\"`", better.hex()));
        }
        if !others.is_empty() {
            let each = |pair: &&Pair<'_>| {
                Some(format!("{} ({} to 1)", self.named(**pair), shown(self.ratio(**pair, None)?)))
            };
            let mut named: Vec<String> = others.iter().take(NAMED).filter_map(each).collect();
            named.extend(others.len().checked_sub(NAMED + 1).map(|more| format!("{} more", more + 1)));
            problem = problem.hint(format!("the same goes for {}", named.join(", ")));
        }
        Some(problem)
    }

    /// "`quiet` (72 % of `ink`) on `tint`"
    fn named(&self, pair: Pair<'_>) -> String {
        let text = match self.mixes.get(pair.text) {
            Some(mix) => format!("`{}` ({} % of `{}`)", pair.text, mix.share, mix.of.value),
            None => format!("`{}`", pair.text),
        };
        format!("{text} on `{}`", pair.ground)
    }

    /// Where the site sets the option, or else one that the ground is made of; where the theme declares it, if the site sets none.
    fn place(&self, pair: Pair<'_>, name: &str, config: &Config) -> Option<Place> {
        let options = &config.theme.options;
        let of_site = [name, pair.ground].into_iter().flat_map(|each| self.made_of(each, 0));
        let set = of_site.filter_map(|each| options.get(each)).next();
        set.map(|set| options.place(set.span)).or_else(|| Some(self.options.get(name)?.place.clone()))
    }

    /// The options that a colour is made of.
    fn made_of<'b>(&'b self, name: &'b str, depth: usize) -> Vec<&'b str> {
        match self.mixes.get(name).filter(|_| depth < DEEPEST) {
            Some(mix) => [&*mix.of.value, &*mix.with.value]
                .into_iter()
                .flat_map(|part| self.made_of(part, depth + 1))
                .collect(),
            None => vec![name],
        }
    }

    /// Names in `against`, `of` and `with` that are no colour of the theme.
    fn unknown(&self, layers: &[Layer]) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for manifest in layers.iter().map(|layer| &layer.manifest) {
            let of_mixes =
                manifest.mixes.iter().flat_map(|mix| [&mix.of, &mix.with].into_iter().chain(&mix.against));
            let of_options = manifest.options.iter().flat_map(|option| option.against.iter().flatten());
            let unknown =
                of_options.chain(of_mixes).filter(|name| self.color(&name.value, None, 0).is_none());
            found.extend(unknown.map(|name| self.no_color(name).at(manifest.fields.place(name.span))));
        }
        found
    }

    fn no_color(&self, name: &At<Box<str>>) -> Diagnostic {
        let known = self.values.keys().map(String::as_str).chain(self.mixes.keys().copied());
        Diagnostic::new(&rules::THEME_MANIFEST, format!("`{}` is no colour of the theme", name.value))
            .did_you_mean(nearest(&name.value, known.filter(|known| self.color(known, None, 0).is_some())))
    }
}

/// Rounded down, so that 4.49 is not reported as 4.5.
fn shown(ratio: f64) -> f64 {
    (ratio * 10.0).floor() / 10.0
}
