//! What the preview of an import says.

use std::time::Duration;

use crate::{
    app::{
        CrsFrom,
        import::{MatchedBy, RowFate},
    },
    domain::{Term, Value},
    i18n::Lang,
};

/// A word of the preview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PreviewWord {
    /// The title of the dialog.
    Title,
    /// A column of the file.
    Column,
    /// What it means.
    Meaning,
    /// What is in it.
    Samples,
    /// Left out.
    LeaveOut,
    /// Not understood.
    Unknown,
    /// Kept as it is.
    AsIs,
    /// A box to search meanings in.
    FindMeaning,
    /// Rows that are not imported.
    Rejected,
    /// Rows that something is odd about.
    Suspicious,
    /// All rows of a list.
    All,
    /// Nothing is in a list.
    NoRows,
    /// Nothing would come in.
    Nothing,
    /// The file is read again.
    Working,
    /// What the file is imported as could not be found out.
    NotPlanned,
}

impl Term for PreviewWord {
    fn zh(self) -> &'static str {
        match self {
            Self::Title => "导入预览",
            Self::Column => "文件里的列",
            Self::Meaning => "含义",
            Self::Samples => "前几行的内容",
            Self::LeaveOut => "不导入这一列",
            Self::Unknown => "没有认出",
            Self::AsIs => "原样保留",
            Self::FindMeaning => "查找字段",
            Self::Rejected => "不导入",
            Self::Suspicious => "可疑",
            Self::All => "全部勾选",
            Self::NoRows => "这里没有内容",
            Self::Nothing => "没有要导入的内容",
            Self::Working => "正在重新核对…",
            Self::NotPlanned => "还不能导入",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Self::Title => "Look before importing",
            Self::Column => "Column of the file",
            Self::Meaning => "Meaning",
            Self::Samples => "First rows",
            Self::LeaveOut => "Leave this column out",
            Self::Unknown => "not understood",
            Self::AsIs => "kept as it is",
            Self::FindMeaning => "Find a field",
            Self::Rejected => "Left out",
            Self::Suspicious => "Suspicious",
            Self::All => "Tick all",
            Self::NoRows => "Nothing here",
            Self::Nothing => "There is nothing to import",
            Self::Working => "Checking again…",
            Self::NotPlanned => "It can not be imported yet",
        }
    }
}

/// What becomes of a row, as the title of a list.
pub(crate) fn fate(lang: Lang, fate: RowFate) -> &'static str {
    match fate {
        RowFate::New => lang.pick("新增", "New"),
        RowFate::Changed => lang.pick("更新", "Changed"),
        RowFate::Unchanged => lang.pick("无变化", "Unchanged"),
    }
}

/// How the coordinate system was decided, behind its name.
pub(crate) fn crs_from(lang: Lang, from: CrsFrom) -> &'static str {
    match from {
        CrsFrom::Nothing => lang.pick("没有坐标", "no coordinates"),
        CrsFrom::User => lang.pick("由您指定", "named by you"),
        CrsFrom::File => lang.pick("文件注明", "the file says so"),
        CrsFrom::Numbers => lang.pick("按数值判断", "seen from the numbers"),
    }
}

/// How known outfalls were found again, with how many by each.
pub(crate) fn matched(lang: Lang, counts: &[(MatchedBy, usize)]) -> String {
    let parts: Vec<String> = counts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(by, count)| {
            let word = match by {
                MatchedBy::NationalCode => lang.pick("国家编码", "national code"),
                MatchedBy::LocalCode => lang.pick("本地编码", "local code"),
                MatchedBy::Name => lang.pick("名称和区县", "name and county"),
            };
            format!("{word} {count}")
        })
        .collect();
    if parts.is_empty() {
        return lang
            .pick(
                "按国家编码、本地编码、名称和区县依次核对，没有已在项目里的",
                "Compared by national code, local code, then name and county: none is in the project yet",
            )
            .to_owned();
    }
    let parts = parts.join(lang.pick("，", ", "));
    lang.pick(format!("已在项目里的按此认出：{parts}"), format!("Found in the project by {parts}"))
}

/// The button that brings rows in.
pub(crate) fn take_rows(lang: Lang, rows: usize) -> String {
    let rows = super::count(rows as i64);
    lang.pick(format!("导入 {rows} 行"), format!("Import {rows} rows"))
}

/// The button that brings a layer in.
pub(crate) fn take_layer(lang: Lang, features: u64) -> String {
    let features = super::count(features as i64);
    lang.pick(format!("导入 {features} 个要素"), format!("Import {features} features"))
}

/// The accessible name of the box before a row.
pub(crate) fn take_row(lang: Lang, label: &str) -> String {
    lang.pick(format!("导入 {label}"), format!("Import {label}"))
}

/// The accessible name of the list of meanings of a column.
pub(crate) fn meaning_of(lang: Lang, heading: &str) -> String {
    lang.pick(format!("“{heading}”的含义"), format!("Meaning of {heading}"))
}

/// A cell before and after: `河流：滹沱河 → 牧马河`.
pub(crate) fn diff(lang: Lang, title: &str, old: &Value, new: &Value) -> String {
    let text = |value: &Value| match value {
        Value::Null => lang.pick("（空）", "(empty)").to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text.clone(),
    };
    let (old, new) = (text(old), text(new));
    lang.pick(format!("{title}：{old} → {new}"), format!("{title}: {old} → {new}"))
}

/// How many features a layer would have.
pub(crate) fn layer_line(lang: Lang, was: Option<u64>, is: u64) -> String {
    let is = super::count(is as i64);
    match was.map(|it| super::count(it as i64)) {
        Some(was) => {
            lang.pick(format!("原有 {was} 个要素，换成 {is} 个"), format!("{was} features become {is}"))
        }
        None => lang.pick(format!("{is} 个要素"), format!("{is} features")),
    }
}

/// Which of several files is looked at.
pub(crate) fn one_of(lang: Lang, waiting: usize) -> String {
    lang.pick(format!("后面还有 {waiting} 个文件"), format!("{waiting} more files after this one"))
}

/// How long a job goes on.
pub(crate) fn time_left(lang: Lang, left: Duration) -> String {
    let seconds = left.as_secs() + 1;
    if seconds < 90 {
        return lang.pick(format!("约剩 {seconds} 秒"), format!("about {seconds} s left"));
    }
    let minutes = seconds.div_ceil(60);
    lang.pick(format!("约剩 {minutes} 分钟"), format!("about {minutes} min left"))
}
