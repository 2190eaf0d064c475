//! Which outfalls have their facts told, and how far each story goes.

use std::collections::BTreeSet;

use crate::outfalls::Outfall;
use crate::states::{Fix, Register, Trace};

/// How far the facts of an outfall go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Story {
    /// All five stages, every gate satisfied, with photos.
    Regulated,
    /// Merged into another outfall and closed out, with photos.
    Merged,
    /// Banned, removed and closed out, with photos.
    Banned,
    /// The government took it on; closed out, with photos.
    Government,
    /// Closed out, broke open again.
    Rebound,
    /// Work finished, waiting for the acceptance.
    Awaiting,
    /// Work begun. The first ones have a sample far over the limits.
    Underway,
    /// A plan, no work yet.
    Planned,
    /// Judged to need work, no plan yet.
    Needed,
    /// Traced; nothing needs to be done.
    NothingToFix,
    /// Neither tracing nor fixing is needed.
    NothingToTrace,
    /// Part of the sources found.
    PartlyTraced,
    /// Tracing goes on.
    Tracing,
    /// Traced by facts; the closing rests on the ledger's word alone.
    TracedOnly,
    /// Seen, still only suspected.
    Suspected,
    /// Seen, not an outfall.
    Excluded,
    /// Recognised as a duplicate.
    Duplicate,
}

impl Story {
    /// Whether a pair of photos from before and after belongs to it.
    pub(crate) fn has_pair(self) -> bool {
        matches!(self, Self::Regulated | Self::Merged | Self::Banned | Self::Government)
    }
}

/// An outfall and its story.
pub(crate) struct Told<'a> {
    pub(crate) outfall: &'a Outfall,
    pub(crate) story: Story,
    /// The how many-th of its kind, from 0.
    pub(crate) number: usize,
}

/// Stories and how many of each there are.
const WISHES: &[(Story, usize)] = &[
    (Story::Regulated, 5),
    (Story::Merged, 1),
    (Story::Banned, 1),
    (Story::Government, 1),
    (Story::Rebound, 2),
    (Story::Awaiting, 3),
    (Story::Underway, 6),
    (Story::Planned, 5),
    (Story::Needed, 4),
    (Story::NothingToFix, 4),
    (Story::NothingToTrace, 2),
    (Story::PartlyTraced, 3),
    (Story::Tracing, 5),
    (Story::TracedOnly, 15),
    (Story::Suspected, 2),
    (Story::Excluded, 2),
    (Story::Duplicate, 1),
];

/// Picks outfalls for all stories, spread over the counties; never one with a fault on purpose.
pub(crate) fn choose<'a>(outfalls: &'a [Outfall], faults: &[String]) -> Vec<Told<'a>> {
    let mut used: BTreeSet<&str> = faults.iter().map(String::as_str).collect();
    let mut chosen = Vec::new();
    for (turn, (story, count)) in WISHES.iter().enumerate() {
        let mut counties = BTreeSet::new();
        // Start in another county for each story, and take one from each before any second.
        let start = outfalls.len() * turn * 5 / WISHES.len() % outfalls.len().max(1);
        let round = || outfalls.iter().cycle().skip(start).take(outfalls.len());
        for second_round in [false, true] {
            for outfall in round() {
                let number = chosen.iter().filter(|it: &&Told<'_>| it.story == *story).count();
                let fresh = second_round || !counties.contains(outfall.county);
                if number < *count && fresh && fits(outfall, *story) && used.insert(&outfall.code) {
                    counties.insert(outfall.county);
                    chosen.push(Told { outfall, story: *story, number });
                }
            }
        }
    }
    chosen.sort_by(|one, other| one.outfall.code.cmp(&other.outfall.code));
    chosen
}

fn fits(outfall: &Outfall, story: Story) -> bool {
    let standing = outfall.standing;
    let registered = standing.register == Register::Registered;
    let open = |fix: Fix| registered && standing.trace == Trace::Traced && standing.fix == fix;
    let begun = |fix: Fix| {
        registered && matches!(standing.trace, Trace::Traced | Trace::Partial) && standing.fix == fix
    };
    match story {
        Story::Regulated => {
            open(Fix::Closed)
                && standing.fix_kind == "规范整治"
                && outfall.can_sample
                && outfall.discharging == "是"
        }
        Story::Merged => standing.register == Register::Merged,
        Story::Banned => standing.register == Register::Removed,
        Story::Government => registered && standing.trace == Trace::Government && standing.fix == Fix::Closed,
        Story::Rebound => open(Fix::Rebound),
        Story::Awaiting => open(Fix::Awaiting),
        Story::Underway => begun(Fix::Underway),
        Story::Planned => begun(Fix::Planned),
        Story::Needed => begun(Fix::Needed),
        Story::NothingToFix => open(Fix::NotNeeded),
        Story::NothingToTrace => standing.trace == Trace::NotNeeded,
        Story::PartlyTraced => registered && standing.trace == Trace::Partial,
        Story::Tracing => registered && standing.trace == Trace::Tracing,
        Story::TracedOnly => open(Fix::Closed) && outfall.can_sample,
        Story::Suspected => standing.register == Register::Suspected,
        Story::Excluded => standing.register == Register::Excluded,
        Story::Duplicate => standing.register == Register::Duplicate,
    }
}
