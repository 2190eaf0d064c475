//! Places to go to that the layers of a project name by themselves: counties and rivers.

use std::collections::BTreeMap;

use super::Workspace;
use crate::domain::layer::{FeatureSet, LayerKind};

/// The kinds of layers whose features are places, in the order of the list.
const NAMING: [LayerKind; 2] = [LayerKind::County, LayerKind::River];

/// Are the features of such a layer places?
pub fn names_places(kind: LayerKind) -> bool {
    NAMING.contains(&kind)
}

/// A named place.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// As the layer calls it.
    pub name: String,
    /// What kind of layer names it.
    pub kind: LayerKind,
    /// West, south, east, north in degrees: all features of that name.
    pub extent: [f64; 4],
}

/// The counties and rivers of all layers that are loaded, each kind by name.
pub fn places(workspace: &Workspace) -> Vec<Place> {
    let mut all = Vec::new();
    for kind in NAMING {
        let mut named: BTreeMap<String, [f64; 4]> = BTreeMap::new();
        let layers = workspace.project().layers().iter().filter(|it| it.kind == Some(kind));
        for set in layers.filter_map(|layer| workspace.features(layer.id)) {
            gather(&set, &mut named);
        }
        all.extend(named.into_iter().map(|(name, extent)| Place { name, kind, extent }));
    }
    all
}

/// A river of many reaches is one place.
fn gather(set: &FeatureSet, named: &mut BTreeMap<String, [f64; 4]>) {
    for feature in &set.features {
        let name = set.name(feature).map(str::trim).filter(|it| !it.is_empty());
        let bounds = feature.geometry.as_ref().and_then(geo::BoundingRect::bounding_rect);
        let Some((name, bounds)) = name.zip(bounds) else { continue };
        let (min, max) = (bounds.min(), bounds.max());
        let extent = named.entry(name.to_owned()).or_insert([min.x, min.y, max.x, max.y]);
        let [west, south, east, north] = *extent;
        *extent = [west.min(min.x), south.min(min.y), east.max(max.x), north.max(max.y)];
    }
}

#[cfg(test)]
mod tests {
    use geo::line_string;

    use super::*;
    use crate::domain::{Value, layer::Feature};

    fn reach(name: &str, west: f64, east: f64) -> Feature {
        let line = line_string![(x: west, y: 38.0), (x: east, y: 38.5)];
        Feature { geometry: Some(line.into()), values: vec![Value::text(name)] }
    }

    #[test]
    fn the_reaches_of_a_river_are_one_place_and_the_nameless_are_none() {
        let features =
            vec![reach("滹沱河", 112.0, 112.5), reach("", 100.0, 101.0), reach("滹沱河", 112.5, 113.0)];
        let set = FeatureSet { columns: vec!["名称".to_owned()], features };
        let mut named = BTreeMap::new();

        gather(&set, &mut named);

        assert_eq!(
            named.into_iter().collect::<Vec<_>>(),
            [("滹沱河".to_owned(), [112.0, 38.0, 113.0, 38.5])]
        );
    }
}
