//! Poppler's programs, which read the file.
//!
//! In: the bytes of a PDF. Out: what the programs print, as text. Never: a shell, a name of the author's as an argument,
//! more than [`LIMIT`] of output or [`PATIENCE`] of time.

use std::ffi::OsStr;
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use std::{env, fs, io};

use super::super::{Failure, Input};

/// How much a program may print.
const LIMIT: u64 = 64 << 20;
/// How much of its complaints is read.
const COMPLAINTS: u64 = 64 << 10;
/// How long a program may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// What programs see of the environment: where programs are, and what Windows can't start one without.
const ENVIRONMENT: [&str; 3] = ["PATH", "SystemRoot", "TMPDIR"];

/// What the programs print.
#[derive(Debug, Default)]
pub(super) struct Dump {
    /// Of `pdftotext -bbox-layout`: pages, lines and words with their places.
    pub(super) layout: String,
    /// Of `pdftotext -bbox`: pages and words.
    pub(super) words: String,
    /// Of `pdftohtml -xml`: sizes and styles; empty if it isn't to be had.
    pub(super) fonts: String,
    /// How many pictures there are, tiny ones aside; `None` if it isn't to be had.
    pub(super) pictures: Option<usize>,
    /// The addresses of links, as `pdfinfo -url` lists them, each with its page; none if that isn't to be had.
    pub(super) links: Vec<(usize, String)>,
}

/// Runs the programs.
pub(super) fn dump(input: &Input) -> Result<Dump, Failure> {
    let folder = Folder::with(&input.bytes)
        .map_err(|error| Failure::new(format!("`{}` can't be laid down for reading: {error}", input.name)))?;
    let file = folder.file();
    let words = text(input, &["-bbox", "-enc", "UTF-8"], &file)?;
    let layout = text(input, &["-bbox-layout", "-enc", "UTF-8"], &file)?;
    let fonts = ["-xml", "-i", "-q", "-stdout", "-nodrm", "-zoom", "4", "-enc", "UTF-8"];
    let fonts = run("pdftohtml", &fonts, &[&file]).map(|out| out.printed).unwrap_or_default();
    let pictures = run("pdfimages", &["-list"], &[&file]).ok().map(|out| count_pictures(&out.printed));
    let links = run("pdfinfo", &["-url"], &[&file]).ok().filter(|out| out.good);
    let links = links.map(|out| listed_links(&out.printed)).unwrap_or_default();
    Ok(Dump { layout, words, fonts, pictures, links })
}

/// What `pdftotext` prints, or why it doesn't.
fn text(input: &Input, options: &[&str], file: &Path) -> Result<String, Failure> {
    let name = &input.name;
    match run("pdftotext", options, &[file, Path::new("-")]) {
        Ok(out) if out.good => Ok(out.printed),
        Ok(out) => Err(refusal(name, &out.complaints)),
        Err(Trouble::Missing) => Err(missing(name)),
        Err(Trouble::Slow) => Err(Failure::new(format!(
            "`{name}` took `pdftotext` longer than {} seconds, and was given up",
            PATIENCE.as_secs()
        ))
        .hint("print the pages that you need to a new PDF and import that")),
        Err(Trouble::Large) => {
            Err(Failure::new(format!("`{name}` holds more than {} MB of text", LIMIT >> 20))
                .hint("print the pages that you need to a new PDF and import that"))
        }
        Err(Trouble::Broken(error)) => {
            Err(Failure::new(format!("`{name}`: `pdftotext` can't be run: {error}")))
        }
    }
}

fn missing(name: &str) -> Failure {
    Failure::new(format!("`{name}` can't be read, because `pdftotext` isn't installed"))
        .hint("it is part of Poppler. Debian and Ubuntu: `sudo apt install poppler-utils`; macOS: `brew install poppler`; Windows: `scoop install poppler`")
        .hint("or import the Word file that the PDF was made from, or its text saved as .txt")
}

/// Why a file can't be read, by what `pdftotext` says of it.
fn refusal(name: &str, complaints: &str) -> Failure {
    let says = |words: &str| complaints.to_lowercase().contains(words);
    if says("password") || says("encrypt") {
        return Failure::new(format!("`{name}` is locked with a password"))
            .hint("open it with the password, print it to a new PDF and import that");
    }
    if says("not allowed") {
        return Failure::new(format!("`{name}` forbids copying its text"))
            .hint("ask its publisher for a copy that allows it, or for the Word file");
    }
    Failure::new(format!("`{name}` is broken: `pdftotext` can't read it")).hint(
        "open it in a viewer; if that works, print it to a new PDF and import that; else get the file again",
    )
}

/// The links of a list: `   3  Annotation    https://example.org/`.
fn listed_links(list: &str) -> Vec<(usize, String)> {
    let link = |line: &str| {
        let mut fields = line.split_whitespace();
        let page = fields.next()?.parse().ok()?;
        let address = fields.nth(1).filter(|address| address.starts_with("http"))?;
        Some((page, address.to_owned()))
    };
    list.lines().filter_map(link).collect()
}

/// How many pictures a list of them has. A mask belongs to another picture; one that is used again is the same one;
/// a few pixels are a bullet or a rule.
fn count_pictures(list: &str) -> usize {
    let mut seen = std::collections::BTreeSet::new();
    for line in list.lines().skip(2) {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let number = |at: usize| fields.get(at).and_then(|field| field.parse::<usize>().ok()).unwrap_or(0);
        if fields.get(2) == Some(&"image") && number(3) >= 32 && number(4) >= 32 {
            seen.insert((number(10), number(11), if number(10) == 0 { number(1) } else { 0 }));
        }
    }
    seen.len()
}

/// What came of a program.
struct Output {
    good: bool,
    printed: String,
    complaints: String,
}

/// Why nothing came of it.
enum Trouble {
    Missing,
    Slow,
    Large,
    Broken(io::Error),
}

/// Runs a program with options and paths, in a clean environment.
fn run(program: &str, options: &[&str], paths: &[&Path]) -> Result<Output, Trouble> {
    let mut command = Command::new(program);
    command.args(options).args(paths.iter().map(|path| path.as_os_str()));
    command.env_clear().env("LC_ALL", "C");
    for name in ENVIRONMENT {
        if let Some(value) = env::var_os(name) {
            command.env(OsStr::new(name), value);
        }
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => Trouble::Missing,
        _ => Trouble::Broken(error),
    })?;
    let printed = reader(child.stdout.take(), LIMIT + 1);
    let complaints = reader(child.stderr.take(), COMPLAINTS);
    let ended = wait(&mut child, &printed);
    let printed = printed.join().unwrap_or_default();
    if printed.len() as u64 > LIMIT {
        return Err(Trouble::Large);
    }
    let good = ended?;
    let complaints = complaints.join().unwrap_or_default();
    let decoded = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok(Output { good, printed: decoded(&printed), complaints: decoded(&complaints) })
}

/// Reads a stream to its end or to a limit, beside the program that writes it.
fn reader<R: Read + Send + 'static>(stream: Option<R>, limit: u64) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(stream) = stream {
            // What was read before an error is worth as much as what was read before an end.
            let _ = stream.take(limit).read_to_end(&mut bytes);
        }
        bytes
    })
}

/// Waits for a program, and ends it if it takes too long or if nobody reads what it prints any longer. Whether it ended well.
fn wait(child: &mut Child, printed: &JoinHandle<Vec<u8>>) -> Result<bool, Trouble> {
    let begin = Instant::now();
    let mut unread = 0;
    loop {
        if let Some(status) = child.try_wait().map_err(Trouble::Broken)? {
            return Ok(status.success());
        }
        unread += usize::from(printed.is_finished());
        if begin.elapsed() > PATIENCE || unread > 200 {
            let _ = child.kill();
            let _ = child.wait();
            return Err(Trouble::Slow);
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// A folder of our own that holds the file while it is read, under a name that no program can take for an option.
struct Folder(PathBuf);

impl Folder {
    fn with(bytes: &[u8]) -> io::Result<Self> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let process = std::process::id();
        loop {
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let path = env::temp_dir().join(format!("offprint-pdf-{process}-{count}"));
            match fs::create_dir(&path) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists && count < 10_000 => continue,
                made => made?,
            }
            let folder = Self(path);
            fs::File::create_new(folder.file())?.write_all(bytes)?;
            return Ok(folder);
        }
    }

    fn file(&self) -> PathBuf {
        self.0.join("document.pdf")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that can't be removed does no harm where it is.
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiny_pictures_masks_and_repeats_are_no_pictures() {
        let list = "\
page   num  type   width height color comp bpc  enc interp  object ID x-ppi y-ppi size ratio
--------------------------------------------------------------------------------------------
   1     0 image      14    16  icc     3   8  image  no         6  0    84    96  384B  57%
   1     1 image     640   480  icc     3   8  jpeg   no         7  0    84    96  384B  57%
   1     2 smask     640   480  gray    1   8  image  no         8  0    84    96   38B  17%
   2     3 image     640   480  icc     3   8  jpeg   no         7  0    84    96  384B  57%
   2     4 image     800   600  icc     3   8  jpeg   no        12  0    84    96  384B  57%
";
        assert_eq!(count_pictures(list), 2);
        assert_eq!(count_pictures(""), 0);
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said() {
        assert_eq!(
            refusal("a.pdf", "Command Line Error: Incorrect password\n").message,
            "`a.pdf` is locked with a password"
        );
        assert_eq!(
            refusal("a.pdf", "Syntax Error: Couldn't read xref table").message,
            "`a.pdf` is broken: `pdftotext` can't read it"
        );
    }

    #[test]
    fn a_program_that_is_not_there_is_missing() {
        assert!(matches!(run("no-such-program-of-poppler", &[], &[]), Err(Trouble::Missing)));
    }
}
