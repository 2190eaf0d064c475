//! What a trace came to: sums, loads, lists, and why it ended.

use eframe::egui::{Align2, FontId, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{TraceList, TracePanel, TraceState, TraceWish, Traced};
use crate::{
    app::{TraceAnswer, TraceSums},
    ui::{
        icons, said,
        theme::{self, BODY, GAP, PAD, SMALL, UNIT},
        widgets,
        wish::Wish,
    },
};

/// The height of a row.
const ROW: f32 = 10.0 * UNIT;

pub(super) fn result_ui(ui: &mut Ui, panel: &TracePanel<'_>, state: &mut TraceState, wishes: &mut Vec<Wish>) {
    let lang = panel.lang;
    let Some(traced) = state.traced.clone() else {
        if !panel.busy && panel.has_network {
            let (title, advice) = said::no_trace(lang);
            widgets::empty_state(ui, icons::STAGE_TRACE, title, advice, |_| {});
        }
        return;
    };
    ui.add_space(GAP);
    head_ui(ui, panel, &traced.answer, wishes);
    sums_ui(ui, panel, state, &traced);
    ui.add_space(GAP);
    lists_ui(ui, panel, state, &traced);
    rows_ui(ui, panel, state, &traced, wishes);
}

fn head_ui(ui: &mut Ui, panel: &TracePanel<'_>, answer: &TraceAnswer, wishes: &mut Vec<Wish>) {
    let (lang, tokens) = (panel.lang, theme::tokens(ui));
    widgets::section(ui, &said::traced_from(lang, answer));
    ui.horizontal(|ui| {
        ui.label(eframe::egui::RichText::new(said::traced_length(lang, answer)).size(theme::TITLE));
        ui.with_layout(eframe::egui::Layout::right_to_left(eframe::egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = UNIT / 2.0;
            let clear = lang.pick("清除追踪结果", "Clear the trace");
            if widgets::icon_button(ui, icons::CLEAR, clear).clicked() {
                wishes.push(Wish::Trace(TraceWish::Clear));
            }
            let export = lang.pick("导出追踪结果", "Export the trace");
            if widgets::icon_button(ui, icons::EXPORT, export).clicked() {
                wishes.push(Wish::Trace(TraceWish::Export));
            }
            ui.add_enabled_ui(!panel.read_only && panel.selected.is_some(), |ui| {
                let keep = lang.pick("作为溯源证据登记", "Keep as evidence of tracing");
                if widgets::icon_button(ui, icons::CLAIM, keep).clicked() {
                    wishes.push(Wish::Trace(TraceWish::Keep));
                }
            });
            let all = lang.pick("显示整个追踪结果", "Show all of the trace");
            if widgets::icon_button(ui, icons::FULL_EXTENT, all).clicked() {
                wishes.push(Wish::Trace(TraceWish::ShowAll));
            }
        });
    });
    if let Some(text) = said::traced_off(lang, answer) {
        widgets::notice_line(ui, icons::WARNING, tokens.begun, tokens.begun_soft, &text);
    }
    widgets::small(ui, &said::traced_ends(lang, answer));
    if let Some(text) = said::spill(lang, answer) {
        widgets::notice_line(ui, icons::INFO, tokens.accent, tokens.accent_soft, &text);
    }
    if let Some(velocity) = answer.assumed_m_s {
        widgets::small(ui, &said::assumed_velocity(lang, velocity));
    }
}

/// States and loads of the outfalls on the trace, worked out anew where something is another.
fn sums_ui(ui: &mut Ui, panel: &TracePanel<'_>, state: &mut TraceState, traced: &Traced) {
    if traced.answer.outfalls.is_empty() {
        return;
    }
    let key = (traced.generation, panel.project.revision(), panel.snapshot.day);
    if state.sums.as_ref().is_none_or(|it| it.0 != key) {
        state.sums = Some((key, TraceSums::of(&traced.answer, panel.project, panel.snapshot)));
    }
    let Some((_, sums)) = &state.sums else { return };
    let lang = panel.lang;
    let counts = |counts: Vec<(&str, usize)>| {
        let words: Vec<String> = counts.iter().map(|(word, count)| format!("{word} {count}")).collect();
        words.join("  ")
    };
    let trace = counts(sums.trace.iter().map(|(it, count)| (lang.term(*it), *count)).collect());
    let fix = counts(sums.fix.iter().map(|(it, count)| (lang.term(*it), *count)).collect());
    widgets::fact_line(ui, lang.pick("溯源状态", "Tracing"), &trace);
    widgets::fact_line(ui, lang.pick("整治状态", "Remediation"), &fix);
    widgets::fact_line(ui, lang.pick("负荷 kg/d", "Load kg/d"), &said::loads(lang, &sums.loads));
}

/// The titles of the lists, with how long each is.
fn lists_ui(ui: &mut Ui, panel: &TracePanel<'_>, state: &mut TraceState, traced: &Traced) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(UNIT / 2.0, UNIT / 2.0);
        for list in TraceList::ALL {
            let count = list.len(&traced.answer);
            if count == 0 && list != state.list {
                continue;
            }
            let text = format!("{} {count}", list.title(panel.lang));
            if widgets::segmented(ui, &[(list, &text)], state.list).is_some() {
                state.list = list;
                state.at = None;
            }
        }
    });
}

fn rows_ui(
    ui: &mut Ui,
    panel: &TracePanel<'_>,
    state: &mut TraceState,
    traced: &Traced,
    wishes: &mut Vec<Wish>,
) {
    let (answer, list) = (&traced.answer, state.list);
    let count = list.len(answer);
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut area = ScrollArea::vertical().id_salt(("traced", traced.generation, list)).auto_shrink(false);
    // What is selected on the map comes into view, once.
    let selected = panel.selected_id();
    if list == TraceList::Outfalls && selected.is_some() && selected != state.shown {
        state.shown = selected;
        if let Some(at) = answer.outfalls.iter().position(|it| it.outfall == selected) {
            let height = ui.available_height();
            area = area.vertical_scroll_offset((at as f32 * ROW - height / 2.0).max(0.0));
        }
    }
    area.show_rows(ui, ROW, count, |ui, range| {
        for at in range {
            let Some(row) = row(panel, answer, list, at) else { continue };
            let is_selected = match list.found(answer).and_then(|it| it.get(at)) {
                Some(found) if found.outfall.is_some() => found.outfall == selected,
                _ => state.at == Some(at),
            };
            if row_ui(ui, &row, is_selected) {
                state.at = Some(at);
                go_to(answer, list, at, wishes);
                if list == TraceList::Outfalls {
                    state.shown = answer.outfalls.get(at).and_then(|it| it.outfall);
                }
            }
        }
    });
}

/// A row: a name, small print, and a distance.
struct Row {
    name: String,
    rest: String,
    distance: String,
}

fn row(panel: &TracePanel<'_>, answer: &TraceAnswer, list: TraceList, at: usize) -> Option<Row> {
    let lang = panel.lang;
    if let Some(found) = list.found(answer) {
        let it = found.get(at)?;
        let state = it.outfall.and_then(|id| panel.project.position(id));
        let standing = state.and_then(|at| panel.snapshot.standings.get(at));
        let entry = it.outfall.and_then(|id| panel.project.entry(id));
        let name = entry.map_or_else(|| it.name.clone(), |entry| said::short_name(lang, &entry.outfall));
        let state = standing.map(|it| said::joined(&[lang.term(it.trace.state), lang.term(it.fix.state)]));
        let time = said::travel_time(lang, it.hours);
        let rest = said::joined(&[&said::cell_text(&it.id), &time, &state.unwrap_or_default()]);
        return Some(Row { name, rest, distance: said::kilometres(it.distance_km) });
    }
    let network = &answer.waters.on.network;
    if list == TraceList::Reaches {
        let step = answer.trace.steps.get(at)?;
        let length = said::kilometres((step.stretch_m.1 - step.stretch_m.0) / 1000.0);
        let name = network.name(step.reach).to_owned();
        let name =
            if name.is_empty() { lang.pick("无名河段", "Nameless reach").to_owned() } else { name };
        let rest = said::joined(&[&said::cell_text(&answer.id(step.reach)), &length]);
        return Some(Row { name, rest, distance: said::kilometres(step.distance_m / 1000.0) });
    }
    let stop = answer.trace.stops.get(at)?;
    let name = lang.term(stop.reason).to_owned();
    let rest = answer.stop_name(at).to_owned();
    Some(Row { name, rest, distance: said::kilometres(stop.distance_m / 1000.0) })
}

fn row_ui(ui: &mut Ui, row: &Row, active: bool) -> bool {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let name = said::joined(&[&row.name, &row.rest, &row.distance]);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, active, &name));
    widgets::row_ground(ui, rect, active, response.hovered() || response.has_focus());
    let inner = rect.shrink2(vec2(GAP, 0.0));
    let right = inner.right_center();
    let font = FontId::proportional(SMALL + 1.0);
    let drawn = ui.painter().text(right, Align2::RIGHT_CENTER, &row.distance, font, tokens.text);
    let edge = drawn.left() - PAD;
    let line = |middle: f32| Rect::from_min_max(pos2(inner.left(), middle), pos2(edge, middle));
    widgets::elided_at(ui, line(rect.top() + 3.2 * UNIT), &row.name, BODY, tokens.text);
    widgets::elided_at(ui, line(rect.bottom() - 2.6 * UNIT), &row.rest, SMALL, tokens.weak);
    response.on_hover_text(name).clicked()
}

/// Shows on the map what was clicked.
fn go_to(answer: &TraceAnswer, list: TraceList, at: usize, wishes: &mut Vec<Wish>) {
    let network = &answer.waters.on.network;
    if let Some(found) = list.found(answer) {
        let Some(it) = found.get(at) else { return };
        match (it.outfall, it.at) {
            (Some(id), _) => wishes.extend([Wish::Select(Some(id)), Wish::Locate(id)]),
            (None, Some((lon, lat))) => wishes.push(Wish::GoTo(lon, lat)),
            (None, None) => {}
        }
        return;
    }
    let place = if list == TraceList::Reaches {
        let step = answer.trace.steps.get(at);
        step.and_then(|it| network.place(it.reach, f64::midpoint(it.stretch_m.0, it.stretch_m.1)))
    } else {
        answer.trace.stops.get(at).and_then(|it| network.place(it.reach, it.along_m))
    };
    wishes.extend(place.map(|(lon, lat)| Wish::GoTo(lon, lat)));
}
