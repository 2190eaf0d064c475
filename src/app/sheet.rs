//! The visit sheet on paper: which outfall, which visit, and its photos.

use std::path::PathBuf;

use super::{JobKind, Problem, Workspace, background::Outcome, export::write_whole};
use crate::{
    domain::{
        RecordId,
        fact::{Photo, PhotoSlot, Visit},
        project::Entry,
    },
    formats::photo::clean_copy,
    i18n::Lang,
    map::text::FONT,
    report::visit_sheet::{MOST_PHOTOS, SheetPhoto, VisitSheet, visit_sheet},
    storage::Reader,
};

/// The longest side of a photo on a sheet: 300 dots to the inch in a quarter of a page.
const PHOTO_SIDE: u32 = 1_000;

/// A visit sheet to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRequest {
    /// The outfall; none for a sheet that fits any.
    pub outfall: Option<RecordId>,
    /// The visit that fills it in; none for a sheet to write on.
    pub visit: Option<RecordId>,
    /// Where to; a PDF.
    pub path: PathBuf,
    /// The language of its titles.
    pub lang: Lang,
}

impl Workspace {
    /// Prints a visit sheet in the background.
    pub(super) fn print_sheet(&mut self, request: SheetRequest) {
        let (project, path, today) = (self.shared_project(), self.path.clone(), self.today());
        self.start(JobKind::Export, move |progress| {
            let entry = request.outfall.and_then(|id| project.entry(id));
            let visit =
                entry.zip(request.visit).and_then(|(entry, id)| entry.visits.iter().find(|it| it.id == id));
            let mut photos = Vec::new();
            if let Some((entry, visit)) = entry.zip(visit) {
                let reader = Reader::open(&path).map_err(Problem::NotRead)?;
                for photo in photos_of(entry, visit) {
                    if !progress.step(photos.len() as u64, MOST_PHOTOS as u64) {
                        return Err(Problem::Cancelled);
                    }
                    if photos.len() == MOST_PHOTOS {
                        break;
                    }
                    let bytes = reader.blob(&photo.sha256).map_err(Problem::NotRead)?.unwrap_or_default();
                    photos.extend(printed(photo, &bytes, request.lang));
                }
            }
            let sheet = VisitSheet {
                lang: request.lang,
                project: &project.settings().name,
                outfall: entry.map(|it| &it.outfall),
                visit,
                photos,
                printed_on: today,
            };
            let file = visit_sheet(&sheet, FONT)?;
            write_whole(&request.path, &file)?;
            Ok(Outcome::Printed(request.path))
        });
    }
}

/// The photos of a visit: those that belong to it, else those of its day; near and far views first.
fn photos_of<'a>(entry: &'a Entry, visit: &Visit) -> Vec<&'a Photo> {
    let of = |wanted: &dyn Fn(&Photo) -> bool| -> Vec<&'a Photo> {
        entry.photos.iter().filter(|it| it.is_picture() && wanted(it)).collect()
    };
    let mut photos = of(&|it| it.fact == Some(visit.id));
    if photos.is_empty() {
        photos = of(&|it| it.fact.is_none() && it.on.is_some() && it.on == visit.on);
    }
    photos.sort_by_key(|it| match it.slot {
        Some(PhotoSlot::Near) => 0,
        Some(PhotoSlot::Far) => 1,
        _ => 2,
    });
    photos
}

/// A photo as it is printed, without metadata; none where it can not be shown.
fn printed(photo: &Photo, bytes: &[u8], lang: Lang) -> Option<SheetPhoto> {
    let copy = clean_copy(bytes, Some(PHOTO_SIDE)).ok()?;
    let copy = if copy.ending == "jpg" { copy } else { crate::formats::photo::as_jpeg(&copy.bytes)? };
    let slot = photo.slot.map(|it| lang.term(it)).unwrap_or_default();
    let when = if photo.taken_at.is_empty() {
        photo.on.map(|it| it.to_string()).unwrap_or_default()
    } else {
        photo.taken_at.get(..16).unwrap_or_default().replace('T', " ")
    };
    let place = photo.place().map(|(lon, lat)| format!("{lon:.6} {lat:.6}")).unwrap_or_default();
    let parts = [slot.to_owned(), when, place];
    let caption = parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("  ");
    Some(SheetPhoto { jpeg: copy.bytes, size: copy.size, caption })
}
