//! Nothing typed is lost: every way out of a form keeps it, and the list of unfinished forms has it again.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    process::{Command, Stdio},
};

use eframe::{
    App as _,
    egui::{Event, ImeEvent, Key, Modifiers, PointerButton, Vec2, accesskit::Role, vec2},
};
use egui_kittest::kittest::Queryable as _;
use paikou::{
    app::{Action, Problem, Workspace, new_id},
    domain::{
        RecordId, Value,
        draft::{Draft, DraftKey, Filled},
        fact::Visit,
        project::RecordKind,
    },
    i18n::Lang,
};

use crate::{
    support::{Desk, env},
    window::Window,
};

/// Says to the test that it runs in a process of its own, with a home folder of its own.
const ALONE: &str = "PAIKOU_TEST_ALONE";
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
const TYPED: &str = "张三、李四";

/// A name, and how the form is left.
type Way = (&'static str, fn(Window));

/// Ways out of the form on the card, into which was typed in the frame before.
const FROM_THE_CARD: &[Way] = &[
    ("the button that keeps it as a draft", |mut it| it.click("留作草稿")),
    ("the cross of the form", |mut it| it.click("关闭表单")),
    ("Esc", |mut it| (0..3).for_each(|_| it.press(Modifiers::NONE, Key::Escape))),
    ("the cross of the card", |mut it| it.click("关闭卡片")),
    ("another outfall in the list", |mut it| it.click("002号排污口")),
    ("another stage", |mut it| it.click("溯源·未溯源")),
    ("another form", |mut it| {
        it.click("关闭表单");
        it.click("变更台账状态…");
    }),
    ("the progress", |mut it| it.press(Modifiers::COMMAND, Key::Num2)),
    ("the history", |mut it| it.press(Modifiers::COMMAND, Key::Num3)),
    ("a search", |mut it| {
        it.type_into("查找", "002");
        it.press(Modifiers::NONE, Key::Enter);
    }),
    ("hiding the panels", |mut it| it.press(Modifiers::COMMAND, Key::Tab)),
    ("a click on the empty map", |mut it| it.click_map_at(vec2(-120.0, -120.0))),
    ("a click on outfalls on the map", |mut it| it.click_map_at(Vec2::ZERO)),
    ("selecting none", |mut it| it.press(CTRL_SHIFT, Key::A)),
    ("a dialog over it", |mut it| {
        it.press(Modifiers::COMMAND, Key::O);
        it.press(Modifiers::NONE, Key::Escape);
    }),
    ("another project", |mut it| {
        let other = it.folder.path().join("另一个.gpkg");
        drop(Workspace::create(&other, "另一个", env()).unwrap());
        it.press(Modifiers::COMMAND, Key::O);
        it.type_into("项目文件", other.to_str().unwrap());
        it.click("打开");
    }),
    ("a new project", |mut it| {
        it.press(Modifiers::COMMAND, Key::N);
        it.type_into("项目名称", "新的");
        let new = it.folder.path().join("新的.gpkg");
        it.type_into("项目文件", new.to_str().unwrap());
        it.click("新建");
    }),
    ("closing the window", |mut it| it.harness.state_mut().on_exit(None)),
    ("quitting at once", drop),
    ("a crash of the window", |it| {
        let crash = catch_unwind(AssertUnwindSafe(move || {
            let _window = it;
            std::panic::resume_unwind(Box::new("a crash"));
        }));
        assert!(crash.is_err());
    }),
    ("another language", |mut it| it.click("中文 / English")),
    ("another theme", |mut it| it.click("浅色界面")),
    ("the style panel in its place", |mut it| it.press(Modifiers::NONE, Key::F7)),
    ("taking the outfall back that it is about", |mut it| {
        it.press(Modifiers::NONE, Key::Escape);
        (0..2).for_each(|_| it.press(Modifiers::COMMAND, Key::Z));
        assert_eq!(it.harness.state().workspace().unwrap().project().entries().len(), 0);
    }),
    ("another window in front", |mut it| {
        it.harness.event(Event::WindowFocused(false));
        it.rest();
    }),
    ("the next field", |mut it| it.press(Modifiers::NONE, Key::Tab)),
    ("moving the outfall", |mut it| {
        it.press(Modifiers::NONE, Key::Escape);
        it.press(Modifiers::NONE, Key::M);
    }),
    ("saving, while something is missing", |mut it| it.click("保存")),
    ("the list of unfinished forms", |mut it| it.press(CTRL_SHIFT, Key::D)),
    ("who works here", |mut it| {
        it.click("菜单");
        it.click("本机使用者…");
        it.click("查看者");
        it.harness.query_all_by_role_and_label(Role::Button, "保存").last().unwrap().click();
        it.rest();
    }),
    ("an input method in the middle of a word", |mut it| {
        it.composes("wang");
        it.click("关闭卡片");
    }),
];

/// Ways out of the dialog for a new outfall.
const FROM_THE_DIALOG: &[Way] = &[
    ("Esc in the dialog", |mut it| it.press(Modifiers::NONE, Key::Escape)),
    ("cancelling the dialog", |mut it| it.click("取消")),
    ("the cross of the dialog", |mut it| it.click("关闭")),
    ("a click beside the dialog", |mut it| it.click_at(vec2(20.0, 400.0))),
    ("another dialog in its place", |mut it| it.press(CTRL_SHIFT, Key::D)),
    ("quitting with the dialog open", drop),
];

impl Window {
    fn click_at(&mut self, at: Vec2) {
        let pos = at.to_pos2();
        self.harness.hover_at(pos);
        self.harness.run_steps(2);
        for pressed in [true, false] {
            let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
            self.harness.event(Event::PointerButton { pos, button, pressed, modifiers });
            self.harness.run_steps(1);
        }
        self.rest();
    }

    fn click_map_at(&mut self, offset: Vec2) {
        let middle = self.harness.get_by_label("地图画面").rect().center();
        self.click_at(middle.to_vec2() + offset);
    }

    /// The input method shows what it is composing.
    fn composes(&mut self, text: &str) {
        let preedit = ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None };
        self.harness.event(Event::Ime(preedit));
        self.harness.run_steps(1);
    }

    /// Types into a field, and lets no more time go by than it takes.
    fn begins(&mut self, label: &str, text: &str) {
        self.harness.get_by_role_and_label(Role::TextInput, label).focus();
        self.harness.run_steps(2);
        self.harness.event(Event::Text(text.to_owned()));
        self.harness.run_steps(2);
    }

    fn text_in(&self, label: &str) -> String {
        self.harness.get_by_role_and_label(Role::TextInput, label).value().unwrap_or_default()
    }

    fn drafts(&self) -> Vec<Draft> {
        let workspace = self.harness.state().workspace().unwrap();
        workspace.drafts().into_iter().cloned().collect()
    }
}

/// A window in which frames follow each other faster than drafts are kept by the clock.
fn hurried() -> (Window, std::path::PathBuf, RecordId) {
    let mut desk = Desk::new();
    let first = desk.outfall("001");
    desk.outfall("002");
    let path = desk.path();
    (Window::paced(desk, Lang::Zh, 0.004), path, first)
}

fn a_form_is_half_filled_in() -> (Window, std::path::PathBuf, RecordId) {
    let (mut window, path, first) = hurried();
    window.click("001号排污口");
    window.click("登记排查…");
    window.begins("人员", TYPED);
    assert!(window.drafts().is_empty(), "it is not the clock that keeps it");
    (window, path, first)
}

/// The one draft that is in the file afterwards.
fn kept(folder: &tempfile::TempDir, way: &str) -> (Workspace, Draft) {
    let workspace = Workspace::open(&folder.path().join("项目.gpkg"), env()).unwrap();
    let drafts: Vec<Draft> = workspace.drafts().into_iter().cloned().collect();
    assert_eq!(drafts.len(), 1, "{way}");
    (workspace, drafts.into_iter().next().unwrap())
}

fn try_every_way() -> usize {
    for (name, leave) in FROM_THE_CARD {
        let (mut window, _, first) = a_form_is_half_filled_in();
        // The window takes its folder along when it goes.
        let folder = std::mem::replace(&mut window.folder, tempfile::tempdir().unwrap());
        leave(window);
        let (workspace, draft) = kept(&folder, name);
        assert_eq!((draft.outfall, draft.key.kind), (first, RecordKind::Visit), "{name}");
        assert_eq!(draft.filled.cells["crew"], Value::text(TYPED), "{name}");
        let visits = workspace.project().entries().iter().map(|it| it.visits.len()).sum::<usize>();
        assert_eq!(visits, 0, "{name}");
    }
    for (name, leave) in FROM_THE_DIALOG {
        let (mut window, _, _) = hurried();
        window.click("新增排污口…");
        window.begins("名称", TYPED);
        let folder = std::mem::replace(&mut window.folder, tempfile::tempdir().unwrap());
        leave(window);
        let (workspace, draft) = kept(&folder, name);
        assert_eq!((draft.outfall, draft.key.kind), (draft.key.record, RecordKind::Outfall), "{name}");
        assert_eq!(draft.filled.cells["name"], Value::text(TYPED), "{name}");
        assert_eq!(workspace.project().entries().len(), 2, "{name}");
    }
    FROM_THE_CARD.len() + FROM_THE_DIALOG.len()
}

#[test]
fn every_way_out_of_a_form_keeps_it_and_none_records_it() {
    if std::env::var_os(ALONE).is_some() {
        let ways = try_every_way();
        eprintln!("{ways} of {ways} ways out keep what is typed");
        return;
    }
    // In a process of its own: opening another project reads who works on this device.
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--nocapture", "drafts::every_way_out_of_a_form_keeps_it_and_none_records_it"])
        .env(ALONE, "1")
        .env("HOME", home.path())
        .env("XDG_CONFIG_HOME", home.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let figure = said.lines().find(|line| line.ends_with("ways out keep what is typed"));
    eprintln!("{}", figure.unwrap());
    assert!(FROM_THE_CARD.len() + FROM_THE_DIALOG.len() >= 25);
}

#[test]
fn an_unfinished_form_is_listed_at_the_start_and_gone_on_with() {
    let (window, path, first) = a_form_is_half_filled_in();
    let Window { harness, folder, .. } = window;
    drop(harness);

    let desk = Desk { workspace: Workspace::open(&path, env()).unwrap(), folder };
    let mut window = Window { first, ..Window::onto(desk, Lang::Zh) };
    assert!(window.shows("1 份未完成的表单"));
    window.click("登记排查·001号排污口");
    assert_eq!(window.text_in("人员"), TYPED);

    window.click_role(Role::ComboBox, "是否排污口");
    window.click_role(Role::Button, "是");
    window.click_role(Role::ComboBox, "手段");
    window.click("人工徒步");
    window.click("保存");

    let workspace = window.harness.state().workspace().unwrap();
    assert_eq!(workspace.project().entry(first).unwrap().visits[0].crew, TYPED);
    assert!(workspace.drafts().is_empty());
    drop(window.harness);
    assert!(Workspace::open(&path, env()).unwrap().drafts().is_empty());
}

#[test]
fn a_discarded_form_can_be_taken_back_from_the_list() {
    let (mut window, _, _) = a_form_is_half_filled_in();
    window.click("放弃草稿");
    assert!(window.drafts().is_empty() && window.shows("登记排查…"));

    window.press(CTRL_SHIFT, Key::D);
    assert!(window.shows("没有未完成的表单"));
    window.click("找回");
    assert_eq!(window.drafts().len(), 1);
    window.click("放弃草稿·登记排查·001号排污口");
    assert!(window.drafts().is_empty());
    window.click("找回");
    window.click("登记排查·001号排污口");

    assert_eq!(window.text_in("人员"), TYPED);
}

#[test]
fn a_form_that_is_open_is_discarded_and_gone_on_with_through_the_list_too() {
    let (mut window, _, _) = a_form_is_half_filled_in();
    window.press(CTRL_SHIFT, Key::D);
    window.press(Modifiers::NONE, Key::Escape);
    window.begins("人员", "、王五");
    window.press(CTRL_SHIFT, Key::D);
    window.click("登记排查·001号排污口");
    assert_eq!(window.text_in("人员").chars().count(), "张三、李四、王五".chars().count());

    window.press(CTRL_SHIFT, Key::D);
    window.click("放弃草稿·登记排查·001号排污口");
    window.press(Modifiers::NONE, Key::Escape);

    assert!(window.drafts().is_empty() && window.shows("登记排查…"), "its form is closed");
}

#[test]
fn a_choice_that_was_taken_back_leaves_no_draft() {
    let (mut window, _, _) = hurried();
    window.click("001号排污口");
    window.click("登记排查…");
    window.click_role(Role::ComboBox, "是否排污口");
    window.click_role(Role::Button, "（不填）");
    window.click("留作草稿");

    assert!(window.drafts().is_empty());
}

#[test]
fn a_new_outfall_that_was_left_half_filled_in_is_gone_on_with() {
    let (mut window, _, _) = hurried();
    window.click("新增排污口…");
    window.begins("名称", "三号口");
    window.press(Modifiers::NONE, Key::Escape);

    window.press(CTRL_SHIFT, Key::D);
    window.click("新增排污口·三号口");
    window.click("保存");

    let workspace = window.harness.state().workspace().unwrap();
    let last = workspace.project().entries().last().unwrap();
    assert_eq!(last.outfall.name, "三号口");
    assert!(workspace.drafts().is_empty());
}

#[test]
fn a_form_that_could_not_be_saved_comes_back_and_is_a_draft() {
    let (mut window, path, _) = hurried();
    window.click("001号排污口");
    window.click("更多操作");
    window.click("添加照片或附件…");
    window.begins("文件", "/没有/这张.jpg");
    window.click_role(Role::ComboBox, "类别");
    window.click("远景");
    window.click("保存");

    assert_eq!(window.text_in("文件"), "/没有/这张.jpg");
    assert_eq!(window.drafts()[0].filled.files, ["/没有/这张.jpg"]);
    drop(window.harness);
    assert_eq!(Workspace::open(&path, env()).unwrap().drafts().len(), 1);
}

#[test]
fn what_an_input_method_is_composing_is_neither_disturbed_nor_kept() {
    let mut desk = Desk::new();
    desk.outfall("001");
    let mut window = Window::onto(desk, Lang::Zh);
    window.click("001号排污口");
    window.click("登记排查…");
    window.begins("人员", "张三、");
    let kept = |window: &Window| window.drafts()[0].filled.cells["crew"].clone();

    for letters in ["l", "li", "li'si"] {
        window.composes(letters);
        // Long enough for the draft to be kept, more than once.
        window.harness.run_steps(8);
        window.harness.state_mut().workspace_mut().unwrap().settle(|_| {});
        assert_eq!(window.text_in("人员"), format!("张三、{letters}"), "the composition goes on");
        assert_eq!(kept(&window), Value::text("张三、"));
    }
    window.harness.event(Event::Ime(ImeEvent::Commit("李四".to_owned())));
    window.rest();

    assert_eq!(window.text_in("人员"), TYPED);
    assert_eq!(kept(&window), Value::text(TYPED));
}

#[test]
fn somebody_who_types_on_and_on_is_saved_meanwhile() {
    let mut desk = Desk::new();
    desk.outfall("001");
    let mut window = Window::paced(desk, Lang::Zh, 0.1);
    window.click("001号排污口");
    window.click("登记排查…");
    window.begins("人员", "一");
    let mut behind = 0;
    for _ in 0..40 {
        window.harness.event(Event::Text("二".to_owned()));
        window.harness.run_steps(1);
        window.harness.state_mut().workspace_mut().unwrap().settle(|_| {});
        let typed = window.text_in("人员").chars().count();
        let kept =
            window.drafts().first().and_then(|it| Some(it.filled.cells["crew"].as_text()?.chars().count()));
        behind = behind.max(typed - kept.unwrap_or_default());
    }

    assert!(behind <= 10, "{behind} keys of a tenth of a second each are not kept");
}

fn draft(outfall: RecordId) -> Draft {
    Draft {
        key: DraftKey { record: new_id(), kind: RecordKind::Visit },
        outfall,
        edits: false,
        filled: Filled { cells: [("note".to_owned(), Value::text("油"))].into(), ..Filled::default() },
        created_ms: 0,
        changed_ms: 0,
        discarded_ms: None,
    }
}

#[test]
fn a_draft_is_no_step_and_goes_with_the_one_that_keeps_its_record() {
    let mut desk = Desk::new();
    let outfall = desk.outfall("001");
    let draft = draft(outfall);
    let steps = desk.workspace.history().len();
    desk.does(Action::KeepDraft(Box::new(draft.clone())));
    assert_eq!(desk.workspace.history().len(), steps);
    assert!(desk.workspace.drafts()[0].created_ms > 0);

    let unproven = Visit { id: draft.key.record, outfall, ..Visit::default() };
    let record = Action::Record { outfall, records: vec![unproven.into()], photos: vec![] };
    let problem = desk.fails(Action::Finish(draft.key, Box::new(record)));
    assert!(matches!(problem, Problem::GateClosed { .. }));
    assert_eq!(desk.workspace.drafts().len(), 1, "what could not be recorded is still a draft");

    let entry = desk.workspace.project().entry(outfall).unwrap().outfall.clone();
    desk.does(Action::Finish(draft.key, Box::new(Action::EditOutfall(entry))));
    assert!(desk.workspace.drafts().is_empty(), "nothing was to be changed, and the form is done");
    assert!(desk.reopen().workspace.drafts().is_empty());
}
