//! What a form fills in by itself or at one click: proposals of the layers, of the rules, of the last record of this device,
//! of the last record of this outfall, and templates. What somebody typed is never overwritten.

use std::collections::BTreeMap;

use super::{Form, layout};
use crate::{
    domain::{
        Value,
        outfall::Outfall,
        placing::{PLACED_COLUMNS, Proposal},
        project::{AnyRecord, Entry},
        rule::ori,
    },
    ui::form_habits::{FormHabits, Template},
};

/// Rain in 72 hours up to which weather counts as dry, in mm (domain dossier §6.1: 0.1 inch).
const DRY_MM: f64 = 2.5;

impl Form {
    /// Fills in what the layers say of the outfall's place, where nobody typed anything. When the place changes, what was
    /// proposed follows it; what somebody typed stays.
    pub(crate) fn suggest(&mut self, proposal: &Proposal) {
        if self.suggested.from.as_ref() == Some(proposal) {
            return;
        }
        self.suggested.from = Some(proposal.clone());
        let proposed = proposal.changes_to(&Outfall::default());
        for column in PLACED_COLUMNS {
            let new = proposed.iter().find(|it| it.column == column).map(|it| it.new.clone());
            self.propose(column, new);
        }
    }

    /// Fills in what the rules make of the other answers, where nobody typed anything.
    pub(super) fn follow_rules(&mut self) {
        let AnyRecord::Visit(visit) = &self.record else { return };
        let grade = ori::proposed(visit).map(|it| Value::Text(it.code().to_owned()));
        let dry = visit.rain_72h.map(|rain| Value::Integer(i64::from(rain <= DRY_MM)));
        self.propose("grade", grade);
        self.propose("dry_weather", dry);
    }

    /// Fills in `new` where the field is empty or still holds what was proposed before.
    fn propose(&mut self, column: &'static str, new: Option<Value>) {
        let touched = self.touched;
        let untouched = self.value(column) == Value::Null || self.is_suggested(column);
        let before = self.suggested.values.remove(column);
        if untouched && (new.is_some() || before.is_some()) && before != new {
            self.put(column, new.clone().unwrap_or_default());
        }
        if let Some(new) = new {
            self.suggested.values.insert(column, new);
        }
        self.touched = touched;
    }

    /// Does the field still hold what was proposed for it?
    pub(crate) fn is_suggested(&self, column: &str) -> bool {
        self.suggested.values.get(column).is_some_and(|it| *it == self.value(column))
    }

    /// Was it taken over from the last record of this device?
    pub(super) fn is_sticky(&self, column: &str) -> bool {
        self.suggested.sticky.contains(&column) && self.is_suggested(column)
    }

    /// Fills a field in.
    pub(crate) fn fill_in(&mut self, column: &'static str, value: Value) {
        self.put(column, value);
    }

    /// Fills a field in that is empty.
    pub(crate) fn fill_empty(&mut self, column: &'static str, value: Value) {
        if self.value(column) == Value::Null {
            self.put(column, value);
        }
    }

    /// Writes a text behind what a field holds, unless it is there.
    pub(crate) fn append(&mut self, column: &'static str, text: &str) {
        let there = self.text(column);
        if there.contains(text) {
            return;
        }
        let whole = if there.trim().is_empty() { text.to_owned() } else { format!("{there}；{text}") };
        self.put(column, Value::text(whole));
    }

    /// Fills in who and with whom, as in the last record of this device.
    pub(crate) fn take_over(&mut self, habits: &FormHabits) {
        let Some(last) = habits.last.get(self.kind().table()) else { return };
        for column in layout::sticky(self.kind()) {
            let Some(value) = last.get(*column).filter(|_| self.value(column) == Value::Null) else {
                continue;
            };
            // What another version of the program kept may not fit.
            if self.record.set_named(column, value.clone()).is_ok() {
                self.suggested.values.insert(column, value.clone());
                self.suggested.sticky.push(column);
            }
        }
    }

    /// What the next form of this kind takes over.
    pub(crate) fn remember(&self, habits: &mut FormHabits) {
        let last = habits.last.entry(self.kind().table().to_owned()).or_default();
        for column in layout::sticky(self.kind()) {
            match self.value(column) {
                Value::Null => {}
                value => {
                    last.insert((*column).to_owned(), value);
                }
            }
        }
    }

    /// The values that another form can be filled in with.
    fn values_of(record: &AnyRecord) -> BTreeMap<String, Value> {
        let filled = record.filled().filter(|(column, _)| !layout::OF_THE_MOMENT.contains(column));
        filled.map(|(column, value)| (column.to_owned(), value)).collect()
    }

    /// The last record of this kind of the outfall, if the form is for a new one.
    pub(super) fn last_of(&self, entry: &Entry) -> Option<AnyRecord> {
        let kind = self.kind();
        let facts = entry.facts_of(kind).into_iter().filter(|it| it.id() != self.record.id());
        if self.edits { None } else { facts.max_by_key(AnyRecord::id) }
    }

    /// Fills in the empty fields as the last record of this kind of the outfall has them.
    pub(super) fn fill_as(&mut self, record: &AnyRecord) {
        self.fill(&Self::values_of(record));
    }

    /// Fills in the empty fields from a template.
    pub(super) fn fill_from(&mut self, template: &Template) {
        self.fill(&template.values);
    }

    fn fill(&mut self, values: &BTreeMap<String, Value>) {
        let columns: Vec<&'static str> = self.columns.iter().map(|it| it.name).collect();
        for column in columns {
            let open = self.value(column) == Value::Null || self.is_suggested(column);
            let typed = self.typed.get(column).is_some_and(|it| !it.trim().is_empty());
            let Some(value) = values.get(column).filter(|_| open && (!typed || self.is_suggested(column)))
            else {
                continue;
            };
            let mut probe = self.record.clone();
            if probe.set_named(column, value.clone()).is_ok() {
                self.suggested.values.remove(column);
                self.put(column, value.clone());
            }
        }
    }

    /// What is filled in, as a template.
    pub(super) fn template(&self, name: &str) -> Template {
        Template {
            table: self.kind().table().to_owned(),
            name: name.trim().to_owned(),
            values: Self::values_of(&self.kept()),
        }
    }
}
