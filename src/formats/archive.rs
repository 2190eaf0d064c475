//! Packed files (`.zip`): what is in them is unpacked into a folder of its own, under names of our own, and read from there.
//!
//! Nothing is ever written under the name that an archive gives. Sizes are counted while unpacking, not believed.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{BufReader, Read as _, Write as _},
    path::Path,
};

use encoding_rs::GB18030;
use zip::ZipArchive;

use super::{Error, Limits, Progress, Quantity, ReadOptions, Reason, Stage, Unsupported, encoding};
use crate::domain::table::{ReadWarning, Table};

/// What can be read out of an archive, by ending.
const ENDINGS: [&str; 16] = [
    "shp", "dbf", "geojson", "json", "geojsonl", "ndjson", "gpkg", "csv", "txt", "tsv", "xlsx", "xls", "ods",
    "kml", "gpx", "dxf",
];
/// What belongs to a `.shp`.
const COMPANIONS: [&str; 4] = ["shx", "dbf", "prj", "cpg"];

type Archive = ZipArchive<BufReader<File>>;

/// One file of an archive.
struct Entry {
    at: usize,
    /// The folder and the name without its ending, in lower case: what belongs together has the same.
    key: String,
    /// The name without folder and ending.
    stem: String,
    ending: String,
}

/// Reads everything in an archive that can be read.
pub(super) fn read(path: &Path, options: &ReadOptions, progress: &Progress<'_>) -> Result<Vec<Table>, Error> {
    let limits = &options.limits;
    let (mut archive, entries, refused) =
        open(path, limits).map_err(|reason| reason.at(path, Stage::Structure))?;
    let folder = tempfile::tempdir().map_err(|error| Reason::from(error).at(path, Stage::Open))?;
    let mut left = total_max(path, limits).map_err(|reason| reason.at(path, Stage::Open))?;
    let mut tables = Vec::new();
    let mut unread: Vec<String> = Vec::new();
    let mut last = None;
    let by_key = groups(&entries);
    for (number, entry) in entries.iter().filter(|it| is_main(it, &by_key)).enumerate() {
        let own = folder.path().join(number.to_string());
        let file = unpack(&mut archive, entry, &by_key, &own, (limits, &mut left))
            .map_err(|reason| reason.at(path, Stage::Rows))?;
        let found = super::read_inside(&file, options, progress);
        // The disk gets its room back.
        fs::remove_dir_all(&own).map_err(|error| Reason::from(error).at(path, Stage::Rows))?;
        match found {
            Ok(found) => tables.extend(found.into_iter().map(|table| renamed(table, &entry.stem))),
            Err(error) if matches!(error.reason, Reason::Cancelled) => {
                return Err(Reason::Cancelled.at(path, Stage::Rows));
            }
            Err(error) => {
                unread.push(format!("{}.{}", entry.stem, entry.ending));
                last = Some(error.reason);
            }
        }
    }
    let Some(first) = tables.first_mut() else {
        let reason = last.unwrap_or(Reason::NotSupported(Unsupported::EmptyArchive));
        return Err(reason.at(path, Stage::Structure));
    };
    for names in [unread, refused].into_iter().filter(|it| !it.is_empty()) {
        first.warnings.push(ReadWarning::EntriesLeft { names: names.join(", ") });
    }
    Ok(tables)
}

/// The bytes of the entries with this ending, in their order, as a packed map has them.
pub(super) fn entries_of(path: &Path, ending: &str, limit: u64) -> Result<Vec<Vec<u8>>, Reason> {
    bytes_of(path, limit, |entry| entry.ending == ending)
}

/// The bytes of the entry with this name in the outermost folder.
pub(super) fn entry_named(path: &Path, name: &str, limit: u64) -> Result<Vec<u8>, Reason> {
    let outermost = |it: &Entry| it.key.starts_with('/') && format!("{}.{}", it.stem, it.ending) == name;
    Ok(bytes_of(path, limit, outermost)?.into_iter().next().unwrap_or_default())
}

/// The bytes of all entries that are wanted, no more than the limit together.
fn bytes_of(path: &Path, limit: u64, wanted: impl Fn(&Entry) -> bool) -> Result<Vec<Vec<u8>>, Reason> {
    let limits = &Limits::SHIPPED;
    let (mut archive, entries, _) = open(path, limits)?;
    let limit = limit.min(total_max(path, limits)?);
    let mut left = limit;
    let mut all = Vec::new();
    for entry in entries.iter().filter(|it| wanted(it)) {
        let mut bytes = Vec::new();
        let file = archive.by_index(entry.at).map_err(Reason::library)?;
        file.take(left + 1).read_to_end(&mut bytes)?;
        let length = bytes.len() as u64;
        if length > left {
            return Err(Reason::TooLarge { what: Quantity::UnpackedBytes, limit });
        }
        left -= length;
        all.push(bytes);
    }
    if all.is_empty() { Err(Reason::NotSupported(Unsupported::EmptyArchive)) } else { Ok(all) }
}

fn total_max(path: &Path, limits: &Limits) -> Result<u64, Reason> {
    Ok(limits.unpacked(fs::metadata(path)?.len()))
}

/// The archive, its files, and the names of those that are refused.
fn open(path: &Path, limits: &Limits) -> Result<(Archive, Vec<Entry>, Vec<String>), Reason> {
    let mut archive = ZipArchive::new(BufReader::new(File::open(path)?)).map_err(Reason::library)?;
    if archive.len() as u64 > limits.entries {
        return Err(Reason::TooLarge { what: Quantity::Entries, limit: limits.entries });
    }
    let (mut entries, mut refused) = (Vec::new(), Vec::new());
    for at in 0..archive.len() {
        let file = archive.by_index_raw(at).map_err(Reason::library)?;
        if file.is_dir() {
            continue;
        }
        let name = decoded(file.name_raw());
        if file.encrypted() {
            return Err(Reason::NotSupported(Unsupported::Locked));
        }
        if file.is_symlink() || is_hostile(&name) {
            refused.push(name.chars().filter(|it| !it.is_control()).take(80).collect());
            continue;
        }
        entries.extend(entry(at, &name));
    }
    Ok((archive, entries, refused))
}

/// Archives made on Chinese Windows have names in GBK.
fn decoded(raw: &[u8]) -> String {
    match str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding::decode_cell(GB18030, raw).0,
    }
}

/// A name that means to leave its folder, or that a system takes for something else. It would never be written, but nothing good
/// comes with it.
fn is_hostile(name: &str) -> bool {
    let odd = |it: char| it.is_control() || matches!(it, ':' | '\0');
    let parts = || name.split(['/', '\\']);
    let device = |part: &str| {
        let stem = part.split('.').next().unwrap_or_default().to_ascii_uppercase();
        matches!(stem.as_str(), "CON" | "NUL" | "AUX" | "PRN")
            || (stem.len() == 4 && (stem.starts_with("COM") || stem.starts_with("LPT")))
    };
    name.starts_with(['/', '\\'])
        || name.contains(odd)
        || parts().any(|it| it == ".." || device(it) || it.ends_with([' ', '.']))
}

fn entry(at: usize, name: &str) -> Option<Entry> {
    // Macs add a shadow of each file.
    if name.starts_with("__MACOSX") {
        return None;
    }
    let (folder, file) = name.rsplit_once(['/', '\\']).unwrap_or(("", name));
    let (stem, ending) = file.rsplit_once('.')?;
    let key = format!("{folder}/{stem}").to_lowercase();
    Some(Entry { at, key, stem: stem.to_owned(), ending: ending.to_ascii_lowercase() })
}

/// The entries by what belongs together.
fn groups(entries: &[Entry]) -> BTreeMap<&str, Vec<&Entry>> {
    let mut groups: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        groups.entry(&entry.key).or_default().push(entry);
    }
    groups
}

/// Is it read by itself?
fn is_main(entry: &Entry, groups: &BTreeMap<&str, Vec<&Entry>>) -> bool {
    let beside = groups.get(entry.key.as_str());
    let of_shape = COMPANIONS.contains(&entry.ending.as_str())
        && beside.is_some_and(|group| group.iter().any(|it| it.ending == "shp"));
    ENDINGS.contains(&entry.ending.as_str()) && !of_shape
}

/// Unpacks a file, with what belongs to it, into a folder; the path of the file.
fn unpack(
    archive: &mut Archive,
    main: &Entry,
    groups: &BTreeMap<&str, Vec<&Entry>>,
    folder: &Path,
    (limits, left): (&Limits, &mut u64),
) -> Result<std::path::PathBuf, Reason> {
    fs::create_dir(folder)?;
    let companions = groups.get(main.key.as_str()).into_iter().flatten();
    let companions = companions.filter(|it| main.ending == "shp" && COMPANIONS.contains(&it.ending.as_str()));
    let path = folder.join("file").with_extension(&main.ending);
    for entry in std::iter::once(&main).chain(companions) {
        // The ending is one of our own lists.
        let target = folder.join("file").with_extension(&entry.ending);
        let limit = limits.entry_bytes.min(*left);
        let mut source = archive.by_index(entry.at).map_err(Reason::library)?.take(limit + 1);
        let mut file = File::create_new(&target)?;
        let written = std::io::copy(&mut source, &mut file)?;
        file.flush()?;
        if written > limit {
            return Err(Reason::TooLarge { what: Quantity::UnpackedBytes, limit });
        }
        *left -= written;
    }
    Ok(path)
}

/// The table under the name that its file had in the archive.
fn renamed(mut table: Table, stem: &str) -> Table {
    if let Some(rest) = table.name.strip_prefix("file") {
        table.name = format!("{stem}{rest}");
    }
    table
}

#[cfg(test)]
mod tests {
    use std::{io::Cursor, path::PathBuf};

    use tempfile::TempDir;
    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn packed(files: &[(&str, &[u8])]) -> (TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("资料.zip");
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        fs::write(&path, writer.finish().unwrap().into_inner()).unwrap();
        (folder, path)
    }

    fn tables(path: &Path) -> Result<Vec<Table>, Error> {
        super::super::read(path, &ReadOptions::default(), &|_, _| true)
    }

    /// What any archive may unpack to, and how many times its size beyond that: written down apart from the limits that it tests.
    const FREE: u64 = 64 << 20;
    const RATIO_MAX: u64 = 200;
    const ENTRIES_MAX: usize = 10_000;

    const POINT: &str =
        r#"{"type":"Feature","geometry":{"type":"Point","coordinates":[112,38]},"properties":{"a":1}}"#;

    #[test]
    fn an_archive_of_several_layers_gives_all_of_them() {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
        let shape = |ending: &str| fs::read(sample.join("rivers").with_extension(ending)).unwrap();
        let (shp, shx, dbf) = (shape("shp"), shape("shx"), shape("dbf"));
        let (_folder, path) = packed(&[
            ("图层/河流.SHP", &shp),
            ("图层/河流.SHX", &shx),
            ("图层/河流.DBF", &dbf),
            ("点.geojson", POINT.as_bytes()),
            ("说明.docx", b"x"),
            ("坏.csv", b""),
        ]);
        let tables = tables(&path).unwrap();
        let names: Vec<&str> = tables.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["河流", "点"]);
        assert!(tables[0].rows.len() > 1 && tables[0].columns.len() > 1);
        assert!(
            tables[0].warnings.contains(&ReadWarning::EntriesLeft { names: "坏.csv".into() }),
            "{:?}",
            tables[0].warnings
        );
    }

    #[test]
    fn names_that_leave_their_folder_are_refused_and_written_nowhere() {
        for name in [
            "../a.geojson",
            "/etc/a.geojson",
            "C:\\a.geojson",
            "x/../../a.geojson",
            "nul.geojson",
            "a./b.geojson",
            "..\\a.geojson",
        ] {
            assert!(is_hostile(name), "{name}");
        }
        let (folder, path) =
            packed(&[("../../evil.geojson", POINT.as_bytes()), ("good.geojson", POINT.as_bytes())]);
        let tables = tables(&path).unwrap();
        assert_eq!((tables.len(), tables[0].name.as_str()), (1, "good"));
        assert!(
            matches!(&tables[0].warnings[..], [ReadWarning::EntriesLeft { names }] if names.contains("evil"))
        );
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn an_archive_that_swells_is_stopped_while_unpacking() {
        let (_folder, path) = packed(&[("a.csv", &vec![b'a'; (FREE + (2 << 20)) as usize])]);
        assert!(fs::metadata(&path).unwrap().len() < 1 << 20);
        let error = tables(&path).unwrap_err();
        // Two hundred times its few thousand bytes are not enough for the rest.
        let small = fs::metadata(&path).unwrap().len() * RATIO_MAX < 2 << 20;
        assert!(
            !small || matches!(error.reason, Reason::TooLarge { what: Quantity::UnpackedBytes, .. }),
            "{error:?}"
        );
    }

    #[test]
    fn an_archive_of_nothing_readable_says_so() {
        let (_folder, path) = packed(&[("a.docx", b"x"), ("b.zip", b"PK\x03\x04")]);
        assert!(matches!(tables(&path).unwrap_err().reason, Reason::NotSupported(Unsupported::EmptyArchive)));
        let names: Vec<String> = (0..=ENTRIES_MAX).map(|it| format!("{it}.x")).collect();
        let files: Vec<(&str, &[u8])> = names.iter().map(|it| (it.as_str(), &b""[..])).collect();
        let (_folder, path) = packed(&files);
        assert!(matches!(
            tables(&path).unwrap_err().reason,
            Reason::TooLarge { what: Quantity::Entries, .. }
        ));
    }
}
