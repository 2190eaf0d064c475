//! The plain style of vector basemaps: paler than everything of the project, so that it never competes.

use super::{Palette, Rgba};
use crate::domain::basemap::{Boundary, Ground, Road, Waterway};

/// How a feature of a vector basemap is drawn, in pixels of its tile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroundStyle {
    /// What fills areas.
    pub fill: Option<Rgba>,
    /// The colour of lines.
    pub line: Option<Rgba>,
    /// What shows on both sides of lines.
    pub rim: Option<Rgba>,
    /// How wide lines are; not drawn at 0.
    pub width: f32,
    /// Strokes and gaps; unbroken for none.
    pub dashes: &'static [f32],
}

const NOTHING: GroundStyle = GroundStyle { fill: None, line: None, rim: None, width: 0.0, dashes: &[] };

impl Palette {
    /// How a feature of a vector basemap is drawn at this zoom of its tiles.
    pub fn ground(&self, ground: Ground, zoom: u8) -> GroundStyle {
        let pick = |light: u32, dark: u32| Some(Rgba::hex(if self.dark { dark } else { light }));
        let area = |light, dark| GroundStyle { fill: pick(light, dark), ..NOTHING };
        // Lines double their width every two and a half steps of zoom from here on.
        let grown = |from: u8, width: f32| {
            if zoom < from { 0.0 } else { width * ((f32::from(zoom) - f32::from(from)) / 2.5).exp2() }
        };
        match ground {
            Ground::Wood => area(0x00E3_EBDA, 0x0022_2B26),
            Ground::Green => area(0x00ED_F0E0, 0x0021_2925),
            Ground::Built => area(0x00EF_ECE6, 0x0026_2A2D),
            Ground::Bare => area(0x00F1_EEE4, 0x0025_2725),
            Ground::Building => area(0x00E0_DBD3, 0x0030_3539),
            Ground::Water => GroundStyle {
                fill: pick(0x00CF_E0EA, 0x0019_3040),
                line: pick(0x00BB_D2E0, 0x001F_3A4D),
                width: 0.6,
                ..NOTHING
            },
            Ground::Waterway(kind) => {
                let width = match kind {
                    Waterway::River => grown(8, 1.0).min(6.0),
                    Waterway::Brook => grown(12, 0.7).min(3.0),
                };
                GroundStyle { line: pick(0x00BB_D2E0, 0x001F_3A4D), width, ..NOTHING }
            }
            Ground::Boundary(kind) => {
                let (width, dashes): (f32, &'static [f32]) = match kind {
                    Boundary::Country => (1.4, &[8.0, 2.0, 2.0, 2.0]),
                    Boundary::Province => (1.0, &[6.0, 2.0, 1.5, 2.0]),
                    Boundary::Local => (if zoom < 8 { 0.0 } else { 0.8 }, &[4.0, 3.0]),
                };
                GroundStyle { line: pick(0x00B9_AFB4, 0x004A_4A50), width, dashes, ..NOTHING }
            }
            Ground::Rail => GroundStyle {
                line: pick(0x00C4_C2C0, 0x0045_4A4E),
                width: grown(10, 0.8).min(2.0),
                dashes: &[5.0, 3.0],
                ..NOTHING
            },
            Ground::Road(road) => {
                let (from, width, most) = match road {
                    Road::Motorway => (5, 0.8, 9.0),
                    Road::Primary => (7, 0.7, 8.0),
                    Road::Secondary => (9, 0.7, 7.0),
                    Road::Minor => (12, 0.6, 6.0),
                    Road::Path => (14, 0.5, 1.2),
                };
                let width = grown(from, width).min(most);
                let line = match road {
                    Road::Motorway => pick(0x00EF_DDBE, 0x0050_483A),
                    Road::Path => pick(0x00D8_D3CB, 0x003A_3F43),
                    _ if width < 1.6 => pick(0x00D9_D4CC, 0x0040_464A),
                    _ => pick(0x00FF_FFFF, 0x0040_464A),
                };
                let rim = (width >= 1.6).then(|| pick(0x00D0_CAC0, 0x0016_1A1D)).flatten();
                GroundStyle { line, rim, width, ..NOTHING }
            }
        }
    }
}
