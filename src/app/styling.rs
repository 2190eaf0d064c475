//! From a style to the looks of the map, and from a column to a style.

use crate::{
    domain::{
        layer::FeatureSet,
        style::{
            Breaks, Categories, Category, Dash, Grade, Grades, Ink, PointShape, Ramp, SymbolStyle, Symbology,
            ThemeColor, limits, numbers, values_of,
        },
    },
    map::{
        palette::{
            AreaClass, AreaLook, Dash as MapDash, LineClass, LineLook, LinePaint, LineWidth, OwnArea, Px,
            RampKind, Rgba, Tone, ramp_color,
        },
        symbol::{Shape, Symbol},
    },
};

/// The most values of a column that get a symbol of their own; the rest share one (our choice: a longer legend can't be read).
pub const MOST_CATEGORIES: usize = 40;

/// The colour that an ink stands for; `None` for no ink.
pub fn tone_of(ink: Ink) -> Option<Tone> {
    match ink {
        Ink::None => None,
        Ink::Theme(color) => Some(theme_tone(color)),
        Ink::Own([red, green, blue]) => Some(Tone::Custom(Rgba(red, green, blue, 255))),
    }
}

fn theme_tone(color: ThemeColor) -> Tone {
    match color {
        ThemeColor::Plain => Tone::Plain,
        ThemeColor::Ink => Tone::Ink,
        ThemeColor::River => Tone::Line(LineClass::River),
        ThemeColor::RiverEdge => Tone::Rim(LineClass::River),
        ThemeColor::Sewer => Tone::Line(LineClass::Sewer),
        ThemeColor::ZoneFirst => Tone::Edge(AreaClass::ZoneFirst),
        ThemeColor::ZoneSecond => Tone::Edge(AreaClass::ZoneSecond),
        ThemeColor::ZoneQuasi => Tone::Edge(AreaClass::ZoneQuasi),
        ThemeColor::County => Tone::Edge(AreaClass::County),
        ThemeColor::Section => Tone::Section,
        ThemeColor::Series1 => Tone::Series(0),
        ThemeColor::Series2 => Tone::Series(1),
        ThemeColor::Series3 => Tone::Series(2),
        ThemeColor::Series4 => Tone::Series(3),
        ThemeColor::Series5 => Tone::Series(4),
        ThemeColor::Series6 => Tone::Series(5),
        ThemeColor::Series7 => Tone::Series(6),
        ThemeColor::Series8 => Tone::Series(7),
    }
}

fn dash_of(dash: Dash) -> MapDash {
    match dash {
        Dash::Solid => MapDash::Solid,
        Dash::Dashed => MapDash::Dashed,
        Dash::Dotted => MapDash::Dotted,
        Dash::DashDot => MapDash::DashDot,
    }
}

/// The outline of a point.
pub fn shape_of(shape: PointShape) -> Shape {
    match shape {
        PointShape::Circle => Shape::Circle,
        PointShape::Square => Shape::Square,
        PointShape::Triangle => Shape::Triangle,
        PointShape::TriangleDown => Shape::TriangleDown,
        PointShape::Diamond => Shape::Diamond,
        PointShape::Pentagon => Shape::Pentagon,
        PointShape::Hexagon => Shape::Hexagon,
        PointShape::Star => Shape::Star,
        PointShape::Cross => Shape::Cross,
        PointShape::Section => Shape::Section,
    }
}

/// An area with this symbol.
pub fn area_look(symbol: &SymbolStyle) -> AreaLook {
    let alpha = (f32::from(symbol.fill_opacity.min(100)) * 2.55).round() as u8;
    AreaLook::Own(OwnArea {
        fill: tone_of(symbol.fill).filter(|_| alpha > 0).map(|tone| (tone, alpha)),
        edge: tone_of(symbol.edge),
        edge_width: Px::of(symbol.edge_px),
        dash: dash_of(symbol.dash),
    })
}

/// A line with this symbol, perhaps of another width (in reference pixels); `None` where it has no colour.
pub fn line_look(symbol: &SymbolStyle, width_px: Option<f32>) -> Option<LineLook> {
    let casing = tone_of(symbol.edge).filter(|_| symbol.edge_px > 0.0);
    Some(LineLook {
        width: LineWidth::Fixed(Px::of(width_px.unwrap_or(symbol.width_px))),
        paint: LinePaint::Own {
            fill: tone_of(symbol.fill)?,
            casing: casing.map(|tone| (tone, Px::of(symbol.edge_px))),
            dash: dash_of(symbol.dash),
        },
    })
}

/// A point with this symbol; `None` where it has no colour.
pub fn point_symbol(symbol: &SymbolStyle) -> Option<Symbol> {
    let edge = tone_of(symbol.edge).filter(|_| symbol.edge_px > 0.0);
    let diameter_px = symbol.size_px.round().clamp(3.0, 60.0) as u8;
    Some(Symbol { edge, diameter_px, ..Symbol::new(shape_of(symbol.shape), tone_of(symbol.fill)?) })
}

/// A symbol for each of the most frequent values of a column, in colours of the map's palette, and one for the rest.
/// `like` says everything but the colour.
pub fn categorised(set: &FeatureSet, column: &str, like: &SymbolStyle) -> Symbology {
    let mut values = values_of(set, column, MOST_CATEGORIES);
    values.sort();
    let colors = ThemeColor::SERIES.iter().cycle();
    let class = |((value, _), color): ((String, usize), &ThemeColor)| Category {
        value,
        symbol: colored(like, Ink::Theme(*color)),
    };
    Symbology::Categorised(Categories {
        column: column.to_owned(),
        classes: values.into_iter().zip(colors).map(class).collect(),
        other: Some(colored(like, Ink::Theme(ThemeColor::Plain))),
    })
}

/// How a column is cut into ranges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The heading of the column.
    pub column: String,
    /// How the ranges are found.
    pub breaks: Breaks,
    /// Their colours.
    pub ramp: Ramp,
    /// How many.
    pub count: usize,
}

/// A symbol for each range of a column of numbers, in the colours of a ramp, and one for what is no number.
pub fn graduated(set: &FeatureSet, cut: &Cut, like: &SymbolStyle) -> Symbology {
    let limits = limits(&numbers(set, &cut.column), cut.breaks, cut.count);
    let ranges = limits.len().saturating_sub(1);
    let class = |(ends, number): (&[f64], usize)| {
        let share = if ranges > 1 { number as f64 / (ranges - 1) as f64 } else { 1.0 };
        let Rgba(red, green, blue, _) = ramp_color(ramp_of(cut.ramp), share);
        Some(Grade {
            from: *ends.first()?,
            to: *ends.last()?,
            symbol: colored(like, Ink::Own([red, green, blue])),
        })
    };
    Symbology::Graduated(Grades {
        column: cut.column.clone(),
        breaks: cut.breaks,
        ramp: cut.ramp,
        classes: limits.windows(2).zip(0..).filter_map(class).collect(),
        other: Some(colored(like, Ink::Theme(ThemeColor::Plain))),
    })
}

/// The colours of a ramp.
pub fn ramp_of(ramp: Ramp) -> RampKind {
    match ramp {
        Ramp::Viridis => RampKind::Viridis,
        Ramp::Blues => RampKind::Blues,
        Ramp::Reds => RampKind::Reds,
        Ramp::Diverging => RampKind::Diverging,
    }
}

/// The same symbol in another colour. Its edge follows where it had the same colour as its inside.
fn colored(like: &SymbolStyle, ink: Ink) -> SymbolStyle {
    let edge = if like.edge == like.fill { ink } else { like.edge };
    SymbolStyle { fill: ink, edge, ..like.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Value, layer::Feature};

    fn set() -> FeatureSet {
        let feature = |(name, length): (&str, i64)| Feature {
            geometry: None,
            values: vec![Value::text(name), Value::Integer(length)],
        };
        FeatureSet {
            columns: vec!["名称".to_owned(), "长度".to_owned()],
            features: [("乙", 1), ("甲", 5), ("乙", 9), ("", 100)].map(feature).to_vec(),
        }
    }

    #[test]
    fn every_value_of_a_column_gets_a_colour_of_its_own() {
        let style = categorised(&set(), "名称", &SymbolStyle::default());

        let symbols = style.symbols();
        let values: Vec<Option<&str>> = symbols.iter().map(|(value, _)| value.as_deref()).collect();
        assert_eq!(values, [Some(""), Some("乙"), Some("甲"), None]);
        assert!(symbols.windows(2).all(|pair| pair[0].1.fill != pair[1].1.fill));
        assert_eq!(style.assign(&set()).unwrap().of_feature, [1, 2, 1, 0]);
    }

    #[test]
    fn ranges_run_from_one_end_of_the_ramp_to_the_other() {
        let cut =
            Cut { column: "长度".to_owned(), breaks: Breaks::Quantile, ramp: Ramp::Viridis, count: 2 };

        let style = graduated(&set(), &cut, &SymbolStyle::default());

        let fills: Vec<Ink> = style.symbols().iter().map(|(_, symbol)| symbol.fill).collect();
        let ends = [Ink::Own([0x44, 0x01, 0x54]), Ink::Own([0xFD, 0xE7, 0x25])];
        assert_eq!(fills, [ends[0], ends[1], Ink::Theme(ThemeColor::Plain)]);
        assert_eq!(style.assign(&set()).unwrap().of_feature, [0, 0, 1, 1]);
    }
}
