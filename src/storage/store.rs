//! The project file while it is open.

use std::{
    cell::OnceCell,
    fs,
    path::{Path, PathBuf},
};

use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior};
use uuid::Uuid;

use super::{
    commit::{self, Commit},
    connection::{self, Peek},
    draft::{self, DraftChange},
    error::{ErrorKind, ReadOnly, Result},
    history, layer_table, load,
    migration::{self, MIGRATIONS, Migration},
    schema::{self, FORMAT},
    table::RecordTable,
    verify::{self, Verification},
};
use crate::domain::{
    RecordId,
    draft::Draft,
    layer::{FeatureSet, Layer},
    op::{Clock, PastStep, Step},
    project::{Change, Project},
    role::Author,
    timeline::Moment,
};

/// Larger than SQLite's own 4096: a large import writes fewer pages, a small step hardly more.
const PAGE_BYTES: u32 = 8192;

/// The computer that writes, and the person before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Names the computer for ever; each has its own chain of operations.
    pub id: Uuid,
    /// The person.
    pub author: Author,
}

/// When something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Milliseconds since 1970 (UTC).
    pub now_ms: i64,
    /// How far local time is ahead of UTC, in minutes.
    pub utc_offset_min: i32,
}

/// An open project file. Everything that changes it goes through [`Store::commit`].
pub struct Store {
    conn: Connection,
    path: PathBuf,
    device: Device,
    tables: Vec<RecordTable>,
    clock: Clock,
    read_only: Option<ReadOnly>,
    unchecked: bool,
}

impl Store {
    /// Makes a new project file; `step` inserts its settings. Never writes over another file.
    pub fn create(path: &Path, device: &Device, step: &Step, stamp: Stamp) -> Result<Self> {
        let attempt = || {
            // Takes the name at once, so that of two programs only one goes on.
            drop(fs::File::create_new(path)?);
            let conn = connection::open_for_writing(path)?;
            conn.pragma_update(None, "page_size", PAGE_BYTES)?;
            Self::fill(conn, path, device, step, stamp)
        };
        attempt().map_err(|kind| {
            if !matches!(kind, ErrorKind::Exists) {
                // The file is ours and holds nothing; that it stays behind is no further harm.
                drop(fs::remove_file(path));
            }
            kind.at(path)
        })
    }

    fn fill(
        mut conn: Connection,
        path: &Path,
        device: &Device,
        step: &Step,
        stamp: Stamp,
    ) -> Result<Self, ErrorKind> {
        let tables = RecordTable::all();
        let mut clock = Clock::default();
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        schema::create(&tx, &tables, &step.id.to_string())?;
        let first = Commit {
            step,
            about: None,
            features: &[],
            blobs: &[],
            states: &[],
            styles: &[],
            drafts: &[],
            stamp,
        };
        commit::write(&tx, &tables, device, &mut clock, first)?;
        tx.commit()?;
        Ok(Self {
            conn,
            path: path.to_owned(),
            device: device.clone(),
            tables,
            clock,
            read_only: None,
            unchecked: false,
        })
    }

    /// Opens a project file, for reading only where it can or must not be written: see [`Store::read_only`].
    ///
    /// A file of an older format is copied to `NAME.backup-vN.gpkg` and then brought up to date.
    pub fn open(path: &Path, device: &Device) -> Result<Self> {
        Self::open_with(path, device, MIGRATIONS).map_err(|kind| kind.at(path))
    }

    /// Opens a project file for reading only, whatever else would be possible.
    pub fn open_read_only(path: &Path, device: &Device) -> Result<Self> {
        let attempt = || {
            let peek = connection::peek(path)?;
            Self::start_reading(path, device, &peek, ReadOnly::Asked)
        };
        attempt().map_err(|kind| kind.at(path))
    }

    pub(super) fn open_with(
        path: &Path,
        device: &Device,
        migrations: &[Migration],
    ) -> Result<Self, ErrorKind> {
        let peek = connection::peek(path)?;
        if !peek.writable {
            return Self::start_reading(path, device, &peek, ReadOnly::NoPermission);
        }
        let format = {
            // Asked on a connection of its own, so that nothing is set on a file that must not be written.
            let look = connection::open_for_reading(path, &peek)?;
            connection::format_of(&look)?
        };
        if let Some(reason) = connection::too_new(format) {
            return Self::start_reading(path, device, &peek, reason);
        }
        let mut conn = connection::open_for_writing(path)?;
        let checked = connection::check(&conn, &peek)?;
        if format.major < FORMAT.major {
            migration::bring_up_to_date(&mut conn, path, format, migrations)?;
        }
        Ok(Self { unchecked: !checked, ..Self::start(conn, path, device, None)? })
    }

    fn start_reading(path: &Path, device: &Device, peek: &Peek, reason: ReadOnly) -> Result<Self, ErrorKind> {
        let conn = connection::open_for_reading(path, peek)?;
        let format = connection::format_of(&conn)?;
        let checked = connection::check(&conn, peek)?;
        if format.major < FORMAT.major {
            let (found, known) = (format.to_string(), FORMAT.to_string());
            return Err(ErrorKind::TooOld { found, known });
        }
        let reason = connection::too_new(format).unwrap_or(reason);
        Ok(Self { unchecked: !checked, ..Self::start(conn, path, device, Some(reason))? })
    }

    fn start(
        conn: Connection,
        path: &Path,
        device: &Device,
        read_only: Option<ReadOnly>,
    ) -> Result<Self, ErrorKind> {
        let clock = history::latest_clock(&conn)?;
        let tables = RecordTable::all();
        Ok(Self {
            conn,
            path: path.to_owned(),
            device: device.clone(),
            tables,
            clock,
            read_only,
            unchecked: false,
        })
    }

    /// Why the file can not be written, if so.
    pub fn read_only(&self) -> Option<&ReadOnly> {
        self.read_only.as_ref()
    }

    /// Was the file too large to be looked through while it was opened? Then [`Reader::quick_check`]
    /// should run beside the work.
    pub fn unchecked(&self) -> bool {
        self.unchecked
    }

    /// The project file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Who writes.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// Does not wait for other programs, so that a test need not either.
    #[cfg(test)]
    pub(super) fn hurry(&self) {
        assert!(self.conn.busy_timeout(std::time::Duration::ZERO).is_ok());
    }

    /// Saves a step: all of it or, with an error, nothing. It is on the disk when this returns.
    pub fn commit(&mut self, commit: Commit<'_>) -> Result<PastStep> {
        self.try_commit(commit).map_err(|kind| kind.at(&self.path))
    }

    fn try_commit(&mut self, commit: Commit<'_>) -> Result<PastStep, ErrorKind> {
        if let Some(reason) = &self.read_only {
            return Err(ErrorKind::ReadOnly(reason.clone()));
        }
        let mut clock = self.clock;
        let bulk = connection::BULK <= commit.step.changes.len() || !commit.features.is_empty();
        connection::make_room_for_bulk(&self.conn, bulk)?;
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let past = commit::write(&tx, &self.tables, &self.device, &mut clock, commit)?;
        // Not `tx.commit()`: it would roll back before the row that dangles can be named.
        tx.execute_batch("COMMIT").map_err(|error| dangling(&tx, error))?;
        drop(tx);
        self.clock = clock;
        if bulk {
            connection::make_room_for_bulk(&self.conn, false)?;
        }
        Ok(past)
    }

    /// Writes what becomes of drafts, in a transaction of its own: all of it or nothing.
    pub fn keep_drafts(&mut self, changes: &[DraftChange]) -> Result<()> {
        let attempt = |store: &mut Self| {
            if let Some(reason) = &store.read_only {
                return Err(ErrorKind::ReadOnly(reason.clone()));
            }
            let device = store.device.id.to_string();
            let tx = store.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for change in changes {
                draft::write(&tx, &device, change)?;
            }
            Ok(tx.commit()?)
        };
        attempt(self).map_err(|kind| kind.at(&self.path))
    }

    /// The drafts of this device, also those that were discarded.
    pub fn drafts(&self) -> Result<Vec<Draft>> {
        draft::read_all(&self.conn, &self.device.id.to_string()).map_err(|kind| kind.at(&self.path))
    }

    /// Another person goes on, or the same one in another role.
    pub fn set_author(&mut self, author: Author) {
        self.device.author = author;
    }

    /// Reads every record; features and photos stay in the file. `progress` is told rows read and rows in all.
    pub fn load(&self, progress: &dyn Fn(u64, u64)) -> Result<Project> {
        load::load(&self.conn, progress).map_err(|kind| kind.at(&self.path))
    }

    /// Reads the features of a layer, also of one that is removed.
    pub fn features(&self, layer: &Layer) -> Result<FeatureSet> {
        layer_table::read(&self.conn, layer).map_err(|kind| kind.at(&self.path))
    }

    /// Reads the bytes of a photo or document.
    pub fn blob(&self, sha256: &str) -> Result<Option<Vec<u8>>> {
        blob(&self.conn, sha256).map_err(|kind| kind.at(&self.path))
    }

    /// Every step, oldest first.
    pub fn history(&self) -> Result<Vec<PastStep>> {
        history::history(&self.conn).map_err(|kind| kind.at(&self.path))
    }

    /// What a step changed, in order; rebuilt from its operations.
    pub fn changes_of(&self, step: RecordId) -> Result<Vec<Change>> {
        history::changes_of(&self.conn, &self.tables, step).map_err(|kind| kind.at(&self.path))
    }

    /// Looks for anything that is not as it was written: file, operations, rows, photos, features.
    pub fn verify(&self) -> Result<Verification> {
        verify::verify(&self.conn, &self.tables).map_err(|kind| kind.at(&self.path))
    }
}

/// A second connection, for background threads and for what was done; it reads only.
pub struct Reader {
    conn: Connection,
    path: PathBuf,
    /// Worked out for the first step that is read.
    tables: OnceCell<Vec<RecordTable>>,
}

impl Reader {
    /// Opens a project file that may be open elsewhere in this program.
    pub fn open(path: &Path) -> Result<Self> {
        let attempt = || {
            // No look at the file itself: closing it would drop the locks of the connection that writes.
            let peek = Peek::of_open_file();
            let conn = connection::open_for_reading(path, &peek)?;
            connection::format_of(&conn)?;
            Ok(Self { conn, path: path.to_owned(), tables: OnceCell::new() })
        };
        attempt().map_err(|kind: ErrorKind| kind.at(path))
    }

    /// Fails if SQLite finds the file damaged. Takes seconds for a large file.
    pub fn quick_check(&self) -> Result<()> {
        connection::quick_check(&self.conn).map_err(|kind| kind.at(&self.path))
    }

    /// See [`Store::features`].
    pub fn features(&self, layer: &Layer) -> Result<FeatureSet> {
        layer_table::read(&self.conn, layer).map_err(|kind| kind.at(&self.path))
    }

    /// The headings of the columns of a layer, without its features.
    pub fn columns(&self, layer: &Layer) -> Result<Vec<String>> {
        layer_table::columns(&self.conn, layer).map_err(|kind| kind.at(&self.path))
    }

    /// The step that brought in the features that `layer` has; nothing where no operation names their table.
    pub fn origin(&self, layer: &Layer) -> Result<Option<PastStep>> {
        history::origin(&self.conn, layer).map_err(|kind| kind.at(&self.path))
    }

    /// See [`Store::changes_of`].
    pub fn changes_of(&self, step: RecordId) -> Result<Vec<Change>> {
        history::changes_of(&self.conn, self.tables(), step).map_err(|kind| kind.at(&self.path))
    }

    fn tables(&self) -> &[RecordTable] {
        self.tables.get_or_init(RecordTable::all)
    }

    /// What was done to an outfall, oldest first. `facts` are those that it has.
    pub fn timeline(&self, outfall: RecordId, facts: &[RecordId]) -> Result<Vec<Moment>> {
        history::timeline(&self.conn, self.tables(), outfall, facts).map_err(|kind| kind.at(&self.path))
    }

    /// See [`Store::blob`].
    pub fn blob(&self, sha256: &str) -> Result<Option<Vec<u8>>> {
        blob(&self.conn, sha256).map_err(|kind| kind.at(&self.path))
    }
}

/// Names the row that kept a transaction from being committed.
fn dangling(conn: &Connection, error: rusqlite::Error) -> ErrorKind {
    let check = || {
        let sql = r#"SELECT "table", parent FROM pragma_foreign_key_check LIMIT 1"#;
        conn.query_row(sql, [], |row| Ok(ErrorKind::Dangling { table: row.get(0)?, parent: row.get(1)? }))
            .ok()
    };
    let code = error.sqlite_extended_error_code();
    let named = if code == Some(rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY) { check() } else { None };
    named.unwrap_or_else(|| error.into())
}

fn blob(conn: &Connection, sha256: &str) -> Result<Option<Vec<u8>>, ErrorKind> {
    let mut select = conn.prepare_cached("SELECT data FROM paikou_blob WHERE sha256 = ?1")?;
    Ok(select.query_row([sha256], |row| row.get(0)).optional()?)
}
