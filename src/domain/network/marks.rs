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
    /// `marks[first[r]..first[r + 1]]` are those on reach `r`: a trace over a basin asks for each of its reaches.
    first: Vec<u32>,
}

/// A thing that lies on a trace.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Met {
    /// Which of the list that its mark was made from.
    pub item: usize,
    /// How far along the water it is from the start, in metres.
    pub distance_m: f64,
    /// Which of the steps of the trace it lies on.
    pub step: usize,
}

/// A place at the very end of a stretch belongs to it.
const EDGE_M: f64 = 0.005;

/// Where in a list, in the order of reaches, those of each reach begin: the list is `first[r]..first[r + 1]` for reach `r`.
pub(super) fn first_by_reach(reaches: impl Iterator<Item = u32> + Clone) -> Vec<u32> {
    let count = reaches.clone().max().map_or(0, |it| it as usize + 1);
    let mut first = vec![0_u32; count + 1];
    for reach in reaches {
        if let Some(count) = first.get_mut(reach as usize + 1) {
            *count += 1;
        }
    }
    let mut total = 0;
    for count in &mut first {
        total += *count;
        *count = total;
    }
    first
}

impl Marks {
    /// The things that have a place on the network, in the order of their list.
    pub fn new<'a>(places: impl IntoIterator<Item = Option<&'a Located>>) -> Self {
        let marks = places
            .into_iter()
            .enumerate()
            .filter_map(|(item, place)| place.map(|it| Mark { reach: it.reach, along_m: it.along_m, item }));
        Self::of(marks.collect())
    }

    /// These marks, in any order.
    pub fn of(mut marks: Vec<Mark>) -> Self {
        marks.sort_by(|one, other| one.reach.cmp(&other.reach).then(one.along_m.total_cmp(&other.along_m)));
        let first = first_by_reach(marks.iter().map(|it| it.reach));
        Self { marks, first }
    }

    /// All of them, by reach and then downstream.
    pub fn all(&self) -> &[Mark] {
        &self.marks
    }

    /// Those on a reach, downstream.
    pub fn on(&self, reach: u32) -> &[Mark] {
        let bounds = self.first.get(reach as usize).zip(self.first.get(reach as usize + 1));
        bounds.and_then(|(from, to)| self.marks.get(*from as usize..*to as usize)).unwrap_or_default()
    }

    /// Those on a trace, the nearest first.
    pub fn on_trace(&self, trace: &Trace) -> Vec<Met> {
        let mut met = Vec::new();
        for (number, step) in trace.steps.iter().enumerate() {
            let (low, high) = step.stretch_m;
            let here = self.on(step.reach).iter();
            let within = here.filter(|it| (low - EDGE_M..=high + EDGE_M).contains(&it.along_m));
            met.extend(within.map(|it| {
                let after_m = match trace.direction {
                    Direction::Up => high - it.along_m,
                    Direction::Down => it.along_m - low,
                };
                Met { item: it.item, distance_m: step.distance_m + after_m.max(0.0), step: number }
            }));
        }
        met.sort_by(|one, other| one.distance_m.total_cmp(&other.distance_m).then(one.item.cmp(&other.item)));
        met
    }
}
