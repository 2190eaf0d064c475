//! In which coordinate system a file is: said by the user, by the file, or seen from the numbers.

use std::str::FromStr;

use geo::{CoordsIter as _, Geometry, MapCoords as _};

use super::{ImportError, Warning};
use crate::domain::{
    coordinate::{self, Crs, CrsWarning, Guess, guess, offset},
    table::Table,
};

/// A coordinate system that a user can name.
#[derive(Clone, Debug)]
pub enum CrsChoice {
    /// A real one.
    Crs(Crs),
    /// The offset positions of 高德 and 腾讯, in degrees.
    Gcj02,
    /// The offset positions of 百度, in degrees.
    Bd09,
}

/// `EPSG:4547`, `GCJ-02`, `BD-09`, or WKT.
impl FromStr for CrsChoice {
    type Err = coordinate::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let letters: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        match letters.to_ascii_uppercase().as_str() {
            "GCJ02" => Ok(Self::Gcj02),
            "BD09" => Ok(Self::Bd09),
            _ => text.parse().map(Self::Crs),
        }
    }
}

impl CrsChoice {
    /// How the report and the records name it: `EPSG:4547`, or the name where it has no number.
    pub fn label(&self) -> String {
        match self {
            Self::Crs(crs) => {
                crs.epsg().map_or_else(|| crs.name().to_owned(), |number| format!("EPSG:{number}"))
            }
            Self::Gcj02 => "GCJ-02".to_owned(),
            Self::Bd09 => "BD-09".to_owned(),
        }
    }

    /// Are its coordinates degrees?
    pub fn is_geographic(&self) -> bool {
        match self {
            Self::Crs(crs) => crs.is_geographic(),
            Self::Gcj02 | Self::Bd09 => true,
        }
    }

    /// East and north, or longitude and latitude, to CGCS2000 degrees; nothing where it can not be a position.
    pub fn to_cgcs2000(&self, x: f64, y: f64) -> Option<(f64, f64)> {
        let on_globe = (-180.0..=180.0).contains(&x) && (-90.0..=90.0).contains(&y);
        match self {
            Self::Crs(crs) => crs.to_cgcs2000(x, y).ok(),
            Self::Gcj02 => on_globe.then(|| offset::from_gcj02(x, y)),
            Self::Bd09 => on_globe.then(|| offset::from_bd09(x, y)),
        }
    }

    /// What the user has to know before trusting positions from it.
    pub(super) fn warning(&self) -> Option<Warning> {
        let Self::Crs(crs) = self else { return None };
        crs.warning().map(|CrsWarning::ShiftUnknown { datum }| Warning::DatumShift { datum: datum.clone() })
    }
}

/// What the user or the file says, in this order.
pub(super) fn declared(table: &Table, choice: Option<&CrsChoice>) -> Result<Option<CrsChoice>, ImportError> {
    match choice {
        Some(choice) => Ok(Some(choice.clone())),
        None => Crs::from_note(&table.crs).map(|crs| crs.map(CrsChoice::Crs)).map_err(ImportError::BadCrs),
    }
}

/// The way of the shapes of one layer to CGCS2000.
pub(super) struct LayerCrs {
    pub(super) choice: CrsChoice,
    /// Does north come first in the file?
    swapped: bool,
}

impl LayerCrs {
    /// Finds the system of the shapes of `table`; nothing where it has no shapes.
    pub(super) fn of(
        table: &Table,
        choice: Option<&CrsChoice>,
        warnings: &mut Vec<Warning>,
    ) -> Result<Option<Self>, ImportError> {
        if table.rows.iter().all(|row| row.geometry.is_none()) {
            return Ok(None);
        }
        let found = match declared(table, choice)? {
            Some(choice) => Self { choice, swapped: false },
            None => Self::guessed(table, warnings)?,
        };
        warnings.extend(found.choice.warning());
        Ok(Some(found))
    }

    fn guessed(table: &Table, warnings: &mut Vec<Warning>) -> Result<Self, ImportError> {
        const LOOKED_AT: usize = 2_000;
        let shapes = table.rows.iter().filter_map(|row| row.geometry.as_ref());
        let firsts = shapes.filter_map(|shape| shape.coords_iter().next());
        let pairs: Vec<(f64, f64)> = firsts.take(LOOKED_AT).map(|place| (place.x, place.y)).collect();
        let (choice, swapped) = match guess(&pairs) {
            Guess::LonLat => (CrsChoice::Crs(Crs::cgcs2000()), false),
            Guess::LatLon => (CrsChoice::Crs(Crs::cgcs2000()), true),
            Guess::GaussKrueger { epsg, swapped } => {
                (CrsChoice::Crs(Crs::from_epsg(epsg).map_err(ImportError::BadCrs)?), swapped)
            }
            Guess::AskZone { .. } => return Err(ImportError::ZoneUnknown),
            Guess::Unclear if pairs.is_empty() => (CrsChoice::Crs(Crs::cgcs2000()), false),
            Guess::Unclear => return Err(ImportError::CrsUnknown),
        };
        warnings.push(Warning::CrsAssumed { crs: choice.label() });
        if swapped {
            warnings.push(Warning::AxesSwapped);
        }
        Ok(Self { choice, swapped })
    }

    /// The shape in CGCS2000 degrees; nothing where one of its vertices can not be a position.
    pub(super) fn place(&self, shape: &Geometry<f64>) -> Option<Geometry<f64>> {
        let moved = shape.try_map_coords(|place| {
            let (x, y) = if self.swapped { (place.y, place.x) } else { (place.x, place.y) };
            self.choice.to_cgcs2000(x, y).map(Into::into).ok_or(())
        });
        moved.ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_name_systems_by_number_or_by_the_map_they_clicked_on() {
        for (text, label) in
            [("EPSG:4547", "EPSG:4547"), ("gcj02", "GCJ-02"), ("BD-09", "BD-09"), ("4490", "EPSG:4490")]
        {
            assert_eq!(text.parse::<CrsChoice>().unwrap().label(), label);
        }
        assert!("EPSG:1".parse::<CrsChoice>().is_err());
    }
}
