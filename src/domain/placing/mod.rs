//! Where a position lies: on which river and bank, in which county, village and protection zones (落位).
//!
//! Answers are proposals. A [`Layer`](super::layer::Layer) is prepared once ([`PreparedLayer`]) and then asked for one
//! position under the pointer or for a hundred thousand of a ledger.

mod areas;
mod places;
mod rivers;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub(in crate::domain) use self::areas::{Areas, polygons};
pub use self::{
    places::{Place, Places},
    rivers::{BankDoubt, LinePlace, NearRiver, Rivers, TOO_NEAR_M},
};
use super::{
    Record as _,
    change::{CellChange, Misfit},
    layer::{FeatureSet, LayerKind, ZoneLevel},
    outfall::{Bank, Outfall},
    words,
};

/// An outfall farther than this from every river is in a wrong place, or a river is missing (check B4, domain dossier
/// §8.4).
pub const FAR_FROM_RIVER_M: f64 = 500.0;

/// The columns of an outfall that follow from its place.
pub const PLACED_COLUMNS: [&str; 5] = ["county", "town", "village", "river", "bank"];

/// The headings under which administrative areas keep the town (乡镇) that they are or lie in.
const TOWN_COLUMNS: &[&str] = &["乡镇", "乡镇名称", "街道", "镇名", "TOWN", "XZMC", "XIANG"];

/// A reference layer, ready to say what of it lies where.
pub enum PreparedLayer {
    /// Rivers, nearest first.
    Rivers(Rivers),
    /// Counties, by what they hold.
    Counties(AreaLayer, Places),
    /// Protection zones.
    Zones(AreaLayer),
    /// Villages with an area.
    Villages(AreaLayer),
}

/// Areas with the features that they are of.
pub struct AreaLayer {
    set: Arc<FeatureSet>,
    areas: Areas,
}

impl AreaLayer {
    /// Ready to say what lies in which area.
    pub fn of(set: Arc<FeatureSet>) -> Self {
        Self::new(set)
    }

    /// How many areas hold a position.
    pub fn count_at(&self, lon: f64, lat: f64) -> usize {
        self.areas.at(lon, lat).len()
    }

    fn new(set: Arc<FeatureSet>) -> Self {
        let shapes = set.features.iter().enumerate();
        let areas = Areas::new(shapes.filter_map(|(number, it)| Some((number, it.geometry.as_ref()?))));
        Self { set, areas }
    }

    fn at(&self, lon: f64, lat: f64) -> impl Iterator<Item = &super::layer::Feature> {
        self.areas.at(lon, lat).into_iter().filter_map(|it| self.set.features.get(it))
    }

    fn text_at(&self, lon: f64, lat: f64, columns: &[&str]) -> Option<String> {
        let mut texts = self.at(lon, lat).filter_map(|it| self.set.text(it, columns)).map(words::clean);
        texts.find(|it| !it.is_empty())
    }
}

impl PreparedLayer {
    /// A layer of this kind; nothing where the kind says nothing of where an outfall lies.
    pub fn new(kind: LayerKind, set: Arc<FeatureSet>) -> Option<Self> {
        match kind {
            LayerKind::River => Some(Self::Rivers(Rivers::new(set))),
            LayerKind::County => {
                let places = Places::of_counties(&set);
                Some(Self::Counties(AreaLayer::new(set), places))
            }
            LayerKind::Zone => Some(Self::Zones(AreaLayer::new(set))),
            LayerKind::Village => Some(Self::Villages(AreaLayer::new(set))),
            LayerKind::Section | LayerKind::Source | LayerKind::Sewer | LayerKind::Reference => None,
        }
    }
}

/// The layers around an outfall, topmost first: where two give an answer, the one on top is believed.
#[derive(Clone, Default)]
pub struct Surroundings {
    /// The prepared layers.
    pub layers: Vec<Arc<PreparedLayer>>,
    /// Are there more that are not ready yet?
    pub preparing: bool,
}

/// What the layers say of a position.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Proposal {
    /// The nearest river of all layers, however far.
    pub river: Option<NearRiver>,
    /// The county around the position.
    pub county: Option<String>,
    /// The town around it.
    pub town: Option<String>,
    /// The village around it.
    pub village: Option<String>,
    /// The protection zones around it, the strictest first.
    pub zones: Vec<ZoneHere>,
    /// Is there a layer of rivers at all?
    pub rivers_known: bool,
}

/// A protection zone that holds a position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneHere {
    /// Its name; empty where the layer gives none.
    pub name: String,
    /// Its level, where the layer says it.
    pub level: Option<ZoneLevel>,
}

impl Surroundings {
    /// What the layers say of a position in degrees.
    pub fn propose(&self, lon: f64, lat: f64) -> Proposal {
        let mut proposal = Proposal::default();
        for layer in &self.layers {
            match layer.as_ref() {
                PreparedLayer::Rivers(rivers) => proposal.take_river(rivers, lon, lat),
                PreparedLayer::Counties(areas, places) => {
                    let county = || places.county_at(lon, lat).map(|it| it.name.clone());
                    proposal.county = proposal.county.take().or_else(county);
                    let town = || areas.text_at(lon, lat, TOWN_COLUMNS);
                    proposal.town = proposal.town.take().or_else(town);
                }
                PreparedLayer::Zones(areas) => {
                    let zones = areas.at(lon, lat).map(|it| ZoneHere {
                        name: areas.set.name(it).unwrap_or_default().trim().to_owned(),
                        level: areas.set.zone_level(it),
                    });
                    proposal.zones.extend(zones);
                }
                PreparedLayer::Villages(areas) => {
                    let village = || {
                        let mut names = areas.at(lon, lat).filter_map(|it| areas.set.name(it));
                        names.next().map(words::clean)
                    };
                    proposal.village = proposal.village.take().or_else(village);
                    let town = || areas.text_at(lon, lat, TOWN_COLUMNS);
                    proposal.town = proposal.town.take().or_else(town);
                }
            }
        }
        // Zones without a level come last; those of one level stay in the order of the layers.
        proposal.zones.sort_by_key(|zone| (zone.level.is_none(), zone.level));
        proposal
    }
}

impl Proposal {
    fn take_river(&mut self, rivers: &Rivers, lon: f64, lat: f64) {
        self.rivers_known |= !rivers.is_empty();
        let Some(near) = rivers.nearest(lon, lat) else { return };
        if self.river.as_ref().is_none_or(|known| near.distance_m < known.distance_m) {
            self.river = Some(near);
        }
    }

    /// Is it farther than [`FAR_FROM_RIVER_M`] from every river? Not where no rivers are known.
    pub fn is_far(&self) -> bool {
        self.rivers_known && self.river.as_ref().is_none_or(|it| it.distance_m > FAR_FROM_RIVER_M)
    }

    /// The nearest river, if it is near enough to be the one.
    pub fn river_here(&self) -> Option<&NearRiver> {
        self.river.as_ref().filter(|it| it.distance_m <= FAR_FROM_RIVER_M)
    }

    /// The side of the river, where it can be told and the river is near.
    pub fn bank(&self) -> Option<Bank> {
        self.river_here()?.bank.ok()
    }

    /// What of the register entry would be other if it followed the layers. What they say nothing of stays, but for a
    /// town in another county and a village in another town; a county that is only written in another way is not another one.
    pub fn changes_to(&self, outfall: &Outfall) -> Vec<CellChange> {
        let mut placed = outfall.clone();
        if let Some(county) = self.county.as_ref().filter(|it| !same_county(it, &outfall.county)) {
            placed.county.clone_from(county);
        }
        // A town of the county before, and a village of the town before, are wrong for certain.
        match &self.town {
            Some(town) => placed.town.clone_from(town),
            None if !outfall.county.is_empty() && placed.county != outfall.county => placed.town.clear(),
            None => {}
        }
        match &self.village {
            Some(village) => placed.village.clone_from(village),
            None if !outfall.town.is_empty() && placed.town != outfall.town => placed.village.clear(),
            None => {}
        }
        if let Some(name) = self.river_here().map(|it| &it.name).filter(|it| !it.is_empty()) {
            placed.river.clone_from(name);
        }
        // Somebody who knows that it lies in the middle of the stream knows better than the line.
        if let Some(bank) = self.bank().filter(|_| outfall.bank != Some(Bank::Midstream)) {
            placed.bank = Some(bank);
        }
        let pairs = Outfall::COLUMNS.iter().map(|it| (it.name, (it.get)(outfall), (it.get)(&placed)));
        let changed = pairs.filter(|(_, old, new)| old != new);
        changed.map(|(column, old, new)| CellChange { column: column.to_owned(), old, new }).collect()
    }
}

fn same_county(one: &str, other: &str) -> bool {
    !other.trim().is_empty() && words::same_county(one, other)
}

impl ZoneHere {
    /// The zones of `after` that are not in `before`: those that somebody who goes from the one place to the other enters.
    pub fn entered(before: &[Self], after: &[Self]) -> Vec<Self> {
        after.iter().filter(|it| !before.contains(it)).cloned().collect()
    }
}

/// Degrees as a click on the map gives them: seven digits are a centimetre, more would be the noise of the screen.
pub fn as_clicked((lon, lat): (f64, f64)) -> (f64, f64) {
    let rounded = |degrees: f64| (degrees * 1e7).round() / 1e7;
    (rounded(lon), rounded(lat))
}

/// Writes accepted changes into a register entry. Only what [`Proposal::changes_to`] may propose is taken over.
pub fn accept(outfall: &mut Outfall, changes: &[CellChange]) -> Result<(), Misfit> {
    for change in changes.iter().filter(|it| PLACED_COLUMNS.contains(&it.column.as_str())) {
        let Some(column) = Outfall::column(&change.column) else { continue };
        (column.set)(outfall, change.new.clone())
            .map_err(|source| Misfit::BadCell { column: change.column.clone(), source })?;
    }
    Ok(())
}
