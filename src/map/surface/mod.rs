//! What a map is drawn on. One painter draws to pixels and to the pages of files alike, so that all show the same map.
//!
//! Coordinates are device pixels from the top left corner, `y` downwards. A path is built once and handed over by reference; a surface
//! that keeps pixels draws it at once, a surface that keeps a document writes it down.

mod brush;
mod pdf;
mod raster;
mod svg;

use tiny_skia::{FillRule, LineCap, LineJoin, Path, Pixmap, Transform};

pub use self::pdf::PdfError;
#[cfg(test)]
pub(in crate::map) use self::raster::put;
pub(in crate::map) use self::{pdf::Pdf, raster::Raster, svg::Svg};
use super::{
    palette::{Palette, Rgba},
    symbol::Symbol,
    text::{Typeface, Writing},
    view::ScreenPoint,
};

/// A line as it is drawn, in the unit of its path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::map) struct Pen<'a> {
    /// The colour of all of it.
    pub(in crate::map) color: Rgba,
    /// From edge to edge.
    pub(in crate::map) width: f32,
    /// What its corners look like.
    pub(in crate::map) join: LineJoin,
    /// What its ends look like.
    pub(in crate::map) cap: LineCap,
    /// The lengths of strokes and gaps in turn; an unbroken line for none.
    pub(in crate::map) dashes: &'a [f32],
    /// How far along the dashes the line begins.
    pub(in crate::map) dashes_begin: f32,
}

impl Pen<'_> {
    /// An unbroken line with pointed corners that ends where its path ends.
    pub(in crate::map) const fn plain(color: Rgba, width: f32) -> Self {
        Self { color, width, join: LineJoin::Miter, cap: LineCap::Butt, dashes: &[], dashes_begin: 0.0 }
    }

    /// The same with round corners.
    #[must_use]
    pub(in crate::map) const fn with_round_corners(self) -> Self {
        Self { join: LineJoin::Round, ..self }
    }

    /// The same for a line that begins this far along another one, so that the dashes of pieces fit together.
    #[must_use]
    pub(in crate::map) fn begun(self, along: f64) -> Self {
        let period: f32 = self.dashes.iter().sum();
        let dashes_begin = if period > 0.0 { along.rem_euclid(f64::from(period)) as f32 } else { 0.0 };
        Self { dashes_begin, ..self }
    }
}

/// A rectangle of whole pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::map) struct PixelRect {
    /// From the left edge of the surface.
    pub(in crate::map) left: i64,
    /// From the top edge of the surface.
    pub(in crate::map) top: i64,
    /// From its own left edge to its right edge.
    pub(in crate::map) width: u32,
    /// From its own top edge to its bottom edge.
    pub(in crate::map) height: u32,
}

/// How a surface likes its lines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::map) struct Taste {
    /// So many points of lines of one look are handed over as one path, and not many more.
    pub(in crate::map) points_per_path: usize,
    /// Lines that are not wider need no round corners and ends.
    pub(in crate::map) round_above_px: f32,
}

/// Something to draw on.
pub(in crate::map) trait Surface {
    /// Width and height in device pixels.
    fn size_px(&self) -> (u32, u32);

    /// How it likes its lines.
    fn taste(&self) -> Taste;

    /// Covers everything with one colour.
    fn cover(&mut self, color: Rgba);

    /// Fills a path that is placed by a transformation.
    fn fill(&mut self, path: &Path, color: Rgba, rule: FillRule, place: Transform);

    /// Fills a path whose border an opaque line is drawn over next, so that it need not be smooth.
    fn fill_under_edge(&mut self, path: &Path, color: Rgba, rule: FillRule, place: Transform) {
        self.fill(path, color, rule, place);
    }

    /// Draws a line along a path; path and pen are placed by a transformation.
    fn stroke(&mut self, path: &Path, pen: &Pen<'_>, place: Transform);

    /// Draws a symbol about its middle, `ratio` times as large as on a plain screen. All symbols of a surface are of one palette.
    fn symbol(&mut self, symbol: Symbol, palette: &Palette, ratio: f64, middle: ScreenPoint);

    /// Puts a picture over what is there, with its top left corner here.
    fn picture(&mut self, picture: &Pixmap, left: i64, top: i64);

    /// Writes a line of text.
    fn text(&mut self, typeface: &Typeface, writing: &Writing<'_>);

    /// What is drawn from here to [`Surface::end_fade`] is translucent as a whole; `opacity` is 0 to 1.
    fn begin_fade(&mut self, _opacity: f32) {}

    /// The end of what [`Surface::begin_fade`] began.
    fn end_fade(&mut self) {}

    /// Draws in a rectangle of its own, with its own origin, nothing of which shows outside. `None` where memory is short.
    fn inset(&mut self, rect: PixelRect, draw: &mut dyn FnMut(&mut dyn Surface)) -> Option<()>;

    /// What is drawn from here to the end belongs together, for those who edit the file. The name is one of its kind.
    fn begin_group(&mut self, _name: &str) {}

    /// The end of what was begun last.
    fn end_group(&mut self) {}
}

/// How much larger a transformation makes things; ours all keep shapes as they are.
fn scale_of(place: Transform) -> f32 {
    place.sx.hypot(place.ky)
}
