//! What the table remembers: its kind, chips, order and columns; and the rows, worked out beside the window.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        mpsc::{Receiver, TryRecvError, channel},
    },
};

use eframe::egui::Context;
use jiff::civil::Date;

use super::{SheetView, change::Change};
use crate::domain::{
    project::RecordKind,
    sheet::{Chip, Field, RowAt, Sheet, SortBy, order},
};

/// What was asked for in this frame.
#[derive(Debug)]
pub(super) enum Wanted {
    Copy,
    Paste(String),
    Change,
    SelectAll,
}

/// Everything that the rows depend on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RowsKey {
    kind: RecordKind,
    revision: u64,
    day: Date,
    chips: Vec<Chip>,
    sort: Vec<SortBy>,
}

/// The table as it was left.
#[derive(Debug)]
pub(crate) struct SheetState {
    pub(crate) kind: RecordKind,
    pub(super) chips: Vec<Chip>,
    pub(super) sort: Vec<SortBy>,
    /// The columns that are not shown, of every kind.
    pub(super) hidden: BTreeSet<(RecordKind, Field)>,
    /// The rows in their order, and what they were worked out for.
    pub(super) rows: Arc<Vec<RowAt>>,
    rows_for: Option<RowsKey>,
    working: Option<(RowsKey, Receiver<Vec<RowAt>>)>,
    /// The row and the column, among those that are shown, that the keyboard is on.
    pub(super) cursor: (usize, usize),
    /// Bring the cursor into view in the next frame.
    pub(super) follow: bool,
    pub(super) change: Option<Change>,
    /// The chip that is being made.
    pub(super) draft: Option<Chip>,
    /// What the list of columns is narrowed to.
    pub(super) column_filter: String,
}

impl Default for SheetState {
    fn default() -> Self {
        Self {
            kind: RecordKind::Outfall,
            chips: Vec::new(),
            sort: Vec::new(),
            hidden: BTreeSet::new(),
            rows: Arc::default(),
            rows_for: None,
            working: None,
            cursor: (0, 0),
            follow: false,
            change: None,
            draft: None,
            column_filter: String::new(),
        }
    }
}

impl SheetState {
    /// Shows another kind; its chips and order start anew, its columns are as they were.
    pub(super) fn show(&mut self, kind: RecordKind) {
        if self.kind != kind {
            let hidden = std::mem::take(&mut self.hidden);
            *self = Self { kind, hidden, ..Self::default() };
        }
    }

    /// The columns that are shown, left to right.
    pub(super) fn shown_fields(&self, sheet: &Sheet<'_>) -> Vec<Field> {
        sheet.fields().into_iter().filter(|field| !self.hidden.contains(&(self.kind, *field))).collect()
    }

    /// Sorts by a column, or turns it round; with `also` after those that it is sorted by already.
    pub(super) fn sort_by(&mut self, field: Field, also: bool) {
        let before = self.sort.iter().find(|it| it.field == field).map(|it| it.descending);
        let by = SortBy { field, descending: before.is_some_and(|descending| !descending) };
        if also && before.is_some() {
            self.sort.iter_mut().filter(|it| it.field == field).for_each(|it| *it = by);
        } else if also {
            self.sort.push(by);
        } else {
            self.sort = vec![by];
        }
    }

    /// Is the order that is shown not the one that was asked for yet?
    pub(super) fn is_working(&self) -> bool {
        self.working.is_some()
    }

    /// Works the rows out anew where something they depend on changed. The old ones stay until the new ones are there.
    pub(super) fn refresh(&mut self, ctx: &Context, view: &SheetView<'_>) {
        let key = RowsKey {
            kind: self.kind,
            revision: view.project.revision(),
            day: view.snapshot.day,
            chips: self.chips.clone(),
            sort: self.sort.clone(),
        };
        if let Some((of, receiver)) = self.working.take() {
            match receiver.try_recv() {
                Ok(rows) => {
                    self.rows = Arc::new(rows);
                    self.rows_for = Some(of);
                }
                Err(TryRecvError::Empty) if of == key => self.working = Some((of, receiver)),
                Err(_) => {}
            }
        }
        if self.rows_for.as_ref() == Some(&key) || self.working.is_some() {
            return;
        }
        if self.rows_for.as_ref().is_some_and(|it| it.kind != key.kind) {
            self.rows = Arc::default();
        }
        let (sender, receiver) = channel();
        let (project, snapshot, ctx) = (Arc::clone(view.project), Arc::clone(view.snapshot), ctx.clone());
        self.working = Some((key.clone(), receiver));
        rayon::spawn(move || {
            let sheet = Sheet::new(&project, &snapshot, key.kind);
            // Nobody listens any more where the table has changed once more.
            sender.send(order(&sheet, &key.chips, &key.sort)).ok();
            ctx.request_repaint();
        });
    }
}
