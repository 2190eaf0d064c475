//! What holds for every campaign, however it came about (properties, tried on random campaigns).

use proptest::prelude::*;

use super::{
    RecordId, Value,
    fact::{AcceptanceStep, Claim, FixKind, Milestone, PhotoSlot, Plan, RegisterChange, Trace, TraceOutcome},
    progress::{Count, Grouping, Snapshot, Tally},
    project::{AnyRecord, CellChange, Change, Entry, Project, RecordKind, Rows},
    settings::Formula,
    stage::{FixState, RegisterState, TraceState},
    testing::{Campaign, day},
};

/// One thing that happens to one outfall: which outfall, what, when, and a second outfall.
pub(super) type Deed = (usize, u8, u16, usize);

const OUTFALLS: usize = 4;

pub(super) fn deeds(most: usize) -> impl Strategy<Value = Vec<Deed>> {
    prop::collection::vec((0..OUTFALLS, 0..34_u8, 0..500_u16, 0..OUTFALLS), 0..most)
}

/// A day, in steps of a month, so that many things happen on the same one.
fn date(offset: u16) -> String {
    let offset = offset - offset % 30;
    let first = day("2023-11-01");
    first.checked_add(jiff::Span::new().days(i32::from(offset))).unwrap().to_string()
}

fn outfalls(campaign: &mut Campaign) -> Vec<RecordId> {
    let counties = ["忻府区", "定襄县", ""];
    (0..OUTFALLS)
        .map(|number| {
            let id = campaign.outfall(&format!("X{number}"));
            campaign.edit(id, |it| {
                it.county = counties[number % 3].to_owned();
                it.confirmed_on = (number != 3).then(|| day("2024-01-15"));
                it.can_sample = (number == 2).then_some(false);
            });
            id
        })
        .collect()
}

pub(super) fn campaign(deeds: &[Deed]) -> Campaign {
    let mut campaign = Campaign::new();
    let ids = outfalls(&mut campaign);
    for deed in deeds {
        happen(&mut campaign, &ids, *deed);
    }
    campaign
}

pub(super) fn happen(campaign: &mut Campaign, ids: &[RecordId], deed: Deed) {
    let (which, what, offset, other) = deed;
    let (of, other, on) = (ids[which], ids[other], date(offset));
    let on = on.as_str();
    match what {
        0 | 1 => campaign.fix(of, on),
        2 | 3 => campaign.close(of, on),
        4 => _ = campaign.plan(of, on, FixKind::Ban),
        5 => _ = campaign.judge(of, on, FixKind::Regulate),
        6 => _ = campaign.spare(of, on),
        7 => _ = campaign.work(of, on, Milestone::Started),
        8 => _ = campaign.accept(of, on, AcceptanceStep::City),
        9 => _ = campaign.register(of, on, RegisterChange::Rebound),
        10 => _ = campaign.register(of, on, RegisterChange::Exclude),
        11 => _ = campaign.register(of, on, RegisterChange::Confirm),
        12 => _ = campaign.register(of, on, RegisterChange::Remove),
        13 => campaign.merge(of, other, on, true),
        14 => campaign.merge(of, other, on, false),
        15 => campaign.duplicate(of, other, on),
        16 => _ = campaign.trace(of, on, TraceOutcome::Ongoing),
        17 => _ = campaign.trace(of, on, TraceOutcome::Found),
        18 => _ = campaign.trace(of, on, TraceOutcome::Government),
        19 => _ = campaign.trace(of, on, TraceOutcome::NotNeeded),
        20 => _ = campaign.visit(of, on, which % 2 == 0),
        21 => _ = campaign.sample(of, on, 30.0 + other.0.as_u128() as f64 * 5.0),
        22 => _ = campaign.bottle(of, on),
        23 => _ = campaign.photo(of, on, PhotoSlot::Evidence),
        24 => _ = campaign.upkeep(of, on),
        25 => _ = campaign.add(Plan { outfall: of, measures: "封堵".to_owned(), ..Plan::default() }),
        26 => {
            let found = Some(TraceOutcome::Found);
            campaign.add(Trace { outfall: of, on: Some(day(on)), outcome: found, ..Trace::default() });
        }
        30..=33 => correct(campaign, deed, on),
        _ => _ = campaign.claim(of, on, claim(what, which, offset)),
    }
}

/// Corrects some fact of the outfall, as it may be of a correction itself, or withdraws it.
fn correct(campaign: &mut Campaign, (which, what, offset, _): Deed, on: &str) {
    let entry = &campaign.project.entries()[which];
    let mut facts = entry.facts();
    facts.retain(|it| it.kind().is_correctable() && it.kind() != RecordKind::RegisterEvent);
    let Some(wrong) = facts.get(usize::from(offset) % facts.len().max(1)).cloned() else { return };
    let of = entry.outfall.id;
    let right = (what != 33).then(|| {
        let mut right = wrong.clone();
        right.set_named("on", Value::Text(date(offset / 2))).unwrap();
        campaign.add(right)
    });
    campaign.correct(of, &wrong, right, on);
}

fn claim(what: u8, which: usize, offset: u16) -> Claim {
    let pick = usize::from(offset);
    Claim {
        register: (what == 27).then(|| RegisterState::ALL[pick % RegisterState::ALL.len()]),
        target_code: format!("X{which}"),
        trace: (what != 27).then(|| TraceState::ALL[pick % TraceState::ALL.len()]),
        traced_on: (what == 28).then(|| day(&date(offset / 2))),
        fix: (what != 27).then(|| FixState::ALL[pick % FixState::ALL.len()]),
        closed_on: (what == 28).then(|| day(&date(offset / 3))),
        ..Claim::default()
    }
}

/// The same records in another order: outfalls and samples still before what refers to them.
fn rebuilt(
    project: &Project,
    keep: impl Fn(&AnyRecord) -> bool,
    order: impl Fn(&AnyRecord) -> u64,
) -> Project {
    let mut records: Vec<AnyRecord> = vec![project.settings().clone().into()];
    records.extend(project.entries().iter().map(|it| it.outfall.clone().into()));
    let mut facts: Vec<AnyRecord> = project.entries().iter().flat_map(Entry::facts).filter(keep).collect();
    let last = |it: &AnyRecord| match it.kind() {
        RecordKind::LabResult => 1,
        RecordKind::Correction => 2,
        _ => 0,
    };
    facts.sort_by_key(|it| (last(it), order(it)));
    records.extend(facts);

    let mut project = Project::default();
    for record in records {
        // A result goes with its sample, and a correction with what it corrects.
        let fits = match &record {
            AnyRecord::LabResult(_) => project.outfall_of(&record).is_some(),
            AnyRecord::Correction(it) => project.record(it.kind().unwrap(), it.wrong).is_some(),
            _ => true,
        };
        if fits {
            project.apply(&Change::Insert(record)).unwrap();
        }
    }
    project
}

/// The rows of a project, table by table.
fn rows(project: &Project) -> Rows {
    fn all<R: Clone>(project: &Project, facts: impl Fn(&Entry) -> &Vec<R>) -> Vec<R> {
        project.entries().iter().flat_map(|it| facts(it).clone()).collect()
    }
    let mut rows = Rows {
        settings: project.settings().clone(),
        map: project.map().clone(),
        entries: project.entries().iter().map(|it| Entry::new(it.outfall.clone())).collect(),
        claims: all(project, |it| &it.claims),
        visits: all(project, |it| &it.visits),
        samples: all(project, |it| &it.samples),
        results: all(project, |it| &it.results),
        traces: all(project, |it| &it.traces),
        sources: all(project, |it| &it.sources),
        plans: all(project, |it| &it.plans),
        progress: all(project, |it| &it.progress),
        acceptances: all(project, |it| &it.acceptances),
        upkeep: all(project, |it| &it.upkeep),
        register: all(project, |it| &it.register),
        photos: all(project, |it| &it.photos),
        manholes: all(project, |it| &it.manholes),
        assignments: all(project, |it| &it.assignments),
        corrections: all(project, |it| &it.corrections),
        waivers: all(project, |it| &it.waivers),
    };
    for fact in project.entries().iter().flat_map(|it| it.replaced.clone()) {
        match fact {
            AnyRecord::Visit(it) => rows.visits.push(it),
            AnyRecord::Sample(it) => rows.samples.push(it),
            AnyRecord::LabResult(it) => rows.results.push(it),
            AnyRecord::Trace(it) => rows.traces.push(it),
            AnyRecord::TraceSource(it) => rows.sources.push(it),
            AnyRecord::ManholeCheck(it) => rows.manholes.push(it),
            AnyRecord::Plan(it) => rows.plans.push(it),
            AnyRecord::ProgressNote(it) => rows.progress.push(it),
            AnyRecord::Acceptance(it) => rows.acceptances.push(it),
            AnyRecord::Upkeep(it) => rows.upkeep.push(it),
            AnyRecord::Photo(it) => rows.photos.push(it),
            other => panic!("{other:?} is not corrected here"),
        }
    }
    rows
}

/// A number that has nothing to do with the order in which records came in.
fn scrambled(record: &AnyRecord, seed: u64) -> u64 {
    (record.id().0.as_u128() as u64 ^ seed).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
}

/// Does the record take effect on or before `last`?
fn in_effect(record: &AnyRecord, last: jiff::civil::Date) -> bool {
    let on = |name: &str| {
        let at = record.kind().columns().iter().position(|it| it.name == name)?;
        record.cell(at).as_text().map(|text| text.parse::<jiff::civil::Date>().unwrap())
    };
    // It says when a mistake was put right; what is right holds on every day.
    if record.kind() == RecordKind::Correction {
        return true;
    }
    let mut days = ["on", "traced_on", "closed_on"].into_iter().filter_map(on).peekable();
    days.peek().is_none() || days.any(|on| on <= last)
}

/// Everything of a project in an order of its own.
fn sorted(project: &Project) -> Vec<(AnyRecord, Vec<(bool, AnyRecord)>)> {
    let mut entries: Vec<_> = project
        .entries()
        .iter()
        .map(|entry| {
            let mut facts = entry.facts();
            facts.sort_by_key(|it| (it.kind(), it.id()));
            let facts: Vec<_> = facts.into_iter().map(|it| (entry.is_replaced(it.id()), it)).collect();
            (AnyRecord::from(entry.outfall.clone()), facts)
        })
        .collect();
    entries.sort_by_key(|(outfall, _)| outfall.id());
    entries
}

/// Some change to something that is there, if it fits.
fn some_change(project: &Project, (which, what, offset, other): Deed) -> Option<Change> {
    let entry = project.entries().get(which)?;
    let facts = entry.facts();
    let fact = facts.get(usize::from(offset) % facts.len().max(1));
    match what % 4 {
        0 => Some(Change::Delete(fact?.clone())),
        1 => Some(Change::Delete(entry.outfall.clone().into())),
        2 => {
            let mut new = fact?.clone();
            let target = project.entries().get(other)?.outfall.id;
            new.set_named("outfall", Value::Text(target.to_string())).ok()?;
            Change::between(fact?, &new)
        }
        _ => {
            let mut new = fact?.clone();
            new.set_named("on", Value::Text(date(offset))).ok()?;
            Change::between(fact?, &new)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 384, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn numbers_do_not_depend_on_the_order_in_which_facts_came_in(
        deeds in deeds(60), seed: u64, offset in 0..500_u16
    ) {
        let told = campaign(&deeds).project;
        let other = rebuilt(&told, |_| true, |it| scrambled(it, seed));
        let on = day(&date(offset));
        prop_assert_eq!(Snapshot::of(&told, on).standings, Snapshot::of(&other, on).standings);
        prop_assert_eq!(Snapshot::of(&told, on).total(), Snapshot::of(&other, on).total());
    }

    #[test]
    fn a_project_read_as_a_whole_is_the_one_that_grew_change_by_change(deeds in deeds(40)) {
        let told = campaign(&deeds).project;
        let whole = Project::assemble(rows(&told)).unwrap();
        prop_assert_eq!(sorted(&whole), sorted(&told));
        let on = day("2024-12-31");
        prop_assert_eq!(Snapshot::of(&whole, on).standings, Snapshot::of(&told, on).standings);
    }

    #[test]
    fn a_past_day_knows_nothing_of_what_came_after_it(deeds in deeds(30), offset in 0..500_u16) {
        let told = campaign(&deeds).project;
        let on = day(&date(offset));
        let until = rebuilt(&told, |it| in_effect(it, on), |it| it.id().0.as_u128() as u64);
        prop_assert_eq!(Snapshot::of(&told, on).standings, Snapshot::of(&until, on).standings);
    }

    #[test]
    fn the_careful_formula_is_never_above_the_other_two(
        deeds in deeds(30), offset in 0..500_u16, proven_only: bool
    ) {
        let mut told = campaign(&deeds);
        told.set(|it| it.proven_only = proven_only);
        let mut by_formula = Vec::new();
        for formula in Formula::ALL {
            told.set(|it| it.formula = *formula);
            by_formula.push((*formula, told.total(&date(offset))));
        }
        for (counted_by, tally) in &by_formula {
            for (wanted, direct) in &by_formula {
                prop_assert_eq!(tally.fix_rate_by(*wanted, *counted_by), direct.fix_rate());
            }
        }
        let [z1, z2, z3] = [0, 1, 2].map(|at: usize| by_formula[at].1.fix_rate());
        // As fractions, without dividing; an empty group has no rate to compare.
        prop_assert!(z2.of == 0 || z1.done * z2.of <= z2.done * z1.of);
        prop_assert!(z1.of == 0 || z1.done * z3.of <= z3.done * z1.of);
    }

    #[test]
    fn a_part_is_never_more_than_its_whole_and_groups_add_up(
        deeds in deeds(40), offset in 0..500_u16, formula in 0..3_usize, proven_only: bool
    ) {
        let mut told = campaign(&deeds);
        told.set(|it| it.formula = Formula::ALL[formula]);
        told.set(|it| it.proven_only = proven_only);
        let snapshot = Snapshot::of(&told.project, day(&date(offset)));
        let total = snapshot.total();
        for (part, whole) in [
            (Count::Traced, Count::ToTrace), (Count::ToTrace, Count::Base),
            (Count::Fixed, Count::ToFix), (Count::ToFix, Count::Base),
            (Count::Measured, Count::ToMeasure), (Count::ToMeasure, Count::Base),
            (Count::TracedUnproven, Count::Traced), (Count::FixedUnproven, Count::Fixed),
            (Count::Visited, Count::Base), (Count::Rebound, Count::ToFix),
        ] {
            prop_assert!(total.get(part) <= total.get(whole), "{part:?} > {whole:?}");
        }
        if proven_only {
            prop_assert_eq!(total.get(Count::TracedUnproven) + total.get(Count::FixedUnproven), 0);
        }
        for by in Grouping::ALL {
            let groups = snapshot.groups(&told.project, *by);
            for count in Count::ALL {
                let sum: u64 = groups.iter().map(|it| it.tally.get(*count)).sum();
                prop_assert_eq!(sum, total.get(*count));
                let behind = snapshot.behind(&told.project, *count, None).len() as u64;
                prop_assert_eq!(behind, total.get(*count));
            }
            prop_assert!(groups.iter().all(|it| it.tally != Tally::default()));
        }
    }

    #[test]
    fn taking_every_change_back_leads_to_where_it_began(
        first in deeds(12), changes in prop::collection::vec((0..OUTFALLS, 0..8_u8, 0..500_u16, 0..OUTFALLS), 0..40)
    ) {
        let mut project = campaign(&first).project;
        let before = sorted(&project);
        let mut done = Vec::new();
        for deed in changes {
            let Some(change) = some_change(&project, deed) else { continue };
            let untouched = sorted(&project);
            if project.apply(&change).is_ok() { done.push(change); } else { prop_assert_eq!(sorted(&project), untouched, "a change that does not fit changes nothing"); }
        }
        for change in done.into_iter().rev() {
            prop_assert_eq!(project.apply(&change.inverse()), Ok(()));
        }
        prop_assert_eq!(sorted(&project), before);
        for (at, entry) in project.entries().iter().enumerate() {
            prop_assert_eq!(project.position(entry.outfall.id), Some(at));
        }
    }
}

#[test]
fn a_change_that_does_not_fit_leaves_everything_as_it_was() {
    let mut campaign = Campaign::new();
    let outfall = campaign.outfall("A");
    let sample = campaign.sample(outfall, "2024-02-01", 10.0);
    let project = &mut campaign.project;
    let before = sorted(project);

    let nowhere = CellChange {
        column: "outfall".to_owned(),
        old: Value::Text(outfall.to_string()),
        new: Value::Text(RecordId::NIL.to_string()),
    };
    let change = Change::Set { kind: RecordKind::Sample, id: sample, cells: vec![nowhere] };
    assert!(project.apply(&change).is_err());
    let sample = project.record(RecordKind::Sample, sample).unwrap();
    assert!(project.apply(&Change::Insert(sample.clone())).is_err(), "it is already there");
    assert!(project.apply(&Change::Delete(sample)).is_err(), "its results need it");
    let outfall = project.record(RecordKind::Outfall, outfall).unwrap();
    assert!(project.apply(&Change::Delete(outfall)).is_err(), "its facts need it");
    assert_eq!(sorted(project), before);
}

#[test]
fn a_sample_takes_its_results_along_to_the_outfall_that_is_kept() {
    let mut campaign = Campaign::new();
    let (kept, doubled) = (campaign.outfall("A"), campaign.outfall("B"));
    let id = campaign.sample(doubled, "2024-02-01", 10.0);
    let old = campaign.project.record(RecordKind::Sample, id).unwrap();
    let mut new = old.clone();
    new.set_named("outfall", Value::Text(kept.to_string())).unwrap();
    campaign.project.apply(&Change::between(&old, &new).unwrap()).unwrap();

    assert_eq!(campaign.counts("2024-02-01", [Count::Measured]), [1]);
    assert_eq!((campaign.entry(kept).results.len(), campaign.entry(doubled).results.len()), (1, 0));
    let result: AnyRecord = campaign.entry(kept).results[0].clone().into();
    assert_eq!(campaign.project.outfall_of(&result), Some(kept));
}
