//! Units of lengths and areas on the ground, as they are read in the trade.

use serde::{Deserialize, Serialize};

use crate::domain::Term;

/// A unit of length.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LengthUnit {
    /// Metre.
    #[default]
    Metre,
    /// Kilometre.
    Kilometre,
}

/// A unit of area.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AreaUnit {
    /// Square metre.
    #[default]
    SquareMetre,
    /// Mu (亩): a fifteenth of a hectare.
    Mu,
    /// Hectare.
    Hectare,
    /// Square kilometre.
    SquareKilometre,
}

impl LengthUnit {
    /// All of them, the smallest first.
    pub const ALL: [Self; 2] = [Self::Metre, Self::Kilometre];

    /// The number for a length in metres, with as many decimals as a map can be trusted with.
    pub fn number(self, metres: f64) -> String {
        match self {
            Self::Metre => format!("{metres:.1}"),
            Self::Kilometre => format!("{:.3}", metres / 1000.0),
        }
    }
}

impl AreaUnit {
    /// All of them, the smallest first.
    pub const ALL: [Self; 4] = [Self::SquareMetre, Self::Mu, Self::Hectare, Self::SquareKilometre];

    /// How many square metres it has. A mu is 10,000 / 15 (State Council, 1984: 国务院关于在我国统一实行法定计量单位的命令).
    pub fn square_metres(self) -> f64 {
        match self {
            Self::SquareMetre => 1.0,
            Self::Mu => 10_000.0 / 15.0,
            Self::Hectare => 10_000.0,
            Self::SquareKilometre => 1e6,
        }
    }

    /// The number for an area in square metres, with as many decimals as a map can be trusted with.
    pub fn number(self, square_metres: f64) -> String {
        let decimals = match self {
            Self::SquareMetre => 0,
            Self::Mu => 2,
            Self::Hectare => 3,
            Self::SquareKilometre => 4,
        };
        format!("{:.decimals$}", square_metres / self.square_metres())
    }
}

impl Term for LengthUnit {
    fn zh(self) -> &'static str {
        match self {
            Self::Metre => "米",
            Self::Kilometre => "公里",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Self::Metre => "m",
            Self::Kilometre => "km",
        }
    }
}

impl Term for AreaUnit {
    fn zh(self) -> &'static str {
        match self {
            Self::SquareMetre => "平方米",
            Self::Mu => "亩",
            Self::Hectare => "公顷",
            Self::SquareKilometre => "平方公里",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Self::SquareMetre => "m²",
            Self::Mu => "mu",
            Self::Hectare => "ha",
            Self::SquareKilometre => "km²",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifteen_mu_are_a_hectare() {
        assert_eq!(AreaUnit::Mu.number(10_000.0), "15.00");
        assert_eq!(AreaUnit::Hectare.number(10_000.0), "1.000");
        assert_eq!(AreaUnit::SquareKilometre.number(10_000.0), "0.0100");
        assert_eq!(AreaUnit::SquareMetre.number(10_000.4), "10000");
    }

    #[test]
    fn a_length_has_the_decimals_of_its_unit() {
        assert_eq!(LengthUnit::Metre.number(63_055.619), "63055.6");
        assert_eq!(LengthUnit::Kilometre.number(63_055.619), "63.056");
    }
}
