//! The column that decides, and the classes with their colours.

use eframe::egui::{DragValue, Rect, ScrollArea, Sense, Ui, pos2, vec2};

use super::{
    StylePanel,
    draft::{Kind, StyleDraft},
    fields::{choose, swatch, titled},
    symbol::codes,
};
use crate::{
    domain::style::{Breaks, Ink, MOST_CLASSES, Ramp, Symbology},
    ui::{
        theme::{self, BODY, CONTROL, GAP, UNIT},
        widgets,
    },
};

pub(super) fn column_ui(ui: &mut Ui, panel: &StylePanel<'_>, draft: &mut StyleDraft) {
    let (lang, kind) = (panel.lang, draft.kind());
    let mut changed = false;
    ui.add_space(UNIT);
    let columns = panel.columns();
    if let Some(column) =
        choose(ui, "column", lang.pick("字段", "Column"), &columns, &draft.cut.column.clone())
    {
        draft.cut.column = column;
        changed = true;
    }
    if kind == Kind::Graduated {
        changed |= codes(ui, lang, "breaks", ("分级方法", "Ranges"), Breaks::ALL, &mut draft.cut.breaks);
        changed |= codes(ui, lang, "ramp", ("色带", "Colours"), Ramp::ALL, &mut draft.cut.ramp);
        ui.horizontal(|ui| {
            let label = titled(ui, lang.pick("级数", "How many"));
            ui.add_space((ui.available_width() - 20.0 * UNIT).max(0.0));
            let field = DragValue::new(&mut draft.cut.count).range(2..=MOST_CLASSES).speed(0.05);
            let response = ui.add_sized(vec2(20.0 * UNIT, CONTROL), field).labelled_by(label.id);
            changed |= response.changed();
        });
    }
    if changed {
        draft.classify(kind, panel.set());
    }
}

/// The classes: colour, value or range.
pub(super) fn table_ui(ui: &mut Ui, panel: &StylePanel<'_>, draft: &mut StyleDraft) {
    let lang = panel.lang;
    ui.add_space(GAP);
    titled(ui, lang.pick("各类颜色", "Colours of the classes"));
    let mut rows: Vec<(String, &mut Ink, &mut Ink)> =
        match &mut draft.style.symbology {
            Symbology::Categorised(it) => {
                let own = it.classes.iter_mut().map(|class| {
                    let title = if class.value.is_empty() {
                        lang.pick("（空）", "(empty)")
                    } else {
                        class.value.as_str()
                    };
                    (title.to_owned(), &mut class.symbol.fill, &mut class.symbol.edge)
                });
                let other = it.other.iter_mut().map(|symbol| {
                    (lang.pick("其他", "Other").to_owned(), &mut symbol.fill, &mut symbol.edge)
                });
                own.chain(other).collect()
            }
            Symbology::Graduated(it) => {
                let own = it
                    .classes
                    .iter_mut()
                    .map(|class| (class.title(), &mut class.symbol.fill, &mut class.symbol.edge));
                let own: Vec<_> = own.collect();
                let other = it.other.iter_mut().map(|symbol| {
                    (lang.pick("其他", "Other").to_owned(), &mut symbol.fill, &mut symbol.edge)
                });
                own.into_iter().chain(other).collect()
            }
            Symbology::Shipped | Symbology::Single { .. } => Vec::new(),
        };
    ScrollArea::vertical().id_salt("classes").max_height(80.0 * UNIT).show(ui, |ui| {
        for (title, fill, edge) in &mut rows {
            ui.horizontal(|ui| {
                let follows = fill == edge;
                let name = lang.pick(format!("{title} 的颜色"), format!("Colour of {title}"));
                if swatch(ui, panel.palette, &name, fill) && follows {
                    **edge = **fill;
                }
                let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), CONTROL), Sense::hover());
                let room = Rect::from_min_max(pos2(rect.left(), rect.top()), rect.right_bottom());
                widgets::elided_at(ui, room, title, BODY, theme::tokens(ui).text);
            });
        }
    });
}
