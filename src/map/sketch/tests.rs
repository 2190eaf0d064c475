//! The laws of drawing and editing: what is split is as long as before, what is turned twice is what it was.

use geo::{Coord, Geometry, LineString, MultiLineString, Point, coord, polygon};
use proptest::prelude::*;

use super::*;
use crate::{
    domain::shape::{ShapeFault, ShapeType, fault_of},
    map::{
        plane::WorldPoint,
        view::{ScreenPoint, View},
    },
};

fn at(x: f64, y: f64) -> Coord {
    coord! { x: x, y: y }
}

fn line(places: &[(f64, f64)]) -> Geometry {
    LineString::from(places.to_vec()).into()
}

fn square() -> Geometry {
    polygon![(x: 112., y: 38.), (x: 112.01, y: 38.), (x: 112.01, y: 38.01), (x: 112., y: 38.01)].into()
}

fn first(index: usize) -> Vertex {
    Vertex { part: 0, ring: 0, index }
}

/// 忻州 at about 1 : 10,000; a pixel is some 2.6 m.
fn view() -> View {
    let mut view = View::new((800.0, 600.0));
    view.center = WorldPoint::from_lonlat(at(112.0, 38.0));
    view.set_scale_denominator(10_000.0);
    view
}

fn screen(place: Coord, right: f64, down: f64) -> ScreenPoint {
    let there = view().screen_from_world(WorldPoint::from_lonlat(place));
    ScreenPoint { x: there.x + right, y: there.y + down }
}

#[test]
fn a_line_is_drawn_click_by_click_and_taken_back() {
    let mut drawing = Drawing::new(ShapeType::Line);
    assert_eq!(drawing.finished(), Err(ShapeFault::TooFew { needed: 2 }));

    drawing.add(at(112.0, 38.0));
    drawing.add(at(112.1, 38.0));
    drawing.add(at(112.1, 38.0));
    drawing.add(at(112.1, 38.1));
    assert!(drawing.back());

    assert_eq!(drawing.finished(), Ok(line(&[(112.0, 38.0), (112.1, 38.0)])));
    drawing.clear();
    assert!(!drawing.back());
}

#[test]
fn an_outline_closes_itself_and_is_turned_the_right_way() {
    let mut drawing = Drawing::new(ShapeType::Polygon);
    for (x, y) in [(112.0, 38.0), (112.0, 38.01), (112.01, 38.01)] {
        drawing.add(at(x, y));
    }
    assert_eq!(drawing.preview(Some(at(112.01, 38.0))).len(), 5);
    drawing.add(at(112.01, 38.0));

    let Ok(Geometry::Polygon(done)) = drawing.finished() else { panic!("it is sound") };

    assert_eq!(done.exterior().0.len(), 5);
    assert_eq!(done.exterior().0.first(), done.exterior().0.last());
}

#[test]
fn an_outline_that_would_cross_itself_is_told_before_the_click() {
    let mut drawing = Drawing::new(ShapeType::Polygon);
    for (x, y) in [(0.0, 0.0), (2.0, 2.0), (2.0, 0.0)] {
        drawing.add(at(x, y));
    }

    assert_eq!(drawing.crossing(Some(at(0.0, 2.0))), Some((1.0, 1.0)));
    assert_eq!(drawing.crossing(Some(at(1.0, -1.0))), None);
}

#[test]
fn the_pointer_snaps_to_a_vertex_before_a_segment() {
    let road = line(&[(112.0, 38.0), (112.01, 38.0)]);
    let shapes = [&road];

    let vertex = snap(shapes, &view(), screen(at(112.0, 38.0), 6.0, 1.0), 12.0).unwrap();
    assert_eq!((vertex.onto, vertex.at), (Onto::Vertex, at(112.0, 38.0)));

    let segment = snap(shapes, &view(), screen(at(112.005, 38.0), 0.0, 5.0), 12.0).unwrap();
    assert_eq!(segment.onto, Onto::Segment);
    assert!((segment.at.x - 112.005).abs() < 1e-9 && (segment.at.y - 38.0).abs() < 1e-12, "{segment:?}");
    assert!((segment.distance_px - 5.0).abs() < 1e-6);

    assert_eq!(snap(shapes, &view(), screen(at(112.005, 38.0), 0.0, 13.0), 12.0), None);
}

#[test]
fn the_edge_that_closes_a_polygon_is_a_segment_too() {
    let outline = Outline::of(&square()).unwrap();

    let (vertex, place) =
        nearest_segment(&outline, &view(), screen(at(112.0, 38.005), 3.0, 0.0), 12.0).unwrap();

    assert_eq!(vertex, first(3));
    assert!((place.x - 112.0).abs() < 1e-12);
}

#[test]
fn a_moved_corner_of_a_polygon_stays_closed() {
    let mut outline = Outline::of(&square()).unwrap();

    assert!(outline.move_to(first(0), at(111.99, 37.99)));

    let Geometry::Polygon(moved) = outline.shape() else { panic!("still a polygon") };
    assert_eq!(moved.exterior().0.first(), Some(&at(111.99, 37.99)));
    assert_eq!(moved.exterior().0.last(), Some(&at(111.99, 37.99)));
    assert!(!outline.move_to(first(9), at(0.0, 0.0)));
}

#[test]
fn a_vertex_goes_but_the_last_ones_stay() {
    let mut outline = Outline::of(&square()).unwrap();
    assert_eq!(outline.remove(first(1)), Ok(()));
    assert_eq!(outline.remove(first(0)), Err(ShapeFault::TooFew { needed: 3 }));

    let two = MultiLineString::new(vec![
        LineString::from(vec![(0., 0.), (1., 0.)]),
        LineString::from(vec![(2., 0.), (3., 0.)]),
    ]);
    let mut outline = Outline::of(&two.into()).unwrap();
    assert_eq!(outline.remove(first(0)), Ok(()), "a part goes while another remains");
    assert_eq!(outline.vertices().count(), 2);
}

#[test]
fn a_hole_of_three_corners_goes_with_one_of_them() {
    let holed = polygon!(
        exterior: [(x: 0., y: 0.), (x: 9., y: 0.), (x: 9., y: 9.)],
        interiors: [[(x: 3., y: 1.), (x: 4., y: 1.), (x: 4., y: 2.)]],
    );
    let mut outline = Outline::of(&holed.into()).unwrap();

    assert_eq!(outline.remove(Vertex { part: 0, ring: 1, index: 0 }), Ok(()));

    assert_eq!(outline.vertices().count(), 3);
}

#[test]
fn a_line_can_not_be_split_at_its_ends_nor_a_polygon_at_all() {
    let outline = Outline::of(&line(&[(0., 0.), (1., 0.)])).unwrap();
    assert_eq!(outline.split(first(0), at(0., 0.)), None);
    assert_eq!(outline.split(first(0), at(1., 0.)), None);
    assert_eq!(Outline::of(&square()).unwrap().split(first(0), at(112.005, 38.)), None);
}

#[test]
fn a_line_split_at_a_vertex_has_that_vertex_in_both_halves() {
    let outline = Outline::of(&line(&[(0., 0.), (1., 0.), (2., 0.)])).unwrap();

    let (before, after) = outline.split(first(0), at(1., 0.)).unwrap();

    assert_eq!(before.shape(), line(&[(0., 0.), (1., 0.)]));
    assert_eq!(after.shape(), line(&[(1., 0.), (2., 0.)]));
}

#[test]
fn collections_can_not_be_edited() {
    let collection = Geometry::GeometryCollection(vec![Geometry::from(Point::new(0., 0.))].into());
    assert_eq!(Outline::of(&collection), None);
}

fn length_deg(outline: &Outline) -> f64 {
    outline.segments().map(|(_, from, to)| (to.x - from.x).hypot(to.y - from.y)).sum()
}

/// Lines of up to twenty places around 忻州.
fn lines() -> impl Strategy<Value = Vec<(f64, f64)>> {
    let place = (112.0..112.5, 38.0..38.5);
    proptest::collection::vec(place, 2..20)
}

proptest! {
    #[test]
    fn a_split_line_is_as_long_as_before(places in lines(), pick in 0.0..1.0, share in 0.01..0.99) {
        let whole = line(&places);
        let outline = Outline::of(&whole).unwrap();
        let index = (pick * (places.len() - 1) as f64) as usize;
        let (from, to) = (outline.place(first(index)).unwrap(), outline.place(first(index + 1)).unwrap());

        let (before, after) = outline.split(first(index), from + (to - from) * share).unwrap();

        // On the plane of degrees, in which the map is straight.
        let both = length_deg(&before) + length_deg(&after);
        prop_assert!((both - length_deg(&outline)).abs() < 1e-9, "{both}");
        prop_assert_eq!(before.vertices().last().map(|it| it.1), after.vertices().next().map(|it| it.1));
    }

    #[test]
    fn a_line_turned_twice_is_what_it_was(places in lines(), more in lines()) {
        let shape = MultiLineString::new(vec![LineString::from(places), LineString::from(more)]).into();
        let mut outline = Outline::of(&shape).unwrap();

        outline.reverse();
        prop_assert_ne!(&outline.shape(), &shape);
        outline.reverse();

        prop_assert_eq!(outline.shape(), shape);
    }

    #[test]
    fn an_inserted_vertex_that_is_removed_leaves_no_trace(places in lines(), pick in 0.0..1.0) {
        let shape = line(&places);
        let mut outline = Outline::of(&shape).unwrap();
        let index = (pick * (places.len() - 1) as f64) as usize;

        let new = outline.insert(first(index), at(112.3, 38.3)).unwrap();
        outline.remove(new).unwrap();

        prop_assert_eq!(outline.shape(), shape);
    }

    #[test]
    fn taking_a_shape_apart_and_together_changes_nothing(places in lines()) {
        for shape in [line(&places), square(), MultiLineString::new(vec![LineString::from(places.clone())]).into()] {
            prop_assert_eq!(Outline::of(&shape).unwrap().shape(), shape);
        }
    }

    #[test]
    fn a_finished_outline_is_sound(places in lines()) {
        let mut drawing = Drawing::new(ShapeType::Polygon);
        for (x, y) in &places {
            drawing.add(at(*x, *y));
        }

        if let Ok(shape) = drawing.finished() {
            prop_assert_eq!(fault_of(&shape), None);
        }
    }
}
