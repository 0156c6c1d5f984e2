//! Text with private characters becomes runs of text.
//!
//! In: the text of a part. Out: [`Inline`]s. Never: a word changed; what a mark points to is the caller's answer.

use super::piece::{EMPHASIS, EMPHASIS_END, MARK, MARK_END, STRONG, STRONG_END};
use crate::import::transcript::{Inline, Style};

/// Reads the styles and marks of a text. `note` says which note a mark stands for, by its order in the text.
pub(super) fn inlines(text: &str, mut note: impl FnMut(&str) -> Option<usize>) -> Vec<Inline> {
    let mut stack: Vec<(Option<Style>, Vec<Inline>)> = vec![(None, Vec::new())];
    let mut run = String::new();
    let mut mark: Option<String> = None;
    for c in text.chars() {
        match (c, &mut mark) {
            (MARK, _) => mark = Some(String::new()),
            (MARK_END, Some(written)) => {
                // A space before a mark is that of the source's raw form; in print there is none.
                if let Some(index) = note(written) {
                    run.truncate(run.trim_end().len());
                    flush(&mut run, &mut stack);
                    push(Inline::NoteMark(index), &mut stack);
                }
                mark = None;
            }
            (c, Some(written)) => written.push(c),
            (EMPHASIS | STRONG, None) => {
                let style = if c == EMPHASIS { Style::Emphasis } else { Style::Strong };
                if stack.iter().all(|(open, _)| *open != Some(style)) {
                    flush(&mut run, &mut stack);
                    stack.push((Some(style), Vec::new()));
                }
            }
            (EMPHASIS_END | STRONG_END, None) => {
                let style = if c == EMPHASIS_END { Style::Emphasis } else { Style::Strong };
                if stack.last().is_some_and(|(open, _)| *open == Some(style)) {
                    flush(&mut run, &mut stack);
                    close(&mut stack);
                }
            }
            (c, None) => run.push(c),
        }
    }
    flush(&mut run, &mut stack);
    while stack.len() > 1 {
        close(&mut stack);
    }
    stack.pop().map(|(_, content)| content).unwrap_or_default()
}

fn push(inline: Inline, stack: &mut [(Option<Style>, Vec<Inline>)]) {
    if let Some((_, content)) = stack.last_mut() {
        content.push(inline);
    }
}

fn flush(run: &mut String, stack: &mut [(Option<Style>, Vec<Inline>)]) {
    if !run.is_empty() {
        push(Inline::Text(std::mem::take(run)), stack);
    }
}

fn close(stack: &mut Vec<(Option<Style>, Vec<Inline>)>) {
    if let Some((Some(style), content)) = stack.pop() {
        push(Inline::Styled { style, content }, stack);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_and_marks_are_read() {
        let text = "a \u{e002}b\u{e003}.\u{e000}1\u{e001} c \u{e004}d";
        assert_eq!(
            inlines(text, |_| Some(0)),
            [
                Inline::Text("a ".into()),
                Inline::Styled { style: Style::Emphasis, content: vec![Inline::Text("b".into())] },
                Inline::Text(".".into()),
                Inline::NoteMark(0),
                Inline::Text(" c ".into()),
                Inline::Styled { style: Style::Strong, content: vec![Inline::Text("d".into())] },
            ]
        );
    }
}
