//! 台账: what counts, what points where.

use super::*;

#[test]
fn an_outfall_counts_from_the_day_it_was_confirmed() {
    let (campaign, outfall) = one();
    assert_eq!(campaign.standing(outfall, "2023-12-31").register.state, R::Suspected);
    assert_eq!(campaign.standing(outfall, "2024-01-01").register.state, R::Registered);
    assert_eq!(campaign.counts("2023-12-31", RATES), [0, 0, 0, 0]);
    assert_eq!(campaign.counts("2024-01-01", RATES), [1, 0, 1, 0]);
}

#[test]
fn a_suspected_one_is_registered_by_the_visit_that_finds_it() {
    let mut campaign = Campaign::new();
    let outfall = campaign.add(Outfall::default());
    campaign.visit(outfall, "2024-03-01", true);

    let before = campaign.standing(outfall, "2024-02-29");
    assert_eq!((before.register.state, before.check.state), (R::Suspected, C::Unvisited));
    let after = campaign.standing(outfall, "2024-03-01");
    assert_eq!((after.register.state, after.check.state), (R::Registered, C::Visited));
    assert!(after.check.proven);
}

#[test]
fn what_is_confirmed_in_a_ledger_counts_as_visited_but_unproven() {
    let (campaign, outfall) = one();
    let check = campaign.standing(outfall, "2024-02-01").check;
    assert_eq!((check.state, check.proven), (C::Visited, false));
}

#[test]
fn excluding_takes_it_out_of_both_denominators_from_its_day_on_and_confirming_brings_it_back() {
    let (mut campaign, outfall) = one();
    campaign.trace(outfall, "2024-02-01", TraceOutcome::Found);
    campaign.fix(outfall, "2024-03-01");
    campaign.register(outfall, "2024-05-01", RegisterChange::Exclude);
    campaign.register(outfall, "2024-07-01", RegisterChange::Confirm);

    assert_eq!(campaign.counts("2024-04-30", RATES), [1, 1, 1, 1]);
    assert_eq!(campaign.counts("2024-05-01", RATES), [0, 0, 0, 0]);
    assert_eq!(campaign.counts("2024-07-01", RATES), [1, 1, 1, 1]);
}

#[test]
fn merged_and_removed_ones_stay_in_the_base_and_duplicates_leave_it() {
    for (change, state, base) in [
        (RegisterChange::Merge, R::Merged, 1),
        (RegisterChange::Remove, R::Removed, 1),
        (RegisterChange::Duplicate, R::Duplicate, 0),
    ] {
        let (mut campaign, outfall) = one();
        campaign.register(outfall, "2024-05-01", change);
        assert_eq!(campaign.standing(outfall, "2024-05-01").register.state, state);
        assert_eq!(campaign.counts("2024-05-01", [Count::Base, Count::ToTrace, Count::ToFix]), [base; 3]);
    }
}

#[test]
fn a_ledger_decides_the_register_until_an_operation_of_its_day_or_later() {
    let (mut campaign, outfall) = one();
    campaign.claim(outfall, "2024-03-01", Claim { register: Some(R::Removed), ..Claim::default() });
    let claimed = campaign.standing(outfall, "2024-03-01").register;
    assert_eq!((claimed.state, claimed.proven), (R::Removed, false));

    campaign.register(outfall, "2024-03-01", RegisterChange::Confirm);
    let confirmed = campaign.standing(outfall, "2024-03-01").register;
    assert_eq!((confirmed.state, confirmed.proven), (R::Registered, true));

    campaign.claim(outfall, "2024-04-01", Claim { register: Some(R::Excluded), ..Claim::default() });
    assert_eq!(campaign.standing(outfall, "2024-04-01").register.state, R::Excluded);
}

#[test]
fn a_merged_one_is_traced_with_its_target_only_if_its_source_follows() {
    for (source_follows, traced) in [(true, 2), (false, 1)] {
        let (mut campaign, a) = one();
        let b = campaign.outfall("B");
        campaign.merge(a, b, "2024-02-01", source_follows);
        campaign.trace(b, "2024-03-01", TraceOutcome::Found);

        assert_eq!(campaign.counts("2024-02-29", [Count::ToTrace, Count::Traced]), [2, 0]);
        assert_eq!(campaign.counts("2024-03-01", [Count::ToTrace, Count::Traced]), [2, traced]);
    }
}

#[test]
fn a_merged_one_keeps_its_own_tracing_and_its_own_closing() {
    let (mut campaign, a) = one();
    let b = campaign.outfall("B");
    campaign.trace(a, "2024-01-15", TraceOutcome::Found);
    campaign.merge(a, b, "2024-02-01", false);
    campaign.plan(a, "2024-02-01", FixKind::Merge);
    campaign.close(a, "2024-03-01");

    assert_eq!(campaign.counts("2024-03-01", RATES), [2, 1, 2, 1]);
    campaign.register(b, "2024-06-01", RegisterChange::Remove);
    assert_eq!(campaign.counts("2024-06-01", RATES), [2, 1, 2, 1]);
    check_fix(&campaign, a, "2024-06-01", F::Closed, true);
    check_fix(&campaign, b, "2024-06-01", F::Unjudged, true);
}

#[test]
fn a_source_follows_along_the_chain_to_its_live_end() {
    let (mut campaign, a) = one();
    let (b, c) = (campaign.outfall("B"), campaign.outfall("C"));
    campaign.merge(a, b, "2024-02-01", true);
    campaign.merge(b, c, "2024-03-01", true);
    campaign.trace(c, "2024-04-01", TraceOutcome::Found);

    assert_eq!(campaign.counts("2024-03-31", [Count::ToTrace, Count::Traced]), [3, 0]);
    assert_eq!(campaign.counts("2024-04-01", [Count::ToTrace, Count::Traced]), [3, 3]);
}

#[test]
fn a_source_follows_only_as_far_as_each_merge_says_so() {
    let (mut campaign, a) = one();
    let (b, c) = (campaign.outfall("B"), campaign.outfall("C"));
    campaign.merge(a, b, "2024-02-01", true);
    campaign.merge(b, c, "2024-02-01", false);
    campaign.trace(c, "2024-04-01", TraceOutcome::Found);
    assert_eq!(campaign.counts("2024-04-01", [Count::Traced]), [1]);

    campaign.trace(b, "2024-05-01", TraceOutcome::Found);
    check_trace(&campaign, a, "2024-05-01", T::Traced, true);
}

#[test]
fn a_merge_is_no_longer_in_force_after_the_outfall_is_confirmed_again() {
    let (mut campaign, a) = one();
    let b = campaign.outfall("B");
    campaign.trace(b, "2024-01-15", TraceOutcome::Found);
    campaign.merge(a, b, "2024-02-01", true);
    campaign.register(a, "2024-03-01", RegisterChange::Confirm);
    check_trace(&campaign, a, "2024-02-28", T::Traced, true);
    check_trace(&campaign, a, "2024-03-01", T::Untraced, true);
}

#[test]
fn what_would_lead_back_is_refused() {
    let (mut campaign, a) = one();
    let (b, c) = (campaign.outfall("B"), campaign.outfall("C"));
    campaign.merge(a, b, "2024-02-01", true);
    campaign.duplicate(b, c, "2024-03-01");

    assert!(register::leads_back(&campaign.project, a, a));
    assert!(register::leads_back(&campaign.project, c, a));
    assert!(register::leads_back(&campaign.project, b, a));
    assert!(!register::leads_back(&campaign.project, a, c));

    campaign.register(a, "2024-04-01", RegisterChange::Confirm);
    assert!(!register::leads_back(&campaign.project, b, a));
}

#[test]
fn what_a_ledger_points_to_can_lead_back_too() {
    let (mut campaign, a) = one();
    let b = campaign.outfall("B");
    let merged = Claim { register: Some(R::Merged), target_code: "B".to_owned(), ..Claim::default() };
    campaign.claim(a, "2024-02-01", merged);
    assert!(register::leads_back(&campaign.project, b, a));
}

#[test]
fn a_circle_that_came_in_some_other_way_ends_nevertheless() {
    let (mut campaign, a) = one();
    let b = campaign.outfall("B");
    campaign.merge(a, b, "2024-02-01", true);
    campaign.merge(b, a, "2024-02-01", true);
    check_trace(&campaign, a, "2024-03-01", T::Untraced, true);
    assert!(register::leads_back(&campaign.project, campaign.entry(a).outfall.id, b));
}
