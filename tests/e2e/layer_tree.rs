//! The layer tree: arranged in the window, kept in the project, and newer files in place of older ones.

use std::path::{Path, PathBuf};

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use paikou::{
    app::{Action, ImportKind, ImportRequest, Notice, Workspace},
    domain::{
        layer::{Layer, LayerKind},
        layer_tree::{Branch, branches},
        map_parts::MapPart,
        op::Deed,
        value::Value,
    },
    i18n::Lang,
    storage::Store,
};

use crate::{
    support::{Desk, env, paikou, printed, sample},
    window::Window,
};

/// A GeoJSON file of rivers with these names and one more column.
fn rivers(folder: &Path, file: &str, column: &str, names: &[&str]) -> PathBuf {
    let feature = |(at, name): (usize, &&str)| {
        let (west, east) = (112.0 + at as f64 * 0.1, 112.1 + at as f64 * 0.1);
        format!(
            r#"{{"type":"Feature","properties":{{"名称":"{name}","{column}":"{at}"}},
                "geometry":{{"type":"LineString","coordinates":[[{west},38.0],[{east},38.2]]}}}}"#
        )
    };
    let features: Vec<String> = names.iter().enumerate().map(feature).collect();
    let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    let path = folder.join(file);
    std::fs::write(&path, text).unwrap();
    path
}

fn import(desk: &mut Desk, name: &str) {
    let path = rivers(desk.folder.path(), &format!("{name}.geojson"), "级别", &["滹沱河", "牧马河"]);
    desk.does(Action::Import(ImportRequest::as_kind(path, ImportKind::Layer(LayerKind::River))));
}

/// A desk with these layers, the first at the bottom.
fn desk(names: &[&str]) -> Desk {
    let mut desk = Desk::new();
    for name in names {
        import(&mut desk, name);
    }
    desk
}

/// The tree in a line of text, topmost first; groups in brackets after their name, what is hidden with a `-`.
fn tree(workspace: &Workspace) -> String {
    let hidden = |visible: bool| if visible { "" } else { "-" };
    let layer = |it: &Layer| format!("{}{}", hidden(it.visible), it.name);
    let text = |branch: Branch<'_>| match branch {
        Branch::Layer(it) => layer(it),
        Branch::Group(group, members) => {
            let inside: Vec<String> = members.into_iter().map(layer).collect();
            format!("{}{}[{}]", hidden(group.visible), group.name, inside.join(" "))
        }
    };
    branches(workspace.project().map()).into_iter().map(text).collect::<Vec<_>>().join(" ")
}

impl Window {
    #[track_caller]
    fn check_tree(&self, wanted: &str) {
        assert_eq!(tree(self.harness.state().workspace().unwrap()), wanted);
    }

    fn row(&mut self, name: &str) {
        self.click_role(Role::TreeItem, name);
    }

    fn has_row(&self, name: &str) -> bool {
        self.harness.query_by_role_and_label(Role::TreeItem, name).is_some()
    }

    fn menu(&mut self, row: &str, entry: &str) {
        self.harness.get_by_role_and_label(Role::TreeItem, row).click_secondary();
        self.rest();
        self.click_role(Role::Button, entry);
    }

    fn undo(&mut self) {
        self.press(Modifiers::COMMAND, Key::Z);
    }
}

#[test]
fn selected_layers_become_a_group_that_is_named_at_once_and_folds() {
    let mut window = Window::onto(desk(&["甲", "乙", "丙"]), Lang::Zh);
    window.check_tree("丙 乙 甲");

    window.row("丙");
    window.harness.get_by_role_and_label(Role::TreeItem, "甲").click_modifiers(Modifiers::COMMAND);
    window.rest();
    window.click("新建图层组");
    window.check_tree("图层组[丙 甲] 乙");
    window.harness.get_by_role_and_label(Role::TextInput, "图层名称").type_text("水系");
    window.rest();
    window.press(Modifiers::NONE, Key::Enter);
    window.check_tree("水系[丙 甲] 乙");

    window.click("收起 水系");
    assert!(window.has_row("水系") && window.has_row("乙"));
    assert!(!window.has_row("丙") && !window.has_row("甲"));
    window.press(Modifiers::NONE, Key::ArrowRight);
    window.click("展开 水系");
    assert!(window.has_row("丙") && window.has_row("甲"));
    window.undo();
    window.undo();
    window.check_tree("丙 乙 甲");
}

#[test]
fn the_keyboard_does_all_that_the_mouse_does() {
    let mut window = Window::onto(desk(&["甲", "乙", "丙"]), Lang::Zh);
    window.row("甲");

    window.press(Modifiers::ALT, Key::ArrowUp);
    window.press(Modifiers::ALT, Key::ArrowUp);
    window.check_tree("甲 丙 乙");
    window.press(Modifiers::NONE, Key::ArrowDown);
    window.press(Modifiers::NONE, Key::Space);
    window.check_tree("甲 -丙 乙");
    window.press(Modifiers::NONE, Key::F2);
    window.harness.get_by_role_and_label(Role::TextInput, "图层名称").type_text("丁");
    window.rest();
    window.press(Modifiers::NONE, Key::Enter);
    window.check_tree("甲 -丁 乙");

    window.press(Modifiers::SHIFT, Key::ArrowDown);
    window.press(Modifiers::NONE, Key::Delete);
    window.check_tree("甲");
    assert!(window.shows("已移除“乙、丁”，Ctrl+Z 可撤销") || window.shows("已移除“丁、乙”，Ctrl+Z 可撤销"));
    for wanted in ["甲 -丁 乙", "甲 -丙 乙", "甲 丙 乙", "丙 甲 乙", "丙 乙 甲"] {
        window.undo();
        window.check_tree(wanted);
    }
}

#[test]
fn a_name_that_is_given_up_stays_as_it_was() {
    let mut window = Window::onto(desk(&["甲"]), Lang::Zh);
    window.row("甲");

    window.press(Modifiers::NONE, Key::F2);
    window.harness.get_by_role_and_label(Role::TextInput, "图层名称").type_text("丁");
    window.rest();
    window.press(Modifiers::NONE, Key::Escape);

    window.check_tree("甲");
    assert!(!window.shows("图层名称"));
}

#[test]
fn an_eye_with_ctrl_takes_the_whole_branch_along() {
    let mut window = Window::onto(desk(&["甲", "乙", "丙"]), Lang::Zh);
    window.row("丙");
    window.harness.get_by_role_and_label(Role::TreeItem, "乙").click_modifiers(Modifiers::SHIFT);
    window.rest();
    window.click("新建图层组");
    window.press(Modifiers::NONE, Key::Escape);
    window.check_tree("图层组[丙 乙] 甲");

    window.harness.get_by_label("显示 图层组").click_modifiers(Modifiers::COMMAND);
    window.rest();
    window.check_tree("-图层组[-丙 -乙] 甲");
    window.harness.get_by_label("显示 乙").click_modifiers(Modifiers::COMMAND);
    window.rest();
    window.check_tree("图层组[-丙 乙] 甲");

    window.click("显示 图层组");
    window.check_tree("-图层组[-丙 乙] 甲");
    let map = window.harness.state().workspace().unwrap().project().map().clone();
    let shown: Vec<&str> =
        map.drawn_layers().filter(|it| map.is_shown(it)).map(|it| it.name.as_str()).collect();
    assert_eq!(shown, ["甲"]);
}

#[test]
fn a_layer_is_dragged_into_a_group_and_out_again() {
    let mut window = Window::onto(desk(&["甲", "乙", "丙"]), Lang::Zh);
    window.row("丙");
    window.click("新建图层组");
    window.press(Modifiers::NONE, Key::Escape);
    window.check_tree("图层组[丙] 乙 甲");
    let drag = |window: &mut Window, from: &str, to: &str, part: f32| {
        let rect = |name| window.harness.get_by_role_and_label(Role::TreeItem, name).rect();
        let (from, to) = (rect(from), rect(to));
        let target = eframe::egui::pos2(to.center().x, to.top() + part * to.height());
        window.harness.drag_at(from.center());
        window.harness.run_steps(1);
        window.harness.hover_at(target);
        window.harness.run_steps(2);
        window.harness.drop_at(target);
        window.rest();
    };

    drag(&mut window, "甲", "图层组", 0.5);
    window.check_tree("图层组[甲 丙] 乙");
    drag(&mut window, "乙", "丙", 0.2);
    window.check_tree("图层组[甲 乙 丙]");
    drag(&mut window, "丙", "图层组", 0.1);

    window.check_tree("丙 图层组[甲 乙]");
    window.menu("图层组", "解散图层组");
    window.check_tree("丙 甲 乙");
}

#[test]
fn many_layers_are_found_by_their_name() {
    let names = ["一", "二", "三", "四", "五", "六", "七", "八", "九支流"];
    let mut window = Window::onto(desk(&names), Lang::Zh);

    window.type_into("筛选图层", "支流");

    assert!(window.has_row("九支流"));
    assert!(!window.has_row("一") && !window.has_row("排污口"));
}

#[test]
fn a_layer_says_where_it_comes_from() {
    let mut window = Window::onto(desk(&["甲"]), Lang::Zh);

    window.menu("甲", "图层信息…");

    for text in
        ["甲.geojson", "112.000000 – 112.200000 °E\n38.000000 – 38.200000 °N", "名称 滹沱河", "级别 0"]
    {
        assert!(window.shows(text), "{text}");
    }
    let workspace = window.harness.state_mut().workspace_mut().unwrap();
    let layer = workspace.project().layers()[0].id;
    let origin = workspace.origin(layer).unwrap();
    assert_eq!((origin.deed, origin.author.as_str()), (Deed::ImportLayer, "测试员"));
}

#[test]
fn data_are_replaced_in_the_window_and_brought_back() {
    let desk = desk(&["甲", "乙"]);
    let newer = rivers(desk.folder.path(), "河流2026.geojson", "等级", &["滹沱河", "牧马河", "云中河"]);
    let mut window = Window::onto(desk, Lang::Zh);
    let count = |window: &Window| {
        let workspace = window.harness.state().workspace().unwrap();
        let layer = workspace.project().layers()[0].clone();
        (layer.count, workspace.features(layer.id).map(|it| it.features.len()))
    };

    window.menu("甲", "替换数据…");
    window.type_into("新的文件", newer.to_str().unwrap());
    window.click_role(Role::Button, "替换数据");
    // What would come in is looked at first.
    assert_eq!(count(&window).0, 2);
    window.click("导入 3 个要素");

    assert_eq!(count(&window), (3, Some(3)));
    window.check_tree("乙 甲");
    assert!(window.shows("导入结果"));
    window.press(Modifiers::NONE, Key::Escape);
    window.undo();
    assert_eq!(count(&window), (2, Some(2)));
}

#[test]
fn replaced_data_keep_the_layer_and_are_undone_without_the_old_file() {
    let mut desk = desk(&["甲", "乙"]);
    let old = desk.workspace.project().layers()[0].clone();
    let styled = Layer { style: r#"{"label":"级别"}"#.to_owned(), visible: false, ..old };
    desk.does(Action::KeepParts(Deed::ChangeStyle, vec![MapPart::Layer(styled.clone())]));
    std::fs::remove_file(desk.folder.path().join("甲.geojson")).unwrap();
    let newer = rivers(desk.folder.path(), "新.geojson", "等级", &["云中河"]);

    let notices = desk.does(Action::Import(ImportRequest::replacing(&newer, &styled)));

    let layer = desk.workspace.project().layers()[0].clone();
    let kept = |it: &Layer| (it.id, it.name.clone(), it.style.clone(), it.visible, it.position);
    assert_eq!(kept(&layer), kept(&styled));
    assert_eq!((layer.count, layer.source.as_str()), (1, "新.geojson"));
    let report = notices.iter().find_map(|it| match it {
        Notice::Imported(report) => Some(report),
        _ => None,
    });
    let codes: Vec<&str> = report.unwrap().warnings.iter().map(|it| it.warning.code()).collect();
    assert_eq!(report.unwrap().was, Some(2));
    assert_eq!(codes, ["style_column_gone", "columns_added", "columns_gone"]);

    let name = |desk: &Desk| {
        let set = desk.workspace.features(styled.id).unwrap();
        (set.features.len(), set.columns.clone(), set.features[0].values[0].clone())
    };
    assert_eq!(name(&desk).2, Value::text("云中河"));
    std::fs::remove_file(newer).unwrap();
    desk.does(Action::Undo);
    assert_eq!(desk.workspace.project().layers()[0], styled);
    assert_eq!(name(&desk), (2, vec!["名称".to_owned(), "级别".to_owned()], Value::text("滹沱河")));
    desk.does(Action::Redo);
    let mut desk = desk.reopen();
    desk.workspace.settle(|_| {});
    assert_eq!(name(&desk).2, Value::text("云中河"));
    desk.does(Action::Undo);
    assert_eq!(name(&desk).2, Value::text("滹沱河"));

    let path = desk.path();
    drop(desk.workspace);
    let verification = Store::open(&path, &env().device).unwrap().verify().unwrap();
    assert_eq!(verification.findings, []);
}

#[test]
fn an_import_under_the_same_name_keeps_style_group_and_place() {
    let mut desk = desk(&["甲", "乙"]);
    let old = desk.workspace.project().layers()[0].clone();
    let styled = Layer { style: "{}".to_owned(), visible: false, ..old };
    desk.does(Action::KeepParts(Deed::ChangeStyle, vec![MapPart::Layer(styled.clone())]));
    let newer = rivers(desk.folder.path(), "新.geojson", "级别", &["云中河", "滹沱河", "牧马河"]);
    let (path, folder) = (desk.path(), desk.folder);
    drop(desk.workspace);

    let project = path.to_str().unwrap();
    let arguments = ["import", project, newer.to_str().unwrap(), "--as", "river", "--layer", "甲", "--json"];
    let report: serde_json::Value =
        serde_json::from_str(&printed(&paikou(folder.path(), &arguments), 0)).unwrap();
    let layers: serde_json::Value =
        serde_json::from_str(&printed(&paikou(folder.path(), &["layers", project, "--json"]), 0)).unwrap();

    assert_eq!((&report["was"], &report["changed"]), (&2.into(), &3.into()));
    assert_eq!(layers.as_array().unwrap().len(), 3);
    let layer = &layers[1];
    assert_eq!(
        (&layer["name"], &layer["count"], &layer["visible"]),
        (&"甲".into(), &3.into(), &false.into())
    );
    assert!(layer["group"].is_null());
    let workspace = Workspace::open(&path, env()).unwrap();
    let kept = workspace.project().layers()[0].clone();
    assert_eq!((kept.id, kept.style.as_str(), kept.position), (styled.id, "{}", styled.position));
}

#[test]
fn a_layer_with_something_to_know_has_a_sign() {
    let mut desk = desk(&["甲"]);
    let request = ImportRequest::as_kind(sample("rivers.shp"), ImportKind::Layer(LayerKind::River));
    desk.does(Action::Import(ImportRequest { layer_name: Some("无坐标系".to_owned()), ..request }));

    let window = Window::onto(desk, Lang::Zh);

    assert!(window.shows("无坐标系 有提示"));
    assert!(!window.shows("甲 有提示"));
}

#[test]
fn a_line_of_the_tree_says_that_it_is_selected() {
    let mut window = Window::onto(desk(&["甲", "乙"]), Lang::Zh);

    window.row("乙");

    let selected = |name| {
        let row = window.harness.get_by_role_and_label(Role::TreeItem, name);
        row.accesskit_node().is_selected()
    };
    assert_eq!((selected("乙"), selected("甲")), (Some(true), Some(false)));
}
