//! Why a whole file is refused.

use crate::{domain::coordinate, i18n::Lang};

/// Why nothing of a file can be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The coordinates are metres and nothing says in which zone.
    #[error("the coordinates are metres without a zone: name the coordinate system")]
    ZoneUnknown,
    /// The coordinates fit no system that is known, and the file names none.
    #[error("the coordinates fit no known system: name the coordinate system")]
    CrsUnknown,
    /// The file names a coordinate system that the program can not use.
    #[error("the coordinate system of the file can not be used")]
    BadCrs(#[source] coordinate::Error),
    /// No heading of a ledger was understood.
    #[error("no column is understood: {}", headings.join(", "))]
    NothingUnderstood {
        /// The headings of the file.
        headings: Vec<String>,
    },
    /// The layer whose features were to be replaced is not there any more.
    #[error("the layer to be replaced is not there any more")]
    LayerGone,
    /// A layer of outfalls has no point in it.
    #[error("outfalls are points, the file has none")]
    NoPoints,
    /// The file that overrides headings names a column that is not there.
    #[error("there is no column {name} for {heading}")]
    BadOverride {
        /// The heading in the file.
        heading: String,
        /// What it should have been.
        name: String,
    },
}

impl ImportError {
    /// The reason and what to do about it, for the user.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::ZoneUnknown => lang.pick(
                "坐标是没有带号的平面坐标，请指定坐标系（例如 --crs EPSG:4546 或 EPSG:4547）".to_owned(),
                "The coordinates are metres without a zone; name the system (such as --crs EPSG:4546 or EPSG:4547)"
                    .to_owned(),
            ),
            Self::CrsUnknown => lang.pick(
                "文件没有坐标系，坐标也看不出是哪一种，请指定坐标系（--crs）".to_owned(),
                "The file names no coordinate system and its coordinates fit none; name it (--crs)".to_owned(),
            ),
            Self::BadCrs(error) => {
                let cause = error.say(lang);
                lang.pick(
                    format!("文件的坐标系无法使用：{cause}"),
                    format!("The coordinate system of the file can not be used: {cause}"),
                )
            }
            Self::NothingUnderstood { headings } => lang.pick(
                format!("没有认出任何一列：{}（可用 --columns 指定）", headings.join("、")),
                format!("No column is understood: {} (name them with --columns)", headings.join(", ")),
            ),
            Self::LayerGone => lang.pick(
                "要替换数据的图层已不在项目里".to_owned(),
                "The layer to be replaced is not in the project any more".to_owned(),
            ),
            Self::NoPoints => lang.pick(
                "排污口必须是点，文件里没有点".to_owned(),
                "Outfalls are points, and the file has none".to_owned(),
            ),
            Self::BadOverride { heading, name } => lang.pick(
                format!("列对照文件：“{heading}”对应的列名“{name}”不存在"),
                format!("The columns file: there is no column \"{name}\" for \"{heading}\""),
            ),
        }
    }
}
