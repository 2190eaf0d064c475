//! The buttons over the map.

use eframe::egui::{
    Align2, Area, CornerRadius, FontId, Frame, Margin, Order, Popup, Pos2, Rect, Sense, Stroke, Ui, pos2,
    vec2,
};

use super::{MapView, Shown, Tool};
use crate::{
    map::view::ScreenPoint,
    ui::{
        habits::{Graticule, MapHabits},
        icons,
        keys::Command,
        said::{self, Word},
        theme::{self, CONTROL, GAP, PAD, SMALL, Tokens, UNIT},
        widgets,
        wish::Wish,
    },
};

pub(super) fn controls_ui(
    ui: &mut Ui,
    map: &mut MapView,
    rect: Rect,
    shown: &Shown<'_>,
    wishes: &mut Vec<Wish>,
) -> Rect {
    let tokens = theme::tokens(ui);
    let corner = rect.right_top() + vec2(-PAD - COLUMN, PAD);
    let zoom = over_map(ui, "map controls", corner, tokens, |ui| zoom_ui(ui, map, shown, wishes));
    let tools_height = Tool::ALL.len() as f32 * (CONTROL + UNIT / 2.0) + 6.0 * UNIT;
    // Where the window is low, the tools stand beside the other buttons.
    let fits = zoom.bottom() + GAP + tools_height < rect.bottom() - 16.0 * UNIT;
    let at = if fits { pos2(corner.x, zoom.bottom() + GAP) } else { corner - vec2(COLUMN + GAP, 0.0) };
    let room = zoom.union(tools_ui(ui, map, at, shown, wishes));
    let busy = !map.tiles.is_up_to_date(&map.view) || !map.source.is_complete();
    if busy {
        let at = rect.center_bottom() - vec2(0.0, PAD);
        let text = shown.lang.term(Word::Drawing);
        ui.painter().text(at, Align2::CENTER_BOTTOM, text, FontId::proportional(SMALL), tokens.weak);
    }
    room
}

/// The width of a column of buttons with its frame.
const COLUMN: f32 = CONTROL + 2.0 * UNIT + 2.0;

/// Closer, farther, everything; back and forward; what else lies over the map.
fn zoom_ui(ui: &mut Ui, map: &mut MapView, shown: &Shown<'_>, wishes: &mut Vec<Wish>) {
    let lang = shown.lang;
    ui.set_width(CONTROL);
    ui.spacing_mut().item_spacing.y = UNIT / 2.0;
    let (width, height) = map.view.size_px;
    let middle = ScreenPoint { x: width / 2.0, y: height / 2.0 };
    if widgets::icon_command(ui, icons::ZOOM_IN, lang.term(Word::ZoomIn), "PgUp", None).clicked() {
        map.view.zoom_steps_about(middle, 2);
    }
    if widgets::icon_command(ui, icons::ZOOM_OUT, lang.term(Word::ZoomOut), "PgDn", None).clicked() {
        map.view.zoom_steps_about(middle, -2);
    }
    let buttons = [
        (icons::FULL_EXTENT, Command::FullExtent, true, None),
        (icons::BACK, Command::ViewBack, map.history.can_go_back(), None),
        (icons::FORWARD, Command::ViewForward, map.history.can_go_forward(), None),
        (icons::GO_TO, Command::GoTo, true, None),
        (icons::BOOKMARK, Command::Bookmarks, true, None),
        (icons::LEGEND, Command::ToggleLegend, true, Some(shown.legend.is_some())),
        (icons::DEMO, Command::Field, true, None),
    ];
    for (icon, command, enabled, on) in buttons {
        ui.add_enabled_ui(enabled, |ui| {
            let name = command.title(lang).trim_end_matches('…');
            if widgets::icon_command(ui, icon, name, &command.keys(), on).clicked() {
                wishes.push(Wish::Command(command));
            }
        });
    }
    super::themes::theme_button(ui, shown, wishes);
    let response = widgets::icon_button(ui, icons::GRID, lang.term(Word::MapMore));
    Popup::menu(&response).show(|ui| over_ui(ui, shown, wishes));
}

/// What can lie over the map: one of the grids, the arrow to the north.
fn over_ui(ui: &mut Ui, shown: &Shown<'_>, wishes: &mut Vec<Wish>) {
    let (lang, habits) = (shown.lang, shown.habits);
    ui.set_width(72.0 * UNIT);
    for graticule in [Graticule::Hidden, Graticule::Degrees, Graticule::GaussKrueger] {
        let text = said::graticule(lang, graticule);
        if ui.radio(habits.graticule == graticule, text).clicked() {
            wishes.push(Wish::SetHabits(MapHabits { graticule, ..habits }));
            ui.close();
        }
    }
    ui.separator();
    let mut north_arrow = habits.north_arrow;
    if ui.checkbox(&mut north_arrow, Command::ToggleNorthArrow.title(lang)).changed() {
        wishes.push(Wish::SetHabits(MapHabits { north_arrow, ..habits }));
        ui.close();
    }
    let mut still = habits.still;
    if ui.checkbox(&mut still, lang.pick("追踪水流静止显示", "The water of a trace stands still")).changed()
    {
        wishes.push(Wish::SetHabits(MapHabits { still, ..habits }));
        ui.close();
    }
}

/// A button for each tool.
fn tools_ui(ui: &Ui, map: &MapView, at: Pos2, shown: &Shown<'_>, wishes: &mut Vec<Wish>) -> Rect {
    let tokens = theme::tokens(ui);
    over_map(ui, "map tools", at, tokens, |ui| {
        ui.set_width(CONTROL);
        ui.spacing_mut().item_spacing.y = UNIT / 2.0;
        for tool in Tool::ALL {
            let command = Command::Arm(*tool);
            let on = map.tools.armed() == *tool;
            let name = tool.title(shown.lang);
            let tip = format!("{}\n{}", command.keys(), tool.advice(shown.lang));
            if widgets::icon_command(ui, tool.icon(), name, &tip, Some(on)).clicked() {
                wishes.push(Wish::Command(command));
            }
            if tool.ends_group() && Some(tool) != Tool::ALL.last() {
                let (line, _) = ui.allocate_exact_size(vec2(CONTROL, UNIT), Sense::hover());
                ui.painter().hline(line.x_range(), line.center().y, Stroke::new(1.0, tokens.line));
            }
        }
    })
}

/// A box over the map.
pub(super) fn over_map(
    ui: &Ui,
    salt: &str,
    at: Pos2,
    tokens: &Tokens,
    contents: impl FnOnce(&mut Ui),
) -> Rect {
    let area = Area::new(ui.scope_id().with(salt))
        .order(Order::Middle)
        .fixed_pos(at)
        .constrain(false)
        .default_size(ui.ctx().content_rect().size());
    let frame = Frame::new()
        .fill(tokens.over_map)
        .stroke(Stroke::new(1.0, tokens.line))
        .corner_radius(CornerRadius::same(6))
        .inner_margin(Margin::same(4));
    area.show(ui.ctx(), |ui| frame.show(ui, contents)).response.rect
}
