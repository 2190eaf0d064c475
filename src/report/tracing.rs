//! Table D 溯源清单: for each outfall of the base where its water comes from, who answers for it, and what proves it.

use super::{
    latest,
    line::{CellOf, Line, Spec, spec},
    rated_list::RatedList,
    said::Said,
    sheet::{Cell, ColumnKind as Kind, Sheet},
};
use crate::{
    domain::{
        fact::Trace,
        progress::{Count, Snapshot},
        project::Project,
        stage::{Stage, gate},
    },
    i18n::Lang,
};

const OUTFALL: (&str, &str) = ("排污口", "Outfall");
const SOURCE: (&str, &str) = ("污染来源", "Source");
const ENTITY: (&str, &str) = ("责任主体", "Responsible entity");
const RESULT: (&str, &str) = ("溯源结果", "Result");

#[rustfmt::skip]
const COLUMNS: &[Spec<CellOf>] = &[
    spec(("", ""), ("序号", "No."), Kind::Ordinal, 6, |it| Cell::count(it.number as u64)),
    spec(OUTFALL, ("编码", "Code"), Kind::Text, 20, |it| Cell::text(it.entry.outfall.code())),
    spec(OUTFALL, ("名称", "Name"), Kind::Text, 28, |it| Cell::text(&it.entry.outfall.name)),
    spec(OUTFALL, ("县", "County"), Kind::Text, 10, |it| Cell::text(&it.entry.outfall.county)),
    spec(OUTFALL, ("河流", "River"), Kind::Text, 12, |it| Cell::text(&it.entry.outfall.river)),
    spec(SOURCE, ("溯源方法", "Method"), Kind::Text, 14, |it| it.term(shown(it).and_then(|it| it.method))),
    spec(SOURCE, ("污染源", "Source"), Kind::Text, 24, |it| of_trace(it, |it| &it.source)),
    spec(SOURCE, ("污水类型", "Kind of sewage"), Kind::Word, 10, |it| it.term(shown(it).and_then(|it| it.sewage_type))),
    spec(SOURCE, ("路径说明", "Path"), Kind::Text, 28, |it| of_trace(it, |it| &it.path)),
    spec(ENTITY, ("责任主体", "Entity"), Kind::Text, 26, entity),
    spec(ENTITY, ("统一社会信用代码", "Credit code"), Kind::Text, 20, |it| of_trace(it, |it| &it.credit_code)),
    spec(ENTITY, ("排污许可证号", "Permit no."), Kind::Text, 24, |it| of_trace(it, |it| &it.permit_no)),
    spec(RESULT, ("证据", "Evidence"), Kind::Text, 28, |it| of_trace(it, |it| &it.evidence)),
    spec(RESULT, ("溯源人员", "Tracer"), Kind::Text, 12, |it| of_trace(it, |it| &it.tracer)),
    spec(RESULT, ("审核人", "Reviewer"), Kind::Text, 10, |it| of_trace(it, |it| &it.reviewer)),
    spec(RESULT, ("溯源时限", "Tracing due"), Kind::Date, 12, |it| Cell::date(it.entry.outfall.trace_due)),
    spec(RESULT, ("溯源完成日期", "Traced on"), Kind::Date, 12, |it| Cell::date(latest::traced_on(it.entry, it.standing, it.day))),
    spec(RESULT, ("溯源状态", "Trace state"), Kind::Word, 16, |it| it.term(Some(it.standing.trace.state))),
    spec(RESULT, ("状态依据", "Grounds"), Kind::Word, 10, |it| it.grounds(it.standing.trace.proven)),
    spec(RESULT, ("尚缺", "Missing"), Kind::Text, 28, missing),
];

fn shown<'a>(line: &Line<'a>) -> Option<&'a Trace> {
    latest::trace(line.entry, line.day)
}

fn of_trace(line: &Line<'_>, field: fn(&Trace) -> &String) -> Cell {
    shown(line).map_or(Cell::Empty, |it| Cell::text(field(it)))
}

/// The entity that the tracing found, else the one in the register.
fn entity(line: &Line<'_>) -> Cell {
    let traced = shown(line).map(|it| &it.entity).filter(|it| !it.is_empty());
    Cell::text(traced.unwrap_or(&line.entry.outfall.entity))
}

fn missing(line: &Line<'_>) -> Cell {
    let state = line.standing.trace;
    if state.proven && (state.state.counts() || !line.member.has(Count::ToTrace)) {
        return Cell::Empty;
    }
    let missing = gate::missing(line.entry, Stage::Trace, line.day);
    let words = missing.into_iter().map(|it| line.lang.term(it));
    Cell::text(words.collect::<Vec<_>>().join(line.lang.pick("；", "; ")))
}

/// Every outfall of the base, with its tracing record and what that lacks.
pub fn table(project: &Project, snapshot: &Snapshot, lang: Lang) -> Sheet {
    let settings = project.settings();
    let list = RatedList {
        tab: ("溯源清单", "Tracing"),
        name: ("溯源清单", "Tracing list"),
        columns: COLUMNS,
        members: Count::Base,
        rate: snapshot.total().trace_rate(),
        target: settings.trace_target,
        done: ("已溯", "traced"),
        formula: Said::TraceFormula(settings).say(lang),
    };
    list.sheet(project, snapshot, lang)
}
