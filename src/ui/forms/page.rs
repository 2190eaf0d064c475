//! A whole form: its rows, what is still missing, and the buttons that keep it or leave it.

use eframe::egui::{
    Align, Align2, Frame, Key, Label, Layout, Margin, Panel, RichText, ScrollArea, TextEdit, Ui, vec2,
};

use super::{
    Form, Obstacle,
    field::{Context, field_ui},
    layout::{self, Row},
    results::results_ui,
};
use crate::{
    domain::project::{AnyRecord, Entry, Project},
    i18n::Lang,
    ui::{
        icons,
        said::{self, Word},
        theme::{self, CONTROL, GAP, SMALL, UNIT},
        widgets,
    },
};

/// What became of the form in this frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is still open.
    StillTyping,
    /// It is to be kept.
    Save,
    /// It is to be closed, and what is typed kept as a draft.
    Cancel,
    /// What is typed is to be thrown away; it can be taken back for a while.
    Discard,
    /// A file is to be chosen for it.
    Browse,
}

/// Draws the form and says what the person wants of it. Its buttons stay in view at the foot of the panel.
pub(crate) fn form_ui(
    ui: &mut Ui,
    lang: Lang,
    form: &mut Form,
    project: &Project,
    entry: &Entry,
    today: jiff::civil::Date,
) -> Outcome {
    let mut outcome = Outcome::StillTyping;
    let obstacles = form.obstacles(Some(entry));
    let foot = Frame::new().inner_margin(Margin::symmetric(12, 8));
    Panel::bottom("form foot").frame(foot).resizable(false).show(ui, |ui| {
        elsewhere_ui(ui, lang, form, &obstacles);
        buttons_ui(ui, lang, form, &obstacles, &mut outcome);
    });
    ScrollArea::vertical().id_salt(form.record.id()).auto_shrink(false).show(ui, |ui| {
        Frame::new().inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| {
            header_ui(ui, lang, form, &mut outcome);
            ui.add_space(UNIT);
            if fields_ui(ui, lang, form, project, today, &obstacles) {
                outcome = Outcome::Browse;
            }
        });
    });
    if ui.input(|input| input.modifiers.command && input.key_pressed(Key::Enter)) {
        try_save(form, &obstacles, &mut outcome);
    }
    outcome
}

/// Only the fields. True when a file is to be chosen.
pub(crate) fn fields_ui(
    ui: &mut Ui,
    lang: Lang,
    form: &mut Form,
    project: &Project,
    today: jiff::civil::Date,
    obstacles: &[Obstacle],
) -> bool {
    let context = Context { lang, project, today, obstacles };
    let mut browse = false;
    for row in layout::rows(&form.record) {
        browse |= row_ui(ui, form, &context, row);
        ui.add_space(UNIT);
    }
    browse
}

fn header_ui(ui: &mut Ui, lang: Lang, form: &Form, outcome: &mut Outcome) {
    ui.horizontal(|ui| {
        widgets::heading(ui, &said::form_title(lang, form.kind(), form.edits_register()));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if widgets::icon_button(ui, icons::CLOSE, lang.term(Word::CloseForm)).clicked() {
                *outcome = Outcome::Cancel;
            }
            if form.touched
                && widgets::icon_button(ui, icons::REMOVE, lang.term(Word::DiscardDraft)).clicked()
            {
                *outcome = Outcome::Discard;
            }
        });
    });
}

/// True when a file is to be chosen.
fn row_ui(ui: &mut Ui, form: &mut Form, context: &Context<'_>, row: Row) -> bool {
    match row {
        Row::One(column) => field_ui(ui, form, context, column, 1),
        Row::Lines(column) => field_ui(ui, form, context, column, 2),
        Row::Two(left, right) => {
            let width = (ui.available_width() - GAP) / 2.0;
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                for column in [left, right] {
                    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                        ui.set_width(width);
                        field_ui(ui, form, context, column, 1);
                    });
                }
            });
        }
        Row::Results => {
            let standard = match &form.record {
                AnyRecord::Sample(sample) => sample.standard,
                _ => None,
            };
            if results_ui(ui, context.lang, &mut form.results, standard) {
                form.touched = true;
            }
        }
        Row::File => return file_ui(ui, form, context.lang),
    }
    false
}

fn file_ui(ui: &mut Ui, form: &mut Form, lang: Lang) -> bool {
    let label = ui.label(RichText::new(lang.term(Word::File)).size(SMALL).color(theme::tokens(ui).weak));
    ui.horizontal(|ui| {
        let width = ui.available_width() - 22.0 * UNIT;
        let edit =
            TextEdit::singleline(&mut form.file).hint_text(lang.term(Word::PathHint)).desired_width(width);
        let response = ui.add(edit.min_size(vec2(width, CONTROL)).align(Align2::LEFT_CENTER));
        if response.labelled_by(label.id).changed() {
            form.touched = true;
        }
        widgets::quiet_button(ui, icons::OPEN, lang.term(Word::Browse)).clicked()
    })
    .inner
}

/// What is missing that no field of this form supplies.
fn elsewhere_ui(ui: &mut Ui, lang: Lang, form: &Form, obstacles: &[Obstacle]) {
    let tokens = theme::tokens(ui);
    let shown = layout::fields(&form.record);
    let elsewhere: Vec<&Obstacle> = obstacles
        .iter()
        .filter(|it| it.column(form.kind()).is_none_or(|column| !shown.contains(&column)))
        .collect();
    if elsewhere.is_empty() {
        return;
    }
    let words: Vec<String> = elsewhere.iter().map(|it| said::obstacle(lang, it)).collect();
    let text = said::still_missing(lang, &words);
    let (color, ground) =
        if form.tried { (tokens.alarm, tokens.alarm_soft) } else { (tokens.begun, tokens.begun_soft) };
    widgets::notice_line(ui, icons::MISSING, color, ground, &text);
    ui.add_space(GAP);
}

fn buttons_ui(ui: &mut Ui, lang: Lang, form: &mut Form, obstacles: &[Obstacle], outcome: &mut Outcome) {
    ui.horizontal(|ui| {
        if widgets::primary_button(ui, lang.term(Word::Save)).clicked() {
            try_save(form, obstacles, outcome);
        }
        let leave = if form.touched { Word::KeepAsDraft } else { Word::Cancel };
        if widgets::quiet_button(ui, "", lang.term(leave)).clicked() {
            *outcome = Outcome::Cancel;
        }
        let tokens = theme::tokens(ui);
        let (text, color) = match obstacles.len() {
            0 => (lang.term(Word::Complete).to_owned(), tokens.done),
            count => (said::open_points(lang, count), if form.tried { tokens.alarm } else { tokens.weak }),
        };
        ui.add(Label::new(RichText::new(text).size(SMALL).color(color)));
    });
}

fn try_save(form: &mut Form, obstacles: &[Obstacle], outcome: &mut Outcome) {
    if obstacles.is_empty() {
        *outcome = Outcome::Save;
        return;
    }
    form.tried = true;
    let first = obstacles.iter().find_map(|it| it.column(form.kind()));
    if let Some(column) = first {
        form.focus_on(column);
    }
}

impl Form {
    /// The outfall as it should be, where the form changes the register entry.
    pub(crate) fn edited(&self) -> Option<&crate::domain::outfall::Outfall> {
        match &self.record {
            AnyRecord::Outfall(outfall) if self.edits => Some(outfall),
            _ => None,
        }
    }
}
