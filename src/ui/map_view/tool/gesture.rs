//! What the person did on the map since the last frame, as tools understand it.

use eframe::egui::{Key, Modifiers, PointerButton, Response};

use super::Ground;
use crate::map::plane::WorldPoint;

/// One thing that was done.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::ui::map_view) enum Act {
    /// Nothing but moving.
    #[default]
    Nothing,
    /// A click with the left button.
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
#[allow(dead_code, reason = "the tools that select need all of it")]
pub(in crate::ui::map_view) struct Gesture {
    pub(in crate::ui::map_view) act: Act,
    /// Where the pointer is; nothing where it is not over the map.
    pub(in crate::ui::map_view) pointer: Option<WorldPoint>,
    pub(in crate::ui::map_view) modifiers: Modifiers,
}

impl Gesture {
    /// Reads it off the map's response. `panning`: the pointer moves the map, so that clicks and drags mean nothing else.
    pub(in crate::ui::map_view) fn read(ground: &Ground<'_>, response: &Response, panning: bool) -> Self {
        let pointer =
            response.interact_pointer_pos().or_else(|| response.hover_pos()).map(|pos| ground.world(pos));
        let modifiers = ground.ui.input(|input| input.modifiers);
        let act = key_act(ground, response)
            .or_else(|| if panning { None } else { pointer_act(ground, response, pointer) })
            .unwrap_or_default();
        Self { act, pointer, modifiers }
    }
}

/// Keys are for the map while it has the focus, or while the pointer is over it and nobody types elsewhere.
fn key_act(ground: &Ground<'_>, response: &Response) -> Option<Act> {
    let ctx = ground.ui.ctx();
    if !(response.has_focus() || (response.hovered() && !ctx.egui_wants_keyboard_input())) {
        return None;
    }
    let keys = [
        (Key::Escape, Act::Cancel),
        (Key::Enter, Act::Finish),
        (Key::Backspace, Act::Back),
        (Key::Delete, Act::Back),
    ];
    let pressed = |key| ground.ui.input(|input| input.key_pressed(key) && input.modifiers.is_none());
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
