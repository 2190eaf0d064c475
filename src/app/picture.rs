//! The map as a picture with a legend: the same layers, symbols and words as in the window.

use std::{collections::HashSet, path::Path, sync::Arc};

use super::{
    Problem, Workspace,
    drawing::Drawing,
    export::write_whole,
    legend::{is_counted, legend_of},
    theme::OutfallTheme,
};
use crate::{
    domain::{RecordId, layer::Layer, progress::Snapshot, project::Project, settings::Theme},
    i18n::Lang,
    map::picture::LegendEntry,
};

/// The most and the fewest pixels on each side of a picture.
pub const SIDE_PX: std::ops::RangeInclusive<u32> = 16..=16_384;

/// The resolutions of a picture, in pixels per inch.
pub const DPI: std::ops::RangeInclusive<u32> = 24..=1200;

/// What a picture is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    /// Pixels.
    Png,
    /// Lines and text on a page with its size on paper; the font is embedded.
    Pdf,
    /// Lines and text to go on drawing with; the font is only named.
    Svg,
}

impl PictureFormat {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Png, Self::Pdf, Self::Svg];

    /// The ending of its files.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Pdf => "pdf",
            Self::Svg => "svg",
        }
    }

    /// The format that the ending of a file asks for.
    pub fn of(path: &Path) -> Result<Self, Problem> {
        let ending = path.extension().map(|it| it.to_string_lossy().to_lowercase()).unwrap_or_default();
        let format = Self::ALL.into_iter().find(|format| format.ending() == ending);
        format.ok_or_else(|| Problem::NoSuchPicture { path: path.to_owned() })
    }
}

/// A sheet of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// 297 × 210 mm.
    A4,
    /// 420 × 297 mm.
    A3,
}

impl Paper {
    /// Width and height in pixels where it lies on its long side; the other way round where it stands.
    pub fn size_px(self, dpi: u32, stands: bool) -> (u32, u32) {
        let (long_mm, short_mm) = match self {
            Self::A4 => (297.0, 210.0),
            Self::A3 => (420.0, 297.0),
        };
        let px = |mm: f64| (mm / 25.4 * f64::from(dpi)).round() as u32;
        if stands { (px(short_mm), px(long_mm)) } else { (px(long_mm), px(short_mm)) }
    }
}

/// Which outfalls are drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum OutfallChoice {
    /// All of them.
    #[default]
    All,
    /// None.
    None,
    /// Only these.
    Only(Arc<HashSet<RecordId>>),
}

/// What part of the world a picture shows: west, south, east and north in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part {
    /// Everything there is, if it can be beside the legend.
    Everything,
    /// At least this, if it can be beside the legend.
    AtLeast([f64; 4]),
    /// This, as large as it goes.
    Exactly([f64; 4]),
}

/// What stands on and around the map of a picture, besides its title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extras {
    /// What the symbols mean.
    pub legend: bool,
    /// Scale bar and north arrow.
    pub scale_and_north: bool,
    /// The day of the data, the coordinate system and who drew it, below the map.
    pub notes: bool,
}

impl Default for Extras {
    fn default() -> Self {
        Self { legend: true, scale_and_north: true, notes: true }
    }
}

/// A picture to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureRequest {
    /// Width and height of the page in pixels, within [`SIDE_PX`].
    pub size: (u32, u32),
    /// What part of the world.
    pub part: Part,
    /// Pixels per inch, within [`DPI`]: on finer paper, symbols and text have more pixels.
    pub dpi: u32,
    /// On a dark ground.
    pub dark: bool,
    /// What the symbols of the outfalls say; the project's own theme if not given.
    pub theme: Option<Theme>,
    /// The language of the legend.
    pub lang: Lang,
    /// What stands above the map: the project's name if not given; nothing if empty.
    pub title: Option<String>,
    /// What else stands on and around the map.
    pub extras: Extras,
    /// The reference layers to draw, whether or not the project shows them; those that it shows if not given.
    pub layers: Option<Vec<RecordId>>,
    /// The outfalls to draw.
    pub outfalls: OutfallChoice,
}

impl Default for PictureRequest {
    fn default() -> Self {
        Self {
            size: (1600, 1200),
            part: Part::Everything,
            dpi: 96,
            dark: false,
            theme: None,
            lang: Lang::Zh,
            title: None,
            extras: Extras::default(),
            layers: None,
            outfalls: OutfallChoice::All,
        }
    }
}

impl PictureRequest {
    /// Draws only the layers of these names; that of the outfalls is 排污口 or outfalls.
    pub fn choose_layers(&mut self, project: &Project, names: &[&str]) -> Result<(), Problem> {
        let layers = &project.map().layers;
        let mut chosen = Vec::new();
        self.outfalls = OutfallChoice::None;
        for name in names {
            let before = chosen.len();
            chosen.extend(layers.iter().filter(|it| it.name == *name).map(|it| it.id));
            if OUTFALLS_NAMES.iter().any(|it| name.eq_ignore_ascii_case(it)) {
                self.outfalls = OutfallChoice::All;
            } else if chosen.len() == before {
                let known = layers.iter().map(|it| it.name.clone());
                let known = known.chain([self.lang.pick("排污口", "outfalls").to_owned()]).collect();
                return Err(Problem::NoSuchLayer { name: (*name).to_owned(), known });
            }
        }
        self.layers = Some(chosen);
        Ok(())
    }

    /// The reference layers to draw, the bottom one first.
    pub(super) fn drawn_layers<'a>(&self, project: &'a Project) -> Vec<&'a Layer> {
        let map = project.map();
        let is_drawn = |layer: &&Layer| match &self.layers {
            Some(chosen) => chosen.contains(&layer.id),
            None => map.is_shown(layer),
        };
        map.drawn_layers().filter(is_drawn).collect()
    }
}

const OUTFALLS_NAMES: [&str; 2] = ["排污口", "outfalls"];

/// Draws the map and writes it as what the ending of the path says.
pub fn write_picture(
    workspace: &mut Workspace,
    request: &PictureRequest,
    path: &Path,
) -> Result<(), Problem> {
    let format = PictureFormat::of(path)?;
    workspace.load_layers_if(is_counted);
    workspace.wait(|_| {});
    let bytes = Drawing::of(workspace, request).draw(format, &|| true)?;
    write_whole(path, &bytes)
}

/// The legend of what is on a picture.
pub(super) fn legend_for(
    workspace: &Workspace,
    snapshot: &Snapshot,
    theme: &OutfallTheme,
    request: &PictureRequest,
) -> Vec<LegendEntry> {
    let project = workspace.project();
    let counts = theme.counts(project, snapshot);
    let outfalls =
        (request.outfalls != OutfallChoice::None).then_some((theme.theme, Some(counts.as_slice())));
    legend_of(workspace, outfalls, request.drawn_layers(project), request.lang)
}
