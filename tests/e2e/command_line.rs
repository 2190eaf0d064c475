//! The command line of the design: results on standard output, exit codes that scripts can trust.

use std::path::Path;

use serde_json::Value;

use crate::support::{paikou, printed, sample};

fn json(home: &Path, arguments: &[&str], code: i32) -> Value {
    serde_json::from_str(&printed(&paikou(home, arguments), code)).unwrap()
}

#[test]
fn the_demonstration_does_the_main_job_and_can_be_run_again() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("demo");
    let demo = folder.to_str().unwrap();

    let first = paikou(home.path(), &["--lang", "en", "demo", demo]);
    let table = printed(&first, 0);
    assert!(table.contains("忻府区"), "{table}");
    assert!(String::from_utf8_lossy(&first.stderr).contains("There is no display"));
    for file in ["xinzhou-2026.gpkg", "ledger.xlsx", "map.png"] {
        assert!(folder.join(file).exists(), "{file}");
    }

    let again = printed(&paikou(home.path(), &["--lang", "en", "demo", demo]), 0);
    assert_eq!(table, again);

    let project = folder.join("xinzhou-2026.gpkg");
    let project = project.to_str().unwrap();
    let layers = json(home.path(), &["layers", project, "--json"], 0);
    assert_eq!(layers.as_array().unwrap().len(), 5);
    let rivers = layers.as_array().unwrap().iter().find(|it| it["kind"] == "river").unwrap();
    assert_eq!(rivers["encoding"], "GBK");

    let progress =
        json(home.path(), &["progress", project, "--json", "--by", "county", "--as-of", "2026-11-20"], 0);
    assert_eq!(progress["formula"], "Z1");
    assert_eq!(progress["targets"]["trace"], 0.8);
    assert_eq!(progress["groups"].as_array().unwrap().len(), 14);
    let sum: u64 =
        progress["groups"].as_array().unwrap().iter().map(|it| it["traced"].as_u64().unwrap()).sum();
    assert_eq!(progress["total"]["traced"].as_u64().unwrap(), sum);
    assert!(progress["total"]["traced_unproven"].as_u64().unwrap() < sum);

    let findings = json(home.path(), &["check", project, "--json"], 1);
    for check in ["B12", "B15"] {
        assert!(findings.as_array().unwrap().iter().any(|it| it["check"] == check), "{check}");
    }
    let listed =
        json(home.path(), &["list", project, "--json", "--where", "county=忻府区 and trace=traced"], 0);
    assert!(!listed.as_array().unwrap().is_empty());
    let code = listed[0]["code"].as_str().unwrap();
    let shown = json(home.path(), &["show", project, code, "--json"], 0);
    assert_eq!(shown["code"], code);
    assert_eq!(json(home.path(), &["verify", project, "--json"], 0)["findings"], Value::Array(Vec::new()));

    for out in ["表.xlsx", "表.csv", "表.geojson"] {
        let out = folder.join(out);
        let arguments = ["export", project, "--report", "register", "--out", out.to_str().unwrap()];
        printed(&paikou(home.path(), &arguments), 0);
        assert!(std::fs::metadata(out).unwrap().len() > 1_000);
    }
}

#[test]
fn an_import_says_what_it_did_and_a_dry_run_does_nothing() {
    let home = tempfile::tempdir().unwrap();
    let project = home.path().join("p.gpkg");
    let project = project.to_str().unwrap();
    printed(&paikou(home.path(), &["new", project, "--name", "试"]), 0);

    let ledger = sample("ledger.xlsx");
    let ledger = ledger.to_str().unwrap();
    let dry = json(home.path(), &["import", project, ledger, "--as", "outfall", "--dry-run", "--json"], 0);
    assert!(dry["imported"].as_u64().unwrap() >= 240);
    assert_eq!(json(home.path(), &["list", project, "--json"], 0), Value::Array(Vec::new()));

    let rejects = home.path().join("rejects.csv");
    let arguments =
        ["import", project, ledger, "--as", "outfall", "--json", "--rejects", rejects.to_str().unwrap()];
    let report = json(home.path(), &arguments, 0);
    for key in ["file", "layer", "kind", "read", "imported", "skipped", "warnings", "crs", "encoding"] {
        assert!(report.get(key).is_some(), "{key}");
    }
    assert_eq!(report["imported"], dry["imported"]);
    assert!(std::fs::read(rejects).unwrap().starts_with(b"\xef\xbb\xbf"));
}

#[test]
fn wrong_use_and_unusable_input_exit_with_2_and_a_reason() {
    let home = tempfile::tempdir().unwrap();
    let project = home.path().join("p.gpkg");
    let project = project.to_str().unwrap();
    printed(&paikou(home.path(), &["new", project]), 0);
    let broken = home.path().join("broken.geojson");
    std::fs::write(&broken, "{\"type\": \"FeatureCollection\", \"features\": [").unwrap();

    for (arguments, reason) in [
        (vec!["--lang", "en", "layers", "no-such.gpkg"], "no-such.gpkg"),
        (vec!["--lang", "en", "new", project], "p.gpkg"),
        (vec!["--lang", "en", "import", project, "no-such.csv", "--as", "outfall"], "no-such.csv"),
        (
            vec!["--lang", "en", "import", project, broken.to_str().unwrap(), "--as", "river"],
            "broken.geojson",
        ),
        (vec!["--lang", "en", "import", project, "x.csv", "--as", "fish"], "Unknown kind: fish"),
        (vec!["--lang", "en", "show", project, "XF-404"], "XF-404"),
        (
            vec!["--lang", "en", "trace", project, "--from", "outfall:XF-001", "--direction", "up"],
            "no layer of rivers",
        ),
        (vec!["--lang", "en", "render", project, "--out", "x.png", "--size", "huge"], "1600x1200"),
        (vec!["fly", project], "Usage"),
    ] {
        let output = paikou(home.path(), &arguments);
        printed(&output, 2);
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(complaint.contains(reason), "{arguments:?}: {complaint}");
    }
}

#[test]
fn a_fact_that_lacks_its_proof_is_refused_with_what_is_missing() {
    let home = tempfile::tempdir().unwrap();
    let project = home.path().join("p.gpkg");
    let project = project.to_str().unwrap();
    printed(&paikou(home.path(), &["new", project]), 0);
    let ledger = home.path().join("l.csv");
    std::fs::write(&ledger, "地方编码,名称,县\nXF-001,甲,忻府区\n").unwrap();
    printed(&paikou(home.path(), &["import", project, ledger.to_str().unwrap(), "--as", "outfall"]), 0);

    let fact = home.path().join("trace.json");
    std::fs::write(&fact, r#"{"on": "2026-04-02", "outcome": "found", "source": "某厂"}"#).unwrap();
    let fact = fact.to_str().unwrap();
    let output = paikou(home.path(), &["--lang", "en", "record", project, "XF-001", "trace", fact]);
    printed(&output, 2);
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(complaint.contains("Evidence is missing") && complaint.contains("reviewer"), "{complaint}");
}

#[test]
fn the_map_is_drawn_as_what_the_name_ends_in() {
    let home = tempfile::tempdir().unwrap();
    let project = home.path().join("p.gpkg");
    let project = project.to_str().unwrap();
    printed(&paikou(home.path(), &["new", project, "--name", "忻府区"]), 0);
    let ledger = home.path().join("l.csv");
    std::fs::write(&ledger, "地方编码,名称,经度,纬度\nXF-001,甲,112.7,38.4\nXF-002,乙,112.8,38.5\n").unwrap();
    printed(&paikou(home.path(), &["import", project, ledger.to_str().unwrap(), "--as", "outfall"]), 0);
    let draw = |name: &str, more: &[&str]| {
        let out = home.path().join(name);
        let mut arguments = vec!["render", project, "--out", out.to_str().unwrap()];
        arguments.extend(more);
        printed(&paikou(home.path(), &arguments), 0);
        std::fs::read(out).unwrap()
    };

    let png = draw("map.png", &["--size", "320x240", "--dpi", "72"]);
    let pdf = draw("map.pdf", &["--size", "A4-portrait", "--dpi", "300"]);
    let svg = String::from_utf8(draw("map.SVG", &["--title", "甲 & 乙"])).unwrap();
    let bare = String::from_utf8(draw("bare.svg", &["--layers", ""])).unwrap();

    assert!(png.starts_with(b"\x89PNG"));
    let pdf = String::from_utf8_lossy(&pdf);
    assert!(pdf.starts_with("%PDF-") && pdf.contains("/MediaBox[0 0 595.2 841.92]"));
    let outfalls = svg.split_once("<g id=\"layer-0\">").unwrap().1.split_once("</g>").unwrap().0;
    assert_eq!(outfalls.matches("<use ").count(), 2);
    assert!(svg.contains("甲 &amp; 乙</text>"));
    assert!(!bare.contains("<use "));
    let output =
        paikou(home.path(), &["--lang", "en", "render", project, "--out", "x.svg", "--layers", "sea"]);
    printed(&output, 2);
    assert!(String::from_utf8_lossy(&output.stderr).contains("the layers are outfalls"));
}
