//! The sections of each form. Fields: domain dossier §4.2–4.6 and §6.1.

use super::layout::{
    Row::{Dossier, Fields, Flow, Lines, Results, Severities, Sources, Steps},
    Section, fields, folded, section,
};
use crate::domain::{
    fact::{
        Acceptance, FixKind, MouthState, NextAction, Plan, RegisterChange, RegisterEvent, Sample, Signboard,
        SurveyMeans, Trace, TraceOutcome, Upkeep, Visit,
    },
    rule::ori,
};

/// 查.
pub(super) fn visit(visit: &Visit) -> Vec<Section> {
    let mut who =
        vec![fields(["on", "verdict", "means", "level"]), fields(["crew", "task", "started", "ended"])];
    if matches!(visit.means, Some(SurveyMeans::Uav | SurveyMeans::Boat)) {
        who.push(fields(["craft", "sensor", "flight_log"]));
        who.push(fields(["pixel_m", "area_km2"]));
    }
    vec![
        section("基本情况", "Visit", who),
        section("水体感官", "What was seen", seen(visit)),
        section("口门与结论", "Mouth and conclusion", concluded(visit)),
        folded(
            "天气",
            "Weather",
            vec![fields(["weather", "air_temp"]), fields(["rain_24h", "rain_72h", "dry_weather"])],
        ),
    ]
}

fn seen(visit: &Visit) -> Vec<super::layout::Row> {
    let mut first = vec!["flowing", "grade"];
    if visit.flowing != Some(false) {
        first.insert(1, "flow_level");
        first.push("colour_note");
    }
    let mut rows = vec![Fields(first)];
    if ori::is_overruled(visit) {
        rows.push(fields(["grade_reason"]));
    }
    if visit.flowing == Some(false) {
        rows.push(Severities(vec!["deposits"]));
        return rows;
    }
    rows.push(Severities(vec!["colour", "turbidity", "odour", "oil", "floatables", "foam", "deposits"]));
    if visit.odour.is_some_and(|it| it > 0) {
        rows.push(fields(["odour_kind"]));
    }
    rows
}

fn concluded(visit: &Visit) -> Vec<super::layout::Row> {
    let mut mouth = vec!["mouth", "signboard", "linked"];
    if visit.mouth == Some(MouthState::Sealed) {
        mouth.insert(1, "seal_holds");
    }
    let mut next = vec!["problems", "conclusion", "next"];
    if visit.next.is_some_and(|it| it != NextAction::Nothing) {
        next.push("next_due");
    }
    vec![Fields(mouth), Lines("note"), Fields(next)]
}

/// 测. Where no sample could be taken there are only the reason and who was there.
pub(super) fn sample(sample: &Sample) -> Vec<Section> {
    if !sample.impossible_reason.is_empty() {
        return vec![
            section(
                "采样",
                "Sampling",
                vec![fields(["on", "at", "kind"]), fields(["samplers"]), fields(["impossible_reason"])],
            ),
            section("备注", "Note", vec![Lines("note")]),
        ];
    }
    vec![
        section(
            "采样",
            "Sampling",
            vec![fields(["on", "at", "kind", "point"]), fields(["samplers", "place", "impossible_reason"])],
        ),
        section("流量", "Flow", vec![Flow]),
        section("监测结果", "Results", vec![fields(["standard", "lab", "report_no"]), Results]),
        folded(
            "样品流转",
            "Chain of custody",
            vec![
                fields(["bottles", "preservation", "handed_by"]),
                fields(["received_on", "received_by", "reported_on"]),
                fields(["cma"]),
            ],
        ),
        folded("备注", "Note", vec![Lines("note")]),
    ]
}

/// 溯.
pub(super) fn trace(trace: &Trace) -> Vec<Section> {
    let first = |rows| section("溯源", "Tracing", rows);
    match trace.outcome {
        Some(TraceOutcome::NotNeeded) => {
            vec![first(vec![fields(["on", "outcome"]), Lines("reason"), fields(["approver", "document"])])]
        }
        Some(TraceOutcome::Government) => vec![
            first(vec![
                fields(["on", "outcome", "method"]),
                fields(["entity", "document"]),
                fields(["tracer", "reviewer"]),
                Lines("reason"),
            ]),
            folded("联系方式", "Contact", vec![fields(["contact", "phone", "address"])]),
        ],
        _ => vec![
            first(vec![fields(["on", "outcome", "method"]), fields(["tracer", "reviewer", "evidence"])]),
            section(
                "污染源",
                "Source",
                vec![
                    fields(["source", "sewage_type", "discharge"]),
                    fields(["share", "confidence", "pollutants", "standard"]),
                    Sources,
                ],
            ),
            section(
                "责任主体",
                "Responsible entity",
                vec![
                    fields(["entity", "entity_kind", "contact", "phone"]),
                    fields(["credit_code", "permit_no", "address"]),
                ],
            ),
            section("查明情况", "Findings", vec![Lines("finding")]),
            folded("路径", "Path", vec![Steps, Lines("path"), fields(["wrong_connection"])]),
            folded("说明", "Remarks", vec![Lines("reason")]),
        ],
    }
}

/// 溯: an open manhole.
pub(super) fn manhole() -> Vec<Section> {
    vec![
        section(
            "检查井",
            "Manhole",
            vec![fields(["on", "manhole", "checker"]), fields(["flow", "dye", "tint"])],
        ),
        section(
            "快检",
            "Quick tests",
            vec![fields(["conductivity", "surfactant", "ammonia"]), fields(["inlet"]), Lines("note")],
        ),
    ]
}

/// 治: judgement and plan.
pub(super) fn plan(plan: &Plan) -> Vec<Section> {
    if plan.kind == Some(FixKind::NotNeeded) {
        return vec![section(
            "研判",
            "Judgement",
            vec![
                fields(["on", "kind"]),
                fields(["none_reason", "approver"]),
                Lines("problem"),
                Lines("evidence"),
            ],
        )];
    }
    // What belongs to one kind stands beside it: the plan fits on the screen then, whatever the kind.
    let mut first = vec!["on", "kind", "urgency"];
    match plan.kind {
        Some(FixKind::Merge) => first.push("merge_into"),
        Some(FixKind::Ban) => first.push("seal"),
        _ => {}
    }
    let what = vec![Fields(first), Lines("problem")];
    vec![
        section("研判", "Judgement", what),
        section("方案", "Plan", vec![fields(["measures"]), fields(["goal"]), Lines("milestones")]),
        section(
            "责任与时限",
            "Who and when",
            vec![
                fields(["lead", "support"]),
                fields(["person", "supervisor", "investment"]),
                fields(["start_on", "deadline", "transition_until"]),
            ],
        ),
    ]
}

/// 治: how the work goes.
pub(super) fn progress() -> Vec<Section> {
    vec![section(
        "进展",
        "Progress",
        vec![
            fields(["on", "milestone", "percent"]),
            Lines("note"),
            Lines("trouble"),
            Lines("next"),
            fields(["reporter", "spent"]),
        ],
    )]
}

/// 治: acceptance.
pub(super) fn acceptance(acceptance: &Acceptance) -> Vec<Section> {
    let mut rows = vec![fields(["on", "step", "passed"]), fields(["by", "people"]), Lines("opinion")];
    if acceptance.passed == Some(false) {
        rows.push(Lines("demands"));
    } else {
        rows.push(fields(["document"]));
    }
    rows.push(Lines("note"));
    vec![section("验收", "Acceptance", rows)]
}

/// 管.
pub(super) fn upkeep(upkeep: &Upkeep) -> Vec<Section> {
    let mut sign = vec![fields(["on", "signboard"])];
    if upkeep.signboard.is_some_and(|it| it != Signboard::None) {
        sign = vec![
            fields(["on", "signboard", "sign_form", "sign_on"]),
            Lines("sign_text"),
            fields(["sign_qr", "hotline"]),
        ];
    }
    let mut fitted = vec![fields(["manhole", "sampling_point", "video", "standardised"])];
    if upkeep.online == Some(true) {
        fitted.push(fields(["online", "station"]));
    } else {
        fitted.push(fields(["online"]));
    }
    vec![
        section("标识牌", "Signboard", sign),
        section("规范化建设", "Fitting out", fitted),
        section(
            "监测与巡查",
            "Monitoring and patrol",
            vec![
                fields(["monitoring", "patrol", "patrolled_on"]),
                fields(["supervisor", "patroller"]),
                fields(["season", "seal"]),
            ],
        ),
        section("档案", "Dossier", vec![Dossier, fields(["dossier"])]),
        folded(
            "公开与投诉",
            "Disclosure and complaints",
            vec![fields(["disclosure", "disclosed_on"]), fields(["complaints", "penalties"]), Lines("note")],
        ),
    ]
}

/// 台账.
pub(super) fn register(event: &RegisterEvent) -> Vec<Section> {
    let mut rows = vec![fields(["on", "kind"])];
    match event.kind {
        Some(RegisterChange::Merge) => rows.push(fields(["target", "source_follows"])),
        Some(RegisterChange::Duplicate) => rows.push(fields(["target"])),
        Some(RegisterChange::Rebound) => rows.push(fields(["cause"])),
        _ => {}
    }
    rows.extend([Lines("reason"), fields(["document"])]);
    vec![section("台账变更", "Register change", rows)]
}

/// The register entry.
pub(super) fn outfall() -> Vec<Section> {
    vec![
        section(
            "名称与分类",
            "Name and class",
            vec![
                fields(["name"]),
                fields(["code_local", "code_national"]),
                fields(["class", "class_detail"]),
            ],
        ),
        section(
            "位置",
            "Position",
            vec![
                fields(["lon", "lat"]),
                fields(["city", "county", "town", "village"]),
                fields(["river", "bank", "basin"]),
                fields(["entry_way", "section", "section_km"]),
            ],
        ),
        section(
            "责任",
            "Responsibility",
            vec![
                fields(["entity", "industry"]),
                fields(["authority", "approval"]),
                fields(["discharging", "can_sample", "confirmed_on"]),
                fields(["trace_due", "fix_due"]),
                Lines("remark"),
            ],
        ),
    ]
}
