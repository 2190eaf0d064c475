//! Targets, dates and formula: what counties and years decide differently.

use eframe::egui::{Align2, Context, RichText, TextEdit, Ui, vec2};

use super::{Answer, dialog, foot, halves, line};
use crate::{
    domain::settings::{Formula, Settings},
    i18n::Lang,
    ui::{
        keys::Command,
        said::{self, Word},
        theme::{self, CONTROL, GAP, SMALL, UNIT},
        widgets,
    },
};

/// What is typed.
#[derive(Debug)]
pub(crate) struct SettingsDraft {
    settings: Settings,
    trace_target: String,
    fix_target: String,
    trace_due: String,
    fix_due: String,
}

impl SettingsDraft {
    /// Starts from what holds.
    pub(crate) fn of(settings: &Settings) -> Self {
        let day = |day: Option<jiff::civil::Date>| day.map(|it| it.to_string()).unwrap_or_default();
        Self {
            trace_target: settings.trace_target.to_string(),
            fix_target: settings.fix_target.to_string(),
            trace_due: day(settings.trace_due),
            fix_due: day(settings.fix_due),
            settings: settings.clone(),
        }
    }

    /// The settings as they should be; nothing while something can not be read.
    fn settings(&self) -> Option<Settings> {
        let percent = |text: &str| text.trim().parse::<i64>().ok().filter(|it| (0..=100).contains(it));
        let day = |text: &str| match text.trim() {
            "" => Some(None),
            text => said::read_day(text).map(Some),
        };
        Some(Settings {
            name: self.settings.name.trim().to_owned(),
            trace_target: percent(&self.trace_target)?,
            fix_target: percent(&self.fix_target)?,
            trace_due: day(&self.trace_due)?,
            fix_due: day(&self.fix_due)?,
            ..self.settings.clone()
        })
    }

    /// Draws the dialog.
    pub(crate) fn ui(&mut self, ctx: &Context, lang: Lang) -> Answer<Settings> {
        let title = Command::Settings.title(lang).trim_end_matches('…');
        dialog(ctx, lang, title, 130.0 * UNIT, |ui| {
            line(ui, lang.term(Word::ProjectName), "", &mut self.settings.name);
            ui.add_space(GAP);
            let day = "2026-12-31";
            halves(
                ui,
                self,
                |ui, it| {
                    percent_line(ui, lang.term(Word::TraceTarget), &mut it.trace_target);
                    line(ui, lang.term(Word::TraceDue), day, &mut it.trace_due);
                },
                |ui, it| {
                    percent_line(ui, lang.term(Word::FixTarget), &mut it.fix_target);
                    line(ui, lang.term(Word::FixDue), day, &mut it.fix_due);
                },
            );
            ui.add_space(GAP);
            let weak = theme::tokens(ui).weak;
            ui.label(RichText::new(lang.term(Word::FormulaOfFixRate)).size(SMALL).color(weak));
            let options = Formula::ALL.iter().map(|it| (*it, it.code())).collect::<Vec<_>>();
            if let Some(formula) = widgets::segmented(ui, &options, self.settings.formula) {
                self.settings.formula = formula;
            }
            widgets::small(ui, &said::formula(lang, self.settings.formula));
            ui.add_space(GAP);
            ui.checkbox(&mut self.settings.proven_only, lang.term(Word::ProvenOnly));
            widgets::small(ui, lang.term(Word::ProvenOnlyLong));
            let settings = self.settings();
            match foot(ui, lang, lang.term(Word::Save), settings.is_some(), lang.term(Word::BadSettings)) {
                Some(true) => settings.map_or(Answer::Open, Answer::Done),
                Some(false) => Answer::Cancelled,
                None => Answer::Open,
            }
        })
    }
}

fn percent_line(ui: &mut Ui, title: &str, text: &mut String) {
    let weak = theme::tokens(ui).weak;
    let label = ui.label(RichText::new(title).size(SMALL).color(weak));
    ui.horizontal(|ui| {
        let width = ui.available_width() - 6.0 * UNIT;
        let edit = TextEdit::singleline(text).desired_width(width).align(Align2::RIGHT_CENTER);
        ui.add(edit.min_size(vec2(width, CONTROL)).align(Align2::LEFT_CENTER)).labelled_by(label.id);
        ui.label("%");
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_a_whole_percent_and_a_day_is_a_day() {
        let mut draft = SettingsDraft::of(&Settings::new("忻州", 2026));
        assert_eq!(draft.settings().unwrap().trace_target, 80);

        draft.trace_target = "120".to_owned();
        assert!(draft.settings().is_none());

        draft.trace_target = "85".to_owned();
        draft.trace_due = String::new();
        assert_eq!(draft.settings().unwrap().trace_due, None);

        draft.fix_due = "2026-13-01".to_owned();
        assert!(draft.settings().is_none());
    }
}
