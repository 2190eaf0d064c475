//! Photos as evidence: what comes in stays as it is, what goes out says nothing, and a folder finds its outfalls.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::civil::date;
use paikou::{
    app::{
        Action, CorrectRequest, Notice, PhotoOnDisk, SheetRequest, new_id,
        photo::{AttachRequest, CopyRequest, PhotoPlan, decode_photo, shot_of},
    },
    domain::{
        RecordId,
        evidence::{Annotation, Doubt, Ink, Mark, Match, Shot},
        fact::{Photo, PhotoSlot, Visit},
        op::Deed,
        project::RecordKind,
    },
    i18n::Lang,
    storage::{Reader, sha256_hex},
};

use crate::{
    photo_sample::{CORNERS, Sample, corners, jpeg},
    support::{Desk, TODAY, paikou},
};

/// The outfall of [`Desk::outfall`].
const PLACE: (f64, f64) = (112.73, 38.42);

fn sample(number: u32) -> Sample {
    Sample {
        orientation: (number % 8 + 1) as u8,
        big: number.is_multiple_of(3),
        taken: format!("2026:11:20 {:02}:{:02}:00", number / 60 % 7, number % 60),
        // No two are alike, and each is within a hundred metres.
        place: (PLACE.0 + f64::from(number) * 5e-6, PLACE.1),
    }
}

/// Writes so many photos into a folder.
fn photos(folder: &Path, count: u32) -> Vec<PathBuf> {
    fs::create_dir_all(folder).unwrap();
    let file = |number: u32| {
        let path = folder.join(format!("IMG_{number:04}.jpg"));
        fs::write(&path, jpeg(&sample(number))).unwrap();
        path
    };
    (0..count).map(file).collect()
}

fn attach(outfall: RecordId, files: Vec<PathBuf>) -> Action {
    attach_as(PhotoSlot::Near, outfall, files)
}

fn attach_as(slot: PhotoSlot, outfall: RecordId, files: Vec<PathBuf>) -> Action {
    Action::Attach(AttachRequest { outfall, fact: None, slot: Some(slot), files })
}

fn stored(desk: &Desk, photo: &Photo) -> Vec<u8> {
    Reader::open(&desk.path()).unwrap().blob(&photo.sha256).unwrap().unwrap()
}

fn entry(desk: &Desk, outfall: RecordId) -> paikou::domain::project::Entry {
    desk.workspace.project().entry(outfall).unwrap().clone()
}

/// The bytes of a JPEG that are neither pixels nor what is needed to decode them.
fn metadata_bytes(jpeg: &[u8]) -> usize {
    let (mut at, mut found) = (2, 0);
    while let [0xff, marker, high, low, ..] = jpeg[at..] {
        let size = usize::from(high) << 8 | usize::from(low);
        let is_jfif = marker == 0xe0 && size == 16;
        if matches!(marker, 0xe0..=0xef | 0xfe) && !is_jfif {
            found += size + 2;
        }
        if marker == 0xda {
            break;
        }
        at += size + 2;
    }
    for word in [&b"Exif"[..], b"http://ns.adobe.com", b"HUAWEI", b"MAKER NOTE", b"GPS"] {
        found += jpeg.windows(word.len()).filter(|it| it == &word).count() * word.len();
    }
    found
}

/// T22. Returns what was counted: originals that are byte-equal, bytes of metadata in copies, copies that are the right way up.
fn in_and_out(count: u32) -> (usize, usize, usize) {
    let mut desk = Desk::new();
    let outfall = desk.outfall("XZ-001");
    let files = photos(&desk.folder.path().join("camera"), count);
    desk.does(attach(outfall, files.clone()));
    let mut desk = desk.reopen();
    let entry = entry(&desk, outfall);
    assert_eq!(entry.photos.len(), count as usize);

    let equal = entry.photos.iter().zip(&files).filter(|(photo, file)| {
        let (inside, outside) = (stored(&desk, photo), fs::read(file).unwrap());
        inside == outside && photo.sha256 == sha256_hex(&outside) && photo.size == Some(outside.len() as i64)
    });
    let equal = equal.count();

    let out = desk.folder.path().join("copies");
    let request =
        CopyRequest { photos: None, folder: out.clone(), originals: false, annotated: false, lang: Lang::En };
    desk.does(Action::CopyPhotos(request));
    let copies: Vec<Vec<u8>> =
        fs::read_dir(&out).unwrap().map(|it| fs::read(it.unwrap().path()).unwrap()).collect();
    assert_eq!(copies.len(), count as usize);
    let told = copies.iter().map(|it| metadata_bytes(it)).sum();
    assert!(copies.iter().all(|it| shot_of(it) == Shot::default()));
    (equal, told, copies.iter().filter(|it| is_upright(it)).count())
}

fn is_upright(file: &[u8]) -> bool {
    let picture = decode_photo(file, None).unwrap();
    let mut places = corners(picture.width, picture.height).into_iter().zip(CORNERS);
    picture.width > picture.height
        && places.all(|((x, y), wanted)| {
            let at = ((y * picture.width + x) * 4) as usize;
            picture.rgba[at..at + 3].iter().zip(wanted).all(|(a, b)| a.abs_diff(b) < 45)
        })
}

#[test]
fn originals_stay_as_they_are_and_copies_say_nothing() {
    assert_eq!(in_and_out(16), (16, 0, 16));
    // What is counted as metadata is there in the originals.
    assert!(metadata_bytes(&jpeg(&sample(1))) > 500);
}

#[test]
#[ignore = "T22: cargo test --test e2e t22 -- --ignored --nocapture"]
fn t22_two_hundred_photos() {
    let (equal, told, upright) = in_and_out(200);
    eprintln!(
        "T22: 200 photos: {equal} originals byte-equal, {told} bytes of metadata in copies, {upright} the right way up"
    );
    assert_eq!((equal, told, upright), (200, 0, 200));
}

#[test]
fn a_photo_says_when_where_and_with_what_it_was_taken() {
    let mut desk = Desk::new();
    let outfall = desk.outfall("XZ-001");
    let files = photos(desk.folder.path(), 1);

    desk.does(attach(outfall, files));

    let [photo] = &entry(&desk, outfall).photos[..] else { panic!() };
    assert_eq!((photo.on, &*photo.taken_at), (Some(TODAY), "2026-11-20T00:00:00.25+08:00"));
    let (lon, lat) = photo.place().unwrap();
    assert!((lon - PLACE.0).abs() < 1e-7 && (lat - PLACE.1).abs() < 1e-7);
    assert_eq!((photo.altitude, photo.direction, photo.magnetic), (Some(790.5), Some(271.5), Some(false)));
    assert_eq!(
        (&*photo.camera, &*photo.media_type, &*photo.file_name),
        ("HUAWEI Mate 60", "image/jpeg", "IMG_0000.jpg")
    );
}

#[test]
fn several_files_are_one_step_and_anything_is_kept() {
    let mut desk = Desk::new();
    let outfall = desk.outfall("XZ-001");
    let mut files = photos(desk.folder.path(), 2);
    for (name, bytes) in
        [("检测报告.pdf", &b"%PDF-1.7 lab"[..]), ("IMG_0009.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0 not ours")]
    {
        files.push(desk.folder.path().join(name));
        fs::write(files.last().unwrap(), bytes).unwrap();
    }

    let request = AttachRequest { outfall, fact: None, slot: None, files };
    desk.does(Action::Attach(request));

    let photos = entry(&desk, outfall).photos.clone();
    let types: Vec<(&str, Option<PhotoSlot>)> = photos.iter().map(|it| (&*it.media_type, it.slot)).collect();
    assert_eq!(
        types,
        [
            ("image/jpeg", None),
            ("image/jpeg", None),
            ("application/pdf", Some(PhotoSlot::Document)),
            ("image/heic", None)
        ]
    );
    assert_eq!(stored(&desk, &photos[3]), b"\0\0\0\x18ftypheic\0\0\0\0 not ours");
    assert_eq!(desk.workspace.undo_next().unwrap().deed, Deed::AddPhoto);
    desk.does(Action::Undo);
    assert!(entry(&desk, outfall).photos.is_empty());
    desk.does(Action::Redo);
    assert_eq!(entry(&desk, outfall).photos.len(), 4);
}

#[test]
fn a_photo_that_changes_between_reading_and_keeping_is_refused_whole() {
    let mut desk = Desk::new();
    let outfall = desk.outfall("XZ-001");
    let files = photos(desk.folder.path(), 2);
    let photo = |number: u128, sha256: String| Photo {
        id: RecordId(uuid::Uuid::from_u128(number)),
        outfall,
        sha256,
        ..Photo::default()
    };
    let good =
        PhotoOnDisk { photo: photo(1, sha256_hex(&fs::read(&files[0]).unwrap())), path: files[0].clone() };
    let changed = PhotoOnDisk { photo: photo(2, sha256_hex(b"before")), path: files[1].clone() };

    desk.fails(Action::TakePhotos(vec![good, changed]));

    assert!(entry(&desk, outfall).photos.is_empty());
    let desk = desk.reopen();
    assert!(entry(&desk, outfall).photos.is_empty());
}

#[test]
fn doubts_are_told_and_never_stand_in_the_way() {
    let mut desk = Desk::new();
    let outfall = desk.outfall("XZ-001");
    let path = desk.folder.path().join("far.jpg");
    let far = Sample { place: (112.80, 38.42), taken: "2027:01:01 09:00:00".to_owned(), ..sample(1) };
    fs::write(&path, jpeg(&far)).unwrap();

    let notices = desk.does(attach(outfall, vec![path.clone()]));
    let again = desk.does(attach(outfall, vec![path]));

    let told = |notices: &[Notice]| -> Vec<Doubt> {
        notices
            .iter()
            .filter_map(|it| match it {
                Notice::Attached(attached) => Some(attached.doubts.iter().map(|it| it.1.clone())),
                _ => None,
            })
            .flatten()
            .collect()
    };
    assert!(matches!(told(&notices)[..], [Doubt::Far { metres }, Doubt::Future { .. }] if metres > 6_000.0));
    assert!(told(&again).contains(&Doubt::Already { outfall }));
    assert_eq!(entry(&desk, outfall).photos.len(), 2);
}

fn plan(desk: &mut Desk, folder: &Path) -> PhotoPlan {
    let notices = desk.does(Action::PlanPhotos(vec![folder.to_owned()]));
    let plan = notices.into_iter().find_map(|it| match it {
        Notice::PhotosPlanned(plan) => Some(*plan),
        _ => None,
    });
    plan.unwrap()
}

#[test]
fn a_folder_finds_its_outfalls_and_visits_and_is_one_step() {
    let mut desk = Desk::new();
    let outfall = desk.outfall("XZ-001");
    let visit = Visit {
        id: RecordId(uuid::Uuid::from_u128(50)),
        outfall,
        on: Some(date(2026, 11, 20)),
        crew: "张三、李四".to_owned(),
        verdict: Some(paikou::domain::fact::Verdict::Yes),
        means: Some(paikou::domain::fact::SurveyMeans::OnFoot),
        flowing: Some(true),
        ..Visit::default()
    };
    desk.records(outfall, vec![visit.clone().into()]);
    let folder = desk.folder.path().join("DCIM/100");
    photos(&folder, 3);
    fs::write(folder.join("elsewhere.jpg"), jpeg(&Sample { place: (112.0, 38.0), ..sample(7) })).unwrap();
    fs::write(folder.join("notes.txt"), "not a photo").unwrap();

    let dcim = desk.folder.path().join("DCIM");
    let mut plan = plan(&mut desk, &dcim);

    let clear = |it: &Match| matches!(it, Match::Clear(found) if found.outfall == outfall && found.visit == Some(visit.id));
    assert_eq!(plan.rows.iter().map(|it| clear(&it.matched)).collect::<Vec<_>>(), [true, true, true, false]);
    assert_eq!(desk.workspace.history().len(), 3, "nothing is kept yet");
    plan.rows[1].wanted = false;
    desk.does(Action::TakePhotos(plan.wanted()));
    let photos = entry(&desk, outfall).photos.clone();
    assert_eq!(photos.iter().map(|it| it.fact).collect::<Vec<_>>(), [Some(visit.id); 2]);
    desk.does(Action::Undo);
    assert!(entry(&desk, outfall).photos.is_empty());
}

#[test]
fn what_is_drawn_over_a_photo_is_one_step_and_leaves_its_bytes() {
    let mut desk = Desk::new();
    let outfall = desk.outfall("XZ-001");
    let files = photos(desk.folder.path(), 1);
    desk.does(attach(outfall, files));
    let [photo] = &entry(&desk, outfall).photos[..] else { panic!() };
    let before = stored(&desk, photo);
    let annotation = Annotation { marks: vec![Mark::Arrow([0.1, 0.1], [0.4, 0.5], Ink::Red)] };

    let drawn = Photo { annotation: annotation.to_text(), sha256: "other".to_owned(), ..photo.clone() };
    desk.does(Action::ChangePhoto(Box::new(drawn)));

    let [after] = &entry(&desk, outfall).photos[..] else { panic!() };
    assert_eq!(Annotation::parse(&after.annotation), annotation);
    assert_eq!((&after.sha256, stored(&desk, after)), (&photo.sha256, before));
    desk.does(Action::Undo);
    assert_eq!(entry(&desk, outfall).photos[0].annotation, "");
}

#[test]
fn a_folder_comes_in_by_the_command_line_once() {
    let mut desk = Desk::new();
    let outfall = desk.outfall("XZ-001");
    let (home, folder) = (desk.folder.path().join("home"), desk.folder.path().join("photos"));
    photos(&folder, 2);
    fs::write(folder.join("z.jpg"), jpeg(&Sample { place: (112.0, 38.0), ..sample(7) })).unwrap();
    let (project, folder) = (desk.path().display().to_string(), folder.display().to_string());
    let desk = {
        let Desk { workspace, folder } = desk;
        drop(workspace);
        folder
    };
    let run = |arguments: &[&str]| {
        let output = paikou(&home, &[&["--lang", "en", "photos", &project, &folder], arguments].concat());
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };

    let (code, text, errors) = run(&["--dry-run", "--json"]);
    assert_eq!(code, Some(1), "{errors}");
    let rows: serde_json::Value = serde_json::from_str(&text).unwrap();
    let states: Vec<&str> = rows.as_array().unwrap().iter().map(|it| it["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["matched", "matched", "unmatched"]);
    assert_eq!(rows[0]["outfall"], "XZ-001");

    let (_, text, errors) = run(&[]);
    assert!(text.contains("Attached 2 files"), "{text}{errors}");
    let (_, text, _) = run(&[]);
    assert!(text.contains("2 of them are in the project already"), "{text}");

    let copies = desk.path().join("out").display().to_string();
    let output = paikou(&home, &["photos", &project, &copies, "--copy"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(fs::read_dir(&copies).unwrap().count(), 2);
    let workspace = paikou::app::Workspace::open(Path::new(&project), crate::support::env()).unwrap();
    assert_eq!(workspace.project().entry(outfall).unwrap().photos.len(), 2);
}

#[test]
fn a_visit_sheet_has_the_photos_of_its_visit_without_what_their_cameras_wrote() {
    let mut desk = Desk::new();
    let outfall = desk.outfall("XZ-001");
    let visit = Visit {
        id: RecordId(uuid::Uuid::from_u128(50)),
        outfall,
        on: Some(TODAY),
        crew: "张三、李四".to_owned(),
        verdict: Some(paikou::domain::fact::Verdict::Yes),
        means: Some(paikou::domain::fact::SurveyMeans::OnFoot),
        flowing: Some(true),
        ..Visit::default()
    };
    desk.records(outfall, vec![visit.clone().into()]);
    let files = photos(&desk.folder.path().join("camera"), 3);
    desk.does(Action::Attach(AttachRequest {
        outfall,
        fact: Some(visit.id),
        slot: Some(PhotoSlot::Near),
        files,
    }));
    let path = desk.folder.path().join("sheet.pdf");
    let print = |visit| SheetRequest { outfall: Some(outfall), visit, path: path.clone(), lang: Lang::Zh };

    desk.does(Action::PrintSheet(print(Some(visit.id))));
    let filled = fs::read(&path).unwrap();
    desk.does(Action::PrintSheet(print(None)));
    let blank = fs::read(&path).unwrap();

    let count = |file: &[u8], word: &[u8]| file.windows(word.len()).filter(|it| it == &word).count();
    // The test photos are alike once they are upright, and alike pictures are in the file once.
    assert!(count(&filled, b"/DCTDecode") > 0);
    assert_eq!(count(&blank, b"/DCTDecode"), 0);
    for word in [&b"Exif"[..], b"HUAWEI", b"GPSLatitude", b"MAKER NOTE"] {
        assert_eq!(count(&filled, word), 0, "{}", String::from_utf8_lossy(word));
    }
    // The title of the document is in XMP of its own.
    assert_eq!(count(&filled, b"ns.adobe.com"), count(&blank, b"ns.adobe.com"));
}

#[test]
fn what_was_said_of_a_photo_takes_a_correction_and_a_photo_can_be_withdrawn() {
    let mut desk = Desk::new();
    let outfall = desk.outfall("XZ-001");
    let files = photos(desk.folder.path(), 1);
    desk.does(attach_as(PhotoSlot::Before, outfall, files));
    let photo = entry(&desk, outfall).photos[0].clone();
    let said = |slot| Photo { slot: Some(slot), note: "拆除后".to_owned(), ..photo.clone() };

    desk.does(Action::ChangePhoto(Box::new(said(PhotoSlot::After))));
    let now = entry(&desk, outfall).photos[0].clone();
    assert_eq!((now.slot, now.note.as_str()), (Some(PhotoSlot::Before), "拆除后"), "only what was not said");

    let right = Photo { id: new_id(), ..said(PhotoSlot::After) };
    let correct = |wrong, records, reason: &str| {
        let (kind, reason) = (RecordKind::Photo, reason.to_owned());
        Action::Correct(CorrectRequest { outfall, kind, wrong, records, reason })
    };
    desk.fails(correct(photo.id, vec![right.clone().into()], " "));
    desk.does(correct(photo.id, vec![right.clone().into()], "选错类别"));
    let mut desk = desk.reopen();
    let corrected = entry(&desk, outfall);
    assert_eq!(corrected.photos, std::slice::from_ref(&right));
    assert!(corrected.is_replaced(photo.id) && !stored(&desk, &right).is_empty());

    desk.does(correct(right.id, Vec::new(), "不是这个排污口"));
    assert!(entry(&desk, outfall).photos.is_empty());
    desk.does(Action::Undo);
    assert_eq!(entry(&desk, outfall).photos, [right]);
}

#[test]
fn marks_are_drawn_into_copies_where_they_are_wanted_and_never_into_originals() {
    let mut desk = Desk::new();
    let outfall = desk.outfall("XZ-001");
    let files = photos(desk.folder.path(), 1);
    desk.does(attach(outfall, files));
    let photo = entry(&desk, outfall).photos[0].clone();
    let annotation = Annotation { marks: vec![Mark::Line([0.1, 0.5], [0.9, 0.5], Ink::Blue)] };
    desk.does(Action::ChangePhoto(Box::new(Photo { annotation: annotation.to_text(), ..photo.clone() })));
    let original = stored(&desk, &photo);
    let mut copy = |name: &str, originals, annotated| {
        let folder = desk.folder.path().join(name);
        let photos = Some(vec![photo.id]);
        let request = CopyRequest { photos, folder: folder.clone(), originals, annotated, lang: Lang::En };
        desk.does(Action::CopyPhotos(request));
        let file = fs::read_dir(folder).unwrap().next().unwrap().unwrap();
        fs::read(file.path()).unwrap()
    };
    let middle = |file: &[u8]| {
        let picture = decode_photo(file, None).unwrap();
        let at = ((picture.height / 2 * picture.width + picture.width / 2) * 4) as usize;
        [picture.rgba[at], picture.rgba[at + 1], picture.rgba[at + 2]]
    };
    let blue = [0x3A_u8, 0x8D, 0xFF];
    let is_blue = |it: [u8; 3]| it.iter().zip(blue).all(|(a, b)| a.abs_diff(b) < 40);

    let marked = copy("marked", false, true);
    assert!(is_blue(middle(&marked)) && is_upright(&marked), "{:?}", middle(&marked));
    assert_eq!(metadata_bytes(&marked), 0);
    assert!(!is_blue(middle(&copy("plain", false, false))));
    assert_eq!(copy("original", true, true), original);
}
