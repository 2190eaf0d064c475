//! Things at places on reaches: outfalls, sections, sources.

use super::{Direction, Located, Trace};

/// One of a list of things, at its place on a reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// The number of the reach.
    pub reach: u32,
    /// How far along it, downstream from its beginning, in metres.
    pub along_m: f64,
    /// Which of the list, 0 for the first.
    pub item: usize,
}

/// Marks, those on one reach together and downstream.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    marks: Vec<Mark>,
}

/// A thing that lies on a trace.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Met {
    /// Which of the list that its mark was made from.
    pub item: usize,
    /// How far along the water it is from the start, in metres.
    pub distance_m: f64,
}

/// A place at the very end of a stretch belongs to it.
const EDGE_M: f64 = 0.005;

impl Marks {
    /// The things that have a place on the network, in the order of their list.
    pub fn new<'a>(places: impl IntoIterator<Item = Option<&'a Located>>) -> Self {
        let marks = places
            .into_iter()
            .enumerate()
            .filter_map(|(item, place)| place.map(|it| Mark { reach: it.reach, along_m: it.along_m, item }));
        let mut marks: Vec<Mark> = marks.collect();
        marks.sort_by(|one, other| one.reach.cmp(&other.reach).then(one.along_m.total_cmp(&other.along_m)));
        Self { marks }
    }

    /// Those on a reach, downstream.
    pub fn on(&self, reach: u32) -> &[Mark] {
        let from = self.marks.partition_point(|it| it.reach < reach);
        let to = self.marks.partition_point(|it| it.reach <= reach);
        self.marks.get(from..to).unwrap_or_default()
    }

    /// Those on a trace, the nearest first.
    pub fn on_trace(&self, trace: &Trace) -> Vec<Met> {
        let mut met = Vec::new();
        for step in &trace.steps {
            let (low, high) = step.stretch_m;
            let here = self.on(step.reach).iter();
            let within = here.filter(|it| (low - EDGE_M..=high + EDGE_M).contains(&it.along_m));
            met.extend(within.map(|it| {
                let after_m = match trace.direction {
                    Direction::Up => high - it.along_m,
                    Direction::Down => it.along_m - low,
                };
                Met { item: it.item, distance_m: step.distance_m + after_m.max(0.0) }
            }));
        }
        met.sort_by(|one, other| one.distance_m.total_cmp(&other.distance_m).then(one.item.cmp(&other.item)));
        met
    }
}
