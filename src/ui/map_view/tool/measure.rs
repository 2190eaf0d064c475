//! Measuring lengths and areas on the ellipsoid.

use eframe::egui::{Align2, FontId, Shape, Stroke, vec2};
use geo::Coord;

use super::{Gesture, Ground, Tool, sketch::Sketch};
use crate::{
    domain::coordinate::{area_m2, distance_m},
    map::plane::WorldPoint,
    ui::theme::{self, BODY, GAP},
};

/// What is being measured, and what was.
#[derive(Debug, Default)]
pub(super) struct Measure {
    sketch: Sketch,
    done: Vec<Measured>,
}

/// One line or outline that was measured.
#[derive(Debug)]
struct Measured {
    tool: Tool,
    vertices: Vec<WorldPoint>,
}

impl Measure {
    pub(super) fn is_drawing(&self) -> bool {
        !self.sketch.is_empty()
    }

    pub(super) fn drop_sketch(&mut self) {
        self.sketch.clear();
    }

    pub(super) fn run(&mut self, tool: Tool, _ground: &Ground<'_>, gesture: &Gesture) {
        let fewest = if tool == Tool::MeasureArea { 3 } else { 2 };
        if let Some(vertices) = self.sketch.follow(gesture, fewest) {
            self.done.push(Measured { tool, vertices });
        }
    }

    pub(super) fn paint(&self, ground: &Ground<'_>, tool: Tool, pointer: Option<WorldPoint>) {
        for done in &self.done {
            paint_one(ground, done.tool, &done.vertices);
        }
        if self.is_drawing() {
            paint_one(ground, tool, &self.sketch.with(pointer));
        }
    }
}

fn paint_one(ground: &Ground<'_>, tool: Tool, vertices: &[WorldPoint]) {
    let tokens = theme::tokens(ground.ui);
    let painter = ground.ui.painter_at(ground.rect);
    let places: Vec<_> = vertices.iter().map(|it| ground.pos(*it)).collect();
    let Some(last) = places.last().copied() else { return };
    for (wide, color) in [(5.0, tokens.over_map), (2.0, tokens.accent)] {
        let stroke = Stroke::new(wide, color);
        painter.add(match tool {
            Tool::MeasureArea => Shape::closed_line(places.clone(), stroke),
            _ => Shape::line(places.clone(), stroke),
        });
    }
    let lonlat: Vec<(f64, f64)> = vertices.iter().map(|it| degrees(*it)).collect();
    let text = match tool {
        Tool::MeasureArea => format!("{:.0} m²", area_m2(&lonlat)),
        _ => format!("{:.1} m", lonlat.windows(2).map(distance_of).sum::<f64>()),
    };
    painter.text(last + vec2(GAP, -GAP), Align2::LEFT_BOTTOM, text, FontId::proportional(BODY), tokens.text);
}

fn distance_of(ends: &[(f64, f64)]) -> f64 {
    match *ends {
        [from, to] => distance_m(from, to),
        _ => 0.0,
    }
}

fn degrees(world: WorldPoint) -> (f64, f64) {
    let Coord { x, y } = world.to_lonlat();
    (x, y)
}
