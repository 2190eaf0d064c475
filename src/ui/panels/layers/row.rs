//! One line of the tree: eye, caret or icon, swatch, name, signs, and the count at the right edge.

use eframe::egui::{
    Align2, CornerRadius, FontId, Id, Rect, Response, Role, Sense, Stroke, StrokeKind, TextEdit, Ui,
    WidgetInfo, pos2, vec2,
};

use super::state::{LineKey, Renaming};
use crate::{
    i18n::Lang,
    ui::{
        icons,
        said::{self, LayerWord, layer_word},
        theme::{self, BODY, CONTROL, GAP, SMALL, Tokens, UNIT},
        widgets,
    },
};

/// How far the layers of a group stand in.
pub(super) const INDENT: f32 = 4.0 * UNIT;
/// The room for a caret or an icon.
const ICON: f32 = 5.0 * UNIT;
/// The room for a swatch, or for the icon of a group.
const SWATCH: f32 = 9.0 * UNIT;

/// What a line shows.
pub(super) struct Shown<'a> {
    pub(super) icon: &'a str,
    pub(super) name: &'a str,
    pub(super) count: String,
    pub(super) eye: Eye,
    pub(super) place: Standing,
    pub(super) selected: bool,
    /// What a user should know before trusting it.
    pub(super) caution: Option<String>,
    /// Are its features still being loaded?
    pub(super) busy: bool,
}

/// Is something shown?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Eye {
    /// It is on the map.
    Open,
    /// It is shown itself, but its group is hidden.
    InHiddenGroup,
    /// It is hidden.
    Shut,
}

/// Where in the tree a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// In no group.
    Alone,
    /// In a group.
    InGroup,
    /// A group whose layers are shown.
    OpenGroup,
    /// A group whose layers are not shown.
    FoldedGroup,
}

/// A line on the screen.
pub(super) struct Drawn {
    pub(super) response: Response,
    pub(super) eye: Response,
    pub(super) caret: Option<Response>,
    /// Where its swatch belongs.
    pub(super) swatch: Rect,
    /// Where its name is, for typing another one.
    pub(super) name: Rect,
}

/// The widget of a line; the same wherever in the tree it is.
pub(super) fn id_of(ui: &Ui, key: LineKey) -> Id {
    ui.scope_id().with(("layer line", key))
}

/// Draws a line.
pub(super) fn row_ui(ui: &mut Ui, lang: Lang, key: LineKey, shown: &Shown<'_>) -> Drawn {
    let tokens = theme::tokens(ui);
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), CONTROL));
    let response = ui.interact(rect, id_of(ui, key), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::selected(Role::TreeItem, true, shown.selected, shown.name));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_selected(shown.selected);
        match shown.place {
            Standing::OpenGroup => node.set_expanded(true),
            Standing::FoldedGroup => node.set_expanded(false),
            Standing::Alone | Standing::InGroup => {}
        }
    });
    ground_ui(ui, rect, &response, shown.selected, tokens);

    let eye_rect = Rect::from_min_size(rect.min, vec2(CONTROL, CONTROL));
    let eye = eye_ui(ui, lang, eye_rect, key, shown, tokens);
    let left = eye_rect.right() + if shown.place == Standing::InGroup { INDENT } else { 0.0 };
    let icon_rect = Rect::from_min_size(pos2(left, rect.top()), vec2(ICON, CONTROL));
    let swatch = Rect::from_min_size(icon_rect.right_top(), vec2(SWATCH, CONTROL));
    let color = if shown.eye == Eye::Open { tokens.text } else { tokens.faint };
    let paint_icon = |place: Rect, icon: &str| {
        let font = FontId::proportional(15.0);
        ui.painter().text(place.center(), Align2::CENTER_CENTER, icon, font, color);
    };
    let (caret, name_left) = match shown.place {
        Standing::OpenGroup | Standing::FoldedGroup => {
            let folder = Rect::from_min_size(icon_rect.right_top(), vec2(ICON, CONTROL));
            paint_icon(folder, shown.icon);
            let open = shown.place == Standing::OpenGroup;
            (Some(caret_ui(ui, lang, icon_rect, key, shown.name, open)), folder.right() + UNIT)
        }
        Standing::Alone | Standing::InGroup => {
            paint_icon(icon_rect, shown.icon);
            (None, swatch.right() + UNIT)
        }
    };
    let right = signs_ui(ui, lang, rect, key, shown, tokens);
    let name = Rect::from_min_max(pos2(name_left, rect.top()), pos2(right, rect.bottom()));
    widgets::elided_at(ui, name, shown.name, BODY, color);
    Drawn { response, eye, caret, swatch, name }
}

fn ground_ui(ui: &Ui, rect: Rect, response: &Response, selected: bool, tokens: &Tokens) {
    let corners = CornerRadius::same(4);
    if selected {
        ui.painter().rect_filled(rect, corners, tokens.accent_soft);
    } else if response.hovered() || response.dragged() {
        ui.painter().rect_filled(rect, corners, tokens.hover);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(rect, corners, Stroke::new(1.5, tokens.accent), StrokeKind::Inside);
    }
}

fn eye_ui(ui: &Ui, lang: Lang, rect: Rect, key: LineKey, shown: &Shown<'_>, tokens: &Tokens) -> Response {
    let eye = ui.interact(rect, id_of(ui, key).with("eye"), Sense::click());
    let name = said::show_layer(lang, shown.name);
    eye.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, shown.eye != Eye::Shut, &name));
    let color = match shown.eye {
        _ if eye.hovered() || eye.has_focus() => tokens.accent,
        Eye::Open => tokens.weak,
        Eye::InHiddenGroup | Eye::Shut => tokens.faint,
    };
    let icon = if shown.eye == Eye::Shut { icons::HIDDEN } else { icons::VISIBLE };
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, icon, FontId::proportional(15.0), color);
    let more = match shown.place {
        Standing::Alone => None,
        Standing::InGroup => Some(LayerWord::EyeWithGroup),
        Standing::OpenGroup | Standing::FoldedGroup => Some(LayerWord::EyeWithLayers),
    };
    let plain = layer_word(lang, LayerWord::EyeTip);
    let tip = more.map_or_else(|| plain.to_owned(), |more| format!("{plain}\n{}", layer_word(lang, more)));
    eye.on_hover_text(tip)
}

fn caret_ui(ui: &Ui, lang: Lang, rect: Rect, key: LineKey, name: &str, open: bool) -> Response {
    let tokens = theme::tokens(ui);
    let caret = ui.interact(rect, id_of(ui, key).with("caret"), Sense::click());
    let said = said::fold_group(lang, name, open);
    caret.widget_info(|| WidgetInfo::selected(Role::DisclosureTriangle, true, open, &said));
    let color = if caret.hovered() || caret.has_focus() { tokens.accent } else { tokens.weak };
    let icon = if open { icons::DOWN } else { icons::FOLDED };
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, icon, FontId::proportional(SMALL), color);
    caret.on_hover_text(said)
}

/// The count, and what is to be known besides. Returns where the room for the name ends.
fn signs_ui(ui: &Ui, lang: Lang, rect: Rect, key: LineKey, shown: &Shown<'_>, tokens: &Tokens) -> f32 {
    let right = rect.right_center() - vec2(2.0 * UNIT, 0.0);
    let font = FontId::proportional(SMALL);
    let count = ui.painter().text(right, Align2::RIGHT_CENTER, &shown.count, font, tokens.weak);
    let mut end = count.left() - GAP;
    let mut sign = |icon: &str, color, name: &str, tip: &str| {
        let place = Rect::from_min_max(pos2(end - 4.0 * UNIT, rect.top()), pos2(end, rect.bottom()));
        let response = ui.interact(place, id_of(ui, key).with(icon), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
        ui.painter().text(place.center(), Align2::CENTER_CENTER, icon, FontId::proportional(BODY), color);
        response.on_hover_text(tip);
        end = place.left() - UNIT;
    };
    if let Some(caution) = &shown.caution {
        sign(icons::WARNING, tokens.begun, &said::caution_name(lang, shown.name), caution);
    }
    if shown.busy {
        let loading = layer_word(lang, LayerWord::Loading);
        sign(icons::BUSY, tokens.weak, loading, loading);
    }
    end
}

/// What became of a name that is being typed.
pub(super) enum Typed {
    /// Still being typed.
    Going,
    /// Left as it was.
    Left,
    /// This is the name.
    Done(String),
}

/// The field over the name of a line.
pub(super) fn rename_ui(ui: &mut Ui, lang: Lang, rect: Rect, renaming: &mut Renaming) -> Typed {
    let edit = TextEdit::singleline(&mut renaming.text)
        .desired_width(rect.width())
        .min_size(vec2(rect.width(), 6.0 * UNIT))
        .align(Align2::LEFT_CENTER);
    let place = Rect::from_center_size(rect.center(), vec2(rect.width(), 6.0 * UNIT));
    let id = ui.scope_id().with("layer name");
    let response = ui.put(place, edit.id(id)).accessible_name(layer_word(lang, LayerWord::Name));
    if renaming.waits {
        renaming.waits = false;
        response.request_focus();
        select_all(ui, id, &renaming.text);
        return Typed::Going;
    }
    // Also where the window itself has lost the keyboard.
    if response.has_focus() {
        return Typed::Going;
    }
    let escaped = ui.input(|input| input.key_pressed(eframe::egui::Key::Escape));
    match renaming.text.trim() {
        "" => Typed::Left,
        _ if escaped => Typed::Left,
        name => Typed::Done(name.to_owned()),
    }
}

fn select_all(ui: &Ui, id: Id, text: &str) {
    use eframe::egui::text::{CCursor, CCursorRange};
    let mut state = eframe::egui::TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    let end = CCursor::new(text.chars().count());
    state.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(0), end)));
    state.store(ui.ctx(), id);
}
