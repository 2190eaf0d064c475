//! Points of a layer, with fewer marks at small scales: either the most important one of a spot stays ([`thin`]), or those that would
//! overlap join in a circle with their number ([`cluster`]).

mod cluster;
mod flat;
mod pie;
mod thin;

use self::thin::Thinned;
pub(super) use self::{
    cluster::{Cluster, Clusters},
    pie::draw_cluster,
};
use super::{
    looks::Looks,
    palette::Tone,
    plane::{WorldPoint, WorldRect},
    symbol::Symbol,
};

/// One point.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlacedSymbol {
    pub(super) position: WorldPoint,
    pub(super) symbol: Symbol,
    pub(super) priority: i32,
}

/// What becomes of points without room for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Crowding {
    /// The most important one is drawn.
    Thinned,
    /// Those without a ring join.
    Clustered,
}

/// The geometry of a layer of points.
#[derive(Debug)]
pub(super) struct Points {
    places: Vec<(WorldPoint, i32)>,
    symbols: Looks<Symbol>,
    /// The points that stay by themselves.
    alone: Thinned,
    /// The points that join where they would overlap.
    joined: Option<Clusters>,
    /// The largest symbols, one for each combination of width and ring.
    largest: Vec<Symbol>,
}

impl Points {
    pub(super) fn new(points: Vec<(WorldPoint, Symbol, i32)>, crowding: Crowding) -> Self {
        let symbols = Looks::of(points.iter().map(|(_, symbol, _)| *symbol));
        let mut places: Vec<(WorldPoint, i32)> =
            points.into_iter().map(|(position, _, priority)| (position, priority)).collect();
        // They took the room of what was wider.
        places.shrink_to_fit();
        let joins = |index: usize| {
            crowding == Crowding::Clustered && symbols.get(index).is_some_and(|symbol| symbol.ring.is_none())
        };
        let (joining, alone): (Vec<usize>, Vec<usize>) = (0..places.len()).partition(|index| joins(*index));
        let joined = (crowding == Crowding::Clustered).then(|| Clusters::new(&places, &symbols, &joining));
        let alone = Thinned::new(&places, &alone);
        let mut largest: Vec<Symbol> = Vec::new();
        for symbol in symbols.table() {
            if !largest.iter().any(|other| {
                (other.diameter_px, other.ring.is_some()) == (symbol.diameter_px, symbol.ring.is_some())
            }) {
                largest.push(*symbol);
            }
        }
        Self { places, symbols, alone, joined, largest }
    }

    pub(super) fn get(&self, index: usize) -> Option<PlacedSymbol> {
        let (position, priority) = self.places.get(index).copied()?;
        Some(PlacedSymbol { position, symbol: self.symbols.get(index)?, priority })
    }

    /// How many points have each colour.
    pub(super) fn tone_counts(&self) -> Vec<(Tone, u64)> {
        let mut counts: Vec<(Tone, u64)> = Vec::new();
        for (symbol, count) in self.symbols.counts() {
            match counts.iter_mut().find(|(tone, _)| *tone == symbol.tone) {
                Some((_, known)) => *known += count,
                None => counts.push((symbol.tone, count)),
            }
        }
        counts
    }

    /// How far the largest mark reaches from its point, in device pixels: a symbol drawn `symbol_ratio` times as large, or a circle of
    /// joined points drawn `pixel_ratio` times as large as on a plain screen.
    pub(super) fn reach_px(&self, symbol_ratio: f64, pixel_ratio: f64) -> f64 {
        let symbols = self.largest.iter().map(|symbol| symbol.reach_px(symbol_ratio)).fold(0.0, f64::max);
        let circles = if self.joined.is_some() { cluster::MOST_REACH_PX * pixel_ratio } else { 0.0 };
        symbols.max(circles)
    }

    /// The points to draw by themselves in the rectangle where the world is this many reference pixels wide, the topmost last.
    pub(super) fn visible(&self, rect: WorldRect, pixels_per_world: f64) -> Vec<usize> {
        let joined = self.joined.iter().flat_map(|it| it.single_in(rect, pixels_per_world));
        let found = self.alone.visible(rect, pixels_per_world).chain(joined);
        let mut found: Vec<(PlacedSymbol, usize)> =
            found.filter_map(|index| Some((self.get(index)?, index))).collect();
        found.sort_unstable_by(|(a, a_index), (b, b_index)| {
            let by_place = a.position.y.total_cmp(&b.position.y).then(b_index.cmp(a_index));
            a.priority.cmp(&b.priority).then(by_place)
        });
        found.into_iter().map(|(_, index)| index).collect()
    }

    /// The circles of joined points in the rectangle, in their order of drawing.
    pub(super) fn clusters_in(&self, rect: WorldRect, pixels_per_world: f64) -> Vec<Cluster<'_>> {
        let mut found: Vec<Cluster<'_>> =
            self.joined.iter().flat_map(|it| it.clusters_in(rect, pixels_per_world)).collect();
        found.sort_unstable_by(|a, b| a.position.y.total_cmp(&b.position.y).then(a.number.cmp(&b.number)));
        found
    }

    /// The indices of the points that joined in a cluster.
    pub(super) fn members(&self, cluster: usize) -> Vec<usize> {
        self.joined.as_ref().map(|it| it.members(cluster)).unwrap_or_default()
    }

    /// All points in the rectangle, drawn or not, in their order.
    pub(super) fn within(&self, rect: WorldRect) -> Vec<usize> {
        let joined = self.joined.iter().flat_map(|it| it.points_in(rect));
        let mut found: Vec<usize> = self.alone.within(rect).chain(joined).collect();
        found.sort_unstable();
        found
    }

    /// The points in the rectangle that are not joined with others, drawn or hidden below the one on their spot.
    pub(super) fn unjoined(&self, rect: WorldRect, pixels_per_world: f64) -> Vec<usize> {
        let joined = self.joined.iter().flat_map(|it| it.single_in(rect, pixels_per_world));
        let mut found: Vec<usize> = self.alone.within(rect).chain(joined).collect();
        found.sort_unstable();
        found
    }
}

#[cfg(test)]
mod tests;
