//! Publishing to a folder, step by step.
//!
//! In: small trees. Out: what is there afterwards, and what was said. Never: a network.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use tempfile::TempDir;

use super::*;
use crate::render;
use crate::report::Silent;

mod places;

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
            edition: edition(&self.built).unwrap_or_default(),
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
    let other = |order: &mut Order<'_>| order.edition.site = "https://example.net".to_owned();
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

/// A desk whose site says that it shows drafts, or that it does not.
fn marked(desk: &Desk, site: &str, drafts: &str) {
    desk.write(
        ".offprint",
        &format!("offprint wrote this folder and replaces it whole at each build\nformat 1\nsite {site}\n{drafts}\n"),
    );
}

#[test]
fn drafts_keep_the_guard_against_another_site() {
    let desk = Desk::new(&["index.html"]);
    marked(&desk, "https://example.org", "with drafts");
    desk.write("robots.txt", "User-agent: *\nDisallow: /\n");
    desk.send();
    let kept = fs::read(desk.there.join(manifest::NAME)).unwrap();
    let expected = Edition { site: "https://example.org".to_owned(), drafts: true, embargo: None };
    assert_eq!(manifest::Manifest::read(&kept).unwrap().edition, expected);
    marked(&desk, "https://example.net", "with drafts");
    let failure = desk.plan(|_| ()).err().unwrap();
    assert!(failure.message.ends_with("holds another site, https://example.org"), "{failure}");
    // Drafts give way to what readers are to see, and never the reverse.
    marked(&desk, "https://example.org", "without drafts");
    desk.send();
    marked(&desk, "https://example.org", "with drafts");
    let failure = desk.plan(|_| ()).err().unwrap();
    let message = "holds a build without drafts of https://example.org, and this one shows drafts";
    assert!(failure.message.ends_with(message), "{failure}");
    assert!(failure.hints.iter().any(|hint| hint.contains("leave `--drafts` out")), "{failure:?}");
    desk.plan(|order| order.take_over = true).unwrap().send(&Silent).unwrap();
    assert_eq!(desk.send(), Sent { files: 2, ..Sent::default() });
}

#[test]
fn what_an_older_offprint_built_takes_no_name_from_a_destination() {
    let desk = Desk::new(&["index.html"]);
    desk.send();
    // It said of a build with drafts that it is one, and not of which site.
    desk.write("robots.txt", "User-agent: *\nDisallow: /\n");
    assert_eq!(edition(&desk.built).unwrap(), Edition { site: String::new(), drafts: true, embargo: None });
    assert!(desk.plan(|_| ()).err().unwrap().message.contains("shows drafts"));
    desk.write("robots.txt", "User-agent: *\nDisallow:\n");
    let failure = desk.plan(|_| ()).err().unwrap();
    assert!(failure.message.ends_with("did not say which site it is"), "{failure}");
    desk.plan(|order| order.take_over = true).unwrap().send(&Silent).unwrap();
    let other = |order: &mut Order<'_>| order.edition.site = "https://example.net".to_owned();
    let failure = desk.plan(other).err().unwrap();
    assert!(failure.message.ends_with("holds another site, https://example.org"), "{failure}");
}

#[test]
fn pages_at_the_root_wait_for_all_others() {
    let desk = Desk::new(&["index.html", "404.html", "papers/index.html", "papers/x/index.html"]);
    let groups = |plan: &Plan| -> Vec<Vec<String>> {
        let paths = |group: &room::Group| group.sends.iter().map(|(_, local)| local.path.clone()).collect();
        plan.groups.iter().map(paths).collect()
    };
    let plan = desk.plan(|order| order.compress = &[Encoding::Gzip]).unwrap();
    let first = groups(&plan);
    assert_eq!(first.get(1).unwrap(), &["index.html", "index.html.gz"]);
    assert_eq!(first.last().unwrap(), &["robots.txt"]);
    plan.send(&Silent).unwrap();
    for page in ["index.html", "404.html", "papers/index.html", "papers/x/index.html"] {
        desk.write(page, "changed");
    }
    desk.write("legal.html", "new");
    desk.write("pl/index.html", "new");
    let plan = desk.plan(|_| ()).unwrap();
    assert_eq!(
        groups(&plan),
        [
            vec!["pl/index.html", "legal.html"],
            vec!["papers/x/index.html", "papers/index.html"],
            vec!["404.html", "index.html"],
        ]
    );
}

#[test]
fn a_page_that_leads_elsewhere_is_sent_as_a_page() {
    let page = render::redirect::redirect(&crate::site::machine_frame::RedirectFrame {
        href: "/x/".to_owned(),
        absolute: "https://example.org/x/".to_owned(),
        title: "X".to_owned(),
        lang: "en".into(),
    });
    let desk = Desk::new(&["index.html", "old/plain.pdf", "x/index.html"]);
    desk.write("old/report.pdf", &page);
    let plan = desk.plan(|order| order.compress = BOTH).unwrap();
    let found = steps(&plan);
    let at = |path: &str| found.iter().position(|step| step == path);
    assert!(at("new old/plain.pdf") < at("new x/index.html"));
    // It leads to the page, so it is not there before it; and a folder's server would not look for `report.pdf.gz`.
    let redirect = plan.groups.iter().position(|group| {
        group.sends.iter().any(|(_, local)| local.path == "old/report.pdf" && local.rank == local::Rank::Page)
    });
    assert!(redirect.is_some() && at("new old/report.pdf.gz").is_none(), "{found:?}");
}

#[test]
fn one_run_at_a_time_has_the_claim() {
    let desk = Desk::new(&["index.html"]);
    fs::create_dir(&desk.there).unwrap();
    let store = &desk.plan(|_| ()).unwrap().store;
    let (held, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..100 {
                    let claim = match store.claim() {
                        Ok(claim) => claim,
                        Err(failure) if failure.message.starts_with("another run") => continue,
                        Err(failure) => panic!("{failure}"),
                    };
                    assert_eq!(held.fetch_add(1, Relaxed), 0);
                    taken.fetch_add(1, Relaxed);
                    held.fetch_sub(1, Relaxed);
                    drop(claim);
                }
            });
        }
    });
    assert!(taken.into_inner() > 0);
    assert!(!desk.there.join(".offprint-publishing").exists());
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
    assert!(!edition(&desk.built).unwrap().drafts);
    desk.write("robots.txt", "User-agent: *\nDisallow: /\n");
    assert!(edition(&desk.built).unwrap().drafts);
    for folder in [desk.built.clone(), desk.built.join("x"), desk.built.parent().unwrap().to_owned()] {
        let refused = desk.plan_to(Destination::Folder(folder), |_| ());
        assert!(refused.err().unwrap().message.contains("is built there"));
    }
}
