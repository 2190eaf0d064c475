//! The tools of the map, by role and label, and by clicks and keys on the map.

use eframe::egui::{
    Event, Key, Modifiers, PointerButton, Pos2, Vec2, accesskit::Role, accesskit::Toggled, vec2,
};
use egui_kittest::kittest::{By, NodeT as _, Queryable as _};
use paikou::{domain::op::Deed, i18n::Lang};

use crate::window::Window;

const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

impl Window {
    /// The middle of the map, where both outfalls lie.
    fn middle(&self) -> Pos2 {
        let name = self.harness.state().lang().pick("地图画面", "Map picture");
        self.harness.get_by_label(name).rect().center()
    }

    /// The names of everything on the screen that begin like this.
    fn labels_with(&self, start: &str) -> Vec<String> {
        let all = self.harness.query_all(By::new().predicate(|_| true));
        let labels = all.filter_map(|it| {
            let node = it.accesskit_node();
            // Plain words have their text as a value.
            node.label().or_else(|| node.value())
        });
        labels.filter(|it| it.starts_with(start)).collect()
    }

    fn button(&mut self, offset: Vec2, button: PointerButton, pressed: bool, modifiers: Modifiers) {
        if pressed {
            self.harness.event(Event::ModifiersChanged(modifiers));
        }
        self.harness.event(Event::PointerButton { pos: self.middle() + offset, button, pressed, modifiers });
        self.harness.run_steps(1);
    }

    /// Clicks beside the middle of the map. The pointer is moved there first, or two clicks would be a double click.
    fn click_map(&mut self, offset: Vec2, modifiers: Modifiers) {
        self.harness.hover_at(self.middle() + offset);
        self.harness.run_steps(3);
        self.button(offset, PointerButton::Primary, true, modifiers);
        self.button(offset, PointerButton::Primary, false, modifiers);
        self.harness.event(Event::ModifiersChanged(Modifiers::NONE));
        self.rest();
    }

    fn drag_map(&mut self, from: Vec2, to: Vec2, button: PointerButton, modifiers: Modifiers) {
        self.harness.hover_at(self.middle() + from);
        self.button(from, button, true, modifiers);
        for share in [0.3, 0.6, 1.0] {
            self.harness.event(Event::PointerMoved(self.middle() + from + (to - from) * share));
            self.harness.run_steps(1);
        }
        self.button(to, button, false, modifiers);
        self.harness.event(Event::ModifiersChanged(Modifiers::NONE));
        self.rest();
    }

    fn is_on(&self, label: &str) -> bool {
        self.harness.get_by_label(label).accesskit_node().toggled() == Some(Toggled::True)
    }

    fn value_of(&self, label: &str) -> String {
        self.harness.get_by_role_and_label(Role::TextInput, label).value().unwrap_or_default()
    }

    /// Types into a field and presses Enter there.
    fn enter(&mut self, label: &str, text: &str) {
        self.type_into(label, text);
        self.press(Modifiers::NONE, Key::Enter);
    }

    fn bookmarks(&self) -> Vec<String> {
        let workspace = self.harness.state().workspace().unwrap();
        workspace.project().map().bookmarks.iter().map(|it| it.name.clone()).collect()
    }
}

#[test]
fn a_tool_is_armed_by_its_key_and_put_away_by_escape() {
    let mut window = Window::new(Lang::En);
    assert!(window.is_on("Pan and identify"));

    window.press(CTRL_SHIFT, Key::M);
    assert!(window.is_on("Measure a length"));
    window.press(Modifiers::NONE, Key::Escape);
    assert!(window.is_on("Pan and identify"));

    window.click("Measure an area");
    assert!(window.is_on("Measure an area"));
}

#[test]
fn a_length_is_measured_by_clicks_and_stays_until_it_is_cleared() {
    let mut window = Window::new(Lang::En);
    window.enter("Scale", "10000");
    window.press(CTRL_SHIFT, Key::M);

    window.click_map(vec2(-100.0, 150.0), Modifiers::NONE);
    window.click_map(vec2(100.0, 150.0), Modifiers::NONE);
    window.click_map(vec2(100.0, 50.0), Modifiers::NONE);
    window.press(Modifiers::NONE, Key::Backspace);
    window.press(Modifiers::NONE, Key::Enter);

    // 200 pixels of 0.0254 m / 96 at 1 : 10,000, a little less than that to the south of the middle.
    let label = window.labels_with("Length 1 ").pop().expect("it is listed");
    let metres: f64 = label.trim_start_matches("Length 1 ").trim_end_matches(" m").parse().unwrap();
    assert!((metres - 529.2).abs() < 0.5, "{label}");
    assert!(window.labels_with("Segment 2").is_empty(), "the point that was taken back is gone");

    window.press(Modifiers::NONE, Key::Escape);
    window.click("Clear the measurements");
    assert!(window.labels_with("Length 1").is_empty());
}

#[test]
fn an_area_is_shown_in_the_unit_that_is_chosen() {
    let mut window = Window::new(Lang::Zh);
    window.press(CTRL_SHIFT, Key::J);
    for corner in [vec2(-60.0, 60.0), vec2(60.0, 60.0), vec2(60.0, 160.0)] {
        window.click_map(corner, Modifiers::NONE);
    }

    window.click_role(Role::RadioButton, "亩");

    assert!(
        window.labels_with("面积 1").iter().any(|it| it.ends_with(" 亩")),
        "{:?}",
        window.labels_with("面积")
    );
    assert!(window.labels_with("周长").iter().any(|it| it.ends_with(" 米")));
}

#[test]
fn a_box_selects_what_lies_in_it_and_keys_add_and_remove() {
    let mut window = Window::new(Lang::En);
    window.press(Modifiers::ALT, Key::B);

    window.drag_map(vec2(-40.0, -40.0), vec2(40.0, 40.0), PointerButton::Primary, Modifiers::NONE);
    assert!(window.shows("2 selected"));
    window.drag_map(vec2(-40.0, -40.0), vec2(40.0, 40.0), PointerButton::Primary, Modifiers::COMMAND);
    assert!(!window.shows("2 selected"));
    window.drag_map(vec2(-90.0, -90.0), vec2(-40.0, -40.0), PointerButton::Primary, Modifiers::SHIFT);
    assert!(!window.shows("2 selected"), "there is nothing in that box");

    window.press(Modifiers::COMMAND, Key::A);
    assert!(window.shows("2 selected"));
    window.press(CTRL_SHIFT, Key::A);
    assert!(!window.shows("2 selected"));
}

#[test]
fn a_polygon_and_a_circle_select_too() {
    let mut window = Window::new(Lang::En);
    window.press(Modifiers::ALT, Key::P);
    for corner in [vec2(-50.0, 50.0), vec2(50.0, 50.0), vec2(0.0, -70.0)] {
        window.click_map(corner, Modifiers::NONE);
    }
    window.press(Modifiers::NONE, Key::Enter);
    assert!(window.shows("2 selected"));

    window.press(CTRL_SHIFT, Key::A);
    window.press(Modifiers::ALT, Key::R);
    window.drag_map(vec2(60.0, 0.0), vec2(100.0, 0.0), PointerButton::Primary, Modifiers::NONE);
    assert!(!window.shows("2 selected"), "the circle ends before it");
    window.drag_map(vec2(60.0, 0.0), vec2(130.0, 0.0), PointerButton::Primary, Modifiers::NONE);
    assert!(window.shows("2 selected"));
}

#[test]
fn everything_can_be_drawn_without_a_mouse() {
    let mut window = Window::new(Lang::En);
    window.press(Modifiers::ALT, Key::R);
    window.press(Modifiers::NONE, Key::Insert);
    window.press(Modifiers::NONE, Key::ArrowRight);
    window.press(Modifiers::NONE, Key::Insert);
    assert!(window.shows("2 selected"), "they lie where the circle began");

    window.press(CTRL_SHIFT, Key::M);
    window.press(Modifiers::NONE, Key::Insert);
    window.press(Modifiers::NONE, Key::ArrowDown);
    window.press(Modifiers::NONE, Key::Insert);
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.labels_with("Length 1 ").len(), 1);
}

#[test]
fn the_middle_button_moves_the_map_with_every_tool() {
    let mut window = Window::new(Lang::En);
    window.press(Modifiers::ALT, Key::B);

    window.drag_map(Vec2::ZERO, vec2(150.0, 0.0), PointerButton::Middle, Modifiers::NONE);
    window.drag_map(vec2(-40.0, -40.0), vec2(40.0, 40.0), PointerButton::Primary, Modifiers::NONE);
    assert!(!window.shows("2 selected"), "the outfalls are no longer in the middle");

    window.drag_map(vec2(110.0, -40.0), vec2(190.0, 40.0), PointerButton::Primary, Modifiers::NONE);
    assert!(window.shows("2 selected"));
}

#[test]
fn the_list_is_narrowed_to_the_selection() {
    let mut window = Window::new(Lang::En);
    window.click("001号排污口");
    assert!(window.shows("1 selected"));

    window.click_role(Role::Button, "1 selected");

    assert!(!window.shows("002号排污口"));
    window.click("Show all");
    assert!(window.shows("002号排污口"));
    window.press(Modifiers::COMMAND, Key::R);
    assert!(window.shows("1 selected"), "the other one is selected now");
    window.press(Modifiers::SHIFT, Key::F6);
    assert!(!window.shows("001号排污口"));
}

#[test]
fn a_click_lists_everything_that_lies_there() {
    let mut window = Window::new(Lang::En);

    window.click_map(Vec2::ZERO, Modifiers::NONE);

    assert!(window.shows("2 here"));
    assert!(window.shows("1 / 2"));
    window.click("Next");
    assert!(window.shows("2 / 2"));
    window.click("Next");
    assert!(window.shows("1 / 2"), "it goes round");
    window.press(Modifiers::NONE, Key::Escape);
    assert!(!window.shows("2 here"));
}

#[test]
fn a_bookmark_is_added_renamed_removed_and_taken_back() {
    let mut window = Window::new(Lang::En);
    window.press(Modifiers::COMMAND, Key::B);
    window.enter("Name of the bookmark", "Confluence");
    assert_eq!(window.bookmarks(), ["Confluence"]);

    window.press(CTRL_SHIFT, Key::B);
    window.click("Rename Confluence");
    window.enter("Name of the bookmark", "Old bridge");
    assert_eq!(window.bookmarks(), ["Old bridge"]);

    window.press(CTRL_SHIFT, Key::B);
    window.click("Remove Old bridge");
    assert!(window.bookmarks().is_empty());
    let workspace = window.harness.state().workspace().unwrap();
    assert_eq!(workspace.history().last().unwrap().deed, Deed::ChangeBookmark);
    window.press(Modifiers::NONE, Key::Escape);
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.bookmarks(), ["Old bridge"]);
}

#[test]
fn a_bookmark_is_gone_to_and_the_view_before_comes_back() {
    let mut window = Window::new(Lang::En);
    window.enter("Scale", "1:5万");
    assert_eq!(window.value_of("Scale"), "1:50,000");
    window.press(Modifiers::COMMAND, Key::B);
    window.enter("Name of the bookmark", "Confluence");
    window.enter("Scale", "500");
    assert_eq!(window.value_of("Scale"), "1:500");

    window.press(CTRL_SHIFT, Key::B);
    window.click("Go to Confluence");
    let there = window.value_of("Scale");
    assert_ne!(there, "1:500");

    window.press(Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(window.value_of("Scale"), "1:500");
    window.press(Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(window.value_of("Scale"), "1:50,000");
    window.click("View after");
    window.click("View after");
    assert_eq!(window.value_of("Scale"), there);
}

#[test]
fn shift_and_a_drag_show_a_box_and_the_mouse_goes_back() {
    let mut window = Window::new(Lang::En);
    window.enter("Scale", "50000");

    window.drag_map(vec2(-50.0, -40.0), vec2(50.0, 40.0), PointerButton::Primary, Modifiers::SHIFT);
    assert_ne!(window.value_of("Scale"), "1:50,000");

    window.harness.hover_at(window.middle());
    window.button(Vec2::ZERO, PointerButton::Extra1, true, Modifiers::NONE);
    window.button(Vec2::ZERO, PointerButton::Extra1, false, Modifiers::NONE);
    window.rest();
    assert_eq!(window.value_of("Scale"), "1:50,000");
}

#[test]
fn a_position_says_how_it_was_understood_before_the_map_goes_there() {
    let mut window = Window::new(Lang::En);
    window.press(Modifiers::COMMAND, Key::G);

    window.type_into("Position", "38.9, 113.2");
    assert!(window.shows("Degrees, CGCS2000·EPSG:4490"));
    assert!(window.shows("Read with latitude (north) first, from the size of the numbers"));
    window.type_into("Position", "38.9");
    assert!(window.shows("Two coordinates are needed, like 112.73, 38.42"));
    window.enter("Position", "113°12′E 38°54′N");

    assert!(!window.shows("Understood as"), "the dialog is closed");
    window.press(Modifiers::COMMAND, Key::B);
    window.press(Modifiers::NONE, Key::Enter);
    let workspace = window.harness.state().workspace().unwrap();
    let bookmark = &workspace.project().map().bookmarks[0];
    let middle = f64::midpoint(bookmark.west.unwrap(), bookmark.east.unwrap());
    assert!((middle - 113.2).abs() < 1e-3, "{middle}");
}

#[test]
fn the_position_of_the_pointer_is_written_in_the_notation_that_is_chosen() {
    let mut window = Window::new(Lang::En);
    window.harness.hover_at(window.middle());
    window.rest();
    assert!(window.labels_with("Copy position 112.7").len() == 1, "{:?}", window.labels_with("Copy"));

    window.click("Notation and order of coordinates EPSG:4490");
    window.click("Gauss-Krüger, 3° zone");
    window.click("Notation and order of coordinates EPSG:4526");
    window.click("North (latitude, X) first");

    assert_eq!(window.labels_with("Copy position X 425").len(), 1, "{:?}", window.labels_with("Copy"));
}

#[test]
fn grid_and_arrow_are_switched_from_the_map() {
    let mut window = Window::new(Lang::En);
    window.click("Grid and north arrow");
    window.click("Kilometre grid (Gauss-Krüger)");

    window.click("Grid and north arrow");
    let grid = window.harness.get_by_label("Kilometre grid (Gauss-Krüger)");
    assert_eq!(grid.accesskit_node().toggled(), Some(Toggled::True));
    window.click("North arrow");
    window.click("Grid and north arrow");
    assert!(window.is_on("North arrow"));
}
