use tiny_skia::PathBuilder;

use super::*;
use crate::map::{
    palette::TextStyle,
    surface::PixelRect,
    symbol::Shape,
    text::Spot,
    {palette::Tone, view::ScreenPoint},
};

fn line(points: &[(f32, f32)]) -> Path {
    let mut path = PathBuilder::new();
    for (index, (x, y)) in points.iter().enumerate() {
        if index == 0 { path.move_to(*x, *y) } else { path.line_to(*x, *y) }
    }
    path.finish().unwrap()
}

/// A page with one of everything.
fn small_page() -> String {
    let palette = Palette::light();
    let typeface = Typeface::embedded();
    let mut svg = Svg::new((120, 90), 1.5, "忻府区 <排污口> & \"河\"");
    let mut page = svg.surface();
    page.cover(palette.background);
    let inner = PixelRect { left: 10, top: 20, width: 100, height: 60 };
    page.inset(inner, &mut |map| {
        map.begin_group("layer-7");
        let river = line(&[(-5.0, 10.0), (40.0, 30.5), (120.0, 12.25)]);
        map.stroke(&river, &Pen::plain(Rgba(1, 2, 3, 255), 3.0).with_round_corners(), Transform::identity());
        let dashed = Pen { dashes: &[4.0, 2.0], ..Pen::plain(Rgba(1, 2, 3, 128), 1.0) };
        map.stroke(&river, &dashed.begun(7.0), Transform::from_scale(2.0, 2.0));
        let triangle = line(&[(0.0, 0.0), (10.0, 0.0), (0.0, 10.0)]);
        map.fill(&triangle, Rgba(200, 100, 0, 51), FillRule::EvenOdd, Transform::from_translate(5.0, 5.0));
        map.end_group();
        for (x, y) in [(30.0, 20.0), (70.25, 40.0)] {
            map.symbol(Symbol::new(Shape::Square, Tone::Fixed), &palette, 1.5, ScreenPoint { x, y });
        }
    })
    .unwrap();
    let spot = Spot::level(ScreenPoint { x: 60.0, y: 10.0 }, Align::Center);
    let plain = TextStyle { fill: palette.ink, halo: Rgba(0, 0, 0, 0) };
    typeface.draw(&mut page, "A < B & C", spot, 10.0, plain);
    let turned = Spot { angle_rad: std::f64::consts::FRAC_PI_4, align: Align::Right, ..spot };
    typeface.draw(&mut page, "滹沱河", turned, 12.0, palette.river_text);
    svg.finish()
}

#[test]
fn a_small_page_is_written_as_agreed() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/map/small.svg");
    let page = small_page();

    if std::fs::read_to_string(&path).ok().as_deref() != Some(&page) {
        let new = path.with_extension("new.svg");
        std::fs::write(&new, &page).unwrap();
        panic!("the page is not as it was: look at {}", new.display());
    }
}

#[test]
fn what_xml_reads_as_markup_is_written_another_way() {
    assert_eq!(escaped("滹沱河 (二级)"), "滹沱河 (二级)");
    assert_eq!(escaped("a<b>&\"c\"\u{1}\td"), "a&lt;b&gt;&amp;&quot;c&quot; d");
}

#[test]
fn a_symbol_is_drawn_once_for_each_size() {
    let palette = Palette::light();
    let mut svg = Svg::new((50, 50), 1.0, "");
    let mut page = svg.surface();
    for ratio in [1.0, 1.0, 2.0] {
        let symbol = Symbol::new(Shape::Circle, Tone::Traced);
        page.symbol(symbol, &palette, ratio, ScreenPoint { x: 25.0, y: 25.0 });
    }

    let file = svg.finish();

    assert_eq!(file.matches("<g id=\"s").count(), 2);
    assert_eq!(file.matches("<use ").count(), 3);
}
