//! The further sources of a tracing, two lines each: what and how much, and who answers for it.

use std::collections::BTreeMap;

use eframe::egui::{Align, Align2, Id, Label, RichText, Ui};

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
        fact::{Confidence, SewageType, TraceSource},
        rule::{credit_code, plausible::Place},
        value::Field as _,
        words,
    },
    ui::{
        icons,
        said::{self, FormWord},
        theme::{self, GAP, SMALL, UNIT},
        widgets,
    },
};

/// One source as it is typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct SourceRow {
    /// Given when the row is made, so that looking twice gives the same record.
    id: RecordId,
    name: String,
    sewage_type: Option<SewageType>,
    share: String,
    confidence: Option<Confidence>,
    entity: String,
    credit_code: String,
    permit_no: String,
}

impl SourceRow {
    fn new() -> Self {
        Self { id: super::new_id(), ..Self::default() }
    }

    /// The row as a draft keeps it.
    pub(super) fn cells(&self) -> BTreeMap<String, Value> {
        let cells = [
            ("id", self.id.to_value()),
            ("name", Value::text(self.name.as_str())),
            ("sewage_type", self.sewage_type.to_value()),
            ("share", Value::text(self.share.as_str())),
            ("confidence", self.confidence.to_value()),
            ("entity", Value::text(self.entity.as_str())),
            ("credit_code", Value::text(self.credit_code.as_str())),
            ("permit_no", Value::text(self.permit_no.as_str())),
        ];
        cells.map(|(name, value)| (name.to_owned(), value)).into()
    }

    /// The row that a draft kept, as far as it can be read.
    pub(super) fn of_cells(cells: &BTreeMap<String, Value>) -> Self {
        let cell = |name: &str| cells.get(name).cloned().unwrap_or_default();
        let text = |name: &str| String::from_value(cell(name)).unwrap_or_default();
        Self {
            id: draft::id_in(cells.get("id")),
            name: text("name"),
            sewage_type: Option::from_value(cell("sewage_type")).unwrap_or_default(),
            share: text("share"),
            confidence: Option::from_value(cell("confidence")).unwrap_or_default(),
            entity: text("entity"),
            credit_code: text("credit_code"),
            permit_no: text("permit_no"),
        }
    }

    /// A row that says what a source says, whose cells these are, as a new one.
    pub(super) fn again(mut cells: BTreeMap<String, Value>) -> Self {
        cells.remove("id");
        if let Some(Value::Real(share)) = cells.get("share") {
            let share = share.to_string();
            cells.insert("share".to_owned(), Value::text(share));
        }
        Self::of_cells(&cells)
    }

    /// What the source is called.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Is the share no number, or is something typed and no name?
    pub(super) fn is_unread(&self) -> bool {
        let share = !self.share.trim().is_empty() && words::number(&self.share).is_none();
        share || (self.name.trim().is_empty() && *self != Self { id: self.id, ..Self::default() })
    }

    /// The source, if it has a name.
    pub(super) fn record(&self, outfall: RecordId, trace: RecordId) -> Option<TraceSource> {
        let name = self.name.trim();
        if name.is_empty() || self.is_unread() {
            return None;
        }
        Some(TraceSource {
            id: self.id,
            outfall,
            trace,
            name: name.to_owned(),
            sewage_type: self.sewage_type,
            share: words::number(&self.share),
            confidence: self.confidence,
            entity: self.entity.trim().to_owned(),
            credit_code: credit_code::tidy(&self.credit_code),
            permit_no: credit_code::tidy(&self.permit_no),
            note: String::new(),
        })
    }
}

/// The sources, and the button that adds one.
pub(super) fn sources_ui(ui: &mut Ui, form: &mut Form, context: &Context<'_>) {
    let lang = context.lang;
    let weak = theme::tokens(ui).weak;
    if !form.sources.is_empty() {
        let title = said::form_word(lang, FormWord::FurtherSources);
        ui.add(Label::new(RichText::new(title).size(SMALL).color(weak)));
    }
    let mut rows = std::mem::take(&mut form.sources);
    let before = rows.clone();
    let mut removed = None;
    for (at, row) in rows.iter_mut().enumerate() {
        if first_line_ui(ui, form, context, at, row) {
            removed = Some(at);
        }
        second_line_ui(ui, context, row);
        let doubt = context.doubts.iter().find(|(place, _)| *place == Place::Source(at));
        if let Some((_, doubt)) = doubt {
            let color = theme::tokens(ui).begun;
            ui.add(Label::new(RichText::new(doubt.say(lang)).size(SMALL).color(color)).truncate());
        }
        ui.add_space(UNIT);
    }
    if let Some(at) = removed {
        rows.remove(at);
    }
    if widgets::quiet_button(ui, icons::ADD, said::form_word(lang, FormWord::AddSource)).clicked() {
        form.focus_row = Some((Row::Sources, rows.len()));
        rows.push(SourceRow::new());
    }
    form.touched |= rows != before;
    form.sources = rows;
}

/// True where the source is to be taken away.
fn first_line_ui(
    ui: &mut Ui,
    form: &mut Form,
    context: &Context<'_>,
    at: usize,
    row: &mut SourceRow,
) -> bool {
    let lang = context.lang;
    let id = Id::unique(("source", row.id));
    let title = |name: &str| {
        let columns = crate::domain::project::RecordKind::TraceSource.columns();
        columns.into_iter().find(|it| it.name == name).map_or("", |it| lang.pick(it.zh, it.en))
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = UNIT;
        let room = ui.available_width() - theme::control(ui) - 4.0 * UNIT;
        let part = |share: f32| (share * room).floor();
        let edit = line(ui, &mut row.name, title("name"), part(0.42)).id(id.with("name"));
        let response = ui.add(edit).accessible_name(title("name"));
        if form.focus_row == Some((Row::Sources, at)) {
            form.focus_row = None;
            response.request_focus();
            response.scroll_to_me(Some(Align::Center));
        }
        let chosen = row.sewage_type.map_or("", SewageType::code);
        let place = (id.with("type"), part(0.22));
        let (list, picked) =
            control::list_ui(ui, lang, place, SewageType::CODES, chosen, true, &mut String::new());
        list.accessible_name(title("sewage_type"));
        if let Some(code) = picked {
            row.sewage_type = SewageType::parse(code);
        }
        let edit = line(ui, &mut row.share, title("share"), part(0.14)).id(id.with("share"));
        ui.add(edit.align(Align2::RIGHT_CENTER)).accessible_name(title("share"));
        let chosen = row.confidence.map_or("", Confidence::code);
        let place = (id.with("confidence"), part(0.22));
        let (list, picked) =
            control::list_ui(ui, lang, place, Confidence::CODES, chosen, true, &mut String::new());
        list.accessible_name(title("confidence"));
        if let Some(code) = picked {
            row.confidence = Confidence::parse(code);
        }
        let word = said::form_word(lang, FormWord::RemoveSource);
        widgets::icon_button_aside(ui, icons::CLOSE, word).clicked()
    })
    .inner
}

fn second_line_ui(ui: &mut Ui, context: &Context<'_>, row: &mut SourceRow) {
    let id = Id::unique(("source", row.id));
    let columns = crate::domain::project::RecordKind::TraceSource.columns();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = UNIT;
        let width = ((ui.available_width() - 2.0 * GAP) / 3.0).floor();
        for (name, text) in [
            ("entity", &mut row.entity),
            ("credit_code", &mut row.credit_code),
            ("permit_no", &mut row.permit_no),
        ] {
            let title =
                columns.iter().find(|it| it.name == name).map_or("", |it| context.lang.pick(it.zh, it.en));
            ui.add(line(ui, text, title, width).id(id.with(name))).accessible_name(title);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_needs_a_name_and_its_share_a_number() {
        let named = SourceRow { name: "某村".to_owned(), share: "３０".to_owned(), ..SourceRow::new() };
        assert_eq!(named.record(RecordId::NIL, RecordId::NIL).unwrap().share, Some(30.0));
        assert!(!named.is_unread());

        assert!(SourceRow { share: "some".to_owned(), ..named.clone() }.is_unread());
        assert!(SourceRow { name: String::new(), ..named }.is_unread());
        assert!(!SourceRow::new().is_unread(), "a row that was only added is no problem");
        assert!(SourceRow::new().record(RecordId::NIL, RecordId::NIL).is_none());
    }
}
