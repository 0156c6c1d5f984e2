//! Frames to render: with everything that a page can have, and with as little as it may.

use std::sync::Arc;

use crate::render::html::Fragments;
use crate::site::frame::*;
use crate::theme::Theme;

pub(super) const KINDS: [PageKind; 14] = [
    PageKind::Home,
    PageKind::Page,
    PageKind::Paper,
    PageKind::Section,
    PageKind::Full,
    PageKind::Single,
    PageKind::Collection,
    PageKind::Topics,
    PageKind::Topic,
    PageKind::People,
    PageKind::Person,
    PageKind::AllSeries,
    PageKind::Series,
    PageKind::NotFound,
];

fn link(title: &str, href: &str) -> LinkFrame {
    LinkFrame { title: title.into(), href: href.into() }
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn picture() -> ImageFrame {
    ImageFrame {
        href: "/sub/mark.svg".into(),
        absolute: "https://example.org/sub/mark.svg".into(),
        alt: String::new(),
        width: Some(1600),
        height: Some(900),
        srcset: "/sub/mark.png.800.webp 800w, /sub/mark.png.1600.webp 1600w".into(),
    }
}

fn site(theme: &Theme, lang: &str, rich: bool) -> Arc<SiteFrame> {
    let links = |links: Vec<LinkFrame>| if rich { links } else { Vec::new() };
    let publisher = PublisherFrame {
        name: "The Institute".into(),
        address: some("1 Example Street, Lodz"),
        url: some("https://example.org/"),
        email: some("office@example.org"),
        logo: Some(picture()),
        logo_dark: None,
    };
    let assets = theme.asset_names.iter().map(|(name, address)| (name.clone(), format!("/sub{address}")));
    Arc::new(SiteFrame {
        title: "A site".into(),
        lang: lang.into(),
        dir: "ltr",
        image_sizes: "100vw".into(),
        cover_sizes: "100vw".into(),
        base: "/sub".into(),
        home: "/sub/".into(),
        publisher: if rich {
            publisher
        } else {
            PublisherFrame { name: "The Institute".into(), ..PublisherFrame::default() }
        },
        header: links(vec![
            link("Papers", "/sub/papers/"),
            link("Topics", "/sub/topics/"),
            link("About", "/sub/about/"),
        ]),
        footer: links(vec![link("Papers", "/sub/papers/"), link("Contact", "/sub/contact/")]),
        options: theme.options.clone(),
        assets: Arc::new(assets.collect()),
        words: theme.words(lang),
        generator: "offprint 0.1.0",
    })
}

fn authors() -> Vec<AuthorFrame> {
    let first = AuthorFrame {
        name: "Ada Example".into(),
        href: some("/sub/people/ada-example/"),
        role: some("Senior analyst"),
        orcid: some("0000-0002-1825-0097"),
        affiliation: some("University of Examples"),
        email: some("ada@example.org"),
        url: some("https://ada.example/"),
        ..AuthorFrame::default()
    };
    vec![first, AuthorFrame { name: "Plain Name".into(), ..AuthorFrame::default() }]
}

fn date(iso: &str, text: &str) -> DateFrame {
    DateFrame { iso: iso.into(), text: text.into() }
}

fn contents() -> Vec<ContentsEntry> {
    let entry = |title: &str, html: &str, id: &str, minutes| ContentsEntry {
        title_html: html.into(),
        title: title.into(),
        href: format!("/sub/papers/safe-cities/{id}/"),
        anchor: format!("#{id}"),
        summary: some("What the section says, in a sentence of the author’s own."),
        minutes,
    };
    vec![
        entry("Introduction", "Introduction", "introduction", 1),
        entry("Whose cameras?", "<em>Whose</em> cameras?", "whose-cameras", 12),
        entry(
            "Recommendations for cities and states",
            "Recommendations for cities and states",
            "recommendations",
            25,
        ),
    ]
}

fn bare_paper() -> PaperFrame {
    PaperFrame {
        title: "Safe cities & “smart” states".into(),
        subtitle: None,
        summary: String::new(),
        authors: Vec::new(),
        date: None,
        updated: None,
        series: None,
        number: None,
        collection: None,
        topics: Vec::new(),
        license: None,
        doi: None,
        cover: None,
        corrections: Vec::new(),
        href: "/sub/papers/safe-cities/".into(),
        full: None,
        contents: Vec::new(),
        figures: Vec::new(),
        tables: Vec::new(),
        downloads: Vec::new(),
        cite: None,
        words: 9000,
        minutes: 38,
        draft: false,
    }
}

fn rich_paper() -> PaperFrame {
    let numbered = |label: &str, caption: &str, id: &str| NumberedFrame {
        label: label.into(),
        caption: caption.into(),
        href: format!("/sub/papers/safe-cities/whose-cameras/#{id}"),
    };
    let cite = |ending: &str| format!("/sub/papers/safe-cities/cite.{ending}");
    PaperFrame {
        subtitle: some("How a word travels from a vendor’s brochure into a city’s budget"),
        summary: "The abstract.".into(),
        authors: authors(),
        date: Some(date("2020-10", "October 2020")),
        updated: Some(date("2021-03-04", "4 March 2021")),
        series: Some(link("Policy Papers", "/sub/series/policy-papers/")),
        number: some("12"),
        collection: Some(link("Policy papers", "/sub/papers/")),
        topics: vec![link("Cities", "/sub/topics/cities/"), link("Surveillance", "/sub/topics/surveillance/")],
        license: Some(link("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")),
        doi: Some(link("10.5555/12345678", "https://doi.org/10.5555/12345678")),
        cover: Some(picture()),
        corrections: vec![CorrectionFrame {
            date: date("2021-03-04", "4 March 2021"),
            text_html: "<p>A number was wrong.</p>".into(),
        }],
        full: some("/sub/papers/safe-cities/full/"),
        contents: contents(),
        figures: vec![numbered("Figure 1", "Countries supplied with surveillance technology, by vendor", "fig-vendors")],
        tables: vec![numbered("Table 1", "Laws that name the purpose of a camera", "tbl-laws")],
        downloads: vec![DownloadFrame {
            title: "Print edition".into(),
            href: "/sub/papers/safe-cities/print.pdf".into(),
            kind: "PDF".into(),
            size: "1.2 MB".into(),
        }],
        cite: Some(CiteFrame {
            text: "Example, A. and Name, P. (2020). Safe cities & “smart” states. Policy Papers 12. The Institute.".into(),
            bib: cite("bib"),
            ris: cite("ris"),
            json: cite("json"),
        }),
        ..bare_paper()
    }
}

fn address(kind: PageKind) -> &'static str {
    match kind {
        PageKind::Home => "/",
        PageKind::Page => "/about/",
        PageKind::Paper | PageKind::Single => "/papers/safe-cities/",
        PageKind::Section => "/papers/safe-cities/whose-cameras/",
        PageKind::Full => "/papers/safe-cities/full/",
        PageKind::Collection => "/papers/page/2/",
        PageKind::Topics => "/topics/",
        PageKind::Topic => "/topics/cities/",
        PageKind::People => "/people/",
        PageKind::Person => "/people/ada-example/",
        PageKind::AllSeries => "/series/",
        PageKind::Series => "/series/policy-papers/",
        PageKind::NotFound => "/404.html",
    }
}

fn title(kind: PageKind) -> &'static str {
    match kind {
        PageKind::Paper | PageKind::Single | PageKind::Full => "Safe cities & “smart” states",
        PageKind::Home => "Papers on cities, machines and the people between them",
        PageKind::Section => "Whose cameras?",
        PageKind::Person => "Ada Example",
        PageKind::Collection | PageKind::Topic | PageKind::Series => "Policy papers",
        PageKind::Topics => "Topics",
        PageKind::People => "People",
        PageKind::AllSeries => "All series",
        PageKind::Page => "About",
        PageKind::NotFound => "Page not found",
    }
}

fn page(kind: PageKind, lang: &str, rich: bool) -> PageFrame {
    let address = address(kind);
    let bare = PageFrame {
        kind,
        address: address.into(),
        href: format!("/sub{address}"),
        canonical: format!("https://example.org/sub{address}"),
        window_title: format!("{} — A site", title(kind)),
        title: title(kind).into(),
        description: String::new(),
        noindex: false,
        draft: false,
        alternates: Vec::new(),
        trail: Vec::new(),
        feeds: Vec::new(),
        meta: Vec::new(),
        properties: Vec::new(),
        json_ld: String::new(),
    };
    if !rich {
        return bare;
    }
    let other = |code: &str, name: &str, prefix: &str| Alternate {
        lang: code.into(),
        name: name.into(),
        href: format!("/sub{prefix}{address}"),
        absolute: format!("https://example.org/sub{prefix}{address}"),
        current: code == lang,
        same_page: true,
    };
    let feed = |media_type, ending: &str| FeedLink {
        media_type,
        title: "Policy papers".into(),
        href: format!("/sub/papers/feed.{ending}"),
    };
    PageFrame {
        description: "What the page says.".into(),
        noindex: kind == PageKind::NotFound,
        draft: kind == PageKind::Single,
        alternates: vec![other("en", "English", ""), other("pl", "polski", "/pl")],
        trail: if kind == PageKind::Home {
            Vec::new()
        } else {
            vec![link("Home", "/sub/"), link("Policy papers", "/sub/papers/")]
        },
        feeds: vec![feed("application/atom+xml", "atom"), feed("application/feed+json", "json")],
        meta: vec![MetaTag { name: "citation_title", content: "Safe cities".into() }],
        properties: vec![MetaTag { name: "og:title", content: "Safe cities".into() }],
        json_ld: "{\"@type\":\"Report\"}".into(),
        ..bare
    }
}

fn list() -> ListFrame {
    let entry = |title: &str, draft| {
        Arc::new(EntryFrame {
            title: title.into(),
            subtitle: some("A subtitle that says what the title only hints at"),
            href: "/sub/papers/safe-cities/".into(),
            authors: authors(),
            date: Some(date("2020-10", "October 2020")),
            summary: "Cities buy cameras for safety and are sold them as progress. The paper follows the word “smart” from the brochure to the budget, and asks who reads what the cameras write down.".into(),
            series: some("Policy Papers 12"),
            minutes: 38,
            draft,
        })
    };
    ListFrame {
        entries: vec![
            entry("Safe cities & “smart” states", false),
            entry("A draft on money", true),
            entry("Łódź, Köln, Orléans: three cities that said no", false),
        ],
        page: 2,
        pages: 3,
        total: 41,
        previous: some("/sub/papers/"),
        next: some("/sub/papers/page/3/"),
    }
}

fn groups() -> Vec<GroupFrame> {
    let group = |title: &str, count, detail: Option<&str>| GroupFrame {
        title: title.into(),
        href: "/sub/topics/cities/".into(),
        count,
        detail: detail.map(str::to_owned),
    };
    vec![group("Cities", 1, None), group("Ada Example", 1204, Some("Senior analyst"))]
}

/// A frame that has everything its kind of page can have.
pub(super) fn full(theme: &Theme, kind: PageKind, lang: &str) -> Frame {
    use PageKind::{
        AllSeries, Collection, Full, Home, Paper, People, Person, Section, Series, Single, Topic, Topics,
    };
    Frame {
        site: site(theme, lang, true),
        page: page(kind, lang, true),
        paper: matches!(kind, Paper | Section | Full | Single).then(|| Arc::new(rich_paper())),
        section: (kind == Section).then(|| SectionFrame {
            position: 2,
            count: 3,
            title: "Whose cameras?".into(),
            minutes: 12,
            previous: link("Introduction", "/sub/papers/safe-cities/introduction/"),
            next: Some(link(
                "Recommendations for cities and states",
                "/sub/papers/safe-cities/recommendations/",
            )),
            headings: vec![link("Costs", "#costs"), link("Who pays", "#who-pays")],
        }),
        list: matches!(kind, Home | Collection | Topic | Series | Person).then(list),
        person: if kind == Person { authors().into_iter().next() } else { None },
        groups: if matches!(kind, Topics | People | AllSeries) { groups() } else { Vec::new() },
    }
}

/// A frame that has only what its kind of page cannot be without.
pub(super) fn bare(theme: &Theme, kind: PageKind, lang: &str) -> Frame {
    use PageKind::{Full, Paper, Section, Single};
    Frame {
        site: site(theme, lang, false),
        page: page(kind, lang, false),
        paper: matches!(kind, Paper | Section | Full | Single).then(|| Arc::new(bare_paper())),
        section: (kind == Section).then(|| SectionFrame {
            position: 1,
            count: 1,
            title: "Whose cameras?".into(),
            minutes: 1,
            previous: link("Cover", "/sub/papers/safe-cities/"),
            next: None,
            headings: Vec::new(),
        }),
        list: None,
        person: None,
        groups: Vec::new(),
    }
}

/// The HTML of a text, with each kind of thing that the renderer writes.
pub(super) fn fragments(kind: PageKind) -> Fragments {
    let text = include_str!("text.html");
    Fragments {
        body_html: match kind {
            PageKind::Section => format!("<h1 id=\"whose-cameras\">Whose cameras?</h1>\n{text}"),
            PageKind::Full | PageKind::Single => format!(
                "<p>Before the first section.</p><section id=\"whose-cameras\" aria-labelledby=\"whose-cameras:title\"><h2 id=\"whose-cameras:title\">Whose cameras?</h2>\n{text}</section>"
            ),
            PageKind::Paper => {
                "<p>The opening of the paper, before its first section, as its author wrote it.</p>".into()
            }
            _ => "<p>An introduction.</p>".into(),
        },
        notes_html: if matches!(kind, PageKind::Section | PageKind::Full | PageKind::Single) {
            include_str!("notes.html").into()
        } else {
            String::new()
        },
        summary_html: "<p>The abstract.</p>".into(),
        findings_html: if kind == PageKind::Paper {
            "<ul><li>A finding.</li></ul>".into()
        } else {
            String::new()
        },
        blocks: Vec::new(),
    }
}
