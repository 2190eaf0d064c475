//! The coordinate doctor beside the window: what the rivers say of many positions, worked out in the background.

use std::{collections::HashSet, sync::Arc};

use geo::{BoundingRect as _, Coord, Geometry, LineString};

use super::{JobKind, Workspace, background::Outcome};
use crate::domain::{
    RecordId,
    doctor::Diagnosis,
    layer::{FeatureSet, LayerKind},
};

/// Whose coordinates the doctor looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Patients {
    /// Those of all outfalls.
    All,
    /// Those of these.
    These(Vec<RecordId>),
    /// Those of one import, by the name of its file.
    Batch(String),
}

/// What the doctor found out.
#[derive(Debug)]
pub struct Examined {
    /// The outfalls that have coordinates.
    pub outfalls: Vec<RecordId>,
    /// What the rivers say; nothing where there are none.
    pub diagnosis: Option<Diagnosis>,
    /// Some of the positions, in degrees, as they are.
    pub positions: Vec<(f64, f64)>,
    /// The rivers around them, in degrees.
    pub rivers: Vec<Vec<(f64, f64)>>,
}

/// What was asked, and of which state of the project.
pub(super) type DoctorKey = (u64, Vec<String>, Patients);

/// The little map shows no more than this.
const MOST_POSITIONS: usize = 600;
const MOST_VERTICES: usize = 30_000;
/// How far around the positions rivers are shown, in degrees: farther than any offset.
const AROUND_DEG: f64 = 0.03;

impl Workspace {
    /// What the rivers say of these coordinates, once it is worked out. Asking starts that.
    pub fn examine(&mut self, patients: &Patients) -> Option<Arc<Examined>> {
        let around = self.surroundings();
        let rivers: Vec<(RecordId, String)> = {
            let layers = self.project.map().drawn_layers();
            layers.filter(|it| it.kind == Some(LayerKind::River)).map(|it| (it.id, it.hash.clone())).collect()
        };
        let hashes = rivers.iter().map(|it| it.1.clone()).collect();
        let key: DoctorKey = (self.project.revision(), hashes, patients.clone());
        if let Some((known, examined)) = &self.doctor
            && *known == key
        {
            return examined.clone();
        }
        if around.preparing {
            return None;
        }
        self.doctor = Some((key.clone(), None));
        let sets: Vec<Arc<FeatureSet>> = rivers.iter().filter_map(|it| self.features(it.0)).collect();
        let project = Arc::clone(&self.project);
        self.start(JobKind::Check, move |_| {
            let among: Option<HashSet<RecordId>> = match &key.2 {
                Patients::These(ids) => Some(ids.iter().copied().collect()),
                _ => None,
            };
            let entries = project.entries().iter().filter(|entry| match &key.2 {
                Patients::All => true,
                Patients::These(_) => among.as_ref().is_some_and(|it| it.contains(&entry.outfall.id)),
                Patients::Batch(file) => entry.claims.last().is_some_and(|it| it.source == *file),
            });
            let placed = entries.filter_map(|it| Some((it.outfall.id, it.outfall.position()?)));
            let (outfalls, mut positions): (Vec<RecordId>, Vec<(f64, f64)>) = placed.unzip();
            let diagnosis = Diagnosis::of(&positions, &around);
            let every = positions.len().div_ceil(MOST_POSITIONS).max(1);
            positions = positions.into_iter().step_by(every).collect();
            let rivers = lines_around(&sets, &positions);
            Ok(Outcome::Examined(key, Arc::new(Examined { outfalls, diagnosis, positions, rivers })))
        });
        None
    }

    pub(super) fn take_examined(&mut self, key: &DoctorKey, examined: Arc<Examined>) {
        if let Some((wanted, place)) = &mut self.doctor
            && wanted == key
        {
            *place = Some(examined);
        }
    }

    /// The files that outfalls came from, each once, with how many came from it last.
    pub fn batches(&self) -> Vec<(String, usize)> {
        let mut counts = std::collections::BTreeMap::<&str, usize>::new();
        for claim in self.project.entries().iter().filter_map(|it| it.claims.last()) {
            if !claim.source.is_empty() {
                *counts.entry(&claim.source).or_default() += 1;
            }
        }
        counts.into_iter().map(|(file, count)| (file.to_owned(), count)).collect()
    }
}

/// The lines that come near any of the positions' frame, with no more vertices than a little map can show.
fn lines_around(sets: &[Arc<FeatureSet>], positions: &[(f64, f64)]) -> Vec<Vec<(f64, f64)>> {
    let Some([west, south, east, north]) = frame(positions) else { return Vec::new() };
    let lines = sets.iter().flat_map(|set| set.features.iter()).filter_map(|it| it.geometry.as_ref());
    let lines = lines.flat_map(|shape| match shape {
        Geometry::LineString(line) => std::slice::from_ref(line),
        Geometry::MultiLineString(lines) => &lines.0,
        _ => &[],
    });
    let near: Vec<&LineString> = lines
        .filter(|line| {
            line.bounding_rect().is_some_and(|it| {
                it.max().x >= west && it.min().x <= east && it.max().y >= south && it.min().y <= north
            })
        })
        .collect();
    let vertices: usize = near.iter().map(|it| it.0.len()).sum();
    let every = vertices.div_ceil(MOST_VERTICES).max(1);
    let thinned = |line: &LineString| -> Vec<(f64, f64)> {
        let last = line.0.last().map(|it: &Coord| (it.x, it.y));
        line.0.iter().step_by(every).map(|it| (it.x, it.y)).chain(last).collect()
    };
    near.into_iter().map(thinned).collect()
}

/// West, south, east, north of the positions that lie in the country, with some room.
fn frame(positions: &[(f64, f64)]) -> Option<[f64; 4]> {
    let there = positions.iter().filter(|(lon, lat)| lon.abs() > 1e-9 || lat.abs() > 1e-9);
    let frame = there.fold(None, |frame: Option<[f64; 4]>, (lon, lat)| {
        let [west, south, east, north] = frame.unwrap_or([*lon, *lat, *lon, *lat]);
        Some([west.min(*lon), south.min(*lat), east.max(*lon), north.max(*lat)])
    });
    frame.map(|[west, south, east, north]| {
        [west - AROUND_DEG, south - AROUND_DEG, east + AROUND_DEG, north + AROUND_DEG]
    })
}
