//! Tries every fact out on the program's own model before it is written: gates and states must agree.

use paikou::domain::project::{AnyRecord, Change, Project, RecordKind};
use paikou::domain::stage::{FixState, MeasureState, RegisterState, Standing, TraceState, gate};
use paikou::domain::{RecordId, Term as _, Value};
use serde_json::Value as Json;

use crate::error::{SampleError, ensure};
use crate::facts::Fact;
use crate::outfalls::{LEDGER_DAY, Outfall};
use crate::stories::{Story, Told};

/// Identities that are the same on every run; they never leave the rehearsal.
struct Counter(u128);

impl Counter {
    fn next(&mut self) -> RecordId {
        self.0 += 1;
        RecordId(uuid::Uuid::from_u128(self.0))
    }
}

fn unsound(error: impl std::fmt::Display) -> SampleError {
    SampleError::Unsound(error.to_string())
}

/// Fails unless every fact passes its gate in the order of the file and leads to the state that the ledger claims.
pub(crate) fn rehearse(outfalls: &[Outfall], facts: &[Fact], told: &[Told<'_>]) -> Result<(), SampleError> {
    let mut counter = Counter(0);
    let mut project = Project::default();
    for outfall in outfalls {
        let record = paikou::domain::outfall::Outfall {
            id: counter.next(),
            code_local: outfall.code.clone(),
            confirmed_on: outfall.confirmed_on,
            can_sample: Some(outfall.can_sample),
            ..Default::default()
        };
        project.apply(&Change::Insert(record.into())).map_err(unsound)?;
    }
    for fact in facts {
        for record in records_of(&project, fact, &mut counter)? {
            let owner = project.outfall_of(&record).and_then(|id| project.entry(id));
            let owner = owner.ok_or_else(|| unsound(format!("{}: nobody's fact", fact.outfall)))?;
            let missing = gate::missing_in(owner, &record);
            ensure(missing.is_empty(), || {
                let words: Vec<_> = missing.iter().map(|it| it.en()).collect();
                format!("{} {} on {}: {}", fact.outfall, fact.stage, fact.on, words.join("; "))
            })?;
            project.apply(&Change::Insert(record)).map_err(unsound)?;
        }
    }
    told.iter().try_for_each(|told| check_states(&project, told))
}

/// The record of a fact, and its results if it is a sample.
fn records_of(project: &Project, fact: &Fact, counter: &mut Counter) -> Result<Vec<AnyRecord>, SampleError> {
    let has = |column: &str| fact.record.get(column).is_some();
    let kind = match fact.stage {
        "check" => RecordKind::Visit,
        "measure" => RecordKind::Sample,
        "trace" => RecordKind::Trace,
        "manage" => RecordKind::Upkeep,
        "register" => RecordKind::RegisterEvent,
        "photo" => RecordKind::Photo,
        _ if has("milestone") => RecordKind::ProgressNote,
        _ if has("step") => RecordKind::Acceptance,
        _ => RecordKind::Plan,
    };
    let id_of = |code: &str| project.entry_by_code(code).map(|entry| entry.outfall.id.to_string());
    let mut record = kind.blank(counter.next());
    let owner = id_of(&fact.outfall).ok_or_else(|| unsound(format!("no outfall {}", fact.outfall)))?;
    record.set_named("outfall", Value::Text(owner)).map_err(unsound)?;
    let object = fact.record.as_object().into_iter().flatten();
    for (column, value) in object.filter(|(column, _)| !matches!(column.as_str(), "results" | "file")) {
        let value = match (column.as_str(), value) {
            ("target", Json::String(code)) => Value::text(id_of(code).unwrap_or_default()),
            _ => cell(value),
        };
        record
            .set_named(column, value)
            .map_err(|error| unsound(format!("{} {column}: {error}", fact.outfall)))?;
    }
    let sample = record.id();
    let mut records = vec![record];
    for result in fact.record.get("results").and_then(Json::as_array).into_iter().flatten() {
        let mut record = RecordKind::LabResult.blank(counter.next());
        record.set_named("sample", Value::Text(sample.to_string())).map_err(unsound)?;
        for (column, value) in result.as_object().into_iter().flatten() {
            let below = value.as_str().filter(|_| column == "value").and_then(|it| it.strip_prefix('<'));
            let value = match below {
                Some(number) => {
                    record.set_named("qualifier", Value::Text("<".to_owned())).map_err(unsound)?;
                    Value::Real(number.parse().map_err(unsound)?)
                }
                None => cell(value),
            };
            record.set_named(column, value).map_err(unsound)?;
        }
        records.push(record);
    }
    Ok(records)
}

fn cell(value: &Json) -> Value {
    match value {
        Json::Bool(flag) => Value::Integer(i64::from(*flag)),
        Json::Number(number) => {
            number.as_i64().map_or_else(|| number.as_f64().map_or(Value::Null, Value::Real), Value::Integer)
        }
        Json::String(text) => Value::text(text.as_str()),
        _ => Value::Null,
    }
}

/// What the facts alone lead to must be what the ledger says, as far as the story goes.
fn check_states(project: &Project, told: &Told<'_>) -> Result<(), SampleError> {
    let (outfall, story) = (told.outfall, told.story);
    let entry =
        project.entry_by_code(&outfall.code).ok_or_else(|| unsound(format!("{} is gone", outfall.code)))?;
    let standing = Standing::of(project, entry, LEDGER_DAY);
    let claimed_trace = TraceState::parse(outfall.standing.trace.word());
    let claimed_fix = FixState::parse(outfall.standing.fix.word());
    let claimed_register = RegisterState::parse(outfall.standing.register.word());
    let beside = matches!(story, Story::Suspected | Story::Excluded | Story::Duplicate);
    let fix_told = !beside && !matches!(story, Story::TracedOnly | Story::PartlyTraced | Story::Tracing);
    let agree = Some(standing.register.state) == claimed_register
        && (beside || Some(standing.trace.state) == claimed_trace)
        && (!fix_told || Some(standing.fix.state) == claimed_fix);
    ensure(agree, || {
        format!("{} ({story:?}) leads to {standing:?}, the ledger says {:?}", outfall.code, outfall.standing)
    })?;
    let over = story == Story::Underway && told.number < 2;
    ensure(!over || standing.measure == MeasureState::Exceeding, || format!("{}: not over", outfall.code))?;
    let proven = story != Story::Regulated || standing.measure == MeasureState::Within;
    ensure(proven, || format!("{}: {:?} after the work", outfall.code, standing.measure))
}
