//! Positions from satellites: what a receiver says, how far it can be trusted, and how many of its words make one place.
//!
//! [`nmea`] cuts the stream of a receiver into sentences and reads them, [`gpsd`] reads the messages of gpsd; a [`Receiver`] makes
//! [`Fix`]es of both; an [`Averager`] makes one [`Measured`] position of many. [`track`] keeps where a team walked, and
//! [`coverage`] says how much of a bank that was.
//!
//! Receivers give WGS 84. It agrees with CGCS2000 (EPSG:4490), in which a project keeps its coordinates, within a decimetre or so
//! (the ellipsoids differ by a tenth of a millimetre, the frames by the drift of the plates since 2000.0): no receiver without
//! corrections of its own notices, so that degrees are taken over as they are. Corrections of a Chinese service (CORS, 千寻) give
//! CGCS2000 itself.

mod average;
pub mod coverage;
mod fix;
pub mod gpsd;
pub mod nmea;
mod plane;
mod receiver;
mod sky;
mod survey;
pub mod track;

pub use self::{
    average::{Averager, Gate, MOST_SAMPLES, Measured, Sample},
    fix::{Accuracy, AccuracyFrom, Fix, Quality, Refused},
    plane::{bearing_deg, bearing_word},
    receiver::{Heard, Receiver},
    sky::{Satellite, System},
    survey::Survey,
};
