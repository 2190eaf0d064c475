//! 台账状态: does the outfall count, and if not, why (domain dossier §3.2).

use jiff::civil::Date;

use super::{Judged, RegisterState, in_effect};
use crate::domain::{
    RecordId,
    fact::{Claim, RegisterChange, RegisterEvent, Verdict},
    project::{Entry, Project},
};

/// The standing of `entry` in the register at the end of `day`.
///
/// Before the day it was confirmed it is only suspected. Later changes go over earlier ones; on the
/// same day an operation in the project goes over what a ledger claims.
pub fn state(entry: &Entry, day: Date) -> Judged<RegisterState> {
    if entry.outfall.confirmed_on.is_some_and(|on| on > day) {
        return Judged::proven(RegisterState::Suspected);
    }
    let seen = entry.visits.iter().any(|it| it.verdict == Some(Verdict::Yes) && in_effect(it.on, day));
    let start = if entry.outfall.confirmed_on.is_some() || seen {
        RegisterState::Registered
    } else {
        RegisterState::Suspected
    };

    match word(entry, day) {
        Some(Word::Claimed(claim)) => {
            let state = claim.register.unwrap_or(start);
            Judged { state, proven: state == start }
        }
        Some(Word::Recorded(event)) => Judged::proven(event.kind.and_then(state_after).unwrap_or(start)),
        None => Judged::proven(start),
    }
}

/// Who had the last word on the standing.
enum Word<'a> {
    Recorded(&'a RegisterEvent),
    Claimed(&'a Claim),
}

fn word(entry: &Entry, day: Date) -> Option<Word<'_>> {
    let claims = entry.claims.iter().filter(|it| it.register.is_some() && in_effect(it.on, day));
    let events = entry.register.iter().filter(|it| in_effect(it.on, day));
    let events = events.filter(|it| it.kind.and_then(state_after).is_some());
    match (claims.max_by_key(|it| (it.on, it.id)), events.max_by_key(|it| (it.on, it.id))) {
        (Some(claim), Some(event)) if claim.on > event.on => Some(Word::Claimed(claim)),
        (_, Some(event)) => Some(Word::Recorded(event)),
        (claim, None) => claim.map(Word::Claimed),
    }
}

/// The state that a change leads to; a rebound leaves the register as it is.
pub fn state_after(change: RegisterChange) -> Option<RegisterState> {
    match change {
        RegisterChange::Confirm => Some(RegisterState::Registered),
        RegisterChange::Exclude => Some(RegisterState::Excluded),
        RegisterChange::Duplicate => Some(RegisterState::Duplicate),
        RegisterChange::Merge => Some(RegisterState::Merged),
        RegisterChange::Remove => Some(RegisterState::Removed),
        RegisterChange::Rebound => None,
    }
}

/// The outfall that `entry` has handed its source on to by `day`: the target of a merge whose source
/// follows (源随并入), or the record kept of two duplicates. A ledger can not say that a source follows.
pub(super) fn source_went_to(entry: &Entry, day: Date) -> Option<RecordId> {
    let Some(Word::Recorded(event)) = word(entry, day) else { return None };
    match event.kind? {
        RegisterChange::Merge if event.source_follows => event.target,
        RegisterChange::Duplicate => event.target,
        _ => None,
    }
}

/// How a merged or duplicate outfall says where it points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointer<'a> {
    /// By an operation; nothing if that does not say.
    To(Option<RecordId>),
    /// By the code that a ledger writes.
    ToCode(&'a str),
}

/// What a merged or duplicate `entry` points to on `day`; nothing if it is neither.
pub fn pointer(entry: &Entry, day: Date) -> Option<Pointer<'_>> {
    match word(entry, day)? {
        Word::Recorded(event) if points(event.kind.and_then(state_after)) => Some(Pointer::To(event.target)),
        Word::Claimed(claim) if points(claim.register) => Some(Pointer::ToCode(claim.target_code.trim())),
        _ => None,
    }
}

/// The outfall that a merged or duplicate `entry` points to on `day`.
fn target<'a>(project: &'a Project, entry: &Entry, day: Date) -> Option<&'a Entry> {
    match pointer(entry, day)? {
        Pointer::To(target) => project.entry(target?),
        Pointer::ToCode(code) => project.entry_by_code(code),
    }
}

fn points(state: Option<RegisterState>) -> bool {
    matches!(state, Some(RegisterState::Merged | RegisterState::Duplicate))
}

/// Would merging `from` into `into`, or marking it as its duplicate, lead back to `from`?
///
/// What counts is where each outfall points after all that is recorded, whatever its day.
pub fn leads_back(project: &Project, from: RecordId, into: RecordId) -> bool {
    let mut at = into;
    // A chain can not be longer than the register unless it already runs in a circle.
    for _ in 0..=project.entries().len() {
        if at == from {
            return true;
        }
        match project.entry(at).and_then(|it| target(project, it, Date::MAX)) {
            Some(next) => at = next.outfall.id,
            None => return false,
        }
    }
    true
}
