//! Shift and a drag show what lies in a box, with every tool that has no use for a drag itself.

use eframe::egui::{Rect, Stroke, StrokeKind, Ui};

use super::{Act, Gesture, Ground};
use crate::{
    map::plane::{WorldPoint, WorldRect},
    ui::theme,
};

/// A box that is being drawn.
#[derive(Debug, Default)]
pub(super) struct ZoomBox {
    from: Option<WorldPoint>,
}

impl ZoomBox {
    /// Would a drag draw a box? `otherwise_used`: the tool has a use for it.
    pub(super) fn is_meant(&self, otherwise_used: bool, ui: &Ui) -> bool {
        self.from.is_some() || (!otherwise_used && ui.input(|input| input.modifiers.shift_only()))
    }

    /// Is this gesture about a box?
    pub(super) fn takes(&self, gesture: &Gesture) -> bool {
        match gesture.act {
            Act::Press(_) => gesture.modifiers.shift_only(),
            Act::Release(_) => self.from.is_some(),
            _ => false,
        }
    }

    /// The part of the map in the box, once it is drawn.
    pub(super) fn run(&mut self, gesture: &Gesture) -> Option<WorldRect> {
        match gesture.act {
            Act::Press(place) => {
                self.from = Some(place);
                None
            }
            Act::Release(place) => self.from.take().map(|from| WorldRect::from_corners(from, place)),
            _ => None,
        }
    }

    pub(super) fn paint(&self, ground: &Ground<'_>, pointer: Option<WorldPoint>) {
        let Some((from, to)) = self.from.zip(pointer) else { return };
        let tokens = theme::tokens(ground.ui);
        let rect = Rect::from_two_pos(ground.pos(from), ground.pos(to));
        let painter = ground.ui.painter_at(ground.rect);
        painter.rect_stroke(rect, 0.0, Stroke::new(1.5, tokens.accent), StrokeKind::Middle);
    }
}
