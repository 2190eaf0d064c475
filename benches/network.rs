//! The network of a province: traces, one click, building from geometry, snapping, points in zones; each with its target.
//!
//! `cargo bench --bench network -- FOLDER` reads `w1_rivers.shp`, `w2_outfalls.csv` and `w3_zones.shp` from FOLDER (the fictional load of
//! 99,303 reaches, 100,000 outfalls and 2,000 zones that the peers were measured with). Peers are cited as recorded, not run: processor
//! seconds of whole processes on two cores (networkx 3.6.1, rustworkx 0.18.1, geopandas 1.2.0, QGIS 3.22.16).

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark prints, and may stop at the first surprise"
)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

use paikou::{
    app::{TraceAnswer, TraceFrom, TraceRequest, Waters, Workspace},
    domain::{
        layer::{FeatureSet, Layer, LayerKind},
        network::{Crossings, Direction, Locator, Network, Options, Tracer},
    },
    storage::Reader,
};

/// Processor seconds of the peers, as they were recorded.
const RUSTWORKX_S: f64 = 1.18;
const NETWORKX_S: f64 = 2.91;
const QGIS_BUILD_S: f64 = 26.22;
const SJOIN_NEAREST_S: f64 = 13.09;
const SJOIN_WITHIN_S: f64 = 0.93;

fn main() {
    let given = std::env::args().skip(1).find(|it| !it.starts_with("--")).map(PathBuf::from);
    let Some(source) = given.filter(|it| it.join("w1_rivers.shp").exists()) else {
        println!(
            "say in which folder w1_rivers.shp, w2_outfalls.csv and w3_zones.shp are: nothing was measured"
        );
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let project = project(folder.path(), &source);
    let layers = layers(&project);
    let network = traces(&project, &layers);
    geometry(&network);
    snapping(&project, &network);
    zones(&project, &layers);
    growth(&network);
    click(&project);
    println!("peak memory of this process: {:.0} MiB; target 200 MiB", peak_mib());
}

/// A project with the load; making it is not counted.
fn project(folder: &Path, source: &Path) -> PathBuf {
    let project = folder.join("network.gpkg");
    let paikou = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_paikou"));
        let output = command.args(arguments).env("XDG_CONFIG_HOME", folder).output().unwrap();
        assert!(output.status.code() < Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let path = project.to_str().unwrap();
    paikou(&["new", path]);
    for (file, kind) in [("w3_zones.shp", "zone"), ("w1_rivers.shp", "river"), ("w2_outfalls.csv", "outfall")]
    {
        paikou(&["import", path, source.join(file).to_str().unwrap(), "--as", kind]);
    }
    project
}

fn workspace(project: &Path) -> Workspace {
    Workspace::open(project, paikou::app::Env { ..env() }).unwrap()
}

fn env() -> paikou::app::Env {
    let author = paikou::domain::role::Author { name: "bench".to_owned(), ..Default::default() };
    let device = paikou::storage::Device { id: uuid::Uuid::from_u128(1), author };
    paikou::app::Env::new(device, Arc::new(|| {}))
}

fn layers(project: &Path) -> Vec<Layer> {
    workspace(project).project().layers().to_vec()
}

fn read(project: &Path, layers: &[Layer], kind: LayerKind) -> Arc<FeatureSet> {
    let layer = layers.iter().find(|it| it.kind == Some(kind)).unwrap();
    Arc::new(Reader::open(project).unwrap().features(layer).unwrap())
}

/// 1,000 traces upstream of reaches of the fourth order and above, with loading and building; the peers' starts are drawn by chance
/// from the same reaches.
fn traces(project: &Path, layers: &[Layer]) -> Network {
    let began = cpu_s();
    let set = read(project, layers, LayerKind::River);
    let loaded = cpu_s();
    let network = Network::new(vec![set], Options::default());
    let built = cpu_s();
    let starts = large(&network, 1_000);
    let chosen = cpu_s();
    let mut tracer = Tracer::new(&network);
    let (mut reaches, mut length_m) = (0, 0.0);
    for start in &starts {
        let (count, sum_m) = tracer.sum(&[network.start_with(*start, Direction::Up)], Direction::Up);
        reaches += count;
        length_m += sum_m;
    }
    let traced = cpu_s();
    let ours = (traced - chosen) + (built - began);
    println!(
        "1,000 traces of large basins ({reaches} reaches, {:.0} km) with load and build: {ours:.2} cpu s \
         (load {:.2}, build {:.2}, traces {:.2})",
        length_m / 1000.0,
        loaded - began,
        built - loaded,
        traced - chosen
    );
    println!("  rustworkx {RUSTWORKX_S} (recorded): ratio {:.2}, target 0.35", ours / RUSTWORKX_S);
    println!("  networkx {NETWORKX_S} (recorded): ratio {:.2}, target 0.15", ours / NETWORKX_S);
    network
}

/// So many reaches of the fourth order of Strahler and above, evenly over all of them.
fn large(network: &Network, count: usize) -> Vec<u32> {
    let set = &network.layers()[0];
    let at = set.columns.iter().position(|it| it.eq_ignore_ascii_case("strahler")).unwrap();
    let order = |it: &u32| match network.feature(*it).unwrap().1.values[at] {
        paikou::domain::Value::Integer(number) => number,
        paikou::domain::Value::Real(number) => number as i64,
        _ => 0,
    };
    let all: Vec<u32> = (0..network.reaches().len() as u32).filter(|it| order(it) >= 4).collect();
    (0..count).map(|it| all[it * all.len() / count]).collect()
}

/// The reaches with the most reaches above them, the largest first.
fn biggest(network: &Network, count: usize) -> Vec<u32> {
    // Reaches drain into few: counting down from each would take hours, up from the outlets it is one pass in order of their number.
    let reaches = network.reaches().len() as u32;
    let mut waiting: Vec<u32> = (0..reaches).map(|it| network.above(it).len() as u32).collect();
    let mut above: Vec<u32> = vec![1; reaches as usize];
    let mut ready: Vec<u32> = (0..reaches).filter(|it| waiting[*it as usize] == 0).collect();
    while let Some(at) = ready.pop() {
        for below in network.below(at) {
            above[*below as usize] += above[at as usize];
            waiting[*below as usize] -= 1;
            if waiting[*below as usize] == 0 {
                ready.push(*below);
            }
        }
    }
    let mut order: Vec<u32> = (0..reaches).collect();
    order.sort_by_key(|it| std::cmp::Reverse(above[*it as usize]));
    order.truncate(count);
    order
}

/// The network from its lines alone, with 100 traces, as QGIS builds one.
fn geometry(network: &Network) {
    let bare = network.layers()[0]
        .features
        .iter()
        .map(|it| paikou::domain::layer::Feature { geometry: it.geometry.clone(), values: Vec::new() });
    let bare = Arc::new(FeatureSet { columns: Vec::new(), features: bare.collect() });
    let began = cpu_s();
    let drawn = Network::new(vec![bare], Options::default());
    let mut tracer = Tracer::new(&drawn);
    for start in biggest(&drawn, 100) {
        tracer.sum(&[drawn.start_with(start, Direction::Up)], Direction::Up);
    }
    let ours = cpu_s() - began;
    println!("network from geometry and 100 traces: {ours:.2} cpu s");
    println!("  QGIS {QGIS_BUILD_S} (recorded): ratio {:.3}, target 0.05", ours / QGIS_BUILD_S);
}

/// The nearest reach of each outfall.
fn snapping(project: &Path, network: &Network) {
    let workspace = workspace(project);
    let places: Vec<(f64, f64)> =
        workspace.project().entries().iter().filter_map(|it| it.outfall.position()).collect();
    drop(workspace);
    let began = cpu_s();
    let locator = Locator::new(network);
    let found = places.iter().filter_map(|it| locator.locate(network, *it, 1e9, ""));
    let (count, sum_m) = found.fold((0, 0.0), |(count, sum), it| (count + 1, sum + it.off_m));
    let ours = cpu_s() - began;
    println!(
        "snapping {count} outfalls: {ours:.2} cpu s, distance sum {sum_m:.1} m (geopandas in EPSG:32649: 5374392.9 m)"
    );
    println!(
        "  geopandas sjoin_nearest {SJOIN_NEAREST_S} (recorded): ratio {:.3}, target 0.1",
        ours / SJOIN_NEAREST_S
    );
}

/// The outfalls in protection zones.
fn zones(project: &Path, layers: &[Layer]) {
    let began = cpu_s();
    let workspace = workspace(project);
    let set = read(project, layers, LayerKind::Zone);
    let areas = paikou::domain::placing::AreaLayer::of(Arc::clone(&set));
    let mut pairs = 0;
    for (lon, lat) in workspace.project().entries().iter().filter_map(|it| it.outfall.position()) {
        pairs += areas.count_at(lon, lat);
    }
    let ours = cpu_s() - began;
    println!(
        "outfalls in 2,000 zones, with opening the project: {ours:.2} cpu s, {pairs} pairs (peers: 24466)"
    );
    println!("  geopandas sjoin {SJOIN_WITHIN_S} (recorded): ratio {:.2}, target 0.4", ours / SJOIN_WITHIN_S);
}

/// What building costs against the size of the network: the exponent between a quarter of it and all of it.
fn growth(network: &Network) {
    let set = &network.layers()[0];
    let time = |share: usize| {
        let part = FeatureSet {
            columns: set.columns.clone(),
            features: set.features[..set.features.len() / share].to_vec(),
        };
        let part = Arc::new(part);
        median(|| {
            let began = Instant::now();
            let network = Network::new(vec![Arc::clone(&part)], Options::default());
            assert!(!network.reaches().is_empty());
            began.elapsed()
        })
    };
    let (quarter, whole) = (time(4), time(1));
    let exponent = (whole.as_secs_f64() / quarter.as_secs_f64()).log2() / 2.0;
    println!("building: {quarter:.2?} for a quarter, {whole:.2?} for all; exponent {exponent:.2}");
}

/// One click on the largest basin, with all lists, when everything is in memory.
fn click(project: &Path) {
    let mut workspace = workspace(project);
    let began = Instant::now();
    let waters: Arc<Waters> = loop {
        if let Some(waters) = workspace.waters() {
            break waters;
        }
        workspace.settle(|_| {});
    };
    println!("first time, beside the window: everything on the network after {:.2?}", began.elapsed());
    let start = biggest(&waters.on.network, 1)[0];
    let (lon, lat) = {
        let length_m = waters.on.network.reach(start).unwrap().length_m;
        waters.on.network.place(start, length_m).unwrap()
    };
    let request = TraceRequest::all(TraceFrom::At(lon, lat), Direction::Up);
    let begin = vec![waters.on.network.start_with(start, Direction::Up)];
    let mut sizes = (0, 0, 0);
    let took = median(|| {
        let began = Instant::now();
        let answer = TraceAnswer::on(Arc::clone(&waters), request.clone(), begin.clone());
        sizes = (answer.trace.steps.len(), answer.outfalls.len(), answer.zones.len());
        began.elapsed()
    });
    let (reaches, outfalls, zones) = sizes;
    println!(
        "one click on the largest basin ({reaches} reaches, {outfalls} outfalls, {zones} zones): {took:.2?}; target 5 ms"
    );
    let crossings = median(|| {
        let began = Instant::now();
        let all = waters.zones.iter().map(|it| Crossings::new(&waters.on.network, &it.set));
        assert!(all.count() > 0);
        began.elapsed()
    });
    println!("  zones crossed by every reach, once in the background: {crossings:.2?}");
}

fn median(mut run: impl FnMut() -> Duration) -> Duration {
    let mut times: Vec<Duration> = (0..5).map(|_| run()).collect();
    times.sort();
    times[2]
}

/// Processor seconds of this process so far, on Linux.
fn cpu_s() -> f64 {
    let text = fs::read_to_string("/proc/self/stat").unwrap();
    let after_name = text.rsplit_once(')').unwrap().1;
    let fields: Vec<f64> = after_name.split_whitespace().map(|it| it.parse().unwrap_or_default()).collect();
    // Fields 14 and 15 of proc(5), counted from the third, in ticks of a hundredth of a second.
    (fields[11] + fields[12]) / 100.0
}

fn peak_mib() -> f64 {
    let text = fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find_map(|it| it.strip_prefix("VmHWM:")).unwrap();
    line.split_whitespace().next().unwrap().parse::<f64>().unwrap() / 1024.0
}
