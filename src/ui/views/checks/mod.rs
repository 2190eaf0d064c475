//! What the data checks found, by check and by county, with what puts it right.

mod rows;
mod state;

use std::sync::Arc;

use eframe::egui::{
    Align, Align2, CentralPanel, FontId, Frame, Layout, Margin, Panel, Rect, Role, ScrollArea, Sense, Ui,
    WidgetInfo, pos2, vec2,
};

pub(crate) use self::state::ChecksState;
use crate::{
    domain::{
        RecordId,
        check::{CheckId, Checks},
        project::Project,
    },
    i18n::Lang,
    ui::{
        icons,
        keys::Command,
        said::{self, CheckWord},
        state::{Behind, Narrowed, Screen},
        theme::{self, BODY, GAP, PAD, SMALL, UNIT},
        widgets,
        wish::Wish,
    },
};

/// What the view draws from.
pub(crate) struct ChecksView<'a> {
    pub(crate) lang: Lang,
    pub(crate) project: &'a Project,
    /// What was found last; nothing before the first time.
    pub(crate) checks: Option<&'a Arc<Checks>>,
    /// Is that what would be found now?
    pub(crate) fresh: bool,
    pub(crate) read_only: bool,
}

impl ChecksView<'_> {
    /// What people call an outfall: its code, else its name.
    fn code(&self, record: RecordId) -> String {
        let outfall = self.project.entry(record).map(|it| &it.outfall);
        outfall.map_or_else(String::new, |it| said::joined(&[it.code(), &it.name]))
    }
}

const LINE: f32 = 7.0 * UNIT;

/// Draws the view.
pub(crate) fn checks_ui(ui: &mut Ui, view: &ChecksView<'_>, state: &mut ChecksState, wishes: &mut Vec<Wish>) {
    let lang = view.lang;
    let Some(checks) = view.checks else {
        let word = lang.term(CheckWord::Checking);
        widgets::empty_state(ui, icons::CHECK_CIRCLE, word, "", |_| {});
        return;
    };
    state.refresh(view.project, checks);
    let side = Frame::new().inner_margin(Margin { left: 12, right: 8, top: 16, bottom: 8 });
    Panel::left("checks").default_size(80.0 * UNIT).size_range(64.0 * UNIT..=110.0 * UNIT).frame(side).show(
        ui,
        |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ScrollArea::vertical().id_salt("kinds").auto_shrink(false).show(ui, |ui| {
                kinds_ui(ui, view, state);
                ui.add_space(PAD);
                counties_ui(ui, view, state);
            });
        },
    );
    let frame = Frame::new().inner_margin(Margin { left: 16, right: 16, top: 16, bottom: 8 });
    CentralPanel::no_frame().frame(frame).show(ui, |ui| {
        header_ui(ui, view, checks, state, wishes);
        ui.add_space(GAP);
        rows::rows_ui(ui, view, checks, state, wishes);
    });
}

/// A line of the list at the left: a title and how many there are.
struct Entry<'a> {
    title: &'a str,
    number: usize,
    chosen: bool,
}

fn entry_ui(ui: &mut Ui, entry: &Entry<'_>) -> bool {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::click());
    let name = said::counted(entry.title, entry.number as u64);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, entry.chosen, &name));
    widgets::row_ground(ui, rect, entry.chosen, response.hovered() || response.has_focus());
    let color = if entry.number == 0 { tokens.faint } else { tokens.text };
    let inner = rect.shrink2(vec2(GAP, 0.0));
    let number = said::count(entry.number as i64);
    let font = FontId::proportional(SMALL + 1.0);
    let drawn = ui.painter().text(inner.right_center(), Align2::RIGHT_CENTER, number, font, color);
    let room = Rect::from_min_max(inner.min, pos2(drawn.left() - GAP, inner.bottom()));
    widgets::elided_at(ui, room, entry.title, BODY, color);
    response.on_hover_text(entry.title).clicked()
}

fn kinds_ui(ui: &mut Ui, view: &ChecksView<'_>, state: &mut ChecksState) {
    let title = view.lang.term(CheckWord::AllChecks);
    let all = Entry { title, number: state.counts.values().sum(), chosen: state.check.is_none() };
    if entry_ui(ui, &all) {
        state.choose(None);
    }
    for check in CheckId::ALL.iter().copied() {
        let title = said::check_title(view.lang, check);
        let number = state.counts.get(&check).copied().unwrap_or_default();
        let entry = Entry { title: &title, number, chosen: state.check == Some(check) };
        if entry_ui(ui, &entry) {
            state.choose(Some(check));
        }
    }
}

fn counties_ui(ui: &mut Ui, view: &ChecksView<'_>, state: &mut ChecksState) {
    let lang = view.lang;
    widgets::section(ui, lang.term(CheckWord::ByCounty));
    ui.add_space(UNIT);
    let mut chosen = None;
    let title = lang.term(CheckWord::AllCounties);
    let number = state.counties.iter().map(|it| it.1).sum();
    if entry_ui(ui, &Entry { title, number, chosen: state.county.is_none() }) {
        chosen = Some(None);
    }
    for (county, number) in &state.counties {
        let title = if county.is_empty() { lang.term(CheckWord::NoCounty) } else { county };
        let entry = Entry { title, number: *number, chosen: state.county.as_ref() == Some(county) };
        if entry_ui(ui, &entry) {
            chosen = Some(Some(county.clone()));
        }
    }
    if let Some(chosen) = chosen {
        state.choose_county(chosen);
    }
}

fn header_ui(
    ui: &mut Ui,
    view: &ChecksView<'_>,
    checks: &Checks,
    state: &mut ChecksState,
    wishes: &mut Vec<Wish>,
) {
    let lang = view.lang;
    let title = state.check.map(|it| said::check_title(lang, it));
    ui.horizontal(|ui| {
        widgets::heading(ui, title.as_deref().unwrap_or_else(|| Command::ShowChecks.title(lang)));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if widgets::quiet_button(ui, icons::LOCATE, lang.term(CheckWord::Doctor)).clicked() {
                wishes.push(Wish::Command(Command::Doctor));
            }
        });
    });
    let remark = said::checked(lang, checks.outfalls, checks.due.len(), checks.waived.len());
    let remark = if view.fresh { remark } else { format!("{remark} · {}", lang.term(CheckWord::Checking)) };
    widgets::small(ui, &remark);
    ui.add_space(GAP);
    ui.horizontal(|ui| {
        let options = [(false, lang.term(CheckWord::Due)), (true, lang.term(CheckWord::Waived))];
        if let Some(waived) = widgets::segmented(ui, &options, state.waived) {
            state.show_waived(waived);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let possible = !view.read_only && !state.waived && state.check.is_some() && state.fixable > 0;
            ui.add_enabled_ui(possible, |ui| {
                if widgets::quiet_button(ui, icons::STAGE_FIX, lang.term(CheckWord::FixAll)).clicked() {
                    let fixable = state.shown(checks).filter(|it| state::is_fixable(it)).cloned();
                    wishes.push(Wish::AskFixAll(fixable.collect()));
                }
            });
            ui.add_enabled_ui(!state.rows.is_empty(), |ui| {
                if widgets::quiet_button(ui, icons::MAP, lang.term(CheckWord::ShowOnMap)).clicked() {
                    let ids = state.shown(checks).map(|it| it.record).collect();
                    let behind = Behind::Check(state.check);
                    wishes.extend([Wish::Narrow(Some(Narrowed { behind, ids })), Wish::Show(Screen::Map)]);
                }
            });
        });
    });
}
