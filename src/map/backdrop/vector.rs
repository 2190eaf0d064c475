//! Vector tiles as pixels, in a plain and quiet style: they lie under the work, not beside it.

use tiny_skia::{FillRule, LineCap, LineJoin, PathBuilder, Pixmap, Stroke, StrokeDash, Transform};

use super::Pixels;
use crate::{
    domain::basemap::Ground,
    map::palette::{GroundStyle, Palette},
};

/// The geometry of a feature, in shares of its tile: (0, 0) is the top left corner, (1, 1) the bottom right corner.
#[derive(Clone, Debug, PartialEq)]
pub enum VectorShape {
    /// Closed rings, holes included; filled where they overlap an odd number of times.
    Area(Vec<Vec<(f32, f32)>>),
    /// Lines.
    Lines(Vec<Vec<(f32, f32)>>),
}

/// A feature of a vector tile.
#[derive(Clone, Debug, PartialEq)]
pub struct VectorFeature {
    /// What it is.
    pub ground: Ground,
    /// Where it is.
    pub shape: VectorShape,
}

/// The features of a vector tile that the plain style shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VectorTile {
    features: Vec<VectorFeature>,
}

impl VectorTile {
    /// A tile of these, in the order in which they are drawn.
    pub fn new(mut features: Vec<VectorFeature>) -> Self {
        features.sort_by_key(|it| it.ground);
        Self { features }
    }

    /// Roughly how much memory it takes.
    pub fn bytes(&self) -> usize {
        let rings = |shape: &VectorShape| match shape {
            VectorShape::Area(parts) | VectorShape::Lines(parts) => {
                parts.iter().map(|part| part.len() * 8 + 24).sum::<usize>()
            }
        };
        self.features.iter().map(|it| rings(&it.shape) + 40).sum()
    }
}

/// Draws a square part of a vector tile: the one in this column and row when the tile is cut into `parts` × `parts` squares.
/// The picture is `side_px` wide and high; `zoom` is that of the square, and decides how wide lines are.
pub fn draw_vector_tile(
    tile: &VectorTile,
    (column, row, parts): (u32, u32, u32),
    side_px: u32,
    zoom: u8,
    dark: bool,
) -> Option<Pixels> {
    let palette = if dark { Palette::dark() } else { Palette::light() };
    let mut pixmap = Pixmap::new(side_px, side_px)?;
    let side = side_px as f32;
    let scale = side * parts as f32;
    let place = Transform::from_row(scale, 0.0, 0.0, scale, -(column as f32) * side, -(row as f32) * side);
    for group in tile.features.chunk_by(|a, b| a.ground == b.ground) {
        let Some(ground) = group.first().map(|it| it.ground) else { continue };
        let style = palette.ground(ground, zoom);
        for rim in [true, false] {
            for feature in group {
                draw(&mut pixmap, &feature.shape, &style, rim, place);
            }
        }
    }
    Some(Pixels::from_pixmap(&pixmap))
}

fn draw(pixmap: &mut Pixmap, shape: &VectorShape, style: &GroundStyle, rim: bool, place: Transform) {
    let (parts, is_area) = match shape {
        VectorShape::Area(parts) => (parts, true),
        VectorShape::Lines(parts) => (parts, false),
    };
    let mut path = PathBuilder::new();
    for part in parts {
        let mut points = part.iter();
        let Some((x, y)) = points.next() else { continue };
        path.move_to(*x, *y);
        for (x, y) in points {
            path.line_to(*x, *y);
        }
        if is_area {
            path.close();
        }
    }
    let Some(path) = path.finish().and_then(|path| path.transform(place)) else { return };
    match (is_area, rim) {
        (true, true) => {
            if let Some(fill) = style.fill {
                pixmap.fill_path(&path, &fill.paint(), FillRule::EvenOdd, Transform::identity(), None);
            }
        }
        (true, false) => {}
        (false, rim) => {
            let (color, width) = if rim { (style.rim, style.width + 1.5) } else { (style.line, style.width) };
            let Some(color) = color.filter(|_| style.width > 0.0) else { return };
            let stroke = Stroke {
                width,
                line_cap: if style.dashes.is_empty() { LineCap::Round } else { LineCap::Butt },
                line_join: LineJoin::Round,
                dash: StrokeDash::new(style.dashes.to_vec(), 0.0),
                ..Stroke::default()
            };
            pixmap.stroke_path(&path, &color.paint(), &stroke, Transform::identity(), None);
        }
    }
}
