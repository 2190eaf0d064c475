//! Sewers drawn by chance with one hidden source, and rules that hold in all of them.

use std::sync::Arc;

use geo::LineString;
use proptest::prelude::*;

use super::{
    Suspicion::{Carries, Suspect, Unknown},
    *,
};
use crate::domain::{
    Value,
    layer::{Feature, FeatureSet},
    network::Options,
};

/// A sewer in which the water of node `n` runs to node `below[n - 1]`; node 0 is the mouth.
fn sewer(below: &[(usize, f64)]) -> Network {
    let features = below.iter().zip(1_i64..).map(|((to, length), from)| {
        let x = 112.0 + from as f64 * 1e-4;
        Feature {
            geometry: Some(LineString::from(vec![(x, 38.0), (x, 38.0 + length * 1e-5)]).into()),
            values: vec![Value::Integer(from + 1), Value::Integer(*to as i64 + 1)],
        }
    });
    let columns = ["from_node", "to_node"].map(str::to_owned).to_vec();
    Network::new(vec![Arc::new(FeatureSet { columns, features: features.collect() })], Options::default())
}

fn hunt_of(network: &Network, mouth: u32) -> Hunt {
    Hunt::new(network, network.start_with(mouth, super::super::Direction::Up), |_| 1.0)
}

/// The pipe from node 1 to the mouth; every other node drains to one of the `span` nodes before it: the smaller the span, the longer
/// and leaner is the sewer.
fn tree(choices: &[(usize, f64)], span: usize) -> Vec<(usize, f64)> {
    let mut below = vec![(0, 30.0)];
    for (choice, length) in choices {
        let count = below.len();
        below.push((count - choice % count.min(span), *length));
    }
    below
}

/// A generator of numbers that is the same on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "the figure is what the bar is about")]
fn halving_opens_no_more_manholes_than_the_bar_allows_and_never_more_than_walking_up() {
    let (mut share, mut worst, mut blind, mut walked, mut found) = (0.0, 0.0_f64, 0.0, 0.0, 0);
    for seed in 0..200_u64 {
        let mut dice = Dice(seed * 7_919 + 1);
        let count = 20 + dice.next(180) as usize;
        let choices: Vec<(usize, f64)> =
            (0..count).map(|_| (dice.next(1 << 20) as usize, 10.0 + dice.next(60) as f64)).collect();
        let span = [4, 12, 60][(seed % 3) as usize];
        let network = sewer(&tree(&choices, span));
        let hunt = hunt_of(&network, 0);
        let log = (hunt.manholes().count() as f64).log2();
        let source = dice.next(network.reaches().len() as u64) as u32;

        let opened = hunt.rehearse(source, true);
        // Whoever walks up opens every manhole between the mouth and the reach of the source.
        let every: Vec<(usize, usize)> = (0..network.reaches().len() as u32)
            .step_by(network.reaches().len() / 16)
            .map(|it| {
                let to = network.reach(it).unwrap().to;
                (hunt.rehearse(it, true).len(), hunt.depth(to).map_or(1, |it| it + 1))
            })
            .collect();
        let mean = |of: fn(&(usize, usize)) -> usize| {
            every.iter().map(of).sum::<usize>() as f64 / every.len() as f64
        };
        assert!(
            mean(|it| it.0) <= mean(|it| it.1) + 1e-9,
            "seed {seed}: {} {}",
            mean(|it| it.0),
            mean(|it| it.1)
        );
        assert_eq!(hunt.suspects(&opened).iter().map(|it| hunt.reaches[it]).collect::<Vec<_>>(), [source]);
        found += 1;
        share += opened.len() as f64 / log;
        worst = worst.max(mean(|it| it.0) / log);
        blind += hunt.rehearse(source, false).len() as f64 / log;
        walked += mean(|it| it.1) / log;
    }
    let sewers = f64::from(found);
    println!(
        "{found} sewers: {:.3} × log2(manholes) openings (mean of a sewer at worst {worst:.3}); without looking at inlets {:.3}; \
         walking up {:.3}",
        share / sewers,
        blind / sewers,
        walked / sewers
    );
    assert!(share / sewers <= 1.2 && blind / sewers <= 1.2, "{share} {blind}");
}

#[test]
fn a_straight_sewer_is_halved() {
    let chain: Vec<(usize, f64)> = (0..64).map(|at| (at, 20.0)).collect();
    let network = sewer(&chain);
    let hunt = hunt_of(&network, 0);

    let next = hunt.next(&[]).unwrap();

    assert!((next.above_m * 2.0 - next.all_m).abs() < next.all_m * 0.05, "{next:?}");
    let most = (0..64).map(|it| hunt.rehearse(it, false).len()).max().unwrap();
    assert!(most <= 7, "{most}");
}

#[test]
fn what_weighs_more_is_looked_at_first() {
    // Two arms of equal length; a factory stands on the second.
    let below = [(0, 10.0), (1, 50.0), (2, 50.0), (1, 50.0), (4, 50.0)];
    let network = sewer(&below);
    let start = network.start_with(0, super::super::Direction::Up);
    let hunt = Hunt::new(&network, start, |reach| if reach == 4 { 20.0 } else { 1.0 });

    let next = hunt.next(&[]).unwrap();

    // The manhole below the factory's reach.
    assert_eq!(network.reach(4).unwrap().to, next.node);
}

#[test]
fn a_clean_manhole_clears_what_is_above_it_and_a_dirty_one_what_is_not() {
    let below = [(0, 10.0), (1, 50.0), (2, 50.0), (1, 50.0), (4, 50.0)];
    let network = sewer(&below);
    let hunt = hunt_of(&network, 0);
    let node = |reach: u32| network.reach(reach).unwrap().to;
    let states = |opened: &[Opened]| -> Vec<(u32, Suspicion)> {
        let mut states: Vec<_> = hunt.reaches().iter().copied().zip(hunt.state(opened)).collect();
        states.sort_by_key(|it| it.0);
        states
    };
    let saw = |node, verdict, inlet| Opened { node, verdict, inlet };

    let clean = states(&[saw(node(2), Verdict::Clean, None)]);
    assert_eq!(clean.iter().filter(|it| it.1 == Suspicion::Clean).map(|it| it.0).collect::<Vec<_>>(), [2]);
    let dirty = states(&[saw(node(4), Verdict::Dirty, None)]);
    assert_eq!(
        dirty.iter().map(|it| it.1).collect::<Vec<_>>(),
        [Carries, Unknown, Unknown, Carries, Suspect]
    );
    let by_inlet = states(&[saw(node(1), Verdict::Dirty, Some(3))]);
    assert_eq!(
        by_inlet.iter().map(|it| it.1).collect::<Vec<_>>(),
        [Carries, Unknown, Unknown, Suspect, Suspect]
    );
    assert_eq!(hunt.left(&[saw(node(4), Verdict::Dirty, None), saw(node(4), Verdict::Clean, None)]).1, 0);
}

#[test]
fn evidence_is_judged_by_the_rules_it_states() {
    let limits = HuntLimits::default();
    let none = ManholeEvidence::default();
    for (evidence, verdict) in [
        (none, Verdict::Unknown),
        (ManholeEvidence { flow: Some(false), ..none }, Verdict::Clean),
        (ManholeEvidence { flow: Some(false), dye: Some(true), ..none }, Verdict::Dirty),
        (ManholeEvidence { flow: Some(true), surfactant: Some(0.25), ..none }, Verdict::Clean),
        (ManholeEvidence { flow: Some(true), surfactant: Some(0.26), ..none }, Verdict::Dirty),
        (ManholeEvidence { surfactant: Some(0.1), ammonia: Some(8.0), ..none }, Verdict::Dirty),
        (ManholeEvidence { conductivity: Some(2_000.0), ..none }, Verdict::Dirty),
        (ManholeEvidence { conductivity: Some(600.0), colour: Some(1), ..none }, Verdict::Unknown),
        (ManholeEvidence { colour: Some(2), ..none }, Verdict::Dirty),
        (ManholeEvidence { dye: Some(false), ..none }, Verdict::Unknown),
    ] {
        assert_eq!(evidence.verdict(&limits), verdict, "{evidence:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn truthful_answers_never_clear_the_source_and_always_find_it(
        choices in prop::collection::vec((0..6_usize, 5.0..80.0_f64), 1..60),
        source in 0..60_usize, inlets: bool,
    ) {
        let network = sewer(&tree(&choices, 6));
        let hunt = hunt_of(&network, 0);
        let source = (source % network.reaches().len()) as u32;
        let at = hunt.reaches().iter().position(|it| *it == source).unwrap();

        let opened = hunt.rehearse(source, inlets);

        for known in 0..=opened.len() {
            prop_assert_eq!(hunt.state(&opened[..known])[at], Suspicion::Suspect);
        }
        // Two inlets without a manhole above them can only be told apart by looking.
        prop_assert!(!inlets || hunt.left(&opened).1 == 1);
        let mut nodes: Vec<u32> = opened.iter().map(|it| it.node).collect();
        nodes.sort_unstable();
        nodes.dedup();
        prop_assert_eq!(nodes.len(), opened.len(), "a manhole was opened twice");
    }

    #[test]
    fn more_evidence_never_brings_suspicion_back(
        choices in prop::collection::vec((0..6_usize, 5.0..80.0_f64), 2..40),
        opened in prop::collection::vec((0..40_usize, 0..3_usize), 1..8),
    ) {
        let network = sewer(&tree(&choices, 6));
        let hunt = hunt_of(&network, 0);
        let nodes: Vec<u32> = hunt.manholes().collect();
        let verdicts = [Verdict::Dirty, Verdict::Clean, Verdict::Unknown];
        let opened: Vec<Opened> = opened
            .iter()
            .map(|(node, verdict)| Opened { node: nodes[node % nodes.len()], verdict: verdicts[*verdict], inlet: None })
            .collect();
        let mut left = hunt.left(&[]).0;
        for known in 1..=opened.len() {
            let now = hunt.left(&opened[..known]).0;
            prop_assert!(now <= left);
            left = now;
        }
    }
}
