//! `offprint new --theme`: a theme of a site's own, laid over another, with one example of each thing that it may hold.

use std::io;
use std::path::Path;

use offprint::diagnostic::nearest;
use offprint::report::Failure;
use offprint::shown::Shown;
use offprint::theme;

use super::new::write;
use super::{Outcome, print};

/// Paths below the theme's folder, and what they hold. `NAME` and `PARENT` stand for the names of the two themes.
const FILES: [(&str, &str); 4] = [
    ("theme.toml", include_str!("new_theme/theme.toml")),
    ("README.md", include_str!("new_theme/README.md")),
    ("assets/extra.css", include_str!("new_theme/extra.css")),
    ("templates/base.html", include_str!("new_theme/base.html")),
];

/// The theme that a new one is laid over unless it says otherwise.
const DEFAULT: &str = "institute";

/// Writes the theme into the folder of a site, in which nothing else changes.
pub(super) fn run(site: &Path, name: &str, extends: Option<&str>) -> Result<Outcome, Failure> {
    check_site(site)?;
    check_name(name)?;
    let folder = site.join("themes").join(name);
    if folder.symlink_metadata().is_ok() {
        return Err(Failure::new(format!("`{}` is there already", folder.shown()))
            .hint("choose another name, or remove the folder"));
    }
    let parent = parent(site, name, extends)?;
    for (path, text) in FILES {
        let path = folder.join(path);
        let text = text.replace("NAME", name).replace("PARENT", &parent);
        write(&path, &text).map_err(|e| Failure::new(format!("can't write `{}`: {e}", path.shown())))?;
    }
    let shown = folder.shown();
    let next = format!(
        "made a theme in {shown}\n\nUse it:           write name = \"{name}\" under [theme] in {settings}\nIts colours:      {shown}/theme.toml\nIts looks:        {shown}/assets/extra.css\nIts pages:        {shown}/templates/base.html\n",
        settings = site.join("content/site.toml").shown()
    );
    print(&mut io::stdout(), &next);
    Ok(Outcome::Clean)
}

fn check_site(site: &Path) -> Result<(), Failure> {
    if site.join("content/site.toml").is_file() {
        return Ok(());
    }
    Err(Failure::new(format!("`{}` is no site: it has no content/site.toml", site.shown()))
        .hint("name the site's folder after the theme's name, or make a site first: `offprint new DIR`"))
}

/// A name that is the same on every system and in every address.
fn check_name(name: &str) -> Result<(), Failure> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    if name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(fits) {
        return Ok(());
    }
    Err(Failure::new(format!("`{name}` is no name for a theme"))
        .hint("use small letters, digits and hyphens, a letter first: `house-style`"))
}

/// What the theme is laid over: what is asked for, the built-in theme of its own name, or the default.
fn parent(site: &Path, name: &str, extends: Option<&str>) -> Result<String, Failure> {
    let known = theme::names(site)
        .map_err(|e| Failure::new(format!("can't read `{}`: {e}", site.join("themes").shown())))?;
    let is_known = |wanted: &str| known.iter().any(|known| **known == *wanted);
    match extends {
        Some(wanted) if is_known(wanted) => Ok(wanted.to_owned()),
        Some(wanted) => {
            let failure = Failure::new(format!("there is no theme `{wanted}` to extend"));
            let near = nearest(wanted, known.iter().map(|known| &**known));
            let quoted: Vec<String> = known.iter().map(|known| format!("`{known}`")).collect();
            Err(match near {
                Some(near) => failure.hint(format!("did you mean `{near}`?")),
                None => failure.hint(format!("the themes here are {}", quoted.join(", "))),
            })
        }
        None if is_known(name) => Ok(name.to_owned()),
        None => Ok(DEFAULT.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn site() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("content")).unwrap();
        fs::write(folder.path().join("content/site.toml"), "").unwrap();
        folder
    }

    #[test]
    fn a_theme_is_made_once_and_names_its_parent() {
        let site = site();
        assert_eq!(run(site.path(), "house", None).unwrap(), Outcome::Clean);
        let manifest = fs::read_to_string(site.path().join("themes/house/theme.toml")).unwrap();
        assert!(manifest.contains("extends = \"institute\""), "{manifest}");
        let again = run(site.path(), "house", None).unwrap_err();
        assert!(again.message.contains("is there already"), "{}", again.message);
        assert_eq!(fs::read_to_string(site.path().join("themes/house/theme.toml")).unwrap(), manifest);
        run(site.path(), "second", Some("house")).unwrap();
        let base = fs::read_to_string(site.path().join("themes/second/templates/base.html")).unwrap();
        assert!(base.contains("\"house:base.html\""), "{base}");
    }

    #[test]
    fn what_cannot_be_made_is_said() {
        let site = site();
        for name in ["", "House", "../house", "a b", "1st", ".x", "żak"] {
            assert!(run(site.path(), name, None).unwrap_err().message.contains("no name"), "{name}");
        }
        let failure = run(site.path(), "house", Some("longfrom")).unwrap_err();
        assert_eq!(failure.hints, ["did you mean `longform`?"]);
        assert!(run(&site.path().join("content"), "house", None).unwrap_err().message.contains("is no site"));
        assert!(!site.path().join("themes").exists());
    }
}
