//! What the data checks and the coordinate doctor say on the screen.

use super::count;
use crate::{
    domain::{
        Term,
        check::{CheckId, Fix},
        doctor::Diagnosis,
    },
    i18n::Lang,
};

/// A word of the checks or of the doctor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CheckWord {
    AllChecks,
    AllCounties,
    NoCounty,
    Due,
    Waived,
    ByCounty,
    Checking,
    NothingFound,
    NothingWaived,
    NothingWaivedAdvice,
    FixAll,
    FixAllTitle,
    FixAllAdvice,
    ShowOnMap,
    WaiveTitle,
    WaiveAdvice,
    Reason,
    ReasonHint,
    ReasonMissing,
    Withdraw,
    Doctor,
    DoctorAdvice,
    ScopeAll,
    ScopeSelection,
    System,
    Median,
    P90,
    Best,
    NoRivers,
    Looking,
    Legend,
    Why,
    Outfall,
    Column,
    Before,
    After,
}

impl Term for CheckWord {
    fn zh(self) -> &'static str {
        match self {
            Self::AllChecks => "全部检查",
            Self::AllCounties => "全部县",
            Self::NoCounty => "（未填县）",
            Self::Due => "待处理",
            Self::Waived => "已豁免",
            Self::ByCounty => "分县",
            Self::Checking => "正在检查…",
            Self::NothingFound => "没有发现问题",
            Self::NothingWaived => "没有豁免的发现",
            Self::NothingWaivedAdvice => {
                "核实后确认无误的发现可以写明理由豁免；相关内容一改，又会列为待处理。"
            }
            Self::FixAll => "全部修正…",
            Self::FixAllTitle => "全部修正",
            Self::FixAllAdvice => "下面是将要修改的内容；一次撤销即可全部还原。",
            Self::ShowOnMap => "在地图上列出",
            Self::WaiveTitle => "豁免",
            Self::WaiveAdvice => "豁免后不再计入待处理；相关内容一改即失效。",
            Self::Reason => "理由",
            Self::ReasonHint => "例如：暗涵出口，已现场核实",
            Self::ReasonMissing => "写明理由",
            Self::Withdraw => "撤回豁免",
            Self::Doctor => "坐标诊断",
            Self::DoctorAdvice => {
                "排污口都在河边：把坐标按各种坐标系还原，看哪一种离河最近。原始坐标和原坐标系留在记录里。"
            }
            Self::ScopeAll => "全部",
            Self::ScopeSelection => "所选",
            Self::System => "坐标是",
            Self::Median => "距河中位数",
            Self::P90 => "九成以内",
            Self::Best => "建议",
            Self::NoRivers => "没有河流图层，或这些排污口没有坐标。",
            Self::Looking => "正在量算到河流的距离…",
            Self::Legend => "灰点现在的位置，蓝点还原后的位置",
            Self::Why => "更正理由",
            Self::Outfall => "排污口",
            Self::Column => "内容",
            Self::Before => "现在",
            Self::After => "改为",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Self::AllChecks => "All checks",
            Self::AllCounties => "All counties",
            Self::NoCounty => "(no county)",
            Self::Due => "Due",
            Self::Waived => "Waived",
            Self::ByCounty => "By county",
            Self::Checking => "Checking…",
            Self::NothingFound => "No findings",
            Self::NothingWaived => "Nothing is waived",
            Self::NothingWaivedAdvice => {
                "What was looked at and is right after all can be waived with a reason; it is due again as soon as the record says something else."
            }
            Self::FixAll => "Fix all…",
            Self::FixAllTitle => "Fix all",
            Self::FixAllAdvice => "This is what will change; one undo takes all of it back.",
            Self::ShowOnMap => "List on the map",
            Self::WaiveTitle => "Waive",
            Self::WaiveAdvice => "It is not due any more, until what it is about changes.",
            Self::Reason => "Reason",
            Self::ReasonHint => "For example: end of a culvert, seen on the spot",
            Self::ReasonMissing => "Say why",
            Self::Withdraw => "Take the waiver back",
            Self::Doctor => "Coordinate doctor",
            Self::DoctorAdvice => {
                "Outfalls lie on rivers: read in the right system, their coordinates come nearest to them. As they were written, and in which system, stays on record."
            }
            Self::ScopeAll => "All",
            Self::ScopeSelection => "Selected",
            Self::System => "The coordinates are",
            Self::Median => "Median to river",
            Self::P90 => "Nine of ten within",
            Self::Best => "Advised",
            Self::NoRivers => "There is no layer of rivers, or these outfalls have no coordinates.",
            Self::Looking => "Measuring the way to the rivers…",
            Self::Legend => "Grey: where they are now. Blue: where they come to lie.",
            Self::Why => "Reason for the correction",
            Self::Outfall => "Outfall",
            Self::Column => "What",
            Self::Before => "Now",
            Self::After => "Then",
        }
    }
}

/// `B4 离河过远`.
pub(crate) fn check_title(lang: Lang, check: CheckId) -> String {
    format!("{} {}", check.code(), lang.term(check))
}

/// How much was looked at and found.
pub(crate) fn checked(lang: Lang, outfalls: usize, due: usize, waived: usize) -> String {
    let [outfalls, due, waived] = [outfalls, due, waived].map(|it| count(it as i64));
    lang.pick(
        format!("{outfalls} 个排污口 · {due} 条待处理 · {waived} 条已豁免"),
        format!("{outfalls} outfalls · {due} due · {waived} waived"),
    )
}

/// What was checked where nothing was found.
pub(crate) fn checked_all(lang: Lang, outfalls: usize) -> String {
    let (outfalls, checks) = (count(outfalls as i64), CheckId::ALL.len());
    lang.pick(
        format!("已检查 {outfalls} 个排污口：坐标与河流、县界，编码，日期，监测值，责任主体，文字等 {checks} 项。"),
        format!("{outfalls} outfalls were held against {checks} checks: coordinates, rivers and counties, codes, dates, results, entities, texts."),
    )
}

/// What the button of a fix says.
pub(crate) fn fix_word(lang: Lang, fix: &Fix) -> &'static str {
    match fix {
        Fix::Swap => lang.pick("对调", "Swap"),
        Fix::SetCounty(_) => lang.pick("改县", "Set county"),
        Fix::PointTo(_) => lang.pick("改指", "Re-point"),
        Fix::Reread(_) => lang.pick("还原", "Un-shift"),
        Fix::SetBank(_) => lang.pick("改岸别", "Set bank"),
        Fix::Tidy => lang.pick("整理", "Tidy"),
        Fix::Exclude => lang.pick("排除", "Exclude"),
        Fix::MergeInto(_) => lang.pick("合并…", "Merge…"),
        Fix::Recode => lang.pick("改编号…", "Recode…"),
        Fix::Supply(..) => lang.pick("补充…", "Supply…"),
        Fix::Revise(_) => lang.pick("核对…", "Revise…"),
        Fix::CorrectFact => lang.pick("更正…", "Correct…"),
        Fix::Move => lang.pick("移动…", "Move…"),
    }
}

/// The accessible name of the button that fixes one finding.
pub(crate) fn fix_one(lang: Lang, code: &str, fix: &str) -> String {
    let fix = fix.trim_end_matches('…');
    lang.pick(format!("{code} {fix}"), format!("{fix} {code}"))
}

/// The accessible name of the button that waives one finding.
pub(crate) fn waive_one(lang: Lang, code: &str, check: CheckId) -> String {
    lang.pick(format!("豁免 {code} {}", check.code()), format!("Waive {} of {code}", check.code()))
}

/// The button that repairs so many.
pub(crate) fn repair_so_many(lang: Lang, number: usize) -> String {
    match (lang, number) {
        (Lang::En, 1) => "Fix 1 outfall".to_owned(),
        _ => lang.pick(format!("修正 {number} 个排污口"), format!("Fix {number} outfalls")),
    }
}

/// Who waived it, when and why.
pub(crate) fn waived_by(lang: Lang, who: &str, on: &str, reason: &str) -> String {
    let who = super::joined(&[on, who]);
    lang.pick(format!("{who} 豁免：{reason}"), format!("Waived {who}: {reason}"))
}

/// Metres as the doctor writes them; far for what is nowhere near.
pub(crate) fn metres_to_river(metres: f64) -> String {
    if metres >= 100_000.0 { "> 100 km".to_owned() } else { format!("{metres:.0} m") }
}

/// How many positions were looked at.
pub(crate) fn looked_at(lang: Lang, diagnosis: &Diagnosis) -> String {
    let (looked_at, all) = (count(diagnosis.looked_at as i64), count(diagnosis.count as i64));
    if looked_at == all {
        lang.pick(format!("{all} 个点"), format!("{all} positions"))
    } else {
        lang.pick(format!("{all} 个点，抽 {looked_at} 个"), format!("{looked_at} of {all} positions"))
    }
}

/// The reason that the doctor proposes.
pub(crate) fn doctor_reason(lang: Lang, was_m: f64, is_m: f64) -> String {
    let (was, is) = (metres_to_river(was_m), metres_to_river(is_m));
    lang.pick(format!("距河中位数 {was} → {is}"), format!("median distance to the rivers {was} → {is}"))
}

/// The button of the doctor.
pub(crate) fn reread_so_many(lang: Lang, number: usize) -> String {
    lang.pick(format!("还原 {number} 个排污口的坐标"), format!("Read {number} outfalls so"))
}
