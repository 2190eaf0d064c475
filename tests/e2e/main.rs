//! The program from the outside, in one binary so that it links once.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test may stop at the first surprise"
)]

mod basemaps;
mod command_line;
mod dependencies;
mod desk;
mod drafts;
mod field;
mod forms;
mod history;
mod hostile;
mod importing;
mod killing;
mod layer_tree;
mod layering;
mod map_edit;
mod map_tools;
mod mutations;
#[path = "../../src/formats/photo/sample.rs"]
mod photo_sample;
mod photo_window;
mod photos;
mod position;
mod projections;
mod real_files;
mod roles;
mod shapes;
mod sheet;
mod styles;
mod support;
mod tracing;
mod typing;
mod undo;
mod window;
mod words;
