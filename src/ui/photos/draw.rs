//! Drawing over a photo: the marks on the screen, and the pen that makes them.

use eframe::egui::{
    Align2, Color32, CornerRadius, FontId, Painter, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use crate::{
    domain::evidence::{Annotation, Ink, Mark, Spot},
    i18n::Lang,
    ui::{
        said::PhotoWord,
        theme::{self, CONTROL, UNIT},
    },
};

/// What the pen draws.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Pen {
    #[default]
    Arrow,
    Line,
    Box,
    Text,
}

/// Marks that are being drawn; they are kept when the editor closes.
#[derive(Clone, Debug)]
pub(super) struct Editor {
    pub(super) annotation: Annotation,
    pub(super) pen: Pen,
    pub(super) ink: Ink,
    /// The words that the next click writes.
    pub(super) words: String,
    /// Where the mark that is being drawn begins.
    from: Option<Spot>,
}

impl Editor {
    /// Goes on with what is drawn.
    pub(super) fn of(annotation: Annotation) -> Self {
        Self { annotation, pen: Pen::default(), ink: Ink::default(), words: String::new(), from: None }
    }

    /// The pointer went down here.
    pub(super) fn press(&mut self, at: Spot) {
        self.from = Some(at);
    }

    /// The pointer went up here. A line that is a dot is a click by mistake.
    pub(super) fn release(&mut self, at: Spot) {
        let Some(from) = self.from.take() else { return };
        if let Some(mark) = self.mark(from, at).filter(|_| length(from, at) > 0.01) {
            self.annotation.marks.push(mark);
        }
    }

    /// A click without a drag: words are written there.
    pub(super) fn click(&mut self, at: Spot) {
        self.from = None;
        let words = self.words.trim();
        if self.pen == Pen::Text && !words.is_empty() {
            self.annotation.marks.push(Mark::Text(at, words.to_owned(), self.ink));
        }
    }

    /// The mark that the pointer would leave if it went up here.
    pub(super) fn half_drawn(&self, at: Spot) -> Option<Mark> {
        self.mark(self.from?, at)
    }

    fn mark(&self, from: Spot, to: Spot) -> Option<Mark> {
        match self.pen {
            Pen::Arrow => Some(Mark::Arrow(from, to, self.ink)),
            Pen::Line => Some(Mark::Line(from, to, self.ink)),
            Pen::Box => Some(Mark::Box(from, to, self.ink)),
            Pen::Text => None,
        }
    }
}

fn length(from: Spot, to: Spot) -> f32 {
    let ([left, top], [right, bottom]) = (from, to);
    (right - left).hypot(bottom - top)
}

/// A place of the photo on the screen.
pub(super) fn on_screen(rect: Rect, [x, y]: Spot) -> Pos2 {
    pos2(rect.left() + x * rect.width(), rect.top() + y * rect.height())
}

/// A place on the screen in the photo.
pub(super) fn in_photo(rect: Rect, at: Pos2) -> Spot {
    let share = (at - rect.min) / rect.size().max(Vec2::splat(1.0));
    [share.x.clamp(0.0, 1.0), share.y.clamp(0.0, 1.0)]
}

/// Draws marks over a photo that fills `rect`. They are as thick on a large photo as on a small one.
pub(super) fn marks_ui(painter: &Painter, rect: Rect, marks: &[Mark]) {
    let scale = rect.width().min(rect.height());
    let width = (scale * 0.006).clamp(2.0, 8.0);
    for mark in marks {
        match mark {
            Mark::Line(from, to, ink) => {
                line(painter, on_screen(rect, *from), on_screen(rect, *to), width, theme::ink(*ink));
            }
            Mark::Arrow(from, to, ink) => {
                arrow(painter, on_screen(rect, *from), on_screen(rect, *to), width, theme::ink(*ink));
            }
            Mark::Box(from, to, ink) => {
                let area = Rect::from_two_pos(on_screen(rect, *from), on_screen(rect, *to));
                let edge = Stroke::new(width + 2.0, theme::INK_EDGE);
                painter.rect_stroke(area, 0.0, edge, StrokeKind::Middle);
                painter.rect_stroke(area, 0.0, Stroke::new(width, theme::ink(*ink)), StrokeKind::Middle);
            }
            Mark::Text(at, words, ink) => {
                let font = FontId::proportional((scale * 0.04).clamp(12.0, 48.0));
                let galley = painter.layout_no_wrap(words.clone(), font, theme::ink(*ink));
                let area = Align2::LEFT_CENTER.anchor_size(on_screen(rect, *at), galley.size());
                painter.rect_filled(area.expand2(vec2(4.0, 1.0)), 3.0, theme::INK_EDGE);
                painter.galley(area.min, galley, theme::ink(*ink));
            }
        }
    }
}

fn line(painter: &Painter, from: Pos2, to: Pos2, width: f32, color: Color32) {
    painter.line_segment([from, to], Stroke::new(width + 2.0, theme::INK_EDGE));
    painter.line_segment([from, to], Stroke::new(width, color));
}

fn arrow(painter: &Painter, from: Pos2, to: Pos2, width: f32, color: Color32) {
    let along = (to - from).normalized();
    let (head, side) = (width * 4.5, along.rot90() * width * 2.2);
    let neck = to - along * head.min((to - from).length());
    line(painter, from, neck, width, color);
    let points = vec![to, neck + side, neck - side];
    painter.add(eframe::egui::Shape::convex_polygon(points, color, Stroke::new(1.0, theme::INK_EDGE)));
}

/// One of the inks to choose from.
pub(super) fn ink_ui(ui: &mut Ui, lang: Lang, ink: Ink, chosen: &mut Ink) {
    let name = lang.term(match ink {
        Ink::Red => PhotoWord::Red,
        Ink::Yellow => PhotoWord::Yellow,
        Ink::Blue => PhotoWord::Blue,
        Ink::White => PhotoWord::White,
    });
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(CONTROL), Sense::click());
    let on = *chosen == ink;
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, name));
    let tokens = theme::tokens(ui);
    if on || response.hovered() {
        let fill = if on { tokens.accent_soft } else { tokens.hover };
        ui.painter().rect_filled(rect, CornerRadius::same(4), fill);
    }
    ui.painter().circle(rect.center(), 2.0 * UNIT, theme::ink(ink), Stroke::new(1.0, tokens.edge));
    if response.on_hover_text(name).clicked() {
        *chosen = ink;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drag_leaves_an_arrow_and_a_click_the_words() {
        let mut editor = Editor::of(Annotation::default());
        editor.press([0.1, 0.1]);
        assert!(editor.half_drawn([0.3, 0.3]).is_some());
        editor.release([0.5, 0.5]);
        editor.press([0.2, 0.2]);
        editor.release([0.201, 0.2]);
        editor.pen = Pen::Text;
        editor.click([0.6, 0.6]);
        editor.words = " 排口 ".to_owned();
        editor.click([0.6, 0.6]);

        let wanted = [
            Mark::Arrow([0.1, 0.1], [0.5, 0.5], Ink::Red),
            Mark::Text([0.6, 0.6], "排口".to_owned(), Ink::Red),
        ];
        assert_eq!(editor.annotation.marks, wanted);
    }

    #[test]
    fn a_place_on_the_screen_is_the_same_place_of_the_photo() {
        let rect = Rect::from_min_size(pos2(100.0, 50.0), vec2(400.0, 200.0));

        let [x, y] = in_photo(rect, on_screen(rect, [0.25, 0.75]));
        assert!((x - 0.25).abs() < 1e-5 && (y - 0.75).abs() < 1e-5, "{x} {y}");
        let [x, y] = in_photo(rect, pos2(0.0, 1000.0));
        assert!(x.abs() < 1e-5 && (y - 1.0).abs() < 1e-5, "a place beside it is at its edge");
    }
}
