//! Where a picture lies: world files and `.prj` beside it.

use std::{fs, fs::File, io::Read as _, path::Path};

use super::{Part, Quantity, Reason, limits::SIDECAR_BYTES_MAX};
use crate::domain::coordinate::Crs;

/// Where a picture lies.
#[derive(Clone, Debug)]
pub struct ImagePlace {
    /// Its coordinate system.
    pub crs: Crs,
    /// The corner of the pixel in a column and row → east and north: `east = a·column + b·row + c`, `north = d·column + e·row + f`,
    /// as `[a, b, c, d, e, f]`.
    pub affine: [f64; 6],
}

/// What the world file beside a picture says; nothing where there is none.
#[allow(clippy::many_single_char_names, reason = "the letters of the formula")]
pub(super) fn world_file(picture: &Path) -> Result<Option<[f64; 6]>, Reason> {
    let ending = picture.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let mut endings = vec!["wld".to_owned(), format!("{ending}w")];
    if let (Some(first), Some(last)) = (ending.chars().next(), ending.chars().last()) {
        endings.push(format!("{first}{last}w"));
    }
    let Some(text) = beside(picture, &endings)? else { return Ok(None) };
    let numbers: Option<Vec<f64>> =
        text.split_whitespace().take(6).map(|number| number.replace(',', ".").parse().ok()).collect();
    let numbers = numbers.and_then(|numbers| <[f64; 6]>::try_from(numbers).ok());
    let [a, d, b, e, x, y] = numbers.ok_or(Reason::Damaged(Part::WorldFile))?;
    // A world file says where the middle of the first pixel lies, not its corner.
    Ok(Some([a, b, x - f64::midpoint(a, b), d, e, y - f64::midpoint(d, e)]))
}

/// The coordinate system in the `.prj` beside a picture; nothing where there is none.
pub(super) fn prj(picture: &Path) -> Result<Option<Crs>, Reason> {
    let Some(text) = beside(picture, &["prj".to_owned()])? else { return Ok(None) };
    Crs::from_wkt(&text).map(Some).map_err(Reason::Crs)
}

/// Degrees where no coordinate system is named: numbers that small are no metres.
#[allow(clippy::many_single_char_names, reason = "the letters of the formula")]
pub(super) fn degrees(affine: [f64; 6]) -> Option<Crs> {
    let [a, b, c, d, e, f] = affine;
    let small = [a, b, d, e].iter().all(|step| step.abs() < 0.5);
    let fits = (-180.0..=180.0).contains(&c) && (-90.0..=90.0).contains(&f);
    (small && fits).then(Crs::cgcs2000)
}

/// The text of the first file beside a picture with one of these endings, whatever their case.
fn beside(picture: &Path, endings: &[String]) -> Result<Option<String>, Reason> {
    let mut candidates = Vec::new();
    for ending in endings {
        candidates.push(picture.with_extension(ending));
        candidates.push(picture.with_extension(ending.to_uppercase()));
    }
    let Some(path) = candidates.into_iter().find(|path| path.is_file()) else { return Ok(None) };
    if fs::metadata(&path)?.len() > SIDECAR_BYTES_MAX {
        return Err(Reason::too_large(Quantity::SidecarBytes, SIDECAR_BYTES_MAX));
    }
    let mut bytes = Vec::new();
    File::open(&path)?.take(SIDECAR_BYTES_MAX).read_to_end(&mut bytes)?;
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}
