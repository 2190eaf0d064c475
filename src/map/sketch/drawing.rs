//! A shape that is being drawn, place by place.

use geo::{Coord, Geometry, LineString, Point, Polygon};

use crate::domain::shape::{ShapeFault, ShapeType, fault_of, tidied};

/// What is drawn so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// What it is to become.
    pub shape: ShapeType,
    places: Vec<Coord>,
}

impl Drawing {
    /// Nothing yet.
    pub fn new(shape: ShapeType) -> Self {
        Self { shape, places: Vec::new() }
    }

    /// The places that are set.
    pub fn places(&self) -> &[Coord] {
        &self.places
    }

    /// Is nothing set yet?
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Sets the next place. The second click of a double click lies where the first did and sets nothing.
    pub fn add(&mut self, place: Coord) {
        if self.places.last() != Some(&place) {
            self.places.push(place);
        }
    }

    /// Takes the last place back. False where there was none.
    pub fn back(&mut self) -> bool {
        self.places.pop().is_some()
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.places.clear();
    }

    /// The line from the first place to the pointer, back to the first place where it is to be a polygon.
    pub fn preview(&self, pointer: Option<Coord>) -> Vec<Coord> {
        let next = pointer.filter(|it| self.places.last() != Some(it));
        let mut line: Vec<Coord> = self.places.iter().copied().chain(next).collect();
        if self.shape == ShapeType::Polygon && line.len() > 2 {
            line.extend(line.first().copied());
        }
        line
    }

    /// The shape as it stands, if it is sound.
    pub fn finished(&self) -> Result<Geometry<f64>, ShapeFault> {
        let shape: Geometry<f64> = match self.shape {
            ShapeType::Point => {
                let place = self.places.last().ok_or(ShapeFault::TooFew { needed: 1 })?;
                Point::from(*place).into()
            }
            ShapeType::Line => LineString(self.places.clone()).into(),
            ShapeType::Polygon => Polygon::new(LineString(self.places.clone()), Vec::new()).into(),
        };
        match fault_of(&shape) {
            Some(fault) => Err(fault),
            None => Ok(tidied(shape)),
        }
    }

    /// Where the outline would cross itself if the pointer were the next place.
    pub fn crossing(&self, pointer: Option<Coord>) -> Option<(f64, f64)> {
        let mut with = self.clone();
        if let Some(place) = pointer {
            with.add(place);
        }
        match with.finished() {
            Err(ShapeFault::Crossing { at }) => Some(at),
            _ => None,
        }
    }
}
