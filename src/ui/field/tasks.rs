//! My list: the days to come, and where to go in which order.

use eframe::egui::{
    Align2, CornerRadius, FontId, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};

use super::{Field, FieldState, FieldWish};
use crate::{
    domain::{
        agenda::{Day, Task},
        coordinate::distance_m,
        position::bearing_deg,
        project::RecordKind,
    },
    ui::{
        icons,
        keys::Command,
        said,
        state::{Behind, Narrowed},
        theme::{self, BODY, CONTROL, GAP, SMALL, UNIT},
        widgets,
        wish::Wish,
    },
};

pub(super) fn tasks_ui(ui: &mut Ui, field: &Field<'_>, state: &mut FieldState, wishes: &mut Vec<Wish>) {
    let lang = field.lang;
    widgets::section(ui, lang.pick("日历", "Calendar"));
    strip_ui(ui, field, wishes);
    ui.add_space(GAP);
    let agenda = field.agenda;
    ui.horizontal(|ui| {
        let all = lang.pick("全部组别", "All teams");
        let chosen = if state.team.is_empty() { all } else { state.team.as_str() };
        let width = ui.available_width() - 36.0 * UNIT;
        let mut team = state.team.clone();
        let list = widgets::choice(ui, "team", width, chosen).show_ui(ui, |ui| {
            ui.selectable_value(&mut team, String::new(), all);
            for name in &agenda.teams {
                ui.selectable_value(&mut team, name.clone(), name);
            }
        });
        let name = lang.pick("组别", "Team");
        list.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, name));
        state.team = team;
        ui.add_enabled_ui(!field.read_only, |ui| {
            let text = lang.pick("安排任务…", "Assign…");
            let keys = Command::Assign.keys();
            if widgets::quiet_button(ui, icons::CALENDAR, text).on_hover_text(keys).clicked() {
                wishes.push(Wish::Field(FieldWish::AskAssign));
            }
        });
    });
    if agenda.stops.is_empty() && agenda.done == 0 {
        let (title, advice) = said::no_tasks(lang);
        widgets::empty_state(ui, icons::CALENDAR, title, advice, |_| {});
        return;
    }
    widgets::small(ui, &said::done_and_left(lang, agenda.done, agenda.stops.len()));
    for (number, (stop, task)) in agenda.stops.iter().enumerate().take(MOST_LISTED) {
        let Some(entry) = field.project.entry(stop.outfall) else { continue };
        let name = format!("{}. {}", number + 1, said::short_name(lang, &entry.outfall));
        let way = stop
            .place
            .map(|place| said::way(lang, distance_m(field.here, place), bearing_deg(field.here, place)));
        let way = way.unwrap_or_else(|| lang.pick("无坐标", "No position").to_owned());
        let due = said::due(lang, task.due, task.is_overdue(said::today_of(&agenda.strip)));
        let second = said::joined(&[&way, &due, &task.note]);
        ui.horizontal(|ui| {
            let width = ui.available_width() - 2.0 * (CONTROL + UNIT);
            ui.allocate_ui(vec2(width, 11.0 * UNIT), |ui| {
                let here = field.target.is_some_and(|it| it.id == stop.outfall);
                if widgets::two_lines(ui, &name, &second, here).clicked() {
                    wishes.extend([Wish::Select(Some(stop.outfall)), Wish::Locate(stop.outfall)]);
                    wishes.push(Wish::Field(FieldWish::GoTo(Some(stop.outfall))));
                }
            });
            check_ui(ui, field, task, wishes);
        });
    }
    if agenda.stops.len() > MOST_LISTED {
        widgets::small(ui, &said::and_more(lang, agenda.stops.len() - MOST_LISTED));
    }
}

/// So many stops are listed: more than a team does in a day.
const MOST_LISTED: usize = 100;

/// Goes there, and opens the form of the visit that does the task.
fn check_ui(ui: &mut Ui, field: &Field<'_>, task: &Task, wishes: &mut Vec<Wish>) {
    let lang = field.lang;
    ui.spacing_mut().item_spacing.x = UNIT;
    ui.add_enabled_ui(!field.read_only, |ui| {
        let name = lang.pick("登记排查", "Record the visit");
        if widgets::icon_button(ui, icons::STAGE_CHECK, name).clicked() {
            wishes.push(Wish::Field(FieldWish::Close));
            wishes.extend([Wish::Select(Some(task.outfall)), Wish::OpenForm(RecordKind::Visit, "")]);
        }
    });
}

/// The width of a day.
const DAY: f32 = 11.0 * UNIT;

/// A row of days, each with the number of what is due on it; a click lists that.
fn strip_ui(ui: &mut Ui, field: &Field<'_>, wishes: &mut Vec<Wish>) {
    let lang = field.lang;
    ScrollArea::horizontal().id_salt("days").show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = UNIT / 2.0;
            for day in &field.agenda.strip {
                if day_ui(ui, field, day) && !day.due.is_empty() {
                    let ids = day.due.iter().copied().collect();
                    wishes.push(Wish::Narrow(Some(Narrowed { behind: Behind::Due(day.date), ids })));
                }
            }
        });
        ui.add_space(GAP);
    });
    let reporting = field.agenda.strip.iter().find(|it| it.reporting);
    let overdue = field.agenda.strip.first().map_or(0, |it| it.overdue);
    let next = reporting.map(|it| said::next_report(lang, it.date)).unwrap_or_default();
    let late = if overdue > 0 { said::overdue(lang, overdue) } else { String::new() };
    widgets::small(ui, &said::joined(&[&late, &next]));
}

fn day_ui(ui: &mut Ui, field: &Field<'_>, day: &Day) -> bool {
    let (lang, tokens) = (field.lang, theme::tokens(ui));
    let (rect, response) = ui.allocate_exact_size(vec2(DAY, 14.0 * UNIT), Sense::click());
    let name = said::day_of_strip(lang, day);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let fill = match (day.reporting, response.hovered() || response.has_focus()) {
        (_, true) => tokens.hover,
        (true, _) => tokens.accent_soft,
        (false, _) => tokens.raised,
    };
    let painter = ui.painter();
    painter.rect_filled(rect, CornerRadius::same(4), fill);
    if day.reporting {
        let edge = Stroke::new(1.0, tokens.accent);
        painter.rect_stroke(rect, CornerRadius::same(4), edge, StrokeKind::Inside);
    }
    let font = FontId::proportional;
    let top = pos2(rect.center().x, rect.top() + 2.5 * UNIT);
    painter.text(top, Align2::CENTER_CENTER, said::weekday(lang, day.date), font(10.0), tokens.weak);
    let number = Rect::from_center_size(rect.center(), vec2(DAY, BODY));
    painter.text(number.center(), Align2::CENTER_CENTER, said::short_day(day.date), font(SMALL), tokens.text);
    if !day.due.is_empty() {
        let color = if day.overdue > 0 { tokens.alarm } else { tokens.accent };
        let at = pos2(rect.center().x, rect.bottom() - 2.5 * UNIT);
        painter.text(at, Align2::CENTER_CENTER, day.due.len().to_string(), font(SMALL), color);
    }
    response.on_hover_text(name).clicked()
}
