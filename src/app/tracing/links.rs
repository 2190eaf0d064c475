//! Where an outfall lies along the water, and what comes below it.

use super::{Point, Waters, features::name_of};
use crate::domain::{
    chain::Chain,
    layer::ZoneLevel,
    network::{Direction, Located, TraceOptions, Tracer},
    outfall::{Bank, Outfall},
    placing::{BankDoubt, FAR_FROM_RIVER_M},
    project::Entry,
};

/// Another reach that is hardly farther away than the nearest makes it doubtful which one is meant. In metres; our choice, as
/// accurate as a hand-held receiver between buildings.
const DOUBTFUL_M: f64 = 30.0;

/// The next section below.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkedSection {
    /// Its name.
    pub name: String,
    /// Its level, as its layer has it.
    pub level: String,
    /// How far along the water it is, in km.
    pub distance_km: f64,
    /// Longitude and latitude in degrees.
    pub at: Option<(f64, f64)>,
}

/// A protection zone around an outfall or below it.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkedZone {
    /// Its name.
    pub name: String,
    /// Its level, where its layer says it.
    pub level: Option<ZoneLevel>,
    /// How far along the water it begins, in km; 0 where the mouth lies in it.
    pub distance_km: f64,
}

/// How an outfall hangs on the network.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The name of its reach; empty where the layer gives none.
    pub reach: String,
    /// How far along the reach, in metres downstream from its beginning (桩号).
    pub along_m: f64,
    /// How far it lies from the reach, in metres.
    pub off_m: f64,
    /// The bank, facing downstream, or why that can not be said.
    pub bank: Result<Bank, BankDoubt>,
    /// Other rivers hardly farther away: which one it is has to be asked.
    pub doubtful: Vec<String>,
    /// The next national or provincial section below.
    pub section: Option<LinkedSection>,
    /// The protection zones below, the nearest first.
    pub zones: Vec<LinkedZone>,
}

impl Waters {
    /// How an outfall hangs on the network; nothing where no reach is near enough. `all_zones` looks for every zone down to the sea, which
    /// takes a trace; else only for the nearest of each layer.
    pub fn link(&self, outfall: &Outfall, all_zones: bool) -> Option<Link> {
        let (_, place) = self.outfall(outfall.id)?;
        let place = place?;
        let zones = if all_zones { self.zones_down(place) } else { self.nearest_zones(place) };
        let reach = self.on.network.name(place.reach).to_owned();
        Some(Link {
            along_m: place.along_m,
            off_m: place.off_m,
            bank: place.bank,
            doubtful: self.doubtful(outfall, place, &reach),
            section: self.section_below(place).map(|(_, section)| section),
            zones,
            reach,
        })
    }

    /// The chain of an outfall.
    pub fn chain(&self, entry: &Entry) -> Chain {
        let place = self.outfall(entry.outfall.id).and_then(|it| it.1);
        let reach = place.map(|it| self.on.network.name(it.reach));
        let section = place.and_then(|it| self.section_below(it)).map(|(_, it)| it.name);
        Chain::of(entry, reach, section.as_deref())
    }

    /// The next national or provincial section below a place, with its number in [`Waters::sections`].
    pub(super) fn section_below(&self, place: &Located) -> Option<(usize, LinkedSection)> {
        let below = self.next_section.below(&self.on.network, place.reach, place.along_m)?;
        let point = self.sections.items.get(below.item)?;
        let section = LinkedSection {
            name: point.name(),
            level: point.level().to_owned(),
            distance_km: km(below.distance_m),
            at: point.at,
        };
        Some((below.item, section))
    }

    fn nearest_zones(&self, place: &Located) -> Vec<LinkedZone> {
        let mut zones: Vec<LinkedZone> = self
            .zones
            .iter()
            .filter_map(|layer| {
                if let Some(around) = layer.crossings.around(place.reach, place.along_m).next() {
                    return self.zone(layer, around, 0.0);
                }
                let below = layer.nearest.below(&self.on.network, place.reach, place.along_m)?;
                self.zone(layer, below.item, below.distance_m)
            })
            .collect();
        zones.sort_by(|one, other| one.distance_km.total_cmp(&other.distance_km));
        zones
    }

    fn zones_down(&self, place: &Located) -> Vec<LinkedZone> {
        let network = &self.on.network;
        let trace = Tracer::new(network).trace(&[place.start()], &TraceOptions::all(Direction::Down));
        let zones = self.zones.iter().flat_map(|layer| {
            let met = layer.crossings.on_trace(network, &trace, &layer.set).into_iter();
            met.filter_map(move |it| self.zone(layer, it.feature, it.distance_m))
        });
        let mut zones: Vec<LinkedZone> = zones.collect();
        zones.sort_by(|one, other| one.distance_km.total_cmp(&other.distance_km));
        zones
    }

    #[expect(clippy::unused_self, reason = "it reads as what it is about")]
    fn zone(&self, layer: &super::ZoneLayer, feature: usize, distance_m: f64) -> Option<LinkedZone> {
        let feature = layer.set.features.get(feature)?;
        let (name, level) = (name_of(&layer.set, feature), layer.set.zone_level(feature));
        Some(LinkedZone { name, level, distance_km: km(distance_m) })
    }

    /// The names of rivers other than that of the reach that are hardly farther away.
    fn doubtful(&self, outfall: &Outfall, place: &Located, reach: &str) -> Vec<String> {
        let Some(at) = outfall.position() else { return Vec::new() };
        // The register says which one is meant.
        if !reach.is_empty() && outfall.river.trim() == reach {
            return Vec::new();
        }
        let near =
            self.on.locator.near(&self.on.network, at, (place.off_m + DOUBTFUL_M).min(FAR_FROM_RIVER_M));
        let names = near.iter().map(|it| self.on.network.name(it.reach));
        let mut names: Vec<String> =
            names.filter(|it| *it != reach && !it.is_empty()).map(str::to_owned).collect();
        names.sort();
        names.dedup();
        names
    }
}

impl Point {
    /// A text of its layer under the first of these headings that it has.
    pub(super) fn text(&self, headings: &[&str]) -> String {
        let feature = self.set.features.get(self.number);
        let text = feature.and_then(|it| self.set.text(it, headings));
        text.unwrap_or_default().trim().to_owned()
    }
}

/// Metres as km, to the metre.
fn km(metres: f64) -> f64 {
    metres.round() / 1000.0
}
