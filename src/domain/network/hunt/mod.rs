//! The hunt for a source in sewers: which manhole to open next.
//!
//! Above a mouth lie reaches; the source discharges into one of them. Opening a manhole tells whether the dirty water comes through it,
//! and, as its inlets can be seen, through which of them. Each answer takes reaches out of suspicion ([`Hunt::state`]); the next manhole
//! is the one after which the least length is expected to be left ([`Hunt::next`]), which is halving where the network allows it
//! (domain dossier §6.1). A network with loops is searched as it is, not as a tree.

mod evidence;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

pub use self::evidence::{HuntLimits, ManholeEvidence, Verdict};
use super::{Network, Start};

/// What opening a manhole told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Opened {
    /// The node of the network.
    pub node: u32,
    /// What its evidence comes to.
    pub verdict: Verdict,
    /// The reach that the dirty water came in by, where it was seen.
    pub inlet: Option<u32>,
}

/// What is known of a reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suspicion {
    /// The source may discharge into it.
    Suspect,
    /// The dirty water runs through it on its way to the mouth.
    Carries,
    /// A manhole below it was clean.
    Clean,
    /// It leads past what is searched: nothing is known of it, and it is not looked at.
    Unknown,
}

/// The next manhole to open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Next {
    /// The node of the network.
    pub node: u32,
    /// The length under suspicion above it, in metres.
    pub above_m: f64,
    /// All the length under suspicion, in metres.
    pub all_m: f64,
}

/// Reaches by place in [`Hunt::reaches`], as a set.
#[derive(Clone, Debug, PartialEq)]
struct Reaches(Vec<u64>);

impl Reaches {
    fn none(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    fn insert(&mut self, at: usize) {
        if let Some(word) = self.0.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }

    fn has(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    fn keep(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
    }

    fn take_out(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= !other;
        }
    }

    fn add(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word |= other;
        }
    }

    fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                (left != 0).then(|| {
                    let bit = left.trailing_zeros() as usize;
                    left &= left - 1;
                    at * 64 + bit
                })
            })
        })
    }
}

/// A manhole with what lies above it.
#[derive(Clone, Debug)]
struct Manhole {
    node: u32,
    /// For each inlet, its place and all reaches that drain through it, itself too.
    inlets: Vec<(usize, Reaches)>,
    /// All reaches that drain through the manhole.
    above: Reaches,
    /// How many manholes lie between it and the mouth, on the shortest way.
    depth: usize,
}

/// The reaches above a mouth and the manholes between them.
pub struct Hunt {
    /// The numbers of the reaches, the nearest first.
    reaches: Vec<u32>,
    /// How much each weighs: its length, more where a source may be.
    weights: Vec<f64>,
    lengths: Vec<f64>,
    /// For each reach, those that drain through it, without itself.
    above: Vec<Reaches>,
    manholes: Vec<Manhole>,
    by_node: HashMap<u32, usize>,
}

/// No hunt is larger: the sets above each manhole take the square of this in bits, two times 12 MB.
pub const MOST_REACHES: usize = 10_000;
/// A reach without a length is still a place to discharge into. In metres.
const LEAST_M: f64 = 0.1;

impl Hunt {
    /// The network above a place, the nearest [`MOST_REACHES`] of it. `weight` says how much likelier than others a reach is for each of
    /// its metres: 1 where nothing is known.
    pub fn new(network: &Network, mouth: Start, weight: impl Fn(u32) -> f64) -> Self {
        let options = super::TraceOptions::all(super::Direction::Up);
        let mut trace = super::Tracer::new(network).trace(&[mouth], &options);
        trace.steps.truncate(MOST_REACHES);
        let reaches: Vec<u32> = trace.steps.iter().map(|it| it.reach).collect();
        let lengths: Vec<f64> =
            trace.steps.iter().map(|it| (it.stretch_m.1 - it.stretch_m.0).max(LEAST_M)).collect();
        let weights =
            reaches.iter().zip(&lengths).map(|(it, length)| length * weight(*it).max(0.0)).collect();
        let place: HashMap<u32, usize> = reaches.iter().enumerate().map(|(at, it)| (*it, at)).collect();
        let above = closures(network, &reaches, &place);
        let mut manholes = Vec::new();
        let mut by_node = HashMap::new();
        for number in &reaches {
            // The node at its lower end lies within the network where the trace came through it.
            let Some(reach) = network.reach(*number).filter(|it| !by_node.contains_key(&it.to)) else {
                continue;
            };
            let is_within = network.below(*number).iter().any(|it| place.contains_key(it));
            if !is_within {
                continue;
            }
            let inlets = network.incoming.at(reach.to).iter().filter_map(|it| {
                let at = *place.get(it)?;
                let mut set = above.get(at)?.clone();
                set.insert(at);
                Some((at, set))
            });
            let inlets: Vec<(usize, Reaches)> = inlets.collect();
            let mut all = Reaches::none(reaches.len());
            for (_, set) in &inlets {
                all.add(set);
            }
            by_node.insert(reach.to, manholes.len());
            manholes.push(Manhole { node: reach.to, inlets, above: all, depth: 0 });
        }
        let mut hunt = Self { reaches, weights, lengths, above, manholes, by_node };
        hunt.number_depths(network, &place);
        hunt
    }

    /// How many manholes a crew that walks up opens before each.
    fn number_depths(&mut self, network: &Network, place: &HashMap<u32, usize>) {
        // Reaches come with growing distance from the mouth, so that what is below a manhole is known before it.
        for at in 0..self.manholes.len() {
            let Some(node) = self.manholes.get(at).map(|it| it.node) else { continue };
            let below = network.outgoing.at(node).iter().filter(|it| place.contains_key(it));
            let below = below.filter_map(|it| {
                let to = network.reach(*it)?.to;
                let below = *self.by_node.get(&to)?;
                (below != at).then(|| self.manholes.get(below).map(|it| it.depth + 1))?
            });
            let depth = below.min().unwrap_or(0);
            if let Some(manhole) = self.manholes.get_mut(at) {
                manhole.depth = depth;
            }
        }
    }

    /// The reaches, the nearest to the mouth first.
    pub fn reaches(&self) -> &[u32] {
        &self.reaches
    }

    /// The nodes that can be opened.
    pub fn manholes(&self) -> impl Iterator<Item = u32> {
        self.manholes.iter().map(|it| it.node)
    }

    /// How many manholes are opened on the way up from the mouth to this one, itself too.
    pub fn depth(&self, node: u32) -> Option<usize> {
        self.manhole(node).map(|it| it.depth + 1)
    }

    fn manhole(&self, node: u32) -> Option<&Manhole> {
        self.manholes.get(*self.by_node.get(&node)?)
    }

    /// The reaches that the source may discharge into after this was seen. The mouth is known to be dirty. Where no reach is left, what
    /// was seen contradicts itself: there is more than one source, or one of the answers is wrong.
    fn suspects(&self, opened: &[Opened]) -> Reaches {
        let mut suspects = Reaches::none(self.reaches.len());
        (0..self.reaches.len()).for_each(|it| suspects.insert(it));
        for it in opened {
            let Some(manhole) = self.manhole(it.node) else { continue };
            match it.verdict {
                Verdict::Clean => suspects.take_out(&manhole.above),
                Verdict::Dirty => {
                    let inlet = manhole
                        .inlets
                        .iter()
                        .find(|(at, _)| it.inlet.is_some() && self.reaches.get(*at).copied() == it.inlet);
                    suspects.keep(inlet.map_or(&manhole.above, |(_, set)| set));
                }
                Verdict::Unknown => {}
            }
        }
        suspects
    }

    /// What is known of each reach, in the order of [`Self::reaches`].
    pub fn state(&self, opened: &[Opened]) -> Vec<Suspicion> {
        let suspects = self.suspects(opened);
        let mut clean = Reaches::none(self.reaches.len());
        for it in opened.iter().filter(|it| it.verdict == Verdict::Clean) {
            if let Some(manhole) = self.manhole(it.node) {
                clean.add(&manhole.above);
            }
        }
        let dirty: Vec<&Manhole> = opened
            .iter()
            .filter(|it| it.verdict == Verdict::Dirty)
            .filter_map(|it| self.manhole(it.node))
            .collect();
        let states = (0..self.reaches.len()).map(|at| {
            if suspects.has(at) {
                Suspicion::Suspect
            } else if clean.has(at) {
                Suspicion::Clean
            } else if !dirty.is_empty()
                && dirty.iter().all(|it| !it.above.has(at))
                && self.is_below(at, &dirty)
            {
                Suspicion::Carries
            } else {
                Suspicion::Unknown
            }
        });
        states.collect()
    }

    /// Does the water of one of these manholes run through the reach?
    fn is_below(&self, at: usize, dirty: &[&Manhole]) -> bool {
        // It does where every reach above the manhole lies above the reach too.
        let Some(above) = self.above.get(at) else { return false };
        dirty.iter().any(|it| it.inlets.iter().all(|(inlet, _)| above.has(*inlet)))
    }

    /// The length under suspicion in metres, and how many reaches that is.
    pub fn left(&self, opened: &[Opened]) -> (f64, usize) {
        let suspects = self.suspects(opened);
        let length_m = suspects.iter().filter_map(|it| self.lengths.get(it)).sum();
        (length_m, suspects.iter().count())
    }

    /// The manhole after which the least weight is expected to be left: of the likely outcomes, that it is clean or that the water
    /// comes by one of its inlets, each as likely as its weight. Of equal ones that nearest to the mouth. Nothing where opening no
    /// manhole tells any more.
    pub fn next(&self, opened: &[Opened]) -> Option<Next> {
        let suspects = self.suspects(opened);
        let weigh = |set: &Reaches| -> f64 {
            let both = suspects.0.iter().zip(&set.0).enumerate();
            let both = both.filter(|(_, (one, other))| *one & *other != 0);
            let places = both.flat_map(|(word, (one, other))| {
                let bits = *one & *other;
                (0..64).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| word * 64 + bit)
            });
            places.filter_map(|it| self.weights.get(it)).sum()
        };
        let all = weigh(&suspects);
        let mut best: Option<(f64, usize, &Manhole)> = None;
        for manhole in &self.manholes {
            if opened.iter().any(|it| it.node == manhole.node && it.verdict != Verdict::Unknown) {
                continue;
            }
            let above = weigh(&manhole.above);
            let mut expected = (all - above).max(0.0).powi(2);
            // What drains through two inlets is told by neither.
            let parts: f64 = manhole.inlets.iter().map(|(_, set)| weigh(set).powi(2)).sum();
            expected += parts;
            let is_better = match best {
                None => true,
                Some((known, depth, _)) => {
                    expected < known - 1e-9 * all * all
                        || (expected <= known + 1e-9 * all * all && manhole.depth < depth)
                }
            };
            // An opening that can have one outcome only tells nothing.
            if expected < all * all * (1.0 - 1e-9) && is_better {
                best = Some((expected, manhole.depth, manhole));
            }
        }
        let length = |set: &Reaches| -> f64 {
            let mut both = suspects.clone();
            both.keep(set);
            both.iter().filter_map(|it| self.lengths.get(it)).sum()
        };
        best.map(|(_, _, it)| Next { node: it.node, above_m: length(&it.above), all_m: length(&suspects) })
    }

    /// Opens manhole after manhole as a source in one reach would answer, and tells which were opened; `inlets` says whether the crew sees
    /// by which inlet the water comes.
    pub fn rehearse(&self, source: u32, inlets: bool) -> Vec<Opened> {
        let Some(source) = self.reaches.iter().position(|it| *it == source) else { return Vec::new() };
        let mut opened: Vec<Opened> = Vec::new();
        while let Some(manhole) = self.next(&opened).and_then(|it| self.manhole(it.node)) {
            let verdict = if manhole.above.has(source) { Verdict::Dirty } else { Verdict::Clean };
            let inlet = manhole.inlets.iter().find(|(_, set)| set.has(source));
            let inlet = inlet.and_then(|(at, _)| self.reaches.get(*at).copied()).filter(|_| inlets);
            opened.push(Opened { node: manhole.node, verdict, inlet });
            if opened.len() > self.manholes.len() {
                break;
            }
        }
        opened
    }
}

/// For each reach, those that drain through it, without itself.
fn closures(network: &Network, reaches: &[u32], place: &HashMap<u32, usize>) -> Vec<Reaches> {
    let mut sets = vec![Reaches::none(reaches.len()); reaches.len()];
    // The farthest first: what is above a reach is mostly done then. With loops, until nothing changes any more.
    loop {
        let mut changed = false;
        for (at, number) in reaches.iter().enumerate().rev() {
            let mut set = Reaches::none(reaches.len());
            for above in network.above(*number).iter().filter_map(|it| place.get(it)) {
                set.insert(*above);
                if let Some(known) = sets.get(*above) {
                    set.add(known);
                }
            }
            if let Some(known) = sets.get_mut(at).filter(|it| **it != set) {
                *known = set;
                changed = true;
            }
        }
        if !changed {
            return sets;
        }
    }
}
