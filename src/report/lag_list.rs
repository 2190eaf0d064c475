//! Table I 预警、通报、约谈清单: what is a month or more behind its plan, and what follows from it.

use jiff::civil::Date;

use super::{
    latest,
    line::{Spec, columns, spec},
    said::Said,
    sheet::{Cell, ColumnKind as Kind, Paper, Sheet},
};
use crate::{
    domain::{
        code_list,
        lag::{self, LagLevel},
        progress::{Count, Membership, Snapshot},
        project::{Entry, Project},
        stage::Standing,
    },
    i18n::Lang,
};

code_list! {
    /// A task that has a day it is due.
    pub enum LateTask {
        Trace = "trace", "溯源", "Tracing";
        Fix = "fix", "整治", "Remediation";
    }
}

/// A task of one outfall that is behind its plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Late {
    /// What should have been done.
    pub task: LateTask,
    /// By when.
    pub due: Date,
    /// Whole months behind, 0 for less than one.
    pub months: u32,
    /// What follows.
    pub level: LagLevel,
}

/// What `entry` is behind with on `day`. Only outfalls of the base can be behind.
///
/// Tracing is due on the day that the register gives. Remediation is due on the earlier of that day and the deadline
/// of the latest plan, so that a new plan alone does not move what was ordered.
pub fn late_tasks(entry: &Entry, member: Membership, day: Date) -> Vec<Late> {
    let to_trace = member.has(Count::ToTrace) && !member.has(Count::Traced);
    let to_fix = member.has(Count::Base) && !member.has(Count::NotNeeded) && !member.has(Count::Fixed);
    let planned = latest::plan(entry, day).and_then(|it| it.deadline);
    let fix_due = [entry.outfall.fix_due, planned].into_iter().flatten().min();
    let late = |task, open: bool, due: Option<Date>| {
        let due = due.filter(|_| open)?;
        let months = lag::months_behind(due, day)?;
        Some(Late { task, due, months, level: lag::level(due, day) })
    };
    let trace = late(LateTask::Trace, to_trace, entry.outfall.trace_due);
    [trace, late(LateTask::Fix, to_fix, fix_due)].into_iter().flatten().collect()
}

struct LateLine<'a> {
    number: usize,
    entry: &'a Entry,
    standing: &'a Standing,
    late: Late,
    day: Date,
    lang: Lang,
}

const OUTFALL: (&str, &str) = ("排污口", "Outfall");
const LAG: (&str, &str) = ("滞后情况", "Lag");
const FOLLOW_UP: (&str, &str) = ("处理情况", "Follow-up");

type CellOf = fn(&LateLine<'_>) -> Cell;

#[rustfmt::skip]
const COLUMNS: &[Spec<CellOf>] = &[
    spec(("", ""), ("序号", "No."), Kind::Ordinal, 6, |it| Cell::count(it.number as u64)),
    spec(("", ""), ("任务", "Task"), Kind::Word, 14, |it| Cell::text(it.lang.term(it.late.task))),
    spec(OUTFALL, ("编码", "Code"), Kind::Text, 20, |it| Cell::text(it.entry.outfall.code())),
    spec(OUTFALL, ("名称", "Name"), Kind::Text, 28, |it| Cell::text(&it.entry.outfall.name)),
    spec(OUTFALL, ("县", "County"), Kind::Text, 12, |it| Cell::text(&it.entry.outfall.county)),
    spec(("", ""), ("责任单位", "Responsible unit"), Kind::Text, 26, |it| Cell::text(unit(it))),
    spec(LAG, ("当前状态", "State"), Kind::Word, 14, |it| Cell::text(state(it))),
    spec(LAG, ("计划日", "Planned for"), Kind::Date, 12, |it| Cell::Date(it.late.due)),
    spec(LAG, ("滞后月数", "Months behind"), Kind::Integer, 8, |it| Cell::count(it.late.months.into())),
    spec(LAG, ("级别", "Level"), Kind::Word, 12, |it| Cell::text(it.lang.term(it.late.level))),
    spec(FOLLOW_UP, ("文号", "Document no."), Kind::Text, 18, |_| Cell::Empty),
    spec(FOLLOW_UP, ("反馈", "Answer"), Kind::Text, 24, |_| Cell::Empty),
];

/// Who is told: the plan's lead unit for remediation, else the sector authority, else the responsible entity.
fn unit<'a>(line: &LateLine<'a>) -> &'a str {
    let outfall = &line.entry.outfall;
    let plan = latest::plan(line.entry, line.day).filter(|_| line.late.task == LateTask::Fix);
    let lead = plan.map_or("", |it| it.lead.as_str());
    [lead, &outfall.authority, &outfall.entity].into_iter().find(|it| !it.is_empty()).unwrap_or_default()
}

fn state(line: &LateLine<'_>) -> &'static str {
    match line.late.task {
        LateTask::Trace => line.lang.term(line.standing.trace.state),
        LateTask::Fix => line.lang.term(line.standing.fix.state),
    }
}

/// Every task that is a month or more behind, the worst first. Those behind by less are only counted in the notes.
pub fn table(project: &Project, snapshot: &Snapshot, lang: Lang) -> Sheet {
    let name = ("滞后任务预警、通报、约谈清单", "Tasks behind plan");
    let (day, settings) = (snapshot.day, project.settings());
    let states = snapshot.standings.iter().zip(&snapshot.members);
    let mut lines: Vec<LateLine<'_>> = Vec::new();
    for (entry, (standing, member)) in project.entries().iter().zip(states) {
        let late = late_tasks(entry, *member, day).into_iter();
        lines.extend(late.map(|late| LateLine { number: 0, entry, standing, late, day, lang }));
    }
    let barely = lines.iter().filter(|it| it.late.months == 0).count();
    lines.retain(|it| it.late.months > 0);
    lines.sort_by(|a, b| {
        let key = |it: &LateLine<'_>| (std::cmp::Reverse(it.late.level), it.late.due);
        key(a).cmp(&key(b)).then_with(|| a.entry.outfall.county.cmp(&b.entry.outfall.county))
    });
    for (index, line) in lines.iter_mut().enumerate() {
        line.number = index + 1;
    }

    let counts = [LagLevel::Warning, LagLevel::Circular, LagLevel::Summons].map(|level| {
        let count = lines.iter().filter(|it| it.late.level == level).count();
        format!("{} {count}", lang.term(level))
    });
    let as_of = Said::AsOf { day, since: None }.say(lang);
    let mut summary = format!("{as_of}    {}", counts.join(" · "));
    if barely > 0 {
        summary = format!("{summary}    {}", Said::BarelyLate(barely).say(lang));
    }
    Sheet {
        name: lang.pick("预警通报约谈清单", "Lag").to_owned(),
        title: Said::Title { project: &settings.name, table: name }.say(lang),
        notes: vec![Said::Blanks.say(lang), summary],
        columns: columns(COLUMNS, lang),
        rows: lines.iter().map(|line| COLUMNS.iter().map(|it| (it.cell)(line)).collect()).collect(),
        totals: Vec::new(),
        foot: Said::Foot.say(lang),
        frozen_columns: 4,
        paper: Paper::A4,
        filter: true,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::report::campaign::{DAY, at, insert, worked_example};

    #[test]
    fn the_worst_comes_first_and_barely_late_ones_are_only_counted() {
        let (project, snapshot) = worked_example();
        let sheet = table(&project, &snapshot, Lang::Zh);
        let row = |row| {
            [
                at(&sheet, row, "编码"),
                at(&sheet, row, "任务"),
                at(&sheet, row, "滞后月数"),
                at(&sheet, row, "级别"),
            ]
        };
        assert_eq!(row(0), ["P-049", "溯源", "5", "约谈"]);
        assert_eq!(row(1), ["P-048", "溯源", "2", "通报批评"]);
        assert_eq!(row(2), ["P-047", "整治", "2", "通报批评"]);
        assert_eq!(row(3), ["P-047", "溯源", "1", "预警"]);
        assert_eq!(sheet.rows.len(), 4);
        assert!(sheet.notes[1].contains("预警 1 · 通报批评 2 · 约谈 1"), "{}", sheet.notes[1]);
        assert!(sheet.notes[1].contains("另有 1 项"), "{}", sheet.notes[1]);
    }

    #[test]
    fn a_new_plan_alone_does_not_move_what_was_ordered() {
        use crate::{domain::fact::Plan, report::campaign::id};
        let (mut project, _) = worked_example();
        let plan = |number, deadline| Plan {
            id: id(number),
            outfall: id(47),
            on: Some(date(2026, 6, 1)),
            deadline: Some(deadline),
            ..Plan::default()
        };
        let due = |project: &Project| {
            let snapshot = Snapshot::of(project, DAY);
            let late = late_tasks(&project.entries()[46], snapshot.members[46], DAY);
            late.iter().find(|it| it.task == LateTask::Fix).map(|it| it.due)
        };
        insert(&mut project, plan(5000, date(2026, 12, 31)));
        assert_eq!(due(&project), Some(date(2026, 5, 20)));
        insert(&mut project, plan(5001, date(2026, 4, 1)));
        assert_eq!(due(&project), Some(date(2026, 4, 1)));
    }
}
