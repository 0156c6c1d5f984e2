//! Every rule that offprint knows, by the part of a site it speaks of.
//!
//! In: nothing. Out: one static [`Rule`] for each code, and [`all`]. Never: any checking.

use super::Rule;

/// Declares statics for rules and the list `RULES` of them.
macro_rules! rules {
    ($($name:ident = $code:literal, $severity:ident, $summary:literal, $explanation:literal;)*) => {
        $(#[doc = $summary] pub static $name: Rule = Rule {
            code: $code, severity: Severity::$severity, summary: $summary, explanation: $explanation,
        };)*
        /// The rules of this part.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

pub mod apparatus;
pub mod charts;
pub mod links;
pub mod manuscript;
pub mod output;
pub mod reading;
pub mod theme;

/// All rules, sorted by code.
pub fn all() -> Vec<&'static Rule> {
    let mut all: Vec<&Rule> = [
        reading::RULES,
        manuscript::RULES,
        apparatus::RULES,
        charts::RULES,
        links::RULES,
        theme::RULES,
        output::RULES,
    ]
    .concat();
    all.sort_by_key(|rule| rule.code);
    all
}
