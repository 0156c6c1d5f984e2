//! Whether a site has a file or a folder.
//!
//! In: paths of files. Out: whether one of them is at a path, or below it. Never: looking at all of them for each question.

/// The paths of files, sorted.
#[derive(Debug)]
pub(super) struct Paths(Vec<String>);

impl Paths {
    pub(super) fn new(paths: impl IntoIterator<Item = String>) -> Self {
        let mut paths: Vec<String> = paths.into_iter().collect();
        paths.sort_unstable();
        Self(paths)
    }

    /// Whether one of the files is at a path, or in it if it is a folder. `""` is the folder of all.
    pub(super) fn has(&self, path: &str) -> bool {
        if path.is_empty() {
            return !self.0.is_empty();
        }
        let has_file = self.0.binary_search_by(|file| file.as_str().cmp(path)).is_ok();
        has_file || self.has_in(&format!("{path}/"))
    }

    fn has_in(&self, folder: &str) -> bool {
        let next = self.0.partition_point(|file| file.as_str() < folder);
        self.0.get(next).is_some_and(|file| file.starts_with(folder))
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_folders_are_found_by_whole_names() {
        let paths = Paths::new(["a-b/c.md", "a/b/c.md", "a.md", "z"].map(str::to_owned));
        for path in ["", "a", "a/b", "a/b/c.md", "a-b", "a.md", "z"] {
            assert!(paths.has(path), "{path}");
        }
        for path in ["b", "a/", "a/b/c", "a/b/c.md/d", "zz", "a-"] {
            assert!(!paths.has(path), "{path}");
        }
        assert!(!Paths::new([]).has(""));
    }
}
