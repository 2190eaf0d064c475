//! The buttons and the scale bar over the map.

use eframe::egui::{
    Align2, Area, CornerRadius, FontId, Frame, Margin, Order, Pos2, Rect, Sense, Stroke, Ui, pos2, vec2,
};

use super::{MapView, Shown, Tool};
use crate::{
    map::{
        picture,
        view::{ScreenPoint, View},
    },
    ui::{
        icons,
        keys::Command,
        said::Word,
        theme::{self, CONTROL, GAP, PAD, SMALL, Tokens, UNIT},
        widgets,
        wish::Wish,
    },
};

/// The widest that the scale bar gets, in points.
const BAR_WIDTH: f64 = 140.0;

pub(super) fn controls_ui(
    ui: &mut Ui,
    map: &mut MapView,
    rect: Rect,
    shown: &Shown<'_>,
    wishes: &mut Vec<Wish>,
) -> Rect {
    let tokens = theme::tokens(ui);
    let lang = shown.lang;
    let corner = rect.right_top() + vec2(-PAD - CONTROL - 2.0 * UNIT, PAD);
    let room = over_map(ui, "map controls", corner, tokens, |ui| {
        ui.set_width(CONTROL);
        ui.spacing_mut().item_spacing.y = UNIT / 2.0;
        let (width, height) = map.view.size_px;
        let middle = ScreenPoint { x: width / 2.0, y: height / 2.0 };
        if widgets::icon_button(ui, icons::ZOOM_IN, lang.term(Word::ZoomIn)).clicked() {
            map.view.zoom_steps_about(middle, 2);
        }
        if widgets::icon_button(ui, icons::ZOOM_OUT, lang.term(Word::ZoomOut)).clicked() {
            map.view.zoom_steps_about(middle, -2);
        }
        if widgets::icon_button(ui, icons::FULL_EXTENT, Command::FullExtent.title(lang)).clicked() {
            map.show_everything();
        }
        if widgets::icon_toggle(ui, icons::LEGEND, Command::ToggleLegend.title(lang), shown.legend.is_some())
            .clicked()
        {
            wishes.push(Wish::ShowLegend(shown.legend.is_none()));
        }
    });
    let below = pos2(corner.x, room.bottom() + GAP);
    let room = room.union(tools_ui(ui, map, below, shown, wishes));
    scale_bar(ui, rect, &map.view, tokens);
    let busy = map.tiles.is_busy() || !map.source.is_complete();
    if busy {
        let at = rect.center_bottom() - vec2(0.0, PAD);
        let text = lang.term(Word::Drawing);
        ui.painter().text(at, Align2::CENTER_BOTTOM, text, FontId::proportional(SMALL), tokens.weak);
    }
    room
}

/// A button for each tool.
fn tools_ui(ui: &Ui, map: &MapView, at: Pos2, shown: &Shown<'_>, wishes: &mut Vec<Wish>) -> Rect {
    let tokens = theme::tokens(ui);
    over_map(ui, "map tools", at, tokens, |ui| {
        ui.set_width(CONTROL);
        ui.spacing_mut().item_spacing.y = UNIT / 2.0;
        for tool in Tool::ALL {
            let command = Command::Arm(*tool);
            let on = map.tools.armed() == *tool;
            let name = tool.title(shown.lang);
            if widgets::icon_command(ui, tool.icon(), name, &command.keys(), Some(on)).clicked() {
                wishes.push(Wish::Command(command));
            }
            if tool.ends_group() && Some(tool) != Tool::ALL.last() {
                let (line, _) = ui.allocate_exact_size(vec2(CONTROL, UNIT), Sense::hover());
                ui.painter().hline(line.x_range(), line.center().y, Stroke::new(1.0, tokens.line));
            }
        }
    })
}

/// A box over the map.
pub(super) fn over_map(
    ui: &Ui,
    salt: &str,
    at: Pos2,
    tokens: &Tokens,
    contents: impl FnOnce(&mut Ui),
) -> Rect {
    let area = Area::new(ui.scope_id().with(salt))
        .order(Order::Middle)
        .fixed_pos(at)
        .constrain(false)
        .default_size(ui.ctx().content_rect().size());
    let frame = Frame::new()
        .fill(tokens.over_map)
        .stroke(Stroke::new(1.0, tokens.line))
        .corner_radius(CornerRadius::same(6))
        .inner_margin(Margin::same(4));
    area.show(ui.ctx(), |ui| frame.show(ui, contents)).response.rect
}

fn scale_bar(ui: &Ui, rect: Rect, view: &View, tokens: &Tokens) {
    let bar = picture::scale_bar(view, BAR_WIDTH * view.pixel_ratio);
    let width = (bar.px / view.pixel_ratio) as f32;
    let right = rect.right() - PAD;
    let bottom = rect.bottom() - PAD;
    let painter = ui.painter_at(rect);
    let ends = [pos2(right - width, bottom), pos2(right, bottom)];
    for (wide, color) in [(5.0, tokens.over_map), (2.0, tokens.text)] {
        let stroke = Stroke::new(wide, color);
        painter.line_segment(ends, stroke);
        for end in ends {
            painter.line_segment([end, end - vec2(0.0, 1.5 * UNIT)], stroke);
        }
    }
    let text = bar.text();
    let at = pos2(right - width / 2.0, bottom - UNIT);
    for offset in [vec2(1.0, 0.0), vec2(-1.0, 0.0), vec2(0.0, 1.0), vec2(0.0, -1.0)] {
        painter.text(at + offset, Align2::CENTER_BOTTOM, &text, FontId::proportional(SMALL), tokens.over_map);
    }
    painter.text(at, Align2::CENTER_BOTTOM, &text, FontId::proportional(SMALL), tokens.text);
}
