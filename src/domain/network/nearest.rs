//! The next of some things down the water, from every place at once: the section or the zone below each outfall.

use std::{cmp::Reverse, collections::BinaryHeap};

use super::{Marks, Network};

/// The next one below a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Below {
    /// Which of the list that its mark was made from.
    pub item: usize,
    /// How far that is along the water, in metres.
    pub distance_m: f64,
}

/// What comes next below the end of every reach. Where the water parts, the shorter way counts.
#[derive(Clone, Debug, Default)]
pub struct Nearest {
    marks: Marks,
    /// For each reach, the item that comes next below its end, with the distance from there in metres.
    below: Vec<Option<(u32, f64)>>,
}

impl Nearest {
    /// Goes up from all marks at once, so that every reach is come to once: n log n for n reaches.
    pub fn new(network: &Network, marks: Marks) -> Self {
        let mut below: Vec<Option<(u32, f64)>> = vec![None; network.reaches().len()];
        // Distances are not negative: their bits are in their order.
        let mut queue: BinaryHeap<Reverse<(u64, u32, u32)>> = BinaryHeap::new();
        let mut last = None;
        for mark in marks.all() {
            // The first on its reach hides the others from above.
            if last.replace(mark.reach) != Some(mark.reach) {
                let above = network.above(mark.reach).iter();
                queue.extend(
                    above.map(|it| Reverse((mark.along_m.max(0.0).to_bits(), *it, mark.item as u32))),
                );
            }
        }
        while let Some(Reverse((bits, number, item))) = queue.pop() {
            let Some(place) = below.get_mut(number as usize).filter(|it| it.is_none()) else { continue };
            *place = Some((item, f64::from_bits(bits)));
            if marks.on(number).is_empty() {
                let far_m = f64::from_bits(bits) + network.reach(number).map_or(0.0, |it| it.length_m);
                let above = network.above(number).iter();
                queue.extend(above.map(|it| Reverse((far_m.to_bits(), *it, item))));
            }
        }
        Self { marks, below }
    }

    /// The marks that it was made from, by reach and then downstream.
    pub fn marks(&self) -> &[super::Mark] {
        self.marks.all()
    }

    /// The next one below a place on a reach; one at the place itself is at distance 0.
    pub fn below(&self, network: &Network, reach: u32, along_m: f64) -> Option<Below> {
        let here = self.marks.on(reach);
        let at = here.partition_point(|it| it.along_m < along_m);
        if let Some(mark) = here.get(at) {
            return Some(Below { item: mark.item, distance_m: mark.along_m - along_m });
        }
        let (item, distance_m) = (*self.below.get(reach as usize)?)?;
        let left_m = network.reach(reach)?.length_m - along_m;
        Some(Below { item: item as usize, distance_m: distance_m + left_m.max(0.0) })
    }
}
