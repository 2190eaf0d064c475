//! The hunt in the sewers: how it stands, which manhole comes next, what was opened.

use eframe::egui::{ScrollArea, Ui};

use super::{TracePanel, TraceWish};
use crate::{
    app::{FARTHEST_SEWER_M, HuntAnswer, HuntView, Inlet, Manhole, NextManhole, Seen},
    domain::network::hunt::Verdict,
    ui::{
        icons, said,
        theme::{self, GAP, PAD, UNIT},
        widgets,
        wish::Wish,
    },
};

pub(super) fn hunt_ui(ui: &mut Ui, panel: &TracePanel<'_>, wishes: &mut Vec<Wish>) {
    let lang = panel.lang;
    if panel.selected.is_none() {
        let (title, advice) = lang.pick(
            ("先选一个排污口", "管网溯源从排污口往上找：每开一座检查井，就排除一段管网"),
            (
                "Select an outfall first",
                "The hunt goes up from an outfall; each manhole that is opened takes some sewer out of suspicion",
            ),
        );
        widgets::empty_state(ui, icons::SEWER, title, advice, |_| {});
        return;
    }
    match panel.hunt {
        None => {
            ui.spinner();
        }
        Some(HuntAnswer::NoSewer) => {
            let tokens = theme::tokens(ui);
            let text = lang.pick(
                format!("排污口周围 {FARTHEST_SEWER_M} 米内没有管网；先添加管网图层"),
                format!("There is no sewer within {FARTHEST_SEWER_M} m of the outfall; add a layer of sewers first"),
            );
            widgets::notice_line(ui, icons::WARNING, tokens.begun, tokens.begun_soft, &text);
        }
        Some(HuntAnswer::Stands(view)) => {
            ScrollArea::vertical().id_salt(("hunt", view.outfall)).auto_shrink(false).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = UNIT;
                stands_ui(ui, panel, view, wishes);
            });
        }
    }
}

fn stands_ui(ui: &mut Ui, panel: &TracePanel<'_>, view: &HuntView, wishes: &mut Vec<Wish>) {
    let (lang, tokens) = (panel.lang, theme::tokens(ui));
    if let Some(entry) = panel.selected {
        widgets::section(ui, &said::short_name(lang, &entry.outfall));
    }
    widgets::fact_line(ui, lang.pick("上游管网", "Sewer above"), &said::hunt_size(lang, view));
    widgets::fact_line(ui, lang.pick("仍可疑", "Suspect"), &said::hunt_left(lang, view));
    let share = if view.all_m > 0.0 { 1.0 - view.left_m / view.all_m } else { 0.0 };
    ui.add(eframe::egui::ProgressBar::new(share as f32).desired_height(UNIT * 1.5).fill(tokens.accent));
    ui.add_space(GAP);
    match &view.next {
        _ if view.left == 0 => {
            let text = lang.pick(
                "开井结果互相矛盾：可能不止一个污染源，或有一条记录有误",
                "What was seen contradicts itself: there is more than one source, or a record is wrong",
            );
            widgets::notice_line(ui, icons::WARNING, tokens.begun, tokens.begun_soft, text);
        }
        Some(next) => next_ui(ui, panel, next, wishes),
        None => {
            let text = said::hunt_found(lang, view);
            widgets::notice_line(ui, icons::CHECK_CIRCLE, tokens.done, tokens.accent_soft, &text);
        }
    }
    ui.add_space(PAD);
    if !view.seen.is_empty() {
        ui.add_enabled_ui(!panel.read_only, |ui| {
            let text = lang.pick("写入溯源表单…", "Into the form of tracing…");
            if widgets::quiet_button(ui, icons::STAGE_TRACE, text).clicked() {
                wishes.push(Wish::Trace(TraceWish::KeepHunt));
            }
        });
        widgets::section(ui, &said::hunt_opened(lang, view.seen.len()));
        for seen in view.seen.iter().rev() {
            seen_ui(ui, panel, seen, wishes);
        }
    }
    legend_ui(ui, panel);
}

fn next_ui(ui: &mut Ui, panel: &TracePanel<'_>, next: &NextManhole, wishes: &mut Vec<Wish>) {
    let lang = panel.lang;
    widgets::section(ui, lang.pick("下一座检查井", "Next manhole"));
    let (lon, lat) = next.manhole.at;
    let name = said::manhole_name(lang, &next.manhole);
    if widgets::two_lines(ui, &name, &said::hunt_halves(lang, next.above_m), true).clicked() {
        wishes.push(Wish::GoTo(lon, lat));
    }
    ui.add_enabled_ui(!panel.read_only, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            let text = lang.pick("开井登记…", "Record it…");
            if widgets::primary_button(ui, text).clicked() {
                wishes.push(open(&next.manhole, None));
            }
            for inlet in next.inlets.iter().filter(|_| next.inlets.len() > 1) {
                let text = said::hunt_inlet(lang, inlet);
                if widgets::quiet_button(ui, "", &text).clicked() {
                    wishes.push(open(&next.manhole, Some(inlet)));
                }
            }
        });
    });
    let then = said::hunt_then(lang, next);
    if !then.is_empty() {
        widgets::small(ui, &then);
    }
}

fn open(manhole: &Manhole, inlet: Option<&Inlet>) -> Wish {
    Wish::Trace(TraceWish::OpenManhole(manhole.clone(), inlet.cloned()))
}

fn seen_ui(ui: &mut Ui, panel: &TracePanel<'_>, seen: &Seen, wishes: &mut Vec<Wish>) {
    let lang = panel.lang;
    let name = seen.check.manhole.as_str();
    let name = if name.is_empty() { lang.pick("无名检查井", "Nameless manhole") } else { name };
    let first = format!("{name}  {}", lang.term(seen.verdict));
    if widgets::two_lines(ui, &first, &said::manhole_evidence(lang, seen), false).clicked()
        && let Some((lon, lat)) = seen.check.lon.zip(seen.check.lat)
    {
        wishes.push(Wish::GoTo(lon, lat));
    }
}

/// What the colours on the map mean.
fn legend_ui(ui: &mut Ui, panel: &TracePanel<'_>) {
    use crate::domain::network::hunt::Suspicion as S;
    ui.add_space(GAP);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        for state in [S::Suspect, S::Carries, S::Clean, S::Unknown] {
            let color = suspicion_color(theme::tokens(ui), state);
            let (rect, _) = ui.allocate_exact_size(
                eframe::egui::vec2(4.0 * UNIT, 2.0 * UNIT),
                eframe::egui::Sense::hover(),
            );
            let (left, right) = (rect.left_center(), rect.right_center());
            ui.painter().line_segment([left, right], eframe::egui::Stroke::new(3.5, color));
            widgets::small(ui, said::suspicion(panel.lang, state));
        }
    });
}

/// The colour of a reach of which this is known.
pub(crate) fn suspicion_color(
    tokens: &theme::Tokens,
    state: crate::domain::network::hunt::Suspicion,
) -> eframe::egui::Color32 {
    use crate::domain::network::hunt::Suspicion as S;
    match state {
        S::Suspect => tokens.begun,
        S::Carries => tokens.alarm,
        S::Clean => tokens.done,
        S::Unknown => tokens.faint,
    }
}

/// The colour of a manhole that was opened.
pub(crate) fn verdict_color(tokens: &theme::Tokens, verdict: Verdict) -> eframe::egui::Color32 {
    match verdict {
        Verdict::Dirty => tokens.alarm,
        Verdict::Clean => tokens.done,
        Verdict::Unknown => tokens.faint,
    }
}
