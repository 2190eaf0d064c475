//! Users' stories: files in, five stages recorded, numbers out, undone and done again.

use jiff::civil::date;
use paikou::{
    app::{Action, ExportKind, ExportRequest, ImportKind, ImportRequest, Notice, Problem, SaveState, new_id},
    domain::{
        RecordId,
        fact::{
            Acceptance, AcceptanceStep, EntityKind, FixKind, Frequency, LabResult, LimitProfile, Milestone,
            Parameter, Photo, PhotoSlot, Plan, ProgressNote, Qualifier, RegisterChange, RegisterEvent,
            Sample, SampleKind, SewageType, Signboard, SurveyMeans, Trace, TraceMethod, TraceOutcome, Upkeep,
            Verdict, Visit,
        },
        layer::LayerKind,
        progress::{Count, Grouping, Snapshot},
        stage::{FixState, ManageState, MeasureState, Missing, RegisterState, Standing, TraceState},
    },
    i18n::Lang,
    storage::Store,
};

use crate::support::{Desk, TODAY, env, sample};

fn standing(desk: &mut Desk, outfall: RecordId) -> Standing {
    let project = desk.workspace.project();
    Standing::of(project, project.entry(outfall).unwrap(), TODAY)
}

fn visit(outfall: RecordId) -> Visit {
    Visit {
        id: new_id(),
        outfall,
        on: Some(date(2026, 3, 10)),
        means: Some(SurveyMeans::OnFoot),
        crew: "张三、李四".to_owned(),
        verdict: Some(Verdict::Yes),
        flowing: Some(true),
        ..Visit::default()
    }
}

fn sample_with_cod(outfall: RecordId, on: jiff::civil::Date, cod: f64) -> (Sample, LabResult) {
    let sample = Sample {
        id: new_id(),
        outfall,
        on: Some(on),
        kind: Some(SampleKind::Supervision),
        samplers: "张三、李四".to_owned(),
        standard: Some(LimitProfile::ShanxiV),
        ..Sample::default()
    };
    let result = LabResult {
        id: new_id(),
        sample: sample.id,
        parameter: Some(Parameter::Cod),
        qualifier: Some(Qualifier::Equal),
        value: Some(cod),
        ..LabResult::default()
    };
    (sample, result)
}

fn found(outfall: RecordId) -> Trace {
    Trace {
        id: new_id(),
        outfall,
        on: Some(date(2026, 4, 2)),
        method: Some(TraceMethod::Dye),
        outcome: Some(TraceOutcome::Found),
        tracer: "王五".to_owned(),
        reviewer: "赵六".to_owned(),
        source: "某洗煤厂".to_owned(),
        sewage_type: Some(SewageType::Industrial),
        entity: "某煤业有限公司".to_owned(),
        entity_kind: Some(EntityKind::Company),
        credit_code: "91130200699229617X".to_owned(),
        evidence: "染色示踪录像".to_owned(),
        ..Trace::default()
    }
}

#[test]
fn an_outfall_goes_through_all_five_stages_and_every_state_is_proven() {
    let mut desk = Desk::new();
    let id = desk.outfall("XF-001");
    let picture = desk.folder.path().join("mouth.jpg");
    std::fs::write(&picture, [0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]).unwrap();

    desk.records(id, vec![visit(id).into()]);
    let (taken, cod) = sample_with_cod(id, date(2026, 3, 12), 95.0);
    desk.records(id, vec![taken.into(), cod.into()]);
    assert_eq!(standing(&mut desk, id).measure, MeasureState::Exceeding);
    desk.records(id, vec![found(id).into()]);
    assert_eq!(standing(&mut desk, id).trace.state, TraceState::Traced);

    let plan = Plan {
        id: new_id(),
        outfall: id,
        on: Some(date(2026, 5, 1)),
        kind: Some(FixKind::Regulate),
        measures: "建处理设施".to_owned(),
        lead: "区生态环境分局".to_owned(),
        deadline: Some(date(2026, 9, 30)),
        ..Plan::default()
    };
    let note = |on, milestone| ProgressNote {
        id: new_id(),
        outfall: id,
        on: Some(on),
        milestone: Some(milestone),
        ..ProgressNote::default()
    };
    desk.records(id, vec![plan.into(), note(date(2026, 6, 1), Milestone::Started).into()]);
    assert_eq!(standing(&mut desk, id).fix.state, FixState::Underway);
    desk.records(id, vec![note(date(2026, 8, 20), Milestone::Finished).into()]);

    let accepted = |step, on, document: &str| Acceptance {
        id: new_id(),
        outfall: id,
        on: Some(on),
        step: Some(step),
        by: "忻州市生态环境局".to_owned(),
        document: document.to_owned(),
        ..Acceptance::default()
    };
    let city = accepted(AcceptanceStep::City, date(2026, 9, 20), "忻环函〔2026〕7号");
    let too_early =
        desk.fails(Action::Record { outfall: id, records: vec![city.clone().into()], photos: vec![] });
    let Problem::GateClosed { missing, .. } = too_early else { panic!("{too_early:?}") };
    assert!(missing.contains(&Missing::AfterPhoto) && missing.contains(&Missing::CleanProof), "{missing:?}");

    let photo =
        |slot, on| Photo { id: new_id(), outfall: id, on: Some(on), slot: Some(slot), ..Photo::default() };
    let photos = vec![
        (photo(PhotoSlot::Before, date(2026, 5, 1)), picture.clone()),
        (photo(PhotoSlot::After, date(2026, 8, 25)), picture),
    ];
    desk.does(Action::Record { outfall: id, records: vec![], photos });
    let (taken, cod) = sample_with_cod(id, date(2026, 9, 1), 31.0);
    let upkeep = Upkeep {
        id: new_id(),
        outfall: id,
        on: Some(date(2026, 9, 1)),
        signboard: Some(Signboard::Good),
        monitoring: Some(Frequency::Quarter),
        dossier: Some(true),
        ..Upkeep::default()
    };
    let county = accepted(AcceptanceStep::County, date(2026, 9, 10), "");
    desk.records(id, vec![taken.into(), cod.into(), upkeep.into(), county.into(), city.into()]);

    let end = standing(&mut desk, id);
    assert_eq!((end.fix.state, end.fix.proven), (FixState::Closed, true));
    assert_eq!((end.measure, end.manage), (MeasureState::Within, ManageState::Kept));
    let project = desk.workspace.project();
    let before = Standing::of(project, project.entry(id).unwrap(), date(2026, 7, 1));
    assert_eq!(before.fix.state, FixState::Underway);
}

#[test]
fn every_step_can_be_undone_and_redone_also_after_a_restart() {
    let mut desk = Desk::new();
    let id = desk.outfall("XF-001");
    desk.records(id, vec![visit(id).into()]);
    desk.records(id, vec![found(id).into()]);
    assert_eq!(standing(&mut desk, id).trace.state, TraceState::Traced);

    let mut desk = desk.reopen();
    desk.does(Action::Undo);
    assert_eq!(standing(&mut desk, id).trace.state, TraceState::Untraced);
    let mut desk = desk.reopen();
    desk.does(Action::Undo);
    desk.does(Action::Undo);
    assert!(desk.workspace.project().entries().is_empty());
    assert!(matches!(desk.fails(Action::Undo), Problem::NothingToUndo));

    let mut desk = desk.reopen();
    for _ in 0..3 {
        desk.does(Action::Redo);
    }
    assert_eq!(standing(&mut desk, id).trace.state, TraceState::Traced);
    assert!(matches!(desk.fails(Action::Redo), Problem::NothingToUndo));
    let path = desk.path();
    drop(desk.workspace);
    assert_eq!(Store::open(&path, &env().device).unwrap().verify().unwrap().findings.len(), 0);
}

#[test]
fn the_sample_ledger_counts_as_claimed_until_facts_stand_behind_it() {
    let mut desk = Desk::with_sample();
    let snapshot = desk.workspace.snapshot();
    let total = snapshot.total();
    assert!(total.get(Count::Base) >= 200, "{}", total.get(Count::Base));
    assert!(total.get(Count::Traced) > 0);
    assert_eq!(total.get(Count::Traced), total.get(Count::TracedUnproven));

    let mut settings = desk.workspace.project().settings().clone();
    settings.proven_only = true;
    desk.does(Action::ChangeSettings(settings));
    assert_eq!(desk.workspace.snapshot().total().get(Count::Traced), 0);
}

#[test]
fn the_same_ledger_twice_changes_nothing() {
    let mut desk = Desk::with_sample();
    let count = desk.workspace.project().entries().len();
    let steps = desk.workspace.history().len();

    let notices =
        desk.does(Action::Import(ImportRequest::as_kind(sample("ledger.xlsx"), ImportKind::Outfall)));

    assert_eq!(desk.workspace.project().entries().len(), count);
    assert_eq!(desk.workspace.history().len(), steps, "{notices:?}");
}

#[test]
fn two_imports_at_once_do_not_double_anything() {
    let mut desk = Desk::new();
    for _ in 0..2 {
        let ledger = ImportRequest::as_kind(sample("ledger.xlsx"), ImportKind::Outfall);
        desk.workspace.perform(Action::Import(ledger));
    }
    desk.workspace.settle(|_| {});

    let entries = desk.workspace.project().entries().len() as u64;
    let reports = desk.workspace.take_notices().into_iter().filter_map(|it| match it {
        Notice::Imported(report) => Some((report.new, report.unchanged)),
        Notice::Failed(problem) => panic!("{problem}"),
        _ => None,
    });
    assert_eq!(reports.collect::<Vec<_>>(), [(entries, 0), (0, entries)]);
    let path = desk.path();
    drop(desk.workspace);
    assert!(Store::open(&path, &env().device).unwrap().verify().unwrap().findings.is_empty());
}

#[test]
fn the_ledger_that_was_written_reads_back_without_a_change() {
    let mut desk = Desk::with_sample();
    let path = desk.folder.path().join("台账.xlsx");
    desk.does(Action::Export(ExportRequest {
        kind: ExportKind::Ledger,
        path: path.clone(),
        gbk: false,
        by: Grouping::County,
        lang: Lang::Zh,
    }));
    let steps = desk.workspace.history().len();

    let notices = desk.does(Action::Import(ImportRequest::as_kind(path, ImportKind::Outfall)));

    let [Notice::Imported(report)] = &notices[..] else { panic!("{notices:?}") };
    let entries = desk.workspace.project().entries().len() as u64;
    assert_eq!((report.unchanged, report.changed, report.new), (entries, 0, 0));
    assert_eq!(desk.workspace.history().len(), steps);
    let left = report.warnings.iter().filter(|it| it.warning.code() == "part_left").count();
    assert_eq!(left, 4, "the other sheets are named");
}

#[test]
fn importing_can_be_undone_and_the_layers_come_back() {
    let mut desk = Desk::with_sample();
    let (outfalls, layers) =
        (desk.workspace.project().entries().len(), desk.workspace.project().layers().len());
    assert_eq!(layers, 4);
    for _ in 0..5 {
        desk.does(Action::Undo);
    }
    assert_eq!((desk.workspace.project().entries().len(), desk.workspace.project().layers().len()), (0, 0));

    let mut desk = desk.reopen();
    for _ in 0..5 {
        desk.does(Action::Redo);
    }
    assert_eq!(desk.workspace.project().entries().len(), outfalls);
    let rivers =
        desk.workspace.project().layers().iter().find(|it| it.kind == Some(LayerKind::River)).unwrap().id;
    let features = desk.workspace.features(rivers).unwrap();
    assert!(features.features.len() > 20);
    assert!(features.features.iter().any(|it| features.name(it) == Some("滹沱河")));
}

#[test]
fn groups_add_up_to_the_total_in_every_breakdown() {
    let mut desk = Desk::with_sample();
    let snapshot = desk.workspace.snapshot();
    for by in Grouping::ALL {
        let groups = snapshot.groups(desk.workspace.project(), *by);
        for count in Count::ALL {
            let sum: u64 = groups.iter().map(|group| group.tally.get(*count)).sum();
            assert_eq!(sum, snapshot.total().get(*count), "{by:?} {count:?}");
        }
    }
}

#[test]
fn a_duplicate_leaves_the_count_and_hands_its_samples_over() {
    let mut desk = Desk::new();
    let (kept, duplicate) = (desk.outfall("XF-001"), desk.outfall("XF-002"));
    let (taken, cod) = sample_with_cod(duplicate, date(2026, 3, 12), 20.0);
    desk.records(duplicate, vec![taken.into(), cod.into()]);

    let event = |outfall, target| RegisterEvent {
        id: new_id(),
        outfall,
        on: Some(date(2026, 6, 1)),
        kind: Some(RegisterChange::Duplicate),
        target: Some(target),
        reason: "同一口门".to_owned(),
        ..RegisterEvent::default()
    };
    desk.records(duplicate, vec![event(duplicate, kept).into()]);

    assert_eq!(standing(&mut desk, duplicate).register.state, RegisterState::Duplicate);
    assert_eq!(standing(&mut desk, kept).measure, MeasureState::Within);
    assert_eq!(desk.workspace.snapshot().total().get(Count::Base), 1);
    let before = Snapshot::of(desk.workspace.project(), date(2026, 5, 31));
    assert_eq!(before.total().get(Count::Base), 2);
    let circle =
        Action::Record { outfall: kept, records: vec![event(kept, duplicate).into()], photos: vec![] };
    assert!(matches!(desk.fails(circle), Problem::Circle));
}

#[test]
fn a_file_that_is_not_there_is_named_and_changes_nothing() {
    let mut desk = Desk::new();
    let problem = desk.fails(Action::Import(ImportRequest::of("no/such/台账.xlsx")));
    assert!(problem.say(paikou::i18n::Lang::En).contains("台账.xlsx"), "{problem:?}");
    assert_eq!(desk.workspace.history().len(), 1);
    assert!(matches!(desk.workspace.save_state(), SaveState::Saved { .. }));
}

#[test]
fn every_outfall_gets_its_county_from_its_position() {
    let mut desk = Desk::new();
    desk.does(Action::Import(ImportRequest::as_kind(
        sample("counties.geojson"),
        ImportKind::Layer(LayerKind::County),
    )));
    let points = desk.folder.path().join("排口.csv");
    std::fs::write(&points, "地方编码,名称,经度,纬度\nA-1,甲,112.73,38.42\nA-2,乙,111.85,38.93\n").unwrap();
    let notices = desk.does(Action::Import(ImportRequest::as_kind(points, ImportKind::Outfall)));

    let county = |code: &str| desk.workspace.project().entry_by_code(code).unwrap().outfall.county.clone();
    assert_eq!(county("A-1"), "忻府区", "{notices:?}");
    assert!(!county("A-2").is_empty() && county("A-2") != "忻府区");
    assert!(notices.iter().any(|it| matches!(it, Notice::Imported(report) if report.imported == 2)));
}
