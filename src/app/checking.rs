//! The data checks beside the window: run in the background, run again when something has changed, and what puts findings right.

use std::{collections::HashSet, sync::Arc};

use jiff::civil::Date;

use super::{
    JobId, JobKind, Problem, Workspace, background::Outcome, batch::Batch, new_id, stepping::NewStep,
};
use crate::{
    domain::{
        RecordId,
        check::{self, Checks, Finding, Inputs, Repair},
        doctor::System,
        fact::Waiver,
        layer::LayerKind,
        op::Deed,
        project::Change,
    },
    i18n::{self, Lang},
};

/// What the findings were worked out from.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct CheckKey {
    revision: u64,
    day: Date,
    /// The layers of rivers and counties: content and kind.
    ground: Vec<(String, LayerKind)>,
}

/// The checks of a workspace.
#[derive(Default)]
pub(super) struct Checking {
    done: Option<(CheckKey, Arc<Checks>)>,
    running: Option<(CheckKey, JobId)>,
    /// The outfalls that changes have touched since the last time.
    pub(super) touched: HashSet<RecordId>,
}

impl Workspace {
    /// What the checks found, and whether that is what they would find now. Asking starts them where it is not.
    pub fn checks(&mut self) -> (Option<Arc<Checks>>, bool) {
        let around = self.surroundings();
        let snapshot = self.snapshot();
        let key = CheckKey {
            revision: self.project.revision(),
            day: snapshot.day,
            ground: self
                .project
                .map()
                .drawn_layers()
                .filter_map(|it| Some((it.hash.clone(), it.kind?)))
                .collect(),
        };
        let done = self.checking.done.as_ref();
        let fresh = done.is_some_and(|(at, _)| *at == key);
        let shown = done.map(|(_, checks)| Arc::clone(checks));
        if fresh || around.preparing || self.checking.running.as_ref().is_some_and(|(at, _)| *at == key) {
            return (shown, fresh);
        }
        // What was worked out for something else is of no use any more.
        if let Some((_, stale)) = self.checking.running.take() {
            self.jobs.cancel(stale);
        }
        let before = done.filter(|(at, _)| at.ground == key.ground).map(|(_, checks)| Arc::clone(checks));
        let (project, touched, wanted) =
            (Arc::clone(&self.project), self.checking.touched.clone(), key.clone());
        let started = self.jobs.start(JobKind::Check, move |progress| {
            let inputs = Inputs { project: &project, snapshot: &snapshot, around: &around };
            let go_on = |done, total| progress.step(done, total);
            let checks = Checks::after(before.as_deref(), &inputs, &touched, &go_on);
            Ok(Outcome::Checked(wanted, checks.map(Arc::new)))
        });
        match started {
            Ok(id) => self.checking.running = Some((key, id)),
            Err(error) => self.notices.push(super::Notice::Failed(Problem::NoThread(error))),
        }
        (shown, false)
    }

    /// The same, waited for.
    pub fn check_now(&mut self) -> Arc<Checks> {
        /// Layers are read and prepared one after the other; what is not ready by then can not be read.
        const ROUNDS: usize = 64;
        for _ in 0..ROUNDS {
            if let (Some(checks), true) = self.checks() {
                return checks;
            }
            self.wait(|_| {});
        }
        let (around, snapshot) = (self.surroundings(), self.snapshot());
        let inputs = Inputs { project: &self.project, snapshot: &snapshot, around: &around };
        Arc::new(Checks::run(&inputs, &|_, _| true).unwrap_or_default())
    }

    pub(super) fn take_checks(&mut self, key: CheckKey, checks: Option<Arc<Checks>>) {
        // A job that was cancelled may have finished all the same.
        let is_wanted = self.checking.running.as_ref().is_some_and(|(at, _)| *at == key);
        if !is_wanted {
            return;
        }
        self.checking.running = None;
        let Some(checks) = checks else { return };
        if key.revision == self.project.revision() {
            self.checking.touched.clear();
            self.checking.done = Some((key, checks));
        }
    }

    /// What the automatic fixes of `findings` would change.
    pub fn repair_of(&mut self, findings: &[Finding], lang: Lang) -> Repair {
        let snapshot = self.snapshot();
        check::repair(&self.project, &snapshot, findings, &|it| i18n::finding_message(it, lang))
    }

    pub(super) fn fix_findings(&mut self, findings: &[Finding], lang: Lang) -> Result<(), Problem> {
        let Repair { mut changes, events } = self.repair_of(findings, lang);
        let today = self.today();
        let mut batch = Batch::new(&self.project);
        for mut event in events {
            (event.id, event.on) = (new_id(), Some(today));
            batch.add(event.outfall, vec![event.into()], Vec::new())?;
        }
        changes.extend(batch.changes);
        let subject = self.subject_of(findings.iter().map(|it| it.record));
        self.commit(NewStep::of(Deed::FixFindings, subject, changes))
    }

    pub(super) fn waive(
        &mut self,
        findings: &[Finding],
        reason: &str,
        withdrawn: bool,
    ) -> Result<(), Problem> {
        let reason = reason.trim();
        if reason.is_empty() && !withdrawn {
            return Err(Problem::NoReason);
        }
        let (today, author) = (self.today(), self.author().name.clone());
        let waivers = findings.iter().map(|finding| Waiver {
            id: new_id(),
            outfall: finding.record,
            on: Some(today),
            check_code: finding.check.code().to_owned(),
            basis: finding.basis(),
            reason: reason.to_owned(),
            granted_by: author.clone(),
            withdrawn,
        });
        let changes = waivers.map(|it| Change::Insert(it.into())).collect();
        let subject = self.subject_of(findings.iter().map(|it| it.record));
        self.commit(NewStep::of(Deed::Waive, subject, changes))
    }

    pub(super) fn reread(&mut self, ids: Vec<RecordId>, system: System, why: &str) -> Result<(), Problem> {
        let changes = check::reread_all(&self.project, ids, system, why.trim());
        let subject = format!("{} ({})", system.code(), changes.len());
        self.commit(NewStep::of(Deed::FixCoordinates, subject, changes))
    }

    /// The only outfall, or how many there are.
    fn subject_of(&self, ids: impl Iterator<Item = RecordId>) -> String {
        let ids: HashSet<RecordId> = ids.collect();
        let only = ids.iter().next().filter(|_| ids.len() == 1);
        let outfall = only.and_then(|id| self.project.entry(*id)).map(|it| &it.outfall);
        outfall.map_or_else(
            || ids.len().to_string(),
            |it| format!("{} {}", it.code(), it.name).trim().to_owned(),
        )
    }
}
