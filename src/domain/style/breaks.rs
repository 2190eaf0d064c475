//! Cutting a column of numbers into ranges.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::domain::code_list;

code_list! {
    /// How ranges are found.
    #[derive(Default)]
    pub enum Breaks {
        /// All as wide.
        Equal = "equal", "等间隔", "Equal intervals";
        /// As many features in each.
        #[default]
        Quantile = "quantile", "等数量", "Quantiles";
        /// With the least spread inside (Jenks).
        Natural = "natural", "自然断点", "Natural breaks";
    }
}

impl Serialize for Breaks {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Breaks {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let code = String::deserialize(from)?;
        let found = Self::ALL.iter().copied().find(|it| it.code() == code);
        found.ok_or_else(|| D::Error::custom(format!("{code} is not known")))
    }
}

/// A style has at most so many ranges; more can't be told apart (our choice, as most atlases).
pub const MOST_CLASSES: usize = 9;

/// Of longer columns so many values, evenly taken from the sorted ones, decide about natural breaks: the cost grows with their square.
const MOST_FOR_NATURAL: usize = 600;

/// The limits of `count` ranges (2 to [`MOST_CLASSES`]) over the values: the lowest value, where one range ends and the next begins,
/// the highest value. Fewer ranges where there are too few different values; nothing for no value.
pub fn limits(values: &[f64], breaks: Breaks, count: usize) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|it| it.is_finite()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let (Some(lowest), Some(highest)) = (sorted.first().copied(), sorted.last().copied()) else {
        return Vec::new();
    };
    let count = count.clamp(2, MOST_CLASSES);
    let inner: Vec<f64> = match breaks {
        Breaks::Equal => {
            let share = |number: usize| number as f64 / count as f64;
            // Not from the difference, which may overflow.
            (1..count).map(|number| lowest * (1.0 - share(number)) + highest * share(number)).collect()
        }
        Breaks::Quantile => {
            let at = |number: usize| sorted.get(number * sorted.len() / count).copied();
            (1..count).filter_map(at).collect()
        }
        Breaks::Natural => natural(&sorted, count),
    };
    let mut limits = vec![lowest];
    for limit in inner {
        if limits.last().is_some_and(|last| *last < limit) && limit <= highest {
            limits.push(limit);
        }
    }
    limits.push(highest);
    limits
}

/// Where ranges after the first begin, so that the sum of squared distances from the mean of each is least (Fisher 1958, Jenks 1977).
fn natural(sorted: &[f64], count: usize) -> Vec<f64> {
    let values = thinned(sorted);
    let size = values.len();
    // Moved to about zero, so that sums of squares keep their figures.
    let middle = values.get(size / 2).copied().unwrap_or_default();
    let mut sums = vec![(0.0, 0.0)];
    for value in &values {
        let (sum, squares) = sums.last().copied().unwrap_or_default();
        let value = value - middle;
        sums.push((sum + value, squares + value * value));
    }
    let spread = |from: usize, to: usize| {
        let (Some(start), Some(end)) = (sums.get(from), sums.get(to)) else { return f64::INFINITY };
        let (sum, squares) = (end.0 - start.0, end.1 - start.1);
        (squares - sum * sum / (to - from).max(1) as f64).max(0.0)
    };
    // The least spread of the first values in so many ranges, and where the last of these begins.
    let mut least: Vec<f64> = (0..=size).map(|to| spread(0, to)).collect();
    let mut begins: Vec<Vec<usize>> = Vec::new();
    for _ in 1..count.min(size) {
        let best = |to: usize| {
            let spreads = (0..to).map(|from| (least.get(from).map_or(0.0, |it| it + spread(from, to)), from));
            spreads.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or_default()
        };
        let (next, starts): (Vec<f64>, Vec<usize>) = (0..=size).map(best).unzip();
        least = next;
        begins.push(starts);
    }
    let mut limits = Vec::new();
    let mut end = size;
    for starts in begins.iter().rev() {
        end = starts.get(end).copied().unwrap_or_default();
        limits.extend(values.get(end).copied());
    }
    limits.reverse();
    limits
}

fn thinned(sorted: &[f64]) -> Vec<f64> {
    if sorted.len() <= MOST_FOR_NATURAL {
        return sorted.to_vec();
    }
    let last = sorted.len() - 1;
    (0..MOST_FOR_NATURAL)
        .filter_map(|number| sorted.get(number * last / (MOST_FOR_NATURAL - 1)).copied())
        .collect()
}
