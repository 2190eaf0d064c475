//! A whole form: what it is and what can fill it in, its sections, and at the foot what is wrong and the buttons that keep it
//! or leave it.

use eframe::egui::{
    Align, Align2, Frame, Id, Key, Label, Layout, Margin, Panel, Popup, PopupCloseBehavior, RichText, Role,
    ScrollArea, Sense, Stroke, TextEdit, Ui, WidgetInfo, vec2,
};

use super::{
    Form, Obstacle,
    control::line,
    correct,
    field::{Context, control_ui, field_ui, focus_ui},
    flow,
    layout::{self, Row, Section},
    problems::{Problem, problems_ui},
    results::results_ui,
    sources, steps,
};
use crate::{
    domain::{
        Value,
        project::{AnyRecord, Entry, Project},
        rule::{dossier, sign},
    },
    i18n::Lang,
    ui::{
        form_habits::FormHabits,
        icons,
        said::{self, FormWord, Word},
        theme::{self, BODY, GAP, PAD, SMALL, UNIT},
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
    /// The fact that it corrects is to be withdrawn, with nothing in its place.
    Withdraw,
    /// A file is to be chosen for it.
    Browse,
}

/// A field is not narrower than this, or goes to the next line.
const NARROWEST: f32 = 33.0 * UNIT;

/// Draws the form and says what the person wants of it. Its title stays at the head of the panel, its buttons at the foot.
pub(crate) fn form_ui(
    ui: &mut Ui,
    lang: Lang,
    form: &mut Form,
    project: &Project,
    entry: &Entry,
    today: jiff::civil::Date,
    habits: &mut FormHabits,
) -> Outcome {
    let mut outcome = Outcome::StillTyping;
    form.follow_rules();
    let obstacles = form.obstacles(Some(entry));
    let doubts = form.doubts(entry, today);
    let problems = form.problems(lang, &obstacles, &doubts);
    let frame = Frame::new().inner_margin(Margin::symmetric(12, 6));
    Panel::bottom("form foot").frame(frame).resizable(false).show(ui, |ui| {
        problems_ui(ui, lang, form, &problems);
        buttons_ui(ui, lang, form, &problems, &mut outcome);
    });
    let head = Frame::new().inner_margin(Margin { left: 12, right: 12, top: 6, bottom: 2 });
    Panel::top("form head").frame(head).resizable(false).show_separator_line(false).show(ui, |ui| {
        header_ui(ui, lang, form, entry, habits, &mut outcome);
        correct::reason_ui(ui, lang, form, &mut outcome);
    });
    ScrollArea::vertical().id_salt(form.record.id()).auto_shrink(false).show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 12, right: 12, top: 0, bottom: 8 }).show(ui, |ui| {
            let context =
                Context { lang, project, entry: Some(entry), today, obstacles: &obstacles, doubts: &doubts };
            if sections_ui(ui, form, &context) {
                outcome = Outcome::Browse;
            }
        });
    });
    if ui.input(|input| input.modifiers.command && input.key_pressed(Key::Enter)) {
        try_save(form, &problems, &mut outcome);
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
    let context = Context { lang, project, entry: None, today, obstacles, doubts: &[] };
    sections_ui(ui, form, &context)
}

fn header_ui(
    ui: &mut Ui,
    lang: Lang,
    form: &mut Form,
    entry: &Entry,
    habits: &mut FormHabits,
    outcome: &mut Outcome,
) {
    ui.horizontal(|ui| {
        let title = match form.correction() {
            Some(_) => said::correct(lang, form.kind(), "").replace('…', ""),
            None => said::form_title(lang, form.kind(), form.edits_register()),
        };
        ui.label(RichText::new(title).size(BODY + 1.0));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = UNIT;
            if widgets::icon_button(ui, icons::CLOSE, lang.term(Word::CloseForm)).clicked() {
                *outcome = Outcome::Cancel;
            }
            if form.touched
                && widgets::icon_button(ui, icons::REMOVE, lang.term(Word::DiscardDraft)).clicked()
            {
                *outcome = Outcome::Discard;
            }
            if form.edits_register() || form.correction().is_some() {
                return;
            }
            templates_ui(ui, lang, form, habits);
            if let Some(last) = form.last_of(entry) {
                let text = said::form_word(lang, FormWord::AsLastTime);
                let tip = said::form_word(lang, FormWord::AsLastTimeTip);
                if widgets::quiet_button(ui, icons::PASTE, text).on_hover_text(tip).clicked() {
                    form.fill_as(&last);
                }
            }
        });
    });
}

/// Named sets of values: using one, keeping one, dropping one.
fn templates_ui(ui: &mut Ui, lang: Lang, form: &mut Form, habits: &mut FormHabits) {
    let response = widgets::quiet_button(ui, icons::PLAN, said::form_word(lang, FormWord::Templates));
    let touch = theme::is_touch(ui);
    Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        if touch {
            theme::make_touch(ui);
        }
        ui.set_width(64.0 * UNIT);
        let (mut used, mut dropped) = (None, None);
        for template in habits.templates_of(form.kind()) {
            ui.horizontal(|ui| {
                let width = ui.available_width() - theme::control(ui) - GAP;
                let (rect, response) =
                    ui.allocate_exact_size(vec2(width, theme::control(ui)), Sense::click());
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &template.name));
                if response.hovered() || response.has_focus() {
                    ui.painter().rect_filled(rect, 4, theme::tokens(ui).hover);
                }
                widgets::elided_at(
                    ui,
                    rect.shrink2(vec2(GAP, 0.0)),
                    &template.name,
                    BODY,
                    theme::tokens(ui).text,
                );
                if response.clicked() {
                    used = Some(template.clone());
                }
                let name = said::drop_template(lang, &template.name);
                if widgets::icon_button(ui, icons::REMOVE, &name).clicked() {
                    dropped = Some(template.name.clone());
                }
            });
        }
        if habits.templates_of(form.kind()).next().is_none() {
            widgets::small(ui, said::form_word(lang, FormWord::NoTemplates));
        }
        ui.separator();
        let name = said::form_word(lang, FormWord::TemplateName);
        let width = ui.available_width();
        let id = Id::unique("template name");
        ui.add(line(ui, &mut form.template_name, name, width).id(id)).accessible_name(name);
        let named = !form.template_name.trim().is_empty();
        let keep = said::form_word(lang, FormWord::KeepTemplate);
        ui.add_enabled_ui(named, |ui| {
            if widgets::quiet_button(ui, icons::ADD, keep).clicked() {
                habits.keep_template(form.template(&form.template_name));
                form.template_name.clear();
                ui.close();
            }
        });
        if let Some(template) = used {
            form.fill_from(&template);
            ui.close();
        }
        if let Some(name) = dropped {
            habits.drop_template(form.kind().table(), &name);
        }
    });
}

/// True when a file is to be chosen.
fn sections_ui(ui: &mut Ui, form: &mut Form, context: &Context<'_>) -> bool {
    let mut browse = false;
    let sections = layout::sections(&form.record);
    let alone = sections.len() == 1;
    for (at, section) in sections.iter().enumerate() {
        if alone || section_ui(ui, form, context, section, at == 0) {
            for row in &section.rows {
                browse |= row_ui(ui, form, context, row);
                ui.add_space(UNIT / 2.0);
            }
        }
    }
    browse
}

/// The title of a section, which folds it. Returns whether it is open; how it was left is remembered while the window is open.
fn section_ui(ui: &mut Ui, form: &Form, context: &Context<'_>, section: &Section, first: bool) -> bool {
    let lang = context.lang;
    let tokens = theme::tokens(ui);
    let id = Id::unique(("form section", form.kind(), section.zh));
    let mut open = ui.data(|data| data.get_temp(id)).unwrap_or(section.open);
    let columns: Vec<&str> = section.rows.iter().flat_map(Row::columns).collect();
    let wanted = form.focus.is_some_and(|column| columns.contains(&column));
    let row_wanted = form.focus_row.as_ref().is_some_and(|(row, _)| section.rows.contains(row));
    if !first {
        ui.add_space(UNIT / 2.0);
    }
    let title = lang.pick(section.zh, section.en);
    let height = if theme::is_touch(ui) { theme::control(ui) } else { 6.0 * UNIT };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    let name = said::fold_section(lang, title, open);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, open, &name));
    if response.clicked() {
        open = !open;
    }
    open |= wanted || row_wanted;
    ui.data_mut(|data| data.insert_temp(id, open));

    let color = if response.hovered() || response.has_focus() { tokens.accent } else { tokens.weak };
    let font = |size| eframe::egui::FontId::proportional(size);
    let icon = if open { icons::DOWN } else { icons::FOLDED };
    let painter = ui.painter();
    painter.text(rect.left_center(), Align2::LEFT_CENTER, icon, font(SMALL), color);
    let words = rect.left_center() + vec2(4.5 * UNIT, 0.0);
    let drawn = painter.text(words, Align2::LEFT_CENTER, title, font(SMALL + 1.0), tokens.text);
    let right = rect.right_center();
    let mut end = rect.right();
    let troubled =
        context.obstacles.iter().filter_map(|it| it.column(form.kind())).any(|it| columns.contains(&it));
    if !open {
        let filled = columns.iter().filter(|it| form.value(it) != Value::Null).count();
        let text = if troubled {
            lang.term(Word::Needed).to_owned()
        } else {
            said::filled_in(lang, filled, columns.len())
        };
        let color = if troubled { tokens.begun } else { tokens.weak };
        end = painter.text(right, Align2::RIGHT_CENTER, text, font(SMALL), color).left() - GAP;
    }
    painter.hline(drawn.right() + GAP..=end, rect.center().y, Stroke::new(1.0, tokens.line));
    open
}

/// True when a file is to be chosen.
fn row_ui(ui: &mut Ui, form: &mut Form, context: &Context<'_>, row: &Row) -> bool {
    match row {
        Row::Fields(columns) => side_by_side(ui, form, context, columns),
        Row::Lines(column) => {
            field_ui(ui, form, context, column, 2);
            if *column == "sign_text" {
                propose_sign_ui(ui, form, context);
            }
        }
        Row::Severities(columns) => severities_ui(ui, form, context, columns),
        Row::Flow => flow::flow_ui(ui, form, context),
        Row::Results => results_ui(ui, form, context),
        Row::Steps => steps::steps_ui(ui, form, context),
        Row::Sources => sources::sources_ui(ui, form, context),
        Row::Dossier => dossier_ui(ui, context),
        Row::File => return file_ui(ui, form, context.lang),
    }
    false
}

fn side_by_side(ui: &mut Ui, form: &mut Form, context: &Context<'_>, columns: &[&'static str]) {
    let room = ui.available_width();
    let narrowest = if theme::is_touch(ui) { 1.4 * NARROWEST } else { NARROWEST };
    let most = ((room + GAP) / (narrowest + GAP)).floor().max(1.0) as usize;
    // Four fields that do not fit make two pairs, not three and one.
    let each = columns.len().div_ceil(columns.len().div_ceil(most).max(1)).max(1);
    for part in columns.chunks(each) {
        let count = part.len() as f32;
        let width = (room - GAP * (count - 1.0)) / count;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            for column in part {
                ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                    ui.set_width(width);
                    field_ui(ui, form, context, column, 1);
                });
            }
        });
    }
}

/// Titles beside the severities, two in a row where there is room.
fn severities_ui(ui: &mut Ui, form: &mut Form, context: &Context<'_>, columns: &[&'static str]) {
    let room = ui.available_width();
    let per_row = if room >= 120.0 * UNIT { 2 } else { 1 };
    let width = (room - PAD * (per_row as f32 - 1.0)) / per_row as f32;
    let title_width = context.lang.pick(15.0, 17.0) * UNIT;
    for part in columns.chunks(per_row) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = PAD;
            for name in part {
                let Some(column) = form.column(name) else { continue };
                let height = theme::control(ui);
                ui.allocate_ui_with_layout(vec2(width, height), Layout::left_to_right(Align::Center), |ui| {
                    ui.set_width(width);
                    ui.spacing_mut().item_spacing.x = 0.0;
                    let title = context.lang.pick(column.zh, column.en);
                    let weak = theme::tokens(ui).weak;
                    ui.allocate_ui_with_layout(
                        vec2(title_width, height),
                        Layout::left_to_right(Align::Center),
                        |ui| {
                            ui.set_width(title_width);
                            ui.add(Label::new(RichText::new(title).size(SMALL).color(weak)).truncate());
                        },
                    );
                    let response = control_ui(ui, form, context, &column, 1);
                    focus_ui(form, name, &response);
                });
            }
        });
    }
}

/// Offers the text of a signboard, made from what the register says.
fn propose_sign_ui(ui: &mut Ui, form: &mut Form, context: &Context<'_>) {
    let (Some(entry), AnyRecord::Upkeep(upkeep)) = (context.entry, &form.record) else { return };
    if !upkeep.sign_text.trim().is_empty() {
        return;
    }
    let text = sign::text(entry, upkeep);
    let button = widgets::quiet_button(ui, icons::ADD, said::form_word(context.lang, FormWord::ProposeSign));
    if button.on_hover_text(&text).clicked() {
        form.put("sign_text", Value::text(text));
    }
}

/// How complete the dossier is, and what it lacks.
fn dossier_ui(ui: &mut Ui, context: &Context<'_>) {
    let Some(entry) = context.entry else { return };
    let lang = context.lang;
    let parts = dossier::parts(entry, context.today);
    let percent = dossier::percent(entry, context.today);
    let tokens = theme::tokens(ui);
    let title = format!("{} {percent}%", said::form_word(lang, FormWord::DossierDone));
    ui.label(RichText::new(title).size(SMALL).color(tokens.weak));
    let (track, _) = ui.allocate_exact_size(vec2(ui.available_width(), UNIT + 2.0), Sense::hover());
    ui.painter().rect_filled(track, 3, tokens.track);
    let filled = track.with_max_x(track.left() + track.width() * percent as f32 / 100.0);
    ui.painter().rect_filled(filled, 3, if percent == 100 { tokens.done } else { tokens.accent });
    let missing: Vec<&str> =
        parts.iter().filter(|(_, there)| !there).map(|(part, _)| lang.term(*part)).collect();
    if !missing.is_empty() {
        widgets::small(ui, &said::dossier_lacks(lang, &missing));
    }
}

fn file_ui(ui: &mut Ui, form: &mut Form, lang: Lang) -> bool {
    let label = ui.label(RichText::new(lang.term(Word::File)).size(SMALL).color(theme::tokens(ui).weak));
    ui.horizontal(|ui| {
        let width = ui.available_width() - 22.0 * UNIT;
        let edit =
            TextEdit::singleline(&mut form.file).hint_text(lang.term(Word::PathHint)).desired_width(width);
        let response = ui.add(edit.min_size(vec2(width, theme::control(ui))).align(Align2::LEFT_CENTER));
        if response.labelled_by(label.id).changed() {
            form.touched = true;
        }
        widgets::quiet_button(ui, icons::OPEN, lang.term(Word::Browse)).clicked()
    })
    .inner
}

fn buttons_ui(ui: &mut Ui, lang: Lang, form: &mut Form, problems: &[Problem], outcome: &mut Outcome) {
    ui.horizontal(|ui| {
        if widgets::primary_button(ui, lang.term(Word::Save)).clicked() {
            try_save(form, problems, outcome);
        }
        let leave = if form.touched { Word::KeepAsDraft } else { Word::Cancel };
        if widgets::quiet_button(ui, "", lang.term(leave)).clicked() {
            *outcome = Outcome::Cancel;
        }
        let tokens = theme::tokens(ui);
        let missing = problems.iter().filter(|it| !it.soft).count();
        let doubts = problems.len() - missing;
        let (text, color) = match (missing, doubts) {
            (0, 0) => (lang.term(Word::Complete).to_owned(), tokens.done),
            (0, _) => (said::complete_but(lang, doubts), tokens.begun),
            _ => {
                let color = if form.tried { tokens.alarm } else { tokens.weak };
                (said::problem_counts(lang, missing, doubts), color)
            }
        };
        ui.add(Label::new(RichText::new(text).size(SMALL).color(color)).truncate());
    });
}

fn try_save(form: &mut Form, problems: &[Problem], outcome: &mut Outcome) {
    if problems.iter().all(|it| it.soft) {
        *outcome = Outcome::Save;
        return;
    }
    form.tried = true;
    form.go_to_first(problems);
}
