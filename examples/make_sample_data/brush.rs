//! Simple strokes on a picture of 640 × 480.

use tiny_skia::{
    Color, FillRule, GradientStop, LinearGradient, Paint, Path, PathBuilder, Pixmap, Point, Rect, Shader,
    SpreadMode, Stroke, Transform,
};

use crate::rng::Rng;

/// Red, green, blue.
pub(crate) type Rgb = [u8; 3];

/// Width of every picture.
pub(crate) const WIDTH: u32 = 640;
/// Height of every picture.
pub(crate) const HEIGHT: u32 = 480;

/// A plain colour; `cover` from 0 to 1.
pub(crate) fn paint([red, green, blue]: Rgb, cover: f32) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color_rgba8(red, green, blue, (cover.clamp(0.0, 1.0) * 255.0) as u8);
    paint
}

/// The colour, lighter or darker.
pub(crate) fn shade(colour: Rgb, by: f64) -> Rgb {
    colour.map(|part| (f64::from(part) + by).clamp(0.0, 255.0) as u8)
}

/// A picture being drawn.
pub(crate) struct Canvas {
    pub(crate) pixels: Pixmap,
}

impl Canvas {
    /// A white sheet; nothing where the memory for it is missing.
    pub(crate) fn new() -> Option<Self> {
        let mut pixels = Pixmap::new(WIDTH, HEIGHT)?;
        pixels.fill(Color::WHITE);
        Some(Self { pixels })
    }

    /// Fills a closed outline.
    pub(crate) fn area(&mut self, corners: &[(f64, f64)], paint: &Paint<'_>) {
        if let Some(path) = outline(corners, true) {
            self.pixels.fill_path(&path, paint, FillRule::Winding, Transform::identity(), None);
        }
    }

    /// Draws an open line.
    pub(crate) fn line(&mut self, corners: &[(f64, f64)], width: f32, paint: &Paint<'_>) {
        if let Some(path) = outline(corners, false) {
            let stroke = Stroke { width, line_cap: tiny_skia::LineCap::Round, ..Stroke::default() };
            self.pixels.stroke_path(&path, paint, &stroke, Transform::identity(), None);
        }
    }

    /// Fills an ellipse.
    pub(crate) fn ellipse(&mut self, (x, y): (f64, f64), (wide, high): (f64, f64), paint: &Paint<'_>) {
        let frame =
            Rect::from_xywh((x - wide) as f32, (y - high) as f32, (wide * 2.0) as f32, (high * 2.0) as f32);
        if let Some(path) = frame.and_then(PathBuilder::from_oval) {
            self.pixels.fill_path(&path, paint, FillRule::Winding, Transform::identity(), None);
        }
    }

    /// Fills a rectangle.
    pub(crate) fn block(&mut self, (x, y): (f64, f64), (wide, high): (f64, f64), paint: &Paint<'_>) {
        self.area(&[(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)], paint);
    }

    /// Fills a band from `top` to `bottom` that goes from one colour to the other.
    pub(crate) fn fade(&mut self, top: f64, bottom: f64, upper: Rgb, lower: Rgb) {
        let colour = |[red, green, blue]: Rgb| Color::from_rgba8(red, green, blue, 255);
        let stops = vec![GradientStop::new(0.0, colour(upper)), GradientStop::new(1.0, colour(lower))];
        let gradient = LinearGradient::new(
            Point::from_xy(0.0, top as f32),
            Point::from_xy(0.0, bottom as f32),
            stops,
            SpreadMode::Pad,
            Transform::identity(),
        );
        let shader = gradient.unwrap_or_else(|| Shader::SolidColor(colour(upper)));
        let brush = Paint { shader, ..Paint::default() };
        self.block((0.0, top), (f64::from(WIDTH), bottom - top), &brush);
    }

    /// Darkens and lightens single pixels a little, as a cheap camera does.
    pub(crate) fn grain(&mut self, rng: &mut Rng, strength: f64) {
        for pixel in self.pixels.data_mut().chunks_exact_mut(4) {
            let by = rng.bell() * strength;
            if let [red, green, blue, _] = pixel {
                for part in [red, green, blue] {
                    *part = (f64::from(*part) + by).clamp(0.0, 255.0) as u8;
                }
            }
        }
    }
}

fn outline(corners: &[(f64, f64)], closed: bool) -> Option<Path> {
    let mut builder = PathBuilder::new();
    let (first, rest) = corners.split_first()?;
    builder.move_to(first.0 as f32, first.1 as f32);
    for (x, y) in rest {
        builder.line_to(*x as f32, *y as f32);
    }
    if closed {
        builder.close();
    }
    builder.finish()
}
