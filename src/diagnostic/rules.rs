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

pub mod addresses;
pub mod apparatus;
pub mod charts;
pub mod external;
pub mod links;
pub mod lint;
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
        external::RULES,
        links::RULES,
        lint::RULES,
        addresses::RULES,
        theme::RULES,
        output::RULES,
    ]
    .concat();
    all.sort_by_key(|rule| rule.code);
    all
}

/// A rule as its code, where problems are kept between runs.
pub(super) mod as_code {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::super::Rule;

    /// Writes the code.
    pub(crate) fn serialize<S: Serializer>(rule: &&'static Rule, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(rule.code)
    }

    /// Finds the rule of a code.
    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static Rule, D::Error> {
        let code = Box::<str>::deserialize(deserializer)?;
        let unknown = || serde::de::Error::custom(format!("no rule is called `{code}`"));
        super::all().into_iter().find(|rule| rule.code == &*code).ok_or_else(unknown)
    }
}
