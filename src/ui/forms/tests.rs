use jiff::civil::date;

use super::*;
use crate::{
    domain::{
        fact::{OriGrade, Photo, PhotoSlot, Visit},
        outfall::Outfall,
        placing::Proposal,
        project::{Change, Project},
        rule::plausible::{Doubt, Place},
        stage::{Missing, Stage},
    },
    i18n::Lang,
    ui::form_habits::FormHabits,
};

fn project() -> (Project, RecordId) {
    let mut project = Project::default();
    let outfall = Outfall { id: new_id(), ..Outfall::default() };
    let id = outfall.id;
    project.apply(&Change::Insert(outfall.into())).unwrap();
    (project, id)
}

fn code(text: &str) -> Value {
    Value::text(text)
}

/// The shapes that a form of this kind can take: with each code, each yes and no and each text in turn.
fn shapes(kind: RecordKind) -> Vec<AnyRecord> {
    let blank = kind.blank(new_id());
    let mut shapes = vec![blank.clone()];
    for column in kind.columns() {
        let mut values: Vec<Value> = column.codes.iter().map(|(code, ..)| Value::text(*code)).collect();
        match column.sql {
            SqlType::Boolean => values.extend([Value::Integer(0), Value::Integer(1)]),
            SqlType::Integer => values.push(Value::Integer(1)),
            SqlType::Text if column.codes.is_empty() && !matches!(column.name, "target" | "outfall") => {
                values.push(Value::text("x"));
            }
            _ => {}
        }
        for value in values {
            let mut record = blank.clone();
            record.set_named(column.name, value).unwrap();
            shapes.push(record);
        }
    }
    if let AnyRecord::Visit(visit) = &blank {
        let overruled = Visit { colour: Some(0), grade: Some(OriGrade::Obvious), ..visit.clone() };
        shapes.push(overruled.into());
    }
    shapes
}

/// The kinds of records that have a form of their own.
fn with_forms() -> impl Iterator<Item = RecordKind> {
    RecordKind::ALL.iter().copied().filter(|it| stage_of(*it).is_some() && !is_part(*it))
}

#[test]
fn a_new_form_has_its_day_and_lacks_the_rest() {
    let (project, id) = project();
    let form = Form::new(RecordKind::Visit, id, date(2026, 4, 1));

    let obstacles = form.obstacles(project.entry(id));

    assert!(obstacles.contains(&Obstacle::Missing(Missing::Crew)));
    assert!(!obstacles.contains(&Obstacle::Missing(Missing::Day)));
}

#[test]
fn a_day_that_can_not_be_read_is_not_missing_as_well() {
    let (project, id) = project();
    let mut form = Form::new(RecordKind::Visit, id, date(2026, 4, 1));
    form.set("on", Value::Null);
    form.typed.insert("on", "2026-13-0".to_owned());

    let obstacles = form.obstacles(project.entry(id));

    assert!(obstacles.contains(&Obstacle::NotADate("on")));
    assert!(!obstacles.contains(&Obstacle::Missing(Missing::Day)));
}

#[test]
fn what_is_said_of_a_photo_is_corrected_without_its_file() {
    let (project, id) = project();
    let entry = project.entry(id).unwrap();
    let photo = Photo {
        id: new_id(),
        outfall: id,
        sha256: "ab".to_owned(),
        slot: Some(PhotoSlot::Before),
        annotation: r#"{"marks":[]}"#.to_owned(),
        ..Photo::default()
    };
    let mut form = Form::correct(&photo.clone().into(), entry);
    form.set("slot", code("after"));

    assert_eq!(form.obstacles(Some(entry)), [Obstacle::NoReason]);
    let [AnyRecord::Photo(right)] = &form.records()[..] else { panic!("not one photo") };
    assert_eq!(*right, Photo { id: right.id, slot: Some(PhotoSlot::After), ..photo });
}

#[test]
fn a_proposal_fills_in_what_nobody_typed_and_follows_the_place() {
    let mut form = Form::edit(&Outfall { town: "豆罗镇".to_owned(), ..Outfall::default() });
    let proposal = |county: &str, town: &str| Proposal {
        county: Some(county.to_owned()),
        town: Some(town.to_owned()),
        ..Proposal::default()
    };

    form.suggest(&proposal("忻府区", "董村镇"));
    assert_eq!((form.text("county").as_str(), form.text("town").as_str()), ("忻府区", "豆罗镇"));
    assert!(form.is_suggested("county") && !form.is_suggested("town") && !form.touched);

    form.suggest(&proposal("定襄县", "董村镇"));
    assert_eq!(form.text("county"), "定襄县");
    form.set("county", Value::text("原平市"));
    form.suggest(&proposal("忻府区", "董村镇"));
    assert_eq!(form.text("county"), "原平市", "what was typed stays");

    form.suggest(&Proposal::default());
    assert_eq!(form.text("town"), "豆罗镇");
}

#[test]
fn every_field_of_every_layout_is_a_column() {
    for kind in RecordKind::ALL.iter().filter(|kind| stage_of(**kind).is_some()) {
        let record = kind.blank(new_id());
        let columns = kind.columns();
        for field in layout::shown(&record) {
            assert!(columns.iter().any(|column| column.name == field), "{kind:?}: {field}");
        }
    }
}

#[test]
fn every_column_of_a_fact_has_a_field_in_some_shape_of_its_form() {
    for kind in with_forms() {
        let shown: Vec<&str> = shapes(kind).iter().flat_map(layout::shown).collect();
        for column in kind.columns() {
            let known = shown.contains(&column.name) || layout::WITHOUT_FIELD.contains(&column.name);
            assert!(known, "{kind:?}: {} is never shown and would never be kept", column.name);
        }
    }
}

#[test]
fn no_field_is_shown_twice() {
    for kind in with_forms() {
        for shape in &shapes(kind) {
            let mut shown = layout::shown(shape);
            let count = shown.len();
            shown.sort_unstable();
            shown.dedup();
            assert_eq!(shown.len(), count, "{kind:?}");
        }
    }
}

#[test]
fn what_a_gate_asks_for_has_a_field_in_its_form() {
    for missing in Missing::ALL {
        let (kind, column) = missing.place();
        if !column.is_empty() {
            assert!(kind.columns().iter().any(|it| it.name == column), "{missing:?}");
        }
    }
}

#[test]
fn what_is_not_shown_never_blocks_and_is_not_kept() {
    let (project, id) = project();
    let mut form = Form::new(RecordKind::Visit, id, date(2026, 4, 1));
    form.set("means", code("uav"));
    form.typed.insert("pixel_m", "ten".to_owned());
    form.set("craft", Value::text("M3T"));
    assert!(form.obstacles(project.entry(id)).contains(&Obstacle::NotANumber("pixel_m")));

    form.set("means", code("on_foot"));

    assert!(!form.obstacles(project.entry(id)).contains(&Obstacle::NotANumber("pixel_m")));
    let AnyRecord::Visit(kept) = form.kept() else { panic!() };
    assert_eq!(kept.craft, "");
    form.set("means", code("uav"));
    assert_eq!(form.text("craft"), "M3T", "it is there again when it matters again");
}

#[test]
fn a_sample_that_could_not_be_taken_keeps_no_results() {
    let (_, id) = project();
    let mut form = Form::new(RecordKind::Sample, id, date(2026, 4, 1));
    form.results = vec![];
    form.set("lab", Value::text("某检测公司"));
    form.set("impossible_reason", Value::text("无水"));

    let records = form.records();

    assert_eq!(records.len(), 1);
    let AnyRecord::Sample(sample) = &records[0] else { panic!() };
    assert_eq!((sample.lab.as_str(), sample.impossible_reason.as_str()), ("", "无水"));
}

#[test]
fn the_grade_follows_what_was_seen_until_somebody_overrules_it_with_a_reason() {
    let (project, id) = project();
    let mut form = Form::new(RecordKind::Visit, id, date(2026, 4, 1));
    let grade = |form: &Form| match form.kept() {
        AnyRecord::Visit(visit) => visit.grade,
        _ => None,
    };
    form.put("colour", Value::Integer(3));
    form.follow_rules();
    assert_eq!(grade(&form), Some(OriGrade::Suspect));

    form.put("colour", Value::Integer(1));
    form.follow_rules();
    assert_eq!(grade(&form), Some(OriGrade::Unlikely), "it follows");

    form.set("grade", code("obvious"));
    form.follow_rules();
    assert_eq!(grade(&form), Some(OriGrade::Obvious));
    let lacks =
        |form: &Form| form.obstacles(project.entry(id)).contains(&Obstacle::Missing(Missing::GradeReason));
    assert!(lacks(&form));
    form.set("grade_reason", Value::text("看到接入的厂区管道"));
    assert!(!lacks(&form));
}

#[test]
fn a_doubt_never_keeps_a_form_from_being_kept() {
    let (project, id) = project();
    let entry = project.entry(id).unwrap();
    let today = date(2026, 4, 1);
    let mut form = Form::new(RecordKind::Trace, id, today);
    form.set("outcome", code("ongoing"));
    form.set("credit_code", Value::text("911302006992296170"));

    assert_eq!(form.obstacles(Some(entry)), []);
    let doubts = form.doubts(entry, today);
    assert!(matches!(doubts[..], [(Place::Column("credit_code"), Doubt::CreditCode(_))]));
    let problems = form.problems(Lang::Zh, &[], &doubts);
    assert!(problems[0].soft);
}

#[test]
fn the_next_form_takes_over_the_crew_and_nothing_that_was_found() {
    let (_, id) = project();
    let mut habits = FormHabits::default();
    let mut form = Form::new(RecordKind::Visit, id, date(2026, 4, 1));
    form.set("crew", Value::text("张三、李四"));
    form.put("colour", Value::Integer(2));
    form.remember(&mut habits);

    let mut next = Form::new(RecordKind::Visit, id, date(2026, 4, 2));
    next.take_over(&habits);

    assert_eq!(next.text("crew"), "张三、李四");
    assert!(next.is_sticky("crew") && !next.touched);
    assert_eq!(next.value("colour"), Value::Null);
    next.set("crew", Value::text("王五、赵六"));
    assert!(!next.is_sticky("crew"));
}

#[test]
fn as_last_time_fills_only_what_is_empty() {
    let (mut project, id) = project();
    let last = Visit {
        id: new_id(),
        outfall: id,
        on: Some(date(2026, 3, 1)),
        crew: "张三、李四".to_owned(),
        colour: Some(2),
        note: "有水".to_owned(),
        started: "09:00".to_owned(),
        ..Visit::default()
    };
    project.apply(&Change::Insert(last.into())).unwrap();
    let mut form = Form::new(RecordKind::Visit, id, date(2026, 4, 1));
    form.set("note", Value::text("无水"));

    let last = form.last_of(project.entry(id).unwrap()).unwrap();
    form.fill_as(&last);

    assert_eq!(form.text("note"), "无水");
    assert_eq!(form.text("crew"), "张三、李四");
    assert_eq!(form.value("colour"), Value::Integer(2));
    assert_eq!(form.text("on"), "2026-04-01");
    assert_eq!(form.text("started"), "");
}

#[test]
fn a_template_has_what_is_filled_in_but_for_its_moment() {
    let (_, id) = project();
    let mut form = Form::new(RecordKind::Sample, id, date(2026, 4, 1));
    form.set("lab", Value::text("某检测公司"));
    form.set("bottles", Value::text("A1"));

    let template = form.template(" 常规 ");

    assert_eq!(template.name, "常规");
    assert_eq!(template.values.keys().collect::<Vec<_>>(), ["lab"]);
    let mut next = Form::new(RecordKind::Sample, id, date(2026, 4, 2));
    next.fill_from(&template);
    assert_eq!(next.text("lab"), "某检测公司");
}

#[test]
fn the_flow_of_a_day_is_worked_out_from_the_flow_as_it_was_measured() {
    let (_, id) = project();
    let mut form = Form::new(RecordKind::Sample, id, date(2026, 4, 1));
    form.put("flow", Value::Real(2.0));
    form.set("flow_unit", code("L/s"));

    let AnyRecord::Sample(sample) = form.kept() else { panic!() };

    assert!((sample.flow_m3_d.unwrap() - 172.8).abs() < 1e-9);
}

#[test]
fn a_problem_names_its_field_and_its_section() {
    let (project, id) = project();
    let form = Form::new(RecordKind::Visit, id, date(2026, 4, 1));
    let obstacles = form.obstacles(project.entry(id));

    let problems = form.problems(Lang::Zh, &obstacles, &[]);

    let words = format!("{problems:?}");
    assert!(words.contains("人员") && words.contains("基本情况"), "{words}");
    assert_eq!(stage_of(form.kind()), Some(Stage::Check));
}
