//! `PMTiles` version 3: tiles in one file behind lists of them that are sorted along a curve.
//!
//! Our own reader of some 200 lines: the crate `pmtiles` is asynchronous and brings tokio along, for a file that is read in place.

use std::{
    collections::VecDeque,
    fs::File,
    io::{Read as _, Seek as _, SeekFrom},
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use super::{
    Part, Quantity, Reason, TileContent, TileInfo, checked_bounds,
    limits::{
        DIRECTORIES_KEPT, DIRECTORY_BYTES_MAX, DIRECTORY_DEPTH_MAX, DIRECTORY_ENTRIES_MAX, TILE_BYTES_MAX,
        UNPACKED_BYTES_MAX, ZOOM_MAX,
    },
    pixels, plain_text, unpacked,
};
use crate::formats::bytes::{Bytes, Order};

/// How long the header is.
const HEADER_BYTES: usize = 127;

/// An open `PMTiles` file.
#[derive(Debug)]
pub struct PmTiles {
    info: TileInfo,
    header: Header,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    file: File,
    length: u64,
    /// Directories by their place in the file, the last one used at the back.
    kept: VecDeque<(Span, Arc<[Entry]>)>,
}

/// A part of the file: where it begins and how long it is.
type Span = (u64, u64);

#[derive(Clone, Copy, Debug)]
struct Header {
    root: Span,
    metadata: Span,
    leaves: Span,
    tiles: Span,
    inner_packing: u8,
    tile_packing: u8,
    tile_kind: u8,
    zooms: (u8, u8),
    bounds_e7: [i32; 4],
}

/// An entry of a directory: a run of tiles with the same content, or (with a run of 0) a directory further down.
#[derive(Clone, Copy, Debug)]
struct Entry {
    id: u64,
    offset: u64,
    length: u64,
    run: u64,
}

impl PmTiles {
    pub(super) fn open(path: &Path) -> Result<Self, Reason> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        let mut head = Vec::new();
        file.by_ref().take(HEADER_BYTES as u64).read_to_end(&mut head)?;
        let header = Header::read(&head)?;
        let mut state = State { file, length, kept: VecDeque::new() };
        let root = state.directory(header.root)?;
        let metadata = state.unpacked(header.metadata, DIRECTORY_BYTES_MAX, Quantity::DirectoryBytes)?;
        let metadata: serde_json::Value = serde_json::from_slice(&metadata).unwrap_or_default();
        let text = |name: &str| {
            plain_text(metadata.get(name).and_then(serde_json::Value::as_str).unwrap_or_default())
        };
        let bounds = header.bounds_e7.map(|degrees| f64::from(degrees) / 1e7);
        let content = match header.tile_kind {
            1 => TileContent::Vector,
            2..=4 => {
                let first = state.first_tile(&header, &root)?.ok_or(Reason::NoTiles)?;
                TileContent::Raster { side_px: pixels::decode(&first)?.width }
            }
            5 => return Err(Reason::TileFormat("AVIF".to_owned())),
            kind => return Err(Reason::TileFormat(kind.to_string())),
        };
        let info = TileInfo {
            name: text("name"),
            attribution: text("attribution"),
            bounds: checked_bounds(bounds),
            zooms: header.zooms,
            content,
        };
        Ok(Self { info, header, state: Mutex::new(state) })
    }

    /// What it says about itself.
    pub fn info(&self) -> &TileInfo {
        &self.info
    }

    /// The tile in this column from the west and row from the north, unpacked; nothing where there is none.
    pub fn tile(&self, zoom: u8, column: u32, row: u32) -> Result<Option<Vec<u8>>, Reason> {
        let Some(id) = tile_id(zoom, column, row) else { return Ok(None) };
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.tile(&self.header, id)
    }
}

impl Header {
    fn read(head: &[u8]) -> Result<Self, Reason> {
        let broken = || Reason::Damaged(Part::Header);
        let mut bytes = Bytes::new(head);
        bytes.take(7).ok_or_else(broken)?;
        let version = bytes.u8().ok_or_else(broken)?;
        if version != 3 {
            return Err(Reason::Version(version));
        }
        let mut span = || Some((bytes.u64(Order::Little)?, bytes.u64(Order::Little)?));
        let (root, metadata, leaves, tiles) = (span(), span(), span(), span());
        let counts = bytes.take(24);
        let mut small = || bytes.u8();
        let (clustered, inner_packing, tile_packing, tile_kind, least, most) =
            (small(), small(), small(), small(), small(), small());
        let mut degrees = || bytes.u32(Order::Little).map(u32::cast_signed);
        let bounds = [degrees(), degrees(), degrees(), degrees()];
        let read = || {
            counts?;
            clustered?;
            let [Some(west), Some(south), Some(east), Some(north)] = bounds else { return None };
            Some(Self {
                root: root?,
                metadata: metadata?,
                leaves: leaves?,
                tiles: tiles?,
                inner_packing: inner_packing?,
                tile_packing: tile_packing?,
                tile_kind: tile_kind?,
                zooms: (least?, most?),
                bounds_e7: [west, south, east, north],
            })
        };
        let header = read().ok_or_else(broken)?;
        packing(header.inner_packing)?;
        packing(header.tile_packing)?;
        if header.zooms.1 > ZOOM_MAX {
            return Err(Reason::too_large(Quantity::Zooms, ZOOM_MAX));
        }
        if header.zooms.0 > header.zooms.1 {
            return Err(broken());
        }
        Ok(header)
    }
}

/// Refuses what can't be unpacked. What claims to be unpacked but begins like gzip is unpacked all the same.
fn packing(code: u8) -> Result<(), Reason> {
    match code {
        0..=2 => Ok(()),
        3 => Err(Reason::Packed("Brotli")),
        4 => Err(Reason::Packed("Zstandard")),
        _ => Err(Reason::Damaged(Part::Header)),
    }
}

impl State {
    fn bytes(&mut self, (offset, length): Span, limit: usize, what: Quantity) -> Result<Vec<u8>, Reason> {
        if length > limit as u64 {
            return Err(Reason::too_large(what, limit as u64));
        }
        // Against what is there, before anything is reserved.
        if offset.checked_add(length).is_none_or(|end| end > self.length) {
            return Err(Reason::Damaged(Part::Directory));
        }
        self.file.seek(SeekFrom::Start(offset))?;
        let mut bytes = vec![0; length as usize];
        self.file.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn unpacked(&mut self, span: Span, limit: usize, what: Quantity) -> Result<Vec<u8>, Reason> {
        unpacked(self.bytes(span, limit, what)?, limit, what)
    }

    fn directory(&mut self, span: Span) -> Result<Arc<[Entry]>, Reason> {
        if let Some(at) = self.kept.iter().position(|(kept, _)| *kept == span) {
            let found = self.kept.remove(at).ok_or(Reason::Damaged(Part::Directory))?;
            let entries = Arc::clone(&found.1);
            self.kept.push_back(found);
            return Ok(entries);
        }
        let bytes = self.unpacked(span, DIRECTORY_BYTES_MAX, Quantity::DirectoryBytes)?;
        let entries: Arc<[Entry]> = entries(&bytes)?.into();
        self.kept.push_back((span, Arc::clone(&entries)));
        if self.kept.len() > DIRECTORIES_KEPT {
            self.kept.pop_front();
        }
        Ok(entries)
    }

    fn tile(&mut self, header: &Header, id: u64) -> Result<Option<Vec<u8>>, Reason> {
        let mut span = header.root;
        for _ in 0..DIRECTORY_DEPTH_MAX {
            let entries = self.directory(span)?;
            let after = entries.partition_point(|entry| entry.id <= id);
            let Some(entry) = after.checked_sub(1).and_then(|at| entries.get(at)) else { return Ok(None) };
            if entry.run == 0 {
                span = within(header.leaves, entry)?;
            } else if id - entry.id < entry.run {
                return self.content(header, entry).map(Some);
            } else {
                return Ok(None);
            }
        }
        Err(Reason::Damaged(Part::Directory))
    }

    fn content(&mut self, header: &Header, entry: &Entry) -> Result<Vec<u8>, Reason> {
        let span = within(header.tiles, entry)?;
        let bytes = self.bytes(span, TILE_BYTES_MAX, Quantity::TileBytes)?;
        unpacked(bytes, UNPACKED_BYTES_MAX, Quantity::TileBytes)
    }

    /// Any tile, to see what they are like.
    fn first_tile(&mut self, header: &Header, root: &Arc<[Entry]>) -> Result<Option<Vec<u8>>, Reason> {
        let mut entries = Arc::clone(root);
        for _ in 0..DIRECTORY_DEPTH_MAX {
            let Some(first) = entries.first().copied() else { return Ok(None) };
            if first.run > 0 {
                return self.content(header, &first).map(Some);
            }
            entries = self.directory(within(header.leaves, &first)?)?;
        }
        Err(Reason::Damaged(Part::Directory))
    }
}

/// The place of an entry in the file, if it lies within its section.
fn within((start, length): Span, entry: &Entry) -> Result<Span, Reason> {
    let fits = entry.offset.checked_add(entry.length).is_some_and(|end| end <= length);
    let offset = start.checked_add(entry.offset).filter(|_| fits);
    offset.map(|offset| (offset, entry.length)).ok_or(Reason::Damaged(Part::Directory))
}

fn entries(bytes: &[u8]) -> Result<Vec<Entry>, Reason> {
    let broken = || Reason::Damaged(Part::Directory);
    let mut bytes = Bytes::new(bytes);
    let count = bytes.varint().ok_or_else(broken)?;
    if count > DIRECTORY_ENTRIES_MAX as u64 {
        return Err(Reason::too_large(Quantity::DirectoryEntries, DIRECTORY_ENTRIES_MAX as u64));
    }
    // Each entry has four numbers of a byte at least.
    if count.saturating_mul(4) > bytes.len() as u64 {
        return Err(broken());
    }
    let mut read = || {
        let mut column = || (0..count).map(|_| bytes.varint()).collect::<Option<Vec<u64>>>();
        let (ids, runs, lengths, offsets) = (column()?, column()?, column()?, column()?);
        let mut entries: Vec<Entry> = Vec::with_capacity(ids.len());
        let mut id = 0_u64;
        for (((delta, run), length), offset) in ids.into_iter().zip(runs).zip(lengths).zip(offsets) {
            id = id.checked_add(delta)?;
            let offset = match (offset, entries.last()) {
                (0, None) => return None,
                (0, Some(before)) => before.offset.checked_add(before.length)?,
                (offset, _) => offset - 1,
            };
            entries.push(Entry { id, offset, length, run });
        }
        Some(entries)
    };
    read().ok_or_else(broken)
}

/// The number of a tile along the curve through all zooms (Hilbert); nothing where there is no such tile.
pub(super) fn tile_id(zoom: u8, column: u32, row: u32) -> Option<u64> {
    if zoom > ZOOM_MAX || u64::from(column.max(row)) >= 1 << zoom {
        return None;
    }
    let before = ((1_u64 << (2 * zoom)) - 1) / 3;
    let (mut x, mut y, mut along) = (u64::from(column), u64::from(row), 0_u64);
    for level in (0..zoom).rev() {
        let side = 1_u64 << level;
        let (right, down) = (u64::from(x & side > 0), u64::from(y & side > 0));
        along += side * side * ((3 * right) ^ down);
        if down == 0 {
            if right == 1 {
                x = (side - 1).wrapping_sub(x);
                y = (side - 1).wrapping_sub(y);
            }
            (x, y) = (y, x);
        }
    }
    Some(before + along)
}
