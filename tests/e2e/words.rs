//! What goes wrong is told in the user's language: no English in a Chinese session, no Chinese in an English one.

use std::{fs, path::Path};

use rusqlite::Connection;

use crate::support::{paikou, printed, sample};

/// Names of formats, and the words of the program's own files and options.
const TERMS: &[&str] = &[
    "EPSG",
    "GeoPackage",
    "GeoJSON",
    "JSON",
    "SQLite",
    "xlsx",
    "gpkg",
    "geojson",
    "columns",
    "paikou",
    "record",
];

fn english_in(text: &str, names: &[&str]) -> Option<String> {
    let text = names.iter().fold(text.to_owned(), |text, name| text.replace(name, "…"));
    let words = text.split(|letter: char| !letter.is_ascii_alphabetic());
    words.filter(|word| word.len() >= 4 && !TERMS.contains(word)).map(str::to_owned).next()
}

fn is_chinese(letter: char) -> bool {
    matches!(letter, '\u{2e80}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

/// A folder with a project and everything that can be wrong.
struct Mess {
    folder: tempfile::TempDir,
}

impl Mess {
    fn new() -> Self {
        let mess = Self { folder: tempfile::tempdir().unwrap() };
        printed(&paikou(mess.path(), &["new", &mess.at("p.gpkg")]), 0);
        printed(
            &paikou(
                mess.path(),
                &[
                    "import",
                    &mess.at("p.gpkg"),
                    &mess.with("l.csv", "编码,名称\nXF-001,甲\n"),
                    "--as",
                    "outfall",
                ],
            ),
            0,
        );
        mess
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn at(&self, name: &str) -> String {
        self.path().join(name).to_str().unwrap().to_owned()
    }

    fn with(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.at(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// A copy of the project with something done to it behind the back of the program.
    fn altered(&self, name: &str, sql: &str) -> String {
        let path = self.at(name);
        fs::copy(self.at("p.gpkg"), &path).unwrap();
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        path
    }

    /// Tries it in both languages, and expects it to fail in words that name all of `names`.
    #[track_caller]
    fn check(&self, arguments: &[&str], names: &[&str]) {
        let complaint = |lang: &str| {
            let output = paikou(self.path(), &[&["--lang", lang], arguments].concat());
            printed(&output, 2);
            String::from_utf8(output.stderr).unwrap().trim().to_owned()
        };
        let (zh, en) = (complaint("zh"), complaint("en"));
        let folder = self.path().to_str().unwrap();
        let known: Vec<&str> = [folder].into_iter().chain(names.iter().copied()).collect();
        assert_eq!(english_in(&zh, &known), None, "{arguments:?}: {zh}");
        assert!(zh.chars().any(is_chinese), "{arguments:?}: {zh}");
        let bare = known.iter().fold(en.clone(), |text, name| text.replace(name, "…"));
        assert!(!bare.chars().any(is_chinese), "{arguments:?}: {en}");
        for name in names {
            assert!(zh.contains(name) && en.contains(name), "{arguments:?}: {zh} / {en}");
        }
    }
}

#[test]
fn files_that_can_not_be_brought_in_are_refused_in_the_language_of_the_user() {
    let mess = Mess::new();
    let project = mess.at("p.gpkg");
    let import = |file: &str, kind: &str, names: &[&str]| {
        mess.check(&["import", &project, file, "--as", kind], names);
    };
    import(&mess.at("nowhere.csv"), "outfall", &["nowhere.csv"]);
    import(mess.path().to_str().unwrap(), "outfall", &[]);
    import(
        &mess.with("broken.geojson", "{\"type\": \"FeatureCollection\", \"features\": ["),
        "river",
        &["broken.geojson"],
    );
    import(&mess.with("other.json", "{\"a\": 1}"), "river", &["other.json"]);
    import(&mess.with("gbk.geojson", b"{\"type\":\"\xba\xd3\"}"), "river", &["gbk.geojson"]);
    import(&mess.with("empty.csv", ""), "outfall", &["empty.csv"]);
    import(&mess.with("numbers.csv", "1,2\n3,4\n"), "outfall", &["numbers.csv"]);
    import(&mess.with("ledger.xlsx", "no zip at all"), "outfall", &["ledger.xlsx"]);
    import(&mess.with("zipped.xlsx", "PK\u{3}\u{4} xl/workbook.xml"), "outfall", &["zipped.xlsx"]);
    import(&mess.with("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "outfall", &["old.xls"]);
    import(&mess.with("short.shp", "no shapefile"), "river", &["short.shp"]);
    import(&mess.with("half.gpkg", b"SQLite format 3\0"), "river", &["half.gpkg"]);

    let ledger = mess.with("l.csv", "编码,名称\nXF-002,乙\n");
    let import = |more: &[&str], names: &[&str]| {
        mess.check(&[&["import", &project, &ledger, "--as", "outfall"], more].concat(), names);
    };
    import(&["--columns", &mess.with("columns.toml", "[columns]\nname = 1\n")], &[]);
    import(&["--columns", &mess.with("kode.toml", "[columns]\n\"编码\" = \"kode\"\n")], &["编码", "kode"]);
    import(&["--columns", &mess.at("nowhere.toml")], &["nowhere.toml"]);
    import(&["--crs", "EPSG:4"], &["EPSG:4"]);
    import(&["--crs", "the usual one"], &["the usual one"]);
    import(&["--encoding", "klingon"], &["klingon"]);
    mess.check(&["import", &project, &ledger, "--as", "fish"], &["fish"]);
}

#[test]
fn projects_that_can_not_be_opened_are_refused_in_the_language_of_the_user() {
    let mess = Mess::new();
    let open = |file: &str, names: &[&str]| mess.check(&["layers", file], names);
    open(&mess.at("nowhere.gpkg"), &["nowhere.gpkg"]);
    open(&mess.with("text.gpkg", "no database"), &["text.gpkg"]);
    open(sample("sections.gpkg").to_str().unwrap(), &["sections.gpkg", sample("").to_str().unwrap()]);
    let plain = mess.at("plain.gpkg");
    Connection::open(&plain).unwrap().execute_batch("CREATE TABLE a (b)").unwrap();
    open(&plain, &["plain.gpkg"]);
    open(
        &mess.altered("old.gpkg", "UPDATE paikou_meta SET value = '0.9' WHERE key = 'format'"),
        &["old.gpkg", "0.9"],
    );
    let whole = fs::read(mess.at("p.gpkg")).unwrap();
    open(&mess.with("half.gpkg", &whole[..whole.len() / 2]), &["half.gpkg"]);
    let unreadable = "PRAGMA ignore_check_constraints = ON; UPDATE setting SET formula = 'upside'";
    open(&mess.altered("cell.gpkg", unreadable), &["cell.gpkg", "upside"]);
    mess.check(&["new", &mess.at("p.gpkg")], &["p.gpkg"]);
    mess.check(&["verify", &mess.at("nowhere.gpkg")], &["nowhere.gpkg"]);

    let newer = mess.altered("newer.gpkg", "UPDATE paikou_meta SET value = '9.0' WHERE key = 'format'");
    let ledger = mess.with("l.csv", "编码,名称\nXF-002,乙\n");
    mess.check(&["import", &newer, &ledger, "--as", "outfall"], &["9.0"]);
}

#[test]
fn what_makes_no_sense_is_refused_in_the_language_of_the_user() {
    let mess = Mess::new();
    let project = mess.at("p.gpkg");
    for (filter, names) in [
        ("colour=red", &["colour"][..]),
        ("lon>east", &["east"]),
        ("name=\"甲", &[]),
        ("trace=done", &["done"]),
        ("and", &[]),
    ] {
        mess.check(&["list", &project, "--where", filter], names);
    }
    for (stage, facts, names) in [
        ("trace", "{", &[][..]),
        ("trace", "[1]", &[]),
        ("trace", r#"{"colour": 1}"#, &["colour"]),
        ("trace", r#"{"on": "2026-02-30"}"#, &["2026-02-30"]),
        ("trace", r#"{"on": "2026-02-03", "outcome": "maybe"}"#, &["outcome", "maybe"]),
        ("trace", r#"{"on": "2026-02-03", "outcome": "found"}"#, &["XF-001"]),
        ("register", r#"{"kind": "merge", "target": "XF-404"}"#, &["XF-404"]),
    ] {
        mess.check(&["record", &project, "XF-001", stage, &mess.with("f.json", facts)], names);
    }
    mess.check(&["record", &project, "XF-001", "trace", &mess.at("nowhere.json")], &["nowhere.json"]);
    mess.check(&["show", &project, "XF-404"], &["XF-404"]);
    mess.check(&["trace", &project, "--from", "at:112.7,38.4", "--direction", "up"], &[]);
    mess.check(&["render", &project, "--out", &mess.at("x.png"), "--size", "huge"], &["huge"]);
    mess.check(&["render", &project, "--out", &mess.at("x.png"), "--extent", "1,2"], &["1,2"]);
    mess.check(&["render", &project, "--out", &mess.at("nowhere/x.png")], &["nowhere"]);
    mess.check(&["export", &project, "--report", "poem", "--out", &mess.at("x.csv")], &["poem"]);
    mess.check(&["export", &project, "--report", "lag", "--out", &mess.at("x.doc")], &["x.doc"]);
    mess.check(&["export", &project, "--report", "lag", "--out", &mess.at("nowhere/x.csv")], &["nowhere"]);
}

#[test]
fn rows_that_were_left_out_and_warnings_are_told_in_the_language_of_the_user() {
    let mess = Mess::new();
    for (from, to) in [("rivers.shp", "rivers.shp"), ("rivers.dbf", "rivers.dbf")] {
        fs::copy(sample(from), mess.at(to)).unwrap();
    }
    // The kind of shape of the first record.
    let mut shapes = fs::read(mess.at("rivers.shp")).unwrap();
    shapes[108] = 77;
    mess.with("rivers.shp", shapes);
    mess.with("rivers.cpg", "UTF-8");

    for (lang, reason, warning) in [
        ("zh", "图形类型不认识", "缺少 .shx，图形按先后次序读取"),
        ("en", "A shape of no known kind", "There is no .shx: the records are taken one after the other"),
    ] {
        let rejects = mess.at("rejects.csv");
        let (project, rivers) = (mess.at("p.gpkg"), mess.at("rivers.shp"));
        let arguments = ["--lang", lang, "import", &project, &rivers, "--as", "river", "--dry-run", "--json"];
        let output = paikou(mess.path(), &[&arguments[..], &["--rejects", &rejects]].concat());
        let report: serde_json::Value = serde_json::from_str(&printed(&output, 0)).unwrap();
        assert_eq!(report["skipped"][0]["row"], 1);
        assert_eq!(report["skipped"][0]["reason"], reason);
        assert_eq!(report["warnings"][0]["code"], "file");
        assert_eq!(report["warnings"][0]["message"], warning);
        assert!(fs::read_to_string(rejects).unwrap().contains(reason));
        for message in report["warnings"].as_array().unwrap() {
            let text = message["message"].as_str().unwrap();
            assert!((lang == "zh") == text.chars().any(is_chinese), "{text}");
        }
    }
}
