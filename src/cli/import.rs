//! `paikou import`: layers and ledgers in.

use std::{fs, sync::Arc};

use serde_json::Value as Json;

use super::{
    arguments::ImportArguments,
    output::{Done, Failure, Output, read_text},
};
use crate::{
    app::{
        Action, ImportKind, ImportRequest, Notice, Problem,
        import::{ImportReport, rejects_csv},
    },
    domain::layer::LayerKind,
};

pub(super) fn run(arguments: &ImportArguments, output: &mut Output) -> Result<Done, Failure> {
    let kind = parse_kind(&arguments.kind)?;
    let columns = arguments.columns.as_deref().map(read_text).transpose()?;
    let mut workspace = output.open(&arguments.project)?;
    let mut reports = Vec::new();
    let mut documents = Vec::new();
    for path in &arguments.files {
        let request = ImportRequest {
            path: path.clone(),
            kind: Some(kind),
            layer_name: arguments.layer_name.clone(),
            encoding: arguments.encoding.clone(),
            crs: arguments.crs.clone(),
            columns: columns.clone(),
            replaces: None,
            dry_run: arguments.dry_run,
        };
        workspace.perform(if arguments.dry_run {
            Action::PreviewImport(request, None)
        } else {
            Action::Import(request)
        });
        for notice in output.settle(&mut workspace)? {
            match notice {
                Notice::Imported(report) => {
                    documents.push(report.to_json(output.lang));
                    reports.push(*report);
                }
                Notice::Previewed(preview) => {
                    // Nobody else holds it here.
                    let Some(preview) = Arc::into_inner(preview) else { continue };
                    let plans = 0..preview.plans().len();
                    documents.extend(plans.map(|plan| preview.to_json(plan, output.lang)));
                    reports.extend(preview.outcome?.into_iter().map(|plan| plan.report));
                }
                _ => {}
            }
        }
    }
    if let Some(path) = &arguments.rejects {
        let unwritable = |source| Problem::Unwritable { path: path.clone(), source };
        fs::write(path, rejects_csv(&reports, output.lang)).map_err(unwritable)?;
    }
    tell(&reports, arguments.json.then_some(documents), output)?;
    Ok(Done::Fine)
}

/// The kinds of design §5: the outfalls themselves, or a reference layer.
fn parse_kind(name: &str) -> Result<ImportKind, Failure> {
    if name == "outfall" {
        return Ok(ImportKind::Outfall);
    }
    if matches!(name, "visit" | "sample") {
        return Err(Failure::usage(
            "排查与监测台账的批量导入还没有做好；单条记录请用 paikou record",
            "Ledgers of visits and samples can not be imported yet; use paikou record for single ones",
        ));
    }
    let kind = LayerKind::ALL.iter().copied().find(|kind| kind.code() == name);
    kind.map(ImportKind::Layer)
        .ok_or_else(|| Failure::usage(format!("不认识的类型：{name}"), format!("Unknown kind: {name}")))
}

fn tell(reports: &[ImportReport], json: Option<Vec<Json>>, output: &mut Output) -> Result<(), Failure> {
    let lang = output.lang;
    if let Some(documents) = json {
        return match &documents[..] {
            [one] => output.json(one),
            many => output.json(&many),
        };
    }
    for report in reports {
        for line in report.lines(lang) {
            output.line(&line)?;
        }
    }
    Ok(())
}
