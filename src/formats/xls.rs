//! Workbooks of Excel 97–2003 (`.xls`).
//!
//! The library holds a whole sheet at once, so the size of the file is bounded before it is opened: a sheet of this format has
//! at most 65,536 rows of 256 columns.

use std::{
    fs::{self, File},
    io::BufReader,
    path::Path,
};

use calamine::{Data, DataRef, Reader as _, Xls};

use super::{
    Error, Progress, Quantity, ReadOptions, Reason, Stage, Unsupported,
    heading::{self, Merge, Sheet, SheetRow},
    xlsx,
};
use crate::domain::table::{Cell, ReadWarning, Table};

/// The largest file that is read.
const SIZE_MAX: u64 = 64 << 20;
/// The most columns of a sheet.
const COLUMNS_MAX: usize = 256;

type Workbook = Xls<BufReader<File>>;

/// Reads the visible sheets, or the one that is asked for.
pub(super) fn read(path: &Path, options: &ReadOptions, progress: &Progress<'_>) -> Result<Vec<Table>, Error> {
    let open = || -> Result<Workbook, Reason> {
        if fs::metadata(path)?.len() > SIZE_MAX {
            return Err(Reason::TooLarge { what: Quantity::WorkbookBytes, limit: SIZE_MAX });
        }
        // Other files of old Office are of the same make, and so is a workbook with a password.
        let other = |_error| Reason::NotSupported(Unsupported::OldOffice);
        Workbook::new(BufReader::new(File::open(path)?)).map_err(other)
    };
    let mut workbook = open().map_err(|reason| reason.at(path, Stage::Open))?;
    let (names, hidden) = xlsx::shown(workbook.sheets_metadata(), options.layer.as_deref())
        .map_err(|reason| reason.at(path, Stage::Structure))?;
    let mut tables = Vec::new();
    for name in names {
        let sheet = sheet(&mut workbook, name, progress).map_err(|reason| reason.at(path, Stage::Rows))?;
        tables.extend(heading::table(sheet));
    }
    match tables.first_mut() {
        Some(first) => {
            first.warnings.extend(hidden.into_iter().map(|name| ReadWarning::HiddenSheet { name }));
            Ok(tables)
        }
        None => Err(Reason::NotSupported(Unsupported::Empty).at(path, Stage::Structure)),
    }
}

fn sheet(workbook: &mut Workbook, name: String, progress: &Progress<'_>) -> Result<Sheet, Reason> {
    let range = workbook.worksheet_range(&name).map_err(Reason::library)?;
    let merges = workbook.merge_cells_by_sheet_name(&name).map_err(Reason::library)?;
    let merges = merges.into_iter().map(|place| Merge {
        rows: u64::from(place.start.0) + 1..=u64::from(place.end.0) + 1,
        columns: place.start.1 as usize..=(place.end.1 as usize).min(COLUMNS_MAX - 1),
    });
    let mut sheet = Sheet { merges: merges.collect(), name, ..Sheet::default() };
    let (first_row, first_column) = range.start().unwrap_or_default();
    let total = range.height() as u64;
    for (row, at) in range.rows().zip(0_u64..) {
        progress.step(at, total)?;
        let mut cells = vec![Cell::Empty; first_column as usize];
        cells.extend(row.iter().map(data));
        while cells.last() == Some(&Cell::Empty) {
            cells.pop();
        }
        if !cells.is_empty() {
            sheet.rows.push(SheetRow { number: u64::from(first_row) + at + 1, cells });
        }
    }
    Ok(sheet)
}

/// The cell as the newer format has it.
fn data(value: &Data) -> Cell {
    xlsx::cell(&match value {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(flag) => DataRef::Bool(*flag),
        Data::DateTime(moment) => DataRef::DateTime(*moment),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    })
}
