//! Where references lead, and what is said of those that lead nowhere.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::*;
use crate::catalog::fixture::{catalog_of, record as page, told};
use crate::source::AssetKind;

fn assets() -> BTreeMap<Box<str>, Asset> {
    let asset = |kind| Asset { disk: PathBuf::new(), len: 7, kind };
    BTreeMap::from([
        ("papers/a/figures/map.png".into(), asset(AssetKind::Image(Some(Picture::of(40, 30))))),
        ("papers/a/figures/vendors.csv".into(), asset(AssetKind::Data(Arc::new(DataTable::default())))),
        ("papers/a/Report.pdf".into(), asset(AssetKind::Other)),
        ("papers/draft/secret.png".into(), asset(AssetKind::Image(None))),
    ])
}

fn statics() -> BTreeMap<Box<str>, StaticFile> {
    BTreeMap::from([("/print.pdf".into(), StaticFile { disk: PathBuf::new(), len: 9 })])
}

/// The paper that most references of these tests stand in, last in its section `method`.
fn paper() -> Record {
    page("papers/a/index.md")
        .section("intro", &["costs", "aims"], None)
        .section("results", &["costs", "summary"], Some("papers/a/02-results.md"))
        .figure("fig-volume", Some("2"))
        .section("method", &["summary"], None)
}

fn others() -> Vec<Record> {
    vec![
        page("index.md"),
        page("about.md"),
        page("papers/b/index.md").section("intro", &["why"], None).section(
            "end",
            &[],
            Some("papers/b/02-end.md"),
        ),
        page("papers/b/index.pl.md").section("wstep", &["why"], None),
        page("papers/c.md")
            .with(|r| r.single = true)
            .section("intro", &["why"], None)
            .figure("fig-x", Some("1")),
        page("papers/draft/index.md").draft(),
        page("people/jan.md"),
        page("papers/t.md").about("AI"),
    ]
}

fn resolve(paper: Record) -> (Vec<String>, Vec<Diagnostic>) {
    let key = paper.key.clone();
    let lang = paper.lang.clone();
    let (catalog, problems) = catalog_of(others().into_iter().chain([paper]).collect());
    assert!(problems.is_empty(), "{problems:#?}");
    let index = catalog.version(&key, &lang).unwrap();
    let checked = record(catalog.record(index).unwrap(), index, &catalog, &assets(), &statics());
    (checked.value.iter().map(shown).collect(), checked.problems)
}

/// A link in a few characters.
fn shown(link: &Link) -> String {
    match link {
        Link::External(url) => format!("external {url}"),
        Link::Address { address, fragment } => match fragment {
            Some(fragment) => format!("{address}#{fragment}"),
            None => address.to_string(),
        },
        Link::Inside { section, id, global, label } => {
            let section = section.map_or("cover".to_owned(), |at| at.to_string());
            let id = id.as_deref().map(|id| format!("#{id}")).unwrap_or_default();
            let global = if *global { " global" } else { "" };
            let label = label.as_ref().map(|label| format!(" {label:?}")).unwrap_or_default();
            format!("inside {section}{id}{global}{label}")
        }
        Link::Asset(file) => {
            let PublishedFile { address, picture, data, len, suffix } = &**file;
            let size = picture
                .as_ref()
                .map(|picture| format!(" {}x{}", picture.width, picture.height))
                .unwrap_or_default();
            let data = if data.is_some() { " data" } else { "" };
            format!("asset {address}{suffix}{size}{data} {len}")
        }
        Link::Broken => "broken".to_owned(),
    }
}

/// Asserts where a reference of the paper leads, without a problem.
fn leads(written: &str, expected: &str) {
    leads_from(paper(), written, expected);
}

fn leads_from(paper: Record, written: &str, expected: &str) {
    let (links, problems) = resolve(paper.refers(written));
    assert!(problems.is_empty(), "{written}: {problems:#?}");
    assert_eq!(links, [expected], "{written}");
}

/// Asserts that a reference leads nowhere, and what is said of it.
fn fails(written: &str, message: &str, hint: Option<&str>) -> Diagnostic {
    let (links, mut problems) = resolve(paper().refers(written));
    assert_eq!(links, ["broken"], "{written}");
    assert_eq!(told(&problems), [message], "{written}");
    let problem = problems.remove(0);
    assert!(problem.place.is_some(), "{written}");
    if let Some(hint) = hint {
        assert!(problem.hints.iter().any(|told| told.contains(hint)), "{written}: {:?}", problem.hints);
    }
    problem
}

#[test]
fn links_in_the_paper() {
    leads("#summary", "inside 2#summary");
    leads("#aims", "inside 0#aims");
    leads("#results", "inside 1");
    leads("#fig-volume", "inside 1#fig-volume global");
    leads("#", "inside 2");
    leads("papers/a/index.md", "inside cover");
    leads("papers/a/index.md#aims", "inside 0#aims");
    leads("papers/a/02-results.md", "inside 1");
    leads("papers/a/02-results.md#costs", "inside 1#costs");
    leads("papers/a/results", "inside 1");
    leads("papers/a/full#aims", "/papers/a/full/#intro:aims");
    leads("papers/a/full#results:costs", "/papers/a/full/#results:costs");
    leads("#results:costs", "inside 1#costs");
}

#[test]
fn cross_references_are_labelled() {
    leads("@fig-volume", "inside 1#fig-volume global Figure(\"2\")");
    leads("@sec-results", "inside 1 Section(\"RESULTS\")");
    leads("@sec-aims", "inside 0#aims Section(\"aims\")");
    leads_from(paper().section("sec-last", &[], None), "@sec-last", "inside 3 Section(\"SEC-LAST\")");
    fails("@fig-volme", "reference-missing: there is no figure `fig-volme`", Some("`@fig-volume`"));
    fails("@tbl-x", "reference-missing: there is no table `tbl-x`", None);
    fails("@sec-resuls", "reference-missing: there is no section `sec-resuls`", Some("`@sec-results`"));
}

#[test]
fn links_to_other_pages() {
    leads("papers/b/index.md", "/papers/b/");
    leads("papers/b", "/papers/b/");
    leads("papers/b/02-end.md", "/papers/b/end/");
    leads("papers/b/index.md#why", "/papers/b/intro/#why");
    leads("papers/b/index.md#intro", "/papers/b/intro/");
    leads("papers/b/end", "/papers/b/end/");
    leads("papers/b/full", "/papers/b/full/");
    leads("papers/b/full#why", "/papers/b/full/#intro:why");
    leads("papers/c.md#intro", "/papers/c/#intro");
    leads("papers/c.md#why", "/papers/c/#intro:why");
    leads("papers/c.md?print=1#fig-x", "/papers/c/?print=1#fig-x");
    leads("about.md", "/about/");
    leads("", "/");
    leads("people/jan", "/people/jan/");
    leads("topics/ai", "/topics/ai/");
    leads("topics", "/topics/");
    leads("feed.atom", "/feed.atom");
    leads("papers/b/cite.bib", "/papers/b/cite.bib");
    leads("pl/papers/b", "/pl/papers/b/");
    leads("https://example.org/x", "external https://example.org/x");
}

#[test]
fn translations_are_preferred() {
    let polish = || page("papers/a/index.pl.md");
    leads_from(polish(), "papers/b/index.md", "/pl/papers/b/");
    leads_from(polish(), "papers/b/index.md#why", "/pl/papers/b/wstep/#why");
    // What the Polish version lacks is linked to in English.
    leads_from(polish(), "papers/b/02-end.md", "/papers/b/end/");
    leads_from(polish(), "papers/b/index.md#intro", "/papers/b/intro/");
    leads_from(polish(), "papers/c.md", "/papers/c/");
    leads("papers/b/index.pl.md", "/pl/papers/b/");
}

#[test]
fn a_link_to_the_same_paper_in_another_language_stays_one() {
    let (catalog, _) = catalog_of(vec![paper(), page("papers/a/index.pl.md").refers("papers/a/index.md")]);
    let index = catalog.version("papers/a", "pl").unwrap();
    let links = record(catalog.record(index).unwrap(), index, &catalog, &assets(), &statics()).value;
    assert_eq!(shown(&links[0]), "/papers/a/");
}

#[test]
fn files_are_assets() {
    leads("!papers/a/figures/map.png", "asset /papers/a/figures/map.png 40x30 7");
    leads("%papers/a/figures/vendors.csv", "asset /papers/a/figures/vendors.csv data 7");
    leads("papers/a/Report.pdf#page=3", "asset /papers/a/Report.pdf#page=3 7");
    leads("print.pdf", "/print.pdf");
    leads("static/print.pdf#page=3", "/print.pdf#page=3");
    fails("!papers/a/Report.pdf", "file-unfit: `papers/a/Report.pdf` is not an image", None);
    fails("%papers/a/figures/map.png", "file-unfit: `papers/a/figures/map.png` is not a table of data", None);
    fails("!papers/b/index.md", "file-unfit: `papers/b/index.md` is not an image", None);
    fails("!https://example.org/a.png", "image-remote: `https://example.org/a.png` is on another site", None);
}

#[test]
fn what_is_not_there_is_named_with_the_nearest() {
    let missing = |path: &str| format!("link-missing: there is no page or file `{path}`");
    for (path, near) in [
        ("papers/b/index.mdd", "/papers/b/index.md"),
        ("papers/bb/02-end.md", "/papers/b/02-end.md"),
        ("papers/b/02-ends.md", "/papers/b/02-end.md"),
        ("people/jam.md", "/people/jan.md"),
        ("other/02-end.md", "/papers/b/02-end.md"),
    ] {
        fails(path, &missing(path), Some(&format!("`{near}`")));
    }
    let problem = fails("nowhere/at-all.md", &missing("nowhere/at-all.md"), None);
    assert!(problem.hints.is_empty(), "{:?}", problem.hints);
    fails("/digital/", &missing("/digital/"), Some("starts at `content/`"));
    let map = "papers/a/figures/maps.png";
    fails(
        &format!("!{map}"),
        &format!("file-missing: there is no file `{map}`"),
        Some("`/papers/a/figures/map.png`"),
    );
    fails("papers/page/7", &missing("papers/page/7"), None);
}

#[test]
fn names_differ_in_capitals() {
    fails(
        "papers/a/report.pdf",
        "link-case: `papers/a/report.pdf` is named `papers/a/Report.pdf`: capitals and small letters differ",
        Some("`/papers/a/Report.pdf`"),
    );
    fails(
        "Papers/B/index.md",
        "link-case: `Papers/B/index.md` is named `papers/b/index.md`: capitals and small letters differ",
        None,
    );
    fails(
        "Print.pdf",
        "link-case: `Print.pdf` is named `print.pdf`: capitals and small letters differ",
        None,
    );
}

#[test]
fn what_is_not_published_is_not_linked_to() {
    for path in ["papers/draft/index.md", "papers/draft", "papers/draft/intro", "papers/draft/secret.png"] {
        fails(path, &format!("link-to-unpublished: `{path}` is not published: it is a draft"), None);
    }
    let image = "papers/draft/secret.png";
    fails(
        &format!("!{image}"),
        &format!("link-to-unpublished: `{image}` is not published: it is a draft"),
        None,
    );
}

#[test]
fn fragments_are_checked() {
    fails("#sumary", "anchor-missing: nothing in `papers/a` has the id `sumary`", Some("`#summary`"));
    fails("papers/b/index.md#Why", "anchor-missing: nothing in `papers/b` has the id `Why`", Some("`#why`"));
    let problem =
        fails("papers/a/02-results.md#aims", "anchor-missing: nothing in `RESULTS` has the id `aims`", None);
    assert_eq!(problem.related[0].1, "another section of this paper has that id");
    leads("papers/a/02-results.md#results", "inside 1");
    leads("papers/a/02-results.md#results:costs", "inside 1#costs");
    let problem = fails("#costs", "anchor-ambiguous: several places have the id `costs`", None);
    assert_eq!(problem.related.len(), 2);
    assert_eq!(problem.related[1].1, "`#results:costs` is in the section `RESULTS`");
    assert_eq!(&*problem.related[1].0.path, "content/papers/a/02-results.md");
}

#[test]
fn menus_lead_to_the_page_of_their_language() {
    let (catalog, _) = catalog_of(others());
    let lead = |written: &str, lang: &str| address(written, lang, &catalog);
    assert_eq!(lead("about.md", "pl").as_deref(), Some("/about/"));
    assert_eq!(lead("papers/b/index.md", "pl").as_deref(), Some("/pl/papers/b/"));
    assert_eq!(lead("/papers/b/", "en").as_deref(), Some("/papers/b/"));
    assert_eq!(lead("/topics/", "en").as_deref(), Some("/topics/"));
    assert_eq!(lead("/", "pl").as_deref(), Some("/"));
    assert_eq!(lead("papers/draft/index.md", "en"), None);
}
