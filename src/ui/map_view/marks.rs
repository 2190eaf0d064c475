//! What is drawn over the tiles because it is selected or under the pointer.

use eframe::egui::{Pos2, Stroke, Ui, vec2};
use std::collections::HashSet;

use super::Ground;
use crate::{
    app::scene::OUTFALLS,
    domain::RecordId,
    map::{plane::WorldPoint, scene::Scene},
    ui::theme,
};

/// Where some outfalls are; worked out anew when these or their layer change.
#[derive(Debug, Default)]
pub(super) struct Marks {
    key: Option<(u64, u64)>,
    places: Vec<WorldPoint>,
}

/// Rings closer than this lie on each other and are drawn once, in points.
const CELL: f32 = 6.0;
/// More flags than this in view say nothing.
const MOST_FLAGS: usize = 1_500;

impl Marks {
    /// `generation` is another number whenever `outfalls` are others.
    pub(super) fn refresh<I: Iterator<Item = RecordId>>(
        &mut self,
        scene: &Scene,
        generation: u64,
        outfalls: impl FnOnce() -> I,
    ) {
        let layer = scene.layer(OUTFALLS);
        let key = (generation, layer.map_or(0, |it| it.info().revision));
        if self.key != Some(key) {
            self.places = outfalls().filter_map(|id| place_of(scene, id.0.as_u128())).collect();
            self.key = Some(key);
        }
    }

    /// A small flag beside each outfall that can be seen and of which the checks found something. Where there are too many to tell
    /// apart, there are none.
    pub(super) fn paint_found(&self, ui: &Ui, ground: &Ground<'_>) {
        let tokens = theme::tokens(ui);
        let painter = ui.painter_at(ground.rect);
        let visible = ground.view.visible();
        let seen: Vec<Pos2> = self
            .places
            .iter()
            .filter(|it| visible.contains(**it))
            .map(|it| ground.pos(*it))
            .take(MOST_FLAGS + 1)
            .collect();
        if seen.len() > MOST_FLAGS {
            return;
        }
        for at in seen {
            let flag = at + vec2(7.0, -7.0);
            painter.circle(flag, 3.5, tokens.begun, Stroke::new(1.0, tokens.over_map));
        }
    }

    /// A ring around each selected outfall that can be seen.
    pub(super) fn paint(&self, ui: &Ui, ground: &Ground<'_>) {
        let tokens = theme::tokens(ui);
        let painter = ui.painter_at(ground.rect);
        let visible =
            ground.view.visible().grown(16.0 * ground.view.pixel_ratio / ground.view.pixels_per_world);
        let mut drawn: HashSet<(i32, i32)> = HashSet::new();
        for place in self.places.iter().filter(|it| visible.contains(**it)) {
            let at = ground.pos(*place);
            if drawn.insert(((at.x / CELL) as i32, (at.y / CELL) as i32)) {
                painter.circle(at, 9.0, tokens.veil, Stroke::new(2.0, tokens.ring));
            }
        }
    }
}

/// Where an outfall is on the map; nothing where it is not drawn.
pub(super) fn place_of(scene: &Scene, handle: u128) -> Option<WorldPoint> {
    let layer = scene.layer(OUTFALLS)?;
    layer.outline(layer.index_of(handle)?, 1.0).first()?.first().copied()
}

/// The ring around the outfall whose card is open.
pub(super) fn paint_open(ground: &Ground<'_>, id: RecordId) {
    let Some(place) = place_of(ground.scene, id.0.as_u128()) else { return };
    let tokens = theme::tokens(ground.ui);
    let painter = ground.ui.painter_at(ground.rect);
    let at = ground.pos(place);
    painter.circle_stroke(at, 12.0, Stroke::new(4.5, tokens.over_map));
    painter.circle_stroke(at, 12.0, Stroke::new(2.5, tokens.ring));
}

/// The faint ring around the outfall that the pointer is over.
pub(super) fn paint_hovered(ground: &Ground<'_>, handle: u128) {
    let Some(place) = place_of(ground.scene, handle) else { return };
    let stroke = Stroke::new(2.0, theme::tokens(ground.ui).ring.gamma_multiply(0.55));
    ground.ui.painter_at(ground.rect).circle_stroke(ground.pos(place), 10.0, stroke);
}

/// The outline of one feature of any layer.
pub(super) fn paint_outline(ground: &Ground<'_>, layer: u64, index: usize) {
    let Some(layer) = ground.scene.layer(layer) else { return };
    let tokens = theme::tokens(ground.ui);
    let painter = ground.ui.painter_at(ground.rect);
    for part in layer.outline(index, ground.view.pixels_per_world) {
        let places: Vec<Pos2> = part.iter().map(|it| ground.pos(*it)).collect();
        match places.as_slice() {
            [] => {}
            [at] => {
                painter.circle_stroke(*at, 10.0, Stroke::new(2.0, tokens.ring));
            }
            _ => {
                painter.line(places.clone(), Stroke::new(5.0, tokens.over_map));
                painter.line(places, Stroke::new(2.5, tokens.ring));
            }
        }
    }
}
