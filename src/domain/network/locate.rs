//! Where on the network a position lies: which reach, how far along it, on which bank.

use geo::Coord;

use super::{Direction, Network, Start};
use crate::domain::{
    coordinate::{course_m, segment_m},
    outfall::Bank,
    placing::{BankDoubt, LinePlace, Rivers},
};

/// A position put on the network.
#[derive(Clone, Debug, PartialEq)]
pub struct Located {
    /// The number of the reach.
    pub reach: u32,
    /// How far along it, downstream from its beginning, in metres (桩号).
    pub along_m: f64,
    /// The place on the reach: longitude and latitude in degrees.
    pub at: (f64, f64),
    /// How far the position is from there, in metres.
    pub off_m: f64,
    /// The bank that it lies on, facing downstream, or why that can not be said.
    pub bank: Result<Bank, BankDoubt>,
}

impl Located {
    /// A trace that begins here.
    pub fn start(&self) -> Start {
        Start { reach: self.reach, along_m: self.along_m }
    }
}

/// Puts positions on a network.
pub struct Locator {
    layers: Vec<Rivers>,
}

impl Locator {
    /// Ready to look. It answers for this network only.
    pub fn new(network: &Network) -> Self {
        Self { layers: network.layers().iter().cloned().map(Rivers::new).collect() }
    }

    /// The nearest place on the network that is within a distance, in metres. One on a river of this name goes before
    /// nearer ones on others, where the name is given and such a river is within the distance too.
    pub fn locate(
        &self,
        network: &Network,
        (lon, lat): (f64, f64),
        within_m: f64,
        river: &str,
    ) -> Option<Located> {
        let river = river.trim();
        let named = if river.is_empty() { None } else { self.on_river(network, (lon, lat), within_m, river) };
        let nearest = || {
            let places = self.layers.iter().enumerate();
            let places = places.filter_map(|(layer, it)| Some((layer, it.nearest_line(lon, lat)?)));
            places.min_by(|(_, one), (_, other)| one.distance_m.total_cmp(&other.distance_m))
        };
        let (layer, place) = named.or_else(nearest).filter(|(_, it)| it.distance_m <= within_m)?;
        on_reach(network, layer, &place)
    }

    /// The nearest place on every reach that comes within a distance, in metres.
    pub fn near(&self, network: &Network, (lon, lat): (f64, f64), within_m: f64) -> Vec<Located> {
        let layers = self.layers.iter().enumerate();
        let places = layers.flat_map(|(layer, it)| {
            it.lines_within(lon, lat, within_m).into_iter().map(move |place| (layer, place))
        });
        places.filter_map(|(layer, place)| on_reach(network, layer, &place)).collect()
    }

    fn on_river(
        &self,
        network: &Network,
        (lon, lat): (f64, f64),
        within_m: f64,
        river: &str,
    ) -> Option<(usize, LinePlace)> {
        let mut best: Option<(usize, LinePlace)> = None;
        for ((layer, lines), set) in self.layers.iter().enumerate().zip(network.layers()) {
            let is_its = |feature: usize| {
                let name = set.features.get(feature).and_then(|it| set.name(it));
                name.is_some_and(|it| it.trim() == river)
            };
            for place in lines.lines_of_features(lon, lat, within_m, is_its) {
                if best.as_ref().is_none_or(|(_, known)| place.distance_m < known.distance_m) {
                    best = Some((layer, place));
                }
            }
        }
        best
    }
}

fn on_reach(network: &Network, layer: usize, place: &LinePlace) -> Option<Located> {
    let mut theirs = network.reaches_of(layer as u32, place.feature as u32);
    let part = place.part as u32;
    let number =
        theirs.find(|it| network.reach(*it).is_some_and(|it| it.part.is_none_or(|own| own == part)))?;
    let reach = network.reach(number)?;
    let lines = network.lines(number);
    let own_part = if reach.part.is_some() { 0 } else { place.part };
    let before: f64 = lines.iter().take(own_part).map(|it| course_m(&it.0)).sum();
    let line = &lines.get(own_part)?.0;
    let at = Coord { x: place.at.0, y: place.at.1 };
    let within = course_m(line.get(..=place.before)?) + segment_m(*line.get(place.before)?, at);
    let drawn_m = (before + within).min(reach.length_m);
    let along_m = if reach.reversed { reach.length_m - drawn_m } else { drawn_m };
    let turned = |bank| match bank {
        Bank::Left => Bank::Right,
        Bank::Right => Bank::Left,
        Bank::Midstream => Bank::Midstream,
    };
    let bank = if reach.reversed { place.bank.map(turned) } else { place.bank };
    Some(Located { reach: number, along_m, at: place.at, off_m: place.distance_m, bank })
}

impl Network {
    /// A trace that begins with this whole reach.
    pub fn start_with(&self, reach: u32, direction: Direction) -> Start {
        let length_m = self.reach(reach).map_or(0.0, |it| it.length_m);
        Start { reach, along_m: if direction == Direction::Up { length_m } else { 0.0 } }
    }

    /// The places of a stretch of a reach, downstream; the stretch is in metres from its beginning.
    pub fn stretch(&self, reach: u32, (low, high): (f64, f64)) -> Vec<Coord> {
        let mut course = self.course(reach);
        if self.reach(reach).is_none_or(|it| low <= 0.0 && high >= it.length_m) {
            return course;
        }
        let ends = [low, high].map(|it| self.place(reach, it).map(|(x, y)| Coord { x, y }));
        let mut along_m = 0.0;
        let mut before: Option<Coord> = None;
        course.retain(|it| {
            along_m += before.replace(*it).map_or(0.0, |from| segment_m(from, *it));
            low < along_m && along_m < high
        });
        ends[0].into_iter().chain(course).chain(ends[1]).collect()
    }

    /// The place so many metres along a reach: longitude and latitude in degrees. Nothing where it has no line.
    pub fn place(&self, reach: u32, along_m: f64) -> Option<(f64, f64)> {
        let course = self.course(reach);
        let mut left_m = along_m;
        for (from, to) in course.iter().zip(course.iter().skip(1)) {
            let length_m = segment_m(*from, *to);
            if left_m <= length_m && length_m > 0.0 {
                let at = *from + (*to - *from) * (left_m.max(0.0) / length_m);
                return Some((at.x, at.y));
            }
            left_m -= length_m;
        }
        course.last().map(|it| (it.x, it.y))
    }
}
