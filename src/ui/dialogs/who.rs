//! Who works on this device: name, unit and role. It is kept on the device and goes into every step.

use eframe::egui::{Context, RichText};

use super::{Answer, dialog, foot, line};
use crate::{
    domain::role::{Author, Role},
    i18n::Lang,
    ui::{
        icons,
        keys::Command,
        said::Word,
        theme::{self, GAP, SMALL, UNIT},
        widgets,
    },
};

/// What is typed.
#[derive(Debug)]
pub(crate) struct WhoDraft {
    author: Author,
}

impl WhoDraft {
    /// Starts from who it is.
    pub(crate) fn of(author: &Author) -> Self {
        Self { author: author.clone() }
    }

    /// Draws the dialog.
    pub(crate) fn ui(&mut self, ctx: &Context, lang: Lang) -> Answer<Author> {
        let title = Command::Who.title(lang).trim_end_matches('…');
        dialog(ctx, lang, title, 130.0 * UNIT, |ui| {
            let tokens = theme::tokens(ui);
            line(ui, lang.term(Word::WhoName), "", &mut self.author.name);
            ui.add_space(GAP);
            line(ui, lang.term(Word::WhoUnit), "", &mut self.author.unit);
            ui.add_space(GAP);
            ui.label(RichText::new(lang.term(Word::WhoRole)).size(SMALL).color(tokens.weak));
            let roles = Role::ALL.iter().map(|role| (Some(*role), lang.term(*role)));
            let options: Vec<(Option<Role>, &str)> =
                std::iter::once((None, lang.term(Word::RoleOpen))).chain(roles).collect();
            if let Some(role) = widgets::segmented(ui, &options, self.author.role) {
                self.author.role = role;
            }
            let room = ui.available_width();
            // Room for two lines, so that nothing moves when another role is chosen.
            ui.allocate_ui(eframe::egui::vec2(room, 10.0 * UNIT), |ui| {
                ui.set_min_height(10.0 * UNIT);
                widgets::small(ui, lang.term(what_it_may(self.author.role)));
            });
            ui.add_space(GAP);
            let text = lang.term(Word::RoleHonest);
            widgets::notice_line(ui, icons::INFO, tokens.begun, tokens.begun_soft, text);
            let name = self.author.name.trim();
            match foot(ui, lang, lang.term(Word::Save), !name.is_empty(), lang.term(Word::WhoNameMissing)) {
                Some(true) => Answer::Done(Author {
                    name: name.to_owned(),
                    unit: self.author.unit.trim().to_owned(),
                    role: self.author.role,
                }),
                Some(false) => Answer::Cancelled,
                None => Answer::Open,
            }
        })
    }
}

fn what_it_may(role: Option<Role>) -> Word {
    match role {
        None => Word::RoleOpenLong,
        Some(Role::Inspector) => Word::RoleInspectorLong,
        Some(Role::Supervisor) => Word::RoleSupervisorLong,
        Some(Role::Viewer) => Word::RoleViewerLong,
    }
}
