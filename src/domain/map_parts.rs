//! What a map is made of besides its outfalls: reference layers and their groups, basemaps, bookmarks.

use super::{
    Record, RecordId,
    basemap::Basemap,
    bookmark::Bookmark,
    change::{AnyRecord, Misfit, RecordKind},
    layer::{Layer, LayerGroup},
    position::track::Track,
};

/// The parts of a project's map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapParts {
    /// The reference layers by position, whatever group they are in; see [`MapParts::drawn_layers`].
    pub layers: Vec<Layer>,
    /// The groups of layers by position.
    pub groups: Vec<LayerGroup>,
    /// The basemaps, bottom first.
    pub basemaps: Vec<Basemap>,
    /// The bookmarks, oldest first.
    pub bookmarks: Vec<Bookmark>,
    /// Where teams walked, oldest first.
    pub tracks: Vec<Track>,
}

/// One part of a map.
#[expect(clippy::large_enum_variant, reason = "layers, the largest, are most of them")]
#[derive(Clone, Debug, PartialEq)]
pub enum MapPart {
    /// A group of layers.
    Group(LayerGroup),
    /// A reference layer.
    Layer(Layer),
    /// A basemap.
    Basemap(Basemap),
    /// A bookmark.
    Bookmark(Bookmark),
    /// A leg of a way that was walked.
    Track(Track),
}

impl MapPart {
    /// What a person calls it.
    pub fn name(&self) -> &str {
        match self {
            Self::Group(it) => &it.name,
            Self::Layer(it) => &it.name,
            Self::Basemap(it) => &it.name,
            Self::Bookmark(it) => &it.name,
            Self::Track(it) => &it.team,
        }
    }
}

impl From<MapPart> for AnyRecord {
    fn from(part: MapPart) -> Self {
        match part {
            MapPart::Group(it) => it.into(),
            MapPart::Layer(it) => it.into(),
            MapPart::Basemap(it) => it.into(),
            MapPart::Bookmark(it) => it.into(),
            MapPart::Track(it) => it.into(),
        }
    }
}

/// A line of the layer tree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TreeItem<'a> {
    /// A group; its layers follow, [`TreeItem::Layer::grouped`].
    Group(&'a LayerGroup),
    /// A layer.
    Layer {
        /// The layer.
        layer: &'a Layer,
        /// Does it belong to the group above?
        grouped: bool,
    },
}

impl MapParts {
    /// The layer tree from the bottom up: each group stands before its layers, those bottom first as well.
    pub fn tree(&self) -> Vec<TreeItem<'_>> {
        let group_of = |layer: &Layer| self.groups.iter().find(|it| Some(it.id) == layer.group);
        let mut top: Vec<((i64, RecordId), TreeItem<'_>)> =
            self.groups.iter().map(|it| ((it.position, it.id), TreeItem::Group(it))).collect();
        let alone = self.layers.iter().filter(|it| group_of(it).is_none());
        top.extend(
            alone.map(|layer| ((layer.position, layer.id), TreeItem::Layer { layer, grouped: false })),
        );
        top.sort_by_key(|(place, _)| *place);
        let mut items = Vec::new();
        for (_, item) in top {
            items.push(item);
            if let TreeItem::Group(group) = item {
                let members = self.layers.iter().filter(|it| it.group == Some(group.id));
                items.extend(members.map(|layer| TreeItem::Layer { layer, grouped: true }));
            }
        }
        items
    }

    /// All layers in the order of drawing, the bottom one first.
    pub fn drawn_layers(&self) -> impl Iterator<Item = &Layer> {
        self.tree().into_iter().filter_map(|item| match item {
            TreeItem::Layer { layer, .. } => Some(layer),
            TreeItem::Group(_) => None,
        })
    }

    /// Is the layer on the map: shown itself, and in no group that is hidden?
    pub fn is_shown(&self, layer: &Layer) -> bool {
        let group = self.groups.iter().find(|it| Some(it.id) == layer.group);
        layer.visible && group.is_none_or(|group| group.visible)
    }

    pub(super) fn sort(&mut self) {
        self.layers.sort_by_key(|it| (it.position, it.id));
        self.groups.sort_by_key(|it| (it.position, it.id));
        self.basemaps.sort_by_key(|it| (it.position, it.id));
        self.bookmarks.sort_by_key(|it| it.id);
        self.tracks.sort_by_key(|it| it.id);
    }

    /// The part of this kind and identity.
    pub(super) fn record(&self, kind: RecordKind, id: RecordId) -> Option<AnyRecord> {
        fn find<R: Record + Into<AnyRecord>>(records: &[R], id: RecordId) -> Option<AnyRecord> {
            records.iter().find(|it| it.id() == id).cloned().map(Into::into)
        }
        match kind {
            RecordKind::LayerGroup => find(&self.groups, id),
            RecordKind::Layer => find(&self.layers, id),
            RecordKind::Basemap => find(&self.basemaps, id),
            RecordKind::Bookmark => find(&self.bookmarks, id),
            RecordKind::Track => find(&self.tracks, id),
            _ => None,
        }
    }

    /// Adds a part. What is no part of the map is left out.
    pub(super) fn insert(&mut self, record: AnyRecord) -> Result<(), Misfit> {
        let (kind, id) = (record.kind(), record.id());
        if self.record(kind, id).is_some() {
            return Err(Misfit::AlreadyThere { table: kind.table(), id });
        }
        match record {
            AnyRecord::LayerGroup(it) => self.groups.push(it),
            AnyRecord::Layer(it) => self.layers.push(it),
            AnyRecord::Basemap(it) => self.basemaps.push(it),
            AnyRecord::Bookmark(it) => self.bookmarks.push(it),
            AnyRecord::Track(it) => self.tracks.push(it),
            _ => {}
        }
        self.sort();
        Ok(())
    }

    /// Takes a part away. A group that still has layers stays.
    pub(super) fn delete(&mut self, kind: RecordKind, id: RecordId) -> Result<(), Misfit> {
        fn drop_from<R: Record>(records: &mut Vec<R>, id: RecordId) {
            records.retain(|it| it.id() != id);
        }
        if self.record(kind, id).is_none() {
            return Err(Misfit::NoSuchRow { table: kind.table(), id });
        }
        if kind == RecordKind::LayerGroup && self.layers.iter().any(|it| it.group == Some(id)) {
            return Err(Misfit::StillNeeded { table: kind.table(), id });
        }
        match kind {
            RecordKind::LayerGroup => drop_from(&mut self.groups, id),
            RecordKind::Layer => drop_from(&mut self.layers, id),
            RecordKind::Basemap => drop_from(&mut self.basemaps, id),
            RecordKind::Bookmark => drop_from(&mut self.bookmarks, id),
            RecordKind::Track => drop_from(&mut self.tracks, id),
            _ => {}
        }
        Ok(())
    }

    /// Puts a part in the place of the one with its identity.
    pub(super) fn replace(&mut self, record: AnyRecord) {
        fn put<R: Record>(records: &mut [R], record: R) {
            if let Some(place) = records.iter_mut().find(|it| it.id() == record.id()) {
                *place = record;
            }
        }
        match record {
            AnyRecord::LayerGroup(it) => put(&mut self.groups, it),
            AnyRecord::Layer(it) => put(&mut self.layers, it),
            AnyRecord::Basemap(it) => put(&mut self.basemaps, it),
            AnyRecord::Bookmark(it) => put(&mut self.bookmarks, it),
            AnyRecord::Track(it) => put(&mut self.tracks, it),
            _ => {}
        }
        self.sort();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> RecordId {
        RecordId(uuid::Uuid::from_u128(number))
    }

    fn layer(number: u128, position: i64, group: Option<u128>) -> AnyRecord {
        Layer { id: id(number), position, group: group.map(id), visible: true, ..Layer::default() }.into()
    }

    fn group(number: u128, position: i64, visible: bool) -> AnyRecord {
        LayerGroup { id: id(number), position, visible, ..LayerGroup::default() }.into()
    }

    fn parts(records: Vec<AnyRecord>) -> MapParts {
        let mut parts = MapParts::default();
        for record in records {
            parts.insert(record).unwrap();
        }
        parts
    }

    fn numbers<'a>(layers: impl Iterator<Item = &'a Layer>) -> Vec<u128> {
        layers.map(|it| it.id.0.as_u128()).collect()
    }

    #[test]
    fn the_layers_of_a_group_are_drawn_where_the_group_stands() {
        let parts = parts(vec![
            layer(1, 0, None),
            layer(2, 2, None),
            group(9, 1, true),
            layer(3, 1, Some(9)),
            layer(4, 0, Some(9)),
        ]);

        assert_eq!(numbers(parts.drawn_layers()), [1, 4, 3, 2]);
    }

    #[test]
    fn a_hidden_group_hides_its_layers() {
        let parts = parts(vec![group(9, 0, false), layer(1, 0, Some(9)), layer(2, 1, None)]);

        assert_eq!(numbers(parts.drawn_layers().filter(|it| parts.is_shown(it))), [2]);
    }

    #[test]
    fn a_layer_whose_group_has_gone_stands_alone() {
        let parts = parts(vec![layer(1, 0, Some(9))]);

        assert_eq!(numbers(parts.drawn_layers().filter(|it| parts.is_shown(it))), [1]);
    }

    #[test]
    fn a_group_with_layers_can_not_go() {
        let mut parts = parts(vec![group(9, 0, true), layer(1, 0, Some(9))]);

        let refused = parts.delete(RecordKind::LayerGroup, id(9));

        assert!(matches!(refused, Err(Misfit::StillNeeded { table: "layer_group", .. })));
    }
}
