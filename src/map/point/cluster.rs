//! Clustering: points whose symbols would overlap join in a circle with their number.
//!
//! Built once, from the closest scale to the farthest, one level for each doubling of the scale: on each level every mark joins with
//! those that it would touch, and takes their middle. So coming closer only ever splits a cluster, and moving the map changes nothing.

use rayon::prelude::*;

use super::flat::FlatIndex;
use crate::map::{
    looks::Looks,
    palette::Tone,
    plane::{WorldPoint, WorldRect},
    symbol::Symbol,
    view::{pixels_per_world_at, symbol_ratio},
};

/// The closest level: a view can't come closer. On level 0 the world is 512 reference pixels wide, on each level twice as wide as before.
const CLOSEST_LEVEL: u8 = 24;

/// How far the largest circle reaches from its middle, with its rim, in reference pixels.
pub(super) const MOST_REACH_PX: f64 = 19.0;

/// Marks are joined again on a level while circles that have grown touch others, but not more often: each time costs a walk over all.
const MOST_ROUNDS: usize = 2;

/// So many levels are gone through together: marks that touch no other on the last of them are left out from the first on.
const BAND: u8 = 3;

/// A circle that stands for points.
#[derive(Clone, Copy, Debug)]
pub(in crate::map) struct Cluster<'a> {
    /// Which one, for [`Clusters::members`].
    pub(in crate::map) number: usize,
    /// The middle of its points.
    pub(in crate::map) position: WorldPoint,
    /// How many points it stands for.
    pub(in crate::map) count: u32,
    /// How many of them have each colour, in the order of the tones.
    pub(in crate::map) pie: &'a [(Tone, u32)],
    /// How many reference pixels wide the world must be for it to fall apart; `None` where its points can't be told apart.
    pub(in crate::map) splits_at: Option<f64>,
}

impl Cluster<'_> {
    /// How far it reaches from its middle, in reference pixels.
    pub(in crate::map) fn reach_px(&self) -> f64 {
        f64::from(radius_px(self.count)) + RIM_PX
    }
}

/// The width of the light and the dark rim around a circle together.
const RIM_PX: f64 = 2.0;

/// The radius of a circle for so many points, in reference pixels: room for the figures.
pub(super) fn radius_px(count: u32) -> f32 {
    match count {
        0..10 => 11.0,
        10..100 => 12.5,
        100..1000 => 14.5,
        _ => 16.5,
    }
}

/// The clusters of a layer at every scale.
#[derive(Debug)]
pub(in crate::map) struct Clusters {
    /// How many points the layer has; clusters are numbered from here on in [`Self::levels`].
    points: usize,
    made: Vec<Made>,
    /// The marks that joined in each cluster, one after the other.
    children: Vec<u32>,
    pies: Vec<(Tone, u32)>,
    /// For each level the marks that appear there as one comes closer.
    levels: Vec<FlatIndex>,
}

/// A cluster that was made.
#[derive(Clone, Copy, Debug)]
struct Made {
    position: WorldPoint,
    count: u32,
    /// The closest level on which it is shown: that on which it was made.
    level: u8,
    /// Where its children end in [`Clusters::children`]; they begin where those of the cluster before end.
    children_end: u32,
    /// Where its pie ends in [`Clusters::pies`].
    pie_end: u32,
}

/// A mark while clusters are made.
#[derive(Clone, Copy)]
struct Mark {
    position: WorldPoint,
    count: u32,
    /// A point, or a cluster from [`Clusters::points`] on.
    id: u32,
    radius_px: f32,
}

impl Clusters {
    /// From the places and symbols of all points and the indices of those that are meant.
    pub(super) fn new(places: &[(WorldPoint, i32)], symbols: &Looks<Symbol>, meant: &[usize]) -> Self {
        let mut making = Making {
            clusters: Self {
                points: places.len(),
                made: Vec::new(),
                children: Vec::new(),
                pies: Vec::new(),
                levels: Vec::new(),
            },
            symbols,
            appears: Vec::new(),
        };
        let mut marks: Vec<Mark> = meant
            .iter()
            .filter_map(|index| {
                let radius_px = f32::from(symbols.get(*index)?.diameter_px) / 2.0 + 2.0;
                Some(Mark { position: places.get(*index)?.0, count: 1, id: *index as u32, radius_px })
            })
            .collect();
        let mut closest = CLOSEST_LEVEL;
        loop {
            let farthest = closest.saturating_sub(BAND - 1);
            let (mut near, far) = apart(farthest, marks);
            for level in (farthest..=closest).rev() {
                near = making.level(level, near);
            }
            near.extend(far);
            marks = near;
            let Some(next) = farthest.checked_sub(1) else { break };
            closest = next;
        }
        making.appears.extend(marks.iter().map(|mark| (0, mark.position, mark.id)));
        making.finish()
    }

    fn level_of(pixels_per_world: f64) -> u8 {
        // At half a step the farther level: its circles are too far from each other rather than too near.
        let level = (pixels_per_world / pixels_per_world_at(0)).log2() + 1e-6;
        level.floor().clamp(0.0, f64::from(CLOSEST_LEVEL)) as u8
    }

    fn shown(&self, rect: WorldRect, level: u8) -> impl Iterator<Item = usize> {
        self.levels.iter().take(usize::from(level) + 1).flat_map(move |marks| marks.within(rect))
    }

    /// The points in the rectangle that are not joined with others.
    pub(super) fn single_in(&self, rect: WorldRect, pixels_per_world: f64) -> impl Iterator<Item = usize> {
        self.shown(rect, Self::level_of(pixels_per_world)).filter(|id| *id < self.points)
    }

    /// The clusters in the rectangle.
    pub(super) fn clusters_in(
        &self,
        rect: WorldRect,
        pixels_per_world: f64,
    ) -> impl Iterator<Item = Cluster<'_>> {
        let level = Self::level_of(pixels_per_world);
        let numbers = self.shown(rect, level).filter_map(|id| id.checked_sub(self.points));
        numbers.filter_map(move |number| {
            let made = self.made.get(number).filter(|made| level <= made.level)?;
            let closer = i32::from(made.level) + 1;
            Some(Cluster {
                number,
                position: made.position,
                count: made.count,
                pie: self.pie(number),
                splits_at: (made.level < CLOSEST_LEVEL).then(|| pixels_per_world_at(closer * 2)),
            })
        })
    }

    /// All points in the rectangle, joined or not.
    pub(super) fn points_in(&self, rect: WorldRect) -> impl Iterator<Item = usize> {
        self.shown(rect, CLOSEST_LEVEL + 1).filter(|id| *id < self.points)
    }

    /// The points that joined in a cluster, in the order of their indices.
    pub(super) fn members(&self, number: usize) -> Vec<usize> {
        let mut members = Vec::new();
        let mut open = vec![number];
        while let Some(cluster) = open.pop() {
            for child in self.children_of(cluster) {
                match (*child as usize).checked_sub(self.points) {
                    Some(inner) => open.push(inner),
                    None => members.push(*child as usize),
                }
            }
        }
        members.sort_unstable();
        members
    }

    fn children_of(&self, number: usize) -> &[u32] {
        let end = |made: &Made| made.children_end as usize;
        let from = number.checked_sub(1).and_then(|before| self.made.get(before)).map_or(0, end);
        self.made.get(number).and_then(|made| self.children.get(from..end(made))).unwrap_or_default()
    }

    fn pie(&self, number: usize) -> &[(Tone, u32)] {
        let end = |made: &Made| made.pie_end as usize;
        let from = number.checked_sub(1).and_then(|before| self.made.get(before)).map_or(0, end);
        self.made.get(number).and_then(|made| self.pies.get(from..end(made))).unwrap_or_default()
    }
}

/// Clusters while they are made.
struct Making<'a> {
    clusters: Clusters,
    symbols: &'a Looks<Symbol>,
    /// The level on which each mark appears as one comes closer, its place and its number.
    appears: Vec<(u8, WorldPoint, u32)>,
}

impl Making<'_> {
    /// Joins the marks that touch each other on a level.
    fn level(&mut self, level: u8, mut marks: Vec<Mark>) -> Vec<Mark> {
        let pixels_per_world = pixels_per_world_at(i32::from(level) * 2);
        for _ in 0..MOST_ROUNDS {
            let before = marks.len();
            marks = self.round(level, pixels_per_world, marks);
            if marks.len() == before {
                break;
            }
        }
        marks
    }

    fn round(&mut self, level: u8, pixels_per_world: f64, marks: Vec<Mark>) -> Vec<Mark> {
        let ground = Ground::new(level, pixels_per_world, marks);
        let marks = &ground.marks;
        let mut taken = vec![false; marks.len()];
        let mut after = Vec::with_capacity(marks.len());
        let mut rows = Rows::new(&ground.cells);
        let mut group: Vec<Mark> = Vec::new();
        for (at, mark) in marks.iter().enumerate() {
            let near = rows.near(at);
            if taken.get(at) != Some(&false) {
                continue;
            }
            group.clear();
            group.push(*mark);
            for other in near.into_iter().flatten().filter(|other| *other != at) {
                let (Some(is_taken), Some(it)) = (taken.get_mut(other), marks.get(other)) else { continue };
                if !*is_taken && ground.touch(mark, it) {
                    *is_taken = true;
                    group.push(*it);
                }
            }
            // Those before it that were not taken are in `after` by themselves and can't touch it.
            after.push(if group.len() == 1 { *mark } else { self.join(level, &group) });
        }
        after
    }

    fn join(&mut self, level: u8, group: &[Mark]) -> Mark {
        let count = group.iter().map(|mark| mark.count).sum::<u32>();
        let mean = |of: fn(&WorldPoint) -> f64| {
            group.iter().map(|mark| of(&mark.position) * f64::from(mark.count)).sum::<f64>()
                / f64::from(count)
        };
        let position = WorldPoint { x: mean(|it| it.x), y: mean(|it| it.y) };
        let mut pie: Vec<(Tone, u32)> = Vec::new();
        let mut add = |tone: Tone, count: u32| match pie.iter_mut().find(|(it, _)| *it == tone) {
            Some((_, known)) => *known += count,
            None => pie.push((tone, count)),
        };
        for mark in group {
            match (mark.id as usize).checked_sub(self.clusters.points) {
                Some(number) => self.clusters.pie(number).iter().for_each(|(tone, count)| add(*tone, *count)),
                None => {
                    if let Some(symbol) = self.symbols.get(mark.id as usize) {
                        add(symbol.tone, 1);
                    }
                }
            }
            self.appears.push((level + 1, mark.position, mark.id));
        }
        pie.sort_unstable();
        let clusters = &mut self.clusters;
        clusters.children.extend(group.iter().map(|mark| mark.id));
        clusters.pies.extend(pie);
        clusters.made.push(Made {
            position,
            count,
            level,
            children_end: clusters.children.len() as u32,
            pie_end: clusters.pies.len() as u32,
        });
        let id = (clusters.points + clusters.made.len() - 1) as u32;
        Mark { position, count, id, radius_px: radius_px(count) + RIM_PX as f32 }
    }

    fn finish(self) -> Clusters {
        let Self { mut clusters, mut appears, .. } = self;
        appears.par_sort_unstable_by_key(|(level, _, id)| (*level, *id));
        let at_level = |level: u8| {
            let from = appears.partition_point(|(it, _, _)| *it < level);
            let to = appears.partition_point(|(it, _, _)| *it <= level);
            let here = appears.get(from..to).unwrap_or_default();
            FlatIndex::new(here.iter().map(|(_, position, id)| (*position, *id)))
        };
        clusters.levels = (0..=CLOSEST_LEVEL + 1).into_par_iter().map(at_level).collect();
        clusters
    }
}

/// Marks on a grid of cells as wide as the widest two marks together, sorted by cell.
struct Ground {
    cells: Vec<(u64, u32)>,
    marks: Vec<Mark>,
    pixels_per_world: f64,
    /// How much smaller symbols are than up close.
    shrink: f32,
}

impl Ground {
    fn new(level: u8, pixels_per_world: f64, marks: Vec<Mark>) -> Self {
        debug_assert!(level <= CLOSEST_LEVEL);
        let shrink = symbol_ratio(pixels_per_world, 1.0) as f32;
        let mut ground = Self { cells: Vec::new(), marks, pixels_per_world, shrink };
        let widest = ground.marks.iter().map(|mark| ground.reach(mark)).fold(0.0, f32::max);
        let cells = pixels_per_world / (2.0 * f64::from(widest)).max(1.0);
        let cell = |value: f64| (value * cells).clamp(0.0, f64::from(u32::MAX)) as u64;
        let cell_of = |mark: &Mark| (cell(mark.position.y) << 32) | cell(mark.position.x);
        ground.cells = ground.marks.iter().zip(0..).map(|(mark, at)| (cell_of(mark), at)).collect();
        // By the number of the mark last, so that the same points always join in the same way.
        ground.cells.par_sort_unstable();
        let sorted = ground.cells.iter().filter_map(|(_, at)| ground.marks.get(*at as usize).copied());
        ground.marks = sorted.collect();
        ground
    }

    /// How far a mark reaches from its middle, in reference pixels.
    fn reach(&self, mark: &Mark) -> f32 {
        if mark.count == 1 { mark.radius_px * self.shrink } else { mark.radius_px }
    }

    fn touch(&self, a: &Mark, b: &Mark) -> bool {
        let (x, y) = (a.position.x - b.position.x, a.position.y - b.position.y);
        let near = f64::from(self.reach(a) + self.reach(b)) / self.pixels_per_world;
        x * x + y * y < near * near
    }
}

/// The marks that would touch another on a level if all were the largest circles, and those that would not.
fn apart(level: u8, mut marks: Vec<Mark>) -> (Vec<Mark>, Vec<Mark>) {
    let pixels_per_world = pixels_per_world_at(i32::from(level) * 2);
    let circle = radius_px(u32::MAX) + RIM_PX as f32;
    let radii: Vec<f32> = marks.iter().map(|mark| mark.radius_px).collect();
    for mark in &mut marks {
        mark.radius_px = mark.radius_px.max(circle);
    }
    let mut ground = Ground::new(level, pixels_per_world, marks);
    let mut touches = vec![false; ground.marks.len()];
    let mut rows = Rows::new(&ground.cells);
    for (at, mark) in ground.marks.iter().enumerate() {
        let near = rows.near(at).into_iter().flatten().filter(|other| *other != at);
        let mut others = near.filter_map(|other| ground.marks.get(other));
        let touches_one = others.any(|other| ground.touch(mark, other));
        if let Some(it) = touches.get_mut(at) {
            *it = touches_one;
        }
    }
    for (mark, (_, before)) in ground.marks.iter_mut().zip(&ground.cells) {
        mark.radius_px = radii.get(*before as usize).copied().unwrap_or(mark.radius_px);
    }
    let mut touches = touches.into_iter();
    ground.marks.into_iter().partition(|_| touches.next() == Some(true))
}

/// Walks over sorted cells and knows which marks lie in the cells around each.
struct Rows<'a> {
    cells: &'a [(u64, u32)],
    /// For the row above, the same and the row below: where its cells from the one to the left to the one to the right begin and end.
    windows: [(usize, usize); 3],
}

impl<'a> Rows<'a> {
    fn new(cells: &'a [(u64, u32)]) -> Self {
        Self { cells, windows: [(0, 0); 3] }
    }

    /// The marks in the nine cells about the mark at `at`. To be asked for one mark after the other.
    fn near(&mut self, at: usize) -> [std::ops::Range<usize>; 3] {
        let Some((cell, _)) = self.cells.get(at).copied() else { return [0..0, 0..0, 0..0] };
        let (row, column) = (cell >> 32, cell & u64::from(u32::MAX));
        let rows = [row.checked_sub(1), Some(row), Some(row + 1)];
        for (window, row) in self.windows.iter_mut().zip(rows) {
            let Some(row) = row else { continue };
            let first = (row << 32) | column.saturating_sub(1);
            let last = (row << 32) | (column + 1).min(u64::from(u32::MAX));
            while self.cells.get(window.0).is_some_and(|it| it.0 < first) {
                window.0 += 1;
            }
            window.1 = window.1.max(window.0);
            while self.cells.get(window.1).is_some_and(|it| it.0 <= last) {
                window.1 += 1;
            }
        }
        let [above, here, below] = self.windows.map(|(from, to)| from..to);
        if row == 0 { [0..0, here, below] } else { [above, here, below] }
    }
}
