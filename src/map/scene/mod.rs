//! What is on the map: layers of lines, areas and points in world coordinates, ready to be drawn, labelled and picked at any scale.
//!
//! A layer is built once from plain values, in parallel, and never changes; the caller replaces it (with a higher revision) when its
//! data change, and leaves it out of the scene when it is hidden. Layers are shared, so that a new scene costs next to nothing.

mod feature;
mod file;
mod sieve;

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::Arc,
};

use geo::Rect;

pub use self::feature::{
    AreaFeature, Label, LabelRole, LayerInfo, LineFeature, PointFeature, Presence, Reason, Refused,
};
use self::sieve::Sieve;
use super::{
    area::Areas,
    backdrop::Backdrop,
    line::Lines,
    palette::{Palette, Tone},
    plane::{WorldPoint, WorldRect, metres_per_pixel},
    point::{Crowding, Points},
    symbol::Symbol,
};

/// Handle and name of a drawn feature.
#[derive(Debug)]
pub(super) struct Meta {
    pub(super) handle: u128,
    pub(super) label: Option<Label>,
}

/// The indices of these, sorted by their handles.
pub(super) fn by_handle(metas: &[Meta]) -> Vec<u32> {
    let mut indices: Vec<u32> = (0..metas.len() as u32).collect();
    indices.sort_unstable_by_key(|index| metas.get(*index as usize).map(|meta| meta.handle));
    indices
}

/// The geometry of a layer.
#[derive(Debug)]
pub(super) enum Content {
    Lines(Lines),
    Areas(Areas),
    Points(Points),
}

/// One layer, ready to draw.
#[derive(Debug)]
pub struct SceneLayer {
    info: LayerInfo,
    presence: Presence,
    metas: Vec<Meta>,
    /// The indices of all features, sorted by handle.
    by_handle: Vec<u32>,
    extent: WorldRect,
    refused: Vec<Refused>,
    content: Content,
}

impl SceneLayer {
    /// A layer of lines. What can't be drawn is left out and listed in [`SceneLayer::refused`].
    pub fn lines(info: LayerInfo, features: Vec<LineFeature>) -> Self {
        let mut sieve = Sieve::default();
        let mut kept = Vec::with_capacity(features.len());
        for LineFeature { handle, geometry, look, label } in features {
            let lines = geometry.0.iter().map(|line| line.0.as_slice());
            if let Some(parts) = sieve.parts(handle, label, lines, 2) {
                kept.push((parts, look));
            }
        }
        let (parts, looks): (Vec<_>, Vec<_>) = kept.into_iter().unzip();
        sieve.into_layer(info, Content::Lines(Lines::new(&parts, looks)))
    }

    /// A layer of areas. What can't be drawn is left out and listed in [`SceneLayer::refused`].
    pub fn areas(info: LayerInfo, features: Vec<AreaFeature>) -> Self {
        let mut sieve = Sieve::default();
        let mut kept = Vec::with_capacity(features.len());
        for AreaFeature { handle, geometry, look, label } in features {
            let rings = geometry
                .0
                .iter()
                .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
            if let Some(rings) = sieve.parts(handle, label, rings.map(|ring| ring.0.as_slice()), 4) {
                kept.push((rings, look));
            }
        }
        let (rings, looks): (Vec<_>, Vec<_>) = kept.into_iter().unzip();
        sieve.into_layer(info, Content::Areas(Areas::new(&rings, looks)))
    }

    /// A layer of points. What can't be drawn is left out and listed in [`SceneLayer::refused`].
    pub fn points(info: LayerInfo, features: Vec<PointFeature>) -> Self {
        Self::points_or_clusters(info, features, Crowding::Thinned)
    }

    /// The same, but points whose symbols would overlap join in a circle with their number; those with a ring stay by themselves.
    pub fn clustered_points(info: LayerInfo, features: Vec<PointFeature>) -> Self {
        Self::points_or_clusters(info, features, Crowding::Clustered)
    }

    fn points_or_clusters(info: LayerInfo, features: Vec<PointFeature>, crowding: Crowding) -> Self {
        let mut sieve = Sieve::default();
        let mut kept = Vec::with_capacity(features.len());
        for PointFeature { handle, position, symbol, priority, label } in features {
            let position = sieve.parts(handle, label, std::iter::once([position].as_slice()), 1);
            if let Some(position) = position.and_then(|parts| parts.first()?.first().copied()) {
                kept.push((position, symbol, priority));
            }
        }
        sieve.into_layer(info, Content::Points(Points::new(kept, crowding)))
    }

    /// The same layer, drawn at some scales only or translucent.
    #[must_use]
    pub fn with_presence(self, presence: Presence) -> Self {
        Self { presence, ..self }
    }

    /// When the layer is drawn, and how opaque.
    pub fn presence(&self) -> Presence {
        self.presence
    }

    /// Is the layer drawn where the world is this many reference pixels (1/96 inch) wide? Scales are those at the middle of the layer,
    /// so that the answer is the same for every tile.
    pub fn is_shown_at(&self, reference_pixels_per_world: f64) -> bool {
        let Presence { from_scale, to_scale, opacity } = self.presence;
        if from_scale.is_none() && to_scale.is_none() {
            return opacity > 0.0;
        }
        let latitude_deg = if self.extent.is_nothing() { 0.0 } else { self.extent.center().to_lonlat().y };
        let denominator = metres_per_pixel(latitude_deg, reference_pixels_per_world) * 96.0 / 0.0254;
        // A hair of slack, so that a scale that was typed is inside its own range.
        let is_close = from_scale.is_none_or(|limit| denominator <= limit * 1.000_001);
        let is_far = to_scale.is_none_or(|limit| denominator >= limit * 0.999_999);
        opacity > 0.0 && is_close && is_far
    }

    /// Makes now what the first close view or the pointer would have to wait for. Drawing does not wait for it.
    pub fn prepare(&self) {
        match &self.content {
            Content::Lines(lines) => lines.prepare(),
            Content::Areas(areas) => areas.prepare(),
            Content::Points(_) => {}
        }
    }

    /// What the layer is.
    pub fn info(&self) -> LayerInfo {
        self.info
    }

    /// The features that can't be drawn.
    pub fn refused(&self) -> &[Refused] {
        &self.refused
    }

    /// How many features are drawn.
    pub fn len(&self) -> usize {
        self.metas.len()
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.metas.is_empty()
    }

    /// What the layer covers in degrees (`x` longitude, `y` latitude); `None` where it is empty.
    pub fn extent(&self) -> Option<Rect> {
        self.extent.to_lonlat()
    }

    /// The index of the feature with this handle, for [`SceneLayer::outline`].
    pub fn index_of(&self, handle: u128) -> Option<usize> {
        let handle_of = |index: &u32| self.metas.get(*index as usize).map(|meta| meta.handle);
        let found = self.by_handle.binary_search_by_key(&Some(handle), handle_of).ok()?;
        self.by_handle.get(found).map(|index| *index as usize)
    }

    /// The symbol of a point feature; `None` for lines and areas.
    pub fn symbol(&self, index: usize) -> Option<Symbol> {
        match &self.content {
            Content::Points(points) => points.get(index).map(|point| point.symbol),
            Content::Lines(_) | Content::Areas(_) => None,
        }
    }

    /// Is a point feature drawn by itself, not joined with others, where the world is this many reference pixels wide?
    pub fn is_alone(&self, index: usize, reference_pixels_per_world: f64) -> bool {
        match &self.content {
            Content::Points(points) => points.get(index).is_some_and(|point| {
                let spot = WorldRect { min: point.position, max: point.position };
                points.unjoined(spot, reference_pixels_per_world).contains(&index)
            }),
            Content::Lines(_) | Content::Areas(_) => true,
        }
    }

    /// How many point features have each colour; nothing for lines and areas.
    pub fn tone_counts(&self) -> Vec<(Tone, u64)> {
        match &self.content {
            Content::Points(points) => points.tone_counts(),
            Content::Lines(_) | Content::Areas(_) => Vec::new(),
        }
    }

    /// The shape of one feature, simplified for this scale: a point alone, lines, or closed rings. For drawing what is selected.
    pub fn outline(&self, index: usize, pixels_per_world: f64) -> Vec<Vec<WorldPoint>> {
        match &self.content {
            Content::Lines(lines) => {
                lines.levels.at(pixels_per_world).parts(index).map(<[WorldPoint]>::to_vec).collect()
            }
            Content::Areas(areas) => {
                areas.levels.at(pixels_per_world).parts(index).map(<[WorldPoint]>::to_vec).collect()
            }
            Content::Points(points) => {
                points.get(index).map(|point| vec![point.position]).into_iter().collect()
            }
        }
    }

    pub(super) fn meta(&self, index: usize) -> Option<&Meta> {
        self.metas.get(index)
    }

    pub(super) fn content(&self) -> &Content {
        &self.content
    }
}

/// A map: its layers from bottom to top, and its colours.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The pictures under everything, the bottom one first.
    pub backdrops: Vec<Arc<Backdrop>>,
    /// What is drawn, the bottom one first.
    pub layers: Vec<Arc<SceneLayer>>,
    /// The colours.
    pub palette: Palette,
}

impl Scene {
    /// A number that differs whenever the picture may differ.
    pub fn revision(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        for backdrop in &self.backdrops {
            backdrop.revision().hash(&mut hasher);
        }
        for layer in &self.layers {
            (layer.info.key, layer.info.revision).hash(&mut hasher);
        }
        self.palette.id().hash(&mut hasher);
        hasher.finish()
    }

    /// What all layers cover in degrees, or the backdrops where there are none (`x` longitude, `y` latitude); `None` where there is nothing.
    pub fn extent(&self) -> Option<Rect> {
        let layers = self.layers.iter().fold(WorldRect::NOTHING, |extent, layer| extent.union(layer.extent));
        // A basemap may be the world; it counts where there is nothing else.
        let pictures =
            || self.backdrops.iter().map(|it| it.ground()).fold(WorldRect::NOTHING, WorldRect::union);
        if layers.is_nothing() { pictures() } else { layers }.to_lonlat()
    }

    /// The layer with this key.
    pub fn layer(&self, key: u64) -> Option<&Arc<SceneLayer>> {
        self.layers.iter().find(|layer| layer.info.key == key)
    }
}

#[cfg(test)]
mod tests {
    use geo::{LineString, MultiLineString, coord};

    use super::*;
    use crate::map::{
        palette::{LineClass, LineLook},
        symbol::Shape,
    };

    const INFO: LayerInfo =
        LayerInfo { key: 1, revision: 1, label_role: LabelRole::Outfall, labels_from_scale: None };

    fn outfall(handle: u128, lon: f64, lat: f64) -> PointFeature {
        let symbol = Symbol::new(Shape::Circle, Tone::Fixed);
        PointFeature { handle, position: coord! { x: lon, y: lat }, symbol, priority: 0, label: None }
    }

    #[track_caller]
    fn check_refused(lon: f64, lat: f64, reason: Reason) {
        let layer = SceneLayer::points(INFO, vec![outfall(7, lon, lat), outfall(8, 112.0, 38.0)]);

        assert_eq!(layer.refused(), [Refused { handle: 7, reason }]);
        assert_eq!((layer.len(), layer.index_of(8), layer.index_of(7)), (1, Some(0), None));
    }

    #[test]
    fn a_position_that_is_no_number_is_refused() {
        check_refused(f64::NAN, 38.0, Reason::NotFinite);
        check_refused(112.0, f64::INFINITY, Reason::NotFinite);
    }

    #[test]
    fn metres_given_as_degrees_are_refused() {
        check_refused(38_500_000.0, 4_250_000.0, Reason::NotDegrees);
    }

    #[test]
    fn a_line_without_length_is_refused() {
        let geometry = MultiLineString(vec![LineString::from(vec![(112.0, 38.0)])]);
        let line =
            LineFeature { handle: 3, geometry, look: LineLook::ranked(LineClass::River, 1), label: None };

        let layer = SceneLayer::lines(INFO, vec![line]);

        assert_eq!(layer.refused(), [Refused { handle: 3, reason: Reason::Empty }]);
        assert_eq!(layer.extent(), None);
    }

    #[test]
    fn a_layer_is_drawn_between_its_scales() {
        let presence = Presence { from_scale: Some(100_000.0), to_scale: Some(10_000.0), opacity: 1.0 };
        let layer = SceneLayer::points(INFO, vec![outfall(8, 112.0, 60.0)]).with_presence(presence);
        // Reference pixels to the world at 1 : n on the 60th parallel, where the plane is stretched to twice its size.
        let shown_at = |n: f64| layer.is_shown_at(40_075_016.69 * 0.5 * 96.0 / 0.0254 / n);

        assert_eq!([5e3, 9.9e3, 1.01e4, 9.9e4, 1.01e5].map(shown_at), [false, false, true, true, false]);
        let invisible = Presence { opacity: 0.0, ..Presence::default() };
        assert!(!layer.with_presence(invisible).is_shown_at(1e6));
    }

    #[test]
    fn the_revision_of_a_scene_follows_its_layers_and_colours() {
        let layer = |revision| {
            Arc::new(SceneLayer::points(LayerInfo { revision, ..INFO }, vec![outfall(8, 112.0, 38.0)]))
        };
        let scene = |revision, palette| {
            Scene { backdrops: Vec::new(), layers: vec![layer(revision)], palette }.revision()
        };

        assert_eq!(scene(1, Palette::light()), scene(1, Palette::light()));
        assert_ne!(scene(1, Palette::light()), scene(2, Palette::light()));
        assert_ne!(scene(1, Palette::light()), scene(1, Palette::dark()));
    }
}
