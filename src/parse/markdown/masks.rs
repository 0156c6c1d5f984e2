//! Bytes that the parser must not see for what they are.
//!
//! In: a text. Out: the same text, as long as before, with some bytes replaced by control characters that it does
//! not hold; and the way back. Never: a change of length, since places would move.

use std::borrow::Cow;

/// Which bytes are replaced.
#[derive(Clone, Debug, Default)]
pub(super) struct Masks {
    /// Colons after the fence of a box: the parser takes no line for a box that has more of them
    /// (`:::case {title="Case: Bicester"}`).
    colons: Vec<usize>,
    /// Dollars that open no formula.
    dollars: Vec<usize>,
    stand_ins: Option<(u8, u8)>,
}

impl Masks {
    /// What must be masked in a text.
    pub(super) fn of(raw: &str) -> Self {
        let mut masks = Self::default();
        let mut from = 0;
        while let Some(at) = raw.get(from..).and_then(|rest| rest.find(":::")) {
            let at = from + at;
            let line_start =
                raw.get(..at).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |at| at + 1);
            let rest = raw.get(at..).unwrap_or("");
            let line = rest.get(..rest.find(['\n', '\r']).unwrap_or(rest.len())).unwrap_or("");
            let fence = line.len() - line.trim_start_matches(':').len();
            if raw.get(line_start..at).is_some_and(is_prefix) {
                let info = line.get(fence..).unwrap_or("");
                masks.colons.extend(info.match_indices(':').map(|(colon, _)| at + fence + colon));
            }
            from = at + line.len();
        }
        masks.choose(raw);
        masks
    }

    /// Masks these dollars too.
    pub(super) fn dollars(&mut self, dollars: Vec<usize>) {
        self.dollars.extend(dollars);
    }

    fn choose(&mut self, raw: &str) {
        let used = |byte: &u8| raw.as_bytes().contains(byte);
        let mut free = (1_u8..9).chain(14..32).filter(|byte| !used(byte));
        self.stand_ins = free.next().zip(free.next());
    }

    /// The text with its masks on.
    pub(super) fn apply<'t>(&self, raw: &'t str) -> Cow<'t, str> {
        let Some((colon, dollar)) = self.stand_ins.filter(|_| !self.is_empty()) else { return raw.into() };
        let mut bytes = raw.as_bytes().to_vec();
        for (places, stand_in) in [(&self.colons, colon), (&self.dollars, dollar)] {
            for at in places {
                if let Some(byte) = bytes.get_mut(*at) {
                    *byte = stand_in;
                }
            }
        }
        String::from_utf8(bytes).map_or(raw.into(), Cow::Owned)
    }

    fn is_empty(&self) -> bool {
        self.colons.is_empty() && self.dollars.is_empty()
    }

    /// A text of the parser's without its masks.
    pub(super) fn lift<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let Some((colon, dollar)) = self.stand_ins.filter(|_| !self.is_empty()) else { return text.into() };
        let (colon, dollar) = (char::from(colon), char::from(dollar));
        if text.contains([colon, dollar]) {
            text.replace(colon, ":").replace(dollar, "$").into()
        } else {
            text.into()
        }
    }
}

/// Whether what stands before a fence on its line only opens quotations and lists.
fn is_prefix(before: &str) -> bool {
    before.bytes().all(|b| matches!(b, b' ' | b'\t' | b'>' | b'-' | b'+' | b'*' | b'.' | b')' | b'0'..=b'9'))
        || before == "\u{feff}"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_colons_after_a_fence_are_masked() {
        let raw = "a: b\n\n> :::case {title=\"A: B\"}\n> x: y\n> :::\n";
        let masks = Masks::of(raw);
        let read = masks.apply(raw);
        assert_eq!(read.len(), raw.len());
        assert_eq!(read.matches(':').count(), raw.matches(':').count() - 1);
        assert_eq!(masks.lift(&read), raw);
    }
}
