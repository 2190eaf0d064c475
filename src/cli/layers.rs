//! `paikou layers`: what layers the project has.

use std::path::Path;

use serde_json::{Value as Json, json};

use super::output::{Done, Failure, Output};
use crate::{
    app::ImportKind,
    domain::{
        layer::{Layer, LayerKind},
        map_parts::MapParts,
    },
};

pub(super) fn run(path: &Path, as_json: bool, output: &mut Output) -> Result<Done, Failure> {
    let workspace = output.open(path)?;
    let project = workspace.project();
    let positions = project.entries().iter().filter_map(|it| it.outfall.position());
    let mut layers: Vec<Json> = vec![json!({
        "name": output.lang.pick("排污口", "Outfalls"),
        "kind": "outfall",
        "geometry": "POINT",
        "count": project.entries().len(),
        "extent": extent(positions),
        "crs": "EPSG:4490",
        "encoding": "",
        "source": "",
        "hash": "",
        "group": Json::Null,
        "visible": true,
    })];
    let map = project.map();
    layers.extend(map.drawn_layers().map(|layer| described(layer, map)));
    if as_json {
        output.json(&layers)?;
        return Ok(Done::Fine);
    }
    for layer in &layers {
        let word = |key: &str| layer.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
        let count = layer.get("count").and_then(Json::as_i64).unwrap_or_default();
        let kind = ImportKind::parse(&word("kind")).map_or("", |kind| kind.say(output.lang));
        output.line(&format!("{count:>7}  {kind}  {}  {}  {}", word("name"), word("crs"), word("source")))?;
    }
    Ok(Done::Fine)
}

fn described(layer: &Layer, map: &MapParts) -> Json {
    let group = map.groups.iter().find(|it| Some(it.id) == layer.group);
    let edges = [layer.west, layer.south, layer.east, layer.north];
    let extent: Option<Vec<f64>> = edges.into_iter().collect();
    json!({
        "name": layer.name,
        "kind": layer.kind.map(LayerKind::code),
        "geometry": layer.geometry,
        "count": layer.count,
        "extent": extent,
        "crs": layer.crs,
        "encoding": layer.encoding,
        "source": layer.source,
        "hash": layer.hash,
        "group": group.map(|it| &it.name),
        "visible": map.is_shown(layer),
    })
}

/// West, south, east, north of these positions; nothing if there are none.
fn extent(positions: impl Iterator<Item = (f64, f64)>) -> Option<[f64; 4]> {
    positions.fold(None, |extent, (lon, lat)| {
        let [west, south, east, north] = extent.unwrap_or([lon, lat, lon, lat]);
        Some([west.min(lon), south.min(lat), east.max(lon), north.max(lat)])
    })
}
