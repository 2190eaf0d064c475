//! What happened, told at the edge of the window: good news leaves by itself, problems stay until they are read.

use std::time::Duration;

use eframe::egui::{
    Align2, Area, Context, CornerRadius, Frame, Id, Label, Margin, Order, RichText, Stroke, Ui, UiKind, vec2,
};

use super::{
    icons,
    said::Word,
    theme::{self, CONTROL, GAP, PAD, STATUS_BAR, UNIT},
    widgets,
};
use crate::{app::Severity, i18n::Lang};

/// How long good news stays, in seconds.
const STAYS: f64 = 4.0;
/// How many are shown at once; older ones wait behind them.
const SHOWN: usize = 4;

struct Toast {
    severity: Severity,
    text: String,
    /// When it goes, in seconds of the window's clock; `None` where it stays.
    until: Option<f64>,
}

/// The messages that are shown.
#[derive(Default)]
pub(crate) struct Toasts {
    shown: Vec<Toast>,
}

impl Toasts {
    /// Shows a message.
    pub(crate) fn tell(&mut self, ctx: &Context, severity: Severity, text: String) {
        let now = ctx.input(|input| input.time);
        let until = (severity == Severity::Info).then_some(now + STAYS);
        self.shown.retain(|toast| toast.text != text);
        self.shown.push(Toast { severity, text, until });
    }

    /// Draws them in the lower right corner, the newest at the bottom.
    pub(crate) fn ui(&mut self, ctx: &Context, lang: Lang) {
        let now = ctx.input(|input| input.time);
        self.shown.retain(|toast| toast.until.is_none_or(|until| now < until));
        if self.shown.is_empty() {
            return;
        }
        let mut closed = None;
        let corner = vec2(-PAD, -PAD - STATUS_BAR);
        Area::new(Id::unique("toasts"))
            .anchor(Align2::RIGHT_BOTTOM, corner)
            .order(Order::Foreground)
            .kind(UiKind::Popup)
            .show(ctx, |ui| {
                let first = self.shown.len().saturating_sub(SHOWN);
                for (at, toast) in self.shown.iter().enumerate().skip(first) {
                    if toast_ui(ui, lang, toast) {
                        closed = Some(at);
                    }
                    ui.add_space(UNIT);
                }
            });
        if let Some(at) = closed {
            self.shown.remove(at);
        }
        if self.shown.iter().any(|toast| toast.until.is_some()) {
            ctx.request_repaint_after(Duration::from_millis(250));
        }
    }
}

/// True when it was closed.
fn toast_ui(ui: &mut Ui, lang: Lang, toast: &Toast) -> bool {
    let tokens = theme::tokens(ui);
    let (icon, color) = match toast.severity {
        Severity::Info => (icons::CHECK_CIRCLE, tokens.done),
        Severity::Warning => (icons::WARNING, tokens.begun),
        Severity::Error => (icons::PROBLEM, tokens.alarm),
    };
    let frame = Frame::new()
        .fill(tokens.panel)
        .stroke(Stroke::new(1.0, tokens.line))
        .shadow(ui.visuals().popup_shadow)
        .corner_radius(CornerRadius::same(6))
        .inner_margin(Margin::symmetric(12, 8));
    frame
        .show(ui, |ui| {
            ui.set_width(88.0 * UNIT);
            ui.horizontal_top(|ui| {
                ui.label(RichText::new(icon).size(17.0).color(color));
                let width = ui.available_width() - CONTROL - GAP;
                ui.vertical(|ui| {
                    ui.set_width(width);
                    ui.add(Label::new(&toast.text).wrap().selectable(true));
                });
                widgets::icon_button(ui, icons::CLOSE, lang.term(Word::Close)).clicked()
            })
            .inner
        })
        .inner
}
