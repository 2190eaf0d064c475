//! What is drawn over a photo, as pixels of a copy of it: the window shows the same marks without touching the photo.

use tiny_skia::{FillRule, Path, PathBuilder, Pixmap, Rect, Transform};

use super::{
    palette::Rgba,
    surface::{Pen, Raster, Surface as _},
    text::{Align, Typeface},
};
use crate::domain::evidence::{Annotation, Ink, Mark, Spot};

/// How thick a line is, and how high a letter: shares of the shorter side of the photo.
const LINE: f32 = 0.006;
const LETTER: f32 = 0.04;

/// Around every mark, so that it is seen on any ground.
pub const EDGE: Rgba = Rgba(0, 0, 0, 150);

/// The colour of a mark: the same on every ground, as the photo is.
pub const fn ink(ink: Ink) -> Rgba {
    match ink {
        Ink::Red => Rgba::hex(0x00E6_1E1E),
        Ink::Yellow => Rgba::hex(0x00FF_D640),
        Ink::Blue => Rgba::hex(0x003A_8DFF),
        Ink::White => Rgba::hex(0x00FF_FFFF),
    }
}

/// Draws an annotation into opaque pixels: red, green, blue and opacity of each, row by row. Gives them back as they came where their
/// number is not that of the size.
pub fn draw_over(rgba: Vec<u8>, (width, height): (u32, u32), annotation: &Annotation) -> Vec<u8> {
    let size = tiny_skia::IntSize::from_wh(width, height);
    let fits = u64::from(width) * u64::from(height) * 4 == rgba.len() as u64;
    let Some(size) = size.filter(|_| fits) else { return rgba };
    let Some(mut pixmap) = Pixmap::from_vec(rgba, size) else { return Vec::new() };
    let scale = width.min(height) as f32;
    let mut sheet = Sheet {
        size: (width as f32, height as f32),
        line: (scale * LINE).max(2.0),
        letter: (scale * LETTER).max(12.0),
        typeface: Typeface::embedded(),
        raster: Raster::new(&mut pixmap),
    };
    for mark in &annotation.marks {
        sheet.mark(mark);
    }
    pixmap.take()
}

/// A photo while it is drawn over.
struct Sheet<'a> {
    size: (f32, f32),
    line: f32,
    letter: f32,
    typeface: Typeface,
    raster: Raster<'a>,
}

impl Sheet<'_> {
    fn at(&self, [x, y]: Spot) -> (f32, f32) {
        (x * self.size.0, y * self.size.1)
    }

    fn mark(&mut self, mark: &Mark) {
        match mark {
            Mark::Line(from, to, color) => self.line(self.at(*from), self.at(*to), ink(*color)),
            Mark::Arrow(from, to, color) => self.arrow(self.at(*from), self.at(*to), ink(*color)),
            Mark::Box(from, to, color) => {
                let ((left, top), (right, bottom)) = (self.at(*from), self.at(*to));
                let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
                self.stroke(outline(&corners, true), ink(*color));
            }
            Mark::Text(at, words, color) => self.words(self.at(*at), words, ink(*color)),
        }
    }

    fn stroke(&mut self, path: Option<Path>, color: Rgba) {
        let Some(path) = path else { return };
        let edge = Pen::plain(EDGE, self.line * 1.5).with_round_corners();
        self.raster.stroke(&path, &edge, Transform::identity());
        let pen = Pen::plain(color, self.line).with_round_corners();
        self.raster.stroke(&path, &pen, Transform::identity());
    }

    fn line(&mut self, from: (f32, f32), to: (f32, f32), color: Rgba) {
        self.stroke(outline(&[from, to], false), color);
    }

    fn arrow(&mut self, from: (f32, f32), to: (f32, f32), color: Rgba) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = dx.hypot(dy);
        if length <= 0.0 {
            return;
        }
        let (along_x, along_y) = (dx / length, dy / length);
        let head = (self.line * 4.5).min(length);
        let side = self.line * 2.2;
        let neck = (to.0 - along_x * head, to.1 - along_y * head);
        self.line(from, neck, color);
        let left = (neck.0 - along_y * side, neck.1 + along_x * side);
        let right = (neck.0 + along_y * side, neck.1 - along_x * side);
        let Some(point) = outline(&[to, left, right], true) else { return };
        let edge = Pen::plain(EDGE, self.line * 0.5).with_round_corners();
        self.raster.stroke(&point, &edge, Transform::identity());
        self.raster.fill(&point, color, FillRule::Winding, Transform::identity());
    }

    fn words(&mut self, (left, middle): (f32, f32), words: &str, color: Rgba) {
        let (pad, letter) = (self.letter * 0.25, self.letter);
        let width = self.typeface.width(words, letter) + 2.0 * pad;
        let ground = Rect::from_xywh(left - pad, middle - letter * 0.75, width, letter * 1.5);
        if let Some(ground) = ground {
            let ground = PathBuilder::from_rect(ground);
            self.raster.fill(&ground, EDGE, FillRule::Winding, Transform::identity());
        }
        if let Some(path) = self.typeface.path(words, letter, Align::Left) {
            self.raster.fill(&path, color, FillRule::Winding, Transform::from_translate(left, middle));
        }
    }
}

/// A line through points, or the outline of what they enclose.
fn outline(points: &[(f32, f32)], closed: bool) -> Option<Path> {
    let mut path = PathBuilder::new();
    let (first, rest) = points.split_first()?;
    path.move_to(first.0, first.1);
    for (x, y) in rest {
        path.line_to(*x, *y);
    }
    if closed {
        path.close();
    }
    path.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pixel at shares of width and height of a grey picture of 400 × 200 after `mark` was drawn.
    fn drawn(mark: Mark, [x, y]: Spot) -> [u8; 3] {
        let (width, height) = (400, 200);
        let grey = [128, 128, 128, 255].repeat(width * height);
        let annotation = Annotation { marks: vec![mark] };
        let rgba = draw_over(grey, (width as u32, height as u32), &annotation);
        let at = ((y * height as f32) as usize * width + (x * width as f32) as usize) * 4;
        [rgba[at], rgba[at + 1], rgba[at + 2]]
    }

    #[test]
    fn every_mark_lies_where_it_was_drawn_and_nowhere_else() {
        let (from, to) = ([0.1, 0.5], [0.9, 0.5]);
        let red = [0xE6, 0x1E, 0x1E];
        assert_eq!(drawn(Mark::Line(from, to, Ink::Red), [0.5, 0.5]), red);
        assert_eq!(drawn(Mark::Arrow(from, to, Ink::Red), [0.885, 0.5]), red, "the head");
        assert_eq!(drawn(Mark::Box([0.1, 0.5], [0.9, 0.9], Ink::Red), [0.5, 0.5]), red);
        assert_eq!(drawn(Mark::Box([0.1, 0.5], [0.9, 0.9], Ink::Red), [0.5, 0.7]), [128; 3], "not filled");
        assert_eq!(drawn(Mark::Line(from, to, Ink::Red), [0.5, 0.2]), [128; 3]);
        let beside_words = drawn(Mark::Text([0.1, 0.5], "排口".to_owned(), Ink::White), [0.095, 0.5]);
        assert!(beside_words[0] < 128, "letters stand on a dark ground: {beside_words:?}");
    }

    #[test]
    fn pixels_that_do_not_fit_their_size_stay_as_they_are() {
        let marks = vec![Mark::Line([0.0, 0.0], [1.0, 1.0], Ink::Red)];

        assert_eq!(draw_over(vec![7; 5], (2, 2), &Annotation { marks }), [7; 5]);
    }
}
