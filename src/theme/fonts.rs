//! The fonts of a site: the theme's, the reader's own, or files of the site.
//!
//! In: an option of the type `fonts`, and the files below `content/` that it names. Out: [`Fonts`]: what templates and the
//! stylesheet must know of them. Never: a font that another site would have to serve.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use serde_json::json;

use super::assets::Published;
use super::manifest::OptionKind;
use super::options::Declared;
use crate::config::Config;
use crate::diagnostic::rules::theme as rules;
use crate::diagnostic::{Diagnostic, nearest};
use crate::fields::{At, Fields, Reader, Value};

/// What stands for fonts that are no files of the site.
const CHOICES: [&str; 2] = ["built-in", "system"];

/// What a font is used for: the words of papers, and the words around them.
const USES: [&str; 2] = ["text", "interface"];

/// Fonts that come with systems, for each use.
const SYSTEM: [(&str, &str); 2] = [
    ("text", "Charter, \"Bitstream Charter\", \"Sitka Text\", Cambria"),
    ("interface", "system-ui, \"Segoe UI\", Roboto, Ubuntu, Cantarell, \"Noto Sans\""),
];

/// The first bytes of a WOFF2 file.
const MAGIC: &[u8] = b"wOF2";

/// A font file of the site.
#[derive(Clone, Debug)]
struct Face {
    used: Box<str>,
    family: Box<str>,
    weight: Box<str>,
    style: Box<str>,
    /// Its address, without the base path.
    address: Box<str>,
}

/// The fonts that a site chose.
#[derive(Clone, Debug, Default)]
pub(super) struct Fonts {
    system: bool,
    faces: Vec<Face>,
    base: Box<str>,
}

/// Reads what the site says of each option of the type `fonts`, and publishes the files.
///
/// Fails only where the disk does; a file that is not there is a problem, and the theme's own fonts stand in for it.
pub(super) fn chosen(
    site_dir: &Path,
    declared: &BTreeMap<Box<str>, Declared>,
    config: &Config,
    published: &mut Published,
    problems: &mut Vec<Diagnostic>,
) -> io::Result<BTreeMap<Box<str>, Fonts>> {
    let mut all = BTreeMap::new();
    for (name, option) in declared.iter().filter(|(_, option)| option.kind == OptionKind::Fonts) {
        let given = config.theme.options.get(name);
        let (given, fields) = match (given, &option.default) {
            (Some(given), _) => (Some(given), &config.theme.options),
            (None, default) => (default.as_ref(), option.fields()),
        };
        let mut fonts = Fonts { base: config.base.path.clone(), ..Fonts::default() };
        if let Some(given) = given {
            fonts.read(name, given, fields, &Disk { site_dir }, (published, problems))?;
        }
        all.insert(name.clone(), fonts);
    }
    Ok(all)
}

/// Where files of the site are read.
struct Disk<'a> {
    site_dir: &'a Path,
}

impl Disk<'_> {
    /// The bytes of a file below `content/`; none if it is not there.
    fn file(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.site_dir.join("content").join(path)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(e)
                if matches!(
                    e.kind(),
                    ErrorKind::NotFound | ErrorKind::IsADirectory | ErrorKind::NotADirectory
                ) =>
            {
                Ok(None)
            }
            Err(e) => Err(e),
        }
    }
}

impl Fonts {
    fn read(
        &mut self,
        name: &str,
        given: &At<Value>,
        fields: &Fields,
        disk: &Disk<'_>,
        (published, problems): (&mut Published, &mut Vec<Diagnostic>),
    ) -> io::Result<()> {
        let wrong =
            |message: String| Diagnostic::new(&rules::THEME_OPTION, message).at(fields.place(given.span));
        match &given.value {
            Value::String(choice) if CHOICES.contains(&&**choice) => self.system = &**choice == "system",
            Value::String(choice) => problems.push(
                wrong(format!("the option `{name}` cannot be `{choice}`"))
                    .did_you_mean(nearest(choice, CHOICES))
                    .hint("it is `built-in`, `system`, or a list of your own font files"),
            ),
            Value::List(faces) => {
                for each in faces {
                    let Value::Table(face) = &each.value else {
                        let message = format!(
                            "a font of the option `{name}` must be a table, not {}",
                            each.value.kind()
                        );
                        problems
                            .push(Diagnostic::new(&rules::THEME_OPTION, message).at(fields.place(each.span)));
                        continue;
                    };
                    let mut reader = face.reader();
                    let found = face_of(&mut reader, disk, published)?;
                    problems.extend(reader.finish());
                    self.faces.extend(found);
                }
            }
            other => problems.push(wrong(format!(
                "the option `{name}` must be `built-in`, `system` or a list of tables, not {}",
                other.kind()
            ))),
        }
        Ok(())
    }

    /// As templates see them: which fonts each use has, and which files the first screen needs.
    pub(super) fn value(&self) -> serde_json::Value {
        let kind = |used: &str| match self.family(used) {
            Some(_) => "own",
            None if self.system => "system",
            None => "built-in",
        };
        let first = |used: &&str| {
            let upright = |face: &&Face| *face.used == **used && &*face.style == "normal";
            let first = self.faces.iter().find(upright)?;
            Some(format!("{}{}", self.base, first.address))
        };
        let preload: Vec<String> = USES.iter().filter_map(first).collect();
        json!({ "text": kind("text"), "interface": kind("interface"), "preload": preload })
    }

    /// Whether no use is left to the theme's own fonts.
    pub(super) fn replace_all(&self) -> bool {
        self.system || USES.iter().all(|used| self.family(used).is_some())
    }

    /// The families as custom properties (`--option-fonts-text`), which are empty for the theme's own.
    pub(super) fn properties(&self, name: &str) -> Vec<String> {
        let families = USES.iter().filter_map(|used| {
            let family = match self.family(used) {
                Some(family) => format!("\"{family}\""),
                None if self.system => SYSTEM.iter().find(|(name, _)| name == used)?.1.to_owned(),
                None => return None,
            };
            Some(format!("--option-{}-{used}:{family}", name.replace('_', "-")))
        });
        families.collect()
    }

    /// `@font-face` for each file. A font that is late is left out, so that no line moves under a reader's eyes.
    pub(super) fn faces(&self) -> String {
        let face = |face: &Face| {
            let file = face.address.strip_prefix("/assets/").unwrap_or(&face.address);
            format!(
                "@font-face{{font-family:\"{}\";src:url(\"{file}\") format(\"woff2\");font-weight:{};font-style:{};font-display:optional}}",
                face.family, face.weight, face.style
            )
        };
        self.faces.iter().map(face).collect()
    }

    fn family(&self, used: &str) -> Option<&str> {
        self.faces.iter().find(|face| *face.used == *used).map(|face| &*face.family)
    }
}

/// One of a list of fonts, or nothing if the reader has a problem with it.
fn face_of(reader: &mut Reader<'_>, disk: &Disk<'_>, published: &mut Published) -> io::Result<Option<Face>> {
    let used = one_of(reader, "use", &USES, "text");
    let style = one_of(reader, "style", &["normal", "italic"], "normal");
    let weight = weight(reader);
    let family = reader.require_string("family").and_then(|family| {
        let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '\'');
        let named = !family.value.trim().is_empty() && family.value.chars().all(plain);
        if !named {
            let message = format!("`{}` is no name of a font", family.value);
            reader.report(&rules::THEME_OPTION, message, family.span);
        }
        named.then_some(family.value)
    });
    let address = match reader.require_string("file") {
        Some(file) => file_of(reader, &file, disk, published)?,
        None => None,
    };
    let all = (used, family, weight, style, address);
    let (Some(used), Some(family), Some(weight), Some(style), Some(address)) = all else { return Ok(None) };
    Ok(Some(Face { used, family, weight, style, address }))
}

fn one_of(reader: &mut Reader<'_>, key: &str, known: &[&'static str; 2], default: &str) -> Option<Box<str>> {
    let Some(given) = reader.string(key) else { return Some(default.into()) };
    if known.contains(&&*given.value) {
        return Some(given.value);
    }
    let message = format!("`{key}` of a font cannot be `{}`", given.value);
    let problem = Diagnostic::new(&rules::THEME_OPTION, message)
        .at(reader.fields().place(given.span))
        .did_you_mean(nearest(&given.value, known.iter().copied()))
        .hint(format!("it is `{}` or `{}`", known[0], known[1]));
    reader.push(problem);
    None
}

/// `400`, or `"400 700"` for a variable font.
fn weight(reader: &mut Reader<'_>) -> Option<Box<str>> {
    let Some(given) = reader.string_or_integer("weight") else { return Some("400".into()) };
    let parts: Vec<Option<u16>> = given.value.split(' ').map(|part| part.parse().ok()).collect();
    let fits = |part: &Option<u16>| part.is_some_and(|weight| (1..=1000).contains(&weight));
    if parts.len() <= 2 && parts.iter().all(fits) {
        return Some(given.value);
    }
    let problem = Diagnostic::new(&rules::THEME_OPTION, format!("`{}` is no weight of a font", given.value))
        .at(reader.fields().place(given.span))
        .hint("write `400`, or `\"400 700\"` for a variable font");
    reader.push(problem);
    None
}

/// The address at which a font file is published.
fn file_of(
    reader: &mut Reader<'_>,
    file: &At<Box<str>>,
    disk: &Disk<'_>,
    published: &mut Published,
) -> io::Result<Option<Box<str>>> {
    let path = file.value.trim_start_matches('/');
    let inside = !path.split(['/', '\\']).any(|part| part == "..");
    let bytes = if inside { disk.file(path)? } else { None };
    let problem = match &bytes {
        Some(bytes) if bytes.starts_with(MAGIC) => None,
        Some(_) => {
            Some((format!("`{}` is no WOFF2 font", file.value), "convert it, with `woff2_compress` for one"))
        }
        None => Some((format!("the font `{}` does not exist", file.value), "the path starts at `content/`")),
    };
    if let Some((message, hint)) = problem {
        let place = reader.fields().place(file.span);
        reader.push(Diagnostic::new(&rules::THEME_OPTION, message).at(place).hint(hint));
        return Ok(None);
    }
    Ok(bytes.map(|bytes| published.add(&format!("own/{path}"), bytes.into())))
}
