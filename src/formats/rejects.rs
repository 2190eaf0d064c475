//! Rows that were not imported, as a CSV file that a spreadsheet opens with its Chinese intact.

use crate::domain::table::guard;

/// The rejected rows of one table: a heading, and rows as long as it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RejectSheet {
    /// The heading.
    pub heading: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

/// The sheets below each other as CSV: UTF-8 with a byte order mark, lines ended as spreadsheets expect. A heading that is
/// that of the sheet before is not repeated.
pub fn write_rejects(sheets: &[RejectSheet]) -> Vec<u8> {
    let mut text = String::from("\u{feff}");
    let mut heading: Option<&[String]> = None;
    for sheet in sheets.iter().filter(|sheet| !sheet.rows.is_empty()) {
        if heading != Some(&sheet.heading) {
            line(&mut text, &sheet.heading);
            heading = Some(&sheet.heading);
        }
        sheet.rows.iter().for_each(|row| line(&mut text, row));
    }
    text.into_bytes()
}

fn line(text: &mut String, cells: &[String]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        // Negative numbers are only numbers.
        let guarded = if cell.parse::<f64>().is_ok() { cell.clone() } else { guard(cell) };
        if guarded.contains(['"', ',', '\n', '\r']) {
            text.push('"');
            text.push_str(&guarded.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&guarded);
        }
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_come_back_as_they_were() {
        let row = ["3", "编码“A”重复", "a \"quoted\", b", "two\nlines", "-12.5", "=1+1"].map(str::to_owned);
        let heading = ["行号", "原因", "名称", "备注", "经度", "x"].map(str::to_owned);
        let sheet = RejectSheet { heading: heading.to_vec(), rows: vec![row.to_vec()] };

        let bytes = write_rejects(&[sheet.clone(), RejectSheet::default(), sheet]);

        let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
        let rows: Vec<Vec<String>> =
            reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[0], heading);
        assert_eq!(rows[1][..5], row[..5]);
        assert_eq!(rows[1][5], "'=1+1");
    }
}
