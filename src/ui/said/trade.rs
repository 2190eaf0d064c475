//! What the window says of outfalls, stages, facts and reports.

use super::{Word, joined};
use crate::{
    app::ExportKind,
    domain::{
        Term as _,
        fact::Photo,
        op::{Deed, PastStep},
        outfall::{Outfall, OutfallClass},
        progress::Grouping,
        project::RecordKind,
        settings::Formula,
        stage::{Missing, Stage},
    },
    i18n::Lang,
    ui::{forms::Obstacle, tone::Mark},
};

/// What an outfall is called: its name, else its code.
pub(crate) fn outfall_name(lang: Lang, outfall: &Outfall) -> String {
    match (outfall.name.as_str(), outfall.code()) {
        ("", "") => lang.pick("（未命名排污口）", "(unnamed outfall)").to_owned(),
        ("", code) => code.to_owned(),
        (name, _) => name.to_owned(),
    }
}

/// The name as lists show it: without the city and county that stand beside it anyway.
pub(crate) fn short_name(lang: Lang, outfall: &Outfall) -> String {
    let name = outfall_name(lang, outfall);
    let rest = name.strip_prefix(outfall.city.as_str()).unwrap_or(&name);
    let rest = rest.strip_prefix(outfall.county.as_str()).unwrap_or(rest);
    if rest.chars().count() < 4 { name } else { rest.to_owned() }
}

/// The lines below the name on the card: what, where, whose.
pub(crate) fn outfall_lines(lang: Lang, outfall: &Outfall) -> Vec<String> {
    let class = outfall.class.map_or("", |class| lang.term(class));
    let bank = outfall.bank.map_or("", |bank| lang.term(bank));
    let river = [outfall.river.as_str(), bank].join(" ");
    let place = joined(&[&outfall.county, &outfall.town, &outfall.village, river.trim()]);
    let entity = match outfall.entity.as_str() {
        "" => String::new(),
        entity => lang.pick(format!("责任主体 {entity}"), format!("Entity: {entity}")),
    };
    let coordinates = super::coordinate_line(lang, outfall);
    let mut lines = vec![joined(&[class, &outfall.class_detail]), place, coordinates, entity];
    lines.retain(|line| !line.is_empty());
    lines
}

/// The full name of a stage.
pub(crate) fn stage_name(lang: Lang, stage: Stage) -> &'static str {
    match stage {
        Stage::Check => lang.pick("排查", "Check"),
        Stage::Measure => lang.pick("监测", "Measure"),
        Stage::Trace => lang.pick("溯源", "Trace"),
        Stage::Fix => lang.pick("整治", "Fix"),
        Stage::Manage => lang.pick("管理", "Manage"),
    }
}

/// A stage and its state, in full.
pub(crate) fn stage_state(lang: Lang, stage: Stage, mark: &Mark) -> String {
    let unproven = if mark.proven { "" } else { lang.term(Word::Unproven) };
    joined(&[stage_name(lang, stage), mark.word, unproven])
}

/// The title of the list of what is missing.
pub(crate) fn missing_for(lang: Lang, stage: Stage, count: usize) -> String {
    match stage {
        Stage::Fix => {
            lang.pick(format!("销号还缺 {count} 项"), format!("Missing before it can be closed out: {count}"))
        }
        Stage::Manage => {
            lang.pick(format!("规范还缺 {count} 项"), format!("Missing for a well-kept outfall: {count}"))
        }
        Stage::Check => lang.pick(format!("排查还缺 {count} 项"), format!("Missing for the check: {count}")),
        Stage::Measure => {
            lang.pick(format!("监测还缺 {count} 项"), format!("Missing for the measurement: {count}"))
        }
        Stage::Trace => {
            lang.pick(format!("溯源还缺 {count} 项"), format!("Missing for the tracing: {count}"))
        }
    }
}

/// What a stage says that has no facts.
pub(crate) fn no_facts(lang: Lang, stage: Stage) -> String {
    let name = stage_name(lang, stage);
    lang.pick(format!("还没有{name}记录"), format!("Nothing recorded yet ({})", name.to_lowercase()))
}

/// What one record of a kind is called.
pub(crate) fn kind_name(lang: Lang, kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Settings => lang.pick("项目设置", "Settings"),
        RecordKind::LayerGroup => lang.pick("图层组", "Layer group"),
        RecordKind::Layer => lang.pick("图层", "Layer"),
        RecordKind::Basemap => lang.pick("底图", "Basemap"),
        RecordKind::Bookmark => lang.pick("书签", "Bookmark"),
        RecordKind::Track => lang.pick("轨迹", "Track"),
        RecordKind::Outfall => lang.pick("排污口", "Outfall"),
        RecordKind::Claim => lang.pick("台账申报", "Ledger claim"),
        RecordKind::Visit => lang.pick("排查", "Check visit"),
        RecordKind::Sample => lang.pick("采样", "Sample"),
        RecordKind::LabResult => lang.pick("监测结果", "Result"),
        RecordKind::Trace => lang.pick("溯源", "Tracing"),
        RecordKind::TraceSource => lang.pick("溯源来源", "Traced source"),
        RecordKind::ManholeCheck => lang.pick("开井核查", "Manhole check"),
        RecordKind::Plan => lang.pick("研判与方案", "Judgement and plan"),
        RecordKind::ProgressNote => lang.pick("整治进展", "Progress note"),
        RecordKind::Acceptance => lang.pick("验收销号", "Acceptance"),
        RecordKind::Upkeep => lang.pick("日常管理", "Upkeep"),
        RecordKind::RegisterEvent => lang.pick("台账变更", "Register change"),
        RecordKind::Photo => lang.pick("照片", "Photo"),
        RecordKind::Assignment => lang.pick("任务安排", "Assignment"),
        RecordKind::Correction => lang.pick("更正", "Correction"),
        RecordKind::Waiver => lang.pick("检查豁免", "Waiver"),
    }
}

/// The button that opens a form.
pub(crate) fn record_button(lang: Lang, kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Visit => lang.pick("登记排查…", "Record a visit…"),
        RecordKind::Sample | RecordKind::LabResult => lang.pick("登记监测…", "Record a sample…"),
        RecordKind::Trace | RecordKind::TraceSource => lang.pick("登记溯源…", "Record a tracing…"),
        RecordKind::ManholeCheck => lang.pick("登记开井…", "Record a manhole…"),
        RecordKind::Plan => lang.pick("研判与方案…", "Judge or plan…"),
        RecordKind::ProgressNote => lang.pick("登记进展…", "Note progress…"),
        RecordKind::Acceptance => lang.pick("验收销号…", "Accept…"),
        RecordKind::Upkeep => lang.pick("登记管理…", "Record upkeep…"),
        RecordKind::RegisterEvent => lang.pick("变更台账状态…", "Change the register…"),
        RecordKind::Photo => lang.pick("添加照片…", "Add a photo…"),
        RecordKind::Outfall => lang.pick("修改基本信息…", "Edit…"),
        RecordKind::Settings
        | RecordKind::LayerGroup
        | RecordKind::Layer
        | RecordKind::Basemap
        | RecordKind::Bookmark
        | RecordKind::Track
        | RecordKind::Assignment
        | RecordKind::Correction
        | RecordKind::Waiver
        | RecordKind::Claim => "",
    }
}

/// The button that opens a form, or one that was left half filled in.
pub(crate) fn record_or_go_on(lang: Lang, kind: RecordKind, draft: bool) -> String {
    let text = record_button(lang, kind);
    if !draft {
        return text.to_owned();
    }
    let text = text.trim_end_matches('…');
    lang.pick(format!("{text}（草稿）…"), format!("{text} (draft)…"))
}

/// The title of a form.
pub(crate) fn form_title(lang: Lang, kind: RecordKind, edits: bool) -> String {
    let text = if edits {
        lang.pick("修改基本信息", "Edit the register entry")
    } else {
        record_button(lang, kind)
    };
    text.trim_end_matches('…').to_owned()
}

/// Why a form can not be kept yet.
pub(crate) fn obstacle(lang: Lang, obstacle: &Obstacle) -> String {
    match obstacle {
        Obstacle::NotANumber(_) => lang.pick("不是数字", "not a number").to_owned(),
        Obstacle::NotADate(_) => lang.pick("日期写作 2026-01-31", "write 2026-01-31").to_owned(),
        Obstacle::NoSuchOutfall(_) => lang.pick("没有这个编号", "no such code").to_owned(),
        Obstacle::Missing(missing) => lang.term(*missing).to_owned(),
        Obstacle::Role(role) => lang.pick(
            format!("须由{}办理，可先留作草稿", role.zh()),
            format!("For the role of {}; keep it as a draft", role.en().to_lowercase()),
        ),
        Obstacle::NoReason => lang.pick("写明更正原因", "Say why it is corrected").to_owned(),
        Obstacle::NoFile => lang.pick("没有选文件", "No file is chosen").to_owned(),
        Obstacle::BadResult => {
            lang.pick("监测结果要有项目和数值", "A result needs a parameter and a number").to_owned()
        }
        Obstacle::BadSource => {
            lang.pick("来源要有名称，占比是数字", "A source needs a name, its share a number").to_owned()
        }
    }
}

/// The same beside the field that it is about, whose title says the rest.
pub(crate) fn obstacle_here(lang: Lang, it: &Obstacle) -> String {
    match it {
        Obstacle::Missing(Missing::Crew | Missing::Samplers) => {
            lang.pick("至少两人", "at least two people").to_owned()
        }
        Obstacle::Missing(_) => lang.term(Word::Needed).to_owned(),
        it => obstacle(lang, it),
    }
}

/// What a photo shows, and when.
pub(crate) fn photo_title(lang: Lang, photo: &Photo) -> String {
    let slot = photo.slot.map_or("", |slot| lang.term(slot));
    let day = photo.on.map(|day| day.to_string()).unwrap_or_default();
    joined(&[slot, &day, &photo.file_name])
}

/// A result against its limit.
pub(crate) fn verdict(lang: Lang, over: bool, multiple: Option<f64>) -> String {
    match (over, multiple) {
        (false, _) => lang.pick("达标", "within").to_owned(),
        (true, None) => lang.pick("超标", "over").to_owned(),
        (true, Some(multiple)) => {
            lang.pick(format!("超标 {multiple:.1} 倍"), format!("over by {multiple:.1}×"))
        }
    }
}

/// A group of the progress table; outfalls that do not say are a group of their own.
pub(crate) fn group_name(lang: Lang, by: Grouping, name: &str) -> String {
    match (name, by) {
        ("", _) => lang.pick("（未填）", "(not given)").to_owned(),
        (name, Grouping::Class) => {
            let class = OutfallClass::ALL.iter().find(|class| class.zh() == name || class.code() == name);
            class.map_or_else(|| name.to_owned(), |class| lang.term(*class).to_owned())
        }
        (name, _) => name.to_owned(),
    }
}

/// What a formula counts, in words.
pub(crate) fn formula(lang: Lang, formula: Formula) -> String {
    let definition = match formula {
        Formula::Z1 => lang.pick("已销号 ÷（底数 − 无需整治）", "closed out ÷ (base − none needed)"),
        Formula::Z2 => lang
            .pick("已销号 ÷（底数 − 无需整治 − 未研判）", "closed out ÷ (base − none needed − not judged)"),
        Formula::Z3 => lang.pick("（已销号 + 无需整治）÷ 底数", "(closed out + none needed) ÷ base"),
    };
    lang.pick(format!("{}：{definition}", formula.zh()), format!("{}: {definition}", formula.en()))
}

/// What a step was, and to what.
pub(crate) fn step(lang: Lang, step: &PastStep) -> String {
    joined(&[lang.term(step.deed), &step.subject])
}

/// A record came.
pub(crate) fn came(lang: Lang, what: &str) -> String {
    lang.pick(format!("新增 {what}"), format!("New: {what}"))
}

/// A record went.
pub(crate) fn went(lang: Lang, what: &str) -> String {
    lang.pick(format!("撤去 {what}"), format!("Gone: {what}"))
}

/// Which device, by the end of its name.
pub(crate) fn device(lang: Lang, id: &str) -> String {
    let end = id.rsplit('-').next().unwrap_or_default();
    lang.pick(format!("设备 {end}"), format!("device {end}"))
}

/// The button that brings an old value back.
pub(crate) fn restore(lang: Lang, title: &str, old: &str) -> String {
    lang.pick(format!("恢复{title}：{old}"), format!("Restore {title}: {old}"))
}

/// The button that corrects a record of this kind and day.
pub(crate) fn correct(lang: Lang, kind: RecordKind, day: &str) -> String {
    joined(&[lang.term(super::Word::Correct), kind_name(lang, kind), day])
}

/// Undo, and what it would take back.
pub(crate) fn undo(lang: Lang, what: &str) -> String {
    format!("{} {what}", lang.term(Deed::Undo))
}

/// Redo, and what it would do again.
pub(crate) fn redo(lang: Lang, what: &str) -> String {
    format!("{} {what}", lang.term(Deed::Redo))
}

/// The name of a report; also the name of its file.
pub(crate) fn report_name(lang: Lang, kind: ExportKind) -> &'static str {
    match kind {
        ExportKind::Ledger => lang.pick("排污口台账与报表", "Outfall ledger"),
        ExportKind::Register => lang.pick("表A 排污口名录", "Table A register"),
        ExportKind::Dispatch => lang.pick("表F 调度表", "Table F dispatch"),
        ExportKind::Tracing => lang.pick("表D 溯源清单", "Table D tracing"),
        ExportKind::Remediation => lang.pick("表E 整治清单", "Table E remediation"),
        ExportKind::Lag => lang.pick("表I 滞后清单", "Table I lag"),
        ExportKind::Outfalls => lang.pick("排污口图层", "Outfalls as a layer"),
        ExportKind::Layer(_) => lang.pick("参考图层", "Reference layer"),
        ExportKind::SectionPlan => lang.pick("一断面一方案", "One section one plan"),
        ExportKind::Links => lang.pick("断面与保护区关联表", "Sections and zones below"),
        ExportKind::Chain => lang.pick("全链条清单", "Chains from source to section"),
    }
}

/// What is in a report.
pub(crate) fn report_contents(lang: Lang, kind: ExportKind) -> &'static str {
    match kind {
        ExportKind::Ledger => lang.pick(
            "一个工作簿：名录、调度表、溯源清单、整治清单、滞后清单",
            "One workbook: register, dispatch table, tracing list, remediation list, lag list",
        ),
        ExportKind::Register => {
            lang.pick("每个排污口一行，全部字段与状态", "One row for each outfall, all fields and states")
        }
        ExportKind::Dispatch => {
            lang.pick("按分组的数量与比率，末行合计", "Counts and rates by group, with a total")
        }
        ExportKind::Tracing => {
            lang.pick("每个排污口的溯源结论、责任主体与证据", "Outcome, entity and evidence for each outfall")
        }
        ExportKind::Remediation => lang.pick(
            "每个排污口的问题、措施、时限与销号",
            "Problem, measures, deadline and closing for each outfall",
        ),
        ExportKind::SectionPlan => lang.pick(
            "四列清单：断面、河流、责任单位、管控措施；另附上游排污口、污染源、保护区和村庄",
            "Section, river, responsible unit, measures; with the outfalls, sources, zones and villages upstream",
        ),
        ExportKind::Links => lang.pick(
            "每个排污口的河段、桩号、岸别、下游断面与保护区的沿河距离",
            "Reach, chainage, bank, next section and zone of each outfall, with distance along the water",
        ),
        ExportKind::Chain => lang.pick(
            "污染源—路径—排污口—河段—断面，缺口与各县完整率",
            "Source, path, outfall, reach and section of each, the gaps, and coverage by county",
        ),
        ExportKind::Lag => lang.pick(
            "落后于时限的排污口：预警、通报、约谈",
            "Outfalls behind schedule: warning, circular, summons",
        ),
        ExportKind::Outfalls => lang.pick(
            "点图层，全部字段与状态：.shp、.gpkg、.geojson、.kml，也可 .csv、.xlsx",
            "Points with all fields and states: .shp, .gpkg, .geojson, .kml; .csv and .xlsx as well",
        ),
        ExportKind::Layer(_) => lang.pick(
            "图层的全部要素：.shp、.gpkg、.geojson、.kml，也可 .csv、.xlsx",
            "All features of the layer: .shp, .gpkg, .geojson, .kml; .csv and .xlsx as well",
        ),
    }
}
