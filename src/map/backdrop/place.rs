//! Where a picture lies on the ground.

use crate::{
    domain::{
        basemap::Shift,
        coordinate::{
            Crs,
            offset::{from_bd09, from_gcj02, to_bd09, to_gcj02},
        },
    },
    map::plane::{WorldPoint, WorldRect},
};

/// How many points of each edge are followed to find what a picture covers.
const EDGE_POINTS: u32 = 16;

/// Where a picture lies. Its own coordinates run from (0, 0) at its top left corner to (1, 1) at its bottom right corner.
#[derive(Clone, Debug)]
pub struct Placement {
    ground: Ground,
    shift: Shift,
    extent: WorldRect,
}

#[derive(Clone, Debug)]
enum Ground {
    /// The whole world in Web Mercator.
    Mercator,
    /// A picture in a coordinate system.
    Image {
        crs: Crs,
        /// East and north → its own coordinates.
        inverse: Affine,
    },
}

/// `x' = a·x + b·y + c` and `y' = d·x + e·y + f`, as `[a, b, c, d, e, f]`.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Affine([f64; 6]);

impl Affine {
    #[allow(clippy::many_single_char_names, reason = "the letters of the formula")]
    fn apply(self, (x, y): (f64, f64)) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + b * y + c, d * x + e * y + f)
    }

    #[allow(clippy::many_single_char_names, reason = "the letters of the formula")]
    fn inverse(self) -> Option<Self> {
        let [a, b, c, d, e, f] = self.0;
        let determinant = a * e - b * d;
        if !determinant.is_normal() {
            return None;
        }
        let (ia, ib, id, ie) = (e / determinant, -b / determinant, -d / determinant, a / determinant);
        let inverse = [ia, ib, -(ia * c + ib * f), id, ie, -(id * c + ie * f)];
        inverse.iter().all(|it| it.is_finite()).then_some(Self(inverse))
    }
}

impl Placement {
    /// Tiles of the whole world in Web Mercator, of which those within `extent` (west, south, east, north in degrees, as the picture
    /// has them) are there.
    pub fn mercator(extent: Option<[f64; 4]>, shift: Shift) -> Self {
        let whole = || WorldRect { min: WorldPoint { x: 0.0, y: 0.0 }, max: WorldPoint { x: 1.0, y: 1.0 } };
        let extent = extent.map_or_else(whole, |[west, south, east, north]| {
            let corners = [(west, south), (east, south), (east, north), (west, north)];
            let corners = corners.map(|(x, y)| world(unshifted(shift, x, y)));
            WorldRect::around(&corners)
        });
        Self { ground: Ground::Mercator, shift, extent }
    }

    /// A picture of this size in pixels. `affine` takes the column and row of a pixel's corner to east and north (or longitude and
    /// latitude) of `crs`, as `[a, b, c, d, e, f]` with `east = a·column + b·row + c` and `north = d·column + e·row + f`.
    /// `None` where that is no place on the ground.
    #[allow(clippy::many_single_char_names, reason = "the letters of the formula")]
    pub fn image(crs: Crs, affine: [f64; 6], size_px: (u32, u32), shift: Shift) -> Option<Self> {
        let (width, height) = (f64::from(size_px.0), f64::from(size_px.1));
        let [a, b, c, d, e, f] = affine;
        let from_unit = Affine([a * width, b * height, c, d * width, e * height, f]);
        let inverse = from_unit.inverse()?;
        let mut edge = Vec::new();
        for step in 0..=EDGE_POINTS {
            let share = f64::from(step) / f64::from(EDGE_POINTS);
            for unit in [(share, 0.0), (share, 1.0), (0.0, share), (1.0, share)] {
                let (x, y) = from_unit.apply(unit);
                // Some corners of a large picture may have no position, the picture still has one.
                let Ok((longitude, latitude)) = crs.to_cgcs2000(x, y) else { continue };
                edge.push(world(unshifted(shift, longitude, latitude)));
            }
        }
        let extent = WorldRect::around(&edge);
        (!extent.is_nothing()).then_some(Self { ground: Ground::Image { crs, inverse }, shift, extent })
    }

    /// How the picture is shifted.
    pub fn shift(&self) -> Shift {
        self.shift
    }

    /// What it covers in degrees (`x` longitude, `y` latitude).
    pub fn extent_lonlat(&self) -> Option<geo::Rect> {
        self.extent.to_lonlat()
    }

    /// What it covers on the plane.
    pub(super) fn extent(&self) -> WorldRect {
        self.extent
    }

    /// Where a true place lies in the picture's own coordinates; `None` where its projection has no answer.
    pub(super) fn to_unit(&self, place: WorldPoint) -> Option<(f64, f64)> {
        if matches!(self.ground, Ground::Mercator) && self.shift == Shift::None {
            return Some((place.x, place.y));
        }
        let true_place = place.to_lonlat();
        let (longitude, latitude) = shifted(self.shift, true_place.x, true_place.y);
        match &self.ground {
            Ground::Mercator => {
                let WorldPoint { x, y } = world((longitude, latitude));
                Some((x, y))
            }
            Ground::Image { crs, inverse } => {
                crs.from_cgcs2000(longitude, latitude).ok().map(|position| inverse.apply(position))
            }
        }
    }
}

fn world((x, y): (f64, f64)) -> WorldPoint {
    WorldPoint::from_lonlat(geo::Coord { x, y })
}

/// Where a picture with this shift shows a true position.
fn shifted(shift: Shift, longitude: f64, latitude: f64) -> (f64, f64) {
    match shift {
        Shift::None => (longitude, latitude),
        Shift::Gcj02 => to_gcj02(longitude, latitude),
        Shift::Bd09 => to_bd09(longitude, latitude),
    }
}

/// Where a position of a picture with this shift really is.
fn unshifted(shift: Shift, longitude: f64, latitude: f64) -> (f64, f64) {
    match shift {
        Shift::None => (longitude, latitude),
        Shift::Gcj02 => from_gcj02(longitude, latitude),
        Shift::Bd09 => from_bd09(longitude, latitude),
    }
}
