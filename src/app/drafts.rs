//! Drafts: kept while somebody types, discarded and taken back, gone with the step that keeps their record.
//!
//! Nothing here waits: a draft is in memory at once and on its way to the writer thread, behind what was sent before it.

use super::{Action, Notice, Problem, Workspace};
use crate::{
    domain::draft::{Draft, DraftKey},
    storage::{self, DraftChange, Writer},
};

/// The drafts of this device in the open project.
#[derive(Default)]
pub(super) struct Drafts {
    all: Vec<Draft>,
    /// The draft that the action makes good which is being performed.
    finishing: Option<DraftKey>,
    /// Did the latest one not get onto the disk? Then that was told already.
    failed: bool,
}

impl Drafts {
    pub(super) fn new(all: Vec<Draft>) -> Self {
        Self { all, ..Self::default() }
    }

    fn at(&self, key: DraftKey) -> Option<usize> {
        self.all.iter().position(|it| it.key == key)
    }

    /// Takes the draft out that the current action makes good.
    pub(super) fn take_finished(&mut self) -> Option<(DraftKey, Option<Draft>)> {
        let key = self.finishing.take()?;
        Some((key, self.at(key).map(|at| self.all.remove(at))))
    }

    /// Puts one back whose record could not be kept after all.
    pub(super) fn put_back(&mut self, draft: Draft) {
        if self.at(draft.key).is_none() {
            self.all.push(draft);
        }
    }
}

impl Workspace {
    /// The forms that are not finished, the one that was changed last in front.
    pub fn drafts(&self) -> Vec<&Draft> {
        let mut drafts: Vec<&Draft> = self.drafts.all.iter().filter(|it| it.discarded_ms.is_none()).collect();
        drafts.sort_by_key(|it| std::cmp::Reverse((it.changed_ms, it.key)));
        drafts
    }

    /// The drafts that were discarded and can still be taken back, the latest in front.
    pub fn discarded_drafts(&self) -> Vec<&Draft> {
        let now = (self.env.now)().stamp.now_ms;
        let mut drafts: Vec<&Draft> =
            self.drafts.all.iter().filter(|it| it.discarded_ms.is_some() && it.is_there(now)).collect();
        drafts.sort_by_key(|it| std::cmp::Reverse((it.discarded_ms, it.key)));
        drafts
    }

    /// The draft with this key, also a discarded one.
    pub fn draft(&self, key: DraftKey) -> Option<&Draft> {
        self.drafts.all.get(self.drafts.at(key)?)
    }

    /// Is there a draft whose way to the disk is not over?
    pub fn is_keeping_drafts(&self) -> bool {
        self.writer.as_ref().is_some_and(|writer| writer.pending_drafts() > 0)
    }

    /// Does what is asked for with a draft.
    pub(super) fn perform_on_draft(&mut self, action: Action) -> Result<(), Problem> {
        if let Some(problem) = self.why_read_only() {
            return Err(problem);
        }
        let now = (self.env.now)().stamp.now_ms;
        match action {
            Action::KeepDraft(mut draft) => {
                let known = self.draft(draft.key).map(|it| it.created_ms);
                (draft.created_ms, draft.changed_ms) = (known.unwrap_or(now), now);
                self.keep_draft(*draft);
            }
            Action::DiscardDraft(key) => self.change_draft(key, Some(now)),
            Action::TakeBackDraft(key) => self.change_draft(key, None),
            _ => {}
        }
        Ok(())
    }

    fn change_draft(&mut self, key: DraftKey, discarded_ms: Option<i64>) {
        if let Some(draft) = self.draft(key) {
            self.keep_draft(Draft { discarded_ms, ..draft.clone() });
        }
    }

    fn keep_draft(&mut self, draft: Draft) {
        match self.drafts.at(draft.key).and_then(|at| self.drafts.all.get_mut(at)) {
            Some(known) => known.clone_from(&draft),
            None => self.drafts.all.push(draft.clone()),
        }
        if let Some(writer) = &mut self.writer {
            writer.send_drafts(vec![DraftChange::Keep(Box::new(draft))]);
        }
    }

    /// Performs an action that makes a draft good: the draft goes in the transaction of its step.
    pub(super) fn finish(&mut self, key: DraftKey, action: Action) -> Result<(), Problem> {
        self.drafts.finishing = Some(key);
        let done = self.try_change(action);
        // Left over where there was nothing to change, as when a register entry is kept as it was.
        let left = self.drafts.finishing.take().filter(|_| done.is_ok());
        if let (Some(key), Some(writer)) = (left, &mut self.writer) {
            self.drafts.all.retain(|it| it.key != key);
            writer.send_drafts(vec![DraftChange::Remove(key)]);
        }
        done
    }

    /// Takes in which drafts are on the disk. A failure is told once, and again after a success.
    pub(super) fn poll_drafts(&mut self) {
        let results: Vec<storage::Result<()>> =
            self.writer.as_mut().map(Writer::poll_drafts).unwrap_or_default();
        for result in results {
            match result {
                Ok(()) => self.drafts.failed = false,
                Err(error) if !self.drafts.failed => {
                    self.drafts.failed = true;
                    self.notices.push(Notice::Failed(Problem::DraftNotKept(error)));
                }
                Err(_told_already) => {}
            }
        }
    }
}
