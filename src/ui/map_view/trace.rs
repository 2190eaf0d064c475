//! The result of a trace over the tiles: its reaches, and how the water runs.
//!
//! What is drawn is worked out for a view and kept: a still map costs nothing. The flow moves some fifteen times a second, only while
//! the window has the focus and somebody was there in the last half minute.

use std::{sync::Arc, time::Duration};

use eframe::egui::{Color32, Mesh, Pos2, Shape, Stroke, Vec2, epaint::Vertex, pos2};

use super::Ground;
use crate::{
    map::{
        plane::{WorldPoint, WorldRect},
        view::View,
    },
    ui::{
        theme,
        tracing::{TraceList, Traced},
    },
};

/// Between two pictures of the moving flow.
const TICK: Duration = Duration::from_millis(66);
/// Without any input for so long, in seconds, the flow stands still.
const IDLE_S: f64 = 30.0;
/// Corners nearer to each other than this, in points, are drawn as one.
const FINE: f32 = 1.5;
/// Lines smaller than this, in points, are left out where there are many.
const SPECK: f32 = 1.0;
/// Reaches of which more than this are in view are drawn without their specks.
const MANY: usize = 3_000;
/// More corners than this are drawn as a plain mesh, which takes no work in each frame.
const SMOOTH: usize = 4_000;
/// The arrows of the flow: how far apart, how fast (points a second), and how many at most.
const APART: f32 = 56.0;
const SPEED: f32 = 28.0;
const MOST_ARROWS: usize = 250;

/// What is drawn, and for what.
#[derive(Default)]
pub(super) struct TraceDrawing {
    key: Option<(u64, View, Pos2, Vec2)>,
    /// The reaches in view, downstream, in points of the window.
    lines: Vec<Vec<Pos2>>,
    mesh: Option<Arc<Mesh>>,
    /// When there was input last, in seconds.
    last_input: f64,
}

impl TraceDrawing {
    pub(super) fn paint(&mut self, ground: &Ground<'_>, traced: &Traced) {
        let tokens = theme::tokens(ground.ui);
        self.refresh(ground, traced, tokens.accent);
        let painter = ground.ui.painter_at(ground.rect);
        if let Some(mesh) = &self.mesh {
            painter.add(Shape::Mesh(Arc::clone(mesh)));
        } else {
            for line in &self.lines {
                painter.line(line.clone(), Stroke::new(5.5, tokens.over_map));
            }
            for line in &self.lines {
                painter.line(line.clone(), Stroke::new(3.5, tokens.accent));
            }
        }
        self.paint_flow(ground);
        paint_found(ground, traced);
        for start in &traced.answer.starts {
            if let Some((x, y)) = traced.answer.waters.on.network.place(start.reach, start.along_m) {
                let at = ground.pos(WorldPoint::from_lonlat(geo::Coord { x, y }));
                painter.circle(at, 5.5, tokens.over_map, Stroke::new(3.0, tokens.accent));
            }
        }
    }

    /// Works out what is drawn where the view or the trace is another.
    fn refresh(&mut self, ground: &Ground<'_>, traced: &Traced, color: Color32) {
        let key = (traced.generation, ground.view, ground.rect.min, ground.rect.size());
        if self.key == Some(key) {
            return;
        }
        self.key = Some(key);
        let corners = [ground.rect.expand(8.0).min, ground.rect.expand(8.0).max].map(|it| ground.world(it));
        let seen = WorldRect::from_corners(corners[0], corners[1]);
        let in_view: Vec<_> = traced.lines.iter().filter(|it| it.bounds.meets(seen)).collect();
        let speck = if in_view.len() > MANY { SPECK } else { 0.0 };
        self.lines.clear();
        let mut corners = 0;
        for line in in_view {
            let mut places: Vec<Pos2> = Vec::with_capacity(8);
            let last = line.places.len().saturating_sub(1);
            for (number, place) in line.places.iter().enumerate() {
                let at = ground.pos(*place);
                if number == last || places.last().is_none_or(|it| it.distance(at) >= FINE) {
                    places.push(at);
                }
            }
            let around = eframe::egui::Rect::from_points(&places);
            if places.len() > 1 && around.size().max_elem() >= speck {
                corners += places.len();
                self.lines.push(places);
            }
        }
        self.mesh = (corners > SMOOTH).then(|| Arc::new(ribbon(&self.lines, 3.0, color)));
    }

    /// Arrows that run with the water.
    fn paint_flow(&mut self, ground: &Ground<'_>) {
        let ui = ground.ui;
        let (now, touched, focused) = ui.input(|input| {
            let touched = !input.events.is_empty() || input.pointer.is_moving();
            (input.time, touched, input.viewport().focused.unwrap_or(true))
        });
        if touched {
            self.last_input = now;
        }
        let moves = !ground.shown.habits.still && focused && now - self.last_input < IDLE_S;
        let phase = if moves { (now as f32 * SPEED) % APART } else { APART / 2.0 };
        if moves && !self.lines.is_empty() {
            ui.ctx().request_repaint_after(TICK);
        }
        let tokens = theme::tokens(ui);
        let painter = ui.painter_at(ground.rect);
        let mut arrows = 0;
        let mut left = phase;
        for line in &self.lines {
            for pair in line.windows(2) {
                let [from, to] = pair else { continue };
                let (way, length) = (*to - *from, from.distance(*to));
                let mut at = left;
                while at < length {
                    let place = *from + way * (at / length);
                    at += APART;
                    if arrows < MOST_ARROWS && ground.rect.contains(place) {
                        painter.add(arrow(place, way / length, tokens.over_map));
                        arrows += 1;
                    }
                }
                left = at - length;
            }
        }
    }
}

fn arrow(at: Pos2, ahead: Vec2, color: Color32) -> Shape {
    let side = ahead.rot90();
    let corners = vec![at + ahead * 4.5, at - ahead * 3.0 + side * 3.2, at - ahead * 3.0 - side * 3.2];
    Shape::convex_polygon(corners, color, Stroke::NONE)
}

/// Lines as one mesh of rectangles.
fn ribbon(lines: &[Vec<Pos2>], width: f32, color: Color32) -> Mesh {
    let mut mesh = Mesh::default();
    for pair in lines.iter().flat_map(|it| it.windows(2)) {
        let [from, to] = pair else { continue };
        let side = (*to - *from).normalized().rot90() * (width / 2.0);
        let first = mesh.vertices.len() as u32;
        let uv = pos2(0.0, 0.0);
        let corners = [*from + side, *from - side, *to - side, *to + side];
        mesh.vertices.extend(corners.map(|pos| Vertex { pos, uv, color }));
        mesh.indices.extend([0, 1, 2, 0, 2, 3].map(|it| first + it));
    }
    mesh
}

/// Rings around what lies on the trace, where there are not too many.
fn paint_found(ground: &Ground<'_>, traced: &Traced) {
    const MOST: usize = 40;
    let tokens = theme::tokens(ground.ui);
    let painter = ground.ui.painter_at(ground.rect);
    let lists = [TraceList::Outfalls, TraceList::Sections, TraceList::Sources, TraceList::Intakes];
    let all = lists.iter().flat_map(|it| it.found(&traced.answer).unwrap_or_default());
    let places = all.filter_map(|it| {
        let (x, y) = it.at?;
        let at = ground.pos(WorldPoint::from_lonlat(geo::Coord { x, y }));
        ground.rect.contains(at).then_some(at)
    });
    let places: Vec<Pos2> = places.take(MOST + 1).collect();
    if places.len() <= MOST {
        let mut drawn: Vec<Pos2> = Vec::new();
        for at in places {
            // Rings upon rings say nothing.
            if drawn.iter().all(|it| it.distance(at) > 19.0) {
                painter.circle_stroke(at, 9.5, Stroke::new(2.0, tokens.accent));
                drawn.push(at);
            }
        }
    }
}
