//! Attaching files: read in the background, kept in one step, doubts told afterwards.

use std::path::PathBuf;

use super::{PhotoFile, PhotoOnDisk, described};
use crate::{
    app::{JobKind, Notice, Problem, Progress, Workspace, background::Outcome, new_id, stepping::NewStep},
    domain::{
        RecordId,
        evidence::{Doubt, doubts},
        fact::{Photo, PhotoSlot},
        op::Deed,
        project::{AnyRecord, Change},
    },
    storage::OwnedBlob,
};

/// Files to attach to an outfall.
#[derive(Clone, Debug, PartialEq)]
pub struct AttachRequest {
    /// The outfall.
    pub outfall: RecordId,
    /// The record that they document, if any.
    pub fact: Option<RecordId>,
    /// What they show; for a file that is no picture, that it is a document.
    pub slot: Option<PhotoSlot>,
    /// The files.
    pub files: Vec<PathBuf>,
}

/// Files that were attached, with what speaks against them.
#[derive(Clone, Debug, PartialEq)]
pub struct Attached {
    /// How many.
    pub count: usize,
    /// The names of files, each with a doubt.
    pub doubts: Vec<(String, Doubt)>,
}

impl Workspace {
    /// Reads files in the background, to attach them.
    pub(in crate::app) fn attach(&mut self, request: AttachRequest) {
        self.start(JobKind::ReadPhotos, move |progress| read(&request, progress).map(Outcome::PhotosRead));
    }

    /// Attaches bytes that were never a file: a picture from the clipboard.
    pub(in crate::app) fn attach_bytes(
        &mut self,
        request: &AttachRequest,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<(), Problem> {
        let photo = described(blank(request), name, &bytes);
        let blobs = vec![(photo.sha256.clone(), OwnedBlob::Bytes(bytes.into()))];
        self.keep_photos(vec![photo], blobs)
    }

    /// Attaches files in one step; each is read once more while it is written, and refused if it has changed since.
    pub(in crate::app) fn take_photos(&mut self, photos: Vec<PhotoOnDisk>) -> Result<(), Problem> {
        let (photos, blobs) = photos
            .into_iter()
            .map(|PhotoOnDisk { photo, path }| {
                let blob = (photo.sha256.clone(), OwnedBlob::File(path));
                (photo, blob)
            })
            .unzip();
        self.keep_photos(photos, blobs)
    }

    fn keep_photos(&mut self, photos: Vec<Photo>, blobs: Vec<(String, OwnedBlob)>) -> Result<(), Problem> {
        let now = (self.env.now)();
        let told = photos.iter().flat_map(|photo| {
            let doubts = doubts(&self.project, photo, now.local(), now.stamp.utc_offset_min);
            doubts.into_iter().map(|it| (photo.file_name.clone(), it))
        });
        let attached = Attached { count: photos.len(), doubts: told.collect() };
        let subject = match &photos[..] {
            [photo] => photo.file_name.clone(),
            photos => {
                // A number reads the same in both languages.
                let first = photos.first().map(|it| it.file_name.as_str()).unwrap_or_default();
                format!("{first} … ({})", photos.len())
            }
        };
        let changes = photos.into_iter().map(|it| Change::Insert(it.into())).collect();
        let mut step = NewStep::of(Deed::AddPhoto, subject, changes);
        step.blobs = blobs;
        self.commit(step)?;
        if attached.count > 0 {
            self.notices.push(Notice::Attached(attached));
        }
        Ok(())
    }

    /// Adds to what is said of a photo, and changes which record it belongs to and what is drawn over it. What has been said already
    /// takes a correction; bytes and what the camera says stay for ever.
    pub(in crate::app) fn change_photo(&mut self, photo: &Photo) -> Result<(), Problem> {
        let missing = || Problem::NoSuchOutfall { code: photo.outfall.to_string() };
        let entry = self.project.entry(photo.outfall).ok_or_else(missing)?;
        let Some(old) = entry.photos.iter().find(|it| it.id == photo.id) else { return Err(missing()) };
        let new = Photo {
            slot: old.slot.or(photo.slot),
            note: if old.note.is_empty() { photo.note.clone() } else { old.note.clone() },
            fact: photo.fact,
            annotation: photo.annotation.clone(),
            ..old.clone()
        };
        let (old, new): (AnyRecord, AnyRecord) = (old.clone().into(), new.into());
        let changes = Change::between(&old, &new).into_iter().collect();
        self.commit(NewStep::of(Deed::ChangePhoto, photo.file_name.clone(), changes))
    }
}

fn blank(request: &AttachRequest) -> Photo {
    Photo {
        id: new_id(),
        outfall: request.outfall,
        fact: request.fact,
        slot: request.slot,
        ..Photo::default()
    }
}

fn read(request: &AttachRequest, progress: &Progress) -> Result<Vec<PhotoOnDisk>, Problem> {
    let total = request.files.len() as u64;
    let mut photos = Vec::new();
    for (path, done) in request.files.iter().zip(0..) {
        if !progress.step(done, total) {
            return Err(Problem::Cancelled);
        }
        let mut photo = PhotoFile::read(blank(request), path)?.photo;
        if photo.slot.is_none() && !photo.is_picture() {
            photo.slot = Some(PhotoSlot::Document);
        }
        photos.push(PhotoOnDisk { photo, path: path.clone() });
    }
    Ok(photos)
}
