//! The demonstration: a project from the sample data, with everything a supervisor hands in.
//!
//! The sample data are part of the program, so that it runs from any folder.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    Action, Env, ExportKind, ExportRequest, ImportKind, ImportRequest, Notice, Problem, Workspace,
    facts_from_json,
    picture::{PictureRequest, write_picture},
};
use crate::{
    domain::{layer::LayerKind, progress::Grouping},
    i18n::Lang,
};

/// The project's file in the demonstration folder.
const PROJECT: &str = "xinzhou-2026.gpkg";

/// The layers of the sample, bottom first, and the ledger.
const FILES: &[(&str, ImportKind, &str)] = &[
    ("counties.geojson", ImportKind::Layer(LayerKind::County), "忻州各县（虚构示例）"),
    ("protection_zones.geojson", ImportKind::Layer(LayerKind::Zone), "饮用水水源保护区（虚构示例）"),
    ("rivers.shp", ImportKind::Layer(LayerKind::River), "河流（虚构示例）"),
    ("sections.gpkg", ImportKind::Layer(LayerKind::Section), "考核断面（虚构示例）"),
    ("ledger.xlsx", ImportKind::Outfall, ""),
];

/// Opens the demonstration project in `folder`, and makes it first if it is not there or was left half made.
pub fn prepare(folder: &Path, env: Env, lang: Lang) -> Result<Workspace, Problem> {
    let unwritable = |source| Problem::Unwritable { path: folder.to_owned(), source };
    fs::create_dir_all(folder).map_err(unwritable)?;
    let path = folder.join(PROJECT);
    if path.exists() {
        return Workspace::open(&path, env);
    }
    let sample = folder.join("sample-data");
    unpack(&sample)?;

    // Made under another name, so that a demonstration that was interrupted starts anew.
    let unfinished = folder.join("unfinished.gpkg");
    fs::remove_file(&unfinished).ok();
    let name = lang.pick("忻州市入河排污口整治 2026（虚构示例）", "Xinzhou outfalls 2026 (fictional)");
    let mut workspace = Workspace::create(&unfinished, name, env.clone())?;
    fill(&mut workspace, &sample)?;
    drop(workspace);
    fs::rename(&unfinished, &path).map_err(|source| Problem::Unwritable { path: path.clone(), source })?;
    Workspace::open(&path, env)
}

fn fill(workspace: &mut Workspace, sample: &Path) -> Result<(), Problem> {
    for (file, kind, name) in FILES {
        let mut request = ImportRequest::as_kind(sample.join(file), *kind);
        request.layer_name = (!name.is_empty()).then(|| (*name).to_owned());
        workspace.perform(Action::Import(request));
        finish(workspace)?;
    }
    let path = sample.join("facts.json");
    let text = fs::read_to_string(&path).map_err(|source| Problem::Unreadable { path, source })?;
    let facts = facts_from_json(workspace.project(), &text, None)?;
    let subject = "facts.json".to_owned();
    workspace.perform(Action::RecordMany { facts, folder: sample.to_owned(), subject });
    finish(workspace)
}

/// Waits for what was asked for; the first failure ends it.
fn finish(workspace: &mut Workspace) -> Result<(), Problem> {
    workspace.settle(|_| {});
    for notice in workspace.take_notices() {
        if let Notice::Failed(problem) = notice {
            return Err(problem);
        }
    }
    Ok(())
}

/// Writes the ledger and the map beside the project, and says where they are.
pub fn write_results(workspace: &mut Workspace, folder: &Path, lang: Lang) -> Result<Vec<PathBuf>, Problem> {
    let (ledger, map) = (folder.join("ledger.xlsx"), folder.join("map.png"));
    workspace.perform(Action::Export(ExportRequest {
        kind: ExportKind::Ledger,
        path: ledger.clone(),
        gbk: false,
        by: Grouping::County,
        lang,
    }));
    finish(workspace)?;
    write_picture(workspace, &PictureRequest { lang, ..PictureRequest::default() }, &map)?;
    Ok(vec![workspace.path().to_owned(), ledger, map])
}

macro_rules! sample {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../sample-data/", $name)))),*]
    };
}

/// The files of the sample.
static SAMPLE: &[(&str, &[u8])] = sample!(
    "counties.geojson",
    "protection_zones.geojson",
    "rivers.shp",
    "rivers.shx",
    "rivers.dbf",
    "sections.gpkg",
    "ledger.xlsx",
    "facts.json",
    "README.md",
    "photos/XZ140902-005_after.jpg",
    "photos/XZ140902-005_before.jpg",
    "photos/XZ140902-005_evidence.jpg",
    "photos/XZ140902-009_near.jpg",
    "photos/XZ140902-023_after.jpg",
    "photos/XZ140902-023_before.jpg",
    "photos/XZ140921-001_after.jpg",
    "photos/XZ140921-001_before.jpg",
    "photos/XZ140921-001_sign.jpg",
    "photos/XZ140922-005_after.jpg",
    "photos/XZ140922-005_before.jpg",
    "photos/XZ140923-011_after.jpg",
    "photos/XZ140923-011_before.jpg",
    "photos/XZ140923-012_after.jpg",
    "photos/XZ140923-012_before.jpg",
    "photos/XZ140924-003_after.jpg",
    "photos/XZ140924-003_before.jpg",
    "photos/XZ140928-012_after.jpg",
    "photos/XZ140928-012_before.jpg",
    "photos/XZ140932-005_near.jpg",
);

fn unpack(folder: &Path) -> Result<(), Problem> {
    for (name, bytes) in SAMPLE {
        let path = folder.join(name);
        let write = || {
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            fs::write(&path, bytes)
        };
        write().map_err(|source| Problem::Unwritable { path: path.clone(), source })?;
    }
    Ok(())
}
