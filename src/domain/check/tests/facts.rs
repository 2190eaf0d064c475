//! B16 to B20 and B23 to B25: what was written down.

use super::*;
use crate::domain::{
    fact::{LabResult, Parameter, Qualifier, Sample, Season, SeasonSeal, Trace, Upkeep},
    outfall::OutfallClass,
    testing::full_trace,
};

fn trace(change: impl Fn(&mut Trace)) -> impl Fn(&mut Campaign, RecordId) {
    move |it, of| {
        let mut trace = Trace {
            outfall: of,
            on: Some(day("2024-02-01")),
            outcome: Some(TraceOutcome::Found),
            ..full_trace()
        };
        change(&mut trace);
        it.add(trace);
    }
}

#[test]
fn b16_a_credit_code_whose_check_digit_is_wrong() {
    check(C::CreditCode, trace(|_| {}), trace(|it| it.credit_code = "911302006992296170".to_owned()));
}

#[test]
fn b17_a_permit_number_that_is_not_its_credit_code_three_digits_and_a_letter() {
    let permit = |permit: &'static str| trace(move |it| it.permit_no = permit.to_owned());
    check(C::Permit, permit("91130200699229617X001P"), permit("91130200699229617X01P"));
    check(C::Permit, permit(""), permit("911302307808371268001P"));
    // What is wrong with the credit code is said once.
    check(
        C::CreditCode,
        trace(|_| {}),
        trace(|it| {
            it.credit_code = "911302006992296170".to_owned();
            it.permit_no = "911302006992296170001P".to_owned();
        }),
    );
}

/// A sample of a day with these results.
fn sample(it: &mut Campaign, of: RecordId, on: &str, results: &[(Parameter, f64, Option<f64>)]) {
    let sample = it.bottle(of, on);
    for (parameter, value, limit) in results {
        it.add(LabResult {
            sample,
            parameter: Some(*parameter),
            qualifier: Some(Qualifier::Equal),
            value: Some(*value),
            detection_limit: *limit,
            ..LabResult::default()
        });
    }
}

fn results(results: &'static [(Parameter, f64, Option<f64>)]) -> impl Fn(&mut Campaign, RecordId) {
    move |it, of| sample(it, of, "2024-02-01", results)
}

#[test]
fn b18_results_that_no_water_has() {
    use Parameter as P;
    check(
        C::Improbable,
        results(&[(P::Cod, 30.0, None), (P::Bod5, 10.0, None)]),
        results(&[(P::Cod, 10.0, None), (P::Bod5, 30.0, None)]),
    );
    check(
        C::Improbable,
        results(&[(P::TotalN, 9.0, None)]),
        results(&[(P::AmmoniaN, 9.0, None), (P::TotalN, 8.0, None)]),
    );
    check(C::Improbable, results(&[(P::Ph, 7.1, None)]), results(&[(P::Ph, 71.0, None)]));
}

#[test]
fn b19_a_thousand_times_what_it_was_is_found_once() {
    let ammonia = |last: f64| {
        move |it: &mut Campaign, of| {
            for (on, value) in [("2024-02-01", 0.2), ("2024-03-01", 0.21), ("2024-04-01", last)] {
                sample(it, of, on, &[(Parameter::AmmoniaN, value, None)]);
            }
        }
    };
    check(C::UnitSlip, ammonia(4.0), ammonia(200.0));
    let flow = |last: f64| {
        move |it: &mut Campaign, of| {
            for (on, flow) in [("2024-02-01", 10.0), ("2024-03-01", 11.0), ("2024-04-01", last)] {
                it.add(Sample { outfall: of, on: Some(day(on)), flow_m3_d: Some(flow), ..Sample::default() });
            }
        }
    };
    check(C::UnitSlip, flow(60.0), flow(11_000.0));
}

#[test]
fn b20_below_the_detection_limit_without_a_sign() {
    let ammonia = |value: f64| {
        move |it: &mut Campaign, of| {
            sample(it, of, "2024-02-01", &[(Parameter::AmmoniaN, value, Some(0.025))]);
        }
    };
    check(C::BelowDetection, ammonia(0.03), ammonia(0.01));
}

#[test]
fn b23_stray_blanks_full_width_letters_and_line_breaks() {
    let entity = |text: &'static str| {
        move |it: &mut Campaign, of| it.edit(of, |it: &mut Outfall| it.entity = text.to_owned())
    };
    for bad in ["忻州电厂 ", "忻州\n电厂", "忻州１号电厂", "　忻州电厂"] {
        check(C::Untidy, entity("忻州电厂（一期）"), entity(bad));
    }
    let remark = |it: &mut Campaign, of| it.edit(of, |it: &mut Outfall| it.remark = "一\n二 ".to_owned());
    check(C::Untidy, remark, |it, of| it.edit(of, |it: &mut Outfall| it.code_national = "A 1".to_owned()));
}

#[test]
fn b24_a_row_of_totals_that_became_an_outfall() {
    let name = |text: &'static str| {
        move |it: &mut Campaign, of| it.edit(of, |it: &mut Outfall| it.name = text.to_owned())
    };
    for bad in ["合 计", "小计：12个", "忻府区合计", "Total"] {
        check(C::LooksLikeTotal, name("合计沟排口"), name(bad));
    }
    let excluded = |it: &mut Campaign, of| {
        name("合计")(it, of);
        it.register(of, "2024-02-01", RegisterChange::Exclude);
    };
    check(C::LooksLikeTotal, excluded, name("合计"));
}

#[test]
fn b25_a_storm_outfall_flows_outside_the_flood_season() {
    let flowing = |on: &'static str, dry: bool, flowing: bool| {
        move |it: &mut Campaign, of| {
            it.edit(of, |it: &mut Outfall| it.class = Some(OutfallClass::TownStorm));
            it.add(Visit {
                outfall: of,
                on: Some(day(on)),
                flowing: Some(flowing),
                dry_weather: Some(dry),
                ..Visit::default()
            });
        }
    };
    check(C::DrySeasonFlow, flowing("2024-06-01", true, true), flowing("2024-05-31", true, true));
    check(C::DrySeasonFlow, flowing("2024-05-31", false, true), flowing("2024-10-01", true, true));
    check(C::DrySeasonFlow, flowing("2024-05-31", true, false), flowing("2024-05-31", true, true));
    let seal = |season: Season| {
        move |it: &mut Campaign, of| {
            it.edit(of, |it: &mut Outfall| it.class = Some(OutfallClass::TownStorm));
            let (season, seal) = (Some(season), Some(SeasonSeal::Open));
            it.add(Upkeep { outfall: of, on: Some(day("2024-03-01")), season, seal, ..Upkeep::default() });
        }
    };
    check(C::DrySeasonFlow, seal(Season::Flood), seal(Season::Dry));

    let (mut campaign, outfall) = sound();
    flowing("2024-05-31", true, true)(&mut campaign, outfall);
    campaign.set(|it| it.flood_season = "05-01/09-30".to_owned());
    assert_eq!(found(&campaign, &counties()), [], "the county's flood season is longer");
}
