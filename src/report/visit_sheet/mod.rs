//! The visit sheet (现场工作记录单): one outfall and one visit on A4, to be written on by hand or filled in, to be signed and scanned.
//!
//! What is printed of a visit follows its columns, so that a new field is on paper at once.

mod fields;
mod layout;
mod paper;
#[cfg(test)]
mod tests;

use jiff::civil::Date;

use self::{
    layout::{Cell, Layout},
    paper::Typeface,
};
use super::{Error, Result};
use crate::{
    domain::{fact::Visit, outfall::Outfall},
    i18n::Lang,
};

/// The most photos on a sheet: one page of four.
pub const MOST_PHOTOS: usize = 4;

/// A photo on a sheet, the right way up and without metadata.
#[derive(Clone, Debug)]
pub struct SheetPhoto {
    /// A JPEG file.
    pub jpeg: Vec<u8>,
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// What stands below it.
    pub caption: String,
}

/// What is on a sheet.
#[derive(Clone, Debug)]
pub struct VisitSheet<'a> {
    /// The language of the titles.
    pub lang: Lang,
    /// The name of the project.
    pub project: &'a str,
    /// The outfall; none for a sheet that fits any.
    pub outfall: Option<&'a Outfall>,
    /// The visit; none for a sheet to write on.
    pub visit: Option<&'a Visit>,
    /// Photos of the visit; more than [`MOST_PHOTOS`] are left out.
    pub photos: Vec<SheetPhoto>,
    /// The day it is printed.
    pub printed_on: Date,
}

/// The sheet as a PDF, with a font of which the needed glyphs are embedded.
pub fn visit_sheet(sheet: &VisitSheet<'_>, font: &'static [u8]) -> Result<Vec<u8>> {
    let typeface = Typeface::new(font).ok_or_else(|| Error::Pdf("the font is broken".to_owned()))?;
    let mut layout = Layout::new(&typeface);
    head(&mut layout, sheet);
    for section in fields::outfall_sections(sheet).into_iter().chain(fields::visit_sections(sheet)) {
        layout.section(&section.title);
        layout.grid(&section.cells);
    }
    photos(&mut layout, sheet);
    signatures(&mut layout, sheet.lang);
    let foot = |page: usize, pages: usize| foot(sheet, page, pages);
    paper::write(&typeface, layout.finish(), &sheet.photos, &title(sheet.lang), sheet.lang.code(), &foot)
}

fn title(lang: Lang) -> String {
    lang.pick("入河排污口现场工作记录单", "River outfall: record of field work").to_owned()
}

fn head(layout: &mut Layout<'_>, sheet: &VisitSheet<'_>) {
    let code = sheet.outfall.map(Outfall::code).unwrap_or_default();
    layout.title(&title(sheet.lang), sheet.project, code);
}

fn photos(layout: &mut Layout<'_>, sheet: &VisitSheet<'_>) {
    let shown: Vec<(usize, &SheetPhoto)> = sheet.photos.iter().enumerate().take(MOST_PHOTOS).collect();
    if !shown.is_empty() {
        layout.section(sheet.lang.pick("现场照片", "Photos"));
        layout.photos(&shown);
    }
}

fn signatures(layout: &mut Layout<'_>, lang: Lang) {
    layout.section(lang.pick("签字", "Signatures"));
    let titles = [
        ("排查人员签字", "Crew (signature)"),
        ("记录人签字", "Recorded by (signature)"),
        ("复核人签字", "Checked by (signature)"),
        ("日期", "Date"),
    ];
    let cells = titles.map(|(zh, en)| Cell {
        title: lang.pick(zh, en).to_owned(),
        text: String::new(),
        whole: false,
        least: 32.0,
    });
    layout.together(&cells);
}

fn foot(sheet: &VisitSheet<'_>, page: usize, pages: usize) -> (String, String) {
    let code = sheet.outfall.map(Outfall::code).unwrap_or_default();
    let day = sheet.printed_on;
    let left = sheet.lang.pick(format!("{code}  打印日期 {day}"), format!("{code}  printed on {day}"));
    let right = sheet.lang.pick(format!("第 {page} 页 共 {pages} 页"), format!("Page {page} of {pages}"));
    (left.trim().to_owned(), right)
}
