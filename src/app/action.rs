//! Everything the user can ask for.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use super::{
    AssignRequest, CorrectRequest, ExportRequest, FactFile, ImportPreview, ImportRequest, JobId, LayerDraft,
    ShapeEdits, SheetRequest,
    basemap::KeepRequest,
    photo::{AttachRequest, CopyRequest, PhotoOnDisk},
    picture::PictureRequest,
};
use crate::domain::{
    RecordId,
    basemap::Basemap,
    change::CellChange,
    draft::{Draft, DraftKey},
    fact::Photo,
    layer_tree::TreeChange,
    map_parts::MapPart,
    op::Deed,
    outfall::Outfall,
    position::{Survey, track::Track},
    project::AnyRecord,
    role::Author,
    settings::Settings,
    table::Table,
};

/// What the user asks for, with all the data that it takes.
#[derive(Clone, Debug)]
pub enum Action {
    /// Reads a file in the background and brings it in.
    Import(ImportRequest),
    /// Reads a file in the background and tells what it would change; nothing is kept yet. With the tables of the file, where it
    /// was read before.
    PreviewImport(ImportRequest, Option<Arc<Vec<Table>>>),
    /// Brings in what was previewed, but for these of its items, in one step.
    TakeImport(Arc<ImportPreview>, BTreeSet<usize>),
    /// Stops a background job.
    Cancel(JobId),
    /// Records facts about an outfall, through their gates.
    Record {
        /// The outfall.
        outfall: RecordId,
        /// The facts, new ones.
        records: Vec<AnyRecord>,
        /// Photos and files, with the records that describe them.
        photos: Vec<(Photo, PathBuf)>,
    },
    /// Reads files in the background and attaches them to an outfall, in one step.
    Attach(AttachRequest),
    /// Attaches bytes that were never a file, under this name; of the request, its files do not matter.
    AttachBytes(AttachRequest, String, Vec<u8>),
    /// Finds out in the background where photos belong; folders are looked through. Nothing is kept yet.
    PlanPhotos(Vec<PathBuf>),
    /// Attaches photos to the outfalls that their records name, in one step.
    TakePhotos(Vec<PhotoOnDisk>),
    /// A photo with another slot, note, fact or annotation.
    ChangePhoto(Box<Photo>),
    /// Copies photos into a folder in the background.
    CopyPhotos(CopyRequest),
    /// Prints a visit sheet in the background.
    PrintSheet(SheetRequest),
    /// Records many facts about many outfalls in one step, all or none.
    RecordMany {
        /// The facts, in the order in which they happened.
        facts: Vec<FactFile>,
        /// Where the paths of photos start.
        folder: PathBuf,
        /// What they come from, for the history.
        subject: String,
    },
    /// A new outfall.
    AddOutfall(Outfall),
    /// Puts a fact in the place of one that was recorded wrongly, or withdraws that.
    Correct(CorrectRequest),
    /// The outfall as it should be.
    EditOutfall(Outfall),
    /// Changes cells of many register entries in one step, all or none.
    EditOutfalls(Vec<(RecordId, CellChange)>),
    /// Moves an outfall to another place.
    MoveOutfall {
        /// The outfall.
        id: RecordId,
        /// Where to: longitude and latitude in degrees, CGCS2000.
        to: (f64, f64),
        /// What else changes with it, of what [`crate::domain::placing::Proposal::changes_to`] proposed.
        accepted: Vec<CellChange>,
    },
    /// Puts an outfall where it was measured, or where another survey found it.
    PlaceOutfall {
        /// The outfall.
        id: RecordId,
        /// Where: longitude and latitude in degrees, CGCS2000.
        to: (f64, f64),
        /// What else changes with it, as for [`Action::MoveOutfall`].
        accepted: Vec<CellChange>,
        /// How the position was got.
        survey: Survey,
    },
    /// Sends a team to outfalls.
    Assign(AssignRequest),
    /// Keeps legs of tracks that were walked.
    LogTrack(Vec<Track>),
    /// The settings as they should be.
    ChangeSettings(Settings),
    /// Parts of the map as they should be: those with a known identity are changed, the others are new. Layers come in by
    /// [`Action::Import`], with their features.
    KeepParts(Deed, Vec<MapPart>),
    /// An empty layer to draw on.
    NewLayer(LayerDraft),
    /// A copy of a layer that can be edited.
    CopyLayer {
        /// The layer.
        from: RecordId,
        /// The identity of the copy.
        id: RecordId,
        /// Its name.
        name: String,
    },
    /// Changes the shapes of a layer that was drawn here.
    EditShapes(ShapeEdits),
    /// Takes parts of the map out; a group goes after its layers.
    DropParts(Deed, Vec<MapPart>),
    /// Arranges the layer tree anew, whatever it looks like when its turn comes.
    Arrange(TreeChange),
    /// Takes the last step back.
    Undo,
    /// Does the last undone step again.
    Redo,
    /// Looks into files in the background and puts them under the map.
    AddBasemaps(Vec<PathBuf>),
    /// Adds a basemap from the network, or changes the one with its identity; with the key of the provider, which may be empty and
    /// stays on this device.
    SetOnline(Basemap, String),
    /// Keeps a view of a basemap from the network in a file, in the background.
    KeepOffline(KeepRequest),
    /// Writes a report.
    Export(ExportRequest),
    /// Draws the map into a file, in the background.
    Draw(Box<PictureRequest>, PathBuf),
    /// Keeps what is typed into a form; its times are set by the clock.
    KeepDraft(Box<Draft>),
    /// Puts a draft among those that can be taken back for a while.
    DiscardDraft(DraftKey),
    /// Takes a discarded draft back.
    TakeBackDraft(DraftKey),
    /// Does what a finished form asks for; its draft goes in the same transaction.
    Finish(DraftKey, Box<Self>),
    /// Another person goes on, or the same one in another role.
    SetAuthor(Author),
}
