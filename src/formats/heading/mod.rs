//! Finds the heading of a ledger as people make them, and turns a sheet into a table.
//!
//! Above the heading stand a title and a row of 填报单位, 填报日期 …; the heading itself may have two storeys, where the
//! upper one spans; below the records stand totals and signatures. None of these is a record, and each is named in
//! [`Table::skipped`] or in [`Table::warnings`].

mod noise;

use std::ops::{Range, RangeInclusive};

use super::{text_cell, unique};
use crate::domain::table::{Cell, ReadWarning, Row, Skipped, Table};

/// How many rows may stand above the heading.
const TITLE_ROWS: usize = 20;
/// How many storeys a heading may have.
const STOREYS: usize = 4;

/// Cells as they lie in a file.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) name: String,
    /// In the order of the file.
    pub(super) rows: Vec<SheetRow>,
    pub(super) merges: Vec<Merge>,
}

/// One row of a sheet.
#[derive(Debug, Default)]
pub(super) struct SheetRow {
    /// Counted from 1, as the spreadsheet does.
    pub(super) number: u64,
    /// From the first column on; short rows are empty at the end.
    pub(super) cells: Vec<Cell>,
}

/// Cells joined to one. The upper left one has the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Merge {
    pub(super) rows: RangeInclusive<u64>,
    /// Counted from 0.
    pub(super) columns: RangeInclusive<usize>,
}

impl SheetRow {
    fn cell(&self, column: usize) -> &Cell {
        const EMPTY: &Cell = &Cell::Empty;
        self.cells.get(column).unwrap_or(EMPTY)
    }

    fn filled(&self) -> impl Iterator<Item = (usize, &Cell)> {
        self.cells.iter().enumerate().filter(|(_, cell)| **cell != Cell::Empty)
    }
}

impl Sheet {
    fn row(&self, index: usize) -> Option<&SheetRow> {
        self.rows.get(index)
    }

    fn index_of(&self, number: u64) -> Option<usize> {
        self.rows.binary_search_by_key(&number, |row| row.number).ok()
    }

    fn merges_from(&self, number: u64) -> impl Iterator<Item = &Merge> {
        self.merges.iter().filter(move |merge| *merge.rows.start() == number)
    }
}

/// Turns a sheet into a table. `None` if nothing is filled in at all.
pub(super) fn table(mut sheet: Sheet) -> Option<Table> {
    let heading = heading(&sheet)?;
    let names = names(&sheet, &heading);
    let mut table = Table { name: std::mem::take(&mut sheet.name), ..Table::default() };
    note_titles(&sheet, &heading, &mut table);
    if !fill_down(&mut sheet, &heading) {
        table.warnings.push(ReadWarning::TooManyMerges);
    }

    let mut rows = sheet.rows.split_off(heading.end.min(sheet.rows.len()));
    let last = rows.iter().rposition(|row| row.filled().next().is_some());
    rows.truncate(last.map_or(0, |last| last + 1));

    let width = rows.iter().map(|row| row.cells.len()).chain([names.len()]).max().unwrap_or(0);
    let kept = used_columns(&rows, &names, width);
    let width_filled = kept.iter().filter(|kept| **kept).count();
    for row in rows {
        if let Some(reason) = noise::reason(&row, &names, width_filled) {
            table.skipped.push(Skipped { number: row.number, reason });
            continue;
        }
        let mut cells = row.cells;
        cells.resize(width, Cell::Empty);
        let cells = cells.into_iter().zip(&kept).filter(|(_, kept)| **kept).map(|(cell, _)| cell).collect();
        table.rows.push(Row { number: row.number, cells, geometry: None });
    }
    let names = names.into_iter().chain(std::iter::repeat(String::new())).take(width).enumerate();
    let named = names.map(|(column, name)| if name.is_empty() { letters(column) } else { name });
    table.columns = unique(named.zip(&kept).filter(|(_, kept)| **kept).map(|(name, _)| name).collect());
    Some(table)
}

/// The name a spreadsheet gives a column: A … Z, AA …
pub(super) fn letters(mut index: usize) -> String {
    let mut name = String::new();
    loop {
        name.insert(0, char::from(b'A' + (index % 26) as u8));
        if index < 26 {
            return name;
        }
        index = index / 26 - 1;
    }
}

/// The rows of the heading, as places in `sheet.rows`.
fn heading(sheet: &Sheet) -> Option<Range<usize>> {
    let first = sheet.rows.iter().position(|row| row.filled().next().is_some())?;
    let looked_at = first..sheet.rows.len().min(first + TITLE_ROWS);
    let width = sheet.rows.iter().skip(first).take(50).map(|row| row.filled().count()).max().unwrap_or(0);
    let top = looked_at
        .clone()
        .find(|index| sheet.row(*index).is_some_and(|row| may_be_heading(sheet, row, width)));
    let top = top.unwrap_or(first);
    Some(top..bottom(sheet, top) + 1)
}

/// At least half of the columns are headed, most of them by words.
fn may_be_heading(sheet: &Sheet, row: &SheetRow, width: usize) -> bool {
    let filled = row.filled().count();
    let words = row.filled().filter(|(_, cell)| is_word(cell)).count();
    let spanned: usize =
        sheet.merges_from(row.number).map(|merge| merge.columns.end() - merge.columns.start()).sum();
    let enough = filled >= 2 || width <= 1;
    enough && (filled + spanned) * 2 >= width && words * 10 >= filled * 6
}

/// Text with a letter in it, as headings have it; `填报单位：…` tells a fact instead.
fn is_word(cell: &Cell) -> bool {
    let Cell::Text(text) = cell else {
        return false;
    };
    let tells = text.split_once(['：', ':']).is_some_and(|(_, fact)| !fact.trim().is_empty());
    !tells
        && text.chars().count() <= 60
        && text.chars().any(char::is_alphabetic)
        && text.parse::<f64>().is_err()
}

/// The place of the lowest row of a heading that begins at `top`.
fn bottom(sheet: &Sheet, top: usize) -> usize {
    let mut bottom = top;
    while bottom + 1 < top + STOREYS {
        let (Some(upper), Some(lower)) = (sheet.row(bottom), sheet.row(bottom + 1)) else {
            break;
        };
        // A blank row, or one that is not there, ends every heading.
        let is_next = lower.number == upper.number + 1 && lower.filled().next().is_some();
        let has_merges = sheet.merges_from(upper.number).next().is_some();
        let spans = if has_merges || bottom > top {
            spans_by_merge(sheet, upper, lower)
        } else {
            spans_by_gap(upper, lower)
        };
        if !is_next || !spans || !lower.filled().all(|(_, cell)| is_word(cell)) {
            break;
        }
        bottom += 1;
    }
    bottom
}

fn spans_by_merge(sheet: &Sheet, upper: &SheetRow, lower: &SheetRow) -> bool {
    let covers_both = sheet
        .merges
        .iter()
        .any(|merge| merge.rows.contains(&upper.number) && merge.rows.contains(&lower.number));
    let splits = sheet
        .merges
        .iter()
        .filter(|merge| *merge.rows.end() == upper.number && merge.columns.start() < merge.columns.end());
    covers_both
        || splits
            .into_iter()
            .any(|merge| merge.columns.clone().any(|column| *lower.cell(column) != Cell::Empty))
}

/// Without merges, a span is a filled cell with empty ones to its right that are filled below.
fn spans_by_gap(upper: &SheetRow, lower: &SheetRow) -> bool {
    let gap = |column: usize| *upper.cell(column) == Cell::Empty && *lower.cell(column) != Cell::Empty;
    let mut has_gap = false;
    for (column, _) in lower.filled() {
        if gap(column) {
            has_gap |= column > 0;
        } else if !gap(column + 1) {
            return false;
        }
    }
    has_gap && upper.filled().any(|(column, _)| *lower.cell(column) == Cell::Empty)
}

/// The heading of each column, storeys joined with `/`.
fn names(sheet: &Sheet, heading: &Range<usize>) -> Vec<String> {
    let rows = sheet.rows.get(heading.clone()).unwrap_or_default();
    let merged_width =
        rows.iter().flat_map(|row| sheet.merges_from(row.number)).map(|merge| merge.columns.end() + 1);
    let width = rows.iter().map(|row| row.cells.len()).chain(merged_width).max().unwrap_or(0);
    let mut names = vec![String::new(); width];
    for (storey, row) in rows.iter().enumerate() {
        let texts = storey_texts(sheet, row, rows.get(storey + 1), width);
        for (name, text) in names.iter_mut().zip(texts) {
            if !text.is_empty() && name.is_empty() {
                *name = text;
            } else if !text.is_empty() && *name != text && !name.ends_with(&format!("/{text}")) {
                name.push('/');
                name.push_str(&text);
            }
        }
    }
    names
}

fn storey_texts(sheet: &Sheet, row: &SheetRow, below: Option<&SheetRow>, width: usize) -> Vec<String> {
    let mut texts: Vec<String> = (0..width).map(|column| plain(row.cell(column))).collect();
    let merges: Vec<&Merge> = sheet.merges_from(row.number).collect();
    for merge in &merges {
        let text = plain(row.cell(*merge.columns.start()));
        for slot in texts.iter_mut().take(merge.columns.end() + 1).skip(*merge.columns.start()) {
            slot.clone_from(&text);
        }
    }
    if let Some(below) = below.filter(|_| merges.is_empty()) {
        let mut span = String::new();
        for (column, text) in texts.iter_mut().enumerate() {
            if !text.is_empty() {
                span.clone_from(text);
            } else if *below.cell(column) != Cell::Empty {
                text.clone_from(&span);
            } else {
                span.clear();
            }
        }
    }
    texts
}

/// A heading is broken into lines to fit its cell.
fn plain(cell: &Cell) -> String {
    cell.to_text().replace(['\r', '\n'], "").trim().to_owned()
}

fn note_titles(sheet: &Sheet, heading: &Range<usize>, table: &mut Table) {
    for row in sheet.rows.get(..heading.start).unwrap_or_default() {
        let texts: Vec<String> = row.filled().map(|(_, cell)| plain(cell)).collect();
        if !texts.is_empty() {
            table.warnings.push(ReadWarning::AboveHeading { row: row.number, text: texts.join(" ") });
        }
    }
}

/// Cells merged downwards mean the same in each of their rows. Answers whether all could be filled in.
fn fill_down(sheet: &mut Sheet, heading: &Range<usize>) -> bool {
    /// Merged areas may lie over each other without end.
    const FILLED_MAX: usize = 2_000_000;
    let Some(last) = sheet.row(heading.end - 1).map(|row| row.number) else {
        return true;
    };
    let mut filled = 0;
    let tall: Vec<Merge> = sheet
        .merges
        .iter()
        .filter(|merge| *merge.rows.start() > last && merge.rows.start() < merge.rows.end())
        .cloned()
        .collect();
    for merge in tall {
        let column = *merge.columns.start();
        let Some(first) = sheet.index_of(*merge.rows.start()) else {
            continue;
        };
        let value = sheet.row(first).map_or(Cell::Empty, |row| row.cell(column).clone());
        if value == Cell::Empty {
            continue;
        }
        for row in sheet.rows.iter_mut().skip(first + 1).take_while(|row| merge.rows.contains(&row.number)) {
            filled += 1;
            if filled > FILLED_MAX {
                return false;
            }
            if row.cells.len() <= column {
                row.cells.resize(column + 1, Cell::Empty);
            }
            if let Some(slot) = row.cells.get_mut(column) {
                *slot = value.clone();
            }
        }
    }
    true
}

fn used_columns(rows: &[SheetRow], names: &[String], width: usize) -> Vec<bool> {
    let mut used: Vec<bool> = names.iter().map(|name| !name.is_empty()).collect();
    used.resize(width, false);
    for row in rows {
        for (slot, cell) in used.iter_mut().zip(&row.cells) {
            *slot |= *cell != Cell::Empty;
        }
    }
    used
}

/// A text as a row of a sheet; for readers of plain text.
pub(super) fn text_row<'a>(number: u64, texts: impl Iterator<Item = &'a str>) -> SheetRow {
    SheetRow { number, cells: texts.map(text_cell).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of cells separated by `|`; a cell that reads as a number is one.
    fn sheet(rows: &[&str], merges: &[(RangeInclusive<u64>, RangeInclusive<usize>)]) -> Sheet {
        let rows = rows.iter().zip(1..).map(|(row, number)| {
            let cells =
                row.split('|').map(|text| text.trim().parse().map_or_else(|_| text_cell(text), Cell::Number));
            SheetRow { number, cells: cells.collect() }
        });
        let merges =
            merges.iter().map(|(rows, columns)| Merge { rows: rows.clone(), columns: columns.clone() });
        Sheet { name: "台账".into(), rows: rows.collect(), merges: merges.collect() }
    }

    #[track_caller]
    fn check(sheet: Sheet, columns: &[&str], rows: &[u64], skipped: &[u64]) -> Table {
        let table = table(sheet).unwrap();
        assert_eq!(table.columns, columns, "{table:#?}");
        assert_eq!(table.rows.iter().map(|row| row.number).collect::<Vec<_>>(), rows, "{table:#?}");
        assert_eq!(table.skipped.iter().map(|row| row.number).collect::<Vec<_>>(), skipped, "{table:#?}");
        assert!(table.rows.iter().all(|row| row.cells.len() == columns.len()));
        table
    }

    #[test]
    fn a_plain_heading_in_the_first_row_works() {
        check(
            sheet(&["编码|名称|经度", "A1|甲|112.5", "A2|乙|"], &[]),
            &["编码", "名称", "经度"],
            &[2, 3],
            &[],
        );
        check(sheet(&["name", "a", "b"], &[]), &["name"], &[2, 3], &[]);
        check(sheet(&["town|2019|2020", "X|1|2"], &[]), &["town", "2019", "2020"], &[2], &[]);
        check(sheet(&["编码|名称"], &[]), &["编码", "名称"], &[], &[]);
    }

    #[test]
    fn a_ledger_as_offices_make_them_works() {
        let rows = [
            "代县入河排污口排查整治台账|||||",
            "填报单位：代县分局|||填报日期：2024.4||",
            "序号|名称|位置||整治|",
            "||经度|纬度|类型|状态",
            "1|甲|112.5|38.1|清理合并|已销号",
            "2|乙|112.6|38.2||",
            "",
            "小计|2||||",
            "3|丙|112.7|38.3||",
            "合 计|3||||",
            "填表人：张三||审核人：李四||联系电话：|",
            "||||||",
        ];
        let columns = ["序号", "名称", "位置/经度", "位置/纬度", "整治/类型", "整治/状态"];
        let plain = check(sheet(&rows, &[]), &columns, &[5, 6, 9], &[7, 8, 10, 11]);
        assert_eq!(plain.warnings.len(), 2, "{:?}", plain.warnings);

        let merges = [(1..=1, 0..=5), (3..=4, 0..=0), (3..=4, 1..=1), (3..=3, 2..=3), (3..=3, 4..=5)];
        check(sheet(&rows, &merges), &columns, &[5, 6, 9], &[7, 8, 10, 11]);
    }

    #[test]
    fn a_heading_of_three_storeys_is_joined() {
        let rows = ["县|监测||", "|水质||流量", "|COD|氨氮|", "代县|20|1.5|300"];
        let merges = [(1..=3, 0..=0), (1..=1, 1..=3), (2..=2, 1..=2), (2..=3, 3..=3)];
        check(sheet(&rows, &merges), &["县", "监测/水质/COD", "监测/水质/氨氮", "监测/流量"], &[4], &[]);
    }

    #[test]
    fn a_heading_that_spans_two_unnamed_columns_keeps_both() {
        check(
            sheet(&["名称|坐标|", "甲|112.5|38.1"], &[(1..=1, 1..=2)]),
            &["名称", "坐标", "坐标 (2)"],
            &[2],
            &[],
        );
    }

    #[test]
    fn cells_merged_downwards_mean_the_same_in_each_row() {
        let rows = ["县|名称|类", "代县|甲|a", "|乙|b", "繁峙县|丙|c"];
        let table = check(sheet(&rows, &[(2..=3, 0..=0)]), &["县", "名称", "类"], &[2, 3, 4], &[]);
        assert_eq!(table.rows[1].cells[0], Cell::Text("代县".into()));
    }

    #[test]
    fn rows_that_only_look_like_totals_or_notes_stay() {
        let rows = ["序号|名称|备注", "1|合计桥排口|注：临时", "2|制表厂排口|x", "3|联系人村|说明：无"];
        check(sheet(&rows, &[]), &["序号", "名称", "备注"], &[2, 3, 4], &[]);
    }

    #[test]
    fn column_numbers_and_repeated_headings_are_no_records() {
        let rows = ["a|b|c|d|e", "(1)|(2)|(3)|(4)|(5)", "x|1|2|3|4", "a|b|c|d|e", "y|1|2|3|4"];
        check(sheet(&rows, &[]), &["a", "b", "c", "d", "e"], &[3, 5], &[2, 4]);
    }

    #[test]
    fn columns_without_heading_and_content_are_left_out() {
        let table = check(sheet(&["名称||备注||", "甲||x|y|"], &[]), &["名称", "备注", "D"], &[2], &[]);
        assert_eq!(table.rows[0].cells[2], Cell::Text("y".into()));
    }

    #[test]
    fn a_first_record_of_words_is_not_taken_for_a_second_storey() {
        check(sheet(&["名称|河流|县", "甲|滹沱河|代县"], &[]), &["名称", "河流", "县"], &[2], &[]);
        check(sheet(&["名称|河流||县", "甲|滹沱河|左岸|代县"], &[]), &["名称", "河流", "C", "县"], &[2], &[]);
    }

    #[test]
    fn an_empty_sheet_is_no_table() {
        assert_eq!(table(sheet(&[], &[])), None);
        assert_eq!(table(sheet(&["|", ""], &[])), None);
    }

    #[test]
    fn columns_are_lettered_as_spreadsheets_do() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
