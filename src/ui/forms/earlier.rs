//! What a field was filled in with before, and what is usual: where typing Chinese is hard, choosing is not.

use eframe::egui::{Align, Key, Layout, Popup, Response, ScrollArea, Ui};

use super::{Form, field::Context, layout};
use crate::{
    domain::{
        RecordId, Value,
        project::{ColumnInfo, Project},
    },
    ui::{
        said::{self, FormWord, Word},
        theme::{self, UNIT},
        widgets,
    },
};

/// How many outfalls are looked through for earlier values, and how many values are offered.
const LOOKED_THROUGH: usize = 20_000;
const OFFERED: usize = 10;

/// A narrow button that offers what earlier records have in this field; Alt and the down key in the field open it too.
pub(super) fn earlier_ui(
    ui: &mut Ui,
    form: &mut Form,
    context: &Context<'_>,
    column: &ColumnInfo,
    field: &Response,
) {
    let name = said::earlier_values(context.lang, context.lang.pick(column.zh, column.en));
    let response = widgets::caret_button(ui, &name);
    let keyed =
        field.has_focus() && ui.input(|input| input.modifiers.alt && input.key_pressed(Key::ArrowDown));
    if response.clicked() || keyed {
        form.earlier = Some((column.name, earlier_values(form, context.project, column.name)));
    }
    if keyed {
        Popup::open_id(ui.ctx(), Popup::default_response_id(&response));
    }
    let mut picked = None;
    let touch = theme::is_touch(ui);
    Popup::menu(&response).show(|ui| {
        if touch {
            theme::make_touch(ui);
        }
        ui.set_min_width(40.0 * UNIT);
        ui.with_layout(Layout::top_down_justified(Align::Min), |ui| {
            ScrollArea::vertical()
                .max_height(80.0 * UNIT)
                .show(ui, |ui| picked = choices_ui(ui, form, context, column));
        });
    });
    if let Some(value) = picked {
        let value = added(&form.text(column.name), &value, column.name);
        form.put(column.name, Value::Text(value));
    }
}

fn choices_ui(ui: &mut Ui, form: &Form, context: &Context<'_>, column: &ColumnInfo) -> Option<String> {
    let lang = context.lang;
    let mut picked = None;
    let phrases = layout::phrases(form.kind(), column.name);
    if !phrases.is_empty() {
        widgets::small(ui, said::form_word(lang, FormWord::Usual));
        for (zh, en) in phrases {
            let text = lang.pick(*zh, *en);
            if ui.selectable_label(false, text).clicked() {
                picked = Some(text.to_owned());
            }
        }
    }
    match &form.earlier {
        Some((of, values)) if *of == column.name && !values.is_empty() => {
            if !phrases.is_empty() {
                widgets::small(ui, said::form_word(lang, FormWord::EarlierHere));
            }
            for value in values {
                if ui.selectable_label(false, value).clicked() {
                    picked = Some(value.clone());
                }
            }
        }
        _ if phrases.is_empty() => {
            widgets::small(ui, lang.term(Word::NoEarlierValues));
        }
        _ => {}
    }
    picked
}

/// What the field holds when `chosen` is taken: in a field that takes several, it is added.
fn added(text: &str, chosen: &str, column: &str) -> String {
    let there = text.trim().trim_end_matches('、');
    if !layout::SEVERAL.contains(&column) || there.is_empty() {
        return chosen.to_owned();
    }
    let has = |part: &str| there.split('、').any(|it| it.trim() == part);
    let new: Vec<&str> = chosen.split('、').filter(|part| !has(part.trim())).collect();
    std::iter::once(there).chain(new).collect::<Vec<_>>().join("、")
}

/// Values of the column, those of this outfall first, then those of the outfalls that came in last.
fn earlier_values(form: &Form, project: &Project, column: &str) -> Vec<String> {
    let kind = form.record.kind();
    let Some(at) = kind.columns().iter().position(|it| it.name == column) else { return Vec::new() };
    let here: Option<RecordId> = Some(form.outfall);
    let here = here.and_then(|id| project.entry(id)).into_iter();
    let entries = here.chain(project.entries().iter().rev().take(LOOKED_THROUGH));
    let mut values: Vec<String> = Vec::new();
    for entry in entries {
        let facts = if form.edits { vec![entry.outfall.clone().into()] } else { entry.facts_of(kind) };
        for fact in &facts {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choosing_adds_where_a_field_takes_several_and_never_twice() {
        assert_eq!(added("", "封堵", "measures"), "封堵");
        assert_eq!(added("封堵、", "拆除", "measures"), "封堵、拆除");
        assert_eq!(added("张三", "张三、李四", "crew"), "张三、李四");
        assert_eq!(added("旧址", "新址", "address"), "新址");
    }
}
