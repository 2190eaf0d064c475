//! What is asked before something large is done. Each dialog keeps what is typed and says in the end what is wanted.

mod add_outfall;
mod assign;
mod attach;
mod basemap;
mod basemap_offline;
mod bookmarks;
mod drafts;
mod export;
mod go_to;
mod import;
mod keys;
mod layer_info;
mod new_layer;
mod new_project;
mod photo_plan;
mod picture;
mod preview;
mod replace;
mod report;
mod settings;
mod visit_sheet;
mod who;

use eframe::egui::{
    Align, Align2, Context, Frame, Id, Label, Layout, Margin, Modal, RichText, ScrollArea, TextEdit, Ui, vec2,
};

pub(crate) use self::layer_info::{LayerInfo, layer_info_ui};
pub(crate) use self::picture::{OnScreen, PictureDraft};
pub(crate) use self::report::report_ui;
pub(crate) use self::{
    add_outfall::add_outfall_ui,
    assign::AssignDraft,
    attach::{AttachDraft, CopyDraft, FolderDraft},
    bookmarks::{BookmarkDraft, BookmarksDraft},
    drafts::{DraftList, drafts_ui},
    export::ExportDraft,
    go_to::GoToDraft,
    import::ImportDraft,
    keys::keys_ui,
    new_layer::NewLayerDraft,
    new_project::NewProjectDraft,
    photo_plan::PhotoPlanDraft,
    preview::PreviewDraft,
    replace::ReplaceDraft,
    settings::SettingsDraft,
    visit_sheet::SheetDraft,
    who::WhoDraft,
};
pub(crate) use self::{basemap::BasemapDraft, basemap_offline::KeepDraft};
use super::{
    files::Purpose,
    forms::Form,
    icons,
    said::Word,
    theme::{self, CONTROL, GAP, PAD, SMALL, UNIT},
    widgets,
};
use crate::{app::import::ImportReport, i18n::Lang};

/// The dialog that is open.
pub(crate) enum Dialog {
    /// Which files to bring in, and as what.
    Import(ImportDraft),
    /// What a file would change.
    Preview(Box<PreviewDraft>),
    /// Which newer file the features of a layer come from.
    Replace(ReplaceDraft),
    /// What is known of this layer.
    LayerInfo(crate::domain::RecordId),
    /// Which files become basemaps.
    Basemap(BasemapDraft),
    /// How much of a basemap from the network is kept, and where.
    KeepOffline(KeepDraft),
    /// What came in and what did not.
    Report(Vec<ImportReport>),
    /// What to hand out, and where to.
    Export(ExportDraft),
    /// The map as a file, and where to.
    Picture(Box<PictureDraft>),
    /// Targets, dates, formula.
    Settings(SettingsDraft),
    /// A new layer to draw on.
    NewLayer(NewLayerDraft),
    /// A new project.
    NewProject(NewProjectDraft),
    /// Which project to open, where no desktop dialog answers.
    OpenProject(String),
    /// A new outfall.
    AddOutfall(Box<Form>),
    /// Who is to go to outfalls.
    Assign(AssignDraft),
    /// Where to go on the map.
    GoTo(GoToDraft),
    /// The name of a bookmark.
    Bookmark(BookmarkDraft),
    /// All bookmarks and places.
    Bookmarks(BookmarksDraft),
    /// Which files to attach to an outfall.
    Attach(AttachDraft),
    /// Which folder of photos to look through.
    PhotoFolder(FolderDraft),
    /// Where the photos of a folder go.
    PhotoPlan(PhotoPlanDraft),
    /// A visit sheet on paper.
    Sheet(SheetDraft),
    /// Where copies of photos go.
    PhotoCopy(CopyDraft),
    /// The forms that are not finished.
    Drafts,
    /// Who works on this device.
    Who(WhoDraft),
    /// The keyboard shortcuts.
    Keys,
}

/// What became of a dialog in this frame. `T` is what it asks for when it is done.
#[derive(Debug, PartialEq)]
pub(crate) enum Answer<T> {
    /// Still open.
    Open,
    /// Closed without doing anything.
    Cancelled,
    /// A file is to be chosen.
    Browse(Purpose),
    /// This is wanted.
    Done(T),
}

impl<T> Answer<T> {
    /// Hands over what is wanted, if something is.
    pub(crate) fn settled(self, done: impl FnOnce(T)) -> Answer<()> {
        match self {
            Self::Open => Answer::Open,
            Self::Browse(purpose) => Answer::Browse(purpose),
            Self::Cancelled => Answer::Cancelled,
            Self::Done(wanted) => {
                done(wanted);
                Answer::Done(())
            }
        }
    }
}

/// A dialog in the middle of the window; Esc and a click beside it cancel.
pub(crate) fn dialog<T>(
    ctx: &Context,
    lang: Lang,
    title: &str,
    width: f32,
    contents: impl FnOnce(&mut Ui) -> Answer<T>,
) -> Answer<T> {
    let mut answer = Answer::Open;
    note_frame(ctx);
    let frame = Frame::window(&ctx.style_of(ctx.theme())).inner_margin(Margin::same(20));
    let modal = Modal::new(Id::unique("dialog")).frame(frame).show(ctx, |ui| {
        ui.set_width(width.min(ctx.content_rect().width() - 16.0 * UNIT));
        ui.horizontal(|ui| {
            widgets::heading(ui, title);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if widgets::icon_button(ui, icons::CLOSE, lang.term(Word::Close)).clicked() {
                    answer = Answer::Cancelled;
                }
            });
        });
        ui.add_space(PAD);
        let inner = contents(ui);
        if matches!(answer, Answer::Open) {
            answer = inner;
        }
    });
    if modal.should_close() && matches!(answer, Answer::Open) {
        answer = Answer::Cancelled;
    }
    answer
}

/// What is known of the dialog on the screen, from frame to frame.
#[derive(Clone, Copy, Debug, Default)]
struct Shown {
    /// The last frame that showed it.
    frame: u64,
    /// How many frames have.
    frames: u32,
    /// Does its first field still wait for the cursor?
    waits: bool,
}

/// A dialog takes a few frames to find its size, also where nothing else asks for them.
const SETTLES_IN: u32 = 5;

fn shown_id() -> Id {
    Id::unique("dialog shown")
}

/// A dialog that was not there in the frame before gets the cursor into its first field.
fn note_frame(ctx: &Context) {
    let frame = ctx.cumulative_frame_nr();
    let frames = ctx.data_mut(|data| {
        let before: Shown = data.get_temp(shown_id()).unwrap_or_default();
        let now = if before.frame + 1 < frame {
            Shown { frame, frames: 1, waits: true }
        } else {
            Shown { frame, frames: before.frames.saturating_add(1), ..before }
        };
        data.insert_temp(shown_id(), now);
        now.frames
    });
    if frames < SETTLES_IN {
        ctx.request_repaint();
    }
}

/// A box of so many lines for the paths of files, one on each. True when the desktop's own dialog is wanted.
fn files_ui(ui: &mut Ui, lang: Lang, title: &str, lines: usize, files: &mut String) -> bool {
    let weak = theme::tokens(ui).weak;
    let label = ui.label(RichText::new(title).size(SMALL).color(weak));
    ScrollArea::vertical().max_height(lines as f32 * 12.0 * UNIT).show(ui, |ui| {
        let edit = TextEdit::multiline(files).desired_rows(lines).desired_width(f32::INFINITY);
        let response = ui.add(edit.hint_text(lang.term(Word::FilesHint)));
        focus_first(ui, &response.labelled_by(label.id));
    });
    ui.add_space(UNIT);
    widgets::quiet_button(ui, icons::OPEN, lang.term(Word::Browse)).clicked()
}

/// Puts the cursor into this field, if it is the first of a dialog that was just opened.
fn focus_first(ui: &Ui, response: &eframe::egui::Response) {
    let waits = ui.ctx().data_mut(|data| {
        let shown: Shown = data.get_temp(shown_id()).unwrap_or_default();
        data.insert_temp(shown_id(), Shown { waits: false, ..shown });
        shown.waits
    });
    if waits {
        response.request_focus();
    }
}

/// Buttons at the foot of a dialog, from right to left.
fn foot_bar(ui: &mut Ui, buttons: impl FnOnce(&mut Ui)) {
    ui.add_space(PAD);
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), CONTROL),
        Layout::right_to_left(Align::Center),
        buttons,
    );
}

/// The buttons at the foot of a dialog: `Some(true)` for doing it, `Some(false)` for leaving.
fn foot(ui: &mut Ui, lang: Lang, action: &str, possible: bool, obstacle: &str) -> Option<bool> {
    ui.add_space(UNIT);
    let mut chosen = None;
    foot_bar(ui, |ui| {
        ui.add_enabled_ui(possible, |ui| {
            if widgets::primary_button(ui, action).clicked() {
                chosen = Some(true);
            }
        });
        if widgets::quiet_button(ui, "", lang.term(Word::Cancel)).clicked() {
            chosen = Some(false);
        }
        if !possible {
            let color = theme::tokens(ui).begun;
            ui.add(Label::new(RichText::new(obstacle).size(SMALL).color(color)).truncate());
        }
    });
    chosen
}

/// A line with a title above it.
fn line(ui: &mut Ui, title: &str, hint: &str, text: &mut String) {
    let label = ui.label(RichText::new(title).size(SMALL).color(theme::tokens(ui).weak));
    let width = ui.available_width();
    let edit = TextEdit::singleline(text).hint_text(hint.to_owned()).desired_width(width);
    let response = ui.add(edit.min_size(vec2(width, CONTROL)).align(Align2::LEFT_CENTER));
    focus_first(ui, &response.labelled_by(label.id));
}

/// A line for a path with a button that opens the desktop's own dialog. True when that was clicked.
fn path_line(ui: &mut Ui, lang: Lang, title: &str, text: &mut String) -> bool {
    let label = ui.label(RichText::new(title).size(SMALL).color(theme::tokens(ui).weak));
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        // The button is as wide as its word.
        let width = ui.available_width() - lang.pick(24.0, 27.5) * UNIT;
        let edit = TextEdit::singleline(text).hint_text(lang.term(Word::PathHint)).desired_width(width);
        let response = ui.add(edit.min_size(vec2(width, CONTROL)).align(Align2::LEFT_CENTER));
        focus_first(ui, &response.labelled_by(label.id));
        widgets::quiet_button(ui, icons::OPEN, lang.term(Word::Browse)).clicked()
    })
    .inner
}

/// Two things side by side, each half as wide.
fn halves<T>(
    ui: &mut Ui,
    value: &mut T,
    left: impl FnOnce(&mut Ui, &mut T),
    right: impl FnOnce(&mut Ui, &mut T),
) {
    let width = (ui.available_width() - PAD) / 2.0;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = PAD;
        let side = Layout::top_down(Align::Min);
        ui.allocate_ui_with_layout(vec2(width, 0.0), side, |ui| {
            ui.set_width(width);
            left(ui, value);
        });
        ui.allocate_ui_with_layout(vec2(width, 0.0), side, |ui| {
            ui.set_width(width);
            right(ui, value);
        });
    });
}

/// Asks which project to open, by its path.
pub(crate) fn open_ui(ctx: &Context, lang: Lang, path: &mut String) -> Answer<std::path::PathBuf> {
    let title = super::keys::Command::OpenProject.title(lang).trim_end_matches('…');
    dialog(ctx, lang, title, 130.0 * UNIT, |ui| {
        if path_line(ui, lang, lang.term(Word::ProjectFile), path) {
            return Answer::Browse(Purpose::OpenProject);
        }
        let there = std::path::Path::new(path.trim()).is_file();
        let obstacle = if path.trim().is_empty() { "" } else { lang.term(Word::NoSuchFile) };
        match foot(ui, lang, lang.term(Word::Open), there, obstacle) {
            Some(true) => Answer::Done(path.trim().into()),
            Some(false) => Answer::Cancelled,
            None => Answer::Open,
        }
    })
}
