//! Units of flows and concentrations.
//!
//! Source: domain dossier §4.3: real tables mix m³/s and m³/d, mg/L and µg/L; 1 m³/s is 86,400 m³/d.

use crate::domain::{
    fact::{FlowUnit, ResultUnit},
    words,
};

/// The flow in m³/d.
pub fn m3_per_day(flow: f64, unit: FlowUnit) -> f64 {
    flow * match unit {
        FlowUnit::CubicMetresPerDay => 1.0,
        FlowUnit::CubicMetresPerHour => 24.0,
        FlowUnit::CubicMetresPerSecond => 86_400.0,
        FlowUnit::LitresPerSecond => 86.4,
    }
}

/// The concentration in mg/L.
pub fn mg_per_litre(value: f64, unit: ResultUnit) -> f64 {
    match unit {
        ResultUnit::MilligramsPerLitre => value,
        ResultUnit::MicrogramsPerLitre => value / 1_000.0,
    }
}

/// A unit as people write it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unit {
    /// Of a concentration.
    Mass(ResultUnit),
    /// Of a flow: so many of these.
    Flow(FlowUnit, f64),
    /// Of a conductivity: so many µS/cm.
    Conductivity(f64),
    /// One that goes without saying: pH, degrees, counts.
    Plain,
}

/// The units of ledgers, without blanks and in lower case; where one is the end of another, the longer one first. A tonne of
/// water is a cubic metre.
const SPELLINGS: &[(&str, Unit)] = &[
    ("µg/l", Unit::Mass(ResultUnit::MicrogramsPerLitre)),
    ("μg/l", Unit::Mass(ResultUnit::MicrogramsPerLitre)),
    ("ug/l", Unit::Mass(ResultUnit::MicrogramsPerLitre)),
    ("微克/升", Unit::Mass(ResultUnit::MicrogramsPerLitre)),
    ("mg/l", Unit::Mass(ResultUnit::MilligramsPerLitre)),
    ("毫克/升", Unit::Mass(ResultUnit::MilligramsPerLitre)),
    ("µs/cm", Unit::Conductivity(1.0)),
    ("μs/cm", Unit::Conductivity(1.0)),
    ("us/cm", Unit::Conductivity(1.0)),
    ("ms/cm", Unit::Conductivity(1_000.0)),
    ("万m³/d", Unit::Flow(FlowUnit::CubicMetresPerDay, 10_000.0)),
    ("万m3/d", Unit::Flow(FlowUnit::CubicMetresPerDay, 10_000.0)),
    ("万立方米/日", Unit::Flow(FlowUnit::CubicMetresPerDay, 10_000.0)),
    ("万t/d", Unit::Flow(FlowUnit::CubicMetresPerDay, 10_000.0)),
    ("万吨/日", Unit::Flow(FlowUnit::CubicMetresPerDay, 10_000.0)),
    ("万吨/天", Unit::Flow(FlowUnit::CubicMetresPerDay, 10_000.0)),
    ("m³/d", Unit::Flow(FlowUnit::CubicMetresPerDay, 1.0)),
    ("m3/d", Unit::Flow(FlowUnit::CubicMetresPerDay, 1.0)),
    ("m³/天", Unit::Flow(FlowUnit::CubicMetresPerDay, 1.0)),
    ("m³/日", Unit::Flow(FlowUnit::CubicMetresPerDay, 1.0)),
    ("立方米/日", Unit::Flow(FlowUnit::CubicMetresPerDay, 1.0)),
    ("立方米/天", Unit::Flow(FlowUnit::CubicMetresPerDay, 1.0)),
    ("t/d", Unit::Flow(FlowUnit::CubicMetresPerDay, 1.0)),
    ("吨/日", Unit::Flow(FlowUnit::CubicMetresPerDay, 1.0)),
    ("吨/天", Unit::Flow(FlowUnit::CubicMetresPerDay, 1.0)),
    ("m³/h", Unit::Flow(FlowUnit::CubicMetresPerHour, 1.0)),
    ("m3/h", Unit::Flow(FlowUnit::CubicMetresPerHour, 1.0)),
    ("立方米/小时", Unit::Flow(FlowUnit::CubicMetresPerHour, 1.0)),
    ("立方米/时", Unit::Flow(FlowUnit::CubicMetresPerHour, 1.0)),
    ("t/h", Unit::Flow(FlowUnit::CubicMetresPerHour, 1.0)),
    ("吨/小时", Unit::Flow(FlowUnit::CubicMetresPerHour, 1.0)),
    ("m³/s", Unit::Flow(FlowUnit::CubicMetresPerSecond, 1.0)),
    ("m3/s", Unit::Flow(FlowUnit::CubicMetresPerSecond, 1.0)),
    ("立方米/秒", Unit::Flow(FlowUnit::CubicMetresPerSecond, 1.0)),
    ("l/s", Unit::Flow(FlowUnit::LitresPerSecond, 1.0)),
    ("升/秒", Unit::Flow(FlowUnit::LitresPerSecond, 1.0)),
    ("mpn/l", Unit::Plain),
    ("个/l", Unit::Plain),
    ("无量纲", Unit::Plain),
    ("℃", Unit::Plain),
    ("°c", Unit::Plain),
];

/// The unit that a text is, or ends in; nothing where it names none.
pub fn read(text: &str) -> Option<Unit> {
    taken_off(&words::plain(text)).1
}

/// A plain text without the unit that it names, and the unit.
pub fn taken_off(plain: &str) -> (String, Option<Unit>) {
    let found = SPELLINGS.iter().find_map(|(word, unit)| {
        plain
            .match_indices(word)
            .map(|(at, _)| at)
            .find(|at| begins(plain, *at, word))
            .map(|at| (at, *word, *unit))
    });
    let Some((at, word, unit)) = found else { return (plain.to_owned(), None) };
    let before = plain.get(..at).unwrap_or_default();
    let after = plain.get(at + word.len()..).unwrap_or_default();
    // What the unit stood in goes with it.
    let before = before.trim_end_matches(['/', '(', '[', '【', '，', ',']);
    (format!("{before}{}", after.trim_start_matches([')', ']', '】'])), Some(unit))
}

/// Is it no part of a longer unit? `ml/s` is not `l/s`; but `codmg/l` is a parameter with its unit.
fn begins(plain: &str, at: usize, word: &str) -> bool {
    let before = plain.get(..at).and_then(|it| it.chars().next_back());
    let short = ["l/", "t/", "m3/", "m³/"].iter().any(|it| word.starts_with(it));
    !(short && before.is_some_and(|it| it.is_ascii_alphabetic()))
}

/// A number that came out of a calculation, with four significant digits: no field reading has more.
pub fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let digits = 3 - value.abs().log10().floor() as i32;
    // Dividing by a whole power of ten keeps 172.8 from becoming 172.79999.
    let scale = 10_f64.powi(digits.abs());
    if digits >= 0 { (value * scale).round() / scale } else { (value / scale).round() * scale }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flows_are_comparable_in_cubic_metres_a_day() {
        for (flow, unit, expected) in [
            (120.0, FlowUnit::CubicMetresPerDay, 120.0),
            (5.0, FlowUnit::CubicMetresPerHour, 120.0),
            (0.002, FlowUnit::CubicMetresPerSecond, 172.8),
            (2.0, FlowUnit::LitresPerSecond, 172.8),
        ] {
            assert!((m3_per_day(flow, unit) - expected).abs() < 1e-9, "{flow} {unit:?}");
        }
    }

    #[test]
    fn a_milligram_has_a_thousand_micrograms() {
        assert!((mg_per_litre(25.0, ResultUnit::MicrogramsPerLitre) - 0.025).abs() < 1e-12);
        assert!((mg_per_litre(25.0, ResultUnit::MilligramsPerLitre) - 25.0).abs() < 1e-12);
    }

    #[test]
    fn units_are_read_as_ledgers_write_them() {
        let check = |text: &str, rest: &str, unit: Option<Unit>| {
            assert_eq!(taken_off(&words::plain(text)), (rest.to_owned(), unit), "{text}");
        };
        let micro = Some(Unit::Mass(ResultUnit::MicrogramsPerLitre));
        for text in ["25 µg/L", "25μg/l", "25ug/L", "25微克/升", "２５ ｕｇ／Ｌ"] {
            check(text, "25", micro);
        }
        check("氨氮（mg/L）", "氨氮", Some(Unit::Mass(ResultUnit::MilligramsPerLitre)));
        check("120 t/d", "120", Some(Unit::Flow(FlowUnit::CubicMetresPerDay, 1.0)));
        check("1.2万吨/日", "1.2", Some(Unit::Flow(FlowUnit::CubicMetresPerDay, 10_000.0)));
        check("5m³/h", "5", Some(Unit::Flow(FlowUnit::CubicMetresPerHour, 1.0)));
        check("3 L/s", "3", Some(Unit::Flow(FlowUnit::LitresPerSecond, 1.0)));
        check("1.2mS/cm", "1.2", Some(Unit::Conductivity(1_000.0)));
        check("2ml/s", "2ml/s", None);
        check("COD mg/L", "cod", Some(Unit::Mass(ResultUnit::MilligramsPerLitre)));
        assert_eq!(read("mg/L"), Some(Unit::Mass(ResultUnit::MilligramsPerLitre)));
    }

    #[test]
    fn four_digits_are_kept() {
        let check = |value: f64, expected: &str| assert_eq!(rounded(value).to_string(), expected);
        check(172.799_999_9, "172.8");
        check(0.012_345_6, "0.01235");
        check(123_456.0, "123500");
        check(0.0, "0");
    }
}
