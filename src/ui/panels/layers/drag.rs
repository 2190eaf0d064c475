//! Dragging items: where they would go, the line that shows it, and scrolling at the edges.

use eframe::egui::{CursorIcon, Key, Pos2, Rect, Stroke, StrokeKind, Ui, vec2};

use super::{
    lines::Line,
    row::{Drawn, INDENT},
    state::{Drag, LayersState, LineKey},
};
use crate::{
    domain::layer_tree::{Place, TreeChange, TreeKey},
    ui::theme::{self, CONTROL, UNIT},
};

/// How close to an edge the list scrolls, and how fast at most, in points a frame.
const EDGE: f32 = 6.0 * UNIT;
const SPEED: f32 = 10.0;

/// Follows a drag. Returns the change when the items are let go.
pub(super) fn drag_ui(
    ui: &Ui,
    lines: &[Line<'_>],
    drawn: &[Drawn],
    state: &mut LayersState,
) -> Option<TreeChange> {
    let started = lines.iter().zip(drawn).find(|(_, it)| it.response.drag_started());
    if let Some(item) = started.and_then(|(line, _)| line.item()) {
        if !state.selected.contains(&item) {
            state.select(item);
        }
        state.drag = Some(Drag { items: state.meant(item), place: None });
    }
    let drag = state.drag.as_mut()?;
    let (pointer, released, escaped) = ui.input(|input| {
        (input.pointer.interact_pos(), input.pointer.any_released(), input.key_pressed(Key::Escape))
    });
    if escaped {
        state.drag = None;
        return None;
    }
    if let Some(pointer) = pointer {
        drag.place = place_at(lines, drawn, pointer);
        scroll_at_edge(ui, pointer);
    }
    if released {
        let Drag { items, place } = state.drag.take()?;
        return Some(TreeChange::Move(items, place?));
    }
    ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    if let Some(place) = drag.place {
        place_ui(ui, lines, drawn, place);
    }
    None
}

/// Where something goes that is let go here.
fn place_at(lines: &[Line<'_>], drawn: &[Drawn], pointer: Pos2) -> Option<Place> {
    let rows = lines.iter().zip(drawn).filter_map(|(line, it)| Some((line, line.item()?, it.response.rect)));
    let under = rows.clone().find(|(.., rect)| rect.y_range().contains(pointer.y));
    let Some((line, key, rect)) = under else {
        // Above all: on top. Below all: under everything, in no group.
        let (_, first, rect) = rows.clone().next()?;
        if pointer.y < rect.top() {
            return Some(Place::Above(first));
        }
        let mut alone = rows.rev().filter(|(line, ..)| !matches!(line, Line::Layer(_, Some(_))));
        return alone.next().map(|(_, key, _)| Place::Below(key));
    };
    let part = (pointer.y - rect.top()) / rect.height();
    let unfolded =
        lines.iter().any(|it| matches!(it, Line::Layer(_, Some(group)) if key == TreeKey::Group(group.id)));
    match line {
        Line::Group(group, _) if part < 0.3 => Some(Place::Above(TreeKey::Group(group.id))),
        Line::Group(group, _) if part < 0.7 || unfolded => Some(Place::Into(group.id)),
        _ if part < 0.5 => Some(Place::Above(key)),
        _ => Some(Place::Below(key)),
    }
}

/// Shows where the items would go: a line between two others, or a frame around a group.
fn place_ui(ui: &Ui, lines: &[Line<'_>], drawn: &[Drawn], place: Place) {
    let tokens = theme::tokens(ui);
    let row = |key: TreeKey| {
        let at = lines.iter().position(|line| line.key() == LineKey::Item(key))?;
        Some((at, lines.get(at)?, drawn.get(at)?.response.rect))
    };
    let stroke = Stroke::new(2.0, tokens.accent);
    let mark = |rect: Rect, grouped: bool, y: f32| {
        let left = rect.left() + CONTROL + if grouped { INDENT } else { 0.0 };
        ui.painter().hline(left..=rect.right(), y, stroke);
        ui.painter().circle_stroke(eframe::egui::pos2(left, y), 3.0, stroke);
    };
    let grouped = |line: &Line<'_>| matches!(line, Line::Layer(_, Some(_)));
    match place {
        Place::Into(group) => {
            if let Some((_, _, rect)) = row(TreeKey::Group(group)) {
                ui.painter().rect_stroke(rect, 4, stroke, StrokeKind::Inside);
            }
        }
        Place::Above(key) => {
            if let Some((_, line, rect)) = row(key) {
                mark(rect, grouped(line), rect.top());
            }
        }
        Place::Below(key) => {
            let Some((at, line, rect)) = row(key) else { return };
            // Below a group is below its layers.
            let inside = lines.iter().zip(drawn).skip(at + 1).take_while(|(it, _)| grouped(it));
            let last = if grouped(line) { None } else { inside.last() };
            mark(rect, grouped(line), last.map_or(rect, |(_, it)| it.response.rect).bottom());
        }
    }
}

/// Scrolls while something is dragged along the upper or the lower edge.
fn scroll_at_edge(ui: &Ui, pointer: Pos2) {
    let view = ui.clip_rect();
    let over = |distance: f32| ((EDGE - distance) / EDGE).clamp(0.0, 1.0) * SPEED;
    let delta = over(pointer.y - view.top()) - over(view.bottom() - pointer.y);
    if delta != 0.0 {
        ui.scroll_with_delta_animation(vec2(0.0, delta), eframe::egui::style::ScrollAnimation::none());
        ui.ctx().request_repaint();
    }
}
