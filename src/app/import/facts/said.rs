//! What the import of a ledger of facts has to tell, in both languages.

use crate::{
    domain::{rule::plausible::Doubt, stage::gate::Missing},
    i18n::Lang,
};

/// A column or a parameter, by its Chinese and its English name.
pub type Title = (&'static str, &'static str);

/// Why a row of a ledger of facts was not imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactSkip {
    /// Neither name nor code of an outfall.
    NoOutfall,
    /// The project has no such outfall.
    UnknownOutfall {
        /// Code and name as they were written.
        text: String,
    },
    /// Several outfalls are called so, and nothing tells them apart.
    SeveralOutfalls {
        /// The name.
        text: String,
        /// How many.
        count: usize,
    },
    /// No day.
    NoDay,
    /// A day that is none, or only a month.
    BadDay {
        /// As it was written.
        text: String,
    },
    /// The number of the sample is that of an earlier row.
    SameNumber {
        /// The number.
        number: String,
        /// The earlier row.
        row: u64,
    },
    /// The number of the sample is taken in the project, by another outfall or another day.
    NumberTaken {
        /// The number.
        number: String,
        /// The outfall that has it.
        outfall: String,
    },
    /// The same outfall, day and time as an earlier row.
    SameFact {
        /// The earlier row.
        row: u64,
    },
    /// The project has this record, and it says something else.
    OtherFact {
        /// Of what.
        titles: Vec<Title>,
    },
    /// The parameter is not known.
    UnknownParameter {
        /// As it was written.
        text: String,
    },
    /// An earlier row has the result of this parameter.
    SameResult {
        /// The earlier row.
        row: u64,
    },
    /// No result is in the row.
    NoResult {
        /// As it was written.
        text: String,
    },
}

impl FactSkip {
    /// The reason as a sentence.
    pub fn say(&self, lang: Lang) -> String {
        let both = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        match self {
            Self::NoOutfall => both("没有写明是哪个排污口", "It does not say which outfall it is about"),
            Self::UnknownOutfall { text } => lang
                .pick(format!("项目里没有这个排污口：{text}"), format!("The project has no outfall {text}")),
            Self::SeveralOutfalls { text, count } => lang.pick(
                format!("叫“{text}”的排污口有 {count} 个，请补编码、县名或坐标"),
                format!("{count} outfalls are called {text}: give a code, the county or the position"),
            ),
            Self::NoDay => both("没有日期", "There is no date"),
            Self::BadDay { text } => {
                lang.pick(format!("日期“{text}”不是哪一天"), format!("The date \"{text}\" is no day"))
            }
            Self::SameNumber { number, row } => lang.pick(
                format!("样品编号“{number}”与第 {row} 行重复"),
                format!("The sample number {number} is already that of row {row}"),
            ),
            Self::NumberTaken { number, outfall } => lang.pick(
                format!("样品编号“{number}”在项目里已属于 {outfall} 的另一次采样"),
                format!("The sample number {number} already belongs to another sample of {outfall}"),
            ),
            Self::SameFact { row } => {
                lang.pick(format!("与第 {row} 行是同一次记录"), format!("The same record as row {row}"))
            }
            Self::OtherFact { titles } => {
                let names = names(titles, lang);
                lang.pick(
                    format!("项目里已有这次记录，{names}不同；请在那条记录上更正"),
                    format!("The project has this record with another {names}; correct it there"),
                )
            }
            Self::UnknownParameter { text } => lang
                .pick(format!("监测项目“{text}”没有认出"), format!("The parameter \"{text}\" is not known")),
            Self::SameResult { row } => lang.pick(
                format!("同一样品的这个项目第 {row} 行已有"),
                format!("Row {row} has the result of this parameter"),
            ),
            Self::NoResult { text } if text.is_empty() => both("没有结果", "There is no result"),
            Self::NoResult { text } => {
                lang.pick(format!("结果“{text}”没有认出"), format!("The result \"{text}\" is not understood"))
            }
        }
    }
}

/// Something to know of a fact that was imported.
#[derive(Clone, Debug, PartialEq)]
pub enum FactWarning {
    /// Something can hardly be right.
    Doubtful {
        /// In what.
        title: Title,
        /// Why.
        doubt: Doubt,
    },
    /// What a form would still ask for.
    Incomplete(Vec<Missing>),
    /// Nothing was found, and no detection limit is known; kept in the remark.
    NoDetectionLimit {
        /// The parameter.
        title: Title,
    },
    /// The row puts the outfall somewhere else.
    FarFromOutfall {
        /// By how much.
        metres: f64,
    },
    /// Found by a name that only one outfall has, in another county than the row says.
    OtherCounty {
        /// What the row says.
        stated: String,
        /// That of the outfall.
        known: String,
    },
}

impl FactWarning {
    /// A word for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Doubtful { .. } => "doubtful",
            Self::Incomplete(_) => "incomplete",
            Self::NoDetectionLimit { .. } => "no_detection_limit",
            Self::FarFromOutfall { .. } => "far_from_outfall",
            Self::OtherCounty { .. } => "B2",
        }
    }

    /// The warning as a sentence.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Doubtful { title: (zh, en), doubt } => {
                let why = doubt.say(lang);
                lang.pick(format!("{zh}：{why}"), format!("{en}: {why}"))
            }
            Self::Incomplete(missing) => {
                let words: Vec<&str> = missing.iter().map(|it| lang.term(*it)).collect();
                let words = words.join(lang.pick("、", "; "));
                lang.pick(format!("已导入，但{words}"), format!("Imported, but: {words}"))
            }
            Self::NoDetectionLimit { title: (zh, en) } => lang.pick(
                format!("{zh}未检出，但不知道检出限，原文写入备注"),
                format!("{en} was not detected, but no detection limit is known; kept in the remark"),
            ),
            Self::FarFromOutfall { metres } => lang.pick(
                format!("行内坐标距这个排污口 {metres:.0} m"),
                format!("The row's position is {metres:.0} m from the outfall"),
            ),
            Self::OtherCounty { stated, known } => lang.pick(
                format!("填写的是“{stated}”，排污口在“{known}”"),
                format!("The row says {stated}, the outfall is in {known}"),
            ),
        }
    }
}

fn names(titles: &[Title], lang: Lang) -> String {
    let names: Vec<&str> = titles.iter().map(|(zh, en)| lang.pick(*zh, *en)).collect();
    names.join(lang.pick("、", ", "))
}
