//! The attribute table: outfalls, or the facts of one kind, to be narrowed, put in order, copied and changed many at a time.

mod bar;
mod body;
mod change;
mod state;

use std::sync::Arc;

use eframe::egui::{Event, Frame, Key, Margin, Ui};

pub(crate) use self::state::SheetState;
use self::{change::Change, state::Wanted};
use crate::{
    domain::{
        RecordId,
        progress::Snapshot,
        project::Project,
        sheet::{Field, RowAt, Sheet, table_text},
    },
    i18n::Lang,
    ui::{
        selection::{Join, Selection},
        theme,
        wish::Wish,
    },
};

/// What the view draws from.
pub(crate) struct SheetView<'a> {
    pub(crate) lang: Lang,
    pub(crate) project: &'a Arc<Project>,
    pub(crate) snapshot: &'a Arc<Snapshot>,
    pub(crate) selection: &'a Selection,
    pub(crate) read_only: bool,
}

impl SheetView<'_> {
    fn sheet(&self, state: &SheetState) -> Sheet<'_> {
        Sheet::new(self.project, self.snapshot, state.kind)
    }

    /// The rows of the table whose outfalls are selected, in the order of the table.
    fn selected_rows(&self, sheet: &Sheet<'_>, state: &SheetState) -> Vec<RowAt> {
        let chosen = |row: &&RowAt| sheet.outfall(**row).is_some_and(|it| self.selection.contains(it.id));
        state.rows.iter().filter(chosen).copied().collect()
    }
}

/// Draws the view.
pub(crate) fn sheet_ui(ui: &mut Ui, view: &SheetView<'_>, state: &mut SheetState, wishes: &mut Vec<Wish>) {
    state.refresh(ui.ctx(), view);
    let tokens = theme::tokens(ui);
    let bar = Frame::new().fill(tokens.panel).inner_margin(Margin::symmetric(12, 8));
    let wanted = bar.show(ui, |ui| bar::bar_ui(ui, view, state)).inner;
    body::body_ui(ui, view, state, wishes);
    let wanted = wanted.or_else(|| keys(ui, state));
    match wanted {
        Some(Wanted::Copy) => ui.ctx().copy_text(copied(view, state)),
        Some(Wanted::Paste(text)) => state.change = Change::pasted(view, state, &text),
        Some(Wanted::Change) => state.change = Change::of_selected(view, state),
        Some(Wanted::SelectAll) => wishes.push(Wish::Choose(all(view, state), Join::Replace)),
        None => {}
    }
    if let Some(mut change) = state.change.take() {
        state.change = change.ui(ui.ctx(), view, state, wishes).then_some(change);
    }
}

/// The keys of a spreadsheet, where no field has the keyboard.
fn keys(ui: &Ui, state: &SheetState) -> Option<Wanted> {
    if ui.ctx().text_edit_focused() || state.change.is_some() {
        return None;
    }
    ui.input(|input| {
        let all = input.modifiers.command && input.key_pressed(Key::A);
        let events = input.events.iter().find_map(|event| match event {
            Event::Copy => Some(Wanted::Copy),
            Event::Paste(text) => Some(Wanted::Paste(text.clone())),
            _ => None,
        });
        events.or_else(|| all.then_some(Wanted::SelectAll))
    })
}

fn all(view: &SheetView<'_>, state: &SheetState) -> Vec<RecordId> {
    let sheet = view.sheet(state);
    state.rows.iter().filter_map(|row| Some(sheet.outfall(*row)?.id)).collect()
}

/// The selected rows, or all where none is, as text for a spreadsheet.
fn copied(view: &SheetView<'_>, state: &SheetState) -> String {
    let sheet = view.sheet(state);
    let selected = view.selected_rows(&sheet, state);
    let rows = if selected.is_empty() { state.rows.as_slice() } else { &selected };
    let fields: Vec<Field> = state.shown_fields(&sheet);
    table_text(&sheet, rows, &fields, |zh, en| view.lang.pick(zh, en))
}
