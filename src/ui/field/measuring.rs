//! Averaging: how many positions, how they scatter, and what becomes of them.

use eframe::egui::{Align2, FontId, Role, Sense, Stroke, TextEdit, Ui, Vec2, WidgetInfo, vec2};

use super::{Field, FieldState, FieldWish};
use crate::{
    domain::position::Measured,
    ui::{
        icons,
        keys::Command,
        said,
        theme::{self, CONTROL, GAP, UNIT},
        widgets,
        wish::Wish,
    },
};

pub(super) fn measuring_ui(ui: &mut Ui, field: &Field<'_>, state: &mut FieldState, wishes: &mut Vec<Wish>) {
    let lang = field.lang;
    ui.add_space(GAP);
    widgets::section(ui, lang.pick("多次定位取平均", "Average of many positions"));
    let Some(measuring) = field.station.measuring() else {
        widgets::small(ui, &said::gate(lang, field.gate));
        ui.add_enabled_ui(field.station.port().is_some(), |ui| {
            let text = lang.pick("开始测量", "Begin to measure");
            if widgets::primary_button(ui, text).on_hover_text(Command::Measure.keys()).clicked() {
                wishes.push(Wish::Field(FieldWish::Measure));
            }
        });
        if field.station.port().is_none() {
            widgets::small(ui, lang.pick("请先连接接收机", "Connect a receiver first"));
        }
        return;
    };
    let (taken, refused) = measuring.counts();
    match measuring.result() {
        None => {
            widgets::small(ui, &said::nothing_measured(lang, refused));
        }
        Some(measured) => {
            let width = (taken as f32 / field.gate.samples.max(1) as f32).min(1.0);
            progress(ui, width);
            ui.horizontal_top(|ui| {
                scatter_ui(ui, field, measured);
                ui.vertical(|ui| {
                    for (label, value) in said::measured_lines(lang, measured, refused) {
                        widgets::fact_line(ui, label, &value);
                    }
                    widgets::small(ui, &said::place(measured.lon, measured.lat));
                });
            });
        }
    }
    keep_ui(ui, field, state, measuring.result(), wishes);
}

fn progress(ui: &mut Ui, share: f32) {
    let tokens = theme::tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.5 * UNIT), Sense::hover());
    let corners = eframe::egui::CornerRadius::same(3);
    ui.painter().rect_filled(rect, corners, tokens.track);
    let done = eframe::egui::Rect::from_min_size(rect.min, vec2(rect.width() * share, rect.height()));
    let color = if share >= 1.0 { tokens.done } else { tokens.accent };
    ui.painter().rect_filled(done, corners, color);
}

/// The side of the picture.
const SIDE: f32 = 34.0 * UNIT;
/// More points than this are not drawn: the last ones count.
const MOST_DRAWN: usize = 600;

/// The positions around their mean, to a round scale; those that were left out are hollow, at the edge if they are farther.
fn scatter_ui(ui: &mut Ui, field: &Field<'_>, measured: &Measured) {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(SIDE), Sense::hover());
    let name = said::scatter(field.lang, measured);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    let far = |(east, north): (f64, f64)| east.hypot(north);
    let widest = measured.scatter.iter().filter(|it| it.1).map(|it| far(it.0)).fold(0.0, f64::max);
    let scale =
        [0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0].into_iter().find(|it| *it >= widest).unwrap_or(100.0);
    let (painter, middle) = (ui.painter_at(rect), rect.center());
    let radius = SIDE / 2.0 - 2.0 * UNIT;
    painter.rect_filled(rect, eframe::egui::CornerRadius::same(4), tokens.field);
    for share in [0.5, 1.0] {
        painter.circle_stroke(middle, radius * share, Stroke::new(1.0, tokens.line));
    }
    for (place, used) in measured.scatter.iter().rev().take(MOST_DRAWN) {
        let (east, north) = *place;
        let shrink = (scale / far(*place).max(1e-9)).min(1.0) / scale;
        let at = middle + vec2((east * shrink) as f32, -(north * shrink) as f32) * radius;
        if *used {
            painter.circle_filled(at, 1.8, tokens.accent);
        } else {
            painter.circle_stroke(at, 2.2, Stroke::new(1.0, tokens.alarm));
        }
    }
    let label = rect.right_bottom() - vec2(UNIT, UNIT / 2.0);
    let text = said::metres(scale);
    painter.text(label, Align2::RIGHT_BOTTOM, text, FontId::proportional(10.0), tokens.weak);
}

/// What becomes of the measured position; with a reason, where it does not come up to what is asked.
fn keep_ui(
    ui: &mut Ui,
    field: &Field<'_>,
    state: &mut FieldState,
    measured: Option<&Measured>,
    wishes: &mut Vec<Wish>,
) {
    let (lang, tokens) = (field.lang, theme::tokens(ui));
    let passes = measured.is_some_and(|it| field.gate.passes(it));
    if measured.is_some() && !passes {
        let text = said::below_gate(lang, field.gate);
        widgets::notice_line(ui, icons::WARNING, tokens.begun, tokens.begun_soft, &text);
        let width = ui.available_width();
        let hint = lang.pick("仍要采用的理由", "Why it is kept all the same");
        let edit = TextEdit::singleline(&mut state.reason).hint_text(hint).desired_width(width);
        ui.add(edit.min_size(vec2(width, CONTROL)).align(Align2::LEFT_CENTER))
            .accessible_name(lang.pick("放行理由", "Reason"));
    }
    let ready = measured.is_some() && (passes || !state.reason.trim().is_empty()) && !field.read_only;
    ui.horizontal_wrapped(|ui| {
        ui.add_enabled_ui(ready, |ui| {
            let text = lang.pick("在此新增排污口…", "Add an outfall here…");
            if widgets::primary_button(ui, text).on_hover_text(Command::AddHere.keys()).clicked() {
                wishes.push(Wish::Field(FieldWish::AddHere));
            }
        });
        if let Some(outfall) = field.selected {
            ui.add_enabled_ui(ready, |ui| {
                let text = lang.pick("用于所选排污口…", "For the selected one…");
                let name = said::short_name(lang, outfall);
                if widgets::quiet_button(ui, icons::MOVE, text).on_hover_text(name).clicked() {
                    wishes.push(Wish::Field(FieldWish::PlaceSelected));
                }
            });
        }
        if widgets::quiet_button(ui, "", lang.pick("重新开始", "Begin anew")).clicked() {
            wishes.push(Wish::Field(FieldWish::Measure));
        }
        if widgets::quiet_button(ui, "", lang.pick("放弃", "Give up")).clicked() {
            wishes.push(Wish::Field(FieldWish::StopMeasuring));
        }
    });
}
