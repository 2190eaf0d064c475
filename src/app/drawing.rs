//! From a project to the bytes of a picture, in whatever thread there is.

use std::{path::PathBuf, sync::Arc};

use geo::{Coord, Rect};

use super::{
    Problem, SceneCache, Workspace,
    basemap::PictureBackdrops,
    picture::{OutfallChoice, Part, PictureFormat, PictureRequest, legend_for},
    scene::{layer_key, outfall_layer_of, reference_layer},
    theme::OutfallTheme,
};
use crate::{
    domain::{
        layer::{FeatureSet, Layer},
        progress::Snapshot,
        project::Project,
    },
    i18n::Lang,
    map::{
        palette::Palette,
        picture::{self, Decorations, map_size, to_png},
        scene::{Scene, SceneLayer},
        view::View,
    },
    storage::Reader,
};

/// The distance of what is drawn from the frame where no extent was asked for, in reference pixels.
const MARGIN_PX: f64 = 24.0;

/// A picture and all that it takes.
pub(super) struct Drawing {
    request: PictureRequest,
    project: Arc<Project>,
    snapshot: Arc<Snapshot>,
    theme: OutfallTheme,
    /// The layers, bottom first, with their features as far as they are loaded.
    layers: Vec<(Layer, Option<Arc<FeatureSet>>)>,
    decorations: Decorations,
    backdrops: PictureBackdrops,
    /// The project's file, for features that are not.
    path: PathBuf,
}

impl Drawing {
    /// The picture of what is in the workspace now.
    pub(super) fn of(workspace: &mut Workspace, request: &PictureRequest) -> Self {
        let snapshot = workspace.snapshot();
        let project = workspace.shared_project();
        let layers = request.drawn_layers(&project).into_iter();
        let theme = request.theme.unwrap_or_else(|| project.settings().theme);
        let theme = OutfallTheme::with(&project, theme, |layer| workspace.features(layer));
        Self {
            layers: layers.map(|layer| (layer.clone(), workspace.features(layer.id))).collect(),
            decorations: decorations(workspace, &snapshot, &theme, request),
            theme,
            backdrops: workspace.picture_backdrops(request.dark),
            path: workspace.path().to_owned(),
            request: request.clone(),
            project,
            snapshot,
        }
    }

    /// The bytes of the file. `keep_going` is asked between the parts of the work.
    pub(super) fn draw(
        &self,
        format: PictureFormat,
        keep_going: &dyn Fn() -> bool,
    ) -> Result<Vec<u8>, Problem> {
        let scene = self.scene()?;
        if !keep_going() {
            return Err(Problem::Cancelled);
        }
        let (view, decorations, lang) = (self.view(&scene), &self.decorations, self.request.lang);
        let drawn = match format {
            PictureFormat::Png => picture::render(&scene, &view, decorations)
                .and_then(|picture| to_png(&picture, f64::from(self.request.dpi))),
            PictureFormat::Pdf => picture::render_pdf(&scene, &view, decorations, lang.code()),
            PictureFormat::Svg => picture::render_svg(&scene, &view, decorations).map(String::into_bytes),
        };
        let file = drawn.map_err(Problem::NotDrawn)?;
        if keep_going() { Ok(file) } else { Err(Problem::Cancelled) }
    }

    fn view(&self, scene: &Scene) -> View {
        let PictureRequest { size, part, dpi, .. } = self.request;
        let pixel_ratio = f64::from(dpi) / 96.0;
        let page = (f64::from(size.0), f64::from(size.1));
        let mut view = View::new(map_size(page, pixel_ratio, &self.decorations));
        view.pixel_ratio = pixel_ratio;
        match part {
            Part::Exactly(extent) => view.fit_exactly(rect_of(extent), 0.0),
            Part::AtLeast(extent) => picture::fit(&mut view, rect_of(extent), 0.0, &self.decorations),
            Part::Everything => {
                if let Some(extent) = scene.extent() {
                    picture::fit(&mut view, extent, MARGIN_PX * pixel_ratio, &self.decorations);
                }
            }
        }
        view
    }

    /// The layers from bottom to top, the outfalls above all.
    fn scene(&self) -> Result<Scene, Problem> {
        let mut layers: Vec<Arc<SceneLayer>> = Vec::new();
        for (layer, features) in &self.layers {
            layers.push(Arc::new(self.drawn(layer, features.as_deref())?));
        }
        let outfalls = |keep: &dyn Fn(_) -> bool| {
            let revision = self.project.revision();
            Arc::new(outfall_layer_of(&self.project, &self.snapshot, &self.theme, revision, keep))
        };
        match &self.request.outfalls {
            OutfallChoice::All => layers.push(outfalls(&|_| true)),
            OutfallChoice::Only(ids) => layers.push(outfalls(&|id| ids.contains(&id))),
            OutfallChoice::None => {}
        }
        let palette = if self.request.dark { Palette::dark() } else { Palette::light() };
        Ok(Scene { backdrops: self.backdrops.complete(), layers, palette })
    }

    /// The layer as it was drawn last time, or else from its features.
    fn drawn(&self, layer: &Layer, features: Option<&FeatureSet>) -> Result<SceneLayer, Problem> {
        let cache = SceneCache::of_this_device();
        if let Some(kept) = cache.load(layer, layer_key(layer.id), 0) {
            return Ok(kept);
        }
        let drawn = if let Some(features) = features {
            reference_layer(layer, features, 0)
        } else {
            let reader = Reader::open(&self.path).map_err(Problem::NotRead)?;
            reference_layer(layer, &reader.features(layer).map_err(Problem::NotRead)?, 0)
        };
        cache.keep(layer, &drawn);
        Ok(drawn)
    }
}

fn rect_of([west, south, east, north]: [f64; 4]) -> Rect {
    Rect::new(Coord { x: west, y: south }, Coord { x: east, y: north })
}

fn decorations(
    workspace: &Workspace,
    snapshot: &Snapshot,
    theme: &OutfallTheme,
    request: &PictureRequest,
) -> Decorations {
    let PictureRequest { lang, extras, .. } = *request;
    let name = || workspace.project().settings().name.clone();
    let title = request.title.clone().unwrap_or_else(name);
    let (legend_title, legend) = if extras.legend {
        (lang.pick("图例", "Legend").to_owned(), legend_for(workspace, snapshot, theme, request))
    } else {
        (String::new(), Vec::new())
    };
    Decorations {
        title: Some(title).filter(|title| !title.trim().is_empty()),
        legend_title,
        legend,
        notes: if extras.notes { notes(snapshot, lang) } else { Vec::new() },
        attribution: attribution(workspace, request),
        scale_bar: extras.scale_and_north,
        north_arrow: extras.scale_and_north,
    }
}

/// Whose basemaps are shown, who drew the rest. The basemaps are named whatever else is left out: their makers ask for it.
fn attribution(workspace: &Workspace, request: &PictureRequest) -> Option<String> {
    let PictureRequest { lang, extras, .. } = *request;
    let own = extras.notes.then(|| lang.pick("排口 Paikou 制图", "Drawn with Paikou"));
    let sources: Vec<&str> = workspace.attributions().into_iter().chain(own).collect();
    (!sources.is_empty()).then(|| sources.join("  |  "))
}

fn notes(snapshot: &Snapshot, lang: Lang) -> Vec<String> {
    let day = lang.pick(format!("数据截至 {}", snapshot.day), format!("As of {}", snapshot.day));
    let crs = lang.pick(
        "坐标系：2000国家大地坐标系(EPSG:4490)，墨卡托投影",
        "CRS: CGCS2000 (EPSG:4490), Mercator projection",
    );
    vec![day, crs.to_owned()]
}
