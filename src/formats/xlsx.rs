//! Workbooks of Excel 2007 and later, one table per sheet.
//!
//! Cells are streamed: a workbook that claims a cell in the last row of the last column would otherwise reserve half a
//! terabyte.

use std::{fs::File, io::BufReader, path::Path};

use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use jiff::civil::Date;

use super::{
    Error, Limits, Progress, Quantity, ReadOptions, Reason, Stage, Unsupported,
    heading::{self, Merge, Sheet, SheetRow},
    integer_cell,
    limits::COLUMNS_MAX,
    text_cell, workbook,
};
use crate::domain::table::{Cell, ReadWarning, Table};

type Workbook = Xlsx<BufReader<File>>;

/// Reads the visible sheets, or the one that is asked for.
pub(super) fn read(path: &Path, options: &ReadOptions, progress: &Progress<'_>) -> Result<Vec<Table>, Error> {
    let open = || -> Result<Workbook, Reason> {
        workbook::check(path, &options.limits)?;
        Workbook::new(BufReader::new(File::open(path)?)).map_err(Reason::library)
    };
    let mut workbook = open().map_err(|reason| reason.at(path, Stage::Open))?;
    let (names, hidden) = sheets(&workbook, options).map_err(|reason| reason.at(path, Stage::Structure))?;
    let mut tables = Vec::new();
    for name in names {
        let (sheet, warning) = sheet(&mut workbook, name, &options.limits, progress)
            .map_err(|reason| reason.at(path, Stage::Rows))?;
        if let Some(mut table) = heading::table(sheet) {
            table.warnings.extend(warning);
            tables.push(table);
        }
    }
    match tables.first_mut() {
        Some(first) => {
            first.warnings.extend(hidden.into_iter().map(|name| ReadWarning::HiddenSheet { name }));
            Ok(tables)
        }
        None => Err(Reason::NotSupported(Unsupported::Empty).at(path, Stage::Structure)),
    }
}

/// The names of the sheets to read, and of those that are hidden and not read.
fn sheets(workbook: &Workbook, options: &ReadOptions) -> Result<(Vec<String>, Vec<String>), Reason> {
    let all: Vec<_> =
        workbook.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).collect();
    if let Some(asked) = &options.layer {
        let present: Vec<String> = all.iter().map(|sheet| sheet.name.clone()).collect();
        if !present.contains(asked) {
            return Err(Reason::NoSuchLayer { asked: asked.clone(), present });
        }
        return Ok((vec![asked.clone()], Vec::new()));
    }
    let (visible, hidden): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|sheet| sheet.visible == SheetVisible::Visible);
    let names = |sheets: Vec<&calamine::Sheet>| sheets.into_iter().map(|sheet| sheet.name.clone()).collect();
    Ok((names(visible), names(hidden)))
}

fn sheet(
    workbook: &mut Workbook,
    name: String,
    limits: &Limits,
    progress: &Progress<'_>,
) -> Result<(Sheet, Option<ReadWarning>), Reason> {
    let merges = workbook.merge_cells_by_sheet_name(&name).map_err(Reason::library)?;
    let merges = merges.into_iter().map(|place| Merge {
        rows: u64::from(place.start.0) + 1..=u64::from(place.end.0) + 1,
        columns: place.start.1 as usize..=(place.end.1 as usize).min(COLUMNS_MAX - 1),
    });
    let mut sheet = Sheet { merges: merges.collect(), ..Sheet::default() };
    let errors = fill(&mut sheet, workbook, &name, limits, progress)?;
    sheet.name = name;
    Ok((sheet, (errors > 0).then_some(ReadWarning::ErrorCells { count: errors })))
}

/// Streams the cells into rows; returns how many hold an error value.
fn fill(
    sheet: &mut Sheet,
    workbook: &mut Workbook,
    name: &str,
    limits: &Limits,
    progress: &Progress<'_>,
) -> Result<u64, Reason> {
    let mut reader = match workbook.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        // A sheet of charts or macros has no cells.
        Err(XlsxError::NotAWorksheet(_)) => return Ok(0),
        Err(error) => return Err(Reason::library(error)),
    };
    let (mut cells, mut places, mut errors) = (0, 0, 0);
    while let Some(found) = reader.next_cell().map_err(Reason::library)? {
        let (row, column) = (u64::from(found.get_position().0) + 1, found.get_position().1 as usize);
        cells += 1;
        progress.step(cells, 0)?;
        if cells > limits.cells {
            return Err(Reason::TooLarge { what: Quantity::Cells, limit: limits.cells });
        }
        errors += u64::from(matches!(found.get_value(), DataRef::Error(_)));
        let value = cell(found.get_value());
        if value == Cell::Empty || column >= COLUMNS_MAX {
            continue;
        }
        let Some(line) = row_for(&mut sheet.rows, row) else {
            continue;
        };
        if line.cells.len() <= column {
            places += (column + 1 - line.cells.len()) as u64;
            if places > limits.places {
                return Err(Reason::TooLarge { what: Quantity::Places, limit: limits.places });
            }
            line.cells.resize(column + 1, Cell::Empty);
        }
        if let Some(slot) = line.cells.get_mut(column) {
            *slot = value;
        }
    }
    Ok(errors)
}

/// The row with this number. Rows come in order, but nothing stops a file from breaking the rule.
fn row_for(rows: &mut Vec<SheetRow>, number: u64) -> Option<&mut SheetRow> {
    let place = rows.partition_point(|row| row.number < number);
    if rows.get(place).is_none_or(|row| row.number != number) {
        rows.insert(place, SheetRow { number, cells: Vec::new() });
    }
    rows.get_mut(place)
}

fn cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Int(number) => integer_cell(*number),
        DataRef::Float(number) if number.is_finite() => Cell::Number(*number),
        DataRef::Empty | DataRef::Error(_) | DataRef::Float(_) => Cell::Empty,
        DataRef::String(text) | DataRef::DurationIso(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text),
        DataRef::Bool(flag) => Cell::Flag(*flag),
        DataRef::DateTime(moment) => moment_cell(moment),
        DataRef::DateTimeIso(text) => {
            text.parse::<Date>().map_or_else(|_| text_cell(text), |day| with_time(day, text))
        }
    }
}

/// A day is a day; with a time of day it stays text, because a sample is taken at an hour.
fn with_time(day: Date, text: &str) -> Cell {
    let time = text.split_once('T').map_or("", |(_, time)| time);
    if time.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) { text_cell(text) } else { Cell::Date(day) }
}

fn moment_cell(moment: &ExcelDateTime) -> Cell {
    if !moment.is_datetime() {
        return Cell::Number(moment.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    // A time of day alone is a fraction of a day.
    if (0.0..1.0).contains(&moment.as_f64()) {
        return Cell::Text(time);
    }
    let parts = (i16::try_from(year), i8::try_from(month), i8::try_from(day));
    let (Ok(year), Ok(month), Ok(day)) = parts else {
        return Cell::Number(moment.as_f64());
    };
    match Date::new(year, month, day) {
        Ok(day) if time == "00:00:00" => Cell::Date(day),
        Ok(day) => Cell::Text(format!("{day} {time}")),
        // The 29th of February 1900, which only Excel knows.
        Err(_) => Cell::Number(moment.as_f64()),
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell as Slot, path::PathBuf};

    use rust_xlsxwriter::{ExcelDateTime as Moment, Format, Workbook as Writer};
    use tempfile::TempDir;

    use super::*;

    fn saved(mut workbook: Writer) -> (TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("台账.xlsx");
        workbook.save(&path).unwrap();
        (folder, path)
    }

    fn read_all(path: &Path, layer: Option<&str>) -> Result<Vec<Table>, Error> {
        let options = ReadOptions { layer: layer.map(str::to_owned), ..ReadOptions::default() };
        read(path, &options, &Progress { report: &|_, _| true, last: Slot::new(0) })
    }

    fn ledger() -> Writer {
        let mut workbook = Writer::new();
        let (plain, day) = (Format::new(), Format::new().set_num_format("yyyy-mm-dd"));
        let sheet = workbook.add_worksheet().set_name("台账").unwrap();
        sheet.merge_range(0, 0, 0, 4, "代县入河排污口排查整治台账", &plain).unwrap();
        sheet.write(1, 0, "填报单位：代县分局").unwrap();
        sheet.merge_range(2, 0, 3, 0, "县", &plain).unwrap();
        sheet.merge_range(2, 1, 3, 1, "排污口\n名称", &plain).unwrap();
        sheet.merge_range(2, 2, 2, 3, "位置", &plain).unwrap();
        sheet.write(3, 2, "经度").unwrap();
        sheet.write(3, 3, "纬度").unwrap();
        sheet.merge_range(2, 4, 3, 4, "日期", &plain).unwrap();
        sheet.merge_range(4, 0, 5, 0, "代县", &plain).unwrap();
        for (row, name) in [(4, "甲"), (5, "乙")] {
            sheet.write(row, 1, name).unwrap();
            sheet.write(row, 2, 112.5).unwrap();
            sheet.write(row, 3, "38°30′").unwrap();
        }
        sheet.write_with_format(4, 4, Moment::from_ymd(2024, 4, 10).unwrap(), &day).unwrap();
        sheet
            .write_with_format(5, 4, Moment::from_ymd(2024, 4, 10).unwrap().and_hms(9, 30, 0).unwrap(), &day)
            .unwrap();
        sheet.merge_range(6, 0, 6, 1, "合计", &plain).unwrap();
        sheet.write(6, 2, 2).unwrap();
        workbook
    }

    #[test]
    fn a_formatted_ledger_is_read_with_its_own_row_numbers() {
        let (_folder, path) = saved(ledger());

        let table = &read_all(&path, None).unwrap()[0];

        let text = |text: &str| Cell::Text(text.to_owned());
        assert_eq!(table.columns, ["县", "排污口名称", "位置/经度", "位置/纬度", "日期"]);
        assert_eq!(
            table.rows[0].cells,
            [
                text("代县"),
                text("甲"),
                Cell::Number(112.5),
                text("38°30′"),
                Cell::Date(jiff::civil::date(2024, 4, 10))
            ]
        );
        assert_eq!((table.rows[1].number, &table.rows[1].cells[0]), (6, &text("代县")));
        assert_eq!(table.rows[1].cells[4], text("2024-04-10 09:30:00"));
        assert_eq!((table.skipped[0].number, table.rows.len()), (7, 2));
        assert_eq!(table.name, "台账");
    }

    #[test]
    fn hidden_sheets_are_named_and_read_on_demand() {
        let mut workbook = ledger();
        workbook.add_worksheet().set_name("字典").unwrap().set_hidden(true).write(0, 0, "词").unwrap();
        workbook.add_worksheet().set_name("空").unwrap();
        let (_folder, path) = saved(workbook);

        let tables = read_all(&path, None).unwrap();
        assert_eq!(tables.len(), 1);
        assert!(
            tables[0].warnings.contains(&ReadWarning::HiddenSheet { name: "字典".to_owned() }),
            "{:?}",
            tables[0].warnings
        );
        assert_eq!(read_all(&path, Some("字典")).unwrap()[0].columns, ["词"]);
        assert!(matches!(read_all(&path, Some("no")).unwrap_err().reason, Reason::NoSuchLayer { .. }));
        assert!(read_all(&path, Some("空")).is_err());
    }

    #[test]
    fn one_cell_in_the_last_corner_does_not_fill_the_memory() {
        let mut workbook = Writer::new();
        let sheet = workbook.add_worksheet();
        sheet.write(0, 0, "name").unwrap();
        sheet.write(1_048_575, 16_383, "x").unwrap();
        let (_folder, path) = saved(workbook);

        let table = &read_all(&path, None).unwrap()[0];

        assert_eq!(table.columns, ["name", "XFD"]);
        assert_eq!((table.rows.len(), table.rows[0].number), (1, 1_048_576));
    }

    #[test]
    fn a_sheet_of_far_cells_is_refused_before_it_fills_the_memory() {
        let mut workbook = Writer::new();
        let sheet = workbook.add_worksheet();
        for row in 0..=(Limits::SHIPPED.places / 16_384) as u32 {
            sheet.write(row, 16_383, 1).unwrap();
        }
        let (_folder, path) = saved(workbook);
        assert!(matches!(
            read_all(&path, None).unwrap_err().reason,
            Reason::TooLarge { what: Quantity::Places, .. }
        ));
    }

    #[test]
    fn what_is_no_workbook_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xlsx");
        std::fs::write(&path, "PK\u{3}\u{4}xl/workbook.xml").unwrap();
        assert!(matches!(read_all(&path, None).unwrap_err().reason, Reason::Library(_)));
    }

    #[test]
    fn a_sheet_at_each_limit_is_read_and_one_over_it_is_not() {
        let mut workbook = Writer::new();
        let sheet = workbook.add_worksheet();
        for (column, text) in [(0, "name"), (1, "code")] {
            sheet.write(0, column, text).unwrap();
        }
        sheet.write(1, 2, 7).unwrap();
        let (_folder, path) = saved(workbook);
        let within = |cells, places| {
            let limits = Limits { cells, places, ..Limits::SHIPPED };
            let options = ReadOptions { limits, ..ReadOptions::default() };
            read(&path, &options, &Progress { report: &|_, _| true, last: Slot::new(0) })
        };
        assert_eq!(within(3, 5).unwrap()[0].rows.len(), 1);
        let reason = within(2, 5).unwrap_err().reason;
        assert!(matches!(reason, Reason::TooLarge { what: Quantity::Cells, limit: 2 }), "{reason}");
        let reason = within(3, 4).unwrap_err().reason;
        assert!(matches!(reason, Reason::TooLarge { what: Quantity::Places, limit: 4 }), "{reason}");
    }
}
