//! Every shortcut on one page.

use eframe::egui::{Align2, Context, FontId, Sense, Stroke, Ui, vec2};

use super::{Answer, dialog};
use crate::{
    i18n::Lang,
    ui::{
        keys::Command,
        theme::{self, BODY, SMALL, UNIT},
    },
};

/// Draws the list.
pub(crate) fn keys_ui(ctx: &Context, lang: Lang) -> Answer<()> {
    dialog(ctx, lang, Command::Keys.title(lang), 110.0 * UNIT, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for command in Command::ALL {
            row(ui, command.title(lang).trim_end_matches('…'), &command.keys());
        }
        let others = [
            (lang.pick("缩放地图", "Zoom the map"), "PgUp / PgDn, +/−"),
            (lang.pick("平移地图", "Move the map"), lang.pick("拖动, 空格, 方向键", "Drag, Space, arrows")),
            (lang.pick("保存表单", "Save a form"), "Ctrl+Enter"),
            (lang.pick("调整图层次序", "Reorder layers"), "Alt+↑ / Alt+↓"),
        ];
        for (text, keys) in others {
            row(ui, text, keys);
        }
        Answer::Open
    })
}

fn row(ui: &mut Ui, text: &str, keys: &str) {
    let tokens = theme::tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 6.0 * UNIT), Sense::hover());
    let painter = ui.painter();
    painter.text(rect.left_center(), Align2::LEFT_CENTER, text, FontId::proportional(BODY), tokens.text);
    painter.text(rect.right_center(), Align2::RIGHT_CENTER, keys, FontId::proportional(SMALL), tokens.weak);
    painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, tokens.line));
}
