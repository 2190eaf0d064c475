//! What the headings of ledgers of visits and of lab results mean.
//!
//! Such a ledger says of each row which outfall it is about, in the columns that [`super::meaning`] knows, and what was seen or
//! measured there: a column for each parameter (wide), or a row for each result with the parameter in a cell (long).
//! Columns: domain dossier §7.2, tables B and C.

use super::{Meaning, candidates, key};
use crate::domain::{
    Record as _,
    fact::{Parameter, Sample, Visit},
    rule::unit::{self, Unit},
    words::plain,
};

/// Which facts a ledger holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactLedger {
    /// Visits (现场记录).
    Visits,
    /// Samples with their results (监测结果).
    Samples,
}

/// What a column of such a ledger holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactMeaning {
    /// Something that tells which outfall it is.
    Owner(Meaning),
    /// The column of the visit or the sample with this name.
    Column(&'static str),
    /// The results of one parameter.
    Result(Parameter),
    /// Which parameter the row is about.
    Parameter,
    /// Its result.
    Value,
    /// The unit of the result.
    Unit,
    /// The detection limit of the method.
    DetectionLimit,
    /// The method.
    Method,
}

use FactMeaning::{
    Column as C, DetectionLimit, Method, Owner, Parameter as P, Result as R, Unit as U, Value,
};

/// What is said of an outfall in such a ledger so that it can be found.
const OWNER: &[&str] =
    &["code_national", "code_local", "name", "county", "town", "village", "river", "lon", "lat"];

/// What a heading means, how telling it is (0 is the most), and the unit that it names.
pub fn fact_meaning(ledger: FactLedger, heading: &str) -> Option<(FactMeaning, usize, Option<Unit>)> {
    let (rest, unit) = unit::taken_off(&plain(heading));
    let names = candidates(&rest);
    let found = names.iter().find_map(|name| listed(ledger, name)).or_else(|| {
        let owner =
            names.iter().find_map(|name| super::look_up(name)).filter(|(meaning, _)| is_owner(*meaning));
        owner.map(|(meaning, rank)| (Owner(meaning), rank))
    });
    found.map(|(meaning, rank)| (meaning, rank, unit))
}

/// The meaning with this name, for the file that overrides headings: a column of the record, a parameter, a column of the outfalls, or
/// `parameter`, `value`, `unit`, `method`, `detection_limit`.
pub fn fact_meaning_of_column(ledger: FactLedger, name: &str) -> Option<FactMeaning> {
    let special = match (ledger, name) {
        (FactLedger::Samples, "parameter") => Some(P),
        (FactLedger::Samples, "value") => Some(Value),
        (FactLedger::Samples, "unit") => Some(U),
        (FactLedger::Samples, "method") => Some(Method),
        (FactLedger::Samples, "detection_limit") => Some(DetectionLimit),
        _ => None,
    };
    let column = || titles(ledger).into_iter().find(|(it, ..)| *it == name).map(|(it, ..)| C(it));
    let result = || (ledger == FactLedger::Samples).then(|| parameter(name)).flatten().map(R);
    let owner = || super::meaning_of_column(name).filter(|it| is_owner(*it)).map(Owner);
    special.or_else(column).or_else(result).or_else(owner)
}

/// The parameter that people call so: `CODcr`, `NH₃-N`, `五日生化需氧量（BOD5）` …
pub fn parameter(text: &str) -> Option<Parameter> {
    let names = candidates(&unit::taken_off(&plain(text)).0);
    names.iter().find_map(|name| parameter_of_key(name))
}

/// Does a table with these headings hold facts: visits, or samples? By what only such a ledger has.
pub fn fact_ledger(headings: &[String]) -> Option<FactLedger> {
    let has = |ledger, wanted: fn(FactMeaning) -> bool| {
        let meanings = headings.iter().filter_map(|it| fact_meaning(ledger, it));
        meanings.filter(|(meaning, ..)| wanted(*meaning)).count()
    };
    let results = has(FactLedger::Samples, |it| matches!(it, R(_) | Value | P));
    let sampled = has(FactLedger::Samples, |it| matches!(it, C("on" | "at" | "bottles" | "report_no")));
    if results >= 2 && sampled > 0 {
        return Some(FactLedger::Samples);
    }
    let day = has(FactLedger::Visits, |it| it == C("on"));
    let seen = has(FactLedger::Visits, |it| {
        matches!(
            it,
            C("crew" | "means" | "verdict" | "colour" | "turbidity" | "odour" | "oil" | "mouth" | "started")
        )
    });
    (day > 0 && seen >= 2).then_some(FactLedger::Visits)
}

fn is_owner(meaning: Meaning) -> bool {
    match meaning {
        Meaning::Outfall(name) => OWNER.contains(&name),
        Meaning::Claim(_) | Meaning::ClassGroup => false,
        Meaning::X
        | Meaning::Y
        | Meaning::Pair
        | Meaning::LonMinutes
        | Meaning::LonSeconds
        | Meaning::LatMinutes
        | Meaning::LatSeconds
        | Meaning::TownVillage
        | Meaning::Serial => true,
    }
}

fn listed(ledger: FactLedger, name: &str) -> Option<(FactMeaning, usize)> {
    if name.is_empty() {
        return None;
    }
    let vocabulary = match ledger {
        FactLedger::Visits => VISITS,
        FactLedger::Samples => SAMPLES,
    };
    let word = vocabulary
        .iter()
        .find_map(|(meaning, names)| names.iter().position(|it| *it == name).map(|rank| (*meaning, rank)));
    let result =
        || (ledger == FactLedger::Samples).then(|| parameter_of_key(name)).flatten().map(|it| (R(it), 0));
    let title = || {
        let mut titles = titles(ledger).into_iter();
        titles
            .find(|(it, zh, en)| [*it, *zh, *en].iter().any(|it| key(it) == name))
            .map(|(it, ..)| (C(it), 0))
    };
    word.or_else(result).or_else(title)
}

/// The columns of the record with their titles, but for what is known otherwise.
fn titles(ledger: FactLedger) -> Vec<(&'static str, &'static str, &'static str)> {
    let all: Vec<_> = match ledger {
        FactLedger::Visits => Visit::COLUMNS.iter().map(|it| (it.name, it.zh, it.en)).collect(),
        FactLedger::Samples => Sample::COLUMNS.iter().map(|it| (it.name, it.zh, it.en)).collect(),
    };
    // The flow in m³/d is worked out from the flow and its unit.
    all.into_iter().filter(|(name, ..)| !matches!(*name, "outfall" | "flow_m3_d")).collect()
}

fn parameter_of_key(name: &str) -> Option<Parameter> {
    let plain: String = name.chars().map(lowered).collect();
    let listed = PARAMETERS.iter().find(|(_, names)| names.contains(&plain.as_str()));
    listed.map(|(parameter, _)| *parameter)
}

/// `NH₃-N` is NH3-N.
fn lowered(letter: char) -> char {
    match letter {
        '₀'..='₉' => char::from_digit(u32::from(letter) - u32::from('₀'), 10).unwrap_or(letter),
        other => other,
    }
}

const VISITS: &[(FactMeaning, &[&str])] = &[
    (
        C("on"),
        &[
            "排查日期",
            "巡查日期",
            "检查日期",
            "调查日期",
            "踏勘日期",
            "现场排查日期",
            "现场检查日期",
            "核查日期",
            "排查时间",
            "巡查时间",
            "检查时间",
            "调查时间",
            "核查时间",
            "现场时间",
            "日期",
            "时间",
            "visitedon",
            "visitdate",
            "date",
        ],
    ),
    (C("means"), &["排查手段", "排查方式", "调查方式", "巡查方式", "排查方法", "手段"]),
    (C("level"), &["排查级别", "排查等级", "级别"]),
    (
        C("crew"),
        &[
            "排查人员",
            "巡查人员",
            "检查人员",
            "调查人员",
            "现场人员",
            "工作人员",
            "排查人",
            "巡查人",
            "检查人",
            "调查人",
            "人员",
            "crew",
        ],
    ),
    (C("verdict"), &["是否排污口", "是否为排污口", "是否入河排污口", "是否为入河排污口", "排污口认定"]),
    (
        C("flowing"),
        &[
            "正在排水",
            "是否正在排水",
            "是否排水",
            "有无排水",
            "是否有水",
            "排水情况",
            "排放情况",
            "排水",
            "discharging",
        ],
    ),
    (C("dry_weather"), &["旱天", "是否旱天", "是否晴天"]),
    (C("colour"), &["颜色", "水体颜色", "水色", "排水颜色", "污水颜色", "color"]),
    (C("turbidity"), &["浑浊度", "浑浊", "混浊度", "浊度", "水体浑浊度"]),
    (C("odour"), &["气味", "异味", "臭味", "有无异味", "水体气味", "odor"]),
    (C("oil"), &["油膜", "有无油膜", "油花", "浮油"]),
    (C("floatables"), &["漂浮物", "有无漂浮物"]),
    (C("foam"), &["泡沫", "有无泡沫"]),
    (C("deposits"), &["沉积", "沉积物", "污痕", "沉积污痕"]),
    (C("task"), &["任务来源", "检查来源", "来源"]),
    (C("started"), &["开始时间", "起始时间", "到达时间"]),
    (C("ended"), &["结束时间", "离开时间"]),
    (C("weather"), &["天气", "天气情况", "天气状况"]),
    (C("air_temp"), &["气温"]),
    (C("rain_24h"), &["24小时降雨", "24h降雨", "前24小时降雨量", "24小时降雨量", "24h降雨量"]),
    (C("rain_72h"), &["72小时降雨", "72h降雨", "前72小时降雨量", "72小时降雨量", "72h降雨量"]),
    (C("linked"), &["有无关联疑似排口", "有无关联排口", "关联排口"]),
    (C("flow_level"), &["水量", "水量大小", "排水量大小"]),
    (C("grade"), &["综合判定", "综合判断"]),
    (C("mouth"), &["口门状况", "口门情况", "口门", "排口状况"]),
    (C("seal_holds"), &["封堵有效", "封堵是否有效"]),
    (C("signboard"), &["标识牌", "标志牌", "标识牌情况", "标志牌情况", "有无标识牌", "有无标志牌"]),
    (C("problems"), &["其他问题", "存在问题", "发现问题", "主要问题", "问题"]),
    (C("conclusion"), &["结论", "排查结论", "检查结论"]),
    (C("next"), &["下一步", "下一步工作", "处理意见"]),
    (
        C("note"),
        &[
            "情况",
            "现场情况",
            "情况描述",
            "现场描述",
            "情况说明",
            "现场情况描述",
            "备注",
            "说明",
            "备注说明",
            "remark",
            "note",
        ],
    ),
];

const SAMPLES: &[(FactMeaning, &[&str])] = &[
    (
        C("on"),
        &[
            "采样日期",
            "监测日期",
            "取样日期",
            "采样监测日期",
            "检测日期",
            "监测时间",
            "取样时间",
            "检测时间",
            "日期",
            "sampledon",
            "samplingdate",
            "date",
        ],
    ),
    (C("at"), &["采样时间", "采样时刻", "时间", "sampledat", "time"]),
    (
        C("bottles"),
        &[
            "样品编号",
            "样品号",
            "样品瓶号",
            "样品编码",
            "水样编号",
            "采样编号",
            "样号",
            "瓶号",
            "sampleno",
            "sampleid",
            "samplenumber",
            "bottle",
            "bottleno",
        ],
    ),
    (C("kind"), &["监测类型", "监测性质", "采样类型", "监测类别"]),
    (C("samplers"), &["采样人员", "采样人", "取样人员", "监测人员", "采样监测人员", "人员"]),
    (C("place"), &["采样点", "采样点位", "监测点位", "监测点", "点位名称", "点位", "采样地点", "采样点名称"]),
    (C("lab"), &["检测机构", "监测机构", "检测单位", "监测单位", "实验室", "分析单位", "laboratory", "lab"]),
    (C("report_no"), &["报告编号", "检测报告编号", "监测报告编号", "报告号", "报告文号"]),
    (C("impossible_reason"), &["无法采样原因", "未采样原因", "未监测原因", "不具备采样条件原因"]),
    (
        C("flow"),
        &[
            "流量",
            "监测流量",
            "现场流量",
            "污水流量",
            "废水流量",
            "排水量",
            "排放量",
            "污水量",
            "废水量",
            "日排水量",
            "日排放量",
            "flow",
            "q",
        ],
    ),
    (C("flow_unit"), &["流量单位"]),
    (C("flow_state"), &["流量状态", "流量监测状态", "流量测定"]),
    (C("flow_method"), &["测流方法", "流量测定方法", "测流方式"]),
    (C("standard"), &["执行标准", "评价标准", "排放标准", "执行排放标准", "标准"]),
    (C("preservation"), &["保存方式", "保存方法", "固定剂"]),
    (C("handed_by"), &["送样人", "送样人员"]),
    (C("received_by"), &["接样人", "接样人员", "收样人"]),
    (C("received_on"), &["送达日期", "送达时间", "接样日期", "接样时间", "收样日期", "送样日期", "送检日期"]),
    (C("reported_on"), &["报告日期", "报告时间", "出具日期", "签发日期"]),
    (C("cma"), &["cma资质", "cma", "是否具有cma资质", "检测机构资质"]),
    (C("note"), &["备注", "说明", "备注说明", "情况说明", "remark", "note"]),
    (
        P,
        &[
            "监测项目",
            "检测项目",
            "分析项目",
            "监测指标",
            "检测指标",
            "监测因子",
            "污染物",
            "污染因子",
            "污染物名称",
            "项目",
            "项目名称",
            "指标",
            "因子",
            "参数",
            "parameter",
            "analyte",
        ],
    ),
    (
        Value,
        &[
            "监测结果",
            "检测结果",
            "分析结果",
            "测定结果",
            "监测值",
            "检测值",
            "测定值",
            "监测浓度",
            "检测浓度",
            "排放浓度",
            "浓度",
            "结果",
            "数值",
            "value",
            "result",
            "concentration",
        ],
    ),
    (U, &["单位", "浓度单位", "计量单位", "结果单位", "unit", "units"]),
    (DetectionLimit, &["检出限", "方法检出限", "最低检出限", "detectionlimit", "mdl", "dl"]),
    (Method, &["检测方法", "分析方法", "监测方法", "测定方法", "方法", "方法依据", "method"]),
];

/// What people call the parameters, without blanks, brackets and hyphens.
const PARAMETERS: &[(Parameter, &[&str])] = &[
    (Parameter::Ph, &["ph", "ph值", "酸碱度"]),
    (Parameter::Cod, &["cod", "codcr", "化学需氧量", "化学需氧量cod", "化学需氧量codcr", "cod化学需氧量"]),
    (
        Parameter::Bod5,
        &["bod5", "bod", "五日生化需氧量", "生化需氧量", "五日生化需氧量bod5", "生化需氧量bod5"],
    ),
    (Parameter::AmmoniaN, &["nh3n", "氨氮", "氨氮nh3n", "nh4n", "ammonia", "ammonian", "氨氮以n计"]),
    (Parameter::TotalP, &["tp", "总磷", "总磷tp", "总磷以p计", "totalp", "totalphosphorus"]),
    (Parameter::TotalN, &["tn", "总氮", "总氮tn", "总氮以n计", "totaln", "totalnitrogen"]),
    (Parameter::SuspendedSolids, &["ss", "悬浮物", "悬浮物ss", "tss", "suspendedsolids"]),
    (Parameter::Petroleum, &["oil", "石油类", "petroleum"]),
    (Parameter::Surfactant, &["las", "阴离子表面活性剂", "阴离子表面活性剂las", "surfactant"]),
    (Parameter::Fluoride, &["f", "氟化物", "氟化物f", "氟化物以f计", "fluoride"]),
    (Parameter::DissolvedOxygen, &["do", "溶解氧", "溶解氧do", "dissolvedoxygen"]),
    (Parameter::Conductivity, &["ec", "电导率", "conductivity"]),
    (Parameter::WaterTemp, &["t", "水温", "watertemperature", "watertemp"]),
    (Parameter::Chloride, &["cl", "氯化物", "氯化物以cl计", "chloride"]),
    (Parameter::TotalSalt, &["salt", "全盐量", "totalsalt"]),
    (Parameter::FaecalColiform, &["fc", "粪大肠菌群", "粪大肠菌群数", "faecalcoliform", "fecalcoliform"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fact::{FlowUnit, ResultUnit};

    #[track_caller]
    fn check(ledger: FactLedger, heading: &str, expected: Option<FactMeaning>) {
        assert_eq!(fact_meaning(ledger, heading).map(|(meaning, ..)| meaning), expected, "{heading}");
    }

    #[test]
    fn the_headings_of_field_records_are_understood() {
        use FactLedger::Visits as V;
        check(V, "排查日期", Some(C("on")));
        check(V, "人员", Some(C("crew")));
        check(V, "现场/颜色", Some(C("colour")));
        check(V, "正在排水（是/否）", Some(C("flowing")));
        check(V, "排污口名称", Some(Owner(Meaning::Outfall("name"))));
        check(V, "东经", Some(Owner(Meaning::Outfall("lon"))));
        check(V, "责任主体", None);
        for column in Visit::COLUMNS.iter().filter(|it| it.name != "outfall") {
            check(V, column.zh, Some(C(column.name)));
        }
    }

    #[test]
    fn the_headings_of_lab_reports_are_understood_with_their_units() {
        use FactLedger::Samples as S;
        check(S, "COD(mg/L)", Some(R(Parameter::Cod)));
        check(S, "监测结果/氨氮（NH₃-N）", Some(R(Parameter::AmmoniaN)));
        check(S, "五日生化需氧量", Some(R(Parameter::Bod5)));
        check(S, "ｐＨ值（无量纲）", Some(R(Parameter::Ph)));
        check(S, "样品编号", Some(C("bottles")));
        check(S, "流量(m³/d)", Some(C("flow")));
        check(S, "是否达标", None);
        let unit = |heading| fact_meaning(S, heading).and_then(|(.., unit)| unit);
        assert_eq!(unit("总磷（µg/L）"), Some(Unit::Mass(ResultUnit::MicrogramsPerLitre)));
        assert_eq!(unit("总磷/ug/l"), Some(Unit::Mass(ResultUnit::MicrogramsPerLitre)));
        assert_eq!(unit("流量（t/d）"), Some(Unit::Flow(FlowUnit::CubicMetresPerDay, 1.0)));
        assert_eq!(unit("流量 万m3/d"), Some(Unit::Flow(FlowUnit::CubicMetresPerDay, 10_000.0)));
        assert_eq!(unit("COD"), None);
        for column in Sample::COLUMNS.iter().filter(|it| !matches!(it.name, "outfall" | "flow_m3_d")) {
            check(S, column.zh, Some(C(column.name)));
        }
    }

    #[test]
    fn every_parameter_is_known_by_its_own_names() {
        for it in Parameter::ALL {
            for name in [it.code(), crate::domain::Term::zh(*it), crate::domain::Term::en(*it)] {
                assert_eq!(parameter(name), Some(*it), "{name}");
            }
        }
        assert_eq!(parameter("高锰酸盐指数"), None);
    }

    #[test]
    fn a_ledger_of_facts_is_told_from_one_of_outfalls() {
        let of =
            |headings: &[&str]| fact_ledger(&headings.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
        assert_eq!(of(&["排污口名称", "监测日期", "COD", "氨氮"]), Some(FactLedger::Samples));
        assert_eq!(of(&["编码", "采样日期", "监测项目", "结果", "单位"]), Some(FactLedger::Samples));
        assert_eq!(of(&["名称", "排查日期", "排查人员", "颜色"]), Some(FactLedger::Visits));
        assert_eq!(of(&["名称", "经度", "纬度", "河流", "是否排水", "整治状态", "销号日期"]), None);
    }
}
