//! 治.

use super::*;

#[test]
fn fixing_goes_through_all_its_states() {
    let (mut campaign, outfall) = one();
    check_fix(&campaign, outfall, "2024-01-31", F::Unjudged, true);
    campaign.judge(outfall, "2024-02-01", FixKind::Regulate);
    check_fix(&campaign, outfall, "2024-02-01", F::Needed, true);
    campaign.plan(outfall, "2024-03-01", FixKind::Regulate);
    check_fix(&campaign, outfall, "2024-03-01", F::Planned, true);
    campaign.work(outfall, "2024-04-01", Milestone::Started);
    check_fix(&campaign, outfall, "2024-04-01", F::Underway, true);
    campaign.plan(outfall, "2024-04-15", FixKind::Regulate);
    check_fix(&campaign, outfall, "2024-04-15", F::Underway, true);
    campaign.work(outfall, "2024-05-01", Milestone::Finished);
    check_fix(&campaign, outfall, "2024-05-01", F::AwaitingAcceptance, true);
    campaign.close(outfall, "2024-06-01");
    check_fix(&campaign, outfall, "2024-06-01", F::Closed, true);
    campaign.work(outfall, "2024-07-01", Milestone::Underway);
    campaign.plan(outfall, "2024-07-02", FixKind::Regulate);
    check_fix(&campaign, outfall, "2024-08-01", F::Closed, true);
    check_fix(&campaign, outfall, "2024-04-30", F::Underway, true);
}

#[test]
fn a_plan_without_a_lead_or_a_deadline_is_only_a_judgement() {
    let (mut campaign, outfall) = one();
    let plan = Plan {
        outfall,
        on: Some(day("2024-02-01")),
        kind: Some(FixKind::Ban),
        measures: "封堵".to_owned(),
        ..Plan::default()
    };
    check_missing(plan.clone(), &[Missing::Lead, Missing::Deadline]);
    check_missing(Plan { kind: None, ..plan.clone() }, &[Missing::FixKind]);
    campaign.add(plan);
    check_fix(&campaign, outfall, "2024-02-01", F::Needed, true);
}

#[test]
fn nothing_needed_wants_a_reason_evidence_and_an_approver() {
    let (mut campaign, outfall) = one();
    let bare = Plan { kind: Some(FixKind::NotNeeded), on: Some(day("2024-02-01")), ..Plan::default() };
    check_missing(bare.clone(), &[Missing::Reason, Missing::Evidence, Missing::Approver]);
    campaign.add(Plan { outfall, ..bare });
    check_fix(&campaign, outfall, "2024-02-01", F::Unjudged, true);
    assert_eq!(campaign.counts("2024-02-01", [Count::ToFix]), [1]);

    campaign.spare(outfall, "2024-03-01");
    check_fix(&campaign, outfall, "2024-03-01", F::NotNeeded, true);
    assert_eq!(campaign.counts("2024-03-01", [Count::ToFix, Count::NotNeeded]), [0, 1]);
}

#[test]
fn each_thing_that_closing_lacks_is_named_and_goes_when_it_is_there() {
    let (mut campaign, it) = one();
    let on = "2024-06-01";
    let mut left = vec![
        Missing::Finished,
        Missing::BeforePhoto,
        Missing::AfterPhoto,
        Missing::CleanProof,
        Missing::CountyAcceptance,
        Missing::Signboard,
        Missing::Dossier,
        Missing::CityAcceptance,
    ];
    let missing = |campaign: &Campaign| gate::missing(campaign.entry(it), Stage::Fix, day(on));
    assert_eq!(missing(&campaign), [Missing::Judgement]);
    campaign.judge(it, "2024-02-01", FixKind::Regulate);
    assert!(missing(&campaign).contains(&Missing::Measures));
    campaign.plan(it, "2024-02-02", FixKind::Regulate);
    assert_eq!(missing(&campaign), left);

    let steps: [(Step, &[Missing]); 7] = [
        (
            |it, of, on| {
                it.work(of, on, Milestone::Finished);
            },
            &[Missing::Finished],
        ),
        (
            |it, of, on| {
                it.photo(of, on, PhotoSlot::Before);
            },
            &[Missing::BeforePhoto],
        ),
        (
            |it, of, on| {
                it.photo(of, on, PhotoSlot::After);
            },
            &[Missing::AfterPhoto],
        ),
        (
            |it, of, on| {
                it.sample(of, on, 39.0);
            },
            &[Missing::CleanProof],
        ),
        (
            |it, of, on| {
                it.accept(of, on, AcceptanceStep::County);
            },
            &[Missing::CountyAcceptance],
        ),
        (
            |it, of, on| {
                it.upkeep(of, on);
            },
            &[Missing::Signboard, Missing::Dossier],
        ),
        (
            |it, of, on| {
                it.accept(of, on, AcceptanceStep::City);
            },
            &[Missing::CityAcceptance],
        ),
    ];
    for (step, supplied) in steps {
        step(&mut campaign, it, on);
        left.retain(|missing| !supplied.contains(missing));
        assert_eq!(missing(&campaign), left);
    }
    check_fix(&campaign, it, on, F::Closed, true);
}

#[test]
fn the_city_confirms_only_what_was_proven_by_that_day() {
    let (mut campaign, outfall) = one();
    campaign.plan(outfall, "2024-02-01", FixKind::Ban);
    campaign.work(outfall, "2024-03-01", Milestone::Finished);
    campaign.photo(outfall, "2024-01-01", PhotoSlot::Before);
    campaign.photo(outfall, "2024-03-05", PhotoSlot::After);
    campaign.accept(outfall, "2024-03-10", AcceptanceStep::County);
    let city = Acceptance {
        outfall,
        on: Some(day("2024-04-01")),
        step: Some(AcceptanceStep::City),
        ..Acceptance::default()
    };
    check_missing(Acceptance::default(), &[Missing::Day]);
    let missing = gate::missing_in(campaign.entry(outfall), &city.into());
    assert_eq!(missing, [Missing::CleanProof, Missing::By, Missing::Document]);

    campaign.accept(outfall, "2024-04-01", AcceptanceStep::City);
    campaign.sample(outfall, "2024-05-01", 10.0);
    check_fix(&campaign, outfall, "2024-05-01", F::AwaitingAcceptance, true);
    campaign.accept(outfall, "2024-05-02", AcceptanceStep::City);
    check_fix(&campaign, outfall, "2024-05-02", F::Closed, true);
}

#[test]
fn clean_is_the_latest_sample_or_two_dry_visits_without_flow() {
    let setup = |proof: &dyn Fn(&mut Campaign, RecordId)| {
        let (mut campaign, outfall) = one();
        campaign.plan(outfall, "2024-02-01", FixKind::Ban);
        campaign.work(outfall, "2024-03-01", Milestone::Finished);
        proof(&mut campaign, outfall);
        !gate::missing(campaign.entry(outfall), Stage::Fix, day("2024-12-31")).contains(&Missing::CleanProof)
    };
    assert!(!setup(&|_, _| {}));
    assert!(
        !setup(&|it, of| {
            it.sample(of, "2024-02-28", 10.0);
        }),
        "before the work ended"
    );
    assert!(setup(&|it, of| {
        it.sample(of, "2024-03-01", 40.0);
    }));
    assert!(!setup(&|it, of| {
        it.sample(of, "2024-03-01", 41.0);
    }));
    assert!(!setup(&|it, of| {
        it.sample(of, "2024-03-01", 10.0);
        it.sample(of, "2024-04-01", 41.0);
    }));
    assert!(
        !setup(&|it, of| {
            it.visit(of, "2024-03-02", false);
        }),
        "one visit is not enough"
    );
    assert!(setup(&|it, of| {
        it.visit(of, "2024-03-02", false);
        it.visit(of, "2024-04-02", false);
    }));
    assert!(!setup(&|it, of| {
        it.visit(of, "2024-03-02", false);
        it.visit(of, "2024-04-02", false);
        it.visit(of, "2024-05-02", true);
    }));
}

#[test]
fn a_rebound_leaves_the_numerator_from_its_day_and_has_to_be_proven_again() {
    let (mut campaign, outfall) = one();
    campaign.fix(outfall, "2024-03-01");
    campaign.register(outfall, "2024-05-01", RegisterChange::Rebound);
    let fixed = |campaign: &Campaign, on| campaign.counts(on, [Count::ToFix, Count::Fixed, Count::Rebound]);
    assert_eq!(fixed(&campaign, "2024-04-30"), [1, 1, 0]);
    assert_eq!(fixed(&campaign, "2024-05-01"), [1, 0, 1]);
    assert_eq!(campaign.standing(outfall, "2024-05-01").register.state, R::Registered);

    campaign.accept(outfall, "2024-06-01", AcceptanceStep::City);
    check_fix(&campaign, outfall, "2024-06-01", F::Rebound, true);
    let missing = gate::missing(campaign.entry(outfall), Stage::Fix, day("2024-06-01"));
    let again = [Missing::Finished, Missing::AfterPhoto, Missing::CleanProof, Missing::CountyAcceptance];
    assert_eq!(missing, again);

    campaign.close(outfall, "2024-07-01");
    assert_eq!(fixed(&campaign, "2024-07-01"), [1, 1, 0]);
    campaign.register(outfall, "2024-08-01", RegisterChange::Rebound);
    campaign.work(outfall, "2024-09-01", Milestone::Started);
    check_fix(&campaign, outfall, "2024-09-01", F::Underway, true);
    assert_eq!(fix::rebound_count(campaign.entry(outfall), day("2024-07-31")), 1);
    assert_eq!(fix::rebound_count(campaign.entry(outfall), day("2024-08-01")), 2);
}

fn closed_on(on: &str) -> Claim {
    Claim { fix: Some(F::Closed), closed_on: Some(day(on)), ..Claim::default() }
}

#[test]
fn a_closing_that_only_a_ledger_claims_counts_but_stays_unproven_until_facts_close_it() {
    let (mut campaign, outfall) = one();
    campaign.claim(outfall, "2024-06-01", closed_on("2024-03-15"));
    check_fix(&campaign, outfall, "2024-03-14", F::Unjudged, true);
    check_fix(&campaign, outfall, "2024-03-15", F::Closed, false);
    assert_eq!(campaign.counts("2024-06-01", [Count::Fixed, Count::FixedUnproven]), [1, 1]);

    campaign.plan(outfall, "2024-07-01", FixKind::Regulate);
    check_fix(&campaign, outfall, "2024-07-01", F::Closed, false);
    campaign.close(outfall, "2024-08-01");
    check_fix(&campaign, outfall, "2024-08-01", F::Closed, true);
}

#[test]
fn a_rebound_voids_what_a_ledger_claimed_before_it() {
    let (mut campaign, outfall) = one();
    campaign.claim(outfall, "2024-06-01", closed_on("2024-03-15"));
    campaign.register(outfall, "2024-05-01", RegisterChange::Rebound);
    check_fix(&campaign, outfall, "2024-04-30", F::Closed, false);
    check_fix(&campaign, outfall, "2024-05-01", F::Rebound, true);
    campaign.plan(outfall, "2024-07-01", FixKind::Regulate);
    check_fix(&campaign, outfall, "2024-07-01", F::Planned, true);

    campaign.claim(outfall, "2024-09-01", closed_on("2024-08-15"));
    check_fix(&campaign, outfall, "2024-09-01", F::Closed, false);
}

#[test]
fn a_ledger_that_calls_a_closed_one_rebound_opens_it() {
    let (mut campaign, outfall) = one();
    campaign.fix(outfall, "2024-03-01");
    campaign.claim(outfall, "2024-06-01", Claim { fix: Some(F::Rebound), ..Claim::default() });
    check_fix(&campaign, outfall, "2024-05-31", F::Closed, true);
    check_fix(&campaign, outfall, "2024-06-01", F::Rebound, false);
    campaign.set(|it| it.proven_only = true);
    assert_eq!(campaign.counts("2024-06-01", [Count::Fixed]), [1]);
}

#[test]
fn a_ledger_can_not_take_out_what_somebody_judged_to_need_fixing() {
    let (mut campaign, outfall) = one();
    campaign.claim(outfall, "2024-02-01", Claim { fix: Some(F::NotNeeded), ..Claim::default() });
    check_fix(&campaign, outfall, "2024-02-01", F::NotNeeded, false);
    campaign.judge(outfall, "2024-03-01", FixKind::Regulate);
    check_fix(&campaign, outfall, "2024-03-01", F::Needed, true);
}

#[test]
fn proven_only_counts_what_the_facts_alone_say() {
    let (mut campaign, outfall) = one();
    campaign.plan(outfall, "2024-02-01", FixKind::Regulate);
    campaign.trace(outfall, "2024-02-01", TraceOutcome::NotNeeded);
    campaign.claim(outfall, "2024-06-01", Claim { trace: Some(T::Traced), ..closed_on("2024-03-01") });
    let second = campaign.outfall("B");
    campaign.claim(
        second,
        "2024-06-01",
        Claim { trace: Some(T::NotNeeded), fix: Some(F::NotNeeded), ..Claim::default() },
    );

    assert_eq!(campaign.counts("2024-06-01", RATES), [0, 0, 1, 1]);
    campaign.set(|it| it.proven_only = true);
    assert_eq!(campaign.counts("2024-06-01", RATES), [1, 0, 2, 0]);
    campaign.set(|it| it.formula = crate::domain::settings::Formula::Z2);
    assert_eq!(campaign.counts("2024-06-01", RATES), [1, 0, 1, 0]);
    let standing = campaign.standing(outfall, "2024-06-01");
    assert_eq!((standing.fix_by_facts, standing.trace_by_facts), (F::Planned, T::NotNeeded));
}
