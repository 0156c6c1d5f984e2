//! Reading `site.toml`.
//!
//! In: the text of the file. Out: [`Config`] with every default filled in, and diagnostics. Never: files.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::sync::Arc;

use super::{BaseUrl, Collection, Config, Images, Menu, MenuLink, Publisher, ThemeChoice, lint};
use crate::diagnostic::rules::reading;
use crate::diagnostic::{Checked, Diagnostic, nearest};
use crate::fields::{At, Fields, Reader, Value};
use crate::paper::Span;
use crate::rendition;

/// The theme of a site that names none.
const DEFAULT_THEME: &str = "institute";
/// How many papers a list page shows.
const DEFAULT_PER_PAGE: usize = 20;
/// How many megabytes of slow results are kept.
const CACHE_MEGABYTES: u32 = 1_000;
/// The widths in pixels that a copy of an image may have.
const WIDTHS: RangeInclusive<u32> = 16..=8_192;
/// Top folders, and addresses, that have a meaning of their own.
const RESERVED: [&str; 4] = ["people", "static", "topics", "series"];

/// Reads the text of `site.toml`.
pub fn parse(text: &str, path: &Arc<str>) -> Checked<Config> {
    let mut problems = Vec::new();
    let fields = Fields::toml(text, path, 0, 0).take(&mut problems);
    let mut site = fields.reader();
    let title = site.require_string("title");
    let title = title
        .and_then(|title| not_empty(&mut site, "title", title))
        .unwrap_or_else(|| "Untitled site".into());
    let base = base_url(&mut site);
    let languages = languages(&mut site);
    let config = Config {
        path: path.clone(),
        titles: by_language(&mut site, "titles", &languages, &mut problems),
        description: site.string("description").map(|text| text.value),
        descriptions: by_language(&mut site, "descriptions", &languages, &mut problems),
        base,
        math: site.boolean("math").is_some_and(|on| on.value),
        raw_html: site.boolean("raw_html").is_some_and(|on| on.value),
        smart_punctuation: site.boolean("smart_punctuation").is_none_or(|on| on.value),
        publisher: publisher(&mut site, &title, &mut problems),
        theme: theme(&mut site, &mut problems),
        collections: collections(&mut site, &languages, &mut problems),
        menus: menus(&mut site, &languages, &mut problems),
        images: images(&mut site, &mut problems),
        links: super::links::links(&mut site, &mut problems),
        hosting: super::hosting::files(&mut site, &mut problems),
        cache_megabytes: cache_megabytes(&mut site, &mut problems),
        lint: lint::settings(&mut site, &mut problems),
        baseline: Arc::default(),
        title,
        languages,
    };
    problems.extend(site.finish());
    Checked::new(config, problems)
}

fn not_empty(reader: &mut Reader, key: &str, text: At<Box<str>>) -> Option<Box<str>> {
    if text.value.trim().is_empty() {
        let message = format!("`{}` is empty", reader.name(key));
        reader.report(&reading::VALUE_INVALID, message, text.span);
        return None;
    }
    Some(text.value)
}

fn base_url(site: &mut Reader) -> BaseUrl {
    let nowhere = || BaseUrl { origin: "http://localhost".into(), path: "".into() };
    let Some(written) = site.require_string("base_url") else { return nowhere() };
    BaseUrl::parse(&written.value).unwrap_or_else(|must| {
        let message = format!("`base_url` is `{}`, and must {must}", written.value);
        site.report(&reading::VALUE_INVALID, message, written.span);
        nowhere()
    })
}

fn languages(site: &mut Reader) -> Vec<Arc<str>> {
    let mut languages: Vec<Arc<str>> = Vec::new();
    let given = site.strings("languages");
    let place = site.value("languages").map(|value| value.span).unwrap_or_default();
    for tag in given.iter().flatten() {
        if !is_language_tag(&tag.value) {
            let problem =
                Diagnostic::new(&reading::LANGUAGE_INVALID, format!("`{}` is not a language tag", tag.value))
                    .at(site.fields().place(tag.span));
            let repaired = tag.value.replace('_', "-");
            let near = Some(&*repaired).filter(|tag| is_language_tag(tag));
            site.push(problem.did_you_mean(near));
        } else if languages.iter().any(|known| known.eq_ignore_ascii_case(&tag.value)) {
            site.report(
                &reading::VALUE_INVALID,
                format!("the language `{}` is listed twice", tag.value),
                tag.span,
            );
        } else {
            languages.push((&*tag.value).into());
        }
    }
    if languages.is_empty() {
        if given.is_some_and(|given| given.is_empty()) {
            site.report(&reading::VALUE_INVALID, "`languages` is empty", place);
        }
        languages.push("en".into());
    }
    languages
}

/// Whether a text has the shape of a BCP 47 tag: a language, then subtags of letters and digits.
fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let lettered = matches!(language.len(), 2..=3) && language.bytes().all(|b| b.is_ascii_alphabetic());
    lettered
        && parts.all(|part| matches!(part.len(), 1..=8) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// The site's own spelling of a language, or a diagnostic at the key that names it.
fn known_language<'a>(
    reader: &mut Reader,
    languages: &'a [Arc<str>],
    key: &At<Box<str>>,
) -> Option<&'a Arc<str>> {
    let found = languages.iter().find(|language| language.eq_ignore_ascii_case(&key.value));
    if found.is_none() {
        let message = format!("`{}` is not one of the site's languages", key.value);
        let problem =
            Diagnostic::new(&reading::LANGUAGE_UNKNOWN, message).at(reader.fields().place(key.span));
        let names = languages.iter().map(|language| &**language);
        reader.push(problem.did_you_mean(nearest(&key.value, names)));
    }
    found
}

fn by_language(
    site: &mut Reader,
    key: &str,
    languages: &[Arc<str>],
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<Box<str>, Box<str>> {
    let mut texts = BTreeMap::new();
    let Some(mut table) = site.table(key) else { return texts };
    for field in table.entries() {
        let text = table.string(&field.key.value);
        let language = known_language(&mut table, languages, &field.key);
        if let (Some(language), Some(text)) = (language, text) {
            texts.insert((&**language).into(), text.value);
        }
    }
    problems.extend(table.finish());
    texts
}

fn publisher(site: &mut Reader, title: &str, problems: &mut Vec<Diagnostic>) -> Publisher {
    let Some(mut table) = site.table("publisher") else {
        return Publisher { name: title.into(), ..Publisher::default() };
    };
    let name = table.string("name");
    let name = name.and_then(|name| not_empty(&mut table, "name", name)).unwrap_or_else(|| title.into());
    let publisher = Publisher {
        name,
        address: table.string("address").map(|text| text.value),
        url: url(&mut table),
        email: email(&mut table),
        logo: table.string("logo").map(|path| (path.value, path.span)),
        logo_dark: table.string("logo_dark").map(|path| (path.value, path.span)),
    };
    problems.extend(table.finish());
    publisher
}

fn url(table: &mut Reader) -> Option<Box<str>> {
    let url = table.string("url")?;
    if !url.value.starts_with("https://") && !url.value.starts_with("http://") {
        let message = format!("`{}` must begin with `https://` or `http://`", table.name("url"));
        table.report(&reading::VALUE_INVALID, message, url.span);
        return None;
    }
    Some(url.value)
}

fn email(table: &mut Reader) -> Option<Box<str>> {
    let email = table.string("email")?;
    if !email.value.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty()) {
        let message = format!("`{}` is not an address for mail", table.name("email"));
        table.report(&reading::VALUE_INVALID, message, email.span);
        return None;
    }
    Some(email.value)
}

fn theme(site: &mut Reader, problems: &mut Vec<Diagnostic>) -> ThemeChoice {
    let whole = Span::default();
    let unset = |site: &Reader| ThemeChoice {
        name: DEFAULT_THEME.into(),
        span: whole,
        options: Fields::empty(site.fields().path(), whole),
    };
    let Some(mut table) = site.table("theme") else { return unset(site) };
    let name = table.string("name").unwrap_or_else(|| At::new(DEFAULT_THEME.into(), whole));
    let options = table.table("options").map(|options| options.fields().clone());
    problems.extend(table.finish());
    if name.value.is_empty() || name.value.starts_with('.') || name.value.contains(['/', '\\', '\0']) {
        let message = format!("`theme.name` is `{}`, which is no name of a folder in `themes/`", name.value);
        site.report(&reading::VALUE_INVALID, message, name.span);
        return ThemeChoice { options: options.unwrap_or_default(), ..unset(site) };
    }
    let options = options.unwrap_or_else(|| Fields::empty(site.fields().path(), name.span));
    ThemeChoice { name: name.value, span: name.span, options }
}

fn collections(
    site: &mut Reader,
    languages: &[Arc<str>],
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<Box<str>, Collection> {
    let papers = Collection { title: "Papers".into(), per_page: DEFAULT_PER_PAGE };
    let mut collections = BTreeMap::from([("papers".into(), papers)]);
    let Some(mut table) = site.table("collections") else { return collections };
    for field in table.entries() {
        let folder = &*field.key.value;
        let Some(mut entry) = table.table(folder) else { continue };
        if let Some(reason) = unfit_folder(folder, languages) {
            let message = format!("a collection can't be called `{folder}`: {reason}");
            entry.report(&reading::VALUE_INVALID, message, field.key.span);
        }
        let title = entry.string("title").map_or_else(|| humanised(folder), |title| title.value);
        let per_page = match entry.integer("per_page") {
            Some(number) => usize::try_from(number.value).ok().filter(|n| *n > 0).unwrap_or_else(|| {
                let message = format!("`{}` must be 1 or more", entry.name("per_page"));
                entry.report(&reading::VALUE_INVALID, message, number.span);
                DEFAULT_PER_PAGE
            }),
            None => DEFAULT_PER_PAGE,
        };
        problems.extend(entry.finish());
        collections.insert(folder.into(), Collection { title, per_page });
    }
    problems.extend(table.finish());
    collections
}

fn images(site: &mut Reader, problems: &mut Vec<Diagnostic>) -> Images {
    let mut images = Images { widths: rendition::WIDTHS.to_vec(), quality: rendition::QUALITY };
    let Some(mut table) = site.table("images") else { return images };
    if let Some(widths) = table.integers("widths") {
        images.widths =
            widths.iter().filter_map(|width| within(&mut table, "widths", width, WIDTHS)).collect();
        images.widths.sort_unstable();
        images.widths.dedup();
    }
    if let Some(quality) = table.integer("quality") {
        images.quality = within(&mut table, "quality", &quality, 1..=100).unwrap_or(images.quality);
    }
    problems.extend(table.finish());
    images
}

fn cache_megabytes(site: &mut Reader, problems: &mut Vec<Diagnostic>) -> u32 {
    let Some(mut table) = site.table("cache") else { return CACHE_MEGABYTES };
    let given = table.integer("megabytes");
    let megabytes = given.and_then(|given| within(&mut table, "megabytes", &given, 0..=1_000_000));
    problems.extend(table.finish());
    megabytes.unwrap_or(CACHE_MEGABYTES)
}

/// A number of a range; any other is reported.
pub(super) fn within<T: TryFrom<i64> + PartialOrd + Display>(
    table: &mut Reader,
    key: &str,
    number: &At<i64>,
    range: RangeInclusive<T>,
) -> Option<T> {
    let fit = T::try_from(number.value).ok().filter(|value| range.contains(value));
    if fit.is_none() {
        let (least, most) = (range.start(), range.end());
        let message = format!("`{}` must be from {least} to {most}, not {}", table.name(key), number.value);
        table.report(&reading::VALUE_INVALID, message, number.span);
    }
    fit
}

fn unfit_folder(folder: &str, languages: &[Arc<str>]) -> Option<&'static str> {
    if RESERVED.contains(&folder) {
        Some("that folder has a meaning of its own")
    } else if languages.iter().any(|language| language.eq_ignore_ascii_case(folder)) {
        Some("it is a language of the site")
    } else if folder.is_empty() || folder.starts_with('.') || folder.contains(['/', '\\']) {
        Some("it must be the name of a folder in `content/`")
    } else {
        None
    }
}

/// `policy-briefs` becomes "Policy briefs".
fn humanised(folder: &str) -> Box<str> {
    let words = folder.replace(['-', '_'], " ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect::<String>().into(),
        None => words.into(),
    }
}

fn menus(
    site: &mut Reader,
    languages: &[Arc<str>],
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<Arc<str>, Menu> {
    let mut menus = BTreeMap::new();
    let Some(mut table) = site.table("menu") else { return menus };
    let own = menu(&mut table, problems);
    if let Some(default) = languages.first().filter(|_| !own.header.is_empty() || !own.footer.is_empty()) {
        menus.insert(default.clone(), own);
    }
    let tables = table.fields().entries().iter().filter(|field| matches!(field.value.value, Value::Table(_)));
    for field in tables {
        let Some(language) =
            languages.iter().find(|language| language.eq_ignore_ascii_case(&field.key.value))
        else {
            continue;
        };
        if let Some(mut inner) = table.table(&field.key.value) {
            let translated = menu(&mut inner, problems);
            problems.extend(inner.finish());
            menus.insert(language.clone(), translated);
        }
    }
    for language in languages {
        table.know(language);
    }
    problems.extend(table.finish_knowing(|key| {
        is_language_tag(key).then(|| format!("a menu for a language needs `{key}` in `languages`"))
    }));
    menus
}

fn menu(table: &mut Reader, problems: &mut Vec<Diagnostic>) -> Menu {
    let mut links = |key| {
        let mut links = Vec::new();
        for mut entry in table.tables(key).into_iter().flatten() {
            let (title, link) = (entry.require_string("title"), entry.require_string("link"));
            problems.extend(entry.finish());
            if let (Some(title), Some(link)) = (title, link) {
                links.push(MenuLink { title: title.value, link: link.value, span: link.span });
            }
        }
        links
    };
    Menu { header: links("header"), footer: links("footer") }
}
