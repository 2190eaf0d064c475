//! The controls that fill in one cell each: lists, yes and no, severities, days, numbers, texts, codes of outfalls.

use eframe::egui::{Align, Align2, Layout, PopupCloseBehavior, Response, ScrollArea, TextEdit, Ui, vec2};

use super::{
    Form, earlier,
    field::{Context, id_of},
    layout,
};
use crate::{
    domain::{Value, project::ColumnInfo, search, value::SqlType, words},
    i18n::Lang,
    ui::{
        icons,
        said::{self, FormWord, Word},
        theme::{self, UNIT},
        widgets,
    },
};

/// A list with more entries than this can be searched.
const SEARCHED_FROM: usize = 8;

/// An entry of a list: code, Chinese, English.
pub(super) type Entry = (&'static str, &'static str, &'static str);

pub(super) fn codes_ui(ui: &mut Ui, form: &mut Form, context: &Context<'_>, column: &ColumnInfo) -> Response {
    let chosen = form.text(column.name);
    let width = ui.available_width();
    let salt = id_of(form, column.name);
    let (response, picked) =
        list_ui(ui, context.lang, (salt, width), column.codes, &chosen, true, &mut form.sought);
    if let Some(code) = picked {
        form.set(column.name, Value::text(code));
    }
    response
}

/// A control in a row of others: no wider than its place, whatever it holds, and its words at half its height.
pub(super) fn within(ui: &mut Ui, width: f32, control: impl FnOnce(&mut Ui)) {
    let layout = Layout::left_to_right(Align::Center);
    ui.allocate_ui_with_layout(vec2(width, theme::control(ui)), layout, |ui| {
        ui.set_width(width);
        control(ui);
    });
}

/// A list to choose one of; long ones are searched by characters or pinyin initials. Returns the code that was chosen, an
/// empty one for none.
pub(super) fn list_ui(
    ui: &mut Ui,
    lang: Lang,
    (id, width): (eframe::egui::Id, f32),
    entries: &'static [Entry],
    chosen: &str,
    may_be_empty: bool,
    sought: &mut String,
) -> (Response, Option<&'static str>) {
    let title = entries.iter().find(|(code, ..)| *code == chosen).map_or("", |(_, zh, en)| lang.pick(zh, en));
    let mut picked = None;
    let searched = entries.len() >= SEARCHED_FROM;
    let mut combo = widgets::choice_of(ui, id, width, title);
    if searched {
        combo = combo.close_behavior(PopupCloseBehavior::CloseOnClickOutside).height(100.0 * UNIT);
    }
    let touch = theme::is_touch(ui);
    let shown = combo.show_ui(ui, |ui| {
        if touch {
            theme::make_touch(ui);
        }
        let mut first = None;
        if searched {
            let entered = search_ui(ui, lang, id, width, sought);
            first = entries.iter().find(|it| fits(**it, sought)).filter(|_| entered).map(|it| it.0);
        }
        let height = if searched { 64.0 * UNIT } else { 80.0 * UNIT };
        ScrollArea::vertical().max_height(height).show(ui, |ui| {
            let all = !searched || sought.is_empty();
            if may_be_empty
                && all
                && ui.selectable_label(chosen.is_empty(), lang.term(Word::NotGiven)).clicked()
            {
                picked = Some("");
            }
            let mut any = false;
            for (code, zh, en) in entries.iter().filter(|it| !searched || fits(**it, sought)) {
                any = true;
                if ui.selectable_label(*code == chosen, lang.pick(*zh, *en)).clicked() {
                    picked = Some(*code);
                }
            }
            if !any {
                widgets::small(ui, said::form_word(lang, FormWord::NoEntry));
            }
        });
        picked = picked.or(first);
        if searched && picked.is_some() {
            ui.close();
        }
    });
    (shown.response, picked)
}

/// The search of a list; true when Enter asks for the first hit.
fn search_ui(ui: &mut Ui, lang: Lang, id: eframe::egui::Id, width: f32, sought: &mut String) -> bool {
    let hint = said::form_word(lang, FormWord::Search);
    let edit = TextEdit::singleline(sought).hint_text(hint).desired_width(width.max(50.0 * UNIT));
    let response = ui.add(edit.id(id.with("search"))).accessible_name(hint);
    // A list that was not there a frame ago has just been opened.
    let frame = ui.ctx().cumulative_pass_nr();
    let opened = ui.data_mut(|data| {
        let last = data.get_temp_mut_or_insert_with(id.with("seen"), || 0_u64);
        let opened = frame.saturating_sub(*last) > 1;
        *last = frame;
        opened
    });
    if opened {
        sought.clear();
        response.request_focus();
    }
    response.lost_focus() && ui.input(|input| input.key_pressed(eframe::egui::Key::Enter))
}

/// Is it what is looked for: by its name in either language, or by the initials of its sound?
fn fits((_, zh, en): Entry, sought: &str) -> bool {
    let sought = words::plain(sought);
    sought.is_empty()
        || words::plain(zh).contains(&sought)
        || words::plain(en).contains(&sought)
        || search::initials(zh).contains(&sought)
}

pub(super) fn flag_ui(ui: &mut Ui, form: &mut Form, lang: Lang, column: &ColumnInfo) -> Response {
    let words = [lang.term(Word::Yes), lang.term(Word::No)];
    let chosen = match form.value(column.name) {
        Value::Integer(number) => Some(usize::from(number != 1)),
        _ => None,
    };
    let width = ui.available_width().min(40.0 * UNIT);
    let id = id_of(form, column.name);
    let picked = widgets::pick_row(ui, id, lang.pick(column.zh, column.en), &words, chosen, width, 1);
    if let Some(pick) = picked.pick {
        form.set(column.name, pick.at().map_or(Value::Null, |at| Value::Integer(i64::from(at == 0))));
    }
    picked.response
}

pub(super) fn severity_ui(ui: &mut Ui, form: &mut Form, lang: Lang, column: &ColumnInfo) -> Response {
    let chosen = match form.value(column.name) {
        Value::Integer(number) => usize::try_from(number).ok(),
        _ => None,
    };
    let width = ui.available_width();
    let id = id_of(form, column.name);
    let words = said::severities(lang);
    let picked = widgets::pick_row(ui, id, lang.pick(column.zh, column.en), &words, chosen, width, 0);
    if let Some(pick) = picked.pick {
        form.put(column.name, pick.at().map_or(Value::Null, |at| Value::Integer(at as i64)));
    }
    picked.response
}

pub(super) fn date_ui(ui: &mut Ui, form: &mut Form, context: &Context<'_>, column: &ColumnInfo) -> Response {
    let mut changed = false;
    let id = id_of(form, column.name);
    let hint = layout::hint(form.record.kind(), column.name, context.lang);
    let typed = form.typed.entry(column.name).or_default();
    let response = ui
        .horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = UNIT;
            let width = ui.available_width() - theme::control(ui) - UNIT;
            let response = ui.add(line(ui, typed, hint, width).id(id));
            let today = context.lang.term(Word::Today);
            if widgets::icon_button_aside(ui, icons::CALENDAR, today).clicked() {
                *typed = context.today.to_string();
                changed = true;
            }
            response
        })
        .inner;
    if changed || response.changed() {
        let day = words::typed_day(typed);
        form.set(column.name, day.map_or(Value::Null, |day| Value::Text(day.to_string())));
    }
    response
}

pub(super) fn number_ui(ui: &mut Ui, form: &mut Form, lang: Lang, column: &ColumnInfo) -> Response {
    let hint = layout::hint(form.record.kind(), column.name, lang);
    let width = ui.available_width();
    let id = id_of(form, column.name);
    let typed = form.typed.entry(column.name).or_default();
    let response = ui.add(line(ui, typed, hint, width).id(id).align(Align2::RIGHT_CENTER));
    if response.changed() {
        let number = words::number(typed);
        let value = match column.sql {
            SqlType::Integer => number.filter(|it| it.fract() == 0.0).map(|it| Value::Integer(it as i64)),
            _ => number.map(Value::Real),
        };
        form.set(column.name, value.unwrap_or(Value::Null));
    }
    response
}

/// A field for the code of another outfall; says whose it is.
pub(super) fn reference_ui(
    ui: &mut Ui,
    form: &mut Form,
    context: &Context<'_>,
    column: &ColumnInfo,
) -> Response {
    let hint = layout::hint(form.record.kind(), column.name, context.lang);
    let width = ui.available_width();
    let id = id_of(form, column.name);
    let typed = form.typed.entry(column.name).or_default();
    let response = ui.add(line(ui, typed, hint, width).id(id));
    // Looking for a code walks through all outfalls: only when it changes.
    if response.changed() {
        let found = context.project.entry_by_code(typed);
        let value = found.map_or(Value::Null, |it| Value::Text(it.outfall.id.to_string()));
        form.set(column.name, value);
    }
    let target = form.text(column.name).parse().ok().map(crate::domain::RecordId);
    if let Some(entry) = target.and_then(|id| context.project.entry(id)) {
        widgets::small(ui, &entry.outfall.name);
    }
    response
}

pub(super) fn text_ui(
    ui: &mut Ui,
    form: &mut Form,
    context: &Context<'_>,
    column: &ColumnInfo,
    lines: usize,
) -> Response {
    let hint = layout::hint(form.record.kind(), column.name, context.lang);
    let id = id_of(form, column.name);
    let mut text = form.text(column.name);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        // Nobody looks for the time of another day.
        let offers = !layout::TIMES.contains(&column.name);
        let width = ui.available_width() - if offers { widgets::caret_width(ui) } else { 0.0 };
        let response = if lines > 1 {
            let edit = TextEdit::multiline(&mut text).desired_rows(lines).desired_width(width);
            ui.add(edit.id(id).hint_text(hint))
        } else {
            ui.add(line(ui, &mut text, hint, width).id(id))
        };
        if response.changed() {
            form.set(column.name, Value::text(text));
        }
        if offers {
            earlier::earlier_ui(ui, form, context, column, &response);
        }
        response
    })
    .inner
}

/// A field of one line.
pub(super) fn line<'a>(ui: &Ui, text: &'a mut String, hint: &'static str, width: f32) -> TextEdit<'a> {
    TextEdit::singleline(text)
        .hint_text(hint)
        .desired_width(width)
        .min_size(vec2(width, theme::control(ui)))
        .align(Align2::LEFT_CENTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_found_by_its_characters_its_english_name_and_its_initials() {
        let dye = ("dye", "染色示踪", "Dye");
        for sought in ["染色", "rssz", "RS", "ｄｙｅ", ""] {
            assert!(fits(dye, sought), "{sought}");
        }
        assert!(!fits(dye, "烟雾"));
    }
}
