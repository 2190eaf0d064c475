//! The attribute table: narrowed, sorted, changed, copied and pasted.

use eframe::egui::{Event, Key, Modifiers, OutputCommand, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use paikou::{domain::op::Deed, i18n::Lang};

use crate::{support::Desk, window::Window};

/// A table of three outfalls.
fn table() -> Window {
    let mut desk = Desk::new();
    for code in ["003", "001", "002"] {
        desk.outfall(code);
    }
    let mut window = Window::onto(desk, Lang::Zh);
    window.press(Modifiers::NONE, Key::F6);
    // The rows are worked out beside the window.
    for _ in 0..100 {
        if window.shows("第 3 行 002号排污口") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
        window.rest();
    }
    window
}

impl Window {
    fn wait_for(&mut self, label: &str) {
        for _ in 0..100 {
            if self.shows(label) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
            self.rest();
        }
        panic!("{label} never came");
    }

    fn counties(&self) -> Vec<String> {
        let workspace = self.harness.state().workspace().unwrap();
        workspace.project().entries().iter().map(|it| it.outfall.county.clone()).collect()
    }
}

#[test]
fn a_heading_sorts_and_a_second_one_with_shift_comes_behind_it() {
    let mut window = table();

    window.click("按地方编码排序");
    window.wait_for("第 1 行 001号排污口");

    window.click("按地方编码排序");
    window.wait_for("第 1 行 003号排污口");
    assert!(window.shows("第 3 行 001号排污口"));
}

#[test]
fn a_filter_narrows_the_rows_until_it_is_dropped() {
    let mut window = table();
    window.click("添加筛选");
    window.click_role(Role::ComboBox, "筛选的列");
    window.harness.get_all_by_label("名称").last().unwrap().click();
    window.rest();
    window.type_into("筛选的值", "002");
    window.click("确定");

    window.wait_for("1 行，共 3 行");

    window.click("去掉筛选 名称 包含 002");
    window.wait_for("3 行");
}

#[test]
fn a_column_of_the_selected_outfalls_changes_in_one_step_after_it_was_seen() {
    let mut window = table();
    window.press(Modifiers::COMMAND, Key::A);
    assert!(window.shows("3 行，选中 3 行"));

    window.click("批量修改");
    assert!(!window.shows("修改 3 个排污口的 3 格"), "an empty text empties nothing by itself");
    window.click_role(Role::ComboBox, "要修改的列");
    window.harness.get_all_by_label("县").last().unwrap().click();
    window.rest();
    window.type_into("新值", "原平市");
    window.click("修改 3 个排污口的 3 格");

    assert_eq!(window.counties(), ["原平市"; 3]);
    assert_eq!(window.last_deed(), Deed::EditOutfalls);
    window.press(Modifiers::COMMAND, Key::Z);
    assert!(window.counties().iter().all(|it| it != "原平市"));
}

#[test]
fn what_a_spreadsheet_copied_goes_to_the_outfalls_that_it_names() {
    let mut window = table();

    window.harness.event(Event::Paste("地方编码\t县\n002\t代县\n009\t代县\n".to_owned()));
    window.rest();
    assert!(window.shows("第 2 行 地方编码 “009”：没有唯一的排污口是这个编码"));
    window.click("修改 1 个排污口的 1 格");

    assert_eq!(window.counties()[2], "代县");
    assert_ne!(window.counties()[0], "代县");
}

#[test]
fn selected_rows_are_copied_with_their_titles() {
    let mut window = table();
    window.click("第 2 行 001号排污口");
    assert!(window.shows("3 行，选中 1 行"));

    window.harness.event(Event::Copy);
    window.harness.run_steps(1);

    let commands = &window.harness.output().platform_output.commands;
    let text = commands.iter().find_map(|it| match it {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    let text = text.unwrap();
    assert_eq!(text.lines().count(), 2);
    assert!(text.starts_with("国家编码\t地方编码\t名称"), "{text}");
    assert!(text.contains("\t001\t001号排污口\t"), "{text}");
}

#[test]
fn facts_have_tables_of_their_own_in_which_nothing_is_changed() {
    let mut window = table();
    window.click_role(Role::ComboBox, "表");
    window.click("排查记录");

    window.wait_for("还没有记录");

    window.harness.event(Event::Paste("x".to_owned()));
    window.rest();
    assert!(!window.shows("粘贴到表"));
}
