//! Selecting outfalls: by click, in a box, in a polygon, in a circle.

use eframe::egui::{Shape, Stroke, StrokeKind, vec2};

use super::{Act, Gesture, Ground, Tool, sketch::Sketch};
use crate::{
    app::scene::OUTFALLS,
    domain::{
        RecordId,
        coordinate::{distance_m, units::LengthUnit},
    },
    map::{
        pick::{self, HitKind, Region},
        plane::{WorldPoint, WorldRect},
    },
    ui::{
        map_view::{REACH, screen_point},
        said,
        selection::Join,
        theme::{self, GAP},
        wish::Wish,
    },
};

/// What is being drawn to select by.
#[derive(Debug, Default)]
pub(super) struct Select {
    polygon: Sketch,
    /// Where a box or a circle began.
    from: Option<WorldPoint>,
}

impl Select {
    pub(super) fn is_drawing(&self) -> bool {
        self.from.is_some() || !self.polygon.is_empty()
    }

    pub(super) fn drop_sketch(&mut self) {
        *self = Self::default();
    }

    pub(super) fn run(&mut self, tool: Tool, ground: &Ground<'_>, gesture: &Gesture, wishes: &mut Vec<Wish>) {
        match tool {
            Tool::SelectPolygon => {
                if let Some(ring) = self.polygon.follow(gesture, 3) {
                    choose(ground, Region::Ring(&ring), gesture, wishes);
                }
            }
            Tool::SelectRadius => self.circle(ground, gesture, wishes),
            Tool::SelectBox => self.rectangle(ground, gesture, wishes),
            _ => {
                if let Act::Click(place) = gesture.act {
                    click(ground, place, gesture, wishes);
                }
            }
        }
    }

    fn rectangle(&mut self, ground: &Ground<'_>, gesture: &Gesture, wishes: &mut Vec<Wish>) {
        match gesture.act {
            Act::Press(place) => self.from = Some(place),
            Act::Release(to) => {
                if let Some(from) = self.from.take() {
                    choose(ground, Region::Box(WorldRect::from_corners(from, to)), gesture, wishes);
                }
            }
            // Without a mouse: one corner, then the other.
            Act::Click(to) if gesture.by_key => match self.from.take() {
                Some(from) => choose(ground, Region::Box(WorldRect::from_corners(from, to)), gesture, wishes),
                None => self.from = Some(to),
            },
            Act::Click(place) => click(ground, place, gesture, wishes),
            _ => {}
        }
    }

    /// Dragged from the middle, or two clicks: the middle, then how far.
    fn circle(&mut self, ground: &Ground<'_>, gesture: &Gesture, wishes: &mut Vec<Wish>) {
        let to = match gesture.act {
            Act::Press(place) => {
                self.from = Some(place);
                return;
            }
            Act::Click(place) if self.from.is_none() => {
                self.from = Some(place);
                return;
            }
            Act::Click(place) | Act::Release(place) => Some(place),
            Act::Finish => gesture.pointer,
            _ => None,
        };
        let Some(to) = to else { return };
        if let Some(center) = self.from.take() {
            let region = Region::Around { center, radius_m: ground_distance_m(center, to) };
            choose(ground, region, gesture, wishes);
        }
    }

    pub(super) fn paint(&self, ground: &Ground<'_>, tool: Tool, pointer: Option<WorldPoint>) {
        match (tool, self.from, pointer) {
            (Tool::SelectPolygon, ..) => paint_ring(ground, &self.polygon.with(pointer)),
            (Tool::SelectBox, Some(from), Some(to)) => {
                let rect = eframe::egui::Rect::from_two_pos(ground.pos(from), ground.pos(to));
                let tokens = theme::tokens(ground.ui);
                let painter = ground.ui.painter_at(ground.rect);
                painter.rect(rect, 0.0, tokens.veil, Stroke::new(1.5, tokens.ring), StrokeKind::Middle);
            }
            (Tool::SelectRadius, Some(center), Some(to)) => paint_circle(ground, center, to),
            _ => {}
        }
    }
}

/// The nearest outfall; a click beside all of them selects none.
fn click(ground: &Ground<'_>, place: WorldPoint, gesture: &Gesture, wishes: &mut Vec<Wish>) {
    let pos = ground.pos(place);
    let screen = screen_point(ground.rect, pos, ground.view.pixel_ratio);
    let hits = pick::at(ground.scene, &ground.view, screen, REACH * ground.view.pixel_ratio);
    let hit = hits.iter().find(|hit| hit.layer == OUTFALLS && hit.kind == HitKind::Point);
    let ids = hit.map(|hit| RecordId(uuid::Uuid::from_u128(hit.handle))).into_iter().collect();
    wishes.push(Wish::Choose(ids, Join::of_click(gesture.modifiers)));
}

fn choose(ground: &Ground<'_>, region: Region<'_>, gesture: &Gesture, wishes: &mut Vec<Wish>) {
    let layer = ground.scene.layer(OUTFALLS);
    let found = layer.map(|layer| pick::points_in(layer, region)).unwrap_or_default();
    let ids = found.into_iter().map(|handle| RecordId(uuid::Uuid::from_u128(handle))).collect();
    wishes.push(Wish::Choose(ids, Join::of_area(gesture.modifiers)));
}

fn ground_distance_m(from: WorldPoint, to: WorldPoint) -> f64 {
    let [from, to] = [from, to].map(|it| it.to_lonlat().x_y());
    distance_m(from, to)
}

fn paint_ring(ground: &Ground<'_>, ring: &[WorldPoint]) {
    if ring.is_empty() {
        return;
    }
    let tokens = theme::tokens(ground.ui);
    let places = ring.iter().map(|it| ground.pos(*it)).collect();
    let stroke = Stroke::new(1.5, tokens.ring);
    ground.ui.painter_at(ground.rect).add(Shape::closed_line(places, stroke));
}

/// The circle with its radius in metres beside the pointer.
fn paint_circle(ground: &Ground<'_>, center: WorldPoint, to: WorldPoint) {
    let tokens = theme::tokens(ground.ui);
    let painter = ground.ui.painter_at(ground.rect);
    let (middle, edge) = (ground.pos(center), ground.pos(to));
    let stroke = Stroke::new(1.5, tokens.ring);
    painter.circle(middle, middle.distance(edge), tokens.veil, stroke);
    painter.line_segment([middle, edge], stroke);
    let radius = said::length(ground.shown.lang, ground_distance_m(center, to), LengthUnit::Metre);
    ground.label(edge + vec2(GAP, -GAP), &radius);
}
