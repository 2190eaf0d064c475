//! How much of a foreign file is believed. All numbers are our choice: far beyond what real basemaps have, and little enough that a
//! file made to do harm is refused before memory or time is short.

/// The longest tile as it is stored: 8 MiB. Real ones have 10 to 500 kB.
pub(super) const TILE_BYTES_MAX: usize = 8 << 20;
/// The longest tile once unpacked: 32 MiB.
pub(super) const UNPACKED_BYTES_MAX: usize = 32 << 20;
/// The widest and highest tile of pixels.
pub(super) const TILE_SIDE_MAX_PX: u32 = 2048;
/// The deepest zoom: 256-pixel tiles of 7 mm a pixel.
pub(super) const ZOOM_MAX: u8 = 24;
/// The longest directory of a `PMTiles` file once unpacked, and the longest text about it: 16 MiB.
pub(super) const DIRECTORY_BYTES_MAX: usize = 16 << 20;
/// The most entries of a directory: the largest ones there are have some 20,000.
pub(super) const DIRECTORY_ENTRIES_MAX: usize = 1 << 20;
/// So many directories may lie in each other; the format has three.
pub(super) const DIRECTORY_DEPTH_MAX: usize = 4;
/// So many directories of a `PMTiles` file are remembered.
pub(super) const DIRECTORIES_KEPT: usize = 32;
/// The most features of a vector tile.
pub(super) const FEATURES_MAX: usize = 200_000;
/// The most points of a vector tile.
pub(super) const POINTS_MAX: usize = 2_000_000;
/// The most pixels of a PNG or JPEG, which have to be read as a whole: 128 MiB of memory. A larger one has to be made a GeoTIFF.
pub(super) const WHOLE_PIXELS_MAX: u64 = 32 << 20;
/// The widest and highest GeoTIFF.
pub(super) const IMAGE_SIDE_MAX_PX: u32 = 1 << 22;
/// The most pixels of a tile or strip of a GeoTIFF: 64 MiB of memory.
pub(super) const CHUNK_PIXELS_MAX: u64 = 16 << 20;
/// The most bytes of one tag of a GeoTIFF, such as the list of its tiles.
pub(super) const TAG_BYTES_MAX: usize = 32 << 20;
/// The most overviews of a GeoTIFF.
pub(super) const OVERVIEWS_MAX: usize = 24;
/// The longest world file or `.prj`.
pub(super) const SIDECAR_BYTES_MAX: u64 = 64 << 10;
