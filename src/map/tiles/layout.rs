//! Which held tiles to draw where: the right ones, and in the place of each missing one the best of the others.
//!
//! Nothing is drawn twice: without a graphics card, what is hidden below another tile costs as much as what is seen.

use super::grid::TileKey;
use crate::map::{
    plane::{WorldPoint, WorldRect},
    view::{ScreenPoint, ScreenRect, View, pixels_per_world_at},
};

/// What to draw, in no particular order.
#[derive(Debug, Default)]
pub struct Layout {
    /// Pieces of tiles that do not overlap.
    pub tiles: Vec<PlacedTile>,
    /// Do they fill the whole view? The rest shows the background of the palette.
    pub is_whole: bool,
}

/// A piece of a tile and where to draw it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlacedTile {
    /// Of which tile.
    pub key: TileKey,
    /// The rectangle that it fills, in device pixels; it may reach beyond the screen.
    pub rect: ScreenRect,
    /// Which piece of the tile is shown there: left, top, right and bottom, from 0 to 1.
    pub piece: [f64; 4],
}

/// Lays out the tiles of `wanted` that are held, and fills the place of the others from `substitutes`, the best first.
pub(super) fn lay_out(
    view: &View,
    wanted: impl IntoIterator<Item = (TileKey, bool)>,
    substitutes: &[TileKey],
) -> Layout {
    let mut tiles = Vec::new();
    let mut bare: Vec<WorldRect> = Vec::new();
    for (key, is_held) in wanted {
        if is_held {
            tiles.push(placed(view, key, key.rect()));
        } else {
            bare.push(key.rect());
        }
    }
    for key in substitutes {
        let tile = key.rect();
        let mut left = Vec::with_capacity(bare.len());
        for piece in bare {
            let Some(both) = common(piece, tile) else {
                left.push(piece);
                continue;
            };
            tiles.push(placed(view, *key, both));
            left.extend(around(piece, both));
        }
        bare = left;
    }
    let visible = view.visible();
    let in_world =
        visible.min.x >= 0.0 && visible.min.y >= 0.0 && visible.max.x <= 1.0 && visible.max.y <= 1.0;
    let is_whole = in_world && !bare.iter().any(|piece| common(*piece, visible).is_some());
    Layout { tiles, is_whole }
}

/// Where a piece of a tile lies on the screen. At a whole zoom step all corners are on whole pixels, so that tiles of that step are
/// shown pixel by pixel.
fn placed(view: &View, key: TileKey, piece: WorldRect) -> PlacedTile {
    let is_exact = (view.pixels_per_world / pixels_per_world_at(view.zoom_step()) - 1.0).abs() < 1e-9;
    let place = |world: WorldPoint| {
        let ScreenPoint { x, y } = view.screen_from_world(world);
        // Half a pixel is rounded upwards for every piece alike, or there would be a gap between some.
        if is_exact {
            ScreenPoint { x: (x + 0.498).floor(), y: (y + 0.498).floor() }
        } else {
            ScreenPoint { x, y }
        }
    };
    let tile = key.rect();
    let (width, height) = tile.size();
    let share = |point: WorldPoint| [(point.x - tile.min.x) / width, (point.y - tile.min.y) / height];
    let ([left, top], [right, bottom]) = (share(piece.min), share(piece.max));
    let rect = ScreenRect { min: place(piece.min), max: place(piece.max) };
    PlacedTile { key, rect, piece: [left, top, right, bottom] }
}

/// What lies in both; `None` where they only touch.
fn common(a: WorldRect, b: WorldRect) -> Option<WorldRect> {
    let min = WorldPoint { x: a.min.x.max(b.min.x), y: a.min.y.max(b.min.y) };
    let max = WorldPoint { x: a.max.x.min(b.max.x), y: a.max.y.min(b.max.y) };
    (min.x < max.x && min.y < max.y).then_some(WorldRect { min, max })
}

/// What is left of a rectangle without a piece out of it.
fn around(whole: WorldRect, piece: WorldRect) -> impl Iterator<Item = WorldRect> {
    let rect = |left, top, right, bottom| WorldRect {
        min: WorldPoint { x: left, y: top },
        max: WorldPoint { x: right, y: bottom },
    };
    let sides = [
        rect(whole.min.x, whole.min.y, whole.max.x, piece.min.y),
        rect(whole.min.x, piece.max.y, whole.max.x, whole.max.y),
        rect(whole.min.x, piece.min.y, piece.min.x, piece.max.y),
        rect(piece.max.x, piece.min.y, whole.max.x, piece.max.y),
    ];
    sides.into_iter().filter(|it| it.min.x < it.max.x && it.min.y < it.max.y)
}
