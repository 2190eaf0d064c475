//! Bringing a file in: read it, plan what would change, hand back one step.

use std::{
    io,
    path::{Path, PathBuf},
};

use super::{
    Now, Problem, Progress,
    import::{ColumnOverrides, ImportOptions, ImportPlan, ImportWarning, Warning, plan_layer, plan_outfalls},
    new_id,
};
use crate::{
    domain::{
        RecordId,
        layer::{FeatureSet, Layer, LayerKind},
        project::Project,
        table::Table,
    },
    formats::{ReadOptions, Reading, worker},
    i18n::Lang,
    storage::{Reader, feature_hash},
};

pub use super::import::ImportKind;

/// A file to bring in, and what the user says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportRequest {
    /// The file.
    pub path: PathBuf,
    /// What it holds; found out from its content where nothing is said.
    pub kind: Option<ImportKind>,
    /// The name for the layer.
    pub layer_name: Option<String>,
    /// The text encoding, where it is known better than the file says.
    pub encoding: Option<String>,
    /// The coordinate system, where it is known better than the file says: `EPSG:4547`.
    pub crs: Option<String>,
    /// The text of a `--columns` file.
    pub columns: Option<String>,
    /// The layer whose features are replaced by the file's, whatever it is called.
    pub replaces: Option<RecordId>,
    /// Only tell what would happen.
    pub dry_run: bool,
}

impl ImportRequest {
    /// Brings in `path` with nothing said about it.
    pub fn of(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            kind: None,
            layer_name: None,
            encoding: None,
            crs: None,
            columns: None,
            replaces: None,
            dry_run: false,
        }
    }

    /// Replaces the features of `layer` by those in `path`.
    pub fn replacing(path: impl Into<PathBuf>, layer: &Layer) -> Self {
        let kind = layer.kind.unwrap_or(LayerKind::Reference);
        Self { replaces: Some(layer.id), ..Self::as_kind(path, ImportKind::Layer(kind)) }
    }

    /// Brings in `path` as `kind`.
    pub fn as_kind(path: impl Into<PathBuf>, kind: ImportKind) -> Self {
        Self { kind: Some(kind), ..Self::of(path) }
    }

    /// The file's name, for people.
    pub fn file_name(&self) -> String {
        self.path.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

/// Reads a file for another process of this program and sends what is in it to standard output; this process does nothing else.
pub fn serve_import(file: &Path, encoding: Option<String>, layer: Option<String>) -> io::Result<()> {
    worker::serve(file, &ReadOptions { encoding, layer, ..ReadOptions::default() })
}

/// Reads the file and plans the import; one plan for each table in it. Nothing is changed yet.
pub(super) fn plan(
    project: &Project,
    project_path: &Path,
    request: &ImportRequest,
    now: Now,
    reading: &Reading,
    progress: &Progress,
) -> Result<Vec<ImportPlan>, Problem> {
    let tables = read(request, reading, progress)?;
    plan_tables(project, project_path, request, now, &tables)
}

/// Reads the tables of the file.
pub(super) fn read(
    request: &ImportRequest,
    reading: &Reading,
    progress: &Progress,
) -> Result<Vec<Table>, Problem> {
    // Of a ledger, a sheet can be named; of a layer file, the name is for the layer that is made.
    let sheet = request.layer_name.clone().filter(|_| request.kind == Some(ImportKind::Outfall));
    let options = ReadOptions { encoding: request.encoding.clone(), layer: sheet, ..ReadOptions::default() };
    Ok(reading.read(&request.path, &options, &|done, total| progress.step(done, total))?)
}

/// Plans the import of tables that were read already.
pub(super) fn plan_tables(
    project: &Project,
    project_path: &Path,
    request: &ImportRequest,
    now: Now,
    tables: &[Table],
) -> Result<Vec<ImportPlan>, Problem> {
    let columns = match &request.columns {
        Some(text) => ColumnOverrides::parse(text).map_err(Problem::BadColumns)?,
        None => ColumnOverrides::default(),
    };
    let crs = match &request.crs {
        Some(name) => {
            Some(name.parse().map_err(|source| Problem::UnknownCrs { name: name.clone(), source })?)
        }
        None => None,
    };

    let file = request.file_name();
    let mut plans = Vec::new();
    let mut refused = None;
    let mut parts = Vec::new();
    let wanted = request.replaces.map(|layer| part_for(project, layer, tables));
    for (at, table) in tables.iter().enumerate() {
        if wanted.is_some_and(|wanted| wanted != at) {
            parts.push(Warning::PartUnused { part: table.name.clone() });
            continue;
        }
        let kind = request.kind.unwrap_or_else(|| guess_kind(table));
        if kind == ImportKind::Outfall && plans.iter().any(has_outfalls) {
            parts.push(Warning::PartLeft { part: table.name.clone() });
            continue;
        }
        let options = ImportOptions {
            kind,
            layer_name: request.layer_name.clone(),
            encoding: request.encoding.clone(),
            crs: crs.clone(),
            columns: columns.clone(),
            replaces: request.replaces,
        };
        let plan = match kind {
            ImportKind::Outfall => {
                let counties = features_of(project, project_path, LayerKind::County)?;
                plan_outfalls(project, table, &options, counties.as_ref(), now.today, &file, &mut new_id)
            }
            ImportKind::Layer(_) => {
                // Only for telling which columns are new: where they can not be read, nothing is told.
                let before = |layer: &Layer| {
                    Reader::open(project_path).and_then(|it| it.columns(layer)).unwrap_or_default()
                };
                plan_layer(project, table, &options, &file, &feature_hash, &before, &mut new_id)
            }
        };
        match plan {
            Ok(plan) => plans.push(plan),
            Err(source) => {
                let reason = (source.say(Lang::Zh), source.say(Lang::En));
                parts.push(Warning::PartRefused { part: table.name.clone(), reason });
                refused = Some(Problem::NotPlanned { file: file.clone(), source });
            }
        }
    }
    if let Some(first) = plans.first_mut() {
        let told = parts.into_iter().map(|warning| ImportWarning { row: None, warning });
        first.report.warnings.splice(0..0, told);
    }
    // A workbook may have sheets that are no ledger; one that is enough.
    match refused {
        _ if !plans.is_empty() => Ok(plans),
        Some(problem) => Err(problem),
        None => Err(Problem::NothingToImport { file }),
    }
}

/// Of the tables of a file, the number of the one that is meant for this layer: the one of its name, else the first with
/// shapes.
fn part_for(project: &Project, layer: RecordId, tables: &[Table]) -> usize {
    let layer = project.layers().iter().find(|it| it.id == layer);
    let named = tables.iter().position(|table| layer.is_some_and(|it| it.name == table.name));
    let has_shapes = |table: &Table| table.rows.iter().any(|row| row.geometry.is_some());
    named.or_else(|| tables.iter().position(has_shapes)).unwrap_or_default()
}

/// Did a ledger come in already? Workbooks repeat their outfalls on other sheets.
fn has_outfalls(plan: &ImportPlan) -> bool {
    plan.kind == ImportKind::Outfall && plan.report.imported > 0
}

/// The features of the project's topmost layer of this kind.
fn features_of(project: &Project, path: &Path, kind: LayerKind) -> Result<Option<FeatureSet>, Problem> {
    let Some(layer) = project.layers().iter().rfind(|it| it.kind == Some(kind)) else { return Ok(None) };
    let reader = Reader::open(path).map_err(Problem::NotRead)?;
    reader.features(layer).map(Some).map_err(Problem::NotRead)
}

/// What a table most likely holds: by its shapes, then by its headings.
fn guess_kind(table: &Table) -> ImportKind {
    use geo::Geometry as G;
    let says = |words: &[&str]| {
        let headings = table.columns.iter().chain([&table.name]);
        headings.map(|it| it.to_lowercase()).any(|it| words.iter().any(|word| it.contains(word)))
    };
    match table.rows.iter().find_map(|row| row.geometry.as_ref()) {
        Some(G::Line(_) | G::LineString(_) | G::MultiLineString(_)) => {
            let sewer = says(&["管网", "管径", "sewer", "pipe"]);
            ImportKind::Layer(if sewer { LayerKind::Sewer } else { LayerKind::River })
        }
        Some(G::Polygon(_) | G::MultiPolygon(_) | G::Rect(_) | G::Triangle(_)) => {
            let zone = says(&["保护区", "水源", "zone"]);
            let county = says(&["adcode", "区县", "县名", "行政", "county", "gb"]);
            ImportKind::Layer(match (zone, county) {
                (true, _) => LayerKind::Zone,
                (false, true) => LayerKind::County,
                _ => LayerKind::Reference,
            })
        }
        Some(_) if says(&["排污口", "排口", "outfall"]) => ImportKind::Outfall,
        Some(_) if says(&["断面", "section"]) => ImportKind::Layer(LayerKind::Section),
        Some(_) => ImportKind::Layer(LayerKind::Reference),
        None => ImportKind::Outfall,
    }
}
