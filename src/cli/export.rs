//! `paikou export`: reports as files.

use super::{
    arguments::ExportArguments,
    output::{Done, Failure, Output},
};
use crate::app::{Action, ExportKind, ExportRequest};

pub(super) fn run(arguments: &ExportArguments, output: &mut Output) -> Result<Done, Failure> {
    let unknown = |what: &str| Failure::usage(format!("不认识：{what}"), format!("Unknown: {what}"));
    let kind = ExportKind::parse(&arguments.report).ok_or_else(|| unknown(&arguments.report))?;
    let ending = arguments.out.extension().map(|it| it.to_string_lossy().to_lowercase()).unwrap_or_default();
    if !matches!(ending.as_str(), "xlsx" | "csv" | "geojson" | "json") {
        return Err(Failure::usage(
            format!("只能写 .xlsx、.csv、.geojson：{}", arguments.out.display()),
            format!("Only .xlsx, .csv and .geojson can be written: {}", arguments.out.display()),
        ));
    }
    let mut workspace = output.open(&arguments.project)?;
    workspace.set_day(arguments.as_of);
    workspace.perform(Action::Export(ExportRequest {
        kind,
        path: arguments.out.clone(),
        by: arguments.by.into(),
        lang: output.lang,
    }));
    for notice in output.settle(&mut workspace)? {
        output.line(&notice.say(output.lang))?;
    }
    Ok(Done::Fine)
}
