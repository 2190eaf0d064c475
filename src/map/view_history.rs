//! The parts of the map that were looked at, to go back and forward between them.
//!
//! A view counts once it has stood still: a pan of a hundred frames is one entry.

use super::{plane::WorldPoint, view::View};

/// How many are kept; the oldest go first (our choice: more than anybody steps back).
const KEPT: usize = 100;

/// How long a view must stand to be remembered, in seconds (our choice: longer than the gap between two notches of the wheel).
pub const SETTLES_IN_S: f64 = 0.4;

/// What is remembered of a view: where, and how close. Not the size of the window, which is another matter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// The middle.
    pub center: WorldPoint,
    /// How wide the whole world would be, in device pixels.
    pub pixels_per_world: f64,
}

impl Spot {
    /// Where a view is.
    pub fn of(view: &View) -> Self {
        Self { center: view.center, pixels_per_world: view.pixels_per_world }
    }

    /// The view at this spot, with the size of `view`.
    pub fn seen_in(self, view: &View) -> View {
        View { center: self.center, pixels_per_world: self.pixels_per_world, ..*view }
    }

    /// Nobody sees a difference of less than half a pixel.
    fn looks_like(self, other: Self) -> bool {
        let near = self.center.distance(other.center) * self.pixels_per_world < 0.5;
        near && (self.pixels_per_world / other.pixels_per_world - 1.0).abs() < 1e-6
    }
}

/// The views in their order, and where among them the map is.
#[derive(Clone, Debug, Default)]
pub struct ViewHistory {
    spots: Vec<Spot>,
    at: usize,
    /// A spot that does not count yet, and since when it stands, in seconds.
    moving: Option<(Spot, f64)>,
}

impl ViewHistory {
    /// Takes note of where the map is at `now_s`. Returns how many seconds it must go on standing until that counts.
    pub fn note(&mut self, spot: Spot, now_s: f64) -> Option<f64> {
        if self.spots.get(self.at).is_some_and(|it| it.looks_like(spot)) {
            self.moving = None;
            return None;
        }
        let since = match self.moving {
            Some((before, since)) if before.looks_like(spot) => since,
            _ => now_s,
        };
        let left = SETTLES_IN_S - (now_s - since);
        if left <= 0.0 || self.spots.is_empty() {
            self.push(spot);
            return None;
        }
        self.moving = Some((spot, since));
        Some(left)
    }

    /// The window became another size, and with it the middle of the map: the same view as before, at another spot.
    pub fn carry(&mut self, from: Spot, to: Spot) {
        if let Some(here) = self.spots.get_mut(self.at).filter(|it| it.looks_like(from)) {
            *here = to;
        }
    }

    /// Is there a view before this one?
    pub fn can_go_back(&self) -> bool {
        self.at > 0 || (self.moving.is_some() && !self.spots.is_empty())
    }

    /// Is there a view that was gone back from?
    pub fn can_go_forward(&self) -> bool {
        self.moving.is_none() && self.at + 1 < self.spots.len()
    }

    /// Goes to the view before.
    pub fn back(&mut self) -> Option<Spot> {
        if let Some((spot, _)) = self.moving {
            self.push(spot);
        }
        self.at = self.at.checked_sub(1)?;
        self.spots.get(self.at).copied()
    }

    /// Goes to the view that was gone back from.
    pub fn forward(&mut self) -> Option<Spot> {
        if !self.can_go_forward() {
            return None;
        }
        self.at += 1;
        self.spots.get(self.at).copied()
    }

    /// A new view; those that were gone back from are forgotten.
    fn push(&mut self, spot: Spot) {
        self.moving = None;
        self.spots.truncate(self.at + 1);
        self.spots.push(spot);
        let surplus = self.spots.len().saturating_sub(KEPT);
        self.spots.drain(..surplus);
        self.at = self.spots.len() - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(number: u32) -> Spot {
        Spot { center: WorldPoint { x: f64::from(number) / 100.0, y: 0.5 }, pixels_per_world: 1e6 }
    }

    /// A history in which each of these was looked at for a while.
    fn history(numbers: &[u32]) -> ViewHistory {
        let mut history = ViewHistory::default();
        for (at, number) in numbers.iter().enumerate() {
            let now = at as f64 * 10.0;
            history.note(spot(*number), now);
            history.note(spot(*number), now + 1.0);
        }
        history
    }

    #[test]
    fn views_are_gone_back_to_and_forward_again() {
        let mut history = history(&[1, 2, 3]);

        assert_eq!(history.back(), Some(spot(2)));
        assert_eq!(history.back(), Some(spot(1)));
        assert_eq!(history.back(), None);
        assert_eq!(history.forward(), Some(spot(2)));
        assert_eq!(history.forward(), Some(spot(3)));
        assert_eq!(history.forward(), None);
    }

    #[test]
    fn a_pan_of_many_frames_is_one_entry() {
        let mut history = history(&[1]);
        for frame in 0..60 {
            let left = history.note(spot(10 + frame), 20.0 + f64::from(frame) / 60.0);
            assert!(left.is_some());
        }
        history.note(spot(69), 30.0);

        assert_eq!(history.back(), Some(spot(1)));
        assert_eq!(history.forward(), Some(spot(69)));
    }

    #[test]
    fn going_back_while_the_map_still_moves_keeps_where_it_was() {
        let mut history = history(&[1, 2]);
        history.note(spot(3), 100.0);

        assert!(history.can_go_back() && !history.can_go_forward());
        assert_eq!(history.back(), Some(spot(2)));
        assert_eq!(history.forward(), Some(spot(3)));
    }

    #[test]
    fn a_new_view_after_going_back_forgets_what_lay_ahead() {
        let mut history = history(&[1, 2, 3]);
        history.back();
        history.back();
        history.note(spot(9), 100.0);
        history.note(spot(9), 101.0);

        assert!(!history.can_go_forward());
        assert_eq!(history.back(), Some(spot(1)));
    }

    #[test]
    fn another_size_of_the_window_is_no_new_view() {
        let mut history = history(&[1, 2]);

        history.carry(spot(2), spot(7));

        assert_eq!(history.note(spot(7), 100.0), None);
        assert_eq!(history.back(), Some(spot(1)));
        assert_eq!(history.forward(), Some(spot(7)));
    }

    #[test]
    fn only_so_many_are_kept() {
        let mut history = history(&(0..300).collect::<Vec<_>>());

        let steps = std::iter::from_fn(|| history.back()).count();

        assert_eq!(steps, KEPT - 1);
    }
}
