//! From a file that was read to the changes it makes to a project (导入).
//!
//! `formats` has turned the file into a [`Table`](crate::domain::table::Table) of cells and shapes. Here the columns
//! get their meaning, the cells their values, the coordinates their place, and each row the outfall that it is about.
//! The result is an [`ImportPlan`]: nothing is changed until the caller applies it, and what could not be used is
//! listed row by row with the reason. Importing the same file again plans no change.

mod columns;
mod crs;
mod error;
mod layers;
mod matching;
mod merge;
mod outfalls;
mod position;
mod replace;
mod report;
mod row;
mod said;
#[cfg(test)]
mod tests;

use std::{ops::Range, sync::Arc};

pub(super) use self::columns::meaning_names;
pub(super) use self::layers::{set_extent, shape_type};
pub use self::{
    columns::{BadColumns, ColumnOverrides, column_titles},
    crs::CrsChoice,
    error::ImportError,
    layers::plan_layer,
    outfalls::plan_outfalls,
    report::{ImportReport, ImportWarning, SkippedRow, rejects_csv},
    said::{SkipReason, Warning},
};
use crate::{
    domain::{
        RecordId,
        layer::{FeatureSet, LayerKind},
        project::Change,
    },
    i18n::Lang,
};

/// What a file is imported as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportKind {
    /// The outfalls themselves, from a ledger or from a layer of points.
    Outfall,
    /// A reference layer.
    Layer(LayerKind),
}

impl ImportKind {
    /// The word of the command line.
    pub fn code(self) -> &'static str {
        match self {
            Self::Outfall => "outfall",
            Self::Layer(kind) => kind.code(),
        }
    }

    /// The kind with this word.
    pub fn parse(code: &str) -> Option<Self> {
        if code == Self::Outfall.code() {
            return Some(Self::Outfall);
        }
        LayerKind::ALL.iter().copied().find(|kind| kind.code() == code).map(Self::Layer)
    }

    /// The word for people.
    pub fn say(self, lang: Lang) -> &'static str {
        match self {
            Self::Outfall => lang.pick("排污口", "Outfalls"),
            Self::Layer(kind) => lang.term(kind),
        }
    }
}

/// What the user says of a file that it does not say itself.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    /// What it is imported as.
    pub kind: ImportKind,
    /// The name of the layer; else the table's own.
    pub layer_name: Option<String>,
    /// The encoding that the user asked for, for the report.
    pub encoding: Option<String>,
    /// The coordinate system; goes over what the file says.
    pub crs: Option<CrsChoice>,
    /// What the columns mean where the vocabulary does not know or is wrong.
    pub columns: ColumnOverrides,
    /// The layer whose features are replaced, whatever it is called; [`Self::kind`] and [`Self::layer_name`] are its.
    pub replaces: Option<RecordId>,
}

impl ImportOptions {
    /// Nothing is said but what it is.
    pub fn of(kind: ImportKind) -> Self {
        Self {
            kind,
            layer_name: None,
            encoding: None,
            crs: None,
            columns: ColumnOverrides::default(),
            replaces: None,
        }
    }
}

/// What an import would change, and what it has to tell.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportPlan {
    /// What it was imported as.
    pub kind: ImportKind,
    /// The changes, in order; one step.
    pub changes: Vec<Change>,
    /// The features of the layers that [`Self::changes`] insert or bring up to date.
    pub features: Vec<(RecordId, Arc<FeatureSet>)>,
    /// What becomes of each row, where rows can be taken one by one; those that are skipped are in the report.
    pub rows: Vec<PlannedRow>,
    /// What to tell the user.
    pub report: ImportReport,
}

/// What becomes of a row that is imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFate {
    /// It is about something new.
    New,
    /// It changes something that was there.
    Changed,
    /// It says what is known.
    Unchanged,
}

/// What told which outfall a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchedBy {
    /// The national code.
    NationalCode,
    /// The local code, within its county.
    LocalCode,
    /// The name, within its county.
    Name,
}

/// A row of the file that is imported.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedRow {
    /// Where it is in the file, as a person counts.
    pub row: u64,
    /// The code of the outfall, else its name.
    pub label: String,
    /// What becomes of it.
    pub fate: RowFate,
    /// What told which outfall it is about; nothing for a new one.
    pub by: Option<MatchedBy>,
    /// Its part of [`ImportPlan::changes`].
    pub changes: Range<usize>,
}
