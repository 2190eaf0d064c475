//! Beside a photo: what its camera says, what speaks against it, what it shows and which record it belongs to.

use eframe::egui::{Align2, RichText, ScrollArea, TextEdit, Ui, vec2};

use super::viewer::Around;
use crate::{
    app::Action,
    domain::{
        RecordId,
        evidence::Doubt,
        fact::{Photo, PhotoSlot},
        project::{Entry, RecordKind},
    },
    i18n::Lang,
    ui::{
        icons,
        said::{self, PhotoWord, Word},
        theme::{self, GAP, SMALL, UNIT},
        widgets,
        wish::Wish,
    },
};

/// What is known of the photo, and what speaks against it.
pub(super) fn facts_ui(
    ui: &mut Ui,
    around: &Around<'_>,
    entry: &Entry,
    photo: &Photo,
    doubts: &[Doubt],
    caption: &mut String,
    wishes: &mut Vec<Wish>,
) {
    let lang = around.lang;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = UNIT;
        widgets::heading(ui, &photo.file_name);
        widgets::small(ui, &said::joined(&[entry.outfall.code(), &entry.outfall.name]));
        ui.add_space(GAP);
        ui.add_enabled_ui(!around.read_only, |ui| choices_ui(ui, lang, entry, photo, caption, wishes));
        ui.add_space(GAP);
        for doubt in doubts {
            let tokens = theme::tokens(ui);
            widgets::notice_line(ui, icons::WARNING, tokens.begun, tokens.begun_soft, &doubt.say(lang));
        }
        ui.add_space(GAP);
        let none = || lang.term(PhotoWord::Unknown).to_owned();
        let taken = photo.taken_at.replace('T', " ");
        let picture = photo.is_picture();
        let lines = [
            (PhotoWord::Taken, picture.then(|| if taken.is_empty() { none() } else { taken })),
            (
                PhotoWord::Position,
                picture.then(|| said::camera_place(lang, photo, around.project).unwrap_or_else(none)),
            ),
            (PhotoWord::Direction, said::direction(lang, photo)),
            (PhotoWord::Altitude, photo.altitude.map(|it| format!("{it:.0} m"))),
            (PhotoWord::Camera, (!photo.camera.is_empty()).then(|| photo.camera.clone())),
            (PhotoWord::Size, photo.size.map(said::bytes)),
            (PhotoWord::Hash, Some(photo.sha256.chars().take(16).collect())),
        ];
        for (word, text) in lines {
            if let Some(text) = text {
                widgets::fact_line(ui, lang.term(word), &text);
            }
        }
    });
}

/// What the photo shows, what is written under it and which record it belongs to. A choice is kept at once; what has been said already is
/// put right by a correction, which asks why.
fn choices_ui(
    ui: &mut Ui,
    lang: Lang,
    entry: &Entry,
    photo: &Photo,
    caption: &mut String,
    wishes: &mut Vec<Wish>,
) {
    let mut changed = photo.clone();
    match photo.slot {
        Some(slot) => widgets::fact_line(ui, lang.term(PhotoWord::Shows), lang.term(slot)),
        None => slot_ui(ui, lang, &mut changed.slot),
    }
    if photo.note.is_empty() {
        if caption_ui(ui, lang, caption) {
            caption.trim().clone_into(&mut changed.note);
            caption.clear();
        }
    } else {
        widgets::fact_line(ui, lang.term(PhotoWord::Caption), &photo.note);
    }
    fact_ui(ui, lang, entry, &mut changed.fact);
    ui.add_space(GAP);
    let correct = widgets::quiet_button(ui, icons::EDIT, lang.term(Word::Correct));
    if correct.on_hover_text(lang.term(PhotoWord::CorrectTip)).clicked() {
        wishes.push(Wish::Correct(RecordKind::Photo, photo.id));
    }
    if changed != *photo {
        wishes.push(Wish::act(Action::ChangePhoto(Box::new(changed))));
    }
}

/// The line for a caption that is not there yet. True when it is written.
fn caption_ui(ui: &mut Ui, lang: Lang, caption: &mut String) -> bool {
    let name = lang.term(PhotoWord::Caption);
    ui.label(RichText::new(name).size(SMALL).color(theme::tokens(ui).weak));
    let edit = TextEdit::singleline(caption)
        .hint_text(lang.term(PhotoWord::CaptionHint))
        .desired_width(f32::INFINITY)
        .min_size(vec2(0.0, theme::control(ui)))
        .align(Align2::LEFT_CENTER);
    let response = ui.add(edit);
    response.clone().accessible_name(name);
    response.lost_focus() && !caption.trim().is_empty()
}

/// A list of what photos show.
pub(crate) fn slot_ui(ui: &mut Ui, lang: Lang, slot: &mut Option<PhotoSlot>) {
    let label =
        ui.label(RichText::new(lang.term(PhotoWord::Shows)).size(SMALL).color(theme::tokens(ui).weak));
    let title = slot.map_or(lang.term(Word::NotGiven), |it| lang.term(it));
    let combo = widgets::choice(ui, "slot", ui.available_width(), title);
    let response = combo.show_ui(ui, |ui| {
        ui.selectable_value(slot, None, lang.term(Word::NotGiven));
        for option in PhotoSlot::ALL {
            ui.selectable_value(slot, Some(*option), lang.term(*option));
        }
    });
    response.response.labelled_by(label.id);
}

/// A list of the records of an outfall, the latest first.
pub(crate) fn fact_ui(ui: &mut Ui, lang: Lang, entry: &Entry, fact: &mut Option<RecordId>) {
    let label =
        ui.label(RichText::new(lang.term(PhotoWord::BelongsTo)).size(SMALL).color(theme::tokens(ui).weak));
    let mut facts = entry.facts();
    facts.retain(|it| !matches!(it.kind(), RecordKind::Photo | RecordKind::LabResult | RecordKind::Claim));
    facts.reverse();
    let chosen = facts.iter().find(|it| Some(it.id()) == *fact);
    let title =
        chosen.map_or_else(|| lang.term(PhotoWord::NoRecord).to_owned(), |it| said::record_name(lang, it));
    let combo = widgets::choice(ui, "fact", ui.available_width(), &title);
    let response = combo.show_ui(ui, |ui| {
        ui.selectable_value(fact, None, lang.term(PhotoWord::NoRecord));
        for option in &facts {
            ui.selectable_value(fact, Some(option.id()), said::record_name(lang, option));
        }
    });
    response.response.labelled_by(label.id);
}
