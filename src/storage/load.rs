//! The whole project into memory, one SELECT for each kind of record.

use std::cell::Cell;

use rusqlite::Connection;

use super::{error::ErrorKind, schema::quoted, table::read_all};
use crate::domain::{
    Record,
    project::{Entry, Project, RecordKind, Rows},
};

/// How many rows pass between two reports of progress.
const REPORT_EVERY: u64 = 4096;

/// Reads every record. `progress` is told rows read and rows in all.
pub(super) fn load(conn: &Connection, progress: &dyn Fn(u64, u64)) -> Result<Project, ErrorKind> {
    // One moment in time, although another program may write between two SELECTs.
    let moment = conn.unchecked_transaction()?;
    let mut total = 0;
    let mut outfalls = 0;
    for kind in RecordKind::ALL {
        let count: i64 =
            conn.query_row(&format!("SELECT count(*) FROM {}", quoted(kind.table())), [], |row| row.get(0))?;
        total += count.max(0) as u64;
        if *kind == RecordKind::Outfall {
            outfalls = count.max(0) as usize;
        }
    }
    let loading = Loading { conn, progress, read: Cell::new(0), total };
    let mut rows = Rows { entries: Vec::with_capacity(outfalls), ..Rows::default() };
    loading.each(|settings| rows.settings = settings)?;
    rows.map.groups = loading.all()?;
    rows.map.layers = loading.all()?;
    rows.map.basemaps = loading.all()?;
    rows.map.bookmarks = loading.all()?;
    loading.each(|outfall| rows.entries.push(Entry::new(outfall)))?;
    rows.claims = loading.all()?;
    rows.visits = loading.all()?;
    rows.samples = loading.all()?;
    rows.results = loading.all()?;
    rows.traces = loading.all()?;
    rows.sources = loading.all()?;
    rows.plans = loading.all()?;
    rows.progress = loading.all()?;
    rows.acceptances = loading.all()?;
    rows.upkeep = loading.all()?;
    rows.register = loading.all()?;
    rows.photos = loading.all()?;
    progress(total, total);
    moment.finish()?;
    Ok(Project::assemble(rows)?)
}

struct Loading<'a> {
    conn: &'a Connection,
    progress: &'a dyn Fn(u64, u64),
    read: Cell<u64>,
    total: u64,
}

impl Loading<'_> {
    fn each<R: Record>(&self, mut take: impl FnMut(R)) -> Result<(), ErrorKind> {
        read_all(self.conn, |record| {
            let read = self.read.get() + 1;
            self.read.set(read);
            if read.is_multiple_of(REPORT_EVERY) {
                (self.progress)(read, self.total);
            }
            take(record);
        })
    }

    fn all<R: Record>(&self) -> Result<Vec<R>, ErrorKind> {
        let mut records = Vec::new();
        self.each(|record| records.push(record))?;
        Ok(records)
    }
}
