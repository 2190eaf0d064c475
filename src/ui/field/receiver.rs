//! The receiver: which one, what it says, and the satellites above it.

use eframe::egui::{
    Align2, CornerRadius, FontId, Label, Popup, Rect, RichText, Role, Sense, TextEdit, Ui, WidgetInfo, pos2,
    vec2,
};

use super::{Field, FieldState, FieldWish};
use crate::{
    app::position::{Condition, GPSD, Port},
    ui::{
        icons, said,
        theme::{self, CONTROL, GAP, SMALL, TITLE, UNIT},
        widgets,
        wish::Wish,
    },
};

/// The port, how it stands, and where we are.
pub(super) fn receiver_ui(ui: &mut Ui, field: &Field<'_>, state: &mut FieldState, wishes: &mut Vec<Wish>) {
    let lang = field.lang;
    widgets::section(ui, lang.pick("接收机", "Receiver"));
    if state.ports.is_none() {
        wishes.push(Wish::Field(FieldWish::Scan));
    }
    let listening = field.station.port().is_some();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = UNIT;
        let width = ui.available_width() - widgets::caret_width(ui) - 24.0 * UNIT;
        let hint = lang.pick("串口、gpsd 或回放文件", "Port, gpsd or a recording");
        let edit = TextEdit::singleline(&mut state.port).hint_text(hint).desired_width(width);
        let edit = edit.min_size(vec2(width, CONTROL)).align(Align2::LEFT_CENTER);
        ui.add_enabled(!listening, edit).accessible_name(lang.pick("端口", "Port"));
        let list = widgets::caret_button(ui, lang.pick("选择端口", "Choose a port"));
        Popup::menu(&list).show(|ui| ports_ui(ui, field, state, wishes));
        if listening {
            if widgets::quiet_button(ui, "", lang.pick("断开", "Let go")).clicked() {
                wishes.push(Wish::Field(FieldWish::LetGo));
            }
        } else {
            let there = !state.port.trim().is_empty();
            ui.add_enabled_ui(there, |ui| {
                if widgets::primary_button(ui, lang.pick("连接", "Connect")).clicked() {
                    wishes.push(Wish::Field(FieldWish::Listen(Port::from(state.port.as_str()))));
                }
            });
        }
    });
    condition_ui(ui, field);
    position_ui(ui, field, state, wishes);
}

fn ports_ui(ui: &mut Ui, field: &Field<'_>, state: &mut FieldState, wishes: &mut Vec<Wish>) {
    let lang = field.lang;
    ui.set_width(72.0 * UNIT);
    let ports = state.ports.clone().unwrap_or_default();
    let gpsd = (Port::Gpsd(GPSD.to_owned()), String::new());
    for (port, device) in ports.iter().chain([&gpsd]) {
        let text = port.text();
        if widgets::menu_item(ui, icons::GO_TO, &text, device).clicked() {
            state.port = text;
            ui.close();
        }
    }
    if ports.is_empty() {
        widgets::small(ui, lang.pick("未发现串口", "There is no serial port"));
    }
    ui.separator();
    if widgets::menu_item(ui, icons::RETRY, lang.pick("重新扫描", "Look again"), "").clicked() {
        wishes.push(Wish::Field(FieldWish::Scan));
    }
}

fn condition_ui(ui: &mut Ui, field: &Field<'_>) {
    let (lang, tokens) = (field.lang, theme::tokens(ui));
    let text = said::condition(lang, field.station.condition());
    match field.station.condition() {
        Condition::Off => {
            widgets::small(ui, &text);
        }
        Condition::Heard(_) | Condition::Looking(_) | Condition::Ended => {
            widgets::small(ui, &text);
            if let Some(refused) = field.station.refused() {
                let text = said::refused(lang, refused);
                widgets::notice_line(ui, icons::WARNING, tokens.begun, tokens.begun_soft, text);
            }
        }
        Condition::Silent | Condition::Lost(_) => {
            widgets::notice_line(ui, icons::PROBLEM, tokens.alarm, tokens.alarm_soft, &text);
        }
    }
}

/// Where we are, in large letters, and how good that is.
fn position_ui(ui: &mut Ui, field: &Field<'_>, state: &mut FieldState, wishes: &mut Vec<Wish>) {
    let (lang, tokens) = (field.lang, theme::tokens(ui));
    if let Some((fix, at)) = field.station.fix() {
        let text = format!("{:.6}°E  {:.6}°N", fix.lon, fix.lat);
        ui.add(Label::new(RichText::new(text).size(TITLE).color(tokens.text)).selectable(true));
        let good = said::joined(&[lang.term(fix.quality), &said::accuracy(lang, fix)]);
        ui.label(RichText::new(good).color(tokens.text));
        widgets::small(ui, &said::fix_details(lang, fix, at.elapsed().as_secs()));
    }
    ui.horizontal(|ui| {
        ui.add_enabled_ui(field.station.fix().is_some(), |ui| {
            let text = lang.pick("在地图上显示", "Show on the map");
            if widgets::quiet_button(ui, icons::LOCATE, text).clicked() {
                wishes.push(Wish::Field(FieldWish::ShowHere));
            }
        });
        ui.checkbox(&mut state.follow, lang.pick("地图跟随", "The map follows"));
    });
}

/// One bar for each satellite that is heard: as high as its signal, full where the position is made of it.
pub(super) fn sky_ui(ui: &mut Ui, field: &Field<'_>) {
    let satellites = field.station.satellites();
    if satellites.is_empty() {
        return;
    }
    let (lang, tokens) = (field.lang, theme::tokens(ui));
    ui.add_space(GAP);
    widgets::section(ui, lang.pick("卫星信号", "Satellites"));
    let text = said::satellites(lang, satellites);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &text));
    let painter = ui.painter_at(rect);
    let foot = rect.bottom() - 4.0 * UNIT;
    painter.hline(rect.x_range(), foot, eframe::egui::Stroke::new(1.0, tokens.line));
    let step = (rect.width() / satellites.len() as f32).min(6.0 * UNIT);
    for (at, satellite) in satellites.iter().enumerate() {
        let left = rect.left() + at as f32 * step;
        let share = (f32::from(satellite.signal_db.unwrap_or_default()) / STRONGEST_DB).min(1.0);
        let top = foot - share * (foot - rect.top());
        let bar = Rect::from_min_max(pos2(left + 1.0, top), pos2(left + step - 1.0, foot));
        let color = if satellite.used { tokens.done } else { tokens.faint };
        painter.rect_filled(bar, CornerRadius::same(1), color);
        if step >= 4.5 * UNIT {
            let under = pos2(bar.center().x, rect.bottom());
            let number = satellite.number.to_string();
            painter.text(under, Align2::CENTER_BOTTOM, number, FontId::proportional(10.0), tokens.weak);
        }
    }
    widgets::small(ui, &text);
}

/// The height of the bars with their numbers.
const HEIGHT: f32 = 18.0 * UNIT;
/// No satellite is heard more loudly.
const STRONGEST_DB: f32 = 55.0;

/// The last lines as they come.
pub(super) fn lines_ui(ui: &mut Ui, field: &Field<'_>) {
    if field.station.port().is_none() {
        return;
    }
    let (lang, tokens) = (field.lang, theme::tokens(ui));
    ui.add_space(GAP);
    widgets::section(ui, lang.pick("原始语句", "Sentences"));
    let mut last: Vec<(&str, bool)> = field.station.lines().rev().take(12).collect();
    last.reverse();
    for (line, good) in last {
        let color = if good { tokens.weak } else { tokens.alarm };
        ui.add(Label::new(RichText::new(line).size(SMALL - 1.0).color(color)).truncate());
    }
}
