//! Bytes that the parser must not see for what they are.
//!
//! In: a text. Out: the same text, as long as before, with some bytes replaced by control characters that it does
//! not hold; and the way back. Never: a change of length, since places would move.

use std::borrow::Cow;

/// The bytes that may be replaced.
const MASKED: [u8; 4] = [b':', b'$', b'>', b'^'];

/// How many boxes, and how many quotations, the parser is given inside each other: its time grows with the square of
/// the depth, and what is nested this deep is printed plain anyway.
const DEEPEST: usize = 80;

/// How many notes `^[` that nothing closes the parser is given in each run of lines: it looks for the end of each as far as the
/// paragraph goes, and so has as much to read as their number times its length.
const LEFT_OPEN: usize = 60;

/// Which bytes are replaced.
#[derive(Clone, Debug, Default)]
pub(super) struct Masks {
    /// Colons after the fence of a box, since the parser takes no line for a box that has more of them
    /// (`:::case {title="Case: Bicester"}`); dollars that open no formula; marks of what is nested too deep; notes left open.
    places: Vec<usize>,
    stand_ins: Option<[u8; 4]>,
}

impl Masks {
    /// What must be masked in a text.
    pub(super) fn of(raw: &str) -> Self {
        let mut masks = Self::default();
        masks.fences(raw);
        masks.quotations(raw);
        masks.notes(raw);
        masks.find_stand_ins(raw);
        masks
    }

    /// Finds bytes that the text does not hold, if any are needed.
    fn find_stand_ins(&mut self, raw: &str) {
        if self.stand_ins.is_none() && !self.places.is_empty() {
            let free = (1_u8..9).chain(14..32).filter(|byte| !raw.as_bytes().contains(byte));
            self.stand_ins = free.take(MASKED.len()).collect::<Vec<_>>().try_into().ok();
        }
    }

    fn fences(&mut self, raw: &str) {
        let mut from = 0;
        let mut depth = 0_usize;
        let colons = memchr::memmem::Finder::new(":::");
        while let Some(at) = raw.as_bytes().get(from..).and_then(|rest| colons.find(rest)) {
            let at = from + at;
            let line_start =
                raw.get(..at).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |at| at + 1);
            let rest = raw.get(at..).unwrap_or("");
            let line = rest.get(..rest.find(['\n', '\r']).unwrap_or(rest.len())).unwrap_or("");
            let info = line.trim_start_matches(':');
            let fence = line.len() - info.len();
            if raw.get(line_start..at).is_some_and(is_prefix) {
                self.places.extend(info.match_indices(':').map(|(colon, _)| at + fence + colon));
                if depth >= DEEPEST {
                    self.places.push(at);
                }
                depth = if info.trim().is_empty() { depth.saturating_sub(1) } else { depth + 1 };
            }
            from = at + line.len();
        }
    }

    fn quotations(&mut self, raw: &str) {
        // Hardly any text is nested that deep, so most need not be read line by line.
        if memchr::memchr_iter(b'>', raw.as_bytes()).nth(DEEPEST).is_none() {
            return;
        }
        let mut start = 0;
        for line in raw.split_inclusive(['\n', '\r']) {
            let prefix = line.bytes().take_while(|byte| is_prefix_byte(*byte));
            let marks = prefix.enumerate().filter(|(_, byte)| *byte == b'>').map(|(at, _)| start + at);
            self.places.extend(marks.skip(DEEPEST));
            start += line.len();
        }
    }

    /// The carets of notes that are closed nowhere before the next empty line are only text to the parser as well.
    fn notes(&mut self, raw: &str) {
        // Hardly any text has that many notes, so most need not be read byte by byte.
        if memchr::memmem::find_iter(raw.as_bytes(), "^[").nth(LEFT_OPEN).is_none() {
            return;
        }
        let mut open = Vec::new();
        let (mut escaped, mut is_empty, mut before) = (false, true, b'\n');
        for (at, byte) in raw.bytes().enumerate() {
            let is_literal = std::mem::take(&mut escaped);
            match byte {
                b'\n' if before == b'\r' => {}
                b'\n' | b'\r' if is_empty => self.places.extend(open.drain(..).flatten().skip(LEFT_OPEN)),
                b'\n' | b'\r' => is_empty = true,
                b' ' | b'\t' => {}
                _ => is_empty = false,
            }
            match byte {
                _ if is_literal => {}
                b'\\' => escaped = true,
                b'[' => open.push((before == b'^').then(|| at - 1)),
                b']' => drop(open.pop()),
                _ => {}
            }
            // An escaped caret opens nothing.
            before = if is_literal && byte == b'^' { 0 } else { byte };
        }
        self.places.extend(open.into_iter().flatten().skip(LEFT_OPEN));
    }

    /// Masks these dollars too.
    pub(super) fn dollars(&mut self, raw: &str, dollars: Vec<usize>) {
        self.places.extend(dollars);
        self.find_stand_ins(raw);
    }

    /// The text with its masks on.
    pub(super) fn apply<'t>(&self, raw: &'t str) -> Cow<'t, str> {
        let Some(stand_ins) = self.stand_ins.filter(|_| !self.places.is_empty()) else { return raw.into() };
        let mut bytes = raw.as_bytes().to_vec();
        for at in &self.places {
            if let Some(byte) = bytes.get_mut(*at)
                && let Some((_, stand_in)) = MASKED.iter().zip(stand_ins).find(|(masked, _)| *masked == byte)
            {
                *byte = stand_in;
            }
        }
        String::from_utf8(bytes).map_or(raw.into(), Cow::Owned)
    }

    /// A text of the parser's without its masks.
    pub(super) fn lift<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let Some(stand_ins) = self.stand_ins.filter(|_| !self.places.is_empty()) else { return text.into() };
        if !text.bytes().any(|byte| stand_ins.contains(&byte)) {
            return text.into();
        }
        let lifted = text.chars().map(|c| {
            let masked = MASKED.iter().zip(stand_ins).find(|(_, stand_in)| char::from(*stand_in) == c);
            masked.map_or(c, |(masked, _)| char::from(*masked))
        });
        lifted.collect::<String>().into()
    }
}

/// Whether what stands before a fence on its line only opens quotations and lists.
fn is_prefix(before: &str) -> bool {
    before.bytes().all(is_prefix_byte) || before == "\u{feff}"
}

fn is_prefix_byte(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'>' | b'-' | b'+' | b'*' | b'.' | b')' | b'0'..=b'9')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_colons_after_a_fence_are_masked() {
        let raw = "a: b\n\n> :::case {title=\"A: B\"}\n> x: y > z\n> :::\n";
        let masks = Masks::of(raw);
        let read = masks.apply(raw);
        assert_eq!(read.len(), raw.len());
        assert_eq!(read.matches(':').count(), raw.matches(':').count() - 1);
        assert_eq!(masks.lift(&read), raw);
    }

    #[test]
    fn notes_that_nothing_closes_are_masked_but_for_the_first() {
        let open = "^[a\r\n".repeat(100);
        let raw = format!("a^[b [c]] {open}\r\n{open}^[b]\n \n{}", "^[c\n] \\^[".repeat(100));
        let masks = Masks::of(&raw);
        let read = masks.apply(&raw);
        assert_eq!(raw.matches('^').count() - read.matches('^').count(), 2 * (100 - LEFT_OPEN));
        assert!(read.starts_with("a^[b [c]] ^[a") && read.contains("^[b]\n \n^[c\n] \\^["));
        assert_eq!(masks.lift(&read), raw);
    }

    #[test]
    fn what_is_nested_beyond_measure_is_masked() {
        let raw = format!("{}a\n{}", ">".repeat(100), ":::note\n".repeat(100));
        let masks = Masks::of(&raw);
        let read = masks.apply(&raw);
        assert_eq!(read.matches('>').count(), DEEPEST);
        assert_eq!(read.matches(":::").count(), DEEPEST);
        assert_eq!(masks.lift(&read), raw);
    }
}
