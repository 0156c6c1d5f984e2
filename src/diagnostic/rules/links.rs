//! Rules on links, addresses and people across the site.

use super::super::{Rule, Severity};

rules! {}
