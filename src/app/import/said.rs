//! What an import has to tell, in both languages.

use crate::{
    domain::table::{self, ReadWarning},
    i18n::Lang,
};

/// Why a row was not imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SkipReason {
    /// The reader could not make a row of it.
    Unreadable(table::SkipReason),
    /// Neither name nor code nor coordinates.
    NothingToGoBy,
    /// A row of totals (data check B24).
    Total,
    /// The code is that of an earlier row.
    SameCode {
        /// The code.
        code: String,
        /// The earlier row.
        row: u64,
    },
    /// The name, the county and the place are those of an earlier row.
    SameName {
        /// The earlier row.
        row: u64,
    },
    /// The outfall is already spoken of by an earlier row.
    SameOutfall {
        /// The earlier row.
        row: u64,
    },
    /// A feature without a shape.
    NoGeometry,
    /// A shape with a vertex that can not be a position.
    NotOnGlobe,
    /// A shape that this kind of layer can not have.
    WrongGeometry {
        /// What it is.
        found: &'static str,
    },
    /// The user did not want it.
    Declined,
}

impl SkipReason {
    /// The reason as a sentence.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Unreadable(reason) => reason.say(lang),
            Self::NothingToGoBy => lang.pick(
                "既没有名称、编码，也没有坐标".to_owned(),
                "Neither name nor code nor coordinates".to_owned(),
            ),
            Self::Declined => lang.pick("预览时没有勾选".to_owned(), "Not ticked in the preview".to_owned()),
            Self::Total => lang.pick("合计行".to_owned(), "A row of totals".to_owned()),
            Self::SameCode { code, row } => lang.pick(
                format!("编码“{code}”与第 {row} 行重复"),
                format!("The code {code} is already that of row {row}"),
            ),
            Self::SameName { row } => lang.pick(
                format!("名称、县和位置与第 {row} 行相同"),
                format!("Same name, county and place as row {row}"),
            ),
            Self::SameOutfall { row } => {
                lang.pick(format!("与第 {row} 行是同一个排污口"), format!("The same outfall as row {row}"))
            }
            Self::NoGeometry => lang.pick("没有图形".to_owned(), "No geometry".to_owned()),
            Self::NotOnGlobe => lang.pick(
                "坐标超出坐标系的范围".to_owned(),
                "A coordinate is outside the range of its system".to_owned(),
            ),
            Self::WrongGeometry { found } => {
                let found = shape_word(found, lang);
                lang.pick(
                    format!("几何类型不符：{found}"),
                    format!("Not a geometry of this kind of layer: {found}"),
                )
            }
        }
    }
}

/// Something that was imported, but not as it stands in the file.
#[derive(Clone, Debug, PartialEq)]
pub enum Warning {
    /// What the reader of the file has to say.
    File(ReadWarning),
    /// Another sheet of a workbook may be a ledger as well; only one is imported at a time.
    PartLeft {
        /// Its name.
        part: String,
    },
    /// Another sheet or layer of the file was not imported.
    PartRefused {
        /// Its name.
        part: String,
        /// Why, in Chinese and in English.
        reason: (String, String),
    },
    /// Columns that are not imported.
    ColumnsUnused(Vec<String>),
    /// Nothing was left to import.
    NothingImported,
    /// Nothing says in which system the coordinates are; it was seen from the numbers.
    CrsAssumed {
        /// The system.
        crs: String,
    },
    /// North stands first in the file.
    AxesSwapped,
    /// The datum is not CGCS2000 and the shift is not known.
    DatumShift {
        /// The datum.
        datum: String,
    },
    /// Coordinates that are zero (data check B21).
    ZeroPosition,
    /// Coordinates that are on no map.
    BadPosition {
        /// As they were written.
        text: String,
    },
    /// Coordinates in metres that lack their zone.
    ZoneUnknown {
        /// As they were written.
        text: String,
    },
    /// Longitude and latitude stood in each other's column and were put right (data check B1).
    LonLatSwapped,
    /// The shape of an outfall is no point.
    NotAPoint {
        /// What it is.
        found: &'static str,
    },
    /// The position is in another county than the row says (data check B2).
    OtherCounty {
        /// What the row says; kept.
        stated: String,
        /// Where the position is.
        found: String,
    },
    /// The position is in none of the counties of the project (data check B3).
    OutsideCounties,
    /// A word that is not understood; kept in the remark.
    UnknownWord {
        /// The heading.
        heading: String,
        /// The word.
        text: String,
    },
    /// The class is named only at a level that stands for several; kept as the detail.
    ClassNotDecided {
        /// The word.
        text: String,
    },
    /// A class that is not understood; kept as the detail.
    ClassUnknown {
        /// The word.
        text: String,
    },
    /// A day that the calendar does not have; kept in the remark (data check B22).
    ImpossibleDate {
        /// The heading.
        heading: String,
        /// The text.
        text: String,
    },
    /// A month without a day; kept in the remark.
    MonthOnly {
        /// The heading.
        heading: String,
        /// The text.
        text: String,
    },
    /// Done, but no day of closing out: taken as awaiting acceptance.
    DoneWithoutDay,
    /// A code that was a number of more than 15 digits in the file: the last digits are lost.
    DigitsLost {
        /// The code.
        code: String,
    },
    /// An earlier row has the same name in the same county, at another place.
    SameName {
        /// The earlier row.
        row: u64,
    },
    /// Another part of the file was not used, as only one can replace the features of a layer.
    PartUnused {
        /// Its name.
        part: String,
    },
    /// The new features of a layer have columns that the old ones did not have.
    ColumnsAdded(Vec<String>),
    /// The new features of a layer lack columns that the old ones had.
    ColumnsGone(Vec<String>),
    /// A column that the style of the layer rests on is not there any more.
    StyleColumnGone {
        /// The column.
        column: String,
    },
    /// The column that the features were named by is not there any more.
    LabelColumnGone {
        /// The column.
        column: String,
    },
    /// The new features of a layer have shapes of another type.
    OtherShapes {
        /// What they were: `LINESTRING`.
        was: String,
        /// What they are: `POLYGON`.
        is: String,
    },
}

impl Warning {
    /// A word for scripts; data checks have their number.
    pub fn code(&self) -> &'static str {
        match self {
            Self::File(_) => "file",
            Self::PartLeft { .. } => "part_left",
            Self::PartRefused { .. } => "part_refused",
            Self::ColumnsUnused(_) => "columns_unused",
            Self::NothingImported => "nothing_imported",
            Self::CrsAssumed { .. } => "crs_assumed",
            Self::AxesSwapped => "axes_swapped",
            Self::DatumShift { .. } => "datum_shift",
            Self::ZeroPosition => "B21",
            Self::BadPosition { .. } => "bad_position",
            Self::ZoneUnknown { .. } => "zone_unknown",
            Self::LonLatSwapped => "B1",
            Self::NotAPoint { .. } => "not_a_point",
            Self::OtherCounty { .. } => "B2",
            Self::OutsideCounties => "B3",
            Self::UnknownWord { .. } => "unknown_word",
            Self::ClassNotDecided { .. } => "class_not_decided",
            Self::ClassUnknown { .. } => "class_unknown",
            Self::ImpossibleDate { .. } => "B22",
            Self::MonthOnly { .. } => "month_only",
            Self::DoneWithoutDay => "done_without_day",
            Self::DigitsLost { .. } => "digits_lost",
            Self::SameName { .. } => "same_name",
            Self::PartUnused { .. } => "part_unused",
            Self::ColumnsAdded(_) => "columns_added",
            Self::ColumnsGone(_) => "columns_gone",
            Self::StyleColumnGone { .. } => "style_column_gone",
            Self::LabelColumnGone { .. } => "label_column_gone",
            Self::OtherShapes { .. } => "other_shapes",
        }
    }

    /// The warning as a sentence.
    #[allow(clippy::too_many_lines, reason = "a table of wordings that has to be complete")]
    pub fn say(&self, lang: Lang) -> String {
        let both = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        match self {
            Self::File(warning) => warning.say(lang),
            Self::PartLeft { part } => lang.pick(
                format!("工作表“{part}”没有导入：一次只导入一张台账，要导入它请指定表名（--layer）"),
                format!("The sheet “{part}” was not imported: one ledger at a time; name it to import it (--layer)"),
            ),
            Self::PartRefused { part, reason: (zh, en) } => lang.pick(
                format!("“{part}”没有导入：{zh}"),
                format!("“{part}” was not imported: {en}"),
            ),
            Self::ColumnsUnused(headings) => lang.pick(
                format!("这些列没有导入：{}（可用列对照文件指定）", headings.join("、")),
                format!(
                    "These columns are not imported: {} (a columns file can name them)",
                    headings.join(", ")
                ),
            ),
            Self::NothingImported => both("没有可导入的内容", "There was nothing to import"),
            Self::CrsAssumed { crs } => lang.pick(
                format!("文件没有坐标系，按数值判断为 {crs}"),
                format!("The file names no coordinate system; by its numbers it is {crs}"),
            ),
            Self::AxesSwapped => {
                both("文件里北坐标在前，已对调", "North comes first in the file; the axes were swapped")
            }
            Self::DatumShift { datum } => lang.pick(
                format!("{datum} 到 CGCS2000 的转换参数未知，位置可能偏差几十米"),
                format!(
                    "The shift from {datum} to CGCS2000 is not known; positions can be off by tens of metres"
                ),
            ),
            Self::ZeroPosition => {
                both("坐标为 0，没有导入位置", "The coordinates are 0; imported without a position")
            }
            Self::BadPosition { text } => lang.pick(
                format!("坐标“{text}”无法使用，没有导入位置"),
                format!("The coordinates \"{text}\" can not be used; imported without a position"),
            ),
            Self::ZoneUnknown { text } => lang.pick(
                format!("平面坐标“{text}”没有带号，请指定坐标系；没有导入位置"),
                format!(
                    "The coordinates \"{text}\" lack their zone, name the system; imported without a position"
                ),
            ),
            Self::LonLatSwapped => {
                both("经纬度填反，已对调", "Longitude and latitude were swapped and put right")
            }
            Self::NotAPoint { found } => {
                let found = shape_word(found, lang);
                lang.pick(
                    format!("图形不是点，而是{found}，没有导入位置"),
                    format!("The shape is no point ({found}); imported without a position"),
                )
            }
            Self::OtherCounty { stated, found } => lang.pick(
                format!("填写的是“{stated}”，位置在“{found}”"),
                format!("The row says {stated}, the position is in {found}"),
            ),
            Self::OutsideCounties => both("位置不在任何一个县内", "The position is in none of the counties"),
            Self::UnknownWord { heading, text } => lang.pick(
                format!("“{heading}”的内容“{text}”没有认出，已写入备注"),
                format!("\"{text}\" in {heading} is not understood; kept in the remark"),
            ),
            Self::ClassNotDecided { text } => lang.pick(
                format!("“{text}”包含多个分类，请人工确定；原文记在三级分类"),
                format!("\"{text}\" stands for several classes; decide by hand, it is kept as the detail"),
            ),
            Self::ClassUnknown { text } => lang.pick(
                format!("分类“{text}”没有认出；原文记在三级分类"),
                format!("The class \"{text}\" is not understood; kept as the detail"),
            ),
            Self::ImpossibleDate { heading, text } => lang.pick(
                format!("“{heading}”的日期“{text}”不存在，已写入备注"),
                format!("The date \"{text}\" in {heading} does not exist; kept in the remark"),
            ),
            Self::MonthOnly { heading, text } => lang.pick(
                format!("“{heading}”的“{text}”没有日，已写入备注"),
                format!("\"{text}\" in {heading} has no day; kept in the remark"),
            ),
            Self::DoneWithoutDay => both(
                "填写已完成整治但没有销号日期，按“完工待验”计",
                "Said to be done, but without a day of closing out: taken as awaiting acceptance",
            ),
            Self::DigitsLost { code } => lang.pick(
                format!("编码“{code}”在文件里是数字，15 位以后的数字已丢失"),
                format!("The code {code} was a number in the file; its digits after the 15th are lost"),
            ),
            Self::SameName { row } => lang.pick(
                format!("与第 {row} 行同县同名，位置不同"),
                format!("Same name and county as row {row}, at another place"),
            ),
            Self::PartUnused { part } => lang.pick(
                format!("文件里的“{part}”没有用到：一次只替换一个图层"),
                format!("“{part}” of the file was not used: one layer is replaced at a time"),
            ),
            Self::ColumnsAdded(columns) => lang.pick(
                format!("比原来多的列：{}", columns.join("、")),
                format!("Columns that are new: {}", columns.join(", ")),
            ),
            Self::ColumnsGone(columns) => lang.pick(
                format!("比原来少的列：{}", columns.join("、")),
                format!("Columns that have gone: {}", columns.join(", ")),
            ),
            Self::StyleColumnGone { column } => lang.pick(
                format!("图层样式用到的列“{column}”没有了，请检查样式"),
                format!("The style of the layer uses the column {column}, which has gone; look at the style"),
            ),
            Self::LabelColumnGone { column } => lang.pick(
                format!("用来标注名称的列“{column}”没有了，要素将没有名称"),
                format!("The features were named by the column {column}, which has gone; they will be without names"),
            ),
            Self::OtherShapes { was, is } => {
                let (was, is) = (shape_word(was, lang), shape_word(is, lang));
                lang.pick(
                    format!("几何类型变了：原来是{was}，现在是{is}"),
                    format!("The shapes are of another type: {is}, before it was {was}"),
                )
            }
        }
    }
}

/// What a person calls a shape of this type.
fn shape_word(kind: &str, lang: Lang) -> &str {
    let zh = match kind {
        "POINT" => "点",
        "MULTIPOINT" => "多点",
        "LINESTRING" => "线",
        "MULTILINESTRING" => "多段线",
        "POLYGON" => "面",
        "MULTIPOLYGON" => "多个面",
        _ => "混合图形",
    };
    lang.pick(zh, kind)
}
