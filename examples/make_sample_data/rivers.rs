//! The river network: grown courses that meet exactly, split into reaches at every confluence.

use std::collections::BTreeMap;

use geo::Coord;

use crate::courses::{COURSES, Course};
use crate::error::{SampleError, ensure};
use crate::places::COUNTIES;
use crate::rng::Rng;
use crate::shape::{distance_m, grown_line, lines_meet, meets_itself, round_to, to_degrees, to_km};

/// Pieces of a river are no longer than this.
const FINEST_KM: f64 = 0.24;
/// A river within this distance of a county seat runs through a town.
const TOWN_RADIUS_M: f64 = 4_500.0;
/// How often a course is grown again when its bends meet another river.
const ATTEMPTS: u32 = 80;

/// One river from its source to its mouth.
pub(crate) struct River {
    /// What was drawn by hand.
    pub(crate) course: &'static Course,
    /// A made-up code.
    pub(crate) code: String,
    /// Degrees, downstream.
    pub(crate) line: Vec<Coord<f64>>,
    /// Kilometres from the source, one for each vertex.
    pub(crate) chainage_km: Vec<f64>,
    /// The vertex of the river it joins, and that river's place in the list.
    pub(crate) mouth: Option<(usize, usize)>,
}

impl River {
    /// The place so far from the source.
    pub(crate) fn at(&self, chainage_km: f64) -> Option<(usize, Coord<f64>)> {
        let after = self.chainage_km.partition_point(|km| *km <= chainage_km);
        let piece = after.saturating_sub(1).min(self.line.len().saturating_sub(2));
        let (from, to) = (self.line.get(piece)?, self.line.get(piece + 1)?);
        let (start, end) = (self.chainage_km.get(piece)?, self.chainage_km.get(piece + 1)?);
        let along = ((chainage_km - start) / (end - start)).clamp(0.0, 1.0);
        Some((piece, *from + (*to - *from) * along))
    }

    /// Metres a green strip beside an urban reach has to have.
    fn strip_m(&self) -> f64 {
        if self.course.main { 50.0 } else { 30.0 }
    }
}

/// One row of the shapefile.
pub(crate) struct Reach {
    /// The river's place in the list.
    pub(crate) river: usize,
    /// Counted from 1 along the river.
    pub(crate) number: usize,
    /// Node at the upper end.
    pub(crate) from_node: usize,
    /// Node at the lower end.
    pub(crate) to_node: usize,
    /// Kilometres.
    pub(crate) length_km: f64,
    /// Whether it runs through a town.
    pub(crate) urban: bool,
    /// Metres of green strip, 0 outside towns.
    pub(crate) strip_m: f64,
    /// Degrees, downstream.
    pub(crate) line: Vec<Coord<f64>>,
}

/// Grows every course so that tributaries end on a vertex of their river and no two rivers cross.
pub(crate) fn grow_rivers() -> Result<Vec<River>, SampleError> {
    let mut grown: Vec<River> = Vec::new();
    for (number, course) in COURSES.iter().enumerate() {
        let river = grow_river(number, course, &grown)?;
        grown.push(river);
    }
    Ok(grown)
}

fn grow_river(number: usize, course: &'static Course, grown: &[River]) -> Result<River, SampleError> {
    let mut control: Vec<_> = course.control.iter().map(|(lon, lat)| Coord { x: *lon, y: *lat }).collect();
    let mouth = match course.joins {
        "" => None,
        joins => Some(nearest_vertex(grown, joins, control.last().copied().unwrap_or_default())?),
    };
    if let (Some((_, _, place)), Some(end)) = (mouth, control.last_mut()) {
        *end = place;
    }
    let control: Vec<_> = control.into_iter().map(to_km).collect();
    for attempt in 0..ATTEMPTS {
        let mut rng = Rng::new(&format!("river {} {attempt}", course.name));
        let calmer = course.bends * (1.0 - f64::from(attempt) / f64::from(ATTEMPTS) * 0.7);
        let mut line: Vec<_> =
            grown_line(&control, &mut rng, calmer, FINEST_KM).into_iter().map(to_degrees).collect();
        if let (Some((_, _, place)), Some(end)) = (mouth, line.last_mut()) {
            *end = place;
        }
        if is_clear(&line, grown) {
            let mut km = 0.0;
            let mut chainage_km = vec![0.0];
            chainage_km.extend(line.windows(2).map(|pair| {
                km += pair.first().zip(pair.last()).map_or(0.0, |(a, b)| distance_m(*a, *b)) / 1000.0;
                km
            }));
            let letter = if course.basin == "黄河" { 'D' } else { 'C' };
            let code = format!("{letter}X14{:02}{:02}", course.order, number + 1);
            let mouth = mouth.map(|(river, vertex, _)| (river, vertex));
            return Ok(River { course, code, line, chainage_km, mouth });
        }
    }
    Err(SampleError::Unsound(format!("{} crosses another river however it bends", course.name)))
}

/// A river may touch another only with its very end.
fn is_clear(line: &[Coord<f64>], grown: &[River]) -> bool {
    let Some((_, body)) = line.split_last() else { return false };
    !meets_itself(line)
        && grown.iter().all(|other| {
            // A river that starts where this one ends (the two heads of 桑干河) is touched there.
            !lines_meet(body, &other.line)
        })
        && last_piece_is_clear(line, grown)
}

fn last_piece_is_clear(line: &[Coord<f64>], grown: &[River]) -> bool {
    let (Some(end), Some(before)) = (line.last(), line.iter().rev().nth(1)) else { return false };
    let almost = *before + (*end - *before) * 0.999;
    grown.iter().all(|other| !lines_meet(&[*before, almost], &other.line))
}

fn nearest_vertex(
    grown: &[River],
    name: &str,
    place: Coord<f64>,
) -> Result<(usize, usize, Coord<f64>), SampleError> {
    let river = grown.iter().position(|river| river.course.name == name);
    let found = river.and_then(|index| {
        let vertices = grown.get(index)?.line.iter().enumerate();
        vertices
            .min_by(|one, other| distance_m(*one.1, place).total_cmp(&distance_m(*other.1, place)))
            .map(|(vertex, place)| (index, vertex, *place))
    });
    found.ok_or_else(|| SampleError::Unsound(format!("{name} stands after its tributary")))
}

/// Splits the rivers at confluences and where they enter or leave a town.
pub(crate) fn split_into_reaches(rivers: &[River]) -> Vec<Reach> {
    let mut nodes = Nodes::default();
    let mut reaches = Vec::new();
    for (index, river) in rivers.iter().enumerate() {
        let cuts = cuts_of(index, river, rivers);
        for (number, pair) in cuts.windows(2).enumerate() {
            let [start, end] = *pair else { continue };
            let line: Vec<_> = river.line.iter().skip(start).take(end - start + 1).copied().collect();
            let (Some(first), Some(last)) = (line.first(), line.last()) else { continue };
            let km = |vertex: usize| river.chainage_km.get(vertex).copied().unwrap_or_default();
            let urban = line.get(line.len() / 2).is_some_and(|place| is_in_town(*place));
            reaches.push(Reach {
                river: index,
                number: number + 1,
                from_node: nodes.number(*first),
                to_node: nodes.number(*last),
                length_km: round_to(km(end) - km(start), 3),
                urban,
                strip_m: if urban { river.strip_m() } else { 0.0 },
                line,
            });
        }
    }
    reaches
}

fn cuts_of(index: usize, river: &River, rivers: &[River]) -> Vec<usize> {
    let mut cuts = vec![0, river.line.len().saturating_sub(1)];
    cuts.extend(
        rivers
            .iter()
            .filter_map(|other| other.mouth.filter(|(joined, _)| *joined == index).map(|(_, vertex)| vertex)),
    );
    let confluences = cuts.clone();
    let urban: Vec<_> = river.line.iter().map(|place| is_in_town(*place)).collect();
    cuts.extend(urban.windows(2).enumerate().filter_map(|(vertex, pair)| {
        let changes = pair.first() != pair.last();
        // A town's edge close to a confluence moves there: reaches of a few metres help nobody.
        let close = confluences.iter().any(|cut| cut.abs_diff(vertex + 1) < 3);
        (changes && !close).then_some(vertex + 1)
    }));
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

fn is_in_town(place: Coord<f64>) -> bool {
    COUNTIES
        .iter()
        .any(|county| distance_m(Coord { x: county.seat.0, y: county.seat.1 }, place) < TOWN_RADIUS_M)
}

#[derive(Default)]
struct Nodes(BTreeMap<(i64, i64), usize>);

impl Nodes {
    fn number(&mut self, place: Coord<f64>) -> usize {
        let key = ((place.x * 1e6).round() as i64, (place.y * 1e6).round() as i64);
        let next = self.0.len() + 1;
        *self.0.entry(key).or_insert(next)
    }
}

/// Fails unless the network is what its fields claim.
pub(crate) fn check_network(rivers: &[River], reaches: &[Reach]) -> Result<(), SampleError> {
    let vertices: usize = reaches.iter().map(|reach| reach.line.len()).sum();
    ensure(rivers.len() >= 25, || format!("only {} rivers", rivers.len()))?;
    ensure(vertices >= 2_500, || format!("only {vertices} vertices"))?;
    for river in rivers {
        let Some((joined, vertex)) = river.mouth else { continue };
        let target = rivers.get(joined).and_then(|main| main.line.get(vertex));
        ensure(target.is_some() && target == river.line.last(), || {
            format!("{} does not end on {}", river.course.name, river.course.joins)
        })?;
        let node = reaches
            .iter()
            .filter(|reach| reach.river == joined)
            .any(|reach| reach.line.last() == target || reach.line.first() == target);
        ensure(node, || format!("{} is not split where {} joins", river.course.joins, river.course.name))?;
    }
    Ok(())
}
