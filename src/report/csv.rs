//! A table as CSV: UTF-8 with BOM, one heading, text that no spreadsheet takes for a formula.
//!
//! Numbers are written as numbers, days as `2026-07-01`, rates as a fraction with three decimals (0.667) that
//! is never rounded up to its target. Only text is guarded, so that −112.43 stays a number, and the guard
//! can be taken off again exactly (OWASP CSV injection).

pub use crate::domain::table::{guard, unguard};

use super::{
    Error, Result,
    sheet::{Cell, Sheet},
};

/// What spreadsheets on Windows need to see to read UTF-8.
pub const BOM: &[u8] = b"\xEF\xBB\xBF";

/// The table as CSV. The heading joins both storeys with `/`; the sums follow the rows.
pub(super) fn write(sheet: &Sheet) -> Result<Vec<u8>> {
    let failed = |source| Error::Csv { sheet: sheet.name.clone(), source };
    let mut bytes = BOM.to_vec();
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(&mut bytes);
    writer.write_record(sheet.columns.iter().map(|it| guard(&it.joined_heading()))).map_err(failed)?;
    for row in sheet.body() {
        writer.write_record(row.iter().map(field)).map_err(failed)?;
    }
    writer.flush().map_err(|error| failed(error.into()))?;
    drop(writer);
    Ok(bytes)
}

/// The cell as it is written. Numbers keep all their digits.
pub(super) fn field(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => guard(text),
        Cell::Integer(count) => count.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Percent(fraction) => format!("{:.3}", (fraction * 1000.0 + 1e-9).round() / 1000.0),
        Cell::Date(day) => day.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::table::triggers;
    use crate::report::{
        csv_file,
        sheet::{Column, ColumnKind},
    };

    proptest! {
        #[test]
        fn the_guard_comes_off_again_and_what_it_leaves_is_no_formula(
            text in "['=+@\\-\\t\\r\\n\\x00＝＋－＠]{0,3}\\PC{0,8}"
        ) {
            let guarded = guard(&text);
            prop_assert!(!triggers(&guarded), "{guarded:?}");
            prop_assert_eq!(unguard(&guarded), text);
        }

        #[test]
        fn any_table_reads_back_as_it_was(texts in prop::collection::vec(any::<String>(), 1..12)) {
            let cells: Vec<Cell> = texts.iter().map(Cell::text).collect();
            let sheet = Sheet {
                columns: vec![Column::new("a", ColumnKind::Text, 9), Column::new("b", ColumnKind::Text, 9)],
                rows: cells.iter().map(|it| vec![it.clone(), Cell::Integer(-1)]).collect(),
                ..Sheet::default()
            };
            prop_assert!(csv_file(&sheet).is_ok());
        }
    }

    #[test]
    fn numbers_stay_numbers_and_text_is_guarded() {
        let kind = ColumnKind::Text;
        let heading = |it: &str| Column::new(it, kind, 10);
        let sheet = Sheet {
            columns: vec![heading("编码").under("排污口"), heading("x"), heading("率"), heading("日")],
            rows: vec![vec![
                Cell::text("=1+1"),
                Cell::Number(-112.43),
                Cell::Percent(0.799),
                Cell::Date(date(2026, 7, 1)),
            ]],
            totals: vec![vec![Cell::text("'-x"), Cell::Integer(-3), Cell::text("—"), Cell::Empty]],
            ..Sheet::default()
        };
        let bytes = csv_file(&sheet).unwrap();
        assert!(bytes.starts_with(BOM));
        assert_eq!(
            std::str::from_utf8(&bytes[3..]).unwrap(),
            "排污口/编码,x,率,日\r\n'=1+1,-112.43,0.799,2026-07-01\r\n''-x,-3,—,\r\n"
        );
    }
}
