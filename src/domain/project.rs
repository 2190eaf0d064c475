//! A campaign in memory: every outfall with its facts, the layers, the settings.
//!
//! It changes in one way only: [`Project::apply`] takes a [`Change`]. The same value goes into the
//! project file, the operation log and the undo history, so that they can not drift apart.

use std::collections::HashMap;

use super::{
    Record, RecordId,
    agenda::Assignment,
    corrections::Corrections,
    entry::{Facts, keep_sorted},
    fact::{
        Acceptance, Claim, Correction, LabResult, ManholeCheck, Photo, Plan, ProgressNote, RegisterEvent,
        Sample, Trace, TraceSource, Upkeep, Visit, Waiver,
    },
    layer::Layer,
    map_parts::MapParts,
    outfall::Outfall,
    settings::Settings,
    value::{BadValue, Value, Wanted},
};
pub use super::{
    change::{AnyRecord, CellChange, Change, ColumnInfo, Misfit, RecordKind},
    entry::Entry,
};

/// All rows of a project, for [`Project::assemble`].
#[derive(Debug, Default)]
pub struct Rows {
    /// The settings.
    pub settings: Settings,
    /// Layers, groups, basemaps and bookmarks, each in any order.
    pub map: MapParts,
    /// The outfalls in the order in which they came in, as yet without facts.
    pub entries: Vec<Entry>,
    /// See [`Entry::claims`].
    pub claims: Vec<Claim>,
    /// See [`Facts::visits`].
    pub visits: Vec<Visit>,
    /// See [`Facts::samples`].
    pub samples: Vec<Sample>,
    /// See [`Facts::results`].
    pub results: Vec<LabResult>,
    /// See [`Facts::traces`].
    pub traces: Vec<Trace>,
    /// See [`Facts::sources`].
    pub sources: Vec<TraceSource>,
    /// See [`Facts::plans`].
    pub plans: Vec<Plan>,
    /// See [`Facts::progress`].
    pub progress: Vec<ProgressNote>,
    /// See [`Facts::acceptances`].
    pub acceptances: Vec<Acceptance>,
    /// See [`Facts::upkeep`].
    pub upkeep: Vec<Upkeep>,
    /// See [`Facts::register`].
    pub register: Vec<RegisterEvent>,
    /// See [`Facts::photos`].
    pub photos: Vec<Photo>,
    /// See [`Facts::manholes`].
    pub manholes: Vec<ManholeCheck>,
    /// See [`Facts::assignments`].
    pub assignments: Vec<Assignment>,
    /// See [`Facts::corrections`].
    pub corrections: Vec<Correction>,
    /// See [`Facts::waivers`].
    pub waivers: Vec<Waiver>,
}

/// A campaign: settings, layers, and every outfall with its facts.
#[derive(Clone, Debug, Default)]
pub struct Project {
    settings: Settings,
    map: MapParts,
    entries: Vec<Entry>,
    by_id: HashMap<RecordId, usize>,
    outfall_of_sample: HashMap<RecordId, RecordId>,
    corrections: Corrections,
    revision: u64,
}

impl Project {
    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The reference layers by position; [`MapParts::drawn_layers`] has them in the order of drawing.
    pub fn layers(&self) -> &[Layer] {
        &self.map.layers
    }

    /// Layers, their groups, basemaps and bookmarks.
    pub fn map(&self) -> &MapParts {
        &self.map
    }

    /// Every outfall, in the order in which they came in.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The outfall with this identity.
    pub fn entry(&self, id: RecordId) -> Option<&Entry> {
        self.entries.get(*self.by_id.get(&id)?)
    }

    /// Where in [`Self::entries`] the outfall is.
    pub fn position(&self, id: RecordId) -> Option<usize> {
        self.by_id.get(&id).copied()
    }

    /// The outfall with this local or national code; the first where several share it.
    pub fn entry_by_code(&self, code: &str) -> Option<&Entry> {
        let code = code.trim();
        let found = |it: &&Entry| it.outfall.code_local == code || it.outfall.code_national == code;
        if code.is_empty() { None } else { self.entries.iter().find(found) }
    }

    /// Grows with every change; caches compare it.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The outfall that a record is about.
    pub fn outfall_of(&self, record: &AnyRecord) -> Option<RecordId> {
        match record {
            AnyRecord::LabResult(result) => self.outfall_of_sample.get(&result.sample).copied(),
            record => record.outfall(),
        }
    }

    /// The outfalls that a change is about, as far as they are known now. Before and after the change, these are all of them.
    pub fn touched_by(&self, change: &Change) -> Vec<RecordId> {
        let (Change::Insert(record) | Change::Delete(record)) = change else {
            let Change::Set { kind, id, .. } = change else { return Vec::new() };
            return self.record(*kind, *id).and_then(|it| self.outfall_of(&it)).into_iter().collect();
        };
        // What is corrected may be kept with another outfall than the correction.
        let corrected = match record {
            AnyRecord::Correction(it) => it.kind().and_then(|kind| self.record(kind, it.wrong)),
            _ => None,
        };
        let owner = corrected.and_then(|it| self.outfall_of(&it));
        self.outfall_of(record).into_iter().chain(owner).collect()
    }

    /// The record as it is, wherever it is kept. Looking for a fact walks through all outfalls.
    pub fn record(&self, kind: RecordKind, id: RecordId) -> Option<AnyRecord> {
        match kind {
            RecordKind::Settings => Some(self.settings.clone().into()),
            kind if kind.is_map_part() => self.map.record(kind, id),
            RecordKind::Outfall => self.entry(id).map(|it| it.outfall.clone().into()),
            kind => self.entries.iter().find_map(|entry| entry.fact(kind, id)),
        }
    }

    /// Makes the change, or leaves everything as it was and says why it does not fit.
    pub fn apply(&mut self, change: &Change) -> Result<(), Misfit> {
        match change {
            Change::Insert(record) => self.insert(record.clone())?,
            Change::Delete(record) => self.delete(record)?,
            Change::Set { kind, id, cells } => self.set(*kind, *id, cells)?,
        }
        self.revision += 1;
        Ok(())
    }

    /// Puts a project together from all of its rows, much faster than one change after another.
    pub fn assemble(rows: Rows) -> Result<Self, Misfit> {
        let mut project =
            Self { settings: rows.settings, map: rows.map, entries: rows.entries, ..Self::default() };
        project.map.sort();
        project.by_id.reserve(project.entries.len());
        for (at, entry) in project.entries.iter().enumerate() {
            let id = entry.outfall.id;
            if project.by_id.insert(id, at).is_some() {
                return Err(Misfit::AlreadyThere { table: Outfall::TABLE, id });
            }
        }
        rows.corrections.iter().for_each(|it| project.corrections.add(it));
        project.outfall_of_sample = rows.samples.iter().map(|it| (it.id, it.outfall)).collect();
        for claim in rows.claims {
            let id = claim.outfall;
            let entry = project.by_id.get(&id).and_then(|at| project.entries.get_mut(*at));
            keep_sorted(&mut entry.ok_or(Misfit::NoSuchRow { table: Outfall::TABLE, id })?.claims, claim);
        }
        project.distribute(rows.visits, |it| it.outfall, |facts| &mut facts.visits)?;
        project.distribute(rows.samples, |it| it.outfall, |facts| &mut facts.samples)?;
        project.distribute(rows.traces, |it| it.outfall, |facts| &mut facts.traces)?;
        project.distribute(rows.sources, |it| it.outfall, |facts| &mut facts.sources)?;
        project.distribute(rows.plans, |it| it.outfall, |facts| &mut facts.plans)?;
        project.distribute(rows.progress, |it| it.outfall, |facts| &mut facts.progress)?;
        project.distribute(rows.acceptances, |it| it.outfall, |facts| &mut facts.acceptances)?;
        project.distribute(rows.upkeep, |it| it.outfall, |facts| &mut facts.upkeep)?;
        project.distribute(rows.register, |it| it.outfall, |facts| &mut facts.register)?;
        project.distribute(rows.photos, |it| it.outfall, |facts| &mut facts.photos)?;
        project.distribute(rows.manholes, |it| it.outfall, |facts| &mut facts.manholes)?;
        project.distribute(rows.assignments, |it| it.outfall, |facts| &mut facts.assignments)?;
        project.distribute(rows.corrections, |it| it.outfall, |facts| &mut facts.corrections)?;
        project.distribute(rows.waivers, |it| it.outfall, |facts| &mut facts.waivers)?;
        let of_sample = std::mem::take(&mut project.outfall_of_sample);
        let owner = |it: &LabResult| of_sample.get(&it.sample).copied().unwrap_or(it.sample);
        project.distribute(rows.results, owner, |facts| &mut facts.results)?;
        project.outfall_of_sample = of_sample;
        Ok(project)
    }

    fn distribute<R: Record + Into<AnyRecord>>(
        &mut self,
        facts: Vec<R>,
        owner: impl Fn(&R) -> RecordId,
        place: impl Fn(&mut Facts) -> &mut Vec<R>,
    ) -> Result<(), Misfit> {
        for fact in facts {
            let id = owner(&fact);
            let entry = self.by_id.get(&id).and_then(|at| self.entries.get_mut(*at));
            let entry = entry.ok_or(Misfit::NoSuchRow { table: Outfall::TABLE, id })?;
            let facts = entry.facts_mut();
            // Hardly any project has corrections, and a copy of each fact would take its time.
            if self.corrections.is_empty() || !self.corrections.hides(&fact.clone().into()) {
                keep_sorted(place(facts), fact);
            } else {
                facts.put_aside(fact.into());
            }
        }
        Ok(())
    }

    fn insert(&mut self, record: AnyRecord) -> Result<(), Misfit> {
        let (kind, id) = (record.kind(), record.id());
        let there = Misfit::AlreadyThere { table: kind.table(), id };
        match record {
            AnyRecord::Settings(settings) => self.settings = settings,
            part if kind.is_map_part() => self.map.insert(part)?,
            AnyRecord::Outfall(outfall) => {
                if self.by_id.contains_key(&id) {
                    return Err(there);
                }
                self.by_id.insert(id, self.entries.len());
                self.entries.push(Entry::new(outfall));
            }
            AnyRecord::Correction(correction) => {
                let missing = Misfit::NoSuchRow { table: Outfall::TABLE, id: correction.outfall };
                let at = self.position(correction.outfall).ok_or(missing)?;
                if self.entries.get(at).is_some_and(|it| it.fact(kind, id).is_some()) {
                    return Err(there);
                }
                self.check_correction(&correction)?;
                self.add_correction(at, correction);
            }
            fact => {
                let missing = match &fact {
                    AnyRecord::LabResult(it) => Misfit::NoSuchRow { table: Sample::TABLE, id: it.sample },
                    fact => Misfit::NoSuchRow { table: Outfall::TABLE, id: fact.outfall().unwrap_or(id) },
                };
                let owner = self.outfall_of(&fact).and_then(|it| self.position(it));
                let entry = owner.and_then(|at| self.entries.get_mut(at)).ok_or(missing)?;
                if entry.fact(kind, id).is_some() {
                    return Err(there);
                }
                entry.keep(fact.clone(), &self.corrections);
                if let AnyRecord::Sample(sample) = &fact {
                    self.outfall_of_sample.insert(id, sample.outfall);
                }
            }
        }
        Ok(())
    }

    /// Can this be corrected, and does it not lead back?
    fn check_correction(&self, correction: &Correction) -> Result<(), Misfit> {
        let Some(kind) = correction.kind() else {
            let source = BadValue { value: Value::text(correction.fact_kind.as_str()), wanted: Wanted::Code };
            return Err(Misfit::BadCell { column: "fact_kind".to_owned(), source });
        };
        if self.record(kind, correction.wrong).is_none() {
            return Err(Misfit::NoSuchRow { table: kind.table(), id: correction.wrong });
        }
        if self.corrections.lead_back(correction) {
            return Err(Misfit::Circle { id: correction.id });
        }
        Ok(())
    }

    fn add_correction(&mut self, at: usize, correction: Correction) {
        self.corrections.add(&correction);
        if let Some(kind) = correction.kind() {
            // A fact may have moved to another outfall than that of its correction.
            self.entries.iter_mut().for_each(|it| it.put_aside(kind, correction.wrong));
        }
        if let Some(entry) = self.entries.get_mut(at) {
            entry.add(correction.into());
        }
    }

    fn remove_correction(&mut self, at: usize, correction: &Correction) {
        self.corrections.remove(correction);
        for entry in &mut self.entries {
            entry.take_back(correction.wrong, &self.corrections);
        }
        if let Some(entry) = self.entries.get_mut(at) {
            entry.drop_fact(RecordKind::Correction, correction.id);
        }
    }

    /// The outfall that a fact is or would be kept with.
    fn owner_mut(&mut self, fact: &AnyRecord) -> Option<&mut Entry> {
        let owner = self.outfall_of(fact)?;
        self.entries.get_mut(*self.by_id.get(&owner)?)
    }

    fn delete(&mut self, record: &AnyRecord) -> Result<(), Misfit> {
        let (kind, id) = (record.kind(), record.id());
        let missing = Misfit::NoSuchRow { table: kind.table(), id };
        let needed = Misfit::StillNeeded { table: kind.table(), id };
        match record {
            AnyRecord::Settings(_) => self.settings = Settings::default(),
            _ if kind.is_map_part() => self.map.delete(kind, id)?,
            AnyRecord::Outfall(_) => {
                let at = self.position(id).ok_or(missing)?;
                if self.entries.get(at).is_some_and(|entry| !entry.is_blank()) {
                    return Err(needed);
                }
                self.by_id.remove(&id);
                self.entries.remove(at);
                for (index, entry) in self.entries.iter().enumerate().skip(at) {
                    self.by_id.insert(entry.outfall.id, index);
                }
            }
            AnyRecord::Correction(correction) => {
                let at = self.position(correction.outfall).ok_or_else(|| missing.clone())?;
                match self.entries.get(at).and_then(|it| it.fact(kind, id)) {
                    Some(AnyRecord::Correction(there)) => self.remove_correction(at, &there),
                    _ => return Err(missing),
                }
            }
            fact => {
                // A correction would speak of nothing.
                let named = self.corrections.names(id);
                let Some(entry) = self.owner_mut(fact) else { return Err(missing) };
                let is_part = |it: &AnyRecord| matches!(it, AnyRecord::LabResult(it) if it.sample == id);
                let has_parts =
                    entry.results.iter().any(|it| it.sample == id) || entry.replaced.iter().any(is_part);
                if named || (kind == RecordKind::Sample && has_parts) {
                    return Err(if entry.fact(kind, id).is_some() { needed } else { missing });
                }
                if !entry.drop_fact(kind, id) {
                    return Err(missing);
                }
                if kind == RecordKind::Sample {
                    self.outfall_of_sample.remove(&id);
                }
            }
        }
        Ok(())
    }

    fn set(&mut self, kind: RecordKind, id: RecordId, cells: &[CellChange]) -> Result<(), Misfit> {
        let missing = || Misfit::NoSuchRow { table: kind.table(), id };
        let old = self.record(kind, id).ok_or_else(missing)?;
        let mut record = old.clone();
        for cell in cells {
            record
                .set_named(&cell.column, cell.new.clone())
                .map_err(|source| Misfit::BadCell { column: cell.column.clone(), source })?;
        }
        match record {
            AnyRecord::Settings(settings) => self.settings = settings,
            part if kind.is_map_part() => self.map.replace(part),
            AnyRecord::Outfall(outfall) => {
                let place = self.by_id.get(&id).and_then(|at| self.entries.get_mut(*at));
                if let Some(place) = place {
                    place.outfall = outfall;
                }
            }
            AnyRecord::Correction(new) => match old {
                AnyRecord::Correction(old) => self.replace_correction(&old, new)?,
                _ => return Err(missing()),
            },
            fact => self.replace(&old, fact)?,
        }
        Ok(())
    }

    /// A fact may move to another outfall, to the one that is kept of two duplicates; a sample takes its results along.
    fn replace(&mut self, old: &AnyRecord, new: AnyRecord) -> Result<(), Misfit> {
        let (kind, id) = (old.kind(), old.id());
        let missing = Misfit::NoSuchRow { table: kind.table(), id };
        if self.owner_mut(&new).is_none() {
            let id = new.outfall().unwrap_or(id);
            return Err(Misfit::NoSuchRow { table: Outfall::TABLE, id });
        }
        let from = self.owner_mut(old).ok_or(missing)?;
        from.drop_fact(kind, id);
        let mut moved = Vec::new();
        if let AnyRecord::Sample(sample) = &new {
            moved = from.take_results(id);
            self.outfall_of_sample.insert(id, sample.outfall);
        }
        let to = self.outfall_of(&new).and_then(|it| self.position(it));
        if let Some(to) = to.and_then(|at| self.entries.get_mut(at)) {
            for fact in std::iter::once(new).chain(moved) {
                to.keep(fact, &self.corrections);
            }
        }
        Ok(())
    }

    fn replace_correction(&mut self, old: &Correction, new: Correction) -> Result<(), Misfit> {
        let place =
            |project: &Self, id| project.position(id).ok_or(Misfit::NoSuchRow { table: Outfall::TABLE, id });
        let (from, to) = (place(self, old.outfall)?, place(self, new.outfall)?);
        self.remove_correction(from, old);
        if let Err(misfit) = self.check_correction(&new) {
            self.add_correction(from, old.clone());
            return Err(misfit);
        }
        self.add_correction(to, new);
        Ok(())
    }
}
