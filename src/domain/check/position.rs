//! B1, B2, B3 and B21: can it lie there?

use super::{CheckId, Detail, Findings, Fix};
use crate::domain::{
    placing::{Place, Places},
    project::Entry,
};

/// The country, roughly: the range that longitudes and latitudes are told apart by (domain dossier §8.1).
const LON: std::ops::RangeInclusive<f64> = 73.0..=136.0;
const LAT: std::ops::RangeInclusive<f64> = 17.0..=54.0;

pub(super) fn check(entry: &Entry, places: &Places, findings: &mut Findings) {
    let Some((lon, lat)) = entry.outfall.position().filter(|it| !is_zero(*it)) else { return };
    if LAT.contains(&lon) && LON.contains(&lat) {
        findings.add(CheckId::Swapped, Detail::Swapped { lon, lat }, Some(Fix::Swap));
        return;
    }
    let found: Vec<&Place> = places.at(lon, lat).collect();
    let outside =
        if places.is_empty() { !LON.contains(&lon) || !LAT.contains(&lat) } else { found.is_empty() };
    if outside {
        findings.add(CheckId::OutsideAll, Detail::OutsideAll { lon, lat }, None);
    }
    let stated = entry.outfall.county.trim();
    if let Some(first) = found.first().filter(|_| !stated.is_empty())
        && !found.iter().any(|place| place.is_called(stated))
    {
        let found = first.name.clone();
        let detail = Detail::OtherCounty { stated: stated.to_owned(), found: found.clone() };
        findings.add(CheckId::OtherCounty, detail, Some(Fix::SetCounty(found)));
    }
}

pub(super) fn check_presence(entry: &Entry, findings: &mut Findings) {
    let detail = match entry.outfall.position() {
        None => Detail::NoPosition,
        Some(position) if is_zero(position) => Detail::ZeroPosition,
        Some(_) => return,
    };
    findings.add(CheckId::NoPosition, detail, None);
}

fn is_zero((lon, lat): (f64, f64)) -> bool {
    lon.abs() < 1e-9 && lat.abs() < 1e-9
}
