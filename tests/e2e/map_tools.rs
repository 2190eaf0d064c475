//! The tools of the map, by role and label, and by clicks and keys on the map.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use paikou::i18n::Lang;

use crate::window::Window;

const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

/// Is the button with this name pressed in?
fn is_on(window: &Window, label: &str) -> bool {
    let button = window.harness.get_by_label(label);
    button.accesskit_node().toggled() == Some(eframe::egui::accesskit::Toggled::True)
}

#[test]
fn a_tool_is_armed_by_its_key_and_put_away_by_escape() {
    let mut window = Window::new(Lang::En);
    assert!(is_on(&window, "Pan and identify"));

    window.press(CTRL_SHIFT, Key::M);
    assert!(is_on(&window, "Measure a length"));
    window.press(Modifiers::NONE, Key::Escape);
    assert!(is_on(&window, "Pan and identify"));

    window.click("Measure an area");
    assert!(is_on(&window, "Measure an area"));
}
