//! The `.dbf` of a shapefile: names of ten bytes, texts of 254, numbers as text.

use std::collections::HashSet;

use encoding_rs::{Encoding, GB18030};

use super::{Kind, Written};
use crate::domain::table::{Cell, Row, Table};

/// The longest name, in bytes.
const NAME_MAX: usize = 10;
/// The longest text, in bytes.
const TEXT_MAX: usize = 254;
/// The widest number that every reader takes.
const NUMBER_MAX: usize = 32;

struct Field {
    name: Vec<u8>,
    kind: Kind,
    width: usize,
    decimals: usize,
}

/// The bytes of the table, with what had to change.
pub(super) fn write(
    table: &Table,
    rows: &[&Row],
    encoding: &'static Encoding,
    written: &mut Written,
) -> Vec<u8> {
    let fields = fields(table, rows, encoding, written);
    let width = 1 + fields.iter().map(|it| it.width).sum::<usize>();
    let mut bytes = vec![0x03, 126, 1, 1];
    bytes.extend((rows.len() as u32).to_le_bytes());
    bytes.extend(((33 + 32 * fields.len()) as u16).to_le_bytes());
    bytes.extend((width as u16).to_le_bytes());
    bytes.resize(32, 0);
    if let Some(language) = bytes.get_mut(29) {
        *language = if encoding == GB18030 { 0x4d } else { 0 };
    }
    for field in &fields {
        let mut entry = field.name.clone();
        entry.resize(11, 0);
        entry.push(match field.kind {
            Kind::Whole | Kind::Number => b'N',
            Kind::Flag => b'L',
            Kind::Date => b'D',
            Kind::Text => b'C',
        });
        entry.resize(16, 0);
        entry.extend([field.width as u8, field.decimals as u8]);
        entry.resize(32, 0);
        bytes.extend(entry);
    }
    bytes.push(0x0d);
    for row in rows {
        bytes.push(b' ');
        for (at, field) in fields.iter().enumerate() {
            let text = content(row.cells.get(at).unwrap_or(&Cell::Empty), field, encoding, written);
            let padding = field.width - text.len();
            let right = matches!(field.kind, Kind::Whole | Kind::Number);
            let blanks = std::iter::repeat_n(b' ', padding);
            if right {
                bytes.extend(blanks);
                bytes.extend(text);
            } else {
                bytes.extend(text);
                bytes.extend(blanks);
            }
        }
    }
    bytes.push(0x1a);
    bytes
}

fn fields(table: &Table, rows: &[&Row], encoding: &'static Encoding, written: &mut Written) -> Vec<Field> {
    let mut taken = HashSet::new();
    let mut fields = Vec::new();
    for (at, column) in table.columns.iter().enumerate() {
        let name = name(column, encoding, &mut taken);
        let said = encoding.decode_without_bom_handling(&name).0.into_owned();
        if said != *column && !written.renamed.iter().any(|(old, _)| old == column) {
            written.renamed.push((column.clone(), said));
        }
        let kind = Kind::of(table, at);
        let texts = || rows.iter().filter_map(|row| row.cells.get(at)).filter(|it| **it != Cell::Empty);
        let (mut width, mut decimals) = match kind {
            Kind::Whole | Kind::Number => {
                let widest = texts().map(|it| it.to_text().len()).max().unwrap_or(1);
                let fraction = |text: String| text.split_once('.').map_or(0, |(_, digits)| digits.len());
                (widest, texts().map(|it| fraction(it.to_text())).max().unwrap_or(0))
            }
            Kind::Flag => (1, 0),
            Kind::Date => (8, 0),
            Kind::Text => (texts().map(|it| encoding.encode(&it.to_text()).0.len()).max().unwrap_or(1), 0),
        };
        let mut kind = kind;
        if matches!(kind, Kind::Whole | Kind::Number) && (width > NUMBER_MAX || decimals > NUMBER_MAX - 2) {
            // A number that takes more room than readers give it stays whole as text.
            (kind, decimals) = (Kind::Text, 0);
        }
        width = width.clamp(1, TEXT_MAX);
        // A whole part and a point stand before the decimals.
        width = if kind == Kind::Number { width.max(decimals + 2) } else { width };
        fields.push(Field { name, kind, width, decimals });
    }
    if fields.is_empty() {
        // A table needs a column.
        fields.push(Field { name: b"FID".to_vec(), kind: Kind::Text, width: 1, decimals: 0 });
    }
    fields
}

/// The name in ten bytes, unlike all before it whatever the case of letters.
fn name(column: &str, encoding: &'static Encoding, taken: &mut HashSet<Vec<u8>>) -> Vec<u8> {
    let column = if column.is_empty() { "field" } else { column };
    for number in 0_u32.. {
        let suffix = if number == 0 { String::new() } else { format!("_{number}") };
        let mut name = cut(column, encoding, NAME_MAX - suffix.len()).0;
        name.extend(suffix.bytes());
        if taken.insert(name.to_ascii_uppercase()) {
            return name;
        }
    }
    Vec::new()
}

/// As much of a text as fits, whole characters only; and whether all of it came through.
fn cut(text: &str, encoding: &'static Encoding, room: usize) -> (Vec<u8>, bool) {
    let (bytes, _, lost) = encoding.encode(text);
    if bytes.len() <= room {
        return (bytes.into_owned(), !lost);
    }
    let mut kept = Vec::with_capacity(room);
    let mut letter_bytes = [0_u8; 4];
    for letter in text.chars() {
        let (bytes, ..) = encoding.encode(letter.encode_utf8(&mut letter_bytes));
        if kept.len() + bytes.len() > room {
            break;
        }
        kept.extend(bytes.iter());
    }
    (kept, false)
}

fn content(cell: &Cell, field: &Field, encoding: &'static Encoding, written: &mut Written) -> Vec<u8> {
    match (field.kind, cell) {
        (_, Cell::Empty) => Vec::new(),
        (Kind::Flag, Cell::Flag(flag)) => if *flag { b"T" } else { b"F" }.to_vec(),
        (Kind::Date, Cell::Date(day)) => day.strftime("%Y%m%d").to_string().into_bytes(),
        (Kind::Whole | Kind::Number, cell) => cell.to_text().into_bytes(),
        (_, cell) => {
            let (bytes, whole) = cut(&cell.to_text(), encoding, field.width);
            written.changed += u64::from(!whole);
            bytes
        }
    }
}
