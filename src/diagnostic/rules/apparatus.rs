//! Rules on notes, figures, tables and headings: what is numbered and referred to.

use super::super::{Rule, Severity};

rules! {}
