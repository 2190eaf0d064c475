//! Tracing in the window: by keys, on the map, in the panel, into a file and into the form of tracing.

use std::fs;

use eframe::egui::{Key, Modifiers, Pos2, Vec2, accesskit::Role, vec2};
use egui_kittest::kittest::{By, NodeT as _, Queryable as _};
use paikou::{domain::RecordId, i18n::Lang};

use crate::{support::Desk, window::Window};

/// The names of everything on the screen that hold this.
pub(crate) fn with_words(window: &Window, words: &str) -> Vec<String> {
    let all = window.harness.query_all(By::new().predicate(|_| true));
    let labels = all.filter_map(|it| {
        let node = it.accesskit_node();
        node.label().or_else(|| node.value())
    });
    labels.filter(|it| it.contains(words)).collect()
}

/// The outfall with this code.
pub(crate) fn outfall(window: &Window, code: &str) -> RecordId {
    let workspace = window.harness.state().workspace().unwrap();
    workspace.project().entry_by_code(code).unwrap().outfall.id
}

/// A window onto the sample in which the outfall with this code is selected.
fn selected(lang: Lang, code: &str) -> Window {
    let mut window = Window::onto(Desk::with_sample(), lang);
    window.type_into(lang.pick("筛选排污口", "Filter the outfalls"), code);
    let entry = outfall(&window, code);
    let title =
        window.harness.state().workspace().unwrap().project().entry(entry).unwrap().outfall.name.clone();
    window.click(&title);
    window
}

#[test]
fn upstream_of_an_outfall_is_one_key_and_its_lists_lead_to_the_map() {
    let mut window = selected(Lang::Zh, "XZ140921-009");

    window.press(Modifiers::ALT, Key::U);
    assert!(with_words(&window, "的上游").len() == 1, "{:?}", with_words(&window, "上游"));
    assert!(!with_words(&window, "止于：").is_empty());
    let sections = with_words(&window, "断面 ").into_iter().find(|it| it.starts_with("断面 ")).unwrap();
    window.click(&sections);
    window.click("下游");
    assert!(with_words(&window, "的下游").len() == 1);

    window.press(Modifiers::ALT, Key::D);
    window.type_into("最远公里数", "1");
    window.press(Modifiers::NONE, Key::Enter);
    assert!(
        with_words(&window, "距离上限").iter().any(|it| it.starts_with("止于")),
        "the limit is why it ends"
    );
    window.type_into("最远公里数", "-1");
    assert!(window.shows("公里数要大于零，或留空"));
    window.click("清除追踪结果");
    assert!(window.shows("还没有追踪"));
}

#[test]
fn a_row_of_a_trace_selects_its_outfall_and_keeps_the_trace() {
    let mut window = selected(Lang::En, "XZ140921-009");
    window.press(Modifiers::ALT, Key::U);
    let row =
        with_words(&window, " km").into_iter().find(|it| it.contains("XZ14")).expect("an outfall is listed");

    window.click(&row);

    assert!(!with_words(&window, "Upstream of").is_empty(), "the trace is still there");
    let code = row.split('·').nth(1).unwrap().to_owned();
    let other = outfall(&window, &code);
    let name =
        window.harness.state().workspace().unwrap().project().entry(other).unwrap().outfall.name.clone();
    window.click("Close the tracing panel");
    assert!(!with_words(&window, &name).is_empty(), "its card is open");
}

#[test]
fn a_trace_becomes_evidence_of_the_form_of_tracing() {
    let mut window = selected(Lang::Zh, "XZ140921-009");
    window.press(Modifiers::ALT, Key::U);

    window.click("作为溯源证据登记");

    let evidence = window.harness.get_by_role_and_label(Role::TextInput, "证据").value().unwrap();
    assert!(evidence.contains("沿河网上游追踪") && evidence.contains("XZ140921-009"), "{evidence}");
}

#[test]
fn a_trace_is_written_as_tables_and_as_features() {
    let mut window = selected(Lang::En, "XZ140921-009");
    window.press(Modifiers::ALT, Key::D);
    for name in ["trace.xlsx", "trace.geojson"] {
        let path = window.folder.path().join(name);
        window.click("Export the trace");
        window.type_into("Save to", path.to_str().unwrap());
        window.click("Save");
        assert!(fs::metadata(&path).is_ok_and(|it| it.len() > 500), "{name}");
    }
    let text = fs::read_to_string(window.folder.path().join("trace.geojson")).unwrap();
    let features: serde_json::Value = serde_json::from_str(&text).unwrap();
    let kinds: Vec<&str> = features["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["properties"]["kind"].as_str().unwrap())
        .collect();
    assert!(kinds.contains(&"reach") && kinds.contains(&"section"), "{kinds:?}");
}

#[test]
fn the_tool_traces_from_where_the_map_is_clicked() {
    let mut window = selected(Lang::En, "XZ140921-009");
    window.press(Modifiers::COMMAND, Key::J);
    window.press(Modifiers::ALT, Key::T);
    let middle = window.harness.get_by_label("Map picture").rect().center();
    click(&mut window, middle + vec2(0.0, 0.0), Modifiers::NONE);
    assert!(!with_words(&window, "Upstream of").is_empty());
    let middle = window.harness.get_by_label("Map picture").rect().center();
    click(&mut window, middle + Vec2::splat(2.0), Modifiers::SHIFT);
    assert!(!with_words(&window, "Downstream of").is_empty());
}

fn click(window: &mut Window, pos: Pos2, modifiers: Modifiers) {
    use eframe::egui::{Event, PointerButton};
    window.harness.hover_at(pos);
    window.harness.run_steps(3);
    window.harness.event(Event::ModifiersChanged(modifiers));
    for pressed in [true, false] {
        window.harness.event(Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers,
        });
        window.harness.run_steps(1);
    }
    window.harness.event(Event::ModifiersChanged(Modifiers::NONE));
    window.rest();
}
