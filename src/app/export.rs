//! Writing reports: the tables people hand in, each read back after it was written.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use geo::{Geometry, Point};
use jiff::civil::DateTime;
use tempfile::NamedTempFile;

use super::{Problem, Waters};
use crate::{
    domain::{
        Record as _, RecordId, Value,
        layer::{FeatureSet, Layer},
        outfall::Outfall,
        progress::{Grouping, Snapshot},
        project::Project,
        stage::RegisterState,
        table::{Cell, CrsNote, Row, Table},
    },
    formats::{self, ReadOptions, Target},
    i18n::Lang,
    report::{self, Sheet},
};

/// Decimals of a degree in GeoJSON: about a centimetre.
const COORDINATE_DECIMALS: u8 = 7;

/// What can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportKind {
    /// Register, dispatch table, tracing list, remediation list and lag list in one workbook.
    Ledger,
    /// Table A, the register.
    Register,
    /// Table F, the dispatch table.
    Dispatch,
    /// Table D, the tracing list.
    Tracing,
    /// Table E, the remediation list.
    Remediation,
    /// Table I, who is how far behind.
    Lag,
    /// The outfalls with all fields and states, as a layer or a plain table.
    Outfalls,
    /// The features of a reference layer.
    Layer(RecordId),
    /// One section, one plan: what is upstream of each section and what is to be done.
    SectionPlan,
    /// How outfalls hang on the water: reach, chainage, bank, section and zone below.
    Links,
    /// The chain from source to section, with its gaps.
    Chain,
}

impl ExportKind {
    /// Every report, with its name on the command line; layers have names of their own.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::Ledger, "ledger"),
        (Self::Register, "register"),
        (Self::Dispatch, "dispatch"),
        (Self::Tracing, "tracing"),
        (Self::Remediation, "remediation"),
        (Self::Lag, "lag"),
        (Self::Outfalls, "outfalls"),
        (Self::SectionPlan, "section-plan"),
        (Self::Links, "links"),
        (Self::Chain, "chain"),
    ];

    /// Can it be written under this name?
    pub fn fits(self, path: &Path) -> bool {
        let ending = path.extension().map(|it| it.to_string_lossy().to_lowercase()).unwrap_or_default();
        let plain = matches!(ending.as_str(), "xlsx" | "csv" | "geojson" | "json");
        if self.is_layer() { Target::of(path).is_some() } else { plain }
    }

    /// Is it a table of features, which can be written in the formats of map programs?
    pub fn is_layer(self) -> bool {
        matches!(self, Self::Outfalls | Self::Layer(_))
    }

    /// Does it follow from the network?
    pub fn needs_waters(self) -> bool {
        matches!(self, Self::SectionPlan | Self::Links | Self::Chain)
    }

    /// The report with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, it)| *it == name).map(|(kind, _)| *kind)
    }
}

/// A report to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportRequest {
    /// Which.
    pub kind: ExportKind,
    /// Where to; the ending says the format: `.xlsx`, `.csv`, `.geojson`, for layers also `.shp`, `.gpkg`, `.kml`.
    pub path: PathBuf,
    /// The texts of a shapefile in GBK rather than UTF-8, for programs that can't read anything else.
    pub gbk: bool,
    /// What the dispatch table is broken down by.
    pub by: Grouping,
    /// The language of its headings.
    pub lang: Lang,
}

/// A report that was written and read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Where it is.
    pub path: PathBuf,
    /// How many rows its tables have together.
    pub rows: u64,
    /// Columns that had to get another name: the old and the new one.
    pub renamed: Vec<(String, String)>,
    /// Cells that were shortened, or have characters that the encoding lacks.
    pub changed: u64,
    /// Were shapes left out, as they are too long for the cells of a workbook?
    pub shapes_left_out: bool,
}

impl Exported {
    pub(super) fn plain(path: &Path, rows: u64) -> Self {
        Self { path: path.to_owned(), rows, renamed: Vec::new(), changed: 0, shapes_left_out: false }
    }
}

/// Writes the report and reads it back. `now` goes into the properties of a workbook; `features` reads those of a layer.
pub(super) fn export(
    project: &Project,
    snapshot: &Snapshot,
    request: &ExportRequest,
    waters: Option<&Waters>,
    now: DateTime,
    features_of: &dyn Fn(&Layer) -> Result<FeatureSet, Problem>,
) -> Result<Exported, Problem> {
    let layer = match request.kind {
        ExportKind::Outfalls => Some(features(project, snapshot, request.lang)),
        ExportKind::Layer(id) => {
            let layer = project.layers().iter().find(|it| it.id == id);
            let layer = layer.ok_or_else(|| no_layer(project, &id.to_string()))?;
            Some(layer_table(layer, &features_of(layer)?))
        }
        _ => None,
    };
    if let Some(mut table) = layer {
        let plain = matches!(Target::of(&request.path), Some(Target::Csv | Target::Xlsx));
        if plain && request.kind == ExportKind::Outfalls {
            // Longitude and latitude are columns already, and say how they were found.
            table.rows.iter_mut().for_each(|row| row.geometry = None);
        }
        return write_layer(&table, request);
    }
    let ending = request.path.extension().map(|it| it.to_string_lossy().to_lowercase()).unwrap_or_default();
    let (bytes, rows) = match ending.as_str() {
        "geojson" | "json" => {
            let table = features(project, snapshot, request.lang);
            let bytes = formats::write_geojson(&table, COORDINATE_DECIMALS);
            (bytes, table.rows.len() as u64)
        }
        "csv" => {
            // A CSV file holds one table: the first.
            let sheets = sheets(project, snapshot, request, waters);
            let Some(sheet) = sheets.first() else {
                return Err(Problem::NothingToImport { file: request.path.display().to_string() });
            };
            (report::csv_file(sheet)?, sheet.rows.len() as u64)
        }
        _ => {
            let sheets = sheets(project, snapshot, request, waters);
            let rows = sheets.iter().map(|sheet| sheet.rows.len() as u64).sum();
            (report::workbook(&sheets, now)?, rows)
        }
    };
    write_whole(&request.path, &bytes)?;
    Ok(Exported::plain(&request.path, rows))
}

/// There is no layer of this name.
pub fn no_layer(project: &Project, name: &str) -> Problem {
    let known = project.layers().iter().map(|it| it.name.clone()).collect();
    Problem::NoSuchLayer { name: name.to_owned(), known }
}

/// Writes a table of features and reads it back.
fn write_layer(table: &Table, request: &ExportRequest) -> Result<Exported, Problem> {
    let path = &request.path;
    let target = Target::of(path).unwrap_or(Target::GeoPackage);
    let failed = |source| Problem::Unwritable { path: path.clone(), source };
    let written = formats::write_table(table, path, target, request.gbk).map_err(failed)?;
    let mut found = 0;
    let options = ReadOptions::default();
    let whole =
        |file: &&PathBuf| target != Target::Shapefile || file.extension().is_some_and(|it| it == "shp");
    for file in written.files.iter().filter(whole) {
        let tables = formats::read(file, &options, &|_, _| true)?;
        // A ledger's reader knows totals and notes from records; that it saw them is enough here.
        found += tables.iter().map(|it| it.rows.len() + it.skipped.len()).sum::<usize>();
    }
    if found as u64 != written.rows {
        let wanted = written.rows as usize;
        let sheet = table.name.clone();
        return Err(report::Error::Differs { sheet, what: report::Counted::Rows, wanted, found }.into());
    }
    let formats::Written { rows, renamed, changed, shapes_left_out, .. } = written;
    Ok(Exported { path: path.clone(), rows, renamed, changed, shapes_left_out })
}

/// The features of a reference layer as a table.
fn layer_table(layer: &Layer, set: &FeatureSet) -> Table {
    /// Beyond 2^53 a whole number would lose digits.
    const EXACT: u64 = 1 << 53;
    let cell = |value: &Value| match value {
        Value::Null => Cell::Empty,
        Value::Integer(number) if number.unsigned_abs() <= EXACT => Cell::Number(*number as f64),
        Value::Integer(number) => Cell::Text(number.to_string()),
        Value::Real(number) => Cell::Number(*number),
        Value::Text(text) => Cell::Text(text.clone()),
    };
    let rows = set.features.iter().zip(1..).map(|(feature, number)| Row {
        number,
        cells: feature.values.iter().map(cell).collect(),
        geometry: feature.geometry.clone(),
    });
    Table {
        name: layer.name.clone(),
        columns: set.columns.clone(),
        rows: rows.collect(),
        crs: CrsNote::Epsg(4490),
        ..Table::default()
    }
}

fn sheets(
    project: &Project,
    snapshot: &Snapshot,
    request: &ExportRequest,
    waters: Option<&Waters>,
) -> Vec<Sheet> {
    let lang = request.lang;
    match request.kind {
        ExportKind::SectionPlan => {
            let plans = waters.map(|it| it.section_plans(project, snapshot)).unwrap_or_default();
            report::waters::section_plan(project, snapshot, &plans, lang)
        }
        ExportKind::Links => {
            let lines = waters.map(|it| it.link_lines(project, snapshot)).unwrap_or_default();
            vec![report::waters::links(project, snapshot, &lines, lang)]
        }
        ExportKind::Chain => {
            let lines = waters.map(|it| it.chain_lines(project, snapshot)).unwrap_or_default();
            report::chains::chains(project, snapshot, &lines, lang)
        }
        ExportKind::Ledger => report::ledger(project, snapshot, lang, request.by),
        ExportKind::Register => vec![report::register(project, snapshot, lang)],
        ExportKind::Dispatch => {
            let before = Snapshot::of(project, report::end_of_last_month(snapshot.day));
            vec![report::dispatch::table(project, snapshot, &before, request.by, lang)]
        }
        ExportKind::Tracing => vec![report::tracing(project, snapshot, lang)],
        ExportKind::Remediation => vec![report::remediation(project, snapshot, lang)],
        ExportKind::Lag => vec![report::lag_list(project, snapshot, lang)],
        // Those are no reports.
        ExportKind::Outfalls | ExportKind::Layer(_) => Vec::new(),
    }
}

/// The outfalls with their states as features, for other maps.
fn features(project: &Project, snapshot: &Snapshot, lang: Lang) -> Table {
    let titles = Outfall::COLUMNS.iter().map(|column| lang.pick(column.zh, column.en).to_owned());
    let states = [("台账状态", "Register"), ("溯源状态", "Trace state"), ("整治状态", "Fix state")];
    let states = states.into_iter().map(|(zh, en)| lang.pick(zh, en).to_owned());
    let entries = project.entries().iter().zip(&snapshot.standings).zip(1..);
    let rows = entries.map(|((entry, standing), number)| {
        let mut cells: Vec<Cell> = Outfall::COLUMNS
            .iter()
            .map(|column| match (column.get)(&entry.outfall) {
                Value::Null => Cell::Empty,
                Value::Integer(flag) => Cell::Flag(flag != 0),
                Value::Real(number) => Cell::Number(number),
                Value::Text(text) => {
                    let code = column.codes.iter().find(|(code, ..)| *code == text);
                    Cell::Text(
                        code.map_or_else(|| text.clone(), |(_, zh, en)| (*lang.pick(zh, en)).to_owned()),
                    )
                }
            })
            .collect();
        // Nobody traces or fixes what is excluded or a duplicate.
        let idle = matches!(standing.register.state, RegisterState::Excluded | RegisterState::Duplicate);
        let word = |word: &str, shown: bool| if shown { Cell::Text(word.to_owned()) } else { Cell::Empty };
        cells.push(word(lang.term(standing.register.state), true));
        cells.push(word(lang.term(standing.trace.state), !idle));
        cells.push(word(lang.term(standing.fix.state), !idle));
        let geometry = entry.outfall.position().map(|(lon, lat)| Geometry::Point(Point::new(lon, lat)));
        Row { number, cells, geometry }
    });
    Table {
        name: lang.pick("排污口", "Outfalls").to_owned(),
        columns: titles.chain(states).collect(),
        rows: rows.collect(),
        crs: CrsNote::Epsg(4490),
        ..Table::default()
    }
}

/// Writes a file beside its place and moves it there once it is whole on the disk.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let write = || {
        let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        let mut file = begun_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(|source| Problem::Unwritable { path: path.to_owned(), source })
}

/// A file to be filled beside its place and moved there. Others may do with it what they may do with other files of ours: left to itself, it
/// would be for us alone.
#[cfg(unix)]
pub(super) fn begun_in(folder: &Path) -> std::io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt as _;
    // The umask takes away what it always takes away.
    let permissions = std::fs::Permissions::from_mode(0o666);
    tempfile::Builder::new().permissions(permissions).tempfile_in(folder)
}

/// The same where files have the permissions of their folder.
#[cfg(not(unix))]
pub(super) fn begun_in(folder: &Path) -> std::io::Result<NamedTempFile> {
    NamedTempFile::new_in(folder)
}

#[cfg(all(test, unix))]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt as _};

    use super::*;

    #[test]
    fn what_is_written_has_the_permissions_of_any_other_file() {
        let folder = tempfile::tempdir().unwrap();
        let (ours, other) = (folder.path().join("ours.csv"), folder.path().join("other.csv"));

        write_whole(&ours, b"a").unwrap();
        fs::write(&other, b"a").unwrap();

        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&ours), mode(&other));
    }
}
