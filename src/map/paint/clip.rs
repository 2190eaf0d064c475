//! Clipping of lines and rings to a rectangle in pixels, and the step to single precision.

/// A rectangle in pixels of the pixmap, somewhat larger than it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) min: (f64, f64),
    pub(super) max: (f64, f64),
}

impl Bounds {
    fn contains(&self, (x, y): (f64, f64)) -> bool {
        x >= self.min.0 && x <= self.max.0 && y >= self.min.1 && y <= self.max.1
    }

    /// The shares of the way from `a` to `b` between which it runs inside (Liang and Barsky); `None` if it never does.
    fn inside(&self, a: (f64, f64), b: (f64, f64)) -> Option<(f64, f64)> {
        let (along_x, along_y) = (b.0 - a.0, b.1 - a.1);
        let sides = [
            (-along_x, a.0 - self.min.0),
            (along_x, self.max.0 - a.0),
            (-along_y, a.1 - self.min.1),
            (along_y, self.max.1 - a.1),
        ];
        let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
        for (towards, room) in sides {
            if towards == 0.0 {
                if room < 0.0 {
                    return None;
                }
            } else if towards < 0.0 {
                enters = enters.max(room / towards);
            } else {
                leaves = leaves.min(room / towards);
            }
        }
        (enters <= leaves).then_some((enters, leaves))
    }
}

/// Adding and taking away 1.5 · 2⁵² / 64 leaves a multiple of 1/64.
const SNAP: f64 = 6_755_399_441_055_744.0 / 64.0;

/// The nearest multiple of 1/64 pixel.
fn snapped((x, y): (f64, f64)) -> (f32, f32) {
    (((x + SNAP) - SNAP) as f32, ((y + SNAP) - SNAP) as f32)
}

/// Calls `sink` for each stretch of the line that runs inside, with its points and how far along the line (in pixels) it begins.
/// `run` is memory to work in.
pub(super) fn clip_line(
    points: impl Iterator<Item = (f64, f64)>,
    bounds: &Bounds,
    run: &mut Vec<(f32, f32)>,
    mut sink: impl FnMut(&[(f32, f32)], f64),
) {
    run.clear();
    let (mut before, mut along, mut begins) = (None, 0.0, 0.0);
    for point in points {
        let Some(from) = before.replace(point) else { continue };
        let length = f64::hypot(point.0 - from.0, point.1 - from.1);
        let shares = if bounds.contains(from) && bounds.contains(point) {
            Some((0.0, 1.0))
        } else {
            bounds.inside(from, point)
        };
        if let Some((enters, leaves)) = shares {
            let at = |share: f64| (from.0 + (point.0 - from.0) * share, from.1 + (point.1 - from.1) * share);
            if run.is_empty() {
                begins = along + length * enters;
                run.push(snapped(if enters > 0.0 { at(enters) } else { from }));
            }
            run.push(snapped(if leaves < 1.0 { at(leaves) } else { point }));
            if leaves < 1.0 {
                sink(run, begins);
                run.clear();
            }
        } else if !run.is_empty() {
            sink(run, begins);
            run.clear();
        }
        along += length;
    }
    if !run.is_empty() {
        sink(run, begins);
    }
}

/// The part of a closed ring that lies inside (Sutherland and Hodgman): what it covers is right; its edge may run along the bounds.
pub(super) fn clip_ring(points: impl Iterator<Item = (f64, f64)>, bounds: &Bounds) -> Vec<(f32, f32)> {
    let mut ring: Vec<(f64, f64)> = points.collect();
    if ring.iter().any(|point| !bounds.contains(*point)) {
        ring = cut(&ring, |(x, _)| x - bounds.min.0);
        ring = cut(&ring, |(x, _)| bounds.max.0 - x);
        ring = cut(&ring, |(_, y)| y - bounds.min.1);
        ring = cut(&ring, |(_, y)| bounds.max.1 - y);
    }
    ring.into_iter().map(snapped).collect()
}

/// What is left of a ring on the side where `room` is not negative.
fn cut(ring: &[(f64, f64)], room: impl Fn((f64, f64)) -> f64) -> Vec<(f64, f64)> {
    let mut left = Vec::with_capacity(ring.len() + 4);
    let Some(mut before) = ring.last().copied() else { return left };
    let mut room_before = room(before);
    for point in ring.iter().copied() {
        let room_here = room(point);
        if (room_before < 0.0) != (room_here < 0.0) {
            let share = room_before / (room_before - room_here);
            left.push((before.0 + (point.0 - before.0) * share, before.1 + (point.1 - before.1) * share));
        }
        if room_here >= 0.0 {
            left.push(point);
        }
        (before, room_before) = (point, room_here);
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds { min: (0.0, 0.0), max: (10.0, 10.0) };

    #[track_caller]
    fn check(line: &[(f64, f64)], expected: &[(&[(f32, f32)], f64)]) {
        let mut runs = Vec::new();
        clip_line(line.iter().copied(), &BOUNDS, &mut Vec::new(), |run, begins| {
            runs.push((run.to_vec(), begins));
        });

        let expected: Vec<_> = expected.iter().map(|(run, begins)| (run.to_vec(), *begins)).collect();
        assert_eq!(runs, expected);
    }

    #[test]
    fn a_line_is_cut_where_it_enters_and_leaves() {
        check(&[(1.0, 1.0), (2.0, 1.0), (2.0, 3.0)], &[(&[(1.0, 1.0), (2.0, 1.0), (2.0, 3.0)], 0.0)]);
        check(&[(-5.0, 5.0), (15.0, 5.0)], &[(&[(0.0, 5.0), (10.0, 5.0)], 5.0)]);
        check(
            &[(5.0, 5.0), (15.0, 5.0), (15.0, 6.0), (5.0, 6.0)],
            &[(&[(5.0, 5.0), (10.0, 5.0)], 0.0), (&[(10.0, 6.0), (5.0, 6.0)], 16.0)],
        );
        check(&[(-5.0, -5.0), (-5.0, 15.0)], &[]);
    }

    #[test]
    fn a_line_of_astronomical_length_stays_in_place() {
        check(&[(-1e12, 5.0), (1e12, 5.0)], &[(&[(0.0, 5.0), (10.0, 5.0)], 1e12)]);
    }

    #[test]
    fn a_ring_around_the_bounds_becomes_the_bounds() {
        let ring = [(-5.0, -5.0), (15.0, -5.0), (15.0, 15.0), (-5.0, 15.0), (-5.0, -5.0)];

        let mut corners = clip_ring(ring.into_iter(), &BOUNDS);

        corners.sort_unstable_by(|a, b| a.partial_cmp(b).unwrap());
        corners.dedup();
        assert_eq!(corners, [(0.0, 0.0), (0.0, 10.0), (10.0, 0.0), (10.0, 10.0)]);
    }

    #[test]
    fn a_ring_beside_the_bounds_vanishes() {
        let ring = [(20.0, 0.0), (30.0, 0.0), (30.0, 5.0), (20.0, 0.0)];

        assert!(clip_ring(ring.into_iter(), &BOUNDS).is_empty());
    }
}
