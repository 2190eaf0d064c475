//! A row of a few words of which one or none is chosen: one stop of the Tab key, arrows or digits choose.

use eframe::egui::{
    Align2, CornerRadius, EventFilter, FontId, Id, Key, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

use crate::ui::theme::{self, BODY, SMALL, UNIT};

/// What a person did with the choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pick {
    /// Chose this one.
    Chosen(usize),
    /// Took the choice back.
    TakenBack,
}

impl Pick {
    /// What is chosen afterwards.
    pub(crate) fn at(self) -> Option<usize> {
        match self {
            Self::Chosen(at) => Some(at),
            Self::TakenBack => None,
        }
    }
}

/// The row as it was drawn, and what became of it.
#[derive(Debug)]
pub(crate) struct Picked {
    /// The whole row, for its name and its focus.
    pub(crate) response: Response,
    /// What the person did in this frame, if anything.
    pub(crate) pick: Option<Pick>,
}

/// Draws the row over `width`. `name` is the title of the field; each word is named `name word` to a screen reader.
/// A second click on what is chosen takes it back. Digits count from `first_digit`.
pub(crate) fn pick_row(
    ui: &mut Ui,
    id: Id,
    name: &str,
    words: &[&str],
    chosen: Option<usize>,
    width: f32,
    first_digit: usize,
) -> Picked {
    let height = theme::control(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let response = ui.interact(rect, id, Sense::focusable_noninteractive());
    response.widget_info(|| WidgetInfo::labeled(Role::RadioGroup, true, name));
    let mut picked = None;
    let gap = UNIT / 2.0;
    let each = (width - gap * (words.len() as f32 - 1.0)) / words.len().max(1) as f32;
    for (at, word) in words.iter().enumerate() {
        let left = rect.left() + at as f32 * (each + gap);
        let area = Rect::from_min_size(pos2(left, rect.top()), vec2(each, height));
        if word_ui(ui, id.with(at), area, name, word, chosen == Some(at)) {
            picked = Some(if chosen == Some(at) { Pick::TakenBack } else { Pick::Chosen(at) });
            response.request_focus();
        }
    }
    if response.has_focus() {
        let tokens = theme::tokens(ui);
        let stroke = Stroke::new(1.5, tokens.accent);
        ui.painter().rect_stroke(rect.expand(1.0), CornerRadius::same(5), stroke, StrokeKind::Outside);
        // Arrows choose here, and must not move the focus away.
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        picked = picked.or_else(|| keyed(ui, words.len(), chosen, first_digit));
    }
    Picked { response, pick: picked }
}

fn word_ui(ui: &Ui, id: Id, area: Rect, name: &str, word: &str, on: bool) -> bool {
    let tokens = theme::tokens(ui);
    let response = ui.interact(area, id, Sense::CLICK);
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, format!("{name} {word}")));
    let (fill, color, edge) = match (on, response.hovered()) {
        (true, _) => (tokens.accent_soft, tokens.accent, tokens.accent),
        (false, true) => (tokens.hover, tokens.text, tokens.faint),
        (false, false) => (tokens.field, tokens.text, tokens.edge),
    };
    let painter = ui.painter();
    painter.rect(area, CornerRadius::same(4), fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    let at = area.center();
    let laid = |size| painter.layout_no_wrap(word.to_owned(), FontId::proportional(size), color);
    let large = laid(BODY);
    let fits = large.size().x <= area.width() - 2.0 * UNIT;
    if fits {
        painter.galley(at - large.size() / 2.0, large, color);
    } else {
        let size = if laid(SMALL).size().x <= area.width() - UNIT { SMALL } else { SMALL - 1.5 };
        painter.text(at, Align2::CENTER_CENTER, word, FontId::proportional(size), color);
    }
    response.clicked()
}

fn keyed(ui: &Ui, count: usize, chosen: Option<usize>, first_digit: usize) -> Option<Pick> {
    const DIGITS: [Key; 10] = [
        Key::Num0,
        Key::Num1,
        Key::Num2,
        Key::Num3,
        Key::Num4,
        Key::Num5,
        Key::Num6,
        Key::Num7,
        Key::Num8,
        Key::Num9,
    ];
    let last = count.checked_sub(1)?;
    ui.input(|input| {
        if input.modifiers.any() {
            return None;
        }
        if input.key_pressed(Key::ArrowRight) {
            return Some(Pick::Chosen(chosen.map_or(0, |at| (at + 1).min(last))));
        }
        if input.key_pressed(Key::ArrowLeft) {
            return Some(Pick::Chosen(chosen.map_or(last, |at| at.saturating_sub(1))));
        }
        if input.key_pressed(Key::Backspace) || input.key_pressed(Key::Delete) {
            return Some(Pick::TakenBack);
        }
        let digits = DIGITS.iter().enumerate().find(|(_, key)| input.key_pressed(**key));
        let at = digits.and_then(|(digit, _)| digit.checked_sub(first_digit));
        at.filter(|at| *at <= last).map(Pick::Chosen)
    })
}
