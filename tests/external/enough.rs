//! What is not learnt: of a server that had enough, and where there is no network.
//!
//! In: servers that refuse, and names that nobody has. Out: what the ledger says then. Never: what an answer means, which is in
//! `external.rs`.

use super::*;

/// Answers to every request for a path.
fn set(server: &Server, path: &str, head: &str) {
    let text = format!("HTTP/1.1 {head}\r\ncontent-length: 0\r\n\r\n");
    server.instead.lock().unwrap().insert(path.to_owned(), text);
}

#[test]
fn what_a_host_that_had_enough_was_not_asked_is_not_claimed_and_comes_first_next_time() {
    let (server, other) = (Server::start(), Server::start());
    let (_folder, folder) = site();
    let paths = ["/a503", "/b404", "/z404"];
    let mut urls: Vec<String> = paths.iter().map(|path| server.url(path)).collect();
    urls.push(other.url("/404"));
    let failing = "404 asked=2026-10-01T06:00:00Z failing=2026-09-01T06:00:00Z failures=3";
    fs::write(folder.join(LEDGER), format!("{} {failing}\n", server.url("/b404"))).unwrap();
    for path in paths {
        set(&server, path, if path == "/a503" { "503 X\r\nretry-after: 86400" } else { "404 X" });
    }
    let (counts, problems) = ask(&folder, &urls, day(0), &hasty());
    let told = ledger(&folder, &server);
    assert_eq!((server.count("/a503"), server.count("/b404"), server.count("/z404")), (1, 0, 0));
    assert_eq!((counts.asked, counts.failing, counts.unchecked), (2, 1, 2), "another port is another server");
    assert_eq!(told["/a503"], "503 asked=2026-11-02T06:00:00Z");
    assert_eq!(told["/b404"], failing, "the ledger says what it said");
    assert_eq!(told.get("/z404"), None);
    let messages: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    let passed = format!(
        "2 links were not asked, since `{}` answers 503 (a fault of the server) for others",
        server.url("")
    );
    assert!(messages.contains(&passed.as_str()), "{messages:?}");
    let (counts, problems) = ask(&folder, &urls, day(7), &hasty());
    let told = ledger(&folder, &server);
    assert_eq!(counts.asked, 4);
    assert_eq!(told["/b404"], "404 asked=2026-11-09T06:00:00Z failing=2026-09-01T06:00:00Z failures=4");
    assert_eq!(told["/z404"], "404 asked=2026-11-09T06:00:00Z failing=2026-11-09T06:00:00Z failures=1");
    assert!(problems.iter().any(|problem| problem.rule.code == "link-dead"), "{problems:?}");
    let log = server.log.lock().unwrap();
    let order: Vec<&str> = log.asked.iter().map(|asked| asked.path.as_str()).collect();
    assert_eq!(order, ["/a503", "/z404", "/z404", "/b404", "/b404", "/a503"], "the oldest first");
}

#[test]
fn one_page_that_is_unavailable_stops_no_other() {
    let server = Server::start();
    let (_folder, folder) = site();
    for head in ["503 X", "503 X\r\nretry-after: 1"] {
        set(&server, "/a503", head);
        let urls = ["/a503", "/404", "/ok"].map(|path| server.url(path));
        let asking = Asking { scope: Scope::All, ..hasty() };
        let (counts, _) = ask(&folder, &urls, day(0), &asking);
        assert_eq!((counts.asked, counts.good, counts.failing, counts.unchecked), (3, 1, 1, 1), "{head}");
    }
}

#[test]
fn a_machine_without_a_network_learns_nothing() {
    let (_folder, folder) = site();
    let text = "# offprint links 1\nhttp://127.0.0.1:9/ 200 asked=2026-10-01T00:00:00Z\n";
    fs::write(folder.join(LEDGER), text).unwrap();
    // Ports of this machine at which nobody is; each address is another host.
    let urls: Vec<String> = (1..5).map(|n| format!("http://127.0.0.{n}:9/")).collect();
    let settings = Links::default();
    let links = links(&urls);
    let question =
        Question { links: &links, settings: &settings, site: "https://a.org/", now: day(0), is_whole: true };
    let failure = external::ask(&folder, &question, &hasty(), &Silent).unwrap_err();
    assert!(failure.message.contains("none of 4 other sites could be reached"), "{failure}");
    assert_eq!(fs::read_to_string(folder.join(LEDGER)).unwrap(), text);
}

#[test]
fn a_machine_without_names_learns_nothing_of_a_single_host() {
    let (_folder, folder) = site();
    let text = "# offprint links 1\nhttps://a.gone.invalid/ 200 asked=2026-10-01T00:00:00Z\n";
    fs::write(folder.join(LEDGER), text).unwrap();
    let settings = Links::default();
    // Names that nobody has by the rules of the internet (RFC 6761), as all names are without a network.
    for hosts in 1..3 {
        let urls = ["https://a.gone.invalid/", "https://b.gone.invalid/x"].map(str::to_owned);
        let links = links(&urls[..hosts]);
        let site = "https://think.invalid/";
        let question = Question { links: &links, settings: &settings, site, now: day(0), is_whole: true };
        let failure = external::ask(&folder, &question, &hasty(), &Silent).unwrap_err();
        assert!(failure.message.contains("none of these hosts was found by its name"), "{failure}");
        assert!(failure.message.contains("`think.invalid`; `content/links.lock` is as it was"), "{failure}");
        assert_eq!(fs::read_to_string(folder.join(LEDGER)).unwrap(), text);
    }
}
