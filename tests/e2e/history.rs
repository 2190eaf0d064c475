//! What was done to an outfall, and how mistakes are put right without a record being lost.

use eframe::egui::accesskit::Role as Widget;
use egui_kittest::kittest::Queryable as _;
use jiff::civil::date;
use paikou::{
    app::{Action, CorrectRequest, Problem, new_id},
    domain::{
        RecordId,
        fact::{Photo, RegisterChange, RegisterEvent, SurveyMeans, Verdict, Visit},
        op::Deed,
        project::{Change, Entry, RecordKind},
        role::{Author, Role},
        stage::{RegisterState, Standing},
        timeline::Moment,
    },
    i18n::Lang,
};

use crate::{
    support::{Desk, TODAY, paikou, printed},
    window::Window,
};

fn visit(outfall: RecordId, verdict: Verdict) -> Visit {
    Visit {
        id: new_id(),
        outfall,
        on: Some(date(2026, 4, 2)),
        means: Some(SurveyMeans::OnFoot),
        crew: "张三、李四".to_owned(),
        verdict: Some(verdict),
        ..Visit::default()
    }
}

fn correct(outfall: RecordId, wrong: RecordId, right: Option<Visit>, reason: &str) -> Action {
    Action::Correct(CorrectRequest {
        outfall,
        kind: RecordKind::Visit,
        wrong,
        records: right.into_iter().map(Into::into).collect(),
        reason: reason.to_owned(),
    })
}

impl Desk {
    fn entry(&self, id: RecordId) -> &Entry {
        self.workspace.project().entry(id).unwrap()
    }

    fn register(&self, id: RecordId) -> RegisterState {
        Standing::of(self.workspace.project(), self.entry(id), TODAY).register.state
    }

    fn timeline(&mut self, id: RecordId) -> Vec<Moment> {
        assert!(self.workspace.timeline(id).is_none_or(|it| !it.is_empty()));
        self.workspace.settle(|_| {});
        self.workspace.timeline(id).unwrap().to_vec()
    }
}

/// An outfall that is on the register only because of a visit.
fn doubtful(desk: &mut Desk) -> RecordId {
    let outfall = desk.outfall("001");
    let mut entry = desk.entry(outfall).outfall.clone();
    entry.confirmed_on = None;
    desk.does(Action::EditOutfall(entry));
    outfall
}

#[test]
fn a_visit_with_the_wrong_verdict_is_corrected_and_the_state_follows_there_and_back() {
    let mut desk = Desk::new();
    let outfall = doubtful(&mut desk);
    let wrong = visit(outfall, Verdict::Yes);
    desk.records(outfall, vec![wrong.clone().into()]);
    let photo = Photo { id: new_id(), outfall, fact: Some(wrong.id), ..Photo::default() };
    let file = desk.folder.path().join("photo.jpg");
    std::fs::write(&file, b"\xff\xd8\xff photo").unwrap();
    desk.does(Action::Record { outfall, records: Vec::new(), photos: vec![(photo, file)] });
    let before = (desk.entry(outfall).clone(), desk.register(outfall));

    let right = visit(outfall, Verdict::No);
    desk.does(correct(outfall, wrong.id, Some(right.clone()), "看错了"));

    let entry = desk.entry(outfall);
    assert_eq!(entry.visits, std::slice::from_ref(&right));
    assert!(entry.is_replaced(wrong.id));
    assert_eq!(
        entry.photos[0].fact,
        Some(right.id),
        "what documents the wrong record documents the right one"
    );
    let correction = &entry.corrections[0];
    assert_eq!(
        (correction.wrong, correction.right, &*correction.reason),
        (wrong.id, Some(right.id), "看错了")
    );
    assert_ne!(desk.register(outfall), before.1);

    let mut desk = desk.reopen();
    assert_eq!(desk.entry(outfall).visits, [right], "the file says the same");
    desk.does(Action::Undo);
    assert_eq!((desk.entry(outfall).clone(), desk.register(outfall)), before);
    desk.does(Action::Redo);
    assert_ne!(desk.register(outfall), before.1);

    let home = tempfile::tempdir().unwrap();
    let path = desk.path();
    drop(desk.workspace);
    printed(&paikou(home.path(), &["verify", path.to_str().unwrap()]), 0);
}

#[test]
fn a_correction_says_why_and_of_what_stands() {
    let mut desk = Desk::new();
    let outfall = desk.outfall("001");
    let wrong = visit(outfall, Verdict::Yes);
    desk.records(outfall, vec![wrong.clone().into()]);
    let steps = desk.workspace.history().len();

    let problem = desk.fails(correct(outfall, wrong.id, None, "  "));
    assert!(matches!(problem, Problem::NoReason), "{problem}");
    let gate =
        desk.fails(correct(outfall, wrong.id, Some(Visit { crew: String::new(), ..wrong.clone() }), "x"));
    assert!(matches!(gate, Problem::GateClosed { .. }), "{gate}");
    assert_eq!(desk.workspace.history().len(), steps);

    desk.does(correct(outfall, wrong.id, None, "记错了排污口"));
    let problem = desk.fails(correct(outfall, wrong.id, Some(visit(outfall, Verdict::No)), "x"));
    assert!(matches!(problem, Problem::CorrectedAlready), "{problem}");
    assert!(desk.entry(outfall).visits.is_empty());
    assert_eq!(desk.workspace.history().last().unwrap().deed, Deed::Correct);
}

#[test]
fn an_approval_is_withdrawn_by_a_supervisor_only() {
    let mut desk = Desk::new();
    let outfall = desk.outfall("001");
    let event = RegisterEvent {
        id: new_id(),
        outfall,
        on: Some(date(2026, 4, 2)),
        kind: Some(RegisterChange::Exclude),
        reason: "雨水口".to_owned(),
        ..RegisterEvent::default()
    };
    desk.records(outfall, vec![event.clone().into()]);
    let trace = paikou::domain::fact::Trace {
        id: new_id(),
        outfall,
        on: Some(date(2026, 4, 2)),
        outcome: Some(paikou::domain::fact::TraceOutcome::NotNeeded),
        reason: "雨水口".to_owned(),
        approver: "王局".to_owned(),
        document: "忻环〔2026〕1号".to_owned(),
        ..Default::default()
    };
    desk.records(outfall, vec![trace.clone().into()]);
    let withdraw = |kind, wrong| {
        Action::Correct(CorrectRequest {
            outfall,
            kind,
            wrong,
            records: Vec::new(),
            reason: "误判".to_owned(),
        })
    };
    let inspector = Author { name: "李工".to_owned(), role: Some(Role::Inspector), ..Author::default() };
    desk.does(Action::SetAuthor(inspector.clone()));

    desk.does(withdraw(RecordKind::RegisterEvent, event.id));
    let refused = desk.fails(withdraw(RecordKind::Trace, trace.id));
    assert!(matches!(refused, Problem::NotAllowed { needed: Role::Supervisor }), "{refused}");

    desk.does(Action::SetAuthor(Author { role: Some(Role::Supervisor), ..inspector }));
    desk.does(withdraw(RecordKind::Trace, trace.id));
    assert!(desk.entry(outfall).traces.is_empty() && desk.entry(outfall).register.is_empty());
}

#[test]
fn the_timeline_says_who_changed_what_and_what_was_taken_back() {
    let mut desk = Desk::new();
    let outfall = desk.outfall("001");
    let other = desk.outfall("002");
    let wang =
        Author { name: "王工".to_owned(), unit: "忻府区分局".to_owned(), role: Some(Role::Inspector) };
    desk.does(Action::SetAuthor(wang));
    let mut renamed = desk.entry(outfall).outfall.clone();
    renamed.name = "新名".to_owned();
    desk.does(Action::EditOutfall(renamed));
    desk.records(other, vec![visit(other, Verdict::Yes).into()]);
    desk.records(outfall, vec![visit(outfall, Verdict::Yes).into()]);
    desk.does(Action::Undo);

    let timeline = desk.timeline(outfall);

    let deeds: Vec<Deed> = timeline.iter().map(|it| it.step.deed).collect();
    assert_eq!(deeds, [Deed::AddOutfall, Deed::EditOutfall, Deed::RecordCheck, Deed::Undo]);
    let edit = &timeline[1];
    assert_eq!((&*edit.step.author, &*edit.step.unit), ("王工", "忻府区分局"));
    let [Change::Set { cells, .. }] = &edit.changes[..] else { panic!("{edit:?}") };
    assert_eq!(
        (&*cells[0].column, cells[0].old.as_text(), cells[0].new.as_text()),
        ("name", Some("001号排污口"), Some("新名"))
    );
    assert!(matches!(timeline[3].changes[..], [Change::Delete(_)]));

    let home = tempfile::tempdir().unwrap();
    let path = desk.path();
    drop(desk.workspace);
    let shown = paikou(home.path(), &["show", path.to_str().unwrap(), "001", "--json"]);
    let shown: serde_json::Value = serde_json::from_str(&printed(&shown, 0)).unwrap();
    let history = shown["history"].as_array().unwrap();
    assert_eq!(history.len(), 4);
    assert_eq!(history[1]["author"], "王工");
    assert_eq!(history[1]["changes"][0]["cells"]["name"][0], "001号排污口");
    assert_eq!(history[3]["deed"], "undo");
}

#[test]
fn a_record_is_corrected_in_a_form_that_asks_why_and_keeps_a_draft() {
    let mut desk = Desk::new();
    let outfall = desk.outfall("001");
    let wrong = visit(outfall, Verdict::Yes);
    desk.records(outfall, vec![wrong.clone().into()]);
    let mut window = Window::onto(desk, Lang::Zh);
    window.click("001号排污口");

    window.click("更正…·排查·2026-04-02");
    window.type_into("人员", "王五、赵六");
    window.click("保存");
    assert!(window.shows("写明更正原因"), "it is not kept without a reason");
    window.type_into("更正原因", "人员写错");
    window.click("留作草稿");
    assert!(window.shows("登记排查…"), "the draft is no new visit");
    window.click("更正…·排查·2026-04-02");
    let reason = window.harness.get_by_role_and_label(Widget::TextInput, "更正原因");
    assert_eq!(reason.value().as_deref(), Some("人员写错"));
    window.click("保存");

    let workspace = window.harness.state().workspace().unwrap();
    let entry = workspace.project().entry(outfall).unwrap();
    assert_eq!(entry.visits.iter().map(|it| &*it.crew).collect::<Vec<_>>(), ["王五、赵六"]);
    assert_eq!((entry.corrections[0].wrong, &*entry.corrections[0].reason), (wrong.id, "人员写错"));
    assert!(workspace.drafts().is_empty());
    assert_eq!(window.last_deed(), Deed::Correct);

    window.click("修改记录");
    assert!(window.shows("人员  张三、李四 → 王五、赵六"));
    window.click("更正…·排查·2026-04-02");
    window.type_into("更正原因", "记错了排污口");
    window.click("只作废原记录");
    let workspace = window.harness.state().workspace().unwrap();
    assert!(workspace.project().entry(outfall).unwrap().visits.is_empty());
}

#[test]
fn the_card_says_what_was_changed_and_brings_an_old_value_back() {
    let mut desk = Desk::new();
    let outfall = desk.outfall("001");
    let mut renamed = desk.entry(outfall).outfall.clone();
    renamed.name = "新名".to_owned();
    desk.does(Action::EditOutfall(renamed));
    let mut window = Window::onto(desk, Lang::Zh);
    window.click("新名");
    assert!(!window.shows("名称  001号排污口 → 新名"));

    window.click("修改记录");
    assert!(window.shows("名称  001号排污口 → 新名"));
    window.click("恢复名称：001号排污口");

    let workspace = window.harness.state().workspace().unwrap();
    assert_eq!(workspace.project().entry(outfall).unwrap().outfall.name, "001号排污口");
    assert!(window.shows("名称  新名 → 001号排污口"), "that is a change as well");
    assert!(!window.shows("恢复名称：001号排污口"), "there is nothing to restore any more");
}
