//! Files that are to stand where folders are, and the reverse.
//!
//! In: what is sent, what is deleted, and what stands in the way. Out: [`Group`]s, each with the deletions that it waits for.
//! Never: a deletion before its time that nothing waits for; a page that is gone early is missed by whoever is led to it.

use std::collections::{BTreeMap, BTreeSet};

use super::Reason;
use super::local::Local;
use super::manifest::Manifest;

/// Files that may be sent in any order.
pub(super) struct Group {
    /// What is deleted before any of them is sent, since it stands where one of them has to be.
    pub(super) cleared: Vec<String>,
    /// Which of them take the place of a folder, in which nothing is left by then.
    pub(super) folders: Vec<String>,
    pub(super) sends: Vec<(Reason, Local)>,
}

/// What stands where a file has to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Obstacle {
    /// Whether it is a folder; it may be empty.
    pub(super) is_folder: bool,
    /// The files in that folder, or the one that stands where a folder has to be.
    pub(super) files: Vec<String>,
}

/// The files in the way that are not offprint's: it never sent them, or somebody changed them since, so that they would be left.
pub(super) fn foreign(
    obstacles: &BTreeMap<String, Obstacle>,
    before: &Manifest,
    left: &mut Vec<String>,
) -> Vec<String> {
    let in_the_way: BTreeSet<&String> = obstacles.values().flat_map(|obstacle| &obstacle.files).collect();
    let changed = left.extract_if(.., |path| in_the_way.contains(path));
    let mut foreign: Vec<String> = changed.collect();
    foreign.extend(in_the_way.into_iter().filter(|path| !before.files.contains_key(*path)).cloned());
    foreign
}

/// Takes from what is deleted all that something else waits for, and gives it to the first group that does.
pub(super) fn grouped(
    groups: Vec<Vec<(Reason, Local)>>,
    obstacles: &BTreeMap<String, Obstacle>,
    deleted: &mut Vec<String>,
) -> Vec<Group> {
    let firsts: BTreeMap<String, usize> = groups
        .iter()
        .enumerate()
        .flat_map(|(number, group)| group.iter().map(move |(_, local)| (local.path.clone(), number)))
        .collect();
    let mut groups: Vec<Group> = groups
        .into_iter()
        .map(|sends| {
            let is_folder = |path: &String| obstacles.get(path).is_some_and(|obstacle| obstacle.is_folder);
            let paths = sends.iter().map(|(_, local)| &local.path);
            let folders = paths.filter(|path| is_folder(path)).cloned().collect();
            Group { cleared: Vec::new(), folders, sends }
        })
        .collect();
    let mut rest = Vec::new();
    for path in deleted.drain(..) {
        match waiting(&path, &firsts).and_then(|number| groups.get_mut(number)) {
            Some(group) => group.cleared.push(path),
            None => rest.push(path),
        }
    }
    *deleted = rest;
    groups
}

/// The first group in which a file stands below a path, or where the path has a folder.
fn waiting(path: &str, firsts: &BTreeMap<String, usize>) -> Option<usize> {
    let folder = format!("{path}/");
    let below = firsts.range(folder.clone()..).take_while(|(other, _)| other.starts_with(&folder));
    let above = path.match_indices('/').filter_map(|(end, _)| firsts.get(path.get(..end)?));
    below.map(|(_, number)| number).chain(above).min().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_waited_for_goes_before_the_first_that_waits() {
        let firsts = [("a", 3), ("b/c/index.html", 2), ("b/d.csv", 1), ("b-c", 0), ("e/f", 4)];
        let firsts = firsts.map(|(path, number)| (path.to_owned(), number)).into();
        for (path, expected) in [
            ("a/index.html", Some(3)),
            ("a/x/y.csv", Some(3)),
            ("b", Some(1)),
            ("b/c", Some(2)),
            ("b/c/index.html/x", Some(2)),
            ("a", None),
            ("b-c.csv", None),
            ("ab/x", None),
            ("e", Some(4)),
            ("e/g", None),
        ] {
            assert_eq!(waiting(path, &firsts), expected, "{path}");
        }
    }
}
