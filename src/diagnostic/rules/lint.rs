//! Rules on the settings of rules, and on problems that are known.

use super::super::{Rule, Severity};

rules! {
    LINT_UNUSED = "lint-unused", Warning, "a setting of a rule that changes nothing",
        "`[lint]` makes a rule stricter or milder, for the site or for a file or folder below `content/`. A milder setting that meets no problem is most often left over: the paper was mended or its folder renamed, and the setting would hide the next slip without a word. Delete it. A stricter one that meets no problem is kept: it is a rule of the house. Nothing is said while a file can't be read, and nothing on what drafts and embargoed papers may need.";
    LINT_WITHOUT_REASON = "lint-without-reason", Hint, "a rule that is off, and nothing says why",
        "In a year nobody knows whether a rule was turned off for good reason or in haste. Give the reason where it is turned off:\n\n    [lint.\"papers/archive\"]\n    image-too-small = { severity = \"off\", reason = \"scans of 1998; there are no others\" }\n\n`reason = \"…\"` in a line of its own holds for all settings of its table.";
    BASELINE_FIXED = "baseline-fixed", Hint, "a known problem that is no longer there",
        "`content/baseline.toml` holds the problems of an old site that fail no build. One that is mended should leave the file, or it would let the same slip pass again. `offprint check --baseline prune` takes out what is mended and adds nothing. A problem whose line was edited counts as mended, and is new where it still is. Nothing is said of what drafts and embargoed papers may still have.";
    BASELINE_INVALID = "baseline-invalid", Error, "a file of known problems that can't be understood",
        "`content/baseline.toml` is written by `offprint check --baseline write`, in a format that has a version. This file has none, or that of another offprint, so that known problems can't be told from new ones. Write it anew, or restore it from a copy.";
}
