//! Why a file of somebody else's could not be read.

use super::{chain, not_json, read_advice, system};
use crate::{
    formats::{Damage, EntryFault, Error, Fate, Quantity, Reason, Stage, Unsupported},
    i18n::Lang,
};

/// The reason, the file, and how far the reader had come.
pub(super) fn cause(error: &Error, lang: Lang) -> String {
    let (why, path) = (reason(&error.reason, lang), error.path.display());
    match stage(error.stage, lang) {
        Some(stage) => lang.pick(format!("{why}（{path}，{stage}）"), format!("{why} ({path}, {stage})")),
        None => lang.pick(format!("{why}（{path}）"), format!("{why} ({path})")),
    }
}

/// Nothing for opening the file, which goes without saying.
fn stage(stage: Stage, lang: Lang) -> Option<&'static str> {
    match stage {
        Stage::Open => None,
        Stage::Structure => Some(lang.pick("读取文件结构时", "while reading its structure")),
        Stage::Rows => Some(lang.pick("读取数据行时", "while reading its rows")),
    }
}

fn reason(reason: &Reason, lang: Lang) -> String {
    let zh = match reason {
        Reason::Io(error) => return system(error, lang),
        Reason::NotSupported(what) => unsupported(*what).to_owned(),
        Reason::Damaged(what) => format!("文件已损坏，{}", damage(*what)),
        Reason::NotJson(fault) => return not_json(*fault, lang),
        Reason::Library(_) => "文件已损坏，或内容与扩展名不符".to_owned(),
        Reason::UnknownEncoding(name) => format!("没有“{name}”这种编码"),
        Reason::NoSuchLayer { asked, present } => {
            format!("没有图层“{asked}”，只有：{}", present.join("、"))
        }
        Reason::TooLarge { what, limit } => too_large(*what, *limit),
        Reason::Cancelled => "已取消".to_owned(),
        Reason::Worker(fate) => worker(*fate).to_owned(),
    };
    let en = match reason {
        // What the library says is of use to those who read its language.
        Reason::Library(_) => chain(reason),
        _ => reason.to_string(),
    };
    lang.pick(zh, en)
}

/// What the file is, in Chinese.
fn unsupported(what: Unsupported) -> &'static str {
    match what {
        Unsupported::Folder => "这是一个文件夹，请选择里面的文件",
        Unsupported::NoBytes => "文件是空的",
        Unsupported::Empty => "文件里没有内容",
        Unsupported::OldOffice => {
            "这是 97–2003 版的表格、文档、WPS 文件，或带密码的工作簿：请去掉密码，另存为 .xlsx"
        }
        Unsupported::Archive(_) => "这是压缩包：请先解压",
        Unsupported::Pdf => "这是 PDF，不能从中取出表格",
        Unsupported::Picture => "这是一张图片",
        Unsupported::Companion => "这是 .shp 的附属文件：请选择 .shp",
        Unsupported::NoGeoPackage => "内容不是 GeoPackage",
        Unsupported::NoWorkbook => "内容不是 .xlsx 工作簿",
        Unsupported::OtherMapFormat => "这种格式不能读取：请另存为 GeoPackage、.shp 或 GeoJSON",
        Unsupported::WebPage => "这是网页或 XML：请另存为 .xlsx 或 .csv",
        Unsupported::Unknown => "不认识这种文件",
        Unsupported::BinaryWorkbook => "这是二进制工作簿（.xlsb）：请另存为 .xlsx",
        Unsupported::WordDocument => "这是文字文档：请把其中的表格复制到工作簿里",
        Unsupported::Presentation => "这是演示文稿",
        Unsupported::OpenDocument => "这是 ODF 格式的文件：请另存为 .xlsx",
        Unsupported::NoLayers => "这个 GeoPackage 里没有图层",
        Unsupported::OtherDatabase => "这是 SQLite 数据库，但不是 GeoPackage",
        Unsupported::TopoJson => "这是 TopoJSON：请另存为 GeoJSON",
    }
}

/// What became of the process that read the file, in Chinese.
fn worker(fate: Fate) -> &'static str {
    match fate {
        Fate::Memory => "读取它需要的内存超过 1 GiB，读取进程已停止",
        Fate::Time => "读取它用了 120 秒以上的处理器时间，读取进程已停止",
        Fate::Stalled => "60 秒没有进展，读取进程已停止",
        Fate::Killed => "读取进程被系统或别人终止",
        Fate::Crashed => "读取进程出错中断，文件可能已损坏",
        Fate::NotStarted => "读取进程没能启动",
        Fate::Garbled => "读取进程的回答看不懂",
    }
}

/// What is wrong with a name within a packed file, in Chinese.
fn entry(fault: EntryFault) -> &'static str {
    match fault {
        EntryFault::Outside => "路径指向包外",
        EntryFault::NotAName => "不能用作文件名",
        EntryFault::Link => "是指向别处的链接",
        EntryFault::Twice => "有两个同名文件",
    }
}

/// What is broken, in Chinese.
fn damage(what: Damage) -> String {
    match what {
        Damage::NotUtf8 { line } => format!("GeoJSON 应为 UTF-8 编码，第 {line} 行不是"),
        Damage::NoObject => "GeoJSON 的最外层应为一个对象".to_owned(),
        Damage::NoFeatures => "要素集合里没有要素列表".to_owned(),
        Damage::NoType => "这是 JSON，但没有写明类型，不是 GeoJSON".to_owned(),
        Damage::NotShp => "开头不是 .shp 的文件头".to_owned(),
        Damage::DbfHeader => ".dbf 的文件头不完整".to_owned(),
        Damage::DbfColumns { columns, row } => {
            format!(".dbf 各列共 {columns} 字节，每行却是 {row} 字节")
        }
        Damage::TextCount { count, room } => {
            format!("工作簿声称有 {count} 条文字，最多只放得下 {room} 条")
        }
        Damage::EntryName(fault) => format!("压缩包里有文件的名字不合规矩：{}", entry(fault)),
    }
}

fn too_large(what: Quantity, limit: u64) -> String {
    match what {
        Quantity::TextBytes | Quantity::GeoJsonBytes => format!("文件超过 {limit} 字节"),
        Quantity::Columns => format!("超过 {limit} 列"),
        Quantity::Cells => format!("一个工作表里超过 {limit} 个单元格"),
        Quantity::Coordinates => format!("坐标超过 {limit} 个"),
        Quantity::Entries => format!("压缩包里的文件超过 {limit} 个"),
        Quantity::EntryBytes => format!("压缩包里有文件解开后超过 {limit} 字节"),
        Quantity::UnpackedBytes => format!("解开后超过 {limit} 字节"),
        Quantity::SharedTextBytes => format!("工作簿的文字超过 {limit} 字节"),
        Quantity::Places => format!("一个工作表里的单元格连同空白超过 {limit} 个"),
    }
}

/// What to do, where the reason itself does not say so.
pub(super) fn advice(reason: &Reason, lang: Lang) -> Option<&'static str> {
    match reason {
        Reason::Io(error) => read_advice(error, lang),
        Reason::Damaged(_) | Reason::NotJson(_) | Reason::Library(_) => {
            Some(lang.pick("请用生成它的软件重新导出", "Write it anew with the program that made it"))
        }
        Reason::UnknownEncoding(_) => {
            Some(lang.pick("常用的是 UTF-8 和 GBK", "Common ones are UTF-8 and GBK"))
        }
        Reason::TooLarge { .. } => Some(lang.pick("请拆成几个文件", "Split it into several files")),
        Reason::Worker(Fate::Memory | Fate::Time | Fate::Stalled) => Some(lang.pick(
            "项目没有改动；请拆成几个较小的文件",
            "The project is unchanged; split the file into smaller ones",
        )),
        Reason::Worker(Fate::Killed | Fate::Crashed) => Some(lang.pick(
            "项目没有改动；可以再试一次，或请用生成它的软件重新导出",
            "The project is unchanged; try again, or write the file anew with the program that made it",
        )),
        Reason::Worker(Fate::NotStarted | Fate::Garbled) => {
            Some(lang.pick("请重新启动本程序再试", "Start the program again and retry"))
        }
        Reason::NotSupported(_) | Reason::NoSuchLayer { .. } | Reason::Cancelled => None,
    }
}
