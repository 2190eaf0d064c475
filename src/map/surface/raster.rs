//! The surface of pixels, by tiny-skia.

use std::collections::BTreeMap;

use tiny_skia::{
    FillRule, Paint, Path, Pixmap, PixmapPaint, PremultipliedColorU8, Stroke, StrokeDash, Transform,
};

use super::{Pen, PixelRect, Surface, Taste, brush::Brush};
use crate::map::{
    palette::{Palette, Rgba},
    symbol::Symbol,
    text::{Typeface, Writing, halo_width},
    view::ScreenPoint,
};

/// Lines of one look are drawn as one, but not so many that a tile that has become stale is finished nevertheless.
const POINTS_PER_PATH: usize = 20_000;

/// The brush makes all corners and ends round at no cost.
const ROUND_ABOVE_PX: f32 = 0.0;

/// Draws into a picture in memory.
pub(in crate::map) struct Raster<'a> {
    pixmap: &'a mut Pixmap,
    /// The symbols drawn so far, each with its size as the bits of its ratio; `None` where memory was short.
    stamps: BTreeMap<(Symbol, u64), Option<Pixmap>>,
    /// What is being drawn to be laid translucently over what is below, the topmost last; `None` where memory was short.
    fades: Vec<(Option<Pixmap>, f32)>,
    /// Made when the first line comes.
    brush: Option<Brush>,
}

impl<'a> Raster<'a> {
    pub(in crate::map) const fn new(pixmap: &'a mut Pixmap) -> Self {
        Self { pixmap, stamps: BTreeMap::new(), fades: Vec::new(), brush: None }
    }

    /// What is drawn on at present.
    fn ground(&mut self) -> &mut Pixmap {
        ground(self.pixmap, &mut self.fades)
    }
}

fn ground<'a>(pixmap: &'a mut Pixmap, fades: &'a mut [(Option<Pixmap>, f32)]) -> &'a mut Pixmap {
    fades.iter_mut().rev().find_map(|(pixmap, _)| pixmap.as_mut()).unwrap_or(pixmap)
}

impl Surface for Raster<'_> {
    fn size_px(&self) -> (u32, u32) {
        (self.pixmap.width(), self.pixmap.height())
    }

    fn taste(&self) -> Taste {
        Taste { points_per_path: POINTS_PER_PATH, round_above_px: ROUND_ABOVE_PX }
    }

    fn cover(&mut self, color: Rgba) {
        self.ground().fill(color.color());
    }

    fn fill(&mut self, path: &Path, color: Rgba, rule: FillRule, place: Transform) {
        self.ground().fill_path(path, &color.paint(), rule, place, None);
    }

    fn fill_under_edge(&mut self, path: &Path, color: Rgba, rule: FillRule, place: Transform) {
        let paint = Paint { anti_alias: false, ..color.paint() };
        self.ground().fill_path(path, &paint, rule, place, None);
    }

    fn stroke(&mut self, path: &Path, pen: &Pen<'_>, place: Transform) {
        if place.is_identity() && Brush::suits(path, pen) {
            let (width, height) = self.size_px();
            let brush = self.brush.get_or_insert_with(|| Brush::new(width, height));
            brush.draw(ground(self.pixmap, &mut self.fades), path, pen);
            return;
        }
        let Pen { color, width, join, cap, dashes, dashes_begin } = *pen;
        let dash = if dashes.is_empty() { None } else { StrokeDash::new(dashes.to_vec(), dashes_begin) };
        let stroke = Stroke { width, line_cap: cap, line_join: join, dash, ..Stroke::default() };
        self.ground().stroke_path(path, &color.paint(), &stroke, place, None);
    }

    fn symbol(&mut self, symbol: Symbol, palette: &Palette, ratio: f64, middle: ScreenPoint) {
        let draw = || symbol.picture(palette, ratio);
        let stamp = self.stamps.entry((symbol, ratio.to_bits())).or_insert_with(draw);
        if let Some(stamp) = stamp {
            let half = i64::from(stamp.width() / 2);
            let ground = ground(self.pixmap, &mut self.fades);
            put(ground, stamp, middle.x.floor() as i64 - half, middle.y.floor() as i64 - half);
        }
    }

    fn picture(&mut self, picture: &Pixmap, left: i64, top: i64) {
        put(self.pixmap, picture, left, top);
    }

    fn text(&mut self, typeface: &Typeface, writing: &Writing<'_>) {
        let Some(path) = typeface.path(writing.text, writing.size_px, writing.spot.align) else { return };
        let place = writing.spot.place();
        let style = writing.style;
        if style.halo.3 > 0 {
            let pen = Pen::plain(style.halo, halo_width(writing.size_px)).with_round_corners();
            self.stroke(&path, &pen, place);
        }
        self.fill(&path, style.fill, FillRule::Winding, place);
    }

    fn inset(&mut self, rect: PixelRect, draw: &mut dyn FnMut(&mut dyn Surface)) -> Option<()> {
        let mut inner = Pixmap::new(rect.width, rect.height)?;
        draw(&mut Raster::new(&mut inner));
        put(self.ground(), &inner, rect.left, rect.top);
        Some(())
    }

    fn begin_fade(&mut self, opacity: f32) {
        let (width, height) = self.size_px();
        self.fades.push((Pixmap::new(width, height), opacity));
    }

    fn end_fade(&mut self) {
        let Some((Some(fade), opacity)) = self.fades.pop() else { return };
        let paint = PixmapPaint { opacity, ..PixmapPaint::default() };
        self.ground().draw_pixmap(0, 0, fade.as_ref(), &paint, Transform::identity(), None);
    }
}

/// Puts a picture over another with its top left corner at (`left`, `top`); what lies outside is left out.
pub(in crate::map) fn put(pixmap: &mut Pixmap, stamp: &Pixmap, left: i64, top: i64) {
    let (width, stamp_width) = (pixmap.width() as usize, stamp.width() as usize);
    let skipped_columns = (-left).max(0) as usize;
    let skipped_rows = (-top).max(0) as usize;
    let (left, top) = (left.max(0) as usize, top.max(0) as usize);
    let rows = pixmap.pixels_mut().chunks_exact_mut(width).skip(top);
    for (row, stamp_row) in rows.zip(stamp.pixels().chunks_exact(stamp_width).skip(skipped_rows)) {
        for (below, above) in row.iter_mut().skip(left).zip(stamp_row.iter().skip(skipped_columns)) {
            *below = over(*below, *above);
        }
    }
}

fn over(below: PremultipliedColorU8, above: PremultipliedColorU8) -> PremultipliedColorU8 {
    match above.alpha() {
        0 => below,
        255 => above,
        alpha => {
            let rest = 255 - u32::from(alpha);
            let mix = |above: u8, below: u8| {
                (u32::from(above) + (u32::from(below) * rest + 127) / 255).min(255) as u8
            };
            let alpha = mix(alpha, below.alpha());
            let [red, green, blue] =
                [(above.red(), below.red()), (above.green(), below.green()), (above.blue(), below.blue())]
                    .map(|(a, b)| mix(a, b).min(alpha));
            PremultipliedColorU8::from_rgba(red, green, blue, alpha).unwrap_or(below)
        }
    }
}
