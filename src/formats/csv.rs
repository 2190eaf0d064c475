//! Separated text: comma, semicolon or tab; UTF-8 or UTF-16 with or without a mark, GBK as Excel writes it.
//!
//! Cells stay text: `0123` may be a code and `1,5` a number, and only whoever knows the column can tell.

use std::{borrow::Cow, fs, path::Path};

use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};

use super::{
    Error, Limits, Progress, Quantity, ReadOptions, Reason, Stage, Unsupported,
    encoding::{self, Chosen, Evidence},
    heading::{self, Sheet},
    stem,
};
use crate::domain::table::{ReadWarning, SkipReason, Skipped, Table};

/// Reads a file.
pub(super) fn read(path: &Path, options: &ReadOptions, progress: &Progress<'_>) -> Result<Table, Error> {
    let open = || -> Result<Vec<u8>, Reason> {
        let limit = options.limits.text_bytes;
        if fs::metadata(path)?.len() > limit {
            return Err(Reason::TooLarge { what: Quantity::TextBytes, limit });
        }
        Ok(fs::read(path)?)
    };
    let bytes = open().map_err(|reason| reason.at(path, Stage::Open))?;
    let (text, chosen) =
        decode(&bytes, options.encoding.as_deref()).map_err(|reason| reason.at(path, Stage::Structure))?;
    let (mut sheet, skipped) =
        sheet(&text, &options.limits, progress).map_err(|reason| reason.at(path, Stage::Rows))?;
    sheet.name = stem(path);
    let mut table = heading::table(sheet)
        .ok_or_else(|| Reason::NotSupported(Unsupported::Empty).at(path, Stage::Structure))?;
    table.skipped.extend(skipped);
    table.skipped.sort_by_key(|row| row.number);
    table.encoding = chosen.name();
    table.warnings.extend(chosen.warning);
    Ok(table)
}

fn decode<'a>(bytes: &'a [u8], asked: Option<&str>) -> Result<(Cow<'a, str>, Chosen), Reason> {
    let by_mark = [(&b"\xef\xbb\xbf"[..], UTF_8), (b"\xff\xfe", UTF_16LE), (b"\xfe\xff", UTF_16BE)];
    let marked = by_mark.into_iter().find_map(|(mark, encoding)| Some((bytes.strip_prefix(mark)?, encoding)));
    if let (Some((rest, encoding)), None) = (marked, asked) {
        let (text, broken) = encoding.decode_without_bom_handling(rest);
        let warning =
            broken.then(|| ReadWarning::BrokenText { encoding: encoding.name().to_owned(), count: None });
        return Ok((text, Chosen { encoding, warning }));
    }
    let rest = marked.map_or(bytes, |(rest, _)| rest);
    let lines = || rest.split(|byte| *byte == b'\n');
    let broken = |encoding| {
        lines().filter(|line| !line.is_ascii() && encoding::decode_cell(encoding, line).1).count() as u64
    };
    let chosen = encoding::choose(asked, None, &Evidence::of(lines()), &broken)?;
    Ok((chosen.encoding.decode_without_bom_handling(rest).0, chosen))
}

fn sheet(text: &str, limits: &Limits, progress: &Progress<'_>) -> Result<(Sheet, Vec<Skipped>), Reason> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut sheet = Sheet::default();
    let mut skipped = Vec::new();
    let mut record = StringRecord::new();
    let mut rows = RowCount::default();
    while reader.read_record(&mut record).map_err(Reason::library)? {
        let place = reader.position().byte();
        progress.step(place / 256, text.len() as u64 / 256)?;
        let number = rows.next(text, &record, place as usize);
        if record.len() > limits.columns {
            return Err(Reason::TooLarge { what: Quantity::Columns, limit: limits.columns as u64 });
        }
        if record.iter().any(|field| field.len() > limits.field_bytes) {
            skipped.push(Skipped { number, reason: SkipReason::OpenQuote });
            continue;
        }
        sheet.rows.push(heading::text_row(number, record.iter()));
    }
    Ok((sheet, skipped))
}

/// Counts rows as a spreadsheet does: an empty line is a row (the library jumps over it), a line break inside quotes is none.
#[derive(Default)]
struct RowCount {
    number: u64,
    end: usize,
}

impl RowCount {
    /// The number of the record that was read last, whose end lies at the byte `end` of the text.
    fn next(&mut self, text: &str, record: &StringRecord, end: usize) -> u64 {
        let start = record.position().map_or(self.end, |position| position.byte() as usize).max(self.end);
        let end = end.max(start);
        // The empty lines lie before the record, be it counted from before them or from behind them.
        let before = text.get(self.end..start).unwrap_or_default();
        let inside = text.get(start..end).unwrap_or_default();
        let leading =
            inside.get(..inside.len() - inside.trim_start_matches(['\r', '\n']).len()).unwrap_or_default();
        self.number += 1 + line_breaks(before) + line_breaks(leading);
        // The library stops between the two bytes of a Windows line end.
        self.end = end
            + usize::from(
                inside.ends_with('\r') && text.get(end..).is_some_and(|rest| rest.starts_with('\n')),
            );
        self.number
    }
}

fn line_breaks(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u64
}

/// The separator that splits the first lines into the same, and the greatest, number of cells.
fn delimiter(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(20).collect();
    let score = |separator: u8| {
        let counts = lines.iter().map(|line| outside_quotes(line, separator));
        let mut counts: Vec<usize> = counts.filter(|count| *count > 0).collect();
        counts.sort_unstable();
        // The median, weighed by how many lines have the separator at all.
        counts.get(counts.len() / 2).map_or(0, |median| median * counts.len())
    };
    // In a tie the first of the list wins, which is what `max_by_key` gives for the last.
    [b'\t', b';', b','].into_iter().max_by_key(|separator| score(*separator)).unwrap_or(b',')
}

fn outside_quotes(line: &str, separator: u8) -> usize {
    let mut quoted = false;
    let mut count = 0;
    for byte in line.bytes() {
        quoted ^= byte == b'"';
        count += usize::from(byte == separator && !quoted);
    }
    count
}

#[cfg(test)]
mod tests {
    use std::cell::Cell as Slot;

    use encoding_rs::GB18030;

    use super::*;
    use crate::domain::table::Cell;

    fn table_of(bytes: &[u8]) -> Table {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("台账.csv");
        fs::write(&path, bytes).unwrap();
        read(&path, &ReadOptions::default(), &Progress { report: &|_, _| true, last: Slot::new(0) }).unwrap()
    }

    #[track_caller]
    fn check(bytes: &[u8], encoding: &str) {
        let table = table_of(bytes);
        let text = |text: &str| Cell::Text(text.to_owned());
        assert_eq!(table.encoding, encoding);
        assert_eq!(table.columns, ["编码", "河流"]);
        assert_eq!(table.rows[0].cells, [text("0123"), text("滹沱河")]);
        assert_eq!((table.name.as_str(), table.rows[0].number), ("台账", 2));
    }

    const TEXT: &str = "编码,河流\r\n0123,滹沱河\r\n";

    #[test]
    fn every_encoding_of_an_office_is_read() {
        check(TEXT.as_bytes(), "UTF-8");
        check(format!("\u{feff}{TEXT}").as_bytes(), "UTF-8");
        check(&GB18030.encode(TEXT).0, "GBK");
        let utf16: Vec<u16> = TEXT.encode_utf16().collect();
        check(
            &[&[0xff, 0xfe][..], &utf16.iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<_>>()]
                .concat(),
            "UTF-16LE",
        );
        check(
            &[&[0xfe, 0xff][..], &utf16.iter().flat_map(|unit| unit.to_be_bytes()).collect::<Vec<_>>()]
                .concat(),
            "UTF-16BE",
        );
    }

    #[test]
    fn the_separator_is_found() {
        check(TEXT.replace(',', ";").as_bytes(), "UTF-8");
        check(TEXT.replace(',', "\t").as_bytes(), "UTF-8");
        let quoted = table_of("编码;河流\n\"a,b,c,d\";\"x,y,z\"\n".as_bytes());
        assert_eq!(quoted.columns.len(), 2);
        assert_eq!(table_of(b"name\nx\n").columns, ["name"]);
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        let table = table_of(b"a,b,c\n\n\"two\nlines\",1,2\n\r\nx,1,2\n,,\ny,3,4\n\n\n");
        let numbers: Vec<u64> = table.rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [3, 5, 7]);
        assert_eq!(table.skipped.iter().map(|row| row.number).collect::<Vec<_>>(), [6]);
        assert_eq!(table_of(b"\n\na,b\n1,2\n").rows[0].number, 4);
    }

    #[test]
    fn short_and_long_rows_are_kept() {
        let table = table_of(b"a,b,c\n1\n1,2,3,4\n");
        assert_eq!(table.columns, ["a", "b", "c", "D"]);
        assert!(table.rows.iter().all(|row| row.cells.len() == 4));
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_costs_one_row() {
        let long = "x".repeat(Limits::SHIPPED.field_bytes + 1);
        let table = table_of(format!("a,b\n1,2\n\"{long}").as_bytes());
        assert_eq!((table.rows.len(), table.skipped.len(), table.skipped[0].number), (1, 1, 3));
    }

    fn read_within(limits: Limits, text: &str) -> Result<Table, Reason> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        fs::write(&path, text).unwrap();
        let options = ReadOptions { limits, ..ReadOptions::default() };
        read(&path, &options, &Progress { report: &|_, _| true, last: Slot::new(0) })
            .map_err(|error| error.reason)
    }

    #[test]
    fn a_file_at_each_limit_is_read_and_one_over_it_is_not() {
        let text = "name,code\nx,12345\n";
        let limits =
            |text_bytes, columns, field_bytes| Limits { text_bytes, field_bytes, columns, ..Limits::SHIPPED };
        assert_eq!(read_within(limits(18, 2, 5), text).unwrap().rows.len(), 1);
        let too_long = read_within(limits(17, 2, 5), text).unwrap_err();
        assert!(matches!(too_long, Reason::TooLarge { what: Quantity::TextBytes, limit: 17 }), "{too_long}");
        let too_wide = read_within(limits(18, 1, 5), text).unwrap_err();
        assert!(matches!(too_wide, Reason::TooLarge { what: Quantity::Columns, limit: 1 }), "{too_wide}");
        let skipped = read_within(limits(18, 2, 4), text).unwrap().skipped;
        assert_eq!(skipped, [Skipped { number: 2, reason: SkipReason::OpenQuote }]);
    }

    #[test]
    fn the_shipped_limit_of_a_cell_is_one_mebibyte() {
        let cell = "x".repeat(Limits::SHIPPED.field_bytes);
        let at = read_within(Limits::SHIPPED, &format!("name\n{cell}\n")).unwrap();
        let over = read_within(Limits::SHIPPED, &format!("name\n{cell}y\nz\n")).unwrap();
        assert_eq!((at.rows.len(), at.skipped.len()), (1, 0));
        assert_eq!((over.rows.len(), over.skipped.len()), (1, 1));
    }
}
