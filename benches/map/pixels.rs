//! Does QGIS draw the same picture? Our own pixels against those of QGIS, which opens the project with the style we wrote for it.
//!
//! `cargo bench --bench map -- --pixels KIND FILE…`. Every layer gets one plain symbol. A pixel agrees where the other picture has a
//! drawn pixel within two pixels of it.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use geo::Rect;
use paikou::{
    app::{Action, Env, Workspace, scene::reference_layer, this_device},
    domain::{
        map_parts::MapPart,
        op::Deed,
        style::{Ink, LabelBy, LabelStyle, LayerStyle, SymbolStyle, Symbology},
    },
    map::{
        paint::{Region, paint},
        palette::Palette,
        scene::Scene,
        view::View,
    },
};

use super::{
    drawing::SIZE,
    load::{paikou, text},
};

/// With this argument nothing but the pictures is compared.
pub(crate) const FLAG: &str = "--pixels";

const WIDTH: usize = SIZE.0 as usize;
const HEIGHT: usize = SIZE.1 as usize;

/// The width of the Web Mercator plane: the equator of a sphere of 6,378,137 m.
const AROUND_M: f64 = std::f64::consts::TAU * 6_378_137.0;

/// How far off a pixel may lie.
const REACH: i64 = 2;

/// Compares the layers of these files, all of them as `kind`.
pub(crate) fn compare(kind: &str, files: &[PathBuf]) {
    for file in files {
        let folder = tempfile::tempdir().unwrap();
        let project = folder.path().join("pixels.gpkg");
        paikou(&["new", text(&project)], folder.path());
        paikou(&["import", text(&project), text(file), "--as", kind], folder.path());
        for (name, ours, theirs) in pictures(&project, folder.path()) {
            if count(&ours) + count(&theirs) == 0 {
                println!("{name}: nothing is there");
                continue;
            }
            let (there, back) = (agreement(&ours, &theirs), agreement(&theirs, &ours));
            println!(
                "{name}: of {} pixels of ours {:.2} % are QGIS's within {REACH} px, of {} of QGIS {:.2} % are ours; target 99",
                count(&ours),
                there * 100.0,
                count(&theirs),
                back * 100.0
            );
        }
    }
}

/// Which pixels are drawn, row by row.
type Mask = Vec<bool>;

fn count(mask: &Mask) -> usize {
    mask.iter().filter(|it| **it).count()
}

/// Of every layer its name, our picture and that of QGIS: as a whole, and the middle of it eight times as large.
fn pictures(project: &Path, folder: &Path) -> Vec<(String, Mask, Mask)> {
    let mut workspace = Workspace::open(project, Env::new(this_device(), Arc::new(|| {}))).unwrap();
    workspace.settle(|_| {});
    let style = LayerStyle {
        symbology: Symbology::Single {
            symbol: SymbolStyle {
                fill: Ink::Own([20, 60, 200]),
                fill_opacity: 100,
                edge: Ink::Own([20, 60, 200]),
                edge_px: 0.0,
                width_px: 2.0,
                ..SymbolStyle::default()
            },
        },
        label: LabelStyle { by: LabelBy::Nothing, ..LabelStyle::default() },
        ..LayerStyle::default()
    };
    for layer in workspace.project().layers().to_vec() {
        let styled = paikou::domain::layer::Layer { style: style.write(), ..layer };
        workspace.perform(Action::KeepParts(Deed::ChangeStyle, vec![MapPart::Layer(styled)]));
        workspace.settle(|_| {});
    }
    let mut pictures = Vec::new();
    for layer in workspace.project().layers() {
        let drawn = reference_layer(layer, &workspace.features(layer.id).unwrap(), 0);
        let Some(extent) = drawn.extent() else { continue };
        let scene = Scene { layers: vec![Arc::new(drawn)], palette: Palette::light(), backdrops: Vec::new() };
        for (what, extent) in [("whole", extent), ("1/8", middle_of(extent))] {
            let mut view = View::new(SIZE);
            view.fit_exactly(extent, 0.0);
            let ours = ours(&scene, &view);
            let theirs = theirs(project, &layer.table_name, &view, folder);
            pictures.push((format!("{} {what}", layer.name), ours, theirs));
        }
    }
    pictures
}

fn middle_of(extent: Rect) -> Rect {
    let (middle, half) =
        (extent.center(), geo::coord! { x: extent.width() / 16.0, y: extent.height() / 16.0 });
    Rect::new(middle - half, middle + half)
}

fn ours(scene: &Scene, view: &View) -> Mask {
    let mut pixmap = tiny_skia::Pixmap::new(WIDTH as u32, HEIGHT as u32).unwrap();
    assert!(paint(&mut pixmap, scene, &Region::of_view(view), &|| true));
    let background = scene.palette.background;
    let is_drawn = |it: &tiny_skia::PremultipliedColorU8| {
        differs([it.red(), it.green(), it.blue()], [background.0, background.1, background.2])
    };
    pixmap.pixels().iter().map(is_drawn).collect()
}

fn theirs(project: &Path, table: &str, view: &View, folder: &Path) -> Mask {
    let png = folder.join("qgis.png");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/map/compare_with_qgis.py");
    let edges = view.visible();
    let (easting, northing) = (|x: f64| (x - 0.5) * AROUND_M, |y: f64| (0.5 - y) * AROUND_M);
    let metres = [easting(edges.min.x), northing(edges.max.y), easting(edges.max.x), northing(edges.min.y)];
    let mut command = Command::new("/usr/bin/python3");
    command.arg(script).arg(project).arg(table).arg(&png).args(metres.map(|it| it.to_string()));
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let picture = image::open(&png).unwrap().into_rgb8();
    picture.pixels().map(|it| differs(it.0, [255; 3])).collect()
}

/// Half covered by the symbol, or more; what smooth edges leave beyond is not counted.
fn differs(pixel: [u8; 3], background: [u8; 3]) -> bool {
    pixel.iter().zip(background).any(|(a, b)| a.abs_diff(b) > 96)
}

/// The share of the drawn pixels that have a drawn one near them in the other picture.
fn agreement(of: &Mask, with: &Mask) -> f64 {
    let near = |at: usize| {
        let (x, y) = ((at % WIDTH) as i64, (at / WIDTH) as i64);
        (-REACH..=REACH).any(|dy| {
            (-REACH..=REACH).any(|dx| {
                let (x, y) = (x + dx, y + dy);
                let inside = (0..WIDTH as i64).contains(&x) && (0..HEIGHT as i64).contains(&y);
                inside && dx * dx + dy * dy <= REACH * REACH && with[y as usize * WIDTH + x as usize]
            })
        })
    };
    let drawn: Vec<usize> = (0..of.len()).filter(|at| of[*at]).collect();
    drawn.iter().filter(|at| near(**at)).count() as f64 / drawn.len().max(1) as f64
}
