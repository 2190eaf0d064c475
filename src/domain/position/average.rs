//! One position of many: the mean of those that agree.
//!
//! Under trees and beside walls a receiver jumps: some positions are tens of metres off, and a mean takes part of each jump over. So the
//! middle is found first (the median to the east and to the north), then how far positions usually are from it (the median of the
//! distances, which for a round scatter is 1.1774 standard deviations); what lies farther than [`REJECT_BEYOND`] such deviations is
//! left out, and the rest makes the mean. Up to half of all positions may be jumps. It is done once, from all positions together, so
//! that the order in which they came does not matter.
//!
//! The standard deviation says how much the positions scatter, not how far off their mean is: the errors of one minute resemble each
//! other. The accuracy of the mean is therefore never better than what the receiver says of its single positions.

use super::{Fix, Quality, Refused, plane::Plane};

/// Positions farther from the middle than this many standard deviations are left out: of a thousand good ones, two.
const REJECT_BEYOND: f64 = 3.5;
/// For a round normal scatter, half of the distances are below so many standard deviations.
const MEDIAN_OF_DISTANCES: f64 = 1.177_410;
/// What is nearer than this to the middle is never left out, in metres: receivers round to the centimetre.
const NEVER_REJECT_M: f64 = 0.05;
/// No more positions than this are taken: an hour at one a second.
pub const MOST_SAMPLES: usize = 3600;

/// A position that was taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// Degrees, longitude first.
    pub place: (f64, f64),
    /// How far off the receiver says it may be.
    pub accuracy_m: Option<f64>,
    /// Metres above the sea.
    pub height_m: Option<f64>,
    /// How it was got.
    pub quality: Quality,
}

/// Collects positions of one place.
#[derive(Clone, Debug, Default)]
pub struct Averager {
    samples: Vec<Sample>,
    refused: usize,
}

/// A position made of many.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
    /// Metres above the sea.
    pub height_m: Option<f64>,
    /// How many positions it is the mean of.
    pub used: usize,
    /// How many were left out because they lie apart.
    pub rejected: usize,
    /// The standard deviation of a single position, horizontally; nothing for fewer than two.
    pub sd_m: Option<f64>,
    /// How far off it may be: the worse of what the receiver says and of how it scatters. Nothing where neither is known.
    pub accuracy_m: Option<f64>,
    /// The poorest kind of fix among those that were used.
    pub quality: Quality,
    /// For each position that was taken: metres east and north of the mean, and whether it was used.
    pub scatter: Vec<((f64, f64), bool)>,
}

impl Averager {
    /// Takes a position in, or says why not.
    pub fn take(&mut self, fix: &Fix) -> Result<(), Refused> {
        if let Err(refused) = fix.check() {
            self.refused += 1;
            return Err(refused);
        }
        if self.samples.len() < MOST_SAMPLES {
            self.samples.push(Sample {
                place: (fix.lon, fix.lat),
                accuracy_m: fix.accuracy.map(|it| it.metres).filter(|it| it.is_finite() && *it >= 0.0),
                height_m: fix.height_m.filter(|it| it.is_finite()),
                quality: fix.quality,
            });
        }
        Ok(())
    }

    /// How many positions were taken.
    pub fn len(&self) -> usize {
        self.samples.len()
    }

    /// Was none taken yet?
    pub fn is_empty(&self) -> bool {
        self.samples.is_empty()
    }

    /// How many were no positions at all.
    pub fn refused(&self) -> usize {
        self.refused
    }

    /// What they come to; nothing before the first one.
    pub fn measured(&self) -> Option<Measured> {
        let first = self.samples.first()?;
        let plane = Plane::around(first.place.0, first.place.1);
        let places: Vec<(f64, f64)> = self.samples.iter().map(|it| plane.to_metres(it.place)).collect();
        let middle = (median(places.iter().map(|it| it.0))?, median(places.iter().map(|it| it.1))?);
        let apart = |place: &(f64, f64)| f64::hypot(place.0 - middle.0, place.1 - middle.1);
        let usual = median(places.iter().map(apart))? / MEDIAN_OF_DISTANCES;
        let most = (REJECT_BEYOND * usual).max(NEVER_REJECT_M);
        let kept: Vec<bool> = places.iter().map(|place| apart(place) <= most).collect();

        let inside = || places.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(place, _)| *place);
        let samples = || self.samples.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(sample, _)| sample);
        let used = inside().count();
        let mean = (mean(inside().map(|it| it.0))?, mean(inside().map(|it| it.1))?);
        let squares: f64 = inside().map(|it| (it.0 - mean.0).powi(2) + (it.1 - mean.1).powi(2)).sum();
        let sd_m = (used > 1).then(|| (squares / (used - 1) as f64).sqrt());
        let said = median(samples().filter_map(|it| it.accuracy_m));
        let accuracy_m = match (said, sd_m) {
            (Some(said), Some(sd)) => Some(said.max(sd)),
            // Without a word of the receiver, a single position proves nothing.
            (said, sd) => said.or(sd),
        };
        let (lon, lat) = plane.to_degrees(mean);
        Some(Measured {
            lon,
            lat,
            height_m: median(samples().filter_map(|it| it.height_m)),
            used,
            rejected: self.samples.len() - used,
            sd_m,
            accuracy_m,
            quality: samples().map(|it| it.quality).min_by_key(|it| trust(*it)).unwrap_or(Quality::None),
            scatter: places
                .iter()
                .map(|it| (it.0 - mean.0, it.1 - mean.1))
                .zip(kept.iter().copied())
                .collect(),
        })
    }
}

fn trust(quality: Quality) -> u8 {
    match quality {
        Quality::None => 0,
        Quality::Estimated => 1,
        Quality::Simulated => 2,
        Quality::Gps => 3,
        Quality::Dgps => 4,
        Quality::RtkFloat => 5,
        Quality::RtkFixed => 6,
    }
}

fn mean(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    let (count, sum) = numbers.fold((0_usize, 0.0), |(count, sum), it| (count + 1, sum + it));
    (count > 0).then(|| sum / count as f64)
}

fn median(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    let mut sorted: Vec<f64> = numbers.collect();
    sorted.sort_by(f64::total_cmp);
    let at = sorted.len() / 2;
    let upper = *sorted.get(at)?;
    if sorted.len() % 2 == 1 { Some(upper) } else { Some(upper.midpoint(*sorted.get(at - 1)?)) }
}

/// What a measured position must come up to before it is taken over without a word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gate {
    /// The worst accuracy, in metres.
    pub accuracy_m: f64,
    /// The fewest positions that it is made of.
    pub samples: usize,
}

impl Gate {
    /// Does the position come up to it? If not, it takes a reason to keep it. A simulated one never does.
    pub fn passes(&self, measured: &Measured) -> bool {
        measured.quality != Quality::Simulated
            && measured.used >= self.samples
            && measured.accuracy_m.is_some_and(|it| it <= self.accuracy_m)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        coordinate::distance_m,
        position::{Accuracy, AccuracyFrom},
    };

    const HERE: (f64, f64) = (112.73, 38.42);

    /// A position so many metres east and north of here.
    fn fix(east: f64, north: f64) -> Fix {
        let (lon, lat) = Plane::around(HERE.0, HERE.1).to_degrees((east, north));
        let accuracy = Some(Accuracy { metres: 2.0, from: AccuracyFrom::Receiver });
        Fix { accuracy, height_m: Some(790.0), ..Fix::at(lon, lat, Quality::Gps) }
    }

    fn average(places: &[(f64, f64)]) -> Measured {
        let mut averager = Averager::default();
        for (east, north) in places {
            averager.take(&fix(*east, *north)).unwrap();
        }
        averager.measured().unwrap()
    }

    fn off(measured: &Measured) -> f64 {
        distance_m(HERE, (measured.lon, measured.lat))
    }

    /// A small scatter around here.
    const CALM: [(f64, f64); 8] = [
        (1.0, 0.0),
        (-1.0, 0.0),
        (0.0, 1.0),
        (0.0, -1.0),
        (0.7, 0.7),
        (-0.7, -0.7),
        (0.7, -0.7),
        (-0.7, 0.7),
    ];

    #[test]
    fn the_mean_of_what_agrees() {
        let measured = average(&CALM);

        assert!(off(&measured) < 0.001, "{measured:?}");
        assert_eq!((measured.used, measured.rejected), (8, 0));
        // The deviation of eight places about a metre from their mean.
        assert!((measured.sd_m.unwrap() - (7.92_f64 / 7.0).sqrt()).abs() < 1e-3, "{measured:?}");
        assert_eq!((measured.accuracy_m, measured.height_m), (Some(2.0), Some(790.0)));
    }

    #[test]
    fn jumps_are_left_out_up_to_nearly_half() {
        let jumps =
            [(60.0, 10.0), (55.0, 12.0), (-80.0, 40.0), (25.0, 25.0), (300.0, 0.0), (58.0, 9.0), (0.0, 33.0)];
        let all: Vec<(f64, f64)> = jumps.iter().chain(&CALM).copied().collect();

        let measured = average(&all);

        assert_eq!((measured.used, measured.rejected), (8, 7), "{measured:?}");
        assert!(off(&measured) < 0.001, "{measured:?}");
        assert_eq!(measured.scatter.iter().filter(|it| !it.1).count(), 7);
    }

    #[test]
    fn the_order_does_not_matter() {
        let mut all: Vec<(f64, f64)> = CALM.into_iter().chain([(60.0, 10.0)]).collect();
        let one = average(&all);
        all.reverse();
        let other = average(&all);

        assert!((one.lon - other.lon).abs() < 1e-12 && (one.lat - other.lat).abs() < 1e-12);
        assert_eq!((one.used, one.rejected), (other.used, other.rejected));
    }

    #[test]
    fn a_steady_receiver_loses_nothing_to_rounding() {
        let mut all = vec![(0.0, 0.0); 20];
        all.push((0.01, 0.0));
        all.push((0.06, 0.0));

        let measured = average(&all);

        assert_eq!((measured.used, measured.rejected), (21, 1));
    }

    #[test]
    fn a_scatter_is_not_hidden_by_what_the_receiver_says() {
        let wide: Vec<(f64, f64)> = CALM.iter().map(|it| (it.0 * 9.0, it.1 * 9.0)).collect();

        let measured = average(&wide);

        assert!(measured.accuracy_m.unwrap() > 9.0, "{measured:?}");
    }

    #[test]
    fn what_is_no_position_is_counted_and_not_taken() {
        let mut averager = Averager::default();
        assert_eq!(averager.take(&Fix::at(0.0, 0.0, Quality::Gps)), Err(Refused::NullIsland));
        assert_eq!(averager.take(&Fix::at(112.73, 38.42, Quality::None)), Err(Refused::NoFix));

        assert_eq!((averager.len(), averager.refused(), averager.measured()), (0, 2, None));
    }

    #[test]
    fn a_single_position_is_as_good_as_the_receiver_says() {
        let measured = average(&[(0.0, 0.0)]);

        assert_eq!((measured.used, measured.sd_m, measured.accuracy_m), (1, None, Some(2.0)));
    }

    #[test]
    fn the_gate_asks_for_accuracy_and_for_enough_positions() {
        let measured = average(&CALM);
        let gate = |accuracy_m, samples| Gate { accuracy_m, samples }.passes(&measured);

        assert!(gate(2.0, 8));
        assert!(!gate(1.9, 8));
        assert!(!gate(2.0, 9));
        let simulated = Measured { quality: Quality::Simulated, ..measured.clone() };
        assert!(!Gate { accuracy_m: 2.0, samples: 8 }.passes(&simulated));
        assert!(
            !Gate { accuracy_m: 2.0, samples: 1 }.passes(&Measured { accuracy_m: None, ..measured.clone() })
        );
    }

    #[test]
    fn the_poorest_fix_among_the_used_ones_is_what_it_is() {
        let mut averager = Averager::default();
        for quality in [Quality::RtkFixed, Quality::RtkFloat, Quality::RtkFixed] {
            averager.take(&Fix { quality, ..fix(0.0, 0.0) }).unwrap();
        }
        assert_eq!(averager.measured().unwrap().quality, Quality::RtkFloat);
    }

    #[test]
    fn an_hour_is_enough() {
        let mut averager = Averager::default();
        for _ in 0..=MOST_SAMPLES {
            averager.take(&fix(0.0, 0.0)).unwrap();
        }
        assert_eq!(averager.len(), MOST_SAMPLES);
    }
}
