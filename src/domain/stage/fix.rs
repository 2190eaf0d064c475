//! 治: what is done about it, and is it done (domain dossier §3.4)?

use jiff::civil::Date;

use super::{FixState, Judged, gate, in_effect};
use crate::domain::{
    RecordId,
    fact::{Acceptance, AcceptanceStep, Claim, FixKind, Milestone, Plan, RegisterChange},
    project::Entry,
};

/// The state of fixing at the end of `day`.
///
/// How facts and the word of a ledger go together, strongest first:
/// 1. A rebound voids every claim that took effect up to its day; what was closed has to be closed again.
/// 2. A ledger that calls it rebound after the last fact opens it, even where facts closed it: the careful reading.
/// 3. What facts conclude, closed out or nothing needed, stands.
/// 4. That nothing is needed (无需整治) a ledger may say only where nobody has judged yet.
/// 5. Else the one that goes further counts; it is unproven if that is the ledger.
///
/// Of several ledgers the latest counts. One that says closed out takes effect on the day it says for that.
pub fn state(entry: &Entry, day: Date) -> Judged<FixState> {
    let (facts, last_fact) = from_facts(entry, day);
    let Some((claimed_on, claimed)) = claimed(entry, day) else { return Judged::proven(facts) };

    let facts_win = match (facts, claimed) {
        (FixState::Unjudged, claimed) => claimed == FixState::Unjudged,
        (_, FixState::Rebound) => last_fact.is_some_and(|on| Some(on) >= claimed_on),
        (FixState::NotNeeded | FixState::Closed, _) | (_, FixState::NotNeeded) => true,
        (facts, claimed) => rank(facts) >= rank(claimed),
    };
    if facts_win { Judged::proven(facts) } else { Judged::claimed(claimed) }
}

/// The state that the facts alone lead to, as if no ledger had claimed anything.
pub fn state_by_facts(entry: &Entry, day: Date) -> FixState {
    from_facts(entry, day).0
}

/// How often it has rebounded by `day` (反弹次数).
pub fn rebound_count(entry: &Entry, day: Date) -> usize {
    rebounds(entry, day).count()
}

/// The days of the rebounds in effect on `day`; one without a day was there from the beginning.
fn rebounds(entry: &Entry, day: Date) -> impl Iterator<Item = Date> {
    let rebounds = entry.register.iter().filter(|it| it.kind == Some(RegisterChange::Rebound));
    rebounds.map(|it| it.on.unwrap_or(Date::MIN)).filter(move |on| *on <= day)
}

/// The day of the latest rebound in effect on `day`.
pub(super) fn last_rebound(entry: &Entry, day: Date) -> Option<Date> {
    rebounds(entry, day).max()
}

fn claimed(entry: &Entry, day: Date) -> Option<(Option<Date>, FixState)> {
    let rebound = last_rebound(entry, day);
    let effective = |it: &Claim| match it.fix {
        Some(FixState::Closed) => it.closed_on.or(it.on),
        _ => it.on,
    };
    let in_force = |it: &&Claim| {
        let on = effective(it);
        it.fix.is_some() && in_effect(on, day) && rebound.is_none_or(|rebound| on > Some(rebound))
    };
    let latest = entry.claims.iter().filter(in_force).max_by_key(|it| (it.on, it.id))?;
    Some((effective(latest), latest.fix?))
}

enum Event<'a> {
    Plan(&'a Plan),
    Milestone(Option<Milestone>),
    Accepted,
    Rebound,
}

/// The state that the facts lead to, told in the order of their days, and the day of the last of them.
fn from_facts(entry: &Entry, day: Date) -> (FixState, Option<Date>) {
    let mut events = events(entry, day);
    events.sort_by_key(|(on, order, id, _)| (*on, *order, *id));

    let mut state = FixState::Unjudged;
    for (_, _, _, event) in &events {
        state = after(state, event);
    }
    (state, events.last().map(|(on, ..)| on.unwrap_or(Date::MIN)))
}

fn events(entry: &Entry, day: Date) -> Vec<(Option<Date>, u8, RecordId, Event<'_>)> {
    let plans = entry.plans.iter().map(|it| (it.on, 0, it.id, Event::Plan(it)));
    let notes = entry.progress.iter().map(|it| (it.on, 1, it.id, Event::Milestone(it.milestone)));
    let closes = |it: &&Acceptance| {
        let city = it.step == Some(AcceptanceStep::City) && in_effect(it.on, day);
        city && it.passed != Some(false) && gate::missing_in_acceptance(entry, it).is_empty()
    };
    let accepted = entry.acceptances.iter().filter(closes).map(|it| (it.on, 2, it.id, Event::Accepted));
    let rebounds = entry.register.iter().filter(|it| it.kind == Some(RegisterChange::Rebound));
    let rebounds = rebounds.map(|it| (it.on, 3, it.id, Event::Rebound));
    let all = plans.chain(notes).chain(accepted).chain(rebounds);
    all.filter(|(on, ..)| in_effect(*on, day)).collect()
}

fn after(state: FixState, event: &Event<'_>) -> FixState {
    match (state, event) {
        (_, Event::Rebound) => FixState::Rebound,
        // Work noted after closing is maintenance; only a rebound opens the case again.
        (FixState::Closed, _) | (_, Event::Accepted) => FixState::Closed,
        (_, Event::Plan(plan)) => after_plan(state, plan),
        (_, Event::Milestone(Some(Milestone::Finished))) => FixState::AwaitingAcceptance,
        (_, Event::Milestone(Some(_))) => FixState::Underway,
        (_, Event::Milestone(None)) => state,
    }
}

fn after_plan(state: FixState, plan: &Plan) -> FixState {
    let complete = gate::missing_in_plan(plan).is_empty();
    match plan.kind {
        Some(FixKind::NotNeeded) if complete => FixState::NotNeeded,
        None | Some(FixKind::NotNeeded) => state,
        // The plan may change while the work goes on.
        Some(_) if complete && !plan.measures.is_empty() && state != FixState::Underway => FixState::Planned,
        Some(_) if matches!(state, FixState::Unjudged | FixState::NotNeeded) => FixState::Needed,
        Some(_) => state,
    }
}

fn rank(state: FixState) -> u8 {
    match state {
        FixState::Unjudged | FixState::NotNeeded => 0,
        FixState::Needed | FixState::Rebound => 1,
        FixState::Planned => 2,
        FixState::Underway => 3,
        FixState::AwaitingAcceptance => 4,
        FixState::Closed => 5,
    }
}
