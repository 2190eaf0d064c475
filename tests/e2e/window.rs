//! The window, found by role and label as a person or a screen reader finds it. No screen is needed.

use eframe::egui::{Key, Modifiers, Vec2, accesskit::Role};
use egui_kittest::{Harness, kittest::Queryable as _};
use paikou::{
    domain::{
        RecordId,
        fact::{SurveyMeans, Verdict},
        op::Deed,
    },
    i18n::Lang,
    ui::Gui,
};
use tempfile::TempDir;

use crate::support::Desk;

/// A file in the hand of the desktop.
#[derive(Debug)]
struct Dropped(std::path::PathBuf);

impl eframe::egui::DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

/// A window onto a project with two outfalls.
pub(crate) struct Window {
    pub(crate) harness: Harness<'static, Gui>,
    pub(crate) first: RecordId,
    pub(crate) folder: TempDir,
}

impl Window {
    pub(crate) fn new(lang: Lang) -> Self {
        let mut desk = Desk::new();
        let first = desk.outfall("001");
        desk.outfall("002");
        Self { first, ..Self::onto(desk, lang) }
    }

    /// A window onto the project of this desk.
    pub(crate) fn onto(desk: Desk, lang: Lang) -> Self {
        Self::paced(desk, lang, 0.25)
    }

    /// The same with frames that are this many seconds apart.
    pub(crate) fn paced(desk: Desk, lang: Lang, seconds: f32) -> Self {
        let (workspace, folder) = (desk.workspace, desk.folder);
        let harness = Harness::builder()
            .with_size(Vec2::new(1280.0, 800.0))
            .with_step_dt(seconds)
            .build_eframe(move |cc| Gui::with_workspace(&cc.egui_ctx, lang, workspace));
        let mut window = Self { harness, first: RecordId::NIL, folder };
        window.rest();
        window
    }

    /// Lets everything come to rest: frames, jobs, the writer.
    pub(crate) fn rest(&mut self) {
        for _ in 0..3 {
            self.harness.run_steps(2);
            if let Some(workspace) = self.harness.state_mut().workspace_mut() {
                workspace.settle(|_| {});
            }
        }
    }

    /// Drops a file on the window.
    pub(crate) fn drop_file(&mut self, path: &std::path::Path) {
        self.harness.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(path.to_owned())));
        self.rest();
    }

    pub(crate) fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.rest();
    }

    pub(crate) fn click_role(&mut self, role: Role, label: &str) {
        self.harness.get_by_role_and_label(role, label).click();
        self.rest();
    }

    pub(crate) fn type_into(&mut self, label: &str, text: &str) {
        self.harness.get_by_role_and_label(Role::TextInput, label).click();
        self.harness.run_steps(2);
        self.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        self.harness.run_steps(1);
        self.harness.get_by_role_and_label(Role::TextInput, label).type_text(text);
        self.rest();
    }

    pub(crate) fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.rest();
    }

    pub(crate) fn shows(&self, label: &str) -> bool {
        self.harness.query_all_by_label(label).next().is_some()
    }

    fn visits(&self) -> usize {
        let workspace = self.harness.state().workspace().unwrap();
        workspace.project().entry(self.first).unwrap().visits.len()
    }

    pub(crate) fn last_deed(&self) -> Deed {
        self.harness.state().workspace().unwrap().history().last().unwrap().deed
    }
}

#[test]
fn an_outfall_chosen_in_the_list_shows_its_card() {
    let mut window = Window::new(Lang::Zh);
    assert!(!window.shows("登记排查…"));

    window.click("001号排污口");

    assert!(window.shows("登记排查…"));
    assert!(window.shows("溯源·未溯源"));

    window.click("关闭卡片");
    assert!(!window.shows("登记排查…"));
}

#[test]
fn the_language_changes_at_any_time() {
    let mut window = Window::new(Lang::Zh);
    window.click("001号排污口");
    assert!(window.shows("进度"));

    window.click("中文 / English");

    assert!(window.shows("Progress"));
    assert!(window.shows("Record a visit…"));
    assert!(!window.shows("进度"));
}

#[test]
fn a_visit_is_recorded_through_its_form_and_taken_back() {
    let mut window = Window::new(Lang::Zh);
    window.click("001号排污口");
    window.click("登记排查…");

    window.click("保存");
    assert_eq!(window.visits(), 0, "a form that lacks something is not kept");

    window.click_role(Role::ComboBox, "是否排污口");
    window.click_role(Role::Button, "是");
    window.click_role(Role::ComboBox, "手段");
    window.click("人工徒步");
    window.type_into("人员", "张三、李四");
    assert!(window.shows("可以保存"));
    window.click("保存");

    let workspace = window.harness.state().workspace().unwrap();
    let visit = workspace.project().entry(window.first).unwrap().visits[0].clone();
    assert_eq!(visit.verdict, Some(Verdict::Yes));
    assert_eq!(visit.means, Some(SurveyMeans::OnFoot));
    assert_eq!(visit.crew, "张三、李四");
    assert!(window.shows("排查·已排查"));

    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.visits(), 0);
    assert_eq!(window.last_deed(), Deed::Undo);
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(window.visits(), 1);
}

#[test]
fn a_form_that_is_left_half_filled_in_goes_on_later() {
    let mut window = Window::new(Lang::Zh);
    window.click("001号排污口");
    window.click("登记排查…");
    window.type_into("人员", "张三、李四");

    window.click("002号排污口");
    assert!(window.shows("登记排查…"), "the other outfall has no draft");
    window.click("001号排污口");
    window.click("登记排查（草稿）…");

    let crew = window.harness.get_by_role_and_label(Role::TextInput, "人员");
    assert_eq!(crew.value().as_deref(), Some("张三、李四"));
    window.click("留作草稿");
    assert!(window.shows("登记排查（草稿）…"), "no way out throws the draft away");
    window.click("登记排查（草稿）…");
    window.click("放弃草稿");
    assert!(window.shows("登记排查…"), "but asking for it does");
}

#[test]
fn a_new_outfall_is_entered_by_hand() {
    let mut window = Window::new(Lang::Zh);
    window.click("新增排污口…");

    window.type_into("名称", "手工新增排污口");
    window.click("保存");

    assert_eq!(window.last_deed(), Deed::AddOutfall);
    assert!(window.shows("手工新增排污口"));
}

#[test]
fn a_number_opens_to_the_outfalls_behind_it() {
    let mut window = Window::new(Lang::Zh);
    window.press(Modifiers::COMMAND, Key::Num2);
    assert!(window.shows("忻府区 底数 2"));

    window.click("忻府区 底数 2");

    assert!(window.shows("001号排污口"), "the list is back");
    window.click("显示全部");
    assert!(!window.shows("显示全部"));
}

#[test]
fn the_list_is_filtered_by_what_is_typed() {
    let mut window = Window::new(Lang::Zh);

    window.type_into("筛选排污口", "002");

    assert!(window.shows("002号排污口"));
    assert!(!window.shows("001号排污口"));
}

#[test]
fn the_history_says_what_was_done() {
    let mut window = Window::new(Lang::En);
    window.press(Modifiers::COMMAND, Key::Num3);
    assert!(window.shows("Add an outfall·002号排污口"));

    window.click("Undo");

    let workspace = window.harness.state().workspace().unwrap();
    assert_eq!(workspace.project().entries().len(), 1);
}

#[test]
fn targets_are_changed_in_the_settings() {
    let mut window = Window::new(Lang::Zh);
    window.press(Modifiers::COMMAND, Key::Num2);
    window.click("目标…");

    window.type_into("溯源率目标", "85");
    window.click("保存");

    let workspace = window.harness.state().workspace().unwrap();
    assert_eq!(workspace.project().settings().trace_target, 85);
}

#[test]
fn a_picture_of_the_map_is_exported_in_the_chosen_format() {
    let mut window = Window::new(Lang::En);
    let pdf = window.folder.path().join("outfalls.pdf");
    window.press(Modifiers::COMMAND, Key::P);
    assert!(window.shows("Export picture") && window.shows("Pixels: for documents, web pages and slides"));

    window.click_role(Role::RadioButton, "PDF");
    window.type_into("Save to", pdf.to_str().unwrap());
    window.type_into("Title", "Outfalls of Xinfu");
    window.click("Export");

    let file = std::fs::read(&pdf).unwrap();
    // A4 on its long side, in points.
    assert!(String::from_utf8_lossy(&file).contains("/MediaBox[0 0 841.92 595.2]"));
    assert!(window.shows(&format!("Wrote the picture: {}", pdf.display())));
}

#[test]
fn a_picture_can_not_be_named_like_another_format() {
    let mut window = Window::new(Lang::En);
    window.press(Modifiers::COMMAND, Key::P);

    window.type_into("Save to", "map.bmp");
    window.click("Export");

    assert!(window.shows("The name does not end like the format"));
}

#[test]
fn a_window_without_a_project_offers_three_ways_to_begin() {
    let mut harness = Harness::builder()
        .with_size(Vec2::new(960.0, 600.0))
        .build_eframe(|cc| Gui::new(&cc.egui_ctx, Lang::En));
    harness.run_steps(2);
    for way in ["Open the example", "New project", "Open a project"] {
        assert!(harness.query_all_by_label(way).next().is_some(), "{way}");
    }
}
