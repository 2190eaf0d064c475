//! `paikou export`: reports as files.

use super::{
    arguments::ExportArguments,
    output::{Done, Failure, Output},
    show::find,
};
use crate::{
    app::{Action, ExportKind, ExportRequest, SheetRequest, Workspace, no_layer},
    domain::RecordId,
};

pub(super) fn run(arguments: &ExportArguments, output: &mut Output) -> Result<Done, Failure> {
    if arguments.report == "visit-sheet" {
        return sheet(arguments, output);
    }
    let unknown = |what: &str| Failure::usage(format!("不认识：{what}"), format!("Unknown: {what}"));
    let gbk = match arguments.encoding.to_ascii_uppercase().as_str() {
        "UTF-8" | "UTF8" => false,
        "GBK" | "GB18030" | "GB2312" | "936" => true,
        _ => return Err(unknown(&arguments.encoding)),
    };
    let of_layer = arguments.report == "layer";
    let kind = if of_layer {
        None
    } else {
        Some(ExportKind::parse(&arguments.report).ok_or_else(|| unknown(&arguments.report))?)
    };
    if !kind.unwrap_or(ExportKind::Outfalls).fits(&arguments.out) {
        let path = arguments.out.display();
        if kind.is_none_or(ExportKind::is_layer) {
            return Err(Failure::usage(
                format!("只能写 .shp、.gpkg、.geojson、.kml、.csv、.xlsx：{path}"),
                format!("Only .shp, .gpkg, .geojson, .kml, .csv and .xlsx can be written: {path}"),
            ));
        }
        return Err(Failure::usage(
            format!("只能写 .xlsx、.csv、.geojson：{path}"),
            format!("Only .xlsx, .csv and .geojson can be written: {path}"),
        ));
    }
    let mut workspace = output.open(&arguments.project)?;
    workspace.set_day(arguments.as_of);
    let kind = match kind {
        Some(kind) => kind,
        None => ExportKind::Layer(layer(&workspace, arguments.layer.as_deref())?),
    };
    workspace.perform(Action::Export(ExportRequest {
        kind,
        path: arguments.out.clone(),
        gbk,
        by: arguments.by.into(),
        lang: output.lang,
    }));
    for notice in output.settle(&mut workspace)? {
        output.line(&notice.say(output.lang))?;
    }
    Ok(Done::Fine)
}

/// The layer with this name; the only one where none is named.
fn layer(workspace: &Workspace, name: Option<&str>) -> Result<RecordId, Failure> {
    let project = workspace.project();
    let found = match (name, project.layers()) {
        (None, [one]) => Some(one),
        (name, layers) => layers.iter().find(|it| Some(it.name.as_str()) == name),
    };
    found.map(|it| it.id).ok_or_else(|| no_layer(project, name.unwrap_or_default()).into())
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
