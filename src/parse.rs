//! Sources into one paper.

pub mod front_matter;
pub mod typography;
