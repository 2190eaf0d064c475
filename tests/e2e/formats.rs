//! Files of offices in, and layers out to other programs, through the workspace and the command line.

use std::{fs, path::Path};

use paikou::{
    app::{Action, ImportKind, ImportRequest, Notice, import::ImportReport},
    domain::{heading::FactLedger, table::Cell},
    formats::{self, ReadOptions},
};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::Value;

use crate::support::{Desk, paikou, printed};

fn report(notices: &[Notice]) -> &ImportReport {
    let found =
        notices.iter().find_map(|it| if let Notice::Imported(report) = it { Some(report) } else { None });
    found.unwrap_or_else(|| panic!("{notices:?}"))
}

#[test]
fn a_ledger_of_lab_results_is_one_step_and_the_second_time_none() {
    let mut desk = Desk::new();
    desk.outfall("XZ-1");
    desk.outfall("XZ-2");
    let path = desk.folder.path().join("监测结果.csv");
    fs::write(
        &path,
        "2024年4月监测结果公开表,,,,,\n排污口编码,监测日期,流量（t/d）,COD(mg/L),氨氮,总磷(µg/L)\nXZ-1,2024.4.10,120,31,<0.025,120\nXZ-2,2024年4月11日,/,未检出,ND,—\nXZ-9,2024.4.10,1,2,3,4\n合计,,121,,,\n",
    )
    .unwrap();
    let request = || ImportRequest::as_kind(&path, ImportKind::Facts(FactLedger::Samples));
    let steps = desk.workspace.history().len();

    let notices = desk.does(Action::Import(request()));

    let told = report(&notices);
    assert_eq!((told.new, told.skipped.len()), (2, 2), "{:?}", told.lines(paikou::i18n::Lang::En));
    assert_eq!(desk.workspace.history().len(), steps + 1);
    let entry = desk.workspace.project().entry_by_code("XZ-1").unwrap();
    assert_eq!((entry.samples.len(), entry.results.len()), (1, 3));

    let again = desk.does(Action::Import(ImportRequest::of(&path)));
    assert_eq!((report(&again).unchanged, report(&again).kind), (2, ImportKind::Facts(FactLedger::Samples)));
    assert_eq!(desk.workspace.history().len(), steps + 1);

    desk.does(Action::Undo);
    assert!(desk.workspace.project().entry_by_code("XZ-1").unwrap().samples.is_empty());
}

#[test]
fn the_command_line_takes_ledgers_of_visits_and_of_samples() {
    let mut desk = Desk::new();
    desk.outfall("XZ-1");
    let project = desk.path();
    let project = project.to_str().unwrap().to_owned();
    let folder = desk.folder;
    drop(desk.workspace);
    let visits = folder.path().join("排查.csv");
    fs::write(&visits, "编码,排查日期,排查人员,排查手段,是否排污口,颜色\nXZ-1,2026-05-02,张三、李四,徒步,是,无\nXZ-8,2026-05-02,张三、李四,徒步,是,无\n").unwrap();
    let import = |kind: &str| {
        let output = paikou(
            folder.path(),
            &["import", &project, visits.to_str().unwrap(), "--as", kind, "--json", "--lang", "en"],
        );
        serde_json::from_str::<Value>(&printed(&output, 0)).unwrap()
    };
    let told = import("visit");
    assert_eq!((told["kind"].as_str(), told["new"].as_u64()), (Some("visit"), Some(1)), "{told}");
    assert_eq!(told["skipped"][0]["reason"], "The project has no outfall XZ-8");
    assert_eq!(import("visit")["unchanged"], 1);
    let shown: Value =
        serde_json::from_str(&printed(&paikou(folder.path(), &["show", &project, "XZ-1", "--json"]), 0))
            .unwrap();
    assert!(shown.to_string().contains("2026-05-02"), "{shown}");
}

#[test]
fn layers_and_outfalls_go_out_in_every_format_and_come_back() {
    let home = tempfile::tempdir().unwrap();
    let demo = home.path().join("demo");
    printed(&paikou(home.path(), &["demo", demo.to_str().unwrap()]), 0);
    let project = demo.join("xinzhou-2026.gpkg");
    let project = project.to_str().unwrap();
    let layers: Value =
        serde_json::from_str(&printed(&paikou(home.path(), &["layers", project, "--json"]), 0)).unwrap();
    let layer = layers.as_array().unwrap().iter().find(|it| it["kind"] == "river").unwrap();
    let (name, count) = (layer["name"].as_str().unwrap(), layer["count"].as_u64().unwrap());
    let outfalls = printed(&paikou(home.path(), &["list", project, "--json"]), 0);
    let outfalls = serde_json::from_str::<Value>(&outfalls).unwrap().as_array().unwrap().len() as u64;
    let rows = |path: &Path| {
        let tables = formats::read(path, &ReadOptions::default(), &|_, _| true).unwrap();
        tables.iter().map(|it| it.rows.len() as u64).sum::<u64>()
    };
    for ending in ["shp", "gpkg", "geojson", "kml", "csv", "xlsx"] {
        let out = home.path().join(format!("河流.{ending}"));
        let arguments = [
            "export",
            project,
            "--report",
            "layer",
            "--layer",
            name,
            "--out",
            out.to_str().unwrap(),
            "--encoding",
            "GBK",
        ];
        printed(&paikou(home.path(), &arguments), 0);
        assert_eq!(rows(&out), count, "{ending}");
        let out = home.path().join(format!("排口.{ending}"));
        let arguments =
            ["export", project, "--report", "outfalls", "--out", out.to_str().unwrap(), "--lang", "en"];
        let told = printed(&paikou(home.path(), &arguments), 0);
        assert_eq!(rows(&out), outfalls, "{ending}");
        assert_eq!(told.contains("another name"), ending == "shp", "{told}");
    }
    assert_eq!(fs::read(home.path().join("河流.cpg")).unwrap(), b"GBK");
    let nowhere = ["export", project, "--report", "layer", "--layer", "没有", "--out", "x.gpkg"];
    assert_eq!(paikou(home.path(), &nowhere).status.code(), Some(2));
}

/// A workbook with everything that offices do to one, written by another library.
fn odd_workbook(path: &Path) {
    let mut book = Workbook::new();
    let (plain, day) = (Format::new(), Format::new().set_num_format("yyyy-mm-dd"));
    let sheet = book.add_worksheet().set_name("台账").unwrap();
    sheet.merge_range(0, 0, 0, 13, "代县入河排污口排查整治台账", &plain).unwrap();
    sheet.write(1, 0, "填报单位：代县分局").unwrap();
    sheet.merge_range(2, 0, 3, 0, "序号", &plain).unwrap();
    sheet.merge_range(2, 1, 3, 1, "县（市、区）", &plain).unwrap();
    sheet.merge_range(2, 2, 3, 2, "排污口\n名称", &plain).unwrap();
    sheet.merge_range(2, 3, 3, 3, "编码", &plain).unwrap();
    sheet.merge_range(2, 4, 2, 6, "东经", &plain).unwrap();
    sheet.merge_range(2, 7, 2, 9, "北纬", &plain).unwrap();
    for (at, part) in ["度", "分", "秒", "度", "分", "秒"].into_iter().enumerate() {
        sheet.write(3, 4 + at as u16, part).unwrap();
    }
    sheet.merge_range(2, 10, 2, 11, "整治", &plain).unwrap();
    sheet.write(3, 10, "类型").unwrap();
    sheet.write(3, 11, "完成时间").unwrap();
    sheet.merge_range(2, 12, 3, 12, "距离(km)", &plain).unwrap();
    sheet.merge_range(2, 13, 3, 13, "备注", &plain).unwrap();
    sheet.merge_range(4, 1, 6, 1, "代　县 ", &plain).unwrap();
    for (at, row) in [4_u32, 5, 6, 9].into_iter().enumerate() {
        let date = ExcelDateTime::from_ymd(2024, 4, 10).unwrap();
        let written = match at {
            0 => sheet.write(row, 11, "2024年4月10日"),
            1 => sheet.write(row, 11, 20_240_410),
            2 => sheet.write_with_format(row, 11, date, &day),
            _ => sheet.write(row, 11, 45_392),
        };
        written.unwrap();
        sheet.write(row, 0, at as f64 + 1.0).unwrap();
        sheet.write(row, 2, format!("第{}\n排口 ", at + 1)).unwrap();
        sheet.write(row, 3, format!("ＤＸ－０{}", at + 1)).unwrap();
        for (column, text) in ["112", "57", "６．５", "39", "3", "30"].into_iter().enumerate() {
            sheet.write(row, 4 + column as u16, text).unwrap();
        }
        sheet.write(row, 10, "规范整治").unwrap();
        sheet.write(row, 12, "1,5").unwrap();
    }
    sheet.write(9, 1, "140923").unwrap();
    sheet.write(7, 0, "小 计").unwrap();
    sheet.write(7, 2, 3).unwrap();
    sheet.merge_range(10, 0, 10, 1, "合计", &plain).unwrap();
    sheet.write(10, 2, 4).unwrap();
    sheet.write(11, 0, "填表人：张三").unwrap();
    sheet.set_row_hidden(5).unwrap();
    sheet.set_column_hidden(13).unwrap();
    book.add_worksheet().set_name("字典").unwrap().set_hidden(true).write(0, 0, "词").unwrap();
    book.save(path).unwrap();
}

#[test]
fn a_ledger_with_every_oddity_of_offices_comes_in_whole() {
    let mut desk = Desk::with_sample();
    let path = desk.folder.path().join("代县.xlsx");
    odd_workbook(&path);

    let notices = desk.does(Action::Import(ImportRequest::as_kind(&path, ImportKind::Outfall)));

    let told = report(&notices);
    assert_eq!((told.new, told.skipped.len()), (4, 3), "{:#?}", told.lines(paikou::i18n::Lang::Zh));
    for at in 1..=4 {
        let entry = desk.workspace.project().entry_by_code(&format!("DX-0{at}")).unwrap();
        assert_eq!(entry.outfall.name, format!("第{at}排口"));
        assert!(
            paikou::domain::words::same_county(&entry.outfall.county, "代县"),
            "{}",
            entry.outfall.county
        );
        let (lon, lat) = entry.outfall.position().unwrap();
        assert!(
            (lon - (112.0 + 57.0 / 60.0 + 6.5 / 3600.0)).abs() < 1e-9
                && (lat - (39.0 + 3.0 / 60.0 + 30.0 / 3600.0)).abs() < 1e-9,
            "{lon} {lat}"
        );
        assert_eq!(entry.claims[0].closed_on.unwrap().to_string(), "2024-04-10", "{at}");
        assert_eq!(entry.outfall.section_km, Some(1.5));
    }
}

/// Files that GDAL 3.6.2 wrote from the sample data (`ogr2ogr`), and a workbook that xlwt wrote: path, then the name and the number of rows of
/// each table.
const OF_OTHERS: &[(&str, &[(&str, usize)])] = &[
    ("rivers.kml", &[("rivers", 6)]),
    ("rivers.dxf", &[("rivers", 6)]),
    ("rivers.csv", &[("rivers", 6)]),
    ("sections.kmz", &[("sections", 20)]),
    ("sections.gpx", &[("sections_waypoints", 20)]),
    ("sections.ods", &[("sections", 20)]),
    ("sections.geojsonl", &[("sections", 20)]),
    ("ledger.xls", &[("台账", 2)]),
];

#[test]
fn files_of_other_programs_have_all_their_features_and_attributes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/gdal");
    let read = |path: &Path| {
        formats::read(path, &ReadOptions::default(), &|_, _| true)
            .unwrap_or_else(|error| panic!("{error}: {:?}", error.reason))
    };
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
    let rivers = &read(&sample.join("rivers.shp"))[0];
    for (name, expected) in OF_OTHERS {
        let tables = read(&folder.join(name));
        let found: Vec<(&str, usize)> = tables.iter().map(|it| (it.name.as_str(), it.rows.len())).collect();
        assert_eq!(found, *expected, "{name}");
        assert!(tables.iter().all(|it| it.skipped.len() <= 1), "{name}: {:?}", tables[0].skipped);
        let texts = |table: &paikou::domain::table::Table| {
            table.rows.iter().flat_map(|row| row.cells.iter().map(Cell::to_text)).collect::<Vec<String>>()
        };
        if name.starts_with("rivers") && name.rsplit('.').next() != Some("dxf") {
            let all = texts(&tables[0]);
            for row in rivers.rows.iter().take(6) {
                for cell in
                    row.cells.iter().map(Cell::to_text).filter(|it| it.chars().any(|it| it > '\u{7f}'))
                {
                    assert!(all.contains(&cell), "{name}: {cell}");
                }
            }
        }
        if !matches!(name.rsplit('.').next(), Some("ods" | "xls")) {
            assert!(tables[0].rows.iter().all(|row| row.geometry.is_some()), "{name}");
        }
    }
    let old = &read(&folder.join("ledger.xls"))[0];
    let row: Vec<String> = old.rows[1].cells.iter().map(Cell::to_text).collect();
    assert_eq!(row, ["大桥排口", "A-2", "", "7"]);
    assert_eq!(old.rows[0].cells[2].to_text(), "2024-04-10");
    assert_eq!(old.rows[0].cells[3].to_text(), "-112.43");
}
