//! Where a name fits along a line.

use std::{
    collections::HashMap,
    f64::consts::{FRAC_PI_2, PI},
};

use crate::map::{
    plane::WorldPoint,
    view::{ScreenPoint, View},
};

/// A stretch of a line that is about straight and as long as the name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    pub(super) middle: ScreenPoint,
    /// More than -π/2, at most π/2.
    angle_rad: f64,
    /// How far the line strays from straight to the upper and the lower side, in pixels.
    strays: (f64, f64),
}

impl Stretch {
    /// Where to write: above the line, or else below it.
    pub(super) fn spots(&self, half_line_px: f64, size: f64) -> [(ScreenPoint, f64); 2] {
        let gap = half_line_px + size * 0.62;
        let (sin, cos) = self.angle_rad.sin_cos();
        let beside = |down: f64| {
            (ScreenPoint { x: self.middle.x - sin * down, y: self.middle.y + cos * down }, self.angle_rad)
        };
        [beside(-(gap + self.strays.0)), beside(gap + self.strays.1)]
    }

    fn quality(&self) -> f64 {
        // Level names read best; a strayed line leaves a gap between name and line.
        self.angle_rad.abs() * 4.0 + self.strays.0 + self.strays.1
    }
}

/// So many stretches are looked at for each name.
const MOST_STRETCHES: usize = 160;

/// The stretches in view, the straightest first. They depend on the line and the scale, not on what part of it is in view.
pub(super) fn straight_stretches(
    view: &View,
    parts: &[&[WorldPoint]],
    width: f64,
    size: f64,
) -> Vec<Stretch> {
    let length_of = |part: &&[WorldPoint]| {
        part.windows(2).map(|ends| if let [a, b] = ends { a.distance(*b) } else { 0.0 }).sum::<f64>()
    };
    if parts.iter().map(length_of).sum::<f64>() * view.pixels_per_world < width {
        return Vec::new();
    }
    let mut stretches = Vec::new();
    for line in joined(parts) {
        let pixels: Vec<ScreenPoint> = line.iter().map(|point| view.screen_from_world(*point)).collect();
        add_stretches(view, &pixels, width, size, &mut stretches);
    }
    stretches.sort_by(|a, b| {
        a.quality()
            .total_cmp(&b.quality())
            .then(a.middle.x.total_cmp(&b.middle.x))
            .then(a.middle.y.total_cmp(&b.middle.y))
    });
    stretches.truncate(MOST_STRETCHES);
    stretches
}

fn add_stretches(view: &View, pixels: &[ScreenPoint], width: f64, size: f64, stretches: &mut Vec<Stretch>) {
    let mut lengths = Vec::with_capacity(pixels.len());
    let mut total = 0.0;
    lengths.push(0.0);
    for ends in pixels.windows(2) {
        if let [a, b] = ends {
            total += (b.x - a.x).hypot(b.y - a.y);
        }
        lengths.push(total);
    }
    if total < width {
        return;
    }
    let step = (width / 3.0).max(12.0);
    for ((ends, from), to) in pixels.windows(2).zip(&lengths).zip(lengths.iter().skip(1)) {
        let &[a, b] = ends else { continue };
        let Some((enters, leaves)) = in_view(view, a, b) else { continue };
        let (enters, leaves) = (from + (to - from) * enters, from + (to - from) * leaves);
        // Whole numbers of steps from the start of the line, so that panning doesn't move them.
        let mut number = (enters / step).ceil();
        while number * step <= leaves && number * step < *to {
            stretches.extend(stretch_about(pixels, &lengths, number * step, width, size));
            number += 1.0;
        }
    }
}

/// The stretch whose middle is this far along the line, if it is straight enough.
fn stretch_about(
    pixels: &[ScreenPoint],
    lengths: &[f64],
    along: f64,
    width: f64,
    size: f64,
) -> Option<Stretch> {
    let (first, last) = (along - width / 2.0, along + width / 2.0);
    if first < 0.0 || last > *lengths.last()? {
        return None;
    }
    let (start, end) = (point_at(pixels, lengths, first)?, point_at(pixels, lengths, last)?);
    let (right, down) = (end.x - start.x, end.y - start.y);
    let chord = right.hypot(down);
    if chord < width * 0.82 {
        return None;
    }
    let mut angle_rad = down.atan2(right);
    if angle_rad > FRAC_PI_2 {
        angle_rad -= PI;
    } else if angle_rad <= -FRAC_PI_2 {
        angle_rad += PI;
    }
    let middle = ScreenPoint { x: f64::midpoint(start.x, end.x), y: f64::midpoint(start.y, end.y) };
    let (sin, cos) = angle_rad.sin_cos();
    let from = lengths.partition_point(|length| *length < first);
    let to = lengths.partition_point(|length| *length <= last);
    let below = |point: &ScreenPoint| (point.y - middle.y) * cos - (point.x - middle.x) * sin;
    let strays = pixels
        .get(from..to)?
        .iter()
        .map(below)
        .fold((0.0_f64, 0.0_f64), |(up, down), off| (up.max(-off), down.max(off)));
    (strays.0.max(strays.1) <= size * 0.8).then_some(Stretch { middle, angle_rad, strays })
}

fn point_at(pixels: &[ScreenPoint], lengths: &[f64], along: f64) -> Option<ScreenPoint> {
    let after = lengths.partition_point(|length| *length <= along).clamp(1, lengths.len().checked_sub(1)?);
    let (a, b) = (pixels.get(after - 1)?, pixels.get(after)?);
    let (from, to) = (lengths.get(after - 1)?, lengths.get(after)?);
    let share = if to > from { ((along - from) / (to - from)).clamp(0.0, 1.0) } else { 0.0 };
    Some(ScreenPoint { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share })
}

/// The shares of the way from `a` to `b` between which it is in view.
fn in_view(view: &View, a: ScreenPoint, b: ScreenPoint) -> Option<(f64, f64)> {
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    for (from, to, size) in [(a.x, b.x, view.size_px.0), (a.y, b.y, view.size_px.1)] {
        if (from - to).abs() < f64::EPSILON {
            if !(0.0..=size).contains(&from) {
                return None;
            }
            continue;
        }
        let (at_start, at_end) = ((0.0 - from) / (to - from), (size - from) / (to - from));
        enters = enters.max(at_start.min(at_end));
        leaves = leaves.min(at_start.max(at_end));
    }
    (enters <= leaves).then_some((enters, leaves))
}

/// Lines that begin where another one ends are joined, for the names of rivers that come in many reaches.
fn joined(parts: &[&[WorldPoint]]) -> Vec<Vec<WorldPoint>> {
    let bits = |point: &WorldPoint| (point.x.to_bits(), point.y.to_bits());
    let mut by_start: HashMap<(u64, u64), Vec<usize>> = HashMap::new();
    let mut ends = HashMap::new();
    for (index, part) in parts.iter().enumerate() {
        if let (Some(first), Some(last)) = (part.first(), part.last()) {
            by_start.entry(bits(first)).or_default().push(index);
            *ends.entry(bits(last)).or_insert(0_usize) += 1;
        }
    }
    // Heads first, so that a river is followed from its source; what is left then are circles.
    let is_head = |part: &&[WorldPoint]| part.first().is_some_and(|first| !ends.contains_key(&bits(first)));
    let heads = parts.iter().enumerate().filter(|(_, part)| is_head(part)).map(|(index, _)| index);
    let order: Vec<usize> = heads.chain(0..parts.len()).collect();
    let mut used = vec![false; parts.len()];
    let mut lines = Vec::new();
    for head in order {
        let mut line: Vec<WorldPoint> = Vec::new();
        let mut next = Some(head);
        while let Some(index) = next.filter(|index| used.get(*index) == Some(&false)) {
            used.iter_mut().skip(index).take(1).for_each(|used| *used = true);
            let Some(part) = parts.get(index) else { break };
            line.extend(part.iter().skip(usize::from(!line.is_empty())));
            let followers = part.last().and_then(|last| by_start.get(&bits(last)));
            next = followers.and_then(|followers| {
                followers.iter().copied().find(|follower| used.get(*follower) == Some(&false))
            });
        }
        if line.len() > 1 {
            lines.push(line);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(x: f64, y: f64) -> WorldPoint {
        WorldPoint { x, y }
    }

    #[test]
    fn reaches_of_one_river_are_joined_in_whatever_order_they_come() {
        let reaches = [
            [point(2.0, 0.0), point(3.0, 0.0)],
            [point(0.0, 0.0), point(1.0, 0.0)],
            [point(1.0, 0.0), point(2.0, 0.0)],
        ];

        let lines = joined(&reaches.iter().map(<[WorldPoint; 2]>::as_slice).collect::<Vec<_>>());

        assert_eq!(lines, [vec![point(0.0, 0.0), point(1.0, 0.0), point(2.0, 0.0), point(3.0, 0.0)]]);
    }

    #[test]
    fn a_circle_ends() {
        let circle = [[point(0.0, 0.0), point(1.0, 0.0)], [point(1.0, 0.0), point(0.0, 0.0)]];

        assert_eq!(joined(&circle.iter().map(<[WorldPoint; 2]>::as_slice).collect::<Vec<_>>()).len(), 1);
    }
}
