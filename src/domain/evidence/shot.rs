//! What a photo says of itself.

use std::fmt;

use jiff::{Span, civil::DateTime};

/// When a photo was taken: the clock of the camera, and how far that is from UTC where the camera says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// What the clock of the camera showed.
    pub clock: DateTime,
    /// Minutes east of UTC.
    pub offset_min: Option<i32>,
}

impl Taken {
    /// The local time of a place so many minutes east of UTC. A clock without an offset is taken to be local already.
    pub fn local(&self, here_min: i32) -> DateTime {
        let shift = self.offset_min.map_or(0, |offset| here_min - offset);
        let shifted = self.clock.checked_add(Span::new().minutes(shift));
        shifted.unwrap_or(self.clock)
    }

    /// What [`fmt::Display`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (clock, offset_min) = match text.get(19..) {
            Some(rest) => {
                let at = rest.find(['+', '-', 'Z']).map(|at| at + 19);
                let clock = text.get(..at.unwrap_or(text.len()))?;
                (clock, at.and_then(|at| text.get(at..)).and_then(offset))
            }
            None => (text, None),
        };
        Some(Self { clock: clock.parse().ok()?, offset_min })
    }
}

/// Minutes east of UTC from `+08:00`.
fn offset(text: &str) -> Option<i32> {
    if text == "Z" {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    ((0..=14).contains(&hours) && (0..60).contains(&minutes)).then_some(sign * (hours * 60 + minutes))
}

impl fmt::Display for Taken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.clock)?;
        if let Some(offset) = self.offset_min {
            let sign = if offset < 0 { '-' } else { '+' };
            write!(out, "{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)?;
        }
        Ok(())
    }
}

/// What a camera wrote into a photo.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shot {
    /// When.
    pub taken: Option<Taken>,
    /// Where: longitude and latitude in degrees, WGS 84. Never (0, 0), which cameras write when they do not know.
    pub place: Option<(f64, f64)>,
    /// Metres above the sea.
    pub altitude_m: Option<f64>,
    /// Where the camera looked: degrees clockwise from north, 0 to 360.
    pub direction_deg: Option<f64>,
    /// Is the direction one from magnetic north?
    pub magnetic: Option<bool>,
    /// Make and model.
    pub camera: String,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_time_reads_back_as_it_was_written() {
        let clock = date(2026, 11, 20).at(9, 12, 33, 0);
        for (offset_min, text) in [
            (None, "2026-11-20T09:12:33"),
            (Some(480), "2026-11-20T09:12:33+08:00"),
            (Some(-210), "2026-11-20T09:12:33-03:30"),
        ] {
            let taken = Taken { clock, offset_min };
            assert_eq!(taken.to_string(), text);
            assert_eq!(Taken::parse(text), Some(taken));
        }
        let fraction = Taken { clock: date(2026, 11, 20).at(9, 12, 33, 250_000_000), offset_min: Some(0) };
        assert_eq!(Taken::parse(&fraction.to_string()), Some(fraction));
        assert_eq!(Taken::parse("yesterday"), None);
    }

    #[test]
    fn a_time_with_an_offset_is_told_in_the_time_of_the_place() {
        let clock = date(2026, 11, 20).at(1, 0, 0, 0);

        let utc = Taken { clock, offset_min: Some(0) };
        let unknown = Taken { clock, offset_min: None };

        assert_eq!(utc.local(480), date(2026, 11, 20).at(9, 0, 0, 0));
        assert_eq!(unknown.local(480), clock);
    }
}
