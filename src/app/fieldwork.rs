//! Work outside: assignments to teams, and the tracks of where they walked.

use super::{Problem, Workspace, new_id, position::journal, stepping::NewStep};
use crate::domain::{
    RecordId,
    agenda::Assignment,
    op::{Deed, Step},
    position::{Gate, track::Track},
    project::{AnyRecord, Change, RecordKind},
    settings::Settings,
};

/// Who is to go where until when.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AssignRequest {
    /// The outfalls.
    pub outfalls: Vec<RecordId>,
    /// The team; nobody to withdraw what was assigned.
    pub team: String,
    /// The day it is due.
    pub due: Option<jiff::civil::Date>,
    /// What is to be done.
    pub note: String,
}

/// What is asked of a measured position where the settings say nothing: a hand-held receiver under open sky reaches it.
const SHIPPED_GATE: Gate = Gate { accuracy_m: 5.0, samples: 10 };

/// What the settings ask of a measured position.
pub fn gate_of(settings: &Settings) -> Gate {
    Gate {
        accuracy_m: settings.gate_accuracy_m.filter(|it| *it > 0.0).unwrap_or(SHIPPED_GATE.accuracy_m),
        samples: settings
            .gate_samples
            .and_then(|it| usize::try_from(it).ok())
            .unwrap_or(SHIPPED_GATE.samples),
    }
}

impl Workspace {
    pub(super) fn assign(&mut self, request: &AssignRequest) -> Result<(), Problem> {
        let today = self.today();
        let known = request.outfalls.iter().filter(|id| self.project.entry(**id).is_some());
        let changes: Vec<Change> = known
            .map(|outfall| {
                let assignment = Assignment {
                    id: new_id(),
                    outfall: *outfall,
                    on: Some(today),
                    team: request.team.trim().to_owned(),
                    due: request.due,
                    note: request.note.trim().to_owned(),
                };
                Change::Insert(assignment.into())
            })
            .collect();
        self.commit(NewStep::of(Deed::Assign, request.team.trim(), changes))
    }

    /// Legs without a point, and those that are rows already, leave nothing behind.
    pub(super) fn log_track(&mut self, legs: Vec<Track>) -> Result<(), Problem> {
        let (new, known): (Vec<Track>, Vec<Track>) = legs
            .into_iter()
            .partition(|it| !it.points.is_empty() && self.project.record(RecordKind::Track, it.id).is_none());
        for leg in known {
            journal::forget(&self.path, leg.id);
        }
        let team = new.first().map(|it| it.team.clone()).unwrap_or_default();
        let changes = new.into_iter().map(|it| Change::Insert(it.into())).collect();
        self.commit(NewStep::of(Deed::LogTrack, team, changes))
    }

    /// The tracks that were cut short by a crash, to be logged.
    pub fn tracks_left_behind(&self) -> Vec<Track> {
        if self.read_only() { Vec::new() } else { journal::left_behind(&self.path) }
    }

    /// What is on the disk needs no journal any more.
    pub(super) fn forget_journals(&self, step: &Step) {
        if step.deed != Deed::LogTrack {
            return;
        }
        for change in &step.changes {
            if let Change::Insert(AnyRecord::Track(track)) = change {
                journal::forget(&self.path, track.id);
            }
        }
    }
}
