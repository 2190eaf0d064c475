//! `layer_styles`: the table from which QGIS takes how layers are drawn. It is made when the first style is written.

use rusqlite::{Connection, params};

use super::{
    error::ErrorKind,
    schema::{self, Listing},
};

/// How QGIS draws a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QgisStyle {
    /// The table.
    pub table: String,
    /// The style as QML; nothing for a table that is no longer shown.
    pub qml: Option<String>,
}

/// The columns that QGIS asks for; a GeoPackage wants the types of its own.
const CREATE: &str = "CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    f_table_catalog TEXT(256),
    f_table_schema TEXT(256),
    f_table_name TEXT(256),
    f_geometry_column TEXT(256),
    styleName TEXT(30),
    styleQML TEXT,
    styleSLD TEXT,
    useAsDefault BOOLEAN,
    description TEXT,
    owner TEXT(30),
    ui TEXT(30),
    update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
)";

/// The name of our style; others that people keep in QGIS are left alone.
const NAME: &str = "paikou";

/// Writes styles. A style of a person's own that QGIS uses by default gives way to ours, but stays in the list.
pub(super) fn write(conn: &Connection, styles: &[QgisStyle], now_ms: i64) -> Result<(), ErrorKind> {
    if styles.is_empty() {
        return Ok(());
    }
    let exists = conn.prepare_cached("SELECT 1 FROM sqlite_master WHERE name = 'layer_styles'")?.exists([])?;
    if !exists {
        if styles.iter().all(|style| style.qml.is_none()) {
            return Ok(());
        }
        conn.execute_batch(CREATE)?;
        let listing = Listing {
            table: "layer_styles",
            identifier: "layer_styles",
            description: "QGIS layer styles",
            geometry: None,
        };
        schema::list(conn, &listing)?;
    }
    for QgisStyle { table, qml } in styles {
        conn.prepare_cached("DELETE FROM layer_styles WHERE f_table_name = ?1 AND styleName = ?2")?
            .execute((table, NAME))?;
        let Some(qml) = qml else { continue };
        conn.prepare_cached("UPDATE layer_styles SET useAsDefault = 0 WHERE f_table_name = ?1")?
            .execute([table])?;
        conn.prepare_cached(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,
                 styleName, styleQML, styleSLD, useAsDefault, description, owner, ui, update_time)
             VALUES ('', '', ?1, 'geom', ?2, ?3, '', 1, ?4, '', NULL,
                 strftime('%Y-%m-%dT%H:%M:%fZ', ?5 / 1000.0, 'unixepoch'))",
        )?
        .execute(params![table, NAME, qml, "排口 Paikou", now_ms])?;
    }
    conn.prepare_cached(
        "UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', ?1 / 1000.0, 'unixepoch')
         WHERE table_name = 'layer_styles'",
    )?
    .execute([now_ms])?;
    Ok(())
}
