//! From a project to what is drawn: which symbol an outfall gets, which colour a zone, which width a river.
//!
//! The shape of an outfall says its class, the colour what the theme is about, a ring that something is wrong.

use geo::{Coord, Geometry, MultiLineString, MultiPolygon};

use super::{
    styling::{area_look, line_look, point_symbol},
    theme::OutfallTheme,
};
use crate::{
    domain::{
        RecordId,
        layer::{Feature, FeatureSet, Layer, LayerKind, ZoneLevel},
        progress::Snapshot,
        project::Project,
        style::{LabelBy, LayerStyle, SymbolStyle, category_of, widths},
    },
    map::{
        palette::{AreaClass, AreaLook, LineClass, LineLook, LineWidth, Px, Tone},
        scene::{AreaFeature, Label, LabelRole, LayerInfo, LineFeature, PointFeature, Presence, SceneLayer},
        symbol::{Shape, Symbol},
    },
};

/// The key of the layer of outfalls; reference layers have [`layer_key`].
pub const OUTFALLS: u64 = 0;

/// Names of outfalls are written at this scale and closer.
pub(super) const OUTFALL_LABELS_FROM: f64 = 60_000.0;

/// The key of a reference layer: the last half of its identity, which is random.
pub fn layer_key(layer: RecordId) -> u64 {
    layer.0.as_u128() as u64
}

/// All outfalls that have a position, as they stand in `snapshot`.
pub fn outfall_layer(project: &Project, snapshot: &Snapshot, theme: &OutfallTheme) -> SceneLayer {
    outfall_layer_of(project, snapshot, theme, project.revision(), |_| true)
}

/// Those outfalls of which `keep` holds. `revision` differs whenever the project, the theme, the day or the choice does.
pub fn outfall_layer_of(
    project: &Project,
    snapshot: &Snapshot,
    theme: &OutfallTheme,
    revision: u64,
    keep: impl Fn(RecordId) -> bool,
) -> SceneLayer {
    let style = &theme.style;
    let entries =
        project.entries().iter().zip(&snapshot.standings).filter(|(entry, _)| keep(entry.outfall.id));
    let points = entries.filter_map(|(entry, standing)| {
        let (x, y) = entry.outfall.position()?;
        let symbol = theme.symbol(&entry.outfall, standing, snapshot);
        let label = match style.label.by {
            LabelBy::Name => label(&entry.outfall.name, 0),
            LabelBy::Nothing => None,
            LabelBy::Column(ref column) => {
                outfall_text(&entry.outfall, column).and_then(|text| label(&text, 0))
            }
        };
        Some(PointFeature {
            handle: entry.outfall.id.0.as_u128(),
            position: Coord { x, y },
            symbol,
            priority: i32::from(symbol.ring.is_some()),
            label,
        })
    });
    let info = LayerInfo {
        key: OUTFALLS,
        revision,
        label_role: LabelRole::Outfall,
        labels_from_scale: Some(style.label.from_scale.unwrap_or(OUTFALL_LABELS_FROM)),
    };
    let layer = if style.cluster {
        SceneLayer::clustered_points(info, points.collect())
    } else {
        SceneLayer::points(info, points.collect())
    };
    layer.with_presence(presence(style))
}

/// What a column of the register says of an outfall, in words.
fn outfall_text(outfall: &crate::domain::outfall::Outfall, column: &str) -> Option<String> {
    use crate::domain::{Record as _, outfall::Outfall};
    let column = Outfall::column(column)?;
    let text = category_of(Some(&(column.get)(outfall)));
    let word = column.codes.iter().find(|(code, ..)| *code == text).map(|(_, zh, _)| (*zh).to_owned());
    Some(word.unwrap_or(text))
}

fn label(text: &str, priority: i32) -> Option<Label> {
    (!text.is_empty()).then(|| Label { text: text.into(), priority })
}

fn presence(style: &LayerStyle) -> Presence {
    Presence { from_scale: style.from_scale, to_scale: style.to_scale, opacity: style.opacity() }
}

/// A reference layer with its features. `revision` grows when its features or its style change.
pub fn reference_layer(layer: &Layer, set: &FeatureSet, revision: u64) -> SceneLayer {
    let kind = layer.kind.unwrap_or(LayerKind::Reference);
    let style = LayerStyle::of(&layer.style);
    let info = LayerInfo {
        key: layer_key(layer.id),
        revision,
        label_role: label_role(kind),
        labels_from_scale: style.label.from_scale,
    };
    let drawn = Drawn::new(kind, &style, set);
    let features = || set.features.iter().enumerate();
    let is_area =
        |it: &Feature| matches!(it.geometry, Some(Geometry::Polygon(_) | Geometry::MultiPolygon(_)));
    let is_line =
        |it: &Feature| matches!(it.geometry, Some(Geometry::LineString(_) | Geometry::MultiLineString(_)));
    let layer = if set.features.iter().any(is_area) {
        SceneLayer::areas(info, features().filter_map(|(at, it)| drawn.area(it, at)).collect())
    } else if set.features.iter().any(is_line) {
        SceneLayer::lines(info, features().filter_map(|(at, it)| drawn.line(it, at)).collect())
    } else {
        SceneLayer::points(info, features().flat_map(|(at, it)| drawn.points(it, at)).collect())
    };
    layer.with_presence(presence(&style))
}

/// The features of a layer while they are brought onto the map.
struct Drawn<'a> {
    kind: LayerKind,
    style: &'a LayerStyle,
    set: &'a FeatureSet,
    /// The symbols of the style, and for each feature which one it has; nothing for the shipped look.
    own: Option<crate::domain::style::Assigned<'a>>,
    /// The width of each line, where a column decides.
    widths: Option<Vec<f32>>,
}

/// How a feature is drawn.
enum Look<'a> {
    Shipped,
    Own(&'a SymbolStyle),
}

impl<'a> Drawn<'a> {
    fn new(kind: LayerKind, style: &'a LayerStyle, set: &'a FeatureSet) -> Self {
        let widths = style.width_by.as_ref().map(|by| widths(by, set));
        Self { kind, style, set, own: style.symbology.assign(set), widths }
    }

    /// `None` where the style draws nothing.
    fn look(&self, at: usize) -> Option<Look<'a>> {
        let Some(own) = &self.own else { return Some(Look::Shipped) };
        let place = own.of_feature.get(at)?;
        own.symbols.get(usize::from(*place)).map(|symbol| Look::Own(symbol))
    }

    fn label(&self, feature: &Feature, priority: i32) -> Option<Label> {
        match &self.style.label.by {
            LabelBy::Name => self.set.name(feature).and_then(|name| label(name, priority)),
            LabelBy::Nothing => None,
            LabelBy::Column(column) => {
                let at = self.set.columns.iter().position(|it| it == column)?;
                label(&category_of(feature.values.get(at)), priority)
            }
        }
    }

    fn area(&self, feature: &Feature, at: usize) -> Option<AreaFeature> {
        let look = match self.look(at)? {
            Look::Own(symbol) => area_look(symbol),
            Look::Shipped => {
                let is_zone = self.kind == LayerKind::Zone;
                let level = if is_zone { self.set.zone_level(feature) } else { None };
                AreaLook::Class(area_class(self.kind, level))
            }
        };
        let geometry = match feature.geometry.clone()? {
            Geometry::Polygon(it) => MultiPolygon(vec![it]),
            Geometry::MultiPolygon(it) => it,
            _ => return None,
        };
        Some(AreaFeature { handle: at as u128, geometry, look, label: self.label(feature, 20) })
    }

    fn line(&self, feature: &Feature, at: usize) -> Option<LineFeature> {
        let width_px = self.widths.as_ref().and_then(|widths| widths.get(at).copied());
        let rank = rank(self.set, feature);
        let look = match self.look(at)? {
            Look::Own(symbol) => line_look(symbol, width_px)?,
            Look::Shipped => {
                let shipped = LineLook::ranked(line_class(self.kind), rank);
                let width = width_px.map_or(shipped.width, |width| LineWidth::Fixed(Px::of(width)));
                LineLook { width, ..shipped }
            }
        };
        let geometry = match feature.geometry.clone()? {
            Geometry::LineString(it) => MultiLineString(vec![it]),
            Geometry::MultiLineString(it) => it,
            _ => return None,
        };
        let label = self.label(feature, 40 - i32::from(rank));
        Some(LineFeature { handle: at as u128, geometry, look, label })
    }

    fn points(&self, feature: &Feature, at: usize) -> Vec<PointFeature> {
        let symbol = match self.look(at) {
            Some(Look::Own(symbol)) => point_symbol(symbol),
            Some(Look::Shipped) => Some(place_symbol(self.kind)),
            None => None,
        };
        let Some(symbol) = symbol else { return Vec::new() };
        let positions: Vec<Coord> = match &feature.geometry {
            Some(Geometry::Point(it)) => vec![it.0],
            Some(Geometry::MultiPoint(it)) => it.0.iter().map(|it| it.0).collect(),
            _ => Vec::new(),
        };
        let point = |position| {
            let label = self.label(feature, 30);
            PointFeature { handle: at as u128, position, symbol, priority: 0, label }
        };
        positions.into_iter().map(point).collect()
    }
}

/// What the names of a layer of this kind name.
pub fn label_role(kind: LayerKind) -> LabelRole {
    match kind {
        LayerKind::River | LayerKind::Sewer => LabelRole::River,
        LayerKind::Zone => LabelRole::Zone,
        LayerKind::County => LabelRole::Area,
        _ => LabelRole::Place,
    }
}

/// The class that a zone is drawn in.
pub fn area_class(kind: LayerKind, level: Option<ZoneLevel>) -> AreaClass {
    match (kind, level) {
        (LayerKind::County, _) => AreaClass::County,
        (LayerKind::River, _) => AreaClass::Water,
        (LayerKind::Zone, Some(ZoneLevel::First)) => AreaClass::ZoneFirst,
        (LayerKind::Zone, Some(ZoneLevel::Second)) => AreaClass::ZoneSecond,
        (LayerKind::Zone, _) => AreaClass::ZoneQuasi,
        _ => AreaClass::Plain,
    }
}

/// The headings under which files keep the rank of a river.
pub(super) const RANK_COLUMNS: &[&str] = &["等级", "级别", "order", "rank", "streamorde"];

/// The level as a number, 1 for the strictest; 3 also where it is not known.
pub fn zone_number(level: Option<ZoneLevel>) -> u8 {
    match level {
        Some(ZoneLevel::First) => 1,
        Some(ZoneLevel::Second) => 2,
        Some(ZoneLevel::Quasi) | None => 3,
    }
}

/// The class that a line is drawn in.
pub fn line_class(kind: LayerKind) -> LineClass {
    match kind {
        LayerKind::River => LineClass::River,
        LayerKind::Sewer => LineClass::Sewer,
        _ => LineClass::Plain,
    }
}

/// The symbol of a point that is no outfall.
pub fn place_symbol(kind: LayerKind) -> Symbol {
    match kind {
        LayerKind::Section => Symbol::new(Shape::Section, Tone::Section),
        LayerKind::Source => Symbol::new(Shape::Star, Tone::Plain),
        _ => Symbol::new(Shape::Circle, Tone::Plain),
    }
}

/// How important a river is, 1 first; 3 where the file does not say.
fn rank(set: &FeatureSet, feature: &Feature) -> u8 {
    use crate::domain::value::Value;
    let at =
        RANK_COLUMNS.iter().find_map(|name| set.columns.iter().position(|it| it.eq_ignore_ascii_case(name)));
    let number = match at.and_then(|at| feature.values.get(at)) {
        Some(Value::Integer(number)) => Some(*number),
        Some(Value::Real(number)) => Some(*number as i64),
        Some(Value::Text(text)) => text.trim().parse().ok(),
        _ => None,
    };
    number.map_or(3, |number| number.clamp(1, 6) as u8)
}

#[cfg(test)]
mod tests {
    use geo::{Point, polygon};
    use jiff::civil::date;

    use super::*;
    use crate::{
        app::new_id,
        domain::{
            fact::{RegisterChange, RegisterEvent, Verdict, Visit},
            outfall::{Outfall, OutfallClass},
            project::Change,
            value::Value,
        },
    };

    fn project_with(facts: impl FnOnce(RecordId) -> Vec<Change>) -> Project {
        let mut project = Project::default();
        let outfall = Outfall {
            id: new_id(),
            lon: Some(112.7),
            lat: Some(38.4),
            class: Some(OutfallClass::TownStorm),
            confirmed_on: Some(date(2026, 1, 1)),
            fix_due: Some(date(2026, 6, 30)),
            ..Outfall::default()
        };
        let id = outfall.id;
        project.apply(&Change::Insert(outfall.into())).unwrap();
        for change in facts(id) {
            project.apply(&change).unwrap();
        }
        project
    }

    #[track_caller]
    fn check(project: &Project, day: jiff::civil::Date, wanted: Tone, ring: bool) {
        let snapshot = Snapshot::of(project, day);
        let theme = OutfallTheme::of(project, |_| None);
        let symbol = theme.symbol(&project.entries()[0].outfall, &snapshot.standings[0], &snapshot);
        assert_eq!((symbol.shape, symbol.tone, symbol.ring.is_some()), (Shape::Diamond, wanted, ring));
        assert_eq!(outfall_layer(project, &snapshot, &theme).len(), 1);
    }

    #[test]
    fn the_colour_follows_the_work_and_the_ring_the_plan() {
        let visit = |outfall| Visit {
            id: new_id(),
            outfall,
            on: Some(date(2026, 3, 1)),
            verdict: Some(Verdict::Yes),
            ..Visit::default()
        };
        let project = project_with(|id| vec![Change::Insert(visit(id).into())]);
        check(&project, date(2026, 4, 1), Tone::Checked, false);
        check(&project, date(2026, 7, 1), Tone::Checked, true);
    }

    #[test]
    fn what_is_excluded_alarms_nobody() {
        let event = |outfall| RegisterEvent {
            id: new_id(),
            outfall,
            on: Some(date(2026, 3, 1)),
            kind: Some(RegisterChange::Exclude),
            reason: "雨水篦子".to_owned(),
            ..RegisterEvent::default()
        };
        let project = project_with(|id| vec![Change::Insert(event(id).into())]);
        check(&project, date(2026, 7, 1), Tone::Excluded, false);
    }

    #[test]
    fn zones_are_drawn_by_their_level_and_points_are_not_areas() {
        let square = polygon![(x: 112.0, y: 38.0), (x: 112.1, y: 38.0), (x: 112.1, y: 38.1)];
        let set = FeatureSet {
            columns: vec!["名称".to_owned(), "级别".to_owned()],
            features: vec![
                Feature {
                    geometry: Some(square.into()),
                    values: vec![Value::text("水源地"), Value::text("一级保护区")],
                },
                Feature {
                    geometry: Some(Point::new(112.0, 38.0).into()),
                    values: vec![Value::Null, Value::Null],
                },
            ],
        };
        assert_eq!(set.zone_level(&set.features[0]), Some(ZoneLevel::First));
        let layer = Layer { kind: Some(LayerKind::Zone), ..Layer::default() };
        assert_eq!(reference_layer(&layer, &set, 1).len(), 1);
    }
}
