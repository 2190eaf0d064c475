//! Words of a style: colours, dashes, shapes, ramps. Each is one word in JSON.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::domain::code_list;

/// A colour as a style names it. In JSON: `none`, `theme:river`, `#1f78b4`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ink {
    /// Nothing is drawn.
    #[default]
    None,
    /// A colour of the map's palette, another one on a light ground than on a dark one.
    Theme(ThemeColor),
    /// Red, green and blue of the user's own.
    Own([u8; 3]),
}

code_list! {
    /// The colours of the map's palette that a style can name.
    pub enum ThemeColor {
        Plain = "plain", "灰", "Grey";
        Ink = "ink", "黑或白", "Black or white";
        River = "river", "河流", "River";
        RiverEdge = "river_edge", "河流边线", "Edge of rivers";
        Sewer = "sewer", "管网", "Sewer";
        ZoneFirst = "zone_first", "一级保护区", "Zone of level 1";
        ZoneSecond = "zone_second", "二级保护区", "Zone of level 2";
        ZoneQuasi = "zone_quasi", "准保护区", "Quasi-zone";
        County = "county", "行政区界", "Boundary";
        Section = "section", "断面", "Section";
        Series1 = "series_1", "分类色1", "Series 1";
        Series2 = "series_2", "分类色2", "Series 2";
        Series3 = "series_3", "分类色3", "Series 3";
        Series4 = "series_4", "分类色4", "Series 4";
        Series5 = "series_5", "分类色5", "Series 5";
        Series6 = "series_6", "分类色6", "Series 6";
        Series7 = "series_7", "分类色7", "Series 7";
        Series8 = "series_8", "分类色8", "Series 8";
    }
}

impl ThemeColor {
    /// The colours for values of a column, in the order in which they are given out.
    pub const SERIES: [Self; 8] = [
        Self::Series1,
        Self::Series2,
        Self::Series3,
        Self::Series4,
        Self::Series5,
        Self::Series6,
        Self::Series7,
        Self::Series8,
    ];
}

code_list! {
    /// What a line is made of.
    #[derive(Default)]
    pub enum Dash {
        #[default]
        Solid = "solid", "实线", "Solid";
        Dashed = "dashed", "虚线", "Dashed";
        Dotted = "dotted", "点线", "Dotted";
        DashDot = "dash_dot", "点划线", "Dash and dot";
    }
}

code_list! {
    /// The outline of a point.
    #[derive(Default)]
    pub enum PointShape {
        #[default]
        Circle = "circle", "圆", "Circle";
        Square = "square", "方", "Square";
        Triangle = "triangle", "三角", "Triangle";
        TriangleDown = "triangle_down", "倒三角", "Triangle down";
        Diamond = "diamond", "菱形", "Diamond";
        Pentagon = "pentagon", "五边形", "Pentagon";
        Hexagon = "hexagon", "六边形", "Hexagon";
        Star = "star", "星", "Star";
        Cross = "cross", "十字", "Cross";
        Section = "section", "断面", "Section";
    }
}

code_list! {
    /// Colours from low to high.
    #[derive(Default)]
    pub enum Ramp {
        #[default]
        Viridis = "viridis", "紫绿黄", "Purple, green, yellow";
        Blues = "blues", "蓝", "Blues";
        Reds = "reds", "红", "Reds";
        Diverging = "diverging", "蓝白橙", "Blue, white, orange";
    }
}

/// One word in JSON: the code.
macro_rules! code_in_json {
    ($($name:ident),*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.code())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let code = String::deserialize(from)?;
                let found = Self::ALL.iter().copied().find(|it| it.code() == code);
                found.ok_or_else(|| D::Error::custom(format!("{code} is not known")))
            }
        }
    )*};
}
code_in_json!(Dash, PointShape, Ramp);

impl Ink {
    /// The word in JSON.
    pub fn code(self) -> String {
        match self {
            Self::None => "none".to_owned(),
            Self::Theme(color) => format!("theme:{}", color.code()),
            Self::Own([red, green, blue]) => format!("#{red:02x}{green:02x}{blue:02x}"),
        }
    }

    /// Reads the word in JSON.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "none" {
            return Some(Self::None);
        }
        if let Some(code) = text.strip_prefix("theme:") {
            return ThemeColor::ALL.iter().copied().find(|it| it.code() == code).map(Self::Theme);
        }
        let digits = text.strip_prefix('#').filter(|it| it.len() == 6)?;
        let number = u32::from_str_radix(digits, 16).ok()?;
        Some(Self::Own([(number >> 16) as u8, (number >> 8) as u8, number as u8]))
    }
}

impl Serialize for Ink {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.code())
    }
}

impl<'de> Deserialize<'de> for Ink {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom(format!("{text} is no colour")))
    }
}
