//! Markdown of other tools becomes manuscripts: a case is a file, and what must come of it stands beside it.
//!
//! `tests/import/markdown/NAME.md` (or `.qmd`) has `NAME.expected`: the manuscript, then the remarks. With `BLESS=1` in the
//! environment these are written anew; read them before they are committed.

#![expect(clippy::string_slice, clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use offprint::diagnostic::{Diagnostic, Severity};
use offprint::import::{Import, Input, Options, read};
use offprint::paper::Kind;
use offprint::parse;
use offprint::source::{Manuscript, Role, Source};

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/import/markdown");

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = fs::read_dir(CASES)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end != "expected"))
        .collect();
    cases.sort();
    assert!(!cases.is_empty());
    cases
}

fn import(path: &Path) -> Import {
    let name = path.file_name().unwrap().to_str().unwrap().to_owned();
    of(&name, &fs::read_to_string(path).unwrap())
}

fn of(name: &str, text: &str) -> Import {
    read(&[Input { name: name.into(), bytes: text.into() }], &Options::default()).unwrap()
}

/// The manuscript, and a line for each remark.
fn shown(import: &Import) -> String {
    let mut out = import.manuscript.clone();
    out.push_str("\n==== remarks\n");
    for placed in &import.report.remarks {
        let remark = &placed.remark;
        let line = placed.line.map_or("–".to_owned(), |line| line.to_string());
        let place = remark.place.as_deref().unwrap_or("–");
        write!(out, "{line} ({place}) {:?}: {}", remark.kind, remark.message).unwrap();
        for (mark, words) in [("-", &remark.from), ("+", &remark.to)] {
            for line in words.lines() {
                write!(out, "\n    {mark} {line}").unwrap();
            }
        }
        out.push('\n');
    }
    out
}

/// What offprint says of a manuscript.
fn problems(text: &str) -> Vec<Diagnostic> {
    let lang = text.lines().find_map(|line| line.strip_prefix("lang = \"")).map_or("en", |rest| &rest[..2]);
    let manuscript = Manuscript {
        kind: Kind::Paper,
        key: "papers/x".into(),
        collection: Some("papers".into()),
        lang: lang.into(),
        address: "/papers/x/".into(),
        files: Vec::new(),
    };
    let path: Arc<str> = "content/papers/x/index.md".into();
    let source = Source { path, role: Role::Main, text: text.into() };
    let settings = parse::Settings { math: false, raw_html: false, smart: true };
    parse::paper(&manuscript, &[source], &settings).problems
}

fn errors(text: &str) -> Vec<String> {
    let errors = problems(text).into_iter().filter(|problem| problem.severity == Severity::Error);
    errors.map(|problem| problem.message).collect()
}

#[test]
fn cases_become_what_they_should() {
    let mut failed = Vec::new();
    for path in cases() {
        let import = import(&path);
        let found = shown(&import);
        let expected = path.with_extension("expected");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&expected, &found).unwrap();
        }
        if fs::read_to_string(&expected).unwrap_or_default() != found {
            failed.push(format!("{}\n{found}", path.display()));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

#[test]
fn every_word_is_accounted_for_and_nothing_is_an_error() {
    for path in cases() {
        let import = import(&path);
        assert!(import.report.balance.is_even(), "{}: {:#?}", path.display(), import.report.balance);
        assert_eq!(errors(&import.manuscript), Vec::<String>::new(), "{}", path.display());
    }
}

#[test]
fn what_was_imported_stays_as_it_is() {
    for path in cases() {
        let first = import(&path);
        let second = of("index.md", &first.manuscript);
        assert_eq!(second.manuscript, first.manuscript, "{}", path.display());
    }
}

/// Whether offprint finds nothing in a manuscript that an import would mend.
fn is_good(text: &str) -> bool {
    let mended =
        |problem: &Diagnostic| problem.severity == Severity::Error || problem.rule.code == "heading-is-title";
    !problems(text).iter().any(mended)
}

/// Good manuscripts of offprint's own.
fn own() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["tests/papers", "content/papers/safe-cities", "content/papers/contact-tracing-in-asia"];
    let files = folders.iter().flat_map(|folder| fs::read_dir(root.join(folder)).unwrap());
    let mut files: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
    // Some files of a manuscript are a part of it, and an import makes whole ones.
    let parts = ["01-what-was-counted.md", "02-whose-rules.md", "03-after-the-emergency.md", "notes.md"];
    files.retain(|path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.ends_with(".md")
            && !(path.starts_with(root.join("content")) && parts.contains(&name))
            && is_good(&fs::read_to_string(path).unwrap())
    });
    files.sort();
    assert!(files.len() > 5, "{files:?}");
    files
}

#[test]
fn a_manuscript_of_offprint_s_own_is_left_alone() {
    for path in own() {
        let text = fs::read_to_string(&path).unwrap();
        let found = of(path.file_name().unwrap().to_str().unwrap(), &text);
        assert_eq!(found.manuscript, text, "{}", path.display());
        assert!(found.report.balance.is_even());
        let crlf = text.replace('\n', "\r\n");
        assert_eq!(of("index.md", &crlf).manuscript, crlf, "{}", path.display());
    }
}

/// Pieces that the syntaxes of all tools are made of.
const PIECES: [&str; 64] = [
    "---\n",
    "+++\n",
    "title: A b\n",
    "title = \"x\"\n",
    "author:\n- name: C\n",
    "date: 5 May 2020\n",
    "# ",
    "## ",
    "\n",
    "\n\n",
    "word ",
    "żółw",
    "½",
    "\u{301}",
    "中文",
    "- ",
    "1. ",
    "> ",
    "    ",
    "```\n",
    "```{r}\n",
    "~~~",
    "::: {.callout-note title=\"x\"}\n",
    ":::\n",
    "::: note\n",
    "![",
    "[",
    "](",
    ")",
    "](a.png \"t\")",
    "{#id .c k=v}",
    "{width=50%}",
    "{: .x}",
    "{=latex}",
    "`",
    "$",
    "\\(",
    "\\)",
    "\\newpage",
    "\\cite{a}",
    "{{< figure src=\"a.png\" caption=\"b\" >}}",
    "{{< x",
    ">}}",
    "{% include a %}",
    "<b>",
    "</b>",
    "<img src=a.png>",
    "<!--",
    "-->",
    "| a | b |\n",
    "|---|---|\n",
    "+---+---+\n",
    "--- ---\n",
    "-----\n",
    "=====\n",
    ": def\n",
    "(@a) ",
    "[^1]",
    "[^1]: ",
    "^[",
    "[@fig-a]",
    "| line\n",
    "Table: x {#tbl-a}\n",
    "\t",
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(1500))]
    #[test]
    fn any_text_is_imported_and_accounted_for(picks in proptest::collection::vec(0..PIECES.len(), 0..40), quarto: bool) {
        let text: String = picks.into_iter().map(|pick| PIECES[pick]).collect();
        let import = of(if quarto { "a.qmd" } else { "a.md" }, &text);
        proptest::prop_assert!(import.report.balance.is_even(), "{text:?} {:?}\n{:?}", import.manuscript, import.report.balance);
    }
}

/// Pieces that are repeated without end.
const REPEATED: [&str; 30] = [
    "[",
    "![",
    "`a``b",
    "<b>",
    "<a ",
    "{a ",
    "{{<",
    "![a *b*](c.png){#fig-x width=3}\n\n",
    "::: {.callout-note}\n",
    "::: note\nx\n:::\n\n",
    "| a | b |\n|---|---|\n| c | d |\n\n",
    "+--+\n|a |\n+--+\n\n",
    "--- ---\na b\n\n",
    "-----\n\n",
    "Term\n:   def\n\n",
    "a\n===\n\n",
    "> ",
    "\\begin{a}\n",
    "{% highlight x %}\n",
    "$a ",
    "\\cite{",
    "[^a",
    "(@) a\n",
    "<figure>\n",
    "中[文]{.x}字",
    "| a\n",
    "Table: x\n",
    "</b>",
    "<!-- a\n",
    "{#",
];

/// What this thread has cost so far, in seconds, whatever else the machine does; 0 where the system doesn't tell.
fn processor_time() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split(' ').next().and_then(|time| time.parse::<f64>().ok()).unwrap_or_default() / 1e9
}

#[test]
fn time_grows_with_the_text_and_no_faster() {
    for piece in REPEATED {
        let text =
            |bytes: usize| format!("---\ntitle: A\nformat: x\n---\n\n{}", piece.repeat(bytes / piece.len()));
        let took = |bytes: usize| {
            let text = text(bytes);
            let start = processor_time();
            let import = of("a.qmd", &text);
            assert!(import.report.balance.is_even(), "{piece:?}");
            processor_time() - start
        };
        let (short, long) = (took(10_000), took(80_000));
        assert!(long < short * 8.0 * 3.0 + 0.3, "{piece:?}: {short:.3} s, then {long:.3} s");
    }
}

#[test]
fn a_manuscript_that_no_site_would_read_is_not_made() {
    let text = "Words of it.\n\n".repeat((8 << 20) / 14 + 1);
    let input = Input { name: "long.md".into(), bytes: text.into_bytes() };
    let refusal = read(&[input], &Options::default()).unwrap_err();
    assert_eq!(refusal.message, "the manuscript of `long.md` would be larger than 8 MB");
    assert!(!refusal.hints.is_empty());
}
