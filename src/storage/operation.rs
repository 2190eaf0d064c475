//! Operations as the project file keeps them: their data as JSON, their hash, their chain.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json};
use sha2::{Digest as _, Sha256};

use super::table::RecordTable;
use crate::domain::{
    RecordId, Value,
    op::OpHash,
    project::{AnyRecord, CellChange, Change},
};

/// The fields of a step that its operations vouch for.
pub(super) struct StepFields<'a> {
    pub uuid: &'a str,
    pub deed: &'a str,
    pub subject: &'a str,
    pub about: Option<&'a str>,
    pub at_ms: i64,
    pub utc_offset_min: i64,
    pub author: &'a str,
    /// Nothing in steps of before format 3, and where it was not said.
    pub unit: Option<&'a str>,
    pub role: Option<&'a str>,
    pub device: &'a str,
    pub first_seq: i64,
    pub op_count: i64,
}

impl StepFields<'_> {
    /// SHA-256 over all fields.
    pub(super) fn digest(&self) -> OpHash {
        // A step that does not say them hashes as it did before there were units and roles.
        let says_who = self.unit.is_some() || self.role.is_some();
        let mut hash = FieldHash::new(if says_who { "paikou-step-v2" } else { "paikou-step-v1" });
        for text in [self.uuid, self.deed, self.subject, self.about.unwrap_or_default()] {
            hash.text(text);
        }
        hash.number(self.at_ms).number(self.utc_offset_min).text(self.author).text(self.device);
        hash.number(self.first_seq).number(self.op_count);
        if says_who {
            hash.text(self.unit.unwrap_or_default()).text(self.role.unwrap_or_default());
        }
        hash.finish()
    }
}

/// One row of `paikou_op` but for its hash.
pub(super) struct OpFields<'a> {
    pub device: &'a str,
    pub seq: i64,
    pub hlc: i64,
    pub step: &'a str,
    pub table: &'a str,
    pub row: &'a str,
    pub kind: &'a str,
    pub data: &'a str,
    pub prev: OpHash,
}

impl OpFields<'_> {
    /// The hash that ties the operation to its step and to the device's operation before it.
    pub(super) fn hash(&self, step: OpHash) -> OpHash {
        let mut hash = FieldHash::new("paikou-op-v1");
        hash.bytes(&step.0).text(self.device).number(self.seq).number(self.hlc);
        for text in [self.step, self.table, self.row, self.kind, self.data] {
            hash.text(text);
        }
        hash.bytes(&self.prev.0);
        hash.finish()
    }
}

/// SHA-256 over fields, each with its length before it, so that no two lists of fields look alike.
pub(super) struct FieldHash(Sha256);

impl FieldHash {
    /// `domain` keeps hashes for different purposes apart.
    pub(super) fn new(domain: &str) -> Self {
        let mut hash = Self(Sha256::new());
        hash.text(domain);
        hash
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.bytes(text.as_bytes())
    }

    pub(super) fn number(&mut self, number: i64) -> &mut Self {
        self.bytes(&number.to_le_bytes())
    }

    pub(super) fn finish(self) -> OpHash {
        OpHash(self.0.finalize().into())
    }
}

/// SHA-256 of bytes, as lower-case hex: the name of a photo in the project file.
pub fn sha256_hex(bytes: &[u8]) -> String {
    OpHash(Sha256::digest(bytes).into()).to_string()
}

/// Is this a number that SQLite would keep as it is?
pub(super) fn finite(value: &Value) -> bool {
    !matches!(value, Value::Real(number) if !number.is_finite())
}

/// The data of an insert or delete: `{"column": value, …}` of all cells that hold something.
pub(super) fn write_row(out: &mut String, table: &RecordTable, cells: &[Value]) {
    out.clear();
    out.push('{');
    let filled = table.columns.iter().zip(cells).filter(|(_, cell)| **cell != Value::Null);
    for (column, cell) in filled {
        separate(out);
        write_text(out, column.name);
        out.push(':');
        write_value(out, cell);
    }
    out.push('}');
}

/// The data of a set: `{"column": [old, new], …}`.
pub(super) fn write_cells(out: &mut String, cells: &[CellChange]) {
    out.clear();
    out.push('{');
    for cell in cells {
        separate(out);
        write_text(out, &cell.column);
        out.push_str(":[");
        write_value(out, &cell.old);
        out.push(',');
        write_value(out, &cell.new);
        out.push(']');
    }
    out.push('}');
}

fn separate(out: &mut String) {
    if !out.ends_with('{') {
        out.push(',');
    }
}

fn write_value(out: &mut String, value: &Value) {
    // Writing to a string can not fail.
    let written = match value {
        Value::Null => out.write_str("null"),
        Value::Integer(number) => write!(out, "{number}"),
        // Debug keeps the point of 112.0, which tells a real from an integer.
        Value::Real(number) => write!(out, "{number:?}"),
        Value::Text(text) => {
            write_text(out, text);
            Ok(())
        }
    };
    debug_assert!(written.is_ok());
}

fn write_text(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.find(|letter: char| letter < ' ' || letter == '"' || letter == '\\') {
        let (plain, tail) = rest.split_at(at);
        out.push_str(plain);
        let mut letters = tail.chars();
        match letters.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some(control) => {
                let written = write!(out, "\\u{:04x}", u32::from(control));
                debug_assert!(written.is_ok());
            }
            None => {}
        }
        rest = letters.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

/// Rebuilds the change from what the operation says. None where it says nothing that can be understood.
pub(super) fn read_change(table: &RecordTable, row: RecordId, kind: &str, data: &str) -> Option<Change> {
    let data: Map<String, Json> = serde_json::from_str(data).ok()?;
    match kind {
        "insert" => Some(Change::Insert(read_row(table, row, data)?)),
        "delete" => Some(Change::Delete(read_row(table, row, data)?)),
        "set" => {
            let cells = data.into_iter().map(|(column, pair)| {
                table.index_of(&column)?;
                let Json::Array(pair) = pair else { return None };
                let [old, new]: [Json; 2] = pair.try_into().ok()?;
                Some(CellChange { column, old: read_value(old)?, new: read_value(new)? })
            });
            Some(Change::Set { kind: table.kind, id: row, cells: cells.collect::<Option<_>>()? })
        }
        _ => None,
    }
}

fn read_row(table: &RecordTable, row: RecordId, data: Map<String, Json>) -> Option<AnyRecord> {
    let mut record = table.kind.blank(row);
    for (column, value) in data {
        record.set_cell(table.index_of(&column)?, read_value(value)?).ok()?;
    }
    Some(record)
}

fn read_value(json: Json) -> Option<Value> {
    match json {
        Json::Null => Some(Value::Null),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Some(Value::Integer(number)),
            None => number.as_f64().map(Value::Real),
        },
        Json::String(text) => Some(Value::Text(text)),
        Json::Bool(_) | Json::Array(_) | Json::Object(_) => None,
    }
}

/// The word for a kind of change in `paikou_op`.
pub(super) fn word(change: &Change) -> &'static str {
    match change {
        Change::Insert(_) => "insert",
        Change::Delete(_) => "delete",
        Change::Set { .. } => "set",
    }
}
