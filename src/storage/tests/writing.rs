//! What is refused changes nothing, and the writer's thread keeps order.

use std::sync::{Arc, mpsc::channel};

use super::*;

/// Saves something good together with `bad` and expects that neither is there afterwards.
#[track_caller]
fn check_refused(bad: Vec<Change>, is_wanted: fn(&ErrorKind) -> bool) {
    let mut desk = full_desk();
    let mut changes = vec![Change::Insert(outfall(9).into())];
    changes.extend(bad);

    let error = desk.try_save(changes).unwrap_err();

    assert!(is_wanted(&error), "{error:?}");
    assert_eq!(desk.store.verify().unwrap().findings, []);
    desk.check_reopened();
}

fn set(id: RecordId, column: &str, old: Value, new: Value) -> Change {
    let cells = vec![CellChange { column: column.to_owned(), old, new }];
    Change::Set { kind: RecordKind::Outfall, id, cells }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

#[test]
fn a_cell_that_holds_something_else_is_a_conflict() {
    check_refused(vec![set(id(1), "code_local", text("XZ-8"), text("XZ-9"))], |error| {
        matches!(error, ErrorKind::Conflict(it) if it.table == "outfall" && it.column == "code_local"
            && it.found == text("XZ-1"))
    });
    let other = Outfall { remark: "另".to_owned(), ..outfall(2) };
    check_refused(
        vec![Change::Delete(other.into())],
        |error| matches!(error, ErrorKind::Conflict(it) if it.column == "remark"),
    );
}

#[test]
fn what_does_not_fit_the_rows_is_refused() {
    check_refused(vec![Change::Insert(outfall(1).into())], |error| {
        matches!(error, ErrorKind::Misfit(crate::domain::project::Misfit::AlreadyThere { .. }))
    });
    check_refused(vec![set(id(77), "name", Value::Null, text("x"))], |error| {
        matches!(error, ErrorKind::Misfit(crate::domain::project::Misfit::NoSuchRow { .. }))
    });
    check_refused(vec![set(id(1), "bank", text("left"), text("upside"))], |error| {
        matches!(error, ErrorKind::Misfit(crate::domain::project::Misfit::BadCell { .. }))
    });
    check_refused(vec![set(id(1), "no_such_column", Value::Null, text("x"))], |error| {
        matches!(error, ErrorKind::Misfit(crate::domain::project::Misfit::BadCell { .. }))
    });
    let orphan = Visit { id: id(300), outfall: id(77), ..Visit::default() };
    check_refused(
        vec![Change::Insert(orphan.into())],
        |error| matches!(error, ErrorKind::Dangling { table, parent } if table == "visit" && parent == "outfall"),
    );
    // An outfall that still has facts.
    check_refused(
        vec![Change::Delete(outfall(1).into())],
        |error| matches!(error, ErrorKind::Dangling { parent, .. } if parent == "outfall"),
    );
}

#[test]
fn numbers_that_are_not_finite_never_reach_the_file() {
    check_refused(vec![set(id(1), "section_km", Value::Real(3.0), Value::Real(f64::NAN))], |error| {
        matches!(error, ErrorKind::NotFinite(_))
    });
    let mut set = rivers();
    set.features[0].geometry = Some(geo::Point::new(f64::INFINITY, 0.0).into());
    let mut desk = full_desk();
    let layer = layer(60, LayerKind::River, &set);
    let step = step(999, Deed::ImportLayer, vec![Change::Insert(layer.into())]);
    let features = [(id(60), &set)];
    let commit = Commit {
        step: &step,
        about: None,
        features: &features,
        blobs: &[],
        states: &[],
        styles: &[],
        drafts: &[],
        stamp: STAMP,
    };
    let error = desk.store.commit(commit).unwrap_err();
    assert!(matches!(error.kind, ErrorKind::NotFinite(_)), "{error}");
    desk.check_reopened();
}

#[test]
fn a_photo_is_saved_with_its_bytes_or_not_at_all() {
    let photo = Photo { id: id(301), outfall: id(1), sha256: sha256_hex(b"other"), ..Photo::default() };
    check_refused(vec![Change::Insert(photo.clone().into())], |error| {
        matches!(error, ErrorKind::BlobMissing { .. })
    });

    let mut desk = full_desk();
    let step = step(999, Deed::AddPhoto, vec![Change::Insert(photo.into())]);
    let blobs = [(sha256_hex(b"other"), Blob::Bytes(b"cut o"))];
    let commit = Commit {
        step: &step,
        about: None,
        features: &[],
        blobs: &blobs,
        states: &[],
        styles: &[],
        drafts: &[],
        stamp: STAMP,
    };
    assert!(matches!(desk.store.commit(commit).unwrap_err().kind, ErrorKind::BlobWrong { .. }));
    assert_eq!(desk.store.blob(&sha256_hex(b"other")).unwrap(), None);
    let kept = desk.store.blob(&sha256_hex(b"\xff\xd8\xff photo")).unwrap();
    assert_eq!(kept.as_deref(), Some(b"\xff\xd8\xff photo".as_slice()));
}

#[test]
fn a_layer_is_saved_with_the_features_of_its_hash_or_not_at_all() {
    let good = layer(60, LayerKind::Zone, &zones());
    check_refused(vec![Change::Insert(good.clone().into())], |error| {
        matches!(error, ErrorKind::NoFeatures(_))
    });

    for bad in [
        Layer { hash: feature_hash(&rivers()), ..good.clone() },
        Layer { table_name: "outfall".to_owned(), ..good.clone() },
        Layer { table_name: "layer_x\"; DROP TABLE outfall".to_owned(), ..good.clone() },
        Layer { table_name: "layer_river_00000032".to_owned(), ..good },
    ] {
        let mut desk = full_desk();
        let step = step(999, Deed::ImportLayer, vec![Change::Insert(bad.into())]);
        let set = zones();
        let features = [(id(60), &set)];
        let commit = Commit {
            step: &step,
            about: None,
            features: &features,
            blobs: &[],
            states: &[],
            styles: &[],
            drafts: &[],
            stamp: STAMP,
        };
        let kind = desk.store.commit(commit).unwrap_err().kind;
        assert!(matches!(kind, ErrorKind::FeaturesWrong(_) | ErrorKind::BadTableName(_)), "{kind:?}");
        desk.check_reopened();
    }
}

#[test]
fn a_layer_can_be_replaced_and_the_old_one_brought_back() {
    let mut desk = full_desk();
    let old = desk.project.layers()[0].clone();
    let set = zones();
    let like_new = layer(61, LayerKind::River, &set);
    let new = Layer { id: old.id, name: "新河".to_owned(), position: old.position, ..like_new };

    let change = Change::between(&old.clone().into(), &new.clone().into()).unwrap();
    let step = desk.save_all(Deed::ImportLayer, None, vec![change], &[(old.id, &set)], &[]);
    assert_eq!(desk.store.features(&new).unwrap(), set);
    desk.undo(step);

    assert_eq!(feature_hash(&desk.store.features(&old).unwrap()), old.hash);
    desk.check_reopened();
}

#[test]
fn states_colour_the_outfalls_in_other_programs() {
    let mut desk = full_desk();
    let codes = ["registered", "visited", "within", "traced", "closed", "kept"];
    let step = step(999, Deed::AddOutfall, vec![Change::Insert(outfall(9).into())]);
    let states = [(id(1), codes), (id(9), codes)];
    let commit = Commit {
        step: &step,
        about: None,
        features: &[],
        blobs: &[],
        states: &states,
        styles: &[],
        drafts: &[],
        stamp: STAMP,
    };
    desk.store.commit(commit).unwrap();

    let conn = behind_the_back(&desk);
    let sql = "SELECT count(*) FROM outfall WHERE register_state = 'registered' AND manage_state = 'kept'";
    let found: i64 = conn.query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(found, 2);
}

#[test]
fn another_program_that_holds_the_file_is_named_as_the_cause() {
    let mut desk = full_desk();
    let other = behind_the_back(&desk);
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    desk.store.hurry();
    let error = desk.try_save(vec![Change::Insert(outfall(9).into())]).unwrap_err();
    assert!(matches!(error, ErrorKind::Busy(_)), "{error:?}");
    drop(other);
    desk.save(vec![Change::Insert(outfall(9).into())]);
    desk.check_reopened();
}

fn owned(number: u128, changes: Vec<Change>) -> OwnedCommit {
    OwnedCommit {
        step: step(number, Deed::AddOutfall, changes).into(),
        about: None,
        features: vec![],
        blobs: vec![],
        states: vec![],
        styles: vec![],
        drafts: vec![],
        stamp: STAMP,
    }
}

#[test]
fn the_writer_keeps_order_and_goes_on_after_a_refusal() {
    let desk = full_desk();
    let path = desk.path();
    let (bell, rung) = channel();
    let mut writer = Writer::start(desk.store, Arc::new(move || bell.send(()).unwrap()));
    assert!(writer.wait().is_none() && writer.poll().is_empty());

    for number in [11, 1, 12] {
        writer.send(owned(number, vec![Change::Insert(outfall(number).into())]));
    }
    assert_eq!(writer.wait().unwrap().unwrap().id, step(11, Deed::AddOutfall, vec![]).id);
    (0..3).for_each(|_| rung.recv().unwrap());
    let rest = writer.poll();
    assert!(matches!(rest.as_slice(), [Err(_), Ok(_)]), "{rest:?}");
    assert_eq!(writer.pending(), 0);

    writer.send(owned(13, vec![Change::Insert(outfall(13).into())]));
    drop(writer);

    let store = Store::open(&path, &device()).unwrap();
    let project = store.load(&|_, _| {}).unwrap();
    let codes: Vec<&str> = project.entries().iter().map(|it| it.outfall.code()).collect();
    assert_eq!(codes, ["XZ-1", "XZ-2", "XZ-11", "XZ-12", "XZ-13"]);
}

#[test]
fn the_style_for_qgis_is_written_with_its_step_and_gives_way_to_the_next() {
    let mut desk = full_desk();
    let styles_in = |path: &std::path::Path| -> Vec<(String, String, bool)> {
        let conn = rusqlite::Connection::open(path).unwrap();
        let mut select = conn
            .prepare("SELECT f_table_name, styleQML, useAsDefault FROM layer_styles ORDER BY id")
            .unwrap();
        let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let mut write = |number: u128, qml: Option<&str>| {
        let step = step(number, Deed::ChangeStyle, vec![Change::Insert(outfall(number).into())]);
        let styles = [QgisStyle { table: "outfall".to_owned(), qml: qml.map(str::to_owned) }];
        let commit = Commit {
            step: &step,
            about: None,
            features: &[],
            blobs: &[],
            states: &[],
            styles: &styles,
            drafts: &[],
            stamp: STAMP,
        };
        desk.store.commit(commit).unwrap();
        styles_in(&desk.path())
    };

    assert_eq!(write(91, Some("<a/>")), [("outfall".to_owned(), "<a/>".to_owned(), true)]);
    assert_eq!(write(92, Some("<b/>")), [("outfall".to_owned(), "<b/>".to_owned(), true)]);
    assert!(write(93, None).is_empty());
}
