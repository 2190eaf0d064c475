//! Buttons. Each has an accessible name in words, also where it shows only an icon.

use eframe::egui::{
    Align2, Button, ComboBox, CornerRadius, FontId, Id, Rect, Response, RichText, Role, Sense, Stroke,
    StrokeKind, Ui, Vec2, WidgetInfo, style::WidgetVisuals, vec2,
};

use crate::ui::{
    icons,
    theme::{self, BODY, CONTROL, UNIT},
};

/// A square button that shows an icon; `name` is its accessible name and its tip.
pub(crate) fn icon_button(ui: &mut Ui, icon: &str, name: &str) -> Response {
    icon_square(ui, icon, name, None).on_hover_text(name)
}

/// A square button beside a field: the Tab key passes it by.
pub(crate) fn icon_button_aside(ui: &mut Ui, icon: &str, name: &str) -> Response {
    icon_square_of(ui, icon, name, None, Sense::CLICK).on_hover_text(name)
}

/// A square button for something that has a key, which its tip shows. `on` where it can be on or off.
pub(crate) fn icon_command(ui: &mut Ui, icon: &str, name: &str, keys: &str, on: Option<bool>) -> Response {
    icon_square(ui, icon, name, on).on_hover_text(format!("{name}  {keys}"))
}

fn icon_square(ui: &mut Ui, icon: &str, name: &str, on: Option<bool>) -> Response {
    icon_square_of(ui, icon, name, on, Sense::click())
}

fn icon_square_of(ui: &mut Ui, icon: &str, name: &str, on: Option<bool>, sense: Sense) -> Response {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(theme::control(ui)), sense);
    let enabled = ui.is_enabled();
    response.widget_info(|| match on {
        Some(on) => WidgetInfo::selected(Role::Button, enabled, on, name),
        None => WidgetInfo::labeled(Role::Button, enabled, name),
    });
    let on = on == Some(true);
    row_ground(ui, rect, on, response.hovered());
    if response.has_focus() {
        ui.painter().rect_stroke(
            rect,
            CornerRadius::same(4),
            Stroke::new(1.5, tokens.accent),
            StrokeKind::Inside,
        );
    }
    let color = match (enabled, on) {
        (false, _) => tokens.faint,
        (true, true) => tokens.accent,
        (true, false) => tokens.text,
    };
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, icon, FontId::proportional(16.0), color);
    response
}

/// The width of a [`caret_button`].
pub(crate) fn caret_width(ui: &Ui) -> f32 {
    if theme::is_touch(ui) { theme::TOUCH } else { 5.0 * UNIT }
}

/// A narrow button at the end of a field that opens a list; the Tab key passes it by.
pub(crate) fn caret_button(ui: &mut Ui, name: &str) -> Response {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(caret_width(ui), theme::control(ui)), Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let active = response.hovered() || response.has_focus();
    let color = if active { tokens.accent } else { tokens.weak };
    ui.painter().text(
        rect.center(),
        Align2::CENTER_CENTER,
        icons::DOWN,
        FontId::proportional(theme::SMALL),
        color,
    );
    response.on_hover_text(name)
}

/// The one button of a form or dialog that does what it is for.
pub(crate) fn primary_button(ui: &mut Ui, text: &str) -> Response {
    let tokens = theme::tokens(ui);
    let button = Button::new(RichText::new(text).color(tokens.on_accent))
        .fill(tokens.accent)
        .stroke(Stroke::new(1.0, tokens.accent))
        .min_size(vec2(18.0 * UNIT, theme::control(ui)));
    ui.add(button)
}

/// Any other button with words.
pub(crate) fn quiet_button(ui: &mut Ui, icon: &str, text: &str) -> Response {
    let label = if icon.is_empty() { text.to_owned() } else { format!("{icon} {text}") };
    let response = ui.add(Button::new(label).min_size(vec2(0.0, theme::control(ui))));
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, text));
    response
}

/// An entry of a menu with an icon on the left and a shortcut on the right.
pub(crate) fn menu_item(ui: &mut Ui, icon: &str, text: &str, keys: &str) -> Response {
    let tokens = theme::tokens(ui);
    let wanted = vec2(ui.available_width(), CONTROL);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, text));
    if enabled && (response.hovered() || response.has_focus()) {
        ui.painter().rect_filled(rect, CornerRadius::same(4), tokens.hover);
    }
    let color = if enabled { tokens.text } else { tokens.faint };
    let left = rect.left_center() + vec2(GAP_LEFT, 0.0);
    let painter = ui.painter();
    painter.text(left, Align2::LEFT_CENTER, icon, FontId::proportional(16.0), color);
    let words = left + vec2(6.0 * UNIT, 0.0);
    painter.text(words, Align2::LEFT_CENTER, text, FontId::proportional(BODY), color);
    let right = rect.right_center() - vec2(GAP_LEFT, 0.0);
    painter.text(right, Align2::RIGHT_CENTER, keys, FontId::proportional(theme::SMALL), tokens.weak);
    response
}

const GAP_LEFT: f32 = 2.0 * UNIT;

/// A row of words of which one is chosen. Returns the one that was clicked.
pub(crate) fn segmented<T: Copy + PartialEq>(ui: &mut Ui, options: &[(T, &str)], chosen: T) -> Option<T> {
    let mut clicked = None;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = UNIT / 2.0;
        ui.horizontal(|ui| {
            for (value, text) in options {
                let tokens = theme::tokens(ui);
                let on = *value == chosen;
                let (fill, color, edge) = if on {
                    (tokens.accent_soft, tokens.accent, tokens.accent)
                } else {
                    (tokens.field, tokens.text, tokens.edge)
                };
                let button = Button::new(RichText::new(*text).color(color))
                    .fill(fill)
                    .stroke(Stroke::new(1.0, edge))
                    .min_size(vec2(0.0, theme::control(ui)));
                let response = ui.add(button);
                response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, *text));
                if response.clicked() {
                    clicked = Some(*value);
                }
            }
        });
    });
    clicked
}

/// A list to choose one of, with an identity of its own for its place in the window.
pub(crate) fn choice(ui: &Ui, salt: &str, width: f32, chosen: &str) -> ComboBox<'static> {
    choice_of(ui, Id::unique(salt), width, chosen)
}

/// A list to choose one of.
pub(crate) fn choice_of(ui: &Ui, id: Id, width: f32, chosen: &str) -> ComboBox<'static> {
    let tokens = theme::tokens(ui);
    let caret = move |ui: &Ui, rect: eframe::egui::Rect, visuals: &WidgetVisuals, _open: bool| {
        let color = if ui.is_enabled() { tokens.weak } else { visuals.text_color() };
        let font = FontId::proportional(theme::SMALL);
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, icons::DOWN, font, color);
    };
    ComboBox::from_id_salt(id).width(width).selected_text(chosen.to_owned()).truncate().icon(caret)
}

/// The ground of something that can be chosen: soft where it is, else a shade where it is touched.
#[expect(clippy::fn_params_excessive_bools, reason = "the two are looked at together")]
pub(crate) fn row_ground(ui: &Ui, rect: Rect, is_chosen: bool, is_touched: bool) {
    let tokens = theme::tokens(ui);
    let fill = match (is_chosen, is_touched) {
        (true, _) => tokens.accent_soft,
        (false, true) => tokens.hover,
        (false, false) => return,
    };
    ui.painter().rect_filled(rect, CornerRadius::same(4), fill);
}
