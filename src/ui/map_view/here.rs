//! Over the tiles: where we are, where we walked, and the way to where we go.

use std::sync::Arc;

use eframe::egui::{Pos2, Rect, Shape, Stroke, Vec2, vec2};
use geo::Coord;

use super::Ground;
use crate::{
    domain::position::Fix,
    map::plane::WorldPoint,
    ui::{
        said,
        theme::{self, UNIT},
    },
};

/// What of our own is on the map.
#[derive(Clone, Debug, Default)]
pub(crate) struct Here {
    /// Where we are.
    pub(crate) fix: Option<Fix>,
    /// Where we go.
    pub(crate) target: Option<(f64, f64)>,
    /// Where we walked today, line by line.
    pub(crate) tracks: Arc<Vec<Vec<(f64, f64)>>>,
    /// The leg that is being walked.
    pub(crate) leg: Vec<(f64, f64)>,
    /// Where distances are counted from.
    pub(crate) from: (f64, f64),
}

/// More points of tracks than this are thinned before they are drawn.
const MOST_POINTS: usize = 20_000;

pub(super) fn paint(ground: &Ground<'_>, here: &Here) {
    let tokens = theme::tokens(ground.ui);
    let painter = ground.ui.painter_at(ground.rect);
    let pos = |(x, y): (f64, f64)| ground.pos(WorldPoint::from_lonlat(Coord { x, y }));
    let points: usize = here.tracks.iter().map(Vec::len).sum();
    let step = points.div_ceil(MOST_POINTS).max(1);
    for track in here.tracks.iter().chain([&here.leg]) {
        let last = track.last().into_iter();
        let places: Vec<Pos2> = track.iter().step_by(step).chain(last).map(|it| pos(*it)).collect();
        let around = Rect::from_points(&places).expand(2.0 * UNIT);
        if around.intersects(ground.rect) {
            painter.line(places.clone(), Stroke::new(4.5, tokens.over_map));
            painter.line(places, Stroke::new(2.5, tokens.begun));
        }
    }
    if let Some(target) = here.target {
        let ends = [pos(here.from), pos(target)];
        painter.extend(Shape::dashed_line(&ends, Stroke::new(2.5, tokens.accent), 8.0, 5.0));
        painter.circle_stroke(ends[1], 15.0, Stroke::new(3.0, tokens.accent));
    }
    let Some(fix) = &here.fix else { return };
    let at = pos((fix.lon, fix.lat));
    if let Some(accuracy) = fix.accuracy {
        let points_per_metre = points_per_metre(ground, fix.lat);
        let radius = (accuracy.metres * points_per_metre) as f32;
        if radius > 4.0 && radius < 4000.0 {
            painter.circle(at, radius, tokens.veil, Stroke::new(1.0, tokens.accent));
        }
    }
    if let Some(course) = fix.course_deg.filter(|_| fix.speed_m_s.is_some_and(|it| it > WALKING_M_S)) {
        let ahead = Vec2::angled((course as f32 - 90.0).to_radians());
        let side = vec2(-ahead.y, ahead.x);
        let corners = vec![at + ahead * 18.0, at + side * 7.0, at - side * 7.0];
        painter.add(Shape::convex_polygon(corners, tokens.accent, Stroke::new(1.5, tokens.over_map)));
    }
    painter.circle(at, 8.0, tokens.accent, Stroke::new(3.0, tokens.over_map));
    if !ground.rect.contains(at) {
        // Where we are is not on the map: it says so at the edge, in the direction in which we are.
        let edge = ground.rect.shrink(3.0 * UNIT).clamp(at);
        painter.circle(edge, 5.0, tokens.accent, Stroke::new(2.0, tokens.over_map));
    }
    if let Some(target) = here.target {
        let far = crate::domain::coordinate::distance_m((fix.lon, fix.lat), target);
        ground.label(at + vec2(3.0 * UNIT, -2.0 * UNIT), &said::metres(far));
    }
}

/// Slower than this, a course is only trembling.
const WALKING_M_S: f64 = 0.5;

fn points_per_metre(ground: &Ground<'_>, lat: f64) -> f64 {
    // A world is as wide as the equator is long; Mercator stretches it by the latitude.
    const EQUATOR_M: f64 = 40_075_016.7;
    ground.view.pixels_per_world / ground.view.pixel_ratio / EQUATOR_M / lat.to_radians().cos().max(0.01)
}
