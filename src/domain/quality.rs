//! Limits and how far a result is over them (限值与超标倍数).
//!
//! Numbers: GB 3838-2002 table 1, GB 18918-2002 table 1 (domain dossier §5.1, §5.3). The two Shanxi
//! profiles are ours, after the seed plan of 晋城 2019: class V or III of GB 3838 for COD, ammonia
//! and phosphorus, grade 1A of GB 18918 for the rest.

use super::fact::{LabResult, LimitProfile, Parameter, Qualifier};

/// What a parameter must keep to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// At most this, in [`Parameter::unit`].
    AtMost(f64),
    /// At least this.
    AtLeast(f64),
    /// Between these two.
    Between(f64, f64),
}

/// The limit for `parameter`, if the profile has one.
pub fn limit(profile: LimitProfile, parameter: Parameter) -> Option<Limit> {
    use LimitProfile as L;
    if parameter == Parameter::Ph {
        return Some(Limit::Between(6.0, 9.0));
    }
    match profile {
        L::SurfaceIii => surface(parameter, 0),
        L::SurfaceV => surface(parameter, 1),
        L::GradeA => treatment_plant(parameter, 0),
        L::GradeB => treatment_plant(parameter, 1),
        L::ShanxiIii => main_three(parameter, 0).or_else(|| treatment_plant(parameter, 0)),
        L::ShanxiV => main_three(parameter, 1).or_else(|| treatment_plant(parameter, 0)),
    }
}

fn main_three(parameter: Parameter, column: usize) -> Option<Limit> {
    let three = matches!(parameter, Parameter::Cod | Parameter::AmmoniaN | Parameter::TotalP);
    if three { surface(parameter, column) } else { None }
}

/// GB 3838-2002 table 1: class III, class V. TN is rated in lakes and reservoirs only.
fn surface(parameter: Parameter, column: usize) -> Option<Limit> {
    let pair = match parameter {
        Parameter::Cod => [20.0, 40.0],
        Parameter::Bod5 => [4.0, 10.0],
        Parameter::AmmoniaN => [1.0, 2.0],
        Parameter::TotalP => [0.2, 0.4],
        Parameter::Fluoride => [1.0, 1.5],
        Parameter::Petroleum => [0.05, 1.0],
        Parameter::Surfactant => [0.2, 0.3],
        Parameter::FaecalColiform => [10_000.0, 40_000.0],
        Parameter::DissolvedOxygen => return [5.0, 2.0].get(column).copied().map(Limit::AtLeast),
        _ => return None,
    };
    pair.get(column).copied().map(Limit::AtMost)
}

/// GB 18918-2002 table 1, daily means: grade 1A, grade 1B. Ammonia for water above 12 ℃, phosphorus for plants from 2006.
#[expect(clippy::match_same_arms, reason = "one row for each row of the standard")]
fn treatment_plant(parameter: Parameter, column: usize) -> Option<Limit> {
    let pair = match parameter {
        Parameter::Cod => [50.0, 60.0],
        Parameter::Bod5 => [10.0, 20.0],
        Parameter::SuspendedSolids => [10.0, 20.0],
        Parameter::Petroleum => [1.0, 3.0],
        Parameter::Surfactant => [0.5, 1.0],
        Parameter::TotalN => [15.0, 20.0],
        Parameter::AmmoniaN => [5.0, 8.0],
        Parameter::TotalP => [0.5, 1.0],
        Parameter::FaecalColiform => [1_000.0, 10_000.0],
        _ => return None,
    };
    pair.get(column).copied().map(Limit::AtMost)
}

/// Is the result over its limit? Nothing where there is no limit or no number.
///
/// A value equal to the limit keeps it; a result below its detection limit keeps any upper limit. A result
/// that is only known to be above or below a number is not judged where it could lie on either side.
pub fn exceeds(profile: LimitProfile, result: &LabResult) -> Option<bool> {
    let (value, limit) = (result.value?, limit(profile, result.parameter?)?);
    match (limit, result.qualifier) {
        (Limit::AtMost(_), Some(Qualifier::Below)) => Some(false),
        (Limit::AtMost(most), Some(Qualifier::Above)) => (value >= most).then_some(true),
        (Limit::AtMost(most), _) => Some(value > most),
        (Limit::AtLeast(least), Some(Qualifier::Below)) => (value <= least).then_some(true),
        (Limit::AtLeast(least), Some(Qualifier::Above)) => (value >= least).then_some(false),
        (Limit::AtLeast(least), _) => Some(value < least),
        (Limit::Between(low, _), Some(Qualifier::Below)) => (value <= low).then_some(true),
        (Limit::Between(_, high), Some(Qualifier::Above)) => (value >= high).then_some(true),
        (Limit::Between(low, high), _) => Some(value < low || value > high),
    }
}

/// The exceedance multiple (超标倍数), (C − S)/S; nothing for pH, lower limits and results within.
pub fn exceedance_multiple(profile: LimitProfile, result: &LabResult) -> Option<f64> {
    match (exceeds(profile, result)?, limit(profile, result.parameter?)?) {
        (true, Limit::AtMost(most)) => Some((result.value? - most) / most),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(
        profile: LimitProfile,
        parameter: Parameter,
        qualifier: Qualifier,
        value: f64,
        over: Option<bool>,
    ) {
        let result = LabResult {
            parameter: Some(parameter),
            qualifier: Some(qualifier),
            value: Some(value),
            ..LabResult::default()
        };
        assert_eq!(exceeds(profile, &result), over, "{parameter:?} {value}");
    }

    #[test]
    fn a_value_equal_to_the_limit_keeps_it() {
        check(LimitProfile::ShanxiV, Parameter::Cod, Qualifier::Equal, 40.0, Some(false));
        check(LimitProfile::ShanxiV, Parameter::Cod, Qualifier::Equal, 40.1, Some(true));
    }

    #[test]
    fn ph_has_two_limits_and_oxygen_a_lower_one() {
        check(LimitProfile::GradeA, Parameter::Ph, Qualifier::Equal, 5.9, Some(true));
        check(LimitProfile::GradeA, Parameter::Ph, Qualifier::Equal, 9.0, Some(false));
        check(LimitProfile::SurfaceV, Parameter::DissolvedOxygen, Qualifier::Equal, 1.9, Some(true));
    }

    #[test]
    fn what_is_below_detection_is_not_over_and_what_has_no_limit_is_not_judged() {
        check(LimitProfile::SurfaceIii, Parameter::TotalP, Qualifier::Below, 0.5, Some(false));
        check(LimitProfile::SurfaceIii, Parameter::TotalN, Qualifier::Equal, 99.0, None);
    }

    #[test]
    fn what_is_only_known_to_be_above_or_below_is_judged_where_it_is_sure() {
        check(LimitProfile::ShanxiV, Parameter::Cod, Qualifier::Above, 40.0, Some(true));
        check(LimitProfile::ShanxiV, Parameter::Cod, Qualifier::Above, 30.0, None);
        check(LimitProfile::SurfaceV, Parameter::DissolvedOxygen, Qualifier::Below, 0.5, Some(true));
        check(LimitProfile::SurfaceV, Parameter::DissolvedOxygen, Qualifier::Below, 5.0, None);
        check(LimitProfile::SurfaceV, Parameter::DissolvedOxygen, Qualifier::Above, 5.0, Some(false));
        check(LimitProfile::GradeA, Parameter::Ph, Qualifier::Above, 12.0, Some(true));
    }

    #[test]
    fn the_multiple_is_how_far_it_is_over() {
        let result =
            LabResult { parameter: Some(Parameter::AmmoniaN), value: Some(4.6), ..LabResult::default() };
        let multiple = exceedance_multiple(LimitProfile::ShanxiV, &result);
        assert!((multiple.unwrap() - 1.3).abs() < 1e-9);
    }
}
