//! The mark of a state: a colour for those who see colours, a shape for everybody, a broken ring where only a ledger says so.

use std::f32::consts::TAU;

use eframe::egui::{
    Align2, Color32, CornerRadius, FontId, Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke,
    StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use crate::ui::{
    theme::{self, SMALL, Tokens, UNIT},
    tone::{Mark, Tone},
};

/// How wide and high a mark is.
const SIZE: f32 = 3.0 * UNIT;

/// Draws the mark of a state around `center`.
pub(crate) fn mark(painter: &Painter, center: Pos2, tone: Tone, proven: bool, tokens: &Tokens) {
    let color = tokens.tone(tone);
    let radius = SIZE / 2.0 - 1.0;
    let ring = |width: f32| Stroke::new(width, color);
    match tone {
        Tone::Idle => {
            painter.circle_stroke(center, radius, ring(1.5));
        }
        Tone::Begun => {
            painter.circle_stroke(center, radius, ring(1.5));
            painter.add(half_disc(center, radius, color));
        }
        Tone::Done if proven => {
            painter.circle_filled(center, radius + 0.5, color);
            painter.add(tick(center, tokens.panel));
        }
        Tone::Done => {
            painter.add(tick(center, color));
        }
        Tone::Exempt => {
            painter.line_segment([center - vec2(radius, 0.0), center + vec2(radius, 0.0)], ring(2.0));
        }
        Tone::Alarm => {
            let points = vec![
                center + vec2(0.0, -radius - 0.5),
                center + vec2(radius + 0.5, radius),
                center + vec2(-radius - 0.5, radius),
            ];
            painter.add(Shape::convex_polygon(points, color, Stroke::NONE));
        }
    }
    if !proven {
        painter.extend(broken_ring(center, radius + 0.5, ring(1.5)));
    }
}

fn half_disc(center: Pos2, radius: f32, color: Color32) -> Shape {
    let points = (0..=12).map(|step| {
        let angle = TAU / 4.0 + TAU / 2.0 * step as f32 / 12.0;
        center + radius * vec2(-angle.cos(), angle.sin())
    });
    Shape::convex_polygon(points.collect(), color, Stroke::NONE)
}

fn tick(center: Pos2, color: Color32) -> Shape {
    let points = vec![center + vec2(-2.6, 0.2), center + vec2(-0.7, 2.1), center + vec2(2.8, -1.9)];
    Shape::line(points, Stroke::new(1.5, color))
}

fn broken_ring(center: Pos2, radius: f32, stroke: Stroke) -> Vec<Shape> {
    let circle: Vec<Pos2> =
        (0..=32).map(|step| center + radius * eframe::egui::Vec2::angled(TAU * step as f32 / 32.0)).collect();
    Shape::dashed_line(&circle, stroke, 2.2, 2.0)
}

/// A mark with its word beside it.
pub(crate) fn mark_label(ui: &mut Ui, shown: &Mark, word: &str) -> Response {
    let tokens = theme::tokens(ui);
    let galley = ui.painter().layout_no_wrap(word.to_owned(), FontId::proportional(SMALL), tokens.text);
    let size = vec2(SIZE + UNIT + galley.size().x, galley.size().y.max(SIZE));
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, word));
    mark(
        ui.painter(),
        pos2(rect.left() + SIZE / 2.0, rect.center().y + 1.0),
        shown.tone,
        shown.proven,
        tokens,
    );
    let at = pos2(rect.left() + SIZE + UNIT, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, tokens.text);
    response
}

/// A stage as a chip: its name, its mark, its state in one short word. Full words are in the tip.
pub(crate) fn chip(
    ui: &mut Ui,
    width: f32,
    title: &str,
    shown: &Mark,
    selected: bool,
    name: &str,
) -> Response {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, 13.0 * UNIT), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, name));
    let corners = CornerRadius::same(6);
    let fill = match (selected, response.hovered()) {
        (true, _) => tokens.accent_soft,
        (false, true) => tokens.hover,
        (false, false) => tokens.raised,
    };
    ui.painter().rect_filled(rect, corners, fill);
    if selected || response.has_focus() {
        ui.painter().rect_stroke(rect, corners, Stroke::new(1.5, tokens.accent), StrokeKind::Inside);
    }
    chip_contents(ui, rect, title, shown, tokens);
    response
}

/// A stage as a slim chip, only its name and its mark.
pub(crate) fn chip_line(
    ui: &mut Ui,
    width: f32,
    title: &str,
    shown: &Mark,
    selected: bool,
    name: &str,
) -> Response {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, theme::control(ui)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, selected, name));
    let fill = match (selected, response.hovered()) {
        (true, _) => tokens.accent_soft,
        (false, true) => tokens.hover,
        (false, false) => tokens.raised,
    };
    let painter = ui.painter();
    painter.rect_filled(rect, CornerRadius::same(5), fill);
    if response.has_focus() {
        painter.rect_stroke(rect, CornerRadius::same(5), Stroke::new(1.5, tokens.accent), StrokeKind::Inside);
    }
    let color = if selected { tokens.accent } else { tokens.text };
    let title = painter.layout_no_wrap(title.to_owned(), FontId::proportional(SMALL + 0.5), color);
    let left = rect.center().x - (title.size().x + UNIT + SIZE) / 2.0;
    let right = left + title.size().x + UNIT + SIZE / 2.0;
    painter.galley(pos2(left, rect.center().y - title.size().y / 2.0), title, color);
    mark(painter, pos2(right, rect.center().y), shown.tone, shown.proven, tokens);
    response
}

fn chip_contents(ui: &Ui, rect: Rect, title: &str, shown: &Mark, tokens: &Tokens) {
    let painter = ui.painter();
    let upper = pos2(rect.center().x, rect.top() + 4.5 * UNIT);
    let laid = |size| painter.layout_no_wrap(title.to_owned(), FontId::proportional(size), tokens.text);
    let large = laid(15.0);
    let fits = large.size().x + UNIT + SIZE <= rect.width() - 2.0 * UNIT;
    let title = if fits { large } else { laid(SMALL + 0.5) };
    let width = title.size().x + UNIT + SIZE;
    let left = upper.x - width / 2.0;
    painter.galley(pos2(left, upper.y - title.size().y / 2.0), title, tokens.text);
    mark(painter, pos2(left + width - SIZE / 2.0, upper.y), shown.tone, shown.proven, tokens);
    let lower = pos2(rect.center().x, rect.bottom() - 3.5 * UNIT);
    let color = match shown.tone {
        Tone::Idle | Tone::Exempt => tokens.weak,
        tone => tokens.tone(tone),
    };
    painter.text(lower, Align2::CENTER_CENTER, shown.short, FontId::proportional(SMALL), color);
}
