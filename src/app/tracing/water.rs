//! What lies on the network: every outfall, section, source and zone at its place on a reach. Worked out in the background.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use super::features::{RIVERS, code_of, level_of, name_of, point_of};
use crate::{
    app::{JobKind, Progress, RiverNetwork, Workspace, background::Outcome, network::NetworkKey},
    domain::{
        RecordId,
        layer::{Feature, FeatureSet, LayerKind},
        network::{Crossings, Located, Mark, Marks, Nearest, borders},
        outfall::Outfall,
        placing::FAR_FROM_RIVER_M,
        project::Project,
    },
};

/// A source this far from every reach is not put on the network: its water comes by a way that is not on the map. Our choice.
const FARTHEST_SOURCE_M: f64 = 1_000.0;

/// An outfall with what its place follows from.
#[derive(Clone, Debug, PartialEq)]
pub struct Mouth {
    /// The outfall.
    pub id: RecordId,
    /// Its code, as [`Outfall::code`] has it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The river that the register names.
    pub river: String,
    /// Longitude and latitude in degrees, if it has a position.
    pub at: Option<(f64, f64)>,
}

impl Mouth {
    fn of(outfall: &Outfall) -> Self {
        Self {
            id: outfall.id,
            code: outfall.code().to_owned(),
            name: outfall.name.clone(),
            river: outfall.river.trim().to_owned(),
            at: outfall.position(),
        }
    }
}

/// A feature of a layer of points.
#[derive(Clone)]
pub struct Point {
    /// The layer.
    pub layer: RecordId,
    /// Its features.
    pub set: Arc<FeatureSet>,
    /// Which of them, 0 for the first.
    pub number: usize,
    /// Longitude and latitude in degrees, if it is a point.
    pub at: Option<(f64, f64)>,
}

impl Point {
    /// What it is called.
    pub fn name(&self) -> String {
        self.set.features.get(self.number).map_or_else(String::new, |it| name_of(&self.set, it))
    }

    /// Is this its name or its code?
    pub(super) fn is_called(&self, name: &str) -> bool {
        self.name() == name || self.cell(|set, it| code_of(set, it)).is_some_and(|code| code == name)
    }

    /// The river that it says it lies on.
    pub(super) fn river(&self) -> &str {
        self.cell(|set, it| set.text(it, RIVERS)).unwrap_or_default()
    }

    /// What its layer says of its level: 国考, 省考 …
    pub fn level(&self) -> &str {
        self.cell(level_of).unwrap_or_default()
    }

    fn cell<'a>(&'a self, read: impl Fn(&'a FeatureSet, &'a Feature) -> Option<&'a str>) -> Option<&'a str> {
        read(&self.set, self.set.features.get(self.number)?)
    }
}

/// Things with their places on reaches; nothing where no reach is near enough.
#[derive(Default)]
pub struct Placed<T> {
    /// The things.
    pub items: Vec<T>,
    /// The place of each.
    pub places: Vec<Option<Located>>,
    /// The places as marks.
    pub marks: Marks,
}

impl<T> Placed<T> {
    fn new(items: Vec<T>, places: Vec<Option<Located>>) -> Self {
        let marks = Marks::new(places.iter().map(Option::as_ref));
        Self { items, places, marks }
    }
}

/// A layer of protection zones on the network.
pub struct ZoneLayer {
    /// The layer.
    pub layer: RecordId,
    /// Its features.
    pub set: Arc<FeatureSet>,
    /// Where reaches run through them.
    pub crossings: Crossings,
    /// The next of them below each place.
    pub nearest: Nearest,
}

/// Everything that lies on the network of a project.
pub struct Waters {
    /// The network.
    pub on: Arc<RiverNetwork>,
    /// The outfalls, in the order of the register.
    pub outfalls: Placed<Mouth>,
    /// Where in [`Self::outfalls`] each is.
    by_id: HashMap<RecordId, usize>,
    /// The monitoring sections.
    pub sections: Placed<Point>,
    /// The sources of pollution.
    pub sources: Placed<Point>,
    /// The points of layers of protection zones: where water is taken in.
    pub intakes: Placed<Point>,
    /// The protection zones.
    pub zones: Vec<ZoneLayer>,
    /// The next national or provincial section below each place.
    pub next_section: Nearest,
    counties: Vec<Arc<FeatureSet>>,
    /// The layers of villages.
    pub(super) villages: Vec<Arc<FeatureSet>>,
    borders: OnceLock<Marks>,
}

/// What [`Waters`] were made from: the layers of the network, the other layers, both by identity and hash, and the revision of the register.
pub(in crate::app) type WaterKey = (NetworkKey, Vec<(RecordId, String)>, u64);

/// The layers that matter beside the network.
fn matters(kind: LayerKind) -> bool {
    matches!(
        kind,
        LayerKind::Section | LayerKind::Source | LayerKind::Zone | LayerKind::County | LayerKind::Village
    )
}

/// The layers of one kind, with their features.
type Sets = Vec<(LayerKind, RecordId, Arc<FeatureSet>)>;

impl Workspace {
    /// What lies on the network as everything is now. Asking starts to work it out where it is not known; then ask again.
    pub fn waters(&mut self) -> Option<Arc<Waters>> {
        let on = self.network()?;
        let layers: Vec<_> = self.project().map().drawn_layers().cloned().collect();
        let layers = layers.into_iter().filter(|it| it.kind.is_some_and(matters));
        let layers: Vec<_> = layers.collect();
        let hashes = layers.iter().map(|it| (it.id, it.hash.clone())).collect();
        let of_network = self.network.as_ref().map(|it| it.0.clone()).unwrap_or_default();
        let key: WaterKey = (of_network, hashes, self.project().revision());
        let before = match &self.waters {
            Some((known, waters)) if *known == key => return waters.clone(),
            Some((_, before)) => before.clone(),
            None => None,
        };
        self.load_layers_if(|it| it.kind.is_some_and(matters));
        let sets: Option<Sets> =
            layers.iter().map(|it| Some((it.kind?, it.id, self.features(it.id)?))).collect();
        let sets = sets?;
        let project = self.shared_project();
        // What is worked out for a revision that has passed is of no use to anybody.
        let running = self.jobs.running().filter(|it| it.kind == JobKind::PlaceOnNetwork).map(|it| it.id);
        for job in running.collect::<Vec<_>>() {
            self.jobs.cancel(job);
        }
        self.waters = Some((key.clone(), None));
        self.start(JobKind::PlaceOnNetwork, move |progress| {
            let waters = Waters::new(on, &project, &sets, before.as_deref(), progress);
            // One that was stopped is simply not there; it is asked for again.
            Ok(Outcome::Waters(key, waters.map(Arc::new)))
        });
        None
    }

    pub(in crate::app) fn take_waters(&mut self, key: &WaterKey, waters: Option<Arc<Waters>>) {
        match &mut self.waters {
            Some((wanted, place)) if wanted == key && waters.is_some() => *place = waters,
            Some((wanted, _)) if wanted == key => self.waters = None,
            _ => {}
        }
    }
}

impl Waters {
    /// Puts everything on the network. Outfalls that are where they were before keep their place. Nothing where it was stopped.
    fn new(
        on: Arc<RiverNetwork>,
        project: &Project,
        sets: &Sets,
        before: Option<&Self>,
        progress: &Progress,
    ) -> Option<Self> {
        let outfalls = outfalls(&on, project, before.filter(|it| Arc::ptr_eq(&it.on, &on)), progress)?;
        let by_id = outfalls.items.iter().enumerate().map(|(at, it)| (it.id, at)).collect();
        let of = |kind| sets.iter().filter(move |it| it.0 == kind).map(|(_, id, set)| (*id, set));
        let sections = points(&on, of(LayerKind::Section), FAR_FROM_RIVER_M);
        let sources = points(&on, of(LayerKind::Source), FARTHEST_SOURCE_M);
        let mut intakes = points(&on, of(LayerKind::Zone), FARTHEST_SOURCE_M);
        // What has no point is an area, and stands with the zones.
        let (items, places) = (std::mem::take(&mut intakes.items), std::mem::take(&mut intakes.places));
        let (items, places) = items.into_iter().zip(places).filter(|(it, _)| it.at.is_some()).unzip();
        let intakes = Placed::new(items, places);
        let zones = of(LayerKind::Zone).map(|(layer, set)| {
            let crossings = Crossings::new(&on.network, set);
            let nearest = Nearest::new(&on.network, crossings.entries());
            ZoneLayer { layer, set: Arc::clone(set), crossings, nearest }
        });
        let zones = zones.collect();
        let next_section = Nearest::new(&on.network, assessed(&sections));
        let villages = of(LayerKind::Village).map(|(_, set)| Arc::clone(set)).collect();
        let counties = of(LayerKind::County).map(|(_, set)| Arc::clone(set)).collect();
        Some(Self {
            on,
            outfalls,
            by_id,
            sections,
            sources,
            intakes,
            zones,
            next_section,
            counties,
            villages,
            borders: OnceLock::new(),
        })
    }

    /// The outfall with its place on the network.
    pub fn outfall(&self, id: RecordId) -> Option<(&Mouth, Option<&Located>)> {
        let at = *self.by_id.get(&id)?;
        Some((self.outfalls.items.get(at)?, self.outfalls.places.get(at)?.as_ref()))
    }

    /// Where the water passes from county to county; worked out when it is first asked for.
    pub fn borders(&self) -> &Marks {
        self.borders.get_or_init(|| {
            let marks = self.counties.iter().map(|it| borders(&self.on.network, it));
            Marks::of(marks.flat_map(|it| it.all().to_vec()).collect())
        })
    }
}

/// The outfalls on the network.
fn outfalls(
    on: &RiverNetwork,
    project: &Project,
    before: Option<&Waters>,
    progress: &Progress,
) -> Option<Placed<Mouth>> {
    let count = project.entries().len();
    let mut items = Vec::with_capacity(count);
    let mut places = Vec::with_capacity(count);
    for (at, entry) in project.entries().iter().enumerate() {
        if at % 256 == 0 && !progress.step(at as u64, count as u64) {
            return None;
        }
        let mouth = Mouth::of(&entry.outfall);
        let known = before.and_then(|it| it.outfall(mouth.id));
        let known = known.filter(|(it, _)| it.at == mouth.at && it.river == mouth.river);
        places.push(match known {
            Some((_, place)) => place.cloned(),
            None => {
                mouth.at.and_then(|it| on.locator.locate(&on.network, it, FAR_FROM_RIVER_M, &mouth.river))
            }
        });
        items.push(mouth);
    }
    Some(Placed::new(items, places))
}

/// The features of these layers on the network.
fn points<'a>(
    on: &RiverNetwork,
    sets: impl Iterator<Item = (RecordId, &'a Arc<FeatureSet>)>,
    within_m: f64,
) -> Placed<Point> {
    let (mut items, mut places) = (Vec::new(), Vec::new());
    for (layer, set) in sets {
        for (number, feature) in set.features.iter().enumerate() {
            let river = set.text(feature, RIVERS).unwrap_or_default();
            let at = feature.geometry.as_ref().and_then(point_of);
            places.push(at.and_then(|it| on.locator.locate(&on.network, it, within_m, river)));
            items.push(Point { layer, set: Arc::clone(set), number, at });
        }
    }
    Placed::new(items, places)
}

/// The sections that outfalls are held against: national and provincial ones (seed 001: 与地表水国省考核断面衔接), and those whose layer
/// does not say what they are.
fn assessed(sections: &Placed<Point>) -> Marks {
    let is_assessed = |mark: &Mark| {
        let level = sections.items.get(mark.item).map_or("", Point::level);
        level.is_empty() || level.contains(['国', '省']) || is_english_level(level)
    };
    Marks::of(sections.marks.all().iter().copied().filter(is_assessed).collect())
}

fn is_english_level(level: &str) -> bool {
    let level = level.to_lowercase();
    level.contains("national") || level.contains("provincial")
}
