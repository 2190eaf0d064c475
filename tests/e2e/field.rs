//! The panel for work outside: from a receiver to an outfall, and from a selection to a list of the day.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use paikou::{
    app::Action,
    domain::{
        agenda,
        op::Deed,
        outfall::{CoordSource, Outfall},
        project::Project,
    },
    i18n::Lang,
};

use crate::{
    support::{Desk, TODAY},
    window::Window,
};

fn recording(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/nmea").join(name).display().to_string()
}

fn project(window: &Window) -> &Project {
    window.harness.state().workspace().unwrap().project()
}

/// Connects to a recording, with an average begun before, and waits for the first position that is a part of it.
fn measure(window: &mut Window, name: &str) {
    window.press(Modifiers::NONE, Key::F8);
    window.press(Modifiers::SHIFT, Key::F8);
    window.type_into("Port", &recording(name));
    window.click("Connect");
    let until = Instant::now() + Duration::from_mins(1);
    while window.harness.query_by_label_contains("Scatter, ").is_none() {
        assert!(Instant::now() < until, "nothing was heard");
        window.harness.run_steps(1);
        std::thread::park_timeout(Duration::from_millis(20));
    }
}

#[test]
fn a_new_outfall_stands_where_it_was_measured() {
    let mut window = Window::new(Lang::En);
    measure(&mut window, "clear_sky.nmea");

    // A few positions are not enough: it takes a reason.
    window.type_into("Reason", "battery low");
    window.click("Add an outfall here…");
    window.type_into("Name", "new");
    window.click("Save");

    let outfall = &project(&window).entries().last().unwrap().outfall;
    let (lon, lat) = outfall.position().unwrap();
    assert!((lon - 112.733_984).abs() < 3e-5 && (lat - 38.419_910).abs() < 3e-5, "{lon} {lat}");
    assert_eq!((outfall.name.as_str(), outfall.coord_source), ("new", Some(CoordSource::Gnss)));
    assert!(outfall.coord_samples.is_some_and(|it| (1..10).contains(&it)), "{outfall:?}");
    assert_eq!(outfall.coord_override, "battery low");
}

#[test]
fn a_measured_outfall_moves_only_when_it_is_applied() {
    let mut window = Window::new(Lang::En);
    let first = window.first;
    window.click("001号排污口");
    measure(&mut window, "clear_sky.nmea");
    window.type_into("Reason", "battery low");
    window.click("For the selected one…");
    assert_eq!(project(&window).entry(first).unwrap().outfall.position(), Some((112.73, 38.42)));

    window.click("Move here");

    let outfall = &project(&window).entry(first).unwrap().outfall;
    assert_eq!(
        (outfall.coord_source, outfall.coord_override.as_str()),
        (Some(CoordSource::Gnss), "battery low")
    );
    assert_eq!(window.harness.state().workspace().unwrap().undo_next().unwrap().deed, Deed::MoveOutfall);
}

#[test]
fn a_selection_becomes_the_list_of_a_team() {
    let mut window = Window::new(Lang::En);
    window.press(Modifiers::COMMAND, Key::A);
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    window.type_into("Team", "north");
    window.type_into("Due", "2026-11-22");
    window.click_role(Role::Button, "Assign");

    assert_eq!(agenda::tasks(project(&window), TODAY).len(), 2);
    window.harness.get_by_label("0 done, 2 left, in the order of the route along the rivers");
    let due = window.harness.get_by_label_contains("2026-11-22·2 due");
    due.click();
    window.rest();
    window.harness.get_by_label_contains("Due 2026-11-22");
}

#[test]
fn an_empty_panel_says_what_to_do() {
    let mut window = Window::new(Lang::En);
    window.press(Modifiers::NONE, Key::F9);
    window.harness.get_by_label("Nothing assigned");

    window.click("Track");
    window.harness.get_by_label("Connect a receiver on the page “Position” first");
    window.press(Modifiers::NONE, Key::F8);
    window.harness.get_by_label("Connect a receiver first");
    window.press(Modifiers::NONE, Key::F8);
    assert!(window.harness.query_by_label("Receiver").is_none(), "the key closes it again");
}

#[test]
fn a_township_is_assigned_as_a_whole_and_the_number_is_said_before() {
    let mut desk = Desk::new();
    let mut ids = Vec::new();
    for (code, town) in [("001", "豆罗镇"), ("002", "豆罗镇"), ("003", "董村镇")] {
        let id = desk.outfall(code);
        let outfall = desk.workspace.project().entry(id).unwrap().outfall.clone();
        desk.does(Action::EditOutfall(Outfall { town: town.to_owned(), ..outfall }));
        ids.push(id);
    }
    let mut window = Window::onto(desk, Lang::En);
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    window.harness.get_by_label("Assign 3 outfalls");

    window.click("Town");
    window.harness.get_by_label("Assign 0 outfalls");
    window.click_role(Role::ComboBox, "Town");
    window.click("忻府区 豆罗镇 (2)");
    window.harness.get_by_label("Assign 2 outfalls");
    window.type_into("Team", "north");
    window.click_role(Role::Button, "Assign");

    let assigned: Vec<_> = agenda::tasks(project(&window), TODAY).iter().map(|it| it.outfall).collect();
    assert_eq!(assigned, ids[..2]);
}
