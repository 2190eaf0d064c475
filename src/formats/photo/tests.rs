use jiff::civil::date;

use super::{
    Undecodable, clean_copy, decode, exif, media_type,
    sample::{CORNERS, Sample, corners, jpeg, tiff},
    shot,
};
use crate::domain::evidence::{Shot, Taken};

fn sample(orientation: u8, big: bool) -> Sample {
    Sample { orientation, big, taken: "2026:11:20 09:12:33".to_owned(), place: (112.734_5, 38.416_25) }
}

/// A stream of numbers that is the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below.max(1)
    }
}

#[test]
fn a_photo_says_when_and_where_it_was_taken_in_either_order_of_bytes() {
    for big in [false, true] {
        let shot = shot(&jpeg(&sample(6, big)));

        let clock = date(2026, 11, 20).at(9, 12, 33, 250_000_000);
        assert_eq!(shot.taken, Some(Taken { clock, offset_min: Some(480) }));
        let (lon, lat) = shot.place.unwrap();
        assert!((lon - 112.734_5).abs() < 1e-7 && (lat - 38.416_25).abs() < 1e-7, "{lon} {lat}");
        assert_eq!(
            (shot.altitude_m, shot.direction_deg, shot.magnetic),
            (Some(790.5), Some(271.5), Some(false))
        );
        assert_eq!(shot.camera, "HUAWEI Mate 60");
    }
}

#[test]
fn every_orientation_is_seen_the_right_way_up() {
    for orientation in 1..=8 {
        let file = jpeg(&sample(orientation, orientation % 2 == 0));
        for side in [None, Some(24)] {
            let picture = decode(&file, side).unwrap();
            assert!(picture.width > picture.height, "orientation {orientation}");
            for ((x, y), wanted) in corners(picture.width, picture.height).into_iter().zip(CORNERS) {
                let at = ((y * picture.width + x) * 4) as usize;
                let seen = &picture.rgba[at..at + 3];
                let near = seen.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) < 40);
                assert!(near, "orientation {orientation}: {seen:?} in place of {wanted:?}");
            }
        }
    }
}

#[test]
fn a_camera_that_knows_neither_clock_nor_place_says_nothing() {
    let unset = Sample { taken: "0000:00:00 00:00:00".to_owned(), place: (0.0, 0.0), ..sample(1, false) };

    let (shot, orientation) = exif::read(&tiff(&unset, &[]));

    // The day of the file is not that of the picture, but the only one that there is.
    assert_eq!(shot.taken.map(|it| it.clock.year()), Some(2001));
    assert_eq!((shot.place, orientation), (None, 1));
}

#[test]
fn the_southern_and_western_halves_of_the_world_are_negative() {
    let (shot, _) = exif::read(&tiff(&Sample { place: (-70.5, -33.25), ..sample(1, true) }, &[]));

    let (lon, lat) = shot.place.unwrap();
    assert!((lon + 70.5).abs() < 1e-7 && (lat + 33.25).abs() < 1e-7);
}

#[test]
fn hostile_exif_is_read_without_harm() {
    let mut dice = Dice(20_261_120);
    let mut read = 0;
    for round in 0..20_000 {
        let mut bytes = tiff(&sample(6, round % 2 == 0), &[0xff, 0xd8]);
        for _ in 0..=dice.roll(8) {
            let at = dice.roll(bytes.len());
            bytes[at] = [0, 1, 0x7f, 0x80, 0xff, dice.roll(256) as u8][dice.roll(6)];
        }
        if round % 3 == 0 {
            bytes.truncate(dice.roll(bytes.len()));
        }
        let (shot, orientation) = exif::read(&bytes);
        assert!((1..=8).contains(&orientation));
        assert!(shot.place.is_none_or(|(lon, lat)| lon.abs() <= 180.0 && lat.abs() <= 90.0));
        read += u32::from(shot != Shot::default());
    }
    assert!(read > 5_000, "what is sound beside what is broken is still read: {read}");
}

#[test]
fn hostile_files_are_refused_without_harm() {
    let mut dice = Dice(7);
    let whole = jpeg(&sample(3, true));
    for round in 0..300 {
        let mut bytes = whole.clone();
        for _ in 0..=dice.roll(6) {
            let at = dice.roll(bytes.len());
            bytes[at] = dice.roll(256) as u8;
        }
        if round % 2 == 0 {
            bytes.truncate(dice.roll(bytes.len()));
        }
        let _said = shot(&bytes);
        if let Ok(picture) = decode(&bytes, Some(64)) {
            assert_eq!(picture.rgba.len() as u64, u64::from(picture.width) * u64::from(picture.height) * 4);
        }
    }
}

#[test]
fn a_file_that_can_not_be_shown_says_why() {
    assert_eq!(decode(b"%PDF-1.7", None), Err(Undecodable::Unknown));
    assert_eq!(decode(b"\0\0\0\x18ftypheic\0\0\0\0", None), Err(Undecodable::Unknown));
    assert_eq!(decode(&jpeg(&sample(1, false))[..200], None), Err(Undecodable::Damaged));
    // A PNG of 60,000 × 60,000 pixels in a few bytes.
    let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea\x60\0\0\xea\x60\x08\x06\0\0\0".to_vec();
    bomb.extend([0xd6, 0x9a, 0x3e, 0x9c]);
    assert!(decode(&bomb, None).is_err());
}

#[test]
fn a_copy_holds_pixels_the_right_way_up_and_nothing_else() {
    let copy = clean_copy(&jpeg(&sample(6, true)), None).unwrap();

    assert_eq!((copy.ending, copy.size), ("jpg", (48, 32)));
    assert_eq!(shot(&copy.bytes), Shot::default());
    for word in [&b"Exif"[..], b"ns.adobe.com", b"MAKER", b"comment", b"HUAWEI"] {
        assert!(!copy.bytes.windows(word.len()).any(|it| it == word), "{}", String::from_utf8_lossy(word));
    }
}

#[test]
fn the_first_bytes_say_what_a_file_is() {
    for (bytes, wanted) in [
        (&b"\xff\xd8\xff\xe1"[..], "image/jpeg"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x18ftypheic", "image/heic"),
        (b"\0\0\0\x18ftypmp42", "video/mp4"),
        (b"%PDF-1.4", "application/pdf"),
        (b"hello", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ] {
        assert_eq!(media_type(bytes), wanted);
    }
}
