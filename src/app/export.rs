//! Writing reports: the tables people hand in, each read back after it was written.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use geo::{Geometry, Point};
use jiff::civil::DateTime;
use tempfile::NamedTempFile;

use super::Problem;
use crate::{
    domain::{
        Record as _, Value,
        outfall::Outfall,
        progress::{Grouping, Snapshot},
        project::Project,
        table::{Cell, CrsNote, Row, Table},
    },
    formats,
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
}

impl ExportKind {
    /// Every report, with its name on the command line.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::Ledger, "ledger"),
        (Self::Register, "register"),
        (Self::Dispatch, "dispatch"),
        (Self::Tracing, "tracing"),
        (Self::Remediation, "remediation"),
        (Self::Lag, "lag"),
    ];

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
    /// Where to; the ending says the format: `.xlsx`, `.csv`, `.geojson`.
    pub path: PathBuf,
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
}

/// Writes the report and reads it back. `now` goes into the properties of a workbook.
pub(super) fn export(
    project: &Project,
    snapshot: &Snapshot,
    request: &ExportRequest,
    now: DateTime,
) -> Result<Exported, Problem> {
    let ending = request.path.extension().map(|it| it.to_string_lossy().to_lowercase()).unwrap_or_default();
    let (bytes, rows) = match ending.as_str() {
        "geojson" | "json" => {
            let table = features(project, snapshot, request.lang);
            let bytes = formats::write_geojson(&table, COORDINATE_DECIMALS);
            (bytes, table.rows.len() as u64)
        }
        "csv" => {
            // A CSV file holds one table: the first.
            let sheets = sheets(project, snapshot, request);
            let Some(sheet) = sheets.first() else {
                return Err(Problem::NothingToImport { file: request.path.display().to_string() });
            };
            (report::csv_file(sheet)?, sheet.rows.len() as u64)
        }
        _ => {
            let sheets = sheets(project, snapshot, request);
            let rows = sheets.iter().map(|sheet| sheet.rows.len() as u64).sum();
            (report::workbook(&sheets, now)?, rows)
        }
    };
    write_whole(&request.path, &bytes)?;
    Ok(Exported { path: request.path.clone(), rows })
}

fn sheets(project: &Project, snapshot: &Snapshot, request: &ExportRequest) -> Vec<Sheet> {
    let lang = request.lang;
    match request.kind {
        ExportKind::Ledger => report::ledger(project, snapshot, lang, request.by),
        ExportKind::Register => vec![report::register(project, snapshot, lang)],
        ExportKind::Dispatch => {
            let before = Snapshot::of(project, report::end_of_last_month(snapshot.day));
            vec![report::dispatch::table(project, snapshot, &before, request.by, lang)]
        }
        ExportKind::Tracing => vec![report::tracing(project, snapshot, lang)],
        ExportKind::Remediation => vec![report::remediation(project, snapshot, lang)],
        ExportKind::Lag => vec![report::lag_list(project, snapshot, lang)],
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
        let words = [
            lang.term(standing.register.state),
            lang.term(standing.trace.state),
            lang.term(standing.fix.state),
        ];
        cells.extend(words.map(|word| Cell::Text(word.to_owned())));
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
