//! Which names to write where, over a whole view.
//!
//! The names of all layers compete for room by priority. Rivers are named along a straight stretch, points beside their symbol, areas
//! where they are widest; no name covers another or a symbol, none is cut at the edge, and the same name isn't repeated close by. The
//! same scene and view always give the same answer, and a name keeps its place on the ground while the map is moved.

mod along;
mod room;
mod writer;

use std::collections::BTreeMap;

use self::{room::Room, writer::Writer};
use super::{
    palette::{Palette, TextStyle},
    scene::{Content, Label, LabelRole, Scene, SceneLayer},
    surface::Surface,
    text::{Align, Spot, Typeface},
    view::{ScreenPoint, ScreenRect, View},
};

/// A name and where to write it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedLabel {
    /// What to write, on one line.
    pub text: Box<str>,
    /// The middle of the text, in device pixels.
    pub center: ScreenPoint,
    /// How far the text is turned clockwise: more than -π/2, at most π/2, so that it never stands on its head.
    pub angle_rad: f64,
    /// The size of the font in device pixels.
    pub size_px: f32,
    /// What it names, which decides its colour ([`text_style`]).
    pub role: LabelRole,
    /// The key of its layer.
    pub layer: u64,
    /// The caller's number for the feature.
    pub handle: u128,
}

/// The colours of a name.
pub fn text_style(role: LabelRole, palette: &Palette) -> TextStyle {
    match role {
        LabelRole::River => palette.river_text,
        LabelRole::Area => palette.area_text,
        LabelRole::Zone => palette.zone_text,
        LabelRole::Place | LabelRole::Outfall => palette.point_text,
    }
}

/// Chooses at most `limit` names for a view. Nothing is written in `keep_out` (legends, buttons; device pixels).
pub fn place(scene: &Scene, view: &View, limit: usize, keep_out: &[ScreenRect]) -> Vec<PlacedLabel> {
    let mut room = Room::new(view.size_px);
    for rect in keep_out {
        room.occupy(*rect);
    }
    occupy_symbols(scene, view, &mut room);

    let mut writer = Writer::new(view, room);
    for candidate in candidates(scene, view) {
        if writer.placed.len() >= limit {
            break;
        }
        writer.place(&candidate);
    }
    writer.placed
}

/// Draws placed names over a map.
pub(super) fn draw(surface: &mut dyn Surface, labels: &[PlacedLabel], palette: &Palette) {
    let typeface = Typeface::embedded();
    for label in labels {
        let style = text_style(label.role, palette);
        let spot = Spot { position: label.center, align: Align::Center, angle_rad: label.angle_rad };
        typeface.draw(surface, &label.text, spot, label.size_px, style);
    }
}

/// A name that would like to be written.
struct Candidate<'a> {
    layer: &'a SceneLayer,
    label: &'a Label,
    role: LabelRole,
    /// The features of this name: several for a river of many reaches, otherwise one.
    features: Vec<usize>,
}

/// All names in view, the most important first. The reaches of a river are one candidate.
fn candidates<'a>(scene: &'a Scene, view: &View) -> Vec<Candidate<'a>> {
    let visible = view.visible();
    let mut candidates = Vec::new();
    let reference_pixels_per_world = view.pixels_per_world / view.pixel_ratio;
    for layer in scene.layers.iter().filter(|it| it.is_shown_at(reference_pixels_per_world)) {
        let info = layer.info();
        if info.labels_from_scale.is_some_and(|denominator| view.scale_denominator() > denominator) {
            continue;
        }
        let features = match layer.content() {
            Content::Lines(lines) => lines.meeting(visible),
            Content::Areas(areas) => areas.meeting(visible),
            Content::Points(points) => points.visible(visible, view.pixels_per_world / view.pixel_ratio),
        };
        let mut rivers: BTreeMap<&str, Candidate<'a>> = BTreeMap::new();
        for feature in features {
            let Some(label) = layer.meta(feature).and_then(|meta| meta.label.as_ref()) else { continue };
            let candidate = Candidate { layer, label, role: info.label_role, features: vec![feature] };
            if !matches!(layer.content(), Content::Lines(_)) {
                candidates.push(candidate);
            } else if let Some(river) = rivers.get_mut(&*label.text) {
                river.features.push(feature);
                river.label = if label.priority > river.label.priority { label } else { river.label };
            } else {
                rivers.insert(&label.text, candidate);
            }
        }
        candidates.extend(rivers.into_values());
    }
    let order = |candidate: &Candidate<'_>| {
        (
            std::cmp::Reverse(candidate.label.priority),
            turn(candidate.role),
            candidate.features.first().copied(),
        )
    };
    candidates.sort_by_key(order);
    candidates
}

/// Who comes first where priorities are equal: those that have fewest places to go to.
fn turn(role: LabelRole) -> u8 {
    match role {
        LabelRole::Place => 0,
        LabelRole::Area => 1,
        LabelRole::River => 2,
        LabelRole::Zone => 3,
        LabelRole::Outfall => 4,
    }
}

fn occupy_symbols(scene: &Scene, view: &View, room: &mut Room) {
    let reference_pixels_per_world = view.pixels_per_world / view.pixel_ratio;
    for layer in scene.layers.iter().filter(|it| it.is_shown_at(reference_pixels_per_world)) {
        let Content::Points(points) = layer.content() else { continue };
        for cluster in points.clusters_in(view.visible(), reference_pixels_per_world) {
            let ScreenPoint { x, y } = view.screen_from_world(cluster.position);
            let radius = cluster.reach_px() * view.pixel_ratio;
            let rect = ScreenRect {
                min: ScreenPoint { x: x - radius, y: y - radius },
                max: ScreenPoint { x: x + radius, y: y + radius },
            };
            room.occupy(rect);
        }
        for index in points.visible(view.visible(), view.pixels_per_world / view.pixel_ratio) {
            let Some(point) = points.get(index) else { continue };
            let ScreenPoint { x, y } = view.screen_from_world(point.position);
            let radius = (f64::from(point.symbol.diameter_px) / 2.0 + 1.0) * view.symbol_ratio();
            let rect = ScreenRect {
                min: ScreenPoint { x: x - radius, y: y - radius },
                max: ScreenPoint { x: x + radius, y: y + radius },
            };
            match layer.info().label_role {
                LabelRole::Place => room.occupy(rect),
                _ => room.occupy_symbol(rect),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::fixture;

    fn placed(view: &View) -> Vec<PlacedLabel> {
        place(&fixture::scene(Palette::light()), view, 500, &[])
    }

    #[test]
    fn the_same_view_always_gives_the_same_names() {
        let view = fixture::view(800.0, 600.0);

        assert!(!placed(&view).is_empty());
        assert_eq!(placed(&view), placed(&view));
    }

    #[test]
    fn a_large_river_and_its_tributary_are_named() {
        let labels = placed(&fixture::view(800.0, 600.0));
        let named = |text: &str| labels.iter().any(|label| &*label.text == text);

        assert!(named("滹沱河") && named("牧马河"), "{labels:?}");
    }

    #[test]
    fn no_name_covers_another_or_leaves_the_view() {
        let labels = placed(&fixture::view(800.0, 600.0));
        let typeface = Typeface::embedded();
        let mut room = Room::new((800.0, 600.0));
        for label in &labels {
            let width = f64::from(typeface.width(&label.text, label.size_px));
            // Boxes a little smaller than those that were kept free.
            let boxes =
                room::boxes_of(label.center, label.angle_rad, width - 4.0, f64::from(label.size_px) - 4.0);
            assert!(room.is_free(&boxes, false), "{label:?}");
            for rect in boxes {
                room.occupy(rect);
            }
        }
    }

    #[test]
    fn no_name_stands_on_its_head() {
        let upright = -std::f64::consts::FRAC_PI_2..=std::f64::consts::FRAC_PI_2;

        assert!(placed(&fixture::view(800.0, 600.0)).iter().all(|label| upright.contains(&label.angle_rad)));
    }

    #[test]
    fn a_river_name_keeps_its_place_while_the_map_moves() {
        let view = fixture::view(800.0, 600.0);
        let mut moved = view;
        moved.pan(13.0, 7.0);
        let place_of = |view: &View| {
            placed(view)
                .into_iter()
                .find(|label| &*label.text == "滹沱河")
                .map(|label| view.world_from_screen(label.center))
                .unwrap()
        };

        let off_px = place_of(&view).distance(place_of(&moved)) * view.pixels_per_world;

        assert!(off_px < 0.01, "{off_px}");
    }

    #[test]
    fn nothing_is_written_where_it_would_be_covered() {
        let keep_out =
            ScreenRect { min: ScreenPoint { x: 0.0, y: 0.0 }, max: ScreenPoint { x: 800.0, y: 300.0 } };

        let labels = place(&fixture::scene(Palette::light()), &fixture::view(800.0, 600.0), 500, &[keep_out]);

        assert!(!labels.is_empty());
        assert!(labels.iter().all(|label| label.center.y > 300.0));
    }

    #[test]
    fn the_limit_is_kept() {
        assert_eq!(place(&fixture::scene(Palette::light()), &fixture::view(800.0, 600.0), 3, &[]).len(), 3);
    }
}
