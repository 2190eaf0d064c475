//! `paikou render`: the map as a picture, drawn by the same painter as the window's.

use super::{
    arguments::RenderArguments,
    output::{Done, Failure, Output},
};
use crate::app::picture::{PictureRequest, write_picture};

pub(super) fn run(arguments: &RenderArguments, output: &mut Output) -> Result<Done, Failure> {
    let request = PictureRequest {
        size: parse_size(&arguments.size)?,
        extent: arguments.extent.as_deref().map(parse_extent).transpose()?,
        dpi: arguments.dpi,
        dark: arguments.theme == "dark",
        lang: output.lang,
    };
    let mut workspace = output.open(&arguments.project)?;
    output.settle(&mut workspace)?;
    write_picture(&mut workspace, &request, &arguments.out)?;
    output.line(&arguments.out.display().to_string())?;
    Ok(Done::Fine)
}

fn parse_size(text: &str) -> Result<(u32, u32), Failure> {
    let size = text.split_once(['x', 'X', '×']).and_then(|(width, height)| {
        let (width, height) = (width.trim().parse().ok()?, height.trim().parse().ok()?);
        let fits = (16..=16_384).contains(&width) && (16..=16_384).contains(&height);
        fits.then_some((width, height))
    });
    size.ok_or_else(|| {
        Failure::usage(
            format!("尺寸写作 1600x1200，每边 16 到 16384：{text}"),
            format!("A size is written 1600x1200, each side 16 to 16384: {text}"),
        )
    })
}

fn parse_extent(text: &str) -> Result<[f64; 4], Failure> {
    let numbers: Vec<f64> = text.split(',').filter_map(|it| it.trim().parse().ok()).collect();
    match numbers[..] {
        [west, south, east, north] if west < east && south < north => Ok([west, south, east, north]),
        _ => Err(Failure::usage(
            format!("范围写作 西,南,东,北（度）：{text}"),
            format!("An extent is written west,south,east,north in degrees: {text}"),
        )),
    }
}
