//! Above the table: what it shows, the chips that narrow it, its columns, and what can be done with the selected rows.

use eframe::egui::{Align, Layout, Popup, PopupCloseBehavior, RichText, ScrollArea, TextEdit, Ui, vec2};

use super::{SheetState, SheetView, state::Wanted};
use crate::{
    domain::{
        project::RecordKind,
        sheet::{Chip, ChipOp, Field, KINDS, Sheet},
    },
    i18n::Lang,
    ui::{
        icons,
        said::{self, SheetWord},
        theme::{self, CONTROL, GAP, SMALL, UNIT},
        widgets,
    },
};

pub(super) fn bar_ui(ui: &mut Ui, view: &SheetView<'_>, state: &mut SheetState) -> Option<Wanted> {
    let sheet = view.sheet(state);
    let mut wanted = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        kind_ui(ui, view.lang, state);
        let selected = view.selected_rows(&sheet, state).len();
        let text = said::rows_shown(view.lang, state.rows.len(), sheet.count(), selected);
        widgets::small(ui, &text);
        if state.is_working() {
            widgets::small(ui, view.lang.term(SheetWord::Working));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            columns_ui(ui, view.lang, &sheet, state);
            wanted = buttons_ui(ui, view, state, selected);
        });
    });
    ui.add_space(UNIT);
    ui.horizontal_wrapped(|ui| chips_ui(ui, view.lang, &sheet, state));
    wanted
}

fn kind_ui(ui: &mut Ui, lang: Lang, state: &mut SheetState) {
    let title = |kind: RecordKind| lang.pick(kind.zh(), kind.en());
    let mut chosen = None;
    let response = widgets::choice(ui, "sheet kind", 44.0 * UNIT, title(state.kind)).show_ui(ui, |ui| {
        for kind in KINDS {
            if ui.selectable_label(*kind == state.kind, title(*kind)).clicked() {
                chosen = Some(*kind);
            }
        }
    });
    response.response.accessible_name(lang.term(SheetWord::Kind));
    if let Some(kind) = chosen {
        state.show(kind);
    }
}

/// From right to left.
fn buttons_ui(ui: &mut Ui, view: &SheetView<'_>, state: &SheetState, selected: usize) -> Option<Wanted> {
    let lang = view.lang;
    let mut wanted = None;
    let is_register = state.kind == RecordKind::Outfall;
    ui.add_enabled_ui(is_register && !view.read_only && selected > 0, |ui| {
        let response = widgets::quiet_button(ui, icons::EDIT, lang.term(SheetWord::Change));
        let tip = if is_register { SheetWord::ChangeTip } else { SheetWord::FactsStay };
        if response.on_hover_text(lang.term(tip)).on_disabled_hover_text(lang.term(tip)).clicked() {
            wanted = Some(Wanted::Change);
        }
    });
    let response = widgets::quiet_button(ui, icons::COPY, lang.term(SheetWord::Copy));
    if response.on_hover_text(lang.term(SheetWord::CopyTip)).clicked() {
        wanted = Some(Wanted::Copy);
    }
    wanted
}

fn columns_ui(ui: &mut Ui, lang: Lang, sheet: &Sheet<'_>, state: &mut SheetState) {
    let button = widgets::quiet_button(ui, icons::TABLE, lang.term(SheetWord::Columns));
    Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_width(64.0 * UNIT);
        let name = lang.term(SheetWord::FindColumn);
        let edit = TextEdit::singleline(&mut state.column_filter).hint_text(name);
        ui.add(edit.desired_width(f32::INFINITY).min_size(vec2(0.0, CONTROL))).accessible_name(name);
        ui.horizontal(|ui| {
            if widgets::quiet_button(ui, "", lang.term(SheetWord::AllColumns)).clicked() {
                state.hidden.retain(|(kind, _)| *kind != state.kind);
            }
            if widgets::quiet_button(ui, "", lang.term(SheetWord::OnlyFilled)).clicked() {
                only_filled(sheet, state);
            }
        });
        let wanted = state.column_filter.trim().to_lowercase();
        ScrollArea::vertical().max_height(90.0 * UNIT).show(ui, |ui| {
            for field in sheet.fields() {
                let info = sheet.info(field);
                let title = lang.pick(info.zh, info.en);
                if !title.to_lowercase().contains(&wanted) {
                    continue;
                }
                let key = (state.kind, field);
                let mut shown = !state.hidden.contains(&key);
                if ui.checkbox(&mut shown, title).changed() {
                    let changed = if shown { state.hidden.remove(&key) } else { state.hidden.insert(key) };
                    debug_assert!(changed, "the box says what is hidden");
                }
            }
        });
    });
}

/// Hides the columns in which no row that is shown has anything.
fn only_filled(sheet: &Sheet<'_>, state: &mut SheetState) {
    for field in sheet.fields() {
        let filled = state.rows.iter().any(|row| sheet.value(*row, field) != crate::domain::Value::Null);
        if !filled {
            state.hidden.insert((state.kind, field));
        }
    }
}

fn chips_ui(ui: &mut Ui, lang: Lang, sheet: &Sheet<'_>, state: &mut SheetState) {
    ui.spacing_mut().item_spacing.x = UNIT;
    let mut dropped = None;
    for (at, chip) in state.chips.iter().enumerate() {
        let text = words_of(lang, sheet, chip);
        let label = format!("{text}  {}", icons::CLOSE);
        if widgets::quiet_button(ui, icons::FILTER, &label)
            .accessible_name(said::drop_chip(lang, &text))
            .clicked()
        {
            dropped = Some(at);
        }
    }
    if let Some(at) = dropped {
        state.chips.remove(at);
    }
    let add = widgets::quiet_button(ui, icons::ADD, lang.term(SheetWord::AddChip));
    if add.clicked() {
        let field = sheet.fields().first().copied().unwrap_or(Field::OwnerCode);
        state.draft = Some(Chip { field, op: ChipOp::Contains, text: String::new() });
    }
    let Some(mut draft) = state.draft.take() else { return };
    let done = draft_ui(ui, lang, sheet, &mut draft);
    match done {
        Some(true) => state.chips.push(draft),
        Some(false) => {}
        None => state.draft = Some(draft),
    }
}

/// True when the chip is to be kept, false when it is given up.
fn draft_ui(ui: &mut Ui, lang: Lang, sheet: &Sheet<'_>, draft: &mut Chip) -> Option<bool> {
    let title = |field: Field| {
        let info = sheet.info(field);
        lang.pick(info.zh, info.en)
    };
    let columns = widgets::choice(ui, "chip column", 36.0 * UNIT, title(draft.field)).show_ui(ui, |ui| {
        for field in sheet.fields() {
            if ui.selectable_label(field == draft.field, title(field)).clicked() {
                draft.field = field;
            }
        }
    });
    columns.response.accessible_name(lang.term(SheetWord::ChipColumn));
    let ops =
        widgets::choice(ui, "chip question", 24.0 * UNIT, said::chip_op(lang, draft.op)).show_ui(ui, |ui| {
            for op in ChipOp::ALL {
                if ui.selectable_label(*op == draft.op, said::chip_op(lang, *op)).clicked() {
                    draft.op = *op;
                }
            }
        });
    ops.response.accessible_name(lang.term(SheetWord::ChipQuestion));
    let mut entered = false;
    if draft.op.takes_text() {
        let edit = TextEdit::singleline(&mut draft.text).desired_width(36.0 * UNIT);
        let response = ui.add(edit.min_size(vec2(0.0, CONTROL)));
        entered = response.lost_focus() && ui.input(|input| input.key_pressed(eframe::egui::Key::Enter));
        response.accessible_name(lang.term(SheetWord::ChipText));
    }
    let kept = widgets::quiet_button(ui, "", lang.term(SheetWord::ApplyChip)).clicked() || entered;
    if kept {
        return Some(true);
    }
    widgets::icon_button(ui, icons::CLOSE, lang.term(SheetWord::GiveUpChip)).clicked().then_some(false)
}

fn words_of(lang: Lang, sheet: &Sheet<'_>, chip: &Chip) -> String {
    let info = sheet.info(chip.field);
    let text = if chip.op.takes_text() { chip.text.as_str() } else { "" };
    [lang.pick(info.zh, info.en), said::chip_op(lang, chip.op), text].join(" ").trim().to_owned()
}

/// The line under an empty table.
pub(super) fn nothing_ui(ui: &mut Ui, lang: Lang, state: &SheetState) {
    let tokens = theme::tokens(ui);
    let word = match (state.is_working(), state.chips.is_empty()) {
        (true, _) => SheetWord::Working,
        (false, true) => SheetWord::NoRows,
        (false, false) => SheetWord::NoHits,
    };
    ui.add_space(GAP);
    ui.vertical_centered(|ui| ui.label(RichText::new(lang.term(word)).size(SMALL).color(tokens.weak)));
}
