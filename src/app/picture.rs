//! The map as a picture with a legend: the same layers, symbols and words as in the window.

use std::{path::Path, sync::Arc};

use geo::{Coord, Rect};

use super::{
    Problem, Workspace,
    export::write_whole,
    scene::{OUTFALLS, area_class, outfall_layer, reference_layer, shape, tone, zone_level},
};
use crate::{
    domain::{
        Term as _,
        layer::{FeatureSet, Layer, LayerKind, ZoneLevel},
        outfall::{ClassGroup, OutfallClass},
        progress::Snapshot,
        project::Project,
    },
    i18n::Lang,
    map::{
        palette::{LineClass, Palette, Tone},
        picture::{Decorations, LegendEntry, Sample, map_size, render, to_png},
        scene::{Scene, SceneLayer},
        symbol::{Shape, Symbol},
        view::View,
    },
};

/// A picture to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureRequest {
    /// Width and height of the page in pixels.
    pub size: (u32, u32),
    /// West, south, east and north in degrees; everything if not given.
    pub extent: Option<[f64; 4]>,
    /// Pixels per inch: on finer paper, symbols and text have more pixels.
    pub dpi: u32,
    /// On a dark ground.
    pub dark: bool,
    /// The language of the legend.
    pub lang: Lang,
}

impl Default for PictureRequest {
    fn default() -> Self {
        Self { size: (1600, 1200), extent: None, dpi: 96, dark: false, lang: Lang::Zh }
    }
}

/// Draws the map and writes it as PNG. Layers whose features are still being loaded are waited for.
pub fn write_picture(
    workspace: &mut Workspace,
    request: &PictureRequest,
    path: &Path,
) -> Result<(), Problem> {
    workspace.settle(|_| {});
    let snapshot = workspace.snapshot();
    let lang = request.lang;
    let scene = scene_of(workspace, &snapshot, request.dark);
    let project = workspace.project();
    let decorations = Decorations {
        title: Some(project.settings().name.clone()),
        legend_title: lang.pick("图例", "Legend").to_owned(),
        legend: legend(workspace, &snapshot, lang),
        notes: vec![
            lang.pick(format!("数据截至 {}", snapshot.day), format!("As of {}", snapshot.day)),
            lang.pick(
                "坐标系：2000国家大地坐标系(EPSG:4490)，墨卡托投影",
                "CRS: CGCS2000 (EPSG:4490), Mercator projection",
            )
            .to_owned(),
        ],
        attribution: Some(lang.pick("排口 Paikou 制图", "Drawn with Paikou").to_owned()),
        scale_bar: true,
        north_arrow: true,
    };

    let pixel_ratio = f64::from(request.dpi) / 96.0;
    let page = (f64::from(request.size.0), f64::from(request.size.1));
    let mut view = View::new(map_size(page, pixel_ratio, &decorations));
    view.pixel_ratio = pixel_ratio;
    let given = request.extent.map(|[west, south, east, north]| {
        Rect::new(Coord { x: west, y: south }, Coord { x: east, y: north })
    });
    if let Some(extent) = given.or_else(|| scene.extent()) {
        view.fit_exactly(extent, if given.is_some() { 0.0 } else { 24.0 * pixel_ratio });
    }
    let picture = render(&scene, &view, &decorations).map_err(Problem::NotDrawn)?;
    let png = to_png(&picture, f64::from(request.dpi)).map_err(Problem::NotDrawn)?;
    write_whole(path, &png)
}

/// Everything that is visible, bottom first, the outfalls on top.
fn scene_of(workspace: &Workspace, snapshot: &Snapshot, dark: bool) -> Scene {
    let project = workspace.project();
    let visible = project.map().drawn_layers().filter(|layer| project.map().is_shown(layer));
    let references = visible.filter_map(|layer| {
        let set = workspace.features(layer.id)?;
        Some(Arc::new(reference_layer(layer, &set, 0)))
    });
    let mut layers: Vec<Arc<SceneLayer>> = references.collect();
    layers.push(Arc::new(outfall_layer(project, snapshot)));
    debug_assert!(layers.last().is_some_and(|layer| layer.info().key == OUTFALLS));
    let palette = if dark { Palette::dark() } else { Palette::light() };
    Scene { layers, palette }
}

/// The legend: how far the outfalls have come, what their shapes mean, and the layers below.
pub fn legend(workspace: &Workspace, snapshot: &Snapshot, lang: Lang) -> Vec<LegendEntry> {
    let mut entries = stage_entries(snapshot, lang);
    entries.extend(class_entries(workspace.project(), lang));
    let map = workspace.project().map();
    let shown: Vec<&Layer> = map.drawn_layers().filter(|layer| map.is_shown(layer)).collect();
    for layer in shown.into_iter().rev() {
        entries.extend(layer_entries(layer, workspace.features(layer.id).as_deref(), lang));
    }
    entries
}

/// The colours of outfalls, with how many have each; the ring last.
pub fn stage_entries(snapshot: &Snapshot, lang: Lang) -> Vec<LegendEntry> {
    let words: [(Tone, &str, &str); 8] = [
        (Tone::Suspected, "疑似或未排查", "Suspected or not visited"),
        (Tone::Checked, "已排查", "Visited"),
        (Tone::Measured, "已监测", "Measured"),
        (Tone::Traced, "已溯源", "Traced"),
        (Tone::Fixing, "整治中", "Being fixed"),
        (Tone::Fixed, "已销号或无需整治", "Closed out or none needed"),
        (Tone::Managed, "规范管理", "Fitted out and kept"),
        (Tone::Excluded, "排除或重复", "Excluded or duplicate"),
    ];
    let entry = |(wanted, zh, en): (Tone, &str, &str)| {
        let count = snapshot.standings.iter().filter(|it| tone(it) == wanted).count() as u64;
        let sample = Sample::Symbol(Symbol::new(Shape::Circle, wanted));
        LegendEntry { sample, text: lang.pick(zh, en).to_owned(), count: Some(count) }
    };
    let mut entries: Vec<LegendEntry> =
        words.into_iter().map(entry).filter(|it| it.count != Some(0)).collect();
    let ring = Symbol { ring: Some(Tone::Alarm), ..Symbol::new(Shape::Circle, Tone::Traced) };
    entries.push(LegendEntry {
        sample: Sample::Symbol(ring),
        text: lang.pick("外圈：超标、反弹或逾期", "Ring: over limits, rebound or overdue").to_owned(),
        count: None,
    });
    entries
}

/// The shapes of outfalls.
pub fn class_entries(project: &Project, lang: Lang) -> Vec<LegendEntry> {
    let classes: [(OutfallClass, &str, &str); 5] = [
        (OutfallClass::IndustrialPlant, ClassGroup::Industrial.zh(), ClassGroup::Industrial.en()),
        (OutfallClass::TownPlant, ClassGroup::TownPlant.zh(), ClassGroup::TownPlant.en()),
        (OutfallClass::Livestock, ClassGroup::Agricultural.zh(), ClassGroup::Agricultural.en()),
        (OutfallClass::TownStorm, "雨洪排口", "Storm outfalls"),
        (OutfallClass::Other, ClassGroup::Other.zh(), ClassGroup::Other.en()),
    ];
    let used = |shape: Shape| project.entries().iter().any(|it| self::shape(it.outfall.class) == shape);
    let entries = classes.into_iter().filter(|(class, ..)| used(shape(Some(*class))));
    entries
        .map(|(class, zh, en)| LegendEntry {
            sample: Sample::Symbol(Symbol::new(shape(Some(class)), Tone::Plain)),
            text: lang.pick(zh, en).to_owned(),
            count: None,
        })
        .collect()
}

/// What a reference layer looks like: one line, or one for each level of protection zones.
pub fn layer_entries(layer: &Layer, set: Option<&FeatureSet>, lang: Lang) -> Vec<LegendEntry> {
    let kind = layer.kind.unwrap_or(LayerKind::Reference);
    let is_area = layer.geometry.to_ascii_uppercase().contains("POLYGON");
    let one = |sample| {
        vec![LegendEntry { sample, text: layer.name.clone(), count: Some(layer.count.max(0) as u64) }]
    };
    match kind {
        LayerKind::Zone => {
            let count = |level: ZoneLevel| {
                let set = set?;
                Some(set.features.iter().filter(|it| zone_level(set, it) == Some(level)).count() as u64)
            };
            let levels = ZoneLevel::ALL.iter().map(|level| LegendEntry {
                sample: Sample::Area(area_class(kind, Some(*level))),
                text: lang.pick(format!("{}保护区", level.zh()), format!("Protection zone, {}", level.en())),
                count: count(*level),
            });
            levels.filter(|it| it.count != Some(0)).collect()
        }
        LayerKind::Section => one(Sample::Symbol(Symbol::new(Shape::Section, Tone::Section))),
        LayerKind::River if !is_area => one(Sample::Line(LineClass::River, 2)),
        LayerKind::Sewer if !is_area => one(Sample::Line(LineClass::Sewer, 3)),
        _ if is_area => one(Sample::Area(area_class(kind, None))),
        _ if layer.geometry.to_ascii_uppercase().contains("LINE") => one(Sample::Line(LineClass::Plain, 3)),
        _ => one(Sample::Symbol(Symbol::new(Shape::Circle, Tone::Plain))),
    }
}
