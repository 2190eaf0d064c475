//! What a worker sends: frames of a kind, a length and contents. Numbers are little-endian. What is read back is checked as
//! if it came from a stranger: nothing is reserved for a length that was only claimed.

use std::{
    io::{self, Read, Write},
    mem,
};

use geo::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Fate, limits};
use crate::{
    domain::table::{Cell, CrsNote, ReadWarning, Row, Skipped, Table},
    formats::{
        Damage, Error, JsonFault, Quantity, Reason, Stage, Unsupported,
        bytes::{Bytes, Order},
    },
};

/// A frame of rows is sent when it has grown to so many bytes.
const ROWS_BYTES: usize = 1 << 18;
/// No frame is longer: a worker has no more memory.
const FRAME_MAX: u64 = limits::WORKER_MEMORY_BYTES;

/// One message.
pub(super) enum Frame {
    /// The worker lives, and is of this version.
    Hello(String),
    /// So much of so much is read, 0 where nobody knows.
    Progress { done: u64, total: u64 },
    /// A table begins.
    Head(Box<Head>),
    /// Rows of the table that began last.
    Rows(Vec<u8>),
    /// That was all.
    End,
    /// The file can not be read.
    Failed(Failure),
}

/// A table without its rows.
#[derive(Serialize, Deserialize)]
pub(super) struct Head {
    name: String,
    columns: Vec<String>,
    skipped: Vec<Skipped>,
    crs: CrsNote,
    encoding: String,
    warnings: Vec<ReadWarning>,
    rows: u64,
}

/// Why a file can not be read, in a form that can be sent.
#[derive(Serialize, Deserialize)]
pub(super) struct Failure {
    pub(super) stage: Stage,
    pub(super) reason: Sent,
}

/// A [`Reason`] whose parts from libraries are words.
#[derive(Serialize, Deserialize)]
pub(super) enum Sent {
    System { code: Option<i32>, words: String },
    NotSupported(Unsupported),
    Damaged(Damage),
    NotJson(JsonFault),
    Library(String),
    UnknownEncoding(String),
    NoSuchLayer { asked: String, present: Vec<String> },
    TooLarge { what: Quantity, limit: u64 },
    Cancelled,
    Crashed,
}

impl Failure {
    pub(super) fn of(error: &Error) -> Self {
        let reason = match &error.reason {
            Reason::Io(error) => Sent::System { code: error.raw_os_error(), words: error.to_string() },
            Reason::NotSupported(what) => Sent::NotSupported(*what),
            Reason::Damaged(what) => Sent::Damaged(*what),
            Reason::NotJson(fault) => Sent::NotJson(*fault),
            Reason::Library(source) => Sent::Library(source.to_string()),
            Reason::UnknownEncoding(name) => Sent::UnknownEncoding(name.clone()),
            Reason::NoSuchLayer { asked, present } => {
                Sent::NoSuchLayer { asked: asked.clone(), present: present.clone() }
            }
            Reason::TooLarge { what, limit } => Sent::TooLarge { what: *what, limit: *limit },
            Reason::Cancelled => Sent::Cancelled,
            Reason::Worker(_) => Sent::Crashed,
        };
        Self { stage: error.stage, reason }
    }
}

impl Sent {
    pub(super) fn into_reason(self) -> Reason {
        match self {
            Self::System { code: Some(code), .. } => Reason::Io(io::Error::from_raw_os_error(code)),
            Self::System { code: None, words } => Reason::Io(io::Error::other(words)),
            Self::NotSupported(what) => Reason::NotSupported(what),
            Self::Damaged(what) => Reason::Damaged(what),
            Self::NotJson(fault) => Reason::NotJson(fault),
            Self::Library(words) => Reason::Library(words.into()),
            Self::UnknownEncoding(name) => Reason::UnknownEncoding(name),
            Self::NoSuchLayer { asked, present } => Reason::NoSuchLayer { asked, present },
            Self::TooLarge { what, limit } => Reason::TooLarge { what, limit },
            Self::Cancelled => Reason::Cancelled,
            Self::Crashed => Reason::Worker(Fate::Crashed),
        }
    }
}

impl Frame {
    /// A worker of another version is not understood.
    pub(super) const VERSION: &'static str = env!("CARGO_PKG_VERSION");

    pub(super) fn hello() -> Self {
        Self::Hello(Self::VERSION.to_owned())
    }

    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        match self {
            Self::Hello(version) => send(out, b'H', version.as_bytes()),
            Self::Progress { done, total } => {
                send(out, b'P', &[done.to_le_bytes(), total.to_le_bytes()].concat())
            }
            Self::Head(head) => send(out, b'T', &serde_json::to_vec(head)?),
            Self::Rows(bytes) => send(out, b'R', bytes),
            Self::End => send(out, b'Z', &[]),
            Self::Failed(failure) => send(out, b'E', &serde_json::to_vec(failure)?),
        }
    }

    /// The next frame; nothing where the stream ends before it.
    pub(super) fn read(from: &mut impl Read) -> io::Result<Option<Self>> {
        let mut head = [0; 9];
        if let Err(error) = from.read_exact(&mut head) {
            return if error.kind() == io::ErrorKind::UnexpectedEof { Ok(None) } else { Err(error) };
        }
        let [kind, length @ ..] = head;
        let length = u64::from_le_bytes(length);
        if length > FRAME_MAX {
            return Err(garbled());
        }
        let mut bytes = Vec::new();
        from.take(length).read_to_end(&mut bytes)?;
        if bytes.len() as u64 != length {
            return Ok(None);
        }
        Ok(Some(match kind {
            b'H' => Self::Hello(String::from_utf8_lossy(&bytes).into_owned()),
            b'P' => {
                let mut numbers = Bytes::new(&bytes);
                let mut number = || numbers.u64(Order::Little).ok_or_else(garbled);
                Self::Progress { done: number()?, total: number()? }
            }
            b'T' => Self::Head(serde_json::from_slice(&bytes)?),
            b'R' => Self::Rows(bytes),
            b'Z' => Self::End,
            b'E' => Self::Failed(serde_json::from_slice(&bytes)?),
            _ => return Err(garbled()),
        }))
    }
}

fn garbled() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

fn send(out: &mut impl Write, kind: u8, bytes: &[u8]) -> io::Result<()> {
    out.write_all(&[kind])?;
    out.write_all(&(bytes.len() as u64).to_le_bytes())?;
    out.write_all(bytes)
}

/// Sends a table; its rows are let go as they are sent.
pub(super) fn write_table(table: Table, out: &mut impl Write) -> io::Result<()> {
    let Table { name, columns, rows, skipped, crs, encoding, warnings } = table;
    let head = Head { name, columns, skipped, crs, encoding, warnings, rows: rows.len() as u64 };
    Frame::Head(Box::new(head)).write(out)?;
    let mut bytes = Vec::with_capacity(ROWS_BYTES * 2);
    for row in rows {
        put_row(&mut bytes, &row);
        if bytes.len() >= ROWS_BYTES {
            send(out, b'R', &bytes)?;
            bytes.clear();
        }
    }
    if bytes.is_empty() { Ok(()) } else { send(out, b'R', &bytes) }
}

/// The tables that have come so far.
#[derive(Default)]
pub(super) struct Tables {
    whole: Vec<Table>,
    last: Option<(Table, u64)>,
}

impl Tables {
    pub(super) fn begin(&mut self, head: Head) {
        self.whole.extend(self.last.take().map(|(table, _)| table));
        let Head { name, columns, skipped, crs, encoding, warnings, rows } = head;
        let table = Table { name, columns, rows: Vec::new(), skipped, crs, encoding, warnings };
        self.last = Some((table, rows));
    }

    /// Nothing where the bytes are no rows of the table that began last.
    pub(super) fn take_rows(&mut self, bytes: &[u8]) -> Option<()> {
        let (table, promised) = self.last.as_mut()?;
        let width = table.columns.len();
        let mut bytes = Bytes::new(bytes);
        while bytes.len() > 0 {
            let row = take_row(&mut bytes).filter(|row| row.cells.len() == width)?;
            table.rows.push(row);
        }
        (table.rows.len() as u64 <= *promised).then_some(())
    }

    /// All tables, if each has as many rows as it said.
    pub(super) fn finish(mut self) -> Result<Vec<Table>, Fate> {
        if let Some((table, promised)) = self.last.take() {
            if table.rows.len() as u64 != promised {
                return Err(Fate::Garbled);
            }
            self.whole.push(table);
        }
        Ok(mem::take(&mut self.whole))
    }
}

fn put_row(out: &mut Vec<u8>, row: &Row) {
    put_number(out, row.number);
    put_number(out, row.cells.len() as u64);
    for cell in &row.cells {
        put_cell(out, cell);
    }
    match &row.geometry {
        None => out.push(0),
        Some(shape) => put_shape(out, shape),
    }
}

fn take_row(bytes: &mut Bytes<'_>) -> Option<Row> {
    let number = bytes.varint()?;
    let count = take_count(bytes, 1)?;
    let mut cells = Vec::with_capacity(count);
    for _ in 0..count {
        cells.push(take_cell(bytes)?);
    }
    Some(Row { number, cells, geometry: take_shape(bytes, 0)? })
}

fn put_cell(out: &mut Vec<u8>, cell: &Cell) {
    match cell {
        Cell::Empty => out.push(0),
        Cell::Text(text) => {
            out.push(1);
            put_number(out, text.len() as u64);
            out.extend_from_slice(text.as_bytes());
        }
        Cell::Number(number) => {
            out.push(2);
            out.extend_from_slice(&number.to_le_bytes());
        }
        Cell::Date(date) => {
            out.push(3);
            out.extend_from_slice(&date.year().to_le_bytes());
            out.extend([date.month(), date.day()].map(|it| it as u8));
        }
        Cell::Flag(flag) => out.push(4 + u8::from(*flag)),
    }
}

fn take_cell(bytes: &mut Bytes<'_>) -> Option<Cell> {
    Some(match bytes.u8()? {
        0 => Cell::Empty,
        1 => {
            let length = take_count(bytes, 1)?;
            Cell::Text(str::from_utf8(bytes.take(length)?).ok()?.to_owned())
        }
        2 => Cell::Number(bytes.f64(Order::Little).filter(|it| it.is_finite())?),
        3 => {
            let year = bytes.u16(Order::Little)? as i16;
            let (month, day) = (bytes.u8()? as i8, bytes.u8()? as i8);
            Cell::Date(Date::new(year, month, day).ok()?)
        }
        4 => Cell::Flag(false),
        5 => Cell::Flag(true),
        _ => return None,
    })
}

/// Seven bits a byte, the lowest first.
fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// A count of things that take at least `size` bytes each, if so many can follow.
fn take_count(bytes: &mut Bytes<'_>, size: usize) -> Option<usize> {
    let count = usize::try_from(bytes.varint()?).ok()?;
    (count.checked_mul(size)? <= bytes.len()).then_some(count)
}

fn put_shape(out: &mut Vec<u8>, shape: &Geometry) {
    match shape {
        Geometry::Point(point) => {
            out.push(1);
            put_place(out, point.0);
        }
        Geometry::Line(line) => put_shape(out, &LineString::from(*line).into()),
        Geometry::LineString(line) => {
            out.push(2);
            put_line(out, line);
        }
        Geometry::Polygon(area) => {
            out.push(3);
            put_area(out, area);
        }
        Geometry::Rect(area) => put_shape(out, &area.to_polygon().into()),
        Geometry::Triangle(area) => put_shape(out, &area.to_polygon().into()),
        Geometry::MultiPoint(points) => {
            out.push(4);
            put_number(out, points.0.len() as u64);
            points.0.iter().for_each(|point| put_place(out, point.0));
        }
        Geometry::MultiLineString(lines) => {
            out.push(5);
            put_number(out, lines.0.len() as u64);
            lines.0.iter().for_each(|line| put_line(out, line));
        }
        Geometry::MultiPolygon(areas) => {
            out.push(6);
            put_number(out, areas.0.len() as u64);
            areas.0.iter().for_each(|area| put_area(out, area));
        }
        Geometry::GeometryCollection(parts) => {
            out.push(7);
            put_number(out, parts.0.len() as u64);
            parts.0.iter().for_each(|part| put_shape(out, part));
        }
    }
}

fn put_place(out: &mut Vec<u8>, place: Coord) {
    out.extend_from_slice(&place.x.to_le_bytes());
    out.extend_from_slice(&place.y.to_le_bytes());
}

fn put_line(out: &mut Vec<u8>, line: &LineString) {
    put_number(out, line.0.len() as u64);
    line.0.iter().for_each(|place| put_place(out, *place));
}

fn put_area(out: &mut Vec<u8>, area: &Polygon) {
    put_number(out, area.interiors().len() as u64);
    put_line(out, area.exterior());
    area.interiors().iter().for_each(|ring| put_line(out, ring));
}

/// A shape, or the word that there is none; nothing where it is neither.
#[expect(clippy::option_option, reason = "broken and absent are two things")]
fn take_shape(bytes: &mut Bytes<'_>, depth: u32) -> Option<Option<Geometry>> {
    // One more than a reader allows, which counts from the shape itself.
    if depth > limits::SHAPE_DEPTH_MAX * 2 {
        return None;
    }
    Some(Some(match bytes.u8()? {
        0 => return Some(None),
        1 => Point::from(take_place(bytes)?).into(),
        2 => take_line(bytes)?.into(),
        3 => take_area(bytes)?.into(),
        4 => {
            let places = take_list(bytes, 16, |bytes| take_place(bytes).map(Point::from))?;
            MultiPoint::new(places).into()
        }
        5 => MultiLineString::new(take_list(bytes, 1, take_line)?).into(),
        6 => MultiPolygon::new(take_list(bytes, 2, take_area)?).into(),
        7 => {
            let parts = take_list(bytes, 1, |bytes| take_shape(bytes, depth + 1).flatten())?;
            Geometry::GeometryCollection(GeometryCollection::new_from(parts))
        }
        _ => return None,
    }))
}

fn take_list<T>(
    bytes: &mut Bytes<'_>,
    size: usize,
    take: impl Fn(&mut Bytes<'_>) -> Option<T>,
) -> Option<Vec<T>> {
    let count = take_count(bytes, size)?;
    let mut list = Vec::new();
    for _ in 0..count {
        list.push(take(bytes)?);
    }
    Some(list)
}

fn take_place(bytes: &mut Bytes<'_>) -> Option<Coord> {
    let place = Coord { x: bytes.f64(Order::Little)?, y: bytes.f64(Order::Little)? };
    (place.x.is_finite() && place.y.is_finite()).then_some(place)
}

fn take_line(bytes: &mut Bytes<'_>) -> Option<LineString> {
    let count = take_count(bytes, 16)?;
    let mut places = Vec::with_capacity(count);
    for _ in 0..count {
        places.push(take_place(bytes)?);
    }
    Some(LineString::new(places))
}

fn take_area(bytes: &mut Bytes<'_>) -> Option<Polygon> {
    let holes = take_count(bytes, 1)?;
    let outer = take_line(bytes)?;
    let mut rings = Vec::new();
    for _ in 0..holes {
        rings.push(take_line(bytes)?);
    }
    Some(Polygon::new(outer, rings))
}
