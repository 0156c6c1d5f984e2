//! Whether a file has rested.
//!
//! In: files. Out: how long it takes until the last change to them is old enough. Never: what a file holds.
//!
//! Editors save in the middle of a word, and some write a file in parts. What is good is shown at once; what is wrong only
//! when its file has not been written to for a while, so that nobody is told of an error that is already gone.

use std::path::Path;
use std::time::{Duration, SystemTime};

/// How long a file with errors must have been left alone.
pub(super) const REST: Duration = Duration::from_millis(300);

/// How long it takes until all these files have rested; none if they have. A time in the future is a wrong clock, and no reason to wait.
pub(super) fn left<'a>(files: impl IntoIterator<Item = &'a Path>) -> Option<Duration> {
    let now = SystemTime::now();
    let newest = files.into_iter().filter_map(|file| file.metadata().ok()?.modified().ok()).max()?;
    now.duration_since(newest).ok().and_then(|age| REST.checked_sub(age)).filter(|left| !left.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_rests_when_it_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.md");
        std::fs::write(&file, "words").unwrap();
        let at = |at: SystemTime| {
            std::fs::File::options().write(true).open(&file).unwrap().set_modified(at).unwrap();
            left([file.as_path()])
        };
        let now = SystemTime::now();
        assert_eq!(at(now.checked_sub(Duration::from_secs(1)).unwrap()), None);
        assert!(at(SystemTime::now()).is_some_and(|left| left <= REST));
        assert_eq!(at(now.checked_add(Duration::from_secs(60)).unwrap()), None);
        assert_eq!(left([folder.path().join("missing").as_path()]), None);
    }
}
