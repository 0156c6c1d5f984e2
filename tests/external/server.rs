//! A server of bad manners, on this machine.
//!
//! In: requests. Out: what each path stands for, and a log. Never: HTTP for its own sake; it writes what a case needs.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What was asked.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) path: String,
    /// The header's lines in small letters.
    pub(crate) header: String,
}

#[derive(Debug, Default)]
pub(crate) struct Log {
    pub(crate) asked: Vec<Asked>,
    /// Requests that wait for the first byte of an answer, and the most there ever were.
    open: usize,
    pub(crate) most_open: usize,
    /// Bytes of endless answers that were taken.
    pub(crate) sent: usize,
}

pub(crate) struct Server {
    pub(crate) port: u16,
    pub(crate) log: Arc<Mutex<Log>>,
    /// What a path answers instead, for a test that changes its mind.
    pub(crate) instead: Arc<Mutex<BTreeMap<String, String>>>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (log, instead) = (Arc::new(Mutex::new(Log::default())), Arc::default());
        let server = Self { port, log: log.clone(), instead: Arc::clone(&instead) };
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (log, instead) = (log.clone(), Arc::clone(&instead));
                thread::spawn(move || {
                    let _ = answer(stream.unwrap(), &log, &instead);
                });
            }
        });
        server
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// How often a path was asked.
    pub(crate) fn count(&self, path: &str) -> usize {
        self.log.lock().unwrap().asked.iter().filter(|asked| asked.path == path).count()
    }
}

fn answer(
    mut stream: TcpStream,
    log: &Mutex<Log>,
    instead: &Mutex<BTreeMap<String, String>>,
) -> std::io::Result<()> {
    let mut first = [0];
    stream.peek(&mut first)?;
    if first == [0x16] {
        // Who begins a secure connection gets an answer that is none.
        return stream.write_all(b"HTTP/1.1 400 X\r\ncontent-length: 0\r\n\r\n");
    }
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    let header: Vec<String> = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let asked = Asked { path: path.clone(), header: header.join("\n").to_lowercase() };
    let has_range = asked.header.contains("range: bytes=0-0");
    let before = {
        let mut log = log.lock().unwrap();
        log.open += 1;
        log.most_open = log.most_open.max(log.open);
        log.asked.push(asked);
        log.asked.iter().filter(|asked| asked.path == path).count() - 1
    };
    let other = instead.lock().unwrap().get(&path).cloned();
    let text = other.unwrap_or_else(|| text(&path, before, has_range));
    // A little time, in which a second request to the same host would be seen.
    thread::sleep(Duration::from_millis(5));
    // Counted down first: who has the answer may ask again before this thread runs on.
    log.lock().unwrap().open -= 1;
    let written = stream.write_all(text.as_bytes());
    match path.as_str() {
        "/slow" => thread::sleep(Duration::from_secs(3)),
        "/drip" => {
            while stream.write_all(b"x").is_ok() {
                thread::sleep(Duration::from_millis(20));
            }
        }
        "/huge" | "/endless-header" => {
            let piece = [b"x-filler: ".as_slice(), &[b'x'; 4000], b"\r\n"].concat();
            while stream.write_all(&piece).is_ok() {
                log.lock().unwrap().sent += piece.len();
            }
        }
        _ => {}
    }
    written
}

/// What is sent for a path that was asked so many times before.
fn text(path: &str, before: usize, has_range: bool) -> String {
    let plain = |code: u16| format!("HTTP/1.1 {code} X\r\ncontent-length: 2\r\n\r\nok");
    let to = |code: u16, location: &str| {
        format!("HTTP/1.1 {code} X\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n")
    };
    let part = "HTTP/1.1 206 X\r\ncontent-range: bytes 0-0/2\r\ncontent-length: 1\r\n\r\no".to_owned();
    match path {
        "/ok" if has_range => part,
        "/whole-only" => plain(if has_range { 416 } else { 200 }),
        "/no-parts" => plain(if has_range { 403 } else { 200 }),
        "/moved" => to(301, "/ok"),
        "/moved-thrice" => to(308, "/moved-twice"),
        "/moved-twice" => to(301, "/moved"),
        "/for-now" => to(302, "/ok"),
        "/loop" => to(302, "/loop"),
        "/to-file" => to(301, "file:///etc/passwd"),
        "/to-user" => to(301, "http://a:b@127.0.0.1/"),
        "/busy-once" if before == 0 => {
            "HTTP/1.1 429 X\r\nretry-after: 1\r\ncontent-length: 0\r\n\r\n".to_owned()
        }
        "/flaky" if before < 2 => plain(500),
        "a.example.org:443" => "HTTP/1.1 403 X\r\ncontent-length: 0\r\n\r\n".to_owned(),
        "/hangup" | "/slow" => String::new(),
        "/hangup-once" if before == 0 => String::new(),
        "/drip" => "HTTP/1.1 200 X\r\nx-drip: ".to_owned(),
        "/huge" => "HTTP/1.1 200 X\r\ncontent-length: 100000000000\r\n\r\n".to_owned(),
        "/endless-header" => "HTTP/1.1 200 X\r\n".to_owned(),
        "/garbage" => "SSH-2.0-OpenSSH_9.6\r\n\r\n".to_owned(),
        _ => match path.trim_start_matches('/').parse() {
            Ok(code) => plain(code),
            Err(_) => plain(200),
        },
    }
}
