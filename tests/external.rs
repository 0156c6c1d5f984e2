//! Links to other sites: what is asked, what is learnt, and what is said of it, against a server of bad manners on this machine.

#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use offprint::config::Links;
use offprint::diagnostic::{Diagnostic, Place, Severity};
use offprint::external::ledger::Ledger;
use offprint::external::{self, Asking, LEDGER, Pace, Question, Reach, Scope};
use offprint::report::{LinkCounts, Silent};
use offprint::site::Outward;

#[path = "external/enough.rs"]
mod enough;
#[path = "external/server.rs"]
mod server;

use server::Server;

/// A pace at which nobody waits.
fn hasty() -> Asking {
    let pace = Pace {
        pause: Duration::ZERO,
        again_after: vec![Duration::from_millis(5), Duration::from_millis(5)],
        longest_wait: Duration::from_secs(2),
        timeout: Duration::from_secs(30),
        at_once: 8,
    };
    Asking { scope: Scope::Due, reach: Reach::Anywhere, pace, roots: None }
}

fn site() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("content")).unwrap();
    let path = folder.path().to_owned();
    (folder, path)
}

fn day(n: i64) -> Timestamp {
    "2026-11-02T06:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_hours(24 * n)
}

fn links(urls: &[String]) -> Vec<Outward> {
    let place = |n: usize| Place::new("content/index.md", n..n + 1);
    urls.iter().enumerate().map(|(n, url)| Outward { url: url.as_str().into(), place: place(n) }).collect()
}

/// Asks for links on a day.
fn ask(folder: &Path, urls: &[String], now: Timestamp, asking: &Asking) -> (LinkCounts, Vec<Diagnostic>) {
    let settings = Links::default();
    let links = links(urls);
    let site = "https://think.example.org/";
    let question = Question { links: &links, settings: &settings, site, now, is_whole: true };
    external::ask(folder, &question, asking, &Silent).unwrap()
}

/// The ledger's lines by path, without what differs from run to run.
fn ledger(folder: &Path, server: &Server) -> BTreeMap<String, String> {
    let start = server.url("");
    let text = fs::read_to_string(folder.join(LEDGER)).unwrap().replace(&start, "");
    let facts = text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split_once(' ').unwrap());
    facts.map(|(url, facts)| (url.to_owned(), facts.to_owned())).collect()
}

/// Paths of the server, and what the ledger says of them.
const ANSWERS: [(&str, &str); 28] = [
    ("/ok", "200"),
    ("/200", "200"),
    ("/204", "204"),
    ("/whole-only", "200"),
    ("/no-parts", "200"),
    ("/404", "404"),
    ("/410", "410"),
    ("/403", "403"),
    ("/401", "401"),
    ("/451", "451"),
    ("/999", "999"),
    ("/500", "500"),
    ("/503", "503"),
    ("/flaky", "200"),
    ("/busy-once", "200"),
    ("/hangup-once", "200"),
    ("/for-now", "200"),
    ("/moved", "200"),
    ("/moved-thrice", "200"),
    ("/loop", "redirects"),
    ("/to-file", "garbled"),
    ("/to-user", "garbled"),
    ("/huge", "200"),
    ("/endless-header", "garbled"),
    ("/garbage", "garbled"),
    ("/drip", "timeout"),
    ("/slow", "timeout"),
    ("/hangup", "no-connection"),
];

#[test]
fn every_kind_of_answer_is_known_for_what_it_is() {
    let mut wrong = Vec::new();
    // Each from a host of its own, so that no fault closes a host for the others.
    for (path, expected) in ANSWERS {
        let server = Server::start();
        let (_folder, folder) = site();
        let mut asking = hasty();
        if expected == "timeout" {
            asking.pace.timeout = Duration::from_millis(300);
        }
        ask(&folder, &[server.url(path)], day(0), &asking);
        let found = ledger(&folder, &server).remove(path).unwrap_or_default();
        let moved = ["/moved", "/moved-thrice"].contains(&path);
        let whole = format!("{expected} asked=2026-11-02T06:00:00Z");
        let whole = match expected {
            "404" | "410" => format!("{whole} failing=2026-11-02T06:00:00Z failures=1"),
            _ if moved => format!("{whole} moved=/ok"),
            _ => whole,
        };
        if found != whole {
            wrong.push(format!("{path}: {found}, not {whole}"));
        }
        let sent = server.log.lock().unwrap().sent;
        if sent > 16 << 20 {
            wrong.push(format!("{path}: {sent} bytes were taken"));
        }
        if expected == "200"
            && !["/whole-only", "/no-parts", "/flaky", "/busy-once", "/hangup-once"].contains(&path)
        {
            assert_eq!(server.count(path), 1, "{path} is good at the first request");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_host_is_asked_politely() {
    let server = Server::start();
    let (_folder, folder) = site();
    let urls: Vec<String> = (0..40).map(|n| server.url(&format!("/page-{n}#part"))).collect();
    let twice: Vec<String> = urls.iter().chain(&urls).cloned().collect();
    let (counts, problems) = ask(&folder, &twice, day(0), &hasty());
    assert_eq!((counts.links, counts.asked, counts.good, problems.len()), (40, 40, 40, 0));
    let log = server.log.lock().unwrap();
    assert_eq!((log.asked.len(), log.most_open), (40, 1), "each address once, and one at a time");
    for asked in &log.asked {
        let header = &asked.header;
        assert!(header.contains("user-agent: offprint/"), "{header}");
        assert!(header.contains("(checks the links of https://think.example.org/)"), "{header}");
        assert!(header.contains("range: bytes=0-0"), "{header}");
        for never in ["cookie", "authorization", "referer"] {
            assert!(!header.contains(never), "{header}");
        }
        assert!(!asked.path.contains('#'));
    }
}

#[test]
fn the_ledger_spares_what_was_good_of_late_and_forgets_what_is_gone() {
    let server = Server::start();
    let (_folder, folder) = site();
    let urls = [server.url("/a"), server.url("/404")];
    assert_eq!(ask(&folder, &urls, day(0), &hasty()).0.asked, 2);
    assert_eq!(ask(&folder, &urls, day(3), &hasty()).0.asked, 1, "the one that failed");
    assert_eq!((server.count("/a"), server.count("/404")), (1, 4));
    let all = Asking { scope: Scope::All, ..hasty() };
    assert_eq!(ask(&folder, &urls, day(4), &all).0.asked, 2);
    assert_eq!(ask(&folder, &urls, day(11), &hasty()).0.asked, 2);
    assert_eq!(ask(&folder, &urls[1..], day(12), &hasty()).0.links, 1);
    assert_eq!(ledger(&folder, &server).keys().collect::<Vec<_>>(), ["/404"]);
    assert_eq!(
        ledger(&folder, &server)["/404"],
        "404 asked=2026-11-14T06:00:00Z failing=2026-11-02T06:00:00Z failures=5"
    );
}

#[test]
fn a_link_dies_after_its_grace_and_lives_again() {
    let server = Server::start();
    let (_folder, folder) = site();
    server
        .instead
        .lock()
        .unwrap()
        .insert("/a".to_owned(), "HTTP/1.1 404 X\r\ncontent-length: 0\r\n\r\n".to_owned());
    let urls = [server.url("/a")];
    let run = |n| {
        let (_, problems) = ask(&folder, &urls, day(n), &hasty());
        let settings = Links::default();
        let known = external::known(&folder, &settings, &links(&urls)).unwrap();
        let told: Vec<(&str, Severity)> = problems.iter().map(|p| (p.rule.code, p.severity)).collect();
        let dead: Vec<_> = problems.iter().filter(|p| p.rule.code == "link-dead").cloned().collect();
        assert_eq!(known, dead, "a build tells what is dead, in the same words, and nothing else");
        (told, problems.first().map(|p| (p.message.replace(&server.url(""), ""), p.hints.concat())))
    };
    assert_eq!(run(0).0, [("link-failing", Severity::Hint)]);
    assert_eq!(run(7).0, [("link-failing", Severity::Hint)]);
    let (told, words) = run(14);
    assert_eq!(told, [("link-dead", Severity::Warning)]);
    let (message, hint) = words.unwrap();
    assert_eq!(
        message,
        "`/a` is dead: it answers 404 (not found), seen 3 times from 2026-11-02 to 2026-11-16"
    );
    assert!(hint.contains("https://web.archive.org/web/20261102/http://127.0.0.1:"), "{hint}");
    server.instead.lock().unwrap().clear();
    assert_eq!(run(21).0, []);
    let line = &ledger(&folder, &server)["/a"];
    assert_eq!(line, "200 asked=2026-11-23T06:00:00Z");
}

#[test]
fn private_networks_are_not_asked() {
    let server = Server::start();
    let (_folder, folder) = site();
    let port = server.port;
    let urls = [
        server.url("/a"),
        format!("http://localhost:{port}/b"),
        format!("http://[::ffff:127.0.0.1]:{port}/c"),
        format!("http://0x7f000001:{port}/d"),
        format!("http://user:secret@127.0.0.1:{port}/e"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
    ];
    let (counts, problems) = ask(&folder, &urls, day(0), &Asking { reach: Reach::Public, ..hasty() });
    assert_eq!((counts.links, counts.asked), (0, 0));
    assert_eq!(problems, [], "they are told without --external, and not twice with it");
    let problems = external::faults(&links(&urls), &Links::default());
    let codes: Vec<&str> = problems.iter().map(|problem| problem.rule.code).collect();
    assert_eq!(
        codes,
        ["link-private", "link-private", "link-private", "link-private", "link-credentials", "link-private"]
    );
    assert!(problems.iter().all(|problem| !problem.message.contains("secret")));
    assert_eq!(server.log.lock().unwrap().asked.len(), 0);
    assert!(!folder.join(LEDGER).exists(), "a site without links to others needs no ledger");
}

#[test]
fn a_ledger_of_a_later_version_is_not_written_over() {
    let (_folder, folder) = site();
    fs::write(folder.join(LEDGER), "# offprint links 2\nnobody knows\n").unwrap();
    let settings = Links::default();
    let question =
        Question { links: &[], settings: &settings, site: "https://a.org/", now: day(0), is_whole: true };
    let failure = external::ask(&folder, &question, &hasty(), &Silent).unwrap_err();
    assert!(failure.message.contains("later version"), "{failure}");
    assert!(fs::read_to_string(folder.join(LEDGER)).unwrap().contains("nobody knows"));
}

#[test]
fn a_connection_that_is_not_secure_is_told_apart() {
    let server = Server::start();
    let (_folder, folder) = site();
    let url = server.url("/ok").replace("http:", "https:");
    let (_, problems) = ask(&folder, &[url], day(0), &hasty());
    assert!(
        problems.len() == 1 && problems[0].message.contains("no certificate that can be trusted"),
        "{problems:?}"
    );
}

/// A program that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn certificates_are_checked_against_the_list_that_is_given() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/external");
    let server = Command::new("python3").arg(here.join("secure.py")).stdout(Stdio::piped()).spawn();
    let mut server = Running(server.unwrap());
    let mut port = String::new();
    BufReader::new(server.0.stdout.take().unwrap()).read_line(&mut port).unwrap();
    let port = port.trim();
    let authority = fs::read(here.join("authority.pem")).unwrap();
    let cases = [
        ("localhost", Some(authority.clone()), "200"),
        ("localhost", None, "insecure"),
        ("127.0.0.1", Some(authority), "insecure"),
        ("localhost", Some(b"no certificate".to_vec()), "insecure"),
    ];
    let found = cases.map(|(host, roots, expected)| {
        let (_folder, folder) = site();
        ask(&folder, &[format!("https://{host}:{port}/")], day(0), &Asking { roots, ..hasty() });
        let ledger = fs::read_to_string(folder.join(LEDGER)).unwrap();
        (ledger.contains(&format!("/ {expected} asked=")), ledger)
    });
    assert!(found.iter().all(|(is_expected, _)| *is_expected), "{found:?}");
}

/// The program itself, from the site's folder to the ledger and back.
#[test]
fn the_program_asks_once_and_builds_by_the_ledger() {
    let server = Server::start();
    let (_folder, folder) = site();
    let write = |path: &str, text: &str| fs::write(folder.join("content").join(path), text).unwrap();
    write("site.toml", "title = \"T\"\nbase_url = \"https://think.example.org/\"\n");
    let (good, gone) = (server.url("/ok"), server.url("/404"));
    write("index.md", &format!("+++\ntitle = \"T\"\n+++\n\n[Good]({good}) and [gone]({gone}).\n"));
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_offprint"));
        command.args(arguments).current_dir(&folder).env("NO_COLOR", "1").env_remove("SOURCE_DATE_EPOCH");
        let output = command.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_owned()).unwrap();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    for command in ["build", "check"] {
        assert_eq!(run(&[command]).0, Some(0));
    }
    assert_eq!(server.log.lock().unwrap().asked.len(), 0, "without --external nobody is asked");
    assert!(!folder.join(LEDGER).exists());
    let (code, said, told) =
        run(&["check", "--external", "--allow-private", "--now", "2026-11-02T06:00:00Z"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("hint[link-failing]") && told.contains("content/index.md:5:"), "{told}");
    assert!(
        said.contains("2 links to other sites: 1 good, 1 failing, 0 dead, 0 not known; 2 asked now"),
        "{said}"
    );
    let text = fs::read_to_string(folder.join(LEDGER)).unwrap();
    assert!(text.contains("/ok 200 asked=2026-11-02T06:00:00Z\n"), "{text}");
    let (code, said, told) =
        run(&["check", "--external", "--allow-private", "--deny", "warnings", "--now", "2026-11-30"]);
    assert_eq!(code, Some(1), "{told}");
    assert!(
        told.contains("warning[link-dead]") && said.contains("1 good, 0 failing, 1 dead"),
        "{said}{told}"
    );
    let before = server.log.lock().unwrap().asked.len();
    for command in ["build", "check"] {
        let (code, _, told) = run(&[command]);
        assert!(code == Some(0) && told.contains("warning[link-dead]"), "{told}");
        assert_eq!(run(&[command, "--deny", "warnings"]).0, Some(1));
    }
    assert_eq!(server.log.lock().unwrap().asked.len(), before);
    let (code, _, told) = run(&["check", "--allow-private"]);
    assert_eq!(code, Some(2), "{told}");
}

#[test]
fn what_other_sites_answer_can_be_known_and_set() {
    let server = Server::start();
    let (_folder, folder) = site();
    let write = |path: &str, text: &str| fs::write(folder.join("content").join(path), text).unwrap();
    let settings = "title = \"T\"\nbase_url = \"https://think.example.org/\"\n";
    let here = "severity = \"off\", reason = \"the server is on this machine\"";
    let settings = &format!("{settings}[lint]\nlink-private = {{ {here} }}\n");
    write("site.toml", settings);
    let links = format!("[moved]({}) and [gone]({}).", server.url("/moved"), server.url("/404"));
    write("index.md", &format!("+++\ntitle = \"T\"\n+++\n\n{links}\n"));
    let run = |arguments: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_offprint"));
        command.arg("check").args(arguments.split_whitespace()).current_dir(&folder).env("NO_COLOR", "1");
        let output = command.output().unwrap();
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        (output.status.code(), text)
    };
    let asked = "--external --allow-private --now 2026-11-02T06:00:00Z";
    let (_, told) = run(asked);
    assert!(told.contains("[link-failing]") && told.contains("[link-moved]"), "{told}");
    // Known, by a baseline that is written of what was answered; and still so in a run that asks nobody.
    let (code, told) = run(&format!("{asked} --baseline write"));
    assert!(code == Some(0) && told.contains("2 known problems"), "{told}");
    let (_, told) = run(asked);
    assert!(!told.contains("[link-") && told.contains("2 known"), "{told}");
    let (_, told) = run("");
    assert!(!told.contains("[link-") && !told.contains("[baseline-fixed]"), "{told}");
    let (_, told) = run(&format!("{asked} --baseline show"));
    assert!(told.contains("[link-failing]") && told.contains("[link-moved]"), "{told}");
    // Mended, which only a run that asks can say.
    write("index.md", &format!("+++\ntitle = \"T\"\n+++\n\n[moved]({}).\n", server.url("/ok")));
    assert!(!run("").1.contains("[baseline-fixed]"));
    let (_, told) = run(asked);
    assert!(told.contains("hint[baseline-fixed]: 2 known problems are mended"), "{told}");
    let (code, told) = run(&format!("{asked} --baseline prune"));
    assert!(code == Some(0) && told.contains("nothing is known to be wrong"), "{told}");
    assert!(!folder.join("content/baseline.toml").exists());
    // Set, for a file.
    write("index.md", &format!("+++\ntitle = \"T\"\n+++\n\n{links}\n"));
    let off = "[lint.\"index.md\"]\nreason = \"old\"\nlink-failing = \"off\"\nlink-moved = \"error\"\n";
    write("site.toml", &format!("{settings}{off}"));
    let (code, told) = run(asked);
    assert!(code == Some(1) && told.contains("error[link-moved]"), "{told}");
    assert!(!told.contains("[link-failing]") && !told.contains("[lint-unused]"), "{told}");
}

#[test]
fn a_run_that_is_stopped_has_kept_what_it_learnt() {
    let server = Server::start();
    let (_folder, folder) = site();
    let text: String = (0..500).map(|n| format!("[{n}]({})\n", server.url(&format!("/{n}/")))).collect();
    fs::write(folder.join("content/index.md"), format!("+++\ntitle = \"T\"\n+++\n\n{text}")).unwrap();
    let settings = "title = \"T\"\nbase_url = \"https://think.example.org/\"\n";
    fs::write(folder.join("content/site.toml"), settings).unwrap();
    let start = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_offprint"));
        command.args(["check", "--external", "--allow-private"]).current_dir(&folder);
        Running(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
    };
    let learnt = || {
        let text = fs::read(folder.join(LEDGER)).ok()?;
        let read = Ledger::parse(std::str::from_utf8(&text).unwrap(), &LEDGER.into());
        assert!(read.problems.is_empty(), "{:?}", read.problems);
        Some(read.value.links.len())
    };
    let mut known = 0;
    for _ in 0..2 {
        let running = start();
        let more = (0..6_000).find_map(|_| {
            std::thread::sleep(Duration::from_millis(10));
            learnt().filter(|count| *count > known)
        });
        drop(running);
        known = more.unwrap();
    }
    assert!(known < 500, "it was stopped");
    let asked: Vec<String> =
        server.log.lock().unwrap().asked.iter().map(|asked| asked.path.clone()).collect();
    assert_eq!(server.count(asked.first().unwrap()), 1, "what was learnt before is not asked again");
}

#[test]
fn a_proxy_that_the_environment_names_is_used() {
    let server = Server::start();
    let (_folder, folder) = site();
    let settings = "title = \"T\"\nbase_url = \"https://think.example.org/\"\n";
    fs::write(folder.join("content/site.toml"), settings).unwrap();
    fs::write(folder.join("content/index.md"), "+++\ntitle = \"T\"\n+++\n\n<https://a.example.org/x>\n")
        .unwrap();
    let proxy = server.url("");
    let mut command = Command::new(env!("CARGO_BIN_EXE_offprint"));
    command.args(["check", "--external", "-q"]).current_dir(&folder);
    for name in ["ALL_PROXY", "all_proxy", "https_proxy", "NO_PROXY", "no_proxy"] {
        command.env_remove(name);
    }
    let output = command.env("HTTPS_PROXY", proxy).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    // It lets nobody through, which says nothing of the site that is linked to.
    assert_eq!(server.log.lock().unwrap().asked[0].path, "a.example.org:443");
    let ledger = fs::read_to_string(folder.join(LEDGER)).unwrap();
    assert!(ledger.contains("\nhttps://a.example.org/x no-connection asked="), "{ledger}");
}
