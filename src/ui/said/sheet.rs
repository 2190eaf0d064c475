//! What the window says of the attribute table.

use crate::{
    domain::{
        Term,
        sheet::{ChipOp, Refusal},
        value::Wanted,
    },
    i18n::Lang,
};

/// A word of the attribute table without values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SheetWord {
    Kind,
    Working,
    Columns,
    FindColumn,
    AllColumns,
    OnlyFilled,
    Copy,
    CopyTip,
    Change,
    ChangeTip,
    FactsStay,
    ChangeTitle,
    PasteTitle,
    ChangedColumn,
    NewValue,
    EmptyThem,
    AddChip,
    ApplyChip,
    GiveUpChip,
    ChipColumn,
    ChipQuestion,
    ChipText,
    NoRows,
    NoHits,
}

impl SheetWord {
    fn both(self) -> (&'static str, &'static str) {
        match self {
            Self::Kind => ("表", "Table"),
            Self::Working => ("正在整理…", "Sorting…"),
            Self::Columns => ("列", "Columns"),
            Self::FindColumn => ("查找列", "Find a column"),
            Self::AllColumns => ("全部显示", "Show all"),
            Self::OnlyFilled => ("隐藏空列", "Hide empty ones"),
            Self::Copy => ("复制", "Copy"),
            Self::CopyTip => (
                "复制选中的行（没有选中则为全部），可粘贴到电子表格  Ctrl+C",
                "Copy the selected rows, or all if none is, for a spreadsheet  Ctrl+C",
            ),
            Self::Change => ("批量修改", "Change"),
            Self::ChangeTip => (
                "修改选中排污口的一列；也可从电子表格粘贴 Ctrl+V",
                "Change a column of the selected outfalls; or paste from a spreadsheet with Ctrl+V",
            ),
            Self::FactsStay => (
                "登记的事实只增不改，请在排污口卡片中更正",
                "Facts are only added, never overwritten: correct them in the card of the outfall",
            ),
            Self::ChangeTitle => ("批量修改", "Change the selected outfalls"),
            Self::PasteTitle => ("粘贴到表", "Paste into the table"),
            Self::ChangedColumn => ("要修改的列", "Column to change"),
            Self::NewValue => ("新值", "New value"),
            Self::EmptyThem => ("清除这一列的内容", "Empty the column"),
            Self::AddChip => ("添加筛选", "Add a filter"),
            Self::ApplyChip => ("确定", "Apply"),
            Self::GiveUpChip => ("放弃筛选", "Give the filter up"),
            Self::ChipColumn => ("筛选的列", "Column of the filter"),
            Self::ChipQuestion => ("筛选条件", "Condition of the filter"),
            Self::ChipText => ("筛选的值", "Value of the filter"),
            Self::NoRows => ("还没有记录", "There are no records yet"),
            Self::NoHits => (
                "没有符合筛选的行，点击上方筛选可去掉",
                "No row meets the filters; click one above to drop it",
            ),
        }
    }
}

impl Term for SheetWord {
    fn zh(self) -> &'static str {
        self.both().0
    }

    fn en(self) -> &'static str {
        self.both().1
    }
}

/// `301 行，共 500 行，选中 3 行`.
pub(crate) fn rows_shown(lang: Lang, shown: usize, all: usize, selected: usize) -> String {
    let rows = if shown == all {
        lang.pick(format!("{all} 行"), format!("{all} rows"))
    } else {
        lang.pick(format!("{shown} 行，共 {all} 行"), format!("{shown} of {all} rows"))
    };
    if selected == 0 {
        return rows;
    }
    lang.pick(format!("{rows}，选中 {selected} 行"), format!("{rows}, {selected} selected"))
}

/// How many rows a change is about.
pub(crate) fn rows_selected(lang: Lang, count: usize) -> String {
    lang.pick(format!("选中 {count} 行"), format!("{count} rows selected"))
}

/// The name of a row for screen readers.
pub(crate) fn sheet_row(lang: Lang, number: usize, name: &str) -> String {
    lang.pick(format!("第 {number} 行 {name}"), format!("Row {number} {name}"))
}

/// The tip of a heading.
pub(crate) fn sort_tip(lang: Lang, title: &str) -> String {
    lang.pick(
        format!("{title}：点击排序，按住 Shift 点击再加一列"),
        format!("{title}: click to sort, Shift-click to sort by it as well"),
    )
}

/// The name of the button of a chip.
pub(crate) fn drop_chip(lang: Lang, chip: &str) -> String {
    lang.pick(format!("去掉筛选 {chip}"), format!("Drop the filter {chip}"))
}

/// What a chip asks.
pub(crate) fn chip_op(lang: Lang, op: ChipOp) -> &'static str {
    let (zh, en) = match op {
        ChipOp::Contains => ("包含", "contains"),
        ChipOp::Equal => ("等于", "is"),
        ChipOp::Unequal => ("不等于", "is not"),
        ChipOp::Less => ("小于", "less than"),
        ChipOp::Greater => ("大于", "more than"),
        ChipOp::Empty => ("为空", "is empty"),
        ChipOp::Filled => ("不为空", "is filled"),
    };
    lang.pick(zh, en)
}

/// The button that changes the cells.
pub(crate) fn change_cells(lang: Lang, cells: usize, outfalls: usize) -> String {
    lang.pick(
        format!("修改 {outfalls} 个排污口的 {cells} 格"),
        format!("Change {cells} cells of {outfalls} outfalls"),
    )
}

/// How many cells stay because they can not be changed like this.
pub(crate) fn cells_refused(lang: Lang, count: usize) -> String {
    lang.pick(
        format!("{count} 格不能这样修改，保持原样"),
        format!("{count} cells can not be changed like this and stay as they are"),
    )
}

/// How many cells hold what they are to hold.
pub(crate) fn cells_unchanged(lang: Lang, count: usize) -> String {
    lang.pick(format!("{count} 格无变化"), format!("{count} cells already hold this"))
}

/// One of them, with the reason.
pub(crate) fn cell_refused(lang: Lang, row: usize, title: &str, text: &str, why: Refusal) -> String {
    let (zh, en) = match why {
        Refusal::ReadOnly => ("这一列不在表中修改", "this column is not changed in the table"),
        Refusal::Outside => ("表中没有这一格", "there is no such cell in the table"),
        Refusal::NoSuchOutfall => ("没有唯一的排污口是这个编码", "no single outfall has this code"),
        Refusal::NotA(Wanted::Code) => ("不在可选值中", "it is not in the list"),
        Refusal::NotA(Wanted::Date) => ("不是日期", "it is not a date"),
        Refusal::NotA(Wanted::YesOrNo) => ("不是“是”或“否”", "it is neither yes nor no"),
        Refusal::NotA(_) => ("不是数", "it is not a number"),
    };
    lang.pick(format!("第 {row} 行 {title} “{text}”：{zh}"), format!("Line {row}, {title} “{text}”: {en}"))
}
