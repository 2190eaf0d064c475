//! From a project to what is drawn: which symbol an outfall gets, which colour a zone, which width a river.
//!
//! The shape of an outfall says its class, the colour how far it has come, a ring that something is wrong.

use geo::{Coord, Geometry, MultiLineString, MultiPolygon};

use crate::{
    domain::{
        RecordId,
        layer::{Feature, FeatureSet, Layer, LayerKind, ZoneLevel},
        outfall::{ClassGroup, Outfall, OutfallClass},
        progress::Snapshot,
        project::Project,
        stage::{CheckState, FixState, ManageState, MeasureState, RegisterState, Standing},
    },
    map::{
        palette::{AreaClass, LineClass, Tone},
        scene::{AreaFeature, Label, LabelRole, LayerInfo, LineFeature, PointFeature, SceneLayer},
        symbol::{Shape, Symbol},
    },
};

/// The key of the layer of outfalls; reference layers have [`layer_key`].
pub const OUTFALLS: u64 = 0;

/// Names of outfalls are written at this scale and closer.
const OUTFALL_LABELS_FROM: f64 = 60_000.0;

/// The key of a reference layer: the last half of its identity, which is random.
pub fn layer_key(layer: RecordId) -> u64 {
    layer.0.as_u128() as u64
}

/// All outfalls that have a position, as they stand in `snapshot`.
pub fn outfall_layer(project: &Project, snapshot: &Snapshot) -> SceneLayer {
    outfall_layer_of(project, snapshot, project.revision(), |_| true)
}

/// Those outfalls of which `keep` holds. `revision` differs whenever the project, the day or the choice does.
pub fn outfall_layer_of(
    project: &Project,
    snapshot: &Snapshot,
    revision: u64,
    keep: impl Fn(RecordId) -> bool,
) -> SceneLayer {
    let entries =
        project.entries().iter().zip(&snapshot.standings).filter(|(entry, _)| keep(entry.outfall.id));
    let points = entries.filter_map(|(entry, standing)| {
        let (x, y) = entry.outfall.position()?;
        let symbol = symbol(&entry.outfall, standing, snapshot);
        Some(PointFeature {
            handle: entry.outfall.id.0.as_u128(),
            position: Coord { x, y },
            symbol,
            priority: i32::from(symbol.ring.is_some()),
            label: label(&entry.outfall.name, 0),
        })
    });
    let info = LayerInfo {
        key: OUTFALLS,
        revision,
        label_role: LabelRole::Outfall,
        labels_from_scale: Some(OUTFALL_LABELS_FROM),
    };
    SceneLayer::points(info, points.collect())
}

fn label(text: &str, priority: i32) -> Option<Label> {
    (!text.is_empty()).then(|| Label { text: text.into(), priority })
}

/// The symbol of an outfall.
pub fn symbol(outfall: &Outfall, standing: &Standing, snapshot: &Snapshot) -> Symbol {
    let ring = is_alarming(outfall, standing, snapshot).then_some(Tone::Alarm);
    Symbol { ring, ..Symbol::new(shape(outfall.class), tone(standing)) }
}

/// The shape that says the class.
pub fn shape(class: Option<OutfallClass>) -> Shape {
    match class {
        Some(OutfallClass::TownStorm | OutfallClass::IndustrialStorm | OutfallClass::ParkStorm) => {
            Shape::Diamond
        }
        Some(class) => match class.group() {
            ClassGroup::Industrial => Shape::Square,
            ClassGroup::TownPlant => Shape::Hexagon,
            ClassGroup::Agricultural => Shape::Triangle,
            ClassGroup::Other => Shape::Circle,
        },
        None => Shape::Circle,
    }
}

/// The colour that says how far the work has come.
pub fn tone(standing: &Standing) -> Tone {
    match standing.register.state {
        RegisterState::Excluded | RegisterState::Duplicate => return Tone::Excluded,
        RegisterState::Suspected => return Tone::Suspected,
        _ => {}
    }
    let closed = matches!(standing.fix.state, FixState::Closed | FixState::NotNeeded);
    if closed && standing.manage == ManageState::Kept {
        return Tone::Managed;
    }
    if closed {
        return Tone::Fixed;
    }
    match standing.fix.state {
        FixState::Planned | FixState::Underway | FixState::AwaitingAcceptance => Tone::Fixing,
        _ if standing.trace.state.counts() => Tone::Traced,
        _ if standing.measure.measured() => Tone::Measured,
        _ if standing.check.state == CheckState::Visited => Tone::Checked,
        _ => Tone::Suspected,
    }
}

/// Rebounded, over its limits, or behind its plan on the day of the snapshot.
pub fn is_alarming(outfall: &Outfall, standing: &Standing, snapshot: &Snapshot) -> bool {
    if !standing.register.state.counts() {
        return false;
    }
    let closed = matches!(standing.fix.state, FixState::Closed | FixState::NotNeeded);
    let late = |due: Option<jiff::civil::Date>| due.is_some_and(|due| due < snapshot.day);
    standing.fix.state == FixState::Rebound
        || standing.measure == MeasureState::Exceeding
        || (!closed && late(outfall.fix_due))
        || (!standing.trace.state.counts() && late(outfall.trace_due))
}

/// A reference layer with its features. `revision` grows when its features or its style change.
pub fn reference_layer(layer: &Layer, set: &FeatureSet, revision: u64) -> SceneLayer {
    let kind = layer.kind.unwrap_or(LayerKind::Reference);
    let info = LayerInfo {
        key: layer_key(layer.id),
        revision,
        label_role: label_role(kind),
        labels_from_scale: None,
    };
    let features = || set.features.iter().zip(0_u128..);
    let is_area =
        |it: &Feature| matches!(it.geometry, Some(Geometry::Polygon(_) | Geometry::MultiPolygon(_)));
    let is_line =
        |it: &Feature| matches!(it.geometry, Some(Geometry::LineString(_) | Geometry::MultiLineString(_)));
    if set.features.iter().any(is_area) {
        let areas = features().filter_map(|(it, handle)| area(kind, set, it, handle));
        return SceneLayer::areas(info, areas.collect());
    }
    if set.features.iter().any(is_line) {
        let lines = features().filter_map(|(it, handle)| line(kind, set, it, handle));
        return SceneLayer::lines(info, lines.collect());
    }
    let points = features().flat_map(|(it, handle)| points(kind, set, it, handle));
    SceneLayer::points(info, points.collect())
}

fn label_role(kind: LayerKind) -> LabelRole {
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

fn area(kind: LayerKind, set: &FeatureSet, feature: &Feature, handle: u128) -> Option<AreaFeature> {
    let geometry = match feature.geometry.clone()? {
        Geometry::Polygon(it) => MultiPolygon(vec![it]),
        Geometry::MultiPolygon(it) => it,
        _ => return None,
    };
    let level = if kind == LayerKind::Zone { set.zone_level(feature) } else { None };
    let name = set.name(feature).and_then(|name| label(name, 20));
    Some(AreaFeature { handle, geometry, class: area_class(kind, level), label: name })
}

fn line(kind: LayerKind, set: &FeatureSet, feature: &Feature, handle: u128) -> Option<LineFeature> {
    let geometry = match feature.geometry.clone()? {
        Geometry::LineString(it) => MultiLineString(vec![it]),
        Geometry::MultiLineString(it) => it,
        _ => return None,
    };
    let class = match kind {
        LayerKind::River => LineClass::River,
        LayerKind::Sewer => LineClass::Sewer,
        _ => LineClass::Plain,
    };
    let rank = rank(set, feature);
    let name = set.name(feature).and_then(|name| label(name, 40 - i32::from(rank)));
    Some(LineFeature { handle, geometry, class, rank, label: name })
}

/// How important a river is, 1 first; 3 where the file does not say.
fn rank(set: &FeatureSet, feature: &Feature) -> u8 {
    use crate::domain::value::Value;
    let at = ["等级", "级别", "order", "rank", "streamorde"]
        .iter()
        .find_map(|name| set.columns.iter().position(|it| it.eq_ignore_ascii_case(name)));
    let number = match at.and_then(|at| feature.values.get(at)) {
        Some(Value::Integer(number)) => Some(*number),
        Some(Value::Real(number)) => Some(*number as i64),
        Some(Value::Text(text)) => text.trim().parse().ok(),
        _ => None,
    };
    number.map_or(3, |number| number.clamp(1, 6) as u8)
}

fn points(kind: LayerKind, set: &FeatureSet, feature: &Feature, handle: u128) -> Vec<PointFeature> {
    let positions: Vec<Coord> = match &feature.geometry {
        Some(Geometry::Point(it)) => vec![it.0],
        Some(Geometry::MultiPoint(it)) => it.0.iter().map(|it| it.0).collect(),
        _ => Vec::new(),
    };
    let symbol = match kind {
        LayerKind::Section => Symbol::new(Shape::Section, Tone::Section),
        LayerKind::Source => Symbol::new(Shape::Star, Tone::Plain),
        _ => Symbol::new(Shape::Circle, Tone::Plain),
    };
    let name = set.name(feature);
    let point = |position| {
        let label = name.and_then(|name| label(name, 30));
        PointFeature { handle, position, symbol, priority: 0, label }
    };
    positions.into_iter().map(point).collect()
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
        let symbol = symbol(&project.entries()[0].outfall, &snapshot.standings[0], &snapshot);
        assert_eq!((symbol.shape, symbol.tone, symbol.ring.is_some()), (Shape::Diamond, wanted, ring));
        assert_eq!(outfall_layer(project, &snapshot).len(), 1);
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
