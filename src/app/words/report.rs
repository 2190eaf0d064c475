//! Why a report or a picture was not made.

use super::chain;
use crate::{
    i18n::Lang,
    map::picture,
    report::{Counted, Error},
};

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
