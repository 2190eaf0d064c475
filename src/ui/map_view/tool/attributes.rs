//! The attributes of a drawn feature: one line of text for each column.

use eframe::egui::{Align2, Key, RichText, TextEdit, Ui, vec2};

use super::Ground;
use crate::{
    domain::{
        Value,
        layer::{Feature, FeatureSet},
    },
    ui::{
        said::Word,
        theme::{self, CONTROL, GAP, SMALL, UNIT},
        widgets,
    },
};

/// What is typed so far.
#[derive(Debug)]
pub(super) struct Attributes {
    texts: Vec<String>,
    /// Put the cursor into the first line in the next frame.
    focus: bool,
}

/// What became of the form in this frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Open,
    Save,
    Back,
}

impl Attributes {
    /// Those of a feature, or of a new one.
    pub(super) fn of(feature: Option<&Feature>) -> Self {
        let text = |value: &Value| match value {
            Value::Null => String::new(),
            Value::Integer(number) => number.to_string(),
            Value::Real(number) => number.to_string(),
            Value::Text(text) => text.clone(),
        };
        Self {
            texts: feature.map(|it| it.values.iter().map(text).collect()).unwrap_or_default(),
            focus: true,
        }
    }

    /// The values as the columns keep them: a number where all others in the column are numbers.
    pub(super) fn values(&self, set: &FeatureSet) -> Vec<Value> {
        let columns = 0..set.columns.len();
        columns.map(|at| value_for(set, at, self.texts.get(at).map_or("", |it| it.trim()))).collect()
    }

    pub(super) fn ui(&mut self, ui: &mut Ui, ground: &Ground<'_>, columns: &[String]) -> Answer {
        let lang = ground.shown.lang;
        self.texts.resize(columns.len(), String::new());
        let mut answer = Answer::Open;
        for (title, text) in columns.iter().zip(&mut self.texts) {
            let label = ui.label(RichText::new(title).size(SMALL).color(theme::tokens(ui).weak));
            let width = ui.available_width();
            let edit = TextEdit::singleline(text).desired_width(width);
            let response = ui.add(edit.min_size(vec2(width, CONTROL)).align(Align2::LEFT_CENTER));
            let response = response.labelled_by(label.id);
            if std::mem::take(&mut self.focus) {
                response.request_focus();
            }
            if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
                answer = Answer::Save;
            }
        }
        ui.add_space(UNIT);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            if widgets::primary_button(ui, lang.term(Word::Save)).on_hover_text("Enter").clicked() {
                answer = Answer::Save;
            }
            if widgets::quiet_button(ui, "", lang.term(Word::Back)).clicked() {
                answer = Answer::Back;
            }
        });
        answer
    }
}

fn value_for(set: &FeatureSet, at: usize, text: &str) -> Value {
    let mut others = set.features.iter().filter_map(|it| it.values.get(at)).filter(|it| **it != Value::Null);
    let whole = |it: &Value| matches!(it, Value::Integer(_));
    let number = |it: &Value| matches!(it, Value::Integer(_) | Value::Real(_));
    let others: Vec<&Value> = others.by_ref().collect();
    let typed_whole = text.parse().ok().map(Value::Integer);
    let typed_number = text.parse().ok().filter(|it: &f64| it.is_finite()).map(Value::Real);
    let typed = match others.as_slice() {
        [] => None,
        all if all.iter().all(|it| whole(it)) => typed_whole.or(typed_number),
        all if all.iter().all(|it| number(it)) => typed_number,
        _ => None,
    };
    typed.unwrap_or_else(|| Value::text(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(values: &[Value]) -> FeatureSet {
        let features = values.iter().map(|it| Feature { geometry: None, values: vec![it.clone()] });
        FeatureSet { columns: vec!["等级".to_owned()], features: features.collect() }
    }

    #[track_caller]
    fn check(others: &[Value], typed: &str, expected: Value) {
        let attributes = Attributes { texts: vec![typed.to_owned()], focus: false };
        assert_eq!(attributes.values(&set(others)), [expected]);
    }

    #[test]
    fn a_column_of_numbers_stays_one() {
        check(&[Value::Integer(3), Value::Null], " 4 ", Value::Integer(4));
        check(&[Value::Integer(3)], "4.5", Value::Real(4.5));
        check(&[Value::Real(3.5)], "4", Value::Real(4.0));
        check(&[Value::Integer(3)], "四", Value::text("四"));
        check(&[Value::text("3")], "4", Value::text("4"));
        check(&[], "4", Value::text("4"));
        check(&[Value::Integer(3)], "", Value::Null);
    }
}
