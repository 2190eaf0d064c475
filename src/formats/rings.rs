//! Puts loose rings together to polygons: which ring is a hole, and of which polygon.

use geo::{
    BoundingRect as _, Contains as _, Coord, CoordsIter as _, Geometry, LineString, MultiPolygon, Polygon,
    Rect,
};

struct Ring {
    line: LineString,
    /// Twice the enclosed area; negative where the ring runs clockwise.
    area: f64,
    bounds: Option<Rect>,
}

/// Outer rings run clockwise and holes the other way, as Esri has it. Where the largest ring runs the wrong way, the whole
/// shape is taken to be wound without care, and a ring is a hole if an odd number of others surround it.
///
/// Returns `None` if there is no ring with a point.
pub(super) fn polygons(rings: Vec<LineString>) -> Option<Geometry> {
    let mut rings: Vec<Ring> = rings.into_iter().filter(|line| !line.0.is_empty()).map(ring).collect();
    // The stable sort keeps equal rings in the order of the file.
    rings.sort_by(|a, b| b.area.abs().total_cmp(&a.area.abs()));
    let careful = rings.first()?.area <= 0.0;
    let mut outers: Vec<(Ring, Vec<LineString>)> = Vec::new();
    for ring in rings {
        match parent(&ring, &outers, careful) {
            Some(parent) => {
                if let Some((_, holes)) = outers.get_mut(parent) {
                    holes.push(ring.line);
                }
            }
            None => outers.push((ring, Vec::new())),
        }
    }
    let mut polygons: Vec<Polygon> =
        outers.into_iter().map(|(ring, holes)| Polygon::new(ring.line, holes)).collect();
    if polygons.len() == 1 {
        return polygons.pop().map(Geometry::from);
    }
    Some(MultiPolygon::new(polygons).into())
}

fn ring(line: LineString) -> Ring {
    Ring { area: signed_area(&line), bounds: line.bounding_rect(), line }
}

fn signed_area(line: &LineString) -> f64 {
    // Relative to the first vertex: coordinates of eight digits would eat the precision.
    let Some(origin) = line.0.first().copied() else {
        return 0.0;
    };
    line.lines().map(|side| cross(side.start - origin, side.end - origin)).sum()
}

fn cross(a: Coord, b: Coord) -> f64 {
    a.x * b.y - a.y * b.x
}

/// The smallest outer ring around this one, if this one is a hole.
fn parent(ring: &Ring, outers: &[(Ring, Vec<LineString>)], careful: bool) -> Option<usize> {
    if careful && ring.area <= 0.0 {
        return None;
    }
    // The list is sorted from the largest down, so the last that contains it is the smallest.
    let found = outers.iter().rposition(|(outer, _)| surrounds(outer, ring))?;
    if careful {
        return Some(found);
    }
    // An island in a lake: inside a hole of the ring that was found.
    let in_hole = outers
        .get(found)
        .is_some_and(|(_, holes)| holes.iter().any(|hole| surrounds(&self::ring(hole.clone()), ring)));
    (!in_hole).then_some(found)
}

fn surrounds(outer: &Ring, inner: &Ring) -> bool {
    let (Some(around), Some(within)) = (outer.bounds, inner.bounds) else {
        return false;
    };
    let fits = around.min().x <= within.min().x
        && around.min().y <= within.min().y
        && around.max().x >= within.max().x
        && around.max().y >= within.max().y;
    if !fits {
        return false;
    }
    let area = Polygon::new(outer.line.clone(), Vec::new());
    // Rings may touch: one vertex strictly inside is enough, and one strictly outside is too.
    inner.line.coords_iter().any(|vertex| area.contains(&vertex))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, y: f64, size: f64, clockwise: bool) -> LineString {
        let mut corners = vec![(x, y), (x, y + size), (x + size, y + size), (x + size, y), (x, y)];
        if !clockwise {
            corners.reverse();
        }
        corners.into()
    }

    #[track_caller]
    fn check(rings: Vec<LineString>, holes_of_each: &[usize]) {
        let found = match polygons(rings).unwrap() {
            Geometry::Polygon(one) => vec![one.interiors().len()],
            Geometry::MultiPolygon(many) => many.iter().map(|one| one.interiors().len()).collect(),
            other => panic!("{other:?}"),
        };
        assert_eq!(found, holes_of_each);
    }

    #[test]
    fn a_hole_belongs_to_the_smallest_ring_around_it() {
        check(vec![square(0.0, 0.0, 10.0, true), square(1.0, 1.0, 2.0, false)], &[1]);
        // The hole first, an island in a hole with a hole of its own, and a ring beside them.
        check(
            vec![
                square(1.0, 1.0, 7.0, false),
                square(0.0, 0.0, 10.0, true),
                square(3.0, 3.0, 1.0, false),
                square(2.0, 2.0, 4.0, true),
                square(20.0, 0.0, 3.0, true),
            ],
            &[1, 1, 0],
        );
    }

    #[test]
    fn rings_wound_without_care_are_sorted_by_what_surrounds_them() {
        check(vec![square(0.0, 0.0, 10.0, false), square(1.0, 1.0, 2.0, false)], &[1]);
        check(
            vec![square(0.0, 0.0, 10.0, false), square(1.0, 1.0, 7.0, true), square(2.0, 2.0, 3.0, false)],
            &[1, 0],
        );
    }

    #[test]
    fn an_orphaned_hole_is_kept_as_a_polygon() {
        check(vec![square(0.0, 0.0, 10.0, true), square(20.0, 1.0, 2.0, false)], &[0, 0]);
    }

    #[test]
    fn nothing_makes_no_polygon() {
        assert_eq!(polygons(vec![]), None);
        assert_eq!(polygons(vec![LineString::new(vec![])]), None);
    }
}
