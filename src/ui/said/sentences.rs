//! Sentences with values.

use std::path::Path;

use jiff::civil::Date;

use super::{Word, count, group_name, joined, numbers::time};
use crate::{
    app::{JobKind, SaveState, import::ImportReport},
    domain::{progress::Rate, settings::Theme, shape::ShapeType},
    i18n::Lang,
    ui::state::{Behind, Narrowed},
};

/// `3 / 240`.
pub(crate) fn shown_of(shown: usize, total: usize) -> String {
    if shown == total {
        count(total as i64)
    } else {
        format!("{} / {}", count(shown as i64), count(total as i64))
    }
}

/// What the list is narrowed to.
pub(crate) fn narrowed(lang: Lang, narrowed: &Narrowed) -> String {
    match &narrowed.behind {
        Behind::Number { count, group } => {
            let group = group.as_ref().map(|(by, name)| group_name(lang, *by, name)).unwrap_or_default();
            joined(&[lang.term(*count), &group])
        }
        Behind::Selection => selected(lang, narrowed.ids.len()),
        Behind::Check(None) => lang.pick("检查发现", "Findings of the checks").to_owned(),
        Behind::Check(Some(check)) => super::check_title(lang, *check),
        Behind::Due(day) => lang.pick(format!("{day} 到期"), format!("Due {day}")),
    }
}

/// How many outfalls are selected.
pub(crate) fn selected(lang: Lang, number: usize) -> String {
    let number = count(number as i64);
    lang.pick(format!("已选 {number} 个"), format!("{number} selected"))
}

/// How many forms are not finished.
pub(crate) fn unfinished(lang: Lang, number: usize) -> String {
    match (lang, number) {
        (Lang::En, 1) => "1 unfinished form".to_owned(),
        _ => lang.pick(format!("{number} 份未完成的表单"), format!("{number} unfinished forms")),
    }
}

/// The accessible name of a column's heading.
pub(crate) fn sort_by(lang: Lang, title: &str) -> String {
    lang.pick(format!("按{title}排序"), format!("Sort by {title}"))
}

/// The accessible name of a layer's eye.
pub(crate) fn show_layer(lang: Lang, name: &str) -> String {
    lang.pick(format!("显示 {name}"), format!("Show {name}"))
}

/// A number with what it counts.
pub(crate) fn counted(title: &str, number: u64) -> String {
    format!("{title} {}", count(number as i64))
}

/// What a number counts, and of which group.
pub(crate) fn counted_in(group: &str, title: &str) -> String {
    format!("{group} {title}")
}

/// How many more are needed.
pub(crate) fn short(lang: Lang, count: u64) -> String {
    lang.pick(format!("还差 {count} 个"), format!("{count} to go"))
}

/// How many are only claimed.
pub(crate) fn unproven(lang: Lang, count: u64) -> String {
    lang.pick(format!("未证实 {count}"), format!("{count} unproven"))
}

/// What stands beside a gauge.
pub(crate) fn gauge_remark(lang: Lang, rate: Rate, target: i64, claimed: u64) -> String {
    let first = match rate.met(target) {
        Some(true) => lang.term(Word::Reached).to_owned(),
        Some(false) => short(lang, rate.short(target)),
        None => String::new(),
    };
    let second = if claimed > 0 { unproven(lang, claimed) } else { String::new() };
    joined(&[&first, &second])
}

/// A gauge in one sentence.
pub(crate) fn gauge_name(lang: Lang, title: &str, rate: Rate, target: i64, remark: &str) -> String {
    let (percent, done, of) = (rate.percent(target), rate.done, rate.of);
    lang.pick(
        format!("{title} {percent}（{done}/{of}），目标 {target}%，{remark}"),
        format!("{title} {percent} ({done} of {of}), target {target}%, {remark}"),
    )
}

/// A target and its day.
pub(crate) fn target(lang: Lang, percent: i64, due: Option<Date>) -> String {
    let due = due.map(|day| day.to_string()).unwrap_or_default();
    let target = lang.pick(format!("目标 {percent}%"), format!("target {percent}%"));
    joined(&[&target, &due])
}

/// The day that is looked at.
pub(crate) fn as_of(lang: Lang, day: Date) -> String {
    lang.pick(format!("截至 {day} 的状态"), format!("States as of {day}"))
}

/// Is everything on the disk?
pub(crate) fn saved(lang: Lang, state: SaveState) -> String {
    match state {
        SaveState::Saved { at_ms: 0 } => lang.pick("已保存", "Saved").to_owned(),
        SaveState::Saved { at_ms } => {
            let at = time(at_ms);
            lang.pick(format!("已保存 {at}"), format!("Saved {at}"))
        }
        SaveState::Saving => lang.pick("正在保存…", "Saving…").to_owned(),
        SaveState::ReadOnly => lang.pick("只读打开", "Read-only").to_owned(),
    }
}

/// What a job does.
pub(crate) fn job(lang: Lang, kind: &JobKind) -> String {
    match kind {
        JobKind::Import { file } => lang.pick(format!("正在读取 {file}"), format!("Reading {file}")),
        JobKind::LoadLayer => lang.pick("正在载入图层", "Loading a layer").to_owned(),
        JobKind::LoadHistory => lang.pick("正在读取经过", "Reading what happened").to_owned(),
        JobKind::Check => lang.pick("正在检查数据", "Checking the data").to_owned(),
        JobKind::BuildNetwork => lang.pick("正在连接河网", "Building the network").to_owned(),
        JobKind::PlaceOnNetwork => {
            lang.pick("正在把排污口等落到河网上", "Placing things on the network").to_owned()
        }
        JobKind::Trace => lang.pick("正在追踪", "Tracing").to_owned(),
        JobKind::LoadPhoto => lang.pick("正在载入照片", "Loading a photo").to_owned(),
        JobKind::ReadPhotos => lang.pick("正在读取照片", "Reading photos").to_owned(),
        JobKind::AddBasemap => lang.pick("正在添加底图", "Adding a basemap").to_owned(),
        JobKind::KeepOffline { name } => {
            lang.pick(format!("正在离线保存 {name}"), format!("Keeping {name} offline"))
        }
        JobKind::Export => lang.pick("正在写报表", "Writing a report").to_owned(),
        JobKind::Picture => lang.pick("正在导出图片", "Drawing a picture").to_owned(),
    }
}

/// The button that stops a job.
pub(crate) fn stop(lang: Lang, job: &str) -> String {
    lang.pick(format!("停止：{job}"), format!("Stop: {job}"))
}

/// Jobs that are not shown one by one.
pub(crate) fn more_jobs(lang: Lang, count: usize) -> String {
    lang.pick(format!("另有 {count} 项"), format!("and {count} more"))
}

/// The button that offers earlier values.
pub(crate) fn earlier_values(lang: Lang, title: &str) -> String {
    lang.pick(format!("{title}：从以前的记录里选"), format!("{title}: choose from earlier records"))
}

/// How many points a form leaves open.
pub(crate) fn open_points(lang: Lang, count: usize) -> String {
    match (lang, count) {
        (Lang::En, 1) => "1 point open".to_owned(),
        _ => lang.pick(format!("还缺 {count} 项"), format!("{count} points open")),
    }
}

/// The accessible name of a missing thing.
pub(crate) fn go_fill(lang: Lang, missing: &str) -> String {
    format!("{missing} {}", lang.term(Word::GoFill))
}

/// What to do while drawing.
pub(crate) fn drawing_hint(lang: Lang, shape: ShapeType) -> &'static str {
    match shape {
        ShapeType::Point => lang.pick("点击放置", "Click to place it"),
        ShapeType::Line => lang.pick(
            "逐点点击，从上游到下游；双击或 Enter 完成",
            "Click from upstream to downstream; double-click or Enter finishes",
        ),
        ShapeType::Polygon => lang.pick(
            "逐点点击边界；双击或 Enter 完成",
            "Click along the outline; double-click or Enter finishes",
        ),
    }
}

/// The name of a copy.
pub(crate) fn copy_of(lang: Lang, name: &str) -> String {
    lang.pick(format!("{name}（可编辑）"), format!("{name} (editable)"))
}

/// The accessible name of the map.
pub(crate) fn map_name(lang: Lang) -> &'static str {
    lang.pick("地图画面", "Map picture")
}

/// How many things a click found.
pub(crate) fn found_here(lang: Lang, count: usize) -> String {
    lang.pick(format!("此处 {count} 项"), format!("{count} here"))
}

/// Outfalls under the one that is named.
pub(crate) fn more_here(lang: Lang, count: usize) -> String {
    lang.pick(format!("此处还有 {count} 个"), format!("{count} more here"))
}

/// What a circle on the map stands for, and what a click does.
pub(crate) fn cluster(lang: Lang, outfalls: usize, splits: bool) -> String {
    if splits {
        lang.pick(
            format!("{outfalls} 个排污口，点击放大分开"),
            format!("{outfalls} outfalls; click to zoom to where they come apart"),
        )
    } else {
        lang.pick(
            format!("{outfalls} 个排污口在同一处，点击列出"),
            format!("{outfalls} outfalls on one spot; click to list them"),
        )
    }
}

/// The heading of the style panel.
pub(crate) fn style_of(lang: Lang, layer: &str) -> String {
    lang.pick(format!("{layer} 的样式"), format!("Style of {layer}"))
}

/// The name of the button with the themes of the map.
pub(crate) fn map_theme(lang: Lang, theme: Theme) -> String {
    let word = lang.term(theme);
    lang.pick(format!("地图专题 {word}"), format!("Map theme, {}", word.to_lowercase()))
}

/// How many steps the history has.
pub(crate) fn steps(lang: Lang, steps: usize) -> String {
    let steps = count(steps as i64);
    lang.pick(format!("{steps} 步"), format!("{steps} steps"))
}

/// How many rows a step changed.
pub(crate) fn changes(lang: Lang, changes: u64) -> String {
    let number = count(changes as i64);
    match (lang, changes) {
        (Lang::En, 1) => "1 change".to_owned(),
        _ => lang.pick(format!("{number} 处改动"), format!("{number} changes")),
    }
}

/// A project that is being opened.
pub(crate) fn opening(lang: Lang, name: &str) -> String {
    lang.pick(format!("正在打开 {name}"), format!("Opening {name}"))
}

/// The thread that opened a project is gone.
pub(crate) fn opening_died(lang: Lang) -> String {
    lang.pick("打开项目时程序出错，这是程序的错误", "Opening the project failed; this is a bug").to_owned()
}

/// A file that is not there.
pub(crate) fn absent(lang: Lang, path: &Path) -> String {
    lang.pick(format!("没有这个文件：{}", path.display()), format!("There is no {}", path.display()))
}

/// A file that is already there.
pub(crate) fn taken(lang: Lang, path: &Path) -> String {
    lang.pick(format!("文件已存在：{}", path.display()), format!("Already there: {}", path.display()))
}

/// The file of the rows that did not come in.
pub(crate) fn rejects_name(lang: Lang) -> &'static str {
    lang.pick("未导入的行.csv", "skipped-rows.csv")
}

/// A file was written.
pub(crate) fn written(lang: Lang, path: &Path) -> String {
    lang.pick(format!("已写出 {}", path.display()), format!("Wrote {}", path.display()))
}

/// A file could not be written.
pub(crate) fn not_written(lang: Lang, path: &Path, cause: &std::io::Error) -> String {
    lang.pick(
        format!("写不了文件 {}：{cause}", path.display()),
        format!("Can not write {}: {cause}", path.display()),
    )
}

/// One line of an import report.
pub(crate) struct ReportRow {
    /// `第 12 行`, or nothing where the whole file is meant.
    pub(crate) place: String,
    /// What there is to say.
    pub(crate) text: String,
    /// Was the row left out?
    pub(crate) skipped: bool,
}

/// Everything an import has to say of single rows, those that were left out first.
pub(crate) fn report_rows(lang: Lang, report: &ImportReport) -> Vec<ReportRow> {
    let place = |row: u64| lang.pick(format!("第 {row} 行"), format!("Row {row}"));
    let skipped = report.skipped.iter().map(|it| ReportRow {
        place: place(it.row),
        text: format!("{}{}", lang.pick("未导入：", "Skipped: "), it.reason.say(lang)),
        skipped: true,
    });
    let replaced = report.replaced(lang).map(|text| ReportRow { place: String::new(), text, skipped: false });
    let warnings = report.warnings.iter().map(|it| ReportRow {
        place: it.row.map(place).unwrap_or_default(),
        text: it.warning.say(lang),
        skipped: false,
    });
    replaced.into_iter().chain(skipped).chain(warnings).collect()
}
