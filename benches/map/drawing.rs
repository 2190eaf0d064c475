//! Pictures and tiles of the load, cold and warm.

use std::{
    path::Path,
    process::Command,
    sync::{Arc, mpsc::channel},
    time::{Duration, Instant},
};

use geo::Rect;
use paikou::{
    app::{
        Env, Workspace,
        scene::{outfall_layer, reference_layer},
        theme::OutfallTheme,
        this_device,
    },
    map::{
        labels,
        paint::{Region, paint},
        palette::{Palette, Tone},
        scene::{Label, LabelRole, LayerInfo, PointFeature, Scene, SceneLayer},
        symbol::{Shape, Symbol},
        tiles::TileServer,
        view::View,
    },
};

use super::{
    cost,
    load::{self, text},
    peer,
};

pub(crate) const SIZE: (f64, f64) = (1920.0, 1080.0);

/// Whole processes: from the start to the picture in a file.
pub(crate) fn cold(project: &Path, folder: &Path) {
    println!("\ncold, process start to a 1920 × 1080 PNG (cpu seconds)");
    for (name, view) in load::views() {
        let extent = edges(view);
        let peer = peer::draw(project, name, extent);
        let png = folder.join(format!("paikou_{name}.png"));
        let run = || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_paikou"));
            let list = extent.map(|it| it.to_string()).join(",");
            command.args([
                "render",
                text(project),
                "--out",
                text(&png),
                "--size",
                "1920x1080",
                "--extent",
                &list,
            ]);
            command.env("XDG_CONFIG_HOME", folder).env("XDG_CACHE_HOME", folder);
            cost::of(&mut command)
        };
        let first = run();
        let again = cost::median(3, run);
        println!(
            "  {name}: first {:.2}, again {:.2} ({:.2} s wall, {:.0} MiB), {} {:.2}; ratio {:.2}, target {}",
            first.cpu_s,
            again.cpu_s,
            again.wall_s,
            again.peak_mib,
            peer.name(),
            peer.cpu_s,
            again.cpu_s / peer.cpu_s,
            if name == "full" { "0.50" } else { "–" },
        );
    }
}

/// What happens in a program that has the load in memory.
pub(crate) fn warm(project: &Path) {
    let began = Instant::now();
    let scene = Arc::new(scene(project));
    println!("\nopen, load and build the scene: {:.2?}", began.elapsed());
    println!("drawing alone, one thread");
    for (name, extent) in load::views() {
        let view = view_of(extent);
        let mut pixmap = tiny_skia::Pixmap::new(1920, 1080).unwrap();
        let time = median(|| assert!(paint(&mut pixmap, &scene, &Region::of_view(&view), &|| true)));
        let peer = peer::draw(project, name, edges(extent));
        let target = if name == "full" { 0.25 } else { 0.3 };
        report(name, time, peer, target);
    }

    println!("up to date after the view has stopped (tiles of the window)");
    for (number, (name, extent)) in load::views().into_iter().enumerate() {
        let peer = peer::draw(project, &format!("pan{number}"), edges(extent));
        let limit = Duration::from_millis([100, 33, 16, 16][number]);
        let time = steps(&scene, extent, number > 0);
        println!(
            "  {name}: {time:.1?} a step, limit {limit:?}, {} {:.0} ms",
            peer.name(),
            peer.drawing_s * 1e3
        );
    }

    let (_, extent) = load::views()[1];
    let view = view_of(extent);
    let named = named(project);
    let mut count = 0;
    let time = median(|| count = labels::place(&named, &view, usize::MAX, &[]).len());
    let peer = peer::draw(project, "labels", edges(extent));
    println!("names of all outfalls in the view of 1.2° ({count} found room)");
    report("labels", time, peer, 0.07);
}

fn report(name: &str, time: Duration, peer: peer::Peer, target: f64) {
    let ours = time.as_secs_f64();
    println!(
        "  {name}: {:.1} ms, {} {:.1} ms; ratio {:.3}, target {target:.2}",
        ours * 1e3,
        peer.name(),
        peer.drawing_s * 1e3,
        ours / peer.drawing_s
    );
}

/// The time from a view to its last tile: for the whole view, or for steps of a tenth of its width.
fn steps(scene: &Arc<Scene>, extent: Rect, panning: bool) -> Duration {
    let (ring, bell) = channel();
    let ring = std::sync::Mutex::new(ring);
    let wake = move || ring.lock().unwrap().send(()).unwrap_or_default();
    let mut server = TileServer::new(Arc::new(wake)).unwrap();
    let mut view = view_of(extent).settled();
    let mut until_done = |view: &View| {
        let began = Instant::now();
        server.request(scene, view);
        while !server.is_up_to_date(view) {
            bell.recv().unwrap();
            server.poll(usize::MAX);
        }
        began.elapsed()
    };
    let first = until_done(&view);
    if !panning {
        return first;
    }
    let step = |_| {
        view.pan(-SIZE.0 * 0.1, 0.0);
        until_done(&view)
    };
    // The mean: most steps need no new tile, and some need a whole column of them.
    (0..20).map(step).sum::<Duration>() / 20
}

fn scene(project: &Path) -> Scene {
    let mut workspace = Workspace::open(project, Env::new(this_device(), Arc::new(|| {}))).unwrap();
    workspace.settle(|_| {});
    let snapshot = workspace.snapshot();
    let project = workspace.project();
    let references = project.map().drawn_layers().filter_map(|layer| {
        let features = workspace.features(layer.id)?;
        Some(Arc::new(reference_layer(layer, &features, 0)))
    });
    let mut layers: Vec<Arc<SceneLayer>> = references.collect();
    let theme = OutfallTheme::of(project, |layer| workspace.features(layer));
    layers.push(Arc::new(outfall_layer(project, &snapshot, &theme)));
    Scene { layers, palette: Palette::light(), backdrops: Vec::new() }
}

/// The outfalls alone, each with its name at every scale.
fn named(project: &Path) -> Scene {
    let workspace = Workspace::open(project, Env::new(this_device(), Arc::new(|| {}))).unwrap();
    let points = workspace.project().entries().iter().filter_map(|entry| {
        let (x, y) = entry.outfall.position()?;
        Some(PointFeature {
            handle: entry.outfall.id.0.as_u128(),
            position: geo::coord! { x: x, y: y },
            // A point leaves room for names: at this density symbols of the usual size would leave none without covering another.
            symbol: Symbol { diameter_px: 1, ..Symbol::new(Shape::Circle, Tone::Checked) },
            priority: 0,
            label: Some(Label { text: entry.outfall.name.as_str().into(), priority: 0 }),
        })
    });
    let info = LayerInfo { key: 0, revision: 0, label_role: LabelRole::Outfall, labels_from_scale: None };
    Scene {
        layers: vec![Arc::new(SceneLayer::points(info, points.collect()))],
        palette: Palette::light(),
        backdrops: Vec::new(),
    }
}

fn view_of(extent: Rect) -> View {
    let mut view = View::new(SIZE);
    view.fit_exactly(extent, 0.0);
    view
}

fn edges(extent: Rect) -> [f64; 4] {
    [extent.min().x, extent.min().y, extent.max().x, extent.max().y]
}

pub(crate) fn median(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..7)
        .map(|_| {
            let began = Instant::now();
            work();
            began.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[3]
}
