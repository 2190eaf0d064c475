//! Every colour and line width of the map, in one place, for light and dark surroundings.
//!
//! The stage colours are those of Okabe and Ito, which people with any of the common colour deficiencies tell apart; shapes carry the
//! class of an outfall, so that no meaning hangs on colour alone.

mod class;
mod ground;
mod look;
mod ramp;

use serde::{Deserialize, Serialize};

pub use self::{
    class::{AreaClass, AreaStyle, LineClass, LineStyle, TextStyle, Tone},
    ground::GroundStyle,
    look::{AreaLook, Dash, LineLook, LinePaint, LineWidth, OwnArea, Px},
    ramp::{RampKind, ramp_color},
};

/// A colour with straight (not premultiplied) opacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Rgba(pub u8, pub u8, pub u8, pub u8);

impl Rgba {
    /// An opaque colour from `0xRRGGBB`.
    pub const fn hex(rgb: u32) -> Self {
        Self((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8, 255)
    }

    /// The same colour with this opacity, 0 (invisible) to 255.
    #[must_use]
    pub const fn with_alpha(self, alpha: u8) -> Self {
        Self(self.0, self.1, self.2, alpha)
    }

    /// The color for tiny-skia.
    pub(super) fn color(self) -> tiny_skia::Color {
        tiny_skia::Color::from_rgba8(self.0, self.1, self.2, self.3)
    }

    /// A paint for tiny-skia, antialiased.
    pub(super) fn paint(self) -> tiny_skia::Paint<'static> {
        let mut paint = tiny_skia::Paint::default();
        paint.set_color(self.color());
        paint
    }
}

/// All colours of a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    /// What lies under everything.
    pub background: Rgba,
    /// Frames, scale bar, north arrow and the texts of the margin.
    pub ink: Rgba,
    /// The boxes of legend and scale bar.
    pub paper: Rgba,
    /// Selected and hovered things, for the window to draw over the map.
    pub selection: Rgba,
    /// The rim around point symbols.
    pub symbol_rim: Rgba,
    /// The thin line around that rim, which holds it against the ground.
    pub symbol_outline: Rgba,
    /// Names of rivers.
    pub river_text: TextStyle,
    /// Names of counties and other areas.
    pub area_text: TextStyle,
    /// Names of zones.
    pub zone_text: TextStyle,
    /// Names of points.
    pub point_text: TextStyle,
    dark: bool,
}

const DASHED: &[f32] = &[7.0, 2.5, 1.5, 2.5];

/// How far behind the plan, from not due to three months and more: brighter to darker, so that a grey copy keeps the order.
const LAG: [Rgba; 6] = [
    Rgba::hex(0x0056_B4E9),
    Rgba::hex(0x00F0_E442),
    Rgba::hex(0x00E6_9F00),
    Rgba::hex(0x00D5_5E00),
    Rgba::hex(0x00A5_0F3C),
    Rgba::hex(0x004A_0A4A),
];

/// Inside a zone of level 1, level 2, a quasi-zone.
const ZONES: [Rgba; 3] = [Rgba::hex(0x00C4_1E3A), Rgba::hex(0x00EF_8E00), Rgba::hex(0x0000_72B2)];

/// For things without an order: the colours of Okabe and Ito, the most different ones first; the last is ours, and almost white on a
/// dark ground.
const SERIES: [Rgba; SERIES_LENGTH as usize] = [
    Rgba::hex(0x0000_72B2),
    Rgba::hex(0x00E6_9F00),
    Rgba::hex(0x0000_9E73),
    Rgba::hex(0x00CC_79A7),
    Rgba::hex(0x0056_B4E9),
    Rgba::hex(0x00D5_5E00),
    Rgba::hex(0x00F0_E442),
    Rgba::hex(0x0066_2233),
];

/// How many colours there are for things without an order; further things begin again.
pub const SERIES_LENGTH: u8 = 8;

/// The colour with this number; after the last comes the first.
fn of_series(series: &[Rgba], number: u8) -> Rgba {
    series.iter().copied().cycle().nth(usize::from(number)).unwrap_or(Rgba(0, 0, 0, 255))
}

impl Palette {
    /// For a light window and for paper.
    pub fn light() -> Self {
        let halo = Rgba(255, 255, 255, 225);
        Self {
            background: Rgba::hex(0x00F8_F7F2),
            ink: Rgba::hex(0x0024_2A2E),
            paper: Rgba(255, 255, 255, 250),
            selection: Rgba::hex(0x00E6_007E),
            symbol_rim: Rgba::hex(0x00FF_FFFF),
            symbol_outline: Rgba(38, 50, 56, 190),
            river_text: TextStyle { fill: Rgba::hex(0x001B_5E93), halo },
            area_text: TextStyle { fill: Rgba::hex(0x0076_6E66), halo },
            zone_text: TextStyle { fill: Rgba::hex(0x008A_3B1C), halo },
            point_text: TextStyle { fill: Rgba::hex(0x0022_2222), halo },
            dark: false,
        }
    }

    /// For a dark window.
    pub fn dark() -> Self {
        let halo = Rgba(20, 24, 28, 225);
        Self {
            background: Rgba::hex(0x001D_2226),
            ink: Rgba::hex(0x00E3_E7EA),
            paper: Rgba(32, 38, 43, 250),
            selection: Rgba::hex(0x00FF_5CB0),
            symbol_rim: Rgba::hex(0x0010_1416),
            symbol_outline: Rgba(235, 240, 243, 170),
            river_text: TextStyle { fill: Rgba::hex(0x008F_C9F5), halo },
            area_text: TextStyle { fill: Rgba::hex(0x00A9_A49D), halo },
            zone_text: TextStyle { fill: Rgba::hex(0x00F0_B795), halo },
            point_text: TextStyle { fill: Rgba::hex(0x00EE_EEEE), halo },
            dark: true,
        }
    }

    /// Whether this is the palette for dark surroundings.
    pub fn is_dark(&self) -> bool {
        self.dark
    }

    /// The colour that fills a point symbol.
    pub fn tone(&self, tone: Tone) -> Rgba {
        match tone {
            Tone::Excluded => self.background,
            Tone::Suspected | Tone::Plain if self.dark => Rgba::hex(0x00B9_BEC2),
            Tone::Suspected => Rgba::hex(0x005A_5F63),
            Tone::Checked => Rgba::hex(0x00F0_E442),
            Tone::Measured => Rgba::hex(0x00E6_9F00),
            Tone::Traced => Rgba::hex(0x0056_B4E9),
            Tone::Fixing => Rgba::hex(0x00CC_79A7),
            Tone::Fixed => Rgba::hex(0x0000_9E73),
            Tone::Managed => Rgba::hex(0x0000_72B2),
            Tone::Alarm => Rgba::hex(0x00D5_5E00),
            Tone::Section if self.dark => Rgba::hex(0x00F5_F5F5),
            Tone::Section => Rgba::hex(0x0021_2121),
            Tone::Plain => Rgba::hex(0x006D_6A75),
            Tone::Lag(grade) => of_series(&LAG, grade),
            Tone::NoLag | Tone::NoZone if self.dark => Rgba::hex(0x0094_9CA2),
            Tone::NoLag | Tone::NoZone => Rgba::hex(0x00A6_ADB2),
            Tone::InZone(level) => of_series(&ZONES, level.saturating_sub(1)),
            Tone::Series(number) if self.dark && number % SERIES_LENGTH == 7 => Rgba::hex(0x00F2_EEE8),
            Tone::Series(number) => of_series(&SERIES, number),
            Tone::Ink => self.ink,
            Tone::Line(class) => self.line(class).fill,
            Tone::Rim(class) => self.line(class).casing,
            Tone::Edge(class) => self.area(class).edge,
            Tone::Custom(color) => color,
        }
    }

    /// How an area of this class is drawn.
    pub fn area(&self, class: AreaClass) -> AreaStyle {
        let zone = |color: Rgba, alpha: u8, edge_width: f32| AreaStyle {
            fill: Some(color.with_alpha(alpha)),
            edge: color,
            edge_width,
            dashes: &[],
        };
        match class {
            AreaClass::ZoneFirst if self.dark => zone(Rgba::hex(0x00FF_6B5E), 70, 1.4),
            AreaClass::ZoneFirst => zone(Rgba::hex(0x00D3_2F2F), 62, 1.4),
            AreaClass::ZoneSecond if self.dark => zone(Rgba::hex(0x00FF_B74D), 52, 1.2),
            AreaClass::ZoneSecond => zone(Rgba::hex(0x00EF_8E00), 52, 1.2),
            AreaClass::ZoneQuasi if self.dark => zone(Rgba::hex(0x0081_C784), 42, 1.0),
            AreaClass::ZoneQuasi => zone(Rgba::hex(0x0055_A246), 42, 1.0),
            AreaClass::County => {
                let edge = if self.dark { Rgba::hex(0x008F_8880) } else { Rgba::hex(0x008C_8178) };
                AreaStyle { fill: None, edge, edge_width: 1.0, dashes: DASHED }
            }
            AreaClass::Water => {
                let LineStyle { fill, casing, casing_width, .. } = self.line(LineClass::River);
                AreaStyle { fill: Some(fill), edge: casing, edge_width: casing_width, dashes: &[] }
            }
            AreaClass::Plain => zone(Rgba::hex(0x0080_8A93), 36, 1.0),
            AreaClass::Custom(color) => zone(color.with_alpha(255), color.3 / 4, 1.2),
        }
    }

    /// How a line of this class is drawn.
    pub fn line(&self, class: LineClass) -> LineStyle {
        let plain = |fill: Rgba| LineStyle { fill, casing: fill, casing_width: 0.0, dashes: &[] };
        match class {
            LineClass::River if self.dark => LineStyle {
                fill: Rgba::hex(0x0037_7DB3),
                casing: Rgba::hex(0x005F_A8DC),
                casing_width: 0.6,
                dashes: &[],
            },
            LineClass::River => LineStyle {
                fill: Rgba::hex(0x008C_C4EA),
                casing: Rgba::hex(0x003F_86BC),
                casing_width: 0.6,
                dashes: &[],
            },
            LineClass::Sewer => LineStyle { dashes: &[6.0, 3.0], ..plain(Rgba::hex(0x008D_5A97)) },
            LineClass::Plain => plain(Rgba::hex(0x0080_8A93)),
            LineClass::Custom(color) => plain(color),
        }
    }

    /// How an area with this look is drawn.
    pub fn area_look(&self, look: AreaLook) -> AreaStyle {
        match look {
            AreaLook::Class(class) => self.area(class),
            AreaLook::Own(OwnArea { fill, edge, edge_width, dash }) => AreaStyle {
                fill: fill.map(|(tone, alpha)| self.tone(tone).with_alpha(alpha)),
                edge: edge.map_or(Rgba(0, 0, 0, 0), |tone| self.tone(tone)),
                edge_width: if edge.is_some() { edge_width.get() } else { 0.0 },
                dashes: dash.lengths(),
            },
        }
    }

    /// How a line with this paint is drawn.
    pub fn line_paint(&self, paint: LinePaint) -> LineStyle {
        match paint {
            LinePaint::Class(class) => self.line(class),
            LinePaint::Own { fill, casing, dash } => {
                let fill = self.tone(fill);
                let (casing, casing_width) =
                    casing.map_or((fill, 0.0), |(tone, width)| (self.tone(tone), width.get()));
                LineStyle { fill, casing, casing_width, dashes: dash.lengths() }
            }
        }
    }

    /// A number that tells palettes apart, for keys of caches.
    pub(super) fn id(&self) -> u64 {
        u64::from(self.dark)
    }
}

#[cfg(test)]
mod tests;
