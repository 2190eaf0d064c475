//! Tracing by command line: from anything, up and down, with what lies on the way.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::support::{paikou, printed};

/// A project with a river of three reaches, two outfalls, a section and a zone below.
fn project(home: &Path) -> String {
    let project = home.join("p.gpkg").to_str().unwrap().to_owned();
    printed(&paikou(home, &["new", &project]), 0);
    let line = |id: &str, name: &str, places: Value| {
        json!({ "type": "Feature", "properties": { "RID": id, "NAME": name },
                "geometry": { "type": "LineString", "coordinates": places } })
    };
    let rivers = [
        line("R1", "牧马河", json!([[112.7, 38.5], [112.75, 38.45]])),
        line("R2", "滹沱河", json!([[112.8, 38.5], [112.75, 38.45]])),
        line("R3", "滹沱河", json!([[112.75, 38.45], [112.75, 38.35]])),
    ];
    let section = json!([{ "type": "Feature", "properties": { "断面名称": "济胜桥", "断面编码": "GK-1" },
        "geometry": { "type": "Point", "coordinates": [112.7501, 38.40] } }]);
    let zone = json!([{ "type": "Feature", "properties": { "名称": "水源地", "级别": "一级" },
        "geometry": { "type": "Polygon", "coordinates": [[[112.7, 38.36], [112.8, 38.36], [112.8, 38.37], [112.7, 38.37], [112.7, 38.36]]] } }]);
    for (name, kind, features) in
        [("rivers", "river", json!(rivers)), ("sections", "section", section), ("zones", "zone", zone)]
    {
        let file = home.join(format!("{name}.geojson"));
        fs::write(&file, json!({ "type": "FeatureCollection", "features": features }).to_string()).unwrap();
        printed(&paikou(home, &["import", &project, file.to_str().unwrap(), "--as", kind]), 0);
    }
    let ledger = home.join("l.csv");
    let rows = "地方编码,名称,经度,纬度,县\nXF-001,甲,112.7502,38.42,忻府区\nXF-002,乙,112.7251,38.476,忻府区\nXF-003,丙,112.7,38.3,忻府区\n";
    fs::write(&ledger, rows).unwrap();
    printed(&paikou(home, &["import", &project, ledger.to_str().unwrap(), "--as", "outfall"]), 0);
    project
}

fn trace(home: &Path, project: &str, from: &str, direction: &str, more: &[&str]) -> Value {
    let mut arguments = vec!["trace", project, "--from", from, "--direction", direction, "--json"];
    arguments.extend(["--id-field", "RID"]);
    arguments.extend(more);
    serde_json::from_str(&printed(&paikou(home, &arguments), 0)).unwrap()
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|it| it["id"].as_str().or_else(|| it.as_str()).unwrap()).collect()
}

#[test]
fn a_trace_names_what_lies_on_the_water_with_its_distance() {
    let home = tempfile::tempdir().unwrap();
    let project = project(home.path());

    let down = trace(home.path(), &project, "outfall:XF-002", "down", &[]);
    assert_eq!(ids(&down["reaches"]), ["R1", "R3"]);
    assert_eq!(ids(&down["outfalls"]), ["XF-001"]);
    assert_eq!(ids(&down["sections"]), ["GK-1"]);
    assert_eq!(down["zones"][0]["name"], "水源地");
    assert_eq!((&down["sources"], &down["intakes"]), (&json!([]), &json!([])));
    assert_eq!((&down["direction"], &down["stops"][0]["reason"]), (&json!("down"), &json!("outlet")));
    let km = |list: &str| down[list][0]["distance_km"].as_f64().unwrap();
    assert!(km("outfalls") < km("sections") && km("sections") < km("zones"));
    assert!(km("zones") < down["length_km"].as_f64().unwrap());

    let up = trace(home.path(), &project, "section:济胜桥", "up", &[]);
    assert_eq!(ids(&up["outfalls"]), ["XF-001", "XF-002"]);
    assert_eq!(up["reaches"].as_array().unwrap().len(), 3);
    // 5.55 km of meridian and two tributaries of 7.06 km, by pyproj.
    let whole = up["length_km"].as_f64().unwrap();
    assert!((whole - (5.550 + 2.0 * 7.060)).abs() < 0.02, "{whole}");

    let main = trace(home.path(), &project, "feature:rivers:RID=R3", "up", &["--main"]);
    assert_eq!(ids(&main["reaches"]), ["R3", "R2"], "the tributary of the same name");
    let near = trace(home.path(), &project, "at:112.75,38.36", "up", &["--max-km", "2"]);
    assert_eq!((ids(&near["reaches"]), &near["stops"][0]["reason"]), (vec!["R3"], &json!("limit")));
    let above = trace(home.path(), &project, "at:112.75,38.36", "up", &["--to-section"]);
    assert_eq!(
        (&above["stops"][0]["reason"], &above["stops"][0]["name"]),
        (&json!("section"), &json!("济胜桥"))
    );
    let file = home.path().join("t.geojson");
    trace(home.path(), &project, "section:济胜桥", "up", &["--out", file.to_str().unwrap()]);
    let written: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    let kinds =
        written["features"].as_array().unwrap().iter().map(|it| it["properties"]["kind"].as_str().unwrap());
    let kinds: Vec<&str> = kinds.collect();
    assert_eq!(kinds, ["reach", "reach", "reach", "outfall", "outfall", "section"]);
    let text = printed(
        &paikou(home.path(), &["trace", &project, "--from", "at:112.75,38.36", "--direction", "up"]),
        0,
    );
    assert!(text.contains("上游") && text.contains("XF-001"), "{text}");
}

#[test]
fn a_start_that_makes_no_sense_exits_with_2_and_says_why() {
    let home = tempfile::tempdir().unwrap();
    let project = project(home.path());
    for (from, more, reason) in [
        ("outfall:XF-404", &[][..], "XF-404"),
        ("section:天桥", &[], "天桥 is not there"),
        ("at:100,38", &[], "2000 m"),
        ("at:here", &[], "at:LON,LAT"),
        ("outfall:XF-003", &[], "no reach within"),
        ("feature:rivers:RID=R9", &[], "rivers:RID=R9"),
        ("feature:rivers:FID_=1", &[], "it has RID, NAME"),
        ("feature:sea:RID=R1", &[], "the layers are"),
        ("feature:rivers:RID=R1", &["--id-field", "COMID"], "COMID"),
        ("feature:rivers:RID=R1", &["--max-km", "-1"], "kilometres"),
    ] {
        let mut arguments = vec!["--lang", "en", "trace", &project, "--from", from, "--direction", "down"];
        arguments.extend(more);
        let output = paikou(home.path(), &arguments);
        printed(&output, 2);
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(complaint.contains(reason), "{from}: {complaint}");
    }
    let sideways = ["trace", &project, "--from", "at:112.75,38.36", "--direction", "left"];
    printed(&paikou(home.path(), &sideways), 2);
}
