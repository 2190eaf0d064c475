//! Drawing features of a layer that the project owns.
//!
//! Escape puts the pencil away and keeps the sketch: who takes it up again goes on where it was left. Only the cancel button
//! drops it.

use eframe::egui::{Shape, Stroke, Ui};
use geo::{Coord, Geometry};

use super::{
    Act, Gesture, Ground,
    attributes::{Answer, Attributes},
    snapping::{self, Snapping},
};
use crate::{
    app::{Action, ShapeEdit, ShapeEdits, scene::layer_key},
    domain::{
        RecordId,
        layer::{Feature, Layer},
        shape::{ShapeFault, ShapeType},
    },
    map::{
        plane::WorldPoint,
        sketch::{Drawing, Snap},
    },
    ui::{
        icons,
        said::{self, Word},
        theme::{self, GAP, UNIT},
        widgets,
        wish::Wish,
    },
};

/// What is being drawn, and on which layer.
#[derive(Debug, Default)]
pub(super) struct Draw {
    layer: Option<RecordId>,
    drawing: Option<Drawing>,
    snap: Option<Snap>,
    /// What is wrong with the shape that was to be finished.
    fault: Option<ShapeFault>,
    /// The finished shape, until its attributes are typed.
    finished: Option<(Geometry<f64>, Attributes)>,
}

impl Draw {
    /// Draws on this layer from now on.
    pub(super) fn start(&mut self, layer: RecordId) {
        if self.layer != Some(layer) {
            *self = Self { layer: Some(layer), ..Self::default() };
        }
    }

    pub(super) fn is_drawing(&self) -> bool {
        self.drawing.as_ref().is_some_and(|it| !it.is_empty()) || self.finished.is_some()
    }

    /// Takes the last place back. False where there was none.
    pub(super) fn back(&mut self) -> bool {
        self.fault = None;
        if self.finished.take().is_some() {
            return true;
        }
        self.drawing.as_mut().is_some_and(Drawing::back)
    }

    fn cancel(&mut self) {
        *self = Self { layer: self.layer, ..Self::default() };
    }

    pub(super) fn run(&mut self, ground: &Ground<'_>, gesture: &Gesture, snapping: Snapping) {
        let Some(layer) = target(ground, &mut self.layer) else { return };
        let shape = ShapeType::of_layer(layer).unwrap_or(ShapeType::Line);
        if self.drawing.as_ref().is_none_or(|it| it.shape != shape) {
            self.drawing = Some(Drawing::new(shape));
        }
        self.snap = gesture.pointer.and_then(|it| snapping.find(ground, it, None));
        let Some(drawing) = self.drawing.as_mut().filter(|_| self.finished.is_none()) else { return };
        match gesture.act {
            Act::Click(place) => {
                drawing.add(self.snap.map_or_else(|| place.to_lonlat(), |it| it.at));
                self.fault = None;
                if shape == ShapeType::Point {
                    self.finish();
                }
            }
            Act::Finish => self.finish(),
            Act::Back => {
                self.back();
            }
            _ => {}
        }
    }

    fn finish(&mut self) {
        let Some(drawing) = self.drawing.as_ref().filter(|it| !it.is_empty()) else { return };
        match drawing.finished() {
            Ok(shape) => self.finished = Some((shape, Attributes::of(None))),
            Err(fault) => self.fault = Some(fault),
        }
    }

    pub(super) fn paint(&self, ground: &Ground<'_>, pointer: Option<WorldPoint>, armed: bool) {
        let Some(drawing) = &self.drawing else { return };
        let tokens = theme::tokens(ground.ui);
        let painter = ground.ui.painter_at(ground.rect);
        let next = pointer.filter(|_| armed && self.finished.is_none());
        let next = next.map(|it| self.snap.map_or_else(|| it.to_lonlat(), |snap| snap.at));
        let next = next.filter(|_| !drawing.is_empty());
        let line: Vec<_> = drawing.preview(next).into_iter().map(|it| at(ground, it)).collect();
        let crossing = drawing.crossing(next);
        let color = match (armed, crossing) {
            (false, _) => tokens.weak,
            (true, Some(_)) => tokens.alarm,
            (true, None) => tokens.accent,
        };
        for (wide, color) in [(5.0, tokens.over_map), (2.0, color)] {
            painter.add(Shape::line(line.clone(), Stroke::new(wide, color)));
        }
        for place in drawing.places() {
            painter.circle(at(ground, *place), 4.0, tokens.over_map, Stroke::new(2.0, color));
        }
        if let Some((x, y)) = crossing {
            let at = at(ground, Coord { x, y });
            painter.circle_stroke(at, 9.0, Stroke::new(2.5, tokens.alarm));
        }
        if let Some(snap) = self.snap.filter(|_| armed && self.finished.is_none()) {
            snapping::paint(ground, &snap);
        }
    }

    pub(super) fn card_ui(
        &mut self,
        ui: &mut Ui,
        ground: &Ground<'_>,
        snapping: &mut Snapping,
        wishes: &mut Vec<Wish>,
    ) {
        let lang = ground.shown.lang;
        widgets::section(ui, lang.term(Word::DrawOn));
        let Some(layer) = target(ground, &mut self.layer) else {
            no_layer_ui(ui, ground, wishes);
            return;
        };
        self.choice_ui(ui, ground, layer);
        let set = ground.references.get(&layer_key(layer.id)).and_then(|(_, set)| set.as_deref());
        if let Some(((_, attributes), set)) = self.finished.as_mut().zip(set) {
            match attributes.ui(ui, ground, &set.columns) {
                Answer::Open => {}
                Answer::Back => self.finished = None,
                Answer::Save => {
                    let values = attributes.values(set);
                    let Some((shape, _)) = self.finished.take() else { return };
                    let feature = Feature { geometry: Some(shape), values };
                    wishes.push(edit(layer, ShapeEdit::Add(feature)));
                    self.cancel();
                }
            }
            return;
        }
        let tokens = theme::tokens(ui);
        if let Some(fault) = &self.fault {
            widgets::notice_line(ui, icons::WARNING, tokens.alarm, tokens.alarm_soft, &fault.say(lang));
        } else {
            let shape = self.drawing.as_ref().map_or(ShapeType::Line, |it| it.shape);
            widgets::small(ui, said::drawing_hint(lang, shape));
        }
        ui.add_space(UNIT);
        self.buttons_ui(ui, ground, snapping);
    }

    fn choice_ui(&mut self, ui: &mut Ui, ground: &Ground<'_>, layer: &Layer) {
        let width = ui.available_width();
        let combo = widgets::choice(ui, "drawn layer", width, &layer.name);
        let response = combo.show_ui(ui, |ui| {
            for other in owned(ground) {
                if ui.selectable_label(other.id == layer.id, &other.name).clicked() {
                    self.start(other.id);
                }
            }
        });
        response.response.on_hover_text(ground.shown.lang.term(Word::DrawOn));
        ui.add_space(UNIT);
    }

    fn buttons_ui(&mut self, ui: &mut Ui, ground: &Ground<'_>, snapping: &mut Snapping) {
        let lang = ground.shown.lang;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = UNIT;
            let begun = self.is_drawing();
            ui.add_enabled_ui(begun, |ui| {
                if widgets::primary_button(ui, lang.term(Word::FinishShape)).on_hover_text("Enter").clicked()
                {
                    self.finish();
                }
                let back = lang.term(Word::OneBack);
                if widgets::icon_command(ui, icons::UNDO, back, "Backspace", None).clicked() {
                    self.back();
                }
                if widgets::icon_button(ui, icons::REMOVE, lang.term(Word::DropSketch)).clicked() {
                    self.cancel();
                }
            });
            snap_button(ui, ground, snapping);
        });
    }
}

/// The button that switches snapping.
pub(super) fn snap_button(ui: &mut Ui, ground: &Ground<'_>, snapping: &mut Snapping) {
    let name = ground.shown.lang.term(Word::Snapping);
    if widgets::icon_command(ui, icons::SNAP, name, "S", Some(snapping.is_on())).clicked() {
        snapping.toggle();
    }
}

/// What stands where there is no layer to draw on.
pub(super) fn no_layer_ui(ui: &mut Ui, ground: &Ground<'_>, wishes: &mut Vec<Wish>) {
    let lang = ground.shown.lang;
    widgets::small(ui, lang.term(Word::NothingToDrawOn));
    ui.add_space(GAP);
    ui.add_enabled_ui(!ground.shown.read_only, |ui| {
        if widgets::quiet_button(ui, icons::NEW_LAYER, lang.term(Word::NewLayer)).clicked() {
            wishes.push(Wish::AskLayer);
        }
    });
}

/// The layers that may be drawn on, topmost first.
fn owned<'a>(ground: &Ground<'a>) -> impl Iterator<Item = &'a Layer> {
    let map = ground.shown.project.map();
    let layers: Vec<&Layer> = map.drawn_layers().filter(|it| it.owned && map.is_shown(it)).collect();
    layers.into_iter().rev()
}

/// The layer that is drawn on: the one that was chosen, else the topmost.
pub(super) fn target<'a>(ground: &Ground<'a>, chosen: &mut Option<RecordId>) -> Option<&'a Layer> {
    let known = owned(ground).find(|it| Some(it.id) == *chosen);
    let layer = known.or_else(|| owned(ground).next());
    *chosen = layer.map(|it| it.id);
    layer
}

/// The wish to make one change to a layer.
pub(super) fn edit(layer: &Layer, edit: ShapeEdit) -> Wish {
    let edits = ShapeEdits { layer: layer.id, table: layer.table_name.clone(), edits: vec![edit] };
    Wish::act(Action::EditShapes(edits))
}

fn at(ground: &Ground<'_>, place: Coord) -> eframe::egui::Pos2 {
    ground.pos(WorldPoint::from_lonlat(place))
}
