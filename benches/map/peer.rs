//! QGIS, where its Python is installed: the same layers of the same project file.

use std::{path::Path, process::Command};

use super::cost::{self, Cost};

/// What QGIS 3.22.16 needed on two cores of an AMD EPYC without a graphics card (2026-11-22), for where it is not installed.
const RECORDED: &[(&str, f64, f64)] = &[
    // Picture, processor seconds of the whole process, seconds of the drawing.
    ("full", 2.01, 1.413),
    ("zoom1", 0.95, 0.263),
    ("zoom2", 0.71, 0.056),
    ("zoom3", 0.63, 0.041),
    ("labels", 14.34, 14.446),
    ("pan0", 25.32, 1.282),
    ("pan1", 3.38, 0.157),
    ("pan2", 1.56, 0.054),
    ("pan3", 1.30, 0.047),
];

/// What QGIS needs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer {
    pub(crate) cpu_s: f64,
    pub(crate) drawing_s: f64,
    /// Was it measured in this run?
    pub(crate) measured: bool,
}

impl Peer {
    pub(crate) fn name(self) -> &'static str {
        if self.measured { "QGIS" } else { "QGIS (recorded, not run here)" }
    }
}

/// Lets QGIS draw one of the pictures of [`RECORDED`].
pub(crate) fn draw(project: &Path, what: &str, [west, south, east, north]: [f64; 4]) -> Peer {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/map/draw_with_qgis.py");
    let run = || {
        let mut command = Command::new("/usr/bin/python3");
        command.arg(&script).arg(project).arg(what).args([west, south, east, north].map(|it| it.to_string()));
        cost::of(&mut command)
    };
    if !is_installed() {
        let (_, cpu_s, drawing_s) = RECORDED.iter().copied().find(|(name, ..)| *name == what).unwrap();
        return Peer { cpu_s, drawing_s, measured: false };
    }
    let Cost { cpu_s, printed, .. } =
        if what == "labels" || what == "pan0" { run() } else { cost::median(3, run) };
    let drawing_s = printed.trim().parse().unwrap();
    Peer { cpu_s, drawing_s, measured: true }
}

fn is_installed() -> bool {
    let found = Command::new("/usr/bin/python3").args(["-c", "import qgis.core"]).output();
    found.is_ok_and(|output| output.status.success())
}
