//! What was written reads back as it was, whatever is in its cells.
//!
//! The number of random cells is `PAIKOU_CELLS`, 4,000 where nothing is said.

use std::path::Path;

use geo::{LineString, MultiPolygon, Point, Polygon};
use jiff::civil::date;

use super::*;
use crate::{
    domain::table::{CrsNote, Row},
    formats::{self, ReadOptions, text_cell},
};

/// A generator of its own, so that a failure comes again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.roll(words.len())]
    }

    /// Texts that have broken other programs, and random ones; as cells hold them: trimmed, without control characters.
    fn text(&mut self) -> Cell {
        let nasty = [
            "=cmd|' /C calc'!A0",
            "'=x",
            "''=x",
            "+86 350-123",
            "-112.43",
            "@sum(1)",
            "\tx",
            "=\u{0}1",
            "＝1+1",
            "＋1",
            "－1",
            "＠a",
            "007",
            "0123456789012345678",
            "a\"b,c;d",
            "two\nlines",
            "NULL",
            "true",
            "1e5",
            "2024-04-10",
            "滹沱河 大桥",
            "<b>&amp;</b>",
            "'",
            "''",
            "'a",
            "_x0041_",
            "🙂 排口",
            "a\u{a0}b",
            "ｘｙ",
            "]]>",
            "%%d",
            "POINT",
            "1,5",
            "٣",
            "\u{202e}abc",
            "É",
            "{\"a\":1}",
        ];
        match self.roll(4) {
            0 => text_cell(self.pick(&nasty)),
            1 => {
                let letters = [
                    "=", "'", "-", "\t", "\n", "\u{0}", "\u{7}", " ", "a", "河", "é", "\"", ",", "＝", "0",
                    "🙂", ";", "<", "&", "\\", "{", "\u{fffd}",
                ];
                let count = self.roll(12);
                let text: String = (0..count).map(|_| self.pick(&letters)).collect();
                text_cell(&text)
            }
            2 => text_cell(&format!("{}{}", self.pick(&nasty), self.roll(1_000))),
            _ => Cell::Empty,
        }
    }

    fn number(&mut self) -> Cell {
        let whole = self.roll(2_000_000) as f64 - 1_000_000.0;
        match self.roll(6) {
            0 => Cell::Empty,
            1 => Cell::Number(whole),
            2 => Cell::Number(whole / 1e4),
            3 => Cell::Number(-112.43),
            4 => Cell::Number(whole * 1.234_567_890_123e-7),
            _ => Cell::Number(f64::from_bits(
                (self.0 & !(0x7ff << 52)) | (1010 << 52) | ((self.roll(30) as u64) << 52),
            )),
        }
    }
}

/// Rows that begin with their number, as ledgers do.
fn random(dice: &mut Dice, rows: usize) -> Table {
    let columns = ["序号", "名称", "情况", "数", "日期", "是否"];
    let rows = (1..=rows as u64).map(|number| {
        let day = date(1950 + dice.roll(100) as i16, 1 + dice.roll(12) as i8, 1 + dice.roll(28) as i8);
        let cells = vec![
            Cell::Number(number as f64),
            dice.text(),
            dice.text(),
            dice.number(),
            if dice.roll(3) == 0 { Cell::Empty } else { Cell::Date(day) },
            if dice.roll(3) == 0 { Cell::Empty } else { Cell::Flag(dice.roll(2) == 1) },
        ];
        Row {
            number,
            cells,
            geometry: Some(Point::new(100.0 + dice.roll(1 << 12) as f64 / 256.0, 38.125).into()),
        }
    });
    let rows = rows.collect();
    Table {
        name: "排口".into(),
        columns: columns.map(str::to_owned).to_vec(),
        rows,
        crs: CrsNote::Epsg(4490),
        ..Table::default()
    }
}

fn cells() -> usize {
    std::env::var("PAIKOU_CELLS").ok().and_then(|it| it.parse().ok()).unwrap_or(4_000)
}

fn read(path: &Path) -> Vec<Table> {
    formats::read(path, &ReadOptions::default(), &|_, _| true)
        .unwrap_or_else(|error| panic!("{error}: {:?}", error.reason))
}

fn back(table: &Table, name: &str) -> (Table, Written) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    let written = write_table(table, &path, Target::of(&path).unwrap(), false).unwrap();
    let mut tables = read(&path);
    assert_eq!(tables.len(), 1);
    (tables.remove(0), written)
}

/// Every column of `wanted` is in `found` with the same cells, compared by `same`, and every shape.
#[track_caller]
fn check(wanted: &Table, found: &Table, same: fn(&Cell, &Cell) -> bool) {
    assert_eq!(found.skipped, []);
    assert_eq!(found.rows.len(), wanted.rows.len());
    let at: Vec<usize> = wanted
        .columns
        .iter()
        .map(|name| {
            found
                .columns
                .iter()
                .position(|it| it == name)
                .unwrap_or_else(|| panic!("{name} in {:?}", found.columns))
        })
        .collect();
    for (wanted, found) in wanted.rows.iter().zip(&found.rows) {
        for (cell, at) in wanted.cells.iter().zip(&at) {
            assert!(
                same(cell, &found.cells[*at]),
                "row {}: {cell:?} came back as {:?}",
                wanted.number,
                found.cells[*at]
            );
        }
        assert_eq!(wanted.geometry, found.geometry);
    }
}

fn exact(one: &Cell, other: &Cell) -> bool {
    one == other
}

fn as_text(one: &Cell, other: &Cell) -> bool {
    one.to_text() == other.to_text()
}

fn random_tables(then: impl Fn(&Table)) {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for _ in 0..(cells() / 6).div_ceil(500).max(1) {
        then(&random(&mut dice, (cells() / 6).min(500)));
    }
}

#[test]
fn any_cells_come_back_from_csv_with_the_same_text() {
    random_tables(|table| {
        let (found, written) = back(table, "表.csv");
        check(table, &found, as_text);
        assert_eq!((written.changed, written.renamed.len()), (0, 0));
    });
}

#[test]
fn any_cells_come_back_from_a_workbook_as_what_they_were() {
    random_tables(|table| check(table, &back(table, "表.xlsx").0, exact));
}

#[test]
fn any_cells_come_back_from_a_geopackage_as_what_they_were() {
    random_tables(|table| {
        let (found, _) = back(table, "表.gpkg");
        check(table, &found, exact);
        assert_eq!(found.crs, CrsNote::Epsg(4490));
    });
}

#[test]
fn any_cells_come_back_from_geojson_and_kml_with_the_same_text() {
    random_tables(|table| {
        check(table, &back(table, "表.geojson").0, as_text);
        check(table, &back(table, "表.kml").0, as_text);
    });
}

#[test]
fn cells_that_fit_come_back_from_a_shapefile_and_names_that_do_not_are_listed() {
    random_tables(|table| {
        let (mut found, written) = back(table, "表.shp");
        assert_eq!((written.changed, written.renamed.len()), (0, 0));
        assert_eq!(found.columns, table.columns);
        found.columns.clone_from(&table.columns);
        check(table, &found, exact);
    });
    let long = "长".repeat(100);
    let row = |cells| Row { number: 1, cells, geometry: None };
    let table = Table {
        name: "表".into(),
        columns: vec!["入河排污口名称".into(), "入河排污口编码".into(), "ok".into()],
        rows: vec![row(vec![Cell::Text(long), Cell::Text("b".into()), Cell::Number(1.5)])],
        ..Table::default()
    };
    let (found, written) = back(&table, "表.shp");
    assert_eq!(found.columns, ["入河排", "入河_1", "ok"]);
    let renamed = [("入河排污口名称", "入河排"), ("入河排污口编码", "入河_1")]
        .map(|(old, new)| (old.to_owned(), new.to_owned()));
    assert_eq!((written.renamed.as_slice(), written.changed), (&renamed[..], 1));
    assert_eq!(found.rows[0].cells[0], Cell::Text("长".repeat(84)));
}

#[test]
fn shapefiles_in_gbk_say_so_and_every_kind_of_shape_gets_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("图.shp");
    let line = LineString::from(vec![(112.0, 38.0), (112.5, 38.5)]);
    let ring = LineString::from(vec![(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 0.0)]);
    let area = MultiPolygon(vec![
        Polygon::new(ring.clone(), vec![]),
        Polygon::new(LineString::from(vec![(9.0, 9.0), (10.0, 9.0), (10.0, 10.0), (9.0, 9.0)]), vec![]),
    ]);
    let row = |number, name: &str, geometry| Row { number, cells: vec![Cell::Text(name.into())], geometry };
    let table = Table {
        name: "图".into(),
        columns: vec!["河流名称x".into()],
        rows: vec![
            row(1, "滹沱河", Some(line.clone().into())),
            row(2, "区", Some(area.into())),
            row(3, "点", Some(Point::new(1.0, 2.0).into())),
        ],
        ..Table::default()
    };
    let written = write_table(&table, &path, Target::Shapefile, true).unwrap();
    assert_eq!((written.files.len(), written.renamed.len()), (15, 0));
    assert_eq!(fs::read(folder.path().join("图_lines.cpg")).unwrap(), b"GBK");
    let lines = &read(&folder.path().join("图_lines.shp"))[0];
    assert_eq!((lines.encoding.as_str(), lines.rows[0].cells[0].to_text().as_str()), ("GBK", "滹沱河"));
    assert_eq!(lines.rows[0].geometry, Some(line.into()));
    let areas = &read(&folder.path().join("图_polygons.shp"))[0];
    assert!(matches!(&areas.rows[0].geometry, Some(Geometry::MultiPolygon(it)) if it.0.len() == 2));
    assert!(
        crate::domain::coordinate::Crs::from_note(&areas.crs)
            .unwrap()
            .is_some_and(|it| it.epsg() == Some(4490)),
        "{:?}",
        areas.crs
    );
}

#[test]
fn a_text_too_long_for_a_workbook_is_told_and_whole_elsewhere() {
    let long = "长".repeat(40_000);
    let row = Row { number: 1, cells: vec![Cell::Number(1.0), Cell::Text(long.clone())], geometry: None };
    let table = Table {
        name: "表".into(),
        columns: vec!["序号".into(), "文".into()],
        rows: vec![row],
        ..Table::default()
    };
    assert_eq!(back(&table, "表.xlsx").1.changed, 1);
    for name in ["表.csv", "表.gpkg", "表.geojson", "表.kml"] {
        assert_eq!(back(&table, name).0.rows[0].cells.last(), Some(&Cell::Text(long.clone())), "{name}");
    }
}

#[test]
fn headings_that_a_layer_needs_itself_get_another_name() {
    let row = Row {
        number: 1,
        cells: vec![Cell::Number(7.0), Cell::Text("a".into()), Cell::Text("b".into())],
        geometry: Some(Point::new(1.0, 2.0).into()),
    };
    let table = Table {
        name: "表".into(),
        columns: vec!["fid".into(), "Name".into(), "name".into()],
        rows: vec![row],
        ..Table::default()
    };
    let (found, written) = back(&table, "表.gpkg");
    assert_eq!(found.columns, ["fid", "fid_1", "Name", "name_1"]);
    assert_eq!(written.renamed.len(), 2);
}
