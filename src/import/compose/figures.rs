//! Figures are written.
//!
//! In: pictures and their caption. Out: one line, or a box where a line can't hold it. Never: the pictures themselves.

use super::blocks::{boxed, leading_comments, unsupported};
use super::lines::Lines;
use super::phrase::{destination, escape_entities};
use super::runs::{Atom, Run, line};
use super::{Composer, Place, attributes, lines};
use crate::import::transcript::{Figure, Inline};

impl Composer {
    /// Writes a figure.
    pub(super) fn figure(&mut self, figure: &Figure) -> Lines {
        let caption = self.runs(&figure.caption);
        let mut given = attributes::Written::default();
        given.id(self.id(figure.id.as_deref()));
        if let Some(number) = figure.number.as_deref().and_then(line) {
            given.pair("number", &number);
        }
        let images: Vec<Inline> = figure.images.iter().cloned().map(Inline::Image).collect();
        if images.is_empty() {
            if caption.is_empty() {
                return Lines::default();
            }
            let message = "a figure without a picture is a paragraph: its caption";
            return self.caption(&caption).remarked([unsupported(message)]);
        }
        let short = if let [_] = images.as_slice() { plain(&caption) } else { None };
        let mut pictures = Vec::new();
        for image in &images {
            let runs = self.runs(std::slice::from_ref(image));
            pictures.push(self.proven(&runs, Place::Line).0);
        }
        if let (Some(title), [picture], [image]) = (short, pictures.as_slice(), figure.images.as_slice()) {
            let address = destination(&image.path);
            let bare = picture.strip_suffix(&format!("({address})")).unwrap_or(picture);
            let title = if title.is_empty() { title } else { format!(" \"{}\"", quoted(&title)) };
            return Lines::of(&format!("{bare}({address}{title}){given}"));
        }
        let mut inner = Lines::new(pictures);
        inner.append(self.caption(&caption));
        boxed("figure", given, inner)
    }

    fn caption(&mut self, runs: &[Run]) -> Lines {
        let (comments, runs) = leading_comments(runs.to_vec());
        let (text, remark) = self.proven(&runs, Place::Line);
        let lines = if text.is_empty() { Vec::new() } else { vec![lines::guarded(&text, true)] };
        let mut out = Lines::new(comments);
        out.append(Lines::new(lines).remarked(remark));
        out
    }
}

/// The text of a caption that is nothing but text.
fn plain(caption: &[Run]) -> Option<String> {
    match caption {
        [] => Some(String::new()),
        // Markdown's reader takes a title that ends in a backslash for no title.
        [Run { atom: Atom::Text(text), styles, link: None }] if styles.is_empty() && !text.contains('\\') => {
            Some(text.clone())
        }
        _ => None,
    }
}

/// The title of a picture, between quotation marks.
fn quoted(title: &str) -> String {
    escape_entities(&title.replace('"', "\\\""))
}
