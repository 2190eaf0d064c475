//! The R-tree and the edges in `gpkg_contents` always say where the outfalls are.

use proptest::prelude::*;

use super::*;

#[derive(Clone, Debug)]
enum Edit {
    Add(Option<(f64, f64)>),
    Move(prop::sample::Index, Option<(f64, f64)>),
    Remove(prop::sample::Index),
    Undo,
}

fn place() -> impl Strategy<Value = Option<(f64, f64)>> {
    prop_oneof![
        8 => (-180.0..=180.0, -90.0..=90.0).prop_map(Some),
        1 => Just(None),
        1 => Just(Some((500.0, 38.0))),
    ]
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        4 => place().prop_map(Edit::Add),
        3 => (any::<prop::sample::Index>(), place()).prop_map(|(which, to)| Edit::Move(which, to)),
        2 => any::<prop::sample::Index>().prop_map(Edit::Remove),
        2 => Just(Edit::Undo),
    ]
}

fn changes(desk: &Desk, edit: &Edit, number: u128) -> Vec<Change> {
    let some = |which: &prop::sample::Index| {
        let entries = desk.project.entries();
        (!entries.is_empty()).then(|| which.get(entries).outfall.clone())
    };
    let at = |outfall: Outfall, to: Option<(f64, f64)>| Outfall {
        lon: to.map(|it| it.0),
        lat: to.map(|it| it.1),
        ..outfall
    };
    match edit {
        Edit::Add(to) => vec![Change::Insert(at(outfall(number), *to).into())],
        Edit::Move(which, to) => {
            let change =
                some(which).and_then(|old| Change::between(&old.clone().into(), &at(old, *to).into()));
            change.into_iter().collect()
        }
        Edit::Remove(which) => some(which).map(|it| Change::Delete(it.into())).into_iter().collect(),
        Edit::Undo => {
            let last = desk.store.history().unwrap().into_iter().next_back().unwrap();
            if last.deed == Deed::CreateProject {
                return vec![];
            }
            let changes = desk.store.changes_of(last.id).unwrap();
            changes.into_iter().rev().map(Change::inverse).collect()
        }
    }
}

#[track_caller]
fn check(desk: &Desk) {
    let conn = behind_the_back(desk);
    let places = || {
        let positions = desk.project.entries().iter().filter_map(|entry| entry.outfall.position());
        positions.filter(|(lon, _)| lon.abs() <= 180.0)
    };
    // The R-tree keeps 32-bit numbers, rounded outwards.
    let wrong: i64 = conn
        .query_row(
            "SELECT count(*) FROM outfall AS o LEFT JOIN rtree_outfall_geom AS r ON r.id = o.fid
             WHERE (o.geom IS NULL) <> (r.id IS NULL)
                OR NOT (r.minx <= o.lon AND o.lon <= r.maxx AND r.miny <= o.lat AND o.lat <= r.maxy
                        AND r.maxx - r.minx < 0.0001 AND r.maxy - r.miny < 0.0001)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(wrong, 0);
    let in_tree: i64 =
        conn.query_row("SELECT count(*) FROM rtree_outfall_geom", [], |row| row.get(0)).unwrap();
    assert_eq!(in_tree as usize, places().count());

    let said: [Option<f64>; 4] = conn
        .query_row(
            "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = 'outfall'",
            [],
            |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]),
        )
        .unwrap();
    let wanted = places().fold([None; 4], |[west, south, east, north]: [Option<f64>; 4], (lon, lat)| {
        [
            Some(west.map_or(lon, |it| it.min(lon))),
            Some(south.map_or(lat, |it| it.min(lat))),
            Some(east.map_or(lon, |it| it.max(lon))),
            Some(north.map_or(lat, |it| it.max(lat))),
        ]
    });
    assert_eq!(said, wanted);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn other_programs_find_outfalls_where_they_are(edits in prop::collection::vec(edit(), 1..20)) {
        let mut desk = Desk::new();
        for (number, edit) in (1..).zip(&edits) {
            let changes = changes(&desk, edit, number);
            if !changes.is_empty() {
                desk.save(changes);
                check(&desk);
            }
        }
        prop_assert_eq!(desk.store.verify().unwrap().findings, vec![]);
        desk.check_reopened();
    }
}
