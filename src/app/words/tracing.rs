//! What a trace came to, and why one did not begin.

use crate::{
    app::{TraceAnswer, TraceError},
    i18n::Lang,
};

/// One line on a trace.
pub(in crate::app) fn traced(answer: &TraceAnswer, lang: Lang) -> String {
    let (direction, count) = (lang.term(answer.trace.direction), answer.trace.steps.len());
    let (km, outfalls) = (answer.trace.length_m() / 1000.0, answer.outfalls.len());
    lang.pick(
        format!("{direction} {count} 段 {km:.3} 公里，排污口 {outfalls} 个"),
        format!("{direction}: {count} reaches, {km:.3} km, {outfalls} outfalls"),
    )
}

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
