//! Why a basemap can't be used.

use std::{fmt, io, path::Path, path::PathBuf};

use crate::domain::coordinate;

/// A basemap that can't be used.
#[derive(Debug, thiserror::Error)]
#[error("can not use {} as a basemap", path.display())]
pub struct Error {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    #[source]
    pub reason: Reason,
}

/// What is wrong with a basemap.
#[derive(Debug, thiserror::Error)]
pub enum Reason {
    /// The operating system refused.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// Its first bytes are those of no kind of basemap.
    #[error("it is no MBTiles, PMTiles, GeoTIFF, PNG or JPEG")]
    Unknown,
    /// A database without tiles.
    #[error("the database holds no tiles")]
    NoTiles,
    /// Another version of the format.
    #[error("it is PMTiles of version {0}; only version 3 can be read")]
    Version(u8),
    /// Packed in a way that can't be unpacked here.
    #[error("it is packed with {0}; only gzip can be read")]
    Packed(&'static str),
    /// Tiles in a format that can't be read here.
    #[error("its tiles are {0}; only PNG, JPEG, WebP and vector tiles (MVT) can be read")]
    TileFormat(String),
    /// A part of the file contradicts its own format.
    #[error("the file is damaged: its {0} can't be read")]
    Damaged(Part),
    /// The library that reads this format gave up.
    #[error("the file is damaged or not what its name says")]
    Library(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// More than is read of one file.
    #[error("more than {limit} {what}")]
    TooLarge {
        /// What there is too much of.
        what: Quantity,
        /// How much would have been allowed.
        limit: u64,
    },
    /// A picture that does not say where it lies.
    #[error("the picture does not say where it lies: it has no world file beside it and no GeoTIFF tags")]
    NoPlace,
    /// A picture whose position is in an unknown coordinate system.
    #[error("the picture does not say in which coordinate system it lies: put a .prj beside it")]
    NoCrs,
    /// Its coordinate system can't be used.
    #[error("its coordinate system can't be used")]
    Crs(#[source] coordinate::Error),
    /// Colours that can't be shown.
    #[error("its pixels are {0}; only grey, colour and palette pictures of 8 or 16 bits can be shown")]
    PixelFormat(String),
}

/// A part of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The beginning.
    Header,
    /// The list of tiles.
    Directory,
    /// A tile.
    Tile,
    /// The world file.
    WorldFile,
    /// The tags of a GeoTIFF.
    Tags,
}

impl fmt::Display for Part {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Header => "header",
            Self::Directory => "list of tiles",
            Self::Tile => "tile",
            Self::WorldFile => "world file",
            Self::Tags => "description",
        })
    }
}

/// What a basemap can have too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Bytes of a tile.
    TileBytes,
    /// Pixels along a side of a tile.
    TileSide,
    /// Bytes of a list of tiles.
    DirectoryBytes,
    /// Entries of a list of tiles.
    DirectoryEntries,
    /// Steps of zoom.
    Zooms,
    /// Features of a vector tile.
    Features,
    /// Points of a vector tile.
    Points,
    /// Pixels of a PNG or JPEG.
    WholePixels,
    /// Pixels along a side of a picture.
    ImageSide,
    /// Pixels of a tile or strip of a GeoTIFF.
    ChunkPixels,
    /// Bytes of a file beside a picture.
    SidecarBytes,
}

impl fmt::Display for Quantity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::TileBytes => "bytes in a tile",
            Self::TileSide => "pixels along a tile",
            Self::DirectoryBytes => "bytes in a list of tiles",
            Self::DirectoryEntries => "entries in a list of tiles",
            Self::Zooms => "steps of zoom",
            Self::Features => "features in a tile",
            Self::Points => "points in a tile",
            Self::WholePixels => "pixels in a PNG or JPEG: make it a GeoTIFF with tiles",
            Self::ImageSide => "pixels along the picture",
            Self::ChunkPixels => "pixels in one strip: make it a GeoTIFF with tiles",
            Self::SidecarBytes => "bytes in the file beside it",
        })
    }
}

impl Reason {
    /// Wraps what a library said.
    pub(super) fn library(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Library(Box::new(error))
    }

    pub(super) fn too_large(what: Quantity, limit: impl TryInto<u64>) -> Self {
        Self::TooLarge { what, limit: limit.try_into().unwrap_or(u64::MAX) }
    }

    /// As the error of a file.
    pub fn at(self, path: &Path) -> Error {
        Error { path: path.to_owned(), reason: self }
    }
}
