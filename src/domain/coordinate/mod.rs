//! Where things are: coordinate systems, angles as people write them, and lengths on the ellipsoid.
//!
//! Everything inside a project is CGCS2000 longitude and latitude in degrees (EPSG:4490), longitude first. A [`Crs`] brings
//! foreign coordinates there and back; [`guess()`] says what coordinates without a label may be; [`angle`] reads
//! `112°26′06.5″` and its relatives, [`place`] a whole position, and [`notation`] writes one.

pub mod angle;
mod crs;
pub mod datum;
mod geodesic;
mod guess;
pub mod measure;
pub mod notation;
pub mod offset;
pub mod place;
pub mod units;
mod wkt;

pub use self::{
    crs::{Crs, CrsWarning, Error},
    geodesic::{area_m2, course_m, distance_m, length_m, segment_m},
    guess::{Guess, guess},
};
