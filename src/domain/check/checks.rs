//! All checks of a project, and all checks again after a change.

use std::collections::{HashMap, HashSet};

use super::{
    CheckId, Codes, Finding, Findings, Limits, code, dates, numbers, offset, position, samples, season,
    standing, text, twins,
};
use crate::domain::{
    RecordId,
    fact::Waiver,
    placing::{NearRiver, Places, PreparedLayer, Rivers, Surroundings},
    progress::Snapshot,
    project::{Entry, Project},
    stage::Standing,
};

/// What is checked. What lies after the day of the snapshot lies in the future.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// The campaign.
    pub project: &'a Project,
    /// Where each outfall stands.
    pub snapshot: &'a Snapshot,
    /// Rivers and counties. Without counties it is only checked that an outfall lies in the country.
    pub around: &'a Surroundings,
}

/// What positions are held against, and by which limits.
pub(super) struct Ground<'a> {
    /// The topmost layer of counties that has any.
    pub(super) counties: Option<&'a Places>,
    pub(super) rivers: Vec<&'a Rivers>,
    pub(super) limits: Limits,
}

impl<'a> Ground<'a> {
    fn of(inputs: &Inputs<'a>) -> Self {
        let layers = || inputs.around.layers.iter().map(AsRef::as_ref);
        let counties = layers().find_map(|it| match it {
            PreparedLayer::Counties(_, places) if !places.is_empty() => Some(places),
            _ => None,
        });
        let rivers = layers().filter_map(|it| match it {
            PreparedLayer::Rivers(rivers) if !rivers.is_empty() => Some(rivers),
            _ => None,
        });
        Self { counties, rivers: rivers.collect(), limits: Limits::of(inputs.project.settings()) }
    }

    pub(super) fn nearest_river(&self, lon: f64, lat: f64) -> Option<NearRiver> {
        let near = self.rivers.iter().filter_map(|it| it.nearest(lon, lat));
        near.min_by(|one, other| one.distance_m.total_cmp(&other.distance_m))
    }
}

/// A finding that was let stand, and the waiver that says why.
#[derive(Clone, Debug, PartialEq)]
pub struct Waived {
    /// What was found.
    pub finding: Finding,
    /// Who lets it stand, since when, and why.
    pub waiver: Waiver,
}

/// What the checks found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checks {
    /// What is due, in the order of the outfalls and then of the checks.
    pub due: Vec<Finding>,
    /// What was let stand, in the same order.
    pub waived: Vec<Waived>,
    /// How many outfalls were looked at.
    pub outfalls: usize,
    /// What was found of each outfall by looking at it alone.
    own: Vec<Own>,
    day: Option<jiff::civil::Date>,
    limits: Option<Limits>,
}

/// What was found of one outfall by looking at it alone, and where it stood then.
#[derive(Clone, Debug, PartialEq)]
struct Own {
    outfall: RecordId,
    standing: Standing,
    found: Vec<Finding>,
}

/// Between two looks at whether to go on.
const REPORT_EVERY: usize = 256;

impl Checks {
    /// Does all checks. `go_on` is told how many outfalls of how many are done; nothing where it says no.
    pub fn run(inputs: &Inputs<'_>, go_on: &dyn Fn(u64, u64) -> bool) -> Option<Self> {
        Self::after(None, inputs, &HashSet::new(), go_on)
    }

    /// The same after a change: of `before`, what was found of an outfall alone is kept where neither the outfall is among `touched`
    /// nor its standing, the day or the limits have changed. Rivers and counties must be those of `before`.
    pub fn after(
        before: Option<&Self>,
        inputs: &Inputs<'_>,
        touched: &HashSet<RecordId>,
        go_on: &dyn Fn(u64, u64) -> bool,
    ) -> Option<Self> {
        let ground = Ground::of(inputs);
        let day = inputs.snapshot.day;
        let before = before.filter(|it| it.day == Some(day) && it.limits == Some(ground.limits));
        let known: HashMap<RecordId, &Own> =
            before.into_iter().flat_map(|it| &it.own).map(|own| (own.outfall, own)).collect();
        let entries = inputs.project.entries();
        let mut own = Vec::with_capacity(entries.len());
        for (at, (entry, standing)) in entries.iter().zip(&inputs.snapshot.standings).enumerate() {
            if at % REPORT_EVERY == 0 && !go_on(at as u64, entries.len() as u64) {
                return None;
            }
            let id = entry.outfall.id;
            let same = known.get(&id).filter(|it| it.standing == *standing && !touched.contains(&id));
            own.push(match same {
                Some(same) => (*same).clone(),
                None => {
                    Own { outfall: id, standing: *standing, found: look_at(entry, standing, inputs, &ground) }
                }
            });
        }
        let together = look_at_all(inputs, &ground, go_on)?;
        let mut checks = Self {
            outfalls: entries.len(),
            own,
            day: Some(day),
            limits: Some(ground.limits),
            ..Self::default()
        };
        checks.sort_out(inputs.project, &together);
        Some(checks)
    }

    /// Brings all findings into order and those that were let stand aside.
    fn sort_out(&mut self, project: &Project, together: &HashMap<RecordId, Vec<Finding>>) {
        for (entry, own) in project.entries().iter().zip(&self.own) {
            let mut found = own.found.clone();
            found.extend(together.get(&own.outfall).into_iter().flatten().cloned());
            // The sort is stable: what one check found stays in its order.
            found.sort_by_key(|it| it.check);
            for finding in found {
                match waiver_of(entry, &finding) {
                    Some(waiver) => self.waived.push(Waived { finding, waiver: waiver.clone() }),
                    None => self.due.push(finding),
                }
            }
        }
    }

    /// What is due of one check.
    pub fn of(&self, check: CheckId) -> impl Iterator<Item = &Finding> {
        self.due.iter().filter(move |it| it.check == check)
    }
}

/// The waiver that lets a finding stand: the last word on what it is about.
fn waiver_of<'a>(entry: &'a Entry, finding: &Finding) -> Option<&'a Waiver> {
    if entry.waivers.is_empty() {
        return None;
    }
    let basis = finding.basis();
    let about = |it: &&Waiver| it.check_code == finding.check.code() && it.basis == basis;
    entry.waivers.iter().rfind(about).filter(|it| !it.withdrawn)
}

/// Everything that one outfall says of itself.
fn look_at(entry: &Entry, standing: &Standing, inputs: &Inputs<'_>, ground: &Ground<'_>) -> Vec<Finding> {
    let day = inputs.snapshot.day;
    let mut findings = Findings { record: entry.outfall.id, ..Findings::default() };
    position::check(entry, ground, &mut findings);
    code::check(entry, ground, &mut findings);
    standing::check_entity(entry, standing, day, &mut findings);
    standing::check_closing(entry, standing, day, &mut findings);
    dates::check(entry, day, &mut findings);
    numbers::check(entry, &mut findings);
    samples::check(entry, day, &mut findings);
    position::check_presence(entry, &mut findings);
    dates::check_possible(entry, &mut findings);
    text::check(entry, &mut findings);
    text::check_total(entry, standing.register.state, &mut findings);
    season::check(entry, ground.limits.flood_season, day, &mut findings);
    findings.found
}

/// What only all outfalls together say, by outfall. It is quick, so that all of it is looked at again after every change.
fn look_at_all(
    inputs: &Inputs<'_>,
    ground: &Ground<'_>,
    go_on: &dyn Fn(u64, u64) -> bool,
) -> Option<HashMap<RecordId, Vec<Finding>>> {
    let Inputs { project, snapshot, .. } = *inputs;
    let count = project.entries().len() as u64;
    let mut findings = Findings::default();
    let codes = Codes::of(project, snapshot);
    for (entry, standing) in project.entries().iter().zip(&snapshot.standings) {
        findings.record = entry.outfall.id;
        standing::check_code(entry, standing, project, &codes, &mut findings);
        standing::check_target(entry, project, snapshot, &codes, &mut findings);
    }
    for part in [twins::check_shared, twins::check_near] {
        if !go_on(count, count) {
            return None;
        }
        part(inputs, &ground.limits, &mut findings);
    }
    if !go_on(count, count) {
        return None;
    }
    offset::check(inputs, &mut findings);
    let mut by_outfall: HashMap<RecordId, Vec<Finding>> = HashMap::new();
    for finding in findings.found {
        by_outfall.entry(finding.record).or_default().push(finding);
    }
    Some(by_outfall)
}
