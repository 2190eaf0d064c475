//! Facts written down as JSON: the command line's way through the same gates as the forms.
//!
//! A file holds one record, or a list of `{"outfall", "stage", "record"}`. The keys of a record are the
//! column names of its table; code lists take the code or its name in either language.

use std::path::PathBuf;

use serde_json::{Map, Value as Json};

use super::new_id;
use crate::domain::{
    RecordId, Value,
    fact::{LabResult, Parameter, Qualifier, ResultUnit, TraceSource},
    project::{AnyRecord, ColumnInfo, Project, RecordKind},
    rule::measured,
    stage::Stage,
    value::{BadValue, SqlType, Wanted},
};

/// Why a fact in a JSON file could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum FactError {
    /// The file is not JSON.
    #[error("it is not JSON")]
    NotJson(#[from] serde_json::Error),
    /// The record is not an object.
    #[error("item {item}: a record is an object of column names and values")]
    NotARecord {
        /// Which one in the file, from 1.
        item: usize,
    },
    /// The stage has no such name.
    #[error("item {item}: {stage:?} is not a stage: check, measure, trace, fix, manage, register, photo")]
    NoSuchStage {
        /// Which one in the file, from 1.
        item: usize,
        /// As written.
        stage: String,
    },
    /// No table of the stage has all these columns.
    #[error("item {item}: no table of this stage has a column {column:?}")]
    NoSuchColumn {
        /// Which one in the file, from 1.
        item: usize,
        /// As written.
        column: String,
    },
    /// A value does not fit its column.
    #[error("item {item}, {column}")]
    BadValue {
        /// Which one in the file, from 1.
        item: usize,
        /// The column.
        column: String,
        /// Why.
        #[source]
        source: BadValue,
    },
    /// There is no such outfall.
    #[error("item {item}: there is no outfall {code:?}")]
    NoSuchOutfall {
        /// Which one in the file, from 1.
        item: usize,
        /// As written.
        code: String,
    },
}

/// A record read from JSON, with what hangs on it.
#[derive(Clone, Debug, PartialEq)]
pub struct FactFile {
    /// The outfall it is about.
    pub outfall: RecordId,
    /// The record, and the results if it is a sample.
    pub records: Vec<AnyRecord>,
    /// The file of a photo, relative to the JSON file.
    pub file: Option<PathBuf>,
}

/// Reads the records in `text`. `default` is the outfall and the stage for a file that holds one record.
pub fn facts_from_json(
    project: &Project,
    text: &str,
    default: Option<(&str, &str)>,
) -> Result<Vec<FactFile>, FactError> {
    let json: Json = serde_json::from_str(text.trim_start_matches('\u{feff}'))?;
    let items = match json {
        Json::Array(items) => items,
        one => vec![one],
    };
    let numbered = items.into_iter().zip(1..);
    numbered.map(|(item, number)| one_fact(project, item, default, number)).collect()
}

fn one_fact(
    project: &Project,
    json: Json,
    default: Option<(&str, &str)>,
    item: usize,
) -> Result<FactFile, FactError> {
    let Json::Object(mut object) = json else { return Err(FactError::NotARecord { item }) };
    let (outfall, stage, mut record) = match (default, object.remove("record")) {
        (_, Some(Json::Object(record))) => {
            let mut word = |key: &str| object.remove(key).and_then(|it| it.as_str().map(str::to_owned));
            let (code, stage) = (word("outfall"), word("stage"));
            let given = |at: fn((&str, &str)) -> String| default.map(at).unwrap_or_default();
            (
                code.unwrap_or_else(|| given(|it| it.0.to_owned())),
                stage.unwrap_or_else(|| given(|it| it.1.to_owned())),
                record,
            )
        }
        (Some((outfall, stage)), None) => (outfall.to_owned(), stage.to_owned(), object),
        _ => return Err(FactError::NotARecord { item }),
    };
    let owner = find(project, &outfall, item)?;

    let results = record.remove("results");
    let sources = record.remove("sources");
    let file = record.remove("file").and_then(|it| it.as_str().map(PathBuf::from));
    if let Some(target) = record.get("target").and_then(Json::as_str).map(str::to_owned) {
        record.insert("target".to_owned(), Json::String(find(project, &target, item)?.to_string()));
    }
    let fact = typed(&stage, &record, owner, item)?;
    let mut records = vec![fact];
    if let (Some(Json::Array(results)), Some(AnyRecord::Sample(sample))) = (results, records.first().cloned())
    {
        for result in &results {
            records.push(lab_result(result, sample.id, item)?.into());
        }
    }
    if let (Some(Json::Array(sources)), Some(AnyRecord::Trace(trace))) = (sources, records.first().cloned()) {
        for it in &sources {
            records.push(source(it, trace.id, owner, item)?.into());
        }
    }
    Ok(FactFile { outfall: owner, records, file })
}

fn find(project: &Project, code: &str, item: usize) -> Result<RecordId, FactError> {
    let by_id = || uuid::Uuid::parse_str(code).ok().and_then(|id| project.entry(RecordId(id)));
    let entry = project.entry_by_code(code).or_else(by_id);
    entry.map(|it| it.outfall.id).ok_or_else(|| FactError::NoSuchOutfall { item, code: code.to_owned() })
}

/// The tables that a stage's facts may go into.
pub(super) fn kinds_of(stage: &str) -> Option<&'static [RecordKind]> {
    Some(match Stage::parse(stage) {
        Some(Stage::Check) => &[RecordKind::Visit],
        Some(Stage::Measure) => &[RecordKind::Sample],
        Some(Stage::Trace) => &[RecordKind::Trace],
        Some(Stage::Fix) => &[RecordKind::Plan, RecordKind::ProgressNote, RecordKind::Acceptance],
        Some(Stage::Manage) => &[RecordKind::Upkeep],
        None if stage == "register" => &[RecordKind::RegisterEvent],
        None if stage == "photo" => &[RecordKind::Photo],
        None => return None,
    })
}

/// The record in the first table of the stage that has all its columns.
fn typed(
    stage: &str,
    json: &Map<String, Json>,
    outfall: RecordId,
    item: usize,
) -> Result<AnyRecord, FactError> {
    let kinds = kinds_of(stage).ok_or_else(|| FactError::NoSuchStage { item, stage: stage.to_owned() })?;
    let unknown = |kind: RecordKind| {
        let columns = kind.columns();
        json.keys().find(|key| !columns.iter().any(|column| column.name == key.as_str()))
    };
    let Some(kind) = kinds.iter().copied().find(|kind| unknown(*kind).is_none()) else {
        let column = kinds.iter().copied().find_map(unknown).cloned().unwrap_or_default();
        return Err(FactError::NoSuchColumn { item, column });
    };

    let mut record = kind.blank(new_id());
    let owner = Value::Text(outfall.to_string());
    let bad = |column: &str, source| FactError::BadValue { item, column: column.to_owned(), source };
    record.set_named("outfall", owner).map_err(|source| bad("outfall", source))?;
    for column in kind.columns() {
        let Some(value) = json.get(column.name) else { continue };
        let value = value_for(&column, value);
        record.set_named(column.name, value).map_err(|source| bad(column.name, source))?;
    }
    Ok(record)
}

/// The JSON value as this column would hold it; what does not fit is refused by the column itself.
fn value_for(column: &ColumnInfo, json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Integer(i64::from(*flag)),
        Json::Number(number) => match (column.sql, number.as_i64()) {
            (SqlType::Text, _) => Value::Text(number.to_string()),
            (_, Some(number)) => Value::Integer(number),
            _ => number.as_f64().map_or(Value::Null, Value::Real),
        },
        Json::String(text) => {
            let word = text.trim();
            let code = column
                .codes
                .iter()
                .find(|(code, zh, en)| word == *code || word == *zh || word.eq_ignore_ascii_case(en));
            Value::text(code.map_or(word, |(code, ..)| code))
        }
        other => Value::Text(other.to_string()),
    }
}

/// A result as people write it: `{"parameter": "氨氮", "value": "<0.025"}`.
fn lab_result(json: &Json, sample: RecordId, item: usize) -> Result<LabResult, FactError> {
    let Json::Object(object) = json else { return Err(FactError::NotARecord { item }) };
    let word = |key: &str| object.get(key).and_then(Json::as_str).unwrap_or_default();
    let bad = |column: &str, wanted| FactError::BadValue {
        item,
        column: column.to_owned(),
        source: BadValue {
            value: Value::Text(object.get(column).map_or_else(String::new, Json::to_string)),
            wanted,
        },
    };
    let parameter = Parameter::parse(word("parameter")).ok_or_else(|| bad("parameter", Wanted::Parameter))?;
    let number = |key: &str| object.get(key).and_then(Json::as_f64);
    let unit = ResultUnit::parse(word("unit"));
    let text = match object.get("value") {
        Some(Json::Number(number)) => number.to_string(),
        Some(Json::String(text)) => text.clone(),
        _ => String::new(),
    };
    let read = measured::read(&text, parameter, unit, number("detection_limit"));
    let read = read.map_err(|_unread| bad("value", Wanted::Measurement))?;
    Ok(LabResult {
        id: new_id(),
        sample,
        parameter: Some(parameter),
        qualifier: Some(Qualifier::parse(word("qualifier")).unwrap_or(read.qualifier)),
        value: Some(read.value),
        method: word("method").to_owned(),
        reported: if unit == Some(ResultUnit::MicrogramsPerLitre) { text } else { String::new() },
        unit,
        detection_limit: number("detection_limit"),
        ..LabResult::default()
    })
}

/// A further source of a tracing: `{"name": "某养殖场", "share": 30}`.
fn source(json: &Json, trace: RecordId, outfall: RecordId, item: usize) -> Result<TraceSource, FactError> {
    let Json::Object(object) = json else { return Err(FactError::NotARecord { item }) };
    let source = TraceSource { id: new_id(), outfall, trace, ..TraceSource::default() };
    let mut record = AnyRecord::from(source);
    let columns = RecordKind::TraceSource.columns();
    for (key, value) in object {
        let Some(column) =
            columns.iter().find(|it| it.name == key && !matches!(it.name, "outfall" | "trace"))
        else {
            return Err(FactError::NoSuchColumn { item, column: key.clone() });
        };
        record.set_named(column.name, value_for(column, value)).map_err(|source| FactError::BadValue {
            item,
            column: key.clone(),
            source,
        })?;
    }
    match record {
        AnyRecord::TraceSource(source) => Ok(source),
        _ => Err(FactError::NotARecord { item }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{outfall::Outfall, project::Change};

    fn project() -> Project {
        let mut project = Project::default();
        let outfall = Outfall { id: new_id(), code_local: "XZ-001".to_owned(), ..Outfall::default() };
        project.apply(&Change::Insert(outfall.into())).unwrap();
        project
    }

    #[track_caller]
    fn check_refused(stage: &str, text: &str, reason: &str) {
        let error = facts_from_json(&project(), text, Some(("XZ-001", stage))).unwrap_err();
        let mut words = error.to_string();
        if let Some(source) = std::error::Error::source(&error) {
            words = format!("{words}: {source}");
        }
        assert!(words.contains(reason), "{words}");
    }

    #[test]
    fn a_sample_brings_its_results() {
        let text = r#"{"on": "2026-05-02", "samplers": "张三、李四", "standard": "晋-V(城镇排水)",
            "results": [{"parameter": "氨氮", "value": "<0.025"}, {"parameter": "cod", "value": 31}]}"#;
        let facts = facts_from_json(&project(), text, Some(("XZ-001", "measure"))).unwrap();
        let [AnyRecord::Sample(_), AnyRecord::LabResult(ammonia), AnyRecord::LabResult(cod)] =
            &facts[0].records[..]
        else {
            panic!("{facts:?}");
        };
        assert_eq!((ammonia.qualifier, ammonia.value), (Some(Qualifier::Below), Some(0.025)));
        assert_eq!((cod.qualifier, cod.value), (Some(Qualifier::Equal), Some(31.0)));
    }

    #[test]
    fn a_tracing_brings_its_further_sources() {
        let text = r#"{"on": "2026-05-02", "outcome": "found", "source": "某厂", "share": 70,
            "sources": [{"name": "某村", "share": 30, "sewage_type": "生活"}]}"#;
        let facts = facts_from_json(&project(), text, Some(("XZ-001", "trace"))).unwrap();
        let [AnyRecord::Trace(trace), AnyRecord::TraceSource(source)] = &facts[0].records[..] else {
            panic!("{facts:?}");
        };
        assert_eq!((source.trace, source.outfall), (trace.id, trace.outfall));
        assert_eq!((source.name.as_str(), source.share), ("某村", Some(30.0)));
        check_refused(
            "trace",
            r#"{"sources": [{"nome": "x"}]}"#,
            "no table of this stage has a column \"nome\"",
        );
    }

    #[test]
    fn the_columns_tell_which_record_of_the_stage_it_is() {
        for (text, kind) in [
            (r#"{"on": "2026-05-02", "kind": "merge"}"#, RecordKind::Plan),
            (r#"{"on": "2026-05-02", "milestone": "finished"}"#, RecordKind::ProgressNote),
            (r#"{"on": "2026-05-02", "step": "city"}"#, RecordKind::Acceptance),
        ] {
            let facts = facts_from_json(&project(), text, Some(("XZ-001", "fix"))).unwrap();
            assert_eq!(facts[0].records[0].kind(), kind);
        }
    }

    #[test]
    fn what_does_not_fit_is_refused_with_its_reason() {
        check_refused("check", r#"{"on": "2026-02-30"}"#, "a date like");
        check_refused("check", r#"{"colours": 3}"#, "no table of this stage has a column \"colours\"");
        check_refused("walk", "{}", "is not a stage");
        check_refused("measure", r#"{"results": [{"parameter": "cod", "value": "many"}]}"#, "a number");
        check_refused("register", r#"{"kind": "merge", "target": "XZ-009"}"#, "no outfall \"XZ-009\"");
    }
}
