use proptest::prelude::*;

use super::*;
use crate::domain::{
    fact::FixKind,
    testing::{Campaign, day},
    value::Wanted,
};

/// Three outfalls, one of them with two plans.
fn campaign() -> Campaign {
    let mut campaign = Campaign::new();
    for (code, name, county, km) in [
        ("XF-2", "电厂", "忻府区", Some(3.5)),
        ("XF-1", "煤矿", "忻府区", None),
        ("DX-1", "雨水口", "定襄县", Some(-1.0)),
    ] {
        let id = campaign.outfall(code);
        campaign.edit(id, |it| {
            (it.name, it.county, it.section_km) = (name.to_owned(), county.to_owned(), km);
        });
        if code == "XF-1" {
            campaign.plan(id, "2024-02-01", FixKind::Regulate);
            campaign.plan(id, "2024-03-01", FixKind::NotNeeded);
        }
    }
    campaign
}

fn field(sheet: &Sheet<'_>, title: &str) -> Field {
    let found = sheet.fields().into_iter().find(|it| sheet.info(*it).zh == title);
    found.unwrap_or_else(|| panic!("no column {title}"))
}

/// The names of the outfalls of the rows, in their order.
fn names(sheet: &Sheet<'_>, rows: &[RowAt]) -> String {
    rows.iter().map(|row| sheet.outfall(*row).unwrap().name.as_str()).collect::<Vec<_>>().join(" ")
}

/// Which outfalls, in which order, under these chips (title, question, text) and sorted by these columns.
#[track_caller]
fn check_order(chips: &[(&str, ChipOp, &str)], by: &[(&str, bool)], expected: &str) {
    let campaign = campaign();
    let snapshot = Snapshot::of(&campaign.project, day("2024-06-01"));
    let sheet = Sheet::new(&campaign.project, &snapshot, RecordKind::Outfall);
    let chips: Vec<Chip> = chips
        .iter()
        .map(|(title, op, text)| Chip { field: field(&sheet, title), op: *op, text: (*text).to_owned() })
        .collect();
    let by: Vec<SortBy> = by
        .iter()
        .map(|(title, descending)| SortBy { field: field(&sheet, title), descending: *descending })
        .collect();
    assert_eq!(names(&sheet, &order(&sheet, &chips, &by)), expected);
}

#[test]
fn rows_stand_in_the_order_of_several_columns_with_empty_cells_last() {
    check_order(&[], &[], "电厂 煤矿 雨水口");
    check_order(&[], &[("地方编码", false)], "雨水口 煤矿 电厂");
    check_order(&[], &[("县", false), ("地方编码", true)], "雨水口 电厂 煤矿");
    check_order(&[], &[("距离km", false)], "雨水口 电厂 煤矿");
    check_order(&[], &[("距离km", true)], "电厂 雨水口 煤矿");
}

#[test]
fn chips_narrow_the_rows_and_all_of_them_hold() {
    check_order(&[("县", ChipOp::Equal, "忻府区")], &[], "电厂 煤矿");
    check_order(&[("县", ChipOp::Unequal, "忻府区")], &[], "雨水口");
    check_order(&[("县", ChipOp::Contains, "府"), ("距离km", ChipOp::Empty, "")], &[], "煤矿");
    check_order(&[("距离km", ChipOp::Less, "3.6")], &[], "电厂 雨水口");
    check_order(&[("距离km", ChipOp::Greater, "0")], &[], "电厂");
    check_order(&[("距离km", ChipOp::Equal, "3.50")], &[], "电厂");
    check_order(&[("整治状态", ChipOp::Unequal, "未研判")], &[], "煤矿");
}

#[test]
fn facts_stand_in_a_sheet_of_their_own_with_their_outfall() {
    let campaign = campaign();
    let snapshot = Snapshot::of(&campaign.project, day("2024-06-01"));
    let sheet = Sheet::new(&campaign.project, &snapshot, RecordKind::Plan);
    let rows = sheet.rows();

    assert_eq!((rows.len(), sheet.count()), (2, 2));
    let shown = |title: &str| sheet.shown(rows[1], field(&sheet, title));
    assert_eq!(shown("排污口编码"), Shown::Plain("XF-1".to_owned()));
    assert!(matches!(shown("整治类型"), Shown::Word("无需整治", _)), "{:?}", shown("整治类型"));
    assert!(sheet.fields().iter().all(|it| sheet.editable(*it).is_none()), "facts are insert-only");
}

#[test]
fn every_kind_of_fact_has_a_sheet() {
    let campaign = campaign();
    let facts = RecordKind::ALL.iter().filter(|it| it.columns().iter().any(|it| it.name == "outfall"));
    for kind in facts {
        assert!(KINDS.contains(kind), "{kind:?}");
    }
    let snapshot = Snapshot::of(&campaign.project, day("2024-06-01"));
    let counted: usize =
        KINDS.iter().map(|kind| Sheet::new(&campaign.project, &snapshot, *kind).count()).sum();
    let facts: usize = campaign.project.entries().iter().map(|it| it.facts().len()).sum();
    assert_eq!(counted, facts + campaign.project.entries().len());
}

/// What pasting `text` at the first row and the column of this title changes, and what it refuses.
#[track_caller]
fn check_paste(text: &str, title: &str, edits: &[&str], refused: &[(usize, Refusal)]) {
    let campaign = campaign();
    let snapshot = Snapshot::of(&campaign.project, day("2024-06-01"));
    let sheet = Sheet::new(&campaign.project, &snapshot, RecordKind::Outfall);
    let fields = sheet.fields();
    let from = fields.iter().position(|it| *it == field(&sheet, title)).unwrap();

    let plan = pasted(&sheet, &sheet.rows(), &fields[from..], &fields, &grid_of(text));

    let said: Vec<String> = plan
        .edits
        .iter()
        .map(|it| {
            format!(
                "{} {}={}",
                sheet.outfall(it.row).unwrap().code(),
                it.column,
                it.new.as_text().unwrap_or("-")
            )
        })
        .collect();
    assert_eq!(said, edits);
    let why: Vec<(usize, Refusal)> = plan.refused.iter().map(|it| (it.row, it.why)).collect();
    assert_eq!(why, refused);
}

#[test]
fn what_is_pasted_goes_down_and_to_the_right() {
    check_paste("定襄县\t季庄镇\n忻府区\t\n", "县", &["XF-2 county=定襄县", "XF-2 town=季庄镇"], &[]);
    check_paste(
        "a\nb\nc\nd\n",
        "备注",
        &["XF-2 remark=a", "XF-1 remark=b", "DX-1 remark=c"],
        &[(4, Refusal::Outside)],
    );
}

#[test]
fn titles_and_codes_say_where_a_line_goes_whatever_the_order() {
    check_paste(
        "地方编码\t县\nDX-1\t原平市\nXF-9\t原平市\n",
        "备注",
        &["DX-1 county=原平市"],
        &[(2, Refusal::NoSuchOutfall)],
    );
}

#[test]
fn what_does_not_fit_is_refused_by_itself() {
    check_paste("中间\n左岸", "岸别", &["XF-1 bank=left"], &[(1, Refusal::NotA(Wanted::Code))]);
    check_paste(
        "2024年4月10日\n2024-02-30",
        "确认日期",
        &["XF-2 confirmed_on=2024-04-10"],
        &[(2, Refusal::NotA(Wanted::Date))],
    );
    check_paste("已销号", "整治状态", &[], &[(1, Refusal::ReadOnly)]);
    check_paste("112.5", "经度", &[], &[(1, Refusal::ReadOnly)]);
}

#[test]
fn one_text_goes_into_a_column_of_many_rows() {
    let campaign = campaign();
    let snapshot = Snapshot::of(&campaign.project, day("2024-06-01"));
    let sheet = Sheet::new(&campaign.project, &snapshot, RecordKind::Outfall);

    let plan = set_all(&sheet, &sheet.rows(), field(&sheet, "县"), "忻府区");

    assert_eq!((plan.edits.len(), plan.outfalls(), plan.unchanged), (1, 1, 2));
}

#[test]
fn a_copied_table_pasted_back_changes_nothing() {
    let campaign = campaign();
    let snapshot = Snapshot::of(&campaign.project, day("2024-06-01"));
    let sheet = Sheet::new(&campaign.project, &snapshot, RecordKind::Outfall);
    let (rows, fields) = (sheet.rows(), sheet.fields());
    for english in [false, true] {
        let text = table_text(&sheet, &rows, &fields, |zh, en| if english { en } else { zh });
        let plan = pasted(&sheet, &rows, &fields, &fields, &grid_of(&text));
        assert_eq!((plan.edits, plan.refused), (vec![], vec![]));
    }
}

proptest! {
    #[test]
    fn what_is_written_between_tabs_reads_back(grid in prop::collection::vec(prop::collection::vec("[a\"\t\n 水]{0,6}", 2..4), 1..4)) {
        let text: String = grid.iter().map(|row| super::paste::line(row.iter().cloned())).collect();
        prop_assert_eq!(grid_of(&text), grid);
    }
}
