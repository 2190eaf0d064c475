//! Going to an outfall: an arrow and a distance, large enough to read while walking.

use eframe::egui::{Align2, FontId, Role, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo, vec2};

use super::{Field, FieldWish};
use crate::{
    domain::{coordinate::distance_m, position::bearing_deg},
    ui::{
        icons, said,
        theme::{self, BODY, FIGURE, GAP, UNIT},
        widgets,
        wish::Wish,
    },
};

/// The arrow, where we go somewhere.
pub(super) fn going_ui(ui: &mut Ui, field: &Field<'_>, wishes: &mut Vec<Wish>) {
    let (lang, tokens) = (field.lang, theme::tokens(ui));
    let Some(target) = field.target else {
        if let Some(outfall) = field.selected.filter(|it| it.position().is_some()) {
            let text = said::go_to(lang, &said::short_name(lang, outfall));
            if widgets::quiet_button(ui, icons::DEMO, &text).clicked() {
                wishes.push(Wish::Field(FieldWish::GoTo(Some(outfall.id))));
            }
        }
        return;
    };
    ui.add_space(GAP);
    widgets::section(ui, lang.pick("前往", "Going to"));
    let name = said::short_name(lang, target);
    let Some(place) = target.position() else { return };
    let (far, bearing) = (distance_m(field.here, place), bearing_deg(field.here, place));
    let said = said::way(lang, far, bearing);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0 * UNIT), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name} {said}")));
    let painter = ui.painter_at(rect);
    let middle = rect.left_center() + vec2(14.0 * UNIT, 0.0);
    painter.circle_stroke(middle, 13.0 * UNIT, Stroke::new(1.0, tokens.line));
    let north = middle - vec2(0.0, 11.5 * UNIT);
    painter.text(north, Align2::CENTER_CENTER, "N", FontId::proportional(10.0), tokens.weak);
    let ahead = Vec2::angled((bearing as f32 - 90.0).to_radians());
    let side = vec2(-ahead.y, ahead.x);
    let (tip, tail) = (middle + ahead * 9.0 * UNIT, middle - ahead * 7.0 * UNIT);
    let notch = middle - ahead * 3.5 * UNIT;
    for wing in [side, -side] {
        let corners = vec![tip, tail + wing * 5.0 * UNIT, notch];
        painter.add(Shape::convex_polygon(corners, tokens.accent, Stroke::NONE));
    }
    let left = rect.left() + 30.0 * UNIT;
    let line = |y: f32| {
        eframe::egui::Rect::from_min_max(
            eframe::egui::pos2(left, y - 4.0 * UNIT),
            eframe::egui::pos2(rect.right(), y + 4.0 * UNIT),
        )
    };
    widgets::elided_at(ui, line(rect.top() + 5.0 * UNIT), &name, BODY, tokens.text);
    widgets::elided_at(ui, line(rect.center().y), &said::metres(far), FIGURE - 4.0, tokens.text);
    widgets::elided_at(
        ui,
        line(rect.bottom() - 5.0 * UNIT),
        &said::bearing(lang, bearing),
        BODY,
        tokens.weak,
    );
    if field.station.fix().is_none() {
        let text = lang.pick(
            "没有定位，距离从地图中心算起",
            "Without a position, distances are counted from the middle of the map",
        );
        widgets::small(ui, text);
    }
    let done = lang.pick("结束前往", "Stop going there");
    if widgets::quiet_button(ui, icons::CLOSE, done).clicked() {
        wishes.push(Wish::Field(FieldWish::GoTo(None)));
    }
}
