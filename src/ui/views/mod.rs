//! The views that take the place of the map: progress, the attribute table, history and the data checks.

mod checks;
mod history;
mod progress;
mod sheet;
mod table;

pub(crate) use self::{
    checks::{ChecksState, ChecksView, checks_ui},
    history::{History, history_ui},
    progress::{Progress, progress_ui},
    sheet::{SheetState, SheetView, sheet_ui},
};
