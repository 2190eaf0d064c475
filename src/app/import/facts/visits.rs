//! Visits (现场记录) of a ledger.

use super::{
    FactPlan, FactWarning,
    cells::{FactRow, contradicted},
    said::FactSkip,
};
use crate::domain::{
    fact::Visit,
    project::{AnyRecord, Entry, RecordKind},
};

/// What becomes of one row: a new visit, one that is known, or none.
pub(super) fn take(
    plan: &mut FactPlan<'_>,
    row: FactRow,
    owner: &Entry,
    found: Vec<FactWarning>,
) -> Result<(), FactSkip> {
    let AnyRecord::Visit(said) = row.record else { return Ok(()) };
    let ahead = plan.ahead(owner);
    let same = ahead.visits.iter().find(|it| is_same(&said, it));
    if let Some(known) = same {
        if let Some(row) = plan.row_of(known.id) {
            return Err(FactSkip::SameFact { row });
        }
        let titles = contradicted(&said.into(), &known.clone().into());
        if !titles.is_empty() {
            return Err(FactSkip::OtherFact { titles });
        }
        plan.unchanged();
        return Ok(());
    }
    let withdrawn = |it: &AnyRecord| match it {
        AnyRecord::Visit(it) => {
            is_same(&said, it) && contradicted(&said.clone().into(), &it.clone().into()).is_empty()
        }
        _ => false,
    };
    if ahead.replaced.iter().any(withdrawn) {
        // It was imported, and found wrong since.
        plan.unchanged();
        return Ok(());
    }
    let visit = Visit { id: plan.new_id(), outfall: owner.outfall.id, ..said };
    plan.warn(row.number, row.warnings, found);
    plan.insert(row.number, RecordKind::Visit, visit.into(), Vec::new());
    Ok(())
}

/// Can both be about one visit: the same day, and no other time or crew?
fn is_same(said: &Visit, known: &Visit) -> bool {
    let agree = |one: &str, other: &str| one.is_empty() || other.is_empty() || one == other;
    said.on == known.on && agree(&said.started, &known.started) && agree(&said.crew, &known.crew)
}
