//! That pictures of lines and text show what pictures of pixels show.

use tiny_skia::{FillRule, Path, Pixmap, Transform};

use super::{tests::decorations, *};
use crate::map::{
    fixture,
    paint::{Region, paint},
    scene::Presence,
    surface::{Pen, Taste},
    symbol::Symbol,
    text::Writing,
    view::ScreenPoint,
};

/// Counts what is drawn, with the habits of a surface of pixels.
#[derive(Debug, Default, PartialEq)]
struct Counter {
    size: (u32, u32),
    symbols: usize,
    texts: Vec<String>,
    layers: Vec<String>,
}

impl Surface for Counter {
    fn size_px(&self) -> (u32, u32) {
        self.size
    }

    fn taste(&self) -> Taste {
        Taste { points_per_path: 600, round_above_px: 1.5 }
    }

    fn cover(&mut self, _: Rgba) {}

    fn fill(&mut self, _: &Path, _: Rgba, _: FillRule, _: Transform) {}

    fn stroke(&mut self, _: &Path, _: &Pen<'_>, _: Transform) {}

    fn symbol(&mut self, _: Symbol, _: &Palette, _: f64, _: ScreenPoint) {
        self.symbols += 1;
    }

    fn picture(&mut self, _: &Pixmap, _: i64, _: i64) {}

    fn text(&mut self, _: &Typeface, writing: &Writing<'_>) {
        self.texts.push(writing.text.to_owned());
    }

    fn inset(&mut self, rect: PixelRect, draw: &mut dyn FnMut(&mut dyn Surface)) -> Option<()> {
        let size = std::mem::replace(&mut self.size, (rect.width, rect.height));
        draw(self);
        self.size = size;
        Some(())
    }

    fn begin_group(&mut self, name: &str) {
        self.layers.push(name.to_owned());
    }
}

fn page_view() -> View {
    let (width, height) = map_size((640.0, 480.0), 1.0, &decorations());
    fixture::view(width, height)
}

fn counted() -> Counter {
    let (scene, view) = (fixture::scene(Palette::light()), page_view());
    let page = Page::of(&view, &decorations());
    let mut counter = Counter { size: page.size, ..Counter::default() };
    page.draw(&mut counter, &scene, &view, &decorations()).unwrap();
    counter
}

fn svg() -> String {
    render_svg(&fixture::scene(Palette::light()), &page_view(), &decorations()).unwrap()
}

fn pdf(view: &View) -> Vec<u8> {
    render_pdf(&fixture::scene(Palette::light()), view, &decorations(), "zh").unwrap()
}

/// What stands between two marks, for each time the first one is there.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    text.split(start).skip(1).filter_map(|rest| rest.split_once(end)).map(|(inner, _)| inner).collect()
}

#[test]
fn an_svg_holds_the_symbols_and_names_of_the_picture() {
    let (svg, counted) = (svg(), counted());

    assert!(counted.symbols > 30 && counted.texts.iter().any(|text| text == "滹沱河"));
    assert_eq!(svg.matches("<use ").count(), counted.symbols);
    let texts: Vec<&str> =
        between(&svg, "<text ", "</text>").into_iter().filter_map(|it| Some(it.split_once('>')?.1)).collect();
    assert_eq!(texts, counted.texts);
    for name in &counted.layers {
        assert_eq!(svg.matches(&format!("id=\"{name}\"")).count(), 1, "{name}");
    }
}

#[test]
fn an_svg_is_well_formed() {
    let svg = svg();
    let mut reader = quick_xml::Reader::from_str(&svg);
    reader.config_mut().check_end_names = true;
    let mut depth = 0_i32;
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(_) => depth += 1,
            quick_xml::events::Event::End(_) => depth -= 1,
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }

    assert_eq!(depth, 0);
    assert!(svg.contains("viewBox=\"0 0 640 480\""));
}

#[test]
fn nothing_far_outside_of_the_page_is_written() {
    let mut view = page_view();
    let (width, height) = view.size_px;
    view.zoom_steps_about(ScreenPoint { x: width / 2.0, y: height / 2.0 }, 6);

    let svg = render_svg(&fixture::scene(Palette::light()), &view, &Decorations::default()).unwrap();

    // What the page is clipped to reaches 16 pixels beyond it.
    let body = svg.split_once("</defs>").unwrap().1;
    let starts: Vec<f64> = between(body, " d=\"M", "\"")
        .into_iter()
        .flat_map(|data| data.split('M').map(|part| part.split(['-', ' ', 'l']).collect::<Vec<_>>()))
        .filter_map(|parts| parts.into_iter().find_map(|number| number.parse().ok()))
        .collect();
    assert!(starts.len() > 3, "{starts:?}");
    assert!(starts.iter().all(|x| *x <= width + 16.0), "{starts:?}");
    assert!(svg.len() < 30_000, "{}", svg.len());
}

#[test]
fn a_pdf_has_the_size_of_its_paper_and_text_to_search() {
    let file = pdf(&page_view());

    let text = String::from_utf8_lossy(&file);
    // 640 × 480 pixels of 1/96 inch.
    assert!(text.contains("/MediaBox[0 0 480 360]") || text.contains("/MediaBox [0 0 480 360]"));
    assert!(text.contains("/ToUnicode") && text.contains("/FontFile2"));
    // The font itself has more than 7 MB.
    assert!(file.len() < 300_000, "{}", file.len());
}

#[test]
fn a_pdf_for_fine_paper_is_not_larger_on_paper() {
    let mut view = page_view();
    view.pixel_ratio = 2.0;
    let (width, height) = map_size((1280.0, 960.0), 2.0, &decorations());
    view.size_px = (width, height);

    let text = String::from_utf8_lossy(&pdf(&view)).into_owned();

    assert!(text.contains("/MediaBox[0 0 480 360]") || text.contains("/MediaBox [0 0 480 360]"));
}

#[test]
fn the_same_map_is_always_the_same_file() {
    assert_eq!(svg(), svg());
    assert_eq!(pdf(&page_view()), pdf(&page_view()));
}

#[test]
fn a_page_of_no_size_or_of_too_large_a_size_is_an_error() {
    let scene = Scene { backdrops: Vec::new(), layers: Vec::new(), palette: Palette::light() };
    let none = View::new((0.0, 100.0));
    let large = View::new((20_000.0, 100.0));

    assert!(matches!(render_svg(&scene, &none, &Decorations::default()), Err(Error::Size(0, 100))));
    assert!(matches!(render_pdf(&scene, &none, &Decorations::default(), "zh"), Err(Error::Size(0, 100))));
    let too_large = render_pdf(&scene, &large, &Decorations::default(), "zh");
    assert!(matches!(too_large, Err(Error::Paper(20_000, 100))));
}

#[test]
fn a_translucent_layer_is_translucent_as_a_whole_in_every_format() {
    let presence = Presence { opacity: 0.4, ..Presence::default() };
    let faded = || std::sync::Arc::new(fixture::rivers().with_presence(presence));
    let scene = Scene { layers: vec![faded()], palette: Palette::light(), backdrops: Vec::new() };

    let svg = render_svg(&scene, &page_view(), &Decorations::default()).unwrap();
    assert_eq!(svg.matches("<g opacity=\"0.4\">").count(), 1);
    assert_eq!(svg.matches("<g").count(), svg.matches("</g>").count());
    let solid = Scene {
        layers: vec![std::sync::Arc::new(fixture::rivers())],
        palette: Palette::light(),
        backdrops: Vec::new(),
    };
    let [faded, solid] = [scene, solid].map(|scene| {
        let mut pixmap = tiny_skia::Pixmap::new(600, 400).unwrap();
        paint(&mut pixmap, &scene, &Region::of_view(&fixture::view(600.0, 400.0)), &|| true);
        pixmap
    });
    // A river over the ground, once as it is and once as four parts of ten of it.
    let ground = f32::from(Palette::light().background.0);
    let darkest = |picture: &tiny_skia::Pixmap| picture.pixels().iter().map(|it| it.red()).min().unwrap();
    let expected = ground + (f32::from(darkest(&solid)) - ground) * 0.4;
    assert!((f32::from(darkest(&faded)) - expected).abs() < 3.0, "{} {expected}", darkest(&faded));
}
