//! Axes: the round numbers that values are read against.
//!
//! In: the least and the greatest value. Out: a [`Scale`] whose ends are round. Never: an infinite or endless one.

/// An axis of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// Where it begins.
    pub low: f64,
    /// Where it ends; greater than `low`.
    pub high: f64,
    /// The round numbers on it, ascending.
    pub ticks: Vec<f64>,
    /// Digits after the point that they are told apart by.
    pub decimals: usize,
}

/// Numbers that are round: a power of ten by itself, twice and five times.
const ROUND: [f64; 4] = [1.0, 2.0, 5.0, 10.0];

impl Scale {
    /// An axis from a round number at or below `low` to one at or above `high`, in about `count` steps.
    pub fn around(low: f64, high: f64, count: usize) -> Self {
        let (low, high) = widened(low, high);
        let (step, decimals) = step(low, high, count);
        let (first, last) = ((low / step + 1e-9).floor(), (high / step - 1e-9).ceil());
        let ticks = ticks(first, last, step);
        Self { low: first * step, high: last * step, ticks, decimals }
    }

    /// An axis that ends at its values, with the round numbers between.
    pub fn within(low: f64, high: f64, count: usize) -> Self {
        let (low, high) = widened(low, high);
        let (step, decimals) = step(low, high, count);
        let ticks = ticks((low / step - 1e-9).ceil(), (high / step + 1e-9).floor(), step);
        Self { low, high, ticks, decimals }
    }

    /// Where a value stands, from 0 at the low end to 1 at the high one.
    pub fn part(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }
}

fn widened(low: f64, high: f64) -> (f64, f64) {
    let (low, high) = if low <= high { (low, high) } else { (high, low) };
    if !(low.is_finite() && high.is_finite()) {
        return (0.0, 1.0);
    }
    // What is as good as one value stands in the middle of an axis.
    if high - low > (high.abs() + low.abs()) * 1e-9 {
        return (low, high);
    }
    match high {
        0.0 => (0.0, 1.0),
        _ => (low.min(0.0), high.max(0.0)),
    }
}

fn step(low: f64, high: f64, count: usize) -> (f64, usize) {
    let raw = (high - low) / f64::from(u32::try_from(count.max(1)).unwrap_or(1));
    let exponent = raw.log10().floor();
    let power = 10_f64.powf(exponent);
    let round = ROUND.iter().copied().find(|round| round * power >= raw * (1.0 - 1e-9)).unwrap_or(10.0);
    let exponent = if round >= 10.0 { exponent + 1.0 } else { exponent };
    let step = round * power;
    // Between the bounds of a double, and never more than a reader could tell apart.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 15")]
    let decimals = (-exponent).clamp(0.0, 15.0) as usize;
    (step, decimals)
}

fn ticks(first: f64, last: f64, step: f64) -> Vec<f64> {
    let mut ticks = Vec::new();
    let mut at = first;
    while at <= last && ticks.len() < 50 {
        // Not summed up, so that errors do not either; and no minus before a zero.
        ticks.push(at * step + 0.0);
        at += 1.0;
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_round() {
        let scale = |low, high, count| {
            let scale = Scale::around(low, high, count);
            (scale.low, scale.high, scale.ticks.len(), scale.decimals)
        };
        assert_eq!(scale(0.0, 547.0, 4), (0.0, 600.0, 4, 0));
        assert_eq!(scale(0.0, 0.39, 4), (0.0, 0.4, 5, 1));
        assert_eq!(scale(-0.04, 0.37, 4), (-0.2, 0.4, 4, 1));
        assert_eq!(scale(0.0, 0.0, 4), (0.0, 1.0, 3, 1));
        assert_eq!(scale(5.0, 5.0, 5), (0.0, 5.0, 6, 0));
        assert_eq!(scale(1_200.0, 98_000.0, 5), (0.0, 100_000.0, 6, 0));
        assert_eq!(scale(f64::NAN, 3.0, 5), (0.0, 1.0, 6, 1));
    }

    #[test]
    fn an_axis_of_years_has_whole_years() {
        let scale = Scale::within(2003.0, 2019.0, 4);
        assert_eq!(scale.ticks, [2005.0, 2010.0, 2015.0]);
        assert!((scale.part(2011.0) - 0.5).abs() < 1e-9);
    }
}
