//! Words on the screen: headings, small print, notices, and what an empty place says.

use eframe::egui::{
    Align, Color32, CornerRadius, FontId, Frame, Label, Layout, Margin, Rect, Response, RichText, Role,
    Sense, TextFormat, Ui, UiBuilder, WidgetInfo, pos2,
    text::{LayoutJob, TextWrapping},
    vec2,
};

use crate::ui::theme::{self, BODY, GAP, SECTION, SMALL, TITLE, UNIT};

/// The title of a view, a card or a dialog.
pub(crate) fn heading(ui: &mut Ui, text: &str) -> Response {
    let color = theme::tokens(ui).text;
    ui.add(Label::new(RichText::new(text).size(TITLE).color(color)).wrap())
}

/// The title of a part of a panel, with room above it.
pub(crate) fn section(ui: &mut Ui, text: &str) -> Response {
    let color = theme::tokens(ui).weak;
    ui.add(Label::new(RichText::new(text).size(SMALL).color(color)))
}

/// Small print.
pub(crate) fn small(ui: &mut Ui, text: &str) -> Response {
    let color = theme::tokens(ui).weak;
    ui.add(Label::new(RichText::new(text).size(SMALL).color(color)).wrap())
}

/// One painted line in the middle of `area`, cut with an ellipsis at its right edge.
pub(crate) fn elided_at(ui: &Ui, area: Rect, text: &str, size: f32, color: Color32) {
    let mut job =
        LayoutJob::single_section(text.to_owned(), TextFormat::simple(FontId::proportional(size), color));
    job.wrap = TextWrapping::truncate_at_width(area.width());
    let galley = ui.painter().layout_job(job);
    ui.painter().galley(pos2(area.left(), area.center().y - galley.size().y / 2.0), galley, color);
}

/// Two lines that can be clicked: a name, and small print below it. The name is also the accessible one.
pub(crate) fn two_lines(ui: &mut Ui, first: &str, second: &str, active: bool) -> Response {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 11.0 * UNIT), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, active, first));
    if active || response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, CornerRadius::same(4), tokens.hover);
    }
    let inner = rect.shrink2(vec2(GAP, 0.0));
    let line = |middle: f32| Rect::from_center_size(pos2(inner.center().x, middle), vec2(inner.width(), 0.0));
    elided_at(ui, line(rect.top() + 3.25 * UNIT), first, BODY, tokens.text);
    elided_at(ui, line(rect.bottom() - 3.0 * UNIT), second, SMALL, tokens.weak);
    response
}

/// A label and what it is about, side by side: `污染源  某某污水处理厂`.
pub(crate) fn fact_line(ui: &mut Ui, label: &str, value: &str) {
    let tokens = theme::tokens(ui);
    let label_width = 24.0 * UNIT;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        ui.allocate_ui_with_layout(vec2(label_width, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(label_width);
            ui.add(Label::new(RichText::new(label).size(SMALL).color(tokens.weak)).wrap());
        });
        ui.vertical(|ui| {
            ui.add(
                Label::new(RichText::new(value).size(SMALL + 1.0).color(tokens.text)).wrap().selectable(true),
            );
        });
    });
}

/// A line on a coloured ground, with an icon: a warning, a problem, a remark.
pub(crate) fn notice_line(ui: &mut Ui, icon: &str, color: Color32, ground: Color32, text: &str) -> Response {
    let frame =
        Frame::new().fill(ground).corner_radius(CornerRadius::same(4)).inner_margin(Margin::symmetric(8, 6));
    frame
        .show(ui, |ui| {
            ui.horizontal_top(|ui| {
                ui.label(RichText::new(icon).size(BODY).color(color));
                ui.add(Label::new(RichText::new(text).size(SMALL + 1.0)).wrap());
                ui.allocate_space(vec2(ui.available_width(), 0.0));
            });
        })
        .response
}

/// What a place says that has nothing to show yet: why, and what to do next (the contents of `next`).
pub(crate) fn empty_state(ui: &mut Ui, icon: &str, title: &str, advice: &str, next: impl FnOnce(&mut Ui)) {
    let tokens = theme::tokens(ui);
    let width = ui.available_width().min(90.0 * UNIT);
    let left = ui.available_rect_before_wrap().center().x - width / 2.0;
    let mut area = ui.available_rect_before_wrap();
    area.set_left(left);
    area.set_width(width);
    ui.scope_builder(UiBuilder::new().max_rect(area).layout(Layout::top_down(Align::Center)), |ui| {
        ui.add_space(2.0 * SECTION);
        ui.add(
            Label::new(RichText::new(icon).font(FontId::proportional(32.0)).color(tokens.faint))
                .sense(Sense::hover()),
        );
        ui.add_space(GAP);
        ui.label(RichText::new(title).size(BODY).color(tokens.text));
        ui.add_space(UNIT);
        ui.add(Label::new(RichText::new(advice).size(SMALL + 1.0).color(tokens.weak)).wrap());
        ui.add_space(PAD_BELOW);
        next(ui);
    });
}

const PAD_BELOW: f32 = 3.0 * UNIT;
