//! A record of any kind, and the smallest change to one: what the project file, the log of operations
//! and the undo history have in common.

use super::{
    Column, Record as _, RecordId,
    agenda::Assignment,
    basemap::Basemap,
    bookmark::Bookmark,
    fact::{
        Acceptance, Claim, Correction, LabResult, ManholeCheck, Photo, Plan, ProgressNote, RegisterEvent,
        Sample, Trace, TraceSource, Upkeep, Visit, Waiver,
    },
    layer::{Layer, LayerGroup},
    outfall::Outfall,
    position::track::Track,
    settings::Settings,
    value::{BadValue, SqlType, Value, Wanted},
};

/// What a column is, whatever kind of record it belongs to.
#[derive(Clone, Copy, Debug)]
pub struct ColumnInfo {
    /// See [`Column::name`].
    pub name: &'static str,
    /// See [`Column::zh`].
    pub zh: &'static str,
    /// See [`Column::en`].
    pub en: &'static str,
    /// See [`Column::sql`].
    pub sql: SqlType,
    /// See [`Column::codes`].
    pub codes: &'static [(&'static str, &'static str, &'static str)],
}

fn info<R>(column: &Column<R>) -> ColumnInfo {
    ColumnInfo { name: column.name, zh: column.zh, en: column.en, sql: column.sql, codes: column.codes }
}

/// Lists the kinds of records once, for everything that treats them alike.
macro_rules! record_kinds {
    ($($kind:ident),* $(,)?) => {
        /// A kind of record; each has a table in the project file.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RecordKind {
            $(#[doc = concat!("See [`", stringify!($kind), "`].")] $kind,)*
        }

        /// A record of any kind.
        #[derive(Clone, Debug, PartialEq)]
        pub enum AnyRecord {
            $(#[doc = concat!("See [`", stringify!($kind), "`].")] $kind($kind),)*
        }

        impl RecordKind {
            /// Every kind, in the order in which rows refer to earlier ones.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// The name of the table.
            pub fn table(self) -> &'static str {
                match self { $(Self::$kind => $kind::TABLE,)* }
            }

            /// The Chinese title of the table.
            pub fn zh(self) -> &'static str {
                match self { $(Self::$kind => $kind::ZH,)* }
            }

            /// The English title of the table.
            pub fn en(self) -> &'static str {
                match self { $(Self::$kind => $kind::EN,)* }
            }

            /// The columns, without the identity.
            pub fn columns(self) -> Vec<ColumnInfo> {
                match self { $(Self::$kind => $kind::COLUMNS.iter().map(info).collect(),)* }
            }

            /// A record of this kind in which nothing is known yet.
            pub fn blank(self, id: RecordId) -> AnyRecord {
                match self {
                    $(Self::$kind => {
                        let mut record = $kind::default();
                        record.set_id(id);
                        AnyRecord::$kind(record)
                    })*
                }
            }
        }

        impl AnyRecord {
            /// What kind it is.
            pub fn kind(&self) -> RecordKind {
                match self { $(Self::$kind(_) => RecordKind::$kind,)* }
            }

            /// Its identity.
            pub fn id(&self) -> RecordId {
                match self { $(Self::$kind(record) => record.id,)* }
            }

            /// The cell in the column at `index` of [`RecordKind::columns`].
            pub fn cell(&self, index: usize) -> Value {
                match self {
                    $(Self::$kind(record) => {
                        $kind::COLUMNS.get(index).map_or(Value::Null, |column| (column.get)(record))
                    })*
                }
            }

            /// Writes the cell in the column at `index` of [`RecordKind::columns`].
            pub fn set_cell(&mut self, index: usize, value: Value) -> Result<(), BadValue> {
                match self {
                    $(Self::$kind(record) => match $kind::COLUMNS.get(index) {
                        Some(column) => (column.set)(record, value),
                        None => Err(BadValue { value, wanted: Wanted::Column }),
                    },)*
                }
            }
        }

        $(impl From<$kind> for AnyRecord {
            fn from(record: $kind) -> Self {
                Self::$kind(record)
            }
        })*
    };
}

record_kinds!(
    Settings,
    LayerGroup,
    Layer,
    Basemap,
    Bookmark,
    Track,
    Outfall,
    Claim,
    Visit,
    Sample,
    LabResult,
    Trace,
    TraceSource,
    ManholeCheck,
    Plan,
    ProgressNote,
    Acceptance,
    Upkeep,
    RegisterEvent,
    Photo,
    Assignment,
    Correction,
    Waiver,
);

impl RecordKind {
    /// Is it a part of the map that [`super::map_parts`] keeps?
    pub fn is_map_part(self) -> bool {
        matches!(self, Self::LayerGroup | Self::Layer | Self::Basemap | Self::Bookmark | Self::Track)
    }

    /// Are mistakes in records of this kind put right by a [`Correction`]? Claims are what a ledger says, assignments may be made anew, and
    /// parts go with what they are a part of.
    pub fn is_correctable(self) -> bool {
        matches!(
            self,
            Self::Visit
                | Self::Sample
                | Self::Trace
                | Self::ManholeCheck
                | Self::Plan
                | Self::ProgressNote
                | Self::Acceptance
                | Self::Upkeep
                | Self::RegisterEvent
                | Self::Photo
        )
    }

    /// The kind with this table.
    pub fn of_table(table: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.table() == table)
    }
}

impl AnyRecord {
    /// The cells that hold something, by column name.
    pub fn filled(&self) -> impl Iterator<Item = (&'static str, Value)> {
        let columns = self.kind().columns();
        columns
            .into_iter()
            .enumerate()
            .map(|(index, column)| (column.name, self.cell(index)))
            .filter(|(_, value)| *value != Value::Null)
    }

    /// Writes the cell in the column called `name`.
    pub fn set_named(&mut self, name: &str, value: Value) -> Result<(), BadValue> {
        match self.kind().columns().iter().position(|column| column.name == name) {
            Some(index) => self.set_cell(index, value),
            None => Err(BadValue { value, wanted: Wanted::Column }),
        }
    }

    /// The outfall that this record is about; the sample's for a result is known only to the project.
    pub fn outfall(&self) -> Option<RecordId> {
        match self {
            Self::Settings(_)
            | Self::LayerGroup(_)
            | Self::Layer(_)
            | Self::Basemap(_)
            | Self::Bookmark(_)
            | Self::Track(_)
            | Self::LabResult(_) => None,
            Self::Outfall(it) => Some(it.id),
            Self::Claim(it) => Some(it.outfall),
            Self::Visit(it) => Some(it.outfall),
            Self::Sample(it) => Some(it.outfall),
            Self::Trace(it) => Some(it.outfall),
            Self::TraceSource(it) => Some(it.outfall),
            Self::ManholeCheck(it) => Some(it.outfall),
            Self::Plan(it) => Some(it.outfall),
            Self::ProgressNote(it) => Some(it.outfall),
            Self::Acceptance(it) => Some(it.outfall),
            Self::Upkeep(it) => Some(it.outfall),
            Self::RegisterEvent(it) => Some(it.outfall),
            Self::Photo(it) => Some(it.outfall),
            Self::Assignment(it) => Some(it.outfall),
            Self::Correction(it) => Some(it.outfall),
            Self::Waiver(it) => Some(it.outfall),
        }
    }
}

/// One cell of a row before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct CellChange {
    /// The name of the column.
    pub column: String,
    /// What it held.
    pub old: Value,
    /// What it holds afterwards.
    pub new: Value,
}

/// The smallest change to a project. Old values are kept, so that each has an [`Change::inverse`].
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A new row.
    Insert(AnyRecord),
    /// A row goes. It holds the whole row.
    Delete(AnyRecord),
    /// Some cells of a row get other values.
    Set {
        /// The kind of row.
        kind: RecordKind,
        /// The row.
        id: RecordId,
        /// The cells.
        cells: Vec<CellChange>,
    },
}

impl Change {
    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(self) -> Self {
        match self {
            Self::Insert(record) => Self::Delete(record),
            Self::Delete(record) => Self::Insert(record),
            Self::Set { kind, id, cells } => {
                let cells = cells.into_iter().map(|cell| CellChange { old: cell.new, new: cell.old, ..cell });
                Self::Set { kind, id, cells: cells.collect() }
            }
        }
    }

    /// The change from `old` to `new`, or nothing if they are alike. Both must be the same row.
    pub fn between(old: &AnyRecord, new: &AnyRecord) -> Option<Self> {
        let columns = new.kind().columns();
        let cells: Vec<CellChange> = columns
            .iter()
            .enumerate()
            .map(|(index, column)| CellChange {
                column: column.name.to_owned(),
                old: old.cell(index),
                new: new.cell(index),
            })
            .filter(|cell| cell.old != cell.new)
            .collect();
        (!cells.is_empty()).then(|| Self::Set { kind: new.kind(), id: new.id(), cells })
    }
}

/// Why a change does not fit the project it is meant for.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Misfit {
    /// The row it is about is not there.
    #[error("there is no {table} row {id}")]
    NoSuchRow {
        /// The table.
        table: &'static str,
        /// The row.
        id: RecordId,
    },
    /// The row is already there.
    #[error("there already is a {table} row {id}")]
    AlreadyThere {
        /// The table.
        table: &'static str,
        /// The row.
        id: RecordId,
    },
    /// A correction that leads back to what it corrects.
    #[error("correction {id} leads back to what it corrects")]
    Circle {
        /// The correction.
        id: RecordId,
    },
    /// Other rows hang on it; they have to go first, so that taking the change back brings everything back.
    #[error("other rows depend on {table} row {id}")]
    StillNeeded {
        /// The table.
        table: &'static str,
        /// The row.
        id: RecordId,
    },
    /// A cell can not hold the value.
    #[error("column {column} can not hold it")]
    BadCell {
        /// The column.
        column: String,
        /// Why.
        #[source]
        source: BadValue,
    },
}
