//! The surface of a page of a PDF, by krilla: lines stay lines, names are text in a font of which the needed glyphs are embedded.

use krilla::{
    Document,
    color::rgb,
    geom::{PathBuilder, Point, Rect, Size, Transform as PdfTransform},
    image::Image,
    metadata::Metadata,
    num::NormalizedF32,
    page::PageSettings,
    paint::{Fill, FillRule as PdfRule, LineCap as PdfCap, LineJoin as PdfJoin, Stroke, StrokeDash},
    surface::Surface as Page,
    text::{Font, GlyphId, KrillaGlyph},
};
use tiny_skia::{FillRule, LineCap, LineJoin, Path, PathSegment, Pixmap, PremultipliedColorU8, Transform};

use super::{Pen, PixelRect, Surface, Taste};
use crate::map::{
    palette::{Palette, Rgba},
    symbol::Symbol,
    text::{FONT, MIDDLE_ABOVE_BASELINE, Typeface, Writing, halo_width},
    view::ScreenPoint,
};

/// Viewers draw a path as one thing: not too long a one. Our choice.
const POINTS_PER_PATH: usize = 5_000;

/// A point is 1/72 inch, a reference pixel 1/96 inch.
const POINTS_PER_REFERENCE_PX: f64 = 72.0 / 96.0;

/// No side of a page may be longer (ISO 32000-1, annex C.2): 200 inches.
const LONGEST_SIDE_PT: f64 = 14_400.0;

/// Why a PDF could not be put together: the embedded font is broken, or the page holds more than a PDF can.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct PdfError(String);

/// A PDF in the making.
pub(in crate::map) struct Pdf {
    document: Document,
    font: Option<Font>,
}

impl Pdf {
    /// A document without pages.
    pub(in crate::map) fn new(title: &str, language: &str) -> Self {
        let mut document = Document::new();
        document.set_metadata(
            Metadata::new()
                .title(title.to_owned())
                .language(language.to_owned())
                .creator("Paikou 排口".to_owned()),
        );
        Self { document, font: Font::new(FONT.into(), 0) }
    }

    /// Adds a page of this size in device pixels, of which there are `pixel_ratio` to 1/96 inch, and draws on it. `None` where no page can
    /// have that size.
    pub(in crate::map) fn page(
        &mut self,
        size: (u32, u32),
        pixel_ratio: f64,
        draw: &mut dyn FnMut(&mut dyn Surface),
    ) -> Option<()> {
        let scale = POINTS_PER_REFERENCE_PX / pixel_ratio;
        let (width, height) = (f64::from(size.0) * scale, f64::from(size.1) * scale);
        if width.max(height) > LONGEST_SIDE_PT {
            return None;
        }
        let settings = PageSettings::from_wh(width as f32, height as f32)?;
        let mut page = self.document.start_page_with(settings);
        let mut surface = page.surface();
        surface.push_transform(&PdfTransform::from_scale(scale as f32, scale as f32));
        draw(&mut PdfSurface { page: &mut surface, font: self.font.as_ref(), size });
        surface.pop();
        surface.finish();
        page.finish();
        Some(())
    }

    /// The whole file.
    pub(in crate::map) fn finish(self) -> Result<Vec<u8>, PdfError> {
        self.document.finish().map_err(|error| PdfError(error.to_string()))
    }
}

/// A page or a rectangle on it.
struct PdfSurface<'a, 'p> {
    page: &'a mut Page<'p>,
    font: Option<&'a Font>,
    size: (u32, u32),
}

impl PdfSurface<'_, '_> {
    fn placed(&mut self, place: Transform, draw: impl FnOnce(&mut Self)) {
        if place.is_identity() {
            return draw(self);
        }
        let Transform { sx, kx, ky, sy, tx, ty } = place;
        self.page.push_transform(&PdfTransform::from_row(sx, ky, kx, sy, tx, ty));
        draw(self);
        self.page.pop();
    }

    fn fill_here(&mut self, path: &Path, color: Rgba, rule: FillRule) {
        let Some(path) = converted(path) else { return };
        self.page.set_stroke(None);
        self.page.set_fill(Some(fill_of(color, rule)));
        self.page.draw_path(&path);
    }

    fn stroke_here(&mut self, path: &Path, pen: &Pen<'_>) {
        let Some(path) = converted(path) else { return };
        self.page.set_fill(None);
        self.page.set_stroke(Some(stroke_of(pen)));
        self.page.draw_path(&path);
    }

    /// Writes about (0, 0).
    fn write_here(&mut self, typeface: &Typeface, writing: &Writing<'_>) {
        let Writing { text, spot, size_px, style } = *writing;
        if style.halo.3 > 0
            && let Some(outlines) = typeface.path(text, size_px, spot.align)
        {
            // Halos are not text, or every name would be found twice.
            let pen = Pen::plain(style.halo, halo_width(size_px)).with_round_corners();
            self.stroke_here(&outlines, &pen);
        }
        let Some(font) = self.font.cloned() else { return };
        let glyphs: Vec<KrillaGlyph> = typeface
            .letters(text)
            .into_iter()
            .map(|letter| {
                let glyph = GlyphId::new(letter.glyph.unwrap_or_default().into());
                KrillaGlyph::new(glyph, letter.advance, 0.0, 0.0, 0.0, letter.bytes, None)
            })
            .collect();
        self.page.set_stroke(None);
        self.page.set_fill(Some(fill_of(style.fill, FillRule::Winding)));
        let start =
            Point::from_xy(typeface.start(text, size_px, spot.align), MIDDLE_ABOVE_BASELINE * size_px);
        self.page.draw_glyphs(start, &glyphs, font, text, size_px, false);
    }
}

impl Surface for PdfSurface<'_, '_> {
    fn size_px(&self) -> (u32, u32) {
        self.size
    }

    fn taste(&self) -> Taste {
        Taste { points_per_path: POINTS_PER_PATH, round_above_px: 0.0 }
    }

    fn cover(&mut self, color: Rgba) {
        let (width, height) = self.size;
        let all = tiny_skia::Rect::from_xywh(0.0, 0.0, width as f32, height as f32);
        if let Some(all) = all {
            self.fill_here(&tiny_skia::PathBuilder::from_rect(all), color, FillRule::Winding);
        }
    }

    fn fill(&mut self, path: &Path, color: Rgba, rule: FillRule, place: Transform) {
        self.placed(place, |surface| surface.fill_here(path, color, rule));
    }

    fn stroke(&mut self, path: &Path, pen: &Pen<'_>, place: Transform) {
        self.placed(place, |surface| surface.stroke_here(path, pen));
    }

    fn symbol(&mut self, symbol: Symbol, palette: &Palette, ratio: f64, middle: ScreenPoint) {
        let scale = ratio as f32;
        // The same numbers for every symbol of a kind: they are compressed to next to nothing.
        let place = Transform::from_scale(scale, scale).post_translate(middle.x as f32, middle.y as f32);
        self.placed(place, |surface| {
            symbol.draw(surface, palette, Transform::identity());
        });
    }

    fn picture(&mut self, picture: &Pixmap, left: i64, top: i64) {
        let (width, height) = (picture.width(), picture.height());
        let Some(size) = Size::from_wh(width as f32, height as f32) else { return };
        let straight = picture.pixels().iter().map(PremultipliedColorU8::demultiply);
        let rgba = straight.flat_map(|it| [it.red(), it.green(), it.blue(), it.alpha()]).collect();
        self.page.push_transform(&PdfTransform::from_translate(left as f32, top as f32));
        self.page.draw_image(Image::from_rgba8(rgba, width, height), size);
        self.page.pop();
    }

    fn text(&mut self, typeface: &Typeface, writing: &Writing<'_>) {
        self.placed(writing.spot.place(), |surface| surface.write_here(typeface, writing));
    }

    fn begin_fade(&mut self, opacity: f32) {
        self.page.push_opacity(NormalizedF32::new(opacity).unwrap_or(NormalizedF32::ONE));
    }

    fn end_fade(&mut self) {
        self.page.pop();
    }

    fn inset(&mut self, rect: PixelRect, draw: &mut dyn FnMut(&mut dyn Surface)) -> Option<()> {
        let PixelRect { left, top, width, height } = rect;
        let mut around = PathBuilder::new();
        around.push_rect(Rect::from_xywh(0.0, 0.0, width as f32, height as f32)?);
        let around = around.finish()?;
        self.page.push_transform(&PdfTransform::from_translate(left as f32, top as f32));
        self.page.push_clip_path(&around, &PdfRule::NonZero);
        draw(&mut PdfSurface { page: self.page, font: self.font, size: (width, height) });
        self.page.pop();
        self.page.pop();
        Some(())
    }
}

fn converted(path: &Path) -> Option<krilla::geom::Path> {
    let mut builder = PathBuilder::new();
    for segment in path.segments() {
        match segment {
            PathSegment::MoveTo(to) => builder.move_to(to.x, to.y),
            PathSegment::LineTo(to) => builder.line_to(to.x, to.y),
            PathSegment::QuadTo(by, to) => builder.quad_to(by.x, by.y, to.x, to.y),
            PathSegment::CubicTo(by, and, to) => builder.cubic_to(by.x, by.y, and.x, and.y, to.x, to.y),
            PathSegment::Close => builder.close(),
        }
    }
    builder.finish()
}

fn opacity(color: Rgba) -> NormalizedF32 {
    NormalizedF32::new(f32::from(color.3) / 255.0).unwrap_or(NormalizedF32::ONE)
}

fn fill_of(color: Rgba, rule: FillRule) -> Fill {
    let rule = match rule {
        FillRule::Winding => PdfRule::NonZero,
        FillRule::EvenOdd => PdfRule::EvenOdd,
    };
    Fill { paint: rgb::Color::new(color.0, color.1, color.2).into(), opacity: opacity(color), rule }
}

fn stroke_of(pen: &Pen<'_>) -> Stroke {
    let Rgba(red, green, blue, _) = pen.color;
    let dash =
        (!pen.dashes.is_empty()).then(|| StrokeDash { array: pen.dashes.to_vec(), offset: pen.dashes_begin });
    Stroke {
        paint: rgb::Color::new(red, green, blue).into(),
        width: pen.width,
        // That of tiny-skia and of SVG.
        miter_limit: 4.0,
        line_cap: match pen.cap {
            LineCap::Butt => PdfCap::Butt,
            LineCap::Round => PdfCap::Round,
            LineCap::Square => PdfCap::Square,
        },
        line_join: match pen.join {
            LineJoin::Round => PdfJoin::Round,
            LineJoin::Bevel => PdfJoin::Bevel,
            LineJoin::Miter | LineJoin::MiterClip => PdfJoin::Miter,
        },
        opacity: opacity(pen.color),
        dash,
    }
}
