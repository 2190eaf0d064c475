//! The data checks and the coordinate doctor, through app, window and command line.

use std::fmt::Write as _;

use eframe::egui::{Key, Modifiers, accesskit::Role};
use paikou::{
    app::{Action, ImportKind, ImportRequest, Patients, new_id},
    domain::{
        RecordId,
        check::{CheckId, Checks, Finding, Fix, Inputs},
        coordinate::{Crs, datum::Shift, distance_m, offset::to_gcj02},
        doctor::System,
        layer::LayerKind,
        map_parts::MapPart,
        op::Deed,
        outfall::{Bank, Outfall},
    },
    i18n::Lang,
};
use serde_json::Value;

use crate::{
    support::{Desk, paikou, printed},
    window::Window,
};

/// The sample, with three outfalls of which something is wrong.
fn spoiled() -> (Desk, [RecordId; 3]) {
    let mut desk = Desk::with_sample();
    let ids = [new_id(), new_id(), new_id()];
    let place = desk.workspace.project().entries()[0].outfall.clone();
    let (lon, lat) = place.position().unwrap();
    let spoil = |id: RecordId, code: &str, change: &dyn Fn(&mut Outfall)| {
        let mut outfall = Outfall {
            id,
            code_local: code.to_owned(),
            name: format!("{code}测试口"),
            county: place.county.clone(),
            lon: Some(lon + 0.01),
            lat: Some(lat),
            ..Outfall::default()
        };
        change(&mut outfall);
        outfall
    };
    let outfalls = [
        spoil(ids[0], "T-1", &|it| (it.lon, it.lat) = (it.lat, it.lon)),
        spoil(ids[1], "T-2", &|it| "测试１厂 ".clone_into(&mut it.entity)),
        spoil(ids[2], "T-3", &|it| "合计".clone_into(&mut it.name)),
    ];
    for outfall in outfalls {
        desk.does(Action::AddOutfall(outfall));
    }
    (desk, ids)
}

/// 40 outfalls of the sample a second time, as somebody picked them on a map of Gaode.
fn import_shifted(desk: &mut Desk) {
    let mut text = "编号,名称,县,经度,纬度\n".to_owned();
    for (at, entry) in desk.workspace.project().entries().iter().take(40).enumerate() {
        let Some((lon, lat)) = entry.outfall.position() else { continue };
        let (lon, lat) = to_gcj02(lon, lat);
        let county = &entry.outfall.county;
        writeln!(text, "G-{at},高德{at},{county},{lon:.7},{lat:.7}").unwrap();
    }
    let path = desk.folder.path().join("高德.csv");
    std::fs::write(&path, text).unwrap();
    desk.does(Action::Import(ImportRequest::as_kind(path, ImportKind::Outfall)));
}

/// What is due of one outfall.
fn due(desk: &mut Desk, id: RecordId) -> Vec<Finding> {
    desk.workspace.check_now().due.iter().filter(|it| it.record == id).cloned().collect()
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|it| it.check.code()).collect()
}

/// What a run from scratch finds.
fn from_scratch(desk: &mut Desk) -> Checks {
    let (around, snapshot) = (desk.workspace.surroundings(), desk.workspace.snapshot());
    let project = desk.workspace.shared_project();
    Checks::run(&Inputs { project: &project, snapshot: &snapshot, around: &around }, &|_, _| true).unwrap()
}

#[test]
fn what_is_looked_at_again_after_each_step_is_what_a_run_from_scratch_finds() {
    let (mut desk, [swapped, untidy, total]) = spoiled();
    desk.workspace.check_now();
    let edited = |desk: &Desk, id: RecordId| desk.workspace.project().entry(id).unwrap().outfall.clone();
    let bank = Outfall { bank: Some(Bank::Left), ..edited(&desk, untidy) };
    let moved = Action::MoveOutfall { id: untidy, to: (112.9, 38.1), accepted: Vec::new() };
    for action in [
        Action::EditOutfall(bank),
        moved,
        Action::Undo,
        Action::Redo,
        Action::EditOutfall(Outfall { code_local: "T-2".to_owned(), ..edited(&desk, total) }),
        Action::Undo,
        Action::MoveOutfall { id: swapped, to: (112.9, 38.1), accepted: Vec::new() },
    ] {
        desk.does(action);
        let checks = desk.workspace.check_now();
        assert_eq!(*checks, from_scratch(&mut desk));
    }
    // A layer that is replaced or goes changes the ground under all of them.
    let layers = desk.workspace.project().layers();
    let rivers = layers.iter().find(|it| it.kind == Some(LayerKind::River)).unwrap().clone();
    desk.does(Action::DropParts(Deed::RemoveLayer, vec![MapPart::Layer(rivers)]));
    let checks = desk.workspace.check_now();
    assert_eq!(*checks, from_scratch(&mut desk));
}

#[test]
fn fixing_is_one_step_that_one_undo_takes_back() {
    let (mut desk, ids) = spoiled();
    let before: Vec<Outfall> =
        ids.iter().map(|id| desk.workspace.project().entry(*id).unwrap().outfall.clone()).collect();
    let findings: Vec<Finding> = ids.iter().flat_map(|id| due(&mut desk, *id)).collect();
    let fixable: Vec<Finding> =
        findings.into_iter().filter(|it| it.fix.as_ref().is_some_and(Fix::is_automatic)).collect();
    assert_eq!(codes(&fixable), ["B1", "B23", "B24"]);
    let steps = desk.workspace.history().len();

    desk.does(Action::FixFindings(fixable, Lang::Zh));

    assert_eq!(desk.workspace.history().len(), steps + 1);
    let project = desk.workspace.shared_project();
    let fixed = |at: usize| &project.entry(ids[at]).unwrap().outfall;
    assert_eq!(fixed(0).position(), before[1].position());
    assert!(fixed(0).coord_fix.contains("swapped"), "{}", fixed(0).coord_fix);
    assert_eq!(fixed(1).entity, "测试1厂");
    assert_eq!(project.entry(ids[2]).unwrap().register.len(), 1);
    assert!(due(&mut desk, ids[0]).iter().all(|it| it.check != CheckId::Swapped));

    desk.does(Action::Undo);
    let after: Vec<Outfall> =
        ids.iter().map(|id| desk.workspace.project().entry(*id).unwrap().outfall.clone()).collect();
    assert_eq!(after, before);
}

#[test]
fn a_waiver_needs_a_reason_stays_in_the_file_and_can_be_taken_back() {
    let (mut desk, [_, untidy, _]) = spoiled();
    let findings = due(&mut desk, untidy);
    let waive = |reason: &str, withdrawn| Action::Waive {
        findings: findings.clone(),
        reason: reason.to_owned(),
        withdrawn,
    };
    desk.fails(waive("  ", false));
    desk.does(waive("厂名如此", false));

    let mut desk = desk.reopen();
    assert_eq!(due(&mut desk, untidy), []);
    let waived = desk.workspace.check_now().waived.clone();
    let [only] = &waived[..] else { panic!("{waived:?}") };
    assert_eq!((only.waiver.reason.as_str(), only.waiver.granted_by.as_str()), ("厂名如此", "测试员"));
    assert!(desk.workspace.history().iter().any(|it| it.deed == Deed::Waive));

    desk.does(waive("", true));
    assert_eq!(due(&mut desk, untidy), findings);
}

#[test]
fn the_doctor_finds_the_offset_of_one_import_and_takes_it_out_in_one_step() {
    let mut desk = Desk::with_sample();
    import_shifted(&mut desk);
    let batch = Patients::Batch("高德.csv".to_owned());
    let mut examine = |patients: &Patients| {
        for _ in 0..32 {
            if let Some(examined) = desk.workspace.examine(patients) {
                return examined;
            }
            desk.workspace.settle(|_| {});
        }
        panic!("it is never ready");
    };
    let all = examine(&Patients::All);
    assert_eq!(all.diagnosis.as_ref().unwrap().best, System::AsIs, "most of them are right");
    let examined = examine(&batch);
    let diagnosis = examined.diagnosis.as_ref().unwrap();
    assert_eq!(diagnosis.best, System::Gcj02);
    assert!(diagnosis.candidate(System::Gcj02).unwrap().median_m < 60.0);
    assert!(desk.workspace.check_now().of(CheckId::Offset).count() >= 25);

    let (ids, why) = (examined.outfalls.clone(), "按高德填报".to_owned());
    desk.does(Action::Reread { ids, system: System::Gcj02, why });

    assert_eq!(desk.workspace.check_now().of(CheckId::Offset).count(), 0);
    let project = desk.workspace.shared_project();
    for at in 0..40 {
        let Some(fixed) = project.entry_by_code(&format!("G-{at}")) else { continue };
        let outfall = &fixed.outfall;
        let right = project.entries()[at].outfall.position().unwrap();
        assert!(distance_m(outfall.position().unwrap(), right) < 0.1, "{at}");
        assert_eq!(outfall.coord_crs_raw, "GCJ-02");
        assert!(outfall.coord_fix.ends_with("按高德填报") && !outfall.coord_text_raw.is_empty());
    }
    assert_eq!(desk.workspace.history().last().unwrap().deed, Deed::FixCoordinates);
    desk.does(Action::Undo);
    assert!(desk.workspace.check_now().of(CheckId::Offset).count() >= 25);
}

#[test]
fn the_window_lists_findings_fixes_them_and_lets_them_stand() {
    let (desk, [swapped, untidy, _]) = spoiled();
    let mut window = Window::onto(desk, Lang::Zh);
    window.press(Modifiers::COMMAND, Key::Num5);
    assert!(window.shows("检查"));
    let outfall = |window: &Window, id| {
        window.harness.state().workspace().unwrap().project().entry(id).unwrap().clone()
    };

    window.click("B1 经纬度颠倒 1");
    window.click_role(Role::Button, "T-1 对调");
    assert_eq!(window.last_deed(), Deed::FixFindings);
    assert!(outfall(&window, swapped).outfall.lat.unwrap() < 54.0);
    assert!(window.shows("没有发现问题"));

    window.click("B23 文字有空格、全角或换行 1");
    window.click_role(Role::Button, "豁免 T-2 B23");
    window.type_into("理由", "厂名如此");
    window.click_role(Role::Button, "豁免");
    assert_eq!(outfall(&window, untidy).waivers.len(), 1);
    assert!(window.shows("没有发现问题"));
    window.click_role(Role::RadioButton, "已豁免");
    window.click_role(Role::Button, "撤回豁免");
    window.click_role(Role::RadioButton, "待处理");

    // All of a kind, after a look at what will change.
    window.click_role(Role::Button, "全部修正…");
    assert!(window.shows("修正 1 个排污口"));
    assert_eq!(outfall(&window, untidy).outfall.entity, "测试１厂 ");
    window.click("修正 1 个排污口");
    assert_eq!(outfall(&window, untidy).outfall.entity, "测试1厂");
}

#[test]
fn a_finding_that_is_clicked_shows_its_outfall_on_the_map() {
    let (desk, _) = spoiled();
    let mut window = Window::onto(desk, Lang::En);
    window.press(Modifiers::COMMAND, Key::Num5);
    window.click("B24 A row of totals as an outfall 1");
    window.click("B24 T-3·合计 “合计” looks like a row of totals");
    assert!(window.shows("Record a visit…"), "its card is open");

    window.press(Modifiers::COMMAND, Key::Num5);
    window.click("List on the map");
    assert!(window.shows("B24 A row of totals as an outfall"));
}

#[test]
fn the_doctor_in_the_window_advises_shows_figures_and_reads_anew() {
    let mut desk = Desk::with_sample();
    import_shifted(&mut desk);
    let mut window = Window::onto(desk, Lang::Zh);
    window.press(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::C);
    window.click_role(Role::ComboBox, "按导入文件");
    let project = window.harness.state().workspace().unwrap().shared_project();
    let count = project.entries().iter().filter(|it| it.outfall.code_local.starts_with("G-")).count();
    window.click(&format!("高德.csv·{count}"));
    window.rest();

    window.click(&format!("还原 {count} 个排污口的坐标"));

    assert_eq!(window.last_deed(), Deed::FixCoordinates);
    let project = window.harness.state().workspace().unwrap().shared_project();
    let moved = project.entry_by_code("G-1").unwrap();
    assert!(moved.outfall.coord_fix.contains("距河中位数"), "{}", moved.outfall.coord_fix);
}

#[test]
fn the_command_line_says_what_is_due_and_what_is_waived() {
    let (mut desk, [_, untidy, _]) = spoiled();
    import_shifted(&mut desk);
    let findings = due(&mut desk, untidy);
    desk.does(Action::Waive { findings, reason: "厂名如此".to_owned(), withdrawn: false });
    let (path, folder) = (desk.path(), desk.folder);
    drop(desk.workspace);
    let path = path.to_str().unwrap();

    let found: Value =
        serde_json::from_str(&printed(&paikou(folder.path(), &["check", path, "--json"]), 1)).unwrap();
    let rows = found.as_array().unwrap();
    for key in ["check", "record", "code", "message", "fix", "waived"] {
        assert!(rows.iter().all(|it| it.get(key).is_some()), "{key}");
    }
    let waived: Vec<&Value> = rows.iter().filter(|it| !it["waived"].is_null()).collect();
    assert_eq!(waived.len(), 1);
    assert_eq!((&waived[0]["check"], &waived[0]["waived"]["reason"]), (&"B23".into(), &"厂名如此".into()));
    let offset = rows.iter().find(|it| it["check"] == "B5").unwrap();
    assert_eq!(offset["figures"]["best"], "GCJ-02");
    assert_eq!(offset["figures"]["candidates"].as_array().unwrap().len(), 3);
    let lines = printed(&paikou(folder.path(), &["check", path]), 1);
    assert!(lines.lines().last().unwrap().ends_with("已豁免: 厂名如此"), "{lines}");
}

#[test]
fn a_project_without_findings_says_so_and_exits_with_0() {
    let mut desk = Desk::new();
    desk.outfall("001");
    let (path, folder) = (desk.path(), desk.folder);
    drop(desk.workspace);
    let output = paikou(folder.path(), &["--lang", "en", "check", path.to_str().unwrap()]);
    assert_eq!(printed(&output, 0), "");
    let remark = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(remark.contains("1 outfalls, 25 checks: 0 findings, 0 waived"), "{remark}");
}

#[test]
fn control_points_give_the_shift_that_an_import_takes() {
    let desk = Desk::new();
    let (path, folder) = (desk.path(), desk.folder);
    drop(desk.workspace);
    // Made with the shift that is to be found.
    let old = Crs::from_epsg_with(2362, &Shift::parse("15.8,-154.4,-82.3").unwrap()).unwrap();
    let written = |lon: f64, lat: f64| {
        let (east, north) = old.from_cgcs2000(lon, lat).unwrap();
        format!("{north:.4},{east:.4}")
    };
    let mut points = "点名,X,Y,经度,纬度\n".to_owned();
    for (lon, lat) in [(113.2, 38.2), (114.1, 38.3), (113.5, 38.9), (113.9, 38.6)] {
        writeln!(points, "K,{},{lon},{lat}", written(lon, lat)).unwrap();
    }
    let control = folder.path().join("控制点.csv");
    std::fs::write(&control, &points).unwrap();
    let arguments = ["datum", control.to_str().unwrap(), "--crs", "EPSG:2362", "--json"];
    let fit: Value = serde_json::from_str(&printed(&paikou(folder.path(), &arguments), 0)).unwrap();
    let residuals = fit["residuals_m"].as_array().unwrap();
    assert!(residuals.len() == 4 && residuals.iter().all(|it| it.as_f64().unwrap() < 0.02), "{fit}");

    let ledger = folder.path().join("l.csv");
    std::fs::write(&ledger, format!("编号,名称,X,Y\n1,一号口,{}\n", written(113.6, 38.5))).unwrap();
    let (path, crs) = (path.to_str().unwrap(), fit["crs"].as_str().unwrap());
    let arguments = ["import", path, ledger.to_str().unwrap(), "--as", "outfall", "--crs", crs];
    printed(&paikou(folder.path(), &arguments), 0);
    let listed: Value =
        serde_json::from_str(&printed(&paikou(folder.path(), &["show", path, "1", "--json"]), 0)).unwrap();
    let text = listed.to_string();
    assert!(text.contains("+towgs84="), "the parameters stay with the record: {text}");

    std::fs::write(&control, "点名,X,Y,经度,纬度\nK,abc,1,2,3\n").unwrap();
    let arguments = ["--lang", "en", "datum", control.to_str().unwrap(), "--crs", "EPSG:2362"];
    let output = paikou(folder.path(), &arguments);
    printed(&output, 2);
    assert!(String::from_utf8_lossy(&output.stderr).contains("Line 2"));
}
