//! The findings one below the other: which outfall, what is wrong, and what puts it right.

use eframe::egui::{
    Align, Align2, CornerRadius, FontId, Layout, Rect, Role, ScrollArea, Sense, Stroke, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};

use super::{ChecksState, ChecksView};
use crate::{
    app::Action,
    domain::{
        check::{CheckId, Checks, Finding, Fix},
        fact::Waiver,
        project::RecordKind,
    },
    i18n,
    ui::{
        icons,
        said::{self, CheckWord},
        theme::{self, BODY, GAP, SMALL, UNIT},
        widgets,
        wish::Wish,
    },
};

const ROW: f32 = 12.0 * UNIT;
/// Room for the buttons at the right of a row.
const BUTTONS: f32 = 40.0 * UNIT;

/// Draws the rows that are in view.
pub(super) fn rows_ui(
    ui: &mut Ui,
    view: &ChecksView<'_>,
    checks: &Checks,
    state: &ChecksState,
    wishes: &mut Vec<Wish>,
) {
    let lang = view.lang;
    if state.rows.is_empty() {
        let (title, advice) = if state.waived {
            (CheckWord::NothingWaived, lang.term(CheckWord::NothingWaivedAdvice).to_owned())
        } else {
            (CheckWord::NothingFound, said::checked_all(lang, checks.outfalls))
        };
        widgets::empty_state(ui, icons::CHECK_CIRCLE, lang.term(title), &advice, |_| {});
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let area = ScrollArea::vertical().id_salt("findings").auto_shrink(false);
    area.show_rows(ui, ROW, state.rows.len(), |ui, range| {
        for at in state.rows.iter().skip(range.start).take(range.len()) {
            let (finding, waiver) = if state.waived {
                let Some(waived) = checks.waived.get(*at) else { continue };
                (&waived.finding, Some(&waived.waiver))
            } else {
                let Some(finding) = checks.due.get(*at) else { continue };
                (finding, None)
            };
            ui.push_id(at, |ui| row_ui(ui, view, finding, waiver, wishes));
        }
    });
}

fn row_ui(
    ui: &mut Ui,
    view: &ChecksView<'_>,
    finding: &Finding,
    waiver: Option<&Waiver>,
    wishes: &mut Vec<Wish>,
) {
    let tokens = theme::tokens(ui);
    let lang = view.lang;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let words = Rect::from_min_max(rect.min, pos2(rect.right() - BUTTONS, rect.bottom()));
    let response = ui.interact(words, ui.scope_id().with("finding"), Sense::click());
    let name = view.code(finding.record);
    let message = i18n::finding_message(finding, lang);
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Button, true, format!("{} {name} {message}", finding.check.code()))
    });
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(words, CornerRadius::same(4), tokens.hover);
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, tokens.line));
    let inner = words.shrink2(vec2(GAP, 0.0));
    let (upper, lower) = (rect.top() + 3.75 * UNIT, rect.bottom() - 3.25 * UNIT);
    let font = FontId::proportional(SMALL);
    let code = ui.painter().text(
        pos2(inner.left(), upper),
        Align2::LEFT_CENTER,
        finding.check.code(),
        font,
        tokens.weak,
    );
    let line = |left: f32, middle: f32| Rect::from_min_max(pos2(left, middle), pos2(inner.right(), middle));
    widgets::elided_at(
        ui,
        line(code.right().max(inner.left() + 7.0 * UNIT) + GAP, upper),
        &name,
        BODY,
        tokens.text,
    );
    let below = match waiver {
        Some(waiver) => {
            let on = waiver.on.map(|it| it.to_string()).unwrap_or_default();
            said::joined(&[&message, &said::waived_by(lang, &waiver.granted_by, &on, &waiver.reason)])
        }
        None => message,
    };
    widgets::elided_at(ui, line(inner.left(), lower), &below, SMALL + 1.0, tokens.weak);
    let galley = ui.painter().layout_no_wrap(below.clone(), FontId::proportional(SMALL + 1.0), tokens.weak);
    let is_cut = galley.size().x > inner.width();
    let response = if is_cut { response.on_hover_text(below) } else { response };
    if response.clicked() {
        wishes.extend([Wish::Select(Some(finding.record)), Wish::Locate(finding.record)]);
    }
    let area = Rect::from_min_max(pos2(rect.right() - BUTTONS, rect.top()), rect.max);
    ui.scope_builder(UiBuilder::new().max_rect(area).layout(Layout::right_to_left(Align::Center)), |ui| {
        ui.spacing_mut().item_spacing.x = UNIT;
        ui.add_enabled_ui(!view.read_only, |ui| buttons_ui(ui, view, finding, waiver, wishes));
    });
}

/// From right to left: let it stand, put it right.
fn buttons_ui(
    ui: &mut Ui,
    view: &ChecksView<'_>,
    finding: &Finding,
    waiver: Option<&Waiver>,
    wishes: &mut Vec<Wish>,
) {
    let lang = view.lang;
    let code = view.project.entry(finding.record).map(|it| it.outfall.code()).unwrap_or_default();
    if waiver.is_some() {
        if widgets::quiet_button(ui, "", lang.term(CheckWord::Withdraw)).clicked() {
            let (findings, reason) = (vec![finding.clone()], String::new());
            wishes.push(Wish::act(Action::Waive { findings, reason, withdrawn: true }));
        }
        return;
    }
    if widgets::icon_button(ui, icons::ZONE, &said::waive_one(lang, code, finding.check)).clicked() {
        wishes.push(Wish::AskWaive(vec![finding.clone()]));
    }
    let Some(fix) = &finding.fix else { return };
    let word = said::fix_word(lang, fix);
    let response = widgets::quiet_button(ui, "", word);
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, said::fix_one(lang, code, word)));
    let tip = i18n::finding_fix(finding, lang).unwrap_or_default();
    if response.on_hover_text(tip).clicked() {
        wishes.extend(put_right(finding, fix, lang));
    }
}

/// What is wished for to put a finding right: done at once, or begun where a person has to say more.
fn put_right(finding: &Finding, fix: &Fix, lang: i18n::Lang) -> Vec<Wish> {
    if fix.is_automatic() {
        return vec![Wish::act(Action::FixFindings(vec![finding.clone()], lang))];
    }
    let begun = match (fix, finding.fact) {
        (Fix::Supply(kind, column), _) => Wish::OpenForm(*kind, column),
        (Fix::Revise(column), _) => Wish::OpenForm(RecordKind::Outfall, column),
        (Fix::Recode, _) => Wish::OpenForm(RecordKind::Outfall, recoded(finding)),
        (Fix::CorrectFact, Some((kind, id))) => Wish::Correct(kind, id),
        (Fix::MergeInto(target), _) => Wish::MergeInto(*target),
        (Fix::Move, _) => Wish::MoveOutfall(finding.record),
        _ => return Vec::new(),
    };
    vec![Wish::Select(Some(finding.record)), Wish::Locate(finding.record), begun]
}

/// The column of the code that is shared.
fn recoded(finding: &Finding) -> &'static str {
    debug_assert_eq!(finding.check, CheckId::DuplicateCode);
    "code_local"
}
