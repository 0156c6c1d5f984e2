//! What tells one problem from all others though lines move.
//!
//! In: diagnostics and texts. Out: a short text for each, the same in every run and on every machine. Never: line numbers, or, for
//! what stands in a line, words of a message, which a later version may put in another way.

use std::collections::BTreeMap;

use super::Files;
use crate::diagnostic::Diagnostic;

/// Bytes of what is meant that count: a box may be the whole paper, with a problem for each of its parts.
const MEANT: usize = 4096;

/// A fingerprint for each problem: of its code, its file, the line that it is on, what of it is meant, and how many
/// just like it came before.
pub(super) fn fingerprints(problems: &[Diagnostic], files: &mut Files<'_>) -> Vec<String> {
    let mut seen: BTreeMap<[u8; blake3::OUT_LEN], u64> = BTreeMap::new();
    let mut all = Vec::with_capacity(problems.len());
    for problem in problems {
        let first = fingerprint(problem, files);
        let before = seen.entry(*first.as_bytes()).or_default();
        let mut hasher = blake3::Hasher::new();
        hasher.update(first.as_bytes()).update(&before.to_le_bytes());
        *before += 1;
        all.push(hasher.finalize().to_hex().chars().take(32).collect());
    }
    all
}

fn fingerprint(problem: &Diagnostic, files: &mut Files<'_>) -> blake3::Hash {
    let mut parts: Vec<&str> = vec![problem.rule.code];
    let place = problem.place.as_ref();
    parts.extend(place.map(|place| &*place.path));
    let range = place.and_then(|place| place.range.clone());
    // A file that is named without a line may be a film; it is not read.
    let lines = place.filter(|_| range.is_some()).and_then(|place| files.lines(&place.path));
    match (range, lines) {
        (Some(range), Some(lines)) => {
            let (_, line) = lines.line(lines.position(range.start).line);
            // Not its first line alone: of many a box that is `:::pullquote`.
            let end = range.end.min(range.start.saturating_add(MEANT));
            parts.extend([line.trim(), lines.part(range.start..end)]);
        }
        // A file has few problems that are about all of it, and their messages name what they are about.
        _ => parts.push(&problem.message),
    }
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
    }
    hasher.finalize()
}
