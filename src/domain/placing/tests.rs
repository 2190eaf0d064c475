//! A small county with a river, a zone in a zone, and a village.

use geo::{LineString, Polygon, polygon};

use super::*;
use crate::domain::{Value, layer::Feature};

fn square(west: f64, south: f64, size: f64) -> Polygon {
    polygon![
        (x: west, y: south), (x: west + size, y: south), (x: west + size, y: south + size), (x: west, y: south + size)
    ]
}

fn layer(kind: LayerKind, columns: &[&str], features: Vec<(geo::Geometry, Vec<&str>)>) -> Arc<PreparedLayer> {
    let feature = |(shape, texts): (geo::Geometry, Vec<&str>)| Feature {
        geometry: Some(shape),
        values: texts.into_iter().map(Value::text).collect(),
    };
    let set = FeatureSet {
        columns: columns.iter().map(|&it| it.to_owned()).collect(),
        features: features.into_iter().map(feature).collect(),
    };
    Arc::new(PreparedLayer::new(kind, Arc::new(set)).unwrap())
}

fn surroundings() -> Surroundings {
    let river = LineString::from(vec![(112.0, 38.5), (113.0, 38.5)]);
    let zones = vec![
        (square(112.4, 38.4, 0.2).into(), vec!["豆罗水源地", "准保护区"]),
        (square(112.45, 38.45, 0.1).into(), vec!["豆罗水源地", "一级"]),
        (square(112.44, 38.44, 0.12).into(), vec!["豆罗水源地", "二级"]),
    ];
    Surroundings {
        preparing: false,
        layers: vec![
            layer(LayerKind::River, &["河流名称"], vec![(river.into(), vec!["滹沱河"])]),
            layer(LayerKind::Zone, &["名称", "级别"], zones),
            layer(
                LayerKind::Village,
                &["名称", "乡镇"],
                vec![(square(112.49, 38.49, 0.1).into(), vec!["豆罗村", "豆罗镇"])],
            ),
            layer(
                LayerKind::County,
                &["名称"],
                vec![
                    (square(112.0, 38.0, 1.0).into(), vec!["忻府区"]),
                    (square(113.0, 38.0, 1.0).into(), vec!["定襄县"]),
                ],
            ),
        ],
    }
}

fn changed(outfall: &Outfall, lon: f64, lat: f64) -> Vec<(String, Value)> {
    let changes = surroundings().propose(lon, lat).changes_to(outfall);
    changes.into_iter().map(|it| (it.column, it.new)).collect()
}

#[test]
fn a_position_gets_river_bank_county_village_and_zones() {
    let proposal = surroundings().propose(112.5, 38.501);

    let river = proposal.river.as_ref().unwrap();
    assert_eq!((river.name.as_str(), river.bank), ("滹沱河", Ok(Bank::Left)));
    // `pyproj.Geod(ellps="GRS80").inv(112.5, 38.501, 112.5, 38.5)`; the great circle bends away by under a millimetre.
    assert!((river.distance_m - 111.006).abs() < 0.01, "{river:?}");
    assert_eq!(proposal.county.as_deref(), Some("忻府区"));
    assert_eq!(proposal.village.as_deref(), Some("豆罗村"));
    assert_eq!(proposal.town.as_deref(), Some("豆罗镇"));
    let levels: Vec<_> = proposal.zones.iter().filter_map(|it| it.level).collect();
    assert_eq!(levels, [ZoneLevel::First, ZoneLevel::Second, ZoneLevel::Quasi]);
    assert!(!proposal.is_far());
}

#[test]
fn a_position_far_from_every_river_is_told_and_gets_no_river() {
    let proposal = surroundings().propose(112.5, 38.51);

    assert!(proposal.is_far());
    assert!(proposal.river.is_some(), "it is said which one is nearest");
    assert_eq!(
        changed(&Outfall { river: "牧马河".to_owned(), ..Outfall::default() }, 112.2, 38.51),
        [("county".to_owned(), Value::text("忻府区"))]
    );
}

#[test]
fn without_a_layer_of_rivers_nothing_is_far() {
    assert!(!Surroundings::default().propose(112.5, 38.5).is_far());
}

#[test]
fn only_what_would_be_other_is_proposed() {
    let known = Outfall {
        county: "忻州市忻府区".to_owned(),
        river: "滹沱河".to_owned(),
        bank: Some(Bank::Left),
        ..Outfall::default()
    };
    assert_eq!(changed(&known, 112.2, 38.501), []);

    let moved = changed(&known, 113.2, 38.499);
    assert_eq!(moved, [("county".to_owned(), Value::text("定襄县"))], "the river ends at 113°");
    let across = changed(&known, 112.2, 38.499);
    assert_eq!(across, [("bank".to_owned(), Value::text("right"))]);
}

#[test]
fn a_town_of_the_county_before_does_not_come_along() {
    let known = Outfall {
        county: "忻府区".to_owned(),
        town: "董村镇".to_owned(),
        village: "东楼村".to_owned(),
        ..Outfall::default()
    };
    let moved = changed(&known, 113.2, 38.6);
    assert_eq!(
        moved,
        [
            ("county".to_owned(), Value::text("定襄县")),
            ("town".to_owned(), Value::Null),
            ("village".to_owned(), Value::Null)
        ]
    );
}

#[test]
fn an_outfall_in_midstream_stays_there() {
    let known = Outfall {
        county: "忻府区".to_owned(),
        river: "滹沱河".to_owned(),
        bank: Some(Bank::Midstream),
        ..Outfall::default()
    };
    assert_eq!(changed(&known, 112.2, 38.501), []);
}

#[test]
fn accepted_changes_are_written_and_others_are_not() {
    let mut outfall = Outfall::default();
    let change = |column: &str, new: Value| CellChange { column: column.to_owned(), old: Value::Null, new };
    let changes = [
        change("county", Value::text("定襄县")),
        change("bank", Value::text("left")),
        change("name", Value::text("另一个")),
    ];

    accept(&mut outfall, &changes).unwrap();

    assert_eq!((outfall.county.as_str(), outfall.bank), ("定襄县", Some(Bank::Left)));
    assert_eq!(outfall.name, "");
}

#[test]
fn who_crosses_a_border_enters_one_zone_and_leaves_another() {
    let outside = surroundings().propose(112.41, 38.5).zones;
    let inside = surroundings().propose(112.5, 38.5).zones;

    let entered = ZoneHere::entered(&outside, &inside);
    assert_eq!(
        entered.iter().filter_map(|it| it.level).collect::<Vec<_>>(),
        [ZoneLevel::First, ZoneLevel::Second]
    );
    assert_eq!(ZoneHere::entered(&inside, &outside), []);
}
