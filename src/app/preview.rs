//! What a file was understood as, and what bringing it in would change, before anything of it is kept.

use std::{collections::BTreeSet, ops::Range, sync::Arc};

use serde_json::{Value as Json, json};

use super::{
    ImportRequest, Problem,
    import::{
        CrsChoice, ImportPlan, ImportReport, MatchedBy, PlannedRow, RowFate, SkipReason, SkippedRow,
        meaning_names,
    },
    importing::ImportKind,
};
use crate::{
    domain::{
        Record as _, Value,
        fact::Claim,
        project::{AnyRecord, Change, Project, RecordKind},
        table::{Cell, CrsNote, Table},
    },
    i18n::Lang,
};

/// How the coordinate system of a file was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrsFrom {
    /// There are no coordinates.
    Nothing,
    /// The user said so.
    User,
    /// The file says so.
    File,
    /// It was seen from the numbers.
    Numbers,
}

/// A cell that would change.
#[derive(Clone, Debug, PartialEq)]
pub struct CellDiff {
    /// Of which kind of record.
    pub kind: RecordKind,
    /// The name of its column.
    pub column: String,
    /// What it holds.
    pub old: Value,
    /// What it would hold.
    pub new: Value,
}

/// A row of the file, or a whole layer, and what would become of it.
#[derive(Clone, Debug, PartialEq)]
pub struct PreviewItem {
    /// The plan that it belongs to.
    pub plan: usize,
    /// The row in the file; nothing for a layer, which comes as a whole.
    pub row: Option<u64>,
    /// The code or the name of what it is about.
    pub label: String,
    /// What else tells it: the name and where it is.
    pub about: String,
    /// What would become of it.
    pub fate: RowFate,
    /// How an outfall was found again.
    pub by: Option<MatchedBy>,
    /// The cells that would change.
    pub cells: Vec<CellDiff>,
    /// What is odd about it: the name of the check, or a word for scripts, and the sentence in Chinese and English.
    pub doubts: Vec<(&'static str, [String; 2])>,
    /// Its part of the changes of the plan.
    changes: Range<usize>,
}

/// A file as it was read, and the plans for its tables.
#[derive(Debug)]
pub struct ImportPreview {
    /// What was asked for.
    pub request: ImportRequest,
    /// What the file holds. Kept, so that another meaning of a column does not read it again.
    pub tables: Arc<Vec<Table>>,
    /// A plan for each table, or why there is none.
    pub outcome: Result<Vec<ImportPlan>, Problem>,
    /// The rows that would be kept or changed, of all plans.
    pub items: Vec<PreviewItem>,
    /// The revision of the project that it was planned for.
    pub(super) revision: u64,
}

impl ImportPreview {
    /// Lays out what the plans would do to `project`.
    pub(super) fn new(
        project: &Project,
        request: ImportRequest,
        tables: Arc<Vec<Table>>,
        outcome: Result<Vec<ImportPlan>, Problem>,
    ) -> Self {
        let plans = outcome.as_deref().unwrap_or_default();
        let items = plans.iter().enumerate().flat_map(|(at, plan)| items(project, at, plan)).collect();
        Self { request, tables, outcome, items, revision: project.revision() }
    }

    /// The plans; none where the file could not be planned.
    pub fn plans(&self) -> &[ImportPlan] {
        self.outcome.as_deref().unwrap_or_default()
    }

    /// The reports of the plans.
    pub fn reports(&self) -> impl Iterator<Item = &ImportReport> {
        self.plans().iter().map(|plan| &plan.report)
    }

    /// The table of a plan; where there is no plan, the first.
    pub fn table(&self, plan: usize) -> Option<&Table> {
        let Some(plan) = self.plans().get(plan) else { return self.tables.first() };
        let report = &plan.report;
        let same = |table: &&Table| table.columns == report.columns && table.encoding == report.encoding;
        let named = self.tables.iter().filter(same).find(|table| table.name == report.layer);
        named.or_else(|| self.tables.iter().find(same))
    }

    /// What it is imported as; what was asked for where there is no plan.
    pub fn kind(&self) -> Option<ImportKind> {
        self.plans().first().map(|plan| plan.kind).or(self.request.kind)
    }

    /// The names of the columns that the headings of a ledger mean, nothing where they mean none.
    pub fn meanings(&self) -> Vec<Option<&'static str>> {
        let columns = self.table(0).map(|table| table.columns.as_slice()).unwrap_or_default();
        meaning_names(columns, self.request.columns.as_deref())
    }

    /// How the coordinate system was decided.
    pub fn crs_from(&self) -> CrsFrom {
        let Some(report) = self.reports().next().filter(|report| !report.crs.is_empty()) else {
            return CrsFrom::Nothing;
        };
        let said = self.request.crs.as_ref().is_some_and(|name| name.parse::<CrsChoice>().is_ok());
        match self.table(0).map(|table| &table.crs) {
            _ if said => CrsFrom::User,
            None | Some(CrsNote::Missing) => CrsFrom::Numbers,
            Some(_) if report.kind == ImportKind::Outfall && self.has_no_shapes() => CrsFrom::Numbers,
            Some(_) => CrsFrom::File,
        }
    }

    fn has_no_shapes(&self) -> bool {
        self.table(0).is_none_or(|table| table.rows.iter().all(|row| row.geometry.is_none()))
    }

    /// The plans without the items that are not wanted, by their place in [`Self::items`]: these are listed as left out.
    pub(super) fn accepted(&self, unwanted: &BTreeSet<usize>) -> Vec<ImportPlan> {
        let mut plans = self.plans().to_vec();
        for (at, plan) in plans.iter_mut().enumerate() {
            let mine = self.items.iter().enumerate().filter(|(_, item)| item.plan == at);
            let gone: Vec<&PreviewItem> =
                mine.filter(|(at, _)| unwanted.contains(at)).map(|it| it.1).collect();
            if !gone.is_empty() {
                leave_out(plan, &gone, self.table(at));
            }
        }
        plans
    }

    /// The document of the command line about one of the plans: the report with the plan in it.
    pub fn to_json(&self, plan: usize, lang: Lang) -> Json {
        let Some(report) = self.plans().get(plan).map(|it| &it.report) else { return Json::Null };
        let items = || self.items.iter().filter(|item| item.plan == plan);
        let changed = items().flat_map(|item| {
            item.cells.iter().map(|cell| {
                json!({
                    "row": item.row,
                    "code": item.label,
                    "column": cell.column,
                    "old": cell.old,
                    "new": cell.new,
                })
            })
        });
        let suspicious = items().flat_map(|item| {
            item.doubts.iter().map(
                |(check, [zh, en])| json!({ "row": item.row, "check": check, "message": lang.pick(zh, en) }),
            )
        });
        let mut document = report.to_json(lang);
        if let Some(document) = document.as_object_mut() {
            let by = |wanted| items().filter(|item| item.by == Some(wanted)).count();
            document.insert(
                "plan".to_owned(),
                json!({
                    "new": report.new,
                    "changed": changed.collect::<Vec<_>>(),
                    "unchanged": report.unchanged,
                    "rejected": report.skipped.len(),
                    "suspicious": suspicious.collect::<Vec<_>>(),
                    "matched": {
                        "national_code": by(MatchedBy::NationalCode),
                        "local_code": by(MatchedBy::LocalCode),
                        "name": by(MatchedBy::Name),
                    },
                }),
            );
        }
        document
    }
}

/// Takes items out of a plan.
fn leave_out(plan: &mut ImportPlan, gone: &[&PreviewItem], table: Option<&Table>) {
    let mut at = 0;
    let gone_changes: BTreeSet<usize> = gone.iter().flat_map(|item| item.changes.clone()).collect();
    plan.changes.retain(|_| {
        at += 1;
        !gone_changes.contains(&(at - 1))
    });
    for item in gone {
        let report = &mut plan.report;
        let count = match item.fate {
            RowFate::New => &mut report.new,
            RowFate::Changed => &mut report.changed,
            RowFate::Unchanged => &mut report.unchanged,
        };
        let Some(row) = item.row else {
            report.imported = report.imported.saturating_sub(*count);
            *count = 0;
            plan.features.clear();
            continue;
        };
        *count = count.saturating_sub(1);
        report.imported = report.imported.saturating_sub(1);
        let cells = table.and_then(|table| {
            let at = table.rows.binary_search_by_key(&row, |it| it.number).ok()?;
            Some(table.rows.get(at)?.cells.iter().map(Cell::to_text).collect())
        });
        let cells = cells.unwrap_or_default();
        report.skipped.push(SkippedRow { row, reason: SkipReason::Declined, cells });
    }
    plan.report.skipped.sort_by_key(|it| it.row);
}

/// The items of one plan.
fn items(project: &Project, at: usize, plan: &ImportPlan) -> Vec<PreviewItem> {
    let doubts = |row: u64| {
        let warnings = &plan.report.warnings;
        let first = warnings.partition_point(|it| it.row < Some(row));
        let mine = warnings.iter().skip(first).take_while(|it| it.row == Some(row));
        mine.map(|it| (it.warning.code(), [Lang::Zh, Lang::En].map(|lang| it.warning.say(lang)))).collect()
    };
    if plan.rows.is_empty() {
        return whole(at, plan).into_iter().collect();
    }
    let item = |planned: &PlannedRow| PreviewItem {
        plan: at,
        row: Some(planned.row),
        label: planned.label.clone(),
        about: about(plan.changes.get(planned.changes.clone()).unwrap_or_default()),
        fate: planned.fate,
        by: planned.by,
        cells: plan.changes.get(planned.changes.clone()).map_or_else(Vec::new, |it| cells(project, it)),
        doubts: doubts(planned.row),
        changes: planned.changes.clone(),
    };
    plan.rows.iter().map(item).collect()
}

/// What tells a new outfall beside its code.
fn about(changes: &[Change]) -> String {
    let Some(Change::Insert(AnyRecord::Outfall(outfall))) = changes.first() else { return String::new() };
    let parts = [&outfall.name, &outfall.county, &outfall.town, &outfall.river];
    let parts = parts.into_iter().filter(|part| !part.is_empty() && **part != outfall.code());
    parts.map(String::as_str).collect::<Vec<_>>().join(" · ")
}

/// A plan that is taken as a whole or not at all.
fn whole(at: usize, plan: &ImportPlan) -> Option<PreviewItem> {
    let report = &plan.report;
    let fate = match (report.new, report.changed) {
        (1.., _) => RowFate::New,
        (0, 1..) => RowFate::Changed,
        (0, 0) => RowFate::Unchanged,
    };
    (report.imported > 0).then(|| PreviewItem {
        plan: at,
        row: None,
        label: report.layer.clone(),
        about: String::new(),
        fate,
        by: None,
        cells: Vec::new(),
        doubts: Vec::new(),
        changes: 0..plan.changes.len(),
    })
}

/// The cells of known outfalls that changes would change.
fn cells(project: &Project, changes: &[Change]) -> Vec<CellDiff> {
    let mut found = Vec::new();
    for change in changes {
        match change {
            Change::Set { kind, cells, .. } => found.extend(cells.iter().map(|cell| CellDiff {
                kind: *kind,
                column: cell.column.clone(),
                old: cell.old.clone(),
                new: cell.new.clone(),
            })),
            Change::Insert(AnyRecord::Claim(claim)) => found.extend(claimed(project, claim)),
            _ => {}
        }
    }
    found
}

/// What a claim says that the ledgers before it did not; nothing of a new outfall.
fn claimed(project: &Project, claim: &Claim) -> Vec<CellDiff> {
    let Some(entry) = project.entry(claim.outfall) else { return Vec::new() };
    let earlier: Vec<&Claim> = entry.claims.iter().filter(|it| it.on <= claim.on).collect();
    let columns = Claim::COLUMNS.iter().filter(|it| !matches!(it.name, "outfall" | "on" | "source"));
    let diffs = columns.filter_map(|column| {
        let new = (column.get)(claim);
        let known = earlier.iter().filter(|it| (column.get)(it) != Value::Null).max_by_key(|it| it.on);
        let old = known.map_or(Value::Null, |known| (column.get)(known));
        let diff = CellDiff { kind: RecordKind::Claim, column: column.name.to_owned(), old, new };
        (diff.new != Value::Null && diff.new != diff.old).then_some(diff)
    });
    diffs.collect()
}
