//! Lines and areas as tiny-skia paths.

use tiny_skia::{FillRule, LineCap, LineJoin, PathBuilder, Pixmap, Stroke, StrokeDash, Transform};

use super::{
    Region,
    clip::{Bounds, clip_line, clip_ring},
};
use crate::map::{
    area::Areas,
    geometry::Paths,
    line::{Lines, width},
    palette::{AreaClass, LineClass, Palette, Rgba},
    plane::{WorldPoint, WorldRect},
};

/// Strokes thinner than this have no room for a rim.
const THINNEST_WITH_CASING_PX: f32 = 1.7;

/// Many lines are stroked as one path, but not too many: its cost grows faster than its length.
const POINTS_PER_PATH: usize = 600;

/// What is left of strokes beyond the edge of the pixmap: half the widest line with its rim.
const MARGIN_PX: f64 = 16.0;

/// Where lines and areas are drawn.
pub(super) struct Canvas<'a> {
    pixmap: &'a mut Pixmap,
    region: &'a Region,
    palette: &'a Palette,
    keep_going: &'a dyn Fn() -> bool,
    bounds: Bounds,
    rect: WorldRect,
    run: Vec<(f32, f32)>,
}

/// A stroke in device pixels.
#[derive(Clone, Copy)]
struct Pen {
    color: Rgba,
    width: f32,
    dashes: &'static [f32],
    cap: LineCap,
}

impl<'a> Canvas<'a> {
    pub(super) fn new(
        pixmap: &'a mut Pixmap,
        region: &'a Region,
        palette: &'a Palette,
        keep_going: &'a dyn Fn() -> bool,
    ) -> Self {
        let size = (pixmap.width(), pixmap.height());
        let margin = MARGIN_PX * region.pixel_ratio;
        let bounds =
            Bounds { min: (-margin, -margin), max: (f64::from(size.0) + margin, f64::from(size.1) + margin) };
        let rect = region.rect(size).grown(margin / region.pixels_per_world);
        Self { pixmap, region, palette, keep_going, bounds, rect, run: Vec::new() }
    }

    /// Draws lines, the widest ones on top: first all rims, then all lines, so that confluences are open. `None` when told to stop.
    pub(super) fn lines(&mut self, lines: &Lines) -> Option<()> {
        let mut found: Vec<(u8, LineClass, usize)> = Vec::new();
        for feature in lines.meeting(self.rect) {
            found.extend(
                lines.style(feature).map(|(class, rank)| (u8::MAX - rank.clamp(1, 5), class, feature)),
            );
        }
        found.sort_unstable();
        let paths = lines.levels.at(self.region.pixels_per_world);
        let groups = || {
            found.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).filter_map(|group| Some((group, *group.first()?)))
        };
        for with_rims in [true, false] {
            for (group, (inverse_rank, class, _)) in groups() {
                if let Some(pen) = self.line_pen(class, u8::MAX - inverse_rank, with_rims) {
                    self.stroke_features(paths, group.iter().map(|(_, _, feature)| *feature), pen)?;
                }
            }
        }
        Some(())
    }

    /// The pen for lines of a class and rank, or for their rims; `None` if they have none.
    fn line_pen(&self, class: LineClass, rank: u8, rim: bool) -> Option<Pen> {
        let scale = self.region.pixel_ratio as f32;
        let style = self.palette.line(class);
        let width = width(rank, self.region.reference_pixels_per_world());
        let has_rim = style.casing_width > 0.0 && width >= THINNEST_WITH_CASING_PX;
        let color = if style.casing_width > 0.0 && !has_rim { style.casing } else { style.fill };
        match rim {
            true if has_rim => Some(Pen {
                color: style.casing,
                width: (width + 2.0 * style.casing_width) * scale,
                dashes: &[],
                cap: LineCap::Round,
            }),
            true => None,
            false => Some(Pen {
                color,
                width: width.max(0.35) * scale,
                dashes: style.dashes,
                cap: if style.dashes.is_empty() { LineCap::Round } else { LineCap::Butt },
            }),
        }
    }

    /// Fills areas, then draws their edges. `None` when told to stop.
    pub(super) fn areas(&mut self, areas: &Areas) -> Option<()> {
        let found = areas.meeting(self.rect);
        let paths = areas.levels.at(self.region.pixels_per_world);
        let class_of = |feature: &usize| areas.class(*feature).unwrap_or(AreaClass::Plain);
        for feature in &found {
            if !(self.keep_going)() {
                return None;
            }
            if let Some(fill) = self.palette.area(class_of(feature)).fill {
                self.fill(paths.parts(*feature), fill);
            }
        }
        let mut by_class: Vec<(AreaClass, usize)> =
            found.iter().map(|feature| (class_of(feature), *feature)).collect();
        by_class.sort_unstable_by(|a, b| b.cmp(a));
        for group in by_class.chunk_by(|a, b| a.0 == b.0) {
            let Some((class, _)) = group.first().copied() else { continue };
            let style = self.palette.area(class);
            let cap = if style.dashes.is_empty() { LineCap::Round } else { LineCap::Butt };
            let pen = Pen {
                color: style.edge,
                width: style.edge_width * self.region.pixel_ratio as f32,
                dashes: style.dashes,
                cap,
            };
            let features = group.iter().map(|(_, feature)| *feature);
            match &areas.borders {
                Some(borders) if class == AreaClass::County => {
                    self.stroke_features(borders.at(self.region.pixels_per_world), features, pen)?;
                }
                _ => self.stroke_features(paths, features, pen)?,
            }
        }
        Some(())
    }

    fn fill<'p>(&mut self, rings: impl Iterator<Item = &'p [WorldPoint]>, color: Rgba) {
        let mut path = PathBuilder::new();
        for ring in rings {
            let corners = clip_ring(ring.iter().map(|point| self.region.to_px(*point)), &self.bounds);
            add_run(&mut path, &corners);
            path.close();
        }
        if let Some(path) = path.finish() {
            self.pixmap.fill_path(&path, &color.paint(), FillRule::EvenOdd, Transform::identity(), None);
        }
    }

    fn stroke_features(
        &mut self,
        paths: &Paths,
        features: impl Iterator<Item = usize>,
        pen: Pen,
    ) -> Option<()> {
        let mut path = PathBuilder::new();
        let mut run = std::mem::take(&mut self.run);
        for feature in features {
            for part in paths.parts(feature) {
                let pixels = part.iter().map(|point| self.region.to_px(*point));
                if pen.dashes.is_empty() {
                    clip_line(pixels, &self.bounds, &mut run, |run, _| add_run(&mut path, run));
                } else {
                    clip_line(pixels, &self.bounds, &mut run, |run, begins| {
                        let mut dashed = PathBuilder::new();
                        add_run(&mut dashed, run);
                        stroke(self.pixmap, dashed, pen, self.region.pixel_ratio, begins);
                    });
                }
            }
            if path.len() > POINTS_PER_PATH {
                stroke(self.pixmap, std::mem::take(&mut path), pen, self.region.pixel_ratio, 0.0);
                if !(self.keep_going)() {
                    return None;
                }
            }
        }
        stroke(self.pixmap, path, pen, self.region.pixel_ratio, 0.0);
        self.run = run;
        (self.keep_going)().then_some(())
    }
}

fn add_run(path: &mut PathBuilder, run: &[(f32, f32)]) {
    let mut points = run.iter();
    if let Some((x, y)) = points.next() {
        path.move_to(*x, *y);
    }
    for (x, y) in points {
        path.line_to(*x, *y);
    }
}

/// Strokes a path. Dashes go on from `begins` pixels along, so that they fit together across tiles.
fn stroke(pixmap: &mut Pixmap, path: PathBuilder, pen: Pen, pixel_ratio: f64, begins: f64) {
    let Some(path) = path.finish() else { return };
    let dashes: Vec<f32> = pen.dashes.iter().map(|length| length * pixel_ratio as f32).collect();
    let period: f32 = dashes.iter().sum();
    let dash = if period > 0.0 {
        StrokeDash::new(dashes, begins.rem_euclid(f64::from(period)) as f32)
    } else {
        None
    };
    // Round joins and ends cost several times as much and can't be seen on thin lines.
    let (line_join, line_cap) =
        if pen.width > 1.5 { (LineJoin::Round, pen.cap) } else { (LineJoin::Bevel, LineCap::Butt) };
    let stroke = Stroke { width: pen.width, line_cap, line_join, dash, ..Stroke::default() };
    pixmap.stroke_path(&path, &pen.color.paint(), &stroke, Transform::identity(), None);
}
