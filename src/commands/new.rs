//! `offprint new`: a small site that builds clean, with a paper that shows each feature.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use offprint::report::Failure;
use offprint::shown::Shown;

use super::{Outcome, print};

/// Declares the files of the new site, each from the file of the same path in `new/`.
macro_rules! files {
    ($($path:literal),* $(,)?) => {
        [$(($path, include_str!(concat!("new/", $path)))),*]
    };
}

/// Paths below the new folder, and what they hold.
const FILES: [(&str, &str); 18] = files![
    "content/site.toml",
    "content/index.md",
    "content/index.pl.md",
    "content/about.md",
    "content/about.pl.md",
    "content/people/first-author.md",
    "content/papers/index.md",
    "content/papers/index.pl.md",
    "content/papers/next-paper.md",
    "content/papers/short-note.md",
    "content/papers/short-note.pl.md",
    "content/papers/in-parts/index.md",
    "content/papers/in-parts/01-a-file-for-each-section.md",
    "content/papers/in-parts/02-links.md",
    "content/papers/in-parts/notes.md",
    "content/papers/first-paper/index.md",
    "content/papers/first-paper/figures/length.csv",
    "content/papers/first-paper/figures/way.svg",
];

/// Kept under another name here, where git would obey it.
const GIT_IGNORE: (&str, &str) = (".gitignore", include_str!("new/gitignore"));

/// Writes the site into a folder that is empty or not there.
pub(super) fn run(folder: &Path) -> Result<Outcome, Failure> {
    check_empty(folder)?;
    for (path, text) in FILES.iter().chain([&GIT_IGNORE]) {
        let path = folder.join(path);
        write(&path, text).map_err(|e| Failure::new(format!("can't write `{}`: {e}", path.shown())))?;
    }
    let name = folder.shown();
    let next = format!(
        "made a site in {name}\n\nSee it:           offprint serve --open {name}\nBuild it:         offprint build {name}\nA paper to copy:  {name}/content/papers/first-paper/index.md\nIts settings:     {name}/content/site.toml\n"
    );
    print(&mut io::stdout(), &next);
    Ok(Outcome::Clean)
}

fn check_empty(folder: &Path) -> Result<(), Failure> {
    let reason = match fs::read_dir(folder).map(|mut entries| entries.next().is_none()) {
        Ok(true) => return Ok(()),
        Ok(false) => "it is not empty".to_owned(),
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(()),
        Err(e) if e.kind() == ErrorKind::NotADirectory => "it is a file".to_owned(),
        Err(e) => e.to_string(),
    };
    Err(Failure::new(format!("can't make a site in `{}`: {reason}", folder.shown()))
        .hint("name a new or empty folder"))
}

/// Never over a file that is there.
pub(super) fn write(path: &Path, text: &str) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_empty_folder_is_filled() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(run(folder.path()).unwrap(), Outcome::Clean);
        for (path, text) in FILES.iter().chain([&GIT_IGNORE]) {
            assert_eq!(fs::read_to_string(folder.path().join(path)).unwrap(), *text);
        }
        assert!(run(folder.path()).unwrap_err().message.contains("not empty"));
        let file = folder.path().join(".gitignore");
        assert!(run(&file).is_err());
        assert_eq!(run(&folder.path().join("a/b")).unwrap(), Outcome::Clean);
    }

    #[test]
    fn every_file_of_the_folder_is_written() {
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/commands/new")];
        let mut files = 0;
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { files += 1 }
            }
        }
        assert_eq!(files, FILES.len() + 1);
    }
}
