//! A small campaign for the tests of this folder: the worked example of domain dossier §3.6 in three groups, as a ledger
//! claims it, and one outfall with all its facts.

use jiff::civil::{Date, date};
use uuid::Uuid;

use crate::domain::{
    RecordId,
    fact::{
        Acceptance, AcceptanceStep, Claim, EntityKind, FixKind, Milestone, Photo, PhotoSlot, Plan,
        ProgressNote, SewageType, Trace, TraceMethod, TraceOutcome, Visit,
    },
    outfall::{Bank, Outfall, OutfallClass},
    progress::Snapshot,
    project::{AnyRecord, Change, Project},
    settings::Settings,
    stage::{FixState, RegisterState, TraceState},
};

pub(super) const DAY: Date = date(2026, 7, 20);

pub(super) fn id(number: u128) -> RecordId {
    RecordId(Uuid::from_u128(number))
}

pub(super) fn insert(project: &mut Project, record: impl Into<AnyRecord>) {
    project.apply(&Change::Insert(record.into())).unwrap();
}

pub(super) fn empty() -> Project {
    let mut project = Project::default();
    insert(&mut project, Settings::new("示例市2026年", 2026));
    project
}

fn states<S: Copy>(runs: &[(S, usize)]) -> Vec<S> {
    runs.iter().flat_map(|(state, count)| std::iter::repeat_n(*state, *count)).collect()
}

/// 50 outfalls: traced 39 of 50; fixed 28 of 42 (Z1), 28 of 41 (Z2), 36 of 50 (Z3).
pub(super) fn worked_example() -> (Project, Snapshot) {
    use {FixState as F, RegisterState as R, TraceState as T};
    let registers = states(&[(R::Merged, 3), (R::Removed, 2), (R::Registered, 45)]);
    let traces =
        states(&[(T::Traced, 34), (T::Government, 5), (T::Partial, 4), (T::Tracing, 3), (T::Untraced, 4)]);
    let fixes = states(&[
        (F::Closed, 28),
        (F::NotNeeded, 8),
        (F::Needed, 3),
        (F::Planned, 4),
        (F::Underway, 4),
        (F::AwaitingAcceptance, 1),
        (F::Rebound, 1),
        (F::Unjudged, 1),
    ]);
    let mut project = empty();
    for index in 0..50 {
        let outfall = worked_outfall(index);
        let claim = Claim {
            id: id(1000 + index as u128),
            outfall: outfall.id,
            on: Some(if index < 10 { date(2026, 7, 5) } else { date(2026, 6, 10) }),
            source: "台账.xlsx".to_owned(),
            register: Some(registers[index]),
            target_code: if index == 0 { "P-050".to_owned() } else { String::new() },
            trace: Some(traces[index]),
            traced_on: (index == 20).then_some(date(2026, 5, 6)),
            fix_kind: (5..28).contains(&index).then_some(FixKind::Regulate),
            fix: Some(fixes[index]),
            closed_on: (12..28).contains(&index).then_some(date(2026, 6, 1)),
        };
        insert(&mut project, outfall);
        insert(&mut project, claim);
    }
    let snapshot = Snapshot::of(&project, DAY);
    (project, snapshot)
}

fn worked_outfall(index: usize) -> Outfall {
    let county = match index {
        49 => "",
        index if index.is_multiple_of(2) => "甲县",
        _ => "乙县",
    };
    Outfall {
        id: id(1 + index as u128),
        code_local: format!("P-{:03}", index + 1),
        name: format!("第{}号排口", index + 1),
        class: Some(if index.is_multiple_of(3) {
            OutfallClass::TownPlant
        } else {
            OutfallClass::RuralScattered
        }),
        county: county.to_owned(),
        confirmed_on: Some(if index == 48 { date(2026, 7, 2) } else { date(2026, 3, 1) }),
        lon: Some(112.0 + index as f64 / 1000.0),
        lat: Some(38.5),
        can_sample: Some(!index.is_multiple_of(5)),
        // Two traced too late to matter, one each 1, 2 and 3 months behind, one less than a month.
        trace_due: match index {
            0 | 1 => Some(date(2026, 1, 1)),
            46 => Some(date(2026, 6, 20)),
            47 => Some(date(2026, 5, 1)),
            48 => Some(date(2026, 1, 31)),
            49 => Some(date(2026, 7, 10)),
            _ => None,
        },
        // The same outfall is behind twice: the worse of both is counted.
        fix_due: (index == 46).then_some(date(2026, 5, 20)),
        ..Outfall::default()
    }
}

/// One outfall that facts prove to be traced and closed out, with text that looks like formulas.
pub(super) fn proven_outfall() -> (Project, Snapshot) {
    let mut project = empty();
    let outfall = Outfall {
        id: id(1),
        code_local: "=SUM(A1)".to_owned(),
        code_national: "0014".to_owned(),
        name: "@滹沱河左岸排口".to_owned(),
        class: Some(OutfallClass::TownScattered),
        county: "甲县".to_owned(),
        bank: Some(Bank::Left),
        lon: Some(112.345_678_9),
        lat: Some(38.1),
        confirmed_on: Some(date(2026, 3, 1)),
        fix_due: Some(date(2026, 12, 31)),
        ..Outfall::default()
    };
    insert(&mut project, outfall);
    for fact in facts(id(1)) {
        insert(&mut project, fact);
    }
    let snapshot = Snapshot::of(&project, DAY);
    (project, snapshot)
}

fn facts(outfall: RecordId) -> Vec<AnyRecord> {
    let on = |month, day| Some(date(2026, month, day));
    let photo =
        |number, slot| Photo { id: id(number), outfall, on: on(6, 2), slot: Some(slot), ..Photo::default() };
    let dry = |number, day| Visit {
        id: id(number),
        outfall,
        on: on(6, day),
        dry_weather: Some(true),
        flowing: Some(false),
        ..Visit::default()
    };
    let accepted = |number, step, day| Acceptance {
        id: id(number),
        outfall,
        on: on(7, day),
        step: Some(step),
        by: "市局".to_owned(),
        document: "忻环函〔2026〕7号".to_owned(),
        ..Acceptance::default()
    };
    vec![
        found(outfall).into(),
        Plan {
            id: id(20),
            outfall,
            on: on(5, 1),
            kind: Some(FixKind::Ban),
            problem: "污水直排".to_owned(),
            measures: "封堵并截污纳管".to_owned(),
            lead: "县住建局".to_owned(),
            deadline: on(7, 31),
            ..Plan::default()
        }
        .into(),
        ProgressNote {
            id: id(21),
            outfall,
            on: on(6, 1),
            milestone: Some(Milestone::Finished),
            percent: Some(100.0),
            note: "已封堵".to_owned(),
            ..ProgressNote::default()
        }
        .into(),
        photo(22, PhotoSlot::Before).into(),
        photo(23, PhotoSlot::After).into(),
        dry(24, 10).into(),
        dry(25, 20).into(),
        accepted(26, AcceptanceStep::County, 1).into(),
        accepted(27, AcceptanceStep::City, 8).into(),
    ]
}

fn found(outfall: RecordId) -> Trace {
    Trace {
        id: id(10),
        outfall,
        on: Some(date(2026, 4, 9)),
        method: Some(TraceMethod::Dye),
        outcome: Some(TraceOutcome::Found),
        tracer: "张三".to_owned(),
        reviewer: "李四".to_owned(),
        source: "沿街餐饮".to_owned(),
        sewage_type: Some(SewageType::Domestic),
        path: "雨污合流管".to_owned(),
        entity: "镇政府".to_owned(),
        entity_kind: Some(EntityKind::Government),
        evidence: "染色照片".to_owned(),
        ..Trace::default()
    }
}

/// A cell as the tests read it.
pub(super) fn shown(cell: &super::sheet::Cell) -> String {
    use super::sheet::Cell;
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Integer(count) => count.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Percent(fraction) => format!("{:.1}%", (fraction * 1000.0 + 1e-9).round() / 10.0),
        Cell::Date(day) => day.to_string(),
    }
}

/// The cell under a lower heading in a row of the sheet.
pub(super) fn at(sheet: &super::Sheet, row: usize, heading: &str) -> String {
    let column = sheet.columns.iter().position(|it| it.heading == heading).unwrap();
    shown(sheet.body().nth(row).unwrap().get(column).unwrap())
}
