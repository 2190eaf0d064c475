//! A shapefile as old offices have it: GBK text, language byte 0, no `.cpg`, no `.prj`.
//!
//! Written byte by byte (ESRI white paper of 1998, dBASE III) so that nothing depends on the day it is made.

use std::path::Path;

use encoding_rs::GBK;
use geo::Coord;

use crate::error::{SampleError, ensure};
use crate::output::write_bytes;
use crate::shape::bounds;

/// How a column is stored.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// Text of so many bytes.
    Text(u8),
    /// A number of so many characters, so many of them after the point.
    Number(u8, u8),
}

impl Kind {
    fn width(self) -> u8 {
        match self {
            Self::Text(width) | Self::Number(width, _) => width,
        }
    }
}

/// A line with its attributes, already as text.
pub(crate) struct LineRecord {
    /// Degrees.
    pub(crate) line: Vec<Coord<f64>>,
    /// One for each column.
    pub(crate) cells: Vec<String>,
}

/// Writes `.shp`, `.shx` and `.dbf` beside each other; `stem` is the path without its ending.
pub(crate) fn write_lines(
    stem: &Path,
    columns: &[(&str, Kind)],
    records: &[LineRecord],
) -> Result<(), SampleError> {
    let (shapes, index) = shape_bytes(records);
    write_bytes(&stem.with_extension("shp"), &shapes)?;
    write_bytes(&stem.with_extension("shx"), &index)?;
    write_bytes(&stem.with_extension("dbf"), &table_bytes(columns, records)?)
}

fn shape_bytes(records: &[LineRecord]) -> (Vec<u8>, Vec<u8>) {
    let mut body = Vec::new();
    let mut index = Vec::new();
    for (number, record) in (1_i32..).zip(records) {
        let content = line_content(&record.line);
        let offset_words = 50 + body.len() / 2;
        let length_words = content.len() / 2;
        index.extend((offset_words as i32).to_be_bytes());
        index.extend((length_words as i32).to_be_bytes());
        body.extend(number.to_be_bytes());
        body.extend((length_words as i32).to_be_bytes());
        body.extend(content);
    }
    let all: Vec<_> = records.iter().flat_map(|record| record.line.iter().copied()).collect();
    let mut shapes = header(body.len(), &all);
    shapes.extend(body);
    let mut index_file = header(index.len(), &all);
    index_file.extend(index);
    (shapes, index_file)
}

/// Shape type 3, one part.
fn line_content(line: &[Coord<f64>]) -> Vec<u8> {
    let mut content = Vec::new();
    content.extend(3_i32.to_le_bytes());
    push_bounds(&mut content, line);
    content.extend(1_i32.to_le_bytes());
    content.extend((line.len() as i32).to_le_bytes());
    content.extend(0_i32.to_le_bytes());
    for place in line {
        content.extend(place.x.to_le_bytes());
        content.extend(place.y.to_le_bytes());
    }
    content
}

fn header(body_bytes: usize, all: &[Coord<f64>]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(100);
    bytes.extend(9994_i32.to_be_bytes());
    bytes.extend([0; 20]);
    bytes.extend(((100 + body_bytes) as i32 / 2).to_be_bytes());
    bytes.extend(1000_i32.to_le_bytes());
    bytes.extend(3_i32.to_le_bytes());
    push_bounds(&mut bytes, all);
    bytes.extend([0; 32]);
    bytes
}

fn push_bounds(bytes: &mut Vec<u8>, line: &[Coord<f64>]) {
    let (low, high) = bounds(line).unwrap_or_default();
    for number in [low.x, low.y, high.x, high.y] {
        bytes.extend(number.to_le_bytes());
    }
}

fn table_bytes(columns: &[(&str, Kind)], records: &[LineRecord]) -> Result<Vec<u8>, SampleError> {
    let width: usize = 1 + columns.iter().map(|(_, kind)| usize::from(kind.width())).sum::<usize>();
    let head = 32 + 32 * columns.len() + 1;
    let mut bytes = vec![3, 126, 11, 15];
    bytes.extend((records.len() as u32).to_le_bytes());
    bytes.extend((head as u16).to_le_bytes());
    bytes.extend((width as u16).to_le_bytes());
    // Reserved; the language byte among them stays 0.
    bytes.extend([0; 20]);
    for (name, kind) in columns {
        let mut title = gbk(name)?;
        ensure(title.len() <= 10, || format!("the field name {name} is too long"))?;
        title.resize(11, 0);
        bytes.extend(title);
        let (letter, decimals) = match kind {
            Kind::Text(_) => (b'C', 0),
            Kind::Number(_, decimals) => (b'N', *decimals),
        };
        bytes.extend([letter, 0, 0, 0, 0, kind.width(), decimals]);
        bytes.extend([0; 14]);
    }
    bytes.push(0x0d);
    for record in records {
        bytes.push(b' ');
        for ((_, kind), cell) in columns.iter().zip(&record.cells) {
            bytes.extend(cell_bytes(*kind, cell)?);
        }
    }
    bytes.push(0x1a);
    Ok(bytes)
}

fn cell_bytes(kind: Kind, cell: &str) -> Result<Vec<u8>, SampleError> {
    let text = gbk(cell)?;
    let width = usize::from(kind.width());
    ensure(text.len() <= width, || format!("{cell} does not fit its column"))?;
    let blanks = vec![b' '; width - text.len()];
    Ok(match kind {
        Kind::Text(_) => [text, blanks].concat(),
        Kind::Number(..) => [blanks, text].concat(),
    })
}

fn gbk(text: &str) -> Result<Vec<u8>, SampleError> {
    let (bytes, _, lossy) = GBK.encode(text);
    ensure(!lossy, || format!("{text} has no GBK form"))?;
    Ok(bytes.into_owned())
}
