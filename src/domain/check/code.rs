//! B9 and B10: does the code say the same as the register?
//!
//! Codes are of the shape `FD-420506-0012-GY-00` (domain dossier §2.5): what is written otherwise says nothing.

use super::{CheckId, Detail, Findings, Fix, checks::Ground};
use crate::domain::{outfall::OutfallClass, project::Entry, words};

/// Division codes that were replaced, and what they are now (domain dossier §8.3).
const REPLACED: &[(&str, &str)] = &[("140624", "140681"), ("140421", "140404")];

/// What a code of the national shape says.
struct Parts<'a> {
    division: &'a str,
    class: &'a str,
}

impl<'a> Parts<'a> {
    fn of(code: &'a str) -> Option<Self> {
        let parts: Vec<&str> = code.split('-').collect();
        let [basin, division, serial, class, extension] = parts.as_slice() else { return None };
        let letters = |text: &str| text.len() == 2 && text.bytes().all(|it| it.is_ascii_uppercase());
        let digits =
            |text: &str, count: usize| text.len() == count && text.bytes().all(|it| it.is_ascii_digit());
        let fits = letters(basin)
            && digits(division, 6)
            && digits(serial, 4)
            && letters(class)
            && digits(extension, 2);
        fits.then_some(Self { division, class })
    }
}

pub(super) fn check(entry: &Entry, ground: &Ground<'_>, findings: &mut Findings) {
    let outfall = &entry.outfall;
    for (column, code) in [("code_national", &outfall.code_national), ("code_local", &outfall.code_local)] {
        let code = words::code(code);
        let Some(parts) = Parts::of(&code) else { continue };
        check_county(entry, column, &code, &parts, ground, findings);
        if let Some(class) = outfall.class.filter(|class| !letters_of(*class).contains(&parts.class)) {
            let detail = Detail::CodeClass { code: code.clone(), letters: parts.class.to_owned(), class };
            findings.add(CheckId::CodeClass, detail, Some(Fix::Revise("class")));
        }
    }
}

/// B9. Only where the layer of counties has their codes.
fn check_county(
    entry: &Entry,
    column: &'static str,
    code: &str,
    parts: &Parts<'_>,
    ground: &Ground<'_>,
    findings: &mut Findings,
) {
    let Some(((lon, lat), counties)) = entry.outfall.position().zip(ground.counties) else { return };
    let found: Vec<_> = counties.at(lon, lat).filter(|it| !it.code.is_empty()).collect();
    let now = REPLACED.iter().find(|(old, _)| *old == parts.division).map_or(parts.division, |it| it.1);
    if let Some(first) = found.first()
        && !found.iter().any(|it| it.code.starts_with(now) || it.code.starts_with(parts.division))
    {
        let detail = Detail::CodeCounty {
            code: code.to_owned(),
            division: parts.division.to_owned(),
            found: first.name.clone(),
        };
        findings.add(CheckId::CodeCounty, detail, Some(Fix::Revise(column)));
    }
}

/// The letters that the campaign of 2019 to 2021 gave to what is this class now (domain dossier §2.4, §2.5).
fn letters_of(class: OutfallClass) -> &'static [&'static str] {
    use OutfallClass as C;
    match class {
        C::IndustrialPlant | C::ParkPlant => &["GY"],
        C::IndustrialStorm | C::ParkStorm => &["GY", "YH", "YL"],
        C::TownPlant | C::TownScattered => &["SH"],
        C::Livestock | C::Aquaculture | C::SmallLivestock | C::SmallAquaculture => &["NY"],
        C::Irrigation => &["NY", "GQ"],
        C::Port => &["GK"],
        C::RuralPlant | C::RuralScattered => &["NY", "SH"],
        C::TownStorm => &["YH", "YL"],
        C::Other => &["QT", "GQ"],
    }
}
