//! Changing the features of layers that the project owns: vertices, cutting, direction, attributes.

use eframe::egui::{Key, PointerButton, Pos2, Shape, Stroke, Ui, vec2};
use geo::Coord;

use super::{
    super::screen_point,
    Act, Gesture, Ground, Tool,
    attributes::{Answer, Attributes},
    draw::{edit, no_layer_ui, snap_button},
    snapping::{self, Snapping, reach},
};
use crate::{
    app::{ShapeEdit, scene::layer_key},
    domain::{
        RecordId,
        layer::{Feature, FeatureSet, Layer},
        shape::{ShapeFault, fault_of},
    },
    map::{
        pick,
        plane::WorldPoint,
        sketch::{Outline, Snap, Vertex, nearest_segment, nearest_vertex},
        view::ScreenPoint,
    },
    ui::{
        icons,
        said::Word,
        theme::{self, UNIT},
        widgets,
        wish::Wish,
    },
};

/// Arrows are drawn on segments at least this long, in points, and on no more than so many.
const ARROW_FROM: f32 = 36.0;
const MOST_ARROWS: usize = 300;

/// The feature that is being changed, and how.
#[derive(Debug, Default)]
pub(super) struct VertexTool {
    /// The layer and the number of the feature.
    chosen: Option<(RecordId, usize)>,
    /// The vertex in the hand, and the outline as it would be.
    held: Option<(Vertex, Outline)>,
    /// The vertex that Delete takes out.
    picked: Option<Vertex>,
    /// Is the pointer over a vertex?
    over_vertex: bool,
    /// Does the next click cut the line?
    cutting: bool,
    snap: Option<Snap>,
    fault: Option<ShapeFault>,
    attributes: Option<Attributes>,
}

/// The chosen feature as it stands.
struct Chosen<'a> {
    layer: &'a Layer,
    set: &'a FeatureSet,
    at: usize,
    feature: &'a Feature,
    outline: Outline,
}

impl VertexTool {
    pub(super) fn takes_drag(&self) -> bool {
        self.held.is_some() || self.over_vertex
    }

    pub(super) fn is_drawing(&self) -> bool {
        self.chosen.is_some()
    }

    pub(super) fn drop_sketch(&mut self) {
        *self = Self::default();
    }

    fn chosen<'a>(&self, ground: &Ground<'a>) -> Option<Chosen<'a>> {
        let (id, at) = self.chosen?;
        let (layer, set) = ground.references.get(&layer_key(id))?;
        let set = set.as_deref()?;
        let feature = set.features.get(at).filter(|_| layer.owned)?;
        let outline = Outline::of(feature.geometry.as_ref()?)?;
        Some(Chosen { layer, set, at, feature, outline })
    }

    pub(super) fn run(
        &mut self,
        ground: &Ground<'_>,
        gesture: &Gesture,
        snapping: Snapping,
        wishes: &mut Vec<Wish>,
    ) {
        let Some(chosen) = self.chosen(ground) else {
            *self = Self::default();
            if let Act::Click(place) = gesture.act {
                self.choose(ground, place);
            }
            return;
        };
        if self.attributes.is_some() {
            return;
        }
        let screen = gesture.pointer.map(|it| screen_of(ground, it));
        let reach_px = reach(ground) * ground.view.pixel_ratio;
        let under = screen.and_then(|it| nearest_vertex(&chosen.outline, &ground.view, it, reach_px));
        self.over_vertex = under.is_some() && !self.cutting;
        let but = Some((layer_key(chosen.layer.id), chosen.at));
        self.snap =
            gesture.pointer.filter(|_| self.held.is_some()).and_then(|it| snapping.find(ground, it, but));
        let double = ground.ui.input(|input| input.pointer.button_double_clicked(PointerButton::Primary));
        match gesture.act {
            Act::Press(place) if !self.cutting => {
                let vertex =
                    nearest_vertex(&chosen.outline, &ground.view, screen_of(ground, place), reach_px);
                self.held = vertex.map(|it| (it, chosen.outline.clone()));
                self.picked = vertex;
            }
            Act::Release(_) => self.release(&chosen, wishes),
            Act::Click(place) if self.cutting => self.cut(ground, &chosen, place, wishes),
            Act::Click(place) => match under {
                Some(vertex) => self.picked = Some(vertex),
                None => self.choose(ground, place),
            },
            Act::Finish if double => self.insert(ground, &chosen, gesture, wishes),
            Act::Back => self.remove_vertex(&chosen, wishes),
            _ => {}
        }
        if let Some((place, (vertex, outline))) = gesture.pointer.zip(self.held.as_mut()) {
            outline.move_to(*vertex, self.snap.map_or_else(|| place.to_lonlat(), |it| it.at));
        }
    }

    /// Chooses the owned feature at a place, or none.
    fn choose(&mut self, ground: &Ground<'_>, place: WorldPoint) {
        let reach_px = reach(ground) * ground.view.pixel_ratio;
        let hits = pick::at(ground.scene, &ground.view, screen_of(ground, place), reach_px);
        let owned = hits.iter().find_map(|hit| {
            let (layer, _) = ground.references.get(&hit.layer)?;
            layer.owned.then_some((layer.id, hit.handle as usize))
        });
        if owned != self.chosen {
            *self = Self { chosen: owned, ..Self::default() };
        }
    }

    /// Keeps what was dragged, if it is sound.
    fn release(&mut self, chosen: &Chosen<'_>, wishes: &mut Vec<Wish>) {
        let Some((_, outline)) = self.held.take() else { return };
        self.keep(chosen, &outline, wishes);
    }

    fn keep(&mut self, chosen: &Chosen<'_>, outline: &Outline, wishes: &mut Vec<Wish>) {
        let shape = outline.shape();
        let was_faulty = chosen.feature.geometry.as_ref().is_some_and(|it| fault_of(it).is_some());
        self.fault = fault_of(&shape).filter(|_| !was_faulty);
        if self.fault.is_none() && chosen.feature.geometry.as_ref() != Some(&shape) {
            let feature = Feature { geometry: Some(shape), values: chosen.feature.values.clone() };
            wishes.push(edit(chosen.layer, ShapeEdit::Replace { at: chosen.at, with: vec![feature] }));
        }
    }

    fn insert(
        &mut self,
        ground: &Ground<'_>,
        chosen: &Chosen<'_>,
        gesture: &Gesture,
        wishes: &mut Vec<Wish>,
    ) {
        let Some(pointer) = gesture.pointer else { return };
        let reach_px = reach(ground) * ground.view.pixel_ratio;
        let found = nearest_segment(&chosen.outline, &ground.view, screen_of(ground, pointer), reach_px);
        let Some((segment, place)) = found else { return };
        let ends = chosen.outline.vertices().any(|(_, it)| it == place);
        let mut outline = chosen.outline.clone();
        if !ends && let Some(new) = outline.insert(segment, place) {
            self.picked = Some(new);
            self.keep(chosen, &outline, wishes);
        }
    }

    fn cut(&mut self, ground: &Ground<'_>, chosen: &Chosen<'_>, place: WorldPoint, wishes: &mut Vec<Wish>) {
        let reach_px = reach(ground) * ground.view.pixel_ratio;
        let screen = screen_of(ground, place);
        let vertex = nearest_vertex(&chosen.outline, &ground.view, screen, reach_px / 2.0);
        let at_vertex = vertex.and_then(|it| Some((it, chosen.outline.place(it)?)));
        let found = at_vertex.or_else(|| nearest_segment(&chosen.outline, &ground.view, screen, reach_px));
        let Some((before, after)) = found.and_then(|(at, place)| chosen.outline.split(at, place)) else {
            return;
        };
        let half = |outline: &Outline| Feature {
            geometry: Some(outline.shape()),
            values: chosen.feature.values.clone(),
        };
        let with = vec![half(&before), half(&after)];
        wishes.push(edit(chosen.layer, ShapeEdit::Replace { at: chosen.at, with }));
        self.cutting = false;
        self.picked = None;
    }

    fn remove_vertex(&mut self, chosen: &Chosen<'_>, wishes: &mut Vec<Wish>) {
        let Some(vertex) = self.picked.take() else { return };
        let mut outline = chosen.outline.clone();
        match outline.remove(vertex) {
            Ok(()) => self.keep(chosen, &outline, wishes),
            Err(fault) => self.fault = Some(fault),
        }
    }

    pub(super) fn paint(&self, ground: &Ground<'_>) {
        let Some(chosen) = self.chosen(ground) else { return };
        let tokens = theme::tokens(ground.ui);
        let painter = ground.ui.painter_at(ground.rect);
        let outline = self.held.as_ref().map_or(&chosen.outline, |(_, outline)| outline);
        let fault = self.held.as_ref().and_then(|(_, it)| fault_of(&it.shape()));
        let color = if fault.is_some() { tokens.alarm } else { tokens.accent };
        let at = |place: Coord| ground.pos(WorldPoint::from_lonlat(place));
        let on_screen = ground.rect.expand(20.0);
        for (wide, color) in [(5.0, tokens.over_map), (2.0, color)] {
            for (_, from, to) in outline.segments() {
                painter.line_segment([at(from), at(to)], Stroke::new(wide, color));
            }
        }
        if outline.is_line() {
            let ends = outline.segments().map(|(_, from, to)| [at(from), at(to)]);
            let seen = ends.filter(|[from, to]| on_screen.contains(*from) || on_screen.contains(*to));
            for [from, to] in seen.filter(|[from, to]| from.distance(*to) >= ARROW_FROM).take(MOST_ARROWS) {
                painter.add(arrow(from, to, color));
            }
        }
        for (vertex, place) in outline.vertices() {
            let at = at(place);
            if !on_screen.contains(at) {
                continue;
            }
            let fill = if self.picked == Some(vertex) { tokens.ring } else { tokens.over_map };
            painter.circle(at, 4.5, fill, Stroke::new(2.0, color));
        }
        if let Some(ShapeFault::Crossing { at: (x, y) }) = fault.or(self.fault) {
            painter.circle_stroke(at(Coord { x, y }), 9.0, Stroke::new(2.5, tokens.alarm));
        }
        if let Some(snap) = &self.snap {
            snapping::paint(ground, snap);
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
        widgets::section(ui, lang.term(Word::EditShapes));
        if !ground.shown.project.layers().iter().any(|it| it.owned) {
            no_layer_ui(ui, ground, wishes);
            return;
        }
        let Some(chosen) = self.chosen(ground) else {
            widgets::small(ui, lang.term(Word::ChooseShape));
            return;
        };
        widgets::heading(ui, chosen.set.name(chosen.feature).unwrap_or(&chosen.layer.name));
        if let Some(attributes) = &mut self.attributes {
            match attributes.ui(ui, ground, &chosen.set.columns) {
                Answer::Open => {}
                Answer::Back => self.attributes = None,
                Answer::Save => {
                    let values = attributes.values(chosen.set);
                    let feature = Feature { values, ..chosen.feature.clone() };
                    wishes
                        .push(edit(chosen.layer, ShapeEdit::Replace { at: chosen.at, with: vec![feature] }));
                    self.attributes = None;
                }
            }
            return;
        }
        let tokens = theme::tokens(ui);
        match (&self.fault, self.cutting) {
            (Some(fault), _) => {
                widgets::notice_line(ui, icons::WARNING, tokens.alarm, tokens.alarm_soft, &fault.say(lang));
            }
            (None, true) => {
                widgets::small(ui, lang.term(Word::CutHint));
            }
            (None, false) => {
                widgets::small(ui, Tool::Vertex.advice(lang));
            }
        }
        ui.add_space(UNIT);
        self.buttons_ui(ui, ground, &chosen, snapping, wishes);
    }

    fn buttons_ui(
        &mut self,
        ui: &mut Ui,
        ground: &Ground<'_>,
        chosen: &Chosen<'_>,
        snapping: &mut Snapping,
        wishes: &mut Vec<Wish>,
    ) {
        let lang = ground.shown.lang;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = UNIT;
            ui.add_enabled_ui(self.picked.is_some(), |ui| {
                let (name, keys) = (lang.term(Word::RemoveVertex), Key::Delete.name());
                if widgets::icon_command(ui, icons::REMOVE_VERTEX, name, keys, None).clicked() {
                    self.remove_vertex(chosen, wishes);
                }
            });
            ui.add_enabled_ui(chosen.outline.is_line(), |ui| {
                if widgets::icon_command(ui, icons::CUT, lang.term(Word::CutLine), "", Some(self.cutting))
                    .clicked()
                {
                    self.cutting = !self.cutting;
                }
                if widgets::icon_button(ui, icons::REVERSE, lang.term(Word::ReverseLine)).clicked() {
                    let mut outline = chosen.outline.clone();
                    outline.reverse();
                    self.picked = None;
                    self.keep(chosen, &outline, wishes);
                }
            });
            if widgets::icon_button(ui, icons::EDIT, lang.term(Word::EditAttributes)).clicked() {
                self.attributes = Some(Attributes::of(Some(chosen.feature)));
            }
            snap_button(ui, ground, snapping);
            if widgets::icon_button(ui, icons::REMOVE, lang.term(Word::DeleteShape)).clicked() {
                wishes.push(edit(chosen.layer, ShapeEdit::Replace { at: chosen.at, with: Vec::new() }));
                *self = Self::default();
            }
        });
    }
}

fn screen_of(ground: &Ground<'_>, place: WorldPoint) -> ScreenPoint {
    screen_point(ground.rect, ground.pos(place), ground.view.pixel_ratio)
}

/// An arrowhead in the middle of a segment.
fn arrow(from: Pos2, to: Pos2, color: eframe::egui::Color32) -> Shape {
    let along = (to - from).normalized();
    let across = vec2(-along.y, along.x);
    let tip = from + (to - from) * 0.5 + along * 6.0;
    let points = vec![tip, tip - along * 11.0 + across * 5.5, tip - along * 11.0 - across * 5.5];
    Shape::convex_polygon(points, color, Stroke::NONE)
}
