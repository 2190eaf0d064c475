//! The usual method for each parameter, and what it can still detect.
//!
//! Source: domain dossier §4.3, marked there as remembered and not checked against the standards: it is only offered, and
//! what the laboratory writes counts.

use crate::domain::fact::Parameter;

/// A method and its detection limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Method {
    /// The standard and what it is, as reports write it.
    pub name: &'static str,
    /// In [`Parameter::unit`], where the method has one.
    pub detection_limit: Option<f64>,
}

/// The method that laboratories use most.
pub fn usual(parameter: Parameter) -> Option<Method> {
    let (name, limit) = match parameter {
        Parameter::Ph => ("HJ 1147-2020", 0.0),
        Parameter::Cod => ("HJ 828-2017", 4.0),
        Parameter::Bod5 => ("HJ 505-2009", 0.5),
        Parameter::AmmoniaN => ("HJ 535-2009", 0.025),
        Parameter::TotalP => ("GB 11893-89", 0.01),
        Parameter::TotalN => ("HJ 636-2012", 0.05),
        Parameter::SuspendedSolids => ("GB 11901-89", 4.0),
        Parameter::Petroleum => ("HJ 637-2018", 0.06),
        Parameter::Surfactant => ("GB 7494-87", 0.05),
        Parameter::Fluoride => ("GB 7484-87", 0.05),
        Parameter::DissolvedOxygen => ("HJ 506-2009", 0.0),
        Parameter::WaterTemp => ("GB/T 13195-91", 0.0),
        Parameter::TotalSalt => ("HJ/T 51-1999", 0.0),
        Parameter::FaecalColiform => ("HJ 347.2-2018", 20.0),
        Parameter::Chloride => ("HJ 84-2016", 0.0),
        Parameter::Conductivity => return None,
    };
    Some(Method { name, detection_limit: (limit > 0.0).then_some(limit) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ammonia_is_found_from_0_025_on_and_temperature_has_no_limit() {
        assert_eq!(usual(Parameter::AmmoniaN).unwrap().detection_limit, Some(0.025));
        assert_eq!(usual(Parameter::WaterTemp).unwrap().detection_limit, None);
    }
}
