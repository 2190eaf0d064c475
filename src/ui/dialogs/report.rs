//! What came in and what did not, by row and with the reason.

use eframe::egui::{
    Align2, Context, CornerRadius, FontId, Frame, Margin, Rect, RichText, ScrollArea, Sense, Stroke, Ui,
    pos2, vec2,
};

use super::{Answer, dialog, foot_bar};
use crate::{
    app::import::ImportReport,
    i18n::Lang,
    ui::{
        icons,
        said::{self, Word},
        theme::{self, BODY, GAP, SMALL, UNIT},
        widgets,
    },
};

/// How many rows of one report are in view at once, at most.
const MOST_ROWS: f32 = 9.0;
const ROW: f32 = 6.0 * UNIT;

/// Draws the reports of one import. Done means: save the skipped rows.
pub(crate) fn report_ui(ctx: &Context, lang: Lang, reports: &[ImportReport]) -> Answer<()> {
    dialog(ctx, lang, lang.term(Word::ImportReport), 190.0 * UNIT, |ui| {
        let height = (ctx.content_rect().height() - 60.0 * UNIT).max(60.0 * UNIT);
        ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
            for (at, report) in reports.iter().enumerate() {
                ui.push_id(at, |ui| one_ui(ui, lang, report));
                ui.add_space(GAP);
            }
        });
        let skipped = reports.iter().any(|report| !report.skipped.is_empty());
        let mut answer = Answer::Open;
        foot_bar(ui, |ui| {
            if widgets::primary_button(ui, lang.term(Word::Close)).clicked() {
                answer = Answer::Cancelled;
            }
            if skipped && widgets::quiet_button(ui, icons::TABLE, lang.term(Word::SaveSkipped)).clicked() {
                answer = Answer::Done(());
            }
        });
        answer
    })
}

fn one_ui(ui: &mut Ui, lang: Lang, report: &ImportReport) {
    let tokens = theme::tokens(ui);
    let frame = Frame::new()
        .fill(tokens.raised)
        .corner_radius(CornerRadius::same(6))
        .inner_margin(Margin::symmetric(12, 8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        let (icon, color) = match (report.imported, report.skipped.is_empty()) {
            (0, _) => (icons::PROBLEM, tokens.alarm),
            (_, true) => (icons::CHECK_CIRCLE, tokens.done),
            (_, false) => (icons::WARNING, tokens.begun),
        };
        ui.horizontal(|ui| {
            ui.label(RichText::new(icon).size(BODY + 2.0).color(color));
            ui.label(&report.file);
            widgets::small(ui, &said::joined(&[&report.layer, &report.crs, &report.encoding]));
        });
        counts_ui(ui, lang, report);
        let rows = said::report_rows(lang, report);
        if !rows.is_empty() {
            ui.add_space(UNIT);
            rows_ui(ui, &rows);
        }
    });
}

/// The numbers, each over its word.
fn counts_ui(ui: &mut Ui, lang: Lang, report: &ImportReport) {
    let tokens = theme::tokens(ui);
    let skipped = report.skipped.len() as u64;
    let counts = [
        (Word::RowsRead, report.read, tokens.text),
        (Word::RowsNew, report.new, tokens.text),
        (Word::RowsChanged, report.changed, tokens.text),
        (Word::RowsUnchanged, report.unchanged, tokens.text),
        (Word::RowsSkipped, skipped, if skipped > 0 { tokens.begun } else { tokens.text }),
        (Word::Warnings, report.warnings.len() as u64, tokens.text),
    ];
    let width = (ui.available_width() / counts.len() as f32).floor();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for (word, number, color) in counts {
            let (rect, _) = ui.allocate_exact_size(vec2(width, 11.0 * UNIT), Sense::hover());
            let painter = ui.painter();
            let upper = pos2(rect.left(), rect.top() + 4.0 * UNIT);
            let text = said::count(number as i64);
            painter.text(upper, Align2::LEFT_CENTER, text, FontId::proportional(17.0), color);
            let lower = pos2(rect.left(), rect.bottom() - 2.0 * UNIT);
            painter.text(
                lower,
                Align2::LEFT_CENTER,
                lang.term(word),
                FontId::proportional(SMALL),
                tokens.weak,
            );
        }
    });
}

/// Which row, and what is to be said of it. Only the rows in view are drawn.
fn rows_ui(ui: &mut Ui, rows: &[said::ReportRow]) {
    let tokens = theme::tokens(ui);
    let height = ROW * (rows.len() as f32).min(MOST_ROWS);
    ui.spacing_mut().item_spacing.y = 0.0;
    let area = ScrollArea::vertical().max_height(height).auto_shrink(false);
    area.show_rows(ui, ROW, rows.len(), |ui, range| {
        for row in rows.iter().skip(range.start).take(range.len()) {
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
            let painter = ui.painter();
            painter.hline(rect.x_range(), rect.top(), Stroke::new(1.0, tokens.line));
            let font = FontId::proportional(SMALL);
            painter.text(rect.left_center(), Align2::LEFT_CENTER, &row.place, font, tokens.weak);
            let color = if row.skipped { tokens.begun } else { tokens.text };
            let room =
                Rect::from_min_max(rect.min + vec2(22.0 * UNIT, 0.0), rect.max - vec2(2.0 * UNIT, 0.0));
            widgets::elided_at(ui, room, &row.text, SMALL, color);
            response.on_hover_text(&row.text);
        }
    });
}
