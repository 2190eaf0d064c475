//! What a column of a list of outfalls is: its two headings and the cell it shows, side by side.

use jiff::civil::Date;

use super::sheet::{Cell, Column, ColumnKind};
use crate::{
    domain::{
        Term,
        progress::{Count, Membership, Snapshot},
        project::{Entry, Project},
        stage::Standing,
    },
    i18n::Lang,
};

/// One outfall as a line of a list.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) project: &'a Project,
    pub(super) entry: &'a Entry,
    pub(super) standing: &'a Standing,
    pub(super) member: Membership,
    pub(super) day: Date,
    pub(super) lang: Lang,
    /// The running number (序号), from 1.
    pub(super) number: usize,
}

impl Line<'_> {
    /// A word of the trade, if there is one.
    pub(super) fn term<T: Term>(&self, term: Option<T>) -> Cell {
        term.map_or(Cell::Empty, |it| Cell::text(self.lang.term(it)))
    }

    /// Yes, no, or not known.
    pub(super) fn flag(&self, flag: Option<bool>) -> Cell {
        let word = |it| if it { self.lang.pick("是", "Yes") } else { self.lang.pick("否", "No") };
        flag.map_or(Cell::Empty, |it| Cell::text(word(it)))
    }

    /// 事实 or 台账申报: what stands behind a state.
    pub(super) fn grounds(&self, proven: bool) -> Cell {
        Cell::text(if proven {
            self.lang.pick("已证实", "Proven")
        } else {
            self.lang.pick("台账申报", "Claimed")
        })
    }
}

/// The outfalls that stand in `count`, or all of them, numbered from 1.
pub(super) fn lines<'a>(
    project: &'a Project,
    snapshot: &'a Snapshot,
    count: Option<Count>,
    lang: Lang,
) -> Vec<Line<'a>> {
    let states = snapshot.standings.iter().zip(&snapshot.members);
    let all = project.entries().iter().zip(states);
    all.filter(|(_, (_, member))| count.is_none_or(|count| member.has(count)))
        .enumerate()
        .map(|(index, (entry, (standing, member)))| Line {
            project,
            entry,
            standing,
            member: *member,
            day: snapshot.day,
            lang,
            number: index + 1,
        })
        .collect()
}

/// The cell that a column shows of a line.
pub(super) type CellOf = fn(&Line<'_>) -> Cell;

/// A column in both languages. `C` is [`CellOf`] or its like for other rows.
pub(super) struct Spec<C: 'static> {
    group: (&'static str, &'static str),
    heading: (&'static str, &'static str),
    kind: ColumnKind,
    max_width: u16,
    pub(super) cell: C,
}

/// Makes a [`Spec`]; `group` is empty where the heading spans both storeys.
pub(super) const fn spec<C>(
    group: (&'static str, &'static str),
    heading: (&'static str, &'static str),
    kind: ColumnKind,
    max_width: u16,
    cell: C,
) -> Spec<C> {
    Spec { group, heading, kind, max_width, cell }
}

/// The columns in one language.
pub(super) fn columns<C>(specs: &[Spec<C>], lang: Lang) -> Vec<Column> {
    let pick = |(zh, en)| lang.pick(zh, en);
    let column = |it: &Spec<C>| Column::new(pick(it.heading), it.kind, it.max_width).under(pick(it.group));
    specs.iter().map(column).collect()
}

/// One row of cells for each line.
pub(super) fn rows(specs: &[Spec<CellOf>], lines: &[Line<'_>]) -> Vec<Vec<Cell>> {
    lines.iter().map(|line| specs.iter().map(|it| (it.cell)(line)).collect()).collect()
}
