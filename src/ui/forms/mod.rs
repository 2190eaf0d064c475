//! Forms, made from the columns of a record: what is typed, whether it can be kept, and what the gates still ask for.

mod draft;
mod field;
mod layout;
mod page;
mod results;

use std::collections::BTreeMap;

use jiff::civil::Date;

pub(crate) use self::page::{Outcome, fields_ui, form_ui};
use self::results::ResultRow;
use crate::domain::{
    RecordId, Value,
    draft::Filled,
    outfall::Outfall,
    placing::{PLACED_COLUMNS, Proposal},
    project::{AnyRecord, ColumnInfo, Entry, RecordKind},
    role::{Author, Role},
    stage::{Missing, Stage, gate},
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
    /// Is this a change of the register entry, rather than a new fact?
    edits: bool,
    columns: Vec<ColumnInfo>,
    /// The text of number and date fields and of references, by column.
    typed: BTreeMap<&'static str, String>,
    /// The results of a sample.
    results: Vec<ResultRow>,
    /// The file of a photo.
    file: String,
    /// What the layers propose, and from what.
    suggested: Suggested,
    /// The field that gets the cursor in the next frame.
    focus: Option<&'static str>,
    /// Was something changed? Then leaving keeps it as a draft.
    pub(crate) touched: bool,
    /// Was saving tried? Then what is missing is shown in red.
    tried: bool,
    /// Earlier values of the field whose list is open.
    earlier: Option<(&'static str, Vec<String>)>,
}

/// What the layers propose for a new outfall.
#[derive(Debug, Default)]
struct Suggested {
    /// What was worked out from the place.
    from: Option<Proposal>,
    /// The values that were filled in, by column.
    values: BTreeMap<&'static str, Value>,
}

/// Why a form can not be kept yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Obstacle {
    /// The field holds something that is not a number.
    NotANumber(&'static str),
    /// The field holds something that is not a day.
    NotADate(&'static str),
    /// No outfall has the code in the field.
    NoSuchOutfall(&'static str),
    /// A gate asks for more.
    Missing(Missing),
    /// The file of a photo is not given.
    NoFile,
    /// A result has no parameter or no number.
    BadResult,
    /// It is for somebody in another role.
    Role(Role),
}

impl Form {
    /// A new fact about `outfall`, dated `today`.
    pub(crate) fn new(kind: RecordKind, outfall: RecordId, today: Date) -> Self {
        let mut record = kind.blank(new_id());
        // Every fact has both columns but a result, which is filled in with its sample.
        for (column, value) in [("outfall", outfall.to_string()), ("on", today.to_string())] {
            if record.set_named(column, Value::Text(value)).is_err() {
                debug_assert!(kind == RecordKind::LabResult, "{kind:?} has no column {column}");
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
        Self {
            outfall,
            base: record.clone(),
            carried: Filled::default(),
            author: Author::default(),
            columns: record.kind().columns(),
            typed: Self::texts(&record),
            record,
            edits: false,
            results: Vec::new(),
            file: String::new(),
            suggested: Suggested::default(),
            focus: None,
            touched: false,
            tried: false,
            earlier: None,
        }
    }

    /// What stands in the fields for numbers and days.
    fn texts(record: &AnyRecord) -> BTreeMap<&'static str, String> {
        let mut typed = BTreeMap::new();
        for (index, column) in record.kind().columns().iter().enumerate() {
            let text = match record.cell(index) {
                Value::Real(number) => number.to_string(),
                Value::Integer(number) => number.to_string(),
                Value::Text(text) if column.sql == SqlType::Date => text,
                Value::Text(_) | Value::Null => String::new(),
            };
            if matches!(column.sql, SqlType::Double | SqlType::Integer | SqlType::Date) {
                typed.insert(column.name, text);
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
        let first = || layout::fields(&self.record).into_iter().next();
        let known = self.columns.iter().any(|it| it.name == column);
        self.focus = if known { Some(column) } else { first() };
    }

    /// Fills in what the layers say of the outfall's place, where nobody typed anything. When the place changes, what was
    /// proposed follows it; what somebody typed stays.
    pub(crate) fn suggest(&mut self, proposal: &Proposal) {
        if self.suggested.from.as_ref() == Some(proposal) {
            return;
        }
        self.suggested.from = Some(proposal.clone());
        let touched = self.touched;
        let proposed = proposal.changes_to(&Outfall::default());
        for column in PLACED_COLUMNS {
            let untouched = self.value(column) == Value::Null || self.is_suggested(column);
            let new = proposed.iter().find(|it| it.column == column).map(|it| it.new.clone());
            let before = self.suggested.values.remove(column);
            if untouched && (new.is_some() || before.is_some()) {
                self.set(column, new.clone().unwrap_or_default());
            }
            if let Some(new) = new {
                self.suggested.values.insert(column, new);
            }
        }
        self.touched = touched;
    }

    /// Does the field still hold what was proposed for it?
    pub(crate) fn is_suggested(&self, column: &str) -> bool {
        self.suggested.values.get(column).is_some_and(|it| *it == self.value(column))
    }

    /// What kind of record it is.
    pub(crate) fn kind(&self) -> RecordKind {
        self.record.kind()
    }

    /// Is this a change of the register entry?
    pub(crate) fn edits_register(&self) -> bool {
        self.edits
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

    /// What is to be kept: the record, and with a sample its results.
    pub(crate) fn records(&self) -> Vec<AnyRecord> {
        let sample = self.record.id();
        let results = self.results.iter().filter_map(|row| row.record(sample)).map(AnyRecord::LabResult);
        std::iter::once(self.record.clone()).chain(results).collect()
    }

    /// Everything that keeps the form from being kept; a new outfall has no entry yet.
    pub(crate) fn obstacles(&self, entry: Option<&Entry>) -> Vec<Obstacle> {
        let mut obstacles = Vec::new();
        for column in &self.columns {
            let typed = self.typed.get(column.name).map_or("", |text| text.trim());
            let unread = !typed.is_empty() && self.value(column.name) == Value::Null;
            match column.sql {
                SqlType::Double | SqlType::Integer if unread => {
                    obstacles.push(Obstacle::NotANumber(column.name));
                }
                SqlType::Date if unread => obstacles.push(Obstacle::NotADate(column.name)),
                SqlType::Text if unread && column.name == "target" => {
                    obstacles.push(Obstacle::NoSuchOutfall(column.name));
                }
                _ => {}
            }
        }
        if let Some(entry) = entry.filter(|_| !self.edits) {
            let missing = gate::missing_in(entry, &self.record);
            obstacles.extend(missing.into_iter().map(Obstacle::Missing));
        }
        obstacles.extend(self.author.lacks_for(&self.record).map(Obstacle::Role));
        if self.results.iter().any(|row| !row.is_blank() && row.record(self.record.id()).is_none()) {
            obstacles.push(Obstacle::BadResult);
        }
        if self.kind() == RecordKind::Photo && self.file.trim().is_empty() {
            obstacles.push(Obstacle::NoFile);
        }
        obstacles
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

    fn set(&mut self, column: &'static str, value: Value) {
        // A value of the wrong type comes from a field of another column: a mistake in this module.
        let set = self.record.set_named(column, value);
        debug_assert!(set.is_ok(), "{column}: {set:?}");
        self.touched = true;
    }
}

impl Obstacle {
    /// The column of the field it stands beside, in a form of `kind`.
    fn column(&self, kind: RecordKind) -> Option<&'static str> {
        match self {
            Self::NotANumber(column) | Self::NotADate(column) | Self::NoSuchOutfall(column) => Some(column),
            Self::Missing(missing) => column_of(*missing, kind),
            Self::NoFile | Self::BadResult | Self::Role(_) => None,
        }
    }
}

/// The column in a form of `kind` that supplies what is missing, if it is a matter of this form.
fn column_of(missing: Missing, kind: RecordKind) -> Option<&'static str> {
    let (place, column) = missing.place();
    match (missing, kind) {
        (Missing::Day, _) => Some("on"),
        (Missing::Reason, RecordKind::Trace | RecordKind::RegisterEvent) => Some("reason"),
        (Missing::Approver | Missing::Evidence, RecordKind::Plan | RecordKind::Trace) => Some(column),
        _ => (place == kind && !column.is_empty()).then_some(column),
    }
}

/// A new identity; time-ordered, so that rows lie in the order in which they were made.
pub(crate) fn new_id() -> RecordId {
    RecordId(uuid::Uuid::now_v7())
}

/// The stage that a kind of record belongs to; the register is kept where outfalls are checked.
pub(crate) fn stage_of(kind: RecordKind) -> Option<Stage> {
    match kind {
        RecordKind::Visit | RecordKind::RegisterEvent => Some(Stage::Check),
        RecordKind::Sample | RecordKind::LabResult => Some(Stage::Measure),
        RecordKind::Trace => Some(Stage::Trace),
        RecordKind::Plan | RecordKind::ProgressNote | RecordKind::Acceptance => Some(Stage::Fix),
        RecordKind::Upkeep => Some(Stage::Manage),
        RecordKind::Settings
        | RecordKind::LayerGroup
        | RecordKind::Layer
        | RecordKind::Basemap
        | RecordKind::Bookmark
        | RecordKind::Outfall
        | RecordKind::Claim
        | RecordKind::Photo => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::project::{Change, Project};

    fn project() -> (Project, RecordId) {
        let mut project = Project::default();
        let outfall = Outfall { id: new_id(), ..Outfall::default() };
        let id = outfall.id;
        project.apply(&Change::Insert(outfall.into())).unwrap();
        (project, id)
    }

    #[test]
    fn a_new_form_has_its_day_and_lacks_the_rest() {
        let (project, id) = project();
        let form = Form::new(RecordKind::Visit, id, date(2026, 4, 1));

        let obstacles = form.obstacles(project.entry(id));

        assert!(obstacles.contains(&Obstacle::Missing(Missing::Crew)));
        assert!(!obstacles.contains(&Obstacle::Missing(Missing::Day)));
    }

    #[test]
    fn a_proposal_fills_in_what_nobody_typed_and_follows_the_place() {
        let mut form = Form::edit(&Outfall { town: "豆罗镇".to_owned(), ..Outfall::default() });
        let proposal = |county: &str, town: &str| Proposal {
            county: Some(county.to_owned()),
            town: Some(town.to_owned()),
            ..Proposal::default()
        };

        form.suggest(&proposal("忻府区", "董村镇"));
        assert_eq!((form.text("county").as_str(), form.text("town").as_str()), ("忻府区", "豆罗镇"));
        assert!(form.is_suggested("county") && !form.is_suggested("town") && !form.touched);

        form.suggest(&proposal("定襄县", "董村镇"));
        assert_eq!(form.text("county"), "定襄县");
        form.set("county", Value::text("原平市"));
        form.suggest(&proposal("忻府区", "董村镇"));
        assert_eq!(form.text("county"), "原平市", "what was typed stays");

        form.suggest(&Proposal::default());
        assert_eq!(form.text("town"), "豆罗镇");
    }

    #[test]
    fn every_field_of_every_layout_is_a_column() {
        for kind in RecordKind::ALL.iter().filter(|kind| stage_of(**kind).is_some()) {
            let record = kind.blank(new_id());
            let columns = kind.columns();
            for field in layout::fields(&record) {
                assert!(columns.iter().any(|column| column.name == field), "{kind:?}: {field}");
            }
        }
    }

    #[test]
    fn what_a_gate_asks_for_has_a_field_in_its_form() {
        for missing in Missing::ALL {
            let (kind, column) = missing.place();
            if !column.is_empty() {
                assert!(kind.columns().iter().any(|it| it.name == column), "{missing:?}");
            }
        }
    }
}
