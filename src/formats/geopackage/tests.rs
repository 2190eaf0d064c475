//! Layers and tables of `GeoPackage`s that other programs made.

use std::cell::Cell as Slot;

use geozero::{CoordDimensions, ToWkb as _};
use tempfile::TempDir;

use super::*;

const FRAME: &str = "
    CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT,
        organization_coordsys_id INTEGER, definition TEXT, description TEXT);
    CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, description TEXT,
        last_change TEXT, min_x REAL, min_y REAL, max_x REAL, max_y REAL, srs_id INTEGER);
    CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z INTEGER, m INTEGER);
    INSERT INTO gpkg_spatial_ref_sys VALUES ('CGCS2000', 4490, 'epsg', 4490, 'GEOGCS[]', NULL),
        ('local', 100000, 'NONE', 100000, 'PROJCS[\"local\"]', NULL), ('undefined', 0, 'NONE', 0, 'undefined', NULL);
    CREATE TABLE \"河 \"\"1\" (fid INTEGER PRIMARY KEY, geom POINT, name TEXT, seen DATE, wet BOOLEAN, code INTEGER, photo BLOB);
    INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('河 \"1', 'features', 4490);
    INSERT INTO gpkg_geometry_columns VALUES ('河 \"1', 'geom', 'POINT', 4490, 0, 0);";

fn package(sql: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    // Characters that mean something in an address.
    let path = folder.path().join("a?b#c %20 河.gpkg");
    let database = Connection::open(&path).unwrap();
    database.execute_batch(FRAME).unwrap();
    database.execute_batch(sql).unwrap();
    (folder, path)
}

fn hex(place: (f64, f64)) -> String {
    let blob =
        geo::Geometry::Point(place.into()).to_gpkg_wkb(CoordDimensions::xy(), Some(4490), vec![]).unwrap();
    blob.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02X}"))
}

fn read_all(path: &Path, layer: Option<&str>) -> Result<Vec<Table>, Error> {
    let options = ReadOptions { layer: layer.map(str::to_owned), ..ReadOptions::default() };
    read(path, &options, &Progress { report: &|_, _| true, last: Slot::new(0) })
}

#[test]
fn a_layer_is_read_with_its_types() {
    let blob = hex((112.5, 38.0));
    let (_folder, path) = package(&format!(
        "INSERT INTO \"河 \"\"1\" VALUES (1, X'{blob}', ' 滹沱河 ', '2024-04-10', 1, 140924000000001234, X'00'),
            (2, NULL, CAST(X'E4EFE3FBBAD3' AS TEXT), '?', 0, 7, NULL), (3, X'00', 'x', NULL, NULL, NULL, NULL);"
    ));
    let before = fs::read(&path).unwrap();

    let tables = read_all(&path, None).unwrap();

    let table = &tables[0];
    let text = |text: &str| Cell::Text(text.to_owned());
    assert_eq!((table.name.as_str(), &table.crs), ("河 \"1", &CrsNote::Epsg(4490)));
    assert_eq!(table.columns, ["fid", "name", "seen", "wet", "code", "photo"]);
    let day = Cell::Date(jiff::civil::date(2024, 4, 10));
    let code = text("140924000000001234");
    assert_eq!(
        table.rows[0].cells,
        [Cell::Number(1.0), text("滹沱河"), day, Cell::Flag(true), code, Cell::Empty]
    );
    assert_eq!(table.rows[0].geometry, Some(geo::Geometry::Point((112.5, 38.0).into())));
    assert_eq!(table.rows[1].cells[1..4], [text("滹沱河"), text("?"), Cell::Flag(false)]);
    assert_eq!(table.skipped, [Skipped { number: 3, reason: SkipReason::Shape(ShapeFault::NotAShape) }]);
    assert_eq!(table.warnings.len(), 2, "{:?}", table.warnings);
    assert!(fs::read(&path).unwrap() == before && fs::read_dir(path.parent().unwrap()).unwrap().count() == 1);
}

#[test]
fn a_reference_system_without_number_gives_its_definition() {
    let (_folder, path) = package("UPDATE gpkg_geometry_columns SET srs_id = 100000;");
    assert_eq!(read_all(&path, None).unwrap()[0].crs, CrsNote::Wkt("PROJCS[\"local\"]".to_owned()));
    for unknown in [0, -1, 77] {
        let (_folder, path) = package(&format!("UPDATE gpkg_geometry_columns SET srs_id = {unknown};"));
        assert_eq!(read_all(&path, None).unwrap()[0].crs, CrsNote::Missing);
    }
}

#[test]
fn layers_are_chosen_by_name() {
    let (_folder, path) = package(
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT); INSERT INTO notes VALUES (1, 'a');
         INSERT INTO gpkg_contents (table_name, data_type) VALUES ('notes', 'attributes'), ('gone', 'attributes');",
    );
    assert_eq!(read_all(&path, Some("notes")).unwrap()[0].rows.len(), 1);
    assert_eq!(read_all(&path, None).unwrap().len(), 3);
    assert_eq!(read_all(&path, None).unwrap()[2].warnings, [ReadWarning::LayerGone]);
    let error = read_all(&path, Some("nots")).unwrap_err();
    assert!(matches!(error.reason, Reason::NoSuchLayer { present, .. } if present.len() == 3));
}

#[test]
fn a_view_is_a_layer_like_any_other() {
    let (_folder, path) = package(&format!(
        "INSERT INTO \"河 \"\"1\" (fid, geom, name) VALUES (1, X'{}', '滹沱河'), (2, NULL, '牧马河');
         CREATE VIEW named AS SELECT fid, geom, name || '!' AS name FROM \"河 \"\"1\" WHERE fid < 2;
         INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('named', 'features', 4490);
         INSERT INTO gpkg_geometry_columns VALUES ('named', 'geom', 'POINT', 4490, 0, 0);",
        hex((112.5, 38.0))
    ));
    let view = &read_all(&path, Some("named")).unwrap()[0];
    assert_eq!((view.rows.len(), view.warnings.len()), (1, 0));
    assert_eq!(view.rows[0].cells[1], Cell::Text("滹沱河!".into()));
    assert!(view.rows[0].geometry.is_some());
}

#[test]
fn nothing_but_views_is_executed_and_they_have_to_end() {
    let (_folder, path) = package(
        "CREATE VIEW endless AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n WHERE x < 0;
         INSERT INTO gpkg_contents (table_name, data_type) VALUES ('endless', 'attributes');",
    );
    let limits = Limits { query_s: 1, ..Limits::SHIPPED };
    let options = ReadOptions { layer: Some("endless".to_owned()), limits, ..ReadOptions::default() };
    let tables = read(&path, &options, &Progress { report: &|_, _| true, last: Slot::new(0) }).unwrap();
    assert!(tables[0].rows.is_empty());
    let stopped = ReadWarning::ViewFailed { error: "interrupted".to_owned() };
    assert_eq!(tables[0].warnings, [stopped]);

    // A view in the place of the list itself.
    let (_folder, path) = package("DROP TABLE gpkg_contents; CREATE VIEW gpkg_contents AS SELECT 1;");
    assert!(matches!(read_all(&path, None).unwrap_err().reason, Reason::Library(_)));
}

#[test]
fn a_view_has_as_many_rows_as_a_layer_may_have_and_not_one_more() {
    let (_folder, path) = package(
        "CREATE VIEW long AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 20) SELECT x FROM n;
         INSERT INTO gpkg_contents (table_name, data_type) VALUES ('long', 'attributes');",
    );
    let rows_within = |view_rows| {
        let limits = Limits { view_rows, ..Limits::SHIPPED };
        let options = ReadOptions { layer: Some("long".to_owned()), limits, ..ReadOptions::default() };
        let table = read(&path, &options, &Progress { report: &|_, _| true, last: Slot::new(0) }).unwrap();
        (table[0].rows.len(), table[0].warnings.clone())
    };

    assert_eq!(rows_within(20), (20, Vec::new()));
    assert_eq!(rows_within(19), (0, vec![ReadWarning::ViewEndless { rows: 19 }]));
}

#[test]
fn changes_still_in_the_journal_are_read_without_touching_the_file() {
    let (folder, path) = package("PRAGMA journal_mode = WAL;");
    let writer = Connection::open(&path).unwrap();
    writer
        .execute_batch("PRAGMA wal_autocheckpoint = 0; INSERT INTO \"河 \"\"1\" (name) VALUES ('new');")
        .unwrap();
    let before = fs::read(&path).unwrap();

    let table = &read_all(&path, None).unwrap()[0];

    assert_eq!((table.rows.len(), table.warnings.len()), (1, 1));
    assert!(fs::read(&path).unwrap() == before);
    drop(writer);
    drop(folder);
}

#[test]
fn other_databases_and_broken_ones_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.gpkg");
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE a (b)").unwrap();
    assert!(matches!(read_all(&path, None).unwrap_err().reason, Reason::NotSupported(_)));
    let (_folder, path) = package("");
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    assert!(read_all(&path, None).is_err());
}
