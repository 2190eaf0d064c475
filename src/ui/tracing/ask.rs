//! From where, which way, and how far.

use eframe::egui::{Role, TextEdit, Ui, WidgetInfo};

use super::{TracePanel, TraceState, TraceWish};
use crate::{
    app::TraceFrom,
    domain::network::Direction,
    ui::{
        icons,
        keys::Command,
        map_view::Tool,
        said,
        theme::{self, GAP, UNIT},
        widgets,
        wish::Wish,
    },
};

pub(super) fn ask_ui(ui: &mut Ui, panel: &TracePanel<'_>, state: &mut TraceState, wishes: &mut Vec<Wish>) {
    let lang = panel.lang;
    let mut changed = false;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        let ways = [Direction::Up, Direction::Down].map(|it| (it, lang.term(it)));
        if let Some(direction) = widgets::segmented(ui, &ways, state.direction) {
            state.direction = direction;
            changed = true;
        }
        let paths = [(false, lang.pick("全部", "All")), (true, lang.pick("主河道", "Main path"))];
        if let Some(main) = widgets::segmented(ui, &paths, state.main) {
            state.main = main;
            changed = true;
        }
    });
    changed |= limits_ui(ui, panel, state);
    if changed && state.from.is_some() && state.limit().is_ok() {
        wishes.push(Wish::Trace(TraceWish::Again));
    }
    start_ui(ui, panel, state, wishes);
}

/// The limits; true where one is another now.
fn limits_ui(ui: &mut Ui, panel: &TracePanel<'_>, state: &mut TraceState) -> bool {
    let lang = panel.lang;
    let mut changed = false;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        ui.label(lang.pick("最远", "At most"));
        let field = TextEdit::singleline(&mut state.km).desired_width(12.0 * UNIT);
        let name = lang.pick("最远公里数", "At most so many km");
        let response = ui.add(field).accessible_name(name);
        changed |= response.lost_focus() && response.ctx.input(|it| it.key_pressed(eframe::egui::Key::Enter));
        ui.label(lang.pick("公里", "km"));
        changed |= ui.checkbox(&mut state.to_section, lang.pick("到断面", "To sections")).changed();
        changed |= ui.checkbox(&mut state.to_border, lang.pick("到县界", "To borders")).changed();
    });
    if state.limit().is_err() {
        let tokens = theme::tokens(ui);
        let text = lang.pick("公里数要大于零，或留空", "A number of km above zero, or nothing");
        widgets::notice_line(ui, icons::WARNING, tokens.begun, tokens.begun_soft, text);
    }
    changed
}

/// What a trace can begin at.
fn start_ui(ui: &mut Ui, panel: &TracePanel<'_>, state: &TraceState, wishes: &mut Vec<Wish>) {
    let lang = panel.lang;
    if !panel.has_network {
        let tokens = theme::tokens(ui);
        let text = lang.pick(
            "项目里没有河流或管网图层，先添加图层",
            "There is no layer of rivers or sewers; add one first",
        );
        widgets::notice_line(ui, icons::WARNING, tokens.begun, tokens.begun_soft, text);
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        if panel.busy {
            ui.spinner().widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, "…"));
            if widgets::quiet_button(ui, icons::CLOSE, lang.pick("停止", "Stop")).clicked() {
                wishes.push(Wish::Trace(TraceWish::Stop));
            }
            return;
        }
        if let Some(entry) = panel.selected {
            let name = said::short_name(lang, &entry.outfall);
            let mut short: String = name.chars().take(7).collect();
            if short.len() < name.len() {
                short.push('…');
            }
            let text = lang.pick(format!("从 {short} 追踪"), format!("From {short}"));
            if widgets::primary_button(ui, &text).on_hover_text(name).clicked() {
                wishes.push(Wish::Trace(TraceWish::From(TraceFrom::Record(entry.outfall.id), None)));
            }
        }
        let tool = Command::Arm(Tool::Trace);
        let text = lang.pick("点图起点", "From map");
        let tip = format!("{}  {}", Tool::Trace.advice(lang), tool.keys());
        if widgets::quiet_button(ui, icons::STAGE_TRACE, text).on_hover_text(tip).clicked() {
            wishes.push(Wish::Command(tool));
        }
        if state.from.is_some() {
            let name = lang.pick("按现在的设置再追踪", "Trace again as it is set now");
            if widgets::icon_button(ui, icons::RETRY, name).clicked() && state.limit().is_ok() {
                wishes.push(Wish::Trace(TraceWish::Again));
            }
        }
    });
}
