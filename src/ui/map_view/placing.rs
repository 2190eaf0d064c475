//! Which part of the world the map shows: what is asked for, and where it goes back to.

use eframe::egui::Rect;
use geo::Coord;

use super::MapView;
use crate::map::{
    plane::{WorldPoint, WorldRect},
    scene::Scene,
    view_history::Spot,
};

/// What is asked for and waits for the next frame, when the size of the map is known.
#[derive(Debug, Default)]
pub(super) struct Placing {
    /// Was everything brought into view once? Done when the first layer is there.
    placed: bool,
    wanted: Option<Wanted>,
    /// Where the map was in the last frame, so that what it shows stays in place when a panel opens beside it.
    stood: Option<Rect>,
}

impl Placing {
    /// Does the map look at something by now?
    pub(super) fn is_placed(&self) -> bool {
        self.placed
    }
}

/// A part of the world that is to be shown.
#[derive(Clone, Copy, Debug)]
enum Wanted {
    Everything,
    Extent([f64; 4]),
    World(WorldRect),
    Place(Coord),
    Scale(f64),
    /// Moves the map only where the place can not be seen.
    Reveal(Coord),
}

impl MapView {
    /// Shows everything there is.
    pub(crate) fn show_everything(&mut self) {
        self.placing.wanted = Some(Wanted::Everything);
    }

    /// Shows an extent: west, south, east, north in degrees.
    pub(crate) fn show_extent(&mut self, extent: [f64; 4]) {
        self.placing.wanted = Some(Wanted::Extent(extent));
    }

    /// Shows a part of the plane, as large as it gets.
    pub(crate) fn show_part(&mut self, part: WorldRect) {
        if !part.is_nothing() {
            self.show_world(part);
        }
    }

    /// The part of the plane that is seen.
    pub(crate) fn world_seen(&self) -> WorldRect {
        let corner = |x, y| self.view.world_from_screen(super::ScreenPoint { x, y });
        WorldRect::from_corners(corner(0.0, 0.0), corner(self.view.size_px.0, self.view.size_px.1))
    }

    /// Shows a part of the plane, as large as it gets.
    pub(super) fn show_world(&mut self, part: WorldRect) {
        self.placing.wanted = Some(Wanted::World(part));
    }

    /// Brings a place into the middle, close enough to recognise it.
    pub(crate) fn show_place(&mut self, longitude: f64, latitude: f64) {
        self.placing.wanted = Some(Wanted::Place(Coord { x: longitude, y: latitude }));
    }

    /// Brings a place into the middle and marks it.
    pub(crate) fn go_to(&mut self, longitude: f64, latitude: f64) {
        self.show_place(longitude, latitude);
        self.marker = Some(Coord { x: longitude, y: latitude });
    }

    /// Brings a place into view if it is not.
    pub(crate) fn reveal(&mut self, longitude: f64, latitude: f64) {
        self.placing.wanted = Some(Wanted::Reveal(Coord { x: longitude, y: latitude }));
    }

    /// The `n` of the scale 1 : n.
    pub(crate) fn scale(&self) -> f64 {
        self.view.scale_denominator()
    }

    /// Shows the same middle at the scale 1 : `denominator`.
    pub(crate) fn set_scale(&mut self, denominator: f64) {
        self.placing.wanted = Some(Wanted::Scale(denominator));
    }

    /// What the map shows: west, south, east and north in degrees, and its width and height in points of the screen.
    pub(crate) fn seen(&self) -> ([f64; 4], (f64, f64)) {
        let (seen, ratio) = (self.view.visible_lonlat(), self.view.pixel_ratio);
        let extent = [seen.min().x, seen.min().y, seen.max().x, seen.max().y];
        (extent, (self.view.size_px.0 / ratio, self.view.size_px.1 / ratio))
    }

    /// The middle, in degrees.
    pub(crate) fn middle(&self) -> Coord {
        self.view.center.to_lonlat()
    }

    /// Shows what was looked at before.
    pub(crate) fn go_back(&mut self) {
        let spot = self.history.back();
        self.go_to_spot(spot);
    }

    /// Shows what was gone back from.
    pub(crate) fn go_forward(&mut self) {
        let spot = self.history.forward();
        self.go_to_spot(spot);
    }

    fn go_to_spot(&mut self, spot: Option<Spot>) {
        if let Some(spot) = spot {
            self.view = spot.seen_in(&self.view);
        }
    }

    /// Takes the room there is. What the map shows stays where it was on the screen.
    pub(super) fn stand(&mut self, rect: Rect, ratio: f64) {
        let before = self.placing.stood.replace(rect);
        self.view.pixel_ratio = ratio;
        self.view.size_px = (f64::from(rect.width()) * ratio, f64::from(rect.height()) * ratio);
        if let Some(before) = before.filter(|before| *before != rect) {
            let from = Spot::of(&self.view);
            let moved = before.center() - rect.center();
            self.view.pan(f64::from(moved.x) * ratio, f64::from(moved.y) * ratio);
            self.history.carry(from, Spot::of(&self.view));
        }
    }

    /// Shows what is wanted.
    pub(super) fn place(&mut self, scene: &Scene) {
        let margin = 32.0 * self.view.pixel_ratio;
        if !self.placing.placed
            && let Some(extent) = scene.extent()
        {
            self.view.fit(extent, margin);
            // Until every layer has come, each new one may widen what there is to see.
            self.placing.placed = self.source.is_complete();
        }
        match self.placing.wanted.take() {
            Some(Wanted::Everything) => {
                if let Some(extent) = scene.extent() {
                    self.view.fit(extent, margin);
                }
            }
            Some(Wanted::Extent([west, south, east, north])) => {
                let corner = |x, y| Coord { x, y };
                self.view.fit(geo::Rect::new(corner(west, south), corner(east, north)), margin);
                self.placing.placed = true;
            }
            Some(Wanted::World(part)) => {
                if let Some(extent) = part.to_lonlat() {
                    self.view.fit_exactly(extent, 0.0);
                    self.placing.placed = true;
                }
            }
            Some(Wanted::Place(place)) => {
                self.view.center = WorldPoint::from_lonlat(place);
                if self.view.scale_denominator() > 100_000.0 {
                    self.view.set_scale_denominator(25_000.0);
                    self.view = self.view.settled();
                }
                self.placing.placed = true;
            }
            Some(Wanted::Scale(denominator)) => {
                self.view.set_scale_denominator(denominator);
                self.placing.placed = true;
            }
            Some(Wanted::Reveal(place)) => {
                let world = WorldPoint::from_lonlat(place);
                let inside = self.view.visible().grown(-margin / self.view.pixels_per_world);
                if !inside.contains(world) {
                    self.view.center = world;
                    self.view = self.view.settled();
                }
            }
            None => {}
        }
    }
}
