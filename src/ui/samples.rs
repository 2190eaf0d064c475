//! The little pictures of the map's symbols, lines and areas that the window shows beside words, as textures.

use std::collections::HashMap;

use eframe::egui::{Color32, ColorImage, Context, Painter, Pos2, Rect, TextureHandle, TextureOptions, pos2};
use tiny_skia::Pixmap;

use crate::map::{
    palette::Palette,
    picture::{Sample, sample_picture},
};

/// The samples that were drawn so far, by sample, theme and resolution.
#[derive(Default)]
pub(crate) struct Samples(HashMap<String, TextureHandle>);

impl Samples {
    /// Paints a sample about its middle; nothing for one that has no picture.
    pub(crate) fn paint(&mut self, painter: &Painter, middle: Pos2, sample: Sample, palette: &Palette) {
        if let Some(texture) = self.get(painter.ctx(), sample, palette) {
            paint_texture(painter, middle, &texture);
        }
    }

    fn get(&mut self, ctx: &Context, sample: Sample, palette: &Palette) -> Option<TextureHandle> {
        let ratio = ctx.pixels_per_point();
        let key = format!("{sample:?} {} {ratio}", palette.is_dark());
        if let Some(texture) = self.0.get(&key) {
            return Some(texture.clone());
        }
        let texture = texture_of(ctx, "sample", &sample_picture(sample, palette, f64::from(ratio))?);
        self.0.insert(key, texture.clone());
        Some(texture)
    }
}

/// A picture of the map's painter as a texture.
pub(crate) fn texture_of(ctx: &Context, name: &str, picture: &Pixmap) -> TextureHandle {
    let size = [picture.width() as usize, picture.height() as usize];
    let image = ColorImage::from_rgba_premultiplied(size, picture.data());
    ctx.load_texture(name, image, TextureOptions::LINEAR)
}

/// Paints a texture about its middle, pixel by pixel.
pub(crate) fn paint_texture(painter: &Painter, middle: Pos2, texture: &TextureHandle) {
    let size = texture.size_vec2() / painter.ctx().pixels_per_point();
    let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    painter.image(texture.id(), Rect::from_center_size(middle, size), whole, Color32::WHITE);
}
