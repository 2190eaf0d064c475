//! Layers that are drawn in this program: making one, copying an imported one, and changing its shapes.
//!
//! A reference layer is a data set that is replaced as a whole, so an edit writes a new version of its table and parks the
//! one before, and undo only has to take that one out again. Nothing is lost that way and every version is held against its
//! hash; the price is that a project grows by one copy of the layer with each edit, which is why [`MOST_SHAPES`] is small.

use std::sync::Arc;

use geo::{Geometry, MultiLineString, MultiPoint, MultiPolygon};

use super::{
    Problem, Workspace,
    import::{set_extent, shape_type},
    new_id,
    stepping::NewStep,
};
use crate::{
    domain::{
        RecordId, Value,
        layer::{Feature, FeatureSet, Layer, LayerKind},
        op::Deed,
        project::Change,
        shape::{ShapeType, fault_of, tidied},
    },
    storage::{feature_hash, layer_table_name},
};

/// The most features of a layer that can be edited: writing a version of so many takes about a second. Our choice.
pub const MOST_SHAPES: usize = 20_000;

/// A layer that is to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerDraft {
    /// Its identity.
    pub id: RecordId,
    /// What a person calls it.
    pub name: String,
    /// What it holds.
    pub kind: LayerKind,
    /// What its features are made of.
    pub shape: ShapeType,
    /// The headings of its columns, the name first.
    pub columns: Vec<String>,
}

/// Changes to the shapes of a layer that was drawn here: one step.
#[derive(Clone, Debug, PartialEq)]
pub struct ShapeEdits {
    /// The layer.
    pub layer: RecordId,
    /// The version that the numbers are of: [`Layer::table_name`]. What was meant for another version is refused.
    pub table: String,
    /// The changes; numbers are those before all of them.
    pub edits: Vec<ShapeEdit>,
}

/// One change to the features of a layer.
#[derive(Clone, Debug, PartialEq)]
pub enum ShapeEdit {
    /// A new feature, behind the others.
    Add(Feature),
    /// The feature of this number gives way to others: to one that is changed, to two halves, to none.
    Replace {
        /// Its number, 0 first.
        at: usize,
        /// What comes in its place.
        with: Vec<Feature>,
    },
}

impl Workspace {
    /// Makes an empty layer that can be drawn on.
    pub(super) fn new_layer(&mut self, draft: LayerDraft) -> Result<(), Problem> {
        let set = FeatureSet { columns: draft.columns, features: Vec::new() };
        let layer = Layer {
            id: draft.id,
            name: draft.name,
            kind: Some(draft.kind),
            geometry: draft.shape.code().to_owned(),
            ..self.drawn_layer()
        };
        self.bring_layer(Deed::NewLayer, layer, set)
    }

    /// Copies a layer, so that the copy can be edited.
    pub(super) fn copy_layer(&mut self, from: RecordId, id: RecordId, name: String) -> Result<(), Problem> {
        let changed = || Problem::LayerChanged { layer: name.clone() };
        let source = self.project.layers().iter().find(|it| it.id == from).ok_or_else(changed)?.clone();
        let mut set = self.features(from).ok_or_else(changed)?.as_ref().clone();
        if set.features.len() > MOST_SHAPES {
            return Err(Problem::TooManyShapes { layer: source.name, most: MOST_SHAPES });
        }
        make_single(&mut set);
        let layer = Layer {
            id,
            name,
            kind: source.kind,
            geometry: shape_type(&set).to_owned(),
            style: source.style,
            group: source.group,
            ..self.drawn_layer()
        };
        self.bring_layer(Deed::NewLayer, layer, set)
    }

    /// A layer that lies on top and is owned.
    fn drawn_layer(&self) -> Layer {
        let top = self.project.layers().iter().map(|it| it.position + 1).max().unwrap_or_default();
        Layer {
            crs: "EPSG:4490".to_owned(),
            encoding: "UTF-8".to_owned(),
            visible: true,
            position: top,
            owned: true,
            ..Layer::default()
        }
    }

    fn bring_layer(&mut self, deed: Deed, mut layer: Layer, set: FeatureSet) -> Result<(), Problem> {
        stamp(&mut layer, &set);
        let mut step = NewStep::of(deed, layer.name.clone(), vec![Change::Insert(layer.clone().into())]);
        step.features = vec![(layer.id, Arc::new(set))];
        self.commit(step)
    }

    /// Changes the shapes of a layer that was drawn here.
    pub(super) fn edit_shapes(&mut self, edits: ShapeEdits) -> Result<(), Problem> {
        let found = self.project.layers().iter().find(|it| it.id == edits.layer).cloned();
        let old = found.ok_or_else(|| Problem::LayerChanged { layer: String::new() })?;
        if !old.owned {
            return Err(Problem::LayerLocked { layer: old.name });
        }
        let set = self.features(old.id).filter(|_| old.table_name == edits.table);
        let set = set.ok_or_else(|| Problem::LayerChanged { layer: old.name.clone() })?;
        let set = edited(&old, &set, edits.edits)?;
        if set.features.len() > MOST_SHAPES {
            return Err(Problem::TooManyShapes { layer: old.name, most: MOST_SHAPES });
        }
        let mut new = old.clone();
        stamp(&mut new, &set);
        if new.hash == old.hash {
            return Ok(());
        }
        let subject = old.name.clone();
        let id = old.id;
        let changes = Change::between(&old.into(), &new.into()).into_iter().collect();
        let mut step = NewStep::of(Deed::EditShapes, subject, changes);
        step.features = vec![(id, Arc::new(set))];
        self.commit(step)
    }
}

/// Brings the record in line with its features: a table of their own, their number, hash and extent.
fn stamp(layer: &mut Layer, set: &FeatureSet) {
    layer.table_name = layer_table_name(&Layer { id: new_id(), kind: layer.kind, ..Layer::default() });
    layer.count = set.features.len() as i64;
    layer.hash = feature_hash(set);
    (layer.west, layer.south, layer.east, layer.north) = (None, None, None, None);
    set_extent(layer, set);
}

/// The features after the edits; each new shape is sound, tidy, and of the type of the layer.
fn edited(layer: &Layer, set: &FeatureSet, edits: Vec<ShapeEdit>) -> Result<FeatureSet, Problem> {
    let mut replaced: std::collections::BTreeMap<usize, Vec<Feature>> = std::collections::BTreeMap::new();
    let mut added = Vec::new();
    for edit in edits {
        match edit {
            ShapeEdit::Add(feature) => added.push(sound(layer, set, feature, None)?),
            ShapeEdit::Replace { at, with } => {
                let changed = || Problem::LayerChanged { layer: layer.name.clone() };
                let before = set.features.get(at).ok_or_else(changed)?;
                let with = with.into_iter().map(|it| sound(layer, set, it, Some(before)));
                replaced.insert(at, with.collect::<Result<_, _>>()?);
            }
        }
    }
    let mut features = Vec::with_capacity(set.features.len() + added.len());
    for (at, feature) in set.features.iter().enumerate() {
        match replaced.remove(&at) {
            Some(with) => features.extend(with),
            None => features.push(feature.clone()),
        }
    }
    features.extend(added);
    Ok(FeatureSet { columns: set.columns.clone(), features })
}

/// The feature with a sound shape of the layer's type. A fault that the shape had before may stay, so that what came in with
/// one can be put right step by step.
fn sound(
    layer: &Layer,
    set: &FeatureSet,
    mut feature: Feature,
    before: Option<&Feature>,
) -> Result<Feature, Problem> {
    feature.values.resize(set.columns.len(), Value::Null);
    let Some(shape) = feature.geometry.take() else { return Ok(feature) };
    if before.is_some_and(|it| it.geometry.as_ref() == Some(&shape)) {
        feature.geometry = Some(shape);
        return Ok(feature);
    }
    let was_faulty = before.and_then(|it| it.geometry.as_ref()).is_some_and(|it| fault_of(it).is_some());
    if let Some(fault) = fault_of(&shape).filter(|_| !was_faulty) {
        return Err(Problem::BadShape(fault));
    }
    let shape = if was_faulty { shape } else { tidied(shape) };
    let several = layer.geometry.starts_with("MULTI");
    feature.geometry = Some(if several { multiple(shape) } else { shape });
    Ok(feature)
}

/// A shape of one part as one of several parts.
fn multiple(shape: Geometry<f64>) -> Geometry<f64> {
    match shape {
        Geometry::Point(it) => MultiPoint(vec![it]).into(),
        Geometry::LineString(it) => MultiLineString(vec![it]).into(),
        Geometry::Polygon(it) => MultiPolygon(vec![it]).into(),
        other => other,
    }
}

/// Files write single shapes as ones of several parts; where all have one part, they become plain ones.
fn make_single(set: &mut FeatureSet) {
    let single = |shape: &Geometry<f64>| match shape {
        Geometry::MultiPoint(it) if it.0.len() == 1 => it.0.first().map(|it| Geometry::from(*it)),
        Geometry::MultiLineString(it) if it.0.len() == 1 => it.0.first().cloned().map(Into::into),
        Geometry::MultiPolygon(it) if it.0.len() == 1 => it.0.first().cloned().map(Into::into),
        Geometry::MultiPoint(_) | Geometry::MultiLineString(_) | Geometry::MultiPolygon(_) => None,
        plain => Some(plain.clone()),
    };
    let shapes: Option<Vec<Option<Geometry<f64>>>> = set
        .features
        .iter()
        .map(|it| match &it.geometry {
            None => Some(None),
            Some(shape) => single(shape).map(Some),
        })
        .collect();
    for (feature, shape) in set.features.iter_mut().zip(shapes.unwrap_or_default()) {
        feature.geometry = shape;
    }
}
