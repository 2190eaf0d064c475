//! B18, B19 and B20: can the water be like that? The rules are those of the forms, [`plausible`].

use jiff::civil::Date;

use super::{CheckId, Detail, Findings, Fix};
use crate::domain::{
    fact::{LabResult, Sample},
    project::{Entry, RecordKind},
    rule::plausible::{self, Doubt, Place},
};

pub(super) fn check(entry: &Entry, day: Date, findings: &mut Findings) {
    if entry.samples.is_empty() {
        return;
    }
    let mut samples: Vec<&Sample> = entry.samples.iter().collect();
    samples.sort_by_key(|it| (it.on, it.id));
    // Each is held against those before it, so that one slip is found once.
    let mut before = Entry::new(entry.outfall.clone());
    let mut earlier: Vec<LabResult> = Vec::new();
    for sample in samples {
        let fact = (RecordKind::Sample, sample.id);
        for (_, doubt) in plausible::record(&before, &sample.clone().into(), day) {
            if let (Some(check), Some(value)) = (check_of(doubt), sample.flow_m3_d) {
                let detail = Detail::Doubtful { parameter: None, value, on: sample.on, doubt };
                findings.add_in(fact, check, detail, Some(Fix::CorrectFact));
            }
        }
        let results: Vec<LabResult> =
            entry.results.iter().filter(|it| it.sample == sample.id).cloned().collect();
        for (place, doubt) in plausible::results(&results, &earlier) {
            let (Some(check), Place::Result(parameter)) = (check_of(doubt), place) else { continue };
            let result = results.iter().find(|it| it.parameter == Some(parameter));
            let value = result.and_then(|it| it.value).unwrap_or_default();
            let detail = Detail::Doubtful { parameter: Some(parameter), value, on: sample.on, doubt };
            findings.add_in(fact, check, detail, Some(Fix::CorrectFact));
        }
        before.add(sample.clone().into());
        earlier.extend(results);
    }
}

/// The check that a doubt belongs to; none where it is no matter of what was measured.
fn check_of(doubt: Doubt) -> Option<CheckId> {
    Some(match doubt {
        Doubt::Ph
        | Doubt::CodBelowBod
        | Doubt::AmmoniaAboveTotal
        | Doubt::PartAboveWhole
        | Doubt::SaltAboveConductivity
        | Doubt::OutOfRange => CheckId::Improbable,
        Doubt::UnitSlip | Doubt::FlowSlip | Doubt::FlowHuge => CheckId::UnitSlip,
        Doubt::BelowDetection | Doubt::Zero => CheckId::BelowDetection,
        _ => return None,
    })
}
