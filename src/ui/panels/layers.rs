//! The layer tree: what the map shows, what it means, and in which order it lies.

use eframe::egui::{
    Align, Align2, CornerRadius, FontId, Key, Layout, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

use crate::{
    app::Action,
    domain::{
        layer::{Layer, LayerKind},
        map_parts::MapPart,
        op::Deed,
        project::Project,
    },
    i18n::Lang,
    ui::{
        icons,
        keys::Command,
        said::{self, Word},
        theme::{self, BODY, CONTROL, GAP, SMALL, UNIT},
        widgets,
        wish::Wish,
    },
};

/// What the tree draws from.
pub(crate) struct Tree<'a> {
    pub(crate) lang: Lang,
    pub(crate) project: &'a Project,
    pub(crate) outfalls_visible: bool,
    pub(crate) read_only: bool,
}

/// The tree, topmost layer first. The outfalls lie on top of everything.
pub(crate) fn layers_ui(ui: &mut Ui, tree: &Tree<'_>, wishes: &mut Vec<Wish>) {
    let Tree { lang, project, outfalls_visible, read_only } = *tree;
    ui.horizontal(|ui| {
        widgets::section(ui, lang.term(Word::Layers));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_enabled_ui(!read_only, |ui| {
                let name = Command::AddLayer.title(lang);
                if widgets::icon_button(ui, icons::ADD, name).clicked() {
                    wishes.push(Wish::AskImport(Vec::new()));
                }
            });
        });
    });
    ui.spacing_mut().item_spacing.y = 0.0;
    let shown = Shown {
        icon: icons::OUTFALL,
        name: lang.term(Word::Outfalls),
        count: project.entries().len() as i64,
        visible: outfalls_visible,
    };
    if row_ui(ui, lang, "outfalls", &shown).eye {
        wishes.push(Wish::ShowOutfalls(!outfalls_visible));
    }
    let layers = project.layers();
    for (at, layer) in layers.iter().enumerate().rev() {
        layer_ui(ui, lang, layers, at, layer, wishes);
    }
    if layers.is_empty() {
        ui.add_space(GAP);
        widgets::small(ui, lang.term(Word::NoLayersAdvice));
    }
}

fn keep(layers: Vec<Layer>) -> Wish {
    Wish::act(Action::KeepParts(Deed::ChangeLayer, layers.into_iter().map(MapPart::Layer).collect()))
}

fn layer_ui(ui: &mut Ui, lang: Lang, layers: &[Layer], at: usize, layer: &Layer, wishes: &mut Vec<Wish>) {
    let shown =
        Shown { icon: icon_of(layer.kind), name: &layer.name, count: layer.count, visible: layer.visible };
    let clicked = row_ui(ui, lang, &layer.table_name, &shown);
    let extent = layer.west.zip(layer.south).zip(layer.east.zip(layer.north));
    let zoom = extent.map(|((west, south), (east, north))| Wish::ZoomTo([west, south, east, north]));
    let response = clicked.response;
    if clicked.eye || (response.has_focus() && ui.input(|input| input.key_pressed(Key::Space))) {
        let layer = Layer { visible: !layer.visible, ..layer.clone() };
        wishes.push(keep(vec![layer]));
    }
    if response.double_clicked() {
        wishes.extend(zoom);
    } else {
        let alt =
            |key| ui.input(|input| input.modifiers.alt && input.key_pressed(key)) && response.has_focus();
        let by_key = if alt(Key::ArrowUp) {
            moved(layers, at, at + 1)
        } else if alt(Key::ArrowDown) {
            at.checked_sub(1).and_then(|to| moved(layers, at, to))
        } else {
            None
        };
        let by_drag = dragged(&response, layers, at);
        wishes.extend(by_key.or(by_drag).map(keep));
    }
    response.context_menu(|ui| menu_ui(ui, lang, layers, at, layer, wishes));
    response.on_hover_text(said::layer_tip(lang, layer));
}

fn menu_ui(ui: &mut Ui, lang: Lang, layers: &[Layer], at: usize, layer: &Layer, wishes: &mut Vec<Wish>) {
    ui.set_width(56.0 * UNIT);
    let extent = layer.west.zip(layer.south).zip(layer.east.zip(layer.north));
    if widgets::menu_item(ui, icons::LOCATE, lang.term(Word::ZoomToLayer), "").clicked() {
        wishes.extend(extent.map(|((west, south), (east, north))| Wish::ZoomTo([west, south, east, north])));
        ui.close();
    }
    let ways = [
        (icons::UP, Word::MoveUp, "Alt+↑", Some(at + 1)),
        (icons::DOWN, Word::MoveDown, "Alt+↓", at.checked_sub(1)),
    ];
    for (icon, word, keys, to) in ways {
        let order = to.and_then(|to| moved(layers, at, to));
        ui.add_enabled_ui(order.is_some(), |ui| {
            if widgets::menu_item(ui, icon, lang.term(word), keys).clicked() {
                wishes.extend(order.map(keep));
                ui.close();
            }
        });
    }
    if widgets::menu_item(ui, icons::REMOVE, lang.term(Word::RemoveLayer), "").clicked() {
        wishes.push(Wish::act(Action::DropParts(Deed::RemoveLayer, vec![MapPart::Layer(layer.clone())])));
        ui.close();
    }
}

/// The layers with new places after the one at `from` went to `to`; nothing where it can not.
fn moved(layers: &[Layer], from: usize, to: usize) -> Option<Vec<Layer>> {
    if from == to || to >= layers.len() {
        return None;
    }
    let mut order = layers.to_vec();
    let layer = order.remove(from);
    order.insert(to, layer);
    for (position, layer) in order.iter_mut().enumerate() {
        layer.position = position as i64;
    }
    Some(order)
}

/// The new order after the row was dragged over others.
fn dragged(response: &Response, layers: &[Layer], at: usize) -> Option<Vec<Layer>> {
    let down = response.drag_stopped().then(|| response.interact_pointer_pos()).flatten()?;
    let rows = ((down.y - response.rect.center().y) / response.rect.height()).round() as isize;
    let to = at.checked_add_signed(-rows).unwrap_or_default().min(layers.len().saturating_sub(1));
    moved(layers, at, to)
}

struct Shown<'a> {
    icon: &'a str,
    name: &'a str,
    count: i64,
    visible: bool,
}

struct Clicked {
    response: Response,
    eye: bool,
}

fn row_ui(ui: &mut Ui, lang: Lang, salt: &str, shown: &Shown<'_>) -> Clicked {
    let tokens = theme::tokens(ui);
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), CONTROL), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, shown.name));
    if response.hovered() || response.dragged() {
        ui.painter().rect_filled(rect, CornerRadius::same(4), tokens.hover);
    }
    if response.has_focus() {
        let stroke = Stroke::new(1.5, tokens.accent);
        ui.painter().rect_stroke(rect, CornerRadius::same(4), stroke, StrokeKind::Inside);
    }
    let eye_rect = Rect::from_min_size(rect.min, vec2(CONTROL, CONTROL));
    let eye = ui.interact(eye_rect, ui.scope_id().with(("eye", salt)), Sense::click());
    let eye_name = said::show_layer(lang, shown.name);
    eye.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, shown.visible, &eye_name));
    let painter = ui.painter();
    let (icon, color) =
        if shown.visible { (icons::VISIBLE, tokens.text) } else { (icons::HIDDEN, tokens.faint) };
    let eye_color = if eye.hovered() || eye.has_focus() { tokens.accent } else { tokens.weak };
    painter.text(eye_rect.center(), Align2::CENTER_CENTER, icon, FontId::proportional(15.0), eye_color);
    let left = rect.left() + CONTROL;
    let kind = pos2(left + 2.0 * UNIT, rect.center().y);
    painter.text(kind, Align2::CENTER_CENTER, shown.icon, FontId::proportional(15.0), color);
    let count = said::count(shown.count);
    let right = rect.right_center() - vec2(UNIT, 0.0);
    let counted = painter.text(right, Align2::RIGHT_CENTER, count, FontId::proportional(SMALL), tokens.weak);
    let name =
        Rect::from_min_max(pos2(left + 5.0 * UNIT, rect.top()), pos2(counted.left() - GAP, rect.bottom()));
    widgets::elided_at(ui, name, shown.name, BODY, color);
    Clicked { eye: eye.clicked(), response }
}

/// The icon of a kind of layer.
pub(crate) fn icon_of(kind: Option<LayerKind>) -> &'static str {
    match kind {
        Some(LayerKind::River) => icons::RIVER,
        Some(LayerKind::Zone) => icons::ZONE,
        Some(LayerKind::Section) => icons::SECTION,
        Some(LayerKind::County) => icons::COUNTY,
        Some(LayerKind::Source) => icons::SOURCE,
        Some(LayerKind::Village) => icons::VILLAGE,
        Some(LayerKind::Sewer) => icons::SEWER,
        Some(LayerKind::Reference) | None => icons::REFERENCE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layers(count: u128) -> Vec<Layer> {
        let id = |number| crate::domain::RecordId(uuid::Uuid::from_u128(number));
        (0..count)
            .map(|number| Layer { id: id(number), position: number as i64, ..Layer::default() })
            .collect()
    }

    #[test]
    fn a_moved_layer_gets_its_new_place_and_the_others_close_up() {
        let order = moved(&layers(3), 0, 2).unwrap();
        let numbers: Vec<u128> = order.iter().map(|it| it.id.0.as_u128()).collect();
        assert_eq!(numbers, [1, 2, 0]);
        assert!(order.iter().enumerate().all(|(at, it)| it.position == at as i64));
    }

    #[test]
    fn a_layer_can_not_leave_the_tree() {
        assert!(moved(&layers(3), 2, 3).is_none());
        assert!(moved(&layers(3), 1, 1).is_none());
    }
}
