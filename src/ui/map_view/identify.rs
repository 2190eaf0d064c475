//! What is under the pointer: a tip while hovering, after a click a list of everything there, with the columns of one of them.

use eframe::egui::{
    Align, Area, CornerRadius, Frame, Id, Layout, Margin, Modifiers, Order, Pos2, Response, Role, ScrollArea,
    Sense, Stroke, Ui, WidgetInfo, vec2,
};

use super::{Ground, Shown, source::SceneSource};
use crate::{
    app::scene::OUTFALLS,
    domain::{RecordId, Value, layer::Layer},
    map::{pick::Hit, plane::WorldPoint},
    ui::{
        icons,
        panels::icon_of,
        said::{self, Word},
        selection::Join,
        theme::{self, BODY, CONTROL, GAP, UNIT},
        tone, widgets,
        wish::Wish,
    },
};

/// What was clicked, until it is closed.
#[derive(Debug)]
pub(super) struct Identified {
    /// Where, so that the box moves with the map.
    place: WorldPoint,
    hits: Vec<Hit>,
    /// The one whose columns are shown.
    at: usize,
    /// Only that there is more, because the card already shows what was meant.
    folded: bool,
}

/// How high the list and the columns get before they scroll.
const LIST: f32 = 34.0 * UNIT;
const COLUMNS: f32 = 56.0 * UNIT;

/// What a click does: one outfall opens its card, everything else is listed. Ctrl and Shift select.
pub(super) fn click(
    place: WorldPoint,
    hits: &[Hit],
    modifiers: Modifiers,
    wishes: &mut Vec<Wish>,
) -> Option<Identified> {
    let outfalls: Vec<RecordId> = hits.iter().filter_map(outfall_of).collect();
    let how = Join::of_click(modifiers);
    if how != Join::Replace {
        wishes.extend(outfalls.first().map(|id| Wish::Choose(vec![*id], how)));
        return None;
    }
    let one = match outfalls.as_slice() {
        [one] => Some(*one),
        _ => None,
    };
    wishes.extend(one.map(|id| Wish::Select(Some(id))));
    let enough = if one.is_some() { 2 } else { 1 };
    (hits.len() >= enough).then(|| Identified { place, hits: hits.to_vec(), at: 0, folded: one.is_some() })
}

fn outfall_of(hit: &Hit) -> Option<RecordId> {
    (hit.layer == OUTFALLS).then(|| RecordId(uuid::Uuid::from_u128(hit.handle)))
}

impl Identified {
    /// Everything that lies at one place.
    pub(super) fn new(place: WorldPoint, hits: Vec<Hit>) -> Self {
        Self { place, hits, at: 0, folded: false }
    }

    /// The layer and index of what is shown, to be marked on the map.
    pub(super) fn current(&self) -> Option<(u64, usize)> {
        self.hits.get(self.at).filter(|_| !self.folded).map(|hit| (hit.layer, hit.index))
    }

    /// The box with everything that was hit. False when it was closed.
    pub(super) fn ui(&mut self, ground: &Ground<'_>, source: &SceneSource, wishes: &mut Vec<Wish>) -> bool {
        let (ui, shown) = (ground.ui, ground.shown);
        let unread =
            self.hits.iter().filter_map(|hit| source.reference(hit.layer).filter(|it| it.1.is_none()));
        wishes.extend(unread.map(|(layer, _)| Wish::ReadLayer(layer.id)));
        let at = ground.pos(self.place);
        if !ground.rect.contains(at) {
            return true;
        }
        let mut open = !ui.input(|input| input.key_pressed(eframe::egui::Key::Escape));
        self.area(ground, at).show(ui.ctx(), |ui| {
            frame(ui).show(ui, |ui| {
                if self.folded {
                    let text = said::also_here(shown.lang, self.hits.len() - 1);
                    if widgets::quiet_button(ui, icons::LAYERS, &text).clicked() {
                        self.folded = false;
                        self.at = 1;
                    }
                    return;
                }
                ui.set_width(76.0 * UNIT);
                open &= self.head_ui(ui, shown, source);
                ui.spacing_mut().item_spacing.y = 0.0;
                if self.hits.len() > 1 {
                    self.list_ui(ui, shown, source);
                    ui.separator();
                }
                ui.spacing_mut().item_spacing.y = UNIT;
                if let Some(hit) = self.hits.get(self.at) {
                    columns_ui(ui, hit, shown, source, wishes);
                }
            });
        });
        open
    }

    fn area(&self, ground: &Ground<'_>, at: Pos2) -> Area {
        // Another click is another box, with a size of its own.
        let id = Id::unique(("identified", self.folded, self.place.x.to_bits(), self.place.y.to_bits()));
        Area::new(id).order(Order::Foreground).fixed_pos(at + vec2(GAP, GAP)).constrain_to(ground.rect)
    }

    /// How many there are, which one is shown, and what can be done. False when it was closed.
    fn head_ui(&mut self, ui: &mut Ui, shown: &Shown<'_>, source: &SceneSource) -> bool {
        let (lang, count) = (shown.lang, self.hits.len());
        let mut open = true;
        ui.horizontal(|ui| {
            widgets::section(ui, &said::found_here(lang, count));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = UNIT / 2.0;
                open = !widgets::icon_button(ui, icons::CLOSE, lang.term(Word::Close)).clicked();
                if widgets::icon_button(ui, icons::COPY, lang.term(Word::CopyAttributes)).clicked()
                    && let Some(hit) = self.hits.get(self.at)
                {
                    ui.ctx().copy_text(table_of(hit, shown, source));
                }
                if count > 1 {
                    if widgets::icon_button(ui, icons::NEXT, lang.term(Word::Next)).clicked() {
                        self.at = (self.at + 1) % count;
                    }
                    widgets::section(ui, &said::at_of(self.at, count));
                    if widgets::icon_button(ui, icons::PREVIOUS, lang.term(Word::Previous)).clicked() {
                        self.at = (self.at + count - 1) % count;
                    }
                }
            });
        });
        open
    }

    fn list_ui(&mut self, ui: &mut Ui, shown: &Shown<'_>, source: &SceneSource) {
        let mut chosen = None;
        ScrollArea::vertical().id_salt("hits").max_height(LIST).min_scrolled_height(LIST).show_rows(
            ui,
            CONTROL,
            self.hits.len(),
            |ui, range| {
                for at in range {
                    let Some(hit) = self.hits.get(at) else { continue };
                    if row_ui(ui, &title_of(hit, shown, source), at == self.at).clicked() {
                        chosen = Some(at);
                    }
                }
            },
        );
        self.at = chosen.unwrap_or(self.at);
    }
}

fn frame(ui: &Ui) -> Frame {
    let tokens = theme::tokens(ui);
    Frame::new()
        .fill(tokens.panel)
        .stroke(Stroke::new(1.0, tokens.line))
        .corner_radius(CornerRadius::same(6))
        .shadow(ui.visuals().popup_shadow)
        .inner_margin(Margin::same(8))
}

/// One of the things that were hit, as the list shows it.
struct Title {
    icon: &'static str,
    name: String,
    layer: String,
}

fn title_of(hit: &Hit, shown: &Shown<'_>, source: &SceneSource) -> Title {
    let lang = shown.lang;
    if let Some(entry) = outfall_of(hit).and_then(|id| shown.project.entry(id)) {
        let name = said::short_name(lang, &entry.outfall);
        return Title { icon: icons::OUTFALL, name, layer: lang.term(Word::Outfalls).to_owned() };
    }
    match feature(hit, source) {
        Some((layer, name, _)) => Title {
            icon: icon_of(layer.kind),
            name: name.unwrap_or(&layer.name).to_owned(),
            layer: name.map(|_| layer.name.clone()).unwrap_or_default(),
        },
        None => Title { icon: icons::REFERENCE, name: String::new(), layer: String::new() },
    }
}

fn row_ui(ui: &mut Ui, title: &Title, active: bool) -> Response {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), CONTROL), Sense::click());
    let name = said::joined(&[&title.name, &title.layer]);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, active, &name));
    widgets::row_ground(ui, rect, active, response.hovered() || response.has_focus());
    let text = format!("{}  {name}", title.icon);
    widgets::elided_at(ui, rect.shrink2(vec2(GAP, 0.0)), &text, BODY, tokens.text);
    response
}

/// The columns of one thing.
fn columns_ui(ui: &mut Ui, hit: &Hit, shown: &Shown<'_>, source: &SceneSource, wishes: &mut Vec<Wish>) {
    if let Some((id, entry)) = outfall_of(hit).and_then(|id| Some((id, shown.project.entry(id)?))) {
        let name = said::short_name(shown.lang, &entry.outfall);
        let rest = said::joined(&[entry.outfall.code(), &entry.outfall.county, &entry.outfall.river]);
        if widgets::two_lines(ui, &name, &rest, shown.selected == Some(id)).clicked() {
            wishes.push(Wish::Select(Some(id)));
        }
    }
    ScrollArea::vertical().id_salt("columns").max_height(COLUMNS).min_scrolled_height(COLUMNS).show(
        ui,
        |ui| {
            for (column, text) in columns_of(hit, shown, source) {
                widgets::fact_line(ui, &column, &text);
            }
        },
    );
}

/// The columns that are not empty, with their names.
fn columns_of(hit: &Hit, shown: &Shown<'_>, source: &SceneSource) -> Vec<(String, String)> {
    let lang = shown.lang;
    if let Some(entry) = outfall_of(hit).and_then(|id| shown.project.entry(id)) {
        let outfall = &entry.outfall;
        let position = outfall.position().map(|(x, y)| said::position(x, y)).unwrap_or_default();
        let columns = [
            (Word::Name, outfall.name.clone()),
            (Word::Code, outfall.code().to_owned()),
            (Word::County, outfall.county.clone()),
            (Word::Position, position),
        ];
        let filled = columns.into_iter().filter(|(_, text)| !text.is_empty());
        return filled.map(|(word, text)| (lang.term(word).to_owned(), text)).collect();
    }
    let Some((_, _, cells)) = feature(hit, source) else { return Vec::new() };
    cells.into_iter().map(|(column, text)| (column.to_owned(), text)).collect()
}

/// Layer, name and columns as a table for the clipboard.
fn table_of(hit: &Hit, shown: &Shown<'_>, source: &SceneSource) -> String {
    let title = title_of(hit, shown, source);
    let mut lines = vec![format!("{}\t{}", title.layer, title.name)];
    lines
        .extend(columns_of(hit, shown, source).into_iter().map(|(column, text)| format!("{column}\t{text}")));
    lines.join("\n")
}

type Described<'a> = (&'a Layer, Option<&'a str>, Vec<(&'a str, String)>);

/// A feature with what is known of it: nothing but its layer until that has been read.
fn feature<'a>(hit: &Hit, source: &'a SceneSource) -> Option<Described<'a>> {
    let (layer, set) = source.reference(hit.layer)?;
    let Some(set) = set else { return Some((layer, None, Vec::new())) };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::pick::HitKind;

    fn outfall(number: u128) -> Hit {
        Hit { layer: OUTFALLS, handle: number, index: 0, kind: HitKind::Point, distance_px: 0.0 }
    }

    fn county() -> Hit {
        Hit { layer: 7, handle: 1, index: 0, kind: HitKind::Area, distance_px: 0.0 }
    }

    /// What a click on these does: the wish in words, and whether the box is there and folded.
    #[track_caller]
    fn check(hits: &[Hit], modifiers: Modifiers, wish: &str, folded: Option<bool>) {
        let mut wishes = Vec::new();

        let identified = click(WorldPoint::default(), hits, modifiers, &mut wishes);

        let said = wishes.first().map(|it| format!("{it:?}")).unwrap_or_default();
        assert!(said.starts_with(wish) && wish.is_empty() == wishes.is_empty(), "{said}");
        assert_eq!(identified.map(|it| it.folded), folded);
    }

    #[test]
    fn one_outfall_opens_its_card_and_the_rest_is_only_mentioned() {
        check(&[outfall(1)], Modifiers::NONE, "Select", None);
        check(&[outfall(1), county()], Modifiers::NONE, "Select", Some(true));
    }

    #[test]
    fn what_lies_stacked_is_listed() {
        check(&[outfall(1), outfall(2)], Modifiers::NONE, "", Some(false));
        check(&[county()], Modifiers::NONE, "", Some(false));
        check(&[], Modifiers::NONE, "", None);
    }

    #[test]
    fn a_click_with_ctrl_or_shift_selects() {
        check(&[outfall(1), county()], Modifiers::COMMAND, "Choose", None);
        check(&[outfall(1)], Modifiers::SHIFT, "Choose", None);
        check(&[county()], Modifiers::SHIFT, "", None);
    }
}
