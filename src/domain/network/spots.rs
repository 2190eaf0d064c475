//! Ends of lines that lie in one place are one spot.

use std::collections::HashMap;

use geo::Coord;

/// A cell of the grid is this many tolerances wide, so that most searches look into one cell.
const CELL_IN_TOLERANCES: f64 = 16.0;

/// Places, each numbered; one within the tolerance of a known one gets the number of the nearest.
pub(super) struct Spots {
    tolerance_deg: f64,
    cell_deg: f64,
    cells: HashMap<(i64, i64), Vec<u32>>,
    places: Vec<Coord>,
}

impl Spots {
    pub(super) fn new(tolerance_deg: f64) -> Self {
        // Where only equal places are one, any cell will do.
        let cell_deg = (tolerance_deg * CELL_IN_TOLERANCES).max(1e-9);
        Self { tolerance_deg, cell_deg, cells: HashMap::new(), places: Vec::new() }
    }

    /// The spot of a place, a new one where there is none.
    pub(super) fn number(&mut self, place: Coord) -> u32 {
        if let Some(known) = self.find(place) {
            return known;
        }
        let number = self.places.len() as u32;
        self.places.push(place);
        self.cells.entry(self.cell(place)).or_default().push(number);
        number
    }

    /// Where a spot is: the first place that was found there.
    pub(super) fn place(&self, number: u32) -> Option<Coord> {
        self.places.get(number as usize).copied()
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    fn find(&self, place: Coord) -> Option<u32> {
        let edge = Coord { x: self.tolerance_deg, y: self.tolerance_deg };
        let ((west, south), (east, north)) = (self.cell(place - edge), self.cell(place + edge));
        let mut best: Option<(f64, u32)> = None;
        for column in west..=east {
            for row in south..=north {
                for &number in self.cells.get(&(column, row)).into_iter().flatten() {
                    let Some(known) = self.place(number) else { continue };
                    let away = (known.x - place.x).hypot(known.y - place.y);
                    if away <= self.tolerance_deg && best.is_none_or(|(nearest, _)| away < nearest) {
                        best = Some((away, number));
                    }
                }
            }
        }
        best.map(|(_, number)| number)
    }

    fn cell(&self, place: Coord) -> (i64, i64) {
        ((place.x / self.cell_deg).floor() as i64, (place.y / self.cell_deg).floor() as i64)
    }
}
