//! One user action into the project file: rows, operations, photos and layers in one transaction.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
    fs,
    path::Path,
};

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{
    bulk::BulkInsert,
    draft,
    error::{Conflict, ErrorKind},
    geometry::{Bounds, point_blob},
    layer_styles::{self, QgisStyle},
    layer_table,
    operation::{self, OpFields, StepFields, sha256_hex, write_cells, write_row},
    schema::{STATE_COLUMNS, is_public, quoted},
    store::{Device, Stamp},
    table::RecordTable,
};
use crate::domain::{
    RecordId, Value,
    draft::DraftKey,
    layer::FeatureSet,
    op::{Clock, OpHash, PastStep, Step},
    outfall::Outfall,
    project::{AnyRecord, CellChange, Change, Misfit, RecordKind},
    role::{Author, Role},
};

/// The codes of the six states of an outfall, for other programs to draw it by: register, check,
/// measure, trace, fix, manage.
pub type StateCodes = [&'static str; 6];

/// The bytes of a photo or document. A folder of photos is larger than the memory: each file is read when its turn comes.
#[derive(Clone, Copy, Debug)]
pub enum Blob<'a> {
    /// They are here.
    Bytes(&'a [u8]),
    /// They are in this file.
    File(&'a Path),
}

/// What goes into the file with one step.
#[derive(Clone, Copy)]
pub struct Commit<'a> {
    /// What the user did.
    pub step: &'a Step,
    /// For an undo or redo: the step that it takes back or does again.
    pub about: Option<RecordId>,
    /// The features of the layers that the step inserts; none for a layer that comes back by undo.
    pub features: &'a [(RecordId, &'a FeatureSet)],
    /// The bytes of photos and documents, by the SHA-256 in their record.
    pub blobs: &'a [(String, Blob<'a>)],
    /// The states of outfalls that are other than before. They only colour the layer in other programs.
    pub states: &'a [(RecordId, StateCodes)],
    /// How QGIS draws tables, where that is other than before.
    pub styles: &'a [QgisStyle],
    /// The drafts that the step makes good.
    pub drafts: &'a [DraftKey],
    /// When.
    pub stamp: Stamp,
}

/// Writes the commit inside a transaction that the caller opened and will commit.
pub(super) fn write(
    conn: &Connection,
    tables: &[RecordTable],
    device: &Device,
    clock: &mut Clock,
    commit: Commit<'_>,
) -> Result<PastStep, ErrorKind> {
    if commit.step.changes.is_empty() {
        return Err(ErrorKind::Nothing);
    }
    write_blobs(conn, commit.blobs)?;
    let mut chain = Chain::open(conn, device, clock, &commit)?;
    let mut writing = Writing {
        conn,
        features: commit.features.iter().copied().collect(),
        states: commit.states.iter().map(|(id, codes)| (*id, codes)).collect(),
        touched: BTreeSet::new(),
        added: None,
        removed: None,
        data: String::new(),
        cells: Vec::new(),
    };
    let bulk = BulkInsert::begin(conn, &commit.step.changes)?;
    for change in &commit.step.changes {
        let kind = kind_of(change);
        let table = tables.iter().find(|table| table.kind == kind);
        let table = table.ok_or_else(|| ErrorKind::BadTableName(kind.table().to_owned()))?;
        let row = writing.apply(table, change)?;
        chain.add(conn, table.kind.table(), &row.to_string(), operation::word(change), &writing.data)?;
    }
    if let Some(bulk) = bulk {
        bulk.finish(conn)?;
    }
    writing.write_states()?;
    writing.update_contents(commit.stamp.now_ms)?;
    layer_styles::write(conn, commit.styles, commit.stamp.now_ms)?;
    for key in commit.drafts {
        draft::remove(conn, &chain.device, *key)?;
    }
    chain.close(conn, &commit)
}

fn kind_of(change: &Change) -> RecordKind {
    match change {
        Change::Insert(record) | Change::Delete(record) => record.kind(),
        Change::Set { kind, .. } => *kind,
    }
}

fn write_blobs(conn: &Connection, blobs: &[(String, Blob<'_>)]) -> Result<(), ErrorKind> {
    let mut insert = conn.prepare_cached("INSERT OR IGNORE INTO paikou_blob VALUES (?1, ?2)")?;
    for (sha256, blob) in blobs {
        let bytes = match blob {
            Blob::Bytes(bytes) => Cow::Borrowed(*bytes),
            Blob::File(path) => {
                let unread = |source| ErrorKind::BlobUnreadable { path: path.to_path_buf(), source };
                Cow::Owned(fs::read(path).map_err(unread)?)
            }
        };
        if sha256_hex(&bytes) != *sha256 {
            return Err(ErrorKind::BlobWrong { sha256: sha256.clone() });
        }
        insert.execute((sha256, &bytes))?;
    }
    Ok(())
}

/// The device's chain of operations while a step is added to it.
struct Chain<'a> {
    device: String,
    step: String,
    author: &'a Author,
    about: Option<String>,
    first_seq: i64,
    seq: i64,
    head: OpHash,
    step_digest: OpHash,
    clock: &'a mut Clock,
    now_ms: i64,
}

impl<'a> Chain<'a> {
    fn open(
        conn: &Connection,
        device: &'a Device,
        clock: &'a mut Clock,
        commit: &Commit<'_>,
    ) -> Result<Self, ErrorKind> {
        let name = device.id.to_string();
        let head = conn
            .prepare_cached(
                "SELECT seq, hlc, hash FROM paikou_op WHERE device = ?1 ORDER BY seq DESC LIMIT 1",
            )?
            .query_row([&name], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let (seq, hlc, hash): (i64, i64, [u8; 32]) = head.unwrap_or((0, 0, [0; 32]));
        *clock = (*clock).max(Clock(hlc.max(0) as u64));
        let mut chain = Self {
            device: name,
            step: commit.step.id.to_string(),
            author: &device.author,
            about: commit.about.map(|it| it.to_string()),
            first_seq: seq + 1,
            seq,
            head: OpHash(hash),
            step_digest: OpHash::default(),
            clock,
            now_ms: commit.stamp.now_ms,
        };
        chain.step_digest = chain.fields(commit).digest();
        Ok(chain)
    }

    fn fields<'b>(&'b self, commit: &'b Commit<'_>) -> StepFields<'b> {
        StepFields {
            uuid: &self.step,
            deed: commit.step.deed.code(),
            subject: &commit.step.subject,
            about: self.about.as_deref(),
            at_ms: commit.stamp.now_ms,
            utc_offset_min: i64::from(commit.stamp.utc_offset_min),
            author: &self.author.name,
            unit: Some(self.author.unit.as_str()).filter(|it| !it.is_empty()),
            role: self.author.role.map(Role::code),
            device: &self.device,
            first_seq: self.first_seq,
            op_count: commit.step.changes.len() as i64,
        }
    }

    fn add(
        &mut self,
        conn: &Connection,
        table: &str,
        row: &str,
        kind: &str,
        data: &str,
    ) -> Result<(), ErrorKind> {
        self.seq += 1;
        *self.clock = self.clock.tick(self.now_ms);
        let op = OpFields {
            device: &self.device,
            seq: self.seq,
            hlc: self.clock.0 as i64,
            step: &self.step,
            table,
            row,
            kind,
            data,
            prev: self.head,
        };
        let hash = op.hash(self.step_digest);
        conn.prepare_cached("INSERT INTO paikou_op VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?
            .execute(params![
                op.device, op.seq, op.hlc, op.step, table, row, kind, data, op.prev.0, hash.0
            ])?;
        self.head = hash;
        Ok(())
    }

    fn close(self, conn: &Connection, commit: &Commit<'_>) -> Result<PastStep, ErrorKind> {
        let fields = self.fields(commit);
        conn.prepare_cached(
            "INSERT INTO paikou_step (uuid, deed, subject, about, at_ms, utc_offset_min, author, device, first_seq, op_count, unit, role)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            fields.uuid,
            fields.deed,
            fields.subject,
            fields.about,
            fields.at_ms,
            fields.utc_offset_min,
            fields.author,
            fields.device,
            fields.first_seq,
            fields.op_count,
            fields.unit,
            fields.role
        ])?;
        Ok(PastStep {
            id: commit.step.id,
            deed: commit.step.deed,
            subject: commit.step.subject.clone(),
            about: commit.about,
            at_ms: commit.stamp.now_ms,
            author: self.author.name.clone(),
            unit: self.author.unit.clone(),
            role: self.author.role,
            device: self.device.clone(),
            op_count: commit.step.changes.len() as u64,
        })
    }
}

/// The rows while a step is written.
struct Writing<'a> {
    conn: &'a Connection,
    features: HashMap<RecordId, &'a FeatureSet>,
    /// The states that are still to be written.
    states: HashMap<RecordId, &'a StateCodes>,
    touched: BTreeSet<RecordKind>,
    /// The edges of all places that outfalls came to.
    added: Option<Bounds>,
    /// The edges of all places that outfalls left.
    removed: Option<Bounds>,
    /// The data of the operation for the latest change.
    data: String,
    cells: Vec<Value>,
}

impl Writing<'_> {
    /// Writes the change and leaves the data of its operation in `self.data`.
    fn apply(&mut self, table: &RecordTable, change: &Change) -> Result<RecordId, ErrorKind> {
        self.touched.insert(table.kind);
        match change {
            Change::Insert(record) => self.insert(table, record),
            Change::Delete(record) => self.delete(table, record),
            Change::Set { id, cells, .. } => self.set(table, *id, cells),
        }
    }

    fn take_cells(&mut self, table: &RecordTable, record: &AnyRecord) -> Result<(), ErrorKind> {
        self.cells.clear();
        self.cells.extend((0..table.columns.len()).map(|index| record.cell(index)));
        if self.cells.iter().all(operation::finite) {
            Ok(())
        } else {
            Err(ErrorKind::NotFinite(format!("{} {}", table.kind.table(), record.id())))
        }
    }

    fn insert(&mut self, table: &RecordTable, record: &AnyRecord) -> Result<RecordId, ErrorKind> {
        let id = record.id();
        self.take_cells(table, record)?;
        let (geom, states) = match record {
            AnyRecord::Outfall(outfall) => {
                let geom = point_blob(outfall.lon, outfall.lat);
                note(&mut self.added, place(outfall));
                (geom, self.states.remove(&id))
            }
            AnyRecord::Photo(photo) => {
                self.need_blob(&photo.sha256)?;
                (None, None)
            }
            _ => (None, None),
        };
        let geom = geom.as_ref().map(<[u8; 29]>::as_slice);
        let written = table.insert(self.conn, &id.to_string(), &self.cells, geom, states);
        written.map_err(|error| already_there(error, table.kind.table(), id))?;
        if let AnyRecord::Layer(layer) = record {
            layer_table::follow(self.conn, None, Some(layer), self.features.get(&id).copied())?;
        }
        write_row(&mut self.data, table, &self.cells);
        Ok(id)
    }

    fn need_blob(&self, sha256: &str) -> Result<(), ErrorKind> {
        let mut find = self.conn.prepare_cached("SELECT 1 FROM paikou_blob WHERE sha256 = ?1")?;
        if find.exists([sha256])? {
            Ok(())
        } else {
            Err(ErrorKind::BlobMissing { sha256: sha256.to_owned() })
        }
    }

    fn stored(&self, table: &RecordTable, id: RecordId) -> Result<AnyRecord, ErrorKind> {
        let found = table.read(self.conn, id)?;
        found.ok_or(ErrorKind::Misfit(Misfit::NoSuchRow { table: table.kind.table(), id }))
    }

    fn delete(&mut self, table: &RecordTable, record: &AnyRecord) -> Result<RecordId, ErrorKind> {
        let id = record.id();
        let stored = self.stored(table, id)?;
        if let Some(Change::Set { cells, .. }) = Change::between(record, &stored)
            && let Some(cell) = cells.into_iter().next()
        {
            return Err(conflict(table, id, cell.column, cell.old, cell.new));
        }
        self.take_cells(table, record)?;
        table.delete(self.conn, &id.to_string())?;
        match &stored {
            AnyRecord::Outfall(outfall) => note(&mut self.removed, place(outfall)),
            AnyRecord::Layer(layer) => layer_table::follow(self.conn, Some(layer), None, None)?,
            _ => {}
        }
        write_row(&mut self.data, table, &self.cells);
        Ok(id)
    }

    fn set(
        &mut self,
        table: &RecordTable,
        id: RecordId,
        cells: &[CellChange],
    ) -> Result<RecordId, ErrorKind> {
        let stored = self.stored(table, id)?;
        let mut changed = stored.clone();
        let mut names = Vec::with_capacity(cells.len());
        let mut normal = Vec::with_capacity(cells.len());
        for cell in cells {
            let bad = |source| ErrorKind::Misfit(Misfit::BadCell { column: cell.column.clone(), source });
            if !operation::finite(&cell.new) {
                return Err(ErrorKind::NotFinite(format!("{}.{} of {id}", table.kind.table(), cell.column)));
            }
            // An unknown name gets a number that no column has, which `normal` refuses.
            let index = table.index_of(&cell.column).unwrap_or(usize::MAX);
            let old = table.normal(index, cell.old.clone()).map_err(bad)?;
            let new = table.normal(index, cell.new.clone()).map_err(bad)?;
            let found = stored.cell(index);
            if found != old {
                return Err(conflict(table, id, cell.column.clone(), old, found));
            }
            changed.set_cell(index, new.clone()).map_err(bad)?;
            names.push(format!("{} = ?{}", quoted(&cell.column), names.len() + 2));
            normal.push(CellChange { column: cell.column.clone(), old, new });
        }
        if !names.is_empty() {
            let sql =
                format!("UPDATE {} SET {} WHERE uuid = ?1", quoted(table.kind.table()), names.join(", "));
            let mut update = self.conn.prepare_cached(&sql)?;
            update.raw_bind_parameter(1, id.to_string())?;
            for (place, cell) in (2..).zip(&normal) {
                super::table::bind(&mut update, place, &cell.new)?;
            }
            update.raw_execute()?;
        }
        self.after_set(&stored, &changed)?;
        write_cells(&mut self.data, &normal);
        Ok(id)
    }

    fn after_set(&mut self, stored: &AnyRecord, changed: &AnyRecord) -> Result<(), ErrorKind> {
        match (stored, changed) {
            (AnyRecord::Outfall(old), AnyRecord::Outfall(new)) if old.position() != new.position() => {
                self.conn
                    .prepare_cached("UPDATE outfall SET geom = ?2 WHERE uuid = ?1")?
                    .execute(params![new.id.to_string(), point_blob(new.lon, new.lat)])?;
                note(&mut self.removed, place(old));
                note(&mut self.added, place(new));
                Ok(())
            }
            (AnyRecord::Layer(old), AnyRecord::Layer(new)) => {
                let features = self.features.get(&new.id).copied();
                layer_table::follow(self.conn, Some(old), Some(new), features)
            }
            (AnyRecord::Photo(_), AnyRecord::Photo(new)) => self.need_blob(&new.sha256),
            _ => Ok(()),
        }
    }

    /// The states of outfalls that were there before.
    fn write_states(&mut self) -> Result<(), ErrorKind> {
        if self.states.is_empty() {
            return Ok(());
        }
        let names: Vec<String> = STATE_COLUMNS
            .iter()
            .zip(2..)
            .map(|(column, place)| format!("{} = ?{place}", column.name))
            .collect();
        let sql = format!("UPDATE outfall SET {} WHERE uuid = ?1", names.join(", "));
        let mut update = self.conn.prepare_cached(&sql)?;
        let states: Vec<(RecordId, &StateCodes)> = self.states.drain().collect();
        for (id, codes) in states {
            update.raw_bind_parameter(1, id.to_string())?;
            for (place, code) in (2..).zip(codes) {
                update.raw_bind_parameter(place, code)?;
            }
            update.raw_execute()?;
        }
        self.touched.insert(RecordKind::Outfall);
        Ok(())
    }

    /// Tells other programs when the tables last changed and how far the outfalls reach.
    fn update_contents(&mut self, now_ms: i64) -> Result<(), ErrorKind> {
        let mut update = self.conn.prepare_cached(
            "UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', ?2 / 1000.0, 'unixepoch') WHERE table_name = ?1",
        )?;
        for kind in self.touched.iter().filter(|kind| is_public(**kind)) {
            update.execute((kind.table(), now_ms))?;
        }
        if self.added.is_none() && self.removed.is_none() {
            return Ok(());
        }
        let known = outfall_bounds(
            self.conn,
            "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = 'outfall'",
        )?;
        let bounds = match (known, self.added, self.removed) {
            (Some(known), _, Some(removed)) if known.is_reached_by(removed) => outfall_bounds(
                self.conn,
                "SELECT min(lon), min(lat), max(lon), max(lat) FROM outfall WHERE geom IS NOT NULL",
            )?,
            (Some(known), Some(added), _) => Some(known.and(added)),
            (None, added, _) => added,
            (known, None, _) => known,
        };
        layer_table::set_bounds(self.conn, "outfall", bounds)
    }
}

fn outfall_bounds(conn: &Connection, sql: &str) -> Result<Option<Bounds>, ErrorKind> {
    let edges = conn.query_row(sql, [], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]))?;
    let [Some(west), Some(south), Some(east), Some(north)] = edges else { return Ok(None) };
    Ok(Some(Bounds([west, south, east, north])))
}

fn place(outfall: &Outfall) -> Option<Bounds> {
    point_blob(outfall.lon, outfall.lat)?;
    outfall.position().map(|(lon, lat)| Bounds::of_point(lon, lat))
}

fn note(bounds: &mut Option<Bounds>, more: Option<Bounds>) {
    *bounds = match (*bounds, more) {
        (Some(known), Some(more)) => Some(known.and(more)),
        (known, more) => known.or(more),
    };
}

fn conflict(table: &RecordTable, row: RecordId, column: String, expected: Value, found: Value) -> ErrorKind {
    ErrorKind::Conflict(Box::new(Conflict { table: table.kind.table(), row, column, expected, found }))
}

fn already_there(error: ErrorKind, table: &'static str, id: RecordId) -> ErrorKind {
    match &error {
        ErrorKind::Sqlite(source)
            if source.sqlite_extended_error_code() == Some(rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE) =>
        {
            ErrorKind::Misfit(Misfit::AlreadyThere { table, id })
        }
        _ => error,
    }
}
