//! The results of a sample, one row each.

use std::collections::BTreeMap;

use eframe::egui::{Align, Align2, Layout, RichText, TextEdit, Ui, vec2};

use super::draft;
use crate::{
    domain::{
        RecordId, Value,
        fact::{LabResult, LimitProfile, Parameter, Qualifier},
        quality,
        value::Field as _,
    },
    i18n::Lang,
    ui::{
        icons,
        said::Word,
        theme::{self, SMALL, UNIT},
        widgets,
    },
};

/// One row: a parameter, how the number is meant, and the number as typed.
#[derive(Clone, Debug, Default)]
pub(super) struct ResultRow {
    /// Given when the row is made, so that looking twice gives the same record.
    id: RecordId,
    parameter: Option<Parameter>,
    qualifier: Option<Qualifier>,
    typed: String,
}

impl ResultRow {
    /// The parameters that nearly every sample has.
    pub(super) fn usual() -> Vec<Self> {
        [Parameter::Cod, Parameter::AmmoniaN, Parameter::TotalP].into_iter().map(Self::new).collect()
    }

    fn new(parameter: Parameter) -> Self {
        let (id, qualifier) = (super::new_id(), Some(Qualifier::Equal));
        Self { id, parameter: Some(parameter), qualifier, typed: String::new() }
    }

    /// The row as a draft keeps it.
    pub(super) fn cells(&self) -> BTreeMap<String, Value> {
        let cells = [
            ("id", self.id.to_value()),
            ("parameter", self.parameter.to_value()),
            ("qualifier", self.qualifier.to_value()),
            ("typed", Value::text(self.typed.as_str())),
        ];
        cells.map(|(name, value)| (name.to_owned(), value)).into()
    }

    /// The row that a draft kept, as far as it can be read.
    pub(super) fn of_cells(cells: &BTreeMap<String, Value>) -> Self {
        let cell = |name: &str| cells.get(name).cloned().unwrap_or_default();
        Self {
            id: draft::id_in(cells.get("id")),
            parameter: Option::from_value(cell("parameter")).unwrap_or_default(),
            qualifier: Option::from_value(cell("qualifier")).unwrap_or_default(),
            typed: String::from_value(cell("typed")).unwrap_or_default(),
        }
    }

    /// Nothing is typed: the parameter was offered and not measured.
    pub(super) fn is_blank(&self) -> bool {
        self.typed.trim().is_empty()
    }

    /// The result, if it is one.
    pub(super) fn record(&self, sample: RecordId) -> Option<LabResult> {
        let value: f64 = self.typed.trim().parse().ok().filter(|value: &f64| value.is_finite())?;
        let parameter = Some(self.parameter?);
        let qualifier = self.qualifier;
        Some(LabResult {
            id: self.id,
            sample,
            parameter,
            qualifier,
            value: Some(value),
            method: String::new(),
        })
    }
}

/// The table of results. Returns whether something changed.
pub(super) fn results_ui(
    ui: &mut Ui,
    lang: Lang,
    rows: &mut Vec<ResultRow>,
    standard: Option<LimitProfile>,
) -> bool {
    let mut changed = false;
    let mut removed = None;
    ui.label(RichText::new(lang.term(Word::Results)).size(SMALL).color(theme::tokens(ui).weak));
    for (index, row) in rows.iter_mut().enumerate() {
        ui.push_id(index, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = UNIT;
                changed |= row_ui(ui, lang, row, standard);
                if widgets::icon_button(ui, icons::CLOSE, lang.term(Word::RemoveRow)).clicked() {
                    removed = Some(index);
                }
            });
        });
    }
    if let Some(index) = removed {
        rows.remove(index);
        changed = true;
    }
    if widgets::quiet_button(ui, icons::ADD, lang.term(Word::AddResult)).clicked() {
        let next = Parameter::ALL.iter().find(|it| rows.iter().all(|row| row.parameter != Some(**it)));
        rows.push(ResultRow::new(next.copied().unwrap_or(Parameter::Cod)));
        changed = true;
    }
    changed
}

fn row_ui(ui: &mut Ui, lang: Lang, row: &mut ResultRow, standard: Option<LimitProfile>) -> bool {
    let before = (row.parameter, row.qualifier);
    let title = row.parameter.map_or("", |it| lang.term(it));
    let parameters = widgets::choice(ui, "parameter", 34.0 * UNIT, title);
    let response = parameters.show_ui(ui, |ui| {
        for parameter in Parameter::ALL {
            ui.selectable_value(&mut row.parameter, Some(*parameter), lang.term(*parameter));
        }
    });
    response.response.accessible_name(lang.term(Word::Parameter));
    let sign = row.qualifier.map_or("", Qualifier::code);
    let response = widgets::choice(ui, "qualifier", 10.0 * UNIT, sign).show_ui(ui, |ui| {
        for qualifier in Qualifier::ALL {
            let text = format!("{}  {}", qualifier.code(), lang.term(*qualifier));
            ui.selectable_value(&mut row.qualifier, Some(*qualifier), text);
        }
    });
    response.response.accessible_name(lang.term(Word::Qualifier));
    let edit = TextEdit::singleline(&mut row.typed).align(Align2::RIGHT_CENTER).desired_width(16.0 * UNIT);
    let response = ui.add(edit).accessible_name(title);
    let tokens = theme::tokens(ui);
    let unit = row.parameter.map_or("", Parameter::unit);
    let over =
        row.record(RecordId::NIL).zip(standard).and_then(|(it, profile)| quality::exceeds(profile, &it));
    ui.allocate_ui_with_layout(
        vec2(18.0 * UNIT, theme::CONTROL),
        Layout::left_to_right(Align::Center),
        |ui| {
            ui.label(RichText::new(unit).size(SMALL).color(tokens.weak));
            if over == Some(true) {
                ui.label(RichText::new(lang.term(Word::Over)).size(SMALL).color(tokens.alarm));
            }
        },
    );
    response.changed() || before != (row.parameter, row.qualifier)
}
