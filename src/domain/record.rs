//! What all records have in common: an identity that never changes and columns that can be read by name.
//!
//! A record is declared once, with [`record!`]; its columns then serve the project file, the
//! operations, the forms and the exports alike, so that they can not drift apart.

use std::fmt;

use uuid::Uuid;

use super::value::{BadValue, Field, SqlType, Value, Wanted};

/// Names a record for ever, on every device (UUID version 7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(pub Uuid);

impl RecordId {
    /// No record at all.
    pub const NIL: Self = Self(Uuid::nil());
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Field for RecordId {
    const SQL: SqlType = SqlType::Text;

    fn to_value(&self) -> Value {
        Value::Text(self.to_string())
    }

    fn from_value(value: Value) -> Result<Self, BadValue> {
        let parsed = value.as_text().and_then(|text| Uuid::parse_str(text).ok());
        parsed.map(Self).ok_or(BadValue { value, wanted: Wanted::Identity })
    }
}

/// A word of the trade that has a name in both languages.
pub trait Term: Copy + 'static {
    /// The Chinese term.
    fn zh(self) -> &'static str;
    /// The English term.
    fn en(self) -> &'static str;
}

/// One column of a kind of record.
#[derive(Debug)]
pub struct Column<R: 'static> {
    /// The name in the project file: lower case ASCII.
    pub name: &'static str,
    /// The Chinese title.
    pub zh: &'static str,
    /// The English title.
    pub en: &'static str,
    /// How it is declared in the project file.
    pub sql: SqlType,
    /// `(code, Chinese, English)` of a code list; empty for free columns.
    pub codes: &'static [(&'static str, &'static str, &'static str)],
    /// Reads the cell.
    pub get: fn(&R) -> Value,
    /// Writes the cell, or says why it does not fit.
    pub set: fn(&mut R, Value) -> Result<(), BadValue>,
}

/// A row of one of the project's own tables.
pub trait Record: Clone + Default + fmt::Debug + PartialEq + 'static {
    /// The table's name in the project file.
    const TABLE: &'static str;
    /// The Chinese title of the table.
    const ZH: &'static str;
    /// The English title of the table.
    const EN: &'static str;
    /// Every column but the identity, in the order of the table.
    const COLUMNS: &'static [Column<Self>];
    /// The identity.
    fn id(&self) -> RecordId;
    /// Gives the record its identity; for reading one back.
    fn set_id(&mut self, id: RecordId);

    /// The column of this name.
    fn column(name: &str) -> Option<&'static Column<Self>> {
        Self::COLUMNS.iter().find(|column| column.name == name)
    }
}

/// Declares a [`Record`]: `field: Type => "中文", "English";`.
macro_rules! record {
    ($(#[$meta:meta])* pub struct $name:ident in $table:literal, $zh:literal, $en:literal {
        $($(#[$field_meta:meta])* $field:ident: $type:ty => $field_zh:literal, $field_en:literal;)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            /// Names the record for ever.
            pub id: $crate::domain::RecordId,
            $($(#[$field_meta])* pub $field: $type,)*
        }

        impl $crate::domain::Record for $name {
            const TABLE: &'static str = $table;
            const ZH: &'static str = $zh;
            const EN: &'static str = $en;
            const COLUMNS: &'static [$crate::domain::Column<Self>] = &[
                $($crate::domain::Column {
                    name: stringify!($field),
                    zh: $field_zh,
                    en: $field_en,
                    sql: <$type as $crate::domain::value::Field>::SQL,
                    codes: <$type as $crate::domain::value::Field>::CODES,
                    get: |record| $crate::domain::value::Field::to_value(&record.$field),
                    set: |record, value| {
                        record.$field = $crate::domain::value::Field::from_value(value)?;
                        Ok(())
                    },
                },)*
            ];

            fn id(&self) -> $crate::domain::RecordId {
                self.id
            }

            fn set_id(&mut self, id: $crate::domain::RecordId) {
                self.id = id;
            }
        }
    };
}
pub(crate) use record;

/// Declares a code list: `Variant = "code", "中文", "English";`. The code goes into the project file.
macro_rules! code_list {
    ($(#[$meta:meta])* pub enum $name:ident {
        $($(#[$variant_meta:meta])* $variant:ident = $code:literal, $zh:literal, $en:literal;)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_meta])* #[doc = $zh] $variant,)*
        }

        impl $name {
            /// Every entry, in the order people list them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The code in the project file and in JSON.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }

            /// The entry with this code, Chinese name or English name.
            pub fn parse(text: &str) -> Option<Self> {
                let text = text.trim();
                Self::ALL.iter().copied().find(|entry| {
                    text == entry.code()
                        || text == $crate::domain::Term::zh(*entry)
                        || text.eq_ignore_ascii_case($crate::domain::Term::en(*entry))
                })
            }
        }

        impl $crate::domain::Term for $name {
            fn zh(self) -> &'static str {
                match self {
                    $(Self::$variant => $zh,)*
                }
            }

            fn en(self) -> &'static str {
                match self {
                    $(Self::$variant => $en,)*
                }
            }
        }

        impl $crate::domain::value::Field for $name {
            const SQL: $crate::domain::value::SqlType = $crate::domain::value::SqlType::Text;
            const CODES: &'static [(&'static str, &'static str, &'static str)] =
                &[$(($code, $zh, $en)),*];

            fn to_value(&self) -> $crate::domain::value::Value {
                $crate::domain::value::Value::Text(self.code().to_owned())
            }

            fn from_value(
                value: $crate::domain::value::Value,
            ) -> Result<Self, $crate::domain::value::BadValue> {
                let found = value.as_text().and_then(|text| {
                    Self::ALL.iter().copied().find(|entry| entry.code() == text)
                });
                found.ok_or($crate::domain::value::BadValue {
                    value,
                    wanted: $crate::domain::value::Wanted::Code,
                })
            }
        }
    };
}
pub(crate) use code_list;
