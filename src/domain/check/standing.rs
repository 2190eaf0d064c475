//! B6, B12, B13 and B15: does what the register says fit together?

use jiff::civil::Date;

use super::{CheckId, Codes, Detail, Findings, Fix, standing_of};
use crate::domain::{
    fact::{AcceptanceStep, PhotoSlot},
    progress::Snapshot,
    project::{Entry, Project, RecordKind},
    stage::{FixState, RegisterState, Standing, register, trace},
};

/// B6. The national code and the local one may not be shared, each among its own kind.
pub(super) fn check_code(
    entry: &Entry,
    standing: &Standing,
    project: &Project,
    codes: &Codes<'_>,
    findings: &mut Findings,
) {
    if standing.register.state == RegisterState::Duplicate {
        return;
    }
    let outfall = &entry.outfall;
    for (codes, code) in [(&codes.local, &outfall.code_local), (&codes.national, &outfall.code_national)] {
        let Some(sharing) = codes.get(code.trim()).filter(|it| it.len() > 1) else { continue };
        let mut others = sharing.iter().filter_map(|at| project.entries().get(*at));
        let other = others.find(|it| it.outfall.id != outfall.id);
        let detail = Detail::DuplicateCode {
            code: code.trim().to_owned(),
            others: sharing.len() - 1,
            first: other.map(|it| it.outfall.name.clone()).unwrap_or_default(),
        };
        findings.add(CheckId::DuplicateCode, detail, Some(Fix::Recode));
    }
}

/// B12. One that is traced because its source followed into another is the other's affair.
pub(super) fn check_entity(entry: &Entry, standing: &Standing, day: Date, findings: &mut Findings) {
    if !standing.trace.state.counts() || !entry.outfall.entity.trim().is_empty() {
        return;
    }
    let named =
        entry.traces.iter().any(|it| !it.entity.trim().is_empty() && it.on.is_none_or(|on| on <= day));
    if !named && trace::own(entry, day).state.counts() {
        let fix = Fix::Supply(RecordKind::Outfall, "entity");
        findings.add(CheckId::NoEntity, Detail::NoEntity, Some(fix));
    }
}

/// B13. A closing shows what it was like before and after, and follows its plan.
pub(super) fn check_closing(entry: &Entry, standing: &Standing, day: Date, findings: &mut Findings) {
    if standing.fix.state != FixState::Closed {
        return;
    }
    let pictured = |slot: &PhotoSlot| entry.photos.iter().any(|it| it.slot == Some(*slot));
    let slots: Vec<PhotoSlot> =
        [PhotoSlot::Before, PhotoSlot::After].into_iter().filter(|slot| !pictured(slot)).collect();
    if !slots.is_empty() {
        let fix = Fix::Supply(RecordKind::Photo, "slot");
        findings.add(CheckId::ClosedUnproven, Detail::NoPhotos { slots }, Some(fix));
    }
    let city = entry
        .acceptances
        .iter()
        .filter(|it| it.step == Some(AcceptanceStep::City) && it.passed != Some(false));
    let closings = city.map(|it| it.on).chain(entry.claims.iter().map(|it| it.closed_on));
    let closed = closings.flatten().filter(|on| *on <= day).max();
    let planned = entry.plans.iter().filter_map(|it| it.on).filter(|on| *on <= day).max();
    if let Some((closed, planned)) = closed.zip(planned).filter(|(closed, planned)| closed < planned) {
        findings.add(CheckId::ClosedUnproven, Detail::ClosedBeforePlan { closed, planned }, None);
    }
}

/// B15. What is merged or a duplicate points to a record that is there and still takes things in.
pub(super) fn check_target(
    entry: &Entry,
    project: &Project,
    snapshot: &Snapshot,
    codes: &Codes<'_>,
    findings: &mut Findings,
) {
    let next = |entry: &Entry| match register::pointer(entry, snapshot.day)? {
        register::Pointer::To(target) => project.entry(target?),
        register::Pointer::ToCode(code) => codes.first(project, code),
    };
    let state = |entry: &Entry| standing_of(project, snapshot, entry).map(|it| it.register.state);
    let Some(pointer) = register::pointer(entry, snapshot.day) else { return };
    let Some(target) = next(entry) else {
        let code = match pointer {
            register::Pointer::To(_) => String::new(),
            register::Pointer::ToCode(code) => code.to_owned(),
        };
        findings.add(CheckId::BadTarget, Detail::TargetMissing { code }, None);
        return;
    };
    // Longer chains than this are circles, for all that anybody could make of them.
    let chain = std::iter::successors(Some(target), |it| next(it)).take(64);
    let Some(end) = chain.take_while(|it| it.outfall.id != entry.outfall.id).last() else {
        findings.add(CheckId::BadTarget, Detail::TargetInCircle, None);
        return;
    };
    if next(end).is_some() {
        findings.add(CheckId::BadTarget, Detail::TargetInCircle, None);
        return;
    }
    let Some(gone) =
        state(target).filter(|it| !matches!(it, RegisterState::Registered | RegisterState::Removed))
    else {
        return;
    };
    let alive = state(end) == Some(RegisterState::Registered);
    let fix = alive.then(|| Fix::PointTo(end.outfall.code().to_owned()));
    let detail = Detail::TargetGone { code: target.outfall.code().to_owned(), state: gone };
    findings.add(CheckId::BadTarget, detail, fix);
}
