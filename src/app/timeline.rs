//! What was done to one outfall: read from the operations beside the window.

use std::sync::Arc;

use super::{JobKind, Problem, Workspace, background::Outcome};
use crate::{
    domain::{
        RecordId,
        project::{AnyRecord, Entry},
        timeline::Moment,
    },
    storage::Reader,
};

/// The timeline of the outfall that was asked for last.
#[derive(Default)]
pub(super) struct Timeline {
    /// Which outfall was asked for, and after how many steps.
    asked: Option<(RecordId, usize)>,
    known: Option<(RecordId, Arc<[Moment]>)>,
}

impl Workspace {
    /// What was done to an outfall, oldest first. Asking the first time, and the first time after each step, reads it in the background;
    /// meanwhile it is what was known before, or nothing.
    pub fn timeline(&mut self, outfall: RecordId) -> Option<Arc<[Moment]>> {
        let asked = Some((outfall, self.history.len()));
        if self.timeline.asked != asked {
            self.timeline.asked = asked;
            let facts = self.project.entry(outfall).map(facts_of).unwrap_or_default();
            let path = self.path.clone();
            self.start(JobKind::LoadHistory, move |_| {
                let reader = Reader::open(&path).map_err(Problem::NotRead)?;
                let moments = reader.timeline(outfall, &facts).map_err(Problem::NotRead)?;
                Ok(Outcome::Timeline(outfall, moments))
            });
        }
        self.timeline.known.as_ref().filter(|(of, _)| *of == outfall).map(|(_, moments)| Arc::clone(moments))
    }

    /// The same, waited for; for the command line.
    pub fn timeline_now(&self, outfall: RecordId) -> Result<Vec<Moment>, Problem> {
        let facts = self.project.entry(outfall).map(facts_of).unwrap_or_default();
        let reader = Reader::open(&self.path).map_err(Problem::NotRead)?;
        reader.timeline(outfall, &facts).map_err(Problem::NotRead)
    }

    pub(super) fn take_timeline(&mut self, outfall: RecordId, moments: Vec<Moment>) {
        // One that was asked for before another outfall was comes too late.
        if self.timeline.asked.is_some_and(|(asked, _)| asked == outfall) {
            self.timeline.known = Some((outfall, moments.into()));
        }
    }
}

fn facts_of(entry: &Entry) -> Vec<RecordId> {
    entry.facts().iter().map(AnyRecord::id).collect()
}
