//! Makes `sample-data/`: a fictional outfall campaign of 忻州 in 2026, as the files that an office would have.
//!
//! `cargo run --example make_sample_data [FOLDER]` writes the same bytes on every run. Nothing in it is a
//! measurement, a real border or a real company; `sample-data/README.md` says so to whoever opens the folder.

mod brush;
mod checks;
mod classes;
mod counties;
mod courses;
mod error;
mod facts;
mod ledger;
mod lettering;
mod outfalls;
mod output;
mod photos;
mod places;
mod readme;
mod rehearsal;
mod rivers;
mod rng;
mod scene;
mod sections;
mod shape;
mod shapefile_out;
mod states;
mod stories;
mod words;
mod zones;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use checks::Figures;
use error::SampleError;
use outfalls::{Outfall, World};
use rivers::{Reach, River};
use shapefile_out::{Kind, LineRecord};

fn main() -> ExitCode {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
    let folder = std::env::args_os().nth(1).map_or(default, PathBuf::from);
    match make(&folder) {
        Ok(summary) => {
            let _written = writeln!(std::io::stdout(), "{}: {summary}", folder.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _written = writeln!(std::io::stderr(), "{error}");
            let mut source = std::error::Error::source(&error);
            while let Some(cause) = source {
                let _written = writeln!(std::io::stderr(), "  because: {cause}");
                source = cause.source();
            }
            ExitCode::FAILURE
        }
    }
}

fn make(folder: &Path) -> Result<String, SampleError> {
    fs::create_dir_all(folder).map_err(SampleError::write(folder))?;
    let rivers = rivers::grow_rivers()?;
    let reaches = rivers::split_into_reaches(&rivers);
    rivers::check_network(&rivers, &reaches)?;
    write_rivers(&rivers, &reaches, &folder.join("rivers"))?;
    let areas = counties::grow_counties(&rivers)?;
    counties::write_counties(&areas, &folder.join("counties.geojson"))?;
    let sections = sections::place_sections(&rivers, &areas)?;
    sections::write_sections(&rivers, &sections, &folder.join("sections.gpkg"))?;
    let zones = zones::draw_zones(&areas)?;
    zones::write_zones(&zones, &folder.join("protection_zones.geojson"))?;
    let world = World { rivers: &rivers, areas: &areas, sections: &sections, zones: &zones };
    let mut outfalls = outfalls::make_outfalls(&world)?;
    let faults = outfalls::add_faults(&mut outfalls)?;
    checks::check_outfalls(&outfalls, &faults, &rivers, &areas, &zones)?;
    ledger::write_ledger(&outfalls, &folder.join("ledger.xlsx"))?;
    output::write_bytes(&folder.join("README.md"), readme::text(&outfalls, &faults).as_bytes())?;
    let (facts, photos) = write_facts(&outfalls, &faults, folder)?;
    let summary = summary(&rivers, &reaches, &outfalls, &faults);
    Ok(format!("{facts} facts, {photos} photos; {summary}"))
}

/// Writes `facts.json` and `photos/`; gives back how many there are of each.
fn write_facts(
    outfalls: &[Outfall],
    faults: &[String],
    folder: &Path,
) -> Result<(usize, usize), SampleError> {
    let told = stories::choose(outfalls, faults);
    let (mut facts, mut pictures) = (Vec::new(), Vec::new());
    for one in &told {
        let (more_facts, more_pictures) = facts::tell(one);
        facts.extend(more_facts);
        pictures.extend(more_pictures);
    }
    rehearsal::rehearse(outfalls, &facts, &told)?;
    let lines: Result<Vec<_>, _> = facts.iter().map(|fact| serde_json::to_string(&fact.to_json())).collect();
    let text = format!("[\n{}\n]\n", lines?.join(",\n"));
    output::write_bytes(&folder.join("facts.json"), text.as_bytes())?;
    let photos = folder.join("photos");
    fs::create_dir_all(&photos).map_err(SampleError::write(&photos))?;
    photos::clear(&photos)?;
    for picture in &pictures {
        photos::write_picture(picture, &photos)?;
    }
    Ok((facts.len(), pictures.len()))
}

fn summary(rivers: &[River], reaches: &[Reach], outfalls: &[Outfall], faults: &[String]) -> String {
    let line = |name: &str, figures: &Figures| {
        let (traced, fixed) = figures.percent();
        format!(
            "{name} base {} traced {}/{} = {traced:.1} % fixed {}/{} = {fixed:.1} %\n",
            figures.base, figures.traced, figures.to_trace, figures.fixed, figures.to_fix
        )
    };
    let mut text = format!(
        "{} rivers in {} reaches, {} outfalls; faults on purpose: {}\n",
        rivers.len(),
        reaches.len(),
        outfalls.len(),
        faults.join(", ")
    );
    for county in places::COUNTIES {
        let own = outfalls.iter().filter(|it| it.county == county.name);
        text.push_str(&line(county.name, &Figures::of(own)));
    }
    text.push_str(&line("全市", &Figures::of(outfalls.iter())));
    text
}

fn write_rivers(rivers: &[River], reaches: &[Reach], stem: &Path) -> Result<(), SampleError> {
    let columns = [
        ("河流名称", Kind::Text(40)),
        ("河流代码", Kind::Text(16)),
        ("等级", Kind::Number(2, 0)),
        ("流域", Kind::Text(10)),
        ("河段编号", Kind::Text(24)),
        ("FNODE", Kind::Number(8, 0)),
        ("TNODE", Kind::Number(8, 0)),
        ("长度km", Kind::Number(10, 3)),
        ("城市段", Kind::Text(2)),
        ("缓冲宽m", Kind::Number(6, 0)),
    ];
    let records = reaches.iter().filter_map(|reach| {
        let river = rivers.get(reach.river)?;
        Some(LineRecord {
            line: reach.line.clone(),
            cells: vec![
                river.course.name.to_owned(),
                river.code.clone(),
                river.course.order.to_string(),
                river.course.basin.to_owned(),
                format!("{}-{:03}", river.code, reach.number),
                reach.from_node.to_string(),
                reach.to_node.to_string(),
                format!("{:.3}", reach.length_km),
                if reach.urban { "是" } else { "否" }.to_owned(),
                format!("{:.0}", reach.strip_m),
            ],
        })
    });
    shapefile_out::write_lines(stem, &columns, &records.collect::<Vec<_>>())
}
