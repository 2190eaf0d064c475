//! An outfall with all that happened to it.

use std::ops::Deref;

use super::{
    Record, RecordId, Value,
    agenda::Assignment,
    change::{AnyRecord, RecordKind},
    corrections::{Corrections, whole_of},
    fact::{
        Acceptance, Claim, Correction, LabResult, ManholeCheck, Photo, Plan, ProgressNote, RegisterEvent,
        Sample, Trace, TraceSource, Upkeep, Visit, Waiver,
    },
    outfall::Outfall,
};

/// Calls a function with the facts of a kind, whatever their type is; what is no fact of an outfall gives nothing.
macro_rules! with_facts {
    ([$($borrow:tt)+] $facts:expr, $kind:expr, $with:ident $(, $argument:expr)*) => {
        match $kind {
            RecordKind::Settings
            | RecordKind::LayerGroup
            | RecordKind::Layer
            | RecordKind::Basemap
            | RecordKind::Bookmark
            | RecordKind::Track
            | RecordKind::Outfall
            | RecordKind::Claim => Default::default(),
            RecordKind::Visit => $with($($borrow)+ $facts.visits $(, $argument)*),
            RecordKind::Sample => $with($($borrow)+ $facts.samples $(, $argument)*),
            RecordKind::LabResult => $with($($borrow)+ $facts.results $(, $argument)*),
            RecordKind::Trace => $with($($borrow)+ $facts.traces $(, $argument)*),
            RecordKind::TraceSource => $with($($borrow)+ $facts.sources $(, $argument)*),
            RecordKind::ManholeCheck => $with($($borrow)+ $facts.manholes $(, $argument)*),
            RecordKind::Plan => $with($($borrow)+ $facts.plans $(, $argument)*),
            RecordKind::ProgressNote => $with($($borrow)+ $facts.progress $(, $argument)*),
            RecordKind::Acceptance => $with($($borrow)+ $facts.acceptances $(, $argument)*),
            RecordKind::Upkeep => $with($($borrow)+ $facts.upkeep $(, $argument)*),
            RecordKind::RegisterEvent => $with($($borrow)+ $facts.register $(, $argument)*),
            RecordKind::Photo => $with($($borrow)+ $facts.photos $(, $argument)*),
            RecordKind::Assignment => $with($($borrow)+ $facts.assignments $(, $argument)*),
            RecordKind::Correction => $with($($borrow)+ $facts.corrections $(, $argument)*),
            RecordKind::Waiver => $with($($borrow)+ $facts.waivers $(, $argument)*),
        }
    };
}

/// An outfall with all that happened to it; reads like its [`Facts`].
///
/// A new campaign has a hundred thousand outfalls of which nothing is known but what a ledger claims: room for facts is made with the
/// first one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// The register entry.
    pub outfall: Outfall,
    /// What ledgers claim of it.
    pub claims: Vec<Claim>,
    /// Never facts without any, so that equal entries compare equal.
    facts: Option<Box<Facts>>,
}

/// What happened to an outfall.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// 查.
    pub visits: Vec<Visit>,
    /// 测.
    pub samples: Vec<Sample>,
    /// The results of all samples.
    pub results: Vec<LabResult>,
    /// 溯.
    pub traces: Vec<Trace>,
    /// The further sources that the tracings found.
    pub sources: Vec<TraceSource>,
    /// The manholes that were opened on the hunt for a source.
    pub manholes: Vec<ManholeCheck>,
    /// 治: judgements and plans.
    pub plans: Vec<Plan>,
    /// 治: how the work goes.
    pub progress: Vec<ProgressNote>,
    /// 治: acceptances.
    pub acceptances: Vec<Acceptance>,
    /// 管.
    pub upkeep: Vec<Upkeep>,
    /// What happened to its standing in the register.
    pub register: Vec<RegisterEvent>,
    /// Photos and files.
    pub photos: Vec<Photo>,
    /// Who was to go there.
    pub assignments: Vec<Assignment>,
    /// What was recorded wrongly.
    pub corrections: Vec<Correction>,
    /// Which findings of checks were let stand, and why.
    pub waivers: Vec<Waiver>,
    /// The facts that corrections took out, with what is a part of them, by identity. None of them is in another list.
    pub replaced: Vec<AnyRecord>,
}

static NONE: Facts = Facts {
    visits: Vec::new(),
    samples: Vec::new(),
    results: Vec::new(),
    traces: Vec::new(),
    sources: Vec::new(),
    manholes: Vec::new(),
    plans: Vec::new(),
    progress: Vec::new(),
    acceptances: Vec::new(),
    upkeep: Vec::new(),
    register: Vec::new(),
    photos: Vec::new(),
    assignments: Vec::new(),
    corrections: Vec::new(),
    waivers: Vec::new(),
    replaced: Vec::new(),
};

impl Deref for Entry {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        self.facts.as_deref().unwrap_or(&NONE)
    }
}

impl Entry {
    /// An outfall to which nothing has happened yet.
    pub fn new(outfall: Outfall) -> Self {
        Self { outfall, claims: Vec::new(), facts: None }
    }

    /// The claim or fact of this kind and identity, also one that was replaced.
    pub fn fact(&self, kind: RecordKind, id: RecordId) -> Option<AnyRecord> {
        match kind {
            RecordKind::Claim => find(&self.claims, id),
            kind => Facts::fact(self, kind, id),
        }
    }

    /// The claims of one kind, or the facts of it that stand.
    pub fn facts_of(&self, kind: RecordKind) -> Vec<AnyRecord> {
        match kind {
            RecordKind::Claim => all(&self.claims).collect(),
            kind => Facts::facts_of(self, kind),
        }
    }

    /// The number of claims, or of facts of one kind that stand.
    pub(super) fn count_of(&self, kind: RecordKind) -> usize {
        if kind == RecordKind::Claim { self.claims.len() } else { Facts::count_of(self, kind) }
    }

    /// A cell of the claim or standing fact of one kind at `at`.
    pub(super) fn cell_of(&self, kind: RecordKind, at: usize, column: usize) -> Value {
        match kind {
            RecordKind::Claim => cell(&self.claims, at, column),
            kind => Facts::cell_of(self, kind, at, column),
        }
    }

    /// Every claim and every fact, also those that were replaced.
    pub fn facts(&self) -> Vec<AnyRecord> {
        all(&self.claims).chain(Facts::facts(self)).collect()
    }

    /// The facts, to be added to.
    pub(super) fn facts_mut(&mut self) -> &mut Facts {
        self.facts.get_or_insert_default()
    }

    /// Puts a fact with the others; what is no fact is left out.
    pub(crate) fn add(&mut self, fact: AnyRecord) {
        match fact {
            AnyRecord::Claim(claim) => keep_sorted(&mut self.claims, claim),
            fact => self.facts_mut().add(fact),
        }
        self.facts.take_if(|it| it.is_blank());
    }

    /// Is the fact taken out by a correction?
    pub fn is_replaced(&self, id: RecordId) -> bool {
        self.replaced.iter().any(|it| it.id() == id)
    }

    /// Every claim and every fact that stands.
    pub fn standing_facts(&self) -> Vec<AnyRecord> {
        let mut facts = self.facts();
        if !self.replaced.is_empty() {
            facts.retain(|it| !self.is_replaced(it.id()));
        }
        facts
    }

    /// Keeps a fact among those that stand or among the others.
    pub(super) fn keep(&mut self, fact: AnyRecord, corrections: &Corrections) {
        if corrections.hides(&fact) {
            self.facts_mut().put_aside(fact);
        } else {
            self.add(fact);
        }
    }

    /// Takes this fact out, with what is a part of it.
    pub(crate) fn put_aside(&mut self, kind: RecordKind, wrong: RecordId) {
        let Some(facts) = &mut self.facts else { return };
        let mut gone: Vec<AnyRecord> = facts.standing_fact(kind, wrong).into_iter().collect();
        match kind {
            RecordKind::Sample => {
                gone.extend(facts.results.iter().filter(|it| it.sample == wrong).cloned().map(Into::into));
            }
            RecordKind::Trace => {
                gone.extend(facts.sources.iter().filter(|it| it.trace == wrong).cloned().map(Into::into));
            }
            _ => {}
        }
        for fact in gone {
            facts.drop_standing(fact.kind(), fact.id());
            facts.put_aside(fact);
        }
    }

    /// Takes this fact back among those that stand, with what is a part of it, unless another correction keeps it out.
    pub(super) fn take_back(&mut self, wrong: RecordId, corrections: &Corrections) {
        let Some(facts) = &mut self.facts else { return };
        let back =
            |it: &mut AnyRecord| (it.id() == wrong || whole_of(it) == Some(wrong)) && !corrections.hides(it);
        let back: Vec<AnyRecord> = facts.replaced.extract_if(.., back).collect();
        for fact in back {
            facts.add(fact);
        }
    }

    /// Has nothing happened to it?
    pub(super) fn is_blank(&self) -> bool {
        self.claims.is_empty() && self.facts.is_none()
    }

    /// Takes a fact away; false where it is not there.
    pub(super) fn drop_fact(&mut self, kind: RecordKind, id: RecordId) -> bool {
        let dropped = match kind {
            RecordKind::Claim => drop_from(&mut self.claims, id),
            kind => self.facts.as_mut().is_some_and(|it| it.drop_fact(kind, id)),
        };
        self.facts.take_if(|it| it.is_blank());
        dropped
    }

    /// Takes the results of a sample away.
    pub(super) fn take_results(&mut self, sample: RecordId) -> Vec<AnyRecord> {
        let Some(facts) = &mut self.facts else { return Vec::new() };
        let is_one = |it: &mut AnyRecord| matches!(it, AnyRecord::LabResult(it) if it.sample == sample);
        let mut results: Vec<AnyRecord> = facts.replaced.extract_if(.., is_one).collect();
        results.extend(facts.results.extract_if(.., |it| it.sample == sample).map(Into::into));
        self.facts.take_if(|it| it.is_blank());
        results
    }
}

impl Facts {
    /// The fact of this kind and identity, also one that was replaced.
    pub fn fact(&self, kind: RecordKind, id: RecordId) -> Option<AnyRecord> {
        let replaced = || self.replaced.iter().find(|it| it.kind() == kind && it.id() == id).cloned();
        self.standing_fact(kind, id).or_else(replaced)
    }

    fn standing_fact(&self, kind: RecordKind, id: RecordId) -> Option<AnyRecord> {
        with_facts!([&] self, kind, find, id)
    }

    /// The facts of one kind that stand.
    pub fn facts_of(&self, kind: RecordKind) -> Vec<AnyRecord> {
        fn list<R: Record + Into<AnyRecord>>(facts: &[R]) -> Vec<AnyRecord> {
            all(facts).collect()
        }
        with_facts!([&] self, kind, list)
    }

    /// Every fact, also those that were replaced.
    pub fn facts(&self) -> Vec<AnyRecord> {
        all(&self.visits)
            .chain(all(&self.samples))
            .chain(all(&self.results))
            .chain(all(&self.traces))
            .chain(all(&self.sources))
            .chain(all(&self.manholes))
            .chain(all(&self.plans))
            .chain(all(&self.progress))
            .chain(all(&self.acceptances))
            .chain(all(&self.upkeep))
            .chain(all(&self.register))
            .chain(all(&self.photos))
            .chain(all(&self.assignments))
            .chain(all(&self.corrections))
            .chain(all(&self.waivers))
            .chain(self.replaced.iter().cloned())
            .collect()
    }

    fn add(&mut self, fact: AnyRecord) {
        match fact {
            AnyRecord::Settings(_)
            | AnyRecord::LayerGroup(_)
            | AnyRecord::Layer(_)
            | AnyRecord::Basemap(_)
            | AnyRecord::Bookmark(_)
            | AnyRecord::Track(_)
            | AnyRecord::Outfall(_)
            | AnyRecord::Claim(_) => {}
            AnyRecord::Visit(it) => keep_sorted(&mut self.visits, it),
            AnyRecord::Sample(it) => keep_sorted(&mut self.samples, it),
            AnyRecord::LabResult(it) => keep_sorted(&mut self.results, it),
            AnyRecord::Trace(it) => keep_sorted(&mut self.traces, it),
            AnyRecord::TraceSource(it) => keep_sorted(&mut self.sources, it),
            AnyRecord::ManholeCheck(it) => keep_sorted(&mut self.manholes, it),
            AnyRecord::Plan(it) => keep_sorted(&mut self.plans, it),
            AnyRecord::ProgressNote(it) => keep_sorted(&mut self.progress, it),
            AnyRecord::Acceptance(it) => keep_sorted(&mut self.acceptances, it),
            AnyRecord::Upkeep(it) => keep_sorted(&mut self.upkeep, it),
            AnyRecord::RegisterEvent(it) => keep_sorted(&mut self.register, it),
            AnyRecord::Photo(it) => keep_sorted(&mut self.photos, it),
            AnyRecord::Assignment(it) => keep_sorted(&mut self.assignments, it),
            AnyRecord::Correction(it) => keep_sorted(&mut self.corrections, it),
            AnyRecord::Waiver(it) => keep_sorted(&mut self.waivers, it),
        }
    }

    pub(super) fn put_aside(&mut self, fact: AnyRecord) {
        let at = self.replaced.partition_point(|it| it.id() <= fact.id());
        self.replaced.insert(at, fact);
    }

    fn is_blank(&self) -> bool {
        let Self {
            visits,
            samples,
            results,
            traces,
            sources,
            manholes,
            plans,
            progress,
            acceptances,
            upkeep,
            register,
            photos,
            assignments,
            corrections,
            waivers,
            replaced,
        } = self;
        visits.is_empty()
            && samples.is_empty()
            && results.is_empty()
            && traces.is_empty()
            && sources.is_empty()
            && manholes.is_empty()
            && plans.is_empty()
            && progress.is_empty()
            && acceptances.is_empty()
            && upkeep.is_empty()
            && register.is_empty()
            && photos.is_empty()
            && assignments.is_empty()
            && corrections.is_empty()
            && waivers.is_empty()
            && replaced.is_empty()
    }

    fn drop_fact(&mut self, kind: RecordKind, id: RecordId) -> bool {
        let count = self.replaced.len();
        self.replaced.retain(|it| it.kind() != kind || it.id() != id);
        self.replaced.len() < count || self.drop_standing(kind, id)
    }

    /// The number of facts of one kind that stand.
    pub(super) fn count_of(&self, kind: RecordKind) -> usize {
        fn length<R>(facts: &[R]) -> usize {
            facts.len()
        }
        with_facts!([&] self, kind, length)
    }

    /// A cell of the fact of one kind at `at` of those that stand.
    pub(super) fn cell_of(&self, kind: RecordKind, at: usize, column: usize) -> Value {
        with_facts!([&] self, kind, cell, at, column)
    }

    fn drop_standing(&mut self, kind: RecordKind, id: RecordId) -> bool {
        with_facts!([&mut] self, kind, drop_from, id)
    }
}

/// Facts stay in the order of their identities, which is that of their creation, so that the same rows
/// always make the same project, whatever was undone or moved in between.
pub(super) fn keep_sorted<R: Record>(facts: &mut Vec<R>, fact: R) {
    let id = fact.id();
    let at = match facts.last() {
        Some(last) if last.id() > id => facts.partition_point(|it| it.id() <= id),
        _ => facts.len(),
    };
    // Hardly any outfall has many facts of one kind, and a vector that grows by itself starts with room for four.
    facts.reserve_exact(1);
    facts.insert(at, fact);
}

fn find<R: Record + Into<AnyRecord>>(facts: &[R], id: RecordId) -> Option<AnyRecord> {
    facts.iter().find(|it| it.id() == id).cloned().map(Into::into)
}

fn all<R: Record + Into<AnyRecord>>(facts: &[R]) -> impl Iterator<Item = AnyRecord> {
    facts.iter().cloned().map(Into::into)
}

fn cell<R: Record>(facts: &[R], at: usize, column: usize) -> Value {
    let cell = facts.get(at).zip(R::COLUMNS.get(column));
    cell.map_or(Value::Null, |(fact, column)| (column.get)(fact))
}

fn drop_from<R: Record>(facts: &mut Vec<R>, id: RecordId) -> bool {
    let at = facts.iter().position(|it| it.id() == id);
    at.map(|at| facts.remove(at)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{fact::TraceOutcome, testing::Campaign};

    #[test]
    fn the_facts_of_each_kind_together_are_all_facts() {
        let mut campaign = Campaign::new();
        let outfall = campaign.outfall("001");
        campaign.visit(outfall, "2024-02-01", true);
        campaign.sample(outfall, "2024-02-02", 30.0);
        campaign.trace(outfall, "2024-02-03", TraceOutcome::Found);
        let entry = campaign.entry(outfall);

        let by_kind: Vec<AnyRecord> = RecordKind::ALL.iter().flat_map(|it| entry.facts_of(*it)).collect();

        let mut all = entry.facts();
        all.sort_by_key(AnyRecord::kind);
        assert_eq!(by_kind, all);
        assert_eq!(all.len(), 4);
    }
}
