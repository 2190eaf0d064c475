//! What the reader of a file has to tell: rows that are not in its table, and what else there is to know.

use super::Lang;
use crate::domain::table::{ReadWarning, ShapeFault, SkipReason};

impl SkipReason {
    /// The reason as a sentence.
    pub fn say(&self, lang: Lang) -> String {
        let both = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        match self {
            Self::Blank => both("空行", "A blank row"),
            Self::Totals => both("合计行", "A row of totals"),
            Self::ColumnNumbers => both("列号行", "A row of column numbers"),
            Self::HeadingAgain => both("重复的表头", "The heading once more"),
            Self::Footer => both("表下的签名或说明", "A note below the table"),
            Self::OpenQuote => both(
                "一个单元格超过一百万字：引号没有闭合",
                "A cell of more than a million characters: a quotation mark was not closed",
            ),
            Self::Deleted => both("在 .dbf 里标记为已删除", "Marked as deleted in the .dbf"),
            Self::NoRecord => both("属性行没有对应的图形", "A row of attributes without a shape"),
            Self::NotJson { at } => lang.pick(
                format!("这一行不是 JSON（第 {at} 个字符处）"),
                format!("The line is not JSON (character {at})"),
            ),
            Self::BadProperties { found } => {
                lang.pick(format!("要素的属性写成了 {found}"), format!("The properties are {found}"))
            }
            Self::Shape(fault) => fault.say(lang),
        }
    }
}

impl ShapeFault {
    /// The fault as a sentence.
    pub fn say(&self, lang: Lang) -> String {
        let both = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        match self {
            Self::CutOff => both("图形数据不完整", "The shape is cut off"),
            Self::Overcounted => both(
                "图形声称的部分或折点多于实有的数据",
                "The shape counts more parts or vertices than it has room for",
            ),
            Self::BeyondFile => both("记录超出了文件末尾", "The record lies beyond the end of the file"),
            Self::NotAShape => both("图形一栏里不是图形", "The cell holds no GeoPackage geometry"),
            Self::Extension => both(
                "图形用了本程序不认识的 GeoPackage 扩展",
                "An extended GeoPackage geometry, of a kind only its maker knows",
            ),
            Self::UnknownKind => both("图形类型不认识", "A shape of no known kind"),
            Self::TooDeep => both("图形嵌套过深", "The shape nests too deep"),
            Self::MixedParts => both("图形里混有别种类型的部分", "The shape holds parts of another kind"),
            Self::PartsOutOfOrder => both("图形各部分的次序有误", "The parts of the shape are not in order"),
            Self::OpenArc => both("圆弧缺少终点", "An arc without an end"),
            Self::NotFinite => both("坐标不是有效的数", "A coordinate is not a number"),
            Self::NoMember(name) => {
                lang.pick(format!("几何图形缺少“{name}”"), format!("The geometry has no {name}"))
            }
            Self::NoSuchType(name) => {
                lang.pick(format!("没有“{name}”这种几何类型"), format!("{name} is no kind of geometry"))
            }
            Self::NotAList(found) => lang.pick(
                format!("应是一组坐标，却是 {found}"),
                format!("{found} where a list of coordinates should be"),
            ),
            Self::NotAPosition(found) => {
                lang.pick(format!("{found} 不是坐标"), format!("{found} is no position"))
            }
        }
    }
}

impl ReadWarning {
    /// The warning as a sentence.
    #[allow(clippy::too_many_lines, reason = "a table of wordings that has to be complete")]
    pub fn say(&self, lang: Lang) -> String {
        let both = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
        match self {
            Self::AboveHeading { row, text } => lang.pick(
                format!("表头上方的第 {row} 行没有导入：{text}"),
                format!("Row {row} stands above the heading: {text}"),
            ),
            Self::TooManyMerges => both(
                "合并单元格太多，有些只在第一行保留了内容",
                "There are too many merged cells: some keep their value in the first row only",
            ),
            Self::BrokenText { encoding, count: None } => lang.pick(
                format!("有些文字不符合 {encoding} 编码"),
                format!("Some of its text is not {encoding}"),
            ),
            Self::BrokenText { encoding, count: Some(count) } => lang.pick(
                format!("{count} 处文字含有不符合 {encoding} 编码的字符"),
                format!("{count} texts hold characters that are not {encoding}"),
            ),
            Self::WrongLabel { labelled, found } => lang.pick(
                format!("文件标注的编码是 {labelled}，实际是 {found}，已按实际读取"),
                format!("Labelled {labelled}, but its text is {found}, as which it was read"),
            ),
            Self::HiddenSheet { name } => lang.pick(
                format!("隐藏的工作表“{name}”没有导入"),
                format!("The hidden sheet {name} was left out"),
            ),
            Self::ErrorCells { count } => lang.pick(
                format!("{count} 个单元格是 #N/A 之类的错误值，按空白处理"),
                format!("{count} cells hold an error such as #N/A and are taken for empty"),
            ),
            Self::BinaryCells { count } => lang.pick(
                format!("{count} 个单元格是二进制数据，按空白处理"),
                format!("{count} cells hold binary data and are taken for empty"),
            ),
            Self::ForeignTexts { count } => lang.pick(
                format!("{count} 处文字不是 UTF-8，已按 GBK 读取"),
                format!("{count} texts are not UTF-8 and were read as GBK"),
            ),
            Self::FromJournal => both(
                "文件正被别的程序打开，或上次没有正常关闭；最后的改动取自它的日志",
                "The file is open in another program, or was not closed: its last changes were read from its journal",
            ),
            Self::ViewFailed { error } => lang.pick(
                "这个图层是视图，没有算出结果：请另存为普通图层".to_owned(),
                format!("The layer is a view, which gave nothing ({error}): save it as a layer of its own"),
            ),
            Self::ViewEndless { rows } => lang.pick(
                format!("这个图层是视图，超过 {rows} 行，没有读取：请另存为普通图层"),
                format!("The layer is a view of more than {rows} rows, which was left out: save it as a layer of its own"),
            ),
            Self::FeetToMetres => both(
                "模型用英制单位，长度和高程已换算成米",
                "The model is in feet: lengths and heights were made metres",
            ),
            Self::NotDrawn { kinds } => lang.pick(
                format!("图中这些对象不是点或线，没有读取：{kinds}"),
                format!("What the drawing has beside points and lines was left out: {kinds}"),
            ),
            Self::EntriesLeft { names } => lang.pick(
                format!("压缩包里这些文件没有读取：{names}"),
                format!("Files of the archive that were not read: {names}"),
            ),
            Self::LayerGone => both(
                "目录里列有这个图层，但文件里没有它",
                "The list of contents names this layer, but it is not there",
            ),
            Self::NoIndex => both(
                "缺少 .shx，图形按先后次序读取",
                "There is no .shx: the records are taken one after the other",
            ),
            Self::BadIndex => both(
                ".shx 已损坏，图形按先后次序读取",
                "The .shx is damaged: the records are taken one after the other",
            ),
            Self::BadRecordLength => both(
                "有一条记录的长度已损坏，它后面可能缺少图形",
                "The length of a record is damaged: shapes may be missing after it",
            ),
            Self::NoAttributes => {
                both("缺少 .dbf，图形没有属性", "There is no .dbf: the shapes have no attributes")
            }
            Self::FewerRows { promised, held } => lang.pick(
                format!(".dbf 声称有 {promised} 行，实有 {held} 行"),
                format!("The .dbf promises {promised} rows but holds {held}"),
            ),
            Self::UnevenRows { shapes, rows } => lang.pick(
                format!("图形有 {shapes} 个，属性却有 {rows} 行"),
                format!("There are {shapes} shapes but {rows} rows of attributes"),
            ),
            Self::MemoColumn { column } => lang.pick(
                format!("“{column}”一列的内容存在另一个文件里，没有读取"),
                format!("Column {column} keeps its texts in another file, which is not read"),
            ),
        }
    }
}
