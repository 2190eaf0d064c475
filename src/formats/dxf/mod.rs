//! Drawings as DXF text: points, lines, polylines, arcs, circles, inserted blocks and texts, with the layer of the drawing.
//!
//! Reference: *`AutoCAD` 2018 DXF Reference*. Pairs of lines: a group code, then a value. What is drawn otherwise (splines,
//! hatches, solids, dimensions) is counted and named. Blocks come as the point where they are inserted.

use std::{collections::BTreeMap, fs, path::Path};

use encoding_rs::UTF_8;
use geo::{Coord, Geometry, LineString, Point};

use super::{
    Damage, Error, Progress, Quantity, ReadOptions, Reason, Stage, Unsupported,
    columns::Columns,
    encoding::{self, Evidence},
    split, stem, wkb,
};
use crate::domain::table::{Cell, ReadWarning, Row, ShapeFault, SkipReason, Skipped, Table};

/// The largest file that is read.
const SIZE_MAX: u64 = 1 << 30;
/// The most vertices of a shape.
const VERTICES_MAX: usize = 10_000_000;
/// The angle between two vertices of an arc: 4°, as GDAL has it.
const STEP: f64 = std::f64::consts::PI / 45.0;
/// How a binary drawing begins.
pub(super) const BINARY: &[u8] = b"AutoCAD Binary DXF";

/// Reads a drawing.
pub(super) fn read(path: &Path, options: &ReadOptions, progress: &Progress<'_>) -> Result<Vec<Table>, Error> {
    let open = || -> Result<Vec<u8>, Reason> {
        if fs::metadata(path)?.len() > SIZE_MAX {
            return Err(Reason::TooLarge { what: Quantity::TextBytes, limit: SIZE_MAX });
        }
        let bytes = fs::read(path)?;
        if bytes.starts_with(BINARY) {
            Err(Reason::NotSupported(Unsupported::BinaryDrawing))
        } else {
            Ok(bytes)
        }
    };
    let bytes = open().map_err(|reason| reason.at(path, Stage::Open))?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let lines = || bytes.split(|byte| *byte == b'\n');
    let broken = |encoding| {
        lines().filter(|line| !line.is_ascii() && encoding::decode_cell(encoding, line).1).count() as u64
    };
    let chosen =
        encoding::choose(options.encoding.as_deref(), declared(bytes), &Evidence::of(lines()), &broken)
            .map_err(|reason| reason.at(path, Stage::Structure))?;
    let text = chosen.encoding.decode_without_bom_handling(bytes).0;
    let mut drawing = Drawing::default();
    drawing.read(&text, progress).map_err(|reason| reason.at(path, Stage::Rows))?;
    if !drawing.seen {
        return Err(Reason::Damaged(Damage::NotDxf).at(path, Stage::Structure));
    }
    let mut table = drawing.table;
    drawing.columns.finish(&mut table);
    table.name = stem(path);
    table.encoding = chosen.name();
    table.warnings.extend(chosen.warning);
    let left = drawing.left.into_iter().map(|(kind, count)| format!("{kind} × {count}"));
    let left: Vec<String> = left.collect();
    if !left.is_empty() {
        table.warnings.push(ReadWarning::NotDrawn { kinds: left.join(", ") });
    }
    Ok(split::by_kind(table))
}

/// The code page that the header names; from `AutoCAD` 2007 on it is UTF-8 whatever it names.
fn declared(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..64 << 10).unwrap_or(bytes));
    let after = |name: &str| {
        let (_, rest) = head.split_once(name)?;
        rest.lines().map(str::trim).filter(|it| !it.is_empty()).nth(1).map(str::to_owned)
    };
    let version =
        after("$ACADVER").and_then(|it| it.strip_prefix("AC").and_then(|it| it.parse::<u32>().ok()));
    if version.is_some_and(|it| it >= 1021) {
        return Some(UTF_8);
    }
    encoding::for_label(&after("$DWGCODEPAGE")?)
}

#[derive(Default)]
struct Drawing<'a> {
    table: Table,
    columns: Columns,
    seen: bool,
    section: String,
    entity: Option<Entity<'a>>,
    /// A polyline of the old kind, whose vertices follow as entities of their own.
    polyline: Option<Entity<'a>>,
    /// What is left out, by kind.
    left: BTreeMap<String, u64>,
    number: u64,
}

/// The groups of one entity.
struct Entity<'a> {
    kind: &'a str,
    groups: Vec<(i32, &'a str)>,
    vertices: Vec<(Coord, f64)>,
}

impl<'a> Drawing<'a> {
    fn read(&mut self, text: &'a str, progress: &Progress<'_>) -> Result<(), Reason> {
        let total = text.lines().count() as u64;
        let mut lines = text.lines();
        let mut done = 0;
        while let (Some(code), Some(value)) = (lines.next(), lines.next()) {
            done += 2;
            progress.step(done, total)?;
            let Ok(code) = code.trim().parse::<i32>() else {
                return if self.seen { Ok(()) } else { Err(Reason::Damaged(Damage::NotDxf)) };
            };
            self.take(code, value.trim_end_matches('\r'))?;
        }
        self.finish_entity();
        Ok(())
    }

    fn take(&mut self, code: i32, value: &'a str) -> Result<(), Reason> {
        if code == 0 {
            self.finish_entity();
            let kind = value.trim();
            match kind {
                "SECTION" => self.section.clear(),
                "ENDSEC" => "-".clone_into(&mut self.section),
                _ if self.section == "ENTITIES" => {
                    self.entity = Some(Entity { kind, groups: Vec::new(), vertices: Vec::new() });
                }
                _ => {}
            }
        } else if code == 2 && self.section.is_empty() {
            value.trim().clone_into(&mut self.section);
            self.seen = true;
        } else if let Some(entity) = &mut self.entity {
            if entity.groups.len() + entity.vertices.len() > VERTICES_MAX {
                return Err(Reason::TooLarge { what: Quantity::Vertices, limit: VERTICES_MAX as u64 });
            }
            entity.take(code, value);
        }
        Ok(())
    }

    fn finish_entity(&mut self) {
        let Some(entity) = self.entity.take() else { return };
        match (entity.kind, &mut self.polyline) {
            ("POLYLINE", _) => self.polyline = Some(entity),
            ("VERTEX", Some(polyline)) => {
                // Control points of a smoothed line are not on it.
                if entity.whole(70) & 16 == 0 {
                    let place = Coord {
                        x: entity.number(10).unwrap_or(f64::NAN),
                        y: entity.number(20).unwrap_or(f64::NAN),
                    };
                    polyline.vertices.push((place, entity.number(42).unwrap_or(0.0)));
                }
            }
            ("SEQEND", _) => {
                if let Some(polyline) = self.polyline.take() {
                    self.keep(&polyline);
                }
            }
            ("ATTRIB" | "VERTEX", _) => {}
            _ => self.keep(&entity),
        }
    }

    fn keep(&mut self, entity: &Entity<'_>) {
        // Drawn on paper, not in the world.
        if entity.whole(67) == 1 {
            return;
        }
        let Some(shape) = entity.shape() else {
            *self.left.entry(entity.kind.to_owned()).or_default() += 1;
            return;
        };
        self.number += 1;
        let number = self.number;
        let shape = shape.and_then(finite);
        match shape {
            Ok(geometry) => {
                let mut cells = Vec::new();
                self.columns.put(&mut cells, "layer", &unescaped(entity.text(8)));
                self.columns.put(&mut cells, "kind", entity.kind);
                self.columns.put(&mut cells, "text", &unescaped(&entity.words()));
                if entity.kind == "INSERT" {
                    self.columns.put(&mut cells, "block", &unescaped(entity.text(2)));
                }
                let height = entity.number(if entity.kind == "LWPOLYLINE" { 38 } else { 30 });
                if let Some(height) = height.filter(|it| *it != 0.0 && it.is_finite()) {
                    self.columns.put_cell(&mut cells, "z", Cell::Number(height));
                }
                self.columns.put(&mut cells, "handle", entity.text(5));
                self.table.rows.push(Row { number, cells, geometry: Some(geometry) });
            }
            Err(fault) => self.table.skipped.push(Skipped { number, reason: SkipReason::Shape(fault) }),
        }
    }
}

impl<'a> Entity<'a> {
    fn take(&mut self, code: i32, value: &'a str) {
        if self.kind == "LWPOLYLINE" {
            let number = value.trim().parse().unwrap_or(f64::NAN);
            match (code, self.vertices.last_mut()) {
                (10, _) => return self.vertices.push((Coord { x: number, y: f64::NAN }, 0.0)),
                (20, Some((place, _))) => {
                    place.y = number;
                    return;
                }
                (42, Some((_, bulge))) => {
                    *bulge = number;
                    return;
                }
                _ => {}
            }
        }
        self.groups.push((code, value));
    }

    fn text(&self, code: i32) -> &'a str {
        self.groups.iter().find(|(it, _)| *it == code).map_or("", |(_, value)| value.trim())
    }

    /// The text of TEXT and MTEXT, whose beginning may stand in several groups 3.
    fn words(&self) -> String {
        if !matches!(self.kind, "TEXT" | "MTEXT") {
            return String::new();
        }
        self.groups.iter().filter(|(code, _)| matches!(code, 1 | 3)).map(|(_, value)| *value).collect()
    }

    fn number(&self, code: i32) -> Option<f64> {
        self.text(code).parse().ok()
    }

    fn whole(&self, code: i32) -> i64 {
        self.text(code).parse().unwrap_or(0)
    }

    fn place(&self, x: i32) -> Coord {
        Coord { x: self.number(x).unwrap_or(f64::NAN), y: self.number(x + 10).unwrap_or(f64::NAN) }
    }

    /// The shape; nothing where it is drawn in a way that is not read.
    fn shape(&self) -> Option<Result<Geometry, ShapeFault>> {
        Some(match self.kind {
            "POINT" | "TEXT" | "MTEXT" | "INSERT" => Ok(Point::from(self.place(10)).into()),
            "LINE" => Ok(LineString::new(vec![self.place(10), self.place(11)]).into()),
            "LWPOLYLINE" => self.line(),
            // Meshes are no lines.
            "POLYLINE" if self.whole(70) & (16 | 64) == 0 => self.line(),
            "CIRCLE" | "ARC" => self.arc(),
            _ => return None,
        })
    }

    fn line(&self) -> Result<Geometry, ShapeFault> {
        let closed = self.whole(70) & 1 == 1;
        let mut line = Vec::with_capacity(self.vertices.len() + 1);
        let next = self.vertices.iter().skip(1).chain(self.vertices.first().filter(|_| closed));
        for ((place, bulge), (end, _)) in self.vertices.iter().zip(next) {
            line.push(*place);
            if *bulge != 0.0 && bulge.is_finite() {
                line.extend(wkb::bulged(*place, *end, *bulge));
            }
        }
        match (closed, self.vertices.first(), self.vertices.last()) {
            (true, Some((first, _)), _) => line.push(*first),
            (false, _, Some((last, _))) => line.push(*last),
            _ => return Err(ShapeFault::CutOff),
        }
        if line.len() < 2 { Err(ShapeFault::CutOff) } else { Ok(LineString::new(line).into()) }
    }

    fn arc(&self) -> Result<Geometry, ShapeFault> {
        let (center, radius) = (self.place(10), self.number(40).unwrap_or(f64::NAN));
        let angle = |code| self.number(code).unwrap_or(0.0).to_radians();
        let (from, mut to) =
            if self.kind == "CIRCLE" { (0.0, std::f64::consts::TAU) } else { (angle(50), angle(51)) };
        if to <= from {
            to += std::f64::consts::TAU;
        }
        if !(radius.is_finite() && from.is_finite() && to.is_finite()) {
            return Err(ShapeFault::NotFinite);
        }
        let steps = ((to - from) / STEP).ceil().clamp(2.0, 1_000.0) as u32;
        let at = |step: u32| {
            let angle = from + (to - from) * f64::from(step) / f64::from(steps);
            Coord { x: center.x + radius * angle.cos(), y: center.y + radius * angle.sin() }
        };
        let mut line: Vec<Coord> = (0..=steps).map(at).collect();
        if let (Some(first), Some(last), true) =
            (line.first().copied(), line.last_mut(), self.kind == "CIRCLE")
        {
            *last = first;
        }
        Ok(LineString::new(line).into())
    }
}

fn finite(shape: Geometry) -> Result<Geometry, ShapeFault> {
    use geo::CoordsIter as _;
    let fine = shape.coords_iter().all(|it| it.x.is_finite() && it.y.is_finite());
    if fine { Ok(shape) } else { Err(ShapeFault::NotFinite) }
}

/// A text without the codes of the drawing program: `\U+6392`, `%%d`, `\P`, `{\fSimSun;…}`.
fn unescaped(text: &str) -> String {
    let text = text
        .replace("%%d", "°")
        .replace("%%D", "°")
        .replace("%%c", "⌀")
        .replace("%%C", "⌀")
        .replace("%%p", "±");
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('\\') {
        plain.extend(before.chars().filter(|it| !matches!(it, '{' | '}')));
        let code = after.chars().next();
        rest = match code {
            Some('U') if after.starts_with("U+") => {
                let number = after.get(2..6).and_then(|it| u32::from_str_radix(it, 16).ok());
                plain.extend(number.and_then(char::from_u32));
                after.get(6..).unwrap_or_default()
            }
            Some('P') => {
                plain.push('\n');
                after.get(1..).unwrap_or_default()
            }
            Some('f' | 'F' | 'H' | 'h' | 'W' | 'C' | 'c' | 'T' | 'Q' | 'A' | 'p') if after.contains(';') => {
                after.split_once(';').map_or("", |(_, rest)| rest)
            }
            Some('L' | 'l' | 'O' | 'o' | 'K' | 'k') => after.get(1..).unwrap_or_default(),
            Some('~') => {
                plain.push(' ');
                after.get(1..).unwrap_or_default()
            }
            Some(letter @ ('\\' | '{' | '}')) => {
                plain.push(letter);
                after.get(1..).unwrap_or_default()
            }
            _ => {
                plain.push('\\');
                after
            }
        };
    }
    plain.extend(rest.chars().filter(|it| !matches!(it, '{' | '}')));
    plain
}

#[cfg(test)]
mod tests;
