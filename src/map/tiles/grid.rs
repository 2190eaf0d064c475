//! Which tiles a view needs.

use crate::map::{
    paint::Region,
    plane::WorldRect,
    view::{View, pixels_per_world_at},
};

/// Width and height of a tile in device pixels.
pub const TILE_PX: u32 = 512;

/// Which tile of which map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TileKey {
    /// The revision of the scene.
    pub scene: u64,
    /// The zoom step; two steps double the width of the world.
    pub zoom_step: i32,
    /// Device pixels per 1/96 inch, in hundredths.
    pub density: u16,
    /// Column, from the west edge of the world.
    pub x: i64,
    /// Row, from the north edge of the world.
    pub y: i64,
}

impl TileKey {
    /// What the tile shows.
    pub(super) fn region(&self) -> Region {
        let side = f64::from(TILE_PX);
        let pixels_per_world = pixels_per_world_at(self.zoom_step);
        Region {
            left_px: self.x as f64 * side,
            top_px: self.y as f64 * side,
            pixels_per_world,
            pixel_ratio: f64::from(self.density) / 100.0,
        }
    }

    /// The part of the plane that the tile shows.
    pub(super) fn rect(&self) -> WorldRect {
        self.region().rect((TILE_PX, TILE_PX))
    }
}

/// The tiles that show a view and `margin_px` around it, those in the middle first, and those that are only in the margin last.
pub(super) fn tiles_of(view: &View, scene: u64, margin_px: f64) -> Vec<TileKey> {
    let zoom_step = view.zoom_step();
    let density = (view.pixel_ratio * 100.0).round().clamp(25.0, 6000.0) as u16;
    let tiles_per_world = pixels_per_world_at(zoom_step) / f64::from(TILE_PX);
    let last = tiles_per_world.ceil() as i64 - 1;
    let tile = |world: f64| ((world * tiles_per_world).floor() as i64).clamp(0, last);

    let visible = view.visible();
    let shown = visible.grown(margin_px / view.pixels_per_world);
    let mut keys = Vec::new();
    for y in tile(shown.min.y)..=tile(shown.max.y) {
        keys.extend((tile(shown.min.x)..=tile(shown.max.x)).map(|x| TileKey {
            scene,
            zoom_step,
            density,
            x,
            y,
        }));
    }
    let order = |key: &TileKey| {
        let rect = key.rect();
        let off_center = rect.center().distance(view.center) * view.pixels_per_world;
        (!rect.meets(visible), off_center as i64, *key)
    };
    keys.sort_by_cached_key(order);
    keys
}
