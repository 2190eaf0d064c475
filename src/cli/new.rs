//! `paikou new`: an empty project.

use std::path::Path;

use super::output::{Done, Failure, Output, env};
use crate::app::Workspace;

pub(super) fn run(path: &Path, name: Option<String>, output: &mut Output) -> Result<Done, Failure> {
    let stem = || path.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let workspace = Workspace::create(path, &name.unwrap_or_else(stem), env())?;
    let (path, zh) = (workspace.path().display().to_string(), "已新建项目");
    output.line(&format!("{} {path}", output.lang.pick(zh, "Made the project")))?;
    Ok(Done::Fine)
}
