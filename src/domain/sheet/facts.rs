//! The facts of an outfall by kind and number.

use crate::domain::{
    Record, Value,
    project::{Entry, RecordKind},
};

/// Does something with the list of facts of a kind, whatever their type is.
macro_rules! with_facts {
    ($entry:expr, $kind:expr, $with:ident $(, $argument:expr)*) => {
        match $kind {
            RecordKind::Claim => $with(&$entry.claims $(, $argument)*),
            RecordKind::Visit => $with(&$entry.visits $(, $argument)*),
            RecordKind::Sample => $with(&$entry.samples $(, $argument)*),
            RecordKind::LabResult => $with(&$entry.results $(, $argument)*),
            RecordKind::Trace => $with(&$entry.traces $(, $argument)*),
            RecordKind::TraceSource => $with(&$entry.sources $(, $argument)*),
            RecordKind::Plan => $with(&$entry.plans $(, $argument)*),
            RecordKind::ProgressNote => $with(&$entry.progress $(, $argument)*),
            RecordKind::Acceptance => $with(&$entry.acceptances $(, $argument)*),
            RecordKind::Upkeep => $with(&$entry.upkeep $(, $argument)*),
            RecordKind::RegisterEvent => $with(&$entry.register $(, $argument)*),
            RecordKind::Photo => $with(&$entry.photos $(, $argument)*),
            RecordKind::Assignment => $with(&$entry.assignments $(, $argument)*),
            RecordKind::Correction => $with(&$entry.corrections $(, $argument)*),
            // Not facts of an outfall.
            _ => Default::default(),
        }
    };
}

/// How many facts of this kind the outfall has.
pub(super) fn count(entry: &Entry, kind: RecordKind) -> usize {
    fn length<R>(facts: &[R]) -> usize {
        facts.len()
    }
    with_facts!(entry, kind, length)
}

/// The cell of the fact at `at`.
pub(super) fn cell(entry: &Entry, kind: RecordKind, at: usize, column: usize) -> Value {
    fn value<R: Record>(facts: &[R], at: usize, column: usize) -> Value {
        let cell = facts.get(at).zip(R::COLUMNS.get(column));
        cell.map_or(Value::Null, |(fact, column)| (column.get)(fact))
    }
    with_facts!(entry, kind, value, at, column)
}
