//! What is under the pointer: a tip while hovering, a list of everything after a click.

use eframe::egui::{
    Area, CornerRadius, Frame, Margin, Order, Pos2, Rect, Response, ScrollArea, Stroke, Ui, vec2,
};

use super::{Shown, source::SceneSource};
use crate::{
    app::scene::OUTFALLS,
    domain::{RecordId, Value, layer::Layer},
    map::{pick::Hit, plane::WorldPoint},
    ui::{
        icons,
        panels::icon_of,
        said::{self, Word},
        theme::{self, CONTROL, GAP, UNIT},
        tone, widgets,
        wish::Wish,
    },
};

/// What was clicked, until it is closed.
pub(super) struct Identified {
    /// Where, so that the box moves with the map.
    pub(super) place: WorldPoint,
    hits: Vec<Hit>,
}

/// How many things and how many of their columns are listed.
const MOST_HITS: usize = 12;
const MOST_COLUMNS: usize = 16;

impl Identified {
    pub(super) fn new(place: WorldPoint, hits: Vec<Hit>) -> Self {
        Self { place, hits }
    }

    /// The box with everything that was hit. False when it was closed.
    pub(super) fn ui(
        &mut self,
        ui: &Ui,
        at: Pos2,
        map: Rect,
        shown: &Shown<'_>,
        source: &SceneSource,
        wishes: &mut Vec<Wish>,
    ) -> bool {
        if !map.contains(at) {
            return true;
        }
        let tokens = theme::tokens(ui);
        let mut open = !ui.input(|input| input.key_pressed(eframe::egui::Key::Escape));
        let area = Area::new(ui.scope_id().with("identified"))
            .order(Order::Foreground)
            .fixed_pos(at + vec2(GAP, GAP));
        let frame = Frame::new()
            .fill(tokens.panel)
            .stroke(Stroke::new(1.0, tokens.line))
            .corner_radius(CornerRadius::same(6))
            .shadow(ui.visuals().popup_shadow)
            .inner_margin(Margin::same(8));
        area.constrain_to(map).show(ui.ctx(), |ui| {
            frame.show(ui, |ui| {
                ui.set_width(72.0 * UNIT);
                ui.horizontal(|ui| {
                    widgets::section(ui, &said::found_here(shown.lang, self.hits.len()));
                    let room = ui.available_width() - CONTROL;
                    ui.add_space(room.max(0.0));
                    open &= !widgets::icon_button(ui, icons::CLOSE, shown.lang.term(Word::Close)).clicked();
                });
                ScrollArea::vertical().max_height(80.0 * UNIT).show(ui, |ui| {
                    for hit in self.hits.iter().take(MOST_HITS) {
                        open &= !hit_ui(ui, hit, shown, source, wishes);
                    }
                });
            });
        });
        open
    }
}

/// One thing that was hit. True when it was chosen.
fn hit_ui(ui: &mut Ui, hit: &Hit, shown: &Shown<'_>, source: &SceneSource, wishes: &mut Vec<Wish>) -> bool {
    if hit.layer == OUTFALLS {
        let id = RecordId(uuid::Uuid::from_u128(hit.handle));
        let Some(entry) = shown.project.entry(id) else { return false };
        let name = said::short_name(shown.lang, &entry.outfall);
        let rest = said::joined(&[
            entry.outfall.code(),
            &entry.outfall.county,
            &entry.outfall.river,
            &entry.outfall.entity,
        ]);
        let clicked = widgets::two_lines(ui, &name, &rest, shown.selected == Some(id)).clicked();
        if clicked {
            wishes.push(Wish::Select(Some(id)));
        }
        return clicked;
    }
    if let Some((layer, name, cells)) = feature(hit, source) {
        ui.add_space(UNIT);
        ui.horizontal(|ui| {
            ui.label(icon_of(layer.kind));
            ui.label(name.unwrap_or(&layer.name));
            if name.is_some() {
                widgets::small(ui, &layer.name);
            }
        });
        for (column, text) in cells.into_iter().take(MOST_COLUMNS) {
            widgets::fact_line(ui, column, &text);
        }
    }
    false
}

type Described<'a> = (&'a Layer, Option<&'a str>, Vec<(&'a str, String)>);

fn feature<'a>(hit: &Hit, source: &'a SceneSource) -> Option<Described<'a>> {
    let (layer, set) = source.reference(hit.layer)?;
    let feature = set.features.get(hit.handle as usize)?;
    let cells = set.columns.iter().zip(&feature.values).filter_map(|(column, value)| {
        let text = match value {
            Value::Null => return None,
            Value::Integer(number) => number.to_string(),
            Value::Real(number) => number.to_string(),
            Value::Text(text) => text.clone(),
        };
        Some((column.as_str(), text))
    });
    Some((layer, set.name(feature), cells.collect()))
}

/// The tip while the pointer rests on something.
pub(super) fn tip(response: &Response, shown: &Shown<'_>, source: &SceneSource, hits: &[Hit]) {
    let Some(hit) = hits.first() else { return };
    let outfalls = hits.iter().filter(|hit| hit.layer == OUTFALLS).count();
    response.clone().on_hover_ui_at_pointer(|ui| {
        if hit.layer == OUTFALLS {
            let id = RecordId(uuid::Uuid::from_u128(hit.handle));
            let Some((entry, at)) = shown.project.entry(id).zip(shown.project.position(id)) else { return };
            ui.label(said::outfall_name(shown.lang, &entry.outfall));
            if let Some(standing) = shown.snapshot.standings.get(at) {
                ui.horizontal(|ui| {
                    let trace = tone::trace(standing.trace, shown.lang);
                    widgets::mark_label(ui, &trace, trace.word);
                    let fix = tone::fix(standing.fix, shown.lang);
                    widgets::mark_label(ui, &fix, fix.word);
                });
            }
            if outfalls > 1 {
                widgets::small(ui, &said::more_here(shown.lang, outfalls - 1));
            }
        } else if let Some((layer, name, _)) = feature(hit, source) {
            ui.label(said::joined(&[name.unwrap_or_default(), &layer.name]));
        }
    });
}
