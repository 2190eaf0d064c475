//! The map under the load of a province: 100,000 reaches with 1,000,000 vertices, 100,000 outfalls, 2,000 zones of 500 vertices.
//!
//! `cargo bench --bench map` makes a load of that size by itself; `cargo bench --bench map -- FOLDER` takes `w1_rivers.shp`,
//! `w2_outfalls.csv` and `w3_zones.shp` from a folder. Each figure is printed with its target and, where QGIS's Python is installed
//! (Debian package `python3-qgis`), as a ratio to what QGIS needs for the same picture of the same file in the same run. Where there
//! is a display, the real window is opened as well. `-- --pixels KIND FILE…` compares our pixels with those of QGIS instead.

#![allow(
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and may stop at the first surprise"
)]

mod cost;
mod drawing;
mod growth;
mod load;
mod peer;
mod pixels;
mod window;

use std::path::{Path, PathBuf};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|it| it != "--bench").collect();
    if let [flag, project, script] = arguments.as_slice()
        && flag == window::FLAG
    {
        window::run(Path::new(project), script);
        return;
    }
    if let [flag, kind, files @ ..] = arguments.as_slice()
        && flag == pixels::FLAG
    {
        let files: Vec<PathBuf> = files.iter().map(PathBuf::from).collect();
        pixels::compare(kind, &files);
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let given = arguments.first().map(PathBuf::from);
    let project = load::project(folder.path(), given.as_deref());

    drawing::cold(&project, folder.path());
    drawing::warm(&project);
    growth::print();
    window::measure(&project, folder.path());
}
