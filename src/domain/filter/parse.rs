//! From text to conditions.

use super::{Condition, Missing, Operand, Operator, Stage, Track, column, has_order};
use crate::domain::{
    Column,
    outfall::Outfall,
    stage::{CheckState, FixState, ManageState, MeasureState, RegisterState, TraceState},
    value::{SqlType, Wanted},
};

/// Why a filter can not be read, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{fault} (character {at})")]
pub struct FilterError {
    /// The character at which it goes wrong, from 1.
    pub at: usize,
    /// What goes wrong.
    pub fault: FilterFault,
}

/// What is wrong with a filter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilterFault {
    /// There is no such field.
    #[error("there is no field `{0}`")]
    UnknownField(String),
    /// A condition begins with its operator.
    #[error("a field must stand before the operator")]
    NoField,
    /// A word that is neither a condition nor one of the bare words.
    #[error("`{0}` needs one of = != ~ < > after it")]
    NoOperator(String),
    /// Nothing stands before or after `and`.
    #[error("a condition is missing")]
    NoCondition,
    /// The field can not be compared like this.
    #[error("this field can not be compared with {0}")]
    WrongOperator(&'static str),
    /// The value does not fit the field.
    #[error("`{value}` is not {wanted}")]
    BadValue {
        /// What was written.
        value: String,
        /// What would fit.
        wanted: Wanted,
    },
    /// A quote that is not closed.
    #[error("the quote is not closed")]
    OpenQuote,
}

impl Operator {
    /// Longer ones first, so that `!=` is not read as `=`.
    const ALL: [(&'static str, Self); 7] = [
        ("!=", Self::Unequal),
        ("≠", Self::Unequal),
        ("=", Self::Equal),
        ("＝", Self::Equal),
        ("~", Self::Contains),
        ("<", Self::Less),
        (">", Self::Greater),
    ];

    fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Unequal => "!=",
            Self::Contains => "~",
            Self::Less => "<",
            Self::Greater => ">",
        }
    }
}

pub(super) fn conditions(text: &str) -> Result<Vec<Condition>, FilterError> {
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    split(text)?.into_iter().map(|part| condition(text, part)).collect()
}

/// A piece of the whole text, by its place in bytes.
#[derive(Clone, Copy)]
struct Part<'a> {
    at: usize,
    text: &'a str,
}

impl<'a> Part<'a> {
    fn trimmed(at: usize, text: &'a str) -> Self {
        let begun = text.trim_start();
        Self { at: at + text.len() - begun.len(), text: begun.trim_end() }
    }
}

fn error(whole: &str, at: usize, fault: FilterFault) -> FilterError {
    let before = whole.get(..at).unwrap_or(whole);
    FilterError { at: before.chars().count() + 1, fault }
}

/// The conditions between `and` or 且, wherever those stand outside of quotes and as words of their own.
fn split(whole: &str) -> Result<Vec<Part<'_>>, FilterError> {
    let mut parts = Vec::new();
    let (mut begin, mut quote) = (0, None);
    let mut word = 0;
    let mut cut = |from: usize, to: usize| {
        let part = Part::trimmed(from, whole.get(from..to).unwrap_or_default());
        if part.text.is_empty() {
            let at = whole.get(..from).unwrap_or_default().trim_end();
            let at = at.rfind(char::is_whitespace).map_or(0, |blank| blank + 1);
            return Err(error(whole, at, FilterFault::NoCondition));
        }
        parts.push(part);
        Ok(())
    };
    for (at, letter) in whole.char_indices().chain([(whole.len(), ' ')]) {
        if letter == '"' {
            quote = if quote.is_some() { None } else { Some(at) };
        }
        if quote.is_some() || !letter.is_whitespace() {
            continue;
        }
        let joins = whole.get(word..at).is_some_and(|it| it.eq_ignore_ascii_case("and") || it == "且");
        if joins {
            cut(begin, word)?;
            begin = at;
        }
        word = at + letter.len_utf8();
    }
    if let Some(at) = quote {
        return Err(error(whole, at, FilterFault::OpenQuote));
    }
    cut(begin, whole.len())?;
    Ok(parts)
}

fn condition(whole: &str, part: Part<'_>) -> Result<Condition, FilterError> {
    match part.text {
        "unproven" | "未证实" => return Ok(Condition::Unproven),
        "missing" | "缺项" => return Ok(Condition::SomethingMissing),
        _ => {}
    }
    let found = part.text.char_indices().find_map(|(at, _)| {
        let rest = part.text.get(at..)?;
        Operator::ALL.iter().find(|(sign, _)| rest.starts_with(sign)).map(|(sign, op)| (at, *sign, *op))
    });
    let Some((at, sign, op)) = found else {
        return Err(error(whole, part.at, FilterFault::NoOperator(part.text.to_owned())));
    };
    let field = part.text.get(..at).unwrap_or_default().trim();
    let value_at = at + sign.len();
    let value = Part::trimmed(part.at + value_at, part.text.get(value_at..).unwrap_or_default());
    let value = Part { text: unquoted(value.text), ..value };
    if field.is_empty() {
        return Err(error(whole, part.at, FilterFault::NoField));
    }
    let wrong = |fault| match fault {
        FilterFault::WrongOperator(_) => error(whole, part.at + at, fault),
        FilterFault::UnknownField(_) => error(whole, part.at, fault),
        _ => error(whole, value.at, fault),
    };
    understood(field, op, value.text).map_err(wrong)
}

fn unquoted(text: &str) -> &str {
    text.strip_prefix('"').and_then(|it| it.strip_suffix('"')).unwrap_or(text).trim()
}

fn understood(field: &str, op: Operator, value: &str) -> Result<Condition, FilterFault> {
    if let Some(track) = track(field) {
        return Ok(Condition::State { track, op, value: state(track, op, value)? });
    }
    if matches!(field, "missing" | "缺项") {
        if !matches!(op, Operator::Equal | Operator::Unequal) {
            return Err(FilterFault::WrongOperator(op.sign()));
        }
        let missing = Missing::parse(value).ok_or_else(|| bad(value, Wanted::GateTerm))?;
        return Ok(Condition::Missing { op, missing });
    }
    let column = column(field).ok_or_else(|| FilterFault::UnknownField(field.to_owned()))?;
    Ok(Condition::Cell { column, op, value: operand(column, op, value)? })
}

fn bad(value: &str, wanted: Wanted) -> FilterFault {
    FilterFault::BadValue { value: value.to_owned(), wanted }
}

fn track(field: &str) -> Option<Track> {
    Some(match field.to_ascii_lowercase().as_str() {
        "register" | "台账状态" => Track::Register,
        "check" | "排查状态" => Track::Stage(Stage::Check),
        "measure" | "监测状态" => Track::Stage(Stage::Measure),
        "trace" | "溯源状态" => Track::Stage(Stage::Trace),
        "fix" | "整治状态" => Track::Stage(Stage::Fix),
        "manage" | "管理状态" => Track::Stage(Stage::Manage),
        _ => return None,
    })
}

fn state(track: Track, op: Operator, value: &str) -> Result<Operand, FilterFault> {
    match op {
        Operator::Contains => return Ok(Operand::Text(value.to_owned())),
        Operator::Less | Operator::Greater => return Err(FilterFault::WrongOperator(op.sign())),
        Operator::Equal | Operator::Unequal => {}
    }
    let code = match track {
        Track::Register => RegisterState::parse(value).map(RegisterState::code),
        Track::Stage(Stage::Check) => CheckState::parse(value).map(CheckState::code),
        Track::Stage(Stage::Measure) => MeasureState::parse(value).map(MeasureState::code),
        Track::Stage(Stage::Trace) => TraceState::parse(value).map(TraceState::code),
        Track::Stage(Stage::Fix) => FixState::parse(value).map(FixState::code),
        Track::Stage(Stage::Manage) => ManageState::parse(value).map(ManageState::code),
    };
    code.map(Operand::Code).ok_or_else(|| bad(value, Wanted::State))
}

fn operand(column: &Column<Outfall>, op: Operator, value: &str) -> Result<Operand, FilterFault> {
    let fits = match op {
        Operator::Equal | Operator::Unequal => true,
        Operator::Contains => column.sql == SqlType::Text,
        Operator::Less | Operator::Greater => has_order(column),
    };
    if !fits {
        return Err(FilterFault::WrongOperator(op.sign()));
    }
    if value.is_empty() {
        return Ok(Operand::Empty);
    }
    match column.sql {
        SqlType::Text if column.codes.is_empty() || op == Operator::Contains => {
            Ok(Operand::Text(value.to_owned()))
        }
        SqlType::Text => {
            let named = |(code, zh, en): &&(&str, &str, &str)| {
                value == *code || value == *zh || value.eq_ignore_ascii_case(en)
            };
            let entry = column.codes.iter().find(named).ok_or_else(|| bad(value, Wanted::Code))?;
            Ok(Operand::Code(entry.0))
        }
        SqlType::Double | SqlType::Integer => {
            let number = value.parse().ok().filter(|it: &f64| it.is_finite());
            number.map(Operand::Number).ok_or_else(|| bad(value, Wanted::Number))
        }
        SqlType::Boolean => match value.to_ascii_lowercase().as_str() {
            "yes" | "true" | "1" | "是" => Ok(Operand::Number(1.0)),
            "no" | "false" | "0" | "否" => Ok(Operand::Number(0.0)),
            _ => Err(bad(value, Wanted::YesOrNo)),
        },
        SqlType::Date => {
            let day: Option<jiff::civil::Date> = value.parse().ok();
            let day = day.ok_or_else(|| bad(value, Wanted::Date))?;
            Ok(Operand::Text(day.to_string()))
        }
    }
}
