//! How lines and areas look that a style describes: still in meanings, so that they follow the palette, and small enough to compare.

use serde::{Deserialize, Serialize};

use super::{AreaClass, LineClass, Tone};

/// A width in hundredths of a reference pixel (1/96 inch).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Px(u16);

impl Px {
    /// The nearest width to this many pixels; what is less than nothing or no number becomes nothing.
    pub fn of(pixels: f32) -> Self {
        Self((pixels * 100.0).round().clamp(0.0, 60_000.0) as u16)
    }

    /// In pixels.
    pub fn get(self) -> f32 {
        f32::from(self.0) / 100.0
    }
}

/// What a line is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Dash {
    /// Unbroken.
    #[default]
    Solid,
    /// Strokes.
    Dashed,
    /// Dots.
    Dotted,
    /// A stroke and a dot in turn.
    DashDot,
}

impl Dash {
    /// Lengths of dash and gap in turn, in reference pixels; empty for an unbroken line.
    pub const fn lengths(self) -> &'static [f32] {
        match self {
            Self::Solid => &[],
            Self::Dashed => &[6.0, 3.0],
            Self::Dotted => &[1.5, 2.5],
            Self::DashDot => &[7.0, 2.5, 1.5, 2.5],
        }
    }
}

/// How an area looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AreaLook {
    /// As the palette draws this class.
    Class(AreaClass),
    /// As a style says.
    Own(OwnArea),
}

/// An area as a style says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OwnArea {
    /// The inside and its opacity, 0 to 255.
    pub fill: Option<(Tone, u8)>,
    /// The edge.
    pub edge: Option<Tone>,
    /// Width of the edge.
    pub edge_width: Px,
    /// What the edge is made of.
    pub dash: Dash,
}

impl From<AreaClass> for AreaLook {
    fn from(class: AreaClass) -> Self {
        Self::Class(class)
    }
}

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LineLook {
    /// Its width, rim excepted.
    pub width: LineWidth,
    /// Its colours.
    pub paint: LinePaint,
}

/// The width of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LineWidth {
    /// That of a river of this rank, 1 for the largest and 5 for the smallest; grows as one comes closer.
    Rank(u8),
    /// The same at every scale.
    Fixed(Px),
}

/// The colours of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LinePaint {
    /// As the palette draws this class.
    Class(LineClass),
    /// As a style says.
    Own {
        /// The line itself.
        fill: Tone,
        /// The rim, and its width on each side.
        casing: Option<(Tone, Px)>,
        /// What the line is made of.
        dash: Dash,
    },
}

impl LineLook {
    /// A line of this class and rank: 1 for the largest rivers, 5 and more for the smallest.
    pub fn ranked(class: LineClass, rank: u8) -> Self {
        Self { width: LineWidth::Rank(rank.clamp(1, 5)), paint: LinePaint::Class(class) }
    }
}
