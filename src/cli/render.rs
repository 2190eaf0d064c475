//! `paikou render`: the map as a picture, drawn by the same painter as the window's.

use super::{
    arguments::RenderArguments,
    output::{Done, Failure, Output},
};
use crate::{
    app::picture::{Paper, Part, PictureFormat, PictureRequest, SIDE_PX, write_picture},
    domain::settings::Theme,
};

pub(super) fn run(arguments: &RenderArguments, output: &mut Output) -> Result<Done, Failure> {
    let (dark, theme) = parse_themes(&arguments.theme)?;
    let mut request = PictureRequest {
        size: parse_size(&arguments.size, arguments.dpi)?,
        part: match &arguments.extent {
            Some(extent) => Part::Exactly(parse_extent(extent)?),
            None => Part::Everything,
        },
        dpi: arguments.dpi,
        dark,
        theme,
        lang: output.lang,
        title: arguments.title.clone(),
        ..PictureRequest::default()
    };
    PictureFormat::of(&arguments.out)?;
    let mut workspace = output.open(&arguments.project)?;
    if let Some(layers) = &arguments.layers {
        let names: Vec<&str> = layers.split([',', '，']).map(str::trim).filter(|it| !it.is_empty()).collect();
        request.choose_layers(workspace.project(), &names)?;
    }
    write_picture(&mut workspace, &request, &arguments.out)?;
    output.line(&arguments.out.display().to_string())?;
    // The process ends: to take a large project apart would cost a twentieth of it, and nothing is being written.
    std::mem::forget(workspace);
    Ok(Done::Fine)
}

/// Whether the ground is dark, and what the symbols say.
fn parse_themes(words: &[String]) -> Result<(bool, Option<Theme>), Failure> {
    let (mut dark, mut theme) = (false, None);
    for word in words {
        match (word.as_str(), Theme::parse(word)) {
            ("light", _) => dark = false,
            ("dark", _) => dark = true,
            (_, Some(found)) => theme = Some(found),
            (_, None) => {
                return Err(Failure::usage(
                    format!("没有这个专题：{word}；可用 light、dark、stage、overdue、class、zone、plain"),
                    format!(
                        "There is no such theme: {word}; there are light, dark, stage, overdue, class, zone and plain"
                    ),
                ));
            }
        }
    }
    Ok((dark, theme))
}

/// Pixels, or a sheet of paper at this resolution.
fn parse_size(text: &str, dpi: u32) -> Result<(u32, u32), Failure> {
    let pixels = || {
        let (width, height) = text.split_once(['x', 'X', '×'])?;
        Some((width.trim().parse().ok()?, height.trim().parse().ok()?))
    };
    let size = sheet(text, dpi).or_else(pixels);
    size.filter(|(width, height)| SIDE_PX.contains(width) && SIDE_PX.contains(height)).ok_or_else(|| {
        Failure::usage(
            format!("尺寸写作 1600x1200，每边 16 到 16384，或 A4、A3，竖放写作 A4竖、A3竖：{text}"),
            format!(
                "A size is written 1600x1200, each side 16 to 16384, or A4, A4-portrait, A3, A3-portrait: {text}"
            ),
        )
    })
}

fn sheet(text: &str, dpi: u32) -> Option<(u32, u32)> {
    let text = text.trim().to_ascii_lowercase();
    let upright = text.strip_suffix("-portrait").or_else(|| text.strip_suffix('竖'));
    let (name, stands) = upright.map_or((text.as_str(), false), |name| (name, true));
    let paper = match name {
        "a4" => Paper::A4,
        "a3" => Paper::A3,
        _ => return None,
    };
    Some(paper.size_px(dpi, stands))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, dpi: u32, expected: Option<(u32, u32)>) {
        assert_eq!(parse_size(text, dpi).ok(), expected, "{text}");
    }

    #[test]
    fn a_size_is_pixels_or_a_sheet_of_paper() {
        check("1600x1200", 96, Some((1600, 1200)));
        check(" 800 × 600 ", 300, Some((800, 600)));
        check("A4", 300, Some((3508, 2480)));
        check("a3-portrait", 96, Some((1123, 1587)));
        check("A4竖", 96, Some((794, 1123)));
        check("A5", 96, None);
        check("10x10", 96, None);
        check("A3", 1200, None);
    }

    #[test]
    fn an_extent_is_four_numbers_in_order() {
        assert_eq!(parse_extent("111.3,37.9,113.9,39.5").ok(), Some([111.3, 37.9, 113.9, 39.5]));
        assert!(parse_extent("113.9,37.9,111.3,39.5").is_err() && parse_extent("1,2,3").is_err());
    }
}
