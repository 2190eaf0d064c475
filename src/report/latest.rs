//! What the facts in effect on a day say last, for the columns of the lists.

use jiff::civil::Date;

use crate::domain::{
    fact::{
        Acceptance, AcceptanceStep, Claim, FixKind, Plan, ProgressNote, RegisterChange, RegisterEvent, Trace,
        TraceOutcome,
    },
    outfall::Outfall,
    project::{Entry, Project},
    stage::{FixState, RegisterState, Standing, gate, in_effect},
};

/// The latest judgement or plan.
pub(super) fn plan(entry: &Entry, day: Date) -> Option<&Plan> {
    entry.plans.iter().filter(|it| in_effect(it.on, day)).max_by_key(|it| (it.on, it.id))
}

/// The latest note on how the work goes.
pub(super) fn progress_note(entry: &Entry, day: Date) -> Option<&ProgressNote> {
    entry.progress.iter().filter(|it| in_effect(it.on, day)).max_by_key(|it| (it.on, it.id))
}

/// The tracing record to show: the latest that concludes the tracing, else the latest attempt.
pub(super) fn trace(entry: &Entry, day: Date) -> Option<&Trace> {
    let attempts = || entry.traces.iter().filter(|it| in_effect(it.on, day));
    let conclusion = attempts().filter(|it| concludes(entry, it)).max_by_key(|it| (it.on, it.id));
    conclusion.or_else(|| attempts().max_by_key(|it| (it.on, it.id)))
}

fn concludes(entry: &Entry, trace: &Trace) -> bool {
    use TraceOutcome as O;
    matches!(trace.outcome, Some(O::Found | O::Government | O::NotNeeded))
        && gate::missing_in_trace(entry, trace).is_empty()
}

/// The day the tracing ended (溯源完成日期). Nothing for one that goes on, needs none, or is traced with the
/// outfall it was merged into; a claim without a day stays without one.
pub(super) fn traced_on(entry: &Entry, standing: &Standing, day: Date) -> Option<Date> {
    if !standing.trace.state.counts() {
        return None;
    }
    if !standing.trace.proven {
        return claim(entry, |it| it.trace.is_some(), |it| it.traced_on.or(it.on), day)?.traced_on;
    }
    trace(entry, day).filter(|it| concludes(entry, it)).and_then(|it| it.on)
}

/// The acceptance that closed the outfall out (销号), if it is closed and facts prove it.
pub(super) fn closing<'a>(entry: &'a Entry, standing: &Standing, day: Date) -> Option<&'a Acceptance> {
    let proven = standing.fix.state == FixState::Closed && standing.fix.proven;
    let city = |it: &&Acceptance| {
        it.step == Some(AcceptanceStep::City) && it.passed != Some(false) && in_effect(it.on, day)
    };
    let complete = |it: &&Acceptance| it.on.is_some_and(|on| gate::missing_for_closing(entry, on).is_empty());
    let all = entry.acceptances.iter().filter(|_| proven).filter(city).filter(complete);
    all.max_by_key(|it| (it.on, it.id))
}

/// The day the outfall was closed out (销号日期).
pub(super) fn closed_on(entry: &Entry, standing: &Standing, day: Date) -> Option<Date> {
    if standing.fix.state != FixState::Closed {
        return None;
    }
    match closing(entry, standing, day) {
        Some(acceptance) => acceptance.on,
        None => claim(entry, |it| it.fix.is_some(), |it| it.closed_on.or(it.on), day)?.closed_on,
    }
}

/// The type of remediation (整治类型): of the latest plan, else of the latest claim.
pub(super) fn fix_kind(entry: &Entry, day: Date) -> Option<FixKind> {
    let plans = entry.plans.iter().filter(|it| it.kind.is_some() && in_effect(it.on, day));
    let planned = plans.max_by_key(|it| (it.on, it.id)).and_then(|it| it.kind);
    planned.or_else(|| claim(entry, |it| it.fix_kind.is_some(), |it| it.closed_on.or(it.on), day)?.fix_kind)
}

/// The same for counting: what was merged or removed without a plan was dealt with in that way.
pub(super) fn counted_fix_kind(entry: &Entry, standing: &Standing, day: Date) -> Option<FixKind> {
    fix_kind(entry, day).or(match standing.register.state {
        RegisterState::Merged => Some(FixKind::Merge),
        RegisterState::Removed => Some(FixKind::Ban),
        _ => None,
    })
}

/// The code, else the name, of the outfall that a merged or duplicate one points to (指向编号).
pub(super) fn target_code(project: &Project, entry: &Entry, standing: &Standing, day: Date) -> String {
    let change = match standing.register.state {
        RegisterState::Merged => RegisterChange::Merge,
        RegisterState::Duplicate => RegisterChange::Duplicate,
        _ => return String::new(),
    };
    let points = |it: &&RegisterEvent| it.kind == Some(change) && in_effect(it.on, day);
    let event = entry.register.iter().filter(points).max_by_key(|it| (it.on, it.id));
    let target = event.and_then(|it| project.entry(it.target?)).map(|it| &it.outfall);
    let label = |it: &Outfall| if it.code().is_empty() { it.name.clone() } else { it.code().to_owned() };
    let claimed =
        || claim(entry, |it| !it.target_code.is_empty(), |it| it.on, day).map(|it| it.target_code.clone());
    target.map(label).or_else(claimed).unwrap_or_default()
}

/// The latest claim that says something, among those in effect by the day it gives: the choice the states make.
fn claim(
    entry: &Entry,
    says: impl Fn(&Claim) -> bool,
    from: impl Fn(&Claim) -> Option<Date>,
    day: Date,
) -> Option<&Claim> {
    entry.claims.iter().filter(|it| says(it) && in_effect(from(it), day)).max_by_key(|it| it.on)
}
