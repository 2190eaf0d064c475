//! The `.dbf` beside a shapefile: fixed-width rows in an encoding that the file may or may not name.

use jiff::civil::Date;

use crate::{
    domain::table::Cell,
    formats::{
        Damage, Reason,
        bytes::{Bytes, Order},
        encoding::{self, Chosen, Evidence},
    },
};

const LITTLE: Order = Order::Little;

/// A whole `.dbf`, not yet decoded.
pub(super) struct Dbf<'a> {
    fields: Vec<Field<'a>>,
    rows: Vec<&'a [u8]>,
    /// What the header says of the number of rows.
    pub(super) declared_row_count: u64,
    language_byte: u8,
}

struct Field<'a> {
    name: &'a [u8],
    kind: u8,
    offset: usize,
    length: usize,
}

/// One row.
pub(super) enum Record {
    Cells(Vec<Cell>),
    /// Marked as deleted but still in the file.
    Deleted,
}

impl<'a> Dbf<'a> {
    /// Reads the header and finds the rows that are really there.
    pub(super) fn parse(file: &'a [u8]) -> Result<Self, Reason> {
        let broken = || Reason::Damaged(Damage::DbfHeader);
        let mut header = Bytes::new(file);
        header.take(4).ok_or_else(broken)?;
        let declared_row_count = u64::from(header.u32(LITTLE).ok_or_else(broken)?);
        let header_length = usize::from(header.u16(LITTLE).ok_or_else(broken)?);
        let row_length = usize::from(header.u16(LITTLE).ok_or_else(broken)?);
        header.take(17).ok_or_else(broken)?;
        let language_byte = header.u8().ok_or_else(broken)?;
        header.take(2).ok_or_else(broken)?;
        let fields = fields(file.get(32..header_length.min(file.len())).unwrap_or_default(), row_length)?;
        let rows = match file.get(header_length..) {
            Some(rest) if row_length > 0 => {
                rest.chunks_exact(row_length).take(declared_row_count as usize).collect()
            }
            _ => Vec::new(),
        };
        Ok(Self { fields, rows, declared_row_count, language_byte })
    }

    pub(super) fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// Decides about the encoding of names and texts. `code_page` is the content of the `.cpg`.
    pub(super) fn encoding(&self, asked: Option<&str>, code_page: Option<&str>) -> Result<Chosen, Reason> {
        let declared = code_page
            .and_then(encoding::for_label)
            .or_else(|| encoding::for_language_byte(self.language_byte));
        let evidence = Evidence::of(self.texts());
        let broken = |encoding| {
            let foreign = self.texts().filter(|text| !text.is_ascii());
            foreign.filter(|text| encoding::decode_cell(encoding, text).1).count() as u64
        };
        encoding::choose(asked, declared, &evidence, &broken)
    }

    fn texts(&self) -> impl Iterator<Item = &'a [u8]> {
        let names = self.fields.iter().map(|field| field.name);
        let texts = self.fields.iter().filter(|field| field.kind == b'C').flat_map(|field| {
            self.rows
                .iter()
                .filter_map(|row| row.get(field.offset..field.offset + field.length))
                .map(trim_padding)
        });
        names.chain(texts)
    }

    /// The headings of the columns.
    pub(super) fn columns(&self, chosen: &Chosen) -> Vec<String> {
        self.fields
            .iter()
            .map(|field| encoding::decode_cell(chosen.encoding, field.name).0.trim().to_owned())
            .collect()
    }

    /// The names of the columns whose content is kept in another file, which is not read.
    pub(super) fn memo_columns(&self, chosen: &Chosen) -> Vec<String> {
        let memos = self
            .fields
            .iter()
            .zip(self.columns(chosen))
            .filter(|(field, _)| matches!(field.kind, b'M' | b'G' | b'P'));
        memos.map(|(_, name)| name).collect()
    }

    /// A row by its place in the file, counted from 0.
    pub(super) fn record(&self, index: usize, chosen: &Chosen) -> Option<Record> {
        let row = self.rows.get(index)?;
        if row.first() == Some(&b'*') {
            return Some(Record::Deleted);
        }
        let cells = self.fields.iter().map(|field| {
            let bytes = row.get(field.offset..field.offset + field.length).unwrap_or_default();
            cell(field.kind, bytes, chosen)
        });
        Some(Record::Cells(cells.collect()))
    }
}

fn fields(mut list: &[u8], row_length: usize) -> Result<Vec<Field<'_>>, Reason> {
    let mut found: Vec<(&[u8], u8, u8, u8)> = Vec::new();
    while let Some((entry, rest)) = list.split_at_checked(32) {
        // The list ends with a carriage return; some writers forget it.
        let ([name @ .., _, _, _, _, _], Some(kind), Some(length), Some(decimals)) =
            (entry.get(..16).unwrap_or_default(), entry.get(11), entry.get(16), entry.get(17))
        else {
            break;
        };
        if name.first().is_none_or(|first| *first == 0x0d) {
            break;
        }
        let end = name.iter().position(|byte| *byte == 0).unwrap_or(name.len());
        found.push((name.get(..end).unwrap_or_default(), *kind, *length, *decimals));
        list = rest;
    }
    // Texts of more than 255 bytes keep the upper byte of their length where numbers have their decimals.
    let wide = |kind, length, decimals| if kind == b'C' { 256 * usize::from(decimals) } else { 0 } + usize::from(length);
    let wide_total: usize =
        found.iter().map(|(_, kind, length, decimals)| wide(*kind, *length, *decimals)).sum();
    let total: usize = found.iter().map(|(_, _, length, _)| usize::from(*length)).sum();
    let use_wide = total + 1 != row_length && wide_total + 1 == row_length;
    if !use_wide && total + 1 > row_length && !found.is_empty() {
        return Err(Reason::Damaged(Damage::DbfColumns { columns: total, row: row_length }));
    }
    let mut offset = 1;
    let fields = found.into_iter().map(|(name, kind, length, decimals)| {
        let length = if use_wide { wide(kind, length, decimals) } else { usize::from(length) };
        offset += length;
        Field { name, kind, offset: offset - length, length }
    });
    // Flags of Visual FoxPro for NULL are no column of anybody's.
    Ok(fields.filter(|field| field.kind != b'0').collect())
}

fn trim_padding(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    bytes.get(..end).unwrap_or_default().trim_ascii()
}

fn cell(kind: u8, bytes: &[u8], chosen: &Chosen) -> Cell {
    match kind {
        b'N' | b'F' => number(bytes),
        b'L' => match bytes.first() {
            Some(b'T' | b't' | b'Y' | b'y') => Cell::Flag(true),
            Some(b'F' | b'f' | b'N' | b'n') => Cell::Flag(false),
            _ => Cell::Empty,
        },
        b'D' => date(bytes),
        b'I' | b'+' => {
            Bytes::new(bytes).u32(LITTLE).map_or(Cell::Empty, |bits| Cell::Number(f64::from(bits as i32)))
        }
        b'O' | b'B' if bytes.len() == 8 => Bytes::new(bytes).f64(LITTLE).map_or(Cell::Empty, finite),
        b'Y' => currency(bytes),
        b'T' | b'@' => day_number(bytes),
        b'M' | b'G' | b'P' | b'B' => Cell::Empty,
        _ => text(bytes, chosen),
    }
}

fn text(bytes: &[u8], chosen: &Chosen) -> Cell {
    let (text, _) = encoding::decode_cell(chosen.encoding, trim_padding(bytes));
    super::super::text_cell(&text)
}

fn number(bytes: &[u8]) -> Cell {
    let plain = trim_padding(bytes);
    let Ok(text) = str::from_utf8(plain) else {
        return Cell::Empty;
    };
    // Stars are what writers put where a number did not fit its column, and NULL.
    if text.is_empty() || text.bytes().all(|byte| byte == b'*') {
        return Cell::Empty;
    }
    // A code of more digits than a number can hold stays text.
    let is_long_code = text.len() > 15 && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() && !is_long_code => Cell::Number(number),
        Ok(number) if number.is_nan() => Cell::Empty,
        _ => Cell::Text(text.to_owned()),
    }
}

fn finite(number: f64) -> Cell {
    if number.is_finite() { Cell::Number(number) } else { Cell::Empty }
}

fn date(bytes: &[u8]) -> Cell {
    let Ok(text) = str::from_utf8(trim_padding(bytes)) else {
        return Cell::Empty;
    };
    if text.is_empty() || text.bytes().all(|byte| byte == b'0') {
        return Cell::Empty;
    }
    Date::strptime("%Y%m%d", text).map_or_else(|_| Cell::Text(text.to_owned()), Cell::Date)
}

/// Ten-thousandths in a 64-bit integer.
fn currency(bytes: &[u8]) -> Cell {
    <[u8; 8]>::try_from(bytes)
        .map_or(Cell::Empty, |bytes| Cell::Number(i64::from_le_bytes(bytes) as f64 / 10_000.0))
}

/// A Julian day number, then milliseconds, which are dropped.
fn day_number(bytes: &[u8]) -> Cell {
    /// The Julian day of 1970-01-01.
    const EPOCH: i64 = 2_440_588;
    let Some(day) = Bytes::new(bytes).u32(LITTLE).filter(|day| *day > 0) else {
        return Cell::Empty;
    };
    let since = jiff::Span::new().try_days(i64::from(day) - EPOCH);
    since.and_then(|span| jiff::civil::date(1970, 1, 1).checked_add(span)).map_or(Cell::Empty, Cell::Date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: u8, bytes: &[u8], expected: &Cell) {
        let chosen = Chosen { encoding: encoding_rs::UTF_8, warning: None };
        assert_eq!(&cell(kind, bytes, &chosen), expected, "{} {bytes:?}", kind as char);
    }

    #[test]
    fn every_kind_of_cell_is_read() {
        check(b'C', b"  name   ", &Cell::Text("name".into()));
        check(b'C', b"name\0junk", &Cell::Text("name".into()));
        check(b'C', b"        ", &Cell::Empty);
        check(b'N', b"   12.50", &Cell::Number(12.5));
        check(b'N', b"        ", &Cell::Empty);
        check(b'N', b"********", &Cell::Empty);
        check(b'N', b"12,5", &Cell::Text("12,5".into()));
        check(b'N', b"140924000000001234", &Cell::Text("140924000000001234".into()));
        check(b'F', b" 1.5e+03", &Cell::Number(1500.0));
        check(b'L', b"T", &Cell::Flag(true));
        check(b'L', b"n", &Cell::Flag(false));
        check(b'L', b"?", &Cell::Empty);
        check(b'D', b"20240410", &Cell::Date(jiff::civil::date(2024, 4, 10)));
        check(b'D', b"20240230", &Cell::Text("20240230".into()));
        check(b'D', b"00000000", &Cell::Empty);
        check(b'D', b"        ", &Cell::Empty);
        check(b'I', &(-7_i32).to_le_bytes(), &Cell::Number(-7.0));
        check(b'O', &2.5_f64.to_le_bytes(), &Cell::Number(2.5));
        check(b'Y', &12_345_i64.to_le_bytes(), &Cell::Number(1.2345));
        check(
            b'T',
            &[2_460_411_u32.to_le_bytes(), [0; 4]].concat(),
            &Cell::Date(jiff::civil::date(2024, 4, 10)),
        );
        check(b'M', b"0000000001", &Cell::Empty);
    }

    #[test]
    fn a_header_that_promises_too_much_is_not_believed() {
        let mut file = vec![3, 124, 4, 10];
        file.extend(u32::MAX.to_le_bytes());
        file.extend(65_u16.to_le_bytes());
        file.extend(4_u16.to_le_bytes());
        file.extend([0; 20]);
        file.extend(b"ID\0\0\0\0\0\0\0\0\0N\0\0\0\0\x03\0");
        file.extend([0; 14]);
        file.push(0x0d);
        file.extend(b"   1   2  ");

        let dbf = Dbf::parse(&file).unwrap();

        assert_eq!((dbf.row_count(), dbf.declared_row_count), (2, u64::from(u32::MAX)));
        for length in 0..32 {
            assert!(Dbf::parse(&file[..length]).is_err(), "cut to {length} bytes");
        }
        for length in 32..file.len() {
            assert!(Dbf::parse(&file[..length]).is_ok(), "cut to {length} bytes");
        }
    }
}
