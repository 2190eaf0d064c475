//! Longitudes and latitudes as people type them: decimal degrees, and degrees, minutes and seconds in a dozen dresses.
//!
//! Packed notation (`112.2606` for 112°26′06″) can't be told from decimal degrees by looking at one cell, so it is read as
//! decimal; deciding about a whole column is the business of a check.

/// An angle that was read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Angle {
    /// Degrees, negative to the south and to the west.
    pub degrees: f64,
    /// What the text says it is, if it has one of the letters or words for it.
    pub axis: Option<Axis>,
    /// How it was written.
    pub notation: Notation,
}

/// Which of the two coordinates an angle is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// East or west.
    Longitude,
    /// North or south.
    Latitude,
}

/// How an angle was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// `112.435`
    Decimal,
    /// `112°26.1′`
    DegreesMinutes,
    /// `112°26′06″`
    DegreesMinutesSeconds,
}

/// Why a text is no angle.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// Nothing but white space.
    #[error("the cell is empty")]
    Empty,
    /// Not in any of the notations.
    #[error("not a longitude or latitude")]
    NotAnAngle,
    /// Minutes are below 60.
    #[error("{0} minutes: there are less than 60")]
    Minutes(f64),
    /// Seconds are below 60.
    #[error("{0} seconds: there are less than 60")]
    Seconds(f64),
    /// Beyond 180° (90° for a latitude).
    #[error("{0}° is not on the globe")]
    Degrees(f64),
}

/// Reads a longitude or latitude.
///
/// ```
/// use paikou::domain::coordinate::angle::parse;
///
/// assert_eq!(parse("112度26分6.5秒").unwrap().degrees, parse("E112°26′06.5″").unwrap().degrees);
/// ```
pub fn parse(text: &str) -> Result<Angle, Error> {
    let plain = plain(text);
    if plain.is_empty() {
        return Err(Error::Empty);
    }
    let (body, side) = take_side(&plain);
    let (body, negative) = match body.strip_prefix('-') {
        Some(rest) => (rest.trim_start(), true),
        None => (body.strip_prefix('+').unwrap_or(body), false),
    };
    if negative && side.is_some_and(|side| side.negative) {
        return Err(Error::NotAnAngle);
    }
    let (size, notation) = magnitude(body)?;
    let axis = side.map(|side| side.axis);
    let limit = if axis == Some(Axis::Latitude) { 90.0 } else { 180.0 };
    if size > limit {
        return Err(Error::Degrees(size));
    }
    let minus = negative || side.is_some_and(|side| side.negative);
    Ok(Angle { degrees: if minus { -size } else { size }, axis, notation })
}

/// The marks after degrees, minutes and seconds once [`plain`] has been over the text.
const DEGREE: char = '°';
const MINUTE: char = '\'';
const SECOND: char = '"';

/// One spelling for each sign: full-width forms, Chinese unit words, typographic primes and dashes.
fn plain(text: &str) -> String {
    let signs: String = text.trim().chars().map(plain_char).collect();
    let pairs = with_point(&signs.replace("''", "\""));
    pairs.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A decimal comma as a point: `112,435` and `112°26,1′`. One comma between digits can be nothing else in an angle.
fn with_point(text: &str) -> String {
    let is_digit = |char: Option<char>| char.is_some_and(|it| it.is_ascii_digit());
    match text.split_once(',') {
        Some((before, after))
            if !text.contains('.')
                && !after.contains(',')
                && is_digit(before.chars().next_back())
                && is_digit(after.chars().next()) =>
        {
            format!("{before}.{after}")
        }
        _ => text.to_owned(),
    }
}

fn plain_char(char: char) -> char {
    match char {
        '度' | 'º' | '˚' | '゜' | '∘' | '○' => DEGREE,
        '分' | '′' | '’' | '‘' | '´' | '`' | 'ʹ' | '＇' => MINUTE,
        '秒' | '″' | '”' | '“' | '〃' | 'ʺ' | '＂' | '˝' => SECOND,
        '−' | '–' | '—' | '‐' | '‑' => '-',
        '。' => '.',
        '\u{3000}' | '\u{a0}' | '\u{200b}' | '\u{feff}' => ' ',
        // The full-width block repeats ASCII at a fixed distance.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(char as u32 - 0xfee0).map_or(char, plain_char_ascii),
        other => plain_char_ascii(other),
    }
}

fn plain_char_ascii(char: char) -> char {
    char.to_ascii_uppercase()
}

#[derive(Clone, Copy)]
struct Side {
    axis: Axis,
    negative: bool,
}

/// Takes `E`, `北纬` … off the front or the end.
fn take_side(text: &str) -> (&str, Option<Side>) {
    const WORDS: [(&str, Axis, bool); 12] = [
        ("东经", Axis::Longitude, false),
        ("西经", Axis::Longitude, true),
        ("北纬", Axis::Latitude, false),
        ("南纬", Axis::Latitude, true),
        // 经度 and 纬度, after `plain` has taken 度 for a degree sign.
        ("经°", Axis::Longitude, false),
        ("纬°", Axis::Latitude, false),
        ("东", Axis::Longitude, false),
        ("北", Axis::Latitude, false),
        ("E", Axis::Longitude, false),
        ("W", Axis::Longitude, true),
        ("N", Axis::Latitude, false),
        ("S", Axis::Latitude, true),
    ];
    for (word, axis, negative) in WORDS {
        let rest = text.strip_prefix(word).or_else(|| text.strip_suffix(word));
        if let Some(rest) = rest {
            let rest = rest.trim().trim_start_matches(':').trim_start();
            return (rest, Some(Side { axis, negative }));
        }
    }
    (text, None)
}

/// The size of an angle without its sign.
fn magnitude(text: &str) -> Result<(f64, Notation), Error> {
    let parts = parts(text).ok_or(Error::NotAnAngle)?;
    let values: Vec<f64> = parts.iter().map(|part| part.value).collect();
    let (degrees, minutes, seconds, notation) = match *values.as_slice() {
        [degrees] => (degrees, 0.0, 0.0, Notation::Decimal),
        [degrees, minutes] => (degrees, minutes, 0.0, Notation::DegreesMinutes),
        [degrees, minutes, seconds] => (degrees, minutes, seconds, Notation::DegreesMinutesSeconds),
        _ => return Err(Error::NotAnAngle),
    };
    if minutes >= 60.0 {
        return Err(Error::Minutes(minutes));
    }
    if seconds >= 60.0 {
        return Err(Error::Seconds(seconds));
    }
    Ok((degrees + minutes / 60.0 + seconds / 3600.0, notation))
}

struct Part {
    value: f64,
    whole: bool,
    /// What stands after the number; `None` at the end of the text.
    mark: Option<char>,
}

/// Splits `112°26'06"`, `112-26-06` or `112 26 6` into its numbers; `None` if the marks make no sense.
fn parts(text: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.find(|char: char| !char.is_ascii_digit() && char != '.').unwrap_or(rest.len());
        let (number, after) = rest.split_at_checked(digits)?;
        if !number.starts_with(|char: char| char.is_ascii_digit()) || parts.len() == 3 {
            return None;
        }
        let after = after.trim_start_matches(' ');
        let gap = after.len() < rest.len() - number.len();
        let (mark, after) = match after.chars().next() {
            Some(char) if !char.is_ascii_digit() => (Some(char), after.strip_prefix(char)?),
            Some(_) if gap => (Some(' '), after),
            _ => (None, after),
        };
        parts.push(Part { value: number.parse().ok()?, whole: !number.contains('.'), mark });
        rest = after.trim_start_matches(' ');
    }
    marks_fit(&parts).then_some(parts)
}

/// Degrees, minutes, seconds in that order, or one separator throughout; only the last number may have a fraction.
fn marks_fit(parts: &[Part]) -> bool {
    let Some((last, before)) = parts.split_last() else {
        return false;
    };
    if !before.iter().all(|part| part.whole) {
        return false;
    }
    let separator = before.first().and_then(|part| part.mark);
    if let Some('-' | ':' | ' ') = separator {
        return last.mark.is_none() && before.iter().all(|part| part.mark == separator);
    }
    let expected = [DEGREE, MINUTE, SECOND];
    let before_fits = before.iter().zip(expected).all(|(part, mark)| part.mark == Some(mark));
    let own_mark = expected.get(before.len()).copied();
    // A trailing mark is often forgotten: `112°26′06`.
    before_fits && (last.mark.is_none() || last.mark == own_mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    const D: f64 = 112.0 + 26.0 / 60.0 + 6.5 / 3600.0;
    const WHOLE: f64 = 112.0 + 26.0 / 60.0 + 6.0 / 3600.0;

    #[track_caller]
    fn check(text: &str, expected: &Result<f64, Error>) {
        let read = parse(text).map(|angle| angle.degrees);
        match (&read, expected) {
            (Ok(read), Ok(expected)) => {
                assert!((read - expected).abs() < 1e-12, "{text}: {read} is not {expected}");
            }
            _ => assert_eq!(&read, expected, "{text}"),
        }
    }

    #[test]
    fn every_notation_of_the_trade_is_read() {
        let table = [
            ("112.435", 112.435),
            (" 112.435 ", 112.435),
            ("１１２．４３５", 112.435),
            ("112.435°", 112.435),
            ("112.435度", 112.435),
            ("112", 112.0),
            ("-112.43", -112.43),
            ("W112.43", -112.43),
            ("112°26′06.5″", D),
            ("112°26'6.5\"", D),
            ("112°26’6.5”", D),
            ("112°26'6.5''", D),
            ("112° 26′ 06.5″", D),
            ("112度26分6.5秒", D),
            ("１１２°２６′０６．５＂", D),
            ("E112°26′06.5″", D),
            ("112°26′06.5″E", D),
            ("112°26′06.5″ e", D),
            ("东经112°26′06.5″", D),
            ("经度：112°26′06.5″", D),
            ("112-26-06", WHOLE),
            ("112－26－06", WHOLE),
            ("112 26 6", WHOLE),
            ("112\u{3000}26\u{3000}6", WHOLE),
            ("112:26:06", WHOLE),
            ("112º26′06", WHOLE),
            ("E112°26′", 112.0 + 26.0 / 60.0),
            ("112°26.1′", 112.435),
            ("112,435", 112.435),
            ("１１２，４３５", 112.435),
            ("112°26,1′", 112.435),
            ("112 26.1", 112.435),
            ("北纬39度19分48秒", 39.33),
            ("S39°19′48″", -39.33),
            ("0", 0.0),
            ("180", 180.0),
        ];
        for (text, degrees) in table {
            check(text, &Ok(degrees));
        }
    }

    #[test]
    fn what_is_no_angle_is_refused_with_the_reason() {
        let table = [
            ("", Error::Empty),
            ("　", Error::Empty),
            ("/", Error::NotAnAngle),
            ("无", Error::NotAnAngle),
            ("112,4,35", Error::NotAnAngle),
            ("112,", Error::NotAnAngle),
            ("112.4.35", Error::NotAnAngle),
            ("112°26″06′", Error::NotAnAngle),
            ("112.5°26′", Error::NotAnAngle),
            ("112-26 06", Error::NotAnAngle),
            ("112°26′06″07", Error::NotAnAngle),
            ("-W112", Error::NotAnAngle),
            ("1e3", Error::NotAnAngle),
            ("nan", Error::NotAnAngle),
            ("112°60′00″", Error::Minutes(60.0)),
            ("112-75-10", Error::Minutes(75.0)),
            ("112度26分60秒", Error::Seconds(60.0)),
            ("181", Error::Degrees(181.0)),
            ("N91", Error::Degrees(91.0)),
            ("37623731.97", Error::Degrees(37_623_731.97)),
        ];
        for (text, error) in table {
            check(text, &Err(error));
        }
    }

    #[test]
    fn packed_notation_is_not_guessed_at() {
        check("112.2606", &Ok(112.2606));
    }

    #[test]
    fn the_letter_says_which_coordinate_it_is() {
        assert_eq!(parse("N39.33").unwrap().axis, Some(Axis::Latitude));
        assert_eq!(parse("112.4E").unwrap().axis, Some(Axis::Longitude));
        assert_eq!(parse("112.4").unwrap().axis, None);
        assert_eq!(parse("112-26-06").unwrap().notation, Notation::DegreesMinutesSeconds);
    }
}
