//! Styles as QGIS reads them (QML), so that a project opened there looks as it does here.
//!
//! Every style becomes a list of rules, each a condition and a symbol of light-ground colours. What QGIS can not be told is left as near
//! as it goes: clusters are not joined, and the theme of zone conflicts, which would need another layer, is drawn plain.

mod outfalls;
mod symbols;
mod xml;

use self::{
    symbols::{Marks, area_marks, line_marks, point_marks},
    xml::{Rule, Sheet},
};
use super::{
    legend::Geometry,
    scene::{area_class, label_role, line_class, place_symbol},
    styling::{area_look, line_look, point_symbol},
};
use crate::{
    domain::{
        Term as _,
        layer::{FeatureSet, Layer, LayerKind, NAME_COLUMNS, ZoneLevel},
        settings::Settings,
        style::{Grade, LabelBy, LayerStyle, SymbolStyle, Symbology, WidthBy, numbers, widths},
    },
    map::{
        labels::text_style,
        palette::{LineLook, Palette},
    },
    storage::{QgisStyle, layer_column_names},
};

/// The style of the outfalls.
pub(super) fn of_outfalls(settings: &Settings) -> QgisStyle {
    let style = LayerStyle::of(&settings.outfall_style);
    let palette = Palette::light();
    let column = match &style.label.by {
        LabelBy::Name => Some("name".to_owned()),
        LabelBy::Nothing => None,
        LabelBy::Column(column) => Some(column.clone()),
    };
    let sheet = Sheet {
        rules: outfalls::rules(settings.theme, style.size_px, &palette),
        label: column,
        label_from: Some(style.label.from_scale.unwrap_or(super::scene::OUTFALL_LABELS_FROM)),
        style: &style,
        along: false,
        ink: palette.point_text,
    };
    QgisStyle { table: "outfall".to_owned(), qml: Some(sheet.write()) }
}

/// The style of a layer with these features.
pub(super) fn of_layer(layer: &Layer, set: &FeatureSet) -> QgisStyle {
    let style = LayerStyle::of(&layer.style);
    let columns = Columns { headings: &set.columns, names: layer_column_names(&set.columns) };
    let writing = Writing { layer, set, style: &style, columns, palette: Palette::light() };
    QgisStyle { table: layer.table_name.clone(), qml: Some(writing.sheet().write()) }
}

/// The columns of a layer by their headings, and their names in the project file.
struct Columns<'a> {
    headings: &'a [String],
    names: Vec<String>,
}

impl Columns<'_> {
    /// The name in the file, quoted for an expression.
    fn quoted(&self, heading: &str) -> Option<String> {
        self.name(heading).map(|name| format!("\"{name}\""))
    }

    fn name(&self, heading: &str) -> Option<&str> {
        let at = self.headings.iter().position(|it| it.eq_ignore_ascii_case(heading))?;
        self.names.get(at).map(String::as_str)
    }

    fn first(&self, headings: &[&str]) -> Option<&str> {
        headings.iter().find_map(|heading| self.name(heading))
    }
}

struct Writing<'a> {
    layer: &'a Layer,
    set: &'a FeatureSet,
    style: &'a LayerStyle,
    columns: Columns<'a>,
    palette: Palette,
}

impl Writing<'_> {
    fn sheet(&self) -> Sheet<'_> {
        let label = match &self.style.label.by {
            LabelBy::Name => self.columns.first(NAME_COLUMNS),
            LabelBy::Nothing => None,
            LabelBy::Column(heading) => self.columns.name(heading),
        };
        Sheet {
            rules: self.rules(),
            label: label.map(str::to_owned),
            label_from: self.style.label.from_scale,
            style: self.style,
            along: Geometry::of(self.layer) == Geometry::Lines,
            ink: text_style(label_role(self.layer.kind.unwrap_or(LayerKind::Reference)), &self.palette),
        }
    }

    fn rules(&self) -> Vec<Rule> {
        match &self.style.symbology {
            Symbology::Shipped => self.shipped(),
            Symbology::Single { symbol } => self.own(None, &self.layer.name, symbol).into_iter().collect(),
            Symbology::Categorised(it) => {
                let column = self.columns.quoted(&it.column).unwrap_or_else(|| "NULL".to_owned());
                let own = it.classes.iter().filter_map(|class| {
                    let condition =
                        format!("coalesce(to_string({column}), '') = {}", xml::text(&class.value));
                    self.own(Some(condition), &class.value, &class.symbol)
                });
                let other = it.other.iter().filter_map(|symbol| self.other(symbol));
                own.chain(other).collect()
            }
            Symbology::Graduated(it) => {
                let column = self.columns.quoted(&it.column).unwrap_or_else(|| "NULL".to_owned());
                let last = it.classes.len().saturating_sub(1);
                let own = it.classes.iter().enumerate().filter_map(|(place, class)| {
                    let Grade { from, to, symbol } = class;
                    let below = if place == last { "<=" } else { "<" };
                    let condition = format!("to_real({column}) >= {from} AND to_real({column}) {below} {to}");
                    self.own(Some(condition), &class.title(), symbol)
                });
                let other = it.other.iter().filter_map(|symbol| self.other(symbol));
                own.chain(other).collect()
            }
        }
    }

    fn other(&self, symbol: &SymbolStyle) -> Option<Rule> {
        self.own(Some("ELSE".to_owned()), OTHER, symbol)
    }

    fn own(&self, condition: Option<String>, title: &str, symbol: &SymbolStyle) -> Option<Rule> {
        let marks = match Geometry::of(self.layer) {
            Geometry::Points => point_marks(point_symbol(symbol)?, &self.palette),
            Geometry::Lines => self.line(line_look(symbol, None)?, None),
            Geometry::Areas => area_marks(area_look(symbol), &self.palette),
        };
        Some(Rule { condition, title: title.to_owned(), marks })
    }

    /// A line, whose width a column of the style or (as an expression of the rank) the shipped look decides.
    fn line(&self, look: LineLook, shipped_width: Option<&str>) -> Marks {
        let by_column = self.style.width_by.as_ref().and_then(|by| self.width_by(by));
        line_marks(look, by_column.as_deref().or(shipped_width), &self.palette)
    }

    fn width_by(&self, by: &WidthBy) -> Option<String> {
        let column = self.columns.quoted(&by.column)?;
        let numbers = numbers(self.set, &by.column);
        let lowest = numbers.iter().copied().fold(f64::INFINITY, f64::min);
        let highest = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let least = widths(by, &FeatureSet::default())
            .first()
            .copied()
            .unwrap_or_else(|| by.lowest_px.min(by.highest_px));
        let range = if highest > lowest { highest - lowest } else { 1.0 };
        (!numbers.is_empty()).then(|| {
            format!(
                "coalesce({} + ({} - {}) * (to_real({column}) - {lowest}) / {range}, {least})",
                by.lowest_px, by.highest_px, by.lowest_px
            )
        })
    }

    fn shipped(&self) -> Vec<Rule> {
        let kind = self.layer.kind.unwrap_or(LayerKind::Reference);
        let rule = |condition: Option<String>, title: &str, marks: Marks| Rule {
            condition,
            title: title.to_owned(),
            marks,
        };
        match Geometry::of(self.layer) {
            Geometry::Points => {
                vec![rule(None, &self.layer.name, point_marks(place_symbol(kind), &self.palette))]
            }
            Geometry::Lines => {
                let look = LineLook::ranked(line_class(kind), 3);
                vec![rule(None, &self.layer.name, self.line(look, Some(&self.rank_width())))]
            }
            Geometry::Areas if kind == LayerKind::Zone => {
                let level = self.zone_level();
                let class = |level| area_marks(area_class(kind, level).into(), &self.palette);
                let condition = |number: u8| Some(format!("({level}) = {number}"));
                vec![
                    rule(condition(1), ZoneLevel::First.zh(), class(Some(ZoneLevel::First))),
                    rule(condition(2), ZoneLevel::Second.zh(), class(Some(ZoneLevel::Second))),
                    rule(Some("ELSE".to_owned()), ZoneLevel::Quasi.zh(), class(Some(ZoneLevel::Quasi))),
                ]
            }
            Geometry::Areas => {
                vec![rule(None, &self.layer.name, area_marks(area_class(kind, None).into(), &self.palette))]
            }
        }
    }

    /// The level of a zone as a number, by the columns and words of [`ZoneLevel::find`].
    fn zone_level(&self) -> String {
        let level = |column: &str| {
            format!(
                "CASE WHEN {column} LIKE '%准%' OR lower({column}) LIKE '%quasi%' THEN 3 \
                 WHEN regexp_match({column}, '[一1Ⅰ１]') AND (regexp_match({column}, '[二2Ⅱ２]') = 0 OR \
                 regexp_match({column}, '[一1Ⅰ１]') < regexp_match({column}, '[二2Ⅱ２]')) THEN 1 \
                 WHEN regexp_match({column}, '[二2Ⅱ２]') THEN 2 END"
            )
        };
        let named = self.columns.first(crate::domain::layer::LEVEL_COLUMNS);
        let columns = [named, self.columns.first(NAME_COLUMNS)];
        let levels: Vec<String> =
            columns.into_iter().flatten().map(|name| level(&format!("\"{name}\""))).collect();
        if levels.is_empty() { "3".to_owned() } else { format!("coalesce({}, 3)", levels.join(", ")) }
    }

    /// The width of a shipped line in reference pixels, by its rank and the scale of the map.
    fn rank_width(&self) -> String {
        let rank = self
            .columns
            .first(super::scene::RANK_COLUMNS)
            .map_or_else(|| "3".to_owned(), |name| format!("coalesce(to_int(\"{name}\"), 3)"));
        // The table and the exponent of `map::line::width`; 1 : 250,000 is its usual scale.
        format!(
            "(CASE WHEN {rank} <= 1 THEN 4.2 WHEN {rank} = 2 THEN 3.0 WHEN {rank} = 3 THEN 2.1 \
             WHEN {rank} = 4 THEN 1.5 ELSE 1.0 END) * max(0.3, min(2.4, (250000 / coalesce(@map_scale, 250000)) ^ 0.3))"
        )
    }
}

/// What the rule for all other values is called.
const OTHER: &str = "其他";

#[cfg(test)]
mod tests;
