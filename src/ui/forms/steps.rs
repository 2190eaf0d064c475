//! The steps of a tracing's path, from the source down to the mouth: source, branch, manhole, trunk.

use eframe::egui::{Id, Label, RichText, Ui};

use super::{
    Form,
    control::{self, line},
    field::Context,
};
use crate::{
    domain::{
        Value,
        rule::path::{self, Node, NodeKind},
        value::Field as _,
    },
    ui::{
        icons,
        said::{self, FormWord},
        theme::{self, SMALL, UNIT},
        widgets,
    },
};

/// What a new step is, after those that are there.
fn next_kind(steps: &[Node]) -> NodeKind {
    match steps.last().and_then(|it| it.kind) {
        None => NodeKind::Source,
        Some(NodeKind::Source) => NodeKind::Branch,
        Some(NodeKind::Branch | NodeKind::Pump) => NodeKind::Manhole,
        Some(NodeKind::Manhole) => NodeKind::Trunk,
        Some(NodeKind::Trunk | NodeKind::Ditch | NodeKind::Mouth) => NodeKind::Mouth,
    }
}

/// The steps, and the button that adds one.
pub(super) fn steps_ui(ui: &mut Ui, form: &mut Form, context: &Context<'_>) {
    let lang = context.lang;
    let tokens = theme::tokens(ui);
    let title = said::form_word(lang, FormWord::Steps);
    ui.add(Label::new(RichText::new(title).size(SMALL).color(tokens.weak)));
    let mut steps = std::mem::take(&mut form.steps);
    let before = steps.clone();
    let mut removed = None;
    for (at, step) in steps.iter_mut().enumerate() {
        let id = Id::unique(("step", form.record.id(), at));
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = UNIT;
            let room = ui.available_width() - theme::control(ui) - 2.0 * UNIT;
            let kind = (0.3 * room).floor();
            let chosen = step.kind.map_or("", NodeKind::code);
            let place = (id.with("kind"), kind);
            let (list, picked) =
                control::list_ui(ui, lang, place, NodeKind::CODES, chosen, true, &mut String::new());
            list.accessible_name(title);
            if let Some(code) = picked {
                step.kind = NodeKind::parse(code);
            }
            let name = said::form_word(lang, FormWord::StepName);
            let edit = line(ui, &mut step.name, name, room - kind).id(id.with("name"));
            ui.add(edit).accessible_name(name);
            let word = said::form_word(lang, FormWord::RemoveStep);
            if widgets::icon_button_aside(ui, icons::CLOSE, word).clicked() {
                removed = Some(at);
            }
        });
    }
    if let Some(at) = removed {
        steps.remove(at);
    }
    if widgets::quiet_button(ui, icons::ADD, said::form_word(lang, FormWord::AddStep)).clicked() {
        steps.push(Node { kind: Some(next_kind(&steps)), name: String::new() });
    }
    let changed = steps != before;
    let text = path::text(&steps);
    form.steps = steps;
    if changed {
        form.set("steps", Value::text(text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_step_is_the_one_that_usually_follows() {
        let mut steps = Vec::new();
        let mut kinds = Vec::new();
        for _ in 0..5 {
            let kind = next_kind(&steps);
            kinds.push(kind);
            steps.push(Node { kind: Some(kind), name: String::new() });
        }
        assert_eq!(
            kinds,
            [NodeKind::Source, NodeKind::Branch, NodeKind::Manhole, NodeKind::Trunk, NodeKind::Mouth]
        );
    }
}
