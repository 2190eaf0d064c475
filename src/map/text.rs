//! Writing with the embedded font: measuring, letters with a halo, at any angle.

use tiny_skia::{Path, PathBuilder, Rect, Transform};
use ttf_parser::{Face, OutlineBuilder};

use super::{palette::TextStyle, surface::Surface, view::ScreenPoint};

/// The font of pictures and reports: Noto Sans SC with all characters of GBK, for the window to use as well.
pub static FONT: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-gbk.ttf");

/// How far the middle of Chinese characters lies above the line on which letters stand, as a share of the size.
pub(super) const MIDDLE_ABOVE_BASELINE: f32 = 0.37;

/// The width of a box that stands for a missing character, as a share of the size.
const BOX_WIDTH: f32 = 0.9;

/// Where a text begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// The position is at the left end.
    Left,
    /// The position is in the middle.
    Center,
    /// The position is at the right end.
    Right,
}

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// In pixels, at the height of the middle of the characters.
    pub position: ScreenPoint,
    /// Which end of the text is there.
    pub align: Align,
    /// How far the text is turned about the position, clockwise.
    pub angle_rad: f64,
}

impl Spot {
    /// A level text that begins or ends here, or has its middle here.
    pub fn level(position: ScreenPoint, align: Align) -> Self {
        Self { position, align, angle_rad: 0.0 }
    }

    /// Moves a text about (0, 0) here.
    pub(super) fn place(&self) -> Transform {
        Transform::from_rotate(self.angle_rad.to_degrees() as f32)
            .post_translate(self.position.x as f32, self.position.y as f32)
    }
}

/// A line of text where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Writing<'a> {
    /// What is written.
    pub(super) text: &'a str,
    /// Where.
    pub(super) spot: Spot,
    /// The size of the characters, in device pixels.
    pub(super) size_px: f32,
    /// Its colours.
    pub(super) style: TextStyle,
}

/// A letter of a text, for those who set glyphs themselves.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Letter {
    /// Where it is in the text.
    pub(super) bytes: std::ops::Range<usize>,
    /// Its number in the font; none where the font lacks it.
    pub(super) glyph: Option<u16>,
    /// Its width as a share of the size.
    pub(super) advance: f32,
}

/// The width of the line along the edges of characters of this size of which their halo is the outer half.
pub(super) fn halo_width(size: f32) -> f32 {
    (size * 0.26).max(2.4)
}

/// The embedded font, ready to measure and draw. Making one takes microseconds.
#[derive(Clone, Debug)]
pub struct Typeface {
    face: Option<Face<'static>>,
    /// The widths of the first 128 characters as shares of the size: codes and figures are measured most.
    ascii_advances: Vec<f32>,
}

impl Default for Typeface {
    fn default() -> Self {
        Self::embedded()
    }
}

impl Typeface {
    /// The embedded font.
    pub fn embedded() -> Self {
        let mut typeface = Self { face: Face::parse(FONT, 0).ok(), ascii_advances: Vec::new() };
        typeface.ascii_advances = (0..128_u8).map(|byte| typeface.advance(char::from(byte))).collect();
        typeface
    }

    /// The characters of a text that the font lacks; each is drawn as a box.
    pub fn missing(&self, text: &str) -> Vec<char> {
        text.chars().filter(|letter| self.glyph(*letter).is_none()).collect()
    }

    /// How wide a text is, in the unit of `size`.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|letter| self.advance(letter)).sum::<f32>() * size
    }

    /// Writes one line, with characters of `size_px`.
    pub(super) fn draw(
        &self,
        surface: &mut dyn Surface,
        text: &str,
        spot: Spot,
        size_px: f32,
        style: TextStyle,
    ) {
        surface.text(self, &Writing { text, spot, size_px, style });
    }

    /// The outlines of a text about (0, 0); `None` where it has no ink.
    pub(super) fn path(&self, text: &str, size: f32, align: Align) -> Option<Path> {
        let mut left = self.start(text, size, align);
        let mut pen =
            Pen { path: PathBuilder::new(), left: 0.0, baseline: MIDDLE_ABOVE_BASELINE * size, scale: 0.0 };
        for letter in text.chars() {
            pen.left = left;
            match (&self.face, self.glyph(letter)) {
                (Some(face), Some(glyph)) => {
                    pen.scale = size / f32::from(face.units_per_em());
                    face.outline_glyph(glyph, &mut pen);
                }
                _ => pen.missing(size),
            }
            left += self.advance(letter) * size;
        }
        pen.path.finish()
    }

    /// The letters of a text one by one.
    pub(super) fn letters(&self, text: &str) -> Vec<Letter> {
        let letter = |(start, letter): (usize, char)| Letter {
            bytes: start..start + letter.len_utf8(),
            glyph: self.glyph(letter).map(|glyph| glyph.0),
            advance: self.advance(letter),
        };
        text.char_indices().map(letter).collect()
    }

    /// How far from its position a text begins, to the right, in the unit of `size`.
    pub(super) fn start(&self, text: &str, size: f32, align: Align) -> f32 {
        match align {
            Align::Left => 0.0,
            Align::Center => -self.width(text, size) / 2.0,
            Align::Right => -self.width(text, size),
        }
    }

    fn glyph(&self, letter: char) -> Option<ttf_parser::GlyphId> {
        self.face.as_ref()?.glyph_index(letter)
    }

    /// The width of a character as a share of the size.
    fn advance(&self, letter: char) -> f32 {
        if let Some(advance) = self.ascii_advances.get(letter as usize) {
            return *advance;
        }
        let known = self.face.as_ref().zip(self.glyph(letter));
        let advance = known.and_then(|(face, glyph)| {
            Some(f32::from(face.glyph_hor_advance(glyph)?) / f32::from(face.units_per_em()))
        });
        advance.unwrap_or(BOX_WIDTH)
    }
}

/// Collects outlines; fonts count upwards, pixels downwards.
struct Pen {
    path: PathBuilder,
    left: f32,
    baseline: f32,
    scale: f32,
}

impl Pen {
    fn place(&self, x: f32, y: f32) -> (f32, f32) {
        (x.mul_add(self.scale, self.left), y.mul_add(-self.scale, self.baseline))
    }

    /// A box with a hole.
    fn missing(&mut self, size: f32) {
        let side = BOX_WIDTH * size;
        for inset in [0.08, 0.16] {
            let (top, height) = (self.baseline - 0.8 * size, 0.9 * size);
            let inset = inset * size;
            let frame =
                Rect::from_xywh(self.left + inset, top + inset, side - 2.0 * inset, height - 2.0 * inset);
            let Some(frame) = frame else { continue };
            // Both ways round, so that the inner one is a hole.
            let corners = [
                (frame.left(), frame.top()),
                (frame.right(), frame.top()),
                (frame.right(), frame.bottom()),
                (frame.left(), frame.bottom()),
            ];
            let is_hole = inset > 0.1 * size;
            let ordered: Vec<(f32, f32)> =
                if is_hole { corners.into_iter().rev().collect() } else { corners.to_vec() };
            for (index, (x, y)) in ordered.into_iter().enumerate() {
                if index == 0 { self.path.move_to(x, y) } else { self.path.line_to(x, y) }
            }
            self.path.close();
        }
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.place(x1, y1), self.place(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.place(x1, y1), self.place(x2, y2), self.place(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

#[cfg(test)]
mod tests {
    use tiny_skia::Pixmap;

    use super::*;
    use crate::map::{palette::Palette, surface::Raster};

    #[test]
    fn names_and_units_of_the_trade_are_in_the_font() {
        let typeface = Typeface::embedded();

        assert_eq!(typeface.missing("滹沱河 岚漪河 漷县 塅 ㎡ m³ 1:250,000 °′″ ≥80% —·"), Vec::<char>::new());
        assert_eq!(typeface.missing("河\u{1F4A7}"), ['\u{1F4A7}']);
    }

    #[test]
    fn chinese_characters_are_one_size_wide() {
        let typeface = Typeface::embedded();

        assert!((typeface.width("滹沱河", 20.0) - 60.0).abs() < 1e-3);
        assert!(typeface.width("il", 20.0) < 20.0);
    }

    /// The ink of a text, as left, top, right and bottom of what is drawn.
    fn ink(text: &str, angle_rad: f64) -> [usize; 4] {
        let mut pixmap = Pixmap::new(100, 100).unwrap();
        let middle = ScreenPoint { x: 50.0, y: 50.0 };
        Typeface::embedded().draw(
            &mut Raster::new(&mut pixmap),
            text,
            Spot { position: middle, align: Align::Center, angle_rad },
            20.0,
            Palette::light().river_text,
        );
        let inked = pixmap
            .pixels()
            .iter()
            .enumerate()
            .filter(|(_, pixel)| pixel.alpha() > 0)
            .map(|(index, _)| (index % 100, index / 100));
        inked.fold([100, 100, 0, 0], |[left, top, right, bottom], (x, y)| {
            [left.min(x), top.min(y), right.max(x), bottom.max(y)]
        })
    }

    #[test]
    fn a_text_is_drawn_about_its_middle() {
        let [left, top, right, bottom] = ink("滹沱河", 0.0);

        assert!(
            left.abs_diff(100 - right) <= 3 && top.abs_diff(100 - bottom) <= 3,
            "{left} {top} {right} {bottom}"
        );
        assert!(right - left > 55 && bottom - top < 30);
    }

    #[test]
    fn a_turned_text_stands_upright() {
        let [left, top, right, bottom] = ink("滹沱河", std::f64::consts::FRAC_PI_2);

        assert!(bottom - top > 55 && right - left < 30, "{left} {top} {right} {bottom}");
    }

    #[test]
    fn a_missing_character_is_a_box() {
        let [left, _, right, _] = ink("\u{1F4A7}", 0.0);

        assert!(right > left);
    }
}
