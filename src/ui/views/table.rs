//! The progress table: one row for each group, every number a way to the outfalls behind it, the sum at the foot.

use std::sync::Arc;

use eframe::egui::{
    Align2, CornerRadius, FontId, Rect, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use super::progress::Progress;
use crate::{
    domain::progress::{Count, Group, Rate, Tally},
    i18n::Lang,
    ui::{
        icons,
        said::{self, Word},
        state::ProgressState,
        theme::{self, BODY, GAP, SMALL, Tokens, UNIT},
        widgets,
        wish::Wish,
    },
};

const ROW: f32 = 8.0 * UNIT;
const HEAD: f32 = 9.0 * UNIT;

/// What a column shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cell {
    Count(Count),
    TraceRate,
    TraceShort,
    FixRate,
    FixShort,
    MeasureRate,
}

/// The columns after the name, left to right.
const COLUMNS: &[Cell] = &[
    Cell::Count(Count::Base),
    Cell::Count(Count::ToTrace),
    Cell::Count(Count::Traced),
    Cell::TraceRate,
    Cell::TraceShort,
    Cell::Count(Count::TracedUnproven),
    Cell::Count(Count::ToFix),
    Cell::Count(Count::Fixed),
    Cell::FixRate,
    Cell::FixShort,
    Cell::Count(Count::FixedUnproven),
    Cell::Count(Count::Exceeding),
    Cell::MeasureRate,
];

impl Cell {
    fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Count(Count::TracedUnproven | Count::FixedUnproven) => lang.term(Word::Unproven),
            Self::Count(count) => lang.term(count),
            Self::TraceRate => lang.pick(lang.term(Word::TraceRate), "Traced %"),
            Self::FixRate => lang.pick(lang.term(Word::FixRate), "Fixed %"),
            Self::MeasureRate => lang.term(Word::MeasureRate),
            Self::TraceShort | Self::FixShort => lang.term(Word::Short),
        }
    }

    /// What a column is sorted by: in thousandths for a rate, so that an empty group comes first.
    fn key(self, tally: &Tally, targets: [i64; 2]) -> i64 {
        let rate = |rate: Rate| rate.fraction().map_or(-1, |it| (it * 1e6) as i64);
        match self {
            Self::Count(count) => tally.get(count) as i64,
            Self::TraceRate => rate(tally.trace_rate()),
            Self::FixRate => rate(tally.fix_rate()),
            Self::MeasureRate => rate(tally.measure_rate()),
            Self::TraceShort => tally.trace_rate().short(targets[0]) as i64,
            Self::FixShort => tally.fix_rate().short(targets[1]) as i64,
        }
    }

    fn text(self, tally: &Tally, targets: [i64; 2]) -> String {
        match self {
            Self::Count(count) => match tally.get(count) {
                0 if count != Count::Base => "·".to_owned(),
                number => said::count(number as i64),
            },
            Self::TraceRate => tally.trace_rate().percent(targets[0]),
            Self::FixRate => tally.fix_rate().percent(targets[1]),
            Self::MeasureRate => tally.measure_rate().percent(101),
            Self::TraceShort | Self::FixShort => match self.key(tally, targets) {
                0 => "·".to_owned(),
                number => said::count(number),
            },
        }
    }

    fn met(self, tally: &Tally, targets: [i64; 2]) -> Option<bool> {
        match self {
            Self::TraceRate => tally.trace_rate().met(targets[0]),
            Self::FixRate => tally.fix_rate().met(targets[1]),
            _ => None,
        }
    }
}

/// The widths of the name and of each other column.
struct Widths {
    name: f32,
    cell: f32,
}

impl Widths {
    fn of(available: f32) -> Self {
        let count = COLUMNS.len() as f32;
        let cell = ((available - 40.0 * UNIT) / count).clamp(15.0 * UNIT, 26.0 * UNIT).floor();
        Self { name: (available - cell * count).max(30.0 * UNIT), cell }
    }

    fn right_of(&self, row: Rect, at: usize) -> f32 {
        row.left() + self.name + self.cell * (at as f32 + 1.0) - GAP
    }
}

/// Draws the table; the sum stays at the foot while the rows scroll.
pub(super) fn table_ui(ui: &mut Ui, view: &Progress<'_>, state: &mut ProgressState, wishes: &mut Vec<Wish>) {
    let settings = view.project.settings();
    let targets = [settings.trace_target, settings.fix_target];
    let kept = match state.groups.take() {
        Some(kept) if Arc::ptr_eq(&kept.0, view.snapshot) && kept.1 == state.grouping => kept,
        _ => {
            let groups = view.snapshot.groups(view.project, state.grouping);
            (Arc::clone(view.snapshot), state.grouping, groups)
        }
    };
    let mut groups: Vec<&Group> = kept.2.iter().collect();
    if let Some(cell) = state.sort.and_then(|at| COLUMNS.get(at)) {
        groups.sort_by_key(|group| std::cmp::Reverse(cell.key(&group.tally, targets)));
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let widths = Widths::of(ui.available_width() - GAP);
    head_ui(ui, view.lang, state, &widths);
    let height = (ui.available_height() - ROW - UNIT).max(ROW);
    ScrollArea::vertical().auto_shrink([false, true]).max_height(height).show_rows(
        ui,
        ROW,
        groups.len(),
        |ui, range| {
            for group in groups.iter().skip(range.start).take(range.len()) {
                row_ui(ui, view, state, &widths, targets, Some(group), wishes);
            }
        },
    );
    row_ui(ui, view, state, &widths, targets, None, wishes);
    state.groups = Some(kept);
}

fn head_ui(ui: &mut Ui, lang: Lang, state: &mut ProgressState, widths: &Widths) {
    let tokens = theme::tokens(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEAD), Sense::hover());
    ui.painter().rect_filled(rect, CornerRadius::same(4), tokens.raised);
    let font = FontId::proportional(SMALL);
    let name = rect.left_center() + vec2(GAP, 0.0);
    ui.painter().text(name, Align2::LEFT_CENTER, lang.term(state.grouping), font.clone(), tokens.weak);
    for (at, cell) in COLUMNS.iter().enumerate() {
        let right = widths.right_of(rect, at);
        let place =
            Rect::from_min_max(pos2(right + GAP - widths.cell, rect.top()), pos2(right + GAP, rect.bottom()));
        let response = ui.interact(place, ui.scope_id().with(("head", at)), Sense::click());
        let title = cell.title(lang);
        let on = state.sort == Some(at);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, said::sort_by(lang, title)));
        let color =
            if on || response.hovered() || response.has_focus() { tokens.accent } else { tokens.weak };
        let text = if on { format!("{}{title}", icons::DOWN) } else { title.to_owned() };
        let galley = ui.painter().layout(text, font.clone(), color, widths.cell - UNIT);
        let at_pos = pos2(right - galley.size().x, rect.center().y - galley.size().y / 2.0);
        ui.painter().galley(at_pos, galley, color);
        if response.clicked() {
            state.sort = (!on).then_some(at);
        }
    }
}

fn row_ui(
    ui: &mut Ui,
    view: &Progress<'_>,
    state: &ProgressState,
    widths: &Widths,
    targets: [i64; 2],
    group: Option<&Group>,
    wishes: &mut Vec<Wish>,
) {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    if response.contains_pointer() {
        ui.painter().rect_filled(rect, CornerRadius::ZERO, tokens.hover);
    }
    let edge = if group.is_none() { rect.top() } else { rect.bottom() - 0.5 };
    let stroke = Stroke::new(1.0, if group.is_none() { tokens.edge } else { tokens.line });
    ui.painter().hline(rect.x_range(), edge, stroke);
    let name = match group {
        None => view.lang.term(Word::Total).to_owned(),
        Some(group) => said::group_name(view.lang, state.grouping, &group.name),
    };
    let room = Rect::from_min_size(rect.min + vec2(GAP, 0.0), vec2(widths.name - 2.0 * GAP, ROW));
    let (unnamed, text) = (group.is_some_and(|it| it.name.is_empty()), tokens.text);
    widgets::elided_at(ui, room, &name, BODY, if unnamed { tokens.faint } else { text });
    let tally = group.map_or(view.total, |group| &group.tally);
    for (at, cell) in COLUMNS.iter().enumerate() {
        let right = widths.right_of(rect, at);
        let place =
            Rect::from_min_max(pos2(right + GAP - widths.cell, rect.top()), pos2(right + GAP, rect.bottom()));
        let within = group.map(|group| (state.grouping, group.name.as_str()));
        if cell_ui(ui, place, *cell, tally, targets, &said::counted_in(&name, cell.title(view.lang)), tokens)
            && let Cell::Count(count) = cell
        {
            wishes.extend(view.open(*count, within));
        }
    }
}

/// True when its number was clicked.
fn cell_ui(
    ui: &Ui,
    place: Rect,
    cell: Cell,
    tally: &Tally,
    targets: [i64; 2],
    name: &str,
    tokens: &Tokens,
) -> bool {
    let text = cell.text(tally, targets);
    let opens = matches!(cell, Cell::Count(count) if tally.get(count) > 0);
    let empty = text == "·" || text == "—";
    let color = match (cell, cell.met(tally, targets)) {
        _ if empty => tokens.faint,
        (_, Some(true)) => tokens.done,
        (_, Some(false)) => tokens.begun,
        (Cell::Count(Count::Exceeding), _) => tokens.alarm,
        (Cell::Count(Count::TracedUnproven | Count::FixedUnproven) | Cell::MeasureRate, _) => tokens.weak,
        _ => tokens.text,
    };
    let at = place.right_center() - vec2(GAP, 0.0);
    let drawn = ui.painter().text(at, Align2::RIGHT_CENTER, &text, FontId::proportional(BODY), color);
    if !opens {
        return false;
    }
    let response = ui.interact(place, ui.scope_id().with((name, place.left() as i32)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("{name} {text}")));
    if response.hovered() || response.has_focus() {
        ui.painter().hline(drawn.x_range(), drawn.bottom() - 1.0, Stroke::new(1.0, tokens.accent));
        ui.ctx().set_cursor_icon(eframe::egui::CursorIcon::PointingHand);
    }
    response.clicked()
}
