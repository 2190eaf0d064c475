//! The states and gates of domain dossier §3.2–3.5, one sentence a test.

mod fix_tests;
mod gate_tests;
mod register_tests;
mod trace_tests;

use super::{
    CheckState as C, FixState as F, MeasureState as M, Missing, RegisterState as R, Stage, Standing,
    TraceState as T, fix, gate, register,
};
use crate::domain::{
    RecordId,
    fact::{
        Acceptance, AcceptanceStep, Claim, EntityKind, FixKind, Milestone, PhotoSlot, Plan, RegisterChange,
        RegisterEvent, Sample, Trace, TraceOutcome, Upkeep, Visit,
    },
    outfall::Outfall,
    progress::Count,
    project::{AnyRecord, RecordKind},
    testing::{Campaign, day, full_trace},
};

const RATES: [Count; 4] = [Count::ToTrace, Count::Traced, Count::ToFix, Count::Fixed];

/// Takes something away from a record, or does one thing to an outfall on a day.
type Spoil<R> = fn(&mut R);
type Step = fn(&mut Campaign, RecordId, &str);

fn one() -> (Campaign, RecordId) {
    let mut campaign = Campaign::new();
    let outfall = campaign.outfall("A");
    (campaign, outfall)
}

#[track_caller]
fn check_trace(campaign: &Campaign, id: RecordId, on: &str, state: T, proven: bool) {
    let trace = campaign.standing(id, on).trace;
    assert_eq!((trace.state, trace.proven), (state, proven), "{on}");
}

#[track_caller]
fn check_fix(campaign: &Campaign, id: RecordId, on: &str, state: F, proven: bool) {
    let fix = campaign.standing(id, on).fix;
    assert_eq!((fix.state, fix.proven), (state, proven), "{on}");
}

#[track_caller]
fn check_missing(record: impl Into<AnyRecord>, missing: &[Missing]) {
    let (mut campaign, outfall) = one();
    campaign.visit(outfall, "2024-02-01", true);
    assert_eq!(gate::missing_in(campaign.entry(outfall), &record.into()), missing);
}

#[test]
fn what_was_measured_stays_measured_while_the_laboratory_works_on_the_next_sample() {
    let (mut campaign, outfall) = one();
    assert_eq!(campaign.standing(outfall, "2024-01-31").measure, M::Unmeasured);
    campaign.bottle(outfall, "2024-02-01");
    assert_eq!(campaign.standing(outfall, "2024-02-01").measure, M::AwaitingLab);
    campaign.sample(outfall, "2024-03-01", 40.1);
    assert_eq!(campaign.standing(outfall, "2024-03-01").measure, M::Exceeding);
    campaign.bottle(outfall, "2024-04-01");
    assert_eq!(campaign.standing(outfall, "2024-04-01").measure, M::Exceeding);
    campaign.sample(outfall, "2024-05-01", 40.0);
    assert_eq!(campaign.standing(outfall, "2024-05-01").measure, M::Within);
}

#[test]
fn a_mouth_that_can_not_be_sampled_is_left_out_of_those_to_measure() {
    let (mut campaign, dry) = one();
    let told = campaign.outfall("B");
    campaign.outfall("C");
    campaign.add(Sample {
        outfall: dry,
        on: Some(day("2024-02-01")),
        impossible_reason: "无水".to_owned(),
        ..Sample::default()
    });
    campaign.edit(told, |it| it.can_sample = Some(false));
    assert_eq!(campaign.counts("2024-01-31", [Count::ToMeasure, Count::Measured]), [2, 0]);
    assert_eq!(campaign.counts("2024-02-01", [Count::ToMeasure, Count::Measured]), [1, 0]);
    assert_eq!(campaign.counts("2024-02-01", [Count::Base]), [3]);
}

#[test]
fn a_standing_says_the_same_whoever_asks() {
    let (mut campaign, outfall) = one();
    campaign.fix(outfall, "2024-03-01");
    let standing = campaign.standing(outfall, "2024-03-01");
    assert_eq!(standing, Standing::of(&campaign.project, campaign.entry(outfall), day("2024-03-01")));
    assert_eq!(standing.fix.state, standing.fix_by_facts);
}
