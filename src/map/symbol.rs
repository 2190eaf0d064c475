//! Point symbols: a shape, a colour and perhaps a ring, drawn once and stamped wherever they are needed.

use tiny_skia::{FillRule, Path, PathBuilder, Pixmap, Transform};

use super::{
    palette::{Palette, Tone},
    surface::{Pen, Raster, Surface},
};

/// The outline of a point symbol. For an outfall it says the class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Shape {
    /// ●
    Circle,
    /// ■
    Square,
    /// ▲
    Triangle,
    /// ▼
    TriangleDown,
    /// ◆
    Diamond,
    /// ⬟
    Pentagon,
    /// ⬢
    Hexagon,
    /// ★
    Star,
    /// ✚
    Cross,
    /// A monitoring section: a bar across the river with a square on each end.
    Section,
}

impl Shape {
    /// Every shape, in a fixed order.
    pub const ALL: [Self; 10] = [
        Self::Circle,
        Self::Square,
        Self::Triangle,
        Self::TriangleDown,
        Self::Diamond,
        Self::Pentagon,
        Self::Hexagon,
        Self::Star,
        Self::Cross,
        Self::Section,
    ];
}

/// How a point is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol {
    /// Its outline.
    pub shape: Shape,
    /// Its colour.
    pub tone: Tone,
    /// A ring around it, for a second message such as "overdue".
    pub ring: Option<Tone>,
    /// The colour of its edge; that of the palette where it has none of its own.
    pub edge: Option<Tone>,
    /// Width in reference pixels (1/96 inch), without rim and ring.
    pub diameter_px: u8,
}

impl Symbol {
    /// A symbol of the usual size without a ring.
    pub const fn new(shape: Shape, tone: Tone) -> Self {
        Self { shape, tone, ring: None, edge: None, diameter_px: 11 }
    }

    /// How far the symbol with its rim and ring reaches from its middle, in device pixels; on a map `pixel_ratio` is
    /// [`View::symbol_ratio`](super::view::View::symbol_ratio).
    pub fn reach_px(&self, pixel_ratio: f64) -> f64 {
        let ring = if self.ring.is_some() { RING_GAP + RING_WIDTH } else { 0.0 };
        // A corner of a square or a star lies farther out than half the width.
        let corner = f64::from(self.diameter_px) / 2.0 * 1.35;
        ((corner + f64::from(RIM_WIDTH + OUTLINE_WIDTH + ring)) * pixel_ratio).ceil() + 1.0
    }

    /// The symbol alone on a transparent ground; its middle is the middle of the picture. `None` only where memory is short.
    /// `pixel_ratio` as for [`Symbol::reach_px`].
    pub fn picture(&self, palette: &Palette, pixel_ratio: f64) -> Option<Pixmap> {
        let side = self.reach_px(pixel_ratio) as u32 * 2 + 1;
        let mut pixmap = Pixmap::new(side, side)?;
        let middle = side as f32 / 2.0;
        let scale = pixel_ratio as f32;
        let place = Transform::from_scale(scale, scale).post_translate(middle, middle);
        self.draw(&mut Raster::new(&mut pixmap), palette, place)?;
        Some(pixmap)
    }

    /// Draws the symbol in reference pixels about (0, 0), which `place` moves to where it belongs. `None` for a symbol without width.
    pub(super) fn draw(&self, surface: &mut dyn Surface, palette: &Palette, place: Transform) -> Option<()> {
        let radius = f32::from(self.diameter_px) / 2.0;
        let mut stroke = |path: &Path, color, width| {
            surface.stroke(path, &Pen::plain(color, width).with_round_corners(), place);
        };
        if let Some(ring) = self.ring {
            let around = PathBuilder::from_circle(0.0, 0.0, radius + RIM_WIDTH + RING_GAP)?;
            stroke(&around, palette.symbol_rim, RING_WIDTH + 1.6);
            stroke(&around, palette.tone(ring), RING_WIDTH);
        }
        let path = outline(self.shape, radius)?;
        stroke(
            &path,
            self.edge.map_or(palette.symbol_outline, |edge| palette.tone(edge)),
            2.0 * (RIM_WIDTH + OUTLINE_WIDTH),
        );
        stroke(&path, palette.symbol_rim, 2.0 * RIM_WIDTH);
        surface.fill(&path, palette.tone(self.tone), FillRule::Winding, place);
        if self.tone == Tone::Excluded {
            let edge = Pen::plain(palette.tone(Tone::Suspected), 1.4).with_round_corners();
            surface.stroke(&path, &edge, place);
        }
        Some(())
    }
}

/// Width of the light rim around a symbol, in reference pixels.
const RIM_WIDTH: f32 = 1.2;
/// Width of the thin dark line around the rim.
const OUTLINE_WIDTH: f32 = 0.7;
/// Distance between rim and ring.
const RING_GAP: f32 = 1.6;
/// Width of the ring.
const RING_WIDTH: f32 = 2.0;

/// The shape about (0, 0). The radii differ so that all shapes look equally large.
fn outline(shape: Shape, radius: f32) -> Option<Path> {
    match shape {
        Shape::Circle => PathBuilder::from_circle(0.0, 0.0, radius),
        Shape::Square => polygon(4, radius * 1.22, 45.0, 1.0),
        Shape::Diamond => polygon(4, radius * 1.2, 0.0, 1.0),
        Shape::Triangle => polygon(3, radius * 1.28, 0.0, 1.0),
        Shape::TriangleDown => polygon(3, radius * 1.28, 180.0, 1.0),
        Shape::Pentagon => polygon(5, radius * 1.12, 0.0, 1.0),
        Shape::Hexagon => polygon(6, radius * 1.1, 30.0, 1.0),
        Shape::Star => polygon(10, radius * 1.3, 0.0, 0.48),
        Shape::Cross => {
            let (arm, half) = (radius * 1.08, radius * 0.4);
            let corners =
                [(-half, -arm), (half, -arm), (half, -half), (arm, -half), (arm, half), (half, half)];
            closed(corners.into_iter().chain(corners.into_iter().map(|(x, y)| (-x, -y))))
        }
        Shape::Section => {
            let (arm, end, bar) = (radius * 1.25, radius * 0.55, radius * 0.22);
            let corners = [
                (-arm, -end),
                (-arm + 2.0 * end, -end),
                (-arm + 2.0 * end, -bar),
                (arm - 2.0 * end, -bar),
                (arm - 2.0 * end, -end),
                (arm, -end),
            ];
            closed(corners.into_iter().chain(corners.into_iter().map(|(x, y)| (-x, -y))))
        }
    }
}

/// A polygon with its first corner at the top (turned by `turn_deg`); every second corner is drawn in by `waist`.
fn polygon(corners: u16, radius: f32, turn_deg: f32, waist: f32) -> Option<Path> {
    closed((0..corners).map(|corner| {
        let angle = (f32::from(corner) * 360.0 / f32::from(corners) + turn_deg - 90.0).to_radians();
        let radius = if corner % 2 == 1 { radius * waist } else { radius };
        (angle.cos() * radius, angle.sin() * radius)
    }))
}

fn closed(corners: impl Iterator<Item = (f32, f32)>) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (index, (x, y)) in corners.enumerate() {
        if index == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
    }
    path.close();
    path.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_symbol_is_cut_by_its_own_picture() {
        let palette = Palette::light();
        for shape in Shape::ALL {
            for (ring, pixel_ratio) in [(None, 1.0), (Some(Tone::Alarm), 1.0), (Some(Tone::Alarm), 3.125)] {
                let symbol = Symbol { ring, ..Symbol::new(shape, Tone::Fixed) };
                let picture = symbol.picture(&palette, pixel_ratio).unwrap();
                let side = picture.width() as usize;
                let on_edge = |(index, _): &(usize, &tiny_skia::PremultipliedColorU8)| {
                    let (x, y) = (index % side, index / side);
                    x == 0 || y == 0 || x + 1 == side || y + 1 == side
                };
                let edge_is_empty =
                    picture.pixels().iter().enumerate().filter(on_edge).all(|(_, pixel)| pixel.alpha() == 0);
                assert!(edge_is_empty, "{shape:?} at {pixel_ratio}");
            }
        }
    }
}
