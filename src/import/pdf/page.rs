//! What stands on a page.
//!
//! In: nothing. Out: types with measures in points, from the page's upper left corner. Never: a decision.

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Area {
    pub(super) left: f32,
    pub(super) top: f32,
    pub(super) right: f32,
    pub(super) bottom: f32,
}

impl Area {
    pub(super) fn width(&self) -> f32 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f32 {
        self.bottom - self.top
    }

    /// The smallest area that holds both.
    pub(super) fn with(&self, other: &Area) -> Area {
        Area {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// How far the two stand beside each other, as a part of the lower one's height.
    pub(super) fn beside(&self, other: &Area) -> f32 {
        let shared = self.bottom.min(other.bottom) - self.top.max(other.top);
        let height = self.height().min(other.height()).max(0.1);
        (shared / height).max(0.0)
    }
}

/// A run of letters that no space breaks.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) area: Area,
    /// The size of the letters.
    pub(super) size: f32,
    pub(super) bold: bool,
    pub(super) italic: bool,
}

/// Words that stand on one line of one column.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    pub(super) words: Vec<Word>,
    pub(super) area: Area,
}

/// A page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Page {
    /// From 1.
    pub(super) number: usize,
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) lines: Vec<Line>,
    /// What stands on it and is not the paper's text, with the reason.
    pub(super) dropped: Vec<(Line, &'static str)>,
}

impl Line {
    /// A line of these words; `None` without any.
    pub(super) fn of(words: Vec<Word>) -> Option<Line> {
        let mut areas = words.iter().map(|word| word.area);
        let first = areas.next()?;
        let area = areas.fold(first, |whole, area| whole.with(&area));
        Some(Line { words, area })
    }

    /// The size of most of its letters.
    pub(super) fn size(&self) -> f32 {
        commonest(self.words.iter().map(|word| (word.size, word.text.chars().count())))
    }

    /// Whether most of its letters are bold.
    pub(super) fn bold(&self) -> bool {
        self.most(|word| word.bold)
    }

    /// Whether most of its letters are italic.
    pub(super) fn italic(&self) -> bool {
        self.most(|word| word.italic)
    }

    /// Its words with single spaces.
    pub(super) fn text(&self) -> String {
        let words: Vec<&str> = self.words.iter().map(|word| word.text.as_str()).collect();
        words.join(" ")
    }

    /// Where most of its letters stand: the lower edge of their boxes, so that raised numbers don't count.
    pub(super) fn base(&self) -> f32 {
        commonest(self.words.iter().map(|word| (word.area.bottom, word.text.chars().count())))
    }

    /// How many letters and other signs it has.
    pub(super) fn length(&self) -> usize {
        self.words.iter().map(|word| word.text.chars().count()).sum()
    }

    fn most(&self, is: impl Fn(&Word) -> bool) -> bool {
        let letters = |word: &Word| word.text.chars().filter(|c| c.is_alphanumeric()).count();
        let all: usize = self.words.iter().map(letters).sum();
        let such: usize = self.words.iter().filter(|word| is(word)).map(letters).sum();
        such * 10 >= all * 9 && such > 0
    }
}

/// The value that has the most weight, values being the same if they round to the same half.
pub(super) fn commonest(values: impl IntoIterator<Item = (f32, usize)>) -> f32 {
    let mut weights = std::collections::BTreeMap::<i32, usize>::new();
    for (value, weight) in values {
        *weights.entry(halves(value)).or_default() += weight;
    }
    let heaviest = weights.into_iter().max_by_key(|(value, weight)| (*weight, *value));
    heaviest.map_or(0.0, |(value, _)| value as f32 / 2.0)
}

/// A measure in half points, by which sizes are compared.
pub(super) fn halves(value: f32) -> i32 {
    (value * 2.0).round() as i32
}
