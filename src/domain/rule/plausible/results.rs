//! Doubts about the results of a sample.

use super::{Doubt, Place, Placed, SLIP};
use crate::domain::fact::{LabResult, Parameter, Qualifier};

/// What can hardly be right in these results of one sample. `earlier` are results of the same outfall, the latest last.
pub fn results(results: &[LabResult], earlier: &[LabResult]) -> Vec<Placed> {
    let mut doubts = Vec::new();
    for (at, result) in results.iter().enumerate() {
        let Some(parameter) = result.parameter else { continue };
        let mut push = |doubt| doubts.push((Place::Result(parameter), doubt));
        if results.iter().take(at).any(|it| it.parameter == result.parameter) {
            push(Doubt::Twice);
        }
        let Some(value) = result.value else { continue };
        if let Some(doubt) = alone(parameter, value) {
            push(doubt);
        }
        let measured = result.qualifier == Some(Qualifier::Equal);
        if measured && value == 0.0 && result.detection_limit.is_some() {
            push(Doubt::Zero);
        } else if measured && result.detection_limit.is_some_and(|limit| value < limit) {
            push(Doubt::BelowDetection);
        }
        let was = earlier.iter().rev().find(|it| it.parameter == result.parameter);
        let was = was.filter(|it| it.qualifier != Some(Qualifier::Below)).and_then(|it| it.value);
        let slipped =
            was.is_some_and(|was| was > 0.0 && value > 0.0 && (value / was > SLIP || was / value > SLIP));
        // Coliform counts do run over several powers of ten, and a value below detection says little.
        if slipped && measured && parameter != Parameter::FaecalColiform {
            push(Doubt::UnitSlip);
        }
    }
    together(results, &mut doubts);
    doubts
}

/// A number that no water of this kind has.
fn alone(parameter: Parameter, value: f64) -> Option<Doubt> {
    let (least, most) = match parameter {
        Parameter::Ph => return (!(0.0..=14.0).contains(&value)).then_some(Doubt::Ph),
        Parameter::WaterTemp => (-1.0, 60.0),
        Parameter::DissolvedOxygen => (0.0, 25.0),
        Parameter::Cod => (0.0, 100_000.0),
        Parameter::Bod5 => (0.0, 60_000.0),
        Parameter::AmmoniaN | Parameter::TotalN => (0.0, 10_000.0),
        Parameter::TotalP => (0.0, 1_000.0),
        Parameter::Conductivity => (0.0, 250_000.0),
        Parameter::TotalSalt | Parameter::Chloride => (0.0, 350_000.0),
        _ => (0.0, f64::MAX),
    };
    (!(least..=most).contains(&value)).then_some(Doubt::OutOfRange)
}

/// What is a part of something can not be more than all of it.
fn together(results: &[LabResult], doubts: &mut Vec<Placed>) {
    let value = |parameter: Parameter, sure: fn(Qualifier) -> bool| {
        let found = results.iter().find(|it| it.parameter == Some(parameter))?;
        found.value.filter(|_| found.qualifier.is_none_or(sure))
    };
    // "Below 4" may be anything less, so it can be no surely larger part; "above 500" no surely smaller whole.
    let part = |parameter| value(parameter, |it| it != Qualifier::Below);
    let whole = |parameter| value(parameter, |it| it != Qualifier::Above);
    for (smaller, larger, doubt) in [
        (Parameter::Bod5, Parameter::Cod, Doubt::CodBelowBod),
        (Parameter::AmmoniaN, Parameter::TotalN, Doubt::AmmoniaAboveTotal),
        (Parameter::Chloride, Parameter::TotalSalt, Doubt::PartAboveWhole),
        (Parameter::TotalSalt, Parameter::Conductivity, Doubt::SaltAboveConductivity),
    ] {
        if part(smaller).zip(whole(larger)).is_some_and(|(part, whole)| part > whole) {
            doubts.push((Place::Result(smaller), doubt));
        }
    }
}
