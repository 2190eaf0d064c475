//! What the user can do: the whole program without its window.
//!
//! ```text
//! Action ──perform──▶ Step (changes, old and new) ──▶ project in memory ──▶ writer thread ──▶ saved
//!    │                        ▲                                                  │
//!    └──▶ Jobs ──(thread)─────┘ Outcome                                          └──▶ Notice
//! ```
//!
//! The window and the command line call the same functions. Nothing here draws, prints or asks.

mod action;
mod autosave;
mod background;
pub mod basemap;
mod batch;
mod bell;
mod correct;
pub mod demo;
mod device;
mod drafts;
mod drawing;
mod env;
mod export;
mod facts;
mod fieldwork;
pub mod import;
mod importing;
mod jobs;
pub mod legend;
mod network;
mod notice;
pub mod photo;
pub mod picture;
pub mod places;
pub mod position;
mod preview;
mod qml;
mod register;
pub mod scene;
mod scene_cache;
mod shape_edit;
mod sheet;
mod stepping;
pub mod styling;
mod surroundings;
pub mod theme;
mod timeline;
mod tracing;
mod words;
mod workspace;

pub use self::{
    action::Action,
    autosave::Autosave,
    correct::CorrectRequest,
    device::{remember_author, this_device},
    env::{Env, Now, Wake, new_id},
    export::{ExportKind, ExportRequest, Exported},
    facts::{FactError, FactFile, facts_from_json},
    fieldwork::{AssignRequest, gate_of},
    importing::{ImportKind, ImportRequest, serve_import},
    jobs::{JobId, JobKind, JobState, Progress},
    network::RiverNetwork,
    notice::{Notice, Problem, Severity},
    photo::{PhotoFile, PhotoOnDisk},
    preview::{CellDiff, CrsFrom, ImportPreview, PreviewItem},
    scene_cache::SceneCache,
    shape_edit::{LayerDraft, MOST_SHAPES, ShapeEdit, ShapeEdits},
    sheet::SheetRequest,
    tracing::{FARTHEST_START_M, Found, TraceAnswer, TraceError, TraceFrom, TraceRequest},
    words::system as system_words,
    workspace::{SaveState, Workspace},
};
