//! How a project file is opened: what is looked at before, and the settings without which nothing is written.

use std::{
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, config::DbConfig};

use super::{
    error::{ErrorKind, NotAProject, ReadOnly},
    geometry::register_functions,
    schema::{APPLICATION_ID, FORMAT, Format},
};

/// How long SQLite waits for another program that holds the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// More than the kinds of records times the statements for each, so that none is prepared twice.
const STATEMENTS_KEPT: usize = 96;
/// Larger files are not checked while they open, as it would take seconds: see [`super::Store::unchecked`].
const LARGEST_CHECKED: u64 = 64 << 20;

/// What the first bytes and the surroundings of a file say, read before SQLite has it.
pub(super) struct Peek {
    /// In write-ahead mode, as QGIS leaves files behind.
    pub wal: bool,
    /// May file and folder be written?
    pub writable: bool,
    /// In bytes.
    size: u64,
}

impl Peek {
    /// For a file that is open in this program, and therefore must not be looked at: closing it again
    /// would drop the locks of the other connection.
    pub(super) fn of_open_file() -> Self {
        Self { wal: false, writable: true, size: 0 }
    }
}

/// Looks at a file without SQLite. Never while a connection to it lives: closing would drop its locks.
pub(super) fn peek(path: &Path) -> Result<Peek, ErrorKind> {
    let metadata = std::fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(ErrorKind::NotAProject(NotAProject::NotSqlite));
    }
    let mut header = [0_u8; 100];
    let mut file = File::open(path)?;
    file.read_exact(&mut header).map_err(|_too_short| ErrorKind::NotAProject(NotAProject::NotSqlite))?;
    if !header.starts_with(b"SQLite format 3\0") {
        return Err(ErrorKind::NotAProject(NotAProject::NotSqlite));
    }
    let application = header.get(68..72).and_then(|it| it.first_chunk()).copied().map(i32::from_be_bytes);
    if application != Some(APPLICATION_ID) {
        return Err(ErrorKind::NotAProject(NotAProject::NotGeoPackage));
    }
    let wal = header.get(18..20) == Some(&[2, 2]);
    Ok(Peek { wal, writable: is_writable(path, &metadata), size: metadata.len() })
}

/// The folder counts as well: the rollback journal is written there.
fn is_writable(path: &Path, metadata: &std::fs::Metadata) -> bool {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    !metadata.permissions().readonly()
        && File::options().append(true).open(path).is_ok()
        && tempfile::tempfile_in(folder).is_ok()
}

/// Opens the file for writing, with every setting of the storage contract.
pub(super) fn open_for_writing(path: &Path) -> Result<Connection, ErrorKind> {
    let conn = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    if conn.is_readonly("main")? {
        return Err(ErrorKind::ReadOnly(ReadOnly::NoPermission));
    }
    set(&conn, "journal_mode", "DELETE", "delete")?;
    set(&conn, "synchronous", "EXTRA", "3")?;
    Ok(conn)
}

/// Opens the file so that not a byte of it changes.
pub(super) fn open_for_reading(path: &Path, peek: &Peek) -> Result<Connection, ErrorKind> {
    if peek.wal && !peek.writable {
        return open_immutable(path);
    }
    // What a kill left half written is rolled back on opening, and that needs the right to write.
    let flags =
        if peek.writable { OpenFlags::SQLITE_OPEN_READ_WRITE } else { OpenFlags::SQLITE_OPEN_READ_ONLY };
    let conn = open(path, flags)?;
    set(&conn, "query_only", "ON", "1")?;
    Ok(conn)
}

/// A file in write-ahead mode on a medium that can not be written needs a promise that nobody writes it.
fn open_immutable(path: &Path) -> Result<Connection, ErrorKind> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    if std::fs::metadata(PathBuf::from(log)).is_ok_and(|it| it.len() > 0) {
        return Err(ErrorKind::Damaged(
            "its last changes are in a -wal file that can not be merged here".to_owned(),
        ));
    }
    let uri = format!("file:{}?mode=ro&immutable=1", percent_encoded(path));
    open(Path::new(&uri), OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI)
}

fn percent_encoded(path: &Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~:".contains(&byte);
    let bytes = path.as_os_str().as_encoded_bytes().iter();
    bytes
        .map(|byte| if plain(*byte) { char::from(*byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn open(path: &Path, flags: OpenFlags) -> Result<Connection, ErrorKind> {
    let conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    conn.busy_timeout(BUSY_TIMEOUT)?;
    set(&conn, "trusted_schema", "OFF", "0")?;
    set(&conn, "cell_size_check", "ON", "1")?;
    // Answered with the size in effect; nothing where the build has no memory mapping.
    set(&conn, "mmap_size", "0", "0")?;
    set(&conn, "foreign_keys", "ON", "1")?;
    set_cache(&conn, USUAL_CACHE_KIB)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    register_functions(&conn)?;
    Ok(conn)
}

/// How many kibibytes of pages a connection keeps: what one step touches.
const USUAL_CACHE_KIB: i64 = 2_048;
/// The indexes of a large import stay in memory.
const BULK_CACHE_KIB: i64 = 65_536;

/// From this many changes in one step on, more room pays.
pub(super) const BULK: usize = 1_000;

/// Gives the connection room for a large import, or takes it back.
pub(super) fn make_room_for_bulk(conn: &Connection, bulk: bool) -> Result<(), ErrorKind> {
    set_cache(conn, if bulk { BULK_CACHE_KIB } else { USUAL_CACHE_KIB })?;
    if !bulk {
        conn.execute_batch("PRAGMA shrink_memory")?;
    }
    Ok(())
}

fn set_cache(conn: &Connection, kib: i64) -> Result<(), ErrorKind> {
    // Negative: kibibytes instead of pages.
    Ok(conn.pragma_update(None, "cache_size", -kib)?)
}

/// Sets a pragma and reads it back.
fn set(conn: &Connection, pragma: &'static str, value: &str, wanted: &str) -> Result<(), ErrorKind> {
    conn.execute_batch(&format!("PRAGMA {pragma} = {value}"))?;
    let found = conn.query_row(&format!("PRAGMA {pragma}"), [], |row| {
        row.get_ref(0).map(|cell| match cell {
            rusqlite::types::ValueRef::Integer(number) => number.to_string(),
            other => other.as_str().unwrap_or_default().to_ascii_lowercase(),
        })
    })?;
    if found == wanted { Ok(()) } else { Err(ErrorKind::Pragma { pragma, found }) }
}

/// The format of the project in the file.
pub(super) fn format_of(conn: &Connection) -> Result<Format, ErrorKind> {
    let foreign = || ErrorKind::NotAProject(NotAProject::ForeignGeoPackage);
    let ours: bool = conn.query_row(
        "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'paikou_meta')",
        [],
        |row| row.get(0),
    )?;
    if !ours {
        return Err(foreign());
    }
    let text: String =
        match conn.query_row("SELECT value FROM paikou_meta WHERE key = 'format'", [], |row| row.get(0)) {
            Err(rusqlite::Error::QueryReturnedNoRows) => return Err(foreign()),
            found => found?,
        };
    Format::parse(&text).ok_or_else(foreign)
}

/// Why a file of this format must not be written by this version, if so.
pub(super) fn too_new(format: Format) -> Option<ReadOnly> {
    (format.major > FORMAT.major).then(|| ReadOnly::NewerVersion { found: format.to_string() })
}

/// Refuses a damaged file, unless it is so large that looking would take seconds; says if it looked.
pub(super) fn check(conn: &Connection, peek: &Peek) -> Result<bool, ErrorKind> {
    let small = peek.size <= LARGEST_CHECKED;
    if small {
        quick_check(conn)?;
    }
    Ok(small)
}

/// Refuses a damaged file.
pub(super) fn quick_check(conn: &Connection) -> Result<(), ErrorKind> {
    let said: String = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if said == "ok" { Ok(()) } else { Err(ErrorKind::Damaged(said)) }
}
