//! A transcript is written as a manuscript.
//!
//! In: a [`Transcript`]. Out: Markdown in offprint's format, and the line of each remark. Never: reading, and never a decision about the text.

use super::transcript::Transcript;
use super::{Wrap, Written};

/// Writes a manuscript.
pub fn compose(_transcript: &Transcript, _wrap: Wrap) -> Written {
    Written::default()
}
