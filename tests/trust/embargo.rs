//! What may not be published yet is nowhere in what is published: each secret text, name, address and picture carries a word of
//! its own, and every byte of the output is searched for all of them. After the embargo all are found, so the search works.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::site::{Tree, names, offprint, succeed, tree, write};

const BEFORE: &str = "2026-05-31T23:59:59Z";
const AFTER: &str = "2026-06-01";

/// What every canary begins with; a number and a last letter follow, so that none is the start of another.
const CANARY: &str = "zqc";

/// Numbers canaries, and remembers what each stands for.
#[derive(Default)]
struct Canaries(Vec<(String, String)>);

impl Canaries {
    fn of(&mut self, what: &str) -> String {
        let word = format!("{CANARY}{}x", self.0.len());
        self.0.push((word.clone(), what.to_owned()));
        word
    }

    /// A text in which each `<what>` is a canary.
    fn fill(&mut self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('<') {
            let (what, after) = after.split_once('>').unwrap();
            out.push_str(before);
            out.push_str(&self.of(what));
            rest = after;
        }
        out + rest
    }
}

/// A picture of one pixel in a chunk of which stands a word, so that its bytes can be told.
fn picture(word: &str) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let chunk = |png: &mut Vec<u8>, name: &[u8], data: &[u8]| {
        png.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        png.extend(name);
        png.extend(data);
        png.extend(crc(&[name, data].concat()).to_be_bytes());
    };
    chunk(&mut png, b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    chunk(&mut png, b"tEXt", format!("Comment\0{word}").as_bytes());
    chunk(&mut png, b"IDAT", &[0x78, 0x9c, 0x63, 0x60, 0, 0, 0, 2, 0, 1]);
    chunk(&mut png, b"IEND", b"");
    png
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 },
        )
    })
}

/// A paper with a canary in everything that it has. `lock` is what keeps it back, `slug` is in its address.
fn secret(canaries: &mut Canaries, lock: &str, slug: &str, lang: &str) -> Tree {
    let folder = format!("content/papers/{slug}");
    let mut files = Tree::new();
    let [figure, cover, data, pdf] =
        ["figure's name", "cover's name", "data's name", "download's name"].map(|what| canaries.of(what));
    let text = canaries.fill(&format!(
        "+++\ntitle = \"<title>\"\nsubtitle = \"<subtitle>\"\nsummary = \"<summary>\"\ndate = \"2026-03-01\"\n\
         authors = [\"Anna <author>\", {{ name = \"<name>\", affiliation = \"<affiliation>\" }}]\n\
         topics = [\"<topic>\", \"Cities\"]\nseries = \"<series>\"\nnumber = 1\naliases = [\"/<alias>/\"]\n\
         doi = \"10.5555/<doi>\"\nlicense = \"https://example.org/<license>\"\n\
         downloads = [{{ file = \"{pdf}.pdf\", title = \"<download title>\" }}]\n\
         cover = {{ file = \"{cover}.png\", alt = \"<cover alt>\" }}\n\
         corrections = [{{ date = 2026-03-02, text = \"<correction>\" }}]\n{lock}\n+++\n\
         Opening <opening>[^1].\n\n:::findings\n- <finding>\n:::\n\n## Section <section>\n\n\
         Words of <words> in the section.\n\n:::pullquote\nWords of another <pull quote>.\n:::\n\n\
         ![<figure alt>]({figure}.png \"<caption>\"){{#fig-a source=\"<source>\"}}\n\n\
         ![<chart alt>]({data}.csv \"<chart caption>\"){{#fig-b chart=bar}}\n\n\
         ### Heading {{#<heading id>}}\n\n```rust\nfn <code>() {{}}\n```\n\n[<link>](https://example.org/<address>)\n\n\
         :::case{{title=\"<box>\"}}\nWords.\n:::\n\n| <head> | b |\n|---|---|\n| <cell> | c |\n\nTable: <table caption>\n\n\
         [^1]: Note <note>.\n"
    ));
    let index = if lang == "en" { "index.md".to_owned() } else { format!("index.{lang}.md") };
    files.insert(format!("{folder}/{index}").into(), text.into());
    files.insert(format!("{folder}/{figure}.png").into(), picture(&canaries.of("bytes of the figure")));
    files.insert(format!("{folder}/{cover}.png").into(), picture(&canaries.of("bytes of the cover")));
    files.insert(format!("{folder}/{pdf}.pdf").into(), canaries.of("bytes of the download").into());
    let rows = canaries.fill("year,<column>\n<row>,1\nb,2\n");
    files.insert(format!("{folder}/{data}.csv").into(), rows.into());
    files
}

/// A site with open papers and people, an embargoed paper and its translation, a draft, an embargoed page and person, and the
/// embargoed translation of an open paper.
fn site(canaries: &mut Canaries) -> Tree {
    let mut files = Tree::new();
    let embargo = "embargo = 2026-06-01T00:00:00Z";
    let slug = canaries.of("address of the embargoed paper");
    files.extend(secret(canaries, embargo, &slug, "en"));
    files.extend(secret(canaries, embargo, &slug, "pl"));
    let draft = canaries.of("address of the draft");
    files.extend(secret(canaries, "draft = true", &draft, "en"));
    let mut add = |path: String, text: String| files.insert(path.into(), text.into_bytes());
    add(
        "content/site.toml".into(),
        "title = \"Institute\"\nbase_url = \"https://example.org/\"\nlanguages = [\"en\", \"pl\"]\n".into(),
    );
    for index in ["index.md", "index.pl.md", "papers/index.md", "people/index.md", "topics.md"] {
        add(format!("content/{index}"), "+++\ntitle = \"Institute\"\n+++\nPapers on cities.\n".into());
    }
    add(
        "content/papers/open/index.md".into(),
        format!(
            "+++\ntitle = \"Open\"\ndate = \"2026-01-01\"\nauthors = [\"anna-nowak\"]\ntopics = [\"Cities\"]\n+++\n\
             See [one](../{slug}/index.md), [its figure](../{slug}/index.md#fig-a), [two](../{draft}/index.md), [three](/papers/{slug}/).\n"
        ),
    );
    add("content/people/anna-nowak.md".into(), "+++\nname = \"Anna Nowak\"\n+++\nWrites.\n".into());
    let translation =
        format!("+++\ntitle = \"<open translation>\"\ndate = \"2026-01-01\"\n{embargo}\n+++\n<its words>\n");
    add("content/papers/open/index.pl.md".into(), canaries.fill(&translation));
    let page = canaries.fill(&format!("+++\ntitle = \"<page title>\"\n{embargo}\n+++\n<page words>\n"));
    let name = canaries.of("address of the page");
    add(format!("content/{name}.md"), page);
    let person =
        canaries.fill(&format!("+++\nname = \"<person>\"\nrole = \"<role>\"\n{embargo}\n+++\n<biography>\n"));
    let name = canaries.of("address of the person");
    add(format!("content/people/{name}.md"), person);
    files
}

/// Every file of a site's folder but its sources and its cache, by path, compressed ones as they are when they are read.
fn published(site: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let inner = |path: &Path| path.starts_with("content") && path != Path::new("content/addresses.lock");
    for (path, bytes) in tree(site) {
        if inner(&path) || path.starts_with(".offprint") {
            continue;
        }
        let bytes = match path.extension().and_then(|extension| extension.to_str()) {
            Some("gz") => read("gzip", &site.join(&path)),
            Some("br") => read("brotli", &site.join(&path)),
            _ => bytes,
        };
        files.insert(path.to_str().unwrap().to_owned(), bytes);
    }
    files
}

fn read(program: &str, path: &Path) -> Vec<u8> {
    let output = std::process::Command::new(program).arg("-dc").arg(path).output().unwrap();
    assert!(output.status.success(), "{program} can't read {}", path.display());
    output.stdout
}

/// Which of the canaries are in a name or in bytes, whatever their capitals.
fn found<'a>(canaries: &'a Canaries, files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<&'a str, String> {
    let mut found = BTreeMap::new();
    for (path, bytes) in files {
        let text = [path.as_bytes(), b"\n", bytes].concat().to_ascii_lowercase();
        for at in memchr::memmem::find_iter(&text, CANARY) {
            let rest = &text[at..];
            let end = rest.iter().position(|byte| *byte == b'x').unwrap_or(rest.len());
            let word = String::from_utf8_lossy(&rest[..=end.min(rest.len() - 1)]).into_owned();
            if let Some((canary, _)) = canaries.0.iter().find(|(canary, _)| *canary == word) {
                found.entry(canary.as_str()).or_insert_with(|| path.clone());
            }
        }
    }
    found
}

fn said(canaries: &Canaries, found: &BTreeMap<&str, String>) -> String {
    let what = |word: &str| {
        canaries.0.iter().find(|(canary, _)| canary == word).map_or("", |(_, what)| what).to_owned()
    };
    found.iter().map(|(word, path)| format!("{} ({word}) is in {path}\n", what(word))).collect()
}

/// The site's files in a folder of their own, and what to look for in what is made of them.
fn laid() -> (tempfile::TempDir, Canaries) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut canaries = Canaries::default();
    write(folder.path(), &site(&mut canaries));
    assert!(canaries.0.len() > 120, "{} canaries", canaries.0.len());
    (folder, canaries)
}

#[test]
fn no_byte_of_what_is_embargoed_is_published() {
    let (folder, canaries) = laid();
    let site = folder.path();
    // The second turn is a build over the first, with what is in the cache.
    for _ in 0..2 {
        succeed(site, &["build", "--now", BEFORE, "--manifest", "m"]);
        let files = published(site);
        assert!(files.len() > 40, "{} files", files.len());
        let found = found(&canaries, &files);
        assert!(found.is_empty(), "secrets are out:\n{}", said(&canaries, &found));
    }
}

#[test]
fn the_search_finds_everything_once_the_embargo_is_over() {
    let (folder, canaries) = laid();
    let site = folder.path();
    succeed(site, &["build", "--now", AFTER, "--drafts", "--manifest", "m"]);
    let files = published(site);
    let found = found(&canaries, &files);
    let missing: Vec<&(String, String)> =
        canaries.0.iter().filter(|(word, _)| !found.contains_key(word.as_str())).collect();
    assert!(missing.is_empty(), "not found, so the search would not have found it before: {missing:?}");
    // And taken back, nothing of it stays.
    succeed(site, &["build", "--now", BEFORE, "--manifest", "m"]);
    let found = self::found(&canaries, &published(site));
    assert!(found.is_empty(), "secrets stay:\n{}", said(&canaries, &found));
    assert_eq!(names(site), [".offprint", "content", "m", "public"]);
}

/// A preview without drafts, until it is dropped.
struct Preview(Child, u16);

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Preview {
    fn start(site: &Path) -> Self {
        let mut serve = offprint(site, &["serve", "--no-drafts", "--port", "0", "--now", BEFORE]);
        let mut process = serve.stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim_start_matches("http://").split([':', '/']).nth(1).unwrap().parse().unwrap();
        Self(process, port)
    }

    /// The status of an address, and all that is answered.
    fn get(&self, address: &str) -> (u16, Vec<u8>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.1)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
        let host = format!("localhost:{}", self.1);
        write!(stream, "GET {address} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let status = String::from_utf8_lossy(&bytes[9..12]).parse().unwrap();
        (status, bytes)
    }
}

/// The address of a file of the output.
fn address(path: &Path) -> String {
    let path = path.to_str().unwrap();
    format!("/{}", path.strip_suffix("index.html").unwrap_or(path))
}

#[test]
fn a_preview_without_drafts_answers_no_secret_either() {
    let (folder, canaries) = laid();
    let site = folder.path();
    succeed(site, &["build", "--now", AFTER, "--drafts", "--out", "later"]);
    succeed(site, &["build", "--now", BEFORE, "--out", "now"]);
    let (later, now) = (tree(&site.join("later")), tree(&site.join("now")));
    let preview = Preview::start(site);
    let mut answers = BTreeMap::new();
    let mut hidden = 0;
    let mut addresses: Vec<&PathBuf> = later.keys().collect();
    addresses.retain(|path| *path != Path::new(".offprint"));
    for path in addresses {
        let address = address(path);
        let (status, answer) = preview.get(&address);
        if now.contains_key(path) {
            assert_eq!(status == 200, address != "/404.html", "{address}: {status}");
            answers.insert(format!("answer {}", answers.len()), answer);
        } else {
            hidden += 1;
            assert_eq!(status, 404, "{address} is no address yet");
        }
    }
    assert!(hidden > 40 && answers.len() > 20, "{hidden} hidden, {} answers", answers.len());
    let found = found(&canaries, &answers);
    assert!(found.is_empty(), "secrets are served:\n{}", said(&canaries, &found));
}
