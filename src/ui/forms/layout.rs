//! Which fields a form has, in which order, and which stand side by side.
//!
//! Fields appear when an earlier answer makes them matter: a tracing that is not needed has a reason and an
//! approver, and no source.

use crate::domain::{
    fact::{FixKind, RegisterChange, Trace, TraceOutcome},
    project::{AnyRecord, RecordKind},
};

/// One row of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// A field over the whole width.
    One(&'static str),
    /// Two short fields side by side.
    Two(&'static str, &'static str),
    /// A field for several lines of text.
    Lines(&'static str),
    /// The results of a sample.
    Results,
    /// The file of a photo.
    File,
}

use Row::{File, Lines, One, Results, Two};

/// The rows of the form for this record, as it is filled in so far.
pub(super) fn rows(record: &AnyRecord) -> Vec<Row> {
    match record {
        AnyRecord::Visit(_) => vec![
            Two("on", "verdict"),
            Two("means", "level"),
            One("crew"),
            Two("flowing", "dry_weather"),
            Two("colour", "turbidity"),
            One("odour"),
            Lines("note"),
        ],
        AnyRecord::Sample(sample) if sample.impossible_reason.is_empty() => vec![
            Two("on", "kind"),
            One("samplers"),
            Two("place", "flow_m3_d"),
            Two("lab", "report_no"),
            One("standard"),
            Results,
            One("impossible_reason"),
            Lines("note"),
        ],
        AnyRecord::Sample(_) => {
            vec![Two("on", "kind"), One("samplers"), One("impossible_reason"), Lines("note")]
        }
        AnyRecord::Trace(trace) => trace_rows(trace),
        AnyRecord::Plan(plan) if plan.kind == Some(FixKind::NotNeeded) => {
            vec![Two("on", "kind"), Two("none_reason", "approver"), Lines("evidence")]
        }
        AnyRecord::Plan(_) => vec![
            Two("on", "kind"),
            Lines("problem"),
            Lines("measures"),
            One("goal"),
            Two("lead", "support"),
            Two("person", "deadline"),
        ],
        AnyRecord::ProgressNote(_) => vec![Two("on", "milestone"), One("percent"), Lines("note")],
        AnyRecord::Acceptance(_) => vec![Two("on", "step"), One("by"), One("document"), Lines("note")],
        AnyRecord::Upkeep(_) => vec![
            Two("on", "signboard"),
            Two("monitoring", "patrol"),
            Two("online", "dossier"),
            One("supervisor"),
            Lines("note"),
        ],
        AnyRecord::RegisterEvent(event) => {
            let mut rows = vec![Two("on", "kind")];
            if matches!(event.kind, Some(RegisterChange::Merge | RegisterChange::Duplicate)) {
                rows.push(One("target"));
            }
            if event.kind == Some(RegisterChange::Merge) {
                rows.push(One("source_follows"));
            }
            rows.extend([Lines("reason"), One("document")]);
            rows
        }
        AnyRecord::Photo(_) => vec![File, Two("on", "slot"), Lines("note")],
        AnyRecord::Outfall(_) => outfall_rows(),
        AnyRecord::Settings(_)
        | AnyRecord::LayerGroup(_)
        | AnyRecord::Layer(_)
        | AnyRecord::Basemap(_)
        | AnyRecord::Bookmark(_)
        | AnyRecord::Claim(_)
        | AnyRecord::LabResult(_)
        | AnyRecord::TraceSource(_) => Vec::new(),
    }
}

fn trace_rows(trace: &Trace) -> Vec<Row> {
    let mut rows = vec![Two("on", "outcome")];
    match trace.outcome {
        Some(TraceOutcome::NotNeeded) => {
            rows.extend([Lines("reason"), Two("approver", "document")]);
        }
        Some(TraceOutcome::Government) => {
            rows.extend([One("entity"), One("document"), Two("method", "tracer"), Lines("reason")]);
        }
        _ => rows.extend([
            One("method"),
            One("source"),
            Two("sewage_type", "entity_kind"),
            One("entity"),
            One("credit_code"),
            One("permit_no"),
            Lines("path"),
            Lines("evidence"),
            Two("tracer", "reviewer"),
            Lines("reason"),
        ]),
    }
    rows
}

fn outfall_rows() -> Vec<Row> {
    vec![
        One("name"),
        Two("code_local", "code_national"),
        One("class"),
        One("class_detail"),
        Two("city", "county"),
        Two("town", "village"),
        Two("lon", "lat"),
        Two("river", "bank"),
        Two("basin", "entry_way"),
        Two("section", "section_km"),
        One("entity"),
        Two("industry", "authority"),
        Two("discharging", "can_sample"),
        One("confirmed_on"),
        Two("trace_due", "fix_due"),
        Lines("remark"),
    ]
}

/// The columns that have a field, in order.
pub(super) fn fields(record: &AnyRecord) -> Vec<&'static str> {
    let columns = rows(record).into_iter().flat_map(|row| match row {
        One(column) | Lines(column) => vec![column],
        Two(left, right) => vec![left, right],
        Results | File => Vec::new(),
    });
    columns.collect()
}

/// What a field wants to see, where its title does not say it.
pub(super) fn hint(kind: RecordKind, column: &str, lang: crate::i18n::Lang) -> &'static str {
    match (kind, column) {
        (_, "on" | "deadline" | "confirmed_on" | "trace_due" | "fix_due") => "2026-01-31",
        (_, "crew" | "samplers") => lang.pick("至少两人，用、分隔", "At least two, separated by 、"),
        (RecordKind::Visit, "colour" | "turbidity" | "odour") => {
            lang.pick("0 无 – 3 强", "0 none – 3 strong")
        }
        (RecordKind::Sample, "impossible_reason") => {
            lang.pick("只在采不到样时填写", "Only where no sample could be taken")
        }
        (RecordKind::Trace, "credit_code") => {
            lang.pick("18 位，企业和事业单位必填", "18 characters; companies and institutions")
        }
        (RecordKind::RegisterEvent, "target") => {
            lang.pick("保留的排污口编号", "Code of the outfall that stays")
        }
        (RecordKind::Plan, "measures") => lang.pick("不填只作研判", "Without them it is only a judgement"),
        (_, "lon") => "112.734123",
        (_, "lat") => "38.416230",
        _ => "",
    }
}
