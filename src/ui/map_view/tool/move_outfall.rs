//! Moving an outfall: where to, how far, and what changes with it. Nothing moves before it is applied.

use std::collections::BTreeSet;

use eframe::egui::{Key, RichText, Shape, Stroke, Ui, vec2};
use geo::Coord;

use super::{Act, Gesture, Ground, Tool, snapping};
use crate::{
    app::Action,
    domain::{
        RecordId,
        change::CellChange,
        coordinate::distance_m,
        outfall::Outfall,
        placing::{Proposal, ZoneHere, as_clicked},
        position::Survey,
    },
    map::plane::WorldPoint,
    ui::{
        icons, panels,
        said::{self, Word},
        theme::{self, GAP, SMALL, UNIT},
        widgets,
        wish::Wish,
    },
};

/// The outfall that is being moved, and where to.
#[derive(Debug, Default)]
pub(super) struct MoveOutfall {
    id: Option<RecordId>,
    to: Option<WorldPoint>,
    /// Is the new place in the hand?
    dragging: bool,
    /// Is the pointer over what can be taken into the hand?
    over_handle: bool,
    /// The columns that are not to follow the layers.
    declined: BTreeSet<String>,
    /// What the layers say of the old place and of the new one, and for which places.
    known: Option<Known>,
    /// The measured position that was proposed, and how it was got.
    measured: Option<(WorldPoint, (f64, f64), Survey)>,
}

#[derive(Debug)]
struct Known {
    from: Option<(f64, f64)>,
    to: (f64, f64),
    preparing: bool,
    before: Proposal,
    after: Proposal,
}

/// What became of a card in this frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    StillOpen,
    Done,
}

impl MoveOutfall {
    /// Begins with this outfall.
    pub(super) fn start(&mut self, id: RecordId) {
        *self = Self { id: Some(id), ..Self::default() };
    }

    /// Begins with this outfall at a measured position.
    pub(super) fn place(&mut self, id: RecordId, place: (f64, f64), survey: Survey) {
        let at = world(place);
        *self = Self { id: Some(id), to: Some(at), measured: Some((at, place, survey)), ..Self::default() };
    }

    pub(super) fn is_drawing(&self) -> bool {
        self.to.is_some()
    }

    pub(super) fn drop_sketch(&mut self) {
        *self = Self::default();
    }

    pub(super) fn takes_drag(&self) -> bool {
        self.dragging || self.over_handle
    }

    fn outfall<'a>(&self, ground: &Ground<'a>) -> Option<&'a Outfall> {
        ground.shown.project.entry(self.id?).map(|it| &it.outfall)
    }

    pub(super) fn run(&mut self, ground: &Ground<'_>, gesture: &Gesture, wishes: &mut Vec<Wish>) -> Outcome {
        let Some(outfall) = self.outfall(ground) else { return Outcome::Done };
        let handle = self.to.or_else(|| outfall.position().map(world));
        let points = ground.view.pixels_per_world / ground.view.pixel_ratio;
        let holds = |place: WorldPoint| {
            handle.is_some_and(|it| it.distance(place) * points <= snapping::reach(ground))
        };
        self.over_handle = gesture.pointer.is_some_and(holds);
        match gesture.act {
            Act::Click(place) => self.to = Some(place),
            Act::Press(place) if holds(place) => self.dragging = true,
            Act::Release(place) if self.dragging => {
                self.to = Some(place);
                self.dragging = false;
            }
            // A double click is a click that trembled; only the key says that it is meant.
            Act::Finish if ground.ui.input(|input| input.key_pressed(Key::Enter)) => {
                return self.apply(ground, wishes);
            }
            Act::Back => self.to = None,
            _ => {}
        }
        if self.dragging {
            self.to = gesture.pointer.or(self.to);
        }
        self.look_around(ground, outfall);
        Outcome::StillOpen
    }

    /// Asks the layers anew where something has changed.
    fn look_around(&mut self, ground: &Ground<'_>, outfall: &Outfall) {
        let Some(to) = self.to.map(degrees) else {
            self.known = None;
            return;
        };
        let (from, around) = (outfall.position(), ground.shown.around);
        let same = |it: &Known| it.from == from && it.to == to && it.preparing == around.preparing;
        if self.known.as_ref().is_some_and(same) {
            return;
        }
        let before = from.map(|(lon, lat)| around.propose(lon, lat)).unwrap_or_default();
        let after = around.propose(to.0, to.1);
        self.known = Some(Known { from, to, preparing: around.preparing, before, after });
    }

    fn apply(&mut self, ground: &Ground<'_>, wishes: &mut Vec<Wish>) -> Outcome {
        let (Some(outfall), Some(known)) = (self.outfall(ground), &self.known) else {
            return Outcome::StillOpen;
        };
        let mut accepted = known.after.changes_to(outfall);
        accepted.retain(|it| !self.declined.contains(&it.column));
        // Whoever moved it on from where it was measured has clicked, not measured.
        let measured = self.measured.as_ref().filter(|(at, ..)| self.to == Some(*at));
        let action = match measured {
            Some((_, to, survey)) => {
                let (id, to, survey) = (outfall.id, as_clicked(*to), survey.clone());
                Action::PlaceOutfall { id, to, accepted, survey }
            }
            None => Action::MoveOutfall { id: outfall.id, to: as_clicked(known.to), accepted },
        };
        wishes.push(Wish::act(action));
        Outcome::Done
    }

    /// The old place as a ghost, the new one, and a line between them with its length.
    pub(super) fn paint(&self, ground: &Ground<'_>, pointer: Option<WorldPoint>) {
        let Some(outfall) = self.outfall(ground) else { return };
        let tokens = theme::tokens(ground.ui);
        let painter = ground.ui.painter_at(ground.rect);
        let from = outfall.position().map(world);
        let to = self.to.or(pointer);
        if let Some(from) = from {
            let at = ground.pos(from);
            painter.circle_filled(at, 7.0, tokens.over_map);
            painter.circle_stroke(at, 7.0, Stroke::new(1.5, tokens.weak));
        }
        if let Some((from, to)) = from.zip(to) {
            let ends = [ground.pos(from), ground.pos(to)];
            painter.line_segment(ends, Stroke::new(4.0, tokens.over_map));
            painter.extend(Shape::dashed_line(&ends, Stroke::new(2.0, tokens.accent), 6.0, 4.0));
            let text = said::metres(distance_m(degrees(from), degrees(to)));
            ground.label(ground.pos(to) + vec2(3.0 * UNIT, -GAP), &text);
        }
        if let Some(to) = self.to {
            let at = ground.pos(to);
            painter.circle_filled(at, 7.0, tokens.accent);
            painter.circle_stroke(at, 7.0, Stroke::new(2.0, tokens.over_map));
            painter.circle_stroke(at, 12.0, Stroke::new(2.0, tokens.ring));
        }
    }

    /// What would change, with a box to tick for each.
    pub(super) fn card_ui(&mut self, ui: &mut Ui, ground: &Ground<'_>, wishes: &mut Vec<Wish>) -> Outcome {
        let Some(outfall) = self.outfall(ground) else { return Outcome::Done };
        let lang = ground.shown.lang;
        let mut outcome = Outcome::StillOpen;
        widgets::section(ui, lang.term(Word::MoveOutfall));
        widgets::heading(ui, &said::short_name(lang, outfall));
        match &self.known {
            None => {
                widgets::small(ui, Tool::MoveOutfall.advice(lang));
            }
            Some(known) => {
                let far = known.from.map_or_else(
                    || said::first_place(lang).to_owned(),
                    |from| said::moved_by(lang, distance_m(from, known.to)),
                );
                ui.label(said::joined(&[&far, &said::position(known.to.0, known.to.1)]));
                ui.add_space(UNIT);
                zones_ui(ui, ground, known);
                let after = Proposal { zones: Vec::new(), ..known.after.clone() };
                panels::placing_ui(ui, lang, &after, known.preparing);
                changes_ui(ui, ground, &known.after.changes_to(outfall), &mut self.declined);
            }
        }
        ui.add_space(GAP);
        ui.horizontal(|ui| {
            let mut apply = false;
            ui.add_enabled_ui(self.known.is_some(), |ui| {
                apply =
                    widgets::primary_button(ui, lang.term(Word::MoveHere)).on_hover_text("Enter").clicked();
            });
            if apply {
                outcome = self.apply(ground, wishes);
            }
            if widgets::quiet_button(ui, "", lang.term(Word::Cancel)).on_hover_text("Esc").clicked() {
                outcome = Outcome::Done;
            }
        });
        outcome
    }
}

fn zones_ui(ui: &mut Ui, ground: &Ground<'_>, known: &Known) {
    let (tokens, lang) = (theme::tokens(ui), ground.shown.lang);
    let entered = ZoneHere::entered(&known.before.zones, &known.after.zones);
    let left = ZoneHere::entered(&known.after.zones, &known.before.zones);
    let texts = entered.iter().map(|it| said::enters(lang, it));
    for text in texts.chain(left.iter().map(|it| said::leaves(lang, it))) {
        widgets::notice_line(ui, icons::ZONE, tokens.alarm, tokens.alarm_soft, &text);
        ui.add_space(UNIT);
    }
}

fn changes_ui(ui: &mut Ui, ground: &Ground<'_>, changes: &[CellChange], declined: &mut BTreeSet<String>) {
    let lang = ground.shown.lang;
    if !changes.is_empty() {
        ui.add_space(UNIT);
        widgets::section(ui, lang.term(Word::ChangesToo));
    }
    for change in changes {
        let mut follows = !declined.contains(&change.column);
        let text = RichText::new(said::changed_cell(lang, change)).size(SMALL + 1.0);
        if ui.checkbox(&mut follows, text).changed() {
            if follows {
                declined.remove(&change.column);
            } else {
                declined.insert(change.column.clone());
            }
        }
    }
}

fn world((x, y): (f64, f64)) -> WorldPoint {
    WorldPoint::from_lonlat(Coord { x, y })
}

fn degrees(place: WorldPoint) -> (f64, f64) {
    let Coord { x, y } = place.to_lonlat();
    (x, y)
}
