//! Recipes: what other programs are told, so that they check, build, publish and serve a site.
//!
//! In: a recipe's name, and where a site lies in its repository. Out: the recipe's text, and where it goes. Never: writing
//! it anywhere; the file is its owner's, to change as they like.

mod servers;

use std::path::Path;

use crate::report::{Failure, Options};

/// A text that another program reads.
#[derive(Clone, Copy, Debug)]
pub struct Recipe {
    /// What it is asked for by: the program that reads it, or what it does.
    pub name: &'static str,
    /// One line: what it does.
    pub summary: &'static str,
    /// Where it goes.
    pub goes: Goes,
    /// What it is made of.
    pub source: Source,
}

/// Where a recipe goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goes {
    /// A file of the repository that the site is in, from its root.
    Repository(&'static str),
    /// A file of the site's folder.
    Site(&'static str),
    /// Nowhere that offprint could write: a person finds the place by these words.
    ByHand(&'static str),
}

/// What a recipe is made of.
#[derive(Clone, Copy, Debug)]
pub enum Source {
    /// A text in which `@SITE@` is the site's folder as seen from the repository's root, in quotes, and `@VERSION@` and
    /// `@RELEASES@` are offprint's own.
    Text(&'static str),
    /// Made of the site in a folder: its addresses, its settings.
    Made(fn(&Path, &Options) -> Result<String, Failure>),
}

/// A site, as recipes see it.
#[derive(Clone, Copy, Debug)]
pub struct Whereabouts<'a> {
    /// The site's folder, as the program finds it.
    pub folder: &'a Path,
    /// The same folder from the root of its repository, with `/` between names; `.` is the root itself.
    pub in_repository: &'a str,
}

/// Every recipe, in the order in which they are listed.
pub const ALL: &[Recipe] = &[
    Recipe {
        name: "github",
        summary: "GitHub Actions: checks pull requests, builds, publishes on GitHub Pages",
        goes: Goes::Repository(".github/workflows/offprint.yml"),
        source: Source::Text(include_str!("recipe/github.yml")),
    },
    Recipe {
        name: "schedule",
        summary: "GitHub Actions: builds and publishes when an embargo has ended; needs `github`",
        goes: Goes::Repository(".github/workflows/offprint-schedule.yml"),
        source: Source::Text(include_str!("recipe/schedule.yml")),
    },
    Recipe {
        name: "gitlab",
        summary: "GitLab: checks merge requests, builds, publishes on GitLab Pages, on a schedule too",
        goes: Goes::Repository(".gitlab-ci.yml"),
        source: Source::Text(include_str!("recipe/gitlab.yml")),
    },
    Recipe {
        name: "cache",
        summary: "GitHub and GitLab: keeps what was slow to make from one run to the next",
        goes: Goes::ByHand("into a job of yours that builds the site; `github` and `gitlab` have it already"),
        source: Source::Text(include_str!("recipe/cache.yml")),
    },
    Recipe {
        name: "nginx",
        summary: "nginx: headers, caching, compressed files, redirects from old addresses",
        goes: Goes::ByHand("into /etc/nginx/offprint.conf, which a `server` block includes"),
        source: Source::Made(servers::nginx),
    },
    Recipe {
        name: "caddy",
        summary: "Caddy: the same",
        goes: Goes::ByHand("into /etc/caddy/offprint.caddy, which the site's block imports"),
        source: Source::Made(servers::caddy),
    },
    Recipe {
        name: "headers",
        summary: "Netlify, Cloudflare Pages and the like: headers and caching; `[hosting] files` keeps them up to date",
        goes: Goes::Site("content/static/_headers"),
        source: Source::Made(servers::headers),
    },
    Recipe {
        name: "redirects",
        summary: "Netlify, Cloudflare Pages, GitLab Pages: redirects from old addresses; `[hosting] files` likewise",
        goes: Goes::Site("content/static/_redirects"),
        source: Source::Made(servers::redirects),
    },
];

/// The text of a recipe, for a site.
///
/// # Errors
/// If it is made of the site, and the site can't be read.
pub fn text(recipe: &Recipe, site: Whereabouts<'_>, options: &Options) -> Result<String, Failure> {
    match recipe.source {
        Source::Text(text) => Ok(filled(text, site.in_repository)),
        Source::Made(make) => make(site.folder, options),
    }
}

/// What stands in the place of an address that this build of the program does not know; the recipe's job refuses it.
const TO_FILL_IN: &str = "FILL IN: the address of offprint's releases";

fn filled(text: &str, site: &str) -> String {
    let repository = env!("CARGO_PKG_REPOSITORY").trim_end_matches('/');
    let releases = match repository {
        "" => TO_FILL_IN.to_owned(),
        repository => format!("{repository}/releases/download"),
    };
    text.replace("@SITE@", &quoted(site))
        .replace("@RELEASES@", &quoted(&releases))
        .replace("@VERSION@", &quoted(env!("CARGO_PKG_VERSION")))
}

/// A text between quotes, as JSON and YAML both read it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_and_texts_are_filled() {
        for (at, recipe) in ALL.iter().enumerate() {
            assert!(ALL.iter().skip(at + 1).all(|other| other.name != recipe.name), "{}", recipe.name);
            let Source::Text(text) = recipe.source else { continue };
            let filled = filled(text, "a \"site\"");
            assert!(!filled.contains(['@']) || !filled.contains("@SITE"), "{filled}");
            assert!(text.ends_with('\n') && !text.contains('\r') && !text.contains('\t'), "{}", recipe.name);
        }
        assert!(!filled("@RELEASES@", ".").contains("\"\""), "an empty address says nothing");
        assert_eq!(filled("x: @SITE@", "a \"site\""), r#"x: "a \"site\"""#);
    }
}
