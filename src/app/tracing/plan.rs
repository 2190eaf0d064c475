//! What the reports on sections and chains are made from: everything that drains to each section.

use std::collections::BTreeMap;

use super::{Point, Waters, features::name_of};
use crate::{
    domain::{
        Value,
        layer::{Feature, FeatureSet},
        load::{Load, load},
        outfall::Outfall,
        progress::{Count, Snapshot},
        project::Project,
    },
    report::{
        chains::ChainLine,
        waters::{LinkLine, SectionPlan, UpstreamOutfall, VillageLine},
    },
};

/// Villages along a river are those at most so far from it (seed 000: 沿岸 3km 范围内).
pub(super) const VILLAGE_REACH_M: f64 = 3_000.0;
/// Villages with more people than this, strictly, have their sewage treated first (seed 000: 人口大于 2000 人).
const MANY_PEOPLE: f64 = 2_000.0;

const UNITS: &[&str] = &["责任单位", "责任县", "负责单位", "考核县区", "所在县", "县", "county", "unit"];
const MEASURES: &[&str] = &["重点管控措施", "管控措施", "措施", "measures"];
const PEOPLE: &[&str] = &["常住人口", "人口", "人口数", "户籍人口", "population", "POP"];

impl Waters {
    /// The plan of each national or provincial section, in the order of their layers: what drains to it before the next one above.
    pub fn section_plans(&self, project: &Project, snapshot: &Snapshot) -> Vec<SectionPlan> {
        let mut plans: BTreeMap<usize, SectionPlan> = BTreeMap::new();
        for mark in self.next_section.marks() {
            if let Some(point) = self.sections.items.get(mark.item) {
                plans.insert(mark.item, plan_of(point));
            }
        }
        for (at, (entry, member)) in project.entries().iter().zip(&snapshot.members).enumerate() {
            let Some(standing) = snapshot.standings.get(at).filter(|_| member.has(Count::Base)) else {
                continue;
            };
            let Some(place) = self.outfall(entry.outfall.id).and_then(|it| it.1) else { continue };
            let Some((item, section)) = self.section_below(place) else { continue };
            if let Some(plan) = plans.get_mut(&item) {
                let loads = match load(entry, snapshot.day) {
                    Load::Known(known) => known,
                    Load::NoSample | Load::NoFlow | Load::NoResult => Vec::new(),
                };
                plan.outfalls.push(UpstreamOutfall {
                    code: entry.outfall.code().to_owned(),
                    name: entry.outfall.name.clone(),
                    county: entry.outfall.county.clone(),
                    entity: entry.outfall.entity.clone(),
                    distance_km: section.distance_km,
                    trace: standing.trace.state,
                    fix: standing.fix.state,
                    loads,
                });
            }
        }
        self.add_sources(&mut plans);
        self.add_zones(&mut plans);
        self.add_villages(&mut plans);
        let mut plans: Vec<SectionPlan> = plans.into_values().collect();
        plans.iter_mut().for_each(SectionPlan::put_in_order);
        plans
    }

    fn add_sources(&self, plans: &mut BTreeMap<usize, SectionPlan>) {
        for (point, place) in self.sources.items.iter().zip(&self.sources.places) {
            let below = place.as_ref().and_then(|it| self.section_below(it));
            if let Some((item, section)) = below
                && let Some(plan) = plans.get_mut(&item)
            {
                plan.sources.push((point.name(), section.distance_km));
            }
        }
    }

    fn add_zones(&self, plans: &mut BTreeMap<usize, SectionPlan>) {
        for layer in &self.zones {
            for mark in layer.crossings.entries().all() {
                let below = self.next_section.below(&self.on.network, mark.reach, mark.along_m);
                let Some((below, feature)) = below.zip(layer.set.features.get(mark.item)) else { continue };
                let name = name_of(&layer.set, feature);
                if let Some(plan) =
                    plans.get_mut(&below.item).filter(|it| it.zones.iter().all(|it| it.0 != name))
                {
                    plan.zones.push((name, below.distance_m.round() / 1000.0));
                }
            }
        }
    }

    fn add_villages(&self, plans: &mut BTreeMap<usize, SectionPlan>) {
        for set in &self.villages {
            for feature in &set.features {
                let Some(people) = people_of(set, feature).filter(|it| *it > MANY_PEOPLE) else { continue };
                let place = feature.geometry.as_ref().and_then(geo::Centroid::centroid).and_then(|it| {
                    self.on.locator.locate(&self.on.network, (it.x(), it.y()), VILLAGE_REACH_M, "")
                });
                let below = place.as_ref().and_then(|it| self.section_below(it));
                if let Some(((item, _), place)) = below.zip(place)
                    && let Some(plan) = plans.get_mut(&item)
                {
                    let name = name_of(set, feature);
                    plan.villages.push(VillageLine { name, people, off_m: place.off_m });
                }
            }
        }
    }

    /// How each outfall of the base hangs on the network, in the order of the register.
    pub fn link_lines(&self, project: &Project, snapshot: &Snapshot) -> Vec<LinkLine> {
        let base = project.entries().iter().zip(&snapshot.members).filter(|(_, it)| it.has(Count::Base));
        base.map(|(entry, _)| {
            let outfall: &Outfall = &entry.outfall;
            let link = self.link(outfall, false);
            let zone = link.as_ref().and_then(|it| it.zones.first().cloned());
            let section = link.as_ref().and_then(|it| it.section.clone());
            LinkLine {
                code: outfall.code().to_owned(),
                name: outfall.name.clone(),
                county: outfall.county.clone(),
                river: outfall.river.clone(),
                reach: link.as_ref().map(|it| it.reach.clone()),
                along_m: link.as_ref().map(|it| it.along_m),
                off_m: link.as_ref().map(|it| it.off_m),
                bank: link.as_ref().and_then(|it| it.bank.ok()),
                stated: outfall.section.clone(),
                section: section.as_ref().map(|it| (it.name.clone(), it.level.clone(), it.distance_km)),
                zone: zone.map(|it| (it.name, it.level, it.distance_km)),
                doubtful: link.map(|it| it.doubtful).unwrap_or_default(),
            }
        })
        .collect()
    }

    /// The chain of each outfall of the base, in the order of the register.
    pub fn chain_lines(&self, project: &Project, snapshot: &Snapshot) -> Vec<ChainLine> {
        let base = project.entries().iter().zip(&snapshot.members).filter(|(_, it)| it.has(Count::Base));
        base.map(|(entry, _)| ChainLine {
            code: entry.outfall.code().to_owned(),
            name: entry.outfall.name.clone(),
            county: entry.outfall.county.clone(),
            chain: self.chain(entry),
        })
        .collect()
    }
}

fn plan_of(point: &Point) -> SectionPlan {
    SectionPlan {
        name: point.name(),
        level: point.level().to_owned(),
        river: point.river().to_owned(),
        unit: point.text(UNITS),
        measures: point.text(MEASURES),
        ..SectionPlan::default()
    }
}

/// How many people live in a village, where its layer says it.
fn people_of(set: &FeatureSet, feature: &Feature) -> Option<f64> {
    let at = PEOPLE
        .iter()
        .find_map(|name| set.columns.iter().position(|it| it.trim().eq_ignore_ascii_case(name)))?;
    match feature.values.get(at)? {
        Value::Integer(number) => Some(*number as f64),
        Value::Real(number) => Some(*number),
        Value::Text(text) => text.trim().trim_end_matches('人').parse().ok(),
        Value::Null => None,
    }
}
