//! How a person likes to read the map: units, notation, what lies over it. Kept on this device, not in the project.

use serde::{Deserialize, Serialize};

use crate::domain::coordinate::{
    notation::{AxisOrder, Notation},
    units::{AreaUnit, LengthUnit},
};

/// Which grid of coordinates lies over the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Graticule {
    /// None.
    #[default]
    Hidden,
    /// Meridians and parallels.
    Degrees,
    /// Kilometres of the Gauss-Krüger zone.
    GaussKrueger,
}

impl Graticule {
    /// The one that follows when it is switched.
    pub(crate) fn next(self) -> Self {
        match self {
            Self::Hidden => Self::Degrees,
            Self::Degrees => Self::GaussKrueger,
            Self::GaussKrueger => Self::Hidden,
        }
    }
}

/// The habits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct MapHabits {
    /// How positions are written.
    pub(crate) notation: Notation,
    /// Which coordinate is written first.
    pub(crate) order: AxisOrder,
    /// The unit of measured lengths.
    pub(crate) length: LengthUnit,
    /// The unit of measured areas.
    pub(crate) area: AreaUnit,
    /// The grid over the map.
    pub(crate) graticule: Graticule,
    /// Is there an arrow to the north?
    pub(crate) north_arrow: bool,
    /// Does the water of a trace stand still?
    pub(crate) still: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn habits_survive_a_version_that_knows_other_ones() {
        let kept = r#"{"notation": "gauss_krueger", "order": "north_first", "of_later": 1}"#;

        let habits: MapHabits = serde_json::from_str(kept).unwrap();

        let expected = MapHabits {
            notation: Notation::GaussKrueger,
            order: AxisOrder::NorthFirst,
            ..MapHabits::default()
        };
        assert_eq!(habits, expected);
    }

    #[test]
    fn switching_the_graticule_comes_round() {
        let start = Graticule::default();

        assert_eq!(start.next().next().next(), start);
    }
}
