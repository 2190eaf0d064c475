//! One field of a form: its title, the widget that fits its column, and what is wrong with it.

use eframe::egui::{Align, Align2, Label, Layout, Popup, Response, RichText, TextEdit, Ui, vec2};

use super::{Form, Obstacle, layout};
use crate::{
    domain::{
        Value,
        project::{ColumnInfo, Project},
        value::SqlType,
    },
    i18n::Lang,
    ui::{
        icons,
        said::{self, Word},
        theme::{self, CONTROL, SMALL, UNIT},
        widgets,
    },
};

/// What all fields of a form need to know.
pub(super) struct Context<'a> {
    pub(super) lang: Lang,
    pub(super) project: &'a Project,
    pub(super) today: jiff::civil::Date,
    pub(super) obstacles: &'a [Obstacle],
}

/// A field with its title above it.
pub(super) fn field_ui(
    ui: &mut Ui,
    form: &mut Form,
    context: &Context<'_>,
    name: &'static str,
    lines: usize,
) {
    let Some(column) = form.column(name) else { return };
    let obstacle = context.obstacles.iter().find(|it| it.column(form.kind()) == Some(name));
    let label = title_ui(ui, context.lang, &column, obstacle, form);
    let wants_focus = form.focus == Some(name);
    let response = match column {
        ColumnInfo { codes: [_, ..], .. } => codes_ui(ui, form, context.lang, &column),
        ColumnInfo { sql: SqlType::Boolean, .. } => flag_ui(ui, form, context.lang, &column),
        ColumnInfo { sql: SqlType::Date, .. } => date_ui(ui, form, context, &column),
        ColumnInfo { sql: SqlType::Double | SqlType::Integer, .. } => {
            number_ui(ui, form, context.lang, &column)
        }
        ColumnInfo { name: "target", .. } => reference_ui(ui, form, context, &column),
        _ => text_ui(ui, form, context, &column, lines),
    };
    let response = response.labelled_by(label.id);
    if wants_focus {
        response.request_focus();
        response.scroll_to_me(Some(Align::Center));
        form.focus = None;
    }
}

fn title_ui(
    ui: &mut Ui,
    lang: Lang,
    column: &ColumnInfo,
    obstacle: Option<&Obstacle>,
    form: &Form,
) -> Response {
    let tokens = theme::tokens(ui);
    // A title needs less height than a control.
    ui.spacing_mut().interact_size.y = 4.0 * UNIT;
    let label = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = UNIT;
        let title = lang.pick(column.zh, column.en);
        let label = ui.label(RichText::new(title).size(SMALL).color(tokens.weak));
        if let Some(obstacle) = obstacle {
            let unreadable = !matches!(obstacle, Obstacle::Missing(_));
            let color = if form.tried || unreadable { tokens.alarm } else { tokens.begun };
            let text = said::obstacle_here(lang, obstacle);
            let words = Label::new(RichText::new(text).size(SMALL).color(color)).truncate();
            ui.add(words).on_hover_text(said::obstacle(lang, obstacle));
        } else if form.is_suggested(column.name) {
            let tag = RichText::new(said::suggestion(lang)).size(SMALL).color(tokens.accent);
            ui.add(Label::new(tag)).on_hover_text(said::suggestion_why(lang));
        }
        label
    });
    ui.spacing_mut().interact_size.y = CONTROL;
    label.inner
}

fn codes_ui(ui: &mut Ui, form: &mut Form, lang: Lang, column: &ColumnInfo) -> Response {
    let chosen = form.text(column.name);
    let title =
        column.codes.iter().find(|(code, ..)| *code == chosen).map_or("", |(_, zh, en)| lang.pick(zh, en));
    let mut picked = None;
    let combo = widgets::choice(ui, column.name, ui.available_width(), title);
    let response = combo.show_ui(ui, |ui| {
        if ui.selectable_label(chosen.is_empty(), lang.term(Word::NotGiven)).clicked() {
            picked = Some(Value::Null);
        }
        for (code, zh, en) in column.codes {
            if ui.selectable_label(*code == chosen, lang.pick(*zh, *en)).clicked() {
                picked = Some(Value::Text((*code).to_owned()));
            }
        }
    });
    if let Some(value) = picked {
        form.set(column.name, value);
    }
    response.response
}

fn flag_ui(ui: &mut Ui, form: &mut Form, lang: Lang, column: &ColumnInfo) -> Response {
    let chosen = match form.value(column.name) {
        Value::Integer(number) => Some(number == 1),
        _ => None,
    };
    let options = [
        (Some(true), lang.term(Word::Yes)),
        (Some(false), lang.term(Word::No)),
        (None, lang.term(Word::Unknown)),
    ];
    let mut picked = None;
    let response = ui.scope(|ui| picked = widgets::segmented(ui, &options, chosen)).response;
    if let Some(value) = picked {
        form.set(column.name, value.map_or(Value::Null, |yes: bool| Value::Integer(i64::from(yes))));
    }
    response
}

fn date_ui(ui: &mut Ui, form: &mut Form, context: &Context<'_>, column: &ColumnInfo) -> Response {
    let mut changed = false;
    let typed = form.typed.entry(column.name).or_default();
    let response = ui
        .horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = UNIT;
            let width = ui.available_width() - CONTROL - UNIT;
            let hint = layout::hint(form.record.kind(), column.name, context.lang);
            let response = ui.add(line(typed, hint, width));
            let today = context.lang.term(Word::Today);
            if widgets::icon_button(ui, icons::CALENDAR, today).clicked() {
                *typed = context.today.to_string();
                changed = true;
            }
            response
        })
        .inner;
    if changed || response.changed() {
        let day = said::read_day(typed);
        form.set(column.name, day.map_or(Value::Null, |day| Value::Text(day.to_string())));
    }
    response
}

fn number_ui(ui: &mut Ui, form: &mut Form, lang: Lang, column: &ColumnInfo) -> Response {
    let hint = layout::hint(form.record.kind(), column.name, lang);
    let width = ui.available_width();
    let typed = form.typed.entry(column.name).or_default();
    let response = ui.add(line(typed, hint, width).align(Align2::RIGHT_CENTER));
    if response.changed() {
        let typed = typed.trim();
        let value = match column.sql {
            SqlType::Integer => typed.parse().map(Value::Integer).ok(),
            _ => typed.parse().ok().filter(|it: &f64| it.is_finite()).map(Value::Real),
        };
        form.set(column.name, value.unwrap_or(Value::Null));
    }
    response
}

/// A field for the code of another outfall; says whose it is.
fn reference_ui(ui: &mut Ui, form: &mut Form, context: &Context<'_>, column: &ColumnInfo) -> Response {
    let hint = layout::hint(form.record.kind(), column.name, context.lang);
    let width = ui.available_width();
    let typed = form.typed.entry(column.name).or_default();
    let response = ui.add(line(typed, hint, width));
    let found = context.project.entry_by_code(typed);
    if let Some(entry) = found {
        widgets::small(ui, &entry.outfall.name);
    }
    if response.changed() {
        let value = found.map_or(Value::Null, |it| Value::Text(it.outfall.id.to_string()));
        form.set(column.name, value);
    }
    response
}

fn text_ui(
    ui: &mut Ui,
    form: &mut Form,
    context: &Context<'_>,
    column: &ColumnInfo,
    lines: usize,
) -> Response {
    let hint = layout::hint(form.record.kind(), column.name, context.lang);
    let mut text = form.text(column.name);
    if lines > 1 {
        let edit = TextEdit::multiline(&mut text).desired_rows(lines).desired_width(f32::INFINITY);
        let response = ui.add(edit.hint_text(hint));
        if response.changed() {
            form.set(column.name, Value::text(text));
        }
        return response;
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let width = ui.available_width() - widgets::CARET_WIDTH;
        let response = ui.add(line(&mut text, hint, width));
        if response.changed() {
            form.set(column.name, Value::text(text));
        }
        earlier_ui(ui, form, context, column);
        response
    })
    .inner
}

/// A narrow button that offers what earlier records have in this field: where typing Chinese is hard, choosing is not.
fn earlier_ui(ui: &mut Ui, form: &mut Form, context: &Context<'_>, column: &ColumnInfo) {
    let name = said::earlier_values(context.lang, context.lang.pick(column.zh, column.en));
    let response = widgets::caret_button(ui, &name);
    if response.clicked() {
        form.earlier = Some((column.name, earlier_values(form, context.project, column.name)));
    }
    let mut picked = None;
    Popup::menu(&response).show(|ui| {
        ui.with_layout(Layout::top_down_justified(Align::Min), |ui| match &form.earlier {
            Some((of, values)) if *of == column.name && !values.is_empty() => {
                for value in values {
                    if ui.selectable_label(false, value).clicked() {
                        picked = Some(value.clone());
                    }
                }
            }
            _ => {
                widgets::small(ui, context.lang.term(Word::NoEarlierValues));
            }
        });
    });
    if let Some(value) = picked {
        form.set(column.name, Value::Text(value));
    }
}

/// How many outfalls are looked through for earlier values, and how many values are offered.
const LOOKED_THROUGH: usize = 20_000;
const OFFERED: usize = 10;

fn earlier_values(form: &Form, project: &Project, column: &str) -> Vec<String> {
    let kind = form.record.kind();
    let Some(at) = kind.columns().iter().position(|it| it.name == column) else { return Vec::new() };
    let here = project.entry(form.outfall).into_iter();
    let entries = here.chain(project.entries().iter().rev().take(LOOKED_THROUGH));
    let mut values: Vec<String> = Vec::new();
    for entry in entries {
        let facts = if form.edits { vec![entry.outfall.clone().into()] } else { entry.facts() };
        for fact in facts.iter().filter(|it| it.kind() == kind) {
            let Value::Text(text) = fact.cell(at) else { continue };
            if !values.contains(&text) {
                values.push(text);
            }
        }
        if values.len() >= OFFERED {
            break;
        }
    }
    values
}

fn line<'a>(text: &'a mut String, hint: &'static str, width: f32) -> TextEdit<'a> {
    TextEdit::singleline(text)
        .hint_text(hint)
        .desired_width(width)
        .min_size(vec2(width, CONTROL))
        .align(Align2::LEFT_CENTER)
}
