//! What the numbers of a chart count.
//!
//! In: numbers with what stands around them, or what the author says. Out: a [`Unit`], and numbers in it. Never: a conversion of
//! anything but thousands, millions and their like.

use crate::number::{Number, is_money};

/// What is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit {
    /// Before a number: "£".
    pub before: String,
    /// After it: "m", "%", " zł", with the space that belongs between.
    pub after: String,
}

/// The longest unit that stands at every number; a longer one is named once.
const SHORT: usize = 3;

/// Words for powers of ten, in the languages of the theme.
#[rustfmt::skip]
const POWERS: [(&str, i32); 32] = [
    ("k", 3), ("K", 3), ("thousand", 3), ("tys.", 3), ("tys", 3), ("Tsd.", 3), ("Tsd", 3), ("m", 6), ("M", 6),
    ("mn", 6), ("mm", 6), ("million", 6), ("millions", 6), ("mln", 6), ("Mio.", 6), ("Mio", 6), ("Million", 6),
    ("Millionen", 6), ("b", 9), ("bn", 9), ("B", 9), ("billion", 9), ("billions", 9), ("mld", 9), ("Mrd.", 9),
    ("Mrd", 9), ("Md", 9), ("milliard", 9), ("milliards", 9), ("tn", 12), ("trillion", 12), ("bln", 12),
];

impl Unit {
    /// A unit that an author names: "£m", "%", "USD billion".
    pub(super) fn named(written: &str) -> Self {
        let written = written.trim();
        let (before, after) = match written.find(is_money) {
            Some(0) => {
                let end = written.char_indices().nth(1).map_or(written.len(), |(at, _)| at);
                written.split_at_checked(end).unwrap_or((written, ""))
            }
            _ => ("", written),
        };
        let after = after.trim();
        let space =
            if after.is_empty() || after.starts_with('%') || !before.is_empty() { "" } else { "\u{a0}" };
        Self { before: before.to_owned(), after: format!("{space}{after}") }
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }

    /// Whether it stands at every number.
    pub fn is_short(&self) -> bool {
        self.after.trim().chars().count() <= SHORT
    }

    /// A number with its unit.
    pub fn write(&self, number: &str) -> String {
        if !self.is_short() {
            return number.to_owned();
        }
        match number.strip_prefix('−') {
            Some(number) => format!("−{}{number}{}", self.before, self.after),
            None => format!("{}{number}{}", self.before, self.after),
        }
    }

    /// The unit by itself, for an axis.
    pub fn name(&self) -> String {
        let space =
            if self.before.is_empty() || self.after.trim().chars().count() <= SHORT { "" } else { " " };
        format!("{}{space}{}", self.before, self.after.trim())
    }
}

/// Finds the unit that numbers have in common, and puts them all into it. An error is the index of the first number that is in
/// another unit than most.
pub(super) fn common(numbers: &mut [&mut Number]) -> Result<Unit, usize> {
    let parts = |number: &Number| (number.before.clone(), number.after.trim().to_owned());
    let mut counted: Vec<((String, String), usize)> = Vec::new();
    for number in numbers.iter().filter(|number| !number.before.is_empty() || !number.after.is_empty()) {
        let unit = parts(number);
        match counted.iter_mut().find(|(known, _)| *known == unit) {
            Some((_, count)) => *count += 1,
            None => counted.push((unit, 1)),
        }
    }
    let most = counted.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let Some((usual, _)) = counted.into_iter().find(|(_, count)| *count == most) else {
        return Ok(Unit::default());
    };
    for (at, number) in numbers.iter_mut().enumerate() {
        let own = parts(number);
        if own == usual || (own.0.is_empty() && own.1.is_empty()) {
            continue;
        }
        let same_money = own.0 == usual.0 || own.0.is_empty();
        let (Some(own), Some(usual)) = (power(&own.1), power(&usual.1)) else { return Err(at) };
        if !same_money {
            return Err(at);
        }
        number.value *= 10_f64.powi(own - usual);
        number.decimals = (number.decimals + usize::try_from(usual - own).unwrap_or(0)).min(6);
    }
    let spaced = numbers.iter().find(|number| number.after.trim() == usual.1).map(|number| &number.after);
    let after = spaced.map_or_else(String::new, |after| after.replace(' ', "\u{a0}"));
    Ok(Unit { before: usual.0, after })
}

/// The power of ten that a unit is; one, for none.
fn power(word: &str) -> Option<i32> {
    if word.is_empty() {
        return Some(0);
    }
    POWERS.iter().find(|(name, _)| *name == word).map(|(_, power)| *power)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::{Cell, Signs, read};

    fn units(cells: &[&str]) -> Result<(Unit, Vec<f64>), usize> {
        let mut numbers: Vec<Number> = cells
            .iter()
            .filter_map(|cell| match read(cell, Signs { comma_groups: true, dot_groups: false }) {
                Cell::Number(number) => Some(number),
                _ => None,
            })
            .collect();
        let unit = common(&mut numbers.iter_mut().collect::<Vec<_>>())?;
        Ok((unit, numbers.iter().map(|number| number.value).collect()))
    }

    fn unit(before: &str, after: &str) -> Unit {
        Unit { before: before.to_owned(), after: after.to_owned() }
    }

    #[test]
    fn numbers_come_into_one_unit() {
        assert_eq!(units(&["£750m", "£1bn", "£80m"]), Ok((unit("£", "m"), vec![750.0, 1000.0, 80.0])));
        assert_eq!(units(&["12%", "7", "0"]), Ok((unit("", "%"), vec![12.0, 7.0, 0.0])));
        assert_eq!(units(&["12", "7"]), Ok((unit("", ""), vec![12.0, 7.0])));
        assert_eq!(units(&["5 kg", "6 kg", "3 km"]), Err(2));
        assert_eq!(units(&["£5", "£6", "€3"]), Err(2));
    }

    #[test]
    fn units_are_named() {
        assert_eq!(Unit::named("£m"), unit("£", "m"));
        assert_eq!(Unit::named("%"), unit("", "%"));
        assert_eq!(Unit::named("zł"), unit("", "\u{a0}zł"));
        assert!(!Unit::named("USD billion").is_short());
        assert_eq!(Unit::named("£m").write("−3"), "−£3m");
        assert_eq!(Unit::named("USD billion").name(), "USD billion");
    }
}
