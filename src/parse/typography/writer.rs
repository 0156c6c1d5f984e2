//! Writes a run with some of its characters replaced. It allocates only when something is, and knows
//! nothing of languages.

use std::borrow::Cow;

/// A run that is being set from its beginning to its end.
pub(super) struct Writer<'a> {
    run: &'a str,
    out: String,
    /// How much of the run stands in `out`, as it was or replaced.
    copied: usize,
    /// The characters around the run.
    previous: Option<char>,
    next: Option<char>,
    /// The last place where an inner quotation may close, once it was looked for.
    last_single: Option<Option<usize>>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(run: &'a str, previous: Option<char>, next: Option<char>) -> Writer<'a> {
        Writer { run, out: String::new(), copied: 0, previous, next, last_single: None }
    }

    /// The run as it came, up to `end`.
    pub(super) fn until(&self, end: usize) -> &'a str {
        self.run.get(..end).unwrap_or_default()
    }

    /// The run as it came, from `start`.
    pub(super) fn from(&self, start: usize) -> &'a str {
        self.run.get(start..).unwrap_or_default()
    }

    /// The character before place `at`, as it was set.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        if self.copied >= at {
            self.out.chars().next_back().or(self.previous)
        } else {
            self.until(at).chars().next_back()
        }
    }

    /// The character at place `at`, which is not set yet.
    pub(super) fn after(&self, at: usize) -> Option<char> {
        self.from(at).chars().next().or(self.next)
    }

    /// The character after the run.
    pub(super) fn next(&self) -> Option<char> {
        self.next
    }

    /// Where the row of the same byte that begins at `at` ends.
    pub(super) fn end_of_row(&self, at: usize, byte: u8) -> usize {
        at + self.from(at).bytes().take_while(|&other| other == byte).count()
    }

    /// Whether the space at `at` is an ordinary one that is not set yet and follows something.
    pub(super) fn is_plain_space(&self, at: usize) -> bool {
        at >= self.copied
            && self.run.as_bytes().get(at) == Some(&b' ')
            && self.before(at).is_some_and(|c| !c.is_whitespace())
    }

    /// Whether the space at `at` stands after one lonely letter, or beside a digit: few do, and only they
    /// are worth a closer look.
    pub(super) fn is_beside_digit_or_letter(&self, at: usize) -> bool {
        let byte = |back: usize| at.checked_sub(back).and_then(|place| self.run.as_bytes().get(place));
        let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
        !byte(2).is_some_and(u8::is_ascii_alphanumeric)
            || digit(byte(1))
            || digit(self.run.as_bytes().get(at + 1))
    }

    /// Puts `with` in the place of what stands from `start` to `end`.
    pub(super) fn replace(&mut self, start: usize, end: usize, with: &str) {
        if self.out.is_empty() {
            self.out.reserve(self.run.len() + 16);
        }
        self.out.push_str(self.run.get(self.copied..start).unwrap_or_default());
        self.out.push_str(with);
        self.copied = end;
    }

    /// Whether a `'` after place `at`, or a `’` that was typed as such, may close a quotation; what follows the run may
    /// always.
    pub(super) fn may_close_single(&mut self, at: usize) -> bool {
        let run = self.run;
        let last = *self.last_single.get_or_insert_with(|| {
            let mut marks = run.rmatch_indices(['\'', '’']);
            let closes = marks.find(|(place, mark)| {
                let before = run.get(..*place).and_then(|text| text.chars().next_back());
                let after = run.get(place + mark.len()..).and_then(|text| text.chars().next());
                before.is_some_and(|c| !c.is_whitespace()) && !after.is_some_and(char::is_alphanumeric)
            });
            closes.map(|(place, _)| place)
        });
        self.next.is_some() || last.is_some_and(|last| last > at)
    }

    pub(super) fn finish(mut self) -> Cow<'a, str> {
        if self.out.is_empty() {
            return Cow::Borrowed(self.run);
        }
        self.out.push_str(self.run.get(self.copied..).unwrap_or_default());
        Cow::Owned(self.out)
    }
}
