//! The rows of the table: only those that are seen are looked at, so that a million of them scroll like a dozen.

use eframe::egui::{
    Align2, FontId, Key, Painter, Rect, Response, Role, ScrollArea, Sense, Stroke, Ui, Vec2, WidgetInfo,
    pos2, vec2,
};

use super::{SheetState, SheetView, bar};
use crate::{
    domain::{
        sheet::{Field, FieldInfo, RowAt, Sheet, Shown},
        value::SqlType,
    },
    i18n::Lang,
    ui::{
        icons, said,
        selection::Join,
        theme::{self, BODY, GAP, SMALL, Tokens, UNIT},
        wish::Wish,
    },
};

const ROW: f32 = 7.0 * UNIT;
const HEAD: f32 = 9.0 * UNIT;
/// The column of numbers at the left.
const NUMBERS: f32 = 16.0 * UNIT;

pub(super) fn body_ui(ui: &mut Ui, view: &SheetView<'_>, state: &mut SheetState, wishes: &mut Vec<Wish>) {
    let sheet = view.sheet(state);
    let columns = columns(&sheet, state);
    let width = NUMBERS + columns.iter().map(|it| it.width).sum::<f32>();
    ui.spacing_mut().item_spacing = Vec2::ZERO;
    let head = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), HEAD));
    ui.advance_cursor_after_rect(head);
    if state.rows.is_empty() {
        head_ui(ui, head, 0.0, view.lang, &columns, state);
        bar::nothing_ui(ui, view.lang, state);
        return;
    }
    let rows = std::sync::Arc::clone(&state.rows);
    let mut area = ScrollArea::both().id_salt("sheet").auto_shrink(false);
    if std::mem::take(&mut state.follow) {
        let above = (ui.available_height() - ROW) / 2.0;
        area = area.vertical_scroll_offset((state.cursor.0 as f32 * ROW - above).max(0.0));
    }
    let mut clicked = None;
    let output = area.show_rows(ui, ROW, rows.len(), |ui, range| {
        ui.set_width(width);
        let left = ui.max_rect().left();
        for at in range {
            let Some(row) = rows.get(at) else { continue };
            let response = row_ui(ui, view, &sheet, &columns, (at, *row), state.cursor);
            if response.gained_focus() {
                // From here on the keys of the table move about in it.
                response.surrender_focus();
                state.cursor.0 = at;
            }
            if response.clicked() || response.double_clicked() {
                let field = response.interact_pointer_pos().and_then(|it| column_at(&columns, it.x - left));
                clicked = Some((at, *row, field, response.double_clicked()));
            }
        }
    });
    head_ui(ui, head, output.state.clamped_offset().x, view.lang, &columns, state);
    if let Some((at, row, field, twice)) = clicked {
        let before = state.cursor.0;
        state.cursor = (at, field.unwrap_or(state.cursor.1));
        choose(ui, &sheet, &rows, (before, at, row, twice), wishes);
    }
    keys(ui, &sheet, state, &columns, wishes);
}

struct Column {
    field: Field,
    info: FieldInfo,
    width: f32,
}

fn columns(sheet: &Sheet<'_>, state: &SheetState) -> Vec<Column> {
    let column = |field| {
        let info = sheet.info(field);
        let units = match (info.sql, field) {
            (SqlType::Boolean, _) => 18.0,
            (SqlType::Date, _) => 26.0,
            (SqlType::Double | SqlType::Integer, _) => 24.0,
            (SqlType::Text, Field::OwnerName) => 60.0,
            (SqlType::Text, _) if info.column.is_some_and(|it| it.name == "name") => 64.0,
            (SqlType::Text, _) => 40.0,
        };
        Column { field, info, width: units * UNIT }
    };
    state.shown_fields(sheet).into_iter().map(column).collect()
}

/// The number of the column at this distance from the left edge of the rows.
fn column_at(columns: &[Column], x: f32) -> Option<usize> {
    let mut right = NUMBERS;
    columns.iter().position(|column| {
        right += column.width;
        x < right
    })
}

/// A click chooses an outfall, Ctrl turns one round, Shift takes all between; two clicks open the card.
fn choose(
    ui: &Ui,
    sheet: &Sheet<'_>,
    rows: &[RowAt],
    (before, at, row, twice): (usize, usize, RowAt, bool),
    wishes: &mut Vec<Wish>,
) {
    let Some(outfall) = sheet.outfall(row) else { return };
    let modifiers = ui.input(|input| input.modifiers);
    if twice {
        wishes.extend([
            Wish::Select(Some(outfall.id)),
            Wish::Show(crate::ui::state::Screen::Map),
            Wish::Locate(outfall.id),
        ]);
    } else if modifiers.shift {
        let between = rows.get(before.min(at)..=before.max(at)).unwrap_or_default();
        let ids = between.iter().filter_map(|row| Some(sheet.outfall(*row)?.id)).collect();
        wishes.push(Wish::Choose(ids, Join::Add));
    } else {
        wishes.push(Wish::Choose(vec![outfall.id], Join::of_click(modifiers)));
    }
}

fn keys(ui: &Ui, sheet: &Sheet<'_>, state: &mut SheetState, columns: &[Column], wishes: &mut Vec<Wish>) {
    if ui.ctx().egui_wants_keyboard_input() || state.change.is_some() {
        return;
    }
    let (row, column) = state.cursor;
    let page = (ui.clip_rect().height() / ROW) as usize;
    let moved = ui.input(|input| {
        let pressed = |key| input.key_pressed(key);
        let row = if pressed(Key::ArrowDown) {
            row + 1
        } else if pressed(Key::ArrowUp) {
            row.saturating_sub(1)
        } else if pressed(Key::PageDown) {
            row + page
        } else if pressed(Key::PageUp) {
            row.saturating_sub(page)
        } else if pressed(Key::Home) {
            0
        } else if pressed(Key::End) {
            usize::MAX
        } else {
            row
        };
        let column = if pressed(Key::ArrowRight) {
            column + 1
        } else if pressed(Key::ArrowLeft) {
            column.saturating_sub(1)
        } else {
            column
        };
        (row.min(state.rows.len().saturating_sub(1)), column.min(columns.len().saturating_sub(1)))
    });
    if moved != state.cursor {
        state.follow = moved.0 != row;
        state.cursor = moved;
    }
    let outfall = state.rows.get(state.cursor.0).and_then(|row| sheet.outfall(*row));
    let (turned, opened) = ui.input(|input| (input.key_pressed(Key::Space), input.key_pressed(Key::Enter)));
    if let Some(outfall) = outfall {
        wishes.extend(turned.then(|| Wish::Choose(vec![outfall.id], Join::Toggle)));
        if opened {
            wishes.extend([Wish::Select(Some(outfall.id)), Wish::Show(crate::ui::state::Screen::Map)]);
        }
    }
}

fn head_ui(ui: &Ui, head: Rect, offset: f32, lang: Lang, columns: &[Column], state: &mut SheetState) {
    let tokens = theme::tokens(ui);
    let painter = ui.painter_at(head);
    painter.rect_filled(head, 0.0, tokens.raised);
    painter.hline(head.x_range(), head.bottom() - 0.5, Stroke::new(1.0, tokens.edge));
    let mut left = head.left() + NUMBERS - offset;
    for column in columns {
        let rect = Rect::from_min_size(pos2(left, head.top()), vec2(column.width, HEAD));
        left += column.width;
        if rect.right() < head.left() || head.right() < rect.left() {
            continue;
        }
        let title = lang.pick(column.info.zh, column.info.en);
        let place = state.sort.iter().position(|it| it.field == column.field);
        let sorted = place.and_then(|place| Some((place, state.sort.get(place)?.descending)));
        let response =
            ui.interact(rect.intersect(head), ui.scope_id().with(("head", column.field)), Sense::click());
        response.widget_info(|| {
            WidgetInfo::selected(Role::Button, true, sorted.is_some(), said::sort_by(lang, title))
        });
        let mark = match sorted {
            Some((place, descending)) => {
                let arrow = if descending { icons::DOWN } else { icons::UP };
                if state.sort.len() > 1 { format!(" {arrow}{}", place + 1) } else { format!(" {arrow}") }
            }
            None => String::new(),
        };
        let color = if sorted.is_some() { tokens.accent } else { tokens.weak };
        if response.hovered() || response.has_focus() {
            painter.rect_filled(rect, 0.0, tokens.hover);
        }
        cell_text(&painter, rect, &format!("{title}{mark}"), column.info.is_number(), SMALL, color);
        if response.on_hover_text(said::sort_tip(lang, title)).clicked() {
            state.sort_by(column.field, ui.input(|input| input.modifiers.shift));
        }
    }
}

fn row_ui(
    ui: &mut Ui,
    view: &SheetView<'_>,
    sheet: &Sheet<'_>,
    columns: &[Column],
    (at, row): (usize, RowAt),
    cursor: (usize, usize),
) -> Response {
    let tokens = theme::tokens(ui);
    let width = NUMBERS + columns.iter().map(|it| it.width).sum::<f32>();
    let (id, rect) = ui.allocate_space(vec2(width.max(ui.available_width()), ROW));
    // Only what is seen of it can be clicked.
    let response = ui.interact(rect.intersect(ui.clip_rect()), id, Sense::click());
    let outfall = sheet.outfall(row);
    let selected = outfall.is_some_and(|it| view.selection.contains(it.id));
    let name = outfall.map(|it| said::outfall_name(view.lang, it)).unwrap_or_default();
    response.widget_info(|| {
        WidgetInfo::selected(Role::Row, true, selected, said::sheet_row(view.lang, at + 1, &name))
    });
    let fill = match (selected, response.hovered(), at % 2 == 1) {
        (true, ..) => Some(tokens.accent_soft),
        (false, true, _) => Some(tokens.hover),
        (false, false, true) => Some(tokens.raised),
        _ => None,
    };
    let painter = ui.painter().clone();
    if let Some(fill) = fill {
        painter.rect_filled(rect, 0.0, fill);
    }
    let number = Rect::from_min_size(rect.min, vec2(NUMBERS, ROW));
    cell_text(&painter, number, &(at + 1).to_string(), true, SMALL, tokens.faint);
    let seen = ui.clip_rect();
    let mut left = rect.left() + NUMBERS;
    for (number, column) in columns.iter().enumerate() {
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(column.width, ROW));
        left += column.width;
        if place.right() < seen.left() || seen.right() < place.left() {
            continue;
        }
        let text = words(view.lang, sheet.shown(row, column.field));
        cell_text(&painter, place, &text, column.info.is_number(), BODY, tokens.text);
        if (at, number) == cursor {
            frame(&painter, place, tokens);
        }
    }
    response
}

/// What a cell says.
pub(super) fn words(lang: Lang, shown: Shown) -> String {
    match shown {
        Shown::Nothing => String::new(),
        Shown::Plain(text) => text,
        Shown::Word(zh, en) => lang.pick(zh, en).to_owned(),
        Shown::YesNo(true) => lang.pick("是", "Yes").to_owned(),
        Shown::YesNo(false) => lang.pick("否", "No").to_owned(),
    }
}

fn frame(painter: &Painter, place: Rect, tokens: &Tokens) {
    let stroke = Stroke::new(1.5, tokens.accent);
    painter.rect_stroke(place.shrink(1.0), 2.0, stroke, eframe::egui::StrokeKind::Inside);
}

/// Text in a cell, cut at its end with an ellipsis; numbers stand at the right.
fn cell_text(
    painter: &Painter,
    place: Rect,
    text: &str,
    right: bool,
    size: f32,
    color: eframe::egui::Color32,
) {
    if text.is_empty() {
        return;
    }
    let room = place.shrink2(vec2(GAP, 0.0));
    let line = text.lines().next().unwrap_or_default().to_owned();
    let mut job = eframe::egui::text::LayoutJob::simple_singleline(line, FontId::proportional(size), color);
    job.wrap = eframe::egui::text::TextWrapping::truncate_at_width(room.width());
    let galley = painter.layout_job(job);
    let (at, align) = if right {
        (room.right_center(), Align2::RIGHT_CENTER)
    } else {
        (room.left_center(), Align2::LEFT_CENTER)
    };
    let area = align.anchor_size(at, galley.size());
    painter.galley(area.min, galley, color);
}
