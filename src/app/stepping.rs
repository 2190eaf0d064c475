//! From an action to a saved step: memory first, then the writer thread; taken back if it can not be written.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{FactFile, Notice, Problem, Workspace, batch::Batch, new_id, qml, workspace::InFlight};
use crate::{
    domain::{
        RecordId,
        change::CellChange,
        fact::Photo,
        layer::FeatureSet,
        layer_tree::{Arrangement, TreeChange},
        map_parts::MapPart,
        op::{Deed, Step},
        outfall::Outfall,
        project::{AnyRecord, Change, Misfit, RecordKind},
        stage::Standing,
    },
    storage::{OwnedBlob, OwnedCommit, QgisStyle, Reader, StateCodes},
};

/// A step that is still to be made.
pub(super) struct NewStep {
    deed: Deed,
    subject: String,
    changes: Vec<Change>,
    /// The features of the layers that the changes insert.
    pub(super) features: Vec<(RecordId, Arc<FeatureSet>)>,
    /// The bytes of photos, by their hash.
    pub(super) blobs: Vec<(String, OwnedBlob)>,
    /// For an undo or a redo: the step that it is about.
    about: Option<RecordId>,
}

impl NewStep {
    /// A step of changes to rows alone.
    pub(super) fn of(deed: Deed, subject: impl Into<String>, changes: Vec<Change>) -> Self {
        Self { deed, subject: subject.into(), changes, features: Vec::new(), blobs: Vec::new(), about: None }
    }
}

impl Workspace {
    pub(super) fn record(
        &mut self,
        outfall: RecordId,
        records: Vec<AnyRecord>,
        photos: Vec<(Photo, PathBuf)>,
    ) -> Result<(), Problem> {
        let deed = records.first().map_or(Deed::AddPhoto, deed_for);
        let mut batch = Batch::new(&self.project);
        batch.add(outfall, records, photos)?;
        let subject =
            self.project.entry(outfall).map(|it| format!("{} {}", it.outfall.code(), it.outfall.name));
        let subject = subject.unwrap_or_default();
        let step = NewStep::of(deed, subject.trim(), batch.changes);
        self.commit(NewStep { blobs: batch.blobs, ..step })
    }

    pub(super) fn record_many(
        &mut self,
        facts: Vec<FactFile>,
        folder: &Path,
        subject: String,
    ) -> Result<(), Problem> {
        let deed = match &facts[..] {
            [one] => one.records.first().map_or(Deed::AddPhoto, deed_for),
            _ => Deed::RecordFacts,
        };
        let mut batch = Batch::new(&self.project);
        for fact in facts {
            match (&fact.file, &fact.records[..]) {
                (Some(file), [AnyRecord::Photo(photo)]) => {
                    batch.add(fact.outfall, Vec::new(), vec![(photo.clone(), folder.join(file))])?;
                }
                _ => batch.add(fact.outfall, fact.records, Vec::new())?,
            }
        }
        let step = NewStep::of(deed, subject, batch.changes);
        self.commit(NewStep { blobs: batch.blobs, ..step })
    }

    pub(super) fn edit_outfall(&mut self, outfall: Outfall) -> Result<(), Problem> {
        let missing_outfall = || Problem::NoSuchOutfall { code: outfall.id.to_string() };
        let old = self.project.entry(outfall.id).ok_or_else(missing_outfall)?.outfall.clone();
        let subject = outfall.name.clone();
        let changes = Change::between(&old.into(), &outfall.into()).into_iter().collect();
        self.commit(NewStep::of(Deed::EditOutfall, subject, changes))
    }

    pub(super) fn edit_outfalls(&mut self, cells: Vec<(RecordId, CellChange)>) -> Result<(), Problem> {
        let mut by_outfall: BTreeMap<RecordId, Vec<CellChange>> = BTreeMap::new();
        for (id, cell) in cells {
            by_outfall.entry(id).or_default().push(cell);
        }
        let mut changes = Vec::new();
        for (id, cells) in by_outfall {
            let missing = || Problem::NoSuchOutfall { code: id.to_string() };
            let old: AnyRecord = self.project.entry(id).ok_or_else(missing)?.outfall.clone().into();
            let mut new = old.clone();
            for cell in cells {
                let bad = |source| Problem::Misfit(Misfit::BadCell { column: cell.column.clone(), source });
                new.set_named(&cell.column, cell.new.clone()).map_err(bad)?;
            }
            // Whatever changed since the preview stays, but for the cells that were asked for.
            changes.extend(Change::between(&old, &new));
        }
        let subject = changes.len().to_string();
        self.commit(NewStep::of(Deed::EditOutfalls, subject, changes))
    }

    pub(super) fn keep_parts(&mut self, deed: Deed, parts: Vec<MapPart>) -> Result<(), Problem> {
        let (names, changes): (Vec<String>, Vec<Change>) =
            parts.into_iter().filter_map(|part| Some((part.name().to_owned(), self.kept(part)?))).unzip();
        self.commit(NewStep::of(deed, names.join("、"), changes))
    }

    pub(super) fn drop_parts(&mut self, deed: Deed, parts: Vec<MapPart>) -> Result<(), Problem> {
        let (names, changes): (Vec<String>, Vec<Change>) =
            parts.into_iter().filter_map(|part| Some((part.name().to_owned(), self.dropped(part)?))).unzip();
        self.commit(NewStep::of(deed, names.join("、"), changes))
    }

    pub(super) fn arrange(&mut self, change: &TreeChange) -> Result<(), Problem> {
        let deed = match change {
            TreeChange::Remove(_) => Deed::RemoveLayer,
            _ => Deed::ChangeLayer,
        };
        let Arrangement { subject, keep, drop } = change.plan(self.project.map());
        let kept = keep.into_iter().filter_map(|part| self.kept(part));
        let dropped = drop.into_iter().filter_map(|part| self.dropped(part));
        let changes = kept.chain(dropped).collect();
        self.commit(NewStep::of(deed, subject, changes))
    }

    /// The change that makes a part as it is given, if it is not so already.
    fn kept(&self, part: MapPart) -> Option<Change> {
        let new = AnyRecord::from(part);
        match self.project.record(new.kind(), new.id()) {
            Some(old) => Change::between(&old, &new),
            None => Some(Change::Insert(new)),
        }
    }

    /// The change that takes a part away, if it is still there: as it is now, not as the screen showed it.
    fn dropped(&self, part: MapPart) -> Option<Change> {
        let gone = AnyRecord::from(part);
        self.project.record(gone.kind(), gone.id()).map(Change::Delete)
    }

    pub(super) fn turn_back(&mut self) -> Result<(), Problem> {
        let past = self.undo_next().cloned().ok_or(Problem::NothingToUndo)?;
        let done = self.changes_of(past.id)?;
        let changes = done.into_iter().rev().map(Change::inverse).collect();
        let step = NewStep::of(Deed::Undo, past.subject, changes);
        self.commit(NewStep { about: Some(past.id), ..step })
    }

    pub(super) fn do_again(&mut self) -> Result<(), Problem> {
        let past = self.redo_next().cloned().ok_or(Problem::NothingToUndo)?;
        let changes = self.changes_of(past.id)?;
        let step = NewStep::of(Deed::Redo, past.subject, changes);
        self.commit(NewStep { about: Some(past.id), ..step })
    }

    /// What a step changed. The connection stays: opening one takes ten times as long as reading a step.
    fn changes_of(&mut self, step: RecordId) -> Result<Vec<Change>, Problem> {
        let reader = match self.past.take() {
            Some(reader) => reader,
            None => Reader::open(&self.path).map_err(Problem::NotRead)?,
        };
        let changes = reader.changes_of(step).map_err(Problem::NotRead)?;
        self.past = Some(reader);
        Ok(changes)
    }

    /// Changes the project in memory and sends the step to the writer. If it can not be written, it is taken back.
    pub(super) fn commit(&mut self, step: NewStep) -> Result<(), Problem> {
        let NewStep { deed, subject, changes, features, blobs, about } = step;
        if let Some(problem) = self.why_read_only() {
            return Err(problem);
        }
        if changes.is_empty() {
            return Ok(());
        }
        self.check_role(&changes)?;
        self.apply_all(&changes)?;
        let (drafts, draft) = self.drafts.take_finished().unzip();
        let states = self.states_after(&changes);
        for (layer, set) in &features {
            self.keep_features(*layer, Arc::clone(set));
        }
        let styles = self.styles_after(deed, &changes);
        let step = Arc::new(Step { id: new_id(), deed, subject, changes });
        let stamp = (self.env.now)().stamp;
        if let Some(writer) = &mut self.writer {
            writer.send(OwnedCommit {
                step: Arc::clone(&step),
                about,
                features,
                blobs,
                states,
                styles,
                drafts: drafts.into_iter().collect(),
                stamp,
            });
        }
        let notice = Notice::Done { deed, subject: step.subject.clone() };
        self.in_flight = Some(InFlight { step, notice, draft: draft.flatten() });
        Ok(())
    }

    /// Approvals are a supervisor's, also to correct, to take back and to do again.
    fn check_role(&self, changes: &[Change]) -> Result<(), Problem> {
        let lacks = |change: &Change| match change {
            // Who takes an approval out could have made it.
            Change::Insert(AnyRecord::Correction(it)) | Change::Delete(AnyRecord::Correction(it)) => {
                let wrong = it.kind().and_then(|kind| self.project.record(kind, it.wrong));
                wrong.and_then(|wrong| self.author().lacks_for(&wrong))
            }
            Change::Insert(record) | Change::Delete(record) => self.author().lacks_for(record),
            Change::Set { .. } => None,
        };
        match changes.iter().find_map(lacks) {
            Some(needed) => Err(Problem::NotAllowed { needed }),
            None => Ok(()),
        }
    }

    /// Applies all changes or none.
    pub(super) fn apply_all(&mut self, changes: &[Change]) -> Result<(), Problem> {
        let project = Arc::make_mut(&mut self.project);
        for (index, change) in changes.iter().enumerate() {
            // Some know their outfall only before the change, some only after it.
            self.checking.touched.extend(project.touched_by(change));
            let Err(misfit) = project.apply(change) else {
                self.checking.touched.extend(project.touched_by(change));
                continue;
            };
            for done in changes.iter().take(index).rev() {
                project.apply(&done.clone().inverse())?;
            }
            return Err(misfit.into());
        }
        Ok(())
    }

    /// How QGIS draws what `changes` touch: layers that came, went or have another style, and the outfalls where their style, their
    /// theme or they themselves are new.
    fn styles_after(&self, deed: Deed, changes: &[Change]) -> Vec<QgisStyle> {
        let mut styles = Vec::new();
        let mut outfalls = matches!(deed, Deed::AddOutfall | Deed::ImportOutfalls);
        for change in changes {
            let layer = match change {
                Change::Delete(AnyRecord::Layer(layer)) => {
                    styles.push(QgisStyle { table: layer.table_name.clone(), qml: None });
                    continue;
                }
                Change::Insert(AnyRecord::Layer(layer)) => layer.id,
                Change::Set { kind: RecordKind::Layer, id, cells }
                    if cells.iter().any(|it| !matches!(&*it.column, "visible" | "position" | "group")) =>
                {
                    *id
                }
                Change::Set { kind: RecordKind::Settings, cells, .. } => {
                    outfalls |= cells.iter().any(|it| it.column == "theme" || it.column == "outfall_style");
                    continue;
                }
                _ => continue,
            };
            let layer = self.project.layers().iter().find(|it| it.id == layer);
            let Some(layer) = layer else { continue };
            // Whoever changes a style has mostly looked at the features; after undo they may have to be read.
            let read =
                || Reader::open(&self.path).and_then(|reader| reader.features(layer)).ok().map(Arc::new);
            // Of a layer that can not be read, QGIS goes on with the style that it has.
            styles.extend(self.features(layer.id).or_else(read).map(|set| qml::of_layer(layer, &set)));
        }
        if outfalls {
            styles.push(qml::of_outfalls(self.project.settings()));
        }
        styles
    }

    /// The states that QGIS shows, of the outfalls that `changes` touch.
    pub(super) fn states_after(&self, changes: &[Change]) -> Vec<(RecordId, StateCodes)> {
        let touched = changes.iter().filter_map(|change| match change {
            Change::Insert(record) | Change::Delete(record) => self.project.outfall_of(record),
            Change::Set { kind, id, .. } => {
                self.project.record(*kind, *id).and_then(|it| self.project.outfall_of(&it))
            }
        });
        let mut ids: Vec<RecordId> = touched.collect();
        ids.sort_unstable();
        ids.dedup();
        let day = (self.env.now)().today;
        let entries = ids.into_iter().filter_map(|id| self.project.entry(id));
        entries
            .map(|entry| {
                let standing = Standing::of(&self.project, entry, day);
                let codes = [
                    standing.register.state.code(),
                    standing.check.state.code(),
                    standing.measure.code(),
                    standing.trace.state.code(),
                    standing.fix.state.code(),
                    standing.manage.code(),
                ];
                (entry.outfall.id, codes)
            })
            .collect()
    }
}

fn deed_for(record: &AnyRecord) -> Deed {
    match record {
        AnyRecord::Visit(_) => Deed::RecordCheck,
        AnyRecord::Sample(_) | AnyRecord::LabResult(_) => Deed::RecordSample,
        AnyRecord::Trace(_) | AnyRecord::TraceSource(_) | AnyRecord::ManholeCheck(_) => Deed::RecordTrace,
        AnyRecord::Plan(_) | AnyRecord::ProgressNote(_) | AnyRecord::Acceptance(_) => Deed::RecordFix,
        AnyRecord::Upkeep(_) => Deed::RecordUpkeep,
        AnyRecord::RegisterEvent(_) => Deed::RecordRegister,
        _ => Deed::AddPhoto,
    }
}
