//! Real files of other programs: as many features as GDAL finds in them, or a reason why not.
//!
//! The files are not part of the repository. Where they are not there, these tests say so and pass.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use paikou::{
    domain::{
        coordinate::Crs,
        table::{Cell, Table},
    },
    formats::{self, ReadOptions},
};

fn data() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: the real files are not at {}", folder.display());
    None
}

fn read(path: &Path) -> Vec<Table> {
    formats::read(path, &ReadOptions::default(), &|_, _| true)
        .unwrap_or_else(|error| panic!("{error}: {:?}", error.reason))
}

fn column<'a>(table: &'a Table, name: &str) -> Vec<&'a Cell> {
    let index = table
        .columns
        .iter()
        .position(|column| column == name)
        .unwrap_or_else(|| panic!("no {name} in {:?}", table.columns));
    table.rows.iter().map(|row| &row.cells[index]).collect()
}

/// `tests/data/gdal_counts.tsv`: path, layer, what GDAL counts, rows here, skipped here, remark.
#[test]
fn every_layer_has_as_many_features_as_gdal_counts() {
    let Some(data) = data() else { return };
    let expected = fs::read_to_string("tests/data/gdal_counts.tsv").unwrap();
    let mut tables: BTreeMap<String, Result<Vec<Table>, formats::Error>> = BTreeMap::new();
    let mut faults = Vec::new();
    for line in expected.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let [path, layer, gdal, rows, skipped, remark] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let read = tables
            .entry(path.to_owned())
            .or_insert_with(|| formats::read(&data.join(path), &ReadOptions::default(), &|_, _| true));
        let found = match read {
            Ok(tables) => match tables.iter().find(|table| table.name == layer) {
                Some(table) => (table.rows.len().to_string(), table.skipped.len().to_string()),
                None => (
                    "missing".to_owned(),
                    format!("{:?}", tables.iter().map(|table| &table.name).collect::<Vec<_>>()),
                ),
            },
            Err(error) => ("refused".to_owned(), error.reason.to_string()),
        };
        let agrees = found.0 == rows && (rows == "refused" || found.1 == skipped);
        if !agrees || (gdal != rows && remark.is_empty()) {
            faults.push(format!(
                "{path} {layer}: GDAL {gdal}, expected {rows}+{skipped}, found {}+{}",
                found.0, found.1
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn rivers_in_gbk_without_a_word_about_it_have_readable_names() {
    let Some(data) = data() else { return };

    let rivers = &read(&data.join("china/nfgis_4m/hyd1_4l.shp"))[0];

    let names: Vec<String> = column(rivers, "NAME").into_iter().map(Cell::to_text).collect();
    assert_eq!((rivers.rows.len(), rivers.encoding.as_str()), (840, "GBK"));
    for river in ["黄河", "长江", "湘江"] {
        assert!(names.iter().any(|name| name == river), "{river} is not among them");
    }
    assert!(names.iter().all(|name| !name.contains('\u{fffd}')));
}

#[test]
fn all_counties_of_shanxi_are_areas_with_names_and_codes() {
    let Some(data) = data() else { return };

    let counties = &read(&data.join("china/shanxi_counties_tianditu.geojson"))[0];

    assert_eq!(counties.rows.len(), 117);
    assert!(column(counties, "name").iter().any(|name| name.to_text() == "代县"));
    let are_areas = counties
        .rows
        .iter()
        .all(|row| matches!(row.geometry, Some(geo::Geometry::MultiPolygon(_) | geo::Geometry::Polygon(_))));
    assert!(are_areas);
    assert!(Crs::from_note(&counties.crs).unwrap().is_some());
}

#[test]
fn a_code_page_of_936_is_read() {
    let Some(data) = data() else { return };

    let table = &read(&data.join("formats/shp_rust/file_cp936.shp"))[0];

    let texts: Vec<String> = table.rows.iter().flat_map(|row| row.cells.iter().map(Cell::to_text)).collect();
    assert!(texts.iter().any(|text| text.contains("测试中文")), "{texts:?}");
}

#[test]
fn the_attributes_of_small_shapefiles_are_what_their_authors_say() {
    let Some(data) = data() else { return };
    for name in [
        "boolean-property",
        "date-property",
        "mixed-properties",
        "number-property",
        "string-property",
        "utf8-property",
        "latin1-property",
    ] {
        let folder = data.join("formats/shp_mbostock");
        let text = fs::read_to_string(folder.join(format!("{name}.json"))).unwrap();
        let expected: Vec<serde_json::Value> =
            serde_json::from_str::<serde_json::Value>(&text).unwrap().as_array().cloned().unwrap_or_else(
                || {
                    serde_json::from_str::<serde_json::Value>(&text).unwrap()["features"]
                        .as_array()
                        .unwrap()
                        .clone()
                },
            );

        let table = &read(&folder.join(format!("{name}.shp")))[0];

        assert_eq!(table.rows.len(), expected.len(), "{name}");
        for (row, feature) in table.rows.iter().zip(&expected) {
            for (column, cell) in table.columns.iter().zip(&row.cells) {
                assert_cell(name, column, cell, &feature["properties"][column]);
            }
        }
    }
}

fn assert_cell(file: &str, column: &str, cell: &Cell, expected: &serde_json::Value) {
    let same = match cell {
        Cell::Empty => expected.is_null() || expected.as_str().is_some_and(|text| text.trim().is_empty()),
        Cell::Number(number) => expected.as_f64() == Some(*number),
        Cell::Flag(flag) => expected.as_bool() == Some(*flag),
        Cell::Text(text) => expected.as_str().map(str::trim) == Some(text),
        Cell::Date(day) => expected.as_str() == Some(&day.strftime("%Y%m%d").to_string()),
    };
    assert!(same, "{file}: {column} is {cell:?}, not {expected}");
}

#[test]
fn permits_of_a_real_utility_and_its_tables_are_read() {
    let Some(data) = data() else { return };
    let folder = data.join("outfalls/casco_regional_cso");

    let outfalls = &read(&folder.join("Regional_CSOs.shp"))[0];
    let crs = Crs::from_note(&outfalls.crs).unwrap().unwrap();
    let totals = &read(&folder.join("DEP_Annual_Totals.csv"))[0];

    let Some(geo::Geometry::Point(first)) = outfalls.rows[0].geometry else { panic!("no point") };
    let (longitude, latitude) = crs.to_cgcs2000(first.x(), first.y()).unwrap();
    assert!(
        (-71.0..-69.5).contains(&longitude) && (43.0..44.5).contains(&latitude),
        "({longitude}, {latitude})"
    );
    assert_eq!(totals.rows.len(), 165);
}
