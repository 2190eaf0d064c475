//! The pictures of the sample: drawn, not taken, and labelled so inside the picture.

use std::fs;
use std::path::Path;

use geo::Coord;
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder as _};
use jiff::civil::Date;
use ttf_parser::Face;

use crate::brush::{Canvas, HEIGHT, WIDTH, paint};
use crate::error::{SampleError, ensure};
use crate::lettering;
use crate::output::write_bytes;
use crate::rng::Rng;
use crate::scene::{self, BOARD, Scene};

/// What a picture shows.
pub(crate) enum Subject {
    /// The mouth from across the water.
    Mouth(Scene),
    /// An opened manhole with dye.
    Manhole,
}

/// One picture to be drawn.
pub(crate) struct Picture {
    /// The file in `photos/`.
    pub(crate) file_name: String,
    /// The outfall's code.
    pub(crate) code: String,
    /// What the strip says beside the code.
    pub(crate) caption: &'static str,
    pub(crate) on: Date,
    pub(crate) subject: Subject,
    /// Where the camera stood.
    pub(crate) place: Coord<f64>,
}

/// Removes the pictures of an earlier run, and nothing else.
pub(crate) fn clear(folder: &Path) -> Result<(), SampleError> {
    for entry in fs::read_dir(folder).map_err(SampleError::write(folder))? {
        let entry = entry.map_err(SampleError::write(folder))?;
        let path = entry.path();
        let ours = entry.file_name().to_string_lossy().starts_with("XZ14");
        if ours && path.extension().is_some_and(|ending| ending == "jpg") {
            fs::remove_file(&path).map_err(SampleError::write(&path))?;
        }
    }
    Ok(())
}

/// Draws a picture and writes it; gives back its bytes.
pub(crate) fn write_picture(picture: &Picture, folder: &Path) -> Result<Vec<u8>, SampleError> {
    let face = Face::parse(lettering::FONT, 0)
        .map_err(|error| SampleError::Unsound(format!("the font of the captions: {error}")))?;
    let mut canvas =
        Canvas::new().ok_or_else(|| SampleError::Unsound("no memory for a picture".to_owned()))?;
    match &picture.subject {
        Subject::Mouth(view) => {
            scene::draw(&mut canvas, view);
            if view.signboard {
                board_text(&mut canvas, &face, &picture.code);
            }
        }
        Subject::Manhole => scene::draw_manhole(&mut canvas, &picture.code),
    }
    canvas.grain(&mut Rng::new(&format!("grain {}", picture.file_name)), 2.4);
    strip(&mut canvas, &face, picture);
    let bytes = encode(&canvas)?;
    ensure(bytes.len() <= 60_000, || format!("{} has {} bytes", picture.file_name, bytes.len()))?;
    write_bytes(&folder.join(&picture.file_name), &bytes)?;
    Ok(bytes)
}

fn board_text(canvas: &mut Canvas, face: &Face<'_>, code: &str) {
    let (x, y) = (BOARD.0.0 as f32, BOARD.0.1 as f32);
    let white = paint([255, 255, 255], 1.0);
    let pixels = &mut canvas.pixels;
    lettering::write(pixels, face, "入河排污口", (x + 26.0, y + 32.0), 22.0, &white);
    lettering::write(pixels, face, &format!("编码 {code}"), (x + 14.0, y + 56.0), 13.0, &white);
    lettering::write(pixels, face, "监督电话 12369", (x + 14.0, y + 75.0), 13.0, &white);
    lettering::write(pixels, face, "虚构示例 FICTIONAL", (x + 14.0, y + 94.0), 13.0, &white);
}

fn strip(canvas: &mut Canvas, face: &Face<'_>, picture: &Picture) {
    canvas.block((0.0, 446.0), (f64::from(WIDTH), 34.0), &paint([16, 20, 24], 0.86));
    let yellow = paint([255, 214, 64], 1.0);
    let white = paint([240, 244, 246], 1.0);
    let pixels = &mut canvas.pixels;
    let end = lettering::write(pixels, face, "虚构示例", (12.0, 470.0), 20.0, &yellow);
    let words = format!("{}  {}  {}", picture.code, picture.caption, picture.on);
    lettering::write(pixels, face, &words, (end + 16.0, 469.0), 17.0, &white);
    let place = format!("{:.5}E {:.5}N", picture.place.x, picture.place.y);
    lettering::write(pixels, face, &place, (474.0, 468.0), 14.0, &white);
}

fn encode(canvas: &Canvas) -> Result<Vec<u8>, SampleError> {
    let rgb: Vec<u8> =
        canvas.pixels.data().chunks_exact(4).flat_map(|pixel| pixel.iter().copied().take(3)).collect();
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 80).write_image(
        &rgb,
        WIDTH,
        HEIGHT,
        ExtendedColorType::Rgb8,
    )?;
    Ok(bytes)
}
