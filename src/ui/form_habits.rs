//! How a person fills in forms on this device: finger or mouse, what the last records had in them, and named sets of values.
//! Kept on this device, not in the project.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::{Value, project::RecordKind};

/// How many templates each kind of form can have.
const MOST_TEMPLATES: usize = 20;

/// A named set of values for one kind of form.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Template {
    /// The table that the form fills.
    pub(crate) table: String,
    /// What the person calls it.
    pub(crate) name: String,
    /// The values, by column.
    pub(crate) values: BTreeMap<String, Value>,
}

/// The habits.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct FormHabits {
    /// Are controls as large as a finger?
    pub(crate) tablet: bool,
    /// What the last record of each table had in the columns that follow on: who, with whom, which laboratory.
    pub(crate) last: BTreeMap<String, BTreeMap<String, Value>>,
    /// The templates of all kinds of forms.
    pub(crate) templates: Vec<Template>,
}

impl FormHabits {
    /// The templates for forms of this kind.
    pub(crate) fn templates_of(&self, kind: RecordKind) -> impl Iterator<Item = &Template> {
        self.templates.iter().filter(move |it| it.table == kind.table())
    }

    /// Keeps a template; one of the same name gives way.
    pub(crate) fn keep_template(&mut self, template: Template) {
        self.drop_template(&template.table, &template.name);
        if self.templates.iter().filter(|it| it.table == template.table).count() < MOST_TEMPLATES {
            self.templates.push(template);
        }
    }

    /// Takes a template away.
    pub(crate) fn drop_template(&mut self, table: &str, name: &str) {
        self.templates.retain(|it| it.table != table || it.name != name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_of_the_same_name_takes_the_place_of_the_old_one() {
        let mut habits = FormHabits::default();
        let template = |name: &str, crew: &str| Template {
            table: "visit".to_owned(),
            name: name.to_owned(),
            values: [("crew".to_owned(), Value::text(crew))].into(),
        };
        habits.keep_template(template("一组", "张三、李四"));
        habits.keep_template(template("一组", "王五、赵六"));
        habits.keep_template(Template { table: "sample".to_owned(), ..template("一组", "") });

        let kept: Vec<&Template> = habits.templates_of(RecordKind::Visit).collect();
        assert_eq!(kept, [&template("一组", "王五、赵六")]);
    }

    #[test]
    fn habits_survive_a_version_that_knows_other_ones() {
        let kept = r#"{"tablet": true, "last": {"visit": {"crew": "张三、李四"}}, "of_later": 1}"#;

        let habits: FormHabits = serde_json::from_str(kept).unwrap();

        assert!(habits.tablet);
        assert_eq!(habits.last["visit"]["crew"], Value::text("张三、李四"));
    }
}
