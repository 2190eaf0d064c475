//! Which outfalls are selected: on the map, in the list and in the status bar the same ones.

use std::collections::BTreeSet;

use eframe::egui::Modifiers;

use crate::domain::RecordId;

/// What new ones do to those that are selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Join {
    /// They take their place.
    Replace,
    /// They come to them.
    Add,
    /// They leave them.
    Remove,
    /// Those that were selected leave, the others come.
    Toggle,
}

impl Join {
    /// What the keys that are held make of an area: Shift adds, Ctrl removes, as in QGIS.
    pub(crate) fn of_area(modifiers: Modifiers) -> Self {
        match (modifiers.shift, modifiers.command) {
            (true, _) => Self::Add,
            (false, true) => Self::Remove,
            (false, false) => Self::Replace,
        }
    }

    /// What the keys that are held make of a click: Shift and Ctrl both turn the one that is clicked round, as in QGIS.
    pub(crate) fn of_click(modifiers: Modifiers) -> Self {
        if modifiers.shift || modifiers.command { Self::Toggle } else { Self::Replace }
    }
}

/// The selected outfalls.
#[derive(Clone, Debug, Default)]
pub(crate) struct Selection {
    ids: BTreeSet<RecordId>,
    generation: u64,
}

impl Selection {
    /// Another number whenever the selection is another.
    pub(crate) fn generation(&self) -> u64 {
        self.generation
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    /// Is it one of them?
    pub(crate) fn contains(&self, id: RecordId) -> bool {
        self.ids.contains(&id)
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = RecordId> + '_ {
        self.ids.iter().copied()
    }

    /// The one that is selected, where it is only one.
    pub(crate) fn only(&self) -> Option<RecordId> {
        self.ids.first().copied().filter(|_| self.ids.len() == 1)
    }

    /// Brings these in.
    pub(crate) fn join(&mut self, ids: impl IntoIterator<Item = RecordId>, how: Join) {
        let before = (how == Join::Replace).then(|| std::mem::take(&mut self.ids));
        let mut changed = false;
        for id in ids {
            changed |= match how {
                Join::Remove => self.ids.remove(&id),
                Join::Toggle if self.ids.contains(&id) => self.ids.remove(&id),
                Join::Replace | Join::Add | Join::Toggle => self.ids.insert(id),
            };
        }
        if before.map_or(changed, |before| before != self.ids) {
            self.generation += 1;
        }
    }

    /// Selects none.
    pub(crate) fn clear(&mut self) {
        self.join([], Join::Replace);
    }

    /// Forgets those that are no more.
    pub(crate) fn retain(&mut self, is_there: impl Fn(RecordId) -> bool) {
        let before = self.ids.len();
        self.ids.retain(|id| is_there(*id));
        if self.ids.len() != before {
            self.generation += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn id(number: u8) -> RecordId {
        RecordId(uuid::Uuid::from_u128(u128::from(number)))
    }

    fn joined(first: &[u8], how: Join, second: &[u8]) -> Vec<u128> {
        let mut selection = Selection::default();
        selection.join(first.iter().map(|it| id(*it)), Join::Replace);
        selection.join(second.iter().map(|it| id(*it)), how);
        selection.iter().map(|it| it.0.as_u128()).collect()
    }

    #[test]
    fn keys_add_and_remove_as_in_qgis() {
        assert_eq!(Join::of_area(Modifiers::SHIFT), Join::Add);
        assert_eq!(Join::of_area(Modifiers::COMMAND), Join::Remove);
        assert_eq!(Join::of_area(Modifiers::NONE), Join::Replace);
        assert_eq!(Join::of_click(Modifiers::COMMAND), Join::Toggle);
        assert_eq!(Join::of_click(Modifiers::NONE), Join::Replace);
    }

    #[test]
    fn selections_join() {
        assert_eq!(joined(&[1, 2], Join::Replace, &[3]), [3]);
        assert_eq!(joined(&[1, 2], Join::Add, &[2, 3]), [1, 2, 3]);
        assert_eq!(joined(&[1, 2], Join::Remove, &[2, 3]), [1]);
        assert_eq!(joined(&[1, 2], Join::Toggle, &[2, 3]), [1, 3]);
    }

    #[test]
    fn the_number_changes_only_with_the_selection() {
        let mut selection = Selection::default();
        selection.join([id(1), id(2)], Join::Replace);
        let before = selection.generation();

        selection.join([id(2), id(1)], Join::Replace);
        selection.join([id(1)], Join::Add);
        selection.retain(|_| true);
        assert_eq!(selection.generation(), before);
        selection.clear();
        assert_ne!(selection.generation(), before);
    }

    proptest! {
        #[test]
        fn turning_the_same_ones_round_twice_changes_nothing(
            first in prop::collection::btree_set(0..20_u8, 0..10),
            second in prop::collection::btree_set(0..20_u8, 0..10),
        ) {
            let mut selection = Selection::default();
            selection.join(first.iter().map(|it| id(*it)), Join::Replace);
            for _ in 0..2 {
                selection.join(second.iter().map(|it| id(*it)), Join::Toggle);
            }

            prop_assert_eq!(selection.iter().collect::<BTreeSet<_>>(), first.iter().map(|it| id(*it)).collect());
        }
    }
}
