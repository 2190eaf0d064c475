//! Corrections: a new fact takes the place of one that was recorded wrongly, or nothing does.

use super::{Problem, Workspace, batch::Batch, new_id, stepping::NewStep};
use crate::domain::{
    RecordId,
    fact::Correction,
    op::Deed,
    project::{AnyRecord, CellChange, Change, Entry, RecordKind},
    value::Field as _,
};

/// What was wrong, what is right, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct CorrectRequest {
    /// The outfall.
    pub outfall: RecordId,
    /// What kind of fact is wrong.
    pub kind: RecordKind,
    /// The fact.
    pub wrong: RecordId,
    /// The fact that takes its place, with its parts; none to withdraw it.
    pub records: Vec<AnyRecord>,
    /// Why.
    pub reason: String,
}

impl Workspace {
    pub(super) fn correct(&mut self, request: CorrectRequest) -> Result<(), Problem> {
        let CorrectRequest { outfall, kind, wrong, records, reason } = request;
        let code = || Problem::NoSuchOutfall { code: outfall.to_string() };
        let entry = self.project.entry(outfall).ok_or_else(code)?;
        if reason.trim().is_empty() {
            return Err(Problem::NoReason);
        }
        if entry.is_replaced(wrong) {
            return Err(Problem::CorrectedAlready);
        }
        let right = records.first().filter(|it| it.kind() == kind).map(AnyRecord::id);
        let correction = Correction {
            id: new_id(),
            outfall,
            on: Some(self.today()),
            fact_kind: kind.table().to_owned(),
            wrong,
            right,
            reason: reason.trim().to_owned(),
        };
        let mut batch = Batch::without(&self.project, outfall, (kind, wrong));
        batch.add(outfall, records, Vec::new())?;
        let mut changes = batch.changes;
        changes.push(Change::Insert(correction.into()));
        if let Some(right) = right {
            changes.extend(evidence_goes_along(entry, wrong, right));
        }
        let subject = format!("{} {}", entry.outfall.code(), entry.outfall.name);
        self.commit(NewStep::of(Deed::Correct, subject.trim(), changes))
    }
}

/// What documents the wrong fact documents the right one.
fn evidence_goes_along(entry: &Entry, wrong: RecordId, right: RecordId) -> impl Iterator<Item = Change> {
    let photos = entry.photos.iter().filter(move |it| it.fact == Some(wrong));
    photos.map(move |photo| Change::Set {
        kind: RecordKind::Photo,
        id: photo.id,
        cells: vec![CellChange {
            column: "fact".to_owned(),
            old: photo.fact.to_value(),
            new: Some(right).to_value(),
        }],
    })
}
