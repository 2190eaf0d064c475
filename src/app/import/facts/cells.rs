//! One row of a ledger of facts → a visit, or a sample with its results; every word that was not understood is kept in the note.

use std::borrow::Cow;

use super::{
    super::{
        Warning,
        position::PositionReader,
        row::{Draft, RowReader, leave},
    },
    columns::{FactColumns, Place},
    said::{FactSkip, FactWarning},
};
use crate::domain::{
    RecordId, Term as _, Value,
    fact::{FlowState, FlowUnit, LabResult, Parameter, Qualifier, ResultUnit},
    heading::{self, FactLedger, FactMeaning},
    project::{AnyRecord, ColumnInfo, RecordKind},
    rule::{
        measured::{self, Unread},
        method, time,
        unit::{self, Unit},
    },
    table::{Cell, Row},
    value::SqlType,
    words::{self, DateWord},
};

/// What a row says.
pub(super) struct FactRow {
    /// The row, as a person counts.
    pub(super) number: u64,
    /// What it says of its outfall.
    pub(super) owner: Draft,
    /// The visit or the sample, without identity and outfall.
    pub(super) record: AnyRecord,
    /// The results, without identity and sample.
    pub(super) results: Vec<LabResult>,
    pub(super) warnings: Vec<Warning>,
    /// Why it can't be used, whatever else is in it.
    pub(super) skip: Option<FactSkip>,
    /// What was not understood.
    leftovers: String,
}

impl FactRow {
    fn keep(&mut self, heading: &str, text: &str) {
        leave(&mut self.leftovers, heading, text);
    }

    fn unknown(&mut self, heading: &str, text: &str) {
        self.keep(heading, text);
        self.warnings.push(Warning::UnknownWord { heading: heading.to_owned(), text: text.to_owned() });
    }

    fn set(&mut self, column: &str, value: Value) -> bool {
        self.record.set_named(column, value).is_ok()
    }
}

/// Reads the rows of one table.
pub(super) struct FactReader<'a> {
    headings: &'a [String],
    columns: FactColumns,
    owner: RowReader<'a>,
    kind: RecordKind,
    infos: Vec<ColumnInfo>,
}

impl<'a> FactReader<'a> {
    pub(super) fn new(
        headings: &'a [String],
        columns: FactColumns,
        position: PositionReader,
        ledger: FactLedger,
    ) -> Self {
        let kind = match ledger {
            FactLedger::Visits => RecordKind::Visit,
            FactLedger::Samples => RecordKind::Sample,
        };
        let owner = RowReader::new(headings, &columns.owner, position, None);
        Self { headings, columns, owner, kind, infos: kind.columns() }
    }

    pub(super) fn is_long(&self) -> bool {
        self.columns.is_long()
    }

    /// What this row says.
    pub(super) fn read(&self, row: &Row) -> FactRow {
        let mut read = FactRow {
            number: row.number,
            owner: self.owner.read(row),
            record: self.kind.blank(RecordId::NIL),
            results: Vec::new(),
            warnings: Vec::new(),
            skip: None,
            leftovers: String::new(),
        };
        for (meaning, place) in &self.columns.at {
            let Some(cell) = row.cells.get(place.at) else { continue };
            match meaning {
                FactMeaning::Column(name) => self.column(name, cell, *place, &mut read),
                FactMeaning::Result(parameter) if !self.is_long() => {
                    let method = Terms { unit: place.unit, ..Terms::default() };
                    Self::result(*parameter, cell, &method, self.heading(*place), &mut read);
                }
                _ => {}
            }
        }
        if self.is_long() {
            self.long_result(row, &mut read);
        }
        self.fill_in(&mut read);
        finish(&mut read);
        read
    }

    fn heading(&self, place: Place) -> &'a str {
        self.headings.get(place.at).map_or("", String::as_str)
    }

    /// What the user says of all rows, where this one says nothing.
    fn fill_in(&self, read: &mut FactRow) {
        for (meaning, text) in &self.columns.values {
            let FactMeaning::Column(name) = meaning else { continue };
            let at = self.infos.iter().position(|it| it.name == *name);
            if at.is_some_and(|at| read.record.cell(at) == Value::Null) {
                self.column(name, &Cell::Text(text.clone()), Place { at: usize::MAX, unit: None }, read);
            }
        }
    }

    fn column(&self, name: &'static str, cell: &Cell, place: Place, read: &mut FactRow) {
        let Some(info) = self.infos.iter().find(|it| it.name == name) else { return };
        let heading = self.heading(place);
        if info.sql == SqlType::Date {
            return day(name, cell, heading, read);
        }
        let text = cell.to_text();
        if text.trim().is_empty() {
            return;
        }
        match name {
            "flow" => return flow(cell, place.unit, heading, read),
            "colour" | "odour" => return seen(name, &text, heading, read),
            _ => {}
        }
        match value(info, cell, &text) {
            Some(value) => {
                if !read.set(name, value) {
                    read.unknown(heading, text.trim());
                }
            }
            None if words::is_blank(&text) => {}
            None => read.unknown(heading, text.trim()),
        }
    }

    /// The result of a long ledger's row.
    fn long_result(&self, row: &Row, read: &mut FactRow) {
        let cell = |meaning| {
            Some((row.cells.get(self.columns.at.get(&meaning)?.at)?, self.columns.at.get(&meaning)?))
        };
        let text =
            |meaning| cell(meaning).map(|(cell, _)| cell.to_text().trim().to_owned()).unwrap_or_default();
        let (name, unit) = (text(FactMeaning::Parameter), text(FactMeaning::Unit));
        let Some((value, place)) = cell(FactMeaning::Value) else { return };
        let unit = unit::read(&unit).or(place.unit).or_else(|| unit::read(&name));
        if name.is_empty() {
            read.skip = Some(FactSkip::UnknownParameter { text: name });
            return;
        }
        let Some(parameter) = heading::parameter(&name) else {
            let known = heading::fact_meaning(FactLedger::Samples, &name);
            if known.is_some_and(|(meaning, ..)| meaning == FactMeaning::Column("flow")) {
                flow(value, unit, &name, read);
            } else {
                read.skip = Some(FactSkip::UnknownParameter { text: name });
            }
            return;
        };
        let terms =
            Terms { unit, limit: text(FactMeaning::DetectionLimit), method: text(FactMeaning::Method) };
        Self::result(parameter, value, &terms, &name, read);
        if read.results.is_empty() {
            let text = value.to_text().trim().to_owned();
            read.skip =
                Some(FactSkip::NoResult { text: if words::is_blank(&text) { String::new() } else { text } });
        }
    }

    fn result(parameter: Parameter, cell: &Cell, terms: &Terms, heading: &str, read: &mut FactRow) {
        let text = cell.to_text();
        if words::is_blank(&text) {
            return;
        }
        match result(parameter, &text, terms) {
            Ok(result) => read.results.push(result),
            Err(Unread::NoDetectionLimit) => {
                read.keep(heading, text.trim());
                let title = (parameter.zh(), parameter.en());
                read.warnings.push(Warning::Fact(FactWarning::NoDetectionLimit { title }));
            }
            Err(Unread::NotANumber) => read.unknown(heading, text.trim()),
        }
    }
}

/// What is said of a result beside its number.
#[derive(Default)]
struct Terms {
    unit: Option<Unit>,
    limit: String,
    method: String,
}

fn result(parameter: Parameter, text: &str, terms: &Terms) -> Result<LabResult, Unread> {
    let (number, own) = unit::taken_off(&words::plain(text));
    let named = own.or(terms.unit);
    let factor = match named {
        Some(Unit::Conductivity(factor)) => factor,
        _ => 1.0,
    };
    let mass = match named {
        Some(Unit::Mass(unit)) => Some(unit).filter(|_| measured::is_mass(parameter)),
        _ => None,
    };
    let (limit, limit_unit) = unit::taken_off(&words::plain(&terms.limit));
    let limit_mass = match limit_unit {
        Some(Unit::Mass(unit)) => Some(unit),
        _ => mass,
    };
    let limit =
        words::number(&limit).map(|it| limit_mass.map_or(it, |unit| unit::mg_per_litre(it, unit)) * factor);
    let found = measured::read(&number, parameter, mass, limit)?;
    let usual = method::usual(parameter);
    let of_usual = terms.method.is_empty() || usual.is_some_and(|it| it.name == terms.method);
    let converted = mass == Some(ResultUnit::MicrogramsPerLitre) || factor > 1.0;
    let kept = converted || found.qualifier == Qualifier::Below;
    Ok(LabResult {
        parameter: Some(parameter),
        qualifier: Some(found.qualifier),
        value: Some(if found.qualifier == Qualifier::Below && limit == Some(found.value) {
            found.value
        } else {
            found.value * factor
        }),
        method: words::clean(&terms.method),
        reported: if kept { text.trim().to_owned() } else { String::new() },
        unit: mass,
        detection_limit: limit.or_else(|| usual.filter(|_| of_usual).and_then(|it| it.detection_limit)),
        ..LabResult::default()
    })
}

/// The value of a cell in a column that is no date; nothing where it does not fit.
fn value(info: &ColumnInfo, cell: &Cell, text: &str) -> Option<Value> {
    let number =
        |text: &str| words::number(&unit::taken_off(&words::plain(text)).0).or_else(|| with_unit(text));
    match (info.name, info.sql) {
        (_, SqlType::Boolean) => match cell {
            Cell::Flag(flag) => Some(Value::Integer(i64::from(*flag))),
            _ => words::yes_no(text).map(|flag| Value::Integer(i64::from(flag))),
        },
        ("standard", _) => words::standard(text).map(|it| Value::text(it.code())),
        _ if !info.codes.is_empty() => match (info.name, cell) {
            ("verdict", Cell::Flag(flag)) => Some(Value::text(if *flag { "yes" } else { "no" })),
            _ => words::in_list(text, info.codes).map(Value::text),
        },
        (_, SqlType::Integer) => words::severity(text).map(Value::Integer),
        (_, SqlType::Double) => number(text).map(Value::Real),
        _ if words::is_blank(text) => None,
        // 采样时间 may hold the day as well.
        ("at", _) if matches!(words::date(text), DateWord::Day(_)) => Some(Value::text(text.trim())),
        ("started" | "ended" | "at", _) => {
            Some(Value::text(clock(text).unwrap_or_else(|| words::clean(text))))
        }
        ("crew" | "samplers", _) => Some(Value::text(words::people(text))),
        ("bottles", _) => words::sample_number(text).map(Value::text),
        ("note", _) => Some(Value::text(text.trim())),
        _ => Some(Value::text(words::clean(text))),
    }
}

/// `12.5mm`, `3.2km²`: a number with the unit of its column.
fn with_unit(text: &str) -> Option<f64> {
    let plain = words::plain(text);
    let units = ["km²", "km2", "mm", "毫米", "m", "米"];
    units.iter().find_map(|unit| words::number(plain.strip_suffix(unit)?))
}

fn flow(cell: &Cell, of_heading: Option<Unit>, heading: &str, read: &mut FactRow) {
    let text = cell.to_text();
    let (number, own) = unit::taken_off(&words::plain(&text));
    let (unit, factor) = match own.or(of_heading) {
        Some(Unit::Flow(unit, factor)) => (Some(unit), factor),
        _ => (None, 1.0),
    };
    if let Some(number) = words::number(&number) {
        read.set("flow", Value::Real(number * factor));
        if let Some(unit) = unit {
            read.set("flow_unit", Value::text(unit.code()));
        }
    } else if let Some(state) = words::in_list(&text, <FlowState as crate::domain::value::Field>::CODES) {
        read.set("flow_state", Value::text(state));
    } else if !words::is_blank(&text) {
        read.unknown(heading, text.trim());
    }
}

/// Colour and odour: how strong, else of what kind, which is at least faint.
fn seen(name: &'static str, text: &str, heading: &str, read: &mut FactRow) {
    if let Some(severity) = words::severity(text) {
        read.set(name, Value::Integer(severity));
        return;
    }
    if words::is_blank(text) {
        return;
    }
    if name == "colour" {
        read.set("colour_note", Value::text(words::clean(text)));
        read.set(name, Value::Integer(1));
        return;
    }
    let kinds = <crate::domain::fact::OdourKind as crate::domain::value::Field>::CODES;
    match words::in_list(text, kinds) {
        Some(kind) => {
            read.set("odour_kind", Value::text(kind));
            read.set(name, Value::Integer(1));
        }
        None => read.unknown(heading, text.trim()),
    }
}

/// The day in a cell, and the time of the day behind it where the record has a place for it.
fn day(name: &'static str, cell: &Cell, heading: &str, read: &mut FactRow) {
    let text = cell.to_text();
    let found = match cell {
        Cell::Date(day) => DateWord::Day(*day),
        Cell::Number(number) => words::date_from_number(*number),
        _ if words::is_blank(&text) => return,
        _ => words::date(&text),
    };
    match found {
        DateWord::Day(day) => {
            read.set(name, Value::Text(day.to_string()));
            if let (AnyRecord::Sample(sample), "on", Some(time)) = (&mut read.record, name, clock(&text))
                && sample.at.is_empty()
            {
                sample.at = time;
            }
        }
        _ if name == "on" => read.skip = Some(FactSkip::BadDay { text: text.trim().to_owned() }),
        DateWord::Impossible => {
            read.keep(heading, text.trim());
            let (heading, text) = (heading.to_owned(), text.trim().to_owned());
            read.warnings.push(Warning::ImpossibleDate { heading, text });
        }
        DateWord::MonthOnly => {
            read.keep(heading, text.trim());
            let (heading, text) = (heading.to_owned(), text.trim().to_owned());
            read.warnings.push(Warning::MonthOnly { heading, text });
        }
        DateWord::NotADate => read.unknown(heading, text.trim()),
    }
}

/// The time of the day in a text, without its seconds: `2024-04-10 09:30:00`, `9时30分`.
fn clock(text: &str) -> Option<String> {
    let last = text.trim().rsplit([' ', 'T', '\u{3000}', '日']).next()?;
    let mut parts: Cow<'_, str> = last.into();
    if last.matches([':', '：']).count() == 2 {
        let end = last.rfind([':', '：'])?;
        parts = last.get(..end)?.into();
    }
    // Four digits are a time only where nothing else can be meant.
    if parts.contains([':', '：', '时', '点']) { time::tidy(&parts) } else { None }
}

/// What follows from all cells together.
fn finish(read: &mut FactRow) {
    let leftovers = std::mem::take(&mut read.leftovers);
    match &mut read.record {
        AnyRecord::Visit(visit) => visit.note.push_str(&leftovers),
        AnyRecord::Sample(sample) => {
            sample.note.push_str(&leftovers);
            if let DateWord::Day(day) = words::date(&sample.at) {
                sample.on = sample.on.or(Some(day));
                sample.at = clock(&sample.at).unwrap_or_default();
            }
            let unit = sample.flow_unit.unwrap_or(FlowUnit::CubicMetresPerDay);
            sample.flow_m3_d = sample.flow.map(|flow| unit::m3_per_day(flow, unit));
        }
        _ => {}
    }
}

/// The titles of the columns in which `said` says something else than `known`; what it leaves open says nothing.
pub(super) fn contradicted(said: &AnyRecord, known: &AnyRecord) -> Vec<super::Title> {
    let columns = said.kind().columns();
    let differs = |at: usize| said.cell(at) != Value::Null && said.cell(at) != known.cell(at);
    let columns = columns.iter().enumerate().filter(|(_, it)| it.name != "outfall");
    columns.filter(|(at, _)| differs(*at)).map(|(_, it)| (it.zh, it.en)).collect()
}
