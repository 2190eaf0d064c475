//! Shapefiles: a `.shp` with whatever of `.shx`, `.dbf`, `.prj` and `.cpg` lies beside it, in either case of letters; and a
//! `.dbf` by itself.
//!
//! Records are cut out of the file here rather than by a library because a broken record must cost one row, not the file,
//! and because the encoding is decided by looking at the raw bytes of all cells.

mod dbf;
mod record;
mod shape;

use std::{
    fs,
    path::{Path, PathBuf},
};

pub(super) use self::record::MAGIC;
use self::{
    dbf::{Dbf, Record},
    record::Content,
};
use super::{Error, Progress, ReadOptions, Reason, Stage, stem};
use crate::domain::table::{Cell, CrsNote, ReadWarning, Row, SkipReason, Skipped, Table};

/// Reads a `.shp` and its companions.
pub(super) fn read(path: &Path, options: &ReadOptions, progress: &Progress<'_>) -> Result<Table, Error> {
    let shapes = fs::read(path).map_err(|error| Reason::from(error).at(path, Stage::Open))?;
    let mut table = Table { name: stem(path), crs: crs(path)?, ..Table::default() };
    let index = companion(path, "shx")?;
    if index.is_none() {
        table.warnings.push(ReadWarning::NoIndex);
    }
    let records = record::records(&shapes, index.as_deref(), &mut table.warnings)
        .map_err(|reason| reason.at(path, Stage::Structure))?;

    let attributes = companion(path, "dbf")?;
    let dbf_path = path.with_extension("dbf");
    let attributes = match &attributes {
        None => {
            table.warnings.push(ReadWarning::NoAttributes);
            None
        }
        Some(bytes) => Some(
            open_dbf(bytes, path, options, &mut table)
                .map_err(|reason| reason.at(&dbf_path, Stage::Structure))?,
        ),
    };
    fill(&mut table, &records, attributes.as_ref(), progress)
        .map_err(|reason| reason.at(path, Stage::Rows))?;
    Ok(table)
}

/// Reads a `.dbf` without shapes.
pub(super) fn read_dbf(path: &Path, options: &ReadOptions, progress: &Progress<'_>) -> Result<Table, Error> {
    let bytes = fs::read(path).map_err(|error| Reason::from(error).at(path, Stage::Open))?;
    let mut table = Table { name: stem(path), ..Table::default() };
    let attributes =
        open_dbf(&bytes, path, options, &mut table).map_err(|reason| reason.at(path, Stage::Structure))?;
    let row_count = attributes.0.row_count();
    for index in 0..row_count {
        progress.step(index as u64, row_count as u64).map_err(|reason| reason.at(path, Stage::Rows))?;
        match cells(Some(&attributes), index, table.columns.len()) {
            Record::Cells(cells) => table.rows.push(Row { number: index as u64 + 1, cells, geometry: None }),
            Record::Deleted => table.skipped.push(deleted(index)),
        }
    }
    Ok(table)
}

type Attributes<'a> = (Dbf<'a>, super::encoding::Chosen);
fn open_dbf<'a>(
    bytes: &'a [u8],
    path: &Path,
    options: &ReadOptions,
    table: &mut Table,
) -> Result<Attributes<'a>, Reason> {
    let dbf = Dbf::parse(bytes)?;
    let code_page = companion_text(path, "cpg")?;
    let chosen = dbf.encoding(options.encoding.as_deref(), code_page.as_deref())?;
    table.warnings.extend(chosen.warning.clone());
    table.encoding = chosen.name();
    table.columns = super::unique(dbf.columns(&chosen));
    let (promised, held) = (dbf.declared_row_count, dbf.row_count() as u64);
    if promised != held {
        table.warnings.push(ReadWarning::FewerRows { promised, held });
    }
    let memos = dbf.memo_columns(&chosen).into_iter();
    table.warnings.extend(memos.map(|column| ReadWarning::MemoColumn { column }));
    Ok((dbf, chosen))
}

fn fill(
    table: &mut Table,
    records: &[Content<'_>],
    attributes: Option<&Attributes<'_>>,
    progress: &Progress<'_>,
) -> Result<(), Reason> {
    let row_count = attributes.map_or(records.len(), |(dbf, _)| dbf.row_count());
    if row_count != records.len() {
        let (shapes, rows) = (records.len() as u64, row_count as u64);
        table.warnings.push(ReadWarning::UnevenRows { shapes, rows });
    }
    let total = records.len() as u64;
    for (index, record) in records.iter().enumerate() {
        progress.step(index as u64, total)?;
        let number = index as u64 + 1;
        let geometry = record.clone().and_then(|content| shape::read(content.rest()));
        match (geometry, cells(attributes, index, table.columns.len())) {
            (_, Record::Deleted) => table.skipped.push(deleted(index)),
            (Ok(geometry), Record::Cells(cells)) => table.rows.push(Row { number, cells, geometry }),
            (Err(fault), _) => table.skipped.push(Skipped { number, reason: SkipReason::Shape(fault) }),
        }
    }
    let without_shape = records.len()..row_count;
    table.skipped.extend(
        without_shape.map(|index| Skipped { number: index as u64 + 1, reason: SkipReason::NoRecord }),
    );
    Ok(())
}

fn deleted(index: usize) -> Skipped {
    Skipped { number: index as u64 + 1, reason: SkipReason::Deleted }
}

fn cells(attributes: Option<&Attributes<'_>>, index: usize, width: usize) -> Record {
    let record = attributes.and_then(|(dbf, chosen)| dbf.record(index, chosen));
    record.unwrap_or_else(|| Record::Cells(vec![Cell::Empty; width]))
}

fn crs(path: &Path) -> Result<CrsNote, Error> {
    let text = companion_text(path, "prj").map_err(|reason| reason.at(path, Stage::Open))?;
    Ok(match text {
        Some(text) if !text.trim().is_empty() => {
            CrsNote::Wkt(text.trim_start_matches('\u{feff}').trim().to_owned())
        }
        _ => CrsNote::Missing,
    })
}

fn companion_text(path: &Path, extension: &str) -> Result<Option<String>, Reason> {
    let Some(found) = companion_path(path, extension) else {
        return Ok(None);
    };
    Ok(Some(String::from_utf8_lossy(&fs::read(found)?).into_owned()))
}

fn companion(path: &Path, extension: &str) -> Result<Option<Vec<u8>>, Error> {
    let Some(found) = companion_path(path, extension) else {
        return Ok(None);
    };
    fs::read(&found).map(Some).map_err(|error| Reason::from(error).at(&found, Stage::Open))
}

/// The file with the same name and this extension in any case of letters: `.DBF` and `.Dbf` come from Windows.
fn companion_path(path: &Path, extension: &str) -> Option<PathBuf> {
    let exact = path.with_extension(extension);
    if exact.is_file() {
        return Some(exact);
    }
    let folder =
        path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let entries = fs::read_dir(folder).ok()?;
    let mut found: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|other| other.extension().is_some_and(|own| own.eq_ignore_ascii_case(extension)))
        .filter(|other| {
            other
                .file_stem()
                .is_some_and(|own| path.file_stem().is_some_and(|stem| own.eq_ignore_ascii_case(stem)))
        })
        .collect();
    found.sort();
    found.into_iter().next()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell as Slot;

    use ::dbase::{FieldName, FieldValue, Record as DbaseRecord, TableWriterBuilder};
    use ::shapefile::{Point as ShapePoint, ShapeWriter};
    use encoding_rs::{Encoding, GB18030, UTF_8};
    use geo::{Geometry, Point};
    use tempfile::TempDir;

    use super::{record::HEADER, *};
    use crate::domain::table::ShapeFault;

    const RIVERS: [&str; 3] = ["滹沱河", "牧马河", "plain"];

    /// Writes a layer of points with one column, its name and texts in the given encoding.
    fn layer(encoding: &'static Encoding, language_byte: u8, code_page: Option<&str>) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("river.shp");
        let mut shapes = ShapeWriter::from_path(&path).unwrap();
        for x in 0..RIVERS.len() {
            shapes.write_shape(&ShapePoint::new(x as f64, 38.0)).unwrap();
        }
        drop(shapes);
        fs::write(path.with_extension("dbf"), dbf(encoding, language_byte)).unwrap();
        if let Some(label) = code_page {
            fs::write(path.with_extension("cpg"), label).unwrap();
        }
        folder
    }

    /// The library writes the frame with ASCII in it; the bytes of the encoding are put in its place.
    fn dbf(encoding: &'static Encoding, language_byte: u8) -> Vec<u8> {
        let mut file = std::io::Cursor::new(Vec::new());
        let name = FieldName::try_from("HELIUMNAME").unwrap();
        let mut writer = TableWriterBuilder::new().add_character_field(name, 20).build_with_dest(&mut file);
        for (index, _) in RIVERS.iter().enumerate() {
            let mut record = DbaseRecord::default();
            record.insert("HELIUMNAME".to_owned(), FieldValue::Character(Some(format!("{index:X<20}"))));
            writer.write_record(&record).unwrap();
        }
        writer.finalize().unwrap();
        drop(writer);
        let mut bytes = file.into_inner();
        bytes[29] = language_byte;
        replace(&mut bytes, b"HELIUMNAME", encoding, "河流", 0);
        for (index, river) in RIVERS.iter().enumerate() {
            replace(&mut bytes, format!("{index:X<20}").as_bytes(), encoding, river, b' ');
        }
        bytes
    }

    fn replace(bytes: &mut [u8], old: &[u8], encoding: &'static Encoding, new: &str, padding: u8) {
        let at = bytes.windows(old.len()).position(|window| window == old).unwrap();
        let mut new = encoding.encode(new).0.into_owned();
        new.resize(old.len(), padding);
        bytes[at..at + old.len()].copy_from_slice(&new);
    }

    fn read_in(folder: &TempDir, name: &str) -> Table {
        let progress = Progress { report: &|_, _| true, last: Slot::new(0) };
        read(&folder.path().join(name), &ReadOptions::default(), &progress).unwrap()
    }

    fn edit(folder: &TempDir, name: &str, change: impl FnOnce(&mut Vec<u8>)) {
        let path = folder.path().join(name);
        let mut bytes = fs::read(&path).unwrap();
        change(&mut bytes);
        fs::write(path, bytes).unwrap();
    }

    #[track_caller]
    fn check_readable(table: &Table, encoding: &str) {
        let texts: Vec<String> =
            table.rows.iter().flat_map(|row| row.cells.iter().map(Cell::to_text)).collect();
        assert_eq!((table.columns.as_slice(), table.encoding.as_str()), (&["河流".to_owned()][..], encoding));
        assert_eq!(texts, RIVERS);
    }

    #[test]
    fn chinese_is_readable_under_every_label_right_or_wrong() {
        let labels = [
            None,
            Some("936"),
            Some("GBK"),
            Some("CP936"),
            Some("GB2312"),
            Some("GB18030"),
            Some("UTF-8"),
            Some("65001"),
            Some("ISO-8859-1"),
            Some("latin1"),
            Some("no such label"),
            Some(""),
        ];
        for language_byte in [0x00, 0x4d, 0x57, 0x03, 0x7a] {
            for label in labels {
                for (encoding, name) in [(GB18030, "GBK"), (UTF_8, "UTF-8")] {
                    let table = read_in(&layer(encoding, language_byte, label), "river.shp");
                    check_readable(&table, name);
                }
            }
        }
    }

    #[test]
    fn chinese_is_readable_under_every_language_byte() {
        for language_byte in 0..=u8::MAX {
            for (encoding, name) in [(GB18030, "GBK"), (UTF_8, "UTF-8")] {
                let table = read_in(&layer(encoding, language_byte, None), "river.shp");
                assert_eq!(table.rows[0].cells[0].to_text(), RIVERS[0], "{language_byte:#x}");
                check_readable(&table, name);
            }
        }
    }

    #[test]
    fn a_wrong_label_is_told() {
        let wrong = read_in(&layer(GB18030, 0, Some("UTF-8")), "river.shp");
        assert!(
            matches!(&wrong.warnings[..], [ReadWarning::WrongLabel { labelled, .. }] if labelled == "UTF-8"),
            "{:?}",
            wrong.warnings
        );
        let right = read_in(&layer(GB18030, 0, Some("GBK")), "river.shp");
        assert_eq!(right.warnings, []);
    }

    #[test]
    fn companions_may_be_shouted_and_may_be_missing() {
        let folder = layer(GB18030, 0x4d, None);
        for (old, new) in [("river.shp", "RIVER.SHP"), ("river.dbf", "RIVER.DBF"), ("river.shx", "RIVER.SHX")]
        {
            fs::rename(folder.path().join(old), folder.path().join(new)).unwrap();
        }
        fs::write(folder.path().join("RIVER.PRJ"), "\u{feff}GEOGCS[\"x\"]\n").unwrap();
        let table = read_in(&folder, "RIVER.SHP");
        check_readable(&table, "GBK");
        assert_eq!(table.crs, CrsNote::Wkt("GEOGCS[\"x\"]".to_owned()));
        assert_eq!(table.rows[2].geometry, Some(Geometry::Point(Point::new(2.0, 38.0))));

        fs::remove_file(folder.path().join("RIVER.SHX")).unwrap();
        check_readable(&read_in(&folder, "RIVER.SHP"), "GBK");
        fs::remove_file(folder.path().join("RIVER.DBF")).unwrap();
        let bare = read_in(&folder, "RIVER.SHP");
        assert_eq!((bare.rows.len(), bare.columns.len(), bare.warnings.len()), (3, 0, 2));
    }

    #[test]
    fn a_table_without_shapes_is_read_by_itself() {
        let folder = layer(GB18030, 0x4d, None);
        let progress = Progress { report: &|_, _| true, last: Slot::new(0) };
        let table = read_dbf(&folder.path().join("river.dbf"), &ReadOptions::default(), &progress).unwrap();
        check_readable(&table, "GBK");
        assert!(table.rows.iter().all(|row| row.geometry.is_none()));
    }

    #[test]
    fn attributes_never_shift() {
        let folder = layer(GB18030, 0x4d, None);
        // One row less: the header says two, the last 21 bytes and the end mark go.
        edit(&folder, "river.dbf", |bytes| {
            bytes[4] = 2;
            bytes.truncate(bytes.len() - 22);
        });
        let fewer = read_in(&folder, "river.shp");
        let texts: Vec<String> = fewer.rows.iter().map(|row| row.cells[0].to_text()).collect();
        assert_eq!(texts, ["滹沱河", "牧马河", ""]);
        assert!(fewer.warnings.contains(&ReadWarning::UnevenRows { shapes: 3, rows: 2 }));

        let folder = layer(GB18030, 0x4d, None);
        edit(&folder, "river.shx", |bytes| bytes.truncate(bytes.len() - 8));
        let more = read_in(&folder, "river.shp");
        assert_eq!((more.rows.len(), more.skipped.len(), more.skipped[0].number), (2, 1, 3));
    }

    #[test]
    fn a_broken_or_deleted_record_costs_one_row() {
        let folder = layer(GB18030, 0x4d, None);
        edit(&folder, "river.shp", |bytes| bytes[HEADER + 8] = 77);
        edit(&folder, "river.dbf", |bytes| {
            let second = bytes.len() - 1 - 2 * 21;
            bytes[second] = b'*';
        });

        let table = read_in(&folder, "river.shp");

        assert_eq!((table.rows.len(), table.rows[0].number), (1, 3));
        let unknown = SkipReason::Shape(ShapeFault::UnknownKind);
        assert_eq!(table.skipped[0], Skipped { number: 1, reason: unknown });
        assert_eq!(table.skipped[1].reason, SkipReason::Deleted);
    }

    #[test]
    fn an_index_that_points_astray_is_not_followed() {
        let folder = layer(GB18030, 0x4d, None);
        edit(&folder, "river.shx", |bytes| bytes[HEADER + 11] += 3);
        let table = read_in(&folder, "river.shp");
        assert_eq!((table.rows.len(), table.skipped.len()), (3, 0));
        assert!(table.warnings.contains(&ReadWarning::BadIndex));
    }

    #[test]
    fn a_record_longer_than_the_file_keeps_the_others() {
        let folder = layer(GB18030, 0x4d, None);
        fs::remove_file(folder.path().join("river.shx")).unwrap();
        edit(&folder, "river.shp", |bytes| bytes.truncate(bytes.len() - 4));
        let table = read_in(&folder, "river.shp");
        assert_eq!((table.rows.len(), table.skipped.len(), table.skipped[0].number), (2, 1, 3));

        // The length of the second: the third is found all the same.
        edit(&folder, "river.shp", |bytes| bytes[HEADER + 32] = 0x7f);
        let table = read_in(&folder, "river.shp");
        assert_eq!((table.rows.len(), table.skipped.len()), (2, 1));
        assert!(table.warnings.contains(&ReadWarning::BadRecordLength), "{:?}", table.warnings);
    }

    #[test]
    fn a_file_cut_off_anywhere_is_read_or_refused() {
        let folder = layer(GB18030, 0x4d, None);
        let whole = fs::read(folder.path().join("river.shp")).unwrap();
        for length in 0..whole.len() {
            edit(&folder, "river.shp", |bytes| *bytes = whole[..length].to_vec());
            let progress = Progress { report: &|_, _| true, last: Slot::new(0) };
            let read = read(&folder.path().join("river.shp"), &ReadOptions::default(), &progress);
            assert_eq!(read.is_ok(), length >= HEADER, "{length} bytes");
        }
    }
}
