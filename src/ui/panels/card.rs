//! The card of one outfall: who and where it is, its five stages, and the page of the stage that is open.

use std::sync::Arc;

use eframe::egui::{
    Align, Frame, Label, Layout, Margin, RichText, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, vec2,
};

use super::{
    facts,
    links::{self, OnWater},
    stage_page, timeline,
};
use crate::{
    app::TraceFrom,
    domain::{
        network::Direction,
        progress::Snapshot,
        project::{Entry, Project, RecordKind},
        stage::{Stage, Standing},
        timeline::Moment,
    },
    i18n::Lang,
    ui::{
        form_habits::FormHabits,
        forms::{self, Outcome},
        icons,
        keys::Command,
        photos::Photos,
        said::{self, PhotoWord, Word},
        state::CardState,
        theme::{self, GAP, SMALL, TITLE, UNIT},
        tone::{self, Mark},
        tracing::TraceWish,
        widgets,
        wish::Wish,
    },
};

/// What the card draws from.
pub(crate) struct Card<'a> {
    pub(crate) lang: Lang,
    pub(crate) project: &'a Project,
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) entry: &'a Entry,
    pub(crate) read_only: bool,
    /// The kinds of records of which a form was left half filled in.
    pub(crate) drafts: Vec<RecordKind>,
    /// What was done to the outfall, oldest first; nothing while nobody asks or it is being read.
    pub(crate) timeline: Option<Arc<[Moment]>>,
    /// What the network says of it; nothing while it is worked out.
    pub(crate) water: Option<&'a OnWater>,
    pub(crate) photos: &'a mut Photos,
}

/// The card of the selected outfall.
pub(crate) fn card_ui(
    ui: &mut Ui,
    mut card: Card<'_>,
    state: &mut CardState,
    habits: &mut FormHabits,
    wishes: &mut Vec<Wish>,
) {
    let Some(standing) = standing(&card) else { return };
    if habits.tablet {
        theme::make_touch(ui);
    }
    if state.form.is_some() {
        slim_header_ui(ui, &card, &standing, state, wishes);
        form_ui(ui, &card, state, habits, wishes);
        return;
    }
    Frame::new().inner_margin(Margin { left: 12, right: 12, top: 8, bottom: 8 }).show(ui, |ui| {
        header_ui(ui, &card, &standing, wishes);
        ui.add_space(GAP);
        chips_ui(ui, &card, &standing, state, wishes);
    });
    ui.spacing_mut().item_spacing.y = 0.0;
    let edge = ui.available_rect_before_wrap();
    ui.painter().hline(edge.x_range(), edge.top(), Stroke::new(1.0, theme::tokens(ui).line));
    ui.spacing_mut().item_spacing.y = UNIT;
    ScrollArea::vertical().id_salt((card.entry.outfall.id, state.stage)).auto_shrink(false).show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 12, right: 12, top: 4, bottom: 12 }).show(ui, |ui| {
            stage_page::stage_ui(ui, &card, &standing, state.stage, wishes);
            links::links_ui(ui, &card, wishes);
            facts::photos_ui(ui, &mut card, wishes);
            facts::history_ui(ui, &card);
            timeline::timeline_ui(ui, &card, &mut state.timeline, wishes);
        });
    });
}

fn standing(card: &Card<'_>) -> Option<Standing> {
    let at = card.project.position(card.entry.outfall.id)?;
    card.snapshot.standings.get(at).copied()
}

fn header_ui(ui: &mut Ui, card: &Card<'_>, standing: &Standing, wishes: &mut Vec<Wish>) {
    let (lang, outfall) = (card.lang, &card.entry.outfall);
    ui.horizontal_top(|ui| {
        let width = ui.available_width() - 4.0 * (theme::control(ui) + UNIT);
        ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(width);
            let name = said::outfall_name(lang, outfall);
            ui.add(Label::new(RichText::new(name).size(TITLE)).wrap().selectable(true));
        });
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.x = UNIT;
            if widgets::icon_button(ui, icons::CLOSE, lang.term(Word::CloseCard)).clicked() {
                wishes.push(Wish::Select(None));
            }
            more_ui(ui, card, wishes);
            if widgets::icon_button(ui, icons::LOCATE, lang.term(Word::ShowOnMap)).clicked() {
                wishes.push(Wish::Locate(outfall.id));
            }
        });
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(GAP, UNIT);
        let register = tone::register(standing.register, lang);
        widgets::mark_label(ui, &register, register.word);
        let codes = said::joined(&[&outfall.code_local, &outfall.code_national]);
        ui.add(Label::new(RichText::new(codes).size(SMALL).color(theme::tokens(ui).weak)).selectable(true));
    });
    for line in said::outfall_lines(lang, outfall) {
        widgets::small(ui, &line);
    }
}

fn more_ui(ui: &mut Ui, card: &Card<'_>, wishes: &mut Vec<Wish>) {
    let lang = card.lang;
    let response = widgets::icon_button(ui, icons::MORE, lang.term(Word::More));
    eframe::egui::Popup::menu(&response).show(|ui| {
        let entries = [
            (icons::EDIT, Word::EditOutfall, RecordKind::Outfall),
            (icons::REGISTER, Word::ChangeRegister, RecordKind::RegisterEvent),
            (icons::PHOTO, Word::AddPhoto, RecordKind::Photo),
        ];
        ui.set_width(60.0 * UNIT);
        ui.add_enabled_ui(!card.read_only, |ui| {
            for (icon, word, kind) in entries {
                if widgets::menu_item(ui, icon, lang.term(word), "").clicked() {
                    wishes.push(Wish::OpenForm(kind, ""));
                    ui.close();
                }
            }
        });
        if widgets::menu_item(ui, icons::PLAN, lang.term(PhotoWord::PrintSheet), "").clicked() {
            wishes.push(Wish::AskSheet);
            ui.close();
        }
        for (command, direction) in [(Command::TraceUp, Direction::Up), (Command::TraceDown, Direction::Down)]
        {
            if widgets::menu_item(ui, icons::STAGE_TRACE, command.title(lang), &command.keys()).clicked() {
                let from = TraceFrom::Record(card.entry.outfall.id);
                wishes.push(Wish::Trace(TraceWish::From(from, Some(direction))));
                ui.close();
            }
        }
        ui.add_enabled_ui(!card.read_only, |ui| {
            let command = Command::MoveOutfall;
            if widgets::menu_item(ui, icons::MOVE, lang.term(Word::MoveOutfall), &command.keys()).clicked() {
                wishes.push(Wish::MoveOutfall(card.entry.outfall.id));
                ui.close();
            }
        });
        if let Some((lon, lat)) = card.entry.outfall.position()
            && widgets::menu_item(ui, icons::COPY, lang.term(Word::CopyPosition), "").clicked()
        {
            ui.ctx().copy_text(format!("{lon:.6}, {lat:.6}"));
            ui.close();
        }
    });
}

fn chips_ui(ui: &mut Ui, card: &Card<'_>, standing: &Standing, state: &CardState, wishes: &mut Vec<Wish>) {
    let count = Stage::ALL.len() as f32;
    let width = ((ui.available_width() - (count - 1.0) * UNIT) / count).floor();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = UNIT;
        for stage in Stage::ALL {
            let shown = Mark::of(standing, *stage, card.lang);
            let name = said::stage_state(card.lang, *stage, &shown);
            let selected = state.stage == *stage;
            let title = card.lang.term(*stage);
            let response = widgets::chip(ui, width, title, &shown, selected, &name);
            if response.on_hover_text(name).clicked() {
                wishes.push(Wish::OpenStage(*stage));
            }
        }
    });
}

/// The name and the stages on one line, so that the form has the room.
fn slim_header_ui(
    ui: &mut Ui,
    card: &Card<'_>,
    standing: &Standing,
    state: &CardState,
    wishes: &mut Vec<Wish>,
) {
    let lang = card.lang;
    let frame = Frame::new().fill(theme::tokens(ui).raised).inner_margin(Margin::symmetric(12, 4));
    frame.show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = UNIT;
            // English words need more room than one Chinese letter.
            let is_roomy = ui.available_width() > 140.0 * UNIT;
            let chip = if is_roomy { lang.pick(12.0, 21.0) * UNIT } else { 12.0 * UNIT };
            let chips = Stage::ALL.len() as f32 * (chip + UNIT) + theme::control(ui) + UNIT;
            let name = said::short_name(lang, &card.entry.outfall);
            let width = (ui.available_width() - chips - UNIT).max(20.0 * UNIT);
            let (rect, response) = ui.allocate_exact_size(vec2(width, theme::CONTROL), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
            widgets::elided_at(ui, rect, &name, theme::BODY + 1.0, theme::tokens(ui).text);
            response.on_hover_text(said::outfall_name(lang, &card.entry.outfall));
            for stage in Stage::ALL {
                let shown = Mark::of(standing, *stage, lang);
                let name = said::stage_state(lang, *stage, &shown);
                let short = if is_roomy { lang.term(*stage) } else { short_stage(*stage) };
                let title = lang.pick(lang.term(*stage), short);
                let response = widgets::chip_line(ui, chip, title, &shown, state.stage == *stage, &name);
                if response.on_hover_text(&name).clicked() {
                    wishes.push(Wish::OpenStage(*stage));
                }
            }
            if widgets::icon_button(ui, icons::CLOSE, lang.term(Word::CloseCard)).clicked() {
                wishes.push(Wish::Select(None));
            }
        });
    });
}

/// A letter or two for a slim chip.
fn short_stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Check => "Ch",
        Stage::Measure => "Me",
        Stage::Trace => "Tr",
        Stage::Fix => "Fi",
        Stage::Manage => "Ma",
    }
}

fn form_ui(
    ui: &mut Ui,
    card: &Card<'_>,
    state: &mut CardState,
    habits: &mut FormHabits,
    wishes: &mut Vec<Wish>,
) {
    let Some(form) = &mut state.form else { return };
    let outcome = forms::form_ui(ui, card.lang, form, card.project, card.entry, card.snapshot.day, habits);
    match outcome {
        Outcome::StillTyping => {}
        Outcome::Cancel => wishes.push(Wish::CloseForm),
        Outcome::Discard => wishes.push(Wish::DiscardForm),
        Outcome::Withdraw => wishes.push(Wish::Withdraw),
        Outcome::Browse => wishes.push(Wish::BrowsePhoto),
        Outcome::Save => {
            wishes.push(Wish::SaveForm);
        }
    }
}
