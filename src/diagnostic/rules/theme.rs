//! Rules on themes and templates.

use super::super::{Rule, Severity};

rules! {}
