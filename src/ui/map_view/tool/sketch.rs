//! A line or an outline that is drawn vertex by vertex: click adds, Backspace takes back, finishing hands it over.

use super::{Act, Gesture};
use crate::map::plane::WorldPoint;

/// What is drawn so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sketch {
    vertices: Vec<WorldPoint>,
}

impl Sketch {
    /// The vertices that are placed.
    pub(super) fn vertices(&self) -> &[WorldPoint] {
        &self.vertices
    }

    /// Is there none?
    pub(super) fn is_empty(&self) -> bool {
        self.vertices().is_empty()
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.vertices.clear();
    }

    /// The vertices with the pointer as the next one: what is shown while moving.
    pub(super) fn with(&self, pointer: Option<WorldPoint>) -> Vec<WorldPoint> {
        let next = pointer.filter(|it| self.vertices.last() != Some(it));
        self.vertices.iter().copied().chain(next).collect()
    }

    /// Takes in what was done. Gives all vertices away when they are complete; `fewest` are needed for that, and fewer stay.
    pub(super) fn follow(&mut self, gesture: &Gesture, fewest: usize) -> Option<Vec<WorldPoint>> {
        match gesture.act {
            Act::Click(place) if self.vertices.last() != Some(&place) => self.vertices.push(place),
            Act::Back => {
                self.vertices.pop();
            }
            Act::Finish if self.vertices.len() >= fewest => return Some(std::mem::take(&mut self.vertices)),
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(number: u32) -> WorldPoint {
        WorldPoint { x: f64::from(number), y: 0.0 }
    }

    fn follow(sketch: &mut Sketch, acts: &[Act]) -> Option<Vec<WorldPoint>> {
        acts.iter().fold(None, |_, act| sketch.follow(&Gesture { act: *act, ..Gesture::default() }, 2))
    }

    #[test]
    fn clicks_make_a_line_that_finishing_hands_over() {
        let mut sketch = Sketch::default();

        let done = follow(&mut sketch, &[Act::Click(place(1)), Act::Click(place(2)), Act::Finish]);

        assert_eq!(done, Some(vec![place(1), place(2)]));
        assert!(sketch.is_empty());
    }

    #[test]
    fn a_line_of_one_vertex_is_not_finished() {
        let mut sketch = Sketch::default();

        let done = follow(&mut sketch, &[Act::Click(place(1)), Act::Finish]);

        assert_eq!(done, None);
        assert_eq!(sketch.vertices(), [place(1)]);
    }

    #[test]
    fn backspace_takes_the_last_vertex_back() {
        let mut sketch = Sketch::default();

        follow(&mut sketch, &[Act::Back, Act::Click(place(1)), Act::Click(place(2)), Act::Back]);

        assert_eq!(sketch.vertices(), [place(1)]);
        assert_eq!(sketch.with(Some(place(3))), [place(1), place(3)]);
    }

    #[test]
    fn a_second_click_on_the_same_spot_adds_nothing() {
        let mut sketch = Sketch::default();

        follow(&mut sketch, &[Act::Click(place(1)), Act::Click(place(1))]);

        assert_eq!(sketch.vertices(), [place(1)]);
    }
}
