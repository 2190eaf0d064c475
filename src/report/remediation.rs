//! Table E 一口一策 整治清单: for each outfall to fix its problem, what is done, who leads, and how far it is.

use super::{
    latest,
    line::{CellOf, Line, Spec, spec},
    rated_list::RatedList,
    said::Said,
    sheet::{Cell, ColumnKind as Kind, Sheet},
};
use crate::{
    domain::{
        fact::{Plan, ProgressNote},
        progress::{Count, Snapshot},
        project::Project,
    },
    i18n::Lang,
};

const OUTFALL: (&str, &str) = ("排污口", "Outfall");
const PLAN: (&str, &str) = ("整治方案", "Plan");
const DUTY: (&str, &str) = ("责任分工", "Responsibility");
const PROGRESS: (&str, &str) = ("整治进度", "Progress");

#[rustfmt::skip]
const COLUMNS: &[Spec<CellOf>] = &[
    spec(("", ""), ("序号", "No."), Kind::Ordinal, 6, |it| Cell::count(it.number as u64)),
    spec(OUTFALL, ("编码", "Code"), Kind::Text, 20, |it| Cell::text(it.entry.outfall.code())),
    spec(OUTFALL, ("名称", "Name"), Kind::Text, 28, |it| Cell::text(&it.entry.outfall.name)),
    spec(OUTFALL, ("县", "County"), Kind::Text, 10, |it| Cell::text(&it.entry.outfall.county)),
    spec(OUTFALL, ("河流", "River"), Kind::Text, 12, |it| Cell::text(&it.entry.outfall.river)),
    spec(PLAN, ("问题", "Problem"), Kind::Text, 28, |it| of_plan(it, |it| &it.problem)),
    spec(PLAN, ("整治类型", "Type of remediation"), Kind::Word, 12, |it| it.term(latest::counted_fix_kind(it.entry, it.standing, it.day))),
    spec(PLAN, ("措施", "Measures"), Kind::Text, 32, |it| of_plan(it, |it| &it.measures)),
    spec(PLAN, ("整治目标", "Goal"), Kind::Text, 24, |it| of_plan(it, |it| &it.goal)),
    spec(DUTY, ("牵头单位", "Lead unit"), Kind::Text, 18, |it| of_plan(it, |it| &it.lead)),
    spec(DUTY, ("配合单位", "Supporting units"), Kind::Text, 22, |it| of_plan(it, |it| &it.support)),
    spec(DUTY, ("责任人", "Person in charge"), Kind::Text, 10, |it| of_plan(it, |it| &it.person)),
    spec(PROGRESS, ("完成时限", "Deadline"), Kind::Date, 12, deadline),
    spec(PROGRESS, ("进展", "How far"), Kind::Text, 28, progress),
    spec(PROGRESS, ("整治状态", "Fix state"), Kind::Word, 12, |it| it.term(Some(it.standing.fix.state))),
    spec(PROGRESS, ("状态依据", "Grounds"), Kind::Word, 10, |it| it.grounds(it.standing.fix.proven)),
    spec(PROGRESS, ("销号日期", "Closed out on"), Kind::Date, 12, |it| Cell::date(latest::closed_on(it.entry, it.standing, it.day))),
    spec(PROGRESS, ("销号文号", "Document no."), Kind::Text, 20, |it| {
        latest::closing(it.entry, it.standing, it.day).map_or(Cell::Empty, |it| Cell::text(&it.document))
    }),
];

fn of_plan(line: &Line<'_>, field: fn(&Plan) -> &String) -> Cell {
    latest::plan(line.entry, line.day).map_or(Cell::Empty, |it| Cell::text(field(it)))
}

/// The plan's deadline, else the one in the register.
fn deadline(line: &Line<'_>) -> Cell {
    let planned = latest::plan(line.entry, line.day).and_then(|it| it.deadline);
    Cell::date(planned.or(line.entry.outfall.fix_due))
}

/// The latest note in one line: `2026-06-30 施工中 60% 已开挖`.
fn progress(line: &Line<'_>) -> Cell {
    let Some(note) = latest::progress_note(line.entry, line.day) else { return Cell::Empty };
    let ProgressNote { on, milestone, percent, note, .. } = note;
    let parts = [
        on.map(|it| it.to_string()),
        milestone.map(|it| line.lang.term(it).to_owned()),
        percent.map(|it| format!("{it}%")),
        Some(note.clone()).filter(|it| !it.is_empty()),
    ];
    Cell::text(parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

/// The outfalls in the denominator of the fixed rate (应整治), by the formula that the settings name.
pub fn table(project: &Project, snapshot: &Snapshot, lang: Lang) -> Sheet {
    let settings = project.settings();
    let list = RatedList {
        tab: ("一口一策整治清单", "Remediation"),
        name: ("“一口一策”整治清单", "Remediation list"),
        columns: COLUMNS,
        members: Count::ToFix,
        rate: snapshot.total().fix_rate(),
        target: settings.fix_target,
        done: ("已完成", "fixed"),
        formula: Said::FixFormula(settings).say(lang),
    };
    list.sheet(project, snapshot, lang)
}
