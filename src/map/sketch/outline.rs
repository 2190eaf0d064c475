//! The places of a shape as something to take hold of: parts, rings, and vertices by number.

use geo::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};

use crate::domain::shape::ShapeFault;

/// Names a vertex of an [`Outline`], or the segment that begins there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Vertex {
    /// Which part of a shape of several parts.
    pub part: usize,
    /// Which ring of a polygon: 0 its outside, then its holes.
    pub ring: usize,
    /// Which place of the ring.
    pub index: usize,
}

/// What the outline came from and turns into again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Point,
    MultiPoint,
    Line,
    MultiLine,
    Polygon,
    MultiPolygon,
}

impl Form {
    /// Do its rings lead back to their beginning?
    fn is_closed(self) -> bool {
        matches!(self, Self::Polygon | Self::MultiPolygon)
    }

    fn is_line(self) -> bool {
        matches!(self, Self::Line | Self::MultiLine)
    }

    /// How many places a ring needs.
    fn fewest(self) -> usize {
        match self {
            Self::Point | Self::MultiPoint => 1,
            Self::Line | Self::MultiLine => 2,
            Self::Polygon | Self::MultiPolygon => 3,
        }
    }
}

/// A shape taken apart into its places. The place that closes a ring is left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    form: Form,
    /// Part, ring, place.
    parts: Vec<Vec<Vec<Coord>>>,
}

fn open(ring: &LineString) -> Vec<Coord> {
    let mut places = ring.0.clone();
    if places.len() > 1 && places.first() == places.last() {
        places.pop();
    }
    places
}

fn rings(polygon: &Polygon) -> Vec<Vec<Coord>> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(open).collect()
}

impl Outline {
    /// The outline of a shape; nothing for collections, which can not be edited.
    pub fn of(shape: &Geometry<f64>) -> Option<Self> {
        let (form, parts) = match shape {
            Geometry::Point(it) => (Form::Point, vec![vec![vec![it.0]]]),
            Geometry::MultiPoint(it) => (Form::MultiPoint, it.iter().map(|it| vec![vec![it.0]]).collect()),
            Geometry::LineString(it) => (Form::Line, vec![vec![it.0.clone()]]),
            Geometry::MultiLineString(it) => {
                (Form::MultiLine, it.iter().map(|it| vec![it.0.clone()]).collect())
            }
            Geometry::Polygon(it) => (Form::Polygon, vec![rings(it)]),
            Geometry::MultiPolygon(it) => (Form::MultiPolygon, it.iter().map(rings).collect()),
            _ => return None,
        };
        Some(Self { form, parts })
    }

    /// The shape again.
    pub fn shape(&self) -> Geometry<f64> {
        let line = |part: &Vec<Vec<Coord>>| LineString(part.first().cloned().unwrap_or_default());
        let point = |part: &Vec<Vec<Coord>>| Point(line(part).0.first().copied().unwrap_or_default());
        let polygon = |part: &Vec<Vec<Coord>>| {
            let mut rings = part.iter().map(|ring| LineString(ring.clone()));
            Polygon::new(rings.next().unwrap_or_else(|| LineString(Vec::new())), rings.collect())
        };
        let first = self.parts.first().cloned().unwrap_or_default();
        match self.form {
            Form::Point => point(&first).into(),
            Form::Line => line(&first).into(),
            Form::Polygon => polygon(&first).into(),
            Form::MultiPoint => MultiPoint(self.parts.iter().map(point).collect()).into(),
            Form::MultiLine => MultiLineString(self.parts.iter().map(line).collect()).into(),
            Form::MultiPolygon => MultiPolygon(self.parts.iter().map(polygon).collect()).into(),
        }
    }

    /// Is it a line, which has a direction and can be split?
    pub fn is_line(&self) -> bool {
        self.form.is_line()
    }

    /// Every vertex with its place.
    pub fn vertices(&self) -> impl Iterator<Item = (Vertex, Coord)> + '_ {
        self.rings().flat_map(|(part, ring, places)| {
            places.iter().enumerate().map(move |(index, place)| (Vertex { part, ring, index }, *place))
        })
    }

    /// Every segment by the vertex that it begins at, with both ends.
    pub fn segments(&self) -> impl Iterator<Item = (Vertex, Coord, Coord)> + '_ {
        let closed = self.form.is_closed();
        self.rings().flat_map(move |(part, ring, places)| {
            let back = places.first().filter(|_| closed);
            let ends = places.iter().skip(1).chain(back);
            let pairs = places.iter().zip(ends).enumerate();
            pairs.map(move |(index, (from, to))| (Vertex { part, ring, index }, *from, *to))
        })
    }

    fn rings(&self) -> impl Iterator<Item = (usize, usize, &[Coord])> {
        let parts = self.parts.iter().enumerate();
        parts.flat_map(|(part, rings)| {
            rings.iter().enumerate().map(move |(ring, places)| (part, ring, places.as_slice()))
        })
    }

    fn ring_mut(&mut self, at: Vertex) -> Option<&mut Vec<Coord>> {
        self.parts.get_mut(at.part)?.get_mut(at.ring)
    }

    /// Where a vertex is.
    pub fn place(&self, at: Vertex) -> Option<Coord> {
        self.parts.get(at.part)?.get(at.ring)?.get(at.index).copied()
    }

    /// Moves a vertex. False where there is none.
    pub fn move_to(&mut self, at: Vertex, place: Coord) -> bool {
        let found = self.ring_mut(at).and_then(|ring| ring.get_mut(at.index));
        found.map(|it| *it = place).is_some()
    }

    /// Sets a new vertex on the segment that begins at `at`, and names it.
    pub fn insert(&mut self, at: Vertex, place: Coord) -> Option<Vertex> {
        let index = at.index + 1;
        let ring = self.ring_mut(at).filter(|ring| index <= ring.len())?;
        ring.insert(index, place);
        Some(Vertex { index, ..at })
    }

    /// Takes a vertex out. A part that would keep too few goes as a whole where others remain; a hole goes too.
    pub fn remove(&mut self, at: Vertex) -> Result<(), ShapeFault> {
        let needed = self.form.fewest();
        let too_few = ShapeFault::TooFew { needed };
        let ring = self.ring_mut(at).filter(|ring| at.index < ring.len()).ok_or(too_few)?;
        if ring.len() > needed {
            ring.remove(at.index);
            return Ok(());
        }
        if at.ring > 0 {
            self.parts.get_mut(at.part).map(|rings| rings.remove(at.ring));
            return Ok(());
        }
        if self.parts.len() < 2 {
            return Err(too_few);
        }
        self.parts.remove(at.part);
        Ok(())
    }

    /// Turns every line round. The last part becomes the first one, so that the whole runs the other way.
    pub fn reverse(&mut self) {
        if !self.is_line() {
            return;
        }
        self.parts.reverse();
        self.parts.iter_mut().flatten().for_each(|line| line.reverse());
    }

    /// Cuts a line in two at a place on the segment that begins at `at`: the one before and the one after the cut, both as
    /// single lines or as lines of several parts as it was. Nothing where a half would have no length, and for other shapes.
    pub fn split(&self, at: Vertex, place: Coord) -> Option<(Self, Self)> {
        if !self.is_line() {
            return None;
        }
        let line = self.parts.get(at.part)?.first()?;
        let (before, after) = line.split_at_checked(at.index + 1)?;
        let mut first = before.to_vec();
        let mut second = vec![place];
        if first.last() != Some(&place) {
            first.push(place);
        }
        second.extend(after.iter().skip_while(|it| **it == place));
        if first.len() < 2 || second.len() < 2 {
            return None;
        }
        let mut ahead: Vec<_> = self.parts.get(..at.part)?.to_vec();
        ahead.push(vec![first]);
        let mut behind = vec![vec![second]];
        behind.extend(self.parts.get(at.part + 1..)?.iter().cloned());
        Some((Self { form: self.form, parts: ahead }, Self { form: self.form, parts: behind }))
    }
}
