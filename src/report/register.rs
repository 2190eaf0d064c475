//! Table A 名录台账: every outfall with its states, headed so that an import reads it again.

use super::{
    latest,
    line::{CellOf, Line, Spec, columns, lines, rows, spec},
    said::Said,
    sheet::{Cell, ColumnKind as Kind, Paper, Sheet},
};
use crate::{
    domain::{
        outfall::OutfallClass,
        progress::{Count, Snapshot},
        project::Project,
        stage::RegisterState,
    },
    i18n::Lang,
};

const CODES: (&str, &str) = ("排污口", "Outfall");
const CLASS: (&str, &str) = ("分类", "Class");
const DISTRICT: (&str, &str) = ("行政区", "District");
const PLACE: (&str, &str) = ("位置", "Place");
const DUTY: (&str, &str) = ("责任", "Responsibility");
const DISCHARGE: (&str, &str) = ("排放", "Discharge");
const TRACE: (&str, &str) = ("溯源", "Tracing");
const FIX: (&str, &str) = ("整治", "Remediation");
const STANDING: (&str, &str) = ("台账", "Register");
const DATES: (&str, &str) = ("时限", "Due dates");

/// The lower headings are the column titles of the register, which the import of ledgers recognises.
#[rustfmt::skip]
const COLUMNS: &[Spec<CellOf>] = &[
    spec(("", ""), ("序号", "No."), Kind::Ordinal, 6, |it| Cell::count(it.number as u64)),
    spec(CODES, ("国家编码", "National code"), Kind::Text, 18, |it| Cell::text(&it.entry.outfall.code_national)),
    spec(CODES, ("地方编码", "Local code"), Kind::Text, 12, |it| Cell::text(&it.entry.outfall.code_local)),
    spec(CODES, ("名称", "Name"), Kind::Text, 20, |it| Cell::text(&it.entry.outfall.name)),
    spec(CLASS, ("一级分类", "First-level class"), Kind::Text, 10, |it| it.term(it.entry.outfall.class.map(OutfallClass::group))),
    spec(CLASS, ("二级分类", "Class"), Kind::Text, 16, |it| it.term(it.entry.outfall.class)),
    spec(CLASS, ("三级分类", "Third-level class"), Kind::Text, 10, |it| Cell::text(&it.entry.outfall.class_detail)),
    spec(DISTRICT, ("市", "City"), Kind::Text, 8, |it| Cell::text(&it.entry.outfall.city)),
    spec(DISTRICT, ("县", "County"), Kind::Text, 8, |it| Cell::text(&it.entry.outfall.county)),
    spec(DISTRICT, ("乡镇", "Town"), Kind::Text, 10, |it| Cell::text(&it.entry.outfall.town)),
    spec(DISTRICT, ("村", "Village"), Kind::Text, 10, |it| Cell::text(&it.entry.outfall.village)),
    spec(PLACE, ("经度", "Longitude"), Kind::Number { decimals: 6 }, 11, |it| Cell::number(it.entry.outfall.lon)),
    spec(PLACE, ("纬度", "Latitude"), Kind::Number { decimals: 6 }, 11, |it| Cell::number(it.entry.outfall.lat)),
    spec(PLACE, ("流域", "Basin"), Kind::Text, 8, |it| Cell::text(&it.entry.outfall.basin)),
    spec(PLACE, ("河流", "River"), Kind::Text, 8, |it| Cell::text(&it.entry.outfall.river)),
    spec(PLACE, ("岸别", "Bank"), Kind::Word, 6, |it| it.term(it.entry.outfall.bank)),
    spec(PLACE, ("入河方式", "Way of entry"), Kind::Text, 8, |it| Cell::text(&it.entry.outfall.entry_way)),
    spec(PLACE, ("下游断面", "Section downstream"), Kind::Text, 10, |it| Cell::text(&it.entry.outfall.section)),
    spec(PLACE, ("距离km", "Distance km"), Kind::Number { decimals: 2 }, 8, |it| Cell::number(it.entry.outfall.section_km)),
    spec(DUTY, ("责任主体", "Responsible entity"), Kind::Text, 20, |it| Cell::text(&it.entry.outfall.entity)),
    spec(DUTY, ("行业", "Industry"), Kind::Text, 10, |it| Cell::text(&it.entry.outfall.industry)),
    spec(DUTY, ("主管部门", "Sector authority"), Kind::Text, 12, |it| Cell::text(&it.entry.outfall.authority)),
    spec(DUTY, ("审批登记", "Approval"), Kind::Text, 8, |it| Cell::text(&it.entry.outfall.approval)),
    spec(DISCHARGE, ("是否排水", "Discharging"), Kind::Word, 6, |it| it.flag(it.entry.outfall.discharging)),
    spec(DISCHARGE, ("是否具备采样条件", "Can be sampled"), Kind::Word, 8, |it| it.flag(it.entry.outfall.can_sample)),
    spec(STANDING, ("台账状态", "Register state"), Kind::Word, 8, |it| it.term(Some(it.standing.register.state))),
    spec(STANDING, ("确认日期", "Confirmed on"), Kind::Date, 12, |it| Cell::date(it.entry.outfall.confirmed_on)),
    spec(STANDING, ("指向编号", "Target code"), Kind::Text, 12, |it| Cell::text(latest::target_code(it.project, it.entry, it.standing, it.day))),
    spec(TRACE, ("溯源状态", "Trace state"), Kind::Word, 10, |it| it.term(worked_on(it).then_some(it.standing.trace.state))),
    spec(TRACE, ("溯源完成日期", "Traced on"), Kind::Date, 12, |it| Cell::date(latest::traced_on(it.entry, it.standing, it.day))),
    spec(FIX, ("整治类型", "Type of remediation"), Kind::Word, 8, |it| it.term(latest::fix_kind(it.entry, it.day))),
    spec(FIX, ("整治状态", "Fix state"), Kind::Word, 8, |it| it.term(worked_on(it).then_some(it.standing.fix.state))),
    spec(FIX, ("销号日期", "Closed out on"), Kind::Date, 12, |it| Cell::date(latest::closed_on(it.entry, it.standing, it.day))),
    spec(DATES, ("溯源时限", "Tracing due"), Kind::Date, 12, |it| Cell::date(it.entry.outfall.trace_due)),
    spec(DATES, ("整治时限", "Remediation due"), Kind::Date, 12, |it| Cell::date(it.entry.outfall.fix_due)),
    spec(("", ""), ("未证实", "Unproven"), Kind::Text, 10, unproven),
    spec(("", ""), ("备注", "Remark"), Kind::Text, 16, |it| Cell::text(&it.entry.outfall.remark)),
];

/// Nobody traces or fixes what is excluded or a duplicate: its cells stay empty.
fn worked_on(line: &Line<'_>) -> bool {
    !matches!(line.standing.register.state, RegisterState::Excluded | RegisterState::Duplicate)
}

/// Which of the states only a ledger claims.
fn unproven(line: &Line<'_>) -> Cell {
    let standing = line.standing;
    let claims =
        [(standing.register.proven, STANDING), (standing.trace.proven, TRACE), (standing.fix.proven, FIX)];
    let words = claims.iter().filter(|(proven, _)| !proven).map(|(_, (zh, en))| line.lang.pick(*zh, *en));
    Cell::text(words.collect::<Vec<_>>().join(line.lang.pick("、", ", ")))
}

/// Every outfall of the project, those that do not count (疑似, 排除, 重复) with their state.
pub fn table(project: &Project, snapshot: &Snapshot, lang: Lang) -> Sheet {
    let name = ("名录台账", "Register of outfalls");
    let lines = lines(project, snapshot, None, lang);
    let base = snapshot.total().get(Count::Base);
    let listed = Said::Listed { lines: lines.len(), base }.say(lang);
    let as_of = Said::AsOf { day: snapshot.day, since: None }.say(lang);
    Sheet {
        name: lang.pick("名录台账", "Register").to_owned(),
        title: Said::Title { project: &project.settings().name, table: name }.say(lang),
        notes: vec![Said::Blanks.say(lang), format!("{as_of}    {listed}")],
        columns: columns(COLUMNS, lang),
        rows: rows(COLUMNS, &lines),
        totals: Vec::new(),
        foot: Said::Foot.say(lang),
        frozen_columns: 4,
        paper: Paper::A3,
        filter: true,
    }
}
