//! What to trace, from what, and why it may not begin.

use crate::domain::{RecordId, network::Direction};

/// What a trace begins at.
#[derive(Clone, Debug, PartialEq)]
pub enum TraceFrom {
    /// The outfall with this code, identity or name.
    Outfall(String),
    /// The section with this name.
    Section(String),
    /// The source of pollution with this name.
    Source(String),
    /// The outfall with this identity.
    Record(RecordId),
    /// A position: longitude and latitude in degrees.
    At(f64, f64),
    /// One feature of a layer, by its number, 0 for the first.
    Row {
        /// The layer.
        layer: RecordId,
        /// Which of its features.
        number: usize,
    },
    /// The features of a layer with this value in a column: whole reaches, or points.
    Feature {
        /// The name of the layer.
        layer: String,
        /// The heading of the column.
        column: String,
        /// The value.
        value: String,
    },
}

impl TraceFrom {
    /// Reads `outfall:CODE`, `section:NAME`, `source:NAME`, `at:LON,LAT` or `feature:LAYER:FIELD=VALUE`.
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once([':', '：'])?;
        let rest = rest.trim();
        if rest.is_empty() {
            return None;
        }
        match kind.trim() {
            "outfall" => Some(Self::Outfall(rest.to_owned())),
            "section" => Some(Self::Section(rest.to_owned())),
            "source" => Some(Self::Source(rest.to_owned())),
            "at" => {
                let (lon, lat) = rest.split_once([',', '，'])?;
                let (lon, lat): (f64, f64) = (lon.trim().parse().ok()?, lat.trim().parse().ok()?);
                ((-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat))
                    .then_some(Self::At(lon, lat))
            }
            "feature" => {
                let (place, value) = rest.split_once('=')?;
                let (layer, column) = place.rsplit_once([':', '：'])?;
                let [layer, column, value] = [layer, column, value].map(|it| it.trim().to_owned());
                (!layer.is_empty() && !column.is_empty()).then_some(Self::Feature { layer, column, value })
            }
            _ => None,
        }
    }
}

/// What to trace.
#[derive(Clone, Debug, PartialEq)]
pub struct TraceRequest {
    /// From where.
    pub from: TraceFrom,
    /// Which way.
    pub direction: Direction,
    /// Only along the main path.
    pub main: bool,
    /// No farther than this, in km.
    pub max_km: Option<f64>,
    /// No farther than the next section on each way.
    pub to_section: bool,
    /// No farther than the next border of a county on each way.
    pub to_border: bool,
    /// The column that names a reach; the number of its row where there is none.
    pub id_column: Option<String>,
}

/// Why a trace did not begin.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum TraceError {
    /// The project has no layer of rivers or sewers.
    #[error("there is no network")]
    NoNetwork,
    /// What it should begin at is not there.
    #[error("there is no {0}")]
    NotFound(String),
    /// Several are called so.
    #[error("{count} are called {name}")]
    Several {
        /// The name.
        name: String,
        /// How many.
        count: usize,
    },
    /// A layer has no such column.
    #[error("the layer {layer} has no column {column}")]
    NoColumn {
        /// The layer; empty for all layers of the network.
        layer: String,
        /// The column.
        column: String,
        /// Those that it has.
        known: Vec<String>,
    },
    /// It has no position.
    #[error("{0} has no position")]
    NoPosition(String),
    /// No reach is near enough.
    #[error("no reach within {within_m} m of {name}")]
    Far {
        /// What has no reach near it.
        name: String,
        /// How near one should be, in metres.
        within_m: f64,
    },
}

impl TraceRequest {
    /// Everything in this direction.
    pub fn all(from: TraceFrom, direction: Direction) -> Self {
        Self {
            from,
            direction,
            main: false,
            max_km: None,
            to_section: false,
            to_border: false,
            id_column: None,
        }
    }
}
