//! The bar at the bottom: is everything saved, what is going on, what is selected, where is the pointer, at which scale.

use eframe::egui::{
    Align, Align2, Button, Color32, FontId, Frame, Key, Label, Layout, Margin, Panel, Popup, ProgressBar,
    Response, RichText, Role, Sense, TextEdit, Ui, WidgetInfo, vec2,
};

use super::{
    habits::MapHabits,
    icons,
    keys::Command,
    said::{self, Word},
    state::StatusState,
    theme::{self, GAP, PAD, SMALL, STATUS_BAR, UNIT},
    widgets,
    wish::Wish,
};
use crate::{
    app::{Action, JobState, SaveState},
    domain::coordinate::notation::Notation,
    i18n::Lang,
    map::scale,
};

/// What the bar draws from.
pub(crate) struct StatusBar<'a> {
    pub(crate) lang: Lang,
    pub(crate) saved: SaveState,
    pub(crate) jobs: &'a [JobState],
    /// Longitude and latitude of the pointer, in degrees.
    pub(crate) cursor: Option<(f64, f64)>,
    /// The `n` of the scale 1 : n; nothing where no map is shown.
    pub(crate) scale: Option<f64>,
    /// The day that is looked at, where it is not today.
    pub(crate) other_day: Option<jiff::civil::Date>,
    /// How many outfalls are selected.
    pub(crate) selected: usize,
    /// How many forms are not finished.
    pub(crate) drafts: usize,
    pub(crate) habits: MapHabits,
}

/// Draws the bar.
pub(crate) fn status_bar_ui(
    ui: &mut Ui,
    bar: &StatusBar<'_>,
    state: &mut StatusState,
    wishes: &mut Vec<Wish>,
) {
    let tokens = theme::tokens(ui);
    let frame = Frame::new().fill(tokens.raised).inner_margin(Margin::symmetric(12, 0));
    Panel::bottom("status bar").exact_size(STATUS_BAR).frame(frame).resizable(false).show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            ui.spacing_mut().item_spacing.x = PAD;
            saved_ui(ui, bar);
            if let Some(day) = bar.other_day {
                entry(ui, icons::CALENDAR, &said::as_of(bar.lang, day), tokens.begun);
            }
            drafts_ui(ui, bar, wishes);
            selected_ui(ui, bar, wishes);
            jobs_ui(ui, bar, wishes);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| place_ui(ui, bar, state, wishes));
        });
    });
}

fn entry(ui: &mut Ui, icon: &str, text: &str, color: Color32) {
    ui.spacing_mut().item_spacing.x = UNIT;
    let text = if icon.is_empty() { text.to_owned() } else { format!("{icon} {text}") };
    ui.add(Label::new(RichText::new(text).size(SMALL).color(color)));
    ui.add_space(GAP);
}

/// Words that can be clicked, in a room of their own so that nothing moves when they change.
fn word_button(ui: &mut Ui, width: f32, text: &str, name: &str) -> Response {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, STATUS_BAR - UNIT), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let active = response.hovered() || response.has_focus();
    if active {
        ui.painter().rect_filled(rect, 4.0, tokens.hover);
    }
    let color = if active { tokens.text } else { tokens.weak };
    let at = rect.right_center() - vec2(UNIT, 0.0);
    ui.painter().text(at, Align2::RIGHT_CENTER, text, FontId::proportional(SMALL), color);
    response
}

fn saved_ui(ui: &mut Ui, bar: &StatusBar<'_>) {
    let tokens = theme::tokens(ui);
    let text = said::saved(bar.lang, bar.saved);
    match bar.saved {
        SaveState::Saved { .. } => entry(ui, icons::SAVED, &text, tokens.weak),
        SaveState::Saving => entry(ui, icons::BUSY, &text, tokens.accent),
        SaveState::ReadOnly => entry(ui, icons::LOCK, &text, tokens.begun),
    }
}

/// How many forms are not finished; a click lists them.
fn drafts_ui(ui: &mut Ui, bar: &StatusBar<'_>, wishes: &mut Vec<Wish>) {
    if bar.drafts == 0 {
        return;
    }
    let text = said::unfinished(bar.lang, bar.drafts);
    let label = RichText::new(format!("{} {text}", icons::CLAIM)).size(SMALL).color(theme::tokens(ui).begun);
    let response = ui.add(Button::new(label).frame(false));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &text));
    let tip = format!("{}  {}", Command::Drafts.title(bar.lang), Command::Drafts.keys());
    if response.on_hover_text(tip).clicked() {
        wishes.push(Wish::Command(Command::Drafts));
    }
    ui.add_space(GAP);
}

/// How many outfalls are selected; a click lists only them.
fn selected_ui(ui: &mut Ui, bar: &StatusBar<'_>, wishes: &mut Vec<Wish>) {
    if bar.selected == 0 {
        return;
    }
    let tokens = theme::tokens(ui);
    ui.spacing_mut().item_spacing.x = UNIT;
    let text = said::selected(bar.lang, bar.selected);
    let label = RichText::new(format!("{} {text}", icons::SELECT_BOX)).size(SMALL).color(tokens.accent);
    let response = ui.add(Button::new(label).frame(false));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &text));
    let tip = format!("{}  {}", bar.lang.term(Word::ListSelected), Command::ListSelection.keys());
    if response.on_hover_text(tip).clicked() {
        wishes.push(Wish::NarrowToSelection);
    }
    let keys = Command::SelectNone.keys();
    if widgets::icon_command(ui, icons::CLOSE, bar.lang.term(Word::ClearSelection), &keys, None).clicked() {
        wishes.push(Wish::Command(Command::SelectNone));
    }
}

fn jobs_ui(ui: &mut Ui, bar: &StatusBar<'_>, wishes: &mut Vec<Wish>) {
    for job in bar.jobs.iter().take(2) {
        let text = said::job(bar.lang, &job.kind);
        let left = job.remaining.map(|it| said::time_left(bar.lang, it)).unwrap_or_default();
        entry(ui, icons::BUSY, &said::joined(&[&text, &left]), theme::tokens(ui).text);
        if let Some(fraction) = job.fraction {
            ui.add(ProgressBar::new(fraction).desired_width(24.0 * UNIT).desired_height(UNIT));
        }
        let stop = said::stop(bar.lang, &text);
        if widgets::icon_button(ui, icons::CLOSE, &stop).clicked() {
            wishes.push(Wish::act(Action::Cancel(job.id)));
        }
    }
    if bar.jobs.len() > 2 {
        entry(ui, "", &said::more_jobs(bar.lang, bar.jobs.len() - 2), theme::tokens(ui).weak);
    }
}

/// From right to left: the coordinate system, the scale, the position.
fn place_ui(ui: &mut Ui, bar: &StatusBar<'_>, state: &mut StatusState, wishes: &mut Vec<Wish>) {
    let Some(scale) = bar.scale else { return };
    ui.spacing_mut().item_spacing.x = UNIT;
    let (notation, order) = (bar.habits.notation, bar.habits.order);
    let written = bar.cursor.and_then(|place| {
        let in_zone = state.writer.write(place, notation, order);
        in_zone.or_else(|| state.writer.write(place, Notation::Degrees, order))
    });
    let epsg = written.as_ref().map_or(4490, |it| it.epsg);
    notation_ui(ui, bar, epsg, wishes);
    scale_ui(ui, bar.lang, scale, state, wishes);
    let text = written.map(|it| it.text).unwrap_or_default();
    let name = said::copy_position(bar.lang, &text);
    let response = word_button(ui, 66.0 * UNIT, &text, &name);
    if !text.is_empty() && response.on_hover_text(&name).clicked() {
        ui.ctx().copy_text(text);
    }
}

/// The EPSG number of what is shown; a click offers the notations.
fn notation_ui(ui: &mut Ui, bar: &StatusBar<'_>, epsg: u32, wishes: &mut Vec<Wish>) {
    let (lang, habits) = (bar.lang, bar.habits);
    let text = format!("EPSG:{epsg}");
    let name = lang.term(Word::NotationTitle);
    let response = word_button(ui, 20.0 * UNIT, &text, &format!("{name} {text}"));
    let response = response.on_hover_text(format!("{}\n{name}", said::system(lang, epsg)));
    Popup::menu(&response).show(|ui| {
        ui.set_width(60.0 * UNIT);
        for notation in Notation::ALL {
            if ui.radio(habits.notation == notation, said::notation(lang, notation)).clicked() {
                wishes.push(Wish::SetHabits(MapHabits { notation, ..habits }));
                ui.close();
            }
        }
        ui.separator();
        for order in [habits.order, habits.order.turned()] {
            if ui.radio(habits.order == order, said::order(lang, order)).clicked() {
                wishes.push(Wish::SetHabits(MapHabits { order, ..habits }));
                ui.close();
            }
        }
    });
}

/// The scale: typed, or chosen from the usual ones.
fn scale_ui(ui: &mut Ui, lang: Lang, scale: f64, state: &mut StatusState, wishes: &mut Vec<Wish>) {
    let tokens = theme::tokens(ui);
    let caret = widgets::caret_button(ui, lang.term(Word::UsualScales));
    Popup::menu(&caret).show(|ui| {
        ui.set_width(30.0 * UNIT);
        for usual in scale::USUAL {
            if widgets::menu_item(ui, "", &said::scale(*usual), "").clicked() {
                wishes.push(Wish::SetScale(*usual));
                ui.close();
            }
        }
    });
    let id = ui.make_persistent_id("scale");
    let typing = ui.memory(|memory| memory.has_focus(id));
    if !typing {
        state.scale = said::scale(scale);
    }
    let fault = typing && scale::read(&state.scale).is_none();
    let edit = TextEdit::singleline(&mut state.scale)
        .id(id)
        .font(FontId::proportional(SMALL))
        .text_color(if fault { tokens.alarm } else { tokens.text })
        .desired_width(24.0 * UNIT)
        .min_size(vec2(24.0 * UNIT, STATUS_BAR - UNIT))
        .align(Align2::RIGHT_CENTER);
    let response = ui.add(edit).accessible_name(lang.term(Word::Scale)).on_hover_text(lang.term(Word::Scale));
    if response.gained_focus() {
        select_all(ui, response.id, state.scale.chars().count());
    }
    if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
        wishes.extend(scale::read(&state.scale).map(Wish::SetScale));
    }
}

/// So that typing replaces what is there.
fn select_all(ui: &Ui, id: eframe::egui::Id, length: usize) {
    use eframe::egui::text::{CCursor, CCursorRange};
    let mut edit = eframe::egui::text_edit::TextEditState::load(ui.ctx(), id).unwrap_or_default();
    edit.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(0), CCursor::new(length))));
    edit.store(ui.ctx(), id);
}
