//! Which outfall a row is about: one that is in the project already, a new one, or that of an earlier row.

use std::collections::HashMap;

use rayon::prelude::*;

use super::{
    MatchedBy, SkipReason, Warning,
    row::{Draft, name_key},
};
use crate::domain::{
    coordinate::distance_m,
    outfall::Outfall,
    project::{Entry, Project},
    words,
};

/// What a row turned out to be about.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Match<'a> {
    /// An outfall that the project has.
    Known(&'a Entry, MatchedBy),
    /// A new one, with what there is to know about it.
    New(Option<Warning>),
    /// None, or that of an earlier row.
    Skip(SkipReason),
}

/// Positions closer than this in metres are the same place, written twice.
const SAME_PLACE_M: f64 = 0.1;

/// The outfalls of a project and the rows that were read so far.
pub(super) struct Matcher<'a, 'r> {
    entries: &'a [Entry],
    by_national: HashMap<&'a str, usize>,
    by_local: HashMap<&'a str, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
    /// By place in `entries`, the row that was about it.
    taken: HashMap<usize, u64>,
    seen_national: HashMap<&'r str, u64>,
    seen_local: HashMap<&'r str, Vec<&'r Draft>>,
    seen_name: HashMap<&'r str, Vec<&'r Draft>>,
}

impl<'a, 'r> Matcher<'a, 'r> {
    pub(super) fn new(project: &'a Project) -> Self {
        let entries = project.entries();
        let mut matcher = Self {
            entries,
            by_national: HashMap::new(),
            by_local: HashMap::new(),
            by_name: HashMap::new(),
            taken: HashMap::new(),
            seen_national: HashMap::new(),
            seen_local: HashMap::new(),
            seen_name: HashMap::new(),
        };
        let key = |entry: &Entry| name_key(&entry.outfall.name, &entry.outfall.county);
        let keys: Vec<String> = entries.par_iter().map(key).collect();
        for ((at, entry), key) in entries.iter().enumerate().zip(keys) {
            let outfall = &entry.outfall;
            if !outfall.code_national.is_empty() {
                matcher.by_national.entry(&outfall.code_national).or_insert(at);
            }
            if !outfall.code_local.is_empty() {
                matcher.by_local.entry(&outfall.code_local).or_default().push(at);
            }
            if !key.is_empty() {
                matcher.by_name.entry(key).or_default().push(at);
            }
        }
        matcher
    }

    /// Finds what the row is about, and remembers the row.
    pub(super) fn find(&mut self, draft: &'r Draft) -> Match<'a> {
        if let Some(reason) = self.repeated(draft) {
            return Match::Skip(reason);
        }
        let found = match self.known(draft) {
            Some((at, by)) => {
                if let Some(row) = self.taken.insert(at, draft.row) {
                    self.taken.insert(at, row);
                    return Match::Skip(SkipReason::SameOutfall { row });
                }
                self.entries.get(at).map(|entry| Match::Known(entry, by))
            }
            None => None,
        };
        let found = found.unwrap_or_else(|| Match::New(self.namesake(draft)));
        self.remember(draft);
        found
    }

    /// Is the row about the same as an earlier one?
    fn repeated(&self, draft: &Draft) -> Option<SkipReason> {
        let outfall = &draft.outfall;
        if let Some(row) = self.seen_national.get(outfall.code_national.as_str()) {
            return Some(SkipReason::SameCode { code: outfall.code_national.clone(), row: *row });
        }
        let same = |it: &&&Draft| share_register(&it.outfall, it.county(), draft);
        if let Some(seen) =
            self.seen_local.get(outfall.code_local.as_str()).and_then(|seen| seen.iter().find(same))
        {
            return Some(SkipReason::SameCode { code: outfall.code_local.clone(), row: seen.row });
        }
        if !outfall.code().is_empty() || outfall.name.is_empty() {
            return None;
        }
        let seen = self.seen_name.get(draft.name_key.as_str())?;
        let here = outfall.position();
        let same = seen.iter().find(|it| match (it.outfall.position(), here) {
            (Some(there), Some(here)) => distance_m(there, here) < SAME_PLACE_M,
            (None, Some(_)) => false,
            // Without a code and a place it says nothing that tells it from the earlier one.
            (_, None) => true,
        });
        same.map(|it| SkipReason::SameName { row: it.row })
    }

    fn known(&self, draft: &Draft) -> Option<(usize, MatchedBy)> {
        let outfall = &draft.outfall;
        let by_national = || self.by_national.get(outfall.code_national.as_str()).copied();
        let by_local = || {
            let candidates = self.by_local.get(outfall.code_local.as_str())?.iter().copied();
            let known = candidates.filter_map(|at| self.entries.get(at).map(|it| (at, &it.outfall)));
            let fitting = known.filter(|(_, known)| share_register(known, &known.county, draft));
            best(fitting.map(|(at, known)| (at, misfit(known, outfall))))
        };
        let national = by_national().map(|at| (at, MatchedBy::NationalCode));
        let local = || by_local().map(|at| (at, MatchedBy::LocalCode));
        national.or_else(local).or_else(|| self.known_by_name(draft).map(|at| (at, MatchedBy::Name)))
    }

    /// Of the outfalls with this name in this county that no earlier row is about, the one that fits best.
    fn known_by_name(&self, draft: &Draft) -> Option<usize> {
        let outfall = &draft.outfall;
        let candidates = self.by_name.get(&draft.name_key)?.iter().copied();
        let free = candidates.filter(|at| !self.taken.contains_key(at));
        let fitting = free.filter_map(|at| {
            let known = &self.entries.get(at)?.outfall;
            let fits = agree(&known.code_national, &outfall.code_national)
                && agree(&known.code_local, &outfall.code_local);
            fits.then(|| (at, misfit(known, outfall)))
        });
        best(fitting)
    }

    /// A row without a code whose name was there before, at another place.
    fn namesake(&self, draft: &Draft) -> Option<Warning> {
        let outfall = &draft.outfall;
        if !outfall.code().is_empty() || outfall.name.is_empty() {
            return None;
        }
        let seen = self.seen_name.get(draft.name_key.as_str())?.first()?;
        Some(Warning::SameName { row: seen.row })
    }

    fn remember(&mut self, draft: &'r Draft) {
        let outfall = &draft.outfall;
        if !outfall.code_national.is_empty() {
            self.seen_national.insert(&outfall.code_national, draft.row);
        }
        if !outfall.code_local.is_empty() {
            self.seen_local.entry(&outfall.code_local).or_default().push(draft);
        }
        if !draft.name_key.is_empty() {
            self.seen_name.entry(&draft.name_key).or_default().push(draft);
        }
    }
}

/// Would the same local code mean the same outfall? Each county counts its own codes from 1. Where a county is not
/// known, the town and the place have to fit.
fn share_register(known: &Outfall, known_county: &str, draft: &Draft) -> bool {
    /// Further than any correction of a position.
    const FAR_M: f64 = 1_000.0;
    let row = &draft.outfall;
    if !agree(&known.code_national, &row.code_national) {
        return false;
    }
    if !known_county.is_empty() && !draft.county().is_empty() {
        return words::same_county(known_county, draft.county());
    }
    let places = known.position().zip(row.position());
    let is_far = places.is_some_and(|(there, here)| distance_m(there, here) > FAR_M);
    agree(&known.town, &row.town) && !is_far
}

/// The candidate that fits best.
fn best(candidates: impl Iterator<Item = (usize, (bool, f64))>) -> Option<usize> {
    let best = candidates.min_by(|(_, a), (_, b)| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    best.map(|(at, _)| at)
}

/// How badly a known outfall fits a row of the same name: other codes first, then metres.
fn misfit(known: &Outfall, row: &Outfall) -> (bool, f64) {
    let same_codes = known.code_national == row.code_national && known.code_local == row.code_local;
    let away = match (known.position(), row.position()) {
        (Some(there), Some(here)) => distance_m(there, here),
        (None, None) => 0.0,
        _ => f64::MAX,
    };
    (!same_codes, away)
}

/// Can both codes be meant for one outfall? A missing one fits every other.
fn agree(one: &str, other: &str) -> bool {
    one.is_empty() || other.is_empty() || one == other
}
