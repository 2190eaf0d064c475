//! What follows from the network: links, chains, the plan of each section, the hunt in sewers, and what is wrong with it.

use std::{fs, path::Path, sync::Arc};

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use geo::LineString;
use jiff::civil::date;
use paikou::{
    app::{
        Action, HuntAnswer, HuntView, ImportKind, ImportRequest, LayerDraft, ShapeEdit, ShapeEdits, Waters,
        new_id,
    },
    domain::{
        RecordId,
        fact::ManholeCheck,
        layer::{Feature, LayerKind},
        network::{
            DefectKind,
            hunt::{Suspicion, Verdict},
        },
        outfall::Outfall,
        shape::ShapeType,
    },
    i18n::Lang,
    report::{chains::chains as chain_sheets, sheet::Cell},
};
use serde_json::{Value, json};

use crate::{
    support::{Desk, paikou, printed},
    trace_window::with_words,
    window::Window,
};

#[expect(clippy::needless_pass_by_value, reason = "literals are handed over")]
fn feature(properties: Value, kind: &str, coordinates: Value) -> Value {
    json!({ "type": "Feature", "properties": properties, "geometry": { "type": kind, "coordinates": coordinates } })
}

#[expect(clippy::needless_pass_by_value, reason = "literals are handed over")]
fn write(folder: &Path, name: &str, features: Vec<Value>) -> std::path::PathBuf {
    let path = folder.join(format!("{name}.geojson"));
    fs::write(&path, json!({ "type": "FeatureCollection", "features": features }).to_string()).unwrap();
    path
}

impl Desk {
    fn brings(&mut self, name: &str, kind: LayerKind, features: Vec<Value>) {
        let path = write(self.folder.path(), name, features);
        self.does(Action::Import(ImportRequest::as_kind(path, ImportKind::Layer(kind))));
    }

    fn mouth(&mut self, code: &str, lon: f64, lat: f64) -> RecordId {
        let id = new_id();
        self.does(Action::AddOutfall(Outfall {
            id,
            code_local: code.to_owned(),
            name: format!("{code}号口"),
            county: "忻府区".to_owned(),
            lon: Some(lon),
            lat: Some(lat),
            confirmed_on: Some(date(2026, 1, 1)),
            ..Outfall::default()
        }));
        id
    }

    /// A river from north to south with two sections, a zone, villages and three outfalls.
    fn with_river() -> Self {
        let mut desk = Self::new();
        desk.brings(
            "rivers",
            LayerKind::River,
            vec![
                feature(json!({ "NAME": "牧马河" }), "LineString", json!([[112.7, 38.5], [112.75, 38.45]])),
                feature(json!({ "NAME": "滹沱河" }), "LineString", json!([[112.75, 38.45], [112.75, 38.30]])),
            ],
        );
        let section = |name: &str, level: &str, lat: f64| {
            feature(
                json!({ "断面名称": name, "级别": level, "所在河流": "滹沱河" }),
                "Point",
                json!([112.75, lat]),
            )
        };
        desk.brings(
            "sections",
            LayerKind::Section,
            vec![
                section("上断面", "省考", 38.44),
                section("乡断面", "县控", 38.42),
                section("下断面", "国考", 38.32),
            ],
        );
        let village = |name: &str, people: i64, lon: f64| {
            feature(json!({ "名称": name, "常住人口": people }), "Point", json!([lon, 38.40]))
        };
        desk.brings(
            "villages",
            LayerKind::Village,
            vec![
                village("两千村", 2000, 112.76),
                village("大村", 2001, 112.77),
                village("远村", 9000, 112.80),
            ],
        );
        let ring =
            json!([[[112.74, 38.35], [112.76, 38.35], [112.76, 38.36], [112.74, 38.36], [112.74, 38.35]]]);
        desk.brings(
            "zones",
            LayerKind::Zone,
            vec![feature(json!({ "名称": "水源地", "级别": "一级" }), "Polygon", ring)],
        );
        desk.mouth("A1", 112.7252, 38.476);
        desk.mouth("B1", 112.7502, 38.41);
        desk.mouth("B2", 112.7497, 38.355);
        desk
    }
}

fn waters(desk: &mut Desk) -> Arc<Waters> {
    loop {
        if let Some(waters) = desk.workspace.waters() {
            return waters;
        }
        desk.workspace.settle(|_| {});
    }
}

fn export(desk: &Desk, report: &str) -> String {
    let home = desk.folder.path();
    let out = home.join(format!("{report}.csv"));
    let path = desk.path();
    printed(
        &paikou(
            home,
            &["export", path.to_str().unwrap(), "--report", report, "--out", out.to_str().unwrap()],
        ),
        0,
    );
    fs::read_to_string(out).unwrap()
}

#[test]
fn the_plan_of_a_section_names_what_drains_to_it_and_villages_of_more_than_two_thousand() {
    let desk = Desk::with_river();

    let plan = export(&desk, "section-plan");

    assert!(plan.contains("断面名称,所在河流,责任单位,重点管控措施"), "{plan}");
    let (upper, lower) = (plan.find("上断面").unwrap(), plan.find("下断面").unwrap());
    assert!(!plan.contains("乡断面"), "a county's section has no plan of its own");
    assert!(plan[upper..lower].contains("A1号口") && !plan[upper..lower].contains("B1号口"), "{plan}");
    assert!(plan[lower..].contains("B1号口") && plan[lower..].contains("B2号口"));
    assert!(plan[lower..].contains("大村") && !plan.contains("两千村") && !plan.contains("远村"), "{plan}");
}

#[test]
fn an_outfall_is_linked_to_the_next_assessed_section_and_zone_along_the_water() {
    let mut desk = Desk::with_river();

    let links = export(&desk, "links");

    let line = |code: &str| links.lines().find(|it| it.contains(code)).unwrap_or_default().to_owned();
    assert!(line("A1号口").contains("上断面,省考,"), "{}", line("A1号口"));
    assert!(line("B1号口").contains("下断面,国考,"), "the county's section is passed by: {}", line("B1号口"));
    assert!(line("B2号口").contains("水源地") && line("B2号口").contains("牧马河").eq(&false));
    // 0.09 degrees of a meridian are 9.99 km; by pyproj from 38.41 to 38.32.
    let waters = waters(&mut desk);
    let id = desk.workspace.project().entry_by_code("B1").unwrap().outfall.clone();
    let link = waters.link(&id, true).unwrap();
    let section = link.section.unwrap();
    assert!((section.distance_km - 9.991).abs() < 0.02, "{}", section.distance_km);
    assert!(link.zones[0].distance_km > 5.0 && link.zones[0].distance_km < section.distance_km);
    let inside = desk.workspace.project().entry_by_code("B2").unwrap().outfall.clone();
    assert!(waters.link(&inside, false).unwrap().zones[0].distance_km.abs() < 1e-9);
}

#[test]
fn the_card_shows_the_chain_and_takes_the_section_into_the_register() {
    let mut window = Window::onto(Desk::with_river(), Lang::Zh);
    window.click("B1号口");
    assert!(window.shows("污染源 缺") && window.shows("断面 下断面"), "{:?}", with_words(&window, "断面"));

    window.click("写入台账");

    let workspace = window.harness.state().workspace().unwrap();
    let outfall = &workspace.project().entry_by_code("B1").unwrap().outfall;
    assert_eq!(outfall.section, "下断面");
    assert!(outfall.section_km.is_some_and(|it| (it - 9.991).abs() < 0.02));
    window.press(Modifiers::COMMAND, Key::Z);
    let workspace = window.harness.state().workspace().unwrap();
    let outfall = &workspace.project().entry_by_code("B1").unwrap().outfall;
    assert!(outfall.section.is_empty() && outfall.section_km.is_none(), "one step");
}

#[test]
fn chains_are_counted_with_their_gaps() {
    let mut desk = Desk::with_river();

    let chains = export(&desk, "chain");

    let line = chains.lines().find(|it| it.contains("B1号口")).unwrap();
    assert!(line.contains("下断面") && line.contains("污染源、路径"), "{line}");
    let waters = waters(&mut desk);
    let snapshot = desk.workspace.snapshot();
    let project = desk.workspace.project();
    let sheets = chain_sheets(project, &snapshot, &waters.chain_lines(project, &snapshot), Lang::Zh);
    assert!(sheets[0].notes[1].contains("链条完整 0/3"), "{:?}", sheets[0].notes);
    let total = &sheets[1].totals[0];
    // Three in the base, none whole, three without a source.
    assert_eq!((&total[1], &total[2], &total[4]), (&Cell::Integer(3), &Cell::Integer(0), &Cell::Integer(3)));
}

/// A sewer: a trunk of four pipes to the mouth, with an arm of two at the second manhole.
fn sewer() -> Vec<Value> {
    let pipe = |from: &str, to: &str, places: Value| {
        feature(json!({ "from_node": from, "to_node": to }), "LineString", places)
    };
    vec![
        pipe("W1", "口", json!([[112.70, 38.401], [112.70, 38.400]])),
        pipe("W2", "W1", json!([[112.70, 38.402], [112.70, 38.401]])),
        pipe("W3", "W2", json!([[112.70, 38.403], [112.70, 38.402]])),
        pipe("W4", "W3", json!([[112.70, 38.404], [112.70, 38.403]])),
        pipe("E1", "W2", json!([[112.701, 38.402], [112.70, 38.402]])),
        pipe("E2", "E1", json!([[112.702, 38.402], [112.701, 38.402]])),
    ]
}

fn hunt(desk: &mut Desk, outfall: RecordId) -> HuntView {
    for _ in 0..10 {
        if let Some(answer) = desk.workspace.hunt(outfall) {
            let HuntAnswer::Stands(view) = answer else { panic!("there is a sewer") };
            return view.as_ref().clone();
        }
        desk.workspace.settle(|_| {});
    }
    panic!("the hunt never came")
}

#[test]
fn evidence_at_manholes_narrows_the_hunt_and_undo_takes_it_back() {
    let mut desk = Desk::new();
    desk.brings("sewers", LayerKind::Sewer, sewer());
    let outfall = desk.mouth("M1", 112.70, 38.3999);
    let before = hunt(&mut desk, outfall);
    assert_eq!((before.lines.len(), before.left), (6, 6));
    assert_eq!(before.next.as_ref().unwrap().manhole.name, "W2", "the junction tells most");

    let at = before.next.unwrap().manhole.at;
    let check = ManholeCheck {
        id: new_id(),
        outfall,
        on: Some(date(2026, 11, 20)),
        manhole: "W2".to_owned(),
        ammonia: Some(8.0),
        lon: Some(at.0),
        lat: Some(at.1),
        inlet_lon: Some(112.701),
        inlet_lat: Some(38.402),
        ..ManholeCheck::default()
    };
    desk.records(outfall, vec![check.into()]);
    let after = hunt(&mut desk, outfall);
    assert_eq!((after.left, after.seen[0].verdict), (2, Verdict::Dirty));
    let count = |state| after.lines.iter().filter(|it| it.1 == state).count();
    assert_eq!((count(Suspicion::Suspect), count(Suspicion::Carries)), (2, 2));
    assert_eq!(after.next.unwrap().manhole.name, "E1");

    desk.does(Action::Undo);
    assert_eq!(hunt(&mut desk, outfall).left, 6);
    desk.does(Action::Redo);
    let mut desk = desk.reopen();
    assert_eq!(hunt(&mut desk, outfall).left, 2);
}

#[test]
fn a_manhole_is_recorded_from_the_panel_and_the_record_fills_the_form_of_tracing() {
    let mut desk = Desk::new();
    desk.brings("sewers", LayerKind::Sewer, sewer());
    desk.mouth("M1", 112.70, 38.3999);
    let mut window = Window::onto(desk, Lang::Zh);
    window.click("M1号口");
    window.press(Modifiers::COMMAND.plus(Modifiers::ALT), Key::U);
    window.click("管网找源");
    assert!(window.shows("检查井 W2"), "{:?}", with_words(&window, "检查井"));

    let inlet = with_words(&window, "污水来自 检查井 E1").pop().unwrap();
    window.click(&inlet);
    window.type_into("氨氮mg/L", "8");
    window.click("保存");

    let workspace = window.harness.state().workspace().unwrap();
    let checks = workspace.project().entry_by_code("M1").unwrap().manholes.clone();
    assert_eq!((checks.len(), checks[0].manhole.as_str(), checks[0].ammonia), (1, "W2", Some(8.0)));
    assert!(checks[0].inlet_lon.is_some());
    assert!(window.shows("检查井 E1"), "the panel is back with the next one");

    window.click("写入溯源表单…");
    let evidence = window.harness.get_by_role_and_label(Role::TextInput, "证据").value().unwrap();
    assert!(evidence.contains("开井 1 座") && evidence.contains("W2"), "{evidence}");
}

#[test]
fn a_line_that_is_there_twice_or_runs_backwards_is_fixed_in_one_step() {
    let mut desk = Desk::new();
    let draft = LayerDraft {
        id: new_id(),
        name: "渠".to_owned(),
        kind: LayerKind::River,
        shape: ShapeType::Line,
        columns: vec!["名称".to_owned()],
    };
    let id = draft.id;
    desk.does(Action::NewLayer(draft));
    let add = |places: &[(f64, f64)]| {
        let geometry = Some(LineString::from(places.to_vec()).into());
        ShapeEdit::Add(Feature { geometry, values: vec![paikou::domain::Value::Null] })
    };
    let [top, middle, end] = [(112.0, 38.4), (112.0, 38.3), (112.0, 38.2)];
    let [side, foot] = [(112.1, 38.3), (112.1, 38.2)];
    let table = |desk: &Desk| desk.workspace.project().layers()[0].table_name.clone();
    // One line is there twice; that from side to foot runs from where two lines begin to where two end.
    let edits = vec![
        add(&[top, middle]),
        add(&[middle, end]),
        add(&[middle, end]),
        add(&[side, middle]),
        add(&[side, foot]),
        add(&[end, foot]),
    ];
    let edits = ShapeEdits { layer: id, table: table(&desk), edits };
    desk.does(Action::EditShapes(edits));
    let faults = desk.workspace.wait_for_faults().unwrap();
    let of = |kind| faults.defects.iter().filter(|it| it.kind == kind).cloned().collect::<Vec<_>>();
    let (twice, backwards) = (of(DefectKind::Duplicate), of(DefectKind::Reversed));
    assert_eq!((twice.len(), backwards.len()), (1, 1), "{:?}", faults.defects);

    let before = desk.workspace.history().len();
    let mending = desk.workspace.mending(&faults, &twice[0]).unwrap();
    desk.does(Action::EditShapes(mending));
    assert_eq!(desk.workspace.history().len(), before + 1, "one step");
    let faults = desk.workspace.wait_for_faults().unwrap();
    let backwards = faults.defects.iter().find(|it| it.kind == DefectKind::Reversed).unwrap();
    let mending = desk.workspace.mending(&faults, backwards).unwrap();
    desk.does(Action::EditShapes(mending));
    let kinds: Vec<_> = desk.workspace.wait_for_faults().unwrap().defects.iter().map(|it| it.kind).collect();
    assert!(!kinds.contains(&DefectKind::Duplicate) && !kinds.contains(&DefectKind::Reversed), "{kinds:?}");
    desk.does(Action::Undo);
    desk.does(Action::Undo);
    assert_eq!(desk.workspace.features(id).unwrap().features.len(), 6);
}

#[test]
fn the_command_line_lists_what_is_wrong_with_the_network() {
    let home = tempfile::tempdir().unwrap();
    let project = home.path().join("p.gpkg").to_str().unwrap().to_owned();
    printed(&paikou(home.path(), &["new", &project]), 0);
    let line = |places: Value| feature(json!({ "NAME": "河" }), "LineString", places);
    let lines = vec![
        line(json!([[112.0, 38.4], [112.0, 38.3]])),
        line(json!([[112.0, 38.3], [112.0, 38.2]])),
        line(json!([[112.0, 38.2], [112.0, 38.3]])),
    ];
    let file = write(home.path(), "rivers", lines);
    printed(&paikou(home.path(), &["import", &project, file.to_str().unwrap(), "--as", "river"]), 0);

    let found: Value =
        serde_json::from_str(&printed(&paikou(home.path(), &["network", &project, "--json"]), 1)).unwrap();

    let kinds: Vec<&str> =
        found["defects"].as_array().unwrap().iter().map(|it| it["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["duplicate", "cycle"]);
    assert_eq!((&found["reaches"], &found["defects"][0]["fixable"]), (&json!(3), &json!(false)));
    let text = printed(&paikou(home.path(), &["--lang", "en", "network", &project]), 1);
    assert!(text.contains("Duplicated line") && text.contains("rivers:2"), "{text}");
}
