//! The forms that are not finished, in one list: open, discard, and take back what was discarded.

use eframe::egui::{
    Align, Context, CornerRadius, Layout, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2,
    vec2,
};

use super::{Answer, dialog};
use crate::{
    app::Action,
    domain::{
        draft::{Draft, DraftKey},
        outfall::Outfall,
        project::Project,
    },
    i18n::Lang,
    ui::{
        icons,
        keys::Command,
        said::{self, Word},
        theme::{self, BODY, CONTROL, GAP, SMALL, UNIT},
        widgets,
        wish::Wish,
    },
};

/// What the list draws from.
pub(crate) struct DraftList<'a> {
    pub(crate) lang: Lang,
    pub(crate) project: &'a Project,
    /// Not finished, the latest in front.
    pub(crate) drafts: Vec<&'a Draft>,
    /// Discarded, and still to be had.
    pub(crate) discarded: Vec<&'a Draft>,
    pub(crate) read_only: bool,
}

const ROW: f32 = 13.0 * UNIT;
/// Rows that are shown before the list scrolls.
const SHOWN: f32 = 8.0;

/// Draws the list; what comes back is to be gone on with.
pub(crate) fn drafts_ui(ctx: &Context, list: &DraftList<'_>, wishes: &mut Vec<Wish>) -> Answer<DraftKey> {
    let lang = list.lang;
    let title = match list.drafts.len() {
        0 => Command::Drafts.title(lang).trim_end_matches('…').to_owned(),
        number => said::unfinished(lang, number),
    };
    dialog(ctx, lang, &title, 170.0 * UNIT, |ui| {
        if list.read_only {
            let tokens = theme::tokens(ui);
            let text = lang.term(Word::DraftsReadOnly);
            widgets::notice_line(ui, icons::LOCK, tokens.begun, tokens.begun_soft, text);
            ui.add_space(GAP);
        }
        let mut opened = None;
        let rows = list.drafts.len() + list.discarded.len();
        let height = (rows.max(4) as f32).min(SHOWN) * ROW + 8.0 * UNIT;
        let scroll = ScrollArea::vertical().max_height(height).min_scrolled_height(height);
        scroll.auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if list.drafts.is_empty() {
                let advice = lang.term(Word::NoDraftsAdvice);
                ui.allocate_ui(vec2(ui.available_width(), 4.0 * ROW), |ui| {
                    widgets::empty_state(ui, icons::CHECK_CIRCLE, lang.term(Word::NoDrafts), advice, |_| {});
                });
            }
            for draft in &list.drafts {
                if row_ui(ui, list, draft, wishes) {
                    opened = Some(draft.key);
                }
            }
            if !list.discarded.is_empty() {
                ui.add_space(GAP);
                widgets::section(ui, lang.term(Word::Discarded));
                for draft in &list.discarded {
                    row_ui(ui, list, draft, wishes);
                }
            }
        });
        opened.map_or(Answer::Open, Answer::Done)
    })
}

/// One draft. True when it is to be gone on with.
fn row_ui(ui: &mut Ui, list: &DraftList<'_>, draft: &Draft, wishes: &mut Vec<Wish>) -> bool {
    let (lang, tokens) = (list.lang, theme::tokens(ui));
    let outfall = list.project.entry(draft.outfall).map(|entry| &entry.outfall);
    let can_open = !list.read_only && draft.discarded_ms.is_none() && (outfall.is_some() || draft.edits);
    let sense = if can_open { Sense::click() } else { Sense::hover() };
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    // A word stands on the button that takes back, a picture on the one that discards.
    let beside = if draft.discarded_ms.is_some() { 30.0 * UNIT } else { 2.0 * GAP + theme::control(ui) };
    let words = rect.with_max_x(rect.right() - beside);
    let response = ui.interact(words, ui.scope_id().with((draft.key.record.0, draft.key.kind)), sense);
    let (title, beside) = (title(lang, draft, outfall), said::moment(draft.changed_ms));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, can_open, &title));
    if can_open && (response.hovered() || response.has_focus()) {
        ui.painter().rect_filled(words, CornerRadius::same(4), tokens.hover);
    }
    let inner = words.shrink2(vec2(GAP, 0.0));
    let line = |from: f32, to: f32, middle: f32| {
        Rect::from_min_max(pos2(from, rect.top() + middle), pos2(to, rect.top() + middle))
    };
    let split = inner.right() - 38.0 * UNIT;
    let color = if draft.discarded_ms.is_some() { tokens.weak } else { tokens.text };
    widgets::elided_at(ui, line(inner.left(), split - GAP, 4.0 * UNIT), &title, BODY, color);
    widgets::elided_at(ui, line(split, inner.right(), 4.0 * UNIT), &beside, SMALL, tokens.weak);
    let preview = match outfall {
        None if !draft.edits => lang.term(Word::OutfallGone).to_owned(),
        _ => preview(lang, draft),
    };
    widgets::elided_at(ui, line(inner.left(), inner.right(), 9.0 * UNIT), &preview, SMALL, tokens.weak);
    buttons_ui(ui, list, draft, rect.with_min_x(words.right()), &title, wishes);
    response.clicked()
}

fn buttons_ui(
    ui: &mut Ui,
    list: &DraftList<'_>,
    draft: &Draft,
    room: Rect,
    title: &str,
    wishes: &mut Vec<Wish>,
) {
    let layout = Layout::right_to_left(Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(room).layout(layout), |ui| {
        ui.set_min_height(CONTROL);
        ui.add_enabled_ui(!list.read_only, |ui| {
            if draft.discarded_ms.is_some() {
                let text = list.lang.term(Word::TakeBack);
                if widgets::quiet_button(ui, icons::UNDO, text).clicked() {
                    wishes.push(Wish::act(Action::TakeBackDraft(draft.key)));
                }
                return;
            }
            let name = said::joined(&[list.lang.term(Word::DiscardDraft), title]);
            if widgets::icon_button(ui, icons::REMOVE, &name).clicked() {
                wishes.push(Wish::DiscardDraft(draft.key));
            }
        });
    });
}

/// Which form, and of which outfall.
fn title(lang: Lang, draft: &Draft, outfall: Option<&Outfall>) -> String {
    let form = match outfall {
        None if draft.edits => lang.term(Word::AddOutfall).trim_end_matches('…').to_owned(),
        _ => said::form_title(lang, draft.key.kind, draft.edits),
    };
    let name = match outfall {
        Some(outfall) => said::short_name(lang, outfall),
        None => text_of(draft, "name"),
    };
    // A name is long: what it is about would be cut off behind it.
    said::joined(&[&form, &name])
}

fn text_of(draft: &Draft, column: &str) -> String {
    draft.filled.cells.get(column).and_then(|value| value.as_text()).unwrap_or_default().to_owned()
}

/// The columns that say nothing of what was typed.
const SILENT: &[&str] = &["outfall", "sample", "name"];

/// What is filled in, in one line: codes by their words, numbers as they are typed.
fn preview(lang: Lang, draft: &Draft) -> String {
    let mut record = draft.key.kind.blank(draft.key.record);
    for (name, value) in &draft.filled.cells {
        // What does not fit this version of the form is not shown.
        record.set_named(name, value.clone()).ok();
    }
    let columns = draft.key.kind.columns();
    let columns = columns.iter().enumerate().filter(|(_, column)| !SILENT.contains(&column.name));
    let words = columns.filter(|(_, column)| draft.filled.cells.contains_key(column.name)).filter_map(
        |(index, column)| {
            let value = record.cell(index);
            let text = value.as_text()?;
            let code = column.codes.iter().find(|(code, ..)| *code == text);
            Some(code.map_or(text, |(_, zh, en)| lang.pick(*zh, *en)).replace('\n', " "))
        },
    );
    let typed = draft.filled.typed.iter().filter(|(name, _)| !draft.filled.cells.contains_key(*name));
    let files = draft.filled.files.iter().cloned();
    let words: Vec<String> = words.chain(typed.map(|(_, text)| text.clone())).chain(files).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    said::joined(&words)
}
