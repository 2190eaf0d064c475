//! Where a trace is written to.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use eframe::egui::Context;

use super::{Answer, dialog, foot, path_line};
use crate::{
    app::{Action, TraceAnswer},
    i18n::Lang,
    ui::{files::Purpose, said::Word, theme::UNIT, widgets},
};

/// A trace that is to be written into a file.
#[derive(Debug)]
pub(crate) struct TraceFileDraft {
    answer: Arc<TraceAnswer>,
    path: String,
}

impl TraceFileDraft {
    /// Into this folder.
    pub(crate) fn new(answer: Arc<TraceAnswer>, folder: &Path, lang: Lang) -> Self {
        let start = answer.start_name(lang).replace(['/', '\\', ':', ' ', ','], "-");
        let name =
            format!("{} {} {start}.xlsx", lang.pick("追踪", "trace"), lang.term(answer.trace.direction));
        Self { answer, path: folder.join(name).display().to_string() }
    }

    /// The place to save at.
    pub(crate) fn set_path(&mut self, path: &Path) {
        self.path = path.display().to_string();
    }

    /// The file that is offered.
    pub(crate) fn suggested(&self) -> PathBuf {
        PathBuf::from(self.path.trim())
    }

    /// Draws the dialog.
    pub(crate) fn ui(&mut self, ctx: &Context, lang: Lang) -> Answer<Action> {
        dialog(ctx, lang, lang.pick("导出追踪结果", "Export the trace"), 130.0 * UNIT, |ui| {
            if path_line(ui, lang, lang.term(Word::SaveTo), &mut self.path) {
                return Answer::Browse(Purpose::TraceFile);
            }
            widgets::small(
                ui,
                lang.pick(
                    "以 .xlsx 结尾写成表格，以 .geojson 结尾写成图形",
                    "A name in .xlsx makes tables, one in .geojson makes features",
                ),
            );
            let path = self.suggested();
            let ending = path.extension().map(|it| it.to_string_lossy().to_lowercase()).unwrap_or_default();
            let folder = path.parent().is_some_and(|it| it.as_os_str().is_empty() || it.is_dir());
            let fits = matches!(ending.as_str(), "xlsx" | "geojson" | "json");
            let why = if fits {
                lang.term(Word::NoSuchFolder)
            } else {
                lang.pick("文件名要以 .xlsx 或 .geojson 结尾", "The name has to end in .xlsx or .geojson")
            };
            match foot(ui, lang, lang.term(Word::Save), folder && fits, why) {
                Some(true) => Answer::Done(Action::ExportTrace(Arc::clone(&self.answer), path, lang)),
                Some(false) => Answer::Cancelled,
                None => Answer::Open,
            }
        })
    }
}
