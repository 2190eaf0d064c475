//! Which outfall a row of a ledger of facts is about.

use std::collections::HashMap;

use super::{
    super::{matching::Matcher, row::Draft},
    said::{FactSkip, FactWarning},
};
use crate::domain::{
    coordinate::distance_m,
    project::{Entry, Project},
    words,
};

/// Finds outfalls by national code, local code, name and county, then by a name that only one has or that is near.
pub(super) struct Owners<'a> {
    by_national: HashMap<&'a str, &'a Entry>,
    matcher: Matcher<'a, 'a>,
    by_name: HashMap<String, Vec<&'a Entry>>,
}

/// Positions of the same outfall in two ledgers lie closer than this, in metres.
const NEAR_M: f64 = 1_000.0;

impl<'a> Owners<'a> {
    pub(super) fn of(project: &'a Project) -> Self {
        let mut by_name: HashMap<String, Vec<&'a Entry>> = HashMap::new();
        for entry in project.entries().iter().filter(|it| !it.outfall.name.is_empty()) {
            by_name.entry(words::plain(&entry.outfall.name)).or_default().push(entry);
        }
        let coded = project.entries().iter().filter(|it| !it.outfall.code_national.is_empty());
        let by_national = coded.map(|it| (it.outfall.code_national.as_str(), it)).collect();
        Self { by_national, matcher: Matcher::new(project), by_name }
    }

    /// The outfall, and what there is to know about how it was found.
    pub(super) fn find(&self, row: &Draft) -> Result<(&'a Entry, Vec<FactWarning>), FactSkip> {
        let outfall = &row.outfall;
        if outfall.code().is_empty() && outfall.name.is_empty() {
            return Err(FactSkip::NoOutfall);
        }
        let entry = match self.by_code(row).or_else(|| self.matcher.about(row)) {
            Some(entry) => entry,
            None => self.by_name_alone(row)?,
        };
        let mut warnings = Vec::new();
        let places = entry.outfall.position().zip(outfall.position());
        if let Some(metres) = places.map(|(known, here)| distance_m(known, here)).filter(|it| *it > NEAR_M) {
            warnings.push(FactWarning::FarFromOutfall { metres });
        }
        let (stated, known) = (&outfall.county, &entry.outfall.county);
        if !stated.is_empty() && !known.is_empty() && !words::same_county(stated, known) {
            warnings.push(FactWarning::OtherCounty { stated: stated.clone(), known: known.clone() });
        }
        Ok((entry, warnings))
    }

    /// Ledgers write either code under one heading.
    fn by_code(&self, row: &Draft) -> Option<&'a Entry> {
        self.by_national.get(row.outfall.code_local.as_str()).copied()
    }

    fn by_name_alone(&self, row: &Draft) -> Result<&'a Entry, FactSkip> {
        let outfall = &row.outfall;
        let parts = [outfall.code(), &outfall.name].into_iter().filter(|it| !it.is_empty());
        let text = parts.collect::<Vec<_>>().join(" ");
        let unknown = || FactSkip::UnknownOutfall { text: text.clone() };
        // A code that nobody has is not made good by a name.
        if !outfall.code().is_empty() {
            return Err(unknown());
        }
        let all = self.by_name.get(&words::plain(&outfall.name)).ok_or_else(unknown)?;
        if let [one] = all.as_slice() {
            return Ok(one);
        }
        let near = |it: &&&Entry| {
            let places = it.outfall.position().zip(outfall.position());
            places.is_some_and(|(known, here)| distance_m(known, here) <= NEAR_M)
        };
        let mut near = all.iter().filter(near);
        match (near.next(), near.next()) {
            (Some(one), None) => Ok(one),
            _ => Err(FactSkip::SeveralOutfalls { text: outfall.name.clone(), count: all.len() }),
        }
    }
}
