//! What forms say: problems and where they are, doubts, templates, calculators.

use crate::i18n::Lang;

/// A word of the forms without values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormWord {
    AsLastTime,
    AsLastTimeTip,
    Templates,
    NoTemplates,
    TemplateName,
    KeepTemplate,
    Sticky,
    StickyTip,
    NothingMissing,
    Search,
    NoEntry,
    Calculator,
    TakeOver,
    FillInReadings,
    Channel,
    Pipe,
    Rectangular,
    Notch,
    FurtherSources,
    AddSource,
    RemoveSource,
    Steps,
    AddStep,
    RemoveStep,
    StepName,
    Unit,
    DetectionLimit,
    Method,
    ResultValue,
    Invalid,
    ValidAgain,
    InvalidReason,
    NotReadable,
    Proposed,
    ProposeSign,
    DossierDone,
    EarlierHere,
    Usual,
    FlowInDays,
    CorrectionReason,
    Withdraw,
    WithdrawTip,
}

/// The word in this language.
pub(crate) fn form_word(lang: Lang, word: FormWord) -> &'static str {
    let (zh, en) = match word {
        FormWord::CorrectionReason => ("更正原因", "Reason for the correction"),
        FormWord::Withdraw => ("只作废原记录", "Withdraw it"),
        FormWord::WithdrawTip => (
            "原记录不再计入，也没有替代它的记录；仍留在历史中",
            "The record no longer counts and none takes its place; it stays in the history",
        ),
        FormWord::AsLastTime => ("同上次", "As last time"),
        FormWord::AsLastTimeTip => (
            "把本排污口上一条同类记录的内容填入空着的字段，日期和文号除外",
            "Fills empty fields with what the last record of this kind here says, but for days and numbers",
        ),
        FormWord::Templates => ("模板", "Templates"),
        FormWord::NoTemplates => ("还没有模板", "No templates yet"),
        FormWord::TemplateName => ("模板名称", "Name of the template"),
        FormWord::KeepTemplate => ("把现在填的存为模板", "Keep what is filled in"),
        FormWord::Sticky => ("沿用", "as before"),
        FormWord::StickyTip => {
            ("沿用本机上一条记录，可以改", "From the last record on this device; change it freely")
        }
        FormWord::NothingMissing => ("没有缺项", "Nothing is missing"),
        FormWord::Search => ("查找：汉字或拼音首字母", "Search"),
        FormWord::NoEntry => ("没有符合的", "Nothing matches"),
        FormWord::Calculator => ("计算", "Work out"),
        FormWord::TakeOver => ("填入", "Take over"),
        FormWord::FillInReadings => ("填入读数即得流量", "Readings give the flow"),
        FormWord::Channel => ("明渠", "Channel"),
        FormWord::Pipe => ("圆管", "Round pipe"),
        FormWord::Rectangular => ("矩形堰", "Rectangular"),
        FormWord::Notch => ("90°三角堰", "90° notch"),
        FormWord::FurtherSources => ("其他来源", "Further sources"),
        FormWord::AddSource => ("加一个来源", "Add a source"),
        FormWord::RemoveSource => ("删去这个来源", "Remove this source"),
        FormWord::Steps => ("路径节点（自源头向下）", "Steps of the path, from the source down"),
        FormWord::AddStep => ("加一步", "Add a step"),
        FormWord::RemoveStep => ("删去这一步", "Remove this step"),
        FormWord::StepName => ("名称或编号", "Name or number"),
        FormWord::Unit => ("单位", "Unit"),
        FormWord::DetectionLimit => ("检出限", "Det. limit"),
        FormWord::Method => ("方法", "Method"),
        FormWord::ResultValue => ("结果", "Result"),
        FormWord::Invalid => ("标为无效", "Mark as not valid"),
        FormWord::ValidAgain => ("恢复有效", "Valid again"),
        FormWord::InvalidReason => ("无效原因", "Why it is not valid"),
        FormWord::NotReadable => ("看不懂", "can not be read"),
        FormWord::Proposed => ("按感官判定", "by what was seen"),
        FormWord::ProposeSign => ("按台账生成", "From the register"),
        FormWord::DossierDone => ("一口一档完整度", "Dossier complete"),
        FormWord::EarlierHere => ("以前填过", "Earlier"),
        FormWord::Usual => ("常用", "Usual"),
        FormWord::FlowInDays => ("折合", "that is"),
    };
    lang.pick(zh, en)
}

/// How many problems of each kind a form has.
pub(crate) fn problem_counts(lang: Lang, missing: usize, doubts: usize) -> String {
    match (missing, doubts) {
        (0, 0) => form_word(lang, FormWord::NothingMissing).to_owned(),
        (missing, 0) => super::open_points(lang, missing),
        (0, doubts) => to_check(lang, doubts),
        (missing, doubts) => lang.pick(
            format!("还缺 {missing} 项，{doubts} 处请核对"),
            format!("{missing} open, {doubts} to check"),
        ),
    }
}

fn to_check(lang: Lang, doubts: usize) -> String {
    lang.pick(format!("{doubts} 处请核对"), format!("{doubts} to check"))
}

/// The name of a button that jumps to a problem: what, and in which section.
pub(crate) fn problem_name(lang: Lang, field: &str, section: &str, text: &str) -> String {
    if field.is_empty() && section.is_empty() {
        return text.to_owned();
    }
    let place = if field.is_empty() { section.to_owned() } else { format!("{field}（{section}）") };
    if place.is_empty() {
        // It is a matter of no field.
        return text.to_owned();
    }
    lang.pick(format!("{place}：{text}"), format!("{}: {text}", place.replace('（', " (").replace('）', ")")))
}

/// The accessible name of a section's title.
pub(crate) fn fold_section(lang: Lang, title: &str, open: bool) -> String {
    if open {
        lang.pick(format!("收起 {title}"), format!("Fold {title}"))
    } else {
        lang.pick(format!("展开 {title}"), format!("Unfold {title}"))
    }
}

/// How much a folded section holds.
pub(crate) fn filled_in(lang: Lang, filled: usize, of: usize) -> String {
    lang.pick(format!("已填 {filled}/{of}"), format!("{filled} of {of} filled in"))
}

/// The four severities, from none to strong.
pub(crate) fn severities(lang: Lang) -> [&'static str; 4] {
    lang.pick(["0 无", "1 轻微", "2 明显", "3 严重"], ["0 none", "1 faint", "2 clear", "3 strong"])
}

/// The button that drops a template.
pub(crate) fn drop_template(lang: Lang, name: &str) -> String {
    lang.pick(format!("删去模板 {name}"), format!("Drop the template {name}"))
}

/// Ready, but some answers are doubted.
pub(crate) fn complete_but(lang: Lang, doubts: usize) -> String {
    let ready = lang.term(super::Word::Complete);
    lang.pick(format!("{ready}，{}", to_check(lang, doubts)), format!("{ready}, {}", to_check(lang, doubts)))
}

/// What a dossier lacks.
pub(crate) fn dossier_lacks(lang: Lang, parts: &[&str]) -> String {
    lang.pick(
        format!("还缺：{}", parts.join("、")),
        format!("Still missing: {}", parts.join(", ").to_lowercase()),
    )
}
