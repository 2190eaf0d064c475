//! The rows as the operations say they must be, and how the rows of the file differ from that.

use std::collections::{BTreeMap, HashMap};

use rusqlite::Connection;

use super::{
    error::ErrorKind,
    geometry::point_blob,
    history::table_of,
    operation::read_change,
    schema::quoted,
    table::{RecordTable, value_of},
    verify::{Finding, Verification},
};
use crate::domain::{
    RecordId,
    project::{AnyRecord, Change, RecordKind},
    value::Field as _,
};

/// What the operations of a file come to.
pub(super) struct Fold {
    /// Every row that must be there.
    pub rows: HashMap<(RecordKind, RecordId), AnyRecord>,
    /// Device and number of the operations that can not be understood or do not fit.
    pub unreadable: Vec<(String, i64)>,
}

/// Plays all operations in the order of their clocks.
pub(super) fn fold(conn: &Connection, tables: &[RecordTable]) -> Result<Fold, ErrorKind> {
    let mut fold = Fold { rows: HashMap::new(), unreadable: Vec::new() };
    let devices: i64 =
        conn.query_row(&format!("SELECT count(*) FROM ({})", super::history::DEVICES), [], |row| row.get(0))?;
    // The operations of one device are in the order of its clock already.
    let order = if devices > 1 { "hlc, device, seq" } else { "device, seq" };
    let mut select =
        conn.prepare(&format!("SELECT device, seq, tbl, row, kind, data FROM paikou_op ORDER BY {order}"))?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let cell = |column| Ok::<_, rusqlite::Error>(row.get_ref(column)?.as_str().unwrap_or_default());
        let change = table_of(tables, cell(2)?).and_then(|table| {
            let id = uuid::Uuid::parse_str(cell(3).ok()?).ok().map(RecordId)?;
            read_change(table, id, cell(4).ok()?, cell(5).ok()?)
        });
        if change.and_then(|change| fold.play(change)).is_none() {
            fold.unreadable.push((cell(0)?.to_owned(), row.get(1)?));
        }
    }
    Ok(fold)
}

impl Fold {
    /// None if the change does not fit the rows as they are.
    fn play(&mut self, change: Change) -> Option<()> {
        match change {
            Change::Insert(record) => {
                let earlier = self.rows.insert((record.kind(), record.id()), record);
                earlier.is_none().then_some(())
            }
            Change::Delete(record) => self.rows.remove(&(record.kind(), record.id())).map(|_| ()),
            Change::Set { kind, id, cells } => {
                let record = self.rows.get_mut(&(kind, id))?;
                for cell in cells {
                    record.set_named(&cell.column, cell.new).ok()?;
                }
                Some(())
            }
        }
    }
}

/// Holds the rows of the file against `wanted`.
pub(super) fn compare(
    conn: &Connection,
    tables: &[RecordTable],
    mut wanted: HashMap<(RecordKind, RecordId), AnyRecord>,
    report: &mut Verification,
) -> Result<(), ErrorKind> {
    for table in tables {
        compare_table(conn, table, &mut wanted, report)?;
    }
    let missing: BTreeMap<(RecordKind, RecordId), AnyRecord> = wanted.into_iter().collect();
    let missing = missing.into_keys();
    report
        .findings
        .extend(missing.map(|(kind, row)| Finding::RowMissing { table: kind.table().to_owned(), row }));
    Ok(())
}

fn compare_table(
    conn: &Connection,
    table: &RecordTable,
    wanted: &mut HashMap<(RecordKind, RecordId), AnyRecord>,
    report: &mut Verification,
) -> Result<(), ErrorKind> {
    let name = table.kind.table();
    let is_outfall = table.kind == RecordKind::Outfall;
    let mut columns: Vec<&str> =
        std::iter::once("uuid").chain(table.columns.iter().map(|it| it.name)).collect();
    if is_outfall {
        columns.push("geom");
    }
    let list: Vec<String> = columns.iter().copied().map(quoted).collect();
    let mut select =
        conn.prepare(&format!("SELECT {} FROM {} ORDER BY fid", list.join(", "), quoted(name)))?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        report.row_count += 1;
        let uuid = value_of(row.get_ref(0)?).unwrap_or_default();
        let id = RecordId::from_value(uuid.clone()).ok();
        let Some((id, record)) = id.and_then(|id| Some((id, wanted.remove(&(table.kind, id))?))) else {
            let row = uuid.as_text().unwrap_or_default().to_owned();
            report.findings.push(Finding::RowUnknown { table: name.to_owned(), row });
            continue;
        };
        for (at, column) in columns.iter().enumerate().skip(1) {
            let cell = row.get_ref(at)?;
            let same = if is_outfall && at == columns.len() - 1 {
                cell.as_blob_or_null().ok() == Some(geom_of(&record).as_ref().map(<[u8; 29]>::as_slice))
            } else {
                let found = value_of(cell).ok().and_then(|value| table.normal(at - 1, value).ok());
                found == Some(record.cell(at - 1))
            };
            if !same {
                let (table, column) = (name.to_owned(), (*column).to_owned());
                report.findings.push(Finding::RowAltered { table, row: id, column });
            }
        }
    }
    Ok(())
}

fn geom_of(record: &AnyRecord) -> Option<[u8; 29]> {
    match record {
        AnyRecord::Outfall(outfall) => point_blob(outfall.lon, outfall.lat),
        _ => None,
    }
}
