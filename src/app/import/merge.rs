//! What a row adds to an outfall that the project has already.

use super::row::Draft;
use crate::domain::{
    Record as _, Value,
    fact::Claim,
    outfall::Outfall,
    project::{AnyRecord, Change, Entry},
    stage::RegisterState,
};

/// Read from a position as a whole, or not at all.
const OF_POSITION: &[&str] = &[
    "lon",
    "lat",
    "coord_source",
    "coord_accuracy_m",
    "coord_samples",
    "coord_sd_m",
    "coord_override",
    "coord_crs_raw",
    "coord_text_raw",
];

/// A ledger prints positions with six decimals: one that differs by less is the one that is known.
const LEDGER_DIGIT_DEG: f64 = 1e-6;

/// The change to the register entry; nothing where the row says what is known. A blank cell blanks nothing.
pub(super) fn change(entry: &Entry, draft: &Draft) -> Option<Change> {
    let known = &entry.outfall;
    let merged = merged(known, draft);
    if merged == *known {
        return None;
    }
    Change::between(&AnyRecord::from(known.clone()), &AnyRecord::from(merged))
}

fn merged(known: &Outfall, draft: &Draft) -> Outfall {
    let row = &draft.outfall;
    let mut merged = known.clone();
    for column in Outfall::COLUMNS.iter().filter(|it| !OF_POSITION.contains(&it.name)) {
        let value = (column.get)(row);
        if value != Value::Null {
            // The value comes out of a field of the same type, so it fits.
            let fitted = (column.set)(&mut merged, value);
            debug_assert!(fitted.is_ok(), "{}", column.name);
        }
    }
    if merged.county.is_empty() {
        merged.county.clone_from(&draft.county_found);
    }
    if is_known(known, row) {
        // How it was measured says more than that a ledger repeats it.
    } else if row.position().is_some() {
        merged.coord_accuracy_m = row.coord_accuracy_m;
        merged.coord_samples = row.coord_samples;
        merged.coord_sd_m = row.coord_sd_m;
        merged.coord_override.clone_from(&row.coord_override);
        merged.lon = row.lon;
        merged.lat = row.lat;
        merged.coord_source = row.coord_source;
        merged.coord_crs_raw.clone_from(&row.coord_crs_raw);
        merged.coord_text_raw.clone_from(&row.coord_text_raw);
    } else if known.position().is_none() && !row.coord_text_raw.is_empty() {
        merged.coord_text_raw.clone_from(&row.coord_text_raw);
    }
    merged
}

/// Was the outfall measured where the row has it?
fn is_known(known: &Outfall, row: &Outfall) -> bool {
    let near = |one: f64, other: f64| (one - other).abs() < LEDGER_DIGIT_DEG;
    let places = known.position().zip(row.position());
    known.coord_samples.is_some() && places.is_some_and(|(a, b)| near(a.0, b.0) && near(a.1, b.1))
}

/// The claim of a row about a new outfall: in a ledger stands what is registered, unless the ledger says otherwise.
pub(super) fn first_claim(claim: Claim) -> Claim {
    Claim { register: claim.register.or(Some(RegisterState::Registered)), ..claim }
}

/// The claim of a row about `entry`; nothing where earlier ledgers have said all of it. `claim` has its day.
pub(super) fn next_claim(entry: &Entry, claim: Claim) -> Option<Claim> {
    // A later ledger says nothing about what was so on the day of this one.
    let earlier: Vec<&Claim> = entry.claims.iter().filter(|it| it.on <= claim.on).collect();
    let has_standing = entry.claims.iter().any(|it| it.register.is_some());
    let claim = if has_standing { claim } else { first_claim(claim) };
    let said = Claim::COLUMNS.iter().filter(|it| !matches!(it.name, "outfall" | "on" | "source"));
    let mut says_more = said.filter(|column| {
        let value = (column.get)(&claim);
        let known = earlier.iter().filter(|it| (column.get)(it) != Value::Null).max_by_key(|it| it.on);
        value != Value::Null && known.is_none_or(|known| (column.get)(known) != value)
    });
    says_more.next().is_some().then_some(claim)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outfall::CoordSource;

    fn measured() -> Outfall {
        Outfall {
            lon: Some(112.733_984_1),
            lat: Some(38.419_910_2),
            coord_source: Some(CoordSource::Gnss),
            coord_accuracy_m: Some(1.6),
            coord_samples: Some(60),
            ..Outfall::default()
        }
    }

    fn ledger(lon: f64) -> Draft {
        let mut draft = Draft::default();
        draft.outfall.lon = Some(lon);
        draft.outfall.lat = Some(38.419_910);
        draft.outfall.coord_source = Some(CoordSource::Ledger);
        draft
    }

    #[test]
    fn a_ledger_that_repeats_a_measured_position_takes_nothing_from_it() {
        assert_eq!(merged(&measured(), &ledger(112.733_984)), measured());
    }

    #[test]
    fn a_ledger_with_another_position_brings_no_accuracy_of_the_one_before() {
        let merged = merged(&measured(), &ledger(112.734_984));

        assert_eq!((merged.lon, merged.coord_source), (Some(112.734_984), Some(CoordSource::Ledger)));
        assert_eq!((merged.coord_accuracy_m, merged.coord_samples), (None, None));
    }
}
