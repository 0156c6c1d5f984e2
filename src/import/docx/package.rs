//! Opens the archive that a Word file is.
//!
//! In: the bytes of a file that anybody may have made. Out: its parts, by path, and how they refer to each other. Never:
//! what the parts say; never a size or a name believed because the archive declares it.

mod foreign;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::super::{Failure, Input};
use super::xml;

/// The most parts of a document.
const MOST_PARTS: usize = 20_000;
/// The most bytes of a part of XML.
const LARGEST_XML: u64 = 64 << 20;
/// The most bytes of all parts together, and of the archive.
const LARGEST: u64 = 256 << 20;
/// From here on a part is held against the size that it has in the archive.
const SUSPECT: u64 = 32 << 20;
/// A part of text is packed to a tenth, monotonous XML to a two-hundredth; only bytes that say nothing come to less.
const STEEPEST: u64 = 500;

/// The parts of a Word file.
///
/// Their names are compared without case, as Word does; two that differ by case alone are refused. A name with backslashes
/// (which some programs write) or one that begins with `/` is read as if it were right; one that climbs out is refused.
#[derive(Debug)]
pub(super) struct Package {
    /// By path in lower case: the path as it is written, and what is in it.
    parts: BTreeMap<String, Vec<u8>>,
    /// By path of the part that refers, in lower case.
    relations: BTreeMap<String, BTreeMap<String, Relation>>,
    main: String,
}

/// What a part refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Relation {
    /// The last word of its type: `image`, `hyperlink`, `footnotes`.
    pub kind: String,
    /// The path of a part, or a URL.
    pub target: String,
    /// Whether it is outside the file.
    pub external: bool,
}

impl Package {
    /// Opens a file.
    ///
    /// # Errors
    /// If it is no Word file that can be read within bounds.
    pub(super) fn open(input: &Input) -> Result<Package, Failure> {
        foreign::refuse_unpackable(input)?;
        let name = &input.name;
        if input.bytes.len() as u64 > LARGEST {
            return Err(too_large(name));
        }
        let mut archive =
            ZipArchive::new(Cursor::new(input.bytes.as_slice())).map_err(|error| broken(name, &error))?;
        if archive.len() > MOST_PARTS {
            return Err(Failure::new(format!(
                "`{name}` has {} parts, more than any document",
                archive.len()
            ))
            .hint("open it in Word and save it again"));
        }
        if archive.has_duplicate_names() {
            return Err(Failure::new(format!("`{name}` has two parts of one name"))
                .hint("it was put together by a faulty program: open it in Word and save it again"));
        }
        let parts = unpack(&mut archive, name)?;
        let relations = all_relations(&parts, name)?;
        let main = main_document(&parts, &relations, name)?;
        Ok(Package { parts, relations, main })
    }

    /// What is in a part.
    pub(super) fn part(&self, path: &str) -> Option<&[u8]> {
        self.parts.get(&path.to_lowercase()).map(Vec::as_slice)
    }

    /// The paths of all parts, in lower case.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.parts.keys().map(String::as_str)
    }

    /// What a part refers to, by the ids that it uses; those of the whole package for `""`.
    pub(super) fn relations(&self, part: &str) -> BTreeMap<String, Relation> {
        self.relations.get(&part.to_lowercase()).cloned().unwrap_or_default()
    }

    /// The path of the part that is the text: `word/document.xml` in most files.
    pub(super) fn main_document(&self) -> String {
        self.main.clone()
    }
}

fn too_large(name: &str) -> Failure {
    Failure::new(format!("`{name}` is larger than {} MB when it is unpacked", LARGEST >> 20)).hint(
        "compress its pictures: in Word, Picture Format › Compress Pictures, for the web, and save it again",
    )
}

fn broken(name: &str, error: &ZipError) -> Failure {
    let why = match error {
        ZipError::Io(_) | ZipError::InvalidArchive(_) => "it seems to be cut short or damaged".to_owned(),
        other => other.to_string().to_lowercase(),
    };
    Failure::new(format!("`{name}` can't be unpacked: {why}"))
        .hint("get it again from where it came, or open it in Word, let it repair the file, and save it")
}

fn unpack(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let mut parts = BTreeMap::new();
    let mut left = LARGEST;
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index).map_err(|error| broken(name, &error))?;
        if entry.encrypted() {
            return Err(Failure::new(format!("`{name}` is an archive with a password"))
                .hint("unpack it with the password, and import the document that is inside"));
        }
        let written = entry.name().map_err(|error| broken(name, &error))?.into_owned();
        if entry.is_dir() {
            continue;
        }
        let path = tame(&written, name)?;
        if is_needless(&path) {
            continue;
        }
        let bytes = unpack_part(archive, index, &path, left, name)?;
        left = left.saturating_sub(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64));
        let Some(bytes) = bytes else { continue };
        if parts.insert(path, bytes).is_some() {
            return Err(Failure::new(format!("`{name}` has two parts named `{written}` but for their case"))
                .hint("it was put together by a faulty program: open it in Word and save it again"));
        }
    }
    Ok(parts)
}

/// One part; `None` if it is a picture or the like and damaged, which is then missing, not fatal.
fn unpack_part(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    path: &str,
    left: u64,
    name: &str,
) -> Result<Option<Vec<u8>>, Failure> {
    let is_xml = is_xml(path);
    let most = if is_xml { left.min(LARGEST_XML) } else { left };
    let mut bytes = Vec::new();
    let read = archive.by_index(index).and_then(|mut entry| {
        let packed = entry.compressed_size().max(1);
        entry.by_ref().take(SUSPECT.min(most) + 1).read_to_end(&mut bytes)?;
        let steep = bytes.len() as u64 > SUSPECT && bytes.len() as u64 / packed > STEEPEST;
        if !steep && bytes.len() as u64 <= most {
            entry.by_ref().take((most + 1).saturating_sub(bytes.len() as u64)).read_to_end(&mut bytes)?;
        }
        Ok(steep)
    });
    match read {
        Ok(true) => Err(Failure::new(format!(
            "`{name}` has a part, `{path}`, that unpacks to more than {STEEPEST} times its size"
        ))
        .hint("no document does; don't open it if you don't know where it comes from")),
        Ok(false) if bytes.len() as u64 <= most => Ok(Some(bytes)),
        Ok(false) if is_xml && most == LARGEST_XML => Err(Failure::new(format!(
            "`{name}` has a part, `{path}`, that is larger than {} MB",
            LARGEST_XML >> 20
        ))
        .hint("part the document into several, and import them one after the other")),
        Ok(false) => Err(too_large(name)),
        Err(_) if !is_xml => Ok(None),
        Err(error) => Err(broken(name, &error)),
    }
}

fn is_xml(path: &str) -> bool {
    path.ends_with(".xml") || path.ends_with(".rels")
}

/// Parts that no manuscript can use: embedded workbooks, fonts, macros, the preview of the first page.
fn is_needless(path: &str) -> bool {
    let ends = [".odttf", ".ttf", ".fntdata"];
    ["word/embeddings/", "word/fonts/", "docprops/thumbnail", "word/vbaproject"]
        .iter()
        .any(|start| path.starts_with(start))
        || ends.iter().any(|end| path.ends_with(end))
}

/// A part's name in lower case, with slashes.
fn tame(written: &str, name: &str) -> Result<String, Failure> {
    let path = written.replace('\\', "/").to_lowercase();
    let path = path.strip_prefix('/').unwrap_or(&path);
    let climbs = path.split('/').any(|step| step == ".." || step == "." || step.is_empty());
    let has_drive = path.split('/').next().is_some_and(|first| first.ends_with(':'));
    if climbs || has_drive || path.contains('\0') {
        let shown: String = written.chars().filter(|c| !c.is_control()).take(80).collect();
        return Err(Failure::new(format!(
            "`{name}` has a part named `{shown}`, which is outside the document"
        ))
        .hint(
            "no program that writes documents does this; don't open it if you don't know where it comes from",
        ));
    }
    Ok(path.to_owned())
}

/// The relations of all parts.
fn all_relations(
    parts: &BTreeMap<String, Vec<u8>>,
    name: &str,
) -> Result<BTreeMap<String, BTreeMap<String, Relation>>, Failure> {
    let mut all = BTreeMap::new();
    for (path, bytes) in parts {
        let Some((folder, file)) =
            path.strip_suffix(".rels").and_then(|path| path.rsplit_once('/')).and_then(|(folder, file)| {
                let folder = folder.strip_suffix("_rels")?;
                Some((folder.strip_suffix('/').unwrap_or(folder), file))
            })
        else {
            continue;
        };
        let referring = if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") };
        let root = xml::parse(bytes, &format!("`{path}` in `{name}`"))?;
        let relations = root
            .children_named("rel:Relationship")
            .filter_map(|relation| {
                let target = relation.attribute("Target")?;
                let external = relation.attribute("TargetMode").is_some_and(|mode| mode == "External");
                let target = if external { target.to_owned() } else { resolve(folder, target, parts) };
                let kind = relation.attribute("Type")?.rsplit('/').next().unwrap_or_default().to_owned();
                Some((relation.attribute("Id")?.to_owned(), Relation { kind, target, external }))
            })
            .collect();
        all.insert(referring, relations);
    }
    Ok(all)
}

/// The path that a part in a folder means, in lower case. Steps above the package end at its root.
fn resolve(folder: &str, target: &str, parts: &BTreeMap<String, Vec<u8>>) -> String {
    let target = target.replace('\\', "/").to_lowercase();
    let base = if target.starts_with('/') { "" } else { folder };
    let mut steps: Vec<&str> = Vec::new();
    for step in base.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    let path = steps.join("/");
    if parts.contains_key(&path) {
        path
    } else {
        Some(decode(&path)).filter(|path| parts.contains_key(path)).unwrap_or(path)
    }
}

/// `image%201.png` is `image 1.png`.
fn decode(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        let digits = after.split_at_checked(2).filter(|_| *first == b'%').and_then(|(digits, after)| {
            let digits = std::str::from_utf8(digits).ok()?;
            Some((u8::from_str_radix(digits, 16).ok()?, after))
        });
        let (byte, after) = digits.unwrap_or((*first, after));
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8(bytes).map_or_else(|_| path.to_owned(), |path| path.to_lowercase())
}

fn main_document(
    parts: &BTreeMap<String, Vec<u8>>,
    relations: &BTreeMap<String, BTreeMap<String, Relation>>,
    name: &str,
) -> Result<String, Failure> {
    let named = relations.get("").into_iter().flat_map(BTreeMap::values);
    let candidates: BTreeSet<&str> = named
        .filter(|relation| relation.kind == "officeDocument" && !relation.external)
        .map(|relation| relation.target.as_str())
        .filter(|target| parts.contains_key(*target))
        .collect();
    let main = candidates.into_iter().next().unwrap_or("word/document.xml");
    if let Some(foreign) = foreign::refuse_foreign(parts, main, name) {
        return Err(foreign);
    }
    Ok(main.to_owned())
}

#[cfg(test)]
mod tests;
