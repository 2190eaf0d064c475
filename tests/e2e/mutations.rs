//! Damaged files of every format, thousands of them from a fixed seed: each is read or refused, none ends the program.
//!
//! `PAIKOU_MUTATIONS` sets how many of each format; the figures are printed with `--nocapture`.

use std::{
    fs,
    io::{Cursor, Read as _, Write as _},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use paikou::formats::{self, Fate, ReadOptions, Reading, Reason};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::support::sample;

/// How many of each format without a word from outside; files of a format that takes long come in smaller numbers.
const MUTATIONS: u64 = 1_500;

/// Numbers without end from a seed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

/// Damages the bytes in one to four places, half of them within the first kilobyte.
fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
    const INTERESTING: [u64; 12] = [
        0,
        1,
        0x7f,
        0x80,
        0xff,
        0x7fff,
        0xffff,
        0x7fff_ffff,
        0x8000_0000,
        0xffff_ffff,
        0x7ff8_0000_0000_0000,
        0x7fe1_ccf3_85eb_c8a0,
    ];
    for _ in 0..=random.below(4) {
        if bytes.is_empty() {
            return;
        }
        let reach = if random.next().is_multiple_of(2) { bytes.len().min(1024) } else { bytes.len() };
        let at = random.below(reach);
        match random.below(7) {
            0 => bytes[at] ^= 1 << random.below(8),
            1 => bytes[at] = random.next() as u8,
            2 | 3 => {
                let number = INTERESTING[random.below(INTERESTING.len())];
                let width = [1, 2, 4, 8][random.below(4)];
                let little = random.next().is_multiple_of(2);
                let all = if little { number.to_le_bytes() } else { number.to_be_bytes() };
                let part = if little { &all[..width] } else { &all[8 - width..] };
                let end = (at + width).min(bytes.len());
                bytes[at..end].copy_from_slice(&part[..end - at]);
            }
            4 => bytes.truncate(at),
            5 => {
                let block: Vec<u8> = bytes[at..(at + random.below(64)).min(bytes.len())].to_vec();
                let to = random.below(bytes.len());
                bytes.splice(to..to, block);
            }
            _ => {
                let end = (at + random.below(64)).min(bytes.len());
                bytes.drain(at..end);
            }
        }
    }
}

/// What became of the files of one format.
#[derive(Default)]
struct Outcome {
    read: u64,
    refused: u64,
    slowest: Duration,
    panics: Vec<String>,
}

fn try_one(path: &Path, number: u64, outcome: &mut Outcome) {
    let began = Instant::now();
    let read = catch_unwind(AssertUnwindSafe(|| formats::read(path, &ReadOptions::default(), &|_, _| true)));
    outcome.slowest = outcome.slowest.max(began.elapsed());
    match read {
        Ok(Ok(tables)) => {
            outcome.read += 1;
            for table in tables {
                assert!(table.rows.iter().all(|row| row.cells.len() == table.columns.len()), "{number}");
            }
        }
        Ok(Err(_)) => outcome.refused += 1,
        Err(panic) => {
            let words = panic.downcast_ref::<String>().cloned();
            let words = words.or_else(|| panic.downcast_ref::<&str>().map(|it| (*it).to_owned()));
            outcome.panics.push(format!("{number}: {}", words.unwrap_or_default()));
        }
    }
}

/// Damages one of these files at a time, the others stay beside it.
#[track_caller]
fn check(name: &str, seeds: &[PathBuf], share: u64) {
    let asked = std::env::var("PAIKOU_MUTATIONS").ok().and_then(|it| it.parse().ok());
    let count = asked.unwrap_or(MUTATIONS / share).max(1);
    let folder = tempfile::tempdir().unwrap();
    let originals: Vec<(PathBuf, Vec<u8>)> = seeds
        .iter()
        .map(|seed| (folder.path().join(seed.file_name().unwrap()), fs::read(seed).unwrap()))
        .collect();
    for (path, bytes) in &originals {
        fs::write(path, bytes).unwrap();
    }
    let mut outcome = Outcome::default();
    let began = Instant::now();
    for number in 0..count {
        let mut random = Random(number.wrapping_mul(0x1000_0001).wrapping_add(name.len() as u64));
        let (path, original) = &originals[random.below(originals.len())];
        let mut bytes = original.clone();
        mutate(&mut bytes, &mut random);
        fs::write(path, &bytes).unwrap();
        try_one(&originals[0].0, number, &mut outcome);
        fs::write(path, original).unwrap();
    }
    let Outcome { read, refused, slowest, panics } = outcome;
    eprintln!(
        "{name}: {count} damaged files, {read} read, {refused} refused, {} panics, slowest {slowest:?}, {:?} in all",
        panics.len(),
        began.elapsed()
    );
    assert!(panics.is_empty(), "{name}: {panics:#?}");
}

/// A file of the samples with its companions.
fn shape_files() -> Vec<PathBuf> {
    ["shp", "shx", "dbf", "prj", "cpg"]
        .map(|ending| sample(&format!("rivers.{ending}")))
        .into_iter()
        .filter(|path| path.exists())
        .collect()
}

#[test]
fn damaged_shapefiles_are_read_or_refused() {
    check("shapefile", &shape_files(), 1);
}

#[test]
fn damaged_dbf_files_are_read_or_refused() {
    check("dbf", &[sample("rivers.dbf")], 1);
}

#[test]
fn damaged_geopackages_are_read_or_refused() {
    check("geopackage", &[sample("sections.gpkg")], 2);
}

#[test]
fn damaged_geojson_files_are_read_or_refused() {
    check("geojson", &[sample("protection_zones.geojson")], 1);
}

#[test]
fn damaged_csv_files_are_read_or_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.csv");
    fs::write(&path, "编码,名称,经度,纬度\nA1,\"甲,乙\",112.5,38.4\nA2,丙,112.6,38.5\n").unwrap();
    check("csv", &[path], 1);
}

/// The workbook with one of its files damaged and packed again, so that the damage is within what is read.
fn repacked(original: &[u8], random: &mut Random) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(original)).unwrap();
    let chosen = random.below(archive.len());
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if at == chosen {
            mutate(&mut bytes, random);
        }
        packed.start_file(entry.name().unwrap(), SimpleFileOptions::default()).unwrap();
        packed.write_all(&bytes).unwrap();
    }
    packed.finish().unwrap().into_inner()
}

/// The library that reads workbooks panics on some, and may take all memory: it runs in a worker, which is what counts here.
#[test]
fn damaged_workbooks_never_end_the_program_that_asked() {
    /// Each takes a process.
    const WORKBOOKS: u64 = 60;
    let asked = std::env::var("PAIKOU_MUTATIONS").ok().and_then(|it| it.parse().ok());
    let count: u64 = asked.unwrap_or(WORKBOOKS);
    let original = fs::read(sample("ledger.xlsx")).unwrap();
    let reading = Reading::Worker(env!("CARGO_BIN_EXE_paikou").into());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.xlsx");
    let (mut read, mut refused, mut died) = (0, 0, 0);
    for number in 0..count {
        let mut random = Random(number.wrapping_mul(0x1000_0001));
        let bytes = if number.is_multiple_of(4) {
            let mut bytes = original.clone();
            mutate(&mut bytes, &mut random);
            bytes
        } else {
            repacked(&original, &mut random)
        };
        fs::write(&path, &bytes).unwrap();
        match reading.read(&path, &ReadOptions::default(), &|_, _| true) {
            Ok(_) => read += 1,
            Err(error) => match error.reason {
                Reason::Worker(Fate::Crashed | Fate::Memory | Fate::Time) => died += 1,
                Reason::Worker(fate) => panic!("{number}: {fate}"),
                _ => refused += 1,
            },
        }
    }
    eprintln!("xlsx: {count} damaged files, {read} read, {refused} refused, {died} workers died");
    assert_eq!(read + refused + died, count);
}
