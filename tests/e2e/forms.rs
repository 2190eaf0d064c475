//! Forms in the window: severities, problems that can be jumped to, lists that can be searched, the calculator of flows,
//! results as people write them, templates and tablet mode.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use paikou::{
    domain::fact::{OriGrade, Parameter, Qualifier, TraceMethod},
    i18n::Lang,
};

use crate::window::Window;

fn open(form: &str) -> Window {
    let mut window = Window::new(Lang::Zh);
    window.click("001号排污口");
    for stage in ["测·", "溯·"] {
        let stage = match (form, stage) {
            ("登记监测…", "测·") => "监测·未监测",
            ("登记溯源…", "溯·") => "溯源·未溯源",
            _ => continue,
        };
        window.click(stage);
    }
    window.click(form);
    window
}

fn choose(window: &mut Window, list: &str, entry: &str) {
    window.click_role(Role::ComboBox, list);
    window.click_role(Role::Button, entry);
}

#[test]
fn severities_are_chosen_by_their_words_and_propose_the_grade() {
    let mut window = open("登记排查…");
    choose(&mut window, "是否排污口", "是");
    choose(&mut window, "手段", "人工徒步");
    window.type_into("人员", "张三、李四");
    window.click("颜色 3 严重");
    window.click("气味 1 轻微");
    window.click("气味 1 轻微");
    window.click("保存");

    let workspace = window.harness.state().workspace().unwrap();
    let visit = workspace.project().entry(window.first).unwrap().visits[0].clone();
    assert_eq!((visit.colour, visit.odour, visit.grade), (Some(3), None, Some(OriGrade::Suspect)));
}

#[test]
fn a_problem_in_the_list_names_its_section_and_takes_the_cursor_there() {
    let mut window = open("登记排查…");
    window.click("收起 基本情况");
    assert!(window.harness.query_by_role_and_label(Role::TextInput, "人员").is_none());

    window.click("人员（基本情况）：至少两人");

    let crew = window.harness.get_by_role_and_label(Role::TextInput, "人员");
    assert!(crew.is_focused(), "the section is open again and the cursor is in the field");
}

#[test]
fn a_long_list_is_searched_by_the_initials_of_its_sounds() {
    let mut window = open("登记溯源…");
    window.click_role(Role::ComboBox, "溯源方法");
    window.harness.get_by_role_and_label(Role::TextInput, "查找：汉字或拼音首字母").type_text("rssz");
    window.rest();
    assert!(!window.shows("烟雾"));

    window.click_role(Role::Button, "染色示踪");
    choose(&mut window, "结论", "仍在溯源");
    window.click("保存");

    let workspace = window.harness.state().workspace().unwrap();
    let trace = workspace.project().entry(window.first).unwrap().traces[0].clone();
    assert_eq!(trace.method, Some(TraceMethod::Dye));
}

#[test]
fn a_flow_is_worked_out_and_results_are_typed_as_people_write_them() {
    let mut window = open("登记监测…");
    window.type_into("采样人员", "张三、李四");
    choose(&mut window, "测流方法", "容积法");
    window.click("计算");
    window.type_into("容积 L", "10");
    window.type_into("时间 s（可多次）", "4.9 5.1");
    window.click("填入");
    window.type_into("氨氮", "0.025L");
    window.type_into("化学需氧量", "many");
    window.click("保存");
    assert!(window.shows("监测结果：监测结果要有项目和数值"), "what can not be read blocks and says where");
    window.type_into("化学需氧量", "31");
    window.click("保存");

    let workspace = window.harness.state().workspace().unwrap();
    let entry = workspace.project().entry(window.first).unwrap();
    assert_eq!(entry.samples[0].flow_m3_d, Some(172.8));
    assert_eq!(entry.samples[0].flow_readings, "容积 L 10；时间 s 4.9 5.1");
    let ammonia = entry.results.iter().find(|it| it.parameter == Some(Parameter::AmmoniaN)).unwrap();
    assert_eq!((ammonia.qualifier, ammonia.value), (Some(Qualifier::Below), Some(0.025)));
    assert_eq!(entry.results.len(), 2, "what was offered and not measured is no result");
}

#[test]
fn a_doubt_is_told_and_stops_nobody() {
    let mut window = open("登记溯源…");
    choose(&mut window, "结论", "仍在溯源");
    window.type_into("统一社会信用代码", "911302006992296170");
    assert!(window.shows("统一社会信用代码（责任主体）：校验位不对，按前 17 位应为 X"));

    window.click("保存");

    let workspace = window.harness.state().workspace().unwrap();
    assert_eq!(workspace.project().entry(window.first).unwrap().traces.len(), 1);
}

#[test]
fn the_next_form_knows_the_crew_and_the_same_as_last_time_fills_the_rest() {
    let mut window = open("登记溯源…");
    choose(&mut window, "结论", "仍在溯源");
    window.type_into("溯源人员", "张三");
    window.type_into("污染源", "某厂");
    window.click("保存");
    window.click("登记溯源…");

    let value =
        |window: &Window, label: &str| window.harness.get_by_role_and_label(Role::TextInput, label).value();
    assert_eq!(value(&window, "溯源人员").as_deref(), Some("张三"));
    assert_eq!(value(&window, "污染源").as_deref(), Some(""));
    window.click("同上次");
    assert_eq!(value(&window, "污染源").as_deref(), Some("某厂"));
}

#[test]
fn a_template_is_kept_and_fills_another_form() {
    let mut window = open("登记溯源…");
    window.type_into("证据", "管网图");
    window.click("模板");
    window.harness.get_by_role_and_label(Role::TextInput, "模板名称").click();
    window.rest();
    window.harness.get_by_role_and_label(Role::TextInput, "模板名称").type_text("常规");
    window.rest();
    window.click("把现在填的存为模板");
    window.click("放弃草稿");
    window.click("登记溯源…");
    window.click("模板");
    window.click("常规");

    let evidence = window.harness.get_by_role_and_label(Role::TextInput, "证据");
    assert_eq!(evidence.value().as_deref(), Some("管网图"));
}

#[test]
fn in_tablet_mode_controls_are_as_large_as_a_finger() {
    let mut window = open("登记排查…");
    let height =
        |window: &Window, role, label| window.harness.get_by_role_and_label(role, label).rect().height();
    assert!(height(&window, Role::TextInput, "人员") < 40.0);

    window.press(Modifiers::COMMAND | Modifiers::ALT, Key::T);

    for (role, label) in [
        (Role::TextInput, "人员"),
        (Role::ComboBox, "手段"),
        (Role::RadioButton, "颜色 1 轻微"),
        (Role::Button, "保存"),
        (Role::Button, "收起 基本情况"),
        (Role::Button, "人员（基本情况）：至少两人"),
    ] {
        let height = height(&window, role, label);
        assert!(height >= 44.0, "{label}: {height}");
    }
}
