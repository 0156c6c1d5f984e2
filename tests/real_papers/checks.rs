//! What a built paper must show. Every check returns faults, so that one run shows them all.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use offprint::report::Report;
use scraper::{ElementRef, Html};
use serde::Deserialize;

use crate::page::{Site, all, decoded, files, ids, one, stands_in, text, within};
use crate::words::{self, Link, Words};

/// `expected.toml`.
#[derive(Deserialize)]
pub(crate) struct Expected {
    /// By file below `content/`, the front matter that it gets.
    #[serde(default)]
    pub(crate) front: BTreeMap<String, String>,
    pub(crate) paper: Vec<ExpectedPaper>,
}

/// One paper in one language.
#[derive(Deserialize)]
pub(crate) struct ExpectedPaper {
    pub(crate) lang: String,
    /// Where its files are, below `content/`.
    pub(crate) folder: String,
    /// Its address, below the base.
    pub(crate) address: String,
    pub(crate) notes: usize,
    pub(crate) figures: usize,
    /// How many of the figures are charts that are drawn.
    #[serde(default)]
    pub(crate) charts: usize,
    /// File, last part of the address, title; in order.
    pub(crate) sections: Vec<(String, String, String)>,
    pub(crate) quotes: Vec<ExpectedQuote>,
}

/// A pull quote and its verdict.
#[derive(Deserialize)]
pub(crate) struct ExpectedQuote {
    section: String,
    begins: String,
    verdict: Verdict,
}

/// What a page shows of a verdict: words of the text are left out for those who hear it, others are for everyone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Repeats,
    Edited,
}

/// The words of a paper's sources.
pub(crate) struct Sources {
    /// One for each section.
    sections: Vec<Words>,
    notes: BTreeMap<String, Vec<String>>,
}

impl Expected {
    /// Reads the sources of a paper as they were found, in the folder of the papers.
    pub(crate) fn sources(&self, paper: &ExpectedPaper, papers: &Path, name: &str) -> Sources {
        let folder = papers.join(name);
        let folder = if self.paper.len() > 1 { folder.join(&paper.lang) } else { folder };
        let mut notes = BTreeMap::new();
        let mut read: BTreeMap<String, Words> = BTreeMap::new();
        for path in files(&folder).iter().filter(|path| path.extension().is_some_and(|e| e == "md")) {
            let mut words = words::read(&std::fs::read_to_string(path).unwrap());
            notes.append(&mut words.notes);
            read.insert(path.file_name().unwrap().to_str().unwrap().to_owned(), words);
        }
        let take = |file: &String| read.remove(file).unwrap_or_else(|| panic!("there is no {file}"));
        let sections: Vec<Words> = paper.sections.iter().map(|(file, ..)| file).map(take).collect();
        let rest: Vec<&String> =
            read.iter().filter(|(_, words)| !words.text.is_empty()).map(|(file, _)| file).collect();
        assert!(rest.is_empty(), "{rest:?} are in no section");
        assert!(sections.iter().map(|words| words.text.len()).sum::<usize>() > 1000, "that is no paper");
        Sources { sections, notes }
    }
}

/// A paper, as it was built and as it must be.
pub(crate) struct Paper<'a> {
    pub(crate) site: &'a Site,
    pub(crate) base: &'a str,
    pub(crate) expected: &'a ExpectedPaper,
    pub(crate) sources: &'a Sources,
    pub(crate) report: &'a Report,
}

/// What a page adds to an author's text: the numbers of notes, the ways back from them, the labels of figures, drawings.
const FURNITURE: &str = ".note-mark, .anchor, [role=doc-backlink], .label, [role=doc-endnotes], .chart, .chart-files, .chart-data > summary";

impl Paper<'_> {
    /// Every check of a paper on several pages.
    pub(crate) fn faults(&self) -> Vec<String> {
        let mut faults = self.contents();
        let full = self.full();
        faults.extend(notes(full, "full/"));
        faults.extend(self.numbers(full));
        faults.extend(self.figures(full));
        faults.extend(self.words_of_notes(full));
        for (at, (file, slug, _)) in self.expected.sections.iter().enumerate() {
            let page = self.section(slug);
            faults.extend(notes(page, slug));
            faults.extend(same_notes(page, full, slug));
            let source = &self.sources.sections[at];
            let part = one(full, &format!("section[id=\"{slug}\"]"));
            for (place, element) in [("full/", part), ("its page", one(page, "article.text"))] {
                let words = words::split(&text(element, FURNITURE));
                let differ = words::differences(&source.text, &words);
                faults.extend(differ.into_iter().map(|what| format!("{slug} on {place}: {what}")));
            }
            faults.extend(self.links(page, file, source));
            if self.expected.lang == "fr" {
                faults.extend(french(page).into_iter().map(|what| format!("{slug}: {what}")));
            }
        }
        faults.extend(self.quotes());
        faults.extend(self.authors());
        faults
    }

    /// The authors of these papers are institutions, and machines are told so.
    fn authors(&self) -> Option<String> {
        let told =
            text(one(self.site.page(&self.expected.address), "script[type='application/ld+json']"), "x");
        let data: serde_json::Value = serde_json::from_str(&told).unwrap();
        (data["author"][0]["@type"] != "Organization").then(|| format!("the author is {}", data["author"]))
    }

    /// The checks that hold of a paper on a single page.
    pub(crate) fn faults_of_single(&self) -> Vec<String> {
        let below = |address: &&String| address.starts_with(&self.expected.address);
        let mut faults = Vec::new();
        let pages: Vec<&String> = self.site.pages.keys().filter(below).collect();
        if pages.len() != 1 {
            faults.push(format!("the paper has {} pages: {pages:?}", pages.len()));
        }
        let page = self.site.page(&self.expected.address);
        faults.extend(notes(page, "the page"));
        faults.extend(self.numbers(page));
        faults.extend(self.figures(page));
        faults.extend(self.words_of_notes(page));
        let source: Vec<String> = self.sources.sections.iter().flat_map(|words| words.text.clone()).collect();
        let words = words::split(&text(one(page, ".text"), FURNITURE));
        faults.extend(words::differences(&source, &words));
        faults
    }

    fn section(&self, slug: &str) -> &Html {
        self.site.page(&format!("{}{slug}/", self.expected.address))
    }

    fn full(&self) -> &Html {
        self.section("full")
    }

    fn href(&self, slug: &str) -> String {
        format!("{}{}{slug}/", self.base, self.expected.address)
    }

    /// Every section has its page, and every list of contents has every section, in order.
    fn contents(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let sections = &self.expected.sections;
        let pages: Vec<(String, String)> =
            sections.iter().map(|(_, slug, title)| (self.href(slug), title.clone())).collect();
        let parts: Vec<(String, String)> =
            sections.iter().map(|(_, slug, title)| (format!("#{slug}"), title.clone())).collect();
        let cover = self.site.page(&self.expected.address);
        let mut lists = vec![("the cover", listed(cover), &pages), ("full/", listed(self.full()), &parts)];
        lists.extend(sections.iter().map(|(_, slug, _)| (slug.as_str(), listed(self.section(slug)), &pages)));
        for (place, lists, wanted) in lists {
            if lists.is_empty() || lists.iter().any(|list| list != wanted) {
                faults.push(format!("the contents on {place} are {lists:?}"));
            }
        }
        let wanted: BTreeSet<String> =
            sections.iter().map(|(_, slug, _)| slug.clone()).chain(["full".into(), String::new()]).collect();
        let below = |address: &String| {
            Some(address.strip_prefix(&self.expected.address)?.trim_end_matches('/').to_owned())
        };
        let there: BTreeSet<String> = self.site.pages.keys().filter_map(below).collect();
        if wanted != there {
            faults.push(format!("the pages below the paper are {there:?}"));
        }
        for (at, (_, slug, title)) in sections.iter().enumerate() {
            let page = self.section(slug);
            let heading = text(one(page, "h1"), FURNITURE);
            if heading.trim() != title {
                faults.push(format!("{slug} is called “{heading}”"));
            }
            let beside =
                |at: Option<usize>| at.and_then(|at| sections.get(at)).map(|(_, slug, _)| self.href(slug));
            let before = all(page, "a[rel=prev]").first().and_then(|a| a.attr("href")).map(str::to_owned);
            let after = all(page, "a[rel=next]").first().and_then(|a| a.attr("href")).map(str::to_owned);
            if after != beside(Some(at + 1)) || (at > 0 && before != beside(at.checked_sub(1))) {
                faults.push(format!("{slug} has {before:?} before and {after:?} after it"));
            }
        }
        faults
    }

    /// On a page that has all notes, they are numbered in the order of their first citation.
    fn numbers(&self, page: &Html) -> Option<String> {
        let mut cited: Vec<usize> = Vec::new();
        for mark in all(page, "[role=doc-noteref]") {
            let number: usize = text(mark, "x").trim().parse().unwrap();
            if !cited.contains(&number) {
                cited.push(number);
            }
        }
        let wanted: Vec<usize> = (1..=self.expected.notes).collect();
        (cited != wanted).then(|| format!("notes are cited in the order {cited:?}"))
    }

    fn figures(&self, page: &Html) -> Option<String> {
        let labels: Vec<String> =
            all(page, "figcaption .label").iter().map(|label| text(*label, "x")).collect();
        let wanted: Vec<String> =
            (1..=self.expected.figures).map(|number| format!("Figure\u{a0}{number}")).collect();
        let drawn = all(page, ".figure-chart .chart-wide").len();
        if drawn != self.expected.charts {
            return Some(format!("{drawn} charts are drawn"));
        }
        (labels != wanted).then(|| format!("figures are labelled {labels:?}"))
    }

    fn words_of_notes(&self, page: &Html) -> Vec<String> {
        let mut faults = Vec::new();
        let printed = entries(page);
        for (label, source) in &self.sources.notes {
            // The labels of these papers are the numbers that their notes must get.
            let Some(note) = printed.get(label.as_str()) else {
                faults.push(format!("the note {label} is not printed"));
                continue;
            };
            let words = words::split(&text(*note, FURNITURE));
            faults.extend(
                words::differences(source, &words).into_iter().map(|what| format!("note {label}: {what}")),
            );
        }
        if printed.len() != self.expected.notes {
            faults.push(format!("{} notes are printed", printed.len()));
        }
        faults
    }

    /// Every link of a source leads where its author meant, but for those that a problem names.
    fn links(&self, page: &Html, file: &str, source: &Words) -> Vec<String> {
        let mut wanted = source.links.clone();
        let mut faults = Vec::new();
        for link in self.broken(file) {
            match wanted.iter().position(|known| *known == link) {
                Some(at) => drop(wanted.remove(at)),
                None => faults.push(format!("{file}: a problem names a link that is not there: {link:?}")),
            }
        }
        let article = one(page, "article.text");
        let internal = |a: &ElementRef| !a.attr("href").unwrap().contains("://") && !stands_in(*a, FURNITURE);
        let links: Vec<ElementRef> = within(article, "a[href]").into_iter().filter(internal).collect();
        if links.len() != wanted.len() {
            faults.push(format!(
                "{file}: {} links were written, {} are on the page",
                wanted.len(),
                links.len()
            ));
        }
        for (link, wanted) in links.iter().zip(&wanted) {
            let href = decoded(link.attr("href").unwrap());
            if words::split(&text(*link, FURNITURE)) != wanted.words || !self.leads(&href, &wanted.target) {
                faults.push(format!("{file}: {wanted:?} leads to {href}"));
            }
        }
        faults
    }

    /// Whether an `href` is what a target in a source means.
    fn leads(&self, href: &str, target: &str) -> bool {
        let target = decoded(target);
        let (file, fragment) =
            target.split_once('#').map_or((target.as_str(), None), |(file, id)| (file, Some(id)));
        if file.is_empty() {
            let id = fragment.unwrap_or("");
            return href == format!("#{id}") || href == self.href(id) || href.ends_with(&format!("/#{id}"));
        }
        let Some((_, slug, _)) = self.expected.sections.iter().find(|(name, ..)| name == file) else {
            return false;
        };
        href == fragment.map_or_else(|| self.href(slug), |id| format!("{}#{id}", self.href(slug)))
    }

    /// The links of a file that are reported to lead nowhere.
    fn broken(&self, file: &str) -> Vec<Link> {
        let path = format!("content/{}/{file}", self.expected.folder);
        let mut links = Vec::new();
        for problem in &self.report.problems {
            let Some(place) = problem.place.as_ref().filter(|place| *place.path == *path) else { continue };
            if matches!(problem.rule.code, "link-missing" | "anchor-missing") {
                let text = std::fs::read_to_string(self.site.folder().join(&path)).unwrap();
                links.extend(words::read(&text[place.range.clone().unwrap()]).links);
            }
        }
        links
    }

    /// Every pull quote has its verdict, and a problem if it is not the paper's own words.
    fn quotes(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut faults = Vec::new();
        for (file, slug, _) in &self.expected.sections {
            for quote in all(self.section(slug), ".pull-quote") {
                let verdict = if quote.attr("aria-hidden") == Some("true") {
                    Verdict::Repeats
                } else {
                    Verdict::Edited
                };
                if verdict == Verdict::Repeats && !within(quote, "a, [id], [tabindex], [role]").is_empty() {
                    faults.push(format!("{slug}: a pull quote that is not heard has something to go to"));
                }
                let words = text(quote, "x").split_whitespace().collect::<Vec<_>>().join(" ");
                found.push((slug.clone(), words, verdict));
            }
            let path = format!("content/{}/{file}", self.expected.folder);
            let told = self.report.problems.iter().filter(|problem| {
                problem.rule.code == "pull-quote-edited"
                    && problem.place.as_ref().is_some_and(|place| *place.path == *path)
            });
            let edited =
                found.iter().filter(|(section, _, verdict)| section == slug && *verdict == Verdict::Edited);
            if told.count() != edited.count() {
                faults.push(format!("{slug}: not every edited pull quote, or another, is told of"));
            }
        }
        let wanted = &self.expected.quotes;
        let fits = |(found, wanted): (&(String, String, Verdict), &ExpectedQuote)| {
            found.0 == wanted.section && found.1.starts_with(&wanted.begins) && found.2 == wanted.verdict
        };
        if found.len() != wanted.len() || !found.iter().zip(wanted).all(fits) {
            faults.push(format!("the pull quotes are {found:#?}"));
        }
        faults
    }
}

/// Every list of contents of a page: where its entries lead and what they are called.
fn listed(page: &Html) -> Vec<Vec<(String, String)>> {
    let entry = |a: &ElementRef| {
        let title = within(*a, ".contents-title");
        Some((decoded(a.attr("href")?), text(*title.first()?, "x").trim().to_owned()))
    };
    let list = |list: &ElementRef| within(*list, "a").iter().filter_map(entry).collect();
    all(page, "nav ol.contents").iter().map(list).collect()
}

/// The notes at the foot of a page, by their numbers.
fn entries(page: &Html) -> BTreeMap<&str, ElementRef<'_>> {
    all(page, "[role=doc-endnotes] > ol > li")
        .into_iter()
        .map(|note| (note.attr("value").unwrap(), note))
        .collect()
}

/// Every mark leads to its note and every note back to each of its marks, and to nothing else.
fn notes(page: &Html, place: &str) -> Vec<String> {
    let known = ids(page);
    let printed = entries(page);
    let mut faults = Vec::new();
    let mut cited: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for mark in all(page, "[role=doc-noteref]") {
        let number = text(mark, "x");
        let Some(note) = printed.get(number.as_str()) else {
            faults.push(format!("{place}: the mark {number} has no note"));
            continue;
        };
        if mark.attr("href") != Some(&format!("#{}", note.attr("id").unwrap())) {
            faults.push(format!("{place}: the mark {number} leads to {:?}", mark.attr("href")));
        }
        if !mark.attr("aria-label").is_some_and(|label| label.ends_with(&format!(" {number}"))) {
            faults.push(format!("{place}: the mark {number} is heard as {:?}", mark.attr("aria-label")));
        }
        cited.entry(number).or_default().insert(format!("#{}", mark.attr("id").unwrap()));
    }
    for (number, note) in &printed {
        let back: Vec<String> =
            within(*note, "[role=doc-backlink]").iter().map(|a| a.attr("href").unwrap().to_owned()).collect();
        let ways: BTreeSet<String> = back.iter().cloned().collect();
        if ways.len() != back.len()
            || Some(&ways) != cited.get(*number)
            || ways.iter().any(|way| !known.contains(&way[1..]))
        {
            faults.push(format!("{place}: the note {number} leads back to {back:?}"));
        }
    }
    faults
}

/// A note has the same number and the same words on every page.
fn same_notes(page: &Html, full: &Html, place: &str) -> Vec<String> {
    let all = entries(full);
    let words = |note: &ElementRef| words::split(&text(*note, FURNITURE));
    let differs = |number: &&str, note: &ElementRef| all.get(*number).map(words) != Some(words(note));
    let mut faults = Vec::new();
    for (number, note) in entries(page) {
        if differs(&number, &note) {
            faults.push(format!("{place}: the note {number} is not that of full/"));
        }
    }
    faults
}

/// Each section names its translations, in both directions.
pub(crate) fn translations(site: &Site, expected: &Expected, base: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let papers = &expected.paper;
    let last = papers.iter().map(|paper| paper.sections.len()).max().unwrap_or(0);
    for at in 0..last {
        let address = |paper: &ExpectedPaper| format!("{}{}/", paper.address, paper.sections[at].1);
        let wanted: BTreeMap<&str, String> = papers
            .iter()
            .map(|paper| (paper.lang.as_str(), format!("https://offprint.example{base}{}", address(paper))))
            .collect();
        for paper in papers {
            let links = all(site.page(&address(paper)), "link[rel=alternate][hreflang]");
            let named: BTreeMap<&str, String> = links
                .iter()
                .map(|link| (link.attr("hreflang").unwrap(), decoded(link.attr("href").unwrap())))
                .filter(|(lang, _)| *lang != "x-default")
                .collect();
            let right = if papers.len() > 1 { named == wanted } else { named.is_empty() };
            if !right {
                faults.push(format!("{} names as its translations {named:?}", address(paper)));
            }
        }
    }
    faults
}

/// French puts a space that does not break before `; : ! ? »` and after `«`, and no English marks in its text.
fn french(page: &Html) -> Vec<String> {
    const SPACES: [char; 2] = ['\u{a0}', '\u{202f}'];
    let mut faults = Vec::new();
    let mut seen = 0;
    for block in all(page, ".text p, .text li, .text h1, .text h2, .text h3, .text h4") {
        let text: Vec<char> = text(block, "code").trim().chars().collect();
        for (at, &c) in text.iter().enumerate() {
            let (before, after) = (at.checked_sub(1).map(|at| text[at]), text.get(at + 1).copied());
            let right = match c {
                ';' | '!' | '?' | '»' => before.is_some_and(|before| SPACES.contains(&before)),
                // A colon inside a word is not the text's: 10:30, UTF-8:2003.
                ':' if after.is_none_or(char::is_whitespace) => {
                    before.is_some_and(|before| SPACES.contains(&before))
                }
                '«' => after.is_some_and(|after| SPACES.contains(&after)),
                '"' | '\'' => false,
                _ => continue,
            };
            seen += 1;
            if !right {
                let around: String = text[at.saturating_sub(20)..text.len().min(at + 20)].iter().collect();
                faults.push(format!("`{c}` in “{around}”"));
            }
        }
    }
    if seen == 0 {
        faults.push("no mark of French was seen".to_owned());
    }
    faults
}
