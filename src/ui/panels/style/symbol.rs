//! What one symbol looks like, or what all classes have in common.

use eframe::egui::Ui;

use super::{
    StylePanel,
    draft::{Kind, StyleDraft},
    fields::{choose, ink, number, percent},
};
use crate::{
    app::legend::Geometry,
    domain::{
        Term,
        style::{Dash, PointShape, WidthBy},
    },
    i18n::Lang,
    ui::theme::{GAP, UNIT},
};

pub(super) fn symbol_ui(ui: &mut Ui, panel: &StylePanel<'_>, draft: &mut StyleDraft) {
    let (lang, geometry) = (panel.lang, panel.geometry());
    let mut changed = false;
    ui.add_space(GAP);
    let is_single = draft.kind() == Kind::Single;
    let like = &mut draft.like;
    if is_single {
        let title = if geometry == Geometry::Areas { ("填充", "Fill") } else { ("颜色", "Colour") };
        changed |= ink(ui, lang, panel.palette, lang.pick(title.0, title.1), &mut like.fill);
    }
    match geometry {
        Geometry::Areas => {
            let title = lang.pick("填充不透明度", "Opacity of the fill");
            changed |= percent(ui, title, &mut like.fill_opacity);
            if is_single {
                changed |= ink(ui, lang, panel.palette, lang.pick("边线", "Edge"), &mut like.edge);
            }
            changed |=
                number(ui, lang.pick("边线宽", "Width of the edge"), &mut like.edge_px, 0.0..=10.0, " px");
            changed |= codes(ui, lang, "dash", ("线型", "Dashes"), Dash::ALL, &mut like.dash);
        }
        Geometry::Lines => {
            changed |= number(ui, lang.pick("线宽", "Width"), &mut like.width_px, 0.2..=20.0, " px");
            changed |= ink(ui, lang, panel.palette, lang.pick("镶边", "Rim"), &mut like.edge);
            changed |=
                number(ui, lang.pick("镶边宽", "Width of the rim"), &mut like.edge_px, 0.0..=5.0, " px");
            changed |= codes(ui, lang, "dash", ("线型", "Dashes"), Dash::ALL, &mut like.dash);
        }
        Geometry::Points => {
            changed |= codes(ui, lang, "shape", ("形状", "Shape"), PointShape::ALL, &mut like.shape);
            changed |= number(ui, lang.pick("大小", "Size"), &mut like.size_px, 3.0..=40.0, " px");
            changed |= ink(ui, lang, panel.palette, lang.pick("边线", "Edge"), &mut like.edge);
        }
    }
    if changed {
        draft.spread();
    }
}

/// A field to choose a word of a code list. True when another was chosen.
pub(super) fn codes<T: Term + PartialEq>(
    ui: &mut Ui,
    lang: Lang,
    salt: &str,
    (zh, en): (&str, &str),
    all: &[T],
    value: &mut T,
) -> bool {
    let options: Vec<(T, String)> = all.iter().map(|it| (*it, lang.term(*it).to_owned())).collect();
    let chosen = choose(ui, salt, lang.pick(zh, en), &options, value);
    let changed = chosen.is_some();
    if let Some(chosen) = chosen {
        *value = chosen;
    }
    changed
}

/// The width of lines by a column.
pub(super) fn width_by_ui(ui: &mut Ui, panel: &StylePanel<'_>, draft: &mut StyleDraft) {
    let lang = panel.lang;
    ui.add_space(GAP);
    let mut options = vec![(None, lang.pick("不按字段", "Not by a column").to_owned())];
    options.extend(panel.columns().into_iter().map(|(name, title)| (Some(name), title)));
    let chosen = draft.style.width_by.as_ref().map(|it| it.column.clone());
    if let Some(column) = choose(ui, "width", lang.pick("线宽字段", "Width by"), &options, &chosen) {
        let before = draft.style.width_by.take().unwrap_or_default();
        draft.style.width_by = column.map(|column| WidthBy { column, ..before });
    }
    if let Some(by) = &mut draft.style.width_by {
        number(ui, lang.pick("最小值的线宽", "Width at the lowest"), &mut by.lowest_px, 0.2..=20.0, " px");
        number(ui, lang.pick("最大值的线宽", "Width at the highest"), &mut by.highest_px, 0.2..=20.0, " px");
    }
    ui.add_space(UNIT);
}
