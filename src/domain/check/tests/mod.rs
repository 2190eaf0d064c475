//! Each check finds its bad record and leaves the good one alone.

mod facts;
mod incremental;
mod map;
mod waivers;

use std::sync::Arc;

use geo::{LineString, polygon};
use jiff::civil::date;

use super::{CheckId as C, Checks, Detail, Finding, Fix, Inputs, UNREADABLE_DATE};
use crate::domain::{
    RecordId, Value,
    fact::{Claim, FixKind, PhotoSlot, RegisterChange, TraceOutcome, Visit},
    layer::{Feature, FeatureSet, LayerKind},
    outfall::Outfall,
    placing::{PreparedLayer, Surroundings},
    progress::Snapshot,
    stage::{FixState, RegisterState, TraceState},
    testing::{Campaign, day},
};

fn layer(kind: LayerKind, columns: &[&str], features: Vec<(geo::Geometry, Vec<&str>)>) -> Arc<PreparedLayer> {
    let feature = |(shape, texts): (geo::Geometry, Vec<&str>)| Feature {
        geometry: Some(shape),
        values: texts.into_iter().map(Value::text).collect(),
    };
    let set = FeatureSet {
        columns: columns.iter().map(|&it| it.to_owned()).collect(),
        features: features.into_iter().map(feature).collect(),
    };
    Arc::new(PreparedLayer::new(kind, Arc::new(set)).unwrap())
}

fn counties() -> Surroundings {
    let square = |west: f64| -> geo::Geometry {
        polygon![(x: west, y: 38.), (x: west + 1., y: 38.), (x: west + 1., y: 39.), (x: west, y: 39.)].into()
    };
    let features = vec![(square(112.0), vec!["忻府区", "140902"]), (square(113.0), vec!["定襄县", "140921"])];
    Surroundings { layers: vec![layer(LayerKind::County, &["名称", "adcode"], features)], preparing: false }
}

/// The same with a river that runs east through the middle.
fn with_river() -> Surroundings {
    let mut around = counties();
    let river = LineString::from(vec![(112.0, 38.5), (114.0, 38.5)]);
    around.layers.push(layer(LayerKind::River, &["名称"], vec![(river.into(), vec!["滹沱河"])]));
    around
}

/// A campaign with one outfall that nothing is wrong with.
fn sound() -> (Campaign, RecordId) {
    let mut campaign = Campaign::new();
    let outfall = campaign.outfall("A");
    campaign.edit(outfall, |it| (it.lon, it.lat) = (Some(112.5), Some(38.5)));
    (campaign, outfall)
}

fn found(campaign: &Campaign, around: &Surroundings) -> Vec<(C, Detail, Option<Fix>)> {
    let on = day("2024-12-31");
    let checks = checked(campaign, around, on);
    checks.due.into_iter().map(|it| (it.check, it.detail, it.fix)).collect()
}

fn checked(campaign: &Campaign, around: &Surroundings, on: jiff::civil::Date) -> Checks {
    let snapshot = Snapshot::of(&campaign.project, on);
    let inputs = Inputs { project: &campaign.project, snapshot: &snapshot, around };
    Checks::run(&inputs, &|_, _| true).unwrap()
}

/// What `good` makes of a sound outfall is left alone; what `bad` makes of it is found by this check alone.
#[track_caller]
fn check(id: C, good: impl Fn(&mut Campaign, RecordId), bad: impl Fn(&mut Campaign, RecordId)) {
    check_on(&counties(), id, good, bad);
}

#[track_caller]
fn check_on(
    around: &Surroundings,
    id: C,
    good: impl Fn(&mut Campaign, RecordId),
    bad: impl Fn(&mut Campaign, RecordId),
) {
    for (spoil, ids) in [(&good as &dyn Fn(&mut Campaign, RecordId), vec![]), (&bad, vec![id])] {
        let (mut campaign, outfall) = sound();
        spoil(&mut campaign, outfall);
        let checks: Vec<C> = found(&campaign, around).into_iter().map(|it| it.0).collect();
        // What is written untidily is understood all the same, and found besides.
        let checks: Vec<C> = checks.into_iter().filter(|it| *it != C::Untidy || *it == id).collect();
        assert_eq!(checks, ids);
    }
}

fn place(campaign: &mut Campaign, of: RecordId, lon: f64, lat: f64) {
    campaign.edit(of, |it| (it.lon, it.lat) = (Some(lon), Some(lat)));
}

#[test]
fn b1_swapped_coordinates() {
    check(C::Swapped, |it, of| place(it, of, 112.9, 38.1), |it, of| place(it, of, 38.5, 112.5));
}

#[test]
fn b2_outside_the_stated_county() {
    let county = |name: &'static str| {
        move |it: &mut Campaign, of| it.edit(of, |it: &mut Outfall| it.county = name.to_owned())
    };
    check(C::OtherCounty, county("忻州市 忻府"), county("定襄县"));
    check(C::OtherCounty, county(""), county("忻州市"));

    let (mut campaign, outfall) = sound();
    county("定襄")(&mut campaign, outfall);
    let detail = Detail::OtherCounty { stated: "定襄".to_owned(), found: "忻府区".to_owned() };
    assert_eq!(
        found(&campaign, &counties()),
        [(C::OtherCounty, detail, Some(Fix::SetCounty("忻府区".to_owned())))]
    );
}

#[test]
fn b3_outside_every_county_or_without_counties_outside_the_country() {
    check(C::OutsideAll, |it, of| place(it, of, 112.0, 38.0), |it, of| place(it, of, 111.9, 38.5));

    let (mut campaign, outfall) = sound();
    place(&mut campaign, outfall, 111.9, 38.5);
    assert_eq!(found(&campaign, &Surroundings::default()), []);
    place(&mut campaign, outfall, 12.5, 41.9);
    assert_eq!(found(&campaign, &Surroundings::default())[0].0, C::OutsideAll);
}

#[test]
fn b6_duplicate_codes_but_not_those_of_marked_duplicates() {
    let (mut campaign, first) = sound();
    let second = campaign.outfall(" A ");
    place(&mut campaign, second, 112.5, 38.6);
    let checks: Vec<C> = found(&campaign, &counties()).into_iter().map(|it| it.0).collect();
    assert_eq!(checks, [C::DuplicateCode, C::DuplicateCode, C::Untidy]);

    campaign.duplicate(second, first, "2024-02-01");
    campaign.edit(second, |it| (it.code_local, it.name) = ("A".to_owned(), "别处".to_owned()));
    assert_eq!(found(&campaign, &counties()), []);
}

#[test]
fn b12_traced_without_a_responsible_entity() {
    let traced = Claim { trace: Some(TraceState::Traced), ..Claim::default() };
    check(
        C::NoEntity,
        |it, of| {
            it.claim(of, "2024-02-01", traced.clone());
            it.edit(of, |it| it.entity = "忻州电厂".to_owned());
        },
        |it, of| _ = it.claim(of, "2024-02-01", traced.clone()),
    );
    let (mut campaign, outfall) = sound();
    campaign.trace(outfall, "2024-02-01", TraceOutcome::Found);
    assert_eq!(found(&campaign, &counties()), [], "the tracing names it");
}

#[test]
fn b13_closed_out_without_photos_or_before_the_plan() {
    let closed =
        || Claim { fix: Some(FixState::Closed), closed_on: Some(day("2024-03-01")), ..Claim::default() };
    let claim = |it: &mut Campaign, of| {
        it.claim(of, "2024-06-01", closed());
        it.photo(of, "2024-02-01", PhotoSlot::Before);
    };
    let sound_claim = |it: &mut Campaign, of| {
        claim(it, of);
        it.photo(of, "2024-03-01", PhotoSlot::After);
        it.plan(of, "2024-02-01", FixKind::Regulate);
    };
    check(C::ClosedUnproven, sound_claim, claim);
    check(
        C::ClosedUnproven,
        |it, of| it.fix(of, "2024-03-01"),
        |it, of| {
            sound_claim(it, of);
            it.plan(of, "2024-04-01", FixKind::Regulate);
        },
    );
}

#[test]
fn b14_results_before_the_outfall_was_confirmed_and_days_in_the_future() {
    let late = |it: &mut Campaign, of| it.edit(of, |it| it.confirmed_on = Some(day("2024-03-02")));
    check(
        C::DatesOutOfOrder,
        |it, of| {
            it.fix(of, "2024-03-02");
            it.trace(of, "2024-03-01", TraceOutcome::Ongoing);
            late(it, of);
        },
        |it, of| {
            it.trace(of, "2024-03-01", TraceOutcome::Found);
            late(it, of);
        },
    );
    check(
        C::DatesOutOfOrder,
        |it, of| _ = it.visit(of, "2024-12-31", true),
        |it, of| _ = it.visit(of, "2025-01-01", true),
    );
}

fn merged_into(code: &str) -> Claim {
    let register = Some(RegisterState::Merged);
    Claim { register, target_code: code.to_owned(), ..Claim::default() }
}

#[test]
fn b15_merged_into_a_missing_or_itself_merged_record() {
    let second = |it: &mut Campaign, code: &str| {
        let id = it.outfall(code);
        place(it, id, 112.5, 38.5);
        id
    };
    let into = |code: &'static str| {
        move |it: &mut Campaign, of| {
            second(it, "B");
            it.claim(of, "2024-02-01", merged_into(code));
        }
    };
    check(C::BadTarget, into(" B"), into("C"));
    check(C::BadTarget, into("B"), into(""));
    check(C::BadTarget, into("B"), into("A"));
    check(
        C::BadTarget,
        |it, of| {
            let other = second(it, "B");
            it.merge(of, other, "2024-02-01", true);
            it.register(other, "2024-03-01", RegisterChange::Remove);
        },
        |it, of| {
            let (other, end) = (second(it, "B"), second(it, "C"));
            it.merge(of, other, "2024-02-01", true);
            it.merge(other, end, "2024-03-01", true);
        },
    );

    let (mut campaign, outfall) = sound();
    let (other, end) = (second(&mut campaign, "B"), second(&mut campaign, "C"));
    campaign.merge(outfall, other, "2024-02-01", true);
    campaign.merge(other, end, "2024-02-01", true);
    assert_eq!(found(&campaign, &counties())[0].2, Some(Fix::PointTo("C".to_owned())));
    campaign.merge(end, outfall, "2024-02-01", true);
    assert!(found(&campaign, &counties()).iter().all(|it| it.1 == Detail::TargetInCircle));
}

#[test]
fn b21_missing_and_zero_coordinates() {
    check(C::NoPosition, |_, _| {}, |it, of| place(it, of, 0.0, 0.0));
    check(C::NoPosition, |_, _| {}, |it, of| it.edit(of, |it| it.lat = None));
}

#[test]
fn b22_days_that_can_not_be() {
    let remark =
        |text: String| move |it: &mut Campaign, of| it.edit(of, |it: &mut Outfall| it.remark = text.clone());
    check(
        C::ImpossibleDate,
        remark("夏季有水".to_owned()),
        remark(format!("夏季有水；{UNREADABLE_DATE}: 2024.9.31；见附件")),
    );
    let undated = Visit { on: Some(date(1900, 1, 1)), ..Visit::default() };
    check(
        C::ImpossibleDate,
        |it, of| _ = it.visit(of, "1990-01-01", true),
        |it, of| _ = it.add(Visit { outfall: of, ..undated.clone() }),
    );

    let (mut campaign, outfall) = sound();
    let left = "〔溯源完成时间：2023.2.29〕〔销号日期：2024.4〕〔整治状态：快了〕";
    remark(format!("{UNREADABLE_DATE}：2024.9.31；{UNREADABLE_DATE}: 4月{left}"))(&mut campaign, outfall);
    let texts: Vec<Detail> = found(&campaign, &counties()).into_iter().map(|it| it.1).collect();
    let text = |text: &str| Detail::UnreadableDate { text: text.to_owned() };
    assert_eq!(texts, [text("2024.9.31"), text("4月"), text("2023.2.29")]);
}
