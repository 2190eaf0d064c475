//! Pictures under everything else: aerial photos, scanned maps and map tiles, at any zoom and in any projection.
//!
//! A [`Source`] hands out tiles of pixels at several levels of detail, a [`Placement`] says where on the ground they lie, and a
//! [`Backdrop`] draws the two into a region. Data are never moved to fit a picture: where the picture is shifted (GCJ-02, BD-09) or in
//! another projection, it is the picture that is warped. What a source does not have is filled from its coarser tiles; what it does
//! not have yet is left out and drawn when it has come ([`Source::revision`]).

mod cache;
mod patch;
mod place;
mod source;
#[cfg(test)]
mod tests;
mod vector;
mod warp;

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::Arc,
};

use tiny_skia::Pixmap;

pub use self::{
    cache::{CACHE_BYTES, TileCache},
    place::Placement,
    source::{Level, Need, Pixels, Pyramid, Source, Tile, TileAt, mercator_levels},
    vector::{VectorFeature, VectorShape, VectorTile, draw_vector_tile},
};
use super::{paint::Region, plane::WorldRect, scene::Scene, surface::Surface};

/// A picture under the map.
#[derive(Clone, Debug)]
pub struct Backdrop {
    pyramid: Arc<Pyramid>,
    placement: Placement,
    opacity_percent: u8,
}

/// Large pictures are drawn in squares of this side, so that the memory for one is bounded. A tile of the window is one square.
const BLOCK_PX: u32 = 2048;

impl Backdrop {
    /// The pixels of `pyramid` where `placement` says, with an opacity of 0 to 100.
    pub fn new(pyramid: Arc<Pyramid>, placement: Placement, opacity_percent: u8) -> Self {
        Self { pyramid, placement, opacity_percent: opacity_percent.min(100) }
    }

    /// A number that differs whenever the picture may differ.
    pub fn revision(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.pyramid.id(), self.pyramid.revision(), self.placement.shift(), self.opacity_percent)
            .hash(&mut hasher);
        hasher.finish()
    }

    /// What it covers on the plane.
    pub(super) fn ground(&self) -> WorldRect {
        self.placement.extent()
    }

    /// Draws on the surface. `None` when told to stop.
    fn draw(&self, surface: &mut dyn Surface, region: &Region, keep_going: &dyn Fn() -> bool) -> Option<()> {
        let (width, height) = surface.size_px();
        if self.opacity_percent == 0 || !self.placement.extent().meets(region.rect((width, height))) {
            return Some(());
        }
        for top in (0..height).step_by(BLOCK_PX as usize) {
            for left in (0..width).step_by(BLOCK_PX as usize) {
                let size = ((width - left).min(BLOCK_PX), (height - top).min(BLOCK_PX));
                let block = Region {
                    left_px: region.left_px + f64::from(left),
                    top_px: region.top_px + f64::from(top),
                    ..*region
                };
                if let Some(picture) = self.picture(&block, size, keep_going) {
                    surface.picture(&picture, i64::from(left), i64::from(top));
                }
                if !keep_going() {
                    return None;
                }
            }
        }
        Some(())
    }

    /// What a region of this size in pixels shows of it; nothing where it shows none of it or was told to stop.
    fn picture(&self, region: &Region, size: (u32, u32), keep_going: &dyn Fn() -> bool) -> Option<Pixmap> {
        let mut picture = warp::warped(&self.pyramid, &self.placement, region, size, keep_going)?;
        if self.opacity_percent < 100 {
            let share = u32::from(self.opacity_percent);
            for byte in picture.data_mut() {
                // Premultiplied, so that all four shrink alike.
                *byte = ((u32::from(*byte) * share + 50) / 100) as u8;
            }
        }
        Some(picture)
    }
}

/// Draws the backdrops of a scene, the bottom one first. `None` when told to stop.
pub(super) fn draw_under(
    surface: &mut dyn Surface,
    scene: &Scene,
    region: &Region,
    keep_going: &dyn Fn() -> bool,
) -> Option<()> {
    if scene.backdrops.is_empty() {
        return Some(());
    }
    surface.begin_group("basemaps");
    scene.backdrops.iter().try_for_each(|backdrop| backdrop.draw(surface, region, keep_going))?;
    surface.end_group();
    Some(())
}
