//! Drawings as other programs write them.

use std::cell::Cell as Slot;

use geo::{CoordsIter as _, Length as _};

use super::*;

fn pairs(pairs: &[(i32, &str)]) -> String {
    let lines = pairs.iter().map(|(code, value)| format!("{code:>3}\r\n{value}\r\n"));
    lines.collect::<Vec<String>>().concat()
}

fn drawing(header: &[(i32, &str)], entities: &[(i32, &str)]) -> String {
    let parts = [
        &[(0, "SECTION"), (2, "HEADER")][..],
        header,
        &[
            (0, "ENDSEC"),
            (0, "SECTION"),
            (2, "BLOCKS"),
            (0, "LINE"),
            (10, "1"),
            (0, "ENDSEC"),
            (0, "SECTION"),
            (2, "ENTITIES"),
        ],
        entities,
        &[(0, "ENDSEC"), (0, "EOF")],
    ];
    parts.iter().map(|it| pairs(it)).collect()
}

fn tables(bytes: &[u8]) -> Result<Vec<Table>, Error> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("管网.dxf");
    fs::write(&path, bytes).unwrap();
    read(&path, &ReadOptions::default(), &Progress { report: &|_, _| true, last: Slot::new(0) })
}

const ENTITIES: &[(i32, &str)] = &[
    (0, "LINE"),
    (5, "1A"),
    (8, "污水"),
    (10, "0"),
    (20, "0"),
    (30, "5.5"),
    (11, "3"),
    (21, "4"),
    (0, "LWPOLYLINE"),
    (8, "雨水"),
    (70, "1"),
    (10, "0"),
    (20, "0"),
    (42, "1"),
    (10, "2"),
    (20, "0"),
    (0, "POLYLINE"),
    (8, "雨水"),
    (70, "0"),
    (0, "VERTEX"),
    (10, "1"),
    (20, "1"),
    (0, "VERTEX"),
    (10, "2"),
    (20, "2"),
    (0, "SEQEND"),
    (0, "POINT"),
    (8, "井"),
    (10, "7"),
    (20, "8"),
    (0, "INSERT"),
    (8, "井"),
    (2, "WELL"),
    (10, "7"),
    (20, "8"),
    (66, "1"),
    (0, "ATTRIB"),
    (1, "x"),
    (0, "SEQEND"),
    (0, "MTEXT"),
    (8, "字"),
    (10, "1"),
    (20, "1"),
    (1, "{\\fSimSun|b0;\\U+6392\\U+53E3}\\PDN300"),
    (0, "CIRCLE"),
    (8, "井"),
    (10, "0"),
    (20, "0"),
    (40, "1"),
    (0, "HATCH"),
    (8, "x"),
    (10, "0"),
    (0, "POINT"),
    (8, "坏"),
    (10, "x"),
    (20, "8"),
];

#[test]
fn what_is_drawn_becomes_points_and_lines_with_their_layer() {
    let text = drawing(&[(9, "$ACADVER"), (1, "AC1015"), (9, "$DWGCODEPAGE"), (3, "ANSI_936")], ENTITIES);
    let tables = tables(&encoding_rs::GB18030.encode(&text).0).unwrap();
    let [points, lines] = &tables[..] else { panic!("{tables:?}") };
    assert_eq!((points.rows.len(), lines.rows.len()), (3, 4));
    let cell = |table: &Table, row: usize, name: &str| {
        table.rows[row].cells[table.columns.iter().position(|it| it == name).unwrap()].to_text()
    };
    assert_eq!(
        (cell(lines, 0, "layer"), cell(lines, 0, "z"), cell(lines, 0, "handle")),
        ("污水".into(), "5.5".into(), "1A".into())
    );
    assert_eq!((cell(points, 1, "block"), cell(points, 2, "text")), ("WELL".into(), "排口\nDN300".into()));
    // A half circle of radius 1, and the straight way back.
    let length = match &lines.rows[1].geometry {
        Some(Geometry::LineString(line)) => geo::Euclidean.length(line),
        other => panic!("{other:?}"),
    };
    assert!((length - (std::f64::consts::PI + 2.0)).abs() < 0.01, "{length}");
    assert_eq!(lines.rows[3].geometry.as_ref().unwrap().coords_count(), 91);
    assert_eq!(points.skipped.len(), 1);
    assert!(
        points.warnings.contains(&ReadWarning::NotDrawn { kinds: "HATCH × 1".to_owned() }),
        "{:?}",
        points.warnings
    );
    assert_eq!(points.encoding, "GBK");
}

#[test]
fn newer_drawings_are_utf8_whatever_their_code_page() {
    let text = drawing(
        &[(9, "$ACADVER"), (1, "AC1032"), (9, "$DWGCODEPAGE"), (3, "ANSI_936")],
        &[(0, "POINT"), (8, "井"), (10, "1"), (20, "2")],
    );
    assert_eq!(tables(text.as_bytes()).unwrap()[0].rows[0].cells[0], Cell::Text("井".into()));
}

#[test]
fn what_is_no_drawing_is_refused() {
    assert!(tables(b"hello\nworld\n").is_err());
    assert!(tables(b"AutoCAD Binary DXF\r\n\x1a\0").is_err());
}
