//! The directories of EXIF: when, where, in which direction, with what. A small part of CIPA DC-008, read in bounds.
//!
//! Every offset and every length comes from the file and is held against the bytes that there are; a directory is read once and its
//! entries are few. What is odd is left out, and what is sound beside it is still read.

use jiff::civil::DateTime;

use crate::{
    domain::evidence::{Shot, Taken},
    formats::bytes::{Bytes, Order},
};

/// Cameras write below a hundred entries.
const MOST_ENTRIES: u16 = 1_000;

/// A name of a camera is not longer.
const LONGEST_NAME: usize = 64;

/// What the chunk says, and the orientation of the pixels (1 to 8).
pub(super) fn read(chunk: &[u8]) -> (Shot, u8) {
    let bytes = chunk.strip_prefix(b"Exif\0\0").unwrap_or(chunk);
    let Some((tiff, first)) = Tiff::open(bytes) else { return (Shot::default(), 1) };
    let main = tiff.directory(first);
    let below = |tag| main.number(tag).map(|offset| tiff.directory(offset)).unwrap_or_default();
    let (exif, gps) = (below(0x8769), below(0x8825));
    let orientation = main.number(0x0112).and_then(|it| u8::try_from(it).ok());
    let shot = Shot {
        taken: taken(&main, &exif).or_else(|| taken_by_satellite(&gps)),
        place: place(&gps),
        altitude_m: altitude(&gps),
        direction_deg: gps.ratio(0x11).filter(|it| (0.0..=360.0).contains(it)),
        magnetic: gps.text(0x10).and_then(|it| match it.as_str() {
            "M" => Some(true),
            "T" => Some(false),
            _ => None,
        }),
        camera: camera(&main),
    };
    (shot, orientation.filter(|it| (1..=8).contains(it)).unwrap_or(1))
}

/// The bytes of EXIF, which are those of a TIFF file.
struct Tiff<'a> {
    bytes: &'a [u8],
    order: Order,
}

/// An entry of a directory with the bytes of its values.
struct Entry<'a> {
    tag: u16,
    kind: u16,
    values: &'a [u8],
}

/// The entries of a directory.
#[derive(Default)]
struct Directory<'a> {
    entries: Vec<Entry<'a>>,
    order: Option<Order>,
}

impl<'a> Tiff<'a> {
    /// With the place of the first directory.
    fn open(bytes: &'a [u8]) -> Option<(Self, u32)> {
        let mut head = Bytes::new(bytes);
        let order = match head.take(2)? {
            b"II" => Order::Little,
            b"MM" => Order::Big,
            _ => return None,
        };
        let magic = head.u16(order)?;
        let first = head.u32(order)?;
        (magic == 42).then_some((Self { bytes, order }, first))
    }

    /// The directory at this place, as far as it is there.
    fn directory(&self, offset: u32) -> Directory<'a> {
        let mut directory = Directory { entries: Vec::new(), order: Some(self.order) };
        let mut bytes = Bytes::new(self.bytes.get(offset as usize..).unwrap_or_default());
        let count = bytes.u16(self.order).unwrap_or_default().min(MOST_ENTRIES);
        for _ in 0..count {
            let Some(entry) = bytes.take(12) else { break };
            directory.entries.extend(self.entry(entry));
        }
        directory
    }

    fn entry(&self, entry: &'a [u8]) -> Option<Entry<'a>> {
        let mut bytes = Bytes::new(entry);
        let (tag, kind) = (bytes.u16(self.order)?, bytes.u16(self.order)?);
        let count = bytes.u32(self.order)? as usize;
        let size = count.checked_mul(size_of_kind(kind)?)?;
        let values = if size <= 4 {
            bytes.rest().get(..size)?
        } else {
            let offset = bytes.u32(self.order)? as usize;
            self.bytes.get(offset..offset.checked_add(size)?)?
        };
        Some(Entry { tag, kind, values })
    }
}

fn size_of_kind(kind: u16) -> Option<usize> {
    match kind {
        1 | 2 | 6 | 7 => Some(1),
        3 | 8 => Some(2),
        4 | 9 | 11 => Some(4),
        5 | 10 | 12 => Some(8),
        _ => None,
    }
}

impl Directory<'_> {
    fn entry(&self, tag: u16) -> Option<&Entry<'_>> {
        self.entries.iter().find(|it| it.tag == tag)
    }

    /// The first value, where it is a whole number.
    fn number(&self, tag: u16) -> Option<u32> {
        let entry = self.entry(tag)?;
        let mut values = Bytes::new(entry.values);
        match entry.kind {
            1 | 7 => values.u8().map(u32::from),
            3 => values.u16(self.order?).map(u32::from),
            4 => values.u32(self.order?),
            _ => None,
        }
    }

    /// Text up to its end mark, without blanks around it.
    fn text(&self, tag: u16) -> Option<String> {
        let entry = self.entry(tag).filter(|it| matches!(it.kind, 2 | 7))?;
        let text = entry.values.split(|byte| *byte == 0).next()?;
        let text = String::from_utf8_lossy(text).trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    /// All values, where they are fractions.
    fn ratios(&self, tag: u16) -> Vec<f64> {
        let Some((entry, order)) = self.entry(tag).zip(self.order) else { return Vec::new() };
        if !matches!(entry.kind, 5 | 10) {
            return Vec::new();
        }
        let mut values = Bytes::new(entry.values);
        let mut ratios = Vec::new();
        while let (Some(above), Some(below)) = (values.u32(order), values.u32(order)) {
            let signed = |it: u32| if entry.kind == 10 { f64::from(it as i32) } else { f64::from(it) };
            ratios.push(signed(above) / signed(below));
            // Places and times have three.
            if ratios.len() == 3 {
                break;
            }
        }
        ratios
    }

    fn ratio(&self, tag: u16) -> Option<f64> {
        self.ratios(tag).first().copied().filter(|it| it.is_finite())
    }
}

/// The time of the picture, else that of its scan, else that of the file.
fn taken(main: &Directory<'_>, exif: &Directory<'_>) -> Option<Taken> {
    let candidates = [(exif, 0x9003, 0x9011, 0x9291), (exif, 0x9004, 0x9012, 0x9292), (main, 0x0132, 0, 0)];
    candidates.into_iter().find_map(|(directory, tag, offset_tag, fraction_tag)| {
        let clock = clock(&directory.text(tag)?, exif.text(fraction_tag).as_deref())?;
        let offset = exif.text(offset_tag).or_else(|| exif.text(0x9010));
        Some(Taken { clock, offset_min: offset.and_then(|it| offset_min(&it)) })
    })
}

/// `2026:11:20 09:12:33`, with the digits behind the point.
fn clock(text: &str, fraction: Option<&str>) -> Option<DateTime> {
    let numbers: Vec<i16> = text
        .split([':', ' ', '-', 'T'])
        .filter(|it| !it.is_empty())
        .map_while(|it| it.parse().ok())
        .collect();
    let [year, month, day, hour, minute, second, ..] = numbers[..] else { return None };
    let nanoseconds = fraction.map_or(0, |digits| {
        let digits: String = digits.chars().take_while(char::is_ascii_digit).take(9).collect();
        format!("{digits:0<9}").parse().unwrap_or(0)
    });
    let small = |it: i16| i8::try_from(it).ok();
    // Cameras without a clock write zeros, which are no date.
    DateTime::new(year, small(month)?, small(day)?, small(hour)?, small(minute)?, small(second)?, nanoseconds)
        .ok()
}

/// `+08:00`.
fn offset_min(text: &str) -> Option<i32> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = text.trim_start_matches(['+', '-']).split_once(':')?;
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    ((0..=14).contains(&hours) && (0..60).contains(&minutes)).then_some(sign * (hours * 60 + minutes))
}

/// The time of the satellites, which is UTC.
fn taken_by_satellite(gps: &Directory<'_>) -> Option<Taken> {
    let day = gps.text(0x1D)?;
    let [hour, minute, second] = gps.ratios(0x07)[..] else { return None };
    let is_time =
        (0.0..24.0).contains(&hour) && (0.0..60.0).contains(&minute) && (0.0..60.0).contains(&second);
    let text = format!("{day} {hour:02.0}:{minute:02.0}:{:02}", second as u8);
    is_time.then(|| clock(&text, None)).flatten().map(|clock| Taken { clock, offset_min: Some(0) })
}

fn place(gps: &Directory<'_>) -> Option<(f64, f64)> {
    let side = |reference, tag, negative: &str, most: f64| {
        let sign = if gps.text(reference)?.eq_ignore_ascii_case(negative) { -1.0 } else { 1.0 };
        let parts = gps.ratios(tag);
        let [degrees, ..] = parts[..] else { return None };
        // A fraction of nothing in minutes or seconds is left out by some cameras.
        let part = |at: usize| parts.get(at).copied().filter(|it| it.is_finite()).unwrap_or(0.0);
        let value = sign * (degrees + part(1) / 60.0 + part(2) / 3600.0);
        (value.is_finite() && value.abs() <= most).then_some(value)
    };
    let place = (side(0x03, 0x04, "W", 180.0)?, side(0x01, 0x02, "S", 90.0)?);
    (place.0.abs() > 1e-9 || place.1.abs() > 1e-9).then_some(place)
}

fn altitude(gps: &Directory<'_>) -> Option<f64> {
    let below = gps.number(0x05) == Some(1);
    let metres = gps.ratio(0x06)?;
    (metres.abs() < 20_000.0).then_some(if below { -metres } else { metres })
}

/// Make and model; most models repeat their make.
fn camera(main: &Directory<'_>) -> String {
    let (make, model) = (main.text(0x010F).unwrap_or_default(), main.text(0x0110).unwrap_or_default());
    let repeats = model.to_lowercase().starts_with(&make.to_lowercase());
    let name = if repeats { model } else { format!("{make} {model}") };
    name.trim().chars().filter(|it| !it.is_control()).take(LONGEST_NAME).collect()
}
