use proptest::prelude::*;

use super::*;
use crate::map::{
    palette::Tone,
    symbol::{Shape, Symbol},
    view::pixels_per_world_at,
};

const ALL: WorldRect = WorldRect { min: WorldPoint { x: 0.0, y: 0.0 }, max: WorldPoint { x: 1.0, y: 1.0 } };

fn crowd(count: usize) -> Points {
    let symbol = Symbol::new(Shape::Circle, Tone::Fixed);
    let at = |i: usize| WorldPoint { x: 0.5 + (i % 100) as f64 * 1e-7, y: 0.5 + (i / 100) as f64 * 1e-7 };
    let points = (0..count).map(|i| (at(i), symbol, i32::from(i == 4321)));
    Points::new(points.collect(), Crowding::Thinned)
}

#[test]
fn from_far_a_crowd_is_one_point_and_the_most_important_one() {
    let points = crowd(10_000);

    // 100 × 100 points on 0.5 pixels: one cell, or up to four if it lies across their edges.
    let drawn = points.visible(ALL, 5e4);

    assert!(drawn.len() <= 4, "{}", drawn.len());
    assert_eq!(drawn.last(), Some(&4321));
}

#[test]
fn from_near_every_point_is_drawn() {
    assert_eq!(crowd(10_000).visible(ALL, 1e9).len(), 10_000);
    assert_eq!(crowd(10_000).within(ALL).len(), 10_000);
}

#[test]
fn coming_closer_never_hides_a_point() {
    let points = crowd(5_000);
    let mut before: Vec<usize> = Vec::new();
    for exponent in 9..32 {
        let mut drawn = points.visible(ALL, f64::from(exponent).exp2());
        drawn.sort_unstable();
        assert!(before.iter().all(|index| drawn.binary_search(index).is_ok()), "2^{exponent}");
        before = drawn;
    }
}

/// Points about a place as ledgers have them: scattered, in heaps, and some on the very same spot; every seventh has a ring.
fn some_points() -> impl Strategy<Value = Points> {
    let spread = prop_oneof![Just(1e-2), Just(1e-4), Just(1e-6), Just(0.0)];
    let point = (0.0_f64..1.0, 0.0_f64..1.0, spread, 0_usize..7, 0_u8..4);
    proptest::collection::vec(point, 0..150).prop_map(|points| {
        let place = |(right, down, spread, ring, tone): (f64, f64, f64, usize, u8)| {
            let position = WorldPoint { x: 0.8 + right * spread, y: 0.4 + down * spread };
            let ring = (ring == 0).then_some(Tone::Alarm);
            (position, Symbol { ring, ..Symbol::new(Shape::Circle, Tone::Series(tone)) }, 0)
        };
        Points::new(points.into_iter().map(place).collect(), Crowding::Clustered)
    })
}

fn ringed(points: &Points) -> Vec<usize> {
    let all = points.within(ALL).into_iter();
    all.filter(|index| points.get(*index).is_some_and(|it| it.symbol.ring.is_some())).collect()
}

proptest! {
    #[test]
    fn every_point_is_drawn_alone_or_counted_once(points in some_points(), step in -2_i32..=48) {
        let pixels_per_world = pixels_per_world_at(step);

        let clusters = points.clusters_in(ALL, pixels_per_world);
        let mut found: Vec<usize> = points.unjoined(ALL, pixels_per_world);
        found.extend(clusters.iter().flat_map(|cluster| points.members(cluster.number)));
        found.sort_unstable();

        prop_assert_eq!(found, points.within(ALL));
        for cluster in clusters {
            prop_assert_eq!(cluster.count as usize, points.members(cluster.number).len());
            prop_assert_eq!(cluster.count, cluster.pie.iter().map(|(_, count)| count).sum::<u32>());
            prop_assert!(cluster.count > 1);
        }
    }

    #[test]
    fn coming_closer_only_splits(points in some_points(), step in -2_i32..48) {
        let members = |step: i32| {
            let clusters = points.clusters_in(ALL, pixels_per_world_at(step));
            clusters.into_iter().map(|it| points.members(it.number)).collect::<Vec<_>>()
        };
        let (far, near) = (members(step), members(step + 1));

        for cluster in near {
            let holds = |whole: &&Vec<usize>| cluster.iter().all(|index| whole.binary_search(index).is_ok());
            prop_assert!(far.iter().any(|whole| holds(&whole)), "{:?} was not together before", cluster);
        }
    }

    #[test]
    fn what_has_a_ring_is_never_swallowed(points in some_points(), step in -2_i32..=48) {
        let clusters = points.clusters_in(ALL, pixels_per_world_at(step));
        let swallowed: Vec<usize> = clusters.iter().flat_map(|it| points.members(it.number)).collect();

        prop_assert!(ringed(&points).iter().all(|index| !swallowed.contains(index)));
    }

    #[test]
    fn a_part_of_the_map_shows_what_the_whole_shows_there(points in some_points(), step in 0_i32..=40) {
        let pixels_per_world = pixels_per_world_at(step);
        let part = WorldRect { min: WorldPoint { x: 0.8, y: 0.4 }, max: WorldPoint { x: 0.802, y: 0.403 } };
        let numbers = |rect| {
            let found = points.clusters_in(rect, pixels_per_world).into_iter();
            found.filter(|it| part.contains(it.position)).map(|it| it.number).collect::<Vec<_>>()
        };

        prop_assert_eq!(numbers(part), numbers(ALL));
    }

    #[test]
    fn a_cluster_falls_apart_where_it_says(points in some_points(), step in -2_i32..=48) {
        for cluster in points.clusters_in(ALL, pixels_per_world_at(step)) {
            if let Some(closer) = cluster.splits_at {
                let there = points.clusters_in(ALL, closer);
                prop_assert!(there.iter().all(|it| it.number != cluster.number));
            }
        }
    }
}

#[test]
fn points_on_one_spot_stay_together_however_close() {
    let symbol = Symbol::new(Shape::Circle, Tone::Fixed);
    let points = Points::new(vec![(WorldPoint { x: 0.5, y: 0.5 }, symbol, 0); 3], Crowding::Clustered);

    let clusters = points.clusters_in(ALL, pixels_per_world_at(48));

    let [cluster] = clusters.as_slice() else { panic!("{clusters:?}") };
    assert_eq!((cluster.count, cluster.splits_at), (3, None));
}

#[test]
fn symbols_with_room_between_them_do_not_join() {
    let symbol = Symbol::new(Shape::Circle, Tone::Fixed);
    let at = |px: f64| (WorldPoint { x: 0.5 + px / pixels_per_world_at(30), y: 0.5 }, symbol, 0);
    let points = Points::new(vec![at(0.0), at(20.0), at(26.0)], Crowding::Clustered);

    let clusters = points.clusters_in(ALL, pixels_per_world_at(30));

    assert_eq!(clusters.iter().map(|it| it.count).collect::<Vec<_>>(), [2]);
    assert_eq!(points.visible(ALL, pixels_per_world_at(30)), [0]);
}
