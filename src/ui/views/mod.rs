//! The views that take the place of the map: progress, the attribute table and history.

mod history;
mod progress;
mod sheet;
mod table;

pub(crate) use self::{
    history::{History, history_ui},
    progress::{Progress, progress_ui},
    sheet::{SheetState, SheetView, sheet_ui},
};
