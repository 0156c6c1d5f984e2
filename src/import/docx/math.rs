//! An equation of Word (OMML) becomes TeX.
//!
//! In: `m:oMath` or `m:oMathPara`. Out: a [`Formula`]: TeX as the site's renderer reads it, on one line, and the words that
//! the equation holds. Never: the renderer itself, and never a part of the equation dropped without a word about it.

mod runs;
mod structures;
mod symbols;

use super::xml::{Element, Node};

/// An equation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Formula {
    /// Without the dollars.
    pub tex: String,
    /// All text of the equation, as it stands in the file: runs in a row are one text, all else parts words.
    pub words: String,
    /// What could not be told in TeX, each a message without a full stop.
    pub problems: Vec<String>,
}

/// Reads `m:oMath`, or `m:oMathPara`, whose equations stand below each other.
pub(super) fn tex(math: &Element) -> Formula {
    let mut writer = Writer::default();
    let mut lines: Vec<String> = Vec::new();
    let equations: Vec<&Element> = if math.name == "m:oMathPara" {
        math.elements().filter(|child| child.name == "m:oMath").collect()
    } else {
        vec![math]
    };
    for equation in equations {
        lines.extend(writer.row(equation).split(BREAK).map(|line| line.trim().to_owned()));
    }
    lines.retain(|line| !line.is_empty());
    let tex = match lines.as_slice() {
        [] => String::new(),
        [line] => line.clone(),
        lines => format!("\\begin{{gathered}} {} \\end{{gathered}}", lines.join(" \\\\ ")),
    };
    let mut words = String::new();
    write_words(math, &mut words);
    Formula { tex, words: words.trim().to_owned(), problems: writer.problems }
}

/// A line break of an equation, until it is known whether one is possible there.
const BREAK: char = '\n';

/// All text; runs that stand next to each other are one.
fn write_words(element: &Element, words: &mut String) {
    for child in element.elements() {
        if child.name == "m:r" || child.name == "w:r" {
            for text in
                child.elements().filter(|text| matches!(text.name.as_str(), "m:t" | "w:t" | "w:delText"))
            {
                words.push_str(&text.text());
            }
        } else if !child.name.ends_with("Pr") {
            words.push(' ');
            write_words(child, words);
            words.push(' ');
        }
    }
}

/// What is said while an equation is written.
#[derive(Default)]
struct Writer {
    problems: Vec<String>,
    /// Whether `&` aligns, as it does in the lines of an array of equations.
    aligning: bool,
    /// How many structures are open.
    depth: usize,
}

impl Writer {
    /// What stands in a row in an element.
    fn row(&mut self, element: &Element) -> String {
        let mut tex = String::new();
        let mut rest = element.children.as_slice();
        while let Some((node, after)) = rest.split_first() {
            rest = after;
            let Node::Element(child) = node else { continue };
            if child.name != "m:r" {
                let part = self.structure(child);
                append(&mut tex, &part);
                continue;
            }
            let mut run = runs::read(child, &mut self.problems);
            while let Some((Node::Element(next), after)) = rest.split_first() {
                if next.name == "m:r" {
                    let next = runs::read(next, &mut self.problems);
                    if next.style != run.style {
                        break;
                    }
                    run.text.push_str(&next.text);
                } else if !is_silent(next) {
                    break;
                }
                rest = after;
            }
            append(&mut tex, &runs::tex(&run, self.aligning));
        }
        tex
    }

    /// A row in which nothing aligns and no line ends: an argument.
    fn argument(&mut self, element: Option<&Element>) -> String {
        let Some(element) = element else { return String::new() };
        let aligning = std::mem::take(&mut self.aligning);
        let tex = self.row(element).replace(BREAK, " ");
        self.aligning = aligning;
        tex.trim().to_owned()
    }

    fn problem(&mut self, problem: impl Into<String>) {
        let problem = problem.into();
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}

/// Marks of the editor, which print nothing.
fn is_silent(element: &Element) -> bool {
    let name = element.name.as_str();
    name.ends_with("Pr")
        || matches!(
            name,
            "w:bookmarkStart"
                | "w:bookmarkEnd"
                | "w:proofErr"
                | "w:permStart"
                | "w:permEnd"
                | "w:commentRangeStart"
                | "w:commentRangeEnd"
                | "w:moveFromRangeStart"
                | "w:moveFromRangeEnd"
                | "w:moveToRangeStart"
                | "w:moveToRangeEnd"
        )
}

/// Puts one more part at the end, apart from a command that would swallow its first letter.
fn append(tex: &mut String, part: &str) {
    if part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '*') && ends_in_command(tex) {
        tex.push(' ');
    }
    tex.push_str(part);
}

/// Whether it ends in a command that is spelt in letters.
fn ends_in_command(tex: &str) -> bool {
    let letters = tex.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    letters.len() < tex.len() && letters.ends_with('\\') && !letters.ends_with("\\\\")
}

/// An argument in braces.
fn braced(tex: &str) -> String {
    format!("{{{tex}}}")
}

/// An argument of `^` or `_`, in braces unless it is one letter or digit.
fn script(tex: &str) -> String {
    let mut chars = tex.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if c.is_alphanumeric() => tex.to_owned(),
        _ => braced(tex),
    }
}

/// What scripts are set at, in braces unless it is one thing already.
fn base(tex: &str) -> String {
    if tex.is_empty() {
        return "{}".to_owned();
    }
    if is_one(tex) { tex.to_owned() } else { braced(tex) }
}

/// Whether it is one character, one command, or one command with one argument.
fn is_one(tex: &str) -> bool {
    let mut chars = tex.chars();
    match chars.next() {
        Some('\\') => {
            let rest = chars.as_str().trim_start_matches(|c: char| c.is_ascii_alphabetic());
            rest.is_empty() || (rest.len() < tex.len() - 1 && is_group(rest))
        }
        Some(_) => chars.next().is_none(),
        None => false,
    }
}

/// Whether the brace that it begins with is closed by its last character.
fn is_group(tex: &str) -> bool {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (index, c) in tex.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return index > 0 && index + 1 == tex.len();
        }
    }
    false
}

#[cfg(test)]
mod tests;
