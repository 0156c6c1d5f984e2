//! Random changes of known inputs, for where no engine is at hand: blind, unlike libFuzzer's, and quick to be had.

use std::fs;
use std::path::Path;

/// A source of chance that gives the same for the same seed (xorshift).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below a bound, or 0 below none.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % (bound.max(1) as u64)).unwrap()
    }
}

/// What breaks readers of any format.
const BREAKERS: [&[u8]; 14] = [
    b"\0",
    b"\n",
    b"\r\n",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xae",
    b"\xcc\x81",
    b"\xf0\x9f\x91\xa9",
    b"99999999999999999999",
    b"-1",
    b"\"",
    b"\\",
    b"    ",
    b"\xc2\xa0",
];

/// The words of a dictionary as libFuzzer reads it: one in quotes on each line, with `\x0a`, `\"` and `\\`.
pub(crate) fn dictionary(path: &Path) -> Vec<Vec<u8>> {
    let text = fs::read_to_string(path).unwrap();
    text.lines().filter(|line| line.starts_with('"')).map(word).collect()
}

fn word(line: &str) -> Vec<u8> {
    let inner = line.strip_prefix('"').and_then(|line| line.strip_suffix('"')).expect("a word in quotes");
    let mut bytes = Vec::new();
    let mut rest = inner.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'\\' => match rest.next().expect("something after a backslash") {
                b'x' => {
                    let digits = [rest.next().unwrap(), rest.next().unwrap()];
                    u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).expect("two digits")
                }
                other => other,
            },
            byte => byte,
        });
    }
    bytes
}

/// A known input with a few changes.
pub(crate) fn changed(inputs: &[Vec<u8>], words: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = inputs[chance.below(inputs.len())].clone();
    for _ in 0..=chance.below(8) {
        change(&mut bytes, inputs, words, chance);
    }
    bytes
}

fn change(bytes: &mut Vec<u8>, inputs: &[Vec<u8>], words: &[Vec<u8>], chance: &mut Chance) {
    let from = chance.below(bytes.len() + 1);
    let to = (from + chance.below(40)).min(bytes.len());
    match chance.below(8) {
        0 | 1 => drop(bytes.splice(from..from, words[chance.below(words.len())].iter().copied())),
        2 => drop(bytes.splice(from..to, words[chance.below(words.len())].iter().copied())),
        3 => drop(bytes.splice(from..from, BREAKERS[chance.below(BREAKERS.len())].iter().copied())),
        4 => drop(bytes.drain(from..to)),
        5 => {
            let again = bytes[from..to].repeat(1 + chance.below(30));
            drop(bytes.splice(to..to, again));
        }
        6 => {
            let other = &inputs[chance.below(inputs.len())];
            let start = chance.below(other.len() + 1);
            let end = (start + chance.below(300)).min(other.len());
            drop(bytes.splice(from..to, other[start..end].iter().copied()));
        }
        _ => {
            if let Some(byte) = bytes.get_mut(from) {
                *byte = u8::try_from(chance.below(256)).unwrap();
            }
        }
    }
}
