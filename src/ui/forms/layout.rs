//! Which sections a form has, which fields stand in them, and which appear only when an earlier answer makes them matter:
//! a tracing that is not needed has a reason and an approver, and no source.
//!
//! What is not shown is not kept, and never blocks.

use super::stages;
use crate::domain::project::{AnyRecord, RecordKind};

/// A part of a form with a title; it can be folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Section {
    /// The Chinese title; it also names the section.
    pub(super) zh: &'static str,
    /// The English title.
    pub(super) en: &'static str,
    /// Is it open at first?
    pub(super) open: bool,
    /// Its rows.
    pub(super) rows: Vec<Row>,
}

/// One row of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// Fields side by side, as many as the width allows.
    Fields(Vec<&'static str>),
    /// A field for several lines of text.
    Lines(&'static str),
    /// Severities from 0 to 3, their titles beside them; two in a row.
    Severities(Vec<&'static str>),
    /// The flow, its unit and method, and what it is in m³/d.
    Flow,
    /// The results of a sample.
    Results,
    /// The steps of a path.
    Steps,
    /// The further sources of a tracing.
    Sources,
    /// How complete the dossier is.
    Dossier,
    /// The file of a photo.
    File,
}

/// The columns of [`Row::Flow`].
pub(super) const FLOW: &[&str] = &["flow_state", "flow", "flow_unit", "flow_method", "flow_readings"];

/// A section that is open at first.
pub(super) fn section(zh: &'static str, en: &'static str, rows: Vec<Row>) -> Section {
    Section { zh, en, open: true, rows }
}

/// A section that is folded at first.
pub(super) fn folded(zh: &'static str, en: &'static str, rows: Vec<Row>) -> Section {
    Section { open: false, ..section(zh, en, rows) }
}

/// Fields side by side.
pub(super) fn fields<const N: usize>(columns: [&'static str; N]) -> Row {
    Row::Fields(columns.into())
}

/// The sections of the form for this record, as it is filled in so far.
pub(super) fn sections(record: &AnyRecord) -> Vec<Section> {
    match record {
        AnyRecord::Visit(it) => stages::visit(it),
        AnyRecord::Sample(it) => stages::sample(it),
        AnyRecord::Trace(it) => stages::trace(it),
        AnyRecord::ManholeCheck(_) => stages::manhole(),
        AnyRecord::Plan(it) => stages::plan(it),
        AnyRecord::ProgressNote(_) => stages::progress(),
        AnyRecord::Acceptance(it) => stages::acceptance(it),
        AnyRecord::Upkeep(it) => stages::upkeep(it),
        AnyRecord::RegisterEvent(it) => stages::register(it),
        AnyRecord::Photo(photo) => {
            let mut rows = vec![fields(["on", "slot"]), Row::Lines("note")];
            // A photo that is in the project has its file: only what is said of it is put right.
            if photo.sha256.is_empty() {
                rows.insert(0, Row::File);
            }
            vec![section("照片附件", "Photo or file", rows)]
        }
        AnyRecord::Outfall(_) => stages::outfall(),
        AnyRecord::Settings(_)
        | AnyRecord::LayerGroup(_)
        | AnyRecord::Layer(_)
        | AnyRecord::Basemap(_)
        | AnyRecord::Bookmark(_)
        | AnyRecord::Track(_)
        | AnyRecord::Assignment(_)
        | AnyRecord::Correction(_)
        | AnyRecord::Waiver(_)
        | AnyRecord::Claim(_)
        | AnyRecord::LabResult(_)
        | AnyRecord::TraceSource(_) => Vec::new(),
    }
}

impl Row {
    /// The columns that have a field in it, in order.
    pub(super) fn columns(&self) -> Vec<&'static str> {
        match self {
            Self::Fields(columns) | Self::Severities(columns) => columns.clone(),
            Self::Lines(column) => vec![column],
            Self::Flow => FLOW.to_vec(),
            Self::Steps => vec!["steps"],
            Self::Results | Self::Sources | Self::Dossier | Self::File => Vec::new(),
        }
    }
}

/// The columns that have a field, in order.
pub(super) fn shown(record: &AnyRecord) -> Vec<&'static str> {
    sections(record).iter().flat_map(|it| it.rows.iter().flat_map(Row::columns)).collect()
}

/// The title of the section that has this column: Chinese and English.
pub(super) fn section_of(record: &AnyRecord, column: &str) -> Option<(&'static str, &'static str)> {
    let has = |it: &Section| it.rows.iter().any(|row| row.columns().contains(&column));
    sections(record).into_iter().find(has).map(|it| (it.zh, it.en))
}

/// The title of the section that has this row.
pub(super) fn section_with(record: &AnyRecord, row: &Row) -> Option<(&'static str, &'static str)> {
    sections(record).into_iter().find(|it| it.rows.contains(row)).map(|it| (it.zh, it.en))
}

/// Columns that no field fills in: identities, and what is worked out from other columns.
pub(super) const WITHOUT_FIELD: &[&str] = &["outfall", "flow_m3_d", "lon", "lat", "inlet_lon", "inlet_lat"];

/// Does a form of this kind keep only what it shows? The register entry and photos have columns that come from elsewhere.
pub(super) fn keeps_only_shown(kind: RecordKind) -> bool {
    !matches!(kind, RecordKind::Outfall | RecordKind::Photo)
}

/// Columns whose number is a severity from 0 to 3.
pub(super) const SEVERITIES: &[&str] =
    &["colour", "turbidity", "odour", "oil", "floatables", "foam", "deposits"];

/// Columns that a new form takes over from the last record of this device: who and with whom, not what was found.
pub(super) fn sticky(kind: RecordKind) -> &'static [&'static str] {
    match kind {
        RecordKind::Visit => &["means", "level", "crew", "task"],
        RecordKind::Sample => &["kind", "samplers", "lab", "cma", "preservation", "handed_by"],
        RecordKind::Trace => &["tracer", "reviewer"],
        RecordKind::ManholeCheck => &["checker"],
        RecordKind::ProgressNote => &["reporter"],
        RecordKind::Acceptance => &["by", "people"],
        RecordKind::Upkeep => &["supervisor", "hotline", "patroller"],
        _ => &[],
    }
}

/// Columns that belong to one moment: never copied from another record, never part of a template.
pub(super) const OF_THE_MOMENT: &[&str] = &[
    "outfall",
    "on",
    "started",
    "ended",
    "at",
    "bottles",
    "report_no",
    "reported_on",
    "received_on",
    "received_by",
    "flow_m3_d",
    "flow",
    "flow_readings",
    "target",
    "document",
];

/// Columns with a time of the day.
pub(super) const TIMES: &[&str] = &["started", "ended", "at"];

/// What a field wants to see, where its title does not say it.
pub(super) fn hint(kind: RecordKind, column: &str, lang: crate::i18n::Lang) -> &'static str {
    match (kind, column) {
        (
            _,
            "on" | "deadline" | "confirmed_on" | "trace_due" | "fix_due" | "next_due" | "start_on"
            | "received_on" | "reported_on" | "transition_until" | "sign_on" | "patrolled_on"
            | "disclosed_on",
        ) => "2026-01-31",
        (_, "started" | "ended" | "at") => "09:30",
        (_, "crew" | "samplers") => lang.pick("至少两人，用、分隔", "At least two, separated by 、"),
        (RecordKind::Sample, "impossible_reason") => {
            lang.pick("只在采不到样时填写", "Only where no sample could be taken")
        }
        (RecordKind::Trace, "credit_code") => {
            lang.pick("18 位，企业和事业单位必填", "18 characters; companies and institutions")
        }
        (RecordKind::Trace, "permit_no") => {
            lang.pick("信用代码 + 3 位数字 + P", "Credit code + 3 digits + P")
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

/// Usual answers, offered beside earlier ones; in fields that take several, choosing adds to what is there.
pub(super) fn phrases(kind: RecordKind, column: &str) -> &'static [(&'static str, &'static str)] {
    match (kind, column) {
        (RecordKind::Plan, "measures") => &[
            ("封堵", "sealing"),
            ("拆除", "demolition"),
            ("截污纳管", "interception into the sewer"),
            ("雨污分流", "separate sewers"),
            ("混错接改造", "wrong connections put right"),
            ("管网修复", "sewer repair"),
            ("提标改造", "better treatment"),
            ("建设处理设施", "new treatment"),
            ("集中收集抽运", "collection by truck"),
            ("养殖搬迁", "livestock moved away"),
            ("生态沟渠/湿地", "ecological ditch or wetland"),
            ("规范化建设", "fitting out by the standard"),
            ("非汛期封堵/设闸", "sealed or gated outside the flood season"),
        ],
        (RecordKind::Trace, "evidence") => &[
            ("管网图", "sewer map"),
            ("环评或许可文件", "permit documents"),
            ("现场照片", "photos"),
            ("染色试验记录", "dye test"),
            ("CCTV影像", "CCTV"),
            ("机器人影像", "robot video"),
            ("热红外影像", "thermal images"),
            ("水质比对报告", "fingerprint report"),
            ("走访笔录", "interview notes"),
        ],
        (RecordKind::Sample, "preservation") => &[
            ("4℃冷藏", "cooled to 4 ℃"),
            ("加硫酸至pH<2", "sulphuric acid to pH<2"),
            ("加硝酸", "nitric acid"),
            ("加氢氧化钠", "sodium hydroxide"),
            ("未加保存剂", "nothing added"),
        ],
        (RecordKind::Visit, "problems") => &[
            ("垃圾堆积", "rubbish"),
            ("违建占用", "built over"),
            ("护坡破损", "bank damaged"),
            ("植被异常", "abnormal vegetation"),
            ("管道生物膜", "growth in the pipe"),
        ],
        (RecordKind::Sample, "impossible_reason") => {
            &[("无水", "no water"), ("淹没", "submerged"), ("无法到达", "out of reach"), ("冰封", "frozen")]
        }
        _ => &[],
    }
}

/// Fields that take several answers with `、` between them.
pub(super) const SEVERAL: &[&str] = &[
    "crew",
    "samplers",
    "tracer",
    "people",
    "measures",
    "evidence",
    "preservation",
    "problems",
    "support",
    "patroller",
];
