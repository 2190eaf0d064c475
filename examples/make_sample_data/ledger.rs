//! The ledger as a formatted workbook: merged title, two-storey heading, total row, signatures.

use std::path::Path;

use jiff::civil::Date;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::error::SampleError;
use crate::outfalls::{LEDGER_DAY, Outfall};
use crate::output::write_bytes;
use crate::states::{Register, Trace};

/// What stands in one cell.
enum Entry {
    Text(String),
    Number(f64, &'static str),
    Day(Option<Date>),
}

/// A column: its group, its heading, its width, its cell for the outfall with this running number.
struct Column {
    group: &'static str,
    heading: &'static str,
    width: f64,
    cell: fn(usize, &Outfall) -> Entry,
}

const fn column(
    group: &'static str,
    heading: &'static str,
    width: f64,
    cell: fn(usize, &Outfall) -> Entry,
) -> Column {
    Column { group, heading, width, cell }
}

fn text(words: impl Into<String>) -> Entry {
    Entry::Text(words.into())
}

/// Excluded and duplicate outfalls have no states of the work.
fn worked_on(outfall: &Outfall) -> bool {
    !matches!(outfall.standing.register, Register::Excluded | Register::Duplicate)
}

const COLUMNS: &[Column] = &[
    column("", "序号", 6.0, |number, _| Entry::Number(number as f64, "0")),
    column("编码", "国家编码", 22.0, |_, it| text(it.national_code.as_str())),
    column("编码", "地方编码", 15.0, |_, it| text(it.code.as_str())),
    column("", "名称", 44.0, |_, it| text(it.name.as_str())),
    column("分类", "一级分类", 14.0, |_, it| text(it.class.first)),
    column("分类", "二级分类", 22.0, |_, it| text(it.class.second)),
    column("分类", "三级分类", 18.0, |_, it| text(it.class.third)),
    column("所在行政区", "市", 9.0, |_, _| text("忻州市")),
    column("所在行政区", "县", 9.0, |_, it| text(it.county)),
    column("所在行政区", "乡镇", 11.0, |_, it| text(it.town)),
    column("所在行政区", "村", 12.0, |_, it| text(it.village.as_str())),
    column("位置(CGCS2000)", "经度", 12.0, |_, it| Entry::Number(it.place.x, "0.000000")),
    column("位置(CGCS2000)", "纬度", 12.0, |_, it| Entry::Number(it.place.y, "0.000000")),
    column("受纳水体", "河流", 11.0, |_, it| text(it.river)),
    column("受纳水体", "岸别", 7.0, |_, it| text(if it.left_bank { "左岸" } else { "右岸" })),
    column("受纳水体", "入河方式", 10.0, |_, it| text(it.entry_way)),
    column("受纳水体", "下游断面", 12.0, |_, it| text(it.section.map_or("", |(name, _)| name))),
    column("受纳水体", "距离km", 9.0, |_, it| match it.section {
        Some((_, km)) => Entry::Number(km, "0.00"),
        None => text(""),
    }),
    column("责任", "责任主体", 34.0, |_, it| text(it.entity.as_str())),
    column("责任", "行业", 22.0, |_, it| text(it.class.industry)),
    column("责任", "主管部门", 22.0, |_, it| text(it.class.authority)),
    column("排放", "审批登记", 10.0, |_, it| text(it.approval)),
    column("排放", "是否排水", 9.0, |_, it| text(if worked_on(it) { it.discharging } else { "" })),
    column("排放", "是否具备采样条件", 10.0, |_, it| {
        text(match it.standing.register {
            Register::Suspected | Register::Excluded | Register::Duplicate => "",
            _ if it.can_sample => "是",
            _ => "否",
        })
    }),
    column("台账", "台账状态", 10.0, |_, it| text(it.standing.register.word())),
    column("台账", "指向编号", 15.0, |_, it| text(it.target.as_str())),
    column("台账", "确认日期", 12.0, |_, it| Entry::Day(it.confirmed_on)),
    column("溯源", "溯源状态", 17.0, |_, it| {
        text(if worked_on(it) { it.standing.trace.word() } else { "" })
    }),
    column("溯源", "溯源完成日期", 12.0, |_, it| Entry::Day(it.traced_on)),
    column("溯源", "溯源时限", 12.0, |_, it| Entry::Day(it.trace_due)),
    column("整治", "整治类型", 10.0, |_, it| text(it.standing.fix_kind)),
    column("整治", "整治状态", 10.0, |_, it| {
        text(if worked_on(it) { it.standing.fix.word() } else { "" })
    }),
    column("整治", "整治时限", 12.0, |_, it| Entry::Day(it.fix_due)),
    column("整治", "销号日期", 12.0, |_, it| Entry::Day(it.closed_on)),
    column("", "备注", 30.0, |_, it| text(it.remark.as_str())),
];

/// The first row with an outfall, from 0.
const FIRST_ROW: u32 = 4;

/// Writes `ledger.xlsx`.
pub(crate) fn write_ledger(outfalls: &[Outfall], path: &Path) -> Result<(), SampleError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2026, 11, 15)?;
    workbook.set_properties(
        &DocProperties::new()
            .set_title("忻州市入河排污口排查整治台账（虚构示例）")
            .set_author("Paikou sample (fictional)")
            .set_comment("虚构示例,由程序生成;fictional, made by a program")
            .set_creation_datetime(&created),
    );
    let sheet = workbook.add_worksheet();
    sheet.set_name("排污口台账")?;
    write_head(sheet)?;
    let plain =
        Format::new().set_border(FormatBorder::Thin).set_font_name("宋体").set_font_size(10).set_text_wrap();
    let dated = plain.clone().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center);
    for (row, (number, outfall)) in (FIRST_ROW..).zip((1..).zip(outfalls)) {
        for (at, column) in (0..).zip(COLUMNS) {
            match (column.cell)(number, outfall) {
                Entry::Text(words) if words.is_empty() => sheet.write_blank(row, at, &plain)?,
                Entry::Text(words) => sheet.write_string_with_format(row, at, words, &plain)?,
                Entry::Number(value, shown) => {
                    let format = plain.clone().set_num_format(shown);
                    sheet.write_number_with_format(row, at, value, &format)?
                }
                Entry::Day(Some(day)) => {
                    let cell = ExcelDateTime::from_ymd(
                        day.year().unsigned_abs(),
                        day.month().unsigned_abs(),
                        day.day().unsigned_abs(),
                    )?;
                    sheet.write_datetime_with_format(row, at, &cell, &dated)?
                }
                Entry::Day(None) => sheet.write_blank(row, at, &plain)?,
            };
        }
    }
    write_foot(sheet, outfalls)?;
    write_bytes(path, &workbook.save_to_buffer()?)
}

fn last_column() -> u16 {
    COLUMNS.len().saturating_sub(1) as u16
}

fn write_head(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let title = Format::new()
        .set_bold()
        .set_font_size(18)
        .set_font_name("宋体")
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter);
    let unit = Format::new().set_font_name("宋体").set_font_size(10);
    let head = Format::new()
        .set_bold()
        .set_font_name("宋体")
        .set_font_size(10)
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color("#E2EFDA")
        .set_text_wrap();
    sheet.merge_range(0, 0, 0, last_column(), "忻州市入河排污口排查整治台账（虚构示例）", &title)?;
    sheet.merge_range(1, 0, 1, 8, "填报单位：忻州市生态环境局（虚构示例）", &unit)?;
    sheet.merge_range(1, 9, 1, last_column(), &format!("填报日期：{LEDGER_DAY}"), &unit)?;
    let mut start = 0;
    while let Some(first) = COLUMNS.get(usize::from(start)) {
        let same = COLUMNS
            .iter()
            .skip(usize::from(start))
            .take_while(|it| !first.group.is_empty() && it.group == first.group);
        let end = start + (same.count().max(1) as u16) - 1;
        if first.group.is_empty() {
            sheet.merge_range(2, start, 3, start, first.heading, &head)?;
        } else {
            sheet.merge_range(2, start, 2, end, first.group, &head)?;
            for (at, column) in (start..=end).zip(COLUMNS.iter().skip(usize::from(start))) {
                sheet.write_string_with_format(3, at, column.heading, &head)?;
            }
        }
        start = end + 1;
    }
    for (at, column) in (0..).zip(COLUMNS) {
        sheet.set_column_width(at, column.width)?;
    }
    sheet.set_row_height(0, 32)?;
    sheet.set_row_height(3, 28)?;
    sheet.set_freeze_panes(FIRST_ROW, 4)?;
    sheet.set_repeat_rows(2, 3)?;
    sheet.set_landscape().set_paper_size(8).set_print_fit_to_pages(1, 0);
    Ok(())
}

fn write_foot(sheet: &mut Worksheet, outfalls: &[Outfall]) -> Result<(), XlsxError> {
    let total_row = FIRST_ROW + outfalls.len() as u32;
    let bold =
        Format::new().set_bold().set_font_name("宋体").set_font_size(10).set_border(FormatBorder::Thin);
    let foot = Format::new().set_font_name("宋体").set_font_size(10);
    let base = outfalls.iter().filter(|it| it.standing.register.counts()).count();
    let traced = outfalls
        .iter()
        .filter(|it| {
            it.standing.register.counts() && matches!(it.standing.trace, Trace::Traced | Trace::Government)
        })
        .count();
    let closed = outfalls.iter().filter(|it| it.closed_on.is_some()).count();
    sheet.merge_range(total_row, 0, total_row, 2, "合计", &bold)?;
    let words = format!("共{}行,计入底数{base}个,已溯源{traced}个,已销号{closed}个", outfalls.len());
    sheet.merge_range(total_row, 3, total_row, last_column(), &words, &bold)?;
    sheet.merge_range(
        total_row + 1,
        0,
        total_row + 1,
        last_column(),
        "填表人：张××　　审核人：李××　　联系电话：0350-0000000（虚构）",
        &foot,
    )?;
    sheet.set_print_area(0, 0, total_row + 1, last_column())?;
    Ok(())
}
