//! The results of a sample, one row each: as people write them, with unit, method and detection limit.

use std::collections::BTreeMap;

use eframe::egui::{Align, Align2, Id, Label, Layout, RichText, Role, Sense, Ui, WidgetInfo, vec2};

use super::{
    Form,
    control::{self, line},
    draft,
    field::Context,
    layout::Row,
};
use crate::{
    domain::{
        RecordId, Value,
        fact::{LabResult, LimitProfile, Parameter, Qualifier, ResultUnit},
        project::{AnyRecord, RecordKind},
        quality,
        rule::{
            measured::{self, Measured, Unread},
            method,
            plausible::Place,
        },
        value::Field as _,
        words,
    },
    i18n::Lang,
    ui::{
        icons,
        said::{self, FormWord, Word},
        theme::{self, GAP, SMALL, UNIT},
        widgets,
    },
};

/// One row: a parameter, and the number as typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ResultRow {
    /// Given when the row is made, so that looking twice gives the same record.
    id: RecordId,
    parameter: Option<Parameter>,
    typed: String,
    unit: Option<ResultUnit>,
    method: String,
    /// The detection limit as typed; that of the usual method where it is empty.
    limit: String,
    /// Why it is not valid; nothing where it is.
    invalid: Option<String>,
}

impl ResultRow {
    /// The parameters that nearly every sample has.
    pub(super) fn usual() -> Vec<Self> {
        [Parameter::Cod, Parameter::AmmoniaN, Parameter::TotalP].into_iter().map(Self::new).collect()
    }

    /// A row that says what `result` says, as a new one.
    pub(super) fn again(result: &LabResult) -> Self {
        let number = result.value.map(|it| it.to_string()).unwrap_or_default();
        let sign = result.qualifier.map_or("", |it| it.code()).trim_start_matches('=');
        let reported = !result.reported.is_empty();
        Self {
            id: super::new_id(),
            parameter: result.parameter,
            typed: if reported { result.reported.clone() } else { format!("{sign}{number}") },
            unit: result.unit,
            method: result.method.clone(),
            limit: result.detection_limit.map(|it| it.to_string()).unwrap_or_default(),
            invalid: (result.valid == Some(false)).then(|| result.invalid_reason.clone()),
        }
    }

    fn new(parameter: Parameter) -> Self {
        Self { id: super::new_id(), parameter: Some(parameter), ..Self::default() }
    }

    /// What is measured.
    pub(super) fn parameter(&self) -> Option<Parameter> {
        self.parameter
    }

    /// The row as a draft keeps it.
    pub(super) fn cells(&self) -> BTreeMap<String, Value> {
        let cells = [
            ("id", self.id.to_value()),
            ("parameter", self.parameter.to_value()),
            ("typed", Value::text(self.typed.as_str())),
            ("unit", self.unit.to_value()),
            ("method", Value::text(self.method.as_str())),
            ("limit", Value::text(self.limit.as_str())),
            ("valid", Value::Integer(i64::from(self.invalid.is_none()))),
            ("invalid", Value::text(self.invalid.clone().unwrap_or_default())),
        ];
        cells.map(|(name, value)| (name.to_owned(), value)).into()
    }

    /// The row that a draft kept, as far as it can be read.
    pub(super) fn of_cells(cells: &BTreeMap<String, Value>) -> Self {
        let cell = |name: &str| cells.get(name).cloned().unwrap_or_default();
        let text = |name: &str| String::from_value(cell(name)).unwrap_or_default();
        Self {
            id: draft::id_in(cells.get("id")),
            parameter: Option::from_value(cell("parameter")).unwrap_or_default(),
            typed: text("typed"),
            unit: Option::from_value(cell("unit")).unwrap_or_default(),
            method: text("method"),
            limit: text("limit"),
            invalid: (cell("valid") == Value::Integer(0)).then(|| text("invalid")),
        }
    }

    /// Nothing is typed: the parameter was offered and not measured.
    fn is_blank(&self) -> bool {
        self.typed.trim().is_empty()
    }

    /// Is something typed that is no result?
    pub(super) fn is_unread(&self) -> bool {
        !self.is_blank() && self.read().is_err()
    }

    /// The detection limit that is typed, in the unit of the parameter.
    fn given_limit(&self) -> Option<f64> {
        let number = words::number(&self.limit)?;
        let mass = self.parameter.is_some_and(measured::is_mass);
        Some(
            self.unit
                .filter(|_| mass)
                .map_or(number, |unit| crate::domain::rule::unit::mg_per_litre(number, unit)),
        )
    }

    fn read(&self) -> Result<Measured, Unread> {
        let parameter = self.parameter.ok_or(Unread::NotANumber)?;
        measured::read(&self.typed, parameter, self.unit, self.given_limit())
    }

    /// The result, if it is one.
    pub(super) fn record(&self, sample: RecordId) -> Option<LabResult> {
        let parameter = self.parameter?;
        let read = self.read().ok()?;
        let usual = method::usual(parameter);
        let of_usual = self.method.trim().is_empty() || usual.is_some_and(|it| it.name == self.method.trim());
        let limit =
            self.given_limit().or_else(|| usual.filter(|_| of_usual).and_then(|it| it.detection_limit));
        let converted = self.unit == Some(ResultUnit::MicrogramsPerLitre);
        let words = read.qualifier == Qualifier::Below;
        Some(LabResult {
            id: self.id,
            sample,
            parameter: Some(parameter),
            qualifier: Some(read.qualifier),
            value: Some(read.value),
            method: self.method.trim().to_owned(),
            reported: if converted || words { self.typed.trim().to_owned() } else { String::new() },
            unit: self.unit.filter(|_| measured::is_mass(parameter)),
            detection_limit: limit,
            valid: self.invalid.as_ref().map(|_| false),
            invalid_reason: self.invalid.clone().unwrap_or_default().trim().to_owned(),
        })
    }
}

/// From this width on, a row has room for method and detection limit.
const WIDE: f32 = 130.0 * UNIT;

/// What part of a row parameter, number, unit, method and detection limit take; what is left says what the number comes to.
fn parts(ui: &Ui, wide: bool) -> [f32; 5] {
    match (wide, theme::is_touch(ui)) {
        (true, false) => [0.25, 0.13, 0.145, 0.19, 0.105],
        // Lists have wider margins for fingers.
        (true, true) => [0.28, 0.13, 0.19, 0.12, 0.12],
        (false, _) => [0.36, 0.22, 0.20, 0.0, 0.0],
    }
}

/// The table of results.
pub(super) fn results_ui(ui: &mut Ui, form: &mut Form, context: &Context<'_>) {
    let lang = context.lang;
    let standard = match &form.record {
        AnyRecord::Sample(sample) => sample.standard,
        _ => None,
    };
    let mut rows = std::mem::take(&mut form.results);
    heads_ui(ui, lang);
    let mut removed = None;
    let mut changed = false;
    for (at, row) in rows.iter_mut().enumerate() {
        let mut gone = false;
        changed |= row_ui(ui, form, context, (at, row), standard, &mut gone);
        if gone {
            removed = Some(at);
        }
    }
    if let Some(at) = removed {
        rows.remove(at);
        changed = true;
    }
    if widgets::quiet_button(ui, icons::ADD, lang.term(Word::AddResult)).clicked() {
        let next = Parameter::ALL.iter().find(|it| rows.iter().all(|row| row.parameter != Some(**it)));
        form.focus_row = Some((Row::Results, rows.len()));
        rows.push(ResultRow::new(next.copied().unwrap_or(Parameter::Cod)));
        changed = true;
    }
    form.results = rows;
    form.touched |= changed;
}

/// One row. Returns whether something changed; `gone` where it is to be taken away.
fn row_ui(
    ui: &mut Ui,
    form: &mut Form,
    context: &Context<'_>,
    (at, row): (usize, &mut ResultRow),
    standard: Option<LimitProfile>,
    gone: &mut bool,
) -> bool {
    let lang = context.lang;
    let before = row.clone();
    let wide = ui.available_width() >= WIDE;
    let buttons = 2.0 * (theme::control(ui) + UNIT);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = UNIT;
        let room = ui.available_width() - buttons;
        let id = Id::unique(("result", row.id));
        let [parameter, number, unit, of_method, of_limit] =
            parts(ui, wide).map(|part| (part * room).floor());
        parameter_ui(ui, lang, row, (id.with("parameter"), parameter), &mut form.sought);
        let title = row.parameter.map_or("", |it| lang.term(it));
        let edit = line(ui, &mut row.typed, "", number).id(id.with("value")).align(Align2::RIGHT_CENTER);
        let response = ui.add(edit).accessible_name(title);
        if form.focus_row == Some((Row::Results, at)) {
            form.focus_row = None;
            response.request_focus();
            response.scroll_to_me(Some(Align::Center));
        }
        unit_ui(ui, lang, row, (id.with("unit"), unit));
        if wide {
            let usual = row.parameter.and_then(method::usual);
            let hint = usual.map_or("", |it| it.name);
            let edit = line(ui, &mut row.method, hint, of_method).id(id.with("method"));
            ui.add(edit).accessible_name(said::form_word(lang, FormWord::Method));
            let limit = usual.and_then(|it| it.detection_limit).map(|it| it.to_string()).unwrap_or_default();
            let edit = line(ui, &mut row.limit, "", of_limit).hint_text(limit).id(id.with("limit"));
            let name = said::form_word(lang, FormWord::DetectionLimit);
            ui.add(edit.align(Align2::RIGHT_CENTER)).accessible_name(name).on_hover_text(name);
        }
        let left = ui.available_width() - buttons;
        meaning_ui(ui, context, row, standard, left.max(0.0));
        let (icon, word) = match row.invalid {
            None => (icons::REMOVE_VERTEX, FormWord::Invalid),
            Some(_) => (icons::RESET, FormWord::ValidAgain),
        };
        if widgets::icon_button_aside(ui, icon, said::form_word(lang, word)).clicked() {
            row.invalid = if row.invalid.is_some() { None } else { Some(String::new()) };
        }
        *gone = widgets::icon_button_aside(ui, icons::CLOSE, lang.term(Word::RemoveRow)).clicked();
    });
    if let Some(reason) = &mut row.invalid {
        let name = said::form_word(lang, FormWord::InvalidReason);
        let width = ui.available_width();
        let edit = line(ui, reason, name, width).id(Id::unique(("invalid", row.id)));
        ui.add(edit).accessible_name(name);
    }
    *row != before
}

fn parameter_ui(ui: &mut Ui, lang: Lang, row: &mut ResultRow, place: (Id, f32), sought: &mut String) {
    let columns = RecordKind::LabResult.columns();
    let Some(column) = columns.iter().find(|it| it.name == "parameter") else { return };
    let chosen = row.parameter.map_or("", Parameter::code);
    control::within(ui, place.1, |ui| {
        let (response, picked) = control::list_ui(ui, lang, place, column.codes, chosen, false, sought);
        response.accessible_name(lang.term(Word::Parameter));
        if let Some(parameter) = picked.and_then(Parameter::parse) {
            row.parameter = Some(parameter);
        }
    });
}

/// mg/L or µg/L where both are in use, else the one unit there is.
fn unit_ui(ui: &mut Ui, lang: Lang, row: &mut ResultRow, (id, width): (Id, f32)) {
    let weak = theme::tokens(ui).weak;
    if !row.parameter.is_some_and(measured::is_mass) {
        let unit = row.parameter.map_or("", Parameter::unit);
        control::within(ui, width, |ui| {
            ui.label(RichText::new(unit).size(SMALL).color(weak));
        });
        return;
    }
    let units = <ResultUnit as crate::domain::value::Field>::CODES;
    let chosen = row.unit.unwrap_or(ResultUnit::MilligramsPerLitre).code();
    control::within(ui, width, |ui| {
        let (response, picked) =
            control::list_ui(ui, lang, (id, width), units, chosen, false, &mut String::new());
        response.accessible_name(said::form_word(lang, FormWord::Unit));
        if let Some(unit) = picked.and_then(ResultUnit::parse) {
            row.unit = Some(unit);
        }
    });
}

/// What the number comes to: how it was understood, whether it is over the limit, or why it is doubted.
fn meaning_ui(
    ui: &mut Ui,
    context: &Context<'_>,
    row: &ResultRow,
    standard: Option<LimitProfile>,
    width: f32,
) {
    let tokens = theme::tokens(ui);
    let lang = context.lang;
    let doubt = context.doubts.iter().find(|(place, _)| row.parameter.map(Place::Result) == Some(*place));
    let (text, color) = match (row.is_blank(), row.record(RecordId::NIL)) {
        (true, _) => (String::new(), tokens.weak),
        (false, None) => (said::form_word(lang, FormWord::NotReadable).to_owned(), tokens.alarm),
        (false, Some(_)) if doubt.is_some() => {
            (doubt.map(|(_, doubt)| doubt.say(lang)).unwrap_or_default(), tokens.begun)
        }
        (false, Some(result)) => {
            let verdict = standard.and_then(|profile| {
                let over = quality::exceeds(profile, &result)?;
                let multiple = quality::exceedance_multiple(profile, &result);
                Some((said::verdict(lang, over, multiple), if over { tokens.alarm } else { tokens.done }))
            });
            let sign = result.qualifier.map_or("", Qualifier::code).trim_start_matches('=');
            let value = result.value.map(|it| it.to_string()).unwrap_or_default();
            verdict.unwrap_or_else(|| (format!("{sign}{value}"), tokens.weak))
        }
    };
    ui.allocate_ui_with_layout(vec2(width, theme::control(ui)), Layout::left_to_right(Align::Center), |ui| {
        ui.set_width(width);
        if !text.is_empty() {
            ui.add(Label::new(RichText::new(&text).size(SMALL).color(color)).truncate()).on_hover_text(&text);
        }
    });
}

/// The heads of the columns.
fn heads_ui(ui: &mut Ui, lang: Lang) {
    if ui.available_width() < WIDE {
        return;
    }
    let weak = theme::tokens(ui).weak;
    let buttons = 2.0 * (theme::control(ui) + UNIT);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = UNIT;
        ui.spacing_mut().interact_size.y = 4.0 * UNIT;
        let room = ui.available_width() - buttons;
        let words = [
            lang.term(Word::Parameter),
            said::form_word(lang, FormWord::ResultValue),
            said::form_word(lang, FormWord::Unit),
            said::form_word(lang, FormWord::Method),
            said::form_word(lang, FormWord::DetectionLimit),
        ];
        for (part, word) in parts(ui, true).into_iter().zip(words) {
            let size = vec2((part * room).floor(), 2.0 * GAP);
            let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, word));
            widgets::elided_at(ui, rect, word, SMALL, weak);
            response.on_hover_text(word);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(parameter: Parameter, typed: &str) -> ResultRow {
        ResultRow { typed: typed.to_owned(), ..ResultRow::new(parameter) }
    }

    #[test]
    fn a_result_is_kept_with_its_limit_and_as_it_was_written() {
        let result = row(Parameter::AmmoniaN, "0.025L").record(RecordId::NIL).unwrap();
        assert_eq!((result.qualifier, result.value), (Some(Qualifier::Below), Some(0.025)));
        assert_eq!((result.reported.as_str(), result.detection_limit), ("0.025L", Some(0.025)));
        assert_eq!(result.valid, None);
    }

    #[test]
    fn another_method_has_another_limit() {
        let mut it = row(Parameter::Cod, "ND");
        it.method = "HJ/T 399-2007".to_owned();
        assert_eq!(it.record(RecordId::NIL).unwrap().detection_limit, None);
        it.limit = "15".to_owned();
        let result = it.record(RecordId::NIL).unwrap();
        assert_eq!((result.value, result.detection_limit), (Some(15.0), Some(15.0)));
    }

    #[test]
    fn micrograms_are_converted_together_with_their_limit() {
        let mut it = row(Parameter::TotalP, "120");
        it.unit = Some(ResultUnit::MicrogramsPerLitre);
        it.limit = "10".to_owned();
        let result = it.record(RecordId::NIL).unwrap();
        assert!((result.value.unwrap() - 0.12).abs() < 1e-12);
        assert!((result.detection_limit.unwrap() - 0.01).abs() < 1e-12);
        assert_eq!(result.reported, "120");
    }

    #[test]
    fn an_empty_row_is_no_result_and_no_problem() {
        assert!(row(Parameter::Cod, " ").record(RecordId::NIL).is_none());
        assert!(!row(Parameter::Cod, " ").is_unread());
        assert!(row(Parameter::Cod, "many").is_unread());
    }

    #[test]
    fn a_result_that_is_not_valid_says_why() {
        let it = ResultRow { invalid: Some("瓶破".to_owned()), ..row(Parameter::Cod, "30") };
        let result = it.record(RecordId::NIL).unwrap();
        assert_eq!((result.valid, result.invalid_reason.as_str()), (Some(false), "瓶破"));

        let corrected = ResultRow::again(&result).record(RecordId::NIL).unwrap();
        assert_eq!((corrected.valid, corrected.invalid_reason.as_str()), (Some(false), "瓶破"));
    }
}
