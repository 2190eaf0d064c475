//! What lies over the map to read it by: the grid, the scale bar, the arrow to the north, the marker of a place.

use eframe::egui::{Align2, Color32, FontId, Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};
use geo::Coord;

use super::Ground;
use crate::{
    map::{
        graticule::{self, Grid, GridLine, Run},
        picture,
        plane::WorldPoint,
        view::View,
    },
    ui::{
        habits::Graticule,
        icons,
        theme::{self, GAP, PAD, SMALL, Tokens, UNIT},
    },
};

/// The widest that the scale bar gets, in points.
const BAR_WIDTH: f64 = 140.0;

/// The lines of the grid that was drawn last, and for which view.
#[derive(Debug, Default)]
pub(super) struct GridLines {
    drawn: Option<(View, Grid, Vec<GridLine>)>,
}

impl GridLines {
    /// The grid of coordinates, where one is wanted.
    pub(super) fn paint(&mut self, ground: &Ground<'_>) {
        let grid = match ground.shown.habits.graticule {
            Graticule::Hidden => return,
            Graticule::Degrees => Grid::Degrees,
            Graticule::GaussKrueger => Grid::GaussKrueger,
        };
        let drawn = self.drawn.take().filter(|(view, of, _)| (*view, *of) == (ground.view, grid));
        let drawn = drawn.unwrap_or_else(|| (ground.view, grid, graticule::lines(&ground.view, grid)));
        let tokens = theme::tokens(ground.ui);
        let painter = ground.ui.painter_at(ground.rect);
        for line in &drawn.2 {
            let places: Vec<Pos2> = line.path.iter().map(|it| ground.pos(*it)).collect();
            let label = label_spot(ground.rect, line, &places);
            painter.line(places, Stroke::new(1.0, tokens.weak.gamma_multiply(0.5)));
            if let Some((at, align)) = label {
                haloed(&painter, at, align, &line.label, tokens.weak, tokens);
            }
        }
        self.drawn = Some(drawn);
    }
}

/// Where a line of the grid leaves the map: meridians at the lower edge, parallels at the left one.
fn label_spot(rect: Rect, line: &GridLine, places: &[Pos2]) -> Option<(Pos2, Align2)> {
    places.windows(2).find_map(|ends| {
        let [a, b] = *ends else { return None };
        match line.run {
            Run::Upward => {
                let edge = rect.bottom() - UNIT;
                let share = (edge - a.y) / (b.y - a.y);
                let x = a.x + (b.x - a.x) * share;
                let fits = (0.0..=1.0).contains(&share) && rect.x_range().contains(x);
                fits.then_some((pos2(x + UNIT, edge), Align2::LEFT_BOTTOM))
            }
            Run::Across => {
                let edge = rect.left() + UNIT;
                let share = (edge - a.x) / (b.x - a.x);
                let y = a.y + (b.y - a.y) * share;
                let fits = (0.0..=1.0).contains(&share) && rect.y_range().contains(y);
                fits.then_some((pos2(edge, y - UNIT / 2.0), Align2::LEFT_BOTTOM))
            }
        }
    })
}

/// The map without its lowest line where a grid has its labels there.
pub(super) fn foot(ground: &Ground<'_>) -> Rect {
    let lift = if ground.shown.habits.graticule == Graticule::Hidden { 0.0 } else { 4.0 * UNIT };
    ground.rect.with_max_y(ground.rect.bottom() - lift)
}

/// The lower right corner of the map: the scale bar, and the arrow to the north.
pub(super) fn corner(ground: &Ground<'_>) {
    let tokens = theme::tokens(ground.ui);
    let painter = ground.ui.painter_at(ground.rect);
    let corner = foot(ground).right_bottom() - vec2(PAD, PAD);
    scale_bar(ground, &painter, corner, tokens);
    if ground.shown.habits.north_arrow {
        north_arrow(&painter, corner - vec2(4.0 * UNIT, 16.0 * UNIT), tokens);
    }
}

/// A bar of a round length that is right at this latitude.
fn scale_bar(ground: &Ground<'_>, painter: &Painter, corner: Pos2, tokens: &Tokens) {
    let view = &ground.view;
    let bar = picture::scale_bar(view, BAR_WIDTH * view.pixel_ratio);
    let width = (bar.px / view.pixel_ratio) as f32;
    let ends = [corner - vec2(width, 0.0), corner];
    for (wide, color) in [(5.0, tokens.over_map), (2.0, tokens.text)] {
        let stroke = Stroke::new(wide, color);
        painter.line_segment(ends, stroke);
        for end in ends {
            painter.line_segment([end, end - vec2(0.0, 1.5 * UNIT)], stroke);
        }
    }
    let at = corner - vec2(width / 2.0, UNIT);
    haloed(painter, at, Align2::CENTER_BOTTOM, &bar.text(), tokens.text, tokens);
}

/// An arrow to the north with its foot here; up, because the map is never turned.
fn north_arrow(painter: &Painter, foot: Pos2, tokens: &Tokens) {
    let tip = foot - vec2(0.0, 8.0 * UNIT);
    let notch = foot - vec2(0.0, 2.0 * UNIT);
    let (left, right) = (foot - vec2(2.5 * UNIT, 0.0), foot + vec2(2.5 * UNIT, 0.0));
    let halo = Stroke::new(3.0, tokens.over_map);
    painter.add(Shape::closed_line(vec![tip, right, notch, left], halo));
    let edge = Stroke::new(1.0, tokens.text);
    painter.add(Shape::convex_polygon(vec![tip, notch, left], tokens.text, edge));
    painter.add(Shape::convex_polygon(vec![tip, right, notch], tokens.over_map, edge));
    haloed(painter, tip - vec2(0.0, UNIT / 2.0), Align2::CENTER_BOTTOM, "N", tokens.text, tokens);
}

/// A pin at a place, with its position beside it.
pub(super) fn marker(ground: &Ground<'_>, place: Coord, text: &str) {
    let tokens = theme::tokens(ground.ui);
    let painter = ground.ui.painter_at(ground.rect);
    let at = ground.pos(WorldPoint::from_lonlat(place));
    let font = FontId::proportional(26.0);
    let foot = at + vec2(0.0, 0.5 * UNIT);
    for offset in HALO {
        painter.text(foot + offset * 1.5, Align2::CENTER_BOTTOM, icons::PIN, font.clone(), tokens.over_map);
    }
    painter.text(foot, Align2::CENTER_BOTTOM, icons::PIN, font, tokens.ring);
    haloed(&painter, at + vec2(PAD, -GAP), Align2::LEFT_BOTTOM, text, tokens.text, tokens);
}

/// Where Insert clicks, for those who have only a keyboard.
pub(super) fn crosshair(ground: &Ground<'_>) {
    let tokens = theme::tokens(ground.ui);
    let painter = ground.ui.painter_at(ground.rect);
    let at = ground.rect.center();
    for (wide, color) in [(3.5, tokens.over_map), (1.5, tokens.accent)] {
        let stroke = Stroke::new(wide, color);
        for arm in HALO {
            painter.line_segment([at + arm * UNIT, at + arm * 4.0 * UNIT], stroke);
        }
    }
}

const HALO: [eframe::egui::Vec2; 4] = [vec2(1.0, 0.0), vec2(-1.0, 0.0), vec2(0.0, 1.0), vec2(0.0, -1.0)];

/// Small print that can be read on any ground.
fn haloed(painter: &Painter, at: Pos2, align: Align2, text: &str, color: Color32, tokens: &Tokens) {
    for offset in HALO {
        painter.text(at + offset, align, text, FontId::proportional(SMALL), tokens.over_map);
    }
    painter.text(at, align, text, FontId::proportional(SMALL), color);
}
