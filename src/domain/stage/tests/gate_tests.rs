//! The gates that no state hangs on.

use super::*;

#[test]
fn a_visit_needs_its_day_its_means_two_people_and_a_verdict() {
    let missing = [Missing::Day, Missing::Means, Missing::Crew, Missing::Verdict];
    check_missing(Visit { crew: "张三".to_owned(), ..Visit::default() }, &missing);
    let (mut campaign, outfall) = one();
    assert_eq!(gate::missing(campaign.entry(outfall), Stage::Check, day("2024-02-01")), [Missing::Visit]);
    campaign.visit(outfall, "2024-02-01", true);
    assert!(gate::missing(campaign.entry(outfall), Stage::Check, day("2024-02-01")).is_empty());
}

#[test]
fn a_measurement_needs_a_sample_by_two_people_its_results_and_a_standard() {
    let (mut campaign, outfall) = one();
    let missing =
        |campaign: &Campaign| gate::missing(campaign.entry(outfall), Stage::Measure, day("2024-03-01"));
    assert_eq!(missing(&campaign), [Missing::Sample]);
    campaign.add(Sample { outfall, on: Some(day("2024-02-01")), ..Sample::default() });
    assert_eq!(missing(&campaign), [Missing::Samplers, Missing::Results, Missing::Standard]);
    campaign.sample(outfall, "2024-02-02", 12.0);
    assert!(missing(&campaign).is_empty());
}

#[test]
fn upkeep_needs_sign_monitoring_and_dossier() {
    let (mut campaign, outfall) = one();
    let all = [Missing::Signboard, Missing::Monitoring, Missing::Dossier];
    let missing =
        |campaign: &Campaign| gate::missing(campaign.entry(outfall), Stage::Manage, day("2024-03-01"));
    assert_eq!(missing(&campaign), all);
    campaign.add(Upkeep { outfall, on: Some(day("2024-02-01")), ..Upkeep::default() });
    assert_eq!(missing(&campaign), all);
    campaign.upkeep(outfall, "2024-02-02");
    assert!(missing(&campaign).is_empty());
}

#[test]
fn a_change_of_the_register_needs_its_day_its_reason_and_its_target() {
    let event = |kind| RegisterEvent { kind: Some(kind), ..RegisterEvent::default() };
    check_missing(event(RegisterChange::Confirm), &[Missing::Day]);
    check_missing(event(RegisterChange::Rebound), &[Missing::Day, Missing::Reason]);
    let of_no_kind = RegisterEvent { kind: None, ..event(RegisterChange::Rebound) };
    check_missing(of_no_kind, &[Missing::Day, Missing::Change, Missing::Reason]);
    check_missing(event(RegisterChange::Merge), &[Missing::Day, Missing::Target, Missing::Reason]);
}

#[test]
fn what_is_missing_leads_to_the_form_of_its_own_stage() {
    let columns = |kind: RecordKind| kind.columns().iter().map(|it| it.name).collect::<Vec<_>>();
    for missing in Missing::ALL {
        for stage in Stage::ALL {
            let (kind, column) = missing.place_in(*stage);
            assert!(column.is_empty() || columns(kind).contains(&column), "{missing:?}");
        }
    }
    assert_eq!(Missing::Reason.place_in(Stage::Trace), (RecordKind::Trace, "reason"));
    assert_eq!(Missing::Reason.place_in(Stage::Fix), (RecordKind::Plan, "none_reason"));
}
