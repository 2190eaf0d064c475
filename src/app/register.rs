//! Operations on the register (台账操作): exclude, duplicate, merge, remove, rebound.

use super::Problem;
use crate::domain::{
    RecordId,
    fact::{RegisterChange, RegisterEvent},
    project::{AnyRecord, CellChange, Change, Entry, Project, RecordKind},
    stage::register,
    value::Value,
};

/// What has to change besides the event itself.
///
/// Merging and duplicates must not run in a circle. The photos and samples of a duplicate move to the
/// outfall that is kept, with what was corrected in them.
pub(super) fn consequences(project: &Project, event: &RegisterEvent) -> Result<Vec<Change>, Problem> {
    let Some(target) = event.target else { return Ok(Vec::new()) };
    if project.entry(target).is_none() {
        return Err(Problem::NoSuchOutfall { code: target.to_string() });
    }
    if register::leads_back(project, event.outfall, target) {
        return Err(Problem::Circle);
    }
    if event.kind != Some(RegisterChange::Duplicate) {
        return Ok(Vec::new());
    }
    let entry = project.entry(event.outfall);
    Ok(entry.map(|entry| handed_over(entry, target)).unwrap_or_default())
}

fn handed_over(entry: &Entry, target: RecordId) -> Vec<Change> {
    let facts = entry.facts().into_iter();
    let moves = |kind| matches!(kind, RecordKind::Photo | RecordKind::Sample);
    let moving = facts.filter(|it| match it {
        AnyRecord::Correction(it) => it.kind().is_some_and(moves),
        it => moves(it.kind()),
    });
    let to_target = |fact: AnyRecord| Change::Set {
        kind: fact.kind(),
        id: fact.id(),
        cells: vec![CellChange {
            column: "outfall".to_owned(),
            old: Value::Text(entry.outfall.id.to_string()),
            new: Value::Text(target.to_string()),
        }],
    };
    moving.map(to_target).collect()
}
