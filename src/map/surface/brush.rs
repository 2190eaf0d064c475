//! Lines by distance: how much of a pixel a line covers follows from how far its middle lies from the line.
//!
//! A province has a million vertices, most of them closer to the next than a few pixels. tiny-skia first works out the outline of
//! such a line, with the arcs of its corners, and then fills it: about 4 µs a vertex. Here each piece of line colours the few pixels
//! beside it: about a twentieth of that. Corners and ends are round. What one call draws is laid over the picture once, so that
//! lines of one translucent colour do not darken where they cross.

use tiny_skia::{Path, PathSegment, Pixmap, Point, PremultipliedColorU8};

use super::Pen;
use crate::map::palette::Rgba;

/// How much of each pixel of a picture is covered, while a line is being drawn.
pub(super) struct Brush {
    width: usize,
    /// One byte a pixel, row by row; all 0 between two calls.
    mask: Vec<u8>,
    /// From where to where each row is covered at most.
    rows: Vec<Stretch>,
}

/// Columns from `from` up to, but without, `to`.
#[derive(Clone, Copy)]
struct Stretch {
    from: usize,
    to: usize,
}

const NOTHING: Stretch = Stretch { from: usize::MAX, to: 0 };

impl Brush {
    /// For pictures of this size.
    pub(super) fn new(width: u32, height: u32) -> Self {
        let (width, height) = (width as usize, height as usize);
        Self { width, mask: vec![0; width * height], rows: vec![NOTHING; height] }
    }

    /// Is this a line that the brush can draw? Pointed corners and curves are for tiny-skia.
    pub(super) fn suits(path: &Path, pen: &Pen<'_>) -> bool {
        let straight =
            |it| matches!(it, PathSegment::MoveTo(_) | PathSegment::LineTo(_) | PathSegment::Close);
        pen.join != tiny_skia::LineJoin::Miter && path.segments().all(straight)
    }

    /// Draws the line over the picture.
    pub(super) fn draw(&mut self, pixmap: &mut Pixmap, path: &Path, pen: &Pen<'_>) {
        let tip = Tip::of(pen.width);
        let mut dashes = Dashes::of(pen);
        let (mut start, mut at) = (Point::zero(), Point::zero());
        for segment in path.segments() {
            let to = match segment {
                PathSegment::MoveTo(to) => {
                    (start, at) = (to, to);
                    dashes.begin(pen);
                    continue;
                }
                PathSegment::Close => start,
                PathSegment::LineTo(to) | PathSegment::QuadTo(_, to) | PathSegment::CubicTo(_, _, to) => to,
            };
            dashes.split(at, to, |from, to| self.piece(from, to, tip));
            at = to;
        }
        self.lay_over(pixmap, pen.color);
    }

    /// Covers the pixels beside a piece of line.
    fn piece(&mut self, from: Point, to: Point, tip: Tip) {
        let (along_x, along_y) = (to.x - from.x, to.y - from.y);
        let squared = along_x * along_x + along_y * along_y;
        let inverse = if squared > 0.0 { 1.0 / squared } else { 0.0 };
        let reach = tip.reach;
        let (left, right) = (from.x.min(to.x) - reach, from.x.max(to.x) + reach);
        // How far from the line, along a row, a pixel can be covered.
        let aside = if along_y.abs() > 1e-3 { reach * squared.sqrt() / along_y.abs() } else { f32::INFINITY };
        let height = self.rows.len() as f32;
        let first = (from.y.min(to.y) - reach).clamp(0.0, height) as usize;
        let end = whole_above((from.y.max(to.y) + reach).clamp(0.0, height));
        let (Some(cells), Some(rows)) =
            (self.mask.get_mut(first * self.width..end * self.width), self.rows.get_mut(first..end))
        else {
            return;
        };
        let mut y = first as f32 - 0.5 - from.y;
        for (cells, covered) in cells.chunks_exact_mut(self.width.max(1)).zip(rows) {
            y += 1.0;
            let (mut row_left, mut row_right) = (left, right);
            if aside.is_finite() {
                let crossing = from.x + along_x * (y / along_y).clamp(0.0, 1.0);
                row_left = row_left.max(crossing - aside);
                row_right = row_right.min(crossing + aside);
            }
            let width = cells.len() as f32;
            let start = row_left.clamp(0.0, width) as usize;
            let stop = whole_above(row_right.clamp(0.0, width));
            let Some(cells) = cells.get_mut(start..stop) else { continue };
            covered.from = covered.from.min(start);
            covered.to = covered.to.max(stop);
            let mut x = start as f32 + 0.5 - from.x;
            for cell in cells {
                let share = ((x * along_x + y * along_y) * inverse).clamp(0.0, 1.0);
                let (off_x, off_y) = (x - share * along_x, y - share * along_y);
                let off = (off_x * off_x + off_y * off_y).sqrt();
                let cover = ((reach - off).clamp(0.0, tip.most) * 255.0) as u8;
                *cell = (*cell).max(cover);
                x += 1.0;
            }
        }
    }

    fn lay_over(&mut self, pixmap: &mut Pixmap, color: Rgba) {
        let pixels = pixmap.pixels_mut().chunks_exact_mut(self.width.max(1));
        let cells = self.mask.chunks_exact_mut(self.width.max(1));
        for ((pixels, cells), covered) in pixels.zip(cells).zip(&mut self.rows) {
            let Stretch { from, to } = std::mem::replace(covered, NOTHING);
            let (Some(pixels), Some(cells)) = (pixels.get_mut(from..to), cells.get_mut(from..to)) else {
                continue;
            };
            // Most of a row is bare; it is looked through eight pixels at a time.
            for (pixels, cells) in pixels.chunks_mut(8).zip(cells.chunks_mut(8)) {
                if <[u8; 8]>::try_from(&*cells).is_ok_and(|cells| u64::from_ne_bytes(cells) == 0) {
                    continue;
                }
                for (pixel, cell) in pixels.iter_mut().zip(cells) {
                    let cover = std::mem::take(cell);
                    if cover > 0 {
                        *pixel = mixed(*pixel, color, cover);
                    }
                }
            }
        }
    }
}

/// The smallest whole number that is not below `value`, which is not negative. Without SSE 4.1, `ceil` is a call for every row.
fn whole_above(value: f32) -> usize {
    let below = value as usize;
    below + usize::from((below as f32) < value)
}

/// A pixel under so much (0 to 255) of a colour.
fn mixed(below: PremultipliedColorU8, color: Rgba, cover: u8) -> PremultipliedColorU8 {
    let Rgba(red, green, blue, opacity) = color;
    let share = (u32::from(opacity) * u32::from(cover) + 127) / 255;
    let rest = 255 - share;
    let mix = |above: u8, below: u8| ((u32::from(above) * share + u32::from(below) * rest + 127) / 255) as u8;
    let alpha = mix(255, below.alpha());
    let [red, green, blue] =
        [(red, below.red()), (green, below.green()), (blue, below.blue())].map(|(a, b)| mix(a, b).min(alpha));
    PremultipliedColorU8::from_rgba(red, green, blue, alpha).unwrap_or(below)
}

/// What the brush touches.
#[derive(Clone, Copy)]
struct Tip {
    /// From the middle of the line so far, in pixels.
    reach: f32,
    /// How much of a pixel is covered at most: a line thinner than a pixel never fills one.
    most: f32,
}

impl Tip {
    fn of(width: f32) -> Self {
        Self { reach: width / 2.0 + 0.5, most: width.clamp(0.0, 1.0) }
    }
}

/// Cuts a line into strokes and gaps.
struct Dashes<'a> {
    lengths: &'a [f32],
    /// Which of the lengths the line is in, and what is left of it.
    at: usize,
    left: f32,
    /// By so much strokes are shorter at each end than their length, because their ends are round.
    rounding: f32,
}

impl<'a> Dashes<'a> {
    fn of(pen: &Pen<'a>) -> Self {
        let period: f32 = pen.dashes.iter().sum();
        let lengths = if period > 0.0 && pen.dashes.len().is_multiple_of(2) { pen.dashes } else { &[] };
        let mut dashes = Self { lengths, at: 0, left: 0.0, rounding: pen.width / 2.0 };
        dashes.begin(pen);
        dashes
    }

    /// Goes back to where the pen begins.
    fn begin(&mut self, pen: &Pen<'_>) {
        let mut along = pen.dashes_begin;
        for (at, length) in self.lengths.iter().enumerate() {
            if along < *length {
                (self.at, self.left) = (at, length - along);
                return;
            }
            along -= length;
        }
        (self.at, self.left) = (0, self.lengths.first().copied().unwrap_or_default());
    }

    /// Calls `stroke` for the parts of the next piece of line that are to be seen.
    fn split(&mut self, from: Point, to: Point, mut stroke: impl FnMut(Point, Point)) {
        if self.lengths.is_empty() {
            stroke(from, to);
            return;
        }
        let length = (to.x - from.x).hypot(to.y - from.y);
        let mut along = 0.0;
        let point = |along: f32| {
            let share = if length > 0.0 { along / length } else { 0.0 };
            Point::from_xy(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share)
        };
        while along < length {
            let whole = self.lengths.get(self.at).copied().unwrap_or(length);
            let step = self.left.min(length - along);
            if self.at.is_multiple_of(2) {
                // Only where the stroke begins or ends is it shortened, not where the line has a corner.
                let begins = if self.left >= whole { self.rounding } else { 0.0 };
                let ends = if step >= self.left { self.rounding } else { 0.0 };
                let (start, end) = (along + begins, along + step - ends);
                if start <= end {
                    stroke(point(start), point(end));
                }
            }
            along += step;
            self.left -= step;
            if self.left <= 0.0 {
                self.at = (self.at + 1) % self.lengths.len();
                self.left = self.lengths.get(self.at).copied().unwrap_or(length).max(1e-3);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tiny_skia::{LineJoin, PathBuilder};

    use super::*;

    const BLACK: Rgba = Rgba(0, 0, 0, 255);

    fn drawn(points: &[(f32, f32)], pen: &Pen<'_>) -> Pixmap {
        let mut path = PathBuilder::new();
        for (at, (x, y)) in points.iter().enumerate() {
            if at == 0 { path.move_to(*x, *y) } else { path.line_to(*x, *y) }
        }
        let mut pixmap = Pixmap::new(40, 40).unwrap();
        pixmap.fill(tiny_skia::Color::WHITE);
        Brush::new(40, 40).draw(&mut pixmap, &path.finish().unwrap(), pen);
        pixmap
    }

    fn ink(pixmap: &Pixmap) -> f64 {
        pixmap.pixels().iter().map(|pixel| f64::from(255 - pixel.red()) / 255.0).sum()
    }

    fn pen(color: Rgba, width: f32) -> Pen<'static> {
        Pen::plain(color, width).with_round_corners()
    }

    /// The ink of a line is its length times its width, and that of its two round ends.
    #[track_caller]
    fn check_ink(to: (f32, f32), width: f32) {
        let from = (8.25, 9.5);
        let found = ink(&drawn(&[from, to], &pen(BLACK, width)));
        let length = f64::from(to.0 - from.0).hypot(f64::from(to.1 - from.1));
        let width = f64::from(width);
        let ends = if width < 1.0 { 0.0 } else { std::f64::consts::PI * width * width / 4.0 };
        let wanted = length * width + ends;
        assert!((found / wanted - 1.0).abs() < 0.12, "{found} instead of {wanted}");
    }

    #[test]
    fn a_line_is_as_wide_as_its_pen_in_every_direction() {
        for to in [(30.0, 9.5), (8.25, 32.0), (30.0, 30.0), (31.5, 17.0)] {
            for width in [0.5, 1.0, 1.7, 3.0, 6.5] {
                check_ink(to, width);
            }
        }
    }

    #[test]
    fn a_translucent_line_does_not_darken_where_it_crosses_itself() {
        let bow = [(5.0, 5.0), (35.0, 35.0), (35.0, 5.0), (5.0, 35.0)];

        let pixmap = drawn(&bow, &pen(Rgba(0, 0, 0, 128), 4.0));

        let darkest = pixmap.pixels().iter().map(|pixel| pixel.red()).min();
        assert_eq!(darkest, Some(127));
    }

    #[test]
    fn a_line_beside_the_picture_leaves_it_alone() {
        let beside = drawn(&[(-900.0, 90.0), (500.0, 60.0)], &pen(BLACK, 3.0));

        assert!(ink(&beside).abs() < 1e-9);
    }

    #[test]
    fn dashes_take_up_their_share_of_the_line_and_go_on_round_corners() {
        let dashed = Pen { dashes: &[6.0, 3.0], join: LineJoin::Bevel, ..Pen::plain(BLACK, 1.0) };
        let straight = drawn(&[(2.0, 10.5), (38.0, 10.5)], &dashed);
        let cornered = drawn(&[(2.0, 10.5), (20.0, 10.5), (20.0, 28.5)], &dashed);

        let share = ink(&straight) / 36.0;

        assert!((share - 2.0 / 3.0).abs() < 0.06, "{share}");
        assert!((ink(&cornered) - ink(&straight)).abs() < 2.0);
    }
}
