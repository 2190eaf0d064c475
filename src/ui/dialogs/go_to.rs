//! Going to a position: any notation, and how it was understood before the map moves.

use eframe::egui::Key;
use eframe::egui::{Context, Label, RichText, Ui};

use super::{Answer, dialog, foot, line};
use crate::{
    domain::coordinate::{
        notation::{Notation, Writer},
        place::{self, Error, Reading},
    },
    i18n::Lang,
    ui::{
        habits::MapHabits,
        icons,
        keys::Command,
        said::{self, Word},
        theme::{self, SMALL, UNIT},
        widgets,
    },
};

/// What is typed.
#[derive(Debug)]
pub(crate) struct GoToDraft {
    text: String,
    /// The middle of the map: degrees, longitude first. It decides what the text leaves open.
    near: (f64, f64),
    read: Option<(String, Result<Reading, Error>)>,
    writer: Writer,
}

impl GoToDraft {
    /// Nothing typed yet.
    pub(crate) fn new(near: (f64, f64)) -> Self {
        Self { text: String::new(), near, read: None, writer: Writer::default() }
    }

    /// Draws the dialog. Done: longitude and latitude in degrees.
    pub(crate) fn ui(&mut self, ctx: &Context, lang: Lang, habits: MapHabits) -> Answer<(f64, f64)> {
        let title = Command::GoTo.title(lang).trim_end_matches('…');
        dialog(ctx, lang, title, 120.0 * UNIT, |ui| {
            line(ui, lang.term(Word::Position), "112.73, 38.42", &mut self.text);
            let entered = ui.input(|input| input.key_pressed(Key::Enter));
            if self.read.as_ref().is_none_or(|(text, _)| *text != self.text) {
                self.read = Some((self.text.clone(), place::read(&self.text, self.near)));
            }
            ui.add_space(UNIT);
            let read = self.read.as_ref().map(|(_, read)| read.clone());
            let reading = match read {
                Some(Ok(reading)) => {
                    reading_ui(ui, lang, habits, &mut self.writer, &reading);
                    Some(reading)
                }
                Some(Err(Error::Empty)) | None => {
                    widgets::small(ui, lang.term(Word::GoToHint));
                    None
                }
                Some(Err(error)) => {
                    let tokens = theme::tokens(ui);
                    let text = said::no_place(lang, &error);
                    widgets::notice_line(ui, icons::WARNING, tokens.begun, tokens.begun_soft, &text);
                    None
                }
            };
            let pressed = foot(ui, lang, lang.term(Word::Go), reading.is_some(), "");
            match (reading, pressed) {
                (_, Some(false)) => Answer::Cancelled,
                (Some(reading), Some(true)) => Answer::Done(reading.lon_lat),
                (Some(reading), None) if entered => Answer::Done(reading.lon_lat),
                _ => Answer::Open,
            }
        })
    }
}

/// The system it was taken to be in, the position in every notation, and what to look at.
fn reading_ui(ui: &mut Ui, lang: Lang, habits: MapHabits, writer: &mut Writer, reading: &Reading) {
    let tokens = theme::tokens(ui);
    widgets::section(ui, lang.term(Word::UnderstoodAs));
    ui.add(Label::new(RichText::new(said::system(lang, reading.epsg)).color(tokens.text)).selectable(true));
    for notation in Notation::ALL {
        if let Some(written) = writer.write(reading.lon_lat, notation, habits.order) {
            let text = said::joined(&[&written.text, &format!("EPSG:{}", written.epsg)]);
            ui.add(Label::new(RichText::new(text).size(SMALL + 1.0).color(tokens.weak)).selectable(true));
        }
    }
    for remark in &reading.remarks {
        let text = said::remark(lang, remark);
        widgets::notice_line(ui, icons::WARNING, tokens.begun, tokens.begun_soft, &text);
    }
}
