//! Levels of headings as they are printed: none is ever left out between a heading and the one above it.
//!
//! In: headings with the levels that authors gave them. Out: headings one level below what they belong to. Never: ids.

use super::walk::{self, Go};
use crate::paper::{Block, BlockKind};

/// The headings that the next one may belong to, highest first: each level as written and as printed.
pub(super) struct Levels(Vec<(u8, u8)>);

impl Levels {
    /// Levels below a heading that stands before the text.
    pub(super) fn below(level: u8) -> Self {
        Self(vec![(level, level)])
    }

    /// Levels inside a box that stands here.
    pub(super) fn inside(&self) -> Self {
        Self(self.0.last().copied().into_iter().collect())
    }

    /// The level of the last heading as written.
    pub(super) fn written(&self) -> u8 {
        self.0.last().map_or(1, |(written, _)| *written)
    }

    /// The level at which the next heading is printed. Those of one level as written stay of one level.
    pub(super) fn next(&mut self, written: u8) -> u8 {
        while self.0.len() > 1 && self.0.last().is_some_and(|(above, _)| *above >= written) {
            self.0.pop();
        }
        let above = self.0.last().map_or(1, |(_, printed)| *printed);
        let printed = above.saturating_add(1).min(6);
        self.0.push((written, printed));
        printed
    }
}

/// Fits the headings of a text that stands below a heading of some level.
pub(super) fn fit(blocks: &mut [Block], below: u8) {
    fit_inside(blocks, Levels::below(below));
}

fn fit_inside(blocks: &mut [Block], mut levels: Levels) {
    walk::blocks(blocks, &mut |block| match &mut block.kind {
        BlockKind::Heading { level, .. } => {
            *level = levels.next(*level);
            Go::In
        }
        BlockKind::Box(text_box) => {
            fit_inside(&mut text_box.blocks, levels.inside());
            Go::Past
        }
        _ => Go::In,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_level_is_left_out() {
        let fitted = |below, written: &[u8]| {
            let mut levels = Levels::below(below);
            written.iter().map(|level| levels.next(*level)).collect::<Vec<_>>()
        };
        assert_eq!(fitted(2, &[3, 4, 5, 4, 3]), [3, 4, 5, 4, 3]);
        assert_eq!(fitted(2, &[5, 5, 6, 3, 4]), [3, 3, 4, 3, 4]);
        assert_eq!(fitted(1, &[3, 4, 2, 3]), [2, 3, 2, 3]);
        assert_eq!(fitted(2, &[4, 3, 2, 1]), [3, 3, 3, 3]);
    }
}
