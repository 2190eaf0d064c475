//! Workbooks of `OpenDocument` (`.ods`): what `LibreOffice` and what 国产 office programs write.
//!
//! Standard: ODF 1.3 part 3, chapter 9. Read here, cell by cell: a file may repeat a cell a million times in one line.

use std::path::Path;

use super::{
    Error, Limits, Progress, Quantity, ReadOptions, Reason, Stage, Unsupported, archive,
    heading::{self, Merge, Sheet, SheetRow},
    limits::COLUMNS_MAX,
    text_cell,
    xml::{self, Piece, Pieces, attribute},
};
use crate::domain::table::{Cell, ReadWarning, Table};

/// The largest content that is read, unpacked.
const SIZE_MAX: u64 = 256 << 20;
/// How often a filled row or cell may be repeated; formats of whole columns repeat empty ones.
const REPEATED_MAX: u64 = 100_000;

/// Reads the visible sheets, or the one that is asked for.
pub(super) fn read(path: &Path, options: &ReadOptions, progress: &Progress<'_>) -> Result<Vec<Table>, Error> {
    let bytes =
        archive::entry_named(path, "content.xml", SIZE_MAX).map_err(|reason| reason.at(path, Stage::Open))?;
    let (text, _) = xml::decode(&bytes);
    let mut book =
        Book { pieces: Pieces::of(&text), hidden_styles: Vec::new(), sheets: Vec::new(), cells: 0 };
    book.read(progress).map_err(|reason| reason.at(path, Stage::Rows))?;
    let sheets =
        chosen(book.sheets, options.layer.as_deref()).map_err(|reason| reason.at(path, Stage::Structure))?;
    let hidden: Vec<String> =
        sheets.iter().filter(|(_, hidden)| *hidden).map(|(it, _)| it.name.clone()).collect();
    let asked = options.layer.is_some();
    let shown = sheets.into_iter().filter(|(_, hidden)| asked || !*hidden);
    let mut tables: Vec<Table> = shown.filter_map(|(sheet, _)| heading::table(sheet)).collect();
    match tables.first_mut() {
        Some(first) if !asked => {
            first.warnings.extend(hidden.into_iter().map(|name| ReadWarning::HiddenSheet { name }));
        }
        Some(_) => {}
        None => return Err(Reason::NotSupported(Unsupported::Empty).at(path, Stage::Structure)),
    }
    Ok(tables)
}

fn chosen(sheets: Vec<(Sheet, bool)>, asked: Option<&str>) -> Result<Vec<(Sheet, bool)>, Reason> {
    let Some(asked) = asked else { return Ok(sheets) };
    let present = sheets.iter().map(|(it, _)| it.name.clone()).collect();
    let found: Vec<(Sheet, bool)> = sheets.into_iter().filter(|(it, _)| it.name == asked).collect();
    if found.is_empty() { Err(Reason::NoSuchLayer { asked: asked.to_owned(), present }) } else { Ok(found) }
}

struct Book<'a> {
    pieces: Pieces<'a>,
    /// The styles of tables that are not shown.
    hidden_styles: Vec<String>,
    sheets: Vec<(Sheet, bool)>,
    cells: u64,
}

impl Book<'_> {
    fn read(&mut self, progress: &Progress<'_>) -> Result<(), Reason> {
        let mut style = String::new();
        while let Some(piece) = self.pieces.next()? {
            let Piece::Open(name, attributes) = piece else { continue };
            match name.as_str() {
                "style" => attribute(&attributes, "name").unwrap_or_default().clone_into(&mut style),
                "table-properties" if attribute(&attributes, "display") == Some("false") => {
                    self.hidden_styles.push(style.clone());
                }
                "table" => {
                    let style = attribute(&attributes, "style-name").unwrap_or_default();
                    let hidden = self.hidden_styles.iter().any(|it| it == style);
                    let name = attribute(&attributes, "name").unwrap_or_default().to_owned();
                    let mut sheet = Sheet { name, ..Sheet::default() };
                    self.sheet(&mut sheet, progress)?;
                    self.sheets.push((sheet, hidden));
                }
                // What changes are kept for: tables in it are not the sheets.
                "tracked-changes" => {
                    self.pieces.text()?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn sheet(&mut self, sheet: &mut Sheet, progress: &Progress<'_>) -> Result<(), Reason> {
        let mut number = 1_u64;
        self.cells = 0;
        while let Some(piece) = self.pieces.next()? {
            match piece {
                Piece::Close(name) if name == "table" => break,
                Piece::Open(name, attributes) if name == "table-row" => {
                    progress.step(self.pieces.position() / 256, self.pieces.length / 256)?;
                    let times = count(&attributes, "number-rows-repeated");
                    let cells = self.row(sheet, number)?;
                    if !cells.is_empty() {
                        for at in 0..times.min(REPEATED_MAX) {
                            self.counted(cells.len() as u64)?;
                            sheet.rows.push(SheetRow { number: number + at, cells: cells.clone() });
                        }
                    }
                    number = number.saturating_add(times);
                }
                // Drawings over the sheet.
                Piece::Open(name, _) if name == "shapes" => {
                    self.pieces.text()?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn counted(&mut self, cells: u64) -> Result<(), Reason> {
        self.cells += cells;
        if self.cells > Limits::SHIPPED.cells {
            Err(Reason::TooLarge { what: Quantity::Cells, limit: Limits::SHIPPED.cells })
        } else {
            Ok(())
        }
    }

    fn row(&mut self, sheet: &mut Sheet, number: u64) -> Result<Vec<Cell>, Reason> {
        let mut cells: Vec<Cell> = Vec::new();
        let mut column = 0_usize;
        while let Some(piece) = self.pieces.next()? {
            match piece {
                Piece::Close(name) if name == "table-row" => break,
                Piece::Open(name, attributes)
                    if matches!(name.as_str(), "table-cell" | "covered-table-cell") =>
                {
                    let times =
                        count(&attributes, "number-columns-repeated").min(COLUMNS_MAX as u64) as usize;
                    let text = self.cell_text(&name)?;
                    let cell = cell(&attributes, &text);
                    let spans = [
                        count(&attributes, "number-rows-spanned"),
                        count(&attributes, "number-columns-spanned"),
                    ];
                    if spans != [1, 1] && cell != Cell::Empty {
                        let last = column.saturating_add(spans[1] as usize - 1).min(COLUMNS_MAX - 1);
                        sheet.merges.push(Merge {
                            rows: number..=number.saturating_add(spans[0] - 1),
                            columns: column..=last.max(column),
                        });
                    }
                    if cell != Cell::Empty && column < COLUMNS_MAX {
                        cells.resize(column, Cell::Empty);
                        let end = column.saturating_add(times).min(COLUMNS_MAX);
                        cells.resize(end, cell);
                    }
                    column = column.saturating_add(times);
                }
                _ => {}
            }
        }
        Ok(cells)
    }

    /// The paragraphs of a cell, without its notes.
    fn cell_text(&mut self, tag: &str) -> Result<String, Reason> {
        let mut text = String::new();
        let mut paragraphs = 0;
        while let Some(piece) = self.pieces.next()? {
            match piece {
                Piece::Close(name) if name == tag => break,
                Piece::Open(name, _) if name == "annotation" => {
                    self.pieces.text()?;
                }
                Piece::Open(name, attributes) => match name.as_str() {
                    "p" => {
                        if paragraphs > 0 {
                            text.push('\n');
                        }
                        paragraphs += 1;
                    }
                    "s" => text.push_str(&" ".repeat(count(&attributes, "c").min(100) as usize)),
                    "tab" => text.push('\t'),
                    "line-break" => text.push('\n'),
                    _ => {}
                },
                // Between paragraphs there are only line breaks of the file.
                Piece::Text(more) if paragraphs > 0 => text.push_str(&more),
                _ => {}
            }
        }
        Ok(text)
    }
}

/// A count, at least 1.
fn count(attributes: &[(String, String)], name: &str) -> u64 {
    attribute(attributes, name).and_then(|it| it.parse().ok()).unwrap_or(1).max(1)
}

fn cell(attributes: &[(String, String)], text: &str) -> Cell {
    let value = |name| attribute(attributes, name).unwrap_or_default();
    match value("value-type") {
        "float" | "percentage" | "currency" => {
            match value("value").parse::<f64>().ok().filter(|it| it.is_finite()) {
                Some(number) => Cell::Number(number),
                None => text_cell(text),
            }
        }
        "boolean" => Cell::Flag(value("boolean-value") == "true"),
        "date" => {
            let date = value("date-value");
            let (day, time) = date.split_once('T').unwrap_or((date, ""));
            let midnight = !time.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
            match day.parse() {
                Ok(day) if midnight => Cell::Date(day),
                Ok(day) => {
                    let day: jiff::civil::Date = day;
                    Cell::Text(format!("{day} {}", time.split('.').next().unwrap_or_default()))
                }
                Err(_) => text_cell(text),
            }
        }
        _ => text_cell(text),
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell as Slot, fs, io::Write as _};

    use jiff::civil::date;
    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn tables(content: &str, layer: Option<&str>) -> Result<Vec<Table>, Error> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("台账.ods");
        let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        writer.start_file("content.xml", SimpleFileOptions::default()).unwrap();
        let head = r#"<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s"><office:automatic-styles><style:style style:name="ta2"><style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet>"#;
        write!(writer, "{head}{content}</office:spreadsheet></office:body></office:document-content>")
            .unwrap();
        fs::write(&path, writer.finish().unwrap().into_inner()).unwrap();
        let options = ReadOptions { layer: layer.map(str::to_owned), ..ReadOptions::default() };
        read(&path, &options, &Progress { report: &|_, _| true, last: Slot::new(0) })
    }

    const SHEET: &str = r#"<table:table table:name="一"><table:table-column table:number-columns-repeated="1024"/>
        <table:table-row><table:table-cell table:number-columns-spanned="3" office:value-type="string"><text:p>代县排口</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated="2"/></table:table-row>
        <table:table-row><table:table-cell office:value-type="string"><text:p>名称</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>日期</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>COD</text:p></table:table-cell></table:table-row>
        <table:table-row><table:table-cell office:value-type="string"><text:p>大桥</text:p><text:p>排口</text:p><office:annotation><text:p>note</text:p></office:annotation></table:table-cell><table:table-cell office:value-type="date" office:date-value="2024-04-10"><text:p>x</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="31.5"><text:p>31.5</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16381"/></table:table-row>
        <table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="string"><text:p>北</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2024-04-10T09:30:00"/><table:table-cell office:value-type="boolean" office:boolean-value="true"/></table:table-row>
        <table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>
        <table:table table:name="藏" table:style-name="ta2"><table:table-row><table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell></table:table-row></table:table>"#;

    #[test]
    fn cells_are_read_with_their_types_and_repeats() {
        let tables = tables(SHEET, None).unwrap();
        let table = &tables[0];
        assert_eq!(
            (tables.len(), table.columns.as_slice()),
            (1, &["名称".to_owned(), "日期".into(), "COD".into()][..])
        );
        assert_eq!(
            table.rows[0].cells,
            [Cell::Text("大桥\n排口".into()), Cell::Date(date(2024, 4, 10)), Cell::Number(31.5)]
        );
        assert_eq!(table.rows[1].cells[1..], [Cell::Text("2024-04-10 09:30:00".into()), Cell::Flag(true)]);
        assert_eq!((table.rows.len(), table.rows[2].number), (3, 5));
        assert!(table.warnings.contains(&ReadWarning::HiddenSheet { name: "藏".into() }));
    }

    #[test]
    fn a_sheet_can_be_named_even_a_hidden_one() {
        assert_eq!(tables(SHEET, Some("藏")).unwrap()[0].columns, ["a"]);
        assert!(matches!(tables(SHEET, Some("无")).unwrap_err().reason, Reason::NoSuchLayer { .. }));
    }

    #[test]
    fn cells_repeated_without_end_are_refused() {
        let bomb = r#"<table:table table:name="a"><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row></table:table>"#;
        assert!(matches!(
            tables(bomb, None).unwrap_err().reason,
            Reason::TooLarge { what: Quantity::Cells, .. }
        ));
    }
}
