//! Copies of photos for others: the pixels the right way up and nothing else, unless the originals are asked for.

use std::path::PathBuf;

use crate::{
    app::{JobKind, Problem, Workspace, background::Outcome, export::write_whole},
    domain::{RecordId, evidence::Annotation, fact::Photo, project::Entry},
    formats::photo::{Copied, Picture, Undecodable, clean_copy, drawn_copy},
    i18n::Lang,
    map::annotation::draw_over,
    storage::{self, Reader},
};

/// Photos to copy into a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyRequest {
    /// The photos; all of the project if not given.
    pub photos: Option<Vec<RecordId>>,
    /// Where to; the folder is made where it is not there.
    pub folder: PathBuf,
    /// Hand out the originals, with the time, the place and the camera that they tell.
    pub originals: bool,
    /// Draw into the copies what is drawn over the photos; originals stay as they are.
    pub annotated: bool,
    /// The language of the file names.
    pub lang: Lang,
}

/// Copies that were written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copies {
    /// Where they are.
    pub folder: PathBuf,
    /// How many.
    pub count: usize,
    /// The names of pictures of which no copy without metadata can be made: they stayed behind.
    pub left_out: Vec<String>,
}

impl Workspace {
    /// Copies photos in the background.
    pub(in crate::app) fn copy_photos(&mut self, request: CopyRequest) {
        let (project, path) = (self.shared_project(), self.path.clone());
        self.start(JobKind::Export, move |progress| {
            let is_wanted = |photo: &Photo| request.photos.as_ref().is_none_or(|it| it.contains(&photo.id));
            let photos: Vec<(&Entry, &Photo)> = project
                .entries()
                .iter()
                .flat_map(|entry| entry.photos.iter().map(move |photo| (entry, photo)))
                .filter(|(_, photo)| is_wanted(photo))
                .collect();
            let folder = request.folder.clone();
            let unwritable = |source| Problem::Unwritable { path: folder.clone(), source };
            std::fs::create_dir_all(&folder).map_err(unwritable)?;
            let reader = Reader::open(&path).map_err(Problem::NotRead)?;
            let mut copies = Copies { folder: folder.clone(), count: 0, left_out: Vec::new() };
            for ((entry, photo), done) in photos.iter().zip(0..) {
                if !progress.step(done, photos.len() as u64) {
                    return Err(Problem::Cancelled);
                }
                let missing = || storage::Error {
                    kind: storage::ErrorKind::BlobMissing { sha256: photo.sha256.clone() },
                    path: path.clone(),
                };
                let bytes = reader.blob(&photo.sha256).map_err(Problem::NotRead)?;
                let bytes = bytes.ok_or_else(|| Problem::NotRead(missing()))?;
                let name = suggested_name(entry, photo, request.lang);
                // Documents are handed out as they are: they say what their authors wrote.
                let (file, ending) = if request.originals || !photo.is_picture() {
                    (bytes, ending_of(photo))
                } else if let Ok(copy) = copied(photo, &bytes, request.annotated) {
                    (copy.bytes, copy.ending.to_owned())
                } else {
                    copies.left_out.push(photo.file_name.clone());
                    continue;
                };
                let place = free_name(&folder, &name, &ending);
                write_whole(&place, &file)?;
                copies.count += 1;
            }
            Ok(Outcome::Copied(copies))
        });
    }
}

/// A copy with nothing but pixels, those of its marks among them if they are wanted.
fn copied(photo: &Photo, bytes: &[u8], annotated: bool) -> Result<Copied, Undecodable> {
    let annotation = Annotation::parse(&photo.annotation);
    if !annotated || annotation.marks.is_empty() {
        return clean_copy(bytes, None);
    }
    drawn_copy(bytes, |Picture { width, height, rgba }| {
        let rgba = draw_over(rgba, (width, height), &annotation);
        Picture { width, height, rgba }
    })
}

/// Code, what it shows and day, without what no file name may have.
pub fn suggested_name(entry: &Entry, photo: &Photo, lang: Lang) -> String {
    let slot = photo.slot.map(|it| lang.term(it)).unwrap_or_default();
    let day = photo.on.map(|it| it.to_string()).unwrap_or_default();
    let parts = [entry.outfall.code(), slot, &day];
    let name = parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("_");
    name.chars().map(|it| if it.is_control() || r#"/\:*?"<>| "#.contains(it) { '-' } else { it }).collect()
}

fn ending_of(photo: &Photo) -> String {
    let ending = std::path::Path::new(&photo.file_name).extension();
    ending.map_or_else(|| "bin".to_owned(), |it| it.to_string_lossy().to_lowercase())
}

/// A name that no file of the folder has yet.
fn free_name(folder: &std::path::Path, name: &str, ending: &str) -> PathBuf {
    let first = folder.join(format!("{name}.{ending}"));
    let numbered = (2..10_000).map(|number| folder.join(format!("{name}_{number}.{ending}")));
    std::iter::once(first.clone()).chain(numbered).find(|it| !it.exists()).unwrap_or(first)
}
