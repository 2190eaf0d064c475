//! `paikou record`: a fact through the same gates as the forms.

use std::{
    io::{self, Read as _},
    path::Path,
};

use super::{
    output::{Done, Failure, Output, read_text},
    show::find,
};
use crate::app::{Action, Problem, facts_from_json};

pub(super) fn run(
    path: &Path,
    outfall: &str,
    stage: &str,
    file: &Path,
    output: &mut Output,
) -> Result<Done, Failure> {
    let text = if file == Path::new("-") {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text)?;
        text
    } else {
        read_text(file)?
    };
    let mut workspace = output.open(path)?;
    let id = find(&mut workspace, outfall)?;
    let facts =
        facts_from_json(workspace.project(), &text, Some((&id.to_string(), stage))).map_err(Problem::from)?;
    let folder = file.parent().unwrap_or_else(|| Path::new("")).to_owned();
    let subject = outfall.to_owned();
    workspace.perform(Action::RecordMany { facts, folder, subject });
    for notice in output.settle(&mut workspace)? {
        output.line(&notice.say(output.lang))?;
    }
    Ok(Done::Fine)
}
