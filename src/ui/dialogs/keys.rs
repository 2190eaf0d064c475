//! Every shortcut on one page.

use eframe::egui::{Align2, Context, FontId, ScrollArea, Sense, Stroke, Ui, vec2};

use super::{Answer, dialog};
use crate::{
    i18n::Lang,
    ui::{
        keys::Command,
        theme::{self, BODY, SMALL, UNIT},
    },
};

/// Draws the list, in two columns.
pub(crate) fn keys_ui(ctx: &Context, lang: Lang) -> Answer<()> {
    dialog(ctx, lang, Command::Keys.title(lang), 190.0 * UNIT, |ui| {
        let commands = Command::ALL.iter();
        let mut rows: Vec<(&str, String)> =
            commands.map(|it| (it.title(lang).trim_end_matches('…'), it.keys())).collect();
        rows.extend(others(lang).map(|(text, keys)| (text, keys.to_owned())));
        let half = rows.len().div_ceil(2);
        let height = ui.ctx().content_rect().height() - 40.0 * UNIT;
        ScrollArea::vertical().max_height(height).show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 6.0 * UNIT;
            ui.columns(2, |columns| {
                for (column, rows) in columns.iter_mut().zip(rows.chunks(half.max(1))) {
                    column.spacing_mut().item_spacing.y = 0.0;
                    for (text, keys) in rows {
                        row(column, text, keys);
                    }
                }
            });
        });
        Answer::Open
    })
}

/// What has no command of its own.
fn others(lang: Lang) -> [(&'static str, &'static str); 11] {
    [
        (lang.pick("缩放地图", "Zoom the map"), "PgUp / PgDn, +/−"),
        (
            lang.pick("平移地图", "Move the map"),
            lang.pick("拖动, 中键, 空格, 方向键", "Drag, middle button, Space, arrows"),
        ),
        (lang.pick("放大到方框", "Zoom to a box"), lang.pick("Shift+拖动", "Shift+drag")),
        (
            lang.pick("上一、下一视图", "View before, after"),
            lang.pick("鼠标侧键", "Side buttons of the mouse"),
        ),
        (
            lang.pick("结束绘制", "End a drawing"),
            lang.pick("双击, 右键, 回车", "Double click, right click, Enter"),
        ),
        (lang.pick("不用鼠标时, 点击地图中心", "Without a mouse: click the map's middle"), "Insert"),
        (lang.pick("撤回一个点", "Take a point back"), lang.pick("退格", "Backspace")),
        (lang.pick("放弃绘制, 收起工具", "Drop a drawing, put the tool away"), "Esc"),
        (lang.pick("加选, 减选", "Add to, remove from the selection"), "Shift, Ctrl"),
        (lang.pick("保存表单", "Save a form"), "Ctrl+Enter"),
        (lang.pick("调整图层次序", "Reorder layers"), "Alt+↑ / Alt+↓"),
    ]
}

fn row(ui: &mut Ui, text: &str, keys: &str) {
    let tokens = theme::tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 6.0 * UNIT), Sense::hover());
    let painter = ui.painter();
    painter.text(rect.left_center(), Align2::LEFT_CENTER, text, FontId::proportional(BODY), tokens.text);
    painter.text(rect.right_center(), Align2::RIGHT_CENTER, keys, FontId::proportional(SMALL), tokens.weak);
    painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, tokens.line));
}
