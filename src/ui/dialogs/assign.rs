//! Who is to go to the selected outfalls, and until when.

use eframe::egui::Context;
use jiff::civil::Date;

use super::{Answer, dialog, foot, halves, line};
use crate::{
    app::AssignRequest,
    domain::{RecordId, words},
    i18n::Lang,
    ui::{
        said,
        theme::{GAP, UNIT},
        widgets,
    },
};

/// What is typed.
#[derive(Debug)]
pub(crate) struct AssignDraft {
    outfalls: Vec<RecordId>,
    team: String,
    due: String,
    note: String,
}

impl AssignDraft {
    /// For these outfalls; the team that was chosen last, and a week from today.
    pub(crate) fn of(outfalls: Vec<RecordId>, team: &str, today: Date) -> Self {
        let due = today.checked_add(jiff::Span::new().days(7)).map(|it| it.to_string()).unwrap_or_default();
        Self { outfalls, team: team.to_owned(), due, note: String::new() }
    }

    fn request(&self) -> Option<AssignRequest> {
        let due = match self.due.trim() {
            "" => None,
            text => Some(words::typed_day(text)?),
        };
        let team = self.team.trim().to_owned();
        (!team.is_empty()).then(|| AssignRequest {
            outfalls: self.outfalls.clone(),
            team,
            due,
            note: self.note.trim().to_owned(),
        })
    }

    /// Draws the dialog.
    pub(crate) fn ui(&mut self, ctx: &Context, lang: Lang) -> Answer<AssignRequest> {
        dialog(ctx, lang, &said::assign_title(lang, self.outfalls.len()), 120.0 * UNIT, |ui| {
            halves(
                ui,
                self,
                |ui, it| line(ui, lang.pick("组别", "Team"), lang.pick("一组", "Team 1"), &mut it.team),
                |ui, it| line(ui, lang.pick("截止日期", "Due"), "2026-12-31", &mut it.due),
            );
            ui.add_space(GAP);
            line(
                ui,
                lang.pick("任务", "Task"),
                lang.pick("旱天复核", "Look again in dry weather"),
                &mut self.note,
            );
            let rule = lang.pick(
                "从今天起有排查记录即算完成；再次安排会取代上一次",
                "A visit from today on does it; assigning again takes the place of this",
            );
            widgets::small(ui, rule);
            let request = self.request();
            let obstacle = lang.pick("需要组别，日期须可读", "It takes a team, and a day that can be read");
            match foot(ui, lang, lang.pick("安排", "Assign"), request.is_some(), obstacle) {
                Some(true) => request.map_or(Answer::Open, Answer::Done),
                Some(false) => Answer::Cancelled,
                None => Answer::Open,
            }
        })
    }
}
