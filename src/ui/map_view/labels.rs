//! Names on the map: chosen in the background for the view that is looked at, carried along while the map moves.

use std::{
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
};

use eframe::egui::{Align2, FontId, Rect, Shape, Ui, Vec2, epaint::TextShape, pos2, vec2};

use super::color;
use crate::map::{
    labels::{PlacedLabel, place, text_style},
    plane::WorldPoint,
    scene::Scene,
    view::{ScreenRect, View},
};

/// The most names on one view.
const MOST: usize = 120;

/// What names were chosen for.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Occasion {
    scene: u64,
    view: View,
    keep_out: [ScreenRect; 2],
}

type Chosen = (Occasion, Vec<(PlacedLabel, WorldPoint)>);

/// The names that are shown.
pub(super) struct Labels {
    wake: Arc<dyn Fn() + Send + Sync>,
    done: (Sender<Chosen>, Receiver<Chosen>),
    /// Is a choice being made? Only one at a time; the latest view is next.
    busy: bool,
    chosen: Option<Chosen>,
}

impl Labels {
    pub(super) fn new(wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        Self { wake, done: channel(), busy: false, chosen: None }
    }

    /// Are names being chosen, or have none been yet?
    pub(super) fn is_busy(&self) -> bool {
        self.busy || self.chosen.is_none()
    }

    /// Writes the names there are, and has new ones chosen where the view is another. `rest` is false while the map is being moved.
    pub(super) fn paint(
        &mut self,
        ui: &Ui,
        rect: Rect,
        scene: &Arc<Scene>,
        view: &View,
        keep_out: [ScreenRect; 2],
        rest: bool,
    ) {
        while let Ok(chosen) = self.done.1.try_recv() {
            self.busy = false;
            self.chosen = Some(chosen);
        }
        let occasion = Occasion { scene: scene.revision(), view: *view, keep_out };
        let stale = self.chosen.as_ref().is_none_or(|(of, _)| *of != occasion);
        if stale && rest && !self.busy {
            self.choose(Arc::clone(scene), occasion);
        }
        let Some((of, names)) = &self.chosen else { return };
        // At another scale the names would lie in each other's way.
        let factor = view.pixels_per_world / of.view.pixels_per_world;
        if !(0.7..1.42).contains(&factor) {
            return;
        }
        for (label, place) in names {
            name_ui(ui, rect, scene, view, label, *place);
        }
    }

    fn choose(&mut self, scene: Arc<Scene>, occasion: Occasion) {
        let (sender, wake) = (self.done.0.clone(), Arc::clone(&self.wake));
        let work = move || {
            let names = place(&scene, &occasion.view, MOST, &occasion.keep_out);
            let view = occasion.view;
            let placed = names.into_iter().map(|label| {
                let at = view.world_from_screen(label.center);
                (label, at)
            });
            // Nobody waits any more when the window has gone.
            sender.send((occasion, placed.collect())).ok();
            wake();
        };
        self.busy = thread::Builder::new().name("labels".to_owned()).spawn(work).is_ok();
    }
}

/// The directions in which the rim of a letter is drawn.
const RIM: [Vec2; 8] = [
    vec2(1.0, 0.0),
    vec2(-1.0, 0.0),
    vec2(0.0, 1.0),
    vec2(0.0, -1.0),
    vec2(0.75, 0.75),
    vec2(-0.75, 0.75),
    vec2(0.75, -0.75),
    vec2(-0.75, -0.75),
];

fn name_ui(ui: &Ui, rect: Rect, scene: &Scene, view: &View, label: &PlacedLabel, place: WorldPoint) {
    let ratio = view.pixel_ratio;
    let screen = view.screen_from_world(place);
    let center = pos2(rect.left() + (screen.x / ratio) as f32, rect.top() + (screen.y / ratio) as f32);
    if !rect.expand(100.0).contains(center) {
        return;
    }
    let style = text_style(label.role, &scene.palette);
    let (fill, halo) = (color(style.fill), color(style.halo));
    let font = FontId::proportional(label.size_px / ratio as f32);
    let painter = ui.painter_at(rect);
    let galley = painter.layout_no_wrap(label.text.to_string(), font, fill);
    let text = |offset: Vec2, color| {
        // A rotation about the middle of the text.
        let size = galley.size();
        let at = center - size / 2.0 + offset;
        let shape = TextShape::new(at, Arc::clone(&galley), color).with_override_text_color(color);
        Shape::from(shape.with_angle_and_anchor(label.angle_rad as f32, Align2::CENTER_CENTER))
    };
    painter.extend(RIM.iter().map(|offset| text(*offset * 1.4, halo)));
    painter.add(text(Vec2::ZERO, fill));
}
