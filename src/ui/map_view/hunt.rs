//! The hunt in the sewers over the tiles: what is suspect, what was opened, and which manhole comes next.

use eframe::egui::{Pos2, Stroke, vec2};
use geo::Coord;

use super::Ground;
use crate::{
    app::HuntView,
    map::plane::{WorldPoint, WorldRect},
    ui::{
        said,
        theme::{self, UNIT},
        tracing::{suspicion_color, verdict_color},
    },
};

pub(super) fn paint(ground: &Ground<'_>, view: &HuntView) {
    let tokens = theme::tokens(ground.ui);
    let painter = ground.ui.painter_at(ground.rect);
    let seen = WorldRect::from_corners(ground.world(ground.rect.min), ground.world(ground.rect.max));
    for (line, state) in view.lines.iter().filter(|it| it.0.bounds.meets(seen)) {
        let places: Vec<Pos2> = line.places.iter().map(|it| ground.pos(*it)).collect();
        painter.line(places.clone(), Stroke::new(6.0, tokens.over_map));
        painter.line(places, Stroke::new(3.5, suspicion_color(tokens, *state)));
    }
    let pos = |(x, y): (f64, f64)| ground.pos(WorldPoint::from_lonlat(Coord { x, y }));
    for it in &view.seen {
        if let Some(at) = it.check.lon.zip(it.check.lat) {
            let ring = Stroke::new(2.0, tokens.over_map);
            painter.circle(pos(at), 6.0, verdict_color(tokens, it.verdict), ring);
        }
    }
    if let Some(next) = &view.next {
        let at = pos(next.manhole.at);
        painter.circle(at, 9.0, tokens.over_map, Stroke::new(3.5, tokens.accent));
        painter.circle_filled(at, 3.5, tokens.accent);
        ground
            .label(at + vec2(3.0 * UNIT, -2.0 * UNIT), &said::manhole_name(ground.shown.lang, &next.manhole));
    }
}
