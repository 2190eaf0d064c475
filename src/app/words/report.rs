//! Why a report or a picture was not made.

use super::chain;
use crate::{
    app::Exported,
    i18n::Lang,
    map::picture,
    report::{Counted, Error},
};

/// What was written, and what had to change for it.
pub(in crate::app) fn exported(done: &Exported, lang: Lang) -> String {
    let (path, rows) = (done.path.display(), done.rows);
    let mut text = lang
        .pick(format!("已写出并核对 {rows} 行：{path}"), format!("Wrote and checked {rows} rows: {path}"));
    if !done.renamed.is_empty() {
        let names: Vec<String> = done.renamed.iter().map(|(old, new)| format!("{old} → {new}")).collect();
        text.push_str(&lang.pick(
            format!("；改了列名：{}", names.join("、")),
            format!("; columns that got another name: {}", names.join(", ")),
        ));
    }
    if done.changed > 0 {
        let count = done.changed;
        text.push_str(&lang.pick(
            format!("；{count} 个单元格放不下，已截短或缺字"),
            format!("; {count} cells did not fit and were shortened"),
        ));
    }
    if done.shapes_left_out {
        text.push_str(lang.pick(
            "；图形太长，工作簿里没有写",
            "; the shapes are too long for a workbook and were left out",
        ));
    }
    text
}

/// Why a report was not written.
pub(super) fn cause(error: &Error, lang: Lang) -> String {
    let zh = match error {
        Error::Xlsx { sheet, .. } if sheet.is_empty() => "工作簿写不出".to_owned(),
        Error::Xlsx { sheet, .. } => format!("工作表“{sheet}”写不出"),
        Error::TooLong { sheet, rows } => format!("“{sheet}”有 {rows} 行，工作表最多 1048576 行"),
        Error::Csv { sheet, .. } => format!("“{sheet}”写不成 CSV"),
        Error::Pdf(_) => "PDF 写不成".to_owned(),
        Error::UnreadableXlsx(_) => "写出的工作簿读不回来".to_owned(),
        Error::UnreadableCsv(_) => "写出的 CSV 读不回来".to_owned(),
        Error::Differs { sheet, what, wanted, found } => {
            let what = match what {
                Counted::Sheets => "个工作表",
                Counted::Rows => "行",
                Counted::Cells => "个单元格",
            };
            format!("“{sheet}”应有 {wanted} {what}，读回却是 {found} {what}")
        }
        Error::CellDiffers { sheet, row, column } => {
            format!("“{sheet}”第 {row} 行第 {column} 列读回的内容不一样")
        }
    };
    lang.pick(zh, chain(error))
}

/// Why a picture was not drawn.
pub(super) fn picture(error: &picture::Error, lang: Lang) -> String {
    let zh = match error {
        picture::Error::Size(width, height) => format!("做不出 {width} × {height} 像素的图片"),
        picture::Error::Png(_) => "图片写不成 PNG".to_owned(),
        picture::Error::Paper(width, height) => {
            format!("{width} × {height} 像素在这个分辨率下超过 PDF 页面的上限（每边 200 英寸）")
        }
        picture::Error::Pdf(_) => "PDF 写不成".to_owned(),
    };
    lang.pick(zh, chain(error))
}
