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
mod checking;
mod control;
mod correct;
pub mod demo;
mod device;
mod doctor;
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
mod performing;
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
    control::{ControlError, fit_control_points},
    correct::CorrectRequest,
    device::{remember_author, this_device},
    doctor::{Examined, Patients},
    env::{Env, Now, Wake, new_id},
    export::{ExportKind, ExportRequest, Exported, no_layer},
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
    tracing::{
        FARTHEST_SEWER_M, FARTHEST_START_M, Faults, Found, HuntAnswer, HuntView, Inlet, Link, LinkedSection,
        LinkedZone, Manhole, Mouth, NextManhole, Placed, Point, Seen, TraceAnswer, TraceError, TraceFrom,
        TraceLine, TraceRequest, TraceSums, Waters, ZoneLayer,
    },
    words::system as system_words,
    workspace::{SaveState, Workspace},
};
