//! The past of a project: its steps, and what each of them changed.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _, Row, types::ValueRef};

use super::{
    error::ErrorKind,
    operation::read_change,
    table::{RecordTable, bad_cell},
};
use crate::domain::{
    RecordId,
    layer::Layer,
    op::{Clock, Deed, PastStep},
    project::Change,
    role::Role,
    timeline::Moment,
    value::{Field as _, Value},
};

/// Every device that wrote operations, found by leaps through the index.
pub(super) const DEVICES: &str = "WITH RECURSIVE each(device) AS (
        SELECT min(device) FROM paikou_op
        UNION ALL
        SELECT (SELECT min(device) FROM paikou_op WHERE device > each.device) FROM each WHERE each.device IS NOT NULL
    ) SELECT device FROM each WHERE device IS NOT NULL";

/// The latest tick that any device wrote into the file.
pub(super) fn latest_clock(conn: &Connection) -> Result<Clock, ErrorKind> {
    let sql = format!(
        "SELECT max((SELECT hlc FROM paikou_op WHERE device = heads.device ORDER BY seq DESC LIMIT 1)) FROM ({DEVICES}) AS heads"
    );
    let latest: Option<i64> = conn.query_row(&sql, [], |row| row.get(0))?;
    Ok(Clock(latest.unwrap_or_default().max(0) as u64))
}

/// Every step, oldest first.
pub(super) fn history(conn: &Connection) -> Result<Vec<PastStep>, ErrorKind> {
    let mut select = conn.prepare_cached(
        "SELECT uuid, deed, subject, about, at_ms, author, op_count, unit, role, device FROM paikou_step ORDER BY id",
    )?;
    let mut rows = select.query([])?;
    let mut steps = Vec::new();
    while let Some(row) = rows.next()? {
        steps.push(past_step(row, steps.len() + 1)?);
    }
    Ok(steps)
}

/// The step in a row of `uuid, deed, subject, about, at_ms, author, op_count, unit, role, device`.
fn past_step(row: &Row<'_>, number: usize) -> Result<PastStep, ErrorKind> {
    let bad = |column: &str, source| bad_cell("paikou_step", column, number, source);
    Ok(PastStep {
        id: RecordId::from_value(text(row.get_ref(0)?)).map_err(|source| bad("uuid", source))?,
        deed: Deed::from_value(text(row.get_ref(1)?)).map_err(|source| bad("deed", source))?,
        subject: row.get(2)?,
        about: Option::from_value(text(row.get_ref(3)?)).map_err(|source| bad("about", source))?,
        at_ms: row.get(4)?,
        author: row.get(5)?,
        unit: row.get::<_, Option<String>>(7)?.unwrap_or_default(),
        // A role of a later version is no reason not to open the project.
        role: row.get::<_, Option<String>>(8)?.as_deref().and_then(Role::parse),
        device: row.get(9)?,
        op_count: row.get::<_, i64>(6)?.max(0) as u64,
    })
}

/// The step that brought in the features that `layer` has: of all that name their table, it is the first.
pub(super) fn origin(conn: &Connection, layer: &Layer) -> Result<Option<PastStep>, ErrorKind> {
    // Undo and redo can only name a table that is there already.
    let mut select = conn.prepare_cached(
        "SELECT uuid, deed, subject, about, at_ms, author, op_count, unit, role, device FROM paikou_step AS step
         WHERE about IS NULL AND EXISTS (
             SELECT 1 FROM paikou_op WHERE device = step.device
             AND seq BETWEEN step.first_seq AND step.first_seq + step.op_count - 1
             AND tbl = 'layer' AND row = ?1 AND instr(data, ?2) > 0
         ) ORDER BY id LIMIT 1",
    )?;
    let mut rows = select.query((layer.id.to_string(), &layer.table_name))?;
    rows.next()?.map(|row| past_step(row, 1)).transpose()
}

fn text(cell: ValueRef<'_>) -> Value {
    cell.as_str().map_or(Value::Null, Value::text)
}

/// What a step changed, in order.
pub(super) fn changes_of(
    conn: &Connection,
    tables: &[RecordTable],
    step: RecordId,
) -> Result<Vec<Change>, ErrorKind> {
    let found = conn
        .prepare_cached("SELECT device, first_seq, op_count FROM paikou_step WHERE uuid = ?1")?
        .query_row([step.to_string()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let (device, first, count): (String, i64, i64) = found.ok_or(ErrorKind::NoSuchStep(step))?;
    let mut select = conn.prepare_cached(
        "SELECT seq, tbl, row, kind, data FROM paikou_op WHERE device = ?1 AND seq BETWEEN ?2 AND ?3 ORDER BY seq",
    )?;
    let mut rows = select.query((&device, first, first.saturating_add(count) - 1))?;
    let mut changes = Vec::new();
    for seq in first..first.saturating_add(count) {
        let bad = || ErrorKind::BadOperation { device: device.clone(), seq };
        let row = rows.next()?.ok_or_else(bad)?;
        let table = table_of(tables, row.get_ref(1)?.as_str().unwrap_or_default()).ok_or_else(bad)?;
        let id = RecordId::from_value(text(row.get_ref(2)?)).map_err(|_no_detail| bad())?;
        let (kind, data): (String, String) = (row.get(3)?, row.get(4)?);
        if row.get::<_, i64>(0)? != seq {
            return Err(bad());
        }
        changes.push(read_change(table, id, &kind, &data).ok_or_else(bad)?);
    }
    Ok(changes)
}

/// What was done to an outfall, oldest first: the operations on its own row, on the rows of `facts`, and on every row that names it, as
/// facts do that were taken back.
pub(super) fn timeline(
    conn: &Connection,
    tables: &[RecordTable],
    outfall: RecordId,
    facts: &[RecordId],
) -> Result<Vec<Moment>, ErrorKind> {
    // One moment in time, although steps are written meanwhile.
    let moment = conn.unchecked_transaction()?;
    let of_outfall = OfOutfall {
        rows: facts.iter().chain([&outfall]).map(RecordId::to_string).collect(),
        named: outfall.to_string(),
    };
    let mut by_step = of_outfall.changes(conn, tables)?;
    let mut steps = Vec::with_capacity(by_step.len());
    {
        let mut select = conn.prepare_cached(
            "SELECT uuid, deed, subject, about, at_ms, author, op_count, unit, role, device, id FROM paikou_step WHERE uuid = ?1",
        )?;
        for uuid in by_step.keys() {
            let mut rows = select.query([uuid])?;
            if let Some(row) = rows.next()? {
                steps.push((row.get::<_, i64>(10)?, past_step(row, 1)?));
            }
        }
    }
    moment.finish()?;
    steps.sort_by_key(|(id, _)| *id);
    let with_changes = |(_, step): (i64, PastStep)| {
        let changes = by_step.remove(&step.id.to_string())?;
        Some(Moment { step, changes })
    };
    Ok(steps.into_iter().filter_map(with_changes).collect())
}

/// The columns of an operation that [`take`] reads.
const OP: &str = "step, row, data, device, seq, tbl, kind";

/// The changes of each step, in order.
type ByStep = BTreeMap<String, Vec<Change>>;

/// Which operations are about an outfall.
struct OfOutfall {
    /// Its own row, and those of its facts.
    rows: BTreeSet<String>,
    /// The outfall, as other rows name it.
    named: String,
}

impl OfOutfall {
    fn changes(&self, conn: &Connection, tables: &[RecordTable]) -> Result<ByStep, ErrorKind> {
        // In the order of the rows: steps of one device lie in their order.
        let mut places: BTreeSet<i64> = BTreeSet::new();
        let mut by_row = conn.prepare_cached("SELECT rowid FROM paikou_op WHERE row = ?1")?;
        for row in &self.rows {
            places.extend(by_row.query_map([row], |it| it.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?);
        }
        for sql in [
            r#"SELECT rowid FROM paikou_op WHERE substr(data, 1, 12) = '{"outfall":"' AND substr(data, 13, 36) = ?1"#,
            "SELECT rowid FROM paikou_op WHERE tbl = 'register_event' AND instr(data, ?1) > 0",
        ] {
            let mut naming = conn.prepare_cached(sql)?;
            let found = naming.query_map([&self.named], |it| it.get(0))?;
            places.extend(found.collect::<rusqlite::Result<Vec<i64>>>()?);
        }
        let mut select = conn.prepare_cached(&format!("SELECT {OP} FROM paikou_op WHERE rowid = ?1"))?;
        let mut by_step = ByStep::new();
        for place in places {
            let mut rows = select.query([place])?;
            if let Some(op) = rows.next()? {
                take(op, tables, &mut by_step)?;
            }
        }
        Ok(by_step)
    }
}

fn words<'a>(op: &'a Row<'_>, at: usize) -> &'a str {
    op.get_ref(at).ok().and_then(|it| it.as_str().ok()).unwrap_or_default()
}

/// Puts an operation with those of its step.
fn take(op: &Row<'_>, tables: &[RecordTable], by_step: &mut ByStep) -> Result<(), ErrorKind> {
    let change = table_of(tables, words(op, 5)).and_then(|table| {
        let id = RecordId::from_value(Value::text(words(op, 1))).ok()?;
        read_change(table, id, words(op, 6), words(op, 2))
    });
    let (device, seq) = (words(op, 3).to_owned(), op.get(4)?);
    let change = change.ok_or(ErrorKind::BadOperation { device, seq })?;
    by_step.entry(words(op, 0).to_owned()).or_default().push(change);
    Ok(())
}

/// The table with this name.
pub(super) fn table_of<'a>(tables: &'a [RecordTable], name: &str) -> Option<&'a RecordTable> {
    tables.iter().find(|table| table.kind.table() == name)
}
