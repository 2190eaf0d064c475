//! Samples with their results (监测结果) of a ledger: a row for each sample, or a row for each result.

use std::collections::HashMap;

use super::{
    FactPlan, FactWarning, Title,
    cells::{FactRow, contradicted},
    said::FactSkip,
};
use crate::domain::{
    RecordId, Term as _, Value,
    fact::{LabResult, Parameter, Sample},
    project::{AnyRecord, Entry, Project, RecordKind},
};

/// A sample of which rows were read.
pub(super) struct Group<'a> {
    pub(super) owner: &'a Entry,
    pub(super) sample: Sample,
    results: Vec<(u64, LabResult)>,
    /// The rows that it was read from.
    pub(super) rows: Vec<u64>,
}

/// The samples of a ledger, as its rows come in.
#[derive(Default)]
pub(super) struct Groups<'a> {
    pub(super) all: Vec<Group<'a>>,
    by_number: HashMap<String, usize>,
}

impl<'a> Groups<'a> {
    /// The outfall of the sample with this number, for rows that repeat only the number.
    pub(super) fn owner_of(&self, row: &FactRow) -> Option<&'a Entry> {
        let AnyRecord::Sample(sample) = &row.record else { return None };
        let at = self.by_number.get(&sample.bottles)?;
        self.all.get(*at).map(|it| it.owner)
    }

    /// Adds a row: to its sample where there is a row for each result, else as a sample of its own.
    pub(super) fn take(&mut self, row: &FactRow, owner: &'a Entry, long: bool) -> Result<(), FactSkip> {
        let AnyRecord::Sample(said) = &row.record else { return Ok(()) };
        let known = match self.by_number.get(&said.bottles).filter(|_| !said.bottles.is_empty()) {
            Some(at) => Some(*at),
            None => self.all.iter().rposition(|it| {
                let numbered = !said.bottles.is_empty() || !it.sample.bottles.is_empty();
                !numbered && it.owner.outfall.id == owner.outfall.id && is_same(said, &it.sample)
            }),
        };
        let Some(at) = known else { return self.begin(row, said, owner) };
        let Some(group) = self.all.get_mut(at) else { return Ok(()) };
        let first = group.rows.first().copied().unwrap_or_default();
        let same_place =
            group.owner.outfall.id == owner.outfall.id && (said.on.is_none() || said.on == group.sample.on);
        if !long || !same_place {
            return Err(match said.bottles.as_str() {
                "" => FactSkip::SameFact { row: first },
                number => FactSkip::SameNumber { number: number.to_owned(), row: first },
            });
        }
        for result in &row.results {
            if let Some((row, _)) = group.results.iter().find(|(_, it)| it.parameter == result.parameter) {
                return Err(FactSkip::SameResult { row: *row });
            }
        }
        group.results.extend(row.results.iter().map(|it| (row.number, it.clone())));
        group.rows.push(row.number);
        complete(&mut group.sample, said);
        Ok(())
    }

    fn begin(&mut self, row: &FactRow, said: &Sample, owner: &'a Entry) -> Result<(), FactSkip> {
        if said.on.is_none() {
            return Err(FactSkip::NoDay);
        }
        if !said.bottles.is_empty() {
            self.by_number.insert(said.bottles.clone(), self.all.len());
        }
        let results = row.results.iter().map(|it| (row.number, it.clone())).collect();
        self.all.push(Group { owner, sample: said.clone(), results, rows: vec![row.number] });
        Ok(())
    }
}

/// Fills in what the rows before left open; another remark is added.
fn complete(sample: &mut Sample, said: &Sample) {
    if !said.note.is_empty() && !sample.note.contains(&said.note) {
        sample.note.push_str(&said.note);
    }
    let (mut record, more) = (AnyRecord::from(sample.clone()), AnyRecord::from(said.clone()));
    for at in 0..RecordKind::Sample.columns().len() {
        if record.cell(at) == Value::Null && record.set_cell(at, more.cell(at)).is_err() {
            return;
        }
    }
    if let AnyRecord::Sample(whole) = record {
        *sample = whole;
    }
}

/// Can both be about one sample without a number: the same day, and no other time, point or report?
fn is_same(said: &Sample, known: &Sample) -> bool {
    let agree = |one: &str, other: &str| one.is_empty() || other.is_empty() || one == other;
    said.on == known.on
        && agree(&said.at, &known.at)
        && agree(&said.place, &known.place)
        && agree(&said.report_no, &known.report_no)
        && (said.point.is_none() || known.point.is_none() || said.point == known.point)
}

/// The samples of a project that have a number, those that were corrected included.
pub(super) fn numbered(project: &Project) -> HashMap<&str, RecordId> {
    let samples = project.entries().iter().flat_map(|it| &it.samples);
    samples.filter(|it| !it.bottles.is_empty()).map(|it| (it.bottles.as_str(), it.id)).collect()
}

/// What becomes of one sample: a new one, one that is known, perhaps with further results, or none.
pub(super) fn plan(
    plan: &mut FactPlan<'_>,
    group: &Group<'_>,
    numbered: &HashMap<&str, RecordId>,
    found: Vec<FactWarning>,
) -> Result<(), FactSkip> {
    let said = &group.sample;
    let row = group.rows.first().copied().unwrap_or_default();
    let entry = plan.ahead(group.owner);
    let by_number = numbered.get(said.bottles.as_str()).filter(|_| !said.bottles.is_empty());
    let known = match by_number {
        Some(id) => {
            let known = entry.samples.iter().find(|it| it.id == *id).filter(|it| it.on == said.on).cloned();
            Some(known.ok_or_else(|| taken(plan, said, *id))?)
        }
        None => entry
            .samples
            .iter()
            .find(|it| {
                let other_number = !said.bottles.is_empty() && !it.bottles.is_empty();
                !other_number && is_same(said, it)
            })
            .cloned(),
    };
    let known = known.or_else(|| replaced(entry, said));
    let Some(known) = known else {
        let sample = Sample { id: plan.new_id(), outfall: group.owner.outfall.id, ..said.clone() };
        let id = sample.id;
        let results = results(plan, group, id);
        plan.warn(row, Vec::new(), found);
        plan.insert_rows(&group.rows, RecordKind::Sample, sample.into(), results);
        return Ok(());
    };
    let (more, titles) = compare(entry, group, &known);
    if !titles.is_empty() {
        return Err(FactSkip::OtherFact { titles });
    }
    let more: Vec<AnyRecord> =
        more.into_iter().map(|it| LabResult { id: plan.new_id(), sample: known.id, ..it }.into()).collect();
    plan.add_results(&group.rows, group.owner, &known, more);
    Ok(())
}

/// The number belongs to another sample.
fn taken(plan: &FactPlan<'_>, said: &Sample, sample: RecordId) -> FactSkip {
    FactSkip::NumberTaken { number: said.bottles.clone(), outfall: plan.name_of_sample(sample) }
}

/// A sample that was imported and found wrong since.
fn replaced(entry: &Entry, said: &Sample) -> Option<Sample> {
    entry.replaced.iter().find_map(|it| match it {
        AnyRecord::Sample(it) if it.bottles == said.bottles && is_same(said, it) => Some(it.clone()),
        _ => None,
    })
}

/// The results that the project lacks, and what says something else there.
fn compare(entry: &Entry, group: &Group<'_>, known: &Sample) -> (Vec<LabResult>, Vec<Title>) {
    let mut titles = contradicted(&group.sample.clone().into(), &known.clone().into());
    let mut more = Vec::new();
    let replaced = entry.replaced.iter().filter_map(|it| match it {
        AnyRecord::LabResult(it) => Some(it),
        _ => None,
    });
    let there: Vec<&LabResult> =
        entry.results.iter().chain(replaced).filter(|it| it.sample == known.id).collect();
    for (_, result) in &group.results {
        let mut same = there.iter().filter(|it| it.parameter == result.parameter).peekable();
        if same.peek().is_none() {
            more.push(result.clone());
        } else if same.all(|it| it.value != result.value || it.qualifier != result.qualifier) {
            titles.extend(result.parameter.map(|it: Parameter| (it.zh(), it.en())));
        }
    }
    (more, titles)
}

fn results(plan: &mut FactPlan<'_>, group: &Group<'_>, sample: RecordId) -> Vec<AnyRecord> {
    let results = group.results.iter();
    results.map(|(_, it)| LabResult { id: plan.new_id(), sample, ..it.clone() }.into()).collect()
}
