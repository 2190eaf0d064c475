//! The areas that a trace runs through.

use geo::{Coord, Intersects as _, Line, Polygon, Rect, coord};
use rstar::{
    AABB, RTree,
    primitives::{GeomWithData, Rectangle},
};

use super::{Direction, Network, Step, Trace};
use crate::domain::{coordinate::segment_m, layer::FeatureSet, placing::polygons};

/// An area that a trace runs through.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MetZone {
    /// Which of its features, 0 for the first.
    pub feature: usize,
    /// How far along the water the trace first meets it, in metres.
    pub distance_m: f64,
}

/// An area in its box, with the number of its feature.
type Boxed<'a> = GeomWithData<Rectangle<[f64; 2]>, (usize, &'a Polygon, Rect)>;

/// The areas of a layer that a trace runs through, the nearest first.
pub fn zones_on(network: &Network, trace: &Trace, areas: &FeatureSet) -> Vec<MetZone> {
    let shapes = areas.features.iter().enumerate().flat_map(|(feature, it)| {
        let shapes = it.geometry.as_ref().map_or(&[][..], polygons);
        shapes.iter().filter_map(move |shape| {
            let bounds = geo::BoundingRect::bounding_rect(shape)?;
            let corners = Rectangle::from_corners(bounds.min().into(), bounds.max().into());
            Some(GeomWithData::new(corners, (feature, shape, bounds)))
        })
    });
    let tree: RTree<Boxed<'_>> = RTree::bulk_load(shapes.collect());
    let mut nearest: Vec<Option<f64>> = vec![None; areas.features.len()];
    if tree.size() == 0 {
        return Vec::new();
    }
    for step in &trace.steps {
        let Some(envelope) = envelope(network, step.reach) else { continue };
        for found in tree.locate_in_envelope_intersecting(&envelope) {
            let (feature, shape, bounds) = found.data;
            let Some(known) = nearest.get_mut(feature) else { continue };
            // Steps come with growing distance: what is met already is met before.
            if known.is_none_or(|it| step.distance_m < it)
                && let Some(met_m) = first_met(network, step, trace.direction, shape, bounds)
                && known.is_none_or(|it| met_m < it)
            {
                *known = Some(met_m);
            }
        }
    }
    let met = nearest.into_iter().enumerate();
    let mut met: Vec<MetZone> =
        met.filter_map(|(feature, it)| Some(MetZone { feature, distance_m: it? })).collect();
    met.sort_by(|one, other| one.distance_m.total_cmp(&other.distance_m));
    met
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
