//! Reads what was written with another library and compares: a report that lost a row is not a report.

use std::io::Cursor;

use calamine::{DataRef, Reader as _, Xlsx};

use super::{
    Counted, Error, Result,
    csv::{BOM, field, guard},
    sheet::Sheet,
};

/// Counts the rows and the filled cells of every sheet. Cells are streamed: a workbook says how large its sheets are, and
/// a wrong size must not be believed.
pub(super) fn check_xlsx(bytes: &[u8], sheets: &[Sheet]) -> Result<()> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(Error::UnreadableXlsx)?;
    let found = workbook.sheet_names().len();
    if found != sheets.len() {
        return Err(Error::Differs {
            sheet: String::new(),
            what: Counted::Sheets,
            wanted: sheets.len(),
            found,
        });
    }
    for sheet in sheets {
        let (rows, cells) = expected(sheet);
        let found = count(&mut workbook, &sheet.name)?;
        for (what, wanted, found) in [(Counted::Rows, rows, found.0), (Counted::Cells, cells, found.1)] {
            if wanted != found {
                return Err(Error::Differs { sheet: sheet.name.clone(), what, wanted, found });
            }
        }
    }
    Ok(())
}

/// How many rows and how many cells of the sheet should have something in them, from title to foot.
fn expected(sheet: &Sheet) -> (usize, usize) {
    let lines = [&sheet.title, &sheet.foot].into_iter().chain(&sheet.notes);
    let lines = lines.filter(|it| !it.is_empty()).count();
    let groups = sheet.heading_runs().iter().filter(|(_, _, group)| !group.is_empty()).count();
    let headings = sheet.columns.iter().filter(|it| !it.heading.is_empty()).count();
    // A heading without a group stands in the upper storey, merged over both.
    let upper = sheet.columns.iter().any(|it| it.group.is_empty() && !it.heading.is_empty()) || groups > 0;
    let lower = sheet.columns.iter().any(|it| !it.group.is_empty() && !it.heading.is_empty());
    let filled = sheet.body().map(|row| row.iter().filter(|it| !it.is_empty()).count());
    let (rows, cells) = filled.fold((0, 0), |(rows, cells), it| (rows + usize::from(it > 0), cells + it));
    (rows + lines + usize::from(upper) + usize::from(lower), cells + lines + groups + headings)
}

/// How many rows and how many cells have something in them.
fn count(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<(usize, usize)> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(Error::UnreadableXlsx)?;
    let (mut rows, mut cells, mut last) = (0, 0, None);
    while let Some(cell) = reader.next_cell().map_err(Error::UnreadableXlsx)? {
        if matches!(cell.get_value(), DataRef::Empty | DataRef::SharedString("")) {
            continue;
        }
        let row = cell.get_position().0;
        cells += 1;
        rows += usize::from(last != Some(row));
        last = Some(row);
    }
    Ok((rows, cells))
}

/// Compares every cell with what should be in it.
pub(super) fn check_csv(bytes: &[u8], sheet: &Sheet) -> Result<()> {
    let text = bytes.strip_prefix(BOM).unwrap_or(bytes);
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text);
    let heading: Vec<String> = sheet.columns.iter().map(|it| guard(&it.joined_heading())).collect();
    let body = sheet.body().map(|row| row.iter().map(field).collect());
    let mut wanted = std::iter::once(heading).chain(body);

    let mut found = 0;
    for record in reader.records() {
        let record = record.map_err(Error::UnreadableCsv)?;
        found += 1;
        let row: Vec<String> = wanted.next().unwrap_or_default();
        let differs =
            (0..row.len().max(record.len())).find(|at| record.get(*at) != row.get(*at).map(String::as_str));
        if let Some(at) = differs {
            return Err(Error::CellDiffers { sheet: sheet.name.clone(), row: found, column: at + 1 });
        }
    }
    let wanted = 1 + sheet.rows.len() + sheet.totals.len();
    if found == wanted {
        return Ok(());
    }
    Err(Error::Differs { sheet: sheet.name.clone(), what: Counted::Rows, wanted, found })
}
