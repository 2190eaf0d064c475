//! Where we walked: logging, and how much of the banks that was.

use eframe::egui::{Align2, RichText, TextEdit, Ui, vec2};

use super::{Field, FieldState, FieldWish};
use crate::{
    domain::{outfall::Bank, position::coverage::REACH_M},
    ui::{
        icons, said,
        theme::{self, CONTROL, GAP, TITLE},
        widgets,
        wish::Wish,
    },
};

pub(super) fn tracks_ui(ui: &mut Ui, field: &Field<'_>, state: &mut FieldState, wishes: &mut Vec<Wish>) {
    let (lang, tokens) = (field.lang, theme::tokens(ui));
    widgets::section(ui, lang.pick("记录轨迹", "Track log"));
    let logging = field.station.logging();
    ui.horizontal(|ui| {
        let width = ui.available_width() - 30.0 * theme::UNIT;
        let hint = lang.pick("组别", "Team");
        let edit = TextEdit::singleline(&mut state.team).hint_text(hint).desired_width(width);
        let edit = edit.min_size(vec2(width, CONTROL)).align(Align2::LEFT_CENTER);
        ui.add_enabled(logging.is_none(), edit).accessible_name(hint);
        if logging.is_some() {
            if widgets::quiet_button(ui, icons::CLOSE, lang.pick("结束", "End it")).clicked() {
                wishes.push(Wish::Field(FieldWish::Log(false)));
            }
        } else {
            let possible = field.station.port().is_some() && !field.read_only;
            ui.add_enabled_ui(possible, |ui| {
                if widgets::primary_button(ui, lang.pick("开始记录", "Begin")).clicked() {
                    wishes.push(Wish::Field(FieldWish::Log(true)));
                }
            });
        }
    });
    if field.station.port().is_none() {
        let text = lang.pick("请先在“定位”页连接接收机", "Connect a receiver on the page “Position” first");
        widgets::small(ui, text);
    }
    if let Some(trouble) = field.station.trouble() {
        let text = said::track_not_kept(lang, trouble);
        widgets::notice_line(ui, icons::PROBLEM, tokens.alarm, tokens.alarm_soft, &text);
    }
    let today = said::today_of(&field.agenda.strip);
    let kept = field.project.map().tracks.iter().filter(|it| it.on == Some(today));
    let kept: f64 = kept.filter_map(|it| it.length_m).sum();
    let walked = kept + logging.as_ref().map_or(0.0, |it| it.length_m);
    ui.label(RichText::new(said::walked_today(lang, walked)).size(TITLE));
    ui.checkbox(&mut state.tracks, lang.pick("在地图上显示轨迹", "Show tracks on the map"));
    ui.add_space(GAP);
    widgets::section(ui, lang.pick("今日岸线覆盖", "Banks walked today"));
    match field.coverage {
        None | Some([]) => {
            widgets::small(ui, said::no_coverage(lang));
        }
        Some(rivers) => {
            for river in rivers {
                let name = said::river_name(lang, &river.river);
                widgets::fact_line(ui, &name, &said::covered(lang, river, Bank::Left));
                widgets::fact_line(ui, "", &said::covered(lang, river, Bank::Right));
            }
            widgets::small(ui, &said::coverage_rule(lang, REACH_M));
        }
    }
}
