//! Ledgers on made-up rivers, shifted as careless people shift them.

use std::sync::Arc;

use geo::LineString;

use super::*;
use crate::domain::layer::{Feature, FeatureSet, LayerKind};

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    /// Between 0 and 1.
    fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.roll()
    }
}

/// Rivers that wind through half a degree of Shanxi, a few kilometres apart.
fn rivers(dice: &mut Dice) -> (Surroundings, Vec<(f64, f64)>) {
    let mut features = Vec::new();
    let mut banks = Vec::new();
    for _ in 0..12 {
        let (mut lon, mut lat) = (dice.between(112.3, 112.8), dice.between(38.2, 38.6));
        let mut heading = dice.between(0.0, std::f64::consts::TAU);
        let mut line = vec![(lon, lat)];
        for _ in 0..60 {
            heading += dice.between(-0.6, 0.6);
            (lon, lat) = (lon + 0.004 * heading.cos(), lat + 0.003 * heading.sin());
            line.push((lon, lat));
        }
        banks.extend(line.iter().copied());
        let shape = LineString::from(line).into();
        features.push(Feature { geometry: Some(shape), values: Vec::new() });
    }
    let set = FeatureSet { columns: Vec::new(), features };
    let layer = PreparedLayer::new(LayerKind::River, Arc::new(set)).unwrap();
    (Surroundings { layers: vec![Arc::new(layer)], preparing: false }, banks)
}

/// 200 outfalls within some 60 m of a river, and some anywhere; all as a person would write them down in `system`.
fn ledger(dice: &mut Dice, banks: &[(f64, f64)], system: System, noise: f64) -> Vec<(f64, f64)> {
    let shift = |(lon, lat): (f64, f64)| match system {
        System::Gcj02 => offset::to_gcj02(lon, lat),
        System::Bd09 => offset::to_bd09(lon, lat),
        System::Swapped => (lat, lon),
        _ => (lon, lat),
    };
    let place = |dice: &mut Dice| {
        if dice.roll() < noise {
            return (dice.between(112.2, 112.9), dice.between(38.1, 38.7));
        }
        let (lon, lat) = banks[(dice.roll() * banks.len() as f64) as usize];
        (lon + dice.between(-5e-4, 5e-4), lat + dice.between(-5e-4, 5e-4))
    };
    (0..200).map(|_| shift(place(dice))).collect()
}

#[test]
fn ledgers_of_200_points_are_read_right_100_of_100_times_at_five_seeds_with_a_fifth_of_noise() {
    for seed in 1..=5 {
        let mut dice = Dice(seed);
        let mut right = 0;
        for round in 0..100 {
            // New rivers now and then; every system in turn.
            let system = [System::Gcj02, System::Bd09, System::AsIs, System::Swapped][round % 4];
            let (around, banks) = rivers(&mut dice);
            let noise = dice.between(0.0, 0.2);
            let positions = ledger(&mut dice, &banks, system, noise);
            let diagnosis = Diagnosis::of(&positions, &around).unwrap();
            right += usize::from(diagnosis.best == system);
        }
        assert_eq!(right, 100, "seed {seed}");
    }
}

#[test]
fn packed_degrees_are_told_from_decimal_ones_by_the_rivers() {
    let mut dice = Dice(7);
    let (around, banks) = rivers(&mut dice);
    let pack = |degrees: f64| {
        let seconds = (degrees * 3_600.0).round();
        (seconds / 3_600.0).floor() + (seconds / 60.0 % 60.0).floor() / 100.0 + seconds % 60.0 / 10_000.0
    };
    let decimal = ledger(&mut dice, &banks, System::AsIs, 0.1);
    let packed: Vec<(f64, f64)> = decimal.iter().map(|(lon, lat)| (pack(*lon), pack(*lat))).collect();

    assert_eq!(Diagnosis::of(&packed, &around).unwrap().best, System::Packed);
    let diagnosis = Diagnosis::of(&decimal, &around).unwrap();
    assert_eq!((diagnosis.best, diagnosis.candidate(System::Packed)), (System::AsIs, None));
}

#[test]
fn digits_that_are_no_minutes_or_seconds_are_refused() {
    for (packed, degrees) in [
        (112.2606, Some(112.0 + 26.0 / 60.0 + 6.0 / 3_600.0)),
        (38.595_999, Some(38.0 + 59.0 / 60.0 + 59.99 / 3_600.0)),
        (-12.3, Some(-12.5)),
        (112.6, None),
        (112.1575, None),
    ] {
        let same = match (unpacked(packed), degrees) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-9,
            (a, b) => a == b,
        };
        assert!(same, "{packed}: {:?}", unpacked(packed));
    }
}

#[test]
fn a_few_points_or_a_river_along_the_offset_decide_nothing() {
    let mut dice = Dice(3);
    let (around, banks) = rivers(&mut dice);
    let few: Vec<(f64, f64)> =
        ledger(&mut dice, &banks, System::Gcj02, 0.0).into_iter().take(FEWEST - 1).collect();
    assert_eq!(Diagnosis::of(&few, &around).unwrap().best, System::AsIs);
    assert_eq!(Diagnosis::of(&[], &around), None);
    assert_eq!(Diagnosis::of(&few, &Surroundings::default()), None);

    // The offset runs east here, as this river does: it moves outfalls along the bank.
    let line = LineString::from(vec![(112.0, 38.42), (113.0, 38.436)]);
    let set = FeatureSet {
        columns: Vec::new(),
        features: vec![Feature { geometry: Some(line.into()), values: Vec::new() }],
    };
    let layer = PreparedLayer::new(LayerKind::River, Arc::new(set)).unwrap();
    let along = Surroundings { layers: vec![Arc::new(layer)], preparing: false };
    let shifted: Vec<(f64, f64)> = (0..200)
        .map(|at| {
            offset::to_gcj02(112.2 + f64::from(at) * 0.003, 38.42 + 0.016 * (0.2 + f64::from(at) * 0.003))
        })
        .collect();
    assert_eq!(Diagnosis::of(&shifted, &along).unwrap().best, System::AsIs);
}
