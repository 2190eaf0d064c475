//! The keys of the tree: where the cursor goes, and what is done to the line that has it.

use eframe::egui::{EventFilter, Key, Modifiers, Ui};

use super::{
    lines::Line,
    row::id_of,
    state::{LayersState, LineKey},
};
use crate::domain::layer_tree::{Reach, TreeKey, Way};

/// What a key asks for, of the line that has the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyDeed {
    Show(Reach),
    Step(Way),
    Rename,
    Remove,
    Zoom,
}

/// Reads the keys while a line has the cursor. Returns the line, and what is to be done to it.
pub(super) fn keys_ui(ui: &Ui, lines: &[Line<'_>], state: &mut LayersState) -> Option<(LineKey, KeyDeed)> {
    let focused = ui.memory(eframe::egui::Memory::focused)?;
    let at = lines.iter().position(|line| id_of(ui, line.key()) == focused)?;
    let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: false };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(focused, filter));
    let line = lines.get(at)?;

    let pressed = |modifiers: Modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    // Those with more modifiers first, so that Alt+↑ is not taken for ↑.
    let deeds = [
        (Modifiers::ALT, Key::ArrowUp, KeyDeed::Step(Way::Up)),
        (Modifiers::ALT, Key::ArrowDown, KeyDeed::Step(Way::Down)),
        (Modifiers::COMMAND, Key::Space, KeyDeed::Show(Reach::Branch)),
        (Modifiers::NONE, Key::Space, KeyDeed::Show(Reach::Item)),
        (Modifiers::NONE, Key::F2, KeyDeed::Rename),
        (Modifiers::NONE, Key::Delete, KeyDeed::Remove),
        // QGIS's key for it.
        (Modifiers::COMMAND, Key::D, KeyDeed::Remove),
        (Modifiers::NONE, Key::Enter, KeyDeed::Zoom),
    ];
    if let Some((.., deed)) = deeds.into_iter().find(|(modifiers, key, _)| pressed(*modifiers, *key)) {
        match deed {
            // It stays in view, wherever it goes.
            KeyDeed::Step(_) => state.focus = Some(line.key()),
            // The cursor goes on to what takes its place.
            KeyDeed::Remove => state.focus = next_to_removed(lines, at, state),
            KeyDeed::Show(_) | KeyDeed::Rename | KeyDeed::Zoom => {}
        }
        return Some((line.key(), deed));
    }
    move_cursor(lines, at, state, &pressed);
    None
}

/// The line that the cursor goes to when the line at `at` is removed with all that are selected: the next one that
/// stays, else the one before.
fn next_to_removed(lines: &[Line<'_>], at: usize, state: &LayersState) -> Option<LineKey> {
    let removed = lines.get(at).and_then(Line::item).map(|it| state.meant(it)).unwrap_or_default();
    let goes = |line: &&Line<'_>| match line {
        Line::Layer(layer, group) => {
            removed.contains(&TreeKey::Layer(layer.id))
                || group.is_some_and(|it| removed.contains(&TreeKey::Group(it.id)))
        }
        line => line.item().is_some_and(|it| removed.contains(&it)),
    };
    let after = lines.iter().skip(at + 1).find(|line| !goes(line));
    after.or_else(|| lines.iter().take(at).rfind(|line| !goes(line))).map(Line::key)
}

fn move_cursor(
    lines: &[Line<'_>],
    at: usize,
    state: &mut LayersState,
    pressed: &dyn Fn(Modifiers, Key) -> bool,
) {
    if fold_or_leave(lines, at, state, pressed) {
        return;
    }
    let last = lines.len().saturating_sub(1);
    let ways = [
        (Key::ArrowUp, at.saturating_sub(1)),
        (Key::ArrowDown, (at + 1).min(last)),
        (Key::Home, 0),
        (Key::End, last),
    ];
    for (modifiers, extends) in [(Modifiers::SHIFT, true), (Modifiers::NONE, false)] {
        let to = ways.iter().find(|(key, _)| pressed(modifiers, *key));
        let Some(line) = to.and_then(|(_, to)| lines.get(*to)) else { continue };
        state.focus = Some(line.key());
        match (line.item(), extends) {
            (Some(item), true) => state.select_to(item, &items(lines)),
            (Some(item), false) => state.select(item),
            (None, _) => state.selected.clear(),
        }
        return;
    }
}

/// → unfolds a group, ← folds it; from a layer, ← goes to its group.
fn fold_or_leave(
    lines: &[Line<'_>],
    at: usize,
    state: &mut LayersState,
    pressed: &dyn Fn(Modifiers, Key) -> bool,
) -> bool {
    match lines.get(at) {
        Some(Line::Group(group, _)) => {
            for (key, open) in [(Key::ArrowRight, true), (Key::ArrowLeft, false)] {
                if pressed(Modifiers::NONE, key) {
                    state.fold(group.id, open);
                    return true;
                }
            }
            false
        }
        Some(Line::Layer(_, Some(group))) if pressed(Modifiers::NONE, Key::ArrowLeft) => {
            let group = TreeKey::Group(group.id);
            state.select(group);
            state.focus = Some(LineKey::Item(group));
            true
        }
        _ => false,
    }
}

/// The items that are shown, from the top down.
pub(super) fn items(lines: &[Line<'_>]) -> Vec<TreeKey> {
    lines.iter().filter_map(Line::item).collect()
}
