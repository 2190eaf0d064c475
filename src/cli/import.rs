//! `paikou import`: layers and ledgers in.

use std::fs;

use super::{
    arguments::ImportArguments,
    output::{Done, Failure, Output, read_text},
};
use crate::app::{
    Action, ImportKind, ImportRequest, Notice, Problem,
    import::{ImportReport, rejects_csv},
};

pub(super) fn run(arguments: &ImportArguments, output: &mut Output) -> Result<Done, Failure> {
    let kind = parse_kind(&arguments.kind)?;
    let columns = arguments.columns.as_deref().map(read_text).transpose()?;
    let mut workspace = output.open(&arguments.project)?;
    let mut reports = Vec::new();
    for path in &arguments.files {
        workspace.perform(Action::Import(ImportRequest {
            path: path.clone(),
            kind: Some(kind),
            layer_name: arguments.layer_name.clone(),
            encoding: arguments.encoding.clone(),
            crs: arguments.crs.clone(),
            columns: columns.clone(),
            replaces: None,
            dry_run: arguments.dry_run,
        }));
        for notice in output.settle(&mut workspace)? {
            if let Notice::Imported(report) = notice {
                reports.push(*report);
            }
        }
    }
    if let Some(path) = &arguments.rejects {
        let unwritable = |source| Problem::Unwritable { path: path.clone(), source };
        fs::write(path, rejects_csv(&reports, output.lang)).map_err(unwritable)?;
    }
    tell(&reports, arguments.json, output)?;
    Ok(Done::Fine)
}

/// The kinds of design §5: a ledger, or a reference layer.
fn parse_kind(name: &str) -> Result<ImportKind, Failure> {
    ImportKind::parse(name)
        .ok_or_else(|| Failure::usage(format!("不认识的类型：{name}"), format!("Unknown kind: {name}")))
}

fn tell(reports: &[ImportReport], json: bool, output: &mut Output) -> Result<(), Failure> {
    let lang = output.lang;
    if json {
        return match reports {
            [one] => output.json(&one.to_json(lang)),
            many => output.json(&many.iter().map(|it| it.to_json(lang)).collect::<Vec<_>>()),
        };
    }
    for report in reports {
        for line in report.lines(lang) {
            output.line(&line)?;
        }
    }
    Ok(())
}
