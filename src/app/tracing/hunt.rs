//! The hunt for the source of an outfall in the sewers above it: what is known, and which manhole to open next.

use std::{collections::HashMap, sync::Arc};

use super::{TraceLine, Waters};
use crate::{
    app::{JobKind, Workspace, background::Outcome},
    domain::{
        RecordId,
        coordinate::distance_m,
        fact::ManholeCheck,
        layer::LayerKind,
        network::{
            Direction,
            hunt::{Hunt, HuntLimits, Next, Opened, Suspicion, Verdict},
        },
    },
    map::plane::{WorldPoint, WorldRect},
};

/// A mouth farther than this from every sewer has none, as far as the map goes. Our choice.
pub const FARTHEST_SEWER_M: f64 = 200.0;
/// A manhole that was opened is the nearest one within this distance of where it was recorded. Our choice: nearer than any two are.
const SAME_MANHOLE_M: f64 = 5.0;
/// A metre of sewer with a known source of pollution on it is this much likelier to be the one, for each source. Our choice.
const SOURCE_WEIGHT: f64 = 4.0;

/// A manhole as people see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Manhole {
    /// Its name; empty where the layer gives none.
    pub name: String,
    /// Longitude and latitude in degrees.
    pub at: (f64, f64),
}

/// An inlet of a manhole.
#[derive(Clone, Debug, PartialEq)]
pub struct Inlet {
    /// The manhole at its upper end.
    pub from: Manhole,
    /// The length of the reach in metres.
    pub length_m: f64,
}

/// The manhole to open next.
#[derive(Clone, Debug, PartialEq)]
pub struct NextManhole {
    /// Which.
    pub manhole: Manhole,
    /// The length under suspicion above it, in metres.
    pub above_m: f64,
    /// By which water can come in.
    pub inlets: Vec<Inlet>,
    /// Which would follow if it is clean.
    pub if_clean: Option<Manhole>,
    /// Which would follow if it is dirty.
    pub if_dirty: Option<Manhole>,
}

/// A manhole that was opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// The record.
    pub check: ManholeCheck,
    /// What it comes to.
    pub verdict: Verdict,
    /// Does it lie on the network? If not, it proves nothing.
    pub is_placed: bool,
    /// How many manholes lie between it and the mouth.
    pub depth: usize,
}

/// How the hunt stands.
#[derive(Clone, Debug)]
pub struct HuntView {
    /// The outfall.
    pub outfall: RecordId,
    /// The reaches above the mouth, with what is known of each.
    pub lines: Vec<(TraceLine, Suspicion)>,
    /// How many manholes there are.
    pub manholes: usize,
    /// How far the mouth is from the sewer, in metres.
    pub off_m: f64,
    /// All the length above the mouth, in metres.
    pub all_m: f64,
    /// The length under suspicion, in metres.
    pub left_m: f64,
    /// How many reaches that is; 0 where what was seen contradicts itself.
    pub left: usize,
    /// Which manhole to open; nothing where opening none tells any more.
    pub next: Option<NextManhole>,
    /// What was opened, in the order of the records.
    pub seen: Vec<Seen>,
}

/// What is asked of the hunt of an outfall.
#[derive(Clone, Debug)]
pub enum HuntAnswer {
    /// There is no sewer near the mouth.
    NoSewer,
    /// How it stands.
    Stands(Arc<HuntView>),
}

/// What a hunt was worked out for: the outfall and the revision of the project.
pub(in crate::app) type HuntKey = (RecordId, u64);

impl Workspace {
    /// How the hunt for the source of an outfall stands. Asking starts to work it out where it is not known; then ask again.
    pub fn hunt(&mut self, outfall: RecordId) -> Option<HuntAnswer> {
        let waters = self.waters()?;
        let key: HuntKey = (outfall, self.project().revision());
        if let Some((known, answer)) = &self.hunt
            && *known == key
        {
            return answer.clone();
        }
        let entry = self.project().entry(outfall)?;
        let (place, checks) = (entry.outfall.position(), entry.manholes.clone());
        let layers = self.project().layers();
        let is_sewer =
            |id: &RecordId| layers.iter().any(|it| it.id == *id && it.kind == Some(LayerKind::Sewer));
        let sewers: Vec<bool> = waters.on.layers.iter().map(is_sewer).collect();
        self.hunt = Some((key, None));
        self.start(JobKind::Trace, move |_| {
            let view = place.and_then(|it| HuntView::new(&waters, &sewers, outfall, it, checks));
            let answer = view.map_or(HuntAnswer::NoSewer, |it| HuntAnswer::Stands(Arc::new(it)));
            Ok(Outcome::Hunt(key, answer))
        });
        None
    }

    pub(in crate::app) fn take_hunt(&mut self, key: HuntKey, answer: HuntAnswer) {
        if let Some((wanted, place)) = &mut self.hunt
            && *wanted == key
        {
            *place = Some(answer);
        }
    }
}

impl HuntView {
    fn new(
        waters: &Waters,
        sewers: &[bool],
        outfall: RecordId,
        place: (f64, f64),
        checks: Vec<ManholeCheck>,
    ) -> Option<Self> {
        let network = &waters.on.network;
        let near = waters.on.locator.near(network, place, FARTHEST_SEWER_M).into_iter();
        let near = near.filter(|it| {
            let layer = network.reach(it.reach).map(|it| it.layer as usize);
            layer.and_then(|it| sewers.get(it)).copied().unwrap_or_default()
        });
        let mouth = near.min_by(|one, other| one.off_m.total_cmp(&other.off_m))?;
        let mut sources: HashMap<u32, f64> = HashMap::new();
        for it in waters.sources.places.iter().flatten() {
            *sources.entry(it.reach).or_default() += SOURCE_WEIGHT;
        }
        // All of the reach that ends at the mouth is searched, also where the mouth was put down beside its end.
        let start = network.start_with(mouth.reach, Direction::Up);
        let hunt = Hunt::new(network, start, |it| 1.0 + sources.get(&it).copied().unwrap_or_default());
        let ground = Ground { waters, hunt };
        let (seen, opened) = ground.seen(checks);
        let (left_m, left) = ground.hunt.left(&opened);
        let states = ground.hunt.state(&opened);
        let lines = ground.hunt.reaches().iter().zip(states);
        let lines: Vec<(TraceLine, Suspicion)> =
            lines.filter_map(|(it, state)| Some((line(waters, *it)?, state))).collect();
        Some(Self {
            outfall,
            lines,
            manholes: ground.hunt.manholes().count(),
            off_m: mouth.off_m,
            all_m: ground.hunt.left(&[]).0,
            left_m,
            left,
            next: ground.next(&opened),
            seen,
        })
    }
}

/// A hunt with names and places.
struct Ground<'a> {
    waters: &'a Waters,
    hunt: Hunt,
}

impl Ground<'_> {
    fn manhole(&self, node: u32) -> Option<Manhole> {
        let network = &self.waters.on.network;
        Some(Manhole { name: network.node_name(node).unwrap_or_default(), at: network.node_place(node)? })
    }

    /// The records, and those of them that lie on the network.
    fn seen(&self, checks: Vec<ManholeCheck>) -> (Vec<Seen>, Vec<Opened>) {
        let limits = HuntLimits::default();
        let places: Vec<(u32, (f64, f64))> = self
            .hunt
            .manholes()
            .filter_map(|it| Some((it, self.waters.on.network.node_place(it)?)))
            .collect();
        let nearest = |at: (f64, f64)| {
            let near = places.iter().map(|(node, place)| (distance_m(at, *place), *node));
            let near = near.filter(|it| it.0 <= SAME_MANHOLE_M);
            near.min_by(|one, other| one.0.total_cmp(&other.0)).map(|it| it.1)
        };
        let (mut seen, mut opened) = (Vec::new(), Vec::new());
        for check in checks {
            let verdict = check.evidence().verdict(&limits);
            let node = check.lon.zip(check.lat).and_then(nearest);
            if let Some(node) = node {
                let inlet = check.inlet_lon.zip(check.inlet_lat).and_then(|it| self.inlet_from(node, it));
                opened.push(Opened { node, verdict, inlet });
            }
            let depth = node.and_then(|it| self.hunt.depth(it)).unwrap_or_default();
            seen.push(Seen { check, verdict, is_placed: node.is_some(), depth });
        }
        (seen, opened)
    }

    /// The inlet of a manhole that comes from this place.
    fn inlet_from(&self, node: u32, at: (f64, f64)) -> Option<u32> {
        let network = &self.waters.on.network;
        let inlets = network.ending_at(node).iter().filter_map(|it| {
            let from = network.node_place(network.reach(*it)?.from)?;
            Some((distance_m(at, from), *it))
        });
        let near = inlets.filter(|it| it.0 <= SAME_MANHOLE_M);
        near.min_by(|one, other| one.0.total_cmp(&other.0)).map(|it| it.1)
    }

    fn next(&self, opened: &[Opened]) -> Option<NextManhole> {
        let Next { node, above_m, .. } = self.hunt.next(opened)?;
        let network = &self.waters.on.network;
        let after = |verdict| {
            let mut then = opened.to_vec();
            then.push(Opened { node, verdict, inlet: None });
            self.manhole(self.hunt.next(&then)?.node)
        };
        let searched = self.hunt.reaches();
        let inlets = network.ending_at(node).iter().filter(|it| searched.contains(it)).filter_map(|it| {
            let reach = network.reach(*it)?;
            Some(Inlet { from: self.manhole(reach.from)?, length_m: reach.length_m })
        });
        Some(NextManhole {
            manhole: self.manhole(node)?,
            above_m,
            inlets: inlets.collect(),
            if_clean: after(Verdict::Clean),
            if_dirty: after(Verdict::Dirty),
        })
    }
}

fn line(waters: &Waters, reach: u32) -> Option<TraceLine> {
    let places: Vec<WorldPoint> =
        waters.on.network.course(reach).into_iter().map(WorldPoint::from_lonlat).collect();
    let bounds = WorldRect::around(&places);
    (!places.is_empty()).then_some(TraceLine { places, bounds, reach })
}
