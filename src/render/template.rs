//! Templates: the one door to the template engine.
//!
//! In: a theme's templates, the frame of a page, the HTML of its text. Out: a page, or a diagnostic that names the theme's
//! file and the page that was being made. Never: anything that is not in the frame; templates have no functions that look
//! elsewhere.

mod fields;
mod values;

use std::collections::BTreeMap;
use std::error::Error as _;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Value};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, context};

use crate::diagnostic::rules::theme as rules;
use crate::diagnostic::{Checked, Diagnostic, Place, nearest};
use crate::escape::Specials;
use crate::language::Language;
use crate::render::html::Fragments;
use crate::site::frame::{Frame, PageKind, SiteFrame};
use crate::theme::{Theme, fill};
use fields::serialized;
use values::{Shared, paper};

/// What a template may do on one page: some thousand times what the built-in ones do.
const FUEL: u64 = 20_000_000;

/// Bytes that templates write around a text, roughly, so that a page need not be moved as it grows.
const AROUND: usize = 24 * 1024;

/// How deep templates may include one another.
const DEPTH: usize = 120;

/// A theme's templates, ready for use.
#[derive(Debug)]
pub struct Templates {
    environment: Environment<'static>,
    /// The files by the names that templates have in the environment, for places.
    paths: BTreeMap<Box<str>, Arc<str>>,
    /// What all pages share, by language.
    shared: Mutex<BTreeMap<Arc<str>, Arc<Shared>>>,
}

impl Templates {
    /// Compiles the templates of a theme.
    pub fn new(theme: &Theme) -> Checked<Self> {
        let mut environment = environment(theme.words.keys());
        let paths = theme.templates.iter().map(|(name, file)| (name.clone(), file.path.clone())).collect();
        let mut problems = Vec::new();
        // Most files have two names, and nearly all are asked for by one of them: the other is compiled when it is.
        let mut others: BTreeMap<Box<str>, Arc<str>> = BTreeMap::new();
        for (name, file) in &theme.templates {
            let plain = name.split_once(':').and_then(|(_, plain)| theme.templates.get(plain));
            if plain == Some(file) {
                others.insert(name.clone(), file.text.clone());
            } else if let Err(error) = environment.add_template_owned(name.to_string(), file.text.to_string())
            {
                problems.push(problem(&error, &paths));
            }
        }
        environment.set_loader(move |name| Ok(others.get(name).map(|text| text.to_string())));
        Checked::new(Self { environment, paths, shared: Mutex::default() }, problems)
    }

    /// Makes a page of its frame and its text.
    pub fn page(&self, frame: &Frame, fragments: &Fragments) -> Result<String, Diagnostic> {
        let name = frame.page.kind.template();
        let html = |text: &str| Value::from_safe_string(text.to_owned());
        let shared = self.shared(&frame.site);
        let view = context! {
            site => shared.site.clone(),
            t => shared.words.clone(),
            page => serialized(&frame.page),
            paper => frame.paper.as_ref().map(paper),
            section => serialized(&frame.section),
            list => serialized(&frame.list),
            person => serialized(&frame.person),
            groups => serialized(&frame.groups),
            body_html => html(&fragments.body_html),
            notes_html => html(&fragments.notes_html),
            summary_html => html(&fragments.summary_html),
            findings_html => html(&fragments.findings_html),
        };
        let texts =
            [&fragments.body_html, &fragments.notes_html, &fragments.summary_html, &fragments.findings_html];
        let mut page = Vec::with_capacity(AROUND + texts.map(String::len).iter().sum::<usize>());
        let template = self.environment.get_template(name);
        template.and_then(|template| template.render_captured_to(view, &mut page).map(|_| ())).map_err(
            |error| {
                let mut problem = problem(&error, &self.paths);
                problem.message = format!("{}, in the page {}", problem.message, page_name(frame));
                problem
            },
        )?;
        Ok(String::from_utf8(page).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()))
    }

    /// What the pages of a site share in its language: made at the first of them, and anew for another site.
    fn shared(&self, site: &Arc<SiteFrame>) -> Arc<Shared> {
        let mut known = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        match known.get(&site.lang) {
            Some(shared) if shared.is_of(site) => shared.clone(),
            _ => {
                let shared = Arc::new(Shared::new(site));
                known.insert(site.lang.clone(), shared.clone());
                shared
            }
        }
    }
}

/// How a message names a page: by its address, and by its title where that says more.
fn page_name(frame: &Frame) -> String {
    let page = &frame.page;
    match (&frame.paper, page.kind) {
        (Some(paper), PageKind::Section) => {
            format!("`{}` (section “{}” of “{}”)", page.address, page.title, paper.title)
        }
        _ => format!("`{}` (“{}”)", page.address, page.title),
    }
}

fn environment<'a>(languages: impl Iterator<Item = &'a Arc<str>>) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(print);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(DEPTH);
    // Errors carry byte ranges only so; a page that is rendered without error costs no more for it.
    environment.set_debug(true);
    let syntax =
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    environment.set_syntax(syntax.unwrap_or_default());
    let known: Languages = Arc::new(languages.map(|lang| (lang.clone(), Language::of(lang))).collect());
    environment.add_function("count", count(known.clone()));
    environment.add_filter("fill", fill_filter(known));
    // What draws on chance, or shows a template's insides on a page, would make pages differ.
    environment.remove_global("debug");
    environment
}

/// Prints a value: escaped as HTML unless it is HTML, `none` being an error, as it is never what a page should say.
fn print(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if value.is_none() {
        return Err(Error::new(ErrorKind::InvalidOperation, "`none` cannot be printed"));
    }
    let written = match value.as_str() {
        Some(text) if value.is_safe() => out.write_str(text),
        Some(text) => escape(out, text),
        None => escape(out, &value.to_string()),
    };
    written.map_err(|_| Error::new(ErrorKind::WriteFailure, "the page could not be written"))
}

/// Escapes for text and for attributes in double quotes, as every attribute of a theme must be.
fn escape(out: &mut Output<'_>, text: &str) -> std::fmt::Result {
    const SPECIALS: Specials<5> =
        Specials { characters: *b"&<>\"'", replacements: ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"] };
    SPECIALS.escape(text, |part| out.write_str(part))
}

/// The rules of each language of the site.
type Languages = Arc<BTreeMap<Arc<str>, Language>>;

/// The language of the page that a template makes.
fn language<'a>(state: &State<'_, '_>, languages: &'a Languages) -> Option<&'a Language> {
    let lang = state.lookup("site")?.get_attr("lang").ok()?;
    languages.get(lang.as_str()?)
}

/// `count(n, word)`: the form of a word that goes with a number, in the language of the page, the number in it.
fn count(
    languages: Languages,
) -> impl Fn(&State<'_, '_>, u64, Value) -> Result<String, Error> + Send + Sync + 'static {
    move |state, n, word| {
        let language = language(state, &languages);
        let category = language.map_or(if n == 1 { "one" } else { "other" }, |language| language.plural(n));
        let number = language.map_or_else(|| n.to_string(), |language| language.number(n));
        let form = match word.as_str() {
            Some(text) => text.to_owned(),
            None => plural_form(&word, category)?,
        };
        Ok(fill(&form, |name| (name == "n").then_some(&number)))
    }
}

fn plural_form(word: &Value, category: &str) -> Result<String, Error> {
    for form in [category, "other"] {
        if let Some(text) = word.get_attr(form)?.as_str() {
            return Ok(text.to_owned());
        }
    }
    Err(Error::new(
        ErrorKind::InvalidOperation,
        "`count` needs a number and one of the theme's words (`t.…`)",
    ))
}

/// `{{ t.progress|fill(n=1, count=5) }}`: a phrase with its names in braces replaced, numbers as the page's language writes them.
fn fill_filter(
    languages: Languages,
) -> impl Fn(&State<'_, '_>, String, Kwargs) -> Result<String, Error> + Send + Sync + 'static {
    move |state, text, values| {
        let language = language(state, &languages);
        let mut named: BTreeMap<&str, String> = BTreeMap::new();
        for name in values.args() {
            let value = values.get::<Value>(name)?;
            let number = u64::try_from(value.clone()).ok().filter(|_| value.is_number());
            let written = number.and_then(|number| Some(language?.number(number)));
            named.insert(name, written.unwrap_or_else(|| value.to_string()));
        }
        Ok(fill(&text, |name| named.get(name)))
    }
}

/// The engine's error as a problem at its place in the theme.
fn problem(error: &Error, paths: &BTreeMap<Box<str>, Arc<str>>) -> Diagnostic {
    let cause = innermost(error);
    let place = cause.name().map(|name| {
        let path = paths.get(name).cloned().unwrap_or_else(|| name.into());
        let range = cause.range().or_else(|| line(cause));
        let text = cause.template_source().unwrap_or_default();
        Place { path, range: range.map(|range| whole(range, text)) }
    });
    let problem = Diagnostic::new(&rules::TEMPLATE_ERROR, message(cause));
    let problem = match place {
        Some(place) => problem.at(place),
        None => problem,
    };
    hinted(problem, cause, paths)
}

/// The engine's range as whole characters of the text: it may end within one, or after the last.
fn whole(range: Range<usize>, text: &str) -> Range<usize> {
    text.floor_char_boundary(range.start)..text.ceil_char_boundary(range.end)
}

/// The error of the template that an include or a parent failed for.
fn innermost(error: &Error) -> &Error {
    let mut cause = error;
    let mut next = error.source();
    while let Some(found) = next {
        if let Some(found) = found.downcast_ref::<Error>().filter(|found| found.name().is_some()) {
            cause = found;
        }
        next = found.source();
    }
    cause
}

fn message(error: &Error) -> String {
    let written = written(error);
    match (error.kind(), error.detail(), written) {
        (ErrorKind::UndefinedError, _, Some(written)) => format!("`{written}` is not defined"),
        (kind, Some(detail), _) => format!("{kind}: {detail}"),
        (kind, None, Some(written)) => format!("{kind}: `{written}`"),
        (kind, None, None) => kind.to_string(),
    }
}

/// What the template says where the error is, if that is short enough to be said.
fn written(error: &Error) -> Option<&str> {
    let text = error.template_source()?.get(error.range()?)?.trim();
    (!text.is_empty() && text.len() <= 60 && !text.contains('\n')).then_some(text)
}

fn hinted(problem: Diagnostic, error: &Error, paths: &BTreeMap<Box<str>, Arc<str>>) -> Diagnostic {
    match error.kind() {
        ErrorKind::TemplateNotFound => {
            let detail = error.detail().unwrap_or_default();
            let wanted = detail.split(['"', '`']).nth(1).unwrap_or(detail);
            problem.did_you_mean(nearest(wanted, paths.keys().map(|name| &**name)))
        }
        ErrorKind::UndefinedError => {
            let last = written(error).and_then(|text| text.rsplit(['.', ' ', '(']).next());
            problem.did_you_mean(last.and_then(|name| nearest(name, values::NAMES.iter().copied())))
        }
        ErrorKind::InvalidOperation if error.detail().is_some_and(|detail| detail.contains("none")) => {
            problem.hint("ask first whether there is one: `{% if … %}`")
        }
        _ => problem,
    }
}

/// The bytes of the line that an error is on.
fn line(error: &Error) -> Option<Range<usize>> {
    let text = error.template_source()?;
    let skipped = error.line()?.saturating_sub(1);
    let start: usize = text.split_inclusive('\n').take(skipped).map(str::len).sum();
    let len = text.get(start..)?.lines().next()?.len();
    Some(start..start + len)
}

#[cfg(test)]
mod tests;
