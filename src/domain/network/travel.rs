//! How long the water takes along a trace: for the question what a spill comes to, and when.

use super::{
    Network, Trace,
    columns::{column, measure},
};

/// The velocity of reaches whose layer gives none, in m/s. Our choice: a river of the plains at middle water; what is worked out
/// with it has to say so.
pub const DEFAULT_VELOCITY_M_S: f64 = 0.5;
/// Headings under which layers keep the mean velocity of the water, in m/s.
const VELOCITY: &[&str] = &["流速", "流速m/s", "平均流速", "velocity_m_s", "velocity", "flow_velocity"];
/// Slower is standing water, faster is no river: such a value is taken for none. Our choice.
const SOUND_M_S: std::ops::RangeInclusive<f64> = 0.001..=15.0;

/// Where each layer of a network keeps the velocity of its reaches.
#[derive(Clone, Debug, Default)]
pub struct Velocities {
    columns: Vec<Option<usize>>,
}

impl Velocities {
    /// Those of this network.
    pub fn new(network: &Network) -> Self {
        let columns = network.layers().iter();
        let columns = columns.map(|set| VELOCITY.iter().find_map(|name| column(set, name)));
        Self { columns: columns.collect() }
    }

    /// The velocity of the water of a reach in m/s, where its layer gives one.
    pub fn of(&self, network: &Network, reach: u32) -> Option<f64> {
        let layer = network.reach(reach)?.layer as usize;
        let at = self.columns.get(layer).copied().flatten()?;
        let (_, feature) = network.feature(reach)?;
        Some(measure(feature.values.get(at))).filter(|it| SOUND_M_S.contains(it))
    }
}

/// When the water comes to the near end of each step of a trace, in seconds after the start, along the shortest way.
pub fn travel_times_s(
    network: &Network,
    trace: &Trace,
    velocities: &Velocities,
    default_m_s: f64,
) -> Vec<f64> {
    let mut at_step = vec![usize::MAX; network.reaches().len()];
    let mut times: Vec<f64> = Vec::with_capacity(trace.steps.len());
    for (number, step) in trace.steps.iter().enumerate() {
        let before = match trace.direction {
            super::Direction::Up => network.below(step.reach),
            super::Direction::Down => network.above(step.reach),
        };
        let mut best: Option<(f64, f64)> = None;
        for reach in before {
            let Some(&known) = at_step.get(*reach as usize).filter(|it| **it != usize::MAX) else { continue };
            let Some((from, time_s)) = trace.steps.get(known).zip(times.get(known)) else { continue };
            let length_m = from.stretch_m.1 - from.stretch_m.0;
            // The step that it was come from is the one whose far end is its near end.
            let off_m = (from.distance_m + length_m - step.distance_m).abs();
            let time_s = time_s + length_m / velocities.of(network, *reach).unwrap_or(default_m_s);
            if best.is_none_or(|(nearest_m, _)| off_m < nearest_m) {
                best = Some((off_m, time_s));
            }
        }
        let is_start = step.distance_m <= 0.0;
        times.push(if is_start { 0.0 } else { best.map_or(0.0, |it| it.1) });
        if let Some(place) = at_step.get_mut(step.reach as usize) {
            *place = number;
        }
    }
    times
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use geo::LineString;

    use super::*;
    use crate::domain::{
        Value,
        layer::{Feature, FeatureSet},
        network::{Direction, Options, TraceOptions, Tracer},
    };

    #[test]
    fn the_water_takes_as_long_as_the_reaches_say_and_else_as_is_assumed() {
        let reach = |places: &[(f64, f64)], velocity: Value| Feature {
            geometry: Some(LineString::from(places.to_vec()).into()),
            values: vec![velocity],
        };
        // The second value is no velocity of water.
        let features = vec![
            reach(&[(112.0, 38.2), (112.0, 38.1)], Value::Real(2.0)),
            reach(&[(112.0, 38.1), (112.0, 38.0)], Value::Real(900.0)),
            reach(&[(112.0, 38.0), (112.0, 37.9)], Value::Null),
        ];
        let set = FeatureSet { columns: vec!["流速".to_owned()], features };
        let network = Network::new(vec![Arc::new(set)], Options::default());
        let lengths: Vec<f64> = network.reaches().iter().map(|it| it.length_m).collect();
        for (from, direction, expected) in [
            (0, Direction::Down, [0.0, lengths[0] / 2.0, lengths[0] / 2.0 + lengths[1] / 0.5]),
            (2, Direction::Up, [0.0, lengths[2] / 0.5, (lengths[2] + lengths[1]) / 0.5]),
        ] {
            let start = network.start_with(from, direction);
            let trace = Tracer::new(&network).trace(&[start], &TraceOptions::all(direction));
            let times = travel_times_s(&network, &trace, &Velocities::new(&network), 0.5);
            for (time, expected) in times.iter().zip(expected) {
                assert!((time - expected).abs() < 1e-6, "{times:?}");
            }
            assert_eq!(times.len(), 3);
        }
    }
}
