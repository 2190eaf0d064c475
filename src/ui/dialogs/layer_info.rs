//! What is known of a layer: what it holds, where it reaches, which file it came from, when, and by whom.

use std::sync::Arc;

use eframe::egui::{Context, FontId, Rect, ScrollArea, Sense, Stroke, Ui, pos2, vec2};

use super::{Answer, dialog, foot_bar};
use crate::{
    domain::{
        Value,
        layer::{FeatureSet, Layer},
        op::PastStep,
    },
    i18n::Lang,
    ui::{
        icons,
        said::{self, LayerWord, Word, layer_word},
        theme::{self, GAP, SMALL, UNIT},
        widgets,
    },
};

/// What the dialog draws from.
pub(crate) struct LayerInfo {
    pub(crate) layer: Layer,
    /// The name of its group, if it is in one.
    pub(crate) group: String,
    /// Its features, once they are loaded.
    pub(crate) features: Option<Arc<FeatureSet>>,
    /// The step that brought its features in, once that is known.
    pub(crate) origin: Option<PastStep>,
}

/// How many characters of a hash are shown: enough to tell two apart by eye.
const HASH_LENGTH: usize = 12;
/// The height of a line of the table of columns, and how many are in view at once.
const ROW: f32 = 6.0 * UNIT;
const MOST_ROWS: f32 = 8.0;

/// Draws the dialog.
pub(crate) fn layer_info_ui(ctx: &Context, lang: Lang, info: &LayerInfo) -> Answer<()> {
    dialog(ctx, lang, layer_word(lang, LayerWord::InformationTitle), 140.0 * UNIT, |ui| {
        facts_ui(ui, lang, info);
        ui.add_space(GAP);
        widgets::section(ui, layer_word(lang, LayerWord::Columns));
        columns_ui(ui, lang, info.features.as_deref());
        let mut answer = Answer::Open;
        foot_bar(ui, |ui| {
            if widgets::primary_button(ui, lang.term(Word::Close)).clicked() {
                answer = Answer::Cancelled;
            }
        });
        answer
    })
}

fn facts_ui(ui: &mut Ui, lang: Lang, info: &LayerInfo) {
    let layer = &info.layer;
    let kind = layer.kind.map_or("", |kind| lang.term(kind));
    let edges = layer.west.zip(layer.south).zip(layer.east.zip(layer.north));
    let [across, up] = edges.map_or_else(Default::default, |((west, south), (east, north))| {
        said::extent([west, south, east, north])
    });
    let style = if layer.style.is_empty() { LayerWord::KindStyle } else { LayerWord::OwnStyle };
    let imported = info.origin.as_ref().map_or_else(
        || layer_word(lang, LayerWord::Looking).to_owned(),
        |step| said::imported_by(lang, &said::moment(step.at_ms), &step.author),
    );
    let facts = [
        (LayerWord::Name, said::joined(&[&layer.name, &info.group])),
        (LayerWord::Kind, kind.to_owned()),
        (LayerWord::Geometry, said::geometry(lang, &layer.geometry).to_owned()),
        (LayerWord::Count, said::count_and_refused(lang, layer.count, layer.refused)),
        (LayerWord::Extent, [across, up].join("\n").trim().to_owned()),
        (LayerWord::Crs, said::crs_of_file(lang, layer)),
        (LayerWord::Encoding, layer.encoding.clone()),
        (LayerWord::Source, layer.source.clone()),
        (LayerWord::Imported, imported),
        (LayerWord::Style, layer_word(lang, style).to_owned()),
    ];
    for (word, value) in facts {
        let value = if value.is_empty() { layer_word(lang, LayerWord::Unknown) } else { &value };
        widgets::fact_line(ui, layer_word(lang, word), value);
    }
    ui.horizontal(|ui| {
        let short: String = layer.hash.chars().take(HASH_LENGTH).collect();
        widgets::fact_line(ui, layer_word(lang, LayerWord::Hash), &format!("{short}…"));
        if widgets::icon_button(ui, icons::COPY, layer_word(lang, LayerWord::CopyHash)).clicked() {
            ui.ctx().copy_text(layer.hash.clone());
        }
    });
}

fn columns_ui(ui: &mut Ui, lang: Lang, set: Option<&FeatureSet>) {
    let Some(set) = set else {
        widgets::small(ui, layer_word(lang, LayerWord::Loading));
        return;
    };
    if set.columns.is_empty() {
        widgets::small(ui, layer_word(lang, LayerWord::NoColumns));
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let height = ROW * (set.columns.len() as f32).min(MOST_ROWS);
    let area = ScrollArea::vertical().id_salt("columns").max_height(height).auto_shrink(false);
    area.show_rows(ui, ROW, set.columns.len(), |ui, range| {
        for (at, heading) in set.columns.iter().enumerate().skip(range.start).take(range.len()) {
            column_ui(ui, heading, &sample_of(set, at));
        }
    });
}

fn column_ui(ui: &mut Ui, heading: &str, sample: &str) {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    response.widget_info(|| {
        eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Label, true, format!("{heading} {sample}"))
    });
    ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, tokens.line));
    let middle = rect.left() + rect.width() * 0.4;
    let left = Rect::from_min_max(rect.min, pos2(middle - GAP, rect.bottom()));
    widgets::elided_at(ui, left, heading, SMALL, tokens.weak);
    let right = Rect::from_min_max(pos2(middle, rect.top()), pos2(rect.right() - GAP, rect.bottom()));
    widgets::elided_at(ui, right, sample, SMALL, tokens.text);
    let font = FontId::proportional(SMALL);
    let is_cut = |text: &str, room: Rect| {
        ui.painter().layout_no_wrap(text.to_owned(), font.clone(), tokens.text).size().x > room.width()
    };
    if is_cut(heading, left) || is_cut(sample, right) {
        response.on_hover_text(format!("{heading}\n{sample}"));
    }
}

/// The first value in a column that says something.
fn sample_of(set: &FeatureSet, at: usize) -> String {
    let values = set.features.iter().filter_map(|it| it.values.get(at));
    let texts = values.map(|value| match value {
        Value::Null => String::new(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text.trim().to_owned(),
    });
    texts.into_iter().find(|it| !it.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::layer::Feature;

    #[test]
    fn the_sample_of_a_column_is_its_first_value_that_says_something() {
        let feature = |values: [Value; 2]| Feature { geometry: None, values: values.into() };
        let set = FeatureSet {
            columns: vec!["名称".to_owned(), "长度".to_owned()],
            features: vec![
                feature([Value::text(" "), Value::Null]),
                feature([Value::text("滹沱河"), Value::Null]),
            ],
        };

        assert_eq!(sample_of(&set, 0), "滹沱河");
        assert_eq!(sample_of(&set, 1), "");
    }
}
