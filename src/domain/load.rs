//! Loads (污染负荷): how much of a pollutant an outfall brings into the water in a day.
//!
//! Load in kg/d = flow in m³/d × concentration in mg/L ÷ 1000 (domain dossier §4.3). A sum says what it lacks: an outfall without a
//! flow or a result is not one without a load.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{
    fact::{Parameter, Qualifier},
    project::Entry,
};

/// What the newest sample of an outfall says of its loads.
#[derive(Clone, Debug, PartialEq)]
pub enum Load {
    /// No sample was taken yet.
    NoSample,
    /// Its newest sample has results but no flow.
    NoFlow,
    /// Its newest sample has no result that a load follows from.
    NoResult,
    /// Loads in kg/d.
    Known(Vec<(Parameter, f64)>),
}

/// Is the unit of the parameter mg/L, and more of it worse?
fn is_carried(parameter: Parameter) -> bool {
    parameter.unit() == "mg/L" && parameter != Parameter::DissolvedOxygen
}

/// The load of an outfall on a day, from its newest sample until then. Dry mouths have a load of 0; a result below the detection
/// limit counts for half of that, as in means (HJ 91.2 practice).
pub fn load(entry: &Entry, day: Date) -> Load {
    let taken = entry.samples.iter().filter(|it| it.on.is_some_and(|on| on <= day));
    let taken = taken.filter(|it| it.impossible_reason.is_empty());
    let Some(sample) = taken.max_by_key(|it| (it.on, it.id)) else { return Load::NoSample };
    let results = entry.results.iter().filter(|it| it.sample == sample.id && it.valid != Some(false));
    let mut known: Vec<(Parameter, f64)> = results
        .filter_map(|it| {
            let (parameter, value) = (it.parameter.filter(|it| is_carried(*it))?, it.value?);
            let value = if it.qualifier == Some(Qualifier::Below) { value / 2.0 } else { value };
            Some((parameter, value))
        })
        .collect();
    if known.is_empty() {
        return Load::NoResult;
    }
    let Some(flow) = sample.flow_m3_d else { return Load::NoFlow };
    for (_, value) in &mut known {
        *value *= flow / 1000.0;
    }
    Load::Known(known)
}

/// The loads of several outfalls together, and what is missing in them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoadSum {
    /// For each parameter, kg/d and how many outfalls have it.
    pub kg_d: BTreeMap<Parameter, (f64, usize)>,
    /// How many outfalls were added.
    pub outfalls: usize,
    /// How many of them were never sampled.
    pub without_sample: usize,
    /// How many have results but no flow.
    pub without_flow: usize,
    /// How many have a sample without a result in mg/L.
    pub without_result: usize,
}

impl LoadSum {
    /// Adds the load of one outfall.
    pub fn add(&mut self, load: &Load) {
        self.outfalls += 1;
        match load {
            Load::NoSample => self.without_sample += 1,
            Load::NoFlow => self.without_flow += 1,
            Load::NoResult => self.without_result += 1,
            Load::Known(known) => {
                for (parameter, kg_d) in known {
                    let sum = self.kg_d.entry(*parameter).or_default();
                    sum.0 += kg_d;
                    sum.1 += 1;
                }
            }
        }
    }

    /// How many of the outfalls have no part in the sum.
    pub fn missing(&self) -> usize {
        self.without_sample + self.without_flow + self.without_result
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{
        RecordId,
        fact::{LabResult, Sample},
        outfall::Outfall,
    };

    fn id(number: u128) -> RecordId {
        RecordId(uuid::Uuid::from_u128(number))
    }

    fn entry(flow: Option<f64>, results: &[(Parameter, Qualifier, f64)]) -> Entry {
        let mut entry = Entry::new(Outfall { id: id(1), ..Outfall::default() });
        let on = Some(date(2026, 5, 1));
        entry.add(Sample { id: id(2), outfall: id(1), on, flow_m3_d: flow, ..Sample::default() }.into());
        for (number, (parameter, qualifier, value)) in results.iter().enumerate() {
            let result = LabResult {
                id: id(3 + number as u128),
                sample: id(2),
                parameter: Some(*parameter),
                qualifier: Some(*qualifier),
                value: Some(*value),
                ..LabResult::default()
            };
            entry.add(result.into());
        }
        entry
    }

    #[test]
    fn a_load_is_flow_times_concentration() {
        let cod = (Parameter::Cod, Qualifier::Equal, 40.0);
        let day = date(2026, 6, 1);

        assert_eq!(load(&entry(Some(500.0), &[cod]), day), Load::Known(vec![(Parameter::Cod, 20.0)]));
        let below = (Parameter::TotalP, Qualifier::Below, 0.02);
        assert_eq!(load(&entry(Some(1000.0), &[below]), day), Load::Known(vec![(Parameter::TotalP, 0.01)]));
        assert_eq!(load(&entry(Some(0.0), &[cod]), day), Load::Known(vec![(Parameter::Cod, 0.0)]));
    }

    #[test]
    fn what_a_load_lacks_is_said() {
        let day = date(2026, 6, 1);
        let ph = (Parameter::Ph, Qualifier::Equal, 7.0);
        let cod = (Parameter::Cod, Qualifier::Equal, 40.0);
        let mut sum = LoadSum::default();
        for (flow, results) in [(None, vec![cod]), (Some(1.0), vec![ph]), (Some(1000.0), vec![cod, ph])] {
            sum.add(&load(&entry(flow, &results), day));
        }
        sum.add(&load(&entry(Some(1.0), &[cod]), date(2026, 4, 30)));

        assert_eq!((sum.outfalls, sum.missing()), (4, 3));
        assert_eq!((sum.without_flow, sum.without_result, sum.without_sample), (1, 1, 1));
        assert_eq!(sum.kg_d, BTreeMap::from([(Parameter::Cod, (40.0, 1))]));
    }
}
