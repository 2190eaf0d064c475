//! Which vertex or segment the pointer means.

use geo::{Coord, Geometry};

use super::outline::{Outline, Vertex};
use crate::map::{
    plane::WorldPoint,
    view::{ScreenPoint, View},
};

/// What the pointer snaps onto.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Onto {
    /// A vertex, or a point.
    Vertex,
    /// A place between two vertices.
    Segment,
}

/// A place that the pointer snaps to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Snap {
    /// Where: for a vertex its very coordinates, so that two shapes that meet there share them to the last bit.
    pub at: Coord,
    /// Onto what.
    pub onto: Onto,
    /// How far from the pointer, in device pixels.
    pub distance_px: f64,
}

/// The nearest vertex of the shapes within `reach_px` device pixels of the pointer; where there is none, the nearest place
/// on a segment.
pub fn snap<'a>(
    shapes: impl IntoIterator<Item = &'a Geometry<f64>>,
    view: &View,
    pointer: ScreenPoint,
    reach_px: f64,
) -> Option<Snap> {
    let aim = Aim::new(view, pointer, reach_px);
    let (mut vertex, mut segment) = (None, None);
    for outline in shapes.into_iter().filter_map(Outline::of) {
        if let Some((_, at, distance_px)) = aim.vertex(&outline) {
            nearer(&mut vertex, Snap { at, onto: Onto::Vertex, distance_px });
        }
        if let Some((_, at, distance_px)) = aim.segment(&outline) {
            nearer(&mut segment, Snap { at, onto: Onto::Segment, distance_px });
        }
    }
    vertex.or(segment)
}

fn nearer(best: &mut Option<Snap>, new: Snap) {
    if best.is_none_or(|known| new.distance_px < known.distance_px) {
        *best = Some(new);
    }
}

/// The vertex of an outline within `reach_px` device pixels of the pointer.
pub fn nearest_vertex(outline: &Outline, view: &View, pointer: ScreenPoint, reach_px: f64) -> Option<Vertex> {
    Aim::new(view, pointer, reach_px).vertex(outline).map(|(vertex, ..)| vertex)
}

/// The segment of an outline within `reach_px` device pixels of the pointer, by the vertex that it begins at, and the
/// place on it that is nearest.
pub fn nearest_segment(
    outline: &Outline,
    view: &View,
    pointer: ScreenPoint,
    reach_px: f64,
) -> Option<(Vertex, Coord)> {
    Aim::new(view, pointer, reach_px).segment(outline).map(|(vertex, at, _)| (vertex, at))
}

/// The pointer and all that lies in its reach.
struct Aim<'a> {
    view: &'a View,
    pointer: WorldPoint,
    reach_px: f64,
    low: Coord,
    high: Coord,
}

impl<'a> Aim<'a> {
    fn new(view: &'a View, pointer: ScreenPoint, reach_px: f64) -> Self {
        let corner = |right: f64, down: f64| {
            view.world_from_screen(ScreenPoint { x: pointer.x + right, y: pointer.y + down }).to_lonlat()
        };
        let (low, high) = (corner(-reach_px, reach_px), corner(reach_px, -reach_px));
        Self { view, pointer: view.world_from_screen(pointer), reach_px, low, high }
    }

    fn distance_px(&self, place: Coord) -> f64 {
        WorldPoint::from_lonlat(place).distance(self.pointer) * self.view.pixels_per_world
    }

    fn vertex(&self, outline: &Outline) -> Option<(Vertex, Coord, f64)> {
        let inside = |it: &Coord| {
            (self.low.x..=self.high.x).contains(&it.x) && (self.low.y..=self.high.y).contains(&it.y)
        };
        let near = outline.vertices().filter(|(_, place)| inside(place));
        let near = near.map(|(vertex, place)| (vertex, place, self.distance_px(place)));
        near.filter(|it| it.2 <= self.reach_px).min_by(|one, other| one.2.total_cmp(&other.2))
    }

    fn segment(&self, outline: &Outline) -> Option<(Vertex, Coord, f64)> {
        let reaches_in = |a: Coord, b: Coord| {
            a.x.min(b.x) <= self.high.x
                && a.x.max(b.x) >= self.low.x
                && a.y.min(b.y) <= self.high.y
                && a.y.max(b.y) >= self.low.y
        };
        let near = outline.segments().filter(|(_, from, to)| reaches_in(*from, *to));
        let near = near.map(|(vertex, from, to)| {
            let place = self.foot(from, to);
            (vertex, place, self.distance_px(place))
        });
        near.filter(|it| it.2 <= self.reach_px).min_by(|one, other| one.2.total_cmp(&other.2))
    }

    /// The place on a segment that is nearest to the pointer on the screen.
    fn foot(&self, from: Coord, to: Coord) -> Coord {
        let (a, b) = (WorldPoint::from_lonlat(from), WorldPoint::from_lonlat(to));
        let (along_x, along_y) = (b.x - a.x, b.y - a.y);
        let length = along_x * along_x + along_y * along_y;
        if length <= 0.0 {
            return from;
        }
        let share = ((self.pointer.x - a.x) * along_x + (self.pointer.y - a.y) * along_y) / length;
        match share.clamp(0.0, 1.0) {
            // The ends keep their last bit.
            share if share <= 0.0 => from,
            share if share >= 1.0 => to,
            share => from + (to - from) * share,
        }
    }
}
