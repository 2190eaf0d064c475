//! The layer tree: what the map shows, what it means, and in which order it lies.

mod drag;
mod keyboard;
mod lines;
mod menu;
mod row;
mod state;
mod swatch;

use std::{collections::BTreeSet, sync::Arc};

use eframe::egui::{Align, Align2, Event, Layout, Modifiers, Response, ScrollArea, TextEdit, Ui, vec2};

pub(crate) use self::state::LayersState;
use self::{
    drag::drag_ui,
    keyboard::{KeyDeed, items, keys_ui},
    lines::{Line, extent_of, lines},
    menu::{arrange, menu_ui, new_group},
    row::{Drawn, Eye, Shown, Standing, Typed, id_of, rename_ui, row_ui},
    state::LineKey,
};
use crate::{
    domain::{
        RecordId,
        layer::{FeatureSet, LayerKind},
        layer_tree::{Reach, TreeChange, TreeKey},
        project::Project,
    },
    i18n::Lang,
    ui::{
        icons,
        keys::Command,
        said::{self, LayerWord, Word, layer_word},
        theme::{CONTROL, GAP, UNIT},
        widgets,
        wish::Wish,
    },
};

/// From this many layers on, their names can be filtered. Our choice: as many as fit in the panel at first.
const FILTER_FROM: usize = 8;

/// What the tree draws from.
pub(crate) struct Tree<'a> {
    pub(crate) lang: Lang,
    pub(crate) project: &'a Project,
    /// The features of a layer, once they are loaded.
    pub(crate) features: &'a dyn Fn(RecordId) -> Option<Arc<FeatureSet>>,
    pub(crate) outfalls_visible: bool,
    pub(crate) read_only: bool,
}

impl Tree<'_> {
    /// West, south, east and north of all outfalls in degrees.
    fn extent_of_outfalls(&self) -> Option<[f64; 4]> {
        let places = self.project.entries().iter().filter_map(|it| it.outfall.position());
        places.fold(None, |extent, (lon, lat)| {
            let [west, south, east, north] = extent.unwrap_or([lon, lat, lon, lat]);
            Some([west.min(lon), south.min(lat), east.max(lon), north.max(lat)])
        })
    }

    fn open_groups(&self, state: &LayersState) -> BTreeSet<RecordId> {
        self.project.map().groups.iter().map(|it| it.id).filter(|id| state.is_open(*id)).collect()
    }

    /// `图层组`, `图层组 2` …
    fn free_group_name(&self) -> String {
        let stem = layer_word(self.lang, LayerWord::NewGroupNamed);
        let is_free = |name: &String| self.project.map().groups.iter().all(|it| it.name != *name);
        let numbered = (2..).map(|number| format!("{stem} {number}"));
        std::iter::once(stem.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
    }
}

/// The height that shows the whole tree, with room for two groups more.
pub(crate) fn whole_height(project: &Project) -> f32 {
    let lines = project.layers().len() + project.map().groups.len() + 4;
    let filter = if project.layers().len() > FILTER_FROM { CONTROL + GAP } else { 0.0 };
    lines as f32 * CONTROL + filter + 5.0 * UNIT
}

/// The tree, topmost layer first. The outfalls lie on top of everything.
pub(crate) fn layers_ui(ui: &mut Ui, tree: &Tree<'_>, state: &mut LayersState, wishes: &mut Vec<Wish>) {
    state.keep_to(tree.project.map());
    header_ui(ui, tree, state, wishes);
    if tree.project.layers().len() > FILTER_FROM {
        filter_ui(ui, tree.lang, state);
    } else {
        state.filter.clear();
    }
    ScrollArea::vertical().id_salt("layer tree").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        lines_ui(ui, tree, state, wishes);
        if tree.project.layers().is_empty() {
            ui.add_space(GAP);
            widgets::small(ui, tree.lang.term(Word::NoLayersAdvice));
        }
    });
}

fn header_ui(ui: &mut Ui, tree: &Tree<'_>, state: &mut LayersState, wishes: &mut Vec<Wish>) {
    let lang = tree.lang;
    ui.horizontal(|ui| {
        widgets::section(ui, lang.term(Word::Layers));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.add_enabled_ui(!tree.read_only, |ui| {
                if widgets::icon_button(ui, icons::ADD, Command::AddLayer.title(lang)).clicked() {
                    wishes.push(Wish::AskImport(Vec::new()));
                }
                if widgets::icon_button(ui, icons::NEW_LAYER, Command::NewLayer.title(lang)).clicked() {
                    wishes.push(Wish::AskLayer);
                }
                let name = layer_word(lang, LayerWord::NewGroup);
                if widgets::icon_button(ui, icons::NEW_GROUP, name).clicked() {
                    let selected: Vec<TreeKey> = state.selected.iter().copied().collect();
                    state.filter.clear();
                    wishes.push(new_group(tree, state, &selected));
                }
            });
        });
    });
}

fn filter_ui(ui: &mut Ui, lang: Lang, state: &mut LayersState) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = UNIT;
        let clears = !state.filter.is_empty();
        let width = ui.available_width() - if clears { CONTROL + UNIT } else { 0.0 };
        let edit = TextEdit::singleline(&mut state.filter)
            .hint_text(format!("{} {}", icons::FILTER, layer_word(lang, LayerWord::Filter)))
            .desired_width(width)
            .min_size(vec2(width, CONTROL))
            .align(Align2::LEFT_CENTER);
        ui.add(edit).accessible_name(layer_word(lang, LayerWord::Filter));
        if clears && widgets::icon_button(ui, icons::CLOSE, lang.term(Word::ClearFilter)).clicked() {
            state.filter.clear();
        }
    });
}

fn lines_ui(ui: &mut Ui, tree: &Tree<'_>, state: &mut LayersState, wishes: &mut Vec<Wish>) {
    let lines = lines(tree.project.map(), state);
    if lines.is_empty() {
        widgets::small(ui, layer_word(tree.lang, LayerWord::NoHits));
    }
    let drawn: Vec<Drawn> = lines.iter().map(|line| line_ui(ui, tree, line, state)).collect();
    for (line, drawn) in lines.iter().zip(&drawn) {
        if state.focus == Some(line.key()) {
            state.focus = None;
            drawn.response.request_focus();
            drawn.response.scroll_to_me(None);
        }
    }
    let by_key = keys_ui(ui, &lines, state);
    if let Some((key, deed)) = by_key {
        if let Some(line) = lines.iter().find(|line| line.key() == key) {
            key_deed(tree, line, deed, state, wishes);
        }
    } else {
        for (line, drawn) in lines.iter().zip(&drawn) {
            clicks(tree, line, drawn, &lines, state, wishes);
        }
    }
    if !tree.read_only && state.filter.is_empty() {
        wishes.extend(drag_ui(ui, &lines, &drawn, state).map(arrange));
    }
    for (line, drawn) in lines.iter().zip(drawn) {
        rename_over(ui, tree.lang, line, &drawn, state, wishes);
        drawn.response.context_menu(|ui| menu_ui(ui, tree, line, state, wishes));
        if state.drag.is_none() {
            drawn.response.on_hover_text(tip(tree.lang, line));
        }
    }
}

fn line_ui(ui: &mut Ui, tree: &Tree<'_>, line: &Line<'_>, state: &mut LayersState) -> Drawn {
    let lang = tree.lang;
    let selected = line.item().is_some_and(|it| state.selected.contains(&it));
    let set = match line {
        Line::Layer(layer, _) => (tree.features)(layer.id),
        _ => None,
    };
    let plain = |icon, name, count, visible| Shown {
        icon,
        name,
        count,
        eye: if visible { Eye::Open } else { Eye::Shut },
        place: Standing::Alone,
        selected,
        caution: None,
        busy: false,
    };
    let shown = match line {
        Line::Outfalls => {
            let count = said::count(tree.project.entries().len() as i64);
            plain(icons::OUTFALL, lang.term(Word::Outfalls), count, tree.outfalls_visible)
        }
        Line::Group(group, members) => {
            let count = said::layers_in_group(lang, members.len());
            let shown = plain(icons::GROUP, group.name.as_str(), count, group.visible);
            let open = state.is_open(group.id);
            Shown { place: if open { Standing::OpenGroup } else { Standing::FoldedGroup }, ..shown }
        }
        Line::Layer(layer, group) => Shown {
            eye: match (layer.visible, tree.project.map().is_shown(layer)) {
                (false, _) => Eye::Shut,
                (true, false) => Eye::InHiddenGroup,
                (true, true) => Eye::Open,
            },
            place: if group.is_some() { Standing::InGroup } else { Standing::Alone },
            caution: said::layer_caution(lang, layer),
            busy: set.is_none(),
            ..plain(icon_of(layer.kind), layer.name.as_str(), said::count(layer.count), layer.visible)
        },
    };
    let drawn = row_ui(ui, lang, line.key(), &shown);
    match line {
        Line::Layer(layer, _) => state.swatches.layer(ui, drawn.swatch, layer, set.as_deref()),
        Line::Outfalls => {
            state.swatches.outfalls(ui, drawn.swatch, tree.project.settings().theme);
        }
        Line::Group(..) => {}
    }
    drawn
}

fn tip(lang: Lang, line: &Line<'_>) -> String {
    match line {
        Line::Outfalls => lang.term(Word::Outfalls).to_owned(),
        Line::Group(group, members) => {
            format!("{}\n{}", group.name, said::layers_in_group(lang, members.len()))
        }
        Line::Layer(layer, _) => said::layer_tip(lang, layer),
    }
}

/// What a click on a line, its eye or its caret does.
fn clicks(
    tree: &Tree<'_>,
    line: &Line<'_>,
    drawn: &Drawn,
    lines: &[Line<'_>],
    state: &mut LayersState,
    wishes: &mut Vec<Wish>,
) {
    let modifiers = modifiers_of_click(&drawn.response);
    if drawn.eye.clicked() {
        let reach = if modifiers.command { Reach::Branch } else { Reach::Item };
        wishes.push(show(tree, line, reach));
    }
    if let (Line::Group(group, _), Some(caret)) = (line, &drawn.caret)
        && (caret.clicked() || drawn.response.double_clicked())
    {
        let open = state.is_open(group.id);
        state.fold(group.id, !open);
    }
    if drawn.response.double_clicked() && !matches!(line, Line::Group(..)) {
        wishes.extend(zoom(tree, line));
    }
    if drawn.response.clicked() {
        drawn.response.request_focus();
        match line.item() {
            Some(item) if modifiers.shift => state.select_to(item, &items(lines)),
            Some(item) if modifiers.command => state.toggle(item),
            Some(item) => state.select(item),
            None => state.selected.clear(),
        }
    }
    if let Some(item) =
        line.item().filter(|it| drawn.response.secondary_clicked() && !state.selected.contains(it))
    {
        state.select(item);
    }
}

/// The keys that were held when the mouse button went up, which may be before they went up in the same frame.
fn modifiers_of_click(response: &Response) -> Modifiers {
    response.ctx.input(|input| {
        let held = input.events.iter().rev().find_map(|event| match event {
            Event::PointerButton { pressed: false, modifiers, .. } => Some(*modifiers),
            _ => None,
        });
        held.unwrap_or(input.modifiers)
    })
}

/// Does what a key asks for.
fn key_deed(
    tree: &Tree<'_>,
    line: &Line<'_>,
    deed: KeyDeed,
    state: &mut LayersState,
    wishes: &mut Vec<Wish>,
) {
    match (deed, line.item()) {
        (KeyDeed::Show(reach), _) => wishes.push(show(tree, line, reach)),
        (KeyDeed::Zoom, _) => wishes.extend(zoom(tree, line)),
        (_, None) => {}
        _ if tree.read_only => {}
        (KeyDeed::Step(way), Some(item)) => {
            wishes.push(arrange(TreeChange::Step(item, way, tree.open_groups(state))));
        }
        (KeyDeed::Rename, Some(item)) => match line {
            Line::Group(group, _) => state.rename(item, &group.name),
            Line::Layer(layer, _) => state.rename(item, &layer.name),
            Line::Outfalls => {}
        },
        (KeyDeed::Remove, Some(item)) => wishes.push(arrange(TreeChange::Remove(state.meant(item)))),
    }
}

/// Shows what is hidden, and hides what is shown.
fn show(tree: &Tree<'_>, line: &Line<'_>, reach: Reach) -> Wish {
    match line {
        Line::Outfalls => Wish::ShowOutfalls(!tree.outfalls_visible),
        Line::Group(group, _) => arrange(TreeChange::Show(TreeKey::Group(group.id), !group.visible, reach)),
        Line::Layer(layer, _) => arrange(TreeChange::Show(TreeKey::Layer(layer.id), !layer.visible, reach)),
    }
}

fn zoom(tree: &Tree<'_>, line: &Line<'_>) -> Option<Wish> {
    let extent = match line {
        Line::Outfalls => tree.extent_of_outfalls(),
        Line::Group(_, members) => extent_of(members.iter().copied()),
        Line::Layer(layer, _) => extent_of([*layer]),
    };
    extent.map(Wish::ZoomTo)
}

/// The field over the name of the line whose name is being typed.
fn rename_over(
    ui: &mut Ui,
    lang: Lang,
    line: &Line<'_>,
    drawn: &Drawn,
    state: &mut LayersState,
    wishes: &mut Vec<Wish>,
) {
    let Some(renaming) = state.renaming.as_mut().filter(|it| Some(it.item) == line.item()) else { return };
    let item = renaming.item;
    match rename_ui(ui, lang, drawn.name, renaming) {
        Typed::Going => return,
        Typed::Left => {}
        Typed::Done(name) => wishes.push(arrange(TreeChange::Rename(item, name))),
    }
    state.renaming = None;
    ui.memory_mut(|memory| memory.request_focus(id_of(ui, LineKey::Item(item))));
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
