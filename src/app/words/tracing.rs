//! Why a trace did not begin.

use crate::{app::TraceError, i18n::Lang};

/// The cause, as a part of a sentence.
pub(super) fn cause(error: &TraceError, lang: Lang) -> String {
    match error {
        TraceError::NoNetwork => lang
            .pick("项目里没有河流或管网图层", "the project has no layer of rivers or sewers with lines")
            .to_owned(),
        TraceError::NotFound(name) => lang.pick(format!("找不到 {name}"), format!("{name} is not there")),
        TraceError::Several { name, count } => lang.pick(
            format!("有 {count} 个都叫 {name}，请改用编码或 feature:图层:字段=值"),
            format!("{count} are called {name}; use the code, or feature:LAYER:FIELD=VALUE"),
        ),
        TraceError::NoColumn { layer, column, known } => {
            let known = known.join(lang.pick("、", ", "));
            if layer.is_empty() {
                lang.pick(
                    format!("河流和管网图层都没有字段 {column}；现有字段：{known}"),
                    format!("no layer of the network has the column {column}; there are {known}"),
                )
            } else {
                lang.pick(
                    format!("图层 {layer} 没有字段 {column}；现有字段：{known}"),
                    format!("the layer {layer} has no column {column}; it has {known}"),
                )
            }
        }
        TraceError::NoPosition(name) => {
            lang.pick(format!("{name} 没有坐标"), format!("{name} has no position"))
        }
        TraceError::Far { name, within_m } => lang.pick(
            format!("{name} 周围 {within_m} 米内没有河流或管道"),
            format!("there is no reach within {within_m} m of {name}"),
        ),
    }
}
