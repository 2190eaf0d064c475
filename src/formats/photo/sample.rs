//! Photos for tests, as cameras write them: with every kind of metadata, in either order of bytes, lying and standing.

use image::{
    ExtendedColorType, ImageEncoder as _, RgbImage, codecs::jpeg::JpegEncoder, metadata::Orientation,
};

/// What a test photo says.
pub(crate) struct Sample {
    /// 1 to 8.
    pub(crate) orientation: u8,
    /// The order of the bytes of numbers: the highest first?
    pub(crate) big: bool,
    /// `2026:11:20 09:12:33`
    pub(crate) taken: String,
    /// Longitude and latitude in degrees.
    pub(crate) place: (f64, f64),
}

/// The four corners as they are seen: red, green / blue, white.
pub(crate) const CORNERS: [[u8; 3]; 4] = [[220, 20, 20], [20, 200, 20], [20, 20, 220], [240, 240, 240]];

/// Where the corners are, in a picture of this size.
pub(crate) fn corners(width: u32, height: u32) -> [(u32, u32); 4] {
    let (right, bottom) = (width - 5, height - 5);
    [(4, 4), (right, 4), (4, bottom), (right, bottom)]
}

/// A picture of 48 × 32 with coloured quarters, upright.
fn upright() -> RgbImage {
    RgbImage::from_fn(48, 32, |x, y| {
        let [top_left, top_right, bottom_left, bottom_right] = CORNERS;
        image::Rgb(match (x < 24, y < 16) {
            (true, true) => top_left,
            (false, true) => top_right,
            (true, false) => bottom_left,
            (false, false) => bottom_right,
        })
    })
}

/// The file.
pub(crate) fn jpeg(sample: &Sample) -> Vec<u8> {
    // The camera stores it turned, so that turning it as its orientation says makes it upright: by the opposite.
    let stored = match sample.orientation {
        6 => 8,
        8 => 6,
        same => same,
    };
    let mut pixels = image::DynamicImage::from(upright());
    pixels.apply_orientation(Orientation::from_exif(stored).unwrap());
    let (width, height) = (pixels.width(), pixels.height());
    let mut plain = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut plain, 95);
    encoder.write_image(pixels.as_bytes(), width, height, ExtendedColorType::Rgb8).unwrap();

    let mut exif = b"Exif\0\0".to_vec();
    exif.extend(tiff(sample, &plain));
    let xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><exif:GPSLatitude>38</exif:GPSLatitude></x:xmpmeta>";
    let mut file = vec![0xff, 0xd8];
    for (marker, body) in [(0xe1, &exif[..]), (0xe1, &xmp[..]), (0xfe, b"a comment of the camera")] {
        file.extend([0xff, marker]);
        file.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
        file.extend(body);
    }
    file.extend(&plain[2..]);
    file
}

/// EXIF as a TIFF file, with maker notes and a thumbnail.
pub(crate) fn tiff(sample: &Sample, thumbnail: &[u8]) -> Vec<u8> {
    let mut out = Writer { bytes: Vec::new(), big: sample.big };
    out.bytes.extend(if sample.big { *b"MM" } else { *b"II" });
    out.u16(42);
    out.u32(8);
    let dms = |degrees: f64| {
        let seconds = (degrees.abs() * 3_600_000.0).round() as u32;
        [(seconds / 3_600_000, 1), (seconds / 60_000 % 60, 1), (seconds % 60_000, 1000)]
    };
    let text = |text: &str| Field::Text(format!("{text}\0"));
    let side = |negative: bool, minus: &str, plus: &str| text(if negative { minus } else { plus });
    let (lon, lat) = sample.place;
    let exif = vec![
        (0x9003, text(&sample.taken)),
        (0x9011, text("+08:00")),
        (0x9291, text("25")),
        (0x927C, Field::Bytes(b"MAKER NOTE with a serial number 0123456789".to_vec())),
    ];
    let gps = vec![
        (0x01, side(lat < 0.0, "S", "N")),
        (0x02, Field::Ratios(dms(lat).to_vec())),
        (0x03, side(lon < 0.0, "W", "E")),
        (0x04, Field::Ratios(dms(lon).to_vec())),
        (0x05, Field::Bytes(vec![0])),
        (0x06, Field::Ratios(vec![(7_905, 10)])),
        (0x10, text("T")),
        (0x11, Field::Ratios(vec![(2_715, 10)])),
    ];
    // Main directory: 5 fields and two pointers; its values come behind it.
    let main = vec![
        (0x010F, text("HUAWEI")),
        (0x0110, text("HUAWEI Mate 60")),
        (0x0112, Field::Short(sample.orientation.into())),
        (0x0132, text("2001:01:01 00:00:00")),
    ];
    let main_at = 8;
    let main_len = size_of_directory(&main, 2);
    let exif_at = main_at + main_len;
    let gps_at = exif_at + size_of_directory(&exif, 0);
    let thumb_at = gps_at + size_of_directory(&gps, 0);
    out.directory(main, &[(0x8769, exif_at), (0x8825, gps_at)], thumb_at);
    out.directory(exif, &[], 0);
    out.directory(gps, &[], 0);
    let picture_at = thumb_at + 2 + 2 * 12 + 4;
    out.directory(Vec::new(), &[(0x0201, picture_at), (0x0202, u32::try_from(thumbnail.len()).unwrap())], 0);
    out.bytes.extend(thumbnail);
    out.bytes
}

enum Field {
    Text(String),
    Short(u16),
    Bytes(Vec<u8>),
    Ratios(Vec<(u32, u32)>),
}

impl Field {
    fn len(&self) -> u32 {
        let len = match self {
            Self::Text(text) => text.len(),
            Self::Short(_) => 2,
            Self::Bytes(bytes) => bytes.len(),
            Self::Ratios(ratios) => ratios.len() * 8,
        };
        u32::try_from(len).unwrap()
    }
}

fn size_of_directory(fields: &[(u16, Field)], pointers: u32) -> u32 {
    let beside: u32 = fields.iter().map(|(_, it)| it.len()).filter(|len| *len > 4).sum();
    2 + (u32::try_from(fields.len()).unwrap() + pointers) * 12 + 4 + beside
}

struct Writer {
    bytes: Vec<u8>,
    big: bool,
}

impl Writer {
    fn u16(&mut self, number: u16) {
        self.bytes.extend(if self.big { number.to_be_bytes() } else { number.to_le_bytes() });
    }

    fn u32(&mut self, number: u32) {
        self.bytes.extend(if self.big { number.to_be_bytes() } else { number.to_le_bytes() });
    }

    fn directory(&mut self, fields: Vec<(u16, Field)>, pointers: &[(u16, u32)], next: u32) {
        let count = fields.len() + pointers.len();
        let mut beside_at = u32::try_from(self.bytes.len() + 2 + count * 12 + 4).unwrap();
        self.u16(u16::try_from(count).unwrap());
        let mut beside = Self { bytes: Vec::new(), big: self.big };
        for (tag, field) in fields {
            let (kind, count) = match &field {
                Field::Text(text) => (2, text.len()),
                Field::Short(_) => (3, 1),
                Field::Bytes(bytes) => (7, bytes.len()),
                Field::Ratios(ratios) => (5, ratios.len()),
            };
            let mut values = Self { bytes: Vec::new(), big: self.big };
            match &field {
                Field::Text(text) => values.bytes.extend(text.as_bytes()),
                Field::Short(number) => values.u16(*number),
                Field::Bytes(bytes) => values.bytes.extend(bytes),
                Field::Ratios(ratios) => ratios.iter().for_each(|(above, below)| {
                    values.u32(*above);
                    values.u32(*below);
                }),
            }
            self.u16(tag);
            self.u16(kind);
            self.u32(u32::try_from(count).unwrap());
            if values.bytes.len() <= 4 {
                values.bytes.resize(4, 0);
                self.bytes.extend(values.bytes);
            } else {
                self.u32(beside_at);
                beside_at += u32::try_from(values.bytes.len()).unwrap();
                beside.bytes.extend(values.bytes);
            }
        }
        for (tag, offset) in pointers {
            self.u16(*tag);
            self.u16(4);
            self.u32(1);
            self.u32(*offset);
        }
        self.u32(next);
        self.bytes.extend(beside.bytes);
    }
}
