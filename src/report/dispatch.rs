//! Table F 调度表: the counts and both rates of each group, what is behind, and who is first.

use std::{cmp::Ordering, collections::BTreeMap};

use jiff::civil::Date;

use super::{
    lag_list::late_tasks,
    latest,
    line::{Spec, columns, spec},
    said::Said,
    sheet::{Cell, ColumnKind as Kind, NO_RATE, Paper, Sheet},
};
use crate::{
    domain::{
        Term as _,
        fact::FixKind,
        lag::LagLevel,
        outfall::OutfallClass,
        progress::{Count, Grouping, Membership, Rate, Snapshot, Tally},
        project::Project,
        settings::{Formula, Settings},
    },
    i18n::Lang,
};

/// The counts of one group that the dispatch table shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Sums {
    tally: Tally,
    /// 本期新增: in the base now, not before the period.
    newly: u64,
    /// 本期完成: fixed now, not before the period.
    fixed_newly: u64,
    /// Of those to fix, how many are to be banned, merged, brought into order.
    kinds: [u64; 3],
    /// How many outfalls are 1, 2, 3 and more months behind, each once, by its worst task.
    behind: [u64; 3],
}

/// One row of the table.
struct GroupLine<'a> {
    number: Option<u64>,
    name: String,
    sums: Sums,
    rank: Option<u64>,
    settings: &'a Settings,
}

impl GroupLine<'_> {
    fn count(&self, count: Count) -> Cell {
        Cell::count(self.sums.tally.get(count))
    }

    fn trace_short(&self) -> u64 {
        self.sums.tally.trace_rate().short(self.settings.trace_target)
    }

    fn fix_short(&self) -> u64 {
        self.sums.tally.fix_rate().short(self.settings.fix_target)
    }
}

const BASE: (&str, &str) = ("名录（截至{day}）", "Register (as of {day})");
const CHECK: (&str, &str) = ("查", "Check");
const MEASURE: (&str, &str) = ("测", "Measure");
const TRACE: (&str, &str) = ("溯源（目标{trace}%）", "Trace (target {trace}%)");
const FIX: (&str, &str) = ("整治（{formula}，目标{fix}%）", "Fix ({formula}, target {fix}%)");
const LAG: (&str, &str) = ("滞后", "Behind plan");

type CellOf = fn(&GroupLine<'_>) -> Cell;

/// What stands in braces in the headings is filled in by [`fill_headings`]: also a CSV, which has no notes, names the
/// formula and the day of its rates.
#[rustfmt::skip]
const COLUMNS: &[Spec<CellOf>] = &[
    spec(("", ""), ("序号", "No."), Kind::Ordinal, 6, |it| it.number.map_or(Cell::Empty, Cell::count)),
    spec(("", ""), ("{group}", "{group}"), Kind::Text, 30, |it| Cell::text(&it.name)),
    spec(BASE, ("底数", "Base"), Kind::Integer, 8, |it| it.count(Count::Base)),
    spec(BASE, ("本期新增", "New this period"), Kind::Integer, 8, |it| Cell::count(it.sums.newly)),
    spec(CHECK, ("已排查", "Visited"), Kind::Integer, 8, |it| it.count(Count::Visited)),
    spec(MEASURE, ("应测", "To measure"), Kind::Integer, 8, |it| it.count(Count::ToMeasure)),
    spec(MEASURE, ("已测", "Measured"), Kind::Integer, 9, |it| it.count(Count::Measured)),
    spec(TRACE, ("应溯", "To trace"), Kind::Integer, 8, |it| it.count(Count::ToTrace)),
    spec(TRACE, ("已溯", "Traced"), Kind::Integer, 8, |it| it.count(Count::Traced)),
    spec(TRACE, ("其中未证实", "Of these unproven"), Kind::Integer, 9, |it| it.count(Count::TracedUnproven)),
    spec(TRACE, ("溯源率", "Traced rate"), Kind::Percent, 9, |it| Cell::rate(it.sums.tally.trace_rate(), it.settings.trace_target)),
    spec(TRACE, ("距{trace}%差", "Short of {trace}%"), Kind::Integer, 9, |it| Cell::count(it.trace_short())),
    spec(FIX, ("未研判", "Not judged"), Kind::Integer, 8, |it| it.count(Count::NotJudged)),
    spec(FIX, ("无需整治", "None needed"), Kind::Integer, 8, |it| it.count(Count::NotNeeded)),
    spec(FIX, ("应整治", "To fix"), Kind::Integer, 8, |it| it.count(Count::ToFix)),
    spec(FIX, ("取缔", "Ban"), Kind::Integer, 8, |it| Cell::count(it.sums.kinds[0])),
    spec(FIX, ("合并", "Merge"), Kind::Integer, 8, |it| Cell::count(it.sums.kinds[1])),
    spec(FIX, ("规范", "Bring into order"), Kind::Integer, 9, |it| Cell::count(it.sums.kinds[2])),
    spec(FIX, ("已完成", "Fixed"), Kind::Integer, 8, |it| it.count(Count::Fixed)),
    spec(FIX, ("其中未证实", "Of these unproven"), Kind::Integer, 9, |it| it.count(Count::FixedUnproven)),
    spec(FIX, ("整治率", "Fixed rate"), Kind::Percent, 9, |it| Cell::rate(it.sums.tally.fix_rate(), it.settings.fix_target)),
    spec(FIX, ("距{fix}%差", "Short of {fix}%"), Kind::Integer, 9, |it| Cell::count(it.fix_short())),
    spec(FIX, ("本期完成", "Fixed this period"), Kind::Integer, 9, |it| Cell::count(it.sums.fixed_newly)),
    spec(FIX, ("反弹", "Rebound"), Kind::Integer, 9, |it| it.count(Count::Rebound)),
    spec(LAG, ("1个月预警", "1 month (warning)"), Kind::Integer, 10, |it| Cell::count(it.sums.behind[0])),
    spec(LAG, ("2个月通报", "2 months (circular)"), Kind::Integer, 10, |it| Cell::count(it.sums.behind[1])),
    spec(LAG, ("3个月起约谈", "3 or more (summons)"), Kind::Integer, 11, |it| Cell::count(it.sums.behind[2])),
    spec(("", ""), ("排名", "Rank"), Kind::Ordinal, 6, |it| it.rank.map_or_else(|| Cell::text(NO_RATE), Cell::count)),
];

/// The dispatch table of `snapshot` by group, with a row of sums. `before` is the snapshot of the day before the
/// period (本期) began; both are of the same project.
pub fn table(project: &Project, snapshot: &Snapshot, before: &Snapshot, by: Grouping, lang: Lang) -> Sheet {
    let settings = project.settings();
    let (groups, total) = sums_by_group(project, snapshot, before, by);
    let (mut named, mut unnamed) = (Vec::new(), Vec::new());
    for (name, sums) in groups {
        let group = if name.is_empty() { &mut unnamed } else { &mut named };
        group.push(GroupLine { number: None, name: group_name(name, by, lang), sums, rank: None, settings });
    }
    rank(&mut named);
    named.append(&mut unnamed);
    for (line, number) in named.iter_mut().zip(1..) {
        line.number = Some(number);
    }
    let row = |line: &GroupLine<'_>| COLUMNS.iter().map(|it| (it.cell)(line)).collect::<Vec<_>>();
    let rows = named.iter().map(row).collect();
    let name = Said::Total.say(lang);
    let sum = GroupLine { number: None, name, sums: total, rank: None, settings };

    let mut sheet = Sheet {
        name: lang.pick("调度表", "Dispatch").to_owned(),
        title: Said::Title { project: &settings.name, table: ("排查整治调度表", "Dispatch table") }.say(lang),
        notes: notes(snapshot, before, settings, &sum.sums.tally, lang),
        columns: columns(COLUMNS, lang),
        rows,
        totals: vec![row(&sum)],
        foot: Said::Foot.say(lang),
        frozen_columns: 2,
        paper: Paper::A3,
        filter: false,
    };
    fill_headings(&mut sheet, snapshot.day, settings, by, lang);
    sheet
}

fn notes(
    snapshot: &Snapshot,
    before: &Snapshot,
    settings: &Settings,
    tally: &Tally,
    lang: Lang,
) -> Vec<String> {
    let since = before.day.tomorrow().ok();
    let rates: Vec<(Formula, Rate)> =
        Formula::ALL.iter().map(|formula| (*formula, rate_by(snapshot, settings, *formula))).collect();
    let unproven = Said::Unproven { tally, proven_only: settings.proven_only }.say(lang);
    let as_of = Said::AsOf { day: snapshot.day, since }.say(lang);
    vec![
        Said::Blanks.say(lang),
        format!("{as_of}    {}", Said::TraceFormula(settings).say(lang)),
        Said::FixFormula(settings).say(lang),
        Said::AllFormulas { rates: &rates, target: settings.fix_target }.say(lang),
        format!("{unproven}    {}", Said::Ranking.say(lang)),
    ]
}

/// The fixed rate of all outfalls by another formula than the one that the settings name.
fn rate_by(snapshot: &Snapshot, settings: &Settings, formula: Formula) -> Rate {
    let settings = Settings { formula, ..settings.clone() };
    let mut tally = Tally::default();
    snapshot.standings.iter().for_each(|it| tally.add(Membership::of(it, &settings)));
    tally.fix_rate()
}

fn fill_headings(sheet: &mut Sheet, day: Date, settings: &Settings, by: Grouping, lang: Lang) {
    let fill = |text: &str| {
        text.replace("{trace}", &settings.trace_target.to_string())
            .replace("{fix}", &settings.fix_target.to_string())
            .replace("{formula}", settings.formula.code())
            .replace("{group}", lang.term(by))
            .replace("{day}", &day.to_string())
    };
    for column in &mut sheet.columns {
        column.group = fill(&column.group);
        column.heading = fill(&column.heading);
    }
}

/// The name of a group as a person reads it.
pub(super) fn group_name(name: &str, by: Grouping, lang: Lang) -> String {
    match by {
        _ if name.is_empty() => Said::NotStated.say(lang),
        Grouping::Class => {
            OutfallClass::parse(name).map_or(name, |it| lang.pick(it.zh(), it.en())).to_owned()
        }
        _ => name.to_owned(),
    }
}

/// The sums of each group that has an outfall in the base, and of all.
fn sums_by_group<'a>(
    project: &'a Project,
    snapshot: &Snapshot,
    before: &Snapshot,
    by: Grouping,
) -> (BTreeMap<&'a str, Sums>, Sums) {
    let (mut groups, mut total) = (BTreeMap::<&str, Sums>::new(), Sums::default());
    let states = snapshot.standings.iter().zip(&snapshot.members).zip(&before.members);
    for (entry, ((standing, member), was)) in project.entries().iter().zip(states) {
        if !member.has(Count::Base) {
            continue;
        }
        let kind = latest::counted_fix_kind(entry, standing, snapshot.day);
        let worst = late_tasks(entry, *member, snapshot.day).into_iter().map(|it| it.level).max();
        for sums in [groups.entry(by.group_of(entry)).or_default(), &mut total] {
            sums.add(*member, *was, kind, worst);
        }
    }
    (groups, total)
}

impl Sums {
    /// Adds one outfall of the base.
    fn add(&mut self, member: Membership, was: Membership, kind: Option<FixKind>, worst: Option<LagLevel>) {
        self.tally.add(member);
        self.newly += u64::from(!was.has(Count::Base));
        self.fixed_newly += u64::from(member.has(Count::Fixed) && !was.has(Count::Fixed));
        let kind = kind.filter(|_| member.has(Count::ToFix));
        let kinds = [FixKind::Ban, FixKind::Merge, FixKind::Regulate];
        for (of, count) in kinds.into_iter().zip(&mut self.kinds) {
            *count += u64::from(kind == Some(of));
        }
        let levels = [LagLevel::Warning, LagLevel::Circular, LagLevel::Summons];
        for (level, count) in levels.into_iter().zip(&mut self.behind) {
            *count += u64::from(worst == Some(level));
        }
    }
}

/// Gives each group with a fixed rate its rank; equals share one.
fn rank(lines: &mut [GroupLine<'_>]) {
    let mut order: Vec<&mut GroupLine<'_>> =
        lines.iter_mut().filter(|it| it.sums.tally.fix_rate().of > 0).collect();
    order.sort_by(|a, b| better(&a.sums, &b.sums));
    let mut last: Option<(Sums, u64)> = None;
    for (line, place) in order.into_iter().zip(1..) {
        let shared = last.take().filter(|(sums, _)| better(sums, &line.sums) == Ordering::Equal);
        let rank = shared.map_or(place, |(_, rank)| rank);
        line.rank = Some(rank);
        last = Some((line.sums.clone(), rank));
    }
}

/// By rate, then fewer left, then more fixed this period (domain dossier §7.2). Rates are compared in whole numbers.
fn better(a: &Sums, b: &Sums) -> Ordering {
    let (of_a, of_b) = (a.tally.fix_rate(), b.tally.fix_rate());
    let cross = |one: Rate, other: Rate| u128::from(one.done) * u128::from(other.of);
    let left = |it: Rate| it.of.saturating_sub(it.done);
    cross(of_b, of_a)
        .cmp(&cross(of_a, of_b))
        .then_with(|| left(of_a).cmp(&left(of_b)))
        .then_with(|| b.fixed_newly.cmp(&a.fixed_newly))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{
        campaign::{DAY, at, empty, id, insert, shown, worked_example},
        end_of_last_month,
    };

    fn worked(by: Grouping, lang: Lang) -> Sheet {
        let (project, snapshot) = worked_example();
        let before = Snapshot::of(&project, end_of_last_month(DAY));
        table(&project, &snapshot, &before, by, lang)
    }

    /// The sheet as lines of text, for comparing by eye.
    fn as_text(sheet: &Sheet) -> String {
        let mut lines = vec![sheet.title.clone()];
        lines.extend(sheet.notes.clone());
        lines.push(
            sheet
                .columns
                .iter()
                .map(super::super::sheet::Column::joined_heading)
                .collect::<Vec<_>>()
                .join("|"),
        );
        lines.extend(sheet.body().map(|row| row.iter().map(shown).collect::<Vec<_>>().join("|")));
        lines.push(sheet.foot.clone());
        format!("{}\n", lines.join("\n"))
    }

    #[test]
    fn the_worked_example_prints_as_it_always_did() {
        let zh = as_text(&worked(Grouping::County, Lang::Zh));
        assert_eq!(zh, include_str!("../../tests/golden/dispatch_zh.txt"), "{zh}");
        let en = as_text(&worked(Grouping::Class, Lang::En));
        assert_eq!(en, include_str!("../../tests/golden/dispatch_en.txt"), "{en}");
    }

    #[test]
    fn the_total_row_is_the_sum_of_the_groups_and_its_rates_are_of_the_sums() {
        let sheet = worked(Grouping::County, Lang::Zh);
        for heading in ["底数", "已溯", "应整治", "已完成", "规范", "本期新增", "1个月预警"]
        {
            let count = |row| at(&sheet, row, heading).parse::<u64>().unwrap();
            assert_eq!(count(0) + count(1) + count(2), count(3), "{heading}");
        }
        assert_eq!(at(&sheet, 3, "溯源率"), "78.0%");
        assert_eq!(at(&sheet, 3, "距80%差"), "1");
        assert_eq!(at(&sheet, 3, "整治率"), "66.7%");
        assert_eq!(at(&sheet, 3, "距70%差"), "2");
        assert!(sheet.notes[3].contains("66.7%") && sheet.notes[3].contains("68.3%"), "{}", sheet.notes[3]);
        assert!(sheet.notes[3].contains("72.0%"), "{}", sheet.notes[3]);
    }

    #[test]
    fn an_empty_campaign_has_no_rate() {
        let project = empty();
        let snapshot = Snapshot::of(&project, DAY);
        let sheet = table(&project, &snapshot, &snapshot, Grouping::County, Lang::Zh);
        assert_eq!(sheet.rows.len(), 0);
        assert_eq!(at(&sheet, 0, "溯源率"), "—");
        assert_eq!(at(&sheet, 0, "整治率"), "—");
    }

    #[track_caller]
    fn check_ranks(groups: &[(u64, u64, u64)], ranks: &[Option<u64>]) {
        let settings = Settings::new("", 2026);
        let line = |(fixed, to_fix, newly): &(u64, u64, u64)| {
            let mut sums = Sums { fixed_newly: *newly, ..Sums::default() };
            for number in 0..*to_fix {
                sums.tally.add(member(number < *fixed));
            }
            GroupLine { number: None, name: String::new(), sums, rank: None, settings: &settings }
        };
        let mut lines: Vec<GroupLine<'_>> = groups.iter().map(line).collect();
        rank(&mut lines);
        assert_eq!(lines.iter().map(|it| it.rank).collect::<Vec<_>>(), ranks);
    }

    /// An outfall to fix that is fixed or not.
    fn member(fixed: bool) -> Membership {
        use crate::domain::{fact::Claim, outfall::Outfall, stage::FixState, stage::RegisterState};
        let mut project = empty();
        insert(&mut project, Outfall { id: id(1), ..Outfall::default() });
        insert(
            &mut project,
            Claim {
                id: id(2),
                outfall: id(1),
                register: Some(RegisterState::Registered),
                fix: Some(if fixed { FixState::Closed } else { FixState::Needed }),
                ..Claim::default()
            },
        );
        Snapshot::of(&project, DAY).members[0]
    }

    #[test]
    fn groups_are_ranked_by_rate_then_fewer_left_then_more_done_this_period() {
        check_ranks(&[(1, 2, 0), (2, 3, 0), (3, 4, 0)], &[Some(3), Some(2), Some(1)]);
        check_ranks(&[(2, 4, 0), (1, 2, 0)], &[Some(2), Some(1)]);
        check_ranks(&[(1, 2, 0), (1, 2, 1), (0, 0, 0)], &[Some(2), Some(1), None]);
        check_ranks(&[(1, 2, 1), (1, 2, 1), (0, 2, 0)], &[Some(1), Some(1), Some(3)]);
    }
}
