//! Which column of a ledger of facts holds what.

use std::collections::BTreeMap;

use super::super::{ColumnOverrides, ImportError, columns::Columns};
use crate::domain::{
    heading::{FactLedger, FactMeaning, Meaning, fact_meaning, fact_meaning_of_column},
    rule::unit::Unit,
};

/// A column: where it is, and the unit that its heading names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) at: usize,
    pub(super) unit: Option<Unit>,
}

/// The columns of a ledger of facts.
#[derive(Debug)]
pub(super) struct FactColumns {
    /// By meaning.
    pub(super) at: BTreeMap<FactMeaning, Place>,
    /// What tells which outfall a row is about.
    pub(super) owner: Columns,
    /// What holds for all rows that say nothing else.
    pub(super) values: Vec<(FactMeaning, String)>,
    /// The headings that are not used.
    pub(super) unused: Vec<String>,
}

impl FactColumns {
    pub(super) fn of(
        ledger: FactLedger,
        headings: &[String],
        overrides: &ColumnOverrides,
    ) -> Result<Self, ImportError> {
        let mut best: BTreeMap<FactMeaning, (Place, usize)> = BTreeMap::new();
        let mut unused = Vec::new();
        for (at, heading) in headings.iter().enumerate() {
            let Some((meaning, rank, unit)) = meaning(ledger, heading, overrides)? else {
                if overrides.of(heading).is_none() {
                    unused.push(at);
                }
                continue;
            };
            match best.get(&meaning) {
                Some((_, taken)) if *taken <= rank => unused.push(at),
                Some((worse, _)) => {
                    unused.push(worse.at);
                    best.insert(meaning, (Place { at, unit }, rank));
                }
                None => {
                    best.insert(meaning, (Place { at, unit }, rank));
                }
            }
        }
        let at: BTreeMap<FactMeaning, Place> =
            best.into_iter().map(|(meaning, (place, _))| (meaning, place)).collect();
        let owner = at.iter().filter_map(|(meaning, place)| match meaning {
            FactMeaning::Owner(meaning) => Some((*meaning, place.at)),
            _ => None,
        });
        let owner = Columns::given(owner.collect());
        unused.sort_unstable();
        let unused = unused.into_iter().filter_map(|at| headings.get(at).cloned()).collect();
        Ok(Self { at, owner, values: values(ledger, overrides)?, unused })
    }

    /// Is there nothing that tells which outfall, or nothing that tells what happened there?
    pub(super) fn is_useless(&self) -> bool {
        let tells_owner = |it: &FactMeaning| matches!(it, FactMeaning::Owner(it) if *it != Meaning::Serial);
        let tells_fact = |it: &FactMeaning| !matches!(it, FactMeaning::Owner(_));
        !self.at.keys().any(tells_owner) || !self.at.keys().any(tells_fact)
    }

    /// Is there a row for each result?
    pub(super) fn is_long(&self) -> bool {
        self.at.contains_key(&FactMeaning::Parameter) && self.at.contains_key(&FactMeaning::Value)
    }
}

type Found = (FactMeaning, usize, Option<Unit>);

fn meaning(
    ledger: FactLedger,
    heading: &str,
    overrides: &ColumnOverrides,
) -> Result<Option<Found>, ImportError> {
    // One more than its own, so that an override is always the most telling.
    let own = fact_meaning(ledger, heading).map(|(meaning, rank, unit)| (meaning, rank + 1, unit));
    match overrides.of(heading) {
        None => Ok(own),
        Some("") => Ok(None),
        Some(name) => match fact_meaning_of_column(ledger, name) {
            Some(meaning) => Ok(Some((meaning, 0, own.and_then(|(.., unit)| unit)))),
            None => Err(ImportError::BadOverride { heading: heading.to_owned(), name: name.to_owned() }),
        },
    }
}

fn values(
    ledger: FactLedger,
    overrides: &ColumnOverrides,
) -> Result<Vec<(FactMeaning, String)>, ImportError> {
    let known = overrides.values().map(|(name, text)| match fact_meaning_of_column(ledger, name) {
        Some(meaning) => Ok((meaning, text.to_owned())),
        None => Err(ImportError::BadOverride { heading: "[values]".to_owned(), name: name.to_owned() }),
    });
    known.collect()
}
