//! The box with all that was measured: each with its number, the segments of the last one, units, copy, clear.

use eframe::egui::{Align, Label, Layout, Rect, RichText, Role, ScrollArea, Ui, WidgetInfo, pos2, vec2};

use super::{Ground, Tool, measure::Measure};
use crate::{
    domain::coordinate::{
        measure::{Measured, Of},
        units::{AreaUnit, LengthUnit},
    },
    i18n::Lang,
    ui::{
        habits::MapHabits,
        icons,
        keys::Command,
        map_view::controls::over_map,
        said::{self, Word},
        theme::{self, BODY, GAP, PAD, SMALL, UNIT},
        widgets,
        wish::Wish,
    },
};

/// Width of the box.
const WIDTH: f32 = 68.0 * UNIT;
/// The most that a list in it takes before it scrolls.
const LIST: f32 = 36.0 * UNIT;

/// Draws the box beside legend and buttons. It hangs from the upper edge, so that its buttons stay where they are while its lists grow.
pub(super) fn panel_ui(
    measure: &mut Measure,
    tool: Tool,
    ground: &Ground<'_>,
    [legend, buttons]: [Rect; 2],
    wishes: &mut Vec<Wish>,
) {
    let shown = ground.shown;
    let tokens = theme::tokens(ground.ui);
    let all: Vec<&Measured> = measure.all().collect();
    let left = if legend.is_positive() { legend.right() + GAP } else { ground.rect.left() + PAD };
    let width = WIDTH.min(ground.rect.width() - 6.0 * GAP);
    // Where the map is narrow, the buttons are in the way: below them then.
    let at = if left + width + 2.0 * GAP < buttons.left() {
        pos2(left, ground.rect.top() + PAD)
    } else {
        pos2(ground.rect.left() + PAD, legend.bottom().max(buttons.bottom()) + GAP)
    };
    let mut clear = false;
    over_map(ground.ui, "measurements", at, tokens, |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 0.0;
        clear = head_ui(ui, shown.lang, shown.habits, &all);
        units_ui(ui, shown.lang, tool, shown.habits, &all, wishes);
        if all.is_empty() {
            widgets::small(ui, tool.advice(shown.lang));
        }
        ScrollArea::vertical()
            .id_salt("measured")
            .max_height(LIST)
            .min_scrolled_height(LIST)
            .stick_to_bottom(true)
            .show(ui, |ui| {
                for (number, measured) in all.iter().enumerate() {
                    let name = said::measured_name(shown.lang, measured.of(), number + 1);
                    row_ui(ui, &name, &said::measured(shown.lang, measured, shown.habits), BODY);
                }
            });
        if let Some(last) = all.last() {
            segments_ui(ui, shown.lang, shown.habits, last);
        }
    });
    if clear {
        measure.clear();
    }
}

const ROW: f32 = 6.0 * UNIT;
const SMALL_ROW: f32 = 5.0 * UNIT;

/// Title, copy, clear. True when everything is to be cleared.
fn head_ui(ui: &mut Ui, lang: Lang, habits: MapHabits, all: &[&Measured]) -> bool {
    let mut clear = false;
    ui.horizontal(|ui| {
        widgets::section(ui, lang.term(Word::Measurements));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_enabled_ui(!all.is_empty(), |ui| {
                let name = lang.term(Word::ClearMeasurements);
                let keys = Command::ClearDrawings.keys();
                clear = widgets::icon_command(ui, icons::CLEAR, name, &keys, None).clicked();
                if widgets::icon_button(ui, icons::COPY, lang.term(Word::CopyMeasurements)).clicked() {
                    ui.ctx().copy_text(said::measurements(lang, all, habits));
                }
            });
        });
    });
    clear
}

fn units_ui(
    ui: &mut Ui,
    lang: Lang,
    tool: Tool,
    habits: MapHabits,
    all: &[&Measured],
    wishes: &mut Vec<Wish>,
) {
    let area = tool == Tool::MeasureArea
        || (tool != Tool::MeasureLength && all.last().is_some_and(|it| it.of() == Of::Area));
    if area {
        let options = AreaUnit::ALL.map(|unit| (unit, lang.term(unit)));
        if let Some(area) = widgets::segmented(ui, &options, habits.area) {
            wishes.push(Wish::SetHabits(MapHabits { area, ..habits }));
        }
    } else {
        let options = LengthUnit::ALL.map(|unit| (unit, lang.term(unit)));
        if let Some(length) = widgets::segmented(ui, &options, habits.length) {
            wishes.push(Wish::SetHabits(MapHabits { length, ..habits }));
        }
    }
    ui.add_space(UNIT);
}

/// The segments of one line or outline.
fn segments_ui(ui: &mut Ui, lang: Lang, habits: MapHabits, measured: &Measured) {
    let tokens = theme::tokens(ui);
    ScrollArea::vertical()
        .id_salt("segments")
        .max_height(LIST)
        .min_scrolled_height(LIST)
        .stick_to_bottom(true)
        .show(ui, |ui| {
            for (number, metres) in measured.segments().iter().enumerate() {
                let name = said::segment(lang, number + 1);
                row_ui(ui, &name, &said::length(lang, *metres, habits.length), SMALL);
            }
            if measured.of() == Of::Area {
                row_ui(
                    ui,
                    lang.term(Word::Perimeter),
                    &said::length(lang, measured.length_m(), habits.length),
                    SMALL,
                );
            }
            if measured.crosses_itself() {
                let text = format!("{} {}", icons::WARNING, lang.term(Word::CrossesItself));
                ui.add(Label::new(RichText::new(text).size(SMALL).color(tokens.begun)));
            }
        });
}

/// A name at the left, its value at the right.
fn row_ui(ui: &mut Ui, name: &str, value: &str, size: f32) {
    let tokens = theme::tokens(ui);
    let height = if size > SMALL { ROW } else { SMALL_ROW };
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), height),
        Layout::right_to_left(Align::Center),
        |ui| {
            ui.add_space(UNIT);
            let response =
                ui.add(Label::new(RichText::new(value).size(size).color(tokens.text)).selectable(true));
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name} {value}")));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(Label::new(RichText::new(name).size(SMALL).color(tokens.weak)).truncate());
            });
        },
    );
}
