//! 溯.

use super::*;

#[test]
fn tracing_goes_from_tracing_over_partly_to_traced() {
    let (mut campaign, outfall) = one();
    check_trace(&campaign, outfall, "2024-01-31", T::Untraced, true);
    campaign.trace(outfall, "2024-02-01", TraceOutcome::Ongoing);
    check_trace(&campaign, outfall, "2024-02-01", T::Tracing, true);
    campaign.trace(outfall, "2024-03-01", TraceOutcome::Partial);
    check_trace(&campaign, outfall, "2024-03-01", T::Partial, true);
    campaign.trace(outfall, "2024-04-01", TraceOutcome::Found);
    check_trace(&campaign, outfall, "2024-04-01", T::Traced, true);
    check_trace(&campaign, outfall, "2024-03-31", T::Partial, true);
}

#[test]
fn each_thing_a_found_source_lacks_is_named_and_keeps_it_partly_traced() {
    let lacks: [(Spoil<Trace>, Missing); 9] = [
        (|it| it.on = None, Missing::Day),
        (|it| it.source.clear(), Missing::Source),
        (|it| it.sewage_type = None, Missing::SewageType),
        (|it| it.entity.clear(), Missing::Entity),
        (|it| it.entity_kind = None, Missing::EntityKind),
        (|it| it.credit_code.clear(), Missing::CreditCode),
        (|it| it.evidence.clear(), Missing::Evidence),
        (|it| it.tracer.clear(), Missing::Tracer),
        (|it| it.reviewer.clear(), Missing::Reviewer),
    ];
    for (spoil, missing) in lacks {
        let (mut campaign, outfall) = one();
        let found = TraceOutcome::Found;
        let mut trace = Trace { outfall, on: Some(day("2024-02-01")), outcome: Some(found), ..full_trace() };
        spoil(&mut trace);
        campaign.add(trace);
        assert_eq!(gate::missing(campaign.entry(outfall), Stage::Trace, day("2024-03-01")), [missing]);
        check_trace(&campaign, outfall, "2024-03-01", T::Partial, true);

        campaign.trace(outfall, "2024-03-01", TraceOutcome::Found);
        assert!(gate::missing(campaign.entry(outfall), Stage::Trace, day("2024-03-01")).is_empty());
        check_trace(&campaign, outfall, "2024-03-01", T::Traced, true);
    }
}

#[test]
fn a_village_needs_no_credit_code_and_a_photo_is_evidence() {
    let (mut campaign, outfall) = one();
    let mut trace = Trace {
        outfall,
        on: Some(day("2024-02-01")),
        outcome: Some(TraceOutcome::Found),
        entity_kind: Some(EntityKind::Village),
        ..full_trace()
    };
    trace.credit_code.clear();
    trace.evidence.clear();
    assert_eq!(gate::missing_in_trace(campaign.entry(outfall), &trace), [Missing::Evidence]);
    campaign.photo(outfall, "2024-02-01", PhotoSlot::Evidence);
    assert!(gate::missing_in_trace(campaign.entry(outfall), &trace).is_empty());
}

#[test]
fn the_government_steps_in_only_after_two_attempts_and_with_a_document() {
    let (mut campaign, outfall) = one();
    let mut last = Trace {
        outfall,
        on: Some(day("2024-04-01")),
        outcome: Some(TraceOutcome::Government),
        ..full_trace()
    };
    last.document.clear();
    let missing = |campaign: &Campaign, it: &Trace| gate::missing_in_trace(campaign.entry(outfall), it);
    assert_eq!(missing(&campaign, &last), [Missing::GovernmentDocument, Missing::TwoAttempts]);
    campaign.trace(outfall, "2024-02-01", TraceOutcome::Ongoing);
    assert_eq!(missing(&campaign, &last), [Missing::GovernmentDocument, Missing::TwoAttempts]);
    campaign.trace(outfall, "2024-03-01", TraceOutcome::Partial);
    assert_eq!(missing(&campaign, &last), [Missing::GovernmentDocument]);
    last.document = "忻政函〔2024〕3号".to_owned();
    assert!(missing(&campaign, &last).is_empty());

    campaign.add(last);
    check_trace(&campaign, outfall, "2024-04-01", T::Government, true);
    assert_eq!(campaign.counts("2024-04-01", [Count::Traced]), [1]);
}

#[test]
fn no_tracing_needed_wants_a_reason_and_an_approver() {
    let (mut campaign, outfall) = one();
    let bare =
        Trace { outcome: Some(TraceOutcome::NotNeeded), on: Some(day("2024-02-01")), ..Trace::default() };
    check_missing(bare.clone(), &[Missing::Reason, Missing::Approver]);
    campaign.add(Trace { outfall, ..bare });
    assert_eq!(campaign.counts("2024-02-01", [Count::ToTrace]), [1]);

    campaign.trace(outfall, "2024-03-01", TraceOutcome::NotNeeded);
    check_trace(&campaign, outfall, "2024-03-01", T::NotNeeded, true);
    assert_eq!(campaign.counts("2024-03-01", [Count::Base, Count::ToTrace]), [1, 0]);
}

#[test]
fn a_ledger_is_believed_on_tracing_until_facts_conclude() {
    let (mut campaign, outfall) = one();
    let traced = Claim { trace: Some(T::Traced), traced_on: Some(day("2024-02-10")), ..Claim::default() };
    campaign.claim(outfall, "2024-06-01", traced);
    check_trace(&campaign, outfall, "2024-02-09", T::Untraced, true);
    check_trace(&campaign, outfall, "2024-02-10", T::Traced, false);
    assert_eq!(campaign.counts("2024-06-01", [Count::Traced, Count::TracedUnproven]), [1, 1]);

    campaign.trace(outfall, "2024-07-01", TraceOutcome::Ongoing);
    check_trace(&campaign, outfall, "2024-07-01", T::Traced, false);
    campaign.trace(outfall, "2024-08-01", TraceOutcome::Found);
    check_trace(&campaign, outfall, "2024-08-01", T::Traced, true);
    assert_eq!(campaign.counts("2024-08-01", [Count::Traced, Count::TracedUnproven]), [1, 0]);
}

#[test]
fn a_ledger_can_not_spare_an_outfall_that_somebody_is_tracing() {
    let (mut campaign, outfall) = one();
    campaign.claim(outfall, "2024-02-01", Claim { trace: Some(T::NotNeeded), ..Claim::default() });
    check_trace(&campaign, outfall, "2024-02-01", T::NotNeeded, false);
    campaign.trace(outfall, "2024-03-01", TraceOutcome::Ongoing);
    check_trace(&campaign, outfall, "2024-03-01", T::Tracing, true);
}

#[test]
fn of_two_ledgers_the_later_one_counts() {
    let (mut campaign, outfall) = one();
    campaign.claim(outfall, "2024-06-01", Claim { trace: Some(T::Untraced), ..Claim::default() });
    campaign.claim(outfall, "2024-02-01", Claim { trace: Some(T::Traced), ..Claim::default() });
    check_trace(&campaign, outfall, "2024-05-31", T::Traced, false);
    check_trace(&campaign, outfall, "2024-06-01", T::Untraced, true);
}
