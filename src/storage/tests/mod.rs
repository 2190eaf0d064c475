//! The project file as the rest of the program uses it: what the tests share.

mod drafts;
mod looking_back;
mod opening;
mod round_trip;
mod rtree;
mod verifying;
mod writing;

use std::path::PathBuf;

use geo::{Geometry, LineString, polygon};
use jiff::civil::date;
use uuid::Uuid;

use super::{commit::Blob, *};
use crate::domain::{
    RecordId, Value,
    agenda::Assignment,
    basemap::{Basemap, BasemapKind, Shift},
    bookmark::Bookmark,
    fact::*,
    layer::{Feature, FeatureSet, Layer, LayerGroup, LayerKind},
    op::{Deed, Step},
    outfall::{Bank, Outfall, OutfallClass},
    position::track::Track,
    project::{AnyRecord, CellChange, Change, Project, RecordKind},
    role::{Author, Role},
    settings::Settings,
};

const STAMP: Stamp = Stamp { now_ms: 1_700_000_000_000, utc_offset_min: 480 };

pub(super) fn device() -> Device {
    Device { id: Uuid::from_u128(7), author: Author { name: "王工".to_owned(), ..Author::default() } }
}

pub(super) fn id(number: u128) -> RecordId {
    RecordId(Uuid::from_u128(number))
}

pub(super) fn step(number: u128, deed: Deed, changes: Vec<Change>) -> Step {
    Step { id: id(0xF000 + number), deed, subject: format!("第{number}步"), changes }
}

/// A project file in a folder of its own, and the project as the program has it in memory.
pub(super) struct Desk {
    pub folder: tempfile::TempDir,
    pub store: Store,
    pub project: Project,
    steps: u128,
}

impl Desk {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let changes = vec![Change::Insert(Settings::new("忻州2024", 2024).into())];
        let first = step(0, Deed::CreateProject, changes);
        let store = Store::create(&folder.path().join("p.gpkg"), &device(), &first, STAMP).unwrap();
        let mut project = Project::default();
        first.changes.iter().for_each(|change| project.apply(change).unwrap());
        Self { folder, store, project, steps: 0 }
    }

    pub(super) fn path(&self) -> PathBuf {
        self.folder.path().join("p.gpkg")
    }

    pub(super) fn save_all(
        &mut self,
        deed: Deed,
        about: Option<RecordId>,
        changes: Vec<Change>,
        features: &[(RecordId, &FeatureSet)],
        blobs: &[(String, &[u8])],
    ) -> RecordId {
        let blobs: Vec<_> =
            blobs.iter().map(|(sha256, bytes)| (sha256.clone(), Blob::Bytes(bytes))).collect();
        self.steps += 1;
        let step = step(self.steps, deed, changes);
        let commit = Commit {
            step: &step,
            about,
            features,
            blobs: &blobs,
            states: &[],
            styles: &[],
            drafts: &[],
            stamp: STAMP,
        };
        self.store.commit(commit).unwrap();
        step.changes.iter().for_each(|change| self.project.apply(change).unwrap());
        step.id
    }

    pub(super) fn save(&mut self, changes: Vec<Change>) -> RecordId {
        self.save_all(Deed::EditOutfall, None, changes, &[], &[])
    }

    /// Saves without the project in memory, for what must not work.
    pub(super) fn try_save(&mut self, changes: Vec<Change>) -> Result<(), ErrorKind> {
        let step = step(999, Deed::EditOutfall, changes);
        let commit = Commit {
            step: &step,
            about: None,
            features: &[],
            blobs: &[],
            states: &[],
            styles: &[],
            drafts: &[],
            stamp: STAMP,
        };
        self.store.commit(commit).map(|_| ()).map_err(|error| error.kind)
    }

    pub(super) fn undo(&mut self, about: RecordId) {
        let changes = self.store.changes_of(about).unwrap();
        let inverse = changes.into_iter().rev().map(Change::inverse).collect();
        self.save_all(Deed::Undo, Some(about), inverse, &[], &[]);
    }

    #[track_caller]
    pub(super) fn check_reopened(self) -> Self {
        let path = self.path();
        drop(self.store);
        let store = Store::open(&path, &device()).unwrap();
        check_same(&store.load(&|_, _| {}).unwrap(), &self.project);
        Self { store, ..self }
    }
}

#[track_caller]
pub(super) fn check_same(found: &Project, wanted: &Project) {
    assert_eq!(found.settings(), wanted.settings());
    assert_eq!(found.map(), wanted.map());
    assert_eq!(found.entries(), wanted.entries());
}

pub(super) fn outfall(number: u128) -> Outfall {
    Outfall {
        id: id(number),
        code_local: format!("XZ-{number}"),
        name: "滹沱河\"左岸\" 1#\n口".to_owned(),
        class: Some(OutfallClass::TownPlant),
        bank: Some(Bank::Left),
        lon: Some(112.7 + number as f64 * 0.001),
        lat: Some(38.4 + number as f64 * 0.1 / 3.0),
        discharging: Some(true),
        confirmed_on: Some(date(2024, 4, 10)),
        section_km: Some(3.0),
        ..Outfall::default()
    }
}

/// One fact of every kind.
pub(super) fn facts(outfall: RecordId, from: u128, sha256: &str) -> Vec<AnyRecord> {
    let on = Some(date(2024, 5, 1));
    [
        Claim { id: id(from), outfall, on, source: "台账.xlsx".into(), ..Claim::default() }.into(),
        Visit {
            id: id(from + 1),
            outfall,
            on,
            verdict: Some(Verdict::Yes),
            colour: Some(2),
            ..Visit::default()
        }
        .into(),
        Sample {
            id: id(from + 2),
            outfall,
            on,
            kind: Some(SampleKind::Quick),
            flow_m3_d: Some(0.1),
            ..Sample::default()
        }
        .into(),
        LabResult {
            id: id(from + 3),
            sample: id(from + 2),
            parameter: Some(Parameter::Cod),
            qualifier: Some(Qualifier::Below),
            value: Some(4.0),
            ..LabResult::default()
        }
        .into(),
        Trace { id: id(from + 4), outfall, on, outcome: Some(TraceOutcome::Found), ..Trace::default() }
            .into(),
        TraceSource {
            id: id(from + 11),
            outfall,
            trace: id(from + 4),
            name: "某村".into(),
            share: Some(30.0),
            ..TraceSource::default()
        }
        .into(),
        Plan { id: id(from + 5), outfall, on, kind: Some(FixKind::Regulate), ..Plan::default() }.into(),
        ProgressNote { id: id(from + 6), outfall, on, percent: Some(50.5), ..ProgressNote::default() }.into(),
        Acceptance {
            id: id(from + 7),
            outfall,
            on,
            step: Some(AcceptanceStep::City),
            ..Acceptance::default()
        }
        .into(),
        Upkeep { id: id(from + 8), outfall, on, online: Some(false), ..Upkeep::default() }.into(),
        RegisterEvent { id: id(from + 9), outfall, on, source_follows: true, ..RegisterEvent::default() }
            .into(),
        Photo { id: id(from + 10), outfall, on, sha256: sha256.into(), ..Photo::default() }.into(),
        Assignment {
            id: id(from + 11), outfall, on, team: "一组".into(), due: on, ..Assignment::default()
        }
        .into(),
    ]
    .into_iter()
    .chain(later_facts(outfall, from))
    .collect()
}

/// The kinds that came with later formats.
fn later_facts(outfall: RecordId, from: u128) -> Vec<AnyRecord> {
    let on = Some(date(2024, 5, 1));
    vec![
        ManholeCheck {
            id: id(from + 13),
            outfall,
            on,
            flow: Some(true),
            ammonia: Some(2.5),
            tint: Some(Tint::Clear),
            ..ManholeCheck::default()
        }
        .into(),
        // What it takes out stays in its table.
        Correction {
            id: id(from + 12),
            outfall,
            on,
            fact_kind: RecordKind::Upkeep.table().into(),
            wrong: id(from + 8),
            reason: "看错了".into(),
            ..Correction::default()
        }
        .into(),
        Waiver {
            id: id(from + 14),
            outfall,
            on,
            check_code: "B4".into(),
            basis: "112.5 38.5".into(),
            reason: "暗涵出口".into(),
            ..Waiver::default()
        }
        .into(),
    ]
}

pub(super) fn rivers() -> FeatureSet {
    let line = LineString::from(vec![(112.0, 38.0), (112.5, 38.25), (113.0, 38.1)]);
    FeatureSet {
        columns: ["名称", "GB", "长度", "GB", "name"].map(str::to_owned).into(),
        features: vec![
            Feature {
                geometry: Some(Geometry::LineString(line)),
                values: vec![
                    Value::Text("滹沱河".into()),
                    Value::Integer(210_101),
                    Value::Real(12.5),
                    Value::Null,
                    Value::Text("x".into()),
                ],
            },
            Feature {
                geometry: None,
                values: vec![
                    Value::Null,
                    Value::Integer(1),
                    Value::Integer(3),
                    Value::Null,
                    Value::Integer(5),
                ],
            },
        ],
    }
}

pub(super) fn zones() -> FeatureSet {
    let zone = polygon![(x: 112.0, y: 38.0), (x: 112.1, y: 38.0), (x: 112.1, y: 38.1), (x: 112.0, y: 38.0)];
    let values = vec![Value::Text("一级".into())];
    FeatureSet {
        columns: vec!["级别".into()],
        features: vec![Feature { geometry: Some(Geometry::Polygon(zone)), values }],
    }
}

pub(super) fn layer(number: u128, kind: LayerKind, set: &FeatureSet) -> Layer {
    let mut layer = Layer {
        id: id(number),
        name: "河流".to_owned(),
        kind: Some(kind),
        geometry: geometry_type(set.features.iter().filter_map(|it| it.geometry.as_ref())).to_owned(),
        count: set.features.len() as i64,
        hash: feature_hash(set),
        position: number as i64,
        visible: true,
        ..Layer::default()
    };
    layer.table_name = layer_table_name(&layer);
    layer
}

/// Outfalls with every kind of fact, a photo, two layers, and one that was removed.
fn map_parts() -> [AnyRecord; 4] {
    let group = LayerGroup { id: id(70), name: "水系".to_owned(), visible: true, position: 1 };
    let basemap = Basemap {
        id: id(71),
        name: "影像".to_owned(),
        kind: Some(BasemapKind::MbTiles),
        source: "影像.mbtiles".to_owned(),
        visible: true,
        opacity: 80,
        shift: Shift::Gcj02,
        attribution: "天地图".to_owned(),
        position: 0,
    };
    let [west, south, east, north] = [112.5, 38.3, 112.9, 38.6].map(Some);
    let bookmark = Bookmark { id: id(72), name: "城区".to_owned(), west, south, east, north };
    let track = Track {
        id: id(73),
        team: "一组".to_owned(),
        start_ms: 1_772_676_667_000,
        length_m: Some(8.7),
        points: "0,1127339841,384199112;31,169,-347".to_owned(),
        ..Track::default()
    };
    [group.into(), basemap.into(), bookmark.into(), track.into()]
}

pub(super) fn full_desk() -> Desk {
    let mut desk = Desk::new();
    let photo: &[u8] = b"\xff\xd8\xff photo";
    let sha256 = sha256_hex(photo);
    let mut changes = vec![Change::Insert(outfall(1).into()), Change::Insert(outfall(2).into())];
    changes.extend(facts(id(1), 100, &sha256).into_iter().map(Change::Insert));
    changes.extend(map_parts().map(Change::Insert));
    desk.save_all(Deed::AddPhoto, None, changes, &[], &[(sha256, photo)]);
    for (number, kind, set) in [
        (50, LayerKind::River, rivers()),
        (51, LayerKind::Zone, zones()),
        (52, LayerKind::Reference, rivers()),
    ] {
        let layer = layer(number, kind, &set);
        desk.save_all(
            Deed::ImportLayer,
            None,
            vec![Change::Insert(layer.into())],
            &[(id(number), &set)],
            &[],
        );
    }
    let gone = desk.project.layers().last().cloned().unwrap();
    desk.save_all(Deed::RemoveLayer, None, vec![Change::Delete(gone.into())], &[], &[]);
    desk
}

/// A connection that changes the file behind the program's back.
pub(super) fn behind_the_back(desk: &Desk) -> rusqlite::Connection {
    super::connection::open_for_writing(&desk.path()).unwrap()
}
