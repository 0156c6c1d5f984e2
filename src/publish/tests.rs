//! Publishing to a folder, step by step.
//!
//! In: small trees. Out: what is there afterwards, and what was said. Never: a network.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::*;
use crate::report::Silent;

/// A built site and an empty place for it.
struct Desk {
    _folder: TempDir,
    built: PathBuf,
    there: PathBuf,
}

const BOTH: &[Encoding] = &[Encoding::Gzip, Encoding::Brotli];

const TEXT: &str = "a text that is long enough to be worth compressing. ";

impl Desk {
    fn new(files: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (built, there) = (folder.path().join("public"), folder.path().join("www"));
        let desk = Self { _folder: folder, built, there };
        desk.write(".offprint", "offprint wrote this folder and replaces it whole at each build\nformat 1\n");
        desk.write("robots.txt", "User-agent: *\nDisallow:\n\nSitemap: https://example.org/sitemap.xml\n");
        for file in files {
            desk.write(file, &format!("{file}: {}", TEXT.repeat(20)));
        }
        desk
    }

    fn write(&self, path: &str, text: &str) {
        put(&self.built, path, text);
    }

    fn remove(&self, path: &str) {
        fs::remove_file(self.built.join(path)).unwrap();
    }

    fn plan(&self, edit: impl FnOnce(&mut Order<'_>)) -> Result<Plan, Failure> {
        self.plan_to(Destination::Folder(self.there.clone()), edit)
    }

    fn plan_to(&self, destination: Destination, edit: impl FnOnce(&mut Order<'_>)) -> Result<Plan, Failure> {
        let mut order = Order {
            built: &self.built,
            destination: &destination,
            endpoint: None,
            compress: &[],
            take_over: false,
            site: base_url(&self.built),
        };
        edit(&mut order);
        plan(&order, &Silent)
    }

    fn send(&self) -> Sent {
        self.plan(|_| ()).unwrap().send(&Silent).unwrap()
    }

    /// The files that are there, offprint's own aside, with their first bytes.
    fn there(&self) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.there.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path.strip_prefix(&self.there).unwrap().to_str().unwrap().to_owned();
                if path.is_dir() {
                    folders.push(path);
                } else if !name.starts_with(".offprint") {
                    found.insert(name, String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned());
                }
            }
        }
        found
    }

    fn site(&self) -> BTreeMap<String, String> {
        let other = Self {
            _folder: tempfile::tempdir().unwrap(),
            built: self.built.clone(),
            there: self.built.clone(),
        };
        other.there()
    }
}

fn put(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

fn steps(plan: &Plan) -> Vec<String> {
    plan.steps()
        .map(|step| match step {
            Step::Send { reason, path, .. } => format!("{} {path}", reason.words()),
            Step::Delete { path } => format!("delete {path}"),
            Step::Leave { path } => format!("leave {path}"),
        })
        .collect()
}

#[test]
fn a_site_is_sent_once() {
    let desk = Desk::new(&["index.html", "papers/x/index.html", "assets/a.12345678.css", "x/ä b.png"]);
    let sent = desk.send();
    assert_eq!((sent.files, sent.sent, sent.deleted), (5, 5, 0));
    assert_eq!(desk.there(), desk.site());
    let times = |desk: &Desk| fs::metadata(desk.there.join(manifest::NAME)).unwrap().modified().unwrap();
    let before = times(&desk);
    assert_eq!(desk.send(), Sent { files: 5, ..Sent::default() });
    assert_eq!(times(&desk), before);
    assert!(!desk.there.join(".offprint-publishing").exists());
}

#[test]
fn what_pages_load_comes_first_and_what_leads_to_them_last() {
    let desk = Desk::new(&[
        "index.html",
        "papers/x/index.html",
        "assets/a.12345678.css",
        "papers/x/old.csv",
        "feed.atom",
    ]);
    desk.send();
    desk.write("index.html", "changed");
    desk.write("papers/index.html", "new");
    desk.write("feed.atom", "changed");
    desk.write("papers/y/index.html", "new");
    desk.write("papers/y/data.csv", "new");
    desk.write("assets/b.12345678.css", "new");
    desk.write("papers/x/index.html", "changed");
    desk.remove("papers/x/old.csv");
    desk.remove("assets/a.12345678.css");
    let plan = desk.plan(|_| ()).unwrap();
    assert_eq!(
        steps(&plan),
        [
            "new assets/b.12345678.css",
            "new papers/y/data.csv",
            "new papers/y/index.html",
            "new papers/index.html",
            "changed papers/x/index.html",
            "changed index.html",
            "changed feed.atom",
            "delete papers/x/old.csv",
            "delete assets/a.12345678.css",
        ]
    );
    plan.send(&Silent).unwrap();
    assert_eq!(desk.there(), desk.site());
}

#[test]
fn files_of_others_are_left_alone() {
    let desk = Desk::new(&["index.html", "old/index.html", "older/index.html"]);
    put(&desk.there, "theirs.txt", "theirs");
    put(&desk.there, "old/theirs.txt", "theirs");
    desk.send();
    put(&desk.there, "older/index.html", "theirs now");
    desk.remove("old/index.html");
    desk.remove("older/index.html");
    let plan = desk.plan(|_| ()).unwrap();
    assert_eq!(steps(&plan), ["delete old/index.html", "leave older/index.html"]);
    plan.send(&Silent).unwrap();
    let there: Vec<String> = desk.there().into_keys().collect();
    assert_eq!(there, ["index.html", "old/theirs.txt", "older/index.html", "robots.txt", "theirs.txt"]);
    assert_eq!(steps(&desk.plan(|_| ()).unwrap()), Vec::<String>::new());
}

#[test]
fn what_is_in_the_way_is_refused_unless_taken_over() {
    let desk = Desk::new(&["index.html", "a/index.html"]);
    put(&desk.there, "index.html", "another site");
    let failure = desk.plan(|_| ()).err().unwrap();
    assert!(failure.message.starts_with("1 file that offprint did not send stands in the way"), "{failure}");
    assert!(failure.message.ends_with("`index.html`"), "{failure}");
    let plan = desk.plan(|order| order.take_over = true).unwrap();
    assert_eq!(steps(&plan), ["new a/index.html", "taken over index.html", "new robots.txt"]);
    plan.send(&Silent).unwrap();
    assert_eq!(desk.there(), desk.site());
}

#[test]
fn the_same_files_sent_by_another_way_are_taken_as_they_are() {
    let desk = Desk::new(&["index.html", "a/index.html"]);
    for (path, text) in desk.site().iter().filter(|(path, _)| !path.starts_with(".offprint")) {
        put(&desk.there, path, text);
    }
    assert_eq!(desk.send(), Sent { files: 3, ..Sent::default() });
    desk.remove("a/index.html");
    assert_eq!(desk.send().deleted, 1);
    assert!(!desk.there.join("a").exists());
}

#[test]
fn what_others_changed_is_put_right() {
    let desk = Desk::new(&["index.html", "a.csv", "b.csv", "c.csv"]);
    desk.send();
    put(&desk.there, "a.csv", "other");
    fs::remove_file(desk.there.join("b.csv")).unwrap();
    // The same bytes with another time are the same file.
    put(&desk.there, "c.csv", &fs::read_to_string(desk.built.join("c.csv")).unwrap());
    assert_eq!(steps(&desk.plan(|_| ()).unwrap()), ["changed there a.csv", "missing there b.csv"]);
    assert_eq!(desk.send().sent, 2);
    assert_eq!(desk.there(), desk.site());
}

#[test]
fn another_site_is_not_replaced_unasked() {
    let desk = Desk::new(&["index.html"]);
    desk.send();
    let other = |order: &mut Order<'_>| order.site = "https://example.net".to_owned();
    let failure = desk.plan(other).err().unwrap();
    assert!(failure.message.ends_with("holds another site, https://example.org"), "{failure}");
    assert!(
        desk.plan(|order| {
            other(order);
            order.take_over = true
        })
        .is_ok()
    );
}

#[test]
fn a_run_that_was_interrupted_is_taken_up() {
    let desk = Desk::new(&["index.html", "a/index.html", "b/index.html"]);
    desk.send();
    desk.write("c/index.html", "new");
    desk.write("a/index.html", "changed");
    desk.remove("b/index.html");
    // A file where a folder has to be stops the run after the first page.
    let plan = desk.plan(|_| ()).unwrap();
    fs::remove_file(desk.there.join("a/index.html")).unwrap();
    fs::create_dir(desk.there.join("a/index.html")).unwrap();
    let failure = plan.send(&Silent).unwrap_err();
    assert!(failure.hints.last().unwrap().contains("run the same command again"), "{failure:?}");
    fs::remove_dir(desk.there.join("a/index.html")).unwrap();
    assert_eq!(steps(&desk.plan(|_| ()).unwrap()), ["new a/index.html", "delete b/index.html"]);
    assert_eq!(desk.send().sent, 1);
    assert_eq!(desk.there(), desk.site());
}

#[test]
fn two_runs_at_once_do_not_disturb_each_other() {
    let desk = Desk::new(&["index.html", "a/index.html"]);
    let late = desk.plan(|_| ()).unwrap();
    desk.send();
    assert!(late.send(&Silent).unwrap_err().message.starts_with("another run published"));
    desk.write("index.html", "changed");
    let plan = desk.plan(|_| ()).unwrap();
    let _claim = plan.store.claim().unwrap();
    let failure = desk.plan(|_| ()).unwrap().send(&Silent).unwrap_err();
    assert!(failure.message.starts_with("another run is publishing"), "{failure}");
}

#[test]
fn compressed_files_stand_beside_the_others() {
    let desk = Desk::new(&["index.html", "a.png"]);
    let plan = desk.plan(|order| order.compress = BOTH).unwrap();
    assert_eq!(
        steps(&plan),
        ["new a.png", "new index.html", "new index.html.br", "new index.html.gz", "new robots.txt"]
    );
    plan.send(&Silent).unwrap();
    assert_eq!(steps(&desk.plan(|order| order.compress = BOTH).unwrap()), Vec::<String>::new());
    let plan = desk.plan(|_| ()).unwrap();
    assert_eq!(steps(&plan), ["delete index.html.br", "delete index.html.gz"]);
    plan.send(&Silent).unwrap();
    assert_eq!(desk.there(), desk.site());
}

#[test]
fn only_what_offprint_built_is_sent() {
    let desk = Desk::new(&["index.html"]);
    desk.remove(".offprint");
    assert!(desk.plan(|_| ()).err().unwrap().message.contains("is no site that offprint built"));
    let desk = Desk::new(&["index.html"]);
    assert!(!shows_drafts(&desk.built).unwrap());
    desk.write("robots.txt", "User-agent: *\nDisallow: /\n");
    assert!(shows_drafts(&desk.built).unwrap());
    for folder in [desk.built.clone(), desk.built.join("x"), desk.built.parent().unwrap().to_owned()] {
        let refused = desk.plan_to(Destination::Folder(folder), |_| ());
        assert!(refused.err().unwrap().message.contains("is built there"));
    }
}
