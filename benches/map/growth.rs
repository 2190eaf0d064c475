//! How the cost grows with the load, from 10⁴ to 10⁶ vertices.

use std::time::Instant;

use geo::{Rect, coord};
use paikou::map::{
    paint::{Region, paint},
    palette::{LineClass, LineLook, Palette},
    scene::{LabelRole, LayerInfo, LineFeature, Scene, SceneLayer},
    view::View,
};

use super::load;

/// Prints times and the exponent `k` of `time = constant · verticesᵏ`; n log n is about 1.1 here.
pub(crate) fn print() {
    println!("\ngrowth with the number of vertices (target: an exponent of 1.1 at most, that of n log n)");
    let mut build = Vec::new();
    let mut draw = Vec::new();
    for reaches in [1_000_u64, 10_000, 100_000] {
        let features: Vec<LineFeature> = (0..reaches)
            .map(|number| LineFeature {
                handle: u128::from(number),
                geometry: load::reach(number),
                look: LineLook::ranked(LineClass::River, 1 + (number % 5) as u8),
                label: None,
            })
            .collect();
        let info = LayerInfo { key: 1, revision: 1, label_role: LabelRole::River, labels_from_scale: None };
        let began = Instant::now();
        let layer = SceneLayer::lines(info, features);
        build.push(began.elapsed().as_secs_f64());
        let scene = Scene { layers: vec![layer.into()], palette: Palette::light(), backdrops: Vec::new() };
        let mut view = View::new((1920.0, 1080.0));
        view.fit_exactly(Rect::new(coord! { x: 110.2, y: 34.77 }, coord! { x: 114.49, y: 40.75 }), 0.0);
        let mut pixmap = tiny_skia::Pixmap::new(1920, 1080).unwrap();
        let time = super::drawing::median(|| {
            assert!(paint(&mut pixmap, &scene, &Region::of_view(&view), &|| true));
        });
        draw.push(time.as_secs_f64());
    }
    for (what, times) in [("build a layer", build), ("draw all of it", draw)] {
        let exponent = (times[2] / times[0]).log10() / 2.0;
        let times: Vec<String> = times.iter().map(|it| format!("{:.1} ms", it * 1e3)).collect();
        println!("  {what}: {} for 10⁴, 10⁵, 10⁶ vertices; exponent {exponent:.2}", times.join(", "));
    }
}
