//! Forms, made from the columns of a record: what is typed, whether it can be kept, what the gates still ask for, and what
//! can hardly be right.
//!
//! [`layout`] says which sections and fields there are, [`page`] draws them. A [`Form`] holds plain values only: the record,
//! the texts that can not be read yet, and the rows that hang on it.

mod control;
mod correct;
mod draft;
mod earlier;
mod field;
mod fill;
mod flow;
mod layout;
mod page;
mod problems;
mod results;
mod sources;
mod stages;
mod steps;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::civil::Date;

use self::{correct::Correcting, flow::Calculator, layout::Row, results::ResultRow, sources::SourceRow};
pub(crate) use self::{
    correct::wrong_of,
    page::{Outcome, fields_ui, form_ui},
    problems::Obstacle,
};
use crate::domain::{
    RecordId, Value,
    draft::Filled,
    fact::{LabResult, TraceSource},
    outfall::Outfall,
    placing::Proposal,
    project::{AnyRecord, ColumnInfo, RecordKind},
    role::Author,
    rule::{credit_code, path, time, unit},
    stage::Stage,
    value::SqlType,
};

/// A record that somebody is filling in.
#[derive(Debug)]
pub(crate) struct Form {
    /// The outfall it is about.
    pub(crate) outfall: RecordId,
    /// What is filled in so far; text that can not be read yet is only in `typed`.
    record: AnyRecord,
    /// What it was before anybody typed; a draft keeps what differs.
    base: AnyRecord,
    /// What a draft of another version holds that this form has no field for.
    carried: Filled,
    /// Who fills it in.
    author: Author,
    /// Which fact it corrects, if it does.
    corrects: Option<Correcting>,
    /// Is this a change of the register entry, rather than a new fact?
    edits: bool,
    columns: Vec<ColumnInfo>,
    /// The text of number and date fields and of references, by column.
    typed: BTreeMap<&'static str, String>,
    /// The results of a sample.
    results: Vec<ResultRow>,
    /// The further sources of a tracing.
    sources: Vec<SourceRow>,
    /// The steps of a tracing's path; the column `steps` has them as one text.
    steps: Vec<path::Node>,
    /// The file of a photo.
    file: String,
    /// What the layers propose, and from what.
    suggested: Suggested,
    /// The readings that a flow is worked out from, while the calculator is open.
    calculator: Option<Calculator>,
    /// The field that gets the cursor in the next frame.
    focus: Option<&'static str>,
    /// The row of results or sources that gets it.
    focus_row: Option<(Row, usize)>,
    /// Was something changed? Then leaving keeps it as a draft.
    pub(crate) touched: bool,
    /// Was saving tried? Then what is missing is shown in red.
    tried: bool,
    /// Earlier values of the field whose list is open.
    earlier: Option<(&'static str, Vec<String>)>,
    /// What is typed into the search of the list that is open.
    sought: String,
    /// What is typed as the name of a new template.
    template_name: String,
}

/// What is filled in by the program, until somebody types something else.
#[derive(Debug, Default)]
struct Suggested {
    /// What was worked out from the place.
    from: Option<Proposal>,
    /// The values that were filled in, by column.
    values: BTreeMap<&'static str, Value>,
    /// The columns that were taken over from the last record of this device.
    sticky: Vec<&'static str>,
}

impl Form {
    /// A new fact about `outfall`, dated `today`.
    pub(crate) fn new(kind: RecordKind, outfall: RecordId, today: Date) -> Self {
        let mut record = kind.blank(new_id());
        // Every fact has both columns but the parts of others, which are filled in with them.
        for (column, value) in [("outfall", outfall.to_string()), ("on", today.to_string())] {
            if record.set_named(column, Value::Text(value)).is_err() {
                debug_assert!(is_part(kind), "{kind:?} has no column {column}");
            }
        }
        let mut form = Self { base: kind.blank(record.id()), ..Self::of(record, outfall) };
        if kind == RecordKind::Sample {
            form.results = ResultRow::usual();
        }
        form
    }

    /// A change of the register entry.
    pub(crate) fn edit(outfall: &Outfall) -> Self {
        Self { edits: true, ..Self::of(outfall.clone().into(), outfall.id) }
    }

    fn of(record: AnyRecord, outfall: RecordId) -> Self {
        let steps = match &record {
            AnyRecord::Trace(trace) => path::nodes(&trace.steps),
            _ => Vec::new(),
        };
        Self {
            outfall,
            base: record.clone(),
            carried: Filled::default(),
            author: Author::default(),
            columns: record.kind().columns(),
            typed: Self::texts(&record),
            record,
            corrects: None,
            edits: false,
            results: Vec::new(),
            sources: Vec::new(),
            steps,
            file: String::new(),
            suggested: Suggested::default(),
            calculator: None,
            focus: None,
            focus_row: None,
            touched: false,
            tried: false,
            earlier: None,
            sought: String::new(),
            template_name: String::new(),
        }
    }

    /// What stands in the fields for numbers and days.
    fn texts(record: &AnyRecord) -> BTreeMap<&'static str, String> {
        let mut typed = BTreeMap::new();
        for (index, column) in record.kind().columns().iter().enumerate() {
            if matches!(column.sql, SqlType::Double | SqlType::Integer | SqlType::Date) {
                typed.insert(column.name, text_of(&record.cell(index)));
            }
        }
        typed
    }

    /// Says who fills it in, as some records take a role.
    pub(crate) fn set_author(&mut self, author: &Author) {
        self.author.clone_from(author);
    }

    /// Puts the cursor into the field of this column, or into the first where there is none of this name.
    pub(crate) fn focus_on(&mut self, column: &'static str) {
        let first = || layout::shown(&self.record).into_iter().next();
        let known = self.columns.iter().any(|it| it.name == column);
        self.focus = if known { Some(column) } else { first() };
    }

    /// What kind of record it is.
    pub(crate) fn kind(&self) -> RecordKind {
        self.record.kind()
    }

    /// Is this a change of the register entry?
    pub(crate) fn edits_register(&self) -> bool {
        self.edits
    }

    /// The outfall as it should be, where the form changes the register entry.
    pub(crate) fn edited(&self) -> Option<&Outfall> {
        match &self.record {
            AnyRecord::Outfall(outfall) if self.edits => Some(outfall),
            _ => None,
        }
    }

    /// The file of a photo, as typed or chosen.
    pub(crate) fn set_file(&mut self, path: String) {
        self.file = path;
        self.touched = true;
    }

    /// The files that belong to the record.
    pub(crate) fn files(&self) -> Vec<std::path::PathBuf> {
        let path = self.file.trim();
        if path.is_empty() { Vec::new() } else { vec![path.into()] }
    }

    /// What is to be kept: the record, with a sample its results, and with a tracing its further sources.
    pub(crate) fn records(&self) -> Vec<AnyRecord> {
        let results = self.lab_results().into_iter().map(AnyRecord::LabResult);
        let sources = self.trace_sources().into_iter().map(AnyRecord::TraceSource);
        std::iter::once(self.kept()).chain(results).chain(sources).collect()
    }

    /// The record as it is kept: without what the form does not show, and tidied up.
    fn kept(&self) -> AnyRecord {
        let mut record = self.record.clone();
        if layout::keeps_only_shown(record.kind()) {
            let shown = layout::shown(&record);
            for (index, column) in self.columns.iter().enumerate() {
                if !shown.contains(&column.name) && !layout::WITHOUT_FIELD.contains(&column.name) {
                    // Every column of a fact may be empty.
                    let emptied = record.set_cell(index, Value::Null);
                    debug_assert!(emptied.is_ok(), "{}: {emptied:?}", column.name);
                }
            }
        }
        match &mut record {
            AnyRecord::Visit(it) => {
                for text in [&mut it.started, &mut it.ended] {
                    *text = time::tidy(text).unwrap_or_else(|| text.clone());
                }
            }
            AnyRecord::Sample(it) => {
                it.at = time::tidy(&it.at).unwrap_or_else(|| it.at.clone());
                // A flow that is not shown is not known.
                it.flow_m3_d =
                    it.flow.map(|flow| it.flow_unit.map_or(flow, |unit| unit::m3_per_day(flow, unit)));
            }
            AnyRecord::Trace(it) => {
                it.credit_code = credit_code::tidy(&it.credit_code);
                it.permit_no = credit_code::tidy(&it.permit_no);
            }
            _ => {}
        }
        record
    }

    /// The results that can be read, where the form shows them.
    fn lab_results(&self) -> Vec<LabResult> {
        let shown = layout::section_with(&self.record, &Row::Results).is_some();
        let rows = self.results.iter().filter(|_| shown);
        rows.filter_map(|row| row.record(self.record.id())).collect()
    }

    /// The further sources that can be read, where the form shows them.
    fn trace_sources(&self) -> Vec<TraceSource> {
        let shown = layout::section_with(&self.record, &Row::Sources).is_some();
        let rows = self.sources.iter().filter(|_| shown);
        rows.filter_map(|row| row.record(self.outfall, self.record.id())).collect()
    }

    fn column(&self, name: &str) -> Option<ColumnInfo> {
        self.columns.iter().find(|it| it.name == name).copied()
    }

    fn value(&self, column: &str) -> Value {
        let at = self.columns.iter().position(|it| it.name == column);
        at.map_or(Value::Null, |at| self.record.cell(at))
    }

    fn text(&self, column: &str) -> String {
        self.value(column).as_text().unwrap_or_default().to_owned()
    }

    /// Fills a column in before the person does, as if it had been chosen.
    pub(crate) fn preset(&mut self, column: &'static str, value: Value) {
        self.put(column, value);
    }

    /// What a person did.
    fn set(&mut self, column: &'static str, value: Value) {
        // A value of the wrong type comes from a field of another column: a mistake in this module.
        let set = self.record.set_named(column, value);
        debug_assert!(set.is_ok(), "{column}: {set:?}");
        self.touched = true;
    }

    /// Like [`Self::set`], with the text of the field, for values that do not come from its keyboard.
    fn put(&mut self, column: &'static str, value: Value) {
        if let Some(typed) = self.typed.get_mut(column) {
            *typed = text_of(&value);
        }
        self.set(column, value);
        if column == "steps"
            && let AnyRecord::Trace(trace) = &self.record
        {
            self.steps = path::nodes(&trace.steps);
        }
    }
}

/// A cell as its field shows it.
fn text_of(value: &Value) -> String {
    match value {
        Value::Real(number) => number.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Null => String::new(),
    }
}

/// A new identity; time-ordered, so that rows lie in the order in which they were made.
pub(crate) fn new_id() -> RecordId {
    RecordId(uuid::Uuid::now_v7())
}

/// Is the number in this column a severity from 0 to 3?
pub(crate) fn is_severity(column: &str) -> bool {
    layout::SEVERITIES.contains(&column)
}

/// Is it filled in together with the record that it is a part of?
pub(crate) fn is_part(kind: RecordKind) -> bool {
    matches!(kind, RecordKind::LabResult | RecordKind::TraceSource)
}

/// The stage that a kind of record belongs to; the register is kept where outfalls are checked.
pub(crate) fn stage_of(kind: RecordKind) -> Option<Stage> {
    match kind {
        RecordKind::Visit | RecordKind::RegisterEvent => Some(Stage::Check),
        RecordKind::Sample | RecordKind::LabResult => Some(Stage::Measure),
        RecordKind::Trace | RecordKind::TraceSource | RecordKind::ManholeCheck => Some(Stage::Trace),
        RecordKind::Plan | RecordKind::ProgressNote | RecordKind::Acceptance => Some(Stage::Fix),
        RecordKind::Upkeep => Some(Stage::Manage),
        RecordKind::Settings
        | RecordKind::LayerGroup
        | RecordKind::Layer
        | RecordKind::Basemap
        | RecordKind::Bookmark
        | RecordKind::Track
        | RecordKind::Assignment
        | RecordKind::Correction
        | RecordKind::Waiver
        | RecordKind::Outfall
        | RecordKind::Claim
        | RecordKind::Photo => None,
    }
}
