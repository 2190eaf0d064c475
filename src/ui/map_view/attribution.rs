//! Whose basemaps are shown, in the corner of the map, one line each.

use eframe::egui::{Color32, FontId, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use crate::{
    i18n::Lang,
    ui::{
        said,
        theme::{self, GAP, SMALL, UNIT},
    },
};

/// Writes the sources into the lower left corner.
pub(super) fn attribution_ui(ui: &Ui, rect: Rect, lang: Lang, sources: &[String]) {
    if sources.is_empty() {
        return;
    }
    let tokens = theme::tokens(ui);
    let painter = ui.painter_at(rect);
    let font = FontId::proportional(SMALL - 1.0);
    let width = rect.width() * 0.5;
    let texts: Vec<_> = sources
        .iter()
        .rev()
        .map(|text| painter.layout(text.clone(), font.clone(), tokens.weak, width))
        .collect();
    let mut bottom = rect.bottom() - GAP;
    let mut room = Rect::NOTHING;
    for text in texts {
        let corner = eframe::egui::pos2(rect.left() + GAP, bottom - text.size().y);
        let place = Rect::from_min_size(corner, text.size()).expand2(vec2(UNIT, 1.0));
        painter.rect_filled(place, 2.0, tokens.over_map);
        painter.galley(corner, text, Color32::PLACEHOLDER);
        room = room.union(place);
        bottom = place.top();
    }
    let response = ui.interact(room, ui.scope_id().with("attribution"), Sense::hover());
    let name = format!("{} {}", said::attribution(lang), sources.join(" | "));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
}
