//! `paikou list`: outfalls with their states, what is missing, when it is due.

use std::path::Path;

use serde_json::{Value as Json, json};

use super::output::{Done, Failure, Output};
use crate::{
    domain::{
        filter::Filter,
        project::{Entry, Project},
        stage::{Stage, Standing, gate},
    },
    i18n::Lang,
};

pub(super) fn run(
    path: &Path,
    filter: Option<&str>,
    as_json: bool,
    output: &mut Output,
) -> Result<Done, Failure> {
    let filter = match filter {
        Some(text) => Filter::parse(text).map_err(|error| {
            let (zh, en) = (error.say(Lang::Zh), error.say(Lang::En));
            Failure::usage(format!("筛选条件有误：{zh}"), format!("The filter is not understood: {en}"))
        })?,
        None => Filter::default(),
    };
    let mut workspace = output.open(path)?;
    let snapshot = workspace.snapshot();
    let project = workspace.project();
    let entries = project.entries().iter().zip(&snapshot.standings);
    let found: Vec<(&Entry, &Standing)> =
        entries.filter(|(entry, standing)| filter.matches(entry, standing, snapshot.day)).collect();
    if as_json {
        let rows: Vec<Json> =
            found.iter().map(|(entry, standing)| summary(project, entry, standing, snapshot.day)).collect();
        output.json(&rows)?;
        return Ok(Done::Fine);
    }
    let lang = output.lang;
    for (entry, standing) in &found {
        let unproven = |proven: bool| if proven { "" } else { "*" };
        output.line(&format!(
            "{}\t{}\t{}\t{}\t{}\t{}{}\t{}{}",
            entry.outfall.code(),
            entry.outfall.name,
            entry.outfall.county,
            lang.term(standing.register.state),
            lang.term(standing.measure),
            lang.term(standing.trace.state),
            unproven(standing.trace.proven),
            lang.term(standing.fix.state),
            unproven(standing.fix.proven),
        ))?;
    }
    let (n, all) = (found.len(), project.entries().len());
    output.remark(
        &format!("{n} / {all} 个排污口；* 为台账申报，未证实"),
        &format!("{n} of {all} outfalls; * claimed by a ledger, unproven"),
    );
    Ok(Done::Fine)
}

/// One outfall as JSON: who it is, its states, what is missing in each stage, what is due.
pub(super) fn summary(project: &Project, entry: &Entry, standing: &Standing, day: jiff::civil::Date) -> Json {
    let outfall = &entry.outfall;
    let missing: serde_json::Map<String, Json> = Stage::ALL
        .iter()
        .map(|stage| {
            let codes = gate::missing(entry, *stage, day).into_iter().map(|it| Json::from(it.code()));
            (stage.code().to_owned(), codes.collect())
        })
        .collect();
    let fix_due = outfall.fix_due.or_else(|| entry.plans.iter().filter_map(|it| it.deadline).max());
    json!({
        "id": outfall.id.to_string(),
        "code": outfall.code(),
        "name": outfall.name,
        "county": outfall.county,
        "river": outfall.river,
        "lon": outfall.lon,
        "lat": outfall.lat,
        "entity": outfall.entity,
        "states": {
            "register": standing.register.state.code(),
            "check": standing.check.state.code(),
            "measure": standing.measure.code(),
            "trace": standing.trace.state.code(),
            "fix": standing.fix.state.code(),
            "manage": standing.manage.code(),
        },
        "proven": {
            "register": standing.register.proven,
            "check": standing.check.proven,
            "trace": standing.trace.proven,
            "fix": standing.fix.proven,
        },
        "missing": missing,
        "due": {
            "trace": outfall.trace_due.or_else(|| project.settings().trace_due).map(|it| it.to_string()),
            "fix": fix_due.or_else(|| project.settings().fix_due).map(|it| it.to_string()),
        },
    })
}
