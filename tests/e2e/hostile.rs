//! Files made to harm whoever opens them: each ends within seconds, with a sentence, and with the project as it was.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use paikou::{app::Workspace, formats::Reading};
use tempfile::TempDir;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::support::{Desk, command, env};

/// A project that the program is asked to bring files into.
struct Target {
    folder: TempDir,
    project: PathBuf,
}

impl Target {
    fn new() -> Self {
        let mut desk = Desk::new();
        desk.outfall("XF-001");
        let project = desk.path();
        drop(desk.workspace);
        fs::create_dir(desk.folder.path().join("temp")).unwrap();
        Self { folder: desk.folder, project }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Brings it in, and expects a refusal that names the file and says one of these words.
    #[track_caller]
    fn refuses(&self, path: &Path, kind: &str, words: &[&str]) {
        let (code, said) = self.import(path, kind);
        assert_eq!(code, Some(2), "{said}");
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(said.contains(name), "{said}");
        assert!(words.iter().any(|word| said.contains(word)), "{said}");
    }

    /// Brings it in, and expects that this much of it is read.
    #[track_caller]
    fn takes(&self, path: &Path, kind: &str, words: &[&str]) {
        let (code, said) = self.import(path, kind);
        assert_eq!(code, Some(0), "{said}");
        assert!(words.iter().all(|word| said.contains(word)), "{said}");
    }

    #[track_caller]
    fn import(&self, path: &Path, kind: &str) -> (Option<i32>, String) {
        /// T19 of the reliability study.
        const LONGEST: Duration = Duration::from_secs(10);
        let before = self.outside_temp();
        let began = Instant::now();
        let arguments =
            ["--lang", "en", "import", self.project.to_str().unwrap(), path.to_str().unwrap(), "--as", kind];
        let output =
            command(self.folder.path(), &arguments).env("TMPDIR", self.file("temp")).output().unwrap();
        let said = [output.stdout, output.stderr].map(|it| String::from_utf8(it).unwrap()).concat();
        assert!(began.elapsed() < LONGEST, "{:?}: {said}", began.elapsed());
        assert!(!said.contains("panicked"), "{said}");
        assert_eq!(self.outside_temp(), before, "files were left outside the folder for temporary ones");
        assert_eq!(fs::read_dir(self.file("temp")).unwrap().count(), 0, "files were left behind");
        let workspace = Workspace::open(&self.project, env()).unwrap();
        assert!(workspace.project().entry_by_code("XF-001").is_some());
        (output.status.code(), said)
    }

    fn outside_temp(&self) -> Vec<PathBuf> {
        let mut found: Vec<PathBuf> =
            fs::read_dir(self.folder.path()).unwrap().map(|it| it.unwrap().path()).collect();
        // The program remembers there who works on this device.
        found.retain(|path| !path.ends_with("config"));
        found.sort();
        found
    }

    /// A packed file with these entries.
    fn packed(&self, name: &str, entries: impl IntoIterator<Item = (String, Vec<u8>)>) -> PathBuf {
        let path = self.file(name);
        let mut archive = ZipWriter::new(fs::File::create(&path).unwrap());
        for (name, bytes) in entries {
            let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
            archive.start_file(name, options).unwrap();
            archive.write_all(&bytes).unwrap();
        }
        archive.finish().unwrap();
        path
    }

    /// A workbook with this sheet and these shared texts.
    fn workbook(&self, name: &str, sheet: &str, texts: Vec<u8>, more: Vec<(String, Vec<u8>)>) -> PathBuf {
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let entries = [
            ("[Content_Types].xml", br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#.to_vec()),
            ("_rels/.rels", format!(r#"<Relationships xmlns="{relations}"><Relationship Id="r" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#).into_bytes()),
            ("xl/workbook.xml", format!(r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="a" sheetId="1" r:id="s"/></sheets></workbook>"#).into_bytes()),
            ("xl/_rels/workbook.xml.rels", format!(r#"<Relationships xmlns="{relations}"><Relationship Id="s" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="t" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#).into_bytes()),
            ("xl/worksheets/sheet1.xml", format!(r#"<worksheet xmlns="{main}">{sheet}</worksheet>"#).into_bytes()),
            ("xl/sharedStrings.xml", texts),
        ];
        let entries = entries.map(|(name, bytes)| (name.to_owned(), bytes));
        self.packed(name, entries.into_iter().chain(more))
    }
}

const ROW: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>编码</t></is></c></row>"#;
const NO_TEXTS: &[u8] = br#"<sst uniqueCount="0"/>"#;

#[test]
fn a_workbook_with_one_cell_in_its_last_corner_is_read_like_any_other() {
    let target = Target::new();
    let far = r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    let sheet = format!(r#"<dimension ref="A1:XFD1048576"/><sheetData>{ROW}{far}</sheetData>"#);
    let path = target.workbook("corner.xlsx", &sheet, NO_TEXTS.to_vec(), Vec::new());
    target.takes(&path, "outfall", &["corner.xlsx", "1 rows read"]);
}

#[test]
fn a_workbook_that_claims_four_billion_texts_is_refused() {
    let target = Target::new();
    let sheet = format!("<sheetData>{ROW}</sheetData>");
    let texts = br#"<sst uniqueCount="4000000000"><si><t>a</t></si></sst>"#.to_vec();
    let path = target.workbook("count.xlsx", &sheet, texts, Vec::new());
    target.refuses(&path, "outfall", &["4000000000 texts"]);
    // The claim may stand behind more than is looked at: then it is the memory that ends it.
    let texts =
        format!(r#"<!--{}--><sst uniqueCount="4000000000"><si><t>a</t></si></sst>"#, " ".repeat(4096));
    let path = target.workbook("hidden_count.xlsx", &sheet, texts.into_bytes(), Vec::new());
    target.refuses(&path, "outfall", &["1 GiB of memory"]);
}

#[test]
fn a_small_workbook_that_unpacks_to_six_hundred_megabytes_of_text_is_refused() {
    let target = Target::new();
    let mut texts = br#"<sst uniqueCount="1"><si><t>"#.to_vec();
    texts.resize(600_000_000, b'a');
    texts.extend(b"</t></si></sst>");
    let path = target.workbook("texts.xlsx", &format!("<sheetData>{ROW}</sheetData>"), texts, Vec::new());
    assert!(fs::metadata(&path).unwrap().len() < 1 << 20);
    target.refuses(&path, "outfall", &["bytes when it is unpacked", "bytes of texts"]);
}

#[test]
fn a_workbook_of_ten_thousand_and_one_files_is_refused() {
    let target = Target::new();
    let more = (0..10_001).map(|number| (format!("xl/media/{number}.bin"), Vec::new())).collect();
    let path =
        target.workbook("many.xlsx", &format!("<sheetData>{ROW}</sheetData>"), NO_TEXTS.to_vec(), more);
    target.refuses(&path, "outfall", &["10000 files"]);
}

#[test]
fn a_workbook_whose_files_lead_out_of_it_is_refused() {
    let target = Target::new();
    for (at, name) in
        ["../../slipped.txt", "/tmp/slipped.txt", "xl/..\\slipped.txt", "CON.xml"].into_iter().enumerate()
    {
        let more = vec![(name.to_owned(), b"x".to_vec())];
        let file = format!("slip{at}.xlsx");
        let path = target.workbook(&file, &format!("<sheetData>{ROW}</sheetData>"), NO_TEXTS.to_vec(), more);
        target.refuses(&path, "outfall", &["forbidden name"]);
    }
}

#[test]
fn packed_files_in_packed_files_are_not_unpacked() {
    let target = Target::new();
    let mut bytes = b"name\nx\n".to_vec();
    for depth in 0..20 {
        let path = target.packed("nested.zip", [(format!("{depth}.zip"), bytes)]);
        bytes = fs::read(path).unwrap();
    }
    target.refuses(&target.file("nested.zip"), "outfall", &["zip", "archive"]);
}

#[test]
fn json_without_end_in_its_depth_is_refused() {
    let target = Target::new();
    let path = target.file("deep.geojson");
    fs::write(&path, "[".repeat(100_000)).unwrap();
    target.refuses(&path, "reference", &["not JSON", "ends in line"]);
    let open = r#"{"type":"GeometryCollection","geometries":["#.repeat(100_000);
    fs::write(&path, open).unwrap();
    target.refuses(&path, "reference", &["not JSON", "ends in line"]);
}

/// A `.shp` of one line, whose record claims these counts of parts and vertices.
fn shape_file(parts: u32, points: u32) -> Vec<u8> {
    let mut content = 3_u32.to_le_bytes().to_vec();
    content.extend([0; 32]);
    content.extend(parts.to_le_bytes());
    content.extend(points.to_le_bytes());
    content.extend([0; 36]);
    let mut file = 9994_u32.to_be_bytes().to_vec();
    file.extend([0; 20]);
    file.extend(((100 + 8 + content.len()) as u32 / 2).to_be_bytes());
    file.extend(1000_u32.to_le_bytes());
    file.extend(3_u32.to_le_bytes());
    file.resize(100, 0);
    file.extend(1_u32.to_be_bytes());
    file.extend((content.len() as u32 / 2).to_be_bytes());
    file.extend(content);
    file
}

#[test]
fn a_shape_that_counts_two_billion_vertices_costs_one_row() {
    let target = Target::new();
    for (at, (parts, points)) in [(1, 1 << 31), (1 << 31, 2), (u32::MAX, u32::MAX)].into_iter().enumerate() {
        let path = target.file(&format!("counts{at}.shp"));
        fs::write(&path, shape_file(parts, points)).unwrap();
        target.takes(&path, "reference", &["0 imported", "more parts or vertices than it has room for"]);
    }
}

#[test]
fn the_header_of_a_dbf_may_lie() {
    let target = Target::new();
    let header = |rows: u32, head: u16, row: u16| {
        let mut file = vec![3, 124, 1, 1];
        file.extend(rows.to_le_bytes());
        file.extend(head.to_le_bytes());
        file.extend(row.to_le_bytes());
        file.resize(32, 0);
        let mut field = b"NAME".to_vec();
        field.resize(11, 0);
        field.extend(b"C\0\0\0\0\x0a\0");
        field.resize(32, 0);
        file.extend(field);
        file.push(0x0d);
        file.extend(b" outfall   ");
        file
    };
    let path = target.file("rows.dbf");
    fs::write(&path, header(u32::MAX, 65, 11)).unwrap();
    target.takes(&path, "reference", &["promises 4294967295 rows but holds 1"]);
    for (at, (head, row)) in [(65, 0), (0, 11), (u16::MAX, 11), (65, 1)].into_iter().enumerate() {
        let path = target.file(&format!("sizes{at}.dbf"));
        fs::write(&path, header(1, head, row)).unwrap();
        let (code, said) = target.import(&path, "reference");
        assert!(matches!(code, Some(0 | 2)) && said.contains("sizes"), "{said}");
    }
}

#[test]
fn a_cell_of_two_mebibytes_costs_its_row() {
    let target = Target::new();
    let path = target.file("cell.csv");
    fs::write(&path, format!("编码,名称\nA1,甲\nA2,\"{}\"\nA3,丙\n", "x".repeat(2 << 20))).unwrap();
    target.takes(&path, "outfall", &["3 rows read, 2 imported", "a quotation mark was not closed"]);
}

#[test]
fn a_geopackage_with_a_hostile_schema_is_read_without_being_run() {
    let target = Target::new();
    let path = target.file("hostile.gpkg");
    let database = rusqlite::Connection::open(&path).unwrap();
    let mut deep = vec![1, 2, 0, 0, 0, 0, 0, 0, 0];
    for _ in 0..100_000 {
        deep = [&[1, 7, 0, 0, 0, 1, 0, 0, 0][..], &deep].concat();
        if deep.len() > 50_000 {
            break;
        }
    }
    let blob = [b"GP\0\x01\0\0\0\0", &deep[..]].concat();
    database
        .execute_batch(
            "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, srs_id INTEGER);
             CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER);
             CREATE TABLE gpkg_spatial_ref_sys (srs_id INTEGER, organization TEXT, organization_coordsys_id INTEGER, definition TEXT);
             CREATE TABLE \"a\"\"; DROP TABLE gpkg_contents; --\" (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT,
                slow TEXT GENERATED ALWAYS AS (hex(zeroblob(30000000))) VIRTUAL);
             CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS fid FROM n;
             CREATE TRIGGER t AFTER INSERT ON gpkg_contents BEGIN DELETE FROM gpkg_contents; END;
             DROP TRIGGER t;
             INSERT INTO gpkg_contents VALUES ('a\"; DROP TABLE gpkg_contents; --', 'features', 0), ('endless', 'attributes', 0);
             INSERT INTO gpkg_geometry_columns VALUES ('a\"; DROP TABLE gpkg_contents; --', 'geom', 0);",
        )
        .unwrap();
    let insert = "INSERT INTO \"a\"\"; DROP TABLE gpkg_contents; --\" (geom, name) VALUES (?1, 'deep')";
    database.execute(insert, [blob]).unwrap();
    drop(database);
    let before = fs::read(&path).unwrap();
    let (code, said) = target.import(&path, "reference");
    assert!(matches!(code, Some(0 | 2)) && said.contains("hostile.gpkg"), "{code:?} {said}");
    assert!(said.contains("nests too deep"), "{said}");
    assert!(said.contains("is a view of more than 1000000 rows"), "{said}");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn the_window_process_reads_through_the_worker_as_it_would_itself() {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_paikou"));
    let reading = Reading::Worker(program);
    let sample = |file| crate::support::sample(file);
    for file in ["ledger.xlsx", "rivers.shp", "sections.gpkg", "counties.geojson"] {
        let options = paikou::formats::ReadOptions::default();
        let here = Reading::InProcess.read(&sample(file), &options, &|_, _| true).unwrap();
        assert_eq!(reading.read(&sample(file), &options, &|_, _| true).unwrap(), here, "{file}");
    }
}

#[test]
fn cancelling_stops_the_worker_and_a_program_that_is_none_is_an_error() {
    let target = Target::new();
    let path = target.file("large.csv");
    let row = "A1,甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲\n";
    fs::write(&path, format!("编码,名称\n{}", row.repeat(400_000))).unwrap();
    let options = paikou::formats::ReadOptions::default();
    let reading = Reading::Worker(env!("CARGO_BIN_EXE_paikou").into());
    let began = Instant::now();
    let error = reading.read(&path, &options, &|_, _| false).unwrap_err();
    assert!(matches!(error.reason, paikou::formats::Reason::Cancelled), "{error}");
    assert!(began.elapsed() < Duration::from_secs(5));
    for program in ["/no/such/program", "/bin/true"] {
        let error = Reading::Worker(program.into()).read(&path, &options, &|_, _| true).unwrap_err();
        assert!(matches!(error.reason, paikou::formats::Reason::Worker(_)), "{error}");
    }
}
