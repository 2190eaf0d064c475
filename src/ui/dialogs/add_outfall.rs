//! A new outfall, with the same fields as the register entry of an old one.

use eframe::egui::{Context, ScrollArea, Ui};

use super::{Answer, dialog, foot};
use crate::{
    domain::{outfall::Outfall, placing::Surroundings, project::Project},
    i18n::Lang,
    ui::{
        forms::{self, Form},
        panels,
        said::{self, Word},
        theme::UNIT,
    },
};

/// Draws the dialog.
pub(crate) fn add_outfall_ui(
    ctx: &Context,
    lang: Lang,
    form: &mut Form,
    project: &Project,
    around: &Surroundings,
    today: jiff::civil::Date,
) -> Answer<Outfall> {
    dialog(ctx, lang, lang.term(Word::AddOutfall).trim_end_matches('…'), 130.0 * UNIT, |ui| {
        let obstacles = form.obstacles(None);
        let height = (ctx.content_rect().height() - 60.0 * UNIT).max(60.0 * UNIT);
        ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink(false).show(
            ui,
            |ui| {
                place_ui(ui, lang, form, around);
                forms::fields_ui(ui, lang, form, project, today, &obstacles);
            },
        );
        let named = form.edited().is_some_and(|it| !it.name.is_empty() || !it.code().is_empty());
        let obstacle = match obstacles.first() {
            Some(first) => said::obstacle(lang, first),
            None => lang.term(Word::NameOrCode).to_owned(),
        };
        match foot(ui, lang, lang.term(Word::Save), named && obstacles.is_empty(), &obstacle) {
            Some(true) => form.edited().cloned().map_or(Answer::Open, Answer::Done),
            Some(false) => Answer::Cancelled,
            None => Answer::Open,
        }
    })
}

/// What the layers say of the place that is typed, which also fills in fields that are empty. Its room is kept from the
/// first frame on, so that no field moves when the layers are ready.
fn place_ui(ui: &mut Ui, lang: Lang, form: &mut Form, around: &Surroundings) {
    let Some((lon, lat)) = form.edited().and_then(Outfall::position) else { return };
    let proposal = around.propose(lon, lat);
    if !around.preparing {
        form.suggest(&proposal);
    }
    ui.scope(|ui| {
        ui.set_min_height(PLACE_HEIGHT);
        panels::placing_ui(ui, lang, &proposal, around.preparing);
    });
    ui.add_space(UNIT);
}

/// Room for a line and a warning.
const PLACE_HEIGHT: f32 = 13.0 * UNIT;
