//! How a layer is drawn (样式): meanings and numbers that the map turns into colours and pixels.
//!
//! A style is kept as JSON in [`Layer::style`](super::layer::Layer::style) and
//! [`Settings::outfall_style`](super::settings::Settings::outfall_style). What is not said has the shipped value, what is not known is
//! carried along, and what can not be read leaves the shipped style in force ([`LayerStyle::of`]).

mod assign;
mod breaks;
mod ink;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::{
    assign::{Assigned, NOT_DRAWN, category_of, numbers, values_of, widths},
    breaks::{Breaks, MOST_CLASSES, limits},
    ink::{Dash, Ink, PointShape, Ramp, ThemeColor},
};

/// How one layer is drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LayerStyle {
    /// Which symbol a feature gets.
    pub symbology: Symbology,
    /// Lines: their width by a column; it takes the place of the width of their symbol.
    pub width_by: Option<WidthBy>,
    /// What is written beside features.
    pub label: LabelStyle,
    /// Drawn at 1 : n and closer only.
    pub from_scale: Option<f64>,
    /// Drawn at 1 : n and farther only.
    pub to_scale: Option<f64>,
    /// How opaque the layer is, in percent.
    pub opacity: u8,
    /// Points: do those that would overlap join in a circle with their number? Heeded for outfalls.
    pub cluster: bool,
    /// Outfalls: the width of their symbols in reference pixels (1/96 inch).
    pub size_px: f32,
    /// What a later version has written and this one does not know.
    #[serde(flatten)]
    pub unknown: BTreeMap<String, serde_json::Value>,
}

impl Default for LayerStyle {
    fn default() -> Self {
        Self {
            symbology: Symbology::Shipped,
            width_by: None,
            label: LabelStyle::default(),
            from_scale: None,
            to_scale: None,
            opacity: 100,
            cluster: true,
            size_px: OUTFALL_PX,
            unknown: BTreeMap::new(),
        }
    }
}

/// The shipped width of the symbol of an outfall, in reference pixels (our choice).
pub const OUTFALL_PX: f32 = 11.0;

/// Which symbol a feature gets.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Symbology {
    /// The shipped one of the layer's kind: zones by level, rivers by order, outfalls by the map's theme.
    #[default]
    Shipped,
    /// One for all.
    Single {
        /// The symbol.
        symbol: SymbolStyle,
    },
    /// One for each value of a column.
    Categorised(Categories),
    /// One for each range of a column of numbers.
    Graduated(Grades),
}

/// A symbol for each value of a column.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Categories {
    /// The heading of the column.
    pub column: String,
    /// The values that have a symbol of their own, in the order of the legend.
    pub classes: Vec<Category>,
    /// For every other value; those features are not drawn where there is none.
    pub other: Option<SymbolStyle>,
}

/// A value and its symbol.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Category {
    /// The value as text; empty for no value.
    pub value: String,
    /// How it is drawn.
    pub symbol: SymbolStyle,
}

/// A symbol for each range of a column of numbers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Grades {
    /// The heading of the column.
    pub column: String,
    /// How the ranges were found.
    pub breaks: Breaks,
    /// Where the colours came from.
    pub ramp: Ramp,
    /// The ranges from low to high.
    pub classes: Vec<Grade>,
    /// For what is no number or in no range; those features are not drawn where there is none.
    pub other: Option<SymbolStyle>,
}

/// A range and its symbol.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Grade {
    /// The lowest value that belongs to it.
    pub from: f64,
    /// The highest value that belongs to it, unless the next range begins with it.
    pub to: f64,
    /// How it is drawn.
    pub symbol: SymbolStyle,
}

/// One symbol. Areas, lines and points each take what concerns them. Widths in reference pixels (1/96 inch).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SymbolStyle {
    /// The inside of areas and points; the colour of lines.
    pub fill: Ink,
    /// How opaque the inside of an area is, in percent.
    pub fill_opacity: u8,
    /// The edge of areas; the rim of lines and points.
    pub edge: Ink,
    /// Width of that edge or, on each side, of that rim.
    pub edge_px: f32,
    /// Width of lines.
    pub width_px: f32,
    /// What lines and edges of areas are made of.
    pub dash: Dash,
    /// The outline of points.
    pub shape: PointShape,
    /// Width of points.
    pub size_px: f32,
}

impl Default for SymbolStyle {
    fn default() -> Self {
        Self {
            fill: Ink::Theme(ThemeColor::Plain),
            fill_opacity: 25,
            edge: Ink::Theme(ThemeColor::Plain),
            edge_px: 1.0,
            width_px: 2.0,
            dash: Dash::Solid,
            shape: PointShape::Circle,
            size_px: OUTFALL_PX,
        }
    }
}

/// The width of lines by a column of numbers: its lowest value gets one width, its highest another, the rest lies between.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct WidthBy {
    /// The heading of the column.
    pub column: String,
    /// The width at the lowest value, in reference pixels.
    pub lowest_px: f32,
    /// The width at the highest value; less than the other where low numbers are important, as orders of rivers may be.
    pub highest_px: f32,
}

impl Default for WidthBy {
    fn default() -> Self {
        Self { column: String::new(), lowest_px: 1.0, highest_px: 5.0 }
    }
}

/// What is written beside features.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LabelStyle {
    /// Which text.
    pub by: LabelBy,
    /// Written at 1 : n and closer only; for outfalls there is a shipped limit where this says nothing.
    pub from_scale: Option<f64>,
}

/// Which text is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabelBy {
    /// The name, from the column that files usually keep it in.
    #[default]
    Name,
    /// Nothing.
    Nothing,
    /// The column with this heading.
    Column(String),
}

impl LayerStyle {
    /// Reads a style. Empty text is the shipped style.
    pub fn read(json: &str) -> Result<Self, serde_json::Error> {
        if json.trim().is_empty() { Ok(Self::default()) } else { serde_json::from_str(json) }
    }

    /// The style, or the shipped one where the text can not be read; [`super::check`] tells of that.
    pub fn of(json: &str) -> Self {
        Self::read(json).unwrap_or_default()
    }

    /// The style as JSON; empty for the shipped style.
    pub fn write(&self) -> String {
        if *self == Self::default() {
            return String::new();
        }
        serde_json::to_string(self).unwrap_or_default()
    }

    /// How opaque the layer is: 0 to 1.
    pub fn opacity(&self) -> f32 {
        f32::from(self.opacity.min(100)) / 100.0
    }
}

impl Symbology {
    /// Every symbol in it, with the value or range it stands for, in the order of the legend. `None` stands for all others.
    pub fn symbols(&self) -> Vec<(Option<String>, &SymbolStyle)> {
        match self {
            Self::Shipped => Vec::new(),
            Self::Single { symbol } => vec![(None, symbol)],
            Self::Categorised(Categories { classes, other, .. }) => {
                let own = classes.iter().map(|it| (Some(it.value.clone()), &it.symbol));
                own.chain(other.iter().map(|it| (None, it))).collect()
            }
            Self::Graduated(Grades { classes, other, .. }) => {
                let own = classes.iter().map(|it| (Some(it.title()), &it.symbol));
                own.chain(other.iter().map(|it| (None, it))).collect()
            }
        }
    }

    /// The column that decides, if one does.
    pub fn column(&self) -> Option<&str> {
        match self {
            Self::Shipped | Self::Single { .. } => None,
            Self::Categorised(it) => Some(&it.column),
            Self::Graduated(it) => Some(&it.column),
        }
    }
}

impl Grade {
    /// The range as people write it: `1.5 – 20`.
    pub fn title(&self) -> String {
        let (from, to) = (short(self.from), short(self.to));
        if from == to { from } else { format!("{from} – {to}") }
    }
}

/// A number with at most four significant figures after its leading zeros, without zeros at its end.
pub fn short(number: f64) -> String {
    if number == 0.0 || !number.is_finite() {
        return number.to_string();
    }
    let places = (3 - number.abs().log10().floor() as i32).clamp(0, 12) as usize;
    let text = format!("{number:.places$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

#[cfg(test)]
mod tests;
