//! One position of a receiver at one moment.

use jiff::civil::{Date, Time};

use crate::domain::code_list;

code_list! {
    /// How a receiver got its position (field 6 of GGA; `status` of gpsd).
    pub enum Quality {
        None = "none", "无定位", "No fix";
        Gps = "gps", "单点", "GNSS";
        Dgps = "dgps", "差分", "DGNSS";
        RtkFloat = "rtk_float", "RTK浮点", "RTK float";
        RtkFixed = "rtk_fixed", "RTK固定", "RTK fixed";
        /// By dead reckoning or typed into the receiver: no measurement.
        Estimated = "estimated", "推算", "Estimated";
        Simulated = "simulated", "模拟", "Simulated";
    }
}

impl Quality {
    /// The quality that field 6 of GGA says. What no standard knows is no fix.
    pub fn of_gga(number: u32) -> Self {
        match number {
            1 | 3 => Self::Gps,
            2 => Self::Dgps,
            4 => Self::RtkFixed,
            5 => Self::RtkFloat,
            6 | 7 => Self::Estimated,
            8 => Self::Simulated,
            _ => Self::None,
        }
    }

    /// Was the position measured, so that it may become that of an outfall?
    pub fn is_measured(self) -> bool {
        !matches!(self, Self::None | Self::Estimated)
    }

    /// What one unit of HDOP is worth in metres where the receiver says nothing of its accuracy: the error of a distance to a
    /// satellite. Our choice, at the careful end of what makers give for open sky.
    fn metres_per_hdop(self) -> f64 {
        match self {
            Self::RtkFixed => 0.02,
            Self::RtkFloat => 0.4,
            Self::Dgps => 1.5,
            Self::Gps | Self::Simulated => 4.0,
            Self::None | Self::Estimated => 50.0,
        }
    }
}

/// How far off a position may be, and who says so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accuracy {
    /// Horizontal, one standard deviation, in metres.
    pub metres: f64,
    /// What it follows from.
    pub from: AccuracyFrom,
}

/// What an accuracy follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccuracyFrom {
    /// The receiver's own estimate (GST).
    Receiver,
    /// gpsd's estimate (`eph`, or `epx` and `epy`).
    Gpsd,
    /// The geometry of the satellites (HDOP) and the kind of fix: a rule of thumb.
    Hdop,
}

impl Accuracy {
    /// The rule of thumb from HDOP and the kind of fix.
    pub(super) fn of_hdop(hdop: f64, quality: Quality) -> Option<Self> {
        let metres = hdop * quality.metres_per_hdop();
        // 99.9 is how receivers write that there is none.
        (hdop > 0.0 && hdop < 99.0).then_some(Self { metres, from: AccuracyFrom::Hdop })
    }
}

/// One position. Degrees in WGS 84, which serve as CGCS2000: see [`super`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fix {
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
    /// Metres above the sea as the receiver's geoid has it.
    pub height_m: Option<f64>,
    /// How it was got.
    pub quality: Quality,
    /// How many satellites it was made of.
    pub satellites: Option<u32>,
    /// The horizontal dilution of precision.
    pub hdop: Option<f64>,
    /// How far off it may be; nothing where nothing says.
    pub accuracy: Option<Accuracy>,
    /// The day (UTC).
    pub date: Option<Date>,
    /// The time of the day (UTC).
    pub time: Option<Time>,
    /// Over the ground.
    pub speed_m_s: Option<f64>,
    /// Where it moves to, in degrees from true north.
    pub course_deg: Option<f64>,
}

/// Why a position can not be taken for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// There is no fix.
    NoFix,
    /// It is at 0° N 0° E, where receivers are that know nothing.
    NullIsland,
    /// It is not on the globe.
    OutOfRange,
    /// It was reckoned or typed, not measured.
    NotMeasured,
}

/// Nearer than this to 0° N 0° E, in degrees (about a hundred metres), nobody has been.
const NULL_ISLAND_DEG: f64 = 1e-3;

impl Fix {
    /// A position about which nothing else is known.
    pub fn at(lon: f64, lat: f64, quality: Quality) -> Self {
        Self {
            lon,
            lat,
            height_m: None,
            quality,
            satellites: None,
            hdop: None,
            accuracy: None,
            date: None,
            time: None,
            speed_m_s: None,
            course_deg: None,
        }
    }

    /// Says why it is no position to go by, if it is none.
    pub fn check(&self) -> Result<(), Refused> {
        // A comparison with what is no number is false: that is refused too.
        let on_globe = self.lon.abs() <= 180.0 && self.lat.abs() <= 90.0;
        if !on_globe {
            return Err(Refused::OutOfRange);
        }
        if self.lon.abs() < NULL_ISLAND_DEG && self.lat.abs() < NULL_ISLAND_DEG {
            return Err(Refused::NullIsland);
        }
        match self.quality {
            Quality::None => Err(Refused::NoFix),
            Quality::Estimated => Err(Refused::NotMeasured),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lon: f64, lat: f64, quality: Quality, expected: Result<(), Refused>) {
        assert_eq!(Fix::at(lon, lat, quality).check(), expected);
    }

    #[test]
    fn what_is_no_position_is_refused() {
        check(112.73, 38.42, Quality::Gps, Ok(()));
        check(0.0, 0.0, Quality::Gps, Err(Refused::NullIsland));
        check(0.0005, -0.0005, Quality::RtkFixed, Err(Refused::NullIsland));
        check(0.0, 38.42, Quality::Gps, Ok(()));
        check(181.0, 38.42, Quality::Gps, Err(Refused::OutOfRange));
        check(112.73, -90.1, Quality::Gps, Err(Refused::OutOfRange));
        check(f64::NAN, 38.42, Quality::Gps, Err(Refused::OutOfRange));
        check(112.73, f64::INFINITY, Quality::Gps, Err(Refused::OutOfRange));
        check(112.73, 38.42, Quality::None, Err(Refused::NoFix));
        check(112.73, 38.42, Quality::Estimated, Err(Refused::NotMeasured));
    }

    #[test]
    fn the_rule_of_thumb_knows_the_kinds_of_fix_apart() {
        let metres = |hdop, quality| Accuracy::of_hdop(hdop, quality).map(|it| it.metres);

        assert_eq!(metres(1.5, Quality::Gps), Some(6.0));
        assert_eq!(metres(1.0, Quality::RtkFixed), Some(0.02));
        assert_eq!(metres(99.99, Quality::Gps), None);
        assert_eq!(metres(0.0, Quality::Gps), None);
    }
}
