//! 测: is there a sample, and does it keep within the limits?

use jiff::civil::Date;

use super::{MeasureState, in_effect};
use crate::domain::{
    fact::{LabResult, Sample},
    project::Entry,
    quality,
};

/// The state of measuring at the end of `day`: that of the latest sample, or of the one before while the
/// laboratory has not answered: what was measured stays measured.
pub fn state(entry: &Entry, day: Date) -> MeasureState {
    let taken = entry.samples.iter().filter(|it| in_effect(it.on, day));
    let states = taken.map(|it| (of_sample(entry, it), it.on, it.id));
    match states.max_by_key(|(state, on, id)| (*state != MeasureState::AwaitingLab, *on, *id)) {
        Some((state, ..)) => state,
        None if entry.outfall.can_sample == Some(false) => MeasureState::Impossible,
        None => MeasureState::Unmeasured,
    }
}

/// What one sample says.
pub fn of_sample(entry: &Entry, sample: &Sample) -> MeasureState {
    if !sample.impossible_reason.is_empty() {
        return MeasureState::Impossible;
    }
    let results: Vec<&LabResult> =
        entry.results.iter().filter(|it| it.sample == sample.id && it.valid != Some(false)).collect();
    if results.is_empty() {
        return MeasureState::AwaitingLab;
    }
    let Some(profile) = sample.standard else { return MeasureState::Unjudged };
    let verdicts: Vec<bool> = results.iter().filter_map(|it| quality::exceeds(profile, it)).collect();
    match verdicts.iter().any(|over| *over) {
        true => MeasureState::Exceeding,
        false if verdicts.is_empty() => MeasureState::Unjudged,
        false => MeasureState::Within,
    }
}
