//! Scales of maps as people type them, and the usual ones.

/// The `n` of the usual scales 1 : n, the closest first: the scales of Chinese topographic maps (GB/T 13989) with steps between.
pub const USUAL: &[f64] = &[
    500.0,
    1_000.0,
    2_000.0,
    5_000.0,
    10_000.0,
    25_000.0,
    50_000.0,
    100_000.0,
    250_000.0,
    500_000.0,
    1_000_000.0,
    2_500_000.0,
    5_000_000.0,
];

/// Scales that are taken: closer or farther is a slip of the fingers.
const POSSIBLE: std::ops::RangeInclusive<f64> = 10.0..=1e9;

/// Reads the `n` of a scale 1 : n: `50000`, `1:50 000`, `1：50,000`, `1/50000`, `1:5万`, `5 万`, `50k`.
pub fn read(text: &str) -> Option<f64> {
    let plain: String = text.chars().filter_map(plain_char).collect();
    let number = match plain.split_once([':', '/']) {
        Some(("1", number)) => number,
        Some(_) => return None,
        None => plain.as_str(),
    };
    let (number, unit) = UNITS
        .iter()
        .find_map(|(word, unit)| Some((number.strip_suffix(word)?, *unit)))
        .unwrap_or((number, 1.0));
    // `inf`, `nan` and `1e3` are numbers to Rust, not to a person.
    if !number.chars().all(|it| it.is_ascii_digit() || it == '.') {
        return None;
    }
    let denominator = number.parse::<f64>().ok()? * unit;
    POSSIBLE.contains(&denominator).then_some(denominator)
}

const UNITS: &[(&str, f64)] = &[("百万", 1e6), ("万", 1e4), ("千", 1e3), ("k", 1e3), ("m", 1e6)];

/// One spelling of each sign; nothing for those that only make a number readable.
fn plain_char(char: char) -> Option<char> {
    match char {
        // The full-width block repeats ASCII at a fixed distance.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(char as u32 - 0xfee0).and_then(plain_char),
        ',' | '\'' | '_' => None,
        '∶' => Some(':'),
        char if char.is_whitespace() => None,
        char => Some(char.to_ascii_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_is_read_however_it_is_typed() {
        let table = [
            ("50000", 50_000.0),
            ("1:50000", 50_000.0),
            ("1:50 000", 50_000.0),
            ("1 : 50,000", 50_000.0),
            ("１：５００００", 50_000.0),
            ("1∶5万", 50_000.0),
            ("1/50000", 50_000.0),
            ("1:5万", 50_000.0),
            ("5 万", 50_000.0),
            ("2.5万", 25_000.0),
            ("1:1百万", 1_000_000.0),
            ("50k", 50_000.0),
            ("1:1M", 1_000_000.0),
            ("500", 500.0),
        ];
        for (text, denominator) in table {
            assert_eq!(read(text), Some(denominator), "{text}");
        }
    }

    #[test]
    fn what_is_no_scale_is_not_read() {
        for text in
            ["", "1:", "万", "0", "1:0", "-5000", "2:50000", "1:5:0", "abc", "inf", "1e5", "1:99999999999"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
