//! Rules on the text of a manuscript: boxes, attributes, HTML, pull quotes.

use super::super::{Rule, Severity};

rules! {}
