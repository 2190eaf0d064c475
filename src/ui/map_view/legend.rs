//! What the colours and shapes on the map mean: the same entries and the same swatches as on a picture that is handed in.

use eframe::egui::{Align2, FontId, Rect, ScrollArea, Sense, Ui, pos2, vec2};

use super::{Shown, controls::over_map};
use crate::{
    map::{
        palette::Palette,
        picture::{LegendEntry, Sample},
    },
    ui::{
        said,
        samples::Samples,
        theme::{self, GAP, PAD, SMALL, UNIT},
        widgets,
    },
};

/// The legend over the map.
#[derive(Default)]
pub(super) struct Legend {
    samples: Samples,
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
        let middle = pos2(row.left() + SWATCH / 2.0, row.center().y);
        self.samples.paint(ui.painter(), middle, entry.sample, palette);
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
}
