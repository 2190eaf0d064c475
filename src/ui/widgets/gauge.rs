//! A rate against its target: number, bar, tick, and how many are still short.

use eframe::egui::{Align2, CornerRadius, FontId, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::{
    domain::progress::Rate,
    ui::theme::{self, BODY, SMALL, Tokens, UNIT},
};

/// One of the two numbers, as the top bar shows it.
#[derive(Debug)]
pub(crate) struct Gauge<'a> {
    /// 溯源率 or 整治率.
    pub(crate) title: &'a str,
    /// The rate.
    pub(crate) rate: Rate,
    /// The target in whole percent.
    pub(crate) target: i64,
    /// What stands beside it: `还差 3 个`.
    pub(crate) remark: &'a str,
    /// Everything in one sentence, for those who can not see it.
    pub(crate) name: &'a str,
}

/// The gauge of the top bar; a click opens the progress.
pub(crate) fn gauge_ui(ui: &mut Ui, gauge: &Gauge<'_>) -> Response {
    let tokens = theme::tokens(ui);
    let small = FontId::proportional(SMALL);
    let painter = ui.painter();
    let title = painter.layout_no_wrap(gauge.title.to_owned(), small.clone(), tokens.weak);
    let percent = gauge.rate.percent(gauge.target);
    let number = painter.layout_no_wrap(percent, FontId::proportional(BODY + 1.0), tokens.text);
    let remark = painter.layout_no_wrap(gauge.remark.to_owned(), small, remark_color(gauge, tokens));
    let first_line = title.size().x + GAP + number.size().x + GAP + remark.size().x;
    let (rect, response) =
        ui.allocate_exact_size(vec2(first_line.max(32.0 * UNIT) + 2.0 * GAP, 10.0 * UNIT), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, gauge.name));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, CornerRadius::same(4), tokens.hover);
    }
    let inner = rect.shrink2(vec2(GAP, 0.0));
    let middle = inner.top() + 4.0 * UNIT;
    let title_width = title.size().x;
    let number_width = number.size().x;
    let painter = ui.painter();
    painter.galley(pos2(inner.left(), middle - title.size().y / 2.0 + 1.0), title, tokens.weak);
    let at = inner.left() + title_width + GAP;
    painter.galley(pos2(at, middle - number.size().y / 2.0), number, tokens.text);
    let at = at + number_width + GAP;
    painter.galley(pos2(at, middle - remark.size().y / 2.0 + 1.0), remark, tokens.weak);
    let track =
        Rect::from_min_size(pos2(inner.left(), inner.bottom() - 2.0 * UNIT), vec2(inner.width(), UNIT));
    bar(ui, track, gauge.rate, gauge.target);
    response
}

const GAP: f32 = 2.0 * UNIT;

fn remark_color(gauge: &Gauge<'_>, tokens: &Tokens) -> eframe::egui::Color32 {
    match gauge.rate.met(gauge.target) {
        Some(true) => tokens.done,
        Some(false) => tokens.begun,
        None => tokens.weak,
    }
}

/// A bar filled to the rate, with a tick at the target.
pub(crate) fn bar(ui: &Ui, track: Rect, rate: Rate, target: i64) {
    let tokens = theme::tokens(ui);
    let painter = ui.painter();
    let corners = CornerRadius::same((track.height() / 2.0) as u8);
    painter.rect_filled(track, corners, tokens.track);
    let fraction = rate.fraction().unwrap_or_default().clamp(0.0, 1.0) as f32;
    if fraction > 0.0 {
        let width = (track.width() * fraction).max(track.height());
        let filled = Rect::from_min_size(track.min, vec2(width, track.height()));
        let color = if rate.met(target) == Some(true) { tokens.done } else { tokens.accent };
        painter.rect_filled(filled, corners, color);
    }
    let at = track.left() + track.width() * (target as f32 / 100.0).clamp(0.0, 1.0);
    let tick = Rect::from_center_size(pos2(at, track.center().y), vec2(2.0, track.height() + UNIT));
    painter.rect_filled(tick, CornerRadius::ZERO, tokens.text);
    if track.height() >= 2.0 * UNIT {
        let label = format!("{target}%");
        let below = pos2(at, track.bottom() + UNIT);
        painter.text(below, Align2::CENTER_TOP, label, FontId::proportional(SMALL), tokens.weak);
    }
}
