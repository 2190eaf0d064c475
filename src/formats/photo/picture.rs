//! The pixels of a photo, the right way up, and copies of it that hold nothing but pixels.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
    error::{ImageError, LimitErrorKind},
    metadata::Orientation,
};

use super::exif;
use crate::domain::evidence::Shot;

/// The longest side and the most memory that a photo may take: the largest sensors have 12,000 pixels on a side, panoramas 30,000.
const LONGEST_SIDE: u32 = 32_000;
const MOST_BYTES: u64 = 768 << 20;

/// The quality of copies: no difference is seen at it. Our choice.
const QUALITY: u8 = 90;

/// Why a file is not shown as a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undecodable {
    /// It is no picture, or one of a kind that we can not read: HEIC, raw files.
    #[error("this kind of file can not be shown as a picture")]
    Unknown,
    /// It is too large.
    #[error("the picture is too large")]
    TooLarge,
    /// It breaks off, or is broken.
    #[error("the picture is damaged")]
    Damaged,
}

/// Pixels, the right way up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// From the left edge to the right edge.
    pub width: u32,
    /// From the top edge to the bottom edge.
    pub height: u32,
    /// Red, green, blue and opacity of each pixel, row by row.
    pub rgba: Vec<u8>,
}

/// A copy that holds nothing but pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// The file.
    pub bytes: Vec<u8>,
    /// `jpg` or `png`.
    pub ending: &'static str,
    /// Its width and height in pixels.
    pub size: (u32, u32),
}

/// What the camera wrote into the file; nothing where it wrote nothing or the file is none of a camera's.
pub fn shot(bytes: &[u8]) -> Shot {
    let Ok(mut decoder) = decoder(bytes) else { return Shot::default() };
    let chunk = decoder.exif_metadata().ok().flatten();
    chunk.map(|chunk| exif::read(&chunk).0).unwrap_or_default()
}

/// The pixels, the right way up; shrunk to fit into a square of this side where one is given.
pub fn decode(bytes: &[u8], side: Option<u32>) -> Result<Picture, Undecodable> {
    let pixels = pixels(bytes, side)?.into_rgba8();
    Ok(Picture { width: pixels.width(), height: pixels.height(), rgba: pixels.into_raw() })
}

/// A copy with the pixels the right way up and nothing else: no EXIF, XMP, thumbnail or comment. Shrunk to fit into a square of this side
/// where one is given.
pub fn clean_copy(bytes: &[u8], side: Option<u32>) -> Result<Copied, Undecodable> {
    let is_png = image::guess_format(bytes).is_ok_and(|it| it == ImageFormat::Png);
    written(pixels(bytes, side)?, is_png)
}

/// The same with something drawn over it. Pictures that are translucent are drawn over on white.
pub fn drawn_copy(bytes: &[u8], draw: impl FnOnce(Picture) -> Picture) -> Result<Copied, Undecodable> {
    let is_png = image::guess_format(bytes).is_ok_and(|it| it == ImageFormat::Png);
    let pixels = on_white(&pixels(bytes, None)?.into_rgba8());
    let opaque = DynamicImage::from(pixels).into_rgba8();
    let (width, height) = opaque.dimensions();
    let Picture { width, height, rgba } = draw(Picture { width, height, rgba: opaque.into_raw() });
    let drawn = image::RgbaImage::from_raw(width, height, rgba).ok_or(Undecodable::Damaged)?;
    written(DynamicImage::from(DynamicImage::from(drawn).into_rgb8()), is_png)
}

fn written(pixels: DynamicImage, is_png: bool) -> Result<Copied, Undecodable> {
    let size = (pixels.width(), pixels.height());
    let mut file = Vec::new();
    let (written, ending) = if is_png || pixels.color().has_alpha() {
        (DynamicImage::from(pixels.into_rgba8()).write_with_encoder(PngEncoder::new(&mut file)), "png")
    } else {
        let encoder = JpegEncoder::new_with_quality(&mut file, QUALITY);
        (DynamicImage::from(pixels.into_rgb8()).write_with_encoder(encoder), "jpg")
    };
    written.map_err(|error| reason(&error))?;
    Ok(Copied { bytes: file, ending, size })
}

/// A picture as a JPEG on white, for paper.
pub fn as_jpeg(bytes: &[u8]) -> Option<Copied> {
    let on_white = on_white(&pixels(bytes, None).ok()?.into_rgba8());
    let size = on_white.dimensions();
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    DynamicImage::from(on_white).write_with_encoder(encoder).ok()?;
    Some(Copied { bytes, ending: "jpg", size })
}

fn on_white(seen: &image::RgbaImage) -> image::RgbImage {
    image::RgbImage::from_fn(seen.width(), seen.height(), |x, y| {
        let image::Rgba([red, green, blue, opacity]) = *seen.get_pixel(x, y);
        let over = |it: u8| {
            let opacity = u32::from(opacity);
            ((u32::from(it) * opacity + 255 * (255 - opacity)) / 255) as u8
        };
        image::Rgb([over(red), over(green), over(blue)])
    })
}

fn pixels(bytes: &[u8], side: Option<u32>) -> Result<DynamicImage, Undecodable> {
    let mut decoder = decoder(bytes)?;
    let chunk = decoder.exif_metadata().ok().flatten();
    let orientation = chunk.map_or(1, |chunk| exif::read(&chunk).1);
    let mut pixels = DynamicImage::from_decoder(decoder).map_err(|error| reason(&error))?;
    if let Some(side) = side.filter(|it| pixels.width().max(pixels.height()) > *it) {
        pixels = pixels.thumbnail(side, side);
    }
    // Small pictures are turned faster than large ones.
    pixels.apply_orientation(Orientation::from_exif(orientation).unwrap_or(Orientation::NoTransforms));
    Ok(pixels)
}

fn decoder(bytes: &[u8]) -> Result<impl ImageDecoder + '_, Undecodable> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_BYTES);
    let mut reader =
        ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_io| Undecodable::Damaged)?;
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder().map_err(|error| reason(&error))?;
    let (width, height) = decoder.dimensions();
    let fits = width.max(height) <= LONGEST_SIDE && decoder.total_bytes() <= MOST_BYTES;
    if !fits || decoder.set_limits(limits).is_err() {
        return Err(Undecodable::TooLarge);
    }
    Ok(decoder)
}

fn reason(error: &ImageError) -> Undecodable {
    match error {
        ImageError::Unsupported(_) => Undecodable::Unknown,
        ImageError::Limits(limit) if !matches!(limit.kind(), LimitErrorKind::Unsupported { .. }) => {
            Undecodable::TooLarge
        }
        _ => Undecodable::Damaged,
    }
}
