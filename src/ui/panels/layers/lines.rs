//! The lines of the tree that are shown: the outfalls, then groups and layers from the top down.

use super::state::{LayersState, LineKey};
use crate::domain::{
    layer::{Layer, LayerGroup},
    layer_tree::{Branch, TreeKey, branches},
    map_parts::MapParts,
};

/// One line.
#[derive(Clone, Debug)]
pub(super) enum Line<'a> {
    /// The outfalls.
    Outfalls,
    /// A group and its layers, topmost first.
    Group(&'a LayerGroup, Vec<&'a Layer>),
    /// A layer, and the group that it is in.
    Layer(&'a Layer, Option<&'a LayerGroup>),
}

impl Line<'_> {
    pub(super) fn key(&self) -> LineKey {
        self.item().map_or(LineKey::Outfalls, LineKey::Item)
    }

    /// The item of the tree; none for the outfalls.
    pub(super) fn item(&self) -> Option<TreeKey> {
        match self {
            Self::Outfalls => None,
            Self::Group(group, _) => Some(TreeKey::Group(group.id)),
            Self::Layer(layer, _) => Some(TreeKey::Layer(layer.id)),
        }
    }
}

/// The lines that are shown: what is in folded groups and what the filter leaves out is not.
pub(super) fn lines<'a>(map: &'a MapParts, state: &LayersState) -> Vec<Line<'a>> {
    let filter = state.filter.trim().to_lowercase();
    let fits = |name: &str| filter.is_empty() || name.to_lowercase().contains(&filter);
    let mut lines = Vec::new();
    if filter.is_empty() {
        lines.push(Line::Outfalls);
    }
    for branch in branches(map) {
        match branch {
            Branch::Layer(layer) if fits(&layer.name) => lines.push(Line::Layer(layer, None)),
            Branch::Layer(_) => {}
            Branch::Group(group, members) => {
                let all = fits(&group.name);
                let shown: Vec<&Layer> = members.iter().copied().filter(|it| all || fits(&it.name)).collect();
                if !all && shown.is_empty() {
                    continue;
                }
                lines.push(Line::Group(group, members));
                if state.is_open(group.id) {
                    lines.extend(shown.into_iter().map(|it| Line::Layer(it, Some(group))));
                }
            }
        }
    }
    lines
}

/// West, south, east and north of these layers in degrees; nothing where none has a place.
pub(super) fn extent_of<'a>(layers: impl IntoIterator<Item = &'a Layer>) -> Option<[f64; 4]> {
    layers.into_iter().fold(None, |extent: Option<[f64; 4]>, layer| {
        let (Some(west), Some(south), Some(east), Some(north)) =
            (layer.west, layer.south, layer.east, layer.north)
        else {
            return extent;
        };
        let [w, s, e, n] = extent.unwrap_or([west, south, east, north]);
        Some([w.min(west), s.min(south), e.max(east), n.max(north)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::RecordId;

    fn id(number: u128) -> RecordId {
        RecordId(uuid::Uuid::from_u128(number))
    }

    fn map() -> MapParts {
        let layer = |number: u128, name: &str, position, group: Option<u128>| Layer {
            id: id(number),
            name: name.to_owned(),
            position,
            group: group.map(id),
            ..Layer::default()
        };
        let group = LayerGroup { id: id(9), name: "水".to_owned(), position: 1, ..LayerGroup::default() };
        MapParts {
            layers: vec![
                layer(1, "行政区", 0, None),
                layer(2, "河流", 0, Some(9)),
                layer(3, "Sewers", 1, Some(9)),
            ],
            groups: vec![group],
            ..MapParts::default()
        }
    }

    #[track_caller]
    fn check(state: &LayersState, wanted: &[&str]) {
        let map = map();
        let names: Vec<&str> = lines(&map, state)
            .iter()
            .map(|line| match line {
                Line::Outfalls => "排污口",
                Line::Group(group, _) => group.name.as_str(),
                Line::Layer(layer, _) => layer.name.as_str(),
            })
            .collect();
        assert_eq!(names, wanted);
    }

    #[test]
    fn folded_groups_keep_their_layers_to_themselves() {
        let mut state = LayersState::default();
        check(&state, &["排污口", "水", "Sewers", "河流", "行政区"]);

        state.fold(id(9), false);

        check(&state, &["排污口", "水", "行政区"]);
    }

    #[test]
    fn the_filter_finds_layers_in_folded_groups_and_whole_groups_by_their_name() {
        let mut state = LayersState::default();
        state.fold(id(9), false);

        state.filter = "sewer".to_owned();
        check(&state, &["水", "Sewers"]);
        state.filter = "水".to_owned();
        check(&state, &["水", "Sewers", "河流"]);
        state.filter = "区".to_owned();
        check(&state, &["行政区"]);
    }
}
