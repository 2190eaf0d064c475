//! Bringing files of older formats up to date: first a copy that is proven to be whole, then one transaction.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior, backup::Backup};

use super::{
    connection::quick_check,
    draft,
    error::ErrorKind,
    schema::{self, FORMAT, Format, quoted},
    table::RecordTable,
};
use crate::domain::RecordId;

/// One way from a format to the next.
pub(super) struct Migration {
    /// The first number of the format that it starts from; it leads to the next.
    pub from: u32,
    /// Changes the tables.
    pub run: fn(&Transaction<'_>) -> Result<(), ErrorKind>,
}

/// Every migration. Format 2 brought groups, basemaps, bookmarks, styles and map themes; format 3 what field work writes down, drafts,
/// and in which role somebody worked; format 4 waivers of checks and what checks go by,
/// what was seen in manholes, and indexes of the operations.
pub(super) const MIGRATIONS: &[Migration] = &[
    Migration { from: 1, run: complete_tables },
    Migration { from: 2, run: to_format_3 },
    Migration { from: 3, run: complete_tables },
];

/// The steps that are there say nothing of unit and role, and hash as they did.
fn to_format_3(tx: &Transaction<'_>) -> Result<(), ErrorKind> {
    complete_tables(tx)?;
    tx.execute_batch(
        "ALTER TABLE paikou_step ADD COLUMN unit TEXT; ALTER TABLE paikou_step ADD COLUMN role TEXT",
    )?;
    draft::create(tx)
}

/// Makes the tables and columns that a file of an older format lacks, holding what a record holds that does not say.
fn complete_tables(tx: &Transaction<'_>) -> Result<(), ErrorKind> {
    for table in RecordTable::all() {
        let name = table.kind.table();
        let there: Vec<String> = tx
            .prepare("SELECT name FROM pragma_table_info(?1)")?
            .query_map([name], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        if there.is_empty() {
            schema::create_record_table(tx, &table)?;
            continue;
        }
        let blank = table.kind.blank(RecordId::NIL);
        for (index, column) in
            table.columns.iter().enumerate().filter(|(_, it)| !there.iter().any(|name| name == it.name))
        {
            let (name, column_name) = (quoted(name), quoted(column.name));
            tx.execute_batch(&format!(
                "ALTER TABLE {name} ADD COLUMN {column_name} {}",
                column.sql.declaration()
            ))?;
            let mut fill = tx.prepare(&format!("UPDATE {name} SET {column_name} = ?1"))?;
            super::table::bind(&mut fill, 1, &blank.cell(index))?;
            fill.raw_execute()?;
            if schema::is_public(table.kind) {
                schema::describe(tx, table.kind.table(), column.name, column.zh, column.en, column.codes)?;
            }
        }
    }
    Ok(())
}

/// Pages copied at a time.
const BACKUP_PAGES: i32 = 4096;

/// Copies the file, then brings it from format `found` to [`FORMAT`].
pub(super) fn bring_up_to_date(
    conn: &mut Connection,
    path: &Path,
    found: Format,
    migrations: &[Migration],
) -> Result<(), ErrorKind> {
    let steps: Option<Vec<&Migration>> =
        (found.major..FORMAT.major).map(|from| migrations.iter().find(|it| it.from == from)).collect();
    let Some(steps) = steps else {
        return Err(ErrorKind::TooOld { found: found.to_string(), known: FORMAT.to_string() });
    };
    back_up(conn, path, found)?;
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for step in steps {
        (step.run)(&tx)?;
    }
    schema::index_operations(&tx)?;
    schema::set_format(&tx)?;
    let broken = tx.prepare("PRAGMA foreign_key_check")?.exists([])?;
    if broken {
        return Err(ErrorKind::Damaged("rows refer to rows that are not there".to_owned()));
    }
    quick_check(&tx)?;
    tx.commit()?;
    Ok(())
}

fn back_up(conn: &Connection, path: &Path, found: Format) -> Result<PathBuf, ErrorKind> {
    let target = backup_path(path, found);
    // Never over an earlier backup: it may be the better one.
    drop(std::fs::File::create_new(&target)?);
    copy(conn, &target).map_err(|kind| ErrorKind::Backup(Box::new(kind)))?;
    Ok(target)
}

fn backup_path(path: &Path, found: Format) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = |suffix: &str| path.with_file_name(format!("{stem}.backup-v{}{suffix}.gpkg", found.major));
    let free = (2..).map(|number| name(&format!("-{number}")));
    std::iter::once(name("")).chain(free).find(|it| !it.exists()).unwrap_or_else(|| name(""))
}

fn copy(conn: &Connection, target: &Path) -> Result<(), ErrorKind> {
    let mut copy = Connection::open_with_flags(target, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    Backup::new(conn, &mut copy)?.run_to_completion(BACKUP_PAGES, std::time::Duration::ZERO, None)?;
    quick_check(&copy)?;
    if row_counts(conn)? == row_counts(&copy)? {
        Ok(())
    } else {
        Err(ErrorKind::Damaged("the copy has other row counts".to_owned()))
    }
}

fn row_counts(conn: &Connection) -> Result<Vec<(String, i64)>, ErrorKind> {
    let mut select = conn.prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )?;
    let names: Vec<String> = select.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let count = |name: String| {
        let sql = format!("SELECT count(*) FROM {}", quoted(&name));
        conn.query_row(&sql, [], |row| row.get(0)).map(|count| (name, count))
    };
    Ok(names.into_iter().map(count).collect::<rusqlite::Result<_>>()?)
}
