//! Snapping to what is on the map, and the mark that shows where.

use eframe::egui::{Rect, Shape, Stroke, vec2};
use geo::{Coord, Geometry};

use super::{super::screen_point, Ground};
use crate::{
    app::scene::OUTFALLS,
    map::{
        pick,
        plane::{WorldPoint, WorldRect},
        sketch::{self, Onto, Snap},
    },
    ui::theme,
};

/// How near the pointer must be, in points: the width of two fingers of a mouse hand, as in QGIS.
pub(super) const REACH: f64 = 12.0;
/// The same for a finger on the glass.
const TOUCH_REACH: f64 = 24.0;

/// Does the pointer snap, unless somebody wants it not to?
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Snapping {
    off: bool,
}

/// A feature of a layer on the map: the key of the layer and the number of the feature.
pub(super) type OnMap = (u64, usize);

impl Snapping {
    pub(super) fn is_on(self) -> bool {
        !self.off
    }

    pub(super) fn toggle(&mut self) {
        self.off = !self.off;
    }

    /// What the pointer snaps to, of all that is shown but the feature that is being changed.
    pub(super) fn find(self, ground: &Ground<'_>, pointer: WorldPoint, but: Option<OnMap>) -> Option<Snap> {
        if self.off {
            return None;
        }
        let reach_px = reach(ground) * ground.view.pixel_ratio;
        let around = WorldRect { min: pointer, max: pointer }.grown(reach_px / ground.view.pixels_per_world);
        let screen = screen_point(ground.rect, ground.pos(pointer), ground.view.pixel_ratio);
        let (mut references, mut outfalls): (Vec<&Geometry>, Vec<Geometry>) = (Vec::new(), Vec::new());
        for layer in &ground.scene.layers {
            let key = layer.info().key;
            let hits = pick::within(layer, around);
            if key == OUTFALLS {
                let place = |hit: &pick::Hit| {
                    let id = crate::domain::RecordId(uuid::Uuid::from_u128(hit.handle));
                    let (x, y) = ground.shown.project.entry(id)?.outfall.position()?;
                    Some(Geometry::Point(Coord { x, y }.into()))
                };
                outfalls.extend(hits.iter().filter_map(place));
            } else if let Some((_, Some(set))) = ground.references.get(&key) {
                let others = hits.iter().map(|it| it.handle as usize).filter(|it| but != Some((key, *it)));
                references.extend(others.filter_map(|it| set.features.get(it)?.geometry.as_ref()));
            }
        }
        let shapes = references.into_iter().chain(&outfalls);
        sketch::snap(shapes, &ground.view, screen, reach_px)
    }
}

/// How far the pointer reaches, in points.
pub(super) fn reach(ground: &Ground<'_>) -> f64 {
    if ground.ui.input(eframe::egui::InputState::any_touches) { TOUCH_REACH } else { REACH }
}

/// A square on a vertex, a circle on a segment.
pub(super) fn paint(ground: &Ground<'_>, snap: &Snap) {
    let tokens = theme::tokens(ground.ui);
    let painter = ground.ui.painter_at(ground.rect);
    let at = ground.pos(WorldPoint::from_lonlat(snap.at));
    for (wide, color) in [(4.0, tokens.over_map), (2.0, tokens.ring)] {
        let stroke = Stroke::new(wide, color);
        painter.add(match snap.onto {
            Onto::Vertex => Shape::rect_stroke(
                Rect::from_center_size(at, vec2(12.0, 12.0)),
                0.0,
                stroke,
                eframe::egui::StrokeKind::Middle,
            ),
            Onto::Segment => Shape::circle_stroke(at, 6.0, stroke),
        });
    }
}
