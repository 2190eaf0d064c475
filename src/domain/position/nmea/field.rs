//! The fields of a sentence: what stands between two commas.

use jiff::civil::{Date, Time};

use super::BadSentence;

/// The fields of a sentence, asked for by their number. A field that is not there is an empty one.
pub(super) struct Fields<'a> {
    parts: Vec<&'a str>,
}

/// A sentence with more commas than this is rubbish.
const MOST_FIELDS: usize = 64;

impl<'a> Fields<'a> {
    pub(super) fn of(body: &'a str) -> Self {
        Self { parts: body.split(',').take(MOST_FIELDS).collect() }
    }

    pub(super) fn len(&self) -> usize {
        self.parts.len()
    }

    pub(super) fn text(&self, at: usize) -> &'a str {
        self.parts.get(at).map_or("", |it| it.trim())
    }

    /// A decimal number; nothing where the field is empty. `1e5`, `inf` and `nan` are none.
    pub(super) fn number(&self, at: usize) -> Result<Option<f64>, BadSentence> {
        let text = self.text(at);
        if text.is_empty() {
            return Ok(None);
        }
        let plain = text.bytes().all(|it| it.is_ascii_digit() || matches!(it, b'.' | b'-' | b'+'));
        let number = text.parse().ok().filter(|_| plain && text.len() <= 20);
        number.map(Some).ok_or(BadSentence::Field(at))
    }

    /// A number that can not be negative.
    pub(super) fn amount(&self, at: usize) -> Result<Option<f64>, BadSentence> {
        match self.number(at)? {
            Some(number) if number < 0.0 => Err(BadSentence::Field(at)),
            number => Ok(number),
        }
    }

    /// A count.
    pub(super) fn count(&self, at: usize) -> Result<Option<u32>, BadSentence> {
        match self.text(at) {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_reason| BadSentence::Field(at)),
        }
    }

    /// An angle in `ddmm.mmmm` with its letter in the next field, of which `positive` stands for east or north.
    fn angle(
        &self,
        at: usize,
        [positive, negative]: [&str; 2],
        most: f64,
    ) -> Result<Option<f64>, BadSentence> {
        let Some(number) = self.amount(at)? else { return Ok(None) };
        let degrees = (number / 100.0).trunc();
        let minutes = number - degrees * 100.0;
        let angle = degrees + minutes / 60.0;
        if minutes >= 60.0 || angle > most {
            return Err(BadSentence::Field(at));
        }
        match self.text(at + 1) {
            letter if letter == positive => Ok(Some(angle)),
            letter if letter == negative => Ok(Some(-angle)),
            _ => Err(BadSentence::Field(at + 1)),
        }
    }

    /// Latitude and longitude in four fields: longitude first in what comes out.
    pub(super) fn place(&self, at: usize) -> Result<Option<(f64, f64)>, BadSentence> {
        let lat = self.angle(at, ["N", "S"], 90.0)?;
        let lon = self.angle(at + 2, ["E", "W"], 180.0)?;
        Ok(lon.zip(lat))
    }

    /// `hhmmss` with or without a fraction.
    pub(super) fn time(&self, at: usize) -> Result<Option<Time>, BadSentence> {
        let text = self.text(at);
        if text.is_empty() {
            return Ok(None);
        }
        let bad = BadSentence::Field(at);
        let part = |range: std::ops::Range<usize>| -> Option<i8> { digits(text.get(range)?) };
        let nanosecond = match text.get(6..) {
            None | Some("" | ".") => Some(0),
            Some(fraction) => fraction.strip_prefix('.').and_then(|it| {
                let nine: String = it.chars().chain("000000000".chars()).take(9).collect();
                digits(&nine)
            }),
        };
        // A leap second is shown as the last second before it.
        let second = part(4..6).map(|it| if it == 60 { 59 } else { it });
        let time = match (part(0..2), part(2..4), second, nanosecond) {
            (Some(hour), Some(minute), Some(second), Some(nanosecond)) => {
                Time::new(hour, minute, second, nanosecond).ok()
            }
            _ => None,
        };
        time.map(Some).ok_or(bad)
    }

    /// `ddmmyy`; the years are those from 2000 on.
    pub(super) fn date(&self, at: usize) -> Result<Option<Date>, BadSentence> {
        let text = self.text(at);
        if text.is_empty() {
            return Ok(None);
        }
        let part = |range: std::ops::Range<usize>| -> Option<i8> { digits(text.get(range)?) };
        let date = match (part(0..2), part(2..4), part(4..6)) {
            (Some(day), Some(month), Some(year)) if text.len() == 6 => {
                Date::new(2000 + i16::from(year), month, day).ok()
            }
            _ => None,
        };
        date.map(Some).ok_or(BadSentence::Field(at))
    }
}

fn digits<N: std::str::FromStr>(text: &str) -> Option<N> {
    let plain = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}
