//! What the outfalls on a trace come to: how many in which state, and their loads.

use super::TraceAnswer;
use crate::domain::{
    load::{LoadSum, load},
    progress::Snapshot,
    project::Project,
    stage::{FixState, TraceState},
};

/// The sums over the outfalls of a trace.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TraceSums {
    /// How many outfalls are in each state of tracing; states without any are left out.
    pub trace: Vec<(TraceState, usize)>,
    /// How many are in each state of remediation.
    pub fix: Vec<(FixState, usize)>,
    /// Their loads.
    pub loads: LoadSum,
}

impl TraceSums {
    /// Adds the outfalls of an answer up, as of the day of the snapshot.
    pub fn of(answer: &TraceAnswer, project: &Project, snapshot: &Snapshot) -> Self {
        let mut sums = Self::default();
        let ids = answer.outfalls.iter().filter_map(|it| it.outfall);
        for at in ids.filter_map(|id| project.position(id)) {
            let Some((entry, standing)) = project.entries().get(at).zip(snapshot.standings.get(at)) else {
                continue;
            };
            count(&mut sums.trace, standing.trace.state);
            count(&mut sums.fix, standing.fix.state);
            sums.loads.add(&load(entry, snapshot.day));
        }
        sums.trace.sort_by_key(|it| it.0);
        sums.fix.sort_by_key(|it| it.0);
        sums
    }
}

fn count<S: PartialEq>(counts: &mut Vec<(S, usize)>, state: S) {
    match counts.iter_mut().find(|it| it.0 == state) {
        Some(known) => known.1 += 1,
        None => counts.push((state, 1)),
    }
}
