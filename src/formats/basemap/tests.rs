use std::{
    fs,
    path::{Path, PathBuf},
};

use super::*;
use crate::domain::basemap::{Ground, Road, Waterway};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/basemap").join(name)
}

fn tiff(name: &str) -> GeoTiff {
    match open(&fixture(name)).unwrap() {
        Opened::Tiff(tiff) => tiff,
        other => panic!("{other:?}"),
    }
}

/// The colour of a pixel of the finest level.
fn pixel(tiff: &GeoTiff, column: u32, row: u32) -> [u8; 4] {
    let level = tiff.levels.last().unwrap();
    let (width, height) = level.tile_px;
    let tile = level.tile(column / width, row / height).unwrap().unwrap();
    assert_eq!((tile.width, tile.height), (width, height));
    let at = ((row % height) * width + column % width) as usize * 4;
    tile.rgba[at..at + 4].try_into().unwrap()
}

#[track_caller]
fn check_near(found: [u8; 4], expected: [u8; 4], most: u8) {
    let near = found.iter().zip(expected).all(|(a, b)| a.abs_diff(b) <= most);
    assert!(near, "{found:?} is not {expected:?}");
}

#[track_caller]
fn check_affine(found: [f64; 6], expected: [f64; 6]) {
    let same = found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9);
    assert!(same, "{found:?} is not {expected:?}");
}

/// The mark, a pixel of the ground, and the last one.
#[track_caller]
fn check_colors(name: &str, most: u8) {
    let tiff = tiff(name);
    check_affine(tiff.place.affine, [20.0, 0.0, 650_000.0, 0.0, -20.0, 4_251_600.0]);
    assert_eq!(tiff.place.crs.epsg(), Some(4546));
    check_near(pixel(&tiff, 202, 102), [255, 0, 0, 255], 3 * most);
    check_near(pixel(&tiff, 180, 60), [100, 90, 120, 255], most);
    check_near(pixel(&tiff, 299, 239), [139, 179, 120, 255], most);
}

#[test]
fn colours_come_out_of_tiles_strips_planes_and_jpeg() {
    check_colors("cog.tif", 0);
    check_colors("planar.tif", 0);
    check_colors("jpeg.tif", 20);
}

#[test]
fn overviews_are_levels() {
    let tiff = tiff("cog.tif");

    let sizes: Vec<_> = tiff.levels.iter().map(|level| (level.width_px, level.height_px)).collect();
    assert_eq!(sizes, [(75, 60), (150, 120), (300, 240)]);
    assert!(tiff.levels[0].tile(1, 0).unwrap().is_some());
    assert!(tiff.levels[0].tile(2, 0).unwrap().is_none());
}

#[test]
fn a_mask_hides_pixels() {
    let tiff = tiff("mask.tif");

    assert_eq!(pixel(&tiff, 100, 60)[3], 0);
    assert_eq!(pixel(&tiff, 180, 60)[3], 255);
}

#[test]
fn sixteen_bits_are_spread_from_dark_to_light_and_nodata_is_clear() {
    let tiff = tiff("grey16.tif");

    let shade = |column| pixel(&tiff, column, 100);
    assert_eq!(shade(5), [0; 4]);
    assert!(shade(12)[0] < 8 && shade(298)[0] > 247, "{:?} {:?}", shade(12), shade(298));
    check_near(shade(155), [127, 127, 127, 255], 4);
}

#[test]
fn palettes_are_looked_up() {
    let tiff = tiff("palette.tif");

    assert_eq!(pixel(&tiff, 202, 102), [200, 30, 30, 255]);
    assert_eq!(pixel(&tiff, 280, 102), [30, 90, 200, 255]);
    assert_eq!(pixel(&tiff, 10, 10), [255, 255, 255, 255]);
}

#[test]
fn a_position_of_the_middle_of_a_pixel_is_understood() {
    let tiff = tiff("point.tif");

    assert_eq!(tiff.place.crs.epsg(), Some(4490));
    check_affine(tiff.place.affine, [0.25, 0.0, 112.0, 0.0, -0.25, 39.0]);
}

#[track_caller]
fn check_whole(name: &str, most: u8) {
    let Opened::Image(image) = open(&fixture(name)).unwrap() else { panic!("{name} is no picture") };
    check_affine(image.place.affine, [20.0, 0.0, 650_000.0, 0.0, -20.0, 4_251_600.0]);
    assert_eq!(image.place.crs.epsg(), Some(4546));
    let at = (60 * 300 + 180) * 4;
    check_near(image.raster.rgba[at..at + 4].try_into().unwrap(), [100, 90, 120, 255], most);
}

#[test]
fn pictures_lie_where_their_world_file_says() {
    check_whole("map.png", 0);
    check_whole("map.jpg", 20);
}

#[track_caller]
fn check_refused_picture(keep: &[&str], expected: &str) {
    let folder = tempfile::tempdir().unwrap();
    for name in keep {
        fs::copy(fixture(name), folder.path().join(name)).unwrap();
    }

    let error = open(&folder.path().join("map.png")).unwrap_err();

    assert!(error.reason.to_string().contains(expected), "{}", error.reason);
    assert!(error.to_string().contains("map.png"));
}

#[test]
fn a_picture_without_a_position_or_a_coordinate_system_is_refused() {
    check_refused_picture(&["map.png", "map.prj"], "no world file");
    check_refused_picture(&["map.png", "map.pgw"], ".prj");
}

#[track_caller]
fn check_raster(info: &TileInfo, tile: impl Fn(u8, u32, u32) -> Option<Vec<u8>>) {
    assert_eq!((info.name.as_str(), info.zooms), ("Raster fixture", (12, 13)));
    assert_eq!(info.content, TileContent::Raster { side_px: 256 });
    let [west, south, east, north] = info.bounds.unwrap();
    assert!(west < 112.762 && 112.762 < east && south < 38.366 && 38.366 < north);
    // The mark: 112.762 52° E, 38.365 69° N.
    let raster = decode_raster(&tile(13, 6661, 3149).unwrap()).unwrap();
    let reds = raster.rgba.chunks_exact(4).filter(|it| it[0] > 200 && it[1] < 60).count();
    assert!((9..60).contains(&reds), "{reds}");
    assert!(tile(13, 6661, 3140).is_none() && tile(5, 0, 0).is_none() && tile(13, 9000, 3149).is_none());
}

#[test]
fn mbtiles_count_their_rows_from_the_south_and_pmtiles_along_a_curve() {
    let Opened::MbTiles(mbtiles) = open(&fixture("raster.mbtiles")).unwrap() else { panic!() };
    let Opened::PmTiles(pmtiles) = open(&fixture("raster.pmtiles")).unwrap() else { panic!() };

    check_raster(mbtiles.info(), |zoom, column, row| mbtiles.tile(zoom, column, row).unwrap());
    check_raster(pmtiles.info(), |zoom, column, row| pmtiles.tile(zoom, column, row).unwrap());
    for (zoom, columns, rows) in [(12_u8, 3329..3333, 1573..1577), (13, 6659..6664, 3147..3152)] {
        for column in columns {
            for row in rows.clone() {
                assert_eq!(
                    mbtiles.tile(zoom, column, row).unwrap(),
                    pmtiles.tile(zoom, column, row).unwrap(),
                    "{zoom}/{column}/{row}"
                );
            }
        }
    }
}

#[test]
fn tiles_along_the_curve_have_the_numbers_of_the_specification() {
    // From the table in the specification of PMTiles 3.
    for (zoom, column, row, id) in [
        (0, 0, 0, 0),
        (1, 0, 0, 1),
        (1, 0, 1, 2),
        (1, 1, 1, 3),
        (1, 1, 0, 4),
        (2, 0, 0, 5),
        (12, 3423, 1763, 19_078_479),
    ] {
        assert_eq!(pmtiles::tile_id(zoom, column, row), Some(id), "{zoom}/{column}/{row}");
    }
    assert_eq!(pmtiles::tile_id(3, 8, 0), None);
    assert_eq!(pmtiles::tile_id(200, 0, 0), None);
}

#[test]
fn vector_tiles_become_what_the_plain_style_shows() {
    let Opened::MbTiles(mbtiles) = open(&fixture("vector.mbtiles")).unwrap() else { panic!() };
    let Opened::PmTiles(pmtiles) = open(&fixture("vector.pmtiles")).unwrap() else { panic!() };
    assert_eq!(mbtiles.info().content, TileContent::Vector);
    assert_eq!(pmtiles.info().content, TileContent::Vector);

    let tile = mbtiles.tile(10, 832, 1023 - 630).unwrap().unwrap();
    assert_eq!(pmtiles.tile(10, 832, 1023 - 630).unwrap().unwrap(), tile);
    let mut found: Vec<Ground> = decode_vector(&tile).unwrap().iter().map(|it| it.ground).collect();

    found.sort_unstable();
    found.dedup();
    assert_eq!(
        found,
        [
            Ground::Built,
            Ground::Water,
            Ground::Waterway(Waterway::River),
            Ground::Road(Road::Minor),
            Ground::Road(Road::Motorway)
        ]
    );
}

/// Opens a file and reads some of it; whatever comes of it, nothing may panic.
fn try_everything(path: &Path) {
    let places = [(8, 207, 98), (10, 832, 393), (12, 3330, 1574), (13, 6661, 3149)];
    match open(path) {
        Ok(Opened::MbTiles(tiles)) => {
            for (zoom, column, row) in places {
                try_tile(tiles.tile(zoom, column, row));
            }
        }
        Ok(Opened::PmTiles(tiles)) => {
            for (zoom, column, row) in places {
                try_tile(tiles.tile(zoom, column, row));
            }
        }
        Ok(Opened::Tiff(tiff)) => {
            for level in &tiff.levels {
                drop(level.tile(0, 0));
                drop(level.tile(1, 1));
            }
        }
        Ok(Opened::Image(_)) | Err(_) => {}
    }
}

fn try_tile(tile: Result<Option<Vec<u8>>, Reason>) {
    if let Ok(Some(bytes)) = tile {
        drop(decode_raster(&bytes));
        drop(decode_vector(&bytes));
    }
}

#[test]
fn files_that_are_cut_off_or_changed_are_refused_or_read_but_never_a_panic() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "cog.tif",
        "planar.tif",
        "jpeg.tif",
        "mask.tif",
        "grey16.tif",
        "palette.tif",
        "raster.mbtiles",
        "raster.pmtiles",
        "vector.mbtiles",
        "vector.pmtiles",
        "map.png",
        "map.jpg",
    ] {
        let whole = fs::read(fixture(name)).unwrap();
        for sidecar in ["map.pgw", "map.jgw", "map.prj"] {
            fs::copy(fixture(sidecar), folder.path().join(sidecar)).unwrap();
        }
        let path = folder.path().join(name);
        for part in 0..12 {
            fs::write(&path, &whole[..whole.len() * part / 12]).unwrap();
            try_everything(&path);
        }
        // A number of a generator decides what is changed: the same in every run.
        let mut number = 0x2545_F491_4F6C_DD1D_u64;
        for _ in 0..60 {
            let mut changed = whole.clone();
            for _ in 0..3 {
                number ^= number << 13;
                number ^= number >> 7;
                number ^= number << 17;
                // Headers more often than the rest.
                let room = if number & 1 == 0 { whole.len().min(512) } else { whole.len() };
                changed[(number >> 8) as usize % room] = (number >> 1) as u8;
            }
            fs::write(&path, &changed).unwrap();
            try_everything(&path);
        }
    }
}

/// The file after `change`, which must be refused with this.
#[track_caller]
fn check_hostile(name: &str, change: impl Fn(&mut Vec<u8>), expected: &str) {
    let folder = tempfile::tempdir().unwrap();
    let mut bytes = fs::read(fixture(name)).unwrap();
    change(&mut bytes);
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();

    let error = open(&path).unwrap_err();

    assert!(error.reason.to_string().contains(expected), "{}", error.reason);
}

fn put(bytes: &mut [u8], at: usize, value: u64) {
    bytes[at..at + 8].copy_from_slice(&value.to_le_bytes());
}

#[test]
fn pmtiles_beyond_the_limits_or_of_other_kinds_are_refused() {
    let name = "raster.pmtiles";
    check_hostile(name, |it| it[7] = 2, "version 2");
    check_hostile(name, |it| it[97] = 3, "Brotli");
    check_hostile(name, |it| it[98] = 4, "Zstandard");
    check_hostile(name, |it| it[99] = 5, "AVIF");
    check_hostile(name, |it| it[101] = limits::ZOOM_MAX + 1, "steps of zoom");
    check_hostile(name, |it| it[100] = 20, "header");
    check_hostile(name, |it| put(it, 16, limits::DIRECTORY_BYTES_MAX as u64 + 1), "bytes in a list of tiles");
    // As long as is allowed, but longer than the file.
    check_hostile(name, |it| put(it, 16, limits::DIRECTORY_BYTES_MAX as u64), "list of tiles can't be read");
    check_hostile(name, |it| put(it, 8, u64::MAX - 3), "list of tiles can't be read");
    check_hostile(name, |it| it.truncate(100), "header");
}

#[test]
fn a_list_of_more_tiles_than_bytes_is_refused() {
    let many = |count: u64| {
        move |it: &mut Vec<u8>| {
            let mut list = Vec::new();
            let mut rest = count;
            while rest >= 0x80 {
                list.push(rest as u8 | 0x80);
                rest >>= 7;
            }
            list.push(rest as u8);
            let end = it.len() as u64;
            put(it, 8, end);
            put(it, 16, list.len() as u64);
            it.extend(list);
        }
    };
    let limit = limits::DIRECTORY_ENTRIES_MAX as u64;
    check_hostile("raster.pmtiles", many(limit + 1), "entries in a list");
    check_hostile("raster.pmtiles", many(limit), "list of tiles can't be read");
    check_hostile("raster.pmtiles", many(u64::MAX), "entries in a list");
}

#[test]
fn a_packed_tile_that_grows_beyond_the_limit_is_refused() {
    let packed = |length: usize| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::copy(&mut std::io::repeat(0).take(length as u64), &mut encoder).unwrap();
        encoder.finish().unwrap()
    };

    assert!(unpacked(packed(1000), 1000, Quantity::TileBytes).is_ok());
    let refused = unpacked(packed(1001), 1000, Quantity::TileBytes);
    assert!(matches!(refused, Err(Reason::TooLarge { limit: 1000, .. })));
}

fn mbtiles(statements: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.mbtiles");
    let database = rusqlite::Connection::open(&path).unwrap();
    database.execute_batch(statements).unwrap();
    (folder, path)
}

const TABLE: &str = "CREATE TABLE tiles (zoom_level, tile_column, tile_row, tile_data);
    CREATE TABLE metadata (name, value); INSERT INTO metadata VALUES ('format', 'pbf');";

#[track_caller]
fn check_database(statements: &str, expected: &str) {
    let (_folder, path) = mbtiles(statements);

    let found = match open(&path) {
        Ok(_) => "fine".to_owned(),
        Err(error) => format!("{} {:?}", error.reason, error.reason),
    };

    assert!(found.contains(expected), "{found}");
}

#[test]
fn databases_beyond_the_limits_or_without_tiles_are_refused() {
    check_database("CREATE TABLE a (b)", "no tiles");
    check_database(TABLE, "no tiles");
    check_database("CREATE VIEW tiles AS SELECT 1 AS zoom_level", "no tiles");
    let row = |zoom: u32, data: &str| format!("{TABLE} INSERT INTO tiles VALUES ({zoom}, 0, 0, {data})");
    check_database(&row(24, "x'00'"), "fine");
    check_database(&row(25, "x'00'"), "steps of zoom");
    check_database(&row(3, &format!("zeroblob({})", limits::TILE_BYTES_MAX - 64)), "fine");
    check_database(&row(3, &format!("zeroblob({})", limits::TILE_BYTES_MAX + 1)), "oo big");
    check_database(&row(3, "'text'"), "damaged");
    check_database(
        "CREATE TABLE tiles (zoom_level, tile_column, tile_row, tile_data); INSERT INTO tiles VALUES (1, 0, 0, x'0102')",
        "01 02",
    );
}

#[test]
fn tiles_that_are_kept_once_and_shown_by_a_view_are_read() {
    let png = decode_free_png();
    let (_folder, path) = mbtiles(&format!(
        "CREATE TABLE map (zoom_level, tile_column, tile_row, tile_id); CREATE TABLE images (tile_id, tile_data);
         CREATE VIEW tiles AS SELECT * FROM map JOIN images USING (tile_id);
         INSERT INTO map VALUES (2, 1, 3, 'a'); INSERT INTO images VALUES ('a', x'{png}')"
    ));

    let Opened::MbTiles(tiles) = open(&path).unwrap() else { panic!() };

    assert!(tiles.tile(2, 1, 0).unwrap().is_some() && tiles.tile(2, 1, 3).unwrap().is_none());
}

/// A PNG in hexadecimal digits.
fn decode_free_png() -> String {
    let mut png = Vec::new();
    ::image::RgbaImage::new(4, 4)
        .write_to(&mut std::io::Cursor::new(&mut png), ::image::ImageFormat::Png)
        .unwrap();
    let digits: Vec<String> = png.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

#[test]
fn a_picture_that_claims_too_many_pixels_is_refused_before_it_is_read() {
    let side = |width: u32, height: u32| {
        move |it: &mut Vec<u8>| {
            it[16..20].copy_from_slice(&width.to_be_bytes());
            it[20..24].copy_from_slice(&height.to_be_bytes());
            // The checksum of the header.
            let mut crc = flate2::Crc::new();
            crc.update(&it[12..29]);
            it[29..33].copy_from_slice(&crc.sum().to_be_bytes());
        }
    };
    let folder = tempfile::tempdir().unwrap();
    for name in ["map.pgw", "map.prj"] {
        fs::copy(fixture(name), folder.path().join(name)).unwrap();
    }
    let open_with = |width, height| {
        let mut bytes = fs::read(fixture("map.png")).unwrap();
        side(width, height)(&mut bytes);
        let path = folder.path().join("map.png");
        fs::write(&path, bytes).unwrap();
        open(&path).unwrap_err().reason.to_string()
    };

    assert!(open_with(8192, 4097).contains("pixels in a PNG"), "{}", open_with(8192, 4097));
    assert!(!open_with(8192, 4096).contains("pixels in a PNG"));
    let mut tile = fs::read(fixture("map.png")).unwrap();
    side(limits::TILE_SIDE_MAX_PX + 1, 1)(&mut tile);
    assert!(matches!(decode_raster(&tile), Err(Reason::TooLarge { what: Quantity::TileSide, .. })));
}

/// A vector tile with one feature of these numbers as its geometry.
fn vector_tile(geometry: &[u8]) -> Vec<u8> {
    fn field(number: u8, bytes: &[u8]) -> Vec<u8> {
        let mut field = vec![number << 3 | 2];
        let mut length = bytes.len();
        while length >= 0x80 {
            field.push(length as u8 | 0x80);
            length >>= 7;
        }
        field.push(length as u8);
        field.extend_from_slice(bytes);
        field
    }
    let feature = [vec![3 << 3, 2], field(4, geometry)].concat();
    field(3, &[field(1, b"waterway"), field(2, &feature)].concat())
}

#[test]
fn vector_tiles_that_contradict_themselves_are_refused() {
    // Move to (1, 1), then a line to (3, 3).
    assert_eq!(decode_vector(&vector_tile(&[9, 2, 2, 10, 4, 4])).unwrap().len(), 1);
    // A line of 2²⁸ points of which none is there.
    assert!(decode_vector(&vector_tile(&[9, 2, 2, 0x82, 0x80, 0x80, 0x80, 0x10])).is_err());
    // A command that does not exist.
    assert!(decode_vector(&vector_tile(&[11, 2, 2])).is_err());
    // A point a million tiles away.
    assert!(decode_vector(&vector_tile(&[9, 0xfe, 0xff, 0xff, 0xff, 0x0f, 2])).is_err());
    assert!(decode_vector(&[0x1a, 0x7f]).is_err());
}

#[test]
fn a_vector_tile_of_too_many_points_is_refused() {
    let line = |points: usize| {
        let mut geometry = vec![9, 2, 2];
        let mut command = ((points - 1) << 3 | 2) as u64;
        while command >= 0x80 {
            geometry.push(command as u8 | 0x80);
            command >>= 7;
        }
        geometry.push(command as u8);
        geometry.extend(std::iter::repeat_n(0, 2 * (points - 1)));
        decode_vector(&vector_tile(&geometry))
    };

    assert!(line(limits::POINTS_MAX).is_ok());
    assert!(matches!(line(limits::POINTS_MAX + 1), Err(Reason::TooLarge { what: Quantity::Points, .. })));
}

#[test]
fn what_is_no_basemap_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.tif");
    fs::write(&path, "no picture").unwrap();

    assert!(matches!(open(&path).unwrap_err().reason, Reason::Unknown));
    assert!(matches!(open(&folder.path().join("b.tif")).unwrap_err().reason, Reason::Io(_)));
}

#[test]
fn the_text_of_a_maker_loses_its_markup() {
    assert_eq!(
        plain_text("<a href='x'>&copy; OpenStreetMap</a>\n contributors"),
        "© OpenStreetMap contributors"
    );
}
