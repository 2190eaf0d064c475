//! Rows below a heading that are no records: blanks, totals, column numbers, signatures, notes.

use super::{SheetRow, plain};
use crate::domain::table::{Cell, SkipReason};

/// Why a row below the heading is no record, if it is none.
pub(super) fn reason(row: &SheetRow, names: &[String], width: usize) -> Option<SkipReason> {
    let mut filled = row.filled();
    let Some((first_column, first)) = filled.next() else {
        return Some(SkipReason::Blank);
    };
    if width < 3 {
        return None;
    }
    if is_column_numbers(row, width) {
        return Some(SkipReason::ColumnNumbers);
    }
    let Cell::Text(text) = first else {
        let second =
            filled.next().and_then(|(_, cell)| if let Cell::Text(text) = cell { Some(text) } else { None });
        return second.filter(|text| is_total(text, true)).map(|_| SkipReason::Totals);
    };
    let second = filled.next().map(|(_, cell)| cell.to_text());
    if is_total(text, false) || second.is_some_and(|text| is_total(&text, true)) {
        return Some(SkipReason::Totals);
    }
    if names.get(first_column) == Some(&plain(first)) && repeats(row, names) {
        return Some(SkipReason::HeadingAgain);
    }
    is_footer(text, row.filled().count(), width).then_some(SkipReason::Footer)
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|char| !char.is_whitespace()).collect()
}

fn is_total(text: &str, exactly: bool) -> bool {
    const WORDS: [&str; 5] = ["合计", "小计", "总计", "共计", "累计"];
    let text = squeezed(text);
    let bare = text.trim_end_matches(['：', ':']);
    let is_word =
        WORDS.contains(&bare) || matches!(bare.to_lowercase().as_str(), "total" | "subtotal" | "grandtotal");
    // 岢岚县合计
    let of_something =
        !exactly && bare.chars().count() <= 12 && WORDS.iter().any(|word| bare.ends_with(word));
    is_word || of_something
}

fn is_column_numbers(row: &SheetRow, width: usize) -> bool {
    let filled = row.filled().count();
    let numbered = row.filled().zip(1_u32..).all(|((_, cell), number)| {
        let text = squeezed(&cell.to_text());
        text.trim_matches(['(', ')', '（', '）']) == number.to_string()
    });
    width >= 5 && filled * 2 > width && numbered
}

fn repeats(row: &SheetRow, names: &[String]) -> bool {
    let same = row
        .filled()
        .filter(|(column, cell)| names.get(*column).is_some_and(|name| *name == plain(cell)))
        .count();
    same >= 2 && same * 10 >= row.filled().count() * 8
}

fn is_footer(text: &str, filled: usize, width: usize) -> bool {
    const SIGNATURES: [&str; 13] = [
        "填表人",
        "填报人",
        "审核人",
        "审批人",
        "制表人",
        "制表",
        "联系人",
        "联系电话",
        "负责人",
        "单位负责人",
        "单位盖章",
        "填表说明",
        "填报说明",
    ];
    const NOTES: [&str; 4] = ["注", "备注", "说明", "附注"];
    let text = squeezed(text);
    let (head, told) = match text.split_once(['：', ':']) {
        Some((head, _)) => (head, true),
        None => (text.as_str(), false),
    };
    let head = head
        .split(['（', '('])
        .next()
        .unwrap_or_default()
        .trim_end_matches(|char: char| char.is_ascii_digit());
    (SIGNATURES.contains(&head) && (told || filled * 2 <= width))
        || (NOTES.contains(&head) && told && filled * 2 <= width)
}
