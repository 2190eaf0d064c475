use std::fs;

use geo::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};
use jiff::civil::date;

use super::{
    Fate, child,
    wire::{Failure, Frame, Tables, write_table},
};
use crate::{
    domain::table::{Cell, CrsNote, ReadWarning, Row, ShapeFault, SkipReason, Skipped, Table},
    formats::{self, Damage, EntryFault, JsonFault, Quantity, ReadOptions, Reason, Stage, Unsupported},
};

fn shapes() -> Vec<Option<Geometry>> {
    let line = LineString::from(vec![(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 0.0)]);
    let hole = LineString::from(vec![(2.0, 0.5), (3.0, 0.5), (3.0, 1.0), (2.0, 0.5)]);
    let area = Polygon::new(line.clone(), vec![hole]);
    let parts = vec![Point::new(1.0, 2.0).into(), line.clone().into()];
    let collection = Geometry::GeometryCollection(GeometryCollection::new_from(parts));
    let nested = Geometry::GeometryCollection(GeometryCollection::new_from(vec![collection.clone()]));
    vec![
        None,
        Some(Point(Coord { x: -0.0, y: 1e-300 }).into()),
        Some(line.clone().into()),
        Some(area.clone().into()),
        Some(MultiPoint::from(vec![(1.0, 2.0), (3.0, 4.0)]).into()),
        Some(MultiLineString::new(vec![line.clone(), LineString::new(Vec::new())]).into()),
        Some(MultiPolygon::new(vec![area.clone(), area]).into()),
        Some(collection),
        Some(nested),
    ]
}

fn table() -> Table {
    let row = |(at, geometry): (usize, Option<Geometry>)| Row {
        number: at as u64 * 1000 + 2,
        cells: vec![
            Cell::Empty,
            Cell::Text("滹沱河\n".repeat(at)),
            Cell::Number(0.1 + at as f64),
            Cell::Date(date(-9999 + at as i16, 2, 28)),
            Cell::Flag(at.is_multiple_of(2)),
        ],
        geometry,
    };
    Table {
        name: "河流".to_owned(),
        columns: ["a", "b", "c", "d", "e"].map(str::to_owned).to_vec(),
        rows: shapes().into_iter().enumerate().map(row).collect(),
        skipped: vec![
            Skipped { number: 3, reason: SkipReason::Shape(ShapeFault::NoMember("coordinates")) },
            Skipped { number: 4, reason: SkipReason::NotJson { at: 7 } },
        ],
        crs: CrsNote::Wkt("GEOGCS[\"x\"]".to_owned()),
        encoding: "GBK".to_owned(),
        warnings: vec![ReadWarning::FewerRows { promised: 9, held: 8 }],
    }
}

fn received(mut bytes: &[u8]) -> Result<Vec<Table>, Fate> {
    let mut tables = Tables::default();
    while let Some(frame) = Frame::read(&mut bytes).ok().ok_or(Fate::Garbled)? {
        match frame {
            Frame::Head(head) => tables.begin(*head),
            Frame::Rows(rows) => tables.take_rows(&rows).ok_or(Fate::Garbled)?,
            _ => {}
        }
    }
    tables.finish()
}

#[test]
fn every_kind_of_cell_and_shape_arrives_as_it_was_sent() {
    let mut sent = Vec::new();
    write_table(table(), &mut sent).unwrap();
    write_table(Table::default(), &mut sent).unwrap();
    assert_eq!(received(&sent).unwrap(), [table(), Table::default()]);
}

#[test]
fn many_rows_arrive_in_several_parts() {
    let row = |number| Row { number, cells: vec![Cell::Text("x".repeat(1000))], geometry: None };
    let table =
        Table { columns: vec!["a".to_owned()], rows: (1..=1000).map(row).collect(), ..Table::default() };
    let mut sent = Vec::new();
    write_table(table.clone(), &mut sent).unwrap();
    let parts = {
        let (mut rest, mut count) = (&sent[..], 0);
        while let Some(frame) = Frame::read(&mut rest).unwrap() {
            count += usize::from(matches!(frame, Frame::Rows(_)));
        }
        count
    };
    assert!(parts > 2, "{parts} parts");
    assert_eq!(received(&sent).unwrap(), [table]);
}

#[test]
fn an_answer_that_is_cut_off_or_changed_anywhere_is_refused_or_read_but_never_believed() {
    let mut sent = Vec::new();
    write_table(table(), &mut sent).unwrap();
    for length in 0..sent.len() {
        assert_ne!(received(&sent[..length]).unwrap_or_default(), [table()], "cut to {length} bytes");
    }
    for at in 0..sent.len() {
        for bits in [1, 0x80, 0xff] {
            let mut changed = sent.clone();
            changed[at] ^= bits;
            // It must come to an end, with whatever answer.
            received(&changed).ok();
        }
    }
}

#[test]
fn a_length_that_lies_reserves_nothing() {
    let lying = [&b"R"[..], &(1_u64 << 30).to_le_bytes(), b"few bytes"].concat();
    assert!(Frame::read(&mut &lying[..]).unwrap().is_none());
    let too_long = [&b"R"[..], &u64::MAX.to_le_bytes()].concat();
    assert!(Frame::read(&mut &too_long[..]).is_err());
}

#[track_caller]
fn check_reason(reason: Reason) {
    let (told, debug) = (reason.to_string(), format!("{reason:?}"));
    let mut sent = Vec::new();
    let failure = Failure::of(&reason.at(std::path::Path::new("a.shp"), Stage::Rows));
    Frame::Failed(failure).write(&mut sent).unwrap();
    let Some(Frame::Failed(failure)) = Frame::read(&mut &sent[..]).unwrap() else { panic!("no failure") };
    assert_eq!((failure.stage, failure.reason.into_reason().to_string()), (Stage::Rows, told), "{debug}");
}

#[test]
fn every_reason_arrives_as_it_was_given() {
    check_reason(Reason::Io(std::io::Error::from_raw_os_error(2)));
    check_reason(Reason::Io(std::io::Error::other("words")));
    check_reason(Reason::NotSupported(Unsupported::Archive(".7z")));
    check_reason(Reason::Damaged(Damage::TextCount { count: 4_000_000_000, room: 3 }));
    check_reason(Reason::Damaged(Damage::EntryName(EntryFault::Outside)));
    check_reason(Reason::NotJson(JsonFault { line: 3, column: 4, cut_off: false }));
    check_reason(Reason::UnknownEncoding("GBX".to_owned()));
    check_reason(Reason::NoSuchLayer { asked: "a".to_owned(), present: vec!["b".to_owned()] });
    check_reason(Reason::TooLarge { what: Quantity::Coordinates, limit: 5 });
    check_reason(Reason::Cancelled);
    check_reason(Reason::Worker(Fate::Crashed));
}

#[test]
fn a_worker_answers_with_what_the_reader_reads() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("台账.csv");
    fs::write(&path, "编码,名称\nA1,甲\nA2,乙\n").unwrap();
    let options = ReadOptions::default();
    let mut sent = Vec::new();

    child::answer(&path, &options, &mut sent).unwrap();

    assert_eq!(received(&sent).unwrap(), formats::read(&path, &options, &|_, _| true).unwrap());
}
