//! Sheets as an XLSX workbook the way offices print them: merged title, heading of two storeys, borders, typed cells.
//!
//! Text goes in as text whatever it begins with, so that none of it can become a formula.

use jiff::civil::{Date, DateTime};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::{
    Error, Result,
    sheet::{Cell, Column, ColumnKind, Paper, Sheet, display_width},
};

/// What Chinese offices print in; other machines fall back to their own Song face.
const FONT: &str = "宋体";
/// How many rows a spreadsheet holds.
const MAX_ROWS: usize = 1_048_576;
/// How many UTF-16 units a cell holds.
const MAX_TEXT: usize = 32_767;
/// What ends a text that was too long for its cell.
const MARK: &str = "…[截断 truncated]";
/// The height of one line of text in points.
const LINE_HEIGHT: f64 = 15.0;
/// What a column is wider than its text, in characters: room for the font to differ.
const PADDING: usize = 1;
/// The highest that a row may be, in points.
const MAX_HEIGHT: f64 = 409.0;
/// The height of a row of counts in points, with room for a pen.
const ROOMY: f64 = 20.0;
/// 1 to 9. 100,000 rows of 37 columns took 3.1 s and 22 MB with 2, 3.7 s and 18 MB with 4, 4.6 s and 16 MB with 6.
const COMPRESSION: u8 = 2;
/// How many rows are looked at for the width of a column; a longer text further down is wrapped.
const MEASURED_ROWS: usize = 2_000;
/// How many rows get their formats together.
const ROWS_AT_ONCE: usize = 64;
/// How many characters a number or a day takes; one that is too wide for its column shows as `####`.
const NUMBER_WIDTH: usize = 11;

/// The sheets as the bytes of a workbook that says it was made at `created`.
pub(super) fn write(sheets: &[Sheet], created: DateTime) -> Result<Vec<u8>> {
    let whole = |source| Error::Xlsx { sheet: String::new(), source };
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(created).map_err(whole)?);
    workbook.set_zip_compression_level(COMPRESSION);
    let formats = Formats::new();
    for sheet in sheets {
        let layout = Layout::of(sheet)?;
        let worksheet = workbook.add_worksheet();
        write_sheet(worksheet, sheet, &layout, &formats)
            .map_err(|source| Error::Xlsx { sheet: sheet.name.clone(), source })?;
    }
    workbook.save_to_buffer().map_err(whole)
}

fn properties(created: DateTime) -> std::result::Result<DocProperties, XlsxError> {
    let day = excel_day(created.date())?;
    let at = day.and_hms(created.hour() as u16, created.minute() as u8, f64::from(created.second()))?;
    Ok(DocProperties::new().set_author("Paikou 排口").set_creation_datetime(&at))
}

fn excel_day(day: Date) -> std::result::Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_ymd(day.year().unsigned_abs(), day.month().unsigned_abs(), day.day().unsigned_abs())
}

/// Where the parts of a sheet lie: rows and columns from 0, ends included.
#[derive(Clone, Copy, Debug)]
struct Layout {
    notes: u32,
    heading: u32,
    /// The lower storey of the heading.
    last_heading: u32,
    /// The first row of the table.
    body: u32,
    totals: u32,
    foot: u32,
    last_column: u16,
}

impl Layout {
    fn of(sheet: &Sheet) -> Result<Self> {
        let rows = sheet.notes.len() + sheet.rows.len() + sheet.totals.len() + 4;
        if rows > MAX_ROWS {
            return Err(Error::TooLong { sheet: sheet.name.clone(), rows });
        }
        let heading = 1 + sheet.notes.len() as u32;
        let last_heading = heading + u32::from(sheet.two_storeys());
        let body = last_heading + 1;
        let totals = body + sheet.rows.len() as u32;
        Ok(Self {
            notes: 1,
            heading,
            last_heading,
            body,
            totals,
            foot: totals + sheet.totals.len() as u32,
            last_column: (sheet.columns.len().max(1) - 1) as u16,
        })
    }
}

struct Formats {
    title: Format,
    note: Format,
    heading: Format,
    body: Styles,
    total: Styles,
}

/// One format for each kind of cell.
struct Styles {
    text: Format,
    word: Format,
    integer: Format,
    ordinal: Format,
    percent: Format,
    date: Format,
    /// Numbers with 0 to 6 decimals.
    numbers: Vec<Format>,
}

impl Formats {
    fn new() -> Self {
        let plain = Format::new().set_font_name(FONT).set_font_size(10);
        let centre = plain.clone().set_align(FormatAlign::VerticalCenter);
        let boxed = centre.clone().set_border(FormatBorder::Thin);
        let title = centre.clone().set_font_size(16).set_bold().set_align(FormatAlign::Center);
        let fill = Color::RGB(0x00DC_E6F1);
        let heading = boxed.clone().set_bold().set_text_wrap().set_align(FormatAlign::Center);
        Self {
            title,
            note: centre.set_text_wrap(),
            heading: heading.set_background_color(fill),
            body: Styles::new(&boxed),
            total: Styles::new(&boxed.clone().set_bold().set_background_color(Color::RGB(0x00F2_F2F2))),
        }
    }
}

impl Styles {
    fn new(base: &Format) -> Self {
        let number = |format: &str| base.clone().set_num_format(format).set_align(FormatAlign::Right);
        Self {
            text: base.clone().set_text_wrap(),
            word: base.clone().set_text_wrap().set_align(FormatAlign::Center),
            integer: number("0"),
            ordinal: base.clone().set_num_format("0").set_align(FormatAlign::Center),
            percent: number("0.0%"),
            date: base.clone().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
            numbers: (0..=6)
                .map(|it| number(&if it == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(it)) }))
                .collect(),
        }
    }

    /// The format of a cell in a column of this kind.
    fn of(&self, kind: ColumnKind) -> &Format {
        match kind {
            ColumnKind::Text => &self.text,
            ColumnKind::Word => &self.word,
            ColumnKind::Integer => &self.integer,
            ColumnKind::Ordinal => &self.ordinal,
            ColumnKind::Number { decimals } => {
                self.numbers.get(usize::from(decimals)).unwrap_or(&self.integer)
            }
            ColumnKind::Percent => &self.percent,
            ColumnKind::Date => &self.date,
        }
    }
}

fn write_sheet(
    worksheet: &mut Worksheet,
    sheet: &Sheet,
    layout: &Layout,
    formats: &Formats,
) -> std::result::Result<(), XlsxError> {
    worksheet.set_name(&sheet.name)?;
    let widths: Vec<usize> = (0..sheet.columns.len()).map(|at| column_width(sheet, at)).collect();
    for (at, width) in (0..).zip(&widths) {
        worksheet.set_column_width(at, *width as f64)?;
    }
    write_top(worksheet, sheet, layout, formats, &widths)?;
    write_heading(worksheet, sheet, layout, formats, &widths)?;
    write_rows(worksheet, layout.body, &sheet.rows, &sheet.columns, &formats.body)?;
    write_rows(worksheet, layout.totals, &sheet.totals, &sheet.columns, &formats.total)?;
    for (row, cells) in (layout.body..).zip(sheet.body()) {
        if let Some(height) = row_height(sheet, cells, &widths) {
            worksheet.set_row_height(row, height)?;
        }
    }
    span(worksheet, layout.foot, layout.last_column, &sheet.foot, &formats.note)?;
    worksheet.set_row_height(layout.foot, 2.0 * LINE_HEIGHT)?;
    if sheet.filter && !sheet.rows.is_empty() {
        worksheet.autofilter(layout.last_heading, 0, layout.totals - 1, layout.last_column)?;
    }
    worksheet.set_freeze_panes(layout.body, sheet.frozen_columns)?;
    set_up_print(worksheet, sheet, layout)
}

/// Title and notes, each over the whole width and as high as its lines need.
fn write_top(
    worksheet: &mut Worksheet,
    sheet: &Sheet,
    layout: &Layout,
    formats: &Formats,
    widths: &[usize],
) -> std::result::Result<(), XlsxError> {
    span(worksheet, 0, layout.last_column, &sheet.title, &formats.title)?;
    worksheet.set_row_height(0, 30)?;
    let width: usize = widths.iter().sum::<usize>().max(1);
    for (row, note) in (layout.notes..).zip(&sheet.notes) {
        span(worksheet, row, layout.last_column, note, &formats.note)?;
        let lines = (display_width(note) + PADDING).div_ceil(width);
        worksheet.set_row_height(row, (LINE_HEIGHT * lines as f64).max(18.0))?;
    }
    Ok(())
}

fn write_heading(
    worksheet: &mut Worksheet,
    sheet: &Sheet,
    layout: &Layout,
    formats: &Formats,
    widths: &[usize],
) -> std::result::Result<(), XlsxError> {
    let (upper, lower) = (layout.heading, layout.last_heading);
    for (first, last, group) in sheet.heading_runs() {
        if !group.is_empty() {
            merge(worksheet, (upper, first as u16), (upper, last as u16), group, &formats.heading)?;
        }
    }
    let mut lines = 1;
    for ((at, column), width) in (0..).zip(&sheet.columns).zip(widths) {
        let top = if column.group.is_empty() { upper } else { lower };
        merge(worksheet, (top, at), (lower, at), &column.heading, &formats.heading)?;
        lines = lines.max(display_width(&column.heading).div_ceil((*width).saturating_sub(1).max(1)));
    }
    if upper != lower {
        worksheet.set_row_height(upper, group_lines(sheet, widths) as f64 * LINE_HEIGHT + 5.0)?;
    }
    worksheet.set_row_height(lower, lines as f64 * LINE_HEIGHT + 5.0)?;
    Ok(())
}

/// How many lines the upper storey needs.
fn group_lines(sheet: &Sheet, widths: &[usize]) -> usize {
    let runs = sheet.heading_runs().into_iter();
    let lines = runs.map(|(first, last, group)| {
        let room: usize = widths.iter().skip(first).take(last - first + 1).sum();
        display_width(group).div_ceil(room.saturating_sub(1).max(1))
    });
    lines.max().unwrap_or(1).max(1)
}

fn write_rows(
    worksheet: &mut Worksheet,
    mut first: u32,
    rows: &[Vec<Cell>],
    columns: &[Column],
    styles: &Styles,
) -> std::result::Result<(), XlsxError> {
    // The format of a block of cells at once: looking it up for each cell would take as long as all the rest.
    for block in rows.chunks(ROWS_AT_ONCE) {
        for (row, cells) in (first..).zip(block) {
            for (at, cell) in (0..).zip(cells) {
                write_cell(worksheet, row, at, cell)?;
            }
        }
        let end = first + block.len() as u32;
        for (at, column) in (0..).zip(columns) {
            worksheet.set_range_format(first, at, end - 1, at, styles.of(column.kind))?;
        }
        first = end;
    }
    Ok(())
}

fn write_cell(
    worksheet: &mut Worksheet,
    row: u32,
    at: u16,
    cell: &Cell,
) -> std::result::Result<(), XlsxError> {
    match cell {
        Cell::Empty => worksheet,
        Cell::Text(text) => worksheet.write_string(row, at, fitting(text))?,
        Cell::Integer(count) => worksheet.write_number(row, at, *count as f64)?,
        Cell::Number(number) | Cell::Percent(number) => worksheet.write_number(row, at, *number)?,
        Cell::Date(day) if day.year() >= 1900 => {
            worksheet.write_number(row, at, excel_day(*day)?.to_excel())?
        }
        // A spreadsheet has no days before 1900.
        Cell::Date(day) => worksheet.write_string(row, at, day.to_string())?,
    };
    Ok(())
}

/// The text, or as much of it as a cell holds with a mark that there was more.
fn fitting(text: &str) -> String {
    if text.len() <= MAX_TEXT || text.encode_utf16().count() <= MAX_TEXT {
        return text.to_owned();
    }
    let mut room = MAX_TEXT - MARK.encode_utf16().count();
    let fits = |letter: &char| match room.checked_sub(letter.len_utf16()) {
        Some(left) => {
            room = left;
            true
        }
        None => false,
    };
    text.chars().take_while(fits).chain(MARK.chars()).collect()
}

/// Merges the cells from one to the other; a single one is just written.
fn merge(
    worksheet: &mut Worksheet,
    (top, left): (u32, u16),
    (bottom, right): (u32, u16),
    text: &str,
    format: &Format,
) -> std::result::Result<(), XlsxError> {
    if (top, left) == (bottom, right) {
        worksheet.write_string_with_format(top, left, text, format)?;
    } else {
        worksheet.merge_range(top, left, bottom, right, text, format)?;
    }
    Ok(())
}

/// One line over the whole width.
fn span(
    worksheet: &mut Worksheet,
    row: u32,
    last_column: u16,
    text: &str,
    format: &Format,
) -> std::result::Result<(), XlsxError> {
    merge(worksheet, (row, 0), (row, last_column), text, format)
}

/// The width of a column in characters: that of its widest cell, within what the column allows, and enough for a heading
/// broken into two lines.
fn column_width(sheet: &Sheet, at: usize) -> usize {
    let Some(column) = sheet.columns.get(at) else { return 0 };
    let measured = sheet.totals.iter().chain(sheet.rows.iter().take(MEASURED_ROWS));
    let widest = measured.filter_map(|row| row.get(at)).map(cell_width).max().unwrap_or(0);
    let heading = display_width(&column.heading);
    let least = heading.div_ceil(2).max(heading.min(10));
    widest.min(usize::from(column.max_width)).max(least) + PADDING
}

/// The height of a row of the table where it is not the usual one. Spreadsheets do not all work it out from wrapped text.
fn row_height(sheet: &Sheet, cells: &[Cell], widths: &[usize]) -> Option<f64> {
    let lines = cells.iter().zip(widths).map(|(cell, width)| cell_lines(cell, width - PADDING)).max()?;
    let least = if sheet.filter { 0.0 } else { ROOMY };
    (lines > 1 || least > 0.0).then(|| (lines as f64 * LINE_HEIGHT).clamp(least, MAX_HEIGHT))
}

fn cell_lines(cell: &Cell, room: usize) -> usize {
    match cell {
        // No text is wider than it has bytes, so that the common short one is not measured.
        Cell::Text(text) if text.len() > room || text.contains('\n') => {
            text.lines().map(|line| display_width(line).div_ceil(room).max(1)).sum()
        }
        _ => 1,
    }
}

fn cell_width(cell: &Cell) -> usize {
    match cell {
        Cell::Empty => 0,
        Cell::Text(text) => display_width(text),
        Cell::Integer(count) => count.unsigned_abs().checked_ilog10().unwrap_or(0) as usize + 1,
        Cell::Percent(_) => 6,
        Cell::Number(_) | Cell::Date(_) => NUMBER_WIDTH,
    }
}

/// Landscape, as wide as the page, the heading on every page, the page number at the foot.
fn set_up_print(
    worksheet: &mut Worksheet,
    sheet: &Sheet,
    layout: &Layout,
) -> std::result::Result<(), XlsxError> {
    let paper = match sheet.paper {
        Paper::A3 => 8,
        Paper::A4 => 9,
    };
    worksheet
        .set_landscape()
        .set_paper_size(paper)
        .set_print_fit_to_pages(1, 0)
        .set_print_center_horizontally(true)
        .set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3)
        .set_footer("&C&P / &N")
        .set_repeat_rows(layout.heading, layout.last_heading)?
        .set_print_area(0, 0, layout.foot, layout.last_column)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader as _, Xlsx};
    use jiff::civil::date;

    use super::*;
    use crate::report::workbook;

    fn read(sheet: Sheet) -> Vec<Vec<Data>> {
        let bytes = workbook(&[sheet], date(2026, 7, 20).at(8, 0, 0, 0)).unwrap();
        let mut workbook = Xlsx::new(Cursor::new(bytes)).unwrap();
        let range = workbook.worksheet_range_at(0).unwrap().unwrap();
        range.rows().map(<[Data]>::to_vec).collect()
    }

    fn one_row(cells: Vec<Cell>) -> Sheet {
        let column = |at: usize| Column::new(format!("h{at}"), ColumnKind::Text, 10).under("g");
        Sheet {
            name: "s".to_owned(),
            title: "t".to_owned(),
            columns: (0..cells.len()).map(column).collect(),
            rows: vec![cells],
            foot: "f".to_owned(),
            ..Sheet::default()
        }
    }

    #[test]
    fn text_stays_text_whatever_it_begins_with() {
        let texts = ["=1+1", "+86", "-x", "@a", "\tb", "＝1", "00123", "'=x", "{=A1}"];
        let rows = read(one_row(texts.iter().map(|it| Cell::text(*it)).collect()));
        let found: Vec<&Data> = rows[3].iter().collect();
        let wanted: Vec<Data> = texts.iter().map(|it| Data::String((*it).to_owned())).collect();
        assert_eq!(found, wanted.iter().collect::<Vec<_>>());
    }

    #[test]
    fn numbers_are_numbers_and_days_are_days() {
        let cells = vec![
            Cell::Integer(-3),
            Cell::Number(-112.43),
            Cell::Percent(0.799),
            Cell::Date(date(2026, 7, 1)),
            Cell::Date(date(1895, 7, 1)),
        ];
        let mut sheet = one_row(cells);
        sheet.columns[3].kind = ColumnKind::Date;
        let row = read(sheet).swap_remove(3);
        assert_eq!(row[..3], [Data::Float(-3.0), Data::Float(-112.43), Data::Float(0.799)]);
        let Data::DateTime(day) = row[3] else { panic!("{:?}", row[3]) };
        assert_eq!(day.to_ymd_hms_milli(), (2026, 7, 1, 0, 0, 0, 0));
        assert_eq!(row[4], Data::String("1895-07-01".to_owned()));
    }

    #[test]
    fn a_text_longer_than_a_cell_is_cut_with_a_mark() {
        for letter in ["a", "口", "𠮷"] {
            let rows = read(one_row(vec![Cell::text(letter.repeat(40_000))]));
            let Data::String(text) = &rows[3][0] else { panic!("no text") };
            assert!(text.encode_utf16().count() <= MAX_TEXT);
            assert!(text.ends_with("truncated]"), "{letter}");
        }
    }

    #[test]
    fn a_lost_row_is_noticed() {
        let sheet = one_row(vec![Cell::text("a")]);
        let at = date(2026, 7, 20).at(8, 0, 0, 0);
        let bytes = write(std::slice::from_ref(&sheet), at).unwrap();
        let longer = Sheet { rows: vec![vec![Cell::text("a")], vec![Cell::text("b")]], ..sheet };
        let error = super::super::read_back::check_xlsx(&bytes, &[longer]).unwrap_err();
        assert!(matches!(error, Error::Differs { what: super::super::Counted::Rows, .. }), "{error}");
    }
}
