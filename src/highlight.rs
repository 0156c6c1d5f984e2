//! Code as HTML in which a dozen classes say what its words are. The one door for syntect and two-face.
//!
//! In: the text of a code block. Out: what stands inside `<code>`. Never: colours (they are the theme's), or a change to the code's text.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::LazyLock;

use syntect::parsing::{
    BasicScopeStackOp, ParseState, Scope, ScopeStack, ScopeStackOp, SyntaxReference, SyntaxSet,
};

use crate::escape::Specials;
use crate::paper::CodeText;

/// Longer code is for downloading, not for reading; its colours aren't worth the seconds.
const LONGEST: usize = 200_000;

/// Grammars take time in the square of a line's length; no person wrote a longer line.
const LONGEST_LINE: usize = 4_000;

/// What a piece of code is: the names of all classes, without `hl-`.
pub const CLASSES: [&str; 12] = [
    "keyword",
    "string",
    "comment",
    "number",
    "function",
    "type",
    "constant",
    "operator",
    "punctuation",
    "variable",
    "tag",
    "attribute",
];

/// Scopes and the class of what lies in them; of several that fit, the first counts. An empty class is bare text: what lies in such a
/// scope is judged without regard to what is around it (an expression in a string). Brackets and commas have no class: nobody colours
/// them, and they are most of what a page would carry.
const SCOPES: [(&str, &str); 45] = [
    ("punctuation.definition.comment", "comment"),
    ("punctuation.definition.string", "string"),
    ("punctuation.definition.tag", "tag"),
    ("punctuation.definition.heading", "keyword"),
    ("punctuation.definition.variable", "variable"),
    ("punctuation.definition.annotation", "attribute"),
    ("punctuation.section.interpolation", "punctuation"),
    ("punctuation.definition.interpolation", "punctuation"),
    ("punctuation.definition.template-expression", "punctuation"),
    ("comment", "comment"),
    ("constant.numeric", "number"),
    ("constant.other.color", "number"),
    ("constant", "constant"),
    ("support.constant", "constant"),
    ("entity.name.constant", "constant"),
    ("string", "string"),
    ("variable.function", "function"),
    ("entity.name.function", "function"),
    ("support.function", "function"),
    ("support.macro", "function"),
    ("variable.annotation", "attribute"),
    ("entity.name.tag", "tag"),
    ("entity.other.attribute-name", "attribute"),
    ("support.type.property-name", "attribute"),
    ("entity.other.inherited-class", "type"),
    ("entity.name.section", "type"),
    ("entity.name.label", "constant"),
    ("entity.name", "type"),
    ("support.type", "type"),
    ("support.class", "type"),
    ("variable.language", "keyword"),
    ("variable.parameter", "variable"),
    ("variable.other.readwrite", "variable"),
    ("keyword.operator", "operator"),
    ("keyword", "keyword"),
    ("storage.type.numeric", "number"),
    ("storage.type.string", "string"),
    ("storage", "keyword"),
    ("markup.heading", "keyword"),
    ("markup.inserted", "string"),
    ("markup.deleted", "constant"),
    ("markup.raw", "string"),
    ("markup.underline.link", "string"),
    ("meta.interpolation", ""),
    ("meta.embedded", ""),
];

/// Names that writers use and grammars don't know.
const ALIASES: [(&str, &str); 8] = [
    ("shell", "bash"),
    ("console", "bash"),
    ("golang", "go"),
    ("csharp", "cs"),
    ("docker", "dockerfile"),
    ("node", "js"),
    ("mjs", "js"),
    ("jsonc", "json"),
];

// Loading takes some milliseconds, so only a site with code pays for it.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

static CLASS_OF: LazyLock<Vec<(Scope, &'static str)>> = LazyLock::new(|| {
    SCOPES.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class))).collect()
});

/// The code as HTML; `None` if its language is unknown or it is too long, for plain text to be shown.
pub fn html(code: &CodeText) -> Option<String> {
    let syntax = syntax(code.language.as_deref()?)?;
    let is_long = code.text.len() > LONGEST || code.text.lines().any(|line| line.len() > LONGEST_LINE);
    (!is_long).then(|| pieces(&code.text, syntax)).flatten().map(|pieces| write(&code.text, &pieces))
}

fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let language = language.to_ascii_lowercase();
    let name = ALIASES.iter().find(|(alias, _)| *alias == language).map_or(&*language, |(_, name)| name);
    SYNTAXES.find_syntax_by_token(name).filter(|syntax| syntax.name != "Plain Text")
}

/// The parts of the text that have a class, in order; neighbours have different classes.
fn pieces(text: &str, syntax: &SyntaxReference) -> Option<Vec<(Range<usize>, &'static str)>> {
    let mut state = ParseState::new(syntax);
    let mut scopes = Scopes::default();
    let mut pieces = Pieces { text, list: Vec::new() };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let operations = if line.ends_with('\n') {
            state.parse_line(line, &SYNTAXES)
        } else {
            // Grammars count on a line's end.
            state.parse_line(&format!("{line}\n"), &SYNTAXES)
        };
        let mut from = 0;
        for (to, operation) in operations.ok()? {
            let to = to.min(line.len());
            pieces.add(start + from..start + to, scopes.class());
            scopes.apply(&operation)?;
            from = to;
        }
        pieces.add(start + from..start + line.len(), scopes.class());
        start += line.len();
    }
    Some(pieces.list)
}

/// The scopes that a place in the text lies in, outermost first.
#[derive(Default)]
struct Scopes {
    stack: ScopeStack,
    /// For each of them, the class of what lies in it: its own, or that of the scopes around it.
    classes: Vec<&'static str>,
}

impl Scopes {
    /// The class of the innermost scope that has one.
    fn class(&self) -> &'static str {
        self.classes.last().copied().unwrap_or_default()
    }

    fn apply(&mut self, operation: &ScopeStackOp) -> Option<()> {
        let classes = &mut self.classes;
        let step = |operation: BasicScopeStackOp, _: &[Scope]| match operation {
            BasicScopeStackOp::Push(scope) => {
                let outer = classes.last().copied().unwrap_or_default();
                classes.push(class_of(scope).unwrap_or(outer));
            }
            BasicScopeStackOp::Pop => {
                classes.pop();
            }
        };
        self.stack.apply_with_hook(operation, step).ok()
    }
}

/// The class that a scope has by itself.
fn class_of(scope: Scope) -> Option<&'static str> {
    CLASS_OF.iter().find(|(outer, _)| outer.is_prefix_of(scope)).map(|(_, class)| *class)
}

struct Pieces<'a> {
    text: &'a str,
    list: Vec<(Range<usize>, &'static str)>,
}

impl Pieces<'_> {
    /// Space belongs to no class, but between two parts of the same class it is no reason to end one.
    fn add(&mut self, range: Range<usize>, class: &'static str) {
        let is_blank = |range: Range<usize>| self.text.get(range).is_none_or(|part| part.trim().is_empty());
        if class.is_empty() || is_blank(range.clone()) {
            return;
        }
        // A comment's scope takes in the end of its line.
        let part = self.text.get(range.clone()).unwrap_or_default();
        let range = range.start..range.start + part.trim_end().len();
        let gap = self.list.last().map(|(last, _)| last.end..range.start);
        match self.list.last_mut() {
            Some((last, same)) if *same == class && gap.is_some_and(is_blank) => last.end = range.end,
            _ => self.list.push((range, class)),
        }
    }
}

fn write(text: &str, pieces: &[(Range<usize>, &'static str)]) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    let mut done = 0;
    for (range, class) in pieces {
        escape(text.get(done..range.start).unwrap_or_default(), &mut out);
        let _ = write!(out, "<span class=\"hl-{class}\">");
        escape(text.get(range.clone()).unwrap_or_default(), &mut out);
        out.push_str("</span>");
        done = range.end;
    }
    escape(text.get(done..).unwrap_or_default(), &mut out);
    out
}

fn escape(text: &str, out: &mut String) {
    const SPECIALS: Specials<3> = Specials { characters: *b"&<>", replacements: ["&amp;", "&lt;", "&gt;"] };
    let Ok(()) = SPECIALS.escape(text, |part| {
        out.push_str(part);
        Ok::<(), Infallible>(())
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(language: &str, text: &str) -> Option<String> {
        html(&CodeText { language: Some(language.into()), text: text.into() })
    }

    fn without_tags(html: &str) -> String {
        let mut out = String::new();
        let mut rest = html;
        while let Some((before, after)) = rest.split_once('<') {
            out.push_str(before);
            rest = after.split_once('>').unwrap().1;
        }
        out.push_str(rest);
        out.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    }

    const SAMPLES: [(&str, &str); 9] = [
        (
            "rust",
            "/// Adds.\nfn add(a: u32) -> Vec<u32> {\n    let text = \"a & b\\n\"; // why\n    a + 1\n}\n",
        ),
        (
            "python",
            "import csv\n\nclass Row(dict):\n    def total(self, n=3):\n        return f\"{n} < {self.x}\" + 'y'\n",
        ),
        ("js", "const a = async (x) => { await f(`x ${x + 1}`); return null }\n"),
        ("json", "{\"a\": [1, true, null, \"x\"]}"),
        ("html", "<!doctype html>\n<p class=\"a\">x &amp; y</p>\n<script>let a = 1</script>"),
        ("css", "a:hover { color: #fff; margin: 0 1px }\n"),
        ("bash", "for f in *.md; do echo \"$f\" | wc -l; done # all\n"),
        ("toml", "[site]\ntitle = \"x\"\nn = 3\n"),
        ("sql", "SELECT name, count(*) FROM papers WHERE year > 2020;\n"),
    ];

    #[test]
    fn the_text_stays_the_same() {
        for (language, text) in SAMPLES {
            assert_eq!(without_tags(&code(language, text).unwrap()), text, "{language}");
        }
        let odd = "\u{feff}\0ż\r\n\"open\n'\t日本<>&";
        for (language, _) in SAMPLES {
            assert_eq!(without_tags(&code(language, odd).unwrap()), odd, "{language}");
        }
    }

    #[test]
    fn only_the_dozen_classes_are_used() {
        for (_, class) in SCOPES {
            assert!(class.is_empty() || CLASSES.contains(&class), "{class}");
        }
        assert_eq!(CLASS_OF.len(), SCOPES.len());
    }

    #[test]
    fn words_have_their_classes() {
        let rust = code("rust", SAMPLES[0].1).unwrap();
        for part in [
            "<span class=\"hl-comment\">/// Adds.</span>",
            "<span class=\"hl-keyword\">fn</span> <span class=\"hl-function\">add</span>",
            "<span class=\"hl-string\">&quot;".replace("&quot;", "\"").as_str(),
            "<span class=\"hl-number\">1</span>",
        ] {
            assert!(rust.contains(part), "{part} in {rust}");
        }
        let html = code("html", SAMPLES[4].1).unwrap();
        assert!(html.contains("<span class=\"hl-attribute\">class</span>"), "{html}");
        assert!(html.contains("hl-tag"), "{html}");
    }

    #[test]
    fn a_page_of_code_stays_small() {
        let text = include_str!("highlight.rs");
        let html = code("rust", text).unwrap();
        assert!(html.len() <= 4 * text.len(), "{} for {}", html.len(), text.len());
    }

    #[test]
    fn unknown_and_endless_code_stays_plain() {
        assert_eq!(code("no-such-language", "x"), None);
        assert_eq!(code("text", "x"), None);
        assert_eq!(html(&CodeText { language: None, text: "x".into() }), None);
        assert_eq!(code("rust", &"x\n".repeat(LONGEST)), None);
        assert_eq!(code("json", &"[".repeat(LONGEST_LINE + 1)), None);
        assert_eq!(code("rust", "").as_deref(), Some(""));
    }

    #[test]
    fn common_names_are_known() {
        for name in [
            "Python",
            "py",
            "r",
            "yaml",
            "yml",
            "shell",
            "TypeScript",
            "tsx",
            "c",
            "cpp",
            "c++",
            "java",
            "xml",
            "tex",
            "diff",
            "md",
            "golang",
            "rb",
            "php",
        ] {
            assert!(syntax(name).is_some(), "{name}");
        }
    }
}
