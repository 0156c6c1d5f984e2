//! Characters that mean something in markup, written so that they are text.
//!
//! In: a text, and what stands for each special character. Out: calls with the parts of the text that can be written. Never:
//! knowledge of a format beyond that; nothing is allocated.

/// What is looked at at once: a block without special characters, as nearly all are, costs a few instructions.
const BLOCK: usize = 32;

/// Special characters, which are ASCII, and what stands for each.
pub(crate) struct Specials<const N: usize> {
    pub(crate) characters: [u8; N],
    pub(crate) replacements: [&'static str; N],
}

impl<const N: usize> Specials<N> {
    /// Hands on the text in parts, special characters replaced.
    ///
    /// # Errors
    /// If the writer fails.
    pub(crate) fn escape<E>(
        &self,
        text: &str,
        mut write: impl FnMut(&str) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut rest = text;
        while let Some((at, replacement)) = self.find(rest.as_bytes()) {
            let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
            if !before.is_empty() {
                write(before)?;
            }
            write(replacement)?;
            rest = from.get(1..).unwrap_or_default();
        }
        if rest.is_empty() { Ok(()) } else { write(rest) }
    }

    /// The first special character: where it is, and what stands for it.
    fn find(&self, text: &[u8]) -> Option<(usize, &'static str)> {
        let (blocks, _) = text.as_chunks::<BLOCK>();
        let plain = BLOCK * blocks.iter().take_while(|block| !self.are_in(block)).count();
        let rest = text.get(plain..)?;
        let at = rest.iter().position(|byte| self.is_special(*byte))?;
        let found = self.characters.iter().position(|special| rest.get(at) == Some(special))?;
        Some((plain + at, self.replacements.get(found)?))
    }

    fn is_special(&self, byte: u8) -> bool {
        self.characters.iter().fold(false, |found, special| found | (byte == *special))
    }

    /// Without a branch for each byte, so that it compiles to comparisons of many at once.
    fn are_in(&self, block: &[u8; BLOCK]) -> bool {
        block.iter().fold(false, |found, byte| found | self.is_special(*byte))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPECIALS: Specials<2> = Specials { characters: *b"<&", replacements: ["&lt;", "&amp;"] };

    fn escaped(text: &str) -> String {
        let mut out = String::new();
        let written: Result<(), std::convert::Infallible> = SPECIALS.escape(text, |part| {
            out.push_str(part);
            Ok(())
        });
        written.unwrap();
        out
    }

    #[test]
    fn special_characters_are_replaced_wherever_they_stand() {
        for before in 0..70 {
            for after in [0, 1, 40] {
                let (start, end) = ("ż".repeat(before), "x".repeat(after));
                assert_eq!(escaped(&format!("{start}<&{end}<")), format!("{start}&lt;&amp;{end}&lt;"));
            }
        }
        assert_eq!(escaped(""), "");
        assert_eq!(escaped("łódź > \"x\""), "łódź > \"x\"");
    }
}
