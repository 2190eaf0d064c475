//! A new layer to draw on: its name, what it holds, and which columns it has.

use eframe::egui::{Context, RichText, Ui};

use super::{Answer, dialog, foot, line};
use crate::{
    app::{LayerDraft, new_id},
    domain::{layer::LayerKind, shape::ShapeType},
    i18n::Lang,
    ui::{
        keys::Command,
        said::Word,
        theme::{self, GAP, SMALL, UNIT},
        widgets,
    },
};

/// What is typed and chosen.
#[derive(Debug)]
pub(crate) struct NewLayerDraft {
    name: String,
    kind: LayerKind,
    /// The shapes, once chosen; else those that the kind suggests.
    shape: Option<ShapeType>,
    columns: Option<String>,
}

impl Default for NewLayerDraft {
    fn default() -> Self {
        Self { name: String::new(), kind: LayerKind::River, shape: None, columns: None }
    }
}

impl NewLayerDraft {
    fn shape(&self) -> ShapeType {
        self.shape.filter(|it| shapes_of(self.kind).contains(it)).unwrap_or_else(|| usual_shape(self.kind))
    }

    /// Draws the dialog.
    pub(crate) fn ui(&mut self, ctx: &Context, lang: Lang) -> Answer<LayerDraft> {
        let title = Command::NewLayer.title(lang).trim_end_matches('…');
        dialog(ctx, lang, title, 110.0 * UNIT, |ui| {
            line(ui, lang.term(Word::LayerName), lang.term(Word::LayerNameHint), &mut self.name);
            ui.add_space(GAP);
            self.kind_ui(ui, lang);
            ui.add_space(GAP);
            small_title(ui, lang.term(Word::LayerShape));
            let shapes: Vec<(ShapeType, &str)> =
                shapes_of(self.kind).iter().map(|it| (*it, lang.term(*it))).collect();
            if let Some(shape) = widgets::segmented(ui, &shapes, self.shape()) {
                self.shape = Some(shape);
            }
            ui.add_space(GAP);
            let usual = usual_columns(self.kind).join("、");
            line(ui, lang.term(Word::LayerColumns), "", self.columns.get_or_insert(usual));
            let name = self.name.trim().to_owned();
            let columns = columns(self.columns.as_deref().unwrap_or_default());
            match foot(ui, lang, lang.term(Word::Create), !name.is_empty(), lang.term(Word::LayerNameMissing))
            {
                Some(true) => {
                    let (kind, shape) = (self.kind, self.shape());
                    Answer::Done(LayerDraft { id: new_id(), name, kind, shape, columns })
                }
                Some(false) => Answer::Cancelled,
                None => Answer::Open,
            }
        })
    }

    fn kind_ui(&mut self, ui: &mut Ui, lang: Lang) {
        let title = small_title(ui, lang.term(Word::Holds));
        let before = self.kind;
        let combo = widgets::choice(ui, "layer kind", ui.available_width(), lang.term(self.kind));
        let response = combo.show_ui(ui, |ui| {
            for kind in LayerKind::ALL {
                ui.selectable_value(&mut self.kind, *kind, lang.term(*kind));
            }
        });
        response.response.labelled_by(title.id);
        // Columns that nobody changed follow the kind.
        let usual = usual_columns(before).join("、");
        if self.kind != before && self.columns.as_ref().is_none_or(|it| *it == usual) {
            self.columns = None;
        }
    }
}

fn small_title(ui: &mut Ui, text: &str) -> eframe::egui::Response {
    ui.label(RichText::new(text).size(SMALL).color(theme::tokens(ui).weak))
}

/// The shapes that a layer of this kind may have, as in an import.
fn shapes_of(kind: LayerKind) -> &'static [ShapeType] {
    use ShapeType::{Line, Point, Polygon};
    match kind {
        LayerKind::River => &[Line],
        LayerKind::Zone | LayerKind::County => &[Polygon],
        LayerKind::Section | LayerKind::Sewer => &[Line, Point],
        LayerKind::Source | LayerKind::Village => &[Point, Polygon],
        LayerKind::Reference => &[Line, Polygon, Point],
    }
}

fn usual_shape(kind: LayerKind) -> ShapeType {
    match kind {
        LayerKind::Section => ShapeType::Point,
        kind => shapes_of(kind).first().copied().unwrap_or(ShapeType::Line),
    }
}

/// The columns that other parts of the program look for in a layer of this kind.
fn usual_columns(kind: LayerKind) -> &'static [&'static str] {
    match kind {
        LayerKind::River => &["名称", "等级", "备注"],
        LayerKind::Zone => &["名称", "级别", "备注"],
        LayerKind::Village => &["名称", "乡镇", "备注"],
        _ => &["名称", "备注"],
    }
}

/// The headings that are typed: at least one, none twice.
fn columns(text: &str) -> Vec<String> {
    let mut columns: Vec<String> = Vec::new();
    for heading in text.split(['、', ',', '，', ';', '；']).map(str::trim).filter(|it| !it.is_empty()) {
        if !columns.iter().any(|it| it == heading) {
            columns.push(heading.to_owned());
        }
    }
    if columns.is_empty() {
        columns.push("名称".to_owned());
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_taken_apart_and_there_is_always_a_name() {
        assert_eq!(columns("名称、管径, 材质，管径"), ["名称", "管径", "材质"]);
        assert_eq!(columns(" 、"), ["名称"]);
    }

    #[test]
    fn every_kind_has_shapes_of_which_one_is_usual() {
        for kind in LayerKind::ALL {
            assert!(shapes_of(*kind).contains(&usual_shape(*kind)), "{kind:?}");
        }
    }

    #[test]
    fn a_shape_that_the_kind_can_not_have_gives_way_to_the_usual_one() {
        let draft =
            NewLayerDraft { shape: Some(ShapeType::Line), kind: LayerKind::Zone, ..Default::default() };
        assert_eq!(draft.shape(), ShapeType::Polygon);
    }
}
