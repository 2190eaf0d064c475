//! `paikou demo`, and the window.

use std::path::Path;

use super::output::{Done, Failure, Output, env};
use crate::{app::demo, domain::progress::Grouping, report, ui};

pub(super) fn run(folder: &Path, output: &mut Output) -> Result<Done, Failure> {
    let lang = output.lang;
    let mut workspace = demo::prepare(folder, env(), lang)?;
    let notices = output.settle(&mut workspace)?;
    output.tell(&notices);
    let snapshot = workspace.snapshot();
    output.line(&report::progress_text::text(workspace.project(), &snapshot, Grouping::County, lang))?;
    for file in demo::write_results(&mut workspace, folder, lang)? {
        output.line(&file.display().to_string())?;
    }
    let project = workspace.path().to_owned();
    drop(workspace);

    if !ui::has_display() {
        output.remark(
            "没有图形显示，窗口未打开；结果已写入上面的文件",
            "There is no display, so no window opens; the results are in the files above",
        );
        return Ok(Done::Fine);
    }
    open_window(Some(&project), output)
}

/// Opens the window, with a project if one is named.
pub(super) fn open_window(project: Option<&Path>, output: &mut Output) -> Result<Done, Failure> {
    ui::run(project, output.lang).map_err(|error| Failure::Window(error.say(output.lang)))?;
    Ok(Done::Fine)
}
