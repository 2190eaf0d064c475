//! The table of one kind of record: its SQL, and its rows in and out.

use std::fmt::Display;

use rusqlite::{Connection, OptionalExtension as _, Row, Statement, types::ValueRef};

use super::{
    error::{CellPlace, ErrorKind},
    schema::{STATE_COLUMNS, quoted},
};
use crate::domain::{
    Column, Record, RecordId, Value,
    project::{AnyRecord, ColumnInfo, RecordKind},
    value::{BadValue, Wanted},
};

/// How the rows of one kind of record are written and read.
pub(super) struct RecordTable {
    pub kind: RecordKind,
    pub columns: Vec<ColumnInfo>,
    insert: String,
    select_one: String,
    delete: String,
}

impl RecordTable {
    /// The tables of all kinds, in the order of [`RecordKind::ALL`].
    pub(super) fn all() -> Vec<Self> {
        RecordKind::ALL.iter().copied().map(Self::new).collect()
    }

    fn new(kind: RecordKind) -> Self {
        let columns = kind.columns();
        let table = quoted(kind.table());
        let mut names: Vec<String> =
            std::iter::once("uuid").chain(columns.iter().map(|it| it.name)).map(quoted).collect();
        let select_one = format!("SELECT {} FROM {table} WHERE uuid = ?1", names.join(", "));
        if kind == RecordKind::Outfall {
            names.push("geom".to_owned());
            names.extend(STATE_COLUMNS.iter().map(|it| it.name.to_owned()));
        }
        let places: Vec<String> = (1..=names.len()).map(|number| format!("?{number}")).collect();
        Self {
            kind,
            insert: format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), places.join(", ")),
            select_one,
            delete: format!("DELETE FROM {table} WHERE uuid = ?1"),
            columns,
        }
    }

    /// The column that says to which row this one belongs, and the kind of that row.
    pub(super) fn parent(&self) -> Option<(&'static str, RecordKind)> {
        match self.kind {
            RecordKind::Settings | RecordKind::Outfall => None,
            kind if kind.is_map_part() => None,
            RecordKind::LabResult => Some(("sample", RecordKind::Sample)),
            _ => Some(("outfall", RecordKind::Outfall)),
        }
    }

    /// The number of the column called `name`.
    pub(super) fn index_of(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// Adds a row. `cells` is in the order of [`Self::columns`]; `geom` and `states` are for outfalls.
    pub(super) fn insert(
        &self,
        conn: &Connection,
        id: &str,
        cells: &[Value],
        geom: Option<&[u8]>,
        states: Option<&[&'static str; 6]>,
    ) -> Result<(), ErrorKind> {
        let mut insert = conn.prepare_cached(&self.insert)?;
        insert.raw_bind_parameter(1, id)?;
        for (place, cell) in (2..).zip(cells) {
            bind(&mut insert, place, cell)?;
        }
        if self.kind == RecordKind::Outfall {
            let after = 2 + cells.len();
            insert.raw_bind_parameter(after, geom)?;
            for place in 0..STATE_COLUMNS.len() {
                let state = states.and_then(|it| it.get(place)).copied();
                insert.raw_bind_parameter(after + 1 + place, state)?;
            }
        }
        insert.raw_execute()?;
        Ok(())
    }

    /// Takes a row away; false if there was none.
    pub(super) fn delete(&self, conn: &Connection, id: &str) -> Result<bool, ErrorKind> {
        Ok(conn.prepare_cached(&self.delete)?.execute([id])? == 1)
    }

    /// Reads one row.
    pub(super) fn read(&self, conn: &Connection, id: RecordId) -> Result<Option<AnyRecord>, ErrorKind> {
        let mut select = conn.prepare_cached(&self.select_one)?;
        let found = select.query_row([id.to_string()], |row| Ok(self.record_of(row, id))).optional()?;
        found.transpose()
    }

    fn record_of(&self, row: &Row<'_>, id: RecordId) -> Result<AnyRecord, ErrorKind> {
        let mut record = self.kind.blank(id);
        for (index, column) in self.columns.iter().enumerate() {
            let bad = |source| bad_cell(self.kind.table(), column.name, id, source);
            let value = value_of(row.get_ref(1 + index)?).map_err(bad)?;
            record.set_cell(index, value).map_err(bad)?;
        }
        Ok(record)
    }

    /// The value as this column keeps it: an empty text becomes nothing, a missing yes/no becomes no.
    pub(super) fn normal(&self, index: usize, value: Value) -> Result<Value, BadValue> {
        let mut probe = self.kind.blank(RecordId::NIL);
        probe.set_cell(index, value)?;
        Ok(probe.cell(index))
    }
}

/// Reads every row of a table, in the order in which the rows came in, without going through [`AnyRecord`].
pub(super) fn read_all<R: Record>(conn: &Connection, mut take: impl FnMut(R)) -> Result<(), ErrorKind> {
    let names: Vec<String> =
        std::iter::once("uuid").chain(R::COLUMNS.iter().map(|it| it.name)).map(quoted).collect();
    let sql = format!("SELECT {} FROM {} ORDER BY fid", names.join(", "), quoted(R::TABLE));
    let mut select = conn.prepare(&sql)?;
    let mut rows = select.query([])?;
    let blank = R::default();
    // Most cells of most rows are empty, and most columns are blank without being told so.
    let is_blank_when_empty = |column: &Column<R>| {
        let mut record = blank.clone();
        (column.set)(&mut record, Value::Null).is_ok_and(|()| record == blank)
    };
    let skipped: Vec<bool> = R::COLUMNS.iter().map(is_blank_when_empty).collect();
    while let Some(row) = rows.next()? {
        let id = id_of(row.get_ref(0)?).ok_or_else(|| bad_id(R::TABLE, row))?;
        let mut record = blank.clone();
        record.set_id(id);
        for ((index, column), skip) in (1..).zip(R::COLUMNS).zip(&skipped) {
            let cell = row.get_ref(index)?;
            if *skip && cell == ValueRef::Null {
                continue;
            }
            value_of(cell)
                .and_then(|value| (column.set)(&mut record, value))
                .map_err(|source| bad_cell(R::TABLE, column.name, id, source))?;
        }
        take(record);
    }
    Ok(())
}

fn id_of(cell: ValueRef<'_>) -> Option<RecordId> {
    cell.as_str().ok().and_then(|text| uuid::Uuid::parse_str(text).ok()).map(RecordId)
}

fn bad_id(table: &str, row: &Row<'_>) -> ErrorKind {
    let value = row.get_ref(0).ok().and_then(|cell| value_of(cell).ok()).unwrap_or_default();
    bad_cell(table, "uuid", format!("{value:?}"), BadValue { value, wanted: Wanted::Identity })
}

pub(super) fn bad_cell(table: &str, column: &str, row: impl Display, source: BadValue) -> ErrorKind {
    let place = CellPlace { table: table.to_owned(), column: column.to_owned(), row: row.to_string() };
    ErrorKind::BadCell { place: Box::new(place), source }
}

/// A cell as SQLite has it.
pub(super) fn value_of(cell: ValueRef<'_>) -> Result<Value, BadValue> {
    match cell {
        ValueRef::Null => Ok(Value::Null),
        ValueRef::Integer(number) => Ok(Value::Integer(number)),
        ValueRef::Real(number) => Ok(Value::Real(number)),
        ValueRef::Text(bytes) => match String::from_utf8(bytes.to_vec()) {
            Ok(text) => Ok(Value::Text(text)),
            Err(bad) => {
                let value = Value::Text(String::from_utf8_lossy(bad.as_bytes()).into_owned());
                Err(BadValue { value, wanted: Wanted::Utf8 })
            }
        },
        ValueRef::Blob(_) => Err(BadValue { value: Value::Null, wanted: Wanted::NoBytes }),
    }
}

/// Binds a value. A number that is not finite never gets here: [`super::operation::finite`].
pub(super) fn bind(statement: &mut Statement<'_>, place: usize, value: &Value) -> rusqlite::Result<()> {
    match value {
        Value::Null => statement.raw_bind_parameter(place, rusqlite::types::Null),
        Value::Integer(number) => statement.raw_bind_parameter(place, number),
        Value::Real(number) => statement.raw_bind_parameter(place, number),
        Value::Text(text) => statement.raw_bind_parameter(place, text.as_str()),
    }
}
