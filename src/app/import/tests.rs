//! Ledgers and layers as offices have them, end to end through the two planning functions. Over 500 lines because all of them
//! share one messy ledger and the few verbs that read its plan.

use std::collections::HashMap;

use geo::{Geometry, LineString, Point, polygon};
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::*;
use crate::domain::{
    Value,
    coordinate::{distance_m, offset},
    fact::{Claim, FixKind},
    layer::{Feature, Layer},
    outfall::{Bank, CoordSource, Outfall, OutfallClass},
    project::{Entry, Project},
    stage::{FixState, RegisterState, TraceState},
    table::{self, Cell, CrsNote, Row, Skipped, Table},
};

const TODAY: Date = date(2024, 12, 1);
const LEDGER: &[&str] = &[
    "序号",
    "排污口名称",
    "排污口编码",
    "二级分类",
    "县（市、区）",
    "经度",
    "纬度",
    "左右岸",
    "距离(km)",
    "是否排水",
    "溯源/状态",
    "溯源/完成时间",
    "整治类型",
    "整治状态",
    "销号日期",
    "合并至",
    "备注",
    "管径",
];

fn cell(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) }
}

fn table(columns: &[&str], rows: &[&[&str]]) -> Table {
    let row = |(at, cells): (usize, &&[&str])| {
        assert_eq!(cells.len(), columns.len(), "{cells:?}");
        Row { number: at as u64 + 2, cells: cells.iter().map(|it| cell(it)).collect(), geometry: None }
    };
    Table {
        name: "台账".to_owned(),
        columns: columns.iter().map(|it| (*it).to_owned()).collect(),
        rows: rows.iter().enumerate().map(row).collect(),
        encoding: "GBK".to_owned(),
        ..Table::default()
    }
}

/// Twelve rows of a ledger that nobody tidied up, the first is row 2.
const MESSY: &[&str] = &[
    // 2: as it should be.
    "1|东关排口|DX-001|城镇雨洪排口|代县|112.2|38.2|左岸|3.2km|是|已溯源|2024.4.10|规范整治|已销号|2024年6月1日||/|300",
    // 3: degrees, minutes and seconds; full-width forms; done without a day.
    "2|西关\n排口|ＤＸ-００２|矿山排污口|代　县|１１２°１２′３６″|38度12分0秒|右|８５０米|√|√|||已完成整治||||",
    // 4: an impossible date and a month; the county is another one.
    "3|南关排口|DX-003|工业排污口|繁峙县|112.3|38.3|||×|部分溯源|2024.9.31|清理合并|整治中|2024.4||老旧|",
    // 5: longitude and latitude in each other's column, no county.
    "4|北关排口|DX-004|某种排口||38.4|112.4|左||无|政府兜底|||||||",
    // 6: zero.
    "5|桥头排口|||代县|0|0|左岸|远||快了|||差一点||||",
    // 7: neither name nor code nor coordinates.
    "6||||代县||||||||||||见附件|",
    // 8: the code of row 2.
    "7|东关二号|DX-001||代县|112.25|38.25|||||||||||",
    // 9: the same code in another county is another outfall; merged.
    "8|铁矿排口|DX-001||繁峙|113.2|38.2|||||||||DX-004||",
    // 10: coordinates that are none.
    "9|河滩排口|DX-009||代县|112.4.35|/||||未溯源|||未整治||||",
    // 11: the name of row 6 at another place, without a code.
    "10|桥头排口|||代县|112.7|38.7||||||无需整治|||||",
    // 12: the name of row 6 without a place.
    "11|桥头排口|||代县|||||||||||||",
    // 13: totals.
    "合计|11个||||||||||||||||",
];

fn messy() -> Table {
    let rows: Vec<Vec<&str>> = MESSY.iter().map(|row| row.split('|').collect()).collect();
    table(LEDGER, &rows.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

fn counties() -> FeatureSet {
    let square = |x: f64| {
        Geometry::from(
            polygon![(x: x, y: 38.0), (x: x + 1.0, y: 38.0), (x: x + 1.0, y: 39.0), (x: x, y: 39.0)],
        )
    };
    let feature = |name: &str, x: f64| Feature { geometry: Some(square(x)), values: vec![Value::text(name)] };
    FeatureSet {
        columns: vec!["NAME".to_owned()],
        features: vec![feature("代县", 112.0), feature("繁峙县", 113.0)],
    }
}

/// A project, and a counter that gives out identities.
#[derive(Default)]
struct Desk {
    project: Project,
    given: u128,
    /// The headings of each layer's table.
    columns: HashMap<String, Vec<String>>,
}

impl Desk {
    fn plan(&mut self, table: &Table, options: &ImportOptions) -> Result<ImportPlan, ImportError> {
        let Self { project, given, .. } = self;
        let mut new_id = || {
            *given += 1;
            RecordId(Uuid::from_u128(*given))
        };
        let hash = |set: &FeatureSet| format!("{set:?}");
        match options.kind {
            ImportKind::Outfall => {
                plan_outfalls(project, table, options, Some(&counties()), TODAY, "台账.xlsx", &mut new_id)
            }
            ImportKind::Facts(_) => panic!("facts have tests of their own"),
            ImportKind::Layer(_) => {
                let before = |layer: &Layer| self.columns.get(&layer.table_name).cloned().unwrap_or_default();
                plan_layer(project, table, options, "河流.shp", &hash, &before, &mut new_id)
            }
        }
    }

    fn import(&mut self, table: &Table, options: &ImportOptions) -> ImportPlan {
        let plan = self.plan(table, options).unwrap();
        for change in &plan.changes {
            self.project.apply(change).unwrap();
        }
        for (id, set) in &plan.features {
            let layer = self.project.layers().iter().find(|it| it.id == *id).unwrap();
            self.columns.insert(layer.table_name.clone(), set.columns.clone());
        }
        plan
    }

    fn import_ledger(&mut self, table: &Table) -> ImportReport {
        self.import(table, &ImportOptions::of(ImportKind::Outfall)).report
    }

    fn entry(&self, name: &str) -> &Entry {
        self.project.entries().iter().find(|it| it.outfall.name == name).unwrap()
    }

    fn outfall(&self, name: &str) -> &Outfall {
        &self.entry(name).outfall
    }

    fn claim(&self, name: &str) -> &Claim {
        let [claim] = self.entry(name).claims.as_slice() else { panic!("not one claim") };
        claim
    }
}

fn counts(report: &ImportReport) -> [u64; 6] {
    let ImportReport { read, imported, new, changed, unchanged, .. } = report;
    [*read, *imported, *new, *changed, *unchanged, report.skipped.len() as u64]
}

fn warnings(report: &ImportReport) -> Vec<(Option<u64>, &'static str)> {
    report.warnings.iter().map(|it| (it.row, it.warning.code())).collect()
}

#[test]
fn a_messy_ledger_comes_in_with_everything_that_was_not_understood_named() {
    let mut desk = Desk::default();
    let report = desk.import_ledger(&messy());

    assert_eq!(counts(&report), [12, 8, 8, 0, 0, 4]);
    let skipped: Vec<(u64, SkipReason)> =
        report.skipped.iter().map(|it| (it.row, it.reason.clone())).collect();
    assert_eq!(
        skipped,
        [
            (7, SkipReason::NothingToGoBy),
            (8, SkipReason::SameCode { code: "DX-001".to_owned(), row: 2 }),
            (12, SkipReason::SameName { row: 6 }),
            (13, SkipReason::Total),
        ]
    );
    assert_eq!(
        warnings(&report),
        [
            (None, "columns_unused"),
            (Some(3), "done_without_day"),
            (Some(4), "class_not_decided"),
            (Some(4), "B22"),
            (Some(4), "month_only"),
            (Some(4), "B2"),
            (Some(5), "class_unknown"),
            (Some(5), "B1"),
            (Some(6), "unknown_word"),
            (Some(6), "unknown_word"),
            (Some(6), "unknown_word"),
            (Some(6), "B21"),
            (Some(10), "bad_position"),
            (Some(11), "same_name"),
        ]
    );
    assert_eq!((report.crs.as_str(), report.encoding.as_str()), ("EPSG:4490", "GBK"));
}

#[test]
fn the_cells_of_a_messy_ledger_mean_what_people_mean() {
    let mut desk = Desk::default();
    desk.import_ledger(&messy());

    let first = desk.outfall("东关排口");
    assert_eq!(first.position(), Some((112.2, 38.2)));
    assert_eq!((first.class, first.bank), (Some(OutfallClass::TownStorm), Some(Bank::Left)));
    assert_eq!((first.section_km, first.discharging), (Some(3.2), Some(true)));
    assert_eq!((first.remark.as_str(), first.coord_text_raw.as_str()), ("", "112.2, 38.2"));

    let second = desk.outfall("西关排口");
    assert_eq!((second.code_local.as_str(), second.county.as_str()), ("DX-002", "代县"));
    assert!(distance_m(second.position().unwrap(), (112.21, 38.2)) < 0.001);
    assert_eq!(
        (second.class, second.class_detail.as_str()),
        (Some(OutfallClass::IndustrialPlant), "矿山排污口")
    );
    assert_eq!(second.section_km, Some(0.85));
    assert_eq!(second.coord_text_raw, "１１２°１２′３６″, 38度12分0秒");

    let third = desk.outfall("南关排口");
    assert_eq!((third.class, third.class_detail.as_str()), (None, "工业排污口"));
    assert_eq!(third.county, "繁峙县", "what is stated is kept");
    assert_eq!(third.remark, "老旧〔溯源/完成时间：2024.9.31〕〔销号日期：2024.4〕");

    let fourth = desk.outfall("北关排口");
    assert_eq!((fourth.position(), fourth.county.as_str()), (Some((112.4, 38.4)), "代县"));
    assert_eq!((fourth.discharging, fourth.coord_source), (Some(false), Some(CoordSource::Ledger)));

    let fifth = desk.entry("桥头排口");
    assert_eq!((fifth.outfall.position(), fifth.outfall.coord_text_raw.as_str()), (None, "0, 0"));
    assert_eq!(fifth.outfall.remark, "〔距离(km)：远〕〔溯源/状态：快了〕〔整治状态：差一点〕");
    assert_eq!((fifth.claims[0].trace, fifth.claims[0].fix), (None, None));
}

#[test]
fn what_a_ledger_says_of_states_becomes_one_claim() {
    let mut desk = Desk::default();
    desk.import_ledger(&messy());

    let claim = desk.claim("东关排口");
    assert_eq!((claim.on, claim.source.as_str()), (Some(TODAY), "台账.xlsx"));
    assert_eq!(claim.register, Some(RegisterState::Registered));
    assert_eq!((claim.trace, claim.traced_on), (Some(TraceState::Traced), Some(date(2024, 4, 10))));
    assert_eq!(claim.fix_kind, Some(FixKind::Regulate));
    assert_eq!((claim.fix, claim.closed_on), (Some(FixState::Closed), Some(date(2024, 6, 1))));

    assert_eq!(desk.claim("西关排口").fix, Some(FixState::AwaitingAcceptance));
    assert_eq!(desk.claim("南关排口").fix, Some(FixState::Underway));
    assert_eq!(desk.claim("北关排口").trace, Some(TraceState::Government));
    assert_eq!(desk.claim("河滩排口").fix, Some(FixState::Needed));
    let merged = desk.claim("铁矿排口");
    assert_eq!((merged.register, merged.target_code.as_str()), (Some(RegisterState::Merged), "DX-004"));
    let last = desk.project.entries().iter().rfind(|it| it.outfall.name == "桥头排口").unwrap();
    assert_eq!(last.claims[0].fix, Some(FixState::NotNeeded));
}

#[test]
fn the_same_ledger_again_changes_nothing() {
    let mut desk = Desk::default();
    desk.import_ledger(&messy());
    let before = desk.project.clone();

    let plan = desk.import(&messy(), &ImportOptions::of(ImportKind::Outfall));

    assert_eq!(plan.changes, []);
    assert_eq!(counts(&plan.report), [12, 8, 0, 0, 8, 4]);
    assert_eq!(desk.project.entries(), before.entries());
}

#[test]
fn a_newer_ledger_changes_what_differs_and_blanks_nothing() {
    let mut desk = Desk::default();
    desk.import_ledger(&messy());
    let newer = table(
        &["排污口编码", "名称", "县", "岸别", "整治状态", "填报日期"],
        &[
            &["DX-001", "东关排口", "代县", "", "反弹", "2024-11-30"],
            &["DX-002", "西关一号排口", "", "右岸", "", ""],
        ],
    );

    let plan = desk.import(&newer, &ImportOptions::of(ImportKind::Outfall));

    assert_eq!(counts(&plan.report), [2, 2, 0, 2, 0, 0]);
    assert_eq!(desk.outfall("东关排口").bank, Some(Bank::Left));
    let claims = &desk.entry("东关排口").claims;
    assert_eq!((claims.len(), claims[1].fix, claims[1].register), (2, Some(FixState::Rebound), None));
    assert_eq!(claims[1].on, Some(date(2024, 11, 30)));
    let renamed = desk.entry("西关一号排口");
    assert_eq!((renamed.outfall.code_local.as_str(), renamed.claims.len()), ("DX-002", 1));
    assert_eq!(desk.import(&newer, &ImportOptions::of(ImportKind::Outfall)).changes, []);
}

#[test]
fn an_outfall_is_found_by_name_and_county_where_it_has_no_code() {
    let mut desk = Desk::default();
    desk.import_ledger(&table(&["名称", "县"], &[&["桥头排口", "代县"], &["桥头排口", "应县"]]));

    let newer = table(
        &["名称", "县", "编号", "乡镇"],
        &[&["桥头排口", "应　县", "A1", "南河种镇"], &["桥头排口", "原平市", "", ""]],
    );
    let report = desk.import_ledger(&newer);

    assert_eq!(counts(&report), [2, 2, 1, 1, 0, 0]);
    let codes: Vec<&str> = desk.project.entries().iter().map(|it| it.outfall.code_local.as_str()).collect();
    assert_eq!(codes, ["", "A1", ""]);
}

#[test]
fn the_same_code_far_away_is_another_outfall_where_no_county_is_known() {
    let mut desk = Desk::default();
    let rows: &[&[&str]] = &[
        &["006", "Portland", "-70.25", "43.66"],
        &["006", "Bangor", "-68.78", "44.80"],
        &["007", "", "-70.25", "43.66"],
        &["007", "", "-68.78", "44.80"],
        &["007", "", "-70.2501", "43.66"],
    ];
    let ledger = table(&["code", "town", "lon", "lat"], rows);

    let report = desk.import_ledger(&ledger);
    assert_eq!(counts(&report), [5, 4, 4, 0, 0, 1]);
    assert_eq!(report.skipped[0].reason, SkipReason::SameCode { code: "007".to_owned(), row: 4 });
    assert_eq!(counts(&desk.import_ledger(&ledger)), [5, 4, 0, 0, 4, 1]);
}

#[test]
fn plane_coordinates_are_placed_by_their_prefix_or_by_the_system_that_is_named() {
    let place = (112.435, 39.33);
    let columns = ["名称", "X坐标", "Y坐标"];
    for (x, y, crs, label) in [
        // North first, as X is north in Chinese ledgers; and east first.
        ("4356122.27", "37623731.97", None, "EPSG:4525"),
        ("37623731.97", "4356122.27", None, "EPSG:4525"),
        ("4356308.31", "365058.33", Some("EPSG:4547"), "EPSG:4547"),
        ("365058.33", "4356308.31", Some("EPSG:4547"), "EPSG:4547"),
        ("365058.33m", " 4356308.31 ", Some("EPSG:4526"), "EPSG:4547"),
        ("37623731.97", "4356122.27", Some("EPSG:4546"), "EPSG:4525"),
    ] {
        let mut desk = Desk::default();
        let options = ImportOptions {
            crs: crs.map(|it| it.parse().unwrap()),
            ..ImportOptions::of(ImportKind::Outfall)
        };
        let report = desk.import(&table(&columns, &[&["口", x, y]]), &options).report;
        let outfall = desk.outfall("口");
        assert!(distance_m(outfall.position().unwrap(), place) < 0.02, "{x} {y} {crs:?}");
        assert_eq!((outfall.coord_crs_raw.as_str(), report.crs.as_str()), (label, label));
    }
}

#[test]
fn metres_without_a_zone_are_kept_as_text_until_the_zone_is_named() {
    let mut desk = Desk::default();
    let ledger = table(&["名称", "X坐标", "Y坐标"], &[&["口", "4356308.31", "365058.33"]]);

    let report = desk.import_ledger(&ledger);
    assert_eq!(warnings(&report), [(Some(2), "zone_unknown")]);
    assert_eq!(desk.outfall("口").coord_text_raw, "4356308.31, 365058.33");

    let named =
        ImportOptions { crs: Some("EPSG:4547".parse().unwrap()), ..ImportOptions::of(ImportKind::Outfall) };
    assert_eq!(counts(&desk.import(&ledger, &named).report), [1, 1, 0, 1, 0, 0]);
    assert!(distance_m(desk.outfall("口").position().unwrap(), (112.435, 39.33)) < 0.02);
}

#[test]
fn degrees_come_in_one_cell_in_six_and_from_web_maps() {
    let mut desk = Desk::default();
    desk.import_ledger(&table(&["名称", "经纬度"], &[&["一格", "北纬38°12′，东经112°30′"]]));
    let columns = ["名称", "东经/度", "东经/分", "东经/秒", "北纬/度", "北纬/分", "北纬/秒"];
    desk.import_ledger(&table(&columns, &[&["六格", "112", "30", "0.0", "38", "12", "00"]]));
    let (x, y) = offset::to_gcj02(112.5, 38.2);
    let options =
        ImportOptions { crs: Some("GCJ-02".parse().unwrap()), ..ImportOptions::of(ImportKind::Outfall) };
    let ledger = table(&["名称", "lng", "lat"], &[&["高德", &x.to_string(), &y.to_string()]]);
    desk.import(&ledger, &options);

    for name in ["一格", "六格", "高德"] {
        let position = desk.outfall(name).position().unwrap();
        assert!(distance_m(position, (112.5, 38.2)) < 0.001, "{name}: {position:?}");
    }
    assert_eq!(desk.outfall("高德").coord_crs_raw, "GCJ-02");
}

#[test]
fn points_of_a_layer_are_outfalls_and_lines_are_not() {
    let mut desk = Desk::default();
    let mut layer = table(&["NAME"], &[&["口"], &["线"], &["无图形"]]);
    layer.crs = CrsNote::Epsg(4525);
    layer.rows[0].geometry = Some(Point::new(37_623_731.97, 4_356_122.27).into());
    layer.rows[1].geometry = Some(LineString::from(vec![(0.0, 0.0), (1.0, 1.0)]).into());

    let report = desk.import_ledger(&layer);
    assert!(distance_m(desk.outfall("口").position().unwrap(), (112.435, 39.33)) < 0.02);
    assert_eq!(desk.outfall("口").coord_source, Some(CoordSource::Layer));
    assert_eq!(warnings(&report), [(Some(2), "B3"), (Some(3), "not_a_point")]);

    layer.rows.remove(0);
    let refused = desk.plan(&layer, &ImportOptions::of(ImportKind::Outfall)).unwrap_err();
    assert!(matches!(refused, ImportError::NoPoints), "{refused}");
}

#[test]
fn a_table_of_which_nothing_is_understood_is_refused_until_its_columns_are_named() {
    let mut desk = Desk::default();
    let ledger = table(&["甲", "乙", "丙"], &[&["东关排口", "112.2", "38.2"]]);
    let refused = desk.plan(&ledger, &ImportOptions::of(ImportKind::Outfall)).unwrap_err();
    assert!(matches!(refused, ImportError::NothingUnderstood { .. }), "{refused}");

    let columns =
        ColumnOverrides::parse("[columns]\n\"甲\" = \"name\"\n\"乙\" = \"lon\"\n\"丙\" = \"lat\"").unwrap();
    desk.import(&ledger, &ImportOptions { columns, ..ImportOptions::of(ImportKind::Outfall) });
    assert_eq!(desk.outfall("东关排口").position(), Some((112.2, 38.2)));
}

#[test]
fn a_report_is_told_in_both_languages_as_json_and_as_rejected_rows() {
    let mut ledger = messy();
    ledger.skipped.push(Skipped { number: 14, reason: table::SkipReason::Deleted });
    let report = Desk::default().import_ledger(&ledger);

    let json = report.to_json(Lang::Zh);
    assert_eq!(json["read"], 13);
    assert_eq!(json["kind"], "outfall");
    assert_eq!(json["skipped"][1]["row"], 8);
    assert_eq!(json["skipped"][1]["reason"], "编码“DX-001”与第 2 行重复");
    for lang in Lang::ALL {
        let lines = report.lines(*lang);
        assert_eq!(lines.len(), 2 + report.skipped.len() + report.warnings.len());
    }
    let rejects = String::from_utf8(rejects_csv(std::slice::from_ref(&report), Lang::Zh)).unwrap();
    assert!(rejects.starts_with("\u{feff}文件,行号,原因,序号,排污口名称,"), "{rejects}");
    assert!(rejects.contains("\r\n台账.xlsx,8,编码“DX-001”与第 2 行重复,7,东关二号,DX-001,"), "{rejects}");
    assert!(rejects.contains("台账.xlsx,14,在 .dbf 里标记为已删除,"), "{rejects}");
}

fn rivers() -> Table {
    let mut rivers = table(
        &["名称", "级别", "长度"],
        &[&["滹沱河", "1", ""], &["牧马河", "2", ""], &["点", "", ""], &["空", "", ""]],
    );
    let line = |x: f64| LineString::from(vec![(x, 38.0), (x + 0.1, 38.1)]);
    rivers.rows[0].geometry = Some(line(112.0).into());
    rivers.rows[1].geometry = Some(geo::MultiLineString(vec![line(112.5), line(113.0)]).into());
    rivers.rows[2].geometry = Some(Point::new(112.0, 38.0).into());
    rivers.rows[0].cells[2] = Cell::Number(12.5);
    rivers.rows[1].cells[2] = Cell::Number(3.0);
    rivers.name = "河流".to_owned();
    rivers
}

#[test]
fn a_layer_comes_in_whole_with_its_attributes_as_they_are() {
    let mut desk = Desk::default();
    let plan = desk.import(&rivers(), &ImportOptions::of(ImportKind::Layer(LayerKind::River)));

    let reasons: Vec<(u64, SkipReason)> =
        plan.report.skipped.iter().map(|it| (it.row, it.reason.clone())).collect();
    assert_eq!(reasons, [(4, SkipReason::WrongGeometry { found: "POINT" }), (5, SkipReason::NoGeometry)]);
    assert_eq!(warnings(&plan.report), [(None, "crs_assumed")]);
    let [layer] = desk.project.layers() else { panic!("not one layer") };
    assert_eq!((layer.name.as_str(), layer.geometry.as_str(), layer.count), ("河流", "MULTILINESTRING", 2));
    assert_eq!((layer.west, layer.north), (Some(112.0), Some(38.1)));
    assert!(layer.table_name.starts_with("layer_river_"), "{}", layer.table_name);
    let (id, set) = &plan.features[0];
    assert_eq!(*id, layer.id);
    assert_eq!(set.features[0].values, [Value::text("滹沱河"), Value::text("1"), Value::Real(12.5)]);
    assert_eq!(set.features[1].values[2], Value::Real(3.0));
}

#[test]
fn the_same_layer_again_changes_nothing_and_another_one_replaces_it() {
    let mut desk = Desk::default();
    let options = ImportOptions::of(ImportKind::Layer(LayerKind::River));
    desk.import(&rivers(), &options);

    let again = desk.import(&rivers(), &options);
    assert_eq!((again.changes.len(), again.report.unchanged), (0, 2));

    let mut newer = rivers();
    newer.rows[0].cells[0] = cell("滹沱河上游");
    let replaced = desk.import(&newer, &options);
    assert!(matches!(replaced.changes.as_slice(), [Change::Set { .. }]));
    assert_eq!((desk.project.layers().len(), replaced.report.changed), (1, 2));
}

#[test]
fn a_layer_whose_data_are_replaced_stays_the_same_layer() {
    let mut desk = Desk::default();
    desk.import(&rivers(), &ImportOptions::of(ImportKind::Layer(LayerKind::River)));
    let style = r#"{"by":"级别"}"#;
    let arranged = Layer {
        name: "主要河流".to_owned(),
        style: style.to_owned(),
        visible: false,
        position: 7,
        group: Some(RecordId(Uuid::from_u128(99))),
        ..desk.project.layers()[0].clone()
    };
    let change = Change::between(&desk.project.layers()[0].clone().into(), &arranged.clone().into()).unwrap();
    desk.project.apply(&change).unwrap();
    let mut newer = rivers();
    newer.columns = ["河段", "等级", "长度"].map(str::to_owned).into();
    newer.rows.truncate(3);
    newer.rows[2].geometry = newer.rows[0].geometry.clone();

    let options = ImportOptions {
        replaces: Some(arranged.id),
        ..ImportOptions::of(ImportKind::Layer(LayerKind::Reference))
    };
    let plan = desk.import(&newer, &options);

    let [layer] = desk.project.layers() else { panic!("not one layer") };
    let kept =
        |it: &Layer| (it.id, it.name.clone(), it.style.clone(), it.visible, it.position, it.group, it.kind);
    assert_eq!(kept(layer), kept(&arranged));
    assert_eq!((layer.count, layer.refused, layer.crs_guessed), (3, 0, true));
    assert_ne!((&layer.table_name, &layer.hash), (&arranged.table_name, &arranged.hash));
    assert_eq!((plan.report.was, plan.report.changed), (Some(2), 3));
    let told: Vec<&str> = plan.report.warnings.iter().map(|it| it.warning.code()).collect();
    assert_eq!(
        told,
        ["crs_assumed", "style_column_gone", "label_column_gone", "columns_added", "columns_gone"]
    );
    let gone = Err(ImportError::LayerGone);
    let options = ImportOptions { replaces: Some(RecordId(Uuid::from_u128(98))), ..options };
    assert_eq!(
        desk.plan(&newer, &options).map_err(|it| it.to_string()),
        gone.map_err(|it: ImportError| it.to_string())
    );
}

#[test]
fn a_layer_in_metres_is_brought_to_degrees_or_refused() {
    let mut desk = Desk::default();
    let mut points = table(&["断面名称"], &[&["代县桥"]]);
    points.rows[0].geometry = Some(Point::new(365_058.33, 4_356_308.31).into());
    let options = ImportOptions::of(ImportKind::Layer(LayerKind::Section));
    assert!(matches!(desk.plan(&points, &options), Err(ImportError::ZoneUnknown)));

    points.crs = CrsNote::Epsg(4547);
    let plan = desk.import(&points, &options);
    let Some(Geometry::Point(place)) = plan.features[0].1.features[0].geometry else { panic!("no point") };
    assert!(distance_m((place.x(), place.y()), (112.435, 39.33)) < 0.02);
    assert_eq!(plan.report.crs, "EPSG:4547");

    points.crs = CrsNote::Epsg(4525);
    let off = desk.import(&points, &options);
    assert_eq!(off.report.skipped[0].reason, SkipReason::NotOnGlobe);
    assert_eq!((off.changes.len(), warnings(&off.report)), (0, vec![(None, "nothing_imported")]));
}

#[test]
fn a_table_without_shapes_is_a_reference() {
    let mut desk = Desk::default();
    let codes = table(&["代码", "名称"], &[&["140923", "代县"]]);
    let refused = desk.import(&codes, &ImportOptions::of(ImportKind::Layer(LayerKind::County)));
    assert_eq!(refused.report.skipped[0].reason, SkipReason::NoGeometry);

    let columns = ColumnOverrides::parse("[columns]\n\"代码\" = \"\"\n\"名称\" = \"县名\"").unwrap();
    let options = ImportOptions { columns, ..ImportOptions::of(ImportKind::Layer(LayerKind::Reference)) };
    let plan = desk.import(&codes, &options);
    assert_eq!(plan.features[0].1.columns, ["县名"]);
    assert_eq!(desk.project.layers()[0].geometry, "GEOMETRY");
}
