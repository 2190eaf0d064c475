//! What a file would change is looked at before anything is kept: in the window and on the command line.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use paikou::{
    app::{
        Action, CrsFrom, ImportKind, ImportPreview, ImportRequest, Notice, Problem,
        import::{MatchedBy, RowFate},
    },
    domain::{Value, layer::LayerKind, op::Deed},
    i18n::Lang,
};

use crate::{
    support::{Desk, paikou, printed, sample},
    window::Window,
};

/// A ledger with a new outfall, one that is renamed, one that is as it was, one with swapped axes, and two rows that are none.
const LEDGER: &str = "县,排污口名称,排污口编码,经度,纬度,受纳水体,来源说明\n\
    忻府区,001号排污口,001,,,滹沱河,现场\n\
    忻府区,002号排污口,002,,,,现场\n\
    忻府区,新排口,003,112.71,38.41,牧马河,资料\n\
    忻府区,颠倒口,004,38.42,112.74,,资料\n\
    合计,,,,,,\n\
    忻府区,重复,003,112.71,38.41,,\n";

fn desk() -> (Desk, PathBuf) {
    let mut desk = Desk::new();
    desk.outfall("001");
    desk.outfall("002");
    let path = desk.folder.path().join("台账.csv");
    fs::write(&path, LEDGER).unwrap();
    (desk, path)
}

fn preview(desk: &mut Desk, request: ImportRequest) -> Arc<ImportPreview> {
    let mut notices = desk.does(Action::PreviewImport(request, None));
    match notices.pop() {
        Some(Notice::Previewed(preview)) => preview,
        other => panic!("{other:?}"),
    }
}

fn ledger(path: &Path) -> ImportRequest {
    ImportRequest::as_kind(path, ImportKind::Outfall)
}

#[test]
fn a_preview_tells_each_row_apart_and_keeps_nothing() {
    let (mut desk, path) = desk();
    let (revision, steps) = (desk.workspace.project().revision(), desk.workspace.history().len());

    let preview = preview(&mut desk, ledger(&path));

    let items: Vec<_> =
        preview.items.iter().map(|it| (it.row.unwrap(), it.label.as_str(), it.fate)).collect();
    assert_eq!(
        items,
        [
            (2, "001", RowFate::Changed),
            (3, "002", RowFate::Changed),
            (4, "003", RowFate::New),
            (5, "004", RowFate::New)
        ]
    );
    let river = &preview.items[0].cells[0];
    let expected = ("river", &Value::Null, &Value::text("滹沱河"));
    assert_eq!((river.column.as_str(), &river.old, &river.new), expected);
    assert_eq!(preview.items[0].by, Some(MatchedBy::LocalCode));
    assert_eq!(preview.items[3].doubts[0].0, "B1");
    assert_eq!(preview.plans()[0].report.skipped.len(), 2);
    assert_eq!(preview.crs_from(), CrsFrom::Numbers);
    assert_eq!(preview.meanings()[5..], [Some("river"), None]);
    assert_eq!((desk.workspace.project().revision(), desk.workspace.history().len()), (revision, steps));
}

#[test]
fn only_the_ticked_rows_come_in_and_one_undo_takes_them_back() {
    let (mut desk, path) = desk();
    let before = desk.workspace.project().entries().to_vec();
    let preview = preview(&mut desk, ledger(&path));

    let notices = desk.does(Action::TakeImport(preview, BTreeSet::from([0, 3])));

    let report = notices.iter().find_map(|it| if let Notice::Imported(it) = it { Some(it) } else { None });
    let report = report.unwrap();
    assert_eq!((report.new, report.changed, report.imported, report.skipped.len()), (1, 1, 2, 4));
    let project = desk.workspace.project();
    assert!(project.entry_by_code("003").is_some() && project.entry_by_code("004").is_none());
    assert_eq!(project.entry_by_code("001").unwrap().outfall.river, "");
    desk.does(Action::Undo);
    assert_eq!(desk.workspace.project().entries(), before);
}

#[test]
fn a_preview_of_a_project_that_has_changed_since_is_made_anew_and_keeps_nothing() {
    let (mut desk, path) = desk();
    let first = preview(&mut desk, ledger(&path));
    desk.outfall("003");

    let notices = desk.does(Action::TakeImport(first, BTreeSet::new()));

    let [Notice::Previewed(again)] = &notices[..] else { panic!("{notices:?}") };
    assert_eq!(again.items[2].fate, RowFate::Changed);
    assert!(desk.workspace.project().entry_by_code("004").is_none());
}

#[test]
fn another_meaning_of_a_column_is_planned_without_reading_the_file_again() {
    let (mut desk, path) = desk();
    let first = preview(&mut desk, ledger(&path));
    fs::remove_file(&path).unwrap();
    let request = ImportRequest {
        columns: Some("[columns]\n\"来源说明\" = \"remark\"\n".to_owned()),
        ..ledger(&path)
    };

    let tables = Arc::clone(&first.tables);
    let mut notices = desk.does(Action::PreviewImport(request, Some(tables)));

    let Some(Notice::Previewed(second)) = notices.pop() else { panic!("no preview") };
    assert_eq!(second.meanings()[6], Some("remark"));
    assert!(second.items[1].cells.iter().any(|it| it.column == "remark" && it.new == Value::text("现场")));
}

#[test]
fn a_file_without_a_usable_coordinate_system_is_shown_with_what_is_missing() {
    let mut desk = Desk::new();
    let path = desk.folder.path().join("米.geojson");
    fs::write(&path, r#"{"type":"LineString","coordinates":[[501000,4250000],[502000,4251000]]}"#).unwrap();
    let river = ImportKind::Layer(LayerKind::River);

    let shown = preview(&mut desk, ImportRequest::as_kind(&path, river));
    assert!(matches!(shown.outcome, Err(Problem::NotPlanned { .. })) && shown.items.is_empty());

    let request = ImportRequest { crs: Some("EPSG:4546".to_owned()), ..ImportRequest::as_kind(&path, river) };
    let shown = preview(&mut desk, request);
    assert_eq!((shown.items.len(), shown.crs_from()), (1, CrsFrom::User));
    desk.does(Action::TakeImport(shown, BTreeSet::new()));
    assert_eq!(desk.workspace.project().layers().len(), 1);
}

#[test]
fn a_layer_that_is_not_ticked_leaves_the_project_as_it_is() {
    let mut desk = Desk::new();
    let request = ImportRequest::as_kind(sample("rivers.shp"), ImportKind::Layer(LayerKind::River));
    let shown = preview(&mut desk, request);
    desk.does(Action::TakeImport(shown, BTreeSet::from([0])));
    assert!(desk.workspace.project().layers().is_empty());
}

#[test]
fn a_dry_run_prints_the_plan_with_each_cell_before_and_after() {
    let (desk, path) = desk();
    let project = desk.path();
    let folder = desk.folder;
    drop(desk.workspace);
    let before = fs::read(&project).unwrap();
    let arguments =
        ["import", project.to_str().unwrap(), path.to_str().unwrap(), "--as", "outfall", "--json"];

    let output = paikou(folder.path(), &[&arguments[..], &["--dry-run"]].concat());

    let document: serde_json::Value = serde_json::from_str(&printed(&output, 0)).unwrap();
    assert_eq!(document["imported"], 4);
    let plan = &document["plan"];
    assert_eq!((&plan["new"], &plan["unchanged"], &plan["rejected"]), (&2.into(), &0.into(), &2.into()));
    let change =
        serde_json::json!({"row": 2, "code": "001", "column": "river", "old": null, "new": "滹沱河"});
    assert!(plan["changed"].as_array().unwrap().contains(&change), "{plan}");
    assert_eq!(plan["suspicious"][0]["check"], "B1");
    assert_eq!(plan["matched"]["local_code"], 2);
    assert_eq!(fs::read(&project).unwrap(), before);
    // What really comes in has the same keys, but for the plan.
    let output = paikou(folder.path(), &arguments);
    let done: serde_json::Value = serde_json::from_str(&printed(&output, 0)).unwrap();
    let keys = |it: &serde_json::Value| {
        let keys = it.as_object().unwrap().keys().filter(|key| *key != "plan").cloned();
        keys.collect::<Vec<_>>()
    };
    assert_eq!(keys(&done), keys(&document));
}

#[test]
fn a_dropped_ledger_is_looked_at_ticked_and_brought_in() {
    let (desk, path) = desk();
    let mut window = Window::onto(desk, Lang::Zh);

    window.drop_file(&path);
    assert!(window.harness.query_by_label("导入预览 · 台账.csv").is_some());
    assert!(window.harness.query_by_label("导入 4 行").is_some());
    window.click("导入 001");
    window.click("新增 2");
    window.click("导入 004");
    window.click("导入 2 行");
    window.rest();

    let workspace = window.harness.state_mut().workspace_mut().unwrap();
    assert_eq!(workspace.history().last().unwrap().deed, Deed::ImportOutfalls);
    let project = workspace.project();
    assert!(project.entry_by_code("003").is_some() && project.entry_by_code("004").is_none());
    assert_eq!(project.entry_by_code("001").unwrap().outfall.river, "");
}

#[test]
fn the_meaning_of_a_column_is_chosen_and_remembered_for_the_next_file_like_it() {
    let (desk, path) = desk();
    let mut window = Window::onto(desk, Lang::Zh);

    window.drop_file(&path);
    window.click("“来源说明”的含义");
    window.type_into("查找字段", "备注");
    window.click("备注");
    window.rest();
    window.click("导入 4 行");
    window.rest();
    let remark = |window: &mut Window, code: &str| {
        let workspace = window.harness.state_mut().workspace_mut().unwrap();
        workspace.project().entry_by_code(code).unwrap().outfall.remark.clone()
    };
    assert_eq!(remark(&mut window, "002"), "现场");

    window.press(Modifiers::NONE, Key::Escape);
    fs::write(&path, LEDGER.replace("现场", "复核")).unwrap();
    window.drop_file(&path);
    window.rest();
    window.click("导入 2 行");
    window.rest();
    assert_eq!(remark(&mut window, "002"), "复核");
}

#[test]
fn a_preview_that_is_closed_keeps_nothing() {
    let (desk, path) = desk();
    let mut window = Window::onto(desk, Lang::En);
    window.drop_file(&path);
    window.click("Cancel");
    window.rest();
    let workspace = window.harness.state_mut().workspace_mut().unwrap();
    assert!(workspace.project().entry_by_code("003").is_none());
}
