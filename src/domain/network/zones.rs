//! The areas that a trace runs through.

use geo::{Coord, Intersects as _, Line, Polygon, Rect, coord};
use rstar::{
    AABB, RTree,
    primitives::{GeomWithData, Rectangle},
};

use super::{Direction, Mark, Marks, Network, Step, Trace, marks::first_by_reach};
use crate::domain::{coordinate::segment_m, layer::FeatureSet, placing::polygons};

/// An area that a trace runs through.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MetZone {
    /// Which of its features, 0 for the first.
    pub feature: usize,
    /// How far along the water the trace first meets it, in metres.
    pub distance_m: f64,
    /// Which of the steps of the trace meets it there.
    pub step: usize,
}

/// An area in its box, with the number of its feature.
type Boxed<'a> = GeomWithData<Rectangle<[f64; 2]>, (usize, &'a Polygon, Rect)>;

/// One way of a reach through an area.
#[derive(Clone, Copy, Debug)]
struct Crossing {
    reach: u32,
    feature: u32,
    /// Where the water first meets the area, and where it meets it last, in metres downstream from the beginning.
    first_m: f64,
    last_m: f64,
}

/// Which areas of a layer each reach runs through: worked out once, so that a trace only has to look.
#[derive(Clone, Debug, Default)]
pub struct Crossings {
    crossings: Vec<Crossing>,
    /// Where those of each reach begin.
    first: Vec<u32>,
}

impl Crossings {
    /// Those of all reaches with a layer of areas.
    pub fn new(network: &Network, areas: &FeatureSet) -> Self {
        let shapes = areas.features.iter().enumerate().flat_map(|(feature, it)| {
            let shapes = it.geometry.as_ref().map_or(&[][..], polygons);
            shapes.iter().filter_map(move |shape| {
                let bounds = geo::BoundingRect::bounding_rect(shape)?;
                let corners = Rectangle::from_corners(bounds.min().into(), bounds.max().into());
                Some(GeomWithData::new(corners, (feature, shape, bounds)))
            })
        });
        let tree: RTree<Boxed<'_>> = RTree::bulk_load(shapes.collect());
        let mut crossings: Vec<Crossing> = Vec::new();
        let reaches = if tree.size() == 0 { &[][..] } else { network.reaches() };
        for (number, reach) in reaches.iter().enumerate() {
            let number = number as u32;
            let Some(envelope) = envelope(network, number) else { continue };
            let step = Step { reach: number, distance_m: 0.0, stretch_m: (0.0, reach.length_m) };
            let before = crossings.len();
            for found in tree.locate_in_envelope_intersecting(&envelope) {
                let (feature, shape, bounds) = found.data;
                let met = |direction| first_met(network, &step, direction, shape, bounds);
                let Some((first_m, last_m)) = met(Direction::Down).zip(met(Direction::Up)) else { continue };
                let (feature, last_m) = (feature as u32, reach.length_m - last_m);
                crossings.push(Crossing { reach: number, feature, first_m, last_m });
            }
            join_parts(&mut crossings, before);
        }
        let first = first_by_reach(crossings.iter().map(|it| it.reach));
        Self { crossings, first }
    }

    fn on(&self, reach: u32) -> &[Crossing] {
        let bounds = self.first.get(reach as usize).zip(self.first.get(reach as usize + 1));
        bounds.and_then(|(from, to)| self.crossings.get(*from as usize..*to as usize)).unwrap_or_default()
    }

    /// The areas that a trace runs through, the nearest first. `areas` is the layer that this was made from.
    pub fn on_trace(&self, network: &Network, trace: &Trace, areas: &FeatureSet) -> Vec<MetZone> {
        let mut nearest: Vec<Option<(f64, usize)>> = vec![None; areas.features.len()];
        let steps = if self.crossings.is_empty() { &[][..] } else { &trace.steps };
        for (number, step) in steps.iter().enumerate() {
            for crossing in self.on(step.reach) {
                let Some(known) = nearest.get_mut(crossing.feature as usize) else { continue };
                // Steps come with growing distance, but a longer way may lead into the near end of a later one.
                if known.is_none_or(|(it, _)| step.distance_m < it)
                    && let Some(met_m) = crossing.met_by(network, step, trace.direction, areas)
                    && known.is_none_or(|(it, _)| met_m < it)
                {
                    *known = Some((met_m, number));
                }
            }
        }
        let met = nearest.into_iter().enumerate();
        let met = met.filter_map(|(feature, it)| {
            let (distance_m, step) = it?;
            Some(MetZone { feature, distance_m, step })
        });
        let mut met: Vec<MetZone> = met.collect();
        met.sort_by(|one, other| one.distance_m.total_cmp(&other.distance_m));
        met
    }

    /// Where the water enters each area, as marks; the item is the number of its feature.
    pub fn entries(&self) -> Marks {
        let marks = self.crossings.iter();
        let mark = |it: &Crossing| Mark { reach: it.reach, along_m: it.first_m, item: it.feature as usize };
        Marks::of(marks.map(mark).collect())
    }

    /// The areas around a place on a reach.
    pub fn around(&self, reach: u32, along_m: f64) -> impl Iterator<Item = usize> {
        let here = self.on(reach).iter();
        let around = here.filter(move |it| (it.first_m..=it.last_m).contains(&along_m));
        around.map(|it| it.feature as usize)
    }
}

/// The parts of a multipolygon on one reach are one area.
fn join_parts(crossings: &mut Vec<Crossing>, from: usize) {
    let Some(new) = crossings.get_mut(from..) else { return };
    new.sort_by_key(|it| it.feature);
    let mut joined: Vec<Crossing> = Vec::with_capacity(new.len());
    for it in new.iter() {
        match joined.last_mut().filter(|last| last.feature == it.feature) {
            Some(last) => {
                last.first_m = last.first_m.min(it.first_m);
                last.last_m = last.last_m.max(it.last_m);
            }
            None => joined.push(*it),
        }
    }
    crossings.truncate(from);
    crossings.extend(joined);
}

impl Crossing {
    /// How far along the water a step first meets the area.
    fn met_by(
        &self,
        network: &Network,
        step: &Step,
        direction: Direction,
        areas: &FeatureSet,
    ) -> Option<f64> {
        let (low, high) = step.stretch_m;
        if self.last_m < low || self.first_m > high {
            return None;
        }
        match direction {
            Direction::Down if self.first_m >= low => return Some(step.distance_m + self.first_m - low),
            Direction::Up if self.last_m <= high => return Some(step.distance_m + high - self.last_m),
            _ => {}
        }
        // It begins or ends amid the reach, perhaps between two visits of it to the area.
        let shape = areas.features.get(self.feature as usize)?.geometry.as_ref()?;
        let met = polygons(shape).iter().filter_map(|shape| {
            let bounds = geo::BoundingRect::bounding_rect(shape)?;
            first_met(network, step, direction, shape, bounds)
        });
        met.min_by(f64::total_cmp)
    }
}

fn envelope(network: &Network, reach: u32) -> Option<AABB<[f64; 2]>> {
    let places = network.lines(reach).iter().flat_map(|it| it.0.iter());
    let corners = places.fold(None, |corners: Option<[Coord; 2]>, it| {
        let [low, high] = corners.unwrap_or([*it, *it]);
        Some([
            coord! { x: low.x.min(it.x), y: low.y.min(it.y) },
            coord! { x: high.x.max(it.x), y: high.y.max(it.y) },
        ])
    });
    corners.map(|[low, high]| AABB::from_corners([low.x, low.y], [high.x, high.y]))
}

/// How far along the water the stretch of a step first meets an area: to the segment that meets it, or to the border on that
/// segment where its near end lies outside.
fn first_met(
    network: &Network,
    step: &Step,
    direction: Direction,
    shape: &Polygon,
    bounds: Rect,
) -> Option<f64> {
    let mut course = network.course(step.reach);
    let length_m = network.reach(step.reach)?.length_m;
    let (low, high) = step.stretch_m;
    // From here on as the trace goes: metres from where it enters the reach.
    let (skipped_m, until_m) = match direction {
        Direction::Up => {
            course.reverse();
            (length_m - high, length_m - low)
        }
        Direction::Down => (low, high),
    };
    let mut so_far_m = 0.0;
    for (from, to) in course.iter().zip(course.iter().skip(1)) {
        let long_m = segment_m(*from, *to);
        let (begin_m, end_m) = (so_far_m, so_far_m + long_m);
        so_far_m = end_m;
        if end_m < skipped_m || begin_m > until_m || long_m <= 0.0 {
            continue;
        }
        let at = |along_m: f64| *from + (*to - *from) * ((along_m - begin_m) / long_m);
        let (near_m, far_m) = (begin_m.max(skipped_m), end_m.min(until_m));
        let piece = Line::new(at(near_m), at(far_m));
        if !bounds.intersects(&piece) || !shape.intersects(&piece) {
            continue;
        }
        // The border, by halving: to a millionth of the segment.
        let (mut outside_m, mut inside_m) = (near_m, far_m);
        if shape.intersects(&piece.start) {
            inside_m = near_m;
        } else {
            for _ in 0..20 {
                let middle_m = f64::midpoint(outside_m, inside_m);
                if shape.intersects(&Line::new(piece.start, at(middle_m))) {
                    inside_m = middle_m;
                } else {
                    outside_m = middle_m;
                }
            }
        }
        return Some(step.distance_m + inside_m - skipped_m);
    }
    None
}
