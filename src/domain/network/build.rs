//! From lines and attributes to nodes and reaches.

use std::{collections::HashMap, sync::Arc};

use geo::{Coord, LineString};

use super::{
    M_PER_DEG, Network, Options, Reach,
    adjacency::Adjacency,
    columns::{Columns, NodeNames},
    guide::Guide,
    lines_of,
    rings::rings,
    spots::Spots,
};
use crate::domain::{coordinate::course_m, layer::FeatureSet};

/// No node, no spot.
const NONE: u32 = u32::MAX;

/// A reach before its nodes are joined: the two ends of its line, and the nodes that its attributes name.
struct Raw {
    layer: u32,
    feature: u32,
    part: Option<u32>,
    first: u32,
    last: u32,
    from: u32,
    to: u32,
    length_m: f64,
    reversed: bool,
}

pub(super) fn build(layers: Vec<Arc<FeatureSet>>, options: Options) -> Network {
    let mut spots = Spots::new(options.tolerance_m.max(0.0) / M_PER_DEG);
    let mut raws = Vec::new();
    let mut named = 0;
    let columns: Vec<Columns> = layers.iter().map(|it| Columns::of(it)).collect();
    for ((layer, set), columns) in layers.iter().enumerate().zip(&columns) {
        let mut names = NodeNames::default();
        for (number, feature) in set.features.iter().enumerate() {
            let mut node = |at: Option<usize>| {
                at.and_then(|it| names.number(feature.values.get(it), &mut named)).unwrap_or(NONE)
            };
            let from = node(columns.nodes.map(|it| it.0));
            let to = node(columns.nodes.map(|it| it.1));
            let lines = feature.geometry.as_ref().map_or(&[][..], lines_of);
            // Attributes speak of the feature as a whole.
            let is_named = from != NONE && to != NONE;
            let is_whole = is_named || lines.len() <= 1 || is_chain(lines, &mut spots);
            let pieces: Vec<(Option<u32>, &[LineString<f64>])> = if is_whole {
                vec![(None, lines)]
            } else {
                let parts = lines.iter().enumerate();
                parts.map(|(part, line)| (Some(part as u32), std::slice::from_ref(line))).collect()
            };
            for (part, lines) in pieces {
                let ends =
                    lines.first().and_then(|it| it.0.first()).zip(lines.last().and_then(|it| it.0.last()));
                let (first, last) = match ends {
                    Some((first, last)) => (spots.number(*first), spots.number(*last)),
                    // Without a line it still leads from one node to the other.
                    None if is_named => (NONE, NONE),
                    None => continue,
                };
                let length_m = lines.iter().map(|it| course_m(&it.0)).sum();
                let (layer, feature) = (layer as u32, number as u32);
                raws.push(Raw { layer, feature, part, first, last, from, to, length_m, reversed: false });
            }
        }
    }
    find_reversed(&mut raws, named as usize);
    let nodes = join(&mut raws, named, spots.len());
    let reaches: Vec<Reach> = raws.into_iter().map(Raw::finish).collect();
    let incoming = Adjacency::new(nodes, reaches.iter().map(|it| it.to));
    let outgoing = Adjacency::new(nodes, reaches.iter().map(|it| it.from));
    let ends: Vec<u32> = reaches.iter().map(|it| it.to).collect();
    let ring = rings(nodes, &outgoing, &ends);
    let guide = Guide::new(&layers, &columns, &reaches);
    Network { layers, reaches, incoming, outgoing, ring, guide }
}

impl Raw {
    /// The spots of the ends, that of the beginning of the water first.
    fn spots(&self) -> (u32, u32) {
        if self.reversed { (self.last, self.first) } else { (self.first, self.last) }
    }

    fn finish(self) -> Reach {
        let Self { layer, feature, part, from, to, length_m, reversed, .. } = self;
        Reach { layer, feature, part, from, to, length_m, reversed }
    }
}

/// Does each part begin where the one before it ends?
fn is_chain(lines: &[LineString<f64>], spots: &mut Spots) -> bool {
    let mut spot = |place: Option<&Coord>| place.map(|it| spots.number(*it));
    lines.iter().zip(lines.iter().skip(1)).all(|(one, next)| {
        let (end, start) = (spot(one.0.last()), spot(next.0.first()));
        end.is_some() && end == start
    })
}

/// Finds the lines that were drawn against the direction that their attributes give. A node is where most ends of the
/// reaches at it lie; a line that ends where its first node is was drawn the other way round.
fn find_reversed(raws: &mut [Raw], named: usize) {
    let mut votes: Vec<(u32, u32)> = Vec::new();
    for raw in raws.iter().filter(|it| it.from != NONE && it.to != NONE && it.first != it.last) {
        let pairs = [(raw.from, raw.first), (raw.from, raw.last), (raw.to, raw.first), (raw.to, raw.last)];
        votes.extend(pairs);
    }
    votes.sort_unstable();
    // The spot of each node; none where two have as many votes.
    let mut spot_of = vec![NONE; named];
    for of_node in votes.chunk_by(|one, other| one.0 == other.0) {
        let mut counts: Vec<(usize, u32)> = of_node
            .chunk_by(|one, other| one.1 == other.1)
            .filter_map(|it| Some((it.len(), it.first()?.1)))
            .collect();
        counts.sort_unstable_by(|one, other| other.cmp(one));
        let clear = match counts.as_slice() {
            [only] => Some(only.1),
            [most, next, ..] if next.0 < most.0 => Some(most.1),
            _ => None,
        };
        let node = of_node.first().and_then(|it| spot_of.get_mut(it.0 as usize));
        if let Some((place, spot)) = node.zip(clear) {
            *place = spot;
        }
    }
    let spot = |node: u32| spot_of.get(node as usize).copied().filter(|it| *it != NONE);
    for raw in raws.iter_mut().filter(|it| it.first != it.last) {
        let (from, to) = (spot(raw.from), spot(raw.to));
        let against = from == Some(raw.last) || to == Some(raw.first);
        let along = from == Some(raw.first) || to == Some(raw.last);
        raw.reversed = against && !along;
    }
}

/// Gives every end a node: those that attributes name, and for the others those at their spot. Answers how many there are.
fn join(raws: &mut [Raw], named: u32, spots: usize) -> usize {
    let mut sets = Sets::new(named as usize);
    // The node of each layer at each spot: a named one where there is one.
    let mut at_spot: HashMap<(u32, u32), u32> = HashMap::with_capacity(spots);
    for raw in raws.iter() {
        let (start, end) = raw.spots();
        for (spot, node) in [(start, raw.from), (end, raw.to)] {
            if spot != NONE && node != NONE {
                at_spot.entry((spot, raw.layer)).or_insert(node);
            }
        }
    }
    for raw in raws.iter_mut() {
        let (start, end) = raw.spots();
        let layer = raw.layer;
        for (spot, node) in [(start, &mut raw.from), (end, &mut raw.to)] {
            if *node == NONE {
                *node = *at_spot.entry((spot, layer)).or_insert_with(|| sets.push());
            }
        }
    }
    // Layers meet where their ends do; nodes that one layer keeps apart at one spot stay apart.
    let mut meeting: Vec<((u32, u32), u32)> = at_spot.into_iter().collect();
    meeting.sort_unstable();
    for pair in meeting.windows(2) {
        if let [((one_spot, _), one), ((other_spot, _), other)] = pair
            && one_spot == other_spot
        {
            sets.unite(*one, *other);
        }
    }
    let mut numbers = vec![NONE; sets.len()];
    let mut next = 0;
    for raw in raws.iter_mut() {
        for node in [&mut raw.from, &mut raw.to] {
            let Some(number) = numbers.get_mut(sets.find(*node) as usize) else { continue };
            if *number == NONE {
                *number = next;
                next += 1;
            }
            *node = *number;
        }
    }
    next as usize
}

/// Sets of nodes that grow together.
struct Sets {
    parent: Vec<u32>,
}

impl Sets {
    fn new(count: usize) -> Self {
        Self { parent: (0..count as u32).collect() }
    }

    fn len(&self) -> usize {
        self.parent.len()
    }

    fn push(&mut self) -> u32 {
        let number = self.parent.len() as u32;
        self.parent.push(number);
        number
    }

    fn find(&mut self, node: u32) -> u32 {
        let mut root = node;
        while let Some(&above) = self.parent.get(root as usize).filter(|it| **it != root) {
            root = above;
        }
        if let Some(place) = self.parent.get_mut(node as usize) {
            *place = root;
        }
        root
    }

    /// The smaller number stands for both.
    fn unite(&mut self, one: u32, other: u32) {
        let (one, other) = (self.find(one), self.find(other));
        if let Some(place) = self.parent.get_mut(one.max(other) as usize) {
            *place = one.min(other);
        }
    }
}
