//! Numbers, days and places as people read them.

use jiff::{Timestamp, tz::TimeZone};

/// A count with thin gaps between thousands: `12 345`.
pub(crate) fn count(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    if number < 0 {
        text.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) && digits.len() > 4 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A scale: `1:25,000`.
pub(crate) fn scale(denominator: f64) -> String {
    // Three digits say as much as a screen can keep.
    let power = 10_f64.powf(denominator.log10().floor() - 2.0).max(1.0);
    format!("1:{}", count(((denominator / power).round() * power) as i64))
}

/// A position in degrees, longitude first.
pub(crate) fn position(longitude: f64, latitude: f64) -> String {
    format!("{longitude:.5}°E  {latitude:.5}°N")
}

/// A moment by the clock on the wall: `2026-04-01 14:03:22`.
pub(crate) fn moment(at_ms: i64) -> String {
    wall(at_ms).map(|it| it.strftime("%Y-%m-%d %H:%M:%S").to_string()).unwrap_or_default()
}

/// Only the time of day of a moment.
pub(crate) fn time(at_ms: i64) -> String {
    wall(at_ms).map(|it| it.strftime("%H:%M:%S").to_string()).unwrap_or_default()
}

fn wall(at_ms: i64) -> Option<jiff::Zoned> {
    Timestamp::from_millisecond(at_ms).ok().map(|it| it.to_zoned(TimeZone::system()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_counts_are_read_in_thousands() {
        assert_eq!(count(0), "0");
        assert_eq!(count(1234), "1234");
        assert_eq!(count(12_345), "12,345");
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(count(-5), "-5");
    }

    #[test]
    fn a_scale_has_three_digits() {
        assert_eq!(scale(24_987.3), "1:25,000");
        assert_eq!(scale(1_234_567.0), "1:1,230,000");
        assert_eq!(scale(57.2), "1:57");
    }
}
