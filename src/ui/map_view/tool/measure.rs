//! Measuring lengths and areas on the ellipsoid.

use eframe::egui::{Pos2, Shape, Stroke, vec2};

use super::{Gesture, Ground, Tool, sketch::Sketch};
use crate::{
    domain::coordinate::measure::{Measured, Of},
    map::plane::WorldPoint,
    ui::{
        said,
        theme::{self, GAP},
    },
};

/// What is being measured, and what was.
#[derive(Debug, Default)]
pub(super) struct Measure {
    sketch: Sketch,
    /// Those that are kept until they are cleared, the oldest first.
    done: Vec<Drawn>,
    /// What is drawn, with the pointer as its next vertex.
    pub(super) live: Option<Measured>,
}

/// A line or outline with what it measures.
#[derive(Debug)]
pub(super) struct Drawn {
    vertices: Vec<WorldPoint>,
    pub(super) measured: Measured,
}

impl Drawn {
    fn new(tool: Tool, vertices: Vec<WorldPoint>) -> Self {
        let degrees = vertices.iter().map(|it| it.to_lonlat().x_y()).collect();
        Self { measured: Measured::new(of(tool), degrees), vertices }
    }
}

fn of(tool: Tool) -> Of {
    if tool == Tool::MeasureArea { Of::Area } else { Of::Line }
}

impl Measure {
    pub(super) fn is_drawing(&self) -> bool {
        !self.sketch.is_empty()
    }

    pub(super) fn has_drawings(&self) -> bool {
        !self.done.is_empty()
    }

    pub(super) fn drop_sketch(&mut self) {
        self.sketch.clear();
        self.live = None;
    }

    pub(super) fn clear(&mut self) {
        self.drop_sketch();
        self.done.clear();
    }

    /// Everything that was measured, the oldest first; what is being drawn comes last.
    pub(super) fn all(&self) -> impl Iterator<Item = &Measured> {
        self.done.iter().map(|it| &it.measured).chain(&self.live)
    }

    pub(super) fn run(&mut self, tool: Tool, gesture: &Gesture) {
        let fewest = if tool == Tool::MeasureArea { 3 } else { 2 };
        if let Some(vertices) = self.sketch.follow(gesture, fewest) {
            self.done.push(Drawn::new(tool, vertices));
        }
        self.live = self.is_drawing().then(|| Drawn::new(tool, self.sketch.with(gesture.pointer)).measured);
    }

    pub(super) fn paint(&self, ground: &Ground<'_>, tool: Tool, pointer: Option<WorldPoint>) {
        for done in &self.done {
            paint_one(ground, &done.vertices, &done.measured);
        }
        if let Some(live) =
            self.live.as_ref().filter(|_| matches!(tool, Tool::MeasureLength | Tool::MeasureArea))
        {
            paint_one(ground, &self.sketch.with(pointer), live);
        }
    }
}

/// Segments shorter than this have no number of their own, in points.
const SHORT: f32 = 56.0;

fn paint_one(ground: &Ground<'_>, vertices: &[WorldPoint], measured: &Measured) {
    let tokens = theme::tokens(ground.ui);
    let painter = ground.ui.painter_at(ground.rect);
    let places: Vec<Pos2> = vertices.iter().map(|it| ground.pos(*it)).collect();
    let Some(last) = places.last().copied() else { return };
    let closed = measured.of() == Of::Area;
    for (wide, color) in [(5.0, tokens.over_map), (2.0, tokens.accent)] {
        let stroke = Stroke::new(wide, color);
        let line = places.clone();
        painter.add(if closed { Shape::closed_line(line, stroke) } else { Shape::line(line, stroke) });
    }
    for place in &places {
        painter.circle(*place, 3.5, tokens.panel, Stroke::new(1.5, tokens.accent));
    }
    let (lang, habits) = (ground.shown.lang, ground.shown.habits);
    for (ends, metres) in places.windows(2).zip(measured.segments()) {
        let [from, to] = *ends else { continue };
        if measured.segments().len() > 1 && from.distance(to) > SHORT {
            ground.small_label(from + (to - from) / 2.0, &said::length(lang, *metres, habits.length));
        }
    }
    ground.label(last + vec2(GAP, -GAP), &said::measured(lang, measured, habits));
}
