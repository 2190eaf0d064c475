use jiff::civil::date;

use super::*;
use crate::domain::{
    RecordId,
    fact::{LabResult, Qualifier, SampleKind},
    testing::{Campaign, day},
};

fn result(parameter: Parameter, value: f64) -> LabResult {
    LabResult {
        parameter: Some(parameter),
        qualifier: Some(Qualifier::Equal),
        value: Some(value),
        ..LabResult::default()
    }
}

#[track_caller]
fn check_results(given: &[LabResult], expected: &[(Parameter, Doubt)]) {
    let expected: Vec<Placed> = expected.iter().map(|(it, doubt)| (Place::Result(*it), *doubt)).collect();
    assert_eq!(results(given, &[]), expected);
}

use Parameter as P;

#[test]
fn a_part_is_never_more_than_the_whole() {
    check_results(&[result(P::Cod, 30.0), result(P::Bod5, 12.0)], &[]);
    check_results(&[result(P::Cod, 10.0), result(P::Bod5, 12.0)], &[(P::Bod5, Doubt::CodBelowBod)]);
    check_results(
        &[result(P::AmmoniaN, 9.0), result(P::TotalN, 8.0)],
        &[(P::AmmoniaN, Doubt::AmmoniaAboveTotal)],
    );
}

#[test]
fn what_lies_below_detection_is_not_surely_more_than_anything() {
    let below = LabResult { qualifier: Some(Qualifier::Below), ..result(P::AmmoniaN, 9.0) };
    check_results(&[below, result(P::TotalN, 8.0)], &[]);
}

#[test]
fn numbers_that_no_water_has_are_doubted() {
    check_results(&[result(P::Ph, 14.5)], &[(P::Ph, Doubt::Ph)]);
    check_results(&[result(P::Ph, 7.2), result(P::WaterTemp, 180.0)], &[(P::WaterTemp, Doubt::OutOfRange)]);
    check_results(&[result(P::Cod, 30.0), result(P::Cod, 31.0)], &[(P::Cod, Doubt::Twice)]);
}

#[test]
fn a_number_below_its_detection_limit_wants_a_sign() {
    let low = |value| LabResult { detection_limit: Some(0.025), ..result(P::AmmoniaN, value) };
    check_results(&[low(0.01)], &[(P::AmmoniaN, Doubt::BelowDetection)]);
    check_results(&[low(0.0)], &[(P::AmmoniaN, Doubt::Zero)]);
    check_results(&[low(0.025)], &[]);
}

#[test]
fn a_thousandfold_change_asks_for_the_unit() {
    let was = [result(P::AmmoniaN, 0.2)];
    let place = Place::Result(P::AmmoniaN);
    assert_eq!(results(&[result(P::AmmoniaN, 200.0)], &was), [(place, Doubt::UnitSlip)]);
    assert_eq!(results(&[result(P::AmmoniaN, 20.0)], &was), []);
}

#[track_caller]
fn doubts_of(record: impl Into<AnyRecord>) -> Vec<Placed> {
    let mut campaign = Campaign::new();
    let outfall = campaign.outfall("001");
    campaign.edit(outfall, |it| it.class = Some(OutfallClass::TownStorm));
    super::record(campaign.entry(outfall), &record.into(), date(2024, 6, 1))
}

#[test]
fn a_visit_is_held_against_the_weather_and_the_mouth() {
    let visit = Visit {
        on: Some(date(2024, 6, 2)),
        started: "10:00".to_owned(),
        ended: "9:30".to_owned(),
        dry_weather: Some(true),
        rain_72h: Some(12.0),
        flowing: Some(true),
        mouth: Some(MouthState::Sealed),
        ..Visit::default()
    };
    let doubts: Vec<Doubt> = doubts_of(visit).into_iter().map(|(_, doubt)| doubt).collect();
    assert_eq!(
        doubts,
        [Doubt::Future, Doubt::EndsBefore, Doubt::RainyDry(12.0), Doubt::SealedFlows, Doubt::StormFlowsDry]
    );
    assert_eq!(doubts_of(Visit { on: Some(date(2024, 1, 2)), ..Visit::default() }), []);
}

#[test]
fn a_sample_is_received_after_it_is_taken_and_flows_like_the_one_before() {
    let mut campaign = Campaign::new();
    let outfall = campaign.outfall("001");
    let earlier =
        Sample { outfall, on: Some(day("2024-02-01")), flow_m3_d: Some(120.0), ..Sample::default() };
    campaign.add(earlier);
    let sample = Sample {
        id: RecordId(uuid::Uuid::from_u128(7_000)),
        on: Some(day("2024-03-02")),
        received_on: Some(day("2024-03-01")),
        kind: Some(SampleKind::Quick),
        flow_m3_d: Some(120_000.0),
        ..Sample::default()
    };

    let doubts = super::record(campaign.entry(outfall), &sample.into(), day("2024-06-01"));

    assert_eq!(
        doubts,
        [(Place::Column("received_on"), Doubt::TooEarly), (Place::Column("flow"), Doubt::FlowSlip)]
    );
}

#[test]
fn codes_permits_and_shares_of_a_tracing_are_looked_at() {
    let trace = Trace {
        on: Some(date(2024, 2, 1)),
        credit_code: "911302006992296170".to_owned(),
        permit_no: "911302006992296170001P".to_owned(),
        share: Some(70.0),
        ..Trace::default()
    };
    let columns: Vec<Place> = doubts_of(trace.clone()).into_iter().map(|(place, _)| place).collect();
    assert_eq!(columns, [Place::Column("credit_code"), Place::Column("permit_no")]);

    let other = TraceSource { share: Some(40.0), ..TraceSource::default() };
    assert_eq!(sources(&trace, &[other]), [(Place::Column("share"), Doubt::Shares(110.0))]);
}

#[test]
fn nothing_is_needed_only_where_nothing_speaks_against_it() {
    let mut campaign = Campaign::new();
    let outfall = campaign.outfall("001");
    campaign.sample(outfall, "2024-02-01", 80.0);
    campaign.visit(outfall, "2024-02-02", true);
    let plan = |reason| Plan {
        on: Some(day("2024-03-01")),
        kind: Some(FixKind::NotNeeded),
        none_reason: Some(reason),
        ..Plan::default()
    };
    let doubts = |reason| {
        let found = super::record(campaign.entry(outfall), &plan(reason).into(), day("2024-06-01"));
        found.into_iter().map(|(_, doubt)| doubt).collect::<Vec<_>>()
    };

    assert_eq!(doubts(NoFixReason::Compliant), [Doubt::ExceedsYetFine]);
    assert_eq!(doubts(NoFixReason::DryStorm), [Doubt::FlowsYetDry]);
    assert_eq!(doubts(NoFixReason::NaturalChannel), []);
}
