//! Photos and files on the desk: dropped, pasted, chosen, looked at.

use std::path::{Path, PathBuf};

use eframe::egui::{Color32, Context, Event};

use super::Desk;
use crate::{
    app::{
        Action, Severity,
        basemap::ENDINGS as BASEMAPS,
        photo::{AttachRequest, PhotoPlan, png},
    },
    domain::RecordId,
    i18n::Lang,
    ui::{
        dialogs::{AttachDraft, CopyDraft, Dialog, FolderDraft, PhotoPlanDraft, SheetDraft},
        said::PhotoWord,
        state::Screen,
    },
};

/// Pictures that a camera takes.
const PHOTOS: &[&str] = &["jpg", "jpeg", "png", "webp", "heic", "heif"];

/// What is brought in as layers and ledgers, with what lies beside it.
const LAYERS: &[&str] = &[
    "shp", "shx", "dbf", "prj", "cpg", "qpj", "sbn", "sbx", "geojson", "json", "gpkg", "xlsx", "csv", "tfw",
    "kml", "kmz", "gpx", "dxf", "inp", "ods", "geojsonl", "jgw", "pgw", "wld", "jpgw", "pngw",
];

impl Desk {
    /// Takes those of the dropped files that are evidence, and leaves the others: photos and documents go to the outfall whose card is
    /// open, folders and photos without one are matched by time and place.
    pub(super) fn take_evidence(&mut self, files: &[PathBuf]) -> Vec<PathBuf> {
        let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) =
            files.iter().cloned().partition(|it| it.is_dir());
        let (photos, rest): (Vec<PathBuf>, Vec<PathBuf>) =
            files.iter().cloned().partition(|it| is_photo(it, &files));
        let (mut attached, others): (Vec<PathBuf>, Vec<PathBuf>) = match self.state.selected {
            Some(_) => rest.into_iter().partition(|it| is_document(it)),
            None => (Vec::new(), rest),
        };
        let mut planned = folders;
        if let Some(outfall) = self.state.selected {
            attached.splice(0..0, photos);
            self.attach(outfall, attached);
        } else {
            planned.extend(photos);
        }
        if !planned.is_empty() {
            self.workspace.perform(Action::PlanPhotos(planned));
        }
        others
    }

    /// Attaches files, or adds them to the dialog that asks for some.
    fn attach(&mut self, outfall: RecordId, files: Vec<PathBuf>) {
        if files.is_empty() {
            return;
        }
        if let Some(Dialog::Attach(draft)) = &mut self.dialog {
            draft.add(&files);
            return;
        }
        let request = AttachRequest { outfall, fact: None, slot: None, files };
        self.workspace.perform(Action::Attach(request));
    }

    /// What is pasted while nobody types: a picture, or the paths of files.
    pub(crate) fn take_pasted(&mut self, ctx: &Context) {
        let Some(outfall) = self.state.selected else { return };
        // In the table, what is pasted is cells.
        let elsewhere = self.state.screen == Screen::Table || self.dialog.is_some();
        if self.workspace.read_only() || elsewhere || ctx.text_edit_focused() {
            return;
        }
        let pasted: Vec<Event> = ctx.input(|input| {
            let is_pasted = |it: &&Event| matches!(it, Event::PasteImage(_) | Event::Paste(_));
            input.events.iter().filter(is_pasted).cloned().collect()
        });
        for event in pasted {
            match event {
                Event::PasteImage(image) => {
                    let [width, height] = image.size;
                    let rgba: Vec<u8> =
                        image.pixels.iter().flat_map(Color32::to_srgba_unmultiplied).collect();
                    let request = AttachRequest { outfall, fact: None, slot: None, files: Vec::new() };
                    if let Some(bytes) = png(width as u32, height as u32, &rgba) {
                        let name = format!("paste-{}.png", self.workspace.today());
                        self.workspace.perform(Action::AttachBytes(request, name, bytes));
                    }
                }
                Event::Paste(text) => {
                    let files = paths_in(&text);
                    let files: Vec<PathBuf> = files.into_iter().filter(|it| it.exists()).collect();
                    let others = self.take_evidence(&files);
                    if !others.is_empty() {
                        self.ask_import(&others);
                    }
                }
                _ => {}
            }
        }
    }

    /// Shows where photos would go.
    pub(super) fn show_photo_plan(&mut self, ctx: &Context, lang: Lang, plan: PhotoPlan) {
        if plan.rows.is_empty() {
            let text = lang.term(PhotoWord::NothingFound).to_owned();
            self.toasts.tell(ctx, Severity::Warning, text);
            return;
        }
        self.dialog = Some(Dialog::PhotoPlan(PhotoPlanDraft::new(plan, lang)));
    }

    pub(super) fn ask_attach(&mut self) {
        if let Some(outfall) = self.state.selected {
            self.dialog = Some(Dialog::Attach(AttachDraft::new(outfall)));
        }
    }

    pub(super) fn ask_sheet(&mut self, lang: Lang) {
        let entry = self.state.selected.and_then(|id| self.workspace.project().entry(id));
        let folder = self.workspace.path().parent().map(Path::to_owned).unwrap_or_default();
        self.dialog = entry.map(|entry| Dialog::Sheet(SheetDraft::new(entry, &folder, lang)));
    }

    pub(super) fn ask_photo_folder(&mut self) {
        self.dialog = Some(Dialog::PhotoFolder(FolderDraft::default()));
    }

    pub(super) fn ask_photo_copy(&mut self, lang: Lang, photos: Vec<RecordId>) {
        let folder = self.workspace.path().parent().map(Path::to_owned).unwrap_or_default();
        let folder = folder.join(lang.pick("照片副本", "photo copies"));
        self.dialog = Some(Dialog::PhotoCopy(CopyDraft::new(photos, &folder)));
    }
}

fn ending(file: &Path) -> String {
    file.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}

/// A picture with a world file beside it is a map.
fn is_photo(file: &Path, dropped: &[PathBuf]) -> bool {
    let world = ["jgw", "jpgw", "pgw", "pngw", "wld", "jpegw"];
    let has_world = world.iter().any(|ending| {
        let beside = file.with_extension(ending);
        dropped.contains(&beside) || beside.exists()
    });
    PHOTOS.contains(&ending(file).as_str()) && !has_world
}

fn is_document(file: &Path) -> bool {
    let ending = ending(file);
    !LAYERS.contains(&ending.as_str()) && !BASEMAPS.contains(&ending.as_str())
}

/// The files that a text names, one a line, as file managers copy them.
fn paths_in(text: &str) -> Vec<PathBuf> {
    let lines = text.lines().map(str::trim).filter(|it| !it.is_empty());
    lines
        .map(|line| PathBuf::from(line.strip_prefix("file://").map_or_else(|| line.to_owned(), decoded)))
        .collect()
}

/// `%E7%85%A7` as the bytes that it stands for.
fn decoded(uri: &str) -> String {
    let mut bytes = Vec::with_capacity(uri.len());
    let mut rest = uri.as_bytes();
    while let [first, after @ ..] = rest {
        let code = (*first == b'%')
            .then(|| after.get(..2).and_then(|it| std::str::from_utf8(it).ok()))
            .flatten()
            .and_then(|it| u8::from_str_radix(it, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_as_file_managers_copy_them() {
        let paths = paths_in("file:///home/%E7%85%A7%E7%89%87/a%20b.jpg\r\n/tmp/100%.jpg\n");

        assert_eq!(paths, [PathBuf::from("/home/照片/a b.jpg"), PathBuf::from("/tmp/100%.jpg")]);
    }

    #[test]
    fn a_picture_with_a_world_file_is_a_map_and_a_report_is_a_document() {
        let dropped =
            [PathBuf::from("/no/map.jpg"), PathBuf::from("/no/map.jgw"), PathBuf::from("/no/IMG.jpg")];

        assert!(!is_photo(&dropped[0], &dropped) && is_photo(&dropped[2], &dropped));
        assert!(is_document(Path::new("报告.pdf")) && is_document(Path::new("x.docx")));
        assert!(!is_document(Path::new("河流.shp")) && !is_document(Path::new("底图.tif")));
    }
}
