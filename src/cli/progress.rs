//! `paikou progress`: the two numbers everybody is judged by.

use super::{
    arguments::ProgressArguments,
    output::{Done, Failure, Output},
};
use crate::{
    domain::{progress::Snapshot, project::Change},
    report,
};

pub(super) fn run(arguments: &ProgressArguments, output: &mut Output) -> Result<Done, Failure> {
    let workspace = output.open(&arguments.project)?;
    let mut project = workspace.project().clone();
    if let Some(formula) = arguments.formula {
        // Only for this look; nothing is written.
        let mut settings = project.settings().clone();
        settings.formula = formula.into();
        project.apply(&Change::Insert(settings.into())).map_err(crate::app::Problem::from)?;
    }
    let day = arguments.as_of.unwrap_or_else(|| workspace.day());
    let snapshot = Snapshot::of(&project, day);
    let by = arguments.by.into();
    if arguments.json {
        output.json(&report::progress_text::json(&project, &snapshot, by, output.lang))?;
    } else {
        output.line(&report::progress_text::text(&project, &snapshot, by, output.lang))?;
    }
    Ok(Done::Fine)
}
