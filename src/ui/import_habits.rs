//! What a person said of files like this one before: kept on this device, by the headings of the file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How many kinds of files are remembered.
const REMEMBERED: usize = 50;

/// What was said of files with one set of headings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct FileHabit {
    /// The headings as they were read without a word of the person.
    pub(crate) headings: Vec<String>,
    /// By heading, the name of the column that it means; empty to leave it out.
    pub(crate) columns: BTreeMap<String, String>,
    /// The encoding, where another one was chosen.
    pub(crate) encoding: Option<String>,
}

/// The habits, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ImportHabits {
    files: Vec<FileHabit>,
}

impl ImportHabits {
    /// What was said of files with these headings.
    pub(crate) fn of(&self, headings: &[String]) -> Option<&FileHabit> {
        self.files.iter().find(|it| it.headings == headings)
    }

    /// Remembers it, or forgets it where nothing is left that was said.
    pub(crate) fn keep(&mut self, habit: FileHabit) {
        self.files.retain(|it| it.headings != habit.headings);
        if !habit.columns.is_empty() || habit.encoding.is_some() {
            self.files.insert(0, habit);
            self.files.truncate(REMEMBERED);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn habit(heading: &str, meaning: Option<&str>) -> FileHabit {
        let columns = meaning.map(|it| (heading.to_owned(), it.to_owned()));
        FileHabit {
            headings: vec![heading.to_owned()],
            columns: columns.into_iter().collect(),
            encoding: None,
        }
    }

    #[test]
    fn what_was_said_last_of_a_heading_holds_until_nothing_is_said() {
        let mut habits = ImportHabits::default();
        habits.keep(habit("管径", Some("remark")));
        habits.keep(habit("管径", Some("town")));
        assert_eq!(habits.of(&["管径".to_owned()]).unwrap().columns["管径"], "town");
        habits.keep(habit("管径", None));
        assert_eq!(habits.of(&["管径".to_owned()]), None);
    }

    #[test]
    fn the_oldest_habit_gives_way() {
        let mut habits = ImportHabits::default();
        for number in 0..=REMEMBERED {
            habits.keep(habit(&number.to_string(), Some("town")));
        }
        assert!(habits.of(&["0".to_owned()]).is_none() && habits.of(&["1".to_owned()]).is_some());
    }
}
