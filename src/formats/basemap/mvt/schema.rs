//! What the makers of vector tiles call things: `OpenMapTiles` (and 天地图 exports in it), Protomaps, Shortbread.

use crate::domain::basemap::{Boundary, Ground, Road, Waterway};

/// What kind of geometry a feature has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Line,
    Area,
}

/// The layers that hold something the plain style shows.
const LAYERS: &[&str] = &[
    "water",
    "ocean",
    "water_polygons",
    "waterway",
    "water_lines",
    "landcover",
    "landuse",
    "natural",
    "land",
    "park",
    "transportation",
    "roads",
    "streets",
    "boundary",
    "boundaries",
    "building",
    "buildings",
];

/// Can a layer with this name hold something?
pub(super) fn is_known(layer: &str) -> bool {
    LAYERS.contains(&layer)
}

/// What a feature of a layer is; `attribute` finds the first of some attributes. `None` for what is not shown.
pub(super) fn ground(
    layer: &str,
    kind: Kind,
    attribute: impl Fn(&[&str]) -> Option<String>,
) -> Option<Ground> {
    let class = || attribute(&["class", "kind", "pmap:kind"]).unwrap_or_default();
    match (layer, kind) {
        ("water" | "ocean" | "water_polygons", Kind::Area) => Some(Ground::Water),
        ("water" | "waterway" | "water_lines", Kind::Line) => Some(Ground::Waterway(waterway(&class()))),
        ("landcover" | "landuse" | "natural" | "land", Kind::Area) => land(&class()),
        ("park", Kind::Area) => Some(Ground::Green),
        ("transportation" | "roads" | "streets", Kind::Line) => {
            let is_rail = attribute(&["rail"]).is_some_and(|rail| rail == "true");
            if is_rail { Some(Ground::Rail) } else { road(&class()) }
        }
        ("boundary" | "boundaries", Kind::Line) => {
            let at_sea = attribute(&["maritime"]).is_some_and(|it| it == "1" || it == "true");
            if at_sea { None } else { boundary(&class(), attribute(&["admin_level", "kind_detail"])) }
        }
        ("building" | "buildings", Kind::Area) => Some(Ground::Building),
        _ => None,
    }
}

fn waterway(class: &str) -> Waterway {
    match class {
        "river" | "canal" => Waterway::River,
        _ => Waterway::Brook,
    }
}

fn land(class: &str) -> Option<Ground> {
    Some(match class {
        "wood" | "forest" | "scrub" | "nature_reserve" => Ground::Wood,
        "grass" | "farmland" | "park" | "grassland" | "meadow" | "orchard" | "vineyard" | "wetland"
        | "garden" | "golf_course" | "cemetery" | "pitch" | "recreation_ground" | "allotments"
        | "farmyard" | "heath" | "national_park" | "village_green" => Ground::Green,
        "residential" | "commercial" | "industrial" | "retail" | "railway" | "military" | "school"
        | "hospital" | "university" | "college" | "suburb" | "neighbourhood" | "urban_area" | "aerodrome"
        | "kindergarten" => Ground::Built,
        "sand" | "rock" | "ice" | "beach" | "bare_rock" | "glacier" | "quarry" | "barren" | "scree" => {
            Ground::Bare
        }
        _ => return None,
    })
}

fn road(class: &str) -> Option<Ground> {
    Some(Ground::Road(match class {
        "motorway" | "highway" | "motorway_link" | "trunk" => Road::Motorway,
        "primary" | "major_road" | "trunk_link" | "primary_link" => Road::Primary,
        "secondary" | "tertiary" | "medium_road" | "secondary_link" | "tertiary_link" => Road::Secondary,
        "minor" | "minor_road" | "residential" | "service" | "unclassified" | "living_street" | "busway"
        | "street" | "street_limited" => Road::Minor,
        "path" | "track" | "footway" | "cycleway" | "steps" | "bridleway" | "pedestrian" => Road::Path,
        "rail" | "transit" => return Some(Ground::Rail),
        _ => return None,
    }))
}

fn boundary(class: &str, level: Option<String>) -> Option<Ground> {
    let by_class = match class {
        "country" => Some(Boundary::Country),
        "region" | "macroregion" | "province" => Some(Boundary::Province),
        "county" | "macrocounty" | "locality" => Some(Boundary::Local),
        _ => None,
    };
    let by_level = || match level?.parse::<u8>().ok()? {
        0..=2 => Some(Boundary::Country),
        3..=5 => Some(Boundary::Province),
        6..=8 => Some(Boundary::Local),
        _ => None,
    };
    by_class.or_else(by_level).map(Ground::Boundary)
}
