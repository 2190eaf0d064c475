//! What the person did on the map since the last frame, as tools understand it.

use eframe::egui::{Key, Modifiers, PointerButton, Pos2, Response};

use super::Ground;
use crate::map::plane::WorldPoint;

/// One thing that was done.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::ui::map_view) enum Act {
    /// Nothing but moving.
    #[default]
    Nothing,
    /// A click with the left button, or Insert.
    Click(WorldPoint),
    /// A drag with the left button began here; it goes on until [`Act::Release`].
    Press(WorldPoint),
    /// The drag ended here.
    Release(WorldPoint),
    /// Double click, right click, Enter: what was begun is complete.
    Finish,
    /// Backspace or Delete: the last step is taken back.
    Back,
    /// Escape.
    Cancel,
}

/// What was done, where the pointer is, and which keys are held.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::ui::map_view) struct Gesture {
    pub(in crate::ui::map_view) act: Act,
    /// Where the pointer is; nothing where it is not over the map. Without a mouse, the middle of the map.
    pub(in crate::ui::map_view) pointer: Option<WorldPoint>,
    pub(in crate::ui::map_view) modifiers: Modifiers,
    /// Was it a key?
    pub(in crate::ui::map_view) by_key: bool,
    /// Are keys for the map, so that a tool may look for its own?
    pub(in crate::ui::map_view) keys: bool,
}

impl Gesture {
    /// Reads it off the map's response. `panning`: the pointer moves the map, so that clicks and drags mean nothing else.
    pub(in crate::ui::map_view) fn read(ground: &Ground<'_>, response: &Response, panning: bool) -> Self {
        let pointer = pointer_pos(ground, response).map(|pos| ground.world(pos));
        let modifiers = ground.ui.input(|input| input.modifiers);
        // Keys are for the map while it has the focus, or while the pointer is over it and nobody types elsewhere.
        let typing = ground.ui.ctx().egui_wants_keyboard_input();
        let keys = response.has_focus() || (response.hovered() && !typing);
        let by_key = if keys { key_act(ground, pointer) } else { None };
        let by_pointer = || if panning { None } else { pointer_act(ground, response, pointer) };
        let act = by_key.or_else(by_pointer).unwrap_or_default();
        Self { act, pointer, modifiers, by_key: by_key.is_some(), keys }
    }
}

/// Where the pointer is in the window; in the middle of the map for those who have only a keyboard.
pub(in crate::ui::map_view) fn pointer_pos(ground: &Ground<'_>, response: &Response) -> Option<Pos2> {
    let at = response.interact_pointer_pos().or_else(|| response.hover_pos());
    at.or_else(|| ground.keyed.then(|| ground.rect.center()))
}

/// Was Insert pressed, the click of those who have only a keyboard?
pub(in crate::ui::map_view) fn is_key_click(ground: &Ground<'_>, response: &Response) -> bool {
    response.has_focus() && ground.ui.input(|input| input.key_pressed(Key::Insert))
}

fn key_act(ground: &Ground<'_>, pointer: Option<WorldPoint>) -> Option<Act> {
    let click = pointer.map_or(Act::Nothing, Act::Click);
    let keys = [
        (Key::Insert, click),
        (Key::Escape, Act::Cancel),
        (Key::Enter, Act::Finish),
        (Key::Backspace, Act::Back),
        (Key::Delete, Act::Back),
    ];
    let held = |key, modifiers: Modifiers| key == Key::Insert || modifiers.is_none();
    let pressed = |key| ground.ui.input(|input| input.key_pressed(key) && held(key, input.modifiers));
    keys.into_iter().find(|(key, _)| pressed(*key)).map(|(_, act)| act)
}

fn pointer_act(ground: &Ground<'_>, response: &Response, pointer: Option<WorldPoint>) -> Option<Act> {
    if response.secondary_clicked() || response.double_clicked_by(PointerButton::Primary) {
        return Some(Act::Finish);
    }
    let pointer = pointer?;
    // Not `clicked()`: that is true for Space and Enter as well.
    if response.clicked_by(PointerButton::Primary) {
        return Some(Act::Click(pointer));
    }
    if response.drag_started_by(PointerButton::Primary) {
        // Where the button went down, not where the pointer was when it became a drag.
        let origin = ground.ui.input(|input| input.pointer.press_origin());
        return Some(Act::Press(origin.map_or(pointer, |pos| ground.world(pos))));
    }
    response.drag_stopped_by(PointerButton::Primary).then_some(Act::Release(pointer))
}
