//! Moving outfalls and drawing shapes in the window: clicks, drags and keys on the map.

use eframe::egui::{Key, Modifiers, Pos2, Vec2, accesskit::Role, vec2};
use egui_kittest::kittest::Queryable as _;
use paikou::{
    domain::{layer::Layer, op::Deed},
    i18n::Lang,
};

use crate::window::Window;

const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

impl Window {
    /// A place on the map, from its middle.
    fn on_map(&self, away: Vec2) -> Pos2 {
        let rect = ["地图画面", "Map picture"]
            .iter()
            .find_map(|label| self.harness.query_all_by_label(label).next().map(|it| it.rect()));
        rect.unwrap().center() + away
    }

    /// A click, long enough after the one before not to be its second half.
    fn clicks_at(&mut self, right: f32, down: f32) {
        let at = self.on_map(vec2(right, down));
        self.harness.run_steps(60);
        self.harness.drag_at(at);
        self.harness.run_steps(1);
        self.harness.drop_at(at);
        self.rest();
    }

    fn drags(&mut self, from: Vec2, to: Vec2) {
        let (from, to) = (self.on_map(from), self.on_map(to));
        self.harness.hover_at(from);
        self.harness.run_steps(2);
        self.harness.drag_at(from);
        self.harness.run_steps(2);
        for share in [0.3, 0.7, 1.0] {
            self.harness.hover_at(from + (to - from) * share);
            self.harness.run_steps(2);
        }
        self.harness.drop_at(to);
        self.rest();
    }

    fn position(&self) -> (f64, f64) {
        let workspace = self.harness.state().workspace().unwrap();
        workspace.project().entry(self.first).unwrap().outfall.position().unwrap()
    }

    fn layer(&self) -> Layer {
        self.harness.state().workspace().unwrap().project().layers()[0].clone()
    }

    fn deeds(&self) -> Vec<Deed> {
        self.harness.state().workspace().unwrap().history().iter().map(|it| it.deed).collect()
    }

    /// A layer of rivers with one line on it, across the middle of the map.
    fn with_a_line() -> Self {
        let mut window = Self::new(Lang::Zh);
        window.click("新建图层…");
        window.type_into("图层名称", "新河道");
        window.click_role(Role::Button, "新建");
        for right in [-100.0, 0.0, 100.0] {
            window.clicks_at(right, 60.0);
        }
        window.press(Modifiers::NONE, Key::Enter);
        window.type_into("名称", "小清河");
        window.click("保存");
        window
    }
}

#[test]
fn an_outfall_is_moved_only_when_it_is_applied() {
    let mut window = Window::new(Lang::Zh);
    window.click("001号排污口");
    window.click("在地图上显示");
    let before = window.position();

    window.press(Modifiers::NONE, Key::M);
    assert!(window.shows("点击新位置，或拖动原位置；应用之前不会改动"));
    window.clicks_at(80.0, 0.0);
    assert_eq!(window.position(), before, "nothing moves before it is applied");

    window.press(Modifiers::NONE, Key::Escape);
    assert_eq!(window.position(), before, "Escape leaves it where it was");
    assert!(!window.shows("移到这里"));

    window.press(Modifiers::NONE, Key::M);
    window.clicks_at(80.0, 0.0);
    window.click("移到这里");

    assert!(window.position().0 > before.0);
    assert_eq!(window.deeds().last(), Some(&Deed::MoveOutfall));
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.position(), before);
}

#[test]
fn an_outfall_is_dragged_and_applied_by_enter() {
    let mut window = Window::new(Lang::En);
    window.click("001号排污口");
    window.click("Show on the map");
    let before = window.position();
    window.click("More actions");
    window.click("Move the outfall");

    window.drags(Vec2::ZERO, vec2(0.0, -90.0));
    window.press(Modifiers::NONE, Key::Enter);

    let after = window.position();
    assert!(after.1 > before.1 && (after.0 - before.0).abs() < 1e-4, "{after:?}");
}

#[test]
fn a_drag_on_the_map_moves_no_outfall_without_the_tool() {
    let mut window = Window::new(Lang::Zh);
    window.click("001号排污口");
    window.click("在地图上显示");
    let before = window.position();

    window.drags(Vec2::ZERO, vec2(0.0, -90.0));

    assert_eq!(window.position(), before);
}

#[test]
fn a_line_is_drawn_on_a_new_layer_and_taken_back() {
    let mut window = Window::with_a_line();

    let layer = window.layer();
    assert_eq!((layer.name.as_str(), layer.count, layer.owned), ("新河道", 1, true));
    assert_eq!(window.deeds().last(), Some(&Deed::EditShapes));

    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.layer().count, 0);
    window.press(Modifiers::COMMAND, Key::Z);
    assert!(window.harness.state().workspace().unwrap().project().layers().is_empty());
}

#[test]
fn in_a_sketch_undo_takes_back_a_place_and_escape_loses_nothing() {
    let mut window = Window::with_a_line();
    let before = window.deeds();

    window.clicks_at(-100.0, 120.0);
    window.clicks_at(0.0, 120.0);
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.deeds(), before, "the project is as it was");
    window.press(Modifiers::NONE, Key::Enter);
    assert!(window.shows("至少要有 2 个不同的点"));

    window.press(Modifiers::NONE, Key::Escape);
    assert!(!window.shows("放弃草图"));
    window.press(Modifiers::COMMAND, Key::Period);
    window.clicks_at(60.0, 120.0);
    window.click("完成");
    window.click("保存");

    assert_eq!(window.layer().count, 2);
}

#[test]
fn a_line_is_turned_cut_and_deleted() {
    let mut window = Window::with_a_line();
    window.press(CTRL_SHIFT, Key::E);
    window.clicks_at(50.0, 60.0);
    assert!(window.shows("小清河"));

    window.click("反转方向");
    let turned = window.layer();
    window.click("断开线");
    window.clicks_at(50.0, 60.0);
    assert_eq!(window.layer().count, 2);
    window.click("删除要素");
    assert_eq!(window.layer().count, 1);

    window.press(Modifiers::COMMAND, Key::Z);
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.layer(), turned);
}

#[test]
fn a_vertex_is_dragged_and_taken_out() {
    let mut window = Window::with_a_line();
    window.press(CTRL_SHIFT, Key::E);
    window.clicks_at(50.0, 60.0);
    let drawn = window.layer();

    window.drags(vec2(0.0, 60.0), vec2(0.0, 130.0));
    let dragged = window.layer();
    assert!(dragged.south < drawn.south, "{dragged:?}");

    window.press(Modifiers::NONE, Key::Delete);
    let without = window.layer();
    assert_eq!(without.count, 1);
    assert!(without.south > dragged.south);
}

#[test]
fn a_new_outfall_is_told_that_no_river_is_near() {
    let mut window = Window::with_a_line();
    window.press(Modifiers::NONE, Key::Escape);

    window.click("新增排污口…");
    window.type_into("经度", "112.73");
    window.type_into("纬度", "38.50");

    let warned = window.harness.query_all_by_label_contains("超过 500 m").next().is_some();
    assert!(warned, "the river is kilometres away");
}

#[test]
fn the_menu_of_a_layer_leads_to_its_shapes_or_to_a_copy() {
    let mut window = Window::with_a_line();
    window.press(Modifiers::NONE, Key::Escape);

    window.harness.get_by_label("新河道").click_secondary();
    window.rest();
    assert!(!window.shows("制作可编辑副本"), "it can be edited itself");
    window.harness.get_all_by_label("绘制要素").last().unwrap().click();
    window.rest();

    assert!(window.shows("绘制到图层"));
}
