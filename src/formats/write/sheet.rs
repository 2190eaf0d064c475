//! Plain tables: one heading, then the rows, as CSV and as a workbook. Shapes are well-known text in a column of their own.

use std::io;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::{Written, wkt};
use crate::domain::table::{Cell, Table, guard};

/// The heading of the shapes.
const SHAPES: &str = "wkt";
/// How many UTF-16 units a cell of a workbook holds.
const TEXT_MAX: usize = 32_767;
/// The rows of a sheet.
const ROWS_MAX: usize = 1_048_576;

/// UTF-8 with a mark, so that spreadsheets on Windows read it; text that no spreadsheet takes for a formula.
pub(super) fn csv(table: &Table) -> io::Result<Vec<u8>> {
    let shapes = has_shapes(table);
    let mut bytes = b"\xef\xbb\xbf".to_vec();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut bytes);
    let heading = table.columns.iter().map(|it| guard(it)).chain(shapes.then(|| SHAPES.to_owned()));
    writer.write_record(heading)?;
    for row in &table.rows {
        let cells = row.cells.iter().map(|cell| match cell {
            Cell::Text(text) => guard(text),
            other => other.to_text(),
        });
        let shape = row.geometry.as_ref().map(wkt).unwrap_or_default();
        writer.write_record(cells.chain(shapes.then_some(shape)))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}

/// Typed cells; text goes in as text whatever it begins with, so that none of it can become a formula.
pub(super) fn xlsx(table: &Table, written: &mut Written) -> io::Result<Vec<u8>> {
    let failed = |error: rust_xlsxwriter::XlsxError| io::Error::other(error);
    if table.rows.len() >= ROWS_MAX {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "a sheet holds 1048575 rows"));
    }
    let shapes: Vec<String> =
        table.rows.iter().map(|row| row.geometry.as_ref().map(wkt).unwrap_or_default()).collect();
    let fit = shapes.iter().all(|it| it.len() <= TEXT_MAX);
    let shaped = has_shapes(table);
    written.shapes_left_out = shaped && !fit;
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let bold = Format::new().set_bold();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let headings = table.columns.iter().map(String::as_str).chain((shaped && fit).then_some(SHAPES));
    for (at, heading) in (0_u16..).zip(headings) {
        sheet.write_string_with_format(0, at, heading, &bold).map_err(failed)?;
    }
    for (number, (row, shape)) in (1_u32..).zip(table.rows.iter().zip(&shapes)) {
        for (at, cell) in (0_u16..).zip(&row.cells) {
            let day_of = |it: &Cell| if let Cell::Date(it) = it { excel_day(*it) } else { None };
            if let Cell::Number(value) = cell {
                sheet.write_number(number, at, *value).map_err(failed)?;
            } else if let Cell::Flag(flag) = cell {
                sheet.write_boolean(number, at, *flag).map_err(failed)?;
            } else if let Some(moment) = day_of(cell) {
                sheet.write_datetime_with_format(number, at, &moment, &day).map_err(failed)?;
            } else if *cell != Cell::Empty {
                // Text, and days before 1900, which a workbook does not have.
                let text = cell.to_text();
                let cut = shortened(&text);
                written.changed += u64::from(cut.len() < text.len());
                sheet.write_string(number, at, cut).map_err(failed)?;
            }
        }
        if shaped && fit && !shape.is_empty() {
            let at = u16::try_from(table.columns.len()).map_err(io::Error::other)?;
            sheet.write_string(number, at, shape).map_err(failed)?;
        }
    }
    sheet.set_freeze_panes(1, 0).map_err(failed)?;
    workbook.save_to_buffer().map_err(failed)
}

fn excel_day(day: jiff::civil::Date) -> Option<ExcelDateTime> {
    // Excel takes 1900 for a leap year, so its first two months are off by one.
    let known = day.year() > 1900 || (day.year() == 1900 && day.month() > 2);
    let moment = ExcelDateTime::from_ymd(
        day.year().unsigned_abs(),
        day.month().unsigned_abs(),
        day.day().unsigned_abs(),
    );
    moment.ok().filter(|_| known)
}

/// As much as a cell holds.
fn shortened(text: &str) -> &str {
    let mut units = 0;
    let end = text.char_indices().find(|(_, letter)| {
        units += letter.len_utf16();
        units > TEXT_MAX
    });
    end.map_or(text, |(at, _)| text.get(..at).unwrap_or_default())
}

fn has_shapes(table: &Table) -> bool {
    table.rows.iter().any(|row| row.geometry.is_some())
}
