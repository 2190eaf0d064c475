//! The two numbers everybody is judged by: traced 溯源率 and fixed 整治率 (domain dossier §3).
//!
//! Counts first, then rates. Rates are compared in whole numbers, printed half-up to one decimal, and never
//! rounded up to a target. An empty group has no rate. A group's rate is the ratio of its sums.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{
    RecordId, Term, code_list,
    project::{Entry, Project},
    settings::{Formula, Settings},
    stage::{CheckState, FixState, Judged, ManageState, MeasureState, RegisterState, Standing, TraceState},
};

code_list! {
    /// What the progress table is broken down by.
    pub enum Grouping {
        County = "county", "县", "County";
        Town = "town", "乡镇", "Town";
        River = "river", "河流", "River";
        Section = "section", "断面", "Section";
        Class = "class", "分类", "Class";
        Unit = "unit", "责任单位", "Unit";
    }
}

impl Grouping {
    /// The name of the group that `entry` belongs to; empty if it is not known.
    pub fn group_of(self, entry: &Entry) -> &str {
        let outfall = &entry.outfall;
        match self {
            Self::County => &outfall.county,
            Self::Town => &outfall.town,
            Self::River => &outfall.river,
            Self::Section => &outfall.section,
            Self::Class => outfall.class.map_or("", Term::zh),
            Self::Unit => &outfall.entity,
        }
    }
}

code_list! {
    /// A number in the progress table; each can be opened to the outfalls behind it.
    pub enum Count {
        Base = "base", "底数", "Base";
        Visited = "visited", "已排查", "Visited";
        ToMeasure = "to_measure", "应测", "To measure";
        Measured = "measured", "已测", "Measured";
        ToTrace = "to_trace", "应溯", "To trace";
        Traced = "traced", "已溯", "Traced";
        TracedUnproven = "traced_unproven", "已溯未证实", "Traced, unproven";
        ToFix = "to_fix", "应整治", "To fix";
        Fixed = "fixed", "已整治", "Fixed";
        FixedUnproven = "fixed_unproven", "已整治未证实", "Fixed, unproven";
        NotJudged = "not_judged", "未研判", "Not judged";
        NotNeeded = "not_needed", "无需整治", "None needed";
        Rebound = "rebound", "反弹", "Rebound";
        Merged = "merged", "已合并", "Merged";
        Removed = "removed", "已取缔", "Removed";
        Exceeding = "exceeding", "超标", "Over limits";
        Kept = "kept", "已规范", "Fitted out";
    }
}

/// In which counts one outfall stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Membership(u32);

impl Membership {
    /// Worked out from where the outfall stands. The settings say the formula and whether claims count.
    pub fn of(standing: &Standing, settings: &Settings) -> Self {
        let mut member = Self::default();
        let register = standing.register.state;
        if !register.counts() {
            return member;
        }
        let trace = counted(standing.trace, standing.trace_by_facts, settings);
        let fix = counted(standing.fix, standing.fix_by_facts, settings);
        let traced = trace.state.counts();
        let (to_fix, fixed) = in_rate(settings.formula, fix.state);

        let impossible = standing.measure == MeasureState::Impossible;
        let facts = [
            (Count::Base, true),
            (Count::Visited, standing.check.state == CheckState::Visited),
            (Count::ToMeasure, !impossible),
            (Count::Measured, standing.measure.measured()),
            (Count::ToTrace, trace.state != TraceState::NotNeeded),
            (Count::Traced, traced),
            (Count::TracedUnproven, traced && !trace.proven),
            (Count::ToFix, to_fix),
            (Count::Fixed, fixed),
            (Count::FixedUnproven, fixed && !fix.proven),
            (Count::NotJudged, fix.state == FixState::Unjudged),
            (Count::NotNeeded, fix.state == FixState::NotNeeded),
            (Count::Rebound, fix.state == FixState::Rebound),
            (Count::Merged, register == RegisterState::Merged),
            (Count::Removed, register == RegisterState::Removed),
            (Count::Exceeding, standing.measure == MeasureState::Exceeding),
            (Count::Kept, standing.manage == ManageState::Kept),
        ];
        for (count, _) in facts.iter().filter(|(_, holds)| *holds) {
            member.0 |= bit(*count);
        }
        member
    }

    /// Does the outfall stand in this count?
    pub fn has(self, count: Count) -> bool {
        self.0 & bit(count) != 0
    }
}

fn bit(count: Count) -> u32 {
    1 << count as u32
}

/// The state that counts: where only proven ones do, what the facts alone lead to.
fn counted<S: Copy>(judged: Judged<S>, by_facts: S, settings: &Settings) -> Judged<S> {
    if settings.proven_only && !judged.proven { Judged::proven(by_facts) } else { judged }
}

/// Does an outfall in this fix state stand in the denominator, and in the numerator?
fn in_rate(formula: Formula, state: FixState) -> (bool, bool) {
    let closed = state == FixState::Closed;
    match formula {
        Formula::Z1 => (state != FixState::NotNeeded, closed),
        Formula::Z2 => (!matches!(state, FixState::NotNeeded | FixState::Unjudged), closed),
        Formula::Z3 => (true, closed || state == FixState::NotNeeded),
    }
}

/// The counts of a group of outfalls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    counts: [u64; Count::ALL.len()],
}

impl Tally {
    /// How many outfalls stand in `count`.
    pub fn get(&self, count: Count) -> u64 {
        self.counts.get(count as usize).copied().unwrap_or_default()
    }

    /// Adds one outfall.
    pub fn add(&mut self, member: Membership) {
        for (count, total) in Count::ALL.iter().zip(&mut self.counts) {
            *total += u64::from(member.has(*count));
        }
    }

    /// 溯源率.
    pub fn trace_rate(&self) -> Rate {
        Rate { done: self.get(Count::Traced), of: self.get(Count::ToTrace) }
    }

    /// 整治率, by the formula that the settings name.
    pub fn fix_rate(&self) -> Rate {
        Rate { done: self.get(Count::Fixed), of: self.get(Count::ToFix) }
    }

    /// 整治率 by another formula than the one that the outfalls were counted by.
    pub fn fix_rate_by(&self, wanted: Formula, counted_by: Formula) -> Rate {
        let (base, not_needed) = (self.get(Count::Base), self.get(Count::NotNeeded));
        let closed = match counted_by {
            Formula::Z1 | Formula::Z2 => self.get(Count::Fixed),
            Formula::Z3 => self.get(Count::Fixed).saturating_sub(not_needed),
        };
        let may_need_fixing = base.saturating_sub(not_needed);
        match wanted {
            Formula::Z1 => Rate { done: closed, of: may_need_fixing },
            Formula::Z2 => {
                Rate { done: closed, of: may_need_fixing.saturating_sub(self.get(Count::NotJudged)) }
            }
            Formula::Z3 => Rate { done: closed + not_needed, of: base },
        }
    }

    /// 监测率. It never feeds the other two.
    pub fn measure_rate(&self) -> Rate {
        Rate { done: self.get(Count::Measured), of: self.get(Count::ToMeasure) }
    }
}

/// A ratio of counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// The numerator.
    pub done: u64,
    /// The denominator.
    pub of: u64,
}

impl Rate {
    /// Is the target, in whole percent, reached? Compared in whole numbers; an empty group has nothing to reach.
    pub fn met(self, target_percent: i64) -> Option<bool> {
        (self.of > 0).then(|| i128::from(self.done) * 100 >= i128::from(target_percent) * i128::from(self.of))
    }

    /// How many more are needed to reach the target (还差 n 个).
    pub fn short(self, target_percent: i64) -> u64 {
        let needed = (i128::from(target_percent) * i128::from(self.of) + 99).div_euclid(100);
        (needed - i128::from(self.done)).max(0) as u64
    }

    /// The fraction, or nothing for an empty group.
    pub fn fraction(self) -> Option<f64> {
        (self.of > 0).then(|| self.done as f64 / self.of as f64)
    }

    /// The rate in percent with one decimal, or `—` for an empty group.
    ///
    /// Half-up, except where that would print a target that is not reached: 79.96 % against 80 prints 79.9.
    pub fn percent(self, target_percent: i64) -> String {
        if self.of == 0 {
            return "—".to_owned();
        }
        let (done, of) = (i128::from(self.done), i128::from(self.of));
        let mut tenths = (done * 2000 + of) / (of * 2);
        if self.met(target_percent) == Some(false) {
            tenths = tenths.min(i128::from(target_percent) * 10 - 1);
        }
        format!("{}.{}%", tenths / 10, tenths % 10)
    }
}

/// One row of the progress table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The name of the group; empty for outfalls that do not say.
    pub name: String,
    /// Its counts.
    pub tally: Tally,
}

/// Where every outfall stands on one day; worked out once, then asked many times.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The day.
    pub day: Date,
    /// In the order of [`Project::entries`].
    pub standings: Vec<Standing>,
    /// In the order of [`Project::entries`].
    pub members: Vec<Membership>,
}

impl Snapshot {
    /// Looks at every outfall at the end of `day`.
    pub fn of(project: &Project, day: Date) -> Self {
        let standings: Vec<Standing> =
            project.entries().iter().map(|entry| Standing::of(project, entry, day)).collect();
        let members = standings.iter().map(|it| Membership::of(it, project.settings())).collect();
        Self { day, standings, members }
    }

    /// The counts of all outfalls.
    pub fn total(&self) -> Tally {
        let mut tally = Tally::default();
        self.members.iter().for_each(|member| tally.add(*member));
        tally
    }

    /// The counts by group, in the order of their names; groups without a counting outfall are left out.
    pub fn groups(&self, project: &Project, by: Grouping) -> Vec<Group> {
        let mut groups: BTreeMap<&str, Tally> = BTreeMap::new();
        for (entry, member) in project.entries().iter().zip(&self.members) {
            if member.has(Count::Base) {
                groups.entry(by.group_of(entry)).or_default().add(*member);
            }
        }
        groups.into_iter().map(|(name, tally)| Group { name: name.to_owned(), tally }).collect()
    }

    /// The outfalls behind one number: those in `count`, of one group or of all.
    pub fn behind(&self, project: &Project, count: Count, group: Option<(Grouping, &str)>) -> Vec<RecordId> {
        let entries = project.entries().iter().zip(&self.members);
        entries
            .filter(|(entry, member)| {
                member.has(count) && group.is_none_or(|(by, name)| by.group_of(entry) == name)
            })
            .map(|(entry, _)| entry.outfall.id)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        fact::{Claim, FixKind, Milestone, TraceOutcome},
        testing::{Campaign, day},
    };

    /// The worked example of domain dossier §3.6: 50 outfalls, half told by facts and half claimed by a ledger.
    fn worked_example() -> Campaign {
        let mut campaign = Campaign::new();
        let ids: Vec<RecordId> = (0..50).map(|it| campaign.outfall(&format!("X{it}"))).collect();
        let on = "2024-06-01";
        for (number, id) in ids.iter().copied().enumerate() {
            let register = match number {
                0..3 => Some(RegisterState::Merged),
                3..5 => Some(RegisterState::Removed),
                _ => None,
            };
            campaign.claim(id, on, Claim { register, ..Claim::default() });
            tell_tracing(&mut campaign, id, number);
            tell_fixing(&mut campaign, id, number);
        }
        campaign
    }

    /// T3 34, T4 5, T2 4, T1 3, T0 4.
    fn tell_tracing(campaign: &mut Campaign, id: RecordId, number: usize) {
        let on = "2024-03-01";
        match number {
            0..20 => _ = campaign.trace(id, on, TraceOutcome::Found),
            20..34 => {
                let traced = Claim { trace: Some(TraceState::Traced), ..Claim::default() };
                campaign.claim(id, on, traced);
            }
            34..39 => {
                campaign.trace(id, "2024-02-01", TraceOutcome::Ongoing);
                campaign.trace(id, "2024-02-15", TraceOutcome::Ongoing);
                campaign.trace(id, on, TraceOutcome::Government);
            }
            39..43 => _ = campaign.trace(id, on, TraceOutcome::Partial),
            43..46 => _ = campaign.trace(id, on, TraceOutcome::Ongoing),
            _ => {}
        }
    }

    /// H5 28 with the 5 merged and removed ones, HN 8, H1 3, H2 4, H3 4, H4 1, H6 1, H0 1.
    fn tell_fixing(campaign: &mut Campaign, id: RecordId, number: usize) {
        let on = "2024-03-01";
        let claimed = |fix| Claim { fix: Some(fix), ..Claim::default() };
        match number {
            0..15 => campaign.fix(id, on),
            15..28 => _ = campaign.claim(id, on, claimed(FixState::Closed)),
            28..32 => _ = campaign.spare(id, on),
            32..36 => _ = campaign.claim(id, on, claimed(FixState::NotNeeded)),
            36..39 => _ = campaign.judge(id, on, FixKind::Regulate),
            39..43 => _ = campaign.plan(id, on, FixKind::Regulate),
            43..47 => _ = campaign.work(id, on, Milestone::Started),
            47 => _ = campaign.work(id, on, Milestone::Finished),
            48 => {
                campaign.fix(id, on);
                campaign.register(id, "2024-04-01", crate::domain::fact::RegisterChange::Rebound);
            }
            _ => {}
        }
    }

    #[track_caller]
    fn check_rate(rate: Rate, done: u64, of: u64, target: i64, percent: &str, short: u64) {
        assert_eq!((rate.done, rate.of), (done, of));
        assert_eq!(rate.percent(target), percent);
        assert_eq!(rate.short(target), short);
        assert_eq!(rate.met(target), Some(short == 0));
    }

    #[test]
    fn the_worked_example_gives_one_file_three_verdicts() {
        let mut campaign = worked_example();
        let on = "2024-06-30";
        let total = campaign.total(on);
        assert_eq!(total.get(Count::Base), 50);
        assert_eq!((total.get(Count::Merged), total.get(Count::Removed)), (3, 2));
        check_rate(total.trace_rate(), 39, 50, 80, "78.0%", 1);
        assert_eq!((total.get(Count::TracedUnproven), total.get(Count::FixedUnproven)), (14, 13));
        assert_eq!((total.get(Count::NotJudged), total.get(Count::NotNeeded)), (1, 8));

        for (formula, done, of, percent, short) in [
            (Formula::Z1, 28, 42, "66.7%", 2),
            (Formula::Z2, 28, 41, "68.3%", 1),
            (Formula::Z3, 36, 50, "72.0%", 0),
        ] {
            campaign.set(|it| it.formula = formula);
            let total = campaign.total(on);
            check_rate(total.fix_rate(), done, of, 70, percent, short);
            for wanted in Formula::ALL {
                let all = total.fix_rate_by(*wanted, formula);
                campaign.set(|it| it.formula = *wanted);
                assert_eq!(all, campaign.total(on).fix_rate());
            }
        }
    }

    #[test]
    fn proven_only_counts_what_facts_prove() {
        let mut campaign = worked_example();
        campaign.set(|it| it.proven_only = true);
        let total = campaign.total("2024-06-30");
        check_rate(total.trace_rate(), 25, 50, 80, "50.0%", 15);
        check_rate(total.fix_rate(), 15, 46, 70, "32.6%", 18);
        assert_eq!((total.get(Count::TracedUnproven), total.get(Count::FixedUnproven)), (0, 0));
    }

    #[test]
    fn an_empty_group_has_no_rate() {
        let nothing = Rate { done: 0, of: 0 };
        assert_eq!((nothing.percent(80), nothing.fraction(), nothing.met(80)), ("—".to_owned(), None, None));
        assert_eq!(nothing.short(80), 0);
    }

    #[test]
    fn a_rate_is_rounded_half_up_but_never_up_to_a_target_it_misses() {
        for (done, of, target, printed) in [
            (7996, 10_000, 80, "79.9%"),
            (7994, 10_000, 80, "79.9%"),
            (7996, 10_000, 70, "80.0%"),
            (8000, 10_000, 80, "80.0%"),
            (1, 8, 80, "12.5%"),
            (1, 16, 80, "6.3%"),
            (2, 3, 80, "66.7%"),
            (0, 5, 80, "0.0%"),
            (5, 5, 100, "100.0%"),
            (99_999, 100_000, 100, "99.9%"),
        ] {
            assert_eq!(Rate { done, of }.percent(target), printed, "{done}/{of}");
        }
    }

    #[test]
    fn the_gap_is_rounded_up() {
        for (done, of, target, short) in
            [(39, 50, 80, 1), (28, 42, 70, 2), (28, 41, 70, 1), (0, 1, 1, 1), (0, 1, 0, 0), (9, 10, 80, 0)]
        {
            assert_eq!(Rate { done, of }.short(target), short, "{done}/{of}");
        }
    }

    #[test]
    fn counties_are_summed_before_dividing() {
        let mut campaign = Campaign::new();
        for number in 0..11 {
            let id = campaign.outfall(&number.to_string());
            campaign.edit(id, |it| it.county = if number == 0 { "定襄县" } else { "忻府区" }.to_owned());
            if number < 6 {
                campaign.trace(id, "2024-02-01", TraceOutcome::Found);
            }
        }
        let gone = campaign.outfall("gone");
        campaign.edit(gone, |it| it.county = "静乐县".to_owned());
        campaign.register(gone, "2024-02-01", crate::domain::fact::RegisterChange::Exclude);

        let snapshot = Snapshot::of(&campaign.project, day("2024-06-01"));
        let groups = snapshot.groups(&campaign.project, Grouping::County);
        let rates: Vec<_> =
            groups.iter().map(|it| (it.name.as_str(), it.tally.trace_rate().percent(80))).collect();
        assert_eq!(rates, [("定襄县", "100.0%".to_owned()), ("忻府区", "50.0%".to_owned())]);
        assert_eq!(snapshot.total().trace_rate().percent(80), "54.5%");
        let behind = snapshot.behind(&campaign.project, Count::Traced, Some((Grouping::County, "忻府区")));
        assert_eq!(behind.len(), 5);
    }

    #[test]
    fn a_new_outfall_enters_on_the_day_it_is_confirmed() {
        let mut campaign = Campaign::new();
        campaign.outfall("A");
        let late = campaign.outfall("B");
        campaign.edit(late, |it| it.confirmed_on = Some(day("2024-05-01")));
        assert_eq!(campaign.counts("2024-04-30", [Count::Base, Count::ToTrace, Count::ToFix]), [1, 1, 1]);
        assert_eq!(campaign.counts("2024-05-01", [Count::Base, Count::ToTrace, Count::ToFix]), [2, 2, 2]);
    }
}
