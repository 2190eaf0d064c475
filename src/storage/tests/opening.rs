//! Creating, opening, refusing and bringing up to date.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    super::{migration::Migration, schema::FORMAT},
    *,
};
use crate::domain::settings::Theme;

fn create_at(path: &Path) -> Result<Store> {
    let first = step(0, Deed::CreateProject, vec![Change::Insert(Settings::new("x", 2024).into())]);
    Store::create(path, &device(), &first, STAMP)
}

fn bytes_and_time(path: &Path) -> (Vec<u8>, std::time::SystemTime) {
    (fs::read(path).unwrap(), fs::metadata(path).unwrap().modified().unwrap())
}

fn pragma(conn: &rusqlite::Connection, name: &str) -> String {
    let cell = |row: &rusqlite::Row<'_>| Ok(super::super::table::value_of(row.get_ref(0)?).unwrap());
    match conn.query_row(&format!("PRAGMA {name}"), [], cell).unwrap() {
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => text,
        other => format!("{other:?}"),
    }
}

#[test]
fn the_settings_that_protect_the_data_are_in_force() {
    let desk = Desk::new();
    let conn = behind_the_back(&desk);
    for (name, wanted) in [
        ("journal_mode", "delete"),
        ("synchronous", "3"),
        ("foreign_keys", "1"),
        ("cell_size_check", "1"),
        ("mmap_size", "0"),
        ("trusted_schema", "0"),
        ("busy_timeout", "5000"),
        ("application_id", "1196444487"),
        ("user_version", "10400"),
    ] {
        assert_eq!(pragma(&conn, name), wanted, "{name}");
    }
}

#[test]
fn a_project_is_never_created_over_another_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.gpkg");
    fs::write(&path, "letters").unwrap();

    let error = create_at(&path).err().unwrap();

    assert!(matches!(error.kind, ErrorKind::Exists));
    assert_eq!(fs::read(&path).unwrap(), b"letters");
    assert!(error.to_string().ends_with("p.gpkg"), "{error}");
}

#[test]
fn a_project_that_could_not_be_created_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.gpkg");
    let empty = step(0, Deed::CreateProject, vec![]);
    let error = Store::create(&path, &device(), &empty, STAMP).err().unwrap();
    assert!(matches!(error.kind, ErrorKind::Nothing));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn looking_around_changes_not_a_byte() {
    let desk = full_desk();
    let path = desk.path();
    drop(desk.store);
    let before = bytes_and_time(&path);

    for open in [Store::open, Store::open_read_only] {
        let store = open(&path, &device()).unwrap();
        let project = store.load(&|_, _| {}).unwrap();
        store.features(&project.layers()[0]).unwrap();
        store.history().unwrap();
        store.verify().unwrap();
        drop(store);
        assert!(before == bytes_and_time(&path));
    }
    assert_eq!(fs::read_dir(desk.folder.path()).unwrap().count(), 1);
}

#[test]
fn what_is_opened_for_reading_can_not_be_written() {
    let mut desk = full_desk();
    desk.store = Store::open_read_only(&desk.path(), &device()).unwrap();
    assert_eq!(desk.store.read_only(), Some(&ReadOnly::Asked));
    let refused = desk.try_save(vec![Change::Insert(outfall(9).into())]);
    assert!(matches!(refused, Err(ErrorKind::ReadOnly(ReadOnly::Asked))));
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_to_write_opens_for_reading() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = full_desk();
    let path = desk.path();
    drop(desk.store);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();

    let store = Store::open(&path, &device()).unwrap();

    assert_eq!(store.read_only(), Some(&ReadOnly::NoPermission));
    check_same(&store.load(&|_, _| {}).unwrap(), &desk.project);
}

#[test]
fn what_is_not_a_project_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.gpkg");
    let check = |wanted: NotAProject| {
        let error = Store::open(&path, &device()).err().unwrap();
        assert!(matches!(error.kind, ErrorKind::NotAProject(found) if found == wanted), "{error}");
        fs::remove_file(&path).unwrap();
    };
    assert!(matches!(Store::open(&path, &device()).err().unwrap().kind, ErrorKind::Missing));

    fs::write(&path, "").unwrap();
    check(NotAProject::NotSqlite);
    fs::write(&path, "no database".repeat(99)).unwrap();
    check(NotAProject::NotSqlite);
    rusqlite::Connection::open(&path).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    check(NotAProject::NotGeoPackage);
    let foreign = "PRAGMA application_id = 0x47504B47; CREATE TABLE t (x)";
    rusqlite::Connection::open(&path).unwrap().execute_batch(foreign).unwrap();
    check(NotAProject::ForeignGeoPackage);
}

#[test]
fn a_damaged_file_is_refused() {
    let desk = full_desk();
    let path = desk.path();
    drop(desk.store);
    let mut bytes = fs::read(&path).unwrap();
    let at = bytes.windows(7).rposition(|it| it == b"112.701").unwrap() / 4096 * 4096;
    bytes[at..at + 4096].fill(0xAA);
    fs::write(&path, bytes).unwrap();

    let error = Store::open(&path, &device()).err().unwrap();
    assert!(matches!(error.kind, ErrorKind::Damaged(_)), "{error}");
}

#[test]
fn a_file_in_write_ahead_mode_is_brought_back() {
    let desk = full_desk();
    let path = desk.path();
    drop(desk.store);
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.pragma_update(None, "journal_mode", "WAL").unwrap();
    conn.execute_batch("UPDATE visit SET note = note").unwrap();
    drop(conn);
    assert_eq!(&fs::read(&path).unwrap()[18..20], &[2, 2]);

    let store = Store::open(&path, &device()).unwrap();
    check_same(&store.load(&|_, _| {}).unwrap(), &desk.project);
    drop(store);

    assert_eq!(&fs::read(&path).unwrap()[18..20], &[1, 1]);
    assert_eq!(fs::read_dir(desk.folder.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_file_in_write_ahead_mode_without_permission_to_write_opens_for_reading() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = full_desk();
    let path = desk.path();
    drop(desk.store);
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "journal_mode", "WAL").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    let before = bytes_and_time(&path);

    let store = Store::open(&path, &device()).unwrap();

    check_same(&store.load(&|_, _| {}).unwrap(), &desk.project);
    drop(store);
    assert!(before == bytes_and_time(&path));
}

fn set_format(desk: &Desk, format: &str) {
    let sql = "UPDATE paikou_meta SET value = ?1 WHERE key = 'format'";
    behind_the_back(desk).execute(sql, [format]).unwrap();
}

#[test]
fn a_file_of_a_later_kind_opens_for_reading() {
    let desk = full_desk();
    set_format(&desk, "5.0");
    let store = Store::open(&desk.path(), &device()).unwrap();
    assert_eq!(store.read_only(), Some(&ReadOnly::NewerVersion { found: "5.0".to_owned() }));
    check_same(&store.load(&|_, _| {}).unwrap(), &desk.project);
}

#[test]
fn columns_that_a_later_version_added_are_left_alone() {
    let mut desk = full_desk();
    set_format(&desk, "4.7");
    let conn = behind_the_back(&desk);
    conn.execute_batch("ALTER TABLE outfall ADD COLUMN depth_m DOUBLE; UPDATE outfall SET depth_m = 2.5")
        .unwrap();

    desk.store = Store::open(&desk.path(), &device()).unwrap();
    let cell = CellChange { column: "remark".into(), old: Value::Null, new: Value::Text("深".into()) };
    desk.save(vec![Change::Set { kind: RecordKind::Outfall, id: id(1), cells: vec![cell] }]);

    let kept: f64 = conn.query_row("SELECT sum(depth_m) FROM outfall", [], |row| row.get(0)).unwrap();
    assert!((kept - 5.0).abs() < 1e-9);
    assert_eq!(desk.store.verify().unwrap().findings, []);
    desk.check_reopened();
}

/// Format 0 never existed: it is today's, but remarks are called notes.
fn artificial_old_file() -> Desk {
    let desk = full_desk();
    behind_the_back(&desk).execute_batch("ALTER TABLE outfall RENAME COLUMN remark TO note").unwrap();
    set_format(&desk, "0.9");
    desk
}

#[test]
fn an_old_file_is_copied_and_brought_up_to_date() {
    let desk = artificial_old_file();
    let path = desk.path();
    drop(desk.store);
    let rename = || Migration {
        from: 0,
        run: |tx| Ok(tx.execute_batch("ALTER TABLE outfall RENAME COLUMN note TO remark")?),
    };

    let store = Store::open_with(&path, &device(), &[rename(), nothing(1), nothing(2), nothing(3)]).unwrap();

    check_same(&store.load(&|_, _| {}).unwrap(), &desk.project);
    let format = super::super::connection::format_of(&behind_the_back_of(&path)).unwrap();
    assert_eq!(format, FORMAT);
    let backup = desk.folder.path().join("p.backup-v0.gpkg");
    assert!(matches!(Store::open(&backup, &device()).err().unwrap().kind, ErrorKind::TooOld { .. }));
    let old = Store::open_with(&backup, &device(), &[rename(), nothing(1), nothing(2), nothing(3)]).unwrap();
    check_same(&old.load(&|_, _| {}).unwrap(), &desk.project);
}

/// Projects as versions of the program that wrote older formats made them.
const FIRST_FORMAT: &[u8] = include_bytes!("../../../tests/data/project_v1.gpkg.gz");
const SECOND_FORMAT: &[u8] = include_bytes!("../../../tests/data/project_v2.gpkg.gz");
const THIRD_FORMAT: &[u8] = include_bytes!("../../../tests/data/project_v3.gpkg.gz");

fn unpacked(project: &[u8], folder: &Path) -> PathBuf {
    let path = folder.join("p.gpkg");
    let mut file = fs::File::create_new(&path).unwrap();
    std::io::copy(&mut flate2::read::GzDecoder::new(project), &mut file).unwrap();
    path
}

#[test]
fn a_project_of_the_first_format_opens_with_all_that_was_in_it() {
    let folder = tempfile::tempdir().unwrap();

    let store = Store::open(&unpacked(FIRST_FORMAT, folder.path()), &device()).unwrap();

    let project = store.load(&|_, _| {}).unwrap();
    assert_eq!((project.entries().len(), project.settings().theme), (2, Theme::Stage));
    let [river] = project.layers() else { panic!("not one layer") };
    assert_eq!((river.group, river.style.as_str(), river.owned), (None, "", false));
    assert_eq!(store.features(river).unwrap().features.len(), 1);
    assert_eq!(store.verify().unwrap().findings, vec![]);
}

#[test]
fn a_project_of_the_second_format_opens_with_all_that_was_in_it() {
    let folder = tempfile::tempdir().unwrap();

    let store = Store::open(&unpacked(SECOND_FORMAT, folder.path()), &device()).unwrap();

    let project = store.load(&|_, _| {}).unwrap();
    let entry = project.entry_by_code("XZ-001").unwrap();
    let [visit] = &entry.visits[..] else { panic!("not one visit") };
    assert_eq!((visit.crew.as_str(), visit.turbidity, visit.flowing), ("张三、李四", Some(2), Some(true)));
    assert_eq!((entry.samples.len(), entry.results.len(), project.layers().len()), (1, 2, 1));
    assert_eq!(store.verify().unwrap().findings, vec![]);
}

#[test]
fn a_project_of_the_third_format_opens_with_all_that_was_in_it_and_takes_waivers() {
    let folder = tempfile::tempdir().unwrap();

    let store = Store::open(&unpacked(THIRD_FORMAT, folder.path()), &device()).unwrap();

    let project = store.load(&|_, _| {}).unwrap();
    let entry = project.entry_by_code("XZ-001").unwrap();
    assert_eq!((entry.visits.len(), entry.claims.len()), (1, 1));
    assert_eq!((entry.waivers.len(), entry.outfall.coord_fix.as_str()), (0, ""));
    assert_eq!((project.settings().far_river_m, project.settings().flood_season.as_str()), (None, ""));
    assert_eq!(store.verify().unwrap().findings, vec![]);
}

fn nothing(from: u32) -> Migration {
    Migration { from, run: |_| Ok(()) }
}

fn behind_the_back_of(path: &Path) -> rusqlite::Connection {
    super::super::connection::open_for_writing(path).unwrap()
}

#[test]
fn a_migration_that_fails_changes_nothing() {
    let desk = artificial_old_file();
    let path = desk.path();
    drop(desk.store);
    let before = fs::read(&path).unwrap();
    let fails = Migration {
        from: 0,
        run: |tx| {
            Ok(tx.execute_batch("DELETE FROM visit; ALTER TABLE outfall RENAME COLUMN nothing TO remark")?)
        },
    };

    assert!(Store::open_with(&path, &device(), &[fails, nothing(1), nothing(2), nothing(3)]).is_err());
    assert!(Store::open(&path, &device()).is_err_and(|it| matches!(it.kind, ErrorKind::TooOld { .. })));

    assert!(fs::read(&path).unwrap() == before);
}

#[test]
fn other_programs_are_shown_what_a_person_wants_and_nothing_else() {
    let desk = full_desk();
    let conn = behind_the_back(&desk);
    let list = |sql: &str| -> Vec<String> {
        conn.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let shown = list("SELECT identifier FROM gpkg_contents ORDER BY rowid");
    assert_eq!(
        shown.join(" "),
        "排污口 排查记录 监测采样 监测结果 溯源记录 溯源来源 开井核查 整治方案 整治进展 验收销号 日常管理 台账变更 照片附件 任务安排 更正 检查豁免 河流 河流 (2)"
    );

    let unknown = list(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'gpkg_*' AND name NOT GLOB 'rtree_*'
         AND name NOT GLOB 'sqlite_*' AND name NOT IN (SELECT table_name FROM gpkg_contents)
         AND name NOT IN (SELECT table_name FROM gpkg_extensions WHERE extension_name = 'paikou_project')",
    );
    assert_eq!(unknown, Vec::<String>::new());
}
