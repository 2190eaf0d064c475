//! How a layer is drawn, in small: the first line of its legend.

use eframe::egui::{Rect, Ui};

use super::state::{Swatches, fingerprint};
use crate::{
    app::legend::{layer_entries, theme_entries},
    domain::{
        layer::{FeatureSet, Layer},
        settings::Theme,
    },
    i18n::Lang,
    map::{
        palette::Palette,
        palette::Tone,
        picture::Sample,
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

    /// Paints a sample of the outfalls as their theme draws them.
    pub(super) fn outfalls(&mut self, ui: &Ui, area: Rect, theme: Theme) {
        // The words of the entries don't matter here.
        let samples = theme_entries(theme, None, Lang::Zh).into_iter().map(|it| it.sample);
        let symbols: Vec<Sample> = samples.filter(|it| matches!(it, Sample::Symbol(_))).collect();
        // The first ones are grey in every theme: nothing is known, or nothing is late.
        let sample = symbols.get(symbols.len() / 2).copied();
        self.paint(ui, area, sample.unwrap_or(Sample::Symbol(Symbol::new(Shape::Circle, Tone::Plain))));
    }

    fn paint(&mut self, ui: &Ui, area: Rect, sample: Sample) {
        let palette = if ui.visuals().dark_mode { Palette::dark() } else { Palette::light() };
        self.pictures.paint(ui.painter(), area.center(), sample, &palette);
    }
}
