//! `offprint serve`, asked as a browser asks, while files change as editors change them.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that can't go on has failed"
)]

use std::fs;
use std::path::Path;

#[path = "serve/served.rs"]
mod served;

use served::{Served, copy, new_site, program, wait};

const PAPER: &str = "content/papers/short-note.md";

fn edit(site: &Path, path: &str, change: impl Fn(String) -> String) {
    let path = site.join(path);
    fs::write(&path, change(fs::read_to_string(&path).unwrap())).unwrap();
}

/// Builds the site and compares every file with what is served for it.
fn assert_served_as_built(site: &Path, flags: &[&str], base: &str) {
    let out = site.with_extension("built");
    let built = program(site).args(["build", "--out"]).arg(&out).args(flags).output().unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let flags: Vec<&str> = flags.iter().copied().filter(|flag| *flag != "--drafts").collect();
    let served = Served::start(site, &flags);
    served.complete();
    let (mut folders, mut files) = (vec![out.clone()], 0);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path != out.join(".offprint") {
                let name = path.strip_prefix(&out).unwrap().to_str().unwrap();
                let address = name.strip_suffix("index.html").unwrap_or(name).replace(' ', "%20");
                let answer = served.get(&format!("{base}{address}"));
                // The page that says that there is none says so to the browser too.
                let status = if name == "404.html" { 404 } else { 200 };
                assert_eq!(answer.status, status, "{address}");
                assert!(
                    answer.published() == fs::read(&path).unwrap(),
                    "{address} is not served as it is built"
                );
                files += 1;
            }
        }
    }
    assert!(files > 20, "only {files} files");
}

#[test]
fn every_address_is_served_as_it_is_built() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let sites: [(&str, &[&str], &str); 4] = [
        (".", &["--drafts"], "/publications/"),
        ("tests/sites/math-on", &["--drafts", "--base-url", "https://example.org/a/b/"], "/a/b/"),
        ("tests/sites/redirects-and-static", &["--drafts"], "/"),
        ("tests/sites/spellings", &["--drafts", "--now", "2026-01-01"], "/"),
    ];
    for (at, (site, flags, base)) in sites.into_iter().enumerate() {
        let to = folder.path().join(at.to_string());
        copy(&here.join(site).join("content"), &to.join("content"));
        assert_served_as_built(&to, flags, base);
    }
}

#[test]
fn responses_are_those_of_a_published_site() {
    let (_folder, site) = new_site();
    fs::create_dir_all(site.join("content/static")).unwrap();
    fs::write(site.join("content/static/digits.txt"), "0123456789").unwrap();
    let served = Served::start(&site, &[]);
    served.complete();
    let home = served.get("/");
    assert_eq!((home.status, home.header("content-type")), (200, "text/html; charset=utf-8"));
    let policy = home.header("content-security-policy");
    assert!(policy.contains("script-src 'self'") && policy.contains("connect-src 'self'"), "{policy}");
    assert_eq!(home.header("x-content-type-options"), "nosniff");
    let etag = home.header("etag");
    assert_eq!(etag, format!("\"{}\"", home.script("data-etag")));
    for (target, etag) in [("/", etag), ("/digits.txt", served.get("/digits.txt").header("etag"))] {
        let known = served.request("GET", target, &format!("If-None-Match: \"x\", {etag}\r\n"), "");
        assert_eq!((known.status, known.body.len(), known.header("etag")), (304, 0, etag), "{target}");
    }
    let head = served.request("HEAD", "/", "", "");
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), home.body.len().to_string());

    let missing = served.get("/nowhere/");
    assert!(missing.status == 404 && missing.text().contains("/_offprint/preview.js"), "{missing:?}");
    let moved = served.get("/papers/short-note?a=b");
    assert_eq!((moved.status, moved.header("location")), (307, "/papers/short-note/?a=b"));
    let posted = served.request("POST", "/", "", "x");
    assert_eq!((posted.status, posted.header("allow")), (405, "GET, HEAD"));
    for (target, media_type) in [
        ("/feed.atom", "application/atom+xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/papers/first-paper/figures/way.svg", "image/svg+xml; charset=utf-8"),
        ("/_offprint/preview.js", "text/javascript; charset=utf-8"),
        ("/_offprint/preview.css", "text/css; charset=utf-8"),
    ] {
        let answer = served.get(target);
        assert_eq!((answer.status, answer.header("content-type")), (200, media_type), "{target}");
    }
}

#[test]
fn parts_of_files_are_sent() {
    let (_folder, site) = new_site();
    fs::create_dir_all(site.join("content/static")).unwrap();
    fs::write(site.join("content/static/digits.txt"), "0123456789").unwrap();
    let served = Served::start(&site, &[]);
    let whole = served.until("/digits.txt", "is there", |answer| answer.status == 200);
    assert_eq!((whole.text().as_str(), whole.header("accept-ranges")), ("0123456789", "bytes"));
    let etag = whole.header("etag");
    for (headers, status, body, place) in [
        ("Range: bytes=2-4\r\n".to_owned(), 206, "234", "bytes 2-4/10"),
        ("Range: bytes=-3\r\n".to_owned(), 206, "789", "bytes 7-9/10"),
        (format!("Range: bytes=7-\r\nIf-Range: {etag}\r\n"), 206, "789", "bytes 7-9/10"),
        ("Range: bytes=7-\r\nIf-Range: \"other\"\r\n".to_owned(), 200, "0123456789", ""),
        ("Range: bytes=10-\r\n".to_owned(), 416, "There are no such bytes.\n", "bytes */10"),
    ] {
        let part = served.request("GET", "/digits.txt", &headers, "");
        let found = (part.status, part.text(), part.header("content-range"));
        assert_eq!(found, (status, body.to_owned(), place), "{headers}");
    }
}

#[test]
fn strangers_and_strange_addresses_are_refused() {
    let (_folder, site) = new_site();
    let served = Served::start(&site, &[]);
    served.complete();
    let port = served.port;
    let as_host =
        |host: &str| served.send(&format!("GET / HTTP/1.1\r\n{host}Connection: close\r\n\r\n")).status;
    for host in [format!("localhost:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}")] {
        assert_eq!(as_host(&format!("Host: {host}\r\n")), 200, "{host}");
    }
    for host in [format!("evil.example:{port}"), "localhost".to_owned(), format!("localhost:{}", port ^ 1)] {
        assert_eq!(as_host(&format!("Host: {host}\r\n")), 403, "{host}");
    }
    assert_eq!(as_host(""), 403);
    let absolute =
        format!("GET http://evil.example/ HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n");
    assert_eq!(served.send(&absolute).status, 403);

    for target in [
        "/../content/site.toml",
        "/%2e%2e/content/site.toml",
        "/..%2fcontent%2fsite.toml",
        "/content/site.toml",
        "//etc/passwd",
        "/_offprint/../preview.js",
        "/_offprint/..%2f..%2fserve.rs",
        "/assets/..%5c..%5cCargo.toml",
    ] {
        let answer = served.get(target);
        assert!(answer.status == 404 && !answer.text().contains("base_url"), "{target}: {answer:?}");
    }
    for target in ["/%00", "/%ff", "/papers/%00/../"] {
        assert_eq!(served.get(target).status, 400, "{target}");
    }
}

#[test]
fn an_editor_is_opened_for_own_pages_and_files_alone() {
    let (folder, site) = new_site();
    let opened = folder.path().join("opened");
    let editor =
        format!("sh -c 'printf %s \"$1|$2|$3\" > \"{}\"' sh {{file}} {{line}} {{column}}", opened.display());
    let served = Served::run(program(&site).args(["serve", "--port", "0"]).env("OFFPRINT_EDITOR", editor));
    let token = served.get("/").script("data-token");
    let open = |headers: &str, body: &str| served.request("POST", "/_offprint/open", headers, body).status;
    let wish = format!("{{\"path\":\"{PAPER}\",\"line\":3,\"column\":5}}");
    let known = format!("X-Offprint-Token: {token}\r\n");
    assert_eq!(open("", &wish), 403);
    assert_eq!(open("X-Offprint-Token: 00\r\n", &wish), 403);
    assert_eq!(open(&format!("{known}Origin: http://evil.example\r\n"), &wish), 403);
    assert_eq!(open(&format!("{known}Origin: null\r\n"), &wish), 403);
    assert_eq!(open(&known, "no place"), 400);
    for path in [
        "/etc/passwd",
        "content/../../opened",
        "content/nowhere.md",
        "",
        "content",
        "../site/content/about.md",
    ] {
        assert_eq!(open(&known, &format!("{{\"path\":\"{path}\"}}")), 404, "{path}");
    }
    assert_eq!(served.get("/_offprint/open").status, 405);
    assert!(!opened.exists());
    let own = format!("{known}Origin: http://localhost:{}\r\n", served.port);
    assert_eq!(open(&own, &wish), 204);
    let file = fs::canonicalize(site.join(PAPER)).unwrap();
    let expected = format!("{}|3|5", file.display());
    wait("the editor", || fs::read_to_string(&opened).ok().filter(|said| *said == expected));

    let without = Served::start(&site, &[]);
    let token = without.get("/").script("data-token");
    let refused =
        without.request("POST", "/_offprint/open", &format!("X-Offprint-Token: {token}\r\n"), &wish);
    assert!(refused.status == 503 && refused.text().contains("OFFPRINT_EDITOR"), "{refused:?}");
}

#[test]
fn a_port_that_was_asked_for_is_taken_or_nothing() {
    let (_folder, site) = new_site();
    let mut served = Served::start(&site, &[]);
    let port = served.port.to_string();
    let second = program(&site).args(["serve", "--port", &port]).output().unwrap();
    assert_eq!(second.status.code(), Some(2));
    let said = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(said.contains(&format!("the port {port} is taken")), "{said}");
    assert_eq!(served.interrupt(), Some(0));
}

#[test]
fn what_is_saved_is_told_and_served() {
    let (_folder, site) = new_site();
    let served = Served::start(&site, &[]);
    served.complete();
    let page = "/papers/short-note/";
    let before = served.get(page).header("etag").to_owned();
    let mut events = served.events();
    let hello = events.next("hello");
    assert!(hello["run"].is_string(), "{hello}");
    edit(&site, PAPER, |text| text + "\nWritten just now.\n");
    let change = events.next("change");
    assert!(change["generation"].as_u64() > hello["generation"].as_u64(), "{change} after {hello}");
    assert_eq!(change["follow"], false);
    let after = served.until(page, "the new words", |answer| answer.text().contains("Written just now."));
    assert_ne!(after.header("etag"), before);
    wait("a line on the terminal", || served.printed().contains("short-note.md").then_some(()));
    let state: serde_json::Value =
        serde_json::from_slice(&served.get("/_offprint/state?page=%2Fpapers%2Fshort-note%2F").body).unwrap();
    assert_eq!(state["found"], true);
    assert!(
        serde_json::from_slice::<Vec<serde_json::Value>>(
            &served.get(&format!("/_offprint/places?page={page}")).body
        )
        .is_ok()
    );

    // As vim, VS Code and JetBrains save: a new file takes the old one's place.
    let text = fs::read_to_string(site.join(PAPER)).unwrap();
    fs::write(site.join("content/papers/.short-note.md.swp"), "x").unwrap();
    fs::write(site.join("content/papers/new___jb_tmp___"), text.replace("just now", "by renaming")).unwrap();
    fs::rename(site.join("content/papers/new___jb_tmp___"), site.join(PAPER)).unwrap();
    served.until(page, "the renamed file's words", |answer| answer.text().contains("Written by renaming."));
}

#[test]
fn papers_come_and_go_while_they_are_served() {
    let (folder, site) = new_site();
    let served = Served::start(&site, &[]);
    served.complete();
    let papers = site.join("content/papers");
    fs::rename(papers.join("short-note.md"), papers.join("renamed.md")).unwrap();
    fs::remove_file(papers.join("short-note.pl.md")).unwrap();
    served.until("/papers/renamed/", "the renamed paper", |answer| answer.status == 200);
    served.until("/papers/short-note/", "leads to the new address", |answer| {
        answer.status == 307 && answer.header("location") == "/papers/renamed/"
    });
    fs::remove_file(papers.join("renamed.md")).unwrap();
    served.until("/papers/renamed/", "is gone", |answer| answer.status == 404);
    fs::create_dir_all(papers.join("deep/figures")).unwrap();
    fs::write(papers.join("deep/index.md"), "+++\ntitle = \"Deep\"\ndate = 2026-01-01\n+++\n\nWords.\n")
        .unwrap();
    served.until("/papers/deep/", "the new folder", |answer| answer.status == 200);
    fs::write(papers.join("deep/index.md"), "+++\ntitle = \"Deep\"\ndate = 2026-01-01\n+++\n\nMore.\n")
        .unwrap();
    served.until("/papers/deep/", "a change in the new folder", |answer| answer.text().contains("More."));

    // As a checkout of another branch may do: everything goes, and comes back otherwise.
    fs::rename(site.join("content"), folder.path().join("away")).unwrap();
    copy(&folder.path().join("away"), &site.join("content"));
    edit(&site, "content/papers/deep/index.md", |text| text.replace("More.", "Back again."));
    served.until("/papers/deep/", "the new content", |answer| answer.text().contains("Back again."));
    edit(&site, "content/papers/deep/index.md", |text| text.replace("Back again.", "And on."));
    served.until("/papers/deep/", "a change in it", |answer| answer.text().contains("And on."));
}

#[test]
#[cfg(unix)]
fn content_behind_links_is_watched_too() {
    let (folder, site) = new_site();
    let paper = |words: &str| format!("+++\ntitle = \"Elsewhere\"\ndate = 2026-01-01\n+++\n\n{words}\n");
    let elsewhere = folder.path().join("elsewhere");
    fs::create_dir_all(elsewhere.join("linked")).unwrap();
    for file in ["linked/index.md", "single.md"] {
        fs::write(elsewhere.join(file), paper("First words.")).unwrap();
    }
    std::os::unix::fs::symlink(elsewhere.join("linked"), site.join("content/papers/linked")).unwrap();
    std::os::unix::fs::symlink(elsewhere.join("single.md"), site.join("content/papers/single.md")).unwrap();
    let served = Served::start(&site, &[]);
    served.complete();
    for (page, file) in [("/papers/linked/", "linked/index.md"), ("/papers/single/", "single.md")] {
        served.until(page, "the first words", |answer| answer.text().contains("First words."));
        fs::write(elsewhere.join(file), paper("Second words.")).unwrap();
        served.until(page, "the second words", |answer| answer.text().contains("Second words."));
    }
}

#[test]
fn an_embargo_ends_while_its_paper_is_served() {
    let (_folder, site) = new_site();
    let end = jiff::Timestamp::from_second(jiff::Timestamp::now().as_second() + 8).unwrap();
    let text = format!("+++\ntitle = \"Soon\"\ndate = 2026-01-01\nembargo = {end}\n+++\n\nWords.\n");
    fs::write(site.join("content/papers/soon.md"), text).unwrap();
    let served = Served::start(&site, &[]);
    served.until("/papers/", "the list without the paper", |answer| !answer.text().contains("/papers/soon/"));
    served.until("/papers/soon/", "the paper", |answer| answer.status == 200);
    wait("a line about it", || served.printed().contains("an embargo has ended").then_some(()));
    assert!(jiff::Timestamp::now() >= end, "the paper came before its embargo ended");
}

#[test]
fn broken_states_are_answered_throughout() {
    let (_folder, site) = new_site();
    let served = Served::start(&site, &[]);
    served.complete();
    let page = "/papers/short-note/";
    let good = fs::read_to_string(site.join(PAPER)).unwrap();
    for broken in [
        "+++\ntitle = \"A",
        "+++\n",
        "",
        "---\ntitle: [\n---\n",
        "\u{0}",
        "+++\ntitle = 3\n+++\n[^x] :::note\n",
    ] {
        fs::write(site.join(PAPER), broken).unwrap();
        for target in ["/", page, "/papers/", "/_offprint/state?page=%2F"] {
            let answer = served.get(target);
            assert!([200, 404].contains(&answer.status), "{target}: {answer:?}");
        }
    }
    let settings = fs::read_to_string(site.join("content/site.toml")).unwrap();
    fs::write(site.join("content/site.toml"), "title = ").unwrap();
    wait("the error on the terminal", || served.printed().contains("site.toml:1:").then_some(()));
    assert!([200, 404, 500].contains(&served.get("/").status));
    fs::write(site.join("content/site.toml"), settings.replace("Example Institute", "Mended Institute"))
        .unwrap();
    fs::write(site.join(PAPER), good + "\nMended words.\n").unwrap();
    served.until(page, "the mended paper", |answer| answer.text().contains("Mended words."));
    served.until("/", "the mended settings", |answer| answer.text().contains("Mended Institute"));
}

#[test]
fn a_site_below_a_path_is_found_from_the_root() {
    let (_folder, site) = new_site();
    let served = Served::start(&site, &["--base-url", "https://example.org/a/b/"]);
    for target in ["/", "/a/b"] {
        let answer = served.get(target);
        assert_eq!((answer.status, answer.header("location")), (307, "/a/b/"), "{target}");
    }
    assert_eq!((served.get("/a/b/").status, served.get("/papers/").status), (200, 404));
    assert!(served.printed().starts_with(&format!("http://localhost:{}/a/b/", served.port)));
}

#[test]
fn a_folder_that_is_no_site_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let refused = program(folder.path()).args(["serve"]).output().unwrap();
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(refused.status.code() == Some(2) && said.contains("there is no folder `content`"), "{said}");
}
