//! The views that take the place of the map: progress and history.

mod history;
mod progress;
mod table;

pub(crate) use self::{
    history::{History, history_ui},
    progress::{Progress, progress_ui},
};
