//! Where a team walked (轨迹): points with their seconds, kept as rows of a project.
//!
//! A day has many rows, one for each leg, so that what is walked is kept soon and no row grows without end.

use jiff::civil::Date;

use super::Fix;
use crate::domain::{coordinate::distance_m, record};

record! {
    /// A leg of a way that a team walked.
    pub struct Track in "track", "轨迹", "Tracks" {
        /// The day, local.
        on: Option<Date> => "日期", "Date";
        /// The team.
        team: String => "组别", "Team";
        /// When it began, in milliseconds since 1970 (UTC).
        start_ms: i64 => "开始", "Began";
        /// How long it is.
        length_m: Option<f64> => "长度m", "Length m";
        /// The points, as [`written`] writes them.
        points: String => "轨迹点", "Points";
    }
}

/// One point of a track.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Seconds since the leg began.
    pub second: u32,
    /// Degrees, longitude first.
    pub place: (f64, f64),
}

/// Nearer than this to the last point, the next one is not kept: as much as a receiver trembles.
const STEP_M: f64 = 4.0;
/// After so many seconds a point is kept all the same, so that it can be told from one that was lost.
const STEP_S: u32 = 30;
/// A fix that may be farther off than this is no part of a way.
const WORST_M: f64 = 50.0;
/// A receiver that has jumped farther than this in a second has not walked.
const FASTEST_M_S: f64 = 40.0;
/// Where so many seconds are missing, nobody knows what lies between: the line is broken.
pub const GAP_S: u32 = 120;

/// The points of one leg, thinned.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Way {
    points: Vec<Point>,
}

impl Way {
    /// A way that goes on from these points.
    pub fn of(points: Vec<Point>) -> Self {
        Self { points }
    }

    /// Takes in where the team is `second` seconds after the beginning. True where it is a point of the way.
    pub fn take(&mut self, second: u32, fix: &Fix) -> bool {
        let good = fix.check().is_ok() && fix.accuracy.is_none_or(|it| it.metres <= WORST_M);
        let place = (fix.lon, fix.lat);
        let counts = good
            && self.points.last().is_none_or(|last| {
                let (far, long) = (distance_m(last.place, place), second.saturating_sub(last.second));
                second >= last.second
                    && far <= FASTEST_M_S * f64::from(long.max(1))
                    && (far >= STEP_M || long >= STEP_S)
            });
        if counts {
            self.points.push(Point { second, place });
        }
        counts
    }

    /// The points.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// How long it is, without its gaps.
    pub fn length_m(&self) -> f64 {
        length_m(&self.points)
    }
}

/// The length of a track without its gaps.
pub fn length_m(points: &[Point]) -> f64 {
    parts(points).iter().map(|part| part.windows(2).map(step_m).sum::<f64>()).sum()
}

fn step_m(ends: &[(f64, f64)]) -> f64 {
    match ends {
        [from, to] => distance_m(*from, *to),
        _ => 0.0,
    }
}

/// The lines of a track: it is broken where it has a gap.
pub fn parts(points: &[Point]) -> Vec<Vec<(f64, f64)>> {
    let mut parts: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut before: Option<u32> = None;
    for point in points {
        let goes_on = before.is_some_and(|it| point.second.saturating_sub(it) <= GAP_S);
        match parts.last_mut().filter(|_| goes_on) {
            Some(part) => part.push(point.place),
            None => parts.push(vec![point.place]),
        }
        before = Some(point.second);
    }
    parts
}

/// Points as text: seconds, longitude and latitude in ten-millionths of a degree (a centimetre), each as the difference to the point
/// before. A day of walking takes some thirty kilobytes.
pub fn written(points: &[Point]) -> String {
    let mut last = (0, 0, 0);
    let mut text = String::new();
    for point in points {
        let units = |degrees: f64| (degrees * 1e7).round() as i64;
        let now = (i64::from(point.second), units(point.place.0), units(point.place.1));
        if !text.is_empty() {
            text.push(';');
        }
        let differences = [now.0 - last.0, now.1 - last.1, now.2 - last.2];
        text.push_str(&differences.map(|it| it.to_string()).join(","));
        last = now;
    }
    text
}

/// Reads what [`written`] wrote, up to the first thing that is none of it.
pub fn read(text: &str) -> Vec<Point> {
    let mut last = (0_i64, 0_i64, 0_i64);
    let mut points = Vec::new();
    for part in text.split(';') {
        let mut numbers = part.split(',').map(|it| it.parse::<i32>().map(i64::from));
        let (Some(Ok(second)), Some(Ok(lon)), Some(Ok(lat)), None) =
            (numbers.next(), numbers.next(), numbers.next(), numbers.next())
        else {
            break;
        };
        last = (last.0 + second, last.1 + lon, last.2 + lat);
        let place = (last.1 as f64 / 1e7, last.2 as f64 / 1e7);
        let Some(second) =
            u32::try_from(last.0).ok().filter(|_| place.0.abs() <= 180.0 && place.1.abs() <= 90.0)
        else {
            break;
        };
        points.push(Point { second, place });
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::position::{Accuracy, AccuracyFrom, Quality};

    fn fix(lon: f64, lat: f64) -> Fix {
        Fix::at(lon, lat, Quality::Gps)
    }

    /// A ten-thousandth of a degree to the east is 8.7 m here.
    const EAST: f64 = 1e-4;

    #[test]
    fn a_way_keeps_what_is_walked_and_not_what_trembles() {
        let mut way = Way::default();
        assert!(way.take(0, &fix(112.73, 38.42)));
        assert!(!way.take(1, &fix(112.73 + EAST / 4.0, 38.42)), "2 m");
        assert!(way.take(8, &fix(112.73 + EAST, 38.42)));
        assert!(!way.take(20, &fix(112.73 + EAST, 38.42)));
        assert!(way.take(38, &fix(112.73 + EAST, 38.42)), "after half a minute");
        assert!(!way.take(40, &fix(112.73 + 1000.0 * EAST, 38.42)), "8.7 km in two seconds");
        assert!(!way.take(40, &fix(0.0, 0.0)));
        let lost = Accuracy { metres: 80.0, from: AccuracyFrom::Hdop };
        assert!(!way.take(80, &Fix { accuracy: Some(lost), ..fix(112.73, 38.42) }));
        assert!(!way.take(10, &fix(112.73, 38.42)), "before the last point");

        assert!((way.length_m() - 8.73).abs() < 0.01, "{}", way.length_m());
    }

    #[test]
    fn a_way_reads_back_to_the_centimetre() {
        let points = vec![
            Point { second: 0, place: (112.733_984_1, 38.419_911_2) },
            Point { second: 31, place: (112.734_001_0, 38.419_876_5) },
            Point { second: 5000, place: (-0.5, -38.0) },
        ];

        let text = written(&points);

        assert!(text.starts_with("0,1127339841,384199112;31,169,-347;"), "{text}");
        assert_eq!(read(&text[..text.len() - 3]).len(), 3, "a number may be cut short");
        assert_eq!(read("").len(), 0);
    }

    #[test]
    fn differences_that_fit_no_place_end_the_way() {
        assert_eq!(read("0,1127339841,384199112;x,1,1;1,1,1").len(), 1);
        assert_eq!(read("0,1127339841,384199112;1,1127339841,0").len(), 1);
        assert_eq!(read("0,1127339841,384199112;-5,0,0").len(), 1);
        assert_eq!(read("0,1127339841,384199112,9").len(), 0);
        assert_eq!(read("0,99999999999999999999,384199112").len(), 0);
    }

    #[test]
    fn a_gap_breaks_the_line_and_has_no_length() {
        let point = |second, lon| Point { second, place: (lon, 38.42) };
        let points =
            [point(0, 112.73), point(10, 112.73 + EAST), point(200, 112.75), point(210, 112.75 + EAST)];

        assert_eq!(parts(&points).len(), 2);
        assert!((length_m(&points) - 2.0 * 8.73).abs() < 0.02);
    }
}
