//! Many new outfalls at once: their places go into the R-tree in one statement instead of one trigger each.

use rusqlite::Connection;

use super::error::ErrorKind;
use crate::domain::project::{AnyRecord, Change};

/// From this many new outfalls in one step on, it pays.
const WORTH_IT: usize = 1_000;

const TRIGGER: &str = "rtree_outfall_geom_insert";

/// The insert trigger of the outfalls' R-tree, set aside inside the transaction.
pub(super) struct BulkInsert {
    trigger: String,
    last_fid: i64,
}

impl BulkInsert {
    /// Sets the trigger aside if the changes bring many outfalls.
    pub(super) fn begin(conn: &Connection, changes: &[Change]) -> Result<Option<Self>, ErrorKind> {
        let new = |change: &&Change| matches!(change, Change::Insert(AnyRecord::Outfall(_)));
        if changes.iter().filter(new).count() < WORTH_IT {
            return Ok(None);
        }
        let trigger = conn.query_row(
            "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?1",
            [TRIGGER],
            |row| row.get(0),
        )?;
        let last_fid = conn.query_row("SELECT coalesce(max(fid), 0) FROM outfall", [], |row| row.get(0))?;
        conn.execute_batch(&format!("DROP TRIGGER {TRIGGER}"))?;
        Ok(Some(Self { trigger, last_fid }))
    }

    /// Fills the R-tree and puts the trigger back.
    pub(super) fn finish(self, conn: &Connection) -> Result<(), ErrorKind> {
        // Neighbours one after another: the R-tree then splits less and packs better.
        conn.execute(
            "INSERT INTO rtree_outfall_geom
             SELECT fid, lon, lon, lat, lat FROM outfall WHERE fid > ?1 AND geom IS NOT NULL
             ORDER BY round(lat, 1), lon",
            [self.last_fid],
        )?;
        conn.execute_batch(&self.trigger)?;
        Ok(())
    }
}
