//! Reference layers: rivers, zones, sections, counties … whole data sets.

use std::sync::Arc;

use geo::{BoundingRect as _, CoordsIter as _, Geometry, MultiLineString, MultiPoint, MultiPolygon};
use rayon::prelude::*;

use super::{
    ImportError, ImportKind, ImportOptions, ImportPlan, ImportReport, SkipReason, Warning, crs::LayerCrs,
    replace,
};
use crate::domain::{
    RecordId, Value,
    layer::{Feature, FeatureSet, Layer, LayerKind},
    map_parts::MapParts,
    project::{Change, Project},
    shape::shape_name,
    table::{Cell, Row, Table},
};

/// Plans the import of `table` as a reference layer of the kind that `options` say.
///
/// The layer that `options` name, else one of the same kind and name, gets the features in place of its own, unless
/// they are the same by `hash`: it stays the same record, with its name, style, group, place and visibility. `columns`
/// tells the headings that it had so far. Overrides of columns rename them here; an empty name leaves the column out.
pub fn plan_layer(
    project: &Project,
    table: &Table,
    options: &ImportOptions,
    source_name: &str,
    hash: &dyn Fn(&FeatureSet) -> String,
    columns: &dyn Fn(&Layer) -> Vec<String>,
    new_id: &mut dyn FnMut() -> RecordId,
) -> Result<ImportPlan, ImportError> {
    let target = match options.replaces {
        Some(id) => Some(project.layers().iter().find(|it| it.id == id).ok_or(ImportError::LayerGone)?),
        None => None,
    };
    let kind = match (target, options.kind) {
        (Some(layer), _) => layer.kind.unwrap_or(LayerKind::Reference),
        (None, ImportKind::Layer(kind)) => kind,
        (None, ImportKind::Outfall | ImportKind::Facts(_)) => LayerKind::Reference,
    };
    let name = target.map_or_else(|| name(table, options, source_name), |it| it.name.clone());
    let mut report = ImportReport::of(table, ImportKind::Layer(kind), source_name, &name);
    let mut warnings = Vec::new();
    let crs = LayerCrs::of(table, options.crs.as_ref(), &mut warnings)?;
    for warning in warnings {
        report.warn(None, warning);
    }
    report.crs = crs.as_ref().map_or_else(String::new, |it| it.choice.label());

    let set = features(table, kind, options, crs.as_ref(), &mut report);
    let mut plan = ImportPlan {
        kind: options.kind,
        changes: Vec::new(),
        features: Vec::new(),
        rows: Vec::new(),
        report,
    };
    let count = set.features.len() as u64;
    if count == 0 {
        plan.report.close();
        return Ok(plan);
    }
    let content = hash(&set);
    let same_name = || project.layers().iter().find(|it| it.kind == Some(kind) && it.name == name);
    let known = target.or_else(same_name);
    if known.is_some_and(|it| it.hash == content && !content.is_empty()) {
        plan.report.unchanged = count;
        plan.report.close();
        return Ok(plan);
    }
    // Also for a layer that is there already: the table of its old features stays, for undo.
    let fresh = new_id();
    let guessed = plan.report.warnings.iter().any(|it| matches!(it.warning, Warning::CrsAssumed { .. }));
    let mut layer = Layer {
        table_name: table_name(fresh, kind),
        geometry: shape_type(&set).to_owned(),
        count: count as i64,
        crs: plan.report.crs.clone(),
        encoding: plan.report.encoding.clone(),
        source: source_name.to_owned(),
        hash: content,
        refused: plan.report.skipped.len() as i64,
        crs_guessed: guessed,
        ..known.cloned().unwrap_or_else(|| new_layer(project.map(), fresh, name, kind))
    };
    set_extent(&mut layer, &set);
    if let Some(old) = known {
        plan.report.changed = count;
        plan.report.was = Some(old.count.max(0) as u64);
        replace::tell(&mut plan.report, old, &columns(old), &layer, &set.columns);
        plan.changes.extend(Change::between(&old.clone().into(), &layer.clone().into()));
    } else {
        plan.report.new = count;
        plan.changes.push(Change::Insert(layer.clone().into()));
    }
    plan.features.push((layer.id, Arc::new(set)));
    plan.report.close();
    Ok(plan)
}

/// A layer of which only the name is known, on top of all others.
fn new_layer(map: &MapParts, id: RecordId, name: String, kind: LayerKind) -> Layer {
    let alone = map.layers.iter().filter(|it| it.group.is_none()).map(|it| it.position);
    let top = alone.chain(map.groups.iter().map(|it| it.position)).max().map_or(0, |it| it + 1);
    Layer { id, name, kind: Some(kind), visible: true, position: top, ..Layer::default() }
}

fn name(table: &Table, options: &ImportOptions, source_name: &str) -> String {
    let said = options.layer_name.as_deref().map(str::trim).filter(|it| !it.is_empty());
    let own = Some(table.name.trim()).filter(|it| !it.is_empty());
    let stem = || source_name.rsplit_once('.').map_or(source_name, |(stem, _)| stem);
    said.or(own).unwrap_or_else(stem).to_owned()
}

/// `layer_river_1a2b3c4d`: the end of an identity is random, its beginning is the time.
fn table_name(fresh: RecordId, kind: LayerKind) -> String {
    format!("layer_{}_{:08x}", kind.code(), fresh.0.as_u128() as u32)
}

fn features(
    table: &Table,
    kind: LayerKind,
    options: &ImportOptions,
    crs: Option<&LayerCrs>,
    report: &mut ImportReport,
) -> FeatureSet {
    let kept: Vec<(usize, String)> = table
        .columns
        .iter()
        .enumerate()
        .map(|(at, heading)| (at, options.columns.of(heading).unwrap_or(heading).to_owned()))
        .filter(|(at, name)| !name.is_empty() || table.columns.get(*at).is_some_and(String::is_empty))
        .collect();
    let types: Vec<ColumnType> = kept.par_iter().map(|(at, _)| ColumnType::of(&table.rows, *at)).collect();
    let shapes: Vec<Result<Option<Geometry<f64>>, SkipReason>> =
        table.rows.par_iter().map(|row| shape(row, kind, crs)).collect();

    let mut features = Vec::with_capacity(table.rows.len());
    for (row, shape) in table.rows.iter().zip(shapes) {
        match shape {
            Ok(geometry) => {
                let values = kept.iter().zip(&types).map(|((at, _), kind)| kind.value(row.cells.get(*at)));
                features.push(Feature { geometry, values: values.collect() });
            }
            Err(reason) => report.skip(row.number, reason, &row.cells),
        }
    }
    let mut set = FeatureSet { columns: kept.into_iter().map(|(_, name)| name).collect(), features };
    promote(&mut set);
    set
}

fn shape(row: &Row, kind: LayerKind, crs: Option<&LayerCrs>) -> Result<Option<Geometry<f64>>, SkipReason> {
    let shape = row.geometry.as_ref().filter(|it| it.coords_count() > 0);
    let (Some(shape), Some(crs)) = (shape, crs) else {
        // Tables without shapes are good for looking things up.
        return if kind == LayerKind::Reference { Ok(None) } else { Err(SkipReason::NoGeometry) };
    };
    if !fits(kind, shape) {
        return Err(SkipReason::WrongGeometry { found: shape_name(shape) });
    }
    crs.place(shape).map(Some).ok_or(SkipReason::NotOnGlobe)
}

/// Can a layer of this kind have such a shape?
fn fits(kind: LayerKind, shape: &Geometry<f64>) -> bool {
    let dimension = match shape {
        Geometry::Point(_) | Geometry::MultiPoint(_) => 0,
        Geometry::Line(_) | Geometry::LineString(_) | Geometry::MultiLineString(_) => 1,
        Geometry::Polygon(_) | Geometry::MultiPolygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => 2,
        Geometry::GeometryCollection(parts) => return parts.iter().all(|part| fits(kind, part)),
    };
    match kind {
        LayerKind::River => dimension == 1,
        LayerKind::Zone | LayerKind::County => dimension == 2,
        // A section is a point in tables and a line across the river in surveys.
        LayerKind::Section | LayerKind::Sewer => dimension < 2,
        LayerKind::Source | LayerKind::Village => dimension != 1,
        LayerKind::Reference => true,
    }
}

/// The one type of all shapes, or `GEOMETRY`.
pub(in crate::app) fn shape_type(set: &FeatureSet) -> &'static str {
    let mut names = set.features.iter().filter_map(|it| it.geometry.as_ref()).map(shape_name);
    match names.next() {
        Some(first) if names.all(|it| it == first) => first,
        _ => "GEOMETRY",
    }
}

/// Files mix single and multiple shapes freely, tables do not: where both occur, the single ones become multiple ones
/// of one part.
fn promote(set: &mut FeatureSet) {
    let names: Vec<&str> =
        set.features.iter().filter_map(|it| it.geometry.as_ref()).map(shape_name).collect();
    for single in ["POINT", "LINESTRING", "POLYGON"] {
        let is_pair = |name: &&str| **name == *single || name.strip_prefix("MULTI") == Some(single);
        let has_multi = names.iter().any(|it| it.starts_with("MULTI"));
        if !(has_multi && names.iter().all(is_pair)) {
            continue;
        }
        for shape in set.features.iter_mut().filter_map(|it| it.geometry.as_mut()) {
            *shape = match std::mem::replace(shape, Geometry::MultiPoint(MultiPoint(Vec::new()))) {
                Geometry::Point(it) => MultiPoint(vec![it]).into(),
                Geometry::LineString(it) => MultiLineString(vec![it]).into(),
                Geometry::Polygon(it) => MultiPolygon(vec![it]).into(),
                other => other,
            };
        }
    }
}

/// Writes the edges of all shapes into the record.
pub(in crate::app) fn set_extent(layer: &mut Layer, set: &FeatureSet) {
    (layer.west, layer.south, layer.east, layer.north) = (None, None, None, None);
    for bounds in set.features.iter().filter_map(|it| it.geometry.as_ref()?.bounding_rect()) {
        let (low, high) = (bounds.min(), bounds.max());
        let least = |known: Option<f64>, new: f64| Some(known.map_or(new, |known| known.min(new)));
        let most = |known: Option<f64>, new: f64| Some(known.map_or(new, |known| known.max(new)));
        layer.west = least(layer.west, low.x);
        layer.south = least(layer.south, low.y);
        layer.east = most(layer.east, high.x);
        layer.north = most(layer.north, high.y);
    }
}

/// What all cells of a column fit in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ColumnType {
    Integer,
    Real,
    Text,
}

impl ColumnType {
    fn of(rows: &[Row], at: usize) -> Self {
        // Beyond 2^53 a number is no longer whole for certain.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        let mut found = Self::Integer;
        for cell in rows.iter().filter_map(|row| row.cells.get(at)) {
            match cell {
                Cell::Empty | Cell::Flag(_) => {}
                Cell::Number(number) if number.fract() == 0.0 && number.abs() <= EXACT => {}
                Cell::Number(_) => found = Self::Real,
                Cell::Text(_) | Cell::Date(_) => return Self::Text,
            }
        }
        found
    }

    fn value(self, cell: Option<&Cell>) -> Value {
        match (self, cell) {
            (_, None | Some(Cell::Empty)) => Value::Null,
            (Self::Text, Some(cell)) => Value::text(cell.to_text()),
            (_, Some(Cell::Flag(flag))) => Value::Integer(i64::from(*flag)),
            (Self::Integer, Some(Cell::Number(number))) => Value::Integer(*number as i64),
            (Self::Real, Some(Cell::Number(number))) => Value::Real(*number),
            (_, Some(cell)) => Value::text(cell.to_text()),
        }
    }
}
