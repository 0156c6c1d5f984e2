//! A preview that is being served, and a browser that is only as clever as a test needs.
//!
//! In: a site's folder. Out: responses, events and printed lines. Never: a guess at when something should have happened: what is
//! waited for is asked for again and again, and a minute is the end of hope.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const HOPE: Duration = Duration::from_secs(60);

/// Waits until there is something.
pub(crate) fn wait<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begun.elapsed() < HOPE, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_offprint"));
    command.current_dir(folder);
    for variable in ["SOURCE_DATE_EPOCH", "OFFPRINT_EDITOR", "VISUAL", "EDITOR", "TERMINAL"] {
        command.env_remove(variable);
    }
    command
}

/// The site that `offprint new` makes, in a folder of its own.
pub(crate) fn new_site() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    assert!(program(folder.path()).args(["new", "site"]).output().unwrap().status.success());
    let site = folder.path().join("site");
    (folder, site)
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, to).unwrap();
        }
    }
}

/// A response.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value)
    }

    /// The value of an attribute of the script that is added to pages.
    pub(crate) fn script(&self, attribute: &str) -> String {
        let text = self.text();
        let after = text.rsplit_once(&format!(" {attribute}=\"")).unwrap().1;
        after.split('"').next().unwrap().to_owned()
    }

    /// The body as a build writes it: without the script of the preview, if it has one.
    pub(crate) fn published(&self) -> Vec<u8> {
        if !self.text().contains("/_offprint/preview.js") {
            return self.body.clone();
        }
        let (token, etag) = (self.script("data-token"), self.script("data-etag"));
        let script = format!(
            "<script type=\"module\" src=\"/_offprint/preview.js\" data-token=\"{token}\" data-etag=\"{etag}\"></script>"
        );
        let text = String::from_utf8(self.body.clone()).unwrap();
        assert_eq!(text.matches(&script).count(), 1, "{script}");
        text.replace(&script, "").into_bytes()
    }
}

/// A server that runs until this is dropped.
pub(crate) struct Served {
    process: Child,
    pub(crate) port: u16,
    /// What it printed so far.
    lines: Arc<Mutex<Vec<String>>>,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Served {
    pub(crate) fn start(site: &Path, arguments: &[&str]) -> Self {
        Self::run(program(site).args(["serve", "--port", "0"]).args(arguments))
    }

    pub(crate) fn run(command: &mut Command) -> Self {
        let mut process = command.stdout(Stdio::piped()).stdin(Stdio::null()).spawn().unwrap();
        let lines = Arc::new(Mutex::new(Vec::new()));
        let printed = BufReader::new(process.stdout.take().unwrap());
        let kept = Arc::clone(&lines);
        std::thread::spawn(move || {
            for line in printed.lines().map_while(Result::ok) {
                kept.lock().unwrap().push(line);
            }
        });
        let first = wait("the first line", || lines.lock().unwrap().first().cloned());
        let address = first.strip_prefix("http://").unwrap_or_else(|| panic!("no address first: {first}"));
        let port = address.split(['/', ':']).nth(1).unwrap().parse().unwrap();
        Self { process, port, lines }
    }

    pub(crate) fn printed(&self) -> String {
        self.lines.lock().unwrap().join("\n")
    }

    /// Interrupts the server as Ctrl-C does. Its exit code.
    pub(crate) fn interrupt(&mut self) -> Option<i32> {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        wait("the end", || self.process.try_wait().unwrap()).code()
    }

    /// Sends these bytes, and reads what comes back until the server ends it.
    pub(crate) fn send(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(HOPE)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        answer(&bytes)
    }

    /// A request with these further headers, each with its line end.
    pub(crate) fn request(&self, method: &str, target: &str, headers: &str, body: &str) -> Answer {
        let (port, len) = (self.port, body.len());
        self.send(&format!(
            "{method} {target} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\nContent-Length: {len}\r\n{headers}\r\n{body}"
        ))
    }

    pub(crate) fn get(&self, target: &str) -> Answer {
        self.request("GET", target, "", "")
    }

    /// Waits until a page has, or lacks, a text.
    pub(crate) fn until(&self, target: &str, what: &str, good: impl Fn(&Answer) -> bool) -> Answer {
        wait(&format!("{target}: {what}\n{}", self.printed()), || Some(self.get(target)).filter(&good))
    }

    /// Waits until every page is as it will be published.
    pub(crate) fn complete(&self) {
        wait("the whole site", || self.printed().contains("the whole site").then_some(()));
    }

    pub(crate) fn events(&self) -> Events {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(HOPE)).unwrap();
        let port = self.port;
        write!(stream, "GET /_offprint/events HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n").unwrap();
        Events(BufReader::new(stream))
    }
}

fn answer(bytes: &[u8]) -> Answer {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
    let end = end.unwrap_or_else(|| panic!("no response: {}", String::from_utf8_lossy(bytes)));
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines
        .map(|line| line.split_once(": ").unwrap())
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    Answer { status, headers, body: bytes[end + 4..].to_vec() }
}

/// A page's events.
pub(crate) struct Events(BufReader<TcpStream>);

impl Events {
    /// The data of the next event of this kind.
    pub(crate) fn next(&mut self, kind: &str) -> serde_json::Value {
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the events ended");
            if line.trim() != format!("event: {kind}") {
                continue;
            }
            loop {
                line.clear();
                assert!(self.0.read_line(&mut line).unwrap() > 0, "the events ended");
                if let Some(data) = line.strip_prefix("data: ") {
                    return serde_json::from_str(data).unwrap();
                }
            }
        }
    }
}
