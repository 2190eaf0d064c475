//! Forms that are half filled in, each of the device on which it was typed.

use rusqlite::{Connection, params};

use super::{
    error::ErrorKind,
    schema,
    table::{bad_cell, value_of},
};
use crate::domain::{
    RecordId, Value,
    draft::{Draft, DraftKey, Filled, KEPT_MS},
    project::RecordKind,
    value::{BadValue, Field as _, Wanted},
};

const TABLE: &str = "paikou_draft";
/// The version of what a form writes into `content`. A draft of another version is left where it is, for the program that knows it.
const VERSION: i64 = 1;

/// What becomes of a draft.
#[derive(Clone, Debug)]
pub enum DraftChange {
    /// It is as given from now on.
    Keep(Box<Draft>),
    /// It goes for good.
    Remove(DraftKey),
}

/// Makes the table.
pub(super) fn create(conn: &Connection) -> Result<(), ErrorKind> {
    conn.execute_batch(include_str!("sql/draft.sql"))?;
    schema::hide(conn, TABLE)
}

/// Writes the change, inside a transaction of the caller.
pub(super) fn write(conn: &Connection, device: &str, change: &DraftChange) -> Result<(), ErrorKind> {
    match change {
        DraftChange::Keep(draft) => keep(conn, device, draft),
        DraftChange::Remove(key) => remove(conn, device, *key),
    }
}

fn keep(conn: &Connection, device: &str, draft: &Draft) -> Result<(), ErrorKind> {
    let Draft { key, outfall, edits, filled, created_ms, changed_ms, discarded_ms } = draft;
    conn.prepare_cached(
        "INSERT INTO paikou_draft VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT DO UPDATE SET outfall = ?5, edits = ?6, content = ?7, changed_ms = ?9, discarded_ms = ?10",
    )?
    .execute(params![
        device,
        key.record.to_string(),
        key.kind.table(),
        VERSION,
        outfall.to_string(),
        edits,
        filled.write(),
        created_ms,
        changed_ms,
        discarded_ms,
    ])?;
    // Here and not at opening: looking at a project writes nothing.
    conn.prepare_cached("DELETE FROM paikou_draft WHERE device = ?1 AND discarded_ms <= ?2")?
        .execute(params![device, changed_ms - KEPT_MS])?;
    Ok(())
}

/// Takes a draft away, if it is there.
pub(super) fn remove(conn: &Connection, device: &str, key: DraftKey) -> Result<(), ErrorKind> {
    conn.prepare_cached("DELETE FROM paikou_draft WHERE device = ?1 AND record = ?2 AND form = ?3")?
        .execute(params![device, key.record.to_string(), key.kind.table()])?;
    Ok(())
}

/// The drafts of a device, those that were begun first in front.
pub(super) fn read_all(conn: &Connection, device: &str) -> Result<Vec<Draft>, ErrorKind> {
    let mut select = conn.prepare(
        "SELECT record, form, outfall, edits, content, created_ms, changed_ms, discarded_ms
         FROM paikou_draft WHERE device = ?1 AND version = ?2 ORDER BY created_ms, record",
    )?;
    let mut rows = select.query(params![device, VERSION])?;
    let mut drafts = Vec::new();
    while let Some(row) = rows.next()? {
        let form: String = row.get(1)?;
        // The form of a later version: its draft waits for it.
        let Some(kind) = RecordKind::of_table(&form) else { continue };
        let id = |at: usize, column: &str| {
            let bad = |source| bad_cell(TABLE, column, drafts.len() + 1, source);
            value_of(row.get_ref(at)?).and_then(RecordId::from_value).map_err(bad)
        };
        let (record, outfall) = (id(0, "record")?, id(2, "outfall")?);
        let content: String = row.get(4)?;
        let filled = Filled::read(&content).map_err(|_unreadable| {
            let source = BadValue { value: Value::text(content.as_str()), wanted: Wanted::Text };
            bad_cell(TABLE, "content", record, source)
        })?;
        drafts.push(Draft {
            key: DraftKey { record, kind },
            outfall,
            edits: row.get(3)?,
            filled,
            created_ms: row.get(5)?,
            changed_ms: row.get(6)?,
            discarded_ms: row.get(7)?,
        });
    }
    Ok(drafts)
}
