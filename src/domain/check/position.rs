//! B1, B2, B3, B4, B11 and B21: can it lie there?

use super::{CheckId, Detail, Findings, Fix, checks::Ground};
use crate::domain::{
    outfall::Bank,
    placing::{NearRiver, Place},
    project::Entry,
    words,
};

/// The country, roughly: the range that longitudes and latitudes are told apart by (domain dossier §8.1).
const LON: std::ops::RangeInclusive<f64> = 73.0..=136.0;
const LAT: std::ops::RangeInclusive<f64> = 17.0..=54.0;

pub(super) fn check(entry: &Entry, ground: &Ground<'_>, findings: &mut Findings) {
    let Some((lon, lat)) = entry.outfall.position().filter(|it| !is_zero(*it)) else { return };
    if LAT.contains(&lon) && LON.contains(&lat) {
        findings.add(CheckId::Swapped, Detail::Swapped { lon, lat }, Some(Fix::Swap));
        return;
    }
    let found: Vec<&Place> = ground.counties.map(|it| it.at(lon, lat).collect()).unwrap_or_default();
    let outside =
        if ground.counties.is_none() { !LON.contains(&lon) || !LAT.contains(&lat) } else { found.is_empty() };
    if outside {
        findings.add(CheckId::OutsideAll, Detail::OutsideAll { lon, lat }, Some(Fix::Move));
    }
    let stated = entry.outfall.county.trim();
    if let Some(first) = found.first().filter(|_| !stated.is_empty())
        && !found.iter().any(|place| place.is_called(stated))
    {
        let found = first.name.clone();
        let detail = Detail::OtherCounty { stated: stated.to_owned(), found: found.clone() };
        findings.add(CheckId::OtherCounty, detail, Some(Fix::SetCounty(found)));
    }
    check_river(entry, (lon, lat), ground, findings);
}

/// B4 and B11. Where no rivers are known, nothing is far from them.
fn check_river(entry: &Entry, (lon, lat): (f64, f64), ground: &Ground<'_>, findings: &mut Findings) {
    if ground.rivers.is_empty() {
        return;
    }
    let Some(near) = ground.nearest_river(lon, lat) else {
        let detail = Detail::FarFromRiver { lon, lat, metres: f64::INFINITY, river: String::new() };
        findings.add(CheckId::FarFromRiver, detail, Some(Fix::Move));
        return;
    };
    if near.distance_m > ground.limits.far_river_m {
        let metres = near.distance_m.round();
        let detail = Detail::FarFromRiver { lon, lat, metres, river: near.name };
        findings.add(CheckId::FarFromRiver, detail, Some(Fix::Move));
        return;
    }
    check_bank(entry, near, findings);
}

/// B11. Somebody who knows that it lies in the middle of the stream knows better than the line, and so does somebody who names
/// another river.
fn check_bank(entry: &Entry, near: NearRiver, findings: &mut Findings) {
    let (Some(stated @ (Bank::Left | Bank::Right)), Ok(found)) = (entry.outfall.bank, near.bank) else {
        return;
    };
    let (named, river) = (words::plain(&entry.outfall.river), words::plain(&near.name));
    let other_river =
        !named.is_empty() && !river.is_empty() && !named.contains(&river) && !river.contains(&named);
    if stated != found && !other_river {
        let detail = Detail::OtherBank { stated, found, river: near.name };
        findings.add(CheckId::OtherBank, detail, Some(Fix::SetBank(found)));
    }
}

pub(super) fn check_presence(entry: &Entry, findings: &mut Findings) {
    let detail = match entry.outfall.position() {
        None => Detail::NoPosition,
        Some(position) if is_zero(position) => Detail::ZeroPosition,
        Some(_) => return,
    };
    findings.add(CheckId::NoPosition, detail, Some(Fix::Move));
}

pub(super) fn is_zero((lon, lat): (f64, f64)) -> bool {
    lon.abs() < 1e-9 && lat.abs() < 1e-9
}
