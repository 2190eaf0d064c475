//! What can be done to one line of the tree, behind the right button.

use eframe::egui::{ScrollArea, Ui};

use super::{
    Tree,
    lines::{Line, extent_of},
    state::LayersState,
};
use crate::{
    app::{Action, new_id},
    domain::{
        RecordId,
        layer::{Layer, LayerGroup},
        layer_tree::{Place, TreeChange, TreeKey, Way},
    },
    ui::{
        icons,
        keys::Command,
        panels::layer_shapes::shapes_menu_ui,
        said::{self, LayerWord, Word, layer_word},
        theme::{CONTROL, UNIT},
        widgets,
        wish::Wish,
    },
};

/// How many groups the menu shows without scrolling.
const MOST_GROUPS: f32 = 6.0;

/// The wish to arrange the tree.
pub(super) fn arrange(change: TreeChange) -> Wish {
    Wish::act(Action::Arrange(change))
}

/// The menu of a line.
pub(super) fn menu_ui(
    ui: &mut Ui,
    tree: &Tree<'_>,
    line: &Line<'_>,
    state: &mut LayersState,
    wishes: &mut Vec<Wish>,
) {
    ui.set_width(64.0 * UNIT);
    match line {
        Line::Outfalls => {
            let word = layer_word(tree.lang, LayerWord::ZoomToOutfalls);
            zoom_ui(ui, word, tree.extent_of_outfalls(), wishes);
            style_ui(ui, tree, None, wishes);
        }
        Line::Group(group, members) => group_menu_ui(ui, tree, group, members, state, wishes),
        Line::Layer(layer, group) => layer_menu_ui(ui, tree, layer, *group, state, wishes),
    }
}

fn zoom_ui(ui: &mut Ui, word: &str, extent: Option<[f64; 4]>, wishes: &mut Vec<Wish>) {
    ui.add_enabled_ui(extent.is_some(), |ui| {
        if widgets::menu_item(ui, icons::LOCATE, word, "Enter").clicked() {
            wishes.extend(extent.map(Wish::ZoomTo));
            ui.close();
        }
    });
}

/// How a layer is drawn; the outfalls for none.
fn style_ui(ui: &mut Ui, tree: &Tree<'_>, layer: Option<RecordId>, wishes: &mut Vec<Wish>) {
    let keys = if layer.is_none() { Command::OutfallStyle.keys() } else { String::new() };
    if widgets::menu_item(ui, icons::STYLE, tree.lang.term(Word::StyleOf), &keys).clicked() {
        wishes.push(Wish::AskStyle(layer));
        ui.close();
    }
}

fn group_menu_ui(
    ui: &mut Ui,
    tree: &Tree<'_>,
    group: &LayerGroup,
    members: &[&Layer],
    state: &mut LayersState,
    wishes: &mut Vec<Wish>,
) {
    let (lang, key) = (tree.lang, TreeKey::Group(group.id));
    zoom_ui(ui, layer_word(lang, LayerWord::ZoomToGroup), extent_of(members.iter().copied()), wishes);
    ui.add_enabled_ui(!tree.read_only, |ui| {
        if widgets::menu_item(ui, icons::EDIT, layer_word(lang, LayerWord::Rename), "F2").clicked() {
            state.rename(key, &group.name);
            ui.close();
        }
        move_ui(ui, tree, key, state, wishes);
        if widgets::menu_item(ui, icons::UNGROUP, layer_word(lang, LayerWord::Ungroup), "").clicked() {
            wishes.push(arrange(TreeChange::Dissolve(group.id)));
            ui.close();
        }
        let meant = state.meant(key);
        let word = if meant.len() == 1 {
            layer_word(lang, LayerWord::RemoveGroup).to_owned()
        } else {
            said::remove_selected(lang, meant.len())
        };
        if widgets::menu_item(ui, icons::REMOVE, &word, "Delete").clicked() {
            wishes.push(arrange(TreeChange::Remove(meant)));
            ui.close();
        }
    });
}

fn layer_menu_ui(
    ui: &mut Ui,
    tree: &Tree<'_>,
    layer: &Layer,
    group: Option<&LayerGroup>,
    state: &mut LayersState,
    wishes: &mut Vec<Wish>,
) {
    let (lang, key) = (tree.lang, TreeKey::Layer(layer.id));
    let word = |word| layer_word(lang, word);
    zoom_ui(ui, lang.term(Word::ZoomToLayer), extent_of([layer]), wishes);
    style_ui(ui, tree, Some(layer.id), wishes);
    if widgets::menu_item(ui, icons::INFO, word(LayerWord::Information), "").clicked() {
        wishes.push(Wish::ShowLayerInfo(layer.id));
        ui.close();
    }
    ui.add_enabled_ui(!tree.read_only, |ui| {
        if widgets::menu_item(ui, icons::EDIT, word(LayerWord::Rename), "F2").clicked() {
            state.rename(key, &layer.name);
            ui.close();
        }
        if widgets::menu_item(ui, icons::REPLACE, word(LayerWord::Replace), "").clicked() {
            wishes.push(Wish::AskReplace(layer.id));
            ui.close();
        }
        ui.separator();
        move_ui(ui, tree, key, state, wishes);
        groups_ui(ui, tree, key, group, state, wishes);
        ui.separator();
        shapes_menu_ui(ui, lang, layer, wishes);
        ui.separator();
        let meant = state.meant(key);
        if widgets::menu_item(ui, icons::REMOVE, &said::remove_selected(lang, meant.len()), "Delete")
            .clicked()
        {
            wishes.push(arrange(TreeChange::Remove(meant)));
            ui.close();
        }
    });
}

fn move_ui(ui: &mut Ui, tree: &Tree<'_>, key: TreeKey, state: &LayersState, wishes: &mut Vec<Wish>) {
    let ways =
        [(icons::UP, Word::MoveUp, "Alt+↑", Way::Up), (icons::DOWN, Word::MoveDown, "Alt+↓", Way::Down)];
    for (icon, word, keys, way) in ways {
        let change = TreeChange::Step(key, way, tree.open_groups(state));
        ui.add_enabled_ui(!change.plan(tree.project.map()).is_empty(), |ui| {
            if widgets::menu_item(ui, icon, tree.lang.term(word), keys).clicked() {
                wishes.push(arrange(change));
                ui.close();
            }
        });
    }
}

/// The groups that a layer can go to, and out of the one it is in.
fn groups_ui(
    ui: &mut Ui,
    tree: &Tree<'_>,
    key: TreeKey,
    group: Option<&LayerGroup>,
    state: &mut LayersState,
    wishes: &mut Vec<Wish>,
) {
    let lang = tree.lang;
    let layers: Vec<TreeKey> =
        state.meant(key).into_iter().filter(|it| matches!(it, TreeKey::Layer(_))).collect();
    let others: Vec<&LayerGroup> =
        tree.project.map().groups.iter().rev().filter(|it| Some(it.id) != group.map(|it| it.id)).collect();
    let height = CONTROL * (others.len() as f32).min(MOST_GROUPS);
    ScrollArea::vertical().max_height(height).show(ui, |ui| {
        for other in others {
            if widgets::menu_item(ui, icons::GROUP, &said::into_group(lang, &other.name), "").clicked() {
                wishes.push(arrange(TreeChange::Move(layers.clone(), Place::Into(other.id))));
                ui.close();
            }
        }
    });
    if let Some(group) = group
        && widgets::menu_item(ui, icons::UNGROUP, layer_word(lang, LayerWord::OutOfGroup), "").clicked()
    {
        wishes.push(arrange(TreeChange::Move(layers.clone(), Place::Above(TreeKey::Group(group.id)))));
        ui.close();
    }
    if widgets::menu_item(ui, icons::NEW_GROUP, &said::group_selected(lang, layers.len()), "").clicked() {
        wishes.push(new_group(tree, state, &layers));
        ui.close();
    }
}

/// Puts layers into a new group, whose name is typed at once.
pub(super) fn new_group(tree: &Tree<'_>, state: &mut LayersState, items: &[TreeKey]) -> Wish {
    let layers = items.iter().filter_map(|it| match it {
        TreeKey::Layer(id) => Some(*id),
        TreeKey::Group(_) => None,
    });
    let name = tree.free_group_name();
    let group = LayerGroup { id: new_id(), name: name.clone(), visible: true, ..LayerGroup::default() };
    let key = TreeKey::Group(group.id);
    state.select(key);
    state.rename(key, &name);
    arrange(TreeChange::Group(layers.collect(), group))
}
