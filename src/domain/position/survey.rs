//! How a position came to an outfall: what is kept beside its coordinates.

use super::{Measured, Quality};
use crate::domain::outfall::{CoordSource, Outfall};

/// Where a position comes from and how good it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    /// Where it comes from.
    pub source: CoordSource,
    /// How far off it may be.
    pub accuracy_m: Option<f64>,
    /// How many positions of a receiver it is the mean of.
    pub samples: Option<i64>,
    /// How much these scattered.
    pub sd_m: Option<f64>,
    /// Why it is kept although it does not come up to what is asked; empty where it does.
    pub reason: String,
}

impl Survey {
    /// A click on the map, whose accuracy nobody knows.
    pub fn clicked() -> Self {
        Self {
            source: CoordSource::MapClick,
            accuracy_m: None,
            samples: None,
            sd_m: None,
            reason: String::new(),
        }
    }

    /// A measured position, with the reason to keep it where it needs one.
    pub fn of(measured: &Measured, reason: &str) -> Self {
        // Rounded as far as anybody believes it: to the centimetre.
        let metres = |it: f64| (it * 100.0).round() / 100.0;
        Self {
            source: match measured.quality {
                Quality::RtkFixed | Quality::RtkFloat => CoordSource::Rtk,
                _ => CoordSource::Gnss,
            },
            accuracy_m: measured.accuracy_m.map(metres),
            samples: i64::try_from(measured.used).ok(),
            sd_m: measured.sd_m.map(metres),
            reason: reason.trim().to_owned(),
        }
    }

    /// Writes the position and how it came into a register entry. How it was first given stays on record.
    pub fn apply(&self, outfall: &mut Outfall, (lon, lat): (f64, f64)) {
        (outfall.lon, outfall.lat) = (Some(lon), Some(lat));
        outfall.coord_source = Some(self.source);
        outfall.coord_accuracy_m = self.accuracy_m;
        outfall.coord_samples = self.samples;
        outfall.coord_sd_m = self.sd_m;
        outfall.coord_override.clone_from(&self.reason);
        if outfall.coord_text_raw.is_empty() && self.source != CoordSource::MapClick {
            outfall.coord_text_raw = format!("{lon:.8}, {lat:.8}");
            "EPSG:4326".clone_into(&mut outfall.coord_crs_raw);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(quality: Quality) -> Measured {
        Measured {
            lon: 112.73,
            lat: 38.42,
            height_m: None,
            used: 58,
            rejected: 2,
            sd_m: Some(0.8449),
            accuracy_m: Some(1.506),
            quality,
            scatter: Vec::new(),
        }
    }

    #[test]
    fn a_measured_position_brings_how_good_it_is() {
        let mut outfall = Outfall::default();

        Survey::of(&measured(Quality::Gps), "  雨大 ").apply(&mut outfall, (112.73, 38.42));

        assert_eq!(outfall.position(), Some((112.73, 38.42)));
        assert_eq!((outfall.coord_source, outfall.coord_samples), (Some(CoordSource::Gnss), Some(58)));
        assert_eq!((outfall.coord_accuracy_m, outfall.coord_sd_m), (Some(1.51), Some(0.84)));
        assert_eq!(outfall.coord_override, "雨大");
        assert_eq!(outfall.coord_text_raw, "112.73000000, 38.42000000");
        assert_eq!(Survey::of(&measured(Quality::RtkFixed), "").source, CoordSource::Rtk);
    }

    #[test]
    fn a_click_takes_back_what_was_known_of_the_measured_position() {
        let mut outfall = Outfall::default();
        Survey::of(&measured(Quality::Gps), "雨大").apply(&mut outfall, (112.73, 38.42));

        Survey::clicked().apply(&mut outfall, (112.74, 38.42));

        assert_eq!((outfall.coord_source, outfall.coord_samples), (Some(CoordSource::MapClick), None));
        assert_eq!((outfall.coord_accuracy_m, outfall.coord_override.as_str()), (None, ""));
        assert_eq!(outfall.coord_text_raw, "112.73000000, 38.42000000", "as it was first given");
    }
}
