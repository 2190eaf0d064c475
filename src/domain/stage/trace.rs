//! 溯: is it known where the water comes from, and who answers for it (domain dossier §3.3)?

use jiff::civil::Date;

use super::{Judged, TraceState, gate, in_effect, register};
use crate::domain::{
    fact::{Claim, Trace, TraceOutcome},
    project::{Entry, Project},
};

/// The state of tracing at the end of `day`.
///
/// A conclusion that facts prove stands whatever a ledger says. Before one, a ledger's word counts where it
/// goes further than the facts; that nothing need be traced (无需溯源) it may say only where nobody has begun to.
///
/// An outfall merged with the note that its source follows (源随并入) is also traced when the one it went
/// into is, and so along the chain; the same holds for the record that is kept of two duplicates.
pub fn state(project: &Project, entry: &Entry, day: Date) -> Judged<TraceState> {
    along_the_chain(project, entry, day, |entry| own(entry, day))
}

/// The state that the facts alone lead to, as if no ledger had claimed anything.
pub fn state_by_facts(project: &Project, entry: &Entry, day: Date) -> TraceState {
    along_the_chain(project, entry, day, |entry| Judged::proven(from_facts(entry, day))).state
}

/// The state of `entry`, or the first one down the chain that counts; one that is proven goes before one that is not.
fn along_the_chain(
    project: &Project,
    entry: &Entry,
    day: Date,
    state: impl Fn(&Entry) -> Judged<TraceState>,
) -> Judged<TraceState> {
    let mut best = state(entry);
    let mut at = entry;
    // A chain can not be longer than the register unless it runs in a circle.
    for _ in project.entries() {
        if best.state.counts() && best.proven {
            break;
        }
        let next = register::source_went_to(at, day).and_then(|target| project.entry(target));
        let Some(next) = next else { break };
        let found = state(next);
        if found.state.counts() && (found.proven || !best.state.counts()) {
            best = found;
        }
        at = next;
    }
    best
}

/// The state of this outfall by itself, wherever it may be merged into.
pub(crate) fn own(entry: &Entry, day: Date) -> Judged<TraceState> {
    let facts = from_facts(entry, day);
    let Some(claimed) = claimed(entry, day) else { return Judged::proven(facts) };
    let facts_win = match (facts, claimed) {
        (TraceState::Traced | TraceState::Government | TraceState::NotNeeded, _)
        | (TraceState::Tracing | TraceState::Partial, TraceState::NotNeeded) => true,
        (facts, claimed) => rank(facts) >= rank(claimed),
    };
    if facts_win { Judged::proven(facts) } else { Judged::claimed(claimed) }
}

/// What the latest ledger in effect says. One that calls it traced counts from the day that it says for that.
fn claimed(entry: &Entry, day: Date) -> Option<TraceState> {
    let effective = |it: &Claim| match it.trace {
        Some(state) if state.counts() => it.traced_on.or(it.on),
        _ => it.on,
    };
    let claims = entry.claims.iter().filter(|it| it.trace.is_some() && in_effect(effective(it), day));
    claims.max_by_key(|it| (it.on, it.id))?.trace
}

/// What the tracing records themselves lead to. The latest conclusion stands; before any, the furthest attempt.
fn from_facts(entry: &Entry, day: Date) -> TraceState {
    let attempts: Vec<&Trace> = entry.traces.iter().filter(|it| in_effect(it.on, day)).collect();
    let conclusion = attempts
        .iter()
        .filter_map(|it| conclusion(entry, it).map(|state| (it.on, it.id, state)))
        .max_by_key(|(on, id, _)| (*on, *id));
    if let Some((_, _, state)) = conclusion {
        return state;
    }
    let partial = |it: &&Trace| matches!(it.outcome, Some(TraceOutcome::Partial | TraceOutcome::Found));
    match attempts.iter().any(partial) {
        true => TraceState::Partial,
        false if attempts.is_empty() => TraceState::Untraced,
        false => TraceState::Tracing,
    }
}

/// The state that this record proves, if it comes to a conclusion and lacks nothing.
fn conclusion(entry: &Entry, trace: &Trace) -> Option<TraceState> {
    let state = match trace.outcome? {
        TraceOutcome::Found => TraceState::Traced,
        TraceOutcome::Government => TraceState::Government,
        TraceOutcome::NotNeeded => TraceState::NotNeeded,
        TraceOutcome::Ongoing | TraceOutcome::Partial => return None,
    };
    gate::missing_in_trace(entry, trace).is_empty().then_some(state)
}

fn rank(state: TraceState) -> u8 {
    match state {
        TraceState::Untraced => 0,
        TraceState::Tracing => 1,
        TraceState::Partial => 2,
        TraceState::NotNeeded => 3,
        TraceState::Traced | TraceState::Government => 4,
    }
}
