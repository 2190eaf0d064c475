//! Our own `MBTiles` files: the memory of tiles from the network, and what is kept of them for offline.

use std::{fs, path::Path};

use rusqlite::{Connection, OptionalExtension as _};

use super::{Error, Reason, limits::TILE_BYTES_MAX};

/// A file of tiles that can be written. Any program that reads `MBTiles` reads it.
#[derive(Debug)]
pub struct TileStore {
    database: Connection,
    bytes: u64,
    limit: u64,
    /// Grows with every use, so that the least used tiles are known.
    clock: i64,
}

const SCHEMA: &str = "
    PRAGMA journal_mode = MEMORY;
    PRAGMA synchronous = OFF;
    CREATE TABLE IF NOT EXISTS metadata (name TEXT PRIMARY KEY, value TEXT);
    CREATE TABLE IF NOT EXISTS tiles (
        zoom_level INTEGER NOT NULL, tile_column INTEGER NOT NULL, tile_row INTEGER NOT NULL,
        tile_data BLOB NOT NULL, used INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (zoom_level, tile_column, tile_row)
    );
    CREATE INDEX IF NOT EXISTS tiles_used ON tiles (used);";

/// What is in use is noted in steps of this many reads, because each note is a write.
const USES_PER_NOTE: i64 = 4;

impl TileStore {
    /// Opens the file at `path`, or makes it. It holds at most `limit` bytes of tiles: what was not used for the longest time goes
    /// first. A file that can't be used is made anew: it is only a memory.
    pub fn open(path: &Path, limit: u64) -> Result<Self, Error> {
        let open = || Self::connect(path, limit);
        let first = open();
        match first {
            Ok(store) => Ok(store),
            Err(_) if path.is_file() => {
                fs::remove_file(path).map_err(|error| Reason::Io(error).at(path))?;
                open().map_err(|reason| reason.at(path))
            }
            Err(reason) => Err(reason.at(path)),
        }
    }

    fn connect(path: &Path, limit: u64) -> Result<Self, Reason> {
        let database = Connection::open(path).map_err(Reason::library)?;
        let start = || -> rusqlite::Result<(i64, i64)> {
            database.execute_batch(SCHEMA)?;
            let query = "SELECT coalesce(sum(length(tile_data)), 0), coalesce(max(used), 0) FROM tiles";
            database.query_row(query, [], |row| Ok((row.get(0)?, row.get(1)?)))
        };
        let (bytes, clock) = start().map_err(Reason::library)?;
        Ok(Self { database, bytes: bytes.max(0).cast_unsigned(), limit, clock })
    }

    /// Says what the tiles are: `name`, `format`, `bounds`, `attribution` …
    pub fn describe(&self, name: &str, value: &str) -> Result<(), Reason> {
        let query = "INSERT OR REPLACE INTO metadata VALUES (?1, ?2)";
        self.database.execute(query, (name, value)).map_err(Reason::library)?;
        Ok(())
    }

    /// The tile in this column from the west and row from the north.
    pub fn get(&mut self, zoom: u8, column: u32, row: u32) -> Result<Option<Vec<u8>>, Reason> {
        let key = key(zoom, column, row);
        let query =
            "SELECT tile_data, used FROM tiles WHERE zoom_level = ?1 AND tile_column = ?2 AND tile_row = ?3";
        let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, i64>(1)?));
        let found = self.database.prepare_cached(query).and_then(|mut it| it.query_row(key, read).optional());
        let Some((bytes, used)) = found.map_err(Reason::library)? else { return Ok(None) };
        self.clock += 1;
        if self.clock - used > USES_PER_NOTE {
            let note =
                "UPDATE tiles SET used = ?4 WHERE zoom_level = ?1 AND tile_column = ?2 AND tile_row = ?3";
            let values = (key.0, key.1, key.2, self.clock);
            // A use that is not noted costs nothing but a tile that goes too early.
            self.database.prepare_cached(note).and_then(|mut it| it.execute(values)).ok();
        }
        Ok(Some(bytes))
    }

    /// Keeps a tile.
    pub fn put(&mut self, zoom: u8, column: u32, row: u32, bytes: &[u8]) -> Result<(), Reason> {
        if bytes.is_empty() || bytes.len() > TILE_BYTES_MAX {
            return Ok(());
        }
        self.clock += 1;
        let (zoom, column, row) = key(zoom, column, row);
        let known: Option<u32> = self
            .database
            .query_row(
                "SELECT length(tile_data) FROM tiles WHERE zoom_level = ?1 AND tile_column = ?2 AND tile_row = ?3",
                (zoom, column, row),
                |row| row.get(0),
            )
            .optional()
            .map_err(Reason::library)?;
        let query = "INSERT OR REPLACE INTO tiles VALUES (?1, ?2, ?3, ?4, ?5)";
        self.database.execute(query, (zoom, column, row, bytes, self.clock)).map_err(Reason::library)?;
        self.bytes = self.bytes.saturating_sub(u64::from(known.unwrap_or_default())) + bytes.len() as u64;
        if self.bytes > self.limit { self.make_room() } else { Ok(()) }
    }

    /// How many bytes of tiles there are.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// How long a tile is on average; nothing where there is none.
    pub fn mean_bytes(&self) -> Option<u64> {
        let query = "SELECT CAST(avg(length(tile_data)) AS INTEGER) FROM tiles";
        let mean: Option<u32> = self.database.query_row(query, [], |row| row.get(0)).ok().flatten();
        mean.map(u64::from)
    }

    /// Drops the tiles that were not used for the longest time until a tenth is free.
    fn make_room(&mut self) -> Result<(), Reason> {
        let target = self.limit - self.limit / 10;
        let clear = || -> rusqlite::Result<u64> {
            let mut bytes = self.bytes;
            let mut oldest =
                self.database.prepare("SELECT rowid, length(tile_data) FROM tiles ORDER BY used")?;
            let mut rows = oldest.query([])?;
            let mut gone: Vec<i64> = Vec::new();
            while let Some(row) = rows.next()? {
                if bytes <= target {
                    break;
                }
                bytes = bytes.saturating_sub(u64::from(row.get::<_, u32>(1)?));
                gone.push(row.get(0)?);
            }
            drop(rows);
            let mut delete = self.database.prepare("DELETE FROM tiles WHERE rowid = ?1")?;
            for rowid in gone {
                delete.execute([rowid])?;
            }
            Ok(bytes)
        };
        self.bytes = clear().map_err(Reason::library)?;
        Ok(())
    }
}

/// Rows count from the south.
fn key(zoom: u8, column: u32, row: u32) -> (u8, u32, i64) {
    (zoom, column, (1_i64 << zoom.min(30)) - 1 - i64::from(row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::basemap::{Opened, open};

    #[test]
    fn the_tiles_that_were_not_used_for_the_longest_time_go_first() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = TileStore::open(&folder.path().join("a.mbtiles"), 1000).unwrap();
        for column in 0..9 {
            store.put(5, column, 3, &[7; 110]).unwrap();
            store.get(5, 0, 3).unwrap();
        }

        store.put(5, 20, 3, &[7; 110]).unwrap();

        assert!(store.bytes() <= 1000, "{}", store.bytes());
        assert!(store.get(5, 0, 3).unwrap().is_some() && store.get(5, 20, 3).unwrap().is_some());
        assert!(store.get(5, 1, 3).unwrap().is_none());
    }

    #[test]
    fn what_is_stored_is_read_back_by_the_reader_of_mbtiles() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.mbtiles");
        let mut png = Vec::new();
        image::RgbaImage::new(256, 256)
            .write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png)
            .unwrap();
        let mut store = TileStore::open(&path, 1 << 20).unwrap();
        store.describe("name", "试").unwrap();
        store.put(6, 50, 20, &png).unwrap();
        assert_eq!(store.mean_bytes(), Some(png.len() as u64));
        drop(store);

        let Opened::MbTiles(tiles) = open(&path).unwrap() else { panic!() };

        assert_eq!((tiles.info().name.as_str(), tiles.info().zooms), ("试", (6, 6)));
        assert_eq!(tiles.tile(6, 50, 20).unwrap(), Some(png));
    }

    #[test]
    fn a_memory_that_is_broken_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.mbtiles");
        fs::write(&path, [9; 5000]).unwrap();

        let mut store = TileStore::open(&path, 1000).unwrap();

        assert!(store.get(0, 0, 0).unwrap().is_none());
        store.put(0, 0, 0, &[1]).unwrap();
    }
}
