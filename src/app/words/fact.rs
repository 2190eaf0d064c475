//! Why a file that the user wrote, of facts or of columns, is not understood.

use super::not_json;
use crate::{
    app::{FactError, import::BadColumns},
    formats::JsonFault,
    i18n::Lang,
};

/// Why a fact in a JSON file could not be taken.
pub(super) fn cause(error: &FactError, lang: Lang) -> String {
    match error {
        FactError::NotJson(error) => not_json(JsonFault::of(error), lang),
        FactError::NotARecord { item } => lang.pick(
            format!("第 {item} 条不是由列名和值组成的对象"),
            format!("item {item}: a record is an object of column names and values"),
        ),
        FactError::NoSuchStage { item, stage } => lang.pick(
            format!(
                "第 {item} 条的“{stage}”不是环节，应为 check、measure、trace、fix、manage、register 或 photo"
            ),
            error.to_string(),
        ),
        FactError::NoSuchColumn { item, column } => {
            lang.pick(format!("第 {item} 条：这一环节的表都没有“{column}”这一列"), error.to_string())
        }
        FactError::BadValue { item, column, source } => {
            let why = source.say(lang);
            lang.pick(format!("第 {item} 条的“{column}”：{why}"), format!("item {item}, {column}: {why}"))
        }
        FactError::NoSuchOutfall { item, code } => lang.pick(
            format!("第 {item} 条：没有排污口“{code}”"),
            format!("item {item}: there is no outfall \"{code}\""),
        ),
    }
}

/// Where a columns file goes wrong.
pub(super) fn bad_columns(error: &BadColumns, lang: Lang) -> String {
    match error.line {
        Some(line) => {
            lang.pick(format!("第 {line} 行不符合格式"), format!("line {line} is not as it should be"))
        }
        None => lang.pick("内容不符合格式", "it is not as it should be").to_owned(),
    }
}
