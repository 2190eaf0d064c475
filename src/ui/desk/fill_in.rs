//! Forms on the desk: opening, leaving half filled in, keeping, and giving back what could not be kept.

use super::Desk;
use crate::{
    app::{Action, CorrectRequest, Problem},
    domain::{
        RecordId,
        outfall::{CoordSource, Outfall},
        placing::as_clicked,
        project::{AnyRecord, RecordKind},
    },
    ui::{
        dialogs::Dialog,
        forms::{self, Form},
    },
};

impl Desk {
    /// Opens a form for the selected outfall; one that was left half filled in goes on.
    pub(super) fn open_form(&mut self, kind: RecordKind, column: &'static str) {
        self.leave_form();
        let Some(entry) = self.state.selected.and_then(|id| self.workspace.project().entry(id)) else {
            return;
        };
        let (id, today) = (entry.outfall.id, self.workspace.day());
        // What is a part of another record is filled in with it.
        let kind = match kind {
            RecordKind::LabResult => RecordKind::Sample,
            RecordKind::TraceSource => RecordKind::Trace,
            kind => kind,
        };
        let draft = self
            .workspace
            .drafts()
            .into_iter()
            .find(|it| it.outfall == id && it.key.kind == kind && forms::wrong_of(&it.filled).is_none());
        let mut form = match (draft, kind) {
            (Some(draft), _) => Form::of_draft(draft, Some(&entry.outfall)),
            (None, RecordKind::Outfall) => Form::edit(&entry.outfall),
            (None, kind) => {
                let mut form = Form::new(kind, id, today);
                form.take_over(&self.state.forms);
                form
            }
        };
        form.set_author(self.workspace.author());
        form.focus_on(column);
        if let Some(stage) = forms::stage_of(kind) {
            self.state.card.stage = stage;
        }
        self.state.card.form = Some(form);
    }

    /// Opens a form that corrects a fact of the selected outfall; one that was left half filled in goes on.
    pub(super) fn open_correction(&mut self, kind: RecordKind, wrong: RecordId) {
        self.leave_form();
        let Some(entry) = self.state.selected.and_then(|id| self.workspace.project().entry(id)) else {
            return;
        };
        let drafts = self.workspace.drafts();
        let draft = drafts.into_iter().find(|it| forms::wrong_of(&it.filled) == Some(wrong));
        let form = match draft {
            Some(draft) => Some(Form::of_draft(draft, Some(&entry.outfall))),
            None => entry.fact(kind, wrong).map(|fact| Form::correct(&fact, entry)),
        };
        let Some(mut form) = form else { return };
        form.set_author(self.workspace.author());
        self.state.card.form = Some(form);
    }

    /// Withdraws the fact that the open form corrects. Should that fail, the form comes back.
    pub(super) fn withdraw(&mut self) {
        let Some(form) = self.state.card.form.take() else { return };
        self.watches.card.release();
        if let Some(action) = corrected(&form, Vec::new()) {
            let action = Action::Finish(form.key(), Box::new(action));
            self.saving = Some(form);
            self.workspace.perform(action);
        }
    }

    /// Keeps what is in the open form. Should that fail, the form comes back.
    pub(super) fn save_form(&mut self) {
        let Some(form) = self.state.card.form.take() else { return };
        form.remember(&mut self.state.forms);
        self.watches.card.release();
        let action = Action::Finish(form.key(), Box::new(kept(&form)));
        self.saving = Some(form);
        self.workspace.perform(action);
    }

    /// Gives back the form whose record could not be kept.
    pub(super) fn give_back(&mut self, problem: &Problem) {
        // Jobs fail for reasons of their own.
        let of_a_job = matches!(
            problem,
            Problem::Cancelled
                | Problem::NotImported(_)
                | Problem::NothingToImport { .. }
                | Problem::BadColumns(_)
                | Problem::UnknownCrs { .. }
                | Problem::NotExported(_)
                | Problem::NotRead(_)
                | Problem::NotTraced(_)
                | Problem::JobDied { .. }
        );
        if of_a_job {
            return;
        }
        let Some(form) = self.saving.take() else { return };
        self.keep_draft(form.draft(form.filled()));
        let is_new = form.edits_register() && self.workspace.project().entry(form.outfall).is_none();
        if is_new && self.dialog.is_none() {
            self.dialog = Some(Dialog::AddOutfall(Box::new(form)));
        } else if self.state.selected == Some(form.outfall) && self.state.card.form.is_none() {
            self.state.card.form = Some(form);
        }
    }

    /// Asks for a new outfall, at this place if one is given.
    pub(super) fn ask_outfall(&mut self, place: Option<(f64, f64)>) {
        let (lon, lat) = place.map(as_clicked).unzip();
        let coord_source = place.is_some().then_some(CoordSource::MapClick);
        let confirmed_on = Some(self.workspace.today());
        let id = forms::new_id();
        let outfall = Outfall { id, lon, lat, coord_source, confirmed_on, ..Outfall::default() };
        let mut form = Form::adds(&outfall);
        form.set_author(self.workspace.author());
        form.focus_on("name");
        self.dialog = Some(Dialog::AddOutfall(Box::new(form)));
    }
}

/// The action that puts `records` in the place of the fact that the form corrects.
fn corrected(form: &Form, records: Vec<AnyRecord>) -> Option<Action> {
    let (wrong, reason) = form.correction()?;
    let (outfall, kind, reason) = (form.outfall, form.kind(), reason.to_owned());
    Some(Action::Correct(CorrectRequest { outfall, kind, wrong, records, reason }))
}

/// The action that keeps what is in the form.
fn kept(form: &Form) -> Action {
    if let Some(outfall) = form.edited() {
        return Action::EditOutfall(outfall.clone());
    }
    if let Some(action) = corrected(form, form.records()) {
        return action;
    }
    let files = form.files();
    let (mut records, mut photos) = (Vec::new(), Vec::new());
    for record in form.records() {
        match (record, files.first()) {
            (AnyRecord::Photo(photo), Some(file)) => photos.push((photo, file.clone())),
            (record, _) => records.push(record),
        }
    }
    Action::Record { outfall: form.outfall, records, photos }
}
