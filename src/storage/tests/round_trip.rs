//! What is saved comes back, and undo takes it back.

use super::*;

#[test]
fn every_kind_of_record_comes_back_as_it_was() {
    let desk = full_desk();

    let facts = desk.project.entries().first().unwrap().facts();
    let kinds: std::collections::BTreeSet<RecordKind> = facts.iter().map(AnyRecord::kind).collect();
    let map = desk.project.map();
    assert!(
        !(map.layers.is_empty()
            || map.groups.is_empty()
            || map.basemaps.is_empty()
            || map.bookmarks.is_empty()
            || map.tracks.is_empty())
    );
    let with_settings_outfall_and_map = kinds.len() + 2 + 5;
    assert_eq!(with_settings_outfall_and_map, RecordKind::ALL.len(), "a kind of record is not tested");
    desk.check_reopened();
}

#[test]
fn what_a_step_changed_is_rebuilt_from_its_operations() {
    let mut desk = Desk::new();
    let changes = vec![
        Change::Insert(outfall(1).into()),
        Change::Set {
            kind: RecordKind::Outfall,
            id: id(1),
            cells: vec![
                CellChange {
                    column: "lon".into(),
                    old: Value::Real(112.7 + 0.001),
                    new: Value::Real(0.1 + 0.2),
                },
                CellChange { column: "bank".into(), old: Value::Text("left".into()), new: Value::Null },
            ],
        },
    ];

    let step = desk.save(changes.clone());

    assert_eq!(desk.store.changes_of(step).unwrap(), changes);
    desk.check_reopened();
}

#[test]
fn undo_restores_rows_and_history_says_so() {
    let mut desk = full_desk();
    let before = desk.project.clone();
    let new = facts(id(2), 200, &sha256_hex(b"\xff\xd8\xff photo")).into_iter().map(Change::Insert).collect();
    let step = desk.save(new);
    desk.undo(step);

    check_same(&desk.project, &before);
    let desk = desk.check_reopened();
    let history = desk.store.history().unwrap();
    assert_eq!(history.last().map(|it| (it.deed, it.about)), Some((Deed::Undo, Some(step))));
    assert_eq!(history.first().map(|it| it.author.as_str()), Some("王工"));
}

#[test]
fn a_layer_that_was_removed_comes_back_without_its_data() {
    let mut desk = full_desk();
    let removal = desk.store.history().unwrap().last().unwrap().id;

    desk.undo(removal);

    assert_eq!(desk.project.layers().len(), 3);
    let back = desk.project.layers().last().unwrap().clone();
    let mut wanted = rivers();
    // The column holds a number and a text, so both are text; another a real and an integer, so both are real.
    wanted.features[1].values[4] = Value::Text("5".into());
    wanted.features[1].values[2] = Value::Real(3.0);
    let found = desk.store.features(&back).unwrap();
    assert_eq!(found, wanted);
    assert_eq!(feature_hash(&found), back.hash);
    assert_eq!(Reader::open(&desk.path()).unwrap().features(&back).unwrap(), wanted);
    desk.check_reopened();
}
