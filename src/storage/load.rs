//! The whole project into memory, one SELECT for each kind of record.

use std::{cell::Cell, collections::HashMap};

use rusqlite::Connection;

use super::{error::ErrorKind, schema::quoted, table::read_all};
use crate::domain::{
    Record,
    outfall::Outfall,
    project::{Entry, Project, RecordKind, Rows},
};

/// How many rows pass between two reports of progress.
const REPORT_EVERY: u64 = 4096;

/// Reads every record. `progress` is told rows read and rows in all.
pub(super) fn load(conn: &Connection, progress: &dyn Fn(u64, u64)) -> Result<Project, ErrorKind> {
    // One moment in time, although another program may write between two SELECTs.
    let moment = conn.unchecked_transaction()?;
    let mut counts = HashMap::new();
    for kind in RecordKind::ALL {
        let count: i64 =
            conn.query_row(&format!("SELECT count(*) FROM {}", quoted(kind.table())), [], |row| row.get(0))?;
        counts.insert(kind.table(), count.max(0) as usize);
    }
    let total = counts.values().sum::<usize>() as u64;
    let loading = Loading { conn, progress, read: Cell::new(0), total, counts };
    let mut rows = Rows { entries: Vec::with_capacity(loading.count::<Outfall>()), ..Rows::default() };
    loading.each(|settings| rows.settings = settings)?;
    rows.map.groups = loading.all()?;
    rows.map.layers = loading.all()?;
    rows.map.basemaps = loading.all()?;
    rows.map.bookmarks = loading.all()?;
    rows.map.tracks = loading.all()?;
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
    rows.manholes = loading.all()?;
    rows.assignments = loading.all()?;
    rows.corrections = loading.all()?;
    rows.waivers = loading.all()?;
    progress(total, total);
    moment.finish()?;
    Ok(Project::assemble(rows)?)
}

struct Loading<'a> {
    conn: &'a Connection,
    progress: &'a dyn Fn(u64, u64),
    read: Cell<u64>,
    total: u64,
    /// How many rows each table has.
    counts: HashMap<&'static str, usize>,
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

    fn count<R: Record>(&self) -> usize {
        self.counts.get(R::TABLE).copied().unwrap_or_default()
    }

    fn all<R: Record>(&self) -> Result<Vec<R>, ErrorKind> {
        // Exactly as much room as they need: what a growing list leaves behind is not given back.
        let mut records = Vec::with_capacity(self.count::<R>());
        self.each(|record| records.push(record))?;
        Ok(records)
    }
}
