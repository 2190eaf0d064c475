//! What is asked before findings of the checks are let stand, or put right together.

use eframe::egui::{Context, Rect, ScrollArea, Sense, Stroke, Ui, pos2, vec2};

use super::{Answer, dialog, foot, line};
use crate::{
    app::Action,
    domain::{
        Value,
        check::Finding,
        project::{Change, Project},
    },
    i18n::{self, Lang},
    ui::{
        icons,
        said::{self, CheckWord},
        theme::{self, GAP, SMALL, UNIT},
        widgets,
    },
};

/// Why findings are let stand.
#[derive(Debug)]
pub(crate) struct WaiveDraft {
    findings: Vec<Finding>,
    reason: String,
}

impl WaiveDraft {
    /// For these findings.
    pub(crate) fn of(findings: Vec<Finding>) -> Self {
        Self { findings, reason: String::new() }
    }

    /// Draws the dialog.
    pub(crate) fn ui(&mut self, ctx: &Context, lang: Lang, project: &Project) -> Answer<Action> {
        dialog(ctx, lang, lang.term(CheckWord::WaiveTitle), 130.0 * UNIT, |ui| {
            for finding in &self.findings {
                let code = project.entry(finding.record).map(|it| it.outfall.code()).unwrap_or_default();
                let message = i18n::finding_message(finding, lang);
                widgets::fact_line(ui, &said::joined(&[finding.check.code(), code]), &message);
            }
            ui.add_space(GAP);
            line(ui, lang.term(CheckWord::Reason), lang.term(CheckWord::ReasonHint), &mut self.reason);
            ui.add_space(UNIT);
            widgets::small(ui, lang.term(CheckWord::WaiveAdvice));
            let possible = !self.reason.trim().is_empty();
            let obstacle = lang.term(CheckWord::ReasonMissing);
            match foot(ui, lang, lang.term(CheckWord::WaiveTitle), possible, obstacle) {
                Some(true) => Answer::Done(Action::Waive {
                    findings: self.findings.clone(),
                    reason: self.reason.trim().to_owned(),
                    withdrawn: false,
                }),
                Some(false) => Answer::Cancelled,
                None => Answer::Open,
            }
        })
    }
}

/// What would change if findings were put right together.
#[derive(Debug)]
pub(crate) struct FixAllDraft {
    findings: Vec<Finding>,
    rows: Vec<PreviewRow>,
    outfalls: usize,
}

#[derive(Debug)]
struct PreviewRow {
    outfall: String,
    column: String,
    before: String,
    after: String,
}

const ROW: f32 = 6.0 * UNIT;
const MOST_ROWS: f32 = 14.0;

impl FixAllDraft {
    /// For these findings, and what their repair comes to.
    pub(crate) fn of(
        findings: Vec<Finding>,
        repair: &crate::domain::check::Repair,
        project: &Project,
        lang: Lang,
    ) -> Self {
        let name = |id| {
            let outfall = project.entry(id).map(|it| &it.outfall);
            outfall.map(|it| said::joined(&[it.code(), &it.name])).unwrap_or_default()
        };
        let mut rows = Vec::new();
        for change in &repair.changes {
            let Change::Set { kind, id, cells } = change else { continue };
            for cell in cells {
                let column = kind.columns().into_iter().find(|it| it.name == cell.column);
                let word = |value: &Value| {
                    let text = text_of(value);
                    let code = column.and_then(|it| it.codes.iter().find(|(code, ..)| *code == text));
                    code.map_or(text, |(_, zh, en)| lang.pick(zh, en).to_string())
                };
                rows.push(PreviewRow {
                    outfall: name(*id),
                    column: column.map_or("", |it| lang.pick(it.zh, it.en)).to_owned(),
                    before: word(&cell.old),
                    after: word(&cell.new),
                });
            }
        }
        for event in &repair.events {
            let target = event.target.map(name).unwrap_or_default();
            let kind = event.kind.map_or("", |it| lang.term(it));
            rows.push(PreviewRow {
                outfall: name(event.outfall),
                column: said::kind_name(lang, crate::domain::project::RecordKind::RegisterEvent).to_owned(),
                before: String::new(),
                after: said::joined(&[kind, &target]),
            });
        }
        let outfalls = repair.changes.len() + repair.events.len();
        Self { findings, rows, outfalls }
    }

    /// Draws the dialog.
    pub(crate) fn ui(&mut self, ctx: &Context, lang: Lang) -> Answer<Action> {
        dialog(ctx, lang, lang.term(CheckWord::FixAllTitle), 190.0 * UNIT, |ui| {
            widgets::small(ui, lang.term(CheckWord::FixAllAdvice));
            ui.add_space(GAP);
            let heading = PreviewRow {
                outfall: lang.term(CheckWord::Outfall).to_owned(),
                column: lang.term(CheckWord::Column).to_owned(),
                before: lang.term(CheckWord::Before).to_owned(),
                after: lang.term(CheckWord::After).to_owned(),
            };
            row_ui(ui, &heading, true);
            ui.spacing_mut().item_spacing.y = 0.0;
            let height = ROW * (self.rows.len() as f32).clamp(1.0, MOST_ROWS);
            let area =
                ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink(false);
            area.show_rows(ui, ROW, self.rows.len(), |ui, range| {
                for row in self.rows.iter().skip(range.start).take(range.len()) {
                    row_ui(ui, row, false);
                }
            });
            match foot(ui, lang, &said::repair_so_many(lang, self.outfalls), self.outfalls > 0, "") {
                Some(true) => Answer::Done(Action::FixFindings(self.findings.clone(), lang)),
                Some(false) => Answer::Cancelled,
                None => Answer::Open,
            }
        })
    }
}

fn row_ui(ui: &mut Ui, row: &PreviewRow, heading: bool) {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let name =
        [&row.outfall, &row.column, &row.before, icons::GO, &row.after].map(ToOwned::to_owned).join(" ");
    response.widget_info(|| eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Label, true, &name));
    if !heading {
        ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, tokens.line));
    }
    let cells = [
        (0.0, 0.3, &row.outfall),
        (0.3, 0.46, &row.column),
        (0.46, 0.72, &row.before),
        (0.72, 1.0, &row.after),
    ];
    for (from, to, text) in cells {
        let at = |share: f32| rect.left() + rect.width() * share;
        let area = Rect::from_min_max(pos2(at(from), rect.top()), pos2(at(to) - GAP, rect.bottom()));
        let color = if heading { tokens.weak } else { tokens.text };
        widgets::elided_at(ui, area, text, SMALL, color);
    }
    if !heading {
        response.on_hover_text(name);
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text.clone(),
    }
}
