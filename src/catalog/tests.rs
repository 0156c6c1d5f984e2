//! What a catalog holds, and what it says of records that do not fit together.

use super::fixture::{catalog_of, clock, config, good, record, told};
use super::*;
use crate::paper::{Author, Unread};
use crate::source::StaticFile;

fn keys(catalog: &Catalog, records: &[u32]) -> Vec<String> {
    let name =
        |index: &u32| catalog.record(*index).map(|record| format!("{} {}", record.key, record.lang)).unwrap();
    records.iter().map(name).collect()
}

fn titles(groups: &[Group]) -> Vec<(&str, &str, usize)> {
    groups.iter().map(|group| (&*group.title, &*group.address, group.records.len())).collect()
}

#[test]
fn papers_are_listed_newest_first_and_by_language() {
    let catalog = good(vec![
        record("papers/b.md").on(2020).titled("Łódź"),
        record("papers/a.md").on(2020).titled("Zakopane"),
        record("papers/c/index.md").on(2024),
        record("papers/c/index.pl.md").on(2025),
        record("about.md"),
    ]);
    assert_eq!(keys(&catalog, &catalog.papers), ["papers/c pl", "papers/c en", "papers/b en", "papers/a en"]);
    assert_eq!(keys(&catalog, &catalog.edition("pl").unwrap().papers), ["papers/c pl"]);
    let english = catalog.version("papers/c", "en").unwrap();
    assert_eq!(keys(&catalog, &catalog.alternates(english)), ["papers/c en", "papers/c pl"]);
    assert!(catalog.alternates(catalog.version("about", "en").unwrap()).is_empty());
    assert_eq!(catalog.edition("pl").unwrap().prefix.as_ref(), "/pl");
}

#[test]
fn a_paper_without_a_date_stands_last() {
    let (catalog, problems) =
        catalog_of(vec![record("papers/a.md").with(|r| r.meta.date = None), record("papers/b.md").on(1990)]);
    assert_eq!(keys(&catalog, &catalog.papers), ["papers/b en", "papers/a en"]);
    assert_eq!(told(&problems), ["paper-without-date: the paper `papers/a` has no date"]);
}

#[test]
fn what_is_not_published_leaves_no_trace() {
    let records = || {
        vec![
            record("papers/out.md").about("AI"),
            record("papers/draft.md").about("Secret").in_series("Hidden", "1").by("only-there").draft(),
            record("papers/later.md").about("Secret").until("2026-12-01T00:00:00Z"),
            record("papers/sooner.md").until("2026-11-25T09:00:00+02:00"),
            record("papers/draft-later.md").draft().until("2026-11-24T13:00:00Z"),
            record("papers/past.md").until("2026-11-24T12:00:00Z"),
            record("people/only-there.md"),
            record("people/hidden-one.md").draft(),
        ]
    };
    let catalog = good(records());
    assert_eq!(keys(&catalog, &catalog.papers), ["papers/out en", "papers/past en"]);
    let edition = catalog.edition("en").unwrap();
    assert_eq!(titles(&edition.topics), [("AI", "/topics/ai/", 1)]);
    assert!(edition.series.is_empty());
    assert_eq!(titles(&edition.people), [("only-there", "/people/only-there/", 0)]);
    assert_eq!(catalog.next_change, Some("2026-11-25T07:00:00Z".parse().unwrap()));
    assert_eq!(
        catalog.by_file.get("content/papers/draft.md"),
        Some(&FileEntry::Unpublished(Unpublished::Draft))
    );
    assert!(!catalog.has_address("/papers/draft/"));
    assert_eq!(catalog.unpublished_at("/papers/draft/some-section/"), Some(Unpublished::Draft));

    let preview = Clock { drafts: true, ..clock() };
    let catalog = super::catalog(records().into_iter().map(Arc::new).collect(), &config(), &preview).value;
    assert!(catalog.has_address("/papers/draft/") && !catalog.has_address("/papers/later/"));
    assert_eq!(catalog.next_change, Some("2026-11-24T13:00:00Z".parse().unwrap()));
}

#[test]
fn what_can_not_be_read_is_kept_back_for_ever_and_says_so() {
    let unread = |path: &str, key: Unread| record(path).with(|r| r.meta.unread = Some(key));
    let records =
        || vec![unread("papers/a.md", Unread::Embargo), unread("papers/b.md", Unread::Draft).draft()];
    let reasons = |drafts: bool| {
        let clock = Clock { drafts, now: Timestamp::MAX };
        let catalog = super::catalog(records().into_iter().map(Arc::new).collect(), &config(), &clock).value;
        assert!(catalog.records.is_empty());
        assert_eq!(catalog.next_change, None);
        ["/papers/a/", "/papers/b/"].map(|address| catalog.unpublished_at(address).unwrap().reason())
    };
    assert_eq!(reasons(false), ["its `embargo` can't be read", "it is a draft"]);
    assert_eq!(reasons(true), ["its `embargo` can't be read", "its `draft` can't be read"]);
}

#[test]
fn authors_are_people_when_their_id_is_given() {
    let catalog = good(vec![
        record("people/anna-nowak.md").with(|r| r.meta.person.as_mut().unwrap().name = "Anna Nowak".into()),
        record("people/anna-nowak.pl.md"),
        record("people/jan.md"),
        record("people/late-one.md").draft(),
        record("papers/a/index.md").by("anna-nowak").by("Anna Nowak").by("late-one").by("anonymous"),
        record("papers/a/index.pl.md").by("anna-nowak").by("jan"),
    ]);
    let authors = |lang: &str| {
        let paper = catalog.version("papers/a", lang).unwrap();
        let authors = catalog.authors[paper as usize].iter();
        authors.map(|a| {
            (a.person.name.to_string(), a.record.map(|r| catalog.record(r).unwrap().lang.to_string()))
        })
    };
    let english: Vec<_> = authors("en").collect();
    let en = || Some("en".to_owned());
    assert_eq!(
        english,
        [
            ("Anna Nowak".to_owned(), en()),
            ("Anna Nowak".to_owned(), None),
            ("late-one".to_owned(), None),
            ("anonymous".to_owned(), None)
        ]
    );
    let polish: Vec<_> = authors("pl").collect();
    assert_eq!(polish, [("anna-nowak".to_owned(), Some("pl".to_owned())), ("jan".to_owned(), en())]);
}

#[test]
fn a_person_has_one_version_of_each_paper() {
    let catalog = good(vec![
        record("people/jan.md"),
        record("papers/a/index.md").by("jan"),
        record("papers/a/index.pl.md").by("jan"),
        record("papers/b/index.pl.md").by("jan").on(2021),
    ]);
    let person = &catalog.edition("en").unwrap().people[0];
    assert_eq!(keys(&catalog, &person.records), ["papers/b pl", "papers/a en"]);
    assert!(catalog.edition("pl").unwrap().people.is_empty());
    assert_eq!(catalog.group_of(person.record.unwrap()), Some(person));
}

#[test]
fn an_unknown_id_is_not_taken_for_a_name() {
    let (_, problems) = catalog_of(vec![
        record("people/mateusz-chatys.md"),
        record("papers/a.md").by("mateusz-chaty").by("somebody-else").by("Mateusz Chaty"),
    ]);
    assert_eq!(
        told(&problems),
        [
            "person-unknown: there is no person `mateusz-chaty`",
            "person-unknown: there is no person `somebody-else`"
        ]
    );
    assert!(problems[0].hints[0].contains("`mateusz-chatys`"), "{:?}", problems[0].hints);
}

#[test]
fn described_authors_stay_as_they_are() {
    let person =
        Person { name: "Ewa Lis".into(), orcid: Some("0000-0002-1825-0097".into()), ..Person::default() };
    let author = Author::Described(person.clone());
    let catalog = good(vec![record("papers/a.md").with(|r| r.meta.authors.push(author))]);
    assert_eq!(catalog.authors[0], [ResolvedAuthor { person, record: None }]);
}

#[test]
fn topics_are_grouped_by_address_and_named_as_most_papers_do() {
    let (catalog, problems) = catalog_of(vec![
        record("papers/a.md").about("AI").about("Żywność"),
        record("papers/b.md").about("Ai").about("Energy").about("ai").on(2021),
        record("papers/c.md").about("AI").about("???"),
    ]);
    let edition = catalog.edition("en").unwrap();
    assert_eq!(
        titles(&edition.topics),
        [("AI", "/topics/ai/", 3), ("Energy", "/topics/energy/", 1), ("Żywność", "/topics/zywnosc/", 1)]
    );
    assert_eq!(keys(&catalog, &edition.topics[0].records), ["papers/b en", "papers/a en", "papers/c en"]);
    let of = |key| &catalog.memberships[catalog.version(key, "en").unwrap() as usize].topics;
    assert_eq!(of("papers/a"), &[0, 2]);
    assert_eq!(of("papers/b"), &[0, 1]);
    assert_eq!(
        told(&problems),
        [
            "name-spelled-twice: the topic `Ai` is `AI` elsewhere",
            "name-spelled-twice: the topic `ai` is `AI` elsewhere",
            "name-without-address: the topic `???` has no letters or digits to make an address of",
        ]
    );
}

#[test]
fn a_series_is_ordered_by_number() {
    let (catalog, problems) = catalog_of(vec![
        record("papers/a.md").in_series("Briefs", "9").on(2025),
        record("papers/b.md").in_series("Briefs", "10").on(2020),
        record("papers/c.md").with(|r| r.meta.series = Some("Briefs".into())),
        record("papers/d.md").in_series("Briefs", "10").on(2021),
    ]);
    let series = &catalog.edition("en").unwrap().series[0];
    assert_eq!(keys(&catalog, &series.records), ["papers/d en", "papers/b en", "papers/a en", "papers/c en"]);
    assert_eq!(told(&problems), ["series-number-twice: two papers are number 10 of `Briefs`"]);
    assert_eq!(catalog.memberships[0].series, Some(0));
}

#[test]
fn a_collection_is_named_by_its_own_page() {
    let catalog = good(vec![
        record("papers/a.md"),
        record("papers/a.pl.md"),
        record("papers/index.pl.md").titled("Analizy"),
    ]);
    assert_eq!(titles(&catalog.edition("en").unwrap().collections), [("Papers", "/papers/", 1)]);
    assert_eq!(titles(&catalog.edition("pl").unwrap().collections), [("Analizy", "/pl/papers/", 1)]);
    let paper = catalog.version("papers/a", "pl").unwrap();
    assert_eq!(catalog.memberships[paper as usize].collection, Some(0));
}

#[test]
fn addresses_have_owners() {
    let catalog = good(vec![
        record("index.md"),
        record("papers/a.md").section("intro", &[], None).about("AI"),
        record("papers/b.md").about("AI"),
        record("papers/c.md").with(|r| r.single = true).section("intro", &[], None),
        record("papers/c.pl.md"),
        record("people/jan.md"),
    ]);
    assert_eq!(good(vec![record("about.md")]).owner("/pl/"), None);
    let owner = |address: &str| catalog.owner(address);
    let paper = catalog.version("papers/a", "en").unwrap();
    assert_eq!(owner("/papers/a/intro/"), Some(Owner::Section(paper, 0)));
    assert_eq!(owner("/papers/a/full/"), Some(Owner::Whole(paper)));
    assert_eq!(owner("/papers/a/cite.bib"), Some(Owner::Citation(paper)));
    let empty = ["/pl/topics/", "/series/"];
    let filled =
        ["/papers/", "/papers/page/2/", "/topics/", "/topics/ai/", "/people/", "/pl/", "/pl/papers/"];
    for list in filled.into_iter().chain(empty) {
        assert_eq!(owner(list), Some(Owner::List), "{list}");
    }
    for file in ["/feed.atom", "/pl/feed.json", "/papers/feed.atom", "/topics/ai/feed.json", "/sitemap.xml"] {
        assert_eq!(owner(file), Some(Owner::File), "{file}");
    }
    for nothing in [
        "",
        "/papers/c/full/",
        "/papers/c/intro/",
        "/papers/page/1/",
        "/papers/page/3/",
        "/de/",
        "/people/jan/x/",
        "/people/jan/cite.bib",
        "/papers/a/intro",
        "/papers/feed.xml",
    ] {
        assert_eq!(owner(nothing), None, "{nothing}");
    }
}

#[test]
fn files_know_their_sections() {
    let catalog = good(vec![
        record("papers/a/index.md")
            .section("in-index", &[], None)
            .section("one", &[], Some("papers/a/01-one.md"))
            .with(|r| r.files.push("content/papers/a/notes.md".into())),
    ]);
    let entry = |file: &str| catalog.by_file.get(file).copied();
    let published = |section| Some(FileEntry::Published { record: 0, section });
    assert_eq!(entry("content/papers/a/index.md"), published(None));
    assert_eq!(entry("content/papers/a/01-one.md"), published(Some(1)));
    assert_eq!(entry("content/papers/a/notes.md"), published(None));
}

#[test]
fn clashes_name_both_sides() {
    let (_, problems) = catalog_of(vec![
        record("papers/a.md").section("intro", &[], None).about("AI"),
        record("papers/a/index.md"),
        record("papers/a/intro.md").with(|r| r.kind = Kind::Page),
        record("topics.md"),
        record("topics/ai.md"),
        record("papers/page.md"),
    ]);
    assert_eq!(
        told(&problems),
        [
            "address-taken: `/papers/page/` is where the further pages of the list `/papers/` stand",
            "address-taken: the address `/papers/a/intro/` is also that of another page",
            "address-taken: the site makes a page of its own at `/topics/ai/`",
            "address-taken: two pages have the address `/papers/a/`",
        ]
    );
    let twice = problems.iter().find(|problem| problem.message.starts_with("two")).unwrap();
    assert_eq!(&*twice.place.as_ref().unwrap().path, "content/papers/a/index.md");
    assert_eq!(&*twice.related[0].0.path, "content/papers/a.md");
}

#[test]
fn old_addresses_lead_to_one_page() {
    let (_, problems) = catalog_of(vec![
        record("papers/a.md").alias("/old/").alias("/papers/b/").alias("/fine.html"),
        record("papers/b.md").alias("/old/").alias("/feed.atom"),
        record("papers/hidden.md").alias("/fine.html").draft(),
    ]);
    assert_eq!(
        told(&problems),
        [
            "alias-taken: the old address `/feed.atom` is that of a page",
            "alias-taken: the old address `/old/` is given twice",
            "alias-taken: the old address `/papers/b/` is that of a page",
        ]
    );
}

#[test]
fn static_files_stand_where_nothing_else_does() {
    let catalog = good(vec![record("papers/a.md").alias("/old/").alias("/old.html")]);
    let file = || StaticFile { disk: std::path::PathBuf::new(), len: 1 };
    let taken = ["/papers/a/index.html", "/papers", "/sitemap.xml", "/old/index.html", "/old.html"];
    let free = ["/favicon.ico", "/papers/a/data.csv", "/index.htm"];
    let statics = taken.into_iter().chain(free).map(|address| (address.into(), file())).collect();
    assert_eq!(
        told(&with_statics(&catalog, &statics)),
        [
            "address-taken: the file `static/papers/a/index.html` stands where a page of the site does",
            "address-taken: the file `static/papers` stands where a page of the site does",
            "address-taken: the file `static/sitemap.xml` stands where a page of the site does",
            "alias-taken: the old address `/old.html` is that of a file",
            "alias-taken: the old address `/old/` is that of a file",
        ]
    );
}
