//! Results as people type them: `<0.025`, `0.025L`, `ND`, `未检出`, full-width signs, thousands separators.
//!
//! Sources: domain dossier §4.3 and §8.3; laboratories write the detection limit with an L behind it where nothing was
//! found (HJ 630). "Not detected" is never zero: the value is the detection limit, and the qualifier says below.

use super::{method, unit};
use crate::domain::{
    fact::{Parameter, Qualifier, ResultUnit},
    words,
};

/// A result that was read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// How the number is meant.
    pub qualifier: Qualifier,
    /// The number, in [`Parameter::unit`].
    pub value: f64,
}

/// Why a text is no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// There is no number in it.
    NotANumber,
    /// It says that nothing was found, and no detection limit is known.
    NoDetectionLimit,
}

/// Reads `text`, which was typed for `parameter` in `given`. `detection_limit` is in [`Parameter::unit`]; where it is not
/// given, that of the usual method counts.
pub fn read(
    text: &str,
    parameter: Parameter,
    given: Option<ResultUnit>,
    detection_limit: Option<f64>,
) -> Result<Measured, Unread> {
    let plain = words::plain(text);
    if is_not_detected(&plain) {
        let limit = detection_limit.or_else(|| method::usual(parameter).and_then(|it| it.detection_limit));
        let value = limit.ok_or(Unread::NoDetectionLimit)?;
        return Ok(Measured { qualifier: Qualifier::Below, value });
    }
    let (qualifier, number) = signed(&plain);
    let value = words::number(number).ok_or(Unread::NotANumber)?;
    let value =
        given.map_or(value, |it| if is_mass(parameter) { unit::mg_per_litre(value, it) } else { value });
    Ok(Measured { qualifier, value })
}

/// Does the text say that nothing was found?
fn is_not_detected(plain: &str) -> bool {
    matches!(plain, "nd" | "n.d." | "n.d" | "未检出" | "未检" | "<dl" | "<mdl" | "bdl" | "低于检出限")
}

fn signed(plain: &str) -> (Qualifier, &str) {
    let below = ["<=", "≤", "<", "﹤", "〈", "小于", "低于"];
    let above = [">=", "≥", ">", "﹥", "〉", "大于", "高于"];
    if let Some(rest) = below.iter().find_map(|sign| plain.strip_prefix(sign)) {
        return (Qualifier::Below, rest.trim_end_matches('l'));
    }
    if let Some(rest) = plain.strip_suffix('l') {
        return (Qualifier::Below, rest);
    }
    if let Some(rest) = above.iter().find_map(|sign| plain.strip_prefix(sign)) {
        return (Qualifier::Above, rest);
    }
    (Qualifier::Equal, plain.strip_prefix('=').unwrap_or(plain))
}

/// Is it given as mass in a volume, so that mg/L and µg/L can be mistaken for each other?
pub fn is_mass(parameter: Parameter) -> bool {
    parameter.unit() == "mg/L"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, qualifier: Qualifier, value: f64) {
        let read = read(text, Parameter::AmmoniaN, None, None).unwrap();
        assert_eq!(read.qualifier, qualifier, "{text}");
        assert!((read.value - value).abs() < 1e-12, "{text}: {}", read.value);
    }

    #[test]
    fn results_are_read_as_people_write_them() {
        check("3.1", Qualifier::Equal, 3.1);
        check("３．１", Qualifier::Equal, 3.1);
        check("1,250", Qualifier::Equal, 1_250.0);
        check("<0.025", Qualifier::Below, 0.025);
        check("＜０．０２５", Qualifier::Below, 0.025);
        check("≤ 0.025", Qualifier::Below, 0.025);
        check("0.025L", Qualifier::Below, 0.025);
        check("0.025 l", Qualifier::Below, 0.025);
        check("<0.025L", Qualifier::Below, 0.025);
        check("＞ 50", Qualifier::Above, 50.0);
    }

    #[test]
    fn not_detected_is_the_detection_limit_and_never_zero() {
        check("ND", Qualifier::Below, 0.025);
        check("未检出", Qualifier::Below, 0.025);
        let given = read("ＮＤ", Parameter::AmmoniaN, None, Some(0.05)).unwrap();
        assert_eq!(given, Measured { qualifier: Qualifier::Below, value: 0.05 });
        assert_eq!(read("ND", Parameter::TotalSalt, None, None), Err(Unread::NoDetectionLimit));
    }

    #[test]
    fn micrograms_become_milligrams_where_that_makes_sense() {
        let micro = Some(ResultUnit::MicrogramsPerLitre);
        let read_in = |parameter| read("25L", parameter, micro, None).unwrap().value;
        assert!((read_in(Parameter::AmmoniaN) - 0.025).abs() < 1e-12);
        assert!((read_in(Parameter::WaterTemp) - 25.0).abs() < 1e-12);
    }

    #[test]
    fn what_is_no_number_is_not_guessed() {
        for text in ["", "many", "<", "L", "3.1.2", "1e999"] {
            assert_eq!(read(text, Parameter::Cod, None, None), Err(Unread::NotANumber), "{text}");
        }
    }
}
