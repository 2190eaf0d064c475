//! What one cell of a record holds, and how each field type turns into it and back.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One cell, as the project file and an operation store it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Nothing is known.
    #[default]
    Null,
    /// A count or a yes/no (1/0).
    Integer(i64),
    /// A measured number. Never NaN or infinite: SQLite would store something else.
    Real(f64),
    /// Text, a date as `YYYY-MM-DD`, or the code of a code list.
    Text(String),
}

impl Value {
    /// Text, or [`Value::Null`] where it is empty.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Null } else { Self::Text(text) }
    }

    /// The text inside, if it is text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// How a column is declared in the GeoPackage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SqlType {
    /// `TEXT`
    Text,
    /// `DOUBLE`
    Double,
    /// `INTEGER`
    Integer,
    /// `BOOLEAN`
    Boolean,
    /// `DATE`, written `YYYY-MM-DD`
    Date,
}

impl SqlType {
    /// The word in `CREATE TABLE`.
    pub fn declaration(self) -> &'static str {
        match self {
            Self::Text => "TEXT",
            Self::Double => "DOUBLE",
            Self::Integer => "INTEGER",
            Self::Boolean => "BOOLEAN",
            Self::Date => "DATE",
        }
    }
}

/// A cell that does not fit the field it is meant for.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{value:?} is not {wanted}")]
pub struct BadValue {
    /// What was found.
    pub value: Value,
    /// What would fit.
    pub wanted: Wanted,
}

/// What would fit into a field, or be understood in a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Text.
    Text,
    /// A number.
    Number,
    /// A number without a fraction.
    WholeNumber,
    /// A number, or one below or above a limit, as laboratories write it.
    Measurement,
    /// Yes or no.
    YesOrNo,
    /// A day.
    Date,
    /// The identity of a record.
    Identity,
    /// The name of a column.
    Column,
    /// A word of the column's code list.
    Code,
    /// A state of a stage.
    State,
    /// Something that a gate names as missing.
    GateTerm,
    /// Something that is measured in water.
    Parameter,
    /// Text in UTF-8.
    Utf8,
    /// Anything but bytes.
    NoBytes,
}

impl fmt::Display for Wanted {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Text => "text",
            Self::Number => "a number",
            Self::WholeNumber => "a whole number",
            Self::Measurement => "a number, or one like <0.025",
            Self::YesOrNo => "yes or no",
            Self::Date => "a date like 2024-04-10",
            Self::Identity => "a UUID",
            Self::Column => "a column of this table",
            Self::Code => "in the list",
            Self::State => "a state",
            Self::GateTerm => "something that a gate names",
            Self::Parameter => "a parameter",
            Self::Utf8 => "UTF-8",
            Self::NoBytes => "a value, not bytes",
        })
    }
}

/// A type that a field of a record can have.
pub trait Field: Sized {
    /// How the column is declared.
    const SQL: SqlType;
    /// The codes a column of this type accepts, with their Chinese and English names; empty if it is free.
    const CODES: &'static [(&'static str, &'static str, &'static str)] = &[];
    /// The cell for this value.
    fn to_value(&self) -> Value;
    /// The value of this cell.
    fn from_value(value: Value) -> Result<Self, BadValue>;
}

impl Field for String {
    const SQL: SqlType = SqlType::Text;

    fn to_value(&self) -> Value {
        Value::text(self.as_str())
    }

    fn from_value(value: Value) -> Result<Self, BadValue> {
        match value {
            Value::Null => Ok(Self::new()),
            Value::Text(text) => Ok(text),
            value => Err(BadValue { value, wanted: Wanted::Text }),
        }
    }
}

impl Field for f64 {
    const SQL: SqlType = SqlType::Double;

    fn to_value(&self) -> Value {
        if self.is_finite() { Value::Real(*self) } else { Value::Null }
    }

    fn from_value(value: Value) -> Result<Self, BadValue> {
        match value {
            Value::Real(number) if number.is_finite() => Ok(number),
            Value::Integer(number) => Ok(number as Self),
            value => Err(BadValue { value, wanted: Wanted::Number }),
        }
    }
}

impl Field for i64 {
    const SQL: SqlType = SqlType::Integer;

    fn to_value(&self) -> Value {
        Value::Integer(*self)
    }

    fn from_value(value: Value) -> Result<Self, BadValue> {
        match value {
            Value::Integer(number) => Ok(number),
            value => Err(BadValue { value, wanted: Wanted::WholeNumber }),
        }
    }
}

impl Field for bool {
    const SQL: SqlType = SqlType::Boolean;

    fn to_value(&self) -> Value {
        Value::Integer(i64::from(*self))
    }

    fn from_value(value: Value) -> Result<Self, BadValue> {
        match value {
            Value::Integer(0) | Value::Null => Ok(false),
            Value::Integer(1) => Ok(true),
            value => Err(BadValue { value, wanted: Wanted::YesOrNo }),
        }
    }
}

impl Field for Date {
    const SQL: SqlType = SqlType::Date;

    fn to_value(&self) -> Value {
        Value::Text(self.to_string())
    }

    fn from_value(value: Value) -> Result<Self, BadValue> {
        let parsed = value.as_text().and_then(|text| text.parse().ok());
        parsed.ok_or(BadValue { value, wanted: Wanted::Date })
    }
}

impl<T: Field> Field for Option<T> {
    const SQL: SqlType = T::SQL;
    const CODES: &'static [(&'static str, &'static str, &'static str)] = T::CODES;

    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, Field::to_value)
    }

    fn from_value(value: Value) -> Result<Self, BadValue> {
        match value {
            Value::Null => Ok(None),
            value => T::from_value(value).map(Some),
        }
    }
}
