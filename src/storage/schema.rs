//! The tables of a project file: what GeoPackage 1.4 asks for, one table for each kind of record, and
//! our private ones.

use rusqlite::{Connection, params};

use super::{draft, error::ErrorKind, geometry::SRS_ID, table::RecordTable};
use crate::domain::{
    project::{ColumnInfo, RecordKind},
    stage::{CheckState, FixState, ManageState, MeasureState, RegisterState, TraceState},
    value::{Field as _, SqlType},
};

/// The format that this version writes: a larger first number is for files that older versions must not write.
pub(super) const FORMAT: Format = Format { major: 4, minor: 0 };

/// `application_id` of a GeoPackage: `GPKG`.
pub(super) const APPLICATION_ID: i32 = 0x4750_4B47;
/// `user_version` of GeoPackage 1.4.0.
pub(super) const GEOPACKAGE_VERSION: i32 = 10_400;

/// The extension under which our private tables are registered.
const EXTENSION: &str = "paikou_project";
const EXTENSION_DEFINITION: &str = "private tables of the outfall desk: operations, settings, attachments";
const RTREE_DEFINITION: &str = "http://www.geopackage.org/spec140/#extension_rtree";

const PRIVATE_TABLES: &[&str] = &["paikou_meta", "paikou_step", "paikou_op", "paikou_blob", "paikou_heading"];

/// The version of our own schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Format {
    /// Grows when older versions can not write the file any more.
    pub major: u32,
    /// Grows when something is added that older versions can leave alone.
    pub minor: u32,
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl Format {
    /// Reads `1.0`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (major, minor) = text.split_once('.')?;
        Some(Self { major: major.parse().ok()?, minor: minor.parse().ok()? })
    }
}

/// One of the columns that only exist for other programs to draw outfalls by state.
pub(super) struct StateColumn {
    pub name: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
    pub codes: &'static [(&'static str, &'static str, &'static str)],
}

/// The six states of an outfall, in the order of [`super::Commit::states`].
pub(super) const STATE_COLUMNS: [StateColumn; 6] = [
    StateColumn {
        name: "register_state", zh: "台账状态", en: "Register state", codes: RegisterState::CODES
    },
    StateColumn { name: "check_state", zh: "排查状态", en: "Check state", codes: CheckState::CODES },
    StateColumn {
        name: "measure_state", zh: "监测状态", en: "Measure state", codes: MeasureState::CODES
    },
    StateColumn { name: "trace_state", zh: "溯源状态", en: "Trace state", codes: TraceState::CODES },
    StateColumn { name: "fix_state", zh: "整治状态", en: "Fix state", codes: FixState::CODES },
    StateColumn { name: "manage_state", zh: "管理状态", en: "Manage state", codes: ManageState::CODES },
];

/// Does a person see this table in another program?
pub(super) fn is_public(kind: RecordKind) -> bool {
    !matches!(kind, RecordKind::Settings | RecordKind::Claim) && !kind.is_map_part()
}

/// Makes all tables in an empty database. `project` names the project for ever.
pub(super) fn create(conn: &Connection, tables: &[RecordTable], project: &str) -> Result<(), ErrorKind> {
    conn.pragma_update(None, "application_id", APPLICATION_ID)?;
    conn.pragma_update(None, "user_version", GEOPACKAGE_VERSION)?;
    conn.execute_batch(include_str!("sql/core.sql"))?;
    conn.execute_batch(include_str!("sql/private.sql"))?;
    index_operations(conn)?;
    for table in PRIVATE_TABLES {
        hide(conn, table)?;
    }
    draft::create(conn)?;
    for table in tables {
        create_record_table(conn, table)?;
    }
    let mut meta = conn.prepare("INSERT INTO paikou_meta VALUES (?1, ?2)")?;
    meta.execute(("format", FORMAT.to_string()))?;
    meta.execute(("project", project))?;
    meta.execute(("made_by", concat!("paikou ", env!("CARGO_PKG_VERSION"))))?;
    Ok(())
}

/// Makes the indexes by which the operations on an outfall are found, where they are not there.
pub(super) fn index_operations(conn: &Connection) -> Result<(), ErrorKind> {
    Ok(conn.execute_batch(include_str!("sql/index.sql"))?)
}

/// Writes down the format that this version writes.
pub(super) fn set_format(conn: &Connection) -> Result<(), ErrorKind> {
    conn.execute("UPDATE paikou_meta SET value = ?1 WHERE key = 'format'", [FORMAT.to_string()])?;
    Ok(())
}

pub(super) fn create_record_table(conn: &Connection, table: &RecordTable) -> Result<(), ErrorKind> {
    let (kind, name) = (table.kind, table.kind.table());
    conn.execute_batch(&record_table_sql(table))?;
    if !is_public(kind) {
        return hide(conn, name);
    }
    let geometry = (kind == RecordKind::Outfall).then_some("POINT");
    list(conn, &Listing { table: name, identifier: kind.zh(), description: kind.en(), geometry })?;
    if geometry.is_some() {
        create_rtree(conn, name)?;
        register_rtree(conn, name)?;
    }
    describe(conn, name, "uuid", "唯一标识", "Identity", &[])?;
    for ColumnInfo { name: column, zh, en, codes, .. } in &table.columns {
        describe(conn, name, column, zh, en, codes)?;
    }
    if kind == RecordKind::Outfall {
        for StateColumn { name: column, zh, en, codes } in &STATE_COLUMNS {
            describe(conn, name, column, zh, en, codes)?;
        }
    }
    Ok(())
}

fn record_table_sql(table: &RecordTable) -> String {
    let name = quoted(table.kind.table());
    let mut columns = vec!["\"fid\" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL".to_owned()];
    if table.kind == RecordKind::Outfall {
        columns.push("\"geom\" POINT".to_owned());
    }
    columns.push("\"uuid\" TEXT(36) NOT NULL UNIQUE".to_owned());
    let mut owner = None;
    for column in &table.columns {
        let declaration = if column.sql == SqlType::Text { "TEXT" } else { column.sql.declaration() };
        let parent = table.parent().filter(|(it, _)| *it == column.name);
        // Deferred, so that the order of the changes of one step does not matter.
        let reference = parent.map_or_else(String::new, |(_, parent)| {
            owner = Some(column.name);
            format!(" REFERENCES {}(\"uuid\") DEFERRABLE INITIALLY DEFERRED", quoted(parent.table()))
        });
        columns.push(format!("{} {declaration}{reference}", quoted(column.name)));
    }
    if table.kind == RecordKind::Outfall {
        columns.extend(STATE_COLUMNS.iter().map(|state| format!("{} TEXT", quoted(state.name))));
    }
    // Without it, taking away an outfall would look through every fact.
    let index = owner.map_or_else(String::new, |owner| {
        let index = quoted(&format!("{}_{owner}", table.kind.table()));
        format!("CREATE INDEX {index} ON {name} ({});", quoted(owner))
    });
    format!("CREATE TABLE {name} ({});{index}", columns.join(", "))
}

/// What `gpkg_contents` says of a table.
pub(super) struct Listing<'a> {
    pub table: &'a str,
    /// The name that people read.
    pub identifier: &'a str,
    pub description: &'a str,
    /// The type of its shapes; none for a table without.
    pub geometry: Option<&'a str>,
}

/// Lists a table for other programs. Its identifier is made unique.
pub(super) fn list(conn: &Connection, listing: &Listing<'_>) -> Result<(), ErrorKind> {
    let Listing { table, identifier, description, geometry } = *listing;
    let data_type = if geometry.is_some() { "features" } else { "attributes" };
    conn.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![table, data_type, unique_identifier(conn, table, identifier)?, description, geometry.map(|_| SRS_ID)],
    )?;
    if let Some(geometry) = geometry {
        conn.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', ?2, ?3, 0, 0)",
            params![table, geometry, SRS_ID],
        )?;
    }
    Ok(())
}

/// `wanted`, or `wanted (2)` and so on where another table has that name.
pub(super) fn unique_identifier(conn: &Connection, table: &str, wanted: &str) -> Result<String, ErrorKind> {
    let wanted = if wanted.trim().is_empty() { table } else { wanted };
    let mut taken =
        conn.prepare_cached("SELECT 1 FROM gpkg_contents WHERE identifier = ?1 AND table_name <> ?2")?;
    let mut name = wanted.to_owned();
    let mut number = 1;
    while taken.exists((&name, table))? {
        number += 1;
        name = format!("{wanted} ({number})");
    }
    Ok(name)
}

/// Registers a table as private, so that other programs do not list it.
pub(super) fn hide(conn: &Connection, table: &str) -> Result<(), ErrorKind> {
    conn.execute(
        "INSERT INTO gpkg_extensions VALUES (?1, NULL, ?2, ?3, 'read-write')",
        (table, EXTENSION, EXTENSION_DEFINITION),
    )?;
    Ok(())
}

/// Takes back [`hide`].
pub(super) fn unhide(conn: &Connection, table: &str) -> Result<(), ErrorKind> {
    conn.execute(
        "DELETE FROM gpkg_extensions WHERE table_name = ?1 AND extension_name = ?2",
        (table, EXTENSION),
    )?;
    Ok(())
}

/// Takes back [`list`], [`describe`] and [`register_rtree`].
pub(super) fn unlist(conn: &Connection, table: &str) -> Result<(), ErrorKind> {
    for registry in ["gpkg_data_columns", "gpkg_geometry_columns", "gpkg_extensions", "gpkg_contents"] {
        conn.execute(&format!("DELETE FROM {registry} WHERE table_name = ?1"), [table])?;
    }
    Ok(())
}

/// Gives a column its Chinese title and, for a code list, what its codes mean.
pub(super) fn describe(
    conn: &Connection,
    table: &str,
    column: &str,
    title: &str,
    description: &str,
    codes: &[(&str, &str, &str)],
) -> Result<(), ErrorKind> {
    let constraint = (!codes.is_empty()).then(|| format!("{table}_{column}"));
    conn.prepare_cached("INSERT INTO gpkg_data_columns VALUES (?1, ?2, ?2, ?3, ?4, NULL, ?5)")?
        .execute(params![table, column, title, description, constraint])?;
    let Some(constraint) = constraint else { return Ok(()) };
    let mut insert = conn.prepare_cached(
        "INSERT INTO gpkg_data_column_constraints VALUES (?1, 'enum', ?2, NULL, NULL, NULL, NULL, ?3)",
    )?;
    for (code, zh, _) in codes {
        insert.execute((&constraint, code, zh))?;
    }
    Ok(())
}

/// Makes the R-tree over `geom` of a table, with the triggers of GeoPackage 1.4 under GDAL's names.
pub(super) fn create_rtree(conn: &Connection, table: &str) -> Result<(), ErrorKind> {
    conn.execute_batch(&include_str!("sql/rtree.sql").replace("{t}", table))?;
    Ok(())
}

/// Tells other programs of the R-tree.
pub(super) fn register_rtree(conn: &Connection, table: &str) -> Result<(), ErrorKind> {
    conn.execute(
        "INSERT INTO gpkg_extensions VALUES (?1, 'geom', 'gpkg_rtree_index', ?2, 'write-only')",
        (table, RTREE_DEFINITION),
    )?;
    Ok(())
}

/// A name as SQL takes it literally.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
