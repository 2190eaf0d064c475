//! A line or an outline that somebody drew to know how long or how large it is.

use geo::{LineString, Polygon, Validation as _};

use super::{area_m2, distance_m};

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// The length of a line.
    Line,
    /// The area inside an outline, and the length of the outline.
    Area,
}

/// A drawn line or outline with its measures on the ellipsoid.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    of: Of,
    vertices: Vec<(f64, f64)>,
    segments_m: Vec<f64>,
    area_m2: f64,
    crosses_itself: bool,
}

impl Measured {
    /// Measures it. Degrees, longitude first; an outline is closed by itself.
    pub fn new(of: Of, vertices: Vec<(f64, f64)>) -> Self {
        let closing = (of == Of::Area && vertices.len() > 2).then(|| vertices.first().copied()).flatten();
        let ends = vertices.iter().copied().zip(vertices.iter().copied().skip(1).chain(closing));
        let segments_m = ends.map(|(from, to)| distance_m(from, to)).collect();
        let area = if of == Of::Area { area_m2(&vertices) } else { 0.0 };
        let crosses_itself = of == Of::Area
            && vertices.len() > 3
            && !Polygon::new(LineString::from(vertices.clone()), Vec::new()).is_valid();
        Self { of, vertices, segments_m, area_m2: area, crosses_itself }
    }

    /// What is measured.
    pub fn of(&self) -> Of {
        self.of
    }

    /// Its vertices: degrees, longitude first.
    pub fn vertices(&self) -> &[(f64, f64)] {
        &self.vertices
    }

    /// The length of each segment in metres; for an outline with that from its last vertex to its first.
    pub fn segments(&self) -> &[f64] {
        &self.segments_m
    }

    /// The length of all segments in metres.
    pub fn length_m(&self) -> f64 {
        self.segments_m.iter().sum()
    }

    /// The area inside in square metres; 0 for a line.
    pub fn area_m2(&self) -> f64 {
        self.area_m2
    }

    /// Does an outline cross itself? What it holds is then nothing to rely on.
    pub fn crosses_itself(&self) -> bool {
        self.crosses_itself
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // `pyproj.Geod(ellps="GRS80")`: `inv` and `polygon_area_perimeter` of a field beside the Hutuo.
    const FIELD: [(f64, f64); 4] = [(112.73, 38.42), (112.74, 38.42), (112.74, 38.43), (112.73, 38.43)];
    const SOUTH_M: f64 = 873.29167;
    const EAST_M: f64 = 1_110.045_34;
    const NORTH_M: f64 = 873.17126;
    const PERIMETER_M: f64 = 3_966.553_61;
    const FIELD_M2: f64 = 969_326.518;

    #[test]
    fn a_line_has_a_length_for_each_segment() {
        let measured = Measured::new(Of::Line, FIELD.to_vec());

        assert_eq!(measured.segments().len(), 3);
        assert!((measured.segments()[0] - SOUTH_M).abs() < 1e-4, "{measured:?}");
        assert!((measured.segments()[1] - EAST_M).abs() < 1e-4, "{measured:?}");
        assert!((measured.length_m() - SOUTH_M - EAST_M - NORTH_M).abs() < 1e-4, "{measured:?}");
        assert!(measured.area_m2() < 1e-9);
    }

    #[test]
    fn an_outline_is_closed_by_itself() {
        let measured = Measured::new(Of::Area, FIELD.to_vec());

        assert_eq!(measured.segments().len(), 4);
        assert!((measured.length_m() - PERIMETER_M).abs() < 1e-4, "{measured:?}");
        assert!((measured.area_m2() - FIELD_M2).abs() < 0.01, "{measured:?}");
        assert!(!measured.crosses_itself());
    }

    #[test]
    fn an_outline_that_crosses_itself_is_found_out() {
        let [a, b, c, d] = FIELD;

        assert!(Measured::new(Of::Area, vec![a, c, b, d]).crosses_itself());
        assert!(!Measured::new(Of::Area, vec![d, c, b, a]).crosses_itself());
    }

    #[test]
    fn what_is_hardly_begun_measures_nothing() {
        assert!(Measured::new(Of::Line, Vec::new()).length_m().abs() < 1e-12);
        assert!(Measured::new(Of::Area, vec![FIELD[0]]).area_m2().abs() < 1e-12);
        assert_eq!(Measured::new(Of::Area, FIELD[..2].to_vec()).segments().len(), 1);
    }
}
