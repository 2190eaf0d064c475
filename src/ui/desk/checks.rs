//! The data checks on the desk: kept up to date once somebody has looked at them, and what they ask for.

use std::{collections::HashSet, sync::Arc};

use eframe::egui::Ui;

use super::Desk;
use crate::{
    domain::{
        RecordId, Value,
        check::{Checks, Finding},
        fact::RegisterChange,
        project::RecordKind,
    },
    i18n::Lang,
    ui::{
        dialogs::{Dialog, DoctorDraft, FixAllDraft, WaiveDraft},
        state::Screen,
        views::{ChecksView, checks_ui},
        wish::Wish,
    },
};

/// What the checks found last, and the outfalls that it is about.
#[derive(Default)]
pub(super) struct Found {
    checks: Option<Arc<Checks>>,
    /// Is that what they would find now?
    fresh: bool,
    /// The outfalls with something that is due.
    pub(super) outfalls: HashSet<RecordId>,
    /// Another number whenever these are others.
    pub(super) generation: u64,
}

impl Desk {
    /// Asks for the checks in every frame, from the moment on that somebody looks at them: large layers are not read before.
    pub(super) fn keep_checking(&mut self) {
        self.state.checks.looked_at |= self.state.screen == Screen::Checks;
        if !self.state.checks.looked_at {
            return;
        }
        let (checks, fresh) = self.workspace.checks();
        self.found.fresh = fresh;
        let same = match (&self.found.checks, &checks) {
            (Some(old), Some(new)) => Arc::ptr_eq(old, new),
            (None, None) => true,
            _ => false,
        };
        if !same {
            self.found.outfalls = checks.iter().flat_map(|it| &it.due).map(|it| it.record).collect();
            self.found.generation += 1;
            self.found.checks = checks;
        }
    }

    pub(super) fn checks_ui(&mut self, ui: &mut Ui, lang: Lang, wishes: &mut Vec<Wish>) {
        let project = self.workspace.shared_project();
        let view = ChecksView {
            lang,
            project: &project,
            checks: self.found.checks.as_ref(),
            fresh: self.found.fresh,
            read_only: self.workspace.read_only(),
        };
        checks_ui(ui, &view, &mut self.state.checks, wishes);
    }

    pub(super) fn ask_waive(&mut self, findings: Vec<Finding>) {
        self.dialog = Some(Dialog::Waive(WaiveDraft::of(findings)));
    }

    pub(super) fn ask_fix_all(&mut self, lang: Lang, findings: Vec<Finding>) {
        let repair = self.workspace.repair_of(&findings, lang);
        let draft = FixAllDraft::of(findings, &repair, self.workspace.project(), lang);
        self.dialog = Some(Dialog::FixAll(draft));
    }

    pub(super) fn ask_doctor(&mut self) {
        let selection = self.state.selection.iter().collect();
        self.dialog = Some(Dialog::Doctor(DoctorDraft::of(selection, self.workspace.batches())));
    }

    /// Opens the form that merges the selected outfall into another one.
    pub(super) fn open_merge(&mut self, target: RecordId) {
        self.open_form(RecordKind::RegisterEvent, "reason");
        if let Some(form) = &mut self.state.card.form {
            form.preset("kind", Value::text(RegisterChange::Merge.code()));
            form.preset("target", Value::Text(target.to_string()));
        }
    }
}
