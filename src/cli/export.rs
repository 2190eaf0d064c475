//! `paikou export`: reports as files.

use super::{
    arguments::ExportArguments,
    output::{Done, Failure, Output},
    show::find,
};
use crate::app::{Action, ExportKind, ExportRequest, SheetRequest};

pub(super) fn run(arguments: &ExportArguments, output: &mut Output) -> Result<Done, Failure> {
    if arguments.report == "visit-sheet" {
        return sheet(arguments, output);
    }
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

/// The visit sheet of an outfall with its latest visit, or one to write on.
fn sheet(arguments: &ExportArguments, output: &mut Output) -> Result<Done, Failure> {
    if arguments.out.extension().is_none_or(|it| !it.eq_ignore_ascii_case("pdf")) {
        return Err(Failure::usage(
            format!("工作记录单只能写 .pdf：{}", arguments.out.display()),
            format!("A visit sheet is a .pdf: {}", arguments.out.display()),
        ));
    }
    let mut workspace = output.open(&arguments.project)?;
    let outfall = arguments.outfall.as_deref().map(|it| find(&mut workspace, it)).transpose()?;
    let entry = outfall.and_then(|id| workspace.project().entry(id));
    let visit = entry.and_then(|it| it.visits.last()).filter(|_| !arguments.blank).map(|it| it.id);
    let (path, lang) = (arguments.out.clone(), output.lang);
    workspace.perform(Action::PrintSheet(SheetRequest { outfall, visit, path, lang }));
    for notice in output.settle(&mut workspace)? {
        output.line(&notice.say(lang))?;
    }
    Ok(Done::Fine)
}
