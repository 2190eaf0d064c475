//! One stage of one outfall: its state in words, what is missing for the next, what can be recorded, what was.

use eframe::egui::{Align2, CornerRadius, FontId, Role, Sense, Ui, WidgetInfo, vec2};

use super::{card::Card, facts};
use crate::{
    domain::{
        project::RecordKind,
        stage::{Missing, Stage, Standing, gate},
    },
    ui::{
        forms::{self, stage_of},
        icons,
        said::{self, Word},
        theme::{self, BODY, GAP, PAD, SMALL, UNIT},
        tone::Mark,
        widgets,
        wish::Wish,
    },
};

/// The page of `stage`.
pub(super) fn stage_ui(
    ui: &mut Ui,
    card: &Card<'_>,
    standing: &Standing,
    stage: Stage,
    wishes: &mut Vec<Wish>,
) {
    let lang = card.lang;
    let shown = Mark::of(standing, stage, lang);
    let tokens = theme::tokens(ui);
    ui.add_space(GAP);
    ui.horizontal(|ui| {
        widgets::heading(ui, said::stage_name(lang, stage));
        widgets::mark_label(ui, &shown, shown.word);
    });
    if !shown.proven {
        ui.add_space(UNIT);
        let text = lang.term(Word::UnprovenLong);
        widgets::notice_line(ui, icons::CLAIM, tokens.begun, tokens.begun_soft, text);
    }
    let missing = gate::missing(card.entry, stage, card.snapshot.day);
    missing_ui(ui, card, stage, &missing, wishes);
    record_ui(ui, card, stage, wishes);
    facts::stage_facts_ui(ui, card, stage, wishes);
}

fn missing_ui(ui: &mut Ui, card: &Card<'_>, stage: Stage, missing: &[Missing], wishes: &mut Vec<Wish>) {
    if missing.is_empty() {
        return;
    }
    ui.add_space(PAD);
    widgets::section(ui, &said::missing_for(card.lang, stage, missing.len()));
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for it in missing {
            missing_row(ui, card, *it, wishes);
        }
    });
}

/// One missing thing; a click opens the form that supplies it.
fn missing_row(ui: &mut Ui, card: &Card<'_>, missing: Missing, wishes: &mut Vec<Wish>) {
    let tokens = theme::tokens(ui);
    let text = card.lang.term(missing);
    let sense = if card.read_only { Sense::hover() } else { Sense::click() };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 6.5 * UNIT), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, said::go_fill(card.lang, text)));
    let active = response.hovered() || response.has_focus();
    if active {
        ui.painter().rect_filled(rect, CornerRadius::same(4), tokens.hover);
    }
    let font = |size| FontId::proportional(size);
    let left = rect.left_center() + vec2(UNIT, 0.0);
    ui.painter().text(left, Align2::LEFT_CENTER, icons::MISSING, font(BODY), tokens.begun);
    let words = left + vec2(6.0 * UNIT, 0.0);
    let room = eframe::egui::Rect::from_min_max(
        eframe::egui::pos2(words.x, rect.top()),
        eframe::egui::pos2(rect.right() - 16.0 * UNIT, rect.bottom()),
    );
    let room = if active { room } else { room.with_max_x(rect.right() - 6.0 * UNIT) };
    widgets::elided_at(ui, room, text, BODY, tokens.text);
    let right = rect.right_center() - vec2(GAP, 0.0);
    if active && !card.read_only {
        let go = format!("{} {}", card.lang.term(Word::GoFill), icons::GO);
        ui.painter().text(right, Align2::RIGHT_CENTER, go, font(SMALL), tokens.accent);
    } else {
        ui.painter().text(right, Align2::RIGHT_CENTER, icons::GO, font(SMALL), tokens.faint);
    }
    if response.on_hover_text(text).clicked() {
        let (kind, column) = missing.place();
        wishes.push(Wish::OpenForm(kind, column));
    }
}

/// What can be recorded in this stage; the likeliest is the button that stands out.
fn record_ui(ui: &mut Ui, card: &Card<'_>, stage: Stage, wishes: &mut Vec<Wish>) {
    ui.add_space(PAD);
    let kinds: Vec<RecordKind> = RecordKind::ALL
        .iter()
        .copied()
        .filter(|kind| stage_of(*kind) == Some(stage) && !forms::is_part(*kind))
        .collect();
    let next = next_of(card, stage);
    ui.add_enabled_ui(!card.read_only, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(GAP, UNIT);
            for kind in kinds {
                let draft = card.drafts.contains(&kind);
                let text = &said::record_or_go_on(card.lang, kind, draft);
                let clicked = if kind == next {
                    widgets::primary_button(ui, text).clicked()
                } else {
                    widgets::quiet_button(ui, "", text).clicked()
                };
                if clicked {
                    wishes.push(Wish::OpenForm(kind, ""));
                }
            }
        });
    });
}

/// What comes next in this stage.
fn next_of(card: &Card<'_>, stage: Stage) -> RecordKind {
    match stage {
        Stage::Check => RecordKind::Visit,
        Stage::Measure => RecordKind::Sample,
        Stage::Trace => RecordKind::Trace,
        Stage::Manage => RecordKind::Upkeep,
        Stage::Fix if card.entry.plans.iter().all(|it| it.measures.is_empty()) => RecordKind::Plan,
        Stage::Fix => {
            use crate::domain::fact::Milestone;
            let finished = card.entry.progress.iter().any(|it| it.milestone == Some(Milestone::Finished));
            if finished { RecordKind::Acceptance } else { RecordKind::ProgressNote }
        }
    }
}
