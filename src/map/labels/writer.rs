//! Finds room for one name after the other.

use std::collections::BTreeMap;

use super::{
    Candidate, PlacedLabel, along,
    room::{self, Room},
};
use crate::map::{
    line::{self, Lines},
    plane::WorldPoint,
    point::PlacedSymbol,
    scene::{Content, LabelRole},
    text::Typeface,
    view::{ScreenPoint, View},
};

/// The same name is written again only this far away (reference pixels), and only so many times.
const REPEAT_AFTER_PX: f64 = 420.0;
const MOST_REPEATS: usize = 4;

/// What is taken and what has been written.
pub(super) struct Writer<'a> {
    view: &'a View,
    typeface: Typeface,
    room: Room,
    pub(super) placed: Vec<PlacedLabel>,
    /// Where each name of a river has been written.
    named: BTreeMap<&'a str, Vec<ScreenPoint>>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(view: &'a View, room: Room) -> Self {
        Self { view, typeface: Typeface::embedded(), room, placed: Vec::new(), named: BTreeMap::new() }
    }

    /// Writes a name where there is room, a long river also more than once.
    pub(super) fn place(&mut self, candidate: &Candidate<'a>) {
        match candidate.layer.content() {
            Content::Lines(lines) => self.place_along(candidate, lines),
            Content::Areas(areas) => {
                let Some(anchor) = candidate.features.first().and_then(|feature| areas.anchor(*feature))
                else {
                    return;
                };
                let size = self.size(candidate.role, 0);
                let width = f64::from(self.typeface.width(&candidate.label.text, size));
                let room_px = anchor.width * self.view.pixels_per_world;
                if width <= room_px * 1.1 {
                    let ScreenPoint { x, y } = self.view.screen_from_world(anchor.position);
                    let step = f64::from(size) * 0.9;
                    let spots =
                        [0.0, -1.0, 1.0, -2.0, 2.0].map(|row| (ScreenPoint { x, y: y + row * step }, 0.0));
                    self.try_spots(candidate, size, width, &spots);
                }
            }
            Content::Points(points) => {
                let Some(point) = candidate.features.first().and_then(|feature| points.get(*feature)) else {
                    return;
                };
                let size = self.size(candidate.role, 0);
                let width = f64::from(self.typeface.width(&candidate.label.text, size));
                let spots = beside(self.view, &point, width, f64::from(size));
                self.try_spots(candidate, size, width, &spots);
            }
        }
    }

    fn place_along(&mut self, candidate: &Candidate<'a>, lines: &Lines) {
        let rank = candidate.features.iter().filter_map(|feature| lines.rank(*feature)).min().unwrap_or(5);
        let size = self.size(candidate.role, rank);
        let width = f64::from(self.typeface.width(&candidate.label.text, size));
        let widths = candidate.features.iter().filter_map(|feature| lines.look(*feature));
        let reference_pixels_per_world = self.view.pixels_per_world / self.view.pixel_ratio;
        let widest =
            widths.map(|look| line::width(look.width, reference_pixels_per_world)).fold(0.0, f32::max);
        let half_line_px = f64::from(widest) / 2.0 * self.view.pixel_ratio;
        let paths = lines.levels.at(self.view.pixels_per_world);
        let parts: Vec<&[WorldPoint]> =
            candidate.features.iter().flat_map(|feature| paths.parts(*feature)).collect();
        let stretches = along::straight_stretches(self.view, &parts, width, f64::from(size));
        for stretch in stretches {
            let repeats = self.named.entry(&candidate.label.text).or_default();
            let distance_px = REPEAT_AFTER_PX * self.view.pixel_ratio;
            let is_near = |other: &ScreenPoint| {
                (other.x - stretch.middle.x).hypot(other.y - stretch.middle.y) < distance_px
            };
            if repeats.len() >= MOST_REPEATS {
                return;
            }
            if repeats.iter().any(is_near) {
                continue;
            }
            let spots = stretch.spots(half_line_px, f64::from(size));
            if self.try_spots(candidate, size, width, &spots) {
                self.named.entry(&candidate.label.text).or_default().push(stretch.middle);
            }
        }
    }

    /// The size of a font in device pixels.
    fn size(&self, role: LabelRole, rank: u8) -> f32 {
        let size = match role {
            LabelRole::River => {
                [14.5, 14.5, 13.5, 12.5, 12.0].get(usize::from(rank)).copied().unwrap_or(11.5)
            }
            LabelRole::Area | LabelRole::Place => 13.0,
            LabelRole::Zone => 11.5,
            LabelRole::Outfall => 11.0,
        };
        size * self.view.pixel_ratio as f32
    }

    /// Writes the name at the first spot with room.
    fn try_spots(
        &mut self,
        candidate: &Candidate<'_>,
        size_px: f32,
        width: f64,
        spots: &[(ScreenPoint, f64)],
    ) -> bool {
        // The name of an area may lie over symbols, but better doesn't.
        let rounds: &[bool] = if candidate.role == LabelRole::Area { &[true, false] } else { &[true] };
        let tries =
            rounds.iter().flat_map(|avoid_symbols| spots.iter().map(move |spot| (*avoid_symbols, *spot)));
        for (avoid_symbols, (center, angle_rad)) in tries {
            let boxes = room::boxes_of(center, angle_rad, width, f64::from(size_px));
            if self.room.is_free(&boxes, avoid_symbols) {
                for rect in boxes {
                    self.room.occupy(rect);
                }
                let Some(handle) = candidate
                    .features
                    .first()
                    .and_then(|feature| candidate.layer.meta(*feature))
                    .map(|meta| meta.handle)
                else {
                    return false;
                };
                let (text, layer) = (candidate.label.text.clone(), candidate.layer.info().key);
                self.placed.push(PlacedLabel {
                    text,
                    center,
                    angle_rad,
                    size_px,
                    role: candidate.role,
                    layer,
                    handle,
                });
                return true;
            }
        }
        false
    }
}

/// The spots around a symbol, the best first: right, left, above, below, then the corners.
fn beside(view: &View, point: &PlacedSymbol, width: f64, size: f64) -> [(ScreenPoint, f64); 8] {
    let ScreenPoint { x, y } = view.screen_from_world(point.position);
    let reach = point.symbol.reach_px(view.symbol_ratio());
    let (aside, away) = (reach + width / 2.0, reach + size / 2.0);
    let corner = (reach * 0.6 + width / 2.0, reach * 0.5 + size / 2.0);
    let offsets = [
        (aside, 0.0),
        (-aside, 0.0),
        (0.0, -away),
        (0.0, away),
        (corner.0, -corner.1),
        (corner.0, corner.1),
        (-corner.0, -corner.1),
        (-corner.0, corner.1),
    ];
    offsets.map(|(right, down)| (ScreenPoint { x: x + right, y: y + down }, 0.0))
}
