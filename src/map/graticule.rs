//! The lines of a coordinate grid over the map, at steps that suit the view: degrees, or kilometres of a Gauss-Krüger zone.

use geo::Coord;

use super::{plane::WorldPoint, view::View};
use crate::domain::coordinate::{Crs, notation::three_degree_zone};

/// Which grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grid {
    /// Meridians and parallels.
    Degrees,
    /// Eastings and northings of the 3-degree zone in the middle of the map.
    GaussKrueger,
}

/// Which way a line runs, which says at which edge of the map its label stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    /// From south to north.
    Upward,
    /// From west to east.
    Across,
}

/// One line of the grid.
#[derive(Clone, Debug, PartialEq)]
pub struct GridLine {
    /// The line from one edge of the view to the other.
    pub path: Vec<WorldPoint>,
    /// Which way it runs.
    pub run: Run,
    /// Its coordinate.
    pub label: String,
}

/// How far lines are apart at the least, in pixels of 1/96 inch (our choice: two labels fit between).
const CLOSEST_PX: f64 = 110.0;

/// A grid of more lines than this is a mistake of the view, not a grid.
const MOST_LINES: f64 = 200.0;

/// The steps between meridians and parallels in seconds of arc: those that divide the next larger unit.
const STEPS_ARCSEC: &[f64] = &[
    1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0, 18_000.0,
    36_000.0, 54_000.0, 108_000.0, 162_000.0, 324_000.0,
];

/// The steps of a grid in metres.
const STEPS_M: &[f64] = &[100.0, 200.0, 500.0, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5];

/// A zone is drawn as far as this beside its meridian, in degrees; farther away its grid means nothing.
const ZONE_REACH_DEG: f64 = 4.5;

/// The lines of the grid in this view; none where it can not be drawn.
pub fn lines(view: &View, grid: Grid) -> Vec<GridLine> {
    match grid {
        Grid::Degrees => degrees(view),
        Grid::GaussKrueger => gauss_krueger(view).unwrap_or_default(),
    }
}

/// The smallest step of the list that is long enough; none where the view is too far away for all of them.
fn step_of(steps: &[f64], unit_px: f64, pixel_ratio: f64) -> Option<f64> {
    steps.iter().copied().find(|step| step * unit_px >= CLOSEST_PX * pixel_ratio)
}

/// The multiples of `step` in a range.
fn multiples(from: f64, to: f64, step: f64) -> impl Iterator<Item = f64> {
    let (first, last) = ((from / step).ceil(), (to / step).floor());
    let count = if last - first < MOST_LINES { (last - first + 1.0).max(0.0) as u32 } else { 0 };
    (0..count).map(move |number| (first + f64::from(number)) * step)
}

fn degrees(view: &View) -> Vec<GridLine> {
    let visible = view.visible_lonlat();
    let (min, max) = (visible.min(), visible.max());
    let pixels_per_degree = view.pixels_per_world / 360.0;
    let Some(step) = step_of(STEPS_ARCSEC, pixels_per_degree / 3600.0, view.pixel_ratio) else {
        return Vec::new();
    };
    let at = |x, y| WorldPoint::from_lonlat(Coord { x, y });
    let west = (min.x.max(-180.0), max.x.min(180.0));
    let upward = multiples(west.0 * 3600.0, west.1 * 3600.0, step).map(|arcsec| {
        let x = arcsec / 3600.0;
        GridLine {
            path: vec![at(x, min.y), at(x, max.y)],
            run: Run::Upward,
            label: angle_text(arcsec, step, ['E', 'W']),
        }
    });
    let across = multiples(min.y * 3600.0, max.y * 3600.0, step).map(|arcsec| {
        let y = arcsec / 3600.0;
        GridLine {
            path: vec![at(west.0, y), at(west.1, y)],
            run: Run::Across,
            label: angle_text(arcsec, step, ['N', 'S']),
        }
    });
    upward.chain(across).collect()
}

/// `112°30′E`, with minutes and seconds only where the step needs them.
fn angle_text(arcsec: f64, step: f64, [plus, minus]: [char; 2]) -> String {
    let whole = arcsec.abs().round() as u64;
    let (degrees, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    let letter = if arcsec < 0.0 { minus } else { plus };
    if step < 60.0 {
        format!("{degrees}°{minutes:02}′{seconds:02}″{letter}")
    } else if step < 3600.0 {
        format!("{degrees}°{minutes:02}′{letter}")
    } else {
        format!("{degrees}°{letter}")
    }
}

fn gauss_krueger(view: &View) -> Option<Vec<GridLine>> {
    let epsg = three_degree_zone(view.center.to_lonlat().x)?;
    let meridian = f64::from(epsg - 4513 + 25) * 3.0;
    let crs = Crs::from_epsg(epsg).ok()?;
    let visible = view.visible_lonlat();
    let (min, max) = (visible.min(), visible.max());
    if min.x < meridian - ZONE_REACH_DEG || max.x > meridian + ZONE_REACH_DEG {
        return None;
    }
    // A parallel is farthest south where it crosses the meridian of the zone.
    let middle = meridian.clamp(min.x, max.x);
    let corners = [min.x, middle, max.x].into_iter().flat_map(|x| [(x, min.y), (x, max.y)]);
    let mut east = (f64::INFINITY, f64::NEG_INFINITY);
    let mut north = east;
    for (x, y) in corners {
        let (e, n) = crs.from_cgcs2000(x, y).ok()?;
        east = (east.0.min(e), east.1.max(e));
        north = (north.0.min(n), north.1.max(n));
    }
    let step = step_of(STEPS_M, 1.0 / view.metres_per_pixel(), view.pixel_ratio)?;
    let path = |point: &dyn Fn(f64) -> (f64, f64)| -> Vec<WorldPoint> {
        // The lines are bent a little; eight pieces are as good as a curve.
        let places = (0..=8).filter_map(|piece| {
            let (e, n) = point(f64::from(piece) / 8.0);
            let (x, y) = crs.to_cgcs2000(e, n).ok()?;
            Some(WorldPoint::from_lonlat(Coord { x, y }))
        });
        places.collect()
    };
    let between = |(from, to): (f64, f64), share: f64| from + (to - from) * share;
    let upward = multiples(east.0, east.1, step).map(|e| GridLine {
        path: path(&|share| (e, between(north, share))),
        run: Run::Upward,
        label: km_text(e, step),
    });
    let across = multiples(north.0, north.1, step).map(|n| GridLine {
        path: path(&|share| (between(east, share), n)),
        run: Run::Across,
        label: km_text(n, step),
    });
    Some(upward.chain(across).collect())
}

/// `4254` or `4254.5`: kilometres, as at the edge of a topographic map.
fn km_text(metres: f64, step: f64) -> String {
    if step < 1000.0 { format!("{:.1} km", metres / 1000.0) } else { format!("{:.0} km", metres / 1000.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::plane::WorldRect;

    fn view_at(lon: f64, lat: f64, scale_denominator: f64) -> View {
        let center = WorldPoint::from_lonlat(Coord { x: lon, y: lat });
        let mut view = View { center, ..View::new((1280.0, 800.0)) };
        view.set_scale_denominator(scale_denominator);
        view
    }

    fn labels(view: &View, grid: Grid, run: Run) -> Vec<String> {
        lines(view, grid).into_iter().filter(|it| it.run == run).map(|it| it.label).collect()
    }

    #[test]
    fn meridians_and_parallels_have_round_names() {
        let view = view_at(112.75, 38.4, 500_000.0);
        assert_eq!(
            labels(&view, Grid::Degrees, Run::Across),
            ["38°00′N", "38°10′N", "38°20′N", "38°30′N", "38°40′N", "38°50′N"]
        );

        let close = view_at(112.75, 38.4, 5_000.0);
        assert_eq!(labels(&close, Grid::Degrees, Run::Across), ["38°23′50″N", "38°24′00″N", "38°24′10″N"]);
        let far = view_at(-60.0, -10.0, 50_000_000.0);
        assert_eq!(labels(&far, Grid::Degrees, Run::Upward).first().map(String::as_str), Some("135°W"));
    }

    #[test]
    fn lines_are_never_closer_than_a_label_needs() {
        for exponent in 0..60 {
            let view = view_at(112.75, 38.4, 500.0 * 1.3_f64.powi(exponent));
            for grid in [Grid::Degrees, Grid::GaussKrueger] {
                let xs: Vec<f64> = lines(&view, grid)
                    .iter()
                    .filter(|it| it.run == Run::Upward)
                    .map(|it| view.screen_from_world(it.path[0]).x)
                    .collect();
                assert!(xs.len() < 40, "{} lines of {grid:?} at {:?}", xs.len(), view.scale_denominator());
                for pair in xs.windows(2) {
                    assert!(pair[1] - pair[0] > 80.0, "{pair:?} at {:?}", view.scale_denominator());
                }
            }
        }
    }

    #[test]
    fn a_kilometre_grid_lies_on_whole_kilometres() {
        let view = view_at(112.75, 38.4, 50_000.0);
        let names = labels(&view, Grid::GaussKrueger, Run::Upward);
        assert!(names.contains(&"38390 km".to_owned()), "{names:?}");
        let crs = Crs::from_epsg(4526).unwrap();

        for line in lines(&view, Grid::GaussKrueger) {
            for place in &line.path {
                let Coord { x, y } = place.to_lonlat();
                let (east, north) = crs.from_cgcs2000(x, y).unwrap();
                let on_line = if line.run == Run::Upward { east } else { north };
                assert!((on_line / 1000.0 - (on_line / 1000.0).round()).abs() < 1e-5, "{on_line}");
            }
        }
    }

    #[test]
    fn the_lines_cross_the_whole_view() {
        let view = view_at(112.75, 38.4, 50_000.0);
        for grid in [Grid::Degrees, Grid::GaussKrueger] {
            let around = lines(&view, grid)
                .iter()
                .fold(WorldRect::NOTHING, |rect, line| rect.union(WorldRect::around(&line.path)));
            assert!(around.contains_rect(view.visible()), "{grid:?}");
        }
    }

    #[test]
    fn a_zone_is_not_drawn_far_beside_its_meridian() {
        assert!(lines(&view_at(112.75, 38.4, 5_000_000.0), Grid::GaussKrueger).is_empty());
        assert!(lines(&view_at(10.0, 50.0, 50_000.0), Grid::GaussKrueger).is_empty());
    }
}
