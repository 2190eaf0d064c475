use proptest::prelude::*;

use super::*;
use crate::domain::{
    Value,
    layer::{Feature, FeatureSet},
};

fn set_of(values: Vec<Value>) -> FeatureSet {
    let features = values.into_iter().map(|value| Feature { geometry: None, values: vec![value] });
    FeatureSet { columns: vec!["长度".to_owned()], features: features.collect() }
}

fn some_ink() -> impl Strategy<Value = Ink> {
    prop_oneof![
        Just(Ink::None),
        any::<[u8; 3]>().prop_map(Ink::Own),
        proptest::sample::select(ThemeColor::ALL).prop_map(Ink::Theme),
    ]
}

fn some_symbol() -> impl Strategy<Value = SymbolStyle> {
    let shapes = proptest::sample::select(PointShape::ALL);
    let dashes = proptest::sample::select(Dash::ALL);
    (some_ink(), some_ink(), 0_u8..=100, 0.0_f32..20.0, dashes, shapes).prop_map(
        |(fill, edge, fill_opacity, width_px, dash, shape)| SymbolStyle {
            fill,
            fill_opacity,
            edge,
            width_px,
            dash,
            shape,
            ..SymbolStyle::default()
        },
    )
}

fn some_symbology() -> impl Strategy<Value = Symbology> {
    let other = || proptest::option::of(some_symbol());
    let category = (any::<String>(), some_symbol()).prop_map(|(value, symbol)| Category { value, symbol });
    let grade = (-1e9_f64..1e9, 0.0_f64..1e9, some_symbol()).prop_map(|(from, width, symbol)| Grade {
        from,
        to: from + width,
        symbol,
    });
    prop_oneof![
        Just(Symbology::Shipped),
        some_symbol().prop_map(|symbol| Symbology::Single { symbol }),
        (any::<String>(), proptest::collection::vec(category, 0..5), other()).prop_map(
            |(column, classes, other)| Symbology::Categorised(Categories { column, classes, other })
        ),
        (
            proptest::collection::vec(grade, 0..5),
            other(),
            proptest::sample::select(Breaks::ALL),
            proptest::sample::select(Ramp::ALL)
        )
            .prop_map(|(classes, other, breaks, ramp)| Symbology::Graduated(Grades {
                column: "长度".to_owned(),
                breaks,
                ramp,
                classes,
                other
            })),
    ]
}

fn some_style() -> impl Strategy<Value = LayerStyle> {
    let scale = || proptest::option::of(1.0_f64..1e8);
    let label =
        prop_oneof![Just(LabelBy::Name), Just(LabelBy::Nothing), any::<String>().prop_map(LabelBy::Column)];
    (some_symbology(), label, scale(), scale(), 0_u8..=100, any::<bool>()).prop_map(
        |(symbology, by, from_scale, to_scale, opacity, cluster)| LayerStyle {
            symbology,
            width_by: cluster.then(WidthBy::default),
            label: LabelStyle { by, from_scale },
            from_scale,
            to_scale,
            opacity,
            cluster,
            ..LayerStyle::default()
        },
    )
}

proptest! {
    #[test]
    fn a_style_comes_back_from_its_text(style in some_style()) {
        prop_assert_eq!(LayerStyle::read(&style.write()).unwrap(), style);
    }

    #[test]
    fn limits_run_from_the_lowest_to_the_highest_value(
        values in proptest::collection::vec(-1e6_f64..1e6, 1..200),
        breaks in proptest::sample::select(Breaks::ALL),
        count in 2_usize..=MOST_CLASSES,
    ) {
        let found = limits(&values, breaks, count);

        let lowest = values.iter().copied().fold(f64::INFINITY, f64::min);
        let highest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        prop_assert_eq!((found.first(), found.last()), (Some(&lowest), Some(&highest)));
        prop_assert!(found.len() <= count + 1);
        prop_assert!(found.is_sorted());
    }

    #[test]
    fn every_number_falls_into_one_range(
        values in proptest::collection::vec(-1e6_f64..1e6, 1..100),
        breaks in proptest::sample::select(Breaks::ALL),
        count in 2_usize..=MOST_CLASSES,
    ) {
        let found = limits(&values, breaks, count);
        let classes = found.windows(2).map(|ends| Grade { from: ends[0], to: ends[1], ..Grade::default() });
        let grades = Grades { column: "长度".to_owned(), classes: classes.collect(), ..Grades::default() };
        let set = set_of(values.into_iter().map(Value::Real).collect());

        let symbology = Symbology::Graduated(grades);
        let assigned = symbology.assign(&set).unwrap();

        prop_assert!(assigned.of_feature.iter().all(|place| *place != NOT_DRAWN));
    }

    #[test]
    fn natural_breaks_spread_least(
        values in proptest::collection::vec(-1e3_f64..1e3, 2..60),
        count in 2_usize..=5,
    ) {
        let natural = spread(&values, &limits(&values, Breaks::Natural, count));

        for other in [Breaks::Equal, Breaks::Quantile] {
            prop_assert!(natural <= spread(&values, &limits(&values, other, count)) + 1e-6);
        }
    }
}

/// The sum of squared distances from the mean of the range that each value falls into.
fn spread(values: &[f64], limits: &[f64]) -> f64 {
    let ranges = limits.len().saturating_sub(1).max(1);
    let of = |value: f64| limits.iter().rposition(|limit| *limit <= value).unwrap_or(0).min(ranges - 1);
    let spread_of = |range: usize| {
        let inside: Vec<f64> = values.iter().copied().filter(|value| of(*value) == range).collect();
        let mean = inside.iter().sum::<f64>() / inside.len().max(1) as f64;
        inside.iter().map(|value| (value - mean).powi(2)).sum::<f64>()
    };
    (0..ranges).map(spread_of).sum()
}

#[test]
fn limits_are_those_of_the_textbook() {
    let values = [1.0, 2.0, 3.0, 10.0, 11.0, 12.0, 100.0, 101.0];

    assert_eq!(limits(&values, Breaks::Equal, 4), [1.0, 26.0, 51.0, 76.0, 101.0]);
    assert_eq!(limits(&values, Breaks::Quantile, 4), [1.0, 3.0, 11.0, 100.0, 101.0]);
    assert_eq!(limits(&values, Breaks::Natural, 3), [1.0, 10.0, 100.0, 101.0]);
}

#[test]
fn one_value_makes_one_range_and_none_makes_none() {
    assert_eq!(limits(&[5.0, 5.0], Breaks::Quantile, 5), [5.0, 5.0]);
    assert!(limits(&[f64::NAN], Breaks::Equal, 5).is_empty());
}

#[test]
fn what_a_style_does_not_say_is_as_shipped_and_what_is_not_known_is_kept() {
    let style = LayerStyle::read(r#"{"opacity":40,"glow":{"px":3}}"#).unwrap();

    assert_eq!((style.opacity, &style.symbology, style.cluster), (40, &Symbology::Shipped, true));
    assert!(style.write().contains(r#""glow":{"px":3}"#));
}

#[test]
fn a_broken_style_is_the_shipped_one() {
    for broken in ["{", "[]", r#"{"symbology":{"kind":"hologram"}}"#, r#"{"opacity":"much"}"#] {
        assert!(LayerStyle::read(broken).is_err(), "{broken}");
        assert_eq!(LayerStyle::of(broken), LayerStyle::default());
    }
    assert_eq!(LayerStyle::default().write(), "");
}

#[test]
fn a_feature_has_the_symbol_of_its_value_and_the_rest_another_or_none() {
    let set = set_of(vec![Value::text("甲"), Value::Integer(7), Value::Null, Value::text("乙")]);
    let class = |value: &str| Category { value: value.to_owned(), ..Category::default() };
    let classes = vec![class("甲"), class("7"), class("")];
    let mut categories = Categories { column: "长度".to_owned(), classes, other: None };

    let of = |categories: Categories| Symbology::Categorised(categories).assign(&set).unwrap().of_feature;

    assert_eq!(of(categories.clone()), [0, 1, 2, NOT_DRAWN]);
    categories.other = Some(SymbolStyle::default());
    assert_eq!(of(categories), [0, 1, 2, 3]);
}

#[test]
fn lines_are_as_wide_as_their_column_says() {
    let set = set_of(vec![Value::Integer(1), Value::Real(3.0), Value::text("2"), Value::text("?")]);
    let by = WidthBy { column: "长度".to_owned(), lowest_px: 5.0, highest_px: 1.0 };

    assert_eq!(widths(&by, &set), [5.0, 1.0, 3.0, 1.0]);
}

#[test]
fn ranges_read_well() {
    assert_eq!(
        (short(0.012_345), short(1_234_567.0), short(2.50)),
        ("0.01235".into(), "1234567".into(), "2.5".into())
    );
}
