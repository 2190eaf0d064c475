//! The load: a province of rivers, outfalls and zones. Fictional, and the same on every run.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use geo::{Coord, LineString, MultiLineString, Rect, coord};

/// What the views of the benchmark show, in degrees: everything, then 1.2°, 0.24° and 0.03° from south to north.
pub(crate) fn views() -> [(&'static str, Rect); 4] {
    let about = |height: f64| {
        let (half_height, half_width) = (height / 2.0, height * 1920.0 / 1080.0 / 2.0);
        Rect::new(
            coord! { x: 112.0 - half_width, y: 38.2 - half_height },
            coord! { x: 112.0 + half_width, y: 38.2 + half_height },
        )
    };
    let full = Rect::new(coord! { x: 110.2, y: 34.77 }, coord! { x: 114.49, y: 40.75 });
    [("full", full), ("zoom1", about(1.2)), ("zoom2", about(0.24)), ("zoom3", about(0.03))]
}

/// Makes the project, from the files in `given` or from a load made here.
pub(crate) fn project(folder: &Path, given: Option<&Path>) -> PathBuf {
    let project = folder.join("province.gpkg");
    let source = given.map_or_else(|| write(folder), Path::to_owned);
    let file = |names: [&str; 2]| names.iter().map(|it| source.join(it)).find(|it| it.exists()).unwrap();
    paikou(&["new", text(&project)], folder);
    for (names, kind) in [
        (["w3_zones.shp", "zones.geojson"], "zone"),
        (["w1_rivers.shp", "rivers.geojson"], "river"),
        (["w2_outfalls.csv", "outfalls.csv"], "outfall"),
    ] {
        let began = Instant::now();
        paikou(&["import", text(&project), text(&file(names)), "--as", kind], folder);
        println!("import as {kind}: {:.2?}", began.elapsed());
    }
    project
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

pub(crate) fn paikou(arguments: &[&str], home: &Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_paikou"));
    let output = command.args(arguments).env("XDG_CONFIG_HOME", home).output().unwrap();
    // 1: done, with findings.
    assert!(output.status.code() < Some(2), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A number that looks random, from 0 to 1.
pub(crate) fn noise(seed: u64) -> f64 {
    let mut hash = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((hash ^ (hash >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

fn place(seed: u64) -> Coord {
    coord! { x: 110.25 + 4.2 * noise(seed * 2), y: 34.8 + 5.9 * noise(seed * 2 + 1) }
}

/// A reach of ten vertices, about 2 km long.
pub(crate) fn reach(number: u64) -> MultiLineString {
    let mut at = place(number);
    let mut heading = noise(number + 7) * std::f64::consts::TAU;
    let mut points = vec![at];
    for step in 0..9 {
        heading += (noise(number * 31 + step) - 0.5) * 1.6;
        at = coord! { x: at.x + heading.cos() * 0.003, y: at.y + heading.sin() * 0.0022 };
        points.push(at);
    }
    MultiLineString(vec![LineString(points)])
}

fn write(folder: &Path) -> PathBuf {
    let line = |points: &mut dyn Iterator<Item = Coord>| {
        let points: Vec<String> = points.map(|at| format!("[{:.7},{:.7}]", at.x, at.y)).collect();
        points.join(",")
    };
    let collection = |features: String| format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#);

    let mut rivers = String::new();
    for number in 0..100_000 {
        let points = line(&mut reach(number).0.into_iter().flat_map(|it| it.0));
        let (comma, rank) = (if number == 0 { "" } else { "," }, 1 + number % 6);
        write!(
            rivers,
            r#"{comma}{{"type":"Feature","properties":{{"name_zh":"第{}河","rank":{rank}}},"geometry":{{"type":"LineString","coordinates":[{points}]}}}}"#,
            number / 30
        )
        .unwrap();
    }
    fs::write(folder.join("rivers.geojson"), collection(rivers)).unwrap();

    let mut zones = String::new();
    for number in 0..2_000 {
        let center = place(900_000 + number);
        let ring = (0..500).map(|corner| {
            let angle = f64::from(corner) / 499.0 * std::f64::consts::TAU;
            let radius = 0.01 + 0.004 * (angle * 5.0).sin() + 0.002 * (angle * 23.0).cos();
            coord! { x: center.x + radius * angle.cos(), y: center.y + radius * angle.sin() }
        });
        let points = line(&mut ring.into_iter());
        let (comma, level) =
            (if number == 0 { "" } else { "," }, ["一级", "二级", "准"][number as usize % 3]);
        write!(
            zones,
            r#"{comma}{{"type":"Feature","properties":{{"名称":"水源地{number}","级别":"{level}"}},"geometry":{{"type":"Polygon","coordinates":[[{points}]]}}}}"#
        )
        .unwrap();
    }
    fs::write(folder.join("zones.geojson"), collection(zones)).unwrap();

    let mut outfalls = String::from("编码,名称,二级分类,县,经度,纬度,河流,溯源状态,整治状态,台账状态\n");
    for number in 0..100_000_u64 {
        let at = place(2_000_000 + number);
        let pick = |words: [&'static str; 4]| words[(noise(number) * 4.0) as usize % 4];
        writeln!(
            outfalls,
            "XZ-{number:06},第{number}号排污口,{},忻府区,{:.6},{:.6},滹沱河,{},{},在册",
            pick(["工矿企业排污口", "城镇雨洪排口", "农村生活污水散排口", "其他排污口"]),
            at.x,
            at.y,
            pick(["未溯源", "溯源中", "已溯源", "已溯源"]),
            pick(["未研判", "需整治", "整治中", "已销号"]),
        )
        .unwrap();
    }
    fs::write(folder.join("outfalls.csv"), outfalls).unwrap();
    folder.to_owned()
}
