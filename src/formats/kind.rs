//! What a file is: by its first bytes where they say it, by its extension where they don't.

use std::{fs::File, io::Read as _, path::Path};

use super::{Error, Reason, Stage, Unsupported, dxf, shapefile, swmm};

/// A kind of file that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `.shp` with its companions.
    Shapefile,
    /// `.dbf` by itself.
    Dbf,
    /// `GeoJSON`, also one feature per line.
    GeoJson,
    /// `GeoPackage`.
    GeoPackage,
    /// Comma, semicolon or tab separated text.
    Csv,
    /// A workbook of Excel 2007 or newer.
    Xlsx,
    /// A workbook of Excel 97–2003.
    Xls,
    /// A workbook of `OpenDocument`.
    Ods,
    /// KML.
    Kml,
    /// KML, packed.
    Kmz,
    /// GPX.
    Gpx,
    /// A drawing as DXF text.
    Dxf,
    /// A model of EPA SWMM.
    Swmm,
    /// A `.zip` of other files.
    Archive,
}

/// How the files of old Office begin.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0";
/// How many bytes are looked at.
const HEAD: u64 = 4096;
/// How many bytes of the end of an archive are looked at for the list of what is in it.
const TAIL: u64 = 1 << 20;

/// Finds out what a file is, or why it can't be read.
pub(super) fn of(path: &Path) -> Result<Kind, Error> {
    let look = || -> Result<Kind, Reason> {
        let mut file = File::open(path)?;
        if file.metadata()?.is_dir() {
            return Err(Reason::NotSupported(Unsupported::Folder));
        }
        let mut head = Vec::new();
        file.by_ref().take(HEAD).read_to_end(&mut head)?;
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            return archive(&mut file);
        }
        if head.starts_with(OLE) && matches!(extension.as_str(), "xls" | "xlt" | "et" | "xlsx" | "") {
            return Ok(Kind::Xls);
        }
        by_content(&head).unwrap_or_else(|| by_extension(&extension, &head))
    };
    look().map_err(|reason| reason.at(path, Stage::Open))
}

fn by_content(head: &[u8]) -> Option<Result<Kind, Reason>> {
    const REFUSED: [(&[u8], Unsupported); 9] = [
        (OLE, Unsupported::OldOffice),
        (b"Rar!", Unsupported::Archive(".rar")),
        (b"7z\xbc\xaf\x27\x1c", Unsupported::Archive(".7z")),
        (b"\x1f\x8b", Unsupported::Archive(".gz")),
        (b"%PDF", Unsupported::Pdf),
        (b"\x89PNG", Unsupported::Picture),
        (b"\xff\xd8\xff", Unsupported::Picture),
        (b"II*\0", Unsupported::Picture),
        (b"MM\0*", Unsupported::Picture),
    ];
    if head.is_empty() {
        return Some(Err(Reason::NotSupported(Unsupported::NoBytes)));
    }
    if head.starts_with(b"SQLite format 3\0") {
        return Some(Ok(Kind::GeoPackage));
    }
    let refused = REFUSED.iter().find(|(magic, _)| head.starts_with(magic));
    refused.map(|(_, what)| Err(Reason::NotSupported(*what)))
}

fn by_extension(extension: &str, head: &[u8]) -> Result<Kind, Reason> {
    match extension {
        "shp" => return Ok(Kind::Shapefile),
        "shx" | "prj" | "cpg" | "sbn" | "sbx" | "qix" => {
            return Err(Reason::NotSupported(Unsupported::Companion));
        }
        "dbf" => return Ok(Kind::Dbf),
        "gpkg" => return Err(Reason::NotSupported(Unsupported::NoGeoPackage)),
        "xlsx" | "xlsm" => return Err(Reason::NotSupported(Unsupported::NoWorkbook)),
        "kml" => return Ok(Kind::Kml),
        "gpx" => return Ok(Kind::Gpx),
        "dxf" => return Ok(Kind::Dxf),
        "kmz" | "gml" | "dwg" | "tab" | "mif" => {
            return Err(Reason::NotSupported(Unsupported::OtherMapFormat));
        }
        _ => {}
    }
    if head.starts_with(dxf::BINARY) {
        return Err(Reason::NotSupported(Unsupported::BinaryDrawing));
    }
    let ascii = String::from_utf8_lossy(head);
    if extension == "inp" && swmm::is_model(&ascii) {
        return Ok(Kind::Swmm);
    }
    if head.starts_with(&shapefile::MAGIC) {
        return Ok(Kind::Shapefile);
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    match (extension, text.first()) {
        ("geojson" | "json" | "geojsonl" | "geojsons" | "ndjson" | "jsonl", _) | (_, Some(b'{' | 0x1e)) => {
            Ok(Kind::GeoJson)
        }
        (_, Some(b'<')) if ascii.contains("<kml") => Ok(Kind::Kml),
        (_, Some(b'<')) if ascii.contains("<gpx") => Ok(Kind::Gpx),
        (_, Some(b'<')) => Err(Reason::NotSupported(Unsupported::WebPage)),
        ("csv" | "txt" | "tsv", _) => Ok(Kind::Csv),
        // Systems export comma separated text under the names of Excel, too.
        ("xls" | "et" | "dat" | "", _) if !is_binary(head) => Ok(Kind::Csv),
        _ => Err(Reason::NotSupported(Unsupported::Unknown)),
    }
}

fn is_binary(head: &[u8]) -> bool {
    let is_utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    !is_utf16 && head.contains(&0)
}

/// Looks for tell-tale names in the list at the end of a zip archive.
fn archive(file: &mut File) -> Result<Kind, Reason> {
    use std::io::{Seek as _, SeekFrom};

    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    let mut tail = Vec::new();
    file.by_ref().take(TAIL).read_to_end(&mut tail)?;
    let holds = |name: &[u8]| tail.windows(name.len()).any(|window| window == name);
    Err(Reason::NotSupported(if holds(b"xl/workbook.xml") {
        return Ok(Kind::Xlsx);
    } else if holds(b"xl/workbook.bin") {
        Unsupported::BinaryWorkbook
    } else if holds(b"word/") {
        Unsupported::WordDocument
    } else if holds(b"ppt/") {
        Unsupported::Presentation
    } else if holds(b"content.xml") && holds(b"META-INF/manifest.xml") {
        return if is_spreadsheet(file)? {
            Ok(Kind::Ods)
        } else {
            Err(Reason::NotSupported(Unsupported::OpenDocument))
        };
    } else if holds(b"doc.kml") {
        return Ok(Kind::Kmz);
    } else {
        return Ok(Kind::Archive);
    }))
}

/// The first entry of an `OpenDocument` file says which kind it is.
fn is_spreadsheet(file: &mut File) -> Result<bool, Reason> {
    use std::io::{Seek as _, SeekFrom};

    const KIND: &[u8] = b"opendocument.spreadsheet";
    file.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    file.take(256).read_to_end(&mut head)?;
    // A packer that puts it elsewhere leaves only the attempt.
    let says = head.windows(8).any(|it| it == b"mimetype");
    Ok(!says || head.windows(KIND.len()).any(|it| it == KIND))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, content: &[u8], expected: Result<Kind, &str>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        match (of(&path), expected) {
            (Ok(kind), Ok(expected)) => assert_eq!(kind, expected, "{name}"),
            (Err(error), Err(expected)) => {
                let reason = error.reason.to_string();
                assert!(reason.contains(expected), "{name}: {reason}");
            }
            (found, expected) => panic!("{name}: {found:?} is not {expected:?}"),
        }
    }

    #[test]
    fn files_are_known_by_content_and_extension() {
        check("a.csv", b"a,b", Ok(Kind::Csv));
        check("a.xls", b"a\tb", Ok(Kind::Csv));
        check("a", b"{\"type\"", Ok(Kind::GeoJson));
        check("a.json", b"[", Ok(Kind::GeoJson));
        check("a.txt", b"\xef\xbb\xbf {\"type\"", Ok(Kind::GeoJson));
        check("a.xls", b"PK\x03\x04 xl/workbook.xml", Ok(Kind::Xlsx));
        check("a.db", b"SQLite format 3\0", Ok(Kind::GeoPackage));
        check("A.SHP", b"\x00\x00\x27\x0a", Ok(Kind::Shapefile));
        check("a.dbf", b"\x03", Ok(Kind::Dbf));
        check("a.zip", b"PK\x03\x04 a.shp", Ok(Kind::Archive));
        check("a.kmz", b"PK\x03\x04 doc.kml", Ok(Kind::Kmz));
        check("a.kml", b"<kml>", Ok(Kind::Kml));
        check("a.xml", b"<?xml version='1.0'?><gpx>", Ok(Kind::Gpx));
        check("a.dxf", b"  0\nSECTION", Ok(Kind::Dxf));
        check("a.inp", b";;\n[TITLE]\nx\n[JUNCTIONS]\n", Ok(Kind::Swmm));
        check("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", Ok(Kind::Xls));
        let book = b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet META-INF/manifest.xml content.xml";
        check("a.ods", book, Ok(Kind::Ods));
    }

    #[test]
    fn what_can_not_be_read_is_refused_with_what_it_is() {
        check(
            "a.odt",
            b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text META-INF/manifest.xml content.xml",
            Err("OpenDocument"),
        );
        check("a.xlsx", b"PK\x03\x04 word/document.xml", Err("Word"));
        check("a.csv", b"Rar!\x1a\x07", Err(".rar"));
        check("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1", Err("Excel 97"));
        check("a.xls", b"<html>", Err("web page"));
        check("a.xlsx", b"a,b", Err("no Excel workbook"));
        check("a.prj", b"GEOGCS", Err("choose the .shp"));
        check("a.dwg", b"AC1032", Err("GeoPackage"));
        check("a.kmz", b"<kml>", Err("GeoPackage"));
        check("a.csv", b"", Err("empty"));
        check("a.exe", b"MZ\0\0", Err("not known"));
    }

    #[test]
    fn a_file_that_is_not_there_is_an_error_of_the_system() {
        let error = of(Path::new("no/such.csv")).unwrap_err();
        assert!(
            matches!(error.reason, Reason::Io(_)) && error.to_string().contains("no/such.csv"),
            "{error}"
        );
    }
}
