//! What an import did that a person may want to know.
//!
//! In: nothing. Out: [`Remark`]s. Never: printing.

use serde::Serialize;

/// One thing that was done, guessed or not understood.
///
/// The words of `from` are in the source and those of `to` stand in the manuscript in their place; the ledger counts
/// by them, so a remark that changes no word leaves both empty and speaks in `message` alone.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Remark {
    /// What was done.
    pub kind: Kind,
    /// Why, in a plain sentence without a full stop; lower case.
    pub message: String,
    /// Words of the source that are not in the manuscript as they were.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// Words of the manuscript that stand for them.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub to: String,
    /// Where in the source: `line 12`, `page 3`, `paragraph 40`, `word/comments.xml`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// For guesses, how sure: 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Words seem to be missing in the source, and nothing was joined.
    Gap,
    /// Something of the source could not be had: notes without a trace, a picture that is not in the file.
    Lost,
    /// Something that manuscripts have no form for was kept as it is, or as plain text.
    Unsupported,
    /// A comment of a reviewer, left out.
    Comment,
    /// A decision that may be wrong.
    Guess,
    /// A sentence that was lifted out as a pull quote.
    Lifted,
    /// A tracked change that was accepted.
    Accepted,
    /// Text that is in the report and not in the paper.
    SetAside,
    /// Words that were replaced by others: a date, a citation, a number that the site makes again.
    Replaced,
    /// Pieces of a paragraph or sentence that were joined.
    Joined,
    /// A word that was broken at a line's end and made whole.
    Healed,
    /// Running heads, page numbers and the like.
    Dropped,
}

impl Remark {
    /// A remark that changes no word.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            from: String::new(),
            to: String::new(),
            place: None,
            confidence: None,
        }
    }

    /// The same remark: these words of the source are not in the manuscript.
    #[must_use]
    pub fn from(mut self, words: impl Into<String>) -> Self {
        self.from = words.into();
        self
    }

    /// The same remark: these words of the manuscript are not in the source.
    #[must_use]
    pub fn to(mut self, words: impl Into<String>) -> Self {
        self.to = words.into();
        self
    }

    /// The same remark, with its place in the source.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// The same remark, with how sure it is.
    #[must_use]
    pub fn sure(mut self, confidence: f32) -> Self {
        self.confidence = Some(confidence);
        self
    }
}

impl Kind {
    /// Whether a person should look at the place.
    pub fn is_to_check(self) -> bool {
        matches!(self, Self::Gap | Self::Lost | Self::Unsupported | Self::Comment | Self::Guess)
    }
}
