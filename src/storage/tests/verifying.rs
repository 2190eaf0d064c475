//! Whatever is changed behind the program's back is found.

use super::*;

/// Changes a sound file with `sql` and expects exactly these findings.
#[track_caller]
fn check(sql: &str, wanted: &[Finding]) {
    let desk = full_desk();
    let sound = desk.store.verify().unwrap();
    assert_eq!(sound.findings, []);
    assert_eq!((sound.device_count, sound.blob_count, sound.layer_count), (1, 1, 2));
    assert_eq!(sound.row_count, 1 + 2 + 16 + 4 + 2);

    behind_the_back(&desk).execute_batch(sql).unwrap();

    assert_eq!(desk.store.verify().unwrap().findings, wanted, "{sql}");
}

fn device_id() -> String {
    device().id.to_string()
}

fn altered(seq: i64) -> Finding {
    Finding::OpAltered { device: device_id(), seq }
}

fn row_altered(table: &str, row: u128, column: &str) -> Finding {
    Finding::RowAltered { table: table.to_owned(), row: id(row), column: column.to_owned() }
}

#[test]
fn an_altered_operation_is_found() {
    check(
        "UPDATE paikou_op SET data = replace(data, 'XZ-1', 'XZ-9') WHERE seq = 2",
        &[altered(2), row_altered("outfall", 1, "code_local")],
    );
    check("UPDATE paikou_op SET hlc = hlc + 1 WHERE seq = 2", &[altered(2)]);
    check("UPDATE paikou_op SET hash = zeroblob(32) WHERE seq = 2", &[altered(2), altered(3)]);
}

#[test]
fn an_altered_step_is_found_at_its_operations() {
    check("UPDATE paikou_step SET author = '李工' WHERE first_seq = 1", &[altered(1)]);
    check("UPDATE paikou_step SET at_ms = at_ms - 1 WHERE first_seq = 1", &[altered(1)]);
}

#[test]
fn a_missing_operation_is_found_also_at_the_end() {
    let missing = |seq, count| Finding::OpMissing { device: device_id(), seq, count };
    check(
        "DELETE FROM paikou_op WHERE seq = 3",
        &[missing(3, 1), Finding::RowUnknown { table: "outfall".to_owned(), row: id(2).to_string() }],
    );
    check(
        "DELETE FROM paikou_op WHERE seq = (SELECT max(seq) FROM paikou_op)",
        &[missing(27, 1), Finding::RowMissing { table: "layer".to_owned(), row: id(52) }],
    );
}

#[test]
fn an_altered_row_is_found() {
    check("UPDATE visit SET colour = 3", &[row_altered("visit", 101, "colour")]);
    check("UPDATE outfall SET geom = NULL WHERE code_local = 'XZ-2'", &[row_altered("outfall", 2, "geom")]);
    check("DELETE FROM claim", &[Finding::RowMissing { table: "claim".to_owned(), row: id(100) }]);
    check(
        "INSERT INTO outfall (uuid) VALUES ('x')",
        &[Finding::RowUnknown { table: "outfall".to_owned(), row: "x".to_owned() }],
    );
    // The states are only for other programs.
    check("UPDATE outfall SET fix_state = 'closed'", &[]);
}

#[test]
fn altered_and_missing_bytes_are_found() {
    let sha256 = sha256_hex(b"\xff\xd8\xff photo");
    check("UPDATE paikou_blob SET data = x'00'", &[Finding::BlobAltered { sha256: sha256.clone() }]);
    check("DELETE FROM paikou_blob", &[Finding::BlobMissing { sha256, photo: id(110) }]);
}

#[test]
fn an_altered_feature_is_found() {
    let finding = Finding::FeaturesAltered { layer: id(50), name: "河流".to_owned() };
    check("UPDATE layer_river_00000032 SET field_1 = '汾河' WHERE fid = 1", std::slice::from_ref(&finding));
    check("DELETE FROM layer_river_00000032 WHERE fid = 1", std::slice::from_ref(&finding));
    check("DROP TABLE layer_river_00000032", &[finding]);
}

#[test]
fn a_row_that_refers_to_nothing_is_found() {
    let dangling = Finding::Dangling { table: "result".to_owned(), parent: "sample".to_owned() };
    check(
        "PRAGMA foreign_keys = OFF; DELETE FROM sample",
        &[dangling, Finding::RowMissing { table: "sample".to_owned(), row: id(102) }],
    );
}

#[test]
fn the_operations_of_several_devices_are_played_in_the_order_of_their_clocks() {
    let mut desk = full_desk();
    let other =
        Device { id: Uuid::from_u128(1), author: Author { name: "李工".to_owned(), ..Author::default() } };
    for (name, device) in [("甲", &other), ("乙", &device()), ("丙", &other)] {
        let path = desk.path();
        desk.store = Store::open(&path, device).unwrap();
        let old = desk.project.entry(id(1)).unwrap().outfall.clone();
        let new = Outfall { name: name.to_owned(), ..old.clone() };
        desk.save(Change::between(&old.into(), &new.into()).into_iter().collect());
    }

    let report = desk.store.verify().unwrap();

    assert_eq!((report.findings, report.device_count), (vec![], 2));
    desk.check_reopened();
}
