use std::path::{Path, PathBuf};

use super::*;
use crate::map::{
    fixture,
    palette::{AreaClass, LineClass, LineLook, Tone},
    surface::put,
    symbol::{Shape, Symbol},
};

/// Compares with the picture in `tests/golden/map`. Where there is none yet, or it is not the same, writes `NAME.new.png` beside it, to
/// be looked at and renamed.
#[track_caller]
fn check(name: &str, picture: &Pixmap) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/map");
    let path = |ending: &str| -> PathBuf { folder.join(format!("{name}.{ending}")) };
    let golden = std::fs::read(path("png")).ok().and_then(|bytes| Pixmap::decode_png(&bytes).ok());
    let differing = golden
        .filter(|golden| golden.width() == picture.width() && golden.height() == picture.height())
        .map(|golden| {
            let channels = golden.data().iter().zip(picture.data());
            channels.filter(|(a, b)| a.abs_diff(**b) > 24).count()
        });
    // Other processors round a few joins and curves another way.
    if differing.is_none_or(|count| count > picture.data().len() / 2000) {
        std::fs::write(path("new.png"), to_png(picture, 96.0).unwrap()).unwrap();
        panic!(
            "{name} is not as it was ({differing:?} channels differ): look at {}",
            path("new.png").display()
        );
    }
}

pub(super) fn decorations() -> Decorations {
    let entry = |sample, text: &str, count| LegendEntry { sample, text: text.to_owned(), count };
    Decorations {
        title: Some("忻府区入河排污口分布图".to_owned()),
        legend_title: "图例".to_owned(),
        legend: vec![
            entry(Sample::Heading, "排污口 Outfalls", None),
            entry(Sample::Symbol(Symbol::new(Shape::Square, Tone::Measured)), "已监测", Some(17)),
            entry(
                Sample::Symbol(Symbol {
                    ring: Some(Tone::Alarm),
                    ..Symbol::new(Shape::Triangle, Tone::Traced)
                }),
                "已溯源 (逾期)",
                Some(5),
            ),
            entry(Sample::Line(LineLook::ranked(LineClass::River, 1)), "河流", None),
            entry(Sample::Area(AreaClass::ZoneFirst.into()), "一级保护区", Some(1)),
            entry(Sample::Area(AreaClass::County.into()), "县界", None),
        ],
        notes: vec!["数据截至 2026-06-30   坐标系 CGCS2000 (EPSG:4490)".to_owned()],
        attribution: Some("排口 Paikou".to_owned()),
        scale_bar: true,
        north_arrow: true,
    }
}

fn page(palette: Palette) -> Pixmap {
    let decorations = decorations();
    let (width, height) = map_size((640.0, 480.0), 1.0, &decorations);
    render(&fixture::scene(palette), &fixture::view(width, height), &decorations).unwrap()
}

#[test]
fn a_page_in_light_colours_looks_as_agreed() {
    check("page_light", &page(Palette::light()));
}

#[test]
fn a_page_in_dark_colours_looks_as_agreed() {
    check("page_dark", &page(Palette::dark()));
}

#[test]
fn a_map_from_farther_away_looks_as_agreed() {
    let mut view = fixture::view(320.0, 240.0);
    view.zoom_steps_about(ScreenPoint { x: 160.0, y: 120.0 }, -4);
    check("far", &render(&fixture::scene(Palette::light()), &view, &Decorations::default()).unwrap());
}

#[test]
fn a_map_for_fine_paper_looks_as_agreed() {
    let mut view = fixture::view(640.0, 480.0);
    view.pixel_ratio = 2.0;
    view.zoom_steps_about(ScreenPoint { x: 320.0, y: 240.0 }, 1);
    check("fine", &render(&fixture::scene(Palette::light()), &view, &Decorations::default()).unwrap());
}

#[test]
fn a_crowd_of_outfalls_looks_as_agreed() {
    let scene = |palette| Scene {
        layers: vec![fixture::rivers().into(), fixture::crowd().into()],
        palette,
        backdrops: Vec::new(),
    };
    let view = fixture::view(640.0, 320.0);

    check("crowd_light", &render(&scene(Palette::light()), &view, &Decorations::default()).unwrap());
    check("crowd_dark", &render(&scene(Palette::dark()), &view, &Decorations::default()).unwrap());
}

#[test]
fn every_symbol_and_stage_looks_as_agreed() {
    let palette = Palette::light();
    let mut sheet = Pixmap::new(30 * 10, 21 * 11).unwrap();
    sheet.fill(palette.background.color());
    let tones = [
        Tone::Excluded,
        Tone::Suspected,
        Tone::Checked,
        Tone::Measured,
        Tone::Traced,
        Tone::Fixing,
        Tone::Fixed,
        Tone::Managed,
        Tone::Alarm,
        Tone::Section,
        Tone::Plain,
    ];
    for (shape, column) in Shape::ALL.into_iter().zip(0..) {
        for (tone, row) in tones.into_iter().zip(0..) {
            let ring = (tone == Tone::Plain).then_some(Tone::Alarm);
            let sample = Sample::Symbol(Symbol { ring, ..Symbol::new(shape, tone) });
            put(&mut sheet, &sample_picture(sample, &palette, 1.0).unwrap(), column * 30, row * 21);
        }
    }
    check("symbols", &sheet);
}

#[test]
fn the_same_map_is_always_the_same_picture() {
    assert_eq!(page(Palette::light()), page(Palette::light()));
}

#[test]
fn a_page_has_the_size_that_was_asked_for() {
    let page = page(Palette::light());

    assert_eq!((page.width(), page.height()), (640, 480));
}

#[test]
fn an_empty_scene_makes_a_page() {
    let scene = Scene { backdrops: Vec::new(), layers: Vec::new(), palette: Palette::light() };

    assert!(render(&scene, &View::new((200.0, 100.0)), &decorations()).is_ok());
}

#[test]
fn a_picture_without_size_is_an_error() {
    let scene = Scene { backdrops: Vec::new(), layers: Vec::new(), palette: Palette::light() };

    let result = render(&scene, &View::new((0.0, 100.0)), &Decorations::default());

    assert!(matches!(result, Err(Error::Size(0, 100))));
}

#[test]
fn a_map_of_everything_does_not_lie_under_the_legend() {
    let decorations = decorations();
    for size in [(800.0, 500.0), (500.0, 900.0)] {
        let mut view = View::new(size);
        let extent = fixture::scene(Palette::light()).extent().unwrap();

        fit(&mut view, extent, 10.0, &decorations);

        let legend = Places::of(&view, &decorations).legend.unwrap();
        let corner = |x, y| view.screen_from_world(WorldPoint::from_lonlat(geo::coord! { x: x, y: y }));
        let south_east = corner(extent.max().x, extent.min().y);
        assert!(south_east.x < legend.min.x || south_east.y < legend.min.y, "{south_east:?} {legend:?}");
        let north_west = corner(extent.min().x, extent.max().y);
        assert!(north_west.x > 9.9 && north_west.y > 9.9, "{north_west:?}");
    }
}
