//! Upstream and downstream of a place, in order of the distance along the water.

use std::{cmp::Reverse, collections::BinaryHeap};

use super::{Marks, Network, Reach};
use crate::domain::code_list;

code_list! {
    /// Which way to go.
    pub enum Direction {
        Up = "up", "上游", "Upstream";
        Down = "down", "下游", "Downstream";
    }
}

code_list! {
    /// Why a trace does not go on.
    pub enum StopReason {
        Source = "source", "河源", "Source";
        Outlet = "outlet", "出口", "Outlet";
        Limit = "limit", "距离上限", "Limit";
        Section = "section", "断面", "Section";
        Border = "border", "县界", "County border";
        Cycle = "cycle", "成环", "Cycle";
    }
}

/// A place that a trace begins at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Start {
    /// The number of the reach.
    pub reach: u32,
    /// How far along it, downstream from its beginning, in metres.
    pub along_m: f64,
}

/// How far a trace goes.
#[derive(Clone, Copy)]
pub struct TraceOptions<'a> {
    /// Which way.
    pub direction: Direction,
    /// Only along the main path, where attributes or names say which that is ([`Network::main_of`]).
    pub main: bool,
    /// No farther than this along the water, in metres.
    pub max_m: Option<f64>,
    /// No farther than the first of these on each way.
    pub barriers: Option<&'a Marks>,
    /// No farther than the first of these borders on each way.
    pub borders: Option<&'a Marks>,
}

impl TraceOptions<'_> {
    /// Everything in this direction.
    pub fn all(direction: Direction) -> Self {
        Self { direction, main: false, max_m: None, barriers: None, borders: None }
    }
}

/// A reach that a trace came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Its number.
    pub reach: u32,
    /// How far along the water its near end is from the start, in metres.
    pub distance_m: f64,
    /// The stretch of it that belongs to the trace, in metres downstream from its beginning.
    pub stretch_m: (f64, f64),
}

/// Where and why a trace does not go on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    /// Why.
    pub reason: StopReason,
    /// On which reach.
    pub reach: u32,
    /// How far along it, downstream from its beginning, in metres.
    pub along_m: f64,
    /// How far along the water that is from the start.
    pub distance_m: f64,
    /// The number of the barrier in the list that its mark was made from.
    pub barrier: Option<usize>,
}

/// What a trace came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// Which way it went.
    pub direction: Direction,
    /// Every reach once, the nearest first.
    pub steps: Vec<Step>,
    /// Every end, the nearest first. Each circle is one.
    pub stops: Vec<Stop>,
}

impl Trace {
    /// The length of all stretches in metres.
    pub fn length_m(&self) -> f64 {
        self.steps.iter().map(|it| it.stretch_m.1 - it.stretch_m.0).sum()
    }
}

/// A mark this near to the start is where the trace begins, and no barrier to it.
const SAME_PLACE_M: f64 = 0.01;

/// Traces one after another without making its lists anew.
pub struct Tracer<'a> {
    network: &'a Network,
    /// In which trace a reach was last come to, from 1.
    seen: Vec<u32>,
    trace: u32,
}

impl<'a> Tracer<'a> {
    /// Ready to trace.
    pub fn new(network: &'a Network) -> Self {
        Self { network, seen: vec![0; network.reaches().len()], trace: 0 }
    }

    /// Traces from one place, or from several at once. A start on no reach is left out.
    pub fn trace(&mut self, starts: &[Start], options: &TraceOptions<'_>) -> Trace {
        self.trace += 1;
        let mut trace = Trace { direction: options.direction, steps: Vec::new(), stops: Vec::new() };
        let mut rings: Vec<u32> = Vec::new();
        // Distances are not negative: their bits are in their order.
        let mut queue: BinaryHeap<Reverse<(u64, u32)>> = BinaryHeap::new();
        let starts = self.farthest(starts, options.direction);
        queue.extend(starts.iter().map(|it| Reverse((0, it.reach))));
        while let Some(Reverse((bits, number))) = queue.pop() {
            let Some(reach) = self.network.reach(number).filter(|_| self.is_new(number)) else { continue };
            let distance_m = f64::from_bits(bits);
            let start = starts.iter().find(|it| it.reach == number).filter(|_| bits == 0);
            let way = Way::into(reach, start, options.direction);
            let main = options.main.then(|| self.network.main_of(number, options.direction));
            let next = main.as_deref().unwrap_or_else(|| self.next(number, options.direction));
            let cut = way.cut(number, distance_m, next.is_empty(), options);
            let far_m = cut.map_or(way.length_m, |it| it.after_m);
            trace.steps.push(Step { reach: number, distance_m, stretch_m: way.stretch(far_m) });
            let stop = |reason, barrier| Stop {
                reason,
                reach: number,
                along_m: way.along(far_m),
                distance_m: distance_m + far_m,
                barrier,
            };
            if let Some(cut) = cut {
                trace.stops.push(stop(cut.reason, cut.barrier));
                continue;
            }
            if next.is_empty() {
                trace.stops.push(stop(options.direction.end(), None));
            }
            let far_bits = (distance_m + far_m).to_bits();
            for &next in next {
                if !self.is_seen(next) {
                    queue.push(Reverse((far_bits, next)));
                } else if self.closes_ring(reach, next, &mut rings) {
                    trace.stops.push(stop(StopReason::Cycle, None));
                }
            }
        }
        trace.stops.sort_by(|one, other| one.distance_m.total_cmp(&other.distance_m));
        trace
    }

    /// How many reaches lie in a direction from these places, all ways, and how long they are together in metres. Where only sums are
    /// wanted, nothing has to be put in order: this is several times faster than [`Self::trace`].
    pub fn sum(&mut self, starts: &[Start], direction: Direction) -> (usize, f64) {
        self.trace += 1;
        let (mut count, mut length_m) = (0, 0.0);
        let mut todo: Vec<u32> = Vec::new();
        for start in self.farthest(starts, direction) {
            let Some(reach) = self.network.reach(start.reach).filter(|_| self.is_new(start.reach)) else {
                continue;
            };
            count += 1;
            length_m += Way::into(reach, Some(&start), direction).length_m;
            todo.extend(self.next(start.reach, direction));
        }
        while let Some(number) = todo.pop() {
            let Some(reach) = self.network.reach(number).filter(|_| self.is_new(number)) else { continue };
            count += 1;
            length_m += reach.length_m;
            todo.extend(self.next(number, direction));
        }
        (count, length_m)
    }

    fn next(&self, reach: u32, direction: Direction) -> &'a [u32] {
        match direction {
            Direction::Up => self.network.above(reach),
            Direction::Down => self.network.below(reach),
        }
    }

    /// Of several starts on one reach, the one that the most of it lies beyond.
    fn farthest(&self, starts: &[Start], direction: Direction) -> Vec<Start> {
        let mut starts: Vec<Start> =
            starts.iter().copied().filter(|it| self.network.reach(it.reach).is_some()).collect();
        let order = |one: &Start, other: &Start| match direction {
            Direction::Up => other.along_m.total_cmp(&one.along_m),
            Direction::Down => one.along_m.total_cmp(&other.along_m),
        };
        starts.sort_by(|one, other| one.reach.cmp(&other.reach).then(order(one, other)));
        starts.dedup_by_key(|it| it.reach);
        starts
    }

    fn is_seen(&self, reach: u32) -> bool {
        self.seen.get(reach as usize) == Some(&self.trace)
    }

    /// Is it come to for the first time? From now on it is not.
    fn is_new(&mut self, reach: u32) -> bool {
        let trace = self.trace;
        self.seen.get_mut(reach as usize).is_some_and(|it| std::mem::replace(it, trace) != trace)
    }

    /// Does the way from a reach to one that was come to before close a circle that was not told yet?
    fn closes_ring(&self, reach: &Reach, next: u32, told: &mut Vec<u32>) -> bool {
        if reach.from == reach.to {
            return self.network.reach(next) == Some(reach);
        }
        let own = self.network.ring_between(reach.from, reach.to);
        let closes = own != 0
            && !told.contains(&own)
            && self.network.reach(next).is_some_and(|it| self.network.ring_between(it.from, it.to) == own);
        if closes {
            told.push(own);
        }
        closes
    }
}

impl Direction {
    /// Why a trace ends where nothing goes on.
    fn end(self) -> StopReason {
        match self {
            Self::Up => StopReason::Source,
            Self::Down => StopReason::Outlet,
        }
    }
}

/// The way through one reach, from where the trace enters it.
#[derive(Clone, Copy)]
struct Way {
    direction: Direction,
    entry_m: f64,
    length_m: f64,
}

/// Where on a way the trace does not go on.
#[derive(Clone, Copy)]
struct Cut {
    reason: StopReason,
    after_m: f64,
    barrier: Option<usize>,
}

impl Way {
    fn into(reach: &Reach, start: Option<&Start>, direction: Direction) -> Self {
        let entry_m = match (start, direction) {
            (Some(start), _) => start.along_m.clamp(0.0, reach.length_m),
            (None, Direction::Up) => reach.length_m,
            (None, Direction::Down) => 0.0,
        };
        let length_m = match direction {
            Direction::Up => entry_m,
            Direction::Down => reach.length_m - entry_m,
        };
        Self { direction, entry_m, length_m }
    }

    /// The place after so many metres of the way, downstream from the beginning of the reach.
    fn along(self, after_m: f64) -> f64 {
        match self.direction {
            Direction::Up => self.entry_m - after_m,
            Direction::Down => self.entry_m + after_m,
        }
    }

    fn stretch(self, after_m: f64) -> (f64, f64) {
        let (near, far) = (self.entry_m, self.along(after_m));
        (near.min(far), near.max(far))
    }

    fn cut(self, reach: u32, distance_m: f64, is_last: bool, options: &TraceOptions<'_>) -> Option<Cut> {
        let first_m = if distance_m > 0.0 { 0.0 } else { SAME_PLACE_M };
        let nearest = |marks: Option<&Marks>, reason| {
            let marks = marks.map_or(&[][..], |it| it.on(reach)).iter();
            let ways = marks.map(|it| ((it.along_m - self.entry_m) * self.direction.sign(), it.item));
            let ahead = ways.filter(|(after_m, _)| (first_m..=self.length_m).contains(after_m));
            let nearest = ahead.min_by(|one, other| one.0.total_cmp(&other.0));
            nearest.map(|(after_m, item)| Cut { reason, after_m, barrier: Some(item) })
        };
        let section = nearest(options.barriers, StopReason::Section);
        let border = nearest(options.borders, StopReason::Border);
        let barrier = match (section, border) {
            (Some(section), Some(border)) if border.after_m < section.after_m => Some(border),
            (section, border) => section.or(border),
        };
        let left_m = options.max_m.map(|it| (it - distance_m).max(0.0));
        let limit = left_m
            .filter(|it| *it < self.length_m || (!is_last && *it <= self.length_m))
            .map(|after_m| Cut { reason: StopReason::Limit, after_m, barrier: None });
        match (barrier, limit) {
            (Some(barrier), Some(limit)) if limit.after_m < barrier.after_m => Some(limit),
            (barrier, limit) => barrier.or(limit),
        }
    }
}

impl Direction {
    fn sign(self) -> f64 {
        match self {
            Self::Up => -1.0,
            Self::Down => 1.0,
        }
    }
}
