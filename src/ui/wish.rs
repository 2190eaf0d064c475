//! What a panel asks for. Panels change nothing themselves; wishes are granted at the end of the frame by [`super::desk`].

use std::path::PathBuf;

use super::{
    field::FieldWish,
    habits::MapHabits,
    keys::Command,
    selection::Join,
    state::{Narrowed, Screen},
    tracing::TraceWish,
};
use crate::{
    app::Action,
    domain::{RecordId, check::Finding, draft::DraftKey, project::RecordKind, stage::Stage},
};

/// One request.
#[derive(Debug)]
pub(crate) enum Wish {
    /// Change the project.
    Do(Box<Action>),
    /// Fill the middle with this.
    Show(Screen),
    /// Open this outfall's card, or close the card.
    Select(Option<RecordId>),
    /// Read the features of this layer.
    ReadLayer(RecordId),
    /// Bring these outfalls into the selection, or out of it.
    Choose(Vec<RecordId>, Join),
    /// List only the selected outfalls.
    NarrowToSelection,
    /// Bring this outfall into the middle of the map.
    Locate(RecordId),
    /// Bring this extent into view: west, south, east, north in degrees.
    ZoomTo([f64; 4]),
    /// List only the outfalls behind a number, or all again.
    Narrow(Option<Narrowed>),
    /// Open a form of this kind with the cursor in this column (or in its first where it is empty).
    OpenForm(RecordKind, &'static str),
    /// Open a form that corrects this fact of the outfall whose card is open.
    Correct(RecordKind, RecordId),
    /// Ask why these findings are let stand.
    AskWaive(Vec<Finding>),
    /// Show what changes if these findings are put right, before that is done.
    AskFixAll(Vec<Finding>),
    /// Open the form that merges the outfall whose card is open into this one.
    MergeInto(RecordId),
    /// Withdraw the fact that the form that is open corrects.
    Withdraw,
    /// Close the form; what is typed stays as a draft.
    CloseForm,
    /// Close the form and discard what is typed.
    DiscardForm,
    /// Go on with this draft.
    OpenDraft(DraftKey),
    /// Put this draft among those that can be taken back for a while.
    DiscardDraft(DraftKey),
    /// Keep what is in the form that is open.
    SaveForm,
    /// Open the page of this stage; a form that is open is put aside.
    OpenStage(Stage),
    /// Ask for a new outfall, at this longitude and latitude if they are known.
    AskOutfall(Option<(f64, f64)>),
    /// Begin to move this outfall.
    MoveOutfall(RecordId),
    /// Ask for a new layer to draw on.
    AskLayer,
    /// Begin to draw on this layer.
    DrawOn(RecordId),
    /// Show this photo of this outfall large.
    LookAt(RecordId, RecordId),
    /// Ask which files to attach to the outfall whose card is open.
    AskAttach,
    /// Ask for a visit sheet of the outfall whose card is open.
    AskSheet,
    /// Ask where copies of these photos go.
    AskPhotoCopy(Vec<RecordId>),
    /// Choose a file for the photo form that is open.
    BrowsePhoto,
    /// Show or hide the outfalls on the map.
    ShowOutfalls(bool),
    /// Show how this layer is drawn, to change it; the outfalls for none.
    AskStyle(Option<RecordId>),
    /// Ask which files to bring in; these are already known.
    AskImport(Vec<PathBuf>),
    /// Ask which newer file the features of this layer are to come from.
    AskReplace(RecordId),
    /// Show what is known of this layer.
    ShowLayerInfo(RecordId),
    /// Ask which files become basemaps; these are already known.
    AskBasemap(Vec<PathBuf>),
    /// Ask how a basemap from the network should be.
    ChangeOnline(RecordId),
    /// Ask how much of a basemap from the network to keep offline.
    AskKeepOffline(RecordId),
    /// Open a basemap anew that could not be opened.
    TryBasemap(RecordId),
    /// Ask what to hand out.
    AskExport,
    /// Read the map in this way from now on.
    SetHabits(MapHabits),
    /// Mark a place and bring it into the middle of the map: longitude and latitude in degrees.
    GoTo(f64, f64),
    /// Show the same middle of the map at the scale 1 : n.
    SetScale(f64),
    /// Ask for the name of a bookmark: a new one for this view, or a new name for an old one.
    AskBookmark(Option<RecordId>),
    /// Do what a key does.
    Command(Command),
    /// Show the settings.
    AskSettings,
    /// Count the states of another day; nothing for today.
    SetDay(Option<jiff::civil::Date>),
    /// What the panel for tracing asks for.
    Trace(TraceWish),
    /// What the panel for work outside asks for.
    Field(FieldWish),
}

impl Wish {
    /// The wish to change the project.
    pub(crate) fn act(action: Action) -> Self {
        Self::Do(Box::new(action))
    }
}
