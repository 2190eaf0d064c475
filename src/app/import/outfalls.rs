//! Outfalls from a ledger or from a layer of points.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rayon::prelude::*;

use super::{
    ImportError, ImportOptions, ImportPlan, ImportReport, PlannedRow, RowFate, SkipReason, Warning,
    columns::Columns,
    crs::{LayerCrs, declared},
    matching::{Match, Matcher},
    merge,
    position::PositionReader,
    row::{Draft, RowReader},
};
use crate::domain::{
    RecordId,
    fact::Claim,
    layer::FeatureSet,
    outfall::Outfall,
    placing::Places,
    project::{Change, Project},
    table::Table,
};

/// Plans the import of the outfalls of `table` into `project`.
///
/// An outfall is found again by its national code, then by its local code, then by name and county; then only cells
/// that differ and are not blank change. What the ledger says of states becomes one [`Claim`] for each outfall, of the
/// day that the ledger gives, else of `today`. `counties` gives each position its county.
pub fn plan_outfalls(
    project: &Project,
    table: &Table,
    options: &ImportOptions,
    counties: Option<&FeatureSet>,
    today: Date,
    source_name: &str,
    new_id: &mut dyn FnMut() -> RecordId,
) -> Result<ImportPlan, ImportError> {
    let layer = options.layer_name.as_deref().unwrap_or(&table.name);
    let mut report = ImportReport::of(table, options.kind, source_name, layer);
    let index = counties.map(Places::of_counties).filter(|it| !it.is_empty());
    let drafts = drafts(table, options, index.as_ref(), &mut report)?;

    let found = matches(project, &drafts);
    let mut changes = Vec::with_capacity(drafts.len() * 2);
    let mut rows = Vec::with_capacity(drafts.len());
    let mut systems = BTreeSet::new();
    for ((mut draft, found), row) in drafts.into_iter().zip(found).zip(&table.rows) {
        if let Match::Skip(reason) = found {
            report.skip(draft.row, reason, &row.cells);
            continue;
        }
        note(&mut draft, &mut systems, &mut report);
        let claim = Claim {
            on: draft.claim.on.or(Some(today)),
            source: source_name.to_owned(),
            ..std::mem::take(&mut draft.claim)
        };
        let label = label(&draft.outfall);
        let (number, first) = (draft.row, changes.len());
        if let Match::Known(entry, by) = found {
            let change = merge::change(entry, &draft);
            let claim = merge::next_claim(entry, claim);
            let fate =
                if change.is_some() || claim.is_some() { RowFate::Changed } else { RowFate::Unchanged };
            match fate {
                RowFate::Changed => report.changed += 1,
                _ => report.unchanged += 1,
            }
            let claim = claim.map(|claim| Claim { id: new_id(), outfall: entry.outfall.id, ..claim });
            changes.extend(change.into_iter().chain(claim.map(|claim| Change::Insert(claim.into()))));
            rows.push(PlannedRow { row: number, label, fate, by: Some(by), changes: first..changes.len() });
            continue;
        }
        if let Match::New(Some(warning)) = found {
            report.warn(Some(draft.row), warning);
        }
        report.new += 1;
        let outfall = new_outfall(draft, new_id());
        let claim = Claim { id: new_id(), outfall: outfall.id, ..merge::first_claim(claim) };
        changes.extend([Change::Insert(outfall.into()), Change::Insert(claim.into())]);
        let range = first..changes.len();
        rows.push(PlannedRow { row: number, label, fate: RowFate::New, by: None, changes: range });
    }
    report.crs = systems.into_iter().collect::<Vec<_>>().join(", ");
    report.close();
    Ok(ImportPlan { kind: options.kind, changes, features: Vec::new(), rows, report })
}

/// How a row is named in a list.
fn label(outfall: &Outfall) -> String {
    let code = outfall.code();
    if code.is_empty() { outfall.name.clone() } else { code.to_owned() }
}

/// What each row is about, in their order.
fn matches<'a>(project: &'a Project, drafts: &[Draft]) -> Vec<Match<'a>> {
    let mut matcher = Matcher::new(project);
    let rows = drafts.iter().map(|draft| match unusable(draft) {
        Some(reason) => Match::Skip(reason),
        None => matcher.find(draft),
    });
    rows.collect()
}

/// Reads every row, on all cores.
fn drafts(
    table: &Table,
    options: &ImportOptions,
    counties: Option<&Places>,
    report: &mut ImportReport,
) -> Result<Vec<Draft>, ImportError> {
    let columns = Columns::of(&table.columns, &options.columns)?;
    let mut warnings = Vec::new();
    let layer = LayerCrs::of(table, options.crs.as_ref(), &mut warnings)?;
    if layer.is_none() && columns.is_empty() {
        return Err(ImportError::NothingUnderstood { headings: table.columns.clone() });
    }
    let mut shapes = table.rows.iter().filter_map(|row| row.geometry.as_ref()).peekable();
    if shapes.peek().is_some()
        && shapes.all(|it| !matches!(it, geo::Geometry::Point(_) | geo::Geometry::MultiPoint(_)))
    {
        return Err(ImportError::NoPoints);
    }
    let said = declared(table, options.crs.as_ref())?;
    if layer.is_none() {
        warnings.extend(said.as_ref().and_then(super::CrsChoice::warning));
    }
    for warning in warnings {
        report.warn(None, warning);
    }
    if !columns.unused.is_empty() {
        report.warn(None, Warning::ColumnsUnused(columns.unused.clone()));
    }
    let position = PositionReader::new(&columns, said, layer);
    let reader = RowReader::new(&table.columns, &columns, position, counties);
    Ok(table.rows.par_iter().map(|row| reader.read(row)).collect())
}

/// Why a row is about no outfall.
fn unusable(draft: &Draft) -> Option<SkipReason> {
    let outfall = &draft.outfall;
    let nameless = outfall.code().is_empty() && outfall.position().is_none();
    if draft.total && nameless {
        return Some(SkipReason::Total);
    }
    (nameless && outfall.name.is_empty()).then_some(SkipReason::NothingToGoBy)
}

fn note(draft: &mut Draft, systems: &mut BTreeSet<String>, report: &mut ImportReport) {
    for warning in std::mem::take(&mut draft.warnings) {
        report.warn(Some(draft.row), warning);
    }
    if draft.outfall.position().is_some() {
        let crs = draft.outfall.coord_crs_raw.as_str();
        // Degrees of which nothing is said are taken for CGCS2000.
        let crs = if crs.is_empty() { "EPSG:4490" } else { crs };
        if !systems.contains(crs) {
            systems.insert(crs.to_owned());
        }
    }
}

fn new_outfall(draft: Draft, id: RecordId) -> Outfall {
    let mut outfall = Outfall { id, ..draft.outfall };
    if outfall.county.is_empty() {
        outfall.county = draft.county_found;
    }
    outfall
}
