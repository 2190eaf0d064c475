//! The workbook that is handed in: register, dispatch table, tracing list, remediation list and lag list.

use jiff::civil::Date;

use super::{dispatch, lag_list, register, remediation, sheet::Sheet, tracing};
use crate::{
    domain::{
        progress::{Grouping, Snapshot},
        project::Project,
    },
    i18n::Lang,
};

/// The sheets of `ledger.xlsx`. The dispatch table is by `by`, and its period (本期) is the month of the day.
pub fn ledger(project: &Project, snapshot: &Snapshot, lang: Lang, by: Grouping) -> Vec<Sheet> {
    let before = Snapshot::of(project, end_of_last_month(snapshot.day));
    vec![
        register::table(project, snapshot, lang),
        dispatch::table(project, snapshot, &before, by, lang),
        tracing::table(project, snapshot, lang),
        remediation::table(project, snapshot, lang),
        lag_list::table(project, snapshot, lang),
    ]
}

/// The day before the month of `day` began.
pub fn end_of_last_month(day: Date) -> Date {
    day.first_of_month().yesterday().unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{
        domain::{Record as _, outfall::Outfall, progress::Count},
        report::{
            campaign::{DAY, at, proven_outfall, worked_example},
            csv_file, workbook,
        },
    };

    #[test]
    fn every_sheet_has_as_many_rows_as_its_query() {
        let (project, snapshot) = worked_example();
        for lang in Lang::ALL {
            let sheets = ledger(&project, &snapshot, *lang, Grouping::County);
            let total = snapshot.total();
            let rows: Vec<usize> = sheets.iter().map(|it| it.rows.len()).collect();
            assert_eq!(rows, [50, 3, total.get(Count::Base) as usize, total.get(Count::ToFix) as usize, 4]);
            for sheet in &sheets {
                assert!(sheet.body().all(|row| row.len() == sheet.columns.len()), "{}", sheet.name);
                csv_file(sheet).unwrap();
            }
            workbook(&sheets, DAY.at(8, 0, 0, 0)).unwrap();
        }
    }

    #[test]
    fn the_register_is_headed_as_the_import_reads_it() {
        let (project, snapshot) = proven_outfall();
        let sheet = register::table(&project, &snapshot, Lang::Zh);
        let headings: Vec<&str> = sheet.columns.iter().map(|it| it.heading.as_str()).collect();
        let of_position = |name: &str| name.starts_with("coord_");
        let provenance = |name: &str| matches!(name, "class" | "class_detail") || of_position(name);
        for column in Outfall::COLUMNS.iter().filter(|it| !provenance(it.name)) {
            assert!(headings.contains(&column.zh), "{}", column.zh);
        }
        for state in [
            "一级分类",
            "二级分类",
            "三级分类",
            "溯源状态",
            "整治类型",
            "整治状态",
            "销号日期",
            "台账状态",
            "指向编号",
            "溯源完成日期",
        ] {
            assert!(headings.contains(&state), "{state}");
        }
        let mut once = headings.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), headings.len(), "a heading stands twice");
    }

    #[test]
    fn a_proven_outfall_shows_its_facts_in_every_list() {
        let (project, snapshot) = proven_outfall();
        let sheets = ledger(&project, &snapshot, Lang::Zh, Grouping::County);
        let [register, dispatch, tracing, remediation, lag] = &sheets[..] else { panic!("five sheets") };
        let check = |sheet: &Sheet, heading: &str, wanted: &str| {
            assert_eq!(at(sheet, 0, heading), wanted, "{} {heading}", sheet.name);
        };
        check(register, "溯源完成日期", "2026-04-09");
        check(register, "销号日期", "2026-07-08");
        check(register, "整治类型", "依法取缔");
        check(register, "未证实", "");
        check(dispatch, "溯源率", "100.0%");
        check(dispatch, "本期完成", "1");
        check(dispatch, "取缔", "1");
        check(tracing, "污染源", "沿街餐饮");
        check(tracing, "溯源方法", "染色示踪");
        check(tracing, "尚缺", "");
        check(remediation, "牵头单位", "县住建局");
        check(remediation, "进展", "2026-06-01 完工 100% 已封堵");
        check(remediation, "销号文号", "忻环函〔2026〕7号");
        assert_eq!(lag.rows.len(), 0);
    }

    #[test]
    fn a_claimed_outfall_says_so_and_points_to_its_target() {
        let (project, snapshot) = worked_example();
        let sheet = register::table(&project, &snapshot, Lang::Zh);
        assert_eq!(at(&sheet, 0, "台账状态"), "已合并");
        assert_eq!(at(&sheet, 0, "指向编号"), "P-050");
        assert_eq!(at(&sheet, 0, "未证实"), "台账、溯源、整治");
        assert_eq!(at(&sheet, 20, "溯源完成日期"), "2026-05-06");
        assert_eq!(at(&sheet, 20, "销号日期"), "2026-06-01");
        assert_eq!(at(&sheet, 30, "溯源完成日期"), "");
    }

    #[test]
    fn the_period_begins_with_the_month() {
        assert_eq!(end_of_last_month(date(2026, 3, 31)), date(2026, 2, 28));
        assert_eq!(end_of_last_month(date(2026, 1, 1)), date(2025, 12, 31));
    }
}
