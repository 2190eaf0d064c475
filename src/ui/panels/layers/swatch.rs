//! How a layer is drawn, in small: the first line of its legend.

use eframe::egui::{Color32, ColorImage, Rect, TextureHandle, TextureOptions, Ui, pos2};

use super::state::{Swatches, fingerprint};
use crate::{
    app::legend::layer_entries,
    domain::layer::{FeatureSet, Layer},
    i18n::Lang,
    map::{
        palette::Palette,
        palette::Tone,
        picture::{Sample, sample_picture},
        symbol::{Shape, Symbol},
    },
};

impl Swatches {
    /// Paints the sample of a layer into the middle of `area`.
    pub(super) fn layer(&mut self, ui: &Ui, area: Rect, layer: &Layer, set: Option<&FeatureSet>) {
        let key = fingerprint(&(&layer.hash, layer.kind, &layer.style, &layer.geometry, set.is_some()));
        let known = self.samples.get(&layer.id).filter(|(of, _)| *of == key);
        let sample = if let Some((_, sample)) = known {
            *sample
        } else {
            // The words of the entries don't matter here.
            let entries = layer_entries(layer, set, Lang::Zh);
            let sample = entries.into_iter().map(|it| it.sample).find(|it| *it != Sample::Heading);
            self.samples.insert(layer.id, (key, sample));
            sample
        };
        if let Some(sample) = sample {
            self.paint(ui, area, sample);
        }
    }

    /// Paints the sample of the outfalls, whose colours say how far they have come.
    pub(super) fn outfalls(&mut self, ui: &Ui, area: Rect) {
        self.paint(ui, area, Sample::Symbol(Symbol::new(Shape::Circle, Tone::Traced)));
    }

    fn paint(&mut self, ui: &Ui, area: Rect, sample: Sample) {
        let Some(texture) = self.texture(ui, sample) else { return };
        let size = texture.size_vec2() / ui.ctx().pixels_per_point();
        let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        let place = Rect::from_center_size(area.center(), size);
        ui.painter().image(texture.id(), place, whole, Color32::WHITE);
    }

    fn texture(&mut self, ui: &Ui, sample: Sample) -> Option<TextureHandle> {
        let palette = if ui.visuals().dark_mode { Palette::dark() } else { Palette::light() };
        let ratio = ui.ctx().pixels_per_point();
        let key = format!("{sample:?} {} {ratio}", palette.is_dark());
        if let Some(texture) = self.textures.get(&key) {
            return Some(texture.clone());
        }
        let picture = sample_picture(sample, &palette, f64::from(ratio))?;
        let size = [picture.width() as usize, picture.height() as usize];
        let image = ColorImage::from_rgba_premultiplied(size, picture.data());
        let texture = ui.ctx().load_texture("layer swatch", image, TextureOptions::LINEAR);
        self.textures.insert(key, texture.clone());
        Some(texture)
    }
}
