//! Few looks for many features: a table, and two bytes for each feature.

use std::{collections::HashMap, hash::Hash};

/// The looks of the features of a layer.
#[derive(Debug)]
pub(super) struct Looks<L> {
    table: Vec<L>,
    /// For each feature the place of its look in the table.
    of_feature: Vec<u16>,
}

impl<L: Copy + Eq + Hash> Looks<L> {
    /// From the look of each feature. Should there be more than 65,536 different ones, the rest look like the last of these.
    pub(super) fn of(looks: impl IntoIterator<Item = L>) -> Self {
        let mut table = Vec::new();
        let mut places: HashMap<L, u16> = HashMap::new();
        let place = |look: L| {
            *places.entry(look).or_insert_with(|| {
                if u16::try_from(table.len()).is_ok() {
                    table.push(look);
                }
                (table.len() - 1) as u16
            })
        };
        let of_feature = looks.into_iter().map(place).collect();
        Self { table, of_feature }
    }

    /// From a table and the place in it for each feature; `None` where a place is not in the table.
    pub(super) fn from_parts(table: Vec<L>, of_feature: Vec<u16>) -> Option<Self> {
        of_feature.iter().all(|place| usize::from(*place) < table.len()).then_some(Self { table, of_feature })
    }

    /// For each feature the place of its look in [`Looks::table`].
    pub(super) fn places(&self) -> &[u16] {
        &self.of_feature
    }

    /// Every look once, in the order in which they first come.
    pub(super) fn table(&self) -> &[L] {
        &self.table
    }

    /// Every look once, with how many features have it.
    pub(super) fn counts(&self) -> Vec<(L, u64)> {
        let mut counts: Vec<(L, u64)> = self.table.iter().map(|look| (*look, 0)).collect();
        for place in &self.of_feature {
            if let Some((_, count)) = counts.get_mut(usize::from(*place)) {
                *count += 1;
            }
        }
        counts
    }

    /// The place of a feature's look in the table.
    pub(super) fn place(&self, feature: usize) -> Option<u16> {
        self.of_feature.get(feature).copied()
    }

    /// The look of a feature.
    pub(super) fn get(&self, feature: usize) -> Option<L> {
        self.table.get(usize::from(self.place(feature)?)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_that_look_alike_share_a_look() {
        let looks = Looks::of(["a", "b", "a"]);

        assert_eq!((looks.table(), looks.get(2), looks.get(3)), (["a", "b"].as_slice(), Some("a"), None));
    }
}
