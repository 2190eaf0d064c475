//! Roles: approvals are a supervisor's, a viewer changes nothing, and every step says who it was.

use jiff::civil::date;
use paikou::{
    app::{Action, Problem, SaveState, new_id},
    domain::{
        RecordId,
        fact::{FixKind, Plan, Trace, TraceOutcome},
        role::{Author, Role},
    },
    i18n::Lang,
};

use crate::{
    support::{Desk, command, paikou, printed},
    window::Window,
};

fn author(role: Role) -> Author {
    Author { name: "李工".to_owned(), unit: "忻府区分局".to_owned(), role: Some(role) }
}

fn not_needed(outfall: RecordId) -> Trace {
    Trace {
        id: new_id(),
        outfall,
        on: Some(date(2026, 4, 2)),
        outcome: Some(TraceOutcome::NotNeeded),
        reason: "雨水口".to_owned(),
        approver: "王局".to_owned(),
        document: "忻环〔2026〕1号".to_owned(),
        ..Trace::default()
    }
}

fn record(outfall: RecordId, record: impl Into<paikou::domain::project::AnyRecord>) -> Action {
    Action::Record { outfall, records: vec![record.into()], photos: Vec::new() }
}

#[test]
fn an_approval_takes_a_supervisor_also_to_be_taken_back() {
    let mut desk = Desk::new();
    let outfall = desk.outfall("001");
    desk.does(Action::SetAuthor(author(Role::Inspector)));
    let needed = Problem::NotAllowed { needed: Role::Supervisor }.to_string();
    assert_eq!(desk.fails(record(outfall, not_needed(outfall))).to_string(), needed);

    let planned = Plan {
        id: new_id(),
        outfall,
        on: Some(date(2026, 5, 1)),
        kind: Some(FixKind::Regulate),
        measures: "建处理设施".to_owned(),
        lead: "区生态环境分局".to_owned(),
        deadline: Some(date(2026, 9, 30)),
        ..Plan::default()
    };
    desk.does(record(outfall, planned));
    desk.does(Action::SetAuthor(author(Role::Supervisor)));
    desk.does(record(outfall, not_needed(outfall)));
    let last = desk.workspace.history().last().unwrap().clone();
    assert_eq!((last.role, last.unit.as_str()), (Some(Role::Supervisor), "忻府区分局"));

    desk.does(Action::SetAuthor(author(Role::Inspector)));
    assert_eq!(desk.fails(Action::Undo).to_string(), needed);
    assert_eq!(desk.workspace.project().entry(outfall).unwrap().traces.len(), 1);

    let steps = desk.workspace.history().to_vec();
    let reopened = desk.reopen();
    assert_eq!(reopened.workspace.history(), steps);
}

#[test]
fn a_viewer_changes_nothing() {
    let mut desk = Desk::new();
    let outfall = desk.outfall("001");
    desk.does(Action::SetAuthor(author(Role::Viewer)));

    let problem =
        desk.fails(Action::EditOutfall(desk.workspace.project().entry(outfall).unwrap().outfall.clone()));

    assert!(matches!(problem, Problem::NotAllowed { needed: Role::Inspector }), "{problem}");
    assert!(desk.workspace.read_only());
    assert_eq!(desk.workspace.save_state(), SaveState::ReadOnly);
    desk.does(Action::SetAuthor(author(Role::Inspector)));
    assert!(!desk.workspace.read_only());
}

#[test]
fn the_command_line_takes_the_role_of_the_device() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::new();
    desk.outfall("XF-001");
    let (path, _folder) = (desk.path(), desk.folder);
    drop(desk.workspace);
    let fact = home.path().join("fact.json");
    std::fs::write(
        &fact,
        r#"{"on":"2026-04-02","outcome":"not_needed","reason":"雨水口","approver":"王局","document":"1号"}"#,
    )
    .unwrap();
    let arguments =
        ["--lang", "en", "record", path.to_str().unwrap(), "XF-001", "trace", fact.to_str().unwrap()];
    let device = home.path().join("config").join("paikou").join("device.json");
    std::fs::create_dir_all(device.parent().unwrap()).unwrap();
    let id = uuid::Uuid::from_u128(9);
    let is = |role: &str| {
        let kept = format!(r#"{{"id":"{id}","author":"李工","unit":"忻府区分局","role":"{role}"}}"#);
        std::fs::write(&device, kept).unwrap();
    };

    is("inspector");
    let refused = command(home.path(), &arguments).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("in the role of supervisor"));

    is("a role of later");
    assert_eq!(command(home.path(), &arguments).output().unwrap().status.code(), Some(2));

    is("supervisor");
    printed(&paikou(home.path(), &arguments), 0);
}

#[test]
fn a_form_says_who_must_approve_and_stays_a_draft() {
    let mut desk = Desk::new();
    desk.outfall("001");
    desk.does(Action::SetAuthor(author(Role::Inspector)));
    let mut window = Window::onto(desk, Lang::Zh);
    window.click("001号排污口");
    window.click("溯源·未溯源");
    window.click("登记溯源…");
    assert!(!window.shows("须由审核员办理，可先留作草稿"));

    window.click_role(eframe::egui::accesskit::Role::ComboBox, "结论");
    window.click("无需溯源");
    window.click("保存");

    let asked = "须由审核员办理，可先留作草稿";
    assert!(window.shows(asked));
    window.click("留作草稿");
    assert!(window.shows("登记溯源（草稿）…"));
    let workspace = window.harness.state().workspace().unwrap();
    assert_eq!(workspace.drafts().len(), 1);
    assert!(workspace.project().entries()[0].traces.is_empty());
}

#[test]
fn who_works_here_is_said_in_a_dialog() {
    let mut window = Window::new(Lang::En);
    window.click("Menu");
    window.click("Who works here…");
    window.type_into("Name", "Li");
    window.type_into("Unit", "County bureau");
    window.click("Supervisor");
    window.click("Save");

    let workspace = window.harness.state().workspace().unwrap();
    let wanted =
        Author { name: "Li".to_owned(), unit: "County bureau".to_owned(), role: Some(Role::Supervisor) };
    assert_eq!(*workspace.author(), wanted);
}
