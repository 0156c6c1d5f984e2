//! Files grouped into manuscripts.
//!
//! In: the Markdown files of the content folder, and the settings. Out: [`Manuscript`]s with kinds, keys, languages and
//! addresses. Never: the text of a file.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::walk::Found;
use super::{Manuscript, ManuscriptFile, Role, address, shown};
use crate::config::Config;
use crate::diagnostic::rules::reading;
use crate::diagnostic::{Checked, Diagnostic, Place};
use crate::paper::Kind;

/// The folder of persons.
const PEOPLE: &str = "people";

/// Whether a file is part of a manuscript, by its name.
pub(super) fn is_manuscript(path: &str) -> bool {
    let extension =
        path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, extension)| extension);
    extension.is_some_and(|e| e.eq_ignore_ascii_case("md") || e.eq_ignore_ascii_case("markdown"))
}

/// A Markdown file, and what its path says of it.
struct Text {
    file: Found,
    /// The folder, without a part that names a language.
    folder: String,
    /// The name, without its extension and without a part that names a language.
    stem: String,
    lang: Arc<str>,
}

impl Text {
    fn is_index(&self) -> bool {
        self.stem.eq_ignore_ascii_case("index")
    }

    fn numbered(&self) -> Option<Role> {
        let digits = self.stem.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = self.stem.split_at_checked(digits)?;
        let number = number.parse().ok()?;
        if rest.is_empty() {
            return Some(Role::Numbered(number, self.stem.as_str().into()));
        }
        let name = rest.strip_prefix(['-', '_', '.', ' '])?.trim_start_matches(['-', '_', '.', ' ']);
        Some(Role::Numbered(number, if name.is_empty() { self.stem.as_str() } else { name }.into()))
    }

    fn role(&self) -> Role {
        if self.is_index() {
            return Role::Main;
        }
        self.numbered().unwrap_or_else(|| Role::Other(self.stem.as_str().into()))
    }

    /// The key of a manuscript that is this file alone.
    fn own_key(&self) -> String {
        match (self.is_index(), self.folder.is_empty()) {
            (true, _) => self.folder.clone(),
            (false, true) => self.stem.clone(),
            (false, false) => format!("{}/{}", self.folder, self.stem),
        }
    }

    fn place(&self) -> Place {
        Place::file(shown(&self.file.path))
    }
}

/// Groups files into manuscripts, sorted by key and language.
pub(super) fn manuscripts(files: Vec<Found>, config: &Config) -> Checked<Vec<Manuscript>> {
    let mut grouping = Grouping { config, manuscripts: Vec::new(), problems: Vec::new() };
    let mut folders: BTreeMap<String, Vec<Text>> = BTreeMap::new();
    for file in files {
        let text = grouping.text(file);
        folders.entry(text.folder.clone()).or_default().push(text);
    }
    let papers: Vec<String> = folders
        .iter()
        .filter(|(folder, texts)| grouping.is_paper_folder(folder, texts))
        .map(|(folder, _)| folder.clone())
        .collect();
    for (folder, texts) in folders {
        grouping.folder(&folder, texts, &papers);
    }
    let Grouping { mut manuscripts, mut problems, .. } = grouping;
    manuscripts.sort_by(|a, b| (&a.key, &a.lang).cmp(&(&b.key, &b.lang)));
    let manuscripts = without_twins(manuscripts, &mut problems);
    Checked::new(manuscripts, problems)
}

/// Keeps the first manuscript of each address.
fn without_twins(manuscripts: Vec<Manuscript>, problems: &mut Vec<Diagnostic>) -> Vec<Manuscript> {
    let mut taken: BTreeMap<Box<str>, Arc<str>> = BTreeMap::new();
    let mut kept = Vec::with_capacity(manuscripts.len());
    for manuscript in manuscripts {
        let Some(path) = manuscript.files.first().map(|file| file.path.clone()) else { continue };
        match taken.get(&manuscript.address) {
            Some(first) => problems.push(twice(&manuscript.address, first, &path)),
            None => {
                taken.insert(manuscript.address.clone(), path);
                kept.push(manuscript);
            }
        }
    }
    kept
}

fn twice(address: &str, first: &Arc<str>, second: &Arc<str>) -> Diagnostic {
    Diagnostic::new(
        &reading::ADDRESS_TWICE,
        format!("`{first}` and `{second}` would both be published at `{address}`"),
    )
    .at(Place::file(second.clone()))
    .related(Place::file(first.clone()), "the other file")
    .hint("rename or delete one of them")
}

struct Grouping<'a> {
    config: &'a Config,
    manuscripts: Vec<Manuscript>,
    problems: Vec<Diagnostic>,
}

impl Grouping<'_> {
    fn language(&self, name: &str) -> Option<&Arc<str>> {
        self.config.languages.iter().find(|language| language.eq_ignore_ascii_case(name))
    }

    fn default_language(&self) -> Arc<str> {
        self.config.languages.first().cloned().unwrap_or_else(|| "en".into())
    }

    /// Reads a path: a folder called by a language, or a name that ends in one, says that language.
    fn text(&mut self, file: Found) -> Text {
        let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
        let named: Option<&str> = folder.split('/').find(|part| self.language(part).is_some());
        let by_folder = named.and_then(|part| self.language(part)).cloned();
        let folder: Vec<&str> = folder.split('/').filter(|part| Some(*part) != named).collect();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let (bare, suffix) =
            stem.rsplit_once('.').map_or((stem, None), |(bare, suffix)| (bare, Some(suffix)));
        let by_name = suffix.and_then(|suffix| self.language(suffix)).cloned();
        let stem = if by_name.is_some() { bare } else { stem };
        if let (Some(folder), Some(name)) = (&by_folder, &by_name)
            && folder != name
        {
            let message = format!("the folder says `{folder}`, and the file's name says `{name}`");
            self.problems.push(
                Diagnostic::new(&reading::LANGUAGE_MISMATCH, message).at(Place::file(shown(&file.path))),
            );
        }
        if let Some(suffix) = suffix.filter(|suffix| by_name.is_none() && is_foreign(bare, suffix)) {
            self.problems.push(
                Diagnostic::new(
                    &reading::LANGUAGE_UNKNOWN,
                    format!("`{suffix}` is not one of the site's languages"),
                )
                .at(Place::file(shown(&file.path)))
                .hint(format!("add `{suffix}` to `languages` in `content/site.toml`, or rename the file")),
            );
        }
        let lang = by_name.or(by_folder).unwrap_or_else(|| self.default_language());
        Text { folder: folder.join("/"), stem: stem.to_owned(), lang, file }
    }

    fn collection<'p>(&self, folder: &'p str) -> Option<&'p str> {
        let top = folder.split('/').next()?;
        self.config.collections.contains_key(top).then_some(top)
    }

    /// Whether the texts of a folder are one paper: below a collection, with an index or numbered files.
    fn is_paper_folder(&self, folder: &str, texts: &[Text]) -> bool {
        let below = self.collection(folder).is_some_and(|collection| collection != folder);
        below && texts.iter().any(|text| text.is_index() || text.numbered().is_some())
    }

    fn folder(&mut self, folder: &str, texts: Vec<Text>, papers: &[String]) {
        let Some(collection) = self.collection(folder) else {
            texts.into_iter().for_each(|text| self.page(text));
            return;
        };
        if papers.binary_search_by(|paper| paper.as_str().cmp(folder)).is_ok() {
            self.paper(folder, collection, texts);
            return;
        }
        let paper =
            ancestors(folder).find(|above| papers.binary_search_by(|p| p.as_str().cmp(above)).is_ok());
        for text in texts {
            if let Some(paper) = paper {
                let message =
                    format!("this file is not part of the paper in `content/{paper}/`, and is not published");
                let hint = format!("move it beside the other files of `content/{paper}/`");
                let problem = Diagnostic::new(&reading::FILE_OUTSIDE_PAPER, message).at(text.place());
                self.problems.push(problem.hint(hint));
                continue;
            }
            let kind = if text.is_index() { Kind::Collection } else { Kind::Paper };
            self.add(kind, &text.own_key(), Some(collection), vec![text]);
        }
    }

    /// A file outside collections: a page or a person by itself.
    fn page(&mut self, text: Text) {
        let key = text.own_key();
        let in_people = text.folder == PEOPLE || text.folder.starts_with("people/");
        let kind = match key.as_str() {
            "" => Kind::Home,
            PEOPLE => Kind::Page,
            _ if in_people => Kind::Person,
            _ => Kind::Page,
        };
        self.add(kind, &key, None, vec![text]);
    }

    /// A folder that is a paper: one manuscript for each language.
    fn paper(&mut self, folder: &str, collection: &str, texts: Vec<Text>) {
        let mut languages: BTreeMap<Arc<str>, Vec<Text>> = BTreeMap::new();
        for text in texts {
            languages.entry(text.lang.clone()).or_default().push(text);
        }
        for (_, texts) in languages {
            self.add(Kind::Paper, folder, Some(collection), texts);
        }
    }

    fn add(&mut self, kind: Kind, key: &str, collection: Option<&str>, texts: Vec<Text>) {
        let Some(lang) = texts.first().map(|text| text.lang.clone()) else { return };
        let files = self.files(key, texts);
        let Some(place) = files.first().map(|file| Place::file(file.path.clone())) else { return };
        let address = match address::address(key) {
            Ok(address) if lang == self.default_language() => address,
            Ok(address) => format!("/{lang}{address}"),
            Err(name) => {
                let message = format!("`{name}` has no letter and no digit to make an address of");
                self.problems
                    .push(Diagnostic::new(&reading::FILE_NAME_UNUSABLE, message).at(place).hint("rename it"));
                return;
            }
        };
        self.manuscripts.push(Manuscript {
            kind,
            key: key.into(),
            collection: collection.map(Into::into),
            lang,
            address: address.into(),
            files,
        });
    }

    /// The files of a manuscript in order: the main one, then the numbered, then the rest.
    fn files(&mut self, key: &str, texts: Vec<Text>) -> Vec<ManuscriptFile> {
        let alone = texts.len() == 1;
        let mut files: Vec<ManuscriptFile> = texts
            .into_iter()
            .map(|text| {
                let own = alone && text.own_key() == key;
                let role = if own { Role::Main } else { text.role() };
                ManuscriptFile { path: shown(&text.file.path), role, disk: text.file.disk }
            })
            .collect();
        files.sort_by(|a, b| rank(&a.role).cmp(&rank(&b.role)).then_with(|| a.path.cmp(&b.path)));
        let mut mains = 0;
        let mut first_main: Option<Arc<str>> = None;
        files.retain(|file| {
            if file.role != Role::Main {
                return true;
            }
            mains += 1;
            if let Some(first) = &first_main {
                self.problems.push(twice(&format!("/{key}/"), first, &file.path));
                return false;
            }
            first_main = Some(file.path.clone());
            true
        });
        if mains == 0
            && let Some(first) = files.first_mut()
        {
            self.problems.push(
                Diagnostic::new(
                    &reading::PAPER_WITHOUT_INDEX,
                    format!("`content/{key}/` has sections and no `index.md`"),
                )
                .at(Place::file(first.path.clone()))
                .hint("write an `index.md` beside it with the paper's title, authors and date"),
            );
            first.role = Role::Main;
        }
        files
    }
}

fn rank(role: &Role) -> (u8, u32, &str) {
    match role {
        Role::Main => (0, 0, ""),
        Role::Numbered(number, name) => (1, *number, name),
        Role::Other(name) => (2, 0, name),
    }
}

/// The folders above a folder, nearest first.
fn ancestors(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(folder.rsplit_once('/'), |(above, _)| above.rsplit_once('/'))
        .map(|(above, _)| above)
}

/// Whether the end of a name looks like a language that the site does not have: `index.de.md`, `about.de.md`.
fn is_foreign(bare: &str, suffix: &str) -> bool {
    let two = suffix.len() == 2 && suffix.bytes().all(|b| b.is_ascii_lowercase());
    let regional = suffix.split_once('-').is_some_and(|(language, region)| {
        matches!(language.len(), 2..=3)
            && matches!(region.len(), 2..=4)
            && suffix.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    });
    !bare.is_empty() && (two || regional)
}

/// Folders and settings that say there is a paper or a collection where there is none.
pub(super) fn unused_folders(
    folders: &[String],
    texts: &[Found],
    others: &[Found],
    config: &Config,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for name in config.collections.keys().filter(|name| &***name != "papers") {
        if !folders.iter().any(|folder| **folder == **name) {
            let message = format!("the collection `{name}` has no folder `content/{name}/`");
            problems.push(
                Diagnostic::new(&reading::COLLECTION_WITHOUT_FOLDER, message)
                    .at(Place::file(config.path.clone())),
            );
        }
    }
    let holds = |files: &[Found], folder: &str| {
        let begin = format!("{folder}/");
        let at = files.partition_point(|file| file.path < begin);
        files.get(at).is_some_and(|file| file.path.starts_with(&begin))
    };
    for folder in folders {
        let in_collection = folder
            .split_once('/')
            .filter(|(top, rest)| config.collections.contains_key(*top) && !rest.contains('/'));
        if in_collection.is_some() && !holds(texts, folder) && !holds(others, folder) {
            let message = format!("the folder `content/{folder}/` is empty");
            problems.push(Diagnostic::new(&reading::FOLDER_EMPTY, message).at(Place::file(shown(folder))));
        }
    }
    problems
}
