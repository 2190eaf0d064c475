//! In which order to go to outfalls: along the rivers, or from one to the next.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use geo::{Coord, Geometry, LineString};

use crate::domain::{RecordId, coordinate::distance_m, layer::FeatureSet, words};

/// A place to go to.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    /// The outfall.
    pub outfall: RecordId,
    /// Degrees, longitude first; nothing where nobody knows.
    pub place: Option<(f64, f64)>,
    /// The river that it lies on, as its register entry says.
    pub river: String,
}

/// The lines of rivers by name, each in the order in which its water runs.
#[derive(Clone, Debug, Default)]
pub struct Rivers {
    lines: BTreeMap<String, Vec<LineString>>,
}

/// Farther from its river than this, an outfall has no position along it.
const OFF_RIVER_M: f64 = 2_000.0;
/// Ends of lines that agree in this digit are one place. In degrees, about a metre.
const SAME_PLACE_DEG: f64 = 1e-5;

impl Rivers {
    /// The rivers of these names in the layers. Lines are taken to run downstream.
    pub fn of<'a>(sets: impl IntoIterator<Item = &'a FeatureSet>, names: &BTreeSet<String>) -> Self {
        let mut lines: BTreeMap<String, Vec<LineString>> = BTreeMap::new();
        let features = sets.into_iter().flat_map(|set| set.features.iter().map(move |it| (set, it)));
        for (set, feature) in features {
            let name = words::clean(set.name(feature).unwrap_or_default());
            if !names.contains(&name) {
                continue;
            }
            let own = lines.entry(name).or_default();
            match &feature.geometry {
                Some(Geometry::LineString(line)) => own.push(line.clone()),
                Some(Geometry::MultiLineString(more)) => own.extend(more.0.iter().cloned()),
                _ => {}
            }
        }
        Self { lines: lines.into_iter().map(|(name, lines)| (name, in_order(lines))).collect() }
    }

    /// Metres along the river of this name to the place on it that is nearest; nothing where the river is not known or far.
    fn along(&self, river: &str, place: (f64, f64)) -> Option<f64> {
        let lines = self.lines.get(&words::clean(river))?;
        let mut best: Option<(f64, f64)> = None;
        let mut before = 0.0;
        for segment in lines.iter().flat_map(LineString::lines) {
            let length = distance_m(segment.start.x_y(), segment.end.x_y());
            let (share, far) = foot(segment.start, segment.end, place);
            if best.is_none_or(|(known, _)| far < known) {
                best = Some((far, before + share * length));
            }
            before += length;
        }
        best.filter(|(far, _)| *far <= OFF_RIVER_M).map(|(_, along)| along)
    }
}

/// Where on a segment, from 0 to 1, the nearest point lies, and how many metres off.
fn foot(from: Coord, to: Coord, place: (f64, f64)) -> (f64, f64) {
    // Near a segment the shape of a degree hardly changes: one factor makes it square.
    let squeeze = place.1.to_radians().cos();
    let along = ((to.x - from.x) * squeeze, to.y - from.y);
    let off = ((place.0 - from.x) * squeeze, place.1 - from.y);
    let length = along.0 * along.0 + along.1 * along.1;
    let share =
        if length > 0.0 { ((off.0 * along.0 + off.1 * along.1) / length).clamp(0.0, 1.0) } else { 0.0 };
    let at = (from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share);
    (share, distance_m(at, place))
}

/// Puts the lines of one river one behind the other, as their ends meet: from a spring on (what nothing runs into), and where the water
/// is lost, from the next one.
fn in_order(mut lines: Vec<LineString>) -> Vec<LineString> {
    lines.retain(|it| it.0.len() > 1);
    let place =
        |at: Option<&Coord>| at.map(|it| ((it.x / SAME_PLACE_DEG) as i64, (it.y / SAME_PLACE_DEG) as i64));
    let mut from: HashMap<_, Vec<usize>> = HashMap::new();
    for (at, line) in lines.iter().enumerate().rev() {
        from.entry(place(line.0.first())).or_default().push(at);
    }
    let ends: HashSet<_> = lines.iter().map(|it| place(it.0.last())).collect();
    let (springs, others): (Vec<usize>, Vec<usize>) = (0..lines.len())
        .partition(|at| lines.get(*at).is_some_and(|it| !ends.contains(&place(it.0.first()))));
    let mut rest: Vec<Option<LineString>> = lines.into_iter().map(Some).collect();
    let mut ordered: Vec<LineString> = Vec::with_capacity(rest.len());
    for begin in springs.into_iter().chain(others) {
        let mut next = Some(begin);
        while let Some(line) = next.and_then(|at| rest.get_mut(at)?.take()) {
            let after = from.get_mut(&place(line.0.last()));
            next = after.and_then(|lines| {
                while let Some(at) = lines.pop() {
                    if rest.get(at).is_some_and(Option::is_some) {
                        return Some(at);
                    }
                }
                None
            });
            ordered.push(line);
        }
    }
    ordered
}

/// The order in which to go: river by river, the nearest first, along each one from the end that is nearer; what lies on no river that
/// is known, from one to the nearest next; what has no position, last.
pub fn route(stops: Vec<Stop>, here: (f64, f64), rivers: &Rivers) -> Vec<Stop> {
    let mut along: BTreeMap<String, Vec<(f64, Stop)>> = BTreeMap::new();
    let (mut loose, mut nowhere) = (Vec::new(), Vec::new());
    for stop in stops {
        match stop.place.map(|place| rivers.along(&stop.river, place)) {
            Some(Some(metres)) => along.entry(words::clean(&stop.river)).or_default().push((metres, stop)),
            Some(None) => loose.push(stop),
            None => nowhere.push(stop),
        }
    }
    let mut legs: Vec<Vec<Stop>> = along
        .into_values()
        .map(|mut leg| {
            leg.sort_by(|one, other| one.0.total_cmp(&other.0));
            leg.into_iter().map(|(_, stop)| stop).collect()
        })
        .collect();
    // Each stop that lies on no river is a leg of its own.
    legs.extend(loose.into_iter().map(|it| vec![it]));
    let mut order = Vec::new();
    let mut at = here;
    while let Some((next, turned)) = nearest(&legs, at) {
        let mut leg = legs.swap_remove(next);
        if turned {
            leg.reverse();
        }
        at = leg.last().and_then(|it| it.place).unwrap_or(at);
        order.extend(leg);
    }
    order.extend(nowhere);
    order
}

/// The leg with the nearest end, and whether that is its last one.
fn nearest(legs: &[Vec<Stop>], here: (f64, f64)) -> Option<(usize, bool)> {
    let far = |stop: Option<&Stop>| stop.and_then(|it| it.place).map_or(f64::MAX, |it| distance_m(here, it));
    let ends = legs
        .iter()
        .enumerate()
        .flat_map(|(at, leg)| [(at, false, far(leg.first())), (at, true, far(leg.last()))]);
    let best =
        ends.min_by(|one, other| one.2.total_cmp(&other.2).then((one.0, one.1).cmp(&(other.0, other.1))));
    best.map(|(at, turned, _)| (at, turned))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Value, layer::Feature};

    fn id(number: u128) -> RecordId {
        RecordId(uuid::Uuid::from_u128(number))
    }

    fn stop(number: u128, lon: f64, lat: f64, river: &str) -> Stop {
        Stop { outfall: id(number), place: Some((lon, lat)), river: river.to_owned() }
    }

    /// A river that runs to the east in two reaches, the lower one first in the file, and comes back further north.
    fn rivers() -> Rivers {
        let line = |places: &[(f64, f64)]| Feature {
            geometry: Some(LineString::from(places.to_vec()).into()),
            values: vec![Value::text("滹沱河")],
        };
        let lower = line(&[(112.80, 38.40), (112.80, 38.41), (112.70, 38.41)]);
        let upper = line(&[(112.70, 38.40), (112.80, 38.40)]);
        let set = FeatureSet { columns: vec!["名称".to_owned()], features: vec![lower, upper] };
        Rivers::of([&set], &BTreeSet::from(["滹沱河".to_owned()]))
    }

    #[track_caller]
    fn check(stops: Vec<Stop>, here: (f64, f64), rivers: &Rivers, expected: &[u128]) {
        let order: Vec<u128> = route(stops, here, rivers).iter().map(|it| it.outfall.0.as_u128()).collect();
        assert_eq!(order, expected);
    }

    #[test]
    fn along_a_river_the_water_gives_the_order() {
        let stops = || {
            vec![
                stop(1, 112.71, 38.411, "滹沱河"),
                stop(2, 112.71, 38.400, "滹沱河"),
                stop(3, 112.79, 38.410, "滹沱河"),
                stop(4, 112.79, 38.399, " 滹沱河"),
            ]
        };
        // 1 and 2 lie a kilometre apart over land, and twenty along the water.
        check(stops(), (112.70, 38.39), &rivers(), &[2, 4, 3, 1]);
        check(stops(), (112.70, 38.42), &rivers(), &[1, 3, 4, 2]);
    }

    #[test]
    fn without_a_river_it_goes_to_the_nearest_next() {
        let stops =
            vec![stop(1, 112.75, 38.40, ""), stop(2, 112.71, 38.40, "沁河"), stop(3, 112.73, 38.40, "")];

        check(stops, (112.70, 38.40), &rivers(), &[2, 3, 1]);
    }

    #[test]
    fn what_is_far_from_its_river_goes_by_distance_and_what_is_nowhere_comes_last() {
        let nowhere = Stop { outfall: id(1), place: None, river: "滹沱河".to_owned() };
        let stops = vec![nowhere, stop(2, 112.75, 38.60, "滹沱河"), stop(3, 112.75, 38.40, "滹沱河")];

        check(stops, (112.70, 38.40), &rivers(), &[3, 2, 1]);
    }

    #[test]
    fn a_river_that_runs_in_a_circle_has_an_order_too() {
        let ring = LineString::from(vec![(112.7, 38.4), (112.8, 38.4), (112.7, 38.4)]);
        assert_eq!(in_order(vec![ring.clone(), ring]).len(), 2);
    }
}
