//! Which column of a file holds what.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::ImportError;
use crate::{
    domain::{
        Record as _,
        fact::Claim,
        heading::{self, Meaning},
        outfall::Outfall,
        words,
    },
    i18n::Lang,
};

/// What the user says of the headings of a file: the table `[columns]` of a TOML file.
///
/// `"文件列名" = "column_name"` names a column of the project, `""` leaves the column out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnOverrides {
    /// By heading without blanks; the heading as it was written, and the column.
    by_heading: BTreeMap<String, (String, String)>,
}

/// A columns file that is not one.
#[derive(Debug, thiserror::Error)]
#[error("the columns file is not understood")]
pub struct BadColumns {
    /// The line at which it goes wrong, from 1, where that is known.
    pub line: Option<usize>,
    /// What the parser said.
    #[source]
    pub source: toml::de::Error,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    columns: BTreeMap<String, String>,
}

impl ColumnOverrides {
    /// Reads the text of a `--columns` file.
    pub fn parse(text: &str) -> Result<Self, BadColumns> {
        let file: File = toml::from_str(text).map_err(|source| {
            let before = source.span().and_then(|span| text.get(..span.start));
            BadColumns { line: before.map(|it| it.matches('\n').count() + 1), source }
        })?;
        let entries = file.columns.into_iter();
        Ok(Self {
            by_heading: entries.map(|(heading, name)| (words::plain(&heading), (heading, name))).collect(),
        })
    }

    /// The text of a `--columns` file that says this: a column for each heading, or `""` to leave it out.
    pub fn text_of(columns: &BTreeMap<String, String>) -> String {
        // What JSON writes between quotation marks means the same in TOML.
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let lines = columns.iter().map(|(heading, name)| format!("{} = {}\n", quoted(heading), quoted(name)));
        std::iter::once("[columns]\n".to_owned()).chain(lines).collect()
    }

    /// What is said of this heading: the name of a column, or `""` to leave it out.
    pub fn of(&self, heading: &str) -> Option<&str> {
        self.by_heading.get(&words::plain(heading)).map(|(_, name)| name.trim())
    }
}

/// The columns of a ledger with their meaning.
#[derive(Debug, Default)]
pub(super) struct Columns {
    at: Vec<(Meaning, usize)>,
    /// The headings that are not understood, or mean what a better column already holds.
    pub(super) unused: Vec<String>,
}

impl Columns {
    /// Gives each heading its meaning; the most telling one where several mean the same.
    pub(super) fn of(headings: &[String], overrides: &ColumnOverrides) -> Result<Self, ImportError> {
        let mut best: BTreeMap<Meaning, (usize, usize)> = BTreeMap::new();
        let mut unused = Vec::new();
        for (at, heading) in headings.iter().enumerate() {
            let Some((meaning, rank)) = meaning(heading, overrides)? else {
                if overrides.of(heading).is_none() {
                    unused.push(at);
                }
                continue;
            };
            match best.get(&meaning) {
                Some((_, taken)) if *taken <= rank => unused.push(at),
                Some((worse, _)) => {
                    unused.push(*worse);
                    best.insert(meaning, (at, rank));
                }
                None => {
                    best.insert(meaning, (at, rank));
                }
            }
        }
        unused.sort_unstable();
        let unused = unused.into_iter().filter_map(|at| headings.get(at).cloned()).collect();
        Ok(Self { at: best.into_iter().map(|(meaning, (at, _))| (meaning, at)).collect(), unused })
    }

    /// The column that means this.
    pub(super) fn find(&self, meaning: Meaning) -> Option<usize> {
        self.at.iter().find(|(it, _)| *it == meaning).map(|(_, at)| *at)
    }

    /// Is there nothing that says anything of an outfall?
    pub(super) fn is_empty(&self) -> bool {
        self.at.iter().all(|(meaning, _)| *meaning == Meaning::Serial)
    }
}

/// Everything that a column of a ledger can mean: the name, and the title in this language.
pub fn column_titles(lang: Lang) -> Vec<(&'static str, &'static str)> {
    let special = heading::SPECIAL.iter().map(|(name, _)| {
        let (zh, en) = match *name {
            "x" => ("平面坐标 X", "Plane coordinate X"),
            "y" => ("平面坐标 Y", "Plane coordinate Y"),
            "lon_lat" => ("经纬度（在一格里）", "Longitude and latitude in one cell"),
            "lon_minutes" => ("经度：分", "Longitude: minutes"),
            "lon_seconds" => ("经度：秒", "Longitude: seconds"),
            "lat_minutes" => ("纬度：分", "Latitude: minutes"),
            "lat_seconds" => ("纬度：秒", "Latitude: seconds"),
            "class_group" => ("一级类型", "First level of the class"),
            "town_village" => ("乡镇和村（在一格里）", "Town and village in one cell"),
            other => (other, other),
        };
        (*name, lang.pick(zh, en))
    });
    let outfall = Outfall::COLUMNS.iter().map(|column| (column.name, lang.pick(column.zh, column.en)));
    let claim = Claim::COLUMNS.iter().map(|column| (column.name, lang.pick(column.zh, column.en)));
    let claim = claim.filter(|(name, _)| {
        Outfall::column(name).is_none() && matches!(heading::meaning_of_column(name), Some(Meaning::Claim(_)))
    });
    outfall.chain(special).chain(claim).collect()
}

/// The name of the column that each heading means, nothing where it means none; `overrides` is the text of a file that overrides them.
pub(in crate::app) fn meaning_names(
    headings: &[String],
    overrides: Option<&str>,
) -> Vec<Option<&'static str>> {
    let overrides = overrides.and_then(|text| ColumnOverrides::parse(text).ok()).unwrap_or_default();
    let columns = Columns::of(headings, &overrides).unwrap_or_default();
    let name = |at: usize| {
        let (meaning, _) = columns.at.iter().find(|(_, column)| *column == at)?;
        heading::column_of_meaning(*meaning)
    };
    (0..headings.len()).map(name).collect()
}

/// The meaning of a heading and how telling it is; what the user says goes over everything.
fn meaning(heading: &str, overrides: &ColumnOverrides) -> Result<Option<(Meaning, usize)>, ImportError> {
    match overrides.of(heading) {
        Some("") => Ok(None),
        Some(name) => match heading::meaning_of_column(name) {
            Some(meaning) => Ok(Some((meaning, 0))),
            None => Err(ImportError::BadOverride { heading: heading.to_owned(), name: name.to_owned() }),
        },
        // One more than its own, so that an override is always the most telling.
        None => Ok(heading::meaning(heading).map(|(meaning, rank)| (meaning, rank + 1))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(names: &[&str]) -> Vec<String> {
        names.iter().copied().map(str::to_owned).collect()
    }

    #[test]
    fn the_most_telling_of_two_columns_is_taken_and_the_other_named() {
        let columns =
            Columns::of(&headings(&["编号", "排污口编码", "管径"]), &ColumnOverrides::default()).unwrap();
        assert_eq!(columns.find(Meaning::Outfall("code_local")), Some(1));
        assert_eq!(columns.unused, ["编号", "管径"]);
    }

    #[test]
    fn what_the_user_says_goes_over_the_vocabulary() {
        let text = "[columns]\n\"管径\" = \"remark\"\n\"编 号\" = \"\"\n\"备注\" = \"town\"\n";
        let overrides = ColumnOverrides::parse(text).unwrap();
        let columns = Columns::of(&headings(&["编号", "管径", "备注", "乡镇"]), &overrides).unwrap();
        assert_eq!(columns.find(Meaning::Outfall("code_local")), None);
        assert_eq!(columns.find(Meaning::Outfall("remark")), Some(1));
        assert_eq!(columns.find(Meaning::Outfall("town")), Some(2));
        assert_eq!(columns.unused, ["乡镇"]);
    }

    #[test]
    fn a_columns_file_that_is_wrong_is_refused() {
        assert!(ColumnOverrides::parse("[columns]\na = 1").is_err());
        assert!(ColumnOverrides::parse("[column]\na = \"b\"").is_err());
        let overrides = ColumnOverrides::parse("[columns]\n\"编号\" = \"kode\"").unwrap();
        let refused = Columns::of(&headings(&["编号"]), &overrides).unwrap_err();
        assert!(matches!(refused, ImportError::BadOverride { .. }), "{refused}");
    }

    #[test]
    fn what_is_said_in_the_window_reads_as_a_columns_file() {
        let said = [("管径", "remark"), ("a \"b\"\\c\nd", "town"), ("编号", "")];
        let said: BTreeMap<String, String> =
            said.iter().map(|(heading, name)| ((*heading).to_owned(), (*name).to_owned())).collect();
        let overrides = ColumnOverrides::parse(&ColumnOverrides::text_of(&said)).unwrap();
        for (heading, name) in &said {
            assert_eq!(overrides.of(heading), Some(name.as_str()));
        }
    }

    #[test]
    fn everything_that_can_be_chosen_for_a_column_is_understood() {
        let titles = column_titles(Lang::Zh);
        for (name, title) in &titles {
            assert!(heading::meaning_of_column(name).is_some() && !title.is_empty(), "{name}");
        }
        let meanings = meaning_names(&headings(&["排污口编码", "经度", "xyz"]), None);
        assert_eq!(meanings, [Some("code_local"), Some("lon"), None]);
    }
}
