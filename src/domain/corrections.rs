//! Which facts stand, and which a correction has taken out.
//!
//! This depends on what is corrected only, not on the order in which facts and corrections came in. Two teams that know nothing of each
//! other may correct the same fact; both of the facts in its place stand then, until one of them is corrected.

use std::collections::HashMap;

use super::{RecordId, fact::Correction, project::AnyRecord};

/// The corrections of a project by the facts that they name.
#[derive(Clone, Debug, Default)]
pub(super) struct Corrections {
    /// What takes the place of a wrong fact, for each of its corrections.
    by_wrong: HashMap<RecordId, Vec<Option<RecordId>>>,
    /// How many corrections name a fact as the right one.
    by_right: HashMap<RecordId, usize>,
}

impl Corrections {
    /// Nothing is corrected.
    pub(super) fn is_empty(&self) -> bool {
        self.by_wrong.is_empty()
    }

    /// Takes one more into account.
    pub(super) fn add(&mut self, correction: &Correction) {
        self.by_wrong.entry(correction.wrong).or_default().push(correction.right);
        if let Some(right) = correction.right {
            *self.by_right.entry(right).or_default() += 1;
        }
    }

    /// Takes one away that was added.
    pub(super) fn remove(&mut self, correction: &Correction) {
        if let Some(rights) = self.by_wrong.get_mut(&correction.wrong) {
            if let Some(at) = rights.iter().position(|it| *it == correction.right) {
                rights.swap_remove(at);
            }
            if rights.is_empty() {
                self.by_wrong.remove(&correction.wrong);
            }
        }
        if let Some(right) = correction.right
            && let Some(count) = self.by_right.get_mut(&right)
        {
            *count -= 1;
            if *count == 0 {
                self.by_right.remove(&right);
            }
        }
    }

    /// Is the fact itself taken out?
    pub(super) fn replaces(&self, fact: RecordId) -> bool {
        self.by_wrong.contains_key(&fact)
    }

    /// Is the fact taken out, or what it is a part of?
    pub(super) fn hides(&self, fact: &AnyRecord) -> bool {
        !self.is_empty() && (self.replaces(fact.id()) || whole_of(fact).is_some_and(|it| self.replaces(it)))
    }

    /// Does any correction speak of the fact?
    pub(super) fn names(&self, fact: RecordId) -> bool {
        self.replaces(fact) || self.by_right.contains_key(&fact)
    }

    /// Would `correction` put a fact in the place of one that has, through others, come to take its own?
    pub(super) fn lead_back(&self, correction: &Correction) -> bool {
        let mut ahead: Vec<RecordId> = correction.right.into_iter().collect();
        let mut seen = Vec::new();
        while let Some(fact) = ahead.pop() {
            if fact == correction.wrong {
                return true;
            }
            if !seen.contains(&fact) {
                seen.push(fact);
                ahead.extend(self.by_wrong.get(&fact).into_iter().flatten().flatten());
            }
        }
        false
    }
}

/// The fact that this one is a part of: the sample of a result, the tracing of a further source.
pub(super) fn whole_of(fact: &AnyRecord) -> Option<RecordId> {
    match fact {
        AnyRecord::LabResult(result) => Some(result.sample),
        AnyRecord::TraceSource(source) => Some(source.trace),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::{
        RecordId,
        fact::{Correction, TraceOutcome, Verdict, Visit},
        project::{AnyRecord, Change, Misfit, RecordKind},
        stage::{CheckState, TraceState},
        testing::{Campaign, day},
    };

    fn fact(campaign: &Campaign, kind: RecordKind, id: RecordId) -> AnyRecord {
        campaign.project.record(kind, id).unwrap()
    }

    #[test]
    fn what_is_right_holds_on_every_day_and_the_wrong_fact_stays() {
        let mut campaign = Campaign::new();
        let of = campaign.outfall("001");
        campaign.edit(of, |it| it.confirmed_on = None);
        let wrong = campaign.visit(of, "2024-02-01", true);
        let wrong = fact(&campaign, RecordKind::Visit, wrong);
        assert_eq!(campaign.standing(of, "2024-02-10").check.state, CheckState::Visited);

        campaign.correct(of, &wrong, None, "2024-03-01");

        assert_eq!(campaign.standing(of, "2024-02-10").check.state, CheckState::Unvisited);
        let entry = campaign.entry(of);
        assert!(entry.visits.is_empty() && entry.is_replaced(wrong.id()));
        assert_eq!(fact(&campaign, RecordKind::Visit, wrong.id()), wrong);
    }

    #[test]
    fn a_correction_may_itself_turn_out_to_be_wrong() {
        let mut campaign = Campaign::new();
        let of = campaign.outfall("001");
        let ids: Vec<RecordId> =
            ["2024-02-01", "2024-02-02", "2024-02-03"].map(|on| campaign.visit(of, on, true)).into();
        let facts: Vec<AnyRecord> = ids.iter().map(|id| fact(&campaign, RecordKind::Visit, *id)).collect();
        campaign.correct(of, &facts[0], Some(ids[1]), "2024-03-01");
        campaign.correct(of, &facts[1], Some(ids[2]), "2024-03-02");

        let standing: Vec<RecordId> = campaign.entry(of).visits.iter().map(|it| it.id).collect();
        assert_eq!(standing, [ids[2]]);

        let round = Correction {
            id: RecordId(uuid::Uuid::from_u128(9_999)),
            outfall: of,
            fact_kind: "visit".to_owned(),
            wrong: ids[2],
            right: Some(ids[0]),
            ..Correction::default()
        };
        let refused = campaign.project.apply(&Change::Insert(round.clone().into()));
        assert_eq!(refused, Err(Misfit::Circle { id: round.id }));
        assert_eq!(campaign.entry(of).visits.len(), 1, "nothing has changed");
    }

    #[test]
    fn a_sample_that_is_withdrawn_takes_its_results_along_and_brings_them_back() {
        let mut campaign = Campaign::new();
        let of = campaign.outfall("001");
        let sample = campaign.sample(of, "2024-02-01", 80.0);
        let before = campaign.project.entries().to_vec();
        let wrong = fact(&campaign, RecordKind::Sample, sample);

        campaign.correct(of, &wrong, None, "2024-03-01");

        let entry = campaign.entry(of);
        assert!(entry.samples.is_empty() && entry.results.is_empty());
        assert_eq!(entry.replaced.len(), 2);
        let correction = AnyRecord::from(entry.corrections[0].clone());
        assert!(campaign.project.apply(&Change::Delete(wrong)).is_err(), "the correction speaks of it");
        campaign.project.apply(&Change::Delete(correction)).unwrap();
        assert_eq!(campaign.project.entries(), before);
    }

    #[test]
    fn a_corrected_tracing_no_longer_counts() {
        let mut campaign = Campaign::new();
        let of = campaign.outfall("001");
        let wrong = campaign.trace(of, "2024-02-01", TraceOutcome::Found);
        let wrong = fact(&campaign, RecordKind::Trace, wrong);
        let right = campaign.trace(of, "2024-02-01", TraceOutcome::Ongoing);

        campaign.correct(of, &wrong, Some(right), "2024-03-01");

        assert_eq!(campaign.standing(of, "2024-04-01").trace.state, TraceState::Tracing);
    }

    #[test]
    fn only_facts_are_corrected_and_only_such_as_are_there() {
        let mut campaign = Campaign::new();
        let of = campaign.outfall("001");
        let visit = campaign.add(Visit {
            outfall: of,
            on: Some(day("2024-02-01")),
            verdict: Some(Verdict::Yes),
            ..Visit::default()
        });
        for (table, wrong) in [("outfall", of), ("sample", visit), ("visit", of), ("", visit)] {
            let correction = Correction {
                id: RecordId(uuid::Uuid::from_u128(9_999)),
                outfall: of,
                fact_kind: table.to_owned(),
                wrong,
                ..Correction::default()
            };
            let change = Change::Insert(correction.into());
            assert!(campaign.project.apply(&change).is_err(), "{table}");
        }
        assert_eq!(campaign.entry(of).facts().len(), 1);
    }
}
