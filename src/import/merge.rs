//! Three versions of a text become one.
//!
//! In: a text, and two that were made of it: one by hand, one by a later import. Out: one text with the changes of
//! both, and conflicts marked where both changed the same words. Never: files, and never a change of the hand's lost.
//!
//! Texts are merged by lines (a paragraph is one). Where both changed a paragraph they are merged by words, and only where
//! both changed the same words, or words side by side, is there a conflict.

use diffy::{ConflictStyle, MergeOptions};

/// Begins the line at which a conflict begins.
pub const BEGINS: &str = "<<<<<<< ";
/// Begins the line after which the last import's text stands.
const BASE: &str = "||||||| ";
/// The line after which the new import's text stands.
const MIDDLE: &str = "=======";
/// Begins the line at which a conflict ends.
const ENDS: &str = ">>>>>>> ";
/// Words of a paragraph that are still merged one by one: the search takes quadratic time.
const MOST_WORDS: usize = 20_000;
/// Stands for the end of a line among words, each of which is given to the merge as a line.
const LINE_END: &str = "\u{e0ff}";

/// What the versions are called at a conflict.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// The text that was edited by hand.
    pub edited: &'a str,
    /// The text of the new import.
    pub imported: &'a str,
}

/// Two sets of changes in one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// The text.
    pub text: String,
    /// The lines (from 1) on which marked conflicts begin.
    pub conflicts: Vec<usize>,
    /// The lines (from 1) of paragraphs that both changed, in different words.
    pub woven: Vec<usize>,
}

/// Makes one text of two that were made of `base`. Lines end as in the edited text.
pub fn merge(base: &str, edited: &str, imported: &str, names: Names<'_>) -> Merged {
    let crlf = edited.contains("\r\n");
    let [base, edited, imported] = [base, edited, imported].map(with_line_feeds);
    let length = longest_mark([&base, &edited, &imported]) + 8;
    let mut options = MergeOptions::new();
    options.set_conflict_marker_length(length).set_conflict_style(ConflictStyle::Diff3);
    let mut merged = match options.merge(&base, &edited, &imported) {
        Ok(text) => Merged { text, ..Merged::default() },
        Err(marked) => settled(&marked, length, names),
    };
    if crlf {
        merged.text = merged.text.replace('\n', "\r\n");
    }
    merged
}

/// Whether a text has a conflict that nobody has resolved.
pub fn has_conflict(text: &str) -> bool {
    text.lines().any(|line| line.starts_with(BEGINS)) && text.lines().any(|line| line.starts_with(ENDS))
}

fn with_line_feeds(text: &str) -> String {
    let mut text = text.replace("\r\n", "\n");
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// The length of the longest row of marks that begins a line, so that longer ones can't be taken for a line of the text.
fn longest_mark(texts: [&String; 3]) -> usize {
    let row = |line: &str| {
        let first = line.chars().next().filter(|c| matches!(c, '<' | '|' | '=' | '>'));
        first.map_or(0, |first| line.chars().take_while(|c| *c == first).count())
    };
    texts.into_iter().flat_map(|text| text.lines()).map(row).max().unwrap_or(0)
}

/// The three versions of a place that both changed.
#[derive(Debug, Default)]
struct Conflict {
    edited: String,
    base: String,
    imported: String,
}

/// Resolves the conflicts of lines that are none of words, and marks the others.
fn settled(marked: &str, length: usize, names: Names<'_>) -> Merged {
    let marks = ['<', '|', '=', '>'].map(|c| c.to_string().repeat(length));
    let mut merged = Merged::default();
    let mut line = 1;
    let mut part = 0;
    let mut conflict = Conflict::default();
    for text in marked.split_inclusive('\n') {
        match marks.iter().position(|mark| text.starts_with(mark.as_str())) {
            Some(3) => {
                part = 0;
                settle(&std::mem::take(&mut conflict), &mut merged, &mut line, names);
            }
            Some(mark) => part = mark + 1,
            None => match part {
                0 => push(text, &mut merged.text, &mut line),
                1 => conflict.edited.push_str(text),
                2 => conflict.base.push_str(text),
                _ => conflict.imported.push_str(text),
            },
        }
    }
    merged
}

fn push(text: &str, out: &mut String, line: &mut usize) {
    out.push_str(text);
    *line += text.matches('\n').count();
}

fn settle(conflict: &Conflict, merged: &mut Merged, line: &mut usize, names: Names<'_>) {
    if let Some(text) = by_words(conflict) {
        merged.woven.push(*line);
        push(&text, &mut merged.text, line);
        return;
    }
    merged.conflicts.push(*line);
    let Conflict { edited, base, imported } = conflict;
    let text = format!(
        "{BEGINS}{}\n{edited}{BASE}the last import\n{base}{MIDDLE}\n{imported}{ENDS}{}\n",
        names.edited, names.imported
    );
    push(&text, &mut merged.text, line);
}

/// The changes of both in one text, if they are of different words.
fn by_words(conflict: &Conflict) -> Option<String> {
    let Conflict { edited, base, imported } = conflict;
    let texts = [base, edited, imported];
    if base.trim().is_empty() || texts.iter().any(|text| text.contains(LINE_END)) {
        return None;
    }
    let [base, edited, imported] = texts.map(|text| lines_of_words(text));
    if [&base, &edited, &imported].iter().any(|text| text.lines().count() > MOST_WORDS) {
        return None;
    }
    let merged = MergeOptions::new().merge(&base, &edited, &imported).ok()?;
    Some(merged.replace('\n', "").replace(LINE_END, "\n"))
}

/// Each word with the spaces after it as a line.
fn lines_of_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    for line in text.split_inclusive('\n') {
        let (words, end) = line.strip_suffix('\n').map_or((line, ""), |words| (words, LINE_END));
        for word in words.split_inclusive(' ') {
            out.push_str(word);
            out.push('\n');
        }
        if !end.is_empty() {
            out.push_str(end);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NAMES: Names<'_> = Names { edited: "index.md", imported: "paper.docx" };

    fn merged(base: &str, edited: &str, imported: &str) -> Merged {
        merge(base, edited, imported, NAMES)
    }

    #[test]
    fn changes_of_different_paragraphs_are_both_kept() {
        let merged = merged(
            "One.\n\nTwo.\n\nThree.\n",
            "One!\n\nTwo.\n\nThree.\n",
            "One.\n\nTwo.\n\nThree and four.\n",
        );
        assert_eq!(merged.text, "One!\n\nTwo.\n\nThree and four.\n");
        assert!(merged.conflicts.is_empty() && merged.woven.is_empty());
    }

    #[test]
    fn changes_of_different_words_of_a_paragraph_are_both_kept() {
        let merged = merged(
            "First.\n\nThe city bought ten cameras in the old town last year.\n",
            "First.\n\nThe city bought ten cameras in the Old Town last year.\n",
            "First.\n\nThe city bought twelve cameras in the old town last year.\n",
        );
        assert_eq!(merged.text, "First.\n\nThe city bought twelve cameras in the Old Town last year.\n");
        assert_eq!((merged.conflicts.len(), merged.woven), (0, vec![3]));
    }

    #[test]
    fn changes_of_the_same_words_are_marked() {
        let merged = merged(
            "A.\n\nTen cameras.\n\nB.\n",
            "A.\n\nTwelve cameras.\n\nB.\n",
            "A.\n\nNine cameras.\n\nB!\n",
        );
        assert_eq!(
            merged.text,
            "A.\n\n<<<<<<< index.md\nTwelve cameras.\n||||||| the last import\nTen cameras.\n=======\nNine cameras.\n>>>>>>> paper.docx\n\nB!\n"
        );
        assert_eq!(merged.conflicts, [3]);
        assert!(has_conflict(&merged.text));
    }

    #[test]
    fn a_deleted_paragraph_that_changed_is_a_conflict() {
        let merged = merged("A.\n\nTen cameras.\n\nB.\n", "A.\n\nB.\n", "A.\n\nNine cameras.\n\nB.\n");
        assert!(!merged.conflicts.is_empty() && merged.text.contains("Nine cameras."), "{}", merged.text);
    }

    #[test]
    fn lines_end_as_the_edited_text_has_them() {
        let merged = merged("One.\n\nTwo.\n", "One!\r\n\r\nTwo.\r\n", "One.\n\nTwo?\n");
        assert_eq!(merged.text, "One!\r\n\r\nTwo?\r\n");
    }

    #[test]
    fn marks_in_the_text_itself_are_text() {
        let base = "<<<<<<<<<<<<<<<<<<<<<<<< a\nx\n";
        let merged = merged(base, &base.replace('x', "y"), &base.replace('x', "z"));
        assert_eq!(merged.conflicts, [2]);
        assert!(merged.text.starts_with("<<<<<<<<<<<<<<<<<<<<<<<< a\n"));
    }

    proptest! {
        #[test]
        fn one_side_alone_is_taken_as_it_is(base in "([a-d]{0,3}[ \n]{1,2}){0,12}", edited in "([a-d]{0,3}[ \n]{1,2}){0,12}") {
            let edited = with_line_feeds(&edited);
            prop_assert_eq!(&merged(&base, &edited, &base).text, &edited);
            prop_assert_eq!(&merged(&base, &base, &edited).text, &edited);
            prop_assert_eq!(&merged(&base, &edited, &edited).text, &edited);
        }

        #[test]
        fn no_word_of_the_hand_is_lost(
            base in "(([a-d]{1,3} ){1,4}\n){0,6}",
            edited in "(([a-h]{1,3} ){1,4}\n){0,6}",
            imported in "(([a-d]{1,3} ){1,4}\n){0,6}",
        ) {
            let merged = merged(&base, &edited, &imported);
            for word in edited.split_whitespace().filter(|word| !base.split_whitespace().any(|old| old == *word)) {
                prop_assert!(merged.text.split_whitespace().any(|kept| kept == word), "{word} in {}", merged.text);
            }
        }
    }
}
