//! Flow from what is read at the bank: bucket, float, current meter, weirs.
//!
//! Sources: HJ 91.1-2019 names the methods; the float and the bucket are those of the ORI field sheet (domain dossier
//! §6.1). The weir formulas are the plain ones of hydraulics: the Francis formula without end contraction, and Thomson's
//! for a sharp 90° notch. Lengths in metres, times in seconds, results in m³/d.

use std::f64::consts::PI;

use super::unit::m3_per_day;
use crate::domain::fact::FlowUnit;

/// The part of its surface speed at which a shallow channel flows on the whole; between 0.8 and 0.9 on smooth beds.
pub const FLOAT_FACTOR: f64 = 0.85;

/// A way to work out a flow, with the readings that it takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reading {
    /// A bucket that fills up in some time (容积法): Q = V / t.
    Bucket {
        /// What was caught, in litres.
        litres: f64,
        /// How long that took.
        seconds: f64,
    },
    /// A float on a channel (浮标法): Q = k · w · h · l / t, with k = [`FLOAT_FACTOR`].
    Float {
        /// The width of the water.
        width: f64,
        /// Its mean depth.
        depth: f64,
        /// How far the float went.
        length: f64,
        /// How long that took.
        seconds: f64,
    },
    /// A current meter in a channel (流速面积法): Q = v · w · h.
    Channel {
        /// The width of the water.
        width: f64,
        /// Its mean depth.
        depth: f64,
        /// The mean speed in m/s.
        speed: f64,
    },
    /// A current meter in a round pipe that is partly full: Q = v · A(d, h).
    Pipe {
        /// The diameter of the pipe.
        diameter: f64,
        /// The depth of the water in it.
        depth: f64,
        /// The mean speed in m/s.
        speed: f64,
    },
    /// A rectangular weir over the whole width (矩形堰): Q = 1.84 · b · h^1.5 (Francis).
    RectangularWeir {
        /// The width of the crest.
        width: f64,
        /// The head over the crest, measured where the surface is still level.
        head: f64,
    },
    /// A sharp triangular weir of 90° (三角堰): Q = 1.4 · h^2.5 (Thomson).
    NotchWeir {
        /// The head over the notch.
        head: f64,
    },
}

/// The flow in m³/d; nothing where a reading is missing, zero or less.
pub fn m3_d(reading: Reading) -> Option<f64> {
    let per_second = match reading {
        Reading::Bucket { litres, seconds } => all_positive(&[litres, seconds])? * litres / 1_000.0 / seconds,
        Reading::Float { width, depth, length, seconds } => {
            all_positive(&[width, depth, length, seconds])? * FLOAT_FACTOR * width * depth * length / seconds
        }
        Reading::Channel { width, depth, speed } => {
            all_positive(&[width, depth, speed])? * width * depth * speed
        }
        Reading::Pipe { diameter, depth, speed } => {
            all_positive(&[diameter, depth, speed])? * wetted_area(diameter, depth)? * speed
        }
        Reading::RectangularWeir { width, head } => {
            all_positive(&[width, head])? * 1.84 * width * head.powf(1.5)
        }
        Reading::NotchWeir { head } => all_positive(&[head])? * 1.4 * head.powf(2.5),
    };
    Some(m3_per_day(per_second, FlowUnit::CubicMetresPerSecond))
}

/// One where all are above zero and finite.
fn all_positive(readings: &[f64]) -> Option<f64> {
    readings.iter().all(|it| it.is_finite() && *it > 0.0).then_some(1.0)
}

/// The area of water in a round pipe; nothing where it is said to be deeper than the pipe.
fn wetted_area(diameter: f64, depth: f64) -> Option<f64> {
    let radius = diameter / 2.0;
    if depth > diameter {
        return None;
    }
    let angle = 2.0 * ((radius - depth) / radius).clamp(-1.0, 1.0).acos();
    debug_assert!((0.0..=2.0 * PI + 1e-9).contains(&angle));
    Some(radius * radius / 2.0 * (angle - angle.sin()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(reading: Reading, expected: f64) {
        let flow = m3_d(reading).unwrap();
        assert!((flow - expected).abs() < expected * 1e-3, "{reading:?}: {flow}");
    }

    #[test]
    fn ten_litres_in_five_seconds_are_172_8_a_day() {
        check(Reading::Bucket { litres: 10.0, seconds: 5.0 }, 172.8);
    }

    #[test]
    fn a_float_runs_faster_than_the_water_below_it() {
        check(Reading::Float { width: 0.5, depth: 0.2, length: 10.0, seconds: 20.0 }, 3_672.0);
        check(Reading::Channel { width: 0.5, depth: 0.2, speed: 0.5 }, 4_320.0);
    }

    #[test]
    fn a_pipe_that_is_half_full_carries_half_of_a_full_one() {
        let half = Reading::Pipe { diameter: 0.6, depth: 0.3, speed: 1.0 };
        let full = Reading::Pipe { diameter: 0.6, depth: 0.6, speed: 1.0 };
        check(full, 24_429.0);
        assert!((m3_d(full).unwrap() / m3_d(half).unwrap() - 2.0).abs() < 1e-9);
        assert_eq!(m3_d(Reading::Pipe { diameter: 0.6, depth: 0.7, speed: 1.0 }), None);
    }

    #[test]
    fn weirs_follow_francis_and_thomson() {
        // 1.84 · 0.5 · 0.1^1.5 = 0.029093 m³/s; 1.4 · 0.1^2.5 = 0.0044272 m³/s.
        check(Reading::RectangularWeir { width: 0.5, head: 0.1 }, 2_513.6);
        check(Reading::NotchWeir { head: 0.1 }, 382.5);
    }

    #[test]
    fn nothing_comes_of_readings_that_are_not_there() {
        assert_eq!(m3_d(Reading::Bucket { litres: 10.0, seconds: 0.0 }), None);
        assert_eq!(m3_d(Reading::Bucket { litres: f64::NAN, seconds: 5.0 }), None);
        assert_eq!(m3_d(Reading::NotchWeir { head: -0.1 }), None);
    }
}
