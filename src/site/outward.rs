//! The links of a site to others.
//!
//! In: the site. Out: each link with its place. Never: whether there is anything at its end.

use super::Site;
use crate::diagnostic::Place;
use crate::paper::{Author, Record, Target, Usage};

/// A link to another site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outward {
    /// As it is written.
    pub url: Box<str>,
    /// Where.
    pub place: Place,
}

impl Site {
    /// Every link to another site that a page has: of texts and notes, of front matter, and of the settings.
    pub fn outward(&self) -> Vec<Outward> {
        let mut links = Vec::new();
        for record in self.records() {
            of_text(record, &mut links);
            of_front_matter(record, &mut links);
        }
        let config = &self.config;
        let settings = || Place::file(config.path.clone());
        links.extend(config.publisher.url.iter().map(|url| Outward { url: url.clone(), place: settings() }));
        for link in config.menus.values().flat_map(|menu| menu.header.iter().chain(&menu.footer)) {
            if is_elsewhere(&link.link) {
                let place = link.span.place(std::slice::from_ref(&config.path));
                links.push(Outward { url: link.link.clone(), place });
            }
        }
        links
    }

    /// What the site says on its links to others.
    pub fn link_settings(&self) -> &crate::config::Links {
        &self.config.links
    }
}

fn of_text(record: &Record, links: &mut Vec<Outward>) {
    for reference in &record.references {
        if let (Target::Url(url), Usage::Link | Usage::Download) = (&reference.target, reference.usage) {
            links.push(Outward { url: url.clone(), place: reference.span.place(&record.files) });
        }
    }
}

fn of_front_matter(record: &Record, links: &mut Vec<Outward>) {
    let Some(file) = record.files.first() else { return };
    let meta = &record.meta;
    let described = meta.authors.iter().filter_map(|author| match author {
        Author::Described(person) => person.url.clone(),
        Author::Written { .. } => None,
    });
    let own = meta.person.as_ref().and_then(|person| person.url.clone());
    let doi = meta.doi.as_ref().map(|doi| format!("https://doi.org/{doi}").into());
    let license = meta.license.clone().filter(|license| is_elsewhere(license));
    let all = described.chain(own).chain(doi).chain(license);
    links.extend(all.map(|url| Outward { url, place: Place::file(file.clone()) }));
}

fn is_elsewhere(link: &str) -> bool {
    ["https://", "http://", "//"].iter().any(|start| link.starts_with(start))
}
