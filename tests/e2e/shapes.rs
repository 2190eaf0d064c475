//! Layers that are drawn here, and outfalls that are moved: each change is one step, and undo brings back the very bytes.

use geo::{Geometry, LineString, coord, polygon};
use paikou::{
    app::{Action, LayerDraft, Problem, ShapeEdit, ShapeEdits, new_id},
    domain::{
        RecordId, Value,
        layer::{Feature, Layer, LayerKind},
        op::Deed,
        outfall::Outfall,
        shape::{ShapeFault, ShapeType},
    },
    map::sketch::Outline,
    storage::Store,
};

use crate::support::{Desk, env};

fn line(places: &[(f64, f64)]) -> Geometry {
    LineString::from(places.to_vec()).into()
}

fn feature(name: &str, shape: Geometry) -> Feature {
    Feature { geometry: Some(shape), values: vec![Value::text(name)] }
}

impl Desk {
    fn new_layer(&mut self, shape: ShapeType) -> RecordId {
        let draft = LayerDraft {
            id: new_id(),
            name: "新沟渠".to_owned(),
            kind: LayerKind::Reference,
            shape,
            columns: vec!["名称".to_owned(), "备注".to_owned()],
        };
        let id = draft.id;
        self.does(Action::NewLayer(draft));
        id
    }

    fn layer(&self, id: RecordId) -> Layer {
        self.workspace.project().layers().iter().find(|it| it.id == id).unwrap().clone()
    }

    fn edits(&self, id: RecordId, edits: Vec<ShapeEdit>) -> Action {
        Action::EditShapes(ShapeEdits { layer: id, table: self.layer(id).table_name, edits })
    }

    fn draws(&mut self, id: RecordId, edits: Vec<ShapeEdit>) {
        let action = self.edits(id, edits);
        self.does(action);
    }

    fn names(&self, id: RecordId) -> Vec<String> {
        let set = self.workspace.features(id).unwrap();
        set.features.iter().map(|it| set.name(it).unwrap_or_default().to_owned()).collect()
    }

    /// The project holds what its operations say.
    fn verified(self) -> Self {
        let (path, folder) = (self.path(), self.folder);
        drop(self.workspace);
        let report = Store::open(&path, &env().device).unwrap().verify().unwrap();
        assert_eq!(report.findings, []);
        let workspace = paikou::app::Workspace::open(&path, env()).unwrap();
        let mut desk = Self { workspace, folder };
        desk.workspace.settle(|_| {});
        desk
    }
}

#[test]
fn what_is_drawn_is_there_after_reopening() {
    let mut desk = Desk::new();
    let layer = desk.new_layer(ShapeType::Line);
    assert_eq!((desk.layer(layer).count, desk.layer(layer).owned), (0, true));

    desk.draws(layer, vec![ShapeEdit::Add(feature("东渠", line(&[(112.7, 38.4), (112.8, 38.4)])))]);

    let desk = desk.verified();
    assert_eq!(desk.names(layer), ["东渠"]);
    let layer = desk.layer(layer);
    assert_eq!((layer.count, layer.geometry.as_str(), layer.east), (1, "LINESTRING", Some(112.8)));
    assert_eq!(desk.workspace.history().last().unwrap().deed, Deed::EditShapes);
}

#[test]
fn undo_brings_back_the_very_features_and_redo_the_edit() {
    let mut desk = Desk::new();
    let layer = desk.new_layer(ShapeType::Line);
    desk.draws(layer, vec![ShapeEdit::Add(feature("东渠", line(&[(112.7, 38.4), (112.8, 38.4)])))]);
    let before = desk.layer(layer);

    let whole = Outline::of(&line(&[(112.7, 38.4), (112.8, 38.4)])).unwrap();
    let at = whole.vertices().next().unwrap().0;
    let (one, other) = whole.split(at, coord! { x: 112.75, y: 38.4 }).unwrap();
    let halves = vec![feature("东渠上段", one.shape()), feature("东渠下段", other.shape())];
    desk.draws(layer, vec![ShapeEdit::Replace { at: 0, with: halves }]);
    let after = desk.layer(layer);
    assert_eq!(desk.names(layer), ["东渠上段", "东渠下段"]);

    desk.does(Action::Undo);
    assert_eq!(desk.layer(layer), before);
    assert_eq!(desk.names(layer), ["东渠"]);
    let mut desk = desk.verified();
    desk.does(Action::Redo);
    assert_eq!(desk.layer(layer), after);
    assert_eq!(desk.names(layer), ["东渠上段", "东渠下段"]);
    desk.does(Action::Undo);
    desk.does(Action::Undo);
    desk.does(Action::Undo);
    assert!(desk.workspace.project().layers().is_empty());
    desk.verified();
}

#[test]
fn an_edit_of_an_older_version_is_refused() {
    let mut desk = Desk::new();
    let layer = desk.new_layer(ShapeType::Line);
    let edit = ShapeEdit::Add(feature("东渠", line(&[(112.7, 38.4), (112.8, 38.4)])));
    let stale = desk.edits(layer, vec![edit.clone()]);
    desk.draws(layer, vec![edit]);

    assert!(matches!(desk.fails(stale), Problem::LayerChanged { .. }));

    assert_eq!(desk.names(layer), ["东渠"]);
}

#[test]
fn a_polygon_that_crosses_itself_is_refused_with_the_place() {
    let mut desk = Desk::new();
    let layer = desk.new_layer(ShapeType::Polygon);
    let bow = polygon![(x: 112., y: 38.), (x: 114., y: 40.), (x: 114., y: 38.), (x: 112., y: 40.)];
    let action = desk.edits(layer, vec![ShapeEdit::Add(feature("领结", bow.into()))]);

    let problem = desk.fails(action);

    assert!(matches!(problem, Problem::BadShape(ShapeFault::Crossing { at: (113.0, 39.0) })), "{problem:?}");
}

#[test]
fn imported_layers_are_locked_and_a_copy_is_not() {
    let mut desk = Desk::with_sample();
    let river = desk.workspace.project().layers().iter().find(|it| it.kind == Some(LayerKind::River));
    let river = river.unwrap().clone();
    let locked = desk.edits(river.id, vec![ShapeEdit::Replace { at: 0, with: Vec::new() }]);
    assert!(matches!(desk.fails(locked), Problem::LayerLocked { .. }));

    let copy = new_id();
    desk.does(Action::CopyLayer { from: river.id, id: copy, name: "河流 副本".to_owned() });
    assert_eq!(desk.layer(copy).hash, river.hash, "single lines are copied as they are");
    desk.draws(copy, vec![ShapeEdit::Replace { at: 0, with: Vec::new() }]);

    assert_eq!(desk.layer(copy).count, river.count - 1);
    assert_eq!(desk.layer(river.id), river);
    desk.verified();
}

#[test]
fn a_moved_outfall_takes_what_was_accepted_and_keeps_how_it_was_given() {
    let mut desk = Desk::with_sample();
    let entries = desk.workspace.project().entries().iter().map(|it| &it.outfall);
    let placed: Vec<Outfall> = entries.filter(|it| it.position().is_some()).cloned().collect();
    let old = placed[0].clone();
    let to = placed.iter().find(|it| it.county != old.county).unwrap().position().unwrap();
    desk.workspace.surroundings();
    desk.workspace.settle(|_| {});
    let mut changes = desk.workspace.surroundings().propose(to.0, to.1).changes_to(&old);
    changes.retain(|it| it.column == "county");
    assert_eq!(changes.len(), 1, "where another county's outfall lies, the county is another one");

    desk.does(Action::MoveOutfall { id: old.id, to, accepted: changes.clone() });

    let moved = desk.workspace.project().entry(old.id).unwrap().outfall.clone();
    assert_eq!(moved.position(), Some(to));
    assert_eq!(Value::text(&moved.county), changes[0].new);
    assert_eq!((&moved.river, &moved.coord_text_raw), (&old.river, &old.coord_text_raw));
    assert_eq!(desk.workspace.history().last().unwrap().deed, Deed::MoveOutfall);
    desk.does(Action::Undo);
    assert_eq!(desk.workspace.project().entry(old.id).unwrap().outfall, old);
    desk.verified();
}
