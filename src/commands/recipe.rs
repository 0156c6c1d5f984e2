//! `offprint recipe`: lists recipes, prints one, or puts it where it belongs.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use offprint::diagnostic::{Severity, nearest};
use offprint::recipe::{self, Goes, Whereabouts};
use offprint::report::{Failure, Options};
use offprint::shown::Shown;

use super::{Outcome, Surroundings, new, print};
use crate::cli::Recipe;

/// Does what the arguments ask for.
pub(super) fn run(arguments: &Recipe, surroundings: &Surroundings) -> Result<Outcome, Failure> {
    let Some(name) = &arguments.name else {
        print(&mut io::stdout(), &list());
        return Ok(Outcome::Clean);
    };
    let recipe = named(name)?;
    let folder = &arguments.site;
    let root = repository(folder)?;
    let in_repository = below(&root, folder)?;
    let site = Whereabouts { folder, in_repository: &in_repository };
    let text = recipe::text(recipe, site, &options(folder, surroundings))?;
    if !arguments.write {
        print(&mut io::stdout(), &text);
        return Ok(Outcome::Clean);
    }
    let path = match recipe.goes {
        Goes::Repository(path) => root.join(path),
        Goes::Site(path) => folder.join(path),
        Goes::ByHand(place) => {
            return Err(Failure::new(format!("the recipe `{name}` has no file of its own"))
                .hint(format!("print it without `--write`; it goes {place}")));
        }
    };
    print(&mut io::stdout(), &written(&path, &text)?);
    Ok(Outcome::Clean)
}

fn list() -> String {
    let mut out = String::new();
    for recipe in recipe::ALL {
        let goes = match recipe.goes {
            Goes::Repository(path) => format!("goes to {path} of the repository"),
            Goes::Site(path) => format!("goes to {path} of the site"),
            Goes::ByHand(place) => format!("goes {place}"),
        };
        let _ = writeln!(out, "{}\n    {}\n    {goes}", recipe.name, recipe.summary);
    }
    out
}

fn named(name: &str) -> Result<&'static recipe::Recipe, Failure> {
    recipe::ALL.iter().find(|recipe| recipe.name == name).ok_or_else(|| {
        let hint = nearest(name, recipe::ALL.iter().map(|recipe| recipe.name)).map_or_else(
            || "`offprint recipe` lists them all".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        Failure::new(format!("there is no recipe `{}`", name.escape_debug())).hint(hint)
    })
}

/// The root of the repository that a folder is in: the nearest folder with a `.git`, else the folder itself.
fn repository(folder: &Path) -> Result<PathBuf, Failure> {
    let whole = whole(folder)?;
    let root = whole.ancestors().find(|folder| folder.join(".git").exists());
    Ok(root.unwrap_or(&whole).to_owned())
}

fn below(root: &Path, folder: &Path) -> Result<String, Failure> {
    let whole = whole(folder)?;
    let names = whole.strip_prefix(root).unwrap_or(&whole).iter();
    let names: Option<Vec<&str>> = names.map(|name| name.to_str()).collect();
    let path = names.map(|names| names.join("/")).ok_or_else(|| {
        Failure::new(format!("the name of the folder `{}` is not UTF-8", folder.shown()))
            .hint("a recipe has to name the folder: give it another name")
    })?;
    Ok(if path.is_empty() { ".".to_owned() } else { path })
}

fn whole(folder: &Path) -> Result<PathBuf, Failure> {
    fs::canonicalize(folder).map_err(|e| {
        Failure::new(format!("can't read the folder `{}`: {e}", folder.shown()))
            .hint("name the folder that holds `content/`")
    })
}

/// What recipes that are made of a site make it with: what a build without options would have.
fn options(folder: &Path, surroundings: &Surroundings) -> Options {
    Options {
        drafts: false,
        now: surroundings.start,
        printed: surroundings.printed,
        locked: false,
        base_url: None,
        out: folder.join("public"),
        tolerated: Severity::Warning,
    }
}

/// Writes a recipe, but never over anything; what there is to say about it.
fn written(path: &Path, text: &str) -> Result<String, Failure> {
    let shown = path.shown();
    match new::write(path, text) {
        Ok(()) => Ok(format!("wrote {shown}\nIts first lines say what else it needs.\n")),
        Err(e) if e.kind() == ErrorKind::AlreadyExists => {
            if fs::read(path).is_ok_and(|bytes| bytes == text.as_bytes()) {
                return Ok(format!("{shown} is this recipe already\n"));
            }
            Err(Failure::new(format!("`{shown}` is there already, and is not replaced"))
                .hint("print the recipe without `--write`, and take over what you want of it"))
        }
        Err(e) => Err(Failure::new(format!("can't write `{shown}`: {e}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".github/workflows/offprint.yml");
        assert!(written(&path, "one\n").unwrap().starts_with("wrote "));
        assert!(written(&path, "one\n").unwrap().ends_with("already\n"));
        assert!(written(&path, "two\n").unwrap_err().message.contains("not replaced"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\n");
    }

    #[test]
    fn the_site_is_found_in_its_repository() {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("a/b");
        fs::create_dir_all(&site).unwrap();
        let place = || below(&repository(&site).unwrap(), &site).unwrap();
        assert_eq!(place(), ".");
        fs::create_dir(folder.path().join(".git")).unwrap();
        assert_eq!(place(), "a/b");
        fs::create_dir(site.join(".git")).unwrap();
        assert_eq!(place(), ".");
    }
}
