//! Which findings are looked at.

use std::{collections::BTreeMap, sync::Arc};

use crate::domain::{
    check::{CheckId, Checks, Finding, Fix},
    project::Project,
};

/// Which findings are looked at, and what that comes to.
#[derive(Debug, Default)]
pub(crate) struct ChecksState {
    /// Has anybody looked at them yet? From then on they are kept up to date.
    pub(crate) looked_at: bool,
    /// The check; all where there is none.
    pub(super) check: Option<CheckId>,
    /// The county; all where there is none.
    pub(super) county: Option<String>,
    /// Those that were let stand, rather than those that are due.
    pub(super) waived: bool,
    /// How many each check found, in the county.
    pub(super) counts: BTreeMap<CheckId, usize>,
    /// How many were found in each county, of the check.
    pub(super) counties: Vec<(String, usize)>,
    /// The findings that are looked at, by their number in the list of those that are due or waived.
    pub(super) rows: Vec<usize>,
    /// How many of them can be put right without asking anything more.
    pub(super) fixable: usize,
    /// What the others were worked out from.
    of: Option<Arc<Checks>>,
}

impl ChecksState {
    pub(super) fn choose(&mut self, check: Option<CheckId>) {
        self.check = check;
        self.of = None;
    }

    pub(super) fn choose_county(&mut self, county: Option<String>) {
        self.county = county;
        self.of = None;
    }

    pub(super) fn show_waived(&mut self, waived: bool) {
        self.waived = waived;
        self.of = None;
    }

    /// Counts anew where anything is other than before.
    pub(super) fn refresh(&mut self, project: &Project, checks: &Arc<Checks>) {
        if self.of.as_ref().is_some_and(|it| Arc::ptr_eq(it, checks)) {
            return;
        }
        self.counts.clear();
        self.rows.clear();
        self.fixable = 0;
        let mut counties: BTreeMap<&str, usize> = BTreeMap::new();
        let waived = self.waived;
        let count = if waived { checks.waived.len() } else { checks.due.len() };
        for (at, finding) in (0..count).filter_map(|at| Some((at, finding_at(checks, waived, at)?))) {
            let county = project.entry(finding.record).map_or("", |it| it.outfall.county.trim());
            let in_county = self.county.as_ref().is_none_or(|it| it == county);
            let of_check = self.check.is_none_or(|it| it == finding.check);
            if in_county {
                *self.counts.entry(finding.check).or_default() += 1;
            }
            if of_check {
                *counties.entry(county).or_default() += 1;
            }
            if in_county && of_check {
                self.rows.push(at);
                self.fixable += usize::from(is_fixable(finding));
            }
        }
        self.counties = counties.into_iter().map(|(county, count)| (county.to_owned(), count)).collect();
        self.of = Some(Arc::clone(checks));
    }

    /// The findings that are looked at.
    pub(super) fn shown<'a>(&'a self, checks: &'a Checks) -> impl Iterator<Item = &'a Finding> {
        self.rows.iter().filter_map(|at| finding_at(checks, self.waived, *at))
    }
}

/// A finding by its number in the list of those that are due or waived.
fn finding_at(checks: &Checks, waived: bool, at: usize) -> Option<&Finding> {
    if waived { checks.waived.get(at).map(|it| &it.finding) } else { checks.due.get(at) }
}

/// Can it be put right without asking anything more?
pub(super) fn is_fixable(finding: &Finding) -> bool {
    finding.fix.as_ref().is_some_and(Fix::is_automatic)
}
