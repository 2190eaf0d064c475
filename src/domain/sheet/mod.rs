//! The attribute table (属性表): every outfall, or every fact of one kind, as rows and columns.
//!
//! A [`Sheet`] looks into a project and copies nothing; rows are numbers ([`RowAt`]), so that a million of them can be put in order
//! ([`order()`]), narrowed ([`Chip`]), copied and pasted ([`pasted`]). Register entries can be changed here, many at a time; facts are
//! insert-only and can only be read.

mod chip;
mod edit;
mod order;
mod paste;
#[cfg(test)]
mod tests;

pub use self::{
    chip::{Chip, ChipOp},
    edit::{CellEdit, EditPlan, Refusal, RefusedCell, set_all},
    order::{SortBy, order},
    paste::{grid_of, pasted, table_text},
};
use super::{
    RecordId, Value,
    outfall::Outfall,
    progress::Snapshot,
    project::{ColumnInfo, Entry, Project, RecordKind},
    record::Record as _,
    stage::Track,
    value::SqlType,
};

/// A row: an outfall, or one of its facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowAt {
    /// Where the outfall is in [`Project::entries`].
    pub entry: u32,
    /// Which of its facts of the sheet's kind; 0 in a sheet of outfalls.
    pub fact: u32,
}

/// A column of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The code of the outfall that a fact is about.
    OwnerCode,
    /// The name of the outfall that a fact is about.
    OwnerName,
    /// A state of an outfall.
    State(Track),
    /// A column of the records, by its number in [`RecordKind::columns`].
    Cell(u16),
}

/// A cell as a person reads it.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// Nothing is known.
    Nothing,
    /// The same in every language.
    Plain(String),
    /// A word in Chinese and English.
    Word(&'static str, &'static str),
    /// Yes or no.
    YesNo(bool),
}

/// The kinds that have a sheet, outfalls first.
pub const KINDS: &[RecordKind] = &[
    RecordKind::Outfall,
    RecordKind::Visit,
    RecordKind::Sample,
    RecordKind::LabResult,
    RecordKind::Trace,
    RecordKind::TraceSource,
    RecordKind::ManholeCheck,
    RecordKind::Plan,
    RecordKind::ProgressNote,
    RecordKind::Acceptance,
    RecordKind::Upkeep,
    RecordKind::RegisterEvent,
    RecordKind::Photo,
    RecordKind::Assignment,
    RecordKind::Correction,
    RecordKind::Waiver,
    RecordKind::Claim,
];

/// What a column is called, what it holds, and whether it can be changed here.
#[derive(Clone, Copy, Debug)]
pub struct FieldInfo {
    /// The Chinese title.
    pub zh: &'static str,
    /// The English title.
    pub en: &'static str,
    /// What it holds; text for states and owners.
    pub sql: SqlType,
    /// The column of the record; none for states and owners.
    pub column: Option<ColumnInfo>,
}

impl FieldInfo {
    /// Is it a number that stands at the right of its cell?
    pub fn is_number(&self) -> bool {
        matches!(self.sql, SqlType::Double | SqlType::Integer)
    }
}

/// All outfalls, or all facts of one kind, of a project as it stands in a snapshot.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a> {
    project: &'a Project,
    snapshot: &'a Snapshot,
    kind: RecordKind,
}

impl<'a> Sheet<'a> {
    /// A sheet of one of [`KINDS`]; of another kind it has no rows.
    pub fn new(project: &'a Project, snapshot: &'a Snapshot, kind: RecordKind) -> Self {
        Self { project, snapshot, kind }
    }

    /// What its rows are.
    pub fn kind(&self) -> RecordKind {
        self.kind
    }

    /// Every row, in the order in which they came in.
    pub fn rows(&self) -> Vec<RowAt> {
        let entries = self.project.entries().iter().zip(0..);
        let rows = |(entry, at): (&Entry, u32)| {
            (0..self.count_of(entry) as u32).map(move |fact| RowAt { entry: at, fact })
        };
        entries.flat_map(rows).collect()
    }

    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.project.entries().iter().map(|entry| self.count_of(entry)).sum()
    }

    fn count_of(&self, entry: &Entry) -> usize {
        if self.kind == RecordKind::Outfall { 1 } else { entry.count_of(self.kind) }
    }

    /// The columns, in the order in which they stand before anybody arranges them.
    pub fn fields(&self) -> Vec<Field> {
        let cells = |skipped: &'static [&'static str]| {
            let columns = self.kind.columns();
            let numbered = columns.into_iter().zip(0..).filter(move |(it, _)| !skipped.contains(&it.name));
            numbered.map(|(_, at)| Field::Cell(at))
        };
        if self.kind == RecordKind::Outfall {
            return cells(&[]).chain(Track::ALL.map(Field::State)).collect();
        }
        [Field::OwnerCode, Field::OwnerName].into_iter().chain(cells(&["outfall", "sample"])).collect()
    }

    /// What a column is.
    pub fn info(&self, field: Field) -> FieldInfo {
        let text = |zh, en| FieldInfo { zh, en, sql: SqlType::Text, column: None };
        match field {
            Field::OwnerCode => text("排污口编码", "Outfall code"),
            Field::OwnerName => text("排污口名称", "Outfall name"),
            Field::State(track) => {
                let (zh, en) = track.title();
                text(zh, en)
            }
            Field::Cell(at) => match self.kind.columns().get(usize::from(at)) {
                Some(column) => {
                    FieldInfo { zh: column.zh, en: column.en, sql: column.sql, column: Some(*column) }
                }
                None => text("", ""),
            },
        }
    }

    /// The outfall of a row.
    pub fn outfall(&self, row: RowAt) -> Option<&'a Outfall> {
        self.project.entries().get(row.entry as usize).map(|it| &it.outfall)
    }

    /// What is in a cell; a state as its code.
    pub fn value(&self, row: RowAt, field: Field) -> Value {
        let Some(entry) = self.project.entries().get(row.entry as usize) else { return Value::Null };
        match field {
            Field::OwnerCode => Value::text(entry.outfall.code()),
            Field::OwnerName => Value::text(entry.outfall.name.as_str()),
            Field::State(track) => {
                let standing = self.snapshot.standings.get(row.entry as usize);
                standing.map_or(Value::Null, |it| Value::text(track.state(it).0))
            }
            Field::Cell(at) if self.kind == RecordKind::Outfall => {
                let column = Outfall::COLUMNS.get(usize::from(at));
                column.map_or(Value::Null, |column| (column.get)(&entry.outfall))
            }
            Field::Cell(at) => entry.cell_of(self.kind, row.fact as usize, usize::from(at)),
        }
    }

    /// What is in a cell, to be read.
    pub fn shown(&self, row: RowAt, field: Field) -> Shown {
        if let Field::State(track) = field {
            let standing = self.snapshot.standings.get(row.entry as usize);
            return standing.map_or(Shown::Nothing, |it| {
                let (_, zh, en) = track.state(it);
                Shown::Word(zh, en)
            });
        }
        let info = self.info(field);
        match self.value(row, field) {
            Value::Null => Shown::Nothing,
            Value::Integer(flag) if info.sql == SqlType::Boolean => Shown::YesNo(flag == 1),
            Value::Integer(number) => Shown::Plain(number.to_string()),
            Value::Real(number) => Shown::Plain(number.to_string()),
            Value::Text(text) => {
                let codes = info.column.map_or(&[][..], |it| it.codes);
                let word = codes.iter().find(|(code, ..)| *code == text);
                match (word, info.column.map(|it| it.name)) {
                    (Some((_, zh, en)), _) => Shown::Word(zh, en),
                    (None, Some("target")) => Shown::Plain(self.code_of(&text).unwrap_or(text)),
                    _ => Shown::Plain(text),
                }
            }
        }
    }

    /// The code of the outfall with this identity.
    fn code_of(&self, id: &str) -> Option<String> {
        let id = uuid::Uuid::parse_str(id).ok()?;
        Some(self.project.entry(RecordId(id))?.outfall.code().to_owned())
    }
}
