//! What the menu of a layer offers for its shapes: drawing on it, or a copy that can be drawn on.

use eframe::egui::Ui;

use crate::{
    app::{Action, new_id},
    domain::layer::Layer,
    i18n::Lang,
    ui::{
        icons,
        keys::Command,
        map_view::Tool,
        said::{self, Word},
        widgets,
        wish::Wish,
    },
};

/// The entries about the shapes of a layer.
pub(super) fn shapes_menu_ui(ui: &mut Ui, lang: Lang, layer: &Layer, wishes: &mut Vec<Wish>) {
    if !layer.owned {
        if widgets::menu_item(ui, icons::COPY, lang.term(Word::CopyToEdit), "").clicked() {
            let name = said::copy_of(lang, &layer.name);
            wishes.push(Wish::act(Action::CopyLayer { from: layer.id, id: new_id(), name }));
            ui.close();
        }
        return;
    }
    let (draw, edit) = (Command::Arm(Tool::Draw), Command::Arm(Tool::Vertex));
    if widgets::menu_item(ui, icons::DRAW, lang.term(Word::DrawHere), &draw.keys()).clicked() {
        wishes.push(Wish::DrawOn(layer.id));
        ui.close();
    }
    if widgets::menu_item(ui, icons::VERTICES, lang.term(Word::EditShapes), &edit.keys()).clicked() {
        wishes.push(Wish::Command(edit));
        ui.close();
    }
}
