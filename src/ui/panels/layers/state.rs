//! What the window remembers of the layer tree: nothing of it is part of the project.

use std::{
    collections::{BTreeSet, HashMap},
    hash::{DefaultHasher, Hasher as _},
};

use crate::{
    domain::{
        RecordId,
        layer_tree::{Place, TreeKey},
        map_parts::MapParts,
    },
    map::picture::Sample,
    ui::samples::Samples,
};

/// Names a line of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum LineKey {
    /// The outfalls, on top of everything.
    Outfalls,
    /// A layer or a group.
    Item(TreeKey),
}

/// The state of the tree.
#[derive(Default)]
pub(crate) struct LayersState {
    /// The groups that are folded.
    pub(super) folded: BTreeSet<RecordId>,
    /// The items that are selected, for what is done to several at once.
    pub(super) selected: BTreeSet<TreeKey>,
    /// Where a selection with Shift starts.
    pub(super) anchor: Option<TreeKey>,
    /// What is typed into the filter.
    pub(super) filter: String,
    /// The item whose name is being typed.
    pub(super) renaming: Option<Renaming>,
    /// The items that are being dragged.
    pub(super) drag: Option<Drag>,
    /// The line that gets the cursor in the next frame, and comes into view.
    pub(super) focus: Option<LineKey>,
    pub(super) swatches: Swatches,
}

/// A name that is being typed.
#[derive(Debug)]
pub(super) struct Renaming {
    pub(super) item: TreeKey,
    pub(super) text: String,
    /// Does the field still wait for the cursor?
    pub(super) waits: bool,
}

/// Items on their way to another place.
#[derive(Debug)]
pub(super) struct Drag {
    pub(super) items: Vec<TreeKey>,
    /// Where they would go if they were let go now.
    pub(super) place: Option<Place>,
}

/// How layers are drawn, in small.
#[derive(Default)]
pub(super) struct Swatches {
    /// The sample of each layer, with what it was worked out for.
    pub(super) samples: HashMap<RecordId, (u64, Option<Sample>)>,
    pub(super) pictures: Samples,
}

impl std::fmt::Debug for LayersState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { folded, selected, filter, renaming, drag, .. } = self;
        f.debug_struct("LayersState")
            .field("folded", folded)
            .field("selected", selected)
            .field("filter", filter)
            .field("renaming", renaming)
            .field("drag", drag)
            .finish_non_exhaustive()
    }
}

impl LayersState {
    /// Forgets what is not in the project any more.
    pub(super) fn keep_to(&mut self, map: &MapParts) {
        let is_there = |key: &TreeKey| match key {
            TreeKey::Layer(id) => map.layers.iter().any(|it| it.id == *id),
            TreeKey::Group(id) => map.groups.iter().any(|it| it.id == *id),
        };
        self.selected.retain(is_there);
        self.anchor = self.anchor.filter(is_there);
        self.swatches.samples.retain(|id, _| is_there(&TreeKey::Layer(*id)));
    }

    /// Is the group unfolded? While names are filtered, all are.
    pub(super) fn is_open(&self, group: RecordId) -> bool {
        !self.filter.trim().is_empty() || !self.folded.contains(&group)
    }

    /// Folds or unfolds a group.
    pub(super) fn fold(&mut self, group: RecordId, open: bool) {
        if open {
            self.folded.remove(&group);
        } else {
            self.folded.insert(group);
        }
    }

    /// Starts typing a name for `item`.
    pub(super) fn rename(&mut self, item: TreeKey, name: &str) {
        self.renaming = Some(Renaming { item, text: name.to_owned(), waits: true });
    }

    /// The items that something done to `item` is done to: all that are selected where it is one of them.
    pub(super) fn meant(&self, item: TreeKey) -> Vec<TreeKey> {
        if self.selected.contains(&item) { self.selected.iter().copied().collect() } else { vec![item] }
    }

    /// Selects `item` alone.
    pub(super) fn select(&mut self, item: TreeKey) {
        self.selected = BTreeSet::from([item]);
        self.anchor = Some(item);
    }

    /// Adds `item` to the selection, or takes it out.
    pub(super) fn toggle(&mut self, item: TreeKey) {
        if !self.selected.remove(&item) {
            self.selected.insert(item);
        }
        self.anchor = Some(item);
    }

    /// Selects everything from where the selection started to `item`, in the order of `lines`.
    pub(super) fn select_to(&mut self, item: TreeKey, lines: &[TreeKey]) {
        let place = |key| lines.iter().position(|it| *it == key);
        let from = self.anchor.and_then(place);
        let (Some(from), Some(to)) = (from, place(item)) else {
            self.select(item);
            return;
        };
        let range = from.min(to)..=from.max(to);
        self.selected = lines.iter().copied().skip(*range.start()).take(range.count()).collect();
    }
}

/// A number that differs where the values differ.
pub(super) fn fingerprint(value: &impl std::hash::Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(number: u128) -> TreeKey {
        TreeKey::Layer(RecordId(uuid::Uuid::from_u128(number)))
    }

    #[test]
    fn items_are_selected_one_by_one_or_from_one_to_another() {
        let lines = [layer(5), layer(3), layer(9), layer(1)];
        let mut state = LayersState::default();

        state.select(layer(9));
        state.select_to(layer(5), &lines);
        assert_eq!(state.selected, BTreeSet::from([layer(5), layer(3), layer(9)]));
        state.select_to(layer(1), &lines);
        assert_eq!(state.selected, BTreeSet::from([layer(9), layer(1)]));

        state.toggle(layer(9));
        assert_eq!(state.meant(layer(1)), [layer(1)]);
        assert_eq!(state.meant(layer(3)), [layer(3)]);
    }
}
