//! Units of flows and concentrations.
//!
//! Source: domain dossier §4.3: real tables mix m³/s and m³/d, mg/L and µg/L; 1 m³/s is 86,400 m³/d.

use crate::domain::fact::{FlowUnit, ResultUnit};

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
    fn four_digits_are_kept() {
        let check = |value: f64, expected: &str| assert_eq!(rounded(value).to_string(), expected);
        check(172.799_999_9, "172.8");
        check(0.012_345_6, "0.01235");
        check(123_456.0, "123500");
        check(0.0, "0");
    }
}
