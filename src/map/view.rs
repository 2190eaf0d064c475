//! What part of the world a screen or a picture shows, and how positions go between the two.

use geo::Rect;

use super::plane::{WorldPoint, WorldRect, metres_per_pixel};

/// The width of the whole world at zoom step 0, in pixels: one tile.
const PIXELS_PER_WORLD_AT_STEP_0: f64 = 512.0;

/// The zoom steps that a view can have: from the whole world on a postage stamp to about 5 mm a pixel.
const ZOOM_STEPS: std::ops::RangeInclusive<i32> = -2..=48;

/// A position on the screen or picture in device pixels, from its top left corner; `y` grows downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ScreenPoint {
    /// From the left edge.
    pub x: f64,
    /// From the top edge.
    pub y: f64,
}

/// A rectangle on the screen in device pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScreenRect {
    /// Top left corner.
    pub min: ScreenPoint,
    /// Bottom right corner.
    pub max: ScreenPoint,
}

/// How wide the whole world is, in device pixels, at a zoom step; two steps double it.
pub fn pixels_per_world_at(zoom_step: i32) -> f64 {
    PIXELS_PER_WORLD_AT_STEP_0 * (f64::from(zoom_step) / 2.0).exp2()
}

/// A part of the world on a screen of a certain size.
///
/// The picture is sharpest at a whole zoom step ([`View::zoom_steps_about`], [`View::fit`] and [`View::settled`] give one), because
/// its tiles are then shown pixel by pixel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// What lies in the middle of the screen.
    pub center: WorldPoint,
    /// How many device pixels wide the whole world would be.
    pub pixels_per_world: f64,
    /// Width and height of the screen in device pixels.
    pub size_px: (f64, f64),
    /// Device pixels per 1/96 inch: 1 on a plain screen, 2 on a fine one, 300/96 on 300-dpi paper. Symbols and labels grow with it.
    pub pixel_ratio: f64,
}

impl View {
    /// The whole world on a plain screen of this size in device pixels.
    pub fn new(size_px: (f64, f64)) -> Self {
        let center = WorldPoint { x: 0.5, y: 0.5 };
        Self { center, pixels_per_world: PIXELS_PER_WORLD_AT_STEP_0, size_px, pixel_ratio: 1.0 }
    }

    /// Where a place lies on the screen; far outside it for places far away.
    pub fn screen_from_world(&self, world: WorldPoint) -> ScreenPoint {
        ScreenPoint {
            x: (world.x - self.center.x).mul_add(self.pixels_per_world, self.size_px.0 / 2.0),
            y: (world.y - self.center.y).mul_add(self.pixels_per_world, self.size_px.1 / 2.0),
        }
    }

    /// The place under a position on the screen.
    pub fn world_from_screen(&self, screen: ScreenPoint) -> WorldPoint {
        WorldPoint {
            x: self.center.x + (screen.x - self.size_px.0 / 2.0) / self.pixels_per_world,
            y: self.center.y + (screen.y - self.size_px.1 / 2.0) / self.pixels_per_world,
        }
    }

    /// Zooms in (`factor` > 1) or out, keeping the place under `fixed` where it is.
    pub fn zoom_about(&mut self, fixed: ScreenPoint, factor: f64) {
        self.zoom_to(fixed, self.pixels_per_world * factor);
    }

    /// Zooms by whole steps of √2 (`steps` > 0: in) to a whole zoom step, keeping the place under `fixed` where it is.
    pub fn zoom_steps_about(&mut self, fixed: ScreenPoint, steps: i32) {
        self.zoom_to(
            fixed,
            pixels_per_world_at((self.zoom_step() + steps).clamp(*ZOOM_STEPS.start(), *ZOOM_STEPS.end())),
        );
    }

    /// Moves the map with the pointer by this many device pixels (to the right and down).
    pub fn pan(&mut self, right_px: f64, down_px: f64) {
        let (width, height) = self.size_px;
        self.center =
            self.world_from_screen(ScreenPoint { x: width / 2.0 - right_px, y: height / 2.0 - down_px });
        self.keep_in_world();
    }

    /// Shows all of an extent in degrees (`x` longitude, `y` latitude), with at least `margin_px` around it, at the nearest whole zoom
    /// step that holds it. A single point is shown at about 1 : 10,000.
    pub fn fit(&mut self, extent: Rect, margin_px: f64) {
        self.pixels_per_world = self.pixels_per_world_to_fit(extent, margin_px);
        self.pixels_per_world = pixels_per_world_at((self.exact_zoom_step() + 1e-9).floor() as i32);
        self.center = WorldRect::from_lonlat(extent).center();
        self.keep_in_world();
    }

    /// Like [`View::fit`], but fills the size exactly, as a picture on paper should.
    pub fn fit_exactly(&mut self, extent: Rect, margin_px: f64) {
        self.pixels_per_world = self.pixels_per_world_to_fit(extent, margin_px);
        self.center = WorldRect::from_lonlat(extent).center();
        self.keep_in_world();
    }

    /// What the screen shows, on the plane.
    pub fn visible(&self) -> WorldRect {
        let (width, height) = self.size_px;
        WorldRect::from_corners(
            self.world_from_screen(ScreenPoint::default()),
            self.world_from_screen(ScreenPoint { x: width, y: height }),
        )
    }

    /// What the screen shows, in degrees (`x` longitude, `y` latitude).
    pub fn visible_lonlat(&self) -> Rect {
        let visible = self.visible();
        Rect::new(visible.min.to_lonlat(), visible.max.to_lonlat())
    }

    /// How many metres on the ground one device pixel covers in the middle of the screen.
    pub fn metres_per_pixel(&self) -> f64 {
        metres_per_pixel(self.center.to_lonlat().y, self.pixels_per_world)
    }

    /// The `n` of the scale 1 : n in the middle of the screen, for pixels of 1/96 inch (times [`View::pixel_ratio`]).
    pub fn scale_denominator(&self) -> f64 {
        self.metres_per_pixel() * 96.0 * self.pixel_ratio / 0.0254
    }

    /// Zooms to the scale 1 : `denominator` about the middle.
    pub fn set_scale_denominator(&mut self, denominator: f64) {
        let (width, height) = self.size_px;
        self.zoom_about(
            ScreenPoint { x: width / 2.0, y: height / 2.0 },
            self.scale_denominator() / denominator,
        );
    }

    /// Device pixels per reference pixel of point symbols, which shrink where the map is seen from far: for [`Symbol`](super::symbol::Symbol).
    pub fn symbol_ratio(&self) -> f64 {
        symbol_ratio(self.pixels_per_world, self.pixel_ratio)
    }

    /// The nearest whole zoom step, whose tiles show this view.
    pub fn zoom_step(&self) -> i32 {
        self.exact_zoom_step().round() as i32
    }

    /// The same view at the nearest whole zoom step with its corner on a whole pixel: the sharpest picture of about the same part.
    #[must_use]
    pub fn settled(&self) -> Self {
        let pixels_per_world = pixels_per_world_at(self.zoom_step());
        let whole = |center: f64, size: f64| {
            (center * pixels_per_world - size / 2.0).round() / pixels_per_world
                + size / 2.0 / pixels_per_world
        };
        let center =
            WorldPoint { x: whole(self.center.x, self.size_px.0), y: whole(self.center.y, self.size_px.1) };
        Self { center, pixels_per_world, ..*self }
    }

    fn exact_zoom_step(&self) -> f64 {
        2.0 * (self.pixels_per_world / PIXELS_PER_WORLD_AT_STEP_0).log2()
    }

    fn pixels_per_world_to_fit(&self, extent: Rect, margin_px: f64) -> f64 {
        let (width, height) = WorldRect::from_lonlat(extent).size();
        let usable = |size: f64| (size - 2.0 * margin_px).max(1.0);
        let wanted = (usable(self.size_px.0) / width).min(usable(self.size_px.1) / height);
        // About 1 : 10,000: closer than that, a single point has nothing around it to be recognised by.
        let closest = pixels_per_world_at(29) * self.pixel_ratio;
        clamp_pixels_per_world(if wanted.is_finite() { wanted.min(closest) } else { closest })
    }

    fn zoom_to(&mut self, fixed: ScreenPoint, pixels_per_world: f64) {
        if !pixels_per_world.is_finite() {
            return;
        }
        let kept = self.world_from_screen(fixed);
        self.pixels_per_world = clamp_pixels_per_world(pixels_per_world);
        let moved = self.world_from_screen(fixed);
        self.center.x += kept.x - moved.x;
        self.center.y += kept.y - moved.y;
        self.keep_in_world();
    }

    fn keep_in_world(&mut self) {
        self.center.x = self.center.x.clamp(0.0, 1.0);
        self.center.y = self.center.y.clamp(0.0, 1.0);
    }
}

/// Full size from about 1 : 1,000,000 on; farther away smaller and smaller, to a little more than half.
pub(super) fn symbol_ratio(pixels_per_world: f64, pixel_ratio: f64) -> f64 {
    const FULL_SIZE_FROM: f64 = 1.2e5;
    pixel_ratio * (pixels_per_world / pixel_ratio / FULL_SIZE_FROM).powf(0.25).clamp(0.55, 1.0)
}

fn clamp_pixels_per_world(wanted: f64) -> f64 {
    wanted.clamp(pixels_per_world_at(*ZOOM_STEPS.start()), pixels_per_world_at(*ZOOM_STEPS.end()))
}

#[cfg(test)]
mod tests {
    use geo::coord;

    use super::*;

    fn view_of_xinzhou(zoom_step: i32) -> View {
        let center = WorldPoint::from_lonlat(coord! { x: 112.743, y: 38.419 });
        View { center, pixels_per_world: pixels_per_world_at(zoom_step), ..View::new((1280.0, 800.0)) }
    }

    #[test]
    fn a_position_comes_back_from_the_world_at_the_deepest_zoom() {
        let view = view_of_xinzhou(48);
        let screen = ScreenPoint { x: 17.25, y: 780.5 };

        let back = view.screen_from_world(view.world_from_screen(screen));

        assert!((back.x - screen.x).abs() < 1e-5 && (back.y - screen.y).abs() < 1e-5, "{back:?}");
    }

    #[test]
    fn the_place_under_the_cursor_stays_while_zooming() {
        let cursor = ScreenPoint { x: 1000.0, y: 90.0 };
        for factor in [1.25, 0.3, 2.0_f64.sqrt(), 100.0] {
            let mut view = view_of_xinzhou(20);
            let place = view.world_from_screen(cursor);

            view.zoom_about(cursor, factor);

            let moved = view.screen_from_world(place);
            assert!(
                (moved.x - cursor.x).abs() < 1e-6 && (moved.y - cursor.y).abs() < 1e-6,
                "{factor}: {moved:?}"
            );
        }
    }

    #[test]
    fn zoom_has_ends_and_ignores_nonsense() {
        let mut view = view_of_xinzhou(20);
        let cursor = ScreenPoint { x: 3.0, y: 4.0 };

        view.zoom_about(cursor, 1e30);
        assert_eq!(view.zoom_step(), 48);
        view.zoom_about(cursor, f64::NAN);
        assert_eq!(view.zoom_step(), 48);
        view.zoom_about(cursor, 1e-30);
        assert_eq!(view.zoom_step(), -2);
    }

    #[test]
    fn panning_moves_the_map_with_the_pointer() {
        let mut view = view_of_xinzhou(24);
        let place = view.world_from_screen(ScreenPoint { x: 100.0, y: 100.0 });

        view.pan(30.0, -20.0);

        let moved = view.screen_from_world(place);
        assert!((moved.x - 130.0).abs() < 1e-6 && (moved.y - 80.0).abs() < 1e-6, "{moved:?}");
    }

    #[test]
    fn an_extent_fits_with_its_margin() {
        let extent = Rect::new(coord! { x: 110.2, y: 34.5 }, coord! { x: 114.6, y: 40.8 });
        let mut view = View::new((1280.0, 800.0));

        view.fit(extent, 20.0);

        let corner = view.screen_from_world(WorldPoint::from_lonlat(coord! { x: 110.2, y: 40.8 }));
        assert!(corner.x >= 20.0 && corner.y >= 20.0, "{corner:?}");
        assert!((view.exact_zoom_step() - view.exact_zoom_step().round()).abs() < 1e-9);
        view.fit_exactly(extent, 20.0);
        let corner = view.screen_from_world(WorldPoint::from_lonlat(coord! { x: 110.2, y: 40.8 }));
        assert!((corner.y - 20.0).abs() < 1e-6, "{corner:?}");
    }

    #[test]
    fn a_single_point_fits_at_a_useful_scale() {
        let place = coord! { x: 112.743, y: 38.419 };
        let mut view = View::new((1280.0, 800.0));

        view.fit(Rect::new(place, place), 20.0);

        assert!((5_000.0..20_000.0).contains(&view.scale_denominator()), "{}", view.scale_denominator());
    }

    #[test]
    fn a_typed_scale_is_reached() {
        let mut view = view_of_xinzhou(20);

        view.set_scale_denominator(25_000.0);

        assert!((view.scale_denominator() - 25_000.0).abs() < 1e-6);
    }

    #[test]
    fn a_settled_view_has_its_corner_on_a_whole_pixel() {
        let view = View { size_px: (1281.0, 799.0), ..view_of_xinzhou(21) }.settled();

        let corner = view.visible().min.x * view.pixels_per_world;

        assert!((corner - corner.round()).abs() < 1e-6, "{corner}");
    }
}
