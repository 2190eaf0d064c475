//! Ledgers of visits and of lab results as offices and laboratories have them, through the planning function.

use jiff::civil::{Date, date};
use uuid::Uuid;

use super::*;
use crate::{
    app::import::{ColumnOverrides, ImportKind},
    domain::{
        fact::{
            FlowUnit, LimitProfile, Parameter, Qualifier, ResultUnit, Sample, SurveyMeans, Verdict, Visit,
        },
        outfall::Outfall,
        table::Cell,
    },
    i18n::Lang,
};

const TODAY: Date = date(2024, 12, 1);

/// XZ-001 大桥 in 代县, XZ-002 北关 in 代县, XZ-003 北关 in 繁峙县, and one with a national code.
fn project() -> Project {
    let mut project = Project::default();
    let outfall = |id: u128, national: &str, local: &str, name: &str, county: &str, lon: f64| Outfall {
        id: RecordId(Uuid::from_u128(id)),
        code_national: national.to_owned(),
        code_local: local.to_owned(),
        name: name.to_owned(),
        county: county.to_owned(),
        lon: Some(lon),
        lat: Some(39.0),
        ..Outfall::default()
    };
    for it in [
        outfall(1, "", "XZ-001", "大桥排口", "代县", 112.90),
        outfall(2, "", "XZ-002", "北关排口", "代县", 112.95),
        outfall(3, "", "XZ-003", "北关排口", "繁峙县", 113.20),
        outfall(4, "140923WA00010", "", "南关排口", "代县", 112.96),
    ] {
        project.apply(&Change::Insert(it.into())).unwrap();
    }
    project
}

fn table(columns: &[&str], rows: &[&[&str]]) -> Table {
    let cell = |text: &&str| if text.is_empty() { Cell::Empty } else { Cell::Text((*text).to_owned()) };
    let row = |(at, cells): (usize, &&[&str])| {
        assert_eq!(cells.len(), columns.len(), "{cells:?}");
        Row { number: at as u64 + 2, cells: cells.iter().map(cell).collect(), geometry: None }
    };
    Table {
        name: "台账".to_owned(),
        columns: columns.iter().map(|it| (*it).to_owned()).collect(),
        rows: rows.iter().enumerate().map(row).collect(),
        ..Table::default()
    }
}

/// A table whose cells are separated by `|`, the headings first.
fn lines(lines: &[&str]) -> Table {
    let rows: Vec<Vec<&str>> = lines.iter().map(|line| line.split('|').collect()).collect();
    table(&rows[0], &rows[1..].iter().map(Vec::as_slice).collect::<Vec<_>>())
}

fn planned(project: &Project, table: &Table, ledger: FactLedger, columns: &str) -> ImportPlan {
    let mut next = u128::from(project.revision()) * 1_000 + 1_000_000;
    let mut new_id = || {
        next += 1;
        RecordId(Uuid::from_u128(next))
    };
    let columns = ColumnOverrides::parse(if columns.is_empty() { "[columns]" } else { columns }).unwrap();
    let options = ImportOptions { columns, ..ImportOptions::of(ImportKind::Facts(ledger)) };
    plan_facts(project, table, &options, ledger, TODAY, "监测.xlsx", &mut new_id).unwrap()
}

fn samples(project: &Project, table: &Table) -> ImportPlan {
    planned(project, table, FactLedger::Samples, "")
}

/// Makes the changes, and sees that the same file changes nothing more.
#[track_caller]
fn apply(project: &mut Project, table: &Table, ledger: FactLedger) -> ImportPlan {
    let plan = planned(project, table, ledger, "");
    plan.changes.iter().for_each(|change| project.apply(change).unwrap());
    let again = planned(project, table, ledger, "");
    assert_eq!(again.changes, [], "{:?}", again.report.lines(Lang::En));
    assert_eq!(again.report.unchanged, plan.report.imported, "{:?}", again.report.lines(Lang::En));
    plan
}

fn reasons(plan: &ImportPlan) -> Vec<(u64, &SkipReason)> {
    plan.report.skipped.iter().map(|it| (it.row, &it.reason)).collect()
}

fn fact(skip: FactSkip) -> SkipReason {
    SkipReason::Fact(skip)
}

fn entry<'a>(project: &'a Project, code: &str) -> &'a Entry {
    project.entry_by_code(code).unwrap()
}

fn result(entry: &Entry, parameter: Parameter) -> &LabResult {
    entry.results.iter().find(|it| it.parameter == Some(parameter)).unwrap()
}

#[test]
fn the_monthly_table_of_results_comes_in_wide() {
    let mut project = project();
    let ledger = lines(&[
        "序号|排污口名称|河流|县|监测日期|流量（t/d）|pH|COD(mg/L)|氨氮(mg/L)|总磷（µg/L）|执行标准|是否达标|超标项目及倍数",
        "1|大桥排口|滹沱河|代县|2024年4月10日|1,200|7.6|38|<0.025|120|晋-V(城镇排水)|是|/",
        "2|北关排口|滹沱河|代 县|2024.4.11|5 m³/h|7.1|55|未检出|—|GB18918-2002一级A|否|COD",
        "3|北关排口|滹沱河|繁峙县|20240412|/||ND|0.025L||||",
        "4|南关排口||代县|45392|||12|||||",
    ]);

    let plan = apply(&mut project, &ledger, FactLedger::Samples);

    assert_eq!((plan.report.read, plan.report.new, plan.report.skipped.len()), (4, 4, 0));
    let first = entry(&project, "XZ-001");
    let sample = &first.samples[0];
    assert_eq!((sample.on, sample.flow_m3_d), (Some(date(2024, 4, 10)), Some(1_200.0)));
    assert_eq!(
        (sample.flow_unit, sample.standard),
        (Some(FlowUnit::CubicMetresPerDay), Some(LimitProfile::ShanxiV))
    );
    let ammonia = result(first, Parameter::AmmoniaN);
    assert_eq!((ammonia.qualifier, ammonia.value), (Some(Qualifier::Below), Some(0.025)));
    let phosphorus = result(first, Parameter::TotalP);
    assert_eq!((phosphorus.value, phosphorus.unit), (Some(0.12), Some(ResultUnit::MicrogramsPerLitre)));
    assert_eq!(phosphorus.reported, "120");
    let second = entry(&project, "XZ-002");
    assert_eq!(second.samples[0].flow_m3_d, Some(120.0));
    assert_eq!(result(second, Parameter::AmmoniaN).value, Some(0.025));
    assert!(second.results.iter().all(|it| it.parameter != Some(Parameter::TotalP)));
    let cod = result(entry(&project, "XZ-003"), Parameter::Cod);
    assert_eq!((cod.qualifier, cod.value), (Some(Qualifier::Below), Some(4.0)));
    assert_eq!(entry(&project, "140923WA00010").samples[0].on, Some(date(2024, 4, 10)));
    let unused = Warning::ColumnsUnused(vec!["是否达标".to_owned(), "超标项目及倍数".to_owned()]);
    assert!(plan.report.warnings.iter().any(|it| it.warning == unused), "{:?}", plan.report.lines(Lang::Zh));
}

#[test]
fn a_laboratory_sends_a_row_for_each_result() {
    let mut project = project();
    let headings =
        ["样品编号", "排口编号", "采样时间", "采样人", "检测项目", "检测结果", "单位", "检出限", "分析方法"];
    let ledger = table(
        &headings,
        &[
            &[
                "S-01",
                "XZ-001",
                "2024-04-10 09:30",
                "张三 李四",
                "化学需氧量（CODcr）",
                "31",
                "mg/L",
                "4",
                "HJ 828-2017",
            ],
            &["S-01", "XZ-001", "2024-04-10 09:30", "张三 李四", "氨氮", "ND", "mg/L", "0.05", "HJ 536-2009"],
            &["S-01", "", "", "", "总磷", "25", "ug/l", "", ""],
            &["S-01", "", "", "", "电导率", "1.2", "mS/cm", "", ""],
            &["S-01", "", "", "", "流量", "2", "L/s", "", ""],
            &["S-02", "140923WA00010", "2024/4/10", "张三、李四", "pH", "7.2", "无量纲", "", ""],
        ],
    );

    let plan = apply(&mut project, &ledger, FactLedger::Samples);

    assert_eq!((plan.report.new, plan.report.skipped.len()), (6, 0), "{:?}", plan.report.lines(Lang::En));
    let first = entry(&project, "XZ-001");
    let [sample] = &first.samples[..] else { panic!("{:?}", first.samples) };
    assert_eq!(
        (sample.at.as_str(), sample.samplers.as_str(), sample.bottles.as_str()),
        ("09:30", "张三、李四", "S-01")
    );
    assert!((sample.flow_m3_d.unwrap() - 172.8).abs() < 1e-9);
    assert_eq!(first.results.len(), 4);
    let ammonia = result(first, Parameter::AmmoniaN);
    assert_eq!(
        (ammonia.value, ammonia.detection_limit, ammonia.method.as_str()),
        (Some(0.05), Some(0.05), "HJ 536-2009")
    );
    assert_eq!(result(first, Parameter::TotalP).value, Some(0.025));
    assert_eq!(result(first, Parameter::Conductivity).value, Some(1_200.0));
    // Everything a form would ask for is there but of the second sample nothing is missing either.
    assert!(
        plan.report
            .warnings
            .iter()
            .all(|it| !matches!(it.warning, Warning::Fact(FactWarning::Incomplete(_))))
    );
}

#[test]
fn a_number_of_a_sample_is_taken_once() {
    let mut project = project();
    let headings = ["样品编号", "编码", "采样日期", "COD"];
    let first =
        table(&headings, &[&["S-01", "XZ-001", "2024-04-10", "31"], &["S-01", "XZ-002", "2024-04-10", "35"]]);
    let plan = samples(&project, &first);
    let taken = fact(FactSkip::SameNumber { number: "S-01".to_owned(), row: 2 });
    assert_eq!(reasons(&plan), [(3, &taken)]);
    plan.changes.iter().for_each(|change| project.apply(change).unwrap());

    let other =
        table(&headings, &[&["S-01", "XZ-003", "2024-05-10", "31"], &["S-01", "XZ-001", "2024-04-10", "33"]]);
    let plan = samples(&project, &other);
    let number = |outfall: &str| {
        fact(FactSkip::NumberTaken { number: "S-01".to_owned(), outfall: outfall.to_owned() })
    };
    // Within the file the second repeats the number of the first, which is refused already.
    assert_eq!(reasons(&plan)[0], (2, &number("XZ-001")));
    let corrected = table(&headings, &[&["S-01", "XZ-001", "2024-04-10", "33"]]);
    let plan = samples(&project, &corrected);
    assert_eq!(reasons(&plan), [(2, &fact(FactSkip::OtherFact { titles: vec![("化学需氧量", "COD")] }))]);
    assert_eq!(plan.changes, []);
}

#[test]
fn results_that_come_later_are_added_to_their_sample() {
    let mut project = project();
    apply(
        &mut project,
        &table(&["编码", "采样日期", "COD"], &[&["XZ-001", "2024-04-10", "31"]]),
        FactLedger::Samples,
    );
    let later = table(&["编码", "采样日期", "COD", "BOD5"], &[&["XZ-001", "2024-04-10", "31", "9"]]);

    let plan = apply(&mut project, &later, FactLedger::Samples);

    assert_eq!((plan.report.changed, plan.changes.len()), (1, 1));
    let first = entry(&project, "XZ-001");
    assert_eq!((first.samples.len(), first.results.len()), (1, 2));
}

#[test]
fn rows_that_can_not_be_used_say_why() {
    let headings = ["编码", "名称", "县", "采样日期", "监测项目", "结果"];
    let ledger = table(
        &headings,
        &[
            &["XZ-009", "", "", "2024-04-10", "COD", "31"],
            &["", "北关排口", "", "2024-04-10", "COD", "31"],
            &["", "", "", "2024-04-10", "COD", "31"],
            &["XZ-001", "", "", "", "COD", "31"],
            &["XZ-001", "", "", "2024.4", "COD", "31"],
            &["XZ-001", "", "", "2024.9.31", "COD", "31"],
            &["XZ-001", "", "", "2024-04-10", "高锰酸盐指数", "3"],
            &["XZ-001", "", "", "2024-04-10", "COD", "/"],
            &["XZ-001", "", "", "2024-04-10", "COD", "很高"],
            &["XZ-001", "", "", "2024-04-10", "COD", "31"],
            &["XZ-001", "", "", "2024-04-10", "COD", "32"],
        ],
    );
    let plan = samples(&project(), &ledger);
    let text = |it: &str| it.to_owned();
    let expected = [
        FactSkip::UnknownOutfall { text: text("XZ-009") },
        FactSkip::SeveralOutfalls { text: text("北关排口"), count: 2 },
        FactSkip::NoOutfall,
        FactSkip::NoDay,
        FactSkip::BadDay { text: text("2024.4") },
        FactSkip::BadDay { text: text("2024.9.31") },
        FactSkip::UnknownParameter { text: text("高锰酸盐指数") },
        FactSkip::NoResult { text: text("") },
        FactSkip::NoResult { text: text("很高") },
        FactSkip::SameResult { row: 11 },
    ];
    let expected: Vec<SkipReason> = expected.into_iter().map(fact).collect();
    assert_eq!(plan.report.skipped.iter().map(|it| it.reason.clone()).collect::<Vec<_>>(), expected);
    assert_eq!(plan.report.new, 1);
}

#[test]
fn a_name_that_two_have_is_decided_by_the_place() {
    let headings = ["名称", "经度", "纬度", "采样日期", "COD"];
    let ledger = table(&headings, &[&["北关排口", "113.2001", "39.0001", "2024-04-10", "31"]]);
    let plan = samples(&project(), &ledger);
    let [Change::Insert(AnyRecord::Sample(sample)), _] = &plan.changes[..] else { panic!("{plan:?}") };
    assert_eq!(sample.outfall, RecordId(Uuid::from_u128(3)));
}

#[test]
fn what_can_hardly_be_right_is_warned_of_and_comes_in() {
    let headings = ["编码", "采样日期", "pH", "COD", "BOD5", "全盐量"];
    let ledger = table(&headings, &[&["XZ-001", "2025-04-10", "17", "20", "50", "未检出"]]);
    let plan = samples(&project(), &ledger);
    let codes: Vec<&str> = plan.report.warnings.iter().map(|it| it.warning.code()).collect();
    assert_eq!(plan.report.new, 1);
    assert_eq!(
        codes,
        ["no_detection_limit", "doubtful", "doubtful", "doubtful", "incomplete"],
        "{:?}",
        plan.report.lines(Lang::Zh)
    );
    let Some(Change::Insert(AnyRecord::Sample(sample))) = plan.changes.first() else { panic!("{plan:?}") };
    assert_eq!(sample.note, "〔全盐量：未检出〕");
    for lang in Lang::ALL {
        assert!(plan.report.warnings.iter().all(|it| !it.warning.say(*lang).is_empty()));
    }
}

#[test]
fn field_records_become_visits() {
    let mut project = project();
    let ledger = lines(&[
        "排污口名称|县（市、区）|经度|纬度|排查时间|排查人员|排查手段|是否排污口|是否排水|颜色|浑浊度|气味|油膜|天气|备注",
        "大桥排口|代县|112.9|39.0|2024.4.10|张三\n李四|徒步|是|√|黑色|严重|臭鸡蛋味|无|多云|下雨前",
        "南关排口|代县|||2024-04-10|张三、李四|无人机航测|疑似|否|无|清澈|/|有|阴转晴|",
        "大桥排口|代县|||2024-04-10|李四、张三|徒步|是|否||||||",
        "大桥排口|代县|||20240410|张三 李四|徒步|是|是||||||",
    ]);

    let plan = planned(&project, &ledger, FactLedger::Visits, "");

    assert_eq!(
        reasons(&plan),
        [(5, &fact(FactSkip::SameFact { row: 2 }))],
        "{:?}",
        plan.report.lines(Lang::Zh)
    );
    plan.changes.iter().for_each(|change| project.apply(change).unwrap());
    let visits = &entry(&project, "XZ-001").visits;
    let first = visits.iter().find(|it| it.crew == "张三、李四").unwrap();
    assert_eq!(
        (first.on, first.means, first.verdict),
        (Some(date(2024, 4, 10)), Some(SurveyMeans::OnFoot), Some(Verdict::Yes))
    );
    assert_eq!((first.flowing, first.colour, first.colour_note.as_str()), (Some(true), Some(1), "黑色"));
    assert_eq!(
        (first.turbidity, first.oil, first.note.as_str()),
        (Some(3), Some(0), "下雨前〔气味：臭鸡蛋味〕")
    );
    let uav = &entry(&project, "140923WA00010").visits[0];
    assert_eq!(
        (uav.means, uav.verdict, uav.oil),
        (Some(SurveyMeans::Uav), Some(Verdict::Suspected), Some(1))
    );
    assert_eq!((uav.weather, uav.note.as_str()), (None, "〔天气：阴转晴〕"));
    let again = planned(&project, &ledger, FactLedger::Visits, "");
    assert_eq!((again.changes.len(), again.report.unchanged), (0, 4));
}

#[test]
fn what_holds_for_all_rows_is_said_once_in_the_columns_file() {
    let ledger = table(&["编码", "日期", "情况"], &[&["XZ-001", "2024-04-10", "无水"]]);
    let bare = planned(&project(), &ledger, FactLedger::Visits, "");
    assert!(bare.report.warnings.iter().any(|it| it.warning.code() == "incomplete"));
    let said = "[values]\nmeans = \"人工徒步\"\ncrew = \"张三、李四\"\nverdict = \"是\"\n";
    let plan = planned(&project(), &ledger, FactLedger::Visits, said);
    assert_eq!(plan.report.warnings, []);
    let Some(Change::Insert(AnyRecord::Visit(visit))) = plan.changes.first() else { panic!("{plan:?}") };
    assert_eq!((visit.means, visit.crew.as_str()), (Some(SurveyMeans::OnFoot), "张三、李四"));
}

#[test]
fn a_fact_that_was_withdrawn_does_not_come_back() {
    use crate::domain::fact::Correction;
    let mut project = project();
    let ledger = table(&["编码", "采样日期", "COD"], &[&["XZ-001", "2024-04-10", "31"]]);
    apply(&mut project, &ledger, FactLedger::Samples);
    let wrong: &Sample = &entry(&project, "XZ-001").samples[0];
    let correction = Correction {
        id: RecordId(Uuid::from_u128(77)),
        outfall: wrong.outfall,
        fact_kind: "sample".to_owned(),
        wrong: wrong.id,
        reason: "抄错".to_owned(),
        ..Correction::default()
    };
    project.apply(&Change::Insert(correction.into())).unwrap();
    assert_eq!(entry(&project, "XZ-001").samples, []);
    let plan = samples(&project, &ledger);
    assert_eq!((plan.changes.len(), plan.report.unchanged), (0, 1), "{:?}", plan.report.lines(Lang::En));
}

#[test]
fn a_ledger_that_names_no_outfall_is_refused() {
    let nothing = table(&["日期", "COD"], &[&["2024-04-10", "31"]]);
    let options = ImportOptions::of(ImportKind::Facts(FactLedger::Samples));
    let refused =
        plan_facts(&project(), &nothing, &options, FactLedger::Samples, TODAY, "x", &mut || RecordId::NIL);
    assert!(matches!(refused, Err(ImportError::NothingUnderstood { .. })));
    assert!(Visit::default().on.is_none());
}
