//! What the symbols of outfalls say (地图专题): how far the work is, what is behind its plan, which class, which zone, or nothing.
//!
//! In every theme the shape says the class, so that no meaning hangs on colour alone; [`Theme::Plain`] has one symbol for all.

use std::sync::Arc;

use jiff::{ToSpan as _, civil::Date};

use super::scene::zone_number;
use crate::{
    domain::{
        RecordId,
        lag::{self, LagLevel},
        layer::{FeatureSet, LayerKind},
        outfall::{ClassGroup, Outfall, OutfallClass},
        placing::Places,
        progress::Snapshot,
        project::Project,
        settings::Theme,
        stage::{CheckState, FixState, ManageState, MeasureState, RegisterState, Standing},
        style::LayerStyle,
    },
    map::{
        palette::Tone,
        symbol::{Shape, Symbol},
    },
};

/// So many days before a due date work counts as due soon (our choice).
const SOON_DAYS: i64 = 30;

/// How the outfalls of a project are drawn.
#[derive(Clone)]
pub struct OutfallTheme {
    /// What their symbols say.
    pub theme: Theme,
    /// Everything else about them.
    pub style: LayerStyle,
    /// The protection zones, where the theme asks for them; the code of each is the number of its level.
    zones: Arc<Places>,
}

impl OutfallTheme {
    /// The project's own. Zone layers whose features are not given count as empty.
    pub fn of(project: &Project, features: impl Fn(RecordId) -> Option<Arc<FeatureSet>>) -> Self {
        Self::with(project, project.settings().theme, features)
    }

    /// Another theme in place of the project's own.
    pub fn with(
        project: &Project,
        theme: Theme,
        features: impl Fn(RecordId) -> Option<Arc<FeatureSet>>,
    ) -> Self {
        let style = LayerStyle::of(&project.settings().outfall_style);
        let zones = match theme {
            Theme::Zone => places(&zone_sets(project, features)),
            _ => Places::default(),
        };
        Self { theme, style, zones: Arc::new(zones) }
    }

    /// The same from features that were gathered before, by [`zone_sets`].
    pub fn from_parts(theme: Theme, style: LayerStyle, zones: &[Arc<FeatureSet>]) -> Self {
        Self { theme, style, zones: Arc::new(places(zones)) }
    }

    /// The symbol of an outfall.
    pub fn symbol(&self, outfall: &Outfall, standing: &Standing, snapshot: &Snapshot) -> Symbol {
        let tone = self.tone(outfall, standing, snapshot.day);
        let (shape, rings) = match self.theme {
            Theme::Plain => (Shape::Circle, false),
            _ => (shape(outfall.class), true),
        };
        let ring = (rings && is_alarming(outfall, standing, snapshot.day)).then_some(Tone::Alarm);
        let diameter_px = self.style.size_px.round().clamp(3.0, 60.0) as u8;
        Symbol { ring, diameter_px, ..Symbol::new(shape, tone) }
    }

    /// Its colour.
    pub fn tone(&self, outfall: &Outfall, standing: &Standing, day: Date) -> Tone {
        match self.theme {
            Theme::Stage => stage_tone(standing),
            Theme::Overdue => overdue_tone(outfall, standing, day),
            Theme::Class => class_tone(outfall.class),
            Theme::Zone => self.zone_tone(outfall),
            Theme::Plain => Tone::Series(0),
        }
    }

    /// The strictest level of the zones that the outfall lies in.
    fn zone_tone(&self, outfall: &Outfall) -> Tone {
        let Some((lon, lat)) = outfall.position() else { return Tone::NoZone };
        let levels = self.zones.at(lon, lat).filter_map(|zone| zone.code.parse().ok());
        levels.min().map_or(Tone::NoZone, Tone::InZone)
    }

    /// How many outfalls have each colour, those without a place left out.
    pub fn counts(&self, project: &Project, snapshot: &Snapshot) -> Vec<(Tone, u64)> {
        let mut counts: Vec<(Tone, u64)> = Vec::new();
        for (entry, standing) in project.entries().iter().zip(&snapshot.standings) {
            let tone = self.tone(&entry.outfall, standing, snapshot.day);
            match counts.iter_mut().find(|(it, _)| *it == tone) {
                Some((_, count)) => *count += 1,
                None => counts.push((tone, 1)),
            }
        }
        counts
    }
}

/// The features of all protection zones of a project.
pub fn zone_sets(
    project: &Project,
    features: impl Fn(RecordId) -> Option<Arc<FeatureSet>>,
) -> Vec<Arc<FeatureSet>> {
    let layers = project.layers().iter().filter(|layer| layer.kind == Some(LayerKind::Zone));
    layers.filter_map(|layer| features(layer.id)).collect()
}

fn places(sets: &[Arc<FeatureSet>]) -> Places {
    let zones = sets.iter().flat_map(|set| {
        set.features.iter().filter_map(|feature| {
            let name = set.name(feature).unwrap_or_default().to_owned();
            Some((name, zone_number(set.zone_level(feature)).to_string(), feature.geometry.clone()?))
        })
    });
    Places::new(zones)
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

/// The colour that says the class, as [`shape`] does; grey where it is not known.
pub fn class_tone(class: Option<OutfallClass>) -> Tone {
    if class.is_none() {
        return Tone::NoZone;
    }
    match shape(class) {
        Shape::Square => Tone::Series(1),
        Shape::Hexagon => Tone::Series(0),
        Shape::Triangle => Tone::Series(2),
        Shape::Diamond => Tone::Series(4),
        _ => Tone::Series(7),
    }
}

/// The colour that says how far the work has come.
pub fn stage_tone(standing: &Standing) -> Tone {
    match standing.register.state {
        RegisterState::Excluded | RegisterState::Duplicate => return Tone::Excluded,
        RegisterState::Suspected => return Tone::Suspected,
        _ => {}
    }
    if is_closed(standing) && standing.manage == ManageState::Kept {
        return Tone::Managed;
    }
    if is_closed(standing) {
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

/// The colour that says how far the work is behind its plan.
pub fn overdue_tone(outfall: &Outfall, standing: &Standing, day: Date) -> Tone {
    if matches!(standing.register.state, RegisterState::Excluded | RegisterState::Duplicate) {
        return Tone::Excluded;
    }
    let Some(due) = earliest_due(outfall, standing) else { return Tone::NoLag };
    match lag::level(due, day) {
        LagLevel::OnTime if day.checked_add(SOON_DAYS.days()).is_ok_and(|soon| due <= soon) => Tone::Lag(1),
        LagLevel::OnTime => Tone::Lag(0),
        LagLevel::Overdue => Tone::Lag(2),
        LagLevel::Warning => Tone::Lag(3),
        LagLevel::Circular => Tone::Lag(4),
        LagLevel::Summons => Tone::Lag(5),
    }
}

/// The earliest day by which something that is not done yet is to be done.
fn earliest_due(outfall: &Outfall, standing: &Standing) -> Option<Date> {
    let trace = outfall.trace_due.filter(|_| !standing.trace.state.counts());
    let fix = outfall.fix_due.filter(|_| !is_closed(standing));
    [trace, fix].into_iter().flatten().min()
}

fn is_closed(standing: &Standing) -> bool {
    matches!(standing.fix.state, FixState::Closed | FixState::NotNeeded)
}

/// Rebounded, over its limits, or behind its plan on this day.
pub fn is_alarming(outfall: &Outfall, standing: &Standing, day: Date) -> bool {
    standing.register.state.counts()
        && (standing.fix.state == FixState::Rebound
            || standing.measure == MeasureState::Exceeding
            || earliest_due(outfall, standing).is_some_and(|due| due < day))
}

#[cfg(test)]
mod tests {
    use geo::polygon;
    use jiff::civil::date;

    use super::*;
    use crate::domain::{Value, layer::Feature, project::Entry};

    /// Where an outfall stands to which nothing has happened.
    fn fresh() -> Standing {
        Standing::of(&Project::default(), &Entry::new(Outfall::default()), date(2026, 1, 1))
    }

    fn late(due: Date) -> Outfall {
        Outfall { fix_due: Some(due), lon: Some(112.5), lat: Some(38.5), ..Outfall::default() }
    }

    #[test]
    fn the_colour_of_what_is_late_grows_darker_by_the_month() {
        let standing = fresh();
        let tone = |day| overdue_tone(&late(date(2026, 6, 30)), &standing, day);

        assert_eq!(tone(date(2026, 5, 30)), Tone::Lag(0));
        assert_eq!(tone(date(2026, 5, 31)), Tone::Lag(1));
        assert_eq!(tone(date(2026, 6, 30)), Tone::Lag(1));
        assert_eq!(tone(date(2026, 7, 1)), Tone::Lag(2));
        assert_eq!(tone(date(2026, 7, 30)), Tone::Lag(3));
        assert_eq!(tone(date(2026, 8, 30)), Tone::Lag(4));
        assert_eq!(tone(date(2026, 9, 30)), Tone::Lag(5));
        assert_eq!(overdue_tone(&Outfall::default(), &standing, date(2026, 9, 30)), Tone::NoLag);
    }

    #[test]
    fn where_zones_overlap_the_strictest_one_counts() {
        let square = |from: f64, to: f64| polygon![(x: from, y: 38.0), (x: to, y: 38.0), (x: to, y: 39.0), (x: from, y: 39.0)];
        let zone = |shape: geo::Polygon, level: &str| Feature {
            geometry: Some(shape.into()),
            values: vec![Value::text(level)],
        };
        let set = FeatureSet {
            columns: vec!["级别".to_owned()],
            features: vec![zone(square(112.0, 113.0), "二级"), zone(square(112.4, 112.6), "一级")],
        };
        let theme = OutfallTheme::from_parts(Theme::Zone, LayerStyle::default(), &[Arc::new(set)]);
        let tone = |lon| {
            let outfall = Outfall { lon: Some(lon), lat: Some(38.5), ..Outfall::default() };
            theme.tone(&outfall, &fresh(), date(2026, 1, 1))
        };

        assert_eq!([112.5, 112.1, 115.0].map(tone), [Tone::InZone(1), Tone::InZone(2), Tone::NoZone]);
    }
}
