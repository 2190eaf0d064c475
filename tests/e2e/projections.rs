//! Our coordinates against PROJ's.

use std::{collections::BTreeMap, fs, path::Path};

use paikou::domain::coordinate::{Crs, distance_m};

/// One millimetre on the ground.
const TOLERANCE_M: f64 = 0.001;

/// The greatest distance from PROJ, there and back, and how many points were compared.
fn compare(path: &Path) -> (f64, usize) {
    let text = fs::read_to_string(path).unwrap();
    let mut systems = BTreeMap::new();
    let (mut worst, mut count) = (0.0_f64, 0);
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let numbers: Vec<f64> = line.split('\t').map(|cell| cell.parse().unwrap()).collect();
        let [number, longitude, latitude, east, north] = numbers[..] else { panic!("{line}") };
        let crs = systems.entry(number as u32).or_insert_with(|| Crs::from_epsg(number as u32).unwrap());

        let (x, y) = crs.from_cgcs2000(longitude, latitude).unwrap();
        let there = (x - east).hypot(y - north);
        let back = distance_m(crs.to_cgcs2000(east, north).unwrap(), (longitude, latitude));

        assert!(there <= TOLERANCE_M && back <= TOLERANCE_M, "{line}: off by {there} m there, {back} m back");
        worst = worst.max(there).max(back);
        count += 1;
    }
    (worst, count)
}

#[test]
fn every_zone_agrees_with_proj_to_the_millimetre() {
    let (_, zones) = compare(Path::new("tests/data/proj/cgcs2000.tsv"));
    let (_, others) = compare(Path::new("tests/data/proj/other.tsv"));

    assert_eq!((zones, others), (42 * 20, 29 * 5));
}

#[test]
fn many_more_points_agree_with_proj_where_they_are_given() {
    let Some(path) = std::env::var_os("PAIKOU_PROJ_POINTS") else {
        eprintln!("skipped: PAIKOU_PROJ_POINTS names no file of points");
        return;
    };

    let (worst, count) = compare(Path::new(&path));

    eprintln!("{count} points, at most {worst:e} m from PROJ");
}
