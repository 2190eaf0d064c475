//! Ledgers of facts: visits (现场记录) and lab results (监测结果), matched to the outfalls of the project.
//!
//! Facts are only ever added: a row that the project has already changes nothing, one that says something else of the same
//! visit or sample is refused, for a person to correct there. Only the outfall and the day are asked for; what a form would
//! ask for beyond that is warned of and stays listed as missing.

mod cells;
mod columns;
mod owner;
mod said;
mod samples;
#[cfg(test)]
mod tests;
mod visits;

use std::collections::HashMap;

use jiff::civil::Date;
use rayon::prelude::*;

pub use self::said::{FactSkip, FactWarning, Title};
use self::{
    cells::{FactReader, FactRow},
    columns::FactColumns,
    owner::Owners,
    samples::Groups,
};
use super::{
    ImportError, ImportOptions, ImportPlan, ImportReport, SkipReason, Warning,
    crs::{LayerCrs, declared},
    position::PositionReader,
};
use crate::domain::{
    RecordId, Term as _,
    fact::LabResult,
    heading::FactLedger,
    project::{AnyRecord, Change, Entry, Project, RecordKind},
    rule::plausible::{self, Place, Placed},
    stage::gate,
    table::{Row, Table},
};

/// Plans the import of the visits or samples of `table`.
pub fn plan_facts(
    project: &Project,
    table: &Table,
    options: &ImportOptions,
    ledger: FactLedger,
    today: Date,
    source_name: &str,
    new_id: &mut dyn FnMut() -> RecordId,
) -> Result<ImportPlan, ImportError> {
    let layer = options.layer_name.as_deref().unwrap_or(&table.name);
    let mut report = ImportReport::of(table, options.kind, source_name, layer);
    let columns = FactColumns::of(ledger, &table.columns, &options.columns)?;
    if columns.is_useless() {
        return Err(ImportError::NothingUnderstood { headings: table.columns.clone() });
    }
    if !columns.unused.is_empty() {
        report.warn(None, Warning::ColumnsUnused(columns.unused.clone()));
    }
    // Where the outfalls are is known better than such a ledger says; a system that can't be made out matters little.
    let layer = LayerCrs::of(table, options.crs.as_ref(), &mut Vec::new()).unwrap_or_default();
    let position = PositionReader::new(&columns.owner, declared(table, options.crs.as_ref())?, layer);
    let reader = FactReader::new(&table.columns, columns, position, ledger);
    let rows: Vec<FactRow> = table.rows.par_iter().map(|row| reader.read(row)).collect();

    let owners = Owners::of(project);
    let mut plan = FactPlan {
        project,
        report,
        today,
        new_id,
        ahead: HashMap::new(),
        row_of: HashMap::new(),
        changes: Vec::new(),
    };
    match ledger {
        FactLedger::Visits => plan.visits(&owners, rows, &table.rows),
        FactLedger::Samples => plan.samples(&owners, rows, &table.rows, reader.is_long()),
    }
    let FactPlan { mut report, changes, .. } = plan;
    report.close();
    Ok(ImportPlan { kind: options.kind, changes, features: Vec::new(), rows: Vec::new(), report })
}

/// A plan in the making.
struct FactPlan<'a> {
    project: &'a Project,
    report: ImportReport,
    today: Date,
    new_id: &'a mut dyn FnMut() -> RecordId,
    /// The outfalls with what the rows so far add to them.
    ahead: HashMap<RecordId, Entry>,
    /// The row that a new fact came from.
    row_of: HashMap<RecordId, u64>,
    changes: Vec<Change>,
}

impl FactPlan<'_> {
    fn visits(&mut self, owners: &Owners<'_>, rows: Vec<FactRow>, raw: &[Row]) {
        for (row, raw) in rows.into_iter().zip(raw) {
            let number = row.number;
            let taken = match ready(&row) {
                Some(skip) => Err(skip),
                None => match (owners.find(&row.owner), &row.record) {
                    (Err(skip), _) => Err(skip),
                    (Ok(_), AnyRecord::Visit(visit)) if visit.on.is_none() => Err(FactSkip::NoDay),
                    (Ok((owner, found)), _) => visits::take(self, row, owner, found),
                },
            };
            if let Err(skip) = taken {
                self.skip(number, skip, raw);
            }
        }
    }

    fn samples(&mut self, owners: &Owners<'_>, rows: Vec<FactRow>, raw: &[Row], long: bool) {
        let mut groups = Groups::default();
        let mut found = HashMap::new();
        let cells: HashMap<u64, &Row> = raw.iter().map(|row| (row.number, row)).collect();
        for (row, raw) in rows.into_iter().zip(raw) {
            let taken = match (ready(&row), owners.find(&row.owner)) {
                (Some(skip), _) => Err(skip),
                (None, Ok((owner, warnings))) => {
                    found.insert(row.number, warnings);
                    groups.take(&row, owner, long)
                }
                (None, Err(skip)) => {
                    match groups.owner_of(&row).filter(|_| long && skip == FactSkip::NoOutfall) {
                        Some(owner) => groups.take(&row, owner, long),
                        None => Err(skip),
                    }
                }
            };
            match taken {
                Ok(()) => self.warn(row.number, row.warnings, Vec::new()),
                Err(skip) => self.skip(row.number, skip, raw),
            }
        }
        let numbered = samples::numbered(self.project);
        for group in &groups.all {
            let first = group.rows.first().copied().unwrap_or_default();
            let warnings = found.remove(&first).unwrap_or_default();
            if let Err(skip) = samples::plan(self, group, &numbered, warnings) {
                for number in &group.rows {
                    self.report.warnings.retain(|it| it.row != Some(*number));
                    if let Some(raw) = cells.get(number) {
                        self.skip(*number, skip.clone(), raw);
                    }
                }
            }
        }
    }

    fn skip(&mut self, number: u64, skip: FactSkip, raw: &Row) {
        self.report.skip(number, SkipReason::Fact(skip), &raw.cells);
    }

    fn warn(&mut self, row: u64, warnings: Vec<Warning>, found: Vec<FactWarning>) {
        for warning in found.into_iter().map(Warning::Fact).chain(warnings) {
            self.report.warn(Some(row), warning);
        }
    }

    fn unchanged(&mut self) {
        self.report.unchanged += 1;
    }

    fn new_id(&mut self) -> RecordId {
        (self.new_id)()
    }

    fn row_of(&self, fact: RecordId) -> Option<u64> {
        self.row_of.get(&fact).copied()
    }

    /// The outfall with what this ledger adds to it so far.
    fn ahead<'b>(&'b self, owner: &'b Entry) -> &'b Entry {
        self.ahead.get(&owner.outfall.id).unwrap_or(owner)
    }

    /// What the outfall of a sample is called.
    fn name_of_sample(&self, sample: RecordId) -> String {
        let owner = self.project.entries().iter().find(|it| it.samples.iter().any(|it| it.id == sample));
        owner.map(|it| it.outfall.code().to_owned()).unwrap_or_default()
    }

    fn insert(&mut self, row: u64, kind: RecordKind, record: AnyRecord, parts: Vec<AnyRecord>) {
        self.insert_rows(&[row], kind, record, parts);
    }

    /// Adds a fact with what hangs on it, and tells what can hardly be right about it.
    fn insert_rows(&mut self, rows: &[u64], kind: RecordKind, record: AnyRecord, parts: Vec<AnyRecord>) {
        let first = rows.first().copied();
        let Some(owner) = record.outfall().and_then(|id| self.project.entry(id)) else { return };
        let entry = self.ahead(owner);
        let mut doubts = plausible::record(entry, &record, self.today);
        doubts.extend(plausible::results(&lab_results(&parts), &entry.results));
        let missing = gate::missing_in(entry, &record);
        for warning in doubts.iter().filter_map(|it| doubtful(kind, it)) {
            self.report.warn(first, Warning::Fact(warning));
        }
        if !missing.is_empty() {
            self.report.warn(first, Warning::Fact(FactWarning::Incomplete(missing)));
        }
        self.report.new += rows.len() as u64;
        self.row_of.extend(first.map(|row| (record.id(), row)));
        self.push(owner, std::iter::once(record).chain(parts));
    }

    /// Adds results to a sample that the project has.
    fn add_results(
        &mut self,
        rows: &[u64],
        owner: &Entry,
        sample: &crate::domain::fact::Sample,
        more: Vec<AnyRecord>,
    ) {
        if more.is_empty() {
            self.report.unchanged += rows.len() as u64;
            return;
        }
        let mut results: Vec<LabResult> = lab_results(&more);
        let entry = self.ahead(owner);
        results.extend(entry.results.iter().filter(|it| it.sample == sample.id).cloned());
        let earlier: Vec<LabResult> =
            entry.results.iter().filter(|it| it.sample != sample.id).cloned().collect();
        for doubt in plausible::results(&results, &earlier) {
            if let Some(warning) = doubtful(RecordKind::Sample, &doubt) {
                self.report.warn(rows.first().copied(), Warning::Fact(warning));
            }
        }
        self.report.changed += rows.len() as u64;
        self.push(owner, more);
    }

    fn push(&mut self, owner: &Entry, records: impl IntoIterator<Item = AnyRecord>) {
        let ahead = self.ahead.entry(owner.outfall.id).or_insert_with(|| owner.clone());
        for record in records {
            ahead.add(record.clone());
            self.changes.push(Change::Insert(record));
        }
    }
}

/// Why a row can't be used, whichever outfall it is about.
fn ready(row: &FactRow) -> Option<FactSkip> {
    row.skip.clone()
}

fn lab_results(records: &[AnyRecord]) -> Vec<LabResult> {
    let results = records.iter().filter_map(|it| match it {
        AnyRecord::LabResult(it) => Some(it.clone()),
        _ => None,
    });
    results.collect()
}

fn doubtful(kind: RecordKind, (place, doubt): &Placed) -> Option<FactWarning> {
    let title = match place {
        Place::Column(name) => {
            let column = kind.columns().into_iter().find(|it| it.name == *name)?;
            (column.zh, column.en)
        }
        Place::Result(parameter) => (parameter.zh(), parameter.en()),
        Place::Source(_) => return None,
    };
    Some(FactWarning::Doubtful { title, doubt: *doubt })
}
