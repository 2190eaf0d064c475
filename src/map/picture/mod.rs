//! A map as a picture to hand in: title, frame, legend, scale bar, north arrow and notes around what the window shows.

mod furniture;
mod legend;
mod png;
mod scale_bar;

use tiny_skia::{FillRule, PathBuilder, Pixmap, Rect, Transform};

pub use self::{
    legend::{LegendEntry, Sample, sample_picture},
    png::to_png,
    scale_bar::{ScaleBar, scale_bar},
};
pub use super::surface::PdfError;
use super::{
    labels,
    paint::{Region, paint_on},
    palette::{Palette, Rgba, TextStyle},
    plane::WorldPoint,
    scene::Scene,
    surface::{Pdf, PixelRect, Raster, Surface, Svg},
    text::Typeface,
    view::{ScreenPoint, ScreenRect, View},
};

/// A picture could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The size is zero, or there is not enough memory for it.
    #[error("can not make a picture of {0} × {1} pixels")]
    Size(u32, u32),
    /// The PNG could not be written.
    #[error("can not encode the picture as PNG")]
    Png(#[source] image::ImageError),
    /// A page of a PDF can not be as large as these pixels would be.
    #[error("{0} × {1} pixels are more than a page of a PDF can be at this resolution")]
    Paper(u32, u32),
    /// The PDF could not be put together.
    #[error("can not write the PDF")]
    Pdf(#[source] PdfError),
}

/// What stands around and on a map. With [`Decorations::default`] there is the map alone, without a margin.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decorations {
    /// Stands above the map.
    pub title: Option<String>,
    /// The head of the legend.
    pub legend_title: String,
    /// The lines of the legend; no legend is drawn without any.
    pub legend: Vec<LegendEntry>,
    /// Stand below the map on the left, one per line: day of the data, coordinate system.
    pub notes: Vec<String>,
    /// Stands below the map on the right: who made it, whose data.
    pub attribution: Option<String>,
    /// Whether there is a scale bar with the scale.
    pub scale_bar: bool,
    /// Whether there is a north arrow.
    pub north_arrow: bool,
}

impl Decorations {
    fn title(&self) -> &str {
        self.title.as_deref().unwrap_or_default()
    }
}

/// The widths of the margins around the map, in device pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Margins {
    side: f64,
    top: f64,
    bottom: f64,
}

impl Margins {
    fn of(decorations: &Decorations, pixel_ratio: f64) -> Self {
        let foot_lines = decorations.notes.len().max(usize::from(decorations.attribution.is_some()));
        if decorations.title.is_none() && foot_lines == 0 {
            return Self::default();
        }
        let side = 20.0;
        let top = if decorations.title.is_some() { 58.0 } else { side };
        let bottom = if foot_lines > 0 { 16.0 + 18.0 * foot_lines as f64 } else { side };
        Self {
            side: (side * pixel_ratio).round(),
            top: (top * pixel_ratio).round(),
            bottom: (bottom * pixel_ratio).round(),
        }
    }
}

/// The size of the map on a page of this size, in device pixels: what the view given to [`render`] should have.
pub fn map_size(page_px: (f64, f64), pixel_ratio: f64, decorations: &Decorations) -> (f64, f64) {
    let Margins { side, top, bottom } = Margins::of(decorations, pixel_ratio);
    ((page_px.0 - 2.0 * side).max(1.0), (page_px.1 - top - bottom).max(1.0))
}

/// Names beyond this many are left out of a picture.
const MOST_LABELS: usize = 5000;

/// Draws what the view shows, with its names, and the decorations on and around it. The page is larger than the view by the margins;
/// [`map_size`] tells the size of a view for a given page.
pub fn render(scene: &Scene, view: &View, decorations: &Decorations) -> Result<Pixmap, Error> {
    let page = Page::of(view, decorations);
    let mut pixmap = pixmap(page.size)?;
    page.draw(&mut Raster::new(&mut pixmap), scene, view, decorations)?;
    Ok(pixmap)
}

/// The same as an SVG file: lines, text and symbols to edit. Its font is named, not embedded.
pub fn render_svg(scene: &Scene, view: &View, decorations: &Decorations) -> Result<String, Error> {
    let page = Page::of(view, decorations);
    let mut svg = Svg::new(page.checked_size()?, view.pixel_ratio, decorations.title());
    page.draw(&mut svg.surface(), scene, view, decorations)?;
    Ok(svg.finish())
}

/// The same as a PDF of one page of the same size on paper, with its font embedded. `language` is that of its words: `zh`, `en`.
pub fn render_pdf(
    scene: &Scene,
    view: &View,
    decorations: &Decorations,
    language: &str,
) -> Result<Vec<u8>, Error> {
    let page = Page::of(view, decorations);
    let (width, height) = page.checked_size()?;
    let mut pdf = Pdf::new(decorations.title(), language);
    let mut drawn = Ok(());
    pdf.page((width, height), view.pixel_ratio, &mut |surface| {
        drawn = page.draw(surface, scene, view, decorations);
    })
    .ok_or(Error::Paper(width, height))?;
    drawn?;
    pdf.finish().map_err(Error::Pdf)
}

/// A page and the map on it, in whole device pixels.
#[derive(Clone, Copy, Debug)]
struct Page {
    size: (u32, u32),
    map: PixelRect,
    margins: Margins,
}

impl Page {
    fn of(view: &View, decorations: &Decorations) -> Self {
        let margins = Margins::of(decorations, view.pixel_ratio);
        let whole = |size: f64| size.round().clamp(0.0, 60_000.0) as u32;
        let (width, height) = (whole(view.size_px.0), whole(view.size_px.1));
        let size = (width + whole(margins.side) * 2, height + whole(margins.top) + whole(margins.bottom));
        let map = PixelRect { left: margins.side as i64, top: margins.top as i64, width, height };
        Self { size, map, margins }
    }

    /// The size, which no file can be without.
    fn checked_size(&self) -> Result<(u32, u32), Error> {
        let (width, height) = self.size;
        if width == 0 || height == 0 { Err(Error::Size(width, height)) } else { Ok(self.size) }
    }

    fn draw(
        &self,
        page: &mut dyn Surface,
        scene: &Scene,
        view: &View,
        decorations: &Decorations,
    ) -> Result<(), Error> {
        if self.margins == Margins::default() {
            draw_map(page, scene, view, decorations);
            return Ok(());
        }
        let PixelRect { width, height, .. } = self.map;
        page.cover(scene.palette.paper.with_alpha(255));
        page.inset(self.map, &mut |map| draw_map(map, scene, view, decorations))
            .ok_or(Error::Size(width, height))?;
        page.begin_group("margins");
        furniture::draw_margins(page, view.pixel_ratio, self.margins, decorations, &scene.palette);
        page.end_group();
        Ok(())
    }
}

/// The map with its names and what lies on it.
fn draw_map(map: &mut dyn Surface, scene: &Scene, view: &View, decorations: &Decorations) {
    paint_on(map, scene, &Region::of_view(view), &|| true);

    let places = Places::of(view, decorations);
    let names = labels::place(scene, view, MOST_LABELS, &places.all());
    map.begin_group("names");
    labels::draw(map, &names, &scene.palette);
    map.end_group();
    places.draw(map, view, decorations, &scene.palette);
}

fn pixmap((width, height): (u32, u32)) -> Result<Pixmap, Error> {
    Pixmap::new(width, height).ok_or(Error::Size(width, height))
}

/// Where things lie on the map itself.
#[derive(Default)]
struct Places {
    legend: Option<ScreenRect>,
    scale_bar: Option<ScreenRect>,
    north_arrow: Option<ScreenRect>,
}

/// The distance of what lies on the map from its edge, in reference pixels.
const INSET_PX: f64 = 14.0;

impl Places {
    fn of(view: &View, decorations: &Decorations) -> Self {
        let ratio = view.pixel_ratio;
        let (width, height) = view.size_px;
        let inset = INSET_PX * ratio;
        let rect = |left: f64, top: f64, (width, height): (f64, f64)| ScreenRect {
            min: ScreenPoint { x: left, y: top },
            max: ScreenPoint { x: left + width, y: top + height },
        };
        let legend = (!decorations.legend.is_empty()).then(|| {
            let size = legend::size(decorations, &Typeface::embedded(), ratio);
            rect(width - inset - size.0, height - inset - size.1, size)
        });
        let scale_bar = decorations.scale_bar.then(|| {
            let size = scale_bar::size(view);
            rect(inset, height - inset - size.1, size)
        });
        let north_arrow = decorations
            .north_arrow
            .then(|| rect(width - inset - 34.0 * ratio, inset, (34.0 * ratio, 46.0 * ratio)));
        Self { legend, scale_bar, north_arrow }
    }

    fn all(&self) -> Vec<ScreenRect> {
        [self.legend, self.scale_bar, self.north_arrow].into_iter().flatten().collect()
    }

    /// Draws what has a place.
    fn draw(&self, map: &mut dyn Surface, view: &View, decorations: &Decorations, palette: &Palette) {
        let (typeface, ratio) = (Typeface::embedded(), view.pixel_ratio);
        if let Some(rect) = self.legend {
            map.begin_group("legend");
            legend::draw(map, rect, decorations, palette, &typeface, ratio);
            map.end_group();
        }
        if let Some(rect) = self.scale_bar {
            map.begin_group("scale-bar");
            scale_bar::draw(map, rect, view, palette, &typeface);
            map.end_group();
        }
        if let Some(rect) = self.north_arrow {
            map.begin_group("north-arrow");
            furniture::draw_north_arrow(map, rect, palette, &typeface, ratio);
            map.end_group();
        }
    }
}

/// A map beside the legend may be so much smaller than one under it, not more: our choice.
const SMALLEST_BESIDE_LEGEND: f64 = 0.55;

/// Shows all of an extent in degrees (`x` longitude, `y` latitude), with at least `margin_px` around it, as large as it can be without
/// going under the legend.
pub fn fit(view: &mut View, extent: geo::Rect, margin_px: f64, decorations: &Decorations) {
    view.fit_exactly(extent, margin_px);
    let Some(legend) = Places::of(view, decorations).legend else { return };
    let covered = view.screen_from_world(WorldPoint::from_lonlat(extent.max())).x > legend.min.x
        && view.screen_from_world(WorldPoint::from_lonlat(extent.min())).y > legend.min.y;
    if !covered {
        return;
    }
    let (width, height) = view.size_px;
    let fitted = |room: (f64, f64)| {
        let mut part = View { size_px: room, ..*view };
        part.fit_exactly(extent, margin_px);
        // The same with the rest of the map to the right and below.
        part.center.x += (width - room.0) / 2.0 / part.pixels_per_world;
        part.center.y += (height - room.1) / 2.0 / part.pixels_per_world;
        View { size_px: view.size_px, ..part }
    };
    let (left, above) = (fitted((legend.min.x, height)), fitted((width, legend.min.y)));
    let better = if above.pixels_per_world > left.pixels_per_world { above } else { left };
    if better.pixels_per_world >= view.pixels_per_world * SMALLEST_BESIDE_LEGEND {
        *view = better;
    }
}

/// Letters without a halo.
fn plain(fill: Rgba) -> TextStyle {
    TextStyle { fill, halo: Rgba(0, 0, 0, 0) }
}

/// A box of paper with a thin frame.
fn draw_box(surface: &mut dyn Surface, rect: ScreenRect, palette: &Palette, pixel_ratio: f64) {
    // On the middle of pixels, or the thin frame would be blurred.
    let sharp = |point: ScreenPoint| ScreenPoint { x: point.x.floor() + 0.5, y: point.y.floor() + 0.5 };
    let rect = ScreenRect { min: sharp(rect.min), max: sharp(rect.max) };
    fill_rect(surface, rect, palette.paper);
    outline_rect(surface, rect, palette.ink.with_alpha(150), pixel_ratio);
}

fn fill_rect(surface: &mut dyn Surface, rect: ScreenRect, color: Rgba) {
    let rect = Rect::from_ltrb(rect.min.x as f32, rect.min.y as f32, rect.max.x as f32, rect.max.y as f32);
    if let Some(rect) = rect {
        surface.fill(&PathBuilder::from_rect(rect), color, FillRule::Winding, Transform::identity());
    }
}

/// A line of this width along the edges of a rectangle. Filled, because thin strokes of tiny-skia have gaps every few hundred pixels.
fn outline_rect(surface: &mut dyn Surface, rect: ScreenRect, color: Rgba, width: f64) {
    let ScreenRect { min, max } = rect;
    let half = width / 2.0;
    let mut side = |left: f64, top: f64, right: f64, bottom: f64| {
        let side =
            ScreenRect { min: ScreenPoint { x: left, y: top }, max: ScreenPoint { x: right, y: bottom } };
        fill_rect(surface, side, color);
    };
    side(min.x - half, min.y - half, max.x + half, min.y + half);
    side(min.x - half, max.y - half, max.x + half, max.y + half);
    side(min.x - half, min.y + half, min.x + half, max.y - half);
    side(max.x - half, min.y + half, max.x + half, max.y - half);
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod vector_tests;
