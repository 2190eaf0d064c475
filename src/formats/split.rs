//! Tables of shapes of several kinds, one for each kind: a layer on a map is points, lines or areas.

use std::collections::BTreeMap;

use geo::Geometry;

use crate::domain::table::{Row, Table};

/// The tables of one kind of shape each; a table of one kind stays as it is, and what has no shape stays with the largest part.
pub(super) fn by_kind(mut table: Table) -> Vec<Table> {
    let mut parts: BTreeMap<Option<Kind>, Vec<Row>> = BTreeMap::new();
    let count =
        |kind| table.rows.iter().filter(|row| row.geometry.as_ref().map(Kind::of) == Some(kind)).count();
    let counts = Kind::ALL.map(|kind| (kind, count(kind)));
    if counts.iter().filter(|(_, count)| *count > 0).count() < 2 {
        return vec![table];
    }
    let largest = counts.iter().max_by_key(|(_, count)| *count).map(|(kind, _)| *kind);
    for row in std::mem::take(&mut table.rows) {
        let kind = row.geometry.as_ref().map(Kind::of).or(largest);
        parts.entry(kind).or_default().push(row);
    }
    let mut skipped = std::mem::take(&mut table.skipped);
    let mut warnings = std::mem::take(&mut table.warnings);
    parts
        .into_iter()
        .map(|(kind, rows)| Table {
            name: format!("{}_{}", table.name, kind.map_or("", Kind::suffix)),
            rows,
            // What was lost or odd is told once.
            skipped: std::mem::take(&mut skipped),
            warnings: std::mem::take(&mut warnings),
            columns: table.columns.clone(),
            crs: table.crs.clone(),
            encoding: table.encoding.clone(),
        })
        .collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Points,
    Lines,
    Areas,
    Mixed,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Points, Self::Lines, Self::Areas, Self::Mixed];

    fn of(shape: &Geometry) -> Self {
        match shape {
            Geometry::Point(_) | Geometry::MultiPoint(_) => Self::Points,
            Geometry::Line(_) | Geometry::LineString(_) | Geometry::MultiLineString(_) => Self::Lines,
            Geometry::Polygon(_) | Geometry::MultiPolygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => {
                Self::Areas
            }
            Geometry::GeometryCollection(parts) => {
                let mut kinds = parts.iter().map(Self::of);
                let first = kinds.next().unwrap_or(Self::Mixed);
                if kinds.all(|it| it == first) { first } else { Self::Mixed }
            }
        }
    }

    /// As other programs name such parts.
    fn suffix(self) -> &'static str {
        match self {
            Self::Points => "points",
            Self::Lines => "lines",
            Self::Areas => "polygons",
            Self::Mixed => "mixed",
        }
    }
}

#[cfg(test)]
mod tests {
    use geo::{LineString, Point};

    use super::*;

    #[test]
    fn points_and_lines_part_and_nothing_is_lost() {
        let row = |number, geometry| Row { number, cells: vec![], geometry };
        let line = LineString::from(vec![(0.0, 0.0), (1.0, 1.0)]);
        let rows = vec![
            row(1, Some(Point::new(1.0, 1.0).into())),
            row(2, Some(line.into())),
            row(3, None),
            row(4, Some(Point::new(2.0, 1.0).into())),
        ];
        let table = Table { name: "图".into(), rows, ..Table::default() };
        let parts = by_kind(table.clone());
        let found: Vec<(&str, Vec<u64>)> = parts
            .iter()
            .map(|it| (it.name.as_str(), it.rows.iter().map(|row| row.number).collect()))
            .collect();
        assert_eq!(found, [("图_points", vec![1, 3, 4]), ("图_lines", vec![2])]);
        let points = Table { rows: table.rows[..1].to_vec(), ..table };
        assert_eq!(by_kind(points)[0].name, "图");
    }
}
