//! From a style and the features of a layer to a symbol for each feature.

use std::collections::{BTreeMap, HashMap};

use super::{Categories, Grades, SymbolStyle, Symbology, WidthBy};
use crate::domain::{
    Value,
    layer::{Feature, FeatureSet},
};

/// Stands for no symbol in [`Assigned::of_feature`].
pub const NOT_DRAWN: u16 = u16::MAX;

/// Which symbol each feature has.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assigned<'a> {
    /// The symbols.
    pub symbols: Vec<&'a SymbolStyle>,
    /// For each feature the place of its symbol in [`Self::symbols`], or [`NOT_DRAWN`].
    pub of_feature: Vec<u16>,
}

impl Symbology {
    /// The symbol of each feature; nothing for [`Symbology::Shipped`], which hangs on more than the style.
    pub fn assign(&self, set: &FeatureSet) -> Option<Assigned<'_>> {
        let symbols: Vec<&SymbolStyle> = self.symbols().into_iter().map(|(_, symbol)| symbol).collect();
        let of_feature = match self {
            Self::Shipped => return None,
            Self::Single { .. } => vec![0; set.features.len()],
            Self::Categorised(categories) => by_category(categories, set),
            Self::Graduated(grades) => by_grade(grades, set),
        };
        Some(Assigned { symbols, of_feature })
    }
}

fn by_category(categories: &Categories, set: &FeatureSet) -> Vec<u16> {
    let Categories { column, classes, other } = categories;
    let other = if other.is_some() { classes.len() as u16 } else { NOT_DRAWN };
    // The first of two with the same value, as in the legend.
    let mut places: HashMap<&str, u16> = HashMap::new();
    for (class, place) in classes.iter().zip(0..NOT_DRAWN) {
        places.entry(class.value.as_str()).or_insert(place);
    }
    let at = column_at(set, column);
    let place = |feature: &Feature| match value(feature, at) {
        Some(Value::Text(text)) => places.get(text.as_str()),
        found => places.get(category_of(found).as_str()),
    };
    set.features.iter().map(|feature| place(feature).copied().unwrap_or(other)).collect()
}

fn by_grade(grades: &Grades, set: &FeatureSet) -> Vec<u16> {
    let Grades { column, classes, other, .. } = grades;
    let other = if other.is_some() { classes.len() as u16 } else { NOT_DRAWN };
    let at = column_at(set, column);
    let place = |feature: &Feature| {
        let number = value(feature, at).and_then(number)?;
        let holds = |class: &super::Grade| class.from <= number && number <= class.to;
        // A limit belongs to the range that begins with it.
        classes.iter().rposition(holds).map(|place| place as u16)
    };
    set.features.iter().map(|feature| place(feature).unwrap_or(other)).collect()
}

fn column_at(set: &FeatureSet, column: &str) -> Option<usize> {
    let exactly = set.columns.iter().position(|it| it == column);
    exactly.or_else(|| set.columns.iter().position(|it| it.eq_ignore_ascii_case(column)))
}

fn value(feature: &Feature, at: Option<usize>) -> Option<&Value> {
    feature.values.get(at?)
}

fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Null => None,
        Value::Integer(number) => Some(*number as f64),
        Value::Real(number) => Some(*number),
        Value::Text(text) => text.trim().parse().ok(),
    };
    number.filter(|it: &f64| it.is_finite())
}

/// A value as the category that it belongs to.
pub fn category_of(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::Integer(number)) => number.to_string(),
        Some(Value::Real(number)) => number.to_string(),
        Some(Value::Text(text)) => text.clone(),
    }
}

/// The different values of a column with how often each occurs, the most frequent first and at most `limit`.
pub fn values_of(set: &FeatureSet, column: &str, limit: usize) -> Vec<(String, usize)> {
    let at = column_at(set, column);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for feature in &set.features {
        *counts.entry(category_of(value(feature, at))).or_default() += 1;
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.truncate(limit);
    counts
}

/// The numbers in a column, without what is none.
pub fn numbers(set: &FeatureSet, column: &str) -> Vec<f64> {
    let at = column_at(set, column);
    set.features.iter().filter_map(|feature| value(feature, at).and_then(number)).collect()
}

/// So many different widths at most, so that lines of one width are drawn together.
const WIDTH_STEPS: f64 = 24.0;

/// The width of each feature in reference pixels; the lesser of the two widths where its column holds no number.
pub fn widths(by: &WidthBy, set: &FeatureSet) -> Vec<f32> {
    let at = column_at(set, &by.column);
    let numbers: Vec<Option<f64>> =
        set.features.iter().map(|feature| value(feature, at).and_then(number)).collect();
    let known = || numbers.iter().copied().flatten();
    let (lowest, highest) =
        (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    let width = |number: Option<f64>| {
        let Some(number) = number else { return by.lowest_px.min(by.highest_px) };
        let range = highest - lowest;
        let share = if range > 0.0 { (number - lowest) / range } else { 0.0 };
        let share = ((share * WIDTH_STEPS).round() / WIDTH_STEPS) as f32;
        by.lowest_px + (by.highest_px - by.lowest_px) * share
    };
    numbers.iter().copied().map(width).collect()
}
