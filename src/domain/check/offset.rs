//! B5: did a whole import come with the offset of a web map?

use std::collections::BTreeMap;

use super::{CheckId, Detail, Figures, Findings, Fix, Inputs, position::is_zero};
use crate::domain::{
    doctor::{Diagnosis, FEWEST, System, river_m},
    project::Entry,
};

/// An outfall that does not come nearer to the river by so many metres is left where it is. Our choice.
const LEAST_GAIN_M: f64 = 50.0;

/// An outfall and where it lies.
type Placed<'a> = (&'a Entry, (f64, f64));

/// Which file an outfall came from last; empty where no ledger says so.
pub(super) fn batch_of(entry: &Entry) -> &str {
    entry.claims.last().map_or("", |it| it.source.as_str())
}

/// The outfalls of one import are asked together; those that came by other ways make one import too.
pub(super) fn check(inputs: &Inputs<'_>, findings: &mut Findings) {
    let mut batches: BTreeMap<&str, Vec<Placed<'_>>> = BTreeMap::new();
    for entry in inputs.project.entries() {
        if let Some(place) = entry.outfall.position().filter(|it| !is_zero(*it)) {
            batches.entry(batch_of(entry)).or_default().push((entry, place));
        }
    }
    for (batch, entries) in batches.into_iter().filter(|(_, it)| it.len() >= FEWEST) {
        let places: Vec<(f64, f64)> = entries.iter().map(|it| it.1).collect();
        let Some(diagnosis) = Diagnosis::of(&places, inputs.around) else { return };
        let system = diagnosis.best;
        if !matches!(system, System::Gcj02 | System::Bd09) {
            continue;
        }
        let metres = |(lon, lat)| river_m(inputs.around, lon, lat);
        for (entry, (lon, lat)) in entries {
            let (was, is) = (metres((lon, lat)), system.read(lon, lat).and_then(metres));
            let gains = was.zip(is).is_some_and(|(was, is)| was - is >= LEAST_GAIN_M);
            if gains {
                findings.record = entry.outfall.id;
                let figures = Figures { batch: batch.to_owned(), diagnosis: diagnosis.clone() };
                let detail = Detail::Offset { lon, lat, figures: Box::new(figures) };
                findings.add(CheckId::Offset, detail, Some(Fix::Reread(system)));
            }
        }
    }
}
