//! Drafts (草稿): what somebody has typed into a form and not kept yet.
//!
//! A draft is no part of the campaign: it takes no gate, changes no state and is in no operation. It belongs to the device on which it
//! was typed, and goes with the transaction that keeps its record.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{RecordId, Value, project::RecordKind};

/// How long a discarded draft can be taken back.
pub const KEPT_MS: i64 = 30 * 24 * 60 * 60 * 1_000;

/// Which draft: a record is filled in by one form only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DraftKey {
    /// The record that will be there when the form is kept; of a register entry, the outfall.
    pub record: RecordId,
    /// What kind of record it is.
    pub kind: RecordKind,
}

/// A form that is not kept yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Which one.
    pub key: DraftKey,
    /// The outfall that it is about; of a new outfall, that one.
    pub outfall: RecordId,
    /// Does it change the register entry, rather than add a fact?
    pub edits: bool,
    /// What is filled in.
    pub filled: Filled,
    /// When it was begun, in milliseconds since 1970 (UTC).
    pub created_ms: i64,
    /// When it was last changed.
    pub changed_ms: i64,
    /// When it was discarded, if it was.
    pub discarded_ms: Option<i64>,
}

impl Draft {
    /// Can it still be taken back, or has it never been discarded?
    pub fn is_there(&self, now_ms: i64) -> bool {
        self.discarded_ms.is_none_or(|since| now_ms.saturating_sub(since) < KEPT_MS)
    }
}

/// What a form holds. Everything goes by its name, so that a form with other fields takes what it knows and leaves the rest alone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filled {
    /// The cells that hold something, by the name of their column.
    pub cells: BTreeMap<String, Value>,
    /// Texts as they are typed, by the name of their column: half a number is no value yet.
    pub typed: BTreeMap<String, String>,
    /// Rows that are kept together with the record, such as the results of a sample, by the name of their list.
    pub lists: BTreeMap<String, Vec<BTreeMap<String, Value>>>,
    /// The paths of files.
    pub files: Vec<String>,
    /// What another version of the program added.
    #[serde(flatten)]
    pub other: BTreeMap<String, serde_json::Value>,
}

impl Filled {
    /// Reads what [`Self::write`] wrote.
    pub fn read(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }

    /// As JSON.
    pub fn write(&self) -> String {
        // Text keys and values that are finite: there is nothing to fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_reads_back_to_the_letter() {
        let row = [("id", Value::text("x")), ("typed", Value::text("<0.02"))];
        let filled = Filled {
            cells: [
                ("note", Value::text("水面有“油花”\n第二行")),
                ("flow", Value::Real(3.0)),
                ("n", Value::Integer(2)),
            ]
            .map(|(name, value)| (name.to_owned(), value))
            .into(),
            typed: [("on".to_owned(), "2026-1".to_owned())].into(),
            lists: [("results".to_owned(), vec![row.map(|(name, value)| (name.to_owned(), value)).into()])]
                .into(),
            files: vec!["/照片/1.jpg".to_owned()],
            other: BTreeMap::new(),
        };

        assert_eq!(Filled::read(&filled.write()).unwrap(), filled);
    }

    #[test]
    fn what_another_version_wrote_is_kept() {
        let json = r#"{"cells":{"note":"a"},"sketch":[1,2]}"#;

        let filled = Filled::read(json).unwrap();

        assert_eq!(filled.cells["note"], Value::text("a"));
        assert!(filled.write().contains(r#""sketch":[1,2]"#), "{}", filled.write());
    }

    #[test]
    fn a_discarded_draft_is_there_for_thirty_days() {
        let draft = |discarded_ms| Draft {
            key: DraftKey { record: RecordId::NIL, kind: RecordKind::Visit },
            outfall: RecordId::NIL,
            edits: false,
            filled: Filled::default(),
            created_ms: 0,
            changed_ms: 0,
            discarded_ms,
        };

        assert!(draft(None).is_there(i64::MAX));
        assert!(draft(Some(5)).is_there(KEPT_MS + 4));
        assert!(!draft(Some(5)).is_there(KEPT_MS + 5));
    }
}
