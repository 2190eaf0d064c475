//! From a file to something that can be drawn.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    Address, Trouble,
    image::{self, ImageSource, Whole},
    online::{Keys, OnlineTiles, Shared},
    real_path,
    tiles::{Guarded, RasterTiles, TileFile, VectorTiles},
};
use crate::{
    app::{Problem, Wake},
    domain::basemap::{Basemap, BasemapKind, Shift},
    formats::basemap::{self, ImagePlace, Opened, TileContent, TileInfo},
    map::backdrop::{Backdrop, Placement, Pyramid, TileCache},
    storage::sha256_hex,
};

/// An open basemap.
pub(super) struct Ground {
    /// For light and for dark surroundings; the same where it has colours of its own.
    light: Arc<Pyramid>,
    dark: Arc<Pyramid>,
    place: Place,
    /// What is still worked out for it in the background.
    rest: Option<image::Rest>,
    online: Option<Arc<Shared>>,
}

/// What opening a basemap takes from its surroundings.
pub(super) struct Surroundings {
    /// The file of the project.
    pub(super) project: PathBuf,
    pub(super) cache: Arc<TileCache>,
    pub(super) wake: Wake,
    /// See [`super::Basemaps`].
    pub(super) folder: Option<PathBuf>,
}

enum Place {
    /// Tiles of the world, of which those in these bounds are there.
    World(Option<[f64; 4]>),
    Image(Box<ImagePlace>, (u32, u32)),
}

impl Ground {
    pub(super) fn backdrop(&self, shift: Shift, opacity_percent: u8, dark: bool) -> Option<Backdrop> {
        let pyramid = if dark { &self.dark } else { &self.light };
        Some(Backdrop::new(Arc::clone(pyramid), self.placement(shift)?, opacity_percent))
    }

    /// West, south, east and north in degrees; nothing where it covers the world.
    pub(super) fn extent(&self, shift: Shift) -> Option<[f64; 4]> {
        if matches!(self.place, Place::World(None)) {
            return None;
        }
        let extent = self.placement(shift)?.extent_lonlat()?;
        Some([extent.min().x, extent.min().y, extent.max().x, extent.max().y])
    }

    /// What is worked out in the background.
    pub(super) fn rest(&self) -> Option<image::Rest> {
        self.rest.clone()
    }

    /// What fetches its tiles, where they come from the network.
    pub(super) fn online(&self) -> Option<Arc<Shared>> {
        self.online.clone()
    }

    /// Why tiles from the network do not come at present.
    pub(super) fn trouble(&self) -> Option<Trouble> {
        self.online.as_ref()?.trouble()
    }

    fn placement(&self, shift: Shift) -> Option<Placement> {
        match &self.place {
            Place::World(bounds) => Some(Placement::mercator(*bounds, shift)),
            Place::Image(place, size) => Placement::image(place.crs.clone(), place.affine, *size, shift),
        }
    }
}

/// What a file is, its own name and attribution where it has them.
pub(super) fn look_into(path: &Path) -> Result<(BasemapKind, String, String), Problem> {
    let named = |kind, info: &TileInfo| (kind, info.name.clone(), info.attribution.clone());
    Ok(match basemap::open(path).map_err(Problem::NoBasemap)? {
        Opened::MbTiles(tiles) => named(BasemapKind::MbTiles, tiles.info()),
        Opened::PmTiles(tiles) => named(BasemapKind::PmTiles, tiles.info()),
        Opened::Tiff(_) | Opened::Image(_) => (BasemapKind::Image, String::new(), String::new()),
    })
}

/// Opens a basemap. May take as long as the disk takes.
pub(super) fn open(basemap: &Basemap, around: &Surroundings) -> Result<Ground, Problem> {
    let pyramid = |source| Arc::new(Pyramid::new(Guarded(source), Arc::clone(&around.cache)));
    if basemap.kind == Some(BasemapKind::Online) {
        let online = open_online(basemap, around)?;
        let shared = online.shared();
        let pyramid = pyramid(Box::new(online));
        let (light, place) = (Arc::clone(&pyramid), Place::World(None));
        return Ok(Ground { light, dark: pyramid, place, rest: None, online: Some(shared) });
    }
    let path = real_path(&around.project, &basemap.source);
    let tiles = |file: TileFile| {
        let info = file.info().clone();
        let place = Place::World(info.bounds);
        match info.content {
            TileContent::Raster { side_px } => {
                let pyramid = pyramid(Box::new(RasterTiles::new(file, info.zooms, side_px)));
                Ground { light: Arc::clone(&pyramid), dark: pyramid, place, rest: None, online: None }
            }
            TileContent::Vector => {
                let (light, dark) = VectorTiles::pair(file, info.zooms);
                Ground {
                    light: pyramid(Box::new(light)),
                    dark: pyramid(Box::new(dark)),
                    place,
                    rest: None,
                    online: None,
                }
            }
        }
    };
    Ok(match basemap::open(&path).map_err(Problem::NoBasemap)? {
        Opened::MbTiles(file) => tiles(TileFile::MbTiles(file)),
        Opened::PmTiles(file) => tiles(TileFile::PmTiles(file)),
        Opened::Tiff(tiff) => {
            let size = tiff.levels.last().map_or((1, 1), |level| (level.width_px, level.height_px));
            let place = Place::Image(Box::new(tiff.place.clone()), size);
            let (source, rest) = ImageSource::new(tiff, Arc::clone(&around.wake));
            let pyramid = pyramid(Box::new(source));
            Ground { light: Arc::clone(&pyramid), dark: pyramid, place, rest, online: None }
        }
        Opened::Image(image) => {
            let place = Place::Image(Box::new(image.place), (image.raster.width, image.raster.height));
            let pyramid = pyramid(Box::new(Whole::new(image.raster)));
            Ground { light: Arc::clone(&pyramid), dark: pyramid, place, rest: None, online: None }
        }
    })
}

fn open_online(basemap: &Basemap, around: &Surroundings) -> Result<OnlineTiles, Problem> {
    let address = Address::parse(&basemap.source).map_err(Problem::BadAddress)?;
    let key = Keys::in_folder(around.folder.as_deref()).of(address.host());
    if address.needs_key() && key.is_none() {
        return Err(Problem::NoKey { host: address.host().to_owned() });
    }
    // The address without its key names the memory; the same address in two projects shares it.
    let name: String = sha256_hex(basemap.source.as_bytes()).chars().take(24).collect();
    let store = around.folder.as_ref().map(|folder| folder.join("tiles").join(format!("{name}.mbtiles")));
    Ok(OnlineTiles::new(address, key.unwrap_or_default(), store.as_deref(), Arc::clone(&around.wake)))
}
