//! What the colours and shapes on the map mean: the same entries and the same swatches as on a picture that is handed in.

use std::collections::HashMap;

use eframe::egui::{
    Align2, Color32, ColorImage, Context, FontId, Rect, ScrollArea, Sense, TextureHandle, TextureOptions, Ui,
    pos2, vec2,
};

use super::{Shown, controls::over_map};
use crate::{
    map::{
        palette::Palette,
        picture::{LegendEntry, Sample, sample_picture},
    },
    ui::{
        said,
        theme::{self, GAP, PAD, SMALL, UNIT},
        widgets,
    },
};

/// The swatches that were drawn so far, by entry and theme.
#[derive(Default)]
pub(super) struct Legend {
    swatches: HashMap<String, TextureHandle>,
}

/// The height of a line.
const LINE: f32 = 5.5 * UNIT;
/// The room for a swatch.
const SWATCH: f32 = 8.0 * UNIT;

impl Legend {
    /// The box with the legend of what is on the map. Returns the room it takes.
    pub(super) fn ui(&mut self, ui: &Ui, rect: Rect, shown: &Shown<'_>, palette: &Palette) -> Rect {
        let tokens = theme::tokens(ui);
        let entries = shown.legend.unwrap_or_default();
        let font = FontId::proportional(SMALL);
        let width_of = |entry: &LegendEntry| {
            ui.painter().layout_no_wrap(entry.text.clone(), font.clone(), tokens.text).size().x
        };
        let widest = entries.iter().map(width_of).fold(0.0, f32::max);
        let width = (SWATCH + GAP + widest + 12.0 * UNIT).min(rect.width() * 0.5);
        over_map(ui, "legend", rect.left_top() + vec2(PAD, PAD), tokens, |ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 0.0;
            ScrollArea::vertical().max_height(rect.height() - 4.0 * PAD).show(ui, |ui| {
                for entry in entries {
                    self.row(ui, palette, entry);
                }
            });
        })
    }

    fn row(&mut self, ui: &mut Ui, palette: &Palette, entry: &LegendEntry) {
        let tokens = theme::tokens(ui);
        let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
        if let Some(texture) = self.swatch(ui.ctx(), palette, entry.sample) {
            let size = texture.size_vec2() / ui.ctx().pixels_per_point();
            let place = Rect::from_center_size(pos2(row.left() + SWATCH / 2.0, row.center().y), size);
            let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            ui.painter().image(texture.id(), place, whole, Color32::WHITE);
        }
        let mut right = row.right() - UNIT;
        if let Some(count) = entry.count {
            let at = pos2(right, row.center().y);
            let text = said::count(count as i64);
            let drawn =
                ui.painter().text(at, Align2::RIGHT_CENTER, text, FontId::proportional(SMALL), tokens.weak);
            right = drawn.left() - GAP;
        }
        let left =
            if entry.sample == Sample::Heading { row.left() + UNIT } else { row.left() + SWATCH + UNIT };
        let room = Rect::from_min_max(pos2(left, row.top()), pos2(right, row.bottom()));
        widgets::elided_at(ui, room, &entry.text, SMALL, tokens.text);
    }

    fn swatch(&mut self, ctx: &Context, palette: &Palette, sample: Sample) -> Option<TextureHandle> {
        let ratio = ctx.pixels_per_point();
        let key = format!("{sample:?} {} {ratio}", palette.is_dark());
        if let Some(texture) = self.swatches.get(&key) {
            return Some(texture.clone());
        }
        let picture = sample_picture(sample, palette, f64::from(ratio))?;
        let size = [picture.width() as usize, picture.height() as usize];
        let image = ColorImage::from_rgba_premultiplied(size, picture.data());
        let texture = ctx.load_texture("legend", image, TextureOptions::LINEAR);
        self.swatches.insert(key, texture.clone());
        Some(texture)
    }
}
