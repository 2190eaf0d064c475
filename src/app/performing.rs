//! Doing what the user asks for.

use super::{Action, Notice, Problem, Workspace, stepping::NewStep};
use crate::domain::{op::Deed, position::Survey, project::Change};

impl Workspace {
    /// Does what the user asks for, or puts it behind the step that is being saved.
    pub fn perform(&mut self, action: Action) {
        if let Err(problem) = self.try_perform(action) {
            self.notices.push(Notice::Failed(problem));
        }
    }

    fn try_perform(&mut self, action: Action) -> Result<(), Problem> {
        let Some(change) = self.perform_aside(action)? else { return Ok(()) };
        if self.in_flight.is_some() {
            self.waiting.push_back(change);
            return Ok(());
        }
        match self.why_read_only() {
            Some(problem) => Err(problem),
            None => self.try_change(change),
        }
    }

    /// Does what changes no record, also while a step is being saved; hands anything else back.
    fn perform_aside(&mut self, action: Action) -> Result<Option<Action>, Problem> {
        match action {
            Action::Cancel(id) => self.jobs.cancel(id),
            Action::Export(request) => self.export(request),
            Action::Trace(request) => self.ask_trace(request),
            Action::StopTrace => self.stop_trace(),
            Action::ExportTrace(answer, path, lang) => self.export_trace(answer, path, lang),
            Action::Draw(request, path) => self.draw(&request, path)?,
            Action::Import(request) => self.import(request),
            Action::PreviewImport(request, tables) => self.preview_import(request, tables),
            Action::AddBasemaps(files) => self.add_basemaps(files),
            Action::KeepOffline(request) => self.keep_offline(request)?,
            Action::PlanPhotos(paths) => self.plan_photos(paths),
            Action::CopyPhotos(request) => self.copy_photos(request),
            Action::PrintSheet(request) => self.print_sheet(request),
            Action::SetAuthor(author) => self.set_author(author),
            action @ (Action::KeepDraft(_) | Action::DiscardDraft(_) | Action::TakeBackDraft(_)) => {
                self.perform_on_draft(action)?;
            }
            change => return Ok(Some(change)),
        }
        Ok(None)
    }

    /// Makes a change; what [`Self::perform_aside`] does is none.
    pub(super) fn try_change(&mut self, action: Action) -> Result<(), Problem> {
        match action {
            Action::Import(_)
            | Action::PreviewImport(..)
            | Action::AddBasemaps(_)
            | Action::KeepOffline(_)
            | Action::Cancel(_)
            | Action::PlanPhotos(_)
            | Action::CopyPhotos(_)
            | Action::PrintSheet(_)
            | Action::Export(_)
            | Action::Trace(_)
            | Action::StopTrace
            | Action::ExportTrace(..)
            | Action::Draw(..)
            | Action::KeepDraft(_)
            | Action::DiscardDraft(_)
            | Action::TakeBackDraft(_)
            | Action::SetAuthor(_) => Ok(()),
            Action::TakeImport(preview, unwanted) => {
                self.take_import(&preview, &unwanted);
                Ok(())
            }
            Action::Finish(key, action) => self.finish(key, *action),
            Action::Attach(request) => {
                self.attach(request);
                Ok(())
            }
            Action::AttachBytes(request, name, bytes) => self.attach_bytes(&request, &name, bytes),
            Action::TakePhotos(photos) => self.take_photos(photos),
            Action::ChangePhoto(photo) => self.change_photo(&photo),
            Action::SetOnline(basemap, key) => self.set_online(basemap, &key),
            Action::Record { outfall, records, photos } => self.record(outfall, records, photos),
            Action::RecordMany { facts, folder, subject } => self.record_many(facts, &folder, subject),
            Action::AddOutfall(outfall) => {
                let subject = outfall.name.clone();
                self.commit(NewStep::of(Deed::AddOutfall, subject, vec![Change::Insert(outfall.into())]))
            }
            Action::Correct(request) => self.correct(request),
            Action::EditOutfall(outfall) => self.edit_outfall(outfall),
            Action::EditOutfalls(cells) => self.edit_outfalls(cells),
            Action::MoveOutfall { id, to, accepted } => {
                self.move_outfall(id, to, &accepted, &Survey::clicked())
            }
            Action::PlaceOutfall { id, to, accepted, survey } => {
                self.move_outfall(id, to, &accepted, &survey)
            }
            Action::FixFindings(findings, lang) => self.fix_findings(&findings, lang),
            Action::Waive { findings, reason, withdrawn } => self.waive(&findings, &reason, withdrawn),
            Action::Reread { ids, system, why } => self.reread(ids, system, &why),
            Action::Assign(request) => self.assign(&request),
            Action::LogTrack(legs) => self.log_track(legs),
            Action::ChangeSettings(settings) => {
                let (old, new) = (self.project.settings().clone().into(), settings.into());
                let changes = Change::between(&old, &new).into_iter().collect();
                self.commit(NewStep::of(Deed::ChangeSettings, "", changes))
            }
            Action::KeepParts(deed, parts) => self.keep_parts(deed, parts),
            Action::DropParts(deed, parts) => self.drop_parts(deed, parts),
            Action::Arrange(change) => self.arrange(&change),
            Action::NewLayer(draft) => self.new_layer(draft),
            Action::CopyLayer { from, id, name } => self.copy_layer(from, id, name),
            Action::EditShapes(edits) => self.edit_shapes(edits),
            Action::Undo => self.turn_back(),
            Action::Redo => self.do_again(),
        }
    }
}
