//! `MBTiles`: tiles in an SQLite database, rows counted from the south.
//!
//! As with foreign `GeoPackage`s nothing in the file is executed. Many makers keep each picture once and make `tiles` a view of two
//! tables; the two kinds of such views there are get read by our own query.

use std::{
    fs,
    path::Path,
    sync::{Mutex, PoisonError},
};

use rusqlite::{Connection, OpenFlags, OptionalExtension as _, limits::Limit};

use super::{
    Quantity, Reason, TileContent, TileInfo, checked_bounds,
    limits::{TILE_BYTES_MAX, UNPACKED_BYTES_MAX, ZOOM_MAX},
    pixels, plain_text, unpacked,
};
use crate::formats::geopackage;

/// The ways in which tiles are kept: the tables that are needed, and the query for one tile by zoom, column and row from the south.
const WAYS: &[(&[&str], &str, &str)] = &[
    (
        &["tiles"],
        "SELECT tile_data FROM tiles WHERE zoom_level = ?1 AND tile_column = ?2 AND tile_row = ?3",
        "tiles",
    ),
    (
        &["map", "images"],
        "SELECT images.tile_data FROM map JOIN images ON images.tile_id = map.tile_id
         WHERE map.zoom_level = ?1 AND map.tile_column = ?2 AND map.tile_row = ?3",
        "map",
    ),
    (
        &["tiles_shallow", "tiles_data"],
        "SELECT tiles_data.tile_data FROM tiles_shallow JOIN tiles_data USING (tile_data_id)
         WHERE zoom_level = ?1 AND tile_column = ?2 AND tile_row = ?3",
        "tiles_shallow",
    ),
];

/// An open `MBTiles` file.
#[derive(Debug)]
pub struct MbTiles {
    info: TileInfo,
    query: &'static str,
    database: Mutex<Connection>,
}

impl MbTiles {
    pub(super) fn open(path: &Path) -> Result<Self, Reason> {
        let database = connect(path)?;
        let is_table = |name: &str| -> Result<bool, Reason> {
            let sql: Option<String> = database
                .query_row(
                    "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1",
                    [name],
                    |row| row.get(0),
                )
                .optional()
                .map_err(Reason::library)?;
            Ok(sql.is_some_and(|sql| !sql.trim_start().to_ascii_uppercase().starts_with("CREATE VIRTUAL")))
        };
        for (tables, query, keys) in WAYS {
            let mut all = true;
            for table in *tables {
                all = all && is_table(table)?;
            }
            if all {
                let info = info(&database, query, keys, is_table("metadata")?)?;
                return Ok(Self { info, query, database: Mutex::new(database) });
            }
        }
        Err(Reason::NoTiles)
    }

    /// What it says about itself.
    pub fn info(&self) -> &TileInfo {
        &self.info
    }

    /// The tile in this column from the west and row from the north, unpacked; nothing where there is none.
    pub fn tile(&self, zoom: u8, column: u32, row: u32) -> Result<Option<Vec<u8>>, Reason> {
        let Some(from_south) = (1_u32 << zoom.min(30)).checked_sub(1).and_then(|last| last.checked_sub(row))
        else {
            return Ok(None);
        };
        let database = self.database.lock().unwrap_or_else(PoisonError::into_inner);
        let mut statement = database.prepare_cached(self.query).map_err(Reason::library)?;
        let found: Option<Vec<u8>> = statement
            .query_row((zoom, column, from_south), |row| row.get(0))
            .optional()
            .map_err(Reason::library)?;
        drop(statement);
        drop(database);
        found.map(|bytes| unpacked(bytes, UNPACKED_BYTES_MAX, Quantity::TileBytes)).transpose()
    }
}

fn connect(path: &Path) -> Result<Connection, Reason> {
    let has_journal = ["-wal", "-journal"].iter().any(|suffix| {
        fs::metadata(geopackage::with_suffix(path, suffix)).is_ok_and(|journal| journal.len() > 0)
    });
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut uri = geopackage::uri(path)?;
    if !has_journal {
        uri.push_str("&immutable=1");
    }
    let database = Connection::open_with_flags(uri, flags).map_err(Reason::library)?;
    geopackage::guard(&database).map_err(Reason::library)?;
    database.set_limit(Limit::SQLITE_LIMIT_LENGTH, TILE_BYTES_MAX as i32).map_err(Reason::library)?;
    Ok(database)
}

fn info(database: &Connection, query: &str, keys: &str, has_metadata: bool) -> Result<TileInfo, Reason> {
    let entry = |name: &str| -> Result<Option<String>, Reason> {
        if !has_metadata {
            return Ok(None);
        }
        let query = "SELECT CAST(value AS TEXT) FROM metadata WHERE name = ?1";
        let found: Option<Option<String>> =
            database.query_row(query, [name], |row| row.get(0)).optional().map_err(Reason::library)?;
        Ok(found.flatten())
    };
    let extreme = |function: &str| -> Result<Option<i64>, Reason> {
        database
            .query_row(&format!("SELECT {function}(zoom_level) FROM {keys}"), [], |row| row.get(0))
            .map_err(Reason::library)
    };
    // What is there counts, not what the metadata promise.
    let (Some(least), Some(most)) = (extreme("min")?, extreme("max")?) else { return Err(Reason::NoTiles) };
    let zoom = |zoom: i64| {
        let zoom = u8::try_from(zoom).ok().filter(|zoom| *zoom <= ZOOM_MAX);
        zoom.ok_or_else(|| Reason::too_large(Quantity::Zooms, ZOOM_MAX))
    };
    let zooms = (zoom(least)?, zoom(most)?);
    let sample: (i64, i64) = database
        .query_row(
            &format!("SELECT tile_column, tile_row FROM {keys} WHERE zoom_level = ?1 LIMIT 1"),
            [zooms.1],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .map_err(Reason::library)?;
    let sample: Vec<u8> = database
        .query_row(query, (zooms.1, sample.0, sample.1), |row| row.get(0))
        .map_err(Reason::library)?;
    let bounds = entry("bounds")?.and_then(|text| {
        let numbers: Vec<f64> = text.split(',').filter_map(|part| part.trim().parse().ok()).collect();
        checked_bounds(<[f64; 4]>::try_from(numbers).ok()?)
    });
    Ok(TileInfo {
        name: plain_text(&entry("name")?.unwrap_or_default()),
        attribution: plain_text(&entry("attribution")?.unwrap_or_default()),
        bounds,
        zooms,
        content: content(&unpacked(sample, UNPACKED_BYTES_MAX, Quantity::TileBytes)?, entry("format")?)?,
    })
}

/// What a tile is, by its own first bytes rather than by what the metadata say.
fn content(sample: &[u8], format: Option<String>) -> Result<TileContent, Reason> {
    if pixels::is_picture(sample) {
        return Ok(TileContent::Raster { side_px: pixels::decode(sample)?.width });
    }
    let format = format.unwrap_or_default();
    if matches!(format.as_str(), "pbf" | "mvt" | "application/vnd.mapbox-vector-tile") {
        return Ok(TileContent::Vector);
    }
    Err(Reason::TileFormat(if format.is_empty() { pixels::first_bytes(sample) } else { format }))
}
