//! Pictures as PNG files.

use image::{ExtendedColorType, ImageEncoder as _, codecs::png::PngEncoder};
use tiny_skia::{Pixmap, PremultipliedColorU8};

use super::Error;

/// Where the chunk about the size of a pixel goes: behind the signature (8 bytes) and the header chunk (25 bytes).
const AFTER_HEADER: usize = 33;

/// A PNG that says how large it is on paper: `dpi` pixels to the inch.
pub fn to_png(pixmap: &Pixmap, dpi: f64) -> Result<Vec<u8>, Error> {
    let (width, height) = (pixmap.width(), pixmap.height());
    let straight = pixmap.pixels().iter().map(PremultipliedColorU8::demultiply);
    let mut file = Vec::new();
    let encoder = PngEncoder::new(&mut file);
    let written = if pixmap.pixels().iter().all(PremultipliedColorU8::is_opaque) {
        let bytes: Vec<u8> = straight.flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
        encoder.write_image(&bytes, width, height, ExtendedColorType::Rgb8)
    } else {
        let bytes: Vec<u8> =
            straight.flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()]).collect();
        encoder.write_image(&bytes, width, height, ExtendedColorType::Rgba8)
    };
    written.map_err(Error::Png)?;

    let rest = file.split_off(AFTER_HEADER.min(file.len()));
    file.extend(pixel_size_chunk(dpi));
    file.extend(rest);
    Ok(file)
}

/// The chunk `pHYs` of the PNG specification: pixels per metre in both directions.
fn pixel_size_chunk(dpi: f64) -> Vec<u8> {
    let per_metre = (dpi / 0.0254).round().clamp(1.0, f64::from(u32::MAX)) as u32;
    let mut body = b"pHYs".to_vec();
    body.extend(per_metre.to_be_bytes());
    body.extend(per_metre.to_be_bytes());
    body.push(1);
    let mut chunk = 9_u32.to_be_bytes().to_vec();
    let checksum = crc32(&body);
    chunk.extend(body);
    chunk.extend(checksum.to_be_bytes());
    chunk
}

/// The checksum of PNG chunks (ISO 3309).
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _: u8| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn a_picture_comes_back_from_its_file() {
        let mut pixmap = Pixmap::new(3, 2).unwrap();
        pixmap.fill(tiny_skia::Color::from_rgba8(10, 200, 30, 255));

        let file = to_png(&pixmap, 300.0).unwrap();

        assert_eq!(Pixmap::decode_png(&file).unwrap(), pixmap);
        // 300 dpi are 11811 pixels per metre.
        assert!(file.windows(8).any(|bytes| bytes == [b'p', b'H', b'Y', b's', 0, 0, 0x2E, 0x23]));
    }
}
