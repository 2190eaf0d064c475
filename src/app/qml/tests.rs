use super::*;
use crate::domain::{
    Value,
    layer::Feature,
    settings::Theme,
    style::{Categories, Category},
};

fn zone_set() -> FeatureSet {
    let feature = Feature { geometry: None, values: vec![Value::text("一级保护区"), Value::Integer(3)] };
    FeatureSet { columns: vec!["级别".to_owned(), "Name <1>".to_owned()], features: vec![feature] }
}

fn layer(kind: LayerKind, geometry: &str, style: &LayerStyle) -> Layer {
    Layer {
        kind: Some(kind),
        name: "甲 & 乙".to_owned(),
        geometry: geometry.to_owned(),
        table_name: "layer_zone_1".to_owned(),
        style: style.write(),
        ..Layer::default()
    }
}

/// Every tag that is opened is closed in its turn.
#[track_caller]
fn check_tags(qml: &str) {
    let mut open: Vec<&str> = Vec::new();
    for tag in qml.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').unwrap();
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
        match (tag.starts_with('/'), tag.ends_with('/'), tag.starts_with('!')) {
            (true, ..) => assert_eq!(open.pop(), Some(name)),
            (false, false, false) => open.push(name),
            _ => {}
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn zones_are_ruled_by_their_level() {
    let style = of_layer(&layer(LayerKind::Zone, "MULTIPOLYGON", &LayerStyle::default()), &zone_set());

    let qml = style.qml.unwrap();
    check_tags(&qml);
    assert_eq!(style.table, "layer_zone_1");
    assert_eq!(qml.matches("<rule ").count(), 3);
    assert!(qml.contains("&quot;field_1&quot; LIKE '%准%'"), "{qml}");
}

#[test]
fn a_value_with_quotes_stays_one_value() {
    let class = Category { value: "a'b\"<c>".to_owned(), symbol: SymbolStyle::default() };
    let categories = Categories { column: "Name <1>".to_owned(), classes: vec![class], other: None };
    let style = LayerStyle { symbology: Symbology::Categorised(categories), ..LayerStyle::default() };

    let qml = of_layer(&layer(LayerKind::Reference, "POINT", &style), &zone_set()).qml.unwrap();

    check_tags(&qml);
    assert!(qml.contains("= 'a''b&quot;&lt;c&gt;'"), "{qml}");
}

#[test]
fn every_theme_has_a_rule_for_each_of_its_colours() {
    for (theme, rules) in
        [(Theme::Stage, 9), (Theme::Overdue, 9), (Theme::Class, 7), (Theme::Zone, 1), (Theme::Plain, 1)]
    {
        let qml = of_outfalls(&Settings { theme, ..Settings::default() }).qml.unwrap();

        check_tags(&qml);
        assert_eq!(qml.matches("<rule ").count(), rules, "{theme:?}");
    }
}
