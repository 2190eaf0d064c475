//! The painter: draws a region of a scene on a surface. Tiles and pictures come from here alike.
//!
//! Positions are computed in `f64`, clipped to the pixmap and snapped to 1/64 pixel before they become `f32`: so a line through many
//! tiles has the same pixels in each of them, and a line of a thousand kilometres stays in place at the deepest zoom.

mod clip;
mod shapes;

use tiny_skia::Pixmap;

use self::shapes::Canvas;
use super::{
    backdrop,
    plane::{WorldPoint, WorldRect},
    point::{Points, draw_cluster},
    scene::{Content, Scene},
    surface::{Raster, Surface},
    text::Typeface,
    view::{ScreenPoint, View, symbol_ratio},
};

/// Which part of the world a pixmap shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Region {
    /// How far the left edge of the pixmap lies from the west edge of the world, in device pixels.
    pub left_px: f64,
    /// How far the top edge of the pixmap lies from the north edge of the world, in device pixels.
    pub top_px: f64,
    /// How many device pixels wide the world is.
    pub pixels_per_world: f64,
    /// Device pixels per 1/96 inch.
    pub pixel_ratio: f64,
}

impl Region {
    /// What a view shows.
    pub fn of_view(view: &View) -> Self {
        let View { center, pixels_per_world, size_px: (width, height), pixel_ratio } = *view;
        let left_px = center.x * pixels_per_world - width / 2.0;
        let top_px = center.y * pixels_per_world - height / 2.0;
        Self { left_px, top_px, pixels_per_world, pixel_ratio }
    }

    /// The rectangle on the plane that a pixmap of this size shows.
    pub(super) fn rect(&self, (width, height): (u32, u32)) -> WorldRect {
        let at = |x: f64, y: f64| WorldPoint {
            x: (self.left_px + x) / self.pixels_per_world,
            y: (self.top_px + y) / self.pixels_per_world,
        };
        WorldRect::from_corners(at(0.0, 0.0), at(f64::from(width), f64::from(height)))
    }

    /// Where a place lies in the pixmap.
    fn to_px(self, world: WorldPoint) -> (f64, f64) {
        (world.x * self.pixels_per_world - self.left_px, world.y * self.pixels_per_world - self.top_px)
    }

    /// Width of the world in reference pixels, which decides what is drawn and how wide.
    fn reference_pixels_per_world(&self) -> f64 {
        self.pixels_per_world / self.pixel_ratio
    }
}

/// Draws everything of the scene but its labels over the whole pixmap, background included.
///
/// `keep_going` is asked now and then; when it says no, the drawing stops half done and the answer is `false`.
pub fn paint(pixmap: &mut Pixmap, scene: &Scene, region: &Region, keep_going: &dyn Fn() -> bool) -> bool {
    paint_on(&mut Raster::new(pixmap), scene, region, keep_going)
}

/// The same on any surface.
pub(super) fn paint_on(
    surface: &mut dyn Surface,
    scene: &Scene,
    region: &Region,
    keep_going: &dyn Fn() -> bool,
) -> bool {
    surface.cover(scene.palette.background);
    if backdrop::draw_under(surface, scene, region, keep_going).is_none() {
        return false;
    }
    for layer in scene.layers.iter().filter(|it| it.is_shown_at(region.reference_pixels_per_world())) {
        let opacity = layer.presence().opacity;
        surface.begin_group(&format!("layer-{}", layer.info().key));
        if opacity < 1.0 {
            surface.begin_fade(opacity);
        }
        let done = match layer.content() {
            Content::Lines(lines) => Canvas::new(surface, region, &scene.palette, keep_going).lines(lines),
            Content::Areas(areas) => Canvas::new(surface, region, &scene.palette, keep_going).areas(areas),
            Content::Points(points) => draw_points(surface, scene, region, points, keep_going),
        };
        if opacity < 1.0 {
            surface.end_fade();
        }
        if done.is_none() {
            return false;
        }
        surface.end_group();
    }
    true
}

fn draw_points(
    surface: &mut dyn Surface,
    scene: &Scene,
    region: &Region,
    points: &Points,
    keep_going: &dyn Fn() -> bool,
) -> Option<()> {
    let ratio = symbol_ratio(region.pixels_per_world, region.pixel_ratio);
    let margin = (points.reach_px(ratio, region.pixel_ratio) + 1.0) / region.pixels_per_world;
    let rect = region.rect(surface.size_px()).grown(margin);
    let typeface = Typeface::embedded();
    for (count, cluster) in
        points.clusters_in(rect, region.reference_pixels_per_world()).into_iter().enumerate()
    {
        if count % 64 == 0 && !keep_going() {
            return None;
        }
        let (x, y) = region.to_px(cluster.position);
        draw_cluster(surface, &cluster, &scene.palette, &typeface, region.pixel_ratio, ScreenPoint { x, y });
    }
    for (count, index) in points.visible(rect, region.reference_pixels_per_world()).into_iter().enumerate() {
        if count % 1024 == 0 && !keep_going() {
            return None;
        }
        let Some(point) = points.get(index) else { continue };
        let (x, y) = region.to_px(point.position);
        surface.symbol(point.symbol, &scene.palette, ratio, ScreenPoint { x, y });
    }
    Some(())
}
