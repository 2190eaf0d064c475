//! A form that corrects a fact: filled with what was recorded, and asking why.

use eframe::egui::{Id, RichText, Ui};

use super::{Form, Outcome, ResultRow, SourceRow, control::line};
use crate::{
    domain::{
        RecordId, Value,
        draft::Filled,
        project::{AnyRecord, Entry},
    },
    i18n::Lang,
    ui::{
        icons,
        said::{self, FormWord},
        theme::{self, SMALL, UNIT},
        widgets,
    },
};

/// What a draft calls the fact that is corrected, and why.
const WRONG: &str = "corrects";
const REASON: &str = "correction_reason";

/// Which fact the form corrects, and why.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Correcting {
    pub(super) wrong: RecordId,
    pub(super) reason: String,
}

impl Form {
    /// A fact in the place of `wrong`, filled with what that says.
    pub(crate) fn correct(wrong: &AnyRecord, entry: &Entry) -> Self {
        let kind = wrong.kind();
        let blank = kind.blank(super::new_id());
        let mut record = blank.clone();
        for (column, value) in wrong.filled() {
            // Of the same kind, it fits.
            let fits = record.set_named(column, value);
            debug_assert!(fits.is_ok(), "{column}: {fits:?}");
        }
        let mut form = Self { base: blank, ..Self::of(record, entry.outfall.id) };
        let cells = |it: AnyRecord| it.filled().map(|(name, value)| (name.to_owned(), value)).collect();
        let results = entry.results.iter().filter(|it| it.sample == wrong.id());
        form.results = results.map(ResultRow::again).collect();
        let sources = entry.sources.iter().filter(|it| it.trace == wrong.id());
        form.sources = sources.map(|it| SourceRow::again(cells(it.clone().into()))).collect();
        form.corrects = Some(Correcting { wrong: wrong.id(), reason: String::new() });
        form
    }

    /// The fact that it corrects, and why.
    pub(crate) fn correction(&self) -> Option<(RecordId, &str)> {
        self.corrects.as_ref().map(|it| (it.wrong, it.reason.trim()))
    }

    /// Is the reason of a correction still to be given?
    pub(super) fn lacks_reason(&self) -> bool {
        self.correction().is_some_and(|(_, reason)| reason.is_empty())
    }

    /// Writes down what is corrected with the rest of a draft.
    pub(super) fn keep_correction(&self, filled: &mut Filled) {
        if let Some(it) = &self.corrects {
            filled.other.insert(WRONG.to_owned(), it.wrong.to_string().into());
            filled.other.insert(REASON.to_owned(), it.reason.clone().into());
        }
    }

    /// The other way round.
    pub(super) fn take_correction(&mut self, filled: &mut Filled) {
        let wrong = wrong_of(filled);
        if let Some(wrong) = wrong {
            filled.other.remove(WRONG);
            let reason = filled.other.remove(REASON);
            let reason = reason.and_then(|it| it.as_str().map(str::to_owned)).unwrap_or_default();
            self.corrects = Some(Correcting { wrong, reason });
        }
    }
}

/// The fact that a draft corrects, if it does.
pub(crate) fn wrong_of(filled: &Filled) -> Option<RecordId> {
    use crate::domain::value::Field as _;
    let wrong = filled.other.get(WRONG)?.as_str()?;
    RecordId::from_value(Value::text(wrong)).ok()
}

/// The field for the reason, and the button that only withdraws the fact.
pub(super) fn reason_ui(ui: &mut Ui, lang: Lang, form: &mut Form, outcome: &mut Outcome) {
    let missing = form.lacks_reason();
    let Some(correcting) = &mut form.corrects else { return };
    let title = said::form_word(lang, FormWord::CorrectionReason);
    let tokens = theme::tokens(ui);
    ui.horizontal(|ui| {
        let color = if missing && form.tried { tokens.alarm } else { tokens.weak };
        ui.label(RichText::new(title).size(SMALL).color(color));
        let width = (ui.available_width() - 34.0 * UNIT).max(30.0 * UNIT);
        let id = Id::unique("reason of the correction");
        let field = ui.add(line(ui, &mut correcting.reason, "", width).id(id));
        if field.accessible_name(title).changed() {
            form.touched = true;
        }
        let withdraw = said::form_word(lang, FormWord::Withdraw);
        let tip = said::form_word(lang, FormWord::WithdrawTip);
        ui.add_enabled_ui(!missing, |ui| {
            if widgets::quiet_button(ui, icons::REMOVE, withdraw).on_hover_text(tip).clicked() {
                *outcome = Outcome::Withdraw;
            }
        });
    });
}
