//! What does not fit the rules of the domain, in words: values, changes, filters, coordinate systems.

use super::Lang;
use crate::domain::{
    coordinate::{self, angle},
    filter::{FilterError, FilterFault},
    project::{Misfit, RecordKind},
    value::{BadValue, Value, Wanted},
};

impl Lang {
    /// The records of a table, by the name of the table; that name itself where it is none of ours.
    pub fn table(self, name: &str) -> String {
        RecordKind::of_table(name).map_or(name, |kind| self.pick(kind.zh(), kind.en())).to_owned()
    }

    /// The title of a column of a table; its name where the table has none such.
    pub fn column(self, table: &str, name: &str) -> String {
        let columns = RecordKind::of_table(table).map(RecordKind::columns).unwrap_or_default();
        let column = columns.into_iter().find(|column| column.name == name);
        column.map_or(name, |column| self.pick(column.zh, column.en)).to_owned()
    }
}

impl Wanted {
    /// What would fit, behind “should be”.
    pub fn say(self, lang: Lang) -> String {
        let zh = match self {
            Self::Text => "文字",
            Self::Number => "数字",
            Self::WholeNumber => "整数",
            Self::Measurement => "数字，或 <0.025 这样的写法",
            Self::YesOrNo => "是或否",
            Self::Date => "2024-04-10 这样的日期",
            Self::Identity => "记录的标识号",
            Self::Column => "这张表的列名",
            Self::Code => "代码表里的词",
            Self::State => "这一环节的状态",
            Self::GateTerm => "程序所列的缺项",
            Self::Parameter => "监测项目",
            Self::Utf8 => "UTF-8 文字",
            Self::NoBytes => "文字或数字，不能是二进制数据",
        };
        lang.pick(zh.to_owned(), self.to_string())
    }
}

impl BadValue {
    /// What was found and what would fit.
    pub fn say(&self, lang: Lang) -> String {
        let found = match &self.value {
            Value::Null => {
                return lang.pick(
                    format!("应为{}", self.wanted.say(lang)),
                    format!("it should be {}", self.wanted.say(lang)),
                );
            }
            Value::Integer(number) => number.to_string(),
            Value::Real(number) => number.to_string(),
            Value::Text(text) => text.clone(),
        };
        not(&found, self.wanted, lang)
    }
}

fn not(found: &str, wanted: Wanted, lang: Lang) -> String {
    let wanted = wanted.say(lang);
    lang.pick(format!("“{found}”不对，应为{wanted}"), format!("\"{found}\" is not {wanted}"))
}

impl Misfit {
    /// What does not fit.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::NoSuchRow { table, .. } => {
                let table = lang.table(table);
                lang.pick(format!("“{table}”里没有这条记录"), format!("the record is not in {table}"))
            }
            Self::AlreadyThere { table, .. } => {
                let table = lang.table(table);
                lang.pick(format!("“{table}”里已有这条记录"), format!("the record is already in {table}"))
            }
            Self::StillNeeded { table, .. } => {
                let table = lang.table(table);
                lang.pick(
                    format!("还有别的记录依附于“{table}”里的这条记录"),
                    format!("other records depend on this one in {table}"),
                )
            }
            Self::Circle { .. } => lang
                .pick("更正不能绕回原来的记录", "a correction can not lead back to what it corrects")
                .to_owned(),
            Self::BadCell { column, source } => {
                let why = source.say(lang);
                lang.pick(format!("“{column}”一列：{why}"), format!("column {column}: {why}"))
            }
        }
    }
}

impl FilterError {
    /// What is wrong, and where.
    pub fn say(&self, lang: Lang) -> String {
        let (at, fault) = (self.at, self.fault.say(lang));
        lang.pick(format!("第 {at} 个字符处，{fault}"), format!("{fault} (character {at})"))
    }
}

impl FilterFault {
    /// What is wrong.
    pub fn say(&self, lang: Lang) -> String {
        let zh = match self {
            Self::UnknownField(name) => format!("没有“{name}”这个字段"),
            Self::NoField => "比较符号前缺少字段".to_owned(),
            Self::NoOperator(word) => format!("“{word}”后面要有 = != ~ < > 之一"),
            Self::NoCondition => "缺少一个条件".to_owned(),
            Self::WrongOperator(sign) => format!("这个字段不能用 {sign} 比较"),
            Self::BadValue { value, wanted } => not(value, *wanted, lang),
            Self::OpenQuote => "引号没有闭合".to_owned(),
        };
        lang.pick(zh, self.to_string())
    }
}

impl coordinate::Error {
    /// Why there is no coordinate system, or no coordinate.
    pub fn say(&self, lang: Lang) -> String {
        let zh = match self {
            Self::UnknownEpsg(number) => format!("没有 EPSG:{number} 这个坐标系"),
            Self::Unreadable { text, .. } => format!("坐标系的写法看不懂：{text}"),
            Self::Unsupported { name, .. } => format!("坐标系“{name}”不受支持"),
            Self::OutOfRange { x, y, name } => format!("({x}, {y}) 不是“{name}”里的位置"),
        };
        lang.pick(zh, self.to_string())
    }
}

impl angle::Error {
    /// Why it is no longitude or latitude.
    pub fn say(&self, lang: Lang) -> String {
        let zh = match self {
            Self::Empty => "没有填写".to_owned(),
            Self::NotAnAngle => "不是经纬度".to_owned(),
            Self::Minutes(minutes) => format!("{minutes} 分不对，应小于 60"),
            Self::Seconds(seconds) => format!("{seconds} 秒不对，应小于 60"),
            Self::Degrees(degrees) => format!("{degrees}° 超出了地球的范围"),
        };
        lang.pick(zh, self.to_string())
    }
}
