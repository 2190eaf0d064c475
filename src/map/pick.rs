//! Which features lie under the pointer, or in a rectangle.

use super::{
    area::Areas,
    geometry::{distance_to_segment, rings_contain},
    line::{Lines, width},
    plane::{MAX_LATITUDE_DEG, WorldPoint, WorldRect, metres_per_pixel},
    point::Points,
    scene::{Content, Scene, SceneLayer},
    view::{ScreenPoint, View},
};
use crate::domain::coordinate::distance_m;

/// What kind of feature was hit; points are wanted before lines, and lines before areas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HitKind {
    /// A point.
    Point,
    /// A line.
    Line,
    /// An area.
    Area,
}

/// A feature that was hit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The key of its layer.
    pub layer: u64,
    /// The caller's number for it.
    pub handle: u128,
    /// Its index in the layer.
    pub index: usize,
    /// What it is.
    pub kind: HitKind,
    /// How far away it is, in device pixels: 0 inside an area.
    pub distance_px: f64,
}

/// The features within `tolerance_px` (device pixels) of a position on the screen: points first, then lines, then areas; of each kind
/// the nearest first, and of those equally near the one drawn on top.
///
/// A point also counts as hit anywhere on its symbol, a line anywhere on its width.
pub fn at(scene: &Scene, view: &View, screen: ScreenPoint, tolerance_px: f64) -> Vec<Hit> {
    let world = view.world_from_screen(screen);
    let mut hits: Vec<(usize, Hit)> = Vec::new();
    let reference_pixels_per_world = view.pixels_per_world / view.pixel_ratio;
    let shown = scene.layers.iter().rev().filter(|it| it.is_shown_at(reference_pixels_per_world));
    for (depth, layer) in shown.enumerate() {
        let found = match layer.content() {
            Content::Points(points) => (HitKind::Point, points_near(points, view, world, tolerance_px)),
            Content::Lines(lines) => (HitKind::Line, lines_near(lines, view, world, tolerance_px)),
            Content::Areas(areas) => (HitKind::Area, areas_near(areas, view, world, tolerance_px)),
        };
        hits.extend(
            found
                .1
                .into_iter()
                .filter_map(|(index, distance_px)| Some((depth, hit(layer, index, found.0, distance_px)?))),
        );
    }
    hits.sort_by(|(a_depth, a), (b_depth, b)| {
        a.kind
            .cmp(&b.kind)
            .then(a.distance_px.total_cmp(&b.distance_px))
            .then(a_depth.cmp(b_depth))
            .then(b.index.cmp(&a.index))
    });
    hits.into_iter().map(|(_, hit)| hit).collect()
}

/// A circle of joined points that was hit.
#[derive(Clone, Debug, PartialEq)]
pub struct ClusterHit {
    /// The key of its layer.
    pub layer: u64,
    /// The points in it: each as a hit of its own, in their order.
    pub members: Vec<Hit>,
    /// Its middle.
    pub middle: WorldPoint,
    /// The smallest rectangle around its points.
    pub extent: WorldRect,
    /// How wide the world must be, in reference pixels (1/96 inch), for it to fall apart; `None` where it never does.
    pub splits_at: Option<f64>,
}

/// The topmost circle of joined points at a position on the screen.
pub fn cluster_at(scene: &Scene, view: &View, screen: ScreenPoint) -> Option<ClusterHit> {
    let world = view.world_from_screen(screen);
    let reference_pixels_per_world = view.pixels_per_world / view.pixel_ratio;
    let mut shown = scene.layers.iter().rev().filter(|it| it.is_shown_at(reference_pixels_per_world));
    shown.find_map(|layer| cluster_of(layer, view, world))
}

fn cluster_of(layer: &SceneLayer, view: &View, world: WorldPoint) -> Option<ClusterHit> {
    let Content::Points(points) = layer.content() else { return None };
    let reach = points.reach_px(view.symbol_ratio(), view.pixel_ratio) / view.pixels_per_world;
    let near = points.clusters_in(around(world, reach), view.pixels_per_world / view.pixel_ratio);
    let distance_px = |position: WorldPoint| position.distance(world) * view.pixels_per_world;
    let hit_ones = near.into_iter().filter(|it| distance_px(it.position) <= it.reach_px() * view.pixel_ratio);
    let cluster = hit_ones.min_by(|a, b| distance_px(a.position).total_cmp(&distance_px(b.position)))?;
    let indices = points.members(cluster.number);
    let places: Vec<WorldPoint> =
        indices.iter().filter_map(|index| Some(points.get(*index)?.position)).collect();
    Some(ClusterHit {
        layer: layer.info().key,
        members: indices.into_iter().filter_map(|index| hit(layer, index, HitKind::Point, 0.0)).collect(),
        middle: cluster.position,
        extent: WorldRect::around(&places),
        splits_at: cluster.splits_at,
    })
}

/// The features of one layer that have a part in the rectangle, in their order.
pub fn within(layer: &SceneLayer, rect: WorldRect) -> Vec<Hit> {
    let (kind, found) = match layer.content() {
        Content::Points(points) => (HitKind::Point, points.within(rect)),
        Content::Lines(lines) => {
            let reaches_in =
                |index: &usize| lines.levels.full().parts(*index).any(|part| line_meets(part, rect));
            (HitKind::Line, lines.meeting(rect).into_iter().filter(reaches_in).collect())
        }
        Content::Areas(areas) => {
            let reaches_in = |index: &usize| {
                let rings = || areas.levels.full().parts(*index);
                rings().any(|ring| line_meets(ring, rect)) || rings_contain(rings(), rect.min)
            };
            (HitKind::Area, areas.meeting(rect).into_iter().filter(reaches_in).collect())
        }
    };
    found.into_iter().filter_map(|index| hit(layer, index, kind, 0.0)).collect()
}

/// A part of the map in which points are looked for.
#[derive(Clone, Copy, Debug)]
pub enum Region<'a> {
    /// A rectangle.
    Box(WorldRect),
    /// What these vertices go round; the last is joined to the first. By the even-odd rule where it crosses itself.
    Ring(&'a [WorldPoint]),
    /// What is no farther away than this.
    Around {
        /// The middle.
        center: WorldPoint,
        /// On the ellipsoid, in metres.
        radius_m: f64,
    },
}

impl Region<'_> {
    /// A rectangle around all of it.
    fn bounds(self) -> WorldRect {
        match self {
            Self::Box(rect) => rect,
            Self::Ring(ring) => WorldRect::around(ring),
            Self::Around { center, radius_m } => {
                // A metre is longest on the map where the circle comes nearest to a pole; a degree has at least 110 km.
                let farthest = (center.to_lonlat().y.abs() + radius_m / 110_000.0).min(MAX_LATITUDE_DEG);
                around(center, radius_m / metres_per_pixel(farthest, 1.0) * 1.01)
            }
        }
    }

    fn contains(self, point: WorldPoint) -> bool {
        match self {
            Self::Box(rect) => rect.contains(point),
            Self::Ring(ring) => {
                let last = [ring.last(), ring.first()].map(|it| it.copied().unwrap_or_default());
                rings_contain([ring, last.as_slice()].into_iter(), point)
            }
            Self::Around { center, radius_m } => {
                let [center, point] = [center, point].map(|it| it.to_lonlat().x_y());
                distance_m(center, point) <= radius_m
            }
        }
    }
}

/// The handles of the points of one layer that lie in the region; none of lines and areas.
pub fn points_in(layer: &SceneLayer, region: Region<'_>) -> Vec<u128> {
    let Content::Points(points) = layer.content() else { return Vec::new() };
    let inside = |index: &usize| points.get(*index).is_some_and(|it| region.contains(it.position));
    let found = points.within(region.bounds()).into_iter().filter(inside);
    found.filter_map(|index| layer.meta(index).map(|it| it.handle)).collect()
}

fn hit(layer: &SceneLayer, index: usize, kind: HitKind, distance_px: f64) -> Option<Hit> {
    let handle = layer.meta(index)?.handle;
    Some(Hit { layer: layer.info().key, handle, index, kind, distance_px })
}

fn around(world: WorldPoint, radius: f64) -> WorldRect {
    WorldRect { min: world, max: world }.grown(radius)
}

fn points_near(points: &Points, view: &View, world: WorldPoint, tolerance_px: f64) -> Vec<(usize, f64)> {
    let reach = tolerance_px.max(points.reach_px(view.symbol_ratio(), view.pixel_ratio));
    let rect = around(world, reach / view.pixels_per_world);
    let near = points.unjoined(rect, view.pixels_per_world / view.pixel_ratio).into_iter();
    let near = near.filter_map(|index| {
        let point = points.get(index)?;
        let distance_px = point.position.distance(world) * view.pixels_per_world;
        let radius_px = f64::from(point.symbol.diameter_px) / 2.0 * view.symbol_ratio();
        (distance_px <= tolerance_px.max(radius_px)).then_some((index, distance_px))
    });
    near.collect()
}

fn lines_near(lines: &Lines, view: &View, world: WorldPoint, tolerance_px: f64) -> Vec<(usize, f64)> {
    let reference_pixels_per_world = view.pixels_per_world / view.pixel_ratio;
    let widest_px = f64::from(lines.widest_px(reference_pixels_per_world)) / 2.0 * view.pixel_ratio;
    let reach = (tolerance_px + widest_px) / view.pixels_per_world;
    let paths = lines.levels.at(view.pixels_per_world);
    let near = lines.meeting(around(world, reach)).into_iter().filter_map(|index| {
        let look = lines.look(index)?;
        let half_width_px = f64::from(width(look.width, reference_pixels_per_world)) / 2.0 * view.pixel_ratio;
        let distance_px =
            paths.parts(index).map(|part| distance_to_line(part, world)).fold(f64::INFINITY, f64::min)
                * view.pixels_per_world;
        (distance_px <= tolerance_px + half_width_px).then_some((index, distance_px))
    });
    near.collect()
}

fn areas_near(areas: &Areas, view: &View, world: WorldPoint, tolerance_px: f64) -> Vec<(usize, f64)> {
    let reach = tolerance_px / view.pixels_per_world;
    let near = areas.meeting(around(world, reach)).into_iter().filter_map(|index| {
        let rings = || areas.levels.full().parts(index);
        let inside = rings_contain(rings(), world);
        let distance_px = if inside {
            0.0
        } else {
            rings().map(|ring| distance_to_line(ring, world)).fold(f64::INFINITY, f64::min)
                * view.pixels_per_world
        };
        (distance_px <= tolerance_px).then_some((index, distance_px))
    });
    near.collect()
}

/// How far a point is from a line, in world units.
fn distance_to_line(line: &[WorldPoint], world: WorldPoint) -> f64 {
    let to_segment = |ends: &[WorldPoint]| match *ends {
        [a, b] => distance_to_segment(world, a, b),
        _ => f64::INFINITY,
    };
    line.windows(2).map(to_segment).fold(f64::INFINITY, f64::min)
}

fn line_meets(line: &[WorldPoint], rect: WorldRect) -> bool {
    line.windows(2).any(|ends| match *ends {
        [a, b] => segment_meets(a, b, rect),
        _ => false,
    })
}

/// Whether a segment has a point in the rectangle: their boxes meet, and the corners don't all lie on one side of its line.
fn segment_meets(a: WorldPoint, b: WorldPoint, rect: WorldRect) -> bool {
    if !WorldRect::from_corners(a, b).meets(rect) {
        return false;
    }
    let side = |x: f64, y: f64| (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
    let sides = [
        side(rect.min.x, rect.min.y),
        side(rect.max.x, rect.min.y),
        side(rect.min.x, rect.max.y),
        side(rect.max.x, rect.max.y),
    ];
    !(sides.iter().all(|side| *side > 0.0) || sides.iter().all(|side| *side < 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::{fixture, palette::Palette};

    /// The handles hit this many pixels from the middle of the test map.
    #[track_caller]
    fn check(right_px: f64, down_px: f64, expected: &[u128]) {
        let view = fixture::view(800.0, 600.0);
        let screen = ScreenPoint { x: 400.0 + right_px, y: 300.0 + down_px };

        let hits = at(&fixture::scene(Palette::light()), &view, screen, 4.0);

        assert_eq!(hits.iter().map(|hit| hit.handle).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn points_come_before_lines_and_lines_before_areas() {
        check(1.0, 0.0, &[100, 1, 13, 12, 11, 21]);
    }

    #[test]
    fn the_zone_drawn_on_top_comes_first() {
        check(0.0, 40.0, &[13, 12, 11, 21]);
    }

    #[test]
    fn both_sides_of_a_border_are_hit_near_it() {
        check(202.0, -250.0, &[22, 21]);
        check(220.0, -250.0, &[22]);
    }

    #[test]
    fn a_rectangle_finds_what_reaches_into_it() {
        let rect = |right: f64, down: f64, width: f64, height: f64| {
            WorldRect::from_corners(
                WorldPoint::from_lonlat(fixture::place(right, down)),
                WorldPoint::from_lonlat(fixture::place(right + width, down + height)),
            )
        };
        let handles = |layer: &SceneLayer, rect: WorldRect| {
            within(layer, rect).iter().map(|hit| hit.handle).collect::<Vec<_>>()
        };

        assert_eq!(handles(&fixture::zones(), rect(-1.0, -1.0, 2.0, 2.0)), [11, 12, 13]);
        assert_eq!(handles(&fixture::zones(), rect(-300.0, -300.0, 50.0, 700.0)), []);
        assert_eq!(handles(&fixture::rivers(), rect(200.0, -100.0, 100.0, 200.0)), [1]);
        assert_eq!(handles(&fixture::outfalls(), rect(-2.0, -2.0, 4.0, 4.0)), [100]);
    }

    fn outfalls_in(region: Region<'_>) -> Vec<u128> {
        let mut found = points_in(&fixture::outfalls(), region);
        found.sort_unstable();
        found
    }

    fn world(right_px: f64, down_px: f64) -> WorldPoint {
        WorldPoint::from_lonlat(fixture::place(right_px, down_px))
    }

    #[test]
    fn a_ring_and_a_box_find_the_points_inside() {
        let corners = [world(-50.0, -50.0), world(50.0, -50.0), world(50.0, 50.0), world(-50.0, 50.0)];
        let in_box = outfalls_in(Region::Box(WorldRect::from_corners(corners[0], corners[2])));

        assert!(in_box.contains(&100));
        assert_eq!(outfalls_in(Region::Ring(&corners)), in_box);
        assert_eq!(outfalls_in(Region::Ring(&corners[..2])), []);
        assert_eq!(outfalls_in(Region::Ring(&[])), []);
    }

    #[test]
    fn a_circle_is_round_on_the_ground() {
        let all = points_in(&fixture::outfalls(), Region::Around { center: world(0.0, 0.0), radius_m: 1e6 });
        let scene = fixture::outfalls();
        let place_of = |handle: &u128| scene.outline(scene.index_of(*handle).unwrap(), 1.0)[0][0];
        for radius_m in [0.0, 500.0, 5_000.0, 20_000.0] {
            let center = world(3.0, 4.0);
            let near =
                |it: &&u128| distance_m(center.to_lonlat().x_y(), place_of(it).to_lonlat().x_y()) <= radius_m;
            let mut expected: Vec<u128> = all.iter().filter(near).copied().collect();
            expected.sort_unstable();

            assert_eq!(outfalls_in(Region::Around { center, radius_m }), expected, "{radius_m} m");
        }
    }
}
