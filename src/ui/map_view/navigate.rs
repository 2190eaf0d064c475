//! Moving over the map: wheel, drag, space, arrow keys, pinch; the habits of QGIS.

use eframe::egui::{Event, Key, MouseWheelUnit, PointerButton, Pos2, Rect, Response, Ui};

use super::screen_point;
use crate::map::view::{ScreenPoint, View};

/// How far an arrow key moves the map, as part of its size.
const ARROW_STEP: f64 = 0.25;
/// How long after the last move of a touchpad the map settles on a sharp step, in seconds.
const SETTLE_AFTER: f64 = 0.25;

/// What moving needs to remember between frames.
#[derive(Debug, Default)]
pub(super) struct Navigation {
    /// When the last smooth move was, in seconds of the window's clock.
    smooth_at: Option<f64>,
    /// Parts of a wheel notch that have come in so far.
    notches: f32,
}

impl Navigation {
    /// Takes in what the person did since the last frame. `tool_drags`: a drag with the left button belongs to the tool.
    pub(super) fn run(
        &mut self,
        ui: &Ui,
        response: &Response,
        rect: Rect,
        view: &mut View,
        tool_drags: bool,
    ) {
        let ratio = view.pixel_ratio;
        let spaced = is_spaced(ui, response);
        let left_pans = spaced || !tool_drags;
        let dragged = response.dragged_by(PointerButton::Middle)
            || (left_pans && response.dragged_by(PointerButton::Primary));
        let delta = match dragged {
            true => response.drag_delta(),
            false if spaced => ui.input(|input| input.pointer.delta()),
            false => eframe::egui::Vec2::ZERO,
        };
        if delta != eframe::egui::Vec2::ZERO {
            view.pan(f64::from(delta.x) * ratio, f64::from(delta.y) * ratio);
        }
        if let Some(pointer) = response.hover_pos() {
            self.wheel(ui, rect, pointer, view);
        }
        if response.has_focus() || (response.hovered() && !ui.ctx().egui_wants_keyboard_input()) {
            keys(ui, response, view);
        }
        self.settle(ui, view);
    }

    /// Has the map come to rest after a smooth move?
    pub(super) fn is_at_rest(&self) -> bool {
        self.smooth_at.is_none()
    }

    fn wheel(&mut self, ui: &Ui, rect: Rect, pointer: Pos2, view: &mut View) {
        let at = screen_point(rect, pointer, view.pixel_ratio);
        let (events, now) = ui.input(|input| (input.events.clone(), input.time));
        for event in events {
            match event {
                Event::MouseWheel { unit: MouseWheelUnit::Point, delta, .. } => {
                    view.zoom_about(at, f64::from(delta.y / 160.0).exp2());
                    self.smooth_at = Some(now);
                }
                Event::MouseWheel { delta, modifiers, .. } => {
                    // A notch doubles the scale; with Ctrl it is half as much.
                    self.notches += delta.y * if modifiers.command { 1.0 } else { 2.0 };
                    let steps = self.notches.trunc();
                    self.notches -= steps;
                    view.zoom_steps_about(at, steps as i32);
                }
                Event::Zoom(factor) => {
                    view.zoom_about(at, f64::from(factor));
                    self.smooth_at = Some(now);
                }
                _ => {}
            }
        }
    }

    /// After a smooth move the map comes to rest where its tiles are sharpest.
    fn settle(&mut self, ui: &Ui, view: &mut View) {
        let Some(at) = self.smooth_at else { return };
        let waited = ui.input(|input| input.time) - at;
        if waited < SETTLE_AFTER {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(SETTLE_AFTER - waited));
        } else {
            *view = view.settled();
            self.smooth_at = None;
        }
    }
}

/// Is Space held over the map, so that the pointer moves it?
pub(super) fn is_spaced(ui: &Ui, response: &Response) -> bool {
    let ours = response.has_focus() || (response.hovered() && !ui.ctx().egui_wants_keyboard_input());
    ours && ui.input(|input| input.key_down(Key::Space))
}

fn keys(ui: &Ui, response: &Response, view: &mut View) {
    if response.has_focus() {
        let arrows = eframe::egui::EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            // Escape is for the tool in the hand.
            escape: true,
            ..Default::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    }
    let (width, height) = view.size_px;
    let pressed = |key| ui.input(|input| input.key_pressed(key) && !input.modifiers.alt);
    let middle = ScreenPoint { x: width / 2.0, y: height / 2.0 };
    if pressed(Key::PageUp) || pressed(Key::Plus) || pressed(Key::Equals) {
        view.zoom_steps_about(middle, 2);
    }
    if pressed(Key::PageDown) || pressed(Key::Minus) {
        view.zoom_steps_about(middle, -2);
    }
    if !response.has_focus() {
        return;
    }
    let moves = [
        (Key::ArrowLeft, ARROW_STEP, 0.0),
        (Key::ArrowRight, -ARROW_STEP, 0.0),
        (Key::ArrowUp, 0.0, ARROW_STEP),
        (Key::ArrowDown, 0.0, -ARROW_STEP),
    ];
    for (key, right, down) in moves {
        if pressed(key) {
            view.pan(right * width, down * height);
        }
    }
}
