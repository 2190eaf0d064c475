//! The bar at the bottom: is everything saved, what is going on, where is the pointer.

use eframe::egui::{Align, Color32, Frame, Label, Layout, Margin, Panel, ProgressBar, RichText, Ui};

use super::{
    icons,
    said::{self, Word},
    theme::{self, GAP, PAD, SMALL, STATUS_BAR, UNIT},
    widgets,
    wish::Wish,
};
use crate::{
    app::{Action, JobState, SaveState},
    i18n::Lang,
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
}

/// Draws the bar.
pub(crate) fn status_bar_ui(ui: &mut Ui, bar: &StatusBar<'_>, wishes: &mut Vec<Wish>) {
    let tokens = theme::tokens(ui);
    let frame = Frame::new().fill(tokens.raised).inner_margin(Margin::symmetric(12, 0));
    Panel::bottom("status bar").exact_size(STATUS_BAR).frame(frame).resizable(false).show(ui, |ui| {
        ui.horizontal_centered(|ui| {
            ui.spacing_mut().item_spacing.x = PAD;
            saved_ui(ui, bar);
            if let Some(day) = bar.other_day {
                entry(ui, icons::CALENDAR, &said::as_of(bar.lang, day), tokens.begun);
            }
            jobs_ui(ui, bar, wishes);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| place_ui(ui, bar));
        });
    });
}

fn entry(ui: &mut Ui, icon: &str, text: &str, color: Color32) {
    ui.spacing_mut().item_spacing.x = UNIT;
    let text = if icon.is_empty() { text.to_owned() } else { format!("{icon} {text}") };
    ui.add(Label::new(RichText::new(text).size(SMALL).color(color)));
    ui.add_space(GAP);
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

fn jobs_ui(ui: &mut Ui, bar: &StatusBar<'_>, wishes: &mut Vec<Wish>) {
    for job in bar.jobs.iter().take(2) {
        let text = said::job(bar.lang, &job.kind);
        entry(ui, icons::BUSY, &text, theme::tokens(ui).text);
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
fn place_ui(ui: &mut Ui, bar: &StatusBar<'_>) {
    let tokens = theme::tokens(ui);
    let Some(scale) = bar.scale else { return };
    entry(ui, "", bar.lang.term(Word::Crs), tokens.weak);
    fixed(ui, 26.0 * UNIT, &said::scale(scale));
    let position = bar.cursor.map_or_else(String::new, |(lon, lat)| said::position(lon, lat));
    fixed(ui, 56.0 * UNIT, &position);
}

/// Text in a room of its own, so that nothing moves when it changes.
fn fixed(ui: &mut Ui, width: f32, text: &str) {
    let tokens = theme::tokens(ui);
    let (rect, _) =
        ui.allocate_exact_size(eframe::egui::vec2(width, STATUS_BAR), eframe::egui::Sense::hover());
    let font = eframe::egui::FontId::proportional(SMALL);
    ui.painter().text(rect.right_center(), eframe::egui::Align2::RIGHT_CENTER, text, font, tokens.weak);
}
