//! What a colour can mean, and how lines, areas and texts are drawn.

use serde::{Deserialize, Serialize};

use super::Rgba;

/// What a colour says: how far the work on an outfall is, or what else a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Tone {
    /// Not an outfall after all, a duplicate, or out of the count: drawn hollow.
    Excluded,
    /// 疑似: found but not confirmed, or nothing is done yet.
    Suspected,
    /// 已排查: checked; to be measured.
    Checked,
    /// 已监测: measured; to be traced.
    Measured,
    /// 已溯源: traced; to be fixed.
    Traced,
    /// 整治中: being fixed.
    Fixing,
    /// 已销号: fixed and accepted.
    Fixed,
    /// 规范管理: signboard, file and monitoring in order.
    Managed,
    /// Overdue, rebounded or over its limit.
    Alarm,
    /// A monitoring section.
    Section,
    /// Any other point.
    Plain,
    /// How far work is behind its plan, from 0 for not due over 1 for due soon to 5 for three months and more.
    Lag(u8),
    /// Nothing is planned, or nothing is left to do.
    NoLag,
    /// Inside a protection zone of level 1, 2 or, as 3, a quasi-zone.
    InZone(u8),
    /// In no protection zone.
    NoZone,
    /// One of [`SERIES_LENGTH`](super::SERIES_LENGTH) colours for things without an order, from 0.
    Series(u8),
    /// What stands out most from the ground: black on a light one.
    Ink,
    /// The inside of a line of this class.
    Line(LineClass),
    /// The rim of a line of this class.
    Rim(LineClass),
    /// The edge of an area of this class.
    Edge(AreaClass),
    /// A colour of the user's own.
    Custom(Rgba),
}

/// What an area is; the palette knows how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AreaClass {
    /// 一级保护区
    ZoneFirst,
    /// 二级保护区
    ZoneSecond,
    /// 准保护区
    ZoneQuasi,
    /// A county or other administrative area: only its border is drawn, and a border between two of them only once.
    County,
    /// Water as an area: lake, reservoir, wide river.
    Water,
    /// Any other area.
    Plain,
    /// A colour of the user's own, for the edge; the fill is the same, translucent.
    Custom(Rgba),
}

/// What a line is; the palette knows how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LineClass {
    /// A river or stream.
    River,
    /// A sewer.
    Sewer,
    /// Any other line.
    Plain,
    /// A colour of the user's own.
    Custom(Rgba),
}

/// How an area is drawn. Widths in reference pixels (1/96 inch).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AreaStyle {
    /// Colour inside, usually translucent.
    pub fill: Option<Rgba>,
    /// Colour of the edge.
    pub edge: Rgba,
    /// Width of the edge.
    pub edge_width: f32,
    /// Lengths of dash and gap, in turn; empty for a plain line.
    pub dashes: &'static [f32],
}

/// How a line is drawn. Widths in reference pixels (1/96 inch) at about 1 : 250,000.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineStyle {
    /// Colour of the line itself.
    pub fill: Rgba,
    /// Colour of the rim on both sides.
    pub casing: Rgba,
    /// Width of the rim on each side.
    pub casing_width: f32,
    /// Lengths of dash and gap, in turn; empty for a plain line.
    pub dashes: &'static [f32],
}

/// Colour of letters and of the rim that keeps them readable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextStyle {
    /// The letters.
    pub fill: Rgba,
    /// The rim.
    pub halo: Rgba,
}
