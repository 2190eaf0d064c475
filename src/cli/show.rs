//! `paikou show`: everything about one outfall.

use std::path::Path;

use serde_json::{Map, Value as Json, json};

use super::{
    list::summary,
    output::{Done, Failure, Output},
};
use crate::{
    app::{Problem, Workspace},
    domain::{
        RecordId,
        project::{AnyRecord, Change, Entry},
        role::Role,
        stage::{Stage, gate},
        timeline::Moment,
        value::Value,
    },
    i18n::Lang,
};

pub(super) fn run(path: &Path, outfall: &str, as_json: bool, output: &mut Output) -> Result<Done, Failure> {
    let mut workspace = output.open(path)?;
    let id = find(&mut workspace, outfall)?;
    let timeline = if as_json { workspace.timeline_now(id)? } else { Vec::new() };
    let snapshot = workspace.snapshot();
    let project = workspace.project();
    let found = project.position(id).zip(project.entry(id));
    let Some((at, entry)) = found else { return Err(missing(outfall)) };
    let Some(standing) = snapshot.standings.get(at) else { return Err(missing(outfall)) };
    if as_json {
        let mut json = summary(project, entry, standing, snapshot.day);
        if let Some(object) = json.as_object_mut() {
            object.insert("record".to_owned(), columns(&entry.outfall.clone().into()));
            let standing = entry.standing_facts();
            object.insert("facts".to_owned(), in_order(standing).iter().map(columns).collect());
            object.insert("replaced".to_owned(), entry.replaced.iter().map(columns).collect());
            object.insert("history".to_owned(), timeline.iter().map(moment).collect());
        }
        output.json(&json)?;
        return Ok(Done::Fine);
    }
    print(
        entry,
        output,
        |stage, lang| match stage {
            Stage::Check => (lang.term(standing.check.state), standing.check.proven),
            Stage::Measure => (lang.term(standing.measure), true),
            Stage::Trace => (lang.term(standing.trace.state), standing.trace.proven),
            Stage::Fix => (lang.term(standing.fix.state), standing.fix.proven),
            Stage::Manage => (lang.term(standing.manage), true),
        },
        snapshot.day,
    )?;
    Ok(Done::Fine)
}

fn missing(outfall: &str) -> Failure {
    Problem::NoSuchOutfall { code: outfall.to_owned() }.into()
}

/// The outfall with this code, identity or name; a name must be the only one of its kind.
pub(super) fn find(workspace: &mut Workspace, outfall: &str) -> Result<RecordId, Failure> {
    let project = workspace.project();
    if let Some(entry) = project.entry_by_code(outfall) {
        return Ok(entry.outfall.id);
    }
    let mut named = project
        .entries()
        .iter()
        .filter(|it| it.outfall.name == outfall || it.outfall.id.to_string() == outfall);
    match (named.next(), named.next()) {
        (Some(entry), None) => Ok(entry.outfall.id),
        (None, _) => Err(missing(outfall)),
        _ => Err(Failure::usage(
            format!("有多个排污口叫这个名字，请用编码：{outfall}"),
            format!("Several outfalls have this name; use the code: {outfall}"),
        )),
    }
}

/// The facts in the order of their days.
fn in_order(mut facts: Vec<AnyRecord>) -> Vec<AnyRecord> {
    let day = |fact: &AnyRecord| {
        let on = fact.filled().find(|(name, _)| *name == "on");
        on.and_then(|(_, value)| value.as_text().map(str::to_owned)).unwrap_or_default()
    };
    facts.sort_by_key(|fact| (day(fact), fact.id()));
    facts
}

fn columns(record: &AnyRecord) -> Json {
    let mut object = Map::new();
    object.insert("table".to_owned(), record.kind().table().into());
    object.insert("id".to_owned(), record.id().to_string().into());
    for (name, value) in record.filled() {
        object.insert(name.to_owned(), serde_json::to_value(value).unwrap_or_default());
    }
    Json::Object(object)
}

/// A step as far as it touched the outfall.
fn moment(moment: &Moment) -> Json {
    let Moment { step, changes } = moment;
    json!({
        "step": step.id.to_string(),
        "at": jiff::Timestamp::from_millisecond(step.at_ms).map(|it| it.to_string()).unwrap_or_default(),
        "deed": step.deed.code(),
        "author": step.author,
        "unit": step.unit,
        "role": step.role.map(Role::code),
        "device": step.device,
        "changes": changes.iter().map(change).collect::<Vec<_>>(),
    })
}

/// A change with each cell as `[old, new]`.
fn change(change: &Change) -> Json {
    let mut cells = Map::new();
    let (word, kind, id) = match change {
        Change::Insert(record) => {
            cells.extend(record.filled().map(|(name, new)| (name.to_owned(), json!([null, new]))));
            ("insert", record.kind(), record.id())
        }
        Change::Delete(record) => {
            cells.extend(record.filled().map(|(name, old)| (name.to_owned(), json!([old, null]))));
            ("delete", record.kind(), record.id())
        }
        Change::Set { kind, id, cells: set } => {
            cells.extend(set.iter().map(|it| (it.column.clone(), json!([it.old, it.new]))));
            ("set", *kind, *id)
        }
    };
    json!({"change": word, "table": kind.table(), "id": id.to_string(), "cells": cells})
}

fn print(
    entry: &Entry,
    output: &mut Output,
    state: impl Fn(Stage, Lang) -> (&'static str, bool),
    day: jiff::civil::Date,
) -> Result<(), Failure> {
    let lang = output.lang;
    output.line(&format!("{}  {}", entry.outfall.code(), entry.outfall.name))?;
    for stage in Stage::ALL {
        let (word, proven) = state(*stage, lang);
        let unproven = if proven { "" } else { lang.pick("（未证实）", " (unproven)") };
        let missing = gate::missing(entry, *stage, day);
        let missing: Vec<&str> = missing.iter().map(|it| lang.term(*it)).collect();
        output.line(&format!(
            "  {}  {word}{unproven}  {}",
            lang.term(*stage),
            missing.join(lang.pick("、", "; "))
        ))?;
    }
    for fact in in_order(entry.standing_facts()) {
        output.line(&format!("  · {}", lang.pick(fact.kind().zh(), fact.kind().en())))?;
        for (name, value) in fact.filled().filter(|(name, _)| *name != "outfall") {
            let columns = fact.kind().columns();
            let Some(column) = columns.iter().find(|column| column.name == name) else { continue };
            let code = column.codes.iter().find(|(code, ..)| value.as_text() == Some(code));
            let words = match (code, value) {
                (Some((_, zh, en)), _) => (*lang.pick(zh, en)).to_owned(),
                (None, Value::Text(text)) => text,
                (None, Value::Integer(number)) => number.to_string(),
                (None, Value::Real(number)) => number.to_string(),
                (None, Value::Null) => String::new(),
            };
            output.line(&format!("      {}  {words}", lang.pick(column.zh, column.en)))?;
        }
    }
    Ok(())
}
